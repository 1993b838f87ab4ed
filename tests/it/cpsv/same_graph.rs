//! Both formats say the same, and other readers of RDF read it.

use oxrdf::graph::CanonicalizationAlgorithm;
use oxrdf::{Graph, Triple};

use super::{FORMATS, bytes, exported, loaded};
use crate::support::root;

fn triples(file: &[u8], name: &str) -> Graph {
    let mut graph: Graph = match name.ends_with(".ttl") {
        true => oxttl::TurtleParser::new().for_slice(file).map(Result::unwrap).collect(),
        false => {
            let quads = oxjsonld::JsonLdParser::new();
            let quads = quads.for_slice(file).map(Result::unwrap);
            quads
                .map(|quad| Triple::new(quad.subject, quad.predicate, quad.object))
                .collect()
        }
    };
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    graph
}

#[test]
fn turtle_and_json_ld_are_one_graph() {
    for name in ["catalogue/2025-06-30", "catalogue/2026-07-01"] {
        let export = exported(&loaded(&root().join(name)));
        let [turtle, json] = FORMATS.map(|(format, file)| triples(&bytes(&export, format), file));
        assert_eq!(turtle.len(), export.triples());
        assert!(turtle == json, "{name}: {} and {} statements", turtle.len(), json.len());
    }
}

#[test]
fn the_shipped_catalogues_are_what_the_profile_asks_for() {
    for name in ["catalogue/2025-06-30", "catalogue/2026-07-01"] {
        let findings = exported(&loaded(&root().join(name))).findings;
        assert!(findings.is_empty(), "{name}: {findings:#?}");
    }
}

#[test]
fn what_a_record_lacks_is_found_with_its_field() {
    let mut procedure = tthc::catalogue::example::full_procedure();
    procedure.executing_agencies.clear();
    procedure.dossier[0].papers[0].name.clear();
    let (_folder, catalogue) = super::catalogue_of(&[procedure]);
    let export = exported(&catalogue);
    let found: Vec<(&str, &str)> = export
        .findings
        .iter()
        .map(|finding| (finding.code.as_deref().unwrap(), finding.yaml_path.as_str()))
        .collect();
    assert_eq!(found, [("1.999999", "co_quan_thuc_hien"), ("1.999999", "ho_so")]);
}
