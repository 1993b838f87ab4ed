//! The shape of the index, made by walking [`FIELDS`].
//!
//! Terms of all searched fields stand together, each form in one field, with levels ([`impact`](super::impact)): a query
//! reads one list a term however many fields a record has.

use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use super::analysis::Form;
use super::weights::IndexTuning;
use crate::catalogue::fields::{self, FIELDS, Indexing};

/// Counts up whenever the same record would give another document, and when the manifest beside the index is written in
/// another way: indexes made before are then built anew.
const VERSION: u32 = 8;

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
    /// Exact syllables.
    exact: Field,
    /// Folded syllables.
    folded: Field,
    /// Pairs.
    pairs: Field,
    /// Numbers of legal documents and codes mentioned anywhere.
    numbers: Field,
    /// The name as one term.
    pub(super) whole_name: Field,
    /// The syllables of the name.
    pub(super) name_syllables: Field,
    /// The code as a number, for the order of hits that earned the same.
    pub(super) order: Field,
    /// The name, for sorting.
    pub(super) name: Field,
    /// How far the online service goes.
    pub(super) online: Field,
    /// What is done: issue, issue again, renew …
    pub(super) verb: Field,
    /// Longest time limit, in days.
    pub(super) longest_days: Field,
    /// Whether nothing has to be paid.
    pub(super) free: Field,
    /// Whether the procedure is in force.
    pub(super) in_force: Field,
    /// The file the document was made from; on disk also with its content, by which it is deleted
    /// ([`IndexedFile::content`](super::manifest::IndexedFile::content)).
    pub(super) path: Field,
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
pub(super) fn stamp(index: &IndexSchema, tuning: &IndexTuning) -> String {
    let schema = serde_json::to_string(&index.schema).unwrap_or_default();
    let weights: Vec<String> = index
        .texts
        .iter()
        .map(|text| format!("{} {}", text.row.key, text.weight))
        .collect();
    let parts = [
        env!("CARGO_PKG_VERSION"),
        tantivy::version_string(),
        &VERSION.to_string(),
        &schema,
        &weights.join(","),
        &format!("{tuning:?}"),
    ];
    blake3::hash(parts.join("\n").as_bytes()).to_hex()[..32].to_owned()
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
                Indexing::Text(weight) => texts.push(TextField { row, weight }),
                Indexing::Facet(name, weight) => {
                    let field = builder.add_text_field(row.key, column());
                    facets.push(FacetField { row, name, field });
                    texts.push(TextField { row, weight });
                }
            }
        }
        let levels = |form: Form| (form.name().to_owned(), indexed(IndexRecordOption::WithFreqs));
        let mut add = |(name, options): (String, TextOptions)| builder.add_text_field(&name, options);
        let [exact, folded, pairs, numbers] = Form::ALL.map(|form| add(levels(form)));
        Self {
            texts,
            facets,
            codes,
            exact,
            folded,
            pairs,
            numbers,
            whole_name: builder.add_text_field("whole_name", term()),
            name_syllables: builder.add_u64_field("name_syllables", NumericOptions::default().set_fast()),
            order: builder.add_u64_field("order", NumericOptions::default().set_fast()),
            name: builder.add_text_field("name", column()),
            online: builder.add_text_field("online", column()),
            verb: builder.add_text_field("verb", column()),
            longest_days: builder.add_u64_field("longest_days", NumericOptions::default().set_fast()),
            free: builder.add_bool_field("free", NumericOptions::default().set_fast()),
            in_force: builder.add_bool_field("in_force", NumericOptions::default().set_fast()),
            path: builder.add_text_field("path", term()),
            head: builder.add_text_field("head", TextOptions::default().set_stored()),
            // As bytes: of text tantivy would check each letter whenever a record is read.
            passage: builder.add_bytes_field("passage", BytesOptions::default().set_stored()),
            schema: builder.build(),
        }
    }

    /// The form of the terms a field holds, when they have levels.
    pub(super) fn form(&self, field: Field) -> Option<Form> {
        Form::ALL.into_iter().find(|form| self.part(*form) == field)
    }

    /// The field that holds terms of a form.
    pub(super) fn part(&self, form: Form) -> Field {
        match form {
            Form::Exact => self.exact,
            Form::Folded => self.folded,
            Form::Pairs => self.pairs,
            Form::Numbers => self.numbers,
        }
    }
}

/// Terms are made here and not by a tokenizer.
fn indexed(record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_index_option(record)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// A value found as a whole.
fn term() -> TextOptions {
    indexed(IndexRecordOption::Basic)
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
        let tuning = IndexTuning::default();
        let stamp = |tuning: &IndexTuning| stamp(&IndexSchema::new(), tuning);
        assert_eq!(stamp(&tuning), stamp(&tuning));
        let other = IndexTuning {
            saturation: 1.0,
            ..tuning.clone()
        };
        assert_ne!(stamp(&tuning), stamp(&other));
    }
}
