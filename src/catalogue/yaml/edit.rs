//! Changing a record's file in place.
//!
//! Only the keys that differ are written; comments, order and layout of all others stay as people made them. What was
//! written must read back as what was meant, else nothing is changed.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Kind, parse, read, text as checked, within, write};

/// The text of a record's file with the changes; `None` when it cannot be changed in place. Lists under the keys that
/// `grow` get new entries behind those that are there. Of other keys only the values below them that differ are written,
/// where the file is laid out so that they can be.
pub fn edited<T: Serialize + DeserializeOwned + PartialEq>(
    text: &str,
    before: &T,
    after: &T,
    grow: &[&str],
) -> Option<String> {
    let edit = |finely| edited_by(text, before, after, grow, finely);
    edit(true).or_else(|| edit(false))
}

/// Whole keys, or `finely` what differs below them.
fn edited_by<T: Serialize + DeserializeOwned + PartialEq>(
    text: &str,
    before: &T,
    after: &T,
    grow: &[&str],
    finely: bool,
) -> Option<String> {
    // Lists that only grow need no look below.
    let values = LazyCell::new(|| finely.then(|| within::Values::of(text, before, after)).flatten());
    let (old, new) = (blocks(before)?, blocks(after)?);
    // Where only some lines end as Windows has it, their sign stays part of them.
    let ends = (text.matches("\r\n").count(), text.matches('\n').count());
    let is_windows = ends.0 > 0 && ends.0 == ends.1;
    let line_end = if is_windows { "\r\n" } else { "\n" };
    let lines = text.split_terminator(line_end);
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    let places = places(text)?;
    let order: Vec<&String> = new.iter().map(|(key, _)| key).collect();
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (old.into_iter().collect(), new.iter().cloned().collect());
    // From the end of the file to its beginning, so that places that were found stay right.
    let mut added: Vec<(usize, usize, Vec<String>)> = Vec::new();
    for (rank, key) in order.iter().enumerate() {
        // Empty keys that people leave out are written out by the program; they are no difference.
        let same = old.get(*key) == new.get(*key);
        if !same && !places.iter().any(|place| place.key == **key) {
            let known = order[..rank].iter().rev();
            let mut known = known.filter_map(|key| places.iter().find(|place| place.key == **key));
            let at = known.next().map_or(lines.len(), |place| place.end);
            added.push((at, rank, new[*key].clone()));
        }
    }
    let mut changes: Vec<(usize, usize, usize, Vec<String>)> = added
        .into_iter()
        .map(|(at, rank, block)| (at, at, rank, block))
        .collect();
    for (rank, place) in places.iter().enumerate() {
        match new.get(&place.key) {
            None => changes.push((place.first, place.end, rank, Vec::new())),
            Some(block) if old.get(&place.key) != Some(block) => {
                let more = old
                    .get(&place.key)
                    .filter(|_| grow.contains(&place.key.as_str()))
                    .and_then(|known| block.strip_prefix(known.as_slice()));
                if let Some(more) = more.filter(|_| place.is_block(&lines)) {
                    changes.push((place.end, place.end, rank, place.indented(&lines, more)));
                    continue;
                }
                let values = values.as_ref();
                match values.and_then(|values| values.changes(&lines, &place.key, place.end)) {
                    Some(below) => {
                        let below = below.into_iter();
                        changes.extend(below.map(|change| (change.first, change.end, rank, change.lines)));
                    }
                    None => changes.push((place.first, place.end, rank, block.clone())),
                }
            }
            Some(_) => {}
        }
    }
    changes.sort_by_key(|(first, _, rank, _)| (*first, *rank));
    for (first, end, _, block) in changes.into_iter().rev() {
        lines.splice(first..end, block);
    }
    let edited: String = lines.into_iter().map(|line| line + line_end).collect();
    let again: T = checked(edited.as_bytes()).and_then(read).ok()?;
    (again == *after).then_some(edited)
}

