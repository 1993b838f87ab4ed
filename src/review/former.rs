//! Offices that have another name, or another successor, since a day: from the lexicon of former names, and from the
//! register of agencies; and where procedures name offices.

use crate::catalogue::Frame;
use crate::catalogue::lexicon::{FormerName, Lexicon};
use crate::catalogue::procedure::{Procedure, Step};
use crate::catalogue::settings::Agency;
use crate::catalogue::values::{Date, Level, Written};
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

/// An agency of the register that has ended.
#[derive(Debug)]
pub(super) struct EndedAgency<'a> {
    /// Canonical name.
    pub(super) name: String,
    /// Who took over; absent when the register does not say.
    pub(super) successor: Option<&'a str>,
}

/// Agencies of the district level that have ended on a day, in the order of the register.
pub(super) fn ended_districts(agencies: &[Agency], day: Date) -> Vec<EndedAgency<'_>> {
    let has_ended = |agency: &&Agency| {
        let district = agency.level.as_ref().and_then(Written::value) == Some(&Level::District);
        let ended = agency.ended.as_ref().and_then(Written::value);
        district && ended.is_some_and(|ended| *ended <= day)
    };
    let ended = agencies.iter().filter(has_ended).map(|agency| EndedAgency {
        name: text::canonical(&agency.name),
        successor: agency.successor.as_deref(),
    });
    ended.collect()
}

/// Lists of agencies of a procedure and where its dossiers are handed in: path, label, words.
pub(super) fn named_in(procedure: &Procedure) -> Vec<(String, &'static str, &str)> {
    let lists = [
        ("co_quan_thuc_hien", "Cơ quan thực hiện", &procedure.executing_agencies),
        (
            "co_quan_tham_quyen",
            "Cơ quan có thẩm quyền",
            &procedure.deciding_agencies,
        ),
        (
            "co_quan_uy_quyen",
            "Cơ quan được ủy quyền",
            &procedure.authorised_agencies,
        ),
        ("co_quan_phoi_hop", "Cơ quan phối hợp", &procedure.coordinating_agencies),
    ];
    let listed = lists.into_iter().flat_map(|(key, label, names)| {
        let names = names.iter().enumerate();
        names.map(move |(at, name)| (format!("{key}[{at}]"), label, name.as_str()))
    });
    let address = procedure.reception_address.as_deref();
    let address = address.map(|address| ("dia_chi_tiep_nhan".to_owned(), "Địa chỉ tiếp nhận", address));
    listed.chain(address).collect()
}

/// Who acts in a step, in the form of [`named_in`].
pub(super) fn actor_of(at: usize, step: &Step) -> Option<(String, &'static str, &str)> {
    let actor = step.actor.as_deref()?;
    Some((format!("trinh_tu[{at}].co_quan"), "Người thực hiện bước", actor))
}

/// Former names of ministries and departments on a day, longest first. Short names that other words hold ("Cục Thuế tỉnh")
/// are told by whole words.
pub(super) fn offices(catalogue: &Frame, day: Date) -> Vec<FormerOffice> {
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
