//! The steps of a review from its selection to its close, and which can follow which.
//!
//! Steps that only prepare may be left out; what a later step rests on may not. Up to the approval a decision can be sent
//! back with a remark; from then on it only goes forward.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Decision, Outcome};
use crate::catalogue::values::{Date, Described, DocumentNumber, ParseValueError, Written};
use crate::text;

/// A step of the review of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Selected for review.
    Select,
    /// Record and figures put together.
    Inventory,
    /// Judged: necessity, reason, legality.
    Review,
    /// Compliance cost worked out.
    Cost,
    /// Measure drafted.
    Propose,
    /// Opinions asked for.
    Consult,
    /// Appraised by the control unit.
    Appraise,
    /// Submitted to who decides.
    Submit,
    /// Approved.
    Approve,
    /// Documents amended.
    Enact,
    /// Change announced.
    Announce,
    /// Closed.
    Close,
    /// Looked at again after a change, and still so. Leaves the decision where it is.
    Reread,
    /// Taken over to a newer revision. Leaves the decision where it is.
    Carry,
}

/// A step, its key, its Vietnamese name, and the step that must have been before.
const STEPS: [(Step, &str, &str, Option<Step>); 14] = [
    (Step::Select, "chon", "Chọn", None),
    (Step::Inventory, "thong_ke", "Thống kê", None),
    (Step::Review, "ra_soat", "Rà soát", None),
    (Step::Cost, "tinh_chi_phi", "Tính chi phí", Some(Step::Review)),
    (Step::Propose, "de_xuat", "Đề xuất", Some(Step::Review)),
    (Step::Consult, "lay_y_kien", "Lấy ý kiến", Some(Step::Propose)),
    (Step::Appraise, "tham_tra", "Thẩm tra", Some(Step::Propose)),
    (Step::Submit, "trinh", "Trình", Some(Step::Propose)),
    (Step::Approve, "thong_qua", "Thông qua", Some(Step::Submit)),
    (Step::Enact, "thuc_thi", "Thực thi", Some(Step::Approve)),
    (Step::Announce, "cong_bo", "Công bố", Some(Step::Enact)),
    (Step::Close, "dong", "Đóng", Some(Step::Announce)),
    (Step::Reread, "xem_lai", "Xem lại", Some(Step::Review)),
    (Step::Carry, "chuyen_tiep", "Chuyển tiếp", Some(Step::Review)),
];

impl Step {
    /// Every step, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        STEPS.iter().map(|(step, ..)| *step)
    }

    fn row(self) -> (&'static str, &'static str, Option<Self>) {
        let row = STEPS.iter().find(|(step, ..)| *step == self);
        row.map_or(("", "", None), |(_, key, label, before)| (key, label, *before))
    }

    /// Key as files write it.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        self.row().1
    }

    /// The act that must be named with it, in Vietnamese.
    pub fn document(self) -> Option<&'static str> {
        match self {
            Self::Submit => Some("tờ trình"),
            Self::Approve => Some("quyết định thông qua"),
            Self::Enact => Some("văn bản đã sửa đổi, bãi bỏ"),
            Self::Announce => Some("quyết định công bố"),
            _ => None,
        }
    }

    /// Whether it moves the decision on; the others only note something about it.
    pub fn moves(self) -> bool {
        !matches!(self, Self::Reread | Self::Carry)
    }

    /// Whether it can be taken several times in a row: several offices are asked, several documents amended.
    fn repeats(self) -> bool {
        matches!(self, Self::Consult | Self::Enact | Self::Announce)
    }
}

impl std::str::FromStr for Step {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.trim().replace('-', "_").to_lowercase();
        let found = STEPS
            .iter()
            .find(|(_, key, label, _)| *key == wanted || text::canonical(label) == text::canonical(text));
        found
            .map(|(step, ..)| *step)
            .ok_or_else(|| ParseValueError::new(text, "một bước", Self::EXAMPLES))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl Described for Step {
    const TITLE: &'static str = "Bước";
    const DESCRIPTION: &'static str = "Bước của quá trình rà soát.";
    const EXAMPLES: &'static [&'static str] = &[
        "chon",
        "thong_ke",
        "ra_soat",
        "tinh_chi_phi",
        "de_xuat",
        "lay_y_kien",
        "tham_tra",
        "trinh",
        "thong_qua",
        "thuc_thi",
        "cong_bo",
        "dong",
        "xem_lai",
        "chuyen_tiep",
    ];
}

