//! Turtle and JSON-LD of anybody to a graph, within limits. Nothing is ever fetched.

use std::sync::{Arc, Mutex};

use oxjsonld::{JsonLdParser, JsonLdSyntaxError};
use oxrdf::Triple;
use oxttl::TurtleParser;

use super::graph::Graph;

/// Most statements: 2,000 procedures have 270,000, and all are kept in memory.
const MOST_STATEMENTS: usize = 1_000_000;

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
    let parser = JsonLdParser::new()
        .with_base_iri(BASE)
        .map_err(|error| error.to_string())?;
    let elsewhere = Arc::new(Mutex::new(None));
    let asked = Arc::clone(&elsewhere);
    let parser = parser.for_slice(bytes).with_load_document_callback(move |address, _| {
        if let Ok(mut asked) = asked.lock() {
            *asked = Some(address.to_owned());
        }
        Err("nothing is fetched".into())
    });
    let mut graph = Graph::default();
    let mut count = 0;
    for quad in parser {
        let quad = quad.map_err(|error| wrong(&error, elsewhere.lock().ok().and_then(|address| address.clone())))?;
        within(&mut count)?;
        // Which of several graphs says it makes no difference here.
        graph.take(Triple::new(quad.subject, quad.predicate, quad.object));
    }
    graph.settle();
    Ok(graph)
}

fn wrong(error: &JsonLdSyntaxError, elsewhere: Option<String>) -> String {
    match elsewhere {
        Some(address) => format!(
            "its @context is at {address}, and nothing is fetched; put the context into the file, or convert it to Turtle"
        ),
        None => format!("it is no JSON-LD: {error}"),
    }
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
