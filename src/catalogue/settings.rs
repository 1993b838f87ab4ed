//! `catalogue.yaml`: whose catalogue it is, and everything that changes with law or office, dated and sourced.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::Quantity;
use super::review_settings::{PaperCut, ReviewSettings};
use super::values::{Clause, Date, DocumentNumber, Level, Money, Numbering, Written};
use crate::text;

/// The head of a revision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Title of the catalogue.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên danh mục", description = "")]
    pub title: String,
    /// Date from which the catalogue applies.
    #[serde(rename = "ngay")]
    #[schemars(
        title = "Ngày của phiên bản",
        description = "Ngày danh mục có hiệu lực, ví dụ 01/07/2026."
    )]
    pub date: Written<Date>,
    /// What a reader should know of the data.
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ghi chú", description = "Điều người dùng cần biết về dữ liệu.")]
    pub note: Option<String>,
    /// The office that keeps the catalogue and issues the decisions.
    #[serde(rename = "co_quan")]
    #[schemars(
        title = "Cơ quan ban hành",
        description = "Cơ quan quản lý danh mục và ban hành quyết định."
    )]
    pub office: Office,
    /// Dated parameters.
    #[serde(rename = "tham_so")]
    #[schemars(
        title = "Tham số",
        description = "Các giá trị thay đổi theo pháp luật, có ngày và nguồn."
    )]
    pub parameters: Parameters,
    /// What the review is told: rules switched off, thresholds, findings accepted for a time.
    #[serde(rename = "ra_soat", skip_serializing_if = "ReviewSettings::is_empty")]
    #[schemars(
        title = "Rà soát",
        description = "Quy tắc tắt, ngưỡng và các điểm tạm chấp nhận khi rà soát."
    )]
    pub review: ReviewSettings,
    /// Fields of the catalogue.
    #[serde(rename = "linh_vuc")]
    #[schemars(title = "Lĩnh vực", description = "Danh sách lĩnh vực của danh mục.")]
    pub fields: Vec<FieldName>,
    /// Agencies that appear in the catalogue.
    #[serde(rename = "danh_ba")]
    #[schemars(title = "Danh bạ cơ quan", description = "Cơ quan có tên trong các thủ tục.")]
    pub agencies: Vec<Agency>,
}

/// A field and the folder its procedures stand in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FieldName {
    /// Folder under `thu_tuc/`.
    #[serde(rename = "ma")]
    #[schemars(title = "Tên thư mục", description = "")]
    pub slug: String,
    /// Official name.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên lĩnh vực", description = "")]
    pub name: String,
}

/// An agency of the register.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Agency {
    /// Name as procedures write it.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên cơ quan", description = "")]
    pub name: String,
    /// Level it belongs to.
    #[serde(rename = "cap", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Cấp", description = "")]
    pub level: Option<Written<Level>>,
    /// First day it no longer exists.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Kết thúc từ ngày", description = "Ngày đầu tiên cơ quan không còn tồn tại.")]
    pub ended: Option<Written<Date>>,
    /// Who took over.
    #[serde(rename = "thay_bang", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Thay bằng", description = "")]
    pub successor: Option<String>,
}

