//! What the form of a decision says, and what a decision says in the fields of the form.

use std::collections::BTreeSet;

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Written;
use crate::proposal::desk::Wanted;
use crate::review::decision::{Amendment, Decision, Enactment, Method, Outcome};
use crate::web::visit::Parameters;

/// Rows for documents to amend that are looked for in a form.
const ROWS: usize = 60;

/// The fields of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct Filled {
    pub(in crate::web) outcome: String,
    pub(in crate::web) reason: String,
    pub(in crate::web) successor: String,
    pub(in crate::web) schedule: String,
    pub(in crate::web) drop_papers: BTreeSet<String>,
    pub(in crate::web) drop_requirements: BTreeSet<String>,
    pub(in crate::web) time_limit: String,
    pub(in crate::web) channel: String,
    pub(in crate::web) fee: String,
    pub(in crate::web) fee_name: String,
    pub(in crate::web) sets: String,
    pub(in crate::web) open_channel: String,
    pub(in crate::web) online_level: String,
    pub(in crate::web) name: String,
    pub(in crate::web) documents: Vec<DocumentRow>,
    pub(in crate::web) rules: BTreeSet<String>,
    pub(in crate::web) draft: bool,
}

/// A document to amend.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub(in crate::web) struct DocumentRow {
    pub(in crate::web) action: String,
    pub(in crate::web) document: String,
    pub(in crate::web) clause: String,
}

/// What of a procedure can be dropped by name.
#[derive(Debug, Default)]
pub(in crate::web) struct Papers {
    /// Papers of all cases, each once.
    pub(in crate::web) papers: Vec<String>,
    /// Requirements.
    pub(in crate::web) requirements: Vec<String>,
}

impl Papers {
    /// Those of a procedure, in its order.
    pub(in crate::web) fn of(procedure: &Procedure) -> Self {
        let mut papers: Vec<String> = Vec::new();
        let all = procedure.dossier.iter().flat_map(|case| &case.papers);
        for paper in all.map(|paper| &paper.name).filter(|name| !name.is_empty()) {
            if !papers.contains(paper) {
                papers.push(paper.clone());
            }
        }
        Self {
            papers,
            requirements: procedure.requirements.iter().map(|one| one.text.clone()).collect(),
        }
    }
}

impl Filled {
    /// What somebody sent. A phrase that was chosen stands for the reason, or goes before it.
    pub(in crate::web) fn sent(form: &Parameters) -> Self {
        let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
        let set = |name: &str| form.all(name).into_iter().collect();
        let reason = match (text("phrase"), text("reason")) {
            (phrase, reason) if reason.is_empty() => phrase,
            (phrase, reason) if phrase.is_empty() || reason.contains(&phrase) => reason,
            (phrase, reason) => format!("{phrase}; {reason}"),
        };
        let row = |at: usize| DocumentRow {
            action: text(&format!("action-{at}")),
            document: text(&format!("document-{at}")),
            clause: text(&format!("clause-{at}")),
        };
        Self {
            outcome: text("outcome"),
            reason,
            successor: text("successor"),
            schedule: text("schedule"),
            drop_papers: set("drop-paper"),
            drop_requirements: set("drop-requirement"),
            time_limit: text("time-limit"),
            channel: text("channel"),
            fee: text("fee"),
            fee_name: text("fee-name"),
            sets: text("sets"),
            open_channel: text("open-channel"),
            online_level: text("online-level"),
            name: text("name"),
            documents: (0..ROWS).map(row).filter(|row| !row.document.is_empty()).collect(),
            rules: set("rule"),
            draft: form.is_on("draft"),
        }
    }

    /// What a decision says, as far as the form has a field for it.
    pub(in crate::web) fn of(decision: &Decision) -> Self {
        let mut filled = Self {
            outcome: decision.outcome.text().to_owned(),
            reason: decision.reason.clone(),
            successor: decision.successor.as_ref().map(text_of).unwrap_or_default(),
            schedule: decision.schedule.clone().unwrap_or_default(),
            documents: decision.enactments.iter().map(document).collect(),
            rules: decision.rules.iter().cloned().collect(),
            ..Self::default()
        };
        let own = decision.amendments.iter();
        for amendment in own.filter(|amendment| has_field(amendment, &decision.amendments)) {
            let take = |value: &Option<String>| value.clone().unwrap_or_default();
            filled.drop_papers.extend(amendment.drop_paper.clone());
            filled.drop_requirements.extend(amendment.drop_requirement.clone());
            if let Some(limit) = &amendment.time_limit {
                filled.time_limit = text_of(limit);
                filled.channel = amendment.channel.as_ref().map(text_of).unwrap_or_default();
            }
            if let Some(fee) = &amendment.fee {
                filled.fee = text_of(fee);
                filled.fee_name = take(&amendment.fee_name);
            }
            if let Some(sets) = amendment.sets {
                filled.sets = sets.to_string();
            }
            if let Some(channel) = &amendment.open_channel {
                filled.open_channel = text_of(channel);
                filled.online_level = amendment.online_level.as_ref().map(text_of).unwrap_or_default();
            }
            if let Some(name) = &amendment.name {
                filled.name.clone_from(name);
            }
        }
        filled
    }

