//! `tthc diff-driver`: what git runs in place of its own diff.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;

use super::diff::print::{Paint, long_text};
use crate::catalogue::load::read_procedure;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::yaml;
use crate::cli::{Cli, Exit, output, wrap};
use crate::diff::words::{Mark, Span, mark};
use crate::diff::{Change, Status, Substance, compare_procedures};

/// Lines shown around a changed one where a file is compared as plain text.
const AROUND: usize = 2;

const AFTER_HELP: &str = "\
Set up:
  git config diff.tthc.command 'tthc diff-driver'
  echo 'catalogue/**/thu_tuc/**/*.yaml diff=tthc' >> .gitattributes

A file that is not a procedure, or cannot be read as one, is compared word by word with a note; git goes on.";

/// Compare two versions of a file for git, field by field
///
/// Takes the arguments git gives an external diff: path, old file, hash and mode, new file, hash and mode, and for a renamed
/// file its new path and how alike they are.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Path, and both versions as git names them
    #[arg(num_args = 1..=9, required = true, value_name = "ARG", allow_hyphen_values = true)]
    git: Vec<String>,

    /// Every kind of change, also of spelling and format
    #[arg(long)]
    all: bool,
}

/// Always ends well: git stops at the first file whose external diff does not.
pub(super) fn run(_cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let colour = shows_colour();
    let mut out = wrap::Wrapping::new(output::raw(), wrap::width());
    let mut driver = Driver {
        out: &mut out,
        paint: Paint::with(colour),
        colour,
        all: args.all,
    };
    match args.git.as_slice() {
        [path] => driver.heading(&format!("{path}: chưa trộn xong (còn xung đột)"))?,
        [path, old, _, _, new, _, _, rest @ ..] => {
            let title = match rest.first() {
                Some(to) if to != path => format!("{path} → {to}"),
                _ => path.clone(),
            };
            driver.heading(&title)?;
            driver.compare(Path::new(old), Path::new(new))?;
        }
        other => anyhow::bail!("git gives 1, 7 or 9 arguments, not {}", other.len()),
    }
    out.flush()?;
    Ok(Exit::Fine)
}

/// Git reads our output to show it in its pager, and says so.
fn shows_colour() -> bool {
    let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty() && value != "false" && value != "0");
    output::colour() || set("GIT_PAGER_IN_USE") && !set("NO_COLOR") && std::env::var("CLICOLOR").as_deref() != Ok("0")
}

struct Driver<'a> {
    out: &'a mut dyn Write,
    paint: Paint,
    colour: bool,
    all: bool,
}

/// One version of a file.
enum Side {
    Nothing,
    Procedure(Box<Procedure>),
    Other { text: String, why: String },
}

impl Side {
    fn read(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("/dev/null") || path == Path::new("nul") {
            return Ok(Self::Nothing);
        }
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(match read_procedure(&bytes) {
            Some(procedure) => Self::Procedure(Box::new(procedure)),
            None => Self::Other {
                why: why_not(&bytes),
                text: String::from_utf8_lossy(&bytes).into_owned(),
            },
        })
    }

    /// The file as it is, for comparing it as plain text.
    fn text(&self, path: &Path) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Other { text, .. } => text.clone(),
            Self::Procedure(_) => std::fs::read(path)
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                .unwrap_or_default(),
        }
    }

    fn problem(&self) -> Option<&str> {
        match self {
            Self::Other { why, .. } => Some(why),
            _ => None,
        }
    }
}

fn why_not(bytes: &[u8]) -> String {
    let read = yaml::text(bytes).and_then(yaml::read::<Procedure>);
    match read {
        Err(error) => format!("lỗi ở dòng {}", error.line),
        Ok(_) => "không có mã thủ tục".to_owned(),
    }
}

impl Driver<'_> {
    fn heading(&mut self, title: &str) -> io::Result<()> {
        writeln!(self.out, "{}", self.paint.bold(&format!("== {title} ==")))
    }

    fn compare(&mut self, old_path: &Path, new_path: &Path) -> anyhow::Result<()> {
        let (old, new) = (Side::read(old_path)?, Side::read(new_path)?);
        match (&old, &new) {
            (Side::Nothing, Side::Procedure(procedure)) => self.title(Status::Added, procedure)?,
            (Side::Procedure(procedure), Side::Nothing) => self.title(Status::Removed, procedure)?,
            (Side::Procedure(before), Side::Procedure(after)) => {
                self.title(Status::Changed, after)?;
                self.changes(&compare_procedures(before, after))?;
            }
            _ => {
                for (side, problem) in [("cũ", old.problem()), ("mới", new.problem())] {
                    if let Some(problem) = problem {
                        writeln!(
                            self.out,
                            "(bản {side} không đọc được như một thủ tục, {problem}; so sánh từng từ)"
                        )?;
                    }
                }
                self.words(&old.text(old_path), &new.text(new_path))?;
            }
        }
        writeln!(self.out)?;
        Ok(())
    }

    fn title(&mut self, status: Status, procedure: &Procedure) -> io::Result<()> {
        let status = self.paint.status(status);
        let code = self.paint.bold(procedure.identity());
        writeln!(self.out, "{status} {code} {}", procedure.name)
    }

    fn changes(&mut self, changes: &[Change]) -> io::Result<()> {
        let shown = |change: &&Change| self.all || change.substance == Substance::Content;
        for change in changes.iter().filter(shown) {
            let burden = self.paint.burden(change.burden);
            writeln!(self.out, "  {burden} {}", change.sentence)?;
            if let Some(text) = long_text(change, self.colour) {
                writeln!(self.out, "      {}", text.replace('\n', "\n      "))?;
            }
        }
        let hidden = changes.len() - changes.iter().filter(shown).count();
        match (changes.len(), hidden) {
            (0, _) => writeln!(self.out, "  (nội dung thủ tục không đổi, chỉ sửa cách trình bày tệp)"),
            (_, 0) => Ok(()),
            _ => writeln!(self.out, "  ({hidden} thay đổi cách viết)"),
        }
    }

    /// The lines with words that changed and a few around them.
    fn words(&mut self, old: &str, new: &str) -> io::Result<()> {
        let lines = by_line(&mark(old, new));
        let changed = |at: usize| lines[at].iter().any(|span| span.mark != Mark::Same);
        let near = |at: usize| (at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len())).any(changed);
        let mut skipped = false;
        for (at, line) in lines.iter().enumerate() {
            if !near(at) {
                skipped = true;
                continue;
            }
            if std::mem::take(&mut skipped) {
                writeln!(self.out, "  …")?;
            }
            let line = format!("  {}", output::marked(line, self.colour));
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Spans cut at line breaks, which go away.
fn by_line(spans: &[Span]) -> Vec<Vec<Span>> {
    let mut lines = vec![Vec::new()];
    for span in spans {
        for (at, text) in span.text.split('\n').enumerate() {
            if at > 0 {
                // A line break that came or went is no words to show.
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut()
                && !text.is_empty()
            {
                line.push(Span {
                    mark: span.mark,
                    text: text.to_owned(),
                });
            }
        }
    }
    lines
}
