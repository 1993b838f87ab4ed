//! PDF files, by the structure Word and LibreOffice save with them: paragraphs, tables, rows, cells. The only place that
//! knows `hayro_syntax`. A file without that structure is refused: places of letters on a page are no table.

mod fonts;

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page;

use self::fonts::Font;
use super::Contents;
use super::detail::{self, Block};

/// Largest file, in bytes: the export of one procedure has 160 KB.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Largest packed stream of a page or font table, in bytes; it may unpack to a thousand times that.
const MOST_STREAM: usize = 512 * 1024;

/// Most pages.
const MOST_PAGES: usize = 500;

/// Most text, in bytes.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// Elements of the structure in one another, and all of them.
const DEEPEST: usize = 64;
const MOST_ELEMENTS: usize = 200_000;

/// Reads the detail export in a PDF file.
pub(super) fn read(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!(
            "it has {} MB, more than the {} MB of a PDF file that are read",
            bytes.len() / 1_048_576,
            MOST_BYTES / 1_048_576
        ));
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| "it is damaged or locked with a password".to_owned())?;
    let texts = Texts::of(&pdf)?;
    let untagged = || {
        "it has no structure of paragraphs and tables (a scan, or saved without tags); export the procedure as \
         ChiTietTTHC_….doc, or save the Word file as PDF again with Options, Document structure tags (LibreOffice: Tagged PDF)"
            .to_owned()
    };
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or_else(untagged)?;
    let tree: Dict<'_> = root.get("StructTreeRoot").ok_or_else(untagged)?;
    let mut walk = Walk {
        texts: &texts,
        blocks: Vec::new(),
        tables: Vec::new(),
        seen: 0,
        number: 0,
    };
    walk.kids(&tree, None, 0)?;
    if walk.blocks.is_empty() {
        return Err(untagged());
    }
    detail::read(walk.blocks, shown)
}

/// Text by page (number of its object) and marked content.
struct Texts(HashMap<(u32, i32), String>);

impl Texts {
    fn of(pdf: &Pdf) -> Result<Self, String> {
        let pages = pdf.pages();
        if pages.len() > MOST_PAGES {
            return Err(format!(
                "it has {} pages, more than the {MOST_PAGES} that are read",
                pages.len()
            ));
        }
        let mut texts = Self(HashMap::new());
        let mut size = 0;
        for page in pages.iter() {
            texts.page(page, &mut size)?;
        }
        Ok(texts)
    }

