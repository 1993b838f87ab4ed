//! Files in one archive.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A ZIP with files under their names. The same files give the same bytes: no hour gets into it.
///
/// # Errors
///
/// When it would be larger than the format allows.
pub(in crate::document) fn pack<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Word and PDF files are packed already.
        let method = match name.rsplit_once('.') {
            Some((_, "docx" | "pdf")) => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        zip.start_file(name, SimpleFileOptions::DEFAULT.compression_method(method))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
