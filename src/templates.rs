//! Templates: minijinja set up once, strict, with the Vietnamese filters documents need.
//!
//! A template sees only the view it is given. A name the view does not have is an error that names template and line, never
//! an empty space in an official document. Data is escaped by itself, in HTML and in Markdown. Built-in templates are
//! compiled in; a folder may override any of them by name.

mod built_in;
mod escape;
mod mistake;
mod own;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, escape_formatter};
use serde::{Serialize, Serializer};
use thiserror::Error;

use self::built_in::BUILT_IN;
pub(crate) use self::escape::{markdown, markdown_inline};
use self::mistake::{line_at, shortened, template_error};
use self::own::{on_disk, usable};

/// Name of the way Markdown is escaped.
const MARKDOWN: &str = "markdown";

/// The templates in use.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    /// Names of files that override a template or are imported by one.
    own: BTreeSet<String>,
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
    /// The built-in templates, each replaced by the file of its name below `folder` where there is one. Further files there
    /// may be imported by those; their names begin with `_`, so that a mistyped name is not passed over.
    ///
    /// # Errors
    ///
    /// When an overriding file cannot be read, is not a template, or overrides nothing.
    pub fn load(folder: Option<&Path>) -> Result<Self, TemplateError> {
        let mut environment = environment()?;
        // A built-in template is made ready when it is asked for, one of somebody's own now: they want to know its mistakes.
        environment.set_loader(|name| {
            let built_in = BUILT_IN.iter().find(|(known, _)| *known == name);
            Ok(built_in.map(|(_, source)| (*source).to_owned()))
        });
        let mut own = BTreeSet::new();
        for (name, source) in folder.map(on_disk).transpose()?.unwrap_or_default() {
            usable(&name, &source)?;
            environment
                .add_template_owned(name.clone(), source)
                .map_err(|error| template_error(&name, &error))?;
            own.insert(name);
        }
        Ok(Self { environment, own })
    }

    /// Names of the built-in templates.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The built-in templates: name and text.
    pub fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
        BUILT_IN.iter().copied()
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

/// A view made ready for templates once, wherever and however often they are given it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared(Value);

impl Prepared {
    /// A view made ready.
    pub fn of(view: &impl Serialize) -> Self {
        Self(Value::from(Serde(view)))
    }
}

impl Serialize for Prepared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Templates {
    /// Whether a template, or a file of somebody's own that it may import, has one of some names in it.
    pub(crate) fn mentions(&self, name: &str, names: &[&str]) -> bool {
        let own = self.own.iter().map(String::as_str).chain([name]);
        let mut templates = own.filter_map(|known| self.environment.get_template(known).ok());
        templates.any(|template| names.iter().any(|name| has_name(template.source(), name)))
    }

    /// An error for what a template wrote at a byte of `text`, which is no document.
    pub(crate) fn mistake(&self, name: &str, text: &str, at: usize, message: String) -> TemplateError {
        let line_of_text = line_at(text, at);
        let written = text.lines().nth(line_of_text - 1).unwrap_or_default();
        let (name, line) = self.origin(name, written, text.get(at..).unwrap_or_default());
        let template = self.environment.get_template(&name);
        let stands = line.zip(template.as_ref().ok()).and_then(|(line, template)| {
            let line = template.source().lines().nth(line.checked_sub(1)?)?;
            Some(line.trim().to_owned())
        });
        let written = shortened(written.trim());
        let message = match stands.filter(|stands| *stands != written) {
            Some(stands) => format!("{message}\n  {stands}\n  wrote: {written}"),
            None => format!("{message}\n  wrote: {written}"),
        };
        TemplateError::Template { name, line, message }
    }

