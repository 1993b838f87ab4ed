//! JSON for programs, in the shapes of the command line.

use serde_json::{Value, json};

use super::asked;
use super::reply::{Answer, Problem, Reply};
use super::state::with_causes;
use super::visit::Visit;
use crate::catalogue::Entry;
use crate::catalogue::procedure::Procedure;
use crate::document::cost::CostReport;
use crate::document::statistics::measures;
use crate::finding::Finding;
use crate::review::cost::{Compared, CostError, cost as cost_of};
use crate::review::rule;
use crate::search::SearchError;
use crate::stats::stats as stats_of;
use crate::text;

/// Hits that are returned when nobody says how many, and at most.
const HITS: usize = 20;
const MOST_HITS: usize = 200;

/// `/api/search`, like `tthc search --format json`.
pub(super) fn search(visit: &Visit) -> Answer {
    let limit = visit.parameters.number("limit")?.unwrap_or(HITS).min(MOST_HITS);
    let offset = visit.parameters.number("offset")?.unwrap_or(0);
    let query = asked::query(&visit.parameters, limit, offset)?;
    match visit.searched(|search| search.find(&query)) {
        Ok(found) => Reply::json(&found),
        Err(SearchError::NoSuchValue { facet, value, .. }) => Err(Problem::bad_parameter(facet, &value)),
        Err(error) => Err(Problem::internal(with_causes(&error))),
    }
}

/// `/api/procedures/{code}`, like `tthc show CODE --format json`.
pub(super) fn procedure(visit: &Visit) -> Answer {
    Reply::json(&entry(visit, visit.captured("code"))?.procedure)
}

/// `/api/procedures/{code}/history`, like `tthc log CODE --format json`.
pub(super) fn history(visit: &Visit) -> Answer {
    let code = visit.captured("code");
    let history = visit.state.timeline().history(code);
    Reply::json(&history.ok_or_else(|| Problem::no_procedure(code))?)
}

/// `/api/diff`, like `tthc diff OLD NEW --format json`.
pub(super) fn diff(visit: &Visit) -> Answer {
    let (old, new) = asked::revisions(visit)?.ok_or_else(Problem::one_revision)?;
    let compared = visit.state.compared(old, new);
    let difference = &compared.difference;
    let Some(code) = visit.parameters.get("code") else {
        return Reply::json(difference);
    };
    let mut own = difference.clone();
    let wanted = code.parse().map_or_else(|_| code.to_owned(), base);
    let revisions = visit.state.timeline().revisions();
    if ![old, new].iter().any(|at| revisions[*at].get(&wanted).is_some()) {
        return Err(Problem::no_procedure(code));
    }
    own.procedures
        .retain(|procedure| procedure.code == wanted || procedure.replaces.contains(&wanted));
    Reply::json(&own)
}

/// The digits of a code that identify a procedure.
fn base(code: crate::catalogue::values::ProcedureCode) -> String {
    code.base().to_owned()
}

/// `/api/review`, like `tthc review --format json`.
pub(super) fn review(visit: &Visit) -> Answer {
    let rules = visit.parameters.all("rule");
    let named: Vec<&str> = rules
        .iter()
        .map(|name| Ok(rule(name).ok_or_else(|| Problem::bad_parameter("rule", name))?.name))
        .collect::<Result<_, Problem>>()?;
    let field = field(visit)?;
    let catalogue = &visit.state.catalogue;
    let of_field = |finding: &Finding| {
        let entry = finding.code.as_deref().and_then(|code| catalogue.get(code));
        let of = |wanted: &String| entry.is_none_or(|entry| text::fold(&entry.procedure.field) == *wanted);
        field.as_ref().is_none_or(of)
    };
    let all = visit.state.all_findings().iter();
    let wanted = all.filter(|finding| (named.is_empty() || named.contains(&&*finding.rule)) && of_field(finding));
    findings(wanted)
}

/// `/api/check`: what is wrong with the files of the revision that is shown and with those beside it, like `tthc check`.
pub(super) fn health(visit: &Visit) -> Answer {
    findings(visit.state.problems().iter())
}

fn findings<'a>(findings: impl Iterator<Item = &'a Finding>) -> Answer {
    let findings: Vec<&Finding> = findings.collect();
    Reply::json(&json!({ "findings": findings }))
}

/// `/api/cost`, like `tthc cost --format json`.
pub(super) fn cost(visit: &Visit) -> Answer {
    let (catalogue, day) = (&visit.state.catalogue, visit.state.day);
    let codes = visit.parameters.all("code");
    let mut entries: Vec<&Entry> = if codes.is_empty() {
        catalogue.entries().iter().collect()
    } else {
        codes.iter().map(|code| entry(visit, code)).collect::<Result<_, _>>()?
    };
    if let Some(field) = field(visit)? {
        entries.retain(|entry| text::fold(&entry.procedure.field) == field);
    }
    let compared = entries.into_iter().map(|entry| {
        let cost = cost_of(catalogue, &entry.procedure, &[], day)?;
        Ok(Compared::unchanged(&entry.procedure, cost))
    });
    let compared: Result<Vec<Compared>, CostError> = compared.collect();
    let compared = compared.map_err(|error| match error {
        CostError::NoIncome(day) => Problem::no_income(catalogue.name(), day),
        error => Problem::no_cost(with_causes(&error)),
    })?;
    Reply::json(&CostReport::new(catalogue, compared, false, day).json(day))
}

/// `/api/stats`, like `tthc stats --format json`.
pub(super) fn stats(visit: &Visit) -> Answer {
    let catalogue = &visit.state.catalogue;
    let year = asked::year(visit)?;
    let stats = stats_of(catalogue, year, &measures(&visit.state.decisions, catalogue.name()));
    Reply::json(&stats)
}

/// `/api/revisions`: names to compare.
pub(super) fn revisions(visit: &Visit) -> Answer {
    let revisions = visit.state.timeline().revisions().iter();
    let revisions = revisions.map(|revision| {
        json!({
            "name": revision.name(),
            "title": revision.settings().title,
            "date": revision.settings().day().map(|day| day.iso()),
            "procedures": revision.entries().len(),
        })
    });
    Reply::json(&json!({ "revisions": revisions.collect::<Vec<Value>>() }))
}

/// The field of an address without its accents, which must be that of a procedure.
fn field(visit: &Visit) -> Result<Option<String>, Problem> {
    let Some(asked) = visit.parameters.get("field") else {
        return Ok(None);
    };
    let folded = text::fold(asked);
    let known = |procedure: &Procedure| text::fold(&procedure.field) == folded;
    match visit.state.catalogue.procedures().any(known) {
        true => Ok(Some(folded)),
        false => Err(Problem::bad_parameter("field", asked)),
    }
}

fn entry<'a>(visit: &'a Visit, code: &str) -> Result<&'a Entry, Problem> {
    let entry = visit.state.catalogue.get(code);
    entry.ok_or_else(|| Problem::no_procedure(code))
}
