//! Amendments of channels: time limits, fees, online services.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::amendment::{Amendment, Effect};
use super::apply::{Applied, same};
use crate::catalogue::procedure::{ChannelRow, Procedure};
use crate::catalogue::values::{Channel, Fee, OnlineLevel, TimeLimit, Unit, Written};
use crate::text;

/// What a new value means for one channel.
enum Step {
    /// Less than before.
    Lower,
    /// Said for the first time.
    First,
    /// The channel has this value or a lower one already.
    Leave,
}

/// Channels a new value goes to, with the values it takes the place of.
#[derive(Default)]
struct Touched {
    paths: Vec<String>,
    channels: Vec<usize>,
    lowered: Vec<String>,
    first: bool,
    left: Vec<String>,
}

impl Touched {
    fn add(&mut self, step: &Step, channel: usize, path: String, old: Option<&str>) {
        let list = match step {
            Step::Lower => &mut self.lowered,
            Step::Leave => &mut self.left,
            Step::First => {
                self.first = true;
                &mut Vec::new()
            }
        };
        if let Some(old) = old
            && !list.iter().any(|known| known == old)
        {
            list.push(old.to_owned());
        }
        if !matches!(step, Step::Leave) {
            self.paths.push(path);
            if !self.channels.contains(&channel) {
                self.channels.push(channel);
            }
        }
    }

    /// " khi nộp hồ sơ trực tuyến", where not every channel is meant.
    fn which(&self, rows: &[ChannelRow]) -> String {
        if self.channels.len() == rows.len() {
            return String::new();
        }
        let names: Vec<String> = self
            .channels
            .iter()
            .map(|&at| text::lower_first(rows[at].channel.text()))
            .collect();
        format!(" khi nộp hồ sơ {}", names.join(", "))
    }
}

fn concerns(amendment: &Amendment, row: &ChannelRow) -> bool {
    amendment
        .channel
        .as_ref()
        .is_none_or(|wanted| wanted.value().is_some() && wanted.value() == row.channel.value())
}

/// Channels that are as quick already stay as they are; a channel without a limit gets one.
pub(super) fn set_time_limit(amendment: &Amendment, procedure: &mut Procedure, limit: &Written<TimeLimit>) -> Applied {
    let new = limit
        .value()
        .ok_or_else(|| format!("không hiểu thời hạn mới «{}»", limit.text()))?;
    if matches!(new, TimeLimit::NotSet) {
        return Err("thời hạn mới phải là một thời hạn".to_owned());
    }
    let mut touched = Touched::default();
    for (at, row) in procedure
        .channels
        .iter()
        .enumerate()
        .filter(|(_, row)| concerns(amendment, row))
    {
        let old = row.time_limit.as_ref();
        let step = match old.map(|old| (old.value(), old)) {
            None | Some((Some(TimeLimit::NotSet), _)) => Step::First,
            Some((value, old)) => match value.and_then(|value| new.compare(value)) {
                Some(Ordering::Less) => Step::Lower,
                Some(_) => Step::Leave,
                None => return Err(format!("không so sánh được {} với {}", limit.text(), old.text())),
            },
        };
        touched.add(&step, at, format!("cach_thuc[{at}].thoi_han"), old.map(Written::text));
    }
    if touched.paths.is_empty() {
        return Err(match touched.left.as_slice() {
            [] => "không có hình thức nộp nào như vậy".to_owned(),
            left => format!("thời hạn mới {} không ngắn hơn {}", limit.text(), left.join("; ")),
        });
    }
    let which = touched.which(&procedure.channels);
    let wording = if touched.lowered.is_empty() {
        format!("Quy định thời hạn giải quyết{which}: {}", limit.text())
    } else {
        format!(
            "Giảm thời gian giải quyết{which} từ {} xuống còn {}",
            touched.lowered.join("; "),
            limit.text()
        )
    };
    for &at in &touched.channels {
        procedure.channels[at].time_limit = Some(limit.clone());
    }
    Ok(Effect {
        wording,
        paths: touched.paths,
    })
}

