//! A graph in memory: resources in the order they were first named, each with what is said of it.
//!
//! Only properties of the profile are kept ([`terms`](super::terms)); of others it is counted how often they stand there.

use std::collections::{BTreeMap, HashMap, HashSet};

use oxrdf::{
    Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple, TripleRef,
};

use super::terms::{self, datatype, property};

/// A resource of one graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(usize);

/// What a property says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Value {
    /// Another resource.
    Node(NodeId),
    /// A text, with its language or datatype.
    Literal(Literal),
}

#[derive(Debug)]
struct Node {
    name: NamedOrBlankNode,
    facts: Vec<(&'static str, Value)>,
}

/// Statements about resources.
#[derive(Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    ids: HashMap<NamedOrBlankNode, NodeId>,
    unknown: BTreeMap<String, usize>,
}

impl Graph {
    /// The resource with an IRI; it is new when nothing named it before.
    pub(super) fn node(&mut self, iri: &str) -> NodeId {
        // What is made here is percent-encoded below a base that was checked.
        self.id_of(NamedNode::new_unchecked(iri).into())
    }

    fn id_of(&mut self, name: NamedOrBlankNode) -> NodeId {
        let next = NodeId(self.nodes.len());
        let id = *self.ids.entry(name.clone()).or_insert(next);
        if id == next {
            let facts = Vec::new();
            self.nodes.push(Node { name, facts });
        }
        id
    }

    /// Says something of a resource.
    pub(super) fn say(&mut self, node: NodeId, property: &'static str, value: Value) {
        self.nodes[node.0].facts.push((property, value));
    }

    /// Says that a resource stands in a relation to another.
    pub(super) fn link(&mut self, node: NodeId, property: &'static str, other: NodeId) {
        self.say(node, property, Value::Node(other));
    }

    /// Says what a resource is.
    pub(super) fn is(&mut self, node: NodeId, class: &str) {
        let class = self.node(class);
        self.link(node, property::TYPE_OF, class);
    }

    /// Says something in Vietnamese.
    pub(super) fn words(&mut self, node: NodeId, property: &'static str, text: &str) {
        let literal = Literal::new_language_tagged_literal_unchecked(text, "vi");
        self.say(node, property, Value::Literal(literal));
    }

    /// Says what the profile asks for and the record does not say, in English: what a record says is Vietnamese.
    pub(super) fn filled_in(&mut self, node: NodeId, property: &'static str, text: &str) {
        let literal = Literal::new_language_tagged_literal_unchecked(text, "en");
        self.say(node, property, Value::Literal(literal));
    }

    /// Says something in no language.
    pub(super) fn plain(&mut self, node: NodeId, property: &'static str, text: &str) {
        self.say(node, property, Value::Literal(Literal::new_simple_literal(text)));
    }

