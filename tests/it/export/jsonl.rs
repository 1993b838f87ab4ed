//! JSON Lines hold everything.

use super::{export, imported, load, otherwise, shipped};
use crate::support::{Folder, stdout};

#[test]
fn every_value_of_the_shipped_catalogue_comes_back() {
    let folder = Folder::new(&[]);
    stdout(&export(&folder, &shipped(), "jsonl", "all.jsonl"), 0);
    let (catalogue, back) = (load(&shipped()), imported(&folder, "all.jsonl"));
    let otherwise = otherwise(&catalogue, &back);
    assert!(otherwise.is_empty(), "{otherwise:#?}");
    // FIELDS shows some values in other words; the records themselves are the same too.
    for procedure in catalogue.procedures() {
        assert_eq!(&back.get(procedure.identity()).unwrap().procedure, procedure);
    }
}
