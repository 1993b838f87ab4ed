//! A plan to reach targets, as a workbook and as what other programs read.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::workbook::{Book, Cell, Column, WorkbookError, number, text_cell};
use crate::finding::{Certainty, Finding};
use crate::proposal::what_if::{Aim, Picked, Quality, Reached, WhatIf};
use crate::review::cost::percent;
use crate::review::rule;
use crate::text;

const COLUMNS: &[Column] = &[
    ("STT", 6.0),
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 36.0),
    ("Lĩnh vực", 20.0),
    ("Biện pháp", 40.0),
    ("Chi phí tiết kiệm (đồng/năm)", 17.0),
    ("Phần của mục tiêu chi phí", 10.0),
    ("Thời gian giảm (giờ)", 11.0),
    ("Phần của mục tiêu thời gian", 10.0),
    ("Vì sao", 44.0),
    ("Bằng chứng", 44.0),
    ("Căn cứ", 36.0),
    ("Giả định", 30.0),
];

/// The workbook: the targets above, the measures below. The same plan gives the same bytes.
///
/// # Errors
///
/// When the figures do not fit into a workbook.
pub fn xlsx(plan: &WhatIf, title: &str) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!("Phương án đạt mục tiêu cắt giảm: {title}"))?;
    let lines = plan.results.iter().map(result).chain([quality(plan)]);
    let lead = lines.map(|line| vec![Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, text_cell(&line)]);
    let rows = plan
        .picked
        .iter()
        .enumerate()
        .map(|(at, picked)| row(plan, at + 1, picked));
    book.report("Biện pháp", COLUMNS, lead, rows)?;
    book.save()
}

fn row(plan: &WhatIf, at: usize, picked: &Picked) -> Vec<Cell> {
    let measure = &picked.measure;
    let share = |aim: Aim| match part_of(plan, picked, aim).and_then(|percent| percent.to_f64()) {
        Some(percent) => Cell::Percent(percent / 100.0),
        None => Cell::Text("–".to_owned()),
    };
    let each = |say: fn(&Finding) -> Vec<String>| {
        let said: Vec<String> = measure.findings.iter().flat_map(say).collect();
        text_cell(&said.join("\n"))
    };
    vec![
        number(at),
        Cell::Code(measure.code.clone()),
        text_cell(&picked.name),
        text_cell(&picked.field),
        text_cell(&measure.wording),
        number(picked.cost),
        share(Aim::Cost),
        number(picked.time),
        share(Aim::Time),
        each(|finding| vec![why(finding)]),
        each(evidence),
        each(grounds),
        text_cell(&measure.assumed),
    ]
}

/// What part of all that has to be saved a measure carries, in percent.
pub fn part_of(plan: &WhatIf, picked: &Picked, aim: Aim) -> Option<Decimal> {
    let result = plan.results.iter().find(|result| result.target.aim == aim)?;
    let saved = match aim {
        Aim::Cost => picked.cost,
        Aim::Time => picked.time,
    };
    percent(saved, result.needed)
}

/// `R-12 yêu cầu nộp «…», giấy tờ đã có trong … (thu_tuc/…:45)`
pub fn why(finding: &Finding) -> String {
    let number = rule(&finding.rule).map_or(finding.rule.as_str(), |rule| rule.id);
    let line = if finding.place.line == 0 {
        String::new()
    } else {
        format!(":{}", finding.place.line)
    };
    format!("{number} {} ({}{line})", finding.message, finding.place.path)
}

/// Facts a finding rests on.
pub fn evidence(finding: &Finding) -> Vec<String> {
    let facts = finding.evidence.iter();
    facts.map(|fact| format!("{}: {}", fact.label, fact.text)).collect()
}

/// Grounds of a finding; those that were not compared say so.
pub fn grounds(finding: &Finding) -> Vec<String> {
    let said = finding.grounds.iter().map(|ground| match ground.certainty {
        Certainty::Seen => ground.to_string(),
        Certainty::Known | Certainty::Unverified => format!("{ground} (cần đối chiếu)"),
    });
    said.collect()
}

/// What amounts of an aim are counted in.
pub fn unit(aim: Aim) -> &'static str {
    match aim {
        Aim::Cost => "đồng/năm",
        Aim::Time => "giờ làm việc",
    }
}