/// Fees that are as low already stay as they are; a fee without an amount is not lowered by giving it one.
pub(super) fn set_fee(amendment: &Amendment, procedure: &mut Procedure, fee: &Written<Fee>) -> Applied {
    let new = fee
        .value()
        .ok_or_else(|| format!("không hiểu mức phí mới «{}»", fee.text()))?;
    let wanted = amendment.fee_name.as_deref();
    let named = |name: Option<&String>| wanted.is_none_or(|wanted| name.is_some_and(|name| same(name, wanted)));
    let mut touched = Touched::default();
    let mut names: Vec<String> = Vec::new();
    for (at, row) in procedure
        .channels
        .iter()
        .enumerate()
        .filter(|(_, row)| concerns(amendment, row))
    {
        for (nth, fee_row) in row.fees.iter().enumerate().filter(|(_, row)| named(row.name.as_ref())) {
            let Some((old, written)) = fee_row.amount.as_ref().and_then(|old| Some((old.value()?, old))) else {
                continue;
            };
            let step = match new.compare(old) {
                Some(Ordering::Less) => Step::Lower,
                Some(_) => Step::Leave,
                None => return Err(format!("không so sánh được {} với {}", fee.text(), written.text())),
            };
            touched.add(
                &step,
                at,
                format!("cach_thuc[{at}].phi_le_phi[{nth}].muc"),
                Some(written.text()),
            );
            let name = fee_row
                .name
                .as_deref()
                .map_or_else(|| "phí, lệ phí".to_owned(), text::lower_first);
            if matches!(step, Step::Lower) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    match (names.as_slice(), touched.left.as_slice()) {
        ([], []) => return Err("không có khoản phí nào như vậy để giảm".to_owned()),
        ([], left) => return Err(format!("mức mới {} không thấp hơn {}", fee.text(), left.join("; "))),
        ([_], _) => {}
        (several, _) => {
            return Err(format!(
                "có nhiều khoản phí ({}): ghi thêm khóa ten_phi",
                several.join("; ")
            ));
        }
    }
    let (name, which) = (&names[0], touched.which(&procedure.channels));
    let wording = if new.is_payable() {
        format!(
            "Giảm {name}{which} từ {} xuống còn {}",
            touched.lowered.join("; "),
            fee.text()
        )
    } else {
        format!("Miễn {name}{which} (mức hiện hành: {})", touched.lowered.join("; "))
    };
    for row in procedure.channels.iter_mut().filter(|row| concerns(amendment, row)) {
        for fee_row in row.fees.iter_mut().filter(|row| named(row.name.as_ref())) {
            let old = fee_row.amount.as_ref().and_then(Written::value);
            if old.and_then(|old| new.compare(old)) == Some(Ordering::Less) {
                fee_row.amount = Some(fee.clone());
            }
        }
    }
    Ok(Effect {
        wording,
        paths: touched.paths,
    })
}

pub(super) fn open_channel(
    procedure: &mut Procedure,
    channel: &Written<Channel>,
    level: Option<&Written<OnlineLevel>>,
) -> Applied {
    let wanted = channel
        .value()
        .ok_or_else(|| format!("không có hình thức nộp «{}»", channel.text()))?;
    if let Some(level) = level {
        if *wanted != Channel::Online {
            return Err(format!("khóa «muc_do» chỉ dùng cho hình thức {}", Channel::Online));
        }
        if level.value().is_none() {
            return Err(format!("không có mức độ trực tuyến «{}»", level.text()));
        }
    }
    let name = text::lower_first(channel.text());
    let degree = level
        .map(|level| format!(" {}", text::lower_first(level.text())))
        .unwrap_or_default();
    let Some(at) = procedure
        .channels
        .iter()
        .position(|row| row.channel.value() == Some(wanted))
    else {
        // The new channel takes over limits and fees of the first one until a decision says otherwise.
        let like = procedure.channels.first().cloned().unwrap_or_default();
        let row = ChannelRow {
            channel: channel.clone(),
            online_level: level.cloned(),
            partial_reason: None,
            note: None,
            ..like
        };
        procedure.channels.push(row);
        let path = format!("cach_thuc[{}]", procedure.channels.len() - 1);
        return Ok(Effect {
            wording: format!("Bổ sung hình thức nộp hồ sơ {name}{degree}"),
            paths: vec![path],
        });
    };
    let row = &mut procedure.channels[at];
    // The levels stand in order, the furthest first.
    let further = match (
        level.and_then(Written::value),
        row.online_level.as_ref().and_then(Written::value),
    ) {
        (Some(new), Some(old)) => new < old,
        (Some(_), None) => true,
        (None, _) => false,
    };
    if !further {
        let degree = row
            .online_level
            .as_ref()
            .map(|level| format!(", {}", text::lower_first(level.text())));
        return Err(format!("đã có hình thức nộp {name}{}", degree.unwrap_or_default()));
    }
    row.online_level = level.cloned();
    let mut paths = vec![format!("cach_thuc[{at}].muc_do")];
    if row.partial_reason.take().is_some() {
        paths.push(format!("cach_thuc[{at}].ly_do_mot_phan"));
    }
    Ok(Effect {
        wording: format!("Nâng lên dịch vụ công trực tuyến{degree}"),
        paths,
    })
}

/// The channel whose limit was cut most, in one unit: what the benefit of a shorter limit is.
pub fn time_cut(before: &Procedure, after: &Procedure) -> Option<(String, String, Decimal, Decimal, Unit)> {
    let pairs = before.channels.iter().filter_map(|row| {
        let other = after.channels.iter().find(|other| other.channel == row.channel)?;
        let (old, new) = (row.time_limit.as_ref()?, other.time_limit.as_ref()?);
        let ((from, unit), (to, unit_after)) = (old.value()?.amount()?, new.value()?.amount()?);
        (unit == unit_after && to < from).then(|| (old.text().to_owned(), new.text().to_owned(), from, to, unit))
    });
    // Of equal cuts the first channel of the record speaks.
    pairs.reduce(|most, pair| if pair.2 - pair.3 > most.2 - most.3 { pair } else { most })
}
