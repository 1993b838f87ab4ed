//! Deciding on the pages, from the form to the file on the disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use tthc::web::people::Settings;

use super::client::{Answer, encoded, get_with, plain, post};
use super::people::{PASSWORD, cookie, csrf, log_in, users};
use super::proposal::ours;
use super::site::Site;
use crate::support::Folder;

/// A server with users, over a copy of our catalogue.
pub(crate) fn with_users() -> (Site, Folder) {
    let folder = ours();
    let users = Some(users(folder.path()));
    let settings = Settings {
        users,
        ..Settings::default()
    };
    (Site::with(folder.path(), settings), folder)
}

/// Somebody at a browser.
pub(super) struct Person<'s> {
    site: &'s Site,
    cookie: String,
    name: Option<&'static str>,
}

impl<'s> Person<'s> {
    /// Somebody at the machine itself, who writes their name into forms.
    pub(super) fn here(site: &'s Site, name: &'static str) -> Self {
        let page = site.get("/");
        Self {
            site,
            cookie: cookie(&page),
            name: Some(name),
        }
    }

    /// Somebody who logs in.
    fn logged_in(site: &'s Site, login: &str) -> Self {
        let answer = log_in(site.address, login, PASSWORD, "/");
        assert_eq!(answer.status, 303, "{}", answer.text());
        Self {
            site,
            cookie: cookie(&answer),
            name: None,
        }
    }

    pub(super) fn get(&self, target: &str) -> Answer {
        get_with(self.site.address, target, &[("Cookie", &self.cookie)])
    }

    pub(super) fn page(&self, target: &str) -> String {
        let answer = self.get(target);
        assert_eq!(answer.status, 200, "{}", answer.text());
        plain(&answer.text())
    }

    /// Sends a form of a page with the hidden fields it has.
    pub(super) fn send(&self, page: &str, target: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = format!("csrf={}", csrf(page));
        let readings = page.split("name=\"").skip(1).filter_map(|part| part.split('"').next());
        let readings = readings.filter(|name| name.starts_with("reading"));
        let names: BTreeSet<&str> = readings.chain(["expected", "danh-gia"]).collect();
        for name in names {
            if let Some(value) = hidden(page, name) {
                form.push_str(&format!("&{name}={}", encoded(&value)));
            }
        }
        if let Some(name) = self.name {
            form.push_str(&format!("&acting_name={}", encoded(name)));
        }
        for (name, value) in fields {
            form.push_str(&format!("&{name}={}", encoded(value)));
        }
        post(self.site.address, target, &[("Cookie", &self.cookie)], &form)
    }
}

fn hidden(page: &str, name: &str) -> Option<String> {
    let field = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    Some(field.split('"').next()?.to_owned())
}

/// A procedure of the sample without a decision, and what is decided on it.
pub(super) const CODE: &str = "1.001193";
pub(super) const ABOLISH: [(&str, &str); 5] = [
    ("outcome", "bai_bo"),
    ("phrase", "Trong 05 năm liên tục không phát sinh hồ sơ"),
    ("action-0", "Sửa đổi, bổ sung"),
    ("document-0", "123/2015/NĐ-CP"),
    ("draft", "1"),
];

pub(super) fn address(code: &str) -> String {
    format!("/ra-soat/quyet-dinh/{code}")
}

fn file(folder: &Folder, code: &str) -> PathBuf {
    folder.path().join(format!("ra_soat/2026/{code}.yaml"))
}

/// Every file of the decisions with its text; what locks the folder is none.
fn files(folder: &Folder) -> Vec<(PathBuf, String)> {
    let all = walkdir::WalkDir::new(folder.path().join("ra_soat")).sort_by_file_name();
    let all = all.into_iter().filter_entry(|entry| entry.file_name() != ".khoa");
    let files = all.map(Result::unwrap).filter(|file| file.file_type().is_file());
    files
        .map(|file| (file.path().to_owned(), fs::read_to_string(file.path()).unwrap()))
        .collect()
}

