//! Two revisions side by side.

use std::io::Cursor;

use calamine::Reader as _;

use super::client::encoded;
use super::site::{Site, procedure, small};
use crate::support::{OFFICE, root, stdout, tthc};

#[test]
fn the_summary_is_that_of_the_command_line() {
    let site = Site::of_ours();
    let output = tthc(&root(), &["diff", "2025-06-30", "2026-07-01", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&stdout(&output, 0)).unwrap();
    let page = site.page("/so-sanh");
    for (key, name) in [("added", "Mới"), ("changed", "Sửa đổi, bổ sung"), ("removed", "Bãi bỏ")] {
        let figure = format!("<b>{}</b><span>{name}</span>", told["summary"][key]);
        assert!(page.contains(&figure), "{figure}");
    }
    assert!(
        page.contains("Thay đổi chung của nhiều thủ tục") && page.contains("1 thay đổi × 24 thủ tục"),
        "{page}"
    );
    assert!(
        page.contains("Theo lĩnh vực") && page.contains("Theo cơ quan"),
        "{page}"
    );
}

#[test]
fn filters_narrow_the_list_and_stay_in_its_links() {
    let site = Site::of_ours();
    let count = |page: &str| -> usize {
        let said = page.split("<p role=\"status\">").nth(1).unwrap();
        said.split(' ').next().unwrap().parse().unwrap()
    };
    let all = count(&site.page("/so-sanh"));
    let lighter = site.page("/so-sanh?burden=lighter&part=ho_so");
    assert!(count(&lighter) > 0 && count(&lighter) < all);
    assert!(
        lighter.contains("/so-sanh/2.000806?old=2025-06-30&amp;new=2026-07-01&amp;burden=lighter"),
        "{lighter}"
    );
    let listed = lighter
        .split("<ul class=\"lines\">")
        .nth(1)
        .unwrap()
        .split("</ul>")
        .next()
        .unwrap();
    assert!(listed.contains("nhẹ hơn") && !listed.contains("nặng hơn"), "{listed}");
    let field = site.page(&format!("/so-sanh?field={}", encoded("Hộ tịch")));
    assert!(count(&field) > 0 && count(&field) < all);
    assert_eq!(count(&site.page("/so-sanh?field=ho+tich")), count(&field));
    let agency = site.page(&format!("/so-sanh?agency={}", encoded("Bộ Tư pháp")));
    assert!(count(&agency) > 0 && count(&agency) < all);
    let none = site.page("/so-sanh?field=khong+co");
    assert!(none.contains("Không có thay đổi nào khớp bộ lọc"), "{none}");
}

#[test]
fn one_procedure_is_shown_with_its_words_marked_and_spelling_folded_away() {
    let folder = small();
    let text = |name: &str, step: &str| procedure("1.000001", name).replace("Nộp hồ sơ", step);
    let (old, new) = ("2026-07-01", "2026-08-01");
    folder.write(
        &format!("{new}/catalogue.yaml"),
        OFFICE.replace("01/07/2026", "01/08/2026").as_bytes(),
    );
    let long = "Người yêu cầu nộp trực tiếp một bộ hồ sơ giấy tại trụ sở của cơ quan tiếp nhận trong giờ hành chính của tất cả \
                các ngày làm việc trong tuần, sau đó nhận giấy hẹn trả kết quả";
    let after = long.replace("trực tiếp", "trực tuyến").replace("Người", "người");
    folder.write(
        &format!("{old}/thu_tuc/thu/1.000001.yaml"),
        text("Cấp giấy phép thử", long).as_bytes(),
    );
    folder.write(
        &format!("{new}/thu_tuc/thu/1.000001.yaml"),
        text("Cấp giấy phép thử.", &after).as_bytes(),
    );
    folder.write(
        &format!("{new}/thu_tuc/thu/1.000002.yaml"),
        procedure("1.000002", "Đăng ký hoạt động thử").as_bytes(),
    );
    let site = Site::of(folder.path());
    let page = site.page("/so-sanh/1.000001");
    assert!(
        page.contains("<del>tiếp</del><ins>tuyến</ins>") || page.contains("<ins>tuyến</ins>"),
        "{page}"
    );
    let sides = site.page("/so-sanh/1.000001?side=1");
    assert!(
        sides.contains("class=\"side-old\"") && sides.contains("class=\"side-new\""),
        "{sides}"
    );
    let (before, behind) = sides.split_once("class=\"side-new\"").unwrap();
    assert!(!before.contains("<ins>") && !behind.contains("<del>"), "{sides}");
    let folded = page.split("<details class=\"others\">").nth(1).unwrap();
    assert!(folded.contains("(chính tả)"), "{folded}");
    let same = site.page("/so-sanh/1.000002");
    assert!(same.contains("không đổi giữa hai phiên bản"), "{same}");
    assert_eq!(site.get("/so-sanh/1.000009").status, 404);
    // The history of the procedure leads here.
    let own = site.page("/thu-tuc/1.000001");
    assert!(
        own.contains("/so-sanh/1.000001?old=2026-07-01&amp;new=2026-08-01") || own.contains("so-sanh&#x2f;1.000001"),
        "{own}"
    );
}

#[test]
fn a_comparison_can_be_taken_away() {
    let site = Site::of_ours();
    let workbook = site.get("/so-sanh/tai-ve/so-sanh.xlsx").bytes();
    let workbook: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook)).unwrap();
    assert!(workbook.sheet_names().len() > 1);
    let markdown = site.page("/so-sanh/tai-ve/so-sanh.md");
    assert!(markdown.starts_with("# "), "{markdown}");
    let page = site.page("/so-sanh/tai-ve/so-sanh.html");
    assert!(page.contains("So sánh hai phiên bản danh mục"), "{page}");
    let one = small();
    let alone = Site::of(one.path());
    let said = alone.get("/so-sanh");
    assert_eq!(said.status, 404);
    assert!(said.text().contains("Chỉ có một phiên bản"));
}
