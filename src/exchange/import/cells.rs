//! Official texts of one field as values in the shapes of the catalogue. What cannot be taken apart stays as it is written.

use serde_json::{Map, Value, json};

use super::columns::Target;
use super::tidy::one_line;
use crate::catalogue::values::{Applicant, ProcedureKind, RegulationKind, Status};
use crate::text;

/// Texts by which records say that there is nothing to say.
const NOTHING: [&str; 5] = ["không có thông tin", "không có thông tin.", "null", "n/a", "-"];

/// First words of names of agencies: a comma before one of them ends the name before.
const AGENCIES: [&str; 32] = [
    "ủy ban",
    "ubnd",
    "sở",
    "bộ",
    "cục",
    "chi cục",
    "tổng cục",
    "phòng",
    "ban",
    "công an",
    "trung tâm",
    "chi nhánh",
    "văn phòng",
    "cơ quan",
    "thuế",
    "ngân hàng",
    "hội",
    "kho bạc",
    "bảo hiểm",
    "chủ tịch",
    "viện",
    "tòa án",
    "trường",
    "bệnh viện",
    "cảng vụ",
    "hải quan",
    "thanh tra",
    "thủ tướng",
    "chính phủ",
    "vụ",
    "đại sứ quán",
    "tổ chức",
];

/// Whether a text says that there is nothing.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text::canonical(text);
    text.is_empty() || NOTHING.contains(&text.as_str())
}

/// A tidy text; `None` when it says nothing.
pub(super) fn said(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !says_nothing(text))
}

/// The target of a value whose column has a name that two fields go by: "Loại" and "type" are used for both lists.
fn meant(target: Target, text: &str) -> Target {
    let (regulation, kind) = (
        text.parse::<RegulationKind>().is_ok(),
        text.parse::<ProcedureKind>().is_ok(),
    );
    match target {
        Target::Field("phan_loai") if regulation && !kind => Target::Field("loai"),
        Target::Field("loai") if kind && !regulation => Target::Field("phan_loai"),
        target => target,
    }
}

/// Adds what a text says of a target. `false` when the field can only hold a number and the text is none.
pub(super) fn put(fields: &mut Map<String, Value>, target: Target, text: &str) -> bool {
    let (key, value) = match meant(target, text) {
        Target::Counter => return true,
        Target::Field(key) => (key, said(text).map_or(Some(Value::Null), |text| of_field(key, text))),
        Target::Channel(part) => {
            if let Some(text) = said(text) {
                of_channels(fields, part, text);
            }
            return true;
        }
    };
    let Some(value) = value else { return false };
    match fields.get_mut(key) {
        // Several columns or rows of one field.
        Some(Value::Array(list)) => {
            if let Value::Array(more) = value {
                more.into_iter().for_each(|one| {
                    if !list.contains(&one) {
                        list.push(one);
                    }
                });
            }
            true
        }
        Some(before) if !before.is_null() => value.is_null() || *before == value,
        _ => {
            fields.insert(key.to_owned(), value);
            true
        }
    }
}

/// The value of a field; `None` when the field cannot hold the text.
fn of_field(key: &str, text: &str) -> Option<Value> {
    Some(match key {
        "cap_thuc_hien" => list(text, &[',', ';', '\n']),
        "tu_khoa" | "lien_quan" | "thay_the" | "hop_nhat_tu" => list(text, &[',', ';', '\n']),
        "doi_tuong" => applicants(text).into(),
        "co_quan_thuc_hien" | "co_quan_tham_quyen" | "co_quan_uy_quyen" | "co_quan_phoi_hop" => agencies(text).into(),
        "trinh_tu" => steps(text),
        "cach_thuc" => each(text, &['\n', ';', ','], "hinh_thuc"),
        "ho_so" => json!([{ "giay_to": each(text, &['\n'], "ten") }]),
        "ket_qua" => each(text, &['\n', ';'], "ten"),
        "can_cu_phap_ly" => each(text, &['\n', ';'], "so_hieu"),
        "yeu_cau_dieu_kien" => json!([{ "noi_dung": text }]),
        "so_bo" => sets(text)?.into(),
        "nganh_doc" => match text::fold(text).as_str() {
            "nganh doc" | "co" | "true" | "x" | "1" => true.into(),
            "khong phai nganh doc" | "khong" | "false" | "0" => false.into(),
            _ => return None,
        },
        "mo_ta" | "muc_dich" | "dia_chi_tiep_nhan" => text.into(),
        "loai" => worded(text, text.parse().ok().map(RegulationKind::label)),
        "phan_loai" => worded(text, text.parse().ok().map(ProcedureKind::label)),
        "trang_thai" => worded(text, text.parse().ok().map(Status::label)),
        _ => one_line(text).into(),
    })
}

