//! The published shapes, held against a graph: ours before it is written, or that of somebody else.

use std::collections::HashMap;

use super::graph::{Graph, NodeId, Value, is_of};
use super::map;
use super::shapes::{Asks, Rule, SHAPES, Shape};
use super::terms::{class, datatype, property, short};
use crate::catalogue::fields::field;
use crate::finding::{Finding, Place, Severity};

/// Name of the check in findings.
pub const RULE: &str = "cpsv-ap";

/// Longest value shown, in characters.
const MOST_SHOWN: usize = 80;

/// What in a graph is against the shapes of CPSV-AP 3.2; `shown` names the file.
pub fn check(graph: &Graph, shown: &str) -> Vec<Finding> {
    let mut broken = Vec::new();
    for node in graph.nodes().filter(|node| !graph.facts(*node).is_empty()) {
        let classes = graph.classes(node);
        let of = |shape: &&Shape| classes.iter().any(|kind| graph.name(*kind) == shape.class);
        for shape in SHAPES.iter().filter(of) {
            for rule in shape.rules {
                broken.extend(broken_by(graph, node, *rule).map(|what| (node, shape, *rule, what)));
            }
        }
    }
    if broken.is_empty() {
        return Vec::new();
    }
    let owners = Owners::of(graph);
    let finding = |(node, shape, rule, what): (NodeId, &Shape, Rule, String)| {
        let owner = owners.owner(graph, node);
        told(graph, node, shape, rule, &what, owner.as_ref(), shown)
    };
    broken.into_iter().map(finding).collect()
}

/// What is wrong with the values of one property, each value on its own as SHACL reports them.
fn broken_by<'g>(graph: &'g Graph, node: NodeId, rule: Rule) -> Box<dyn Iterator<Item = String> + 'g> {
    let values = move || graph.values(node, rule.property);
    match rule.asks {
        Asks::AtLeastOne => match values().next() {
            Some(_) => Box::new(std::iter::empty()),
            None => Box::new(std::iter::once("chưa có, phải có ít nhất một".to_owned())),
        },
        Asks::AtMostOne => match values().count() {
            0 | 1 => Box::new(std::iter::empty()),
            several => Box::new(std::iter::once(format!("có {several} giá trị, chỉ được có một"))),
        },
        Asks::Class(wanted) => Box::new(values().filter_map(move |value| not_of_class(graph, value, wanted))),
        Asks::Datatype(wanted) => Box::new(values().filter_map(move |value| not_of_datatype(graph, value, wanted))),
    }
}

fn not_of_class(graph: &Graph, value: &Value, wanted: &str) -> Option<String> {
    match value {
        Value::Node(other) if graph.is_a(*other, wanted) => None,
        _ => Some(format!(
            "«{}» không được khai là {}",
            text_of(graph, value),
            short(wanted)
        )),
    }
}

fn not_of_datatype(graph: &Graph, value: &Value, wanted: &str) -> Option<String> {
    match value {
        Value::Literal(literal) if is_of(literal, wanted) => None,
        _ if wanted == datatype::LANG_STRING => Some(format!(
            "«{}» phải là văn bản có ghi ngôn ngữ, ví dụ \"…\"@vi",
            text_of(graph, value)
        )),
        _ => Some(format!("«{}» phải là giá trị {}", text_of(graph, value), short(wanted))),
    }
}

/// What a resource is called: its IRI; of a blank node, whose name says nothing, what it says of itself.
fn called(graph: &Graph, node: NodeId) -> &str {
    if !graph.is_blank(node) {
        return graph.name(node);
    }
    let own = [property::TITLE, property::PREF_LABEL, property::IDENTIFIER];
    let mut texts = own.iter().flat_map(|property| graph.literals(node, property));
    texts.next().map_or("không có IRI", |text| text.value())
}

