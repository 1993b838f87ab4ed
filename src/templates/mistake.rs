//! How a mistake in a template is told: where, which line, and what was expected.

use minijinja::ErrorKind;

use super::{TemplateError, Templates};

/// The beginning of a line that is too long to read.
pub(super) fn shortened(line: &str) -> String {
    const MOST: usize = 300;
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

/// The line of a byte, from one.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

pub(super) fn template_error(name: &str, error: &minijinja::Error) -> TemplateError {
    let mut message = error.detail().map_or_else(
        || error.kind().to_string(),
        |detail| format!("{}: {detail}", error.kind()),
    );
    if let Some(source) = std::error::Error::source(error) {
        message = format!("{message} ({source})");
    }
    let written = error.line().zip(error.template_source());
    let written = written.and_then(|(line, source)| source.lines().nth(line.checked_sub(1)?));
    if let Some(written) = written.map(str::trim).filter(|written| !written.is_empty()) {
        message = format!("{message}\n  {written}");
    }
    if let Some(expected) = expected(error.kind()) {
        message = format!("{message}\n  expected {expected}");
    }
    TemplateError::Template {
        name: error.name().unwrap_or(name).to_owned(),
        line: error.line(),
        message,
    }
}

/// What could stand in the place of a mistake, where the message itself does not say.
fn expected(kind: ErrorKind) -> Option<String> {
    let own = |what: &str, own: &str| Some(format!("{what} of Jinja{own}; docs/templates.md has them"));
    match kind {
        ErrorKind::UndefinedError => Some(
            "a name the document is given; `tthc templates data DOCUMENT` prints them with their values".to_owned(),
        ),
        ErrorKind::UnknownFilter => own("a filter", ", or viet_hoa, la_ma, chu_cai"),
        ErrorKind::UnknownTest => own("a test", ""),
        ErrorKind::UnknownFunction => own("a function", ", or a macro that stands above or is imported"),
        ErrorKind::UnknownMethod => own("a filter after |", ""),
        ErrorKind::TemplateNotFound => Some(format!(
            "a file whose name begins with _, in the same folder, or one of {}",
            Templates::names().collect::<Vec<_>>().join(", ")
        )),
        ErrorKind::SyntaxError => {
            Some("{{ a value }}, {% a statement %} with its {% end… %}, or {# a remark #}, each closed".to_owned())
        }
        _ => None,
    }
}
