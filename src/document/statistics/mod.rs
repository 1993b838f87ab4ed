//! Figures of a catalogue as documents: tables, a workbook, rows for a spreadsheet, charts.
//!
//! The figures come from [`stats`](crate::stats); here they are only laid out.

mod charts;
mod workbook;

use crate::review::decision::{Decision, Decisions, Outcome};
use crate::stats::{Breakdown, Measure, Partly, Share, Stats, Totals};
use crate::text;

pub use self::charts::charts;
pub use self::workbook::xlsx;
pub(super) use self::workbook::{DOSSIERS, dossier_row};

/// What the decisions on a revision come to; those that are only planned do not count.
pub fn measures(decisions: &Decisions, revision: &str) -> Vec<Measure> {
    let measure = |decision: &Decision| Measure {
        outcome: match decision.outcome.value() {
            Some(outcome) => outcome.label().to_owned(),
            None => decision.outcome.text().to_owned(),
        },
        keeps: decision.outcome.value() == Some(&Outcome::Keep),
        changes: decision
            .amendments
            .iter()
            .filter_map(|amendment| amendment.kind_label().map(str::to_owned))
            .collect(),
    };
    decisions
        .on(revision)
        .filter(|recorded| !recorded.decision.is_planned())
        .map(|recorded| measure(&recorded.decision))
        .collect()
}

/// Figures under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Heading.
    pub name: String,
    /// Lines.
    pub rows: Vec<Row>,
    /// What a reader must know; empty when nothing.
    pub note: String,
}

/// One figure with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name.
    pub name: String,
    /// The number, or the numerator.
    pub count: u64,
    /// Numerator and denominator, where it is a share.
    pub share: Option<Share>,
    /// What a reader must know; empty when nothing.
    pub note: String,
}

impl Row {
    fn count(name: &str, count: u64) -> Self {
        Self {
            name: name.to_owned(),
            count,
            share: None,
            note: String::new(),
        }
    }

    fn share(name: &str, share: Share) -> Self {
        Self {
            share: Some(share),
            ..Self::count(name, share.part)
        }
    }

    /// `54/97  55,67%`, or the number.
    pub fn figures(&self) -> (String, String) {
        match self.share {
            Some(share) => (share.fraction(), share.percent_text()),
            None => (text::number(self.count), String::new()),
        }
    }
}

