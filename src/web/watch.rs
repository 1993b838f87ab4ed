//! Sees that files changed, whoever changed them, and has them read again.

use std::io;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::state::App;

/// Shortest time between two looks.
const SHORTEST: Duration = Duration::from_millis(700);
/// A look takes at most such a part of the time: 100,000 files are looked at less often than 1,000.
const PART: u32 = 20;

/// The thread that watches, until it is told to stop.
pub(super) struct Watch {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Watch {
    /// Ends the watch.
    pub(super) fn stop(self) {
        drop(self.stop);
        // It panics on nothing; and the server ends either way.
        let _ = self.thread.join();
    }
}

/// Watches the files of a server.
///
/// Files are asked for their stamps: unlike news from the system that works on every file system and for every number of
/// files, also where a `git pull` replaces whole folders.
pub(super) fn start(app: &Arc<App>) -> io::Result<Watch> {
    let (stop, stopped) = mpsc::channel::<()>();
    let app = Arc::downgrade(app);
    let thread = thread::Builder::new().name("tthc-watch".to_owned()).spawn(move || {
        let Some(mut known) = app.upgrade().map(|app| {
            app.now().prepare();
            app.stamps_at_start.clone()
        }) else {
            return;
        };
        let mut pause = SHORTEST;
        while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
            let begun = Instant::now();
            let Some(app) = Weak::upgrade(&app) else { return };
            let stamps = app.stamps();
            pause = SHORTEST.max(begun.elapsed() * PART);
            if stamps != known {
                known = stamps;
                app.reload();
                app.now().prepare();
            }
        }
    })?;
    Ok(Watch { stop, thread })
}
