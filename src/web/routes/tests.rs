//! Who may send which form, over requests without connections.

use axum::http::header;

use super::*;
use crate::catalogue::revision::Revisions;
use crate::templates::Templates;
use crate::web::Options;
use crate::web::labels::Labels;
use crate::web::people::{People, Settings};

const SECRET: &str = "mật khẩu thử nghiệm";
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// Forms for each role, which say who sent what.
const FORMS: [Route; 3] = [
    Route::form("/doc", Some(Role::Reader), told),
    Route::form("/ra-soat", Some(Role::Reviewer), told),
    Route::form("/sua", Some(Role::Editor), told),
];

fn told(visit: &Visit) -> Answer {
    let by = visit.acting_name().unwrap_or("nobody");
    let what = visit.form.get("what").unwrap_or_default();
    Ok(Reply::new("text/plain; charset=utf-8", format!("{by}: {what}")))
}

/// A server without connections, and what it needs.
struct Server {
    app: Arc<App>,
    runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
}

impl Server {
    fn new(settings: Settings, folder: tempfile::TempDir) -> Self {
        let root = folder.path().join("catalogue");
        std::fs::create_dir_all(root.join("2026-07-01")).unwrap();
        std::fs::write(root.join("2026-07-01/catalogue.yaml"), "ten: Thử\nngay: 01/07/2026\n").unwrap();
        let options = Options {
            hosts: vec!["tthc.noibo".to_owned()],
            people: settings.clone(),
            index: Some(folder.path().join("index")),
            ..Options::here(root.clone())
        };
        let app = App::load(
            Revisions::new(&root),
            None,
            Templates::load(None).unwrap(),
            Labels::read().unwrap(),
            People::open(settings).unwrap(),
            options,
        );
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        Self {
            app: Arc::new(app.unwrap()),
            runtime: runtime.unwrap(),
            folder,
        }
    }

    /// With a user for each role, whose logins are the words of the roles.
    fn with_users(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hash = crate::web::people::hash(SECRET).unwrap();
        let user = |role: Role| {
            format!("- dang_nhap: {role}\n  ho_ten: Người {role}\n  vai_tro: {role}\n  mat_khau: {hash}\n")
        };
        let path = folder.path().join("nguoi_dung.yaml");
        std::fs::write(&path, Role::ALL.map(user).concat()).unwrap();
        let users = Some(path);
        Self::new(Settings { users, ..settings }, folder)
    }

    fn alone(name: Option<&str>) -> Self {
        let name = name.map(str::to_owned);
        let settings = Settings {
            name,
            ..Settings::default()
        };
        Self::new(settings, tempfile::tempdir().unwrap())
    }

    fn ask(&self, call: Call, peer: IpAddr, headers: &[(&str, &str)], body: &str) -> (u16, HeaderMap, String) {
        let mut request = Request::builder().method("POST").uri("/x").header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.extension(Peer(peer)).body(Body::from(body.to_owned())).unwrap();
        self.runtime.block_on(async {
            let response = answer(Arc::clone(&self.app), request, Vec::new(), call).await;
            let (head, body) = response.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            (
                head.status.as_u16(),
                head.headers,
                String::from_utf8_lossy(&body).into_owned(),
            )
        })
    }

    /// Sends a form from a page of ours.
    fn send(&self, call: Call, cookie: &str, body: &str) -> (u16, String) {
        let (status, _, text) = self.ask(call, HERE, &[OURS, FORM, ("cookie", cookie)], body);
        (status, text)
    }

