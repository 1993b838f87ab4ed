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
    browser.wait("document.querySelector('.hit h2 input[name=code]')");
    let codes = browser
        .text("[...document.querySelectorAll('.hit h2 input[name=code]')].slice(0, 2).map(box => box.value).join(' ')");
    browser.click(".hit h2 input[name=code]");
    browser.click(".hit:nth-of-type(2) h2 input[name=code]");
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

/// Every kind of change, made with the keys alone: from the board to the file on the disk, and back again.
#[test]
fn the_keyboard_is_enough_to_decide() {
    let Some(mut browser) = Browser::start() else { return };
    let (site, folder) = with_users();
    let file = folder.path().join(format!("ra_soat/2026/{CODE}.yaml"));
    browser.open(&format!("http://{}/dang-nhap?next=/thu-tuc/{CODE}", site.address));
    log_in(&mut browser, "reviewer", PASSWORD);
    browser.wait(&format!(
        "document.querySelector('a[href=\"/ra-soat/quyet-dinh/{CODE}\"]')"
    ));
    browser.tab_to(&format!("a[href=\"/ra-soat/quyet-dinh/{CODE}\"]"));
    browser.press("Enter");
    browser.wait("document.getElementById('decision')");

    browser.tab_to("input[name=outcome]");
    for _ in 0..12 {
        if browser.text("document.activeElement.value") == "sua_doi_bo_sung" {
            break;
        }
        browser.press("ArrowDown");
    }
    assert_eq!(
        browser.text("document.querySelector('input[name=outcome]:checked').value"),
        "sua_doi_bo_sung"
    );
    // A key for what is chosen, words for what is typed.
    for (field, said) in [
        ("#reason", "Dữ liệu đã có"),
        ("[name=action-0]", "ArrowDown"),
        ("[name=clause-0]", "Điều 9"),
        ("[name=drop-paper][value='Giấy chứng sinh']", " "),
        ("[name=replacement-2]", "Quyết định giao trẻ"),
        ("[name=limit-0]", "04 giờ làm việc"),
        ("[name^=fee-][aria-label*='bản sao']", "5.000 đồng/bản"),
        ("[name=level][value='Cấp tỉnh']", " "),
        ("#agencies", "Sở Tư pháp"),
        ("#authorised", "Ủy ban nhân dân cấp xã"),
        ("#linked", "2.000815"),
        ("#open-channel", "ArrowDown"),
        ("#name", "Đăng ký khai sinh"),
        ("[name=draft]", " "),
    ] {
        browser.tab_to(field);
        match said {
            " " | "ArrowDown" => browser.press(said),
            words => browser.write(words),
        }
    }
    browser.wait("document.querySelector('#preview ins')");
    assert!(!file.exists(), "a preview writes nothing");
    browser.shoot("decide-keyboard");
    browser.tab_to("#decision button[type=submit]");
    browser.press("Enter");
    browser.wait("document.querySelector('.notice.good, [role=alert]')");
    let said = browser.text("document.querySelector('.notice.good, [role=alert]').innerText");
    let written = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{said}"));
    let changes = written
        .split("sua_doi:\n")
        .nth(1)
        .unwrap()
        .split("kien_nghi:")
        .next()
        .unwrap();
    insta::assert_snapshot!(changes, @r#"
    - bo_giay_to: Giấy chứng sinh
    - thay_giay_to: Biên bản về việc trẻ bị bỏ rơi
      bang: Quyết định giao trẻ
    - thoi_han: 04 giờ làm việc
    - muc_phi: 5.000 đồng/bản
      ten_phi: Phí cấp bản sao Giấy khai sinh
    - mo_hinh_thuc: Trực tuyến
    - cap_thuc_hien:
        - Cấp tỉnh
      co_quan_thuc_hien:
        - Sở Tư pháp
      co_quan_uy_quyen:
        - Ủy ban nhân dân cấp xã
    - lien_thong_voi:
        - "2.000815"
    - ten: Đăng ký khai sinh
    "#);
    let changes = changes.to_owned();
    // Written again untouched, nothing is lost of it.
    let first = browser.text("document.querySelector('.notice.good input[name=ticket]').value");
    browser.tab_to("[name=draft]");
    browser.press(" ");
    browser.tab_to("#decision button[type=submit]");
    browser.press("Enter");
    browser.wait(&format!(
        "document.querySelector('.notice.good input[name=ticket]').value !== '{first}'"
    ));
    assert!(fs::read_to_string(&file).unwrap().contains(&changes));
    browser.tab_to(".notice.good button");
    browser.press("Enter");
    browser.wait("location.search === '?hoan-tac=1'");
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    assert_eq!(browser.complaints, [""; 0]);
}
