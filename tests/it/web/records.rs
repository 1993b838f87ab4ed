//! Real records: whatever they hold, their pages work. Skipped where the records are not there.

use std::time::{Duration, Instant};

use tthc::catalogue::procedure::Procedure;

use super::browser::driver::Browser;
use super::browser::looks::TOO_WIDE;
use super::client::get_with;
use super::site::Site;
use crate::real;
use crate::support::{Folder, OFFICE};

/// Every so many of the records are taken, beside the extreme ones.
const EACH: usize = 12;

/// Some real records and the codes of the extreme ones, on disk.
fn catalogue() -> Option<(Folder, Vec<Procedure>, Vec<String>)> {
    let Some(all) = real::procedures(real::procedure) else {
        eprintln!("skipped: no real records in {}", real::data().display());
        return None;
    };
    let longest = |of: fn(&Procedure) -> usize| all.iter().max_by_key(|procedure| of(procedure)).unwrap();
    let steps = |procedure: &Procedure| {
        let texts = procedure.steps.iter().filter_map(|step| step.text.as_ref());
        texts.map(String::len).sum()
    };
    let extreme = [
        longest(|procedure| procedure.name.len()),
        longest(steps),
        longest(|procedure| procedure.papers().count()),
        longest(|procedure| procedure.legal_bases.len()),
        longest(|procedure| procedure.fees().count()),
        longest(|procedure| procedure.executing_agencies.len()),
    ];
    let codes: Vec<String> = extreme
        .iter()
        .map(|procedure| procedure.identity().to_owned())
        .collect();
    let folder = Folder::new(&[("r/catalogue.yaml", "ten: Thật\nngay: 01/07/2026\n")]);
    let taken: Vec<Procedure> = all.iter().step_by(EACH).chain(extreme).cloned().collect();
    for procedure in &taken {
        let text = tthc::catalogue::yaml::write(procedure).unwrap();
        folder.write(&format!("r/thu_tuc/thu/{}.yaml", procedure.identity()), text.as_bytes());
    }
    Some((folder, taken, codes))
}

#[test]
fn every_record_has_a_page() {
    let Some((folder, taken, extreme)) = catalogue() else {
        return;
    };
    let site = Site::of(folder.path());
    let mut largest = 0;
    for procedure in &taken {
        let target = format!("/thu-tuc/{}", procedure.identity());
        let page = get_with(site.address, &target, &[("Accept-Encoding", "gzip")]);
        assert_eq!(page.status, 200, "{target}: {}", page.text());
        largest = largest.max(page.wire.len());
    }
    assert!(largest < 100_000, "{largest} bytes packed");
    for target in [
        "/",
        "/?page=3",
        "/?q=giay+phep",
        "/ra-soat",
        "/ra-soat?page=2",
        "/thong-ke",
        "/kiem-tra",
    ] {
        let page = get_with(site.address, target, &[("Accept-Encoding", "gzip")]);
        assert_eq!(page.status, 200, "{target}: {}", page.text());
        assert!(page.wire.len() < 100_000, "{target}: {} bytes packed", page.wire.len());
    }
    let Some(mut browser) = Browser::start() else { return };
    for width in [360, 1280] {
        browser.size(width, 900);
        for code in &extreme {
            browser.open(&format!("http://{}/thu-tuc/{code}", site.address));
            assert_eq!(browser.text(TOO_WIDE), "", "{code} at {width}");
            browser.shoot(&format!("record-{code}-{width}"));
        }
        for path in ["/?q=giay+phep", "/ra-soat", "/kiem-tra"] {
            browser.open(&format!("http://{}{path}", site.address));
            assert_eq!(browser.text(TOO_WIDE), "", "{path} at {width}");
        }
    }
}

/// As many procedures as a country publishes.
const MANY: usize = 4000;

#[test]
fn four_thousand_procedures_are_searched_read_and_decided_on() {
    let Some(all) = real::procedures(real::procedure) else {
        eprintln!("skipped: no real records in {}", real::data().display());
        return;
    };
    let folder = Folder::new(&[("2026-07-01/catalogue.yaml", OFFICE)]);
    for (at, procedure) in all.iter().cycle().take(MANY).enumerate() {
        let mut procedure = procedure.clone();
        if at >= all.len() {
            procedure.code = format!("9.{at:06}").as_str().into();
        }
        let text = tthc::catalogue::yaml::write(&procedure).unwrap();
        let path = format!("2026-07-01/thu_tuc/{}/{}.yaml", at % 40, procedure.identity());
        folder.write(&path, text.as_bytes());
    }
    let Some(mut browser) = Browser::start() else { return };
    let site = Site::of(folder.path());
    let address = format!("http://{}", site.address);
    // What the pages rest on is worked out once; a build for tests takes its time.
    let ready = |path: &str| {
        let begun = Instant::now();
        while site.get(path).status != 200 {
            assert!(begun.elapsed() < Duration::from_secs(600), "{path} never comes");
        }
    };
    ready("/ra-soat");
    browser.open(&format!("{address}/"));
    browser.write("giay phep kinh doanh");
    browser.wait("document.querySelectorAll('.hit').length === 20");
    let first = browser.text("document.querySelector('.hit h2 a').getAttribute('href')");
    ready(&first);
    browser.press("ArrowDown");
    browser.press("Enter");
    browser.wait("location.pathname.startsWith('/thu-tuc/')");
    assert_eq!(browser.text(TOO_WIDE), "");
    browser.open(&format!("{address}/ra-soat"));
    let code = browser.text("document.querySelector('.hit h2 input[name=code]').value");
    ready(&format!("/ra-soat/quyet-dinh/{code}"));
    browser.click(".hit .actions a");
    browser.wait("document.getElementById('decision')");
    browser.click("input[value=giu_nguyen]");
    browser.click("#reason");
    browser.write("Vẫn cần cho người dân");
    browser.wait("document.querySelector('#preview h2')");
    browser.click("#acting_name");
    browser.write("Nguyễn Văn An");
    browser.press("Enter");
    browser.wait("document.querySelector('.notice.good')");
    let file = folder.path().join(format!("ra_soat/2026/{code}.yaml"));
    assert!(std::fs::read_to_string(&file).unwrap().contains("Nguyễn Văn An"));
    for path in ["/de-xuat", "/thong-ke", "/kiem-tra", "/ra-soat?page=20"] {
        ready(path);
        browser.open(&format!("{address}{path}"));
        assert_eq!(browser.text(TOO_WIDE), "", "{path}");
    }
    browser.open(&format!("{address}/ra-soat/quyet-dinh/{code}"));
    assert_eq!(browser.complaints, [""; 0]);
}