/// A value of an official list in official words, where it is a sign of the portal's interface: `NOT_ASSIGNED_REGULATION`.
fn worded(text: &str, label: Option<&'static str>) -> Value {
    let is_sign = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    label
        .filter(|_| is_sign)
        .map_or_else(|| one_line(text), str::to_owned)
        .into()
}

/// The parts of a text between signs, each once.
fn parts<'t>(text: &'t str, signs: &[char]) -> Vec<&'t str> {
    let mut all: Vec<&str> = Vec::new();
    for part in text.split(signs).map(bare).filter(|part| !part.is_empty()) {
        if !all.contains(&part) {
            all.push(part);
        }
    }
    all
}

/// A part without the dash or dot it is listed with.
fn bare(part: &str) -> &str {
    part.trim().trim_start_matches(['-', '–', '+', '•', '*']).trim()
}

fn list(text: &str, signs: &[char]) -> Value {
    parts(text, signs).into_iter().map(one_line).collect::<Vec<_>>().into()
}

fn each(text: &str, signs: &[char], key: &str) -> Value {
    parts(text, signs)
        .into_iter()
        .map(|part| json!({ key: one_line(part) }))
        .collect()
}

/// Kinds of applicants; some have commas in their names.
pub(super) fn applicants(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.split(['\n', ';']) {
        let pieces: Vec<&str> = line.split(',').map(bare).collect();
        let mut at = 0;
        while at < pieces.len() {
            let known = (at + 1..=pieces.len().min(at + 4)).rev().find(|end| {
                let joined = pieces[at..*end].join(", ");
                joined.parse::<Applicant>().is_ok()
            });
            // A bracket that opens in one piece closes in a later one.
            let open = |end: &usize| {
                pieces[at..*end].join(",").matches('(').count() == pieces[at..*end].join(",").matches(')').count()
            };
            let end = known.or_else(|| (at + 1..=pieces.len()).find(open)).unwrap_or(at + 1);
            let name = one_line(&pieces[at..end].join(", "));
            if !name.is_empty() && !found.contains(&name) {
                found.push(name);
            }
            at = end;
        }
    }
    found
}

