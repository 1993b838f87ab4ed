//! Figures offices printed, audited: what is inconsistent is said, the rest passes.

use crate::support::{root, stdout, tthc, tthc_in_columns};

/// Line, severity, message and clues of every finding on a file; and the lines of the relations that hold.
fn audited(file: &str, status: i32) -> (Vec<String>, Vec<u64>) {
    let output = tthc(
        &root(),
        &["audit", &format!("tests/figures/{file}.yaml"), "--format", "json"],
    );
    let report: serde_json::Value = serde_json::from_str(&stdout(&output, status)).unwrap();
    let mut said = Vec::new();
    for finding in report["findings"].as_array().unwrap() {
        said.push(format!(
            "{}:{} {} {}",
            finding["path"].as_str().unwrap().rsplit('/').next().unwrap(),
            finding["line"],
            finding["severity"].as_str().unwrap(),
            finding["message"].as_str().unwrap()
        ));
        let evidence = finding["evidence"].as_array().unwrap().iter();
        let clues = evidence.filter(|evidence| evidence["label"] == "gợi ý");
        said.extend(clues.map(|clue| format!("  {}", clue["text"].as_str().unwrap())));
    }
    let relations = report["files"][0]["relations"].as_array().unwrap().iter();
    let holding = relations.filter(|relation| relation["status"] == "holds");
    (
        said,
        holding.map(|relation| relation["line"].as_u64().unwrap()).collect(),
    )
}

#[test]
fn hue_2020() {
    let (said, holding) = audited("hue-2020", 1);
    insta::assert_snapshot!(said.join("\n"), @r"
    hue-2020.yaml:8 error Đã giải quyết ghi 18.273, nhưng Đúng hạn + Trễ hạn = 17.265 + 1.458 = 18.723 (lệch 450)
      có thể đã đảo hai chữ số liền nhau: Đã giải quyết 18.723 thay vì 18.273; nhưng khi đó «Tỷ lệ đúng hạn = Đúng hạn / Đã giải quyết» không còn khớp
    hue-2020.yaml:12 error Tỷ lệ trễ hạn ghi 5,52%, nhưng 1.458 / 18.273 = 7,98%
      bằng 100% − 94,48% (Tỷ lệ đúng hạn)
      5,52% khớp nếu tử số là Đã giải quyết (18.273) − Đúng hạn (17.265) = 1.008
    hue-2020.yaml:26 error Tỷ lệ số hóa ghi 100%, nhưng 29.530 / 33.294 = 88,69%
      không mẫu số nào trong các bảng này cho đúng 100%
    hue-2020.yaml:28 error Tỷ lệ tài khoản ghi 29,7%, nhưng 4.065 / 33.294 = 12,21%
      không mẫu số nào trong các bảng này cho đúng 29,7%
      gần nhất là mẫu số Tiếp nhận (33.294) − Của thành phố (19.581) = 13.713, cho 29,64%
    ");
    // 19.581 ≤ 33.294; 94,48 % of 18.273; 94,48 + 5,52; 870 = 669 + 201.
    assert_eq!(holding, [17, 19, 21, 22]);
}

#[test]
fn cu_chi_2019() {
    let (said, holding) = audited("cu-chi-2019", 0);
    insta::assert_snapshot!(said.join("\n"), @r"
    cu-chi-2019.yaml:23 medium Tỷ lệ đúng hạn ghi 99,997% là cắt bỏ phần lẻ; 417.974 / 417.983 = 99,99784%…, làm tròn là 99,998%
    cu-chi-2019.yaml:25 medium Tỷ lệ trễ hạn ghi 0,0021% là cắt bỏ phần lẻ; 9 / 417.983 = 0,002153%…, làm tròn là 0,0022%
    ");
    // 37,06 %; 24.704 = 23.972 + 732; all on time; 58,6 %; 417.983 = 417.974 + 9.
    assert_eq!(holding, [13, 14, 15, 27, 28]);
}

#[test]
fn ho_chi_minh_city_2022() {
    let (said, holding) = audited("tphcm-2022", 1);
    insta::assert_snapshot!(said.join("\n"), @r"
    tphcm-2022.yaml:18 medium Tỷ lệ thực hiện ghi 61,79% là cắt bỏ phần lẻ; 55 / 89 = 61,7977%…, làm tròn là 61,80%
    tphcm-2022.yaml:26 error Tỷ lệ đúng hạn ghi 99,87%, nhưng 5.212.990 / 5.220.139 = 99,86%
      bằng 100% − 0,13% (Tỷ lệ quá hạn)
      lệch chưa đến một đơn vị ở chữ số cuối: làm tròn lên thay vì theo quy tắc
    tphcm-2022.yaml:28 medium Tỷ lệ quá hạn ghi 0,13% là cắt bỏ phần lẻ; 7.149 / 5.220.139 = 0,1369%…, làm tròn là 0,14%
    ");
    // 1.733 = 1.421 + 199 + 113; 279 ≤ 1.733; 5.220.139 ≤ 5.330.464; 5.220.139 = 5.212.990 + 7.149; 805 = 454 + 351; 45,63 %.
    assert_eq!(holding, [12, 13, 31, 32, 43, 44]);
}

#[test]
fn what_holds_and_what_could_not_be_checked_is_listed() {
    let output = tthc_in_columns(&root(), &["audit", "tests/figures/cu-chi-2019.yaml"], Some(40));
    let text = stdout(&output, 0);
    let summary = &text[text.find("\ntests/figures").unwrap()..];
    insta::assert_snapshot!(summary.trim(), @r"
    tests/figures/cu-chi-2019.yaml
      Khớp, dòng 13: Tỷ lệ nộp trực tuyến
        [Cấp huyện] = Nộp trực tuyến [Cấp
        huyện] / Hồ sơ thuộc thủ tục mức độ
        3 [Cấp huyện] (37,06% = 3.750 /
        10.119)
      Khớp, dòng 14: Tiếp nhận = Đã giải
        quyết [Cấp huyện] + Đang giải quyết
        (24.704 = 23.972 + 732)
      Khớp, dòng 15: Đã giải quyết [Cấp
        huyện] = Đúng hạn [Cấp huyện]
        (23.972 = 23.972)
      Khớp, dòng 27: Tỷ lệ nộp trực tuyến
        [Cấp xã] = Nộp trực tuyến [Cấp xã] /
        Hồ sơ thuộc thủ tục mức độ 3 [Cấp
        xã] (58,6% = 22.148 / 37.813)
      Khớp, dòng 28: Đã giải quyết [Cấp xã]
        = Đúng hạn [Cấp xã] + Trễ hạn
        (417.983 = 417.974 + 9)
      Không có gì để đối chiếu, dòng 33: Tỷ
        lệ hồ sơ trực tuyến 1,34%
    7 quan hệ: 5 khớp, 2 chỉ cắt bỏ phần lẻ,
      0 sai; 1 số liệu không có gì để đối
      chiếu
    ");
    assert!(summary.lines().all(|line| line.chars().count() <= 40), "{summary}");
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let output = tthc(&root(), &["audit", "khong-co.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("there is no file khong-co.yaml"), "{errors}");
}
