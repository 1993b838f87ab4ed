//! What goes out comes back: every field that has a place, word for word, in both formats.

use std::collections::BTreeSet;
use std::time::Instant;

use tthc::catalogue::Catalogue;
use tthc::catalogue::example::full_procedure;
use tthc::catalogue::procedure::{DossierCase, LegalBasis, Procedure, Step};
use tthc::exchange::cpsv::{Base, Export, export};

use super::{FORMATS, bytes, carried, catalogue_of, exported, import_into, loaded, through};
use crate::support::{Folder, real_records, root};

/// That every field with a place is the same in both, but for those the export says it could not carry whole.
fn assert_carried(before: &Catalogue, after: &Catalogue, export: &Export) -> usize {
    assert_eq!(before.entries().len(), after.entries().len());
    let mut same = 0;
    for procedure in before.procedures() {
        let back = &after.get(procedure.code.text()).unwrap().procedure;
        for field in carried() {
            let told = export.left.iter().find(|left| left.field.key == field.key);
            if told.is_some_and(|left| left.codes.iter().any(|code| code == procedure.code.text())) {
                continue;
            }
            let (was, is) = ((field.get)(procedure), (field.get)(back));
            assert_eq!(was, is, "{} {}", procedure.code, field.key);
            same += usize::from(!was.is_absent());
        }
    }
    same
}

#[test]
fn the_shipped_catalogues_come_back() {
    for name in ["catalogue/2025-06-30", "catalogue/2026-07-01"] {
        let before = loaded(&root().join(name));
        let export = exported(&before);
        for (format, file) in FORMATS {
            let (_folder, after) = through(&export, format, file);
            let same = assert_carried(&before, &after, &export);
            assert!(same > before.entries().len() * 10, "{name}: {same}");
        }
    }
}

#[test]
fn every_field_and_part_comes_back() {
    let other = Procedure {
        code: "1.999998".into(),
        name: "Thủ tục liên quan".to_owned(),
        field: "Thử".to_owned(),
        ..Procedure::default()
    };
    let (_folder, before) = catalogue_of(&[full_procedure(), other]);
    let export = exported(&before);
    // Nothing is lost but what has no place, and that is told.
    let left: BTreeSet<&str> = export.left.iter().map(|left| left.field.key).collect();
    assert_eq!(left, BTreeSet::from(["hop_nhat_tu", "thay_the"]));
    for (format, file) in FORMATS {
        let (_folder, after) = through(&export, format, file);
        assert_carried(&before, &after, &export);
        // Parts are compared with the fields; what the view of a field leaves out is compared here.
        let mut wanted = full_procedure();
        (wanted.replaces, wanted.merged_from) = (Vec::new(), Vec::new());
        assert_eq!(after.get("1.999999").unwrap().procedure, wanted, "{file}");
    }
}

#[test]
fn awkward_texts_come_back() {
    let awkward = "Thời hạn giải quyết: \"05 ngày\" \\ <b> ' \t«ố» 😀\nDòng hai\n\n- gạch đầu dòng";
    let mut procedure = full_procedure();
    procedure.related.clear();
    procedure.description = Some(format!("Mục tiêu: {awkward}"));
    procedure.channels[0].note = Some(awkward.to_owned());
    procedure.steps = (1..=12)
        .map(|number| Step {
            text: Some(format!("Ngày công bố: {number}")),
            ..Step::default()
        })
        .collect();
    procedure.steps[3].name = Some("Step 4".to_owned());
    procedure.dossier.push(DossierCase {
        note: Some(awkward.to_owned()),
        ..DossierCase::default()
    });
    procedure.legal_bases.push(LegalBasis {
        number: "không rõ / số".into(),
        clause: Some(awkward.into()),
    });
    procedure.executing_agencies = vec!["UBND <xã> \"A\" 100%".to_owned(), "Sở b/c#d?e".to_owned()];
    let (_folder, before) = catalogue_of(&[procedure]);
    let export = exported(&before);
    for (format, file) in FORMATS {
        let (_folder, after) = through(&export, format, file);
        assert_carried(&before, &after, &export);
    }
}

#[test]
fn what_a_graph_cannot_hold_is_told() {
    let mut procedure = full_procedure();
    procedure.keywords = vec!["giấy phép".to_owned(), "giấy phép".to_owned()];
    let (_folder, catalogue) = catalogue_of(&[procedure]);
    let left: Vec<&str> = exported(&catalogue).left.iter().map(|left| left.field.key).collect();
    // The related procedure is not in the catalogue, and a set has no word twice.
    assert_eq!(left, ["tu_khoa", "lien_quan", "thay_the", "hop_nhat_tu"]);
}

#[test]
fn the_same_catalogue_makes_the_same_bytes() {
    let catalogue = loaded(&root().join("catalogue"));
    for (format, _) in FORMATS {
        assert_eq!(
            bytes(&exported(&catalogue), format),
            bytes(&exported(&catalogue), format)
        );
    }
    let base = Base::new("https://example.org/tthc").unwrap();
    let elsewhere = bytes(&export(&catalogue, &base, "a"), FORMATS[0].0);
    let elsewhere = String::from_utf8(elsewhere).unwrap();
    assert!(elsewhere.contains("<https://example.org/tthc/thu-tuc/"));
    assert!(!elsewhere.contains("urn:tthc:"));
}

#[test]
fn a_graph_under_another_base_is_read_too() {
    let before = loaded(&root().join("catalogue"));
    let export = export(&before, &Base::new("https://example.org/a#").unwrap(), "a");
    let (_folder, after) = through(&export, FORMATS[0].0, "a.ttl");
    assert_carried(&before, &after, &export);
}

/// Every seventh of 2,114 real records; all of them with `TTHC_ALL_RECORDS=1`. Figures:
/// `cargo test --test it cpsv::round_trip::real -- --nocapture`.
#[test]
fn real_records_come_back() {
    let Some(records) = real_records("procedures.jsonl.gz") else {
        return;
    };
    let each = if std::env::var_os("TTHC_ALL_RECORDS").is_some() {
        1
    } else {
        7
    };
    let lines: Vec<String> = records.iter().step_by(each).map(ToString::to_string).collect();
    let folder = Folder::new(&[("a.jsonl", &lines.join("\n"))]);
    let before = import_into(&[folder.path().join("a.jsonl")], &folder.path().join("before"));
    let started = Instant::now();
    let export = exported(&before);
    let lost: usize = export.left.iter().map(|left| left.codes.len()).sum();
    eprintln!(
        "{} procedures, {} statements, {} fields said, {lost} not carried, made in {:?}",
        export.procedures,
        export.triples(),
        export.said,
        started.elapsed()
    );
    for left in &export.left {
        eprintln!("  {}: {} ({})", left.field.key, left.codes.len(), left.why);
    }
    assert!(export.procedures > 250);
    for (format, file) in FORMATS {
        let started = Instant::now();
        let (_folder, after) = through(&export, format, file);
        let same = assert_carried(&before, &after, &export);
        eprintln!("{file}: {same} fields came back in {:?}", started.elapsed());
        assert!(same * 100 > export.said * 99, "{same} of {}", export.said);
    }
}
