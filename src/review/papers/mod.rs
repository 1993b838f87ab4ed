//! Papers a database already holds: one table for all rules, kept in `catalogue.yaml` with the clause that frees people
//! from handing each in, and the rows of annexes that strike papers from single procedures.
//!
//! A name that mentions such a paper does not always demand it: a list asks for its number, a photograph is of its size,
//! a remark says it need not be handed in. What tells these apart is language and stands here; which papers, which
//! people and since when is law and stands in the table.

use std::collections::{BTreeSet, HashMap};

use super::subject::Asked;
use super::wording::{contains_words, has_one, short, words_at};
use super::{Context, Report, Subject};
use crate::catalogue::Frame;
use crate::catalogue::procedure::{DossierCase, Paper, Procedure};
use crate::catalogue::review_settings::PaperCut;
use crate::catalogue::settings::{HeldPaper, Parameters};
use crate::catalogue::values::{Applicant, Clause, Date, DocumentNumber, ProcedureCode, Written};
use crate::finding::Evidence;
use crate::text;

/// Words after which a paper named next is handed in.
const HANDED_IN: [&str; 7] = [
    "bản sao",
    "bản chụp",
    "bản chính",
    "bản gốc",
    "bản điện tử",
    "kèm theo",
    "nộp",
];

/// Words after which papers are listed by their names, a colon beside.
const LISTS: [&str; 3] = ["gồm", "sau đây", "một trong các"];

/// Words after which a paper named next is only spoken of: its number, a photograph of its size, a form that
/// asks for it, an act that withdraws it.
const MENTIONS: [&str; 36] = [
    "tờ trình",
    "ghi trong",
    "nêu trong",
    "đứng tên trong",
    "ghi trên",
    "hợp đồng",
    "cơ quan đã cấp",
    "nhà nước có thẩm quyền đã cấp",
    "đề nghị bản sao",
    "yêu cầu bản sao",
    "số",
    "ngày cấp",
    "nơi cấp",
    "ảnh",
    "kiểu",
    "thông tin",
    "cơ sở dữ liệu",
    "đơn",
    "tờ khai",
    "phiếu",
    "thông báo",
    "công văn",
    "giấy đề nghị",
    "văn bản đề nghị",
    "văn bản yêu cầu",
    "đề nghị cấp",
    "yêu cầu cấp",
    "việc cấp",
    "cấp lại",
    "cấp bản sao",
    "thay đổi nội dung",
    "thu hồi",
    "không có",
    "không có bản sao",
    "trừ",
    "trừ bản chụp",
];

/// Words that say the paper is asked for only where the database does not answer, or not at all.
const FREED: [&str; 28] = [
    "không bắt buộc",
    "tra cứu trên cơ sở dữ liệu",
    "đã được kết nối",
    "đã được chia sẻ",
    "không áp dụng đối với trường hợp kết quả",
    "không áp dụng đối với trường hợp đã",
    "không phải nộp",
    "không phải xuất trình",
    "không phải cung cấp",
    "không yêu cầu nộp",
    "không yêu cầu người",
    "không cần nộp",
    "khai thác được",
    "tra cứu được",
    "thực hiện khai thác",
    "khai thác, sử dụng thông tin",
    "khai thác hoặc sử dụng thông tin",
    "thông tin khai thác từ",
    "thay thế bằng dữ liệu",
    "đã được tích hợp",
    "chưa được tích hợp",
    "chưa được kết nối",
    "chưa kết nối",
    "bị gián đoạn",
    "không có thông tin trong",
    "chưa có thông tin trong",
    "không có trong cơ sở dữ liệu",
    "chưa có trong cơ sở dữ liệu",
];

/// Beginnings of a remark that stands among the papers.
const REMARKS: [&str; 7] = [
    "yêu cầu đối với",
    "lưu ý",
    "ghi chú",
    "khi ",
    "người tiếp nhận",
    "cơ quan",
    "việc ",
];

