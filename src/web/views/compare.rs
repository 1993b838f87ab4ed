//! What the templates of the comparison see: the views of the comparison as a document, cut down to what is asked for.

use std::collections::HashSet;

use serde::Serialize;

use crate::diff::{Burden, CatalogueDiff, Status};
use crate::document::comparison::views::{
    self, CandidateView, ChangeView, Choice, ComparisonView, FieldView, Figure, PatternView, ProcedureView,
};
use crate::text;
use crate::web::layout::count;
use crate::web::reply::Problem;
use crate::web::visit::{LANGUAGE, Parameters, THEME, Visit};

/// Path of the page.
const PATH: &str = "/so-sanh";
/// Procedures on a page.
const PROCEDURES: usize = 30;
/// Changes of a procedure that the list shows.
const CHANGES: usize = 6;
/// Changes shared by many procedures that the page shows.
const PATTERNS: usize = 12;
/// Parameters that narrow a comparison.
const FILTERS: [&str; 5] = ["field", "agency", "status", "burden", "part"];
/// Formats a comparison can be had in.
const DOWNLOADS: [(&str, &str); 3] = [("xlsx", "Excel"), ("md", "Markdown"), ("html", "HTML")];

/// Two revisions compared, and how the comparison is shown.
#[derive(Debug)]
pub(in crate::web) struct Compared {
    /// The comparison.
    pub(in crate::web) difference: CatalogueDiff,
    /// Its view.
    pub(in crate::web) view: ComparisonView,
}

impl Compared {
    /// A comparison with its view.
    pub(in crate::web) fn new(difference: CatalogueDiff) -> Self {
        let view = views::view(&difference, false);
        Self { difference, view }
    }
}

/// What of a comparison is asked for.
#[derive(Debug)]
pub(in crate::web) struct Wanted {
    asked: Parameters,
    field: Option<String>,
    agency: Option<String>,
    status: Option<String>,
    burden: Option<String>,
    part: Option<String>,
    /// Also changes of spelling, format and names of offices.
    all: bool,
}

/// The page.
#[derive(Debug, Serialize)]
pub(in crate::web) struct CompareView<'a> {
    old: &'a str,
    new: &'a str,
    revisions: Vec<&'a str>,
    /// Filters to keep when other revisions are chosen.
    kept: Vec<(&'static str, String)>,
    summary: Vec<FigureView<'a>>,
    burdens: Vec<FilterView<'a>>,
    statuses: Vec<FilterView<'a>>,
    parts: Vec<FilterView<'a>>,
    columns: Vec<&'a str>,
    totals_row: &'a [String],
    by_field: Vec<TotalRow<'a>>,
    by_agency: Vec<TotalRow<'a>>,
    patterns: &'a [PatternView],
    more_patterns: String,
    candidates: &'a [CandidateView],
    chips: Vec<(String, String)>,
    all: bool,
    switch_all: String,
    shown: String,
    procedures: Vec<Item<'a>>,
    previous: Option<String>,
    next: Option<String>,
    page_number: usize,
    pages: usize,
    downloads: Vec<(String, &'static str)>,
    /// The revisions as parameters of links to one procedure.
    query: String,
}

/// How many procedures fared in a way.
#[derive(Debug, Serialize)]
struct FigureView<'a> {
    name: &'a str,
    count: &'a str,
}

/// A value to filter by.
#[derive(Debug, Serialize)]
struct FilterView<'a> {
    key: String,
    sign: &'a str,
    name: &'a str,
    count: &'a str,
    address: String,
    chosen: bool,
}

/// A row of a table of totals.
#[derive(Debug, Serialize)]
struct TotalRow<'a> {
    name: &'a str,
    cells: &'a [String],
    address: String,
    chosen: bool,
}

/// A procedure that differs.
#[derive(Debug, Serialize)]
struct Item<'a> {
    code: &'a str,
    name: &'a str,
    status: Status,
    status_name: &'a str,
    place: &'a str,
    replaces: &'a [String],
    changes: Vec<Line<'a>>,
    more: String,
}

/// A change on one line.
#[derive(Debug, Serialize)]
struct Line<'a> {
    burden: Option<Burden>,
    sign: &'static str,
    name: &'a str,
    sentence: &'a str,
    /// Number of the change that many procedures share; 0 for none.
    pattern: usize,
    count: &'a str,
}

/// One procedure.
#[derive(Debug, Serialize)]
pub(in crate::web) struct OneView<'a> {
    old: &'a str,
    new: &'a str,
    code: &'a str,
    /// Nothing when it does not differ.
    procedure: Option<&'a ProcedureView>,
    content: Vec<&'a ChangeView>,
    /// Changes that are not of content.
    others: Vec<&'a ChangeView>,
    side: bool,
    switch_side: String,
    back: String,
    previous: Option<String>,
    next: Option<String>,
    place: usize,
    of: usize,
    /// The procedure's own page, where the revision shown has it.
    current: bool,
}

