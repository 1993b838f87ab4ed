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

fn text_of(graph: &Graph, value: &Value) -> String {
    let text = match value {
        Value::Node(other) => graph.name(*other),
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
        graph.name(node),
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
