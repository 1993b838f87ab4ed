//! The once-only matrix, as a workbook and as what other programs read.

use serde_json::{Value, json};

use super::workbook::{Book, Cell, Column, Mark, WorkbookError, number, text_cell};
use crate::catalogue::values::Date;
use crate::finding::Certainty;
use crate::review::views::Tally;
use crate::review::views::once_only::{Asking, Demand, Held, OnceOnly, Total};
use crate::text;

/// What the figures do not say.
pub const NOTE: &str = "Số hồ sơ/năm của một giấy tờ là số hồ sơ của mọi thủ tục đòi giấy tờ đó; giấy tờ chỉ nộp trong một số trường hợp \
    thì đây là mức cao nhất. Thủ tục chưa có số liệu không được cộng.";

/// What the marks of the matrix say.
const LEGEND: &str = "Trong ma trận: ● mọi hồ sơ của thủ tục phải nộp; ○ có thể không phải mọi hồ sơ";

const PAPERS: &[Column] = &[
    ("STT", 6.0),
    ("Giấy tờ", 34.0),
    ("Cơ sở dữ liệu đã có", 30.0),
    ("Căn cứ miễn nộp", 34.0),
    ("Áp dụng", 20.0),
    ("Căn cứ khác", 38.0),
    ("Số thủ tục còn đòi", 10.0),
    ("Số chỗ trong hồ sơ", 10.0),
    ("Hồ sơ/năm", 12.0),
    ("Trong đó luôn phải nộp", 12.0),
    ("Thủ tục có số liệu", 10.0),
    ("Thủ tục chưa có số liệu", 10.0),
];

const PLACES: &[Column] = &[
    ("Giấy tờ", 28.0),
    ("Cơ sở dữ liệu đã có", 26.0),
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 40.0),
    ("Lĩnh vực", 20.0),
    ("Trường hợp", 22.0),
    ("Giấy tờ trong hồ sơ", 44.0),
    ("Luôn phải nộp", 9.0),
    ("Đã cắt giảm tại", 26.0),
    ("Hồ sơ/năm", 12.0),
    ("Vị trí", 22.0),
    ("Tệp", 34.0),
    ("Dòng", 7.0),
];

const UNLISTED: &[Column] = &[
    ("STT", 6.0),
    ("Giấy tờ", 44.0),
    ("Số thủ tục đòi", 10.0),
    ("Hồ sơ/năm", 12.0),
    ("Thủ tục có số liệu", 10.0),
    ("Thủ tục chưa có số liệu", 10.0),
    ("Mã thủ tục", 50.0),
    ("Ví dụ", 50.0),
    ("Tệp", 34.0),
    ("Dòng", 7.0),
];

/// A number of things, in Vietnamese style.
fn count(count: usize) -> String {
    text::number(i128::try_from(count).unwrap_or_default())
}

/// `12.345 hồ sơ/năm trên 3 thủ tục có số liệu, 1 thủ tục chưa có số liệu`; a dash when nobody counted.
pub fn tally(tally: &Tally) -> String {
    let mut said = format!("{} hồ sơ/năm", dossiers(tally.dossiers));
    if tally.counted > 0 {
        said.push_str(&format!(" trên {} thủ tục có số liệu", count(tally.counted)));
    }
    match tally.uncounted {
        0 => said,
        uncounted if tally.counted == 0 => format!("{said} ({} thủ tục chưa có số liệu)", count(uncounted)),
        uncounted => format!("{said}, {} thủ tục chưa có số liệu", count(uncounted)),
    }
}

/// A number of dossiers; a dash when nobody counted.
pub fn dossiers(figure: Option<u64>) -> String {
    figure.map_or_else(|| "–".to_owned(), text::number)
}

/// Papers, procedures, places and dossiers in a sentence.
pub fn total(total: &Total) -> String {
    format!(
        "{} loại giấy tờ, {} thủ tục, {} chỗ trong hồ sơ; {}",
        count(total.papers),
        count(total.dossiers.procedures()),
        count(total.places),
        tally(&total.dossiers)
    )
}

