//! What the templates of a comparison see. Add, do not rename: offices have templates of their own.

mod shape;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

pub use self::shape::{
    CandidateView, ChangeView, Choice, ComparisonView, DetailView, FieldView, Figure, LinkView, Nature, PatternView,
    ProcedureView, TotalView,
};
use super::labels;
use super::passages::{self, Passage};
use crate::catalogue::fields;
use crate::diff::words::Mark;
use crate::diff::{
    Burden, Candidate, CatalogueDiff, Change, Kind, Lineage, Pattern, ProcedureDiff, Status, Substance, Total,
};
use crate::document::printable;
use crate::text;

/// What stands where a record names no agency or field.
const UNNAMED: &str = "(không ghi)";

/// A figure of a total, with its heading.
pub(super) type TotalFigure = (&'static str, fn(&Total) -> Decimal);

/// Figures of a total, in the order of the tables. A figure added here is in every format.
pub(super) const FIGURES: &[TotalFigure] = &[
    ("Thủ tục có thay đổi nội dung", |total| {
        total.procedures.into()
    }),
    ("Nhẹ hơn", |total| total.lighter.into()),
    ("Nặng hơn", |total| total.heavier.into()),
    ("Trung tính", |total| total.neutral.into()),
    ("Cần xem", |total| total.unclear.into()),
    ("Bỏ giấy tờ", |total| total.papers.removed.into()),
    ("Thêm giấy tờ", |total| total.papers.added.into()),
    ("Giảm thời hạn", |total| total.deadlines.shortened.into()),
    ("Tăng thời hạn", |total| total.deadlines.lengthened.into()),
    ("Giảm phí", |total| total.fees.lowered.into()),
    ("Tăng phí", |total| total.fees.raised.into()),
];

/// The view of a comparison.
pub fn view(diff: &CatalogueDiff, all: bool) -> ComparisonView {
    let places = Places::of(diff);
    let patterns = PatternIndex::of(&diff.patterns);
    let fields = fields_of(diff, &places, &patterns);
    let changes: Vec<&ChangeView> = fields
        .iter()
        .flat_map(|field| &field.procedures)
        .flat_map(|procedure| &procedure.changes)
        .collect();
    ComparisonView {
        old: printable(&diff.old),
        new: printable(&diff.new),
        notes: diff.selection.notes(),
        all,
        summary: summary(diff),
        burdens: labels::BURDENS
            .map(|burden| {
                choice(
                    burden,
                    labels::burden_sign(burden),
                    labels::burden(burden),
                    &changes,
                    |change| change.nature.is_content && change.nature.burden == Some(burden),
                )
            })
            .into(),
        columns: FIGURES.iter().map(|(name, _)| *name).collect(),
        totals: cells(&diff.totals.all),
        by_field: totals_of(&diff.totals.by_field, &fields),
        by_agency: totals_of(&diff.totals.by_agency, &[]),
        patterns: diff
            .patterns
            .iter()
            .enumerate()
            .map(|(at, pattern)| pattern_view(at + 1, pattern, &places))
            .collect(),
        candidates: diff
            .candidates
            .iter()
            .map(|candidate| candidate_view(candidate, &places))
            .collect(),
        parts: parts_of(&changes),
        kinds: labels::KINDS
            .map(|kind| {
                choice(kind, "", labels::kind(kind), &changes, |change| {
                    change.nature.kind == kind
                })
            })
            .into(),
        substances: labels::SUBSTANCES
            .map(|substance| {
                choice(substance, "", labels::substance(substance), &changes, |change| {
                    change.nature.substance == substance
                })
            })
            .into(),
        statuses: statuses_of(&fields),
        fields,
    }
}

/// A number as Vietnamese readers write it.
fn count(number: usize) -> String {
    text::number(i128::try_from(number).unwrap_or(i128::MAX))
}

fn choice<T>(
    value: T,
    sign: &'static str,
    name: &'static str,
    changes: &[&ChangeView],
    has: impl Fn(&ChangeView) -> bool,
) -> Choice<T> {
    Choice {
        value,
        sign,
        name,
        count: count(changes.iter().filter(|change| has(change)).count()),
    }
}

fn parts_of(changes: &[&ChangeView]) -> Vec<Choice<&'static str>> {
    let keys: BTreeSet<&'static str> = changes.iter().map(|change| change.nature.field).collect();
    let whole = std::iter::once((WHOLE, "Cả thủ tục"));
    whole
        .chain(fields::FIELDS.iter().map(|field| (field.key, field.label)))
        .filter(|(key, _)| keys.contains(key))
        .map(|(key, label)| choice(key, "", label, changes, |change| change.nature.field == key))
        .collect()
}

