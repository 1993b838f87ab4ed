//! That a procedure may go on asking for a result nobody issues any more.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::Desk;
use crate::catalogue::values::Written;
use crate::cli::{Exit, output};
use crate::review::Context;
use crate::review::chains::Chains;
use crate::review::decision::{AcceptedDependent, Decision, Decisions, Step, update};

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Exit> {
    let code = desk.only("--accept-dependent")?.procedure.identity();
    let name = desk.catalogue.name();
    let (decisions, _) = Decisions::load(&desk.folder);
    let known = decisions
        .of(name, code)
        .with_context(|| format!("no decision on {code} in {name}; record the abolition first with --outcome"))?;
    if !known
        .decision
        .outcome
        .value()
        .is_some_and(|outcome| outcome.ends_procedure())
    {
        bail!("the decision on {code} does not end it, so nothing loses its result");
    }
    if known.decision.step() >= Step::Approve {
        bail!("{} was approved already and stays as it is", known.path);
    }
    let accepted = accepted(desk, known.decision.code.text())?;
    let file = update(&desk.folder, &known.path, |decision: &mut Decision| {
        for one in accepted {
            decision
                .accepted_dependents
                .retain(|old| old.code.text() != one.code.text());
            decision.accepted_dependents.push(one);
        }
    })?;
    writeln!(output::out(), "Đã ghi {}", file.display())?;
    Ok(Exit::Fine)
}

/// What the options accept, with the papers as they are now.
fn accepted(desk: &Desk<'_>, code: &str) -> anyhow::Result<Vec<AcceptedDependent>> {
    let args = desk.args;
    let reason = args.because.as_deref().filter(|reason| !reason.trim().is_empty());
    let reason = reason.context("say why with --because TEXT")?;
    let (by, day) = (desk.who()?, desk.day_done()?);
    let context = Context::new(desk.catalogue, desk.catalogue.day(day));
    let chains = Chains::of(desk.catalogue, &context);
    let closure = chains.closure(&[code]);
    let each = args.accept_dependents.iter().map(|wanted| {
        let entry = desk.catalogue.get(wanted);
        let entry = entry.with_context(|| format!("no procedure {wanted} in {}", desk.catalogue.name()))?;
        let own = entry.procedure.identity();
        let needs = closure
            .dependents
            .iter()
            .filter(|one| one.step == 1 && one.node.code == own);
        let mut papers: Vec<String> = needs.map(|one| one.paper.clone()).collect();
        papers.sort();
        papers.dedup();
        if papers.is_empty() {
            bail!("{own} asks for no paper that is a result of {code} (tthc chain {code})");
        }
        Ok(AcceptedDependent {
            code: Written::new(own),
            papers,
            reason: reason.to_owned(),
            by: by.to_owned(),
            on: Some(Written::new(day.to_string())),
        })
    });
    each.collect()
}
