//! Sees that files changed, whoever changed them, and has them read again.

use std::cmp::Ordering;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::state::App;
use super::threads;

/// Shortest time between two looks.
const SHORTEST: Duration = Duration::from_millis(700);
/// A look takes at most such a part of the time: 100,000 files are looked at less often than 1,000.
const PART: u32 = 20;

/// The folder of decisions: the catalogue stays as it is when only they change.
const DECISIONS: &str = "ra_soat";

/// The watch goes on as long as this is kept. What it is at when it is dropped it finishes, but nobody waits for it.
pub(super) struct Watch {
    _stop: Sender<()>,
}

/// Watches the files of a server.
///
/// Files are asked for their stamps: unlike news from the system that works on every file system and for every number of
/// files, also where a `git pull` replaces whole folders.
///
/// # Errors
///
/// When the system gives no threads.
pub(super) fn start(app: &Arc<App>) -> io::Result<Watch> {
    let pool = threads::reading().map_err(io::Error::other)?;
    let (stop, stopped) = mpsc::channel::<()>();
    let app = Arc::downgrade(app);
    thread::Builder::new().name("tthc-watch".to_owned()).spawn(move || {
        let Some(mut known) = app.upgrade().map(|app| {
            pool.install(|| app.now().prepare());
            app.stamps_at_start.clone()
        }) else {
            return;
        };
        let mut pause = SHORTEST;
        while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
            let begun = Instant::now();
            let Some(app) = app.upgrade() else { return };
            app.sweep();
            let stamps = pool.install(|| app.stamps());
            pause = SHORTEST.max(begun.elapsed() * PART);
            if stamps != known {
                let decisions_alone = differ(&known, &stamps).all(|path| path.starts_with(DECISIONS));
                known = stamps;
                pool.install(|| {
                    if decisions_alone {
                        app.reload_decisions();
                    } else {
                        app.reload();
                    }
                    app.now().prepare();
                });
            }
        }
    })?;
    Ok(Watch { _stop: stop })
}

/// The files that are in one of two lists in the order of their paths, or have another stamp there.
fn differ<'s, S: PartialEq>(old: &'s [(String, S)], new: &'s [(String, S)]) -> impl Iterator<Item = &'s str> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    std::iter::from_fn(move || {
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((one, _)), Some((other, _))) => one.cmp(other),
            };
            let one = old.next_if(|_| order.is_le());
            let other = new.next_if(|_| order.is_ge());
            if one != other {
                return one.or(other).map(|(path, _)| path.as_str());
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_differ_are_found_whichever_list_they_are_in() {
        let list = |pairs: &[(&str, u8)]| -> Vec<(String, u8)> {
            let pairs = pairs.iter().map(|(path, stamp)| ((*path).to_owned(), *stamp));
            pairs.collect()
        };
        let old = list(&[("a", 1), ("b", 1), ("c", 1)]);
        let new = list(&[("a", 1), ("b", 2), ("bb", 1), ("d", 1)]);
        assert_eq!(differ(&old, &new).collect::<Vec<_>>(), ["b", "bb", "c", "d"]);
        assert_eq!(differ(&old, &old).count(), 0);
        assert_eq!(differ(&[], &new).count(), 4);
    }
}
