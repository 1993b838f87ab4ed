//! A plan in the engine's language: the same points, added up from constants.
//!
//! Each level of a term is a word of its own, so what a document earns by a term is a constant. A clause gives what its best
//! choice gives (`dis_max`), a choice the sum of its terms (`bool`), a query the sum of its clauses.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::document::with_level;
use crate::search::analysis::Form;
use crate::search::board::{self, Weighed};
use crate::search::impact;
use crate::search::query::{Choice, Plan};
use crate::search::schema::IndexSchema;
use crate::search::weights::Tuning;

/// Most conditions of one query; engines refuse more than 1,024.
const MOST: usize = 900;

/// A term to be asked for.
struct Leaf<'a> {
    form: Form,
    term: &'a str,
    /// What it is worth at most.
    worth: f32,
}

/// Documents that have a term, at any level.
pub(super) fn having(form: Form, term: &str) -> Value {
    let levels: Vec<String> = (1..=impact::LEVELS as u8)
        .map(|level| with_level(term, level))
        .collect();
    json!({ "terms": { form.name(): levels } })
}

/// How much of the query each document has.
pub(super) fn coverage(plan: &Plan, weighed: &[Weighed]) -> Option<Value> {
    let clauses = plan
        .clauses
        .iter()
        .zip(weighed)
        .filter(|(_, weighed)| weighed.mass > 0.0);
    let clauses = clauses.filter_map(|(clause, weighed)| {
        let choices = weighed.usable(clause).map(|(choice, terms)| {
            let whole = board::presence(choice, terms);
            let shown = choice.terms.iter().zip(terms);
            let shown = shown
                .filter(|(wanted, term)| term.telling > 0.0 && matches!(wanted.form, Form::Folded | Form::Numbers));
            let shown = shown
                .map(|(wanted, term)| constant(having(wanted.form, &wanted.term), weighed.mass * term.telling / whole));
            sum(shown.collect())
        });
        best(choices.flatten().collect())
    });
    sum(clauses.collect())
}

/// What each document earns by its terms, its code and its name.
pub(super) fn points(plan: &Plan, weighed: &[Weighed], schema: &IndexSchema, tuning: &Tuning) -> Option<Value> {
    let mut worths = Vec::new();
    each_leaf(plan, weighed, |leaf| worths.push(leaf.worth));
    // Many words are asked for without their levels; of very many, those that tell most.
    let by_level = worths.len() * impact::LEVELS <= MOST;
    worths.sort_unstable_by(|a, b| b.partial_cmp(a).unwrap_or(Ordering::Equal));
    let least = worths.get(MOST).copied().unwrap_or(0.0);
    let clauses = plan.clauses.iter().zip(weighed).filter_map(|(clause, weighed)| {
        let choices = weighed.usable(clause).map(|(choice, terms)| {
            let leaves = leaves(choice, terms).filter(|leaf| leaf.worth > least);
            sum(leaves.flat_map(|leaf| earned(&leaf, by_level)).collect())
        });
        best(choices.flatten().collect())
    });
    let mut all: Vec<Value> = clauses.collect();
    all.extend(pinned(plan, schema, tuning.own_code));
    if !plan.whole.is_empty() {
        let name = schema.schema.get_field_name(schema.whole_name);
        all.push(constant(json!({ "term": { name: plan.whole } }), tuning.whole_name));
    }
    sum(all)
}

/// Documents whose code was typed.
pub(super) fn pinned(plan: &Plan, schema: &IndexSchema, boost: f32) -> Vec<Value> {
    if plan.codes.is_empty() {
        return Vec::new();
    }
    let codes = schema.codes.iter().map(|code| code.row.key);
    let conditions: Vec<Value> = codes.map(|key| json!({ "terms": { key: plan.codes } })).collect();
    vec![constant(
        json!({ "bool": { "should": conditions, "minimum_should_match": 1 } }),
        boost,
    )]
}

fn each_leaf(plan: &Plan, weighed: &[Weighed], mut each: impl FnMut(Leaf<'_>)) {
    for (clause, weighed) in plan.clauses.iter().zip(weighed) {
        for (choice, terms) in weighed.usable(clause) {
            leaves(choice, terms).for_each(&mut each);
        }
    }
}

fn leaves<'a>(choice: &'a Choice, terms: &'a [board::Term]) -> impl Iterator<Item = Leaf<'a>> {
    let terms = choice.terms.iter().zip(terms).filter(|(_, term)| term.telling > 0.0);
    terms.map(|(wanted, term)| Leaf {
        form: wanted.form,
        term: &wanted.term,
        worth: choice.weight * wanted.factor * term.telling,
    })
}

/// What a document earns by one term.
fn earned(leaf: &Leaf<'_>, by_level: bool) -> Vec<Value> {
    let shares = impact::shares().map(|share| f32::from(share) * impact::PART);
    let having = having(leaf.form, leaf.term);
    match leaf.form {
        Form::Numbers => vec![constant(having, leaf.worth)],
        _ if by_level => (1..)
            .zip(shares)
            .map(|(level, share)| {
                let term = with_level(leaf.term, level);
                constant(json!({ "term": { leaf.form.name(): term } }), leaf.worth * share)
            })
            .collect(),
        _ => {
            let mean = shares.iter().sum::<f32>() / shares.len() as f32;
            vec![constant(having, leaf.worth * mean)]
        }
    }
}

fn constant(filter: Value, boost: f32) -> Value {
    json!({ "constant_score": { "filter": filter, "boost": boost } })
}

fn sum(mut of: Vec<Value>) -> Option<Value> {
    match of.len() {
        0 | 1 => of.pop(),
        _ => Some(json!({ "bool": { "should": of, "minimum_should_match": 1 } })),
    }
}

fn best(mut of: Vec<Value>) -> Option<Value> {
    match of.len() {
        0 | 1 => of.pop(),
        _ => Some(json!({ "dis_max": { "queries": of } })),
    }
}
