//! What an office tells the review in `ra_soat` of `catalogue.yaml`: which rules run, how strict they are, and which findings
//! it knows and answers for until a day.

use super::{RULES, Rule, rank, rule};
use crate::catalogue::Frame;
use crate::catalogue::review_settings::{Accepted, RuleOff, ThresholdRow, WeightRow};
use crate::catalogue::revision::HEAD;
use crate::catalogue::values::{Date, ProcedureCode, Written};
use crate::finding::{Finding, Place, Severity};
use crate::text;

/// Name of the findings about these settings.
const NAME: &str = "cau-hinh-ra-soat";

/// The rules that run when none is asked for by name.
pub fn active(catalogue: &Frame) -> Vec<&'static Rule> {
    let off = &catalogue.settings().review.off;
    let is_off = |wanted: &Rule| off.iter().any(|row| names(&row.rule, wanted));
    RULES.iter().copied().filter(|rule| !is_off(rule)).collect()
}

/// Whether a text is a rule's name or number.
fn names(text: &str, wanted: &Rule) -> bool {
    rule(text).is_some_and(|found| found.name == wanted.name)
}

/// The value of a rule's threshold on a day: the office's, else the rule's own. Of several rows the last one holds.
pub(super) fn threshold(catalogue: &Frame, day: Date, rule: &Rule, key: &str) -> u32 {
    let mut rows = catalogue.settings().review.thresholds.iter();
    let told = rows.rfind(|row| row.name == key && row.holds(day) && names(&row.rule, rule));
    told.map(|row| row.value)
        .or_else(|| rule.thresholds.iter().find(|own| own.key == key).map(|own| own.value))
        .unwrap_or_default()
}

/// What is accepted on a day, ready to be asked.
pub(super) struct Baseline<'a> {
    rows: Vec<(&'a Accepted, &'static str, Option<String>)>,
}

impl<'a> Baseline<'a> {
    pub(super) fn on(catalogue: &'a Frame, day: Date) -> Self {
        let rows = catalogue.settings().review.baseline.iter().filter_map(|row| {
            let rule = rule(&row.rule)?;
            let until = row.until.as_ref().and_then(Written::value)?;
            let phrase = row.phrase.as_deref().map(text::canonical);
            (*until > day && !row.owner.trim().is_empty()).then_some((row, rule.name, phrase))
        });
        Self { rows: rows.collect() }
    }

    /// Whether somebody answers for the finding.
    pub(super) fn accepts(&self, finding: &Finding) -> bool {
        self.rows.iter().any(|(row, rule, phrase)| {
            finding.rule == *rule
                && (row.codes.is_empty() || row.codes.iter().any(|code| finding.code.as_deref() == Some(base(code))))
                && phrase
                    .as_ref()
                    .is_none_or(|phrase| text::canonical(&finding.message).contains(phrase.as_str()))
        })
    }
}

fn base(code: &Written<ProcedureCode>) -> &str {
    code.value().map_or(code.text(), ProcedureCode::base)
}

/// What is wrong with these settings on a day, and which acceptances have run out. `known` tells whether there is a procedure
/// with a code.
pub fn problems(catalogue: &Frame, day: Date, known: impl Fn(&str) -> bool) -> Vec<Finding> {
    let settings = &catalogue.settings().review;
    let mut problems = Problems::default();
    for (at, row) in settings.off.iter().enumerate() {
        problems.of_rule_off(row, &format!("ra_soat.tat[{at}]"));
    }
    for (at, row) in settings.thresholds.iter().enumerate() {
        problems.of_threshold(row, &format!("ra_soat.nguong[{at}]"));
    }
    for (at, row) in settings.baseline.iter().enumerate() {
        problems.of_accepted(row, &format!("ra_soat.tam_chap_nhan[{at}]"), &known, day);
    }
    for (at, row) in settings.ranking.iter().enumerate() {
        problems.of_weight(row, &format!("ra_soat.xep_hang[{at}]"));
    }
    problems.0
}

#[derive(Default)]
struct Problems(Vec<Finding>);

