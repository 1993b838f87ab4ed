use super::*;

/// What is said of a report: the line, the message and the clues of each finding.
fn said(yaml: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("so-lieu.yaml");
    std::fs::write(&path, yaml).unwrap();
    let findings = match Source::read(&path) {
        Ok(source) => audit(&source).findings,
        Err(findings) => findings,
    };
    findings
        .iter()
        .map(|finding| {
            let clues = finding.evidence.iter().filter(|evidence| evidence.label == "gợi ý");
            let clues: String = clues.map(|clue| format!(" | {}", clue.text)).collect();
            format!("{}: {}{clues}", finding.place.line, finding.message)
        })
        .collect()
}

fn table(figures: &str, relation: &str) -> String {
    let lines: String = figures.split("; ").map(|line| format!("      {line}\n")).collect();
    format!("bang:\n  - ten: A\n    so_lieu:\n{lines}    quan_he:\n      - {relation}\n")
}

#[test]
fn shares_are_rounded_half_up_cut_off_or_wrong() {
    for (share, said_of_it) in [
        ("12,5%", ""),
        ("13%", ""),
        (
            "12%",
            "Tỷ lệ ghi 12% là cắt bỏ phần lẻ; 1 / 8 = 12,50%…, làm tròn là 13%",
        ),
        ("12,6%", "Tỷ lệ ghi 12,6%, nhưng 1 / 8 = 12,50%"),
        ("0,13", ""),
        (
            "0,12",
            "Tỷ lệ ghi 0,12 là cắt bỏ phần lẻ; 1 / 8 = 0,1250…, làm tròn là 0,13",
        ),
    ] {
        let found = said(&table(&format!("Tỷ lệ: {share}; a: 1; b: 8"), "Tỷ lệ = a / b"));
        let messages: Vec<&str> = found.iter().map(|said| said.split(" | ").next().unwrap()).collect();
        match said_of_it {
            "" => assert!(found.is_empty(), "{found:?}"),
            expected => assert_eq!(messages, [format!("4: {expected}")]),
        }
    }
}

#[test]
fn sums_of_rounded_numbers_may_be_off_by_the_rounding() {
    let sum = "a + b + c = 100%";
    assert_eq!(said(&table("a: 33,3%; b: 33,3%; c: 33,3%", sum)), [""; 0]);
    let found = said(&table("a: 33,3%; b: 33,3%; c: 33,1%", sum));
    assert_eq!(
        found,
        ["8: a + b + c = 33,3% + 33,3% + 33,1% = 99,7%, nhưng 100% (lệch 0,3%)"]
    );
    assert_eq!(said(&table("a: 1,2; b: 0,6; c: 1,9", "c = a + b")), [""; 0]);
    let found = said(&table("a: 12; b: 6; c: 19", "c = a + b"));
    assert_eq!(found, ["6: c ghi 19, nhưng a + b = 12 + 6 = 18 (lệch 1)"]);
}

#[test]
fn swapped_digits_are_suggested_with_what_else_they_would_break() {
    let two = "Tổng = a + b\n      - Tỷ lệ = a / Tổng";
    let found = said(&table("Tổng: 1.324; a: 1.000; b: 234; Tỷ lệ: 75,53%", two));
    assert_eq!(
        found,
        ["4: Tổng ghi 1.324, nhưng a + b = 1.000 + 234 = 1.234 (lệch 90) \
         | có thể đã đảo hai chữ số liền nhau: Tổng 1.234 thay vì 1.324; \
         nhưng khi đó «Tỷ lệ = a / Tổng» không còn khớp \
         | có thể đã đảo hai chữ số liền nhau: b 324 thay vì 234"]
    );
}

#[test]
fn another_denominator_is_named_when_one_fits() {
    let found = said(&table("Tỷ lệ: 25,00%; a: 50; b: 300; c: 200", "Tỷ lệ = a / b"));
    assert_eq!(
        found,
        ["4: Tỷ lệ ghi 25,00%, nhưng 50 / 300 = 16,67% | 25,00% khớp nếu mẫu số là c (200)"]
    );
}