/// Names of agencies, by lines and semicolons, and by commas where another name begins.
pub(super) fn agencies(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in parts(text, &['\n', ';']) {
        let mut names: Vec<String> = Vec::new();
        for piece in part.split(", ") {
            let words = text::canonical(piece);
            let begins = |name: &&str| {
                words
                    .strip_prefix(*name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            match names.last_mut() {
                Some(name) if !AGENCIES.iter().any(begins) || !starts_upper(piece) => {
                    name.push_str(", ");
                    name.push_str(piece);
                }
                _ => names.push(piece.to_owned()),
            }
        }
        for name in names {
            let name = one_line(name.trim_end_matches([',', ';']));
            if !name.is_empty() && !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

fn starts_upper(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(char::is_uppercase)
}

/// Steps, one for each "Bước n" a line begins with; otherwise the text as one.
pub(super) fn steps(text: &str) -> Value {
    let mut steps: Vec<String> = Vec::new();
    let mut next = 1;
    for line in text.lines() {
        let numbered = step_number(line) == Some(next);
        match steps.last_mut() {
            Some(step) if !numbered => {
                step.push('\n');
                step.push_str(line);
            }
            _ => steps.push(line.to_owned()),
        }
        next += usize::from(numbered);
    }
    steps.iter().map(|step| json!({ "noi_dung": step.trim() })).collect()
}

fn step_number(line: &str) -> Option<usize> {
    let words = text::canonical(bare(line));
    let rest = words.strip_prefix("bước ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// "01 bộ", "01 (một) bộ".
fn sets(text: &str) -> Option<u32> {
    let plain = text::canonical(text);
    let digits: String = plain.chars().take_while(char::is_ascii_digit).collect();
    let rest = text::without_brackets(&plain[digits.len()..]);
    let known = matches!(rest.trim().trim_matches(['(', ')', '.', ' ']), "" | "bộ" | "bộ hồ sơ");
    digits.parse().ok().filter(|_| known)
}

/// What a column says of every channel. Channels that are not named are one without a name, which a person must give it.
fn of_channels(fields: &mut Map<String, Value>, part: &str, text: &str) {
    let rows = fields.entry("cach_thuc").or_insert_with(|| json!([]));
    if rows.is_null() {
        *rows = json!([]);
    }
    let Value::Array(rows) = rows else { return };
    if part == "hinh_thuc" {
        let names = parts(text, &['\n', ';', ',']);
        if let [Value::Object(only)] = rows.as_mut_slice()
            && !only.contains_key("hinh_thuc")
        {
            let rest = only.clone();
            *rows = names
                .into_iter()
                .map(|name| {
                    let mut row = Map::new();
                    row.insert("hinh_thuc".to_owned(), one_line(name).into());
                    row.extend(rest.clone());
                    Value::Object(row)
                })
                .collect();
        } else {
            rows.extend(names.into_iter().map(|name| json!({ "hinh_thuc": one_line(name) })));
        }
        return;
    }
    if rows.is_empty() {
        rows.push(json!({}));
    }
    let apart = by_channel(rows, text);
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        let own = match &apart {
            Some(lines) => {
                let name = text::canonical(row.get("hinh_thuc").and_then(Value::as_str).unwrap_or_default());
                let lines = lines.iter().filter(|(channel, _)| *channel == name);
                lines.map(|(_, line)| *line).collect::<Vec<_>>().join("\n")
            }
            None => text.to_owned(),
        };
        if own.is_empty() {
            continue;
        }
        let value = match part {
            "phi_le_phi" => fees(&own).into(),
            _ => one_line(&own).into(),
        };
        row.insert(part.to_owned(), value);
    }
}

/// The lines of a text that names a channel of the row on each of them: "Trực tuyến: 03 ngày làm việc". `None` for a text that
/// is about all of them.
fn by_channel<'t>(rows: &[Value], text: &'t str) -> Option<Vec<(String, &'t str)>> {
    let names = rows.iter().filter_map(|row| row.get("hinh_thuc")?.as_str());
    let names: Vec<String> = names.map(text::canonical).collect();
    let line = |line: &'t str| {
        let (channel, rest) = line.split_once(':')?;
        let channel = text::canonical(channel);
        names.contains(&channel).then(|| (channel, rest.trim()))
    };
    text.lines().filter(|text| !text.trim().is_empty()).map(line).collect()
}

/// Fees as exports print them: "Phí : 200.000 Đồng (mức phí thẩm định)", one a line; a bracket may go over several.
pub(super) fn fees(text: &str) -> Vec<Value> {
    let mut all: Vec<String> = Vec::new();
    for line in text.lines().filter_map(said) {
        let named = line.split_once(':').is_some_and(|(name, _)| is_fee_name(name));
        let open = |fee: &String| fee.matches('(').count() > fee.matches(')').count();
        match all.last_mut() {
            Some(fee) if !named && open(fee) => {
                fee.push(' ');
                fee.push_str(line);
            }
            _ => all.push(line.to_owned()),
        }
    }
    all.iter().map(|line| fee(line)).collect()
}

/// One fee: a name before the colon where it is one, a remark in brackets behind the amount.
fn fee(line: &str) -> Value {
    let mut row = Map::new();
    let (name, rest) = match line.split_once(':') {
        Some((name, rest)) if is_fee_name(name) => (Some(one_line(name)), rest.trim()),
        _ => (None, line.trim()),
    };
    let (amount, note) = match rest.split_once('(') {
        Some((amount, note)) if rest.ends_with(')') && !amount.trim().is_empty() => {
            (amount.trim(), said(note.trim_end_matches(')')))
        }
        _ => (rest, None),
    };
    if let Some(name) = name {
        row.insert("ten".to_owned(), name.into());
    }
    if let Some(amount) = said(amount) {
        row.insert("muc".to_owned(), one_line(amount).into());
    }
    if let Some(note) = note {
        row.insert("ghi_chu".to_owned(), note.into());
    }
    Value::Object(row)
}

fn is_fee_name(name: &str) -> bool {
    let words = text::canonical(name);
    ["phí", "lệ phí"].iter().any(|kind| words.starts_with(kind)) && !words.contains(|c: char| c.is_ascii_digit())
}

/// "Bản chính: 1\nBản sao: 0": originals and copies; `None` when it is neither.
pub(super) fn quantities(text: &str) -> Option<(u32, u32)> {
    let plain = text::canonical(text);
    let of = |name: &str| {
        let (_, rest) = plain.split_once(name)?;
        let digits: String = rest
            .trim_start_matches([':', ' '])
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse::<u32>().ok()
    };
    match (of("bản chính"), of("bản sao")) {
        (None, None) => None,
        (originals, copies) => Some((originals.unwrap_or(0), copies.unwrap_or(0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(key: &'static str, text: &str) -> Value {
        let mut fields = Map::new();
        assert!(put(&mut fields, Target::Field(key), text), "{text}");
        fields.remove(key).unwrap()
    }

    #[test]
    fn the_two_lists_of_kinds_are_told_by_their_words() {
        let mut fields = Map::new();
        put(
            &mut fields,
            Target::Field("phan_loai"),
            "TTHC được giao luật quy định chi tiết",
        );
        assert_eq!(fields["loai"], "TTHC được giao luật quy định chi tiết");
        assert_eq!(value("loai", "CENTRAL_REGULATION"), "TTHC do Trung ương quy định");
        assert_eq!(value("trang_thai", "UPDATED"), "Sửa đổi, bổ sung");
    }

    #[test]
    fn several_agencies_of_a_cell_are_told_apart() {
        let agencies = |text| value("co_quan_thuc_hien", text);
        assert_eq!(
            agencies("Chủ tịch ủy ban nhân dân cấp tỉnh\nSở Tư Pháp"),
            json!(["Chủ tịch ủy ban nhân dân cấp tỉnh", "Sở Tư Pháp"])
        );
        assert_eq!(
            agencies("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế"),
            json!(["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"])
        );
        assert_eq!(
            agencies("Phòng Kinh tế, Hạ tầng và Đô thị; Phòng Kinh tế"),
            json!(["Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế"])
        );
        assert_eq!(agencies("Không có thông tin"), Value::Null);
    }

    #[test]
    fn applicants_with_commas_in_their_names_stay_whole() {
        assert_eq!(
            value(
                "doi_tuong",
                "Cán bộ, công chức, viên chức, Tổ chức (không bao gồm doanh nghiệp, HTX), Tổ chức Đảng, Hợp tác xã"
            ),
            json!([
                "Cán bộ, công chức, viên chức",
                "Tổ chức (không bao gồm doanh nghiệp, HTX)",
                "Tổ chức Đảng",
                "Hợp tác xã"
            ])
        );
    }

    #[test]
    fn numbered_steps_are_steps() {
        assert_eq!(
            value("trinh_tu", "Bước 1: Nộp.\n- Tại Sở.\nBước 2. Nhận."),
            json!([{"noi_dung": "Bước 1: Nộp.\n- Tại Sở."}, {"noi_dung": "Bước 2. Nhận."}])
        );
        assert_eq!(value("trinh_tu", "Nộp.\nNhận."), json!([{"noi_dung": "Nộp.\nNhận."}]));
    }

    #[test]
    fn fees_keep_their_names_and_remarks() {
        assert_eq!(
            Value::from(fees(
                "Phí : 0 Đồng\nLệ phí: 200.000 Đồng (theo Thông tư 281,\nmức mới)\nMiễn phí"
            )),
            json!([
                {"ten": "Phí", "muc": "0 Đồng"},
                {"ten": "Lệ phí", "muc": "200.000 Đồng", "ghi_chu": "theo Thông tư 281, mức mới"},
                {"muc": "Miễn phí"},
            ])
        );
        assert_eq!(
            fees("Theo quy định: xem Thông tư"),
            [json!({"muc": "Theo quy định: xem Thông tư"})]
        );
    }

    #[test]
    fn numbers_are_read_or_refused() {
        assert_eq!(value("so_bo", "01 (một) bộ"), json!(1));
        assert!(!put(&mut Map::new(), Target::Field("so_bo"), "theo quy định"));
        assert_eq!(quantities("Bản chính: 1\nBản sao: 0"), Some((1, 0)));
        assert_eq!(quantities("Bản sao: 02"), Some((0, 2)));
        assert_eq!(quantities("1-mau.doc"), None);
    }

    #[test]
    fn a_line_that_names_a_channel_is_about_it_alone() {
        let mut fields = Map::new();
        put(&mut fields, Target::Channel("hinh_thuc"), "Trực tiếp; Trực tuyến");
        put(
            &mut fields,
            Target::Channel("thoi_han"),
            "Trực tiếp: 05 ngày\ntrực tuyến: 03 ngày",
        );
        put(
            &mut fields,
            Target::Channel("phi_le_phi"),
            "Trực tiếp: Lệ phí: 8.000 đồng (một bản)\nTrực tiếp: Phí: 2.000 đồng",
        );
        assert_eq!(
            fields["cach_thuc"],
            json!([
                {"hinh_thuc": "Trực tiếp", "thoi_han": "05 ngày", "phi_le_phi": [
                    {"ten": "Lệ phí", "muc": "8.000 đồng", "ghi_chu": "một bản"},
                    {"ten": "Phí", "muc": "2.000 đồng"},
                ]},
                {"hinh_thuc": "Trực tuyến", "thoi_han": "03 ngày"},
            ])
        );
    }

    #[test]
    fn columns_of_the_channels_fill_every_channel() {
        let mut fields = Map::new();
        put(&mut fields, Target::Channel("thoi_han"), "05 ngày");
        put(&mut fields, Target::Channel("hinh_thuc"), "Trực tiếp; Trực tuyến");
        put(&mut fields, Target::Channel("phi_le_phi"), "Miễn phí");
        assert_eq!(
            fields["cach_thuc"],
            json!([
                {"hinh_thuc": "Trực tiếp", "thoi_han": "05 ngày", "phi_le_phi": [{"muc": "Miễn phí"}]},
                {"hinh_thuc": "Trực tuyến", "thoi_han": "05 ngày", "phi_le_phi": [{"muc": "Miễn phí"}]},
            ])
        );
    }
}
