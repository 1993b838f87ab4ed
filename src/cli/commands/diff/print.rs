//! A comparison on the terminal.

use std::collections::HashSet;
use std::io::{self, Write};

use super::figures::{heading, number, totals};
use super::{Args, narrow};
use crate::cli::{output, pager};
use crate::diff::{Burden, CatalogueDiff, Change, ProcedureDiff, Status, Substance, words};
use crate::text;

/// Shared changes that are shown before the rest is only counted.
const MOST_PATTERNS: usize = 200;

pub(super) fn print(difference: &CatalogueDiff, args: &Args) -> anyhow::Result<()> {
    let mut out = pager::lines(!args.no_pager);
    let shown = args.substances();
    let page = Page::new(difference, &shown, !args.no_group && args.pattern.is_none());
    heading(&mut out, difference)?;
    page.patterns(&mut out)?;
    page.fields(&mut out)?;
    candidates(&mut out, difference)?;
    writeln!(out)?;
    let summary = &difference.summary;
    writeln!(
        out,
        "Mới {}; sửa đổi, bổ sung {}; thay thế {} (thay {} thủ tục cũ); bãi bỏ {}; chỉ sửa cách viết {}; không đổi {}",
        number(summary.added),
        number(summary.changed),
        number(summary.replaced),
        number(summary.superseded),
        number(summary.removed),
        number(summary.restyled),
        number(summary.unchanged)
    )?;
    totals(&mut out, difference, &shown)?;
    Ok(())
}

/// What may have become of procedures.
fn candidates(out: &mut dyn Write, difference: &CatalogueDiff) -> io::Result<()> {
    if !difference.candidates.is_empty() {
        writeln!(out, "\n== Chưa chắc, cần người xác nhận (tthc lineage) ==\n")?;
    }
    difference
        .candidates
        .iter()
        .try_for_each(|candidate| writeln!(out, "{}", candidate.sentence()))
}

/// Whether something of these kinds differs.
pub(super) fn shows_something(difference: &CatalogueDiff, shown: &[Substance]) -> bool {
    difference.procedures.iter().any(|procedure| differs(procedure, shown))
}

fn differs(procedure: &ProcedureDiff, shown: &[Substance]) -> bool {
    let has_one = || procedure.changes.iter().any(|change| shown.contains(&change.substance));
    procedure.status != Status::Changed || procedure.lineage.is_some() || has_one()
}

/// What is printed of a comparison, and how.
struct Page<'a> {
    difference: &'a CatalogueDiff,
    shown: &'a [Substance],
    /// Changes that are said once for all: procedure and change.
    said: HashSet<(usize, usize)>,
    grouped: bool,
    paint: Paint,
}

impl<'a> Page<'a> {
    fn new(difference: &'a CatalogueDiff, shown: &'a [Substance], grouped: bool) -> Self {
        let patterns = narrow::shown(difference, shown).take(if grouped { MOST_PATTERNS } else { 0 });
        let said = patterns
            .flat_map(|(_, pattern)| pattern.members.iter().copied())
            .collect();
        Self {
            difference,
            shown,
            said,
            grouped,
            paint: Paint::new(),
        }
    }

    fn patterns(&self, out: &mut dyn Write) -> io::Result<()> {
        let count = narrow::shown(self.difference, self.shown).count();
        if !self.grouped || count == 0 {
            return Ok(());
        }
        writeln!(out, "\n{}", self.paint.bold("== Thay đổi chung của nhiều thủ tục =="))?;
        let patterns = narrow::shown(self.difference, self.shown);
        for (at, (_, pattern)) in patterns.enumerate().take(MOST_PATTERNS) {
            let inside = match &pattern.key {
                crate::diff::Key::Words { .. } => format!(" ({})", pattern.label),
                crate::diff::Key::Whole { .. } => String::new(),
            };
            writeln!(
                out,
                "  {}. {} 1 thay đổi × {} thủ tục: {}{inside}",
                at + 1,
                self.paint.burden(pattern.burden),
                number(pattern.codes.len()),
                pattern.sentence
            )?;
        }
        if count > MOST_PATTERNS {
            writeln!(out, "  … và {} thay đổi chung khác", number(count - MOST_PATTERNS))?;
        }
        writeln!(
            out,
            "{}",
            self.paint
                .dim("  (--pattern N để mở, --accept N để duyệt một thay đổi; --no-group để xem trong từng thủ tục)")
        )
    }

