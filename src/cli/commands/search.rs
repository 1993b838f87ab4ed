//! `tthc search`

use std::io::{self, Write};

use anyhow::Context as _;

use crate::catalogue::values::OnlineLevel;
use crate::cli::{Cli, Exit, day_from, export, output};
use crate::exchange::opensearch::{self, Client};
use crate::search::engine::Engine;
use crate::search::{Hit, Online, Query, Results, Sort};
use crate::text;

/// Most values of a facet that are printed.
const FACET_VALUES: usize = 6;

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

    /// Only this verb: cấp lại, gia hạn, thu hồi …; may be given several times
    #[arg(long = "verb", value_name = "VERB")]
    verbs: Vec<String>,

    /// What was in force on this day: the last revision published by then, without what had ended
    #[arg(long, value_name = "DATE", conflicts_with = "revision")]
    as_of: Option<String>,

    /// Ask a search engine that holds a catalogue (`tthc export --to opensearch --push`) instead of files: http://host:9200/alias
    #[arg(long, value_name = "URL", conflicts_with_all = ["revision", "as_of"])]
    engine: Option<String>,

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
    let query = query(args)?;
    let results = match &args.engine {
        Some(url) => from_engine(cli, url, &query)?,
        None => from_files(cli, args, &query)?,
    };
    match args.format {
        Format::Json => output::json(&results)?,
        Format::Csv => export::csv(|rows| csv(&results, rows), None)?,
        Format::Text => print(&results, args.offset)?,
    }
    Ok(Exit::Fine)
}

fn from_files(cli: &Cli, args: &Args, query: &Query) -> anyhow::Result<Results> {
    let revision = match args.as_of.as_deref() {
        None => cli.find(None)?,
        Some(day) => cli.revisions().as_of(day_from(day)?)?,
    };
    let (search, results) = cli.search_and(&revision, |search| search.find(query))?;
    // The process is about to end, and the system takes an index back sooner than we let go of it.
    std::mem::forget(search);
    Ok(results?)
}

fn from_engine(cli: &Cli, url: &str, query: &Query) -> anyhow::Result<Results> {
    let client = Client::new(url, opensearch::ALIAS)?;
    let engine = Engine::open(&client, client.alias(), Some(cli.revisions().root()))?;
    Ok(engine.find(query)?)
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
        verbs: args.verbs.clone(),
        in_force: args.as_of.is_some(),
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

fn print(results: &Results, offset: usize) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(output::lines());
    if let Some(suggestion) = &results.suggestion {
        writeln!(out, "Có phải ý bạn là: {suggestion}")?;
    }
    if !results.dropped.is_empty() {
        let dropped: Vec<String> = results.dropped.iter().map(|word| format!("“{word}”")).collect();
        let why = if results.total == 0 {
            "Không tìm thấy"
        } else {
            "Không có thủ tục nào đủ các từ; kết quả không có"
        };
        writeln!(out, "{why}: {}", dropped.join(", "))?;
    }
    for hit in &results.hits {
        print_hit(&mut out, hit)?;
    }
    let shown = results.hits.len();
    let more = match (shown < results.total, shown) {
        (false, _) => String::new(),
        (true, 0) => ", không có ở trang này".to_owned(),
        (true, _) => format!(", hiện từ {} đến {}", offset + 1, offset + shown),
    };
    writeln!(out, "{} thủ tục{more}", text::number(results.total as i64))?;
    for (facet, counts) in results
        .facets
        .iter()
        .filter(|(_, counts)| results.total > 1 && !counts.is_empty())
    {
        let list: Vec<String> = counts
            .iter()
            .take(FACET_VALUES)
            .map(|(value, count)| format!("{value} ({count})"))
            .collect();
        let rest = counts.len().saturating_sub(FACET_VALUES);
        let rest = if rest > 0 {
            format!("; và {rest} giá trị khác")
        } else {
            String::new()
        };
        writeln!(out, "{}: {}{rest}", facet_label(facet), list.join("; "))?;
    }
    Ok(out.flush()?)
}

/// What legal staff call a facet.
fn facet_label(facet: &str) -> &str {
    match facet {
        "level" => "Cấp",
        "field" => "Lĩnh vực",
        "agency" => "Cơ quan",
        "online" => "Trực tuyến",
        "verb" => "Loại việc",
        other => other,
    }
}

/// A hit: its name with the words marked, where it belongs, the best passage, and why it is here when that was asked.
pub(super) fn print_hit(out: &mut impl Write, hit: &Hit) -> anyhow::Result<()> {
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
        writeln!(out, "          {:>8} điểm: {}", text::points(points.score), points.part)?;
    }
    Ok(())
}

fn csv(results: &Results, rows: &mut Vec<u8>) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(rows);
    writer.write_record(["ma", "ten", "linh_vuc", "cap_thuc_hien", "doan_trich", "tep"])?;
    for Hit {
        code,
        name,
        field,
        levels,
        snippet,
        path,
        ..
    } in &results.hits
    {
        let cells = [code, name, field, &levels.join("; "), snippet, path];
        writer.write_record(cells.map(|cell| text::guarded(cell).into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}
