//! What became of procedures, as a lawyer would write it.

use crate::diff::{Candidate, Lineage, LineageKind, LineageSource};
use crate::text;

impl Lineage {
    /// One Vietnamese sentence without its full stop: "Thay thế 1.000001 (đổi mã; phỏng đoán, độ tin cậy 0,97: tên giống
    /// nhau 96%, cùng 5/6 giấy tờ)".
    pub fn sentence(&self) -> String {
        let codes: Vec<&str> = self.from.iter().map(|former| former.code.as_str()).collect();
        let codes = codes.join(", ");
        let told = match self.source {
            LineageSource::Record => explained("", &self.evidence),
            LineageSource::Confirmed => explained("đã xác nhận", &self.evidence),
            LineageSource::Guessed => {
                let sure = format!("phỏng đoán, độ tin cậy {}", text::points(self.confidence as f32));
                explained(&sure, &self.evidence)
            }
        };
        match self.kind {
            LineageKind::Recoded => format!("Thay thế {codes} (đổi mã; {told})"),
            LineageKind::Merged => format!("Hợp nhất từ {codes} ({told})"),
            LineageKind::Split => format!("Tách từ {codes} ({told})"),
        }
    }
}

impl Candidate {
    /// One Vietnamese sentence without its full stop: "1.000001 có thể đã đổi mã thành 1.000002 (độ tin cậy 0,62: …)".
    pub fn sentence(&self) -> String {
        let verb = match self.kind {
            LineageKind::Recoded => "đổi mã thành",
            LineageKind::Merged => "hợp nhất vào",
            LineageKind::Split => "tách thành",
        };
        let sure = format!("độ tin cậy {}", text::points(self.confidence as f32));
        format!(
            "{} có thể đã {verb} {} ({})",
            self.old.join(", "),
            self.new.join(", "),
            explained(&sure, &self.evidence)
        )
    }
}

/// What is said and why: either may be missing. Evidence on several procedures has commas of its own.
fn explained(said: &str, evidence: &[String]) -> String {
    let separator = if evidence.iter().any(|one| one.contains(", ")) {
        "; "
    } else {
        ", "
    };
    let evidence = evidence.join(separator);
    match (said, evidence.as_str()) {
        ("", evidence) => evidence.to_owned(),
        (said, "") => said.to_owned(),
        (said, evidence) => format!("{said}: {evidence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Predecessor;

    fn lineage(kind: LineageKind, source: LineageSource, from: &[&str], evidence: &[&str]) -> Lineage {
        Lineage {
            kind,
            source,
            confidence: 0.97,
            from: from
                .iter()
                .map(|code| Predecessor {
                    code: (*code).to_owned(),
                    name: String::new(),
                })
                .collect(),
            evidence: evidence.iter().map(|one| (*one).to_owned()).collect(),
        }
    }

    #[test]
    fn who_says_so_and_why_is_in_the_sentence() {
        use LineageKind::{Merged, Recoded, Split};
        use LineageSource::{Confirmed, Guessed, Record};
        let guessed = lineage(
            Recoded,
            Guessed,
            &["1.000001"],
            &["tên giống nhau 96%", "cùng 5/6 giấy tờ"],
        );
        assert_eq!(
            guessed.sentence(),
            "Thay thế 1.000001 (đổi mã; phỏng đoán, độ tin cậy 0,97: tên giống nhau 96%, cùng 5/6 giấy tờ)"
        );
        let recorded = lineage(
            Merged,
            Record,
            &["1.000001", "1.000002"],
            &["mã 1.000001 ghi trong hop_nhat_tu"],
        );
        assert_eq!(
            recorded.sentence(),
            "Hợp nhất từ 1.000001, 1.000002 (mã 1.000001 ghi trong hop_nhat_tu)"
        );
        assert_eq!(
            lineage(Split, Confirmed, &["1.000001"], &[]).sentence(),
            "Tách từ 1.000001 (đã xác nhận)"
        );
    }
}
