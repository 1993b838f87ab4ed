//! Passwords: hashed by Argon2id, and checked with the same work whoever is asked for.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params};
use thiserror::Error;

use super::token::{self, NoChance};
use crate::text;

/// Fewest characters of a password.
pub const LEAST: usize = 12;
/// Most bytes of a password.
pub(super) const MOST: usize = 256;
/// Fewest bytes of a hash.
const SHORTEST: usize = 16;
/// Most memory in KiB, passes and lanes that a hash in the file may ask for.
const MOST_MEMORY: u32 = 256 * 1024;
const MOST_PASSES: u32 = 20;
const MOST_LANES: u32 = 16;
/// Passwords checked at once, each of which takes a core and 19 MB, and those that wait their turn.
const AT_ONCE: usize = 2;
const WAITING: usize = 16;

/// Why there is no hash.
#[derive(Debug, Error)]
pub enum PasswordError {
    /// It is too easy to guess.
    #[error("a password has at least {LEAST} characters")]
    Short,
    /// It is too long.
    #[error("a password has at most {MOST} bytes")]
    Long,
    /// The system gives no random numbers.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// It could not be hashed.
    #[error("cannot hash the password: {0}")]
    Hash(String),
}

/// The hash of a password with a salt of its own, as a PHC string.
///
/// # Errors
///
/// When the password is too short or too long, or the system gives no random numbers.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < LEAST {
        return Err(PasswordError::Short);
    }
    if password.len() > MOST {
        return Err(PasswordError::Long);
    }
    hashed(password)
}

fn hashed(password: &str) -> Result<String, PasswordError> {
    let salt = &token::random()?[..16];
    let made: Result<PasswordHash, _> = Argon2::default().hash_password_with_salt(typed(password).as_bytes(), salt);
    made.map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Hash(error.to_string()))
}

/// A password as it is hashed: however a keyboard puts a Vietnamese letter together, it is the same one.
fn typed(password: &str) -> String {
    text::clean(password)
}

/// What keeps a text from being a hash of ours.
pub(super) fn fault(phc: &str) -> Option<&'static str> {
    const NONE: &str = "this is no hash of a password; `tthc user add` makes one";
    let Ok(hash) = PasswordHash::new(phc) else {
        return Some(NONE);
    };
    if hash.algorithm.as_str() != "argon2id"
        || hash.salt.is_none()
        || hash.hash.is_none_or(|made| made.len() < SHORTEST)
    {
        return Some(NONE);
    }
    let Ok(params) = Params::try_from(&hash) else {
        return Some(NONE);
    };
    let dear = params.m_cost() > MOST_MEMORY || params.t_cost() > MOST_PASSES || params.p_cost() > MOST_LANES;
    dear.then_some("checking this hash would take too much memory or time; `tthc user add` makes another")
}

/// Checks passwords, not too many at once.
#[derive(Debug)]
pub(super) struct Checker {
    /// What is checked for those who have no password, so that it takes as long.
    nobodys: String,
    line: Mutex<Line>,
    moved: Condvar,
}

/// Those who are checked, and those who wait.
#[derive(Debug, Default)]
struct Line {
    checked: usize,
    waiting: usize,
}

/// Too many wait already.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany;

impl Checker {
    /// A checker with nothing to do.
    pub(super) fn new() -> Result<Self, PasswordError> {
        Ok(Self {
            nobodys: hashed(&token::Token::new()?.text())?,
            line: Mutex::default(),
            moved: Condvar::new(),
        })
    }

    /// Whether a password is the one that was hashed. Without a hash it never is, and takes as long.
    pub(super) fn is_right(&self, password: &str, phc: Option<&str>) -> Result<bool, TooMany> {
        let _turn = self.turn()?;
        let known = PasswordHash::new(phc.unwrap_or(&self.nobodys));
        // Where it is too long to be right, something else is checked in its place.
        let tried = if password.len() > MOST { "" } else { password };
        let fits = known.is_ok_and(|known| {
            Argon2::default()
                .verify_password(typed(tried).as_bytes(), &known)
                .is_ok()
        });
        Ok(fits && phc.is_some() && password.len() <= MOST)
    }

    fn turn(&self) -> Result<Turn<'_>, TooMany> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.waiting >= WAITING {
            return Err(TooMany);
        }
        line.waiting += 1;
        while line.checked >= AT_ONCE {
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        line.waiting -= 1;
        line.checked += 1;
        Ok(Turn(self))
    }
}

/// A place among those who are checked, given back when dropped.
struct Turn<'a>(&'a Checker);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.line.lock().unwrap_or_else(PoisonError::into_inner).checked -= 1;
        self.0.moved.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_right_however_its_letters_were_put_together() {
        let checker = Checker::new().unwrap();
        let phc = hash("mật khẩu thử nghiệm").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert_eq!(fault(&phc), None);
        let apart: String = unicode_normalization::UnicodeNormalization::nfd("mật khẩu thử nghiệm").collect();
        assert_eq!(checker.is_right("mật khẩu thử nghiệm", Some(&phc)), Ok(true));
        assert_eq!(checker.is_right(&apart, Some(&phc)), Ok(true));
        for wrong in ["", "mat khau thu nghiem", "mật khẩu thử nghiệm "] {
            assert_eq!(checker.is_right(wrong, Some(&phc)), Ok(false), "{wrong:?}");
        }
        assert_ne!(hash("mật khẩu thử nghiệm").unwrap(), phc, "salted");
    }

    #[test]
    fn nobody_has_no_password_and_no_end_of_one() {
        let checker = Checker::new().unwrap();
        assert_eq!(checker.is_right("", None), Ok(false));
        let long = "a".repeat(MOST + 1);
        assert!(matches!(hash(&long), Err(PasswordError::Long)));
        assert!(matches!(hash("ngắn quá"), Err(PasswordError::Short)));
        let empty = hashed("").unwrap();
        assert_eq!(
            checker.is_right(&long, Some(&empty)),
            Ok(false),
            "not what is checked in its place"
        );
    }

    #[test]
    fn only_so_many_are_checked_at_once_and_only_so_many_wait() {
        let checker = Checker::new().unwrap();
        let turns = (checker.turn().unwrap(), checker.turn().unwrap());
        checker.line.lock().unwrap().waiting = WAITING - 1;
        std::thread::scope(|scope| {
            let third = scope.spawn(|| drop(checker.turn().unwrap()));
            while checker.line.lock().unwrap().waiting < WAITING {
                std::thread::yield_now();
            }
            assert_eq!(checker.is_right("", None), Err(TooMany));
            assert!(!third.is_finished());
            drop(turns);
            third.join().unwrap();
        });
        assert_eq!(checker.line.lock().unwrap().checked, 0);
    }
}
