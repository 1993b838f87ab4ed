//! Turtle and JSON-LD of anybody to a graph, within limits. Nothing is ever fetched.

use oxjsonld::JsonLdParser;
use oxrdf::GraphName;
use oxttl::TurtleParser;

use super::graph::Graph;

/// Most statements: a province has 400,000, and each is kept in memory.
const MOST_STATEMENTS: usize = 4_000_000;

/// Deepest nesting of JSON; records of procedures need six.
const MOST_DEPTH: usize = 64;

/// What relative IRIs of a file are put behind: a name that is nobody's.
const BASE: &str = "https://file.invalid/";

/// Reads Turtle (and so N-Triples).
///
/// # Errors
///
/// With what is wrong and what to do.
pub(in super::super) fn turtle(bytes: &[u8]) -> Result<Graph, String> {
    let bytes = text(bytes)?;
    let parser = TurtleParser::new()
        .with_base_iri(BASE)
        .map_err(|error| error.to_string())?;
    let mut graph = Graph::default();
    let mut count = 0;
    for triple in parser.for_slice(bytes) {
        let triple = triple.map_err(|error| {
            let line = error.location().start.line + 1;
            format!("it is no Turtle: line {line}: {}", error.message())
        })?;
        within(&mut count)?;
        graph.take(triple);
    }
    graph.settle();
    Ok(graph)
}

/// Reads JSON-LD. All graphs of a file are read as one.
///
/// # Errors
///
/// With what is wrong and what to do; a context that is elsewhere is not fetched.
pub(in super::super) fn json_ld(bytes: &[u8]) -> Result<Graph, String> {
    let bytes = text(bytes)?;
    shallow(bytes)?;
    if let Some(address) = remote_context(bytes) {
        return Err(format!(
            "its @context is at {address}, and nothing is fetched; put the context into the file, or convert it to Turtle"
        ));
    }
    let parser = JsonLdParser::new()
        .with_base_iri(BASE)
        .map_err(|error| error.to_string())?;
    let mut graph = Graph::default();
    let mut count = 0;
    for quad in parser.for_slice(bytes) {
        let quad = quad.map_err(|error| format!("it is no JSON-LD: {error}"))?;
        within(&mut count)?;
        graph.take(oxrdf::Triple::new(quad.subject, quad.predicate, quad.object));
        // Which of several graphs says it makes no difference here.
        let _: GraphName = quad.graph_name;
    }
    graph.settle();
    Ok(graph)
}

fn text(bytes: &[u8]) -> Result<&[u8], String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!(
            "it is not UTF-8 (byte {}); save it as UTF-8",
            error.valid_up_to() + 1
        )),
    }
}

fn within(count: &mut usize) -> Result<(), String> {
    *count += 1;
    match *count > MOST_STATEMENTS {
        true => Err(format!("it has more than {MOST_STATEMENTS} statements; split it")),
        false => Ok(()),
    }
}

/// Refuses nesting that no record has before anything is built of it.
fn shallow(bytes: &[u8]) -> Result<(), String> {
    let (mut depth, mut inside, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match (inside, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => inside = !inside,
            (false, b'{' | b'[') => depth += 1,
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_DEPTH {
            return Err(format!("it is JSON nested deeper than {MOST_DEPTH} levels"));
        }
    }
    Ok(())
}

/// The first address a `@context` or an `@import` names instead of saying what it means.
fn remote_context(bytes: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    remote_in(&value)
}

fn remote_in(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match value {
        Value::Array(list) => list.iter().find_map(remote_in),
        Value::Object(object) => object.iter().find_map(|(key, value)| match (key.as_str(), value) {
            ("@context" | "@import", Value::String(address)) => Some(address.clone()),
            ("@context", Value::Array(list)) => {
                let address = list.iter().find_map(Value::as_str).map(str::to_owned);
                address.or_else(|| list.iter().find_map(remote_in))
            }
            (_, value) => remote_in(value),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_graph_is_refused_with_its_line() {
        let error = turtle(b"@prefix a: <urn:a> .\na:b a:c .").unwrap_err();
        assert!(error.contains("line 2"), "{error}");
        assert!(turtle(b"\xff\xfe").unwrap_err().contains("UTF-8"));
        assert!(json_ld(b"{\"@context\": {}, ").is_err());
    }

    #[test]
    fn contexts_elsewhere_are_not_fetched() {
        for file in [
            r#"{"@context": "https://example.org/c.jsonld", "@id": "urn:a"}"#,
            r#"{"@context": [{"a": "urn:a"}, "https://example.org/c.jsonld"], "@id": "urn:a"}"#,
            r#"{"@context": {"@import": "https://example.org/c.jsonld"}, "@id": "urn:a"}"#,
            r#"{"@graph": [{"@context": "https://example.org/c.jsonld", "@id": "urn:a"}]}"#,
            r#"{"@context": {"a": {"@id": "urn:a", "@context": "https://example.org/c.jsonld"}}, "a": {}}"#,
        ] {
            let error = json_ld(file.as_bytes()).unwrap_err();
            assert!(
                error.contains("https://example.org/c.jsonld") && error.contains("nothing is fetched"),
                "{error}"
            );
        }
    }

    #[test]
    fn deep_nesting_ends_at_once() {
        let json = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert!(json_ld(json.as_bytes()).unwrap_err().contains("deeper"));
        let turtle_file = format!("<urn:a> <urn:b> {} .", "[ <urn:b> ".repeat(50_000));
        assert!(turtle(turtle_file.as_bytes()).is_err());
        let lists = format!("<urn:a> <urn:b> {}{} .", "(".repeat(50_000), ")".repeat(50_000));
        // Nested to the end, it is a graph: nothing overflows on the way.
        assert!(turtle(lists.as_bytes()).is_ok());
    }
}
