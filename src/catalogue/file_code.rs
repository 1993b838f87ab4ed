//! The code of a procedure's file that is not parsed.

use super::values::ProcedureCode;

/// The code that a file plainly says, read off the line without parsing the rest.
pub(super) fn said(bytes: &[u8]) -> Option<String> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    // A key of the record stands at the beginning of a line, where nothing that belongs to another key can stand.
    let mut lines = text.split(|&byte| byte == b'\n');
    let value = lines.find_map(|line| line.strip_prefix(b"ma:"))?;
    let value = std::str::from_utf8(value).ok()?.trim();
    let quoted = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    let code: ProcedureCode = value.parse().ok()?;
    Some(code.base().to_owned())
}

/// The code in the name of a file.
pub(super) fn named(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let code: ProcedureCode = name.strip_suffix(".yaml")?.parse().ok()?;
    Some(code.base().to_owned())
}
