//! The text of a drafted decision, as Word or an editor saves it as plain text.

use std::collections::BTreeSet;
use std::path::Path;

use rust_decimal::Decimal;
use thiserror::Error;

use super::figures::{Cut, Spot, amount, count_before, cut, plain, saved_time};
use super::{
    ALIKE, COUNT, DAYS, DOCUMENT, PLACEHOLDER, PROGRAMME, PROGRAMME_PERCENT, REASON, SAVING, SHARE, at_line,
    cites_programme,
};
use crate::catalogue::values::{DocumentNumber, LegalRef};
use crate::catalogue::yaml;
use crate::finding::{Finding, Severity};
use crate::text;

/// Why a text was not looked through.
#[derive(Debug, Error)]
pub enum TextError {
    /// It could not be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is no plain text.
    #[error("{0} is not plain UTF-8 text; save the decision as text (.txt, .md) first")]
    NoText(String),
    /// There is no item in it.
    #[error("{0} holds no item like \"1. Thủ tục: … (Mã TTHC …)\"")]
    NoItems(String),
}

/// Mistakes in the text of a drafted decision, by line.
///
/// # Errors
///
/// When the file cannot be read, is no text, or holds no item of an annex.
pub fn draft(path: &Path) -> Result<Vec<Finding>, TextError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|source| TextError::Read {
        path: name.clone(),
        source,
    })?;
    if bytes.len() > yaml::MAX_BYTES {
        return Err(TextError::NoText(name));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| TextError::NoText(name.clone()))?;
    let draft = Draft::new(&name, text.trim_start_matches('\u{feff}'));
    if draft.items.is_empty() {
        return Err(TextError::NoItems(name));
    }
    Ok(draft.findings())
}

/// A drafted decision cut into the items of its annex.
struct Draft<'a> {
    path: &'a str,
    lines: Vec<&'a str>,
    plain: Vec<String>,
    items: Vec<Item>,
}

/// One item: its first line and the line behind its last, from 0.
struct Item {
    first: usize,
    end: usize,
    /// How many procedures share it.
    procedures: u64,
}

