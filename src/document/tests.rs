//! The decision as people read it.

use std::fs;

use super::*;
use crate::catalogue::values::Date;
use crate::proposal::propose;
use crate::review::decision::questionnaire;
use crate::review::decision::tests::Fixture;

const DECISIONS: [(&str, &str); 3] = [
    (
        "1.000001",
        "
phuong_an: sua_doi_bo_sung
ly_do: thời gian thực tế ngắn hơn quy định
sua_doi:
  - {bo_giay_to: Bản sao căn cước, ly_do: có trong Cơ sở dữ liệu quốc gia về dân cư}
  - {thoi_han: 07 ngày làm việc}
  - {so_bo: 1}
kien_nghi:
  - {hanh_dong: Sửa đổi, van_ban: 10/2020/NĐ-CP, dieu_khoan: Khoản 2 điều 9}
  - {hanh_dong: 'Sửa đổi, bổ sung', van_ban: 12/2022/TT-BYT}
  - {hanh_dong: Bãi bỏ, van_ban: 97/2015/QH13, dieu_khoan: điểm a khoản 1 Điều 4}
lo_trinh: 2026 - 2027
",
    ),
    (
        "1.000002",
        "
phuong_an: sua_doi_bo_sung
ly_do: Rút ngắn
cach_tinh: quy_doi_thoi_gian
sua_doi: [{thoi_han: 04 ngày làm việc}]
kien_nghi: [{hanh_dong: Sửa đổi, van_ban: 11/2021/QĐ-UBND}]
",
    ),
    (
        "1.000003",
        "
phuong_an: bai_bo
ly_do: 'Không có <hồ sơ> | *nào*

  # trong 05 năm'
kien_nghi: [{hanh_dong: Bãi bỏ, van_ban: 10/2020/NĐ-CP, dieu_khoan: Điều 3}]
",
    ),
];

fn proposed(fixture: &Fixture, decisions: &[(&str, &str)], day: Date) -> Proposal {
    propose(&fixture.catalogue, &fixture.decisions(decisions), day).unwrap()
}

fn day() -> Date {
    Date::new(2026, 7, 1).unwrap()
}

fn written(decisions: &[(&str, &str)], format: Format) -> String {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, decisions, day());
    let bytes = decision(&Templates::load(None).unwrap(), &proposal, &fixture.catalogue, format).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What stands between two headings.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let after = text
        .split_once(from)
        .unwrap_or_else(|| panic!("no {from:?} in {text}"))
        .1;
    after
        .split_once(to)
        .unwrap_or_else(|| panic!("no {to:?} in {after}"))
        .0
        .trim()
}