/// `Số hồ sơ năm 2025; nguồn: …`, or that there is no year.
pub fn year(year: Option<u16>, sources: &[String]) -> String {
    match year {
        Some(year) if sources.iter().any(|source| !source.is_empty()) => {
            format!("Số hồ sơ năm {year}; nguồn: {}", sources.join("; "))
        }
        Some(year) => format!("Số hồ sơ năm {year}"),
        None => "Số hồ sơ: chưa có số liệu của năm nào đã kết thúc".to_owned(),
    }
}

/// The clause that frees people from handing a paper in, with a warning when it was not compared.
pub fn freed_by(paper: &Held) -> String {
    match paper.certainty {
        Certainty::Seen => paper.freed_by.clone(),
        Certainty::Known | Certainty::Unverified => format!("{} (cần đối chiếu)", paper.freed_by),
    }
}

/// `từ 01/01/2026 đến trước 01/03/2027`
pub fn validity(paper: &Held) -> String {
    let from = paper.from.map(|day| format!("từ {day}"));
    let until = paper.until.map(|day| format!("đến trước {day}"));
    [from, until].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Further grounds; those that were not compared say so.
pub fn grounds(paper: &Held) -> String {
    let said = paper.grounds.iter().map(|ground| match ground.certainty {
        Certainty::Seen => ground.to_string(),
        Certainty::Known | Certainty::Unverified => format!("{ground} (cần đối chiếu)"),
    });
    said.collect::<Vec<_>>().join("; ")
}

fn figure(figure: Option<u64>) -> Cell {
    figure.map_or_else(|| Cell::Text("–".to_owned()), number)
}

/// The workbook: the papers, the matrix, every place with its line, and papers that no table knows. The same matrix gives the
/// same bytes.
///
/// # Errors
///
/// When the rows do not fit into a workbook.
pub fn xlsx(matrix: &OnceOnly, title: &str) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!("Giấy tờ cơ sở dữ liệu đã có mà thủ tục còn đòi: {title}"))?;
    let lead = [
        format!("Pháp luật ngày {}", matrix.day),
        year(matrix.year, &matrix.sources),
        format!("Cộng: {}", total(&matrix.total())),
    ];
    let databases = matrix.databases();
    let databases = databases.iter().map(|(name, sum)| format!("{name}: {}", total(sum)));
    let lead: Vec<String> = lead
        .into_iter()
        .chain(databases)
        .chain([NOTE.to_owned(), LEGEND.to_owned()])
        .collect();
    let papers = matrix.papers.iter().enumerate();
    book.form(
        "Giấy tờ",
        PAPERS,
        &lead,
        papers.map(|(at, paper)| paper_row(at + 1, paper)),
    )?;
    sheet_of_marks(&mut book, matrix)?;
    let places = matrix.asked().flat_map(|paper| {
        let asked = paper.asked_by.iter();
        asked.flat_map(move |asking| asking.places.iter().map(move |place| place_row(paper, asking, place)))
    });
    book.table("Chi tiết", PLACES, places, None)?;
    if !matrix.unlisted.is_empty() {
        let rows = matrix.unlisted.iter().enumerate().map(|(at, paper)| {
            vec![
                number(at + 1),
                text_cell(&paper.name),
                number(paper.procedures.len()),
                figure(paper.dossiers.dossiers),
                number(paper.dossiers.counted),
                number(paper.dossiers.uncounted),
                text_cell(&paper.procedures.join(", ")),
                text_cell(&paper.example.text),
                text_cell(&paper.example.place.path),
                number(paper.example.place.line),
            ]
        });
        book.table("Chưa có trong bảng", UNLISTED, rows, None)?;
    }
    book.save()
}

fn paper_row(at: usize, paper: &Held) -> Vec<Cell> {
    let tally = paper.dossiers();
    vec![
        number(at),
        text_cell(&paper.name),
        text_cell(&paper.database),
        text_cell(&freed_by(paper)),
        text_cell(&validity(paper)),
        text_cell(&grounds(paper)),
        number(tally.procedures()),
        number(paper.places()),
        figure(tally.dossiers),
        figure(paper.always().dossiers),
        number(tally.counted),
        number(tally.uncounted),
    ]
}

