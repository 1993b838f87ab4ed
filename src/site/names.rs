//! Names of files that every file system takes: FAT and NTFS know no difference of capitals, and keep some names for themselves.

use std::collections::HashSet;

/// Longest name, in letters; codes are far shorter.
const LONGEST: usize = 60;
/// Names Windows keeps for itself, whatever ending they have.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Gives names, none twice.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name without an ending for what is called so: letters, figures, `.`, `-` and `_` of it, where another has that name
    /// already with a number behind it.
    pub(super) fn name(&mut self, called: &str) -> String {
        let plain = plain(called);
        let mut name = plain.clone();
        let mut number = 2;
        while !self.0.insert(name.to_ascii_lowercase()) {
            name = format!("{plain}-{number}");
            number += 1;
        }
        name
    }
}

fn plain(called: &str) -> String {
    let kept = called.trim().chars().take(LONGEST).map(|c| {
        let plain = c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if plain { c } else { '-' }
    });
    let name: String = kept.collect();
    // A stop at either end hides a file, or is dropped.
    let name = name.trim_matches(['.', '-']);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    match name {
        "" => "khong-ten".to_owned(),
        name if RESERVED.contains(&stem.as_str()) => format!("_{name}"),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_system_takes_the_names() {
        let mut names = Names::default();
        for (called, name) in [
            ("1.001193", "1.001193"),
            ("1.001193.H01", "1.001193.H01"),
            ("1.001193.h01", "1.001193.h01-2"),
            ("a/b\\c:d*e?", "a-b-c-d-e"),
            ("..", "khong-ten"),
            ("", "khong-ten-2"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("Đất đai", "t--ai"),
        ] {
            assert_eq!(names.name(called), name, "{called:?}");
        }
        assert!(names.name(&"x".repeat(500)).len() <= LONGEST);
    }
}
