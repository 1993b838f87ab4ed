//! What `tthc diff` shows, leaves out and remembers.

use std::process::Output;

use crate::support::{Folder, stdout, tthc, tthc_in_columns};

const HEAD: &str = "ten: Thử\nngay: 01/07/2026\n";

fn procedure(at: usize, office: &str, papers: &str) -> String {
    format!(
        "ma: 1.00000{at}
ten: Thủ tục {at}
cap_thuc_hien: [Cấp xã]
linh_vuc: {}
co_quan_ban_hanh: Bộ Thử
trinh_tu:
  - ten: Nộp
    noi_dung: Người dân nộp hồ sơ thứ {at} tại {office} trong giờ làm việc, nhận giấy hẹn và chờ đến ngày trả kết quả
cach_thuc:
  - hinh_thuc: Trực tiếp
    thoi_han: 10 ngày
ho_so:
  - giay_to: [{{ten: Tờ khai}}{papers}]
",
        if at > 3 { "Đất đai" } else { "Hộ tịch" }
    )
}

/// Five procedures: an office is another in all of them, two papers went from the last.
fn revisions() -> Folder {
    let folder = Folder::new(&[
        ("catalogue/1/catalogue.yaml", HEAD),
        ("catalogue/2/catalogue.yaml", HEAD),
    ]);
    for at in 1..=5 {
        let papers = ", {ten: Bản sao chứng thực Giấy khai sinh}, {ten: Sổ hộ khẩu}";
        let papers = if at == 5 { papers } else { "" };
        let path = |revision: usize| format!("catalogue/{revision}/thu_tuc/a/1.00000{at}.yaml");
        folder.write(&path(1), procedure(at, "Chi cục Thuế khu vực", papers).as_bytes());
        folder.write(&path(2), procedure(at, "Cơ quan thuế quản lý trực tiếp", "").as_bytes());
    }
    folder
}

fn diff(folder: &Folder, args: &[&str]) -> Output {
    let args: Vec<&str> = ["diff"].iter().chain(args).copied().collect();
    tthc_in_columns(folder.path(), &args, None)
}

