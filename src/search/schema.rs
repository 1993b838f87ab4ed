//! The shape of the index, made by walking [`FIELDS`].
//!
//! Every field people search has three parts: exact syllables, folded syllables and pairs. They stay apart by field, so
//! that weights are a matter of the query and changing them needs no new index.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use super::analysis::{self, Form};
use crate::catalogue::fields::{self, FIELDS, Indexing};

/// The index's fields, by what they are for.
#[derive(Debug, Clone)]
pub(super) struct IndexSchema {
    /// As tantivy knows it.
    pub(super) schema: Schema,
    /// Fields people search.
    pub(super) texts: Vec<TextField>,
    /// Fields people filter by.
    pub(super) facets: Vec<FacetField>,
    /// Codes a procedure is found by.
    pub(super) codes: Vec<CodeField>,
    /// Numbers of legal documents and codes mentioned anywhere.
    pub(super) numbers: Field,
    /// The name as one term.
    pub(super) whole_name: Field,
    /// The code that identifies the procedure.
    pub(super) identity: Field,
    /// The name, for sorting.
    pub(super) name: Field,
    /// How far the online service goes.
    pub(super) online: Field,
    /// Longest time limit, in days.
    pub(super) longest_days: Field,
    /// Whether nothing has to be paid.
    pub(super) free: Field,
    /// What the document was made from.
    pub(super) fingerprint: Field,
    /// What is needed to show a hit.
    pub(super) head: Field,
    /// What was said, field by field, for snippets.
    pub(super) passage: Field,
}

/// A field people search.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextField {
    /// The row of [`FIELDS`].
    pub(super) row: &'static fields::Field,
    /// How much a match in it counts.
    pub(super) weight: f32,
    /// Its exact syllables.
    pub(super) exact: Field,
    /// Its folded syllables.
    pub(super) folded: Field,
    /// Its pairs.
    pub(super) pairs: Field,
}

/// A field people filter by.
#[derive(Debug, Clone, Copy)]
pub(super) struct FacetField {
    /// The row of [`FIELDS`].
    pub(super) row: &'static fields::Field,
    /// Its name in results.
    pub(super) name: &'static str,
    /// Its values.
    pub(super) field: Field,
}

/// A field that holds codes.
#[derive(Debug, Clone, Copy)]
pub(super) struct CodeField {
    /// The row of [`FIELDS`].
    pub(super) row: &'static fields::Field,
    /// Its codes.
    pub(super) field: Field,
}

/// What an index is made of. An index that carries another stamp is built anew.
pub(super) fn stamp() -> String {
    let schema = IndexSchema::new().schema;
    let schema = serde_json::to_string(&schema).unwrap_or_default();
    let parts = [
        env!("CARGO_PKG_VERSION"),
        tantivy::version_string(),
        &analysis::VERSION.to_string(),
        &schema,
    ];
    blake3::hash(parts.join("\n").as_bytes()).to_hex().to_string()
}

impl IndexSchema {
    pub(super) fn new() -> Self {
        let mut builder = Schema::builder();
        let (mut texts, mut facets, mut codes) = (Vec::new(), Vec::new(), Vec::new());
        for row in FIELDS {
            match row.indexing {
                Indexing::No => {}
                Indexing::Code => codes.push(CodeField {
                    row,
                    field: builder.add_text_field(row.key, term()),
                }),
                Indexing::Text(weight) => texts.push(TextField::add(&mut builder, row, weight)),
                Indexing::Facet(name, weight) => {
                    let field = builder.add_text_field(row.key, column());
                    facets.push(FacetField { row, name, field });
                    texts.push(TextField::add(&mut builder, row, weight));
                }
            }
        }
        Self {
            texts,
            facets,
            codes,
            numbers: builder.add_text_field(
                "numbers",
                indexed(Form::Numbers.name(), IndexRecordOption::Basic, false),
            ),
            whole_name: builder.add_text_field("whole_name", term()),
            identity: builder.add_text_field("identity", column()),
            name: builder.add_text_field("name", column()),
            online: builder.add_text_field("online", column()),
            longest_days: builder.add_u64_field("longest_days", NumericOptions::default().set_fast()),
            free: builder.add_bool_field("free", NumericOptions::default().set_fast()),
            fingerprint: builder.add_text_field("fingerprint", term()),
            head: builder.add_text_field("head", TextOptions::default().set_stored()),
            passage: builder.add_text_field("passage", TextOptions::default().set_stored()),
            schema: builder.build(),
        }
    }
}

impl TextField {
    fn add(builder: &mut SchemaBuilder, row: &'static fields::Field, weight: f32) -> Self {
        // Only the folded part keeps the length of the field: the other parts are as long.
        let mut part = |form: Form, lengths: bool| {
            let name = format!("{}_{}", row.key, form.name());
            builder.add_text_field(&name, indexed(form.name(), IndexRecordOption::WithFreqs, lengths))
        };
        Self {
            row,
            weight,
            exact: part(Form::Exact, false),
            folded: part(Form::Folded, true),
            pairs: part(Form::Pairs, false),
        }
    }

    /// The part with terms of this form, if the field has one of its own.
    pub(super) fn part(&self, form: Form) -> Option<Field> {
        match form {
            Form::Exact => Some(self.exact),
            Form::Folded => Some(self.folded),
            Form::Pairs => Some(self.pairs),
            Form::Numbers => None,
        }
    }
}

fn indexed(tokenizer: &str, record: IndexRecordOption, lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(record)
        .set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// A value found as a whole.
fn term() -> TextOptions {
    indexed("raw", IndexRecordOption::Basic, false)
}

/// A value read by document.
fn column() -> TextOptions {
    TextOptions::default().set_fast("raw")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_people_search_is_in_the_index() {
        let index = IndexSchema::new();
        for row in FIELDS {
            let (text, facet, code) = (
                index.texts.iter().any(|text| text.row.key == row.key),
                index.facets.iter().any(|facet| facet.row.key == row.key),
                index.codes.iter().any(|code| code.row.key == row.key),
            );
            let wanted = match row.indexing {
                Indexing::No => (false, false, false),
                Indexing::Code => (false, false, true),
                Indexing::Text(_) => (true, false, false),
                Indexing::Facet(..) => (true, true, false),
            };
            assert_eq!((text, facet, code), wanted, "{}", row.key);
        }
    }

    #[test]
    fn the_stamp_is_the_same_every_time() {
        assert_eq!(stamp(), stamp());
    }
}
