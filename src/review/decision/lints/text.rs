//! The text of a drafted decision, as Word or an editor saves it as plain text.

use std::collections::BTreeSet;
use std::path::Path;

use rust_decimal::Decimal;
use thiserror::Error;

use super::figures::{Cut, Spot, UNITS, amount, between, count_before, cut, cut_percent, saved_time};
use super::form::form;
use super::items::{Item, heads_benefit, items};
use super::paragraph::{Paragraph, enumerated, paragraphs};
use super::{
    ALIKE, COUNT, DAYS, DOCUMENT, PLACEHOLDER, PROGRAMME, PROGRAMME_PERCENT, REASON, SAVING, SHARE, at_line,
    cites_programme,
};
use crate::catalogue::document::Register;
use crate::catalogue::values::{DocumentNumber, LegalRef};
use crate::catalogue::yaml;
use crate::finding::{Finding, Severity};
use crate::text;

/// What is said before the costs as they are and as they would be, and before a share of cost.
const BEFORE: [&str; 4] = [
    "trước khi đơn giản hóa",
    "trước đơn giản hóa",
    "trước khi cắt giảm",
    "trước:",
];
const AFTER: [&str; 4] = ["sau khi đơn giản hóa", "sau đơn giản hóa", "sau khi cắt giảm", "sau:"];
const SHARE_OF_COST: &str = "tỷ lệ cắt giảm chi phí";

/// Words that say that an item changes more than how long it takes.
const MORE_THAN_TIME: [&str; 4] = ["bãi bỏ", "thành phần hồ sơ", "thay thế", "hợp nhất"];

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
    /// There is no legal ground and no item in it.
    #[error("{0} is no decision: it holds no line \"Căn cứ …\" and no item like \"1. Thủ tục: … (Mã TTHC …)\"")]
    NoItems(String),
}

/// Mistakes in the text of a drafted decision, by line.
///
/// # Errors
///
/// When the file cannot be read, is no text, or holds no item of an annex.
pub fn draft(path: &Path, register: Option<&Register>) -> Result<Vec<Finding>, TextError> {
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
    let is_decision = |paragraph: &Paragraph| {
        paragraph
            .plain
            .trim_start_matches(['#', ' ', '*'])
            .starts_with("căn cứ")
    };
    if !draft.items.is_empty() {
        return Ok(draft.findings(register));
    }
    if !draft.paragraphs.iter().any(is_decision) {
        return Err(TextError::NoItems(name));
    }
    // A decision that announces a list has no items with figures.
    Ok(draft.form(register).collect())
}

/// Mistakes in a text that is at hand, by line: in its form, and of a decision also in its figures.
pub fn text(text: &str, is_decision: bool, register: &Register) -> Vec<Finding> {
    let draft = Draft::new("", text);
    if is_decision && !draft.items.is_empty() {
        return draft.findings(Some(register));
    }
    draft.form(Some(register)).collect()
}

/// A drafted decision cut into the items of its annex.
struct Draft<'a> {
    path: &'a str,
    lines: Vec<&'a str>,
    paragraphs: Vec<Paragraph>,
    items: Vec<Item>,
}

/// A figure and where it stands: its paragraph, and the spot in it.
type Figure = (Decimal, usize, Spot);

impl<'a> Draft<'a> {
    fn new(path: &'a str, text: &'a str) -> Self {
        let paragraphs = paragraphs(text);
        let items = items(&paragraphs);
        Self {
            path,
            lines: text.lines().collect(),
            paragraphs,
            items,
        }
    }

    /// What is wrong with its form.
    fn form<'b>(&'b self, register: Option<&'b Register>) -> impl Iterator<Item = Finding> + use<'b> {
        let wrong = form(&self.paragraphs, register).into_iter();
        wrong.map(|wrong| {
            self.say(wrong.check, wrong.severity, wrong.at, wrong.spot, wrong.message)
                .advice(wrong.advice)
        })
    }

