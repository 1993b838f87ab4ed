//! Links between procedures as a workbook: chains, cycles, what hangs on one procedure.

use super::workbook::{Book, Cell, Column, Tint, WorkbookError, number, text_cell};
use crate::finding::Place;
use crate::review::chains::{Chain, Closure, Cycle, Dependent, Dossiers, Hub, Link, Node, Standing, quoted};

/// The links of a catalogue, or those of one field.
#[derive(Debug)]
pub struct ChainReport {
    /// Every link.
    pub links: Vec<Link>,
    /// Chains, the longest first.
    pub chains: Vec<Chain>,
    /// Cycles.
    pub cycles: Vec<Cycle>,
    /// Results that others need, the most needed first.
    pub hubs: Vec<Hub>,
}

/// The links of one procedure.
#[derive(Debug)]
pub struct LinksOfOne {
    /// The procedure.
    pub procedure: Node,
    /// The results of others it needs.
    pub needs: Vec<Link>,
    /// What needs its result.
    pub closure: Closure,
}

const CHAINS: &[Column] = &[
    ("STT", 6.0),
    ("Số thủ tục", 9.0),
    ("Chuỗi (mã thủ tục)", 30.0),
    ("Các thủ tục theo thứ tự", 70.0),
    ("Giấy tờ nối", 70.0),
    ("Số thủ tục cuối", 9.0),
    ("Các thủ tục cuối", 60.0),
    ("Hồ sơ/năm của các thủ tục cuối", 13.0),
];

const HUBS: &[Column] = &[
    ("STT", 6.0),
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 50.0),
    ("Lĩnh vực", 24.0),
    ("Số thủ tục cần kết quả", 10.0),
    ("Hồ sơ/năm của các thủ tục đó", 13.0),
    ("Số thủ tục có số liệu", 10.0),
    ("Các thủ tục cần", 60.0),
];

const CYCLES: &[Column] = &[("STT", 6.0), ("Vòng (mã thủ tục)", 40.0), ("Các thủ tục", 80.0)];

const LINKS: &[Column] = &[
    ("STT", 6.0),
    ("Thủ tục cần", 11.0),
    ("Tên thủ tục cần", 42.0),
    ("Giấy tờ", 52.0),
    ("Nơi ghi", 40.0),
    ("Thủ tục cấp", 14.0),
    ("Tên thủ tục cấp", 42.0),
    ("Không bắt buộc", 10.0),
    ("Đổi, cấp lại chính giấy đó", 10.0),
    ("Hồ sơ/năm", 11.0),
];

const DEPENDENTS: &[Column] = &[
    ("STT", 6.0),
    ("Bước", 6.0),
    ("Mã thủ tục", 11.0),
    ("Tên thủ tục hành chính", 42.0),
    ("Giấy tờ", 52.0),
    ("Nơi ghi", 40.0),
    ("Là kết quả của", 14.0),
    ("Khi bãi bỏ", 13.0),
    ("Còn thủ tục khác cấp", 22.0),
    ("Hồ sơ/năm", 11.0),
    ("Năm", 7.0),
];

/// The workbook of a catalogue. The same links give the same bytes.
///
/// # Errors
///
/// When the figures do not fit into a workbook.
pub fn xlsx(report: &ChainReport, title: &str) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!("Chuỗi thủ tục: {title}"))?;
    let chains = report.chains.iter().enumerate();
    book.table(
        "Chuỗi",
        CHAINS,
        chains.map(|(at, chain)| chain_row(at + 1, chain)),
        None,
    )?;
    let hubs = report.hubs.iter().enumerate();
    book.table(
        "Kết quả được cần",
        HUBS,
        hubs.map(|(at, hub)| hub_row(at + 1, hub)),
        None,
    )?;
    let cycles = report.cycles.iter().enumerate();
    book.table("Vòng", CYCLES, cycles.map(|(at, cycle)| cycle_row(at + 1, cycle)), None)?;
    let links = report.links.iter().enumerate();
    book.table("Liên kết", LINKS, links.map(|(at, link)| link_row(at + 1, link)), None)?;
    book.save()
}

