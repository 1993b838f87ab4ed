//! The description of the JSON addresses after OpenAPI 3.1, made from the table of routes.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::reply::{Answer, Reply};
use super::routes::ROUTES;
use super::visit::Visit;
use crate::catalogue::procedure::Procedure;

/// Where the schemas stand in the document.
const SCHEMAS: &str = "#/components/schemas/";

/// What programs are told of an address.
#[derive(Debug)]
pub(super) struct Described {
    /// One sentence.
    pub(super) summary: &'static str,
    /// Parameters of the address.
    pub(super) parameters: &'static [Parameter],
    /// What comes back.
    pub(super) returns: Returns,
}

/// A parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    name: &'static str,
    kind: Kind,
    description: &'static str,
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Texts,
    Number,
    Switch,
    OneOf(&'static [&'static str]),
}

/// What comes back.
#[derive(Debug)]
pub(super) enum Returns {
    /// A procedure, by the schema of its file.
    Procedure,
    /// An object with these keys; more may be added.
    Object(&'static [(&'static str, &'static str)]),
}

const fn parameter(name: &'static str, kind: Kind, description: &'static str) -> Parameter {
    Parameter {
        name,
        kind,
        description,
    }
}

/// `/api/search`
pub(super) const SEARCH: Described = Described {
    summary: "Find procedures by words, with or without accents",
    parameters: &[
        parameter(
            "q",
            Kind::Text,
            "Words, a code, or the number of a legal document; everything when absent",
        ),
        parameter("level", Kind::Texts, "Only this level"),
        parameter("field", Kind::Texts, "Only this field, or a part of its name"),
        parameter(
            "agency",
            Kind::Texts,
            "Only this executing agency, or a part of its name",
        ),
        parameter("verb", Kind::Texts, "Only this verb: Cấp lại, Gia hạn …"),
        parameter(
            "online",
            Kind::Text,
            "Only with an online service: any, Toàn trình, Một phần",
        ),
        parameter(
            "max_days",
            Kind::Number,
            "Only what takes at most so many days on every channel",
        ),
        parameter("free", Kind::Switch, "Only what costs nothing"),
        parameter("in_force", Kind::Switch, "Only what is in force"),
        parameter("sort", Kind::OneOf(&["relevance", "name", "code"]), "Order of the hits"),
        parameter(
            "limit",
            Kind::Number,
            "Most hits to return, 20 when absent, at most 200",
        ),
        parameter("offset", Kind::Number, "Hits to leave out at the beginning"),
        parameter("explain", Kind::Switch, "Say how each hit earned its place"),
    ],
    returns: Returns::Object(&[
        ("query", "string"),
        ("total", "integer"),
        ("hits", "array"),
        ("facets", "object"),
        ("suggestion", "string|null"),
        ("dropped", "array"),
    ]),
};

/// `/api/procedures/{code}`
pub(super) const PROCEDURE: Described = Described {
    summary: "One procedure, as its file has it",
    parameters: &[],
    returns: Returns::Procedure,
};

/// `/api/procedures/{code}/history`
pub(super) const HISTORY: Described = Described {
    summary: "What each revision changed in a procedure, and the decision that announced it",
    parameters: &[],
    returns: Returns::Object(&[
        ("code", "string"),
        ("name", "string"),
        ("events", "array"),
        ("unexplained", "integer"),
    ]),
};

/// `/api/revisions`
pub(super) const REVISIONS: Described = Described {
    summary: "The revisions there are, oldest first",
    parameters: &[],
    returns: Returns::Object(&[("revisions", "array")]),
};

/// `/api/diff`
pub(super) const DIFF: Described = Described {
    summary: "What differs between two revisions, field by field, with its effect on the burden",
    parameters: &[
        parameter(
            "old",
            Kind::Text,
            "Older revision; the one before the newer when absent",
        ),
        parameter("new", Kind::Text, "Newer revision; the newest when absent"),
        parameter("code", Kind::Text, "Only this procedure"),
    ],
    returns: Returns::Object(&[
        ("old", "string"),
        ("new", "string"),
        ("summary", "object"),
        ("procedures", "array"),
    ]),
};

/// `/api/review`
pub(super) const REVIEW: Described = Described {
    summary: "What the rules of the review find; every finding is a question for a person",
    parameters: &[
        parameter("rule", Kind::Texts, "Only this rule, by name or number"),
        parameter("field", Kind::Text, "Only procedures of this field"),
    ],
    returns: Returns::Object(&[("findings", "array")]),
};

/// `/api/check`
pub(super) const CHECK: Described = Described {
    summary: "What is wrong with the files of the catalogue",
    parameters: &[],
    returns: Returns::Object(&[("findings", "array")]),
};

/// `/api/cost`
pub(super) const COST: Described = Described {
    summary: "Compliance cost by the standard cost model, in đồng",
    parameters: &[
        parameter("code", Kind::Texts, "Only this procedure"),
        parameter("field", Kind::Text, "Only procedures of this field"),
    ],
    returns: Returns::Object(&[
        ("procedures", "array"),
        ("total_per_year", "number"),
        ("total", "object"),
        ("by_field", "array"),
        ("parameters", "object"),
        ("notes", "object"),
    ]),
};

/// `/api/stats`
pub(super) const STATS: Described = Described {
    summary: "Figures of the catalogue: inventory, online service, dossiers, simplification",
    parameters: &[parameter(
        "year",
        Kind::Number,
        "Dossiers of this year; the last one when absent",
    )],
    returns: Returns::Object(&[
        ("revision", "string"),
        ("by_level", "object"),
        ("by_field", "object"),
        ("online", "object"),
        ("dossiers", "object"),
        ("targets", "array"),
    ]),
};

/// `/api/openapi.json`
pub(super) fn description(_: &Visit) -> Answer {
    let mut paths = Map::new();
    for route in ROUTES {
        // Only what is read is described; forms are for pages.
        if let Some(described) = route.described.as_ref().filter(|_| !route.call.form) {
            paths.insert(
                route.path.to_owned(),
                json!({ "get": operation(route.path, described) }),
            );
        }
    }
    Reply::json(&json!({
        "openapi": "3.1.0",
        "info": {
            "title": "tthc",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Vietnamese administrative procedures: the same results and shapes as the command line.",
        },
        "paths": paths,
        "components": { "schemas": schemas() },
    }))
}

/// The schemas that answers refer to, by name.
fn schemas() -> Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = SCHEMAS.trim_start_matches('#').into();
    let mut generator = settings.into_generator();
    generator.subschema_for::<Procedure>();
    let mut schemas = generator.take_definitions(true);
    // What is read when a key is absent is no matter of answers, and need not be fit to be written.
    schemas.values_mut().for_each(drop_defaults);
    let error = json!({
        "type": "object",
        "properties": { "error": {
            "type": "object",
            "properties": { "status": { "type": "integer" }, "message": { "type": "string" } },
            "required": ["status", "message"],
        }},
        "required": ["error"],
    });
    schemas.insert("Error".to_owned(), error);
    schemas
}

