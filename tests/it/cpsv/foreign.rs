//! Graphs of other tools are read as far as they can be, or refused with a word on why.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use tthc::catalogue::example::full_procedure;
use tthc::catalogue::procedure::Procedure;
use tthc::catalogue::values::Date;
use tthc::exchange::import::{Imported, read};
use tthc::progress::Silent;

use super::{FORMATS, bytes, catalogue_of, exported};
use crate::support::{Folder, failure, stdout, tthc};

const PREFIXES: &str = "@prefix p: <http://purl.org/vocab/cpsv#> .
@prefix m8g: <http://data.europa.eu/m8g/> .
@prefix t: <http://purl.org/dc/terms/> .
@prefix s: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <http://www.w3.org/2001/XMLSchema#> .
@prefix l: <http://data.europa.eu/eli/ontology#> .
";

fn imported(name: &str, bytes: &[u8]) -> Imported {
    let folder = Folder::new(&[]);
    folder.write(name, bytes);
    let path: PathBuf = folder.path().join(name);
    read(&[path], Date::new(2026, 7, 18).unwrap(), &Silent).unwrap()
}

fn one(imported: &Imported) -> Procedure {
    assert_eq!(imported.records.len(), 1, "{:?}", imported.findings);
    imported.records[0].procedure().unwrap()
}

fn messages(imported: &Imported) -> String {
    let each = imported.findings.iter();
    each.map(|finding| format!("{} {}\n", finding.rule, finding.message))
        .collect()
}

