//! The review board: which procedures to look at first, and why.

use crate::document::rank::xlsx;
use crate::review::rank::Candidate;
use crate::web::layout;
use crate::web::reply::{Answer, Problem, Reply, XLSX};
use crate::web::state::with_causes;
use crate::web::views::board::view;
use crate::web::visit::Visit;

/// `/ra-soat`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let view = view(visit, visit.state.board())?;
    layout::page(visit, "web/board.html.j2", visit.label("nav_board"), &view)
}

/// `/ra-soat/xep-hang.xlsx`
pub(in crate::web) fn file(visit: &Visit) -> Answer {
    let ranking = visit.state.ranking();
    if visit.captured("file") != "xep-hang.xlsx" {
        return Err(Problem::no_page(&visit.path));
    }
    let candidates: Vec<&Candidate> = ranking.candidates.iter().collect();
    let made = xlsx(ranking, &candidates, &visit.state.catalogue.settings().title);
    let made = made.map_err(|error| Problem::internal(with_causes(&error)))?;
    Ok(Reply::new(XLSX, made).named("xep-hang.xlsx"))
}
