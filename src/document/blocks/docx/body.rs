//! `word/document.xml`

use std::fmt::Write as _;
use std::ops::Range;

use quick_xml::escape::escape;

use super::super::{
    Align, Block, Change, Closing, Control, Document, Heading, Role, Row, Run, Section, Spans, Table, layout,
};
use super::{
    COMPATIBILITY_NAMESPACE, HEAD, NAMESPACE, PAGE_NUMBER, RELATIONS_NAMESPACE, WORD_2012_NAMESPACE, styles, twips,
};
use crate::catalogue::printed::{self, Around};

/// Who stands as the author of tracked changes.
pub(super) const AUTHOR: &str = "tthc";

/// The space Word leaves left and right in the cells of tables with lines, in twentieths of a point.
const CELL_MARGIN: u32 = 80;

/// Bytes that are handed on together.
const PART: usize = 64 * 1024;

/// What stands in a value nobody has given yet: room to click on.
const ROOM: &str = "\u{2003}";

/// Writes the document part by part, as each is done. What stands beside its values comes back, where it has any.
pub(super) fn write(document: &Document, done: &mut dyn FnMut(String)) -> Vec<Around> {
    let mut body = Body {
        out: String::with_capacity(PART + PART / 4),
        changes: 0,
        comments: 0,
        controls: 0,
        around: document.printed.as_ref().map(|_| Vec::new()),
        open: 0..0,
        done,
    };
    let _ = write!(
        body.out,
        "{HEAD}<w:document xmlns:w=\"{NAMESPACE}\" xmlns:r=\"{RELATIONS_NAMESPACE}\" xmlns:mc=\"{COMPATIBILITY_NAMESPACE}\" \
         xmlns:w15=\"{WORD_2012_NAMESPACE}\" mc:Ignorable=\"w15\"><w:body>"
    );
    for (number, section) in document.sections.iter().enumerate() {
        body.section(document, number, section);
    }
    body.out.push_str("</w:body></w:document>");
    let Body { out, done, around, .. } = body;
    done(out);
    around.unwrap_or_default()
}

struct Body<'d> {
    out: String,
    /// How many tracked changes there are; each has a number.
    changes: usize,
    /// How many comments there are; each has a number.
    comments: usize,
    /// How many content controls there are; each has a number.
    controls: usize,
    /// What stands beside the values, paragraph by paragraph; gathered only where somebody asks for it.
    around: Option<Vec<Around>>,
    /// Comments that the next paragraph has.
    open: Range<usize>,
    /// What takes the parts that are done.
    done: &'d mut dyn FnMut(String),
}