    /// What is wanted. What an earlier decision says and the form has no field for stays.
    ///
    /// # Errors
    ///
    /// With the key of the label that says what is missing or cannot be: nothing that was typed is passed over.
    pub(in crate::web) fn wanted(&self, earlier: Option<&Decision>, by: Option<&str>) -> Result<Wanted, &'static str> {
        let outcome: Outcome = self.outcome.parse().map_err(|_| "decide_no_outcome")?;
        if !self.sets.is_empty() && self.sets.parse::<u32>().is_err() {
            return Err("decide_sets_number");
        }
        let mut amendments = self.amendments(earlier);
        amendments.extend(others(earlier).cloned());
        Ok(Wanted {
            enactments: self.enactments(),
            amendments: if outcome.ends_procedure() || outcome == Outcome::Keep {
                Vec::new()
            } else {
                amendments
            },
            successor: some(&self.successor),
            rules: self.rules.iter().cloned().collect(),
            schedule: some(&self.schedule),
            method: earlier.and_then(method).filter(|_| !outcome.ends_procedure()),
            cost_after: earlier.map(|earlier| earlier.cost_after.clone()).unwrap_or_default(),
            by: by.map(str::to_owned),
            draft: self.draft,
            replace: earlier.is_some(),
            ..Wanted::new(outcome, self.reason.clone())
        })
    }

    fn enactments(&self) -> Vec<Enactment> {
        let chosen = self.documents.iter().filter(|row| !row.action.is_empty());
        chosen
            .map(|row| Enactment {
                action: Written::new(row.action.as_str()),
                document: Written::new(row.document.as_str()),
                clause: some(&row.clause).map(Written::new),
            })
            .collect()
    }

    /// The changes the form has fields for. The reason an earlier decision gives for one of them stays with it.
    fn amendments(&self, earlier: Option<&Decision>) -> Vec<Amendment> {
        let dropped = self.drop_papers.iter().map(|name| Amendment {
            drop_paper: Some(name.clone()),
            ..Amendment::default()
        });
        let eased = self.drop_requirements.iter().map(|name| Amendment {
            drop_requirement: Some(name.clone()),
            ..Amendment::default()
        });
        let limit = some(&self.time_limit).map(|limit| Amendment {
            time_limit: Some(Written::new(limit)),
            channel: some(&self.channel).map(Written::new),
            ..Amendment::default()
        });
        let fee = some(&self.fee).map(|fee| Amendment {
            fee: Some(Written::new(fee)),
            fee_name: some(&self.fee_name),
            ..Amendment::default()
        });
        let sets = self.sets.parse().ok().map(|sets| Amendment {
            sets: Some(sets),
            ..Amendment::default()
        });
        let channel = some(&self.open_channel).map(|channel| Amendment {
            open_channel: Some(Written::new(channel)),
            online_level: some(&self.online_level).map(Written::new),
            ..Amendment::default()
        });
        let name = some(&self.name).map(|name| Amendment {
            name: Some(name),
            ..Amendment::default()
        });
        let singles = [limit, fee, sets, channel, name].into_iter().flatten();
        let mut all: Vec<Amendment> = dropped.chain(eased).chain(singles).collect();
        let known = earlier.map_or(&[][..], |earlier| &earlier.amendments);
        for amendment in &mut all {
            let same = |other: &&Amendment| {
                Amendment {
                    reason: None,
                    ..(*other).clone()
                } == *amendment
            };
            amendment.reason = known.iter().find(same).and_then(|known| known.reason.clone());
        }
        all
    }
}

/// Changes of an earlier decision that the form has no field for.
pub(in crate::web) fn others(earlier: Option<&Decision>) -> impl Iterator<Item = &Amendment> {
    let decisions = earlier.into_iter();
    decisions.flat_map(|earlier| {
        let all = earlier.amendments.iter();
        all.filter(|amendment| !has_field(amendment, &earlier.amendments))
    })
}

/// Whether the form has a field for a change: for every paper and requirement, but for one time limit, one fee, one channel.
fn has_field(amendment: &Amendment, among: &[Amendment]) -> bool {
    type IsOne = fn(&Amendment) -> bool;
    const SINGLE: [IsOne; 5] = [
        |amendment| amendment.time_limit.is_some(),
        |amendment| amendment.fee.is_some(),
        |amendment| amendment.sets.is_some(),
        |amendment| amendment.open_channel.is_some(),
        |amendment| amendment.name.is_some(),
    ];
    let alone = |is_one: &IsOne| is_one(amendment) && among.iter().filter(|other| is_one(other)).count() == 1;
    let fee_of_one_channel = amendment.fee.is_some() && amendment.channel.is_some();
    amendment.drop_paper.is_some()
        || amendment.drop_requirement.is_some()
        || (SINGLE.iter().any(alone) && !fee_of_one_channel)
}

