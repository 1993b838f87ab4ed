//! The file of a plan's targets.

use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::audit::figure::Figure;
use super::share::Share;
use crate::catalogue::given::Given;
use crate::catalogue::schema;
use crate::catalogue::values::{Described, FormerOnlineLevel, Level, OneStop, OnlineLevel, ParseValueError, Written};
use crate::finding::{Finding, Severity};
use crate::text;

/// Schema of the file.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Plan>("Chỉ tiêu của kế hoạch"));

/// Targets of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// Title.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên kế hoạch", description = "Kế hoạch nào, của ai, năm nào.")]
    pub title: String,
    /// The document.
    #[serde(rename = "nguon", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Nguồn", description = "Số, ngày văn bản ban hành kế hoạch.")]
    pub source: Option<String>,
    /// Targets.
    #[serde(rename = "chi_tieu")]
    #[schemars(title = "Chỉ tiêu", description = "Các chỉ tiêu theo thứ tự của kế hoạch.")]
    pub targets: Vec<Target>,
}

/// One target.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Target {
    /// Name as the plan has it.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên chỉ tiêu", description = "Như kế hoạch ghi.")]
    pub name: String,
    /// What is measured; absent for what the catalogue does not hold.
    #[serde(rename = "chi_so", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Chỉ số",
        description = "iso, mot_cua, truc_tuyen (trên số thủ tục); dung_han, qua_han, ho_so_truc_tuyen, so_hoa, xin_loi (trên số hồ sơ); don_gian_hoa (trên số thủ tục rà soát). Bỏ trống khi danh mục không có số liệu."
    )]
    pub indicator: Option<Written<Indicator>>,
    /// Values that count.
    #[serde(rename = "gia_tri", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Giá trị được tính",
        description = "iso: tên tiêu chuẩn; mot_cua: cơ chế; truc_tuyen: mức độ, cả thang cũ (Mức độ 3, Mức độ 4) và thang mới (Một phần, Toàn trình) khi muốn tính cả hai."
    )]
    pub values: Vec<String>,
    /// Only procedures of these levels.
    #[serde(rename = "cap", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Cấp", description = "Chỉ tính thủ tục của các cấp này.")]
    pub levels: Vec<Written<Level>>,
    /// Only procedures of these fields.
    #[serde(rename = "linh_vuc", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Lĩnh vực", description = "Chỉ tính thủ tục của các lĩnh vực này.")]
    pub fields: Vec<String>,
    /// Another target of which this is a part: "in which 20 %".
    #[serde(rename = "trong_do", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Trong đó",
        description = "Tên chỉ tiêu đứng trước mà chỉ tiêu này là một phần; «trong đó 20%» được tính cả trên tổng số và trên số đạt chỉ tiêu đó."
    )]
    pub part_of: Option<String>,
    /// What is to be reached.
    #[serde(rename = "muc")]
    #[schemars(title = "Mức", description = "Ví dụ: 100%; ≥ 50%; trên 80%; không quá 5%.")]
    pub threshold: Written<Threshold>,
}

/// What a target measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indicator {
    /// Procedures under a quality standard.
    Quality,
    /// Procedures received at one-stop offices.
    OneStop,
    /// Procedures online at some level.
    Online,
    /// Dossiers settled early or on time, of those settled.
    InTime,
    /// Dossiers late or open beyond the limit.
    Overdue,
    /// Dossiers handed in online.
    OnlineDossiers,
    /// Dossiers digitised.
    Digitised,
    /// Letters of apology to overdue dossiers.
    Apologies,
    /// Procedures with a plan to simplify, of those reviewed.
    Simplified,
}

const INDICATORS: [(Indicator, &str); 9] = [
    (Indicator::Quality, "iso"),
    (Indicator::OneStop, "mot_cua"),
    (Indicator::Online, "truc_tuyen"),
    (Indicator::InTime, "dung_han"),
    (Indicator::Overdue, "qua_han"),
    (Indicator::OnlineDossiers, "ho_so_truc_tuyen"),
    (Indicator::Digitised, "so_hoa"),
    (Indicator::Apologies, "xin_loi"),
    (Indicator::Simplified, "don_gian_hoa"),
];

impl FromStr for Indicator {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = INDICATORS.iter().find(|(_, key)| *key == text.trim());
        found
            .map(|(indicator, _)| *indicator)
            .ok_or_else(|| ParseValueError::new(text, "một chỉ số", Self::EXAMPLES))
    }
}

impl Described for Indicator {
    const TITLE: &'static str = "Chỉ số";
    const DESCRIPTION: &'static str = "Điều được đo.";
    const EXAMPLES: &'static [&'static str] = &[
        "iso",
        "mot_cua",
        "truc_tuyen",
        "dung_han",
        "qua_han",
        "ho_so_truc_tuyen",
        "so_hoa",
        "xin_loi",
        "don_gian_hoa",
    ];
}

/// A share to reach, or not to go beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    bound: Bound,
    percent: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtLeast,
    More,
    AtMost,
    Less,
}

/// Bounds as people write them; a bare number is a minimum.
const BOUNDS: [(&str, Bound); 17] = [
    (">=", Bound::AtLeast),
    ("<=", Bound::AtMost),
    ("≥", Bound::AtLeast),
    ("≤", Bound::AtMost),
    (">", Bound::More),
    ("<", Bound::Less),
    ("ít nhất", Bound::AtLeast),
    ("tối thiểu", Bound::AtLeast),
    ("từ", Bound::AtLeast),
    ("đạt", Bound::AtLeast),
    ("hơn", Bound::More),
    ("trên", Bound::More),
    ("không quá", Bound::AtMost),
    ("nhiều nhất", Bound::AtMost),
    ("tối đa", Bound::AtMost),
    ("dưới", Bound::Less),
    ("", Bound::AtLeast),
];