/// What writes the words of a cell.
type Fill<'a> = &'a dyn Fn(&mut Body<'_>);

/// Widths of the parts of a table without lines, in twentieths of a point.
fn halves(landscape: bool, first_percent: u16) -> [u32; 2] {
    let whole = twips(layout::text_width(landscape));
    let first = whole * u32::from(first_percent) / 100;
    [first, whole - first]
}

impl Body<'_> {
    /// Hands on what is written when it is much.
    fn hand_on(&mut self) {
        if self.out.len() >= PART {
            let part = std::mem::replace(&mut self.out, String::with_capacity(PART + PART / 4));
            (self.done)(part);
        }
    }

    fn section(&mut self, document: &Document, number: usize, section: &Section) {
        let last = number + 1 == document.sections.len();
        for (at, block) in section.blocks.iter().enumerate() {
            let remarks = document.remarks_at(number, at).count();
            self.open = self.comments..self.comments + remarks;
            self.comments += remarks;
            match block {
                Block::Heading(heading) => self.heading(heading, section.landscape),
                Block::Paragraph(role, runs) => self.role(*role, runs),
                Block::Rule(length) => self.rule(*length, twips(layout::text_width(section.landscape))),
                Block::Table(table) => self.table(table, section.landscape),
                Block::Closing(closing) => self.closing(closing, section.landscape),
            }
            self.hand_on();
        }
        let properties = properties(section);
        if last {
            // Word wants a paragraph after a table that ends the document.
            if matches!(section.blocks.last(), Some(Block::Table(_) | Block::Closing(_))) {
                self.out.push_str(EMPTY);
            }
            self.out.push_str(&properties);
        } else {
            let _ = write!(
                self.out,
                "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/><w:szCs w:val=\"2\"/></w:rPr>{properties}</w:pPr></w:p>"
            );
        }
    }

    fn role(&mut self, role: Role, runs: &[Run]) {
        self.begin(styles::of(role), "");
        if role == Role::Dash {
            self.beside("- ");
            self.words("- ", &Run::default(), false);
        }
        self.end(runs);
    }

    fn begin(&mut self, style: &str, more: &str) {
        for part in ["<w:p><w:pPr><w:pStyle w:val=\"", style, "\"/>", more, "</w:pPr>"] {
            self.out.push_str(part);
        }
        if let Some(around) = &mut self.around {
            around.push(Around::default());
        }
        for comment in self.open.clone() {
            let _ = write!(self.out, "<w:commentRangeStart w:id=\"{comment}\"/>");
        }
    }

    fn end(&mut self, runs: &[Run]) {
        self.runs(runs, false);
        self.close();
    }

    /// Words one after another, values among them in their controls.
    fn runs(&mut self, runs: &[Run], bold: bool) {
        for same in runs.chunk_by(|a, b| a.control == b.control) {
            let Some(control) = same.first().and_then(|run| run.control.as_ref()) else {
                for run in same {
                    self.beside(if run.on_new_line { "\n" } else { "" });
                    self.beside(&run.text);
                    self.words(&run.text, run, run.bold || bold);
                }
                continue;
            };
            self.control(control, same, bold);
        }
    }

    fn control(&mut self, control: &Control, runs: &[Run], bold: bool) {
        // A line that begins with a value begins before its control.
        let new_line = runs.first().is_some_and(|run| run.on_new_line);
        if new_line {
            self.out.push_str("<w:r><w:br/></w:r>");
            self.beside("\n");
        }
        if let Some(last) = self.around.as_mut().and_then(|around| around.last_mut()) {
            last.tags.push(printed::tag(&control.path));
        }
        let empty = runs.iter().all(|run| run.text.is_empty());
        let more = if empty { "<w:showingPlcHdr/>" } else { "" };
        // LibreOffice runs the lines of a control of plain text together.
        let has_lines = runs.iter().skip(1).any(|run| run.on_new_line);
        let plain = if has_lines { "" } else { "<w:text w:multiLine=\"1\"/>" };
        self.open(control, &format!("{more}{plain}"));
        for (number, run) in runs.iter().enumerate() {
            let run = Run {
                on_new_line: run.on_new_line && number > 0,
                ..run.clone()
            };
            let words = if empty { ROOM } else { &run.text };
            self.words(words, &run, run.bold || bold);
        }
        self.out.push_str(CONTROL_END);
    }

    /// Begins a content control; `more` says what of.
    fn open(&mut self, control: &Control, more: &str) {
        self.controls += 1;
        let lock = if control.fixed {
            "<w:lock w:val=\"sdtContentLocked\"/>"
        } else {
            ""
        };
        let _ = write!(
            self.out,
            "<w:sdt><w:sdtPr><w:alias w:val=\"{}\"/><w:tag w:val=\"{}\"/><w:id w:val=\"{}\"/>{lock}{more}</w:sdtPr><w:sdtContent>",
            escape(printed::title(&control.label)),
            escape(printed::tag(&control.path)),
            self.controls
        );
    }

    /// Notes words that are no value.
    fn beside(&mut self, words: &str) {
        if let Some(last) = self.around.as_mut().and_then(|around| around.last_mut()) {
            last.words.push_str(words);
        }
    }

    /// Ends a paragraph and the comments on it.
    fn close(&mut self) {
        for comment in std::mem::take(&mut self.open) {
            let _ = write!(
                self.out,
                "<w:commentRangeEnd w:id=\"{comment}\"/><w:r><w:commentReference w:id=\"{comment}\"/></w:r>"
            );
        }
        self.out.push_str("</w:p>");
    }

    /// A paragraph of plain words.
    fn line(&mut self, style: &str, words: &str) {
        self.begin(style, "");
        self.beside(words);
        self.words(words, &Run::default(), false);
        self.close();
    }

    /// Words that look like a run, bold or not.
    fn words(&mut self, words: &str, look: &Run, bold: bool) {
        let (close, text) = match look.change {
            Change::None => ("", "t"),
            Change::Inserted => {
                self.change("ins");
                ("</w:ins>", "t")
            }
            Change::Deleted => {
                self.change("del");
                ("</w:del>", "delText")
            }
        };
        let look_of = match (bold, look.italic) {
            (false, false) => "",
            (true, false) => "<w:rPr><w:b/><w:bCs/></w:rPr>",
            (false, true) => "<w:rPr><w:i/><w:iCs/></w:rPr>",
            (true, true) => "<w:rPr><w:b/><w:bCs/><w:i/><w:iCs/></w:rPr>",
        };
        let new_line = if look.on_new_line { "<w:br/>" } else { "" };
        for part in [
            "<w:r>",
            look_of,
            new_line,
            "<w:",
            text,
            " xml:space=\"preserve\">",
            &escape(words),
            "</w:",
            text,
            "></w:r>",
            close,
        ] {
            self.out.push_str(part);
        }
    }

    fn change(&mut self, kind: &str) {
        self.changes += 1;
        let _ = write!(self.out, "<w:{kind} w:id=\"{}\" w:author=\"{AUTHOR}\">", self.changes);
    }

    /// A line of a length in millimetres in the middle of so much room.
    fn rule(&mut self, length: u16, room: u32) {
        let side = room.saturating_sub(twips(length)) / 2;
        self.begin(styles::RULE, &format!("<w:ind w:left=\"{side}\" w:right=\"{side}\"/>"));
        self.close();
    }

    /// A table without lines, of two columns.
    fn side_by_side(&mut self, widths: [u32; 2], rows: &[[Fill<'_>; 2]]) {
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
            widths[0] + widths[1]
        );
        for width in widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        for row in rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (width, cell) in widths.into_iter().zip(row) {
                let _ = write!(
                    self.out,
                    "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
                );
                let before = self.out.len();
                cell(self);
                if self.out.len() == before {
                    self.out.push_str(EMPTY);
                }
                self.out.push_str("</w:tc>");
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
    }

    fn heading(&mut self, heading: &Heading, landscape: bool) {
        let widths = halves(landscape, layout::OFFICE_SHARE);
        let office = |body: &mut Body<'_>| {
            heading
                .superior
                .iter()
                .for_each(|line| body.line(styles::SUPERIOR, line));
            heading.office.iter().for_each(|line| body.line(styles::OFFICE, line));
            let words = heading.office.join("\n");
            body.rule(
                layout::rule_below(&words, layout::OFFICE_SIZE, layout::text_width(landscape)),
                widths[0],
            );
        };
        let nation = |body: &mut Body<'_>| {
            body.line(styles::NATION, layout::NATION);
            body.line(styles::MOTTO, layout::MOTTO);
            body.rule(layout::MOTTO_LINE, widths[1]);
        };
        let number = |body: &mut Body<'_>| {
            body.line(styles::NUMBER, &heading.number);
            if !heading.about.is_empty() {
                body.line(styles::ABOUT, &heading.about);
            }
        };
        let place = |body: &mut Body<'_>| body.line(styles::PLACE_AND_DATE, &heading.place_and_date);
        if heading.number.is_empty() && heading.place_and_date.is_empty() {
            self.side_by_side(widths, &[[&office, &nation]]);
        } else {
            self.side_by_side(widths, &[[&office, &nation], [&number, &place]]);
        }
    }

    fn closing(&mut self, closing: &Closing, landscape: bool) {
        self.out.push_str("<w:p><w:pPr><w:keepNext/></w:pPr></w:p>");
        let addressees = |body: &mut Body<'_>| {
            if !closing.addressees.is_empty() {
                body.line(styles::ADDRESSEES_LABEL, "Nơi nhận:");
            }
            for line in &closing.addressees {
                body.line(styles::ADDRESSEES, &format!("- {line}"));
            }
        };
        let signature = |body: &mut Body<'_>| {
            closing
                .position
                .iter()
                .for_each(|line| body.line(styles::SIGNATURE, line));
            body.begin(
                styles::SIGNATURE,
                &format!(
                    "<w:spacing w:before=\"0\" w:after=\"{}\"/>",
                    layout::SIGNATURE_ROOM * 20
                ),
            );
            body.end(&[]);
            body.line(styles::SIGNATURE, &closing.signer);
        };
        self.side_by_side(halves(landscape, 50), &[[&addressees, &signature]]);
    }

    fn table(&mut self, table: &Table, landscape: bool) {
        let whole = twips(layout::text_width(landscape));
        let widths: Vec<u32> = table
            .columns
            .iter()
            .map(|column| whole * u32::from(column.percent) / 100)
            .collect();
        let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
        let lines: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map(line)
            .concat();
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
             <w:tblCellMar><w:left w:w=\"{CELL_MARGIN}\" w:type=\"dxa\"/><w:right w:w=\"{CELL_MARGIN}\" w:type=\"dxa\"/></w:tblCellMar>\
             </w:tblPr><w:tblGrid>"
        );
        for width in &widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        for (rows, is_head) in [(&table.head, true), (&table.rows, false)] {
            let mut spans = Spans::of(table);
            for same in rows.chunk_by(|a, b| list_of(a).is_some() && list_of(a) == list_of(b)) {
                let is_list = same.first().is_some_and(|row| list_of(row).is_some());
                if is_list {
                    self.controls += 1;
                    let _ = write!(
                        self.out,
                        "<w:sdt><w:sdtPr><w:id w:val=\"{}\"/><w15:repeatingSection/></w:sdtPr><w:sdtContent>",
                        self.controls
                    );
                }
                for row in same {
                    self.row(table, &widths, row, is_head, &mut spans);
                }
                if is_list {
                    self.out.push_str(CONTROL_END);
                }
            }
        }
        self.out.push_str("</w:tbl>");
        // Two tables without a paragraph between them become one.
        self.out.push_str(EMPTY);
    }

    fn row(&mut self, table: &Table, widths: &[u32], row: &Row, is_head: bool, spans: &mut Spans) {
        if let Some(control) = &row.control {
            self.open(control, "<w15:repeatingSectionItem/>");
        }
        let head = if is_head { "<w:tblHeader/>" } else { "" };
        for part in ["<w:tr><w:trPr><w:cantSplit/>", head, "</w:trPr>"] {
            self.out.push_str(part);
        }
        for (column, cell) in spans.next(row) {
            let span = cell.map_or_else(|| spans.width(column), |cell| cell.span);
            let width: u32 = widths.iter().skip(column).take(usize::from(span)).sum();
            let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
            if span > 1 {
                let _ = write!(self.out, "<w:gridSpan w:val=\"{span}\"/>");
            }
            match cell {
                None => self.out.push_str("<w:vMerge/>"),
                Some(cell) if cell.rows > 1 => self.out.push_str("<w:vMerge w:val=\"restart\"/>"),
                Some(_) => {}
            }
            if is_head {
                self.out.push_str("<w:vAlign w:val=\"center\"/>");
            }
            self.out.push_str("</w:tcPr>");
            // LibreOffice shows the words of a control as the style of their paragraph has them, whatever their runs say.
            let mut runs = cell.iter().flat_map(|cell| &cell.text);
            let is_bold_value = row.group && runs.any(|run| run.control.is_some());
            let style = if is_head || is_bold_value {
                styles::TABLE_HEAD
            } else {
                styles::TABLE
            };
            let align = table.columns[column].align;
            let beside = if is_head || span > 1 { Align::Left } else { align };
            let more = match (row.group, beside) {
                (false, Align::Left) => "",
                (true, Align::Left) if is_bold_value => "<w:keepNext/><w:jc w:val=\"left\"/>",
                (true, Align::Left) => "<w:keepNext/>",
                (false, Align::Right) => "<w:jc w:val=\"right\"/>",
                (true, Align::Right) => "<w:keepNext/><w:jc w:val=\"right\"/>",
                (false, _) => "<w:jc w:val=\"center\"/>",
                (true, _) => "<w:keepNext/><w:jc w:val=\"center\"/>",
            };
            self.begin(style, more);
            self.runs(cell.map_or(&[][..], |cell| &cell.text), row.group);
            self.close();
            self.out.push_str("</w:tc>");
        }
        self.out.push_str("</w:tr>");
        if row.control.is_some() {
            self.out.push_str(CONTROL_END);
        }
        self.hand_on();
    }
}

