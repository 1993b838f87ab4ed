//! `tthc diff`

mod accept;
mod figures;
mod narrow;
pub(super) mod print;
mod stat;

use std::io::Write as _;

use super::diff_output::Target;
use crate::cli::revisions::Compared;
use crate::cli::{Cli, Exit, output};
use crate::diff::{self, CatalogueDiff, Substance};

const AFTER_HELP: &str = "\
Conditions of --where:
  SOMETHING [HAPPENED] [by HOW MUCH] ['WORDS'], joined with and, or, not and brackets; accents do not matter

  paper removed                    giấy tờ bị bỏ
  fee raised > 20%                 phí tăng > 20%
  deadline shortened >= 5 days     thời hạn giảm ít nhất 5 ngày
  level changed or agency changed  cấp thay đổi hoặc cơ quan thay đổi
  paper removed 'bản sao chứng thực' and not lighter

  SOMETHING is a field or a part of it by its key, label or everyday name (paper, fee, deadline, level, channel, step, form,
  giấy tờ, lệ phí, thời hạn, cấp …), or procedure. HAPPENED: added, removed, changed, moved, raised, lowered, replaced,
  lighter, heavier, neutral, unclear.

Examples:
  tthc diff --where 'paper removed' --text 'bản sao chứng thực'   which procedures lost the certified copy
  tthc diff --pattern 1 --format json                             one shared change with its procedures
  tthc diff --accept 1 --by 'Nguyễn Văn A'                        seen: later comparisons leave it out";

/// Compare two revisions field by field
///
/// Without arguments the newest revision is compared with what was published before it: inside a git repository, when the
/// folder of the newest revision has changes that are not committed, with that folder as the last commit has it; otherwise
/// with the revision before it. With one, that one is compared with the newest. Files with the same bytes are not parsed. What many
/// procedures share is said once, numbered, with its count. Changes of spelling, format and names of offices are counted and
/// left out unless --all or --show is given.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    compared: Compared,

    /// Only this procedure
    #[arg(long, value_name = "CODE")]
    code: Option<String>,

    /// Only changes of which this is true, such as 'fee raised > 20%'; see below
    #[arg(long = "where", value_name = "CONDITION")]
    condition: Option<String>,

    /// Only changes with these words in the old or new text; may be given several times
    #[arg(long = "text", value_name = "WORDS")]
    texts: Vec<String>,

    /// Only this field of the catalogue, or a part of its name; may be given several times
    #[arg(long = "field", value_name = "FIELD")]
    fields: Vec<String>,

    /// Only this agency, or a part of its name; may be given several times
    #[arg(long = "agency", value_name = "AGENCY")]
    agencies: Vec<String>,

    /// Only this level: bộ, tỉnh, huyện, xã; may be given several times
    #[arg(long = "level", value_name = "LEVEL")]
    levels: Vec<String>,

    /// Only the figures: by status, field and agency
    #[arg(long)]
    stat: bool,

    /// Every kind of change, also of spelling, format and names of offices
    #[arg(long, conflicts_with = "show")]
    all: bool,

    /// Only these kinds of change
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_enum)]
    show: Vec<Show>,

    /// Say shared changes in each procedure, not once
    #[arg(long)]
    no_group: bool,

    /// Only this shared change, by its number or identity
    #[arg(long, value_name = "N", conflicts_with = "accept")]
    pattern: Option<String>,

    /// Record that these shared changes were seen and accepted in their procedures
    #[arg(long, value_name = "N", value_delimiter = ',')]
    accept: Vec<String>,

    /// Who accepts them
    #[arg(long, value_name = "WHO", requires = "accept")]
    by: Option<String>,

    /// Day of the acceptance; today when absent
    #[arg(long, value_name = "DATE", requires = "accept")]
    on: Option<String>,

    /// Something to remember with the acceptance
    #[arg(long, value_name = "TEXT", requires = "accept")]
    note: Option<String>,

    /// Also shared changes that were accepted
    #[arg(long)]
    reviewed: bool,

    #[command(flatten)]
    target: Target,

    /// Exit with 1 when something differs of the kinds that are shown
    #[arg(long)]
    exit_code: bool,

    /// Print nothing; implies --exit-code
    #[arg(long, short)]
    quiet: bool,

    /// Do not use a pager
    #[arg(long)]
    no_pager: bool,
}

/// Kinds of change, by what they matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Show {
    /// It says something else
    Content,
    /// Only the name of an office is another
    Office,
    /// The same value written another way
    Format,
    /// The same words spelled another way
    Spelling,
}

impl Args {
    /// The kinds of change that are shown.
    fn substances(&self) -> Vec<Substance> {
        if self.all {
            return Substance::ALL.to_vec();
        }
        if self.show.is_empty() {
            return vec![Substance::Content];
        }
        let named = self.show.iter().map(|show| match show {
            Show::Content => Substance::Content,
            Show::Office => Substance::Office,
            Show::Format => Substance::Format,
            Show::Spelling => Substance::Spelling,
        });
        named.collect()
    }
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let pair = cli.pair(&args.compared)?;
    let mut difference = diff::compare_pair(&pair, &cli.confirmed(&pair.new));
    narrow::narrow(cli, args, &mut difference, &pair)?;
    if !args.accept.is_empty() {
        return accept::accept(cli, args, &difference);
    }
    if !args.quiet {
        write(cli, &difference, args)?;
    }
    let asked = args.exit_code || args.quiet;
    Ok(if asked && print::shows_something(&difference, &args.substances()) {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

/// Prints a comparison in the format asked for.
fn write(cli: &Cli, difference: &CatalogueDiff, args: &Args) -> anyhow::Result<()> {
    if !args.target.is_text() {
        return args.target.write(cli, difference, args.all || !args.show.is_empty());
    }
    let only_code = difference.procedures.is_empty() && difference.selection.asked.len() == 1;
    if let Some(code) = args.code.as_ref().filter(|_| only_code) {
        let (old, new) = (&difference.old, &difference.new);
        writeln!(output::lines(), "Thủ tục {code} không đổi từ {old} đến {new}")?;
        Ok(())
    } else if args.stat {
        stat::print(difference, args)
    } else {
        print::print(difference, args)
    }
}
