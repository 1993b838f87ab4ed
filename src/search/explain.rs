//! Why a hit stands where it stands, in words legal staff understand. The points add up to the score.

use super::analysis::{self, Form};
use super::board::Board;
use super::document::Passage;
use super::lexicon::Origin;
use super::names::Names;
use super::query::{Choice, Clause, Plan, Reading};
use super::{Points, Search};
use crate::catalogue::fields;
use crate::text;

/// What the document's score is made of, most first.
pub(super) fn explain(
    search: &Search,
    plan: &Plan,
    board: &Board,
    doc: u32,
    passages: &[Passage<'_>],
) -> tantivy::Result<Vec<Points>> {
    let mut parts = Vec::new();
    let said: Vec<(&str, String)> = passages
        .iter()
        .map(|passage| (passage.key, format!(" {} ", analysis::whole(passage.text))))
        .collect();
    for (clause, weighed) in plan.clauses.iter().zip(&board.weighed) {
        let mut best: Option<(f32, &Choice)> = None;
        for (choice, terms) in clause.choices.iter().zip(&weighed.choices) {
            let mut earned = 0.0;
            for (wanted, term) in choice.terms.iter().zip(terms) {
                let share = search.lists.share(wanted.form, &wanted.term, doc)?;
                let share = if wanted.form == Form::Numbers {
                    share.map(|_| 1.0)
                } else {
                    share
                };
                earned += choice.weight * wanted.factor * term.telling * share.unwrap_or(0.0);
            }
            if earned > best.as_ref().map_or(0.0, |best| best.0) {
                best = Some((earned, choice));
            }
        }
        if let Some((earned, choice)) = best {
            parts.push((words(plan, clause, choice, &said), earned));
        }
    }
    parts.extend(Names::new(search, plan, board)?.explain(doc, board));
    if board.pinned.contains(&doc) {
        parts.push(("đúng mã thủ tục".to_owned(), search.tuning.own_code));
    }
    let named = search
        .lists
        .holders(search.schema.whole_name, std::slice::from_ref(&plan.whole))?;
    if named.contains(&doc) {
        parts.push(("đúng cả tên thủ tục".to_owned(), search.tuning.whole_name));
    }
    parts.retain(|(_, score)| score.abs() >= 0.0005);
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(parts
        .into_iter()
        .map(|(part, score)| Points {
            part,
            score: super::ranking::rounded(score),
        })
        .collect())
}

/// One clause in words: what was typed, how it was read, and where it stands.
fn words(plan: &Plan, clause: &Clause, choice: &Choice, said: &[(&str, String)]) -> String {
    let typed = plan.typed.get(clause.range.clone()).unwrap_or_default();
    let read = match choice.reading {
        Reading::Typed => String::new(),
        Reading::Repaired => format!(" sửa thành “{}”", choice.words),
        Reading::Lexicon(Origin::Abbreviation) => format!(" viết tắt của “{}”", choice.words),
        Reading::Lexicon(Origin::CitizenWord) => format!(" gọi đúng là “{}”", choice.words),
        Reading::Lexicon(Origin::FormerName) => format!(" nay là “{}”", choice.words),
    };
    let found = places(choice, said);
    let found = if found.is_empty() {
        String::new()
    } else {
        format!(", có trong {found}")
    };
    format!("“{typed}”{read}{found}")
}

/// The fields a choice stands in, in the order of the record.
fn places(choice: &Choice, said: &[(&str, String)]) -> String {
    let stands = |text: &str| {
        choice.terms.iter().any(|term| match term.form {
            Form::Folded => text.contains(&format!(" {} ", term.term)),
            Form::Pairs => text.contains(&format!(" {} ", term.term.replace('_', " "))),
            Form::Exact | Form::Numbers => false,
        })
    };
    let whole = |text: &str| {
        let folded = text::fold(&choice.words);
        let folded: Vec<&str> = text::syllables(&folded).map(|(_, syllable)| syllable).collect();
        text.contains(&format!(" {} ", folded.join(" ")))
    };
    // The fields that hold all of it say more than those that hold a part.
    let mut keys: Vec<&str> = said
        .iter()
        .filter(|(_, text)| whole(text))
        .map(|(key, _)| *key)
        .collect();
    if keys.is_empty() {
        keys = said
            .iter()
            .filter(|(_, text)| stands(text))
            .map(|(key, _)| *key)
            .collect();
    }
    let labels: Vec<&str> = keys
        .into_iter()
        .filter_map(|key| fields::field(key).map(|field| field.label))
        .collect();
    labels.join(", ")
}
