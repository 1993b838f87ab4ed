//! What must hold of every comparison, whatever is compared.

use std::collections::BTreeMap;

use arbtest::arbitrary::{Result, Unstructured};

use super::{Burden, Change, Kind, Substance, compare_procedures};
use crate::catalogue::fields::{Entry, FIELDS, FieldValue, field};
use crate::catalogue::procedure::{
    ChannelRow, DossierCase, FeeRow, LegalBasis, Paper, Procedure, ProcedureResult, Requirement, Step,
};

/// What a procedure says, without where it says it.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    Text(String),
    List(Vec<Item>),
}

#[derive(Debug, Clone, PartialEq)]
struct Item {
    path: String,
    group: Option<String>,
    title: String,
    parts: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, PartialOrd, Eq, Ord)]
struct Value {
    path: String,
    key: String,
    label: String,
    value: String,
}

/// Bytes of chance a procedure is made of, at least: fewer make empty ones.
const LEAST_ENTROPY: u32 = 600;
/// Time for one law, in milliseconds.
const BUDGET: u64 = 500;

type Record = BTreeMap<&'static str, Said>;

fn record(procedure: &Procedure) -> Record {
    let said = FIELDS.iter().map(|field| {
        let said = match (field.get)(procedure) {
            FieldValue::Entries(entries) => Said::List(entries.iter().map(item).collect()),
            other => Said::Text(other.text().unwrap_or_default().to_owned()),
        };
        (field.key, said)
    });
    said.collect()
}

fn item(entry: &Entry<'_>) -> Item {
    Item {
        path: entry.path.clone(),
        group: entry.group.map(str::to_owned),
        title: entry.title.to_string(),
        parts: (entry.parts.iter())
            .map(|part| Value {
                path: part.path.clone(),
                key: part.key.to_owned(),
                label: part.label.to_string(),
                value: part.value.to_string(),
            })
            .collect(),
    }
}

/// The same without paths and without the order of what is inside an entry.
fn bare(mut record: Record) -> Record {
    for said in record.values_mut() {
        if let Said::List(items) = said {
            for item in items.iter_mut() {
                item.path.clear();
                item.parts.iter_mut().for_each(|part| part.path.clear());
                item.parts.sort();
            }
            if items.is_empty() {
                *said = Said::Text(String::new());
            }
        }
    }
    record
}

/// The older record with the changes made to it.
fn apply(old: &Procedure, changes: &[Change]) -> Record {
    let mut record = record(old);
    for (key, said) in &mut record {
        let of_field: Vec<&Change> = changes.iter().filter(|change| change.field == *key).collect();
        if of_field.is_empty() {
            continue;
        }
        let whole = |change: &&Change| change.old_at.is_none() && change.new_at.is_none() && change.details.is_empty();
        if of_field.iter().all(whole) {
            let [only] = of_field.as_slice() else {
                panic!("a text changes once: {of_field:?}");
            };
            *said = Said::Text(only.new.clone().unwrap_or_default());
            continue;
        }
        let items = match said {
            Said::List(items) => std::mem::take(items),
            Said::Text(_) => Vec::new(),
        };
        *said = Said::List(applied(items, &of_field));
    }
    record
}

fn applied(items: Vec<Item>, changes: &[&Change]) -> Vec<Item> {
    let mut there: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    let mut placed: Vec<(usize, Item)> = Vec::new();
    let mut moved: Vec<(usize, usize)> = Vec::new();
    for change in changes {
        match (change.kind, change.part, change.old_at, change.new_at) {
            (Kind::Added, None, ..) => placed.push((change.new_at.unwrap(), added(change))),
            (Kind::Removed, None, Some(at), _) => there[at] = None,
            (Kind::Moved, None, Some(from), Some(to)) => moved.push((from, to)),
            (Kind::Moved, Some(_), Some(at), _) => there[at].as_mut().unwrap().group = change.new.clone(),
            (Kind::Changed, None, None, None) => exchange(&mut there, &mut placed, change),
            (Kind::Changed, None, Some(at), _) => there[at].as_mut().unwrap().title = change.new.clone().unwrap(),
            (_, Some(_), Some(at), _) => change_part(there[at].as_mut().unwrap(), change),
            other => panic!("{other:?}"),
        }
    }
    placed.extend(moved.iter().map(|&(from, to)| (to, there[from].take().unwrap())));
    placed.sort_by_key(|(at, _)| *at);
    let mut items: Vec<Item> = there.into_iter().flatten().collect();
    for (at, item) in placed {
        items.insert(at, item);
    }
    items
}

