//! The documents that go with the decision, and what their templates are given.

use super::*;

/// One document of the dossier as Markdown.
fn of_dossier(name: &str, decisions: &[(&str, &str)]) -> String {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, decisions, day());
    let view = dossier::view(&proposal, &fixture.catalogue);
    let document = composed(&Templates::load(None).unwrap(), &template(name), &view).unwrap();
    String::from_utf8(crate::document::written(&document, Format::Markdown).unwrap()).unwrap()
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
    - Ý kiến tiếp thu, giải trình: …

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
    let bytes = crate::document::form(
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

#[test]
fn the_decision_is_given_the_whole_dossier_when_its_template_asks_for_it() {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let all = serde_json::to_value(dossier::view(&proposal, &fixture.catalogue)).unwrap();
    let decision = serde_json::to_value(crate::document::decision::view(&proposal, &fixture.catalogue)).unwrap();
    let beside: Vec<&str> = all
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .filter(|key| decision.get(key).is_none())
        .collect();
    let sorted = |names: &[&str]| {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(sorted(&beside), sorted(&dossier::BESIDE));
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    let own = "<van-ban><doan>{{ so_phuong_an }}{{ so_sanh | length }} thủ tục</doan></van-ban>";
    fs::write(folder.path().join("documents/quyet-dinh.xml.j2"), own).unwrap();
    let templates = Templates::load(Some(folder.path())).unwrap();
    let text = super::decision(&templates, &proposal, &fixture.catalogue, Format::Markdown).unwrap();
    assert_eq!(String::from_utf8(text).unwrap().trim(), "3 thủ tục");
    assert!(
        !Templates::load(None)
            .unwrap()
            .mentions(&template(DECISION), &dossier::BESIDE)
    );
}

#[test]
fn the_documents_made_beside_one_another_stand_in_the_order_of_the_file() {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let templates = Templates::load(None).unwrap();
    let formats = [Format::Docx, Format::Markdown];
    let drafts = drafts(&templates, &proposal, &fixture.catalogue, &formats).unwrap();
    let names: Vec<&str> = drafts.iter().map(|(name, _)| name.as_str()).collect();
    let expected: Vec<String> = DOSSIER
        .iter()
        .flat_map(|name| formats.map(|format| format!("{name}.{}", format.ending())))
        .collect();
    assert_eq!(names, expected);
    let dossier = super::dossier(&templates, &proposal, &fixture.catalogue, &formats, Mistakes::Mark).unwrap();
    let read_again: Vec<&str> = dossier
        .remarks
        .iter()
        .map(|finding| finding.place.path.as_str())
        .collect();
    for (draft, document) in drafts.iter().zip(&dossier.documents) {
        let stem = draft.0.split_once('.').unwrap().0;
        assert_eq!(draft.0, document.0);
        assert_eq!(
            draft.1 == document.1,
            !read_again.iter().any(|path| path.starts_with(stem)),
            "{stem}"
        );
    }
    assert!(dossier.manifest.contains("quyet-dinh.docx"));
}
