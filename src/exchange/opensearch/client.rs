//! HTTP to an engine.

use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use thiserror::Error;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};

use crate::search::engine::Transport;

/// Longest an answer may take: an engine that takes documents in is busy.
const PATIENCE: Duration = Duration::from_secs(120);
/// Largest answer read, in bytes.
const MOST: u64 = 512 << 20;
/// Most letters of an engine's own words that are passed on.
const SAID: usize = 400;

/// Header that says who asks, whole: `Basic …`, `ApiKey …`, `Bearer …`.
const AUTHORIZATION: &str = "TTHC_ENGINE_AUTHORIZATION";
/// File of the certificates, in PEM, of those who may vouch for the engine.
const AUTHORITIES: &str = "TTHC_ENGINE_CA";

/// Why an engine gave no answer.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The address cannot be used.
    #[error("{url:?} is not the address of a search engine; write http://host:9200 or https://host:9200/alias")]
    Address {
        /// What was given.
        url: String,
    },
    /// What the environment says cannot be used.
    #[error("{name}: {why}")]
    Setting {
        /// Name of the variable.
        name: &'static str,
        /// What is wrong.
        why: String,
    },
    /// Nobody answered.
    #[error("{url} does not answer")]
    Unreachable {
        /// What was asked.
        url: String,
        /// Why.
        source: Box<ureq::Error>,
    },
    /// The engine refused.
    #[error("{url} answers {status}: {reason}")]
    Refused {
        /// What was asked.
        url: String,
        /// HTTP status.
        status: u16,
        /// Its own words.
        reason: String,
    },
    /// The answer is no JSON.
    #[error("{url} answers with something else than JSON: {start:?}")]
    NotJson {
        /// What was asked.
        url: String,
        /// How it begins.
        start: String,
    },
}

/// What is done to something of the engine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// Reads.
    Get,
    /// Whether it is there.
    Head,
    /// Makes.
    Put,
    /// Asks, or adds.
    Post,
    /// Removes.
    Delete,
}

/// The way to an engine, and the name of the index there.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    /// Without what stands for the index.
    base: String,
    alias: String,
    authorization: Option<String>,
}

