//! A catalogue that is moved away, and what a process that is killed leaves behind: nothing that is acknowledged is lost.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::client::plain;
use super::decide::{ABOLISH, CODE, Person, address};
use super::site::Site;
use crate::support::{Folder, copy, root};

/// Our catalogue in a folder that can be moved away, and where it is.
fn movable() -> (Folder, PathBuf) {
    let folder = Folder::new(&[]);
    let place = folder.path().join("catalogue");
    copy(&root().join("catalogue"), &place);
    (folder, place)
}

#[test]
fn nothing_is_written_while_the_catalogue_is_gone() {
    let (folder, place) = movable();
    let away = folder.path().join("gone");
    let site = Site::of(&place);
    let an = Person::here(&site, "Nguyễn Văn An");
    let page = an.page(&address(CODE));
    let refused = |when: &str| {
        let answer = an.send(&page, &address(CODE), &ABOLISH);
        let text = plain(&answer.text());
        assert_eq!(answer.status, 409, "{when}: {text}");
        assert!(text.contains("Chưa ghi gì: thư mục dữ liệu"), "{when}: {text}");
        assert!(text.contains(ABOLISH[1].1), "what was typed stays: {when}: {text}");
    };
    fs::rename(&place, &away).unwrap();
    refused("at once");
    assert!(!place.exists());
    site.page_when("/healthz", |health| health.contains("degraded"));
    refused("when it is known");
    let many = [("outcome", "giu_nguyen"), ("reason", "Vẫn cần thiết"), ("code", CODE)];
    let answer = an.send(&page, "/ra-soat/hang-loat", &many);
    assert_eq!(answer.status, 409, "{}", plain(&answer.text()));
    assert!(!place.exists());
    fs::rename(&away, &place).unwrap();
    site.page_when("/healthz", |health| !health.contains("degraded"));
    // The revision alone may be gone too.
    let revision = place.join("2026-07-01");
    fs::rename(&revision, &away).unwrap();
    refused("without the revision");
    assert!(!revision.exists());
    fs::rename(&away, &revision).unwrap();
    site.page_when("/healthz", |health| !health.contains("degraded"));
    let done = an.send(&page, &address(CODE), &ABOLISH);
    assert_eq!(done.status, 303, "{}", plain(&done.text()));
    assert!(place.join(format!("ra_soat/2026/{CODE}.yaml")).is_file());
}

#[test]
fn what_a_killed_process_left_behind_is_cleared_away() {
    let (_folder, place) = movable();
    let year = place.join("ra_soat/2026");
    let [old, new, other] = [".tthc-a1B2c3.tmp", ".tthc-d4E5f6.tmp", ".ghi-chu.tmp"].map(|name| year.join(name));
    for path in [&old, &new, &other] {
        fs::write(path, "ma: 1.0").unwrap();
    }
    let hours = SystemTime::now() - Duration::from_secs(2 * 3600);
    for path in [&old, &other] {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(hours).unwrap();
    }
    let site = Site::of(&place);
    let an = Person::here(&site, "An");
    let page = an.page(&address(CODE));
    let done = an.send(&page, &address(CODE), &ABOLISH);
    assert_eq!(done.status, 303, "{}", plain(&done.text()));
    assert!(!old.exists(), "older than an hour");
    assert!(new.exists(), "somebody may be writing it");
    assert!(other.exists(), "not ours");
}
