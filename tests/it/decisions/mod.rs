//! Decisions over their life: steps, two reviewers, staleness, the next revision, groups, review forms, lists.

mod desk;
mod forms;
mod groups;
mod lints;
mod lists;
mod reviewers;
mod staleness;
mod steps;

use std::fs;

use crate::support::{Folder, OFFICE, failure, stdout, tthc};

const REGISTER: &str = "
- {so_hieu: 01/2020/NĐ-CP, loai: Nghị định, trich_yeu: Về việc thử, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2020}
";

const COUNTS: &str = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon
1.000001,Tỉnh,10,0,10,0,0,0,số liệu minh họa
1.000002,Tỉnh,20,0,20,0,0,0,số liệu minh họa
1.000003,Tỉnh,30,0,30,0,0,0,số liệu minh họa
";

fn procedure(code: &str, name: &str, field: &str) -> String {
    format!(
        "ma: {code}
ten: '{name}'
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: {field}
muc_dich: Quản lý việc thử
trinh_tu: [{{ten: Nộp hồ sơ}}]
cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: 10 ngày làm việc}}]
ho_so: [{{giay_to: [{{ten: Tờ khai, mau: Mẫu 01, ban_chinh: 1}}, {{ten: Bản sao hộ khẩu, ban_sao: 1}}]}}]
so_bo: 1
doi_tuong: [Công dân Việt Nam]
co_quan_thuc_hien: [Sở Thử]
can_cu_phap_ly: [{{so_hieu: 01/2020/NĐ-CP}}]
yeu_cau_dieu_kien: [{{noi_dung: Có trụ sở.}}]
"
    )
}

fn revision(folder: &Folder, name: &str, procedures: &[(&str, String)]) {
    let head = OFFICE.replace("01/07/2026", &name.split('-').rev().collect::<Vec<_>>().join("/"));
    folder.write(&format!("catalogue/{name}/catalogue.yaml"), head.as_bytes());
    folder.write(&format!("catalogue/{name}/van_ban/chung.yaml"), REGISTER.as_bytes());
    folder.write(&format!("catalogue/{name}/thong_ke/2025.csv"), COUNTS.as_bytes());
    for (code, text) in procedures {
        folder.write(&format!("catalogue/{name}/thu_tuc/thu/{code}.yaml"), text.as_bytes());
    }
}

fn catalogue() -> Folder {
    let folder = Folder::new(&[]);
    let three = [
        ("1.000001", procedure("1.000001", "Cấp giấy A", "Thử")),
        ("1.000002", procedure("1.000002", "Đổi thẻ khác hẳn", "Thử")),
        ("1.000003", procedure("1.000003", "Xác nhận việc thứ ba", "Khác")),
    ];
    revision(&folder, "2026-07-01", &three);
    folder
}

fn run(folder: &Folder, args: &[&str], status: i32) -> String {
    stdout(&tthc(folder.path(), args), status)
}

fn refused(folder: &Folder, args: &[&str]) -> String {
    let output = tthc(folder.path(), args);
    String::from_utf8_lossy(&output.stdout).into_owned() + &failure(&output)
}

const CUT: [&str; 8] = [
    "--outcome",
    "sua_doi_bo_sung",
    "--reason",
    "dữ liệu đã có",
    "--drop-paper",
    "Bản sao hộ khẩu",
    "--amend",
    "Sửa đổi: Điều 9 01/2020/NĐ-CP",
];

fn cut(folder: &Folder, codes: &[&str], more: &[&str], status: i32) -> String {
    run(folder, &[&["decide"], codes, &CUT, more].concat(), status)
}

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join("catalogue/ra_soat").join(path)).unwrap()
}
