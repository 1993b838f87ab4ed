//! One row of the table: its figures, and where each of them comes from.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::catalogue::quantity;
use crate::text;

/// One row of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostRow {
    /// Group of the official table.
    pub group: Group,
    /// The work: a paper, handing in, a fee …
    pub work: String,
    /// How it is done.
    pub activity: String,
    /// Hours.
    #[serde(serialize_with = "quantity::number")]
    pub hours: Decimal,
    /// Hours of somebody quick; the same as the hours when they were measured.
    #[serde(serialize_with = "quantity::number")]
    pub hours_low: Decimal,
    /// Hours of somebody slow.
    #[serde(serialize_with = "quantity::number")]
    pub hours_high: Decimal,
    /// Đồng for services.
    #[serde(serialize_with = "quantity::number")]
    pub services: Decimal,
    /// Đồng for fees and other outlays.
    #[serde(serialize_with = "quantity::number")]
    pub fees: Decimal,
    /// The lowest fee of a record that sets several.
    #[serde(serialize_with = "quantity::number")]
    pub fees_low: Decimal,
    /// The highest.
    #[serde(serialize_with = "quantity::number")]
    pub fees_high: Decimal,
    /// Copies whose outlay, or units whose fee, is counted above.
    #[serde(serialize_with = "quantity::number")]
    pub units: Decimal,
    /// Đồng in all, rounded half up.
    #[serde(serialize_with = "quantity::number")]
    pub per_case: Decimal,
    /// The same with the low figures.
    #[serde(serialize_with = "quantity::number")]
    pub per_case_low: Decimal,
    /// The same with the high figures.
    #[serde(serialize_with = "quantity::number")]
    pub per_case_high: Decimal,
    /// Where the hours come from.
    pub hours_from: Provenance,
    /// Where the outlay for services comes from.
    pub services_from: Provenance,
    /// Where the fee comes from.
    pub fees_from: Provenance,
    /// Where the figures come from.
    pub source: String,
    /// Nobody measured or asked: the figures are defaults.
    pub estimated: bool,
    /// Default of `tham_so.uoc_tinh` the row was estimated by; empty for fees and work only observations know.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub default: &'static str,
    /// Names of fees that are paid instead of this one, each in its case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// Where the row stands in the procedure's file; empty when it does not.
    pub yaml_path: String,
}

impl CostRow {
    /// A row of nothing, to be filled.
    pub(super) fn new(group: Group, work: &str, activity: &str, yaml_path: String) -> Self {
        Self {
            group,
            work: work.to_owned(),
            activity: activity.to_owned(),
            hours: Decimal::ZERO,
            hours_low: Decimal::ZERO,
            hours_high: Decimal::ZERO,
            services: Decimal::ZERO,
            fees: Decimal::ZERO,
            fees_low: Decimal::ZERO,
            fees_high: Decimal::ZERO,
            units: Decimal::ONE,
            per_case: Decimal::ZERO,
            per_case_low: Decimal::ZERO,
            per_case_high: Decimal::ZERO,
            hours_from: Provenance::none(),
            services_from: Provenance::none(),
            fees_from: Provenance::none(),
            source: String::new(),
            estimated: false,
            default: "",
            alternatives: Vec::new(),
            yaml_path,
        }
    }

    /// Whether the row is about this work, however it is spelled.
    pub(super) fn is_on(&self, group: Group, work: &str) -> bool {
        let same = |name: &str| text::canonical(name) == text::canonical(work);
        self.group == group && (same(&self.work) || self.alternatives.iter().any(|name| same(name)))
    }

    /// Where its figures come from, one for each figure that is not nothing: `giờ: mặc định (…)`.
    pub fn provenance(&self) -> Vec<(&'static str, &Provenance)> {
        let figures = [
            ("giờ", &self.hours_from, self.hours),
            ("dịch vụ", &self.services_from, self.services),
            ("phí", &self.fees_from, self.fees),
        ];
        figures
            .into_iter()
            .filter(|(_, from, figure)| from.origin != Origin::Nobody && !figure.is_zero())
            .map(|(name, from, _)| (name, from))
            .collect()
    }
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Kind of source.
    pub origin: Origin,
    /// The source itself: a survey, a row of a table, a path of the procedure's file, a decision.
    pub source: String,
}

impl Provenance {
    pub(super) fn new(origin: Origin, source: impl Into<String>) -> Self {
        Self {
            origin,
            source: source.into(),
        }
    }

    pub(super) fn none() -> Self {
        Self::new(Origin::Nobody, "")
    }
}

/// Kinds of sources of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Measured or asked: `chi_phi/<ma>.yaml`.
    Measured,
    /// Written in the record of the procedure.
    Record,
    /// Said by a decision of the review.
    Decision,
    /// A default of `tham_so.uoc_tinh`.
    Default,
    /// Nobody says it: there is nothing to pay or to do.
    Nobody,
}

impl Origin {
    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Measured => "khảo sát",
            Self::Record => "hồ sơ thủ tục",
            Self::Decision => "phương án",
            Self::Default => "mặc định",
            Self::Nobody => "–",
        }
    }
}

/// Groups of the official table, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Preparing the dossier.
    Prepare,
    /// Handing it in.
    Submit,
    /// Paying fees.
    Pay,
    /// Serving an inspection.
    Inspection,
    /// Other work.
    Other,
    /// Receiving the result.
    Receive,
}

const GROUPS: [(Group, &str, &str); 6] = [
    (Group::Prepare, "chuan_bi", "Chuẩn bị hồ sơ"),
    (Group::Submit, "nop", "Nộp hồ sơ"),
    (Group::Pay, "phi", "Nộp phí, lệ phí, chi phí khác"),
    (
        Group::Inspection,
        "kiem_tra",
        "Chuẩn bị, phục vụ việc kiểm tra, đánh giá của cơ quan có thẩm quyền",
    ),
    (Group::Other, "khac", "Công việc khác"),
    (Group::Receive, "nhan_ket_qua", "Nhận kết quả"),
];

impl Group {
    /// Every group, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::Prepare,
        Self::Submit,
        Self::Pay,
        Self::Inspection,
        Self::Other,
        Self::Receive,
    ];

    /// Key as files of observations write it.
    pub fn key(self) -> &'static str {
        GROUPS[self as usize].1
    }

    /// Official label.
    pub fn label(self) -> &'static str {
        GROUPS[self as usize].2
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        GROUPS
            .iter()
            .find(|(_, known, _)| *known == key)
            .map(|(group, ..)| *group)
    }
}
