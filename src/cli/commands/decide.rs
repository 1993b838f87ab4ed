//! `tthc decide`

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::catalogue::Catalogue;
use crate::catalogue::values::{LegalRef, Written};
use crate::cli::output::FindingFormat;
use crate::cli::{Cli, Exit, day_of, output};
use crate::finding::Finding;
use crate::proposal::contradictions;
use crate::review::decision::{
    Amendment, Decision, Decisions, Enactment, Outcome, Recorded, file_of, judged, problems, record,
};

/// Record a decision on a procedure
///
/// The decision goes to ra_soat/YEAR/CODE.yaml beside the revisions, with a hash of the text it judged: when that text
/// changes, the decision is reported stale. What propose would refuse is not written, except as a draft: amendments that
/// have no option here are added in its file.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Code of the procedure
    code: String,

    /// Outcome: giu_nguyen, bai_bo, thay_the, sua_doi_bo_sung, hop_nhat, phan_cap, uy_quyen, lien_thong, toan_trinh, chuyen_hau_kiem
    #[arg(long)]
    outcome: String,

    /// Why, in Vietnamese
    #[arg(long)]
    reason: String,

    /// Document to amend, as "Bãi bỏ: Điều 9 123/2015/NĐ-CP"; may be given several times
    #[arg(long = "amend", value_name = "ACTION: CLAUSE NUMBER")]
    amends: Vec<String>,

    /// Drop this paper from the dossier; may be given several times
    #[arg(long = "drop-paper", value_name = "NAME")]
    drop_papers: Vec<String>,

    /// New time limit of every channel
    #[arg(long, value_name = "LIMIT")]
    deadline: Option<String>,

    /// Procedure that replaces this one or that it is merged into
    #[arg(long, value_name = "CODE")]
    successor: Option<String>,

    /// Rule the decision rests on; may be given several times
    #[arg(long = "rule", value_name = "RULE")]
    rules: Vec<String>,

    /// Who decided
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Day of the decision instead of the revision's date
    #[arg(long, value_name = "DATE")]
    on: Option<String>,

    /// Write the new decision in the place of an older one
    #[arg(long)]
    replace: bool,

    /// Write it although it is not complete; propose refuses it until it is
    #[arg(long)]
    draft: bool,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let entry = catalogue
        .get(&args.code)
        .with_context(|| format!("no procedure {} in {}", args.code, catalogue.name()))?;
    let day = day_of(args.on.as_deref(), &catalogue)?;
    let outcome: Outcome = args.outcome.parse().map_err(|_| {
        let known: Vec<_> = Outcome::all().map(Outcome::key).collect();
        anyhow::anyhow!("no outcome {:?}; one of {}", args.outcome, known.join(", "))
    })?;
    let decision = Decision {
        code: Written::new(entry.procedure.identity()),
        revision: catalogue.name().to_owned(),
        outcome: Written::new(outcome.key()),
        successor: args.successor.as_deref().map(Written::new),
        reason: args.reason.clone(),
        amendments: amendments(args),
        enactments: args
            .amends
            .iter()
            .map(|text| enactment(text))
            .collect::<anyhow::Result<_>>()?,
        rules: args.rules.clone(),
        decided_by: args.by.clone(),
        decided_on: Some(Written::new(day.to_string())),
        judged: judged(&entry.procedure),
        ..Decision::default()
    };
    let folder = Decisions::folder(cli.revisions().root());
    let recorded = Recorded {
        path: file_of(day.year(), &decision),
        decision,
    };
    let found = refusals(&catalogue, &folder, &recorded);
    output::findings(&found, FindingFormat::Text)?;
    if !found.is_empty() && !args.draft {
        bail!("nothing was written: propose would refuse the decision; put it right, or record it with --draft");
    }
    let path = record(&folder, &recorded, args.replace)?;
    writeln!(output::out(), "Đã ghi {}", path.display())?;
    Ok(if found.is_empty() { Exit::Fine } else { Exit::Findings })
}

fn amendments(args: &Args) -> Vec<Amendment> {
    let drops = args.drop_papers.iter().map(|name| Amendment {
        drop_paper: Some(name.clone()),
        ..Amendment::default()
    });
    let limit = args.deadline.as_deref().map(|limit| Amendment {
        time_limit: Some(limit.into()),
        ..Amendment::default()
    });
    drops.chain(limit).collect()
}

/// `Bãi bỏ: khoản 2 Điều 9 123/2015/NĐ-CP`
fn enactment(text: &str) -> anyhow::Result<Enactment> {
    let expected = "write it as \"Sửa đổi, bổ sung: khoản 2 Điều 9 123/2015/NĐ-CP\"";
    let Some((action, reference)) = text.split_once(':') else {
        bail!("{text:?} names no action; {expected}")
    };
    let reference: LegalRef = reference
        .parse()
        .map_err(|_| anyhow::anyhow!("{reference:?} is not a citation; {expected}"))?;
    let action = Written::new(action.trim());
    if action.value().is_none() {
        bail!("{:?} is not an action on a document; {expected}", action.text());
    }
    Ok(Enactment {
        action,
        document: Written::new(reference.document.to_string()),
        clause: reference.clause.map(|clause| Written::new(clause.to_string())),
    })
}

/// Everything for which `propose` would refuse the decision, alone and beside those that are recorded already.
fn refusals(catalogue: &Catalogue, folder: &Path, recorded: &Recorded) -> Vec<Finding> {
    let (others, _) = Decisions::load(folder);
    let among = |decisions: &Decisions| contradictions(&decisions.on(catalogue.name()).collect::<Vec<_>>());
    let known = among(&others);
    let mut found = problems(recorded, catalogue);
    let all = among(&others.with(recorded.clone()));
    let new = |finding: &Finding| finding.place.path == recorded.path || !known.contains(finding);
    found.extend(all.into_iter().filter(new));
    found
}
