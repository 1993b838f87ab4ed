//! Procedures of the same kind: one field, one verb.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::names::verb_and_object;
use crate::catalogue::procedure::{Paper, Procedure};
use crate::catalogue::values::{TimeLimit, Written};
use crate::review::Outline;
use crate::text;

/// Words at the beginning of a paper that is asked for in a case only.
const CONDITIONS: [&str; 9] = [
    "trường hợp",
    "đối với",
    "nếu ",
    "khi ",
    "trong trường hợp",
    "ngoài ra",
    "riêng ",
    "tùy ",
    "một trong",
];

/// Beginnings of papers. What begins otherwise among the rows is the rest of a list or what a paper has to say.
const PAPERS: [&str; 52] = [
    "ảnh",
    "bài",
    "bản",
    "bảng",
    "bằng",
    "biên",
    "biểu",
    "báo cáo",
    "cam kết",
    "chứng",
    "công văn",
    "danh",
    "dự thảo",
    "dự án",
    "đề án",
    "đề cương",
    "điều lệ",
    "đơn",
    "giấy",
    "hình",
    "hóa đơn",
    "hộ chiếu",
    "hợp đồng",
    "hồ sơ",
    "kế hoạch",
    "kết quả",
    "lý lịch",
    "mẫu",
    "nghị quyết",
    "phiếu",
    "phương án",
    "phụ lục",
    "quy",
    "quyết định",
    "sơ",
    "số",
    "sổ",
    "tài liệu",
    "thẻ",
    "thiết kế",
    "thông",
    "thỏa thuận",
    "thuyết minh",
    "tờ",
    "văn",
    "vận đơn",
    "ý kiến",
    "chương trình",
    "nội dung",
    "luận",
    "lệnh",
    "catalogue",
];

/// What is usual among procedures of one kind.
#[derive(Debug, Default)]
pub(in crate::review) struct Kind {
    papers: Vec<usize>,
    days: Vec<Decimal>,
}

/// Every kind of the catalogue.
#[derive(Debug)]
pub(in crate::review) struct Peers {
    kinds: HashMap<(String, &'static str), Kind>,
}

impl Peers {
    pub(in crate::review) fn of(procedures: &[Outline]) -> Self {
        let mut kinds: HashMap<(String, &'static str), Kind> = HashMap::new();
        for procedure in procedures {
            let kind = kinds.entry(key(&procedure.name, &procedure.field)).or_default();
            kind.papers.push(procedure.papers.len());
            kind.days.extend(procedure.days);
        }
        for kind in kinds.values_mut() {
            kind.papers.sort_unstable();
            kind.days.sort_unstable();
        }
        Self { kinds }
    }

    /// The kind a procedure is of.
    pub(in crate::review) fn kind(&self, procedure: &Procedure) -> Option<&Kind> {
        self.kinds.get(&key(&procedure.name, &procedure.field))
    }
}

impl Kind {
    /// How many procedures it has.
    pub(in crate::review) fn len(&self) -> usize {
        self.papers.len()
    }

    /// Number of papers that a share of them stays within.
    pub(in crate::review) fn papers_at(&self, percent: usize) -> usize {
        at(&self.papers, percent).unwrap_or_default()
    }

    /// Calendar days that a share of those with a limit stays within, and how many these are.
    pub(in crate::review) fn days_at(&self, percent: usize) -> Option<(Decimal, usize)> {
        Some((at(&self.days, percent)?, self.days.len()))
    }
}

fn at<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    sorted.get(sorted.len().checked_sub(1)? * percent / 100).copied()
}

fn key(name: &str, field: &str) -> (String, &'static str) {
    (text::canonical(field), verb_and_object(name).0)
}

/// Papers that everyone hands in, in the case that asks for the most.
pub(in crate::review) fn unconditional(procedure: &Procedure) -> impl Iterator<Item = &Paper> {
    let cases = procedure.dossier.iter();
    let cases = cases.map(|case| {
        case.papers
            .iter()
            .filter(|paper| asked_of_all(paper))
            .collect::<Vec<_>>()
    });
    cases.max_by_key(Vec::len).unwrap_or_default().into_iter()
}

/// Whether everyone in its case hands in a paper: no remark, nothing "if any", nothing for some people only.
pub(in crate::review) fn asked_of_all(paper: &Paper) -> bool {
    let name = text::canonical(&paper.name);
    let words = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    // "a) Báo cáo", "i.1) Giấy phép": the letter of a list is no word.
    let numbered = match words.split_once(')') {
        Some((mark, rest)) if mark.chars().count() <= 3 => rest.trim_start(),
        _ => words,
    };
    !paper.if_any
        && !paper.is_remark()
        && (paper.originals > 0 || paper.copies > 0)
        && !name.contains("nếu có")
        && !name.contains("đối với")
        && !name.contains("trong trường hợp")
        && PAPERS.iter().any(|start| numbered.starts_with(start))
        && !CONDITIONS.iter().any(|condition| numbered.starts_with(condition))
}

/// The longest time limit of a procedure in calendar days.
pub(in crate::review) fn limit_in_days(procedure: &Procedure) -> Option<Decimal> {
    let limits = procedure.channels.iter().filter_map(|row| row.time_limit.as_ref());
    limits
        .filter_map(Written::value)
        .filter_map(TimeLimit::approximate_days)
        .max()
}
