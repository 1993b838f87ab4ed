//! Whether a sheet that was edited belongs where it is imported.

use super::{Record, remark};
use crate::catalogue::Catalogue;
use crate::finding::{Finding, Severity};
use crate::text;

/// Why a sheet cannot be taken: what is the matter, and what to do.
pub(super) type Refusal = (String, &'static str);

/// Whether a sheet was printed from this catalogue; a remark where that was another revision of it, whose texts may differ
/// for reasons that are no edits. Files that are no sheets come from anywhere.
///
/// # Errors
///
/// When it was printed from another catalogue.
pub(super) fn of(record: &Record, catalogue: &Catalogue) -> Result<Option<Finding>, Refusal> {
    let Some(printed) = &record.printed else {
        return Ok(None);
    };
    let title = &catalogue.settings().title;
    if text::canonical(&printed.catalogue) != text::canonical(title) {
        let message = format!(
            "phiếu này in từ danh mục «{}», không phải «{title}»; không nhận",
            printed.catalogue
        );
        return Err((
            message,
            "chọn đúng thư mục phiên bản với --out, hoặc in lại phiếu từ danh mục này",
        ));
    }
    if printed.revision == catalogue.name() {
        return Ok(None);
    }
    let message = format!(
        "phiếu này in từ phiên bản {}, nay nhập vào {}",
        printed.revision,
        catalogue.name()
    );
    let mut finding = remark("nhap-phien-ban", Severity::Medium, record.place.clone(), message)
        .advice("đối chiếu lại các nội dung đã sửa với phiên bản này");
    finding.code = Some(record.code.base().to_owned());
    Ok(Some(finding))
}
