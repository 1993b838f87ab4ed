//! `tthc announce`

use std::io::Write;
use std::path::PathBuf;

use super::propose::{DocumentFormat, ProofArgs, say_left, written};
use super::{is_of_field, known_field};
use crate::cli::revisions::Compared;
use crate::cli::{Cli, Exit, day_of, output};
use crate::diff;
use crate::document::Format;
use crate::document::announce::{Announcement, Form, List, Numbering, Options};
use crate::finding::Finding;
use crate::text;

/// Write the decision that announces new, amended, replaced and abolished procedures
///
/// Compares two revisions and writes the decision with its lists, grouped by level and field, and a manifest that traces every
/// row to its file. Where the records do not say which document brought a change about, the document has "…" and a warning
/// names the procedure and its file. Changes of spelling, format and names of offices are not announced.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Older revision: a folder, a folder's name, a zip archive of one, a git revision, REV:path
    old: String,

    /// Newer revision, likewise
    new: String,

    /// Folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Whose columns the lists have; by the office in catalogue.yaml when absent
    #[arg(long, value_enum)]
    form: Option<FormName>,

    /// Only procedures of this field of the catalogue; may be given several times
    #[arg(long = "field", value_name = "FIELD")]
    fields: Vec<String>,

    /// How rows are numbered
    #[arg(long, value_enum, default_value_t)]
    numbering: NumberingName,

    /// Totals by level above the lists
    #[arg(long)]
    totals: bool,

    /// Also procedures of which only spelling, format, names of offices or the record itself changed
    #[arg(long)]
    all: bool,

    /// Use the law and settings of this day instead of the newer revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Formats to write
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = DocumentFormat::ALL.to_vec())]
    format: Vec<DocumentFormat>,

    #[command(flatten)]
    proof: ProofArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum FormName {
    /// A ministry's
    Bo,
    /// A province's
    Tinh,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum NumberingName {
    /// From one to the end of each list
    #[default]
    RunOn,
    /// From one again in each field
    Restart,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let templates = cli.templates()?;
    let pair = cli.pair(&Compared {
        old: Some(args.old.clone()),
        new: Some(args.new.clone()),
        keep_going: false,
    })?;
    for field in &args.fields {
        // A field of which nothing changed has no procedure in the pair.
        let listed = [&pair.new, &pair.old].into_iter().any(|catalogue| {
            let mut names = catalogue.settings().fields.iter();
            names.any(|known| text::fold(&known.name) == text::fold(field))
        });
        if !listed {
            known_field(&pair.new, field).or_else(|error| known_field(&pair.old, field).map_err(|_| error))?;
        }
    }
    let difference = diff::compare_pair(&pair, &cli.confirmed(&pair.new));
    let options = Options {
        form: match args.form {
            None => Form::of(&pair.new),
            Some(FormName::Bo) => Form::Ministry,
            Some(FormName::Tinh) => Form::Province,
        },
        numbering: match args.numbering {
            NumberingName::RunOn => Numbering::RunOn,
            NumberingName::Restart => Numbering::Restart,
        },
        totals: args.totals,
        all: args.all,
        day: day_of(args.as_of.as_deref(), &pair.new)?,
    };
    let announcement = Announcement::of(&pair.old, &pair.new, &difference, options, |entry| {
        args.fields.is_empty() || args.fields.iter().any(|field| is_of_field(&entry.procedure, field))
    });
    let mut out = output::out();
    if announcement.is_empty() {
        writeln!(
            out,
            "Không có thủ tục nào phải công bố giữa {} và {}; không ghi tệp nào.",
            difference.old, difference.new
        )?;
        return Ok(Exit::Fine);
    }
    let formats: Vec<Format> = args.format.iter().map(|format| format.format()).collect();
    let left = written(announcement.write(&templates, &args.out, &formats, args.proof.mistakes()))?;
    announcement.findings.iter().for_each(warn);
    say_counts(&mut out, &announcement)?;
    say_left(&mut out, &left)?;
    Ok(Exit::Fine)
}

fn say_counts(out: &mut impl Write, announcement: &Announcement<'_>) -> std::io::Result<()> {
    let counts = List::ALL.map(|list| format!("{} {}", list.label(), announcement.count(list)));
    writeln!(out, "Danh mục công bố: {}", counts.join("; "))?;
    if !announcement.left_out.is_empty() {
        writeln!(
            out,
            "Không công bố {} thủ tục chỉ thay đổi cách viết hoặc thông tin hồ sơ, hoặc do bộ công bố (xem manifest)",
            announcement.left_out.len()
        )?;
    }
    if !announcement.findings.is_empty() {
        writeln!(
            out,
            "Phải bổ sung trước khi ký: {} điểm, đã nêu ở trên và trong manifest",
            announcement.findings.len()
        )?;
    }
    Ok(())
}

fn warn(finding: &Finding) {
    let code = finding
        .code
        .as_deref()
        .map(|code| format!("{code}: "))
        .unwrap_or_default();
    output::warn(&format!(
        "{}: {code}{}; {}",
        finding.place, finding.message, finding.advice
    ));
}
