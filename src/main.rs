//! The `tthc` program: hands over to [`tthc::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    tthc::cli::main()
}
