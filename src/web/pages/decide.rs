//! Deciding on procedures. Everything that is written goes through the desk, which checks it as the command line does.

use axum::http::StatusCode;

use crate::catalogue::Entry;
use crate::catalogue::values::Date;
use crate::proposal::desk::{Adoption, Around, Confirmation, Desk, DeskError, Done, Seen, Subject, Taken};
use crate::review::decision::{Step, Version};
use crate::web::decide::{Filled, Refusal, desk, fingerprint};
use crate::web::layout;
use crate::web::pages::login::is_local;
use crate::web::reply::{Answer, HTML, Problem, Reply};
use crate::web::views::decide::{Beside, PreviewView, Previewed, preview as preview_view, view};
use crate::web::views::many::ManyView;
use crate::web::visit::Visit;

/// Path of the page of a procedure, before its code.
const PATH: &str = "/ra-soat/quyet-dinh";
/// What is chosen instead of a step where the decision was looked at again and holds.
const STILL: &str = "xac_nhan";
/// Most procedures that are decided on at once.
const MOST: usize = 500;

/// `/ra-soat/quyet-dinh/{code}`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let entry = entry(visit)?;
    let desk = desk(visit);
    let assessing = visit.parameters.is_on("danh-gia");
    let seen = seen(visit, &desk, entry, assessing)?;
    let ticket = visit.parameters.get("xong").unwrap_or_default();
    let own = visit
        .app
        .undone
        .files(ticket, visit.known_name())
        .map(|_| ticket.to_owned());
    let filled = seen.decision.as_ref().map(Filled::of).unwrap_or_default();
    let beside = Beside {
        undo: own,
        undone: visit.parameters.is_on("hoan-tac"),
        assessing,
        ..Beside::default()
    };
    shown(visit, entry, &seen, &filled, beside, StatusCode::OK)
}

/// The decision, or what one of two reviewers thinks, is written.
pub(in crate::web) fn decide(visit: &Visit) -> Answer {
    let entry = entry(visit)?;
    let desk = desk(visit);
    let assessing = visit.form.is_on("danh-gia");
    let filled = Filled::sent(&visit.form);
    let by = visit.acting_name();
    let now = seen(visit, &desk, entry, assessing)?;
    let wanted = match filled.wanted(now.decision.as_ref(), by) {
        Ok(wanted) => wanted,
        Err(label) => return refused(visit, entry, &now, &filled, Refusal::said(visit, label), assessing),
    };
    let done = subject(visit, entry).and_then(|subject| {
        let done = match (assessing, by) {
            (true, Some(reviewer)) => desk.assess(&wanted, reviewer, &[subject]),
            (true, None) => Err(DeskError::Nobody),
            (false, _) => desk.decide(&wanted, &[subject]),
        };
        done.map_err(|error| Refusal::of(visit, error))
    });
    match done {
        Ok(done) => written(visit, entry, done, assessing),
        Err(refusal) => refused(visit, entry, &now, &filled, refusal, assessing),
    }
}

/// What the form would come to: the page with it, or with `part=preview` only that.
pub(in crate::web) fn preview(visit: &Visit) -> Answer {
    let entry = entry(visit)?;
    let desk = desk(visit);
    let assessing = visit.form.is_on("danh-gia");
    let filled = Filled::sent(&visit.form);
    let now = seen(visit, &desk, entry, assessing)?;
    let foreseen = match filled.wanted(now.decision.as_ref(), visit.acting_name()) {
        Ok(wanted) => {
            let around = Around {
                decisions: &visit.state.decisions,
                linked: Some(visit.state.linked()),
            };
            let foreseen = desk.preview(&wanted, &[entry.procedure.identity().into()], around);
            let foreseen = foreseen.map_err(|error| Problem::refused(Refusal::of(visit, error).said))?;
            preview_view(visit, foreseen)
        }
        Err(label) => PreviewView::mistyped(visit.label(label)),
    };
    if visit.form.get("part").is_some() {
        let part = layout::render(visit, "web/preview.html.j2", "", &Previewed { preview: foreseen })?;
        return Ok(Reply::new(HTML, part));
    }
    let beside = Beside {
        preview: Some(foreseen),
        assessing,
        ..Beside::default()
    };
    shown(visit, entry, &now, &filled, beside, StatusCode::OK)
}

