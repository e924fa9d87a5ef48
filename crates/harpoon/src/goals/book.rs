//! [`Book`]: the ledger read as histories of goals.

use std::collections::HashMap;

use harpoon_core::goal::body::{ClosingBody, GoalBody, RevisionBody};
use harpoon_core::goal::history::{Said, Signature, Told, replay};
use harpoon_core::goal::{Asked, Goal, History, Party};
use harpoon_ledger::{Body, Entry, Kind, LedgerFiles, Log, Role};
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::workspace::Workspace;

/// Every goal of a workspace, from its ledger.
#[derive(Debug, Default)]
pub struct Book {
    /// The goals in the order of their setting, each with all its versions.
    pub histories: Vec<History>,
    /// Entries about goals that fit nowhere: number from 1, and why.
    pub strays: Vec<(u64, String)>,
    /// The ledger's entries; none where there is no ledger.
    pub(crate) log: Option<Log>,
}

impl Book {
    /// What it takes for a change to count from now on.
    pub fn asked(&self) -> Asked {
        match self.log.as_ref().and_then(client_since) {
            Some(_) => Asked::Signatures,
            None => Asked::Word,
        }
    }

    /// Entries of the ledger that were read.
    pub fn entries(&self) -> u64 {
        self.log.as_ref().map_or(0, |log| log.leaves().len() as u64)
    }

    /// The goal of this id, or of this name where only one has it.
    pub fn find(&self, text: &str) -> Result<&History, Error> {
        let id = self.histories.iter().find(|history| history.id().as_str() == text);
        let mut named = self
            .histories
            .iter()
            .filter(|history| history.first().goal.name() == text);
        match (id, named.next(), named.next()) {
            (Some(history), _, _) | (None, Some(history), None) => Ok(history),
            _ => Err(Error::Usage(self.nothing_called(text))),
        }
    }

    fn nothing_called(&self, text: &str) -> String {
        let ids: Vec<&str> = self.histories.iter().map(|history| history.id().as_str()).collect();
        if ids.is_empty() {
            return format!(
                "there is no goal `{text}`, and no other yet; `harpoon goal add --help` shows how one is set"
            );
        }
        format!("there is no goal `{text}`; there are {}", ids.join(", "))
    }

    /// The goals as they stand after their last version, agreed or not, closed ones left out.
    pub fn open(&self) -> impl Iterator<Item = &Goal> {
        let open = self.histories.iter().filter(|history| history.closing().is_none());
        open.map(|history| &history.last().goal)
    }
}

/// What force a word has: the wording of core's [`Asked`] for readings of the past. Words after the client's key joined are
/// taken out before ([`Told::word`]), so that a key which comes later does not rewrite what stood.
pub(crate) const FORCE: Asked = Asked::Word;

impl Workspace {
    /// The files of its ledger.
    pub fn ledger(&self) -> LedgerFiles {
        LedgerFiles::of_workspace(self.root())
    }

    /// Reads its goals. A ledger that is not as it was signed is refused; where there is none, there are no goals.
    pub fn book(&self) -> Result<Book, Error> {
        let files = self.ledger();
        let nothing = self.holds().is_some_and(|held| held.entries() == Some(0));
        if nothing || !files.exists() {
            return Ok(Book::default());
        }
        let mut log = files.sound()?;
        if let Some(entries) = self.holds().and_then(|held| held.entries()) {
            log = log.first(entries);
        }
        let (told, mut strays) = told(&log, &self.zone()?);
        let (histories, more) = replay(&told);
        strays.extend(more.into_iter().map(|stray| (stray.place + 1, stray.why.to_string())));
        strays.sort();
        Ok(Book {
            histories,
            strays,
            log: Some(log),
        })
    }
}

/// Place of the first key of a client.
fn client_since(log: &Log) -> Option<u64> {
    let clients = log.keys().iter().filter(|known| known.role == Role::Client);
    clients.map(|known| known.entry).min()
}

/// Entries about goals, as core takes them, and those that cannot be read.
fn told(log: &Log, zone: &TimeZone) -> (Vec<Told>, Vec<(u64, String)>) {
    let (mut all, mut strays) = (Vec::new(), Vec::new());
    let agreements = agreements(log, zone);
    let client = client_since(log).unwrap_or(u64::MAX);
    for (place, entry) in (0..).zip(log.entries()) {
        let said = match entry.kind() {
            Kind::Goal => body::<GoalBody>(entry).map(Said::Goal),
            Kind::Revision => body::<RevisionBody>(entry).map(Said::Revision),
            Kind::Closing => body::<ClosingBody>(entry).map(Said::Closing),
            _ => continue,
        };
        let said = match said {
            Ok(said) => said,
            Err(why) => {
                strays.push((place + 1, why));
                continue;
            }
        };
        let mut signed: Vec<Signature> = signature(log, entry, zone).into_iter().collect();
        let later = agreements.get(&entry.leaf().to_string()).into_iter().flatten();
        signed.extend(
            later
                .filter(|(at, _)| *at > place)
                .map(|(_, signature)| signature.clone()),
        );
        all.push(Told {
            place,
            on: entry.time().to_zoned(zone.clone()).date(),
            by: entry.by().to_string(),
            signed,
            word: place < client,
            said,
        });
    }
    (all, strays)
}

fn body<T: DeserializeOwned>(entry: &Entry) -> Result<T, String> {
    match entry.body() {
        Body::Withheld { .. } => Err("what it says is withheld".to_owned()),
        Body::Open { value, .. } => {
            serde_json::from_value(value.clone()).map_err(|why| format!("it cannot be read: {why}"))
        }
    }
}

/// Agreements by the leaf that they name, each with its place.
fn agreements(log: &Log, zone: &TimeZone) -> HashMap<String, Vec<(u64, Signature)>> {
    let mut all: HashMap<String, Vec<(u64, Signature)>> = HashMap::new();
    for (place, entry) in (0..).zip(log.entries()) {
        if let (Kind::Agreement, Some(leaf), Some(signature)) =
            (entry.kind(), entry.text("entry"), signature(log, entry, zone))
        {
            all.entry(leaf.to_owned()).or_default().push((place, signature));
        }
    }
    all
}

/// Whose signature an entry bears, by the role that the ledger gives the key.
fn signature(log: &Log, entry: &Entry, zone: &TimeZone) -> Option<Signature> {
    let party = match log.key(entry.by())?.role {
        Role::Agency => Party::Agency,
        Role::Client => Party::Client,
    };
    let on = entry.time().to_zoned(zone.clone()).date();
    Some(Signature { party, on })
}
