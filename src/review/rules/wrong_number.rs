//! legal bases whose number cannot be right.

use crate::catalogue::values::{DocumentNumber, LegalKind};
use crate::finding::{Evidence, Ground, Severity};
use crate::review::{Context, Report, Rule, Subject, bases};

/// See the module.
pub(super) const RULE: Rule = Rule {
    id: "R-55",
    name: "wrong-number",
    version: 1,
    title: "Số hiệu căn cứ pháp lý viết sai",
    severity: Severity::High,
    outcome: "sua_doi_bo_sung",
    thresholds: &[],
    grounds: &[
        Ground::seen("Nghị định số 63/2010/NĐ-CP", "khoản 1 Điều 8"),
    ],
    explanation: "Tìm gì
Số, ký hiệu trái cách đánh số: nghị định, thông tư thiếu năm; năm không thuộc khóa Quốc hội; cơ quan không ban hành loại văn bản đó; hoặc số và năm trùng một văn bản trong van_ban/ nhưng ký hiệu khác.

Vì sao
Người đọc không tìm được văn bản, nên không biết thủ tục có căn cứ hay không.

Nên làm gì
Sửa theo số, ký hiệu của văn bản; gợi ý lấy từ van_ban/.

Khi nào không báo
Số hiệu có trong van_ban/; quyết định công bố, công văn, kế hoạch không mang năm; số hiệu chỉ gần giống mà cả hai văn bản đều có thể có thật.",
    check,
};

/// Years each National Assembly could number its laws in.
const TERMS: [(u16, u16, u16); 8] = [
    (9, 1992, 1997),
    (10, 1997, 2002),
    (11, 2002, 2007),
    (12, 2007, 2011),
    (13, 2011, 2016),
    (14, 2016, 2021),
    (15, 2021, 2026),
    (16, 2026, 2031),
];

fn check(context: &Context<'_>, procedure: &Subject<'_>, report: &mut Report) {
    for (at, basis) in procedure.legal_bases.iter().enumerate() {
        let Some(number) = basis.number.value() else { continue };
        if context.catalogue.documents().get(number).is_some() {
            continue;
        }
        let near = context.citations().near(context.catalogue, number);
        let wrong = against_the_grammar(number).or_else(|| {
            // Two documents of one year and number are common: ministries number for themselves.
            let near = near.and_then(|near| near.number.value())?;
            let issuers = [number.issuer_symbol(), near.issuer_symbol()];
            // A decree and a resolution of one number are two documents; only the National Assembly has no type there.
            let same_kind = number.kind() == near.kind() || near.is_of_national_assembly();
            let alike = same_kind && (issuers[0] == issuers[1] || is_slip(issuers[0], issuers[1]));
            alike.then(|| "không có trong van_ban/".to_owned())
        });
        let Some(wrong) = wrong else { continue };
        let path = bases::path(at);
        let mut evidence = vec![Evidence::at(&path, "Căn cứ pháp lý", basis.number.text())];
        let hint = near.map(|near| {
            evidence.push(Evidence::from_elsewhere("Văn bản gần giống", near.named()));
            format!("; có phải {}?", near.citation())
        });
        let message = format!("số hiệu «{number}» {wrong}{}", hint.unwrap_or_default());
        report.say(path, message, evidence);
    }
}

/// What the way documents are numbered does not allow.
fn against_the_grammar(number: &DocumentNumber) -> Option<String> {
    let symbol = number.to_string();
    let symbol = symbol.rsplit('/').next().unwrap_or_default();
    if let Some((term, from, until)) = term_of(symbol)
        && let Some(year) = number.year()
        && !(from..=until).contains(&year)
    {
        return Some(format!(
            "ghi năm {year}, ngoài nhiệm kỳ {from} - {until} của Quốc hội khóa {term}"
        ));
    }
    let issuer = number.issuer_symbol();
    match number.kind()? {
        LegalKind::Decree if issuer != "CP" && !issuer.starts_with("CP-") && issuer != "HĐBT" => {
            Some(format!("là nghị định mà ký hiệu cơ quan ban hành là «{issuer}»"))
        }
        LegalKind::Circular if issuer == "CP" || issuer == "TTg" => {
            Some(format!("là thông tư mà ký hiệu cơ quan ban hành là «{issuer}»"))
        }
        LegalKind::Decree | LegalKind::Circular if number.year().is_none() => Some("thiếu năm ban hành".to_owned()),
        _ => None,
    }
}

