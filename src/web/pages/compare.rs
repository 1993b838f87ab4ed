//! Two revisions side by side, one procedure of them, and the comparison as a file.

use crate::document::comparison;
use crate::web::asked;
use crate::web::layout;
use crate::web::reply::{Answer, HTML, Problem, Reply, XLSX};
use crate::web::state::with_causes;
use crate::web::views::compare::{self, Wanted};
use crate::web::visit::Visit;

/// `/so-sanh`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let Some((old, new)) = asked::revisions(visit)? else {
        return Err(Problem::one_revision());
    };
    let compared = visit.state.compared(old, new);
    let wanted = Wanted::of(&visit.parameters);
    let view = compare::view(visit, &compared, &wanted)?;
    let title = format!(
        "{} {} → {}",
        visit.label("nav_compare"),
        compared.view.old,
        compared.view.new
    );
    layout::page(visit, "web/compare.html.j2", &title, &view)
}

/// `/so-sanh/{code}`
pub(in crate::web) fn procedure(visit: &Visit) -> Answer {
    let (old, new) = asked::revisions(visit)?.ok_or_else(Problem::one_revision)?;
    let compared = visit.state.compared(old, new);
    let wanted = Wanted::of(&visit.parameters);
    let code = visit.captured("code");
    let known = visit.state.timeline().revisions();
    if known[new].get(code).is_none() && known[old].get(code).is_none() {
        return Err(Problem::no_procedure(code));
    }
    let view = compare::one(visit, &compared, &wanted, code);
    let title = format!("{} {code}", visit.label("nav_compare"));
    layout::page(visit, "web/compared.html.j2", &title, &view)
}

/// `/so-sanh/tai-ve/{file}`
pub(in crate::web) fn file(visit: &Visit) -> Answer {
    let (old, new) = asked::revisions(visit)?.ok_or_else(Problem::one_revision)?;
    let compared = visit.state.compared(old, new);
    let (templates, difference) = (&visit.app.templates, &compared.difference);
    let all = visit.parameters.is_on("all");
    let reply = match visit.captured("file") {
        "so-sanh.html" => Reply::new(HTML, comparison::html(templates, difference, all)?),
        "so-sanh.md" => Reply::new(
            "text/markdown; charset=utf-8",
            comparison::markdown(templates, difference, all)?,
        ),
        "so-sanh.xlsx" => {
            let made = comparison::xlsx(difference, all);
            let made = made.map_err(|error| Problem::internal(with_causes(&error)))?;
            Reply::new(XLSX, made)
        }
        _ => return Err(Problem::no_page(&visit.path)),
    };
    Ok(reply.named(visit.captured("file")))
}
