//! A new decision, or what a reviewer thinks.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Asked, refuse};
use crate::catalogue::values::{LegalRef, Written};
use crate::cli::output::FindingFormat;
use crate::cli::{Exit, day_of, output};
use crate::proposal::desk::{DeskError, Done, Filed, Reviewers, Wanted};
use crate::review::decision::{Amendment, Enactment, Outcome, REVIEWERS};
use crate::text;

pub(super) fn run(asked: &Asked<'_>) -> anyhow::Result<Exit> {
    let wanted = wanted(asked)?;
    if let Some(reviewer) = &asked.args.reviewer {
        return assess(asked, &wanted, reviewer);
    }
    written(asked.desk.decide(&wanted, &asked.subjects()))
}

/// Says what was written, with what was found.
pub(super) fn written(done: Result<Done, DeskError>) -> anyhow::Result<Exit> {
    let done = match done {
        Ok(done) => done,
        Err(error @ DeskError::Approved { .. }) => bail!(
            "{error}; a new review is recorded in another year (--on), and propose \
             takes one decision on each procedure of a revision"
        ),
        Err(error) => return refuse(error),
    };
    for Filed {
        file,
        findings,
        dependents,
        ..
    } in &done.files
    {
        output::findings(findings, FindingFormat::Text)?;
        writeln!(output::out(), "Đã ghi {}", file.display())?;
        if !dependents.is_empty() {
            output::findings(dependents, FindingFormat::Text)?;
            let count = text::count(dependents.len() as u64);
            writeln!(
                output::lines(),
                "{count} giấy tờ mất nguồn: tthc propose chưa nhận cho đến khi xử lý"
            )?;
        }
    }
    Ok(exit(&done))
}

/// Writes what a reviewer thinks of each procedure to the reviewer's own files.
fn assess(asked: &Asked<'_>, wanted: &Wanted, reviewer: &str) -> anyhow::Result<Exit> {
    if asked.args.by.is_some() {
        bail!("--reviewer says who; leave --by out");
    }
    let done = match asked.desk.assess(wanted, reviewer, &asked.subjects()) {
        Ok(done) => done,
        Err(DeskError::Nobody) => bail!("{reviewer:?} is no name of a reviewer"),
        Err(error) => return refuse(error),
    };
    for file in &done.files {
        output::findings(&file.findings, FindingFormat::Text)?;
        let mut out = output::lines();
        writeln!(out, "Đã ghi {}", file.file.display())?;
        let (code, count) = (file.codes.join(", "), text::count(REVIEWERS as u64));
        match &file.reviewers {
            None => {}
            Some(Reviewers::Waiting) => writeln!(
                out,
                "{code}: chờ đánh giá của người thứ hai; đến lúc đó không hiện nội dung của ai"
            )?,
            Some(Reviewers::Agree) => writeln!(out, "{code}: đã đủ {count} đánh giá, thống nhất")?,
            Some(Reviewers::Differ(measures)) => writeln!(
                out,
                "{code}: đã đủ {count} đánh giá, chưa thống nhất ở: {}",
                measures.join("; ")
            )?,
        }
        out.flush()?;
    }
    Ok(exit(&done))
}

/// A draft that propose would refuse is written, and is not fine.
fn exit(done: &Done) -> Exit {
    match done.files.iter().all(|file| file.findings.is_empty()) {
        true => Exit::Fine,
        false => Exit::Findings,
    }
}

/// What the options say.
fn wanted(asked: &Asked<'_>) -> anyhow::Result<Wanted> {
    let args = asked.args;
    let on = day_of(args.on.as_deref(), asked.catalogue)?;
    let outcome = args.outcome.as_deref().context("say what is decided with --outcome")?;
    let outcome: Outcome = outcome.parse().map_err(|_| {
        let known: Vec<_> = Outcome::all().map(Outcome::key).collect();
        anyhow::anyhow!("no outcome {outcome:?}; one of {}", known.join(", "))
    })?;
    Ok(Wanted {
        group: args.group.clone(),
        enactments: args
            .amends
            .iter()
            .map(|text| enactment(text))
            .collect::<anyhow::Result<_>>()?,
        amendments: amendments(args),
        successor: args.successor.clone(),
        rules: args.rules.clone(),
        by: args.by.clone(),
        on: Some(on),
        draft: args.draft,
        replace: args.replace,
        ..Wanted::new(outcome, args.reason.clone().unwrap_or_default())
    })
}

fn amendments(args: &super::Args) -> Vec<Amendment> {
    let drops = args.drop_papers.iter().map(|name| Amendment {
        drop_paper: Some(name.clone()),
        ..Amendment::default()
    });
    let limit = args.deadline.as_deref().map(|limit| Amendment {
        time_limit: Some(limit.into()),
        ..Amendment::default()
    });
    drops.chain(limit).collect()
}

/// `Bãi bỏ: khoản 2 Điều 9 123/2015/NĐ-CP`
fn enactment(text: &str) -> anyhow::Result<Enactment> {
    let expected = "write it as \"Sửa đổi, bổ sung: khoản 2 Điều 9 123/2015/NĐ-CP\"";
    let Some((action, reference)) = text.split_once(':') else {
        bail!("{text:?} names no action; {expected}")
    };
    let reference: LegalRef = reference
        .parse()
        .map_err(|_| anyhow::anyhow!("{reference:?} is not a citation; {expected}"))?;
    let action = Written::new(action.trim());
    if action.value().is_none() {
        bail!("{:?} is not an action on a document; {expected}", action.text());
    }
    Ok(Enactment {
        action,
        document: Written::new(reference.document.to_string()),
        clause: reference.clause.map(|clause| Written::new(clause.to_string())),
    })
}
