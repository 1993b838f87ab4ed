//! Documents of very much and very little.

use super::blocks::word::Word;
use super::*;

/// The view of the dossier as a template gets it.
fn view_of(decisions: &[(&str, &str)]) -> serde_json::Value {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, decisions, day());
    serde_json::to_value(dossier::view(&proposal, &fixture.catalogue)).unwrap()
}

fn composed_of(name: &str, view: &serde_json::Value) -> blocks::Document {
    composed(&Templates::load(None).unwrap(), &template(name), view).unwrap()
}

fn word(name: &str, view: &serde_json::Value) -> Word {
    let document = composed_of(name, view);
    let bytes = crate::document::written(&document, Format::Docx).unwrap();
    assert_eq!(
        bytes,
        crate::document::written(&document, Format::Docx).unwrap(),
        "{name}: the same bytes"
    );
    let word = Word::of(&bytes);
    word.is_sound(name);
    word
}

/// The same view with so many rows in its first list.
fn with_rows(mut view: serde_json::Value, rows: usize) -> serde_json::Value {
    let field = view["danh_muc"][0]["linh_vuc"][0]["thu_tuc"].as_array_mut().unwrap();
    let one = field[0].clone();
    *field = (1..=rows)
        .map(|number| {
            let mut row = one.clone();
            row["stt"] = number.into();
            row
        })
        .collect();
    view
}

/// How many pages a PDF has.
#[cfg(feature = "pdf")]
fn pages(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let counts = text.match_indices("/Count ").map(|(at, sign)| {
        let digits = text[at + sign.len()..].chars().take_while(char::is_ascii_digit);
        digits.collect::<String>().parse().unwrap_or(0)
    });
    counts.max().unwrap_or(0)
}

/// Pages LibreOffice makes of a Word file, converted twice; nothing where it is not installed.
#[cfg(feature = "pdf")]
fn pages_in_office(bytes: &[u8]) -> Option<usize> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thu.docx"), bytes).unwrap();
    let once = |turn: &str| {
        let done = std::process::Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                folder.path().join("office").display()
            ))
            .args(["--headless", "--convert-to", "pdf", "--outdir"])
            .args([folder.path().join(turn), folder.path().join("thu.docx")])
            .output()
            .ok()?;
        assert!(done.status.success(), "{done:?}");
        // LibreOffice packs what says how many pages there are.
        let said = std::process::Command::new("pdfinfo")
            .arg(folder.path().join(turn).join("thu.pdf"))
            .output()
            .ok()?;
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        said.lines()
            .find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok())
    };
    let (first, second): (usize, usize) = (once("1")?, once("2")?);
    assert_eq!(first, second, "converted twice");
    Some(first)
}

#[test]
fn the_longest_name_stands_whole_in_every_document_and_format() {
    // 1,192 characters: as long as the longest name of the national list.
    let name: String = "Cấp giấy phép cho cơ sở có điều kiện, "
        .chars()
        .cycle()
        .take(1_190)
        .collect();
    let name = format!("{}./", name.trim_end());
    let long = review::LICENCE.replace("ten: Cấp giấy phép\n", &format!("ten: '{name}'\n"));
    let fixture = Fixture::with(&[("thu_tuc/a/1.000001.yaml", &long)]);
    let proposal = proposed(&fixture, &DECISIONS, day());
    let view = serde_json::to_value(dossier::view(&proposal, &fixture.catalogue)).unwrap();
    let templates = Templates::load(None).unwrap();
    for document in DOSSIER {
        let said = word(document, &view);
        if document == "to-trinh" {
            continue;
        }
        assert!(
            said.paragraphs.iter().any(|paragraph| paragraph.contains(&name)),
            "{document}: no whole name"
        );
        let composed = composed(&templates, &template(document), &view).unwrap();
        let text = String::from_utf8(crate::document::written(&composed, Format::Markdown).unwrap()).unwrap();
        assert!(text.contains(&name), "{document}: {text}");
    }
    let entry = fixture.catalogue.get("1.000001").unwrap();
    Word::of(&record(&templates, entry, &fixture.catalogue, Format::Docx).unwrap()).is_sound("phieu-thu-tuc");
}

