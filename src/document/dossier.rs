//! What goes to the chairman's desk with the decision: the submission (tờ trình) and the report on the review (báo cáo).

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::decision;
use super::sheets::{self, ChangedView, CostsView};
use super::views::{Benefit, DecisionView, ItemView};
use crate::catalogue::Catalogue;
use crate::catalogue::lineage::base_code;
use crate::catalogue::settings::Submitter;
use crate::proposal::{Item, Proposal};
use crate::review::cost::{Saving, percent};
use crate::review::decision::{Outcome, Recorded, Step};
use crate::text;

/// Names of what [`DossierView`] has beside the decision.
pub(super) const BESIDE: [&str; 11] = [
    "don_vi_trinh",
    "co_so_phap_ly",
    "so_ra_soat",
    "qua_trinh",
    "phuong_an",
    "ket_qua",
    "ket_qua_chung",
    "thuoc_tham_quyen",
    "kien_nghi_khac",
    "so_sanh",
    "chi_phi",
];

/// What an office fills in by hand.
const BLANK: &str = "…";

/// What the templates of the submission and of the report see: all the decision's template does, and the results.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DossierView {
    /// The decision.
    #[serde(flatten)]
    pub decision: DecisionView,
    /// Unit that submits.
    #[serde(rename = "don_vi_trinh")]
    pub submitter: SubmitterView,
    /// Legal grounds without the line on who proposes.
    #[serde(rename = "co_so_phap_ly")]
    pub grounds: Vec<String>,
    /// Procedures reviewed, as prose writes it: `18`.
    #[serde(rename = "so_ra_soat")]
    pub reviewed: String,
    /// What has been done so far, one line each; empty where decisions keep no steps.
    #[serde(rename = "qua_trinh")]
    pub steps: Vec<String>,
    /// How many procedures fare how.
    #[serde(rename = "phuong_an")]
    pub outcomes: Vec<OutcomeView>,
    /// Results by field.
    #[serde(rename = "ket_qua")]
    pub results: Vec<ResultView>,
    /// Results over all.
    #[serde(rename = "ket_qua_chung")]
    pub total: ResultView,
    /// What the office can do itself.
    #[serde(rename = "thuoc_tham_quyen")]
    pub own: Vec<MeasureView>,
    /// What it proposes to others.
    #[serde(rename = "kien_nghi_khac")]
    pub others: Vec<MeasureView>,
    /// Each change, in the order of the annex.
    #[serde(rename = "so_sanh")]
    pub changed: Vec<ChangedView>,
    /// How costs were worked out, likewise.
    #[serde(rename = "chi_phi")]
    pub costs: Vec<CostsView>,
}

/// The unit that submits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubmitterView {
    /// Body above it, in capitals, one line each.
    #[serde(rename = "chu_quan")]
    pub superior: Vec<String>,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// Symbol in its numbers.
    #[serde(rename = "ky_hieu")]
    pub symbol: String,
    /// Position of its signer.
    #[serde(rename = "chuc_vu")]
    pub position: String,
    /// Name of its signer.
    #[serde(rename = "ho_ten")]
    pub signer: String,
}

/// How many procedures fare one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeView {
    /// Official wording: `Bãi bỏ thủ tục hành chính`.
    #[serde(rename = "ten")]
    pub name: String,
    /// How many.
    #[serde(rename = "so_thu_tuc")]
    pub count: String,
    /// In which fields.
    #[serde(rename = "linh_vuc")]
    pub fields: String,
}

/// Results of the review in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultView {
    /// Field.
    #[serde(rename = "linh_vuc")]
    pub field: String,
    /// Procedures reviewed.
    #[serde(rename = "ra_soat")]
    pub reviewed: usize,
    /// Kept.
    #[serde(rename = "giu_nguyen")]
    pub kept: usize,
    /// By outcome, in the order of the form: abolished, replaced, amended, merged, handed down, connected.
    #[serde(rename = "bai_bo")]
    pub abolished: usize,
    /// Replaced.
    #[serde(rename = "thay_the")]
    pub replaced: usize,
    /// Amended.
    #[serde(rename = "sua_doi")]
    pub amended: usize,
    /// Merged.
    #[serde(rename = "hop_nhat")]
    pub merged: usize,
    /// Handed down to a lower level.
    #[serde(rename = "phan_cap")]
    pub delegated: usize,
    /// Connected with others.
    #[serde(rename = "lien_thong")]
    pub connected: usize,
    /// Put online, controlled afterwards and other outcomes.
    #[serde(rename = "khac")]
    pub other: usize,
    /// Share of the reviewed that are simplified.
    #[serde(rename = "ty_le")]
    pub share: String,
    /// Costs.
    #[serde(rename = "loi_ich")]
    pub benefit: Benefit,
}