fn text_of(graph: &Graph, value: &Value) -> String {
    let text = match value {
        Value::Node(other) => called(graph, *other),
        Value::Literal(literal) => literal.value(),
    };
    match text.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The procedure a resource belongs to, and by which of its properties.
struct Owner {
    service: NodeId,
    by: Option<&'static str>,
}

/// Who links to whom, looked up only when something is wrong.
struct Owners(HashMap<NodeId, (NodeId, &'static str)>);

impl Owners {
    /// The first that links to each resource; links between procedures are left out.
    fn of(graph: &Graph) -> Self {
        let mut first = HashMap::new();
        for node in graph.nodes() {
            for (property, value) in graph.facts(node) {
                if let Value::Node(other) = value
                    && *property != property::IS_PART_OF
                    && *property != property::RELATED_SERVICE
                    && *other != node
                {
                    first.entry(*other).or_insert((node, *property));
                }
            }
        }
        Self(first)
    }

    fn owner(&self, graph: &Graph, node: NodeId) -> Option<Owner> {
        // Resources of a procedure stand at most four links below it; more would be a circle.
        const MOST_STEPS: usize = 8;
        let (mut at, mut by) = (node, None);
        for _ in 0..MOST_STEPS {
            if graph.is_a(at, class::PUBLIC_SERVICE) {
                return Some(Owner { service: at, by });
            }
            let (above, property) = self.0.get(&at)?;
            (at, by) = (*above, Some(*property));
        }
        None
    }
}

fn told(
    graph: &Graph,
    node: NodeId,
    shape: &Shape,
    rule: Rule,
    what: &str,
    owner: Option<&Owner>,
    shown: &str,
) -> Finding {
    let property = short(rule.property);
    let message = format!(
        "{} <{}>: {property} {what} (hình {}Shape của CPSV-AP 3.2)",
        shape.noun,
        called(graph, node),
        shape.name
    );
    // A resource of the procedure is told by the property that leads to it; the procedure itself by its own property.
    let key = owner.map_or("", |owner| map::field_of(owner.by.unwrap_or(rule.property)));
    let advice = match field(key) {
        Some(field) => format!("xem trường «{}» ({}) của thủ tục rồi xuất lại", field.label, field.key),
        None if shape.class == class::DATASET => {
            "xem ten, ghi_chu và co_quan của catalogue.yaml rồi xuất lại".to_owned()
        }
        None => format!("sửa {property} của tài nguyên này trong tệp"),
    };
    let mut finding = Finding::new(RULE, Severity::Error, Place::file(shown), message)
        .advice(advice)
        .at_path(key);
    finding.code = owner.and_then(|owner| {
        let mut codes = graph.literals(owner.service, property::IDENTIFIER);
        codes.next().map(|code| code.value().to_owned())
    });
    finding
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::parse;
    use super::*;

    const LEAVES: [&str; 6] = [
        class::AREA,
        class::CONCEPT,
        class::DOCUMENT,
        class::LANGUAGE,
        class::LOCATION,
        class::ORGANIZATION,
    ];

    /// A value of a property that breaks nothing: that of one set of right resources, or of the other.
    fn right(shape: &Shape, property: &str, set: &str) -> String {
        let first = set == "right";
        let typed = shape.rules.iter().filter(|rule| rule.property == property);
        let mut found = typed.filter_map(|rule| match rule.asks {
            Asks::Class(class) => Some(format!("<urn:{set}:{class}>")),
            Asks::Datatype(datatype::LANG_STRING) => Some(format!("\"{set}\"@vi")),
            Asks::Datatype(datatype) => {
                let [number, span] = if first { ["1.5E3", "P1D"] } else { ["7", "P2D"] };
                let value = if datatype == datatype::DOUBLE { number } else { span };
                Some(format!("\"{value}\"^^<{datatype}>"))
            }
            Asks::AtLeastOne | Asks::AtMostOne => None,
        });
        found.next().unwrap_or_else(|| format!("\"{set}\""))
    }

    /// A resource with one right value of every property but one.
    fn resource(name: &str, shape: &Shape, without: &str, set: &str) -> String {
        let mut turtle = format!("<{name}> a <{}> .\n", shape.class);
        let mut said = vec![without];
        for rule in shape.rules {
            if !said.contains(&rule.property) {
                let value = right(shape, rule.property, set);
                let _ = writeln!(turtle, "<{name}> <{}> {value} .", rule.property);
                said.push(rule.property);
            }
        }
        turtle
    }

    /// Two right resources of every class.
    fn all_right() -> String {
        let of = |set: &str| -> String {
            let leaves = LEAVES
                .iter()
                .map(|class| format!("<urn:{set}:{class}> a <{class}> .\n"));
            let shaped = SHAPES.iter();
            let shaped = shaped.map(|shape| resource(&format!("urn:{set}:{}", shape.class), shape, "", set));
            leaves.chain(shaped).collect()
        };
        of("right") + &of("also")
    }

    fn findings(turtle: &str) -> Vec<String> {
        let graph = parse::turtle(turtle.as_bytes()).unwrap();
        check(&graph, "a.ttl")
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn all_published_rules_are_here() {
        assert_eq!(SHAPES.len(), 21);
        assert_eq!(SHAPES.iter().map(|shape| shape.rules.len()).sum::<usize>(), 154);
    }

    #[test]
    fn what_is_right_is_not_found_fault_with() {
        assert_eq!(findings(&all_right()), Vec::<String>::new());
    }

    #[test]
    fn every_rule_finds_what_breaks_it_and_nothing_else() {
        let base = all_right();
        for shape in SHAPES {
            for rule in shape.rules {
                let property = rule.property;
                let without = resource("urn:wrong", shape, property, "right");
                let values = match rule.asks {
                    Asks::AtLeastOne => String::new(),
                    Asks::AtMostOne => right(shape, property, "right") + ", " + &right(shape, property, "also"),
                    Asks::Class(_) => "<urn:nothing>".to_owned(),
                    Asks::Datatype(_) => "\"không\"".to_owned(),
                };
                let wrong = match values.as_str() {
                    "" => String::new(),
                    values => format!("<urn:wrong> <{property}> {values} ."),
                };
                let found = findings(&format!("{base}{without}{wrong}\n"));
                let of_it = format!("{} <urn:wrong>: {} ", shape.noun, short(property));
                assert!(
                    found.len() == 1 && found[0].starts_with(&of_it),
                    "{} {rule:?}: {found:?}",
                    shape.name
                );
            }
        }
    }

    #[test]
    fn a_value_is_written_as_its_datatype_is() {
        let of = |value: &str| {
            let cost = resource(
                "urn:cost",
                SHAPES.iter().find(|shape| shape.name == "Cost").unwrap(),
                property::HAS_VALUE,
                "right",
            );
            findings(&format!(
                "{}{cost}<urn:cost> <{}> {value} .",
                all_right(),
                property::HAS_VALUE
            ))
            .len()
        };
        assert_eq!(of("8000.0e0"), 0);
        assert_eq!(of("8000"), 1, "an integer is no double");
        assert_eq!(of(&format!("\"tám nghìn\"^^<{}>", datatype::DOUBLE)), 1);
    }

    #[test]
    fn a_finding_says_whose_it_is_and_where_to_look() {
        let service = "@prefix cv: <http://data.europa.eu/m8g/> .\n@prefix dct: <http://purl.org/dc/terms/> .\n\
             <urn:s> a <http://purl.org/vocab/cpsv#PublicService>; dct:identifier \"1.004222\"; dct:title \"A\"@vi;\n\
             dct:description \"A\"@vi; cv:hasCompetentAuthority <urn:right:http://data.europa.eu/m8g/PublicOrganisation>;\n\
             cv:hasChannel <urn:c> . <urn:c> a cv:Channel .\n";
        let graph = parse::turtle(format!("{}{service}", all_right()).as_bytes()).unwrap();
        let found = check(&graph, "a.ttl");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code.as_deref(), Some("1.004222"));
        assert_eq!(found[0].yaml_path, "cach_thuc");
        assert!(
            found[0]
                .message
                .contains("cách thức thực hiện <urn:c>: dct:identifier chưa có"),
            "{found:?}"
        );
        assert!(found[0].advice.contains("Cách thức thực hiện"), "{found:?}");
    }
}