/// One step that was taken.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Event {
    /// Which.
    #[serde(rename = "buoc")]
    #[schemars(
        title = "Bước",
        description = "chon, thong_ke, ra_soat, tinh_chi_phi, de_xuat, lay_y_kien, tham_tra, trinh, thong_qua, thuc_thi, cong_bo, dong; xem_lai, chuyen_tiep do tthc ghi."
    )]
    pub step: Written<Step>,
    /// When.
    #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ngày", description = "Ngày của bước này.")]
    pub on: Option<Written<Date>>,
    /// Who.
    #[serde(rename = "nguoi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Người", description = "Ai thực hiện: họ tên, chức vụ.")]
    pub by: Option<String>,
    /// The act, where the step needs one.
    #[serde(rename = "van_ban", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Văn bản",
        description = "Số, ký hiệu văn bản; bắt buộc với trinh, thong_qua, thuc_thi, cong_bo."
    )]
    pub document: Option<Written<DocumentNumber>>,
    /// Its date.
    #[serde(rename = "ngay_van_ban", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ngày văn bản", description = "Ngày ban hành văn bản đó.")]
    pub document_date: Option<Written<Date>>,
    /// Remarks.
    #[serde(rename = "ghi_chu", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Ghi chú", description = "Bắt buộc khi trả lại bước trước.")]
    pub note: Option<String>,
}

/// What is wrong with a history, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HistoryProblem {
    /// Path below `qua_trinh`: `[2].van_ban`.
    pub(super) path: String,
    pub(super) message: String,
    pub(super) advice: String,
}

impl Decision {
    /// The last step that moved the decision; one without a history was reviewed, and no more is known.
    pub fn step(&self) -> Step {
        let steps = self.history.iter().filter_map(|event| event.step.value().copied());
        steps.rev().find(|step| step.moves()).unwrap_or(Step::Review)
    }

    /// The event that brought it there.
    pub fn last_event(&self) -> Option<&Event> {
        let moves = |event: &&Event| event.step.value().is_some_and(|step| step.moves());
        self.history.iter().rfind(moves)
    }

    /// Whether the procedure is only selected for review: nothing was decided on it yet.
    pub fn is_planned(&self) -> bool {
        self.outcome.text().trim().is_empty() && !self.history.is_empty() && self.step() < Step::Review
    }

    /// What of its history cannot be.
    pub(super) fn history_problems(&self) -> Vec<HistoryProblem> {
        let mut walk = Walk {
            decision: self,
            last: None,
            day: None,
            taken: Vec::new(),
            problems: Vec::new(),
        };
        // A decision is the result of a review, also where nobody noted it.
        let noted = |event: &Event| event.step.value() == Some(&Step::Review);
        if !self.outcome.text().trim().is_empty() && !self.history.iter().any(noted) {
            walk.taken.push(Step::Review);
        }
        for (at, event) in self.history.iter().enumerate() {
            walk.event(at, event);
        }
        walk.problems
    }
}

/// A history as it is walked, oldest first.
struct Walk<'a> {
    decision: &'a Decision,
    last: Option<Step>,
    day: Option<Date>,
    taken: Vec<Step>,
    problems: Vec<HistoryProblem>,
}

