//! What was probably meant where figures do not agree: neighbouring digits that were swapped, another numerator or
//! denominator, the rest to one hundred. Clues are said, never acted on.

use rust_decimal::Decimal;

use super::figure::Figure;
use super::relation::Expression;
use super::{Book, Rule, Share, Status};

/// Most clues of one kind: more would say that anything fits.
const MOST: usize = 3;

/// Figures of the tables concerned up to which sums and differences of two are tried.
const MOST_FIGURES: usize = 60;

/// A denominator that fits nearly is mentioned when the share it gives is this near, in parts of the printed share.
const NEAR: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Every clue to what is wrong with a relation.
pub(super) fn clues(book: &Book<'_>, rules: &[Rule<'_>], rule: &Rule<'_>) -> Vec<String> {
    let mut clues = swapped(book, rules, rule);
    let Some(share) = rule.share(book) else { return clues };
    clues.extend(rest(book, rules, rule, &share));
    if let Some(slip) = rounded_up(book, rule, &share) {
        clues.push(slip);
        return clues;
    }
    clues.extend(other_numerator(book, rule, &share));
    clues.extend(other_denominator(book, rule, &share));
    if clues.is_empty() {
        clues = nearest_denominator(book, rule, &share);
    }
    clues
}

/// Less than one unit of the last printed place too much: not another number, but another way to round.
fn rounded_up(book: &Book<'_>, rule: &Rule<'_>, share: &Share<'_>) -> Option<String> {
    let printed = book.figures[share.at].figure;
    let figure = rule.lookup(book, None);
    let (part, whole) = (share.numerator.measure(&figure)?, share.denominator.measure(&figure)?);
    let exact = printed.in_unit(part.value.checked_div(whole.value)?);
    let above = printed.printed - exact;
    let slip = above > Decimal::ZERO && above < Decimal::new(1, printed.places);
    slip.then(|| "lệch chưa đến một đơn vị ở chữ số cuối: làm tròn lên thay vì theo quy tắc".to_owned())
}

/// Figures that would make the relation right with two neighbouring digits swapped, and what else that would change.
fn swapped(book: &Book<'_>, rules: &[Rule<'_>], rule: &Rule<'_>) -> Vec<String> {
    let mut clues = Vec::new();
    for at in rule.figures(book) {
        let printed = book.figures[at].figure;
        for meant in printed.swaps() {
            if rule.status(book, Some((at, meant))) != Status::Holds {
                continue;
            }
            let name = book.named(at);
            let mut clue = format!("có thể đã đảo hai chữ số liền nhau: {name} {meant} thay vì {printed}");
            let broken: Vec<String> = rules
                .iter()
                .filter(|other| other.figures(book).contains(&at))
                .filter(|other| other.status(book, None) == Status::Holds)
                .filter(|other| other.status(book, Some((at, meant))) != Status::Holds)
                .map(|other| format!("«{}»", other.with_names(book)))
                .collect();
            if !broken.is_empty() {
                clue.push_str(&format!("; nhưng khi đó {} không còn khớp", broken.join(", ")));
            }
            clues.push(clue);
        }
    }
    clues.truncate(MOST);
    clues
}

/// The share is what another printed share of the same whole leaves to one hundred.
fn rest(book: &Book<'_>, rules: &[Rule<'_>], rule: &Rule<'_>, share: &Share<'_>) -> Vec<String> {
    let printed = book.figures[share.at].figure;
    if !printed.percent {
        return Vec::new();
    }
    let whole = rule.numbers(book, share.denominator);
    let others = rules.iter().filter_map(|other| {
        let its = other.share(book)?;
        let figure = book.figures[its.at].figure;
        let fits = its.at != share.at
            && other.numbers(book, its.denominator) == whole
            && figure.percent
            && figure.printed + printed.printed == Decimal::ONE_HUNDRED;
        fits.then(|| format!("bằng 100% − {figure} ({})", book.named(its.at)))
    });
    others.take(MOST).collect()
}

/// A number made of the report's figures, with how it is made.
struct Candidate {
    words: String,
    value: Decimal,
    /// Figures it is made of.
    size: usize,
}

