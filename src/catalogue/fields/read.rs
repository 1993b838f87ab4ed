//! How each field is read out of a procedure: the functions behind the rows of [`FIELDS`](super::FIELDS).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::{Entry, FieldValue, Measure, Part, Typed, field};
use crate::catalogue::procedure::{ChannelRow, FeeRow, Procedure};
use crate::catalogue::values::{FormerOnlineLevel, OnlineLevel, ParseValueError, ProcedureCode, Written};
use crate::text;

pub(super) fn text_of(text: Option<&String>) -> FieldValue<'_> {
    match text {
        Some(text) if !text.trim().is_empty() => FieldValue::Text(Cow::Borrowed(text)),
        _ => FieldValue::Absent,
    }
}

pub(super) fn written<T: FromStr<Err = ParseValueError>>(
    value: Option<&Written<T>>,
    identity: impl Fn(&T) -> String,
) -> FieldValue<'_> {
    let Some(written) = value.filter(|value| !value.text().trim().is_empty()) else {
        return FieldValue::Absent;
    };
    let text = Cow::Borrowed(written.text());
    match (written.value(), written.problem()) {
        (Some(value), _) => FieldValue::Typed(Typed {
            text,
            identity: identity(value),
            measure: Measure::None,
        }),
        (None, Some(problem)) => FieldValue::Unread(text, problem),
        (None, None) => FieldValue::Text(text),
    }
}

pub(super) fn entries(entries: Vec<Entry<'_>>) -> FieldValue<'_> {
    if entries.is_empty() {
        FieldValue::Absent
    } else {
        FieldValue::Entries(entries)
    }
}

pub(super) fn entry<'a>(path: String, title: &'a str) -> Entry<'a> {
    Entry {
        path,
        known_identity: None,
        group: None,
        title: Cow::Borrowed(title),
        title_key: Some(""),
        remark: false,
        problem: None,
        parts: Vec::new(),
    }
}

pub(super) fn text_list<'a>(key: &str, list: &'a [String]) -> FieldValue<'a> {
    entries(
        list.iter()
            .enumerate()
            .map(|(i, item)| entry(format!("{key}[{i}]"), item))
            .collect(),
    )
}

/// An entry whose title stands under a key of its own.
fn titled<'a>(path: String, key: &'static str, title: &'a str) -> Entry<'a> {
    Entry {
        title_key: Some(key),
        ..entry(path, title)
    }
}

/// Two spellings of one value ("Cấp bộ", "Cấp bộ/ngành"; a code with and without its suffix) are one entry.
pub(super) fn written_entry<'a, T: FromStr<Err = ParseValueError>>(
    path: String,
    value: &'a Written<T>,
    identity: impl Fn(&T) -> String,
) -> Entry<'a> {
    Entry {
        problem: value.problem(),
        known_identity: value.value().map(identity),
        ..entry(path, value.text())
    }
}

pub(super) fn written_list<'a, T: FromStr<Err = ParseValueError> + fmt::Display>(
    key: &str,
    list: &'a [Written<T>],
) -> FieldValue<'a> {
    entries(
        list.iter()
            .enumerate()
            .map(|(i, item)| written_entry(format!("{key}[{i}]"), item, T::to_string))
            .collect(),
    )
}

pub(super) fn code_list<'a>(key: &str, list: &'a [Written<ProcedureCode>]) -> FieldValue<'a> {
    let base = |code: &ProcedureCode| code.base().to_owned();
    entries(
        list.iter()
            .enumerate()
            .map(|(i, item)| written_entry(format!("{key}[{i}]"), item, base))
            .collect(),
    )
}

/// Builds the parts of one entry: knows the field's labels and the entry's path.
struct Parts<'a> {
    field: &'static str,
    path: String,
    list: Vec<Part<'a>>,
}

impl<'a> Parts<'a> {
    fn of(field: &'static str, path: &str) -> Self {
        Self {
            field,
            path: path.to_owned(),
            list: Vec::new(),
        }
    }

