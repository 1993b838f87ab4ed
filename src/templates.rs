//! Templates: minijinja set up once, strict, with the Vietnamese filters documents need.
//!
//! A template sees only the view it is given. A name the view does not have is an error that names template and line, never
//! an empty space in an official document. Built-in templates are compiled in; a folder may override any of them by name.

use std::fs;
use std::path::{Path, PathBuf};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;
use thiserror::Error;

use crate::text;

/// Built-in templates by name.
const BUILT_IN: &[(&str, &str)] = &[
    (
        "documents/quyet-dinh.html.j2",
        include_str!("../templates/documents/quyet-dinh.html.j2"),
    ),
    (
        "documents/quyet-dinh.md.j2",
        include_str!("../templates/documents/quyet-dinh.md.j2"),
    ),
    (
        "documents/the-thuc.html.j2",
        include_str!("../templates/documents/the-thuc.html.j2"),
    ),
];

/// The templates in use.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

/// Why a template could not be used.
#[derive(Debug, Error)]
pub enum TemplateError {
    /// An overriding template could not be read.
    #[error("cannot read template {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A template has a mistake, or asks for something its view does not have.
    #[error("template {name}{}: {message}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Template {
        /// Name of the template.
        name: String,
        /// Line in it.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
}

impl Templates {
    /// The built-in templates, each replaced by the file of its name below `folder` where there is one.
    ///
    /// # Errors
    ///
    /// When an overriding file cannot be read or is not a template.
    pub fn load(folder: Option<&Path>) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .build()
                .map_err(|error| template_error("", &error))?,
        );
        environment.set_auto_escape_callback(|name| {
            if name.ends_with(".html.j2") {
                AutoEscape::Html
            } else {
                AutoEscape::None
            }
        });
        environment.add_filter("md", markdown);
        environment.add_filter("la_ma", roman);
        environment.add_filter("chu_cai", letter);
        environment.add_filter("viet_hoa", |value: String| value.to_uppercase());
        environment.add_filter("hai_so", |value: u64| text::count(value));
        for (name, built_in) in BUILT_IN {
            let path = folder.map(|folder| folder.join(name)).filter(|path| path.is_file());
            let source = match path {
                Some(path) => fs::read_to_string(&path).map_err(|source| TemplateError::Read { path, source })?,
                None => (*built_in).to_owned(),
            };
            environment
                .add_template_owned(*name, source)
                .map_err(|error| template_error(name, &error))?;
        }
        Ok(Self { environment })
    }

    /// Names of the built-in templates.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Renders a template with a view.
    ///
    /// # Errors
    ///
    /// When the template asks for something the view does not have.
    pub fn render(&self, name: &str, view: &impl Serialize) -> Result<String, TemplateError> {
        let template = self
            .environment
            .get_template(name)
            .map_err(|error| template_error(name, &error))?;
        template
            .render(Value::from(Serde(view)))
            .map_err(|error| template_error(name, &error))
    }
}

fn template_error(name: &str, error: &minijinja::Error) -> TemplateError {
    let mut message = error.detail().map_or_else(
        || error.kind().to_string(),
        |detail| format!("{}: {detail}", error.kind()),
    );
    if let Some(source) = std::error::Error::source(error) {
        message = format!("{message} ({source})");
    }
    TemplateError::Template {
        name: error.name().unwrap_or(name).to_owned(),
        line: error.line(),
        message,
    }
}

/// Keeps data from being read as Markdown: a name with `|` or `*` in it stays that name.
fn markdown(value: String) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

/// 1 → I, as parts and groups of annexes are numbered.
fn roman(value: u64) -> String {
    const FIGURES: [(u64, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = value;
    let mut out = String::new();
    for (worth, figure) in FIGURES {
        while rest >= worth {
            out.push_str(figure);
            rest -= worth;
        }
    }
    out
}

/// 1 → A, for groups by level: A, B, C, D, Đ, E, as Vietnamese letters go.
fn letter(value: usize) -> String {
    let letters: Vec<char> = "ABCDĐEGHIKLMNOPQRSTUVXY".chars().collect();
    letters
        .get(value.wrapping_sub(1))
        .map_or_else(|| value.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_letters_are_the_official_ones() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["I", "IV", "IX", "XIV", "XL"]);
        assert_eq!([1, 5, 7].map(letter), ["A", "Đ", "G"]);
    }

    #[test]
    fn data_stays_data_in_markdown() {
        assert_eq!(markdown("a|b *c*\nd".to_owned()), r"a\|b \*c\* d");
    }

    #[test]
    fn a_name_the_view_does_not_have_is_an_error_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("documents/quyet-dinh.md.j2");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "một\n{{ khong_co }}\n").unwrap();
        let templates = Templates::load(Some(folder.path())).unwrap();
        let error = templates
            .render("documents/quyet-dinh.md.j2", &())
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("template documents/quyet-dinh.md.j2, line 2: "),
            "{error}"
        );
    }
}
