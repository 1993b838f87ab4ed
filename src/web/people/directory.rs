//! The file of users as it is now.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::users::{Users, UsersError};
use crate::catalogue::files::Stamp;

/// The users of a file, read again when the file changes: whoever is taken out is gone at their next request.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    read: Mutex<Read>,
}

#[derive(Debug)]
struct Read {
    stamp: Option<Stamp>,
    users: Option<Arc<Users>>,
}

impl Directory {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it cannot be read or has mistakes.
    pub(super) fn open(path: PathBuf) -> Result<Self, UsersError> {
        // A file that changes while it is read is read again.
        let stamp = Stamp::of(&path).ok();
        let users = Some(Arc::new(Users::read(&path)?));
        Ok(Self {
            path,
            read: Mutex::new(Read { stamp, users }),
        })
    }

    /// The users of now; `None` while the file cannot be read or has mistakes, since nobody can tell then who was taken out.
    /// `failed` hears once of each such state.
    pub(super) fn now(&self, failed: impl FnOnce(UsersError)) -> Option<Arc<Users>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = Stamp::of(&self.path).ok();
        if stamp.is_none() || stamp != read.stamp {
            let first = stamp.is_some() || read.stamp.is_some();
            read.users = match Users::read(&self.path) {
                Ok(users) => Some(Arc::new(users)),
                Err(error) => {
                    if first {
                        failed(error);
                    }
                    None
                }
            };
            read.stamp = stamp;
        }
        read.users.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_followed_and_nobody_is_let_in_while_it_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nguoi_dung.yaml");
        assert!(matches!(Directory::open(path.clone()), Err(UsersError::Read { .. })));
        let entry = |login: &str| format!("- dang_nhap: {login}\n  ho_ten: Người {login}\n  vai_tro: reader\n");
        std::fs::write(&path, entry("an")).unwrap();
        let directory = Directory::open(path.clone()).unwrap();
        let mut said = Vec::new();
        let mut logins = |directory: &Directory| -> Option<Vec<String>> {
            let users = directory.now(|error| said.push(error.to_string()))?;
            Some(users.iter().map(|user| user.login.clone()).collect())
        };
        assert_eq!(logins(&directory), Some(vec!["an".to_owned()]));
        std::fs::write(&path, entry("an") + &entry("binh")).unwrap();
        assert_eq!(logins(&directory), Some(vec!["an".to_owned(), "binh".to_owned()]));
        std::fs::write(&path, "- dang_nhap: an\n").unwrap();
        assert_eq!((logins(&directory), logins(&directory)), (None, None));
        std::fs::remove_file(&path).unwrap();
        assert_eq!((logins(&directory), logins(&directory)), (None, None));
        std::fs::write(&path, entry("binh")).unwrap();
        assert_eq!(logins(&directory), Some(vec!["binh".to_owned()]));
        assert_eq!(said.len(), 2, "each state once: {said:?}");
    }
}