#[test]
fn a_decision_is_in_its_file_with_who_and_when_and_can_be_taken_back() {
    let folder = ours();
    let site = Site::of(folder.path());
    let an = Person::here(&site, "Nguyễn Văn An");
    let before = files(&folder);
    let page = an.page(&address(CODE));
    let answer = an.send(&page, &address(CODE), &ABOLISH);
    assert_eq!(answer.status, 303, "{}", plain(&answer.text()));
    let text = fs::read_to_string(file(&folder, CODE)).unwrap();
    for part in [
        "phuong_an: bai_bo",
        "Trong 05 năm liên tục không phát sinh hồ sơ",
        "nguoi_quyet_dinh: Nguyễn Văn An",
        "van_ban: 123/2015/NĐ-CP",
        "buoc: ra_soat",
        "da_xem:",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // The page shows it at once, and the board and the proposal do.
    let done = an.page(answer.header("location").unwrap());
    assert!(
        done.contains("Đã ghi.") && done.contains("Bãi bỏ thủ tục hành chính"),
        "{done}"
    );
    assert!(an.page("/de-xuat").contains(CODE));
    // Nobody else takes it back; the person does, once.
    let undo = [("ticket", hidden(&done, "ticket").unwrap()), ("back", address(CODE))];
    let undo: Vec<(&str, &str)> = undo.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let back = an.send(&done, "/ra-soat/hoan-tac", &undo);
    assert_eq!(back.status, 303, "{}", plain(&back.text()));
    assert!(an.page(back.header("location").unwrap()).contains("Đã hoàn tác"));
    assert_eq!(files(&folder), before);
    assert_eq!(an.send(&done, "/ra-soat/hoan-tac", &undo).status, 409);
}

/// Where to go on is a page of ours, whatever the form says; line ends in it would leave the answer without a way on.
#[test]
fn what_is_taken_back_leads_to_a_page() {
    let folder = ours();
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    for back in [
        "/ra-soat\r\nX-Evil: 1",
        "/ra-soat/hoan-tac",
        "//evil.example",
        "/ra-soat/\\evil",
    ] {
        let done = an.send(&an.page(&address(CODE)), &address(CODE), &ABOLISH);
        let done = an.page(done.header("location").unwrap());
        let undo = [("ticket", hidden(&done, "ticket").unwrap()), ("back", back.to_owned())];
        let undo: Vec<(&str, &str)> = undo.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = an.send(&done, "/ra-soat/hoan-tac", &undo);
        let leads = (answer.status, answer.header("location"), answer.header("x-evil"));
        assert_eq!(leads, (303, Some("/ra-soat?hoan-tac=1"), None), "{back:?}");
    }
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_shown_and_never_written_over() {
    let (site, folder) = with_users();
    let (one, other) = (Person::logged_in(&site, "reviewer"), Person::logged_in(&site, "editor"));
    let (first, second) = (one.page(&address(CODE)), other.page(&address(CODE)));
    assert_eq!(one.send(&first, &address(CODE), &ABOLISH).status, 303);
    let theirs = fs::read(file(&folder, CODE)).unwrap();
    let keep = [("outcome", "giu_nguyen"), ("reason", "Vẫn cần cho người dân")];
    let refused = other.send(&second, &address(CODE), &keep);
    assert_eq!(refused.status, 409);
    let page = plain(&refused.text());
    assert!(page.contains("Nguyễn Văn reviewer đã ghi vào tệp này"), "{page}");
    assert!(page.contains("phuong_an: bai_bo"), "what they wrote is shown: {page}");
    assert!(page.contains("Vẫn cần cho người dân"), "what was typed stays: {page}");
    assert_eq!(fs::read(file(&folder, CODE)).unwrap(), theirs);
    // Who has seen it may write then; both are in the history.
    assert_eq!(other.send(&page, &address(CODE), &keep).status, 303);
    let text = fs::read_to_string(file(&folder, CODE)).unwrap();
    assert!(
        text.contains("phuong_an: giu_nguyen") && text.contains("Nguyễn Văn reviewer"),
        "{text}"
    );
    // What the first one wrote cannot be taken back any more.
    let done = one.page(&address(CODE));
    assert!(!done.contains("name=\"ticket\""));
}

#[test]
fn twenty_people_who_saw_the_same_page_write_one_decision() {
    let folder = ours();
    let site = Site::of(folder.path());
    let page = Person::here(&site, "A").page(&address(CODE));
    let names = ["An", "Bình", "Chi", "Dũng", "Em"];
    let written = std::thread::scope(|scope| {
        let all: Vec<_> = (0..20)
            .map(|at| {
                let (page, site) = (&page, &site);
                scope.spawn(move || {
                    let mut person = Person::here(site, names[at % names.len()]);
                    // All have the page of one browser open.
                    person.cookie = String::new();
                    let own = person.get(&address(CODE));
                    person.cookie = cookie(&own);
                    let own = plain(&own.text());
                    let seen = hidden(page, "expected").unwrap();
                    let own = own.replace(&hidden(&own, "expected").unwrap(), &seen);
                    person.send(&own, &address(CODE), &ABOLISH).status
                })
            })
            .collect();
        all.into_iter()
            .map(|one| one.join().unwrap())
            .filter(|status| *status == 303)
            .count()
    });
    assert_eq!(written, 1);
    let text = fs::read_to_string(file(&folder, CODE)).unwrap();
    assert_eq!(text.matches("buoc: ra_soat").count(), 1, "{text}");
}

#[test]
fn a_preview_says_what_it_would_come_to_and_writes_nothing() {
    let folder = ours();
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    let before = files(&folder);
    let page = an.page(&address("2.000117"));
    assert!(
        page.contains("value=\"14 ngày làm việc\""),
        "the form begins with what is decided: {page}"
    );
    let fields = [
        ("outcome", "sua_doi_bo_sung"),
        ("reason", "Thử"),
        ("limit-0", "10 ngày làm việc"),
        ("drop-paper", "Không có giấy này"),
        ("part", "preview"),
    ];
    let part = an.send(&page, "/ra-soat/xem-truoc/2.000117", &fields);
    let text = plain(&part.text());
    assert_eq!(part.status, 200, "{text}");
    assert!(
        text.contains("<del>20 ngày làm việc</del>") && text.contains("<ins>10 ngày làm việc</ins>"),
        "{text}"
    );
    assert!(text.contains("Không khớp") && text.contains("tiết kiệm"), "{text}");
    assert!(!text.contains("<html"));
    let whole = an.send(&page, "/ra-soat/xem-truoc/2.000117", &fields[..4]);
    assert!(
        plain(&whole.text()).contains("value=\"10 ngày làm việc\""),
        "without scripts the form stays filled in"
    );
    assert_eq!(files(&folder), before);
}

#[test]
fn many_are_decided_on_at_once_or_none() {
    let folder = ours();
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    let before = files(&folder);
    let board = an.page("/ra-soat?state=-");
    let mut open = board.split("name=\"code\" value=\"").skip(1);
    let mut open = || open.next().and_then(|part| part.split('"').next()).unwrap();
    let (one, other) = (open(), open());
    fn fields<'a>(codes: &[&'a str]) -> Vec<(&'static str, &'a str)> {
        let mut fields = vec![("outcome", "giu_nguyen"), ("reason", "Vẫn cần thiết")];
        fields.extend(codes.iter().map(|code| ("code", *code)));
        fields
    }
    // One of them does not exist, one is decided on already.
    let refused = an.send(&board, "/ra-soat/hang-loat", &fields(&[CODE, "9.999999", "2.000117"]));
    let page = plain(&refused.text());
    assert_eq!(refused.status, 409, "{page}");
    assert!(
        page.contains("Chưa ghi thủ tục nào") && page.contains("9.999999"),
        "{page}"
    );
    assert_eq!(files(&folder), before);
    assert_eq!(an.send(&board, "/ra-soat/hang-loat", &fields(&[])).status, 409);
    let done = an.send(&board, "/ra-soat/hang-loat", &fields(&[one, other]));
    assert_eq!(done.status, 303, "{}", plain(&done.text()));
    assert_eq!(files(&folder).len(), before.len() + 2);
    let page = an.page(done.header("location").unwrap());
    assert!(page.contains("Đã ghi quyết định cho 2 thủ tục"), "{page}");
    let ticket = hidden(&page, "ticket").unwrap();
    let back = an.send(&page, "/ra-soat/hoan-tac", &[("ticket", &ticket), ("back", "/ra-soat")]);
    assert_eq!(back.status, 303, "{}", plain(&back.text()));
    assert_eq!(files(&folder), before);
}