/// The list a row is an entry of: Word offers to add entries to rows that stand together.
fn list_of(row: &Row) -> Option<&str> {
    let control = row.control.as_ref()?;
    control.path.rsplit_once('[').map(|(list, _)| list)
}

const EMPTY: &str = "<w:p/>";

const CONTROL_END: &str = "</w:sdtContent></w:sdt>";

/// Paper, margins and page numbers of a section.
fn properties(section: &Section) -> String {
    let (width, height) = layout::PAPER;
    let size = if section.landscape {
        format!(
            "<w:pgSz w:w=\"{}\" w:h=\"{}\" w:orient=\"landscape\"/>",
            twips(height),
            twips(width)
        )
    } else {
        format!("<w:pgSz w:w=\"{}\" w:h=\"{}\"/>", twips(width), twips(height))
    };
    let [top, right, bottom, left] = layout::MARGINS.map(twips);
    let header = twips(layout::PAGE_NUMBER_FROM_TOP);
    let (numbers, first) = if section.anew {
        ("<w:pgNumType w:start=\"1\"/>", "<w:titlePg/>")
    } else {
        ("", "")
    };
    format!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{PAGE_NUMBER}\"/>{size}<w:pgMar w:top=\"{top}\" w:right=\"{right}\" \
         w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"{header}\" w:footer=\"{header}\" w:gutter=\"0\"/>{numbers}{first}</w:sectPr>"
    )
}
