//! Whole processes with the time they take and the memory they take at most, as the kernel counts them when they end.

use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

/// First argument of a program that is started to run another one and tell what that took: the kernel counts the memory of
/// all children of a process together, so each is the only child of one.
const CHILD: &str = "--measured";

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) seconds: f64,
    /// Seconds of all cores together.
    pub(crate) processor: f64,
    pub(crate) megabytes: u64,
}

/// Runs a program to its end; what it prints goes to a file. Says what it took, or what it printed when it failed.
pub(crate) fn measured(program: &str, arguments: &[&str], output: &Path) -> Result<Taken, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = output.display().to_string();
    let told = Command::new(own)
        .args([CHILD, output.as_str(), program])
        .args(arguments)
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&told.stdout);
    let figures: Vec<f64> = text
        .split_whitespace()
        .filter_map(|figure| figure.parse().ok())
        .collect();
    match figures.as_slice() {
        [seconds, processor, megabytes] if told.status.success() => Ok(Taken {
            seconds: *seconds,
            processor: *processor,
            megabytes: *megabytes as u64,
        }),
        _ => Err(String::from_utf8_lossy(&told.stderr).into_owned()),
    }
}

/// Does what [`measured`] started this process for; nothing when it was started by somebody else.
pub(crate) fn measure() -> Option<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next()? != CHILD {
        return None;
    }
    let output = File::create(arguments.next()?).expect("the folder is ours");
    let mut command = Command::new(arguments.next()?);
    command.args(arguments).stdin(Stdio::null()).stdout(output);
    let started = Instant::now();
    let status = command.status().expect("the program was just built");
    let seconds = started.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("a process may ask what it took");
    let processor =
        [usage.user_time(), usage.system_time()].map(|time| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6);
    println!("{seconds} {} {}", processor.iter().sum::<f64>(), usage.max_rss() / 1024);
    // 1 says that something was found.
    Some(if status.code().is_some_and(|code| code < 2) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
