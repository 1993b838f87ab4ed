//! The decision as people read it.

use super::*;

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

/// The headings within the first item, as the office numbers them.
fn headings(style: &str) -> Vec<String> {
    let head = HEAD.replace("co_quan:\n", &format!("co_quan:\n  kieu_danh_so: {style}\n"));
    let fixture = Fixture::with(&[("catalogue.yaml", &head)]);
    let proposal = proposed(&fixture, &DECISIONS, day());
    let templates = Templates::load(None).unwrap();
    let text = decision(&templates, &proposal, &fixture.catalogue, Format::Markdown).unwrap();
    let text = String::from_utf8(text).unwrap();
    let path = fixture.folder.path().join("quyet-dinh.md");
    fs::write(&path, &text).unwrap();
    let mistakes = lints::draft(&path, None).unwrap().into_iter();
    let figures = mistakes.filter(|finding| !lints::is_of_form(&finding.rule));
    assert_eq!(figures.collect::<Vec<_>>(), [], "a style is no mistake");
    let item = between(&text, "#### 1. ", "### B. THỦ TỤC");
    let bold = item.lines().filter_map(|line| line.strip_prefix("**"));
    bold.map(|line| line.split("**").next().unwrap().to_owned()).collect()
}

#[test]
fn headings_are_numbered_as_the_office_does_it() {
    assert_eq!(
        headings("1.1"),
        [
            "1.1. Nội dung đơn giản hóa",
            "1.2. Kiến nghị thực thi",
            "1.3. Lợi ích phương án đơn giản hóa",
            "1.4. Lộ trình thực hiện:"
        ]
    );
    assert_eq!(
        headings("a), b), c)"),
        [
            "a) Nội dung đơn giản hóa",
            "b) Kiến nghị thực thi",
            "c) Lợi ích phương án đơn giản hóa",
            "d) Lộ trình thực hiện:"
        ]
    );
    assert_eq!(
        headings("nội dung cắt giảm"),
        [
            "a. Nội dung cắt giảm",
            "b. Lý do",
            "c. Lợi ích",
            "d. Kiến nghị thực thi",
            "đ. Lộ trình thực hiện:"
        ]
    );
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