/// The decision takes a step, or is found to hold still.
pub(in crate::web) fn step(visit: &Visit) -> Answer {
    let entry = entry(visit)?;
    let desk = desk(visit);
    let done = subject(visit, entry).and_then(|subject| {
        let by = visit
            .acting_name()
            .ok_or_else(|| Refusal::said(visit, "decide_nobody"))?;
        let done = if visit.form.get("step") == Some(STILL) {
            let confirmation = Confirmation {
                by: by.to_owned(),
                on: None,
                note: text(visit, "note"),
                reviewer: None,
            };
            desk.confirm(&confirmation, &[subject])
        } else {
            desk.step(&taken(visit, by)?, &[subject])
        };
        done.map_err(|error| Refusal::of(visit, error))
    });
    done_or_not(visit, entry, &desk, done)
}

/// The step a form says.
fn taken(visit: &Visit, by: &str) -> Result<Taken, Refusal> {
    let on = visit.form.get("step-on").map(str::parse).transpose();
    Ok(Taken {
        step: visit
            .form
            .get("step")
            .and_then(|step| step.parse::<Step>().ok())
            .ok_or_else(|| Refusal::said(visit, "decide_no_step"))?,
        on: on.map_err(|_| Refusal::said(visit, "decide_no_day"))?,
        by: Some(by.to_owned()),
        document: text(visit, "step-document"),
        document_date: text(visit, "step-document-date"),
        note: text(visit, "note"),
    })
}

/// The assessment of one reviewer becomes the decision.
pub(in crate::web) fn adopt(visit: &Visit) -> Answer {
    let entry = entry(visit)?;
    let desk = desk(visit);
    let now = seen(visit, &desk, entry, false)?;
    let adoption = Adoption {
        reviewer: visit.form.get("reviewer").unwrap_or_default().to_owned(),
        reason: text(visit, "reason"),
        by: visit.acting_name().map(str::to_owned),
        on: None,
        today: Date::today(),
        replace: now.decision.is_some(),
    };
    let done = subject(visit, entry).and_then(|subject| {
        let done = desk.adopt(&adoption, &subject);
        done.map_err(|error| Refusal::of(visit, error))
    });
    done_or_not(visit, entry, &desk, done)
}

/// The page after something was done to what is decided, or why it was not.
fn done_or_not(visit: &Visit, entry: &Entry, desk: &Desk<'_>, done: Result<Done, Refusal>) -> Answer {
    match done {
        Ok(done) => written(visit, entry, done, false),
        Err(refusal) => {
            let now = seen(visit, desk, entry, false)?;
            let filled = now.decision.as_ref().map(Filled::of).unwrap_or_default();
            refused(visit, entry, &now, &filled, refusal, false)
        }
    }
}

/// What was written last is taken back.
pub(in crate::web) fn undo(visit: &Visit) -> Answer {
    let ticket = visit.form.get("ticket").unwrap_or_default();
    let back = visit
        .form
        .get("back")
        .filter(|back| back.starts_with("/ra-soat") && is_local(back));
    let files = visit
        .app
        .undone
        .take(ticket, visit.known_name())
        .ok_or_else(Problem::no_undo)?;
    match desk(visit).undo(&files) {
        Ok(_) => {
            visit.app.reload_decisions();
            let address = back.unwrap_or("/ra-soat");
            let joint = if address.contains('?') { '&' } else { '?' };
            Ok(Reply::see_other(&format!("{address}{joint}hoan-tac=1")))
        }
        Err(DeskError::ChangedMeanwhile { .. }) => Err(Problem::changed_since()),
        Err(error) => Err(Problem::refused(Refusal::of(visit, error).said)),
    }
}

/// `/ra-soat/hang-loat`: one outcome for each of many procedures.
pub(in crate::web) fn many(visit: &Visit) -> Answer {
    let codes = visit.form.all("code");
    let filled = Filled::sent(&visit.form);
    if codes.is_empty() || codes.len() > MOST {
        return many_refused(visit, &codes, &filled, Vec::new(), "many_missing");
    }
    let wanted = match filled.wanted(None, visit.acting_name()) {
        Ok(_) if visit.form.has_hidden() => return many_refused(visit, &codes, &filled, Vec::new(), "decide_hidden"),
        Ok(wanted) => wanted,
        Err(label) => return many_refused(visit, &codes, &filled, Vec::new(), label),
    };
    let unseen = codes.iter().filter(|code| {
        let entry = visit.state.catalogue.get(code);
        let reading = visit.form.get(&format!("reading-{code}"));
        entry.is_some_and(|entry| reading != Some(&fingerprint(&entry.procedure)))
    });
    let unseen: Vec<(String, Refusal)> = unseen
        .map(|code| (code.clone(), Refusal::said(visit, "decide_text_changed")))
        .collect();
    if !unseen.is_empty() {
        return many_refused(visit, &codes, &filled, unseen, "many_refused");
    }
    let subjects: Vec<Subject> = codes.iter().map(|code| Subject::from(code.as_str())).collect();
    match desk(visit).decide_each(&wanted, &subjects) {
        Ok(done) => {
            let ticket = keep(visit, done);
            Ok(Reply::see_other(&format!("/ra-soat?xong={ticket}")))
        }
        Err(failed) => {
            let failed = failed.into_iter();
            let failed = failed.map(|failed| (failed.code, Refusal::of(visit, failed.error)));
            many_refused(visit, &codes, &filled, failed.collect(), "many_refused")
        }
    }
}

