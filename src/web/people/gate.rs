//! From a request to who is asking.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use thiserror::Error;

use super::attempts::Attempts;
use super::directory::Directory;
use super::password::{Checker, PasswordError, TooMany};
use super::sessions::Sessions;
use super::token::{self, NoChance, Token};
use super::users::{LONGEST_LOGIN, Users, UsersError, login_fault};
use super::{Person, Role, Settings};
use crate::web::visit::cookie;

/// Cookies: the session, and what binds the forms of a browser without one to it.
const SESSION: &str = "tthc_session";
const BROWSER: &str = "tthc_browser";
/// Says in the name of a cookie that no other site and no plain connection can have set it.
const HOST_ONLY: &str = "__Host-";

/// Why nobody can be let in.
#[derive(Debug, Error)]
pub enum PeopleError {
    /// The file of users cannot be used.
    #[error(transparent)]
    Users(#[from] UsersError),
    /// Passwords cannot be checked.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The system gives no random numbers.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

/// Who may use the pages.
pub(in crate::web) struct People {
    settings: Settings,
    /// The file of users; without one, whoever is at this machine.
    directory: Option<Directory>,
    secret: [u8; 32],
    sessions: Mutex<Sessions>,
    attempts: Mutex<Attempts>,
    checker: Checker,
}

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Entry {
    /// They are at this machine, and nobody else is.
    Alone,
    /// They logged in.
    Session,
    /// A proxy says who they are.
    Proxy,
    /// They have to log in.
    Outside,
}

/// Why somebody is not let in, logged in or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Refusal {
    /// The proxy names somebody who is not in the file.
    Unknown,
    /// The file cannot be read.
    NoUsers,
}

/// Who is asking.
#[derive(Debug, Clone)]
pub(in crate::web) struct Who {
    /// Who they are; `None` outside, and where whoever is at this machine has not said their name.
    pub(in crate::web) person: Option<Person>,
    /// What they may do; `None` when they have to log in first.
    pub(in crate::web) role: Option<Role>,
    /// How they came in.
    pub(in crate::web) entry: Entry,
    /// Why they cannot come in.
    pub(in crate::web) refusal: Option<Refusal>,
    /// What forms of their pages carry; empty where nothing can be sent.
    pub(in crate::web) csrf: String,
    /// A cookie their browser has to be given.
    pub(in crate::web) cookie: Option<String>,
    /// They come over HTTPS.
    pub(in crate::web) secure: bool,
}

impl Who {
    /// Somebody who is not looked at any closer.
    pub(in crate::web) fn nobody() -> Self {
        Self {
            person: None,
            role: None,
            entry: Entry::Outside,
            refusal: None,
            csrf: String::new(),
            cookie: None,
            secure: false,
        }
    }

    fn is(self, person: Person, entry: Entry) -> Self {
        Self {
            role: Some(person.role),
            person: Some(person),
            entry,
            ..self
        }
    }

    /// Whether a form carries what its page was given.
    pub(in crate::web) fn sent(&self, csrf: &str) -> bool {
        let own = blake3::Hash::from_hex(&self.csrf);
        // Hashes are compared in the same time wherever they differ.
        own.is_ok_and(|own| blake3::Hash::from_hex(csrf).is_ok_and(|sent| sent == own))
    }
}

/// What became of a try to log in.
#[derive(Debug)]
pub(in crate::web) enum Login {
    /// It is them; the cookie of the session.
    Done(String),
    /// Login or password is wrong.
    Wrong,
    /// Too many tries failed; how long to wait.
    Wait(Duration),
    /// Too many try at once.
    Busy,
}

impl People {
    /// Reads the file of users, where there is one.
    ///
    /// # Errors
    ///
    /// When it has mistakes, or the system gives no random numbers.
    pub(in crate::web) fn open(settings: Settings) -> Result<Self, PeopleError> {
        let directory = settings.users.clone().map(Directory::open).transpose()?;
        Ok(Self {
            directory,
            secret: token::random()?,
            sessions: Mutex::new(Sessions::new(settings.lifetime)),
            attempts: Mutex::default(),
            checker: Checker::new()?,
            settings,
        })
    }

    /// Whether there are users who log in.
    pub(in crate::web) fn log_in(&self) -> bool {
        self.directory.is_some()
    }

    /// Who is asking. `failed` hears what is wrong with the file of users, once.
    pub(in crate::web) fn who(&self, peer: IpAddr, headers: &HeaderMap, failed: impl FnOnce(UsersError)) -> Who {
        let outside = Who {
            secure: self.is_secure(peer, headers),
            ..Who::nobody()
        };
        let Some(directory) = &self.directory else {
            let person = self.settings.name.as_ref().map(|name| Person {
                name: name.clone(),
                login: String::new(),
                role: Role::Editor,
            });
            let alone = Who {
                person,
                role: Some(Role::Editor),
                entry: Entry::Alone,
                ..outside
            };
            return self.with_browser(headers, alone);
        };
        let Some(users) = directory.now(failed) else {
            return Who {
                refusal: Some(Refusal::NoUsers),
                ..outside
            };
        };
        match self.said_by_proxy(peer, headers) {
            Some(login) => {
                let user = login.and_then(|login| users.get(&login).cloned());
                let who = match user {
                    Some(user) => outside.is(user.person(), Entry::Proxy),
                    None => Who {
                        refusal: Some(Refusal::Unknown),
                        ..outside
                    },
                };
                self.with_browser(headers, who)
            }
            None => self.with_session(headers, &users, outside),
        }
    }

