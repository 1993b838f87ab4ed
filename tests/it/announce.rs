//! The decision that announces procedures, made from two revisions.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, OFFICE, failure, root, stdout, tthc};

const REGISTER: &str = "
- {so_hieu: 01/2020/NĐ-CP, loai: Nghị định, trich_yeu: Về việc cũ, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2020, ngay_hieu_luc: 01/03/2020}
- {so_hieu: 02/2019/NĐ-CP, loai: Nghị định, trich_yeu: Về việc ghi muộn, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2019, ngay_hieu_luc: 01/03/2019}
- {so_hieu: 05/2026/NĐ-CP, loai: Nghị định, trich_yeu: Về việc mới, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2026, ngay_hieu_luc: 01/03/2026}
";

const HOSTILE: &str = "<w:p>&\"#let x | *A* \\ {{ y }}";

/// A procedure of a level, with the legal bases given.
fn procedure(code: &str, name: &str, more: &str) -> String {
    format!(
        "ma: {code}
ten: '{name}'
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Thử
trinh_tu: [{{ten: Nộp hồ sơ}}]
cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 10 ngày làm việc, phi_le_phi: [{{muc: Không}}]}}]
ho_so: [{{giay_to: [{{ten: 'Tờ khai {code}'}}]}}]
doi_tuong: [Công dân Việt Nam]
co_quan_thuc_hien: [Sở Thử]
{more}"
    )
}

/// A revision: its folder, what its head says more, and its procedures.
fn revision(folder: &Folder, name: &str, day: &str, procedures: &[(&str, &str)]) {
    let head = OFFICE.replace("ngay: 01/07/2026", &format!("ngay: {day}")).replace(
        "  tham_quyen:",
        "  can_cu_cong_bo: [{noi_dung: Căn cứ Luật Công bố}, {noi_dung: Căn cứ Luật Chưa rõ, can_kiem_tra: true}, {noi_dung: Theo đề nghị của Giám đốc Sở Thử}]
  tham_quyen:",
    );
    folder.write(&format!("catalogue/{name}/catalogue.yaml"), head.as_bytes());
    folder.write(&format!("catalogue/{name}/van_ban/chung.yaml"), REGISTER.as_bytes());
    for (code, text) in procedures {
        folder.write(&format!("catalogue/{name}/thu_tuc/thu/{code}.yaml"), text.as_bytes());
    }
}

fn two(old: &[(&str, &str)], new: &[(&str, &str)]) -> Folder {
    let folder = Folder::new(&[]);
    revision(&folder, "cu", "01/07/2025", old);
    revision(&folder, "moi", "01/07/2026", new);
    folder
}

/// What a run leaves: the Markdown, the manifest, standard error.
struct Made {
    text: String,
    manifest: Value,
    warnings: String,
}

fn announce(folder: &Path, out: &Path, args: &[&str]) -> Made {
    let target = out.to_str().unwrap();
    let mut all = vec!["announce"];
    all.extend(args);
    all.extend(["--out", target, "--format", "md"]);
    let output = tthc(folder, &all);
    stdout(&output, 0);
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    Made {
        text: read("quyet-dinh-cong-bo.md"),
        manifest: serde_json::from_str(&read("manifest-cong-bo.json")).unwrap(),
        warnings: String::from_utf8(output.stderr).unwrap(),
    }
}

fn made(folder: &Folder, args: &[&str]) -> Made {
    let mut all = vec!["cu", "moi"];
    all.extend(args);
    announce(folder.path(), &folder.path().join("ra"), &all)
}

fn shipped(args: &[&str]) -> Made {
    let out = tempfile::tempdir().unwrap();
    let mut all = vec!["2025-06-30", "2026-07-01"];
    all.extend(args);
    announce(&root(), out.path(), &all)
}

const BASIS: &str = "can_cu_phap_ly: [{so_hieu: 01/2020/NĐ-CP}]\n";
const NEW_BASIS: &str = "can_cu_phap_ly: [{so_hieu: 01/2020/NĐ-CP}, {so_hieu: 05/2026/NĐ-CP}]\n";