impl<'a> Draft<'a> {
    fn new(path: &'a str, text: &'a str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let plain: Vec<String> = lines.iter().map(|line| plain(line)).collect();
        let mut items: Vec<Item> = Vec::new();
        for (at, line) in plain.iter().enumerate() {
            if let Some(procedures) = heads_item(line) {
                if let Some(before) = items.last_mut() {
                    before.end = at;
                }
                items.push(Item {
                    first: at,
                    end: lines.len(),
                    procedures,
                });
            } else if line.contains("tổng hợp lợi ích")
                && let Some(last) = items.last_mut()
            {
                last.end = last.end.min(at);
            }
        }
        Self {
            path,
            lines,
            plain,
            items,
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let cited = self.plain.iter().any(|line| cites_programme(line));
        for item in &self.items {
            self.time(item, &mut found);
            self.costs(item, cited, &mut found);
            self.reason(item, &mut found);
            self.document(item, &mut found);
        }
        found.extend(self.count());
        found.extend(self.placeholder());
        found.sort_by(|a, b| a.place.cmp(&b.place));
        found
    }

    fn say(&self, check: &str, severity: Severity, at: usize, spot: Spot, message: String) -> Finding {
        at_line(check, severity, self.path, (at + 1, self.lines[at]), spot, message)
    }

    fn cuts(&self, item: &Item) -> Vec<(usize, Cut)> {
        let lines = item.first..item.end;
        lines.filter_map(|at| Some((at, cut(&self.plain[at])?))).collect()
    }

    /// Days that are said to be saved, against the limits above them.
    fn time(&self, item: &Item, found: &mut Vec<Finding>) {
        let cuts = self.cuts(item);
        for at in item.first..item.end {
            let Some((saved, unit, spot)) = saved_time(&self.plain[at]) else {
                continue;
            };
            let nearest = cuts.iter().rfind(|(line, _)| *line <= at).or(cuts.first());
            let Some((_, cut)) = nearest else { continue };
            let right = cut.from - cut.to;
            if !cut.unit.starts_with(unit) || saved == right {
                continue;
            }
            let message = format!(
                "ghi giảm {} {unit}, nhưng từ {} xuống {} là giảm {}",
                text::decimal(saved),
                text::decimal(cut.from),
                text::decimal(cut.to),
                text::decimal(right)
            );
            found.push(
                self.say(DAYS, Severity::Error, at, spot, message)
                    .advice("sửa số ngày giảm, hoặc sửa thời hạn"),
            );
        }
    }

    /// Costs against one another, and a share of cost that is none.
    fn costs(&self, item: &Item, cited: bool, found: &mut Vec<Finding>) {
        let figure = |phrases: &[&str], unit: &str| {
            (item.first..item.end).find_map(|at| {
                let line = &self.plain[at];
                let cost = line.contains("chi phí");
                let mut given = phrases.iter().filter_map(|phrase| amount(line, phrase, unit));
                given.next().filter(|_| cost).map(|(value, spot)| (value, at, spot))
            })
        };
        let before = figure(
            &[
                "trước khi đơn giản hóa",
                "trước đơn giản hóa",
                "trước khi cắt giảm",
                "trước:",
            ],
            "đồng",
        );
        let after = figure(
            &["sau khi đơn giản hóa", "sau đơn giản hóa", "sau khi cắt giảm", "sau:"],
            "đồng",
        );
        let saved = figure(&["chi phí tiết kiệm"], "đồng");
        let share = figure(&["tỷ lệ cắt giảm chi phí", "tỉ lệ cắt giảm chi phí"], "%");
        if let (Some((before, ..)), Some((after, ..)), Some((saved, at, spot))) = (before, after, saved)
            && before - after != saved
        {
            let message = format!(
                "ghi tiết kiệm {} đồng, nhưng {} − {} = {}",
                text::decimal(saved),
                text::decimal(before),
                text::decimal(after),
                text::decimal(before - after)
            );
            found.push(
                self.say(SAVING, Severity::Error, at, spot, message)
                    .advice("tính lại chi phí tiết kiệm"),
            );
        }
        let Some((share, at, spot)) = share else { return };
        let right = match (before, after) {
            (Some((before, ..)), Some((after, ..))) => ((before - after) * Decimal::ONE_HUNDRED)
                .checked_div(before)
                .map(|right| right.round_dp(2)),
            _ => None,
        };
        let times: Vec<Cut> = self.cuts(item).into_iter().map(|(_, cut)| cut).collect();
        let of_time = times
            .iter()
            .find(|cut| cut.percent().is_some_and(|percent| agrees(percent, share)));
        if let Some(wrong) = share_problem(share, right, of_time) {
            let severity = if right.is_some() {
                Severity::Error
            } else {
                Severity::High
            };
            found.push(
                self.say(SHARE, severity, at, spot, wrong)
                    .advice("tính tỷ lệ chi phí từ chi phí trước và sau; tỷ lệ thời gian ghi thành dòng riêng"),
            );
        } else if cited && share < Decimal::from(PROGRAMME_PERCENT) {
            let message = format!(
                "dẫn Nghị quyết số 66/NQ-CP nhưng chỉ cắt giảm {}% chi phí, dưới {PROGRAMME_PERCENT}%",
                text::decimal(share)
            );
            found.push(
                self.say(PROGRAMME, Severity::Medium, at, spot, message)
                    .advice("cắt giảm thêm, hoặc nêu vì sao thủ tục này chưa đạt mức của chương trình"),
            );
        }
    }

    fn reason(&self, item: &Item, found: &mut Vec<Finding>) {
        let gives = |line: &String| {
            let line = line.trim_start_matches(|c: char| !c.is_alphabetic());
            line.starts_with("lý do")
                || line.starts_with("lí do")
                || line.contains(" lý do:")
                || line.contains(" – lý do")
        };
        if !self.plain[item.first..item.end].iter().any(gives) {
            let length = self.lines[item.first].chars().count();
            let message = "mục không ghi lý do".to_owned();
            found.push(
                self.say(REASON, Severity::Error, item.first, Spot { start: 0, length }, message)
                    .advice("ghi Lý do: … dưới nội dung đơn giản hóa"),
            );
        }
    }

    /// Who is asked to do something must be told to which normative document, unless offices only work faster.
    fn document(&self, item: &Item, found: &mut Vec<Finding>) {
        let lines = item.first..item.end;
        let from = lines.clone().find(|at| self.plain[*at].contains("kiến nghị thực thi"));
        let until = |from: usize| {
            (from + 1..item.end)
                .find(|at| self.plain[*at].contains("lợi ích"))
                .unwrap_or(item.end)
        };
        let only_faster = !self.cuts(item).is_empty()
            && !lines
                .clone()
                .any(|at| self.plain[at].contains("bãi bỏ") || self.plain[at].contains("thành phần hồ sơ"));
        if only_faster {
            return;
        }
        let (at, message) = match from {
            None => (item.first, "mục không có phần Kiến nghị thực thi"),
            Some(from) => {
                let numbers: Vec<DocumentNumber> = (from..until(from)).flat_map(|at| numbers(self.lines[at])).collect();
                if numbers.iter().any(DocumentNumber::is_normative) {
                    return;
                }
                if numbers.is_empty() {
                    (from, "Kiến nghị thực thi không nêu văn bản phải sửa đổi, bãi bỏ")
                } else {
                    (
                        from,
                        "Kiến nghị thực thi chỉ nêu văn bản không phải quy phạm pháp luật (quyết định công bố, kế hoạch, công văn)",
                    )
                }
            }
        };
        let length = self.lines[at].chars().count();
        found.push(
            self.say(
                DOCUMENT,
                Severity::Error,
                at,
                Spot { start: 0, length },
                message.to_owned(),
            )
            .advice("nêu điều khoản của văn bản quy phạm pháp luật quy định thủ tục"),
        );
    }

    /// The number of procedures in Điều 1 and that of the annex.
    fn count(&self) -> Option<Finding> {
        let at = self
            .plain
            .iter()
            .position(|line| line.trim_start_matches(['*', '#', ' ']).starts_with("điều 1."))?;
        let (said, spot) =
            count_before(&self.plain[at], "thủ tục hành chính").or_else(|| count_before(&self.plain[at], "tthc"))?;
        let listed: u64 = self.items.iter().map(|item| item.procedures).sum();
        let message = format!(
            "Điều 1 ghi {} thủ tục, phụ lục có {}",
            text::count(said),
            text::count(listed)
        );
        (said != listed).then(|| {
            self.say(COUNT, Severity::Error, at, spot, message)
                .advice("đếm lại các mục của phụ lục, sửa Điều 1")
        })
    }

    /// One and the same number of dossiers for every procedure was not counted.
    fn placeholder(&self) -> Option<Finding> {
        let of_item = |item: &Item| {
            (item.first..item.end).find_map(|at| {
                let (count, spot) = count_before(&self.plain[at], "hồ sơ")?;
                let yearly =
                    self.plain[at].contains("năm") || self.plain[at].contains('×') || self.plain[at].contains(" x ");
                yearly.then_some((count, at, spot))
            })
        };
        let counts: Vec<(u64, usize, Spot)> = self.items.iter().filter_map(of_item).collect();
        let different: BTreeSet<u64> = counts.iter().map(|(count, ..)| *count).collect();
        let (count, at, spot) = *counts.first()?;
        (counts.len() >= ALIKE && different.len() == 1 && count > 0).then(|| {
            let message = format!("cả {} mục đều tính với {count} hồ sơ", text::count(counts.len() as u64));
            self.say(PLACEHOLDER, Severity::High, at, spot, message)
                .advice("thay bằng số hồ sơ tiếp nhận thật của từng thủ tục")
        })
    }
}

/// How many procedures an item is about, when a plain line begins one.
fn heads_item(line: &str) -> Option<u64> {
    let line = line.trim_start_matches(['#', '*', ' ', '\t', '-']);
    if line.starts_with('|') {
        return None;
    }
    let named = line.contains("mã tthc")
        || line.contains("mã số tthc")
        || line.contains("mã thủ tục")
        || line.contains("mã số:");
    let numbered = line.split_once('.').is_some_and(|(number, _)| {
        (1..=4).contains(&number.len()) && number.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if let Some(rest) = line
        .split_once("đối với ")
        .filter(|(before, _)| before.chars().count() <= 8)
        .map(|(_, rest)| rest)
    {
        let (count, spot) = count_before(rest, "tthc").or_else(|| count_before(rest, "thủ tục"))?;
        return (spot.start == 0 && count > 0).then_some(count);
    }
    let begins = line.starts_with("thủ tục:")
        || line
            .split_once(". ")
            .is_some_and(|(_, rest)| rest.starts_with("thủ tục"));
    (begins && (named || numbered)).then_some(1)
}

/// Numbers of documents in a line.
fn numbers(line: &str) -> Vec<DocumentNumber> {
    let words = line
        .split_whitespace()
        .filter(|word| word.contains('/') && word.starts_with(|c: char| c.is_ascii_digit()));
    words
        .filter_map(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let reference: LegalRef = word.parse().ok()?;
            Some(reference.document)
        })
        .collect()
}

/// Whether a printed share is a computed one, in as many decimals as it is printed with.
fn agrees(computed: Decimal, printed: Decimal) -> bool {
    let places = printed.normalize().scale().min(2);
    computed.round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero) == printed.normalize()
}

/// Why a printed share of cost is wrong, or may well be.
fn share_problem(share: Decimal, right: Option<Decimal>, of_time: Option<&Cut>) -> Option<String> {
    let printed = text::decimal(share);
    match (right, of_time) {
        (Some(right), _) if agrees(right, share) => None,
        (right, Some(cut)) => {
            let right = right.map_or_else(String::new, |right| {
                format!("; tỷ lệ chi phí là {}%", text::decimal(right))
            });
            Some(format!(
                "{printed}% là tỷ lệ cắt giảm thời gian (từ {} xuống {} {}), không phải chi phí{right}",
                text::decimal(cut.from),
                text::decimal(cut.to),
                cut.unit
            ))
        }
        (Some(right), None) => Some(format!(
            "ghi tỷ lệ {printed}%, nhưng theo chi phí trước và sau là {}%",
            text::decimal(right)
        )),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests;
