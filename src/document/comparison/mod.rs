//! A comparison of two revisions as documents: a page to read and print, Markdown, a workbook.
//!
//! Sentences, directions and counts come from [`diff`](crate::diff); here they are only laid out.

mod labels;
mod markdown;
mod passages;
pub mod views;
mod workbook;

use crate::diff::CatalogueDiff;
use crate::templates::{TemplateError, Templates};

pub use self::passages::Passage;
pub(super) use self::passages::between;
pub use self::workbook::xlsx;

/// One page that needs nothing beside it: no network, no other file. `all` shows changes of spelling, format and office
/// names from the start; they are on the page either way.
///
/// # Errors
///
/// When a template asks for something the view does not have.
pub fn html(templates: &Templates, diff: &CatalogueDiff, all: bool) -> Result<String, TemplateError> {
    templates.render("documents/so-sanh.html.j2", &views::view(diff, all))
}

/// Markdown. Changes of spelling, format and office names are counted, and written only with `all`.
///
/// # Errors
///
/// When a template asks for something the view does not have.
pub fn markdown(templates: &Templates, diff: &CatalogueDiff, all: bool) -> Result<String, TemplateError> {
    let mut view = views::view(diff, all);
    markdown::prepare(&mut view);
    let text = templates.render("documents/so-sanh.md.j2", &view)?;
    Ok(markdown::squeezed(&text))
}
