//! Results that are papers elsewhere: chains, cycles, the closure before abolition, and `propose` that refuses until every
//! dependent is settled or accepted.

use std::fs;

use serde_json::Value;

use crate::support::{Folder, OFFICE, failure, stdout, tthc, tthc_in_columns};

const REGISTER: &str = "
- {so_hieu: 01/2020/NĐ-CP, loai: Nghị định, trich_yeu: Về việc thử, co_quan_ban_hanh: Chính phủ}
";

const LICENCE: &str = "Giấy phép môi trường cơ sở";
const PERMIT: &str = "Giấy phép xây dựng trạm sạc";
const CERTIFICATE: &str = "Chứng chỉ vận hành trạm sạc";

/// A procedure that issues a result and asks for some papers.
fn procedure(code: &str, name: &str, result: &str, papers: &[&str]) -> String {
    let papers: String = papers
        .iter()
        .map(|paper| format!("  - {{ten: '{paper}', ban_sao: 1}}\n"))
        .collect();
    format!(
        "ma: {code}
ten: {name}
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Thử
trinh_tu: [{{ten: Nộp hồ sơ}}]
cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 10 ngày làm việc}}]
ket_qua: [{{ten: '{result}'}}]
doi_tuong: [Công dân Việt Nam]
co_quan_thuc_hien: [Sở Thử]
ho_so:
- giay_to:
  - {{ten: Tờ khai}}
{papers}"
    )
}

/// The licence is needed for the permit, the permit for the certificate, the certificate for a supply.
fn catalogue(more: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&[
        ("catalogue/r/catalogue.yaml", OFFICE),
        ("catalogue/r/van_ban/chung.yaml", REGISTER),
        (
            "catalogue/r/thong_ke/2025.csv",
            "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon\n\
             1.000002,Tỉnh,1250,0,1250,0,0,0,số liệu minh họa\n",
        ),
    ]);
    for (code, name, result, papers) in [
        ("1.000001", "Cấp giấy phép môi trường", LICENCE, &[] as &[&str]),
        (
            "1.000002",
            "Cấp giấy phép trạm sạc",
            PERMIT,
            &["Bản sao Giấy phép môi trường cơ sở"],
        ),
        (
            "1.000003",
            "Cấp chứng chỉ vận hành",
            CERTIFICATE,
            &["Bản sao Giấy phép xây dựng trạm sạc"],
        ),
        (
            "1.000004",
            "Đấu nối điện",
            "Văn bản trả lời",
            &["Bản sao Chứng chỉ vận hành trạm sạc"],
        ),
    ] {
        folder.write(&file(code), procedure(code, name, result, papers).as_bytes());
    }
    for (code, yaml) in more {
        folder.write(&file(code), yaml.as_bytes());
    }
    folder
}

fn file(code: &str) -> String {
    format!("catalogue/r/thu_tuc/thu/{code}.yaml")
}

fn decide(folder: &Folder, code: &str, outcome: &str, more: &[&str]) -> String {
    let args = [
        "decide",
        code,
        "--outcome",
        outcome,
        "--reason",
        "không cần nữa",
        "--by",
        "A",
    ];
    let amend = ["--amend", "Bãi bỏ: Điều 9 01/2020/NĐ-CP"];
    let args: Vec<&str> = args.iter().chain(&amend).chain(more).copied().collect();
    stdout(&tthc(folder.path(), &args), 0)
}

fn abolish(folder: &Folder, code: &str) -> String {
    decide(folder, code, "bai_bo", &[])
}

