//! Words that look like markup arrive as words, in every document and every format.

use super::blocks::word::{Word, unescaped};
use super::*;
use crate::catalogue::lineage::Confirmed;

/// As it may stand in a record.
const NAME: &str = "<w:p>&\"#let x {{ 7*7 }} {% if %} {# x #} ]]> `z` *y* _u_ #1 | 'q' \u{b}\u{fffe} </o> &amp; đ";

/// As every document prints it: what cannot be seen is made visible.
const PRINTED: &str =
    "<w:p>&\"#let x {{ 7*7 }} {% if %} {# x #} ]]> `z` *y* _u_ #1 | 'q' ⟨U+000B⟩⟨U+FFFE⟩ </o> &amp; đ";

/// A record of that name.
fn hostile() -> String {
    // YAML holds a character that is none only by its number.
    let yaml = serde_json::to_string(NAME).unwrap().replace('\u{fffe}', "\\uFFFE");
    review::LICENCE.replace("ten: Cấp giấy phép\n", &format!("ten: {yaml}\n"))
}

/// What a page says once a browser has read it.
fn page(html: &str) -> String {
    let body = html.split_once("<body>").unwrap().1;
    let mut text = String::new();
    for part in body.split('<') {
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    unescaped(&text)
}

/// What Markdown says once it is read.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut letters = markdown.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some(next) if letter == '\\' && next.is_ascii_punctuation() => text.extend(letters.next()),
            _ => text.push(letter),
        }
    }
    text
}

/// Fails where one of the formats does not say the name.
fn says(what: &str, document: &blocks::Document, capitals: bool) {
    let name = if capitals {
        PRINTED.to_uppercase()
    } else {
        PRINTED.to_owned()
    };
    let written = |format| crate::document::written(document, format).unwrap();
    let text = |format| String::from_utf8(written(format)).unwrap();
    let said = page(&text(Format::Html));
    assert!(said.contains(&name), "{what}: html: {said}");
    let said = plain(&text(Format::Markdown));
    assert!(said.contains(&name), "{what}: md: {said}");
    let word = Word::of(&written(Format::Docx));
    assert!(
        word.paragraphs.iter().any(|paragraph| paragraph.contains(&name)),
        "{what}: docx: {:?}",
        word.paragraphs
    );
    // The PDF is made of the blocks the others are made of; what is in them is what it prints.
    #[cfg(feature = "pdf")]
    assert!(written(Format::Pdf).starts_with(b"%PDF-"), "{what}: pdf");
    for forbidden in ["49", "&lt;", "⟨U+0026⟩"] {
        let line = word
            .paragraphs
            .iter()
            .find(|line| line.contains("#let") && line.contains(forbidden));
        assert!(line.is_none(), "{what}: {line:?}");
    }
}

#[test]
fn a_hostile_name_arrives_as_it_is_in_every_document() {
    let hostile = hostile();
    let fixture = Fixture::with(&[("thu_tuc/a/1.000001.yaml", &hostile)]);
    let templates = Templates::load(None).unwrap();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let view = dossier::view(&proposal, &fixture.catalogue);
    for document in DOSSIER.into_iter().filter(|document| *document != "to-trinh") {
        let composed = composed(&templates, &template(document), &view).unwrap();
        says(document, &composed, false);
    }
    let entry = fixture.catalogue.get("1.000001").unwrap();
    let sheet = record::view(entry, &fixture.catalogue);
    says(
        "phieu-thu-tuc",
        &composed(&templates, &template("phieu-thu-tuc"), &sheet).unwrap(),
        true,
    );
    let form = questionnaire::prefilled(&fixture.catalogue, entry, &[]);
    let form = form::view(&form, entry, &fixture.catalogue);
    says(
        "phieu-ra-soat",
        &composed(&templates, &template("phieu-ra-soat"), &form).unwrap(),
        false,
    );
}

#[test]
fn a_hostile_name_arrives_as_it_is_in_lists_and_plans() {
    let hostile = hostile();
    let (old, new) = (Fixture::new(), Fixture::with(&[("thu_tuc/a/1.000001.yaml", &hostile)]));
    let templates = Templates::load(None).unwrap();
    let diff = crate::diff::compare(&old.catalogue, &new.catalogue, &Confirmed::default());
    let options = announce::Options {
        form: announce::Form::Province,
        numbering: announce::Numbering::default(),
        totals: true,
        all: true,
        day: day(),
    };
    let announcement = announce::Announcement::of(&old.catalogue, &new.catalogue, &diff, options, |_| true);
    says("quyet-dinh-cong-bo", &announcement.composed(&templates).unwrap(), false);
    let findings =
        crate::review::review(&new.catalogue, day(), &crate::review::control::active(&new.catalogue)).findings;
    let options = plan::Options {
        day: day(),
        year: 2027,
        from: None,
        until: None,
        top: None,
    };
    let severity = crate::finding::Severity::Low;
    let plan = plan::Plan::of(&new.catalogue, &findings, severity, options, |_| true);
    says("ke-hoach", &plan.composed(&templates).unwrap(), false);
}
