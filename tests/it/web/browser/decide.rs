//! Deciding as people do it, from the board to the file on the disk.

use std::fs;

use super::driver::Browser;
use super::people::log_in;
use crate::web::decide::with_users;
use crate::web::people::PASSWORD;

const CODE: &str = "1.001193";

fn decide_on(browser: &mut Browser, address: &str, login: &str, outcome: &str) {
    browser.open(&format!("{address}/dang-nhap?next=/ra-soat/quyet-dinh/{CODE}"));
    log_in(browser, login, PASSWORD);
    browser.wait("document.getElementById('decision')");
    browser.click(&format!("input[value={outcome}]"));
}

#[test]
fn two_people_decide_at_once_and_neither_loses_anything() {
    let Some(mut one) = Browser::start() else { return };
    let Some(mut other) = Browser::start() else { return };
    let (site, folder) = with_users();
    let address = format!("http://{}", site.address);
    let file = folder.path().join(format!("ra_soat/2026/{CODE}.yaml"));
    decide_on(&mut one, &address, "reviewer", "giu_nguyen");
    decide_on(&mut other, &address, "editor", "bai_bo");
    // What it would come to is there before anything is written.
    other.wait("document.querySelector('#preview h2')");
    other.wait("document.querySelector('#preview .notice')");
    assert!(!file.exists());

    one.click("#reason");
    one.write("Vẫn cần cho người dân");
    one.click("#decision button[type=submit]");
    one.wait("document.querySelector('.notice.good')");
    let written = fs::read_to_string(&file).unwrap();
    assert!(
        written.contains("phuong_an: giu_nguyen") && written.contains("Nguyễn Văn reviewer"),
        "{written}"
    );

    other.click("#reason");
    other.write("Không còn hồ sơ");
    other.click("input[name=draft]");
    other.click("#decision button[type=submit]");
    other.wait("document.querySelector('[role=alert]')");
    let said = other.text("document.querySelector('[role=alert]').textContent");
    assert!(
        said.contains("Nguyễn Văn reviewer đã ghi") && said.contains("giu_nguyen"),
        "{said}"
    );
    assert_eq!(other.text("document.getElementById('reason').value"), "Không còn hồ sơ");
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    // Seen, and written all the same; then taken back.
    other.click("#decision button[type=submit]");
    other.wait("document.querySelector('.notice.good button')");
    assert!(fs::read_to_string(&file).unwrap().contains("phuong_an: bai_bo"));
    other.click(".notice.good button");
    other.wait("location.search === '?hoan-tac=1'");
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    let others = other.complaints.iter().filter(|complaint| !complaint.contains("409"));
    assert_eq!(others.count(), 0, "{:?}", other.complaints);
    assert_eq!(one.complaints, [""; 0]);
}

#[test]
fn many_are_decided_on_from_the_board_without_scripts() {
    let Some(mut browser) = Browser::start() else { return };
    let (site, folder) = with_users();
    let address = format!("http://{}", site.address);
    browser.without_scripts();
    browser.open(&format!("{address}/dang-nhap?next=/ra-soat?state=-"));
    log_in(&mut browser, "reviewer", PASSWORD);
    browser.wait("document.querySelector('.hit h2 input')");
    let codes =
        browser.text("[...document.querySelectorAll('.hit h2 input')].slice(0, 2).map(box => box.value).join(' ')");
    browser.click(".hit h2 input");
    browser.click(".hit:nth-of-type(2) h2 input");
    browser.click("#bulk-reason");
    browser.write("Vẫn cần thiết");
    browser.say("document.getElementById('bulk-outcome').value = 'giu_nguyen'");
    browser.click(".bulk button[type=submit]");
    browser.wait("document.querySelector('.notice.good')");
    for code in codes.split(' ') {
        let text = fs::read_to_string(folder.path().join(format!("ra_soat/2026/{code}.yaml"))).unwrap();
        assert!(
            text.contains("phuong_an: giu_nguyen") && text.contains("Nguyễn Văn reviewer"),
            "{text}"
        );
    }
}
