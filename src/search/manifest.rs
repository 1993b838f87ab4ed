//! What the index was made from: the files with their stamps, so that looking at the stamps tells what changed.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::catalogue::files::{Stamp, write_whole};

/// A file changed less than so long before it was looked at may change again without its stamp showing it, in nanoseconds:
/// the clocks of file systems tick as slowly as that.
const TICK: i64 = 2_000_000_000;

/// The files of an index.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Manifest {
    /// Names the folder the files are in; none when they are out of git.
    pub(super) folder: Option<String>,
    /// Sorted by path.
    pub(super) files: Vec<IndexedFile>,
}

/// A file as it was indexed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct IndexedFile {
    pub(super) path: String,
    /// Its stamp; `None` when it had changed just before, so that the stamp promises nothing.
    pub(super) stamp: Option<Stamp>,
    /// Beginning of the BLAKE3 digest of its bytes.
    pub(super) digest: [u8; 16],
    /// Whether there is a document of it: a file that is no procedure has none.
    pub(super) indexed: bool,
}

/// What is asked of a manifest whenever the index is opened. It stands before the list of files, which is far longer and is
/// read only when something changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Summary {
    /// As in the [`Manifest`].
    pub(super) folder: Option<String>,
    /// Digest of the paths and stamps of all files; `None` when a stamp promises nothing.
    stamps: Option<[u8; 32]>,
    /// Number of files that have a document.
    pub(super) indexed: usize,
    /// Files that have none.
    pub(super) unreadable: Vec<String>,
}

/// Bytes of a manifest that nearly always hold its summary.
const BEGINNING: u64 = 4096;

impl Summary {
    /// Reads the summary of a manifest.
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        let mut beginning = Vec::with_capacity(BEGINNING as usize);
        fs::File::open(path)?.take(BEGINNING).read_to_end(&mut beginning)?;
        match postcard::take_from_bytes(&beginning) {
            Ok((summary, _)) => Ok(summary),
            Err(_) => Ok(parts(&fs::read(path)?)?.0),
        }
    }

    /// Whether the files of now, sorted by path, are those the index was made from, unchanged.
    pub(super) fn is_of(&self, now: &[(String, Stamp)]) -> bool {
        let stamps = now.iter().map(|(path, stamp)| Some((path.as_str(), *stamp)));
        self.stamps.is_some() && self.stamps == digest(stamps)
    }
}

/// Digest of paths with their stamps, nothing when one has none.
fn digest<'a>(stamps: impl Iterator<Item = Option<(&'a str, Stamp)>>) -> Option<[u8; 32]> {
    /// Many pieces of this size are digested side by side, and more memory would only have to be asked for.
    const AT_ONCE: usize = 1 << 14;
    let (mut hasher, mut bytes) = (blake3::Hasher::new(), Vec::with_capacity(AT_ONCE));
    for stamp in stamps {
        let (path, stamp) = stamp?;
        if bytes.len() + path.len() + size_of::<[u64; 5]>() > AT_ONCE {
            hasher.update(&bytes);
            bytes.clear();
        }
        bytes.extend((path.len() as u64).to_le_bytes());
        bytes.extend(path.as_bytes());
        for part in [stamp.size, stamp.modified as u64, stamp.changed as u64, stamp.id] {
            bytes.extend(part.to_le_bytes());
        }
    }
    Some(*hasher.update(&bytes).finalize().as_bytes())
}

/// The summary and the files.
fn parts(bytes: &[u8]) -> io::Result<(Summary, Vec<IndexedFile>)> {
    let (summary, files) = postcard::take_from_bytes(bytes).map_err(io::Error::other)?;
    Ok((summary, postcard::from_bytes(files).map_err(io::Error::other)?))
}

/// What is different now.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Differences {
    /// Files that are new or may have changed, with their stamps.
    pub(super) look_at: Vec<(String, Stamp)>,
    /// Files that are gone.
    pub(super) gone: Vec<String>,
}

