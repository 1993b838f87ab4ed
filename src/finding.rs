//! The one type for anything the tool says about a file or a procedure.
//!
//! The loader reports what is wrong with a file; the review reports questions about a procedure. Both are
//! values: a finding never stops the work.

use std::fmt;

use serde::Serialize;

/// Something a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Name of the check or rule that speaks.
    pub rule: String,
    /// How urgent it is.
    pub severity: Severity,
    /// Code of the procedure, when it is about one.
    pub code: Option<String>,
    /// File, line and column.
    #[serde(flatten)]
    pub place: Place,
    /// Path inside the YAML file: `ho_so[0].giay_to[2].ten`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub yaml_path: String,
    /// What is the matter, in Vietnamese.
    pub message: String,
    /// How to put it right, in Vietnamese.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub advice: String,
    /// What the finding rests on.
    pub evidence: Vec<Evidence>,
    /// Suggested outcome of the review (`bai_bo`, `cat_giam_ho_so` …); empty for checks of files.
    pub outcome: String,
    /// Legal grounds.
    pub grounds: Vec<Ground>,
    /// The line of the file, for showing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
}

/// How urgent a finding is. `Error` says a file is wrong; the others rank questions for a person to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file is wrong and must be put right.
    Error,
    /// The legality of the procedure is in doubt.
    Critical,
    /// Worth acting on now.
    High,
    /// Worth a look.
    Medium,
    /// Worth knowing.
    Low,
}

impl Severity {
    /// Vietnamese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Error => "Lỗi",
            Self::Critical => "Nghiêm trọng",
            Self::High => "Cao",
            Self::Medium => "Trung bình",
            Self::Low => "Thấp",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// Where something stands in a file. Lines and columns count from 1; columns count characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Path of the file, relative to the catalogue's folder where possible, with `/`.
    pub path: String,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 when the whole file is meant.
    pub column: usize,
}

impl Place {
    /// The whole file.
    pub fn file(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line: 0,
            column: 0,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            f.write_str(&self.path)
        } else {
            write!(f, "{}:{}:{}", self.path, self.line, self.column)
        }
    }
}

/// One fact a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// What kind of fact: a field's label, a document's number, a year.
    pub label: String,
    /// The fact.
    pub text: String,
    /// YAML path it was read from; empty when it comes from outside the procedure's file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub yaml_path: String,
    /// File, line and column it was read at, where it was read from a file.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Evidence {
    /// A fact read at a YAML path of the procedure.
    pub fn at(yaml_path: impl Into<String>, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            text: text.into(),
            yaml_path: yaml_path.into(),
            place: None,
        }
    }

    /// A fact from elsewhere.
    pub fn from_elsewhere(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self::at("", label, text)
    }

    /// A fact read at a known place of another file: a row of the statistics, another procedure.
    pub fn in_file(place: Place, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            place: Some(place),
            ..Self::at("", label, text)
        }
    }
}

/// A legal ground and how certain we are of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ground {
    /// The document: `Nghị định số 63/2010/NĐ-CP`.
    pub document: &'static str,
    /// Clause: `khoản 1 Điều 8`.
    pub clause: &'static str,
    /// Whether the wording was compared with the text of the document.
    pub certainty: Certainty,
    /// First day it applies, as 2026-07-01; open when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<&'static str>,
    /// First day it no longer applies, as 2026-07-01; open when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<&'static str>,
}

impl Ground {
    /// A ground whose text was compared. `document` has its type: `Nghị định số 63/2010/NĐ-CP`.
    pub const fn seen(document: &'static str, clause: &'static str) -> Self {
        Self {
            document,
            clause,
            certainty: Certainty::Seen,
            from: None,
            until: None,
        }
    }

    /// A ground that is known and was not compared again.
    pub const fn known(document: &'static str, clause: &'static str) -> Self {
        Self {
            certainty: Certainty::Known,
            ..Self::seen(document, clause)
        }
    }

    /// A ground that must be verified before it is printed.
    pub const fn unverified(document: &'static str, clause: &'static str) -> Self {
        Self {
            certainty: Certainty::Unverified,
            ..Self::seen(document, clause)
        }
    }

    /// With its first day, as `2026-07-01`.
    #[must_use]
    pub const fn from(self, day: &'static str) -> Self {
        Self {
            from: Some(day),
            ..self
        }
    }

    /// With the first day it no longer applies, as `2027-03-01`.
    #[must_use]
    pub const fn until(self, day: &'static str) -> Self {
        Self {
            until: Some(day),
            ..self
        }
    }

    /// Whether it applies on a day written as `2026-07-01`.
    pub fn holds(&self, day: &str) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// How certain a legal statement is. What is not [`Certainty::Seen`] must be verified before it is printed as
/// official.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Compared with the text.
    Seen,
    /// Known, not compared.
    Known,
    /// Must be verified.
    Unverified,
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.clause, self.document) {
            ("", document) => f.write_str(document),
            (clause, "") => f.write_str(clause),
            (clause, document) => write!(f, "{clause} {document}"),
        }
    }
}

/// A line of a file with the marked part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The line's text, shortened when it is very long.
    pub text: String,
    /// First marked character of `text`, from 0.
    pub start: usize,
    /// Number of marked characters, at least 1.
    pub length: usize,
}

impl Finding {
    /// A finding about a place; the rest is filled in with the methods below.
    pub fn new(rule: impl Into<String>, severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            severity,
            code: None,
            place,
            yaml_path: String::new(),
            message: message.into(),
            advice: String::new(),
            evidence: Vec::new(),
            outcome: String::new(),
            grounds: Vec::new(),
            excerpt: None,
        }
    }

    /// Says how to put it right.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// Says where in the YAML it stands.
    #[must_use]
    pub fn at_path(mut self, yaml_path: impl Into<String>) -> Self {
        self.yaml_path = yaml_path.into();
        self
    }
}