    fn page(&mut self, page: &Page<'_>, size: &mut usize) -> Result<(), String> {
        let Some(id) = page.raw().obj_id() else { return Ok(()) };
        let page_number = id.obj_number;
        let packed: usize = contents(page).iter().map(|stream| stream.raw_data().len()).sum();
        if packed > MOST_STREAM {
            return Err(format!(
                "a page has {} KB, more than the {} KB of text that are read",
                packed / 1024,
                MOST_STREAM / 1024
            ));
        }
        let mut fonts: HashMap<Vec<u8>, Font> = HashMap::new();
        let mut font: Option<Vec<u8>> = None;
        // Marked content in marked content; only the innermost that has a number counts.
        let mut marks: Vec<Option<i32>> = Vec::new();
        let mut operations = page.typed_operations();
        while let Some(operation) = operations.next() {
            let mut show = |bytes: &[u8]| -> Result<(), String> {
                let mark = marks.iter().rev().find_map(|mark| *mark);
                let (Some(mark), Some(font)) = (mark, font.as_ref().and_then(|name| fonts.get(name))) else {
                    return Ok(());
                };
                let text = self.0.entry((page_number, mark)).or_default();
                let before = text.len();
                font.decode(bytes, text);
                *size += text.len() - before;
                if *size > MOST_TEXT {
                    Err("it has more text than the 16 MB that are read".to_owned())
                } else {
                    Ok(())
                }
            };
            match operation {
                TypedInstruction::BeginMarkedContent(_) => marks.push(None),
                TypedInstruction::BeginMarkedContentWithProperties(begin) => marks.push(match begin.1 {
                    Object::Dict(properties) => properties.get::<i32>("MCID"),
                    _ => None,
                }),
                TypedInstruction::EndMarkedContent(_) => {
                    marks.pop();
                }
                TypedInstruction::TextFont(set) => {
                    let name = set.0.as_ref().to_vec();
                    if !fonts.contains_key(&name) {
                        let dict = page.resources().get_font(set.0);
                        fonts.insert(name.clone(), dict.map(|dict| Font::of(&dict)).unwrap_or_default());
                    }
                    font = Some(name);
                }
                TypedInstruction::ShowText(text) => show(text.0.as_bytes())?,
                TypedInstruction::NextLineAndShowText(text) => show(text.0.as_bytes())?,
                TypedInstruction::ShowTextWithParameters(text) => show(text.2.as_bytes())?,
                TypedInstruction::ShowTexts(texts) => {
                    for one in texts.0.iter::<Object<'_>>() {
                        if let Object::String(text) = one {
                            show(text.as_bytes())?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The streams a page is drawn by.
fn contents<'p>(page: &Page<'p>) -> Vec<Stream<'p>> {
    let raw = page.raw();
    match raw.get::<Stream<'_>>("Contents") {
        Some(stream) => vec![stream],
        None => raw
            .get::<Array<'_>>("Contents")
            .map(|all| all.iter::<Stream<'_>>().collect())
            .unwrap_or_default(),
    }
}

/// The bytes of a stream, unless it could fill the memory.
fn unpacked(stream: &Stream<'_>) -> Option<Vec<u8>> {
    if stream.raw_data().len() > MOST_STREAM {
        return None;
    }
    stream.decoded().ok().map(std::borrow::Cow::into_owned)
}

/// A walk over the structure.
struct Walk<'t> {
    texts: &'t Texts,
    blocks: Vec<Block>,
    /// Tables that are open, one in another.
    tables: Vec<Vec<Vec<String>>>,
    seen: usize,
    number: usize,
}

impl Walk<'_> {
    fn kids(&mut self, element: &Dict<'_>, page: Option<u32>, depth: usize) -> Result<(), String> {
        self.seen += 1;
        if depth > DEEPEST || self.seen > MOST_ELEMENTS {
            return Err("its structure is endless or far larger than that of an export".to_owned());
        }
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        for kid in kids(element) {
            match kid {
                Object::Dict(kid) => self.element(&kid, page, depth)?,
                other => self.mark(&other, page),
            }
        }
        Ok(())
    }

    fn element(&mut self, element: &Dict<'_>, page: Option<u32>, depth: usize) -> Result<(), String> {
        let kind = element.get::<hayro_syntax::object::Name<'_>>("S");
        let kind = kind.as_ref().map(|kind| kind.as_str()).unwrap_or_default();
        match kind {
            "Table" => {
                self.tables.push(Vec::new());
                self.kids(element, page, depth + 1)?;
                let rows = self.tables.pop().unwrap_or_default();
                if self.tables.is_empty() {
                    self.number += 1;
                    self.blocks.push(Block::Table(self.number, rows));
                } else {
                    let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
                    self.line(&lines.join("\n"));
                }
            }
            "TR" => {
                self.tables
                    .last_mut()
                    .into_iter()
                    .for_each(|table| table.push(Vec::new()));
                self.kids(element, page, depth + 1)?;
                self.join_row(element);
            }
            "TH" | "TD" => {
                self.tables
                    .last_mut()
                    .and_then(|table| table.last_mut())
                    .into_iter()
                    .for_each(|row| row.push(String::new()));
                self.kids(element, page, depth + 1)?;
            }
            "P" | "H" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "LBody" | "Lbl" | "Caption" | "Title" => {
                let mut text = String::new();
                self.text(element, page, depth + 1, &mut text)?;
                self.line(text.trim());
            }
            _ => {
                // Content that is marked by the element itself, not by one in it.
                if element.contains_key("MCID") {
                    self.mark(&Object::Dict(element.clone()), page);
                } else {
                    self.kids(element, page, depth + 1)?;
                }
            }
        }
        Ok(())
    }

    /// Where a row goes on behind the end of a page, Word puts its head behind other cells: the cells are joined to those
    /// of the row before.
    fn join_row(&mut self, element: &Dict<'_>) {
        let cells = kids(element).into_iter().filter_map(Object::into_dict);
        let heads: Vec<usize> = cells
            .enumerate()
            .filter(|(_, cell)| is_head(cell))
            .map(|(at, _)| at)
            .collect();
        let ([head], Some(table)) = (heads.as_slice(), self.tables.last_mut()) else {
            return;
        };
        if *head == 0 {
            return;
        }
        let Some(mut row) = table.pop() else { return };
        if let Some(before) = row.get_mut(..=*head) {
            before.rotate_right(1);
        }
        match table.last_mut() {
            Some(before) => {
                for (cell, more) in before.iter_mut().zip(row).filter(|(_, more)| !more.is_empty()) {
                    // A word that is broken goes on; see the numbers of documents.
                    cell.push(if cell.ends_with(['-', '/']) { '\n' } else { ' ' });
                    cell.push_str(&more);
                }
            }
            None => table.push(row),
        }
    }

    /// Everything written in an element, in order.
    fn text(&mut self, element: &Dict<'_>, page: Option<u32>, depth: usize, out: &mut String) -> Result<(), String> {
        self.seen += 1;
        if depth > DEEPEST || self.seen > MOST_ELEMENTS {
            return Err("its structure is endless or far larger than that of an export".to_owned());
        }
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        for kid in kids(element) {
            match &kid {
                Object::Dict(dict) if !dict.contains_key("MCID") => self.text(dict, page, depth + 1, out)?,
                _ => out.push_str(self.marked(&kid, page)),
            }
        }
        Ok(())
    }

    fn mark(&mut self, kid: &Object<'_>, page: Option<u32>) {
        let text = self.marked(kid, page).trim().to_owned();
        self.line(&text);
    }

    /// The text of marked content: its number, or a record of number and page.
    fn marked(&self, kid: &Object<'_>, page: Option<u32>) -> &str {
        let found = match kid {
            Object::Number(number) => page.zip(Some(number.as_i64())),
            Object::Dict(dict) => {
                let own = dict.get_ref("Pg").map(|page| page.obj_number);
                own.or(page).zip(dict.get::<i32>("MCID").map(i64::from))
            }
            _ => None,
        };
        let text = found.and_then(|(page, mark)| self.texts.0.get(&(page, i32::try_from(mark).ok()?)));
        text.map_or("", String::as_str)
    }

    /// A paragraph, of the cell that is open or of the document.
    fn line(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self
            .tables
            .last_mut()
            .and_then(|table| table.last_mut())
            .and_then(|row| row.last_mut())
        {
            Some(cell) => {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(text);
            }
            None => {
                self.number += 1;
                self.blocks.push(Block::Text(self.number, text.to_owned()));
            }
        }
    }
}

fn is_head(cell: &Dict<'_>) -> bool {
    cell.get::<hayro_syntax::object::Name<'_>>("S")
        .is_some_and(|kind| kind.as_str() == "TH")
}

/// What stands in an element: one thing or several.
fn kids<'a>(element: &Dict<'a>) -> Vec<Object<'a>> {
    match element.get::<Object<'_>>("K") {
        Some(Object::Array(list)) => list.iter::<Object<'_>>().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    /// A page with a structure: each element is its kind and its text, or its kind and elements.
    enum Made<'m> {
        Text(&'m str, &'m str),
        Group(&'m str, Vec<Self>),
    }

