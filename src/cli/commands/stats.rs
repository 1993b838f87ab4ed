//! `tthc stats`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::catalogue::Catalogue;
use crate::catalogue::files::write_together;
use crate::cli::{Cli, Exit, export, output, wrap};
use crate::document::statistics::{self, Table, charts, tables, verdict};
use crate::review::decision::Decisions;
use crate::stats::{self, Measure, Plan, Stats, TargetResult};
use crate::text;

/// Columns to write in where nobody says how many there are.
const USUAL_WIDTH: usize = 100;

/// Most lines of a table on a terminal; the other formats have all.
const MOST_LINES: usize = 15;

/// Count procedures, dossiers and results of the review, and hold them against the targets of a plan
///
/// Procedures in force are counted by level, field, agency, kind, online service, one-stop office and quality standard;
/// dossiers are those of thong_ke/, decisions those of ra_soat/ on this revision. Every share is printed with numerator
/// and denominator. A target whose figures the catalogue does not hold is "Chưa có số liệu"; one that could be met or not
/// depending on what records do not say is "Chưa đủ căn cứ". `tthc schema chi_tieu` explains the file of targets.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Targets of a plan, a YAML file
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,

    /// Dossiers of this year; of the latest with figures when absent
    #[arg(long, value_name = "YEAR")]
    year: Option<u16>,

    #[command(flatten)]
    output: export::To<Format>,

    /// Folder to write bar charts to, one SVG picture each
    #[arg(long, value_name = "DIR")]
    charts: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// One line a figure
    Csv,
    /// A workbook
    Xlsx,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    if let Some(year) = args.year
        && !catalogue.volumes().years().any(|known| known == year)
    {
        let known: Vec<String> = catalogue.volumes().years().map(|year| year.to_string()).collect();
        bail!(
            "no dossier counts of {year} in {}; years there are: {}",
            catalogue.name(),
            known.join(", ")
        );
    }
    let plan = args.targets.as_deref().map(plan).transpose()?;
    let mut stats = stats::stats(&catalogue, args.year, &measures(cli, &catalogue));
    if let Some(plan) = &plan {
        stats = stats.with_targets(&catalogue, plan);
    }
    write(args, &stats, plan.as_ref())?;
    if let Some(folder) = &args.charts {
        let files: Vec<(PathBuf, String)> = charts(&cli.templates()?, &stats)?
            .into_iter()
            .map(|chart| (folder.join(chart.file), chart.svg))
            .collect();
        write_together(&files)
            .map_err(|(path, source)| anyhow::Error::new(source).context(format!("cannot write {}", path.display())))?;
        if args.output.leaves_room() {
            let mut out = output::lines();
            for (path, _) in &files {
                writeln!(out, "Đã ghi {}", path.display())?;
            }
        }
    }
    Ok(Exit::Fine)
}

fn plan(path: &Path) -> anyhow::Result<Plan> {
    Plan::read(path).map_err(|mistakes| {
        let said: Vec<String> = mistakes
            .iter()
            .map(|mistake| format!("{}: {}", mistake.place, mistake.message))
            .collect();
        anyhow::anyhow!("the targets cannot be used:\n{}", said.join("\n"))
    })
}

/// What the decisions on the revision come to. Mistakes in their files are `tthc check`'s to say.
fn measures(cli: &Cli, catalogue: &Catalogue) -> Vec<Measure> {
    let (decisions, broken) = Decisions::load(&Decisions::folder(cli.revisions().root()));
    if !broken.is_empty() {
        output::warn(&format!(
            "{} problem(s) in decisions, which are left out; run `tthc check` to see them",
            broken.len()
        ));
    }
    statistics::measures(&decisions, catalogue.name())
}

fn write(args: &Args, stats: &Stats, plan: Option<&Plan>) -> anyhow::Result<()> {
    let out = args.output.out();
    match args.output.format_for_files()? {
        Format::Text => print(stats, plan),
        Format::Json => export::json(stats, out),
        Format::Csv => export::csv(|rows| statistics::csv(stats, rows), out),
        Format::Xlsx => export::workbook(|| statistics::xlsx(stats), out),
    }
}

fn print(stats: &Stats, plan: Option<&Plan>) -> anyhow::Result<()> {
    let mut out = output::lines();
    writeln!(out, "Thống kê {}: {}", stats.revision, stats.title)?;
    if let Some(note) = &stats.note {
        writeln!(out, "{note}")?;
    }
    for table in tables(stats) {
        print_table(&mut out, &table)?;
    }
    if stats.dossiers.year.is_none() {
        writeln!(out, "\nHồ sơ: chưa có số liệu")?;
    }
    if let Some(plan) = plan {
        let source = plan
            .source
            .as_deref()
            .map(|source| format!(" ({source})"))
            .unwrap_or_default();
        writeln!(out, "\nChỉ tiêu: {}{source}", plan.title)?;
        for target in &stats.targets {
            print_target(&mut out, target)?;
        }
    }
    Ok(())
}

/// Names, fractions and percentages below one another. A name too long for its column stands above its figures.
fn print_table(out: &mut impl Write, table: &Table) -> io::Result<()> {
    let note = if table.note.is_empty() {
        String::new()
    } else {
        format!(" ({})", table.note)
    };
    writeln!(out, "\n{}{note}", table.name)?;
    let shown = &table.rows[..table.rows.len().min(MOST_LINES)];
    let figures: Vec<(String, String)> = shown.iter().map(|row| row.figures()).collect();
    let fraction = figures.iter().map(|(count, _)| wrap::columns(count)).max().unwrap_or(0);
    let percent = figures
        .iter()
        .map(|(_, percent)| wrap::columns(percent))
        .max()
        .unwrap_or(0);
    let width = wrap::width().unwrap_or(USUAL_WIDTH);
    let room = width.saturating_sub(fraction + percent + 6).max(8);
    let fitting = shown
        .iter()
        .map(|row| wrap::columns(&row.name))
        .filter(|columns| *columns <= room);
    let column = fitting.max().unwrap_or(8);
    for (row, (count, share)) in shown.iter().zip(&figures) {
        let figures = format!("{count:>fraction$}  {share:>percent$}");
        let note = if row.note.is_empty() {
            String::new()
        } else {
            format!("  ({})", row.note)
        };
        let (figures, length) = (figures.trim_end(), wrap::columns(&row.name));
        if length > column {
            writeln!(out, "  {}\n  {:column$}  {figures}{note}", row.name, "")?;
        } else {
            writeln!(out, "  {}{:pad$}  {figures}{note}", row.name, "", pad = column - length)?;
        }
    }
    match table.rows.len() - shown.len() {
        0 => Ok(()),
        more => writeln!(
            out,
            "  … và {} dòng nữa (--format csv ghi đủ)",
            text::number(i128::try_from(more).unwrap_or_default())
        ),
    }
}

fn print_target(out: &mut impl Write, target: &TargetResult) -> io::Result<()> {
    let share = target.share.map(|share| format!("{share}; ")).unwrap_or_default();
    let verdict = text::lower_first(verdict(target.met, target.share.is_some()));
    let note = if target.note.is_empty() {
        String::new()
    } else {
        format!("; {}", target.note)
    };
    writeln!(out, "  - {}: {}; {share}{verdict}{note}", target.name, target.target)
}
