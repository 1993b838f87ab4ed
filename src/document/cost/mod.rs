//! Compliance costs as documents: the official table as a workbook that works itself out, a chart of before and after.

mod table;
mod workbook;

pub use self::workbook::xlsx;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use serde_json::{Value, json};

use super::chart::{Chart, Item, MOST};
use crate::catalogue::Catalogue;
use crate::catalogue::settings::Estimate;
use crate::catalogue::values::Date;
use crate::review::cost::{BY_PROCESSING_TIME_NOTE, Compared, Figures, Income, Summary, summary};
use crate::templates::{TemplateError, Templates};
use crate::text;

/// Costs of a catalogue and everything they were worked out with.
#[derive(Debug)]
pub struct CostReport {
    /// Revision.
    pub revision: String,
    /// Title of the catalogue.
    pub title: String,
    /// What a reader must know of the data.
    pub note: Option<String>,
    /// Procedures by code.
    pub compared: Vec<Compared>,
    /// Decisions were applied: before and after differ.
    pub decided: bool,
    /// Defaults of the day.
    pub defaults: Vec<Estimate>,
}

impl CostReport {
    /// What was worked out of a revision on a day.
    pub fn new(catalogue: &Catalogue, compared: Vec<Compared>, decided: bool, day: Date) -> Self {
        let settings = catalogue.settings();
        let parameters = &settings.parameters;
        let of_the_day = |row: &&Estimate| parameters.estimate_on(&row.work, day) == Some(row);
        Self {
            revision: catalogue.name().to_owned(),
            title: settings.title.clone(),
            note: settings.note.clone(),
            compared,
            decided,
            defaults: parameters.estimates.iter().filter(of_the_day).cloned().collect(),
        }
    }

    /// The shape other programs read.
    pub fn json(&self, day: Date) -> Value {
        let Summary { by_field, total } = self.summary();
        let procedures: Vec<Value> = self
            .compared
            .iter()
            .map(|one| {
                // The cost as it is stays where other programs look for it; what is decided stands beside.
                let mut value = json!(one.before);
                value["name"] = json!(one.name);
                value["field"] = json!(one.field);
                value["by_processing_time"] = json!(one.time_before);
                if self.decided {
                    value["changed"] = json!(one.changed);
                    value["after"] = json!(one.after);
                    value["by_processing_time_after"] = json!(one.time_after);
                    value["figures"] = json!(one.figures());
                }
                value
            })
            .collect();
        let fields = by_field
            .iter()
            .map(|(name, figures)| json!({"field": name, "figures": figures}));
        json!({
            "procedures": procedures,
            "total_per_year": json!(total.cost)["before"],
            "total": total,
            "by_field": fields.collect::<Vec<_>>(),
            "parameters": { "hourly_income": self.income(), "as_of": day.iso() },
            "notes": { "by_processing_time": BY_PROCESSING_TIME_NOTE },
        })
    }

    /// Sums by field and over all.
    pub fn summary(&self) -> Summary {
        summary(&self.compared)
    }

    /// The hourly income all were worked out with; `None` when there is no procedure.
    pub fn income(&self) -> Option<&Income> {
        self.compared.first().map(|one| &one.before.income)
    }

    /// What must stand beside the figures.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![format!("Danh mục {} ({})", self.title, self.revision)];
        if let Some(income) = self.income() {
            let verify = if income.to_verify {
                "; cần đối chiếu nguồn"
            } else {
                ""
            };
            notes.push(format!(
                "Mức thu nhập bình quân 01 giờ làm việc năm {}: {} đồng ({}{verify})",
                income.year,
                text::decimal(income.amount),
                income.source
            ));
        }
        notes.extend(self.note.clone());
        notes
    }
}

/// A bar chart of the fields that change most, or cost most, before and after.
///
/// # Errors
///
/// When the template fails.
pub fn chart(templates: &Templates, report: &CostReport) -> Result<Chart, TemplateError> {
    let summary = report.summary();
    let mut fields: Vec<&(String, Figures)> = summary.by_field.iter().collect();
    // Those that change most come first, then the dearest.
    fields.sort_by(|(a_name, a), (b_name, b)| {
        let key = |figures: &Figures| (figures.cost.saved, figures.cost.before);
        key(b).cmp(&key(a)).then_with(|| text::compare(a_name, b_name))
    });
    let each = if report.decided { 2 } else { 1 };
    let shown = MOST / each;
    let mut items = Vec::new();
    for (name, figures) in fields.iter().take(shown) {
        items.push(bar(name.clone(), figures.cost.before, "dam", String::new()));
        if report.decided {
            let percent = figures.cost.percent.unwrap_or_default();
            let cut = if percent.is_zero() {
                String::new()
            } else {
                format!(" (−{}%)", text::decimal(percent))
            };
            items.push(bar(String::new(), figures.cost.after, "nhat", cut));
        }
    }
    let mut notes = report.notes();
    if let more @ 1.. = fields.len().saturating_sub(shown) {
        let more = i128::try_from(more).unwrap_or_default();
        notes.insert(0, format!("Không vẽ {} lĩnh vực còn lại", text::number(more)));
    }
    let legend = [("dam", "Hiện tại"), ("nhat", "Sau đơn giản hóa")];
    Chart::draw(
        templates,
        "chi-phi.svg",
        "Chi phí tuân thủ thủ tục hành chính theo lĩnh vực (đồng/năm)",
        &items,
        if report.decided { &legend } else { &[] },
        &notes.join(". "),
    )
}

fn bar(label: String, cost: Decimal, style: &'static str, behind: String) -> Item {
    Item {
        label,
        parts: vec![(cost.to_u64().unwrap_or(u64::MAX), style)],
        scale: None,
        mark: None,
        figures: format!("{}{behind}", text::decimal(cost)),
    }
}