fn term_of(symbol: &str) -> Option<(u16, u16, u16)> {
    let digits = symbol.rsplit('-').next()?;
    let digits = digits.strip_prefix("UBTVQH").or_else(|| digits.strip_prefix("QH"))?;
    let term: u16 = digits.parse().ok()?;
    TERMS.into_iter().find(|(known, ..)| *known == term)
}

/// Whether two symbols differ by one letter, or by letters left out at the end.
fn is_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    // "BYT" and "BTC" are two ministries: only longer symbols are told by all but one letter.
    if short.len() < 4 {
        return false;
    }
    match long.len() - short.len() {
        0 => short.iter().zip(long.iter()).filter(|(a, b)| a != b).count() == 1,
        1 => (0..long.len()).any(|left_out| {
            let rest = long
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != left_out)
                .map(|(_, c)| c);
            rest.eq(short.iter())
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::rules::tests::{Setup, messages};

    fn setup() -> Setup {
        Setup::default().documents(
            "- {so_hieu: 123/2015/NĐ-CP, loai: Nghị định}\n- {so_hieu: 26/2023/QH15, loai: Luật, trich_yeu: Căn cước}\n\
             - {so_hieu: 08/2025/TT-BNNMT, loai: Thông tư}",
        )
    }

    fn said(number: &str) -> Vec<String> {
        messages(&RULE, &setup(), &format!("can_cu_phap_ly: [{{so_hieu: {number}}}]"))
    }

    #[test]
    fn numbers_against_the_grammar_are_found_with_what_was_meant() {
        for (number, expected) in [
            (
                "123/NĐ-CP",
                "số hiệu «123/NĐ-CP» thiếu năm ban hành; có phải Nghị định số 123/2015/NĐ-CP?",
            ),
            (
                "26/2023/QH13",
                "số hiệu «26/2023/QH13» ghi năm 2023, ngoài nhiệm kỳ 2011 - 2016 của Quốc hội khóa 13; có phải Luật số 26/2023/QH15?",
            ),
            (
                "123/2015/NĐ-BTP",
                "số hiệu «123/2015/NĐ-BTP» là nghị định mà ký hiệu cơ quan ban hành là «BTP»; có phải Nghị định số 123/2015/NĐ-CP?",
            ),
            (
                "123/2015/TT-CP",
                "số hiệu «123/2015/TT-CP» là thông tư mà ký hiệu cơ quan ban hành là «CP»; có phải Nghị định số 123/2015/NĐ-CP?",
            ),
            (
                "08/2025/TT-BNMT",
                "số hiệu «08/2025/TT-BNMT» không có trong van_ban/; có phải Thông tư số 08/2025/TT-BNNMT?",
            ),
            ("15/TT-BYT", "số hiệu «15/TT-BYT» thiếu năm ban hành"),
        ] {
            assert_eq!(said(number), [expected]);
        }
    }

    #[test]
    fn numbers_that_may_be_right_are_left_alone() {
        for number in [
            "123/2015/NĐ-CP",
            "0123/2015/ND-CP",
            "124/2015/NĐ-CP",
            "08/2025/TT-BTC",
            "123/2015/TT-BTC",
            "123/2015/NQ-CP",
            "461/QĐ-BXD",
            "66/NQ-CP",
            "72/2025/QH15",
            "1210/2016/UBTVQH13",
            "07/2016/TTLT-BYT-BTC",
        ] {
            assert_eq!(said(number), [""; 0], "{number}");
        }
    }
}
