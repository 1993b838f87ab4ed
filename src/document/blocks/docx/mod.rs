//! Blocks to a Word file: WordprocessingML (ECMA-376, transitional) in a zip.
//!
//! The same document gives the same bytes: nothing of the machine and nothing of the hour gets into the file.

mod body;
mod styles;

use std::borrow::Cow;
use std::io::{self, Cursor, Write};
use std::sync::mpsc;

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Document, layout};
use crate::catalogue::printed::{self, Printed};

const CONTENT_TYPES: &str = include_str!("parts/content-types.xml");
const RELATIONS: &str = include_str!("parts/rels.xml");
const DOCUMENT_RELATIONS: &str = include_str!("parts/document-rels.xml");
const SETTINGS: &str = include_str!("parts/settings.xml");
const THEME: &str = include_str!("parts/theme.xml");
const PROPERTIES: &str = include_str!("parts/app.xml");

/// The relation under which the header with the page number is known.
const PAGE_NUMBER: &str = "rId5";

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const COMPATIBILITY_NAMESPACE: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
const WORD_2012_NAMESPACE: &str = "http://schemas.microsoft.com/office/word/2012/wordml";
const RELATIONS_NAMESPACE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// How hard the file is packed. Twice the work would make it a third smaller; documents of thousands of paragraphs have less
/// than 100 KB either way.
const PACKING: i64 = 1;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The document as a `.docx` file.
///
/// # Errors
///
/// When the file would be larger than the format allows.
pub(in crate::document) fn write(document: &Document) -> io::Result<Vec<u8>> {
    let (mut types, mut relations, comments) = remarked(document);
    if document.printed.is_some() {
        types = with(&types, "</Types>", CARRIED_TYPE).into();
        relations = with(&relations, "</Relationships>", CARRIED_RELATION).into();
    }
    let before = [
        ("[Content_Types].xml", &*types),
        ("_rels/.rels", RELATIONS),
        ("docProps/core.xml", &core(&document.title)),
        ("docProps/app.xml", PROPERTIES),
    ];
    let after = [
        ("word/_rels/document.xml.rels", &*relations),
        ("word/styles.xml", &styles::write()),
        ("word/settings.xml", SETTINGS),
        ("word/fontTable.xml", &fonts()),
        ("word/theme/theme1.xml", THEME),
        ("word/header1.xml", &page_number()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(PACKING));
    for (name, text) in before {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    zip.start_file("word/document.xml", options)?;
    // What is written is packed while more is written.
    let (sender, parts) = mpsc::channel::<String>();
    let (around, packed) = rayon::join(
        // Nobody takes the parts any more when packing has failed.
        move || body::write(document, &mut |part| drop(sender.send(part))),
        || parts.into_iter().try_for_each(|part| zip.write_all(part.as_bytes())),
    );
    packed?;
    let comments = comments.as_deref().map(|text| ("word/comments.xml", text));
    for (name, text) in after.into_iter().chain(comments) {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    if let Some(printed) = &document.printed {
        let carried = carried(Printed {
            around,
            ..printed.clone()
        })?;
        let parts = [
            ("customXml/item1.xml", carried.as_str()),
            ("customXml/itemProps1.xml", CARRIED_PROPERTIES),
            ("customXml/_rels/item1.xml.rels", CARRIED_PROPERTIES_RELATION),
        ];
        for (name, text) in parts {
            zip.start_file(name, options)?;
            zip.write_all(text.as_bytes())?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

/// What a sheet carries to be read back: the part, what it is known as, and how it hangs on the document.
const CARRIED_TYPE: &str = "<Override PartName=\"/customXml/itemProps1.xml\" \
     ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/>";
const CARRIED_RELATION: &str = "<Relationship Id=\"rId7\" \
     Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml\" Target=\"../customXml/item1.xml\"/>";
const CARRIED_PROPERTIES: &str = include_str!("parts/item-props.xml");
const CARRIED_PROPERTIES_RELATION: &str = include_str!("parts/item-rels.xml");

fn carried(printed: Printed) -> io::Result<String> {
    let json = serde_json::to_string(&printed)?;
    let (namespace, element) = (printed::NAMESPACE, printed::ELEMENT);
    Ok(format!(
        "{HEAD}<{element} xmlns=\"{namespace}\">{}</{element}>",
        escape(&json)
    ))
}

/// A part with something more before its end.
fn with(part: &str, end: &str, more: &str) -> String {
    part.replacen(end, &format!("{more}{end}"), 1)
}

/// The types of parts, their relations, and the part with the comments, where something is remarked.
fn remarked(document: &Document) -> (Cow<'static, str>, Cow<'static, str>, Option<String>) {
    if document.remarks.is_empty() {
        return (CONTENT_TYPES.into(), DOCUMENT_RELATIONS.into(), None);
    }
    let types = with(
        CONTENT_TYPES,
        "</Types>",
        "<Override PartName=\"/word/comments.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\"/>",
    );
    let relations = with(
        DOCUMENT_RELATIONS,
        "</Relationships>",
        "<Relationship Id=\"rId6\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/>",
    );
    let mut comments = format!("{HEAD}<w:comments xmlns:w=\"{NAMESPACE}\">");
    for (number, remark) in document.remarks.iter().enumerate() {
        let author = body::AUTHOR;
        comments.push_str(&format!(
            "<w:comment w:id=\"{number}\" w:author=\"{author}\" w:initials=\"{author}\"><w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:comment>",
            escape(&remark.text)
        ));
    }
    comments.push_str("</w:comments>");
    (types.into(), relations.into(), Some(comments))
}

fn core(title: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>",
        escape(title)
    )
}

fn fonts() -> String {
    format!(
        "{HEAD}<w:fonts xmlns:w=\"{NAMESPACE}\"><w:font w:name=\"{0}\"><w:altName w:val=\"{1}\"/><w:charset w:val=\"A3\"/>\
         <w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>",
        layout::TYPEFACE,
        layout::METRIC_COMPATIBLE
    )
}

fn page_number() -> String {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{HEAD}<w:hdr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:pStyle w:val=\"SoTrang\"/></w:pPr>{}\
         <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>{}<w:r><w:t>2</w:t></w:r>{}</w:p></w:hdr>",
        field("begin"),
        field("separate"),
        field("end")
    )
}

/// Twentieths of a point, in which Word measures, of millimetres.
fn twips(millimetres: u16) -> u32 {
    hundredths(u32::from(millimetres) * 100)
}

/// The same of hundredths of a millimetre.
fn hundredths(hundredths: u32) -> u32 {
    (hundredths * 1_440 + 1_270) / 2_540
}
