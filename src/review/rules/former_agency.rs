//! records that still name agencies abolished or renamed.

use crate::catalogue::procedure::Procedure;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, former, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-08",
    name: "former-agency",
    version: 2,
    title: "Còn tên cơ quan cũ",
    severity: Severity::Medium,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 2 Điều 8"),
    ],
    explanation: "Tìm gì
Cơ quan thực hiện, thẩm quyền, phối hợp, người thực hiện bước, nơi tiếp nhận, trình tự hoặc giấy tờ còn ghi bộ, sở đã sắp xếp lại (theo tu_dien/ten_cu.yaml).

Vì sao
Người dân không tìm được cơ quan; bản ghi chưa được cập nhật theo bộ máy mới.

Nên làm gì
Thay bằng cơ quan kế tiếp, công bố lại.

Khi nào không báo
Trước ngày đổi tên; tên cũ chỉ nằm trong tên văn bản đã ban hành, trong ngoặc «trước đây», «cũ», hoặc nói về giấy tờ đã cấp.",
    check,
};

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (path, label, text) in places(procedure) {
        // Nearly every text names no such office; the canonical words of the whole tell it at once.
        let words = text::canonical(text);
        let offices = context.former_offices().iter();
        let mut offices = offices.filter(|office| words.contains(office.name.as_str())).peekable();
        if offices.peek().is_none() {
            continue;
        }
        let found = offices.find_map(|office| {
            let sentence = wording::sentences(text).find(|sentence| named(&text::canonical(sentence), &office.name))?;
            Some((office, sentence.trim()))
        });
        let Some((office, around)) = found else { continue };
        let evidence = vec![
            Evidence::at(&path, label, wording::short(around)),
            Evidence::from_elsewhere("Tên hiện nay", format!("{} (từ {})", office.present, office.since)),
        ];
        report.say(
            path,
            format!("{label} còn ghi «{}», nay là {}", office.written, office.present),
            evidence,
        );
        return;
    }
}

/// Texts that say who acts, in the order of their weight.
fn places(procedure: &Procedure) -> impl Iterator<Item = (String, &'static str, &str)> {
    let steps = procedure.steps.iter().enumerate().flat_map(|(at, step)| {
        let text = step.text.as_deref();
        let text = text.map(|text| (format!("trinh_tu[{at}].noi_dung"), "Trình tự", text));
        former::actor_of(at, step).into_iter().chain(text)
    });
    former::named_in(procedure).into_iter().chain(steps)
}

/// Whether a sentence names an office, not a document it issued and not a time gone by.
fn named(words: &str, office: &str) -> bool {
    const PAST: [&str; 8] = [
        "trước đây",
        "cũ",
        "đã cấp",
        "nay là",
        "(nay",
        "hợp nhất",
        "sáp nhập",
        "trước khi sắp xếp",
    ];
    wording::words_at(words, office).any(|at| {
        let before = &words[..at];
        // Cut between words: "cũng" must not end as "cũ".
        let behind: Vec<&str> = words[at + office.len()..].split_inclusive(' ').take(9).collect();
        let past = wording::has_one(before, &["nguyên", "trước đây"]) || wording::has_one(&behind.concat(), &PAST);
        let issued = (before.ends_with("của ") || before.ends_with("bộ trưởng ")) && of_a_document(before);
        !past && !issued
    })
}

/// Whether the words name a document with its number or date: "Thông tư số 01/2020/TT-BTNMT ngày … của".
fn of_a_document(before: &str) -> bool {
    let last: String = before
        .chars()
        .rev()
        .take(160)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    wording::has_one(
        &last,
        &[
            "thông tư",
            "quyết định",
            "nghị định",
            "thông tư liên tịch",
            "văn bản",
            "quy chuẩn",
            "công văn",
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn a_ministry_that_was_merged_is_found() {
        let found = messages(
            &RULE,
            &Setup::default(),
            "co_quan_thuc_hien: [Sở Tài nguyên và Môi trường]",
        );
        assert_eq!(
            found,
            ["Cơ quan thực hiện còn ghi «Sở Tài nguyên và Môi trường», nay là Sở Nông nghiệp và Môi trường"]
        );
        let step = "trinh_tu: [{ten: Nộp, noi_dung: 'Gửi hồ sơ đến Bộ Giao thông vận tải; chờ kết quả'}]";
        assert_eq!(messages(&RULE, &Setup::default(), step).len(), 1);
        let also = "trinh_tu: [{ten: Nộp, noi_dung: 'Bộ Giao thông vận tải cũng nhận hồ sơ'}]";
        assert_eq!(messages(&RULE, &Setup::default(), also).len(), 1);
    }

    #[test]
    fn present_names_and_titles_of_documents_are_left_alone() {
        let texts = [
            "co_quan_thuc_hien: [Sở Nông nghiệp và Môi trường]",
            "trinh_tu: [{ten: Nộp, noi_dung: Theo Thông tư số 24/2014/TT-BTNMT ngày 19/5/2014 của Bộ Tài nguyên và Môi trường}]",
            "trinh_tu: [{ten: Nộp, noi_dung: Nộp tại Bộ Xây dựng (trước đây là Bộ Giao thông vận tải)}]",
        ];
        left_alone(&RULE, &Setup::default(), &texts, str::to_owned);
    }
}