    /// What a browser with some cookies is given by a page: its own cookie, and what forms carry.
    fn given(&self, cookies: &str) -> (Option<String>, String) {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookies.parse().unwrap());
        let who = self.app.people.who(HERE, &headers, |error| panic!("{error}"));
        let cookie = who.cookie.map(|cookie| cookie.split(';').next().unwrap().to_owned());
        (cookie, who.csrf)
    }

    /// Logs in and returns the cookie of the session with what its forms carry.
    fn log_in(&self, login: &str) -> (String, String) {
        let (cookie, csrf) = self.given("");
        let body = format!("csrf={csrf}&login={login}&password={}", SECRET.replace(' ', "+"));
        let call = Route::form(pages::login::PATH, None, pages::login::enter).call;
        let (status, headers, text) = self.ask(call, HERE, &[OURS, FORM, ("cookie", &cookie.unwrap())], &body);
        assert_eq!(status, 303, "{text}");
        let cookie = headers[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let csrf = self.given(&cookie).1;
        (cookie, csrf)
    }
}

const OURS: (&str, &str) = ("origin", "http://localhost");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Only a few heavy answers are made or on their way at once; everything else goes on meanwhile.
#[test]
fn a_heavy_answer_has_its_place_until_it_is_sent() {
    use super::super::state::MOST_HEAVY;
    let server = Server::alone(None);
    let free = || server.app.heavy.available_permits();
    let ask = |call: Call, peer: IpAddr| {
        let request = Request::builder()
            .uri("/x")
            .header("host", "localhost")
            .extension(Peer(peer));
        let request = request.body(Body::empty()).unwrap();
        server
            .runtime
            .block_on(answer(Arc::clone(&server.app), request, Vec::new(), call))
    };
    let heavy = Route::heavy("/x", |_| Ok(Reply::new("text/plain", vec![b'x'; 100_000]))).call;
    let light = Route::page("/x", |_| Ok(Reply::new("text/plain", "x"))).call;
    let other = |at: u8| IpAddr::V4(Ipv4Addr::new(192, 0, 2, at));
    let mut sent: Vec<_> = (0..MOST_HEAVY / 2).map(|_| ask(heavy, HERE)).collect();
    assert!(sent.iter().all(|response| response.status() == 200));
    assert_eq!(free(), MOST_HEAVY / 2, "the bodies are not sent yet");
    let refused = ask(heavy, HERE);
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()[header::RETRY_AFTER]),
        (503, &"10".parse().unwrap())
    );
    sent.extend((MOST_HEAVY / 2..MOST_HEAVY).map(|at| ask(heavy, other(at as u8))));
    assert_eq!(free(), 0);
    assert_eq!(ask(heavy, other(200)).status(), 503);
    assert_eq!(ask(light, HERE).status(), 200);
    // A body that is read to its end, and one that is given up.
    let body = sent.pop().unwrap().into_body();
    let bytes = server.runtime.block_on(axum::body::to_bytes(body, usize::MAX)).unwrap();
    assert_eq!((bytes.len(), free()), (100_000, 0), "a byte of it is still held");
    drop(bytes);
    assert_eq!(free(), 1);
    drop(sent);
    assert_eq!(free(), MOST_HEAVY);
    assert_eq!(ask(heavy, HERE).status(), 200);
}

#[test]
fn a_form_is_taken_from_those_whose_role_is_high_enough() {
    let server = Server::with_users(Settings::default());
    for (at, role) in Role::ALL.into_iter().enumerate() {
        let (cookie, csrf) = server.log_in(role.word());
        for (needed, route) in FORMS.iter().enumerate() {
            let (status, text) = server.send(route.call, &cookie, &format!("csrf={csrf}&what=%E1%BB%91"));
            if needed <= at {
                assert_eq!((status, text), (200, format!("Người {role}: ố")), "{}", route.path);
            } else {
                assert_eq!(status, 403, "{role} {}", route.path);
                assert!(text.contains("Việc này cần vai trò"), "{text}");
            }
        }
    }
}