#[test]
fn nobody_sees_the_other_assessment_before_both_are_in() {
    let (site, folder) = with_users();
    let (one, other) = (Person::logged_in(&site, "reviewer"), Person::logged_in(&site, "editor"));
    let here = format!("{}?danh-gia=1", address(CODE));
    let secret = "Lý do riêng của người thứ nhất";
    let first = [("outcome", "giu_nguyen"), ("reason", secret)];
    assert_eq!(one.send(&one.page(&here), &address(CODE), &first).status, 303);
    assert!(one.page(&here).contains(secret), "one's own is shown");
    for target in [&here, &address(CODE), &"/ra-soat".to_owned(), &"/kiem-tra".to_owned()] {
        let page = other.page(target);
        assert!(!page.contains(secret), "{target}");
    }
    assert!(other.page(&here).contains("Đã có 1 trên 2 đánh giá"));
    let second = [("outcome", "bai_bo"), ("reason", "Không còn hồ sơ"), ("draft", "1")];
    assert_eq!(other.send(&other.page(&here), &address(CODE), &second).status, 303);
    let page = other.page(&address(CODE));
    assert!(
        page.contains(secret) && page.contains("Không còn hồ sơ"),
        "both are in: {page}"
    );
    // They do not agree: why one of them is followed has to be said.
    let adopt = format!("/ra-soat/chon/{CODE}");
    let first = [("reviewer", "Nguyễn Văn reviewer")];
    let refused = other.send(&page, &adopt, &first);
    assert_eq!(refused.status, 409);
    assert!(plain(&refused.text()).contains("Hai người chưa thống nhất"));
    let why = [first[0], ("reason", "Người dân còn cần")];
    let done = other.send(&page, &adopt, &why);
    assert_eq!(done.status, 303, "{}", plain(&done.text()));
    let text = fs::read_to_string(file(&folder, CODE)).unwrap();
    assert!(
        text.contains("phuong_an: giu_nguyen") && text.contains("Người dân còn cần"),
        "{text}"
    );
}

