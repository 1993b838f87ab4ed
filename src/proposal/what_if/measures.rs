//! Findings to measures: what could be done about each, as a decision would write it.
//!
//! Only findings whose remedy takes nothing from the people concerned become measures: a paper the office can look up, a
//! shorter limit, one set instead of several, an online channel, a procedure nobody has used, a twin of another one. What a
//! missing basis or a vague condition should become is for a person to say.

use rust_decimal::Decimal;

use crate::catalogue::Catalogue;
use crate::catalogue::observation::ObservedRow;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::Date;
use crate::catalogue::values::{Channel, OnlineLevel, ProcedureCode, TimeLimit, Unit, Written};
use crate::finding::Finding;
use crate::review::cost::{CostRow, Group, cost};
use crate::review::decision::{Amendment, Decision, Outcome};
use crate::text;

/// Something that could be done.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Procedure.
    pub code: String,
    /// Outcome of the decision.
    pub outcome: Outcome,
    /// What changes; none when the procedure goes.
    pub amendment: Option<Amendment>,
    /// Procedure that serves its people afterwards.
    pub successor: Option<String>,
    /// Cost rows of the time after it that follow from the change and not from the record.
    pub cost_after: Vec<ObservedRow>,
    /// What it is, in Vietnamese.
    pub wording: String,
    /// What had to be assumed; empty when nothing was.
    pub assumed: String,
    /// Findings it answers, with evidence and grounds.
    pub findings: Vec<Finding>,
}

/// The share of a limit the programme cuts (Nghị quyết 66/NQ-CP, 2025), when nothing was measured that says how far it can go.
const CUT_PERCENT: i64 = 30;

/// Rules that find a paper nobody has to hand in any more.
const PAPERS: [&str; 6] = [
    "identity-papers",
    "civil-status-papers",
    "business-papers",
    "other-held-papers",
    "own-papers",
    "paper-cut-not-applied",
];

/// What could be done about findings, by procedure and in the order of the findings. One change is one measure, however
/// many findings ask for it.
pub(super) fn measures(catalogue: &Catalogue, findings: &[Finding], day: Date) -> Vec<Measure> {
    let online = OnlineUse::of(catalogue);
    let mut measures: Vec<Measure> = Vec::new();
    let mut by_code: std::collections::HashMap<String, Vec<usize>> = std::collections::HashMap::new();
    for finding in findings {
        let Some(entry) = finding.code.as_deref().and_then(|code| catalogue.get(code)) else {
            continue;
        };
        let Some(measure) = of_finding(catalogue, &entry.procedure, finding, &online, day) else {
            continue;
        };
        let own = by_code.entry(measure.code.clone()).or_default();
        match own.iter().find(|at| measures[**at].is_like(&measure)) {
            Some(at) => measures[*at].findings.push(finding.clone()),
            None => {
                own.push(measures.len());
                measures.push(measure);
            }
        }
    }
    // Of two that do as much, the one that leaves the procedure standing comes first.
    let key = |measure: &Measure| (measure.code.clone(), measure.outcome.ends_procedure());
    measures.sort_by_key(key);
    measures
}

impl Measure {
    fn new(procedure: &Procedure, outcome: Outcome, finding: &Finding, wording: String) -> Self {
        Self {
            code: procedure.identity().to_owned(),
            outcome,
            amendment: None,
            successor: None,
            cost_after: Vec::new(),
            wording,
            assumed: String::new(),
            findings: vec![finding.clone()],
        }
    }

    fn amending(procedure: &Procedure, finding: &Finding, amendment: Amendment, wording: String) -> Self {
        Self {
            amendment: Some(amendment),
            ..Self::new(procedure, Outcome::Amend, finding, wording)
        }
    }

    /// Whether both do one thing. Two limits or two heirs for one procedure are one thing, of which the first is proposed.
    fn is_like(&self, other: &Self) -> bool {
        let kind = |measure: &Self| measure.amendment.as_ref().and_then(Amendment::kind_label);
        let paper = |measure: &Self| {
            let amendment = measure.amendment.as_ref();
            amendment.and_then(|amendment| amendment.drop_paper.as_deref().map(text::canonical))
        };
        self.outcome == other.outcome && kind(self) == kind(other) && paper(self) == paper(other)
    }

