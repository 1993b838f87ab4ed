//! `tthc merge`

use std::io::{self, Write};

use anyhow::{Context as _, bail};
use serde_json::json;

use super::{is_of_field, known_field};
use crate::catalogue::{Catalogue, Entry};
use crate::cli::{Cli, Exit, day_of, export, output};
use crate::document::merge::{
    cases, codes, codes_of, dossiers_of, families_json, families_xlsx, grounds, labels, likeness, member, merger_json,
    merger_xlsx,
};
use crate::document::once_only::{tally, year};
use crate::review::views::merge::{FamilyList, Merger, Row, Side, Why, families};
use crate::review::views::{Dossiers, Tally};
use crate::text;

/// Most letters of one value on a terminal.
const MOST_LETTERS: usize = 300;

/// List families of procedures that could be one, or draft the merged procedure
///
/// Without a code: the families of rule R-10 (one object, another verb, the same papers), with what is common and what
/// differs. With one code its family, with several codes these are put side by side: papers, steps and channels each once,
/// with who asks for them and where they differ. As yaml it is a draft to work on: a procedure file in which every difference
/// is a comment, and the value more favourable to people is taken for the time being.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Procedures to merge; one stands for its family
    #[arg(value_name = "CODE")]
    codes: Vec<String>,

    /// Only families of this field
    #[arg(long, value_name = "FIELD", conflicts_with = "codes")]
    field: Option<String>,

    /// Least share of papers in common, in percent, in place of the threshold of rule R-10
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=100))]
    least: Option<u32>,

    /// Use the thresholds and dossier counts as of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    #[command(flatten)]
    output: export::To<Format>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// A workbook, side by side
    Xlsx,
    /// The drafted procedure as a file
    Yaml,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    let dossiers = Dossiers::of_catalogue(&catalogue, day);
    let sources: Vec<String> = dossiers.sources().into_iter().map(str::to_owned).collect();
    let figures = year(dossiers.year(), &sources);
    if let Some(field) = &args.field {
        known_field(&catalogue, field)?;
    }
    match args.codes.as_slice() {
        [] => {
            let field = args.field.as_deref();
            let list = families(&catalogue, day, args.least, |entry| {
                field.is_none_or(|field| is_of_field(&entry.procedure, field))
            });
            list_families(args, &catalogue, &list, &figures)?;
        }
        [code] => {
            let own = find(&catalogue, code)?;
            let list = families(&catalogue, day, args.least, |entry| {
                entry.procedure.identity() == own.procedure.identity()
            });
            let family = list.families.first().with_context(|| {
                format!(
                    "{code} has no family: no procedure of its field does the same with another verb and {}% of the papers; \
                     name the procedures to merge: tthc merge {code} CODE",
                    list.least
                )
            })?;
            merged(args, &catalogue, family, &figures)?;
        }
        several => {
            let mut entries: Vec<&Entry> = Vec::new();
            for code in several {
                let entry = find(&catalogue, code)?;
                if entries
                    .iter()
                    .any(|known| known.procedure.identity() == entry.procedure.identity())
                {
                    bail!("{code} is named twice");
                }
                entries.push(entry);
            }
            merged(args, &catalogue, &Merger::of(&catalogue, &entries, day), &figures)?;
        }
    }
    Ok(Exit::Fine)
}

fn find<'a>(catalogue: &'a Catalogue, code: &str) -> anyhow::Result<&'a Entry> {
    let missing = || format!("no procedure {code} in {}", catalogue.name());
    catalogue.get(code).with_context(missing)
}

fn list_families(args: &Args, catalogue: &Catalogue, list: &FamilyList<'_>, figures: &str) -> anyhow::Result<()> {
    let out = args.output.out();
    match args.output.format() {
        Format::Yaml => bail!("a draft is of one family: tthc merge CODE --format yaml"),
        Format::Text if out.is_some() => bail!("--out writes json or xlsx; add --format, or redirect the text"),
        Format::Text => Ok(print_families(catalogue, list, figures)?),
        Format::Json => {
            let mut value = families_json(list);
            value["revision"] = json!(catalogue.name());
            export::json(&value, out)
        }
        Format::Xlsx => export::workbook(|| families_xlsx(list, &catalogue.settings().title), out),
    }
}

fn merged(args: &Args, catalogue: &Catalogue, merger: &Merger<'_>, figures: &str) -> anyhow::Result<()> {
    let out = args.output.out();
    match args.output.format_for_files()? {
        Format::Text => Ok(print_merged(merger, figures)?),
        Format::Json => {
            let mut value = merger_json(merger, &merger.draft()?);
            value["revision"] = json!(catalogue.name());
            export::json(&value, out)
        }
        Format::Xlsx => export::workbook(|| merger_xlsx(merger, catalogue.name()), out),
        Format::Yaml => {
            let members: Vec<String> = merger.members.iter().map(member).collect();
            export::bytes(merger.draft()?.yaml(&members)?.as_bytes(), out)
        }
    }
}

fn count(count: usize) -> String {
    text::number(i128::try_from(count).unwrap_or_default())
}