/// Keys of a record's file in which somebody put a remark: writing such a key anew would lose it.
pub fn remarked<T: Serialize + DeserializeOwned>(text: &str) -> Option<Vec<String>> {
    let record: T = checked(text.as_bytes()).and_then(read).ok()?;
    let written: BTreeMap<String, Vec<String>> = blocks(&record)?.into_iter().collect();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // The sign also stands in texts; what the writer makes of the value has it as often then.
    let signs = |lines: &[String]| -> usize {
        let signs = |line: &String| line.matches(" #").count() + usize::from(line.starts_with('#'));
        lines.iter().map(signs).sum()
    };
    let own = |place: &Place| {
        let plain = written.get(&place.key).map_or(0, |block| signs(block));
        signs(&lines[place.first..place.end]) > plain
    };
    Some(places(text)?.into_iter().filter(own).map(|place| place.key).collect())
}

/// Whether every remark of a file is in another one as often.
pub fn keeps_remarks(before: &str, after: &str) -> bool {
    let remarks = |text: &str| {
        let mut remarks: BTreeMap<String, usize> = BTreeMap::new();
        for line in text.lines().map(str::trim) {
            let at = if line.starts_with('#') {
                Some(0)
            } else {
                line.rfind(" #")
            };
            *remarks
                .entry(at.map_or("", |at| &line[at..]).trim().to_owned())
                .or_default() += 1;
        }
        remarks.remove("");
        remarks
    };
    let is = remarks(after);
    let kept = |(remark, times): (&String, &usize)| is.get(remark).is_some_and(|now| now >= times);
    remarks(before).iter().all(kept)
}

/// What the writer makes of each key, in its order.
fn blocks<T: Serialize>(record: &T) -> Option<Vec<(String, Vec<String>)>> {
    let text = write(record).ok()?;
    let lines: Vec<&str> = text.lines().collect();
    let places = places(&text)?;
    let block = |place: &Place| {
        lines[place.first..place.end]
            .iter()
            .map(|&line| line.to_owned())
            .collect()
    };
    Some(places.iter().map(|place| (place.key.clone(), block(place))).collect())
}

/// Where a key and what belongs to it stand: its first line and the first line behind it, from 0.
struct Place {
    key: String,
    first: usize,
    end: usize,
}

impl Place {
    /// Whether its list stands below it, one entry after the other.
    fn is_block(&self, lines: &[String]) -> bool {
        lines[self.first + 1..self.end]
            .iter()
            .any(|line| line.trim_start().starts_with("- "))
    }

    /// Entries moved to where the others of the list stand.
    fn indented(&self, lines: &[String], more: &[String]) -> Vec<String> {
        let mut own = lines[self.first + 1..self.end].iter();
        let first = own.find(|line| line.trim_start().starts_with("- "));
        let indent = first.map_or(2, |line| line.len() - line.trim_start().len());
        let moved = |line: &String| " ".repeat(indent) + line.strip_prefix("  ").unwrap_or(line);
        more.iter().map(moved).collect()
    }
}