    fn findings(&self, register: Option<&Register>) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.form(register).collect();
        for item in &self.items {
            self.time(item, &mut found);
            self.costs(item, &mut found);
            self.reason(item, &mut found);
            self.document(item, &mut found);
        }
        found.extend(self.count());
        found.extend(self.programme());
        found.extend(self.placeholder());
        found.sort_by(|a, b| a.place.cmp(&b.place));
        found
    }

    fn say(&self, check: &str, severity: Severity, at: usize, spot: Spot, message: String) -> Finding {
        let (line, spot) = self.paragraphs[at].place(spot);
        at_line(check, severity, self.path, (line + 1, self.lines[line]), spot, message)
    }

    /// Paragraphs of an item with their numbers.
    fn of<'b>(&'b self, item: &'b Item) -> impl Iterator<Item = (usize, &'b str)> {
        (item.first..item.end).map(|at| (at, self.paragraphs[at].plain.as_str()))
    }

    fn cuts(&self, item: &Item) -> Vec<(usize, Cut)> {
        let mut cuts: Vec<(usize, Cut)> = self
            .of(item)
            .filter_map(|(at, plain)| Some((at, cut(plain)?)))
            .collect();
        let after_colon = |words: &[&str]| {
            self.of(item).find_map(|(at, plain)| {
                let words = words.iter().any(|word| plain.contains(word));
                Some((at, plain.split_once(':')?.1)).filter(|_| words)
            })
        };
        let before = after_colon(&[
            "thời gian giải quyết theo",
            "thời gian giải quyết tthc trước",
            "thời gian giải quyết trước",
        ]);
        let after = after_colon(&[
            "thời gian thực hiện",
            "thời gian giải quyết tthc sau",
            "thời gian giải quyết sau",
        ]);
        if let (Some((at, before)), Some((_, after))) = (before, after) {
            cuts.extend(between(before, after).map(|cut| (at, cut)));
        }
        cuts
    }

    /// Days that are said to be saved, against the limits of the item.
    fn time(&self, item: &Item, found: &mut Vec<Finding>) {
        let cuts = self.cuts(item);
        for (at, plain) in self.of(item) {
            let Some((saved, unit, spot)) = saved_time(plain) else {
                continue;
            };
            let alike = |cut: &Cut| cut.unit.starts_with(unit) || unit.starts_with(cut.unit);
            let mut own = cuts.iter().filter(|(_, cut)| alike(cut));
            let nearest = own
                .clone()
                .rfind(|(cut_at, _)| *cut_at <= at)
                .or_else(|| own.clone().next());
            let Some((_, nearest)) = nearest.filter(|_| !own.any(|(_, cut)| cut.from - cut.to == saved)) else {
                continue;
            };
            found.push(
                self.say(DAYS, Severity::Error, at, spot, nearest.against(saved, unit))
                    .advice("sửa số ngày giảm, hoặc sửa thời hạn"),
            );
        }
    }

    /// The first figure of an item that stands behind one of some phrases about cost.
    fn figure(&self, item: &Item, phrases: &[&str], unit: &str) -> Option<Figure> {
        self.of(item)
            .filter(|(_, plain)| plain.contains("chi phí"))
            .find_map(|(at, plain)| {
                let mut given = phrases.iter().filter_map(|phrase| amount(plain, phrase, unit));
                given.next().map(|(value, spot)| (value, at, spot))
            })
    }

    /// Costs against one another, and shares of cost that are none.
    fn costs(&self, item: &Item, found: &mut Vec<Finding>) {
        let before = self.figure(item, &BEFORE, "đồng").map(|(before, ..)| before);
        let after = self.figure(item, &AFTER, "đồng").map(|(after, ..)| after);
        let saved = self.figure(item, &["chi phí tiết kiệm"], "đồng");
        if let (Some(before), Some(after), Some((saved, at, spot))) = (before, after, saved)
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
        let right = before.zip(after).and_then(|(before, after)| cut_percent(before, after));
        for (at, plain) in self.of(item) {
            if let Some((share, spot)) = amount(plain, SHARE_OF_COST, "%") {
                found.extend(self.share(item, (share, at, spot), right));
            }
        }
    }

    /// What is wrong with a printed share of cost: it is one of time, or not that of its figures.
    fn share(&self, item: &Item, (share, at, spot): Figure, right: Option<Decimal>) -> Option<Finding> {
        // What the block is about, the last heading says.
        let block = (item.first..at).rev().find_map(|at| {
            let plain = &self.paragraphs[at].plain;
            let heading = plain
                .trim_end_matches([' ', ':'])
                .ends_with("thời gian giải quyết tthc");
            let cost = amount(plain, "chi phí", "đồng").is_some();
            (heading || cost).then_some(heading)
        });
        let cuts = self.cuts(item);
        let of_time = cuts.iter().map(|(_, cut)| cut);
        let mut of_time = of_time.filter(|cut| cut.percent().is_some_and(|percent| agrees(percent, share)));
        let wrong = if block == Some(true) {
            Some("tỷ lệ cắt giảm thời gian ghi thành tỷ lệ cắt giảm chi phí".to_owned())
        } else {
            share_problem(share, right, of_time.next_back())
        };
        if let Some(wrong) = wrong {
            let certain = right.is_some() || block == Some(true);
            let severity = if certain { Severity::Error } else { Severity::High };
            let finding = self.say(SHARE, severity, at, spot, wrong);
            return Some(
                finding.advice("tính tỷ lệ chi phí từ chi phí trước và sau; tỷ lệ thời gian ghi thành dòng riêng"),
            );
        }
        None
    }

    /// The programme that is cited asks for a share over everything, not of every procedure.
    fn programme(&self) -> Option<Finding> {
        let at = self
            .paragraphs
            .iter()
            .position(|paragraph| cites_programme(&paragraph.plain))?;
        let costs = self.items.iter().filter_map(|item| {
            let before = self.figure(item, &BEFORE, "đồng")?.0;
            Some((before, self.figure(item, &AFTER, "đồng")?.0))
        });
        let (before, after) = costs.fold((Decimal::ZERO, Decimal::ZERO), |sum, cost| {
            (sum.0 + cost.0, sum.1 + cost.1)
        });
        let share = cut_percent(before, after)?;
        (share < Decimal::from(PROGRAMME_PERCENT)).then(|| {
            let message = format!(
                "dẫn Nghị quyết số 66/NQ-CP nhưng các phương án chỉ cắt giảm {}% chi phí, dưới {PROGRAMME_PERCENT}%",
                text::decimal(share)
            );
            let finding = self.say(PROGRAMME, Severity::Medium, at, self.paragraphs[at].whole(), message);
            finding.advice("cắt giảm thêm, hoặc nêu vì sao chưa đạt mức của chương trình")
        })
    }

    fn reason(&self, item: &Item, found: &mut Vec<Finding>) {
        let gives = |plain: &str| {
            let inner = plain.trim_start_matches(|c: char| !c.is_alphabetic());
            let lettered = enumerated(inner).unwrap_or(inner);
            [inner, lettered]
                .iter()
                .any(|plain| plain.starts_with("lý do") || plain.starts_with("lí do"))
                || plain.contains(" lý do:")
        };
        // One of several that share a measure refers to the first.
        let refers = |plain: &str| {
            (plain.contains("nội dung đơn giản hóa") || plain.contains("nội dung cắt giảm"))
                && plain.contains("như mục")
        };
        if !self.of(item).any(|(_, plain)| gives(plain) || refers(plain)) {
            let spot = self.paragraphs[item.first].whole();
            found.push(
                self.say(
                    REASON,
                    Severity::Error,
                    item.first,
                    spot,
                    "mục không ghi lý do".to_owned(),
                )
                .advice("ghi Lý do: … dưới nội dung đơn giản hóa"),
            );
        }
    }

    /// Who is asked to do something must be told to which normative document, unless offices only work faster.
    fn document(&self, item: &Item, found: &mut Vec<Finding>) {
        let proposed = |plain: &str| plain.contains("kiến nghị thực thi");
        let from = self.of(item).find(|(_, plain)| proposed(plain)).map(|(at, _)| at);
        let content = self.of(item).take_while(|(_, plain)| !proposed(plain));
        let (mut faster, mut more) = (false, false);
        for (at, plain) in content {
            faster |= plain.contains("giảm") && UNITS.iter().any(|unit| plain.contains(unit));
            // The name of a procedure may have any of these words.
            more |= at > item.first && MORE_THAN_TIME.iter().any(|word| plain.contains(word));
        }
        if faster && !more {
            return;
        }
        let (at, message) = match from {
            None => (item.first, "mục không có phần Kiến nghị thực thi"),
            Some(from) => {
                let behind = (from + 1..item.end).take_while(|at| !heads_benefit(&self.paragraphs[*at].plain));
                let block = std::iter::once(from).chain(behind);
                let refers = self.paragraphs[from].plain.contains("như mục");
                let numbers: Vec<DocumentNumber> = block.flat_map(|at| numbers(&self.paragraphs[at].text)).collect();
                if refers || numbers.iter().any(DocumentNumber::is_normative) {
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
        let spot = self.paragraphs[at].whole();
        found.push(
            self.say(DOCUMENT, Severity::Error, at, spot, message.to_owned())
                .advice("nêu điều khoản của văn bản quy phạm pháp luật quy định thủ tục"),
        );
    }

    /// The number of procedures in Điều 1 and that of the annex.
    fn count(&self) -> Option<Finding> {
        let first = |paragraph: &Paragraph| paragraph.plain.trim_start_matches(['#', ' ']).starts_with("điều 1.");
        let at = self.paragraphs.iter().position(first)?;
        let plain = &self.paragraphs[at].plain;
        let (said, spot) = count_before(plain, "thủ tục hành chính").or_else(|| count_before(plain, "tthc"))?;
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
            self.of(item).find_map(|(at, plain)| {
                let (count, spot) = count_before(plain, "hồ sơ")?;
                let yearly = plain.contains("hồ sơ/năm") || plain.contains("hồ sơ/01 năm") || plain.contains('×');
                yearly.then_some((count, at, spot))
            })
        };
        let counts: Vec<(u64, usize, Spot)> = self.items.iter().filter_map(of_item).collect();
        let different: BTreeSet<u64> = counts.iter().map(|(count, ..)| *count).collect();
        let (count, at, spot) = *counts.first()?;
        (counts.len() >= ALIKE && different.len() == 1 && count > 0).then(|| {
            let message = format!(
                "cả {} mục đều tính với {} hồ sơ",
                text::count(counts.len() as u64),
                text::number(i128::from(count))
            );
            self.say(PLACEHOLDER, Severity::High, at, spot, message)
                .advice("thay bằng số hồ sơ tiếp nhận thật của từng thủ tục")
        })
    }
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
