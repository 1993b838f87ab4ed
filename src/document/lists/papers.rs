//! Papers by case, a row each; remarks among them say that they are none.

use super::{Book, Cell, Procedure, WorkbookError, columns, head, label, mark, text_of};
use crate::catalogue::Catalogue;
use crate::catalogue::procedure::DossierCase;
use crate::document::workbook::{number, text_cell};

const FIELD: &str = "ho_so";

pub(super) fn add(book: &mut Book, catalogue: &Catalogue) -> Result<(), WorkbookError> {
    let columns = columns([
        (label(FIELD, "truong_hop"), 30.0),
        (label(FIELD, "giay_to.ten"), 54.0),
        (label(FIELD, "giay_to.mau"), 28.0),
        (label(FIELD, "giay_to.ban_chinh"), 9.0),
        (label(FIELD, "giay_to.ban_sao"), 9.0),
        (label(FIELD, "giay_to.neu_co"), 8.0),
        (label(FIELD, "giay_to.ghi_chu"), 28.0),
        ("Là lưu ý", 8.0),
    ]);
    let rows = catalogue.procedures().flat_map(|procedure| {
        let cases = procedure.dossier.iter();
        cases.flat_map(move |case| papers(procedure, case).chain(note(procedure, case)))
    });
    book.table("Thành phần hồ sơ", &columns, rows, None)
}

fn papers<'a>(procedure: &'a Procedure, case: &'a DossierCase) -> impl Iterator<Item = Vec<Cell>> + 'a {
    case.papers.iter().map(move |paper| {
        let mut cells = head(procedure);
        cells.extend([
            text_of(case.case.as_ref()),
            text_cell(&paper.name),
            text_of(paper.form.as_ref()),
            number(paper.originals),
            number(paper.copies),
            mark(paper.if_any),
            text_of(paper.note.as_ref()),
            mark(paper.is_remark()),
        ]);
        cells
    })
}

fn note(procedure: &Procedure, case: &DossierCase) -> Option<Vec<Cell>> {
    let note = case.note.as_ref()?;
    let mut cells = head(procedure);
    cells.extend([text_of(case.case.as_ref()), text_cell(note)]);
    cells.extend(std::iter::repeat_with(|| Cell::Empty).take(5));
    cells.push(mark(true));
    Some(cells)
}