#[test]
fn every_announced_procedure_of_the_shipped_revisions_stands_in_one_list_and_is_traced() {
    let made = shipped(&[]);
    let mut seen = BTreeSet::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in made.manifest["rows"].as_array().unwrap() {
        let code = row["code"].as_str().unwrap();
        assert!(seen.insert(code.to_owned()), "{code} twice");
        let file = row["file"].as_str().unwrap();
        let record = fs::read_to_string(root().join("catalogue").join(file)).unwrap();
        assert!(record.contains(&format!("ma: {code}")), "{file}");
        *counts.entry(row["list"].as_str().unwrap()).or_default() += 1;
        assert!(made.text.contains(row["name"].as_str().unwrap()), "{code}");
        for basis in row["bases"].as_array().unwrap() {
            let record = fs::read_to_string(root().join("catalogue").join(basis["file"].as_str().unwrap())).unwrap();
            assert!(record.contains(basis["document"].as_str().unwrap()), "{basis}");
        }
    }
    assert_eq!(
        counts,
        BTreeMap::from([("moi", 7), ("sua_doi", 75), ("thay_the", 7), ("bai_bo", 9)])
    );
    assert!(made.text.contains(
        "Danh mục 98 thủ tục hành chính thuộc thẩm quyền quản lý và giải quyết của Thành phố Hồ Chí Minh, gồm: 07 thủ tục mới ban hành; 75 thủ tục được sửa đổi, bổ sung; 07 thủ tục được thay thế; 09 thủ tục bị bãi bỏ"
    ));
}

