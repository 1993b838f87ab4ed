//! `tthc chain`

use std::io::Write;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{is_of_field, known_field};
use crate::catalogue::Catalogue;
use crate::catalogue::values::Date;
use crate::cli::export::Tabular;
use crate::cli::{Cli, Exit, day_of, export, output};
use crate::document::chains::{ChainReport, LinksOfOne, spot, xlsx, xlsx_of_one};
use crate::review::Context;
use crate::review::chains::{Chain, Chains, Cycle, Dependent, Dossiers, Link, Node, Standing, quoted};
use crate::text;

/// Show which procedures need the results of others, and what hangs on one before it is abolished
///
/// A result of one procedure that is a paper of another links the two. Without a code: the longest chains, the results that
/// most procedures wait for, and the cycles. With a code: what it needs, and everything that could not be done any more if it
/// were abolished, directly or through others, each with the paper and its line.
///
/// Papers are matched with results by their names. A link is a question for a person, never a conclusion.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Procedure; the whole catalogue when absent
    #[arg(value_name = "CODE")]
    code: Option<String>,

    /// Only links that a procedure of this field has a part in
    #[arg(long, value_name = "FIELD", conflicts_with = "code")]
    field: Option<String>,

    /// Count dossiers and papers as of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Chains and results to print as text; the other formats have all
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,

    #[command(flatten)]
    output: export::To<Tabular>,
}

/// Procedures shown of those that stand at the same place.
const SHOWN: usize = 3;

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    let (format, out) = (args.output.format_for_files()?, args.output.out());
    let context = Context::new(&catalogue, day);
    let chains = Chains::of(&catalogue, &context);
    match &args.code {
        Some(code) => {
            let one = of_one(&catalogue, &chains, code)?;
            match format {
                Tabular::Text => print_one(&one)?,
                Tabular::Json => export::json(&json_of_one(&one, day), out)?,
                Tabular::Xlsx => export::workbook(|| xlsx_of_one(&one), out)?,
            }
        }
        None => {
            let report = of_all(&catalogue, &chains, args)?;
            match format {
                Tabular::Text => print(&report, args.top)?,
                Tabular::Json => export::json(&json_of(&report, day), out)?,
                Tabular::Xlsx => export::workbook(|| xlsx(&report, &catalogue.settings().title), out)?,
            }
        }
    }
    Ok(Exit::Fine)
}

fn of_all(catalogue: &Catalogue, chains: &Chains<'_>, args: &Args) -> anyhow::Result<ChainReport> {
    let mut report = ChainReport {
        links: chains.links(),
        chains: chains.chains(),
        cycles: chains.cycles(),
        hubs: chains.hubs(),
    };
    if let Some(field) = &args.field {
        known_field(catalogue, field)?;
        let wanted = text::fold(field);
        let has = |node: &Node| text::fold(&node.field) == wanted;
        let of_field = |code: &str| {
            let entry = catalogue.get(code);
            entry.is_some_and(|entry| is_of_field(&entry.procedure, field))
        };
        report
            .links
            .retain(|link| has(&link.needs) || link.from.iter().any(has));
        report
            .chains
            .retain(|chain| chain.procedures.iter().any(has) || chain.ends.iter().any(|end| has(&end.node)));
        report.cycles.retain(|cycle| cycle.procedures.iter().any(has));
        let takes_part = |code: &String| of_field(code);
        report
            .hubs
            .retain(|hub| has(&hub.node) || hub.needed_by.iter().any(takes_part));
    }
    Ok(report)
}

fn of_one(catalogue: &Catalogue, chains: &Chains<'_>, code: &str) -> anyhow::Result<LinksOfOne> {
    let mut closure = chains.closure(&[code]);
    let procedure = closure
        .of
        .pop()
        .with_context(|| format!("no procedure {code} in {}", catalogue.name()))?;
    closure.of.push(procedure.clone());
    Ok(LinksOfOne {
        needs: chains.needs_of(code),
        procedure,
        closure,
    })
}

fn json_of(report: &ChainReport, day: Date) -> Value {
    json!({
        "as_of": day.iso(),
        "chains": report.chains,
        "needed": report.hubs,
        "cycles": report.cycles,
        "links": report.links,
    })
}

fn json_of_one(one: &LinksOfOne, day: Date) -> Value {
    json!({
        "as_of": day.iso(),
        "procedure": one.procedure,
        "needs": one.needs,
        "dependents": one.closure.dependents,
        "cut_off": one.closure.cut_off().count(),
    })
}

fn print(report: &ChainReport, top: usize) -> anyhow::Result<()> {
    let mut out = output::lines();
    writeln!(
        out,
        "CHUỖI DÀI NHẤT (kết quả của thủ tục trước là giấy tờ của thủ tục sau)"
    )?;
    for (at, chain) in report.chains.iter().take(top).enumerate() {
        print_chain(&mut out, at + 1, chain)?;
    }
    rest(&mut out, report.chains.len(), top)?;
    writeln!(out, "\nKẾT QUẢ ĐƯỢC NHIỀU THỦ TỤC CẦN NHẤT")?;
    for hub in report.hubs.iter().take(top) {
        let dossiers = match hub.counted {
            0 => "chưa có số liệu hồ sơ".to_owned(),
            counted => format!(
                "{} hồ sơ/năm ở {} thủ tục có số liệu",
                text::number(i128::from(hub.dossiers_of_those)),
                text::count(counted as u64)
            ),
        };
        writeln!(
            out,
            "  {:>4} thủ tục cần ({dossiers})  {} {}",
            hub.needed_by.len(),
            hub.node.code,
            hub.node.name
        )?;
    }
    rest(&mut out, report.hubs.len(), top)?;
    writeln!(out, "\nVÒNG (thủ tục đòi kết quả của nhau)")?;
    for cycle in &report.cycles {
        print_cycle(&mut out, cycle)?;
    }
    if report.cycles.is_empty() {
        writeln!(out, "  không có")?;
    }
    writeln!(
        out,
        "\n{} liên kết, {} chuỗi, {} vòng; so tên giấy tờ với tên kết quả, cần người xem lại",
        text::number(report.links.len() as i128),
        text::number(report.chains.len() as i128),
        text::number(report.cycles.len() as i128)
    )?;
    Ok(())
}