    /// The template line a written line most likely comes from: of the lines that have the same element, the one with most
    /// words in common. Elements are never data, so the template has each of them as it was written.
    fn origin(&self, name: &str, written: &str, from: &str) -> (String, Option<usize>) {
        let element = from.strip_prefix('<').map(|rest| {
            let name = rest.strip_prefix('/').unwrap_or(rest);
            let end = rest.len() - name.len();
            let end = end
                + name
                    .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                    .unwrap_or(name.len());
            &from[..=end]
        });
        let between = |c: char| c.is_whitespace() || matches!(c, '<' | '>');
        let words: Vec<&str> = written.split(between).filter(|word| !word.is_empty()).collect();
        let partial = |other: &str| other != name && is_partial(other) && other.contains(".xml.");
        let mut known: BTreeSet<&str> = self.own.iter().map(String::as_str).collect();
        known.extend(BUILT_IN.iter().map(|(name, _)| *name as &str));
        let mut candidates: Vec<(&str, String)> = known
            .into_iter()
            .filter(|known| *known == name || partial(known))
            .filter_map(|known| {
                let template = self.environment.get_template(known).ok()?;
                Some((known, template.source().to_owned()))
            })
            .collect();
        candidates.sort_by_key(|(known, _)| (*known != name, *known));
        let mut best: Option<(usize, &str, usize)> = None;
        for (known, source) in &candidates {
            for (number, line) in source.lines().enumerate() {
                if element.is_some_and(|element| !line.contains(element)) {
                    continue;
                }
                let common = words.iter().filter(|word| line.contains(**word)).count();
                if best.is_none_or(|(most, ..)| common > most) {
                    best = Some((common, known, number + 1));
                }
            }
        }
        best.map_or((name.to_owned(), None), |(_, known, line)| {
            (known.to_owned(), Some(line))
        })
    }
}

fn environment() -> Result<Environment<'static>, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Without it an error does not say which name the view does not have.
    environment.set_debug(true);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()
            .map_err(|error| template_error("", &error))?,
    );
    environment.set_auto_escape_callback(|name| match name.trim_end_matches(".j2").rsplit('.').next() {
        Some("html" | "svg" | "xml") => AutoEscape::Html,
        Some("md") => AutoEscape::Custom(MARKDOWN.into()),
        _ => AutoEscape::None,
    });
    environment.set_formatter(|out, state, value| match state.auto_escape() {
        AutoEscape::Custom(name) if name == MARKDOWN && !value.is_safe() => {
            write!(out, "{}", markdown(&value.to_string())).map_err(Into::into)
        }
        AutoEscape::Custom(_) => write!(out, "{value}").map_err(Into::into),
        AutoEscape::Html if !value.is_safe() && is_document(state.name()) => match value.as_str() {
            Some(words) => escape::xml(out, words).map_err(Into::into),
            None => escape_formatter(out, state, value),
        },
        _ => escape_formatter(out, state, value),
    });
    environment.add_filter("la_ma", roman);
    environment.add_filter("chu_cai", letter);
    environment.add_filter("viet_hoa", |value: String| value.to_uppercase());
    environment.add_filter("dien", filled);
    Ok(environment)
}

/// Whether a name stands in a template by itself, not as a part of another.
fn has_name(source: &str, name: &str) -> bool {
    let of_name = |c: char| c.is_alphanumeric() || c == '_';
    source
        .match_indices(name)
        .any(|(at, _)| !source[..at].ends_with(of_name) && !source[at + name.len()..].starts_with(of_name))
}

/// Whether a template writes elements of a document, or is a part of one that does.
fn is_document(name: &str) -> bool {
    name.ends_with(".xml.j2")
}

fn is_partial(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|file| file.starts_with('_'))
}

