//! Families of procedures and the merged procedure side by side, as workbooks and as what other programs read.

use serde_json::{Value as Json, json};

use super::once_only::{dossiers, tally};
use super::workbook::{Book, Cell, Column, Tint, WorkbookError, number, text_cell};
use crate::finding::Certainty;
use crate::review::views::merge::{Draft, FamilyList, Member, Merger, Row, Section, Side, Value};
use crate::text;

const FAMILIES: &[Column] = &[
    ("Nhóm", 7.0),
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 46.0),
    ("Lĩnh vực", 22.0),
    ("Hồ sơ/năm", 11.0),
    ("Giấy tờ luôn phải nộp giống nhau", 13.0),
    ("Giấy tờ chung", 9.0),
    ("Giấy tờ cộng lại", 9.0),
    ("Giống nhau ở", 40.0),
    ("Khác nhau ở", 40.0),
    ("Tệp", 34.0),
];

const MEMBERS: &[Column] = &[
    ("STT", 6.0),
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 60.0),
    ("Lĩnh vực", 24.0),
    ("Hồ sơ/năm", 11.0),
    ("Tệp", 40.0),
];

/// What stands in front of the columns of the members.
const BEFORE: [(&str, f64); 4] = [
    ("Thành phần", 18.0),
    ("Trường hợp", 20.0),
    ("Nội dung", 38.0),
    ("Chi tiết", 18.0),
];

/// What stands behind them.
const BEHIND: [(&str, f64); 3] = [("Khác nhau", 9.0), ("Dự thảo lấy", 30.0), ("Vì sao", 24.0)];

/// Width of the columns of all members together.
const MEMBERS_WIDTH: f64 = 110.0;

/// `75%`, `75–100%`; a dash for procedures that are no family.
pub fn likeness(merger: &Merger<'_>) -> String {
    match merger.likeness {
        Some((least, most)) if least == most => format!("{least}%"),
        Some((least, most)) => format!("{least}–{most}%"),
        None => "–".to_owned(),
    }
}

/// Labels of fields, in a sentence.
pub fn labels(fields: &[&crate::catalogue::fields::Field]) -> String {
    fields.iter().map(|field| field.label).collect::<Vec<_>>().join("; ")
}

/// `1.001266 Chấm dứt … (14.576 hồ sơ/năm)`
pub fn member(member: &Member<'_>) -> String {
    let procedure = &member.entry.procedure;
    format!(
        "{} {} ({} hồ sơ/năm)",
        procedure.identity(),
        procedure.name.trim(),
        dossiers(member.dossiers)
    )
}

/// Grounds of merging; those that were not compared say so.
pub fn grounds(list: &FamilyList<'_>) -> String {
    let said = list.grounds.iter().map(|ground| match ground.certainty {
        Certainty::Seen => ground.to_string(),
        Certainty::Known | Certainty::Unverified => format!("{ground} (cần đối chiếu)"),
    });
    said.collect::<Vec<_>>().join("; ")
}

/// Codes of those who say a value.
pub fn codes_of(merger: &Merger<'_>, value: &Value) -> String {
    let members: Vec<usize> = value.said.iter().map(|(member, _)| *member).collect();
    codes(merger, &members)
}

