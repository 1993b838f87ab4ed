//! Does a YAML tree have the shape its JSON Schema asks for? Names every mistake, not the first.
//!
//! Only the part of JSON Schema that our own models produce is read: types, properties, items, references.

use serde_json::Value;

use super::yaml::{Key, Kind, Node, Position};
use crate::text;

/// One mistake of shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    /// Name of the check.
    pub(super) check: &'static str,
    /// Where.
    pub(super) at: Position,
    /// Path inside the file.
    pub(super) yaml_path: String,
    /// What is wrong, in Vietnamese.
    pub(super) message: String,
    /// How to put it right, in Vietnamese.
    pub(super) advice: String,
}

/// Every mistake of shape in a tree, in the order of the file.
pub(super) fn mistakes(node: &Node, schema: &Value) -> Vec<Mistake> {
    let mut walk = Walk {
        root: schema,
        mistakes: Vec::new(),
    };
    walk.node(node, schema, "");
    walk.mistakes
}

struct Walk<'a> {
    root: &'a Value,
    mistakes: Vec<Mistake>,
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let schema = self.resolve(schema);
        if node.is_null() && !allows(schema, "null") {
            self.add(
                "gia-tri-trong",
                node.at,
                path,
                "khóa để trống".to_owned(),
                "ghi giá trị, hoặc xóa cả dòng".to_owned(),
            );
            return;
        }
        match &node.kind {
            Kind::Map(pairs) => self.map(node, pairs, schema, path),
            Kind::List(items) => self.list(node, items, schema, path),
            Kind::Scalar { text, .. } => self.scalar(node, text, schema, path),
        }
    }

    /// Follows `$ref`, and the one real alternative of "this or nothing".
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = reference.trim_start_matches('#');
            return self.root.pointer(pointer).map_or(schema, |found| self.resolve(found));
        }
        let alternatives = schema
            .get("anyOf")
            .or_else(|| schema.get("oneOf"))
            .and_then(Value::as_array);
        let real = alternatives.and_then(|list| {
            list.iter()
                .find(|one| one.get("type").and_then(Value::as_str) != Some("null"))
        });
        real.map_or(schema, |one| self.resolve(one))
    }

    fn map(&mut self, node: &Node, pairs: &[(Key, Node)], schema: &'a Value, path: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let any_key = schema.get("additionalProperties").filter(|schema| schema.is_object());
        if properties.is_none() && any_key.is_none() {
            return self.wrong_kind(node, schema, path, "một nhóm khóa");
        }
        for (index, (key, value)) in pairs.iter().enumerate() {
            let below = if path.is_empty() {
                key.name.clone()
            } else {
                format!("{path}.{}", key.name)
            };
            if let Some((first, _)) = pairs[..index].iter().find(|(earlier, _)| earlier.name == key.name) {
                let message = format!("khóa «{}» ghi hai lần, lần đầu ở dòng {}", key.name, first.at.line);
                self.add(
                    "khoa-trung",
                    key.at,
                    &below,
                    message,
                    "gộp hai khóa thành một".to_owned(),
                );
                continue;
            }
            match properties.and_then(|known| known.get(&key.name)).or(any_key) {
                Some(schema) => self.node(value, schema, &below),
                None => {
                    let known = properties
                        .into_iter()
                        .flat_map(|known| known.keys().map(String::as_str));
                    let advice = nearest(&key.name, known.clone()).map_or_else(
                        || format!("các khóa dùng được: {}", known.collect::<Vec<_>>().join(", ")),
                        |near| format!("có phải «{near}»?"),
                    );
                    self.add(
                        "khoa-la",
                        key.at,
                        &below,
                        format!("không có khóa «{}»", key.name),
                        advice,
                    );
                }
            }
        }
    }

    fn list(&mut self, node: &Node, items: &[Node], schema: &'a Value, path: &str) {
        let Some(of) = schema.get("items") else {
            return self.wrong_kind(node, schema, path, "một danh sách");
        };
        for (index, item) in items.iter().enumerate() {
            self.node(item, of, &format!("{path}[{index}]"));
        }
    }

    fn scalar(&mut self, node: &Node, text: &str, schema: &'a Value, path: &str) {
        if allows(schema, "object") || allows(schema, "array") {
            return self.wrong_kind(node, schema, path, "chữ");
        }
        if allows(schema, "boolean") && !matches!(text, "true" | "false") {
            self.add(
                "sai-kieu",
                node.at,
                path,
                format!("«{text}» không phải true hoặc false"),
                "ghi true hoặc false".to_owned(),
            );
        }
        if allows(schema, "integer") && text.parse::<u64>().is_err() {
            self.add(
                "sai-kieu",
                node.at,
                path,
                format!("«{text}» không phải số nguyên"),
                "ghi một số, ví dụ 1".to_owned(),
            );
        }
    }

    fn wrong_kind(&mut self, node: &Node, schema: &Value, path: &str, found: &str) {
        let (wanted, advice) = if allows(schema, "array") {
            ("một danh sách", "bắt đầu mỗi mục bằng dấu gạch ngang: - …")
        } else if allows(schema, "object") {
            ("một nhóm khóa", "ghi từng dòng khóa: giá trị, thụt vào dưới khóa này")
        } else {
            (
                "một giá trị",
                "ghi một giá trị trên một dòng, hoặc văn bản dài sau dấu |-",
            )
        };
        self.add(
            "sai-kieu",
            node.at,
            path,
            format!("cần {wanted}, nhưng đây là {found}"),
            advice.to_owned(),
        );
    }

    fn add(&mut self, check: &'static str, at: Position, path: &str, message: String, advice: String) {
        self.mistakes.push(Mistake {
            check,
            at,
            yaml_path: path.to_owned(),
            message,
            advice,
        });
    }
}

fn allows(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(several)) => several.iter().any(|one| one == kind),
        _ => false,
    }
}

/// The known key a mistyped one most likely means: few letters apart once accents, `-` and `_` are set aside.
fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let plain = |key: &str| text::fold(key).replace(['-', '_', ' '], "");
    let typed = plain(name);
    known
        .map(|key| (distance(&typed, &plain(key)), key))
        .filter(|(distance, key)| *distance <= 1 + key.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, key)| key)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
