//! What is answered, and how it goes over the wire.

use std::io::Write;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Response, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::guard;
use crate::catalogue::values::Date;
use crate::document::Format;
use crate::templates::TemplateError;

/// Smaller bodies are not worth packing.
const WORTH_PACKING: usize = 1000;

/// HTML in UTF-8.
pub(super) const HTML: &str = "text/html; charset=utf-8";
/// JSON.
pub(super) const JSON: &str = "application/json";
/// A workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The media type of a document.
pub(super) fn kind_of(format: Format) -> &'static str {
    match format {
        Format::Html => HTML,
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        #[cfg(feature = "pdf")]
        Format::Pdf => "application/pdf",
    }
}

/// What a handler answers.
pub(super) type Answer = Result<Reply, Problem>;

/// An answer before it goes over the wire.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// Status.
    pub(super) status: StatusCode,
    /// Media type.
    pub(super) kind: &'static str,
    /// The whole body.
    pub(super) body: Vec<u8>,
    /// Whether it never changes under its address.
    pub(super) forever: bool,
    /// Further headers.
    pub(super) headers: Vec<(HeaderName, String)>,
    /// Whether it is a document with its own style, and no page of ours.
    pub(super) alone: bool,
}

/// Why there is no answer as asked. The words are labels: the page says them in the reader's language.
#[derive(Debug)]
pub(super) struct Problem {
    /// Status.
    pub(super) status: StatusCode,
    /// Key of the label that says what is the matter.
    pub(super) label: &'static str,
    /// What the label's place `{x}` is filled with.
    pub(super) what: String,
    /// What only the operator is told.
    pub(super) cause: Option<String>,
}

impl Reply {
    /// A body that is fine.
    pub(super) fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: StatusCode::OK,
            kind,
            body: body.into(),
            forever: false,
            headers: Vec::new(),
            alone: false,
        }
    }

    /// A document that has its style in it, to be looked at as it is.
    pub(super) fn alone(html: Vec<u8>) -> Self {
        Self {
            alone: true,
            ..Self::new(HTML, html)
        }
    }

    /// A value as JSON.
    ///
    /// # Errors
    ///
    /// When it has no JSON.
    pub(super) fn json(value: &impl Serialize) -> Answer {
        let mut body = serde_json::to_vec(value).map_err(Problem::internal)?;
        body.push(b'\n');
        Ok(Self::new(JSON, body))
    }

    /// Leads to another page of ours, which is asked for with GET: what a form answers when it is done.
    pub(super) fn see_other(address: &str) -> Self {
        Self::new("text/plain; charset=utf-8", format!("{address}\n"))
            .with_status(StatusCode::SEE_OTHER)
            .with(header::LOCATION, address)
    }

    /// The same with another status.
    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same with a header.
    pub(super) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The same as a file to keep under a name of plain letters.
    pub(super) fn named(self, file: &str) -> Self {
        self.with(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\""))
    }

    /// The answer to a request with these headers; `held` is let go of when it is sent or given up. It is packed where the
    /// other side unpacks, without a body where it has the same one already.
    pub(super) fn into_response(self, method: &Method, asked: &HeaderMap, held: impl Send + 'static) -> Response<Body> {
        let tag = format!("\"{}\"", &blake3::hash(&self.body).to_hex()[..24]);
        let known = self.status == StatusCode::OK && has_already(asked, &tag);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        guard::secure(headers, self.alone);
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.append(name, value);
            }
        };
        set(
            header::CACHE_CONTROL,
            if self.forever {
                "public, max-age=31536000, immutable"
            } else {
                "private, no-cache"
            },
        );
        set(header::VARY, "Accept-Encoding, Cookie");
        set(header::CONTENT_TYPE, self.kind);
        for (name, value) in self.headers {
            set(name, &value);
        }
        if self.status == StatusCode::OK {
            set(header::ETAG, &tag);
        }
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        let packed = (self.body.len() >= WORTH_PACKING && unpacks(asked, self.kind))
            .then(|| gzip(&self.body))
            .flatten();
        if packed.is_some() {
            set(header::CONTENT_ENCODING, "gzip");
        }
        let body = packed.unwrap_or(self.body);
        set(header::CONTENT_LENGTH, &body.len().to_string());
        *response.status_mut() = self.status;
        if method != Method::HEAD {
            *response.body_mut() = Body::from(Bytes::from_owner(Sent { body, _held: held }));
        }
        response
    }
}

/// A body on its way, and what is held as long as a byte of it is.
struct Sent<T> {
    body: Vec<u8>,
    _held: T,
}

impl<T> AsRef<[u8]> for Sent<T> {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

/// Whether the other side has the body with this tag.
fn has_already(asked: &HeaderMap, tag: &str) -> bool {
    let lines = asked.get_all(header::IF_NONE_MATCH).iter();
    let tags = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    tags.map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == tag || known == "*")
}

/// Whether the other side unpacks gzip, and the body is not packed already.
fn unpacks(asked: &HeaderMap, kind: &str) -> bool {
    let text = ["text/", "application/json", "image/svg"];
    let accepts = |line: &HeaderValue| {
        let line = line.to_str().unwrap_or_default();
        line.split(',').any(|coding| {
            let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
            let refused = quality.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
            name.trim().eq_ignore_ascii_case("gzip") && !refused
        })
    };
    text.iter().any(|beginning| kind.starts_with(beginning))
        && asked.get_all(header::ACCEPT_ENCODING).iter().any(accepts)
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(5));
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

