//! What amendments do, and when they do not fit.

use super::super::*;
use super::LICENCE;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::yaml;

fn licence() -> Procedure {
    yaml::read(LICENCE).unwrap()
}

/// What an amendment does to the licence, or why it does not fit.
fn amended(amendment: &str) -> Result<(Procedure, Effect), String> {
    let amendment: Amendment = yaml::read(amendment).unwrap();
    let mut procedure = licence();
    let effect = amendment.apply(&mut procedure);
    if effect.is_err() {
        assert_eq!(procedure, licence(), "nothing is changed by what does not fit");
    }
    effect.map(|effect| (procedure, effect))
}

#[test]
fn each_amendment_has_its_official_wording_and_its_places() {
    for (amendment, wording, paths) in [
        (
            "bo_giay_to: bản sao  Căn cước",
            "Bãi bỏ thành phần hồ sơ: “bản sao  Căn cước”",
            "ho_so[0].giay_to[1]",
        ),
        (
            "{thay_giay_to: Bản sao căn cước, bang: Số định danh cá nhân}",
            "Thay thành phần hồ sơ “Bản sao căn cước” bằng “Số định danh cá nhân”",
            "ho_so[0].giay_to[1]",
        ),
        (
            "thoi_han: 05 ngày làm việc",
            "Giảm thời gian giải quyết từ 10 ngày làm việc; 06 ngày làm việc xuống còn 05 ngày làm việc",
            "cach_thuc[0].thoi_han cach_thuc[1].thoi_han",
        ),
        (
            "thoi_han: 07 ngày làm việc",
            "Giảm thời gian giải quyết khi nộp hồ sơ trực tiếp từ 10 ngày làm việc xuống còn 07 ngày làm việc",
            "cach_thuc[0].thoi_han",
        ),
        (
            "{muc_phi: 250.000 đồng, hinh_thuc: Trực tuyến}",
            "Giảm phí thẩm định khi nộp hồ sơ trực tuyến từ 500.000 đồng xuống còn 250.000 đồng",
            "cach_thuc[1].phi_le_phi[0].muc",
        ),
        (
            "muc_phi: Miễn phí",
            "Miễn phí thẩm định (mức hiện hành: 500.000 đồng)",
            "cach_thuc[0].phi_le_phi[0].muc cach_thuc[1].phi_le_phi[0].muc",
        ),
        (
            "bo_yeu_cau: Có vốn",
            "Bãi bỏ yêu cầu, điều kiện: “Có vốn”",
            "yeu_cau_dieu_kien[1]",
        ),
        ("so_bo: 1", "Giảm số lượng hồ sơ từ 02 bộ xuống còn 01 bộ", "so_bo"),
        (
            "{mo_hinh_thuc: Trực tuyến, muc_do: Toàn trình}",
            "Nâng lên dịch vụ công trực tuyến toàn trình",
            "cach_thuc[1].muc_do cach_thuc[1].ly_do_mot_phan",
        ),
        (
            "mo_hinh_thuc: Dịch vụ bưu chính",
            "Bổ sung hình thức nộp hồ sơ dịch vụ bưu chính",
            "cach_thuc[2]",
        ),
        (
            "{cap_thuc_hien: [Cấp xã], co_quan_thuc_hien: [Ủy ban nhân dân cấp xã]}",
            "Chuyển thẩm quyền giải quyết từ cấp tỉnh sang cấp xã; giao Ủy ban nhân dân cấp xã giải quyết",
            "cap_thuc_hien co_quan_thuc_hien",
        ),
        (
            "co_quan_uy_quyen: [Sở Thử]",
            "Ủy quyền cho Sở Thử giải quyết",
            "co_quan_uy_quyen",
        ),
        (
            "lien_thong_voi: [1.000002]",
            "Thực hiện liên thông với thủ tục có mã 1.000002",
            "phan_loai lien_quan",
        ),
        (
            "ten: Cấp giấy phép đo",
            "Sửa tên thủ tục thành “Cấp giấy phép đo”",
            "ten",
        ),
    ] {
        let (after, effect) = amended(amendment).unwrap_or_else(|why| panic!("{amendment}: {why}"));
        assert_eq!(effect.wording, wording);
        assert_eq!(effect.paths.join(" "), paths, "{amendment}");
        let before = judged(&licence());
        let now = judged(&after);
        let fields = before
            .keys()
            .chain(now.keys())
            .filter(|key| before.get(*key) != now.get(*key));
        for field in fields {
            assert!(
                effect.paths.iter().any(|path| path.starts_with(field)),
                "{amendment} changed {field} silently"
            );
        }
    }
}

