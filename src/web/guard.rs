//! Who may ask, and what every answer carries.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::uri::Authority;
use axum::http::{Request, Uri};

/// Headers of every answer. No script or style but our own files, nothing from elsewhere, no frame around a page.
const SECURITY: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// For a document that is its own page: it has its style in it, and may do nothing.
const ALONE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'; \
     base-uri 'none'; sandbox",
);

/// Adds the security headers to an answer; `alone` for one that is no page of ours but a document.
pub(super) fn secure(headers: &mut HeaderMap, alone: bool) {
    for (name, value) in SECURITY {
        headers.insert(name, value);
    }
    if alone {
        headers.insert(header::CONTENT_SECURITY_POLICY, ALONE);
    }
}

/// Whether only this machine reaches an address.
pub(super) fn is_loopback(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => {
            address == Ipv6Addr::LOCALHOST || address.to_ipv4_mapped().is_some_and(|address| address.is_loopback())
        }
    }
}

/// Whether a request is for this server by a name it goes by. A page of somebody else's whose name was made to lead here
/// (DNS rebinding) asks by that name, and is refused.
///
/// The port does not matter: a tunnel may lead here from another one.
pub(super) fn is_for_us<B>(request: &Request<B>, names: &[String]) -> bool {
    let asked = |authority: &Authority| {
        let host = authority.host();
        let host = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        host.eq_ignore_ascii_case("localhost")
            || host.parse().is_ok_and(is_loopback)
            || names.iter().any(|name| name.eq_ignore_ascii_case(host))
    };
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    // User information before the name would hide what the name is.
    let plain = |text: &&str| !text.contains('@');
    let host = host.to_str().ok().filter(plain).and_then(|host| host.parse().ok());
    let target = Uri::authority(request.uri());
    host.is_some_and(|host| asked(&host)) && target.is_none_or(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(host: &str) -> bool {
        let request = Request::builder().uri("/").header("host", host).body(()).unwrap();
        is_for_us(&request, &["tthc.noibo".to_owned()])
    }

    #[test]
    fn only_names_of_this_machine_and_those_configured_are_answered() {
        for host in [
            "localhost",
            "LocalHost:8080",
            "127.0.0.1",
            "127.0.0.1:9000",
            "127.1.2.3",
            "[::1]:8080",
            "tthc.noibo",
            "TTHC.noibo:443",
        ] {
            assert!(allowed(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.1@evil.example",
            "evil@127.0.0.1",
            "192.168.1.2",
            "[::2]",
            "0.0.0.0",
            "2130706433",
        ] {
            assert!(!allowed(host), "{host}");
        }
    }

    #[test]
    fn a_request_without_one_host_or_for_another_target_is_refused() {
        let none = Request::builder().uri("/").body(()).unwrap();
        assert!(!is_for_us(&none, &[]));
        let two = Request::builder()
            .uri("/")
            .header("host", "localhost")
            .header("host", "evil.example");
        assert!(!is_for_us(&two.body(()).unwrap(), &[]));
        let other = Request::builder()
            .uri("http://evil.example/")
            .header("host", "localhost");
        assert!(!is_for_us(&other.body(()).unwrap(), &[]));
    }
}
