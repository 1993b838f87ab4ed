//! What became of each value that was printed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Problem;
use super::file::Paragraph;
use super::rows::{self, Entries, NewRow};
use crate::catalogue::fields::{self, Required};
use crate::catalogue::printed::{self, Place, Printed, spelled};
use crate::catalogue::procedure::Procedure;
use crate::exchange::import::table::glimpse_of;

/// What differs between what was printed and what the document says.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Values with other words, and the paragraph they stand in; empty where nothing is left.
    pub(super) edits: BTreeMap<String, (String, usize)>,
    /// Entries that are gone, by their paths.
    pub(super) deleted: Vec<String>,
    /// Rows that were added.
    pub(super) added: Vec<NewRow>,
    pub(super) problems: Vec<Problem>,
    /// Labels by path.
    pub(super) labels: HashMap<String, String>,
}

/// Where a value stands in the document.
#[derive(Debug)]
struct Seen {
    paragraph: usize,
    text: String,
}

/// The values that were printed.
struct Known {
    /// Values by tag; those that were empty have no words.
    places: HashMap<String, Place>,
    /// Tags in the order they were printed.
    order: Vec<String>,
}

impl Known {
    fn of(printed: &Printed, base: &Procedure) -> Self {
        let said = printed::places(base);
        let mut places: HashMap<String, Place> = said
            .into_iter()
            .map(|place| (printed::tag(&place.path), place))
            .collect();
        let order: Vec<String> = printed.around.iter().flat_map(|around| around.tags.clone()).collect();
        let shown: HashSet<&String> = order.iter().collect();
        places.retain(|tag, _| shown.contains(tag));
        for tag in &order {
            places.entry(tag.clone()).or_insert_with(|| Place {
                path: tag.clone(),
                label: label_of(tag),
                text: String::new(),
            });
        }
        Self { places, order }
    }
}

/// The label of a value that was empty.
fn label_of(path: &str) -> String {
    let key = path.split(['[', '.']).next().unwrap_or(path);
    let last = path.rsplit('.').next().unwrap_or(path);
    let field = fields::field(key);
    field.map_or_else(|| path.to_owned(), |field| printed::label_of(field, last).to_owned())
}

impl Comparison {
    pub(super) fn of(printed: &Printed, base: &Procedure, paragraphs: &[Paragraph]) -> Self {
        let known = Known::of(printed, base);
        let entries = Entries::of(base);
        let mut comparison = Self {
            labels: known
                .places
                .values()
                .map(|place| (place.path.clone(), place.label.clone()))
                .collect(),
            ..Self::default()
        };
        let copies = rows::copies(paragraphs, &known.places, &entries);
        let seen = comparison.seen(paragraphs, &known, &copies);
        let (added, of_new_rows) = rows::added(paragraphs, &known.places, &entries, &copies, printed);
        for row in added {
            match row {
                Ok(row) => comparison.added.push(row),
                Err(problem) => comparison.problems.push(problem),
            }
        }
        let beside = Beside::of(printed, paragraphs, &of_new_rows, &known);
        comparison.edited(&known, &seen);
        comparison.missing(&known, &seen, &entries, &beside);
        comparison.beside(&known, &seen, beside, paragraphs);
        comparison.moved(&known, &seen, &entries);
        comparison
    }

    fn problem(&mut self, paragraph: usize, path: &str, message: String, advice: &'static str) {
        self.problems.push(Problem {
            paragraph,
            path: path.to_owned(),
            message,
            advice,
        });
    }

    /// Where each value stands. One that stands twice is nowhere: nobody knows which is meant.
    fn seen(
        &mut self,
        paragraphs: &[Paragraph],
        known: &Known,
        copies: &HashSet<(usize, usize)>,
    ) -> HashMap<String, Seen> {
        let mut seen: HashMap<String, Seen> = HashMap::new();
        let mut twice: HashSet<String> = HashSet::new();
        for (at, paragraph) in paragraphs.iter().enumerate() {
            if paragraph
                .cell
                .is_some_and(|(table, row, _)| copies.contains(&(table, row)))
            {
                continue;
            }
            for control in &paragraph.controls {
                let Some(place) = known.places.get(&control.tag) else {
                    let message = format!(
                        "điều khiển nội dung có thẻ «{}» không có trong phiếu đã in",
                        control.tag
                    );
                    self.problem(
                        at + 1,
                        "",
                        message,
                        "xóa điều khiển này, ghi nội dung vào ô có sẵn hoặc vào tệp YAML",
                    );
                    continue;
                };
                let now = Seen {
                    paragraph: at + 1,
                    text: control.text.clone(),
                };
                if seen.insert(control.tag.clone(), now).is_some() && twice.insert(control.tag.clone()) {
                    let message = format!(
                        "«{}» ({}) có hai lần trong phiếu; không nhận nội dung nào",
                        place.label, place.path
                    );
                    self.problem(at + 1, &place.path, message, "xóa bản chép thừa rồi nhập lại");
                }
            }
        }
        // They are there, and as they were.
        for tag in twice {
            let text = known
                .places
                .get(&tag)
                .map(|place| place.text.clone())
                .unwrap_or_default();
            seen.entry(tag).and_modify(|seen| seen.text = text);
        }
        seen
    }

