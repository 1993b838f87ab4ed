//! `tthc cost`

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{decisions_on, is_of_field, known_field};
use crate::catalogue::files::write_together;
use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::cli::output::{self, FindingFormat};
use crate::cli::{Cli, Exit, day_of, export};
use crate::document::cost::{CostReport, chart, xlsx};
use crate::proposal::{Item, Proposal, ProposalError, propose};
use crate::review::cost::{
    BY_PROCESSING_TIME_NOTE, Compared, Cost, CostRow, Figures, Origin, Provenance, Saving, Span, cost,
};
use crate::text;

/// Work out compliance cost by the standard cost model
///
/// Every row of form 03/SCM-KSTT: hours × hourly income + services + fees, times a year, times subjects. Figures somebody
/// measured stand in chi_phi/; the others are estimated from the record with the defaults of catalogue.yaml, from a low to a
/// high figure. Both methods are worked out: the model, and the conversion of processing time that offices print.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Procedures; all when absent
    #[arg(value_name = "CODE")]
    codes: Vec<String>,

    /// Only procedures of this field
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,

    /// Apply the recorded decisions: before, after, what is saved
    #[arg(long)]
    after: bool,

    /// Folder with the decisions to apply; ra_soat/ beside the revisions when absent
    #[arg(long, value_name = "DIR")]
    decisions: Option<PathBuf>,

    /// Add up by field instead of naming every procedure
    #[arg(long)]
    by_field: bool,

    /// Method of the figures printed as text; the other formats have both
    #[arg(long, value_enum, default_value = "scm")]
    method: MethodChoice,

    /// Use the parameters of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    #[command(flatten)]
    output: export::To<Format>,

    /// File to write a bar chart of the fields to, as SVG
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum MethodChoice {
    /// The standard cost model
    Scm,
    /// Days of processing × 8 hours × hourly income × dossiers
    #[value(name = "quy_doi_thoi_gian")]
    ProcessingTime,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// The official table as a workbook with live formulas
    Xlsx,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    let entries = chosen(&catalogue, args)?;
    let decided = args.after || args.decisions.is_some();
    let proposal = if decided {
        proposal(cli, args, &catalogue, day)?
    } else {
        None
    };
    let items = proposal.iter().flat_map(|proposal| &proposal.items);
    let items: HashMap<&str, &Item> = items.map(|item| (item.before.identity(), item)).collect();
    let compare = |entry: &&Entry| {
        let procedure = &entry.procedure;
        match proposal.as_ref().zip(items.get(procedure.identity())) {
            Some((proposal, item)) => Ok(proposal.compared(item)),
            None => cost(&catalogue, procedure, &[], day).map(|cost| Compared::unchanged(procedure, cost)),
        }
    };
    let compared = entries.par_iter().map(compare).collect::<Result<Vec<_>, _>>()?;
    let report = CostReport::new(&catalogue, compared, decided, day);
    write(args, &report, day)?;
    if let Some(path) = &args.chart {
        let chart = chart(&cli.templates()?, &report)?;
        write_together(&[(path.clone(), chart.svg)])
            .map_err(|(path, source)| anyhow::Error::new(source).context(format!("cannot write {}", path.display())))?;
        if args.output.leaves_room() {
            writeln!(output::lines(), "Đã ghi {}", path.display())?;
        }
    }
    Ok(Exit::Fine)
}

/// The procedures asked for.
fn chosen<'a>(catalogue: &'a Catalogue, args: &Args) -> anyhow::Result<Vec<&'a Entry>> {
    let mut entries: Vec<&Entry> = if args.codes.is_empty() {
        catalogue.entries().iter().collect()
    } else {
        let named = args.codes.iter().map(|code| {
            catalogue
                .get(code)
                .with_context(|| format!("no procedure {code} in {}", catalogue.name()))
        });
        named.collect::<anyhow::Result<_>>()?
    };
    if let Some(field) = &args.field {
        known_field(catalogue, field)?;
        entries.retain(|entry| is_of_field(&entry.procedure, field));
    }
    Ok(entries)
}