#[test]
fn totals_of_tables_are_checked_figure_by_figure() {
    let yaml = "bang:
  - ten: Toàn huyện
    so_lieu: {Tiếp nhận: 30, Đúng hạn: 28, Tỷ lệ: 93%, Số xã: 2}
  - ten: Xã A
    so_lieu: {Tiếp nhận: 10, Đúng hạn: 9}
  - ten: Xã B
    so_lieu: {Tiếp nhận: 20, Đúng hạn: 20}
tong_bang:
  - Toàn huyện = Xã A + Xã B
";
    assert_eq!(
        said(yaml),
        ["3: Đúng hạn [Toàn huyện] ghi 28, nhưng Đúng hạn [Xã A] + Đúng hạn [Xã B] = 9 + 20 = 29 (lệch 1)"]
    );
    let missing = yaml.replace(", Đúng hạn: 20}", "}");
    assert_eq!(
        said(&missing),
        ["9: «Toàn huyện = Xã A + Xã B»: bảng «Xã B» thiếu số liệu «Đúng hạn»"]
    );
    let unknown = yaml.replace("+ Xã B", "+ Xã C");
    assert_eq!(said(&unknown), ["9: «Toàn huyện = Xã A + Xã C»: không có bảng «Xã C»"]);
}

#[test]
fn names_mean_the_figure_of_their_own_table() {
    let yaml = "bang:
  - ten: A
    so_lieu: {x: 1, y: 1}
    quan_he: [x = y]
  - ten: B
    so_lieu: {x: 2, y: 3}
    quan_he: [x < y, z = y]
quan_he:
  - x = y
  - X [a] <= y [ B ]
";
    assert_eq!(
        said(yaml),
        [
            "7: «z = y»: không có số liệu «z»",
            "9: «x = y»: nhiều bảng có số liệu «x»; ghi thêm tên bảng: x [tên bảng]",
        ]
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let found = said(&table("a: hai mươi; b: 0; c: 5; d: 1%", "d = c / b"));
    assert_eq!(
        found,
        [
            "4: a: không đọc được «hai mươi»: cần ghi một số, ví dụ: 33.294; 94,48%; 1,5",
            "7: «d = c / b» không tính được: mẫu số bằng 0 hoặc số quá lớn",
        ]
    );
    let found = said("bang:\n  - ten: A\n    so_lieu: {a: 1, a: 2}\n    quanhe: []\n");
    assert_eq!(
        found,
        ["3: khóa «a» ghi hai lần, lần đầu ở dòng 3", "4: không có khóa «quanhe»"]
    );
    assert_eq!(said("").len(), 1);
}

#[test]
fn no_text_makes_it_panic() {
    arbtest::arbtest(|u| {
        const PARTS: &[&str] = &[
            "a",
            "b [A]",
            "1",
            "99,9%",
            " + ",
            " - ",
            " / ",
            "(",
            ")",
            "=",
            "<=",
            "≥",
            "[",
            "]",
            "0",
            "%",
            "999.999.999.999.999",
        ];
        let mut relation = String::new();
        for _ in 0..u.int_in_range(0..=9)? {
            relation.push_str(PARTS[u.choose_index(PARTS.len())?]);
        }
        let figure = |u: &mut arbtest::arbitrary::Unstructured<'_>| -> arbtest::arbitrary::Result<&str> {
            Ok(*u.choose(&[
                "0",
                "1",
                "9,5%",
                "0,0000000000000000000000000001",
                "999.999.999.999.999",
                "10.000",
            ])?)
        };
        let (a, b) = (figure(u)?, figure(u)?);
        let yaml = format!(
            "bang:\n  - ten: A\n    so_lieu: {{a: \"{a}\", b: \"{b}\"}}\nquan_he:\n  - \"{relation}\"\n  - a = b / a\n  - b = a / b\n  - a + b = a / b\n"
        );
        said(&yaml);
        Ok(())
    });
}
