//! When a decision stands, what keeps it from being proposed, and its file.

use super::super::*;
use super::{Fixture, LICENCE, write};
use crate::catalogue::revision::Revisions;
use crate::finding::Severity;

const AMEND: &str = "
phuong_an: sua_doi_bo_sung
ly_do: Tra cứu được
sua_doi: [{bo_giay_to: Bản sao căn cước}]
kien_nghi: [{hanh_dong: Sửa đổi, van_ban: 10/2020/NĐ-CP, dieu_khoan: khoản 2 Điều 9}]
";

#[test]
fn a_complete_decision_has_no_problem() {
    let fixture = Fixture::new();
    assert_eq!(fixture.problems("1.000001", AMEND), Vec::<String>::new());
    assert_eq!(
        fixture.problems("1.000001", "phuong_an: giu_nguyen\nly_do: Cần thiết"),
        Vec::<String>::new()
    );
}

#[test]
fn each_problem_is_named_with_its_line() {
    let fixture = Fixture::new();
    for (from, to, expected) in [
        (
            "ly_do: Tra cứu được",
            "quy_tac: []",
            "2026/1.000001.yaml: quyết định không có lý do",
        ),
        (
            "kien_nghi: [{hanh_dong: Sửa đổi, van_ban: 10/2020/NĐ-CP, dieu_khoan: khoản 2 Điều 9}]",
            "kien_nghi: []",
            "2026/1.000001.yaml: không nêu văn bản phải sửa đổi, bãi bỏ",
        ),
        (
            "10/2020/NĐ-CP",
            "100/QĐ-BYT",
            "2026/1.000001.yaml:6:1: chỉ nêu văn bản không phải quy phạm pháp luật (quyết định công bố, kế hoạch, công văn)",
        ),
        (
            "10/2020/NĐ-CP",
            "77/2020/NĐ-CP",
            "2026/1.000001.yaml:6:43: văn bản «77/2020/NĐ-CP» không có trong van_ban/",
        ),
        (
            "10/2020/NĐ-CP",
            "09/2010/TT-BYT",
            "2026/1.000001.yaml:6:43: Thông tư số 9/2010/TT-BYT đã hết hiệu lực từ 01/01/2024 (Nghị định số 10/2020/NĐ-CP)",
        ),
        (
            "hanh_dong: Sửa đổi,",
            "hanh_dong: Xem,",
            "2026/1.000001.yaml:6:25: không có hành động «Xem»",
        ),
        (
            "hanh_dong: Sửa đổi, ",
            "",
            "2026/1.000001.yaml:6:13: không có hành động «»",
        ),
        (
            "sua_doi_bo_sung",
            "sua",
            "2026/1.000001.yaml:3:12: không có phương án «sua»",
        ),
        (
            "sua_doi_bo_sung",
            "bai_bo",
            "2026/1.000001.yaml:5:1: phương án bai_bo không đi cùng nội dung sửa đổi",
        ),
        (
            "Bản sao căn cước",
            "Sổ hộ khẩu",
            "2026/1.000001.yaml:5:11: hồ sơ không có giấy tờ «Sổ hộ khẩu»; đang có: Đơn đề nghị; Bản sao căn cước; Báo cáo thuyết minh",
        ),
        (
            "bo_giay_to: Bản sao căn cước",
            "lien_thong_voi: [9.999999]",
            "2026/1.000001.yaml:5:12: phiên bản này không có thủ tục «9.999999»",
        ),
        (
            "ly_do: Tra",
            "quy_tac: [R-99]\nly_do: Tra",
            "2026/1.000001.yaml:4:11: không có quy tắc «R-99»",
        ),
        (
            "ly_do: Tra",
            "cach_tinh: đoán\nly_do: Tra",
            "2026/1.000001.yaml:4:12: không có cách tính «đoán»",
        ),
        (
            "ly_do: Tra",
            "ngay: 45/13/2026\nly_do: Tra",
            "2026/1.000001.yaml:4:7: không có ngày «45/13/2026»",
        ),
        (
            "ly_do: Tra",
            "ngay: 29/02/2026\nly_do: Tra",
            "2026/1.000001.yaml:4:7: không có ngày «29/02/2026»",
        ),
        (
            "ly_do: Tra",
            "chuyen_sang: 1.000002\nly_do: Tra",
            "2026/1.000001.yaml:4:14: phương án sua_doi_bo_sung không chuyển sang thủ tục khác",
        ),
    ] {
        assert!(AMEND.contains(from), "{from}");
        assert_eq!(
            fixture.problems("1.000001", &AMEND.replacen(from, to, 1)),
            [expected],
            "{from} → {to}"
        );
    }
}

