//! CPSV-AP 3.2, the European Union's vocabulary for public services, as Turtle and JSON-LD: out and in again.
//!
//! [`map`] says where each field stands; `build` makes a graph of a catalogue by it and `read` makes procedures of a graph;
//! `write` and `parse` are the two file formats; [`shapes`] holds what the published SHACL shapes ask for, and [`check`] holds
//! a graph against it. Only terms of the profile and of the vocabularies it is made of are used: none is ours.

mod build;
mod check;
mod graph;
pub mod map;
mod names;
pub(super) mod parse;
pub(super) mod read;
pub mod shapes;
mod terms;
mod values;
mod write;

use std::io::{self, Write};

pub use self::check::{RULE, check};
pub use self::graph::Graph;
use self::map::{MAP, Place};
pub use self::names::{Base, BaseError, USUAL_BASE};
use self::terms::property;
pub use self::write::{Format, write};
use crate::catalogue::Catalogue;
use crate::catalogue::fields::{FIELDS, Field};
use crate::finding::Finding;

/// A catalogue as a graph, and what did not come with it.
#[derive(Debug)]
pub struct Export {
    graph: Graph,
    /// Procedures in it.
    pub procedures: usize,
    /// Fields that say something, over all procedures.
    pub said: usize,
    /// Fields that do not come back from the graph as they are.
    pub left: Vec<Left>,
    /// What the published shapes find wrong with it.
    pub findings: Vec<Finding>,
}

/// A field that some procedures have and the graph has not, or not in the same words.
#[derive(Debug)]
pub struct Left {
    /// The field.
    pub field: &'static Field,
    /// Why.
    pub why: &'static str,
    /// Codes of the procedures, by code.
    pub codes: Vec<String>,
}

/// Why a field that has a place does not come back.
const TWICE: &str = "một mục ghi hai lần trong danh sách, mà đồ thị chỉ giữ một";
const NOT_HERE: &str = "thủ tục liên quan không có trong danh mục, hoặc mã ghi khác";

/// Makes the graph of a catalogue, holds it against the published shapes, and reads it back to see what it lost.
pub fn export(catalogue: &Catalogue, base: &Base, shown: &str) -> Export {
    let (graph, services) = build::graph(catalogue, base);
    let costs = read::CostsByChannel::of(&graph);
    let mut left: Vec<Left> = Vec::new();
    let mut said = 0;
    for (procedure, node) in catalogue.procedures().zip(&services) {
        let back = read::service(&graph, *node, &costs).procedure;
        for field in FIELDS {
            let value = (field.get)(procedure);
            if value.is_absent() {
                continue;
            }
            said += 1;
            let why = match place(field) {
                Place::Nowhere(why) => why,
                _ if (field.get)(&back) == value => continue,
                Place::Text([property::RELATED_SERVICE, ..]) => NOT_HERE,
                _ => TWICE,
            };
            let code = procedure.code.text().to_owned();
            match left.iter_mut().find(|left| left.field.key == field.key) {
                Some(left) => left.codes.push(code),
                None => left.push(Left {
                    field,
                    why,
                    codes: vec![code],
                }),
            }
        }
    }
    Export {
        findings: check(&graph, shown),
        procedures: services.len(),
        said,
        left,
        graph,
    }
}

fn place(field: &Field) -> Place {
    let row = MAP.iter().find(|row| row.field == field.key && row.part.is_empty());
    row.map_or(Place::Nowhere("chưa có trong bảng ánh xạ"), |row| row.place)
}

impl Export {
    /// Statements of the graph.
    pub fn triples(&self) -> usize {
        self.graph.triples()
    }

    /// Writes the graph.
    ///
    /// # Errors
    ///
    /// When the bytes cannot be written.
    pub fn write(&self, format: Format, out: impl Write) -> io::Result<()> {
        write(&self.graph, format, out)
    }
}
