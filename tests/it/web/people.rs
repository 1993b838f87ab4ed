//! Who is let in, how they say who they are, and what they may do.

use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tthc::web::people::{self, Lifetime, Role, Settings, User, add, hash};
use tthc::web::{Options, ServeError, Server};

use super::client::{Answer, encoded, get_with, post, raw};
use super::site::{Program, Site, small};
use crate::support::{Folder, failure, root, stdout, tthc};

/// What everybody here logs in with.
pub(crate) const PASSWORD: &str = "mật khẩu số liệu minh họa";

/// A file of users with one of each role, whose logins are the words of the roles.
pub(crate) fn users(folder: &Path) -> PathBuf {
    let path = folder.join("nguoi_dung.yaml");
    let password = Some(hash(PASSWORD).unwrap());
    for role in Role::ALL {
        let user = User {
            login: role.word().to_owned(),
            name: format!("Nguyễn Văn {}", role.word()),
            role,
            password: password.clone(),
        };
        add(&path, &user, false).unwrap();
    }
    path
}

/// A server with users over invented procedures.
fn served(settings: Settings) -> (Site, Folder) {
    let folder = small();
    let users = Some(users(folder.path()));
    let site = Site::with(folder.path(), Settings { users, ..settings });
    (site, folder)
}

/// What a page of ours has in its forms.
pub(crate) fn csrf(page: &str) -> String {
    let field = page
        .split("name=\"csrf\" value=\"")
        .nth(1)
        .unwrap_or_else(|| panic!("{page}"));
    field.split('"').next().unwrap().to_owned()
}

/// A browser's cookie, without how it is to be kept.
pub(crate) fn cookie(answer: &Answer) -> String {
    answer
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

/// Sends the form of the login page as a browser does.
pub(crate) fn log_in(address: SocketAddr, login: &str, password: &str, next: &str) -> Answer {
    let page = get_with(address, "/dang-nhap", &[]);
    let form = format!(
        "csrf={}&login={}&password={}&next={}",
        csrf(&page.text()),
        encoded(login),
        encoded(password),
        encoded(next)
    );
    post(address, "/dang-nhap", &[("Cookie", &cookie(&page))], &form)
}

#[test]
fn who_is_not_logged_in_sees_the_login_page_and_nothing_else() {
    let (site, _folder) = served(Settings::default());
    for target in [
        "/",
        "/?q=thu&page=2",
        "/thu-tuc/1.000001",
        "/kiem-tra",
        "/ra-soat/xep-hang.xlsx",
        "/khong-co",
    ] {
        let answer = site.get(target);
        assert_eq!(answer.status, 303, "{target}");
        let place = answer.header("location").unwrap().to_owned();
        let next = if target == "/" {
            String::new()
        } else {
            format!("?next={}", encoded(target))
        };
        assert_eq!(place, format!("/dang-nhap{next}"));
    }
    for target in ["/api/search", "/api/procedures/1.000001", "/api/openapi.json", "/api/x"] {
        let answer = site.get(target);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (401, Some("application/json")),
            "{target}"
        );
        assert_eq!(answer.json()["error"]["message"], "Phải đăng nhập trước.");
    }
    let page = site.page("/dang-nhap");
    assert!(
        page.contains("name=\"password\"") && !page.contains("2026-07-01") && !page.contains("<nav"),
        "{page}"
    );
    assert_eq!(site.get("/healthz").json(), serde_json::json!({ "status": "ok" }));
    assert_eq!(site.get("/assets/tthc.css").status, 200);
    assert_eq!(
        get_with(site.address, "/dang-nhap", &[("Host", "evil.example")]).status,
        421
    );
}

