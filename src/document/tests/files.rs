//! Files and their manifest.

use super::*;

#[test]
fn two_runs_write_the_same_bytes() {
    let fixture = Fixture::new();
    let templates = Templates::load(None).unwrap();
    let run = || {
        let folder = tempfile::tempdir().unwrap();
        let proposal = proposed(&fixture, &DECISIONS, day());
        let formats = [Format::Html, Format::Markdown, Format::Docx];
        let output = write_proposal(
            &templates,
            &proposal,
            &fixture.catalogue,
            folder.path(),
            &formats,
            Mistakes::Stop,
        )
        .unwrap();
        let paths = output.written;
        let names: Vec<_> = paths.iter().map(|path| path.file_name().unwrap().to_owned()).collect();
        (
            names,
            paths.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>(),
        )
    };
    let (first, second) = (run(), run());
    let names = DOSSIER
        .iter()
        .flat_map(|name| [format!("{name}.html"), format!("{name}.md"), format!("{name}.docx")]);
    let names: Vec<String> = names.chain(["manifest.json".to_owned()]).collect();
    let written: Vec<&str> = first.0.iter().filter_map(|name| name.to_str()).collect();
    assert_eq!(written, names);
    assert_eq!(first, second);
}

#[test]
fn the_manifest_traces_every_figure() {
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let manifest: serde_json::Value = serde_json::from_str(&manifest::of(&proposal, &[], &[], &[])).unwrap();
    let items = manifest["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    let saved: i64 = items.iter().map(|item| item["saving"]["saved"].as_i64().unwrap()).sum();
    assert_eq!(manifest["totals"]["saving"]["saved"], saved);
    let licence = &items[0];
    assert_eq!(licence["procedure_file"], "thu_tuc/a/1.000001.yaml");
    assert_eq!(licence["decision_file"], "2026/1.000001.yaml");
    assert_eq!(
        licence["contents"][0]["yaml_paths"],
        serde_json::json!(["ho_so[0].giay_to[1]"])
    );
    let rows: i64 = licence["cost_before"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["per_case"].as_i64().unwrap())
        .sum();
    assert_eq!(licence["cost_before"]["per_case"], rows);
}

/// A place of a YAML file that was read as JSON: `co_quan.noi_nhan[2]`.
fn at_path<'v>(value: &'v serde_json::Value, path: &str) -> Option<&'v serde_json::Value> {
    let keys = path.replace('[', ".").replace(']', "");
    keys.split('.')
        .try_fold(value, |value, key| match key.parse::<usize>() {
            Ok(at) => value.get(at),
            Err(_) => value.get(key),
        })
}

#[test]
fn the_manifest_traces_every_field_of_the_templates() {
    let fixture = Fixture::new();
    let steps = "qua_trinh:
  - {buoc: ra_soat, ngay: 01/06/2026, nguoi: A}
  - {buoc: de_xuat, ngay: 02/06/2026, nguoi: A}
";
    let mut decisions = DECISIONS.map(|(code, text)| (code, text.to_owned()));
    decisions[1].1.push_str(steps);
    let decisions: Vec<(&str, &str)> = decisions.iter().map(|(code, text)| (*code, text.as_str())).collect();
    let proposal = proposed(&fixture, &decisions, day());
    let view = dossier::view(&proposal, &fixture.catalogue);
    let traces = serde_json::to_value(trace::of(&view, &proposal, &fixture.catalogue)).unwrap();
    let settings = serde_json::to_value(fixture.catalogue.settings()).unwrap();
    let fields = serde_json::to_value(&view).unwrap();
    let mut traced = std::collections::BTreeSet::new();
    for one in traces.as_array().unwrap() {
        let field = one["field"].as_str().unwrap();
        traced.insert(field.split(['.', '[']).next().unwrap().to_owned());
        // A trace is of something the templates are given.
        let given = at_path(&fields, field).unwrap_or_else(|| panic!("{field}"));
        let sources = one["sources"].as_array().unwrap();
        assert!(!sources.is_empty() || given == "00", "{field} comes from nowhere");
        for source in sources {
            if let Some(path) = source["base"]["yaml_path"].as_str() {
                // What is optional in the settings need not be there; what it stands in is.
                let parent = path.rsplit_once('.').map_or(path, |(parent, _)| parent);
                let there = at_path(&settings, path).or_else(|| at_path(&settings, parent));
                assert!(there.is_some() || given == "…" || path == "ghi_chu", "{field}: {path}");
            }
        }
    }
    let empty = |value: &serde_json::Value| value.as_array().is_some_and(Vec::is_empty);
    let all: Vec<&String> = fields
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| !empty(value))
        .map(|(key, _)| key)
        .collect();
    let missing: Vec<_> = all.into_iter().filter(|key| !traced.contains(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");

    let of = |field: &str| {
        let mut found = traces
            .as_array()
            .unwrap()
            .iter()
            .filter(|trace| trace["field"] == field);
        found.next().unwrap_or_else(|| panic!("{field}"))["sources"].clone()
    };
    assert_eq!(
        of("qua_trinh[1]"),
        serde_json::json!([{"decision": {"file": "2026/1.000002.yaml", "yaml_path": "qua_trinh[1]"}}])
    );
    assert_eq!(
        of("noi_nhan[1]"),
        serde_json::json!([{"base": {"file": "catalogue.yaml", "yaml_path": "co_quan.noi_nhan[1]"}}]),
        "the first line of the settings has ended"
    );
    assert_eq!(
        of("ket_qua[0]"),
        serde_json::json!([{"items": ["1.000002", "1.000003"]}])
    );
}

#[test]
fn nothing_is_written_when_a_template_fails() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("mau/documents/quyet-dinh.xml.j2");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "{{ khong_co }}").unwrap();
    let templates = Templates::load(Some(&folder.path().join("mau"))).unwrap();
    let fixture = Fixture::new();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let out = folder.path().join("ra");
    let formats = [Format::Html, Format::Markdown];
    assert!(
        write_proposal(
            &templates,
            &proposal,
            &fixture.catalogue,
            &out,
            &formats,
            Mistakes::Stop
        )
        .is_err()
    );
    assert!(!out.exists());
}