    /// The objects of a file. The cross-reference table is left to whoever reads it.
    struct Maker {
        objects: Vec<String>,
        content: String,
        marks: usize,
    }

    impl Maker {
        fn element(&mut self, made: &Made<'_>) -> usize {
            let body = match made {
                Made::Text(kind, text) => {
                    let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                    let mark = self.marks;
                    self.marks += 1;
                    let _ = writeln!(self.content, "/P <</MCID {mark}>> BDC BT /F1 9 Tf <{hex}> Tj ET EMC");
                    format!("<</Type/StructElem/S/{kind}/Pg 3 0 R/K {mark}>>")
                }
                Made::Group(kind, inner) => {
                    let kids: Vec<String> = inner.iter().map(|one| format!("{} 0 R", self.element(one))).collect();
                    format!("<</Type/StructElem/S/{kind}/Pg 3 0 R/K[{}]>>", kids.join(" "))
                }
            };
            self.objects.push(body);
            self.objects.len()
        }
    }

    fn made(elements: &[Made<'_>]) -> Vec<u8> {
        let objects = vec![String::new(); 7];
        let mut maker = Maker {
            objects,
            content: String::new(),
            marks: 0,
        };
        let kids: Vec<String> = elements
            .iter()
            .map(|one| format!("{} 0 R", maker.element(one)))
            .collect();
        let stream = |text: &str| format!("<</Length {}>>\nstream\n{text}\nendstream", text.len());
        maker.objects[0] = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 7 0 R/MarkInfo<</Marked true>>>>".to_owned();
        maker.objects[1] = "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned();
        maker.objects[2] =
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
                .to_owned();
        maker.objects[3] = stream(&maker.content);
        maker.objects[4] = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R>>".to_owned();
        maker.objects[5] = stream("1 beginbfrange <0000> <FFFF> <0000> endbfrange");
        maker.objects[6] = format!("<</Type/StructTreeRoot/K[{}]>>", kids.join(" "));
        let mut file = String::from("%PDF-1.7\n");
        let mut places = Vec::new();
        for (body, number) in maker.objects.iter().zip(1..) {
            places.push(file.len());
            let _ = write!(file, "{number} 0 obj\n{body}\nendobj\n");
        }
        let table = file.len();
        let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
        for place in &places {
            let _ = writeln!(file, "{place:010} 00000 n ");
        }
        let _ = write!(
            file,
            "trailer <</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF",
            places.len() + 1
        );
        file.into_bytes()
    }

    fn row<'m>(cells: &[(&'m str, &'m str)]) -> Made<'m> {
        let cell = |(kind, text): &(&'m str, &'m str)| Made::Group(kind, vec![Made::Text("P", text)]);
        Made::Group("TR", cells.iter().map(cell).collect())
    }

    #[test]
    fn paragraphs_and_tables_are_read_by_the_structure() {
        let file = made(&[
            Made::Text("P", "Mã thủ tục: 1.000001"),
            Made::Text("P", "Tên thủ tục: Cấp giấy phép mẫu"),
            Made::Text("P", "Thành phần hồ sơ:"),
            Made::Group(
                "Table",
                vec![
                    row(&[("TH", "Tên giấy tờ"), ("TH", "Mẫu đơn, tờ khai"), ("TH", "Số lượng")]),
                    row(&[
                        ("TH", "Đơn đề nghị cấp"),
                        ("TD", "mau.docx"),
                        ("TD", "Bản chính: 1 Bản"),
                    ]),
                    // Behind the end of a page Word puts the head of the row that goes on in the middle.
                    row(&[("TD", ""), ("TH", "giấy phép"), ("TD", "sao: 2")]),
                    row(&[("TH", "Bản vẽ"), ("TD", ""), ("TD", "Bản chính: 0 Bản sao: 1")]),
                ],
            ),
        ]);
        let contents = read(&file, "a.pdf").unwrap();
        let fields = &contents.records[0].fields;
        assert_eq!(fields["ten"], "Cấp giấy phép mẫu");
        assert_eq!(
            fields["ho_so"],
            serde_json::json!([{"giay_to": [
                {"ten": "Đơn đề nghị cấp giấy phép", "mau": "mau.docx", "ban_chinh": 1, "ban_sao": 2},
                {"ten": "Bản vẽ", "ban_chinh": 0, "ban_sao": 1},
            ]}])
        );
    }

    #[test]
    fn a_file_without_structure_is_refused_with_a_way_out() {
        assert!(
            read(&made(&[]), "a.pdf")
                .unwrap_err()
                .contains("Document structure tags")
        );
    }

    #[test]
    fn a_structure_that_goes_round_ends() {
        let file = String::from_utf8(made(&[Made::Group("Sect", vec![Made::Text("P", "a")])])).unwrap();
        // The section contains itself.
        let round = file.replace("/K[8 0 R]", "/K[9 0 R]");
        assert_ne!(round, file);
        assert!(read(round.as_bytes(), "a.pdf").is_err());
    }
}
