//! Threads by what they are for: who waits for a page goes first.

use std::thread::available_parallelism;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// How much what nobody waits for gives way, from 0 to 19; and what somebody does who decides or asks for a whole document.
#[cfg(target_os = "linux")]
const READING: i32 = 10;
#[cfg(target_os = "linux")]
const WORKING: i32 = 5;

/// Threads that search and do nothing else: whoever looks for something is not to wait for what a decision makes others work
/// out.
///
/// # Errors
///
/// When the system gives none.
pub(super) fn searching() -> Result<ThreadPool, ThreadPoolBuildError> {
    let threads = ThreadPoolBuilder::new().thread_name(|at| format!("tthc-search-{at}"));
    threads.build()
}

/// Threads that read and review everything when files changed: half of the cores.
///
/// # Errors
///
/// When the system gives none.
pub(super) fn reading() -> Result<ThreadPool, ThreadPoolBuildError> {
    let cores = available_parallelism().map_or(1, usize::from);
    ThreadPoolBuilder::new()
        .num_threads((cores / 2).max(1))
        .thread_name(|_| "tthc-read".to_owned())
        .start_handler(|_| give_way(READING))
        .build()
}

/// The threads all other work shares. They are the process's: where it has used them before, they stay as they are.
pub(super) fn set_up_common() {
    let threads = ThreadPoolBuilder::new().start_handler(|_| give_way(WORKING));
    let _ = threads.build_global();
}

/// Lets other threads go first.
#[cfg(target_os = "linux")]
fn give_way(niceness: i32) {
    // Where it cannot be asked for, it is as it was. Linux takes the number of a thread for that of a process.
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), niceness);
}

#[cfg(not(target_os = "linux"))]
const READING: () = ();
#[cfg(not(target_os = "linux"))]
const WORKING: () = ();

#[cfg(not(target_os = "linux"))]
fn give_way(_: ()) {}