#[test]
fn blank_nodes_and_other_prefixes_are_read() {
    let turtle = format!(
        "{PREFIXES}<#1> a p:PublicService ; t:identifier \"1.004222\" ;
  t:title \"Birth certificate\"@en, \"Đăng ký khai sinh\"@vi, \"Acte\"@fr ;
  t:description \"Only in English.\"@en ;
  m8g:hasCompetentAuthority [ a m8g:PublicOrganisation ; s:prefLabel \"Ủy ban nhân dân cấp xã\"@vi ] ;
  m8g:thematicArea [ s:prefLabel \"Hộ tịch\"@vi ] ;
  m8g:hasChannel [ t:type <http://example.org/channel/Online> ; m8g:processingTime \"P5D\"^^x:duration ],
    [ t:type [ s:prefLabel \"Trực tiếp\"@vi ] ] ;
  m8g:processingTime \"P2M\"^^x:duration ;
  m8g:hasCost [ m8g:hasValue 8.0e3 ; m8g:currency <http://publications.europa.eu/resource/authority/currency/VND> ] ;
  p:hasInput [ t:title \"Tờ khai\"@vi ; t:description \"Bản chính\"@vi ] ;
  p:produces [ t:title \"Giấy khai sinh\"@vi ] ;
  p:follows [ t:title \"Nộp hồ sơ\"@vi ; t:description \"Nộp tại xã.\"@vi ] ;
  m8g:hasLegalResource [ l:id_local \"60/2014/QH13\" ; l:title \"Luật Hộ tịch\"@vi ] ;
  m8g:holdsRequirement [ t:title \"Có mặt\"@vi ] ;
  m8g:sector <http://example.org/sector/1> ; <http://example.org/own> \"a\", \"b\" .
"
    );
    let imported = imported("a.ttl", turtle.as_bytes());
    let procedure = one(&imported);
    assert_eq!(procedure.name, "Đăng ký khai sinh");
    assert_eq!(procedure.description.as_deref(), Some("Only in English."));
    assert_eq!(procedure.executing_agencies, ["Ủy ban nhân dân cấp xã"]);
    assert_eq!(procedure.field, "Hộ tịch");
    let channels = &procedure.channels;
    assert_eq!(channels[0].channel.text(), "Online");
    assert_eq!(channels[0].time_limit.as_ref().unwrap().text(), "05 ngày");
    assert_eq!(channels[1].channel.text(), "Trực tiếp");
    // The time of the procedure holds where a channel has none; a cost that names no channel is due on each.
    assert_eq!(channels[1].time_limit.as_ref().unwrap().text(), "02 tháng");
    for channel in channels {
        assert_eq!(channel.fees[0].amount.as_ref().unwrap().text(), "8.000 đồng");
    }
    let paper = &procedure.dossier[0].papers[0];
    assert_eq!(
        (paper.name.as_str(), paper.note.as_deref()),
        ("Tờ khai", Some("Bản chính"))
    );
    assert_eq!(procedure.results[0].name, "Giấy khai sinh");
    assert_eq!(procedure.steps[0].text.as_deref(), Some("Nộp tại xã."));
    assert_eq!(procedure.legal_bases[0].number.text(), "60/2014/QH13");
    assert_eq!(imported.records[0].documents[0].title, "Luật Hộ tịch");
    assert_eq!(procedure.requirements[0].text, "Có mặt");
    let told = messages(&imported);
    for part in [
        "cv:sector không có chỗ trong danh mục",
        "<http://example.org/own> không có chỗ trong danh mục, không nhập (2 giá trị)",
        "đọc bản ngôn ngữ «en»",
        "cv:hasChannel «không có IRI» không được khai là cv:Channel",
        "cơ quan <Ủy ban nhân dân cấp xã>: dct:spatial chưa có",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn json_ld_of_any_shape_is_read() {
    let nested = r#"{
  "@context": {"@vocab": "http://purl.org/dc/terms/", "cpsv": "http://purl.org/vocab/cpsv#", "m": "http://data.europa.eu/m8g/",
    "tên": {"@id": "title", "@language": "vi"}, "result": {"@id": "cpsv:produces"}},
  "@type": "cpsv:PublicService", "identifier": "1.004222", "tên": "Đăng ký khai sinh",
  "result": [{"@type": "m:Output", "tên": "Giấy khai sinh"}, {"tên": "Trích lục"}]
}"#;
    let expanded = r#"[{"@id": "_:a", "@type": ["http://purl.org/vocab/cpsv#PublicService"],
  "http://purl.org/dc/terms/identifier": [{"@value": "1.004222"}],
  "http://purl.org/dc/terms/title": [{"@value": "Đăng ký khai sinh", "@language": "vi"}],
  "http://purl.org/vocab/cpsv#produces": [{"@id": "_:b"}, {"@id": "_:c"}]},
 {"@id": "_:b", "http://purl.org/dc/terms/title": [{"@value": "Giấy khai sinh", "@language": "vi"}]},
 {"@id": "_:c", "http://purl.org/dc/terms/title": [{"@value": "Trích lục"}]}]"#;
    for (json, results) in [
        (nested, ["Giấy khai sinh", "Trích lục"]),
        (expanded, ["Giấy khai sinh", "Trích lục"]),
    ] {
        let procedure = one(&imported("a.json", json.as_bytes()));
        assert_eq!(procedure.name, "Đăng ký khai sinh");
        let names: Vec<&str> = procedure.results.iter().map(|result| result.name.as_str()).collect();
        assert_eq!(names, results);
    }
}

#[test]
fn n_triples_are_turtle_too() {
    let lines = "<http://e.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://purl.org/vocab/cpsv#PublicService> .\n\
        <http://e.org/1> <http://purl.org/dc/terms/identifier> \"1.004222\" .\n\
        <http://e.org/1> <http://purl.org/dc/terms/title> \"\\u0110\u{103}ng k\u{fd}\"@vi .\n";
    assert_eq!(one(&imported("a.nt", lines.as_bytes())).name, "Đăng ký");
}

#[test]
fn services_of_other_countries_have_no_code_here() {
    let turtle = format!(
        "{PREFIXES}<urn:a> a p:PublicService ; t:identifier \"Tax-on-web\" ; t:title \"Tax-on-web\"@en .\n\
         <urn:b> a p:PublicService ; t:title \"Không mã\"@vi .\n"
    );
    let imported = imported("a.ttl", turtle.as_bytes());
    assert!(imported.records.is_empty());
    let told = messages(&imported);
    assert!(
        told.contains("«Tax-on-web» không phải mã thủ tục, không nhập"),
        "{told}"
    );
    assert!(told.contains("<urn:b> không có dct:identifier, không nhập"), "{told}");
}

#[test]
fn a_graph_that_runs_in_circles_ends() {
    let turtle = format!(
        "{PREFIXES}@prefix r: <http://www.w3.org/2000/01/rdf-schema#> .
p:PublicService r:subClassOf m8g:Channel . m8g:Channel r:subClassOf p:PublicService .
<urn:a> a p:PublicService ; t:identifier \"1.004222\" ; t:title \"A\"@vi ; m8g:hasChannel <urn:a> ; m8g:hasCost <urn:a> ;
  m8g:ifAccessedThrough <urn:a> ; p:hasInput <urn:a> ; p:follows <urn:a> ; m8g:holdsRequirement <urn:a> ;
  m8g:hasLegalResource <urn:a> ; t:relation <urn:a> ; t:type <urn:a> ; s:inScheme <urn:a> ; m8g:relatedService <urn:a> .\n"
    );
    assert_eq!(one(&imported("a.ttl", turtle.as_bytes())).name, "A");
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = Folder::new(&[]);
    folder.write(name, bytes);
    let started = Instant::now();
    let error = failure(&tthc(folder.path(), &["import", name, "--out", "out"]));
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    assert!(!folder.path().join("out").exists());
    error
}

#[test]
fn what_cannot_be_read_is_refused_with_a_way_out() {
    let remote =
        r#"{"@context": "https://semiceu.github.io/CPSV-AP/releases/3.2.0/context/cpsv-ap_en.jsonld", "@id": "urn:a"}"#;
    let error = refused("a.jsonld", remote.as_bytes());
    assert!(
        error.contains("nothing is fetched; put the context into the file"),
        "{error}"
    );
    let deep = format!(
        "{{\"@context\": {{}}, \"@graph\": {}{}}}",
        "[".repeat(500_000),
        "]".repeat(500_000)
    );
    assert!(refused("a.jsonld", deep.as_bytes()).contains("nested deeper than 64 levels"));
    let error = refused("a.ttl", format!("{PREFIXES}<urn:a> a p:Publi").as_bytes());
    assert!(error.contains("it is no Turtle: line 7"), "{error}");
    let error = refused("a.ttl", format!("{PREFIXES}<urn:a> t:title \"A\" .").as_bytes());
    assert!(error.contains("RDF without a cpsv:PublicService"), "{error}");
    let mut latin = format!("{PREFIXES}<urn:a> t:title \"").into_bytes();
    latin.extend(b"\xc1\xe2\" .");
    assert!(refused("a.ttl", &latin).contains("not UTF-8"));
}

#[test]
fn no_broken_file_ends_the_program() {
    let (_folder, catalogue) = catalogue_of(&[full_procedure()]);
    let export = exported(&catalogue);
    let files: Vec<Vec<u8>> = FORMATS.iter().map(|(format, _)| bytes(&export, *format)).collect();
    let folder = Folder::new(&[]);
    arbtest::arbtest(|u| {
        let mut file = u.choose(&files)?.clone();
        for _ in 0..u.int_in_range(1..=8)? {
            let at = u.int_in_range(0..=file.len() - 1)?;
            match u.int_in_range(0..=2)? {
                0 => file[at] = u.arbitrary()?,
                1 if file.len() > 1 => drop(file.remove(at)),
                _ => file.truncate(at.max(1)),
            }
        }
        folder.write("a", &file);
        // Read or refused: both are answers.
        let _ = read(&[folder.path().join("a")], Date::new(2026, 7, 18).unwrap(), &Silent);
        Ok(())
    })
    .budget_ms(2_000);
}

#[test]
fn a_file_of_another_tool_goes_into_a_catalogue() {
    let folder = Folder::new(&[]);
    let turtle = format!(
        "# made elsewhere\n{PREFIXES}<urn:a> a p:PublicService ; t:identifier \"1.004222\" ; t:title \"Đăng ký khai sinh\"@vi ;\n\
         m8g:thematicArea [ s:prefLabel \"Hộ tịch\"@vi ] .\n"
    );
    folder.write("a.ttl", turtle.as_bytes());
    let said = tthc(
        folder.path(),
        &["import", "a.ttl", "--out", "out", "--date", "18/7/2026"],
    );
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("a.ttl: CPSV-AP (Turtle), 1 bản ghi"), "{said}");
    let shown = stdout(
        &tthc(
            folder.path(),
            &["show", "1.004222", "--catalogue", "out", "--format", "yaml"],
        ),
        0,
    );
    assert!(shown.contains("Đăng ký khai sinh"), "{shown}");
}
