//! A graph as Turtle or JSON-LD: the same statements in the same order, byte for byte the same each time.

use std::io::{self, Write};

use oxrdf::Literal;
use oxttl::TurtleSerializer;
use serde_json::{Map, Value as Json, json};

use super::graph::{Graph, NodeId, Value};
use super::terms::{Holds, PREFIXES, PROPERTIES, datatype, property, short};

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Turtle.
    Turtle,
    /// JSON-LD, its context in the file.
    JsonLd,
}

impl Format {
    /// The format a file name ends with.
    pub fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "ttl" => Some(Self::Turtle),
            "jsonld" => Some(Self::JsonLd),
            _ => None,
        }
    }
}

/// Writes a graph.
///
/// # Errors
///
/// When the bytes cannot be written.
pub fn write(graph: &Graph, format: Format, out: impl Write) -> io::Result<()> {
    match format {
        Format::Turtle => turtle(graph, out),
        Format::JsonLd => json_ld(graph, out),
    }
}

fn turtle(graph: &Graph, out: impl Write) -> io::Result<()> {
    let mut serializer = TurtleSerializer::new();
    for (prefix, namespace) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
    }
    let mut serializer = serializer.for_writer(out);
    for node in graph.nodes() {
        for statement in graph.statements(node) {
            serializer.serialize_triple(statement)?;
        }
    }
    serializer.finish()?.flush()
}

/// A line for each resource: the file can be compared and cut by lines.
fn json_ld(graph: &Graph, mut out: impl Write) -> io::Result<()> {
    write!(out, "{{\n\"@context\": ")?;
    serde_json::to_writer(&mut out, &context())?;
    write!(out, ",\n\"@graph\": [")?;
    let mut divider = "\n";
    for node in graph.nodes().filter(|node| !graph.facts(*node).is_empty()) {
        out.write_all(divider.as_bytes())?;
        serde_json::to_writer(&mut out, &resource(graph, node))?;
        divider = ",\n";
    }
    write!(out, "\n]\n}}\n")?;
    out.flush()
}

/// Prefixes, and of each property what its plain strings mean.
fn context() -> Json {
    let mut context = Map::new();
    for (prefix, namespace) in PREFIXES {
        context.insert((*prefix).to_owned(), Json::from(*namespace));
    }
    for (iri, holds) in PROPERTIES.iter().filter(|(iri, _)| *iri != property::TYPE_OF) {
        let meaning = match holds {
            Holds::Words => json!({"@id": iri, "@language": "vi"}),
            Holds::Link => json!({"@id": iri, "@type": "@id"}),
            Holds::Typed(datatype) => json!({"@id": iri, "@type": datatype}),
            Holds::Plain => continue,
        };
        context.insert(short(iri), meaning);
    }
    Json::Object(context)
}

fn resource(graph: &Graph, node: NodeId) -> Json {
    let mut resource = Map::new();
    resource.insert("@id".to_owned(), Json::from(name(graph, node)));
    for (property, value) in graph.facts(node) {
        let (key, value) = match (*property, value) {
            (property::TYPE_OF, Value::Node(kind)) => ("@type".to_owned(), class_name(graph.name(*kind))),
            (property, Value::Node(other)) => (short(property), link(graph, property, *other)),
            (property, Value::Literal(literal)) => (short(property), text(property, literal)),
        };
        match resource.get_mut(&key) {
            None => {
                resource.insert(key, value);
            }
            Some(Json::Array(list)) => list.push(value),
            Some(first) => *first = Json::Array(vec![first.take(), value]),
        }
    }
    Json::Object(resource)
}

/// A class by its prefix. One whose IRI has no prefix of the context stands whole.
fn class_name(iri: &str) -> Json {
    let short = short(iri);
    Json::from(if short.starts_with('<') { iri.to_owned() } else { short })
}

fn name(graph: &Graph, node: NodeId) -> String {
    match graph.is_blank(node) {
        true => format!("_:{}", graph.name(node)),
        false => graph.name(node).to_owned(),
    }
}

fn holds(property: &str) -> Holds {
    let known = PROPERTIES.iter().find(|(iri, _)| *iri == property);
    known.map_or(Holds::Plain, |(_, holds)| *holds)
}

fn link(graph: &Graph, property: &str, other: NodeId) -> Json {
    let name = name(graph, other);
    match holds(property) {
        Holds::Link => Json::from(name),
        _ => json!({"@id": name}),
    }
}

/// The plain string where the context says the rest of it.
fn text(property: &str, literal: &Literal) -> Json {
    let value = literal.value();
    let datatype = literal.datatype();
    match (holds(property), literal.language()) {
        (Holds::Words, Some("vi")) => Json::from(value),
        (_, Some(language)) => json!({"@value": value, "@language": language}),
        (Holds::Typed(usual), None) if datatype.as_str() == usual => Json::from(value),
        (Holds::Plain, None) if datatype.as_str() == datatype::STRING => Json::from(value),
        (_, None) if datatype.as_str() == datatype::STRING => json!({"@value": value}),
        (_, None) => json!({"@value": value, "@type": datatype.as_str()}),
    }
}