    /// Says a value of a datatype.
    pub(super) fn typed(&mut self, node: NodeId, property: &'static str, text: &str, datatype: &str) {
        let literal = Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype));
        self.say(node, property, Value::Literal(literal));
    }

    /// Takes over a statement of a file.
    pub(super) fn take(&mut self, triple: Triple) {
        let Some(property) = terms::known(triple.predicate.as_str()) else {
            *self.unknown.entry(triple.predicate.into_string()).or_default() += 1;
            return;
        };
        let node = self.id_of(triple.subject);
        let value = match triple.object {
            Term::NamedNode(name) => Value::Node(self.id_of(name.into())),
            Term::BlankNode(name) => Value::Node(self.id_of(name.into())),
            Term::Literal(literal) => Value::Literal(literal),
        };
        self.say(node, property, value);
    }

    /// Drops what is said twice: a graph is a set of statements.
    pub(super) fn settle(&mut self) {
        for node in &mut self.nodes {
            if node.facts.len() > 1 {
                let mut seen = HashSet::with_capacity(node.facts.len());
                node.facts.retain(|fact| seen.insert(fact.clone()));
            }
        }
    }

    /// Every resource, in order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        (0..self.nodes.len()).map(NodeId)
    }

    /// The IRI of a resource, or the name of a blank node.
    pub(super) fn name(&self, node: NodeId) -> &str {
        match &self.nodes[node.0].name {
            NamedOrBlankNode::NamedNode(name) => name.as_str(),
            NamedOrBlankNode::BlankNode(name) => name.as_str(),
        }
    }

    /// Whether a resource has no IRI.
    pub(super) fn is_blank(&self, node: NodeId) -> bool {
        matches!(self.nodes[node.0].name, NamedOrBlankNode::BlankNode(_))
    }

    /// What is said of a resource, in order.
    pub(super) fn facts(&self, node: NodeId) -> &[(&'static str, Value)] {
        &self.nodes[node.0].facts
    }

    /// What one property says of a resource, in order.
    pub(super) fn values(&self, node: NodeId, property: &str) -> impl Iterator<Item = &Value> {
        let facts = self.facts(node).iter();
        facts.filter(move |(said, _)| *said == property).map(|(_, value)| value)
    }

    /// The resources a property names, in order.
    pub(super) fn links(&self, node: NodeId, property: &str) -> impl Iterator<Item = NodeId> {
        self.values(node, property).filter_map(|value| match value {
            Value::Node(other) => Some(*other),
            Value::Literal(_) => None,
        })
    }

    /// The texts of a property, in order.
    pub(super) fn literals(&self, node: NodeId, property: &str) -> impl Iterator<Item = &Literal> {
        self.values(node, property).filter_map(|value| match value {
            Value::Node(_) => None,
            Value::Literal(literal) => Some(literal),
        })
    }

    /// The classes a resource is of, and those the graph says are above them.
    pub(super) fn classes(&self, node: NodeId) -> Vec<NodeId> {
        let mut found: Vec<NodeId> = self.links(node, property::TYPE_OF).collect();
        let mut at = 0;
        while let Some(kind) = found.get(at).copied() {
            for above in self.links(kind, property::SUBCLASS_OF) {
                if !found.contains(&above) {
                    found.push(above);
                }
            }
            at += 1;
        }
        found
    }

    /// Whether a resource is of a class.
    pub(super) fn is_a(&self, node: NodeId, class: &str) -> bool {
        self.classes(node).into_iter().any(|kind| self.name(kind) == class)
    }

    /// Statements that are kept.
    pub fn triples(&self) -> usize {
        self.nodes.iter().map(|node| node.facts.len()).sum()
    }

    /// Properties that are not of the profile, with how often they stand in the file.
    pub(super) fn unknown(&self) -> impl Iterator<Item = (&str, usize)> {
        self.unknown.iter().map(|(name, times)| (name.as_str(), *times))
    }

    /// Statements of one resource.
    pub(super) fn statements(&self, node: NodeId) -> impl Iterator<Item = TripleRef<'_>> {
        let subject = self.name_ref(node);
        self.facts(node).iter().map(move |(property, value)| TripleRef {
            subject,
            predicate: NamedNodeRef::new_unchecked(property),
            object: match value {
                Value::Node(other) => match self.name_ref(*other) {
                    NamedOrBlankNodeRef::NamedNode(name) => TermRef::NamedNode(name),
                    NamedOrBlankNodeRef::BlankNode(name) => TermRef::BlankNode(name),
                },
                Value::Literal(literal) => TermRef::Literal(literal.as_ref()),
            },
        })
    }

    fn name_ref(&self, node: NodeId) -> NamedOrBlankNodeRef<'_> {
        self.nodes[node.0].name.as_ref()
    }
}

/// Whether a text is one of a datatype, written as that datatype is.
pub(super) fn is_of(literal: &Literal, wanted: &str) -> bool {
    if literal.datatype().as_str() != wanted {
        return false;
    }
    match wanted {
        datatype::DOUBLE => is_double(literal.value()),
        datatype::DURATION => is_duration(literal.value()),
        _ => true,
    }
}

fn is_double(text: &str) -> bool {
    let text = text.trim();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    matches!(text, "INF" | "-INF" | "NaN") || (text.chars().all(number) && text.parse::<f64>().is_ok())
}

/// `-P1Y2M3DT4H5M6.7S`: at least one part, the parts in this order, and one behind the T where there is a T.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.trim().trim_start_matches('-').strip_prefix('P') else {
        return false;
    };
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    let fine =
        parts(days, "YMD").is_some() && time.is_none_or(|time| parts(time, "HMS").is_some_and(|parts| parts > 0));
    fine && !rest.is_empty()
}

/// How many numbered parts a text is made of, each with its letter, in the order of the letters.
fn parts(text: &str, letters: &str) -> Option<usize> {
    let (mut rest, mut left, mut count) = (text, letters, 0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let letter = rest[end..].chars().next()?;
        let at = left.find(letter)?;
        let number = &rest[..end];
        let whole = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if !whole && (letter != 'S' || number.parse::<f64>().is_err()) {
            return None;
        }
        left = &left[at + 1..];
        rest = &rest[end + 1..];
        count += 1;
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_from_other_texts() {
        for text in ["P5D", "P1Y2M", "PT4H", "P1DT12H", "PT0.5S", "-P1D"] {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "P", "PT", "5 ngày", "P5", "PD", "P1D2M", "P1.5D", "P1DT", "1D"] {
            assert!(!is_duration(text), "{text}");
        }
    }

    #[test]
    fn a_statement_made_twice_is_one() {
        let mut graph = Graph::default();
        let node = graph.node("urn:a");
        graph.words(node, property::TITLE, "Một");
        graph.words(node, property::TITLE, "Một");
        graph.settle();
        assert_eq!(graph.triples(), 1);
    }

    #[test]
    fn classes_below_a_class_count() {
        let mut graph = Graph::default();
        let node = graph.node("urn:a");
        graph.is(node, "urn:lower");
        let (lower, middle) = (graph.node("urn:lower"), graph.node("urn:middle"));
        graph.link(lower, property::SUBCLASS_OF, middle);
        // A class below itself must not keep anybody waiting.
        graph.link(middle, property::SUBCLASS_OF, lower);
        assert!(graph.is_a(node, "urn:middle"));
        assert!(!graph.is_a(node, "urn:upper"));
    }
}
