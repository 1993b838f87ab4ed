//! Figures of the catalogue, as a page and as files.

use serde::Serialize;

use crate::document::Chart;
use crate::document::statistics::{self, Table, charts, csv, measures, tables, verdict, xlsx};
use crate::stats::{Plan, Stats, TargetResult, stats};
use crate::web::asked;
use crate::web::layout::{self, count};
use crate::web::reply::{Answer, Problem, Reply, XLSX};
use crate::web::state::with_causes;
use crate::web::visit::{Parameters, Visit};

/// Path of the page.
const PATH: &str = "/thong-ke";
/// Rows of a table that stand open; the others are folded away.
const OPEN: usize = 12;

/// What the template sees.
#[derive(Serialize)]
struct StatisticsView {
    years: Vec<(u16, bool)>,
    tables: Vec<TableView>,
    targets_title: String,
    targets: Vec<TargetView>,
    targets_broken: Vec<String>,
    charts: Vec<ChartView>,
    downloads: Vec<(String, &'static str)>,
}

/// Figures under one heading.
#[derive(Serialize)]
struct TableView {
    name: String,
    note: String,
    shares: bool,
    open: Vec<RowView>,
    folded: Vec<RowView>,
    more: String,
}

/// One figure.
#[derive(Serialize)]
struct RowView {
    name: String,
    /// Language of the name where it is not Vietnamese, as data is.
    lang: Option<&'static str>,
    count: String,
    share: String,
    note: String,
}

/// A target and how far it is reached.
#[derive(Serialize)]
struct TargetView {
    name: String,
    target: String,
    value: String,
    verdict: String,
    met: Option<bool>,
    note: String,
}

/// A chart.
#[derive(Serialize)]
struct ChartView {
    title: String,
    address: String,
}

/// `/thong-ke`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let (stats, plan) = figures(visit)?;
    let volumes = visit.state.catalogue.volumes();
    let (plan, targets_broken) = match plan {
        None => (None, Vec::new()),
        Some(Ok(plan)) => (Some(plan), Vec::new()),
        Some(Err(mistakes)) => (None, mistakes),
    };
    let view = StatisticsView {
        years: volumes
            .years()
            .rev()
            .map(|year| (year, stats.dossiers.year == Some(year)))
            .collect(),
        tables: tables(&stats).into_iter().map(|own| table(visit, own)).collect(),
        targets_title: plan.map(|plan| plan.title).unwrap_or_default(),
        targets: stats.targets.iter().map(|own| target(visit, own)).collect(),
        targets_broken,
        charts: drawn(visit, &stats)?
            .into_iter()
            .map(|chart| ChartView {
                address: address(visit, chart.file),
                title: chart.title,
            })
            .collect(),
        downloads: vec![
            (address(visit, "thong-ke.xlsx"), "Excel"),
            (address(visit, "thong-ke.csv"), "CSV"),
        ],
    };
    layout::page(visit, "web/statistics.html.j2", visit.label("nav_stats"), &view)
}

/// `/thong-ke/{file}`
pub(in crate::web) fn file(visit: &Visit) -> Answer {
    let (stats, _) = figures(visit)?;
    let asked = visit.captured("file");
    let failed = |error: &dyn std::error::Error| Problem::internal(with_causes(error));
    match asked {
        "thong-ke.xlsx" => {
            let made = xlsx(&stats).map_err(|error| failed(&error))?;
            Ok(Reply::new(XLSX, made).named(asked))
        }
        "thong-ke.csv" => {
            let mut made = Vec::new();
            csv(&stats, &mut made).map_err(|error| failed(&error))?;
            Ok(Reply::new("text/csv; charset=utf-8", made).named(asked))
        }
        _ => {
            let chart = drawn(visit, &stats)?.into_iter().find(|chart| chart.file == asked);
            let chart = chart.ok_or_else(|| Problem::no_page(&visit.path))?;
            Ok(Reply::new("image/svg+xml", chart.svg))
        }
    }
}

/// The targets the operator named, or what is wrong with them.
type Targets = Option<Result<Plan, Vec<String>>>;

/// The figures of the year asked for, with the targets where the operator named some.
fn figures(visit: &Visit) -> Result<(Stats, Targets), Problem> {
    let catalogue = &visit.state.catalogue;
    let year = asked::year(visit)?;
    let figures = stats(catalogue, year, &measures(&visit.state.decisions, catalogue.name()));
    let said = |mistakes: Vec<crate::finding::Finding>| -> Vec<String> {
        let line = |mistake: &crate::finding::Finding| format!("{}: {}", mistake.place, mistake.message);
        mistakes.iter().map(line).collect()
    };
    let plan = visit.app.options.targets.as_deref();
    Ok(match plan.map(|path| Plan::read(path).map_err(said)) {
        Some(Ok(plan)) => (figures.with_targets(catalogue, &plan), Some(Ok(plan))),
        other => (figures, other),
    })
}

fn drawn(visit: &Visit, stats: &Stats) -> Result<Vec<Chart>, Problem> {
    Ok(charts(&visit.app.templates, stats)?)
}

fn address(visit: &Visit, file: &str) -> String {
    let mut parameters = Parameters::default();
    if let Some(year) = visit.parameters.get("year") {
        parameters.push("year", year);
    }
    parameters.address(&format!("{PATH}/{file}"))
}

fn table(visit: &Visit, table: Table) -> TableView {
    let mut open: Vec<RowView> = table.rows.iter().map(|own| row(visit, own)).collect();
    let folded = open.split_off(open.len().min(OPEN));
    TableView {
        shares: table.rows.iter().any(|row| row.share.is_some()),
        more: if folded.is_empty() {
            String::new()
        } else {
            count(folded.len())
        },
        name: heading(visit, &table.name),
        note: visit.word(&table.note).to_owned(),
        open,
        folded,
    }
}

/// A heading; that of a year is one word with any year.
fn heading(visit: &Visit, name: &str) -> String {
    let words = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match &name[words.len()..] {
        "" => visit.word(name).to_owned(),
        year => visit.word(&format!("{words}{{n}}")).replace("{n}", year),
    }
}

fn row(visit: &Visit, row: &statistics::Row) -> RowView {
    let (count, share) = row.figures();
    let name = visit.word(&row.name);
    RowView {
        lang: (name != row.name).then(|| visit.language.code()),
        name: name.to_owned(),
        count,
        share,
        note: row.note.clone(),
    }
}

fn target(visit: &Visit, target: &TargetResult) -> TargetView {
    TargetView {
        name: target.name.clone(),
        target: target.target.to_string(),
        value: target.share.map(|share| share.to_string()).unwrap_or_default(),
        verdict: visit.word(verdict(target.met, target.share.is_some())).to_owned(),
        met: target.met,
        note: target.note.clone(),
    }
}
