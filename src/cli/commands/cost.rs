//! `tthc cost`

use std::io::Write;

use anyhow::Context as _;
use rust_decimal::Decimal;

use crate::cli::output::{self, PlainFormat};
use crate::cli::{Cli, Exit, day_of};
use crate::review::cost::{Cost, cost};
use crate::text;

/// Work out compliance cost by the standard cost model
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Procedures; all when absent
    #[arg(value_name = "CODE")]
    codes: Vec<String>,

    /// Use the parameters of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: PlainFormat,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    let entries = if args.codes.is_empty() {
        catalogue.entries().iter().collect()
    } else {
        let named = args.codes.iter().map(|code| {
            catalogue
                .get(code)
                .with_context(|| format!("no procedure {code} in {}", catalogue.name()))
        });
        named.collect::<anyhow::Result<Vec<_>>>()?
    };
    let costs = entries
        .iter()
        .map(|entry| cost(&catalogue, &entry.procedure, &[], day))
        .collect::<Result<Vec<_>, _>>()?;
    let total: Decimal = costs.iter().map(|cost| cost.per_year).sum();
    match args.format {
        PlainFormat::Json => output::json(&serde_json::json!({
            "procedures": costs,
            "total_per_year": serde_json::from_str::<serde_json::Value>(&total.normalize().to_string()).unwrap_or_default(),
            "parameters": { "hourly_income": costs.first().map(|cost| &cost.income), "as_of": day.iso() },
        }))?,
        PlainFormat::Text => {
            let mut out = output::lines();
            for (entry, cost) in entries.iter().zip(&costs) {
                print(&mut out, &entry.procedure.name, cost, args.codes.is_empty())?;
            }
            writeln!(out, "Tổng chi phí tuân thủ: {} đồng/năm", text::decimal(total))?;
            if let Some(cost) = costs.first() {
                let verify = if cost.income.to_verify {
                    " (cần đối chiếu nguồn)"
                } else {
                    ""
                };
                let income = &cost.income;
                writeln!(
                    out,
                    "TNBQ/01 giờ năm {}: {} đồng; {}{verify}",
                    income.year,
                    text::decimal(income.amount),
                    income.source
                )?;
            }
        }
    }
    Ok(Exit::Fine)
}

fn print(out: &mut impl Write, name: &str, cost: &Cost, brief: bool) -> anyhow::Result<()> {
    if brief {
        writeln!(
            out,
            "{}  {:>18} đồng/năm  {name}",
            cost.code,
            text::decimal(cost.per_year)
        )?;
        return Ok(());
    }
    writeln!(out, "{} {name}", cost.code)?;
    let mut group = None;
    for row in &cost.rows {
        if group != Some(row.group) {
            writeln!(out, "  {}", row.group.label())?;
            group = Some(row.group);
        }
        let mark = if row.estimated { "~" } else { " " };
        writeln!(
            out,
            "  {mark} {:>14} đồng  {} ({} giờ; dịch vụ {}; phí {})",
            text::decimal(row.per_case),
            row.work,
            text::decimal(row.hours),
            text::decimal(row.services),
            text::decimal(row.fees)
        )?;
    }
    writeln!(out, "  Một lần thực hiện: {} đồng", text::decimal(cost.per_case))?;
    writeln!(
        out,
        "  Một năm: {} × {} lần × {} đối tượng = {} đồng ({})",
        text::decimal(cost.per_case),
        text::decimal(cost.times_a_year),
        text::number(i128::from(cost.subjects)),
        text::decimal(cost.per_year),
        cost.subjects_source
    )?;
    for note in &cost.notes {
        writeln!(out, "  Lưu ý: {note}")?;
    }
    writeln!(out)?;
    Ok(())
}