/// The workbook of one procedure.
///
/// # Errors
///
/// When the figures do not fit into a workbook.
pub fn xlsx_of_one(one: &LinksOfOne) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&format!(
        "Liên kết của thủ tục {} {}",
        one.procedure.code, one.procedure.name
    ))?;
    let dependents = one.closure.dependents.iter().enumerate();
    let rows = dependents.map(|(at, dependent)| dependent_row(at + 1, dependent));
    book.table("Cần kết quả này", DEPENDENTS, rows, None)?;
    let needs = one.needs.iter().enumerate();
    book.table(
        "Cần kết quả khác",
        LINKS,
        needs.map(|(at, link)| link_row(at + 1, link)),
        None,
    )?;
    book.save()
}

/// `thu_tuc/ho-tich/1.001193.yaml:45`
pub fn spot(place: &Place) -> String {
    match place.line {
        0 => place.path.clone(),
        line => format!("{}:{line}", place.path),
    }
}

fn codes(nodes: &[Node], between: &str) -> String {
    let codes: Vec<&str> = nodes.iter().map(|node| node.code.as_str()).collect();
    codes.join(between)
}

fn named(nodes: &[Node]) -> String {
    let named: Vec<String> = nodes
        .iter()
        .map(|node| format!("{} {}", node.code, node.name))
        .collect();
    named.join("\n")
}

fn received(dossiers: Option<Dossiers>) -> Cell {
    dossiers.map_or_else(|| Cell::Text("–".to_owned()), |dossiers| number(dossiers.received))
}

fn year(dossiers: Option<Dossiers>) -> Cell {
    dossiers.map_or(Cell::Empty, |dossiers| Cell::Code(dossiers.year.to_string()))
}

fn chain_row(at: usize, chain: &Chain) -> Vec<Cell> {
    let ends: Vec<String> = chain
        .ends
        .iter()
        .map(|end| format!("{} {}: {}", end.node.code, end.node.name, quoted(&end.paper)))
        .collect();
    let last = match chain.ends.as_slice() {
        [only] => only.node.code.clone(),
        ends => format!("{} thủ tục", ends.len()),
    };
    vec![
        number(at),
        number(chain.length),
        Cell::Text(format!("{} → {last}", codes(&chain.procedures, " → "))),
        text_cell(&named(&chain.procedures)),
        text_cell(&chain.papers.join("\n")),
        number(chain.ends.len()),
        text_cell(&ends.join("\n")),
        chain.dossiers().map_or_else(|| Cell::Text("–".to_owned()), number),
    ]
}

fn hub_row(at: usize, hub: &Hub) -> Vec<Cell> {
    vec![
        number(at),
        Cell::Code(hub.node.code.clone()),
        text_cell(&hub.node.name),
        text_cell(&hub.node.field),
        number(hub.needed_by.len()),
        if hub.counted == 0 {
            Cell::Text("–".to_owned())
        } else {
            number(hub.dossiers_of_those)
        },
        number(hub.counted),
        text_cell(&hub.needed_by.join(", ")),
    ]
}

fn cycle_row(at: usize, cycle: &Cycle) -> Vec<Cell> {
    let way = codes(&cycle.procedures, " → ");
    let first = cycle.procedures.first().map_or("", |node| node.code.as_str());
    vec![
        number(at),
        Cell::Text(format!("{way} → {first}")),
        text_cell(&named(&cycle.procedures)),
    ]
}

fn link_row(at: usize, link: &Link) -> Vec<Cell> {
    let yes = |is: bool| if is { Cell::Text("x".to_owned()) } else { Cell::Empty };
    vec![
        number(at),
        Cell::Code(link.needs.code.clone()),
        text_cell(&link.needs.name),
        text_cell(&link.paper),
        text_cell(&spot(&link.place)),
        Cell::Code(codes(&link.from, ", ")),
        text_cell(&named(&link.from)),
        yes(link.optional),
        yes(link.changes_it),
        received(link.needs.dossiers),
    ]
}

fn dependent_row(at: usize, dependent: &Dependent) -> Vec<Cell> {
    let tint = match dependent.standing {
        Standing::CutOff => Tint::Bad,
        Standing::HasSource => Tint::Good,
        Standing::Optional => Tint::Neutral,
    };
    vec![
        number(at),
        number(dependent.step),
        Cell::Code(dependent.node.code.clone()),
        text_cell(&dependent.node.name),
        text_cell(&dependent.paper),
        text_cell(&spot(&dependent.place)),
        Cell::Code(dependent.results_of.join(", ")),
        Cell::Tinted(dependent.standing.label().to_owned(), tint),
        Cell::Code(dependent.other_sources.join(", ")),
        received(dependent.node.dossiers),
        year(dependent.node.dossiers),
    ]
}
