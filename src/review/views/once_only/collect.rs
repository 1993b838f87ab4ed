//! How the matrix is put together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::unlisted::{as_spelt, unlisted_name};
use super::{Asking, Demand, Held, OnceOnly, Unlisted};
use crate::catalogue::settings::HeldPaper;
use crate::catalogue::values::{Date, DocumentNumber, Written};
use crate::catalogue::{Catalogue, Entry, locate_all};
use crate::finding::{Certainty, Finding, Ground, Place, Severity};
use crate::review::papers::{Cuts, HeldPapers, ground_of, is_freed};
use crate::review::prepared::asked_of_all;
use crate::review::rules::of_held_family;
use crate::review::subject::Asked;
use crate::review::views::{Dossiers, Tally};
use crate::review::{RULES, Rule, Subject};
use crate::text;

/// Fewest procedures that ask for a paper of no table before it is worth a row there.
const FEWEST: usize = 2;

/// What one procedure asks for.
struct Asks {
    held: Vec<(Key, Demand, Held, bool)>,
    unlisted: Vec<(String, Demand)>,
}

type Key = (String, String);

/// The matrix of the procedures that `is_in_scope`.
pub fn once_only(catalogue: &Catalogue, day: Date, is_in_scope: impl Fn(&Entry) -> bool + Sync) -> OnceOnly {
    let parameters = &catalogue.settings().parameters;
    let (table, cuts) = (HeldPapers::on(parameters, day), Cuts::on(parameters, day));
    let dossiers = Dossiers::of_catalogue(catalogue, day);
    let entries: Vec<&Entry> = catalogue.entries().iter().filter(|entry| is_in_scope(entry)).collect();
    let view = View {
        catalogue,
        day,
        table: &table,
        cuts: &cuts,
    };
    let mut asks: Vec<(&Entry, Asks)> = entries.par_iter().map(|entry| (*entry, view.asks_of(entry))).collect();
    locate(catalogue, &mut asks);

    let mut papers: BTreeMap<Key, Held> = BTreeMap::new();
    for row in table.rows() {
        for (_, kind) in row.named() {
            let paper = papers.entry(key(kind, &row.database));
            paper.or_insert_with(|| view.paper(kind, row));
        }
    }
    let mut unlisted: BTreeMap<String, Unlisted> = BTreeMap::new();
    for (entry, asks) in asks {
        let count = dossiers.of(entry.procedure.identity());
        for (key, demand, paper, always) in asks.held {
            papers.entry(key).or_insert(paper).add(entry, count, demand, always);
        }
        let mut told: BTreeSet<String> = BTreeSet::new();
        for (words, demand) in asks.unlisted {
            if told.insert(words.clone()) {
                let paper = unlisted
                    .entry(words)
                    .or_insert_with_key(|words| Unlisted::new(words, demand));
                paper.procedures.push(entry.procedure.identity().to_owned());
            }
        }
    }
    let mut unlisted: Vec<Unlisted> = unlisted
        .into_values()
        .filter(|paper| paper.procedures.len() >= FEWEST)
        .collect();
    for paper in &mut unlisted {
        paper.dossiers = paper.procedures.iter().map(|code| dossiers.of(code)).collect();
    }
    unlisted.sort_by(|a, b| (b.procedures.len(), &a.name).cmp(&(a.procedures.len(), &b.name)));
    let mut papers: Vec<Held> = papers.into_values().collect();
    papers.sort_by_key(|paper| {
        let tally = paper.dossiers();
        Reverse((tally.dossiers, tally.procedures()))
    });
    OnceOnly {
        day,
        year: dossiers.year(),
        sources: dossiers.sources().into_iter().map(str::to_owned).collect(),
        rows: table.rows().count(),
        looked_at: entries.len(),
        papers,
        unlisted,
    }
}

fn key(paper: &str, database: &str) -> Key {
    (text::canonical(paper), text::canonical(database))
}

struct View<'a> {
    catalogue: &'a Catalogue,
    day: Date,
    table: &'a HeldPapers<'a>,
    cuts: &'a Cuts<'a>,
}