#[test]
fn a_list_of_a_whole_province_keeps_its_head_on_every_page() {
    let view = with_rows(view_of(&DECISIONS[..1]), 1_733);
    let said = word("quyet-dinh", &view);
    let list = said.lists().next().unwrap();
    // A heading of the level and one of the field.
    assert_eq!(list.rows.len(), 1 + 2 + 1_733);
    assert!(list.rows[0].head);
    assert_eq!(list.rows[0].cells[0], "STT");
    assert_eq!(list.rows.last().unwrap().cells[0], "1733");
}

#[test]
fn two_hundred_and_seventy_nine_items_each_have_their_part() {
    let view = with_rows(view_of(&DECISIONS[2..]), 279);
    let said = word("quyet-dinh", &view);
    let begins = |what: &str| {
        said.paragraphs
            .iter()
            .filter(|paragraph| paragraph.contains(what))
            .count()
    };
    assert_eq!(begins(". Thủ tục: "), 279);
    assert_eq!(begins(".3. Lợi ích phương án"), 279);
    assert!(
        said.paragraphs
            .iter()
            .any(|paragraph| paragraph.starts_with("279. Thủ tục: "))
    );
}

#[test]
fn one_item_makes_every_document() {
    for decision in DECISIONS {
        let view = view_of(&[decision]);
        for document in DOSSIER {
            let said = word(document, &view);
            assert!(!said.paragraphs.is_empty(), "{document} of {}", decision.0);
        }
    }
}

#[test]
fn a_part_without_items_has_no_table_and_no_nothing() {
    // Only abolitions: nothing within the office's own power, nothing to compare paper by paper.
    let mut view = view_of(&DECISIONS[2..]);
    for list in [
        "danh_muc",
        "thuoc_tham_quyen",
        "kien_nghi_khac",
        "so_sanh",
        "chi_phi",
        "ket_qua",
        "phuong_an",
        "luu_y",
    ] {
        view[list] = serde_json::json!([]);
    }
    for document in DOSSIER {
        word(document, &view);
    }
    assert_eq!(word("quyet-dinh", &view).lists().count(), 0);
    assert_eq!(word("doi-chieu", &view).lists().count(), 0);
}

#[test]
fn nothing_decided_is_nothing_proposed() {
    let fixture = Fixture::new();
    let keep = [("1.000001", "\nphuong_an: giu_nguyen\nly_do: còn cần\n")];
    for decisions in [&[][..], &keep] {
        let error = propose(&fixture.catalogue, &fixture.decisions(decisions), day()).unwrap_err();
        assert_eq!(error.to_string(), "no decision on revision 2026-07-01 changes anything");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_pages_of_the_pdf_are_about_those_of_the_word_file() {
    for (what, view) in [
        ("one item", view_of(&DECISIONS[2..])),
        ("sixty rows", with_rows(view_of(&DECISIONS[2..]), 60)),
    ] {
        let document = composed_of("quyet-dinh", &view);
        let ours = pages(&crate::document::written(&document, Format::Pdf).unwrap());
        let again = pages(&crate::document::written(&document, Format::Pdf).unwrap());
        assert_eq!(ours, again, "{what}: written twice");
        // The decision itself and its annex begin pages of their own.
        assert!((3..100).contains(&ours), "{what}: {ours} pages");
        match pages_in_office(&crate::document::written(&document, Format::Docx).unwrap()) {
            Some(office) => assert!(
                ours.abs_diff(office) <= 1 + office / 20,
                "{what}: {ours} pages of ours, {office} of LibreOffice's"
            ),
            None => eprintln!("skipped: no soffice and pdfinfo here to count the pages of the Word file"),
        }
    }
}