/// The table as it holds on one day, its words ready to be compared.
#[derive(Debug)]
pub(super) struct HeldPapers<'a> {
    rows: Vec<Held<'a>>,
}

#[derive(Debug)]
struct Held<'a> {
    row: &'a HeldPaper,
    paper: Named,
    /// What the paper each phrase names is called.
    kinds: Vec<&'a str>,
    issuing_fields: Vec<String>,
}

/// How a paper is recognised in a dossier.
#[derive(Debug)]
struct Named {
    phrases: Vec<String>,
    /// Exceptions that hold a phrase ("số căn cước công dân"): they take that mention away.
    masks: Vec<String>,
    /// Exceptions that mean other people or another paper: they free what stands beside them.
    exceptions: Vec<String>,
}

impl<'a> HeldPapers<'a> {
    pub(super) fn on(parameters: &'a Parameters, day: Date) -> Self {
        let rows = parameters
            .held_papers
            .iter()
            .filter(|row| row.holds(day))
            .map(|row| Held {
                row,
                paper: Named::new(row.named().map(|(phrase, _)| phrase), &row.exceptions),
                kinds: row.named().map(|(_, kind)| kind).collect(),
                issuing_fields: row.issuing_fields.iter().map(|field| text::canonical(field)).collect(),
            });
        Self { rows: rows.collect() }
    }
}

impl<'a> Held<'a> {
    /// Whether the paper is asked for. In the fields that issue it the original is given back, and only a copy is asked twice.
    fn demanded(&self, asked: &Asked<'_>, procedure: &Subject<'_>) -> bool {
        self.paper.demanded(asked, &procedure.own_words)
            && (!self.issuing_fields.contains(&procedure.field_words)
                || has_one(&asked.words, &["bản sao", "bản chụp"]))
    }

    /// Kinds of the row's papers that a demand for it names, each once.
    fn kinds(&self, asked: &Asked<'_>, procedure: &Subject<'_>) -> BTreeSet<&'a str> {
        let phrases = self.paper.phrases_demanded(asked, &procedure.own_words);
        phrases
            .into_iter()
            .filter_map(|at| self.kinds.get(at).copied())
            .collect()
    }
}

impl<'a> HeldPapers<'a> {
    /// Rows of some families that a procedure may have to answer for.
    fn rows_for(&self, procedure: &Subject<'_>, is_of: impl Fn(&str) -> bool) -> Vec<&Held<'a>> {
        let mut rows: Vec<&Held<'_>> = self.rows.iter().filter(|held| is_of(&held.row.family)).collect();
        if !rows.is_empty() && only_foreigners(procedure) {
            rows.clear();
        }
        // A procedure for people the database does not cover says so in its name.
        rows.retain(|held| !held.paper.excepts(&procedure.words));
        rows
    }

    /// Every demand of a procedure for a paper of the table: the paper of its dossier, the row, and the kinds of papers.
    pub(super) fn demands<'s>(
        &'s self,
        procedure: &'s Subject<'_>,
    ) -> Vec<(&'s Asked<'s>, &'a HeldPaper, BTreeSet<&'a str>)> {
        let rows = self.rows_for(procedure, |_| true);
        let asked = procedure.asked().flat_map(|asked| {
            let demanded = rows.iter().filter(|held| held.demanded(asked, procedure));
            demanded
                .map(|held| (asked, held.row, held.kinds(asked, procedure)))
                .collect::<Vec<_>>()
        });
        asked.collect()
    }

    /// The rows that hold on the day.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a HeldPaper> {
        self.rows.iter().map(|held| held.row)
    }

    /// The row that knows a phrase, and the kind of paper it names there.
    pub(super) fn kind_of(&self, phrase: &str) -> Option<(&'a HeldPaper, &'a str)> {
        let words = text::canonical(phrase);
        self.rows.iter().find_map(|held| {
            let at = held.paper.phrases.iter().position(|own| *own == words)?;
            Some((held.row, *held.kinds.get(at)?))
        })
    }

    /// Whether a paper's name names one of the table.
    pub(super) fn names_one(&self, paper: &str) -> bool {
        let words = text::canonical(paper);
        let named = |phrase: &String| contains_words(&words, phrase);
        self.rows.iter().any(|held| held.paper.phrases.iter().any(named))
    }
}