#[test]
fn what_does_not_fit_says_why() {
    for (amendment, why) in [
        (
            "bo_giay_to: Giấy khai sinh",
            "hồ sơ không có giấy tờ «Giấy khai sinh»; đang có: Đơn đề nghị; Bản sao căn cước",
        ),
        ("thay_giay_to: Đơn đề nghị", "thay_giay_to phải có khóa bang"),
        (
            "thoi_han: 10 ngày làm việc",
            "thời hạn mới 10 ngày làm việc không ngắn hơn 10 ngày làm việc; 06 ngày làm việc",
        ),
        ("thoi_han: 08 ngày", "không so sánh được 08 ngày với 10 ngày làm việc"),
        ("thoi_han: sớm", "không hiểu thời hạn mới «sớm»"),
        (
            "{thoi_han: 05 ngày, hinh_thuc: Dịch vụ bưu chính}",
            "không có hình thức nộp nào như vậy",
        ),
        (
            "muc_phi: 600.000 đồng",
            "mức mới 600.000 đồng không thấp hơn 500.000 đồng",
        ),
        (
            "{muc_phi: 100.000 đồng, ten_phi: Lệ phí}",
            "không có khoản phí nào như vậy để giảm",
        ),
        ("bo_yeu_cau: Có bằng", "không có yêu cầu, điều kiện «Có bằng»"),
        ("so_bo: 2", "số bộ mới 2 phải ít hơn 2"),
        ("mo_hinh_thuc: Trực tiếp", "đã có hình thức nộp trực tiếp"),
        (
            "{mo_hinh_thuc: Trực tuyến, muc_do: Cung cấp thông tin}",
            "đã có hình thức nộp trực tuyến, một phần",
        ),
        (
            "{mo_hinh_thuc: Dịch vụ bưu chính, muc_do: Toàn trình}",
            "khóa «muc_do» chỉ dùng cho hình thức Trực tuyến",
        ),
        ("cap_thuc_hien: [Cấp tỉnh]", "cấp và cơ quan đã như vậy"),
        ("cap_thuc_hien: [Cấp phường]", "không có cấp thực hiện «Cấp phường»"),
        ("ten: Cấp giấy phép", "tên mới trống hoặc vẫn là tên cũ"),
        ("{so_bo: 1, ten: Mới}", "khóa «ten» không đi cùng «so_bo»"),
        (
            "{bo_giay_to: Đơn đề nghị, bang: Tờ khai}",
            "khóa «bang» không đi cùng «bo_giay_to»",
        ),
        ("muc_do: Toàn trình", "mục sửa đổi không ghi việc phải làm"),
        ("ly_do: Vì thế", "mục sửa đổi không ghi việc phải làm"),
    ] {
        let found = amended(amendment).map(|(_, effect)| effect.wording).unwrap_err();
        assert!(found.contains(why), "{amendment}: {found}");
    }
}

#[test]
fn a_channel_without_a_limit_gets_one() {
    let mut procedure = licence();
    procedure.channels[0].time_limit = None;
    procedure.channels[1].time_limit = Some("Không quy định".into());
    let amendment = Amendment {
        time_limit: Some("05 ngày làm việc".into()),
        ..Amendment::default()
    };
    let effect = amendment.apply(&mut procedure).unwrap();
    assert_eq!(effect.wording, "Quy định thời hạn giải quyết: 05 ngày làm việc");
}

#[test]
fn several_amendments_speak_of_places_in_the_text_as_it_is() {
    let amendments: Vec<Amendment> = yaml::read(
        "- bo_giay_to: Đơn đề nghị\n- bo_giay_to: Báo cáo thuyết minh\n- bo_yeu_cau: Có trụ sở\n- bo_yeu_cau: Có vốn",
    )
    .unwrap();
    let (after, effects) = carry_out(&amendments, &licence());
    let paths: Vec<_> = effects
        .into_iter()
        .map(|effect| effect.unwrap().paths.join(" "))
        .collect();
    assert_eq!(
        paths,
        [
            "ho_so[0].giay_to[0]",
            "ho_so[0].giay_to[2]",
            "yeu_cau_dieu_kien[0]",
            "yeu_cau_dieu_kien[1]"
        ]
    );
    assert_eq!(after.papers().count(), 1);
    assert!(after.requirements.is_empty());
}

#[test]
fn two_amendments_of_one_place_contradict_each_other() {
    for second in [
        "thoi_han: 05 ngày làm việc",
        "{thoi_han: 03 ngày làm việc, hinh_thuc: Trực tiếp}",
    ] {
        let amendments: Vec<Amendment> = yaml::read(&format!("- thoi_han: 08 ngày làm việc\n- {second}")).unwrap();
        let (_, effects) = carry_out(&amendments, &licence());
        assert_eq!(
            effects[1],
            Err("sửa cùng một chỗ với mục thứ 1: gộp hai mục lại".to_owned())
        );
    }
    let amendments: Vec<Amendment> =
        yaml::read("- {thay_giay_to: Bản sao căn cước, bang: Thẻ}\n- bo_giay_to: Thẻ").unwrap();
    let (_, effects) = carry_out(&amendments, &licence());
    assert_eq!(
        effects[1],
        Err("chỉ khớp sau khi thực hiện một mục khác: gộp hai mục lại".to_owned())
    );
}
