//! `tthc what-if`

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::{is_of_field, known_field};
use crate::catalogue::Catalogue;
use crate::catalogue::values::{Date, ProcedureCode};
use crate::cli::export::Tabular;
use crate::cli::{Cli, Exit, day_of, export, output};
use crate::document::what_if::{evidence, grounds, json_of, part_of, quality, result, why, xlsx};
use crate::finding::Finding;
use crate::proposal::what_if::{Aim, Picked, Question, Target, WhatIf, drafts, what_if};
use crate::review::decision::{Decisions, Lock, Recorded, problems, record};
use crate::review::{self, control};
use crate::text;

/// Find the fewest measures that reach targets of a programme
///
/// Measures come from findings of the review: drop a paper a database holds, shorten a limit, merge twins, abolish what
/// nobody uses … Each is written as a decision, applied to the record, and costed again; measures of one procedure are
/// worked out in every combination. Procedures with a decision of a person stay as decided. The plan can be kept as draft
/// decisions, which propose refuses until a person has made them theirs.
///
/// The plan is the best there is when all combinations worth it could be gone through (always up to twenty measures, most
/// often far beyond); else a lower bound says by how many measures it can be off at most.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to cut and by how much: cost=-30%, time=-30%; may be given once for each
    #[arg(long = "target", value_name = "TARGET", required = true, allow_hyphen_values = true)]
    targets: Vec<String>,

    /// Only procedures of this field
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,

    /// Only measures that rest on findings of this rule; may be given several times
    #[arg(long = "rule", value_name = "RULE")]
    rules: Vec<String>,

    /// Count the time limit of every dossier instead of that of every procedure once
    #[arg(long)]
    by_dossiers: bool,

    /// Folder with the decisions of persons; ra_soat/ beside the revisions when absent
    #[arg(long, value_name = "DIR")]
    decisions: Option<PathBuf>,

    /// Use the law and parameters of this day instead of the revision's date
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,

    /// Keep the plan as draft decisions in this folder; decisions of persons are never overwritten
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,

    #[command(flatten)]
    output: export::To<Tabular>,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let targets = targets(&args.targets)?;
    let catalogue = cli.open(None)?;
    let rules = rules(&catalogue, &args.rules)?;
    let day = day_of(args.as_of.as_deref(), &catalogue)?;
    let scope = match &args.field {
        Some(field) => {
            known_field(&catalogue, field)?;
            let own = catalogue.procedures().filter(|procedure| is_of_field(procedure, field));
            Some(own.map(|procedure| procedure.identity().to_owned()).collect())
        }
        None => None,
    };
    let findings = review::review(&catalogue, day, &rules).findings;
    let question = Question {
        targets,
        scope,
        by_dossiers: args.by_dossiers,
    };
    let decided = persons(cli, args, &catalogue);
    let plan = what_if(&catalogue, &findings, &decided, &question, day)?;
    write(args, &catalogue, &plan)?;
    if let Some(folder) = &args.save {
        save(folder, &catalogue, &plan, day, args.output.leaves_room())?;
    }
    Ok(Exit::Fine)
}

fn targets(texts: &[String]) -> anyhow::Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    for text in texts {
        let target: Target = text.parse()?;
        if let Some(known) = targets.iter().find(|known| known.aim == target.aim) {
            bail!("two targets for one aim: {known} and {target}; give one --target for each of cost and time");
        }
        targets.push(target);
    }
    Ok(targets)
}

/// The rules asked for; those the catalogue has not switched off when none is named.
fn rules(catalogue: &Catalogue, names: &[String]) -> anyhow::Result<Vec<&'static review::Rule>> {
    if names.is_empty() {
        return Ok(control::active(catalogue));
    }
    let find =
        |name: &String| review::rule(name).with_context(|| format!("no rule called {name:?}; `tthc rules` lists them"));
    names.iter().map(find).collect()
}

/// Decisions of persons that could be proposed; what is only selected for review is still open. The others are mentioned: their savings are not counted, but nothing is
/// proposed on their procedures either.
fn persons(cli: &Cli, args: &Args, catalogue: &Catalogue) -> Vec<Recorded> {
    let usual = || Decisions::folder(cli.revisions().root());
    let folder = args.decisions.clone().unwrap_or_else(usual);
    let (decisions, broken) = Decisions::load(&folder);
    let own = decisions.on(catalogue.name());
    let (sound, unsound): (Vec<&Recorded>, Vec<&Recorded>) = own
        .filter(|recorded| !recorded.decision.is_machine_draft() && !recorded.decision.is_planned())
        .partition(|recorded| problems(recorded, catalogue).is_empty());
    let count = broken.len() + unsound.len();
    if count > 0 {
        output::warn(&format!(
            "{count} decision(s) cannot be proposed as they are and are counted as decisions to keep; run `tthc check` to see why"
        ));
    }
    let kept = unsound.into_iter().map(|recorded| {
        let mut kept = recorded.clone();
        kept.decision.outcome = crate::catalogue::values::Written::new(crate::review::decision::Outcome::Keep.key());
        kept
    });
    sound.into_iter().cloned().chain(kept).collect()
}