/// Papers struck from single procedures on one day, by procedure.
#[derive(Debug)]
pub(super) struct Cuts<'a> {
    by_code: HashMap<&'a str, Vec<(&'a PaperCut, Named)>>,
}

impl<'a> Cuts<'a> {
    pub(super) fn on(parameters: &'a Parameters, day: Date) -> Self {
        let mut by_code: HashMap<&str, Vec<_>> = HashMap::new();
        for row in parameters.paper_cuts.iter().filter(|row| row.holds(day)) {
            let code = row.code.value().map_or(row.code.text(), ProcedureCode::base);
            by_code
                .entry(code)
                .or_default()
                .push((row, Named::new(row.papers.iter().map(String::as_str), &[])));
        }
        Self { by_code }
    }

    /// The papers of a dossier that a row strikes, each with the row.
    pub(super) fn still_asked<'s>(&self, subject: &'s Subject<'_>) -> Vec<(&'a PaperCut, &'s Asked<'s>)> {
        let Some(rows) = self.by_code.get(subject.identity()) else {
            return Vec::new();
        };
        let asked = subject.asked().flat_map(|asked| {
            rows.iter()
                .filter(move |(_, paper)| paper.demanded(asked, &subject.own_words))
                .map(move |(row, _)| (*row, asked))
        });
        asked.collect()
    }
}

/// Says which papers of a family are still demanded.
pub(super) fn held(context: &Context<'_>, procedure: &Subject<'_>, families: &[&str], report: &mut Report) {
    let rows = context.held().rows_for(procedure, |family| families.contains(&family));
    if rows.is_empty() {
        return;
    }
    for asked in procedure.asked() {
        let Some(Held { row, .. }) = rows.iter().find(|held| held.demanded(asked, procedure)) else {
            continue;
        };
        let ground = ground_of(context.catalogue, row.clause.as_ref(), &row.document);
        let message = format!(
            "yêu cầu nộp «{}», giấy tờ đã có trong {}",
            short(&asked.paper.name),
            row.database
        );
        let evidence = vec![
            asked.evidence(),
            Evidence::from_elsewhere("Cơ sở dữ liệu", &row.database),
            Evidence::from_elsewhere("Căn cứ miễn nộp", ground),
        ];
        report.say(asked.name_path(), message, evidence);
    }
}

/// The clause and the document that free people from handing a paper in, as they are cited.
pub(super) fn ground_of(
    catalogue: &Frame,
    clause: Option<&Written<Clause>>,
    document: &Written<DocumentNumber>,
) -> String {
    let document = catalogue.documents().cite(document);
    match clause {
        Some(clause) => format!("{} {document}", clause.text()),
        None => document,
    }
}

