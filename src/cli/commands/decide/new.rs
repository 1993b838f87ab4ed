//! A new decision, or what a reviewer thinks.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Desk, read, refuse};
use crate::catalogue::values::{Date, LegalRef, Written};
use crate::cli::output::FindingFormat;
use crate::cli::{Exit, day_of, output};
use crate::review::decision::{
    Amendment, Assessments, Decision, Decisions, Enactment, Event, Member, Outcome, REVIEWERS, RecordError, Step,
    agreement, file_of_assessment, judged, record, rest_on, update,
};
use crate::text;

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Exit> {
    let args = desk.args;
    let day = day_of(args.on.as_deref(), desk.catalogue)?;
    let decision = decision(desk, day)?;
    if let Some(reviewer) = &args.reviewer {
        return assess(desk, day, &decision, reviewer);
    }
    let decision = match (&args.group, desk.entries.as_slice()) {
        (None, [entry]) => Decision {
            code: Written::new(entry.procedure.identity()),
            judged: judged(&entry.procedure),
            ..decision
        },
        (None, _) => bail!("several procedures are one decision only with --group TITLE"),
        (Some(title), _) if !title.chars().any(char::is_alphanumeric) => bail!("{title:?} is no title of a group"),
        (Some(title), entries) => Decision {
            group: Some(title.clone()),
            members: entries
                .iter()
                .map(|entry| Member {
                    code: Written::new(entry.procedure.identity()),
                    judged: judged(&entry.procedure),
                })
                .collect(),
            ..decision
        },
    };
    let (decisions, _) = Decisions::load(&desk.folder);
    let path = decisions.place_for(&desk.folder, day.year(), &decision);
    write(desk, &path, decision, day, None)
}

