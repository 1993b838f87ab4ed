//! Workbooks and Word files are archives; nobody may fill the memory with one.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

/// Most files in one; a workbook of many sheets has some hundred.
const MOST_FILES: usize = 4096;

/// An archive in memory.
pub(super) type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Opens an archive.
pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| not_whole(&error))?;
    if archive.len() > MOST_FILES {
        return Err(format!(
            "it holds {} files, which no workbook or Word file does",
            archive.len()
        ));
    }
    Ok(archive)
}

/// Names of the files in one.
pub(super) fn names(bytes: &[u8]) -> Result<Vec<String>, String> {
    let archive = open(bytes)?;
    let names = archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
    names.collect::<Result<_, _>>().map_err(|error| not_whole(&error))
}

/// One file of it, of at most so many bytes; `None` when it is not there.
pub(super) fn part(archive: &mut Archive<'_>, name: &str, most: u64) -> Result<Option<Vec<u8>>, String> {
    let mut bytes = Vec::new();
    let found = unpack(archive, name, most, &mut bytes)?;
    Ok(found.then_some(bytes))
}

/// Refuses an archive of which one file, or all that are meant together, unpack to more than so many bytes. First by what
/// the archive says of itself, which takes no time, then by what is in it: an archive can lie.
pub(super) fn measure(archive: &mut Archive<'_>, most: impl Fn(&str) -> u64, most_of_all: u64) -> Result<(), String> {
    let mut declared: u64 = 0;
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|error| not_whole(&error))?;
        let name = entry.name().map_err(|error| not_whole(&error))?.into_owned();
        let limit = most(&name);
        if entry.encrypted() {
            return Err("it is locked with a password; save it without one".to_owned());
        }
        if limit == 0 || entry.is_dir() {
            continue;
        }
        declared = declared.saturating_add(entry.size());
        if entry.size() > limit {
            return Err(too_large(&name, limit));
        }
        names.push((name, limit));
    }
    if declared > most_of_all {
        return Err(too_large("all of it", most_of_all));
    }
    let mut left = most_of_all;
    for (name, limit) in names {
        let mut size = Counter(0);
        unpack(archive, &name, limit.min(left), &mut size)?;
        left -= size.0.min(left);
    }
    Ok(())
}

/// Counts what it is given and keeps nothing.
struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unpack(archive: &mut Archive<'_>, name: &str, most: u64, to: &mut impl io::Write) -> Result<bool, String> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(ZipError::FileNotFound) => return Ok(false),
        Err(error) => return Err(not_whole(&error)),
    };
    if entry.size() > most {
        return Err(too_large(name, most));
    }
    let copied =
        io::copy(&mut entry.take(most + 1), to).map_err(|error| format!("it is damaged at {name} ({error})"))?;
    if copied > most {
        return Err(too_large(name, most));
    }
    Ok(true)
}

fn too_large(name: &str, most: u64) -> String {
    format!(
        "{name} unpacks to more than {} MB, far more than a list of procedures has; delete what is empty or foreign in it \
         and save it anew",
        most / 1_048_576
    )
}

fn not_whole(error: &ZipError) -> String {
    format!("it is not a whole file, perhaps cut off while it was copied ({error})")
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive with these files.
    pub(in crate::exchange::import) fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::DEFAULT).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_whatever_it_says_of_itself() {
        let zeros = vec![b' '; 3 * 1024 * 1024];
        let honest = packed(&[("xl/a.xml", &zeros)]);
        let limit = |most: u64| move |_: &str| most;
        let refused = measure(&mut open(&honest).unwrap(), limit(2 * 1024 * 1024), u64::MAX).unwrap_err();
        assert!(refused.starts_with("xl/a.xml unpacks to more than 2 MB"), "{refused}");
        assert!(measure(&mut open(&honest).unwrap(), limit(4 * 1024 * 1024), 1024 * 1024).is_err());
        assert!(measure(&mut open(&honest).unwrap(), limit(4 * 1024 * 1024), u64::MAX).is_ok());
        // Both places where the archive says how large the file is are made to lie.
        let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
        let mut lying = honest;
        while let Some(at) = lying.windows(4).position(|window| window == size) {
            lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
        assert!(measure(&mut open(&lying).unwrap(), limit(2 * 1024 * 1024), u64::MAX).is_err());
    }

    #[test]
    fn half_a_file_is_told() {
        let whole = packed(&[("a", b"text")]);
        assert!(
            open(&whole[..whole.len() / 2])
                .unwrap_err()
                .contains("not a whole file")
        );
    }
}
