//! Where the sentences and figures around the items come from: heads and grounds from the office's settings, counts and sums
//! from decisions. What stands in an item itself the manifest traces item by item.

use serde::Serialize;
use serde_json::Value;

use super::decision::lines;
use super::dossier::DossierView;
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::base_code;
use crate::catalogue::revision;
use crate::catalogue::settings::Dated;
use crate::proposal::{Item, Proposal};
use crate::review::decision::{Recorded, Step};

/// A field of the templates, what it says, and what that was made of.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Trace {
    /// As templates name it: `can_cu[2]`, `tong.tiet_kiem`.
    field: String,
    /// What it says; absent for lists whose rows are traced item by item.
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<String>,
    sources: Vec<Source>,
}

/// What something was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Source {
    /// A place in a file of the base revision.
    Base { file: String, yaml_path: String },
    /// A decision, and the place in it.
    Decision { file: String, yaml_path: String },
    /// All items of the manifest.
    AllItems,
    /// Some items of the manifest, by code.
    Items(Vec<String>),
    /// The fields the other one was worked out from.
    Field(String),
}

/// Lists whose rows are items: each has its code, under which the manifest traces it.
const BY_ITEM: [&str; 4] = ["danh_muc", "noi_dung", "so_sanh", "chi_phi"];

/// Where a field of the office's settings stands in `catalogue.yaml`.
const OF_OFFICE: [(&str, &str); 14] = [
    ("the_thuc.co_quan", "co_quan.ten"),
    ("the_thuc.ky_hieu", "co_quan.ky_hieu"),
    ("the_thuc.dia_danh", "co_quan.dia_danh"),
    ("the_thuc.nguoi_ban_hanh", "co_quan.nguoi_ban_hanh"),
    ("the_thuc.quyen_han", "co_quan.nguoi_ky.quyen_han"),
    ("the_thuc.chuc_vu", "co_quan.nguoi_ky.chuc_vu"),
    ("the_thuc.ho_ten", "co_quan.nguoi_ky.ho_ten"),
    ("dia_phuong", "co_quan.ten"),
    ("kieu_danh_so", "co_quan.kieu_danh_so"),
    ("don_vi_tham_muu", "co_quan.don_vi_tham_muu"),
    ("don_vi_trinh.ten", "co_quan.don_vi_trinh.ten"),
    ("don_vi_trinh.ky_hieu", "co_quan.don_vi_trinh.ky_hieu"),
    ("don_vi_trinh.chuc_vu", "co_quan.don_vi_trinh.chuc_vu"),
    ("don_vi_trinh.ho_ten", "co_quan.don_vi_trinh.ho_ten"),
];

/// The traces of a dossier, in the order of its fields.
pub(super) fn of(view: &DossierView, proposal: &Proposal, base: &Catalogue) -> Vec<Trace> {
    let Ok(Value::Object(fields)) = serde_json::to_value(view) else {
        return Vec::new();
    };
    let tracer = Tracer { proposal, base };
    let mut traces = Vec::new();
    for (name, value) in &fields {
        match value {
            Value::Object(parts) => {
                let parts = parts.iter();
                traces.extend(parts.map(|(part, value)| tracer.trace(name, &format!(".{part}"), value)));
            }
            Value::Array(entries) if !BY_ITEM.contains(&name.as_str()) => {
                let entries = entries.iter().enumerate();
                traces.extend(entries.map(|(at, value)| tracer.trace(name, &format!("[{at}]"), value)));
            }
            _ => traces.push(tracer.trace(name, "", value)),
        }
    }
    traces
}

struct Tracer<'a> {
    proposal: &'a Proposal,
    base: &'a Catalogue,
}

