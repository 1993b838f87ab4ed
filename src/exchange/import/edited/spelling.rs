//! An edited text in the spelling of the text it was: an editor respells what nobody touched.

use crate::catalogue::printed::plain_sign;
use crate::text;

/// Most pairs of words that are compared; more differ at both ends and are taken as they are.
const MOST_PAIRS: usize = 4_000_000;

/// The edited text with every word and every space nobody touched as it was before.
pub(super) fn kept(before: &str, edited: &str) -> String {
    let edited = text::clean(&edited.replace(['\u{2028}', '\u{b}'], "\n"));
    let (old, new) = (pieces(before.trim()), pieces(edited.trim()));
    let alike = |a: &str, b: &str| plain(a) == plain(b);
    let first = old.iter().zip(&new).take_while(|(a, b)| alike(a, b)).count();
    let (old_rest, new_rest) = (&old[first..], &new[first..]);
    let last = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| alike(a, b))
        .count();
    let middle_old = &old_rest[..old_rest.len() - last];
    let middle_new = &new_rest[..new_rest.len() - last];
    let mut out = String::with_capacity(edited.len());
    old[..first].iter().for_each(|piece| out.push_str(piece));
    middle(middle_old, middle_new, &mut out);
    old[old.len() - last..].iter().for_each(|piece| out.push_str(piece));
    out
}

/// The words between, those that are there on both sides as they were.
fn middle(old: &[&str], new: &[&str], out: &mut String) {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        new.iter().for_each(|piece| out.push_str(&lone(piece)));
        return;
    }
    let (old_plain, new_plain): (Vec<String>, Vec<String>) = (
        old.iter().map(|piece| plain(piece)).collect(),
        new.iter().map(|piece| plain(piece)).collect(),
    );
    // For each pair of places, how many pieces the rests have in common.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old_plain[i] == new_plain[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let mut i = 0;
    for (j, piece) in new.iter().enumerate() {
        while i < old.len() && old_plain[i] != new_plain[j] && common[(i + 1) * width + j] >= common[i * width + j + 1]
        {
            i += 1;
        }
        if i < old.len() && old_plain[i] == new_plain[j] {
            out.push_str(old[i]);
            i += 1;
        } else {
            out.push_str(&lone(piece));
        }
    }
}

/// A piece nobody has written before: blanks are one.
fn lone(piece: &str) -> String {
    if piece.trim().is_empty() {
        plain(piece)
    } else {
        piece.to_owned()
    }
}

/// What is the same however an editor spells it.
fn plain(piece: &str) -> String {
    if piece.trim().is_empty() {
        return if piece.contains('\n') { "\n" } else { " " }.to_owned();
    }
    text::clean(&text::printable(piece)).chars().map(plain_sign).collect()
}

/// Words and what is between them.
fn pieces(words: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = words;
    // What is printed by its number is part of a word.
    let is_blank = |c: char| c == '\r' || c.is_whitespace() && !text::is_hidden(c);
    while let Some(first) = rest.chars().next() {
        let blank = is_blank(first);
        let end = rest.find(|c: char| is_blank(c) != blank).unwrap_or(rest.len());
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn what_nobody_touched_stays_as_it_was_written() {
        for (before, edited, after) in [
            (
                "Nộp  \"đơn\"\n\nở xã",
                "Nộp “đơn”\nở phường",
                "Nộp  \"đơn\"\n\nở phường",
            ),
            ("a b c d", "a x c\u{a0}d e", "a x c d e"),
            ("a\tb", "a b", "a\tb"),
            ("Một", "Một\nHai", "Một\nHai"),
            ("Một\nHai\nBa", "Một\nBa", "Một\nBa"),
            ("", "mới “a”", "mới “a”"),
            ("cũ", "", ""),
            ("Ho\u{300}a giải", "Hòa giải xong", "Ho\u{300}a giải xong"),
        ] {
            assert_eq!(kept(before, edited), after, "{before:?} → {edited:?}");
        }
    }
}
