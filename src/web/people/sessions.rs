//! Who is logged in. Kept in memory: when the server ends, everybody logs in again.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::token::{NoChance, Token};

/// Most sessions, and most of one person.
const MOST: usize = 2000;
const MOST_OF_ONE: usize = 10;

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// Without a request.
    pub idle: Duration,
    /// In all.
    pub most: Duration,
}

impl Default for Lifetime {
    /// An hour without a request, a working day in all.
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(60 * 60),
            most: Duration::from_secs(12 * 60 * 60),
        }
    }
}

/// The sessions by what is kept of their tokens.
#[derive(Debug)]
pub(super) struct Sessions {
    lifetime: Lifetime,
    open: HashMap<blake3::Hash, Session>,
}

/// One person logged in with one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    /// Their login.
    pub(super) login: String,
    /// What they logged in with, as the file of users had it: with another password the session ends.
    pub(super) password: String,
    begun: Instant,
    seen: Instant,
}

impl Sessions {
    /// Nobody is logged in.
    pub(super) fn new(lifetime: Lifetime) -> Self {
        Self {
            lifetime,
            open: HashMap::new(),
        }
    }

    /// Begins a session and returns its token.
    pub(super) fn begin(&mut self, login: &str, password: &str, now: Instant) -> Result<Token, NoChance> {
        let token = Token::new()?;
        self.make_room(login, now);
        let session = Session {
            login: login.to_owned(),
            password: password.to_owned(),
            begun: now,
            seen: now,
        };
        self.open.insert(token.digest(), session);
        Ok(token)
    }

    /// The session of a token, which goes on by being asked for; `None` when it is over.
    pub(super) fn find(&mut self, token: &Token, now: Instant) -> Option<Session> {
        let key = token.digest();
        if self.open.get(&key).is_some_and(|session| self.is_over(session, now)) {
            self.open.remove(&key);
        }
        let session = self.open.get_mut(&key)?;
        session.seen = now;
        Some(session.clone())
    }

    /// Ends a session.
    pub(super) fn end(&mut self, token: &Token) {
        self.open.remove(&token.digest());
    }

    fn is_over(&self, session: &Session, now: Instant) -> bool {
        let since = |then: Instant| now.saturating_duration_since(then);
        since(session.seen) >= self.lifetime.idle || since(session.begun) >= self.lifetime.most
    }

    /// Ends the oldest sessions of a person who has many, and those longest unused when there are too many in all.
    fn make_room(&mut self, login: &str, now: Instant) {
        let over: Vec<blake3::Hash> = self.longest_unused(|session| self.is_over(session, now));
        let mine = self.longest_unused(|session| session.login == login && !self.is_over(session, now));
        let too_many = mine.len().saturating_sub(MOST_OF_ONE - 1);
        for key in over.iter().chain(mine.iter().take(too_many)) {
            self.open.remove(key);
        }
        let too_many = self.open.len().saturating_sub(MOST - 1);
        if too_many > 0 {
            for key in self.longest_unused(|_| true).iter().take(too_many) {
                self.open.remove(key);
            }
        }
    }

    fn longest_unused(&self, which: impl Fn(&Session) -> bool) -> Vec<blake3::Hash> {
        let mut found: Vec<_> = self.open.iter().filter(|(_, session)| which(session)).collect();
        found.sort_by_key(|(_, session)| session.seen);
        found.into_iter().map(|(key, _)| *key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(60 * minutes)
    }

    #[test]
    fn a_session_ends_unused_or_after_a_day_or_when_it_is_ended() {
        let (mut sessions, begun) = (Sessions::new(Lifetime::default()), Instant::now());
        let token = sessions.begin("an", "p", begun).unwrap();
        let mut now = begun;
        while now < begun + minutes(12 * 60 - 59) {
            assert_eq!(sessions.find(&token, now).unwrap().login, "an");
            now += minutes(59);
        }
        assert_eq!(sessions.find(&token, begun + minutes(12 * 60)), None, "in all");
        let token = sessions.begin("an", "p", now).unwrap();
        assert_eq!(sessions.find(&token, now + minutes(60)), None, "unused");
        assert_eq!(sessions.find(&token, now), None, "and gone for ever");
        let token = sessions.begin("an", "p", now).unwrap();
        sessions.end(&token);
        assert_eq!(sessions.find(&token, now), None);
        assert_eq!(sessions.find(&Token::new().unwrap(), now), None);
    }

    #[test]
    fn there_are_never_too_many_and_one_person_does_not_push_others_out() {
        let (mut sessions, now) = (Sessions::new(Lifetime::default()), Instant::now());
        let other = sessions.begin("binh", "p", now).unwrap();
        let first = sessions.begin("an", "p", now).unwrap();
        for number in 1..3 * MOST_OF_ONE {
            let later = now + Duration::from_millis(number.try_into().unwrap());
            sessions.begin("an", "p", later).unwrap();
        }
        assert_eq!(sessions.open.len(), MOST_OF_ONE + 1);
        assert_eq!(sessions.find(&first, now), None);
        assert!(sessions.find(&other, now + minutes(1)).is_some());
        for number in 0..MOST + 50 {
            sessions.begin(&number.to_string(), "p", now + minutes(2)).unwrap();
        }
        assert_eq!(sessions.open.len(), MOST);
        assert_eq!(sessions.find(&other, now + minutes(2)), None, "the longest unused");
    }
}
