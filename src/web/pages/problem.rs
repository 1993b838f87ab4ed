//! The page, or the JSON, that says why there is no answer.

use axum::http::StatusCode;
use serde::Serialize;

use crate::web::access_log;
use crate::web::layout;
use crate::web::pages::login;
use crate::web::reply::{Problem, Reply};
use crate::web::visit::Visit;

/// What the template sees.
#[derive(Serialize)]
struct ProblemView<'a> {
    status: u16,
    said: String,
    advice: &'a str,
    /// Where to log in, for who has to.
    log_in: Option<&'static str>,
}

/// Answers a problem: as a page, or as JSON where a program asked.
pub(in crate::web) fn reply(visit: &Visit, problem: &Problem) -> Reply {
    if let Some(cause) = &problem.cause {
        access_log::trouble(cause, &visit.path);
    }
    let said = visit.label(problem.label).replace("{x}", &problem.what);
    if visit.path.starts_with("/api/") {
        let body = serde_json::json!({ "error": { "status": problem.status.as_u16(), "message": said } });
        return Reply::new(crate::web::reply::JSON, format!("{body}\n")).with_status(problem.status);
    }
    let view = ProblemView {
        status: problem.status.as_u16(),
        advice: visit.label(if problem.status.is_server_error() {
            "advice_later"
        } else if problem.status == StatusCode::FORBIDDEN {
            "advice_again"
        } else {
            "advice_search"
        }),
        log_in: (visit.app.people.log_in() && visit.who.role.is_none()).then_some(login::PATH),
        said,
    };
    let page = layout::page(visit, "web/problem.html.j2", visit.label("error_title"), &view);
    // A page that says what is wrong must not fail with what is wrong.
    let page =
        page.unwrap_or_else(|_| Reply::new("text/plain; charset=utf-8", format!("{}: {}\n", view.status, view.said)));
    page.with_status(problem.status)
}