/// What the decisions make of their procedures; `None` when they change nothing. What keeps them from being applied is said.
fn proposal(cli: &Cli, args: &Args, catalogue: &Catalogue, day: Date) -> anyhow::Result<Option<Proposal>> {
    let (decisions, mut unusable) = decisions_on(cli, args.decisions.as_deref(), catalogue);
    if unusable.is_empty() {
        match propose(catalogue, &decisions, day) {
            Ok(proposal) => return Ok(Some(proposal)),
            Err(ProposalError::Nothing(_)) => return Ok(None),
            Err(ProposalError::Refused(refusals)) => unusable = refusals,
            Err(error) => return Err(error.into()),
        }
    }
    output::findings(&unusable, FindingFormat::Text)?;
    bail!("the decisions cannot be applied until these problems are settled")
}

fn write(args: &Args, report: &CostReport, day: Date) -> anyhow::Result<()> {
    let out = args.output.out();
    match args.output.format_for_files()? {
        Format::Text => print(args, report),
        Format::Json => export::json(&report.json(day), out),
        Format::Xlsx => export::workbook(|| xlsx(report), out),
    }
}

fn print(args: &Args, report: &CostReport) -> anyhow::Result<()> {
    let mut out = output::lines();
    let summary = report.summary();
    let method = args.method;
    if args.by_field {
        for (name, figures) in &summary.by_field {
            let count = i128::try_from(figures.procedures).unwrap_or_default();
            let name = format!("{name} ({} thủ tục)", text::number(count));
            line(&mut out, &name, of_method(method, figures), report.decided)?;
        }
    } else if args.codes.is_empty() {
        for one in &report.compared {
            let name = format!("{} {}", one.code, one.name);
            line(&mut out, &name, of_method(method, &one.figures()), report.decided)?;
        }
    } else {
        for one in &report.compared {
            table(&mut out, one, report.decided)?;
        }
    }
    totals(&mut out, method, &summary.total, report.decided)?;
    if method == MethodChoice::ProcessingTime {
        writeln!(out, "{BY_PROCESSING_TIME_NOTE}")?;
    }
    if let Some(income) = report.income() {
        let verify = if income.to_verify {
            " (cần đối chiếu nguồn)"
        } else {
            ""
        };
        writeln!(
            out,
            "TNBQ/01 giờ năm {}: {} đồng; {}{verify}",
            income.year,
            text::decimal(income.amount),
            income.source
        )?;
    }
    Ok(())
}

fn of_method(method: MethodChoice, figures: &Figures) -> Saving {
    match method {
        MethodChoice::Scm => figures.cost,
        MethodChoice::ProcessingTime => figures.by_time,
    }
}

fn line(out: &mut impl Write, name: &str, saving: Saving, decided: bool) -> io::Result<()> {
    if decided && !saving.saved.is_zero() {
        writeln!(
            out,
            "{:>18} → {} đồng/năm ({})  {name}",
            text::decimal(saving.before),
            text::decimal(saving.after),
            cut(&saving)
        )
    } else {
        writeln!(out, "{:>18} đồng/năm  {name}", text::decimal(saving.before))
    }
}

/// `giảm 30,2%`; a dash when there was nothing.
fn cut(saving: &Saving) -> String {
    match saving.percent {
        Some(percent) if percent.is_sign_negative() => format!("tăng {}%", text::decimal(-percent)),
        Some(percent) => format!("giảm {}%", text::decimal(percent)),
        None => "–".to_owned(),
    }
}

fn totals(out: &mut impl Write, method: MethodChoice, total: &Figures, decided: bool) -> io::Result<()> {
    let saving = of_method(method, total);
    let range = |span: Span| match method {
        MethodChoice::Scm if span.low != span.high => {
            format!(" (từ {} đến {})", text::decimal(span.low), text::decimal(span.high))
        }
        _ => String::new(),
    };
    writeln!(
        out,
        "Tổng chi phí tuân thủ: {} đồng/năm{}",
        text::decimal(saving.before),
        range(total.before_range)
    )?;
    if decided {
        writeln!(
            out,
            "Sau đơn giản hóa: {} đồng/năm{}",
            text::decimal(saving.after),
            range(total.after_range)
        )?;
        writeln!(
            out,
            "Tiết kiệm: {} đồng/năm{}; {}",
            text::decimal(saving.saved),
            range(total.saved_range),
            cut(&saving)
        )?;
    }
    if method == MethodChoice::ProcessingTime && total.without_time > 0 {
        let count = i128::try_from(total.without_time).unwrap_or_default();
        writeln!(
            out,
            "Không tính {} thủ tục không có thời hạn quy đổi được ra giờ làm việc",
            text::number(count)
        )?;
    }
    Ok(())
}

