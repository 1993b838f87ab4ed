//! What the templates of the site see. Changing a name here breaks people's templates.

use serde::Serialize;

use super::{FieldPage, Pages};
use crate::catalogue::fields::{self, Reference};
use crate::catalogue::{Catalogue, Entry};
use crate::document::record::{LongView, RecordView};
use crate::text;

/// What every page shows.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Frame {
    /// Title of the catalogue.
    #[serde(rename = "danh_muc")]
    title: String,
    /// Office that keeps it; empty when it says none.
    #[serde(rename = "co_quan")]
    office: String,
    /// Revision.
    #[serde(rename = "phien_ban")]
    revision: String,
    /// Its day; empty when it has none.
    #[serde(rename = "ngay")]
    day: String,
    /// What a reader should know of the data.
    #[serde(rename = "ghi_chu")]
    note: String,
}

impl Frame {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let settings = catalogue.settings();
        let title = text::printable(settings.title.trim());
        Self {
            title: if title.is_empty() {
                "Danh mục thủ tục hành chính".to_owned()
            } else {
                title
            },
            office: text::printable(settings.office.name.trim()),
            revision: catalogue.name().to_owned(),
            day: settings.day().map(|day| day.to_string()).unwrap_or_default(),
            note: text::printable(settings.note.as_deref().unwrap_or_default().trim()),
        }
    }

    pub(super) fn title(&self) -> &str {
        &self.title
    }
}

/// The first page.
#[derive(Debug, Serialize)]
pub(super) struct IndexView<'a> {
    #[serde(rename = "khung")]
    frame: &'a Frame,
    /// Number of procedures.
    #[serde(rename = "so_thu_tuc")]
    procedures: String,
    #[serde(rename = "linh_vuc")]
    fields: Vec<FieldLink<'a>>,
}

/// A field with its page.
#[derive(Debug, Serialize)]
struct FieldLink<'a> {
    #[serde(rename = "ten")]
    field: &'a str,
    #[serde(rename = "trang")]
    page: &'a str,
    #[serde(rename = "so_thu_tuc")]
    procedures: String,
}

/// The page of a field.
#[derive(Debug, Serialize)]
pub(super) struct FieldView<'a> {
    #[serde(rename = "khung")]
    frame: &'a Frame,
    #[serde(rename = "linh_vuc")]
    field: FieldLink<'a>,
    #[serde(rename = "thu_tuc")]
    procedures: Vec<ProcedureLink<'a>>,
}

/// A procedure with its page.
#[derive(Debug, Serialize)]
struct ProcedureLink<'a> {
    #[serde(rename = "ma")]
    code: &'a str,
    #[serde(rename = "ten")]
    name: String,
    #[serde(rename = "trang")]
    page: &'a str,
    #[serde(rename = "cap")]
    levels: Vec<String>,
}

/// The page of a procedure.
#[derive(Debug, Serialize)]
pub(super) struct ProcedureView<'a> {
    #[serde(rename = "khung")]
    frame: &'a Frame,
    #[serde(rename = "linh_vuc")]
    field: FieldLink<'a>,
    #[serde(rename = "ma")]
    code: String,
    #[serde(rename = "ten")]
    name: String,
    /// Fields of a few words.
    #[serde(rename = "thong_tin")]
    short: Vec<ShortView<'a>>,
    /// Fields of entries.
    #[serde(rename = "noi_dung")]
    long: Vec<LongView>,
}

/// A field of a few words.
#[derive(Debug, Serialize)]
struct ShortView<'a> {
    #[serde(rename = "khoa")]
    key: &'static str,
    #[serde(rename = "nhan")]
    label: String,
    #[serde(rename = "dong")]
    lines: Vec<LineView<'a>>,
}

/// A line of it.
#[derive(Debug, Serialize)]
struct LineView<'a> {
    #[serde(rename = "chu")]
    text: String,
    /// Page of the procedure it names; empty when it names none that is here.
    #[serde(rename = "trang")]
    page: &'a str,
}

pub(super) fn index<'a>(frame: &'a Frame, pages: &'a Pages, procedures: usize) -> IndexView<'a> {
    IndexView {
        frame,
        procedures: text::number(procedures as u64),
        fields: pages.fields.iter().map(field_link).collect(),
    }
}

fn field_link(page: &FieldPage) -> FieldLink<'_> {
    FieldLink {
        field: if page.field.is_empty() {
            "Không ghi lĩnh vực"
        } else {
            &page.field
        },
        page: &page.name,
        procedures: text::number(page.entries.len() as u64),
    }
}

pub(super) fn field<'a>(
    frame: &'a Frame,
    page: &'a FieldPage,
    pages: &'a Pages,
    entries: &'a [Entry],
) -> FieldView<'a> {
    let procedure = |at: &usize| {
        let procedure = &entries[*at].procedure;
        ProcedureLink {
            code: procedure.identity(),
            name: text::printable(&procedure.name),
            page: pages.of(*at),
            levels: procedure.levels.iter().map(|level| level.text().to_owned()).collect(),
        }
    };
    FieldView {
        frame,
        field: field_link(page),
        procedures: page.entries.iter().map(procedure).collect(),
    }
}

pub(super) fn procedure<'a>(
    frame: &'a Frame,
    record: RecordView,
    page: &'a FieldPage,
    pages: &'a Pages,
    catalogue: &Catalogue,
) -> ProcedureView<'a> {
    let line = |text: String, names_procedures: bool| {
        let named = catalogue.get(&text).filter(|_| names_procedures);
        let at = named.and_then(|named| pages.by_code.get(named.procedure.identity()));
        LineView {
            page: at.map_or("", |at| pages.of(*at)),
            text: match named {
                Some(named) => format!("{text} {}", text::printable(&named.procedure.name)),
                None => text,
            },
        }
    };
    let short = record.short.into_iter().map(|short| {
        let refers_to = fields::field(short.key).map(|field| field.refers_to);
        let names_procedures = refers_to == Some(Reference::Procedures);
        ShortView {
            key: short.key,
            label: short.label,
            lines: short
                .lines
                .into_iter()
                .map(|text| line(text, names_procedures))
                .collect(),
        }
    });
    ProcedureView {
        frame,
        field: field_link(page),
        code: record.code,
        name: record.name,
        short: short.collect(),
        long: record.long,
    }
}
