//! Mistakes of form that only the whole document shows: marks at the end of legal grounds and of the text, the order of
//! points, annexes nobody points to, who signs for whom (Nghị định 30/2020/NĐ-CP, Phụ lục I).

use super::Wrong;
use super::lines::Line;
use crate::document::blocks::{Block, Document, Role};
use crate::text;

pub(super) const GROUNDS: &str = "dau-cuoi-can-cu";
pub(super) const END: &str = "thieu-dau-het";
pub(super) const POINTS: &str = "thu-tu-diem";
pub(super) const ANNEX: &str = "phu-luc";
pub(super) const SIGNATURE: &str = "ky-thay-mat";

/// Letters of points, in the order they are used.
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

/// What is wrong, each with the line it stands at.
pub(super) fn whole(document: &Document, lines: &[Line]) -> Vec<(usize, Wrong)> {
    let mut wrong = Vec::new();
    grounds(lines, &mut wrong);
    end(document, lines, &mut wrong);
    points(lines, &mut wrong);
    annexes(lines, &mut wrong);
    signature(document, lines, &mut wrong);
    wrong
}

fn of(lines: &[Line], role: Role) -> impl DoubleEndedIterator<Item = (usize, &Line)> {
    lines
        .iter()
        .enumerate()
        .filter(move |(_, line)| line.role == Some(role))
}

/// Every ground ends in a semicolon, the last one in a full stop.
fn grounds(lines: &[Line], wrong: &mut Vec<(usize, Wrong)>) {
    let last = of(lines, Role::Ground).map(|(at, _)| at).next_back();
    for (at, line) in of(lines, Role::Ground) {
        let (mark, name) = if Some(at) == last {
            ('.', "dấu chấm")
        } else {
            (';', "dấu chấm phẩy")
        };
        let body = line.text.trim_end_matches(mark);
        if body.len() + 1 != line.text.len() || body.ends_with([';', '.', ',']) {
            let message = format!("căn cứ này phải kết thúc bằng một {name}");
            wrong.push((
                at,
                Wrong::light(
                    GROUNDS,
                    message,
                    "mỗi căn cứ kết thúc bằng dấu chấm phẩy, căn cứ cuối bằng dấu chấm",
                ),
            ));
        }
    }
}

/// The text of a document that is signed ends in "./."
fn end(document: &Document, lines: &[Line], wrong: &mut Vec<(usize, Wrong)>) {
    let closing = document.sections.iter().enumerate().find_map(|(section, content)| {
        let block = content
            .blocks
            .iter()
            .position(|block| matches!(block, Block::Closing(_)))?;
        Some((section, block))
    });
    let is_text = |line: &&(usize, &Line)| line.1.role.is_some() && Some(line.1.at) < closing;
    let own: Vec<(usize, &Line)> = lines.iter().enumerate().filter(|line| is_text(&line)).collect();
    // A line on what goes with the document may stand below its end.
    let ended = own.iter().rev().take(2).any(|(_, line)| line.text.ends_with("./."));
    if let (Some(_), Some((at, _)), false) = (closing, own.last().copied(), ended) {
        let message = "hết nội dung văn bản mà không có dấu “./.”".to_owned();
        wrong.push((at, Wrong::light(END, message, "kết thúc đoạn cuối bằng ./.")));
    }
}

/// a) b) c) d) đ) e) g) …
fn points(lines: &[Line], wrong: &mut Vec<(usize, Wrong)>) {
    let mut expected = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.role != Some(Role::Point) {
            // A point may go on in other paragraphs; a new clause, article or heading begins anew.
            if !matches!(line.role, Some(Role::Body | Role::Dash | Role::Note)) {
                expected = 0;
            }
            continue;
        }
        let mut given = line.text.chars();
        let (letter, mark) = (given.next(), given.next());
        let Some(number) = letter.and_then(|letter| LETTERS.chars().position(|known| known == letter)) else {
            continue;
        };
        if mark != Some(')') {
            continue;
        }
        if number != expected && number != 0 {
            let right = LETTERS.chars().nth(expected).unwrap_or('…');
            let message = format!(
                "điểm {}) đứng ở chỗ của điểm {right})",
                LETTERS.chars().nth(number).unwrap_or('…')
            );
            wrong.push((
                at,
                Wrong::grave(POINTS, message, "đánh điểm theo thứ tự a, b, c, d, đ, e, g, h, i, k …"),
            ));
        }
        expected = number + 1;
    }
}

/// The text points to the annexes, and two or more of them have Roman numbers.
fn annexes(lines: &[Line], wrong: &mut Vec<(usize, Wrong)>) {
    let labels: Vec<(usize, &Line)> = of(lines, Role::AnnexLabel).collect();
    let Some((first, _)) = labels.first() else { return };
    let points = |line: &Line| {
        let plain = text::canonical(&line.text);
        plain.contains("phụ lục") || plain.contains("kèm theo")
    };
    if !lines
        .iter()
        .any(|line| !line.annexed && line.role.is_some() && points(line))
    {
        let message = "văn bản có phụ lục mà nội dung không dẫn đến phụ lục".to_owned();
        wrong.push((
            *first,
            Wrong::grave(ANNEX, message, "ghi (có Phụ lục kèm theo) ở điều, khoản liên quan"),
        ));
    }
    if labels.len() < 2 {
        return;
    }
    for (at, line) in labels {
        let number = line.text.rsplit(' ').next().unwrap_or_default();
        if number.is_empty() || !number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
            let message = format!("“{}”: văn bản có từ hai phụ lục trở lên thì đánh số La Mã", line.text);
            wrong.push((at, Wrong::light(ANNEX, message, "ghi Phụ lục I, Phụ lục II …")));
        }
    }
}

/// What the chairman decides himself is not signed for the committee.
fn signature(document: &Document, lines: &[Line], wrong: &mut Vec<(usize, Wrong)>) {
    let chairman = of(lines, Role::Authority).any(|(_, line)| text::canonical(&line.text).starts_with("chủ tịch"));
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let for_all = blocks
        .filter_map(|block| match block {
            Block::Closing(closing) => closing.position.first(),
            _ => None,
        })
        .any(|line| line.trim_start().starts_with("TM."));
    if !chairman || !for_all {
        return;
    }
    let at = lines
        .iter()
        .position(|line| line.text.starts_with("TM."))
        .unwrap_or_default();
    let message = "quyết định của Chủ tịch Ủy ban nhân dân không ký thay mặt (TM.)".to_owned();
    wrong.push((
        at,
        Wrong::grave(
            SIGNATURE,
            message,
            "ghi CHỦ TỊCH, hoặc KT. CHỦ TỊCH và PHÓ CHỦ TỊCH, ở co_quan.nguoi_ky",
        ),
    ));
}