fn method(decision: &Decision) -> Option<Method> {
    decision.method.as_ref().and_then(Written::value).copied()
}

fn document(enactment: &Enactment) -> DocumentRow {
    DocumentRow {
        action: enactment.action.text().to_owned(),
        document: enactment.document.text().to_owned(),
        clause: enactment.clause.as_ref().map(text_of).unwrap_or_default(),
    }
}

fn text_of<T>(written: &Written<T>) -> String {
    written.text().to_owned()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(amendments: serde_json::Value) -> Decision {
        serde_json::from_value(serde_json::json!({
            "ma": "1.000001", "phien_ban": "2026-07-01", "phuong_an": "sua_doi_bo_sung", "ly_do": "Đã có trên cơ sở dữ liệu",
            "lo_trinh": "2026 - 2027", "quy_tac": ["R-12"], "cach_tinh": "quy_doi_thoi_gian",
            "kien_nghi": [{"hanh_dong": "Bãi bỏ", "van_ban": "01/2020/NĐ-CP", "dieu_khoan": "Điều 3"}],
            "sua_doi": amendments,
        }))
        .unwrap()
    }

    #[test]
    fn what_nobody_touched_is_written_as_it_was() {
        for amendments in [
            serde_json::json!([{"bo_giay_to": "Bản sao căn cước", "ly_do": "riêng"}, {"bo_yeu_cau": "Có hộ khẩu"}]),
            serde_json::json!([{"thoi_han": "05 ngày làm việc", "hinh_thuc": "Trực tuyến"}, {"so_bo": 1}, {"ten": "Tên mới"}]),
            serde_json::json!([{"mo_hinh_thuc": "Trực tuyến", "muc_do": "Toàn trình"}]),
            serde_json::json!([{"muc_phi": "100.000 đồng", "ten_phi": "Lệ phí"}]),
            // Changes without a field, and several where the form has room for one.
            serde_json::json!([{"muc_phi": "100.000 đồng", "hinh_thuc": "Trực tuyến"}]),
            serde_json::json!([{"cap_thuc_hien": ["Cấp xã"], "co_quan_thuc_hien": ["UBND cấp xã"]}]),
            serde_json::json!([{"thay_giay_to": "A", "bang": "B"}, {"lien_thong_voi": ["1.000002"]}]),
            serde_json::json!([
                {"thoi_han": "05 ngày làm việc", "hinh_thuc": "Trực tuyến"},
                {"thoi_han": "07 ngày làm việc", "hinh_thuc": "Trực tiếp"},
            ]),
        ] {
            let before = decision(amendments);
            let wanted = Filled::of(&before).wanted(Some(&before), Some("An")).unwrap();
            let sorted = |list: &[Amendment]| {
                let mut list: Vec<String> = list.iter().map(|one| serde_json::to_string(one).unwrap()).collect();
                list.sort();
                list
            };
            assert_eq!(sorted(&wanted.amendments), sorted(&before.amendments));
            assert_eq!(wanted.enactments, before.enactments);
            assert_eq!((wanted.reason, wanted.rules), (before.reason, before.rules));
            assert_eq!(wanted.schedule, before.schedule);
            assert_eq!(wanted.method, Some(Method::ProcessingTime));
            assert!(wanted.replace);
        }
    }

    #[test]
    fn a_form_says_what_it_shows() {
        let form = "outcome=bai_bo&phrase=C%C3%A2u+m%E1%BA%ABu&reason=th%C3%AAm&drop-paper=A&drop-paper=B&action-0=B%C3%A3i+b%E1%BB%8F\
                    &document-0=01%2F2020%2FN%C4%90-CP&clause-0=&action-1=&document-1=02%2F2020%2FN%C4%90-CP&draft=1";
        let filled = Filled::sent(&Parameters::sent(form.as_bytes()));
        assert_eq!(filled.reason, "Câu mẫu; thêm");
        let wanted = filled.wanted(None, None).unwrap();
        assert!(wanted.amendments.is_empty(), "what ends has no changes");
        assert_eq!(wanted.enactments.len(), 1, "a document without an action is not chosen");
        assert!(wanted.draft && !wanted.replace);
        let amended = Filled {
            outcome: "sua_doi_bo_sung".to_owned(),
            ..filled
        };
        assert_eq!(amended.wanted(None, None).unwrap().amendments.len(), 2);
        assert_eq!(Filled::default().wanted(None, None).unwrap_err(), "decide_no_outcome");
        let sets = Filled {
            sets: "hai".to_owned(),
            ..amended
        };
        assert_eq!(sets.wanted(None, None).unwrap_err(), "decide_sets_number");
    }
}
