//! Channels with their time limits and fees, figures as figures: a row for each fee of each channel.

use super::{Book, Cell, Procedure, WorkbookError, columns, decimal, head, label, text_of, written};
use crate::catalogue::Catalogue;
use crate::catalogue::procedure::{ChannelRow, FeeRow};
use crate::catalogue::values::{Fee, TimeLimit, Written};
use crate::document::workbook::text_cell;

const FIELD: &str = "cach_thuc";

pub(super) fn add(book: &mut Book, catalogue: &Catalogue) -> Result<(), WorkbookError> {
    let columns = columns([
        (label(FIELD, "hinh_thuc"), 16.0),
        (label(FIELD, "thoi_han"), 26.0),
        ("Thời hạn (số)", 9.0),
        ("Đơn vị", 14.0),
        ("Quy ra ngày lịch (gần đúng)", 12.0),
        (label(FIELD, "phi_le_phi.ten"), 18.0),
        (label(FIELD, "phi_le_phi.muc"), 24.0),
        ("Số tiền (đồng)", 14.0),
        (label(FIELD, "phi_le_phi.can_cu"), 20.0),
        (label(FIELD, "phi_le_phi.ghi_chu"), 28.0),
        (label(FIELD, "muc_do"), 16.0),
        (label(FIELD, "mo_ta"), 36.0),
    ]);
    let rows = catalogue.procedures().flat_map(|procedure| {
        let channels = procedure.channels.iter();
        channels.flat_map(move |channel| of_channel(procedure, channel))
    });
    book.table("Cách thức, thời hạn, phí", &columns, rows, None)
}

/// A row for each fee, and one where there is none.
fn of_channel<'a>(procedure: &'a Procedure, channel: &'a ChannelRow) -> impl Iterator<Item = Vec<Cell>> + 'a {
    let fees = channel.fees.iter().map(Some);
    let none = channel.fees.is_empty().then_some(None);
    fees.chain(none).map(move |fee| row(procedure, channel, fee))
}

fn row(procedure: &Procedure, channel: &ChannelRow, fee: Option<&FeeRow>) -> Vec<Cell> {
    let limit = channel.time_limit.as_ref().and_then(Written::value);
    let amount = limit.and_then(TimeLimit::amount);
    let mut cells = head(procedure);
    cells.extend([
        written(Some(&channel.channel)),
        written(channel.time_limit.as_ref()),
        decimal(amount.map(|(amount, _)| amount)),
        text_cell(amount.map_or("", |(_, unit)| unit.label())),
        decimal(limit.and_then(TimeLimit::approximate_days)),
    ]);
    let paid = fee.and_then(|fee| fee.amount.as_ref()).and_then(Written::value);
    cells.extend([
        text_of(fee.and_then(|fee| fee.name.as_ref())),
        written(fee.and_then(|fee| fee.amount.as_ref())),
        decimal(paid.and_then(Fee::vnd)),
        written(fee.and_then(|fee| fee.basis.as_ref())),
        text_of(fee.and_then(|fee| fee.note.as_ref())),
        written(channel.online_level.as_ref()),
        text_of(channel.note.as_ref()),
    ]);
    cells
}
