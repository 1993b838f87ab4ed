//! Rows estimated from the record itself: one for each paper, handing in, each fee, an inspection, the result.
//!
//! The typical applicant is meant: papers needed only "nếu có" are left out, of several cases the one with the most papers
//! counts, and of several channels the one the record puts first after online.

use rust_decimal::Decimal;

use super::{CostRow, Group, Origin, Provenance};
use crate::catalogue::Frame;
use crate::catalogue::procedure::{ChannelRow, FeeRow, Paper, Procedure};
use crate::catalogue::quantity::Quantity;
use crate::catalogue::values::{Channel, Currency, Date, Fee, Level, Money, Written};
use crate::text;

/// Every estimated row of a procedure; what had to be assumed is added to the notes.
pub(super) fn rows(catalogue: &Frame, procedure: &Procedure, day: Date, notes: &mut Vec<String>) -> Vec<CostRow> {
    let defaults = Defaults { catalogue, day };
    let mut rows = papers(&defaults, procedure, notes);
    let channel = usual_channel(catalogue, procedure);
    rows.extend(channel.map(|(at, channel)| submit(&defaults, procedure, at, channel)));
    if let Some((at, channel)) = channel {
        rows.extend(fees(at, &channel.fees, notes));
    }
    rows.extend(inspection(&defaults, procedure));
    rows.extend(procedure.results.first().map(|result| {
        defaults.row(
            Group::Receive,
            "nhan_ket_qua",
            &result.name,
            "Nhận kết quả",
            "ket_qua[0]".to_owned(),
        )
    }));
    rows
}

struct Defaults<'a> {
    catalogue: &'a Frame,
    day: Date,
}

impl Defaults<'_> {
    /// A kind of work without a default takes no time: the table then shows a zero a person can see and fill.
    fn row(&self, group: Group, kind: &'static str, work: &str, activity: &str, yaml_path: String) -> CostRow {
        let row = CostRow {
            estimated: true,
            source: "chưa có mức ước tính".to_owned(),
            ..CostRow::new(group, work, activity, yaml_path)
        };
        let Some(estimate) = self.catalogue.settings().parameters.estimate_on(kind, self.day) else {
            return row;
        };
        let hours = |written: Option<&Written<Quantity>>| written.and_then(Written::value).map(|hours| hours.0);
        let usual = hours(Some(&estimate.hours)).unwrap_or_default();
        let outlay = estimate.outlay.as_ref().and_then(Written::value);
        let services = outlay
            .filter(|money| money.currency == Currency::Vnd)
            .map_or(Decimal::ZERO, |money: &Money| money.amount);
        let from = Provenance::new(
            Origin::Default,
            format!("tham_so.uoc_tinh, việc {kind} ({})", estimate.source),
        );
        CostRow {
            hours: usual,
            hours_low: hours(estimate.hours_low.as_ref()).map_or(usual, |low| low.min(usual)),
            hours_high: hours(estimate.hours_high.as_ref()).map_or(usual, |high| high.max(usual)),
            services,
            hours_from: from.clone(),
            services_from: from,
            source: estimate.source.clone(),
            default: kind,
            ..row
        }
    }

    /// Copies are paid for one by one, for every set of the dossier; whoever makes several goes there once.
    fn copies(&self, procedure: &Procedure, paper: &Paper, row: CostRow) -> CostRow {
        if !matches!(row.default, "ban_sao" | "ban_sao_chung_thuc") {
            return row;
        }
        let sane = |count: u32| if count > MOST_COPIES { 1 } else { count.max(1) };
        let units = Decimal::from(sane(paper.copies) * sane(procedure.sets.unwrap_or(1)));
        CostRow {
            services: row.services * units,
            units,
            ..row
        }
    }
}

/// More copies or sets than anybody asks for: a number typed into the wrong column.
const MOST_COPIES: u32 = 20;

