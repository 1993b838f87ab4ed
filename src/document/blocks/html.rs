//! Blocks to a page that reads and prints well.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::layout::{self, LOOKS, Look, MARGINS};
use super::{Align, Block, Change, Closing, Document, Heading, Role, Row, Run, Section, Table};

/// The document as one file that needs no other.
pub(in crate::document) fn write(document: &Document) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        escape(&document.title),
        style()
    );
    for (number, section) in document.sections.iter().enumerate() {
        add_section(&mut page, document, number, section);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn add_section(page: &mut String, document: &Document, number: usize, section: &Section) {
    let mut classes = Vec::new();
    if section.anew && number > 0 {
        classes.push("moi");
    }
    if section.landscape {
        classes.push("ngang");
    }
    let _ = writeln!(page, "<section class=\"{}\">", classes.join(" "));
    for (at, block) in section.blocks.iter().enumerate() {
        match block {
            Block::Heading(heading) => add_heading(page, heading),
            Block::Paragraph(role, runs) => {
                let dash = if *role == Role::Dash { "- " } else { "" };
                let look = layout::look(*role);
                let _ = writeln!(
                    page,
                    "<{0} class=\"{1}\">{dash}{2}</{0}>",
                    tag(look),
                    look.element,
                    text(runs)
                );
            }
            Block::Rule(length) => {
                let _ = writeln!(
                    page,
                    "<p class=\"giua\"><span class=\"gach-ngang\" style=\"width: {length}mm\"></span></p>"
                );
            }
            Block::Table(table) => add_table(page, table),
            Block::Closing(closing) => add_closing(page, closing),
        }
        for remark in document.remarks_at(number, at) {
            let _ = writeln!(
                page,
                "<aside class=\"xem-lai\"><b>Cần xem lại.</b> {}</aside>",
                escape(&remark.text)
            );
        }
    }
    page.push_str("</section>\n");
}

/// What has a place in the outline is a heading, for those who read with their ears too.
fn tag(look: &Look) -> String {
    match look.outline {
        0 => "p".to_owned(),
        level => format!("h{}", level + 1),
    }
}

fn add_heading(page: &mut String, heading: &Heading) {
    let lines = |page: &mut String, class: &str, lines: &[String]| {
        for line in lines {
            let _ = writeln!(page, "<p class=\"{class}\">{}</p>", escape(line));
        }
    };
    page.push_str("<div class=\"dau\">\n<div>\n");
    lines(page, "chu-quan", &heading.superior);
    lines(page, "co-quan", &heading.office);
    let rule = layout::rule_below(
        &heading.office.join("\n"),
        layout::OFFICE_SIZE,
        layout::text_width(false),
    );
    let _ = writeln!(
        page,
        "<p><span class=\"gach-ngang\" style=\"width: {rule}mm\"></span></p>\n</div>\n<div>\n<p class=\"quoc-hieu\">{}</p>\n<p class=\"tieu-ngu\">{}</p>\n<p><span class=\"gach-ngang\" style=\"width: {}mm\"></span></p>\n</div>",
        layout::NATION,
        layout::MOTTO,
        layout::MOTTO_LINE
    );
    if !heading.number.is_empty() || !heading.place_and_date.is_empty() {
        page.push_str("<div>\n");
        lines(page, "so", std::slice::from_ref(&heading.number));
        if !heading.about.is_empty() {
            lines(page, "ve-viec", std::slice::from_ref(&heading.about));
        }
        page.push_str("</div>\n");
        lines(page, "noi-ngay", std::slice::from_ref(&heading.place_and_date));
    }
    page.push_str("</div>\n");
}

fn add_table(page: &mut String, table: &Table) {
    page.push_str("<table>\n<colgroup>");
    for column in &table.columns {
        let _ = write!(page, "<col style=\"width: {}%\">", column.percent);
    }
    page.push_str("</colgroup>\n");
    let rows = |page: &mut String, rows: &[Row], cell: &str| {
        let mut spans = super::Spans::of(table);
        for row in rows {
            page.push_str(if row.group { "<tr class=\"nhom\">" } else { "<tr>" });
            for (column, own) in spans.next(row) {
                let Some(own) = own else { continue };
                let mut attributes = String::new();
                if own.span > 1 {
                    let _ = write!(attributes, " colspan=\"{}\"", own.span);
                }
                if own.rows > 1 {
                    let _ = write!(attributes, " rowspan=\"{}\"", own.rows);
                }
                let align = if own.span > 1 {
                    Align::Left
                } else {
                    table.columns[column].align
                };
                if cell == "td" && align != Align::Left {
                    let _ = write!(
                        attributes,
                        " class=\"{}\"",
                        if align == Align::Right { "phai" } else { "giua" }
                    );
                }
                let _ = write!(page, "<{cell}{attributes}>{}</{cell}>", text(&own.text));
            }
            page.push_str("</tr>\n");
        }
    };
    if !table.head.is_empty() {
        page.push_str("<thead>\n");
        rows(page, &table.head, "th");
        page.push_str("</thead>\n");
    }
    page.push_str("<tbody>\n");
    rows(page, &table.rows, "td");
    page.push_str("</tbody>\n</table>\n");
}

fn add_closing(page: &mut String, closing: &Closing) {
    page.push_str("<div class=\"cuoi\">\n<div class=\"noi-nhan\">\n");
    if !closing.addressees.is_empty() {
        page.push_str("<p class=\"nhan\">Nơi nhận:</p>\n");
    }
    for line in &closing.addressees {
        let _ = writeln!(page, "<p>- {}</p>", escape(line));
    }
    page.push_str("</div>\n<div class=\"ky\">\n");
    for line in &closing.position {
        let _ = writeln!(page, "<p>{}</p>", escape(line));
    }
    let _ = writeln!(
        page,
        "<p class=\"trong\"></p>\n<p>{}</p>\n</div>\n</div>",
        escape(&closing.signer)
    );
}

fn text(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        if run.on_new_line {
            out.push_str("<br>");
        }
        let tags: Vec<&str> = [
            (run.change == Change::Inserted, "ins"),
            (run.change == Change::Deleted, "del"),
            (run.bold, "b"),
            (run.italic, "i"),
        ]
        .into_iter()
        .filter_map(|(wanted, tag)| wanted.then_some(tag))
        .collect();
        tags.iter().for_each(|tag| out.push_str(&format!("<{tag}>")));
        out.push_str(&escape(&run.text));
        tags.iter().rev().for_each(|tag| out.push_str(&format!("</{tag}>")));
    }
    out
}

