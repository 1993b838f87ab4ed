//! What a proposal leaves in its folder, as people read it.

mod around;
mod decision;
mod extremes;
mod files;
mod hostile;
mod mistakes;
mod page;

use std::fs;

use super::*;
use crate::catalogue::values::Date;
use crate::proposal::propose;
use crate::review::decision::tests::{self as review, Fixture, HEAD};
use crate::review::decision::{lints, questionnaire};

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
