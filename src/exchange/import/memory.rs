//! What was imported last, beside the catalogue: without it nobody could tell a person's edit from a change in the source.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Source;

/// The files that were imported, one a line.
pub(super) const SOURCES: &str = "nhap/nguon.jsonl";

/// The values that were imported last, one procedure a line, by code.
pub(super) const VALUES: &str = "nhap/gia_tri.jsonl.gz";

/// What was imported last of one procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    /// Seven digits of its code.
    pub(super) ma: String,
    /// File and row of the last import.
    pub(super) nguon: String,
    /// SHA-256 of that file.
    pub(super) sha256: String,
    /// Day of that import.
    pub(super) ngay: String,
    /// Values by key; `null` where the source had nothing to say.
    pub(super) gia_tri: Map<String, Value>,
}

/// What was imported last of some procedures.
pub(super) fn load(out: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<HashMap<String, Memory>> {
    let mut found = HashMap::new();
    each(out, |memory, _| {
        if wanted(&memory.ma) {
            found.insert(memory.ma.clone(), memory);
        }
        Ok(())
    })?;
    Ok(found)
}

fn each(out: &Path, mut visit: impl FnMut(Memory, &str) -> io::Result<()>) -> io::Result<()> {
    let file = match File::open(out.join(VALUES)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for line in BufReader::new(GzDecoder::new(BufReader::new(file))).lines() {
        let line = line?;
        visit(serde_json::from_str(&line)?, &line)?;
    }
    Ok(())
}

/// The memory with some procedures as they are remembered from now on; of the others everything stays.
pub(super) fn with(out: &Path, newer: &BTreeMap<String, Memory>) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    let mut waiting = newer.values().peekable();
    each(out, |memory, line| {
        while let Some(next) = waiting.next_if(|next| next.ma < memory.ma) {
            write_line(&mut packed, next)?;
        }
        match waiting.next_if(|next| next.ma == memory.ma) {
            Some(next) => write_line(&mut packed, next),
            None => writeln!(packed, "{line}"),
        }
    })?;
    for next in waiting {
        write_line(&mut packed, next)?;
    }
    packed.finish()
}

fn write_line(to: &mut impl Write, memory: &Memory) -> io::Result<()> {
    serde_json::to_writer(&mut *to, memory)?;
    writeln!(to)
}

/// The list of the files that were imported, with some more.
pub(super) fn logged(out: &Path, sources: &[Source]) -> io::Result<Vec<u8>> {
    let mut text = match fs::read(out.join(SOURCES)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    for source in sources {
        serde_json::to_writer(&mut text, source)?;
        text.push(b'\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(code: &str, name: &str) -> Memory {
        let gia_tri = [("ten".to_owned(), Value::from(name))].into_iter().collect();
        Memory {
            ma: code.to_owned(),
            nguon: "a:1:1".to_owned(),
            sha256: String::new(),
            ngay: "2026-07-01".to_owned(),
            gia_tri,
        }
    }

    #[test]
    fn of_procedures_that_are_not_imported_again_everything_stays() {
        let folder = tempfile::tempdir().unwrap();
        let save = |list: &[(&str, &str)]| {
            let newer = list
                .iter()
                .map(|(code, name)| ((*code).to_owned(), memory(code, name)))
                .collect();
            let values = with(folder.path(), &newer).unwrap();
            fs::create_dir_all(folder.path().join("nhap")).unwrap();
            fs::write(folder.path().join(VALUES), values).unwrap();
        };
        save(&[("1.000002", "Hai"), ("1.000004", "Bốn")]);
        save(&[
            ("1.000001", "Một"),
            ("1.000002", "Hai mới"),
            ("1.000003", "Ba"),
            ("1.000005", "Năm"),
        ]);
        let all = load(folder.path(), |_| true).unwrap();
        let mut names: Vec<(&String, &Value)> = all
            .values()
            .map(|memory| (&memory.ma, &memory.gia_tri["ten"]))
            .collect();
        names.sort_by_key(|(code, _)| *code);
        let names: Vec<&Value> = names.into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["Một", "Hai mới", "Ba", "Bốn", "Năm"]);
        assert_eq!(load(folder.path(), |code| code == "1.000003").unwrap().len(), 1);
    }

    #[test]
    fn a_damaged_memory_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("nhap")).unwrap();
        fs::write(folder.path().join(VALUES), b"\x1f\x8bxx").unwrap();
        assert!(load(folder.path(), |_| true).is_err());
    }
}
