//! CPSV-AP of anybody: what [`cpsv`](crate::exchange::cpsv) reads out of a graph, as records.

use std::collections::BTreeMap;

use super::places::Places;
use super::separated::decoded;
use super::{Contents, Found, register, remark, values};
use crate::catalogue::values::ProcedureCode;
use crate::exchange::cpsv::{self, Graph, parse, read};
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// Reads Turtle.
pub(super) fn read_turtle(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    contents(&parse::turtle(bytes)?, bytes, shown)
}

/// Reads JSON-LD.
pub(super) fn read_json_ld(bytes: &[u8], shown: &str) -> Result<Contents, String> {
    contents(&parse::json_ld(bytes)?, bytes, shown)
}

/// Whether a text begins like Turtle: with a directive or a statement, behind any comments.
pub(super) fn is_turtle(start: &str) -> bool {
    let mut lines = start.lines().map(str::trim_start);
    let Some(first) = lines.find(|line| !line.is_empty() && !line.starts_with('#')) else {
        return false;
    };
    let word = first.split_whitespace().next().unwrap_or_default();
    if ["@prefix", "@base", "prefix", "base"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
    {
        return first.contains('<');
    }
    // An IRI in its brackets, not a tag of XML with a prefix.
    let iri = word
        .strip_prefix('<')
        .and_then(|rest| rest.split_once('>'))
        .map(|(iri, _)| iri);
    let scheme = iri.and_then(|iri| iri.split_once(':'));
    scheme.is_some_and(|(scheme, rest)| {
        let named = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        named && (rest.starts_with("//") || (scheme == "urn" && !rest.is_empty()))
    })
}

/// Whether a text begins like JSON-LD: its first keys are those of JSON-LD, which no record of a procedure has.
pub(super) fn is_json_ld(start: &str) -> bool {
    ["@context", "@graph", "@id", "@type"].iter().any(|key| {
        let key = format!("\"{key}\"");
        start
            .match_indices(&key)
            .any(|(at, _)| start[at + key.len()..].trim_start().starts_with(':'))
    })
}

fn contents(graph: &Graph, bytes: &[u8], shown: &str) -> Result<Contents, String> {
    let services = read::services(graph);
    if services.is_empty() {
        return Err("it is RDF without a cpsv:PublicService in it".to_owned());
    }
    let (text, _) = decoded(bytes);
    let places = Places::of(&text);
    let mut contents = Contents::default();
    for (service, number) in services.into_iter().zip(1..) {
        let code = service.procedure.code.text().to_owned();
        let place = places.at(&code, shown, number);
        if code.parse::<ProcedureCode>().is_err() {
            contents.findings.push(no_code(&code, &service.name, place));
            continue;
        }
        for said in service.remarks {
            let mut finding = remark("nhap-cpsv", Severity::Low, place.clone(), said);
            finding.code = Some(code.clone());
            contents.findings.push(finding);
        }
        let documents = service.documents.iter().filter_map(|(number, title, day)| {
            let basis = register::basis(Some(number), Some(title), day.as_deref(), None);
            basis.document
        });
        contents.records.push(Found {
            place,
            fields: values(&service.procedure),
            documents: documents.collect(),
            printed: None,
        });
    }
    contents.findings.extend(passed_over(graph, shown));
    // A file that is not all the profile asks for is read as far as it goes.
    contents
        .findings
        .extend(cpsv::check(graph, shown).into_iter().map(|finding| Finding {
            severity: Severity::Low,
            ..finding
        }));
    Ok(contents)
}

fn no_code(code: &str, name: &str, place: Place) -> Finding {
    let message = match code.is_empty() {
        true => format!("<{name}> không có dct:identifier, không nhập"),
        false => format!("«{code}» không phải mã thủ tục, không nhập"),
    };
    remark("nhap-ma", Severity::Error, place, message)
        .advice("ghi mã thủ tục vào dct:identifier của cpsv:PublicService trong tệp nguồn rồi nhập lại")
}

/// Properties that say something and have no place in the catalogue, with how often.
fn passed_over(graph: &Graph, shown: &str) -> Vec<Finding> {
    let mut passed: BTreeMap<String, usize> = BTreeMap::new();
    for (property, times) in read::passed_over(graph) {
        *passed.entry(property).or_default() += times;
    }
    let finding = |(property, times): (String, usize)| {
        let times = text::number(i128::try_from(times).unwrap_or_default());
        let message = format!("thuộc tính {property} không có chỗ trong danh mục, không nhập ({times} giá trị)");
        remark("nhap-cot", Severity::Low, Place::file(shown), message)
    };
    passed.into_iter().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turtle_is_told_from_pages_and_tables() {
        for start in [
            "@prefix a: <urn:a> .",
            "# made by x\n\nPREFIX a: <urn:a>\n",
            "@base <https://example.org/> .",
            "<https://example.org/1> <urn:b> \"c\" .",
        ] {
            assert!(is_turtle(start), "{start}");
        }
        for start in [
            "<html>",
            "<?xml version=\"1.0\"?>",
            "<w:p>",
            "Mã;Tên",
            "# Mã;Tên",
            "base;code",
            "<!-- a:b -->",
        ] {
            assert!(!is_turtle(start), "{start}");
        }
    }

    #[test]
    fn json_ld_is_told_from_records() {
        assert!(is_json_ld("{\n\"@context\": {}"));
        assert!(is_json_ld("[{\"@id\" : \"urn:a\""));
        assert!(!is_json_ld(
            "{\"ma\": \"1.001193\", \"mo_ta\": \"ghi \\\"@context\\\" ở đây\"}"
        ));
    }
}