/// Fills places in a label: `{{ "{n} thủ tục" | dien(n="1.733") }}`.
fn filled(label: String, places: Kwargs) -> Result<String, minijinja::Error> {
    let mut filled = label;
    for name in places.args().map(str::to_owned).collect::<Vec<_>>() {
        let value: Value = places.get(&name)?;
        filled = filled.replace(&format!("{{{name}}}"), &value.to_string());
    }
    places.assert_all_used()?;
    Ok(filled)
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
    use std::fs;

    use super::*;

    #[test]
    fn figures_and_letters_are_the_official_ones() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["I", "IV", "IX", "XIV", "XL"]);
        assert_eq!([1, 5, 7].map(letter), ["A", "Đ", "G"]);
    }

    const TEXT: &str = "documents/so-sanh.md.j2";
    const PAGE: &str = "documents/so-sanh.html.j2";

    fn overridden(files: &[(&str, &str)]) -> Result<Templates, TemplateError> {
        let folder = tempfile::tempdir().unwrap();
        for (name, source) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, source).unwrap();
        }
        Templates::load(Some(folder.path()))
    }

    #[test]
    fn a_name_the_view_does_not_have_is_an_error_with_its_line() {
        let view = serde_json::json!({ "muc": { "ten": "A" } });
        for (source, missing) in [
            ("một\n{{ khong_co }}\n", "khong_co"),
            ("một\n{{ muc.khong_co }}\n", "muc.khong_co"),
            ("một\n{% for x in muc.khong_co %}{% endfor %}", "muc.khong_co"),
            ("một\n{% if khong_co %}{% endif %}", "khong_co"),
        ] {
            let templates = overridden(&[(TEXT, source)]).unwrap();
            let error = templates.render(TEXT, &view).unwrap_err().to_string();
            assert!(
                error.starts_with("template documents/so-sanh.md.j2, line 2: undefined value: "),
                "{error}"
            );
            assert!(error.contains(missing), "{source}: {error}");
        }
    }

    #[test]
    fn a_mistake_in_a_template_is_found_when_it_is_loaded() {
        let error = overridden(&[(PAGE, "một\n{% for x in y %}")]).unwrap_err().to_string();
        assert!(
            error.starts_with("template documents/so-sanh.html.j2, line 2: syntax error"),
            "{error}"
        );
    }

    #[test]
    fn data_is_escaped_by_itself_and_once() {
        let view = serde_json::json!({ "ten": "<b>A & B</b> | *" });
        let macros = "{% macro dong(x) %}<p>{{ x }}</p>{% endmacro %}";
        let page = "{% import 'documents/_rieng.html.j2' as r %}{{ r.dong(ten) }}";
        let templates = overridden(&[("documents/_rieng.html.j2", macros), (PAGE, page)]).unwrap();
        assert_eq!(
            templates.render(PAGE, &view).unwrap(),
            "<p>&lt;b&gt;A &amp; B&lt;&#x2f;b&gt; | *</p>"
        );
        let macros = "{% macro dong(x) %}**{{ x }}**{% endmacro %}";
        let text = "{% import 'documents/_rieng.md.j2' as r %}{{ r.dong(ten) }} {{ ten | viet_hoa }} {{ '*' | safe }}";
        let templates = overridden(&[("documents/_rieng.md.j2", macros), (TEXT, text)]).unwrap();
        assert_eq!(
            templates.render(TEXT, &view).unwrap(),
            r"**\<b\>A \& B\</b\> \| \*** \<B\>A \& B\</B\> \| \* *"
        );
    }

    #[test]
    fn a_file_overrides_its_template_and_no_other() {
        let templates = overridden(&[(TEXT, "của tôi")]).unwrap();
        assert_eq!(templates.render(TEXT, &()).unwrap(), "của tôi");
        assert!(
            templates.render(PAGE, &()).is_err(),
            "the built-in page still wants its view"
        );
    }

    #[test]
    fn a_file_that_overrides_nothing_is_an_error() {
        let error = overridden(&[("documents/quyet-dinh.htm.j2", "")])
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("template documents/quyet-dinh.htm.j2: overrides nothing: "),
            "{error}"
        );
        assert!(Templates::load(Some(Path::new("/khong/co"))).is_err());
    }
}