#[test]
fn somebody_logs_in_reads_and_logs_out() {
    let (site, _folder) = served(Settings::default());
    let first = log_in(site.address, " Reviewer", PASSWORD, "/thu-tuc/1.000001?lang=en");
    assert_eq!(
        (first.status, first.header("location")),
        (303, Some("/thu-tuc/1.000001?lang=en")),
        "{}",
        first.text()
    );
    let kept = first.header("set-cookie").unwrap();
    assert!(kept.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{kept}");
    let session = cookie(&first);
    let with = [("Cookie", session.as_str())];
    let page = get_with(site.address, "/thu-tuc/1.000001", &with);
    assert_eq!(page.header("set-cookie"), None);
    let page = page.text();
    assert!(
        page.contains("Nguyễn Văn reviewer") && page.contains("Người rà soát"),
        "{page}"
    );
    assert_eq!(get_with(site.address, "/api/search", &with).status, 200);
    assert_eq!(get_with(site.address, "/healthz", &with).json()["procedures"], 2);
    assert_eq!(
        get_with(site.address, "/dang-nhap?next=/kiem-tra", &with).header("location"),
        Some("/kiem-tra")
    );

    // Another login is another session; neither forms nor cookies of one are good for the other.
    let second = cookie(&log_in(site.address, "reviewer", PASSWORD, "/"));
    assert_ne!(session, second);
    let form = format!("csrf={}", csrf(&page));
    assert_eq!(
        post(site.address, "/dang-xuat", &[("Cookie", &second)], &form).status,
        403
    );
    let out = post(site.address, "/dang-xuat", &with, &form);
    assert_eq!((out.status, out.header("location")), (303, Some("/dang-nhap")));
    assert!(
        out.header("set-cookie").unwrap().contains("tthc_session=; ")
            && out.header("set-cookie").unwrap().contains("Max-Age=0")
    );
    assert_eq!(get_with(site.address, "/", &with).status, 303);
    assert_eq!(get_with(site.address, "/", &[("Cookie", &second)]).status, 200);
    assert_eq!(post(site.address, "/dang-xuat", &with, &form).status, 403);
}

#[test]
fn a_wrong_login_is_refused_alike_whoever_it_is_for() {
    let (site, _folder) = served(Settings::default());
    let mut said = Vec::new();
    for (login, password) in [
        ("reviewer", "sai mật khẩu rồi"),
        ("nobody", PASSWORD),
        ("", ""),
        ("../x", "x"),
    ] {
        let answer = log_in(site.address, login, password, "/");
        assert_eq!((answer.status, answer.header("set-cookie")), (403, None), "{login}");
        let page = answer.text();
        assert!(!page.contains(password) || password.len() < 2, "{page}");
        said.push(
            page.split("role=\"alert\"")
                .nth(1)
                .unwrap()
                .split("</p>")
                .next()
                .unwrap()
                .to_owned(),
        );
    }
    assert!(
        said[0].contains("Tên đăng nhập hoặc mật khẩu không đúng."),
        "{}",
        said[0]
    );
    assert!(said.iter().all(|one| *one == said[0]), "{said:?}");
    let long = log_in(site.address, "reviewer", &"a".repeat(60_000), "/");
    assert_eq!(long.status, 403);
}

#[test]
fn after_failed_logins_even_the_right_password_waits() {
    let (site, _folder) = served(Settings::default());
    for _ in 0..4 {
        assert_eq!(log_in(site.address, "reader", "sai", "/").status, 403);
    }
    let wait = log_in(site.address, "READER", PASSWORD, "/");
    assert_eq!(wait.status, 429);
    let seconds: u64 = wait.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&seconds));
    assert!(wait.text().contains(&format!("sau {seconds} giây")));
    assert_eq!(
        log_in(site.address, "editor", PASSWORD, "/").status,
        303,
        "others do not wait"
    );
    std::thread::sleep(Duration::from_secs(seconds));
    assert_eq!(log_in(site.address, "reader", PASSWORD, "/").status, 303);
}

#[test]
fn the_way_after_a_login_never_leads_elsewhere() {
    let (site, _folder) = served(Settings::default());
    for next in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "/a\r\nX: y",
        "/dang-nhap",
    ] {
        let answer = log_in(site.address, "reader", PASSWORD, next);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/")), "{next:?}");
        assert_eq!(answer.header("x"), None);
    }
}