    fn label(&self, key: &'static str) -> &'static str {
        let found = field(self.field).and_then(|field| field.parts.iter().find(|part| part.key == key));
        found.map_or(key, |part| part.label)
    }

    fn push(&mut self, key: &'static str, value: impl Into<Cow<'a, str>>) -> Option<&mut Part<'a>> {
        let value = value.into();
        if value.trim().is_empty() {
            return None;
        }
        let last = key.rsplit('.').next().unwrap_or(key);
        let path = format!("{}.{last}", self.path);
        let label = Cow::Borrowed(self.label(key));
        self.list.push(Part {
            path,
            key,
            label,
            value,
            measure: Measure::None,
            problem: None,
        });
        self.list.last_mut()
    }

    fn text(&mut self, key: &'static str, value: Option<&'a String>) -> &mut Self {
        if let Some(value) = value {
            self.push(key, value.as_str());
        }
        self
    }

    fn written<T: FromStr<Err = ParseValueError>>(
        &mut self,
        key: &'static str,
        value: Option<&'a Written<T>>,
    ) -> &mut Self {
        self.measured(key, value, |_| Measure::None)
    }

    fn measured<T: FromStr<Err = ParseValueError>>(
        &mut self,
        key: &'static str,
        value: Option<&'a Written<T>>,
        measure: impl Fn(&'a T) -> Measure<'a>,
    ) -> &mut Self {
        if let Some(value) = value
            && let Some(part) = self.push(key, value.text())
        {
            part.measure = value.value().map_or(Measure::None, measure);
            part.problem = value.problem();
        }
        self
    }

    fn count(&mut self, key: &'static str, count: u32, measure: impl Fn(u32) -> Measure<'a>) -> &mut Self {
        if count > 0
            && let Some(part) = self.push(key, text::count(count.into()))
        {
            part.measure = measure(count);
        }
        self
    }

    fn into_entry(self, entry: Entry<'a>) -> Entry<'a> {
        Entry {
            parts: self.list,
            ..entry
        }
    }
}

pub(super) fn steps(procedure: &Procedure) -> FieldValue<'_> {
    let list = procedure.steps.iter().enumerate().map(|(i, step)| {
        let path = format!("trinh_tu[{i}]");
        let title = step.name.as_deref().or(step.text.as_deref()).unwrap_or_default();
        let mut parts = Parts::of("trinh_tu", &path);
        parts
            .text("noi_dung", step.text.as_ref().filter(|_| step.name.is_some()))
            .text("co_quan", step.actor.as_ref())
            .measured("thoi_han", step.time_limit.as_ref(), Measure::Time);
        let key = if step.name.is_some() { "ten" } else { "noi_dung" };
        parts.into_entry(titled(path, key, title))
    });
    entries(list.collect())
}

pub(super) fn channels(procedure: &Procedure) -> FieldValue<'_> {
    let list = procedure.channels.iter().enumerate().map(|(i, row)| {
        let path = format!("cach_thuc[{i}]");
        let mut parts = Parts::of("cach_thuc", &path);
        parts.measured("thoi_han", row.time_limit.as_ref(), Measure::Time);
        parts.list.extend(
            row.fees
                .iter()
                .enumerate()
                .flat_map(|(n, fee)| fee_parts(row, fee, &format!("{path}.phi_le_phi[{n}]"))),
        );
        parts
            .measured("muc_do", row.online_level.as_ref(), |level| {
                Measure::Step(step_of(*level))
            })
            .measured("muc_do_cu", row.former_online_level.as_ref(), |level| {
                Measure::Step(former_step_of(*level))
            })
            .text("ly_do_mot_phan", row.partial_reason.as_ref())
            .text("mo_ta", row.note.as_ref());
        parts.into_entry(Entry {
            title_key: Some("hinh_thuc"),
            ..written_entry(path, &row.channel, ToString::to_string)
        })
    });
    entries(list.collect())
}

/// The further a service goes the less is left to do on paper.
fn step_of(level: OnlineLevel) -> u8 {
    match level {
        OnlineLevel::Full => 0,
        OnlineLevel::Partial => 1,
        OnlineLevel::Information => 2,
    }
}

fn former_step_of(level: FormerOnlineLevel) -> u8 {
    match level {
        FormerOnlineLevel::Fourth => 0,
        FormerOnlineLevel::Third => 1,
        FormerOnlineLevel::Second => 2,
        FormerOnlineLevel::First => 3,
    }
}