#[test]
fn the_decision_itself() {
    let text = written(&DECISIONS, Format::Markdown);
    insta::assert_snapshot!(text.split_once("# PHỤ LỤC").unwrap().0.trim(), @r#"
    **ỦY BAN NHÂN DÂN TỈNH THỬ**

    **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
    **Độc lập - Tự do - Hạnh phúc**

    Số:    /QĐ-UBND

    *Thử, ngày   tháng   năm 2026*

    # QUYẾT ĐỊNH

    **Về việc thông qua phương án đơn giản hóa thủ tục hành chính thuộc thẩm quyền quản lý và giải quyết của tỉnh Thử năm 2026**

    **CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THỬ**

    *Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025.*

    **QUYẾT ĐỊNH:**

    **Điều 1.** Thông qua phương án đơn giản hóa 03 thủ tục hành chính thuộc thẩm quyền quản lý và giải quyết của tỉnh Thử, trong đó: bãi bỏ 01 thủ tục; sửa đổi, bổ sung 02 thủ tục *(chi tiết tại Phụ lục kèm theo)*.

    **Điều 2. Tổ chức thực hiện**

    1. Giao Sở Thử; Ủy ban nhân dân các xã, phường, đặc khu triển khai, thực thi phương án đơn giản hóa thủ tục hành chính nêu tại Điều 1 Quyết định này, trong đó:

    - Đối với nội dung giảm thời gian giải quyết: chủ động thực hiện trên thực tế, cập nhật quy trình nội bộ, quy trình điện tử.
    - Đối với nội dung kiến nghị cơ quan có thẩm quyền: thường xuyên theo dõi, phối hợp tham mưu Chủ tịch Ủy ban nhân dân tỉnh Thử triển khai sau khi quy định tương ứng được điều chỉnh.
    - Đối với nội dung thuộc thẩm quyền: tham mưu Chủ tịch Ủy ban nhân dân tỉnh Thử ban hành hoặc trình ban hành văn bản để thực thi.

    2. Giao Văn phòng Ủy ban nhân dân tỉnh kiểm tra, đôn đốc việc thực hiện Quyết định này; báo cáo kết quả thực hiện rà soát, đơn giản hóa thủ tục hành chính về Bộ Tư pháp, Bộ Y tế.

    **Điều 3.** Quyết định này có hiệu lực thi hành kể từ ngày ký.

    **Điều 4.** Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc Sở Thử; Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu; Thủ trưởng các cơ quan, đơn vị và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.

    ***Nơi nhận:***

    - Như Điều 4;
    - Bộ Tư pháp;
    - Bộ Y tế;
    - Lưu: VT, KSTT.

    **KT. CHỦ TỊCH**
    **PHÓ CHỦ TỊCH**

    **Nguyễn Văn A**

    ---
    "#);
}

#[test]
fn one_item_of_the_annex() {
    let text = written(&DECISIONS, Format::Markdown);
    insta::assert_snapshot!(between(&text, "### A. THỦ TỤC", "### B. THỦ TỤC"), @r#"
    HÀNH CHÍNH CẤP TỈNH

    ### I. LĨNH VỰC ĐO LƯỜNG

    #### 1. Thủ tục: Cấp giấy phép (Mã TTHC 1.000001)

    **1.1. Nội dung đơn giản hóa**

    - Bãi bỏ thành phần hồ sơ: “Bản sao căn cước”.

    Lý do: Có trong Cơ sở dữ liệu quốc gia về dân cư.

    - Giảm thời gian giải quyết khi nộp hồ sơ trực tiếp từ 10 ngày làm việc xuống còn 07 ngày làm việc.
    - Giảm số lượng hồ sơ từ 02 bộ xuống còn 01 bộ.

    Lý do: Thời gian thực tế ngắn hơn quy định.

    **1.2. Kiến nghị thực thi**

    - Kiến nghị Chính phủ sửa đổi khoản 2 Điều 9 Nghị định số 10/2020/NĐ-CP ngày 05 tháng 02 năm 2020 của Chính phủ quy định về giấy phép.
    - Kiến nghị Bộ Y tế sửa đổi, bổ sung Thông tư số 12/2022/TT-BYT của Bộ Y tế quy định tạm (cần đối chiếu văn bản).
    - Kiến nghị Quốc hội bãi bỏ điểm a khoản 1 Điều 4 Luật Phí và lệ phí số 97/2015/QH13 ngày 25 tháng 11 năm 2015.

    **1.3. Lợi ích phương án đơn giản hóa**

    - Chi phí tuân thủ TTHC trước khi đơn giản hóa: 98.400.000 đồng/năm.
    - Chi phí tuân thủ TTHC sau khi đơn giản hóa: 96.000.000 đồng/năm.
    - Chi phí tiết kiệm: 2.400.000 đồng/năm.
    - Tỷ lệ cắt giảm chi phí: 2,44%.
    - Thời gian giải quyết trước khi đơn giản hóa: 10 ngày làm việc.
    - Thời gian giải quyết sau khi đơn giản hóa: 07 ngày làm việc.
    - Thời gian tiết kiệm: 03 ngày làm việc.
    - Tỷ lệ cắt giảm thời gian: 30%.

    *Ghi chú: Số đối tượng tuân thủ: 100/năm, mỗi đối tượng 1 lần/năm; bình quân hồ sơ tiếp nhận 2025 (số liệu minh họa). Chi phí có phần ước tính, chưa khảo sát.*

    **1.4. Lộ trình thực hiện:** Năm 2026 - 2027.
    "#);
}

#[test]
fn an_abolished_procedure_is_taken_off_its_list_too() {
    let text = written(&DECISIONS, Format::Markdown);
    insta::assert_snapshot!(between(&text, "#### 3. ", "## TỔNG HỢP"), @r#"
    Thủ tục: Thông báo \<cũ\> \| \*thử\* (Mã TTHC 1.000003)

    **3.1. Nội dung đơn giản hóa**

    - Bãi bỏ thủ tục hành chính.

    Lý do: Không có \<hồ sơ\> \| \*nào\* \# trong 05 năm.

    **3.2. Kiến nghị thực thi**

    - Kiến nghị Chính phủ bãi bỏ Điều 3 Nghị định số 10/2020/NĐ-CP ngày 05 tháng 02 năm 2020 của Chính phủ quy định về giấy phép.
    - Kiến nghị Bộ Y tế công bố bãi bỏ thủ tục hành chính đã được công bố tại Quyết định số 100/QĐ-BYT.

    **3.3. Lợi ích phương án đơn giản hóa**

    - Chi phí tuân thủ TTHC trước khi đơn giản hóa: 1.640.000 đồng/năm.
    - Chi phí tuân thủ TTHC sau khi đơn giản hóa: 0 đồng/năm.
    - Chi phí tiết kiệm: 1.640.000 đồng/năm.
    - Tỷ lệ cắt giảm chi phí: 100%.
    - Thời gian giải quyết trước khi đơn giản hóa: 45 ngày.
    - Thời gian giải quyết sau khi đơn giản hóa: 0 ngày.
    - Thời gian tiết kiệm: 45 ngày.
    - Tỷ lệ cắt giảm thời gian: 100%.

    *Ghi chú: Số đối tượng tuân thủ: 20/năm, mỗi đối tượng 1 lần/năm; bình quân hồ sơ tiếp nhận 2025 (số liệu minh họa). Chi phí có phần ước tính, chưa khảo sát.*
    "#);
}

#[test]
fn totals_and_notes_close_the_annex() {
    let text = written(&DECISIONS, Format::Markdown);
    insta::assert_snapshot!(text.split_once("## TỔNG HỢP").unwrap().1.trim(), @r#"
    LỢI ÍCH CỦA PHƯƠNG ÁN

    - Số thủ tục hành chính có phương án đơn giản hóa: 03 (bãi bỏ 01 thủ tục; sửa đổi, bổ sung 02 thủ tục).
    - Tổng chi phí tuân thủ TTHC trước khi đơn giản hóa: 116.040.000 đồng/năm.
    - Tổng chi phí tuân thủ TTHC sau khi đơn giản hóa: 108.800.000 đồng/năm.
    - Tổng chi phí tiết kiệm: 7.240.000 đồng/năm.
    - Tỷ lệ cắt giảm chi phí: 6,24%.

    *Ghi chú (danh mục phiên bản 2026-07-01):*

    - Chi phí tính theo mô hình chi phí chuẩn (SCM) với mức thu nhập bình quân 01 giờ làm việc năm 2024 là 40.000 đồng (nguồn thử).
    - Số giờ và chi phí chưa khảo sát được lấy theo mức ước tính của danh mục; đơn vị rà soát thay bằng số liệu khảo sát nếu có.
    - Văn bản có số liệu minh họa, không phải số liệu chính thức; phải thay bằng số liệu thật trước khi trình.
    "#);
}

#[test]
fn the_list_groups_by_level_and_field() {
    let text = written(&DECISIONS, Format::Markdown);
    insta::assert_snapshot!(between(&text, "|---|---|---|---|---|", "## PHẦN II"), @r#"
    | **A** | **THỦ TỤC HÀNH CHÍNH CẤP TỈNH** | | | |
    | **I** | **Lĩnh vực Đo lường** | | | |
    | 1 | 1.000001 | Cấp giấy phép | Khoản 2 Điều 9 Nghị định số 10/2020/NĐ-CP;<br>Thông tư số 12/2022/TT-BYT;<br>Điểm a khoản 1 Điều 4 Luật Phí và lệ phí số 97/2015/QH13 | Bãi bỏ thành phần hồ sơ: “Bản sao căn cước”;<br>Giảm thời gian giải quyết khi nộp hồ sơ trực tiếp từ 10 ngày làm việc xuống còn 07 ngày làm việc;<br>Giảm số lượng hồ sơ từ 02 bộ xuống còn 01 bộ |
    | **B** | **THỦ TỤC HÀNH CHÍNH CẤP XÃ** | | | |
    | **I** | **Lĩnh vực An toàn** | | | |
    | 2 | 1.000002 | Cấp lại giấy phép | Quyết định số 11/2021/QĐ-UBND | Giảm thời gian giải quyết từ 05 ngày làm việc xuống còn 04 ngày làm việc |
    | 3 | 1.000003 | Thông báo \<cũ\> \| \*thử\* | Điều 3 Nghị định số 10/2020/NĐ-CP | Bãi bỏ thủ tục hành chính |
    "#);
}

#[test]
fn the_simplified_method_says_so() {
    let text = written(&DECISIONS, Format::Markdown);
    let item = between(&text, "#### 2. ", "#### 3. ");
    assert!(item.contains("trước khi đơn giản hóa: 16.000.000 đồng/năm"), "{item}");
    assert!(item.contains("Tỷ lệ cắt giảm chi phí: 20%"), "{item}");
    assert!(item.contains("không phải mô hình chi phí chuẩn"), "{item}");
}

#[test]
fn data_is_escaped_in_every_format() {
    let text = written(&DECISIONS, Format::Markdown);
    assert!(
        text.contains(r"Thông báo \<cũ\> \| \*thử\* (Mã TTHC 1.000003)"),
        "{text}"
    );
    assert!(
        text.contains(r"Không có \<hồ sơ\> \| \*nào\* \# trong 05 năm."),
        "{text}"
    );
    let page = written(&DECISIONS, Format::Html);
    assert!(
        page.contains("Thông báo &lt;cũ&gt; | *thử* (Mã TTHC 1.000003)"),
        "{page}"
    );
    assert!(!page.contains("<cũ>"));
}

#[test]
fn addressees_and_grounds_are_those_of_the_day() {
    let fixture = Fixture::new();
    let on = |day: &str| {
        let proposal = proposed(&fixture, &DECISIONS[2..], day.parse().unwrap());
        let templates = Templates::load(None).unwrap();
        String::from_utf8(decision(&templates, &proposal, &fixture.catalogue, Format::Markdown).unwrap()).unwrap()
    };
    let (before, after) = (on("31/12/2025"), on("01/07/2026"));
    assert!(
        before.contains("Văn phòng Chính phủ") && before.contains("42/2022/NĐ-CP") && !before.contains("Bộ Tư pháp")
    );
    assert!(after.contains("Bộ Tư pháp") && !after.contains("Văn phòng Chính phủ") && !after.contains("42/2022/NĐ-CP"));
}

#[test]
fn one_kind_of_outcome_is_not_broken_down() {
    let text = written(&DECISIONS[2..], Format::Markdown);
    assert!(
        text.contains("đơn giản hóa 01 thủ tục hành chính thuộc thẩm quyền"),
        "{text}"
    );
    assert!(!text.contains("trong đó: bãi bỏ"), "{text}");
    assert!(
        !text.contains("giảm thời gian giải quyết"),
        "nobody works faster on what is gone: {text}"
    );
}

#[test]
fn the_page_is_laid_out_for_print() {
    let page = written(&DECISIONS, Format::Html);
    for needed in [
        "<!doctype html>",
        "<html lang=\"vi\">",
        "size: A4 portrait; margin: 20mm 20mm 20mm 30mm",
        "display: table-header-group",
        "<p class=\"so\">Số: \u{2003}\u{2003}\u{2003}/QĐ-UBND</p>",
        "Thử, ngày \u{2002} tháng \u{2002} năm 2026",
        "<p>KT. CHỦ TỊCH</p>",
    ] {
        assert!(page.contains(needed), "{needed}: {page}");
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    let fixture = Fixture::new();
    let templates = Templates::load(None).unwrap();
    let run = || {
        let folder = tempfile::tempdir().unwrap();
        let proposal = proposed(&fixture, &DECISIONS, day());
        let formats = [Format::Html, Format::Markdown, Format::Docx];
        let output = write_proposal(&templates, &proposal, &fixture.catalogue, folder.path(), &formats).unwrap();
        let paths = output.written;
        let names: Vec<_> = paths.iter().map(|path| path.file_name().unwrap().to_owned()).collect();
        (
            names,
            paths.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>(),
        )
    };
    let (first, second) = (run(), run());
    let names = DOSSIER
        .iter()
        .flat_map(|name| [format!("{name}.html"), format!("{name}.md"), format!("{name}.docx")]);
    let names: Vec<String> = names.chain(["manifest.json".to_owned()]).collect();
    let written: Vec<&str> = first.0.iter().filter_map(|name| name.to_str()).collect();
    assert_eq!(written, names);
    assert_eq!(first, second);
}

#[test]
fn the_manifest_traces_every_figure() {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let manifest: serde_json::Value = serde_json::from_str(&manifest::of(&proposal, &[])).unwrap();
    let items = manifest["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    let saved: i64 = items.iter().map(|item| item["saving"]["saved"].as_i64().unwrap()).sum();
    assert_eq!(manifest["totals"]["saving"]["saved"], saved);
    let licence = &items[0];
    assert_eq!(licence["procedure_file"], "thu_tuc/a/1.000001.yaml");
    assert_eq!(licence["decision_file"], "2026/1.000001.yaml");
    assert_eq!(
        licence["contents"][0]["yaml_paths"],
        serde_json::json!(["ho_so[0].giay_to[1]"])
    );
    let rows: i64 = licence["cost_before"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["per_case"].as_i64().unwrap())
        .sum();
    assert_eq!(licence["cost_before"]["per_case"], rows);
}

#[test]
fn nothing_is_written_when_a_template_fails() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("mau/documents/quyet-dinh.xml.j2");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "{{ khong_co }}").unwrap();
    let templates = Templates::load(Some(&folder.path().join("mau"))).unwrap();
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let out = folder.path().join("ra");
    let formats = [Format::Html, Format::Markdown];
    assert!(write_proposal(&templates, &proposal, &fixture.catalogue, &out, &formats).is_err());
    assert!(!out.exists());
}

/// Names of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_format_no_longer_made_is_removed_and_nothing_else() {
    let fixture = Fixture::new();
    let templates = Templates::load(None).unwrap();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("ra");
    let write = |formats: &[Format]| write_proposal(&templates, &proposal, &fixture.catalogue, &out, formats).unwrap();
    let named = |ending: &str| DOSSIER.map(|name| out.join(format!("{name}.{ending}"))).to_vec();
    let (html, md) = (named("html"), named("md"));
    write(&[Format::Html, Format::Markdown]);
    fs::write(out.join("quyet-dinh.docx"), "của người khác").unwrap();
    fs::write(folder.path().join("quyet-dinh.html"), "ngoài thư mục").unwrap();

    let output = write(&[Format::Markdown, Format::Markdown]);
    assert_eq!(output.written, [md.clone(), vec![out.join("manifest.json")]].concat());
    let sorted = |mut paths: Vec<PathBuf>| {
        paths.sort();
        paths
    };
    assert_eq!((sorted(output.removed), output.outdated), (sorted(html), Vec::new()));
    let all = |ending: &str, others: &[&str]| {
        let mut names: Vec<String> = DOSSIER.iter().map(|name| format!("{name}.{ending}")).collect();
        names.extend(others.iter().map(|name| (*name).to_owned()));
        names.sort();
        names
    };
    assert_eq!(files(&out), all("md", &["manifest.json", "quyet-dinh.docx"]));

    // What somebody has worked on since is theirs.
    fs::write(&md[0], "sửa tay").unwrap();
    let output = write(&[Format::Html]);
    assert_eq!(
        (sorted(output.removed), output.outdated),
        (sorted(md[1..].to_vec()), vec![md[0].clone()])
    );
    assert_eq!(fs::read_to_string(&md[0]).unwrap(), "sửa tay");

    // A manifest that names other people's files is not believed.
    let outside = fs::read(folder.path().join("quyet-dinh.html")).unwrap();
    let lies = serde_json::json!({ "documents": {
        "../quyet-dinh.html": manifest::digest(&outside),
        "quyet-dinh.docx": manifest::digest(b"khac"),
        "quyet-dinh": 1,
    }});
    fs::write(out.join("manifest.json"), lies.to_string()).unwrap();
    assert_eq!(write(&[Format::Html]).removed, Vec::<PathBuf>::new());
    assert_eq!(
        files(&out),
        all("html", &["manifest.json", "quyet-dinh.docx", "quyet-dinh.md"])
    );
    assert!(folder.path().join("quyet-dinh.html").is_file());
    fs::write(out.join("manifest.json"), "không phải JSON").unwrap();
    write(&[Format::Html]);
}

#[test]
fn files_are_written_together_or_not_at_all() {
    let fixture = Fixture::new();
    let templates = Templates::load(None).unwrap();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let folder = tempfile::tempdir().unwrap();
    for blocked in ["quyet-dinh.md", "manifest.json"] {
        let out = folder.path().join(blocked);
        fs::create_dir_all(out.join(blocked)).unwrap();
        fs::write(out.join("quyet-dinh.html"), "lần trước").unwrap();
        let formats = [Format::Html, Format::Markdown];
        let error = write_proposal(&templates, &proposal, &fixture.catalogue, &out, &formats).unwrap_err();
        assert!(error.to_string().contains(blocked), "{error}");
        assert_eq!(fs::read_to_string(out.join("quyet-dinh.html")).unwrap(), "lần trước");
        assert_eq!(files(&out).len(), 2, "{:?}", files(&out));
    }
}

/// One document of the dossier as Markdown.
fn of_dossier(name: &str, decisions: &[(&str, &str)]) -> String {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, decisions, day());
    let view = dossier::view(&proposal, &fixture.catalogue);
    let document = composed(&Templates::load(None).unwrap(), &template(name), &view).unwrap();
    String::from_utf8(super::written(&document, Format::Markdown).unwrap()).unwrap()
}

#[test]
fn the_submission_says_what_is_asked_and_what_it_brings() {
    let text = of_dossier("to-trinh", &DECISIONS);
    insta::assert_snapshot!(text.trim(), @r#"
    ỦY BAN NHÂN DÂN TỈNH THỬ

    **VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH**

    **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
    **Độc lập - Tự do - Hạnh phúc**

    Số:    /TTr-…

    *Thử, ngày   tháng   năm 2026*

    # TỜ TRÌNH

    **Về việc thông qua phương án đơn giản hóa thủ tục hành chính thuộc thẩm quyền quản lý và giải quyết của tỉnh Thử năm 2026**

    Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Thử

    Văn phòng Ủy ban nhân dân tỉnh kính trình Chủ tịch Ủy ban nhân dân tỉnh Thử xem xét, thông qua phương án đơn giản hóa 03 thủ tục hành chính thuộc thẩm quyền quản lý và giải quyết của tỉnh Thử như sau:

    ### 1. Cơ sở pháp lý, sự cần thiết

    - Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025.

    Qua rà soát 03 thủ tục hành chính, 03 thủ tục còn nội dung có thể bãi bỏ, sửa đổi, bổ sung để giảm giấy tờ, thời gian và chi phí của người dân, doanh nghiệp; từng nội dung và lý do nêu tại Phụ lục của dự thảo Quyết định.

    ### 2. Quá trình rà soát

    - Số thủ tục hành chính đã rà soát, đánh giá: 03; giữ nguyên: 00; có phương án đơn giản hóa: 03.
    - Ý kiến tiếp thu, giải trình: ….

    ### 3. Nội dung chính của phương án

    | STT | Phương án | Số thủ tục | Lĩnh vực |
    |---|---|---|---|
    | 1 | Bãi bỏ thủ tục hành chính | 01 | An toàn |
    | 2 | Sửa đổi, bổ sung | 02 | An toàn; Đo lường |
    | | **Tổng cộng** | **03** | |

    ### 4. Lợi ích của phương án

    - Tổng chi phí tuân thủ TTHC trước khi đơn giản hóa: 116.040.000 đồng/năm.
    - Tổng chi phí tuân thủ TTHC sau khi đơn giản hóa: 108.800.000 đồng/năm.
    - Tổng chi phí tiết kiệm: 7.240.000 đồng/năm. Tỷ lệ cắt giảm chi phí: 6,24%.

    *Chi phí tính theo mô hình chi phí chuẩn (SCM) với mức thu nhập bình quân 01 giờ làm việc năm 2024 là 40.000 đồng (nguồn thử).*

    *Số giờ và chi phí chưa khảo sát được lấy theo mức ước tính của danh mục; đơn vị rà soát thay bằng số liệu khảo sát nếu có.*

    *Văn bản có số liệu minh họa, không phải số liệu chính thức; phải thay bằng số liệu thật trước khi trình.*

    ### 5. Kiến nghị

    Văn phòng Ủy ban nhân dân tỉnh kính trình Chủ tịch Ủy ban nhân dân tỉnh Thử xem xét, quyết định./.

    *(Hồ sơ kèm theo: dự thảo Quyết định và Phụ lục; Báo cáo kết quả rà soát, đánh giá thủ tục hành chính.)*

    ***Nơi nhận:***

    - Như trên;
    - Lưu: VT.

    **…**

    **…**
    "#);
}

#[test]
fn the_report_counts_by_field_and_tells_own_measures_from_proposals() {
    let keep = ("1.000002", "\nphuong_an: giu_nguyen\nly_do: còn cần\n");
    let text = of_dossier("bao-cao", &[DECISIONS[0], keep, DECISIONS[2]]);
    insta::assert_snapshot!(text.split_once("# CÁC BẢNG").unwrap().1.trim(), @r#"
    KÈM THEO BÁO CÁO

    ## Bảng 1. KẾT QUẢ RÀ SOÁT THEO LĨNH VỰC

    | STT | Lĩnh vực | Số TTHC rà soát | Giữ nguyên | Bãi bỏ | Thay thế | Sửa đổi, bổ sung | Hợp nhất | Phân cấp | Liên thông | Khác | Tỷ lệ đơn giản hóa | Chi phí cắt giảm (đ/năm) | Tỷ lệ cắt giảm |
    |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
    | 1 | An toàn | 2 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 50% | 1.640.000 | 100% |
    | 2 | Đo lường | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 100% | 2.400.000 | 2,44% |
    | | **Tổng cộng** | **3** | **1** | **1** | **0** | **1** | **0** | **0** | **0** | **0** | **66,67%** | **4.040.000** | **4,04%** |

    ## Bảng 2. PHƯƠNG ÁN THUỘC THẨM QUYỀN

    | STT | Tên thủ tục hành chính | Nội dung | Văn bản, điều khoản | Cơ quan có thẩm quyền | Thời hạn |
    |---|---|---|---|---|---|
    | | Không có | | | | |

    ## Bảng 3. PHƯƠNG ÁN KIẾN NGHỊ CƠ QUAN CÓ THẨM QUYỀN

    | STT | Tên thủ tục hành chính | Nội dung | Văn bản, điều khoản | Cơ quan có thẩm quyền | Thời hạn |
    |---|---|---|---|---|---|
    | 1 | Cấp giấy phép (Mã TTHC 1.000001) | Bãi bỏ thành phần hồ sơ: “Bản sao căn cước”;<br>Giảm thời gian giải quyết khi nộp hồ sơ trực tiếp từ 10 ngày làm việc xuống còn 07 ngày làm việc;<br>Giảm số lượng hồ sơ từ 02 bộ xuống còn 01 bộ | Khoản 2 Điều 9 Nghị định số 10/2020/NĐ-CP | Chính phủ | 2026 - 2027 |
    | 2 | Cấp giấy phép (Mã TTHC 1.000001) | Bãi bỏ thành phần hồ sơ: “Bản sao căn cước”;<br>Giảm thời gian giải quyết khi nộp hồ sơ trực tiếp từ 10 ngày làm việc xuống còn 07 ngày làm việc;<br>Giảm số lượng hồ sơ từ 02 bộ xuống còn 01 bộ | Thông tư số 12/2022/TT-BYT | Bộ Y tế | 2026 - 2027 |
    | 3 | Cấp giấy phép (Mã TTHC 1.000001) | Bãi bỏ thành phần hồ sơ: “Bản sao căn cước”;<br>Giảm thời gian giải quyết khi nộp hồ sơ trực tiếp từ 10 ngày làm việc xuống còn 07 ngày làm việc;<br>Giảm số lượng hồ sơ từ 02 bộ xuống còn 01 bộ | Điểm a khoản 1 Điều 4 Luật Phí và lệ phí số 97/2015/QH13 | Quốc hội | 2026 - 2027 |
    | 4 | Thông báo \<cũ\> \| \*thử\* (Mã TTHC 1.000003) | Bãi bỏ thủ tục hành chính | Điều 3 Nghị định số 10/2020/NĐ-CP | Chính phủ | |
    "#);
    assert!(text.contains("giữ nguyên 01; có phương án đơn giản hóa 02"), "{text}");
}

/// Every key of a value, however deep.
fn keys(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}

#[test]
fn the_page_on_templates_has_every_field_element_and_template() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/templates.md")).unwrap();
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let mut found = std::collections::BTreeSet::new();
    keys(
        &serde_json::to_value(dossier::view(&proposal, &fixture.catalogue)).unwrap(),
        &mut found,
    );
    let entry = fixture.catalogue.get("1.000001").unwrap();
    keys(
        &serde_json::to_value(record::view(entry, &fixture.catalogue)).unwrap(),
        &mut found,
    );
    let form = questionnaire::prefilled(&fixture.catalogue, entry, &[]);
    keys(
        &serde_json::to_value(form::view(&form, entry, &fixture.catalogue)).unwrap(),
        &mut found,
    );
    assert!(found.len() > 80, "{}", found.len());
    for key in found {
        assert!(
            page.contains(&format!("| `{key}` |")),
            "no field {key} in docs/templates.md"
        );
    }
    for element in blocks::elements() {
        assert!(
            page.contains(&format!("<{element}")),
            "no element {element} in docs/templates.md"
        );
    }
    for name in Templates::names().filter(|name| name.ends_with(".xml.j2")) {
        assert!(page.contains(name), "no template {name} in docs/templates.md");
    }
}

#[test]
fn changes_stand_in_columns_and_in_the_text() {
    let columns = of_dossier("doi-chieu", &DECISIONS);
    assert!(
        columns.contains(
            "| | Thời hạn giải quyết | 10 ngày làm việc | 07 ngày làm việc | Thời gian thực tế ngắn hơn quy định. |"
        ),
        "{columns}"
    );
    assert!(
        columns.contains("| Bản sao căn cước; Bản sao: 01 | *Bỏ* | Có trong Cơ sở dữ liệu quốc gia về dân cư. |"),
        "{columns}"
    );
    assert!(
        columns.contains("| Toàn bộ thủ tục | Đang thực hiện | Bãi bỏ thủ tục hành chính |"),
        "{columns}"
    );
    let text = of_dossier("sua-doi", &DECISIONS);
    assert!(text.contains("<del>10</del><ins>07</ins> ngày làm việc"), "{text}");
}

#[test]
fn the_tables_of_costs_add_up_to_the_decision() {
    let text = of_dossier("chi-phi", &DECISIONS[..1]);
    assert!(
        text.contains("**TỔNG chi phí thực hiện TTHC/01 năm** | | | | | **98.400.000** |"),
        "{text}"
    );
    assert!(
        text.contains("**TỔNG chi phí thực hiện TTHC/01 năm** | | | | | **96.000.000** |"),
        "{text}"
    );
    assert!(
        text.contains("tiết kiệm: 2.400.000 đồng/năm; tỷ lệ cắt giảm: 2,44%."),
        "{text}"
    );
}

#[test]
fn the_review_form_is_printed_as_far_as_it_is_filled_in() {
    let fixture = Fixture::new();
    let entry = fixture.catalogue.get("1.000001").unwrap();
    let form = questionnaire::prefilled(&fixture.catalogue, entry, &[]);
    let bytes = super::form(
        &Templates::load(None).unwrap(),
        &form,
        entry,
        &fixture.catalogue,
        Format::Markdown,
    )
    .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    for answer in &form.answers {
        assert!(
            text.contains(&format!("| {} |", answer.question)),
            "{}: {text}",
            answer.question
        );
    }
    assert!(
        text.contains("### A. ĐÁNH GIÁ THỦ TỤC HÀNH CHÍNH") && text.contains("### D. RÀ SOÁT TỪNG BỘ PHẬN"),
        "{text}"
    );
    assert!(text.contains("**NGƯỜI ĐIỀN PHIẾU**"), "{text}");
}
