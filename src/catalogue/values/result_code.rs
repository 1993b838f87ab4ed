//! Codes of results.

use std::fmt;
use std::str::FromStr;

use super::{Described, ParseValueError};

/// Code of a result: `KQ.G15.000021`, the key under which its data can be reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResultCode(String);

impl FromStr for ResultCode {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tidy: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_uppercase();
        let parts: Vec<&str> = tidy.split('.').collect();
        match parts.as_slice() {
            ["KQ", agency, number]
                if agency.len() == 3
                    && agency.starts_with(['G', 'H'])
                    && agency[1..].bytes().all(|b| b.is_ascii_digit())
                    && number.len() == 6
                    && number.bytes().all(|b| b.is_ascii_digit()) =>
            {
                Ok(Self(tidy))
            }
            _ => Err(ParseValueError::new(text, "mã kết quả", Self::EXAMPLES)),
        }
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Described for ResultCode {
    const TITLE: &'static str = "Mã kết quả";
    const DESCRIPTION: &'static str = "KQ, mã cơ quan, sáu chữ số.";
    const EXAMPLES: &'static [&'static str] = &["KQ.G15.000021"];
    const PATTERN: Option<&'static str> = Some(r"^KQ\.[GH]\d{2}\.\d{6}$");
}

#[cfg(test)]
mod tests {
    use super::super::assert_round_trip;
    use super::*;

    #[test]
    fn real_codes_are_read() {
        assert_round_trip::<ResultCode>("KQ.G15.000021");
        assert!("G15.000021".parse::<ResultCode>().is_err());
    }
}
