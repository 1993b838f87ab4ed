//! What is settled once when the program is built, so that it starts sooner: a search takes but a few milliseconds.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::Path;

/// The lexicon that ships with the program.
const LEXICON: &str = "catalogue/tu_dien";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={LEXICON}");
    println!(
        "cargo::rustc-env=TTHC_LEXICON={:016x}",
        fingerprint(Path::new(LEXICON))?
    );
    Ok(())
}

/// Tells whether two folders hold the same files.
fn fingerprint(folder: &Path) -> io::Result<u64> {
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        hasher.write(path.as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(path)?);
    }
    Ok(hasher.finish())
}