#[test]
fn a_form_without_what_its_page_was_given_is_refused() {
    let server = Server::with_users(Settings::default());
    let (cookie, csrf) = server.log_in("editor");
    let (_, others) = server.log_in("editor");
    let (browser, before) = server.given("");
    let call = FORMS[2].call;
    for wrong in ["", "x", &others, &before, &csrf[1..], &csrf.replace(|c| c < '9', "0")] {
        let (status, text) = server.send(call, &cookie, &format!("csrf={wrong}&what=x"));
        assert_eq!(status, 403, "{wrong}");
        assert!(text.contains("Chưa ghi gì cả"), "{text}");
    }
    // Without the session it is nobody's, whatever it carries.
    let (status, text) = server.send(call, &browser.unwrap(), &format!("csrf={before}&what=x"));
    assert_eq!(status, 403);
    assert!(
        text.contains("phiên làm việc đã hết") && text.contains("dang-nhap\" target"),
        "{text}"
    );
    assert_eq!(server.send(call, "", &format!("csrf={csrf}&what=x")).0, 403);
    assert_eq!(server.send(call, &cookie, &format!("csrf={csrf}&what=x")).0, 200);
}

#[test]
fn a_form_of_another_page_or_for_another_host_is_refused_before_it_is_read() {
    let server = Server::with_users(Settings::default());
    let (cookie, csrf) = server.log_in("editor");
    let (cookie, body) = (("cookie", cookie.as_str()), format!("csrf={csrf}&what=x"));
    let call = FORMS[2].call;
    for origin in [
        "http://evil.example",
        "http://localhost:3000",
        "https://localhost.evil.example",
        "null",
    ] {
        let (status, _, text) = server.ask(call, HERE, &[("origin", origin), FORM, cookie], &body);
        assert_eq!(status, 403, "{origin}");
        assert!(text.contains("Chưa ghi gì cả"), "{text}");
    }
    assert_eq!(server.ask(call, HERE, &[FORM, cookie], &body).0, 403, "no origin");
    let twice = [("host", "evil.example"), OURS, FORM, cookie];
    assert_eq!(server.ask(call, HERE, &twice, &body).0, 421);
    for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x"] {
        assert_eq!(
            server.ask(call, HERE, &[OURS, ("content-type", kind), cookie], &body).0,
            415
        );
    }
    let long = format!("{body}{}", "x".repeat(300 * 1024));
    assert_eq!(server.ask(call, HERE, &[OURS, FORM, cookie], &long).0, 413);
    let referer = ("referer", "http://localhost/ra-soat");
    assert_eq!(server.ask(call, HERE, &[referer, FORM, cookie], &body).0, 200);
}

#[test]
fn whoever_is_alone_may_do_everything_from_their_own_browser() {
    let server = Server::alone(None);
    let (cookie, csrf) = server.given("");
    let cookie = cookie.unwrap();
    let call = FORMS[2].call;
    let body = format!("csrf={csrf}&what=x");
    assert_eq!(server.send(call, &cookie, &body), (200, "nobody: x".to_owned()));
    let named = format!("{body}&acting_name=Tr%E1%BA%A7n+B");
    assert_eq!(server.send(call, &cookie, &named), (200, "Trần B: x".to_owned()));
    assert_eq!(server.send(call, "", &body).0, 403, "another browser");
    let other = server.given("").0.unwrap();
    assert_eq!(server.send(call, &other, &body).0, 403, "another browser");
    assert_eq!(server.given(&cookie), (None, csrf.clone()), "the same on every page");

    let server = Server::alone(Some("Nguyễn Văn An"));
    assert_eq!(
        server.send(call, &cookie, &body).0,
        403,
        "another server has another secret"
    );
    let (cookie, csrf) = server.given("");
    let (_, text) = server.send(call, &cookie.unwrap(), &format!("csrf={csrf}&what=x&acting_name=B"));
    assert_eq!(text, "Nguyễn Văn An: x");
}

