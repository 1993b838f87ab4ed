//! Decisions taken over to the next revision.

use std::io::Write;

use anyhow::{Context as _, bail};

use super::{Args, Format};
use crate::catalogue::values::Date;
use crate::cli::output::FindingFormat;
use crate::cli::{Cli, Exit, output};
use crate::review::decision::{Carried, Decisions, Fate, Lock, carry, folder_name, record};
use crate::text;

pub(super) fn run(cli: &Cli, args: &Args, old: &str, new: &str) -> anyhow::Result<Exit> {
    let (old, new) = (cli.open(Some(old))?, cli.open(Some(new))?);
    if folder_name(old.name()) == folder_name(new.name()) {
        bail!("{} and {} are one revision", old.name(), new.name());
    }
    let folder = Decisions::folder(cli.revisions().root());
    let _lock = (!args.dry_run).then(|| Lock::take(&folder)).transpose()?;
    let (decisions, broken) = Decisions::load(&folder);
    if !broken.is_empty() {
        output::findings(&broken, FindingFormat::Text)?;
        bail!("nothing was written: put these files right first");
    }
    let by = args.by.as_deref().context("say who with --by NAME")?;
    let day = Date::today()
        .or_else(|| new.settings().day())
        .context("the clock shows no day")?;
    let confirmed = cli.confirmed(&new);
    let (all, units) = carry(&folder, &decisions, (&old, &new), &confirmed, (by, day));
    let mut written = Vec::with_capacity(units.len());
    if !args.dry_run {
        for unit in &units {
            written.push(
                record(&folder, &unit.path, &unit.decision, false)?
                    .display()
                    .to_string(),
            );
        }
    }
    match args.output.format() {
        Format::Text => print(&all, &written, (old.name(), new.name()), args.dry_run)?,
        Format::Json => output::json(&json(&all, &written))?,
        Format::Csv | Format::Xlsx => bail!("--carry prints text or json"),
    }
    Ok(Exit::Fine)
}

fn print(all: &[Carried], written: &[String], (old, new): (&str, &str), dry: bool) -> anyhow::Result<()> {
    let mut out = output::lines();
    let goes = |carried: &&Carried| matches!(carried.fate, Fate::Goes(_));
    for carried in all.iter().filter(|carried| !goes(carried)) {
        writeln!(out, "{}  {}", carried.code, carried.name)?;
        writeln!(out, "          {}", sentence(&carried.fate))?;
    }
    for carried in all.iter().filter(goes) {
        if let Fate::Goes(code) = &carried.fate
            && *code != carried.code
        {
            writeln!(
                out,
                "{}  {}\n          {}",
                carried.code,
                carried.name,
                sentence(&carried.fate)
            )?;
        }
    }
    let count = |wanted: fn(&Fate) -> bool| all.iter().filter(|carried| wanted(&carried.fate)).count();
    writeln!(
        out,
        "Quyết định về {old} cho {new}: {} chuyển tiếp, {} phải xem lại, {} đã có quyết định mới, {} không còn thủ tục, {} tách hoặc hợp nhất, {} chưa có phương án hoặc đã đóng",
        text::count(count(|fate| matches!(fate, Fate::Goes(_))) as u64),
        count(|fate| matches!(fate, Fate::Reread(..))),
        count(|fate| matches!(fate, Fate::Decided(_))),
        count(|fate| matches!(fate, Fate::Gone)),
        count(|fate| matches!(fate, Fate::Several(_))),
        count(|fate| matches!(fate, Fate::NotOpen)),
    )?;
    if dry {
        writeln!(out, "Chưa ghi gì (--dry-run)")?;
    }
    for path in written {
        writeln!(out, "Đã ghi {path}")?;
    }
    out.flush()?;
    Ok(())
}

fn sentence(fate: &Fate) -> String {
    match fate {
        Fate::Goes(code) => format!("chuyển tiếp, mã mới {code}"),
        Fate::Reread(code, changes) => format!("phải xem lại ({code}): {}", changes.sentence()),
        Fate::Decided(path) => format!("đã có quyết định ở {path}"),
        Fate::Gone => "không còn trong phiên bản mới".to_owned(),
        Fate::Several(codes) => format!("đã tách hoặc hợp nhất thành {}", codes.join(", ")),
        Fate::NotOpen => "chưa có phương án hoặc đã đóng, không chuyển tiếp".to_owned(),
    }
}

fn json(all: &[Carried], written: &[String]) -> serde_json::Value {
    let each = all.iter().map(|carried| {
        let (fate, code) = match &carried.fate {
            Fate::Goes(code) => ("carried", Some(code)),
            Fate::Reread(code, _) => ("reread", Some(code)),
            Fate::Decided(_) => ("decided", None),
            Fate::Gone => ("gone", None),
            Fate::Several(_) => ("several", None),
            Fate::NotOpen => ("not_open", None),
        };
        let (fields, rules) = match &carried.fate {
            Fate::Reread(_, changes) => (changes.fields.clone(), changes.rules.clone()),
            _ => Default::default(),
        };
        serde_json::json!({
            "code": carried.code, "name": carried.name, "path": carried.path, "fate": fate, "new_code": code,
            "fields": fields, "rules": rules,
        })
    });
    serde_json::json!({ "decisions": each.collect::<Vec<_>>(), "written": written })
}