    fn edited(&mut self, known: &Known, seen: &HashMap<String, Seen>) {
        for tag in &known.order {
            let (Some(place), Some(now)) = (known.places.get(tag), seen.get(tag)) else {
                continue;
            };
            let said = spelled(&now.text);
            if said == spelled(&place.text) {
                continue;
            }
            if let Some((message, advice)) = refused(place, &said) {
                self.problem(now.paragraph, &place.path, message, advice);
            } else {
                self.edits.insert(place.path.clone(), (now.text.clone(), now.paragraph));
            }
        }
    }

    /// Values whose controls are gone: entries that were deleted as a whole, and values that were.
    fn missing(&mut self, known: &Known, seen: &HashMap<String, Seen>, entries: &Entries, beside: &Beside) {
        let mut gone: Vec<&Place> = Vec::new();
        let mut left: HashSet<&str> = HashSet::new();
        for tag in &known.order {
            let Some(place) = known.places.get(tag) else { continue };
            match seen.contains_key(tag) {
                true => left.extend(entries.of_path(&place.path)),
                false => gone.push(place),
            }
        }
        let mut deleted: Vec<String> = Vec::new();
        let mut cases: Vec<&Place> = Vec::new();
        for place in gone {
            let field = field_of(&place.path);
            if beside.is_strayed(field) {
                if !place.text.is_empty() {
                    let message = format!(
                        "điều khiển nội dung của «{}» ({}) không còn, chữ quanh đó đã sửa",
                        place.label, place.path
                    );
                    self.problem(
                        0,
                        &place.path,
                        message,
                        "hoàn tác việc xóa điều khiển, hoặc in lại phiếu rồi sửa trong ô",
                    );
                }
                continue;
            }
            match entries.of_path(&place.path) {
                Some(entry) if !left.contains(entry) => {
                    if !deleted.iter().any(|known| known == entry) {
                        deleted.push(entry.to_owned());
                    }
                }
                None if place.path.ends_with(".truong_hop") => cases.push(place),
                entry => {
                    let title = entry.is_some_and(|entry| entries.is_title(entry, &place.path));
                    if place.text.is_empty() {
                        continue;
                    }
                    if title {
                        let message = format!("tên của mục {} đã bị xóa mà các ô khác còn", entry.unwrap_or_default());
                        self.problem(
                            0,
                            &place.path,
                            message,
                            "xóa cả hàng nếu muốn bỏ mục này, hoặc ghi lại tên",
                        );
                    } else if let Some((message, advice)) = refused(place, "") {
                        self.problem(0, &place.path, message, advice);
                    } else {
                        self.edits.insert(place.path.clone(), (String::new(), 0));
                    }
                }
            }
        }
        for place in cases {
            let case = place.path.trim_end_matches("truong_hop");
            if left.iter().any(|entry| entry.starts_with(case)) {
                let message = format!(
                    "tên trường hợp «{}» đã bị xóa mà giấy tờ của nó còn",
                    glimpse_of(&place.text)
                );
                self.problem(
                    0,
                    &place.path,
                    message,
                    "ghi lại tên trường hợp, hoặc xóa cả các giấy tờ",
                );
            }
        }
        self.deleted = deleted;
    }

    /// Words that were changed where no value stands.
    fn beside(&mut self, known: &Known, seen: &HashMap<String, Seen>, beside: Beside, paragraphs: &[Paragraph]) {
        let gone = |tag: &String| !seen.contains_key(tag);
        let labels: HashSet<String> = known
            .order
            .iter()
            .filter(|tag| gone(tag))
            .filter_map(|tag| known.places.get(tag))
            .flat_map(|place| [spelled(&place.label), spelled(&label_of(&place.path))])
            .collect();
        for at in &beside.strayed {
            let Some(paragraph) = paragraphs.get(*at) else { continue };
            let message = format!("chữ ngoài các ô nội dung đã sửa: «{}»", glimpse_of(&paragraph.said()));
            self.problem(
                at + 1,
                "",
                message,
                "sửa lại như phiếu đã in; nội dung chỉ sửa được trong ô (bấm vào thì hiện khung)",
            );
        }
        if !beside.strayed.is_empty() {
            return;
        }
        for around in beside.lost {
            let explained = !around.tags.is_empty() && around.tags.iter().all(gone) || labels.contains(&around.said());
            if !explained {
                let message = format!("chữ ngoài các ô nội dung đã bị xóa: «{}»", glimpse_of(&around.said()));
                self.problem(0, "", message, "ghi lại như phiếu đã in, hoặc in lại phiếu");
            }
        }
    }

