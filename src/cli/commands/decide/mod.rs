//! `tthc decide`

mod accept;
mod adopt;
mod form;
mod new;
mod steps;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::cli::output::FindingFormat;
use crate::cli::{Cli, Exit, day_from, output};
use crate::finding::{Finding, Severity};
use crate::proposal::{contradictions, open_dependents};
use crate::review::decision::{Decision, Decisions, Recorded, problems};

/// Record a decision on a procedure, what a reviewer thinks of it, or how far it has come
///
/// The decision goes to ra_soat/YEAR/CODE.yaml beside the revisions, with a hash of the text it judged and the versions of
/// the rules it rests on: when either changes, the decision is reported stale. What propose would refuse is not written,
/// except as a draft: amendments that have no option here are added in its file. Several codes with --group are one measure
/// on all of them, in one file; each of them goes stale by itself.
///
/// An abolition is refused by propose while another procedure still needs the result. Abolish that one too, drop the paper from
/// it, or accept it by name with --accept-dependent and --because; `tthc chain CODE` shows what hangs on a procedure.
///
/// Steps (--step) are kept in the file, oldest first: chon, thong_ke, ra_soat, tinh_chi_phi, de_xuat, lay_y_kien, tham_tra,
/// trinh, thong_qua, thuc_thi, cong_bo, dong. Those that rest on an act (trinh, thong_qua, thuc_thi, cong_bo) need its
/// number and date. A step that cannot be yet is refused with what is missing; up to thong_qua a decision can be sent back
/// to an earlier step with --note.
///
/// Two reviewers (--reviewer) write to files of their own, ra_soat/YEAR/danh_gia/NAME/CODE.yaml. Until both are in, no
/// command of this program prints the outcome, the reason, the measures or the review form of the other one: not decide,
/// decisions, review, show, check, stats, log nor propose. What is said is how many assessments wait for a second one and,
/// when a file has a mistake, its name and line. The files are plain text that anybody with the folder can open: this keeps
/// people from seeing them by accident, not by intent. When both are in, neither is changed any more; `tthc decisions
/// --agreement` compares them and --adopt makes one of them the decision.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["outcome", "step", "confirm", "adopt", "questionnaire", "accept_dependents"]))]
pub(crate) struct Args {
    /// Codes of the procedures; several only with --group, --reviewer, --step or --confirm
    #[arg(required = true)]
    codes: Vec<String>,

    /// Outcome: giu_nguyen, bai_bo, thay_the, sua_doi_bo_sung, hop_nhat, phan_cap, uy_quyen, lien_thong, toan_trinh, chuyen_hau_kiem
    #[arg(long, requires = "reason")]
    outcome: Option<String>,

    /// Why, in Vietnamese
    #[arg(long)]
    reason: Option<String>,

    /// What the procedures share, when the decision is one measure on several of them
    #[arg(long, value_name = "TITLE", conflicts_with = "reviewer")]
    group: Option<String>,

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

    /// Who decided, or took the step
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    /// Day of the decision instead of the revision's date; of a step or a confirmation instead of today
    #[arg(long, value_name = "DATE")]
    on: Option<String>,

    /// Write the new decision in the place of an older one; its history is kept
    #[arg(long, requires = "outcome")]
    replace: bool,

    /// Write it although it is not complete; propose refuses it until it is
    #[arg(long, requires = "outcome")]
    draft: bool,

    /// Record it as what this reviewer thinks, apart from the decision and unseen by the other reviewer
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,

    /// Make the assessment of this reviewer the decision; with --reason where the two do not agree
    #[arg(long, value_name = "NAME")]
    adopt: Option<String>,

    /// Add a step to the history of the decision; chon begins one for a procedure nothing is decided on yet
    #[arg(long, value_name = "STEP")]
    step: Option<String>,

    /// Number of the act the step rests on: 12/TTr-SYT
    #[arg(long, value_name = "NUMBER", requires = "step")]
    document: Option<String>,

    /// Date of that act
    #[arg(long, value_name = "DATE", requires = "step")]
    document_date: Option<String>,

    /// Remark on the step or confirmation; needed to send a decision back
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,

    /// Say that the decision still holds after what it rests on changed, without typing it again
    #[arg(long)]
    confirm: bool,

    /// Accept that this procedure still needs the result of the one to be abolished; may be given several times
    #[arg(long = "accept-dependent", value_name = "CODE", requires = "because")]
    accept_dependents: Vec<String>,

    /// Why it is accepted, in Vietnamese
    #[arg(long, value_name = "TEXT", requires = "accept_dependents")]
    because: Option<String>,

    /// Write the review form of the procedure, filled in from the data as far as they answer; on the next call read it back
    #[arg(long)]
    questionnaire: bool,