fn added(change: &Change) -> Item {
    let text = change.new.clone().unwrap();
    let parts: Vec<Value> = (change.details.iter())
        .map(|detail| Value {
            path: String::new(),
            key: detail.key.to_owned(),
            label: detail.label.clone(),
            value: detail.value.clone(),
        })
        .collect();
    let said: Vec<String> = parts
        .iter()
        .map(|part| format!("{}: {}", part.label, part.value))
        .collect();
    let title = if change.details.iter().any(|detail| detail.key == "luu_y") {
        "Lưu ý".to_owned()
    } else {
        let title = text.strip_suffix(&said.join("; ")).unwrap();
        title.strip_suffix("; ").unwrap_or(title).to_owned()
    };
    Item {
        path: String::new(),
        group: change.group.clone(),
        title,
        parts,
    }
}

fn exchange(there: &mut [Option<Item>], placed: &mut Vec<(usize, Item)>, change: &Change) {
    for detail in &change.details {
        if detail.key == "cu" {
            let gone = there
                .iter_mut()
                .find(|item| item.as_ref().is_some_and(|item| item.path == detail.label));
            *gone.unwrap() = None;
        } else {
            let at = detail.label.rsplit_once('[').unwrap().1.trim_end_matches(']');
            let item = Item {
                path: String::new(),
                group: None,
                title: detail.value.clone(),
                parts: Vec::new(),
            };
            placed.push((at.parse().unwrap(), item));
        }
    }
}

fn change_part(item: &mut Item, change: &Change) {
    if change.kind == Kind::Added {
        return item.parts.push(Value {
            path: String::new(),
            key: change.part.unwrap().to_owned(),
            label: change.label.clone(),
            value: change.new.clone().unwrap(),
        });
    }
    let at = item.parts.iter().position(|part| part.path == change.old_path).unwrap();
    if change.kind == Kind::Removed {
        item.parts.remove(at);
    } else {
        let value = change
            .details
            .first()
            .map(|detail| detail.value.clone())
            .or_else(|| change.new.clone());
        item.parts[at].label.clone_from(&change.label);
        item.parts[at].value = value.unwrap();
    }
}

/// One of few words, so that duplicates, likes and swaps are frequent.
fn word(u: &mut Unstructured<'_>) -> Result<String> {
    const WORDS: &[&str] = &[
        "Tờ khai đăng ký khai sinh",
        "Tờ khai đăng ký khai sinh theo mẫu",
        "Tờ khai  đăng ký khai sinh.",
        "Giấy chứng sinh",
        "Lưu ý: không phải nộp giấy khai sinh",
        "* Lưu ý: không phải nộp giấy khai sinh nữa",
        "Hoá đơn",
        "Hóa đơn",
        "Không",
        "Bộ Tài nguyên và Môi trường",
        "Bộ Nông nghiệp và Môi trường",
        "- Bước 1: Nộp hồ sơ tại Sở Tài nguyên và Môi trường",
        "Bước 1: Nộp hồ sơ tại Sở Nông nghiệp và Môi trường",
        "a\nb",
        "a; Bản sao: 01",
        "01/2020/NĐ-CP",
        "1/2020/NĐ-CP",
    ];
    Ok((*u.choose(WORDS)?).to_owned())
}

fn list<T>(u: &mut Unstructured<'_>, one: impl Fn(&mut Unstructured<'_>) -> Result<T>) -> Result<Vec<T>> {
    let count = u.int_in_range(0..=5)?;
    (0..count).map(|_| one(u)).collect()
}