impl Walk<'_> {
    fn say(&mut self, path: String, message: String, advice: impl Into<String>) {
        let advice = advice.into();
        self.problems.push(HistoryProblem { path, message, advice });
    }

    fn event(&mut self, at: usize, event: &Event) {
        let path = |key: &str| format!("[{at}]{key}");
        let Some(step) = event.step.value().copied() else {
            let message = format!("không có bước «{}»", event.step.text());
            self.say(
                path(".buoc"),
                message,
                format!("ghi một trong: {}", Step::EXAMPLES.join(", ")),
            );
            return;
        };
        self.when_and_who(at, step, event);
        self.document(at, step, event);
        if !step.moves() {
            return;
        }
        self.order(at, step, event);
        self.last = Some(step);
        self.taken.push(step);
    }

    fn when_and_who(&mut self, at: usize, step: Step, event: &Event) {
        let label = step.label();
        match event.on.as_ref().map(|on| (on.text(), on.value().copied())) {
            Some((_, Some(day))) => {
                if let Some(before) = self.day.filter(|before| day < *before) {
                    let message = format!("bước {label} ngày {day} đứng sau bước ngày {before}");
                    self.say(
                        format!("[{at}].ngay"),
                        message,
                        "ghi các bước theo thứ tự thời gian, bước cũ đứng trước",
                    );
                }
                self.day = self.day.max(Some(day));
            }
            Some((text, None)) if !text.trim().is_empty() => {
                self.say(
                    format!("[{at}].ngay"),
                    format!("không có ngày «{text}»"),
                    "ghi ngày/tháng/năm",
                );
            }
            _ => self.say(
                format!("[{at}]"),
                format!("bước {label} chưa ghi ngày"),
                "ghi khóa ngay",
            ),
        }
        if event.by.as_deref().unwrap_or_default().trim().is_empty() {
            self.say(
                format!("[{at}]"),
                format!("bước {label} chưa ghi người thực hiện"),
                "ghi khóa nguoi",
            );
        }
    }

    fn document(&mut self, at: usize, step: Step, event: &Event) {
        let label = step.label();
        let number = event
            .document
            .as_ref()
            .filter(|number| !number.text().trim().is_empty());
        let date = event
            .document_date
            .as_ref()
            .filter(|date| !date.text().trim().is_empty());
        match (number, step.document()) {
            (None, Some(what)) => {
                let message = format!("bước {label} chưa ghi số, ký hiệu {what}");
                self.say(format!("[{at}]"), message, "ghi khóa van_ban và ngay_van_ban");
                return;
            }
            (None, None) => return,
            (Some(number), _) => {
                if let Some(problem) = number.problem() {
                    let message = format!("không đọc được số, ký hiệu «{}»", number.text());
                    self.say(format!("[{at}].van_ban"), message, problem.to_string());
                }
                let normative = number.value().is_none_or(DocumentNumber::is_normative);
                if step == Step::Enact && !normative && !self.decision.only_faster() {
                    let message = format!("{} không phải văn bản quy phạm pháp luật", number.text());
                    self.say(
                        format!("[{at}].van_ban"),
                        message,
                        "ghi văn bản quy phạm pháp luật đã sửa đổi, bãi bỏ quy định về thủ tục",
                    );
                }
            }
        }
        match date.map(|date| (date.text(), date.value().copied())) {
            None => self.say(
                format!("[{at}]"),
                format!("bước {label} chưa ghi ngày của văn bản"),
                "ghi khóa ngay_van_ban",
            ),
            Some((text, None)) => self.say(
                format!("[{at}].ngay_van_ban"),
                format!("không có ngày «{text}»"),
                "ghi ngày/tháng/năm",
            ),
            Some((_, Some(date))) => {
                let day = event.on.as_ref().and_then(Written::value).copied();
                if let Some(day) = day.filter(|day| date > *day) {
                    let message = format!("văn bản ngày {date} sau ngày của bước {label} ({day})");
                    self.say(format!("[{at}].ngay_van_ban"), message, "kiểm tra lại hai ngày");
                }
            }
        }
    }

    fn order(&mut self, at: usize, step: Step, event: &Event) {
        let path = || format!("[{at}].buoc");
        let label = step.label();
        let noted = !event.note.as_deref().unwrap_or_default().trim().is_empty();
        match self.last {
            Some(Step::Close) => {
                self.say(
                    path(),
                    format!("đã đóng, không thêm bước {label}"),
                    "mở lượt rà soát mới ở năm khác",
                );
                return;
            }
            // A new decision in the place of one that had come no further says so.
            Some(Step::Review) if step == Step::Review && noted => {}
            Some(last) if last == step && !step.repeats() => {
                self.say(path(), format!("đã ở bước {label}"), "bỏ mục ghi hai lần");
                return;
            }
            Some(last) if step < last && last >= Step::Approve => {
                let message = format!("đã {}, không quay lại bước {label}", text::lower_first(last.label()));
                self.say(path(), message, "mở lượt rà soát mới ở năm khác");
                return;
            }
            Some(last) if step < last => {
                // Sent back: what rested on it has to be done again.
                self.taken.retain(|taken| *taken < step);
                if !noted {
                    let message = format!("trả từ bước {} về bước {label} mà không ghi lý do", last.label());
                    self.say(path(), message, "ghi khóa ghi_chu");
                }
            }
            _ => {}
        }
        if let Some(missing) = self.required(step).filter(|before| !self.taken.contains(before)) {
            let message = format!(
                "chưa qua bước {} nên chưa thể {}",
                missing.label(),
                text::lower_first(label)
            );
            self.say(path(), message, format!("ghi bước {missing} trước"));
        }
        if step >= Step::Review && self.decision.outcome.text().trim().is_empty() {
            let message = format!("bước {label} cần có phương án");
            self.say(
                path(),
                message,
                "ghi phương án và lý do: tthc decide --outcome … --reason …",
            );
        }
    }

    /// What must have been before. A procedure that stays as it is needs nobody's act, and working faster needs no
    /// document to be amended.
    fn required(&self, step: Step) -> Option<Step> {
        let keeps = self.decision.outcome.value() == Some(&Outcome::Keep);
        match step {
            Step::Close if keeps => Some(Step::Review),
            Step::Announce if self.decision.only_faster() => Some(Step::Approve),
            Step::Close if self.decision.only_faster() && !self.taken.contains(&Step::Announce) => Some(Step::Approve),
            _ => step.row().2,
        }
    }
}
