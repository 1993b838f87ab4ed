//! The page of a procedure.

use std::fs;

use super::site::{Site, procedure, small};
use crate::support::root;

/// The places of texts on a page, which must all be there, in order.
fn in_order(page: &str, texts: &[&str]) {
    let mut from = 0;
    for text in texts {
        let at = page[from..].find(text);
        let at = at.unwrap_or_else(|| panic!("no {text:?} after byte {from} of\n{page}"));
        from += at;
    }
}

#[test]
fn parts_stand_in_the_official_order_with_their_findings_beside_them() {
    let site = Site::of_ours();
    let page = site.page("/thu-tuc/2.000559");
    in_order(
        &page,
        &[
            "id=\"trinh_tu\"",
            "người thực hiện bước còn ghi",
            "id=\"cach_thuc\"",
            "không nộp trực tuyến",
            "id=\"ho_so\"",
            "bắt buộc bản sao có chứng thực",
            "id=\"so_bo\"",
            "id=\"doi_tuong\"",
            "id=\"co_quan_thuc_hien\"",
            "id=\"ket_qua\"",
            "id=\"can_cu_phap_ly\"",
            "Còn hiệu lực",
            "id=\"lich-su\"",
        ],
    );
    assert!(page.contains("không phát sinh hồ sơ trong 03 năm liên tục"), "{page}");
}

#[test]
fn every_procedure_has_a_page_and_its_files() {
    let site = Site::of_ours();
    let mut codes = Vec::new();
    for page in 1..=5 {
        let list = site.page(&format!("/?page={page}"));
        codes.extend(
            list.split("href=\"/thu-tuc/")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned()),
        );
    }
    assert_eq!(codes.len(), 97);
    for code in &codes {
        let page = site.page(&format!("/thu-tuc/{code}"));
        in_order(
            &page,
            &["id=\"trinh_tu\"", "id=\"cach_thuc\"", "id=\"ho_so\"", "id=\"h-cost\""],
        );
    }
    for (ending, begins, kind) in [
        (
            "docx",
            &b"PK"[..],
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("yaml", b"", "application/yaml; charset=utf-8"),
        #[cfg(feature = "pdf")]
        ("pdf", b"%PDF", "application/pdf"),
    ] {
        let file = site.get(&format!("/thu-tuc/1.001193/1.001193.{ending}"));
        assert_eq!((file.status, file.header("content-type")), (200, Some(kind)));
        assert!(file.wire.starts_with(begins), "{ending}");
        assert!(
            file.header("content-disposition").unwrap().contains("1.001193"),
            "{ending}"
        );
    }
    let yaml = site.get("/thu-tuc/1.001193/1.001193.yaml").bytes();
    let own = root().join("catalogue/2026-07-01/thu_tuc/ho-tich/1.001193.yaml");
    assert_eq!(yaml, fs::read(own).unwrap());
    let local = site.page("/thu-tuc/1.001193.000.00.00.H17");
    assert!(local.contains("đăng ký khai sinh"), "a suffix does not matter");
}

#[test]
fn what_is_missing_and_whose_basis_is_gone_is_said() {
    let folder = small();
    folder.write(
        "2026-07-01/van_ban/a.yaml",
        "- so_hieu: 01/2010/NĐ-CP\n  loai: Nghị định\n  trich_yeu: Cũ\n  co_quan_ban_hanh: Chính phủ\n  ngay_ban_hanh: 01/01/2010\n  \
         ngay_hieu_luc: 01/02/2010\n  ngay_het_hieu_luc: 01/03/2020\n  thay_the_boi: [02/2020/NĐ-CP]\n\
         - so_hieu: 02/2020/NĐ-CP\n  loai: Nghị định\n  trich_yeu: Mới\n  co_quan_ban_hanh: Chính phủ\n  ngay_ban_hanh: 01/01/2020\n  \
         ngay_hieu_luc: 01/03/2020\n"
            .as_bytes(),
    );
    let text = procedure("1.000004", "Có căn cứ cũ")
        + "can_cu_phap_ly:\n  - so_hieu: 01/2010/NĐ-CP\n    dieu_khoan: Điều 5\n  - so_hieu: 99/2099/NĐ-CP\n";
    folder.write("2026-07-01/thu_tuc/thu/1.000004.yaml", text.as_bytes());
    let site = Site::of(folder.path());
    let page = site.page("/thu-tuc/1.000004");
    in_order(
        &page,
        &[
            "id=\"can_cu_phap_ly\"",
            "Nghị định số 01",
            "Hết hiệu lực</span> từ 01&#x2f;03&#x2f;2020",
            "Thay bằng: Nghị định số 02",
            "99&#x2f;2099",
            "Chưa có trong danh mục văn bản",
        ],
    );
    let bare = site.page("/thu-tuc/1.000001");
    in_order(
        &bare,
        &["id=\"doi_tuong\"", "Chưa ghi, trong khi đây là nội dung bắt buộc"],
    );
}

#[test]
fn what_it_needs_and_who_needs_it_is_drawn_and_listed() {
    let folder = small();
    let issuer =
        procedure("1.000010", "Cấp chứng chỉ hành nghề thử").replace("Giấy phép thử", "Chứng chỉ hành nghề thử nghiệm");
    let user = procedure("1.000011", "Đăng ký mở cơ sở thử").replace("Đơn đề nghị", "Chứng chỉ hành nghề thử nghiệm");
    folder.write("2026-07-01/thu_tuc/thu/1.000010.yaml", issuer.as_bytes());
    folder.write("2026-07-01/thu_tuc/thu/1.000011.yaml", user.as_bytes());
    let site = Site::of(folder.path());
    let of_user = site.page("/thu-tuc/1.000011");
    in_order(
        &of_user,
        &[
            "<svg role=\"img\"",
            ">1.000010</text>",
            "Cần kết quả của",
            "/thu-tuc/1.000010",
        ],
    );
    let of_issuer = site.page("/thu-tuc/1.000010");
    in_order(
        &of_issuer,
        &["<svg role=\"img\"", "Kết quả là giấy tờ của", "/thu-tuc/1.000011"],
    );
}