/// Procedures × papers: a full mark where everyone hands it in, a hollow one where only some do.
fn sheet_of_marks(book: &mut Book, matrix: &OnceOnly) -> Result<(), WorkbookError> {
    let names = matrix.asked().map(|paper| paper.name.as_str());
    let columns: Vec<&str> = names.collect();
    let rows = matrix.matrix();
    let rows = rows.iter().map(|(procedure, marks)| {
        let head = vec![
            Cell::Code(procedure.code.clone()),
            text_cell(&procedure.name),
            text_cell(&procedure.field),
            figure(procedure.dossiers),
        ];
        let marks = marks.iter().map(|asking| match asking {
            Some(asking) if asking.always => Mark::Full,
            Some(_) => Mark::Partial,
            None => Mark::None,
        });
        (head, marks.collect())
    });
    const HEAD: &[Column] = &[
        ("Mã thủ tục", 11.0),
        ("Tên thủ tục hành chính", 44.0),
        ("Lĩnh vực", 20.0),
        ("Hồ sơ/năm", 11.0),
    ];
    book.marks("Ma trận", HEAD, &columns, rows)
}

fn place_row(paper: &Held, asking: &Asking, place: &Demand) -> Vec<Cell> {
    vec![
        text_cell(&paper.name),
        text_cell(&paper.database),
        Cell::Code(asking.code.clone()),
        text_cell(&asking.name),
        text_cell(&asking.field),
        text_cell(place.case.as_deref().unwrap_or_default()),
        text_cell(&place.text),
        text_cell(if asking.always { "có" } else { "" }),
        text_cell(place.struck_by.as_deref().unwrap_or_default()),
        figure(asking.dossiers),
        text_cell(&place.yaml_path),
        text_cell(&asking.path),
        number(place.place.line),
    ]
}

/// What other programs read.
pub fn json_of(matrix: &OnceOnly) -> Value {
    let iso = |day: Option<Date>| day.map(|day| day.iso());
    let of_total = |total: &Total| json!({ "papers": total.papers, "procedures": total.dossiers.procedures(), "places": total.places, "dossiers": total.dossiers });
    let papers = matrix.papers.iter().map(|paper| {
        json!({
            "name": paper.name,
            "family": paper.family,
            "database": paper.database,
            "freed_by": paper.freed_by,
            "certainty": paper.certainty,
            "from": iso(paper.from),
            "until": iso(paper.until),
            "rule": paper.rule.map(|rule| rule.id),
            "grounds": paper.grounds,
            "dossiers": paper.dossiers(),
            "always": paper.always(),
            "places": paper.places(),
            "procedures": paper.asked_by.iter().map(asking).collect::<Vec<_>>(),
        })
    });
    let databases = matrix.databases().into_iter().map(|(name, total)| {
        let mut value = of_total(&total);
        value["name"] = json!(name);
        value
    });
    let unlisted = matrix.unlisted.iter().map(|paper| {
        json!({ "name": paper.name, "procedures": paper.procedures, "dossiers": paper.dossiers, "example": demand(&paper.example) })
    });
    json!({
        "as_of": matrix.day.iso(),
        "year": matrix.year,
        "sources": matrix.sources,
        "note": NOTE,
        "looked_at": matrix.looked_at,
        "total": of_total(&matrix.total()),
        "databases": databases.collect::<Vec<_>>(),
        "papers": papers.collect::<Vec<_>>(),
        "unlisted": unlisted.collect::<Vec<_>>(),
    })
}

fn asking(asking: &Asking) -> Value {
    json!({
        "code": asking.code,
        "name": asking.name,
        "field": asking.field,
        "path": asking.path,
        "dossiers": asking.dossiers,
        "always": asking.always,
        "places": asking.places.iter().map(demand).collect::<Vec<_>>(),
    })
}

fn demand(demand: &Demand) -> Value {
    json!({
        "yaml_path": demand.yaml_path,
        "path": demand.place.path,
        "line": demand.place.line,
        "column": demand.place.column,
        "case": demand.case,
        "paper": demand.text,
        "struck_by": demand.struck_by,
    })
}
