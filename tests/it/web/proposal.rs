//! Decisions picked into a proposal, what they come to, and its documents.

use std::io::{Cursor, Read as _};

use super::client::plain;
use super::site::{Site, small};
use crate::support::{Folder, copy, root};

/// The page at an address as it reads.
fn read(site: &Site, target: &str) -> String {
    plain(&site.page(target))
}

/// The figure behind a heading of the table of totals.
fn figure<'p>(page: &'p str, label: &str) -> &'p str {
    let row = page.split(&format!("<th scope=\"row\">{label}</th>")).nth(1);
    let row = row.unwrap_or_else(|| panic!("no row {label}\n{page}"));
    row.split('>').nth(1).unwrap().split('<').next().unwrap()
}

/// The address of the first link whose words, or whose hidden words, have some text in them.
fn link<'p>(page: &'p str, text: &str) -> String {
    let mut links = page.split("<a ").skip(1);
    let link = links.find(|link| link.split("</a>").next().is_some_and(|link| link.contains(text)));
    let link = link.unwrap_or_else(|| panic!("no link {text}\n{page}"));
    let address: &'p str = link.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    address.to_owned()
}

fn number(figure: &str) -> u64 {
    figure.replace('.', "").parse().unwrap()
}

#[test]
fn totals_follow_what_is_picked_and_are_those_of_the_documents() {
    let site = Site::of_ours();
    let all = read(&site, "/de-xuat");
    assert!(all.contains("Chọn 18 trên 18 quyết định"), "{all}");
    let saved = number(figure(&all, "Tiết kiệm (đồng/năm)"));
    assert!(saved > 0);
    let decision = read(&site, "/de-xuat/quyet-dinh.md");
    let printed = figure(&all, "Tiết kiệm (đồng/năm)");
    assert!(
        decision.contains(&format!("Tổng chi phí tiết kiệm: {printed} đồng/năm")),
        "{decision}"
    );

    // 2.000117 saves something; without it as much less is saved, and nothing of it is printed.
    let without = link(
        &all,
        "Bỏ ra<span class=\"hidden\" lang=\"vi\"> – Cấp Giấy chứng nhận đủ điều kiện an toàn thực phẩm đối với cơ sở kinh doanh thực phẩm",
    );
    assert!(without.contains("bo="), "{without}");
    let fewer = read(&site, &without);
    assert!(fewer.contains("Chọn 17 trên 18 quyết định"), "{fewer}");
    assert_eq!(saved - number(figure(&fewer, "Tiết kiệm (đồng/năm)")), 40_656_672);
    let query = without.split_once('?').unwrap().1;
    let printed = read(&site, &format!("/de-xuat/quyet-dinh.md?{query}"));
    assert!(decision.contains("2.000117") && !printed.contains("2.000117"));

    // A filter narrows the proposal too.
    let field = read(&site, "/de-xuat?field=%C4%90%C6%B0%E1%BB%9Dng+b%E1%BB%99");
    assert!(field.contains("Chọn 3 trên 3 quyết định"), "{field}");
    let none = read(&site, &link(&all, "Bỏ chọn hết"));
    assert!(
        none.contains("Chọn 0 trên 18 quyết định") && !none.contains("ho-so.zip"),
        "{none}"
    );
    let refused = site.get(&link(&all, "Bỏ chọn hết").replace("/de-xuat?", "/de-xuat/ho-so.zip?"));
    assert_eq!(refused.status, 409, "{}", refused.text());
}

#[test]
fn targets_are_measured_against_the_whole_catalogue() {
    let site = Site::of_ours();
    let page = read(&site, "/de-xuat?cost=1&time=5");
    // The sample saves 0.73 and 10.39 percent.
    let [cost, time] = [page.split("class=\"aim\"").nth(1), page.split("class=\"aim\"").nth(2)].map(Option::unwrap);
    assert!(cost.contains("còn thiếu") && cost.contains("value=\"1\""), "{cost}");
    assert!(time.contains("đạt") && !time.contains("còn thiếu"), "{time}");
    for typed in ["cost=0", "cost=101", "time=x", "page=x"] {
        assert_eq!(site.get(&format!("/de-xuat?{typed}")).status, 400, "{typed}");
    }
    // The form keeps what is left out.
    let kept = read(&site, "/de-xuat?cost=1&bo=2026%2F2.000117.yaml");
    assert!(
        kept.contains("<input type=\"hidden\" name=\"bo\" value=\"2026/2.000117.yaml\">"),
        "{kept}"
    );
}

