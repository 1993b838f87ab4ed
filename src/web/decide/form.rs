//! What the form of a decision says, and what a decision says in the fields of the form.

use std::collections::BTreeSet;

use super::changes::Changes;
use crate::catalogue::values::{Date, Written};
use crate::proposal::desk::Wanted;
use crate::review::decision::{Amendment, Decision, Enactment, Method, Outcome};
use crate::web::visit::Parameters;

/// The fields of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct Filled {
    pub(in crate::web) outcome: String,
    pub(in crate::web) reason: String,
    pub(in crate::web) successor: String,
    pub(in crate::web) schedule: String,
    pub(in crate::web) changes: Changes,
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
    /// Whether the page named the document, and nobody typed it.
    pub(in crate::web) given: bool,
}

impl DocumentRow {
    /// Whether something was filled in that says nothing without the rest.
    fn is_half(&self) -> bool {
        match (self.document.is_empty(), self.action.is_empty()) {
            (true, _) => !self.action.is_empty() || !self.clause.is_empty(),
            (false, true) => !self.given || !self.clause.is_empty(),
            (false, false) => false,
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
        let rows = ["action", "document", "clause"].map(|name| form.numbered(name).map(|(at, _)| at));
        let rows: BTreeSet<usize> = rows.into_iter().flatten().collect();
        let documents = rows.into_iter().map(|at| DocumentRow {
            action: text(&format!("action-{at}")),
            document: text(&format!("document-{at}")),
            clause: text(&format!("clause-{at}")),
            given: form.is_on(&format!("given-{at}")),
        });
        Self {
            outcome: text("outcome"),
            reason,
            successor: text("successor"),
            schedule: text("schedule"),
            changes: Changes::sent(form),
            documents: documents.collect(),
            rules: set("rule"),
            draft: form.is_on("draft"),
        }
    }

    /// What a decision says, as far as the form has room for it.
    pub(in crate::web) fn of(decision: &Decision) -> Self {
        Self {
            outcome: decision.outcome.text().to_owned(),
            reason: decision.reason.clone(),
            successor: decision.successor.as_ref().map(text_of).unwrap_or_default(),
            schedule: decision.schedule.clone().unwrap_or_default(),
            changes: Changes::of(&decision.amendments).0,
            documents: decision.enactments.iter().map(document).collect(),
            rules: decision.rules.iter().cloned().collect(),
            draft: false,
        }
    }

    /// What is wanted. What an earlier decision says and the form has no field for stays.
    ///
    /// # Errors
    ///
    /// With the key of the label that says what is missing or cannot be: nothing that was typed is passed over.
    pub(in crate::web) fn wanted(&self, earlier: Option<&Decision>, by: Option<&str>) -> Result<Wanted, &'static str> {
        let outcome: Outcome = self.outcome.parse().map_err(|_| "decide_no_outcome")?;
        if let Some(label) = self.changes.mistake() {
            return Err(label);
        }
        if self.documents.iter().any(DocumentRow::is_half) {
            return Err("decide_document_half");
        }
        let known = earlier.map_or(&[][..], |earlier| &earlier.amendments);
        Ok(Wanted {
            enactments: self.enactments(),
            amendments: if outcome.ends_procedure() || outcome == Outcome::Keep {
                Vec::new()
            } else {
                self.changes.amendments(known)
            },
            successor: some(&self.successor),
            rules: self.rules.iter().cloned().collect(),
            schedule: some(&self.schedule),
            method: earlier.and_then(method).filter(|_| !outcome.ends_procedure()),
            cost_after: earlier.map(|earlier| earlier.cost_after.clone()).unwrap_or_default(),
            by: by.map(str::to_owned),
            today: Date::today(),
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
}

/// Changes of an earlier decision that the form has no room for.
pub(in crate::web) fn others(earlier: Option<&Decision>) -> Vec<&Amendment> {
    earlier.map_or_else(Vec::new, |earlier| Changes::of(&earlier.amendments).1)
}

fn method(decision: &Decision) -> Option<Method> {
    decision.method.as_ref().and_then(Written::value).copied()
}

fn document(enactment: &Enactment) -> DocumentRow {
    DocumentRow {
        action: enactment.action.text().to_owned(),
        document: enactment.document.text().to_owned(),
        clause: enactment.clause.as_ref().map(text_of).unwrap_or_default(),
        given: false,
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
            serde_json::json!([{"muc_phi": "100.000 đồng", "hinh_thuc": "Trực tuyến"}, {"muc_phi": "50.000 đồng", "ten_phi": "Phí"}]),
            serde_json::json!([{"cap_thuc_hien": ["Cấp xã"], "co_quan_thuc_hien": ["UBND cấp xã"]}]),
            serde_json::json!([{"co_quan_uy_quyen": ["Sở Y tế", "Sở Nội vụ"]}, {"lien_thong_voi": ["1.000002", "1.000003"]}]),
            serde_json::json!([{"thay_giay_to": "A", "bang": "B", "ly_do": "gọn hơn"}, {"bo_giay_to": "C"}]),
            serde_json::json!([
                {"thoi_han": "05 ngày làm việc", "hinh_thuc": "Trực tuyến"},
                {"thoi_han": "07 ngày làm việc", "hinh_thuc": "Trực tiếp"},
            ]),
            // Two that the form has one place for, and one it would not give back as it is.
            serde_json::json!([{"ten": "Tên mới"}, {"so_bo": 1}, {"ten": "Tên khác"}]),
            serde_json::json!([{"cap_thuc_hien": ["Cấp xã"]}, {"co_quan_uy_quyen": ["UBND cấp xã"]}]),
            serde_json::json!([{"bo_giay_to": "A", "ten": "Tên mới"}, {"thay_giay_to": "B"}]),
        ] {
            let before = decision(amendments);
            let wanted = Filled::of(&before).wanted(Some(&before), Some("An")).unwrap();
            assert_eq!(wanted.amendments, before.amendments, "in their order");
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
                    &document-0=01%2F2020%2FN%C4%90-CP&clause-0=&action-1=&document-1=02%2F2020%2FN%C4%90-CP&given-1=1&draft=1";
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
        for (mistyped, label) in [
            ("sets=hai", "decide_sets_number"),
            ("online-level=To%C3%A0n+tr%C3%ACnh", "decide_online_alone"),
            ("document-0=1/2020/N%C4%90-CP", "decide_document_half"),
            ("action-0=S%E1%BB%ADa", "decide_document_half"),
            ("given-0=1&document-0=1&clause-0=x", "decide_document_half"),
            ("drop-paper=A&paper-0=A&replacement-0=B", "decide_paper_both"),
        ] {
            let form = format!("outcome=sua_doi_bo_sung&reason=x&{mistyped}");
            let filled = Filled::sent(&Parameters::sent(form.as_bytes()));
            assert_eq!(filled.wanted(None, None).unwrap_err(), label);
        }
    }

    #[test]
    fn every_kind_of_change_can_be_made() {
        let form = "outcome=sua_doi_bo_sung&reason=x&drop-paper=A&paper-0=A&replacement-0=&paper-1=B&replacement-1=C&drop-requirement=D\
                    &limit-channel-0=&limit-0=&limit-channel-1=Tr%E1%BB%B1c+tuy%E1%BA%BFn&limit-1=5+ng%C3%A0y\
                    &fee-name-0=&fee-channel-0=&fee-0=10.000+%C4%91%E1%BB%93ng&sets=1&open-channel=Tr%E1%BB%B1c+tuy%E1%BA%BFn&level=C%E1%BA%A5p+x%C3%A3\
                    &agencies=M%E1%BB%99t%0D%0A%0D%0AHai&linked=1.000002,+1.000003%0D%0A1.000004&name=T%C3%AAn";
        let filled = Filled::sent(&Parameters::sent(form.as_bytes()));
        let wanted = filled.wanted(None, None).unwrap();
        assert_eq!(
            serde_json::to_value(&wanted.amendments).unwrap(),
            serde_json::json!([
                {"bo_giay_to": "A"}, {"thay_giay_to": "B", "bang": "C"}, {"bo_yeu_cau": "D"},
                {"thoi_han": "5 ngày", "hinh_thuc": "Trực tuyến"}, {"muc_phi": "10.000 đồng"}, {"so_bo": 1}, {"mo_hinh_thuc": "Trực tuyến"},
                {"cap_thuc_hien": ["Cấp xã"], "co_quan_thuc_hien": ["Một", "Hai"]},
                {"lien_thong_voi": ["1.000002", "1.000003", "1.000004"]}, {"ten": "Tên"},
            ])
        );
    }
}
