//! Whole processes, beside one another.

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::timing::ratio;

/// Runs a program to its end and forgets what it says.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Option<f64> {
    let started = Instant::now();
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .stdin(Stdio::null());
    command.status().ok()?;
    Some(started.elapsed().as_secs_f64())
}

/// Two things measured in turn.
pub(crate) fn pairs(what: &str, goal: f64, a: impl Fn() -> Option<f64>, b: impl Fn() -> Option<f64>) {
    let (mut a_times, mut b_times) = (Vec::new(), Vec::new());
    for round in 0..31 {
        if let (Some(a), Some(b)) = (a(), b())
            && round > 0
        {
            a_times.push(a);
            b_times.push(b);
        }
    }
    ratio(what, &(a_times, b_times), goal);
}