/// The office that issues decisions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Office {
    /// Name: `Ủy ban nhân dân Thành phố Hồ Chí Minh`.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên cơ quan", description = "")]
    pub name: String,
    /// Who decides: `Chủ tịch Ủy ban nhân dân Thành phố Hồ Chí Minh`.
    #[serde(rename = "nguoi_ban_hanh")]
    #[schemars(title = "Chức danh ban hành", description = "")]
    pub issuer: String,
    /// Symbol in document numbers: `UBND`.
    #[serde(rename = "ky_hieu")]
    #[schemars(title = "Ký hiệu", description = "Ký hiệu trong số văn bản, ví dụ UBND.")]
    pub symbol: String,
    /// Place printed before the date.
    #[serde(rename = "dia_danh")]
    #[schemars(title = "Địa danh", description = "")]
    pub place: String,
    /// Unit that drafts and follows up: `Văn phòng Ủy ban nhân dân Thành phố`.
    #[serde(rename = "don_vi_tham_muu")]
    #[schemars(title = "Đơn vị tham mưu, theo dõi", description = "")]
    pub secretariat: String,
    /// Unit that submits proposals, where it is not the one that drafts them.
    #[serde(rename = "don_vi_trinh", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Đơn vị trình",
        description = "Đơn vị ký tờ trình và báo cáo; không ghi thì là đơn vị tham mưu."
    )]
    pub submitter: Option<Submitter>,
    /// Who signs.
    #[serde(rename = "nguoi_ky")]
    #[schemars(title = "Người ký", description = "")]
    pub signer: Signer,
    /// Addressees, dated: the addressee for control of procedures changed in 2026.
    #[serde(rename = "noi_nhan")]
    #[schemars(title = "Nơi nhận", description = "")]
    pub addressees: Vec<Dated>,
    /// Legal documents the office's decisions rest on, in order.
    #[serde(rename = "can_cu_quyet_dinh")]
    #[schemars(
        title = "Căn cứ của quyết định",
        description = "Các dòng căn cứ in ở đầu quyết định, theo thứ tự."
    )]
    pub preamble: Vec<Dated>,
    /// Legal documents its decisions to announce procedures rest on, in order.
    #[serde(rename = "can_cu_cong_bo", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Căn cứ của quyết định công bố",
        description = "Các dòng căn cứ của quyết định công bố danh mục thủ tục, theo thứ tự; quyết định công bố của các bộ được thêm từ hồ sơ."
    )]
    pub announcement_preamble: Vec<Dated>,
    /// How its decisions number what stands in an item of their annex; `1.1, 1.2, 1.3` when absent.
    #[serde(rename = "kieu_danh_so", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Kiểu đánh số trong phụ lục",
        description = "Kiểu đánh số đề mục của từng thủ tục trong phụ lục quyết định; không ghi thì là 1.1, 1.2, 1.3."
    )]
    pub numbering: Option<Written<Numbering>>,
    /// Issuers whose documents the office may change itself; for all others it can only propose.
    #[serde(rename = "tham_quyen")]
    #[schemars(
        title = "Thẩm quyền",
        description = "Cơ quan ban hành những văn bản mà đơn vị được tự sửa đổi, bãi bỏ."
    )]
    pub powers: Vec<String>,
}

/// The unit that submits proposals to who decides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Submitter {
    /// Name: `Sở Nội vụ`.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên đơn vị", description = "")]
    pub name: String,
    /// Symbol in document numbers: `SNV`.
    #[serde(rename = "ky_hieu")]
    #[schemars(title = "Ký hiệu", description = "Ký hiệu trong số văn bản, ví dụ SNV.")]
    pub symbol: String,
    /// Position of its signer: `GIÁM ĐỐC`.
    #[serde(rename = "chuc_vu")]
    #[schemars(title = "Chức vụ", description = "Chức vụ người ký, ví dụ GIÁM ĐỐC.")]
    pub position: String,
    /// Name of its signer.
    #[serde(rename = "ho_ten")]
    #[schemars(title = "Họ và tên", description = "")]
    pub signer: String,
}

/// Who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Signer {
    /// Authority line: `KT. CHỦ TỊCH`; absent when the chairman signs.
    #[serde(rename = "quyen_han", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Quyền hạn ký", description = "Ví dụ KT. CHỦ TỊCH.")]
    pub authority: Option<String>,
    /// Position: `CHỦ TỊCH`.
    #[serde(rename = "chuc_vu")]
    #[schemars(title = "Chức vụ", description = "")]
    pub position: String,
    /// Name.
    #[serde(rename = "ho_ten")]
    #[schemars(title = "Họ và tên", description = "")]
    pub name: String,
}

/// A line that holds for a time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dated {
    /// The line.
    #[serde(rename = "noi_dung")]
    #[schemars(title = "Nội dung", description = "")]
    pub text: String,
    /// First day.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// First day it no longer holds.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "Ngày đầu tiên không còn áp dụng.")]
    pub until: Option<Written<Date>>,
    /// Where this was read.
    #[serde(rename = "nguon", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Nguồn", description = "")]
    pub source: Option<String>,
    /// It has not been compared with the document yet and is not printed.
    #[serde(rename = "can_kiem_tra", skip_serializing_if = "std::ops::Not::not")]
    #[schemars(
        title = "Cần kiểm tra",
        description = "Ghi true khi chưa đối chiếu; dòng chỉ được in khi bỏ khóa này."
    )]
    pub to_verify: bool,
}

