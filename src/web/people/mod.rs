//! People: who is asking, and what they may do.
//!
//! ```text
//! users      the file that names them; edit changes it for the command line
//! password   hashing and checking, so many at once
//! attempts   failed logins, and how long to wait after them
//! sessions   who is logged in
//! token      random words nobody guesses
//! directory  the file as it is now, read again when it changes
//! gate       a request to who is asking
//! ```

mod attempts;
mod directory;
mod edit;
mod gate;
mod password;
mod sessions;
mod token;
mod users;

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use serde::Serialize;
use thiserror::Error;

pub use self::edit::{add, remove};
pub use self::gate::PeopleError;
pub(super) use self::gate::{Entry, Login, People, Refusal, Who};
pub use self::password::{LEAST as LEAST_PASSWORD, PasswordError, hash};
pub use self::sessions::Lifetime;
pub use self::token::NoChance;
pub(super) use self::users::login_fault;
pub use self::users::{Mistake, User, Users, UsersError};

/// What somebody may do. Each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Read everything, write nothing.
    Reader,
    /// Record decisions of a review too.
    Reviewer,
    /// Change what the catalogue says too.
    Editor,
}

impl Role {
    /// Every role, the one that may do least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Reviewer, Self::Editor];

    /// Its word on the command line and in the file of users.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Reviewer => "reviewer",
            Self::Editor => "editor",
        }
    }

    /// Key of its label.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Reader => "role_reader",
            Self::Reviewer => "role_reviewer",
            Self::Editor => "role_editor",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.word())
    }
}

/// There is no such role.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no role; roles are reader, reviewer, editor")]
pub struct NoRole(String);

impl FromStr for Role {
    type Err = NoRole;

    fn from_str(word: &str) -> Result<Self, NoRole> {
        let found = Self::ALL.into_iter().find(|role| role.word() == word);
        found.ok_or_else(|| NoRole(word.to_owned()))
    }
}

/// Somebody who uses the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Name as it is shown and written under what they decide.
    pub name: String,
    /// Name they log in with; empty for the one person at this machine, who does not.
    pub login: String,
    /// What they may do.
    pub role: Role,
}

/// Who may use the pages, and how they say who they are.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// File of users; without one, whoever is at this machine may do everything.
    pub users: Option<PathBuf>,
    /// Name of the person at this machine, where there is no file of users.
    pub name: Option<String>,
    /// Addresses of reverse proxies that are believed.
    pub proxies: Vec<IpAddr>,
    /// Header in which such a proxy says the login of who is asking.
    pub header: Option<String>,
    /// People reach the pages over HTTPS, which a proxy sees to.
    pub https: bool,
    /// How long a session lasts.
    pub lifetime: Lifetime,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_do_what_those_before_it_may() {
        assert!(Role::Reader < Role::Reviewer && Role::Reviewer < Role::Editor);
        for role in Role::ALL {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert_eq!(
            "admin".parse::<Role>().unwrap_err().to_string(),
            "\"admin\" is no role; roles are reader, reviewer, editor"
        );
    }
}
