//! Codes as they stand in files: with suffixes and stray spaces, or without the zeros a spreadsheet took away.

use crate::catalogue::values::ProcedureCode;

/// What a cell says the code is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Coded {
    /// A code.
    Code(ProcedureCode),
    /// A number that lost the zeros at its end, and the only code it can have been: a spreadsheet drops no other digits.
    LostZeros(ProcedureCode),
    /// A text with too few digits, and the code it would be if they are zeros at its end.
    TooShort(ProcedureCode),
    /// No code.
    Other,
}

/// Reads a code; `number` says that the cell holds a number, not a text.
pub(super) fn read(text: &str, number: bool) -> Coded {
    // Old macros write codes as "1,001193" where the decimal sign is a comma.
    let text = text.trim().trim_start_matches('\'');
    if let Ok(code) = text.parse() {
        return Coded::Code(code);
    }
    let (kind, digits) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if kind.len() != 1 || kind == "0" || !plain(kind) || !plain(digits) || digits.len() > 6 {
        return Coded::Other;
    }
    match format!("{kind}.{digits:0<6}").parse() {
        Ok(code) if number => Coded::LostZeros(code),
        // A row number is no code.
        Ok(code) if digits.len() >= 3 => Coded::TooShort(code),
        _ => Coded::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> ProcedureCode {
        text.parse().unwrap()
    }

    #[test]
    fn zeros_that_a_spreadsheet_took_are_put_back() {
        assert_eq!(read("1.00488", true), Coded::LostZeros(code("1.004880")));
        assert_eq!(read("2", true), Coded::LostZeros(code("2.000000")));
        assert_eq!(read("1.00488", false), Coded::TooShort(code("1.004880")));
        assert_eq!(read("1.001193", true), Coded::Code(code("1.001193")));
    }

    #[test]
    fn suffixes_stay_and_other_numbers_are_no_codes() {
        assert_eq!(read("1.012507. H05", false), Coded::Code(code("1.012507.H05")));
        assert_eq!(
            read("1.001193.000.00.00.H17", false),
            Coded::Code(code("1.001193.000.00.00.H17"))
        );
        for text in [
            "1.0133611",
            "1.014955-Xoa",
            "2.009182739",
            "12",
            "I",
            "1.1",
            "",
            "0.001",
        ] {
            assert_eq!(read(text, false), Coded::Other, "{text}");
        }
    }
}