/// Writes a decision where nothing stands against it. What an older one in its file went through is kept.
pub(super) fn write(
    desk: &Desk<'_>,
    path: &str,
    mut decision: Decision,
    day: Date,
    note: Option<String>,
) -> anyhow::Result<Exit> {
    let args = desk.args;
    let before = match desk.folder.join(path).exists() {
        true => Some(read(&desk.folder, path)?),
        false => None,
    };
    let mut notes = Vec::from_iter(note);
    if let Some(before) = &before {
        if !before.is_planned() && !args.replace {
            let path = desk.folder.join(path);
            return Err(RecordError::Exists { path }.into());
        }
        if before.step() >= Step::Approve {
            bail!(
                "{path} was approved already and stays as it is; a new review is recorded in another year (--on), and propose \
                 takes one decision on each procedure of a revision"
            );
        }
        if !before.is_planned() {
            notes.push(format!("thay phương án {}", before.outcome.text()));
        }
        decision.history.clone_from(&before.history);
    }
    match &decision.decided_by {
        Some(by) => decision.history.push(Event {
            step: Step::Review.key().into(),
            on: Some(Written::new(day.to_string())),
            by: Some(by.clone()),
            note: Some(notes.join("; ")).filter(|note| !note.is_empty()),
            ..Event::default()
        }),
        None if decision.history.is_empty() => {}
        None => bail!("the decision has a history: say who decided with --by NAME"),
    }
    let found = desk.refusals(path, &decision);
    if !found.is_empty() && !args.draft {
        return refuse(
            &found,
            "propose would refuse the decision; put it right, or record it with --draft",
        );
    }
    output::findings(&found, FindingFormat::Text)?;
    let mut open = desk.dependents(path, &decision, day);
    let file = match before {
        Some(_) => update(&desk.folder, path, |old| *old = decision)?,
        None => record(&desk.folder, path, &decision, false)?,
    };
    writeln!(output::out(), "Đã ghi {}", file.display())?;
    if !open.is_empty() {
        Decisions::load(&desk.folder).0.locate_all(&mut open);
        output::findings(&open, FindingFormat::Text)?;
        let count = text::count(open.len() as u64);
        writeln!(
            output::lines(),
            "{count} giấy tờ mất nguồn: tthc propose chưa nhận cho đến khi xử lý"
        )?;
    }
    Ok(if found.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// Writes what a reviewer thinks of each procedure to the reviewer's own files.
fn assess(desk: &Desk<'_>, day: Date, decision: &Decision, reviewer: &str) -> anyhow::Result<Exit> {
    let args = desk.args;
    if args.by.is_some() {
        bail!("--reviewer says who; leave --by out");
    }
    if !reviewer.chars().any(char::is_alphanumeric) {
        bail!("{reviewer:?} is no name of a reviewer");
    }
    let mut out = output::lines();
    let mut exit = Exit::Fine;
    for entry in &desk.entries {
        let code = entry.procedure.identity();
        let path = file_of_assessment(day.year(), reviewer, code);
        if let Some(other) = Decisions::read(&desk.folder, &path).filter(|other| !other.is_by(reviewer)) {
            let other = other.decided_by.unwrap_or_default();
            bail!("{path} is the assessment of {other:?}; tell the two names apart, for instance by the office");
        }
        let decision = Decision {
            code: Written::new(code),
            judged: judged(&entry.procedure),
            decided_by: Some(reviewer.to_owned()),
            ..decision.clone()
        };
        let (before, _) = Assessments::load(&desk.folder);
        if before.are_in(desk.catalogue.name(), code) {
            bail!(
                "nothing was written: {code} has {REVIEWERS} assessments, and each reviewer may have seen the other's by now; \
                 settle it with --adopt"
            );
        }
        let found = desk.problems(&path, &decision);
        if !found.is_empty() && !args.draft {
            return refuse(
                &found,
                "the assessment is not complete; put it right, or record it with --draft",
            );
        }
        output::findings(&found, FindingFormat::Text)?;
        if !found.is_empty() {
            exit = Exit::Findings;
        }
        let file = record(&desk.folder, &path, &decision, args.replace)?;
        writeln!(out, "Đã ghi {}", file.display())?;
        let (assessments, _) = Assessments::load(&desk.folder);
        if !assessments.are_in(desk.catalogue.name(), code) {
            writeln!(
                out,
                "{code}: chờ đánh giá của người thứ hai; đến lúc đó không hiện nội dung của ai"
            )?;
            continue;
        }
        let conflicts = agreement(&assessments, desk.catalogue).conflicts.into_iter();
        let conflicts: Vec<String> = conflicts
            .filter(|conflict| conflict.code == code)
            .map(|conflict| conflict.measure)
            .collect();
        let count = text::count(REVIEWERS as u64);
        if conflicts.is_empty() {
            writeln!(out, "{code}: đã đủ {count} đánh giá, thống nhất")?;
        } else {
            writeln!(
                out,
                "{code}: đã đủ {count} đánh giá, chưa thống nhất ở: {}",
                conflicts.join("; ")
            )?;
        }
    }
    Ok(exit)
}

/// What the options say of any of the procedures.
fn decision(desk: &Desk<'_>, day: Date) -> anyhow::Result<Decision> {
    let args = desk.args;
    let outcome = args.outcome.as_deref().context("say what is decided with --outcome")?;
    let outcome: Outcome = outcome.parse().map_err(|_| {
        let known: Vec<_> = Outcome::all().map(Outcome::key).collect();
        anyhow::anyhow!("no outcome {outcome:?}; one of {}", known.join(", "))
    })?;
    Ok(Decision {
        revision: desk.catalogue.name().to_owned(),
        outcome: Written::new(outcome.key()),
        successor: args.successor.as_deref().map(Written::new),
        reason: args.reason.clone().unwrap_or_default(),
        amendments: amendments(args),
        enactments: args
            .amends
            .iter()
            .map(|text| enactment(text))
            .collect::<anyhow::Result<_>>()?,
        rule_versions: rest_on(&args.rules),
        rules: args.rules.clone(),
        decided_by: args.by.clone(),
        decided_on: Some(Written::new(day.to_string())),
        ..Decision::default()
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
