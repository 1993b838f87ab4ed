//! What a file is, told by its bytes: names and endings are given by people.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Contents, ImportError, archive, json, pdf, rdf, separated, sheet, word};

/// Largest file read, in bytes.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Largest packed office file read, in bytes; the list of all procedures of the nation has 400 KB.
pub(super) const MOST_PACKED: usize = 64 * 1024 * 1024;

/// Largest text of a packed file, in bytes.
pub(super) const MOST_UNPACKED: u64 = 512 * 1024 * 1024;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A workbook (.xlsx).
    Workbook,
    /// Rows of a spreadsheet as text (CSV).
    Separated,
    /// One JSON value, such as an answer of the portal's interface.
    Json,
    /// A JSON object a line.
    JsonLines,
    /// CPSV-AP as Turtle.
    Turtle,
    /// CPSV-AP as JSON-LD.
    JsonLd,
    /// A Word file (.docx, also under a .doc name): the portal's detail export.
    Word,
    /// The same as a PDF file.
    Pdf,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Workbook => "bảng tính Excel",
            Self::Separated => "bảng CSV",
            Self::Json => "JSON",
            Self::JsonLines => "JSON Lines",
            Self::Turtle => "CPSV-AP (Turtle)",
            Self::JsonLd => "CPSV-AP (JSON-LD)",
            Self::Word => "Word (chi tiết thủ tục)",
            Self::Pdf => "PDF (chi tiết thủ tục)",
        })
    }
}

/// A file in memory that was recognised.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
    pub(super) sha256: String,
    /// What a gzip file holds.
    unpacked: Option<Vec<u8>>,
}