/// Every table, in the order of a report. The targets are not among them.
pub fn tables(stats: &Stats) -> Vec<Table> {
    let several = "một thủ tục có thể tính ở nhiều dòng";
    let mut tables = vec![
        inventory(stats),
        breakdown("Cấp thực hiện", &stats.by_level, several),
        breakdown("Lĩnh vực", &stats.by_field, ""),
        breakdown("Cơ quan thực hiện", &stats.by_agency, several),
        breakdown("Phân loại", &stats.by_kind, ""),
        breakdown("Loại thủ tục", &stats.by_regulation, ""),
        breakdown("Dịch vụ công trực tuyến", &stats.online.levels, ""),
        breakdown(
            "Dịch vụ công trực tuyến theo mức độ trước đây",
            &stats.online.former_levels,
            "chỉ thủ tục có ghi mức độ 1 đến 4",
        ),
        breakdown("Cơ chế một cửa", &stats.one_stop, ""),
        breakdown("Hệ thống quản lý chất lượng", &stats.quality, ""),
        dossiers(stats),
    ];
    if let Some(simplification) = &stats.simplification {
        let mut outcomes = breakdown("Kết quả rà soát", &simplification.by_outcome, "");
        let simplified = Row::share("Có phương án trên số thủ tục đã rà soát", simplification.simplified);
        outcomes.rows.insert(0, simplified);
        tables.push(outcomes);
        tables.push(breakdown("Nội dung đơn giản hóa", &simplification.by_change, ""));
    }
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn inventory(stats: &Stats) -> Table {
    let mut rows = vec![Row::count("Thủ tục có hiệu lực", stats.procedures)];
    if stats.ended > 0 {
        rows.push(Row::count("Bãi bỏ, hết hiệu lực (không tính ở dưới)", stats.ended));
    }
    Table {
        name: "Thủ tục hành chính".to_owned(),
        rows,
        note: String::new(),
    }
}

fn breakdown(name: &str, breakdown: &Breakdown, note: &str) -> Table {
    let rows = breakdown
        .lines
        .iter()
        .map(|line| Row::share(&line.name, breakdown.share(line)));
    Table {
        name: name.to_owned(),
        rows: rows.collect(),
        note: note.to_owned(),
    }
}

fn dossiers(stats: &Stats) -> Table {
    let dossiers = &stats.dossiers;
    Table {
        name: dossiers
            .year
            .map_or_else(String::new, |year| format!("Hồ sơ năm {year}")),
        rows: dossiers.year.map_or_else(Vec::new, |_| dossier_rows(&dossiers.totals)),
        note: dossiers.sources.join("; "),
    }
}

fn dossier_rows(totals: &Totals) -> Vec<Row> {
    let mut rows = vec![Row::count("Tiếp nhận", totals.received)];
    rows.extend(
        totals
            .carried_over
            .map(|carried| Row::count("Kỳ trước chuyển sang", carried)),
    );
    rows.extend([
        Row::share("Nộp trực tuyến", totals.online),
        Row::count("Đã giải quyết", totals.settled),
        Row::share("Trước hạn", totals.early),
        Row::share("Đúng hạn", totals.on_time),
        Row::share("Trước hạn và đúng hạn", totals.in_time),
        Row::share("Quá hạn", totals.late),
        Row::count("Từ chối, rút", totals.refused),
    ]);
    let partly = |name: &str, partly: Option<Partly>| {
        partly.map(|partly| Row {
            note: if partly.rows.part == partly.rows.whole {
                String::new()
            } else {
                format!("{} dòng thống kê có số này", partly.rows.fraction())
            },
            ..Row::share(name, partly.share)
        })
    };
    let optional = [
        partly("Đang giải quyết trong hạn", totals.open_in_time),
        partly("Đang giải quyết quá hạn", totals.open_overdue),
        partly("Quá hạn trên đã và đang giải quyết", totals.overdue),
        partly("Văn bản xin lỗi trên hồ sơ quá hạn", totals.apologies),
        partly("Số hóa trên hồ sơ tiếp nhận", totals.digitised),
    ];
    rows.extend(optional.into_iter().flatten());
    rows
}

/// What is said of a target in one word.
pub fn verdict(met: Option<bool>, has_value: bool) -> &'static str {
    match (met, has_value) {
        (Some(true), _) => "Đạt",
        (Some(false), _) => "Chưa đạt",
        (None, true) => "Chưa đủ căn cứ",
        (None, false) => "Chưa có số liệu",
    }
}

/// Rows for a spreadsheet: plain whole numbers, shares as they are printed.
///
/// # Errors
///
/// When it cannot be written.
pub fn csv(stats: &Stats, out: impl std::io::Write) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["nhom", "chi_tieu", "tu_so", "mau_so", "ty_le", "ghi_chu"])?;
    for table in tables(stats) {
        for row in &table.rows {
            let whole = row.share.map(|share| share.whole.to_string()).unwrap_or_default();
            let percent = row.share.map(Share::percent_text).unwrap_or_default();
            let cells = [
                &table.name,
                &row.name,
                &row.count.to_string(),
                &whole,
                &percent,
                &note(&table, row),
            ];
            writer.write_record(cells.map(|cell| text::guarded(cell).into_owned()))?;
        }
    }
    for target in &stats.targets {
        let part = target.share.map(|share| share.part.to_string()).unwrap_or_default();
        let whole = target.share.map(|share| share.whole.to_string()).unwrap_or_default();
        let percent = target.share.map(Share::percent_text).unwrap_or_default();
        let note = format!("{}, {}", target.target, text::lower_first(&verdict_note(target)));
        let cells = ["Chỉ tiêu", &target.name, &part, &whole, &percent, &note];
        writer.write_record(cells.map(|cell| text::guarded(cell).into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}

/// The verdict and what belongs to it.
fn verdict_note(target: &crate::stats::TargetResult) -> String {
    let verdict = verdict(target.met, target.share.is_some());
    if target.note.is_empty() {
        verdict.to_owned()
    } else {
        format!("{verdict}; {}", target.note)
    }
}

fn note(table: &Table, row: &Row) -> String {
    let notes = [table.note.as_str(), row.note.as_str()];
    let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
    notes.join("; ")
}
