//! The catalogue as a folder of pages that need no server: they open from a USB stick, and search there too.
//!
//! ```text
//! index.html            the box and its hits; without scripts the fields
//! linh-vuc/<name>.html  the procedures of a field
//! thu-tuc/<code>.html   one procedure, field by field
//! assets/               style and scripts
//! data/*.js             what is searched in (`data`), brought in where a query needs it
//! site.json             what the folder is, and every file of it
//! ```
//!
//! Everything a page refers to is in the folder. The same catalogue gives the same bytes.

mod data;
mod folder;
mod names;
mod script;
mod views;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

pub use self::folder::Written;
use self::names::Names;
use crate::catalogue::{Catalogue, Entry};
use crate::document::record;
use crate::search::portable::Portable;
use crate::templates::{TemplateError, Templates};
use crate::text;

/// Style and scripts, in the program.
const ASSETS: [(&str, &[u8]); 4] = [
    (
        "assets/site.css",
        concat!(
            include_str!("../../templates/web/assets/base.css"),
            include_str!("../../templates/site/assets/site.css")
        )
        .as_bytes(),
    ),
    (
        "assets/search.js",
        include_bytes!("../../templates/site/assets/search.js"),
    ),
    ("assets/page.js", include_bytes!("../../templates/site/assets/page.js")),
    ("assets/icon.svg", include_bytes!("../../templates/web/assets/icon.svg")),
];

/// A site that was made, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Every file by its path in the folder, sorted.
    files: Vec<(String, Vec<u8>)>,
    /// What the folder is.
    about: About,
}

/// What a site shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    title: String,
    revision: String,
    procedures: usize,
}

/// Why there is no site.
#[derive(Debug, Error)]
pub enum SiteError {
    /// A template failed.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The folder is there and is no site, or somebody put a file into it.
    #[error("{folder} is there and is not a site that this program wrote: {reason}; name a new folder")]
    Taken {
        /// The folder.
        folder: PathBuf,
        /// What is in it.
        reason: String,
    },
    /// A file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// File names of the pages, without their endings.
#[derive(Debug)]
struct Pages {
    /// By entry of the catalogue.
    procedures: Vec<String>,
    /// Entries by code.
    by_code: HashMap<String, usize>,
    /// Fields in Vietnamese order, with the entries of each by name.
    fields: Vec<FieldPage>,
}

/// The page of a field.
#[derive(Debug)]
struct FieldPage {
    field: String,
    name: String,
    entries: Vec<usize>,
}

impl Pages {
    fn of_catalogue(entries: &[Entry]) -> Self {
        let mut names = Names::default();
        let procedures = entries
            .iter()
            .map(|entry| names.name(entry.procedure.identity()))
            .collect();
        let mut order: Vec<usize> = (0..entries.len()).collect();
        let procedure = |at: &usize| &entries[*at].procedure;
        order.sort_by_cached_key(|at| {
            let procedure = procedure(at);
            (
                text::collation_key(procedure.field.trim()),
                procedure.field.trim(),
                text::collation_key(&procedure.name),
                procedure.identity(),
            )
        });
        let mut names = Names::default();
        let same_field = |a: &usize, b: &usize| procedure(a).field.trim() == procedure(b).field.trim();
        let fields = order.chunk_by(same_field).filter_map(|entries| {
            let field = procedure(entries.first()?).field.trim();
            Some(FieldPage {
                name: names.name(&text::slug(field)),
                field: field.to_owned(),
                entries: entries.to_vec(),
            })
        });
        Self {
            fields: fields.collect(),
            by_code: (0..)
                .zip(entries)
                .map(|(at, entry)| (entry.procedure.identity().to_owned(), at))
                .collect(),
            procedures,
        }
    }

    /// The page of an entry.
    fn of(&self, entry: usize) -> &str {
        &self.procedures[entry]
    }
}

/// Makes the site of a catalogue; the lexicon below `root`, where the revisions are, is added to the one that ships.
///
/// # Errors
///
/// When a template fails.
pub fn site(templates: &Templates, catalogue: &Catalogue, root: Option<&Path>) -> Result<Site, SiteError> {
    let entries = catalogue.entries();
    let pages = Pages::of_catalogue(entries);
    let frame = views::Frame::of(catalogue);
    let mut files: Vec<(String, Vec<u8>)> = ASSETS.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).into();
    files.extend(data::files(&Portable::of(catalogue, root), &pages));
    let index = templates.render("site/index.html.j2", &views::index(&frame, &pages, entries.len()))?;
    files.push(("index.html".to_owned(), index.into_bytes()));
    let fields: Vec<_> = pages
        .fields
        .par_iter()
        .map(|field| {
            let view = views::field(&frame, field, &pages, entries);
            let page = templates.render("site/linh-vuc.html.j2", &view)?;
            Ok((format!("linh-vuc/{}.html", field.name), page.into_bytes()))
        })
        .collect::<Result<_, TemplateError>>()?;
    let procedures: Vec<_> = pages
        .fields
        .par_iter()
        .flat_map(|field| field.entries.par_iter().map(move |at| (field, *at)))
        .map(|(field, at)| {
            let record = record::view(&entries[at], catalogue);
            let view = views::procedure(&frame, record, field, &pages, catalogue);
            let page = templates.render("site/thu-tuc.html.j2", &view)?;
            Ok((format!("thu-tuc/{}.html", pages.of(at)), page.into_bytes()))
        })
        .collect::<Result<_, TemplateError>>()?;
    files.extend(fields);
    files.extend(procedures);
    files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(Site {
        files,
        about: About {
            title: frame.title().to_owned(),
            revision: catalogue.name().to_owned(),
            procedures: entries.len(),
        },
    })
}
