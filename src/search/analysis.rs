//! Text to terms, the same way for the index and for what people type.
//!
//! A Vietnamese text is indexed as *syllables*: exact ones (canonical spelling, accents kept), folded ones (no accents),
//! and *pairs* of neighbouring folded syllables (`khai_sinh`), which rank words of two syllables without a dictionary.
//! No pair reaches over the end of a sentence or of an entry. Numbers of legal documents and codes of procedures become
//! terms of their own ([`numbers`](super::numbers)), because people write them in many ways.
//!
//! Offsets are byte offsets into the text as it was given.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::numbers;
use crate::text;

/// Counts up whenever the same text would give other terms: indexes made before are then built anew.
pub(super) const VERSION: u32 = 1;

/// Most spellings a tokenizer remembers. Vietnamese has about 7,000 syllables; the rest is numbers and names.
const REMEMBERED: usize = 30_000;

/// What the terms of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// Syllables in canonical spelling, accents kept.
    Exact,
    /// Syllables without accents.
    Folded,
    /// Two neighbouring syllables without accents.
    Pairs,
    /// Numbers of legal documents and codes of procedures.
    Numbers,
}

impl Form {
    /// Every form.
    pub(super) const ALL: [Self; 4] = [Self::Exact, Self::Folded, Self::Pairs, Self::Numbers];

    /// Name of the tokenizer, and of the part of a field that is indexed so.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Folded => "folded",
            Self::Pairs => "pairs",
            Self::Numbers => "numbers",
        }
    }
}

/// One syllable of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syllable {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Canonical spelling, accents kept.
    pub(super) exact: String,
    /// Without accents.
    pub(super) folded: String,
    /// Whether a sentence or an entry ended before it.
    pub(super) after_break: bool,
}

impl Syllable {
    /// Whether it was written with an accent.
    pub(super) fn is_accented(&self) -> bool {
        self.exact != self.folded
    }
}

/// The syllables of a text.
pub(super) fn syllables(text: &str) -> Vec<Syllable> {
    let mut end = 0;
    text::syllables(text)
        .map(|(range, word)| {
            let after_break = is_break(&text[end..range.start]);
            end = range.end;
            Syllable {
                range,
                exact: text::canonical(word),
                folded: text::fold(word),
                after_break,
            }
        })
        .collect()
}

/// The term of two neighbouring syllables.
pub(super) fn pair(first: &str, second: &str) -> String {
    format!("{first}_{second}")
}

/// The whole text as one term: its folded syllables.
pub(super) fn whole(text: &str) -> String {
    let folded = text::fold(text);
    let syllables: Vec<&str> = text::syllables(&folded).map(|(_, syllable)| syllable).collect();
    syllables.join(" ")
}

/// A tokenizer for every form.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for form in Form::ALL {
        manager.register(form.name(), TextAnalyzer::from(FormTokenizer::new(form)));
    }
    manager
}

/// Whether the text between two syllables ends a sentence or an entry: a new line, a mark that ends a sentence, or a
/// full stop with a space behind it (the stop of `1.001193` is none).
fn is_break(gap: &str) -> bool {
    gap.contains(['\n', ';', ':', '!', '?', '…', '•', '|']) || gap.contains(". ") || gap.contains(".\t")
}

#[derive(Clone)]
struct FormTokenizer {
    form: Form,
    known: HashMap<String, String>,
    token: Token,
}

impl FormTokenizer {
    fn new(form: Form) -> Self {
        Self {
            form,
            known: HashMap::new(),
            token: Token::default(),
        }
    }
}

impl Tokenizer for FormTokenizer {
    type TokenStream<'a> = FormStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormStream<'a> {
        self.token.reset();
        let source = match self.form {
            Form::Numbers => Source::Ready(
                numbers::find(text)
                    .into_iter()
                    .flat_map(|found| found.terms.into_iter().map(move |term| (found.range.clone(), term)))
                    .collect(),
            ),
            Form::Exact | Form::Folded | Form::Pairs => Source::Syllables {
                text,
                rest: Box::new(text::syllables(text)),
                form: self.form,
                known: &mut self.known,
                previous: None,
                end: 0,
            },
        };
        FormStream {
            source,
            token: &mut self.token,
        }
    }
}

struct FormStream<'a> {
    source: Source<'a>,
    token: &'a mut Token,
}

