//! Labels of the pages in Vietnamese and English, from one table.

use std::collections::BTreeMap;

use crate::catalogue::fields::FIELDS;

/// Every label: key, Vietnamese, English.
const TABLE: &str = include_str!("../../templates/web/labels.csv");

/// Language of the labels; data stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Language {
    /// Vietnamese.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Every language, the usual one first.
    pub(super) const ALL: [Self; 2] = [Self::Vietnamese, Self::English];

    /// Its code after BCP 47.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// The language with a code.
    pub(super) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// The labels of one language by key.
pub(super) type Table = BTreeMap<String, String>;

/// The labels of every language.
#[derive(Debug)]
pub(super) struct Labels {
    vietnamese: Table,
    english: Table,
    /// English of the fields, and of the words that other modules have in Vietnamese alone, by these.
    words: Table,
    /// What has to be said in another way in Vietnamese.
    none: Table,
}

/// What the keys of such words begin with.
const WORD: &str = "word_";

impl Labels {
    /// Reads the table that ships.
    pub(super) fn read() -> Result<Self, csv::Error> {
        let (mut vietnamese, mut english) = (Table::new(), Table::new());
        for row in csv::Reader::from_reader(TABLE.as_bytes()).into_deserialize() {
            let (key, vi, en): (String, String, String) = row?;
            vietnamese.insert(key.clone(), vi);
            english.insert(key, en);
        }
        let fields = FIELDS.iter();
        let fields = fields.map(|field| (field.label.to_owned(), field.label_en.to_owned()));
        let words = vietnamese.iter().filter(|(key, _)| key.starts_with(WORD));
        let words = words.filter_map(|(key, vi)| Some((vi.clone(), english.get(key)?.clone())));
        Ok(Self {
            words: fields.chain(words).collect(),
            none: Table::new(),
            vietnamese,
            english,
        })
    }

    /// Those of a language.
    pub(super) fn of(&self, language: Language) -> &Table {
        match language {
            Language::Vietnamese => &self.vietnamese,
            Language::English => &self.english,
        }
    }

    /// The words of [`Labels::word`] in a language, by the Vietnamese ones; nothing for these.
    pub(super) fn words(&self, language: Language) -> &Table {
        match language {
            Language::Vietnamese => &self.none,
            Language::English => &self.words,
        }
    }

    /// A word of the results, which are in Vietnamese, in a language: statuses, headings of tables, severities. What is no such
    /// word is data, and stays as it is.
    pub(super) fn word<'a>(&'a self, language: Language, vietnamese: &'a str) -> &'a str {
        let word = self.words(language).get(vietnamese);
        word.map_or(vietnamese, String::as_str)
    }

    /// One label. A key that is not in the table stands for itself: a missing word must not take a page away.
    pub(super) fn get<'a>(&'a self, language: Language, key: &'a str) -> &'a str {
        self.of(language).get(key).map_or(key, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn both_languages_have_every_label_with_the_same_places_to_fill() {
        let labels = Labels::read().unwrap();
        let places = |label: &str| -> BTreeSet<String> {
            let parts = label.split('{').skip(1);
            parts
                .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                .collect()
        };
        assert!(labels.vietnamese.len() > 40);
        for (key, vi) in &labels.vietnamese {
            let en = &labels.english[key];
            assert!(!vi.trim().is_empty() && !en.trim().is_empty(), "{key}");
            assert_eq!(places(vi), places(en), "{key}");
        }
    }

    #[test]
    fn no_key_stands_twice() {
        let keys: Vec<&str> = TABLE
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').next())
            .collect();
        let distinct: BTreeSet<&str> = keys.iter().copied().collect();
        assert_eq!(distinct.len(), keys.len());
    }
}