impl Named {
    fn new<'a>(phrases: impl Iterator<Item = &'a str>, exceptions: &[String]) -> Self {
        let phrases: Vec<String> = phrases.map(text::canonical).collect();
        let holds_phrase = |exception: &String| phrases.iter().any(|phrase| contains_words(exception, phrase));
        let exceptions = exceptions.iter().map(|exception| text::canonical(exception));
        let (masks, exceptions) = exceptions.partition(holds_phrase);
        Self {
            phrases,
            masks,
            exceptions,
        }
    }

    /// Whether a paper of a dossier is one of these and has to be handed in, in a procedure about `own`.
    fn demanded(&self, asked: &Asked<'_>, own: &str) -> bool {
        if !self.phrases.iter().any(|phrase| asked.words.contains(phrase.as_str())) {
            return false;
        }
        let around = around(asked);
        let not_asked = around.iter().any(|words| self.excepts(words))
            || freed_or_shown(asked, &around)
            || self.freed_by_remark(asked.case);
        !not_asked && segments(&asked.words).any(|segment| self.demanded_in(segment, own).next().is_some())
    }

    /// Which phrases a paper that is [`Self::demanded`] is demanded by.
    fn phrases_demanded(&self, asked: &Asked<'_>, own: &str) -> BTreeSet<usize> {
        let in_segment = |segment| self.demanded_in(segment, own).collect::<Vec<_>>();
        segments(&asked.words).flat_map(in_segment).collect()
    }

    /// Whether words speak of people or papers the row does not mean.
    fn excepts(&self, words: &str) -> bool {
        self.exceptions.iter().any(|exception| contains_words(words, exception))
    }

    /// Whether a remark under the papers says that these, named in it, need not be handed in.
    fn freed_by_remark(&self, case: &DossierCase) -> bool {
        let remark = text::canonical(case.note.as_deref().unwrap_or_default());
        has_one(&remark, &FREED) && self.phrases.iter().any(|phrase| contains_words(&remark, phrase))
    }

    /// Which phrases a part of a paper's name demands.
    fn demanded_in<'s>(&'s self, segment: &str, own: &'s str) -> impl Iterator<Item = usize> + 's {
        // A masked mention still says something of what follows it: the number of one paper or another.
        let segment = self
            .masks
            .iter()
            .fold(segment.to_owned(), |text, mask| text.replace(mask.as_str(), "số"));
        let demanded = move |phrase: &str| {
            let own = contains_words(own, phrase);
            words_at(&segment, phrase).any(|at| {
                let before = &segment[..at];
                let excepted = self.excepts(&segment[..at + own_words(&segment[at..])]);
                is_demand(before) && (!own || is_copy(before)) && !excepted
            })
        };
        let phrases = self.phrases.iter().enumerate();
        phrases.filter(move |(_, phrase)| demanded(phrase)).map(|(at, _)| at)
    }
}

/// How much of the text behind a paper's name speaks of that paper. An alternative with a qualifier of its own ends it:
/// "căn cước (người Việt Nam) hoặc hộ chiếu (người nước ngoài)".
fn own_words(rest: &str) -> usize {
    match rest.find(" hoặc ") {
        Some(at) if rest[..at].contains('(') || contains_words(&rest[..at], "đối với") => at,
        _ => rest.len(),
    }
}

/// Whether the words in front of a paper ask for it. The last of them that says anything decides; without any, the paper
/// is simply named, and thus asked for. A list belongs to what stands before it: what is shown stays shown.
fn is_demand(before: &str) -> bool {
    let handed_in = last_of(&HANDED_IN, before);
    let listed = last_of(&LISTS, before).max(before.rfind(':').map(|at| (at + 1, 1)));
    handed_in >= last_of(&["xuất trình"], before) && handed_in.max(listed) >= last_of(&MENTIONS, before)
}

/// Whether a copy is asked for. Of the paper the procedure itself issues, only a copy can be replaced by data: the old
/// original is given back.
fn is_copy(before: &str) -> bool {
    let copy = last_of(&["bản sao", "bản chụp"], before);
    copy.is_some() && copy == last_of(&HANDED_IN, before)
}

/// Whether a paper named behind these words is asked for.
pub(super) fn is_asked_after(before: &str) -> bool {
    is_demand(last_segment(before))
}

/// Whether a copy of a paper named behind these words is asked for.
pub(super) fn is_copy_after(before: &str) -> bool {
    is_copy(last_segment(before))
}

fn last_segment(before: &str) -> &str {
    segments(before).last().unwrap_or(before)
}

/// Whether the case, the paper or a remark says that it need not be handed in, or is only shown.
pub(super) fn is_freed(subject: &Subject<'_>, asked: &Asked<'_>) -> bool {
    freed_or_shown(asked, &around(asked)) || only_foreigners(subject)
}

