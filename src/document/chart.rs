//! Bar charts as SVG, to paste into a report. Places and lengths are worked out here, drawing is the template's.

use serde::Serialize;

use super::printable;
use crate::templates::{TemplateError, Templates};

/// A chart and the name of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// File name.
    pub file: &'static str,
    /// What it shows.
    pub title: String,
    /// The picture.
    pub svg: String,
}

impl Chart {
    /// Draws bars one below another.
    ///
    /// # Errors
    ///
    /// When the template fails.
    pub(super) fn draw(
        templates: &Templates,
        file: &'static str,
        title: &str,
        items: &[Item],
        legend: &[(&'static str, &str)],
        note: &str,
    ) -> Result<Self, TemplateError> {
        let svg = templates.render("documents/bieu-do.svg.j2", &picture(title, items, legend, note))?;
        Ok(Self {
            file,
            title: title.to_owned(),
            svg,
        })
    }
}

/// Width of a picture, in its own units: a page of A4 between its margins at 96 to the inch.
const WIDTH: u32 = 640;
/// Where bars begin.
const LEFT: u32 = 230;
/// Longest bar; behind it stand the figures.
const LONGEST: u32 = 240;
/// Height of a bar.
const BAR: u32 = 18;
/// Height of a line of a label.
const LINE: u32 = 15;
/// Characters of a label on a line.
const LABEL: usize = 32;
/// Lines of a label; the rest is cut.
const LABEL_LINES: usize = 3;
/// Characters of a title, and of a note, on a line.
const TITLE: usize = 72;
const NOTE: usize = 100;
/// Most bars; how many more there are is said below them.
pub(super) const MOST: usize = 20;

/// A picture as the template draws it.
#[derive(Debug, Serialize)]
struct Picture {
    rong: u32,
    cao: u32,
    tieu_de: Vec<Placed>,
    chu_giai: Vec<Key>,
    hang: Vec<Bar>,
    truc: Axis,
    ghi_chu: Vec<Placed>,
}

/// A line of text and where it stands.
#[derive(Debug, Serialize)]
struct Placed {
    x: u32,
    y: u32,
    chu: String,
}

/// An entry of the legend.
#[derive(Debug, Serialize)]
struct Key {
    x: u32,
    y: u32,
    loai: &'static str,
    chu: String,
}

/// A bar with its label and figures.
#[derive(Debug, Serialize)]
struct Bar {
    nhan: Vec<Placed>,
    doan: Vec<Segment>,
    /// Where the target stands.
    moc: Option<u32>,
    y: u32,
    cao: u32,
    so: Placed,
}

#[derive(Debug, Serialize)]
struct Segment {
    x: u32,
    rong: u32,
    loai: &'static str,
}

#[derive(Debug, Serialize)]
struct Axis {
    x: u32,
    tren: u32,
    duoi: u32,
}

/// What a bar shows, before it has a place.
pub(super) struct Item {
    pub(super) label: String,
    /// Parts with their style.
    pub(super) parts: Vec<(u64, &'static str)>,
    /// The whole of the bar's scale, where it has one of its own.
    pub(super) scale: Option<u64>,
    /// Target in thousandths of the scale.
    pub(super) mark: Option<u64>,
    pub(super) figures: String,
}

fn picture(title: &str, items: &[Item], legend: &[(&'static str, &str)], note: &str) -> Picture {
    let mut y = 24;
    let lines = |words: &str, width: usize, step: u32, most: usize, y: &mut u32| -> Vec<Placed> {
        let placed = |chu: String| {
            let at = *y;
            *y += step;
            Placed { x: 12, y: at, chu }
        };
        broken(words, width, most).into_iter().map(placed).collect()
    };
    let tieu_de = lines(title, TITLE, 20, 2, &mut y);
    let chu_giai = keys(legend, &mut y);
    let most = items.iter().map(sum).max().unwrap_or(0);
    let tren = y;
    let mut hang = Vec::new();
    for item in items {
        hang.push(bar(item, most, &mut y));
    }
    let truc = Axis { x: LEFT, tren, duoi: y };
    y += 18;
    let ghi_chu = lines(note, NOTE, 14, 4, &mut y);
    Picture {
        rong: WIDTH,
        cao: y,
        tieu_de,
        chu_giai,
        hang,
        truc,
        ghi_chu,
    }
}

fn keys(legend: &[(&'static str, &str)], y: &mut u32) -> Vec<Key> {
    let mut x = LEFT;
    let mut keys = Vec::new();
    for (loai, name) in legend {
        keys.push(Key {
            x,
            y: *y,
            loai,
            chu: (*name).to_owned(),
        });
        x += 36 + 8 * u32::try_from(name.chars().count()).unwrap_or(0);
    }
    if !keys.is_empty() {
        *y += 22;
    }
    keys
}

fn sum(item: &Item) -> u64 {
    item.parts.iter().map(|(count, _)| count).sum()
}

fn bar(item: &Item, most: u64, y: &mut u32) -> Bar {
    let label = broken(&item.label, LABEL, LABEL_LINES);
    let lines = u32::try_from(label.len()).unwrap_or(1);
    let height = (lines * LINE).max(BAR) + 8;
    let middle = *y + height / 2;
    let first = middle + 5 - (lines.saturating_sub(1) * LINE) / 2;
    let nhan = (0..).zip(label).map(|(at, chu): (u32, String)| Placed {
        x: LEFT - 8,
        y: first + at * LINE,
        chu,
    });
    let scale = item.scale.unwrap_or(most);
    let mut x = LEFT;
    let mut doan = Vec::new();
    for (count, loai) in &item.parts {
        let rong = length(*count, scale);
        if rong > 0 {
            doan.push(Segment { x, rong, loai });
        }
        x += rong;
    }
    let moc = item.mark.map(|mark| LEFT + length(mark.min(1000), 1000));
    // Figures stand behind the bar, and behind the mark where it is farther.
    let end = x.max(moc.unwrap_or(0));
    let bar = Bar {
        nhan: nhan.collect(),
        doan,
        moc,
        y: middle - BAR / 2,
        cao: BAR,
        so: Placed {
            x: end + 6,
            y: middle + 5,
            chu: item.figures.clone(),
        },
    };
    *y += height;
    bar
}

/// What is there at all shows.
fn length(count: u64, scale: u64) -> u32 {
    if count == 0 || scale == 0 {
        return 0;
    }
    let exact = u128::from(count) * u128::from(LONGEST) / u128::from(scale);
    u32::try_from(exact).unwrap_or(LONGEST).clamp(1, LONGEST)
}

/// A text broken between words; what does not fit ends in an ellipsis.
fn broken(words: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let text = printable(words);
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let line = &mut lines[last];
        let length = line.chars().count();
        if length > 0 && length + 1 + word.chars().count() > width {
            if last + 1 == most {
                line.push_str(" …");
                break;
            }
            lines.push(word.to_owned());
        } else {
            if length > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_break_between_words_and_say_when_they_are_cut() {
        assert_eq!(broken("Bảo trợ xã hội", 8, 3), ["Bảo trợ", "xã hội"]);
        assert_eq!(broken("một hai ba bốn năm", 7, 2), ["một hai", "ba bốn …"]);
        assert_eq!(broken("", 7, 2), [""]);
    }

    #[test]
    fn bars_are_in_proportion_and_never_longer_than_their_room() {
        assert_eq!(
            [length(0, 10), length(5, 10), length(10, 10)],
            [0, LONGEST / 2, LONGEST]
        );
        assert_eq!(length(1, 1_000_000), 1);
        assert_eq!(length(11, 10), LONGEST);
        assert_eq!(length(u64::MAX, 1), LONGEST);
    }
}