    /// Entries in another order than they were printed.
    fn moved(&mut self, known: &Known, seen: &HashMap<String, Seen>, entries: &Entries) {
        let mut last: HashMap<&str, (usize, usize)> = HashMap::new();
        let mut told: HashSet<&str> = HashSet::new();
        for tag in &known.order {
            let (Some(place), Some(now)) = (known.places.get(tag), seen.get(tag)) else {
                continue;
            };
            let Some(entry) = entries
                .of_path(&place.path)
                .filter(|entry| entries.is_title(entry, &place.path))
            else {
                continue;
            };
            let Some((list, index)) = rows::split(entry) else {
                continue;
            };
            let (before, at) = *last.get(list).unwrap_or(&(0, 0));
            if now.paragraph < at && index > before && told.insert(list) {
                let message = format!(
                    "các mục của «{}» đã đổi thứ tự; giữ thứ tự cũ",
                    label_of(field_of(list))
                );
                self.problem(now.paragraph, entry, message, "đổi thứ tự trong tệp YAML");
            }
            last.insert(list, (index, now.paragraph));
        }
    }
}

/// Why a value may not say this.
fn refused(place: &Place, said: &str) -> Option<(String, &'static str)> {
    let path = place.path.as_str();
    if path == "ma" {
        let message = format!(
            "mã thủ tục đã đổi thành «{}»; phiếu này là của {}",
            glimpse_of(said),
            place.text
        );
        return Some((message, "ghi lại mã cũ; thủ tục khác thì in phiếu của thủ tục đó"));
    }
    let always = fields::field(path).is_some_and(|field| matches!(field.required, Required::Always(_)));
    let is_title =
        path.ends_with(']') || path.ends_with("].ten") || path.ends_with(".hinh_thuc") || path.ends_with(".so_hieu");
    if said.is_empty() && (always || is_title) {
        let message = format!("«{}» ({path}) bị xóa trống", place.label);
        return Some((message, "ghi lại nội dung; muốn bỏ cả mục thì xóa cả hàng"));
    }
    None
}

/// The key of the field a path is in.
fn field_of(path: &str) -> &str {
    path.split(['[', '.']).next().unwrap_or(path)
}

/// Words beside the values that are not as they were printed.
struct Beside<'p> {
    /// Paragraphs with words that were not there.
    strayed: Vec<usize>,
    /// Fields near them.
    near: HashSet<String>,
    /// Fields of which a value still stands in the document.
    left: HashSet<String>,
    /// Whether a control says something that was not printed.
    unknown: bool,
    /// Paragraphs that are not there any more.
    lost: Vec<&'p printed::Around>,
}

impl<'p> Beside<'p> {
    fn of(printed: &'p Printed, paragraphs: &[Paragraph], of_new_rows: &HashSet<usize>, known: &Known) -> Self {
        let mut left: HashMap<String, Vec<&printed::Around>> = HashMap::new();
        for around in printed.around.iter().rev() {
            let said = around.said();
            if !said.is_empty() {
                left.entry(said).or_default().push(around);
            }
        }
        let mut beside = Self {
            strayed: Vec::new(),
            near: HashSet::new(),
            left: HashSet::new(),
            unknown: false,
            lost: Vec::new(),
        };
        for control in paragraphs.iter().flat_map(|paragraph| &paragraph.controls) {
            match known.places.get(&control.tag) {
                Some(place) => drop(beside.left.insert(field_of(&place.path).to_owned())),
                None => beside.unknown |= !control.text.trim().is_empty(),
            }
        }
        let mut near = String::new();
        for (at, paragraph) in paragraphs.iter().enumerate() {
            if let Some(control) = paragraph.controls.first() {
                near = field_of(&control.tag).to_owned();
            }
            let said = paragraph.said();
            if said.is_empty() || of_new_rows.contains(&at) {
                continue;
            }
            let taken = left.get_mut(&said).and_then(|same| match same.len() {
                0 => None,
                _ => {
                    let first = paragraph.controls.first();
                    let own = same
                        .iter()
                        .rposition(|around| around.tags.first() == first.map(|control| &control.tag));
                    Some(same.remove(own.unwrap_or(same.len() - 1)))
                }
            });
            if taken.is_none() {
                beside.strayed.push(at);
                beside.near.insert(near.clone());
                // Words may stand before the first value of their field, or in the cell before it.
                let next = paragraphs[at..].iter().find_map(|paragraph| paragraph.controls.first());
                beside
                    .near
                    .extend(next.map(|control| field_of(&control.tag).to_owned()));
            }
        }
        beside.lost = left.into_values().flatten().collect();
        beside
    }

    /// Whether the words of a value of this field may stand somewhere without its control.
    fn is_strayed(&self, field: &str) -> bool {
        self.unknown || self.near.contains(field) || !self.strayed.is_empty() && !self.left.contains(field)
    }
}
