//! Links that git brings, pipes and devices: a catalogue is what is in its folder, and nothing is waited for.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::client::plain;
use super::decide::{ABOLISH, CODE, Person, address};
use super::proposal::ours;
use super::site::Site;
use crate::support::Folder;

const SECRET: &str = "mat_khau_cua_nguoi_khac";

/// A file outside the catalogue that nobody is to see.
fn outside() -> Folder {
    Folder::new(&[("nguoi_dung.yaml", SECRET)])
}

fn pipe(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
}

#[test]
fn what_a_link_among_the_decisions_leads_to_is_never_shown() {
    let (folder, secret) = (ours(), outside());
    let file = folder.path().join(format!("ra_soat/2026/{CODE}.yaml"));
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    let page = an.page(&address(CODE));
    type Put = fn(&Path, &Path);
    let odd: [(&str, Put); 3] = [
        ("link", |file, secret| {
            symlink(secret.join("nguoi_dung.yaml"), file).unwrap()
        }),
        ("device", |file, _| symlink("/dev/zero", file).unwrap()),
        ("pipe", |file, _| pipe(file)),
    ];
    for (what, put) in odd {
        put(&file, secret.path());
        let begun = Instant::now();
        let answer = an.send(&page, &address(CODE), &ABOLISH);
        let text = plain(&answer.text());
        assert_eq!(answer.status, 409, "{what}: {text}");
        assert!(!text.contains(SECRET), "{what}: {text}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        assert!(!plain(&an.get(&address(CODE)).text()).contains(SECRET), "{what}");
        // It is named, without anything else having changed.
        let health = site.page_when("/kiem-tra", |page| {
            plain(page).contains(&format!("ra_soat/2026/{CODE}.yaml"))
        });
        let said = if what == "pipe" {
            "không phải là tệp thông thường"
        } else {
            "liên kết tượng trưng"
        };
        assert!(health.contains(said) && !health.contains(SECRET), "{what}: {health}");
        fs::remove_file(&file).unwrap();
        site.page_when("/kiem-tra", |page| !plain(page).contains(&format!("{CODE}.yaml")));
    }
    assert_eq!(
        fs::read_to_string(secret.path().join("nguoi_dung.yaml")).unwrap(),
        SECRET
    );
}

#[test]
fn nothing_is_written_where_a_link_leads() {
    let (folder, elsewhere) = (ours(), outside());
    let site = Site::of(folder.path());
    let an = Person::here(&site, "An");
    let page = an.page(&address(CODE));
    for linked in ["ra_soat/2026", "ra_soat/.khoa", "ra_soat"] {
        let place = folder.path().join(linked);
        let kept = folder.path().join("de_danh");
        let was = place.exists();
        if was {
            fs::rename(&place, &kept).unwrap();
        }
        symlink(elsewhere.path(), &place).unwrap();
        let answer = an.send(&page, &address(CODE), &ABOLISH);
        assert_ne!(answer.status, 303, "{linked}: {}", plain(&answer.text()));
        let there: Vec<_> = fs::read_dir(elsewhere.path()).unwrap().flatten().collect();
        assert_eq!(there.len(), 1, "{linked}: {there:?}");
        if linked != "ra_soat/.khoa" {
            site.page_when("/kiem-tra", |page| {
                let page = plain(page);
                page.contains(linked) && page.contains("liên kết tượng trưng")
            });
        }
        fs::remove_file(&place).unwrap();
        if was {
            fs::rename(&kept, &place).unwrap();
        }
    }
    let page = an.page(&address(CODE));
    let done = an.send(&page, &address(CODE), &ABOLISH);
    assert_eq!(done.status, 303, "{}", plain(&done.text()));
}

#[test]
fn a_procedure_whose_file_became_a_link_is_not_read_through_it() {
    let (folder, secret) = (ours(), outside());
    let site = Site::of(folder.path());
    let find = walkdir::WalkDir::new(folder.path().join("2026-07-01"));
    let mut found = find.into_iter().flatten();
    let name = format!("{CODE}.yaml");
    let file = found.find(|entry| entry.file_name().to_str() == Some(&name)).unwrap();
    fs::remove_file(file.path()).unwrap();
    symlink(secret.path().join("nguoi_dung.yaml"), file.path()).unwrap();
    let answer = site.get(&format!("/thu-tuc/{CODE}/{name}"));
    assert!(
        answer.status >= 400 && !answer.text().contains(SECRET),
        "{}",
        answer.text()
    );
    site.page_when("/kiem-tra", |page| page.contains("liên kết tượng trưng"));
    assert_eq!(site.get(&format!("/thu-tuc/{CODE}/{name}")).status, 404);
}