/// A measure and who must carry it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasureView {
    /// Code of the procedure.
    #[serde(rename = "ma")]
    pub code: String,
    /// Name.
    #[serde(rename = "ten")]
    pub name: String,
    /// What is proposed.
    #[serde(rename = "noi_dung")]
    pub contents: Vec<String>,
    /// Document and clause.
    #[serde(rename = "van_ban")]
    pub document: String,
    /// Who has the power.
    #[serde(rename = "co_quan")]
    pub agency: String,
    /// When; empty when not said.
    #[serde(rename = "thoi_han")]
    pub schedule: String,
}

/// The view of a proposal.
pub fn view(proposal: &Proposal, base: &Catalogue) -> DossierView {
    let decision = decision::view(proposal, base);
    let counted: Vec<Counted<'_>> = proposal
        .items
        .iter()
        .map(Counted::of)
        .chain(proposal.kept.iter().map(|kept| Counted::kept(kept, base)))
        .collect();
    let mut fields: BTreeMap<_, Vec<&Counted<'_>>> = BTreeMap::new();
    for one in &counted {
        fields.entry(text::collation_key(one.field)).or_default().push(one);
    }
    let (own, others) = measures(proposal, base, &decision);
    let items: HashMap<&str, &Item> = proposal
        .items
        .iter()
        .map(|item| (item.before.identity(), item))
        .collect();
    let in_order = decision
        .items
        .iter()
        .filter_map(|view| items.get(view.code.as_str()).copied());
    let in_order: Vec<&Item> = in_order.collect();
    DossierView {
        submitter: submitter(base),
        grounds: decision
            .preamble
            .iter()
            .filter(|line| line.starts_with("Căn cứ"))
            .cloned()
            .collect(),
        reviewed: decision::count(counted.len()),
        steps: steps(proposal),
        outcomes: outcomes(proposal),
        results: fields
            .into_values()
            .map(|of_field| result(of_field[0].field, &of_field))
            .collect(),
        total: result("Tổng cộng", &counted.iter().collect::<Vec<_>>()),
        own,
        others,
        changed: sheets::changes(&in_order),
        costs: sheets::costs(&in_order),
        decision,
    }
}

fn submitter(base: &Catalogue) -> SubmitterView {
    let office = &base.settings().office;
    let blank = |text: &str| if text.is_empty() { BLANK } else { text }.to_owned();
    let unknown = Submitter::default();
    let unit = office.submitter.as_ref().unwrap_or(&unknown);
    SubmitterView {
        superior: decision::office_lines(office),
        name: if unit.name.is_empty() {
            office.secretariat.clone()
        } else {
            unit.name.clone()
        },
        symbol: blank(&unit.symbol),
        position: blank(&unit.position),
        signer: blank(&unit.signer),
    }
}

/// A procedure that was reviewed.
struct Counted<'a> {
    field: &'a str,
    outcome: Outcome,
    saving: Option<&'a Saving>,
}

impl<'a> Counted<'a> {
    fn of(item: &'a Item) -> Self {
        Self {
            field: &item.before.field,
            outcome: item.outcome,
            saving: Some(&item.saving),
        }
    }

    fn kept(recorded: &Recorded, base: &'a Catalogue) -> Self {
        let entry = base.get(&base_code(&recorded.decision.code));
        Self {
            field: entry.map_or("", |entry| entry.procedure.field.as_str()),
            outcome: Outcome::Keep,
            saving: None,
        }
    }
}

