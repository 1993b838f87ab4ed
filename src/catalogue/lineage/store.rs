//! Writing what a person said into the file, beside what others wrote there.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::{Confirmed, FILE, Verdict};
use crate::catalogue::files::write_whole;
use crate::catalogue::values::{ProcedureCode, Written};
use crate::catalogue::yaml::{self, Kind};
use crate::finding::Finding;

/// What a new file begins with.
const HEAD: &str = "# yaml-language-server: $schema=schema/pha_he.json
# Phả hệ: thủ tục cũ (cu) đã thành thủ tục mới (moi), hoặc không phải (xac_nhan: false). Ghi bằng tthc lineage.
";

/// Why what was said was not recorded.
#[derive(Debug, Error)]
pub enum RecordError {
    /// The file has mistakes; writing into it could make them worse.
    #[error("{} has {} mistake(s); put them right first (tthc check shows them)", .path.display(), .findings.len())]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// The mistakes.
        findings: Vec<Finding>,
    },
    /// Something was said of the same procedures already.
    #[error("{}:{line} speaks of {former} and {heir} already; use --replace to write in its place", .path.display())]
    Said {
        /// The file.
        path: PathBuf,
        /// Line of what was said.
        line: usize,
        /// Code before.
        former: String,
        /// Code after.
        heir: String,
    },
    /// The file is not laid out as a list of blocks.
    #[error("{} is not a list of entries that begin with `- cu:` on lines of their own; lay it out so first", .path.display())]
    Layout {
        /// The file.
        path: PathBuf,
    },
    /// It could not be put into YAML.
    #[error("cannot write the lineage as YAML: {0}")]
    Yaml(String),
    /// The file could not be read or written.
    #[error("cannot write {}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Records what was said in the file beside the revisions and returns its path. Everything else in the file stays as it
/// is, comments too; what was said of the same procedures gives way only when `replace` is set.
///
/// # Errors
///
/// When the file has mistakes or cannot be written, or something was said already.
pub fn record(root: &Path, verdict: &Verdict, replace: bool) -> Result<PathBuf, RecordError> {
    let path = root.join(FILE);
    let before = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => HEAD.as_bytes().to_vec(),
        Err(source) => return Err(RecordError::Write { path, source }),
    };
    let mistakes = |findings| RecordError::Mistakes {
        path: path.clone(),
        findings,
    };
    let known = Confirmed::read(&before).map_err(mistakes)?;
    let problems = known.problems();
    if !problems.is_empty() {
        return Err(mistakes(problems));
    }
    let text = String::from_utf8_lossy(&before);
    let entries = entries(&text).ok_or_else(|| RecordError::Layout { path: path.clone() })?;
    let outdated: Vec<usize> = (0..known.verdicts.len())
        .filter(|&at| said_of_both(&known.verdicts[at], verdict).is_some())
        .collect();
    if let Some(&first) = outdated.first().filter(|_| !replace) {
        let (former, heir) = said_of_both(&known.verdicts[first], verdict).unwrap_or_default();
        let line = entries[first].first + 1;
        return Err(RecordError::Said {
            path,
            line,
            former,
            heir,
        });
    }
    let after = edited(&text, &entries, &outdated, verdict)?;
    let expected = kept(&known, &outdated, verdict);
    // What was written must be read back as what was meant, or the file stays as it was.
    match Confirmed::read(after.as_bytes()) {
        Ok(read) if read.verdicts == expected => {}
        _ => return Err(RecordError::Layout { path }),
    }
    write_whole(&path, after.as_bytes()).map_err(|source| RecordError::Write {
        path: path.clone(),
        source,
    })?;
    Ok(path)
}

/// Whether there is nothing but comments and blank lines.
pub(super) fn says_nothing(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with('#'))
}

/// A pair of which both speak.
fn said_of_both(one: &Verdict, other: &Verdict) -> Option<(String, String)> {
    let pairs: Vec<(String, String)> = other.pairs().collect();
    one.pairs().find(|pair| pairs.contains(pair))
}

/// Where an entry stands: its first line and the first line behind it, from 0.
struct Lines {
    first: usize,
    end: usize,
    indent: usize,
}

/// The lines of every entry; `None` when they do not begin on lines of their own with a dash.
fn entries(text: &str) -> Option<Vec<Lines>> {
    if says_nothing(text.as_bytes()) {
        return Some(Vec::new());
    }
    let root = yaml::parse(yaml::text(text.as_bytes()).ok()?).ok()?;
    let Kind::List(items) = root.kind else { return None };
    let lines: Vec<&str> = text.lines().collect();
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        let first = item.at.line.checked_sub(1)?;
        let line = lines.get(first)?.trim_start_matches('\u{feff}');
        let indent = line.len() - line.trim_start().len();
        if !line.trim_start().starts_with("- ") {
            return None;
        }
        entries.push(Lines {
            first,
            end: lines.len(),
            indent,
        });
    }
    for at in 1..entries.len() {
        entries[at - 1].end = entries[at].first;
    }
    // Comments and blank lines before the next entry belong to it.
    for entry in &mut entries {
        let own = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        while entry.end > entry.first + 1 && !own(lines[entry.end - 1]) {
            entry.end -= 1;
        }
    }
    Some(entries)
}

