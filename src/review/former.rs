//! Offices that have another name, or another successor, since a day: from the lexicon of former names.

use crate::catalogue::Catalogue;
use crate::catalogue::lexicon::{FormerName, Lexicon};
use crate::catalogue::values::{Date, Written};
use crate::text;

/// An office under a name it no longer has.
#[derive(Debug)]
pub(super) struct FormerOffice {
    /// Canonical former name.
    pub(super) name: String,
    /// Former name as people write it.
    pub(super) written: String,
    /// What it is called since.
    pub(super) present: String,
    /// Since when.
    pub(super) since: Date,
}

/// Former names of ministries and departments on a day, longest first. Short names that other words hold ("Cục Thuế tỉnh")
/// are told by whole words.
pub(super) fn offices(catalogue: &Catalogue, day: Date) -> Vec<FormerOffice> {
    let own = catalogue.files().on_disk().and_then(|folder| folder.parent());
    let own = own.map(Lexicon::former_names_of).unwrap_or_default();
    let mut offices: Vec<FormerOffice> = Lexicon::shipped_former_names()
        .iter()
        .chain(&own)
        .filter(|name| name.kind.as_deref() == Some("co_quan"))
        .flat_map(|name| former(name, day))
        .collect();
    offices.sort_by(|a, b| b.name.len().cmp(&a.name.len()).then_with(|| a.name.cmp(&b.name)));
    offices.dedup_by(|a, b| a.name == b.name);
    offices
}

fn former(name: &FormerName, day: Date) -> Vec<FormerOffice> {
    let since = name.since.as_ref().and_then(Written::value).copied();
    let Some(since) = since.filter(|since| *since <= day) else {
        return Vec::new();
    };
    let is_office = |former: &&String| {
        let words = text::canonical(former);
        // "Sở Lao động" is how people speak, and part of longer names.
        (words.starts_with("bộ ")
            || words.starts_with("sở ")
            || words.starts_with("ủy ban ")
            || words.starts_with("tổng cục "))
            && text::syllables(&words).count() >= 3
    };
    let present = name.present.join(", ");
    name.former
        .iter()
        .filter(is_office)
        .filter(|former| {
            !name
                .present
                .iter()
                .any(|present| text::canonical(present).contains(&text::canonical(former)))
        })
        .map(|former| FormerOffice {
            name: text::canonical(former),
            written: former.clone(),
            present: present.clone(),
            since,
        })
        .collect()
}
