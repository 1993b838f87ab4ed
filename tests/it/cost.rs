//! `tthc cost`: the workbook works itself out, figures agree with one another, mistakes are named.

use std::collections::HashMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use crate::support::{copy, root, stdout, tthc};

/// A sheet's cells by row and column, from 0.
fn cells(bytes: &[u8], sheet: &str) -> HashMap<(u32, u32), Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let (top, left) = range.start().unwrap();
    let used = range.used_cells();
    used.map(|(row, column, data)| {
        let at = |first: u32, at: usize| first + u32::try_from(at).unwrap();
        ((at(top, row), at(left, column)), data.clone())
    })
    .collect()
}

fn figure(cells: &HashMap<(u32, u32), Data>, row: u32, column: u32) -> f64 {
    match cells.get(&(row, column)) {
        Some(Data::Float(number)) => *number,
        Some(Data::Int(number)) => *number as f64,
        other => panic!("{row},{column}: {other:?}"),
    }
}

/// Rows of the procedures by code.
fn by_code(cells: &HashMap<(u32, u32), Data>) -> HashMap<String, u32> {
    cells
        .iter()
        .filter(|((_, column), _)| *column == 0)
        .filter_map(|((row, _), data)| match data {
            Data::String(code) if code.len() == 8 => Some((code.clone(), *row)),
            _ => None,
        })
        .collect()
}

fn workbook(folder: &Path, args: &[&str]) -> Vec<u8> {
    let path = folder.join("chi-phi.xlsx");
    let path = path.to_str().unwrap();
    let args: Vec<&str> = ["cost", "--out", path].iter().chain(args).copied().collect();
    stdout(&tthc(&root(), &args), 0);
    fs::read(path).unwrap()
}

/// Holds the sheet of procedures against the figures as JSON.
fn agrees(bytes: &[u8], figures: &Value) {
    let cells = cells(bytes, "Thủ tục");
    let rows = by_code(&cells);
    let procedures = figures["procedures"].as_array().unwrap();
    assert_eq!(rows.len(), procedures.len());
    for one in procedures {
        let code = one["code"].as_str().unwrap();
        let row = rows[code];
        let of = |value: &Value| value.as_f64().unwrap_or(0.0);
        let expected = [
            (3, of(&one["per_year"])),
            (4, of(&one["after"]["per_year"])),
            (5, of(&one["figures"]["cost"]["saved"])),
            (7, of(&one["per_year_low"])),
            (8, of(&one["per_year_high"])),
            (12, of(&one["by_processing_time"]["per_year"])),
            (13, of(&one["by_processing_time_after"]["per_year"])),
        ];
        for (column, expected) in expected {
            assert_eq!(figure(&cells, row, column), expected, "{code}, column {column}");
        }
        match one["figures"]["cost"]["percent"].as_f64() {
            Some(percent) => assert!((figure(&cells, row, 6) * 100.0 - percent).abs() < 1e-9, "{code}"),
            None => assert_eq!(cells[&(row, 6)], Data::String("–".to_owned()), "{code}"),
        }
    }
    let last = rows.values().max().unwrap() + 1;
    let total = &figures["total"];
    for (column, figure_of) in [(3, "before"), (4, "after"), (5, "saved")] {
        assert_eq!(figure(&cells, last, column), total["cost"][figure_of].as_f64().unwrap());
    }
    let fields = self::cells(bytes, "Lĩnh vực");
    let sums = fields
        .iter()
        .filter(|((_, column), data)| *column == 0 && **data == Data::String("TỔNG".to_owned()));
    let ((row, _), _) = sums.into_iter().next().unwrap();
    assert_eq!(figure(&fields, *row, 2), total["cost"]["before"].as_f64().unwrap());
}

#[test]
fn the_values_kept_with_the_formulas_are_our_figures() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = workbook(folder.path(), &["--after"]);
    agrees(&bytes, &json_of(&["cost", "--after", "--format", "json"]));
    assert_eq!(
        bytes,
        workbook(folder.path(), &["--after"]),
        "the same bytes every time"
    );
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut chart = String::new();
    archive
        .by_name("xl/charts/chart1.xml")
        .unwrap()
        .read_to_string(&mut chart)
        .unwrap();
    assert_eq!(chart.matches("<c:ser>").count(), 2);
}