fn places(text: &str) -> Option<Vec<Place>> {
    let root = parse(checked(text.as_bytes()).ok()?).ok()?;
    let Kind::Map(pairs) = root.kind else { return None };
    let lines: Vec<&str> = text.lines().collect();
    let mut places: Vec<Place> = Vec::with_capacity(pairs.len());
    for (key, _) in pairs {
        let first = key.at.line.checked_sub(1)?;
        let line = lines.get(first)?.trim_start_matches('\u{feff}');
        let (bare, quoted) = (format!("{}:", key.name), format!("\"{}\":", key.name));
        if !line.starts_with(&bare) && !line.starts_with(&quoted) {
            return None;
        }
        if let Some(before) = places.last_mut() {
            before.end = first;
        }
        places.push(Place {
            key: key.name,
            first,
            end: lines.len(),
        });
    }
    // Comments and blank lines before the next key belong to that one.
    for place in &mut places {
        let own = |line: &str| !line.trim().is_empty() && !line.starts_with('#') && line.trim() != "...";
        while place.end > place.first + 1 && !own(lines[place.end - 1]) {
            place.end -= 1;
        }
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default)]
    struct Record {
        #[serde(rename = "ma")]
        code: String,
        #[serde(rename = "phien_ban", skip_serializing_if = "String::is_empty")]
        revision: String,
        #[serde(rename = "ly_do", skip_serializing_if = "String::is_empty")]
        reason: String,
        #[serde(rename = "phuong_an", skip_serializing_if = "String::is_empty")]
        outcome: String,
        #[serde(rename = "qua_trinh", skip_serializing_if = "Vec::is_empty")]
        history: Vec<Event>,
    }

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default)]
    struct Event {
        #[serde(rename = "buoc")]
        step: String,
        #[serde(rename = "ngay", skip_serializing_if = "Option::is_none")]
        day: Option<String>,
        #[serde(rename = "nguoi", skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    }

    const FILE: &str = "# đầu tệp\nma: '1.000001' # mã\n\n# vì sao\nly_do: >-\n  Hai\n  dòng\nphuong_an: bai_bo\nqua_trinh:\n- buoc: chon # trong kế hoạch\n  ngay: 01/02/2026\n  nguoi: A\n# cuối\n";

    fn changed(text: &str, change: impl FnOnce(&mut Record)) -> Option<String> {
        let before: Record = read(text).unwrap();
        let mut after = before.clone();
        change(&mut after);
        edited(text, &before, &after, &["qua_trinh"])
    }

    #[test]
    fn a_key_with_a_remark_is_told_from_one_with_the_sign_in_its_text() {
        assert_eq!(remarked::<Record>(FILE).unwrap(), ["ma", "qua_trinh"]);
        let plain = "ma: '1.000001'\nly_do: 'mẫu #1, mẫu #2'\n# của khóa sau\nphuong_an: a\n";
        assert!(remarked::<Record>(plain).unwrap().is_empty());
    }

    #[test]
    fn only_what_differs_is_written() {
        assert_eq!(changed(FILE, |_| ()).as_deref(), Some(FILE));
        let event = Event {
            step: "ra_soat".into(),
            by: Some("B".to_owned()),
            ..Event::default()
        };
        let after = changed(FILE, |record| {
            record.history.push(event);
            record.outcome = "giu_nguyen".to_owned();
            record.revision = "r".to_owned();
        });
        insta::assert_snapshot!(after.unwrap(), @r"
        # đầu tệp
        ma: '1.000001' # mã
        phien_ban: r

        # vì sao
        ly_do: >-
          Hai
          dòng
        phuong_an: giu_nguyen
        qua_trinh:
        - buoc: chon # trong kế hoạch
          ngay: 01/02/2026
          nguoi: A
        - buoc: ra_soat
          nguoi: B
        # cuối
        ");
    }

    #[test]
    fn lines_end_as_they_did() {
        let after = changed(&FILE.replace('\n', "\r\n"), |record| record.reason = "Một".to_owned()).unwrap();
        assert!(
            after.contains("# vì sao\r\nly_do: Một\r\nphuong_an: bai_bo\r\n"),
            "{after:?}"
        );
        assert!(!after.replace("\r\n", "").contains('\n'));
    }

    #[test]
    fn a_file_without_blocks_is_left_alone() {
        assert_eq!(
            changed("{ma: 1.000001, ly_do: a}\n", |record| record.reason = "b".to_owned()),
            None
        );
        let flow = changed("ma: 1.000001\nqua_trinh: [{buoc: chon}]\n", |record| {
            record.history.push(Event {
                step: "ra_soat".into(),
                ..Event::default()
            });
        });
        assert_eq!(
            flow.unwrap(),
            "ma: 1.000001\nqua_trinh:\n  - buoc: chon\n  - buoc: ra_soat\n"
        );
    }
}