/// What stands around a paper, canonical: the name of its case and its note.
fn around(asked: &Asked<'_>) -> [String; 2] {
    [asked.case.case.as_deref(), asked.paper.note.as_deref()].map(|text| text::canonical(text.unwrap_or_default()))
}

/// Whether the paper's own words or those around it say that it need not be handed in, or is only shown.
fn freed_or_shown(asked: &Asked<'_>, around: &[String; 2]) -> bool {
    let freed = |words: &str| has_one(words, &FREED);
    around.iter().any(|words| freed(words) || only_shown(words)) || freed(&asked.words)
}

/// Where the last of some words ends, and its length: of two with one end the longer decides ("không có bản sao").
fn last_of(words: &[&str], text: &str) -> Option<(usize, usize)> {
    let ends = words.iter().flat_map(|word| {
        words_at(text, word)
            .filter(|at| is_number_of_a_paper(&text[*at..]))
            .map(|at| (at + word.len(), word.len()))
    });
    ends.max()
}

/// "Số" is the number of a paper, unless it numbers a legal act ("Thông tư số 17/2024") or counts ("số lượng").
fn is_number_of_a_paper(word_and_rest: &str) -> bool {
    match word_and_rest.strip_prefix("số ") {
        Some(rest) => !rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.starts_with("lượng"),
        None => true,
    }
}

/// A case or a note that has papers shown, not handed in. A copy compared with an original that is shown is handed in.
fn only_shown(words: &str) -> bool {
    contains_words(words, "xuất trình") && !contains_words(words, "nộp") && !contains_words(words, "đối chiếu")
}

/// Whether a row of the dossier is a remark: it has no copies and begins like a sentence, or its case is called a remark.
pub(super) fn is_remark(case: &DossierCase, paper: &Paper, name: &str) -> bool {
    let plain = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    let among_remarks = || {
        case.case
            .as_deref()
            .is_some_and(|case| text::canonical(case).contains("lưu ý"))
    };
    let uncounted = paper.originals == 0 && paper.copies == 0;
    uncounted && (REMARKS.iter().any(|start| plain.starts_with(start)) || among_remarks())
}

/// The parts of a long name that holds several papers.
fn segments(name: &str) -> impl Iterator<Item = &str> {
    name.split([';', '•'])
        .flat_map(|part| part.split("++"))
        .flat_map(|part| part.split(" + "))
        .flat_map(|part| part.split(". "))
}

pub(super) fn only_foreigners(procedure: &Procedure) -> bool {
    let foreign = |applicant: &Written<Applicant>| {
        matches!(
            applicant.value(),
            Some(Applicant::Foreigner | Applicant::ForeignOrganisation | Applicant::Overseas)
        )
    };
    !procedure.applicants.is_empty() && procedure.applicants.iter().all(foreign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_lists_are_canonical() {
        let lists = [&HANDED_IN[..], &LISTS, &MENTIONS, &FREED];
        for word in lists.into_iter().flatten() {
            assert_eq!(*word, text::canonical(word));
        }
    }

    #[test]
    fn the_last_word_before_a_paper_decides() {
        for asked in [
            "",
            "bản sao ",
            "quyết định thành lập hoặc ",
            "đơn đề nghị kèm theo ",
            "bản sao kèm xuất trình bản chính để đối chiếu ",
            "theo thông tư số 17/2024/tt-bca, ",
            "số lượng 01 ",
            "nếu không có thì nộp ",
        ] {
            assert!(is_demand(asked), "{asked}");
        }
        for spoken_of in [
            "danh sách gồm: họ tên, số ",
            "ảnh 4x6 kiểu ",
            "bản sao giấy khai sinh hoặc xuất trình ",
            "phải xuất trình một trong các giấy tờ sau đây: ",
            "trường hợp không có bản sao ",
            "quyết định thu hồi ",
            "giấy đề nghị cấp lại ",
        ] {
            assert!(!is_demand(spoken_of), "{spoken_of}");
        }
    }
}