fn style() -> String {
    let [top, right, bottom, left] = MARGINS;
    let (typeface, other) = (layout::TYPEFACE, layout::METRIC_COMPATIBLE);
    let number = format!(
        "@top-center {{ content: counter(page); font: {}pt \"{typeface}\", \"{other}\", serif; }}",
        layout::PAGE_NUMBER_SIZE
    );
    let mut style = format!(
        "@page {{ size: A4 portrait; margin: {top}mm {right}mm {bottom}mm {left}mm; {number} }}
@page :first {{ @top-center {{ content: none; }} }}
@page moi {{ counter-increment: page 1 trang-phu-luc 1; @top-center {{ content: counter(trang-phu-luc); }} }}
@page ngang {{ size: A4 landscape; }}
@page moi-ngang {{ size: A4 landscape; counter-increment: page 1 trang-phu-luc 1; @top-center {{ content: counter(trang-phu-luc); }} }}
body {{ font: 14pt/{line} \"{typeface}\", \"{other}\", serif; color: #000; background: #fff; margin: 10mm auto; max-width: {width}mm; }}
section.moi {{ break-before: page; page: moi; }}
section.ngang {{ break-before: page; page: ngang; }}
section.moi.ngang {{ page: moi-ngang; }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
p, h2, h3, h4, h5 {{ margin: 0; font-size: inherit; font-weight: inherit; orphans: 2; widows: 2; }}
",
        line = f32::from(layout::LINE_SPACING) * layout::SINGLE / 100.0,
        width = layout::text_width(false),
    );
    for look in LOOKS {
        let align = match look.align {
            Align::Justified => "justify",
            Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
        };
        let _ = write!(
            style,
            ".{} {{ font-size: {}pt; text-align: {align}; text-indent: {}mm; margin: {}pt 0 {}pt;",
            look.element,
            look.size,
            f32::from(look.first_line) / 100.0,
            look.before,
            look.after
        );
        for (wanted, rule) in [
            (look.bold, " font-weight: bold;"),
            (look.italic, " font-style: italic;"),
            (look.with_next, " break-after: avoid; break-inside: avoid;"),
        ] {
            if wanted {
                style.push_str(rule);
            }
        }
        style.push_str(" }\n");
    }
    let _ = write!(
        style,
        ".dau {{ display: grid; grid-template-columns: {office}fr {nation}fr; text-align: center; row-gap: 6pt; }}
.giua, .dau p, .ky p {{ text-align: center; }}
.phai {{ text-align: right; }}
.gach-ngang {{ display: inline-block; border-top: 0.75pt solid #000; height: 3pt; vertical-align: top; margin-top: 2pt; }}
.chu-quan {{ font-size: {office_size}pt; }}
.co-quan {{ font-size: {office_size}pt; font-weight: bold; }}
.quoc-hieu {{ font-size: {nation_size}pt; font-weight: bold; white-space: nowrap; }}
.tieu-ngu {{ font-size: {motto}pt; font-weight: bold; }}
.so, .noi-ngay {{ font-size: {number}pt; white-space: nowrap; }}
.noi-ngay {{ font-style: italic; }}
.ve-viec {{ font-size: {about}pt; margin-top: 6pt; }}
.cuoi {{ display: grid; grid-template-columns: 1fr 1fr; margin-top: 12pt; break-inside: avoid; }}
.noi-nhan {{ font-size: {addressees}pt; }}
.noi-nhan .nhan {{ font-size: {label}pt; font-weight: bold; font-style: italic; }}
.ky {{ font-size: {signature}pt; font-weight: bold; }}
.ky .trong {{ height: {room}pt; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: {table}pt; line-height: 1.2; margin: 6pt 0 12pt; }}
th, td {{ border: 0.75pt solid #000; padding: 2pt 4pt; vertical-align: top; text-align: left; overflow-wrap: break-word; }}
th {{ text-align: center; vertical-align: middle; }}
td.giua {{ text-align: center; }}
td.phai {{ text-align: right; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
tr.nhom {{ break-after: avoid; font-weight: bold; }}
.xem-lai {{ font: 11pt/1.3 sans-serif; color: #7a4b00; background: #fff6e0; border-left: 3pt solid #d98c00; margin: 2pt 0 8pt; padding: 2pt 8pt; }}
@media print {{ .xem-lai {{ display: none; }} }}
ins {{ color: #0b5394; }}
del {{ color: #990000; }}
",
        office = layout::OFFICE_SHARE,
        nation = 100 - layout::OFFICE_SHARE,
        office_size = layout::OFFICE_SIZE,
        nation_size = layout::NATION_SIZE,
        motto = layout::MOTTO_SIZE,
        number = layout::NUMBER_SIZE,
        about = layout::ABOUT_SIZE,
        addressees = layout::ADDRESSEES_SIZE,
        label = layout::ADDRESSEES_LABEL_SIZE,
        signature = layout::SIGNATURE_SIZE,
        room = layout::SIGNATURE_ROOM,
        table = layout::TABLE_SIZE,
    );
    style
}