#[test]
fn a_procedure_can_only_be_merged_into_another_that_exists() {
    let fixture = Fixture::new();
    let merge = |successor: &str| {
        let text = format!(
            "phuong_an: hop_nhat\nly_do: Trùng\n{successor}\nkien_nghi: [{{hanh_dong: Bãi bỏ, van_ban: 10/2020/NĐ-CP}}]"
        );
        fixture.problems("1.000001", &text)
    };
    assert_eq!(merge("chuyen_sang: 1.000002.H17"), Vec::<String>::new());
    let missing = "không nêu thủ tục thay thế, nhận hợp nhất có trong phiên bản này";
    assert_eq!(merge(""), [format!("2026/1.000001.yaml:1:1: {missing}")]);
    assert_eq!(
        merge("chuyen_sang: 1.000009"),
        [format!("2026/1.000001.yaml:5:14: {missing}")]
    );
    assert_eq!(
        merge("chuyen_sang: 1.000001.H17"),
        ["2026/1.000001.yaml:5:14: thủ tục chuyển sang chính nó"]
    );
}

#[test]
fn working_faster_needs_no_normative_document() {
    let fixture = Fixture::new();
    let faster = AMEND
        .replace("bo_giay_to: Bản sao căn cước", "thoi_han: 05 ngày làm việc")
        .replace("10/2020/NĐ-CP", "100/QĐ-BYT");
    assert_eq!(fixture.problems("1.000001", &faster), Vec::<String>::new());
}

#[test]
fn a_decision_goes_stale_with_the_text_it_judged() {
    let fixture = Fixture::new();
    let decisions = fixture.decisions(&[("1.000001", AMEND)]);
    let decision = &decisions.iter().next().unwrap().decision;
    assert_eq!(state(decision, &fixture.catalogue), State::Current);
    let respelled = LICENCE
        .replace("ma: 1.000001", "# đã soát\nma: 1.000001")
        .replace("10 ngày", "10  ngày");
    let fixture = Fixture::with(&[("thu_tuc/a/1.000001.yaml", &respelled)]);
    assert_eq!(state(decision, &fixture.catalogue), State::Current);
    let changed = LICENCE
        .replace("10 ngày làm việc", "08 ngày làm việc")
        .replace("so_bo: 2", "so_bo: 1");
    let fixture = Fixture::with(&[("thu_tuc/a/1.000001.yaml", &changed)]);
    assert_eq!(
        state(decision, &fixture.catalogue),
        State::Stale(Changes {
            fields: vec!["Cách thức thực hiện", "Số lượng hồ sơ"],
            rules: Vec::new(),
        })
    );
    let report = problems(decisions.iter().next().unwrap(), &fixture.catalogue);
    assert_eq!(
        report[0].message,
        "thủ tục đã thay đổi sau khi xem, ở: Cách thức thực hiện, Số lượng hồ sơ"
    );
    let gone = LICENCE.replace("Bản sao căn cước", "Bản sao hộ chiếu");
    let fixture = Fixture::with(&[("thu_tuc/a/1.000001.yaml", &gone)]);
    let recorded = decisions.iter().next().unwrap();
    assert_eq!(problems(recorded, &fixture.catalogue).len(), 2);
    let standing = standing(recorded, &fixture.catalogue);
    assert_eq!(standing.len(), 1, "{standing:?}");
    assert_eq!(
        (standing[0].severity, standing[0].message.as_str()),
        (Severity::Medium, "thủ tục đã thay đổi sau khi xem, ở: Thành phần hồ sơ")
    );
    let elsewhere = Decision {
        code: "1.000009".into(),
        ..decision.clone()
    };
    assert_eq!(state(&elsewhere, &fixture.catalogue), State::NoProcedure);
}

#[test]
fn a_decision_that_looked_at_nothing_cannot_be_proposed() {
    let fixture = Fixture::new();
    let recorded = Recorded::new(
        "x.yaml",
        Decision {
            code: "1.000001".into(),
            outcome: "giu_nguyen".into(),
            reason: "Cần".to_owned(),
            ..Decision::default()
        },
    );
    let found = problems(&recorded, &fixture.catalogue);
    assert_eq!(
        found[0].message,
        "không ghi nội dung đã xem nên không biết thủ tục có thay đổi hay chưa"
    );
}