fn write(args: &Args, catalogue: &Catalogue, plan: &WhatIf) -> anyhow::Result<()> {
    let json = || {
        let mut value = json_of(plan);
        value["revision"] = serde_json::json!(catalogue.name());
        value
    };
    let out = args.output.out();
    match args.output.format_for_files()? {
        Tabular::Text => Ok(print(catalogue, plan)?),
        Tabular::Json => export::json(&json(), out),
        Tabular::Xlsx => export::workbook(|| xlsx(plan, catalogue.name()), out),
    }
}

fn print(catalogue: &Catalogue, plan: &WhatIf) -> io::Result<()> {
    let mut out = output::lines();
    let count = |count: usize| text::number(i128::try_from(count).unwrap_or_default());
    writeln!(
        out,
        "{}: {} thủ tục, {} biện pháp có tác dụng từ kết quả rà soát; {} thủ tục đã có quyết định",
        catalogue.name(),
        count(plan.procedures),
        count(plan.considered),
        count(plan.decided)
    )?;
    for reached in &plan.results {
        writeln!(out, "{}", result(reached))?;
    }
    writeln!(out, "{}", quality(plan))?;
    for (at, picked) in plan.picked.iter().enumerate() {
        measure(&mut out, plan, at + 1, picked)?;
    }
    if plan.results.iter().any(|reached| reached.target.aim == Aim::Time) && plan.without_time > 0 {
        writeln!(
            out,
            "\nThời gian không tính {} thủ tục không có thời hạn quy đổi được ra giờ làm việc.",
            count(plan.without_time)
        )?;
    }
    if !plan.shortened.is_empty() {
        writeln!(
            out,
            "\nQuá nhiều biện pháp liên quan nhau, chỉ xét những biện pháp lợi nhất: {}",
            plan.shortened.join(", ")
        )?;
    }
    Ok(())
}

fn measure(out: &mut impl Write, plan: &WhatIf, at: usize, picked: &Picked) -> io::Result<()> {
    let measure = &picked.measure;
    writeln!(out, "\n{at}. {} {}", measure.code, picked.name)?;
    writeln!(out, "  {}", measure.wording)?;
    let share = |aim: Aim| {
        let percent = part_of(plan, picked, aim);
        percent.map_or_else(String::new, |percent| {
            format!(" ({}% mục tiêu)", text::decimal(percent))
        })
    };
    writeln!(
        out,
        "  Tiết kiệm {} đồng/năm{}; giảm {} giờ{}",
        text::decimal(picked.cost),
        share(Aim::Cost),
        text::decimal(picked.time),
        share(Aim::Time)
    )?;
    let lines = |say: fn(&Finding) -> Vec<String>| {
        let mut said: Vec<String> = measure.findings.iter().flat_map(say).collect();
        said.dedup();
        said.join("; ")
    };
    writeln!(out, "  Vì: {}", lines(|finding| vec![why(finding)]))?;
    writeln!(out, "  Bằng chứng: {}", lines(evidence))?;
    writeln!(out, "  Căn cứ: {}", lines(grounds))?;
    if !measure.assumed.is_empty() {
        writeln!(out, "  Giả định: {}", measure.assumed)?;
    }
    Ok(())
}

/// Writes the drafts. A draft of an earlier plan gives way to the new one; what a person has written stays.
fn save(folder: &Path, catalogue: &Catalogue, plan: &WhatIf, day: Date, said: bool) -> anyhow::Result<()> {
    let _lock = Lock::take(folder)?;
    let (known, broken) = Decisions::load(folder);
    let mut left = Vec::new();
    let mut written = 0;
    for draft in drafts(catalogue, plan, day) {
        // A person's decision may stand in a file of another name, beside others of its group.
        let code = draft.decision.code.text();
        let mut own = known
            .on(catalogue.name())
            .filter(|recorded| recorded.decision.code.value().map(ProcedureCode::base) == Some(code));
        let persons = own.any(|recorded| !recorded.decision.is_machine_draft());
        let machine = known
            .iter()
            .any(|recorded| recorded.path == draft.path && recorded.decision.is_machine_draft());
        if persons || folder.join(&draft.path).exists() && !machine {
            left.push(code.to_owned());
            continue;
        }
        record(folder, &draft.path, &draft.decision, machine)?;
        written += 1;
    }
    if !broken.is_empty() {
        output::warn(&format!(
            "{} file(s) in {} cannot be read and stay as they are",
            broken.len(),
            folder.display()
        ));
    }
    if !left.is_empty() {
        output::warn(&format!(
            "decisions that are there already stay as they are: {}",
            left.join(", ")
        ));
    }
    if said {
        writeln!(
            output::lines(),
            "\nĐã ghi {written} dự thảo vào {}; mỗi dự thảo cần một người xem, ghi lý do của mình và văn bản phải sửa",
            folder.display()
        )?;
    }
    Ok(())
}
