//! Blocks to PDF, without any office suite: lines broken and pages filled here, the file written by `krilla`.
//!
//! The file is archival and tagged (PDF/A-2a): it embeds the letters it uses, and says which words are a heading, a cell, a
//! paragraph. The same document gives the same bytes.

mod flow;
mod font;
mod lines;
mod sides;
mod table;
mod tags;

use krilla::Document as Pdf;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::KrillaGlyph;
use thiserror::Error;

use self::flow::{Flow, Mark, Page};
use self::lines::Strip;
use self::tags::{Place, Tags};
use super::{Document, layout};

/// Why a PDF could not be made.
#[derive(Debug, Error)]
#[error("cannot make a PDF: {0}")]
pub struct PdfError(String);

/// Points of millimetres.
fn points(millimetres: u16) -> f32 {
    f32::from(millimetres) * 72.0 / 25.4
}

/// The document as a PDF file.
///
/// # Errors
///
/// When the document breaks a rule of PDF/A, such as a letter no archive can keep.
pub(in crate::document) fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    let mut flow = Flow::default();
    for section in &document.sections {
        flow.section(section);
    }
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| PdfError(format!("{error:?}")))?;
    let mut pdf = Pdf::new_with(SerializeSettings {
        configuration,
        enable_tagging: true,
        ..SerializeSettings::default()
    });
    let Flow { pages, mut tags, .. } = flow;
    for page in &pages {
        draw(&mut pdf, page, &mut tags)?;
    }
    let title = if document.title.is_empty() {
        "tthc"
    } else {
        &document.title
    };
    pdf.set_metadata(
        Metadata::new()
            .creation_date(date(document))
            .title(title.to_owned())
            .language("vi".to_owned())
            .creator("tthc".to_owned())
            .document_id(blake3::hash(title.as_bytes()).to_hex().to_string()),
    );
    pdf.set_tag_tree(tags.finish());
    pdf.finish().map_err(|error| PdfError(format!("{error:?}")))
}

/// An archive wants a date; what was made for no day gets one that nobody takes for it.
fn date(document: &Document) -> DateTime {
    let of = |number: i8| u8::try_from(number).unwrap_or(1);
    match document.day {
        Some(day) => DateTime::new(u16::try_from(day.year()).unwrap_or(1))
            .month(of(day.month()))
            .day(of(day.day())),
        None => DateTime::new(1).month(1).day(1),
    }
}

fn draw(pdf: &mut Pdf, page: &Page, tags: &mut Tags) -> Result<(), PdfError> {
    let (width, height) = layout::PAPER;
    let (width, height) = if page.landscape {
        (height, width)
    } else {
        (width, height)
    };
    let settings = PageSettings::from_wh(points(width), points(height));
    let mut sheet = pdf.start_page_with(settings.ok_or_else(|| PdfError("no paper".to_owned()))?);
    let mut surface = sheet.surface();
    for mark in &page.marks {
        match mark {
            Mark::Words {
                x,
                y,
                size,
                strip,
                place,
            } => words(&mut surface, Point::from_xy(*x, *y), *size, strip, (*place, tags)),
            Mark::Line { from, to, thickness } => {
                let mut path = PathBuilder::new();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
                let Some(path) = path.finish() else { continue };
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke {
                    width: *thickness,
                    ..Stroke::default()
                }));
                surface.draw_path(&path);
                surface.end_tagged();
            }
        }
    }
    surface.finish();
    sheet.finish();
    Ok(())
}