/// The workbook without the values that were kept, and with another hourly income.
fn emptied(bytes: &[u8], income: (&str, &str)) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            let text = String::from_utf8(content).unwrap();
            let mut kept = String::new();
            for part in text.split_inclusive("</f>") {
                // What follows a formula is its value.
                let part = match part.strip_prefix("<v>").and_then(|rest| rest.split_once("</v>")) {
                    Some((_, rest)) if kept.ends_with("</f>") => rest,
                    _ => part,
                };
                kept.push_str(part);
            }
            content = kept
                .replace(&format!("<v>{}</v>", income.0), &format!("<v>{}</v>", income.1))
                .into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn another_program_works_out_the_same_and_follows_a_change() {
    let office = ["soffice", "libreoffice"].into_iter().find(|name| {
        let found = Command::new(name).arg("--version").output();
        found.is_ok_and(|output| output.status.success())
    });
    let Some(office) = office else {
        eprintln!("skipped: no LibreOffice to work the formulas out");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    // Half the income of 2025, and the catalogue that says so.
    let catalogue = folder.path().join("catalogue");
    copy(&root().join("catalogue"), &catalogue);
    let settings = catalogue.join("2026-07-01/catalogue.yaml");
    let text = fs::read_to_string(&settings).unwrap();
    assert_eq!(text.matches("59.422 đồng").count(), 1);
    fs::write(&settings, text.replace("59.422 đồng", "29.711 đồng")).unwrap();
    let bytes = emptied(&workbook(folder.path(), &["--after"]), ("59422", "29711"));
    fs::write(folder.path().join("doi.xlsx"), &bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("ho-so").display());
    let run = Command::new(office)
        .args([
            &profile,
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
        ])
        .args([folder.path().join("ra"), folder.path().join("doi.xlsx")])
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    let worked_out = fs::read(folder.path().join("ra/doi.xlsx")).unwrap();
    let catalogue = catalogue.to_str().unwrap();
    let figures = stdout(
        &tthc(
            &root(),
            &["--catalogue", catalogue, "cost", "--after", "--format", "json"],
        ),
        0,
    );
    agrees(&worked_out, &serde_json::from_str(&figures).unwrap());
}

#[test]
fn every_figure_names_its_source() {
    let figures = json_of(&["cost", "1.001193", "--format", "json"]);
    for row in figures["procedures"][0]["rows"].as_array().unwrap() {
        for (figure, from) in [
            ("hours", "hours_from"),
            ("services", "services_from"),
            ("fees", "fees_from"),
        ] {
            let origin = row[from]["origin"].as_str().unwrap();
            let known = !row[from]["source"].as_str().unwrap().is_empty();
            let nothing = row[figure].as_f64() == Some(0.0);
            assert!(known && origin != "nobody" || nothing, "{figure} of {row}");
        }
    }
}

#[test]
fn a_field_that_is_not_there_is_named_with_those_there_are() {
    let output = tthc(&root(), &["cost", "--field", "Vũ trụ"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("\"Vũ trụ\"") && said.contains("Hộ tịch"), "{said}");
    let text = stdout(&tthc(&root(), &["cost", "--field", "ho tich", "--by-field"]), 0);
    assert!(text.contains("Hộ tịch (10 thủ tục)\nTổng chi phí"), "{text}");
}

#[test]
fn the_chart_shows_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bieu-do.svg");
    stdout(
        &tthc(&root(), &["cost", "--after", "--chart", path.to_str().unwrap()]),
        0,
    );
    let svg = fs::read_to_string(path).unwrap();
    assert!(svg.contains("Sau đơn giản hóa") && svg.contains(" (−"), "{svg}");
}

fn json_of(args: &[&str]) -> Value {
    serde_json::from_str(&stdout(&tthc(&root(), args), 0)).unwrap()
}
