//! What the index was made from: the files and their folders with their stamps, so that looking at the stamps tells what
//! changed.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Read as _};
use std::iter;
use std::mem;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::catalogue::files::{Again, Files, Stamp, write_whole};

/// A file or folder changed less than so long before it was looked at may change again without its stamp showing it, in nanoseconds:
/// the clocks of file systems tick as slowly as that.
const TICK: i64 = 2_000_000_000;

/// The files of an index.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Manifest {
    /// Names the folder the files are in; none when they are out of git.
    pub(super) folder: Option<String>,
    /// The folders that were listed, each with its stamp; none where the stamps of folders promise nothing.
    pub(super) folders: Option<Vec<Listed>>,
    /// Sorted by path.
    pub(super) files: Vec<IndexedFile>,
}

/// A folder that was listed, and its stamp; `None` when it had changed just before, so that the stamp promises nothing.
pub(super) type Listed = (String, Option<Stamp>);

/// A file as it was indexed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct IndexedFile {
    pub(super) path: String,
    /// Its stamp; `None` when it had changed just before, so that the stamp promises nothing.
    pub(super) stamp: Option<Stamp>,
    /// Beginning of the BLAKE3 digest of its bytes.
    pub(super) digest: [u8; 16],
    /// Whether there is a document of it: a file that is no procedure has none.
    pub(super) indexed: bool,
}

/// What is asked of a manifest whenever the index is opened. It stands before the list of files, which is far longer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Summary {
    /// As in the [`Manifest`].
    pub(super) folder: Option<String>,
    /// Whether the folders were listed with their stamps.
    watched: bool,
    /// Number of files that have a document.
    pub(super) indexed: usize,
    /// Files that have none.
    pub(super) unreadable: Vec<String>,
}

/// A folder in a written manifest. Those after the summary are read without copying.
#[derive(Serialize, Deserialize)]
struct FolderPart<'b> {
    path: &'b str,
    stamp: Option<Stamp>,
    /// The files directly in it, one after the other: whoever looks at the folder reads them.
    files: &'b [u8],
}

/// A file in a written manifest.
#[derive(Serialize, Deserialize)]
struct FilePart<'b> {
    name: &'b str,
    stamp: Option<Stamp>,
    digest: [u8; 16],
    indexed: bool,
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
}

/// The summary and the folders.
fn parts(bytes: &[u8]) -> io::Result<(Summary, Vec<FolderPart<'_>>)> {
    let (summary, folders) = postcard::take_from_bytes(bytes).map_err(io::Error::other)?;
    Ok((summary, postcard::from_bytes(folders).map_err(io::Error::other)?))
}

impl<'b> FolderPart<'b> {
    /// The files directly in it; the last is an error where the bytes are no list of files.
    fn files(&self) -> impl Iterator<Item = io::Result<FilePart<'b>>> {
        let mut rest = self.files;
        iter::from_fn(move || {
            let read = (!rest.is_empty()).then(|| postcard::take_from_bytes(rest))?;
            rest = read.as_ref().map_or(&[], |(_, rest)| rest);
            Some(read.map(|(file, _)| file).map_err(io::Error::other))
        })
    }

    /// Whether the folder and the files in it are as they were.
    fn stands(&self, again: &Again) -> bool {
        let Some(stamp) = self.stamp else { return false };
        let mut all_trusted = true;
        let files = self.files().map_while(|file| {
            let file = file.ok().and_then(|file| Some((file.name, file.stamp?)));
            all_trusted &= file.is_some();
            file
        });
        again.finds(self.path, stamp, files) && all_trusted
    }
}