#[test]
fn a_recorded_decision_reads_back_the_same() {
    let fixture = Fixture::new();
    let folder = Decisions::folder(fixture.folder.path());
    let decision = Decision {
        code: "1.000001.H17".into(),
        revision: "2026-07-01".to_owned(),
        outcome: "bai_bo".into(),
        reason: "Trong 05 năm: không có # hồ sơ\nDòng hai".to_owned(),
        enactments: vec![Enactment {
            action: "Sửa đổi, bổ sung".into(),
            document: "10/2020/NĐ-CP".into(),
            clause: Some("khoản 2 Điều 9".into()),
        }],
        decided_on: Some("20/07/2026".into()),
        judged: judged(&fixture.catalogue.get("1.000001").unwrap().procedure),
        ..Decision::default()
    };
    let place = file_of(2026, &decision);
    let path = record(&folder, &place, &decision, false).unwrap();
    assert_eq!(path, folder.join("2026/1.000001.yaml"));
    let (read, findings) = Decisions::load(&folder);
    assert_eq!(findings, []);
    assert_eq!(read.iter().next().unwrap().decision, decision);
    let refused = record(&folder, &place, &decision, false).unwrap_err();
    assert!(
        refused
            .to_string()
            .ends_with("use --replace to write a new decision in its place"),
        "{refused}"
    );
    assert!(record(&folder, &place, &decision, true).is_ok());
}

#[test]
fn every_mistake_in_a_file_is_named() {
    let fixture = Fixture::new();
    let folder = Decisions::folder(fixture.folder.path());
    write(
        &folder.join("2026/1.000001.yaml"),
        "ma: 1.000001\nphuong_án: bai_bo\nsua_doi:\n  - {bo_giayto: A}\nda_xem:\n  ten: 12a\n",
    );
    let (decisions, findings) = Decisions::load(&folder);
    assert_eq!(decisions.iter().count(), 0);
    let found: Vec<_> = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.place, finding.message))
        .collect();
    assert_eq!(
        found,
        [
            "2026/1.000001.yaml:2:1: không có khóa «phuong_án»",
            "2026/1.000001.yaml:4:6: không có khóa «bo_giayto»"
        ]
    );
}

#[test]
fn files_that_would_drop_out_without_a_word_are_named() {
    let fixture = Fixture::new();
    let folder = Decisions::folder(fixture.folder.path());
    write(&folder.join("2026/1.000001.yaml"), "");
    write(&folder.join("2026/1.000002.yaml"), "---\n# xem sau\n");
    write(&folder.join("2026/1.000003.yml"), "ma: 1.000003\n");
    write(&folder.join("ghi-chu.md"), "không phải quyết định");
    let (decisions, findings) = Decisions::load(&folder);
    assert_eq!(decisions.iter().count(), 0);
    let found: Vec<_> = findings
        .iter()
        .map(|finding| format!("{}: {}; {}", finding.place, finding.message, finding.advice))
        .collect();
    assert_eq!(
        found,
        [
            "2026/1.000001.yaml:1:1: tệp trống; ghi nội dung hoặc xóa tệp",
            "2026/1.000002.yaml:1:1: tệp trống; ghi nội dung hoặc xóa tệp",
            "2026/1.000003.yml: tệp không được đọc; đổi đuôi tệp thành .yaml",
        ]
    );
}

#[test]
fn a_decision_on_no_revision_is_named() {
    let fixture = Fixture::new();
    let revisions = Revisions::new(fixture.folder.path());
    let folder = Decisions::folder(fixture.folder.path());
    let astray = |revision: &str, opened: &[&str]| {
        write(
            &folder.join("2026/1.000001.yaml"),
            &format!("# thử\nma: 1.000001\n{revision}\n"),
        );
        let (decisions, findings) = Decisions::load(&folder);
        assert_eq!(findings, []);
        let found = decisions.astray(&revisions, opened).into_iter();
        found
            .map(|finding| format!("{}: {}; {}", finding.place, finding.message, finding.advice))
            .collect::<Vec<_>>()
    };
    let advice = "ghi phien_ban là một trong: 2026-07-01";
    assert_eq!(
        astray("phien_ban: 2026-07-02", &["2026-07-01"]),
        [format!(
            "2026/1.000001.yaml:3:12: không có phiên bản «2026-07-02»; {advice}"
        )]
    );
    for empty in ["", "phien_ban: ''", "phien_ban: ' '"] {
        let line = if empty.is_empty() { "2:1" } else { "3:12" };
        assert_eq!(
            astray(empty, &[]),
            [format!(
                "2026/1.000001.yaml:{line}: quyết định không ghi phiên bản đã xem; {advice}"
            )]
        );
    }
    assert_eq!(astray("phien_ban: 2026-07-01", &[]), Vec::<String>::new());
    assert_eq!(
        astray("phien_ban: 2024-01-01", &["HEAD~3:catalogue/2024-01-01"]),
        Vec::<String>::new()
    );
}

#[test]
fn decisions_belong_to_a_revision_by_whatever_name_it_is_opened() {
    let fixture = Fixture::new();
    let decisions = fixture.decisions(&[("1.000001", AMEND)]);
    for name in ["2026-07-01", "HEAD:catalogue/2026-07-01", "catalogue/2026-07-01/"] {
        assert_eq!(decisions.on(name).count(), 1, "{name}");
    }
    assert_eq!(decisions.on("2025-06-30").count(), 0);
}
