//! The page, or the JSON, that says why there is no answer.

use std::io::Write;

use serde::Serialize;

use crate::web::layout;
use crate::web::reply::{Problem, Reply};
use crate::web::visit::Visit;

/// What the template sees.
#[derive(Serialize)]
struct ProblemView<'a> {
    status: u16,
    said: String,
    advice: &'a str,
}

/// Answers a problem: as a page, or as JSON where a program asked.
pub(in crate::web) fn reply(visit: &Visit, problem: &Problem) -> Reply {
    if let Some(cause) = &problem.cause {
        let line = serde_json::json!({ "error": cause, "path": visit.path });
        // The log is all there is to tell; see `Access::write`.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
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
        } else {
            "advice_search"
        }),
        said,
    };
    let page = layout::page(visit, "web/problem.html.j2", visit.label("error_title"), &view);
    // A page that says what is wrong must not fail with what is wrong.
    let page =
        page.unwrap_or_else(|_| Reply::new("text/plain; charset=utf-8", format!("{}: {}\n", view.status, view.said)));
    page.with_status(problem.status)
}
