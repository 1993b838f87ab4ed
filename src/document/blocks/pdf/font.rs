//! The typeface in its four faces, and how wide its letters are.
//!
//! Liberation Serif (SIL Open Font License 1.1) has the widths of Times New Roman and all Vietnamese letters, each as one
//! glyph: no shaping is needed.

use std::sync::OnceLock;

use krilla::text::{Font, GlyphId};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

use super::super::Run;
use super::super::layout::SINGLE;

/// Regular, bold, italic, bold italic.
const FILES: [&[u8]; 4] = [
    include_bytes!("fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("fonts/LiberationSerif-BoldItalic.ttf"),
];

/// What stands for a letter the typeface does not have.
const MISSING: char = '?';

/// Letters up to here are looked up in a table; the typeface has all of Vietnamese and its marks below.
const TABLED: usize = 0x2200;

/// How far the letters reach above and below the line they stand on, in parts of the size.
const ASCENT: f32 = 0.891;
const DESCENT: f32 = 0.216;

/// How far the line letters stand on is below the top of a line of single spacing.
pub(super) const BASELINE: f32 = ASCENT + (SINGLE - ASCENT - DESCENT) / 2.0;

/// One face.
pub(super) struct Face {
    pub(super) font: Font,
    letters: Vec<Letter>,
}

/// A letter: its glyph and its width in parts of the size.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    pub(super) glyph: GlyphId,
    pub(super) width: f32,
}

/// Which face words are set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl Style {
    /// The style of words in a paragraph that is bold or italic itself.
    pub(super) fn within(self, run: &Run) -> Self {
        Self {
            bold: self.bold || run.bold,
            italic: self.italic || run.italic,
        }
    }

    pub(super) fn face(self) -> &'static Face {
        static FACES: OnceLock<Vec<Face>> = OnceLock::new();
        let faces = FACES.get_or_init(|| FILES.iter().filter_map(|file| Face::read(file)).collect());
        &faces[usize::from(self.bold) + 2 * usize::from(self.italic)]
    }
}

impl Face {
    /// `None` for what is no font: the files are the project's own, and a test reads them.
    fn read(file: &'static [u8]) -> Option<Self> {
        let font = Font::new(file.into(), 0)?;
        let tables = FontRef::new(file).ok()?;
        let letters = tables.charmap();
        let units = f32::from(tables.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        let widths = tables.glyph_metrics(Size::unscaled(), LocationRef::default());
        let letter = |c: char| {
            let glyph = letters.map(c)?;
            let width = widths.advance_width(glyph)? / units;
            Some(Letter {
                glyph: GlyphId::new(glyph.to_u32()),
                width,
            })
        };
        let missing = letter(MISSING)?;
        let tabled = (0..TABLED).map(|code| {
            let known = u32::try_from(code).ok().and_then(char::from_u32).and_then(letter);
            known.unwrap_or(missing)
        });
        let letters = tabled.collect();
        Some(Self { font, letters })
    }

    pub(super) fn letter(&self, c: char) -> Letter {
        self.letters
            .get(c as usize)
            .copied()
            .unwrap_or(self.letters[MISSING as usize])
    }

    /// Width of words at a size.
    pub(super) fn width(&self, words: &str, size: f32) -> f32 {
        words.chars().map(|c| self.letter(c).width).sum::<f32>() * size
    }
}
