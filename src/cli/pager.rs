//! Long output on a terminal goes through a pager, as git does it.

use std::io::{self, IsTerminal, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use super::{output, wrap};

/// Standard output for text that people read, through a pager when it is a terminal.
pub(super) fn lines(wanted: bool) -> Box<dyn Write> {
    let command = pager_of(|name| std::env::var(name).ok());
    let started = command
        .filter(|_| wanted && io::stdout().is_terminal())
        .and_then(|command| Paged::start(&command));
    match started {
        // The width is that of the terminal behind the pager.
        Some(paged) => Box::new(wrap::Wrapping::new(paged, wrap::width())),
        None => Box::new(output::lines()),
    }
}

/// The pager's command; none when it is set to nothing or to `cat`.
fn pager_of(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let named = variable("TTHC_PAGER").or_else(|| variable("PAGER"));
    let command = named.unwrap_or_else(|| "less".to_owned());
    (!command.trim().is_empty() && command.trim() != "cat").then_some(command)
}

/// A pager that is running. It is waited for at the end.
struct Paged {
    child: Child,
    input: Option<Input>,
}

enum Input {
    Coloured(ChildStdin),
    Plain(anstream::StripStream<Box<dyn Write>>),
}

impl Paged {
    /// `None` when it cannot be started: then the terminal itself must do.
    fn start(command: &str) -> Option<Self> {
        let mut shell = shell(command);
        // What fits on the screen is left there, colours are shown, and the screen is not cleared.
        if std::env::var_os("LESS").is_none() {
            shell.env("LESS", "FRX");
        }
        if std::env::var_os("LESSCHARSET").is_none() {
            shell.env("LESSCHARSET", "utf-8");
        }
        let mut child = shell.stdin(Stdio::piped()).spawn().ok()?;
        let input = child.stdin.take()?;
        let input = if output::colour() {
            Input::Coloured(input)
        } else {
            Input::Plain(anstream::StripStream::new(Box::new(input)))
        };
        Some(Self {
            child,
            input: Some(input),
        })
    }

    fn input(&mut self) -> io::Result<&mut dyn Write> {
        match &mut self.input {
            Some(Input::Coloured(input)) => Ok(input),
            Some(Input::Plain(input)) => Ok(input),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut words = command.split_whitespace();
    let mut program = Command::new(words.next().unwrap_or_default());
    program.args(words);
    program
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.input()?.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input()?.flush()
    }
}

impl Drop for Paged {
    fn drop(&mut self) {
        // The pager ends when its input does and its reader has seen enough; how it ends is its own affair.
        self.input = None;
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_is_ours_then_everybodys_then_less() {
        for (ours, everybodys, expected) in [
            (Some("most"), Some("more"), Some("most")),
            (None, Some("more -d"), Some("more -d")),
            (None, None, Some("less")),
            (Some(""), Some("more"), None),
            (None, Some("cat"), None),
        ] {
            let variable = |name: &str| if name == "PAGER" { everybodys } else { ours }.map(str::to_owned);
            assert_eq!(pager_of(variable).as_deref(), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_pager_gets_everything_and_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out");
        let mut paged = Paged::start(&format!("cat > '{}'", file.display())).unwrap();
        paged.write_all("một\nhai\n".as_bytes()).unwrap();
        drop(paged);
        assert_eq!(std::fs::read_to_string(file).unwrap(), "một\nhai\n");
    }
}