    /// Who has the session of the browser.
    fn with_session(&self, headers: &HeaderMap, users: &Arc<Users>, outside: Who) -> Who {
        let token = cookie(headers, &name(SESSION, outside.secure)).and_then(Token::of);
        let session = token.and_then(|token| Some((token, self.sessions().find(&token, Instant::now())?)));
        let Some((token, session)) = session else {
            return self.with_browser(headers, outside);
        };
        let user = users.get(&session.login);
        match user.filter(|user| user.password.as_ref() == Some(&session.password)) {
            Some(user) => Who {
                csrf: token.sealed(&self.secret).to_hex().to_string(),
                ..outside.is(user.person(), Entry::Session)
            },
            None => {
                self.sessions().end(&token);
                self.with_browser(headers, outside)
            }
        }
    }

    /// Binds the forms to the browser, which is given something to be known by where it has nothing.
    fn with_browser(&self, headers: &HeaderMap, who: Who) -> Who {
        let name = name(BROWSER, who.secure);
        let known = cookie(headers, &name).and_then(Token::of);
        // Without random numbers nothing can be sent.
        let Some(token) = known.or_else(|| Token::new().ok()) else {
            return who;
        };
        Who {
            csrf: token.sealed(&self.secret).to_hex().to_string(),
            cookie: known.is_none().then(|| set(&name, &token.text(), who.secure)),
            ..who
        }
    }

    /// The login a proxy says: `None` when it is no proxy that is believed or says nothing, `Some(None)` when what it says is
    /// no login.
    fn said_by_proxy(&self, peer: IpAddr, headers: &HeaderMap) -> Option<Option<String>> {
        let mut said = headers.get_all(self.settings.header.as_ref()?).iter();
        let first = said.next().filter(|_| self.is_proxy(peer))?;
        let login = first.to_str().ok().map(|login| login.trim().to_ascii_lowercase());
        Some(login.filter(|login| said.next().is_none() && login_fault(login).is_none()))
    }

    fn is_proxy(&self, peer: IpAddr) -> bool {
        self.settings
            .proxies
            .iter()
            .any(|proxy| proxy.to_canonical() == peer.to_canonical())
    }

    /// Whether somebody comes over HTTPS: as configured, or as a proxy says that is believed.
    pub(in crate::web) fn is_secure(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        let said = || headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https");
        self.settings.https || self.is_proxy(peer) && said()
    }

    /// Tries to log somebody in. It takes the same work whether there is such a user or not.
    ///
    /// # Errors
    ///
    /// When the system gives no random numbers.
    pub(in crate::web) fn enter(
        &self,
        login: &str,
        password: &str,
        peer: IpAddr,
        secure: bool,
    ) -> Result<Login, NoChance> {
        // What is longer than any login is none, and not worth remembering whole.
        let login: String = login
            .trim()
            .to_ascii_lowercase()
            .chars()
            .take(LONGEST_LOGIN + 1)
            .collect();
        if let Err(wait) = self.attempts().begin(&login, peer, Instant::now()) {
            return Ok(Login::Wait(wait));
        }
        let users = self.directory.as_ref().and_then(|directory| directory.now(drop));
        let user = users.as_ref().and_then(|users| users.get(&login));
        let known = user.and_then(|user| user.password.as_deref());
        match (self.checker.is_right(password, known), known) {
            (Err(TooMany), _) => Ok(Login::Busy),
            (Ok(true), Some(known)) => {
                self.attempts().succeeded(&login, peer);
                let token = self.sessions().begin(&login, known, Instant::now())?;
                Ok(Login::Done(set(&name(SESSION, secure), &token.text(), secure)))
            }
            (Ok(_), _) => Ok(Login::Wrong),
        }
    }

    /// Ends the session of a browser and returns the cookie that says so.
    pub(in crate::web) fn leave(&self, headers: &HeaderMap, secure: bool) -> String {
        let name = name(SESSION, secure);
        if let Some(token) = cookie(headers, &name).and_then(Token::of) {
            self.sessions().end(&token);
        }
        format!("{}; Max-Age=0", set(&name, "", secure))
    }

    fn sessions(&self) -> MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn attempts(&self) -> MutexGuard<'_, Attempts> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of a cookie.
fn name(name: &str, secure: bool) -> String {
    format!("{}{name}", if secure { HOST_ONLY } else { "" })
}

/// A cookie that no script and no other site uses, gone with the browser's window.
fn set(name: &str, value: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}")
}
