//! `tthc papers`

use std::io::{self, Write};

use anyhow::bail;
use serde_json::json;

use super::{is_of_field, known_field};
use crate::catalogue::Catalogue;
use crate::cli::export::Tabular;
use crate::cli::{Cli, Exit, day_of, export, output};
use crate::document::once_only::{NOTE, dossiers, freed_by, grounds, json_of, tally, total, validity, xlsx, year};
use crate::review::views::once_only::{Asking, Held, OnceOnly, once_only};
use crate::text;

/// Most procedures named under a paper when nobody asked for that paper.
const MOST_PROCEDURES: usize = 5;

/// Most places named of a procedure then.
const MOST_PLACES: usize = 2;

/// Most papers of no table that are named on a terminal.
const MOST_UNLISTED: usize = 15;

/// List papers that a database already holds and procedures still ask for: the once-only matrix
///
/// For every paper that the table giay_to_co_du_lieu and the rows giay_to_cat_giam of catalogue.yaml know: the database, the
/// clause that frees people from handing it in, the procedures with file and line, and how many dossiers a year it would
/// spare. Whether a paper is asked for is decided as in rules. Papers that many procedures ask for and
/// that no table knows are listed last.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only papers whose name holds these words, with all their procedures
    #[arg(long, value_name = "TEXT")]
    paper: Option<String>,

    /// Only papers that a database whose name holds these words has
    #[arg(long, value_name = "TEXT")]
    database: Option<String>,

    /// Only procedures of this field
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,

    /// Use the table of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    #[command(flatten)]
    output: export::To<Tabular>,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    if let Some(field) = &args.field {
        known_field(&catalogue, field)?;
    }
    let mut matrix = once_only(&catalogue, day, |entry| {
        let field = args.field.as_deref();
        field.is_none_or(|field| is_of_field(&entry.procedure, field))
    });
    narrow(args, &mut matrix)?;
    let out = args.output.out();
    match args.output.format_for_files()? {
        Tabular::Text => print(args, &catalogue, &matrix)?,
        Tabular::Json => {
            let mut value = json_of(&matrix);
            value["revision"] = json!(catalogue.name());
            export::json(&value, out)?;
        }
        Tabular::Xlsx => export::workbook(|| xlsx(&matrix, &catalogue.settings().title), out)?,
    }
    Ok(Exit::Fine)
}

/// Keeps the papers that were asked for; words that name none are a mistake.
fn narrow(args: &Args, matrix: &mut OnceOnly) -> anyhow::Result<()> {
    let names = |of: fn(&Held) -> &str| {
        let mut names: Vec<&str> = matrix.papers.iter().map(of).collect();
        names.sort_by(|a, b| text::compare(a, b));
        names.dedup();
        names.join("; ")
    };
    let (papers, databases) = (names(|paper| &paper.name), names(|paper| &paper.database));
    let holds = |words: &str| {
        let words = text::fold(words);
        move |name: &str| text::fold(name).contains(&words)
    };
    let is_database = args.database.as_deref().map(holds);
    if let Some(is_database) = &is_database
        && !matrix.papers.iter().any(|paper| is_database(&paper.database))
    {
        bail!(
            "no database of the tables is called {:?}; databases there are: {databases}",
            args.database.as_deref().unwrap_or_default()
        );
    }
    let is_paper = args.paper.as_deref().map(holds);
    let is_database = is_database
        .as_ref()
        .map(|is_database| is_database as &dyn Fn(&str) -> bool);
    matrix.narrow(
        |name| is_paper.as_ref().is_none_or(|is_paper| is_paper(name)),
        is_database,
    );
    if matrix.papers.is_empty() && matrix.unlisted.is_empty() && args.paper.is_some() {
        bail!(
            "no paper is called {:?}; papers of the tables are: {papers}",
            args.paper.as_deref().unwrap_or_default()
        );
    }
    Ok(())
}

