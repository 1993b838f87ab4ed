//! `tthc review --rank`

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::json;

use super::{is_of_field, known_field};
use crate::catalogue::Catalogue;
use crate::catalogue::values::Date;
use crate::cli::output::{self, FindingFormat};
use crate::cli::{Exit, export};
use crate::document::chains::spot;
use crate::document::rank::{HEADLINE, facts, missing, points, title, xlsx};
use crate::document::what_if::grounds;
use crate::review::rank::{Candidate, Ranking, Scored, Wishes, rank};
use crate::text;

/// Candidates printed as text when nobody says how many.
const SHOWN: usize = 20;

/// Findings of one part, and facts of one finding, printed as text.
const MOST: usize = 3;

/// Characters of a fact printed as text.
const LONGEST: usize = 240;

/// Options of the ranking.
#[derive(Debug, clap::Args)]
pub(super) struct RankArgs {
    /// Rank the procedures as candidates to abolish, by a score whose every point shows its evidence
    #[arg(long, conflicts_with_all = ["rules", "summary"])]
    rank: bool,

    /// Leave a part out of the score; may be given several times
    #[arg(long, value_name = "PART", requires = "rank")]
    without: Vec<String>,

    /// Points of a part in this ranking; may be given several times
    #[arg(long = "weight", value_name = "PART=N", requires = "rank")]
    weights: Vec<String>,

    /// Candidates to show; 20 as text, all in the other formats when absent
    #[arg(long, value_name = "N", requires = "rank")]
    top: Option<usize>,
}

/// How to print a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Xlsx,
}

impl RankArgs {
    pub(super) fn is_wanted(&self) -> bool {
        self.rank
    }

    fn wishes(&self) -> anyhow::Result<Wishes> {
        let weights = self.weights.iter().map(|text| {
            let (name, weight) = text
                .split_once('=')
                .with_context(|| format!("{text:?} gives no points; write it as khong_ho_so=30"))?;
            let weight = weight
                .trim()
                .parse()
                .ok()
                .filter(|weight| *weight <= 1000)
                .with_context(|| format!("{weight:?} is no number of points from 0 to 1000"))?;
            Ok((name.to_owned(), weight))
        });
        Ok(Wishes {
            without: self.without.clone(),
            weights: weights.collect::<anyhow::Result<_>>()?,
        })
    }
}

pub(super) fn run(
    catalogue: &Catalogue,
    day: Date,
    field: Option<&str>,
    args: &RankArgs,
    format: Format,
    out: Option<&Path>,
) -> anyhow::Result<Exit> {
    if let Some(field) = field {
        known_field(catalogue, field)?;
    }
    let ranking = rank(catalogue, day, &args.wishes()?)?;
    let wanted = |candidate: &&Candidate| {
        field.is_none_or(|field| {
            let entry = catalogue.get(&candidate.code);
            entry.is_some_and(|entry| is_of_field(&entry.procedure, field))
        })
    };
    let all: Vec<&Candidate> = ranking.candidates.iter().filter(wanted).collect();
    let top = args
        .top
        .unwrap_or(if format == Format::Text { SHOWN } else { usize::MAX });
    let shown = &all[..top.min(all.len())];
    match format {
        Format::Text if out.is_some() => bail!("--out writes json or xlsx; add --format, or redirect the text"),
        Format::Text => print(&ranking, shown, all.len())?,
        Format::Json => {
            let value = json!({
                "as_of": day.iso(),
                "note": HEADLINE,
                "parts": ranking.parts,
                "candidates": shown,
                "total": all.len(),
                "procedures": ranking.procedures,
                "missing": ranking.missing,
                "problems": ranking.problems,
            });
            export::json(&value, out)?;
        }
        Format::Xlsx => export::workbook(|| xlsx(&ranking, shown, &catalogue.settings().title), out)?,
    }
    Ok(Exit::Fine)
}

fn print(ranking: &Ranking, shown: &[&Candidate], all: usize) -> anyhow::Result<()> {
    output::findings(&ranking.problems, FindingFormat::Text)?;
    let mut out = output::lines();
    writeln!(out, "XẾP HẠNG THỦ TỤC ĐỂ XEM XÉT BÃI BỎ\n{HEADLINE}\n")?;
    legend(&mut out, ranking)?;
    for candidate in shown {
        print_candidate(&mut out, ranking, candidate)?;
    }
    match all - shown.len() {
        0 => {}
        left => writeln!(
            out,
            "\n… còn {} thủ tục (--top, --format json|xlsx)",
            text::number(left as i128)
        )?,
    }
    writeln!(
        out,
        "\n{} trên {} thủ tục có ít nhất một thành phần điểm",
        text::number(all as i128),
        text::number(ranking.procedures as i128)
    )?;
    for line in missing(ranking) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What the score is made of, so that nobody has to guess.
fn legend(out: &mut impl Write, ranking: &Ranking) -> io::Result<()> {
    writeln!(
        out,
        "Thành phần điểm (bỏ: --without PHẦN; đổi: --weight PHẦN=N; cho cả danh mục: ra_soat.xep_hang)"
    )?;
    for part in &ranking.parts {
        let points = match part.points {
            0 => "tắt".to_owned(),
            given => points(given),
        };
        let rules = if part.rules.is_empty() {
            String::new()
        } else {
            format!(" [{}]", part.rules.join(", "))
        };
        let off = if part.rules_off.is_empty() {
            String::new()
        } else {
            format!("; đang tắt {}", part.rules_off.join(", "))
        };
        writeln!(out, "  {points:>4}  {}: {}{rules}{off}", part.key, part.title)?;
        writeln!(out, "        {}", part.meaning)?;
    }
    Ok(())
}

fn print_candidate(out: &mut impl Write, ranking: &Ranking, candidate: &Candidate) -> io::Result<()> {
    writeln!(
        out,
        "\n{}. {} điểm  {} {}",
        candidate.rank, candidate.score, candidate.code, candidate.name
    )?;
    writeln!(out, "   {}", candidate.field)?;
    for scored in &candidate.parts {
        print_part(out, ranking, scored)?;
    }
    if !candidate.missing.is_empty() {
        writeln!(out, "   Thiếu, không tính điểm: {}", candidate.missing.join("; "))?;
    }
    Ok(())
}

fn print_part(out: &mut impl Write, ranking: &Ranking, scored: &Scored) -> io::Result<()> {
    let warning = if scored.points < 0 { "Lưu ý: " } else { "" };
    writeln!(
        out,
        "   {:>3} {warning}{}",
        points(scored.points),
        title(ranking, scored.part)
    )?;
    for finding in scored.findings.iter().take(MOST) {
        writeln!(out, "       - {} ({})", line(&finding.message), spot(&finding.place))?;
        for fact in facts(finding).iter().take(MOST) {
            writeln!(out, "           {}", line(fact))?;
        }
    }
    if let Some(left @ 1..) = scored.findings.len().checked_sub(MOST) {
        writeln!(out, "       … và {} điểm nữa", text::count(left as u64))?;
    }
    let grounds: Vec<String> = scored.findings.first().map(grounds).unwrap_or_default();
    if !grounds.is_empty() {
        writeln!(out, "       Căn cứ: {}", grounds.join("; "))?;
    }
    Ok(())
}

/// A text on one line, cut where it gets long; the other formats have all of it.
fn line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} …", text[..at].trim_end()),
        None => text,
    }
}