impl IndexedFile {
    /// The term its document is deleted by. It names the content: tantivy deletes a document in the segments added just before
    /// as well, and the new document of a file must not go with the old one.
    pub(super) fn content(&self) -> String {
        format!("{} {:032x}", self.path, u128::from_be_bytes(self.digest))
    }
}

impl Manifest {
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        let (summary, files) = parts(&fs::read(path)?)?;
        Ok(Self {
            folder: summary.folder,
            files,
        })
    }

    /// Writes it; returns the summary it begins with.
    pub(super) fn write(&self, path: &Path) -> io::Result<Summary> {
        let summary = self.summary();
        let bytes = postcard::to_stdvec(&summary).map_err(io::Error::other)?;
        let bytes = postcard::to_extend(&self.files, bytes).map_err(io::Error::other)?;
        write_whole(path, &bytes)?;
        Ok(summary)
    }

    pub(super) fn summary(&self) -> Summary {
        let (indexed, unreadable): (Vec<_>, Vec<_>) = self.files.iter().partition(|file| file.indexed);
        let stamps = self.files.iter().map(|file| Some((file.path.as_str(), file.stamp?)));
        Summary {
            folder: self.folder.clone(),
            stamps: digest(stamps),
            indexed: indexed.len(),
            unreadable: unreadable.into_iter().map(|file| file.path.clone()).collect(),
        }
    }

    /// What must be looked at, given the stamps of now. Both are sorted by path.
    pub(super) fn differences(&self, now: &[(String, Stamp)]) -> Differences {
        let mut differences = Differences::default();
        let mut known = self.files.iter().peekable();
        for (path, stamp) in now {
            while let Some(gone) = known.next_if(|file| file.path < *path) {
                differences.gone.push(gone.path.clone());
            }
            let same = known
                .next_if(|file| file.path == *path)
                .is_some_and(|file| file.stamp == Some(*stamp));
            if !same {
                differences.look_at.push((path.clone(), *stamp));
            }
        }
        differences.gone.extend(known.map(|file| file.path.clone()));
        differences
    }

    /// Replaces and adds files, and drops those that are gone.
    pub(super) fn change(&mut self, changed: impl IntoIterator<Item = IndexedFile>, gone: &[String]) {
        let mut by_path: HashMap<String, IndexedFile> =
            self.files.drain(..).map(|file| (file.path.clone(), file)).collect();
        for path in gone {
            by_path.remove(path);
        }
        by_path.extend(changed.into_iter().map(|file| (file.path.clone(), file)));
        self.files = by_path.into_values().collect();
        self.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    }

    /// A file by its path.
    pub(super) fn file(&self, path: &str) -> Option<&IndexedFile> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }
}

