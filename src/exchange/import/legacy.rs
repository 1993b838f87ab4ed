//! Texts of before Unicode: TCVN3 (fonts `.VnTime` …) and VNI-Windows. Programs hand their bytes over as Western letters:
//! "Céng hßa" and "Coäng hoøa" are both "Cộng hòa".
//!
//! A text is told by its syllables: as what it is it has Vietnamese ones, as anything else it has none.

use std::fmt;

use crate::text;

/// How texts were encoded before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// One byte a letter; capitals with marks only exist in fonts of their own.
    Tcvn3,
    /// One or two bytes a letter: the letter, then its marks.
    Vni,
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcvn3 => "TCVN3 (ABC, phông .VnTime)",
            Self::Vni => "VNI-Windows",
        })
    }
}

/// Least syllables that make sense only when converted; fewer may be chance.
const LEAST_GAIN: usize = 2;

/// Letters of TCVN3 by byte, from 0xA1 on (standard TCVN 5712:1993, VN1).
const TCVN3: [char; 95] = [
    'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', 'Ằ', '\u{300}', '\u{309}', '\u{303}',
    '\u{301}', '\u{323}', 'à', 'ả', 'ã', 'á', 'ạ', 'Ẳ', 'ằ', 'ẳ', 'ẵ', 'ắ', 'Ẵ', 'Ắ', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ề', 'ặ',
    'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', 'Ể', 'ẻ', 'ẽ', 'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', 'Ễ', 'Ế', 'Ồ', 'ĩ', 'í',
    'ị', 'ò', 'Ổ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', 'Ỗ', 'ủ', 'ũ', 'ú', 'ụ',
    'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', 'Ố',
];

/// Letters of VNI that stand for themselves.
const VNI_ALONE: [(char, char); 7] = [
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('î', 'ỵ'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
];

/// What a letter of VNI adds to the vowel before it: combining marks of shape and of tone.
const VNI_MARKS: [(char, &str); 15] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
];

/// The other two of them.
const VNI_BREVE: [(char, &str); 2] = [('ü', "\u{306}\u{303}"), ('ë', "\u{306}\u{323}")];

impl Charset {
    /// How some texts of one file are encoded; `None` when they are Unicode.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Self> {
        let (mut tcvn3, mut vni) = (0, 0);
        for text in texts.filter(|text| is_western(text)) {
            let raw = sound(text);
            tcvn3 += sound(&Self::Tcvn3.letters(text)).saturating_sub(raw);
            vni += sound(&Self::Vni.letters(text)).saturating_sub(raw);
        }
        let (charset, gain) = if vni > tcvn3 {
            (Self::Vni, vni)
        } else {
            (Self::Tcvn3, tcvn3)
        };
        (gain >= LEAST_GAIN).then_some(charset)
    }

    /// A text as Unicode, if it is one of this charset: what makes more sense as it stands is left alone.
    pub(super) fn converted(self, text: &str) -> Option<String> {
        if !is_western(text) {
            return None;
        }
        let converted = self.letters(text);
        let (before, after) = (sound(text), sound(&converted));
        let marked = text.split_whitespace().filter(|word| !word.is_ascii()).count();
        // Pairs of VNI look like syllables with the tone on the other vowel (soá); letters of TCVN3 hardly ever do.
        let doubtful = after == before && (self == Self::Vni || before < marked);
        (after > before || doubtful).then(|| text::clean(&converted))
    }

    fn letters(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(tcvn3).collect(),
            Self::Vni => vni(text),
        }
    }
}

/// Whether a text has letters beyond ASCII, and only such as bytes of old fonts become.
fn is_western(text: &str) -> bool {
    let mut odd = text
        .chars()
        .filter(|c| !c.is_ascii() && !matches!(c, '\u{2010}'..='\u{2026}'));
    let mut some = false;
    odd.all(|c| {
        some = true;
        matches!(c, '\u{a0}'..='\u{ff}')
    }) && some
}

fn tcvn3(c: char) -> char {
    let at = u32::from(c).checked_sub(0xa1).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| TCVN3.get(at)).copied().unwrap_or(c)
}

fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut vowel = false;
    for c in text.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let marks = VNI_MARKS
            .iter()
            .chain(&VNI_BREVE)
            .find(|(mark, _)| vowel && *mark == lower);
        if let Some((_, marks)) = marks {
            out.push_str(marks);
            vowel = false;
            continue;
        }
        let alone = VNI_ALONE
            .iter()
            .find(|(letter, _)| *letter == lower)
            .map(|(_, stands)| *stands);
        let letter = alone.unwrap_or(lower);
        vowel = matches!(letter, 'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư');
        match alone {
            Some(letter) if c.is_uppercase() => out.extend(letter.to_uppercase()),
            Some(letter) => out.push(letter),
            None => out.push(c),
        }
    }
    text::clean(&out)
}