#[test]
fn forms_are_taken_only_from_pages_of_ours_in_time_and_in_measure() {
    let (site, _folder) = served(Settings::default());
    let session = cookie(&log_in(site.address, "editor", PASSWORD, "/"));
    let page = get_with(site.address, "/", &[("Cookie", &session)]).text();
    let form = format!("csrf={}", csrf(&page));
    let refused = |headers: &[(&str, &str)], form: &str| {
        let answer = post(site.address, "/dang-xuat", headers, form);
        (answer.status, answer.text())
    };
    let mine = ("Cookie", session.as_str());
    for headers in [
        [mine, ("Origin", "http://evil.example")],
        [mine, ("Origin", "null")],
        [mine, ("Origin", "http://127.0.0.1:1")],
        [mine, ("Sec-Fetch-Site", "cross-site")],
    ] {
        let (status, page) = refused(&headers, &form);
        assert_eq!(status, 403, "{headers:?}");
        assert!(page.contains("Chưa ghi gì cả"), "{page}");
    }
    assert_eq!(refused(&[mine], "").0, 403, "without what the page was given");
    assert_eq!(refused(&[mine, ("Host", "evil.example")], &form).0, 421);
    assert_eq!(refused(&[mine, ("Content-Type", "text/plain")], &form).0, 415);
    let english = post(site.address, "/dang-xuat?lang=en", &[mine, ("Origin", "null")], &form);
    assert!(english.text().contains("Nothing was recorded"));
    // Too long, told in advance and in pieces; the answer comes through.
    let long = "x".repeat(2_000_000);
    assert_eq!(refused(&[mine], &format!("{form}&x={long}")).0, 413);
    let head = format!(
        "POST /dang-xuat HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {session}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n",
        site.address
    );
    let pieces = format!(
        "{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n",
        long.len()
    );
    assert_eq!(raw(site.address, pieces.as_bytes()).unwrap().status, 413);
    // Whoever is slow is told so, and nobody waits for them.
    let begun = Instant::now();
    let mut slow = TcpStream::connect(site.address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(slow, "{head}Content-Length: 100\r\n\r\ncsrf=").unwrap();
    assert_eq!(get_with(site.address, "/", &[mine]).status, 200);
    let mut said = String::new();
    BufReader::new(slow).read_line(&mut said).unwrap();
    assert!(
        said.contains(" 408 ") && begun.elapsed() < Duration::from_secs(20),
        "{said}"
    );
    // Nothing of all this ended the session.
    assert_eq!(refused(&[mine], &form).0, 303);
}

#[test]
fn an_address_that_takes_forms_alone_says_so() {
    let (site, _folder) = served(Settings::default());
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let request = format!("{method} /dang-xuat HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(site.address, request.as_bytes()).unwrap().status, 405, "{method}");
    }
    let put = b"PUT /dang-nhap HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    assert_eq!(raw(site.address, put).unwrap().status, 405);
    let session = cookie(&log_in(site.address, "reader", PASSWORD, "/"));
    let described = get_with(site.address, "/api/openapi.json", &[("Cookie", &session)]).json();
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.keys().all(|path| path.starts_with("/api/")));
    for (path, methods) in paths {
        assert_eq!(
            methods.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["get"],
            "{path}"
        );
        assert!(methods["get"]["responses"]["401"].is_object(), "{path}");
    }
}

#[test]
fn a_session_ends_when_it_is_old_or_its_user_is_removed() {
    let (site, folder) = served(Settings {
        lifetime: Lifetime {
            idle: Duration::from_secs(2),
            most: Duration::from_secs(3600),
        },
        ..Settings::default()
    });
    let status = |session: &str| get_with(site.address, "/", &[("Cookie", session)]).status;
    let session = cookie(&log_in(site.address, "reader", PASSWORD, "/"));
    for _ in 0..4 {
        std::thread::sleep(Duration::from_millis(700));
        assert_eq!(status(&session), 200, "it goes on as long as it is used");
    }
    std::thread::sleep(Duration::from_millis(2100));
    assert_eq!(status(&session), 303);
    let session = cookie(&log_in(site.address, "reader", PASSWORD, "/"));
    let other = cookie(&log_in(site.address, "editor", PASSWORD, "/"));
    assert_eq!((status(&session), status(&other)), (200, 200));
    people::remove(&folder.path().join("nguoi_dung.yaml"), "reader").unwrap();
    assert_eq!((status(&session), status(&other)), (303, 200));
    assert_eq!(log_in(site.address, "reader", PASSWORD, "/").status, 403);
    for forged in [
        "tthc_session=",
        "tthc_session=x",
        &format!("tthc_session={}", "0".repeat(64)),
    ] {
        assert_eq!(status(forged), 303);
    }
}

