//! What a request asks for.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header;

use super::access_log::Event;
use super::labels::Language;
use super::people::{self, Person, Role, Who};
use super::reply::Problem;
use super::state::{App, Snapshot};
use crate::search::Search;
use crate::text;

/// Longest value of a parameter that is looked at, in bytes: nobody types more into a search box.
const LONGEST: usize = 2000;
/// The field that is taken as it was typed, letter by letter.
pub(super) const PASSWORD: &str = "password";
/// Rows of a table in a form that are looked at; the longest dossier has 224 papers.
const MOST_ROWS: usize = 1000;

/// How light the page is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Theme {
    /// As the reader's system is.
    #[default]
    Auto,
    /// Dark letters on light.
    Light,
    /// Light letters on dark.
    Dark,
}

impl Theme {
    /// Every theme, the usual one first.
    pub(super) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Its name in addresses, cookies and labels.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// Names of the parameters, and of the cookies, that say how pages look to a reader.
pub(super) const LANGUAGE: &str = "lang";
pub(super) const THEME: &str = "theme";

/// Parameters of an address, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads the query of an address.
    pub(super) fn of(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes());
        let short = pairs.filter(|(_, value)| value.len() <= LONGEST);
        Self(
            short
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    /// Reads a form. What was typed gets the encoding that everything in a catalogue has; browsers end lines in their own way.
    pub(super) fn sent(form: &[u8]) -> Self {
        let typed = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
            let value = match &*name {
                PASSWORD => value.into_owned(),
                _ => text::clean(&value.replace("\r\n", "\n")),
            };
            (name.into_owned(), value)
        };
        Self(form_urlencoded::parse(form).map(typed).collect())
    }

    /// Whether something was sent.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a value has characters that can be in no document.
    pub(super) fn has_hidden(&self) -> bool {
        self.0.iter().any(|(_, value)| value.contains(text::is_hidden))
    }

    /// Every parameter with its value, in their order.
    pub(super) fn every(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The last value of a parameter that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let values = self.0.iter().rev().filter(|(known, _)| known == name);
        values.map(|(_, value)| value.trim()).find(|value| !value.is_empty())
    }

