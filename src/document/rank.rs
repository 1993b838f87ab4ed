//! Candidates to abolish as a workbook: the list, the evidence of every point, the legend.

use super::chains::spot;
use super::what_if::grounds;
use super::workbook::{Book, Cell, Column, Tint, WorkbookError, number, text_cell};
use crate::finding::Finding;
use crate::review::rank::{Candidate, Ranking, Scored};

/// What stands above every list.
pub const HEADLINE: &str = "Gợi ý để người rà soát xem trước, không phải kết luận bãi bỏ";

const LIST: &[Column] = &[
    ("Hạng", 7.0),
    ("Điểm", 7.0),
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 46.0),
    ("Lĩnh vực", 24.0),
    ("Thành phần điểm", 60.0),
    ("Thiếu số liệu", 34.0),
];

const POINTS: &[Column] = &[
    ("Hạng", 7.0),
    ("Mã thủ tục", 11.0),
    ("Thành phần", 28.0),
    ("Điểm", 7.0),
    ("Nội dung", 50.0),
    ("Nơi ghi", 34.0),
    ("Bằng chứng", 60.0),
    ("Căn cứ", 40.0),
];

const LEGEND: &[Column] = &[
    ("Thành phần", 24.0),
    ("Tên", 34.0),
    ("Điểm", 8.0),
    ("Điểm do", 14.0),
    ("Xét gì, không tính gì", 70.0),
    ("Quy tắc làm bằng chứng", 16.0),
    ("Quy tắc đang tắt", 14.0),
];

/// The workbook. The same ranking gives the same bytes.
///
/// # Errors
///
/// When the figures do not fit into a workbook.
pub fn xlsx(ranking: &Ranking, candidates: &[&Candidate], title: &str) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!("Thủ tục xem xét bãi bỏ: {title}"))?;
    let mut notes = vec![HEADLINE.to_owned()];
    notes.extend(missing(ranking));
    book.form(
        "Xếp hạng",
        LIST,
        &notes,
        candidates.iter().map(|candidate| list_row(ranking, candidate)),
    )?;
    let points = candidates.iter().flat_map(|candidate| {
        let parts = candidate.parts.iter();
        parts.flat_map(move |scored| point_rows(ranking, candidate, scored))
    });
    book.table("Bằng chứng", POINTS, points, None)?;
    let legend = ranking.parts.iter().map(|part| {
        vec![
            Cell::Code(part.key.to_owned()),
            text_cell(part.title),
            number(part.points),
            text_cell(part.from.label()),
            text_cell(part.meaning),
            text_cell(&part.rules.join(", ")),
            text_cell(&part.rules_off.join(", ")),
        ]
    });
    book.table("Thành phần điểm", LEGEND, legend, None)?;
    book.save()
}

/// What data are missing, in sentences.
pub fn missing(ranking: &Ranking) -> Vec<String> {
    let said = ranking.missing.iter().map(|(what, count)| {
        format!(
            "Thiếu {what}: {count}/{} thủ tục; phần thiếu không được tính điểm",
            ranking.procedures
        )
    });
    said.collect()
}

/// Facts a finding rests on, with the lines they were read at where those are others than its own.
pub fn facts(finding: &Finding) -> Vec<String> {
    let facts = finding.evidence.iter().map(|fact| {
        let place = fact.place.as_ref().filter(|place| **place != finding.place);
        let place = place.map(|place| format!(" ({})", spot(place)));
        format!("{}: {}{}", fact.label, fact.text, place.unwrap_or_default())
    });
    facts.collect()
}

/// The title of a part.
pub fn title<'r>(ranking: &'r Ranking, part: &str) -> &'r str {
    let found = ranking.parts.iter().find(|known| known.key == part);
    found.map_or("", |part| part.title)
}

/// `+25`, `−20`
pub fn points(points: i64) -> String {
    match points {
        0.. => format!("+{points}"),
        _ => format!("−{}", points.unsigned_abs()),
    }
}

fn list_row(ranking: &Ranking, candidate: &Candidate) -> Vec<Cell> {
    let parts: Vec<String> = candidate
        .parts
        .iter()
        .map(|scored| format!("{}: {}", title(ranking, scored.part), points(scored.points)))
        .collect();
    vec![
        number(candidate.rank),
        number(candidate.score),
        Cell::Code(candidate.code.clone()),
        text_cell(&candidate.name),
        text_cell(&candidate.field),
        Cell::Tinted(parts.join("\n"), tint(candidate)),
        text_cell(&candidate.missing.join("; ")),
    ]
}

fn tint(candidate: &Candidate) -> Tint {
    if candidate.parts.iter().any(|scored| scored.points < 0) {
        Tint::Bad
    } else {
        Tint::Neutral
    }
}

fn point_rows<'r>(
    ranking: &'r Ranking,
    candidate: &'r Candidate,
    scored: &'r Scored,
) -> impl Iterator<Item = Vec<Cell>> + 'r {
    scored.findings.iter().map(move |finding| {
        vec![
            number(candidate.rank),
            Cell::Code(candidate.code.clone()),
            text_cell(title(ranking, scored.part)),
            number(scored.points),
            text_cell(&finding.message),
            text_cell(&spot(&finding.place)),
            text_cell(&facts(finding).join("\n")),
            text_cell(&grounds(finding).join("\n")),
        ]
    })
}
