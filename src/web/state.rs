//! The catalogue as it is shown: loaded once with its index, and replaced whole when its files change.

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use rayon::ThreadPool;
use thiserror::Error;
use tokio::sync::Semaphore;

use super::assets::Assets;
use super::connection::Shares;
use super::decide::Undone;
use super::labels::Labels;
use super::people::People;
use super::planned::Planned;
use super::server::Options;
use super::threads;
use super::views::board::Board;
use super::views::compare::Compared;
use crate::catalogue::Catalogue;
use crate::catalogue::files::Stamp;
use crate::catalogue::lineage::Confirmed;
use crate::catalogue::load::{LoadError, Loaded};
use crate::catalogue::revision::{RevisionError, Revisions};
use crate::catalogue::values::Date;
use crate::diff::approval::Approvals;
use crate::diff::compare;
use crate::diff::history::Timeline;
use crate::finding::Finding;
use crate::progress::Silent;
use crate::proposal::health::Health;
use crate::proposal::what_if::Standing;
use crate::review::chains::{Chains, Link, Linked};
use crate::review::decision::{Assessments, Decisions};
use crate::review::rank::{Ranking, Wishes, rank};
use crate::review::{self, control};
use crate::search::{Search, SearchError};
use crate::templates::Templates;

/// Requests that are worked on at once; further ones are told to come back.
const MOST_AT_WORK: usize = 64;

/// Heavy answers that are made or sent at once, each of which may fill tens of megabytes; and those of one address.
pub(super) const MOST_HEAVY: usize = 8;
const MOST_HEAVY_OF_ONE: usize = MOST_HEAVY / 2;

/// Comparisons that are kept; beyond that they are worked out anew.
const MOST_COMPARED: usize = 8;

/// Choices of decisions whose proposals are kept, those asked for last.
const MOST_PLANNED: usize = 4;

/// Folders beside the revisions whose files are looked at too: decisions, the office's lexicon, and approvals.
const BESIDE: [&str; 3] = ["ra_soat", "tu_dien", "thay_doi_da_duyet"];

/// Everything a request may need.
pub(super) struct App {
    /// Where the revisions are.
    pub(super) revisions: Revisions,
    /// The revision asked for when the server was started.
    pinned: Option<String>,
    /// Templates of pages and documents.
    pub(super) templates: Templates,
    /// Labels in every language.
    pub(super) labels: Labels,
    /// Style and script.
    pub(super) assets: Assets,
    /// Who may come in.
    pub(super) people: People,
    /// What the operator asked for.
    pub(super) options: Options,
    /// Places for requests that are worked on.
    pub(super) places: Arc<Semaphore>,
    /// Places for heavy answers, from when they are made until they are sent.
    pub(super) heavy: Arc<Semaphore>,
    /// How many of these each address has.
    pub(super) heavy_shares: Arc<Shares>,
    /// Stamps of the files from before they were read.
    pub(super) stamps_at_start: Vec<(String, Stamp)>,
    /// What was written last, so that it can be taken back.
    pub(super) undone: Undone,
    /// Threads that search; the common ones where the system gives none.
    searching: Option<ThreadPool>,
    current: RwLock<Arc<Snapshot>>,
    /// What was shown before and may still be read from.
    retired: Mutex<Vec<Arc<Snapshot>>>,
    trouble: RwLock<Option<String>>,
    /// Held while files are read: what was read later never gives way to what was read before.
    reading: Mutex<()>,
}

/// The catalogue and the decisions on it at one moment.
pub(super) struct Snapshot {
    /// The catalogue; it stays when only decisions change.
    base: Arc<Base>,
    /// What was decided of its procedures, as far as the files can be read.
    pub(super) decisions: Decisions,
    /// One finding for each mistake in a decision's file that could not be read as it is.
    pub(super) unreadable: Vec<Finding>,
    /// What reviewers think, each by themselves; shown only to those who may see it.
    pub(super) assessments: Assessments,
    problems: OnceLock<Vec<Finding>>,
    board: OnceLock<Board>,
    /// Proposals that were asked for, by the files of their decisions; the last one asked for last.
    planned: Mutex<Vec<(BTreeSet<String>, Arc<Planned>)>>,
}