/// Names of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_format_no_longer_made_is_removed_and_nothing_else() {
    let fixture = Fixture::new();
    let templates = Templates::load(None).unwrap();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("ra");
    let write = |formats: &[Format]| {
        write_proposal(&templates, &proposal, &fixture.catalogue, &out, formats, Mistakes::Stop).unwrap()
    };
    let named = |ending: &str| DOSSIER.map(|name| out.join(format!("{name}.{ending}"))).to_vec();
    let (html, md) = (named("html"), named("md"));
    write(&[Format::Html, Format::Markdown]);
    fs::write(out.join("quyet-dinh.docx"), "của người khác").unwrap();
    fs::write(folder.path().join("quyet-dinh.html"), "ngoài thư mục").unwrap();

    let output = write(&[Format::Markdown, Format::Markdown]);
    assert_eq!(output.written, [md.clone(), vec![out.join("manifest.json")]].concat());
    let sorted = |mut paths: Vec<PathBuf>| {
        paths.sort();
        paths
    };
    assert_eq!((sorted(output.removed), output.outdated), (sorted(html), Vec::new()));
    let all = |ending: &str, others: &[&str]| {
        let mut names: Vec<String> = DOSSIER.iter().map(|name| format!("{name}.{ending}")).collect();
        names.extend(others.iter().map(|name| (*name).to_owned()));
        names.sort();
        names
    };
    assert_eq!(files(&out), all("md", &["manifest.json", "quyet-dinh.docx"]));

    // What somebody has worked on since is theirs.
    fs::write(&md[0], "sửa tay").unwrap();
    let output = write(&[Format::Html]);
    assert_eq!(
        (sorted(output.removed), output.outdated),
        (sorted(md[1..].to_vec()), vec![md[0].clone()])
    );
    assert_eq!(fs::read_to_string(&md[0]).unwrap(), "sửa tay");

    // A manifest that names other people's files is not believed.
    let outside = fs::read(folder.path().join("quyet-dinh.html")).unwrap();
    let lies = serde_json::json!({ "documents": {
        "../quyet-dinh.html": manifest::digest(&outside),
        "quyet-dinh.docx": manifest::digest(b"khac"),
        "quyet-dinh": 1,
    }});
    fs::write(out.join("manifest.json"), lies.to_string()).unwrap();
    assert_eq!(write(&[Format::Html]).removed, Vec::<PathBuf>::new());
    assert_eq!(
        files(&out),
        all("html", &["manifest.json", "quyet-dinh.docx", "quyet-dinh.md"])
    );
    assert!(folder.path().join("quyet-dinh.html").is_file());
    fs::write(out.join("manifest.json"), "không phải JSON").unwrap();
    write(&[Format::Html]);
}

#[test]
fn files_are_written_together_or_not_at_all() {
    let fixture = Fixture::new();
    let templates = Templates::load(None).unwrap();
    let proposal = proposed(&fixture, &DECISIONS, day());
    let folder = tempfile::tempdir().unwrap();
    for blocked in ["quyet-dinh.md", "manifest.json"] {
        let out = folder.path().join(blocked);
        fs::create_dir_all(out.join(blocked)).unwrap();
        fs::write(out.join("quyet-dinh.html"), "lần trước").unwrap();
        let formats = [Format::Html, Format::Markdown];
        let error = write_proposal(
            &templates,
            &proposal,
            &fixture.catalogue,
            &out,
            &formats,
            Mistakes::Stop,
        )
        .unwrap_err();
        assert!(error.to_string().contains(blocked), "{error}");
        assert_eq!(fs::read_to_string(out.join("quyet-dinh.html")).unwrap(), "lần trước");
        assert_eq!(files(&out).len(), 2, "{:?}", files(&out));
    }
}
