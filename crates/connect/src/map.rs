//! Maps: a TOML file in which a person says what the columns of any table mean. It becomes a [`Connector`], so whatever
//! Harpoon's own connectors can say, a map can.
//!
//! ```toml
//! id = "page_posts"                 # name of the map in imports and reports
//! platform = "facebook"             # or { column = "Source", words = { "Google Maps" = "google" } }
//! entity = "post"                   # what a row speaks of: account, campaign, ad_group, ad, post, event, place
//! scope = "organic"                 # where no column says it: organic, paid, total, unknown
//! counter = "lifetime"              # figures are counted since publication; without it, in the row's days
//!
//! [columns]                         # header in the file = meaning, in the notation of `field`
//! "Post id" = "post_id"
//! "Posted" = "published_at"
//! "Lifetime Reach" = "reach:unique"
//! "Minutes watched" = "watch_time in minutes"
//! "Category" = "x.Category"         # a further column to filter and group by
//! "Remarks" = "ignore"
//!
//! [optional]                        # columns that need not be there
//! "Boosted" = "scope"
//!
//! [scope_words]                     # words of the `scope` column
//! 1 = "paid"
//! 0 = "organic"
//! ```
//!
//! A table of what people did names the instant of its events (`event_at`, `at.order`, …), and:
//!
//! ```toml
//! event = "order"                   # kind of a row's own event, where no column tells it
//! system = "hubspot"                # stands before its numbers of customers, contacts, leads, deals and companies
//! calling_code = "31"               # of telephone numbers without one
//!
//! [kinds]                           # words of the `event_kind` column
//! "Closed Won" = "deal_won"
//! "Cancelled" = "ignore"
//! "*" = "stage"                     # every other word
//! ```
//!
//! Further keys: `title`, `account`, `zone` (of naive times), `currency`, `day_order` (`dmy`, `mdy`), `decimal`
//! (`point`, `comma`), `unknown` (cells that mean unknown), `totals` (first words of total rows), `rows_are_numbered`
//! (there is no key: the row's number is it), `weekdays_from_sunday`, and `[header]` with `line` and `sheet`. As in
//! connectors, `|` in a header parts alternatives and `*` stands for any text.

mod propose;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::connector::Connector;
use crate::dictionary::normalise_header;
pub use propose::propose_map;
pub(crate) use propose::quoted;

/// One mistake in a map.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}")]
pub struct MapMistake {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to write.
    pub what: String,
}

/// Maps read so far by their text, so that each distinct map is kept once. A leaf lock: nothing else is locked under it.
static KEPT: Mutex<BTreeMap<String, &'static Connector>> = Mutex::new(BTreeMap::new());

/// A map as a connector. Its texts are kept for the life of the process, once for each distinct map. Its version is a
/// digest of its content, so a changed map reads a file anew.
///
/// Errors: every mistake of the file, in file order.
pub fn read_map(toml: &str) -> Result<&'static Connector, Vec<MapMistake>> {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(toml).copied();
    if let Some(connector) = kept {
        return Ok(connector);
    }
    let connector = read::read(toml)?;
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(all
        .entry(toml.to_owned())
        .or_insert_with(|| Box::leak(Box::new(connector))))
}

/// What a file of a tap says: its usual name, the version that its columns were taken from, and its streams.
pub(crate) struct TapMaps {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) streams: Vec<Connector>,
}

/// Reads the maps of a tap's streams. Errors: every mistake of the file, in file order.
pub(crate) fn read_tap(toml: &str) -> Result<TapMaps, Vec<MapMistake>> {
    read::read_tap(toml)
}

/// How a map and a file's header fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapFit {
    /// Columns of the map, beside the optional ones, that the file lacks.
    pub missing: Vec<&'static str>,
    /// Columns of the file that the map does not name; figures among them are kept as raw metrics.
    pub unmapped: Vec<String>,
}

/// Compares a map with a file's header.
pub fn fit(map: &Connector, header: &[String]) -> MapFit {
    let present: Vec<String> = header.iter().map(|h| normalise_header(h)).collect();
    let mut met = BTreeSet::new();
    let mut missing = Vec::new();
    for (headers, notation) in map.columns {
        let patterns = headers.split('|').map(normalise_header);
        let found: Vec<usize> = patterns.flat_map(|pattern| matching(&present, &pattern)).collect();
        let plain = notation.split(" in ").next().unwrap_or_default();
        if found.is_empty() && map.requires.contains(&plain) {
            missing.push(*headers);
        }
        met.extend(found);
    }
    let unmet = header
        .iter()
        .enumerate()
        .filter(|(place, h)| !met.contains(place) && !h.trim().is_empty());
    MapFit {
        missing,
        unmapped: unmet.map(|(_, header)| header.clone()).collect(),
    }
}

/// Places of the headers that a pattern with at most one `*` finds.
fn matching(present: &[String], pattern: &str) -> Vec<usize> {
    let is_found = |header: &str| match pattern.split_once('*') {
        None => header == pattern,
        Some((before, after)) => header.strip_prefix(before).is_some_and(|rest| rest.ends_with(after)),
    };
    let found = present.iter().enumerate().filter(|(_, header)| is_found(header));
    found.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests;
