//! Files that were listed before, looked at again.
//!
//! Listing thousands of names takes as long as asking for their stamps, and is spared: a folder whose stamp is the same holds
//! the same names.

use std::path::Path;

use super::Stamp;

/// A folder on disk whose files were listed before.
#[cfg(target_os = "linux")]
pub struct Again(std::os::fd::OwnedFd);

/// None, on systems whose folders are not known to tell.
#[cfg(not(target_os = "linux"))]
pub enum Again {}

#[cfg(target_os = "linux")]
impl Again {
    pub(super) fn below(folder: &Path) -> Option<Self> {
        rustix::fs::open(folder, KEPT, rustix::fs::Mode::empty()).ok().map(Self)
    }

    /// Whether a folder below has the stamp it had, and files in it, by their names, have theirs.
    pub fn finds<'f>(&self, folder: &str, stamp: Stamp, mut files: impl Iterator<Item = (&'f str, Stamp)>) -> bool {
        use rustix::fs::{AtFlags, Mode, OFlags, fstat, openat, statat};
        let Ok(folder) = openat(&self.0, folder, KEPT | OFlags::NOFOLLOW, Mode::empty()) else {
            return false;
        };
        let told = |stat: rustix::io::Result<_>| super::folder::stamp_told(&stat.ok()?);
        told(fstat(&folder)) == Some(stamp)
            && files.all(|(name, stamp)| told(statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)) == Some(stamp))
    }
}

/// Names are looked up in it and it is not read.
#[cfg(target_os = "linux")]
const KEPT: rustix::fs::OFlags = {
    use rustix::fs::OFlags;
    OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC)
};

#[cfg(not(target_os = "linux"))]
impl Again {
    pub(super) fn below(_: &Path) -> Option<Self> {
        None
    }

    /// Whether a folder below has the stamp it had, and files in it, by their names, have theirs.
    pub fn finds<'f>(&self, _: &str, _: Stamp, _: impl Iterator<Item = (&'f str, Stamp)>) -> bool {
        match *self {}
    }
}
