//! Mistakes that real decisions were printed with: days and shares that do not add up, counts that are not those of the
//! list, figures nobody counted, measures without reason or without a document to amend.
//!
//! They are looked for in the records of decisions and in the text of a drafted decision, each with its line.

mod dependents;
mod figures;
mod form;
mod items;
mod paragraph;
mod records;
mod text;

pub use self::form::is_of_form;
pub use self::records::records;
pub use self::text::{TextError, draft, text};

use crate::finding::{Excerpt, Finding, Place, Severity};
use figures::Spot;

/// A saving of days that is not the difference of the limits.
const DAYS: &str = "sai-so-ngay";
/// A share of time printed as one of cost, or a share that is not that of its figures.
const SHARE: &str = "sai-ty-le";
/// A saving of money that is not the difference of the costs.
const SAVING: &str = "sai-tiet-kiem";
/// One number of dossiers for everything.
const PLACEHOLDER: &str = "so-ho-so-giong-nhau";
/// A measure without a reason.
const REASON: &str = "thieu-ly-do";
/// A count that is not that of the list.
const COUNT: &str = "sai-so-thu-tuc";
/// A measure without a normative document to amend.
const DOCUMENT: &str = "thieu-van-ban-sua-doi";
/// An acceptance of something that is so no more.
const DEPENDENT: &str = "phu-thuoc-khong-con";
/// Less than the programme that is cited asks for.
const PROGRAMME: &str = "duoi-muc-chuong-trinh";

/// The programme's number, and what it asks for in percent (Nghị quyết số 66/NQ-CP ngày 26/3/2025).
const PROGRAMME_NUMBER: &str = "66/nq-cp";
const PROGRAMME_PERCENT: u32 = 30;

/// So many figures alike are no accident any more.
const ALIKE: usize = 3;

/// Whether a plain text cites the programme, not another document whose number ends the same way.
fn cites_programme(plain: &str) -> bool {
    plain.match_indices(PROGRAMME_NUMBER).any(|(at, _)| {
        let before = plain[..at].chars().next_back();
        !before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | '/'))
    })
}

/// A finding at a spot of a line, which is numbered from 1 and shown.
fn at_line(
    check: &str,
    severity: Severity,
    path: &str,
    (number, line): (usize, &str),
    spot: Spot,
    message: String,
) -> Finding {
    let place = Place {
        path: path.to_owned(),
        line: number,
        column: spot.start + 1,
    };
    let mut finding = Finding::new(check, severity, place, message);
    finding.excerpt = Some(Excerpt {
        text: line.to_owned(),
        start: spot.start,
        length: spot.length.max(1),
    });
    finding
}