enum Source<'a> {
    Syllables {
        text: &'a str,
        rest: Box<dyn Iterator<Item = (Range<usize>, &'a str)> + 'a>,
        form: Form,
        known: &'a mut HashMap<String, String>,
        /// The syllable before, for pairs.
        previous: Option<(Range<usize>, &'a str)>,
        /// Where the syllable before ended.
        end: usize,
    },
    Ready(VecDeque<(Range<usize>, String)>),
}

impl TokenStream for FormStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(range) = self.source.next_term(&mut self.token.text) else {
            return false;
        };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = range.start;
        self.token.offset_to = range.end;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

impl Source<'_> {
    /// Writes the next term and says where it stands.
    fn next_term(&mut self, term: &mut String) -> Option<Range<usize>> {
        term.clear();
        match self {
            Self::Ready(terms) => {
                let (range, text) = terms.pop_front()?;
                term.push_str(&text);
                Some(range)
            }
            Self::Syllables {
                text,
                rest,
                form,
                known,
                previous,
                end,
            } => loop {
                let (range, word) = rest.next()?;
                let broken = is_break(&text[*end..range.start]);
                *end = range.end;
                if *form != Form::Pairs {
                    push_form(term, word, *form, known);
                    return Some(range);
                }
                let before = previous.replace((range.clone(), word)).filter(|_| !broken);
                if let Some((first_range, first)) = before {
                    push_form(term, first, Form::Folded, known);
                    term.push('_');
                    push_form(term, word, Form::Folded, known);
                    return Some(first_range.start..range.end);
                }
            },
        }
    }
}

/// Appends the form of one syllable; the spelling of a syllable is worked out once.
fn push_form(term: &mut String, word: &str, form: Form, known: &mut HashMap<String, String>) {
    if let Some(found) = known.get(word) {
        term.push_str(found);
        return;
    }
    let made = if form == Form::Exact {
        text::canonical(word)
    } else {
        text::fold(word)
    };
    term.push_str(&made);
    if known.len() < REMEMBERED {
        known.insert(word.to_owned(), made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(form: Form, text: &str) -> Vec<String> {
        let mut analyzer = tokenizers().get(form.name()).unwrap();
        let mut stream = analyzer.token_stream(text);
        let mut terms = Vec::new();
        stream.process(&mut |token| terms.push(token.text.clone()));
        terms
    }

    #[test]
    fn spellings_of_one_word_give_one_term() {
        for typed in ["Hoà giải", "hòa giải", "HO\u{300}A GIA\u{309}I"] {
            assert_eq!(terms(Form::Exact, typed), ["hòa", "giải"], "{typed}");
        }
        assert_eq!(terms(Form::Folded, "Đăng ký, lí lịch"), ["dang", "ky", "ly", "lich"]);
    }

    #[test]
    fn pairs_stay_inside_a_sentence_and_an_entry() {
        assert_eq!(
            terms(Form::Pairs, "Đăng ký khai sinh. Nộp hồ sơ\nTờ khai"),
            ["dang_ky", "ky_khai", "khai_sinh", "nop_ho", "ho_so", "to_khai"]
        );
        assert_eq!(terms(Form::Pairs, "mã 1.001193"), ["ma_1", "1_001193"]);
        assert!(terms(Form::Pairs, "khai").is_empty());
    }

    #[test]
    fn offsets_point_into_the_text_as_it_was_given() {
        let text = "Thu\u{309} tu\u{323}c: Khai\u{a0}sinh 63/2010/NĐ-CP";
        for form in Form::ALL {
            let mut analyzer = tokenizers().get(form.name()).unwrap();
            let mut stream = analyzer.token_stream(text);
            let mut count = 0;
            stream.process(&mut |token| {
                let source = &text[token.offset_from..token.offset_to];
                let again = match form {
                    Form::Exact => text::canonical(source),
                    Form::Folded => text::fold(source),
                    Form::Pairs => whole(source).replace(' ', "_"),
                    Form::Numbers => return count += 1,
                };
                assert_eq!(again, token.text);
                count += 1;
            });
            assert!(count > 0, "{form:?}");
        }
    }

    #[test]
    fn any_text_has_terms_with_sound_offsets() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            for form in Form::ALL {
                let mut analyzer = tokenizers().get(form.name()).unwrap();
                let mut stream = analyzer.token_stream(&text);
                stream.process(&mut |token| {
                    assert!(text.get(token.offset_from..token.offset_to).is_some());
                    assert!(!token.text.is_empty());
                });
            }
            Ok(())
        });
    }

    #[test]
    fn the_query_side_cuts_as_the_index_does() {
        arbtest::arbtest(|u| {
            let text: String = u.arbitrary()?;
            let cut = syllables(&text);
            let exact: Vec<&str> = cut.iter().map(|syllable| syllable.exact.as_str()).collect();
            let folded: Vec<&str> = cut.iter().map(|syllable| syllable.folded.as_str()).collect();
            assert_eq!(exact, terms(Form::Exact, &text));
            assert_eq!(folded, terms(Form::Folded, &text));
            let pairs: Vec<String> = cut
                .windows(2)
                .filter(|two| !two[1].after_break)
                .map(|two| pair(&two[0].folded, &two[1].folded))
                .collect();
            assert_eq!(pairs, terms(Form::Pairs, &text));
            Ok(())
        });
    }
}
