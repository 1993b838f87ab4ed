//! Templates of somebody's own: the files of a folder.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::mistake::{line_at, shortened};
use super::{TemplateError, Templates, is_partial};

/// Fails for a file that would be passed over in silence, or whose document would be empty.
pub(super) fn usable(name: &str, source: &str) -> Result<(), TemplateError> {
    if is_partial(name) {
        return Ok(());
    }
    let known: Vec<_> = Templates::names().collect();
    let message = if !known.contains(&name) {
        format!(
            "overrides nothing: no document uses a template of this name; the templates are {}; names of files that these \
             import begin with _",
            known.join(", ")
        )
    } else if source.trim().is_empty() {
        "is empty; write the document, or delete the file to use the built-in template".to_owned()
    } else {
        return Ok(());
    };
    Err(TemplateError::Template {
        name: name.to_owned(),
        line: None,
        message,
    })
}

/// The text of a template. Windows marks some files with a character that is none.
fn text_of(name: &str, bytes: Vec<u8>) -> Result<String, TemplateError> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..at).unwrap_or_default()).into_owned();
        let line = line_at(&before, at);
        let shown = before.lines().nth(line - 1).unwrap_or_default();
        TemplateError::Template {
            name: name.to_owned(),
            line: Some(line),
            message: format!(
                "not UTF-8 after {:?}; expected a file saved as UTF-8",
                shortened(shown.trim())
            ),
        }
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// Every `.j2` file below a folder, by its name with `/`.
pub(super) fn on_disk(folder: &Path) -> Result<Vec<(String, String)>, TemplateError> {
    let failed = |path: &Path, source| TemplateError::Read {
        path: path.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            failed(&path, error.into())
        })?;
        let path = entry.path();
        // Editors of Windows like to add an ending of their own.
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || !name.ends_with(".j2") && !name.ends_with(".j2.txt") {
            continue;
        }
        let relative = path.strip_prefix(folder).unwrap_or(path);
        let name = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join("/");
        let bytes = fs::read(path).map_err(|source| failed(path, source))?;
        let text = text_of(&name, bytes)?;
        found.push((name, text));
    }
    Ok(found)
}