#[test]
fn what_many_procedures_share_is_said_once() {
    let folder = revisions();
    let text = stdout(&diff(&folder, &[]), 0);
    insta::assert_snapshot!(text, @r"
    So sánh 1 với 2

    == Thay đổi chung của nhiều thủ tục ==
      1. ? 1 thay đổi × 5 thủ tục: Thay cụm từ «Chi cục Thuế khu vực» bằng «Cơ quan thuế quản lý trực tiếp» (Nội dung)
      (--pattern N để mở, --accept N để duyệt một thay đổi; --no-group để xem trong từng thủ tục)

    == Lĩnh vực Đất đai ==

    [Sửa đổi, bổ sung] 1.000005 Thủ tục 5
      ↓ Bỏ giấy tờ: Bản sao chứng thực Giấy khai sinh
      ↓ Bỏ giấy tờ: Sổ hộ khẩu
      (và 1 thay đổi chung)

    4 thủ tục chỉ có những thay đổi chung nêu ở trên

    Mới 0; sửa đổi, bổ sung 5; thay thế 0 (thay 0 thủ tục cũ); bãi bỏ 0; chỉ sửa cách viết 0; không đổi 0
    Nội dung thay đổi: nhẹ hơn 2, nặng hơn 0, trung tính 0, cần xem 5
    Giấy tờ: bỏ 2
    ");
    let ungrouped = stdout(&diff(&folder, &["--no-group"]), 0);
    assert_eq!(ungrouped.matches("Sửa nội dung").count(), 5, "{ungrouped}");
}

#[test]
fn a_shared_change_is_opened_and_exported_as_one() {
    let folder = revisions();
    let text = stdout(&diff(&folder, &["--pattern", "1"]), 0);
    assert!(text.contains("1.000005") && !text.contains("Sổ hộ khẩu"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&diff(&folder, &["--pattern", "1", "--format", "json"]), 0)).unwrap();
    assert_eq!(json["procedures"].as_array().unwrap().len(), 5);
    assert_eq!(json["patterns"][0]["codes"].as_array().unwrap().len(), 5);
    assert!(
        json["selection"]["asked"][0]
            .as_str()
            .unwrap()
            .starts_with("thay đổi chung")
    );
    let id = json["patterns"][0]["id"].as_str().unwrap();
    assert_eq!(stdout(&diff(&folder, &["--pattern", id]), 0), text);
    let missing = diff(&folder, &["--pattern", "2"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("there are 1"));
}

#[test]
fn an_accepted_change_is_counted_and_left_out() {
    let folder = revisions();
    let nobody = diff(&folder, &["--accept", "1"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("--by"));
    let written = stdout(
        &diff(
            &folder,
            &["--accept", "1", "--by", "Nguyễn Văn A", "--on", "28/11/2026"],
        ),
        0,
    );
    assert!(written.contains("Đã ghi catalogue/thay_doi_da_duyet/"), "{written}");
    let later = stdout(&diff(&folder, &[]), 0);
    assert!(later.contains("Đã duyệt 1 thay đổi chung × 5 thủ tục"), "{later}");
    assert!(later.contains("Sổ hộ khẩu") && !later.contains("1.000001"), "{later}");
    let all = stdout(&diff(&folder, &["--reviewed"]), 0);
    assert!(all.contains("1 thay đổi × 5 thủ tục"), "{all}");
    let check = String::from_utf8(tthc(folder.path(), &["check", "2"]).stdout).unwrap();
    assert!(!check.contains("thay_doi_da_duyet"), "{check}");
    folder.write("catalogue/thay_doi_da_duyet/x.yaml", b"cau: X\nai: B\n");
    let check = stdout(&tthc(folder.path(), &["check", "2"]), 1);
    assert!(check.contains("thay_doi_da_duyet/x.yaml:2"), "{check}");
    let warned = diff(&folder, &[]);
    assert!(String::from_utf8_lossy(&warned.stderr).contains("tthc check"));
}

#[test]
fn changes_are_searched() {
    let folder = revisions();
    let lost = stdout(
        &diff(&folder, &["--where", "paper removed", "--text", "ban sao chung thuc"]),
        0,
    );
    assert!(
        lost.contains("Bỏ giấy tờ: Bản sao chứng thực Giấy khai sinh") && !lost.contains("hộ khẩu"),
        "{lost}"
    );
    assert!(
        lost.contains("Chỉ xem điều kiện: paper removed; có cụm từ: ban sao chung thuc"),
        "{lost}"
    );
    assert!(
        lost.contains("sửa đổi, bổ sung 1;") && lost.contains("Giấy tờ: bỏ 1"),
        "{lost}"
    );
    let field = stdout(&diff(&folder, &["--field", "hộ tịch", "--format", "json"]), 0);
    let field: serde_json::Value = serde_json::from_str(&field).unwrap();
    assert_eq!(field["summary"]["changed"], 3);
    assert_eq!(field["selection"]["procedures_left_out"], 2);
    folder.write(
        "catalogue/2/thu_tuc/a/1.000001.yaml",
        procedure(1, "Chi cục Thuế khu vực", "")
            .replace("10 ngày", "07 ngày")
            .as_bytes(),
    );
    let amounts = |condition: &str| stdout(&diff(&folder, &["--where", condition]), 0).contains("sửa đổi, bổ sung 1;");
    assert!(amounts("deadline shortened > 20%") && amounts("thời hạn giảm ít nhất 3 ngày"));
    assert!(!amounts("deadline shortened > 30%") && !amounts("deadline shortened >= 3 working days"));
    for (args, complaint) in [
        (["--where", "paper eaten"], "column 7"),
        (["--field", "Hàng không"], "Hộ tịch"),
        (["--level", "làng"], "Cấp xã"),
    ] {
        let output = diff(&folder, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.contains(complaint), "{errors}");
    }
}

#[test]
fn the_status_tells_whether_something_shown_differs() {
    let folder = revisions();
    assert_eq!(diff(&folder, &[]).status.code(), Some(0));
    assert_eq!(diff(&folder, &["--exit-code"]).status.code(), Some(1));
    let quiet = diff(&folder, &["--quiet"]);
    assert_eq!((quiet.status.code(), quiet.stdout.len()), (Some(1), 0));
    assert_eq!(
        diff(&folder, &["--quiet", "--where", "fee raised"]).status.code(),
        Some(0)
    );
    assert_eq!(diff(&folder, &["--quiet", "--show", "spelling"]).status.code(), Some(0));
}

#[test]
fn figures_fit_a_narrow_terminal() {
    let folder = revisions();
    let stat = stdout(&tthc_in_columns(folder.path(), &["diff", "--stat"], Some(40)), 0);
    for line in stat.lines() {
        assert!(line.chars().count() <= 40, "{line:?}");
    }
    insta::assert_snapshot!(stat, @r"
    So sánh 1 với 2

    Tình trạng
      Sửa đổi, bổ sung  5  ~~~~~

    Lĩnh vực
      Đất đai           2  --??
      Hộ tịch           3  ???

    Cơ quan
      Bộ Thử            5  --?????

    Vạch: - nhẹ hơn, + nặng hơn, ? cần xem,
      · trung tính
    Nội dung thay đổi: nhẹ hơn 2, nặng hơn
      0, trung tính 0, cần xem 5
    Giấy tờ: bỏ 2
    ");
}
