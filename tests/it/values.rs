//! How much of the real records' values is understood. The floors are what was measured; they may only rise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;

use tthc::catalogue::values::{
    Clause, Date, DocumentNumber, Fee, LegalRef, ParseValueError, ProcedureCode, ResultCode, TimeLimit, parse_levels,
};

use crate::support::real_records;

struct Measured {
    distinct: usize,
    understood: usize,
    occurrences: usize,
    understood_occurrences: usize,
    refused: BTreeSet<String>,
}

fn measure(texts: &[String], understood: impl Fn(&str) -> bool) -> Measured {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let (good, bad): (Vec<_>, Vec<_>) = counts.iter().partition(|(text, _)| understood(text));
    Measured {
        distinct: counts.len(),
        understood: good.len(),
        occurrences: texts.len(),
        understood_occurrences: good.iter().map(|(_, count)| **count).sum(),
        refused: bad.into_iter().map(|(text, _)| (*text).to_owned()).collect(),
    }
}

/// Understood must mean right: what is printed must be read back as the same value.
fn reads<T: FromStr<Err = ParseValueError> + Display + PartialEq + std::fmt::Debug>(text: &str) -> bool {
    match text.parse::<T>() {
        Ok(value) => {
            assert_eq!(
                value.to_string().parse::<T>().as_ref(),
                Ok(&value),
                "{text:?} is not printed and read back"
            );
            true
        }
        Err(_) => false,
    }
}

/// Whatever is printed is read back as the same value, for values nobody thought of.
#[test]
fn any_value_is_printed_and_read_back() {
    arbtest::arbtest(|u| {
        let code = format!("{}.{:06}", u.int_in_range(1..=6)?, u.int_in_range(0..=999_999)?);
        assert!(reads::<ProcedureCode>(&format!(
            "{code}.H{:02}",
            u.int_in_range(1..=63)?
        )));
        let day = format!(
            "{}/{}/{}",
            u.int_in_range(1..=28)?,
            u.int_in_range(1..=12)?,
            u.int_in_range(1945..=2100)?
        );
        assert!(reads::<Date>(&day), "{day}");
        let symbol = *u.choose(&[
            "NĐ-CP",
            "TT-BTC",
            "QĐ-UBND",
            "NQ-HĐND",
            "QH15",
            "TTLT-BYT-BTC",
            "QĐ-TTg",
        ])?;
        let number = format!(
            "{}/{}/{symbol}",
            u.int_in_range(1..=9_999)?,
            u.int_in_range(1990..=2030)?
        );
        assert!(reads::<DocumentNumber>(&number), "{number}");
        let unit = *u.choose(&["đồng", "đồng/bản sao", "đồng/giấy phép", "USD", "USD/bản"])?;
        let fee = format!(
            "{} {unit}",
            tthc::text::number(u.int_in_range(1_000..=900_000_000_i64)?)
        );
        assert!(reads::<Fee>(&fee), "{fee}");
        let clause = format!(
            "điểm {} khoản {} Điều {}",
            u.choose(&["a", "đ", "e"])?,
            u.int_in_range(1..=20)?,
            u.int_in_range(1..=300)?
        );
        assert!(reads::<Clause>(&clause), "{clause}");
        assert!(
            reads::<LegalRef>(&format!("{clause} Luật số {number}")),
            "{clause} {number}"
        );
        Ok(())
    });
}

#[test]
fn real_values_are_understood_or_left_alone() {
    let Some(records) = real_records("procedures.jsonl.gz") else {
        return;
    };
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let channels = || {
        records
            .iter()
            .flat_map(|record| record["channels"].as_array().into_iter().flatten())
    };
    let deadlines: Vec<String> = channels().filter_map(|channel| text(&channel["deadline"])).collect();
    let fees: Vec<String> = channels()
        .flat_map(|channel| channel["fees"].as_array().into_iter().flatten())
        .filter_map(|fee| text(&fee["amount"]))
        .collect();
    let of = |key: &str| {
        records
            .iter()
            .filter_map(|record| text(&record[key]))
            .collect::<Vec<_>>()
    };
    let results: Vec<String> = records
        .iter()
        .flat_map(|record| record["results"].as_array().into_iter().flatten())
        .filter_map(|result| text(&result["code"]))
        .collect();
    let table = [
        ("deadline", measure(&deadlines, reads::<TimeLimit>), 74),
        ("fee", measure(&fees, reads::<Fee>), 60),
        ("level", measure(&of("level"), |text| parse_levels(text).is_some()), 100),
        ("code", measure(&of("code"), reads::<ProcedureCode>), 100),
        ("decision", measure(&of("decision_no"), reads::<DocumentNumber>), 97),
        ("result code", measure(&results, reads::<ResultCode>), 89),
    ];
    println!("value         distinct  understood  share   occurrences  share");
    for (name, measured, floor) in &table {
        let share = measured.understood * 100 / measured.distinct.max(1);
        let weighted = measured.understood_occurrences * 1000 / measured.occurrences.max(1);
        println!(
            "{name:<12} {:>9} {:>11} {share:>5}%  {:>11} {:>5}%",
            measured.distinct,
            measured.understood,
            measured.occurrences,
            weighted as f64 / 10.0
        );
        for refused in &measured.refused {
            println!("    not understood: {:?}", refused.chars().take(90).collect::<String>());
        }
        assert!(
            share >= *floor,
            "{name}: {share}% of the distinct texts understood, {floor}% before"
        );
    }
}