fn print(args: &Args, catalogue: &Catalogue, matrix: &OnceOnly) -> io::Result<()> {
    let mut out = output::lines();
    let settings = catalogue.settings();
    writeln!(
        out,
        "Giấy tờ cơ sở dữ liệu đã có mà thủ tục còn đòi, {}: {}",
        catalogue.name(),
        settings.title
    )?;
    if let Some(note) = &settings.note {
        writeln!(out, "{note}")?;
    }
    writeln!(
        out,
        "Pháp luật ngày {}. {}",
        matrix.day,
        year(matrix.year, &matrix.sources)
    )?;
    if matrix.rows == 0 {
        writeln!(
            out,
            "Bảng giay_to_co_du_lieu trong catalogue.yaml không có dòng nào áp dụng ngày {}",
            matrix.day
        )?;
    }
    if matrix.asked().next().is_some() {
        writeln!(out, "Cộng: {}", total(&matrix.total()))?;
        writeln!(out, "\nTheo cơ sở dữ liệu")?;
        for (name, sum) in matrix.databases().iter().filter(|(_, sum)| sum.papers > 0) {
            writeln!(out, "  - {name}: {}", total(sum))?;
        }
    } else if matrix.rows > 0 {
        let looked_at = text::number(i128::try_from(matrix.looked_at).unwrap_or_default());
        writeln!(
            out,
            "Không thủ tục nào trong {looked_at} thủ tục còn đòi các giấy tờ này"
        )?;
    }
    let most = if args.paper.is_some() {
        (usize::MAX, usize::MAX)
    } else {
        (MOST_PROCEDURES, MOST_PLACES)
    };
    for (at, paper) in matrix.asked().enumerate() {
        one(&mut out, at + 1, paper, most)?;
    }
    let rest = matrix.papers.iter().filter(|paper| paper.asked_by.is_empty());
    let rest: Vec<&str> = rest.map(|paper| paper.name.as_str()).collect();
    if !rest.is_empty() {
        writeln!(out, "\nKhông thủ tục nào còn đòi: {}", rest.join("; "))?;
    }
    unlisted(&mut out, matrix)?;
    if matrix.asked().next().is_some() {
        writeln!(out, "\n{NOTE}")?;
    }
    Ok(())
}

fn one(out: &mut impl Write, at: usize, paper: &Held, (most, most_places): (usize, usize)) -> io::Result<()> {
    writeln!(out, "\n{at}. {}", paper.name)?;
    writeln!(out, "   {}", paper.database)?;
    let validity = match validity(paper) {
        days if days.is_empty() => String::new(),
        days => format!(", {days}"),
    };
    writeln!(out, "   Miễn nộp: {}{validity}", freed_by(paper))?;
    if !paper.grounds.is_empty() {
        writeln!(out, "   Căn cứ khác: {}", grounds(paper))?;
    }
    let all = paper.dossiers();
    let always = paper.always().dossiers.filter(|always| Some(*always) < all.dossiers);
    let always = always.map_or_else(String::new, |always| {
        format!("; trong đó {} hồ sơ/năm luôn phải nộp", text::number(always))
    });
    writeln!(out, "   {}{always}", tally(&all))?;
    let mut by_dossiers: Vec<&Asking> = paper.asked_by.iter().collect();
    by_dossiers.sort_by_key(|asking| std::cmp::Reverse(asking.dossiers));
    for asking in by_dossiers.iter().take(most) {
        let always = if asking.always {
            ""
        } else {
            "; có thể không phải mọi hồ sơ"
        };
        writeln!(
            out,
            "   - {} {} ({}; {} hồ sơ/năm{always})",
            asking.code,
            asking.name,
            asking.field,
            dossiers(asking.dossiers)
        )?;
        places(out, asking, most_places)?;
    }
    match by_dossiers.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(
            out,
            "   … và {} thủ tục nữa (--paper, --format xlsx ghi đủ)",
            text::number(i128::try_from(more).unwrap_or_default())
        ),
    }
}

fn places(out: &mut impl Write, asking: &Asking, most: usize) -> io::Result<()> {
    for place in asking.places.iter().take(most) {
        let case = place
            .case
            .as_deref()
            .map_or_else(String::new, |case| format!("{}: ", case.trim()));
        writeln!(out, "       {case}«{}»", place.short())?;
        writeln!(
            out,
            "       {}:{} {}",
            place.place.path, place.place.line, place.yaml_path
        )?;
        if let Some(ground) = &place.struck_by {
            writeln!(out, "       Đã cắt giảm tại {ground}")?;
        }
    }
    match asking.places.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "       … và {more} chỗ nữa trong hồ sơ này"),
    }
}

fn unlisted(out: &mut impl Write, matrix: &OnceOnly) -> io::Result<()> {
    if matrix.unlisted.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nGiấy tờ do cơ quan cấp, nhiều thủ tục đòi, chưa có trong bảng cơ sở dữ liệu (để xem xét bổ sung bảng)"
    )?;
    for paper in matrix.unlisted.iter().take(MOST_UNLISTED) {
        writeln!(
            out,
            "  - {}: {} thủ tục; {}",
            paper.name,
            text::number(i128::try_from(paper.procedures.len()).unwrap_or_default()),
            tally(&paper.dossiers)
        )?;
    }
    match matrix.unlisted.len().saturating_sub(MOST_UNLISTED) {
        0 => Ok(()),
        more => writeln!(
            out,
            "  … và {} giấy tờ nữa (--format xlsx ghi đủ)",
            text::number(i128::try_from(more).unwrap_or_default())
        ),
    }
}