/// The text with the verdict in the place of the first outdated entry, or at the end.
fn edited(text: &str, entries: &[Lines], outdated: &[usize], verdict: &Verdict) -> Result<String, RecordError> {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = entries.first().map_or(0, |entry| entry.indent);
    let written = block(verdict, indent)?;
    let mut lines: Vec<String> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let inside = outdated
            .iter()
            .find(|&&at| (entries[at].first..entries[at].end).contains(&number));
        match inside {
            None => lines.push(line.to_owned()),
            Some(&at) if at == outdated[0] && number == entries[at].first => lines.extend(written.iter().cloned()),
            Some(_) => {}
        }
    }
    if outdated.is_empty() {
        lines.extend(written);
    }
    Ok(lines.into_iter().map(|line| line + line_end).collect())
}

/// The entry as lines, codes side by side as people write them.
fn block(verdict: &Verdict, indent: usize) -> Result<Vec<String>, RecordError> {
    let body = yaml::write(&Verdict {
        former: Vec::new(),
        heirs: Vec::new(),
        ..verdict.clone()
    });
    let body = body.map_err(|error| RecordError::Yaml(error.message))?;
    let side_by_side = |codes: &[Written<ProcedureCode>]| {
        let codes: Vec<&str> = codes.iter().map(Written::text).collect();
        codes.join(", ")
    };
    let mut lines = vec![
        format!("- cu: [{}]", side_by_side(&verdict.former)),
        format!("  moi: [{}]", side_by_side(&verdict.heirs)),
    ];
    let below = body
        .lines()
        .filter(|line| !line.starts_with("cu:") && !line.starts_with("moi:"));
    lines.extend(below.map(|line| format!("  {line}")));
    Ok(lines.into_iter().map(|line| " ".repeat(indent) + &line).collect())
}

/// What the file must say afterwards.
fn kept(known: &Confirmed, outdated: &[usize], verdict: &Verdict) -> Vec<Verdict> {
    let mut kept = Vec::new();
    for (at, other) in known.verdicts.iter().enumerate() {
        if outdated.first() == Some(&at) {
            kept.push(verdict.clone());
        } else if !outdated.contains(&at) {
            kept.push(other.clone());
        }
    }
    if outdated.is_empty() {
        kept.push(verdict.clone());
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::Authority;
    use super::*;

    fn verdict(former: &str, heir: &str, confirmed: bool) -> Verdict {
        let authority = Authority {
            by: Some("Trần B".to_owned()),
            ..Authority::default()
        };
        Verdict::new(&[former.to_owned()], &[heir.to_owned()], confirmed, authority)
    }

    fn written(before: &str, verdict: &Verdict, replace: bool) -> Result<String, RecordError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, before).unwrap();
        record(folder.path(), verdict, replace).map(|path| std::fs::read_to_string(path).unwrap())
    }

    #[test]
    fn a_new_file_explains_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = record(folder.path(), &verdict("1.000001", "1.000002", true), false).unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            "- cu: [1.000001]\n  moi: [1.000002]\n  xac_nhan: true\n  nguoi: Trần B\n"
        );
        assert_eq!(Confirmed::load(folder.path()).1, []);
    }

    #[test]
    fn everything_else_stays() {
        let before = "# đầu\n- cu: [1.000001] # một\n  moi:\n    - 1.000002\n  xac_nhan: true\n\n# hai\n- cu: [1.000003]\n  moi: [1.000004]\n  xac_nhan: false\n# cuối";
        let after = written(before, &verdict("1.000005", "1.000006", false), false).unwrap();
        assert!(after.starts_with(before), "{after}");
        let error = written(before, &verdict("1.000001", "1.000002", false), false).unwrap_err();
        assert!(
            error.to_string().contains(":2 speaks of 1.000001 and 1.000002"),
            "{error}"
        );
        let after = written(before, &verdict("1.000001", "1.000002", false), true).unwrap();
        insta::assert_snapshot!(after, @r"
        # đầu
        - cu: [1.000001]
          moi: [1.000002]
          xac_nhan: false
          nguoi: Trần B

        # hai
        - cu: [1.000003]
          moi: [1.000004]
          xac_nhan: false
        # cuối
        ");
    }

    #[test]
    fn a_file_with_mistakes_or_in_another_layout_is_left_alone() {
        let new = verdict("1.000005", "1.000006", true);
        assert!(matches!(
            written("- cu: [1.0]\n", &new, false),
            Err(RecordError::Mistakes { .. })
        ));
        let flow = "[{cu: [1.000001], moi: [1.000002], xac_nhan: true}]\n";
        assert!(matches!(written(flow, &new, false), Err(RecordError::Layout { .. })));
    }
}
