//! Who is answered, with what around it, within which limits, and how the server ends.

use tthc::web::{Options, ServeError, Server};

use super::client::{encoded, get_with, raw};
use super::site::{Program, Site, procedure, small};
use crate::support::{failure, root, tthc};

#[test]
fn other_machines_are_not_listened_to() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let mut options = Options::here(root().join("catalogue"));
        options.listen = address.parse().unwrap();
        assert!(
            matches!(Server::bind(options), Err(ServeError::NotLoopback(_))),
            "{address}"
        );
    }
    let said = failure(&tthc(&root(), &["serve", "--listen", "0.0.0.0:0"]));
    assert!(said.contains("will not listen on 0.0.0.0:0"), "{said}");
    assert!(said.contains("hint: "), "{said}");
}

#[test]
fn a_page_of_somebody_else_reaches_nothing() {
    let folder = small();
    let site = Site::of(folder.path());
    for target in ["/", "/api/search", "/healthz", "/kiem-tra", "/thu-tuc/1.000001"] {
        for host in ["evil.example", "127.0.0.1.evil.example", "192.0.2.1"] {
            let answer = get_with(site.address, target, &[("Host", host)]);
            assert_eq!(answer.status, 421, "{target} {host}");
            assert!(!answer.text().contains("Cấp giấy phép"), "{target} {host}");
        }
    }
    let named = format!("localhost:{}", site.address.port());
    assert_eq!(get_with(site.address, "/", &[("Host", &named)]).status, 200);
    assert_eq!(
        raw(site.address, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
            .unwrap()
            .status,
        421
    );
}

#[test]
fn every_answer_forbids_what_pages_do_not_need() {
    let folder = small();
    let site = Site::of(folder.path());
    for target in [
        "/",
        "/thu-tuc/1.000001",
        "/x",
        "/?page=x",
        "/healthz",
        "/assets/tthc.css",
        "/assets/x",
    ] {
        let answer = site.get(target);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"),
            "{target}"
        );
        assert!(
            !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{target}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{target}");
    }
    // Nothing on a page needs what is forbidden.
    for target in ["/", "/?q=thu", "/thu-tuc/1.000001", "/kiem-tra", "/x"] {
        let page = site.get(target).text();
        for bad in [
            " style=",
            "<style",
            " onclick",
            " onload",
            "javascript:",
            "http://",
            "https://",
        ] {
            assert!(!page.replace("http://www.w3.org", "").contains(bad), "{target}: {bad}");
        }
        assert_eq!(page.matches("<script").count(), 1, "{target}");
    }
}

#[test]
fn data_is_never_read_as_html() {
    let folder = small();
    let name = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"'";
    let text = procedure("1.000003", "x").replace("ten: x", &format!("ten: {}", serde_json::to_string(name).unwrap()));
    folder.write("2026-07-01/thu_tuc/thu/1.000003.yaml", text.as_bytes());
    let site = Site::of(folder.path());
    let attack = encoded(name);
    for target in [
        "/".to_owned(),
        format!("/?q={attack}"),
        format!("/?q={attack}&part=results"),
        format!("/?field={attack}"),
        format!("/?online={attack}"),
        format!("/{attack}"),
        format!("/thu-tuc/{attack}"),
        "/?q=alert".to_owned(),
        "/thu-tuc/1.000003".to_owned(),
        "/kiem-tra".to_owned(),
    ] {
        let page = site.get(&target).text();
        assert!(
            !page.contains("<script>alert") && !page.contains("<img"),
            "{target}\n{page}"
        );
    }
    assert!(site.page("/thu-tuc/1.000003").contains("&lt;script&gt;alert(1)"));
}

#[test]
fn no_path_leads_to_a_file() {
    let site = Site::of_ours();
    for target in [
        "/assets/../Cargo.toml",
        "/assets/..%2F..%2FCargo.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/thu-tuc/..%2F..%2Fcatalogue.yaml",
        "/thu-tuc/1.001193/..%2Fcatalogue.yaml",
        "/thu-tuc/1.001193/1.001193.yaml%00",
        "/thu-tuc/1.001193/catalogue.yaml",
        "/../../etc/passwd",
    ] {
        let answer = site.get(target);
        assert_eq!(answer.status, 404, "{target}");
        assert!(
            answer.header("content-type").unwrap().starts_with("text/html"),
            "{target}"
        );
    }
}

/// A path whose bytes are no text goes the way of every request: guarded, answered in the reader's language, logged.
#[test]
fn a_path_that_is_no_text_is_answered_like_any_other() {
    let folder = small();
    let program = Program::start(folder.path(), &[]);
    for target in ["/thu-tuc/%ff%fe", "/api/procedures/%ff", "/assets/%c3%28"] {
        let answer = get_with(program.address, target, &[]);
        assert_eq!(answer.status, 404, "{target}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{target}");
        assert!(
            answer.text().contains("Không có trang nào ở địa chỉ"),
            "{}",
            answer.text()
        );
        let foreign = get_with(program.address, target, &[("Host", "evil.example")]);
        assert_eq!(foreign.status, 421, "{target}");
    }
    let log = program.end();
    assert_eq!(log.lines().count(), 6, "{log}");
    assert!(log.contains("\"path\":\"/thu-tuc/%ff%fe\""), "{log}");
}

#[test]
fn what_cannot_be_answered_is_said_with_a_way_back() {
    let site = Site::of_ours();
    for (target, status, said) in [
        ("/khong-co", 404, "Không có trang nào ở địa chỉ"),
        ("/thu-tuc/9.999999", 404, "Không có thủ tục mã 9.999999"),
        ("/?page=abc", 400, "Địa chỉ có giá trị không dùng được: page = abc"),
        ("/?online=x", 400, "online = x"),
        ("/?sort=x", 400, "sort = x"),
        ("/?max_days=-1", 400, "max_days = -1"),
    ] {
        let answer = site.get(target);
        let page = answer.text();
        assert_eq!(answer.status, status, "{target}");
        assert!(page.contains(said), "{target}: {page}");
        assert!(
            page.contains("Về trang tìm kiếm") && page.contains("name=\"q\""),
            "{target}"
        );
    }
    let english = site.get("/khong-co?lang=en").text();
    assert!(english.contains("There is no page at"), "{english}");
}

#[test]
fn only_reading_is_possible_and_requests_have_limits() {
    let folder = small();
    let site = Site::of(folder.path());
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let request =
            format!("{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assert_eq!(raw(site.address, request.as_bytes()).unwrap().status, 405, "{method}");
    }
    let head = raw(
        site.address,
        b"HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )
    .unwrap();
    assert_eq!((head.status, head.wire.len()), (200, 0));
    assert!(head.header("content-length").unwrap().parse::<usize>().unwrap() > 1000);
    let long = format!(
        "GET /?q={} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "a".repeat(100_000)
    );
    let refused = raw(site.address, long.as_bytes());
    assert!(refused.is_none_or(|answer| (400..500).contains(&answer.status)));
    // The server goes on.
    assert_eq!(site.get("/healthz").json()["status"], "ok");
    for nonsense in [&b"\x16\x03\x01\x02\x00"[..], b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"] {
        let answer = raw(site.address, nonsense);
        assert!(answer.is_none_or(|answer| answer.status >= 400));
    }
    assert_eq!(site.get("/").status, 200);
}

#[test]
fn style_and_script_are_kept_and_packed() {
    let folder = small();
    let site = Site::of(folder.path());
    let page = site.page("/").replace("&#x2f;", "/");
    for name in ["tthc.css", "tthc.js"] {
        let at = page.find(&format!("/assets/{name}?v=")).unwrap();
        let address = page[at..].split('"').next().unwrap();
        let plain = site.get(address);
        assert_eq!(
            plain.header("cache-control"),
            Some("public, max-age=31536000, immutable")
        );
        let packed = get_with(site.address, address, &[("Accept-Encoding", "gzip")]);
        assert!(packed.wire.len() * 2 < plain.wire.len(), "{name}");
        assert_eq!(packed.bytes(), plain.wire);
        let tag = plain.header("etag").unwrap();
        let again = get_with(site.address, address, &[("If-None-Match", tag)]);
        assert_eq!((again.status, again.wire.len()), (304, 0));
        // Another version's address does not keep this one.
        let other = site.get(&format!("/assets/{name}?v=0123"));
        assert_eq!(other.header("cache-control"), Some("private, no-cache"));
    }
}

#[test]
fn language_and_theme_are_remembered() {
    let folder = small();
    let site = Site::of(folder.path());
    let first = site.page("/");
    assert!(first.contains("<html lang=\"vi\" data-theme=\"auto\">"), "{first}");
    let chosen = site.get("/?q=thu&lang=en&theme=dark");
    assert!(chosen.text().contains("<html lang=\"en\" data-theme=\"dark\">"));
    let cookie = chosen.header("set-cookie").unwrap();
    assert!(cookie.contains("SameSite=Lax"), "{cookie}");
    let later = get_with(site.address, "/", &[("Cookie", "lang=en; theme=dark")]);
    let page = later.text();
    assert!(
        page.contains("<html lang=\"en\" data-theme=\"dark\">") && page.contains("2 procedures"),
        "{page}"
    );
    let kept = later.header("set-cookie").unwrap();
    assert!(kept.starts_with("tthc_browser="), "nothing is chosen anew: {kept}");
    let known = format!("lang=en; theme=dark; {}", kept.split(';').next().unwrap());
    let third = get_with(site.address, "/", &[("Cookie", &known)]);
    assert_eq!((third.header("set-cookie"), third.wire == later.wire), (None, true));
    let unknown = get_with(site.address, "/?lang=xx", &[("Cookie", "theme=\"><script>")]);
    assert!(unknown.text().contains("<html lang=\"vi\" data-theme=\"auto\">"));
}

#[test]
fn the_program_says_where_logs_what_and_ends_when_asked() {
    let folder = small();
    let program = Program::start(folder.path(), &[]);
    let address = program.address;
    assert_eq!(get_with(address, "/?q=Nguyen+Van+A", &[]).status, 200);
    assert_eq!(get_with(address, "/khong-co", &[]).status, 404);
    let log = program.end();
    assert!(!log.contains("Nguyen"), "{log}");
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert_eq!((&lines[0]["path"], &lines[0]["status"]), (&"/".into(), &200.into()));
    assert_eq!(
        (&lines[1]["path"], &lines[1]["status"]),
        (&"/khong-co".into(), &404.into())
    );
    assert!(lines[0]["ms"].as_f64().unwrap() > 0.0 && lines[0]["bytes"].as_u64().unwrap() > 1000);
}

/// Data stays in Vietnamese; what names it does not.
#[test]
fn an_english_page_has_english_labels() {
    let site = Site::of_ours();
    let said = |target: &str, english: &[&str], vietnamese: &[&str]| {
        let page = super::client::plain(&site.page(target));
        for word in english {
            assert!(page.contains(word), "{target} lacks {word:?}: {page}");
        }
        for word in vietnamese {
            assert!(!page.contains(word), "{target} has {word:?}: {page}");
        }
    };
    said(
        "/so-sanh?lang=en",
        &[
            ">Lighter</th>",
            ">Papers dropped</th>",
            "<span>Unchanged</span>",
            ">New</span>",
            "> Executing agencies<",
        ],
        &[
            ">Nhẹ hơn<",
            ">Bỏ giấy tờ<",
            ">Mới<",
            ">Không đổi<",
            "↓ nhẹ hơn:",
            "> Cơ quan thực hiện<",
        ],
    );
    said(
        "/so-sanh/1.001776?lang=en",
        &["lang=\"en\">Amended</span>"],
        &[">Sửa đổi, bổ sung</span>", "nhẹ hơn</span>", ">sửa đổi</span>"],
    );
    said(
        "/thong-ke?lang=en",
        &[
            ">Level</h2>",
            " lang=\"en\">Procedures in force</th>",
            " lang=\"en\">Received</th>",
            "Dossiers of 20",
        ],
        &[
            ">Cấp thực hiện</h2>",
            ">Tiếp nhận</th>",
            "Hồ sơ năm",
            "một thủ tục có thể tính",
        ],
    );
    said("/so-sanh", &[">Nhẹ hơn</th>", ">Mới</span>"], &[">Lighter<"]);
    said("/thong-ke", &[">Cấp thực hiện</h2>", "Hồ sơ năm 20"], &[">Received<"]);
    let folder = small();
    folder.write("2026-07-01/thu_tuc/thu/1.000001.yaml", b"ma: '1.000001'\nten: [\n");
    let site = Site::of(folder.path());
    let page = site.page("/kiem-tra?lang=en");
    assert!(
        page.contains(">Error</span>") && !page.contains(">Lỗi</span>"),
        "{page}"
    );
    assert!(site.page("/kiem-tra").contains(">Lỗi</span>"));
}