    fn fields(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut listed: Vec<(usize, &ProcedureDiff)> = self.difference.procedures.iter().enumerate().collect();
        listed.retain(|(_, procedure)| differs(procedure, self.shown));
        let before = listed.len();
        listed
            .retain(|(at, procedure)| procedure.status != Status::Changed || self.own(*at, procedure).next().is_some());
        let said_above = before - listed.len();
        listed.sort_by_cached_key(|(_, procedure)| text::collation_key(&procedure.field));
        let mut field = None;
        for (at, procedure) in listed {
            if field != Some(&procedure.field) {
                field = Some(&procedure.field);
                let heading = format!("== Lĩnh vực {} ==", procedure.field);
                writeln!(out, "\n{}", self.paint.bold(&heading))?;
            }
            self.procedure(out, at, procedure)?;
        }
        if said_above > 0 {
            writeln!(
                out,
                "\n{} thủ tục chỉ có những thay đổi chung nêu ở trên",
                number(said_above)
            )?;
        }
        Ok(())
    }

    /// The changes that are said in their procedure.
    fn own<'p>(&'p self, at: usize, procedure: &'p ProcedureDiff) -> impl Iterator<Item = &'p Change> {
        let changes = procedure.changes.iter().enumerate();
        let own = changes.filter(move |(change, _)| !self.said.contains(&(at, *change)));
        own.map(|(_, change)| change)
            .filter(|change| self.shown.contains(&change.substance))
    }

    fn procedure(&self, out: &mut dyn Write, at: usize, procedure: &ProcedureDiff) -> io::Result<()> {
        writeln!(
            out,
            "\n{} {} {}",
            self.paint.status(procedure.status),
            self.paint.bold(&procedure.code),
            procedure.name
        )?;
        if let Some(lineage) = &procedure.lineage {
            writeln!(out, "  {}", lineage.sentence())?;
        }
        for change in self.own(at, procedure) {
            writeln!(out, "  {} {}", self.paint.burden(change.burden), change.sentence)?;
            if let Some(text) = long_text(change, self.paint.colour) {
                writeln!(out, "      {}", text.replace('\n', "\n      "))?;
            }
        }
        let shown = |change: &&Change| self.shown.contains(&change.substance);
        let said = procedure.changes.iter().filter(shown).count() - self.own(at, procedure).count();
        if said > 0 {
            let line = format!("  (và {} thay đổi chung)", number(said));
            writeln!(out, "{}", self.paint.dim(&line))?;
        }
        let hidden = procedure.changes.iter().filter(|change| !shown(change)).count();
        if hidden > 0 {
            let line = format!("  ({} thay đổi cách viết)", number(hidden));
            writeln!(out, "{}", self.paint.dim(&line))?;
        }
        Ok(())
    }
}

/// The words that changed, where the sentence does not quote them.
pub(in crate::cli::commands) fn long_text(change: &Change, colour: bool) -> Option<String> {
    let (Some(old), Some(new)) = (&change.old, &change.new) else {
        return None;
    };
    if !change.leaves_words() || change.substance != Substance::Content {
        return None;
    }
    Some(output::marked(&words::mark(old.trim(), new.trim()), colour))
}

/// Colours, where the terminal shows them.
pub(in crate::cli::commands) struct Paint {
    colour: bool,
}

impl Paint {
    pub(in crate::cli::commands) fn new() -> Self {
        Self::with(output::colour())
    }

    pub(in crate::cli::commands) fn with(colour: bool) -> Self {
        Self { colour }
    }

    fn styled(&self, style: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\u{1b}[{style}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(in crate::cli::commands) fn bold(&self, text: &str) -> String {
        self.styled("1", text)
    }

    pub(in crate::cli::commands) fn dim(&self, text: &str) -> String {
        self.styled("2", text)
    }

    pub(in crate::cli::commands) fn burden(&self, burden: Burden) -> String {
        match burden {
            Burden::Lighter => self.styled("32", "↓"),
            Burden::Heavier => self.styled("31", "↑"),
            Burden::Neutral => "·".to_owned(),
            Burden::Unclear => self.styled("33", "?"),
        }
    }

    pub(in crate::cli::commands) fn status(&self, status: Status) -> String {
        let style = match status {
            Status::Added => "32",
            Status::Removed => "31",
            Status::Changed => "33",
            Status::Replaced => "36",
        };
        self.styled(style, &format!("[{}]", status.label()))
    }

    /// Less is green and more is red, as burdens are.
    pub(super) fn mark(&self, sign: char, text: &str) -> String {
        match sign {
            '-' => self.styled("32", text),
            '+' => self.styled("31", text),
            '?' | '~' => self.styled("33", text),
            _ => text.to_owned(),
        }
    }
}