/// A stamp that promises something: the file had rested before it was looked at.
pub(super) fn trusted(stamp: Stamp, looked_at: SystemTime) -> Option<Stamp> {
    let looked_at = looked_at.duration_since(UNIX_EPOCH).ok()?;
    let looked_at = i64::try_from(looked_at.as_nanos()).ok()?;
    let rested = stamp.modified.max(stamp.changed) < looked_at.saturating_sub(TICK);
    // An object of git never changes.
    (rested || stamp.modified == 0).then_some(stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, size: u64) -> IndexedFile {
        IndexedFile {
            path: path.to_owned(),
            stamp: Some(stamp(size)),
            digest: [0; 16],
            indexed: true,
        }
    }

    fn stamp(size: u64) -> Stamp {
        Stamp {
            size,
            ..Stamp::default()
        }
    }

    #[test]
    fn only_what_changed_is_looked_at() {
        let manifest = Manifest {
            folder: None,
            files: vec![file("a", 1), file("b", 2), file("d", 4)],
        };
        let now = [
            ("b".to_owned(), stamp(2)),
            ("c".to_owned(), stamp(3)),
            ("d".to_owned(), stamp(5)),
        ];
        let differences = manifest.differences(&now);
        assert_eq!(
            differences.look_at,
            [("c".to_owned(), stamp(3)), ("d".to_owned(), stamp(5))]
        );
        assert_eq!(differences.gone, ["a"]);
    }

    #[test]
    fn applying_the_differences_leaves_none() {
        arbtest::arbtest(|u| {
            let files =
                |u: &mut arbtest::arbitrary::Unstructured<'_>| -> arbtest::arbitrary::Result<Vec<(String, u64)>> {
                    let mut files: Vec<(u8, u8)> = u.arbitrary()?;
                    files.sort_unstable();
                    files.dedup_by_key(|file| file.0);
                    Ok(files
                        .into_iter()
                        .map(|(name, size)| (format!("{name:03}"), u64::from(size)))
                        .collect())
                };
            let (before, after) = (files(u)?, files(u)?);
            let mut manifest = Manifest {
                folder: None,
                files: before.iter().map(|(path, size)| file(path, *size)).collect(),
            };
            let now: Vec<(String, Stamp)> = after.iter().map(|(path, size)| (path.clone(), stamp(*size))).collect();
            let differences = manifest.differences(&now);
            let changed = differences.look_at.iter().map(|(path, stamp)| file(path, stamp.size));
            manifest.change(changed, &differences.gone);
            assert_eq!(manifest.differences(&now), Differences::default());
            Ok(())
        });
    }

    #[test]
    fn a_file_just_changed_is_not_trusted() {
        let now = UNIX_EPOCH + std::time::Duration::from_secs(100);
        let changed = |seconds: i64| Stamp {
            modified: seconds * 1_000_000_000,
            changed: seconds * 1_000_000_000,
            ..Stamp::default()
        };
        assert!(trusted(changed(99), now).is_none());
        assert!(trusted(changed(50), now).is_some());
        assert!(trusted(changed(200), now).is_none());
    }

    #[test]
    fn a_manifest_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m");
        let manifest = Manifest {
            folder: None,
            files: vec![file("thu_tuc/a/1.000001.yaml", 7)],
        };
        manifest.write(&path).unwrap();
        assert_eq!(Manifest::read(&path).unwrap(), manifest);
        assert_eq!(Summary::read(&path).unwrap(), manifest.summary());
        fs::write(&path, b"hong").unwrap();
        assert!(Manifest::read(&path).is_err() || Manifest::read(&path).unwrap() != manifest);
    }

    #[test]
    fn a_summary_of_any_length_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m");
        for count in [0, 1, 50, 500] {
            let unreadable = |number: usize| IndexedFile {
                indexed: false,
                ..file(&format!("thu_tuc/a/{number:03}.yaml"), 7)
            };
            let manifest = Manifest {
                folder: Some("f".to_owned()),
                files: (0..count).map(unreadable).collect(),
            };
            manifest.write(&path).unwrap();
            assert_eq!(Summary::read(&path).unwrap().unreadable.len(), count);
            assert_eq!(Manifest::read(&path).unwrap(), manifest);
        }
    }

    #[test]
    fn a_summary_tells_whether_nothing_changed() {
        let mut manifest = Manifest {
            folder: None,
            files: vec![file("a", 1), file("b", 2)],
        };
        let now = [("a".to_owned(), stamp(1)), ("b".to_owned(), stamp(2))];
        let summary = manifest.summary();
        assert!(summary.is_of(&now));
        assert!(!summary.is_of(&now[..1]));
        assert!(!summary.is_of(&[("a".to_owned(), stamp(1)), ("b".to_owned(), stamp(3))]));
        assert!(!summary.is_of(&[("a".to_owned(), stamp(1)), ("c".to_owned(), stamp(2))]));
        manifest.files[1].stamp = None;
        assert!(!manifest.summary().is_of(&now));
    }
}
