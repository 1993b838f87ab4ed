//! Files change under the server, and pages show it.

use std::fs;

use super::site::{Site, procedure, small};
use crate::support::{OFFICE, stdout, tthc};

#[test]
fn an_edited_a_new_and_a_removed_file_show_within_seconds() {
    let folder = small();
    let site = Site::of(folder.path());
    assert!(site.page("/thu-tuc/1.000001").contains("Cấp giấy phép thử nghiệm"));
    let path = "2026-07-01/thu_tuc/thu/1.000001.yaml";
    folder.write(path, procedure("1.000001", "Cấp giấy phép đã đổi tên").as_bytes());
    site.page_when("/thu-tuc/1.000001", |page| page.contains("Cấp giấy phép đã đổi tên"));
    site.page_when("/?q=doi+ten", |page| {
        page.contains("1 thủ tục") && page.contains("1.000001")
    });
    let new = "2026-07-01/thu_tuc/thu/1.000009.yaml";
    folder.write(new, procedure("1.000009", "Thủ tục vừa thêm").as_bytes());
    site.page_when("/?q=vua+them", |page| page.contains("/thu-tuc/1.000009"));
    fs::remove_file(folder.path().join(new)).unwrap();
    site.page_when("/thu-tuc/1.000009", |page| {
        page.contains("Không có thủ tục mã 1.000009")
    });
}

#[test]
fn a_broken_file_is_shown_as_such_while_the_rest_works() {
    let folder = small();
    let site = Site::of(folder.path());
    let path = "2026-07-01/thu_tuc/thu/1.000001.yaml";
    folder.write(path, b"ma: '1.000001'\nten: [\n<<<<<<< HEAD\n");
    let page = site.page_when("/", |page| page.contains("lỗi trong các tệp chưa đọc được"));
    assert!(
        page.contains("Đăng ký hoạt động thử") && page.contains("1 thủ tục"),
        "{page}"
    );
    let health = site.page("/kiem-tra");
    assert!(health.contains("thu_tuc&#x2f;thu&#x2f;1.000001.yaml:"), "{health}");
    let alive = site.get("/healthz").json();
    assert_eq!(
        (&alive["status"], &alive["procedures"]),
        (&"degraded".into(), &1.into())
    );
    folder.write(path, procedure("1.000001", "Cấp giấy phép thử nghiệm").as_bytes());
    site.page_when("/", |page| {
        !page.contains("chưa đọc được") && page.contains("2 thủ tục")
    });
    assert_eq!(site.get("/healthz").json()["status"], "ok");
}

/// What is wrong with a decision's file is on the page on mistakes, word for word as `tthc check` says it.
#[test]
fn the_page_on_mistakes_says_what_check_says() {
    let folder = small();
    folder.write(
        "ra_soat/2026/1.000001.yaml",
        "ma: 1.000001\nphien_ban: 2026-07-01\nphuong_an: bai_bo\nly_do: ''\nquy_tac: [R-999]\n".as_bytes(),
    );
    folder.write(
        "ra_soat/2026/1.000002.yaml",
        "ma: 1.000002\nphuong_án: giu_nguyen\n".as_bytes(),
    );
    let args = ["check", "--catalogue", ".", "--format", "json"];
    let said = stdout(&tthc(folder.path(), &args), 1);
    let check: serde_json::Value = serde_json::from_str(&said).unwrap();
    let site = Site::of(folder.path());
    let web = site.get("/api/check").json();
    let sorted = |report: &serde_json::Value| {
        let findings = report["findings"].as_array().unwrap().iter();
        let mut findings: Vec<String> = findings.map(serde_json::Value::to_string).collect();
        findings.sort();
        findings
    };
    assert_eq!(sorted(&web), sorted(&check));
    let page = site.page("/kiem-tra");
    assert!(page.contains("quyết định không có lý do"), "{page}");
    assert!(page.contains("ra_soat&#x2f;2026&#x2f;1.000002.yaml:2:1"), "{page}");
    // Put right, it is gone.
    folder.write(
        "ra_soat/2026/1.000002.yaml",
        "ma: 1.000002\nphien_ban: 2026-07-01\nqua_trinh: [{buoc: chon, ngay: 01/07/2026, nguoi: A}]\n".as_bytes(),
    );
    site.page_when("/kiem-tra", |page| {
        !page.contains("ra_soat&#x2f;2026&#x2f;1.000002.yaml")
    });
}

#[test]
fn a_new_revision_is_shown_and_one_that_cannot_be_read_is_not() {
    let folder = small();
    let site = Site::of(folder.path());
    folder.write(
        "2026-08-01/thu_tuc/thu/1.000005.yaml",
        procedure("1.000005", "Của tháng tám").as_bytes(),
    );
    folder.write(
        "2026-08-01/catalogue.yaml",
        OFFICE.replace("01/07/2026", "01/08/2026").as_bytes(),
    );
    site.page_when("/", |page| {
        page.contains("<b>2026-08-01</b>") && page.contains("Của tháng tám")
    });
    fs::remove_dir_all(folder.path().join("2026-08-01")).unwrap();
    fs::remove_file(folder.path().join("2026-07-01/catalogue.yaml")).unwrap();
    let page = site.page_when("/", |page| page.contains("Không đọc được dữ liệu mới"));
    assert!(page.contains("thủ tục"), "{page}");
    let trouble = site.get("/healthz").json()["trouble"].as_str().unwrap().to_owned();
    assert!(trouble.contains("no revision in"), "{trouble}");
    folder.write("2026-07-01/catalogue.yaml", OFFICE.as_bytes());
    site.page_when("/", |page| {
        !page.contains("Không đọc được dữ liệu mới") && page.contains("<b>2026-07-01</b>")
    });
}
