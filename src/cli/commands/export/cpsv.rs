//! `tthc export --to cpsv-ap`

use std::io::{self, Write};
use std::path::Path;

use anyhow::bail;
use serde_json::{Value, json};

use crate::catalogue::{self, Catalogue};
use crate::cli::Exit;
use crate::cli::output::{self, FindingFormat, PlainFormat};
use crate::exchange::cpsv::{self, Base, Export, Format};
use crate::finding::Finding;
use crate::text;

/// Most findings printed; --format json prints all.
const MOST_FINDINGS: usize = 20;

/// Most codes named for a field that was not carried; --format json names all.
const MOST_CODES: usize = 5;

/// Writes a catalogue as CPSV-AP, in the format the file's name ends with, and says what it lacks.
pub(super) fn run(catalogue: &Catalogue, args: &super::Args) -> anyhow::Result<Exit> {
    let out = args.out.as_deref();
    let named = out.and_then(|out| Some((out, out.file_name()?.to_str()?)));
    let Some((out, name, file_format)) = named.and_then(|(out, name)| Some((out, name, Format::of(name)?))) else {
        bail!("CPSV-AP is written as Turtle or JSON-LD; name a file that ends in .ttl or .jsonld with --out");
    };
    let base = args.base_iri.as_deref().map(Base::new).transpose()?.unwrap_or_default();
    let export = cpsv::export(catalogue, &base, name);
    let findings = placed(catalogue, &export.findings);
    super::streamed(Some(out), |file, _| export.write(file_format, file))?;
    match args.format {
        PlainFormat::Json => output::json(&as_json(&export, &findings, out))?,
        PlainFormat::Text => as_text(&export, &findings, out)?,
    }
    Ok(match findings.iter().any(output::is_error) {
        true => Exit::Findings,
        false => Exit::Fine,
    })
}

/// What is missing in the graph is missing in a file of the catalogue: findings name that.
fn placed(catalogue: &Catalogue, findings: &[Finding]) -> Vec<Finding> {
    let mut findings = findings.to_vec();
    for finding in &mut findings {
        let entry = finding.code.as_deref().and_then(|code| catalogue.get(code));
        if let Some(entry) = entry {
            finding.place.path.clone_from(&entry.source.path);
        }
    }
    catalogue::locate_all(catalogue.files(), &mut findings);
    findings
}

fn not_carried(export: &Export) -> usize {
    export.left.iter().map(|left| left.codes.len()).sum()
}

fn as_json(export: &Export, findings: &[Finding], out: &Path) -> Value {
    let left = export.left.iter().map(|left| {
        json!({
            "field": left.field.key,
            "label": left.field.label,
            "why": left.why,
            "codes": left.codes,
        })
    });
    json!({
        "out": out.to_string_lossy(),
        "procedures": export.procedures,
        "statements": export.triples(),
        "values": {"said": export.said, "carried": export.said - not_carried(export)},
        "left": left.collect::<Vec<_>>(),
        "findings": findings,
    })
}

fn count(count: usize) -> String {
    text::number(i128::try_from(count).unwrap_or_default())
}

fn as_text(export: &Export, findings: &[Finding], out: &Path) -> io::Result<()> {
    output::findings(findings.get(..MOST_FINDINGS).unwrap_or(findings), FindingFormat::Text)?;
    let mut lines = output::lines();
    if let Some(more) = findings.len().checked_sub(MOST_FINDINGS).filter(|more| *more > 0) {
        writeln!(lines, "… và {} điểm nữa (--format json ghi đủ)\n", count(more))?;
    }
    writeln!(
        lines,
        "Đã ghi {}: {} thủ tục, {} bộ ba RDF",
        out.display(),
        count(export.procedures),
        count(export.triples())
    )?;
    match findings.len() {
        0 => writeln!(lines, "Đúng các ràng buộc SHACL của CPSV-AP 3.2")?,
        several => writeln!(
            lines,
            "{} điểm chưa đúng các ràng buộc SHACL của CPSV-AP 3.2",
            count(several)
        )?,
    }
    let carried = export.said - not_carried(export);
    writeln!(
        lines,
        "{} trong {} giá trị đọc lại được nguyên văn",
        count(carried),
        count(export.said)
    )?;
    for left in &export.left {
        let shown: Vec<&str> = left.codes.iter().take(MOST_CODES).map(String::as_str).collect();
        let rest = match left.codes.len().saturating_sub(MOST_CODES) {
            0 => String::new(),
            rest => format!(" và {} thủ tục nữa", count(rest)),
        };
        writeln!(
            lines,
            "  không có trong tệp: «{}» ({}) của {}{rest}; {}",
            left.field.label,
            left.field.key,
            shown.join(", "),
            left.why
        )?;
    }
    Ok(())
}
