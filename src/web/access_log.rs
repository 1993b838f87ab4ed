//! The access log: one JSON object a line on standard error.

use std::io::Write;
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
        let Ok(mut line) = serde_json::to_vec(self) else { return };
        line.push(b'\n');
        // Nobody is left to tell when standard error is gone, and the pages are worth more than the log.
        let _ = std::io::stderr().lock().write_all(&line);
    }
}

/// A time in milliseconds with two decimals.
pub(super) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}