/// One target and how far it is reached, in a sentence.
pub fn result(reached: &Reached) -> String {
    let aim = reached.target.aim;
    let (amount, unit) = (|amount: Decimal| text::decimal(amount), unit(aim));
    let decided = if reached.decided.is_zero() {
        String::new()
    } else {
        format!("quyết định đã ghi {} + ", amount(reached.decided))
    };
    let verdict = if reached.before.is_zero() {
        "không có gì để giảm".to_owned()
    } else if reached.met() {
        format!("đạt, giảm {}", text::percent(reached.percent()))
    } else {
        format!(
            "không đạt: nhiều nhất giảm {}, phương án giảm {}, còn thiếu {} {unit}",
            text::percent(reached.most_percent()),
            text::percent(reached.percent()),
            amount(reached.missing())
        )
    };
    format!(
        "{} (giảm {}%): hiện tại {} {unit}, phải giảm {}; {decided}phương án {}; {verdict}",
        aim.label(),
        text::decimal(reached.target.percent),
        amount(reached.before),
        amount(reached.needed),
        amount(reached.planned)
    )
}

/// How good the plan is, in a sentence.
pub fn quality(plan: &WhatIf) -> String {
    let count = |count: usize| text::count(count as u64);
    let found = plan.picked.len();
    let size = format!("{} biện pháp trên {} thủ tục", count(found), count(plan.touched));
    match plan.quality {
        Quality::Best => format!("{size}; cách tối ưu, đã chứng minh không có cách nào ít biện pháp hơn"),
        Quality::AtLeast(least) if least == found => {
            format!("{size}; không có cách nào ít biện pháp hơn (cận dưới {})", count(least))
        }
        Quality::AtLeast(least) => format!(
            "{size}; mọi cách đều cần ít nhất {} biện pháp: phương án này nhiều hơn cách tối ưu nhiều nhất {} biện pháp",
            count(least),
            count(found - least)
        ),
        Quality::NotFound => format!("{size}; chưa tìm được cách đạt cả hai mục tiêu, đây là mức gần nhất tìm được"),
        Quality::OutOfReach => format!("{size}; không đạt đủ mục tiêu, đây là mức gần nhất"),
    }
}

/// What other programs read.
pub fn json_of(plan: &WhatIf) -> Value {
    let figure = |amount: Decimal| {
        json!(
            amount
                .to_i64()
                .filter(|_| amount.is_integer())
                .map_or_else(|| json!(amount.to_f64()), |whole| json!(whole))
        )
    };
    let percent = |percent: Option<Decimal>| percent.and_then(|percent| percent.to_f64());
    let targets = plan.results.iter().map(|reached| {
        json!({
            "aim": reached.target.aim,
            "percent": figure(reached.target.percent),
            "unit": unit(reached.target.aim),
            "before": figure(reached.before),
            "needed": figure(reached.needed),
            "decided": figure(reached.decided),
            "planned": figure(reached.planned),
            "reached_percent": percent(reached.percent()),
            "most_percent": percent(reached.most_percent()),
            "missing": figure(reached.missing()),
            "met": reached.met(),
        })
    });
    let measures = plan.picked.iter().map(|picked| {
        let measure = &picked.measure;
        json!({
            "code": measure.code,
            "name": picked.name,
            "field": picked.field,
            "path": picked.path,
            "outcome": measure.outcome.key(),
            "change": measure.wording,
            "successor": measure.successor,
            "saves": {
                "cost": figure(picked.cost),
                "cost_share": percent(part_of(plan, picked, Aim::Cost)),
                "hours": figure(picked.time),
                "time_share": percent(part_of(plan, picked, Aim::Time)),
            },
            "assumed": measure.assumed,
            "findings": measure.findings,
        })
    });
    let (quality, at_least) = match plan.quality {
        Quality::Best => ("best", Some(plan.picked.len())),
        Quality::AtLeast(least) => ("bounded", Some(least)),
        Quality::NotFound => ("not_found", None),
        Quality::OutOfReach => ("out_of_reach", None),
    };
    json!({
        "targets": targets.collect::<Vec<_>>(),
        "measures": measures.collect::<Vec<_>>(),
        "quality": { "kind": quality, "measures": plan.picked.len(), "at_least": at_least, "procedures": plan.touched },
        "considered": {
            "procedures": plan.procedures,
            "without_time": plan.without_time,
            "measures": plan.considered,
            "useless": plan.useless,
            "shortened": plan.shortened,
            "decided": plan.decided,
        },
    })
}
