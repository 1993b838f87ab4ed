//! A small catalogue that decisions, proposals and documents are tried on.

mod amendments;
mod decisions;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::catalogue::Catalogue;
use crate::catalogue::files::Files;
use crate::catalogue::revision::Revision;
use crate::catalogue::yaml;

pub(crate) const HEAD: &str = "
ten: Danh mục thử
ngay: 01/07/2026
co_quan:
  ten: Ủy ban nhân dân tỉnh Thử
  nguoi_ban_hanh: Chủ tịch Ủy ban nhân dân tỉnh Thử
  ky_hieu: UBND
  dia_danh: Thử
  don_vi_tham_muu: Văn phòng Ủy ban nhân dân tỉnh
  nguoi_ky: {quyen_han: KT. CHỦ TỊCH, chuc_vu: PHÓ CHỦ TỊCH, ho_ten: Nguyễn Văn A}
  noi_nhan:
    - {noi_dung: Văn phòng Chính phủ (Cục KSTTHC), den_ngay: 01/03/2026}
    - {noi_dung: Bộ Tư pháp, tu_ngay: 01/03/2026}
    - {noi_dung: 'Lưu: VT, KSTT'}
  can_cu_quyet_dinh:
    - {noi_dung: 'Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;'}
    - {noi_dung: Căn cứ Nghị định số 42/2022/NĐ-CP, den_ngay: 01/07/2026}
  tham_quyen: [Ủy ban nhân dân tỉnh Thử]
tham_so:
  tnbq: [{nam: 2024, muc: 40.000 đồng, nguon: nguồn thử}]
  uoc_tinh:
    - {viec: don_to_khai, gio: '1', nguon: ước tính}
    - {viec: ban_sao, gio: '0,5', chi_phi: 2.000 đồng, nguon: ước tính}
    - {viec: bao_cao, gio: '8', nguon: ước tính}
    - {viec: nop_truc_tiep_tinh, gio: '2', nguon: ước tính}
    - {viec: nop_truc_tiep_xa, gio: '1', nguon: ước tính}
    - {viec: nhan_ket_qua, gio: '0,5', nguon: ước tính}
linh_vuc: [{ma: a, ten: Đo lường}, {ma: b, ten: An toàn}]
danh_ba: [{ten: Sở Thử}, {ten: Ủy ban nhân dân cấp xã}]
";

/// 2 + 40.000 × (1 + 0,5 + 8 + 2 + 0,5) + 2.000 + 500.000 = 982.000 đồng a case, 100 cases a year.
pub(crate) const LICENCE: &str = "
ma: 1.000001
ten: Cấp giấy phép
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Đo lường
quyet_dinh_cong_bo: 100/QĐ-BYT
trinh_tu: [{ten: Nộp hồ sơ}]
cach_thuc:
  - hinh_thuc: Trực tiếp
    thoi_han: 10 ngày làm việc
    phi_le_phi: [{ten: Phí thẩm định, muc: 500.000 đồng}]
  - hinh_thuc: Trực tuyến
    thoi_han: 06 ngày làm việc
    phi_le_phi: [{ten: Phí thẩm định, muc: 500.000 đồng}]
    muc_do: Một phần
    ly_do_mot_phan: Phải đối chiếu bản chính
ho_so:
  - giay_to:
      - {ten: Đơn đề nghị, mau: Mẫu số 01, ban_chinh: 1}
      - {ten: Bản sao căn cước, ban_sao: 1}
      - {ten: Báo cáo thuyết minh, ban_chinh: 1}
so_bo: 2
doi_tuong: [Doanh nghiệp]
co_quan_thuc_hien: [Sở Thử]
ket_qua: [{ten: Giấy phép}]
can_cu_phap_ly: [{so_hieu: 10/2020/NĐ-CP}]
yeu_cau_dieu_kien: [{noi_dung: Có trụ sở.}, {noi_dung: Có vốn.}]
";

const RENEWAL: &str = "
ma: 1.000002
ten: Cấp lại giấy phép
cap_thuc_hien: [Cấp xã]
linh_vuc: An toàn
cach_thuc: [{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}]
ho_so: [{giay_to: [{ten: Đơn đề nghị, mau: Mẫu số 02, ban_chinh: 1}]}]
co_quan_thuc_hien: [Ủy ban nhân dân cấp xã]
ket_qua: [{ten: Giấy phép}]
can_cu_phap_ly: [{so_hieu: 11/2021/QĐ-UBND}]
";