#[test]
fn somebody_without_an_account_assesses_what_is_decided_already() {
    let folder = ours();
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    let page = an.page(&format!("{}?danh-gia=1", address("2.000117")));
    assert!(
        !page.contains("value=\"14 ngày làm việc\""),
        "one's own view, not the decision: {page}"
    );
    let fields = [("outcome", "giu_nguyen"), ("reason", "Vẫn cần")];
    let done = an.send(&page, &address("2.000117"), &fields);
    assert_eq!(done.status, 303, "{}", plain(&done.text()));
}

#[test]
fn steps_are_kept_with_their_acts() {
    let folder = ours();
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    let page = an.page(&address("2.000117"));
    let target = "/ra-soat/buoc/2.000117";
    assert_eq!(
        an.send(&page, target, &[("step", "de_xuat"), ("step-on", "16/07/2026")])
            .status,
        303
    );
    let page = an.page(&address("2.000117"));
    // What is mistyped never becomes today, and without what was seen nothing is written.
    let mistyped = [("step", "dong"), ("step-on", "mai"), ("note", "theo công văn")];
    let mistyped = an.send(&page, target, &mistyped);
    assert_eq!(mistyped.status, 409);
    let kept = plain(&mistyped.text());
    for typed in ["value=\"mai\"", "value=\"theo công văn\"", "value=\"dong\" selected"] {
        assert!(kept.contains(typed), "{typed}: {kept}");
    }
    let unseen = page.replace(&hidden(&page, "expected").unwrap(), "x");
    assert_eq!(an.send(&unseen, target, &[("step", "lay_y_kien")]).status, 409);
    let refused = an.send(&page, target, &[("step", "trinh"), ("step-on", "17/07/2026")]);
    assert_eq!(refused.status, 409, "an act is missing");
    let act = [
        ("step", "trinh"),
        ("step-on", "17/07/2026"),
        ("step-document", "12/TTr-SYT"),
        ("step-document-date", "17/07/2026"),
    ];
    assert_eq!(an.send(&page, target, &act).status, 303);
    let text = fs::read_to_string(file(&folder, "2.000117")).unwrap();
    assert!(text.contains("buoc: trinh") && text.contains("12/TTr-SYT"), "{text}");
}

/// Somebody changes a procedure while another has its form open: what is written never says that a text was looked at that
/// nobody saw.
#[test]
fn nobody_decides_on_a_text_they_did_not_see() {
    let folder = ours();
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    let (page, board) = (an.page(&address(CODE)), an.page("/ra-soat?state=-"));
    let row = board
        .split("name=\"code\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let path = |code: &str| {
        let all = walkdir::WalkDir::new(folder.path().join("2026-07-01/thu_tuc")).into_iter();
        let mut all = all.map(|file| file.unwrap().into_path());
        all.find(|path| path.ends_with(format!("{code}.yaml"))).unwrap()
    };
    for code in [CODE, &row] {
        let text = fs::read_to_string(path(code)).unwrap();
        fs::write(path(code), text.replacen("\nten: ", "\nten: Tên khác của ", 1)).unwrap();
    }
    site.page_when(&format!("/thu-tuc/{row}"), |page| page.contains("Tên khác của"));
    let before = files(&folder);
    let refused = an.send(&page, &address(CODE), &ABOLISH);
    assert_eq!(refused.status, 409);
    let again = plain(&refused.text());
    assert!(again.contains("Thủ tục đã thay đổi sau khi bạn mở trang"), "{again}");
    assert!(
        again.contains("Trong 05 năm liên tục không phát sinh hồ sơ</textarea>"),
        "{again}"
    );
    let bulk = [("outcome", "giu_nguyen"), ("reason", "Vẫn cần thiết"), ("code", &*row)];
    let refused = an.send(&board, "/ra-soat/hang-loat", &bulk);
    assert_eq!(refused.status, 409);
    assert_eq!(files(&folder), before);
    // Seen now, it can be decided on.
    assert_eq!(an.send(&again, &address(CODE), &ABOLISH).status, 303);
    let bulk = an.send(&plain(&refused.text()), "/ra-soat/hang-loat", &bulk);
    assert_eq!(bulk.status, 303, "{}", plain(&bulk.text()));
}

