//! Sees that files changed, whoever changed them, and has them read again.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::state::App;

/// Shortest time between two looks.
const SHORTEST: Duration = Duration::from_millis(700);
/// A look takes at most such a part of the time: 100,000 files are looked at less often than 1,000.
const PART: u32 = 20;

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
    // Reading and reviewing everything has threads of its own: the others are for those who wait for a page.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads((cores / 2).max(1))
        .thread_name(|_| "tthc-read".to_owned())
        .build()
        .map_err(io::Error::other)?;
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
            let stamps = pool.install(|| app.stamps());
            pause = SHORTEST.max(begun.elapsed() * PART);
            if stamps != known {
                known = stamps;
                pool.install(|| {
                    app.reload();
                    app.now().prepare();
                });
            }
        }
    })?;
    Ok(Watch { _stop: stop })
}