impl Problems {
    fn say(&mut self, severity: Severity, path: impl Into<String>, message: impl Into<String>, advice: &str) {
        let finding = Finding::new(NAME, severity, Place::file(HEAD), message);
        self.0.push(finding.at_path(path).advice(advice));
    }

    /// The rule a row is about.
    fn rule(&mut self, name: &str, path: &str) -> Option<&'static Rule> {
        let found = rule(name);
        if found.is_none() {
            let message = format!("không có quy tắc «{name}»");
            let advice = "xem danh sách bằng tthc rules";
            self.say(Severity::Error, format!("{path}.quy_tac"), message, advice);
        }
        found
    }

    fn of_rule_off(&mut self, row: &RuleOff, path: &str) {
        if self.rule(&row.rule, path).is_some() && row.reason.trim().is_empty() {
            let message = format!("tắt quy tắc {} mà không ghi lý do", row.rule);
            self.say(Severity::Error, path, message, "ghi khóa ly_do");
        }
    }

    fn of_threshold(&mut self, row: &ThresholdRow, path: &str) {
        let own = self.rule(&row.rule, path).map(|rule| rule.thresholds);
        if let Some(own) = own.filter(|own| !own.iter().any(|own| own.key == row.name)) {
            let keys: Vec<&str> = own.iter().map(|own| own.key).collect();
            let message = format!("quy tắc {} không có ngưỡng «{}»", row.rule, row.name);
            let advice = match keys.as_slice() {
                [] => "quy tắc này không có ngưỡng: xóa dòng".to_owned(),
                keys => format!("các ngưỡng: {}", keys.join(", ")),
            };
            self.say(Severity::Error, format!("{path}.ten"), message, &advice);
        }
        self.of_dates(path, &row.from, &row.until);
    }

    fn of_weight(&mut self, row: &WeightRow, path: &str) {
        if rank::part(&row.part).is_none() {
            let known: Vec<&str> = rank::PARTS.iter().map(|part| part.key).collect();
            let message = format!("xếp hạng không có thành phần «{}»", row.part);
            let advice = format!("các thành phần: {}", known.join(", "));
            self.say(Severity::Error, format!("{path}.phan"), message, &advice);
        }
        self.of_dates(path, &row.from, &row.until);
    }

    fn of_dates(&mut self, path: &str, from: &Option<Written<Date>>, until: &Option<Written<Date>>) {
        for (key, date) in [("tu_ngay", from), ("den_ngay", until)] {
            if let Some(problem) = date.as_ref().and_then(Written::problem) {
                let message = format!("không hiểu ngày «{}»", problem.text());
                self.say(Severity::Error, format!("{path}.{key}"), message, &problem.to_string());
            }
        }
    }

    fn of_accepted(&mut self, row: &Accepted, path: &str, known: &impl Fn(&str) -> bool, day: Date) {
        self.rule(&row.rule, path);
        if row.owner.trim().is_empty() {
            let message = "tạm chấp nhận mà không có người phụ trách, nên không áp dụng";
            self.say(Severity::Error, path, message, "ghi khóa nguoi_phu_trach");
        }
        for (nth, code) in row.codes.iter().enumerate() {
            if !known(code.text()) {
                let message = format!("không có thủ tục {} trong phiên bản này", code.text());
                let advice = "sửa mã hoặc xóa khỏi dòng này";
                self.say(Severity::Medium, format!("{path}.ma[{nth}]"), message, advice);
            }
        }
        self.of_end(row, path, day);
    }

    /// Until when a finding is accepted.
    fn of_end(&mut self, row: &Accepted, path: &str, day: Date) {
        let Some(written) = &row.until else {
            let message = "tạm chấp nhận mà không có hạn, nên không áp dụng";
            self.say(Severity::Error, path, message, "ghi khóa den_ngay");
            return;
        };
        let path = format!("{path}.den_ngay");
        match written.value() {
            Some(until) if *until <= day => {
                let message = format!(
                    "tạm chấp nhận của quy tắc {} đã hết hạn từ ngày {until}; người phụ trách: {}",
                    row.rule, row.owner
                );
                let advice = "xử lý rồi xóa dòng, hoặc gia hạn có lý do";
                self.say(Severity::High, path, message, advice);
            }
            Some(_) => {}
            None => {
                let message = format!("không hiểu ngày «{}», nên không áp dụng", written.text());
                self.say(Severity::Error, path, message, "ghi ngày, ví dụ 31/12/2026");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::review::rules::tests::{Setup, reviewed};

    const PAPER: &str = "so_bo: 2";

    fn setup(yaml: &str) -> Setup {
        Setup::default().head(&format!("ra_soat: {yaml}"))
    }

    #[test]
    fn an_accepted_finding_is_counted_and_not_said_until_its_day() {
        let rule = crate::review::rule("R-20").unwrap();
        let row = |until: &str| {
            setup(&format!(
                "{{tam_chap_nhan: [{{quy_tac: R-20, ma: [1.000001], ly_do: Chờ sửa thông tư, nguoi_phu_trach: Phòng A, den_ngay: {until}}}]}}"
            ))
        };
        let review = reviewed(rule, &row("31/12/2026"), PAPER);
        assert_eq!((review.findings.len(), review.accepted), (0, 1));
        let review = reviewed(rule, &row("01/07/2026"), PAPER);
        let said: Vec<&str> = review.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(review.accepted, 0);
        assert!(
            said[0]
                .starts_with("tạm chấp nhận của quy tắc R-20 đã hết hạn từ ngày 01/07/2026; người phụ trách: Phòng A"),
            "{said:?}"
        );
        assert_eq!(said.len(), 2);
        assert_eq!(review.findings[0].place.path, "catalogue.yaml");
        assert!(review.findings[0].place.line > 0);
    }

    #[test]
    fn an_acceptance_without_owner_or_day_accepts_nothing() {
        let rule = crate::review::rule("R-20").unwrap();
        for row in [
            "{quy_tac: R-20, ly_do: x, den_ngay: 31/12/2026}",
            "{quy_tac: R-20, ly_do: x, nguoi_phu_trach: Phòng A}",
            "{quy_tac: R-20, ly_do: x, nguoi_phu_trach: Phòng A, den_ngay: hết năm}",
        ] {
            let review = reviewed(rule, &setup(&format!("{{tam_chap_nhan: [{row}]}}")), PAPER);
            assert_eq!((review.findings.len(), review.accepted), (2, 0), "{row}");
        }
    }

    #[test]
    fn words_narrow_what_is_accepted() {
        let rule = crate::review::rule("R-20").unwrap();
        let row = |phrase: &str| {
            setup(&format!(
                "{{tam_chap_nhan: [{{quy_tac: R-20, cum_tu: {phrase}, ly_do: x, nguoi_phu_trach: A, den_ngay: 31/12/2026}}]}}"
            ))
        };
        assert_eq!(reviewed(rule, &row("02 bộ"), PAPER).accepted, 1);
        assert_eq!(reviewed(rule, &row("hộ chiếu"), PAPER).accepted, 0);
    }

    #[test]
    fn a_threshold_holds_for_its_time() {
        let rule = crate::review::rule("R-20").unwrap();
        let row = |dates: &str| {
            setup(&format!(
                "{{nguong: [{{quy_tac: several-sets, ten: so_bo, gia_tri: 2{dates}}}]}}"
            ))
        };
        for (dates, hits) in [("", 0), (", tu_ngay: 01/08/2026", 1), (", den_ngay: 01/07/2026", 1)] {
            assert_eq!(reviewed(rule, &row(dates), PAPER).findings.len(), hits, "{dates}");
        }
    }

    #[test]
    fn what_is_unknown_in_the_settings_is_said_with_its_line() {
        let rule = crate::review::rule("R-20").unwrap();
        let yaml =
            "{tat: [{quy_tac: R-99, ly_do: x}, {quy_tac: R-01}], nguong: [{quy_tac: R-20, ten: gio, gia_tri: 1}]}";
        let review = reviewed(rule, &setup(yaml), "so_bo: 1");
        let said: Vec<&str> = review.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "không có quy tắc «R-99»",
                "tắt quy tắc R-01 mà không ghi lý do",
                "quy tắc R-20 không có ngưỡng «gio»"
            ]
        );
        assert!(review.findings.iter().all(|finding| finding.place.line > 0));
    }
}