fn maybe(u: &mut Unstructured<'_>) -> Result<Option<String>> {
    if u.arbitrary()? { word(u).map(Some) } else { Ok(None) }
}

fn step(u: &mut Unstructured<'_>) -> Result<Step> {
    Ok(Step {
        name: maybe(u)?,
        text: maybe(u)?,
        time_limit: limit(u)?,
        ..Step::default()
    })
}

fn limit(
    u: &mut Unstructured<'_>,
) -> Result<Option<crate::catalogue::values::Written<crate::catalogue::values::TimeLimit>>> {
    const LIMITS: &[&str] = &[
        "",
        "5 ngày",
        "05 ngày",
        "10 ngày làm việc",
        "07 ngày làm việc",
        "tùy trường hợp",
    ];
    let limit = *u.choose(LIMITS)?;
    Ok((!limit.is_empty()).then(|| limit.into()))
}

fn fee(u: &mut Unstructured<'_>) -> Result<FeeRow> {
    const FEES: &[&str] = &["8.000 đồng", "8000 đồng", "Không", "10.000 đồng", "theo quy định"];
    let amount = *u.choose(FEES)?;
    Ok(FeeRow {
        name: maybe(u)?,
        amount: u.arbitrary::<bool>()?.then(|| amount.into()),
        note: maybe(u)?,
        ..FeeRow::default()
    })
}

fn channel(u: &mut Unstructured<'_>) -> Result<ChannelRow> {
    const CHANNELS: &[&str] = &["Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính", "Bưu chính"];
    const STEPS: &[&str] = &["Toàn trình", "Một phần", "toàn trình"];
    let (channel, step) = (*u.choose(CHANNELS)?, *u.choose(STEPS)?);
    Ok(ChannelRow {
        channel: channel.into(),
        time_limit: limit(u)?,
        fees: list(u, fee)?,
        online_level: u.arbitrary::<bool>()?.then(|| step.into()),
        note: maybe(u)?,
        ..ChannelRow::default()
    })
}

fn case(u: &mut Unstructured<'_>) -> Result<DossierCase> {
    let paper = |u: &mut Unstructured<'_>| {
        Ok(Paper {
            name: word(u)?,
            originals: u.int_in_range(0..=2)?,
            copies: u.int_in_range(0..=2)?,
            if_any: u.arbitrary()?,
            note: maybe(u)?,
            ..Paper::default()
        })
    };
    Ok(DossierCase {
        case: maybe(u)?,
        papers: list(u, paper)?,
        note: maybe(u)?,
    })
}

fn procedure(u: &mut Unstructured<'_>) -> Result<Procedure> {
    const LEVELS: &[&str] = &["Cấp bộ", "Cấp bộ/ngành", "Cấp tỉnh", "Cấp huyện", "Cấp xã", "khác"];
    Ok(Procedure {
        code: "1.000001".into(),
        name: word(u)?,
        levels: list(u, |u| Ok((*u.choose(LEVELS)?).into()))?,
        announced_by: maybe(u)?.map(|text| text.as_str().into()),
        description: maybe(u)?,
        steps: list(u, step)?,
        channels: list(u, channel)?,
        dossier: list(u, case)?,
        sets: u.arbitrary::<bool>()?.then_some(u.int_in_range(1..=3)?),
        executing_agencies: list(u, word)?,
        results: list(u, |u| {
            Ok(ProcedureResult {
                name: word(u)?,
                validity: maybe(u)?,
                ..ProcedureResult::default()
            })
        })?,
        legal_bases: list(u, |u| {
            Ok(LegalBasis {
                number: word(u)?.as_str().into(),
                clause: None,
            })
        })?,
        requirements: list(u, |u| {
            Ok(Requirement {
                text: word(u)?,
                basis: None,
            })
        })?,
        keywords: list(u, word)?,
        ..Procedure::default()
    })
}