fn drop_defaults(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.remove("default");
            object.values_mut().for_each(drop_defaults);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_defaults),
        _ => {}
    }
}

fn operation(path: &str, described: &Described) -> Value {
    let in_path = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(described.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": "query",
            "description": parameter.description,
            "schema": kind_schema(parameter.kind),
        })
    }));
    let error = json!({
        "description": "What is the matter",
        "content": { "application/json": { "schema": { "$ref": format!("{SCHEMAS}Error") } } },
    });
    json!({
        "summary": described.summary,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": described.summary,
                "content": { "application/json": { "schema": returned_schema(&described.returns) } },
            },
            "401": { "description": "Nobody is logged in, where the server has users", "content": error["content"] },
            "4XX": error,
            "5XX": error,
        },
    })
}

fn kind_schema(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Number => json!({ "type": "integer", "minimum": 0 }),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::OneOf(values) => json!({ "type": "string", "enum": values }),
    }
}

fn returned_schema(returns: &Returns) -> Value {
    match returns {
        Returns::Procedure => json!({ "$ref": format!("{SCHEMAS}Procedure") }),
        Returns::Object(keys) => {
            let property = |(name, kinds): &(&str, &str)| {
                let kinds: Vec<&str> = kinds.split('|').collect();
                ((*name).to_owned(), json!({ "type": kinds }))
            };
            let names: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
            json!({
                "type": "object",
                "properties": keys.iter().map(property).collect::<Map<String, Value>>(),
                "required": names,
            })
        }
    }
}