impl Wanted {
    /// What an address asks for.
    pub(in crate::web) fn of(parameters: &Parameters) -> Self {
        let get = |name: &str| parameters.get(name).map(str::to_owned);
        Self {
            asked: parameters.without(&[LANGUAGE, THEME]),
            field: get("field"),
            agency: get("agency"),
            status: get("status"),
            burden: get("burden"),
            part: get("part"),
            all: parameters.is_on("all"),
        }
    }

    fn wants_change(&self, change: &ChangeView) -> bool {
        let nature = &change.nature;
        (self.all || nature.is_content)
            && self.part.as_deref().is_none_or(|part| part == nature.field)
            && self
                .burden
                .as_deref()
                .is_none_or(|burden| nature.burden.is_some_and(|own| key(&own) == burden))
    }

    fn changes<'a>(&self, procedure: &'a ProcedureView) -> Vec<&'a ChangeView> {
        let changes = procedure.changes.iter();
        changes.filter(|change| self.wants_change(change)).collect()
    }

    /// The procedures asked for that have a change asked for, in the order of the comparison.
    fn procedures<'a>(&self, compared: &'a Compared) -> Vec<&'a ProcedureView> {
        let of_field = |field: &&FieldView| {
            let same = |wanted: &String| text::fold(wanted) == text::fold(&field.name);
            self.field.as_ref().is_none_or(same)
        };
        let of_agency = self.agency.as_deref().map(|agency| of_agency(compared, agency));
        let wanted = |procedure: &&ProcedureView| {
            let status = self.status.as_deref();
            status.is_none_or(|status| key(&procedure.status) == status)
                && of_agency.as_ref().is_none_or(|codes| codes.contains(&*procedure.code))
                && procedure.changes.iter().any(|change| self.wants_change(change))
        };
        let fields = compared.view.fields.iter().filter(of_field);
        fields.flat_map(|field| &field.procedures).filter(wanted).collect()
    }
}

/// Codes of the procedures of an agency.
fn of_agency<'a>(compared: &'a Compared, agency: &str) -> HashSet<&'a str> {
    let wanted = text::fold(agency);
    let procedures = compared.difference.procedures.iter();
    procedures
        .filter(|procedure| text::fold(&views::named(&procedure.agency)) == wanted)
        .map(|procedure| procedure.code.as_str())
        .collect()
}

/// The view of a comparison.
///
/// # Errors
///
/// When the page asked for has no number.
pub(in crate::web) fn view<'a>(
    visit: &'a Visit,
    compared: &'a Compared,
    wanted: &Wanted,
) -> Result<CompareView<'a>, Problem> {
    let view = &compared.view;
    let asked = wanted.asked.without(&["page"]);
    let found = wanted.procedures(compared);
    let pages = found.len().div_ceil(PROCEDURES).max(1);
    let page = visit.parameters.number("page")?.unwrap_or(1).clamp(1, pages);
    let at = |page: usize| asked.on_page(page).address(PATH);
    let options = Options { visit, asked: &asked };
    let figure = |figure: &'a Figure| FigureView {
        name: visit.word(figure.name),
        count: &figure.count,
    };
    let rows = |totals: &'a [views::TotalView], name: &'static str| {
        let row = |total: &'a views::TotalView| TotalRow {
            name: &total.name,
            cells: &total.cells,
            address: one_value(&asked, name, &total.name).address(PATH),
            chosen: asked.get(name) == Some(&total.name),
        };
        totals.iter().map(row).collect()
    };
    Ok(CompareView {
        old: &view.old,
        new: &view.new,
        revisions: visit
            .state
            .timeline()
            .revisions()
            .iter()
            .map(|revision| revision.name())
            .collect(),
        kept: FILTERS
            .iter()
            .chain(&["all"])
            .filter_map(|name| Some((*name, asked.get(name)?.to_owned())))
            .collect(),
        summary: view.summary.iter().map(figure).collect(),
        burdens: options.of("burden", &view.burdens),
        statuses: options.of("status", &view.statuses),
        parts: options.of("part", &view.parts),
        columns: view.columns.iter().map(|name| visit.word(name)).collect(),
        totals_row: &view.totals,
        by_field: rows(&view.by_field, "field"),
        by_agency: rows(&view.by_agency, "agency"),
        patterns: &view.patterns[..view.patterns.len().min(PATTERNS)],
        more_patterns: more(view.patterns.len(), PATTERNS),
        candidates: &view.candidates,
        chips: chips(visit, &asked, view),
        all: wanted.all,
        switch_all: one_value(&asked, "all", "1").address(PATH),
        shown: count(found.len()),
        procedures: found
            .iter()
            .skip((page - 1) * PROCEDURES)
            .take(PROCEDURES)
            .map(|procedure| item(visit, wanted, procedure))
            .collect(),
        previous: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        page_number: page,
        pages,
        downloads: DOWNLOADS
            .iter()
            .map(|(ending, name)| {
                let parameters = between(view, wanted.all);
                (parameters.address(&format!("{PATH}/tai-ve/so-sanh.{ending}")), *name)
            })
            .collect(),
        query: named(view, &asked).address(""),
    })
}

