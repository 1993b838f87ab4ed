//! Rows estimated from the record itself: one for each paper, handing in, each fee, an inspection, the result.
//!
//! The typical applicant is meant: papers needed only "nếu có" are left out, of several cases the one with the most papers
//! counts, and of several channels the one the record puts first after online.

use rust_decimal::Decimal;

use super::{CostRow, Group};
use crate::catalogue::Catalogue;
use crate::catalogue::procedure::{ChannelRow, FeeRow, Paper, Procedure};
use crate::catalogue::settings::Estimate;
use crate::catalogue::values::{Channel, Currency, Level, Money, Written};
use crate::text;

/// Every estimated row of a procedure; what had to be assumed is added to the notes.
pub(super) fn rows(catalogue: &Catalogue, procedure: &Procedure, notes: &mut Vec<String>) -> Vec<CostRow> {
    let defaults = Defaults { catalogue };
    let mut rows = papers(&defaults, procedure, notes);
    let channel = usual_channel(catalogue, procedure);
    rows.extend(channel.map(|(at, channel)| submit(&defaults, procedure, at, channel)));
    if let Some((at, channel)) = channel {
        rows.extend(
            channel
                .fees
                .iter()
                .enumerate()
                .filter_map(|(fee_no, fee)| pay(fee, format!("cach_thuc[{at}].phi_le_phi[{fee_no}]"), notes)),
        );
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
    catalogue: &'a Catalogue,
}

impl Defaults<'_> {
    /// A kind of work without a default takes no time: the table then shows a zero a person can see and fill.
    fn row(&self, group: Group, kind: &str, work: &str, activity: &str, yaml_path: String) -> CostRow {
        let estimate = self.catalogue.settings().parameters.estimate(kind);
        let hours = estimate
            .and_then(|estimate| estimate.hours.value())
            .map_or(Decimal::ZERO, |hours| hours.0);
        let outlay = estimate
            .and_then(|estimate| estimate.outlay.as_ref())
            .and_then(Written::value);
        let services = outlay
            .filter(|money| money.currency == Currency::Vnd)
            .map_or(Decimal::ZERO, |money: &Money| money.amount);
        CostRow {
            group,
            work: work.to_owned(),
            activity: activity.to_owned(),
            hours,
            services,
            fees: Decimal::ZERO,
            per_case: Decimal::ZERO,
            source: estimate.map_or_else(
                || "chưa có mức ước tính".to_owned(),
                |estimate: &Estimate| estimate.source.clone(),
            ),
            estimated: true,
            yaml_path,
        }
    }
}

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
            defaults.row(
                Group::Prepare,
                kind,
                &paper.name,
                activity,
                format!("ho_so[{typical}].giay_to[{at}]"),
            )
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
fn usual_channel<'a>(catalogue: &Catalogue, procedure: &'a Procedure) -> Option<(usize, &'a ChannelRow)> {
    let rows = catalogue
        .volumes()
        .rows()
        .filter(|(_, row)| row.code == procedure.identity());
    // The reader of the counts refuses figures so large that their sum could overflow.
    let (received, online) = rows.fold((0, 0), |(all, online), (_, row)| {
        (all + row.received, online + row.online)
    });
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

/// Fees are what the record says; only an amount in đồng for one dossier can be counted.
fn pay(fee: &FeeRow, yaml_path: String, notes: &mut Vec<String>) -> Option<CostRow> {
    let name = fee.name.as_deref().or(fee.note.as_deref()).unwrap_or("Phí, lệ phí");
    let written = fee.amount.as_ref();
    let amount = written.and_then(Written::value).and_then(|fee| fee.vnd());
    if amount.is_none() {
        let said = written.map_or("chưa ghi mức thu", Written::text);
        notes.push(format!("không tính «{name}»: {said}"));
    }
    let amount = amount.filter(|amount| !amount.is_zero())?;
    Some(CostRow {
        group: Group::Pay,
        work: name.to_owned(),
        activity: "Nộp phí, lệ phí".to_owned(),
        hours: Decimal::ZERO,
        services: Decimal::ZERO,
        fees: amount,
        per_case: Decimal::ZERO,
        source: "mức thu ghi trong thủ tục".to_owned(),
        estimated: false,
        yaml_path,
    })
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
