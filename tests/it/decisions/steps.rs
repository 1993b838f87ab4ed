//! The steps of a decision, and histories that cannot be.

use super::*;

/// The first procedure takes a step on a day, on an act of a number and date.
fn taking<'a>(step: &'a str, on: &'a str, act: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["decide", "1.000001", "--by", "Lê C", "--step", step, "--on", on];
    args.extend(
        ["--document", "--document-date"]
            .iter()
            .zip(act)
            .flat_map(|(option, value)| [*option, *value]),
    );
    args
}

#[test]
fn a_decision_goes_its_way_step_by_step() {
    let folder = catalogue();
    let step = |step, on, act| run(&folder, &taking(step, on, act), 0);
    step("chon", "01/02/2026", &["9/KH-UBND", "30/01/2026"]);
    let path = "2026/1.000001.yaml";
    // A person's remark stays where it is.
    let planned = read(&folder, path).replace("qua_trinh:", "# theo kế hoạch năm\nqua_trinh:");
    folder.write(&format!("catalogue/ra_soat/{path}"), planned.as_bytes());
    assert!(run(&folder, &["decisions"], 0).contains("chưa có phương án"));
    // What is only selected keeps nothing else from being proposed.
    cut(&folder, &["1.000002"], &[], 0);
    run(&folder, &["propose", "--out", "ra"], 0);
    let too_early = refused(&folder, &taking("trinh", "02/07/2026", &[]));
    assert!(
        too_early.contains("bước Trình chưa ghi số, ký hiệu tờ trình"),
        "{too_early}"
    );
    assert!(
        too_early.contains("chưa qua bước Đề xuất nên chưa thể trình"),
        "{too_early}"
    );
    cut(&folder, &["1.000001"], &["--by", "Lê C"], 0);
    step("de_xuat", "02/07/2026", &[]);
    let nameless = refused(&folder, &taking("trinh", "03/07/2026", &[]));
    assert!(
        nameless.contains("bước Trình chưa ghi số, ký hiệu tờ trình"),
        "{nameless}"
    );
    assert!(
        nameless.contains("nothing was written: 1.000001 cannot take the step trinh yet"),
        "{nameless}"
    );
    step("trinh", "03/07/2026", &["12/TTr-STH", "02/07/2026"]);
    let back = taking("de_xuat", "04/07/2026", &[]);
    assert!(refused(&folder, &back).contains("trả từ bước Trình về bước Đề xuất mà không ghi lý do"));
    step("thong_qua", "10/07/2026", &["99/QĐ-UBND", "10/07/2026"]);
    assert!(refused(&folder, &back).contains("đã thông qua, không quay lại bước Đề xuất"));
    let not_normative = taking("thuc_thi", "01/09/2026", &["100/QĐ-BYT", "01/09/2026"]);
    assert!(refused(&folder, &not_normative).contains("100/QĐ-BYT không phải văn bản quy phạm pháp luật"));
    insta::assert_snapshot!(read(&folder, path).split("qua_trinh:").nth(1).unwrap(), @r"

    - buoc: chon
      ngay: 01/02/2026
      nguoi: Lê C
      van_ban: 9/KH-UBND
      ngay_van_ban: 30/01/2026
    - buoc: ra_soat
      ngay: 01/07/2026
      nguoi: Lê C
    - buoc: de_xuat
      ngay: 02/07/2026
      nguoi: Lê C
    - buoc: trinh
      ngay: 03/07/2026
      nguoi: Lê C
      van_ban: 12/TTr-STH
      ngay_van_ban: 02/07/2026
    - buoc: thong_qua
      ngay: 10/07/2026
      nguoi: Lê C
      van_ban: 99/QĐ-UBND
      ngay_van_ban: 10/07/2026
    ");
    assert!(read(&folder, path).contains("# theo kế hoạch năm\nqua_trinh:"));
    let listed = run(&folder, &["decisions", "--state", "thong_qua"], 0);
    assert!(
        listed.contains("Thông qua từ 10/07/2026, 99/QĐ-UBND ngày 10/07/2026"),
        "{listed}"
    );
    assert!(listed.contains("01 phương án cho 01 thủ tục"), "{listed}");
    let again = [&["decide", "1.000001", "--replace", "--by", "Lê C"], CUT.as_slice()].concat();
    assert!(refused(&folder, &again).contains("was approved already"));
}

/// Of several procedures all take a step or none does.
#[test]
fn a_step_of_several_procedures_is_taken_together() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--by", "Lê C"], 0);
    let before = read(&folder, "2026/1.000001.yaml");
    let step = [
        "decide",
        "1.000001",
        "1.000002",
        "--by",
        "Lê C",
        "--on",
        "02/07/2026",
        "--step",
    ];
    let said = refused(&folder, &[&step[..], &["de_xuat"]].concat());
    assert!(said.contains("no decision on 1.000002 in 2026-07-01"), "{said}");
    assert_eq!(before, read(&folder, "2026/1.000001.yaml"));
    cut(&folder, &["1.000002"], &["--by", "Lê C"], 0);
    run(&folder, &[&step[..], &["de_xuat"]].concat(), 0);
    assert!(
        read(&folder, "2026/1.000002.yaml").ends_with("  - buoc: de_xuat\n    ngay: 02/07/2026\n    nguoi: Lê C\n")
    );
}

#[test]
fn histories_that_cannot_be_are_named_with_their_line() {
    let folder = catalogue();
    cut(&folder, &["1.000001"], &["--by", "Lê C", "--on", "02/07/2026"], 0);
    let text = read(&folder, "2026/1.000001.yaml");
    let history = "  - buoc: thong_qua\n    ngay: 45/13/2026\n    nguoi: Lê C\n    van_ban: 9/QĐ-UBND\n  - buoc: trinh\n    ngay: 01/07/2026\n";
    folder.write(
        "catalogue/ra_soat/2026/1.000001.yaml",
        format!("{text}{history}").as_bytes(),
    );
    let said = run(&folder, &["check"], 1);
    for expected in [
        "không có ngày «45/13/2026»",
        "bước Thông qua chưa ghi ngày của văn bản",
        "chưa qua bước Trình nên chưa thể thông qua",
        "bước Trình ngày 01/07/2026 đứng sau bước ngày 02/07/2026",
        "bước Trình chưa ghi người thực hiện",
        "đã thông qua, không quay lại bước Trình",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}
