//! [`Head`] and [`Page`]: the lines of a landed run.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::known::Known;
use crate::network::{Network, Spot, What};
use crate::server::Server;

/// Version of the lines. Raised when an older program could not read them.
pub(crate) const LINES: u32 = 1;

/// A connection to an account, as a person set it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Handle or name of the account; empty where the token says whose it is.
    pub account: String,
    /// IANA zone of the account's days.
    pub zone: String,
    /// Figures of posts that are younger than this are read in each run: they still move.
    pub window: SignedDuration,
    /// Everything is read once in this time: figures of old posts, and what was deleted.
    pub whole_every: SignedDuration,
}

impl Settings {
    /// The last thirty days in each run, everything once a week.
    pub fn new(account: &str, zone: &str) -> Self {
        Self {
            account: account.to_owned(),
            zone: zone.to_owned(),
            window: SignedDuration::from_hours(30 * 24),
            whole_every: SignedDuration::from_hours(7 * 24),
        }
    }
}

/// How far the imports of an account have come. It belongs to an import, as its facts do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// When the last run began that read everything.
    pub whole_at: Option<Timestamp>,
    /// The newest mention that was read; older ones are not asked for again.
    pub heard_until: Option<Timestamp>,
}

/// The first line of a run: all that decides, beside its pages, what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Version of the lines.
    pub harpoon_live: u32,
    /// Id of the network.
    pub network: String,
    /// Version of the network's reading.
    pub version: u32,
    /// Scheme, name and port of the server.
    pub server: String,
    /// The account as it is asked for.
    pub account: String,
    /// IANA zone of the account's days.
    pub zone: String,
    /// Whether somebody in particular asks, so that what only the account sees can be asked for.
    pub signed_in: bool,
    /// When the run began.
    pub begun: Timestamp,
    /// From when on posts are read; everything without it.
    pub from: Option<Timestamp>,
    /// Where the run before had come to.
    pub before: Checkpoint,
    /// Digest of what earlier runs told.
    pub known: String,
}

impl Head {
    /// A run that begins now.
    pub fn new(
        network: &dyn Network,
        server: &Server,
        settings: &Settings,
        signed_in: bool,
        (before, known): (Checkpoint, &Known),
        now: Timestamp,
    ) -> Self {
        let whole = before
            .whole_at
            .is_none_or(|at| now.duration_since(at) >= settings.whole_every);
        Self {
            harpoon_live: LINES,
            network: network.about().id.to_owned(),
            version: network.about().version,
            server: server.address(),
            account: settings.account.clone(),
            zone: settings.zone.clone(),
            signed_in,
            begun: now,
            from: now.checked_sub(settings.window).ok().filter(|_| !whole),
            before,
            known: known.digest(),
        }
    }

    /// Whether a run with the other head asks the same of the same account, so that it can go on where that was stopped.
    pub(crate) fn is_of(&self, other: &Self) -> bool {
        let begun_alike = Self {
            begun: other.begun,
            from: other.from,
            ..self.clone()
        };
        begun_alike == *other
    }
}

/// An answer as it came, with what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// What was asked.
    pub what: What,
    /// The texts that were asked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Spot>,
    /// Path and query. No secret stands in it.
    pub path: String,
    /// When the answer had come.
    pub at: Timestamp,
    /// Its status: 200, or one that is an answer too (404 of a text that was deleted).
    pub status: u16,
    /// Its header `Link`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// SHA-256 of the body, in hexadecimal.
    pub sha256: String,
    /// The body, to the byte.
    pub body: String,
}

impl Page {
    /// Whether the body is the one that came.
    pub(crate) fn is_whole(&self) -> bool {
        digest(self.body.as_bytes()) == self.sha256
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
