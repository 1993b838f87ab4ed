//! Blocks to plain text that reads well as it is.

use super::{Block, Change, Closing, Document, Heading, Remark, Role, Row, Run, Spans, Table, layout, words};
use crate::templates::{markdown, markdown_inline as escape};

/// The document as Markdown.
pub(in crate::document) fn write(document: &Document) -> String {
    let mut out = String::new();
    for (number, section) in document.sections.iter().enumerate() {
        if number > 0 {
            out.push_str("---\n\n");
        }
        let mut blocks = section.blocks.iter().enumerate().peekable();
        while let Some((at, block)) = blocks.next() {
            let remarks: Vec<&Remark> = document.remarks_at(number, at).collect();
            match block {
                Block::Heading(heading) => add_heading(&mut out, heading),
                Block::Paragraph(role, runs) => {
                    out.push_str(&paragraph(*role, runs));
                    let next = blocks.peek();
                    let list_goes_on = *role == Role::Dash
                        && matches!(next, Some((_, Block::Paragraph(Role::Dash, _))))
                        && remarks.is_empty();
                    out.push_str(if list_goes_on { "\n" } else { "\n\n" });
                }
                Block::Rule(_) => {}
                Block::Table(table) => add_table(&mut out, table),
                Block::Closing(closing) => add_closing(&mut out, closing),
            }
            for remark in remarks {
                out.push_str(&format!("> **Cần xem lại.** {}\n\n", escape(&remark.text)));
            }
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

fn paragraph(role: Role, runs: &[Run]) -> String {
    let plain = || escape(&words(runs)).replace('\n', " ");
    match role {
        Role::Kind | Role::AnnexLabel => format!("# {}", plain()),
        Role::Part => format!("## {}", plain()),
        Role::Heading => format!("### {}", plain()),
        Role::Item => format!("#### {}", plain()),
        Role::Subject | Role::Authority | Role::Resolve | Role::Subitem | Role::AnnexTitle => {
            format!("**{}**", plain())
        }
        Role::Ground | Role::Note | Role::AnnexReference => format!("*{}*", plain()),
        Role::Dash => format!("- {}", text(runs, markdown, "\n  ")),
        // The number of a clause stands there to be read as one.
        Role::Clause | Role::Point => text(runs, escape, "\\\n"),
        Role::Addressed | Role::Article | Role::ArticleHeading | Role::Body => text(runs, markdown, "\\\n"),
    }
}

fn text(runs: &[Run], at_head: fn(&str) -> String, new_line: &str) -> String {
    let mut out = String::new();
    for (number, run) in runs.iter().enumerate() {
        let escape = if number == 0 || run.on_new_line {
            at_head
        } else {
            escape
        };
        if run.on_new_line {
            out.push_str(new_line);
        }
        // Marks stand beside words, never beside a space.
        let words = run.text.trim();
        let start = run.text.len() - run.text.trim_start().len();
        let (before, after) = (&run.text[..start], &run.text[start + words.len()..]);
        let mark = match (run.bold, run.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        let (open, close) = match run.change {
            Change::None => ("", ""),
            Change::Inserted => ("<ins>", "</ins>"),
            Change::Deleted => ("<del>", "</del>"),
        };
        out.push_str(&format!("{before}{open}{mark}{}{mark}{close}{after}", escape(words)));
    }
    out
}

fn add_heading(out: &mut String, heading: &Heading) {
    if !heading.superior.is_empty() {
        out.push_str(&format!("{}\n\n", escape(&heading.superior.join(" "))));
    }
    out.push_str(&format!(
        "**{}**\n\n**{}**\n**{}**\n\n",
        escape(&heading.office.join(" ")),
        layout::NATION,
        layout::MOTTO
    ));
    for line in [&heading.number, &heading.about] {
        if !line.is_empty() {
            out.push_str(&format!("{}\n\n", escape(line)));
        }
    }
    if !heading.place_and_date.is_empty() {
        out.push_str(&format!("*{}*\n\n", escape(&heading.place_and_date)));
    }
}

fn add_table(out: &mut String, table: &Table) {
    // Markdown has one row of headings, and must have it.
    let (first, others) = table
        .head
        .split_first()
        .map_or((None, &[][..]), |(first, others)| (Some(first), others));
    let mut spans = Spans::of(table);
    match first {
        Some(first) => add_rows(out, table, std::slice::from_ref(first), &mut spans),
        None => out.push_str(&format!("|{}\n", " |".repeat(table.columns.len()))),
    }
    out.push_str(&format!("|{}\n", "---|".repeat(table.columns.len())));
    add_rows(out, table, others, &mut spans);
    add_rows(out, table, &table.rows, &mut Spans::of(table));
    out.push('\n');
}

fn add_rows(out: &mut String, table: &Table, rows: &[Row], spans: &mut Spans) {
    for row in rows {
        let mut cells = vec![String::new(); table.columns.len()];
        for (column, cell) in spans.next(row) {
            let Some(cell) = cell else { continue };
            let words = text(&cell.text, escape, "<br>");
            cells[column] = if row.group && !words.is_empty() {
                format!("**{words}**")
            } else {
                words
            };
        }
        out.push('|');
        for cell in cells {
            if !cell.is_empty() {
                out.push(' ');
                out.push_str(&cell);
            }
            out.push_str(" |");
        }
        out.push('\n');
    }
}

fn add_closing(out: &mut String, closing: &Closing) {
    if !closing.addressees.is_empty() {
        out.push_str("***Nơi nhận:***\n\n");
        for line in &closing.addressees {
            out.push_str(&format!("- {}\n", escape(line)));
        }
        out.push('\n');
    }
    for line in &closing.position {
        out.push_str(&format!("**{}**\n", escape(line)));
    }
    if !closing.position.is_empty() {
        out.push('\n');
    }
    if !closing.signer.is_empty() {
        out.push_str(&format!("**{}**\n\n", escape(&closing.signer)));
    }
}
