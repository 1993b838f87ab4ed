//! JSON for programs: the shapes of the command line, described in full.

use serde_json::Value;

use super::client::encoded;
use super::site::{Site, small};
use crate::support::{OFFICE, root, stdout, tthc};

/// What the command line prints as JSON.
fn printed(args: &[&str]) -> Value {
    let output = tthc(&root(), args);
    serde_json::from_str(&stdout(&output, 0)).unwrap()
}

#[test]
fn programs_get_what_the_command_line_prints() {
    let site = Site::of_ours();
    let field = encoded("Hộ tịch");
    for (target, args) in [
        (
            "/api/search?q=khai+sinh&limit=3&offset=1".to_owned(),
            &[
                "search", "khai", "sinh", "--limit", "3", "--offset", "1", "--format", "json",
            ][..],
        ),
        (
            format!("/api/search?field={field}&online=any&max_days=5&free=1&sort=name&explain=1"),
            &[
                "search",
                "--field",
                "Hộ tịch",
                "--online",
                "--max-days",
                "5",
                "--free",
                "--sort",
                "name",
                "--explain",
                "--limit",
                "20",
                "--format",
                "json",
            ],
        ),
        (
            "/api/procedures/1.001193".to_owned(),
            &["show", "1.001193", "--format", "json"],
        ),
        (
            "/api/procedures/1.001193/history".to_owned(),
            &["log", "1.001193", "--format", "json"],
        ),
        (
            "/api/diff?old=2025-06-30&new=2026-07-01".to_owned(),
            &["diff", "2025-06-30", "2026-07-01", "--format", "json"],
        ),
        (
            "/api/review?rule=R-01".to_owned(),
            &["review", "--rule", "R-01", "--format", "json"],
        ),
        (
            format!("/api/review?field={field}"),
            &["review", "--field", "Hộ tịch", "--format", "json"],
        ),
        (
            "/api/cost?code=1.001193".to_owned(),
            &["cost", "1.001193", "--format", "json"],
        ),
        ("/api/cost".to_owned(), &["cost", "--format", "json"]),
        ("/api/stats".to_owned(), &["stats", "--format", "json"]),
    ] {
        let answer = site.get(&target);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, Some("application/json")),
            "{target}"
        );
        let (got, wanted) = (answer.json(), printed(args));
        assert!(
            got == wanted,
            "{target} is not what tthc {} prints:\n{got}\n{wanted}",
            args.join(" ")
        );
    }
    let checked = site.get("/api/check").json();
    assert!(checked["findings"].is_array(), "{checked}");
    let one = site.get("/api/diff?code=1.001193").json();
    assert!(one["procedures"].as_array().unwrap().len() <= 1, "{one}");
}

