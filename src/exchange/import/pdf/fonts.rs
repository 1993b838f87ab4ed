//! From the bytes a page shows to letters.

use std::collections::HashMap;

use hayro_syntax::object::{Dict, Name, Stream};

use super::unpacked;

/// Most letters of one range of a font; a font has at most as many glyphs.
const MOST_RANGE: u32 = 65_536;

/// How a font's bytes are letters.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// Two bytes a glyph.
    wide: bool,
    /// What each code stands for, where the file says so.
    letters: HashMap<u32, String>,
}

impl Font {
    pub(super) fn of(dict: &Dict<'_>) -> Self {
        let wide = dict
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| kind.as_str() == "Type0");
        let map = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| unpacked(&stream));
        Self {
            wide,
            letters: map.map(|map| letters(&map)).unwrap_or_default(),
        }
    }

    /// Adds what some bytes stand for.
    pub(super) fn decode(&self, bytes: &[u8], out: &mut String) {
        if self.wide {
            for pair in bytes.chunks(2) {
                let code = pair.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
                // Without a table nobody knows the letter of a glyph: what is lost is seen.
                out.push_str(self.letters.get(&code).map_or("\u{fffd}", String::as_str));
            }
        } else {
            for byte in bytes {
                match self.letters.get(&u32::from(*byte)) {
                    Some(letter) => out.push_str(letter),
                    None => out.push(western(*byte)),
                }
            }
        }
    }
}

/// The letter of a byte in WinAnsi.
fn western(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '•', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '•', 'Ž', '•', '•', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', '•', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The table of a font: `<0003> <0020>` between `beginbfchar` and `endbfchar`, `<0003> <0010> <0020>` or
/// `<0003> <0004> [<0020> <0041>]` between `beginbfrange` and `endbfrange`.
fn letters(map: &[u8]) -> HashMap<u32, String> {
    let text = String::from_utf8_lossy(map);
    let mut letters = HashMap::new();
    let mut rest = &*text;
    while let Some(at) = rest.find("beginbf") {
        let block = &rest[at + "beginbf".len()..];
        let end = block.find("endbf").unwrap_or(block.len());
        let (body, after) = block.split_at(end);
        if let Some(pairs) = body.strip_prefix("char") {
            let codes = hex(pairs);
            for pair in codes.chunks_exact(2) {
                letters.insert(number(&pair[0]), letter(&pair[1]));
            }
        } else if let Some(ranges) = body.strip_prefix("range") {
            self::ranges(ranges, &mut letters);
        }
        rest = after;
    }
    letters
}

fn ranges(text: &str, letters: &mut HashMap<u32, String>) {
    let mut rest = text;
    while let Some((first, after)) = next_hex(rest) {
        let Some((last, after)) = next_hex(after) else { return };
        let (first, last) = (number(&first), number(&last));
        if last.saturating_sub(first) > MOST_RANGE || letters.len() > usize::try_from(MOST_RANGE).unwrap_or(usize::MAX)
        {
            return;
        }
        let after = after.trim_start();
        if let Some(list) = after.strip_prefix('[') {
            let (list, after) = list.split_once(']').unwrap_or((list, ""));
            for (code, own) in (first..=last).zip(hex(list)) {
                letters.insert(code, letter(&own));
            }
            rest = after;
        } else {
            let Some((start, after)) = next_hex(after) else { return };
            for code in first..=last {
                let mut own = start.clone();
                // The last unit counts up.
                if let Some(unit) = own.last_mut() {
                    *unit = unit.wrapping_add(u16::try_from(code - first).unwrap_or(0));
                }
                letters.insert(code, letter(&own));
            }
            rest = after;
        }
    }
}

fn hex(text: &str) -> Vec<Vec<u16>> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some((units, after)) = next_hex(rest) {
        all.push(units);
        rest = after;
    }
    all
}

/// The next `<…>` as units of 16 bits; a lone byte is one.
fn next_hex(text: &str) -> Option<(Vec<u16>, &str)> {
    let (_, inner) = text.split_once('<')?;
    let (inner, rest) = inner.split_once('>')?;
    let digits: String = inner.chars().filter(char::is_ascii_hexdigit).collect();
    let unit = |at: usize| u16::from_str_radix(digits.get(at..digits.len().min(at + 4))?, 16).ok();
    Some(((0..digits.len()).step_by(4).filter_map(unit).collect(), rest))
}

fn number(units: &[u16]) -> u32 {
    units.iter().fold(0, |number, unit| number << 16 | u32::from(*unit))
}

fn letter(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_letters_is_read() {
        let map = b"2 beginbfchar <0003> <0020> <0004> <1ED9> endbfchar\n\
            2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0061> <00660069>] endbfrange";
        let font = Font {
            wide: true,
            letters: letters(map),
        };
        let mut out = String::new();
        font.decode(&[0, 0x10, 0, 0x12, 0, 3, 0, 4, 0, 0x21, 0, 0x99], &mut out);
        assert_eq!(out, "AC \u{1ed9}fi\u{fffd}");
    }

    #[test]
    fn without_a_table_bytes_are_western_letters() {
        let mut out = String::new();
        Font::default().decode(b"Th\x93a\xe0", &mut out);
        assert_eq!(out, "Th“aà");
    }

    #[test]
    fn a_hostile_table_ends() {
        assert!(letters(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange").is_empty());
        assert!(letters(b"beginbfrange <00> <").is_empty());
    }
}
