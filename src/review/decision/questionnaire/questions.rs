//! The questions of the review: Phụ lục I, II, III of Nghị định 63/2010/NĐ-CP, condensed, and for every component of the
//! procedure those of biểu mẫu 02/RS-KSTT.

/// What a question is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The procedure.
    Procedure,
    /// Each form people fill in.
    Form,
    /// Each requirement or condition.
    Requirement,
    /// Each component of the procedure.
    Component,
    /// Each paper of the dossier.
    Paper,
    /// The agencies that handle it.
    Agency,
}

/// What can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    /// Anything.
    Text,
    /// One of these, in any case; "Không áp dụng" always is one.
    OneOf(&'static [&'static str]),
}

/// One question.
#[derive(Debug)]
pub(super) struct Question {
    /// Number in the file: `A.9`.
    pub(super) id: &'static str,
    pub(super) scope: Scope,
    pub(super) text: &'static str,
    pub(super) answers: Answers,
    /// The answer that has to be given a reason.
    pub(super) to_explain: Option<&'static str>,
    /// Numbers of rules whose findings bear on it.
    pub(super) rules: &'static [&'static str],
}

/// The answer that always can be given.
pub(super) const NOT_APPLICABLE: &str = "Không áp dụng";

pub(super) const YES: &str = "Có";
pub(super) const NO: &str = "Không";

/// Question after which nothing more is asked of the procedure when the answer is no.
pub(super) const NECESSARY: &str = "A.4";

/// The same for a requirement.
pub(super) const REQUIREMENT_NECESSARY: &str = "C.5";

const YES_NO: Answers = Answers::OneOf(&[YES, NO]);

const fn on(scope: Scope, id: &'static str, text: &'static str) -> Question {
    Question {
        id,
        scope,
        text,
        answers: YES_NO,
        to_explain: Some(NO),
        rules: &[],
    }
}

const fn free(question: Question) -> Question {
    Question {
        answers: Answers::Text,
        to_explain: None,
        ..question
    }
}

const fn explain(question: Question, answer: &'static str) -> Question {
    Question {
        to_explain: Some(answer),
        ..question
    }
}

const fn choose(question: Question, answers: &'static [&'static str], explained: Option<&'static str>) -> Question {
    Question {
        answers: Answers::OneOf(answers),
        to_explain: explained,
        ..question
    }
}

const fn seen_by(question: Question, rules: &'static [&'static str]) -> Question {
    Question { rules, ..question }
}

use Scope::{Agency, Component, Form, Paper, Procedure, Requirement};

