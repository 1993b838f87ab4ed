//! Mistakes that decisions are printed with, in records and in drafted texts.

use super::*;
use crate::support::{real_data, root};

#[test]
fn mistakes_that_can_be_proposed_are_found() {
    let folder = catalogue();
    let faster = |code: &str, reason: &str| {
        let args = [
            "decide",
            code,
            "--outcome",
            "sua_doi_bo_sung",
            "--deadline",
            "08 ngày làm việc",
            "--reason",
            reason,
        ];
        run(
            &folder,
            &[&args[..], &["--amend", "Sửa đổi: 01/2020/NĐ-CP"]].concat(),
            0,
        );
    };
    faster("1.000001", "Giảm được 01 ngày; tỷ lệ cắt giảm chi phí: 20%");
    faster("1.000002", "Thực hiện Nghị quyết số 66/NQ-CP");
    faster("1.000003", "Giảm được 02 ngày");
    let counts = COUNTS
        .replace(",20,0,20,", ",10,0,10,")
        .replace(",30,0,30,", ",10,0,10,");
    folder.write("catalogue/2026-07-01/thong_ke/2025.csv", counts.as_bytes());
    let said = run(&folder, &["decisions", "--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(&said).unwrap();
    let findings: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            format!(
                "{} {}:{}:{}: {}",
                text("severity"),
                text("path"),
                finding["line"],
                finding["column"],
                text("message")
            )
        })
        .collect();
    insta::assert_snapshot!(findings.join("\n"), @r"
    high 2026-07-01/thong_ke/2025.csv:2:1: cả 03 thủ tục có phương án đều có 10 hồ sơ năm 2025
    error ra_soat/2026/1.000001.yaml:5:8: lý do ghi giảm 1 ngày, nhưng từ 10 xuống 8 là giảm 2
    high ra_soat/2026/1.000001.yaml:5:8: 20% là tỷ lệ cắt giảm thời gian, không phải chi phí
    medium ra_soat/2026/1.000002.yaml:5:8: dẫn Nghị quyết số 66/NQ-CP nhưng chỉ cắt giảm 20% thời gian, dưới 30%
    ");
}

/// What stands in four real decisions, and nothing else.
#[test]
fn the_mistakes_of_real_decisions_are_found() {
    let found = |file: &str| {
        let path = real_data(&format!("decisions/{file}"))?;
        let output = tthc(
            root().as_path(),
            &["decisions", "--format", "json", "--draft", path.to_str()?],
        );
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = json["findings"].as_array().unwrap().clone();
        let said =
            |finding: serde_json::Value| format!("{}: {}", finding["line"], finding["message"].as_str().unwrap());
        Some(findings.into_iter().map(said).collect::<Vec<_>>())
    };
    let Some(simplified) = found("QD-2816-dong-nai-2025-simplification.md") else {
        return;
    };
    insta::assert_snapshot!(simplified.join("\n"), @r"
    29: số, ký hiệu “72/2025/QH” thiếu khóa của Quốc hội
    224: mục không ghi lý do
    252: cả 05 mục đều tính với 10 hồ sơ
    312: mục không ghi lý do
    350: mục không ghi lý do
    372: ghi giảm 1 ngày làm việc, nhưng từ 5 xuống 3 là giảm 2
    392: mục không ghi lý do
    ");
    let abolished = found("QD-2813-dong-nai-2025-abolition.md").unwrap();
    insta::assert_snapshot!(abolished.join("\n"), @r"
    46: ghi 02/2017/TT-VPCP ngày 30/10/2017, sổ văn bản ghi ngày ban hành là 31/10/2017
    112: “hoá” (5 chỗ) và “hóa” (14 chỗ) trong cùng văn bản: một chữ đặt dấu hai cách
    141: “hoá” (5 chỗ) và “hóa” (14 chỗ) trong cùng văn bản: một chữ đặt dấu hai cách
    161: “hoá” (5 chỗ) và “hóa” (14 chỗ) trong cùng văn bản: một chữ đặt dấu hai cách
    170: Kiến nghị thực thi chỉ nêu văn bản không phải quy phạm pháp luật (quyết định công bố, kế hoạch, công văn)
    176: “hoá” (5 chỗ) và “hóa” (14 chỗ) trong cùng văn bản: một chữ đặt dấu hai cách
    181: “hoá” (5 chỗ) và “hóa” (14 chỗ) trong cùng văn bản: một chữ đặt dấu hai cách
    211: tỷ lệ cắt giảm thời gian ghi thành tỷ lệ cắt giảm chi phí
    ");
    let faster = found("QD-2843-hcmc-2025-time-cut.md").unwrap();
    insta::assert_snapshot!(faster.join("\n"), @r"
    1261: ghi giảm 5 ngày, nhưng từ 17 xuống 10 là giảm 7
    ");
    let announced = found("QD-1486-bac-ninh-2025-announce.md").unwrap();
    insta::assert_snapshot!(announced.join("\n"), @"232: số, ký hiệu “214/2025/NĐ- CP” có dấu cách thừa quanh dấu gạch nối");
}

/// The mistakes are those of other programs and of people: what is written here has none.
#[test]
fn what_is_proposed_here_has_no_such_mistake() {
    let folder = Folder::new(&[]);
    let out = folder.path().join("ra");
    stdout(&tthc(root().as_path(), &["propose", "--out", out.to_str().unwrap()]), 0);
    let file = out.join("quyet-dinh.md");
    let said = stdout(
        &tthc(root().as_path(), &["decisions", "--draft", file.to_str().unwrap()]),
        0,
    );
    assert!(!said.contains("Lỗi["), "{said}");
}

#[test]
fn the_text_of_a_drafted_decision_is_looked_through() {
    let folder = Folder::new(&[(
        "qd.txt",
        "Điều 1. Thông qua phương án đơn giản hóa 02 thủ tục hành chính.
3.3. Thủ tục: Cấp giấy (Mã TTHC 1.000001)
Giảm thời gian giải quyết từ 05 ngày làm việc xuống còn 03 ngày làm việc. Giảm được 01 ngày.
Kiến nghị thực thi: không.
",
    )]);
    let said = run(&folder, &["decisions", "--draft", "qd.txt"], 1);
    insta::assert_snapshot!(said, @r"
    Lỗi[sai-so-thu-tuc]: Điều 1 ghi 02 thủ tục, phụ lục có 01
     --> qd.txt:1:42
      |
    1 | Điều 1. Thông qua phương án đơn giản hóa 02 thủ tục hành chính.
      |                                          ^^
      |
      = cách sửa: đếm lại các mục của phụ lục, sửa Điều 1

    Lỗi[thieu-ly-do]: mục không ghi lý do
     --> qd.txt:2:1
      |
    2 | 3.3. Thủ tục: Cấp giấy (Mã TTHC 1.000001)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = cách sửa: ghi Lý do: … dưới nội dung đơn giản hóa

    Lỗi[sai-so-ngay]: ghi giảm 1 ngày, nhưng từ 5 xuống 3 là giảm 2
     --> qd.txt:3:75
      |
    3 | Giảm thời gian giải quyết từ 05 ngày làm việc xuống còn 03 ngày làm việc. Giảm được 01 ngày.
      |                                                                           ^^^^^^^^^^^^^^^^^
      |
      = cách sửa: sửa số ngày giảm, hoặc sửa thời hạn

    qd.txt: 3 điểm cần sửa
    ");
    folder.write("trong.txt", b"");
    assert!(refused(&folder, &["decisions", "--draft", "trong.txt"]).contains("is no decision: it holds no line"));
    assert!(refused(&folder, &["decisions", "--draft", "khong-co.txt"]).contains("cannot read khong-co.txt"));
    folder.write("qd.docx", b"PK\x03\x04\xff\xfe");
    assert!(refused(&folder, &["decisions", "--draft", "qd.docx"]).contains("is not plain UTF-8 text"));
}
