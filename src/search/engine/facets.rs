//! Facets and filters of an index elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::search::columns::{self, Labels};
use crate::search::ranking::{FacetCounts, chosen_values, matching};
use crate::search::schema::IndexSchema;
use crate::search::{Query, SearchError};

/// Most values of a facet an engine counts.
const MOST: usize = 10_000;

/// A facet with the conditions it makes.
struct Facet {
    name: &'static str,
    field: String,
    /// What documents must have; nothing when it is not filtered by.
    wanted: Option<Value>,
}

/// The filters of a query.
pub(super) struct Filters {
    facets: Vec<Facet>,
    limits: Vec<Value>,
}

/// Names of the facets with the fields they are read from.
fn fields(schema: &IndexSchema) -> Vec<(&'static str, String)> {
    let name_of = |field| schema.schema.get_field_name(field).to_owned();
    let named = schema.facets.iter().map(|facet| (facet.name, name_of(facet.field)));
    let own = [(columns::ONLINE, schema.online), (columns::VERB, schema.verb)];
    named.chain(own.map(|(name, field)| (name, name_of(field)))).collect()
}

/// Whether the values the engine has must be known before the filters can be made.
pub(super) fn needs_values(schema: &IndexSchema, query: &Query) -> bool {
    fields(schema)
        .iter()
        .any(|(name, _)| !chosen_values(query, name).is_empty())
}

/// Asks for every value of every facet.
pub(super) fn all_values(schema: &IndexSchema) -> Value {
    let fields = fields(schema).into_iter();
    fields
        .map(|(name, field)| (name.to_owned(), json!({ "terms": { "field": field, "size": MOST } })))
        .collect::<Map<_, _>>()
        .into()
}

impl Filters {
    /// The filters of a query; `values` is what [`all_values`] was answered with.
    pub(super) fn new(schema: &IndexSchema, query: &Query, values: &Value) -> Result<Self, SearchError> {
        let mut facets = Vec::new();
        for (name, field) in fields(schema) {
            let chosen = chosen_values(query, name);
            let wanted = if chosen.is_empty() {
                None
            } else {
                Some(wanted(name, &field, &chosen, &values[name])?)
            };
            facets.push(Facet { name, field, wanted });
        }
        let name_of = |field| schema.schema.get_field_name(field);
        let mut limits = Vec::new();
        if let Some(days) = query.max_days {
            limits.push(json!({ "range": { name_of(schema.longest_days): { "lte": days } } }));
        }
        if query.free {
            limits.push(json!({ "term": { name_of(schema.free): true } }));
        }
        if query.in_force {
            limits.push(json!({ "term": { name_of(schema.in_force): true } }));
        }
        Ok(Self { facets, limits })
    }

    /// What every document must have.
    pub(super) fn all(&self) -> Vec<Value> {
        self.but("")
    }

    fn but(&self, name: &str) -> Vec<Value> {
        let others = self.facets.iter().filter(|facet| facet.name != name);
        let wanted = others.filter_map(|facet| facet.wanted.clone());
        self.limits.iter().cloned().chain(wanted).collect()
    }

    /// Asks how many have each value; a facet that is filtered by counts as if it were not.
    pub(super) fn counts(&self) -> Value {
        let facets = self.facets.iter().map(|facet| {
            let counted = json!({
                "filter": { "bool": { "filter": self.but(facet.name) } },
                "aggs": { "values": { "terms": { "field": facet.field, "size": MOST } } },
            });
            (facet.name.to_owned(), counted)
        });
        facets.collect::<Map<_, _>>().into()
    }

    /// The answer to [`Filters::counts`].
    pub(super) fn counted(&self, answer: &Value) -> FacetCounts {
        let facets = self.facets.iter();
        facets
            .map(|facet| (facet.name, counted(&answer[facet.name]["values"])))
            .collect::<BTreeMap<_, _>>()
    }
}

/// The values of a facet as they are kept, each with its count.
fn buckets(answer: &Value) -> Vec<(String, usize)> {
    let buckets = answer["buckets"].as_array().into_iter().flatten();
    let mut values: Vec<(String, usize)> = buckets
        .filter_map(|bucket| {
            Some((
                bucket["key"].as_str()?.to_owned(),
                bucket["doc_count"].as_u64()? as usize,
            ))
        })
        .collect();
    values.sort_unstable();
    values
}

fn counted(answer: &Value) -> Vec<(Arc<str>, usize)> {
    let buckets = buckets(answer);
    let counts: Vec<usize> = buckets.iter().map(|(_, count)| *count).collect();
    Labels::of(buckets.iter().map(|(kept, _)| kept.as_str())).counted(&counts)
}

fn wanted(name: &'static str, field: &str, chosen: &[String], answer: &Value) -> Result<Value, SearchError> {
    let buckets = buckets(answer);
    let values: Vec<&str> = buckets.iter().map(|(kept, _)| columns::shown(kept)).collect();
    let known = || {
        Ok(counted(answer)
            .into_iter()
            .map(|(value, _)| value.to_string())
            .collect())
    };
    let wanted = matching(name, &values, chosen, known)?;
    let kept: Vec<&str> = buckets
        .iter()
        .zip(wanted)
        .filter_map(|((kept, _), wanted)| wanted.then_some(kept.as_str()))
        .collect();
    Ok(json!({ "terms": { field: kept } }))
}