fn refused(folder: &Folder) -> String {
    let output = tthc(folder.path(), &["propose", "--out", "out"]);
    let errors = failure(&output);
    assert!(errors.contains("nothing was written"), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn proposed(folder: &Folder) -> String {
    stdout(&tthc(folder.path(), &["propose", "--out", "out"]), 0)
}

fn chain(folder: &Folder, args: &[&str]) -> String {
    let args: Vec<&str> = ["chain"].iter().chain(args).copied().collect();
    stdout(&tthc(folder.path(), &args), 0)
}

fn json(folder: &Folder, args: &[&str]) -> Value {
    let args: Vec<&str> = args.iter().chain(&["--format", "json"]).copied().collect();
    serde_json::from_str(&chain(folder, &args)).unwrap()
}

#[test]
fn abolishing_is_refused_until_each_dependent_is_settled_or_accepted() {
    let folder = catalogue(&[]);
    let said = abolish(&folder, "1.000001");
    assert!(said.contains("01 giấy tờ mất nguồn"), "{said}");
    let refusal = refused(&folder);
    for part in [
        "1.000001: thủ tục 1.000002 «Cấp giấy phép trạm sạc» còn cần kết quả của thủ tục 1.000001: «Bản sao Giấy phép môi trường cơ sở»",
        "2026/1.000001.yaml:2:5",
        "thu_tuc/thu/1.000002.yaml:13:",
        "Hồ sơ năm 2025 của thủ tục 1.000002: 1.250",
        "Cần kết quả của thủ tục 1.000002: 1.000003",
        "tthc decide 1.000001 --accept-dependent 1.000002",
    ] {
        assert!(refusal.contains(part), "{part}: {refusal}");
    }
    let accept = [
        "decide",
        "1.000001",
        "--accept-dependent",
        "1.000002",
        "--because",
        "giấy phép đã cấp còn dùng được 10 năm",
        "--by",
        "Bà B",
        "--on",
        "02/07/2026",
    ];
    stdout(&tthc(folder.path(), &accept), 0);
    insta::assert_snapshot!(
        fs::read_to_string(folder.path().join("catalogue/ra_soat/2026/1.000001.yaml"))
            .unwrap()
            .split("chap_nhan_phu_thuoc")
            .nth(1)
            .unwrap()
            .split("nguoi_quyet_dinh")
            .next()
            .unwrap()
    );
    proposed(&folder);
    let document = fs::read_to_string(folder.path().join("out/quyet-dinh.md")).unwrap();
    for part in [
        "Chấp nhận để thủ tục “Cấp giấy phép trạm sạc” (mã TTHC 1.000002) còn yêu cầu “Bản sao Giấy phép môi trường cơ sở”",
        "Giấy phép đã cấp còn dùng được 10 năm.",
    ] {
        assert!(document.contains(part), "{part}: {document}");
    }
}

#[test]
fn each_way_to_settle_a_dependent_is_enough() {
    // It goes too; then what needs its own result has to be settled.
    let folder = catalogue(&[]);
    abolish(&folder, "1.000001");
    abolish(&folder, "1.000002");
    let refusal = refused(&folder);
    assert!(
        refusal.contains("thủ tục 1.000003") && !refusal.contains("1.000001: thủ tục"),
        "{refusal}"
    );
    abolish(&folder, "1.000003");
    abolish(&folder, "1.000004");
    proposed(&folder);
    // A decision drops the paper from it, alone or for another one.
    let folder = catalogue(&[]);
    abolish(&folder, "1.000001");
    decide(
        &folder,
        "1.000002",
        "sua_doi_bo_sung",
        &["--drop-paper", "Bản sao Giấy phép môi trường cơ sở"],
    );
    proposed(&folder);
    // Another procedure that stays issues the same; one that only issues it again does not help.
    let again = procedure("1.000005", "Cấp lại giấy phép môi trường", LICENCE, &[]);
    let folder = catalogue(&[("1.000005", &again)]);
    abolish(&folder, "1.000001");
    assert!(refused(&folder).contains("thủ tục 1.000002"));
    let elsewhere = procedure("1.000006", "Cấp giấy phép môi trường tại khu công nghiệp", LICENCE, &[]);
    let folder = catalogue(&[("1.000005", &again), ("1.000006", &elsewhere)]);
    abolish(&folder, "1.000001");
    proposed(&folder);
    // That other one must not go in the same proposal.
    abolish(&folder, "1.000006");
    assert!(refused(&folder).contains("kết quả của thủ tục 1.000001, 1.000006"));
}

#[test]
fn a_successor_takes_the_result_over_or_does_not() {
    for outcome in ["thay_the", "hop_nhat"] {
        let other = procedure("1.000007", "Đăng ký môi trường", "Văn bản xác nhận", &[]);
        let folder = catalogue(&[("1.000007", &other)]);
        decide(&folder, "1.000001", outcome, &["--successor", "1.000007"]);
        assert!(refused(&folder).contains("thủ tục 1.000002"), "{outcome}");
        let heir = procedure(
            "1.000007",
            "Cấp giấy phép môi trường cơ sở và đăng ký môi trường",
            "Giấy phép",
            &[],
        );
        let folder = catalogue(&[("1.000007", &heir)]);
        decide(&folder, "1.000001", outcome, &["--successor", "1.000007"]);
        proposed(&folder);
    }
}

#[test]
fn a_dependency_that_comes_later_refuses_again_and_one_that_is_gone_is_told() {
    let folder = catalogue(&[]);
    abolish(&folder, "1.000001");
    let accept = |code: &str| {
        let args = [
            "decide",
            "1.000001",
            "--accept-dependent",
            code,
            "--because",
            "lý do",
            "--by",
            "B",
        ];
        tthc(folder.path(), &args)
    };
    stdout(&accept("1.000002"), 0);
    assert!(failure(&accept("1.000004")).contains("asks for no paper that is a result of 1.000001"));
    proposed(&folder);
    // Another procedure, and another paper of the one that was accepted.
    let paper = "Bản chính Giấy phép môi trường cơ sở";
    folder.write(
        &file("1.000008"),
        procedure("1.000008", "Cấp phép khác", "Văn bản", &[paper]).as_bytes(),
    );
    let two = procedure(
        "1.000002",
        "Cấp giấy phép trạm sạc",
        PERMIT,
        &["Bản sao Giấy phép môi trường cơ sở", paper],
    );
    folder.write(&file("1.000002"), two.as_bytes());
    let refusal = refused(&folder);
    assert!(
        refusal.contains("thủ tục 1.000008") && refusal.contains("thủ tục 1.000002") && refusal.contains(paper),
        "{refusal}"
    );
    assert!(!refusal.contains("«Bản sao Giấy phép môi trường cơ sở»"), "{refusal}");
    // Nothing needs it any more.
    fs::remove_file(folder.path().join(file("1.000008"))).unwrap();
    folder.write(
        &file("1.000002"),
        procedure("1.000002", "Cấp giấy phép trạm sạc", PERMIT, &[]).as_bytes(),
    );
    let listed = stdout(&tthc(folder.path(), &["decisions"]), 0);
    assert!(
        listed.contains("thủ tục 1.000002 không còn cần kết quả của thủ tục 1.000001"),
        "{listed}"
    );
}

#[test]
fn an_acceptance_says_why_and_who() {
    let folder = catalogue(&[]);
    abolish(&folder, "1.000001");
    let path = folder.path().join("catalogue/ra_soat/2026/1.000001.yaml");
    let before = fs::read_to_string(&path).unwrap();
    fs::write(
        &path,
        format!("{before}chap_nhan_phu_thuoc: [{{ma: 1.000002}}, {{ma: 9.999999, ly_do: x, nguoi: y}}]\n"),
    )
    .unwrap();
    let refusal = refused(&folder);
    for part in ["không ghi ly_do", "không ghi nguoi", "không có thủ tục «9.999999»"] {
        assert!(refusal.contains(part), "{part}: {refusal}");
    }
}

#[test]
fn a_paper_people_can_do_without_keeps_nothing_from_being_abolished() {
    for paper in [
        "Bản sao Giấy phép môi trường cơ sở (nếu có)",
        "Bản sao Giấy phép môi trường cơ sở hoặc Giấy đăng ký môi trường",
    ] {
        let folder = catalogue(&[("1.000002", &procedure("1.000002", "Cấp giấy phép", PERMIT, &[paper]))]);
        abolish(&folder, "1.000001");
        proposed(&folder);
        let json = json(&folder, &["1.000001"]);
        assert_eq!(json["dependents"][0]["standing"], "optional");
    }
}

#[test]
fn a_procedure_shows_what_it_needs_and_what_hangs_on_it() {
    let folder = catalogue(&[]);
    insta::assert_snapshot!(chain(&folder, &["1.000001"]));
    insta::assert_snapshot!(chain(&folder, &["1.000003"]));
    let json = json(&folder, &["1.000001"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
    let narrow = stdout(&tthc_in_columns(folder.path(), &["chain", "1.000001"], Some(60)), 0);
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    let errors = failure(&tthc(folder.path(), &["chain", "9.999999"]));
    assert!(errors.contains("no procedure 9.999999 in r"), "{errors}");
}

#[test]
fn the_catalogue_shows_its_chains_and_cycles() {
    let round = [
        procedure(
            "1.000011",
            "Chấp thuận vị trí",
            "Quyết định chấp thuận vị trí kho",
            &["Giấy phép phòng cháy kho hàng"],
        ),
        procedure(
            "1.000012",
            "Cấp phép kho",
            "Giấy phép phòng cháy kho hàng",
            &["Quyết định chấp thuận vị trí kho"],
        ),
    ];
    let folder = catalogue(&[("1.000011", &round[0]), ("1.000012", &round[1])]);
    insta::assert_snapshot!(chain(&folder, &[]));
    insta::assert_snapshot!(serde_json::to_string_pretty(&json(&folder, &[])).unwrap());
    let errors = failure(&tthc(folder.path(), &["chain", "--field", "Vũ trụ"]));
    assert!(errors.contains("fields there are: Thử"), "{errors}");
}

#[test]
fn workbooks_hold_the_same() {
    use calamine::{Data, Reader as _};
    let folder = catalogue(&[]);
    chain(&folder, &["--out", "tat-ca.xlsx"]);
    chain(&folder, &["1.000001", "--out", "mot.xlsx"]);
    let cells = |file: &str, sheet: &str| -> Vec<Vec<Data>> {
        let mut book = calamine::open_workbook_auto(folder.path().join(file)).unwrap();
        book.worksheet_range(sheet)
            .unwrap()
            .rows()
            .map(<[Data]>::to_vec)
            .collect()
    };
    let text = |text: &str| Data::String(text.to_owned());
    let chains = cells("tat-ca.xlsx", "Chuỗi");
    assert_eq!(chains[1][1], Data::Float(4.0));
    assert_eq!(chains[1][2], text("1.000001 → 1.000002 → 1.000003 → 1.000004"));
    assert_eq!(cells("tat-ca.xlsx", "Liên kết").len(), 4);
    assert_eq!(cells("tat-ca.xlsx", "Vòng").len(), 1);
    let one = cells("mot.xlsx", "Cần kết quả này");
    assert_eq!(one.len(), 4);
    assert_eq!(one[1][2], text("1.000002"));
    assert_eq!(one[1][5], text("thu_tuc/thu/1.000002.yaml:13"));
    assert_eq!(one[1][7], text("mất nguồn"));
    assert_eq!(one[1][9], Data::Float(1250.0));
    assert_eq!(one[2][9], text("–"));
    let first = fs::read(folder.path().join("mot.xlsx")).unwrap();
    chain(&folder, &["1.000001", "--out", "mot.xlsx"]);
    assert!(
        first == fs::read(folder.path().join("mot.xlsx")).unwrap(),
        "the same bytes every time"
    );
}
