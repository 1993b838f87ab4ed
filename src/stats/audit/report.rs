//! The file of figures a clerk types, and where everything in it stands.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::figure::Figure;
use crate::catalogue::given::Given;
use crate::catalogue::schema;
use crate::catalogue::values::Written;
use crate::catalogue::yaml::{self, Kind, Node, Position};
use crate::finding::{Finding, Place, Severity};

/// Schema of the file.
pub static SCHEMA: LazyLock<Value> = LazyLock::new(|| schema::of::<Report>("Số liệu báo cáo cần kiểm tra"));

/// Figures of a report and how they relate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Report {
    /// Title.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên báo cáo", description = "Báo cáo nào, của ai, kỳ nào.")]
    pub title: String,
    /// Where the figures were printed.
    #[serde(rename = "nguon", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Nguồn", description = "Số, ngày văn bản in các số liệu.")]
    pub source: Option<String>,
    /// Tables.
    #[serde(rename = "bang")]
    #[schemars(title = "Bảng", description = "Các bảng hoặc đoạn số liệu của báo cáo.")]
    pub tables: Vec<Table>,
    /// Relations between figures of several tables.
    #[serde(rename = "quan_he")]
    #[schemars(
        title = "Quan hệ giữa các bảng",
        description = "Ví dụ: Tiếp nhận [Toàn huyện] = Tiếp nhận [Cấp huyện] + Tiếp nhận [Cấp xã]."
    )]
    pub relations: Vec<String>,
    /// Tables whose counts are the sums of those of others.
    #[serde(rename = "tong_bang")]
    #[schemars(
        title = "Bảng tổng",
        description = "Mọi số đếm của bảng bên trái là tổng của các bảng bên phải, ví dụ: Toàn huyện = Cấp huyện + Cấp xã."
    )]
    pub totals: Vec<String>,
}

/// A table, or a passage of figures.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Table {
    /// Name.
    #[serde(rename = "ten")]
    #[schemars(title = "Tên bảng", description = "")]
    pub name: String,
    /// Figures by name.
    #[serde(rename = "so_lieu")]
    #[schemars(
        title = "Số liệu",
        description = "Mỗi dòng một số đúng như in: «Đã giải quyết: 18.273», «Tỷ lệ đúng hạn: 94,48%»."
    )]
    pub figures: Figures,
    /// Relations between its figures.
    #[serde(rename = "quan_he")]
    #[schemars(
        title = "Quan hệ",
        description = "Ví dụ: «Đã giải quyết = Đúng hạn + Trễ hạn», «Tỷ lệ đúng hạn = Đúng hạn / Đã giải quyết»."
    )]
    pub relations: Vec<String>,
}

/// Figures by name, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures(pub Vec<(String, Written<Figure>)>);

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, figure)| (name, figure)))
    }
}

impl<'de> Deserialize<'de> for Figures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Figures;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("figures by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Figures, A::Error> {
                let mut figures = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    figures.push(pair);
                }
                Ok(Figures(figures))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl JsonSchema for Figures {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Figures")
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, Written<Figure>>::json_schema(generator)
    }
}

/// A report that was read, with the lines of what stands in it.
#[derive(Debug)]
pub struct Source {
    /// The report.
    pub report: Report,
    file: Given,
    root: Option<Node>,
}

/// Where in the file something stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spot<'a> {
    /// A figure of a table.
    Figure { table: usize, name: &'a str },
    /// A relation of a table, or of the report.
    Relation { table: Option<usize>, at: usize },
    /// A relation of whole tables.
    Total(usize),
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// What is wrong with its shape, each mistake with its line. A file that cannot be read at all is one of them.
    pub fn read(path: &Path) -> Result<Self, Vec<Finding>> {
        let file = Given::at(path);
        let bytes = file.bytes()?;
        let report = file.typed(&bytes, &SCHEMA)?;
        let root = yaml::text(&bytes).and_then(yaml::parse).ok();
        Ok(Self { report, file, root })
    }

    /// A finding at a spot, with the line it stands on.
    pub(super) fn finding(&self, spot: Spot<'_>, rule: &str, severity: Severity, message: String) -> Finding {
        let Position { line, column } = self.position(spot);
        let place = Place {
            line,
            column,
            ..self.file.start()
        };
        self.file.located(Finding::new(rule, severity, place, message))
    }

    /// The line of a spot.
    pub(super) fn line(&self, spot: Spot<'_>) -> usize {
        self.position(spot).line
    }

    fn position(&self, spot: Spot<'_>) -> Position {
        self.find(spot).unwrap_or_default()
    }

    fn find(&self, spot: Spot<'_>) -> Option<Position> {
        let root = self.root.as_ref()?;
        match spot {
            Spot::Figure { table, name } => {
                let (_, figures) = item(root, "bang", table)?.get("so_lieu")?;
                let (key, value) = figures.get(name)?;
                Some(if value.is_null() { key.at } else { value.at })
            }
            Spot::Relation { table, at } => {
                let owner = match table {
                    Some(table) => item(root, "bang", table)?,
                    None => root,
                };
                Some(item(owner, "quan_he", at)?.at)
            }
            Spot::Total(at) => Some(item(root, "tong_bang", at)?.at),
        }
    }
}

fn item<'a>(node: &'a Node, key: &str, at: usize) -> Option<&'a Node> {
    match &node.get(key)?.1.kind {
        Kind::List(list) => list.get(at),
        _ => None,
    }
}