    /// Write the review form, as far as it is filled in, to read, sign and file: .docx, .pdf, .html or .md
    #[arg(long, value_name = "FILE", requires = "questionnaire")]
    print: Option<PathBuf>,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let catalogue = cli.open(None)?;
    let mut entries: Vec<&Entry> = Vec::with_capacity(args.codes.len());
    for code in &args.codes {
        let entry = catalogue
            .get(code)
            .with_context(|| format!("no procedure {code} in {}", catalogue.name()))?;
        if entries.iter().any(|known| std::ptr::eq(*known, entry)) {
            bail!("procedure {code} is named twice");
        }
        entries.push(entry);
    }
    let folder = Decisions::folder(cli.revisions().root());
    let desk = Desk {
        args,
        catalogue: &catalogue,
        entries,
        folder,
    };
    if args.questionnaire {
        form::run(&desk, &|| cli.templates())
    } else if let Some(step) = &args.step {
        steps::add(&desk, step)
    } else if !args.accept_dependents.is_empty() {
        accept::run(&desk)
    } else if args.confirm {
        steps::confirm(&desk)
    } else if let Some(reviewer) = &args.adopt {
        adopt::run(&desk, reviewer)
    } else {
        new::run(&desk)
    }
}

/// What every way of deciding works with.
struct Desk<'a> {
    args: &'a Args,
    catalogue: &'a Catalogue,
    entries: Vec<&'a Entry>,
    folder: PathBuf,
}

impl Desk<'_> {
    /// The one procedure, where only one makes sense.
    fn only(&self, option: &str) -> anyhow::Result<&Entry> {
        match self.entries.as_slice() {
            [entry] => Ok(entry),
            _ => bail!("{option} takes one procedure at a time"),
        }
    }

    /// The day something was done: the one given, else today.
    fn day_done(&self) -> anyhow::Result<Date> {
        match &self.args.on {
            Some(day) => day_from(day),
            None => Date::today().context("the clock shows no day; give one with --on"),
        }
    }

    fn who(&self) -> anyhow::Result<&str> {
        let by = self.args.by.as_deref().or(self.args.reviewer.as_deref());
        by.filter(|by| !by.trim().is_empty()).context("say who with --by NAME")
    }

    /// Everything for which `propose` would refuse a decision file, alone and beside those that are recorded already.
    fn refusals(&self, path: &str, decision: &Decision) -> Vec<Finding> {
        let (others, _) = Decisions::load(&self.folder);
        let name = self.catalogue.name();
        let among = |decisions: &Decisions| {
            let shown = decisions.on(name).map(|recorded| Recorded {
                path: self.shown(&recorded.path),
                ..recorded.clone()
            });
            let shown: Vec<Recorded> = shown.collect();
            contradictions(&shown.iter().collect::<Vec<_>>())
        };
        let known = among(&others);
        let mut found = self.problems(path, decision);
        let all = among(&others.with(path, decision));
        let path = self.shown(path);
        let new = |finding: &Finding| finding.place.path == path || !known.contains(finding);
        found.extend(all.into_iter().filter(new));
        found
    }

    /// What would still need the results of the procedures that a decision file ends, beside what is decided already. Other
    /// decisions may settle it, so it keeps nothing from being written.
    fn dependents(&self, path: &str, decision: &Decision, day: Date) -> Vec<Finding> {
        if !decision.outcome.value().is_some_and(|outcome| outcome.ends_procedure()) {
            return Vec::new();
        }
        let (others, _) = Decisions::load(&self.folder);
        let all = others.with(path, decision);
        let recorded: Vec<&Recorded> = all.on(self.catalogue.name()).collect();
        let mut found = open_dependents(self.catalogue, &recorded, day);
        found.retain(|finding| finding.place.path == path);
        for finding in &mut found {
            finding.severity = Severity::High;
            finding.place.path = self.shown(path);
        }
        found
    }

    /// The path of a decision file as people can open it.
    fn shown(&self, path: &str) -> String {
        self.folder.join(path).display().to_string()
    }

    /// Those of the decision alone.
    fn problems(&self, path: &str, decision: &Decision) -> Vec<Finding> {
        let each = Recorded::each(&self.shown(path), decision);
        each.iter()
            .flat_map(|recorded| problems(recorded, self.catalogue))
            .collect()
    }
}

/// Says what keeps a decision from being written.
fn refuse(found: &[Finding], why: &str) -> anyhow::Result<Exit> {
    output::findings(found, FindingFormat::Text)?;
    bail!("nothing was written: {why}")
}

/// A decision as its file has it.
fn read(folder: &Path, path: &str) -> anyhow::Result<Decision> {
    Decisions::read(folder, path).with_context(|| {
        format!(
            "{} has mistakes; put them right first (tthc check shows them)",
            folder.join(path).display()
        )
    })
}
