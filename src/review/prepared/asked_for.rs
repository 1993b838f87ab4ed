//! What a row of a dossier says of a result it names: it is asked for, it can be left out, or it is only spoken of.

use super::results::DOCUMENTS;
use crate::review::subject::Asked;
use crate::review::wording;
use crate::text;

/// Beginnings of papers that are no result of a procedure and may do in the place of one.
const OTHER_PAPERS: [&str; 6] = ["hợp đồng", "văn bản", "tài liệu", "biên bản", "hồ sơ", "tương đương"];

/// Words that let people choose among papers.
const ONE_OF: [&str; 4] = ["một trong các", "một trong những", "một trong hai", "một trong số"];

/// Kinds of copies, the longer ones first.
const COPIES: [&str; 8] = [
    "bản sao điện tử",
    "bản sao có chứng thực",
    "bản sao hợp lệ",
    "bản sao công chứng",
    "bản sao",
    "bản chụp",
    "bản chính",
    "bản gốc",
];

/// Beginnings of what people write themselves: it may speak of a result, and is none.
const OWN_WORK: [&str; 17] = [
    "đề nghị",
    "đơn",
    "báo cáo",
    "tờ trình",
    "phương án",
    "kế hoạch",
    "danh sách",
    "bản kê",
    "bảng kê",
    "bản cam kết",
    "giải trình",
    "bản giải trình",
    "thuyết minh",
    "bản thuyết minh",
    "sơ đồ",
    "bản vẽ",
    "đề án",
];

/// Words behind which another paper follows the one a row begins with.
const BESIDE: [&str; 4] = ["bản sao", "bản chính", "kèm", "kèm theo"];

/// Words right before a paper that is only spoken of: an act on it, a rule laid down in it.
const ACTS: [&str; 17] = [
    "được cấp",
    "nội dung trên",
    "thông tin trên",
    "trả lại",
    "gia hạn",
    "điều chỉnh",
    "thu hồi",
    "cấp đổi",
    "cấp chung một",
    "chuyển nhượng",
    "sửa đổi, bổ sung",
    "quy định tại",
    "quy định trong",
    "nêu tại",
    "ghi tại",
    "xác định trong",
    "xác định tại",
];

/// Words that ask for the number of a paper in its place.
const NUMBER_DOES: [&str; 2] = ["chỉ cần cung cấp thông tin", "chỉ cung cấp thông tin"];

/// Whether the dossier is complete without a paper named at `start` of a row: where there is one, or another one does as well.
pub(super) fn is_optional(asked: &Asked<'_>, start: usize) -> bool {
    let (before, from) = asked.words.split_at(start);
    let case = text::canonical(asked.case.case.as_deref().unwrap_or_default());
    asked.paper.if_any
        || wording::has_one(from, &["nếu có"])
        || wording::has_one(&case, &ONE_OF)
        || wording::has_one(before, &ONE_OF)
        || another_before(before)
        || from.split(" hoặc ").skip(1).any(begins_with_paper)
}

/// "Quyết định thành lập hoặc " before a paper, not "bản sao hoặc bản chính ".
fn another_before(before: &str) -> bool {
    let before = before.trim_end();
    let before = COPIES
        .iter()
        .fold(before, |rest, copy| rest.strip_suffix(copy).unwrap_or(rest).trim_end());
    let first = before.strip_suffix("hoặc").map(|first| first.replace("sổ gốc", ""));
    first.is_some_and(|first| wording::has_one(&first, &DOCUMENTS) || wording::has_one(&first, &OTHER_PAPERS))
}

/// Whether what follows "hoặc" is another paper, not another copy of the same.
fn begins_with_paper(part: &str) -> bool {
    let part = part.strip_prefix("các ").unwrap_or(part);
    let part = COPIES.iter().fold(part, |part, copy| match part.strip_prefix(copy) {
        Some(rest) => rest.trim_start(),
        None => part,
    });
    let mut papers = DOCUMENTS.iter().chain(&OTHER_PAPERS);
    papers.any(|start| part.starts_with(start))
}

/// Whether a row only speaks of the result named at `start`: a report on what it permits, an act on it, the case in which
/// another paper is handed in.
pub(super) fn only_speaks_of_it(words: &str, start: usize) -> bool {
    let (before, from) = words.split_at(start);
    let own = before.trim_start_matches(|c: char| !c.is_alphabetic());
    let begins = |starts: &[&str]| starts.iter().any(|start| own.starts_with(start));
    let excepted = before
        .rfind("trừ ")
        .is_some_and(|at| before[at..].contains("trường hợp") && !before[at..].contains(')'));
    let clause = before.rsplit([';', ':']).next().unwrap_or(before);
    begins(&OWN_WORK) && !wording::has_one(own, &BESIDE)
        || begins(&["trường hợp", "đối với"]) && from.contains(" thì ")
        || ACTS.iter().any(|act| before.trim_end().ends_with(act))
        || excepted
        || clause.contains("quy định tại quyết định")
        || wording::has_one(words, &NUMBER_DOES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_that_is_handed_in_is_told_from_one_that_is_spoken_of() {
        let speaks = |words: &str| only_speaks_of_it(words, words.find("giấy phép x").unwrap());
        for asked in [
            "giấy phép x",
            "- bản sao giấy phép x đã được cấp",
            "trường hợp thay đổi tên, bản sao giấy phép x",
            "báo cáo kết quả kèm theo giấy phép x",
        ] {
            assert!(!speaks(asked), "{asked}");
        }
        for spoken_of in [
            "báo cáo hoạt động tính đến thời điểm đề nghị gia hạn giấy phép x",
            "tài liệu về dự án đã được cấp giấy phép x",
            "trường hợp đã có giấy phép x thì nộp thêm văn bản thỏa thuận",
            "kéo dài tiến độ quy định tại quyết định, giấy phép x",
            "đơn đề nghị cấp giấy phép x",
            "giấy tờ tùy thân, trừ các trường hợp có giấy phép x",
        ] {
            assert!(speaks(spoken_of), "{spoken_of}");
        }
    }

    #[test]
    fn another_paper_is_told_from_another_copy() {
        for (before, another) in [
            ("bản sao quyết định thành lập hoặc ", true),
            ("bản sao quyết định thành lập hoặc bản sao ", true),
            ("bản sao hoặc bản sao điện tử ", false),
            ("bản sao từ sổ gốc hoặc bản sao có chứng thực ", false),
            ("", false),
        ] {
            assert_eq!(another_before(before), another, "{before}");
        }
        for (part, another) in [
            ("giấy đăng ký", true),
            ("các giấy tờ khác", true),
            ("bản sao hợp đồng thuê", true),
            ("bản chính", false),
            ("đã được cấp lại", false),
        ] {
            assert_eq!(begins_with_paper(part), another, "{part}");
        }
    }
}
