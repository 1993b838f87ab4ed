//! The access log: one JSON object a line on standard error.

use std::io::Write;
use std::net::IpAddr;
use std::time::Duration;

use serde::Serialize;

/// One answer. What was asked is left out unless the operator wants it: it may name people.
#[derive(Debug, Serialize)]
pub(super) struct Access<'a> {
    /// When it was given.
    pub(super) time: String,
    /// Method.
    pub(super) method: &'a str,
    /// Path without the query.
    pub(super) path: &'a str,
    /// The query, where it is logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) query: Option<&'a str>,
    /// Login of who asked, where they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user: Option<&'a str>,
    /// Status.
    pub(super) status: u16,
    /// Bytes of the body as it was sent.
    pub(super) bytes: usize,
    /// How long it took to make, in milliseconds.
    pub(super) ms: f64,
}

impl Access<'_> {
    /// Writes the line.
    pub(super) fn write(&self) {
        write(self);
    }
}

/// Something about who comes and goes.
#[derive(Debug, Serialize)]
pub(super) struct Event<'a> {
    /// When it happened.
    time: String,
    /// What: `login`, `logout`, `login_failed`, `login_delayed`.
    event: &'static str,
    /// Login that was typed, or of who did it; absent when what was typed cannot be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<&'a str>,
    /// Where the connection came from.
    peer: IpAddr,
}

impl<'a> Event<'a> {
    /// Something that happened just now.
    pub(super) fn new(event: &'static str, login: Option<&'a str>, peer: IpAddr) -> Self {
        Self {
            time: jiff::Timestamp::now().to_string(),
            event,
            login,
            peer,
        }
    }

    /// Writes the line.
    pub(super) fn write(&self) {
        write(self);
    }
}

/// Writes a line.
fn write(line: &impl Serialize) {
    let Ok(mut line) = serde_json::to_vec(line) else { return };
    line.push(b'\n');
    // Nobody is left to tell when standard error is gone, and the pages are worth more than the log.
    let _ = std::io::stderr().lock().write_all(&line);
}

/// Writes what went wrong, which only the operator is told.
pub(super) fn trouble(error: &str, path: &str) {
    write(&serde_json::json!({ "error": error, "path": path }));
}

/// A time in milliseconds with two decimals.
pub(super) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}