fn statuses_of(fields: &[FieldView]) -> Vec<Choice<Status>> {
    let procedures = || fields.iter().flat_map(|field| &field.procedures);
    [Status::Added, Status::Changed, Status::Replaced, Status::Removed]
        .map(|status| Choice {
            value: status,
            sign: "",
            name: status.label(),
            count: count(procedures().filter(|procedure| procedure.status == status).count()),
        })
        .into()
}

/// How many procedures fared how, in the words of announcing decisions.
pub(super) fn fates(diff: &CatalogueDiff) -> [(&'static str, usize); 7] {
    let summary = &diff.summary;
    [
        (Status::Added.label(), summary.added),
        (Status::Changed.label(), summary.changed),
        (Status::Replaced.label(), summary.replaced),
        ("Bị thay thế", summary.superseded),
        (Status::Removed.label(), summary.removed),
        ("Chỉ sửa cách viết", summary.restyled),
        ("Không đổi", summary.unchanged),
    ]
}

fn summary(diff: &CatalogueDiff) -> Vec<Figure> {
    fates(diff)
        .into_iter()
        .map(|(name, number)| Figure {
            name,
            count: count(number),
        })
        .collect()
}

fn cells(total: &Total) -> Vec<String> {
    FIGURES.iter().map(|(_, figure)| text::decimal(figure(total))).collect()
}

fn totals_of(totals: &BTreeMap<String, Total>, fields: &[FieldView]) -> Vec<TotalView> {
    sorted_totals(totals)
        .into_iter()
        .map(|(name, total)| TotalView {
            id: fields
                .iter()
                .find(|field| field.name == name)
                .map_or_else(String::new, |field| field.id.clone()),
            name,
            cells: cells(total),
        })
        .collect()
}

/// Totals by name in the order of the Vietnamese alphabet.
pub(super) fn sorted_totals(totals: &BTreeMap<String, Total>) -> Vec<(String, &Total)> {
    let mut rows: Vec<(String, &Total)> = totals.iter().map(|(name, total)| (named(name), total)).collect();
    rows.sort_by_key(|(name, _)| text::collation_key(name));
    rows
}

/// A name that may be missing.
pub fn named(name: &str) -> String {
    if name.trim().is_empty() {
        UNNAMED.to_owned()
    } else {
        printable(name)
    }
}

/// Field of the record that stands for the procedure as a whole.
pub(super) const WHOLE: &str = "thu_tuc";

/// Where each procedure stands on the page.
struct Places {
    by_code: HashMap<String, (String, String)>,
}

impl Places {
    fn of(diff: &CatalogueDiff) -> Self {
        let mut taken = BTreeSet::new();
        let by_code = diff
            .procedures
            .iter()
            .map(|procedure| {
                let mut id = anchor(&procedure.code);
                while !taken.insert(id.clone()) {
                    id.push('_');
                }
                (procedure.code.clone(), (id, printable(&procedure.name)))
            })
            .collect();
        Self { by_code }
    }

    fn id(&self, code: &str) -> String {
        self.by_code
            .get(code)
            .map_or_else(|| anchor(code), |(id, _)| id.clone())
    }

    fn link(&self, code: &str) -> LinkView {
        let (id, name) = self.by_code.get(code).cloned().unwrap_or_default();
        LinkView {
            code: printable(code),
            name,
            id,
        }
    }

    fn links(&self, codes: &[String]) -> Vec<LinkView> {
        codes.iter().map(|code| self.link(code)).collect()
    }
}

/// A code as the name of a place: what is no letter, figure or stop would end the name or need escaping.
fn anchor(code: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
            c
        } else {
            '_'
        }
    };
    format!("t-{}", code.chars().map(plain).collect::<String>())
}

/// Which pattern a change is part of.
pub(super) struct PatternIndex<'a> {
    by_change: HashMap<PatternKey<'a>, (usize, usize)>,
}

type PatternKey<'a> = (&'a str, Kind, Option<&'a str>, Option<&'a str>, &'a str);

