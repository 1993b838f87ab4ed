//! What a decision's file was like when somebody looked at it.

use std::fmt;
use std::str::FromStr;

use crate::catalogue::values::ParseValueError;

/// How a file that is not there is written.
const ABSENT: &str = "absent";

/// The content of a decision's file at one moment: a hash of its bytes, or that there was none. As text it is the hash in
/// hexadecimal, or `absent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(Option<blake3::Hash>);

impl Version {
    /// There is no file.
    pub const ABSENT: Self = Self(None);

    /// The version of these bytes; `None` for a file that is not there.
    pub fn of(bytes: Option<&[u8]>) -> Self {
        Self(bytes.map(blake3::hash))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(hash) => f.write_str(&hash.to_hex()),
            None => f.write_str(ABSENT),
        }
    }
}

impl FromStr for Version {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == ABSENT {
            return Ok(Self::ABSENT);
        }
        let hash = blake3::Hash::from_hex(text);
        hash.map(|hash| Self(Some(hash)))
            .map_err(|_| ParseValueError::new(text, "một mã phiên bản tệp", &[ABSENT]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_as_it_is_written() {
        for bytes in [None, Some(&b""[..]), Some(&b"ma: 1.000001\n"[..])] {
            let version = Version::of(bytes);
            assert_eq!(version.to_string().parse(), Ok(version));
        }
        assert_ne!(Version::of(Some(b"")), Version::ABSENT);
        assert!("abc".parse::<Version>().is_err());
    }
}