    /// The measures of one procedure as one decision; `None` when they cannot stand beside one another.
    pub(super) fn decision(measures: &[&Self]) -> Option<Decision> {
        let first = measures.first()?;
        let ends = measures.iter().any(|measure| measure.outcome.ends_procedure());
        if ends && measures.len() > 1 {
            return None;
        }
        let outcome = match measures {
            [one] => one.outcome,
            _ => Outcome::Amend,
        };
        Some(Decision {
            code: Written::new(&first.code),
            outcome: Written::new(outcome.key()),
            successor: first.successor.as_ref().map(Written::new),
            amendments: measures
                .iter()
                .filter_map(|measure| measure.amendment.clone())
                .collect(),
            cost_after: measures.iter().flat_map(|measure| measure.cost_after.clone()).collect(),
            ..Decision::default()
        })
    }
}

fn of_finding(
    catalogue: &Catalogue,
    procedure: &Procedure,
    finding: &Finding,
    online: &OnlineUse,
    day: Date,
) -> Option<Measure> {
    match finding.rule.as_str() {
        rule if PAPERS.contains(&rule) => drop_paper(procedure, finding),
        "no-dossiers" => Some(Measure::new(
            procedure,
            Outcome::Abolish,
            finding,
            "Bãi bỏ thủ tục hành chính".to_owned(),
        )),
        "near-duplicate" | "mergeable-family" => merge(catalogue, procedure, finding),
        "long-deadline" | "slack" => shorten(procedure, finding),
        "several-sets" if finding.yaml_path == "so_bo" => one_set(procedure, finding),
        "no-online-channel" | "partial-without-reason" => go_online(catalogue, procedure, finding, online, day),
        _ => None,
    }
}

/// The paper at `ho_so[0].giay_to[2].ten`.
fn drop_paper(procedure: &Procedure, finding: &Finding) -> Option<Measure> {
    let number = |after: &str| -> Option<usize> {
        let (_, rest) = finding.yaml_path.split_once(after)?;
        rest.split_once(']')?.0.parse().ok()
    };
    let paper = procedure
        .dossier
        .get(number("ho_so[")?)?
        .papers
        .get(number("giay_to[")?)?;
    let amendment = Amendment {
        drop_paper: Some(paper.name.clone()),
        ..Amendment::default()
    };
    let wording = format!("Bãi bỏ thành phần hồ sơ: “{}”", paper.name);
    Some(Measure::amending(procedure, finding, amendment, wording))
}

/// Of two twins the one with the later code goes; the other one keeps its name for both.
fn merge(catalogue: &Catalogue, procedure: &Procedure, finding: &Finding) -> Option<Measure> {
    let named = |label: &str| {
        let code = label
            .split([' ', ','])
            .find(|word| word.parse::<ProcedureCode>().is_ok())?;
        catalogue.get(code).map(|entry| &entry.procedure)
    };
    let other = finding.evidence.iter().find_map(|evidence| named(&evidence.label))?;
    let (stays, goes) = if other.identity() < procedure.identity() {
        (other, procedure)
    } else {
        (procedure, other)
    };
    if stays.identity() == goes.identity() {
        return None;
    }
    let wording = format!("Hợp nhất vào thủ tục {} «{}»", stays.identity(), stays.name);
    Some(Measure {
        successor: Some(stays.identity().to_owned()),
        ..Measure::new(goes, Outcome::Merge, finding, wording)
    })
}

/// What nine in ten dossiers have taken, where that was measured; else the programme's share less.
fn shorten(procedure: &Procedure, finding: &Finding) -> Option<Measure> {
    let limits = procedure
        .channels
        .iter()
        .filter_map(|row| row.time_limit.as_ref()?.value()?.amount());
    let (longest, unit) = limits
        .filter(|(_, unit)| matches!(unit, Unit::Day | Unit::WorkingDay))
        .max_by_key(|(amount, _)| *amount)?;
    let measured = finding.evidence.iter().find(|evidence| evidence.label.contains("9/10"));
    let measured = measured.and_then(|evidence| evidence.text.split(' ').next()?.parse::<Decimal>().ok());
    let cut = (longest * Decimal::from(100 - CUT_PERCENT) / Decimal::ONE_HUNDRED).floor();
    let new = measured.unwrap_or(cut).max(Decimal::ONE);
    if new >= longest {
        return None;
    }
    let limit = TimeLimit::within(new, unit);
    let amendment = Amendment {
        time_limit: Some(Written::new(limit.to_string())),
        ..Amendment::default()
    };
    let old = TimeLimit::within(longest, unit);
    let wording = format!("Giảm thời gian giải quyết từ {old} xuống còn {limit}");
    let assumed = match measured {
        Some(_) => "thời hạn mới bằng thời gian chín phần mười hồ sơ đã đạt".to_owned(),
        None => format!("thời hạn mới giảm {CUT_PERCENT}% theo mức chung của chương trình, chưa đo thời gian thực tế"),
    };
    Some(Measure {
        assumed,
        ..Measure::amending(procedure, finding, amendment, wording)
    })
}