impl<'a> PatternIndex<'a> {
    pub(super) fn of(patterns: &'a [Pattern]) -> Self {
        let by_change = patterns
            .iter()
            .enumerate()
            .map(|(at, pattern)| {
                let key = (
                    pattern.field,
                    pattern.kind,
                    pattern.old.as_deref(),
                    pattern.new.as_deref(),
                    pattern.sentence.as_str(),
                );
                (key, (at + 1, pattern.codes.len()))
            })
            .collect();
        Self { by_change }
    }

    /// Number of the pattern and how many procedures share it; zeros for a change of one procedure.
    pub(super) fn number(&self, change: &'a Change) -> (usize, usize) {
        let key = (
            change.field,
            change.kind,
            change.old.as_deref(),
            change.new.as_deref(),
            change.sentence.as_str(),
        );
        self.by_change.get(&key).copied().unwrap_or_default()
    }
}

fn fields_of<'a>(diff: &'a CatalogueDiff, places: &Places, patterns: &PatternIndex<'a>) -> Vec<FieldView> {
    let mut by_field: BTreeMap<String, Vec<ProcedureView>> = BTreeMap::new();
    for procedure in &diff.procedures {
        by_field
            .entry(named(&procedure.field))
            .or_default()
            .push(procedure_view(procedure, places, patterns));
    }
    let mut fields: Vec<(String, Vec<ProcedureView>)> = by_field.into_iter().collect();
    fields.sort_by_key(|(name, _)| text::collation_key(name));
    fields
        .into_iter()
        .enumerate()
        .map(|(at, (name, procedures))| FieldView {
            id: format!("lv-{}", at + 1),
            name,
            count: count(procedures.len()),
            has_content: procedures.iter().any(|procedure| procedure.has_content),
            procedures,
        })
        .collect()
}

fn procedure_view<'a>(procedure: &'a ProcedureDiff, places: &Places, patterns: &PatternIndex<'a>) -> ProcedureView {
    let id = places.id(&procedure.code);
    let changes: Vec<ChangeView> = match whole(procedure) {
        Some((kind, sentence)) => vec![whole_view(&id, kind, sentence)],
        None => procedure
            .changes
            .iter()
            .enumerate()
            .map(|(at, change)| change_view(format!("{id}-{}", at + 1), change, patterns.number(change)))
            .collect(),
    };
    let others = changes.iter().filter(|change| !change.nature.is_content).count();
    ProcedureView {
        id,
        code: printable(&procedure.code),
        name: printable(&procedure.name),
        status: procedure.status,
        status_name: procedure.status.label(),
        place: place(procedure),
        replaces: procedure.replaces.iter().map(|code| printable(code)).collect(),
        lineage: procedure.lineage.as_ref().map(lineage).unwrap_or_default(),
        evidence: procedure
            .lineage
            .iter()
            .flat_map(|lineage| &lineage.evidence)
            .map(|line| printable(line))
            .collect(),
        has_content: changes.iter().any(|change| change.nature.is_content),
        others: if others == 0 { String::new() } else { count(others) },
        changes,
    }
}

/// A procedure that came or went without a change of its own is a change as a whole.
pub(super) fn whole(procedure: &ProcedureDiff) -> Option<(Kind, &'static str)> {
    if !procedure.changes.is_empty() {
        return None;
    }
    Some(match procedure.status {
        Status::Added => (Kind::Added, "Thủ tục mới, không thay thế thủ tục nào"),
        Status::Removed => (Kind::Removed, "Thủ tục không còn trong danh mục mới"),
        Status::Replaced => (Kind::Added, "Thủ tục mới thay thế các thủ tục cũ"),
        Status::Changed => (Kind::Changed, "Thủ tục có thay đổi"),
    })
}

fn whole_view(id: &str, kind: Kind, sentence: &str) -> ChangeView {
    ChangeView {
        id: format!("{id}-1"),
        nature: Nature {
            field: WHOLE,
            label: "Thủ tục".to_owned(),
            kind,
            kind_name: labels::kind(kind),
            burden: None,
            burden_name: "",
            sign: "",
            substance: Substance::Content,
            substance_name: labels::substance(Substance::Content),
            is_content: true,
        },
        sentence: sentence.to_owned(),
        pattern: 0,
        pattern_count: String::new(),
        details: Vec::new(),
        passages: Vec::new(),
    }
}

