//! The page, or the JSON, that says why there is no answer.

use axum::http::{StatusCode, header};
use serde::Serialize;

use crate::web::access_log;
use crate::web::layout;
use crate::web::pages::login;
use crate::web::reply::{Problem, Reply};
use crate::web::visit::Visit;

/// The field that says a form comes from a page of ours.
const CSRF: &str = "csrf";

/// Seconds after which a server that is busy is worth asking again.
const AGAIN: &str = "10";

/// What the template sees.
#[derive(Serialize)]
struct ProblemView<'a> {
    status: u16,
    said: String,
    advice: &'a str,
    /// Where to log in, for who has to.
    log_in: Option<&'static str>,
    /// What somebody had typed into the form that was not taken: what it is called, and the text.
    typed: Vec<(&'a str, &'a str)>,
    /// The form itself, where it may be sent again; nothing of it is lost then.
    again: Option<AgainView<'a>>,
}

#[derive(Serialize)]
struct AgainView<'a> {
    path: &'a str,
    fields: Vec<(&'a str, &'a str)>,
}

/// Fields of forms that people write sentences into, and the labels they have there.
const WRITTEN: [(&str, &str); 9] = [
    ("reason", "decide_reason"),
    ("note", "decide_note"),
    ("name", "decide_name"),
    ("agencies", "decide_agencies"),
    ("authorised", "decide_authorised"),
    ("schedule", "decide_schedule"),
    ("step-on", "decide_on"),
    ("step-document", "decide_step_document"),
    ("acting_name", "decide_by"),
];

fn typed(visit: &Visit) -> Vec<(&str, &str)> {
    let written = WRITTEN.into_iter();
    let written = written.filter_map(|(name, label)| Some((visit.label(label), visit.form.get(name)?)));
    written.collect()
}

fn again<'a>(visit: &'a Visit, problem: &Problem) -> Option<AgainView<'a>> {
    let fields = visit.form.every().filter(|(name, _)| *name != CSRF);
    let fields: Vec<_> = fields.collect();
    (problem.may_pass() && !fields.is_empty()).then_some(AgainView {
        path: &visit.path,
        fields,
    })
}

/// Answers a problem: as a page, or as JSON where a program asked.
pub(in crate::web) fn reply(visit: &Visit, problem: &Problem) -> Reply {
    if let Some(cause) = &problem.cause {
        access_log::trouble(cause, &visit.path);
    }
    let reply = said(visit, problem).with_status(problem.status);
    match problem.status {
        StatusCode::SERVICE_UNAVAILABLE => reply.with(header::RETRY_AFTER, AGAIN),
        _ => reply,
    }
}

fn said(visit: &Visit, problem: &Problem) -> Reply {
    let said = visit.label(problem.label).replace("{x}", &problem.what);
    if visit.path.starts_with("/api/") {
        let body = serde_json::json!({ "error": { "status": problem.status.as_u16(), "message": said } });
        return Reply::new(crate::web::reply::JSON, format!("{body}\n"));
    }
    // Passwords are typed again.
    let is_login = visit.path == login::PATH;
    let view = ProblemView {
        status: problem.status.as_u16(),
        advice: visit.label(if problem.status.is_server_error() {
            "advice_later"
        } else if problem.status == StatusCode::FORBIDDEN {
            "advice_again"
        } else {
            "advice_search"
        }),
        typed: if is_login { Vec::new() } else { typed(visit) },
        again: if is_login { None } else { again(visit, problem) },
        log_in: (visit.app.people.log_in() && visit.who.role.is_none()).then_some(login::PATH),
        said,
    };
    let page = layout::page(visit, "web/problem.html.j2", visit.label("error_title"), &view);
    // A page that says what is wrong must not fail with what is wrong.
    page.unwrap_or_else(|_| Reply::new("text/plain; charset=utf-8", format!("{}: {}\n", view.status, view.said)))
}
