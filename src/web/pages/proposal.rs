//! The proposal: which decisions it is made of, what they come to, and its documents.

use std::path::Path;

use axum::http::header;

use crate::document::{self, DOSSIER, DocumentError, Format, Mistakes};
use crate::proposal::Proposal;
use crate::web::layout;
use crate::web::planned::Planned;
use crate::web::reply::{Answer, Problem, Reply, kind_of};
use crate::web::state::with_causes;
use crate::web::views::proposal::{Picked, view};
use crate::web::visit::Visit;

/// `/de-xuat`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let view = view(visit)?;
    layout::page(visit, "web/proposal.html.j2", visit.label("nav_proposal"), &view)
}

/// `/de-xuat/quyet-dinh.docx` and the other documents in every format; `/de-xuat/ho-so.zip` has all of them.
pub(in crate::web) fn file(visit: &Visit) -> Answer {
    let asked = visit.captured("file");
    let stem = asked.rsplit_once('.').map_or("", |(stem, _)| stem);
    let format = Format::of(Path::new(asked));
    let name = DOSSIER.iter().find(|name| **name == stem);
    let is_zip = asked == "ho-so.zip";
    if !is_zip && (name.is_none() || format.is_none()) {
        return Err(Problem::no_page(&visit.path));
    }
    let planned = Picked::of(visit).planned();
    let proposal = proposed(visit, &planned)?;
    let (Some(name), Some(format)) = (name, format) else {
        return zip(visit, proposal).map(|reply| reply.named(asked));
    };
    let (templates, base) = (&visit.app.templates, &visit.state.catalogue);
    let made = document::one_of_dossier(templates, proposal, base, name, format).map_err(failed)?;
    Ok(match format {
        Format::Html => Reply::alone(made),
        Format::Markdown | Format::Docx => Reply::new(kind_of(format), made).named(asked),
        #[cfg(feature = "pdf")]
        Format::Pdf => {
            let shown = format!("inline; filename=\"{asked}\"");
            Reply::new(kind_of(format), made).with(header::CONTENT_DISPOSITION, shown)
        }
    })
}

/// What is proposed. What proof-reading stops is handed out only to those who ask for a draft.
fn proposed<'p>(visit: &Visit, planned: &'p Planned) -> Result<&'p Proposal, Problem> {
    let proposal = planned.proposal.as_ref().ok_or_else(Problem::no_proposal)?;
    if planned.is_stopped() && !visit.parameters.is_on("draft") {
        return Err(Problem::stopped());
    }
    Ok(proposal)
}

fn zip(visit: &Visit, proposal: &Proposal) -> Answer {
    let formats = [
        Format::Docx,
        #[cfg(feature = "pdf")]
        Format::Pdf,
    ];
    let (templates, base) = (&visit.app.templates, &visit.state.catalogue);
    let dossier = document::dossier(templates, proposal, base, &formats, Mistakes::Mark).map_err(failed)?;
    Ok(Reply::new("application/zip", dossier.zip().map_err(failed)?))
}

fn failed(error: DocumentError) -> Problem {
    Problem::internal(with_causes(&error))
}
