//! Style, script and icon, in the program.

use std::collections::BTreeMap;

use super::reply::{Answer, Problem, Reply};
use super::visit::Visit;

/// Name, media type, content.
const FILES: [(&str, &str, &[u8]); 3] = [
    (
        "tthc.css",
        "text/css; charset=utf-8",
        concat!(
            include_str!("../../templates/web/assets/base.css"),
            include_str!("../../templates/web/assets/tthc.css")
        )
        .as_bytes(),
    ),
    (
        "tthc.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../templates/web/assets/tthc.js"),
    ),
    (
        "icon.svg",
        "image/svg+xml",
        include_bytes!("../../templates/web/assets/icon.svg"),
    ),
];

/// The files with the addresses they are asked by.
pub(super) struct Assets {
    /// By name the address, which changes with the content, so that it may be kept for ever.
    pub(super) addresses: BTreeMap<&'static str, String>,
}

impl Assets {
    /// Works the addresses out.
    pub(super) fn new() -> Self {
        let address = |(name, _, content): &(&'static str, &str, &[u8])| {
            let digest = blake3::hash(content).to_hex();
            (*name, format!("/assets/{name}?v={}", &digest[..12]))
        };
        Self {
            addresses: FILES.iter().map(address).collect(),
        }
    }
}

/// `/assets/{name}`
pub(super) fn asset(visit: &Visit) -> Answer {
    let name = visit.captured("name");
    let known = FILES.iter().find(|(known, ..)| *known == name);
    let (_, kind, content) = known.ok_or_else(|| Problem::no_page(&visit.path))?;
    let asked = visit.app.assets.addresses.get(name);
    let current = asked.and_then(|address| address.split_once("?v="));
    Ok(Reply {
        // An address of another version must not keep this one.
        forever: current.map(|(_, version)| version) == visit.parameters.get("v"),
        ..Reply::new(kind, *content)
    })
}