fn words(surface: &mut Surface<'_>, at: Point, size: f32, strip: &Strip, (place, tags): (Option<Place>, &mut Tags)) {
    let face = strip.style.face();
    let glyphs: Vec<KrillaGlyph> = strip
        .text
        .char_indices()
        .map(|(start, c)| {
            let letter = face.letter(c);
            let stretch = if c == ' ' { strip.stretch / size } else { 0.0 };
            let range = start..start + c.len_utf8();
            KrillaGlyph::new(letter.glyph, letter.width + stretch, 0.0, 0.0, 0.0, range, None)
        })
        .collect();
    let tag = match place {
        Some(_) => ContentTag::Span(SpanTag::empty()),
        None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
    };
    let words = surface.start_tagged(tag);
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(0, 0, 0).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }));
    surface.draw_glyphs(at, &glyphs, face.font.clone(), &strip.text, size, false);
    surface.end_tagged();
    if let Some(place) = place {
        tags.words(place, words);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Block, Cell, Column, Row, Run, Section, Table, tests::sample};
    use super::*;
    use crate::document::blocks::{Align, Role};

    fn pages(document: &Document) -> Vec<Page> {
        let mut flow = Flow::default();
        document.sections.iter().for_each(|section| flow.section(section));
        flow.pages
    }

    fn said(page: &Page) -> Vec<&str> {
        let words = page.marks.iter().filter_map(|mark| match mark {
            Mark::Words { strip, .. } => Some(strip.text.as_str()),
            Mark::Line { .. } => None,
        });
        words.collect()
    }

    #[test]
    fn nothing_stands_in_the_margins_but_the_number() {
        let pages = pages(&sample());
        assert!(pages.len() > 4, "{}", pages.len());
        for page in &pages {
            let (width, height) = if page.landscape { (297, 210) } else { (210, 297) };
            let (left, right) = (points(30) - 1.0, points(width - 20) + 1.0);
            let (top, bottom) = (points(20) - 1.0, points(height - 20) + 1.0);
            for mark in &page.marks {
                match mark {
                    Mark::Words {
                        y, strip, place: None, ..
                    } if *y < points(20) => {
                        assert!(strip.text.parse::<u32>().is_ok(), "{}", strip.text);
                    }
                    Mark::Words { x, y, strip, .. } => {
                        assert!(*x >= left && x + strip.width <= right, "{strip:?}");
                        assert!(*y >= top && *y <= bottom, "{y} {strip:?}");
                    }
                    Mark::Line { from, to, .. } => {
                        assert!(
                            from.0 >= left && to.0 <= right && from.1 >= top && to.1 <= bottom,
                            "{mark:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn pages_are_numbered_in_the_middle_of_the_margin_and_anew_in_an_annex() {
        let pages = pages(&sample());
        let numbers: Vec<Option<&str>> = pages
            .iter()
            .map(|page| {
                page.marks.iter().find_map(|mark| match mark {
                    Mark::Words { x, y, strip, .. } if *y < points(20) => {
                        let width = if page.landscape { 297 } else { 210 };
                        assert!((x + strip.width / 2.0 - points(width) / 2.0).abs() < 0.5);
                        assert!(*y > points(10) && *y < points(17));
                        Some(strip.text.as_str())
                    }
                    _ => None,
                })
            })
            .collect();
        let annex = pages.iter().filter(|page| page.landscape).count();
        let mut expected = vec![None];
        expected.push(None);
        let of_annex: Vec<String> = (2..=annex).map(|number| number.to_string()).collect();
        expected.extend(of_annex.iter().map(|number| Some(number.as_str())));
        expected.push(None);
        assert_eq!(numbers, expected);
    }

    #[test]
    fn the_head_of_a_table_stands_on_each_of_its_pages() {
        let pages = pages(&sample());
        let annex: Vec<&Page> = pages.iter().filter(|page| page.landscape).collect();
        for page in &annex {
            assert!(said(page).contains(&"Chung"), "{:?}", said(page));
        }
        let rows: usize = annex
            .iter()
            .map(|page| said(page).iter().filter(|words| **words == "b").count())
            .sum();
        assert_eq!(rows, 60);
    }

    #[test]
    fn a_row_higher_than_a_page_goes_on() {
        let run = |text: String| vec![Run { text, ..Run::default() }];
        let cell = |text: String| Cell {
            span: 1,
            rows: 1,
            text: run(text),
        };
        let long: String = (0..4_000).map(|number| format!("từ{number} ")).collect();
        let column = Column {
            percent: 50,
            align: Align::Left,
        };
        let row = |cells| Row {
            cells,
            ..Row::default()
        };
        let table = Table {
            columns: vec![column; 2],
            head: vec![row(vec![cell("A".to_owned()), cell("B".to_owned())])],
            rows: vec![row(vec![cell(long.trim().to_owned()), cell("ngắn".to_owned())])],
        };
        let document = Document {
            remarks: Vec::new(),
            printed: None,
            title: String::new(),
            day: None,
            sections: vec![Section {
                anew: true,
                landscape: false,
                blocks: vec![Block::Table(table)],
            }],
        };
        let pages = pages(&document);
        assert!(pages.len() > 8, "{}", pages.len());
        let all: Vec<&str> = pages.iter().flat_map(said).flat_map(|strip| strip.split(' ')).collect();
        let told = all.iter().filter(|word| word.starts_with("từ")).count();
        assert_eq!(told, 4_000);
        write(&document).unwrap();
    }

    #[test]
    fn headings_stand_on_the_page_of_what_they_head() {
        let run = |text: String| vec![Run { text, ..Run::default() }];
        let cell = |span: u16, text: &str| Cell {
            span,
            rows: 1,
            text: run(text.to_owned()),
        };
        let column = Column {
            percent: 50,
            align: Align::Left,
        };
        // Up to rows that have a page, but none together with their headings.
        for words in (100..=900).step_by(25) {
            let long: Vec<String> = (0..words).map(|number| format!("từ{number}")).collect();
            let table = Table {
                columns: vec![column; 2],
                head: vec![Row {
                    group: false,
                    cells: vec![cell(1, "A"), cell(1, "B")],
                    ..Row::default()
                }],
                rows: vec![
                    Row {
                        group: true,
                        cells: vec![cell(2, "Cấp")],
                        ..Row::default()
                    },
                    Row {
                        group: true,
                        cells: vec![cell(2, "Nhóm")],
                        ..Row::default()
                    },
                    Row {
                        group: false,
                        cells: vec![cell(1, &long.join(" ")), cell(1, "ngắn")],
                        ..Row::default()
                    },
                ],
            };
            let blocks = vec![
                Block::Paragraph(Role::Body, run("Đoạn đầu".to_owned())),
                Block::Paragraph(Role::Part, run("Danh".to_owned())),
                Block::Table(table),
            ];
            let document = Document {
                remarks: Vec::new(),
                printed: None,
                title: String::new(),
                day: None,
                sections: vec![Section {
                    anew: true,
                    landscape: false,
                    blocks,
                }],
            };
            let pages = pages(&document);
            let begins = |page: &&Page| {
                said(page)
                    .iter()
                    .any(|strip| strip.split(' ').any(|word| word == "từ0"))
            };
            let page = pages.iter().find(begins).unwrap();
            for heading in ["Danh", "Cấp", "Nhóm"] {
                assert!(said(page).contains(&heading), "{words}: {heading} in {:?}", said(page));
            }
        }
    }

    #[test]
    fn the_file_is_an_archive_of_its_own_and_the_same_twice() {
        let (first, second) = (write(&sample()).unwrap(), write(&sample()).unwrap());
        assert!(first.starts_with(b"%PDF-1.7"));
        assert_eq!(first, second);
    }
}
