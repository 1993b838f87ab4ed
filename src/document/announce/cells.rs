//! What stands in a row: each cell as lines, with the YAML paths it was read from.

use crate::catalogue::procedure::{ChannelRow, FeeRow, Procedure};
use crate::catalogue::values::{OnlineLevel, Written};
use crate::catalogue::{Catalogue, Entry};
use crate::document::wording::dated_citation;
use crate::text;

use super::bases::Basis;

/// The lines of a cell; none when the record says nothing.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) lines: Vec<String>,
    pub(super) paths: Vec<String>,
}

/// What each channel says, once where all say the same.
fn by_channel(procedure: &Procedure, said: impl Fn(usize, &ChannelRow) -> (Vec<String>, Vec<String>)) -> Cell {
    let channels = procedure.channels.iter().enumerate();
    let each: Vec<_> = channels.map(|(at, channel)| (channel, said(at, channel))).collect();
    let paths = each.iter().flat_map(|(_, (_, paths))| paths.clone()).collect();
    let alike = each.windows(2).all(|pair| pair[0].1.0 == pair[1].1.0);
    let lines = if alike {
        each.first().map(|(_, (lines, _))| lines.clone()).unwrap_or_default()
    } else {
        let each = each.iter().filter(|(_, (lines, _))| !lines.is_empty());
        each.map(|(channel, (lines, _))| {
            format!("{}: {}", channel.channel.text(), text::lower_first(&lines.join("; ")))
        })
        .collect()
    };
    Cell { lines, paths }
}

/// Thời hạn giải quyết.
pub(super) fn time_limit(procedure: &Procedure) -> Cell {
    by_channel(procedure, |at, channel| {
        let Some(limit) = &channel.time_limit else {
            return (Vec::new(), Vec::new());
        };
        let mut lines = vec![one_line(limit.text())];
        let mut paths = vec![format!("cach_thuc[{at}].thoi_han")];
        // The remark says from when the time counts, and for whom it is another.
        if let Some(note) = &channel.note {
            lines.push(one_line(note));
            paths.push(format!("cach_thuc[{at}].mo_ta"));
        }
        (lines, paths)
    })
}

/// Phí, lệ phí.
pub(super) fn fees(procedure: &Procedure) -> Cell {
    by_channel(procedure, |at, channel| {
        let fees = channel.fees.iter().enumerate();
        fees.map(|(no, row)| (fee(row), format!("cach_thuc[{at}].phi_le_phi[{no}]")))
            .unzip()
    })
}

/// "Lệ phí: 8.000 đồng (mức thu trực tuyến)"; "Không" for what costs nothing.
fn fee(row: &FeeRow) -> String {
    let amount = row.amount.as_ref().map(|amount| one_line(amount.text()));
    // A name that is the column's own says nothing.
    let name = row.name.as_deref().map(one_line);
    let name = name.filter(|name| amount.is_none() || !text::same_but_for_spelling(name, "Phí, lệ phí"));
    let said = match (name, amount) {
        (Some(name), Some(amount)) => format!("{name}: {}", text::lower_first(&amount)),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => String::new(),
    };
    let note = row.note.as_deref().map(one_line);
    match note.map(|note| note.trim_end_matches('.').to_owned()) {
        Some(note) if said.is_empty() => note,
        Some(note) => format!("{said} ({})", text::lower_first(&note)),
        None => said,
    }
}

/// Địa điểm, cách thức thực hiện.
pub(super) fn place(procedure: &Procedure) -> Cell {
    let mut cell = Cell::default();
    if let Some(address) = &procedure.reception_address {
        cell.lines.push(one_line(address));
        cell.paths.push("dia_chi_tiep_nhan".to_owned());
    }
    let channels: Vec<String> = procedure.channels.iter().map(channel).collect();
    if !channels.is_empty() {
        cell.lines.push(channels.join("; "));
        cell.paths
            .extend((0..channels.len()).map(|at| format!("cach_thuc[{at}].hinh_thuc")));
    }
    cell
}

fn channel(row: &ChannelRow) -> String {
    let level = row.online_level.as_ref().and_then(Written::value).copied();
    let name = one_line(row.channel.text());
    level.map(OnlineLevel::label).map_or_else(
        || name.clone(),
        |level| format!("{name} ({})", text::lower_first(level)),
    )
}

/// Cơ quan thực hiện.
pub(super) fn agencies(procedure: &Procedure) -> Cell {
    let agencies = procedure.executing_agencies.iter().enumerate();
    let (lines, paths) = agencies
        .map(|(at, name)| (one_line(name), format!("co_quan_thuc_hien[{at}]")))
        .unzip();
    Cell { lines, paths }
}

/// Căn cứ pháp lý: the normative documents of the record, with their clauses.
pub(super) fn legal_bases(procedure: &Procedure, catalogue: &Catalogue) -> Cell {
    let mut cell = Cell::default();
    for (at, basis) in procedure.legal_bases.iter().enumerate() {
        let Some(number) = basis.number.value().filter(|number| number.is_normative()) else {
            continue;
        };
        let document = catalogue.documents().get(number);
        let name = document.map_or_else(
            || catalogue.documents().cite(&basis.number),
            |document| document.named(),
        );
        let clause = basis.clause.as_ref().map(|clause| {
            let clause = clause
                .value()
                .map_or_else(|| clause.text().to_owned(), ToString::to_string);
            format!("{} ", text::capitalise_first(&clause))
        });
        cell.lines.push(format!("{}{name}", clause.unwrap_or_default()));
        cell.paths.push(format!("can_cu_phap_ly[{at}]"));
    }
    cell
}

/// Documents that brought a change about, with their titles or without.
pub(super) fn reasons(bases: &[Basis], catalogue: &Catalogue, with_title: bool) -> Vec<String> {
    let name = |basis: &Basis| {
        let document = basis
            .number
            .value()
            .and_then(|number| catalogue.documents().get(number));
        document.map_or_else(
            || catalogue.documents().cite(&basis.number),
            |document| dated_citation(document, with_title),
        )
    };
    bases.iter().map(name).collect()
}

/// "Quyết định số 163/QĐ-BTP ngày 28 tháng 01 năm 2026": what announced a record; empty when it does not say.
pub(super) fn announced_by(entry: &Entry) -> String {
    let Some(number) = &entry.procedure.announced_by else {
        return String::new();
    };
    let date = entry.procedure.announced_on.as_ref().and_then(Written::value);
    let date = date.map(|date| format!(" {}", date.long())).unwrap_or_default();
    format!("Quyết định số {}{date}", number.text())
}

/// Words on one line, with what cannot be seen made visible.
pub(in crate::document) fn one_line(text: &str) -> String {
    // What cannot be seen must not be taken for a blank first.
    let seen = crate::document::printable(text);
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}
