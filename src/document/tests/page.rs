//! The page on templates has every template, element, view and field, each with an example.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::catalogue::lineage::Confirmed;

/// What the page says of a field.
struct Field {
    kind: String,
    example: String,
}

/// The page: views by name, their fields by name.
struct Page {
    text: String,
    views: BTreeMap<String, BTreeMap<String, Field>>,
}

/// The row that says that a view has all of another one.
const ALL_OF: &str = "everything of ";

impl Page {
    fn read() -> Self {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/templates.md")).unwrap();
        let mut views: BTreeMap<String, BTreeMap<String, Field>> = BTreeMap::new();
        let mut view = String::new();
        for line in text.split_once("## What templates are given").unwrap().1.lines() {
            if let Some(name) = line.strip_prefix("### ") {
                view = name.to_owned();
            }
            let line = line.replace("\\|", "¦");
            let Some(row) = line.strip_prefix('|') else { continue };
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 5, "{view}: {line}");
            if matches!(cells[0], "Field" | "---") {
                continue;
            }
            let field = Field {
                kind: cells[1].to_owned(),
                example: cells[3].to_owned(),
            };
            let name = cells[0].trim_matches('`').to_owned();
            assert!(!cells[2].is_empty(), "{view}.{name} has no meaning");
            let twice = views.entry(view.clone()).or_default().insert(name, field);
            assert!(twice.is_none(), "{view}: {line} twice");
        }
        Self { text, views }
    }

    /// The views a kind names.
    fn views_in<'k>(&self, kind: &'k str) -> Vec<&'k str> {
        let words = kind.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| self.views.contains_key(*word)).collect()
    }

    /// Holds a value to what the page says of a view, and notes which fields were seen.
    fn hold(&self, view: &str, value: &Value, seen: &mut BTreeSet<String>) {
        let fields = &self.views[view];
        let inherited = fields.get("").map(|field| field.kind.strip_prefix(ALL_OF).unwrap());
        for (key, value) in value.as_object().unwrap_or_else(|| panic!("{view}: {value}")) {
            let field = fields.get(key);
            let (view, field) = match (field, inherited) {
                (Some(field), _) => (view, field),
                (None, Some(other)) => (other, &self.views[other][key]),
                (None, None) => panic!("no field {key} of {view} in docs/templates.md"),
            };
            seen.insert(format!("{view}.{key}"));
            self.hold_field(&format!("{view}.{key}"), &field.kind, value, seen);
        }
    }

    fn hold_field(&self, name: &str, kind: &str, value: &Value, seen: &mut BTreeSet<String>) {
        let views = self.views_in(kind);
        let fits = match (kind, value) {
            ("text", value) => value.is_string(),
            ("number", value) => value.is_number(),
            ("yes/no", value) => value.is_boolean(),
            ("texts", Value::Array(texts)) => texts.iter().all(Value::is_string),
            (kind, Value::Null) => kind.ends_with("or nothing"),
            (kind, Value::Array(values)) if kind.starts_with("list of ") => {
                for value in values {
                    self.hold(self.likeliest(&views, value), value, seen);
                }
                true
            }
            (_, Value::Object(_)) if views.len() == 1 => {
                self.hold(views[0], value, seen);
                true
            }
            _ => false,
        };
        assert!(fits, "docs/templates.md says {name} is {kind}: {value}");
    }

    /// Of several views the one that has most of a value's fields.
    fn likeliest<'v>(&self, views: &[&'v str], value: &Value) -> &'v str {
        let common = |view: &&&str| {
            let keys = value.as_object().into_iter().flat_map(|fields| fields.keys());
            keys.filter(|key| self.views[**view].contains_key(*key)).count()
        };
        views.iter().rev().max_by_key(common).unwrap()
    }
}

#[test]
fn the_page_on_templates_has_every_view_and_field_with_an_example() {
    let page = Page::read();
    let fixture = Fixture::new();
    let catalogue = &fixture.catalogue;
    let mut seen = BTreeSet::new();
    let mut hold = |view: &str, value: Value| page.hold(view, &value, &mut seen);
    let proposal = proposed(&fixture, &DECISIONS, day());
    hold(
        "DossierView",
        serde_json::to_value(dossier::view(&proposal, catalogue)).unwrap(),
    );
    for entry in catalogue.entries() {
        hold(
            "RecordView",
            serde_json::to_value(record::view(entry, catalogue)).unwrap(),
        );
        let form = questionnaire::prefilled(catalogue, entry, &[]);
        hold(
            "FormView",
            serde_json::to_value(form::view(&form, entry, catalogue)).unwrap(),
        );
    }
    let changed = review::LICENCE.replace("so_bo: 2", "so_bo: 1");
    let newer = Fixture::with(&[("thu_tuc/a/1.000001.yaml", &changed)]);
    let diff = crate::diff::compare(catalogue, &newer.catalogue, &Confirmed::default());
    for form in [announce::Form::Province, announce::Form::Ministry] {
        let options = announce::Options {
            form,
            numbering: announce::Numbering::default(),
            totals: true,
            all: true,
            day: day(),
        };
        let announcement = announce::Announcement::of(catalogue, &newer.catalogue, &diff, options, |_| true);
        assert!(!announcement.is_empty());
        hold("AnnouncementView", serde_json::to_value(announcement.view()).unwrap());
    }
    let findings = crate::review::review(catalogue, day(), &crate::review::control::active(catalogue)).findings;
    let options = plan::Options {
        day: day(),
        year: 2027,
        from: None,
        until: None,
        top: None,
    };
    let plan = plan::Plan::of(catalogue, &findings, crate::finding::Severity::Low, options, |_| true);
    assert!(!plan.is_empty());
    hold("PlanView", serde_json::to_value(plan.view()).unwrap());
    assert!(seen.len() > 160, "{} fields", seen.len());
    for (view, fields) in &page.views {
        for (name, field) in fields {
            let example = field.example.trim_matches('`');
            let below = !page.views_in(&field.kind).is_empty();
            assert!(below == (example == "below"), "{view}.{name}: {example}");
            assert!(!example.is_empty(), "{view}.{name} has no example");
            if field.kind == "number" {
                assert!(example.parse::<u32>().is_ok(), "{view}.{name}: {example}");
            }
            if field.kind == "yes/no" {
                assert!(matches!(example, "true" | "false"), "{view}.{name}: {example}");
            }
        }
    }
}

#[test]
fn the_page_on_templates_has_every_element_and_template() {
    let page = Page::read();
    for element in blocks::elements() {
        assert!(
            page.text.contains(&format!("<{element}")),
            "no element {element} in docs/templates.md"
        );
    }
    for name in Templates::names().filter(|name| name.ends_with(".xml.j2")) {
        assert!(page.text.contains(name), "no template {name} in docs/templates.md");
    }
}