#[test]
fn nothing_differs_from_itself() {
    arbtest::arbtest(|u| {
        let a = procedure(u)?;
        assert_eq!(compare_procedures(&a, &a), []);
        Ok(())
    })
    .size_min(LEAST_ENTROPY)
    .budget_ms(BUDGET);
}

#[test]
fn the_changes_made_to_the_older_record_give_the_newer_one() {
    arbtest::arbtest(|u| {
        let (a, b) = (procedure(u)?, procedure(u)?);
        let changes = compare_procedures(&a, &b);
        let (made, wanted) = (bare(apply(&a, &changes)), bare(record(&b)));
        for field in FIELDS {
            assert_eq!(made[field.key], wanted[field.key], "{changes:#?}");
        }
        Ok(())
    })
    .size_min(LEAST_ENTROPY)
    .budget_ms(BUDGET);
}

/// What a change is, seen from the other side.
fn seen(change: &Change, mirrored: bool) -> String {
    let two = |a: &str, b: &str| {
        if mirrored {
            format!("{b} → {a}")
        } else {
            format!("{a} → {b}")
        }
    };
    let kind = match change.kind {
        Kind::Added if mirrored => Kind::Removed,
        Kind::Removed if mirrored => Kind::Added,
        kind => kind,
    };
    let burden = match change.burden {
        Burden::Lighter if mirrored => Burden::Heavier,
        Burden::Heavier if mirrored => Burden::Lighter,
        burden => burden,
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    format!(
        "{} {:?} {kind:?} {burden:?} {:?} {:?} {} {}",
        change.field,
        change.part,
        change.substance,
        change.group,
        two(&text(&change.old), &text(&change.new)),
        two(&change.old_path, &change.new_path),
    )
}

#[test]
fn the_reverse_comparison_is_the_mirror_image() {
    arbtest::arbtest(|u| {
        let (a, b) = (procedure(u)?, procedure(u)?);
        let mut there: Vec<String> = compare_procedures(&a, &b)
            .iter()
            .map(|change| seen(change, true))
            .collect();
        let mut back: Vec<String> = compare_procedures(&b, &a)
            .iter()
            .map(|change| seen(change, false))
            .collect();
        there.sort();
        back.sort();
        let only = |list: &[String], other: &[String]| -> Vec<String> {
            list.iter().filter(|change| !other.contains(change)).cloned().collect()
        };
        assert_eq!(only(&there, &back), only(&back, &there));
        assert_eq!(there.len(), back.len());
        Ok(())
    })
    .size_min(LEAST_ENTROPY)
    .budget_ms(BUDGET);
}

fn shuffled<T>(u: &mut Unstructured<'_>, list: &mut [T]) -> Result<()> {
    for at in 1..list.len() {
        list.swap(at, u.int_in_range(0..=at)?);
    }
    Ok(())
}

#[test]
fn another_order_changes_nothing_but_places() {
    arbtest::arbtest(|u| {
        let a = procedure(u)?;
        let mut b = a.clone();
        shuffled(u, &mut b.steps)?;
        shuffled(u, &mut b.channels)?;
        shuffled(u, &mut b.requirements)?;
        shuffled(u, &mut b.executing_agencies)?;
        shuffled(u, &mut b.legal_bases)?;
        for change in compare_procedures(&a, &b) {
            let ordered = field(change.field).unwrap().ordered;
            assert!(
                change.kind == Kind::Moved || duplicates(&a, change.field),
                "{change:#?}"
            );
            assert!(ordered || change.substance != Substance::Content || duplicates(&a, change.field));
        }
        Ok(())
    })
    .size_min(LEAST_ENTROPY)
    .budget_ms(BUDGET);
}

/// Whether a field has entries that are told apart by nothing but their place: those have no identity.
fn duplicates(procedure: &Procedure, key: &str) -> bool {
    let FieldValue::Entries(entries) = (field(key).unwrap().get)(procedure) else {
        return false;
    };
    let identities: Vec<_> = entries.iter().map(Entry::identity).collect();
    (1..identities.len()).any(|at| identities[..at].contains(&identities[at]))
}