#[test]
fn documents_come_one_by_one_or_all_in_a_zip() {
    let site = Site::of_ours();
    let zip = site.get("/de-xuat/ho-so.zip");
    assert_eq!(zip.header("content-type"), Some("application/zip"));
    let bytes = zip.bytes();
    assert_eq!(
        bytes,
        site.get("/de-xuat/ho-so.zip").bytes(),
        "the same choice, the same bytes"
    );
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in tthc::document::DOSSIER {
        assert!(names.contains(&format!("{name}.docx")), "{names:?}");
        let mut inside = Vec::new();
        zip.by_name(&format!("{name}.docx"))
            .unwrap()
            .read_to_end(&mut inside)
            .unwrap();
        assert_eq!(inside, site.get(&format!("/de-xuat/{name}.docx")).bytes(), "{name}");
    }
    assert!(names.contains(&"manifest.json".to_owned()));
    let look = site.get("/de-xuat/quyet-dinh.html");
    let policy = look.header("content-security-policy").unwrap();
    assert!(policy.contains("sandbox") && !policy.contains("script-src"), "{policy}");
    assert!(look.text().contains("QUYẾT ĐỊNH"));
    for path in [
        "khac.docx",
        "quyet-dinh.exe",
        "quyet-dinh",
        "ho-so.docx",
        "..%2Fquyet-dinh.docx",
    ] {
        assert_eq!(site.get(&format!("/de-xuat/{path}")).status, 404, "{path}");
    }
}

/// The catalogue of this repository, to change decisions in.
pub(crate) fn ours() -> Folder {
    let folder = Folder::new(&[]);
    copy(&root().join("catalogue"), folder.path());
    folder
}

/// A decision's file with other words in it.
fn change(folder: &Folder, path: &str, old: &str, new: &str) {
    let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(text.contains(old), "{text}");
    folder.write(path, text.replace(old, new).as_bytes());
}

#[test]
fn what_cannot_be_proposed_is_named_and_the_rest_can_go_on_without_it() {
    let folder = ours();
    change(
        &folder,
        "ra_soat/2026/1.001577.yaml",
        "158/2024/NĐ-CP",
        "999/2024/NĐ-CP",
    );
    folder.write("ra_soat/2026/1.001737.yaml", b"ma: '1.001737'\nphuong_an: [\n");
    let site = Site::of(folder.path());
    let page = read(&site, "/de-xuat");
    assert!(
        page.contains("Chưa lập được hồ sơ") && page.contains("«999/2024/NĐ-CP»"),
        "{page}"
    );
    assert!(
        page.contains("(2026/1.001737.yaml)"),
        "the broken file is named: {page}"
    );
    assert!(!page.contains("ho-so.zip"));
    assert_eq!(site.get("/de-xuat/quyet-dinh.docx").status, 409);
    let without = "/de-xuat?bo=2026%2F1.001577.yaml";
    let rest = read(&site, without);
    assert!(
        rest.contains("ho-so.zip") && rest.contains("Chọn 16 trên 17 quyết định"),
        "{rest}"
    );
    // What is put right is there within seconds.
    change(
        &folder,
        "ra_soat/2026/1.001577.yaml",
        "999/2024/NĐ-CP",
        "158/2024/NĐ-CP",
    );
    site.page_when("/de-xuat", |page| {
        page.contains("ho-so.zip") && page.contains("Chọn 17 trên 17")
    });
}

#[test]
fn mistakes_that_stop_a_dossier_leave_only_marked_drafts() {
    let folder = ours();
    let (old, new) = ("ngày 26 tháng 3 năm 2025", "ngày 31 tháng 02 năm 2025");
    change(&folder, "2026-07-01/catalogue.yaml", old, new);
    let site = Site::of(folder.path());
    let page = read(&site, "/de-xuat");
    assert!(page.contains("Hồ sơ có lỗi phải sửa trước khi trình"), "{page}");
    assert!(page.contains("ho-so.zip?draft=1"), "{page}");
    assert_eq!(site.get("/de-xuat/quyet-dinh.docx").status, 409);
    assert_eq!(site.get("/de-xuat/ho-so.zip").status, 409);
    let draft = site.page("/de-xuat/quyet-dinh.html?draft=1");
    assert!(draft.contains("Cần xem lại"), "{draft}");
}

#[test]
fn a_catalogue_without_decisions_says_where_they_are_made() {
    let folder = small();
    let site = Site::of(folder.path());
    let page = read(&site, "/de-xuat");
    assert!(page.contains("Chưa có quyết định nào trên phiên bản này"), "{page}");
}