fn many_refused(
    visit: &Visit,
    codes: &[String],
    filled: &Filled,
    failed: Vec<(String, Refusal)>,
    label: &'static str,
) -> Answer {
    let view = ManyView::of(visit, codes, filled, failed, visit.label(label));
    let page = layout::page(visit, "web/many.html.j2", visit.label("many_title"), &view)?;
    Ok(page.with_status(StatusCode::CONFLICT))
}

fn entry(visit: &Visit) -> Result<&Entry, Problem> {
    let code = visit.captured("code");
    let entry = visit.state.catalogue.get(code);
    entry.ok_or_else(|| Problem::no_procedure(code))
}

/// The procedure with its decision's file as the page showed it. Nobody decides on a text that is not the one they saw.
fn subject(visit: &Visit, entry: &Entry) -> Result<Subject, Refusal> {
    if visit.form.has_hidden() {
        return Err(Refusal::said(visit, "decide_hidden"));
    }
    let seen = visit.form.get("expected").and_then(|seen| seen.parse().ok());
    let seen = seen.ok_or_else(|| Refusal::said(visit, "decide_old_page"))?;
    if visit.form.get("reading") != Some(&fingerprint(&entry.procedure)) {
        return Err(Refusal::said(visit, "decide_text_changed"));
    }
    Ok(Subject::seen(entry.procedure.identity(), seen))
}

/// A field of the form; nothing where it is empty.
fn text(visit: &Visit, name: &str) -> Option<String> {
    visit.form.get(name).map(str::to_owned)
}

/// The file that would be written, as it is now.
fn seen(visit: &Visit, desk: &Desk<'_>, entry: &Entry, assessing: bool) -> Result<Seen, Problem> {
    let code = entry.procedure.identity();
    let seen = match visit.acting_name().filter(|_| assessing) {
        Some(reviewer) => desk.seen_assessment(reviewer, code, None),
        None => desk
            .seen(&visit.state.decisions, code, None)
            .map(|seen| match assessing {
                // Who assesses and has not said a name yet begins with nothing.
                true => Seen {
                    decision: None,
                    version: Version::of(None),
                    ..seen
                },
                false => seen,
            }),
    };
    seen.map_err(|error| Problem::internal(crate::web::state::with_causes(&error)))
}

fn shown(visit: &Visit, entry: &Entry, seen: &Seen, filled: &Filled, beside: Beside, status: StatusCode) -> Answer {
    let view = view(visit, entry, seen, filled, beside);
    let title = format!("{} – {}", visit.label("decide_title"), entry.procedure.name);
    Ok(layout::page(visit, "web/decide.html.j2", &title, &view)?.with_status(status))
}

fn refused(visit: &Visit, entry: &Entry, now: &Seen, filled: &Filled, refusal: Refusal, assessing: bool) -> Answer {
    let beside = Beside {
        refusal: Some(refusal),
        assessing,
        ..Beside::default()
    };
    shown(visit, entry, now, filled, beside, StatusCode::CONFLICT)
}

/// Keeps what takes it back, and shows the decisions of now.
fn keep(visit: &Visit, done: Done) -> String {
    visit.app.reload_decisions();
    visit
        .app
        .undone
        .keep(visit.acting_name().unwrap_or_default(), done.undo)
}

fn written(visit: &Visit, entry: &Entry, done: Done, assessing: bool) -> Answer {
    let ticket = keep(visit, done);
    let code = entry.procedure.identity();
    let more = if assessing { "&danh-gia=1" } else { "" };
    Ok(Reply::see_other(&format!("{PATH}/{code}?xong={ticket}{more}")))
}