/// Counts of the tables the relation speaks of, then differences and sums of two of them. Figures of other tables would fit
/// by chance only.
fn candidates(book: &Book<'_>, rule: &Rule<'_>, pairs: bool) -> Vec<Candidate> {
    let tables: Vec<usize> = rule.figures(book).iter().map(|&at| book.figures[at].table).collect();
    let counts: Vec<usize> = (0..book.figures.len())
        .filter(|&at| book.figures[at].figure.is_count() && tables.contains(&book.figures[at].table))
        .collect();
    let value = |at: usize| book.figures[at].figure.printed;
    let shown = |at: usize| format!("{} ({})", book.named(at), book.figures[at].figure);
    let mut found: Vec<Candidate> = counts
        .iter()
        .map(|&at| Candidate {
            words: shown(at),
            value: value(at),
            size: 1,
        })
        .collect();
    if !pairs || counts.len() > MOST_FIGURES {
        return found;
    }
    for (i, &a) in counts.iter().enumerate() {
        for &b in &counts[i + 1..] {
            let (more, less) = if value(a) >= value(b) { (a, b) } else { (b, a) };
            let of = |sign: char, value: Decimal| Candidate {
                words: format!(
                    "{} {sign} {} = {}",
                    shown(more),
                    shown(less),
                    crate::text::decimal(value)
                ),
                value,
                size: 2,
            };
            found.push(of('−', value(more) - value(less)));
            found.push(of('+', value(a) + value(b)));
        }
    }
    found
}

/// The fewest figures that fit, and no clue at all where too much fits to say anything.
fn fitting(candidates: Vec<Candidate>, fits: impl Fn(&Candidate) -> bool) -> Vec<Candidate> {
    let mut fitting: Vec<Candidate> = candidates.into_iter().filter(|one| fits(one)).collect();
    let size = fitting.iter().map(|one| one.size).min().unwrap_or(0);
    fitting.retain(|one| one.size == size);
    if fitting.len() > MOST { Vec::new() } else { fitting }
}

fn prints(printed: Figure, numerator: Decimal, denominator: Decimal) -> bool {
    let exact = numerator.checked_div(denominator).map(|value| printed.in_unit(value));
    exact.is_some_and(|exact| printed.rounded(exact) == printed.printed)
}

/// Shares with no decimals fit too much for pairs of figures to say anything.
fn pairs_speak(printed: Figure) -> bool {
    printed.places > 0
}

fn other_numerator(book: &Book<'_>, rule: &Rule<'_>, share: &Share<'_>) -> Vec<String> {
    other(book, rule, share, ("tử số", share.denominator), prints)
}

fn other_denominator(book: &Book<'_>, rule: &Rule<'_>, share: &Share<'_>) -> Vec<String> {
    let under = |printed, denominator, part| prints(printed, part, denominator);
    other(book, rule, share, ("mẫu số", share.numerator), under)
}

/// What the share would be right with on one of its sides, the other one being known.
fn other(
    book: &Book<'_>,
    rule: &Rule<'_>,
    share: &Share<'_>,
    (side, known): (&str, &Expression),
    prints: impl Fn(Figure, Decimal, Decimal) -> bool,
) -> Vec<String> {
    let printed = book.figures[share.at].figure;
    let Some(known) = known.measure(&rule.lookup(book, None)) else {
        return Vec::new();
    };
    // Of a number over itself nothing can be learnt.
    let fits = |one: &Candidate| one.value != known.value && prints(printed, one.value, known.value);
    let fitting = fitting(candidates(book, rule, pairs_speak(printed)), fits).into_iter();
    fitting
        .map(|one| format!("{printed} khớp nếu {side} là {}", one.words))
        .collect()
}

fn nearest_denominator(book: &Book<'_>, rule: &Rule<'_>, share: &Share<'_>) -> Vec<String> {
    let printed = book.figures[share.at].figure;
    let Some(part) = share.numerator.measure(&rule.lookup(book, None)) else {
        return Vec::new();
    };
    let share_of = |one: &Candidate| part.value.checked_div(one.value).map(|value| printed.in_unit(value));
    let away = |one: &Candidate| share_of(one).map(|exact| (exact - printed.printed).abs());
    let nearest = candidates(book, rule, pairs_speak(printed))
        .into_iter()
        .filter(|one| one.value > part.value)
        .filter_map(|one| Some((away(&one)?, one)))
        .filter(|(away, _)| *away <= printed.printed * NEAR)
        .min_by(|(a, _), (b, _)| a.cmp(b));
    let mut clues = vec![format!("không mẫu số nào trong các bảng này cho đúng {printed}")];
    if let Some((_, one)) = nearest
        && let Some(exact) = share_of(&one)
    {
        let exact = printed.show_with(exact, printed.places.max(2));
        clues.push(format!("gần nhất là mẫu số {}, cho {exact}", one.words));
    }
    clues
}

impl Rule<'_> {
    /// An expression of the rule with its numbers.
    fn numbers(&self, book: &Book<'_>, expression: &Expression) -> String {
        let figure = self.lookup(book, None);
        expression.written(&|name, table| figure(name, table).map_or_else(String::new, |figure| figure.to_string()))
    }
}
