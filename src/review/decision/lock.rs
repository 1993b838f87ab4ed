//! One writer of decisions at a time, in this process and in others.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::RecordError;
use super::store::made;
use crate::catalogue::files::{is_link, locked, sweep, write_below};

/// Folder of the lock among the decisions. Its files are no decisions, and it tells git to leave it alone.
const FOLDER: &str = ".khoa";
const LOCK: &str = "lock";
const IGNORED: &str = ".gitignore";

/// How long somebody else may write; a check of a nation's catalogue takes a while.
const PATIENCE: Duration = Duration::from_secs(60);

/// The right to write decisions. It ends when this is dropped, and with the process.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    file: File,
}

impl Lock {
    /// Waits for the right to write in a folder of decisions.
    ///
    /// # Errors
    ///
    /// When somebody else keeps it for long, the lock cannot be had, or the folder that holds the decisions' one is gone: that
    /// is never made anew.
    pub fn take(folder: &Path) -> Result<Self, RecordError> {
        let own = folder.join(FOLDER);
        let started = Instant::now();
        loop {
            made(folder)?;
            if is_link(&own) {
                return Err(RecordError::Link { path: own });
            }
            match Self::tried(folder, &own, started) {
                Ok(Some(lock)) if lock.is_in_place() => {
                    sweep(folder);
                    return Ok(lock);
                }
                // Whoever had it has cleared it away.
                Ok(Some(_)) => {}
                Ok(None) => {
                    return Err(RecordError::Busy {
                        folder: folder.to_owned(),
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound && started.elapsed() < PATIENCE => {}
                Err(source) => return Err(RecordError::Write { path: own, source }),
            }
        }
    }

    fn tried(folder: &Path, own: &Path, started: Instant) -> io::Result<Option<Self>> {
        let ignored = own.join(IGNORED);
        if !ignored.exists() {
            let path = [FOLDER, "/", IGNORED].concat();
            write_below(folder, &[(path, "*\n")]).map_err(|(_, error)| error)?;
        }
        let held = locked(&own.join(LOCK), |_| started.elapsed() > PATIENCE)?;
        Ok(held.map(|file| Self {
            folder: folder.to_owned(),
            file,
        }))
    }

    /// Whether the file that is held is the one that others will find.
    #[cfg(unix)]
    fn is_in_place(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let there = fs::metadata(self.folder.join(FOLDER).join(LOCK));
        match (there, self.file.metadata()) {
            (Ok(there), Ok(held)) => (there.dev(), there.ino()) == (held.dev(), held.ino()),
            _ => false,
        }
    }

    #[cfg(not(unix))]
    fn is_in_place(&self) -> bool {
        self.file.metadata().is_ok()
    }
}

/// Where nothing was written, no folder is left behind. Elsewhere than on Unix nobody could tell that it was cleared away.
#[cfg(unix)]
impl Drop for Lock {
    fn drop(&mut self) {
        let Ok(mut entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let only_own = entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == FOLDER));
        if only_own {
            let own = self.folder.join(FOLDER);
            // What cannot be removed stays, and harms nobody.
            let _ = fs::remove_file(own.join(LOCK));
            let _ = fs::remove_file(own.join(IGNORED));
            let _ = fs::remove_dir(own);
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::decision::Decisions;

    #[test]
    fn the_lock_is_no_decision() {
        let folder = tempfile::tempdir().unwrap();
        let _lock = Lock::take(folder.path()).unwrap();
        let (decisions, findings) = Decisions::load(folder.path());
        assert_eq!((decisions.iter().count(), findings), (0, Vec::new()));
        let ignored = fs::read_to_string(folder.path().join(".khoa/.gitignore")).unwrap();
        assert_eq!(ignored, "*\n");
    }

    #[test]
    fn one_has_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path()).unwrap();
        let path = folder.path().join(".khoa/lock");
        assert!(locked(&path, |_| true).unwrap().is_none());
        fs::write(folder.path().join("a.yaml"), "").unwrap();
        drop(lock);
        assert!(locked(&path, |_| true).unwrap().is_some());
    }

    /// The lock of a folder that is cleared away again and again keeps out everybody else all the same.
    #[test]
    #[cfg(unix)]
    fn nothing_is_left_where_nothing_was_written() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("ra_soat");
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        let _lock = Lock::take(&folder).unwrap();
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(!folder.exists());
    }
}
