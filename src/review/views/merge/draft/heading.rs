//! What the draft is called, and what it may not say: it has not been announced.

use serde_json::{Map, Value as Json};

use super::{Maker, Note, here};
use crate::catalogue::values::Status;

/// Fields about the announcement of the members, which is not the draft's.
const ANNOUNCED: [&str; 2] = ["quyet_dinh_cong_bo", "ngay_cong_bo"];

/// Field of the state of the record.
const STATUS: &str = "trang_thai";

/// Lists of other procedures, in which the members do not name one another.
const OTHERS: [&str; 2] = ["lien_quan", "thay_the"];

const MERGED_FROM: &str = "hop_nhat_tu";

/// Whether the draft takes no member's value, because it is not announced.
pub(in crate::review::views::merge) fn is_of_announcement(key: &str) -> bool {
    key == STATUS || ANNOUNCED.contains(&key)
}

/// Whether a field is filled in here, so that what the members differ in says nothing of the draft.
pub(super) fn is_of_heading(key: &str) -> bool {
    ANNOUNCED.contains(&key) || OTHERS.contains(&key) || ["ma", STATUS, MERGED_FROM].contains(&key)
}

impl Maker<'_, '_> {
    /// Fills in what belongs to the draft alone.
    pub(super) fn heading(&self, record: &mut Map<String, Json>) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut note = |path: &str, text: String| {
            notes.push(Note {
                path: path.to_owned(),
                text,
            });
        };
        let first = self.merger.code(0);
        record.insert("ma".to_owned(), Json::String(first.to_owned()));
        note(
            "ma",
            format!("Tạm giữ mã {first}; mã của thủ tục hợp nhất do Cơ sở dữ liệu quốc gia về thủ tục hành chính cấp"),
        );
        record.insert(
            "trang_thai".to_owned(),
            Json::String(Status::NotPublic.label().to_owned()),
        );
        note(STATUS, "Dự thảo, chưa công bố".to_owned());
        let announced: Vec<String> = ANNOUNCED.iter().filter_map(|key| self.left_out(record, key)).collect();
        if !announced.is_empty() {
            let announced = announced.join(". ");
            notes.push(here(format!("Để trống, ghi khi công bố thủ tục hợp nhất. {announced}")));
        }
        let codes: Vec<&str> = (0..self.merger.members.len())
            .map(|member| self.merger.code(member))
            .collect();
        let is_member = |code: &Json| {
            let code = code.as_str().unwrap_or_default();
            codes.iter().any(|member| code.starts_with(member))
        };
        for key in OTHERS {
            if let Some(Json::Array(list)) = record.get_mut(key) {
                list.retain(|code| !is_member(code));
                if list.is_empty() {
                    record.remove(key);
                }
            }
        }
        let merged = record.entry(MERGED_FROM).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(list) = merged {
            list.extend(codes.iter().skip(1).map(|code| Json::String((*code).to_owned())));
        }
        notes
    }

    /// Takes a field out and says what it held.
    fn left_out(&self, record: &mut Map<String, Json>, key: &str) -> Option<String> {
        record.remove(key)?;
        let mut sections = self.merger.sections.iter();
        let section = sections.find(|section| section.field.key == key)?;
        let values = section.rows.first()?.sides.first()?.values.iter().map(|value| {
            let members: Vec<usize> = value.said.iter().map(|(member, _)| *member).collect();
            format!("{} ({})", value.text, self.codes(&members))
        });
        Some(format!(
            "{}: {}",
            section.field.label,
            values.collect::<Vec<_>>().join("; ")
        ))
    }
}
