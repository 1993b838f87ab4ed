//! Which of the changes are asked for.

use anyhow::{Context as _, bail};

use super::Args;
use crate::catalogue::pair::Pair;
use crate::catalogue::values::Level;
use crate::cli::{Cli, output};
use crate::diff::approval::Approvals;
use crate::diff::filter::{Filter, Phrase};
use crate::diff::{CatalogueDiff, Pattern, ProcedureDiff, Substance};

/// Leaves in a comparison what is asked for, and says in it what that was.
pub(super) fn narrow(cli: &Cli, args: &Args, difference: &mut CatalogueDiff, pair: &Pair) -> anyhow::Result<()> {
    if !args.reviewed {
        let (approvals, findings) = Approvals::load(cli.revisions().root());
        if !findings.is_empty() {
            output::warn(&format!(
                "{} problem(s) in the acceptances of changes; run `tthc check` to see them",
                findings.len()
            ));
        }
        difference.hide_reviewed(&approvals);
    }
    if let Some(code) = &args.code {
        only(difference, code, pair)?;
    }
    let filter = filter(args, difference)?;
    if !filter.is_empty() {
        difference.select(|procedure, change| filter.keeps(procedure, change));
        difference.selection.asked.extend(asked(args));
    }
    if !args.show.is_empty() {
        let shown = args.substances();
        let whole = shown.contains(&Substance::Content);
        difference.select(|_, change| change.map_or(whole, |change| shown.contains(&change.substance)));
        let names: Vec<&str> = shown.iter().map(|substance| substance.label()).collect();
        difference
            .selection
            .asked
            .push(format!("loại thay đổi: {}", names.join(", ")));
    }
    if let Some(name) = &args.pattern {
        let at = position(difference, name, &args.substances())?;
        let sentence = difference.patterns[at].sentence.clone();
        difference.only_pattern(at);
        difference.selection.asked.push(format!("thay đổi chung: {sentence}"));
    }
    Ok(())
}

/// The patterns that are shown, with their positions in the comparison. They are numbered in this order from 1.
pub(super) fn shown<'a>(
    difference: &'a CatalogueDiff,
    substances: &'a [Substance],
) -> impl Iterator<Item = (usize, &'a Pattern)> {
    let patterns = difference.patterns.iter().enumerate();
    patterns.filter(|(_, pattern)| substances.contains(&pattern.substance))
}

/// Where the pattern stands that goes by a number or by its identity.
pub(super) fn position(difference: &CatalogueDiff, name: &str, substances: &[Substance]) -> anyhow::Result<usize> {
    let by_id = difference.patterns.iter().position(|pattern| pattern.id == name);
    let by_number = || {
        let number: usize = name.parse().ok()?;
        let (at, _) = shown(difference, substances).nth(number.checked_sub(1)?)?;
        Some(at)
    };
    by_id.or_else(by_number).with_context(|| {
        let count = shown(difference, substances).count();
        format!("no shared change {name:?}: there are {count}, numbered from 1 as `tthc diff` prints them with the same options")
    })
}

fn only(difference: &mut CatalogueDiff, code: &str, pair: &Pair) -> anyhow::Result<()> {
    let (old, new) = (&pair.old, &pair.new);
    let entry = new.get(code).or_else(|| old.get(code));
    let identity = match entry {
        Some(entry) => entry.procedure.identity(),
        None if pair.is_unchanged(code) => code,
        None => bail!("no procedure {code} in {} or {}", old.name(), new.name()),
    };
    let is_it = |procedure: &ProcedureDiff| {
        procedure.code == identity || procedure.replaces.iter().any(|former| former == identity)
    };
    difference.select(|procedure, _| is_it(procedure));
    difference.selection.asked.push(format!("thủ tục {identity}"));
    Ok(())
}

fn filter(args: &Args, difference: &CatalogueDiff) -> anyhow::Result<Filter> {
    let phrases = |texts: &[String]| texts.iter().map(|text| Phrase::new(text)).collect::<Vec<_>>();
    let condition = args.condition.as_deref().map(|condition| {
        let parsed = condition.parse().map_err(anyhow::Error::new);
        parsed.with_context(|| {
            format!("cannot understand --where {condition:?}; write it as in: --where 'paper removed'")
        })
    });
    let filter = Filter {
        condition: condition.transpose()?,
        texts: phrases(&args.texts),
        fields: phrases(&args.fields),
        agencies: phrases(&args.agencies),
        levels: args
            .levels
            .iter()
            .map(|level| self::level(level))
            .collect::<Result<_, _>>()?,
    };
    some_has("field", &filter.fields, difference, |procedure| &procedure.field)?;
    some_has("agency", &filter.agencies, difference, |procedure| &procedure.agency)?;
    Ok(filter)
}

fn level(text: &str) -> anyhow::Result<Level> {
    text.parse().map_err(|_| {
        let known: Vec<&str> = Level::ALL.iter().map(|level| level.label()).collect();
        anyhow::anyhow!("no level {text:?}; one of {}", known.join(", "))
    })
}

/// A name that nothing goes by is a slip, not an empty answer.
fn some_has(
    what: &str,
    phrases: &[Phrase],
    difference: &CatalogueDiff,
    of: impl Fn(&ProcedureDiff) -> &str,
) -> anyhow::Result<()> {
    for phrase in phrases {
        if !difference
            .procedures
            .iter()
            .any(|procedure| phrase.is_in(of(procedure)))
        {
            let mut known: Vec<String> = difference
                .procedures
                .iter()
                .map(|procedure| of(procedure).to_owned())
                .collect();
            known.sort();
            known.dedup();
            bail!(
                "nothing that differs has the {what} {:?}; there are: {}",
                phrase.given(),
                crate::cli::some_of(&known)
            );
        }
    }
    Ok(())
}

fn asked(args: &Args) -> Vec<String> {
    let lists = [
        ("lĩnh vực", &args.fields),
        ("cơ quan", &args.agencies),
        ("cấp", &args.levels),
        ("có cụm từ", &args.texts),
    ];
    let condition = args.condition.iter().map(|condition| format!("điều kiện: {condition}"));
    let told = lists.into_iter().filter(|(_, list)| !list.is_empty());
    condition
        .chain(told.map(|(name, list)| format!("{name}: {}", list.join("; "))))
        .collect()
}
