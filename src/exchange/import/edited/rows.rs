//! Rows of tables: which entry each is, which were copied, which are new.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Problem;
use super::file::Paragraph;
use crate::catalogue::fields::{FIELDS, FieldValue};
use crate::catalogue::printed::{Around, Place, Printed};
use crate::catalogue::procedure::Procedure;
use crate::exchange::import::table::glimpse_of;

/// A row that was added.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NewRow {
    /// The list it is in: `ho_so[0].giay_to`.
    pub(super) list: String,
    /// How many entries of that list, as they were printed, stand before it.
    pub(super) behind: usize,
    /// Its values by their paths below the entry: `.ten`, `.phi_le_phi[0].muc`.
    pub(super) values: Vec<(String, String)>,
    pub(super) paragraph: usize,
}

/// The entries of a procedure, and where their titles stand.
pub(super) struct Entries {
    titles: HashMap<String, Option<String>>,
}

impl Entries {
    pub(super) fn of(procedure: &Procedure) -> Self {
        let mut titles = HashMap::new();
        for field in FIELDS {
            if let FieldValue::Entries(entries) = (field.get)(procedure) {
                titles.extend(entries.iter().map(|entry| (entry.path.clone(), entry.title_path())));
            }
        }
        Self { titles }
    }

    /// The entry a value is in.
    pub(super) fn of_path<'p>(&self, path: &'p str) -> Option<&'p str> {
        let ends = path
            .char_indices()
            .rev()
            .filter(|(_, c)| *c == ']')
            .map(|(at, _)| at + 1);
        let mut owners = ends
            .map(|end| &path[..end])
            .filter(|prefix| self.titles.contains_key(*prefix));
        let owner = owners.next()?;
        // The name of a case is no part of a remark that stands beside its papers.
        (!path.ends_with(".truong_hop")).then_some(owner)
    }

    pub(super) fn is_title(&self, entry: &str, path: &str) -> bool {
        self.titles
            .get(entry)
            .is_some_and(|title| title.as_deref() == Some(path))
    }
}

/// The list and the number of an entry: `ho_so[0].giay_to` and 2 of `ho_so[0].giay_to[2]`.
pub(super) fn split(entry: &str) -> Option<(&str, usize)> {
    let (list, index) = entry.strip_suffix(']')?.rsplit_once('[')?;
    Some((list, index.parse().ok()?))
}

/// Paragraphs of a row with their places.
type Rows<'p> = BTreeMap<(usize, usize), Vec<(usize, &'p Paragraph)>>;

fn rows(paragraphs: &[Paragraph]) -> Rows<'_> {
    let mut rows = Rows::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if let Some((table, row, _)) = paragraph.cell {
            rows.entry((table, row)).or_default().push((at, paragraph));
        }
    }
    rows
}

/// The one entry all values of a row are of.
fn entry_of(row: &[(usize, &Paragraph)], places: &HashMap<String, Place>, entries: &Entries) -> Option<String> {
    let mut owner: Option<&str> = None;
    for control in row.iter().flat_map(|(_, paragraph)| &paragraph.controls) {
        let own = entries.of_path(&places.get(&control.tag)?.path)?;
        if *owner.get_or_insert(own) != own {
            return None;
        }
    }
    owner.map(str::to_owned)
}

/// Rows whose values all stood in another row above: somebody copied that row to fill it in anew.
pub(super) fn copies(
    paragraphs: &[Paragraph],
    places: &HashMap<String, Place>,
    entries: &Entries,
) -> HashSet<(usize, usize)> {
    let mut known: HashMap<String, HashSet<&str>> = HashMap::new();
    let mut copies = HashSet::new();
    for (at, row) in rows(paragraphs) {
        let Some(entry) = entry_of(&row, places, entries).filter(|entry| !entry.is_empty()) else {
            continue;
        };
        let tags: HashSet<&str> = row
            .iter()
            .flat_map(|(_, paragraph)| &paragraph.controls)
            .map(|control| control.tag.as_str())
            .collect();
        match known.get(&entry) {
            Some(first) if tags.len() > 1 && *first == tags => drop(copies.insert(at)),
            Some(_) => {}
            None => drop(known.insert(entry, tags)),
        }
    }
    copies
}

/// What stands in the columns of a table of entries: for each cell the path below the entry, where it is always the same.
type Columns = Vec<Option<String>>;

