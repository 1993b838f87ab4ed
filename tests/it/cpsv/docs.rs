//! docs/cpsv-ap.md says of each field and each shape what is so.

use std::fs;

use tthc::catalogue::fields::FIELDS;
use tthc::exchange::cpsv::map::{MAP, Place, Row, shown};
use tthc::exchange::cpsv::shapes::SHAPES;

use crate::support::root;

fn line(row: &Row) -> String {
    let key = match row.part {
        "" => row.field.to_owned(),
        part => format!("{}.{part}", row.field),
    };
    let (form, path) = match row.place {
        Place::Entry(_) => ("a resource for each", format!("`{}`", row.place.shown())),
        Place::Text(_) => ("text", format!("`{}`", row.place.shown())),
        Place::Labelled(_) => ("label", format!("`{}`", row.place.shown())),
        Place::Concept(_) => ("concept", format!("`{}`", row.place.shown())),
        Place::Nowhere(_) => ("**not carried**", "–".to_owned()),
    };
    let typed: Vec<String> = row.typed.iter().map(|path| format!("`{}`", shown(path))).collect();
    format!("| `{key}` | {} | {form} | {path} | {} |", row.label(), typed.join(", "))
}

fn between(document: &str, from: &str) -> String {
    let begin = format!("<!-- {from} -->\n");
    let rest = document.split_once(&begin).unwrap().1;
    rest.split_once("<!-- end -->").unwrap().0.trim().to_owned()
}

#[test]
fn the_page_says_where_each_field_stands() {
    let document = fs::read_to_string(root().join("docs/cpsv-ap.md")).unwrap();
    let head = "| key | field | as | at | typed value beside it |\n| --- | --- | --- | --- | --- |\n";
    let wanted = head.to_owned() + &MAP.iter().map(line).collect::<Vec<_>>().join("\n");
    assert_eq!(between(&document, "table"), wanted, "\n{wanted}\n");
    for field in FIELDS {
        assert!(
            wanted.contains(&format!("| `{}` | {} |", field.key, field.label)),
            "{}",
            field.key
        );
    }
}

#[test]
fn the_page_says_what_is_checked() {
    let document = fs::read_to_string(root().join("docs/cpsv-ap.md")).unwrap();
    let rows = SHAPES
        .iter()
        .map(|shape| format!("| {} | {} |", shape.name, shape.rules.len()));
    let wanted = "| shape | rules |\n| --- | --- |\n".to_owned() + &rows.collect::<Vec<_>>().join("\n");
    assert_eq!(between(&document, "shapes"), wanted, "\n{wanted}\n");
}

/// What the table says of each property is so in a graph that has every field.
#[test]
fn every_place_of_the_table_is_in_a_graph() {
    let other = tthc::catalogue::procedure::Procedure {
        code: "1.999998".into(),
        name: "Thủ tục liên quan".to_owned(),
        ..Default::default()
    };
    let (_folder, catalogue) = super::catalogue_of(&[tthc::catalogue::example::full_procedure(), other]);
    let file = super::bytes(&super::exported(&catalogue), tthc::exchange::cpsv::Format::Turtle);
    let triples: Vec<oxrdf::Triple> = oxttl::TurtleParser::new()
        .for_slice(&file)
        .map(Result::unwrap)
        .collect();
    let start: oxrdf::NamedOrBlankNode = oxrdf::NamedNode::new("urn:tthc:thu-tuc/1.999999").unwrap().into();
    for row in MAP {
        for path in row.typed.iter().copied().chain([row.place.path()]) {
            let mut at: Vec<oxrdf::Term> = vec![start.clone().into()];
            for property in path {
                let out = triples.iter().filter(|triple| triple.predicate.as_str() == *property);
                at = out
                    .filter(|triple| at.iter().any(|node| oxrdf::Term::from(triple.subject.clone()) == *node))
                    .map(|triple| triple.object.clone())
                    .collect();
            }
            assert!(!at.is_empty(), "{}.{}: {}", row.field, row.part, shown(path));
            if let Place::Labelled(_) = row.place
                && path == row.place.path()
            {
                let begins = format!("\"{}: ", row.label());
                assert!(at.iter().any(|text| text.to_string().starts_with(&begins)), "{begins}");
            }
        }
    }
}