#[test]
fn a_proxy_is_believed_by_its_address_alone() {
    let proxy: IpAddr = "192.0.2.7".parse().unwrap();
    let server = Server::with_users(Settings {
        proxies: vec![proxy],
        header: Some("X-Remote-User".to_owned()),
        ..Settings::default()
    });
    let (cookie, csrf) = server.given("");
    let (cookie, body) = (cookie.unwrap(), format!("csrf={csrf}&what=x"));
    let ask = |peer: IpAddr, said: &[(&str, &str)]| {
        let call = FORMS[1].call;
        let headers = [&[OURS, FORM, ("cookie", cookie.as_str())], said].concat();
        let (status, _, text) = server.ask(call, peer, &headers, &body);
        (status, text)
    };
    let said = |login| [("x-remote-user", login)];
    assert_eq!(ask(proxy, &said("reviewer")), (200, "Người reviewer: x".to_owned()));
    assert_eq!(ask(proxy, &said(" Reviewer")), (200, "Người reviewer: x".to_owned()));
    assert_eq!(ask("::ffff:192.0.2.7".parse().unwrap(), &said("reviewer")).0, 200);
    assert_eq!(ask(proxy, &said("reader")).0, 403, "the role still counts");
    for (peer, said) in [
        ("192.0.2.8", &said("editor")[..]),
        ("127.0.0.1", &said("editor")),
        ("0.0.0.0", &said("editor")),
        ("192.0.2.7", &[]),
    ] {
        let (status, text) = ask(peer.parse().unwrap(), said);
        assert_eq!(status, 403, "{peer}");
        assert!(text.contains("Bạn chưa đăng nhập"), "{text}");
    }
    let twice = [("x-remote-user", "editor"), ("x-remote-user", "reader")];
    for said in [&said("stranger")[..], &said("editor, reader"), &said(""), &twice] {
        let (status, text) = ask(proxy, said);
        assert_eq!(status, 403, "{said:?}");
        assert!(text.contains("chưa có trong danh sách người dùng"), "{text}");
    }
}

#[test]
fn cookies_are_for_https_alone_where_that_is_how_people_come() {
    let proxy: IpAddr = "192.0.2.7".parse().unwrap();
    let cookie = |server: &Server, peer: IpAddr, said: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-proto", said.parse().unwrap());
        server.app.people.who(peer, &headers, drop).cookie.unwrap()
    };
    let server = Server::with_users(Settings {
        proxies: vec![proxy],
        ..Settings::default()
    });
    for (peer, said, secure) in [(proxy, "https", true), (proxy, "http", false), (HERE, "https", false)] {
        let cookie = cookie(&server, peer, said);
        assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        assert_eq!(cookie.contains("; Secure"), secure, "{peer} {said}");
        assert_eq!(cookie.starts_with("__Host-"), secure, "{peer} {said}");
    }
    let server = Server::with_users(Settings {
        https: true,
        ..Settings::default()
    });
    assert!(cookie(&server, HERE, "http").contains("; Secure"));
}

#[test]
fn a_session_ends_with_its_user_or_password_and_follows_the_role() {
    let server = Server::with_users(Settings::default());
    let path = server.folder.path().join("nguoi_dung.yaml");
    let before = std::fs::read_to_string(&path).unwrap();
    let (cookie, csrf) = server.log_in("reviewer");
    let send = || server.send(FORMS[1].call, &cookie, &format!("csrf={csrf}&what=x")).0;
    assert_eq!(send(), 200);
    std::fs::write(&path, before.replace("vai_tro: reviewer", "vai_tro: reader")).unwrap();
    assert_eq!(send(), 403);
    std::fs::write(&path, "- dang_nhap: reviewer\n").unwrap();
    assert_eq!(send(), 503, "nobody can tell who was taken out");
    std::fs::write(&path, &before).unwrap();
    assert_eq!(send(), 200);
    let other = crate::web::people::hash("một mật khẩu khác hẳn").unwrap();
    let old = before.lines().last().unwrap().trim().trim_start_matches("mat_khau: ");
    std::fs::write(&path, before.replace(old, &other)).unwrap();
    assert_eq!(send(), 403);
    std::fs::write(&path, &before).unwrap();
    assert_eq!(send(), 403, "it does not come back");
}