#[test]
fn what_is_wrong_is_said_as_json() {
    let site = Site::of_ours();
    for (target, status) in [
        ("/api/procedures/9.999999", 404),
        ("/api/procedures/9.999999/history", 404),
        ("/api/nothing", 404),
        ("/api/search?limit=x", 400),
        ("/api/search?field=khong+co+linh+vuc", 400),
        ("/api/review?rule=khong-co", 400),
        ("/api/stats?year=1900", 400),
        ("/api/cost?code=9.999999", 404),
        ("/api/diff?old=..%2F..%2Fetc", 404),
        ("/api/diff?old=%2Ftmp", 404),
        ("/api/diff?new=HEAD", 404),
        ("/api/diff?code=9.999999", 404),
        ("/api/diff?code=khong-phai-ma", 404),
        ("/api/cost?field=khong+co+linh+vuc", 400),
        ("/api/review?field=khong+co+linh+vuc", 400),
    ] {
        let answer = site.get(target);
        let error = &answer.json()["error"];
        assert_eq!(
            (answer.status, error["status"].as_u64()),
            (status, Some(status.into())),
            "{target}"
        );
        assert!(!error["message"].as_str().unwrap().is_empty(), "{target}");
    }
    let folder = small();
    let alone = Site::of(folder.path());
    assert_eq!(alone.get("/api/diff").status, 404);
    assert_eq!(
        alone.get("/api/revisions").json()["revisions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_cost_that_cannot_be_worked_out_says_what_is_missing_and_where() {
    let folder = small();
    let head = OFFICE.replace("  tnbq: [{nam: 2024, muc: 40.000 đồng, nguon: ví dụ}]\n", "");
    folder.write("2026-07-01/catalogue.yaml", head.as_bytes());
    let site = Site::of(folder.path());
    for target in ["/api/cost", "/api/cost?code=1.000001"] {
        let answer = site.get(target);
        let said = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert_eq!(answer.status, 422, "{said}");
        for part in ["2026-07-01/catalogue.yaml", "tham_so.tnbq", "01/07/2026"] {
            assert!(said.contains(part), "{said}");
        }
    }
    let english = site.get("/api/cost?lang=en").json();
    assert!(
        english["error"]["message"]
            .as_str()
            .unwrap()
            .contains("Fill in tham_so.tnbq")
    );
}

/// Every object of a document, with where it stands.
fn objects<'v>(value: &'v Value, at: String, found: &mut Vec<(String, &'v serde_json::Map<String, Value>)>) {
    match value {
        Value::Object(object) => {
            found.push((at.clone(), object));
            let each = object.iter();
            each.for_each(|(key, value)| objects(value, format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            let each = list.iter().enumerate();
            each.for_each(|(key, value)| objects(value, format!("{at}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn the_description_refers_only_to_what_is_in_it() {
    let site = Site::of_ours();
    let description = site.get("/api/openapi.json").json();
    let mut all = Vec::new();
    objects(&description, String::new(), &mut all);
    let references: Vec<&str> = all
        .iter()
        .filter_map(|(_, object)| object.get("$ref")?.as_str())
        .collect();
    assert!(references.len() > 10, "{references:?}");
    for reference in references {
        let name = reference.strip_prefix("#/components/schemas/");
        assert!(name.is_some_and(|name| !name.contains('/')), "{reference}");
        assert!(description.pointer(&reference[1..]).is_some(), "{reference}");
    }
    for (at, object) in &all {
        assert!(!object.contains_key("$defs") && !object.contains_key("$schema"), "{at}");
        let pattern = object.get("pattern").and_then(Value::as_str);
        if let (Some(pattern), Some(default)) = (pattern, object.get("default")) {
            let pattern = regex::Regex::new(pattern).unwrap();
            assert!(
                default.as_str().is_some_and(|default| pattern.is_match(default)),
                "{at}: {default}"
            );
        }
    }
    let code = &description["components"]["schemas"]["Procedure"]["properties"]["ma"];
    assert!(
        code["type"] == "string" && code["pattern"].is_string() && code.get("default").is_none(),
        "{code}"
    );
}

#[test]
fn the_description_names_every_address_and_what_comes_back() {
    let site = Site::of_ours();
    let description = site.get("/api/openapi.json").json();
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().unwrap();
    let routes = std::fs::read_to_string(root().join("src/web/routes.rs")).unwrap();
    let mut named = 0;
    for part in routes.split("\"/api/").skip(1) {
        let path = format!("/api/{}", part.split('"').next().unwrap());
        if path != "/api/openapi.json" {
            assert!(paths.contains_key(&path), "{path} is not described");
            named += 1;
        }
    }
    assert_eq!(paths.len(), named);
    for (path, item) in paths {
        let operation = &item["get"];
        assert!(operation["summary"].as_str().unwrap().len() > 10, "{path}");
        let answer = site.get(&path.replace("{code}", "1.001193"));
        assert_eq!(answer.status, 200, "{path}");
        let (answer, schema) = (
            answer.json(),
            &operation["responses"]["200"]["content"]["application/json"]["schema"],
        );
        let is_of = |value: &Value, kind: &Value| match kind.as_str().unwrap() {
            "string" => value.is_string(),
            "integer" => value.is_u64(),
            "number" => value.is_number(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            other => other == "null" && value.is_null(),
        };
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap();
            let kinds = schema["properties"][name]["type"].as_array().unwrap();
            let value = answer.get(name).unwrap_or_else(|| panic!("{path} has no {name}"));
            assert!(kinds.iter().any(|kind| is_of(value, kind)), "{path}: {name} is {value}");
        }
        for parameter in operation["parameters"].as_array().unwrap() {
            assert!(
                parameter["in"] == "path" || parameter["description"].is_string(),
                "{path}: {parameter}"
            );
        }
    }
}