/// A page that is too old to be taken loses nothing: it comes back, and can be sent again.
#[test]
fn what_was_typed_outlives_the_server_and_the_session() {
    let (site, folder) = with_users();
    let reviewer = Person::logged_in(&site, "reviewer");
    let page = reviewer.page(&address(CODE));
    let reason = ("reason", "Dòng một\r\nDòng hai");
    let keep = [("outcome", "giu_nguyen"), reason];
    // The server was started anew: it knows neither the session nor the page.
    let (site, anew) = with_users();
    let stranger = Person {
        site: &site,
        cookie: String::new(),
        name: None,
    };
    let refused = stranger.send(&page, &address(CODE), &keep);
    let kept = plain(&refused.text());
    assert_eq!(refused.status, 403);
    assert!(
        kept.contains("<dt>Lý do</dt><dd lang=\"vi\">Dòng một\nDòng hai</dd>"),
        "{kept}"
    );
    assert!(kept.contains("Gửi lại") && !kept.contains("hreflang"), "{kept}");
    // Logged in again, the same is sent: once for a page that is taken, and once more.
    let reviewer = Person::logged_in(&site, "reviewer");
    let old = reviewer.send(&kept, &address(CODE), &keep);
    assert_eq!(old.status, 403);
    let done = reviewer.send(&plain(&old.text()), &address(CODE), &keep);
    assert_eq!(done.status, 303, "{}", plain(&done.text()));
    let text = fs::read_to_string(file(&anew, CODE)).unwrap();
    assert!(text.contains("Dòng một\n") && !text.contains("\\r"), "{text}");
    assert_eq!(
        files(&folder)
            .iter()
            .filter(|(path, _)| path.ends_with(format!("{CODE}.yaml")))
            .count(),
        0
    );
    // A password is never shown again.
    let login = format!("login=reviewer&password=x{PASSWORD}&csrf=0");
    let refused = post(site.address, "/dang-nhap", &[], &login);
    assert!(!refused.text().contains(PASSWORD), "{}", refused.text());
}

#[test]
fn readers_and_foreign_pages_write_nothing() {
    let (site, folder) = with_users();
    let before = files(&folder);
    let (reader, reviewer) = (Person::logged_in(&site, "reader"), Person::logged_in(&site, "reviewer"));
    let page = reader.page(&address(CODE));
    assert!(
        page.contains("chỉ được xem") && !page.contains("id=\"decision\""),
        "{page}"
    );
    assert_eq!(reader.send(&page, &address(CODE), &ABOLISH).status, 403);
    let form = "outcome=bai_bo&reason=x&csrf=0&expected=absent";
    for target in [
        address(CODE),
        "/ra-soat/hang-loat".to_owned(),
        "/ra-soat/hoan-tac".to_owned(),
    ] {
        let answer = post(site.address, &target, &[("Cookie", &reviewer.cookie)], form);
        assert_eq!(answer.status, 403, "{target}");
        let page = reviewer.page(&address(CODE));
        let form = format!("outcome=bai_bo&reason=x&draft=1&expected=absent&csrf={}", csrf(&page));
        let headers = [("Cookie", reviewer.cookie.as_str()), ("Origin", "http://evil.example")];
        assert_eq!(post(site.address, &target, &headers, &form).status, 403, "{target}");
    }
    assert_eq!(files(&folder), before);
    // Whatever is sent, it is no reason to fail.
    let page = reviewer.page(&address(CODE));
    for fields in [
        &[("outcome", "khong_co"), ("reason", "x")][..],
        &[("outcome", "bai_bo")],
        &[("outcome", "giu_nguyen"), ("reason", "x"), ("sets", "hai")],
        &[
            ("outcome", "sua_doi_bo_sung"),
            ("reason", "x"),
            ("sets", "-1"),
            ("limit-0", "\u{0}<script>"),
        ],
        &[
            ("outcome", "thay_the"),
            ("reason", "x"),
            ("successor", "../../etc/passwd"),
        ],
    ] {
        let answer = reviewer.send(&page, &address(CODE), fields);
        assert_eq!(answer.status, 409, "{fields:?}: {}", plain(&answer.text()));
        assert!(!answer.text().contains("<script>&"), "{fields:?}");
    }
    assert_eq!(files(&folder), before);
}
