//! The syllables of all names, each different one with a number: what a query makes of a syllable it then makes once, not
//! for every name that has it.

use rustc_hash::FxHashMap;

/// What a query makes of one syllable of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(u16);

impl Mark {
    /// Says nothing and was not asked for.
    pub(super) const STOP: Self = Self(0);
    /// Says something and was not asked for.
    pub(super) const TELLING: Self = Self(1 << 15);
    const ASKED: u16 = 1 << 14;
    const EXACT: u16 = 1 << 13;
    const PLACE: u16 = Self::EXACT - 1;

    /// Was asked for, at this place among what is looked for, and with these accents or others.
    pub(super) fn asked(place: u32, exact: bool) -> Self {
        let exact = if exact { Self::EXACT } else { 0 };
        Self(Self::TELLING.0 | Self::ASKED | exact | place as u16 & Self::PLACE)
    }

    /// Whether it says something or was asked for.
    pub(super) fn counts(self) -> bool {
        self.0 & Self::TELLING.0 != 0
    }

    /// Its place among what is looked for, and whether its accents are those asked for.
    pub(super) fn place(self) -> Option<(u32, bool)> {
        (self.0 & Self::ASKED != 0).then(|| (u32::from(self.0 & Self::PLACE), self.0 & Self::EXACT != 0))
    }
}

/// The names of all documents. A syllable is the folded one in the high half, the exact one in the low half.
#[derive(Debug)]
pub(super) struct NameTable {
    /// Where each name begins among the numbers, and the end.
    starts: Vec<u32>,
    numbers: Vec<u32>,
    /// By number the syllable, and what a query that does not ask for it makes of it.
    syllables: Vec<u64>,
    unasked: Vec<Mark>,
    /// By folded syllable the numbers of its spellings.
    spellings: FxHashMap<u32, Vec<u32>>,
}

impl NameTable {
    /// The table of some names, with what a query makes of a syllable it does not ask for.
    pub(super) fn of<N: IntoIterator<Item = u64>>(
        names: impl Iterator<Item = N>,
        unasked: impl Fn(u64) -> Mark,
    ) -> Self {
        let mut table = Self {
            starts: vec![0],
            numbers: Vec::new(),
            syllables: Vec::new(),
            unasked: Vec::new(),
            spellings: FxHashMap::default(),
        };
        let mut known: FxHashMap<u64, u32> = FxHashMap::default();
        for name in names {
            for syllable in name {
                let number = *known.entry(syllable).or_insert_with(|| {
                    let number = table.syllables.len() as u32;
                    table.syllables.push(syllable);
                    table.unasked.push(unasked(syllable));
                    let folded = (syllable >> 32) as u32;
                    table.spellings.entry(folded).or_default().push(number);
                    number
                });
                table.numbers.push(number);
            }
            table.starts.push(table.numbers.len() as u32);
        }
        table
    }

    /// What a query that asks for these folded syllables makes of every syllable, by number.
    pub(super) fn marks<'a>(&self, asked: impl Iterator<Item = &'a u32>, mark: impl Fn(u64) -> Mark) -> Vec<Mark> {
        let mut marks = self.unasked.clone();
        for &number in asked.filter_map(|folded| self.spellings.get(folded)).flatten() {
            marks[number as usize] = mark(self.syllables[number as usize]);
        }
        marks
    }

    /// The numbers of the syllables of a document's name.
    pub(super) fn name(&self, doc: u32) -> &[u32] {
        let (start, end) = (self.starts[doc as usize], self.starts[doc as usize + 1]);
        &self.numbers[start as usize..end as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_a_syllable_holds_wherever_it_stands() {
        let syllable = |folded: u64, exact: u64| folded << 32 | exact;
        let names = [
            vec![syllable(1, 1), syllable(2, 7)],
            vec![],
            vec![syllable(2, 8), syllable(1, 1)],
        ];
        let is_stop = |syllable: u64| if syllable >> 32 == 1 { Mark::STOP } else { Mark::TELLING };
        let table = NameTable::of(names.into_iter(), is_stop);
        let asked = table.marks([2].iter(), |syllable| Mark::asked(127, syllable as u32 == 8));
        let places = |doc| table.name(doc).iter().map(|number| asked[*number as usize].place());
        assert_eq!(places(0).collect::<Vec<_>>(), [None, Some((127, false))]);
        assert_eq!(places(1).count(), 0);
        assert_eq!(places(2).collect::<Vec<_>>(), [Some((127, true)), None]);
        let counted = |marks: &[Mark]| {
            table
                .name(0)
                .iter()
                .filter(|number| marks[**number as usize].counts())
                .count()
        };
        assert_eq!((counted(&asked), counted(&table.marks([].iter(), is_stop))), (1, 1));
    }
}
