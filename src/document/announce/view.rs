//! From rows to what the template sees.

use std::collections::{BTreeMap, BTreeSet};

use super::views::{AnnouncementView, ContentsView, ListView, NamedView, RowView, TotalView};
use super::{Announcement, Form, List, Numbering, Row, cells, contents, grounds};
use crate::catalogue::Entry;
use crate::document::agencies::Agencies;
use crate::document::decision::{count, heading, level_names, levels, locality};
use crate::document::views::{FieldGroup, LevelGroup};
use crate::document::wording::sentence;

pub(super) fn view(announcement: &Announcement<'_>) -> AnnouncementView {
    let new = announcement.new;
    let office = &new.settings().office;
    let day = announcement.options.day;
    let procedures = || announcement.rows.iter().map(|row| &row.entry.procedure);
    let agencies = Agencies::carrying_out(procedures());
    let fields: BTreeSet<&str> = procedures().map(|procedure| procedure.field.as_str()).collect();
    let gaps = announcement
        .rows
        .iter()
        .filter(|row| row.list != List::New && row.bases.is_empty());
    AnnouncementView {
        heading: heading(office, day),
        locality: locality(office),
        office: office.name.clone(),
        secretariat: office.secretariat.clone(),
        form: announcement.options.form,
        preamble: grounds::lines(announcement),
        field: only(fields.into_iter()),
        department: agencies.only_department(procedures()),
        count: count(announcement.rows.len()),
        lists: List::ALL
            .into_iter()
            .filter_map(|list| list_view(announcement, list))
            .collect(),
        contents: contents_of_each(announcement),
        totals: totals(announcement),
        charged: agencies.charged(),
        closes: announcement
            .rows
            .iter()
            .any(|row| matches!(row.list, List::Abolished | List::Replaced)),
        amended: grounds::amended(announcement),
        heads: agencies.heads(),
        addressees: addressees(announcement, &agencies),
        gaps: match gaps.count() {
            0 => String::new(),
            gaps => count(gaps),
        },
        notes: new.settings().note.as_deref().map(sentence).into_iter().collect(),
        old: announcement.old.name().to_owned(),
        new: new.name().to_owned(),
    }
}

/// A ministry's decision has no article on who does what, so its last one is the third.
fn addressees(announcement: &Announcement<'_>, agencies: &Agencies) -> Vec<String> {
    let office = &announcement.new.settings().office;
    let mut lines = agencies.addressees(office, announcement.options.day);
    if announcement.options.form == Form::Ministry {
        for line in lines.iter_mut().filter(|line| *line == "Như Điều 4") {
            "Như Điều 3".clone_into(line);
        }
    }
    lines
}

fn only<'a>(mut names: impl Iterator<Item = &'a str>) -> String {
    match (names.next(), names.next()) {
        (Some(name), None) => name.to_owned(),
        _ => String::new(),
    }
}

fn list_view(announcement: &Announcement<'_>, list: List) -> Option<ListView> {
    let rows: Vec<&Row<'_>> = announcement.rows.iter().filter(|row| row.list == list).collect();
    let grouped = LevelGroup::of(rows.iter().map(|row| {
        let procedure = &row.entry.procedure;
        (level_names(procedure), cells::one_line(&procedure.field), *row)
    }));
    let mut number = 0;
    let mut field = |field: FieldGroup<&Row<'_>>| {
        if announcement.options.numbering == Numbering::Restart {
            number = 0;
        }
        let rows = field.rows.into_iter().map(|row| {
            number += 1;
            row_view(announcement, row, number)
        });
        FieldGroup {
            name: field.name,
            rows: rows.collect(),
        }
    };
    let levels = grouped.into_iter().map(|group| LevelGroup {
        level: group.level,
        fields: group.fields.into_iter().map(&mut field).collect(),
    });
    let levels = levels.collect();
    (!rows.is_empty()).then(|| ListView {
        list,
        count: count(rows.len()),
        levels,
    })
}

fn named(entry: &Entry) -> NamedView {
    NamedView {
        code: entry.procedure.identity().to_owned(),
        name: cells::one_line(&entry.procedure.name),
    }
}

fn row_view(announcement: &Announcement<'_>, row: &Row<'_>, number: usize) -> RowView {
    let procedure = &row.entry.procedure;
    let catalogue = match row.list {
        List::Abolished => announcement.old,
        _ => announcement.new,
    };
    RowView {
        number,
        code: procedure.identity().to_owned(),
        name: cells::one_line(&procedure.name),
        field: cells::one_line(&procedure.field),
        agencies: cells::agencies(procedure).lines,
        time_limit: cells::time_limit(procedure).lines,
        place: cells::place(procedure).lines,
        fees: cells::fees(procedure).lines,
        legal_bases: cells::legal_bases(procedure, catalogue).lines,
        reasons: cells::reasons(&row.bases, announcement.new, true),
        short_reasons: cells::reasons(&row.bases, announcement.new, false),
        replaced: match row.list {
            List::Replaced => row.before.iter().map(|before| named(before)).collect(),
            _ => Vec::new(),
        },
        taken_in: taken_in(announcement, row),
        successor: row.successor.map(named),
        announced_by: cells::announced_by(row.entry),
    }
}

/// A ministry's annex says in its second part what each procedure consists of.
fn contents_of_each(announcement: &Announcement<'_>) -> Vec<ContentsView> {
    if announcement.options.form != Form::Ministry {
        return Vec::new();
    }
    let lists = List::ALL.into_iter();
    let rows = lists.flat_map(|list| announcement.rows.iter().filter(move |row| row.list == list));
    rows.filter_map(|row| contents::of(announcement, row)).collect()
}

/// Procedures that an amended one took in; they stand among the abolished ones.
fn taken_in(announcement: &Announcement<'_>, row: &Row<'_>) -> Vec<NamedView> {
    if row.list != List::Amended {
        return Vec::new();
    }
    let Some(diff) = row.diff else { return Vec::new() };
    let listed = diff.replaces.iter().filter_map(|code| announcement.old.get(code));
    let listed = listed.filter(|before| {
        let abolished = announcement.rows.iter().filter(|other| other.list == List::Abolished);
        let mut same = abolished.filter(|other| other.entry.procedure.identity() == before.procedure.identity());
        same.any(|other| other.successor.is_some())
    });
    listed.map(named).collect()
}

fn totals(announcement: &Announcement<'_>) -> Vec<TotalView> {
    if !announcement.options.totals {
        return Vec::new();
    }
    let mut by_level: BTreeMap<_, (String, usize)> = BTreeMap::new();
    for row in &announcement.rows {
        let procedure = &row.entry.procedure;
        let total = by_level
            .entry(levels(procedure))
            .or_insert_with(|| (level_names(procedure), 0));
        total.1 += 1;
    }
    let totals = by_level.into_values();
    totals
        .map(|(level, number)| TotalView {
            level,
            count: count(number),
        })
        .collect()
}