impl Problem {
    fn new(status: StatusCode, label: &'static str, what: impl Into<String>) -> Self {
        Self {
            status,
            label,
            what: what.into(),
            cause: None,
        }
    }

    /// Whether the same form can be sent again with the hope of another answer.
    pub(super) fn may_pass(&self) -> bool {
        self.status.is_server_error() || matches!(self.label, "error_forged" | "error_logged_out")
    }

    /// There is no page at the address.
    pub(super) fn no_page(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "error_no_page", path)
    }

    /// There is no procedure with the code.
    pub(super) fn no_procedure(code: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "error_no_procedure", code)
    }

    /// There is no revision by the name.
    pub(super) fn no_revision(name: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "error_no_revision", name)
    }

    /// There is only one revision, and so nothing to compare.
    pub(super) fn one_revision() -> Self {
        Self::new(StatusCode::NOT_FOUND, "error_one_revision", "")
    }

    /// There is nothing to take back, or it is somebody else's.
    pub(super) fn no_undo() -> Self {
        Self::new(StatusCode::CONFLICT, "error_no_undo", "")
    }

    /// Somebody wrote after what is to be taken back.
    pub(super) fn changed_since() -> Self {
        Self::new(StatusCode::CONFLICT, "error_changed_since", "")
    }

    /// Something was not done, and this is why.
    pub(super) fn refused(why: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "error_refused", why)
    }

    /// The decisions that are chosen make no proposal.
    pub(super) fn no_proposal() -> Self {
        Self::new(StatusCode::CONFLICT, "error_no_proposal", "")
    }

    /// Proof-reading found what keeps documents from being handed out.
    pub(super) fn stopped() -> Self {
        Self::new(StatusCode::CONFLICT, "error_stopped", "")
    }

    /// A parameter has a value it cannot have.
    pub(super) fn bad_parameter(name: &str, value: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "error_parameter", format!("{name} = {value}"))
    }

    /// The compliance cost of a day cannot be worked out without the income of an hour.
    pub(super) fn no_income(revision: &str, day: Date) -> Self {
        let what = format!("{revision}/catalogue.yaml: tham_so.tnbq, {day}");
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "error_no_income", what)
    }

    /// Figures of the catalogue keep the compliance cost from being worked out.
    pub(super) fn no_cost(why: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "error_no_cost", why)
    }

    /// The address is used another way.
    pub(super) fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "error_method", "")
    }

    /// Somebody has to log in first, and no page can lead them there.
    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "error_log_in", "")
    }

    /// A form was sent by somebody who is not logged in, or not any more.
    pub(super) fn logged_out() -> Self {
        Self::new(StatusCode::FORBIDDEN, "error_logged_out", "")
    }

    /// Somebody may not do this.
    pub(super) fn role(needed: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "error_role", needed)
    }

    /// The proxy names somebody nobody knows.
    pub(super) fn unknown_person() -> Self {
        Self::new(StatusCode::FORBIDDEN, "error_unknown_person", "")
    }

    /// Nobody can be let in.
    pub(super) fn no_users() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "error_no_users", "")
    }

    /// A form does not come from a page of ours.
    pub(super) fn forged() -> Self {
        Self::new(StatusCode::FORBIDDEN, "error_forged", "")
    }

    /// What was sent is no form.
    pub(super) fn no_form() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "error_no_form", "")
    }

    /// A form is too long.
    pub(super) fn large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "error_large", "")
    }

    /// A form does not come in time.
    pub(super) fn slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "error_slow", "")
    }

    /// The request is for a server of another name.
    pub(super) fn misdirected() -> Self {
        Self::new(StatusCode::MISDIRECTED_REQUEST, "error_host", "")
    }

    /// Too much is going on.
    pub(super) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "error_busy", "")
    }

    /// The answer took too long.
    pub(super) fn timeout() -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, "error_time", "")
    }

    /// Something went wrong here.
    pub(super) fn internal(error: impl std::fmt::Display) -> Self {
        Self {
            cause: Some(error.to_string()),
            ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "error_internal", "")
        }
    }
}

impl From<TemplateError> for Problem {
    fn from(error: TemplateError) -> Self {
        Self::internal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
        pairs.collect()
    }

    #[test]
    fn bodies_are_packed_only_for_those_who_unpack() {
        let reply = || Reply::new(HTML, "a".repeat(5000));
        for (accepts, packed) in [
            ("gzip, br", true),
            ("GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("br", false),
        ] {
            let response = reply().into_response(&Method::GET, &asked(&[(header::ACCEPT_ENCODING, accepts)]), ());
            let encoding = response.headers().get(header::CONTENT_ENCODING);
            assert_eq!(encoding.is_some(), packed, "{accepts}");
        }
        let small = Reply::new(HTML, "a").into_response(&Method::GET, &asked(&[(header::ACCEPT_ENCODING, "gzip")]), ());
        assert!(!small.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let reply = || Reply::new(HTML, "một trang");
        let first = reply().into_response(&Method::GET, &HeaderMap::new(), ());
        let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
            let again = reply().into_response(&Method::GET, &asked(&[(header::IF_NONE_MATCH, &known)]), ());
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        }
        let other = reply().into_response(&Method::GET, &asked(&[(header::IF_NONE_MATCH, "\"x\"")]), ());
        assert_eq!(other.status(), StatusCode::OK);
    }
}
