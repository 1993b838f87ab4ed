//! What is to be reached.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Serialize;
use thiserror::Error;

/// What is to be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Compliance cost a year, by the standard cost model.
    Cost,
    /// Time limits.
    Time,
}

impl Aim {
    /// Both, in the order they are spoken of.
    pub const ALL: [Self; 2] = [Self::Cost, Self::Time];

    /// Key on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Time => "time",
        }
    }

    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cost => "Chi phí tuân thủ",
            Self::Time => "Thời gian giải quyết",
        }
    }
}

/// A share to cut: `cost=-30%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// What is to be cut.
    pub aim: Aim,
    /// By how many percent, above 0 and up to 100.
    pub percent: Decimal,
}

/// A target that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TargetError {
    /// No such shape.
    #[error("{0:?} is not a target; write cost=-30% or time=-30%")]
    Shape(String),
    /// No such aim.
    #[error("{0:?}: there is no target of that name; write cost=-30% or time=-30%")]
    Aim(String),
    /// It does not cut.
    #[error("{0:?} does not cut anything; the share must be below 0, like cost=-30%")]
    NoCut(String),
    /// It cuts more than there is.
    #[error("{0:?} cuts more than there is; the share must be from -100% to below 0, like cost=-30%")]
    TooMuch(String),
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let shape = || TargetError::Shape(text.to_owned());
        let (name, share) = text.split_once('=').ok_or_else(shape)?;
        let name = name.trim().to_lowercase();
        let aim = Aim::ALL.into_iter().find(|aim| aim.key() == name);
        let aim = aim.ok_or_else(|| TargetError::Aim(text.to_owned()))?;
        let share = share.trim().strip_suffix('%').ok_or_else(shape)?.trim();
        let share: Decimal = share.replace('−', "-").replace(',', ".").parse().map_err(|_| shape())?;
        if share >= Decimal::ZERO {
            return Err(TargetError::NoCut(text.to_owned()));
        }
        if share < -Decimal::ONE_HUNDRED {
            return Err(TargetError::TooMuch(text.to_owned()));
        }
        Ok(Self { aim, percent: -share })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=-{}%", self.aim.key(), self.percent.normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_what_is_none_says_why() {
        for text in ["cost=-30%", "time = −12,5 %", "COST=-100%"] {
            text.parse::<Target>().unwrap();
        }
        assert_eq!("time=-12,5%".parse::<Target>().unwrap().percent, Decimal::new(125, 1));
        for (text, says) in [
            ("abc", "write cost=-30%"),
            ("target=abc", "no target of that name"),
            ("cost=abc", "is not a target"),
            ("cost=-30", "is not a target"),
            ("cost=-0%", "does not cut anything"),
            ("cost=30%", "does not cut anything"),
            ("cost=-200%", "more than there is"),
            ("cost=-99999999999999999999999999999999%", "is not a target"),
        ] {
            let error = text.parse::<Target>().unwrap_err().to_string();
            assert!(error.contains(says) && error.contains(text), "{error}");
        }
    }
}
