//! Random words that nobody guesses.

use std::fmt::Write as _;

use thiserror::Error;

/// The system gives no random numbers.
#[derive(Debug, Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoChance(getrandom::Error);

/// 256 random bits.
///
/// # Errors
///
/// When the system gives none.
pub(super) fn random() -> Result<[u8; 32], NoChance> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(NoChance)?;
    Ok(bytes)
}

/// A random word of 256 bits that a browser keeps. It is not printed by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct Token([u8; 32]);

impl std::fmt::Debug for Token {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Token(…)")
    }
}

impl Token {
    /// A new one.
    pub(super) fn new() -> Result<Self, NoChance> {
        random().map(Self)
    }

    /// The one a text stands for; `None` for what is none.
    pub(super) fn of(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(|hash| Self(*hash.as_bytes()))
    }

    /// It as text.
    pub(super) fn text(&self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing into a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// What is kept of it here: who reads the memory of the server cannot use it.
    pub(super) fn digest(&self) -> blake3::Hash {
        blake3::hash(&self.0)
    }

    /// What only the server can make of it. Comparing two takes the same time wherever they differ.
    pub(super) fn sealed(&self, secret: &[u8; 32]) -> blake3::Hash {
        blake3::keyed_hash(secret, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_never_the_same() {
        let (one, other) = (Token::new().unwrap(), Token::new().unwrap());
        assert_ne!(one, other);
        assert_eq!(Token::of(&one.text()), Some(one));
        for bad in [
            "",
            "00",
            &one.text()[1..],
            &format!("{}00", one.text()),
            &"x".repeat(64),
        ] {
            assert_eq!(Token::of(bad), None);
        }
        assert_eq!(format!("{one:?}"), "Token(…)");
        assert_ne!(one.sealed(&[1; 32]), one.sealed(&[2; 32]));
    }
}
