//! channels without a time limit.

use crate::catalogue::values::{Channel, TimeLimit, Written};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-24",
    name: "no-deadline",
    version: 1,
    title: "Không có thời hạn giải quyết",
    severity: Severity::High,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[Ground::seen("Nghị định số 63/2010/NĐ-CP", "điểm đ khoản 2 Điều 8")],
    explanation: "Tìm gì
Một cách thức nộp không ghi thời hạn, ghi «Không quy định», hoặc ghi điều không phải thời hạn.

Vì sao
Thời hạn giải quyết là bộ phận bắt buộc của thủ tục.

Nên làm gì
Bổ sung thời hạn theo văn bản quy định; văn bản chưa quy định thì kiến nghị bổ sung.

Khi nào không báo
Trả kết quả ngay trong ngày là có thời hạn; thời hạn theo từng trường hợp là có thời hạn; thủ tục chỉ khai, thông báo mà cơ quan không phải trả kết quả.",
    check,
};

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (index, row) in procedure.channels.iter().enumerate() {
        let path = format!("cach_thuc[{index}]");
        let channel = way(&row.channel);
        let written = row.time_limit.as_ref().filter(|limit| !limit.text().trim().is_empty());
        let (message, said) = match written.map(|limit| (limit.text(), limit.value())) {
            None => (
                format!("không ghi thời hạn giải quyết khi nộp {channel}"),
                "(không ghi)",
            ),
            Some((text, Some(TimeLimit::NotSet))) => {
                (format!("thời hạn giải quyết khi nộp {channel} ghi «{text}»"), text)
            }
            Some((text, None)) if !states_a_limit(text) && !owes_nothing(text) => (
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

/// "trực tiếp", "qua dịch vụ bưu chính".
fn way(channel: &Written<Channel>) -> String {
    let name = text::lower_first(channel.text());
    match channel.value() {
        Some(Channel::Postal) => format!("qua {name}"),
        _ => name,
    }
}

/// A long text with a figure and a unit states a limit, even where its conditions cannot be told apart by a machine.
fn states_a_limit(text: &str) -> bool {
    let words = without_spelled_figures(&text::canonical(text));
    ["ngày", "giờ", "tháng"].iter().any(|unit| {
        words
            .match_indices(unit)
            .any(|(at, _)| words[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()))
    }) || words.contains("trước khi")
        || words.contains("ngay khi")
        || words.contains("ngay sau")
}

/// "25 (hai mươi lăm) ngày" without its brackets.
fn without_spelled_figures(words: &str) -> String {
    let mut parts = words.split('(');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once(')').map_or(part, |(_, after)| after.trim_start()));
    }
    plain
}

/// A declaration or a notice that is only received: no result, no time to produce one.
fn owes_nothing(text: &str) -> bool {
    let words = text::canonical(text);
    words.contains("không phải trả kết quả") || words.contains("không trả kết quả")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    fn limit(limit: &str) -> String {
        format!("cach_thuc: [{{hinh_thuc: Trực tiếp, thoi_han: '{limit}'}}]")
    }

    #[test]
    fn a_channel_without_a_limit_is_found() {
        assert_eq!(
            messages(&RULE, &Setup::default(), "cach_thuc: [{hinh_thuc: Trực tuyến}]"),
            ["không ghi thời hạn giải quyết khi nộp trực tuyến"]
        );
        assert_eq!(
            messages(
                &RULE,
                &Setup::default(),
                "cach_thuc: [{hinh_thuc: Dịch vụ bưu chính, thoi_han: '1'}]"
            ),
            ["không đọc được thời hạn giải quyết khi nộp qua dịch vụ bưu chính: «1»"]
        );
        assert_eq!(messages(&RULE, &Setup::default(), &limit("Không quy định")).len(), 1);
        assert_eq!(messages(&RULE, &Setup::default(), &limit("Theo mô tả")).len(), 1);
    }

    #[test]
    fn the_same_day_is_a_limit_and_so_is_a_conditional_one() {
        let texts = [
            "Ngay trong ngày làm việc",
            "05 ngày làm việc",
            "03 ngày làm việc, trường hợp phải xác minh không quá 23 ngày",
            "Chậm nhất là ngay trước khi tàu rời cảng",
            "25 (hai mươi lăm) ngày làm việc kể từ ngày nhận đủ hồ sơ; nộp trực tuyến giảm còn 22 ngày so với quy định",
        ];
        left_alone(&RULE, &Setup::default(), &texts, limit);
    }

    #[test]
    fn a_declaration_without_a_result_needs_no_limit() {
        let yaml = limit("Không phải trả kết quả cho người nộp thuế");
        assert!(messages(&RULE, &Setup::default(), &yaml).is_empty());
    }
}