/// Every question in the order of the form.
pub(super) const QUESTIONS: &[Question] = &[
    // Phụ lục I: I. Sự cần thiết.
    free(on(
        Procedure,
        "A.1",
        "Thủ tục được đặt ra nhằm đạt được mục tiêu gì? Mục tiêu đó có cần thiết không?",
    )),
    seen_by(
        on(
            Procedure,
            "A.2",
            "Thủ tục khi thực hiện có đáp ứng được mục tiêu không?",
        ),
        &["R-05", "R-06", "R-45"],
    ),
    seen_by(
        explain(
            on(
                Procedure,
                "A.3",
                "Có biện pháp khác để thay thế thủ tục mà vẫn bảo đảm mục tiêu không? Nêu biện pháp.",
            ),
            YES,
        ),
        &["R-46"],
    ),
    on(
        Procedure,
        NECESSARY,
        "Kết luận: thủ tục có cần thiết không? (Không: đề xuất bãi bỏ, không phải trả lời tiếp)",
    ),
    // II. Tính hợp lý.
    seen_by(
        on(
            Procedure,
            "A.5",
            "Thủ tục có đồng bộ, thống nhất với thủ tục khác không? Nếu không: nêu thủ tục, văn bản, phương án.",
        ),
        &["R-09", "R-10", "R-11"],
    ),
    on(
        Procedure,
        "A.6",
        "Có xác định rõ cơ quan có trách nhiệm giải quyết không?",
    ),
    seen_by(
        on(Procedure, "A.7", "Có xác định rõ trình tự, cách thức thực hiện không?"),
        &["R-25", "R-29"],
    ),
    seen_by(
        on(
            Procedure,
            "A.8",
            "Thành phần, số lượng hồ sơ có rõ ràng và hợp lý không?",
        ),
        &[
            "R-12", "R-13", "R-14", "R-15", "R-16", "R-17", "R-18", "R-20", "R-21", "R-22",
        ],
    ),
    seen_by(
        on(
            Procedure,
            "A.9",
            "Có quy định cụ thể thời gian giải quyết không? Bao lâu? Có thể rút ngắn không, bao lâu, tại sao?",
        ),
        &["R-24", "R-26", "R-27", "R-28"],
    ),
    on(
        Procedure,
        "A.10",
        "Kết quả có quy định thời hạn hiệu lực không? Có hợp lý không?",
    ),
    seen_by(
        explain(
            on(
                Procedure,
                "A.11",
                "Có đòi hỏi kết quả của thủ tục khác, hoặc là đầu vào của thủ tục khác không? Có thể liên thông không, cơ quan nào làm đầu mối?",
            ),
            YES,
        ),
        &["R-41", "R-42"],
    ),
    on(Procedure, "A.12", "Kết luận: thủ tục có hợp lý không?"),
    // III. Tính hợp pháp.
    seen_by(
        choose(
            on(
                Procedure,
                "A.13",
                "Thủ tục được quy định đúng thẩm quyền không? Phần không đúng: trình tự, hồ sơ, thời hạn, cơ quan, khác.",
            ),
            &["Đúng", "Một phần không đúng", "Không đúng"],
            None,
        ),
        &["R-02", "R-32", "R-51"],
    ),
    seen_by(
        explain(
            on(
                Procedure,
                "A.14",
                "Có trái với văn bản của cơ quan cấp trên không? Nội dung nào, điều khoản nào?",
            ),
            YES,
        ),
        &["R-01", "R-03", "R-04"],
    ),
    on(Procedure, "A.15", "Kết luận: thủ tục có hợp pháp không?"),
    // IV. Chi phí.
    seen_by(
        explain(
            on(
                Procedure,
                "A.16",
                "Có phí, lệ phí không? Mức bao nhiêu, có hợp lý không, đề xuất gì? Tổng thu một năm?",
            ),
            YES,
        ),
        &["R-30", "R-31"],
    ),
    // Phụ lục II: mẫu đơn, tờ khai.
    on(Form, "B.1", "Mẫu đơn, tờ khai có cần thiết không?"),
    on(
        Form,
        "B.2",
        "Có dễ hiểu, dễ thực hiện không? (thông tin không rõ, không cần thiết, không thực tế)",
    ),
    seen_by(explain(on(Form, "B.3", "Có phải xin xác nhận không?"), YES), &["R-23"]),
    on(
        Form,
        "B.3.1",
        "Nếu phải xin xác nhận: việc xác nhận có cần thiết không?",
    ),
    on(
        Form,
        "B.3.2",
        "Nếu phải xin xác nhận: nơi xác nhận có phù hợp không? (khu phố, UBND, nơi làm việc, khác)",
    ),
    on(
        Form,
        "B.3.3",
        "Nếu phải xin xác nhận: nội dung xác nhận có rõ ràng không?",
    ),
    on(Form, "B.4", "Thể thức có thuận lợi không? (cỡ chữ, bố cục, khổ giấy)"),
    choose(
        on(Form, "B.5", "Ngôn ngữ của mẫu là gì, có hợp lý không?"),
        &["Tiếng Việt", "Tiếng Anh", "Cả hai"],
        None,
    ),
    on(
        Form,
        "B.6",
        "Có dễ tiếp cận không? (trực tiếp, trang thông tin điện tử, Cơ sở dữ liệu quốc gia)",
    ),
    choose(
        on(Form, "B.7", "Phạm vi áp dụng của mẫu?"),
        &["Toàn quốc", "Địa phương"],
        None,
    ),
    // Phụ lục III: yêu cầu, điều kiện.
    free(on(Requirement, "C.1", "Yêu cầu, điều kiện nhằm đạt được mục tiêu gì?")),
    on(Requirement, "C.2", "Có đáp ứng được mục tiêu không?"),
    explain(
        on(
            Requirement,
            "C.3",
            "Có gây trở ngại kinh tế không? (kiểm soát giá, hạn chế gia nhập thị trường, thuê lao động, quảng cáo, di chuyển hàng hóa, khác)",
        ),
        YES,
    ),
    explain(on(Requirement, "C.4", "Có biện pháp thay thế không?"), YES),
    on(
        Requirement,
        REQUIREMENT_NECESSARY,
        "Kết luận: yêu cầu, điều kiện có cần thiết không? (Không: không phải trả lời tiếp về yêu cầu này)",
    ),
    explain(
        on(Requirement, "C.6", "Có mâu thuẫn, chồng chéo với quy định khác không?"),
        YES,
    ),
    seen_by(on(Requirement, "C.7", "Có đơn giản, dễ hiểu không?"), &["R-33"]),
    choose(
        on(Requirement, "C.8", "Phạm vi áp dụng?"),
        &["Toàn quốc", "Địa phương"],
        None,
    ),
    explain(
        on(
            Requirement,
            "C.9",
            "Có phân biệt trong nước với nước ngoài, có theo điều ước quốc tế không?",
        ),
        YES,
    ),
    on(Requirement, "C.10", "Kết luận: yêu cầu, điều kiện có hợp lý không?"),
    seen_by(
        on(Requirement, "C.11", "Được quy định đúng thẩm quyền không?"),
        &["R-32"],
    ),
    explain(
        on(Requirement, "C.12", "Có trái văn bản của cơ quan cấp trên không?"),
        YES,
    ),
    explain(
        on(Requirement, "C.13", "Có hạn chế quyền hợp pháp của công dân không?"),
        YES,
    ),
    on(Requirement, "C.14", "Kết luận: yêu cầu, điều kiện có hợp pháp không?"),
    // Từng bộ phận (02/RS-KSTT).
    on(Component, "D.a", "Có được quy định rõ ràng, cụ thể không?"),
    on(Component, "D.b.1", "Có cần thiết không?"),
    on(Component, "D.b.2", "Có hợp lý không?"),
    on(Component, "D.b.3", "Có hợp pháp không?"),
    choose(
        on(
            Component,
            "D.c",
            "Phương án? Nêu nội dung, lý do, văn bản phải sửa (điều, khoản, điểm).",
        ),
        &["Giữ nguyên", "Bãi bỏ", "Sửa đổi, bổ sung", "Thay thế"],
        None,
    ),
    seen_by(
        explain(
            on(
                Paper,
                "D.l",
                "Giấy tờ có đang được lưu ở cơ quan nhà nước không? Ở đâu?",
            ),
            YES,
        ),
        &["R-12", "R-13", "R-14", "R-15", "R-16", "R-17"],
    ),
    seen_by(
        explain(on(Agency, "D.p", "Có thể phân cấp, ủy quyền giải quyết không?"), YES),
        &["R-48"],
    ),
];

/// The question of a number.
pub(super) fn question(id: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.id == id.trim())
}
