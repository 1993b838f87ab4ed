//! Legal bases of a procedure, as rules look them up in the register and show them.

use crate::catalogue::Frame;
use crate::catalogue::document::LegalDocument;
use crate::catalogue::procedure::{LegalBasis, Procedure};
use crate::finding::Evidence;

/// Path of a basis's number.
pub(super) fn path(at: usize) -> String {
    format!("can_cu_phap_ly[{at}].so_hieu")
}

/// The bases the register knows, each with its place among all.
pub(super) fn known<'p, 'c>(
    procedure: &'p Procedure,
    catalogue: &'c Frame,
) -> impl Iterator<Item = (usize, &'p LegalBasis, &'c LegalDocument)> {
    let documents = catalogue.documents();
    let bases = procedure.legal_bases.iter().enumerate();
    bases.filter_map(|(at, basis)| Some((at, basis, documents.get(basis.number.value()?)?)))
}

/// Every basis as it is cited.
pub(super) fn cited(procedure: &Procedure, catalogue: &Frame) -> Vec<String> {
    let bases = procedure.legal_bases.iter();
    bases.map(|basis| catalogue.documents().cite(&basis.number)).collect()
}

/// Every basis as a fact, as it is cited.
pub(super) fn evidence(cited: &[String]) -> Vec<Evidence> {
    let bases = cited.iter().enumerate();
    bases
        .map(|(at, cited)| Evidence::at(path(at), "Căn cứ pháp lý", cited))
        .collect()
}

/// The documents that replaced or repealed one, as they are cited; empty when none is known.
pub(super) fn successors(document: &LegalDocument, catalogue: &Frame) -> String {
    let cited = document.ended_by().map(|number| catalogue.documents().cite(number));
    cited.collect::<Vec<_>>().join(", ")
}

/// What a reader has to know of the dates of a document.
pub(super) fn caveat(document: &LegalDocument) -> Option<Evidence> {
    document
        .to_verify
        .then(|| Evidence::from_elsewhere("Lưu ý", "ngày hiệu lực trong van_ban/ cần kiểm tra"))
}
