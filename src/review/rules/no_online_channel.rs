//! procedures that cannot be begun online.

use crate::catalogue::procedure::ChannelRow;
use crate::catalogue::values::Channel;
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, wording};
use crate::text;

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-37",
    name: "no-online-channel",
    version: 1,
    title: "Không có hình thức nộp trực tuyến",
    severity: Severity::High,
    outcome: "toan_trinh",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 224/2026/NĐ-CP", "Điều 14").from("2026-07-01"),
        Ground::known("Nghị định số 42/2022/NĐ-CP", "").from("2022-08-15").until("2026-07-01"),
    ],
    explanation: "Tìm gì
Cách thức thực hiện không có trực tuyến và không ghi lý do theo quy định.

Vì sao
Dịch vụ công trực tuyến toàn trình là mặc định; chỉ một phần hoặc không trực tuyến khi có lý do công khai.

Nên làm gì
Cung cấp dịch vụ trực tuyến, hoặc công khai lý do.

Khi nào không báo
Lĩnh vực quốc phòng, an ninh, bí mật nhà nước; chưa ghi cách thức nào (quy tắc R-36); đã ghi lý do; thủ tục nội bộ; mô tả cách thức nói nộp qua cổng dịch vụ công.",
    check,
};

/// Fields and names that the law keeps off the network.
const KEPT_OFF: [&str; 16] = [
    "bqp",
    "biên phòng",
    "dân quân",
    "tác chiến",
    "quốc phòng",
    "quân sự",
    "quân đội",
    "quân nhân",
    "nghĩa vụ quân sự",
    "bí mật nhà nước",
    "cơ yếu",
    "vũ khí",
    "vật liệu nổ",
    "tố cáo",
    "khiếu nại",
    "tiếp công dân",
];

const ONLINE: [&str; 8] = [
    "trực tuyến",
    "cổng dịch vụ công",
    "dịch vụ công quốc gia",
    "môi trường mạng",
    "qua mạng",
    "thư điện tử",
    "cổng thông tin",
    "phương tiện điện tử",
];

fn check(_: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    let channels = &procedure.channels;
    let is_online = |row: &ChannelRow| {
        let said = [Some(row.channel.text()), row.note.as_deref()];
        row.channel.value() == Some(&Channel::Online)
            || said
                .into_iter()
                .flatten()
                .any(|text| wording::has_one(&text::canonical(text), &ONLINE))
    };
    let kept_off =
        || wording::has_one(&procedure.words, &KEPT_OFF) || wording::has_one(&procedure.field_words, &KEPT_OFF);
    let reason = || {
        channels.iter().any(|row| {
            row.partial_reason
                .as_deref()
                .is_some_and(|reason| !reason.trim().is_empty())
        })
    };
    let known = channels.iter().any(|row| row.channel.value().is_some());
    let in_steps = || procedure.steps_say(&["trực tuyến", "cổng dịch vụ công", "dịch vụ công quốc gia"]);
    if !known || procedure.is_internal() || channels.iter().any(is_online) || reason() || kept_off() || in_steps() {
        return;
    }
    let mut names: Vec<String> = channels
        .iter()
        .map(|row| text::lower_first(row.channel.text()))
        .collect();
    names.sort();
    names.dedup();
    let evidence = vec![Evidence::at("cach_thuc", "Hình thức nộp", names.join(", "))];
    report.say(
        "cach_thuc",
        format!("chỉ nộp {}, không nộp trực tuyến", names.join(", ")),
        evidence,
    );
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, left_alone, messages};

    #[test]
    fn channels_without_the_network_are_found() {
        let yaml = "cach_thuc: [{hinh_thuc: Trực tiếp}, {hinh_thuc: Dịch vụ bưu chính}]";
        assert_eq!(
            messages(&RULE, &Setup::default(), yaml),
            ["chỉ nộp dịch vụ bưu chính, trực tiếp, không nộp trực tuyến"]
        );
    }

    #[test]
    fn an_online_channel_a_reason_or_defence_is_left_alone() {
        let texts = [
            "cach_thuc: [{hinh_thuc: Trực tiếp}, {hinh_thuc: Trực tuyến}]",
            "cach_thuc: [{hinh_thuc: Trực tiếp, mo_ta: Hoặc nộp qua Cổng dịch vụ công quốc gia}]",
            "cach_thuc: [{hinh_thuc: Trực tiếp, ly_do_mot_phan: Phải kiểm tra thực địa}]",
            "{ten: Đăng ký nghĩa vụ quân sự, cach_thuc: [{hinh_thuc: Trực tiếp}]}",
            "{phan_loai: TTHC nội bộ, cach_thuc: [{hinh_thuc: Trực tiếp}]}",
            "{cach_thuc: [{hinh_thuc: Trực tiếp}], trinh_tu: [{ten: Nộp, noi_dung: Nộp trực tiếp hoặc trực tuyến}]}",
        ];
        left_alone(&RULE, &Setup::default(), &texts, str::to_owned);
    }
}