/// A fee without a name is told apart from the others of its channel by its remark.
pub(super) fn fee_parts<'a>(row: &'a ChannelRow, fee: &'a FeeRow, path: &str) -> Vec<Part<'a>> {
    let name = fee
        .name
        .as_deref()
        .or(fee.note.as_deref().filter(|_| row.fees.len() > 1));
    let mut parts = Parts::of("cach_thuc", path);
    parts.measured("phi_le_phi.muc", fee.amount.as_ref(), Measure::Fee);
    if fee.amount.is_none() {
        parts.text("phi_le_phi.ten", fee.name.as_ref());
    }
    parts.written("phi_le_phi.can_cu", fee.basis.as_ref());
    parts.text(
        "phi_le_phi.ghi_chu",
        fee.note.as_ref().filter(|note| name != Some(note.as_str())),
    );
    if let Some(name) = name {
        for part in parts.list.iter_mut().filter(|part| part.key != "phi_le_phi.ten") {
            part.label = Cow::Owned(format!("{} ({name})", part.label));
        }
    }
    parts.list
}

pub(super) fn dossier(procedure: &Procedure) -> FieldValue<'_> {
    let mut list: Vec<Entry<'_>> = procedure
        .papers()
        .map(|(path, case, paper)| {
            let mut parts = Parts::of("ho_so", &path);
            parts
                .text("giay_to.mau", paper.form.as_ref())
                .count("giay_to.ban_chinh", paper.originals, Measure::Count)
                .count("giay_to.ban_sao", paper.copies, Measure::Copies);
            if paper.if_any
                && let Some(part) = parts.push("giay_to.neu_co", "có")
            {
                part.measure = Measure::Relief;
            }
            parts.text("giay_to.ghi_chu", paper.note.as_ref());
            let entry = titled(path, "ten", &paper.name);
            parts.into_entry(Entry {
                group: case.case.as_deref(),
                remark: paper.is_remark(),
                ..entry
            })
        })
        .collect();
    list.extend(
        procedure
            .dossier
            .iter()
            .enumerate()
            .filter(|(_, case)| case.note.is_some())
            .map(|(i, case)| {
                let path = format!("ho_so[{i}]");
                let group = case.case.as_deref();
                let mut parts = Parts::of("ho_so", &path);
                parts.text("luu_y", case.note.as_ref());
                let identity = format!("luu_y {}", text::canonical(group.unwrap_or_default()));
                parts.into_entry(Entry {
                    group,
                    remark: true,
                    known_identity: Some(identity),
                    title_key: None,
                    ..entry(path, "Lưu ý")
                })
            }),
    );
    entries(list)
}

pub(super) fn results(procedure: &Procedure) -> FieldValue<'_> {
    let list = procedure.results.iter().enumerate().map(|(i, result)| {
        let path = format!("ket_qua[{i}]");
        let mut parts = Parts::of("ket_qua", &path);
        parts
            .written("ma_ket_qua", result.code.as_ref())
            .text("thoi_han_hieu_luc", result.validity.as_ref());
        parts.into_entry(titled(path, "ten", &result.name))
    });
    entries(list.collect())
}

pub(super) fn legal_bases(procedure: &Procedure) -> FieldValue<'_> {
    let list = procedure.legal_bases.iter().enumerate().map(|(i, basis)| {
        let path = format!("can_cu_phap_ly[{i}]");
        let mut parts = Parts::of("can_cu_phap_ly", &path);
        parts.written("dieu_khoan", basis.clause.as_ref());
        parts.into_entry(Entry {
            title_key: Some("so_hieu"),
            ..written_entry(path, &basis.number, |number| number.key())
        })
    });
    entries(list.collect())
}

pub(super) fn requirements(procedure: &Procedure) -> FieldValue<'_> {
    let list = procedure.requirements.iter().enumerate().map(|(i, requirement)| {
        let path = format!("yeu_cau_dieu_kien[{i}]");
        let mut parts = Parts::of("yeu_cau_dieu_kien", &path);
        parts.written("can_cu", requirement.basis.as_ref());
        parts.into_entry(titled(path, "noi_dung", &requirement.text))
    });
    entries(list.collect())
}