fn place(procedure: &ProcedureDiff) -> String {
    let levels = procedure.levels.join(", ");
    let parts = [levels.as_str(), procedure.agency.as_str()];
    let known: Vec<String> = parts
        .iter()
        .filter(|part| !part.trim().is_empty())
        .map(|part| printable(part))
        .collect();
    known.join(" · ")
}

/// "hợp nhất, theo hồ sơ thủ tục mới".
pub(super) fn lineage(lineage: &Lineage) -> String {
    let sure = if lineage.confidence < 1.0 {
        format!(", độ tin cậy {}", percent(lineage.confidence))
    } else {
        String::new()
    };
    format!(
        "{}, {}{sure}",
        labels::lineage(lineage.kind),
        labels::source(lineage.source)
    )
}

/// 0.874 → 87%.
fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

fn change_view(id: String, change: &Change, (pattern, shared): (usize, usize)) -> ChangeView {
    let mut view = ChangeView {
        id,
        nature: nature(
            change.field,
            &change.label,
            change.kind,
            change.burden,
            change.substance,
        ),
        sentence: printable(&change.sentence),
        pattern,
        pattern_count: String::new(),
        details: Vec::new(),
        passages: Vec::new(),
    };
    if pattern > 0 {
        view.pattern_count = count(shared);
    } else if change.kind == Kind::Changed || change.details.is_empty() || is_shortened(&change.sentence) {
        // What is exchanged has its old and its new words; details say more only of what came or went.
        view.passages = passages_of(
            change.kind,
            change.old.as_deref(),
            change.new.as_deref(),
            &change.sentence,
        );
    } else {
        view.details = details(change);
    }
    view
}

/// A sentence that had to cut what it quotes: then the whole text is wanted, not only what the title leaves out.
fn is_shortened(sentence: &str) -> bool {
    sentence.contains('…')
}

fn details(change: &Change) -> Vec<DetailView> {
    let mark = if change.kind == Kind::Removed {
        Mark::Removed
    } else {
        Mark::Added
    };
    let details = change.details.iter().map(|detail| DetailView {
        label: printable(&detail.label),
        passages: passages::alone(&detail.value, mark),
    });
    details.collect()
}

fn nature(field: &'static str, label: &str, kind: Kind, burden: Burden, substance: Substance) -> Nature {
    Nature {
        field,
        label: printable(label),
        kind,
        kind_name: labels::kind(kind),
        burden: Some(burden),
        burden_name: labels::burden(burden),
        sign: labels::burden_sign(burden),
        substance,
        substance_name: labels::substance(substance),
        is_content: substance == Substance::Content,
    }
}

/// The texts of a change, unless its sentence already quotes them.
fn passages_of(kind: Kind, old: Option<&str>, new: Option<&str>, sentence: &str) -> Vec<Passage> {
    let quoted = |text: &str| sentence.contains(text.trim().trim_end_matches([' ', '.', ';', ',']));
    match (old, new) {
        _ if kind == Kind::Moved => Vec::new(),
        (Some(old), Some(new)) if quoted(old) && quoted(new) => Vec::new(),
        (Some(old), Some(new)) => passages::between(old, new),
        (Some(old), None) if !quoted(old) => passages::alone(old, Mark::Removed),
        (None, Some(new)) if !quoted(new) => passages::alone(new, Mark::Added),
        _ => Vec::new(),
    }
}

fn pattern_view(number: usize, pattern: &Pattern, places: &Places) -> PatternView {
    PatternView {
        number,
        nature: nature(
            pattern.field,
            &pattern.label,
            pattern.kind,
            pattern.burden,
            pattern.substance,
        ),
        sentence: printable(&pattern.sentence),
        count: count(pattern.codes.len()),
        passages: passages_of(
            pattern.kind,
            pattern.old.as_deref(),
            pattern.new.as_deref(),
            &pattern.sentence,
        ),
        procedures: places.links(&pattern.codes),
    }
}

fn candidate_view(candidate: &Candidate, places: &Places) -> CandidateView {
    CandidateView {
        kind: labels::lineage(candidate.kind),
        old: places.links(&candidate.old),
        new: places.links(&candidate.new),
        confidence: percent(candidate.confidence),
        evidence: candidate.evidence.iter().map(|line| printable(line)).collect(),
    }
}
