//! The file that names the users.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;

use super::{Person, Role, password};
use crate::catalogue::yaml::{self, Key, Kind, Node, Position};
use crate::text;

/// Longest login, in bytes.
pub(super) const LONGEST_LOGIN: usize = 64;
/// Longest name, in characters.
const LONGEST_NAME: usize = 100;
/// Keys of an entry.
const KEYS: [&str; 4] = ["dang_nhap", "ho_ten", "vai_tro", "mat_khau"];

/// One user as the file has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// Login.
    #[serde(rename = "dang_nhap")]
    pub login: String,
    /// Name that is shown.
    #[serde(rename = "ho_ten")]
    pub name: String,
    /// What they may do.
    #[serde(rename = "vai_tro")]
    pub role: Role,
    /// Hash of the password as a PHC string; `None` for who comes through a reverse proxy only.
    #[serde(rename = "mat_khau", skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl User {
    /// Whether somebody of this name could be taken for them, however it is written.
    pub(super) fn is_called(&self, name: &str) -> bool {
        text::canonical(&self.name) == text::canonical(name)
    }

    /// Who they are on the pages.
    pub(super) fn person(&self) -> Person {
        Person {
            name: self.name.clone(),
            login: self.login.clone(),
            role: self.role,
        }
    }
}

/// The users of a file, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    users: Vec<User>,
    by_login: HashMap<String, usize>,
}

/// Something wrong in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Line from 1.
    pub line: usize,
    /// Column in characters from 1.
    pub column: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Why the file of users is not used, or not changed.
#[derive(Debug, Error)]
pub enum UsersError {
    /// It cannot be read.
    #[error("cannot read the users in {}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It has mistakes.
    #[error("{}", Listed(.path, .mistakes))]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// All of them.
        mistakes: Vec<Mistake>,
    },
    /// The user is there already.
    #[error("{}:{line} has user {login} already; use --replace to write in its place", .path.display())]
    Known {
        /// The file.
        path: PathBuf,
        /// Line of the entry.
        line: usize,
        /// Login.
        login: String,
    },
    /// There is no such user.
    #[error("{} has no user {login}", .path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// Login.
        login: String,
    },
    /// The new entry is not fit for the file.
    #[error("{0}")]
    Unfit(String),
    /// The file is not a list of blocks.
    #[error("{} is not a list of entries that begin with `- dang_nhap:` on lines of their own; lay it out so first", .path.display())]
    Layout {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else is changing it.
    #[error("another process has been changing {} for a while; try again", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("cannot write {}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Mistakes with their places, one on a line.
struct Listed<'a>(&'a Path, &'a [Mistake]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, mistake) in self.1.iter().enumerate() {
            let Mistake { line, column, message } = mistake;
            let end = if at == 0 { "" } else { "\n" };
            write!(to, "{end}{}:{line}:{column}: {message}", self.0.display())?;
        }
        Ok(())
    }
}