    /// The last value of a parameter as it was written, with the space around it.
    pub(super) fn whole(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter that is not empty.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(known, _)| known == name);
        let values = values.map(|(_, value)| value.trim()).filter(|value| !value.is_empty());
        values.map(str::to_owned).collect()
    }

    /// The rows of a table in a form: the number behind `name-` and the value, of those that are not empty.
    pub(super) fn numbered(&self, name: &str) -> impl Iterator<Item = (usize, &str)> {
        let mut rows: Vec<(usize, &str)> = Vec::new();
        for (known, value) in &self.0 {
            let number = known.strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
            if let (Some(at), false) = (number.and_then(|at| at.parse().ok()), value.trim().is_empty()) {
                rows.push((at, value.trim()));
            }
        }
        rows.sort_by_key(|(at, _)| *at);
        rows.dedup_by_key(|(at, _)| *at);
        rows.into_iter().take(MOST_ROWS)
    }

    /// A parameter as a number.
    ///
    /// # Errors
    ///
    /// When it is something else.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<usize>, Problem> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let number = text.parse().map_err(|_| Problem::bad_parameter(name, text));
        number.map(Some)
    }

    /// Whether something is switched on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value, "1" | "true" | "on"))
    }

    /// Adds a parameter behind the others.
    pub(super) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// These and then others.
    pub(super) fn and(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    /// The same without some parameters.
    pub(super) fn without(&self, names: &[&str]) -> Self {
        let others = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        Self(others.cloned().collect())
    }

    /// The same on another page of a list; the first has no number.
    pub(super) fn on_page(&self, page: usize) -> Self {
        let mut parameters = self.without(&["page"]);
        if page > 1 {
            parameters.push("page", page.to_string());
        }
        parameters
    }

    /// The same with one value of a parameter put in, or taken out where it is in already, with or without its accents.
    pub(super) fn toggled(&self, name: &str, value: &str) -> Self {
        let is_it = |pair: &&(String, String)| pair.0 == name && text::fold(&pair.1) == text::fold(value);
        let mut others = Self(self.0.iter().filter(|pair| !is_it(pair)).cloned().collect());
        if others.0.len() == self.0.len() {
            others.push(name, value);
        }
        others
    }

    /// Each name with its value.
    pub(super) fn pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// The address of a page with these parameters.
    pub(super) fn address(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.0.iter().filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

/// One request as it came.
pub(super) struct Asked {
    /// Path of the address.
    pub(super) path: String,
    /// Parameters of the address as they were written.
    pub(super) query: Option<String>,
    /// Parts of the path that stand for something.
    pub(super) captured: Vec<(String, String)>,
    /// Headers.
    pub(super) headers: HeaderMap,
    /// Where the connection comes from.
    pub(super) peer: IpAddr,
    /// The form, where one was sent.
    pub(super) form: Parameters,
}

/// One request, with who asks and the catalogue as it was when it came.
pub(super) struct Visit {
    /// Everything a request may need.
    pub(super) app: Arc<App>,
    /// The catalogue; the same from the beginning of a page to its end.
    pub(super) state: Arc<Snapshot>,
    /// The request as it came.
    pub(super) asked: Arc<Asked>,
    /// Path of the address.
    pub(super) path: String,
    /// Parameters of the address.
    pub(super) parameters: Parameters,
    /// What was sent as a form, which is from our own page by somebody who may do it; nothing where none was.
    pub(super) form: Parameters,
    /// Who asks.
    pub(super) who: Who,
    /// Language of the labels.
    pub(super) language: Language,
    /// Theme.
    pub(super) theme: Theme,
}

impl Visit {
    /// Searches the catalogue as the visitor sees it.
    pub(super) fn searched<T: Send>(&self, ask: impl FnOnce(&Search) -> T + Send) -> T {
        self.app.searched(&self.state.search, ask)
    }

    /// Reads a request.
    pub(super) fn new(app: Arc<App>, asked: Arc<Asked>, who: Who) -> Self {
        let parameters = Parameters::of(asked.query.as_deref().unwrap_or_default());
        let wish = |name: &str| {
            parameters
                .get(name)
                .or_else(|| cookie(&asked.headers, name))
                .map(str::to_owned)
        };
        Self {
            state: app.now(),
            language: wish(LANGUAGE).and_then(|code| Language::of(&code)).unwrap_or_default(),
            theme: wish(THEME).and_then(|code| Theme::of(&code)).unwrap_or_default(),
            app,
            path: asked.path.clone(),
            parameters,
            form: asked.form.clone(),
            who,
            asked,
        }
    }

    /// The part of the path with a name.
    pub(super) fn captured(&self, name: &str) -> &str {
        let part = self.asked.captured.iter().find(|(known, _)| known == name);
        part.map_or("", |(_, value)| value)
    }

    /// Who asks, where that is known.
    pub(super) fn person(&self) -> Option<&Person> {
        self.who.person.as_ref()
    }

    /// The name to write under what is decided: that of who asks, or where nobody has to say who they are, what they wrote
    /// into the form as `acting_name`.
    pub(super) fn acting_name(&self) -> Option<&str> {
        self.known_name().or_else(|| self.form.get("acting_name"))
    }

    /// The name of who asks, where the server knows it.
    pub(super) fn known_name(&self) -> Option<&str> {
        self.person().map(|person| person.name.as_str())
    }

    /// Whether who asks may record decisions.
    pub(super) fn may_decide(&self) -> bool {
        self.who.role.is_some_and(|role| role >= Role::Reviewer)
    }

    /// Writes into the log that somebody came, went, or tried to, where there is a log. A login that cannot be one is left
    /// out: it may be a password in the wrong place.
    pub(super) fn event(&self, event: &'static str, login: &str) {
        if self.app.options.log {
            let login = login.trim().to_ascii_lowercase();
            let login = Some(login.as_str()).filter(|login| people::login_fault(login).is_none());
            Event::new(event, login, self.asked.peer).write();
        }
    }

    /// A label in the reader's language.
    pub(super) fn label<'a>(&'a self, key: &'a str) -> &'a str {
        self.app.labels.get(self.language, key)
    }

    /// A word of the results in the reader's language.
    pub(super) fn word<'a>(&'a self, vietnamese: &'a str) -> &'a str {
        self.app.labels.word(self.language, vietnamese)
    }

    /// Cookies that keep what was chosen in the address for the next pages, and the one that binds forms to the browser. They
    /// say nothing about a person.
    pub(super) fn cookies(&self) -> Vec<String> {
        let chosen = [(LANGUAGE, self.language.code()), (THEME, self.theme.code())];
        let chosen = chosen
            .into_iter()
            .filter(|(name, _)| self.parameters.get(name).is_some());
        chosen
            .map(|(name, value)| format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"))
            .chain(self.who.cookie.clone())
            .collect()
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter();
    let pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(known, value)| (known == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_make_the_address_they_were_read_from() {
        let query = "q=khai+sinh&field=H%E1%BB%99+t%E1%BB%8Bch&field=B%E1%BA%A3o+hi%E1%BB%83m";
        let parameters = Parameters::of(query);
        assert_eq!(parameters.address("/"), format!("/?{query}"));
        assert_eq!(parameters.all("field"), ["Hộ tịch", "Bảo hiểm"]);
        assert_eq!(
            parameters.toggled("field", "Hộ tịch").all("field"),
            ["Bảo hiểm"],
            "taken out"
        );
        assert_eq!(parameters.toggled("field", "ho tich").all("field"), ["Bảo hiểm"]);
        assert_eq!(parameters.toggled("level", "Cấp xã").all("level"), ["Cấp xã"]);
        assert_eq!(parameters.without(&["q", "field"]).address("/"), "/");
    }

    #[test]
    fn empty_and_endless_values_are_not_there() {
        let parameters = Parameters::of(&format!("q=&level=+&field={}&page=x", "a".repeat(LONGEST + 1)));
        assert_eq!(parameters.get("q"), None);
        assert_eq!(parameters.get("level"), None);
        assert_eq!(parameters.get("field"), None);
        assert!(parameters.number("page").is_err());
        assert_eq!(parameters.address("/"), "/?level=+&page=x");
    }

    #[test]
    fn a_form_has_room_for_more_than_an_address() {
        let long = "a".repeat(LONGEST * 50);
        let form = Parameters::sent(format!("text={long}&password=++x+&b=%E1%BB%91&c=o%CC%82%CC%81%0D%0Ad").as_bytes());
        assert_eq!(form.get("text"), Some(&*long), "nothing that was typed is left out");
        assert_eq!(form.get("c"), Some("ố\nd"), "in one encoding");
        assert!(!form.has_hidden() && Parameters::sent(b"a=x%00").has_hidden());
        assert_eq!(
            (form.whole("password"), form.get("password")),
            (Some("  x "), Some("x"))
        );
        assert_eq!(form.get("b"), Some("ố"));
        // What is no text is shown as such, never refused with a panic.
        assert_eq!(Parameters::sent(b"a=%ff").get("a"), Some("\u{fffd}"));
    }

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=b; theme=dark; xlang=vi".parse().unwrap());
        assert_eq!(cookie(&headers, "theme"), Some("dark"));
        assert_eq!(cookie(&headers, "lang"), None);
    }
}
