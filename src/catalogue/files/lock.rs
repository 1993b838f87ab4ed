//! The right to change files that several processes write.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// First and longest pause between two tries.
const PAUSES: [Duration; 2] = [Duration::from_millis(2), Duration::from_millis(200)];

/// Holds a lock file until the handle is dropped; the system lets go of it when the process ends, however it ends. `None`
/// when `give_up`, asked with the time waited so far, says that it has been long enough.
///
/// # Errors
///
/// When the file cannot be made or the file system knows no locks.
pub fn locked(path: &Path, mut give_up: impl FnMut(Duration) -> bool) -> io::Result<Option<File>> {
    // Opened without a change: whoever watches the files sees nothing of it.
    let mut options = fs::OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        // A link in its place is not followed, and a named pipe not waited for.
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    let file = options.open(path)?;
    let (started, [mut pause, longest]) = (Instant::now(), PAUSES);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => {}
        }
        if give_up(started.elapsed()) {
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(longest);
    }
}
