//! Bar charts of the figures.

use rust_decimal::prelude::ToPrimitive;

use super::verdict;
use crate::document::chart::{Chart, Item, MOST};
use crate::stats::{Breakdown, Share, Stats, TargetResult, Year};
use crate::templates::{TemplateError, Templates};
use crate::text;

/// Every chart there are figures for.
///
/// # Errors
///
/// When the template fails.
pub fn charts(templates: &Templates, stats: &Stats) -> Result<Vec<Chart>, TemplateError> {
    let mut drawn = Vec::new();
    let source = format!(
        "Nguồn: danh mục {}; {} thủ tục",
        stats.revision,
        text::number(stats.procedures)
    );
    let mut draw = |file, title: &str, items: Vec<Item>, legend: &[(&'static str, &str)], note: &str| {
        if items.is_empty() {
            return Ok(());
        }
        drawn.push(Chart::draw(templates, file, title, &items, legend, note)?);
        Ok(())
    };
    let plain: [(&'static str, &str, &Breakdown); 5] = [
        (
            "cap-thuc-hien.svg",
            "Thủ tục hành chính theo cấp thực hiện",
            &stats.by_level,
        ),
        ("linh-vuc.svg", "Thủ tục hành chính theo lĩnh vực", &stats.by_field),
        (
            "co-quan.svg",
            "Thủ tục hành chính theo cơ quan thực hiện",
            &stats.by_agency,
        ),
        ("truc-tuyen.svg", "Dịch vụ công trực tuyến", &stats.online.levels),
        ("mot-cua.svg", "Thủ tục hành chính theo cơ chế một cửa", &stats.one_stop),
    ];
    for (file, title, breakdown) in plain {
        draw(file, title, bars(breakdown), &[], &note_on(breakdown, &source))?;
    }
    if let Some(simplification) = &stats.simplification {
        draw(
            "ra-soat.svg",
            "Kết quả rà soát thủ tục hành chính",
            bars(&simplification.by_outcome),
            &[],
            &source,
        )?;
    }
    let mut dossiers = vec![source.clone()];
    dossiers.extend(stats.dossiers.sources.iter().cloned());
    let legend = [("dam", "Trước hạn"), ("nhat", "Đúng hạn"), ("soc", "Quá hạn")];
    let years = stats.dossiers.years.iter().map(year).collect();
    draw(
        "ho-so.svg",
        "Hồ sơ đã giải quyết theo năm",
        years,
        &legend,
        &dossiers.join("; "),
    )?;
    let targets = stats.targets.iter().map(target).collect();
    draw(
        "chi-tieu.svg",
        "Chỉ tiêu kế hoạch",
        targets,
        &[
            ("dam", "Đạt"),
            ("nhat", "Chưa đạt, chưa đủ căn cứ"),
            ("moc", "Mức phải đạt"),
        ],
        &source,
    )?;
    Ok(drawn)
}

fn bars(breakdown: &Breakdown) -> Vec<Item> {
    let one = |label: String, share: Share| Item {
        label,
        parts: vec![(share.part, "dam")],
        scale: None,
        mark: None,
        figures: format!("{} ({})", text::number(share.part), share.percent_text()),
    };
    let lines = breakdown.lines.iter().take(MOST);
    lines
        .map(|line| one(line.name.clone(), breakdown.share(line)))
        .collect()
}

/// The source, and how many lines have no bar.
fn note_on(breakdown: &Breakdown, source: &str) -> String {
    match breakdown.lines.len().saturating_sub(MOST) {
        0 => source.to_owned(),
        more => format!(
            "Không vẽ {} mục còn lại. {source}",
            text::number(i128::try_from(more).unwrap_or_default())
        ),
    }
}

fn year(year: &Year) -> Item {
    let totals = &year.totals;
    Item {
        label: year.year.to_string(),
        parts: vec![
            (totals.early.part, "dam"),
            (totals.on_time.part, "nhat"),
            (totals.late.part, "soc"),
        ],
        scale: None,
        mark: None,
        figures: format!(
            "{}; quá hạn {}",
            text::number(totals.settled),
            totals.late.percent_text()
        ),
    }
}

fn target(result: &TargetResult) -> Item {
    let share = result.share.unwrap_or_default();
    let style = if result.met == Some(true) { "dam" } else { "nhat" };
    let verdict = verdict(result.met, result.share.is_some());
    let figures = match result.share {
        Some(share) => format!("{} {verdict}", share.percent_text()),
        None => verdict.to_owned(),
    };
    Item {
        label: format!("{} ({})", result.name, result.target.replace(' ', "")),
        parts: vec![(share.part, style)],
        scale: Some(share.whole),
        mark: (result.threshold * rust_decimal::Decimal::TEN).to_u64(),
        figures,
    }
}