/// The table of one procedure, every figure with its source.
fn table(out: &mut impl Write, one: &Compared, decided: bool) -> io::Result<()> {
    writeln!(out, "{} {}", one.code, one.name)?;
    rows(out, &one.before)?;
    if let Some(time) = &one.time_before {
        writeln!(
            out,
            "  Quy đổi thời gian giải quyết: {} = {} giờ; {} đồng/năm (không phải SCM)",
            time.limit,
            text::decimal(time.hours),
            text::decimal(time.per_year)
        )?;
    }
    for note in &one.before.notes {
        writeln!(out, "  Lưu ý: {note}")?;
    }
    if decided && one.changed {
        match &one.after {
            Some(after) => {
                writeln!(out, "  Sau đơn giản hóa:")?;
                rows(out, after)?;
            }
            None => writeln!(out, "  Sau đơn giản hóa: không còn phải thực hiện")?,
        }
        let figures = one.figures();
        writeln!(
            out,
            "  Tiết kiệm: {} đồng/năm; {}",
            text::decimal(figures.cost.saved),
            cut(&figures.cost)
        )?;
    }
    writeln!(out)
}

fn rows(out: &mut impl Write, cost: &Cost) -> io::Result<()> {
    let mut group = None;
    for row in &cost.rows {
        if group != Some(row.group) {
            writeln!(out, "  {}", row.group.label())?;
            group = Some(row.group);
        }
        let mark = if row.estimated { "~" } else { " " };
        writeln!(
            out,
            "  {mark} {:>14} đồng  {} ({})",
            text::decimal(row.per_case),
            row.work,
            made_of(row)
        )?;
    }
    writeln!(
        out,
        "  Một lần thực hiện: {} đồng{}",
        text::decimal(cost.per_case),
        between(cost.per_case_low, cost.per_case_high)
    )?;
    writeln!(
        out,
        "  Một năm: {} × {} lần × {} đối tượng = {} đồng{}",
        text::decimal(cost.per_case),
        text::decimal(cost.times_a_year),
        text::number(i128::from(cost.subjects)),
        text::decimal(cost.per_year),
        between(cost.per_year_low, cost.per_year_high)
    )?;
    writeln!(
        out,
        "  Số lần: {}; số đối tượng: {}",
        cost.times_source, cost.subjects_source
    )
}

fn between(low: Decimal, high: Decimal) -> String {
    if low == high {
        return String::new();
    }
    format!(" (từ {} đến {})", text::decimal(low), text::decimal(high))
}

/// `0,5 giờ [0,25–1] mặc định don_to_khai; phí 250.000 hồ sơ thủ tục`
fn made_of(row: &CostRow) -> String {
    let mut parts = Vec::new();
    let hours = if row.hours_low == row.hours_high {
        String::new()
    } else {
        format!(" [{}–{}]", text::decimal(row.hours_low), text::decimal(row.hours_high))
    };
    let from = |from: &Provenance| match from.origin {
        Origin::Default => format!("{} {}", from.origin.label(), row.default),
        Origin::Measured => format!("{} ({})", from.origin.label(), from.source),
        origin => origin.label().to_owned(),
    };
    if !row.hours.is_zero() || row.fees.is_zero() {
        parts.push(format!(
            "{} giờ{hours} {}",
            text::decimal(row.hours),
            from(&row.hours_from)
        ));
    }
    if !row.services.is_zero() {
        parts.push(format!(
            "dịch vụ {} {}",
            text::decimal(row.services),
            from(&row.services_from)
        ));
    }
    if !row.fees.is_zero() {
        let ends = if row.fees_low == row.fees_high {
            String::new()
        } else {
            format!(" [{}–{}]", text::decimal(row.fees_low), text::decimal(row.fees_high))
        };
        parts.push(format!(
            "phí {}{ends} {}",
            text::decimal(row.fees),
            from(&row.fees_from)
        ));
    }
    parts.join("; ")
}