#[test]
fn a_proxy_says_who_asks_and_nobody_else_can() {
    let trusting = |from: &str| Settings {
        proxies: vec![from.parse::<IpAddr>().unwrap()],
        header: Some("X-Remote-User".to_owned()),
        ..Settings::default()
    };
    let said = [("X-Remote-User", "editor")];
    let (site, _folder) = served(trusting("127.0.0.1"));
    let page = get_with(site.address, "/", &said);
    let text = page.text();
    assert!(page.status == 200 && text.contains("Nguyễn Văn editor"), "{text}");
    assert!(!text.contains("/dang-xuat"), "the proxy knows how one logs out");
    let stranger = get_with(site.address, "/", &[("X-Remote-User", "nobody")]);
    assert_eq!(stranger.status, 403);
    assert!(stranger.text().contains("chưa có trong danh sách người dùng"));
    assert_eq!(site.get("/").status, 303, "without the header one can log in");
    let (site, _folder) = served(trusting("192.0.2.1"));
    assert_eq!(get_with(site.address, "/", &said).status, 303);
    assert_eq!(get_with(site.address, "/api/search", &said).status, 401);
}

#[test]
fn others_are_listened_to_only_with_users() {
    let folder = small();
    let index = tempfile::tempdir().unwrap();
    let with = |users: Option<PathBuf>| Options {
        listen: "0.0.0.0:0".parse().unwrap(),
        index: Some(index.path().to_owned()),
        people: Settings {
            users,
            ..Settings::default()
        },
        ..Options::here(folder.path())
    };
    assert!(matches!(Server::bind(with(None)), Err(ServeError::NotLoopback(_))));
    let missing = folder.path().join("khong-co.yaml");
    assert!(matches!(Server::bind(with(Some(missing))), Err(ServeError::People(_))));
    assert!(Server::bind(with(Some(users(folder.path())))).is_ok());
}

#[test]
fn without_users_there_is_no_login_and_a_name_may_be_given() {
    let folder = small();
    let site = Site::of(folder.path());
    assert_eq!(site.get("/dang-nhap").status, 404);
    assert!(!site.page("/").contains("class=\"person\""));
    let name = Some("Trần Thị Bình".to_owned());
    let site = Site::with(
        folder.path(),
        Settings {
            name,
            ..Settings::default()
        },
    );
    let page = site.page("/");
    assert!(
        page.contains("Trần Thị Bình") && page.contains("Biên tập viên"),
        "{page}"
    );
}

#[test]
fn a_file_of_users_that_is_broken_shows_to_whoever_watches_over_the_server() {
    let (site, folder) = served(Settings::default());
    let path = folder.path().join("nguoi_dung.yaml");
    let text = std::fs::read(&path).unwrap();
    std::fs::write(&path, "- dang_nhap: [\n").unwrap();
    assert_eq!(site.get("/").status, 503);
    assert_eq!(site.get("/healthz").json(), serde_json::json!({ "status": "degraded" }));
    std::fs::write(&path, text).unwrap();
    assert_eq!(site.get("/healthz").json(), serde_json::json!({ "status": "ok" }));
}

#[test]
#[cfg(unix)]
fn the_operator_hears_of_a_file_of_users_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = small();
    let path = users(folder.path());
    let log = |mode: u32| {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let program = Program::start(folder.path(), &["--no-log", "--users", path.to_str().unwrap()]);
        assert_eq!(get_with(program.address, "/healthz", &[]).status, 200);
        program.end()
    };
    let said = log(0o644);
    assert!(
        said.contains("nguoi_dung.yaml can be read or written by others (mode 0644)"),
        "{said}"
    );
    assert!(said.contains("chmod 600"), "{said}");
    assert_eq!(log(0o600), "");
}