fn item<'a>(visit: &'a Visit, wanted: &Wanted, procedure: &'a ProcedureView) -> Item<'a> {
    let changes = wanted.changes(procedure);
    let line = |change: &&'a ChangeView| Line {
        burden: change.nature.burden,
        sign: change.nature.sign,
        name: visit.word(match change.nature.burden {
            Some(_) => change.nature.burden_name,
            None => change.nature.kind_name,
        }),
        sentence: &change.sentence,
        pattern: change.pattern,
        count: &change.pattern_count,
    };
    Item {
        code: &procedure.code,
        name: &procedure.name,
        status: procedure.status,
        status_name: visit.word(procedure.status_name),
        place: &procedure.place,
        replaces: &procedure.replaces,
        more: more(changes.len(), CHANGES),
        changes: changes.iter().take(CHANGES).map(line).collect(),
    }
}

/// How many there are beyond those shown, printed; empty when none.
fn more(all: usize, shown: usize) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        more => count(more),
    }
}

/// The view of one procedure.
pub(in crate::web) fn one<'a>(visit: &'a Visit, compared: &'a Compared, wanted: &Wanted, code: &'a str) -> OneView<'a> {
    let asked = named(&compared.view, &wanted.asked.without(&["page"]));
    let found = wanted.procedures(compared);
    let all = || compared.view.fields.iter().flat_map(|field| &field.procedures);
    let is_it = |procedure: &&ProcedureView| {
        procedure.code == code || procedure.replaces.iter().any(|replaced| replaced == code)
    };
    let place = found.iter().position(is_it);
    let procedure = all().find(is_it);
    let address = |at: usize| {
        let code = encoded(&found.get(at)?.code);
        Some(asked.address(&format!("{PATH}/{code}")))
    };
    let (content, others) = procedure
        .into_iter()
        .flat_map(|procedure| &procedure.changes)
        .partition(|change| change.nature.is_content);
    OneView {
        old: &compared.view.old,
        new: &compared.view.new,
        code,
        procedure,
        content,
        others,
        side: visit.parameters.is_on("side"),
        switch_side: one_value(&asked, "side", "1").address(&visit.path),
        back: asked.without(&["side"]).address(PATH),
        previous: place.and_then(|place| address(place.checked_sub(1)?)),
        next: place.and_then(|place| address(place + 1)),
        place: place.map_or(0, |place| place + 1),
        of: found.len(),
        current: visit.state.catalogue.get(code).is_some(),
    }
}

/// A code as a part of a path.
fn encoded(code: &str) -> String {
    form_urlencoded::byte_serialize(code.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// Makes values to filter by.
struct Options<'v, 'p> {
    visit: &'v Visit,
    asked: &'p Parameters,
}

impl<'v> Options<'v, '_> {
    fn of<'a, T: Serialize>(&self, name: &str, choices: &'a [Choice<T>]) -> Vec<FilterView<'a>>
    where
        'v: 'a,
    {
        let option = |choice: &'a Choice<T>| {
            let key = key(&choice.value);
            FilterView {
                sign: choice.sign,
                name: self.visit.word(choice.name),
                count: &choice.count,
                address: one_value(self.asked, name, &key).address(PATH),
                chosen: self.asked.get(name) == Some(&key),
                key,
            }
        };
        let options = choices.iter().map(option);
        options.filter(|option| option.count != "0" || option.chosen).collect()
    }
}

/// A value as addresses name it.
fn key(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The parameters with this one value of a parameter, or with none where it was that.
fn one_value(asked: &Parameters, name: &str, value: &str) -> Parameters {
    let mut others = asked.without(&[name]);
    if asked.get(name) != Some(value) {
        others.push(name, value);
    }
    others
}

/// Parameters that name both revisions, so that a link says the same after a new one is published.
fn named(view: &ComparisonView, asked: &Parameters) -> Parameters {
    let mut named = Parameters::default();
    named.push("old", view.old.clone());
    named.push("new", view.new.clone());
    named.and(&asked.without(&["old", "new"]))
}

fn between(view: &ComparisonView, all: bool) -> Parameters {
    let mut parameters = named(view, &Parameters::default());
    if all {
        parameters.push("all", "1");
    }
    parameters
}

/// The filters that are on, each with the address without it.
fn chips(visit: &Visit, asked: &Parameters, view: &ComparisonView) -> Vec<(String, String)> {
    let name = |filter: &str, value: &str| {
        let found = match filter {
            "burden" => view
                .burdens
                .iter()
                .find(|choice| key(&choice.value) == value)
                .map(|choice| choice.name),
            "status" => view
                .statuses
                .iter()
                .find(|choice| key(&choice.value) == value)
                .map(|choice| choice.name),
            "part" => view
                .parts
                .iter()
                .find(|choice| choice.value == value)
                .map(|choice| choice.name),
            _ => None,
        };
        found.map_or(value, |name| visit.word(name)).to_owned()
    };
    let chip = |filter: &&'static str| {
        let value = asked.get(filter)?;
        let label = visit.label(&format!("compare_{filter}")).to_owned();
        Some((
            format!("{label}: {}", name(filter, value)),
            asked.without(&[filter]).address(PATH),
        ))
    };
    FILTERS.iter().filter_map(chip).collect()
}
