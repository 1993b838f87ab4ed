//! An exported folder into an engine: all of it, seen by everybody at once, or nothing.

use std::collections::HashMap;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use thiserror::Error;

use super::client::{Client, ClientError, Payload, Verb};
use super::files::{self, Exported, FileError, INDEX, INDEX_OF_WORDS, WORDS};
use super::sum;
use crate::progress::{Progress, Stage};
use crate::search::engine::{self, words_of};

/// Documents compared at a time.
const PAGE: usize = 500;
/// Times a busy engine is asked again, waiting twice as long each time.
const TRIES: u32 = 6;
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// Most documents named when some are wrong.
const NAMED: usize = 5;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// Name of the index everybody now asks.
    pub index: String,
    /// Documents counted and compared in it.
    pub documents: usize,
    /// Whether the engine had this content already, whole; nothing was loaded then.
    pub was_there: bool,
    /// Indexes of earlier exports that are still there; nobody asks them any more.
    pub left: Vec<String>,
}

/// Why an export is not in the engine. The alias stands where it stood before.
#[derive(Debug, Error)]
pub enum PushError {
    /// The folder cannot be used.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The engine cannot be asked.
    #[error(transparent)]
    Engine(#[from] ClientError),
    /// The folder was exported by another version.
    #[error("the folder was exported by another version of this program; export again")]
    Version,
    /// The alias is the name of an index.
    #[error("{alias:?} is an index in this engine, no alias; name another with --alias, or remove it")]
    NoAlias {
        /// The alias.
        alias: String,
    },
    /// A document was refused.
    #[error("the engine refuses {id}: {reason}")]
    Document {
        /// Its name.
        id: String,
        /// The engine's own words.
        reason: String,
    },
    /// What arrived is not what was sent.
    #[error("{index} does not hold what was sent: {what}; it was left for you to look at, and nobody asks it")]
    Differs {
        /// The index.
        index: String,
        /// What is wrong.
        what: String,
    },
}

/// Loads an exported folder, compares what arrived with what was sent, and gives the alias to it.
///
/// # Errors
///
/// When the folder or the engine cannot be used, and when what arrived is not what was sent. Whoever asks the alias is then
/// answered as before.
pub fn push(folder: &Path, client: &Client, progress: &dyn Progress) -> Result<Pushed, PushError> {
    let exported = files::read(folder)?;
    if exported.stamp != engine::stamp() {
        return Err(PushError::Version);
    }
    let alias = client.alias();
    let index = format!("{alias}-{}", &exported.checksum[..12]);
    let named = named(client, alias)?;
    let was_there = named.contains(&index);
    let content = Content {
        folder,
        exported: &exported,
        client,
        index: &index,
        progress,
    };
    if !was_there {
        content.load()?;
    }
    content.compare()?;
    let words = words_of(alias);
    let mut actions = Vec::new();
    for (alias, own, old) in [
        (alias, index.clone(), named),
        (&words, words_of(&index), self::named(client, &words)?),
    ] {
        let gone = old.iter().filter(|old| **old != own);
        actions.extend(gone.map(|old| json!({ "remove": { "index": old, "alias": alias } })));
        actions.push(json!({ "add": { "index": own, "alias": alias } }));
    }
    client.call(
        Verb::Post,
        "_aliases",
        Some(Payload::Json(&json!({ "actions": actions }))),
    )?;
    Ok(Pushed {
        left: others(client, alias, &index)?,
        index,
        documents: exported.documents,
        was_there,
    })
}

/// The indexes an alias stands for.
fn named(client: &Client, alias: &str) -> Result<Vec<String>, PushError> {
    let answer = match client.call(Verb::Get, &format!("_alias/{alias}"), None) {
        Err(ClientError::Refused { status: 404, .. }) if client.has(alias)? => {
            return Err(PushError::NoAlias {
                alias: alias.to_owned(),
            });
        }
        Err(ClientError::Refused { status: 404, .. }) => return Ok(Vec::new()),
        answer => answer?,
    };
    Ok(answer
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect())
}

/// Indexes of other exports under the same alias.
fn others(client: &Client, alias: &str, index: &str) -> Result<Vec<String>, PushError> {
    let answer = client.call(Verb::Get, &format!("{alias}-*/_alias"), None)?;
    let names = answer.as_object().into_iter().flatten().map(|(name, _)| name);
    let sum = |name: &str| {
        let rest = name.strip_prefix(alias).and_then(|rest| rest.strip_prefix('-'));
        rest.is_some_and(|rest| rest.len() == 12 && rest.chars().all(|c| c.is_ascii_hexdigit()))
    };
    let mut left: Vec<String> = names.filter(|name| *name != index && sum(name)).cloned().collect();
    left.sort();
    Ok(left)
}

/// A folder on its way into an index.
struct Content<'a> {
    folder: &'a Path,
    exported: &'a Exported,
    client: &'a Client,
    index: &'a str,
    progress: &'a dyn Progress,
}