const NOTICE: &str = "
ma: 1.000003
ten: Thông báo <cũ> | *thử*
cap_thuc_hien: [Cấp xã]
linh_vuc: An toàn
quyet_dinh_cong_bo: 100/QĐ-BYT
co_quan_ban_hanh: Bộ Y tế
cach_thuc: [{hinh_thuc: Trực tiếp, thoi_han: 45 ngày}]
ho_so: [{giay_to: [{ten: Bản sao giấy cũ, ban_sao: 1}]}]
co_quan_thuc_hien: [Ủy ban nhân dân cấp xã]
ket_qua: [{ten: Văn bản xác nhận}]
can_cu_phap_ly: [{so_hieu: 10/2020/NĐ-CP}]
";

const DOCUMENTS: &str = "
- {so_hieu: 10/2020/NĐ-CP, loai: Nghị định, trich_yeu: Quy định về giấy phép, co_quan_ban_hanh: Chính phủ, ngay_ban_hanh: 05/02/2020}
- {so_hieu: 11/2021/QĐ-UBND, loai: Quyết định, trich_yeu: Quy định cấp lại giấy phép, co_quan_ban_hanh: Uỷ ban nhân dân tỉnh Thử, ngay_ban_hanh: 08/06/2021}
- {so_hieu: 9/2010/TT-BYT, loai: Thông tư, trich_yeu: Cũ, co_quan_ban_hanh: Bộ Y tế, ngay_het_hieu_luc: 01/01/2024, thay_the_boi: [10/2020/NĐ-CP]}
- {so_hieu: 100/QĐ-BYT, loai: Quyết định, trich_yeu: Công bố thủ tục, co_quan_ban_hanh: Bộ Y tế, ngay_ban_hanh: 20/11/2024}
- {so_hieu: 97/2015/QH13, loai: Luật, trich_yeu: Phí và lệ phí, co_quan_ban_hanh: Quốc hội, ngay_ban_hanh: 25/11/2015}
- {so_hieu: 12/2022/TT-BYT, loai: Thông tư, trich_yeu: Quy định tạm, co_quan_ban_hanh: Bộ Y tế, ngay_ban_hanh: 01/12/2022, can_kiem_tra: true}
";

const COUNTS: &str = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon
1.000001,Tỉnh,100,0,0,0,0,0,số liệu minh họa
1.000002,Xã,10,0,0,0,0,0,số liệu minh họa
1.000003,Xã,20,0,0,0,0,0,số liệu minh họa
";

/// A catalogue on disk with a folder for decisions beside its one revision.
pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    pub(crate) catalogue: Catalogue,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With more files, or others in the place of the usual ones.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("2026-07-01");
        let usual = [
            ("catalogue.yaml", HEAD),
            ("thu_tuc/a/1.000001.yaml", LICENCE),
            ("thu_tuc/b/1.000002.yaml", RENEWAL),
            ("thu_tuc/b/1.000003.yaml", NOTICE),
            ("van_ban/thu.yaml", DOCUMENTS),
            ("thong_ke/2025.csv", COUNTS),
        ];
        usual
            .iter()
            .chain(files)
            .for_each(|(path, text)| write(&root.join(path), text));
        let revision = Revision {
            name: "2026-07-01".to_owned(),
            files: Files::Folder(root),
        };
        let loaded = revision.load().unwrap();
        assert_eq!(loaded.findings, []);
        Self {
            folder,
            catalogue: loaded.catalogue,
        }
    }

    /// Writes decisions that have just looked at the text, and reads them as the program does.
    pub(crate) fn decisions(&self, decisions: &[(&str, &str)]) -> Decisions {
        let folder = Decisions::folder(self.folder.path());
        for (code, text) in decisions {
            let judged = self
                .catalogue
                .get(code)
                .map(|entry| judged(&entry.procedure))
                .unwrap_or_default();
            let judged = yaml::write(&std::collections::BTreeMap::from([("da_xem", judged)])).unwrap();
            let text = format!("ma: {code}\nphien_ban: 2026-07-01\n{}\n{judged}", text.trim());
            write(&folder.join(format!("2026/{code}.yaml")), &text);
        }
        let (decisions, findings) = Decisions::load(&folder);
        assert_eq!(findings, []);
        decisions
    }

    fn problems(&self, code: &str, text: &str) -> Vec<String> {
        let decisions = self.decisions(&[(code, text)]);
        let recorded = decisions.iter().next().unwrap();
        let mut problems = problems(recorded, &self.catalogue);
        problems.iter_mut().for_each(|problem| decisions.locate(problem));
        problems
            .iter()
            .map(|problem| format!("{}: {}", problem.place, problem.message))
            .collect()
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