/// The catalogue at one moment, and what follows from it alone.
pub(super) struct Base {
    /// Its procedures and what stands beside them.
    pub(super) catalogue: Arc<Catalogue>,
    /// One finding for each mistake in a file that could not be read as it is.
    pub(super) broken: Vec<Finding>,
    /// Its index.
    pub(super) search: Search,
    /// The day it is judged by: its own date, or today where it has none.
    pub(super) day: Date,
    revisions: Revisions,
    findings: OnceLock<Findings>,
    linked: OnceLock<Linked>,
    links: OnceLock<Links>,
    timeline: OnceLock<Timeline>,
    ranking: OnceLock<Ranking>,
    /// Comparisons that were asked for, by the places of their revisions in the timeline.
    compared: Mutex<HashMap<(usize, usize), Arc<Compared>>>,
    standing: OnceLock<Option<Standing>>,
}

impl Deref for Snapshot {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.base
    }
}

/// What the review finds.
#[derive(Debug)]
struct Findings {
    /// Most urgent first.
    all: Vec<Finding>,
    by_code: HashMap<String, Vec<usize>>,
}

/// Results that are papers of other procedures.
#[derive(Debug, Default)]
pub(super) struct Links {
    all: Vec<Link>,
    needs: HashMap<String, Vec<usize>>,
    needed_by: HashMap<String, Vec<usize>>,
}

/// Why there is nothing to show.
#[derive(Debug, Error)]
pub enum StateError {
    /// There is no such revision.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// It cannot be read at all.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// It cannot be searched.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// It says no day, and neither does the clock.
    #[error("catalogue.yaml has no usable date (ngay), and the clock shows none")]
    NoDay,
}

impl App {
    /// Loads the catalogue.
    pub(super) fn load(
        revisions: Revisions,
        pinned: Option<String>,
        templates: Templates,
        labels: Labels,
        people: People,
        options: Options,
    ) -> Result<Self, StateError> {
        threads::set_up_common();
        // A file that changes while it is read is read again.
        let stamps_at_start = revisions.stamped(&BESIDE);
        let snapshot = Snapshot::load(&revisions, pinned.as_deref(), &options)?;
        Ok(Self {
            revisions,
            pinned,
            templates,
            labels,
            assets: Assets::new(),
            people,
            places: Arc::new(Semaphore::new(MOST_AT_WORK)),
            heavy: Arc::new(Semaphore::new(MOST_HEAVY)),
            heavy_shares: Shares::new(MOST_HEAVY_OF_ONE, &options.people.proxies),
            options,
            stamps_at_start,
            searching: threads::searching().ok(),
            current: RwLock::new(Arc::new(snapshot)),
            retired: Mutex::default(),
            trouble: RwLock::new(None),
            reading: Mutex::default(),
            undone: Undone::default(),
        })
    }

    /// Searches, on the threads that are for that.
    pub(super) fn searched<T: Send>(&self, search: &Search, ask: impl FnOnce(&Search) -> T + Send) -> T {
        match &self.searching {
            Some(threads) => threads.install(|| ask(search)),
            None => ask(search),
        }
    }

    /// The catalogue as it is now. A request keeps to one, so that a page is of one piece.
    pub(super) fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Why the files of now are not shown, when they cannot be.
    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The stamps of every file that is shown or that what is shown depends on.
    pub(super) fn stamps(&self) -> Vec<(String, Stamp)> {
        self.revisions.stamped(&BESIDE)
    }