impl FromStr for Threshold {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text::canonical(text);
        let plain = plain.trim().trim_end_matches("trở lên").trim();
        let read = BOUNDS.iter().find_map(|(word, bound)| {
            let number = plain.strip_prefix(word)?.trim().trim_end_matches('%').trim();
            // A target is a percentage whether or not it says so; 1.5 is one and a half.
            let figure: Figure = format!("{number}%").parse().ok()?;
            Some(Self {
                bound: *bound,
                percent: figure.printed,
            })
        });
        read.ok_or_else(|| ParseValueError::new(text, "một tỷ lệ phải đạt", Self::EXAMPLES))
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.bound {
            Bound::AtLeast => "≥",
            Bound::More => ">",
            Bound::AtMost => "≤",
            Bound::Less => "<",
        };
        write!(f, "{sign} {}%", text::decimal(self.percent))
    }
}

impl Described for Threshold {
    const TITLE: &'static str = "Mức";
    const DESCRIPTION: &'static str = "Tỷ lệ phải đạt.";
    const EXAMPLES: &'static [&'static str] = &["100%", "≥ 50%", "trên 80%", "không quá 5%"];
}

impl Threshold {
    /// The percentage to reach.
    pub fn percent(&self) -> Decimal {
        self.percent
    }

    /// Whether a share reaches it; of nothing none does. Compared exactly, not as it is printed.
    pub fn is_met(&self, share: Share) -> Option<bool> {
        if share.whole == 0 {
            return None;
        }
        let part = Decimal::from(share.part) * Decimal::ONE_HUNDRED;
        let bound = self.percent.checked_mul(Decimal::from(share.whole))?;
        Some(match self.bound {
            Bound::AtLeast => part >= bound,
            Bound::More => part > bound,
            Bound::AtMost => part <= bound,
            Bound::Less => part < bound,
        })
    }
}

impl Plan {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Every mistake in it, with its line.
    pub fn read(path: &Path) -> Result<Self, Vec<Finding>> {
        let file = Given::at(path);
        let plan: Self = file.typed(&file.bytes()?, &SCHEMA)?;
        let mistakes = plan.mistakes(&file);
        if mistakes.is_empty() {
            return Ok(plan);
        }
        Err(mistakes)
    }

    fn mistakes(&self, file: &Given) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut say = |at: usize, key: &str, message: String| {
            let finding = Finding::new("gia-tri", Severity::Error, file.start(), message);
            found.push(file.located(finding.at_path(format!("chi_tieu[{at}].{key}"))));
        };
        for (at, target) in self.targets.iter().enumerate() {
            if let Some(problem) = target.indicator.as_ref().and_then(Written::problem) {
                say(at, "chi_so", format!("không có chỉ số «{}»: {problem}", problem.text()));
            }
            if target.threshold.value().is_none() {
                let why = target
                    .threshold
                    .problem()
                    .map_or_else(|| "thiếu mức phải đạt".to_owned(), |why| why.to_string());
                say(
                    at,
                    "muc",
                    format!("không đọc được «{}»: {why}", target.threshold.text()),
                );
            }
            for (no, level) in target.levels.iter().enumerate() {
                if let Some(problem) = level.problem() {
                    say(
                        at,
                        &format!("cap[{no}]"),
                        format!("không đọc được «{}»: {problem}", level.text()),
                    );
                }
            }
            for (no, value) in target
                .values
                .iter()
                .enumerate()
                .filter(|(_, value)| !target.knows(value))
            {
                say(
                    at,
                    &format!("gia_tri[{no}]"),
                    format!("chỉ số này không có giá trị «{value}»"),
                );
            }
            let before = &self.targets[..at];
            if let Some(other) = target.part_of.as_ref().filter(|other| named(before, other).is_none()) {
                say(at, "trong_do", format!("không có chỉ tiêu «{other}» đứng trước"));
            }
        }
        found
    }
}

impl Target {
    /// Whether a value can be counted for what is measured. Standards have any name; dossiers are counted whole.
    fn knows(&self, value: &str) -> bool {
        match self.indicator.as_ref().and_then(Written::value) {
            Some(Indicator::Online) => {
                value.parse::<OnlineLevel>().is_ok() || value.parse::<FormerOnlineLevel>().is_ok()
            }
            Some(Indicator::OneStop) => value.parse::<OneStop>().is_ok(),
            Some(Indicator::Quality) | None => true,
            Some(_) => false,
        }
    }
}

/// The place of a target by name.
pub(super) fn named(targets: &[Target], name: &str) -> Option<usize> {
    targets
        .iter()
        .position(|target| text::canonical(&target.name) == text::canonical(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_read_as_plans_write_them() {
        for (text, read, half, met) in [
            ("100%", "≥ 100%", (99, 100), false),
            ("≥ 50 %", "≥ 50%", (1, 2), true),
            ("> 80%", "> 80%", (80, 100), false),
            ("Trên 80%", "> 80%", (81, 100), true),
            ("từ 50% trở lên", "≥ 50%", (49, 99), false),
            ("không quá 5%", "≤ 5%", (5, 100), true),
            ("< 0,5", "< 0,5%", (5, 1000), false),
        ] {
            let threshold: Threshold = text.parse().unwrap();
            assert_eq!(threshold.to_string(), read, "{text}");
            assert_eq!(threshold.is_met(Share::new(half.0, half.1)), Some(met), "{text}");
        }
        assert!("cao".parse::<Threshold>().is_err());
        assert_eq!("1%".parse::<Threshold>().unwrap().is_met(Share::new(0, 0)), None);
    }
}