#[test]
fn spelling_and_the_record_alone_are_not_announced() {
    let made = shipped(&[]);
    let left: BTreeMap<&str, &str> = made.manifest["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|left| (left["code"].as_str().unwrap(), left["reason"].as_str().unwrap()))
        .collect();
    // Only spelled otherwise; only the number of the announcing decision is another; only a ministry carries it out.
    for (code, reason) in [
        ("1.001653", "chính tả"),
        ("1.001737", "thông tin của hồ sơ"),
        ("2.002470", "cấp bộ"),
    ] {
        assert!(left[code].contains(reason), "{code}: {}", left[code]);
        assert!(!made.text.contains(code), "{code}");
    }
    let all = shipped(&["--all"]);
    assert!(all.text.contains("1.001653") && all.text.contains("1.001737"));
}

#[test]
fn what_the_records_do_not_say_is_left_open_and_named_with_its_file() {
    let made = shipped(&[]);
    let open = |row: &&Value| row["list"] != "moi" && row["bases"].as_array().unwrap().is_empty();
    let rows = made.manifest["rows"].as_array().unwrap();
    let open: Vec<&Value> = rows.iter().filter(open).collect();
    assert!(!open.is_empty());
    for row in open {
        let (code, file) = (row["code"].as_str().unwrap(), row["file"].as_str().unwrap());
        let named = |line: &str| line.starts_with(&format!("warning: {file}:")) && line.contains("để trống");
        assert!(made.warnings.lines().any(named), "{code} {file}");
        let line = made
            .text
            .lines()
            .find(|line| line.contains(&format!("| {code} |")))
            .unwrap();
        assert!(line.contains("| … |"), "{line}");
    }
    assert_eq!(
        made.warnings.lines().count(),
        made.manifest["findings"].as_array().unwrap().len()
    );
}

#[test]
fn what_is_not_certain_is_not_printed_until_the_office_says_so() {
    let made = shipped(&[]);
    assert!(!made.text.contains("02/2017/TT-VPCP") && !made.text.contains("367/2025/NĐ-CP"));
    assert!(
        made.warnings
            .contains("căn cứ chưa đối chiếu nên không in: Căn cứ Thông tư số 02/2017/TT-VPCP")
    );
    // The same circular was in use when the older revision applied.
    let before = shipped(&["--as-of", "01/08/2025"]);
    assert!(
        before
            .text
            .contains("Căn cứ Thông tư số 02/2017/TT-VPCP ngày 31 tháng 10 năm 2017")
    );
    assert!(before.text.contains("Căn cứ Nghị định số 118/2025/NĐ-CP"));

    let folder = two(&[], &[("1.000001", &procedure("1.000001", "A", BASIS))]);
    let text = made_text(&folder);
    assert!(text.contains("*Căn cứ Luật Công bố;*") && !text.contains("Luật Chưa rõ"));
    let head = folder.path().join("catalogue/moi/catalogue.yaml");
    let settled = fs::read_to_string(&head).unwrap().replace(", can_kiem_tra: true", "");
    folder.write("catalogue/moi/catalogue.yaml", settled.as_bytes());
    assert!(made_text(&folder).contains("Luật Chưa rõ"));
}

fn made_text(folder: &Folder) -> String {
    made(folder, &[]).text
}

#[test]
fn the_text_of_two_fields() {
    let made = shipped(&[
        "--field",
        "Chứng thực",
        "--field",
        "dat dai",
        "--totals",
        "--numbering",
        "restart",
    ]);
    insta::assert_snapshot!(made.text);
}

#[test]
fn the_form_of_a_ministry_has_its_columns() {
    let made = shipped(&["--field", "Chứng thực", "--field", "Đất đai", "--form", "bo"]);
    for line in [
        "| STT | Tên thủ tục hành chính | Lĩnh vực | Cơ quan thực hiện |",
        "| STT | Số hồ sơ TTHC | Tên thủ tục hành chính | Tên VBQPPL quy định nội dung sửa đổi, bổ sung | Lĩnh vực | Cơ quan thực hiện |",
        "| STT | Số hồ sơ TTHC | Tên thủ tục hành chính được thay thế | Tên thủ tục hành chính thay thế | Tên VBQPPL quy định nội dung thay thế | Lĩnh vực | Cơ quan thực hiện |",
        "| STT | Số hồ sơ TTHC | Tên thủ tục hành chính bị bãi bỏ | Tên VBQPPL quy định việc bãi bỏ thủ tục hành chính | Lĩnh vực | Cơ quan thực hiện | Số quyết định đã công bố |",
        "- Như Điều 3;",
    ] {
        assert!(made.text.lines().any(|known| known == line), "{line}");
    }
    assert!(!made.text.contains("Điều 4"));
}

#[test]
fn names_that_look_like_markup_stay_names() {
    let folder = two(&[], &[("1.000001", &procedure("1.000001", HOSTILE, BASIS))]);
    let out = folder.path().join("ra");
    let args = [
        "announce",
        "cu",
        "moi",
        "--out",
        out.to_str().unwrap(),
        "--format",
        "docx,html,md",
    ];
    stdout(&tthc(folder.path(), &args), 0);
    let page = fs::read_to_string(out.join("quyet-dinh-cong-bo.html")).unwrap();
    assert!(page.contains("&lt;w:p&gt;&amp;") && !page.contains("<w:p>&"));
    let text = fs::read_to_string(out.join("quyet-dinh-cong-bo.md")).unwrap();
    assert!(text.contains(r#"\<w:p\>\&"\#let x \| \*A\* \\ \{\{ y \}\}"#), "{text}");
    let file = fs::File::open(out.join("quyet-dinh-cong-bo.docx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut word = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut word).unwrap();
    assert!(word.contains("&lt;w:p&gt;&amp;"), "the name is not in the Word file");
}

#[test]
fn what_cannot_be_seen_in_a_name_is_made_visible() {
    let text = procedure("1.000001", "A", "").replace("'A'", "\"A\\aB\\nC\\u202eD\"");
    let folder = two(&[], &[("1.000001", &text)]);
    let made = made(&folder, &[]);
    assert!(made.text.contains("| A⟨U+0007⟩B C⟨U+202E⟩D |"), "{}", made.text);
    // The warnings stand on a line each, whatever the name.
    let warnings: Vec<&str> = made.warnings.lines().collect();
    assert!(
        warnings.iter().all(|line| line.starts_with("warning: moi/")),
        "{warnings:?}"
    );
    assert!(warnings[1].contains("«A⟨U+0007⟩B C⟨U+202E⟩D»"), "{warnings:?}");
}

#[test]
fn an_office_that_is_no_people_s_committee_has_the_form_of_a_ministry() {
    let folder = two(&[], &[("1.000001", &procedure("1.000001", "A", BASIS))]);
    let head = folder.path().join("catalogue/moi/catalogue.yaml");
    let ministry = fs::read_to_string(&head)
        .unwrap()
        .replace("ten: Ủy ban nhân dân tỉnh Thử", "ten: Bộ Thử");
    folder.write("catalogue/moi/catalogue.yaml", ministry.as_bytes());
    let text = made_text(&folder);
    assert!(
        text.contains("**Về việc công bố thủ tục hành chính mới ban hành lĩnh vực Thử"),
        "{text}"
    );
    assert!(text.contains("| 1 | A | Thử | Sở Thử |"), "{text}");
    assert!(made(&folder, &["--form", "tinh"]).text.contains("| 1 | 1.000001 | A |"));
}

#[test]
fn one_procedure_gives_one_list_and_its_own_words() {
    let folder = two(
        &[("1.000001", &procedure("1.000001", "A", BASIS))],
        &[("1.000001", &procedure("1.000001", "A", NEW_BASIS))],
    );
    let made = made(&folder, &["--totals"]);
    assert!(made.text.contains(
        "**Về việc công bố Danh mục thủ tục hành chính được sửa đổi, bổ sung lĩnh vực Thử thuộc phạm vi chức năng quản lý của Sở Thử**"
    ));
    assert!(
        made.text
            .contains("Danh mục 01 thủ tục hành chính được sửa đổi, bổ sung lĩnh vực Thử")
    );
    assert!(made.text.contains("- Thủ tục hành chính cấp tỉnh: 01."));
    assert!(made.text.contains("| 1 | 1.000001 | A | 10 ngày làm việc | Trực tiếp | Không | Nghị định số 05/2026/NĐ-CP ngày 05 tháng 02 năm 2026 của Chính phủ |"));
    for absent in ["MỚI BAN HÀNH", "THAY THẾ (", "BÃI BỎ"] {
        assert!(!made.text.contains(absent), "{absent}");
    }
    assert_eq!(made.warnings.lines().count(), 1, "{}", made.warnings);
}

#[test]
fn a_document_that_applied_before_is_not_given_as_the_reason() {
    let late = "can_cu_phap_ly: [{so_hieu: 01/2020/NĐ-CP}, {so_hieu: 02/2019/NĐ-CP}, {so_hieu: 461/QĐ-BXD}]\n";
    let folder = two(
        &[("1.000001", &procedure("1.000001", "A", BASIS))],
        &[("1.000001", &procedure("1.000001", "A", late))],
    );
    let made = made(&folder, &[]);
    let row = made.text.lines().find(|line| line.starts_with("| 1 |")).unwrap();
    assert!(row.contains("| … |") && !row.contains("02/2019"), "{row}");
    let said = "moi/thu_tuc/thu/1.000001.yaml";
    let warned = |line: &&str| line.contains(said) && line.contains("hoặc chưa rõ ngày: 02/2019/NĐ-CP)");
    assert!(made.warnings.lines().any(|line| warned(&line)), "{}", made.warnings);
}

#[test]
fn what_abolishes_a_procedure_is_what_the_register_says() {
    let old = [
        ("1.000001", procedure("1.000001", "A", BASIS)),
        ("1.000002", procedure("1.000002", "B khác", BASIS)),
    ];
    let old: Vec<(&str, &str)> = old.iter().map(|(code, text)| (*code, text.as_str())).collect();
    let folder = two(&old, &old[..1]);
    let open = made(&folder, &[]);
    assert!(
        open.text.contains("| 1 | 1.000002 | B khác | … | Thử | Sở Thử | … |"),
        "{}",
        open.text
    );
    assert!(open.warnings.contains("cu/thu_tuc/thu/1.000002.yaml"));
    let register = REGISTER.replace(
        "co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2026",
        "co_quan_ban_hanh: Chính phủ, bai_bo_thu_tuc: [1.000002], ngay_ban_hanh: 05/02/2026",
    );
    folder.write("catalogue/moi/van_ban/chung.yaml", register.as_bytes());
    let said = made(&folder, &[]);
    assert!(
        said.text.contains("| 1 | 1.000002 | B khác | Nghị định số 05/2026/NĐ-CP ngày 05 tháng 02 năm 2026 của Chính phủ về việc mới | Thử | Sở Thử | … |"),
        "{}",
        said.text
    );
    assert!(!said.warnings.contains("1.000002"), "{}", said.warnings);
}

#[test]
fn a_guess_of_the_comparison_is_no_replacement() {
    let same = procedure("1.000001", "Cấp giấy phép thử nghiệm thiết bị", BASIS);
    let folder = two(
        &[("1.000001", &same)],
        &[("1.000009", &same.replace("ma: 1.000001", "ma: 1.000009"))],
    );
    let made = made(&folder, &[]);
    assert_eq!(made.manifest["counts"]["thay_the"], 0);
    assert_eq!(made.manifest["counts"]["moi"], 1);
    assert_eq!(made.manifest["counts"]["bai_bo"], 1);
    assert!(made.warnings.contains("chưa ai xác nhận"), "{}", made.warnings);
    stdout(
        &tthc(
            folder.path(),
            &[
                "lineage",
                "confirm",
                "1.000001",
                "--into",
                "1.000009",
                "--by",
                "Nguyễn Văn A",
            ],
        ),
        0,
    );
    let confirmed = self::made(&folder, &[]);
    assert_eq!(confirmed.manifest["counts"]["thay_the"], 1);
    assert_eq!(confirmed.manifest["counts"]["moi"], 0);
    assert_eq!(confirmed.manifest["counts"]["bai_bo"], 0);
}

#[test]
fn nothing_to_announce_writes_nothing() {
    let same = procedure("1.000001", "A", BASIS);
    let folder = two(&[("1.000001", &same)], &[("1.000001", &same)]);
    let said = stdout(&tthc(folder.path(), &["announce", "cu", "moi", "--out", "ra"]), 0);
    assert_eq!(
        said,
        "Không có thủ tục nào phải công bố giữa cu và moi; không ghi tệp nào.\n"
    );
    assert!(!folder.path().join("ra").exists());
}

#[test]
fn revisions_with_mistakes_are_refused_with_their_lines() {
    let folder = two(&[], &[("1.000001", "ma: 1.000001\nten: A\nsai_khoa: 1\n")]);
    let errors = failure(&tthc(folder.path(), &["announce", "cu", "moi", "--out", "ra"]));
    assert!(errors.contains("thu_tuc/thu/1.000001.yaml:3:1"), "{errors}");
    assert!(!folder.path().join("ra").exists());
    let errors = failure(&tthc(
        &root(),
        &[
            "announce",
            "2025-06-30",
            "2026-07-01",
            "--field",
            "Không có",
            "--out",
            "ra",
        ],
    ));
    assert!(errors.contains("no procedure of field"), "{errors}");
}

#[test]
fn the_same_revisions_give_the_same_bytes_and_no_stale_file_stays() {
    let folder = two(&[], &[("1.000001", &procedure("1.000001", "A", BASIS))]);
    let run = |out: &str, formats: &str| {
        stdout(
            &tthc(
                folder.path(),
                &["announce", "cu", "moi", "--out", out, "--format", formats],
            ),
            0,
        )
    };
    run("a", "docx,html,md");
    run("b", "docx,html,md");
    for name in [
        "quyet-dinh-cong-bo.docx",
        "quyet-dinh-cong-bo.html",
        "quyet-dinh-cong-bo.md",
        "manifest-cong-bo.json",
    ] {
        let read = |out: &str| fs::read(folder.path().join(out).join(name)).unwrap();
        assert_eq!(read("a"), read("b"), "{name}");
    }
    assert!(run("a", "md").contains("Đã xóa a/quyet-dinh-cong-bo.docx của lần trước"));
    assert!(!folder.path().join("a/quyet-dinh-cong-bo.html").exists());
}

/// The second part of a ministry's annex: eleven parts a procedure, what is new in it in italics; none for what goes.
#[test]
fn a_ministry_says_what_each_procedure_consists_of() {
    let same = procedure("1.000001", "A", "");
    let shorter = same
        .replace("10 ngày", "07 ngày")
        .replace(
            "[{ten: 'Tờ khai 1.000001'}]",
            "[{ten: 'Tờ khai 1.000001', mau: Mẫu 01, ban_chinh: 1}, {ten: Ảnh, neu_co: true}]",
        )
        .replace("[Công dân Việt Nam]", "[Công dân Việt Nam, Doanh nghiệp]");
    let gone = procedure("1.000002", "B", "");
    let new = procedure("1.000003", "C", "so_bo: 2");
    let folder = two(
        &[("1.000001", &same), ("1.000002", &gone)],
        &[("1.000001", &shorter), ("1.000003", &new)],
    );
    let made = |form: &str| {
        let out = folder.path().join(form);
        announce(folder.path(), &out, &["cu", "moi", "--form", form]).text
    };
    let text = made("bo");
    let second = text.split_once("PHẦN II. NỘI DUNG CỤ THỂ").unwrap().1;
    assert!(text.contains("## PHẦN I. DANH MỤC THỦ TỤC HÀNH CHÍNH"));
    insta::assert_snapshot!(second, @r#"
     CỦA TỪNG THỦ TỤC HÀNH CHÍNH

    *Phần chữ in nghiêng là nội dung được sửa đổi, bổ sung, thay thế so với nội dung đã công bố.*

    #### 1. C (Mã TTHC 1.000003)

    **a) Trình tự thực hiện:** Nộp hồ sơ

    **b) Cách thức thực hiện:** Trực tiếp

    **c) Thành phần, số lượng hồ sơ:**

    - Tờ khai 1.000003
    - Số lượng hồ sơ: 02 bộ

    **d) Thời hạn giải quyết:** 10 ngày làm việc

    **đ) Đối tượng thực hiện thủ tục hành chính:** Công dân Việt Nam

    **e) Cơ quan thực hiện thủ tục hành chính:** Sở Thử

    **g) Kết quả thực hiện thủ tục hành chính:** …

    **h) Phí, lệ phí:** Không

    **i) Tên mẫu đơn, mẫu tờ khai:** Không.

    **k) Yêu cầu, điều kiện thực hiện thủ tục hành chính:** Không.

    **l) Căn cứ pháp lý của thủ tục hành chính:** …

    #### 2. A (Mã TTHC 1.000001)

    **a) Trình tự thực hiện:** Nộp hồ sơ

    **b) Cách thức thực hiện:** Trực tiếp

    **c) Thành phần, số lượng hồ sơ:**

    - *Tờ khai 1.000001 (01 bản chính; theo Mẫu 01)*
    - *Ảnh (nếu có)*

    **d) Thời hạn giải quyết:** *07 ngày làm việc*

    **đ) Đối tượng thực hiện thủ tục hành chính:**

    - Công dân Việt Nam
    - *Doanh nghiệp*

    **e) Cơ quan thực hiện thủ tục hành chính:** Sở Thử

    **g) Kết quả thực hiện thủ tục hành chính:** …

    **h) Phí, lệ phí:** Không

    **i) Tên mẫu đơn, mẫu tờ khai:** *Mẫu 01 – Tờ khai 1.000001*

    **k) Yêu cầu, điều kiện thực hiện thủ tục hành chính:** Không.

    **l) Căn cứ pháp lý của thủ tục hành chính:** …
    "#);
    assert!(!made("tinh").contains("PHẦN II"));
}