fn papers(defaults: &Defaults<'_>, procedure: &Procedure, notes: &mut Vec<String>) -> Vec<CostRow> {
    let needed = |case: usize| {
        procedure.dossier[case]
            .papers
            .iter()
            .filter(|paper| !paper.if_any)
            .count()
    };
    let Some(typical) = (0..procedure.dossier.len()).rev().max_by_key(|&case| needed(case)) else {
        return Vec::new();
    };
    if procedure.dossier.len() > 1 {
        let name = procedure.dossier[typical].case.as_deref().unwrap_or("thứ nhất");
        notes.push(format!(
            "hồ sơ tính theo trường hợp «{name}», nhiều giấy tờ nhất trong {} trường hợp",
            procedure.dossier.len()
        ));
    }
    let papers = procedure.dossier[typical]
        .papers
        .iter()
        .enumerate()
        .filter(|(_, paper)| !paper.if_any);
    papers
        .map(|(at, paper)| {
            let (kind, activity) = paper_work(paper);
            let path = format!("ho_so[{typical}].giay_to[{at}]");
            let row = defaults.row(Group::Prepare, kind, &paper.name, activity, path);
            defaults.copies(procedure, paper, row)
        })
        .collect()
}

/// What a paper takes, told by its words.
fn paper_work(paper: &Paper) -> (&'static str, &'static str) {
    let words = text::canonical(&paper.name);
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    if has(&["chứng thực", "công chứng"]) && has(&["bản sao", "sao y"]) {
        ("ban_sao_chung_thuc", "Đi chứng thực bản sao")
    } else if has(&[
        "báo cáo",
        "đề án",
        "phương án",
        "thuyết minh",
        "hồ sơ thiết kế",
        "bản vẽ",
        "kế hoạch",
    ]) {
        ("bao_cao", "Lập tài liệu")
    } else if paper.form.is_some() || has(&["tờ khai", "đơn ", "giấy đề nghị", "phiếu đề nghị"]) {
        ("don_to_khai", "Điền mẫu")
    } else if has(&["bản sao", "bản chụp"]) || (paper.copies > 0 && paper.originals == 0) {
        ("ban_sao", "Sao chụp")
    } else if has(&[
        "văn bản",
        "bản cam kết",
        "giấy cam đoan",
        "danh sách",
        "hợp đồng",
        "biên bản",
        "điều lệ",
    ]) {
        ("giay_tu_soan", "Soạn văn bản")
    } else {
        ("ban_sao", "Chuẩn bị giấy tờ có sẵn")
    }
}

/// Online when most dossiers come that way, else in person, else whatever the record has.
fn usual_channel<'a>(catalogue: &Frame, procedure: &'a Procedure) -> Option<(usize, &'a ChannelRow)> {
    let rows = catalogue
        .volumes()
        .rows_of(procedure.identity())
        .flat_map(|(_, rows)| rows);
    // The reader of the counts refuses figures so large that their sum could overflow.
    let (received, online) = rows.fold((0, 0), |(all, online), row| (all + row.received, online + row.online));
    let usual = if received > 0 && online * 2 >= received {
        Channel::Online
    } else {
        Channel::InPerson
    };
    let rows = || procedure.channels.iter().enumerate();
    rows()
        .find(|(_, row)| row.channel.value() == Some(&usual))
        .or_else(|| rows().next())
}

fn submit(defaults: &Defaults<'_>, procedure: &Procedure, at: usize, channel: &ChannelRow) -> CostRow {
    let kind = match channel.channel.value() {
        Some(Channel::Online) => "nop_truc_tuyen",
        Some(Channel::Postal) => "nop_buu_chinh",
        _ => match procedure
            .levels
            .iter()
            .filter_map(Written::value)
            .filter(|level| **level != Level::Other)
            .max()
        {
            Some(Level::Commune) => "nop_truc_tiep_xa",
            Some(Level::District) => "nop_truc_tiep_huyen",
            Some(Level::Province) => "nop_truc_tiep_tinh",
            _ => "nop_truc_tiep_trung_uong",
        },
    };
    defaults.row(
        Group::Submit,
        kind,
        channel.channel.text(),
        "Nộp hồ sơ",
        format!("cach_thuc[{at}]"),
    )
}

/// Words after which the name of a fee says whom or what case it is for.
const CASES: [&str; 5] = ["đối với", "trường hợp", "áp dụng", "tại", "nếu"];

/// The fees of a channel. Rows whose names differ only in the case they are for stand in place of one another: nobody
/// pays more than one of them.
fn fees(channel: usize, fees: &[FeeRow], notes: &mut Vec<String>) -> Vec<CostRow> {
    let mut kinds: Vec<(String, Vec<(usize, &FeeRow)>)> = Vec::new();
    for (at, fee) in fees.iter().enumerate() {
        let kind = kind_of(fee.name.as_deref().unwrap_or_default());
        match kinds.iter_mut().find(|(known, _)| *known == kind && !kind.is_empty()) {
            Some((_, same)) => same.push((at, fee)),
            None => kinds.push((kind, vec![(at, fee)])),
        }
    }
    let path = |at: usize| format!("cach_thuc[{channel}].phi_le_phi[{at}]");
    kinds.iter().filter_map(|(_, fees)| pay(fees, path, notes)).collect()
}