impl Tracer<'_> {
    fn trace(&self, name: &str, below: &str, value: &Value) -> Trace {
        let field = format!("{name}{below}");
        let says = match value {
            Value::String(text) => Some(text.clone()),
            Value::Array(_) if BY_ITEM.contains(&name) => None,
            // A list of lines, a row of a table, a number or a yes.
            other => Some(words(other)),
        };
        Trace {
            sources: self.sources(name, &field, value),
            field,
            says,
        }
    }

    fn sources(&self, name: &str, field: &str, value: &Value) -> Vec<Source> {
        let office = &self.base.settings().office;
        let unit = office.submitter.as_ref();
        if field == "don_vi_trinh.ten" && unit.is_none_or(|unit| unit.name.is_empty()) {
            return vec![self.head("co_quan.don_vi_tham_muu")];
        }
        if let Some((_, path)) = OF_OFFICE.iter().find(|(known, _)| *known == field) {
            return vec![self.head(path)];
        }
        let text = value.as_str().unwrap_or_default();
        match name {
            "the_thuc" | "phien_ban" => vec![self.head("ngay")],
            "don_vi_trinh" => vec![self.head("co_quan.ten")],
            "can_cu" | "co_so_phap_ly" => self.line(&office.preamble, "co_quan.can_cu_quyet_dinh", text),
            "noi_nhan" => {
                let own = self.line(&office.addressees, "co_quan.noi_nhan", text);
                // Ministries that are asked for something are added to the office's own list.
                if own.is_empty() { vec![Source::AllItems] } else { own }
            }
            "noi_bao_cao" => vec![Source::AllItems, self.head("co_quan.noi_nhan")],
            "so_giu_nguyen" => self
                .proposal
                .kept
                .iter()
                .map(|kept| decision(kept, "phuong_an"))
                .collect(),
            "so_ra_soat" => [Source::AllItems]
                .into_iter()
                .chain(self.proposal.kept.iter().map(|kept| decision(kept, "phuong_an")))
                .collect(),
            "co_kien_nghi" | "co_tham_quyen" => vec![Source::AllItems, self.head("co_quan.tham_quyen")],
            "luu_y" => vec![
                Source::AllItems,
                self.head("tham_so.tnbq"),
                self.head("tham_so.uoc_tinh"),
                self.head("ghi_chu"),
            ],
            "qua_trinh" => self.step(text),
            "phuong_an" => self.items(|item| value["ten"] == item.outcome.label()),
            "ket_qua" => self.of_field(value["linh_vuc"].as_str().unwrap_or_default()),
            "ket_qua_chung" => vec![Source::Field("ket_qua".to_owned())],
            "thuoc_tham_quyen" | "kien_nghi_khac" => self.items(|item| value["ma"] == item.before.identity()),
            _ => vec![Source::AllItems],
        }
    }

    fn head(&self, path: &str) -> Source {
        Source::Base {
            file: revision::HEAD.to_owned(),
            yaml_path: path.to_owned(),
        }
    }

    /// A line of a dated list of the settings.
    fn line(&self, list: &[Dated], path: &str, text: &str) -> Vec<Source> {
        let printed = lines(list, self.proposal.day);
        let Some(number) = printed.iter().position(|line| line == text) else {
            return Vec::new();
        };
        let held = list
            .iter()
            .enumerate()
            .filter(|(_, line)| is_printed(line, self.proposal));
        held.map(|(at, _)| self.head(&format!("{path}[{at}]")))
            .skip(number)
            .take(1)
            .collect()
    }

    /// The entries of the decisions' histories that a line on the steps counts.
    fn step(&self, text: &str) -> Vec<Source> {
        let recorded = self.proposal.items.iter().map(|item| &item.recorded);
        let Some(step) = Step::all().find(|step| text.starts_with(&format!("{}: ", step.label()))) else {
            return Vec::new();
        };
        let entries = recorded.chain(&self.proposal.kept).flat_map(|recorded| {
            let history = recorded.decision.history.iter().enumerate();
            let of_step = history.filter(move |(_, event)| event.step.value() == Some(&step));
            of_step.map(|(at, _)| decision(recorded, &format!("qua_trinh[{at}]")))
        });
        entries.collect()
    }

    fn items(&self, wanted: impl Fn(&Item) -> bool) -> Vec<Source> {
        let items = self.proposal.items.iter().filter(|item| wanted(item));
        vec![Source::Items(
            items.map(|item| item.before.identity().to_owned()).collect(),
        )]
    }

    /// What was reviewed in a field: items, and decisions to keep.
    fn of_field(&self, field: &str) -> Vec<Source> {
        let kept = self.proposal.kept.iter().filter(|kept| {
            let code = base_code(&kept.decision.code);
            let entry = self.base.get(&code);
            entry.is_some_and(|entry| entry.procedure.field == field)
        });
        let mut sources = self.items(|item| item.before.field == field);
        sources.extend(kept.map(|kept| decision(kept, "phuong_an")));
        sources
    }
}

fn is_printed(line: &Dated, proposal: &Proposal) -> bool {
    line.holds(proposal.day) && !line.to_verify
}

fn decision(recorded: &Recorded, path: &str) -> Source {
    Source::Decision {
        file: recorded.path.clone(),
        yaml_path: path.to_owned(),
    }
}

/// A value in the words a reader sees, without the keys.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(words).collect::<Vec<_>>().join("; "),
        Value::Object(values) => values.values().map(words).collect::<Vec<_>>().join(" | "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