    /// Reads the files again. Where they cannot be read at all, what was shown stays, and why is said.
    pub(super) fn reload(&self) {
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = Snapshot::load(&self.revisions, self.pinned.as_deref(), &self.options);
        let trouble = match loaded {
            Ok(snapshot) => {
                self.show(snapshot);
                None
            }
            Err(error) => Some(with_causes(&error)),
        };
        *self.trouble.write().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    /// Reads the decisions again: what follows from the catalogue alone stays as it is.
    pub(super) fn reload_decisions(&self) {
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let base = Arc::clone(&self.now().base);
        self.show(Snapshot::of(base));
    }

    fn show(&self, snapshot: Snapshot) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, Arc::new(snapshot));
        drop(current);
        self.retired().push(before);
    }

    /// Lets go of what nobody reads from any more. Taking a whole catalogue apart takes longer than answering: nobody who
    /// waits for a page is to do it.
    pub(super) fn sweep(&self) {
        let (unused, used) = std::mem::take(&mut *self.retired())
            .into_iter()
            .partition::<Vec<_>, _>(|snapshot| Arc::strong_count(snapshot) == 1);
        self.retired().extend(used);
        drop(unused);
    }

    fn retired(&self) -> MutexGuard<'_, Vec<Arc<Snapshot>>> {
        self.retired.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Snapshot {
    fn load(revisions: &Revisions, pinned: Option<&str>, options: &Options) -> Result<Self, StateError> {
        Ok(Self::of(Arc::new(Base::load(revisions, pinned, options)?)))
    }

    /// A catalogue with the decisions of now.
    fn of(base: Arc<Base>) -> Self {
        let folder = Decisions::folder(base.revisions.root());
        let (decisions, mut unreadable) = Decisions::load(&folder);
        let (assessments, _) = Assessments::load(&folder);
        unreadable.extend(decisions.astray(&base.revisions, &[base.catalogue.name()]));
        Self {
            base,
            decisions,
            unreadable,
            assessments,
            problems: OnceLock::new(),
            board: OnceLock::new(),
            planned: Mutex::default(),
        }
    }

    /// What `tthc check` says is wrong with its files and with those beside it, most urgent first.
    pub(super) fn problems(&self) -> &[Finding] {
        self.problems.get_or_init(|| {
            let mut health = Health::new(&self.revisions);
            health.look_at(&self.catalogue, self.broken.clone());
            let mut problems = health.findings(&self.revisions);
            problems.sort_by(|a, b| (a.severity, &a.place).cmp(&(b.severity, &b.place)));
            problems
        })
    }

    /// The procedures to look at, in the order of the ranking.
    pub(super) fn board(&self) -> &Board {
        self.board.get_or_init(|| Board::of(self))
    }

    /// The proposal of the decisions in some files.
    pub(super) fn planned(&self, templates: &Templates, files: &BTreeSet<String>) -> Arc<Planned> {
        let kept = || self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |kept: &[(BTreeSet<String>, Arc<Planned>)]| {
            let known = kept.iter().find(|(own, _)| own == files);
            known.map(|(_, planned)| Arc::clone(planned))
        };
        if let Some(known) = known(&kept()) {
            return known;
        }
        // Nobody who asks for another choice waits for this one.
        let planned = Arc::new(Planned::of(self, templates, files));
        let mut kept = kept();
        if kept.len() >= MOST_PLANNED {
            kept.remove(0);
        }
        kept.push((files.clone(), Arc::clone(&planned)));
        planned
    }

    /// Works out ahead what pages will ask for.
    pub(super) fn prepare(&self) {
        self.base.prepare();
        self.board();
        self.problems();
    }
}

impl Base {
    fn load(revisions: &Revisions, pinned: Option<&str>, options: &Options) -> Result<Self, StateError> {
        let revision = match pinned {
            Some(name) => revisions.find(name)?,
            None => revisions.newest()?,
        };
        let (loaded, search) = rayon::join(
            || Catalogue::load(revision.clone(), &Silent),
            || Search::open(&revision.files, revisions.root(), options.index.as_deref()),
        );
        let Loaded { catalogue, findings } = loaded?;
        Ok(Self {
            day: catalogue
                .settings()
                .day()
                .or_else(Date::today)
                .ok_or(StateError::NoDay)?,
            catalogue: Arc::new(catalogue),
            broken: findings,
            search: search?,
            revisions: revisions.clone(),
            findings: OnceLock::new(),
            linked: OnceLock::new(),
            links: OnceLock::new(),
            timeline: OnceLock::new(),
            ranking: OnceLock::new(),
            compared: Mutex::default(),
            standing: OnceLock::new(),
        })
    }

    /// The folder the revisions and decisions are in.
    pub(super) fn root(&self) -> &Path {
        self.revisions.root()
    }

    /// What the review finds in a procedure, most urgent first.
    pub(super) fn findings(&self, code: &str) -> impl Iterator<Item = &Finding> {
        let findings = self.reviewed();
        let places = findings.by_code.get(code).into_iter().flatten();
        places.filter_map(|at| findings.all.get(*at))
    }

    /// What the review finds, most urgent first.
    pub(super) fn all_findings(&self) -> &[Finding] {
        &self.reviewed().all
    }

