//! `tthc search`

use std::io::Write;

use anyhow::Context as _;

use crate::catalogue::values::OnlineLevel;
use crate::cli::{Cli, Exit, output};
use crate::search::{Hit, Online, Query, Results, Search, Sort};

/// Find procedures by words, with or without accents
///
/// Codes and legal numbers are found however they are written. The index is made and refreshed by itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Words, a code, or the number of a legal document; everything when absent
    query: Vec<String>,

    /// Only this level: bộ, tỉnh, huyện, xã; may be given several times
    #[arg(long = "level", value_name = "LEVEL")]
    levels: Vec<String>,

    /// Only this field, or a part of its name; may be given several times
    #[arg(long = "field", value_name = "FIELD")]
    fields: Vec<String>,

    /// Only this executing agency, or a part of its name; may be given several times
    #[arg(long = "agency", value_name = "AGENCY")]
    agencies: Vec<String>,

    /// Only with an online service: any, or "toàn trình", "một phần"
    #[arg(long, value_name = "LEVEL", num_args = 0..=1, default_missing_value = "any", require_equals = true)]
    online: Option<String>,

    /// Only what takes at most so many days on every channel
    #[arg(long, value_name = "DAYS")]
    max_days: Option<u32>,

    /// Only what costs nothing
    #[arg(long)]
    free: bool,

    /// Most hits to print
    #[arg(long, default_value_t = 10)]
    limit: usize,

    /// Hits to leave out at the beginning
    #[arg(long, default_value_t = 0)]
    offset: usize,

    /// Order of the hits
    #[arg(long, value_enum, default_value = "relevance")]
    sort: SortBy,

    /// Show how each hit earned its place
    #[arg(long)]
    explain: bool,

    /// How to print them
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SortBy {
    /// Best first
    Relevance,
    /// Vietnamese order
    Name,
    /// By code
    Code,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// One line a hit
    Csv,
}

pub(crate) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let search = Search::open(&catalogue, cli.index.as_deref())?;
    let results = search.find(&query(args)?)?;
    match args.format {
        Format::Json => output::json(&results)?,
        Format::Csv => csv(&results)?,
        Format::Text => print(&results)?,
    }
    Ok(Exit::Fine)
}

fn query(args: &Args) -> anyhow::Result<Query> {
    let online = match args.online.as_deref() {
        None => None,
        Some("any") => Some(Online::Any),
        Some(level) => Some(Online::Level(level.parse::<OnlineLevel>().ok().with_context(|| {
            format!("no online level {level:?}; one of \"toàn trình\", \"một phần\", \"cung cấp thông tin\"")
        })?)),
    };
    Ok(Query {
        words: args.query.join(" "),
        levels: args.levels.clone(),
        fields: args.fields.clone(),
        agencies: args.agencies.clone(),
        online,
        max_days: args.max_days,
        free: args.free,
        limit: args.limit,
        offset: args.offset,
        sort: match args.sort {
            SortBy::Relevance => Sort::Relevance,
            SortBy::Name => Sort::Name,
            SortBy::Code => Sort::Code,
        },
        explain: args.explain,
    })
}

fn print(results: &Results) -> anyhow::Result<()> {
    let mut out = output::out();
    for hit in &results.hits {
        writeln!(
            out,
            "{}  {}",
            hit.code,
            output::highlighted(&hit.name, &hit.name_highlights)
        )?;
        writeln!(out, "          {} · {}", hit.field, hit.levels.join(", "))?;
        if !hit.snippet.is_empty() {
            let passage = output::highlighted(&hit.snippet, &hit.highlights).replace('\n', " ");
            writeln!(out, "          {}: {passage}", hit.snippet_label)?;
        }
        for points in &hit.explanation {
            writeln!(out, "          {:>8.2}  {}", points.score, points.part)?;
        }
    }
    if let Some(suggestion) = &results.suggestion {
        writeln!(out, "Có phải ý bạn là: {suggestion}")?;
    }
    let shown = results.hits.len();
    let more = if shown < results.total {
        format!(", hiện {shown}")
    } else {
        String::new()
    };
    writeln!(out, "{} thủ tục{more}", results.total)?;
    for (facet, counts) in results
        .facets
        .iter()
        .filter(|(_, counts)| results.total > 1 && !counts.is_empty())
    {
        let label = match facet.as_str() {
            "level" => "Cấp",
            "field" => "Lĩnh vực",
            "agency" => "Cơ quan",
            "online" => "Trực tuyến",
            other => other,
        };
        let list: Vec<String> = counts
            .iter()
            .take(6)
            .map(|(value, count)| format!("{value} ({count})"))
            .collect();
        writeln!(out, "{label}: {}", list.join("; "))?;
    }
    Ok(())
}

fn csv(results: &Results) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(output::out());
    writer.write_record(["ma", "ten", "linh_vuc", "cap_thuc_hien", "tep"])?;
    for Hit {
        code,
        name,
        field,
        levels,
        path,
        ..
    } in &results.hits
    {
        writer.write_record([code, name, field, &levels.join("; "), path])?;
    }
    writer.flush()?;
    Ok(())
}
