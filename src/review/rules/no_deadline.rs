//! channels without a time limit.

use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::TimeLimit;
use crate::finding::{Certainty, Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-24",
    name: "no-deadline",
    title: "Không có thời hạn giải quyết",
    severity: Severity::High,
    outcome: "sua_doi_bo_sung",
    grounds: &[Ground {
        document: "63/2010/NĐ-CP",
        clause: "điểm đ khoản 2 Điều 8",
        certainty: Certainty::Seen,
    }],
    explanation: "Tìm gì
Một cách thức nộp không ghi thời hạn, ghi «Không quy định», hoặc ghi điều không phải thời hạn.

Vì sao
Thời hạn giải quyết là bộ phận bắt buộc của thủ tục.

Nên làm gì
Bổ sung thời hạn theo văn bản quy định; văn bản chưa quy định thì kiến nghị bổ sung.

Khi nào không báo
Trả kết quả ngay trong ngày là có thời hạn; thời hạn theo từng trường hợp là có thời hạn.",
    check,
};

fn check(_: &Context<'_>, procedure: &Procedure, report: &mut Report) {
    for (index, row) in procedure.channels.iter().enumerate() {
        let path = format!("cach_thuc[{index}]");
        let channel = text::lower_first(row.channel.text());
        let written = row.time_limit.as_ref().filter(|limit| !limit.text().trim().is_empty());
        let (message, said) = match written.map(|limit| (limit.text(), limit.value())) {
            None => (
                format!("không ghi thời hạn giải quyết khi nộp {channel}"),
                "(không ghi)",
            ),
            Some((text, Some(TimeLimit::NotSet))) => {
                (format!("thời hạn giải quyết khi nộp {channel} ghi «{text}»"), text)
            }
            Some((text, None)) if !states_a_limit(text) => (
                format!("không đọc được thời hạn giải quyết khi nộp {channel}: «{text}»"),
                text,
            ),
            Some(_) => continue,
        };
        report.say(
            &path,
            message,
            vec![Evidence::at(format!("{path}.thoi_han"), "Thời hạn giải quyết", said)],
        );
    }
}

/// A long text with a figure and a unit states a limit, even where its conditions cannot be told apart by a machine.
fn states_a_limit(text: &str) -> bool {
    let words = text::canonical(text);
    ["ngày", "giờ", "tháng"].iter().any(|unit| {
        words.match_indices(unit).any(|(at, _)| {
            words[..at]
                .trim_end()
                .trim_end_matches(')')
                .ends_with(|c: char| c.is_ascii_digit())
        })
    }) || words.contains("trước khi")
        || words.contains("ngay khi")
        || words.contains("ngay sau")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn limit(limit: &str) -> String {
        format!("cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: '{limit}'}}]")
    }

    #[test]
    fn a_channel_without_a_limit_is_found() {
        assert_eq!(
            messages(&RULE, &Setup::default(), "cach_thuc: [{hinh_thuc: Trực tuyến}]"),
            ["không ghi thời hạn giải quyết khi nộp trực tuyến"]
        );
        assert_eq!(messages(&RULE, &Setup::default(), &limit("Không quy định")).len(), 1);
        assert_eq!(messages(&RULE, &Setup::default(), &limit("Theo mô tả")).len(), 1);
    }

    #[test]
    fn the_same_day_is_a_limit_and_so_is_a_conditional_one() {
        for text in [
            "Ngay trong ngày làm việc",
            "05 ngày làm việc",
            "03 ngày làm việc, trường hợp phải xác minh không quá 23 ngày",
            "Chậm nhất là ngay trước khi tàu rời cảng",
        ] {
            assert!(messages(&RULE, &Setup::default(), &limit(text)).is_empty(), "{text}");
        }
    }
}