impl Content<'_> {
    /// Loads the documents and the syllables into new indexes. What an interrupted push left there goes first.
    fn load(&self) -> Result<(), PushError> {
        let Self {
            folder,
            exported,
            client,
            index,
            progress,
        } = *self;
        let words = words_of(index);
        for (name, body) in [(index, INDEX), (&words, INDEX_OF_WORDS)] {
            if client.has(name)? {
                client.call(Verb::Delete, name, None)?;
            }
            let path = folder.join(body);
            let text = std::fs::read(&path).map_err(files::on(&path))?;
            let body: Value = serde_json::from_slice(&text).map_err(|_| FileError::Changed { path })?;
            client.call(Verb::Put, name, Some(Payload::Json(&body)))?;
        }
        progress.begin(Stage::Writing, exported.documents);
        for file in &exported.files {
            bulk(client, index, &files::file(folder, file)?)?;
            progress.advance(file.documents);
        }
        let path = folder.join(WORDS);
        bulk(client, &words, &std::fs::read(&path).map_err(files::on(&path))?)?;
        for name in [index, &words] {
            client.call(Verb::Post, &format!("{name}/_refresh"), None)?;
        }
        Ok(())
    }

    /// Counts the documents of an index and compares each with what was sent.
    fn compare(&self) -> Result<(), PushError> {
        let Self {
            folder,
            exported,
            client,
            index,
            progress,
        } = *self;
        let differs = |what: String| PushError::Differs {
            index: index.to_owned(),
            what,
        };
        let counted = client.call(Verb::Get, &format!("{index}/_count"), None)?["count"].as_u64();
        if counted != Some(exported.documents as u64) {
            let counted = counted.map_or_else(|| "none".to_owned(), |count| count.to_string());
            return Err(differs(format!(
                "{counted} documents instead of {}",
                exported.documents
            )));
        }
        progress.begin(Stage::Reading, exported.documents);
        let mut sent = sums(folder, exported)?;
        let mut wrong = Vec::new();
        let mut after = Value::Null;
        loop {
            let mut body = json!({ "size": PAGE, "sort": [{ "path": "asc" }], "track_total_hits": false });
            if !after.is_null() {
                body["search_after"] = after;
            }
            let answer = client.call(Verb::Post, &format!("{index}/_search"), Some(Payload::Json(&body)))?;
            let hits = answer["hits"]["hits"].as_array().map_or(&[][..], Vec::as_slice);
            for hit in hits {
                let id = hit["_id"].as_str().unwrap_or_default();
                if sent.remove(id) != Some(sum(hit["_source"].to_string().as_bytes())) {
                    wrong.push(id.to_owned());
                }
            }
            progress.advance(hits.len());
            match hits.last() {
                Some(last) => after = last["sort"].clone(),
                None => break,
            }
        }
        wrong.extend(sent.into_keys());
        if wrong.is_empty() {
            return Ok(());
        }
        wrong.sort();
        let count = wrong.len();
        wrong.truncate(NAMED);
        Err(differs(format!(
            "{count} documents differ, {} among them",
            wrong.join(", ")
        )))
    }
}

/// Adds documents, waiting where the engine is busy.
fn bulk(client: &Client, index: &str, lines: &[u8]) -> Result<(), PushError> {
    let path = format!("{index}/_bulk");
    let mut wait = FIRST_WAIT;
    let mut tries = 0;
    let answer = loop {
        tries += 1;
        match client.call(Verb::Post, &path, Some(Payload::Lines(lines))) {
            Err(ClientError::Refused { status: 429 | 503, .. }) if tries < TRIES => {}
            // Of some documents the engine may be too busy, of others not; to send them all again changes nothing.
            Ok(answer) if is_busy(&answer) && tries < TRIES => {}
            answer => break answer?,
        }
        sleep(wait);
        wait *= 2;
    };
    let Some(item) = failed(&answer).next() else {
        return Ok(());
    };
    Err(PushError::Document {
        id: item["_id"].as_str().unwrap_or_default().to_owned(),
        reason: item["error"]["reason"].as_str().unwrap_or("no reason given").to_owned(),
    })
}

fn failed(answer: &Value) -> impl Iterator<Item = &Value> {
    let items = answer["items"].as_array().into_iter().flatten();
    items.map(|item| &item["index"]).filter(|item| !item["error"].is_null())
}

fn is_busy(answer: &Value) -> bool {
    failed(answer).any(|item| item["status"] == 429)
}

/// The sum of every document that was exported, by its name.
fn sums(folder: &Path, exported: &Exported) -> Result<HashMap<String, blake3::Hash>, FileError> {
    let mut sums = HashMap::with_capacity(exported.documents);
    for file in &exported.files {
        let bytes = files::file(folder, file)?;
        let mut lines = bytes.split(|byte| *byte == b'\n');
        while let (Some(action), Some(document)) = (lines.next(), lines.next()) {
            let action: Value = serde_json::from_slice(action).unwrap_or_default();
            let id = action["index"]["_id"].as_str().unwrap_or_default();
            sums.insert(id.to_owned(), sum(document));
        }
    }
    Ok(sums)
}
