//! Codes of procedures.

use std::fmt;
use std::str::FromStr;

use super::{Described, ParseValueError};

/// Code of a procedure: `1.001193`, with what local portals hang behind it (`1.001193.000.00.00.H17`, `1.012507.H05`,
/// `2.000806.01`). The seven digits identify the procedure; the rest says who publishes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcedureCode {
    base: String,
    suffix: String,
}

impl ProcedureCode {
    /// The seven digits that identify the procedure: `1.001193`.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What stands behind the seven digits, without the dot in front; empty when nothing does.
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Identifier of the publishing agency: `H17`.
    pub fn publisher(&self) -> Option<&str> {
        self.suffix
            .rsplit('.')
            .next()
            .filter(|last| last.starts_with(['G', 'H']))
    }
}

impl FromStr for ProcedureCode {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ParseValueError::new(text, "mã thủ tục", Self::EXAMPLES);
        let tidy: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_uppercase();
        let tidy = tidy.trim_end_matches('.');
        let (kind, rest) = tidy.split_once('.').ok_or_else(refused)?;
        let (number, suffix) = rest.split_once('.').unwrap_or((rest, ""));
        let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        let publisher = |part: &str| part.len() == 3 && part.starts_with(['G', 'H']) && digits(&part[1..], 2);
        let known_suffix = match suffix.split('.').collect::<Vec<_>>().as_slice() {
            [""] => true,
            [one] => publisher(one) || digits(one, 2),
            [a, b, c] => digits(a, 3) && digits(b, 2) && digits(c, 2),
            [a, b, c, d] => digits(a, 3) && digits(b, 2) && digits(c, 2) && publisher(d),
            _ => false,
        };
        if !digits(kind, 1) || kind == "0" || !digits(number, 6) || !known_suffix {
            return Err(refused());
        }
        Ok(Self {
            base: format!("{kind}.{number}"),
            suffix: suffix.to_owned(),
        })
    }
}

impl fmt::Display for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)?;
        if self.suffix.is_empty() {
            Ok(())
        } else {
            write!(f, ".{}", self.suffix)
        }
    }
}

impl Described for ProcedureCode {
    const TITLE: &'static str = "Mã thủ tục";
    const DESCRIPTION: &'static str = "Một chữ số, dấu chấm, sáu chữ số.";
    const EXAMPLES: &'static [&'static str] = &["1.001193", "2.000815", "1.012507.H05"];
    const PATTERN: Option<&'static str> = Some(r"^[1-9]\.\d{6}(\..+)?$");
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    #[test]
    fn the_suffix_does_not_change_the_identity() {
        for text in [
            "1.012507",
            "1.012507.H05",
            "1.012507. H05",
            "1.012507.000.00.00.H05",
            " 1.012507 ",
        ] {
            assert_eq!(text.parse::<ProcedureCode>().unwrap().base(), "1.012507", "{text}");
            assert_round_trip::<ProcedureCode>(text);
        }
        assert_eq!(
            "1.012507.000.00.00.H05".parse::<ProcedureCode>().unwrap().publisher(),
            Some("H05")
        );
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "",
            "1.00119",
            "0.001193",
            "1,001193",
            "1.0011934",
            "1.001193.X",
            "T-HCM-271234-TT",
        ] {
            assert!(text.parse::<ProcedureCode>().is_err(), "{text}");
        }
    }
}
