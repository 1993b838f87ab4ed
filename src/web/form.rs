//! Forms that are sent: read within limits, and only from our own pages.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{self, HeaderMap};
use http_body_util::BodyExt as _;

use super::reply::Problem;
use super::visit::Parameters;

/// Most bytes of a form.
const MOST: usize = 256 * 1024;
/// Bytes of a form that is too long which are taken all the same, so that whoever sends it hears why it is refused.
const MOST_DROPPED: usize = 8 * 1024 * 1024;
/// Time for a form to come in whole.
const TIME: Duration = Duration::from_secs(10);
/// What a form is sent as.
const KIND: &str = "application/x-www-form-urlencoded";

/// Reads a form.
///
/// # Errors
///
/// When it is something else, too long, or does not come in time.
pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Parameters, Problem> {
    if !is_form(headers) {
        return Err(Problem::no_form());
    }
    let bytes = tokio::time::timeout(TIME, whole(body)).await;
    Ok(Parameters::sent(&bytes.map_err(|_| Problem::slow())??))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(KIND))
}

async fn whole(mut body: Body) -> Result<Vec<u8>, Problem> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        // Whoever hung up in the middle does not read the answer.
        let Ok(data) = frame.map_err(|_| Problem::no_form())?.into_data() else {
            continue;
        };
        length += data.len();
        if length <= MOST {
            bytes.extend_from_slice(&data);
        } else if length > MOST_DROPPED {
            break;
        }
    }
    if length > MOST {
        Err(Problem::large())
    } else {
        Ok(bytes)
    }
}

/// Whether a form was sent by one of our own pages, as far as a browser tells: by `Origin`, or where it has none by `Referer`
/// or `Sec-Fetch-Site`. Over HTTPS no page over HTTP counts as ours.
pub(super) fn is_from_our_page(headers: &HeaderMap, secure: bool) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let site = text("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    let host = text("host").unwrap_or_default();
    match (text("origin"), text("referer")) {
        (Some(origin), _) => is_ours(origin, host, secure),
        (None, Some(page)) => is_ours(page, host, secure),
        (None, None) => site.is_some(),
    }
}

/// Whether an address is of the host that was asked; the port a scheme implies may be left out.
fn is_ours(address: &str, host: &str, secure: bool) -> bool {
    let (scheme, port) = match address.split_once("://") {
        Some(("https", _)) => ("https://", ":443"),
        Some(("http", _)) if !secure => ("http://", ":80"),
        _ => return false,
    };
    let authority = address[scheme.len()..].split('/').next().unwrap_or_default();
    let plain = |name: &str| name.strip_suffix(port).unwrap_or(name).to_ascii_lowercase();
    !host.is_empty() && plain(authority) == plain(host)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| (HeaderName::from_static(name), value.parse().unwrap());
        pairs.iter().map(pair).collect()
    }

    fn ours(pairs: &[(&'static str, &str)], secure: bool) -> bool {
        is_from_our_page(&headers(pairs), secure)
    }

    #[test]
    fn our_pages_are_told_by_their_origin() {
        let host = ("host", "localhost:8080");
        for fine in [
            ("origin", "http://localhost:8080"),
            ("origin", "http://LOCALHOST:8080"),
            ("referer", "http://localhost:8080/ra-soat?x=http://evil.example/"),
            ("sec-fetch-site", "same-origin"),
        ] {
            assert!(ours(&[host, fine], false), "{fine:?}");
        }
        for foreign in [
            ("origin", "null"),
            ("origin", ""),
            ("origin", "http://localhost:3000"),
            ("origin", "http://localhost"),
            ("origin", "http://localhost:8080.evil.example"),
            ("origin", "http://evil.example"),
            ("origin", "ftp://localhost:8080"),
            ("origin", "localhost:8080"),
            ("referer", "http://evil.example/http://localhost:8080/"),
            ("referer", "http://localhost:8080@evil.example/"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
            ("x-other", "x"),
        ] {
            assert!(!ours(&[host, foreign], false), "{foreign:?}");
        }
        // What is said against it counts more than what is said for it.
        assert!(!ours(
            &[
                host,
                ("origin", "http://localhost:8080"),
                ("sec-fetch-site", "cross-site")
            ],
            false
        ));
        assert!(!ours(
            &[host, ("origin", "null"), ("referer", "http://localhost:8080/")],
            false
        ));
        assert!(!ours(&[("origin", "http://")], false));
    }

    #[test]
    fn over_https_the_scheme_counts_and_its_port_goes_without_saying() {
        let host = ("host", "tthc.noibo");
        assert!(ours(&[host, ("origin", "https://tthc.noibo")], true));
        assert!(ours(
            &[("host", "tthc.noibo:443"), ("origin", "https://tthc.noibo")],
            true
        ));
        assert!(!ours(&[host, ("origin", "http://tthc.noibo")], true));
        assert!(!ours(&[host, ("origin", "https://tthc.noibo:80")], true));
        assert!(
            ours(&[host, ("origin", "https://tthc.noibo")], false),
            "nobody said how people come"
        );
    }

    #[test]
    fn only_forms_are_read_as_forms() {
        for (kind, is) in [
            ("application/x-www-form-urlencoded", true),
            ("Application/X-WWW-Form-Urlencoded; charset=UTF-8", true),
            ("text/plain", false),
            ("multipart/form-data; boundary=x", false),
            ("application/json", false),
            ("", false),
        ] {
            assert_eq!(is_form(&headers(&[("content-type", kind)])), is, "{kind}");
        }
        assert!(!is_form(&HeaderMap::new()));
    }
}