    fn reviewed(&self) -> &Findings {
        self.findings.get_or_init(|| {
            let rules = control::active(&self.catalogue);
            let all = review::review(&self.catalogue, self.day, &rules).findings;
            let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, finding) in all.iter().enumerate() {
                if let Some(code) = &finding.code {
                    by_code.entry(code.clone()).or_default().push(at);
                }
            }
            Findings { all, by_code }
        })
    }

    /// In which order to look at procedures as candidates to abolish.
    pub(super) fn ranking(&self) -> &Ranking {
        // Nothing is asked for that there may not be.
        self.ranking
            .get_or_init(|| rank(&self.catalogue, self.day, &Wishes::default()).unwrap_or_default())
    }

    /// Which results are papers of other procedures.
    pub(super) fn links(&self) -> &Links {
        self.links.get_or_init(|| {
            let context = self.linked().context(&self.catalogue, self.day);
            Links::of(Chains::of(&self.catalogue, &context).links())
        })
    }

    /// The same, to be followed further: what a decision that ends a procedure leaves without a source.
    pub(super) fn linked(&self) -> &Linked {
        self.linked.get_or_init(|| Linked::of(&self.catalogue, self.day))
    }

    /// The revisions one after another, the one shown among them. Those that cannot be read are left out.
    pub(super) fn timeline(&self) -> &Timeline {
        self.timeline.get_or_init(|| {
            let folders = self.revisions.folders();
            let names = folders.iter().filter_map(|folder| folder.to_str());
            let found = names.filter_map(|name| self.revisions.find(name).ok());
            let others = found.filter(|revision| revision.name != self.catalogue.name());
            let loaded = others.filter_map(|revision| Some(Arc::new(revision.load().ok()?.catalogue)));
            let mut revisions: Vec<Arc<Catalogue>> = loaded.collect();
            revisions.push(Arc::clone(&self.catalogue));
            revisions.sort_by_cached_key(|revision| (revision.settings().day(), revision.name().to_owned()));
            let (confirmed, _) = Confirmed::load(self.revisions.root());
            Timeline::of(revisions, &confirmed)
        })
    }

    /// Two revisions of the timeline compared, without what somebody has accepted already. It is worked out once.
    pub(super) fn compared(&self, old: usize, new: usize) -> Arc<Compared> {
        let mut known = self.compared.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_COMPARED && !known.contains_key(&(old, new)) {
            known.clear();
        }
        let compared = known.entry((old, new)).or_insert_with(|| {
            let timeline = self.timeline();
            let root = self.revisions.root();
            let mut difference = match timeline.diffs().get(old).filter(|_| new == old + 1) {
                Some(difference) => difference.clone(),
                None => {
                    let (confirmed, _) = Confirmed::load(root);
                    compare(&timeline.revisions()[old], &timeline.revisions()[new], &confirmed)
                }
            };
            let (approvals, _) = Approvals::load(root);
            difference.hide_reviewed(&approvals);
            Arc::new(Compared::new(difference))
        });
        Arc::clone(compared)
    }

    /// What all procedures come to as they are; `None` when it cannot be worked out.
    pub(super) fn standing(&self) -> Option<&Standing> {
        let standing = self
            .standing
            .get_or_init(|| Standing::of(&self.catalogue, self.day).ok());
        standing.as_ref()
    }

    fn prepare(&self) {
        self.reviewed();
        self.links();
        self.timeline();
        self.ranking();
    }
}

impl Links {
    fn of(all: Vec<Link>) -> Self {
        let (mut needs, mut needed_by) = (HashMap::new(), HashMap::new());
        for (at, link) in all.iter().enumerate() {
            let add =
                |map: &mut HashMap<String, Vec<usize>>, code: &str| map.entry(code.to_owned()).or_default().push(at);
            add(&mut needs, &link.needs.code);
            link.from.iter().for_each(|from| add(&mut needed_by, &from.code));
        }
        Self { all, needs, needed_by }
    }

    /// The results of others that a procedure needs, in the order of its papers.
    pub(super) fn needs(&self, code: &str) -> impl Iterator<Item = &Link> {
        self.among(&self.needs, code)
    }

    /// The papers of others that are results of a procedure.
    pub(super) fn needed_by(&self, code: &str) -> impl Iterator<Item = &Link> {
        self.among(&self.needed_by, code)
    }

    fn among<'a>(&'a self, map: &'a HashMap<String, Vec<usize>>, code: &str) -> impl Iterator<Item = &'a Link> {
        let places = map.get(code).into_iter().flatten();
        places.filter_map(|at| self.all.get(*at))
    }
}

/// An error with what caused it, on one line.
pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