/// Runs `tthc user` with a line of input.
fn user(folder: &Path, args: &[&str], input: &str) -> std::process::Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tthc"))
        .arg("user")
        .args(args)
        .args(["--users", "nguoi_dung.yaml"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have said no before it read anything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn users_are_made_listed_changed_and_removed_on_the_command_line() {
    let folder = Folder::new(&[]);
    let an = ["add", "an", "--name", "Nguyễn Văn An", "--role", "reviewer"];
    stdout(&user(folder.path(), &an, &format!("{PASSWORD}\n")), 0);
    let binh = [
        "add",
        "binh",
        "--name",
        "Trần Bình",
        "--role",
        "reader",
        "--no-password",
    ];
    stdout(&user(folder.path(), &binh, ""), 0);
    insta::assert_snapshot!(stdout(&user(folder.path(), &["list"], ""), 0), @r"
    an    reviewer  Nguyễn Văn An
    binh  reader    Trần Bình  (no password)
    ");
    let text = std::fs::read_to_string(folder.path().join("nguoi_dung.yaml")).unwrap();
    assert!(
        text.contains("mat_khau: $argon2id$v=19$m=19456,t=2,p=1$") && !text.contains(PASSWORD),
        "{text}"
    );
    for (args, input, why) in [
        (
            &an[..],
            PASSWORD,
            "nguoi_dung.yaml:3 has user an already; use --replace",
        ),
        (
            &["add", "chi", "--name", "Chi", "--role", "reader"],
            "ngắn\n",
            "a password has at least 12 characters",
        ),
        (
            &["add", "chi", "--name", "Chi", "--role", "reader"],
            "",
            "a password has at least 12 characters",
        ),
        (
            &["add", "chi", "--name", "Chi", "--role", "boss"],
            PASSWORD,
            "\"boss\" is no role; roles are reader, reviewer, editor",
        ),
        (
            &["add", "Chi", "--name", "Chi", "--role", "reader"],
            PASSWORD,
            "a login is made of a-z",
        ),
        (&["remove", "chi"], "", "nguoi_dung.yaml has no user chi"),
    ] {
        let said = failure(&user(folder.path(), args, input));
        assert!(said.contains(why), "{said}");
    }
    let changed = ["add", "an", "--name", "Nguyễn Văn An", "--role", "editor", "--replace"];
    stdout(&user(folder.path(), &changed, "một mật khẩu khác hẳn\r\n"), 0);
    stdout(&user(folder.path(), &["remove", "binh"], ""), 0);
    insta::assert_snapshot!(stdout(&user(folder.path(), &["list"], ""), 0), @"an  editor    Nguyễn Văn An");
}

#[test]
fn what_cannot_be_served_safely_is_refused_on_the_command_line() {
    let folder = Folder::new(&[("nguoi_dung.yaml", "- dang_nhap: an\n  ten: An\n")]);
    let users = folder.path().join("nguoi_dung.yaml");
    let users = users.to_str().unwrap();
    for (args, why) in [
        (&["--users", users][..], "nguoi_dung.yaml:2:3: unknown key \"ten\""),
        (&["--users", users, "--as", "An"], "cannot be used with"),
        (&["--trust-header", "X-User", "--trust-from", "127.0.0.1"], "--users"),
        (&["--users", users, "--trust-header", "X-User"], "--trust-from"),
        (
            &["--users", users, "--trust-header", "X User", "--trust-from", "::1"],
            "no name of a header",
        ),
        (&["--listen", "0.0.0.0:0"], "will not listen on 0.0.0.0:0"),
    ] {
        let said = failure(&tthc(&root(), &[&["serve"], args].concat()));
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn the_log_says_who_came_and_who_failed_and_never_a_password() {
    let folder = small();
    let users = users(folder.path());
    let program = Program::start(folder.path(), &["--log-queries", "--users", users.to_str().unwrap()]);
    let address = program.address;
    assert_eq!(log_in(address, "editor", "sai mật khẩu rồi", "/").status, 403);
    assert_eq!(log_in(address, "mật khẩu ở chỗ của tên", "x", "/").status, 403);
    let session = cookie(&log_in(address, "editor", PASSWORD, "/"));
    assert_eq!(get_with(address, "/kiem-tra", &[("Cookie", &session)]).status, 200);
    std::fs::write(&users, "- dang_nhap: an\n").unwrap();
    assert_eq!(get_with(address, "/kiem-tra", &[("Cookie", &session)]).status, 503);
    assert_eq!(get_with(address, "/dang-nhap", &[]).status, 503);
    assert_eq!(post(address, "/dang-nhap", &[], "login=editor").status, 503);
    let log = program.end();
    for secret in ["sai", "mật khẩu", "csrf", &session["tthc_session=".len()..]] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<_> = lines.iter().filter(|line| line["event"].is_string()).collect();
    let of = |at: usize| (&events[at]["event"], &events[at]["login"], &events[at]["peer"]);
    let here = &"127.0.0.1".into();
    assert_eq!(of(0), (&"login_failed".into(), &"editor".into(), here), "{log}");
    assert_eq!(of(1), (&"login_failed".into(), &serde_json::Value::Null, here));
    assert_eq!(of(2), (&"login".into(), &"editor".into(), here));
    let seen = lines
        .iter()
        .find(|line| line["path"] == "/kiem-tra" && line["status"] == 200)
        .unwrap();
    assert_eq!(seen["user"], "editor");
    let why = lines.iter().find_map(|line| line["error"].as_str()).unwrap();
    assert!(why.contains("nguoi_dung.yaml:1:3: key ho_ten is missing"), "{why}");
}