impl Users {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read or has mistakes; all are named.
    pub fn read(path: &Path) -> Result<Self, UsersError> {
        let bytes = std::fs::read(path).map_err(|source| UsersError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::of(&bytes).map_err(|mistakes| UsersError::Mistakes {
            path: path.to_owned(),
            mistakes,
        })
    }

    /// Reads the content of a file.
    ///
    /// # Errors
    ///
    /// With every mistake in it.
    pub fn of(bytes: &[u8]) -> Result<Self, Vec<Mistake>> {
        let unreadable = |error: yaml::YamlError| {
            vec![Mistake {
                line: error.line.max(1),
                column: error.column.max(1),
                message: format!("this is no YAML that can be read ({})", error.message),
            }]
        };
        let text = yaml::text(bytes).map_err(unreadable)?;
        if says_nothing(text) {
            return Ok(Self::default());
        }
        let root = yaml::parse(text).map_err(unreadable)?;
        let mut reading = Reading::default();
        match &root.kind {
            Kind::List(items) => items.iter().for_each(|item| reading.user(item)),
            _ => reading.wrong(
                root.at,
                "the file must be a list of users, each beginning with `- dang_nhap:`",
            ),
        }
        if reading.mistakes.is_empty() {
            Ok(reading.users)
        } else {
            Err(reading.mistakes)
        }
    }

    /// The user with a login.
    pub fn get(&self, login: &str) -> Option<&User> {
        self.users.get(*self.by_login.get(login)?)
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &User> {
        self.users.iter()
    }
}

/// Why somebody cannot have the name of a user: decisions and assessments say who by name, and two of one name could see
/// and change each other's.
pub(super) fn namesake(known: &User) -> String {
    format!(
        "user {} is called {:?} already; tell the two apart, for instance by the office",
        known.login, known.name
    )
}

/// Whether there is nothing but comments and blank lines.
pub(super) fn says_nothing(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.all(|line| line.is_empty() || line.starts_with('#'))
}

/// What keeps a text from being a login.
pub(in crate::web) fn login_fault(login: &str) -> Option<String> {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@');
    let fault = if login.is_empty() {
        "a login must not be empty"
    } else if login.len() > LONGEST_LOGIN {
        return Some(format!("a login has at most {LONGEST_LOGIN} letters"));
    } else if !login.chars().all(is_fit) {
        "a login is made of a-z, 0-9, dot, hyphen, underscore and @"
    } else {
        return None;
    };
    Some(fault.to_owned())
}

/// What keeps a text from being a name.
pub(super) fn name_fault(name: &str) -> Option<String> {
    if name.trim().is_empty() {
        return Some("a name must not be empty".to_owned());
    }
    if name.chars().count() > LONGEST_NAME {
        return Some(format!("a name has at most {LONGEST_NAME} letters"));
    }
    name.chars()
        .any(char::is_control)
        .then(|| "a name stands on one line".to_owned())
}

/// A file being read.
#[derive(Default)]
struct Reading {
    users: Users,
    mistakes: Vec<Mistake>,
}

impl Reading {
    fn wrong(&mut self, at: Position, message: impl Into<String>) {
        self.mistakes.push(Mistake {
            line: at.line,
            column: at.column,
            message: message.into(),
        });
    }

    fn user(&mut self, node: &Node) {
        let before = self.mistakes.len();
        let Kind::Map(pairs) = &node.kind else {
            return self.wrong(node.at, "a user has the keys dang_nhap, ho_ten, vai_tro, mat_khau");
        };
        self.keys(pairs);
        let login = self.value(node, "dang_nhap", login_fault);
        let name = self.value(node, "ho_ten", name_fault);
        let role = self.value(node, "vai_tro", |word| {
            word.parse::<Role>().err().map(|error| error.to_string())
        });
        let password = node
            .get("mat_khau")
            .and_then(|_| self.value(node, "mat_khau", |phc| password::fault(phc).map(str::to_owned)));
        if let Some(known) = self.users.get(&login.clone().unwrap_or_default()) {
            let message = format!("user {} stands here a second time", known.login);
            self.wrong(node.position("dang_nhap"), message);
        }
        let same = |name: &String| {
            let mut others = self.users.iter().filter(|known| Some(&known.login) != login.as_ref());
            others.find(|known| known.is_called(name)).map(namesake)
        };
        if let Some(message) = name.as_ref().and_then(same) {
            self.wrong(node.position("ho_ten"), message);
        }
        let role = role.and_then(|word| word.parse().ok());
        if let (true, Some(login), Some(name), Some(role)) = (self.mistakes.len() == before, login, name, role) {
            self.users.by_login.insert(login.clone(), self.users.users.len());
            self.users.users.push(User {
                login,
                name,
                role,
                password,
            });
        }
    }

    fn keys(&mut self, pairs: &[(Key, Node)]) {
        for (at, (key, _)) in pairs.iter().enumerate() {
            if !KEYS.contains(&key.name.as_str()) {
                let message = format!("unknown key {:?}; keys are {}", key.name, KEYS.join(", "));
                self.wrong(key.at, message);
            } else if pairs[..at].iter().any(|(earlier, _)| earlier.name == key.name) {
                self.wrong(key.at, format!("key {} stands here a second time", key.name));
            }
        }
    }

    /// The text of a key that must be there.
    fn value(&mut self, node: &Node, key: &str, fault: impl Fn(&str) -> Option<String>) -> Option<String> {
        let Some((_, value)) = node.get(key) else {
            self.wrong(node.at, format!("key {key} is missing"));
            return None;
        };
        let Some(text) = value.text().filter(|_| !value.is_null()) else {
            self.wrong(node.position(key), format!("{key} must be a text"));
            return None;
        };
        if let Some(fault) = fault(text) {
            self.wrong(node.position(key), fault);
            return None;
        }
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE";

    #[test]
    fn users_are_read_as_they_stand() {
        let text = format!(
            "# người dùng\n- dang_nhap: an\n  ho_ten: Nguyễn Văn An\n  vai_tro: reviewer\n  mat_khau: {HASH}\n\
             - dang_nhap: binh@so.gov.vn\n  ho_ten: Bình\n  vai_tro: editor\n"
        );
        let users = Users::of(text.as_bytes()).unwrap();
        let an = users.get("an").unwrap();
        assert_eq!((an.name.as_str(), an.role), ("Nguyễn Văn An", Role::Reviewer));
        assert_eq!(an.password.as_deref(), Some(HASH));
        assert_eq!(users.get("binh@so.gov.vn").unwrap().password, None);
        assert_eq!(users.get("AN"), None);
        assert_eq!(users.iter().count(), 2);
        assert_eq!(Users::of(b"# nobody yet\n\n"), Ok(Users::default()));
    }

    #[test]
    fn every_mistake_is_named_with_its_place() {
        let wrong = |text: &str| {
            let error = UsersError::Mistakes {
                path: "nguoi_dung.yaml".into(),
                mistakes: Users::of(text.as_bytes()).unwrap_err(),
            };
            error.to_string()
        };
        insta::assert_snapshot!(wrong("- dang_nhap: An\n  ho_ten: ''\n  vai_tro: admin\n  matkhau: x\n- 5\n- dang_nhap: b\n  ho_ten: B\n  ho_ten: C\n  vai_tro: reader\n  mat_khau: secret\n"), @r#"
        nguoi_dung.yaml:4:3: unknown key "matkhau"; keys are dang_nhap, ho_ten, vai_tro, mat_khau
        nguoi_dung.yaml:1:14: a login is made of a-z, 0-9, dot, hyphen, underscore and @
        nguoi_dung.yaml:2:11: a name must not be empty
        nguoi_dung.yaml:3:12: "admin" is no role; roles are reader, reviewer, editor
        nguoi_dung.yaml:5:3: a user has the keys dang_nhap, ho_ten, vai_tro, mat_khau
        nguoi_dung.yaml:8:3: key ho_ten stands here a second time
        nguoi_dung.yaml:10:13: this is no hash of a password; `tthc user add` makes one
        "#);
        insta::assert_snapshot!(wrong("dang_nhap: an\n"), @r"
        nguoi_dung.yaml:1:1: the file must be a list of users, each beginning with `- dang_nhap:`
        ");
        insta::assert_snapshot!(wrong("- dang_nhap: b\n  ho_ten: [B]\n  vai_tro:\n- {dang_nhap: c, ho_ten: C, vai_tro: reader}\n- {dang_nhap: c, ho_ten: D, vai_tro: reader}\n"), @r"
        nguoi_dung.yaml:2:3: ho_ten must be a text
        nguoi_dung.yaml:3:3: vai_tro must be a text
        nguoi_dung.yaml:5:15: user c stands here a second time
        ");
        insta::assert_snapshot!(wrong("- {dang_nhap: c, ho_ten: Nguyễn Văn An, vai_tro: reader}\n- {dang_nhap: d, ho_ten: \"nguyễn  văn A\\u200bn\", vai_tro: reader}\n"), @r#"
        nguoi_dung.yaml:2:26: user c is called "Nguyễn Văn An" already; tell the two apart, for instance by the office
        "#);
        insta::assert_snapshot!(wrong("- dang_nhap: a\n ho_ten: b\n"), @r"
        nguoi_dung.yaml:2:2: this is no YAML that can be read (thụt đầu dòng không khớp với các dòng trên)
        ");
    }

    #[test]
    fn hashes_that_would_stop_the_server_are_refused() {
        let with = |phc: &str| format!("- dang_nhap: a\n  ho_ten: A\n  vai_tro: reader\n  mat_khau: {phc}\n");
        assert!(Users::of(with(HASH).as_bytes()).is_ok());
        for phc in [
            HASH.replace("m=19456", "m=4000000"),
            HASH.replace("t=2", "t=100000"),
            HASH.replace("p=1", "p=5000"),
            HASH.replace("argon2id", "argon2i"),
            HASH.replace(HASH.rsplit('$').next().unwrap(), "YWFhYWFh"),
            HASH.rsplit_once('$').unwrap().0.to_owned(),
            "secret".to_owned(),
        ] {
            let mistakes = Users::of(with(&phc).as_bytes()).unwrap_err();
            assert_eq!((mistakes.len(), mistakes[0].line), (1, 4), "{phc}");
        }
    }
}