impl View<'_> {
    fn asks_of(&self, entry: &Entry) -> Asks {
        let subject = Subject::new(&entry.procedure);
        let mut held: Vec<(Key, Demand, Held, bool)> = Vec::new();
        let demand = |asked: &Asked<'_>| Demand {
            yaml_path: asked.name_path(),
            place: Place::file(&entry.source.path),
            case: asked.case.case.clone(),
            text: asked.paper.name.clone(),
            struck_by: None,
        };
        for (asked, row, kinds) in self.table.demands(&subject) {
            for kind in kinds {
                let paper = self.paper(kind, row);
                held.push((
                    key(kind, &row.database),
                    demand(asked),
                    paper,
                    asked_of_all(asked.paper),
                ));
            }
        }
        for (cut, asked) in self.cuts.still_asked(&subject) {
            let ground = ground_of(self.catalogue, cut.clause.as_ref(), &cut.document);
            let path = asked.name_path();
            let database = text::canonical(&cut.database);
            let mut known = held
                .iter_mut()
                .filter(|((_, of), demand, ..)| *of == database && demand.yaml_path == path)
                .peekable();
            if known.peek().is_none() {
                let phrase = cut.papers.first().map_or("", String::as_str);
                let name = self.table.kind_of(phrase).map_or(phrase, |(_, kind)| kind);
                let paper = Held {
                    freed_by: ground.clone(),
                    certainty: self.certainty(None, &cut.document),
                    from: day_of(cut.from.as_ref()),
                    until: day_of(cut.until.as_ref()),
                    ..self.empty(name, &cut.database)
                };
                let demand = Demand {
                    struck_by: Some(ground),
                    ..demand(asked)
                };
                held.push((key(name, &cut.database), demand, paper, asked_of_all(asked.paper)));
            } else {
                known.for_each(|(_, demand, ..)| demand.struck_by = Some(ground.clone()));
            }
        }
        let unlisted = subject.asked().filter_map(|asked| {
            let words = unlisted_name(&asked.words).filter(|_| asked.paper.form.is_none())?;
            let known = self.table.names_one(&asked.paper.name) || is_freed(&subject, asked);
            (!known).then(|| (words, demand(asked)))
        });
        Asks {
            unlisted: unlisted.collect(),
            held,
        }
    }

    fn empty(&self, name: &str, database: &str) -> Held {
        Held {
            name: text::capitalise_first(name),
            family: String::new(),
            database: database.to_owned(),
            freed_by: String::new(),
            certainty: Certainty::Unverified,
            from: None,
            until: None,
            rule: None,
            grounds: Vec::new(),
            asked_by: Vec::new(),
        }
    }

    fn paper(&self, kind: &str, row: &HeldPaper) -> Held {
        let rule = of_held_family(&row.family);
        let iso = self.day.iso();
        let grounds = rule.map_or(&[][..], |rule| rule.grounds).iter().copied();
        Held {
            family: row.family.clone(),
            freed_by: ground_of(self.catalogue, row.clause.as_ref(), &row.document),
            certainty: self.certainty(rule, &row.document),
            from: day_of(row.from.as_ref()),
            until: day_of(row.until.as_ref()),
            rule,
            grounds: grounds
                .filter(|ground| ground.holds(&iso) && !cites(ground, &row.document))
                .collect(),
            ..self.empty(kind, &row.database)
        }
    }

    /// How certain a rule, or any rule, is of a document; what none speaks of has to be verified.
    fn certainty(&self, rule: Option<&Rule>, document: &Written<DocumentNumber>) -> Certainty {
        let all = RULES
            .iter()
            .copied()
            .filter(|other| rule.is_none_or(|rule| rule.id == other.id));
        let mut grounds = all.flat_map(|rule| rule.grounds);
        let ground = grounds.find(|ground| cites(ground, document));
        ground.map_or(Certainty::Unverified, |ground| ground.certainty)
    }
}

fn cites(ground: &Ground, document: &Written<DocumentNumber>) -> bool {
    let before = ground.document.strip_suffix(document.text());
    before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
}

fn day_of(day: Option<&Written<Date>>) -> Option<Date> {
    day?.value().copied()
}

/// Finds the lines of all demands; each file is read once.
fn locate(catalogue: &Catalogue, asks: &mut [(&Entry, Asks)]) {
    let mut places: Vec<&mut Demand> = asks
        .iter_mut()
        .flat_map(|(_, asks)| {
            let held = asks.held.iter_mut().map(|(_, demand, ..)| demand);
            held.chain(asks.unlisted.iter_mut().map(|(_, demand)| demand))
        })
        .collect();
    let mut findings: Vec<Finding> = places
        .iter()
        .map(|demand| Finding::new("", Severity::High, demand.place.clone(), "").at_path(&demand.yaml_path))
        .collect();
    locate_all(catalogue.files(), &mut findings);
    for (demand, finding) in places.iter_mut().zip(findings) {
        demand.place = finding.place;
    }
}

impl Held {
    fn add(&mut self, entry: &Entry, dossiers: Option<u64>, demand: Demand, always: bool) {
        let procedure = &entry.procedure;
        let code = procedure.identity();
        if self.asked_by.last().is_none_or(|asking| asking.code != code) {
            self.asked_by.push(Asking {
                code: code.to_owned(),
                name: procedure.name.clone(),
                field: procedure.field.clone(),
                path: entry.source.path.clone(),
                dossiers,
                always: false,
                places: Vec::new(),
            });
        }
        let Some(asking) = self.asked_by.last_mut() else { return };
        // In a dossier of several cases nobody hands in the papers of all.
        let cases = procedure.dossier.iter().filter(|case| !case.papers.is_empty()).count();
        asking.always |= always && cases == 1;
        asking.places.push(demand);
    }
}

impl Unlisted {
    fn new(words: &str, example: Demand) -> Self {
        Self {
            name: as_spelt(words, &example.text),
            procedures: Vec::new(),
            dossiers: Tally::default(),
            example,
        }
    }
}