impl Client {
    /// A client for `http://host:9200/alias`; `usual` is the alias where none is named.
    ///
    /// Who asks is told by the variable `TTHC_ENGINE_AUTHORIZATION`, which never shows in a list of processes; certificates of
    /// an office's own authority are read from the file `TTHC_ENGINE_CA` names.
    ///
    /// # Errors
    ///
    /// When the address or a variable cannot be used. Nothing is asked yet.
    pub fn new(url: &str, usual: &str) -> Result<Self, ClientError> {
        let address = || ClientError::Address { url: url.to_owned() };
        let (scheme, rest) = url.split_once("://").ok_or_else(address)?;
        let (host, alias) = rest.split_once('/').unwrap_or((rest, ""));
        let alias = alias.trim_matches('/');
        let alias = if alias.is_empty() { usual } else { alias };
        // A name with a password would be repeated in every message.
        if !matches!(scheme, "http" | "https") || host.is_empty() || host.contains('@') || !is_name(alias) {
            return Err(address());
        }
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("tthc/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls()?);
        Ok(Self {
            agent: config.build().into(),
            base: format!("{scheme}://{host}"),
            alias: alias.to_owned(),
            authorization: env::var(AUTHORIZATION).ok().filter(|value| !value.trim().is_empty()),
        })
    }

    /// Name of the index or alias.
    pub fn alias(&self) -> &str {
        &self.alias
    }

    /// Asks, and reads the answer as JSON.
    pub(super) fn call(&self, verb: Verb, path: &str, body: Option<Payload<'_>>) -> Result<Value, ClientError> {
        let url = format!("{}/{path}", self.base);
        let (status, bytes) = self.send(verb, &url, body)?;
        let answer = if bytes.is_empty() {
            Ok(Value::Null)
        } else {
            serde_json::from_slice(&bytes)
        };
        match answer {
            Ok(answer) if (200..300).contains(&status) => Ok(answer),
            Ok(answer) => Err(ClientError::Refused {
                url,
                status,
                reason: reason(&answer),
            }),
            Err(_) => Err(ClientError::NotJson {
                url,
                start: beginning(&String::from_utf8_lossy(&bytes)),
            }),
        }
    }

    /// Whether something is there.
    pub(super) fn has(&self, path: &str) -> Result<bool, ClientError> {
        match self.call(Verb::Head, path, None) {
            Ok(_) => Ok(true),
            Err(ClientError::Refused { status: 404, .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn send(&self, verb: Verb, url: &str, body: Option<Payload<'_>>) -> Result<(u16, Vec<u8>), ClientError> {
        let unreachable = |source: ureq::Error| ClientError::Unreachable {
            url: url.to_owned(),
            source: Box::new(source),
        };
        let method = match verb {
            Verb::Get => "GET",
            Verb::Head => "HEAD",
            Verb::Put => "PUT",
            Verb::Post => "POST",
            Verb::Delete => "DELETE",
        };
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let answer = match body {
            Some(payload) => {
                let request = request.header("content-type", payload.kind()).body(payload.bytes());
                let request = request.map_err(|error| unreachable(error.into()))?;
                self.agent.run(request)
            }
            None => {
                let request = request.body(());
                let request = request.map_err(|error| unreachable(error.into()))?;
                self.agent.run(request)
            }
        };
        let mut answer: ureq::http::Response<Body> = answer.map_err(unreachable)?;
        let bytes = answer.body_mut().with_config().limit(MOST).read_to_vec();
        Ok((answer.status().as_u16(), bytes.map_err(unreachable)?))
    }
}

impl Transport for Client {
    fn ask(&self, path: &str, body: Option<&Value>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        let verb = if body.is_some() { Verb::Post } else { Verb::Get };
        Ok(self.call(verb, path, body.map(Payload::Json))?)
    }
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Payload<'a> {
    /// One value.
    Json(&'a Value),
    /// Lines of them.
    Lines(&'a [u8]),
}

impl Payload<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Json(_) => "application/json",
            Self::Lines(_) => "application/x-ndjson",
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Lines(lines) => lines.to_vec(),
        }
    }
}

/// Whether a name may be an index's: lower case letters, digits, and some marks.
pub(super) fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name.len() <= 200
        && name.chars().all(plain)
}

fn tls() -> Result<TlsConfig, ClientError> {
    let Some(path) = env::var_os(AUTHORITIES).map(PathBuf::from) else {
        return Ok(TlsConfig::default());
    };
    let failed = |why: String| ClientError::Setting {
        name: AUTHORITIES,
        why: format!("{}: {why}", path.display()),
    };
    let bytes = std::fs::read(&path).map_err(|error| failed(error.to_string()))?;
    let items = parse_pem(&bytes).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate.to_owned()),
        _ => None,
    });
    let certificates: Vec<Certificate<'static>> = items.collect();
    if certificates.is_empty() {
        return Err(failed("no certificate in it; it must be a file in PEM".to_owned()));
    }
    let roots = RootCerts::new_with_certs(&certificates);
    Ok(TlsConfig::builder().root_certs(roots).build())
}

/// The engine's own words.
fn reason(answer: &Value) -> String {
    let error = &answer["error"];
    let cause = error["root_cause"][0]["reason"].as_str();
    let reason = error["reason"].as_str().or(error.as_str());
    match (reason, cause) {
        (Some(reason), Some(cause)) if reason != cause => beginning(&format!("{reason} ({cause})")),
        (Some(reason), _) => beginning(reason),
        _ => beginning(&answer.to_string()),
    }
}

fn beginning(text: &str) -> String {
    text.chars().take(SAID).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_names_host_and_alias() {
        let of = |url: &str| Client::new(url, "tthc").map(|client| (client.base, client.alias));
        for (url, base, alias) in [
            ("http://127.0.0.1:9200", "http://127.0.0.1:9200", "tthc"),
            ("https://may-chu:9200/", "https://may-chu:9200", "tthc"),
            ("https://may-chu/tthc-hcm", "https://may-chu", "tthc-hcm"),
        ] {
            let (found, named) = of(url).unwrap();
            assert_eq!((found.as_str(), named.as_str()), (base, alias), "{url}");
        }
        for url in [
            "",
            "may-chu:9200",
            "ftp://may-chu",
            "http://",
            "http://an:secret@may-chu:9200",
            "http://may-chu/a/b",
            "http://may-chu/_all",
            "http://may-chu/TTHC",
            "http://may-chu/*",
            "http://may-chu/a,b",
        ] {
            assert!(matches!(of(url), Err(ClientError::Address { .. })), "{url}");
        }
    }

    #[test]
    fn the_engines_own_words_are_passed_on() {
        let refused =
            json!({ "error": { "reason": "all shards failed", "root_cause": [{ "reason": "too many clauses" }] } });
        assert_eq!(reason(&refused), "all shards failed (too many clauses)");
        assert_eq!(reason(&json!({ "error": "no handler" })), "no handler");
        assert_eq!(reason(&json!({ "x": 1 })), "{\"x\":1}");
    }
}