/// What is paid for, without the case.
fn kind_of(name: &str) -> String {
    let words = text::canonical(name);
    let end = CASES.iter().filter_map(|case| words.find(&format!(" {case} "))).min();
    words[..end.unwrap_or(words.len())].to_owned()
}

/// Fees are what the record says; only amounts in đồng can be counted. Of several the one in the middle is, because the
/// record does not say which case is usual; the lowest and the highest are kept beside it.
fn pay(fees: &[(usize, &FeeRow)], path: impl Fn(usize) -> String, notes: &mut Vec<String>) -> Option<CostRow> {
    let mut amounts = Vec::new();
    for (at, fee) in fees {
        let name = fee.name.as_deref().or(fee.note.as_deref()).unwrap_or("Phí, lệ phí");
        let written = fee.amount.as_ref();
        match written.and_then(Written::value).and_then(each_amount) {
            Some(read) => amounts.extend(read.into_iter().map(|(amount, per)| (amount, per, name, *at))),
            None => {
                let said = written.map_or("chưa ghi mức thu", Written::text);
                notes.push(format!("không tính «{name}»: {said}"));
            }
        }
    }
    amounts.sort_by_key(|(amount, ..)| *amount);
    let (low, high) = (amounts.first()?.0, amounts.last()?.0);
    let (amount, per, name, at) = amounts[(amounts.len() - 1) / 2];
    if amounts.len() > 1 {
        notes.push(format!(
            "«{name}»: một trong {} mức từ {} đến {} đồng tùy trường hợp, tính mức ở giữa {} đồng",
            amounts.len(),
            text::decimal(low),
            text::decimal(high),
            text::decimal(amount)
        ));
    }
    if let Some(per) = per {
        notes.push(format!("«{name}» thu theo {per}: tính 01 đơn vị cho một lần thực hiện"));
    }
    if high.is_zero() {
        return None;
    }
    let (source, yaml_path) = ("mức thu ghi trong thủ tục", path(at));
    Some(CostRow {
        fees: amount,
        fees_low: low,
        fees_high: high,
        fees_from: Provenance::new(Origin::Record, format!("{source}, {yaml_path}")),
        source: source.to_owned(),
        alternatives: amounts
            .iter()
            .map(|(.., other, _)| (*other).to_owned())
            .filter(|other| other != name)
            .collect(),
        ..CostRow::new(Group::Pay, name, "Nộp phí, lệ phí", yaml_path)
    })
}

/// Every amount in đồng of a fee and what it is paid for each of; `None` when one is in another currency.
fn each_amount(fee: &Fee) -> Option<Vec<(Decimal, Option<&str>)>> {
    match fee {
        Fee::Free => Some(vec![(Decimal::ZERO, None)]),
        Fee::Amount { per, .. } => Some(vec![(fee.vnd()?, per.as_deref())]),
        Fee::Cases(cases) => {
            let amounts: Option<Vec<_>> = cases.iter().map(|(_, fee)| each_amount(fee)).collect();
            Some(amounts?.concat())
        }
    }
}

fn inspection(defaults: &Defaults<'_>, procedure: &Procedure) -> Option<CostRow> {
    const SIGNS: [&str; 6] = [
        "kiểm tra thực tế",
        "kiểm tra thực địa",
        "thẩm định thực tế",
        "thẩm định tại cơ sở",
        "đánh giá thực tế",
        "kiểm tra tại cơ sở",
    ];
    let says_so = |text: &str| {
        let words = text::canonical(text);
        SIGNS.iter().any(|sign| words.contains(&text::canonical(sign)))
    };
    let at = procedure
        .steps
        .iter()
        .position(|step| [&step.name, &step.text].into_iter().flatten().any(|text| says_so(text)))?;
    Some(defaults.row(
        Group::Inspection,
        "tiep_doan_kiem_tra",
        "Phục vụ đoàn kiểm tra",
        "Tiếp đoàn kiểm tra",
        format!("trinh_tu[{at}]"),
    ))
}