/// Rows that were added, or why one cannot be placed, and the paragraphs of them all.
pub(super) fn added(
    paragraphs: &[Paragraph],
    places: &HashMap<String, Place>,
    entries: &Entries,
    copies: &HashSet<(usize, usize)>,
    printed: &Printed,
) -> (Vec<Result<NewRow, Problem>>, HashSet<usize>) {
    let beside: HashSet<String> = printed.around.iter().map(Around::said).collect();
    let rows = rows(paragraphs);
    let mut columns = columns(&rows, places, entries);
    columns.retain(|table, _| is_of_entries(*table, &rows, places, entries));
    let (mut found, mut of_rows) = (Vec::new(), HashSet::new());
    let mut last: Option<(usize, String)> = None;
    for (at, row) in &rows {
        let copied = copies.contains(at);
        let controls = row.iter().any(|(_, paragraph)| !paragraph.controls.is_empty());
        if let Some(entry) = entry_of(row, places, entries).filter(|_| !copied) {
            last = Some((at.0, entry));
            continue;
        }
        let foreign = |(_, paragraph): &(usize, &Paragraph)| {
            let said = paragraph.said();
            !said.is_empty() && !beside.contains(&said)
        };
        let Some(columns) = columns.get(&at.0) else { continue };
        if !copied && (controls || !row.iter().any(foreign)) {
            continue;
        }
        let before = last
            .as_ref()
            .filter(|(table, _)| *table == at.0)
            .map(|(_, entry)| entry.as_str());
        let below = || {
            let mut rest = rows.range((at.0, at.1 + 1)..(at.0 + 1, 0));
            rest.find_map(|(at, row)| entry_of(row, places, entries).filter(|_| !copies.contains(at)))
        };
        let place = before.and_then(split).map(|(list, index)| (list.to_owned(), index + 1));
        let place =
            place.or_else(|| below().and_then(|entry| split(&entry).map(|(list, index)| (list.to_owned(), index))));
        let Some((list, behind)) = place else { continue };
        of_rows.extend(row.iter().map(|(at, _)| *at));
        found.push(new_row(row, columns, list, behind));
    }
    (found, of_rows)
}

/// Whether every row of a table that has values is an entry, or the name of a case above some.
fn is_of_entries(table: usize, rows: &Rows<'_>, places: &HashMap<String, Place>, entries: &Entries) -> bool {
    let mut own = rows.range((table, 0)..(table + 1, 0));
    own.all(|(_, row)| {
        let mut controls = row.iter().flat_map(|(_, paragraph)| &paragraph.controls);
        controls.all(|control| control.tag.ends_with(".truong_hop")) || entry_of(row, places, entries).is_some()
    })
}

fn columns(rows: &Rows<'_>, places: &HashMap<String, Place>, entries: &Entries) -> HashMap<usize, Columns> {
    let mut tables: HashMap<usize, Columns> = HashMap::new();
    let mut torn: HashSet<(usize, usize)> = HashSet::new();
    for ((table, _), row) in rows {
        let Some(entry) = entry_of(row, places, entries) else {
            continue;
        };
        let columns = tables.entry(*table).or_default();
        for (_, paragraph) in row {
            let Some((.., cell)) = paragraph.cell else { continue };
            if columns.len() <= cell {
                columns.resize(cell + 1, None);
            }
            for control in &paragraph.controls {
                let suffix = places
                    .get(&control.tag)
                    .and_then(|place| place.path.strip_prefix(entry.as_str()));
                let column = &mut columns[cell];
                match (&column, suffix) {
                    (Some(known), Some(suffix)) if known != suffix => drop(torn.insert((*table, cell))),
                    (_, suffix) => *column = suffix.map(str::to_owned),
                }
            }
        }
    }
    for (table, cell) in torn {
        if let Some(columns) = tables.get_mut(&table) {
            columns[cell] = None;
        }
    }
    tables
}

fn new_row(row: &[(usize, &Paragraph)], columns: &Columns, list: String, behind: usize) -> Result<NewRow, Problem> {
    let paragraph = row.first().map_or(0, |(at, _)| at + 1);
    let mut cells: BTreeMap<usize, String> = BTreeMap::new();
    for (_, paragraph) in row {
        let Some((.., cell)) = paragraph.cell else { continue };
        let words = cells.entry(cell).or_default();
        for words_of in paragraph
            .controls
            .iter()
            .map(|control| &control.text)
            .chain([&paragraph.words])
        {
            if !words_of.trim().is_empty() {
                if !words.is_empty() {
                    words.push('\n');
                }
                words.push_str(words_of.trim());
            }
        }
    }
    let problem = |message: String| Problem {
        paragraph,
        path: list.clone(),
        message,
        advice: "thêm mục này vào tệp YAML",
    };
    let mut values = Vec::new();
    for (cell, words) in cells {
        match columns.get(cell).cloned().flatten() {
            Some(suffix) if !words.is_empty() => values.push((suffix, words)),
            None if words.chars().any(char::is_alphabetic) => {
                let message = format!(
                    "hàng thêm vào có «{}» ở cột không rõ là giá trị nào",
                    glimpse_of(&words)
                );
                return Err(problem(message));
            }
            _ => {}
        }
    }
    let title = columns.iter().flatten().next();
    if !values.iter().any(|(suffix, _)| Some(suffix) == title) {
        return Err(problem("hàng thêm vào không có tên".to_owned()));
    }
    Ok(NewRow {
        list,
        behind,
        values,
        paragraph,
    })
}
