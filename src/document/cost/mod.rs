//! Compliance costs as documents: the official table as a workbook that works itself out, a chart of before and after.

mod table;
mod workbook;

pub use self::workbook::xlsx;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::chart::{Chart, Item, MOST};
use crate::catalogue::settings::Estimate;
use crate::review::cost::{Compared, Figures, Income, Summary, summary};
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