fn print_chain(out: &mut impl Write, at: usize, chain: &Chain) -> std::io::Result<()> {
    let dossiers = chain.dossiers().map(|received| {
        let received = text::number(i128::from(received));
        format!("; {received} hồ sơ/năm ở thủ tục cuối")
    });
    writeln!(
        out,
        "{at}. {} thủ tục{}",
        text::count(chain.length as u64),
        dossiers.unwrap_or_default()
    )?;
    for (place, node) in chain.procedures.iter().enumerate() {
        let paper = place.checked_sub(1).and_then(|before| chain.papers.get(before));
        if let Some(paper) = paper {
            writeln!(out, "     ↓ {}", quoted(paper))?;
        }
        writeln!(out, "   {} {}", node.code, node.name)?;
    }
    for end in chain.ends.iter().take(SHOWN) {
        writeln!(out, "     ↓ {}", quoted(&end.paper))?;
        writeln!(out, "   {} {}", end.node.code, end.node.name)?;
    }
    match chain.ends.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        left => writeln!(
            out,
            "     … hoặc đến một trong {} thủ tục khác",
            text::count(left as u64)
        ),
    }
}

fn rest(out: &mut impl Write, all: usize, top: usize) -> std::io::Result<()> {
    match all.saturating_sub(top) {
        0 => Ok(()),
        left => writeln!(
            out,
            "  … còn {} (--top, --format json|xlsx)",
            text::number(left as i128)
        ),
    }
}

fn print_cycle(out: &mut impl Write, cycle: &Cycle) -> std::io::Result<()> {
    let mut codes: Vec<&str> = cycle.procedures.iter().map(|node| node.code.as_str()).collect();
    codes.extend(codes.first().copied());
    writeln!(out, "  {}", codes.join(" cần kết quả của "))?;
    for node in &cycle.procedures {
        writeln!(out, "    {} {}", node.code, node.name)?;
    }
    Ok(())
}

/// `12 hồ sơ năm 2025`, behind what leads to it; nothing when it is not known.
fn said(dossiers: Option<Dossiers>, lead: &str) -> String {
    dossiers.map_or_else(String::new, |dossiers| {
        let received = text::number(i128::from(dossiers.received));
        format!("{lead}{received} hồ sơ năm {}", dossiers.year)
    })
}

fn print_one(one: &LinksOfOne) -> anyhow::Result<()> {
    let mut out = output::lines();
    let node = &one.procedure;
    writeln!(out, "{} {}{}", node.code, node.name, said(node.dossiers, "; "))?;
    writeln!(out, "\nCẦN KẾT QUẢ CỦA THỦ TỤC KHÁC")?;
    for link in &one.needs {
        print_link(&mut out, link)?;
    }
    if one.needs.is_empty() {
        writeln!(out, "  không thấy")?;
    }
    writeln!(out, "\nKHI BÃI BỎ THỦ TỤC NÀY")?;
    for dependent in &one.closure.dependents {
        print_dependent(&mut out, dependent)?;
    }
    let counted = |standing: Standing| {
        let of = one.closure.dependents.iter().filter(|one| one.standing == standing);
        of.map(|one| one.node.code.as_str())
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    if one.closure.dependents.is_empty() {
        writeln!(out, "  không thấy thủ tục nào cần kết quả của thủ tục này")?;
    } else {
        writeln!(
            out,
            "  {} thủ tục mất nguồn, {} còn nguồn khác, {} không bắt buộc",
            counted(Standing::CutOff),
            counted(Standing::HasSource),
            counted(Standing::Optional)
        )?;
    }
    Ok(())
}

/// The first few codes, and how many more there are.
fn some_of(codes: &[String]) -> String {
    let shown = codes
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    match codes.len().saturating_sub(SHOWN) {
        0 => shown,
        left => format!("{shown} và {left} thủ tục khác"),
    }
}

fn print_link(out: &mut impl Write, link: &Link) -> std::io::Result<()> {
    writeln!(
        out,
        "  - {} ({}){}",
        quoted(&link.paper),
        spot(&link.place),
        if link.optional { "; không bắt buộc" } else { "" }
    )?;
    for from in link.from.iter().take(SHOWN) {
        writeln!(out, "      ← {} {}", from.code, from.name)?;
    }
    match link.from.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        left => writeln!(out, "      ← hoặc một trong {} thủ tục khác", text::count(left as u64)),
    }
}

fn print_dependent(out: &mut impl Write, dependent: &Dependent) -> std::io::Result<()> {
    let node = &dependent.node;
    let through = if dependent.step > 1 {
        format!("bước {}, ", dependent.step)
    } else {
        String::new()
    };
    let sources = if dependent.other_sources.is_empty() {
        String::new()
    } else {
        format!(": {}", some_of(&dependent.other_sources))
    };
    writeln!(
        out,
        "  - [{through}{}{sources}] {} {}{}",
        dependent.standing.label(),
        node.code,
        node.name,
        said(node.dossiers, "; ")
    )?;
    writeln!(
        out,
        "      cần {} của {} ({})",
        quoted(&dependent.paper),
        some_of(&dependent.results_of),
        spot(&dependent.place)
    )
}