fn print_families(catalogue: &Catalogue, list: &FamilyList<'_>, figures: &str) -> io::Result<()> {
    let mut out = output::lines();
    let settings = catalogue.settings();
    writeln!(
        out,
        "Nhóm thủ tục có thể hợp nhất, {}: {}",
        catalogue.name(),
        settings.title
    )?;
    if let Some(note) = &settings.note {
        writeln!(out, "{note}")?;
    }
    writeln!(
        out,
        "Cùng lĩnh vực, cùng đối tượng công việc, khác động từ, giấy tờ luôn phải nộp giống nhau từ {}% (quy tắc R-10); căn cứ: {}",
        list.least,
        grounds(list)
    )?;
    let members = list.families.iter().flat_map(|family| &family.members);
    let all: Tally = members.map(|member| member.dossiers).collect();
    if list.families.is_empty() {
        return writeln!(out, "Không có nhóm nào");
    }
    writeln!(out, "{}", figures)?;
    writeln!(
        out,
        "{} nhóm, {} thủ tục; {}",
        count(list.families.len()),
        count(all.procedures()),
        tally(&all)
    )?;
    for (at, family) in list.families.iter().enumerate() {
        let first = family.members.first();
        writeln!(
            out,
            "\n{}. {}: giấy tờ luôn phải nộp giống nhau {}",
            at + 1,
            first.map_or("", |member| &member.entry.procedure.field),
            likeness(family)
        )?;
        for own in &family.members {
            writeln!(out, "   - {}", member(own))?;
        }
        summary(&mut out, family)?;
        writeln!(out, "   Dự thảo: tthc merge {}", family.code(0))?;
    }
    Ok(())
}

/// What is common and what differs.
fn summary(out: &mut impl Write, merger: &Merger<'_>) -> io::Result<()> {
    let (common, all) = merger.papers();
    let (same, differing) = merger.fields();
    writeln!(
        out,
        "   Giấy tờ: {} chung, {} chỉ một số thủ tục đòi",
        count(common),
        count(all - common)
    )?;
    writeln!(out, "   Giống nhau: {}", labels(&same))?;
    writeln!(out, "   Khác nhau: {}", labels(&differing))
}

fn print_merged(merger: &Merger<'_>, figures: &str) -> io::Result<()> {
    let mut out = output::lines();
    writeln!(
        out,
        "Dự thảo hợp nhất {} thủ tục: {}",
        count(merger.members.len()),
        dossiers_of(merger)
    )?;
    for own in &merger.members {
        writeln!(out, "   - {} {}", member(own), own.entry.source.path)?;
    }
    writeln!(out, "   {figures}")?;
    if merger.likeness.is_some() {
        writeln!(out, "   Giấy tờ luôn phải nộp giống nhau {}", likeness(merger))?;
    }
    summary(&mut out, merger)?;
    for section in &merger.sections {
        match section.rows.as_slice() {
            [row] if row.title.is_empty() => {
                for side in &row.sides {
                    print_side(&mut out, merger, "", side)?;
                }
            }
            rows => {
                writeln!(out, "{}:", section.field.label)?;
                for row in rows {
                    print_row(&mut out, merger, row)?;
                }
            }
        }
    }
    writeln!(
        out,
        "\nĐoạn dài cắt ở […]; --format xlsx so sánh đầy đủ, --format yaml viết dự thảo để soạn tiếp."
    )
}

fn print_row(out: &mut impl Write, merger: &Merger<'_>, row: &Row) -> io::Result<()> {
    let members = row.members();
    let only = if members.len() == merger.members.len() {
        String::new()
    } else {
        format!(" [chỉ {}]", codes(merger, &members))
    };
    let case = match cases(row) {
        cases if cases.is_empty() => String::new(),
        cases => format!(" [{cases}]"),
    };
    writeln!(out, "  - {}{case}{only}", one_line(&row.title))?;
    for side in &row.sides {
        print_side(out, merger, "      ", side)?;
    }
    Ok(())
}

/// One value where all say it; else each with its codes, and what the draft takes.
fn print_side(out: &mut impl Write, merger: &Merger<'_>, indentation: &str, side: &Side) -> io::Result<()> {
    if side.is_same() {
        let value = side.values.first().map_or("", |value| &value.text);
        let left_out = match side.why {
            Why::Unannounced => format!(" ({})", side.why.label()),
            _ => String::new(),
        };
        return writeln!(out, "{indentation}{}: {}{left_out}", side.label, one_line(value));
    }
    writeln!(out, "{indentation}{}:", side.label)?;
    for (at, value) in side.values.iter().enumerate() {
        let taken = match side.taken {
            Some(taken) if taken == at && side.is_conflict() => format!(" ← tạm lấy: {}", side.why.label()),
            _ => String::new(),
        };
        let codes = match codes_of(merger, value) {
            codes if codes.is_empty() => codes,
            codes => format!(" ({codes})"),
        };
        writeln!(out, "{indentation}  · {}{codes}{taken}", one_line(&value.text))?;
    }
    if !side.silent.is_empty() {
        let taken = match side.taken {
            None => format!(" ← tạm lấy: {}", side.why.label()),
            Some(_) => String::new(),
        };
        writeln!(
            out,
            "{indentation}  · không ghi ({}){taken}",
            codes(merger, &side.silent)
        )?;
    }
    Ok(())
}

/// A text on one line, a long one cut.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST_LETTERS) {
        Some((at, _)) => format!("{} […]", text[..at].trim_end()),
        None => text,
    }
}