fn result(field: &str, counted: &[&Counted<'_>]) -> ResultView {
    let of = |wanted: Outcome| counted.iter().filter(|one| one.outcome == wanted).count();
    let sum =
        |figure: fn(&Saving) -> rust_decimal::Decimal| counted.iter().filter_map(|one| one.saving).map(figure).sum();
    let (kept, abolished, replaced, merged) = (
        of(Outcome::Keep),
        of(Outcome::Abolish),
        of(Outcome::Replace),
        of(Outcome::Merge),
    );
    let (amended, delegated, connected) = (
        of(Outcome::Amend),
        of(Outcome::Decentralise) + of(Outcome::Authorise),
        of(Outcome::Link),
    );
    let known = kept + abolished + replaced + merged + amended + delegated + connected;
    let share = percent((counted.len() - kept).into(), counted.len().into());
    ResultView {
        field: field.to_owned(),
        reviewed: counted.len(),
        kept,
        abolished,
        replaced,
        amended,
        merged,
        delegated,
        connected,
        other: counted.len() - known,
        share: text::percent(share),
        benefit: decision::benefit(&Saving::between(
            sum(|saving| saving.before),
            sum(|saving| saving.after),
        )),
    }
}

fn outcomes(proposal: &Proposal) -> Vec<OutcomeView> {
    let mut by_outcome: BTreeMap<Outcome, Vec<&Item>> = BTreeMap::new();
    for item in &proposal.items {
        by_outcome.entry(item.outcome).or_default().push(item);
    }
    let views = by_outcome.into_iter().map(|(outcome, items)| {
        let mut fields: Vec<&str> = items.iter().map(|item| item.before.field.as_str()).collect();
        fields.sort_by_cached_key(|field| text::collation_key(field));
        fields.dedup();
        OutcomeView {
            name: outcome.label().to_owned(),
            count: decision::count(items.len()),
            fields: fields.join("; "),
        }
    });
    views.collect()
}

/// "Lấy ý kiến: 03 thủ tục (văn bản số 12/SYT-VP ngày …)": what the decisions say of their way here.
fn steps(proposal: &Proposal) -> Vec<String> {
    let recorded = || proposal.items.iter().map(|item| &item.recorded).chain(&proposal.kept);
    let mut lines = Vec::new();
    for step in Step::all().filter(|step| step.moves()) {
        let (mut procedures, mut documents) = (0, Vec::new());
        for one in recorded() {
            let events: Vec<_> = one
                .decision
                .history
                .iter()
                .filter(|event| event.step.value() == Some(&step))
                .collect();
            if events.is_empty() {
                continue;
            }
            procedures += 1;
            for number in events.into_iter().filter_map(|event| event.document.as_ref()) {
                if !documents.contains(&number.text()) {
                    documents.push(number.text());
                }
            }
        }
        if procedures == 0 {
            continue;
        }
        let documents = match documents.as_slice() {
            [] => String::new(),
            numbers => format!(" ({})", numbers.join("; ")),
        };
        lines.push(format!(
            "{}: {} thủ tục{documents}",
            step.label(),
            decision::count(procedures)
        ));
    }
    lines
}

/// Measures the office can take itself, and those it proposes to others.
fn measures(proposal: &Proposal, base: &Catalogue, decision: &DecisionView) -> (Vec<MeasureView>, Vec<MeasureView>) {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    let views: HashMap<&str, &ItemView> = decision.items.iter().map(|view| (view.code.as_str(), view)).collect();
    for item in &proposal.items {
        let Some(view) = views.get(item.before.identity()) else {
            continue;
        };
        for (enacted, enactment) in item.enactments.iter().zip(&view.enactments) {
            let issuer = enacted
                .enactment
                .document
                .value()
                .and_then(|number| base.documents().get(number));
            let list = if enacted.own_power { &mut own } else { &mut others };
            list.push(MeasureView {
                code: view.code.clone(),
                name: view.name.clone(),
                contents: view.contents.iter().map(|content| content.text.clone()).collect(),
                document: enactment.document.clone(),
                agency: issuer.map_or_else(|| BLANK.to_owned(), |document| document.issuer.clone()),
                schedule: view.schedule.clone(),
            });
        }
    }
    (own, others)
}
