//! Failed logins: after some, the next try has to wait, longer each time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Tries that may fail before one has to wait.
const FREE: u32 = 4;
/// Longest wait.
const LONGEST: Duration = Duration::from_secs(300);
/// Time after which failed tries are forgotten.
const FORGOTTEN: Duration = Duration::from_secs(3600);
/// Most that are remembered.
const MOST: usize = 10_000;

/// Failed logins by login and by where they came from.
#[derive(Debug, Default)]
pub(in crate::web) struct Attempts {
    failed: HashMap<(String, IpAddr), Failed>,
}

#[derive(Debug, Clone, Copy)]
struct Failed {
    times: u32,
    last: Instant,
}

impl Failed {
    /// When the next try is looked at.
    fn until(&self) -> Instant {
        let Some(over) = self.times.checked_sub(FREE) else {
            return self.last;
        };
        let wait = Duration::from_secs(1 << over.min(16));
        self.last + wait.min(LONGEST)
    }
}

impl Attempts {
    /// Takes a try, which counts as failed until [`Attempts::succeeded`] says otherwise: many at the same time count as many.
    ///
    /// # Errors
    ///
    /// With the time to wait. A try that comes too early does not make it longer.
    pub(in crate::web) fn begin(&mut self, login: &str, peer: IpAddr, now: Instant) -> Result<(), Duration> {
        let key = (login.to_owned(), peer);
        let known = self.failed.get(&key).copied();
        let known = known.filter(|failed| now.saturating_duration_since(failed.last) < FORGOTTEN);
        let wait = known.map(|failed| failed.until().saturating_duration_since(now));
        if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
            return Err(wait);
        }
        if known.is_none() && self.failed.len() >= MOST {
            self.make_room(now);
        }
        let times = known.map_or(0, |failed| failed.times) + 1;
        self.failed.insert(key, Failed { times, last: now });
        Ok(())
    }

    /// Forgets what failed before.
    pub(in crate::web) fn succeeded(&mut self, login: &str, peer: IpAddr) {
        self.failed.remove(&(login.to_owned(), peer));
    }

    /// Forgets what is old, else the half that matters least: the fewest tries, the longest ago.
    fn make_room(&mut self, now: Instant) {
        self.failed
            .retain(|_, failed| now.saturating_duration_since(failed.last) < FORGOTTEN);
        if self.failed.len() < MOST {
            return;
        }
        let mut all: Vec<_> = self.failed.drain().collect();
        all.sort_by_key(|(_, failed)| std::cmp::Reverse((failed.times, failed.last)));
        all.truncate(MOST / 2);
        self.failed.extend(all);
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_wait_grows_to_an_end_and_is_for_one_login_from_one_place() {
        let (mut attempts, mut now) = (Attempts::default(), Instant::now());
        for _ in 0..FREE {
            assert_eq!(attempts.begin("an", HERE, now), Ok(()));
        }
        for wait in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            assert_eq!(attempts.begin("an", HERE, now), Err(seconds(wait)));
            assert_eq!(
                attempts.begin("an", HERE, now),
                Err(seconds(wait)),
                "trying early changes nothing"
            );
            assert_eq!(attempts.begin("an", THERE, now), Ok(()));
            attempts.succeeded("an", THERE);
            now += seconds(wait);
            assert_eq!(attempts.begin("an", HERE, now), Ok(()));
        }
        assert!(attempts.begin("an", HERE, now).is_err());
        assert_eq!(attempts.begin("binh", HERE, now), Ok(()));
        attempts.succeeded("an", HERE);
        assert_eq!(attempts.begin("an", HERE, now), Ok(()));
    }

    #[test]
    fn what_is_long_ago_is_forgotten_and_no_more_is_kept_than_there_is_room_for() {
        let (mut attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..FREE {
            attempts.begin("an", HERE, now).unwrap();
        }
        for number in 0..2 * MOST {
            attempts.begin(&number.to_string(), THERE, now).unwrap();
        }
        assert!(attempts.failed.len() <= MOST);
        assert!(attempts.begin("an", HERE, now).is_err(), "others do not wash it away");
        assert_eq!(attempts.begin("an", HERE, now + FORGOTTEN), Ok(()));
    }
}