/// Whether the files an index was made from, by the manifest at a path, are all there unchanged and no others beside them.
/// `listed` lists them as they are now; where the stamps of folders tell whether it would find others it is not asked.
pub(super) fn stands(path: &Path, files: &Files, listed: impl FnOnce() -> Vec<(String, Stamp)>) -> io::Result<bool> {
    let bytes = fs::read(path)?;
    let (summary, folders) = parts(&bytes)?;
    if summary.watched
        && let Some(again) = files.again()
    {
        return Ok(folders.par_iter().all(|folder| folder.stands(&again)));
    }
    Ok(Manifest::of(summary, &folders)?.differences(&listed()) == Differences::default())
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
        let bytes = fs::read(path)?;
        let (summary, folders) = parts(&bytes)?;
        Self::of(summary, &folders)
    }

    fn of(summary: Summary, parts: &[FolderPart<'_>]) -> io::Result<Self> {
        let mut files = Vec::with_capacity(summary.indexed + summary.unreadable.len());
        for folder in parts {
            for file in folder.files() {
                let file = file?;
                files.push(IndexedFile {
                    path: [folder.path, "/", file.name].concat(),
                    stamp: file.stamp,
                    digest: file.digest,
                    indexed: file.indexed,
                });
            }
        }
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let listed = parts.iter().map(|folder| (folder.path.to_owned(), folder.stamp));
        Ok(Self {
            folder: summary.folder,
            folders: summary.watched.then(|| listed.collect()),
            files,
        })
    }

    /// Writes it; returns the summary it begins with.
    pub(super) fn write(&self, path: &Path) -> io::Result<Summary> {
        let mut folders: BTreeMap<&str, (Option<Stamp>, Vec<u8>)> = BTreeMap::new();
        for (path, stamp) in self.folders.iter().flatten() {
            folders.entry(path).or_default().0 = *stamp;
        }
        for file in &self.files {
            let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            let file = FilePart {
                name,
                stamp: file.stamp,
                digest: file.digest,
                indexed: file.indexed,
            };
            let (_, files) = folders.entry(folder).or_default();
            *files = postcard::to_extend(&file, mem::take(files)).map_err(io::Error::other)?;
        }
        let folders: Vec<FolderPart<'_>> = folders
            .iter()
            .map(|(path, (stamp, files))| FolderPart {
                path,
                stamp: *stamp,
                files,
            })
            .collect();
        let summary = self.summary();
        let bytes = postcard::to_stdvec(&summary).map_err(io::Error::other)?;
        write_whole(path, &postcard::to_extend(&folders, bytes).map_err(io::Error::other)?)?;
        Ok(summary)
    }

    pub(super) fn summary(&self) -> Summary {
        let (indexed, unreadable): (Vec<_>, Vec<_>) = self.files.iter().partition(|file| file.indexed);
        Summary {
            folder: self.folder.clone(),
            watched: self.folders.is_some(),
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

/// A stamp that promises something: the file or folder had rested before it was looked at.
pub(super) fn trusted(stamp: Stamp, looked_at: SystemTime) -> Option<Stamp> {
    let looked_at = looked_at.duration_since(UNIX_EPOCH).ok()?;
    let looked_at = i64::try_from(looked_at.as_nanos()).ok()?;
    let rested = stamp.modified.max(stamp.changed) < looked_at.saturating_sub(TICK);
    // An object of git never changes.
    (rested || stamp.modified == 0).then_some(stamp)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

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
            files: vec![file("a", 1), file("b", 2), file("d", 4)],
            ..Manifest::default()
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
                files: before.iter().map(|(path, size)| file(path, *size)).collect(),
                ..Manifest::default()
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
        let (listed, files) = (
            vec![
                ("thu_tuc".to_owned(), Some(stamp(1))),
                ("thu_tuc/a".to_owned(), None),
                ("thu_tuc/empty".to_owned(), Some(stamp(2))),
            ],
            vec![
                file("thu_tuc/1.000000.yaml", 3),
                file("thu_tuc/a.yaml", 5),
                file("thu_tuc/a/1.000001.yaml", 7),
                IndexedFile {
                    stamp: None,
                    indexed: false,
                    ..file("thu_tuc/a/hong.yaml", 0)
                },
            ],
        );
        for folders in [Some(listed), None] {
            let manifest = Manifest {
                folder: Some("f".to_owned()),
                folders,
                files: files.clone(),
            };
            manifest.write(&path).unwrap();
            let read = Manifest::read(&path).unwrap();
            assert_eq!(read, manifest);
            assert_eq!(Summary::read(&path).unwrap(), manifest.summary());
        }
    }

    #[test]
    fn a_manifest_that_was_cut_or_changed_is_never_taken_for_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m");
        let manifest = Manifest {
            folder: None,
            folders: Some(vec![("thu_tuc".to_owned(), Some(stamp(1)))]),
            files: vec![file("thu_tuc/1.yaml", 7), file("thu_tuc/2.yaml", 300)],
        };
        manifest.write(&path).unwrap();
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            assert!(Manifest::read(&path).is_err(), "{length} bytes");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0xFF;
            fs::write(&path, &changed).unwrap();
            let read = Manifest::read(&path);
            assert!(read.is_err() || read.unwrap() != manifest, "byte {at}");
        }
    }

    /// A catalogue with a manifest of it, whose files were at rest when it was made.
    fn at_rest() -> (tempfile::TempDir, Files, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("thu_tuc");
        fs::create_dir_all(below.join("a/b")).unwrap();
        fs::create_dir_all(below.join("empty")).unwrap();
        for name in ["1.yaml", "a/2.yaml", "a/b/3.yaml", "a/b/note.txt"] {
            fs::write(below.join(name), name).unwrap();
        }
        rest();
        let files = Files::Folder(folder.path().to_owned());
        let below = files.below("thu_tuc", ".yaml");
        let folders = below.folders.map(|folders| {
            let listed = folders.into_iter().map(|(path, stamp)| (path, Some(stamp)));
            listed.collect()
        });
        let indexed = below.files.into_iter().map(|(path, stamp)| IndexedFile {
            stamp: Some(stamp),
            ..file(&path, 0)
        });
        let manifest = Manifest {
            folder: None,
            folders,
            files: indexed.collect(),
        };
        let path = folder.path().join("manifest");
        manifest.write(&path).unwrap();
        rest();
        (folder, files, path)
    }

    /// Longer than a clock of a file system ticks here.
    fn rest() {
        std::thread::sleep(std::time::Duration::from_millis(30));
    }

    #[test]
    fn where_folders_tell_nothing_is_listed_again() {
        let (_folder, files, path) = at_rest();
        if !Summary::read(&path).unwrap().watched {
            eprintln!("skipped: the folders of this file system are not known to tell what stands in them");
            return;
        }
        assert!(stands(&path, &files, || panic!("listed")).unwrap());
    }

    #[test]
    fn whatever_changes_is_seen() {
        type Change = fn(&Path);
        let changes: [(&str, bool, Change); 12] = [
            ("nothing", true, |_| ()),
            ("a folder elsewhere", true, |top| {
                fs::create_dir(top.join("khac")).unwrap()
            }),
            ("a file appears", false, |top| {
                fs::write(top.join("thu_tuc/a/4.yaml"), "4").unwrap()
            }),
            ("a file appears in an empty folder", false, |top| {
                fs::write(top.join("thu_tuc/empty/4.yaml"), "4").unwrap();
            }),
            ("a file goes", false, |top| {
                fs::remove_file(top.join("thu_tuc/a/2.yaml")).unwrap()
            }),
            ("a file is written", false, |top| {
                fs::write(top.join("thu_tuc/a/b/3.yaml"), "ba").unwrap()
            }),
            ("a file is written as long as before", false, |top| {
                fs::write(top.join("thu_tuc/1.yaml"), "2.yaml").unwrap();
            }),
            ("a file has another name", false, |top| {
                fs::rename(top.join("thu_tuc/1.yaml"), top.join("thu_tuc/5.yaml")).unwrap();
            }),
            ("a file takes the place of another", false, |top| {
                fs::rename(top.join("thu_tuc/1.yaml"), top.join("thu_tuc/a/2.yaml")).unwrap();
            }),
            ("a folder appears with a file", false, |top| {
                fs::create_dir(top.join("thu_tuc/a/c")).unwrap();
                fs::write(top.join("thu_tuc/a/c/6.yaml"), "6").unwrap();
            }),
            ("a folder has another name", false, |top| {
                fs::rename(top.join("thu_tuc/a/b"), top.join("thu_tuc/a/d")).unwrap();
            }),
            ("all goes", false, |top| {
                fs::remove_dir_all(top.join("thu_tuc")).unwrap()
            }),
        ];
        for (what, same, change) in changes {
            let (folder, files, path) = at_rest();
            change(folder.path());
            let listed = || files.stamped("thu_tuc", ".yaml");
            assert_eq!(stands(&path, &files, listed).unwrap(), same, "{what}");
            // As where folders tell nothing.
            let told = Manifest::read(&path).unwrap();
            let silent = Manifest { folders: None, ..told };
            silent.write(&path).unwrap();
            assert_eq!(stands(&path, &files, listed).unwrap(), same, "{what}, listed");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_file_or_a_folder_is_seen() {
        for name in ["thu_tuc/a/2.yaml", "thu_tuc/a/b", "thu_tuc"] {
            let (folder, files, path) = at_rest();
            let (place, elsewhere) = (folder.path().join(name), folder.path().join("elsewhere"));
            fs::rename(&place, &elsewhere).unwrap();
            std::os::unix::fs::symlink(&elsewhere, &place).unwrap();
            assert!(
                !stands(&path, &files, || files.stamped("thu_tuc", ".yaml")).unwrap(),
                "{name}"
            );
        }
    }

    #[test]
    fn what_had_changed_just_before_is_looked_at_again() {
        let (_folder, files, path) = at_rest();
        let manifest = Manifest::read(&path).unwrap();
        let listed = || files.stamped("thu_tuc", ".yaml");
        let mut of_a_file = manifest.clone();
        of_a_file.files[1].stamp = None;
        of_a_file.write(&path).unwrap();
        assert!(!stands(&path, &files, listed).unwrap());
        if let Some(folders) = manifest.folders.clone() {
            for at in 0..folders.len() {
                let mut of_a_folder = manifest.clone();
                of_a_folder.folders.as_mut().unwrap()[at].1 = None;
                of_a_folder.write(&path).unwrap();
                assert!(!stands(&path, &files, listed).unwrap());
            }
        }
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
                ..Manifest::default()
            };
            manifest.write(&path).unwrap();
            assert_eq!(Summary::read(&path).unwrap().unreadable.len(), count);
            assert_eq!(Manifest::read(&path).unwrap(), manifest);
        }
    }
}
