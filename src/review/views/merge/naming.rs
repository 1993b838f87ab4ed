//! What a merged procedure and its cases are called: put together from the members' own names.

use super::{Merger, Value, Why};
use crate::review::prepared::{rank, verb_and_object};
use crate::text;

/// Field that holds the name.
const NAME: &str = "ten";

impl Merger<'_> {
    /// Verbs of the members, when they say different things of one object.
    fn verbs(&self) -> Option<Vec<&'static str>> {
        let names = self.members.iter().map(|member| &member.entry.procedure.name);
        let (verbs, objects): (Vec<&str>, Vec<String>) = names.map(|name| verb_and_object(name)).unzip();
        let mut different = verbs.clone();
        different.sort_unstable();
        different.dedup();
        let same = objects.windows(2).all(|pair| pair[0] == pair[1]);
        (same && different.len() == verbs.len() && !different.contains(&"")).then_some(verbs)
    }

    /// `Cấp, cấp lại giấy phép …`: the verbs of all, then what the first one's name goes on with.
    fn composed_name(&self) -> Option<String> {
        let verbs = self.verbs()?;
        let name = &self.members.first()?.entry.procedure.name;
        let words: Vec<_> = text::syllables(name).collect();
        let own: Vec<String> = text::syllables(verbs.first()?)
            .map(|(_, word)| word.to_owned())
            .collect();
        // "Thủ tục cấp …" begins with the verb as well as "Cấp …" does.
        let begins = |at: usize| {
            let named = words.get(at..at + own.len())?;
            let same = named
                .iter()
                .zip(&own)
                .all(|((_, word), own)| text::canonical(word) == *own);
            same.then(|| named.last().map_or(0, |(place, _)| place.end))
        };
        let end = begins(0).or_else(|| begins(2))?;
        let rest = name.get(end..)?.trim();
        let mut verbs = verbs;
        verbs.sort_by_key(|verb| rank(verb));
        Some(format!("{} {rest}", text::capitalise_first(&verbs.join(", "))))
    }

    /// Adds the composed name to those of the members.
    pub(super) fn name_it(&mut self) {
        let Some(name) = self.composed_name() else { return };
        let sections = self.sections.iter_mut().filter(|section| section.field.key == NAME);
        for side in sections
            .flat_map(|section| &mut section.rows)
            .flat_map(|row| &mut row.sides)
        {
            side.taken = Some(side.values.len());
            side.why = Why::Composed;
            side.values.push(Value {
                text: name.clone(),
                said: Vec::new(),
            });
        }
    }

    /// What each member is called in the name of a case: its verb where that tells them apart, else its name.
    pub(super) fn case_names(&self) -> Vec<String> {
        match self.verbs() {
            Some(verbs) => verbs.into_iter().map(|verb| format!("Trường hợp {verb}")).collect(),
            None => {
                let members = self.members.iter();
                members
                    .map(|member| member.entry.procedure.name.trim().to_owned())
                    .collect()
            }
        }
    }
}
