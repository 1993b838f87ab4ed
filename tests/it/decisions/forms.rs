//! Review forms, filled in by data and read back.

use super::*;

#[test]
fn the_review_form_is_filled_in_by_data_and_read_back() {
    let folder = catalogue();
    let vague = procedure("1.000001", "Cấp giấy A", "Thử")
        .replace("Tờ khai, mau", "Giấy tờ khác theo quy định}, {ten: Tờ khai, mau");
    folder.write("catalogue/2026-07-01/thu_tuc/thu/1.000001.yaml", vague.as_bytes());
    let ask = ["decide", "1.000001", "--questionnaire"];
    let said = run(&folder, &ask, 0);
    assert!(said.contains("Điền vào tệp rồi chạy lại lệnh này"), "{said}");
    let path = "2026/phieu/1.000001.yaml";
    let form = read(&folder, path);
    insta::assert_snapshot!(form.split("  - cau: A.6").nth(1).unwrap().split("  - cau: A.8").next().unwrap(), @r"

      hoi: Có xác định rõ cơ quan có trách nhiệm giải quyết không?
      tra_loi: Có
      du_lieu: Sở Thử
      nguon: thu_tuc/thu/1.000001.yaml:11:1 (co_quan_thuc_hien)
    - cau: A.7
      hoi: Có xác định rõ trình tự, cách thức thực hiện không?
      tra_loi: Có
      du_lieu: 01 bước; 01 cách thức nộp
      nguon: thu_tuc/thu/1.000001.yaml:6:1 (trinh_tu)
    ");
    assert!(form.contains("du_lieu: Quản lý việc thử"), "{form}");
    assert!(
        form.contains("du_lieu: \"2025: 10 hồ sơ\"\n    nguon: thong_ke/2025.csv (số liệu minh họa)"),
        "{form}"
    );
    // A finding stands beside the question and does not answer it.
    let vague = form
        .split("cau: D.b.2\n    ve: \"Giấy tờ: Giấy tờ khác theo quy định\"")
        .nth(1)
        .unwrap();
    let vague = vague.split("  - cau").next().unwrap();
    assert!(vague.contains("tra_loi: \"\"\n    du_lieu: \"R-21: "), "{vague}");
    assert!(vague.contains("nguon: tthc review --rule R-21"), "{vague}");
    let said = run(&folder, &ask, 0);
    assert!(said.contains("Chưa trả lời:\n  A.1 Thủ tục được đặt ra"), "{said}");
    let answer = |id: &str, from: &str, to: &str| {
        let form = read(&folder, path);
        let (head, tail) = form.split_once(&format!("cau: {id}\n")).unwrap();
        let form = format!("{head}cau: {id}\n{}", tail.replacen(from, to, 1));
        folder.write(&format!("catalogue/ra_soat/{path}"), form.as_bytes());
    };
    answer("A.2", "tra_loi: \"\"", "tra_loi: Chưa rõ");
    answer("A.3", "tra_loi: \"\"", "tra_loi: Có");
    let said = run(&folder, &ask, 1);
    assert!(said.contains("câu A.2 không trả lời được bằng «Chưa rõ»"), "{said}");
    assert!(said.contains("câu A.3 trả lời «Có» mà không có lý do"), "{said}");
    assert!(said.contains("2026/phieu/1.000001.yaml:"), "{said}");
    answer("A.2", "tra_loi: Chưa rõ", "tra_loi: có");
    answer("A.3", "tra_loi: Có", "tra_loi: Có\n    ly_do: Dùng dữ liệu");
    answer("A.1", "tra_loi: \"\"", "tra_loi: Quản lý");
    answer("A.4", "tra_loi: \"\"", "tra_loi: Không\n    ly_do: Dữ liệu đã có");
    // What is not necessary is abolished; nothing more is asked.
    let said = run(&folder, &ask, 0);
    assert!(
        said.contains("đã trả lời 4/4 câu") && !said.contains("Chưa trả lời"),
        "{said}"
    );
    cut(&folder, &["1.000001"], &[], 0);
    assert!(run(&folder, &["decisions"], 0).contains("phiếu đã trả lời"));
    folder.write(
        &format!("catalogue/ra_soat/{path}"),
        "ma: 1.000001\ncau_hoi:\n  - {can: A.1}\n".as_bytes(),
    );
    assert!(run(&folder, &ask, 1).contains("2026/phieu/1.000001.yaml:3:6"));
    assert!(run(&folder, &["check"], 1).contains("không có khóa «can»"));
}