/// Parameters of review and cost.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// Average income of one working hour, by year.
    #[serde(rename = "tnbq")]
    #[schemars(
        title = "Thu nhập bình quân 01 giờ làm việc",
        description = "Đồng/giờ, theo năm, có nguồn."
    )]
    pub hourly_income: Vec<HourlyIncome>,
    /// Default hours and outlays of the cost estimate.
    #[serde(rename = "uoc_tinh")]
    #[schemars(
        title = "Mức ước tính",
        description = "Giờ và chi phí mặc định khi chưa có số liệu khảo sát."
    )]
    pub estimates: Vec<Estimate>,
    /// Day on which the district level ended, and the law.
    #[serde(rename = "ket_thuc_cap_huyen", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Kết thúc cấp huyện", description = "")]
    pub district_ended: Option<DistrictEnd>,
    /// Papers that a national database already holds.
    #[serde(rename = "giay_to_co_du_lieu")]
    #[schemars(
        title = "Giấy tờ đã có dữ liệu",
        description = "Giấy tờ đã có trong cơ sở dữ liệu và điều khoản miễn nộp."
    )]
    pub held_papers: Vec<HeldPaper>,
    /// Papers a document strikes from single procedures, row by row.
    #[serde(rename = "giay_to_cat_giam", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Giấy tờ cắt giảm theo từng thủ tục",
        description = "Từng dòng của phụ lục: thủ tục, giấy tờ được cắt giảm, cơ sở dữ liệu thay thế."
    )]
    pub paper_cuts: Vec<PaperCut>,
    /// Years without a dossier after which a procedure is questioned.
    #[serde(rename = "so_nam_khong_ho_so", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Số năm không phát sinh hồ sơ", description = "")]
    pub idle_years: Option<u16>,
    /// Procedures that are rare by nature and not questioned for it.
    #[serde(rename = "hiem_theo_ban_chat")]
    #[schemars(
        title = "Thủ tục hiếm theo bản chất",
        description = "Cụm từ trong tên thủ tục ít phát sinh theo bản chất (thảm họa, con nuôi nước ngoài …)."
    )]
    pub rare_by_nature: Vec<String>,
}

/// Average income of one working hour in a year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HourlyIncome {
    /// Year the figure describes.
    #[serde(rename = "nam")]
    #[schemars(title = "Năm", description = "")]
    pub year: u16,
    /// Đồng an hour.
    #[serde(rename = "muc")]
    #[schemars(title = "Mức", description = "Đồng/giờ, ví dụ 53.977 đồng.")]
    pub amount: Written<Money>,
    /// First day it is used.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Áp dụng từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// How it was worked out and from what.
    #[serde(rename = "nguon")]
    #[schemars(title = "Nguồn", description = "Nguồn và cách tính; được in trong văn bản.")]
    pub source: String,
    /// The source must be compared before printing.
    #[serde(rename = "can_kiem_tra", skip_serializing_if = "std::ops::Not::not")]
    #[schemars(title = "Cần kiểm tra", description = "")]
    pub to_verify: bool,
}

/// A default of the cost estimate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Estimate {
    /// Kind of work; the names are fixed (`don_to_khai`, `ban_sao`, `nop_truc_tiep_xa` …).
    #[serde(rename = "viec")]
    #[schemars(
        title = "Việc",
        description = "don_to_khai, ban_sao, ban_sao_chung_thuc, giay_tu_soan, bao_cao, nop_truc_tiep_xa, nop_truc_tiep_huyen, nop_truc_tiep_tinh, nop_truc_tiep_trung_uong, nop_truc_tuyen, nop_buu_chinh, tiep_doan_kiem_tra, nhan_ket_qua."
    )]
    pub work: String,
    /// Hours.
    #[serde(rename = "gio")]
    #[schemars(title = "Giờ", description = "Số giờ, ví dụ 1,5.")]
    pub hours: Written<Quantity>,
    /// Hours of somebody quick.
    #[serde(rename = "gio_thap", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Giờ, mức thấp", description = "Số giờ của người làm nhanh, ví dụ 0,5.")]
    pub hours_low: Option<Written<Quantity>>,
    /// Hours of somebody slow.
    #[serde(rename = "gio_cao", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Giờ, mức cao", description = "Số giờ của người làm chậm, ví dụ 3.")]
    pub hours_high: Option<Written<Quantity>>,
    /// Outlay for services, copies, postage.
    #[serde(rename = "chi_phi", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Chi phí",
        description = "Chi phí dịch vụ, sao chụp, bưu chính, ví dụ 4.000 đồng."
    )]
    pub outlay: Option<Written<Money>>,
    /// First day it is used.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Áp dụng từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// First day it is no longer used.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "Ngày đầu tiên không còn áp dụng.")]
    pub until: Option<Written<Date>>,
    /// Where it comes from.
    #[serde(rename = "nguon")]
    #[schemars(title = "Nguồn", description = "")]
    pub source: String,
}

/// End of the district level.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DistrictEnd {
    /// First day without it.
    #[serde(rename = "ngay")]
    #[schemars(title = "Ngày", description = "")]
    pub date: Written<Date>,
    /// The law.
    #[serde(rename = "can_cu")]
    #[schemars(title = "Căn cứ", description = "")]
    pub basis: Written<DocumentNumber>,
}

