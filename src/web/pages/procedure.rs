//! The page of a procedure, and the procedure as a file.

use crate::catalogue::Entry;
use crate::document::{self, Format};
use crate::web::layout;
use crate::web::reply::{Answer, Problem, Reply, kind_of};
use crate::web::state::with_causes;
use crate::web::views::procedure::{ALIKE, view};
use crate::web::visit::Visit;

/// `/thu-tuc/{code}`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    let entry = entry(visit)?;
    let code = entry.procedure.identity();
    let similar = visit.searched(|search| search.similar(code, ALIKE));
    let similar = similar.map_err(|error| Problem::internal(with_causes(&error)))?;
    let view = view(visit, entry, similar);
    let title = format!("{} – {code}", entry.procedure.name);
    layout::page(visit, "web/procedure.html.j2", &title, &view)
}

/// `/thu-tuc/{code}/{code}.docx`, `.pdf`, `.yaml`
pub(in crate::web) fn file(visit: &Visit) -> Answer {
    let entry = entry(visit)?;
    let code = entry.procedure.identity();
    let asked = visit.captured("file");
    let ending = asked.strip_prefix(code).and_then(|rest| rest.strip_prefix('.'));
    let sheet = |format| {
        let made = document::record(&visit.app.templates, entry, &visit.state.catalogue, format);
        let made = made.map_err(|error| Problem::internal(with_causes(&error)))?;
        Ok(Reply::new(kind_of(format), made).named(asked))
    };
    match ending {
        Some("docx") => sheet(Format::Docx),
        #[cfg(feature = "pdf")]
        Some("pdf") => sheet(Format::Pdf),
        Some("yaml") => {
            let bytes = visit.state.catalogue.files().read(&entry.source.path);
            let bytes = bytes.map_err(|error| Problem::internal(with_causes(&error)))?;
            Ok(Reply::new("application/yaml; charset=utf-8", bytes).named(asked))
        }
        _ => Err(Problem::no_page(&visit.path)),
    }
}

fn entry(visit: &Visit) -> Result<&Entry, Problem> {
    let code = visit.captured("code");
    let entry = visit.state.catalogue.get(code);
    entry.ok_or_else(|| Problem::no_procedure(code))
}