/// Reads and recognises a file.
pub(super) fn open(path: &Path) -> Result<Opened, ImportError> {
    let refused = |why: String| ImportError::Refused {
        path: path.to_owned(),
        why,
    };
    let failed = |source: io::Error| ImportError::Read {
        path: path.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    if length > MOST_BYTES {
        return Err(refused(too_large(length)));
    }
    // What is packed is refused by its size alone, before it is in memory.
    let mut start = Vec::new();
    file.by_ref().take(START).read_to_end(&mut start).map_err(failed)?;
    if start.starts_with(PACKED) && length > MOST_PACKED as u64 {
        return Err(refused(too_packed(length)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    // A file that grows while it is read, or a pipe, has no length to go by.
    bytes.append(&mut start);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(refused(too_large(bytes.len() as u64)));
    }
    let unpacked = match bytes.starts_with(&[0x1f, 0x8b]) {
        true => Some(unpack(&bytes).map_err(refused)?),
        false => None,
    };
    let format = recognise(unpacked.as_deref().unwrap_or(&bytes)).map_err(refused)?;
    let sha256 = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Opened {
        format,
        bytes,
        sha256,
        unpacked,
    })
}

/// How a packed file begins, and how much is looked at to tell.
const PACKED: &[u8] = b"PK\x03\x04";
const START: u64 = 8;

fn too_packed(length: u64) -> String {
    format!(
        "it has {} MB packed, more than the {} MB of a workbook or Word file that are read",
        length / 1_048_576,
        MOST_PACKED / 1_048_576
    )
}

fn too_large(length: u64) -> String {
    format!(
        "it has {} MB, more than the {} MB that are read; split it",
        length / 1_048_576,
        MOST_BYTES / 1_048_576
    )
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    GzDecoder::new(bytes)
        .take(MOST_BYTES + 1)
        .read_to_end(&mut text)
        .map_err(|error| format!("it is not a whole gzip file ({error})"))?;
    if text.len() as u64 > MOST_BYTES {
        return Err(format!(
            "it unpacks to more than the {} MB that are read; split it",
            MOST_BYTES / 1_048_576
        ));
    }
    Ok(text)
}

fn recognise(bytes: &[u8]) -> Result<Format, String> {
    match bytes {
        [] => Err("it is empty".to_owned()),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(old_binary(bytes)),
        _ if bytes.starts_with(PACKED) => packed(bytes),
        [b'%', b'P', b'D', b'F', ..] => Ok(Format::Pdf),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(format!("it is a Rich Text file; {SAVE_AS_DOCX}")),
        _ if bytes.len() > 4 && bytes[..bytes.len().min(4096)].contains(&0) && !is_utf16(bytes) => {
            Err("it is neither text, a workbook, a Word file nor a PDF file".to_owned())
        }
        _ => text(bytes),
    }
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// How an old Word file becomes one that is read.
const SAVE_AS_DOCX: &str =
    "open it in Word and choose Save As, Word Document (*.docx), or run: soffice --headless --convert-to docx FILE";

/// Word and Excel wrote files of one binary form until 2007; the names of their parts tell them apart.
fn old_binary(bytes: &[u8]) -> String {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if names("EncryptedPackage") {
        "it is locked with a password; open it and save it without one".to_owned()
    } else if names("Workbook") || names("Book") {
        "it is an Excel file of the old binary form (.xls); open it in Excel and choose Save As, Excel Workbook (*.xlsx), \
         or run: soffice --headless --convert-to xlsx FILE"
            .to_owned()
    } else {
        format!("it is a Word file of the old binary form (.doc); {SAVE_AS_DOCX}")
    }
}

fn packed(bytes: &[u8]) -> Result<Format, String> {
    if bytes.len() > MOST_PACKED {
        return Err(too_packed(bytes.len() as u64));
    }
    let parts = archive::names(bytes)?;
    let has = |name: &str| parts.iter().any(|part| part == name);
    if has("word/document.xml") {
        Ok(Format::Word)
    } else if has("xl/workbook.xml") {
        Ok(Format::Workbook)
    } else if has("content.xml") {
        Err("it is a file of LibreOffice (.ods, .odt); save it as .xlsx or .docx".to_owned())
    } else if parts.iter().any(|part| part.ends_with("catalogue.yaml")) {
        Err("it is a packed catalogue, which is read as it is: name it with --revision".to_owned())
    } else {
        Err("it is an archive that is neither a workbook (.xlsx) nor a Word file (.docx); unpack it first".to_owned())
    }
}

fn text(bytes: &[u8]) -> Result<Format, String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(64 * 1024)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with(['{', '[']) && rdf::is_json_ld(start) {
        return Ok(Format::JsonLd);
    }
    if rdf::is_turtle(start) {
        return Ok(Format::Turtle);
    }
    if start.starts_with('{') {
        let first = start.lines().next().unwrap_or_default();
        let whole_line = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok();
        let long_line = first.len() == start.len() && !bytes.contains(&b'\n');
        return Ok(if whole_line && !long_line {
            Format::JsonLines
        } else {
            whole(bytes)
        });
    }
    if start.starts_with('[') {
        return Ok(Format::Json);
    }
    if start.starts_with('<') {
        return Err(format!(
            "it is a web page or XML; if it opens in Word or Excel, {SAVE_AS_DOCX}"
        ));
    }
    Ok(Format::Separated)
}

/// A long first line is only known to be whole when all of it is looked at.
fn whole(bytes: &[u8]) -> Format {
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let more = first.len() + 1 < bytes.len();
    if more && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok() {
        Format::JsonLines
    } else {
        Format::Json
    }
}

impl Opened {
    /// What the file says; otherwise why it is not to be used.
    pub(super) fn contents(&self, shown: &str) -> Result<Contents, String> {
        let bytes = self.unpacked.as_deref().unwrap_or(&self.bytes);
        match self.format {
            Format::Workbook => sheet::read(bytes, shown),
            Format::Separated => separated::read(bytes, shown),
            Format::Json => json::read(bytes, shown),
            Format::JsonLines => json::read_lines(bytes, shown),
            Format::Turtle => rdf::read_turtle(bytes, shown),
            Format::JsonLd => rdf::read_json_ld(bytes, shown),
            Format::Word => word::read(bytes, shown),
            Format::Pdf => pdf::read(bytes, shown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(bytes: &[u8]) -> String {
        recognise(bytes).unwrap_err()
    }

    #[test]
    fn a_file_is_what_is_in_it() {
        assert_eq!(recognise(b"%PDF-1.7"), Ok(Format::Pdf));
        assert_eq!(recognise(b"{\n \"records\": []\n}"), Ok(Format::Json));
        assert_eq!(recognise(b"[{\"code\": 1}]"), Ok(Format::Json));
        assert_eq!(recognise(b"{\"code\": \"1\"}"), Ok(Format::Json));
        assert_eq!(
            recognise(b"{\"code\": \"1\"}\n{\"code\": \"2\"}\n"),
            Ok(Format::JsonLines)
        );
        let long = format!("{{\"code\": \"{}\"}}\n{{}}", "1".repeat(100_000));
        assert_eq!(recognise(long.as_bytes()), Ok(Format::JsonLines));
        assert_eq!(recognise("Mã số;Tên\n".as_bytes()), Ok(Format::Separated));
    }

    #[test]
    fn what_is_not_read_is_refused_with_a_way_out() {
        let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0];
        assert!(why(&old).contains("Save As, Word Document (*.docx)"), "{}", why(&old));
        old.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(why(&old).contains("Excel Workbook (*.xlsx)"), "{}", why(&old));
        assert!(why(b"{\\rtf1").contains("soffice --headless --convert-to docx"));
        assert!(why(b"<html>").contains("web page"));
        assert!(why(b"").contains("empty"));
        assert!(why(b"abc\0def").contains("neither text"));
    }
}
