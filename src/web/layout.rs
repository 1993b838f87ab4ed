//! What is around the content of every page.

use serde::Serialize;

use super::labels::{Language, Table};
use super::people::Entry;
use super::reply::{Answer, HTML, Problem, Reply};
use super::visit::{LANGUAGE, THEME, Theme, Visit};
use crate::text;

/// Parts of the pages that the heading leads to: key of the label, path.
const SECTIONS: [(&str, &str); 6] = [
    ("nav_search", "/"),
    ("nav_compare", "/so-sanh"),
    ("nav_board", "/ra-soat"),
    ("nav_proposal", "/de-xuat"),
    ("nav_stats", "/thong-ke"),
    ("nav_health", "/kiem-tra"),
];

/// A page: its content, and what is around it.
#[derive(Serialize)]
struct Page<'a, V> {
    page: Layout<'a>,
    /// Labels by key.
    t: &'a Table,
    /// Words of the results by the Vietnamese ones, where the reader's language has others.
    w: &'a Table,
    #[serde(flatten)]
    content: &'a V,
}

/// What is around the content.
#[derive(Serialize)]
struct Layout<'a> {
    title: &'a str,
    lang: &'static str,
    theme: &'static str,
    sections: Vec<Choice<'a>>,
    languages: Vec<Choice<'a>>,
    themes: Vec<Choice<'a>>,
    assets: &'a std::collections::BTreeMap<&'static str, String>,
    /// Who the page is for, where that is known.
    person: Option<PersonView<'a>>,
    /// Name to write under what is decided; a form asks for it as `acting_name` where there is no `person`.
    acting_name: Option<&'a str>,
    /// What a form has to carry in its field `csrf`.
    csrf: &'a str,
    /// Whether they may read; who has to log in first sees nothing of the catalogue.
    inside: bool,
    revision: &'a str,
    revision_title: &'a str,
    revision_note: &'a str,
    procedures: String,
    /// Mistakes in files that could not be read as they are, printed; empty when there are none.
    problems: String,
    /// Why the files of now are not shown.
    trouble: Option<String>,
}

/// Somebody, as the heading names them.
#[derive(Serialize)]
struct PersonView<'a> {
    name: &'a str,
    /// Word of the role, and how it is called.
    role: &'static str,
    role_name: &'a str,
    /// Whether they logged in, and can log out.
    leaves: bool,
}

/// One of several places to go to.
#[derive(Serialize)]
struct Choice<'a> {
    label: &'a str,
    address: String,
    chosen: bool,
}

/// Makes a page from a template and its view.
///
/// # Errors
///
/// When the template fails.
pub(super) fn page(visit: &Visit, template: &str, title: &str, content: &impl Serialize) -> Answer {
    let body = render(visit, template, title, content)?;
    let cookies = visit.cookies().into_iter();
    Ok(cookies.fold(Reply::new(HTML, body), |reply, cookie| {
        reply.with(axum::http::header::SET_COOKIE, cookie)
    }))
}

/// The same as text.
pub(super) fn render(visit: &Visit, template: &str, title: &str, content: &impl Serialize) -> Result<String, Problem> {
    let app = &visit.app;
    let catalogue = &visit.state.catalogue;
    let plain = visit.parameters.without(&[LANGUAGE, THEME]);
    let with = |name: &str, value: &str| {
        let mut parameters = plain.clone();
        parameters.push(name, value);
        parameters.address(&visit.path)
    };
    // The address of a form alone does not show this page again, and what was typed would be gone.
    let posted = !visit.form.is_empty();
    let settings = catalogue.settings();
    let inside = visit.who.role.is_some();
    let problems = if inside { visit.state.broken.len() } else { 0 };
    let person = visit.person().map(|person| PersonView {
        name: &person.name,
        role: person.role.word(),
        role_name: visit.label(person.role.label()),
        leaves: visit.who.entry == Entry::Session,
    });
    let page = Page {
        page: Layout {
            title,
            lang: visit.language.code(),
            theme: visit.theme.code(),
            sections: SECTIONS
                .iter()
                .filter(|_| inside)
                .map(|(key, path)| Choice {
                    label: visit.label(key),
                    address: (*path).to_owned(),
                    chosen: *path == visit.path,
                })
                .collect(),
            languages: Language::ALL
                .iter()
                .filter(|_| !posted)
                .map(|language| Choice {
                    label: match language {
                        Language::Vietnamese => "Tiếng Việt",
                        Language::English => "English",
                    },
                    address: with(LANGUAGE, language.code()),
                    chosen: *language == visit.language,
                })
                .collect(),
            themes: Theme::ALL
                .iter()
                .filter(|_| !posted)
                .map(|theme| Choice {
                    label: visit.label(match theme {
                        Theme::Auto => "theme_auto",
                        Theme::Light => "theme_light",
                        Theme::Dark => "theme_dark",
                    }),
                    address: with(THEME, theme.code()),
                    chosen: *theme == visit.theme,
                })
                .collect(),
            assets: &app.assets.addresses,
            person,
            acting_name: visit.acting_name(),
            csrf: &visit.who.csrf,
            inside,
            revision: catalogue.name(),
            revision_title: &settings.title,
            revision_note: settings.note.as_deref().unwrap_or_default(),
            procedures: count(catalogue.entries().len()),
            problems: if problems == 0 { String::new() } else { count(problems) },
            trouble: app.trouble().filter(|_| inside),
        },
        t: app.labels.of(visit.language),
        w: app.labels.words(visit.language),
        content,
    };
    Ok(app.templates.render(template, &page)?)
}

/// A number as it is printed.
pub(super) fn count(number: usize) -> String {
    text::number(i128::try_from(number).unwrap_or(i128::MAX))
}