/// Codes of members.
pub fn codes(merger: &Merger<'_>, members: &[usize]) -> String {
    let mut members = members.to_vec();
    members.dedup();
    members
        .iter()
        .map(|member| merger.code(*member))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Cases an entry stands in, each once.
pub fn cases(row: &Row) -> String {
    let mut cases: Vec<&str> = Vec::new();
    for case in row.places.iter().filter_map(|place| place.group.as_deref()) {
        let case = case.trim().trim_end_matches(':');
        if !cases.iter().any(|known| text::same_but_for_spelling(known, case)) {
            cases.push(case);
        }
    }
    cases.join("; ")
}

fn figure(figure: Option<u64>) -> Cell {
    figure.map_or_else(|| Cell::Text("–".to_owned()), number)
}

/// The list of families as a workbook, a line a procedure. The same list gives the same bytes.
///
/// # Errors
///
/// When the rows do not fit into a workbook.
pub fn families_xlsx(list: &FamilyList<'_>, title: &str) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!("Nhóm thủ tục có thể hợp nhất: {title}"))?;
    let rows = list.families.iter().enumerate().flat_map(|(at, family)| {
        let (same, differing) = family.fields();
        let (common, all) = family.papers();
        family.members.iter().map(move |member| {
            let procedure = &member.entry.procedure;
            vec![
                number(at + 1),
                Cell::Code(procedure.identity().to_owned()),
                text_cell(&procedure.name),
                text_cell(&procedure.field),
                figure(member.dossiers),
                text_cell(&likeness(family)),
                number(common),
                number(all),
                text_cell(&labels(&same)),
                text_cell(&labels(&differing)),
                text_cell(&member.entry.source.path),
            ]
        })
    });
    book.table("Nhóm", FAMILIES, rows, None)?;
    book.save()
}

/// The procedures side by side as a workbook: who they are, and every thing they say with what the draft takes.
///
/// # Errors
///
/// When the rows do not fit into a workbook.
pub fn merger_xlsx(merger: &Merger<'_>, title: &str) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!("Dự thảo hợp nhất thủ tục hành chính: {title}"))?;
    let members = merger.members.iter().enumerate().map(|(at, member)| {
        let procedure = &member.entry.procedure;
        vec![
            number(at + 1),
            Cell::Code(procedure.identity().to_owned()),
            text_cell(&procedure.name),
            text_cell(&procedure.field),
            figure(member.dossiers),
            text_cell(&member.entry.source.path),
        ]
    });
    book.table("Thủ tục", MEMBERS, members, None)?;
    #[expect(clippy::cast_precision_loss, reason = "a width of a column, not a figure")]
    let width = (MEMBERS_WIDTH / merger.members.len().max(1) as f64).clamp(14.0, 40.0);
    let own = (0..merger.members.len()).map(|member| (merger.code(member), width));
    let columns: Vec<(&str, f64)> = BEFORE.into_iter().chain(own).chain(BEHIND).collect();
    let rows = merger.sections.iter().flat_map(|section| {
        let rows = section.rows.iter();
        rows.flat_map(move |row| side_by_side(merger, section, row))
    });
    book.table("So sánh", &columns, rows, None)?;
    book.save()
}

/// The lines of one entry: who has it, then each thing said of it.
fn side_by_side(merger: &Merger<'_>, section: &Section, row: &Row) -> Vec<Vec<Cell>> {
    let head = |detail: &str| {
        vec![
            text_cell(section.field.label),
            text_cell(&cases(row)),
            text_cell(&row.title),
            text_cell(detail),
        ]
    };
    let mut lines = Vec::new();
    if !row.title.is_empty() {
        let members = row.members();
        let all = members.len() == merger.members.len();
        let mut line = head("");
        line.extend((0..merger.members.len()).map(|member| {
            let has = members.contains(&member);
            text_cell(if has { "có" } else { "" })
        }));
        let only = format!("chỉ {}", codes(merger, &members));
        line.push(differs(!all));
        line.push(text_cell("có"));
        line.push(text_cell(if all { "" } else { &only }));
        lines.push(line);
    }
    for side in &row.sides {
        let mut line = head(&side.label);
        line.extend((0..merger.members.len()).map(|member| text_cell(&said_by(side, member))));
        line.push(differs(!side.is_same()));
        line.push(text_cell(side.taken().map_or("", |value| &value.text)));
        line.push(text_cell(side.why.label()));
        lines.push(line);
    }
    lines
}

fn differs(differs: bool) -> Cell {
    if differs {
        Cell::Tinted("khác".to_owned(), Tint::Open)
    } else {
        Cell::Empty
    }
}

/// What a member says; several things where it has the entry in several cases.
fn said_by(side: &Side, member: usize) -> String {
    let values = side
        .values
        .iter()
        .filter(|value| value.said.iter().any(|(by, _)| *by == member));
    values.map(|value| value.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Families as other programs read them.
pub fn families_json(list: &FamilyList<'_>) -> Json {
    let families = list.families.iter().map(|family| {
        let (same, differing) = family.fields();
        let (common, all) = family.papers();
        let keys =
            |fields: &[&crate::catalogue::fields::Field]| fields.iter().map(|field| field.key).collect::<Vec<_>>();
        json!({
            "members": members(family),
            "likeness": family.likeness.map(|(least, most)| json!({ "least": least, "most": most })),
            "papers": { "common": common, "all": all },
            "same": keys(&same),
            "differs": keys(&differing),
            "dossiers": family.dossiers(),
        })
    });
    json!({
        "rule": "R-10",
        "least_likeness": list.least,
        "grounds": list.grounds,
        "families": families.collect::<Vec<_>>(),
    })
}

fn members(merger: &Merger<'_>) -> Vec<Json> {
    let members = merger.members.iter().map(|member| {
        let procedure = &member.entry.procedure;
        json!({
            "code": procedure.identity(),
            "name": procedure.name,
            "field": procedure.field,
            "path": member.entry.source.path,
            "dossiers": member.dossiers,
        })
    });
    members.collect()
}

/// The procedures side by side with the draft, as other programs read them.
pub fn merger_json(merger: &Merger<'_>, draft: &Draft) -> Json {
    let sections = merger.sections.iter().map(|section| {
        let rows = section.rows.iter().map(|row| row_json(merger, row));
        json!({ "field": section.field.key, "label": section.field.label, "rows": rows.collect::<Vec<_>>() })
    });
    let notes = draft
        .notes
        .iter()
        .map(|note| json!({ "path": note.path, "text": note.text }));
    json!({
        "members": members(merger),
        "dossiers": merger.dossiers(),
        "sections": sections.collect::<Vec<_>>(),
        "draft": draft.procedure,
        "notes": notes.collect::<Vec<_>>(),
    })
}

fn row_json(merger: &Merger<'_>, row: &Row) -> Json {
    let said = |(member, path): &(usize, String)| json!({ "code": merger.code(*member), "path": path });
    let sides = row.sides.iter().map(|side| {
        let values = side
            .values
            .iter()
            .map(|value| json!({ "text": value.text, "said": value.said.iter().map(said).collect::<Vec<_>>() }));
        json!({
            "key": side.key,
            "label": side.label,
            "values": values.collect::<Vec<_>>(),
            "silent": side.silent.iter().map(|member| merger.code(*member)).collect::<Vec<_>>(),
            "taken": side.taken().map(|value| &value.text),
            "why": side.why.key(),
        })
    });
    let places = row
        .places
        .iter()
        .map(|place| json!({ "code": merger.code(place.member), "path": place.path, "case": place.group }));
    json!({
        "title": row.title,
        "remark": row.remark,
        "places": places.collect::<Vec<_>>(),
        "sides": sides.collect::<Vec<_>>(),
    })
}

/// Dossiers of all members in a sentence.
pub fn dossiers_of(merger: &Merger<'_>) -> String {
    tally(&merger.dossiers())
}
