//! What is known of who became whom: what the records say, and what a person confirmed.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::Catalogue;
use crate::catalogue::lineage::{Confirmed, Verdict, base_code};
use crate::catalogue::procedure::Procedure;

/// Links from codes of the older revision to codes of the newer one.
#[derive(Debug, Default)]
pub(super) struct Links<'a> {
    /// By newer code, then by older code.
    pub(super) by_new: BTreeMap<String, BTreeMap<String, Source<'a>>>,
    /// Newer codes by older code.
    pub(super) by_old: BTreeMap<String, BTreeSet<String>>,
}

/// Who says so.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// A record, under this key.
    Record(&'static str),
    /// A person.
    Person(&'a Verdict),
}

impl<'a> Links<'a> {
    pub(super) fn of(old: &Catalogue, new: &Catalogue, confirmed: &'a Confirmed) -> Self {
        let mut links = Self::default();
        let sides = Sides { old, new };
        for heir in new.procedures().chain(old.procedures()) {
            for (former, key) in recorded(heir) {
                links.add(sides.oriented(&former, heir.identity()), Source::Record(key));
            }
        }
        for verdict in confirmed.verdicts().filter(|verdict| verdict.confirms()) {
            for (former, heir) in verdict.pairs() {
                let link = sides
                    .oriented(&former, &heir)
                    .or_else(|| sides.split_off(&former, &heir));
                let contradicted = link.as_ref().is_some_and(|link| links.contradict(link, verdict));
                // What the record says is what was published: the person is asked to settle it (see `tthc check`).
                if !contradicted {
                    links.add(link, Source::Person(verdict));
                }
            }
        }
        links
    }

    fn add(&mut self, link: Option<(String, String)>, source: Source<'a>) {
        let Some((old, new)) = link else { return };
        self.by_old.entry(old.clone()).or_default().insert(new.clone());
        self.by_new.entry(new).or_default().entry(old).or_insert(source);
    }

    /// Whether records say something else of the older code than a person does: heirs that the person does not name.
    fn contradict(&self, (old, _): &(String, String), verdict: &Verdict) -> bool {
        let named = |code: &String| verdict.heirs().chain(verdict.formers()).any(|named| named == *code);
        let by_record = |heir: &&String| {
            let source = self.by_new.get(*heir).and_then(|olds| olds.get(old));
            matches!(source, Some(Source::Record(_)))
        };
        let heirs = self.by_old.get(old).into_iter().flatten();
        let recorded: Vec<&String> = heirs.filter(by_record).collect();
        !recorded.is_empty() && !recorded.into_iter().all(named)
    }
}

/// Codes a record says it replaces or was merged from, with the key that says so.
pub(super) fn recorded(heir: &Procedure) -> impl Iterator<Item = (String, &'static str)> {
    let replaces = heir.replaces.iter().map(|code| (base_code(code), "thay_the"));
    replaces.chain(heir.merged_from.iter().map(|code| (base_code(code), "hop_nhat_tu")))
}

struct Sides<'a> {
    old: &'a Catalogue,
    new: &'a Catalogue,
}

impl Sides<'_> {
    /// The link as it runs from the older revision to the newer one; revisions may be compared backwards. Only what is gone
    /// from the one side can have become something of the other.
    fn oriented(&self, former: &str, heir: &str) -> Option<(String, String)> {
        let gone = |code: &str, from: &Catalogue, at: &Catalogue| from.get(code).is_none() && at.get(code).is_some();
        if gone(former, self.new, self.old) && self.new.get(heir).is_some() {
            Some((former.to_owned(), heir.to_owned()))
        } else if gone(former, self.old, self.new) && self.old.get(heir).is_some() {
            Some((heir.to_owned(), former.to_owned()))
        } else {
            None
        }
    }

    /// A procedure that lives on and of which a part became a new one.
    fn split_off(&self, former: &str, heir: &str) -> Option<(String, String)> {
        let both = |code: &str| self.old.get(code).is_some() && self.new.get(code).is_some();
        let only = |code: &str, at: &Catalogue, other: &Catalogue| at.get(code).is_some() && other.get(code).is_none();
        if !both(former) {
            None
        } else if only(heir, self.new, self.old) {
            Some((former.to_owned(), heir.to_owned()))
        } else if only(heir, self.old, self.new) {
            Some((heir.to_owned(), former.to_owned()))
        } else {
            None
        }
    }
}
