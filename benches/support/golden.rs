//! Golden queries of `benches/golden`.

use std::path::Path;

/// A query and the codes that answer it.
pub(crate) struct Golden {
    pub(crate) style: String,
    pub(crate) words: String,
    pub(crate) codes: Vec<String>,
}

/// The queries of a file.
pub(crate) fn golden(path: &Path) -> Vec<Golden> {
    let text = std::fs::read_to_string(path).expect("the golden queries are in the repository");
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [style, words, codes] = columns.as_slice() else {
                panic!("{}: three columns expected: {line}", path.display());
            };
            Golden {
                style: (*style).to_owned(),
                words: (*words).to_owned(),
                codes: codes.split(' ').map(str::to_owned).collect(),
            }
        })
        .collect()
}