/// Papers of one family, the database that holds them and the clause that frees people from handing them in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HeldPaper {
    /// Family: `can_cuoc`, `ho_tich`, `dang_ky_kinh_doanh` …
    #[serde(rename = "nhom")]
    #[schemars(title = "Nhóm", description = "can_cuoc, ho_tich, dang_ky_kinh_doanh …")]
    pub family: String,
    /// Phrases that name such a paper.
    #[serde(rename = "nhan_dien")]
    #[schemars(title = "Nhận diện", description = "Cụm từ trong tên giấy tờ.")]
    pub phrases: Vec<String>,
    /// Papers that go by several phrases; each phrase above is a paper of its own.
    #[serde(rename = "giay_to", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Giấy tờ",
        description = "Giấy tờ có nhiều cụm từ nhận diện, dưới một tên gọi để thống kê."
    )]
    pub kinds: Vec<PaperKind>,
    /// Phrases that mean another paper or a person the database does not cover.
    #[serde(rename = "loai_tru")]
    #[schemars(
        title = "Loại trừ",
        description = "Cụm từ cho thấy đó là giấy tờ khác hoặc người không có trong cơ sở dữ liệu."
    )]
    pub exceptions: Vec<String>,
    /// Fields whose offices issue the paper: there the original is given back, and only a copy is asked for twice.
    #[serde(rename = "linh_vuc_cap", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Lĩnh vực cấp giấy tờ",
        description = "Lĩnh vực của thủ tục cấp chính giấy tờ này: ở đó chỉ hỏi khi đòi bản sao."
    )]
    pub issuing_fields: Vec<String>,
    /// Database.
    #[serde(rename = "csdl")]
    #[schemars(title = "Cơ sở dữ liệu", description = "")]
    pub database: String,
    /// Document that frees people from handing it in.
    #[serde(rename = "van_ban")]
    #[schemars(title = "Văn bản", description = "")]
    pub document: Written<DocumentNumber>,
    /// Its clause.
    #[serde(rename = "dieu_khoan", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Điều khoản", description = "")]
    pub clause: Option<Written<Clause>>,
    /// First day it holds.
    #[serde(rename = "tu_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Từ ngày", description = "")]
    pub from: Option<Written<Date>>,
    /// First day it no longer holds.
    #[serde(rename = "den_ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Đến ngày", description = "")]
    pub until: Option<Written<Date>>,
}

/// One kind of paper and the phrases that name it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaperKind {
    /// What it is called.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên giấy tờ", description = "Ví dụ Giấy khai sinh.")]
    pub name: String,
    /// Phrases that name it.
    #[serde(rename = "nhan_dien")]
    #[schemars(title = "Nhận diện", description = "Cụm từ trong tên giấy tờ.")]
    pub phrases: Vec<String>,
}

/// Whether a value dated `from` … `until` holds on `day`. An absent date is open.
pub fn holds(from: Option<&Written<Date>>, until: Option<&Written<Date>>, day: Date) -> bool {
    let date = |written: Option<&Written<Date>>| written.and_then(Written::value).copied();
    date(from).is_none_or(|from| from <= day) && date(until).is_none_or(|until| day < until)
}

impl Dated {
    /// Whether the line holds on `day`.
    pub fn holds(&self, day: Date) -> bool {
        holds(self.from.as_ref(), self.until.as_ref(), day)
    }
}

impl Office {
    /// Whether the office may change documents of this issuer itself.
    pub fn may_change(&self, issuer: &str) -> bool {
        self.powers.iter().any(|own| text::same_but_for_spelling(own, issuer))
    }
}

impl HeldPaper {
    /// Whether the exemption holds on `day`.
    pub fn holds(&self, day: Date) -> bool {
        holds(self.from.as_ref(), self.until.as_ref(), day)
    }

    /// Every phrase that names such a paper, with what the paper is called.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.phrases.iter().map(|phrase| (phrase.as_str(), phrase.as_str()));
        let of_kinds = self.kinds.iter().flat_map(|kind| {
            let phrases = kind.phrases.iter();
            phrases.map(|phrase| (phrase.as_str(), kind.name.as_str()))
        });
        own.chain(of_kinds)
    }
}

impl Parameters {
    /// The hourly income to use on `day`: the latest one that applies.
    pub fn hourly_income_on(&self, day: Date) -> Option<&HourlyIncome> {
        self.hourly_income
            .iter()
            .filter(|row| holds(row.from.as_ref(), None, day))
            .max_by_key(|row| row.year)
    }

    /// The default of one kind of work on `day`.
    pub fn estimate_on(&self, work: &str, day: Date) -> Option<&Estimate> {
        self.estimates
            .iter()
            .find(|estimate| estimate.work == work && holds(estimate.from.as_ref(), estimate.until.as_ref(), day))
    }
}

impl Settings {
    /// The day the revision speaks of.
    pub fn day(&self) -> Option<Date> {
        self.date.value().copied()
    }
}
