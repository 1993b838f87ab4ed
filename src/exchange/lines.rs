//! A catalogue as JSON Lines.

use std::io::{self, Write};

use crate::catalogue::Catalogue;
use crate::progress::{Progress, Stage};

/// Writes each procedure as an object on a line of its own, with the keys of its file; [`import`](super::import) reads them
/// back.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(catalogue: &Catalogue, out: &mut dyn Write, progress: &dyn Progress) -> io::Result<()> {
    progress.begin(Stage::Writing, catalogue.entries().len());
    for entry in catalogue.entries() {
        serde_json::to_writer(&mut *out, &entry.procedure)?;
        out.write_all(b"\n")?;
        progress.advance(1);
    }
    Ok(())
}