fn one_set(procedure: &Procedure, finding: &Finding) -> Option<Measure> {
    let sets = procedure.sets.filter(|sets| *sets > 1)?;
    let amendment = Amendment {
        sets: Some(1),
        ..Amendment::default()
    };
    let wording = format!("Giảm số lượng hồ sơ từ {} bộ xuống còn 01 bộ", text::count(sets.into()));
    Some(Measure::amending(procedure, finding, amendment, wording))
}

/// How much of what can be handed in online all the way is handed in so.
struct OnlineUse {
    share: Option<Decimal>,
    said: String,
}

impl OnlineUse {
    fn of(catalogue: &Catalogue) -> Self {
        let offered = catalogue.procedures().filter(|procedure| {
            procedure
                .channels
                .iter()
                .any(|row| row.online_level.as_ref().and_then(Written::value) == Some(&OnlineLevel::Full))
        });
        let (mut received, mut online) = (0_u64, 0_u64);
        for procedure in offered {
            let years = catalogue.volumes().rows_of(procedure.identity());
            for row in years.flat_map(|(_, rows)| rows) {
                received += row.received;
                online += row.online;
            }
        }
        let share = Decimal::from(online).checked_div(Decimal::from(received));
        Self {
            share: share.map(|share| share.round_dp(2)).filter(|share| !share.is_zero()),
            said: format!(
                "{} trong {} hồ sơ của các thủ tục toàn trình trong danh mục",
                text::number(i128::from(online)),
                text::number(i128::from(received))
            ),
        }
    }
}

/// People hand in online as often as they do where they can; what that spares stands in rows of its own.
fn go_online(
    catalogue: &Catalogue,
    procedure: &Procedure,
    finding: &Finding,
    online: &OnlineUse,
    day: Date,
) -> Option<Measure> {
    let share = online.share?;
    let before = cost(catalogue, procedure, &[], day).ok()?;
    let submit = before.rows.iter().find(|row| row.group == Group::Submit)?;
    let by_net = catalogue.settings().parameters.estimate_on("nop_truc_tuyen", day)?;
    let by_net = by_net.hours.value()?.0;
    let amendment = Amendment {
        open_channel: Some(Written::new(Channel::Online.to_string())),
        online_level: Some(Written::new(OnlineLevel::Full.to_string())),
        ..Amendment::default()
    };
    let wording = "Cung cấp dịch vụ công trực tuyến toàn trình".to_owned();
    Some(Measure {
        outcome: Outcome::FullyOnline,
        cost_after: both_ways(submit, share, by_net),
        assumed: format!(
            "{}% hồ sơ nộp trực tuyến, như {}",
            text::decimal((share * Decimal::ONE_HUNDRED).normalize()),
            online.said
        ),
        ..Measure::amending(procedure, finding, amendment, wording)
    })
}

fn both_ways(submit: &CostRow, share: Decimal, by_net: Decimal) -> Vec<ObservedRow> {
    let online = Channel::Online.to_string();
    if text::same_but_for_spelling(&submit.work, &online) {
        return Vec::new();
    }
    let rest = Decimal::ONE - share;
    let row = |work: &str, hours: Decimal, services: Decimal| ObservedRow {
        group: Group::Submit.key().to_owned(),
        work: work.to_owned(),
        hours: Some(Written::new(text::decimal(hours.round_dp(4).normalize()))),
        services: Some(Written::new(format!("{} đồng", text::decimal(services.round())))),
        ..ObservedRow::default()
    };
    vec![
        row(&submit.work, submit.hours * rest, submit.services * rest),
        row(&online, by_net * share, Decimal::ZERO),
    ]
}