const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
];

const NUCLEI: [&str; 57] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo", "êu", "ia",
    "iê", "iêu", "iu", "oa", "oă", "oai", "oay", "oe", "oeo", "oi", "oo", "ôi", "ơi", "ua", "uâ", "uây", "uê", "ui",
    "uô", "uôi", "uơ", "uy", "uya", "uyê", "uyu", "ưa", "ưi", "ươ", "ươi", "ươu", "ưu", "yê", "yêu", "oao", "uê", "uă",
];

const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// How many words with letters beyond ASCII are Vietnamese syllables.
fn sound(text: &str) -> usize {
    let words = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic());
    words.filter(|word| !word.is_ascii() && is_syllable(word)).count()
}

fn is_syllable(word: &str) -> bool {
    let mut rest = word.chars().skip(1);
    // A capital inside a word is a letter of something else, unless all are.
    if rest.clone().any(char::is_uppercase) && rest.any(char::is_lowercase) {
        return false;
    }
    let Some(bare) = without_tone(word) else { return false };
    let mut onsets = ONSETS.iter().rev().filter_map(|onset| bare.strip_prefix(onset));
    onsets.any(|rest| {
        CODAS
            .iter()
            .filter_map(|coda| rest.strip_suffix(coda))
            .any(|nucleus| NUCLEI.contains(&nucleus))
    })
}

/// A lower-case word without its tone; `None` when it has several.
fn without_tone(word: &str) -> Option<String> {
    let mut tones = 0;
    let vowel = |c: char| {
        let (vowel, tone) = text::tone(c).unwrap_or((c, 0));
        tones += usize::from(tone > 0);
        vowel
    };
    let bare = word.chars().flat_map(char::to_lowercase).map(vowel).collect();
    (tones <= 1).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TCVN3_TEXT: &str = "Céng hßa x· héi chñ nghÜa ViÖt Nam; Uû ban nh©n d©n; cÊp giÊy phÐp";
    const VNI_TEXT: &str =
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam; Uûy ban nhaân daân; caáp giaáy pheùp; ñöôïc; ÑÖÔÏC";
    const UNICODE: &str = "Cộng hòa xã hội chủ nghĩa Việt Nam; Ủy ban nhân dân; cấp giấy phép";

    #[test]
    fn texts_of_old_fonts_are_told_and_converted() {
        assert_eq!(Charset::of([TCVN3_TEXT].into_iter()), Some(Charset::Tcvn3));
        assert_eq!(
            Charset::Tcvn3.converted(TCVN3_TEXT).unwrap(),
            UNICODE.replace("Ủy", "Uỷ")
        );
        assert_eq!(Charset::of([VNI_TEXT].into_iter()), Some(Charset::Vni));
        assert_eq!(
            Charset::Vni.converted(VNI_TEXT).unwrap(),
            format!("{UNICODE}; được; ĐƯỢC")
        );
    }

    #[test]
    fn what_is_unicode_is_left_alone() {
        for text in [UNICODE, "là", "Trà My", "Café São Tomé", "63/2010", "", "Tên, số, mã"] {
            assert_eq!(Charset::of([text].into_iter()), None, "{text}");
        }
        // In a file of an old font a heading may have been typed anew.
        assert_eq!(Charset::Tcvn3.converted("Tên"), None);
        assert_eq!(Charset::Tcvn3.converted("Tªn").as_deref(), Some("Tên"));
        assert_eq!(Charset::Tcvn3.converted("Lĩnh vực"), None);
        assert_eq!(Charset::Vni.converted("Maõ soá").as_deref(), Some("Mã số"));
        assert_eq!(Charset::Vni.converted("Tên").as_deref(), Some("Tên"));
    }

    #[test]
    fn every_letter_of_the_alphabet_comes_through() {
        // The marked letters of one vowel, as TCVN3 and as VNI have them.
        let tcvn3 = "© Ê Ç È É Ë ¨ ¾ » ¼ ½ Æ ª Õ Ò Ó Ô Ö « è å æ ç é ¬ í ê ë ì î \u{ad} ø õ ö ÷ ù ®";
        let vni = "aâ aá aà aå aã aä aê aé aè aú aü aë eâ eá eà eå eã eä oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï ö öù öø öû öõ öï ñ";
        let letters = "â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ ê ế ề ể ễ ệ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ ư ứ ừ ử ữ ự đ";
        assert_eq!(Charset::Tcvn3.letters(tcvn3), letters);
        assert_eq!(Charset::Vni.letters(vni), letters);
    }
}
