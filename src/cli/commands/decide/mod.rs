//! `tthc decide`

mod accept;
mod adopt;
mod form;
mod new;
mod steps;

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::catalogue::values::Date;
use crate::catalogue::{Catalogue, Entry};
use crate::cli::output::FindingFormat;
use crate::cli::{Cli, Exit, day_from, output};
use crate::proposal::desk::{Desk, DeskError, Subject, Why};
use crate::review::decision::Decisions;

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
    let asked = Asked {
        args,
        catalogue: &catalogue,
        entries,
        desk: Desk::new(&catalogue, &folder),
        folder,
    };
    if args.questionnaire {
        form::run(&asked, &|| cli.templates())
    } else if let Some(step) = &args.step {
        steps::add(&asked, step)
    } else if !args.accept_dependents.is_empty() {
        accept::run(&asked)
    } else if args.confirm {
        steps::confirm(&asked)
    } else if let Some(reviewer) = &args.adopt {
        adopt::run(&asked, reviewer)
    } else {
        new::run(&asked)
    }
}

/// What every way of deciding works with.
struct Asked<'a> {
    args: &'a Args,
    catalogue: &'a Catalogue,
    entries: Vec<&'a Entry>,
    desk: Desk<'a>,
    folder: PathBuf,
}

impl Asked<'_> {
    /// The one procedure, where only one makes sense.
    fn only(&self, option: &str) -> anyhow::Result<&Entry> {
        match self.entries.as_slice() {
            [entry] => Ok(entry),
            _ => bail!("{option} takes one procedure at a time"),
        }
    }

    /// The procedures. What their files are like was seen by nobody.
    fn subjects(&self) -> Vec<Subject> {
        let codes = self.entries.iter().map(|entry| entry.procedure.identity());
        codes.map(Subject::from).collect()
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
}

/// Says why nothing was written, and what to do about it.
fn refuse(error: DeskError) -> anyhow::Result<Exit> {
    let hint = match &error {
        DeskError::Refused { why, findings } => {
            output::findings(findings, FindingFormat::Text)?;
            let hint = match why {
                Why::Proposal => "; put it right, or record it with --draft",
                Why::Assessment => "; put it right, or record it with --draft",
                Why::Step { .. } => "",
                Why::Text => "; record a new one with --replace",
            };
            bail!("nothing was written: {error}{hint}")
        }
        DeskError::Disagree(conflicts) => {
            let mut out = output::lines();
            for conflict in conflicts {
                super::decisions::agreement::conflict(&mut out, conflict)?;
            }
            out.flush()?;
            bail!("nothing was written: {error}; say with --reason why this assessment is taken")
        }
        DeskError::Settled { .. } => bail!("nothing was written: {error}; settle it with --adopt"),
        DeskError::NoNeed { of, .. } => bail!("{error} (tthc chain {of})"),
        DeskError::NoGroup => bail!("several procedures are one decision only with --group TITLE"),
        DeskError::Nobody => bail!("the decision has a history: say who decided with --by NAME"),
        DeskError::Exists { .. } => "; use --replace to write a new decision in its place",
        DeskError::Mistakes { .. } => "; put them right first (tthc check shows them)",
        _ => "",
    };
    match hint {
        "" => Err(error.into()),
        hint => bail!("{error}{hint}"),
    }
}
