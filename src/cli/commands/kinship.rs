//! `tthc similar`

use std::io::Write;

use anyhow::Context as _;

use crate::catalogue::fields::field;
use crate::cli::output::PlainFormat;
use crate::cli::{Cli, Exit, output};
use crate::diff::{Substance, compare_procedures};
use crate::search::Similar;

/// The field in which two procedures always differ.
const CODE: &str = "ma";

/// List near duplicates and siblings of a procedure, with what differs
///
/// The nearest first: names that say the same, the same subject with another verb (cấp lại, gia hạn …), subjects near by.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code of the procedure
    code: String,

    /// Most procedures to list
    #[arg(long, default_value_t = 10)]
    limit: usize,

    /// How to print them
    #[arg(long, value_enum, default_value = "text")]
    format: PlainFormat,
}

pub(crate) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let own = catalogue
        .get(&args.code)
        .with_context(|| format!("no procedure {} in revision {}", args.code, catalogue.name()))?;
    let search = cli.search(None)?;
    let similar = search.similar(own.procedure.identity(), args.limit)?;
    // Which fields say something else, by their labels.
    let differing = |similar: &Similar| -> Vec<String> {
        let Some(other) = catalogue.get(&similar.hit.code) else {
            return Vec::new();
        };
        let mut labels: Vec<String> = Vec::new();
        let changes = compare_procedures(&own.procedure, &other.procedure);
        for change in changes
            .into_iter()
            .filter(|change| change.substance == Substance::Content)
        {
            let label = field(change.field).map_or(change.field, |field| field.label);
            if change.field != CODE && !labels.iter().any(|known| known == label) {
                labels.push(label.to_owned());
            }
        }
        labels
    };
    match args.format {
        PlainFormat::Json => {
            let list: Vec<serde_json::Value> = similar
                .iter()
                .map(|similar| {
                    let mut value = serde_json::to_value(similar)?;
                    value["differs"] = serde_json::to_value(differing(similar))?;
                    Ok(value)
                })
                .collect::<serde_json::Result<_>>()?;
            output::json(&serde_json::json!({ "code": own.procedure.identity(), "similar": list }))?;
        }
        PlainFormat::Text => {
            let mut out = output::lines();
            writeln!(out, "{}  {}", own.procedure.identity(), own.procedure.name)?;
            for similar in &similar {
                let hit = &similar.hit;
                writeln!(out, "{}  {}", hit.code, hit.name)?;
                writeln!(
                    out,
                    "          {} ({} % số từ trong tên) · {} · {}",
                    similar.kinship.label(),
                    (similar.likeness * 100.0).round(),
                    hit.field,
                    hit.levels.join(", ")
                )?;
                writeln!(out, "          Khác ở: {}", differing(similar).join(", "))?;
            }
            if similar.is_empty() {
                writeln!(out, "Không có thủ tục nào gần giống")?;
            }
        }
    }
    Ok(Exit::Fine)
}
