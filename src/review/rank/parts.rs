//! The parts of the score, in the order people see them.

/// One part of the score.
#[derive(Debug)]
pub struct Part {
    /// Name, for options and settings.
    pub key: &'static str,
    /// Vietnamese title.
    pub title: &'static str,
    /// What it looks at, and what it never takes for evidence.
    pub meaning: &'static str,
    /// Points when nobody says otherwise.
    pub weight: u32,
    /// It speaks against abolition.
    pub against: bool,
    /// Numbers of the rules whose findings are its evidence; a part without rules looks itself.
    pub rules: &'static [&'static str],
}

/// Part on procedures that say no more than another one.
pub(super) const SUBSET: &str = "nam_trong_thu_tuc_khac";
/// Part on results nobody asks for.
pub(super) const UNUSED: &str = "ket_qua_khong_ai_can";
/// Part on what a case costs against how many there are.
pub(super) const DEAR: &str = "chi_phi_cao_it_ho_so";
/// Part on procedures that others cannot do without.
pub(super) const NEEDED: &str = "thu_tuc_khac_can";

/// Parts of which the first leaves nothing for the second to say: no basis in force, and one that is not.
pub(super) const SAID_ALREADY: (&str, &str) = ("khong_con_can_cu", "can_cu_het_hieu_luc");

/// Every part.
pub static PARTS: &[Part] = &[
    Part {
        key: "khong_con_can_cu",
        title: "Không còn căn cứ pháp lý",
        meaning: "mọi căn cứ đã hết hiệu lực, hoặc không căn cứ nào là văn bản quy phạm; căn cứ chưa có trong van_ban/ không tính",
        weight: 30,
        against: false,
        rules: &["R-56", "R-02"],
    },
    Part {
        key: "khong_ho_so",
        title: "Không phát sinh hồ sơ",
        meaning: "nhiều năm liền không có hồ sơ khi số liệu đủ; thiếu số liệu không tính là không có hồ sơ",
        weight: 25,
        against: false,
        rules: &["R-05"],
    },
    Part {
        key: "khong_duoc_giao",
        title: "Đặc thù địa phương mà không được giao quy định",
        meaning: "không có luật, nghị quyết giao địa phương quy định thủ tục",
        weight: 15,
        against: false,
        rules: &["R-51"],
    },
    Part {
        key: SUBSET,
        title: "Nằm gọn trong thủ tục khác",
        meaning: "giấy tờ, đối tượng, kết quả đều có ở một thủ tục khác của cùng cơ quan; mục chưa ghi thì không so",
        weight: 12,
        against: false,
        rules: &[],
    },
    Part {
        key: "gan_trung",
        title: "Gần trùng tên với thủ tục khác",
        meaning: "tên giống nhau sau khi bỏ chữ chỉ cấp, cùng động từ",
        weight: 10,
        against: false,
        rules: &["R-09"],
    },
    Part {
        key: DEAR,
        title: "Chi phí một lần cao so với số hồ sơ",
        meaning: "chi phí một lần chia cho số hồ sơ một năm thuộc nhóm 10% cao nhất; chỉ so các thủ tục có hồ sơ và tính được chi phí",
        weight: 10,
        against: false,
        rules: &[],
    },
    Part {
        key: "cap_huyen",
        title: "Còn gắn với cấp huyện",
        meaning: "cấp huyện không còn từ 01/7/2025: bản ghi cũ thì bãi bỏ, còn dùng thì sửa cơ quan",
        weight: 8,
        against: false,
        rules: &["R-07"],
    },
    Part {
        key: "it_ho_so",
        title: "Rất ít hồ sơ",
        meaning: "trung bình vài hồ sơ một năm khi số liệu đủ",
        weight: 8,
        against: false,
        rules: &["R-06"],
    },
    Part {
        key: "can_cu_het_hieu_luc",
        title: "Có căn cứ đã hết hiệu lực",
        meaning: "còn căn cứ khác có hiệu lực, nhiều khi chỉ cần sửa căn cứ; không tính thêm khi đã không còn căn cứ nào",
        weight: 8,
        against: false,
        rules: &["R-01"],
    },
    Part {
        key: "luon_chap_thuan",
        title: "Gần như luôn chấp thuận",
        meaning: "có thể thay bằng thông báo, hậu kiểm",
        weight: 6,
        against: false,
        rules: &["R-46"],
    },
    Part {
        key: "can_cu_khong_quy_pham",
        title: "Có căn cứ không phải văn bản quy phạm pháp luật",
        meaning: "quyết định công bố, công văn nằm trong căn cứ bên cạnh văn bản quy phạm",
        weight: 2,
        against: false,
        rules: &["R-57"],
    },
    Part {
        key: UNUSED,
        title: "Không thủ tục nào cần kết quả",
        meaning: "kết quả là giấy tờ có tên riêng mà không hồ sơ nào trong danh mục yêu cầu; người dân vẫn có thể cần, nên điểm thấp",
        weight: 3,
        against: false,
        rules: &[],
    },
    Part {
        key: NEEDED,
        title: "Thủ tục khác còn cần kết quả",
        meaning: "bãi bỏ thì có giấy tờ không còn nơi cấp (tthc chain); trừ điểm",
        weight: 20,
        against: true,
        rules: &[],
    },
];
