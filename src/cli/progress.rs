//! How far long work has come, on the terminal. The one door to the library that draws it.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::progress::{Progress, Stage};
use crate::text;

/// Work that is done sooner shows nothing: a line that flashes tells nobody anything.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the line is drawn anew, and how often a second it may change.
const TICK: (Duration, u8) = (Duration::from_millis(200), 10);

/// A line on standard error that says how far the work is, where somebody looks at it; it is gone when the work ends.
#[derive(Debug)]
pub(super) struct Bar {
    begun: Instant,
    watched: Watched,
    bar: ProgressBar,
    stage: Mutex<Option<Stage>>,
    shown: AtomicBool,
}

/// Which streams somebody looks at.
#[derive(Debug, Clone, Copy)]
struct Watched {
    error: bool,
    output: bool,
}

impl Watched {
    /// Whether a stage is shown of work that began so long ago. Results that are written to the terminal show by themselves
    /// how far it is, and a line between them would be in the way.
    fn shows(self, stage: Stage, since: Duration) -> bool {
        self.error && since >= PATIENCE && !(self.output && stage == Stage::Writing)
    }
}

impl Bar {
    /// Nothing is shown yet.
    pub(super) fn new() -> Self {
        Self {
            begun: Instant::now(),
            watched: Watched {
                error: io::stderr().is_terminal(),
                output: io::stdout().is_terminal(),
            },
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            stage: Mutex::new(None),
            shown: AtomicBool::new(false),
        }
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        self.stage.lock().map(|mut stage| *stage = None).unwrap_or_default();
        if self.shown.swap(false, Ordering::Relaxed) {
            self.bar.disable_steady_tick();
            self.bar.finish_and_clear();
            self.bar.set_draw_target(ProgressDrawTarget::hidden());
        }
    }

    /// Lets something else be written to standard error, without the line in between.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// Shows the line when it is time.
    fn show(&self) {
        if !self.watched.error || self.shown.load(Ordering::Relaxed) {
            return;
        }
        let stage = self.stage.lock().map(|stage| *stage).unwrap_or_default();
        let due = stage.is_some_and(|stage| self.watched.shows(stage, self.begun.elapsed()));
        if due && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(TICK.1));
            self.bar.enable_steady_tick(TICK.0);
        }
    }
}

impl Progress for Bar {
    fn begin(&self, stage: Stage, steps: usize) {
        if !self.watched.shows(stage, PATIENCE) {
            self.end();
            return;
        }
        self.stage.lock().map(|mut now| *now = Some(stage)).unwrap_or_default();
        // A tick in between draws what is new with what is old: the count comes first, its name last.
        self.bar.set_length(steps as u64);
        self.bar.reset();
        self.bar.set_style(style(steps));
        self.bar.set_message(label(stage));
        self.show();
    }

    fn advance(&self, steps: usize) {
        if self.watched.error {
            self.bar.inc(steps as u64);
            self.show();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}

/// What a stage is called.
fn label(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "Đọc tệp",
        Stage::Preparing => "Chuẩn bị so sánh",
        Stage::Reviewing => "Rà soát",
        Stage::Writing => "Ghi kết quả",
    }
}

/// How the line looks: with a bar where it is known how much there is to do.
fn style(steps: usize) -> ProgressStyle {
    let template = match steps {
        0 => "{spinner} {msg} … {elapsed}",
        _ => "{msg} {bar:30} {done} · còn {eta}",
    };
    let done = |state: &ProgressState, out: &mut dyn Write| {
        let number = |number: u64| text::number(number);
        // Nothing is left to do when the terminal cannot be written to.
        let _ = write!(
            out,
            "{}/{}",
            number(state.pos()),
            number(state.len().unwrap_or_default())
        );
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("done", done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_work_somebody_looks_at_is_shown() {
        let shows =
            |error, output, stage, millis| Watched { error, output }.shows(stage, Duration::from_millis(millis));
        assert!(shows(true, false, Stage::Reading, 500));
        assert!(shows(true, true, Stage::Reviewing, 10_000));
        assert!(!shows(true, true, Stage::Reading, 499), "short work");
        assert!(!shows(false, true, Stage::Reviewing, 10_000), "a pipe");
        assert!(shows(true, false, Stage::Writing, 10_000));
        assert!(
            !shows(true, true, Stage::Writing, 10_000),
            "the results are on the terminal themselves"
        );
    }

    #[test]
    fn every_stage_has_a_line() {
        for stage in [Stage::Reading, Stage::Preparing, Stage::Reviewing, Stage::Writing] {
            assert!(!label(stage).is_empty());
        }
        for template in [0, 1] {
            let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::hidden());
            bar.set_style(style(template));
        }
    }
}
