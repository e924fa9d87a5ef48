//! Where events came from, as numbers: each distinct set of words once.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use bytes::Bytes;
use harpoon_core::Scope;
use harpoon_core::channel::address;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Builder;

use super::Origin;
use super::manifest::Manifest;
use crate::store::StoreError;
use crate::store::durable::Disk;

/// Columns of `events` that tell where from, in the order of [`Words`].
pub(crate) const COLUMNS: [&str; 11] = [
    "platform",
    "scope",
    "channel",
    "source",
    "medium",
    "campaign",
    "content",
    "term",
    "referrer",
    "landing_url",
    "click_param",
];

/// Numbers of the words of one origin; nought is none.
pub(super) type Words = [u32; COLUMNS.len()];

/// The text of a column as origins keep it.
pub(crate) fn kept(column: usize, text: &str) -> String {
    match COLUMNS.get(column) {
        Some(&"referrer") => address::without_parameters(text).to_owned(),
        Some(&"landing_url") => address::telling(text),
        _ => text.to_owned(),
    }
}

/// Gives out the numbers; one for all workers.
#[derive(Default)]
pub(super) struct Coder(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// Words by number, less one.
    words: Vec<String>,
    word_of: HashMap<String, u32, Xxh3Builder>,
    origins: Vec<Words>,
    origin_of: HashMap<Words, u32, Xxh3Builder>,
}

impl Coder {
    /// Begins with the origins that are known already; their numbers are their places.
    pub(super) fn with(origins: &[Origin]) -> Self {
        let coder = Self::default();
        for origin in origins {
            let words = origin.texts().map(|text| text.map_or(0, |text| coder.word(&text)));
            coder.origin(words);
        }
        coder
    }

    /// Number of a word; never nought.
    pub(super) fn word(&self, text: &str) -> u32 {
        let Ok(mut known) = self.0.lock() else { return 0 };
        if let Some(number) = known.word_of.get(text) {
            return *number;
        }
        known.words.push(text.to_owned());
        let number = u32::try_from(known.words.len()).unwrap_or(u32::MAX);
        known.word_of.insert(text.to_owned(), number);
        number
    }

    /// Number of an origin.
    pub(super) fn origin(&self, words: Words) -> u32 {
        let Ok(mut known) = self.0.lock() else { return 0 };
        if let Some(number) = known.origin_of.get(&words) {
            return *number;
        }
        let number = u32::try_from(known.origins.len()).unwrap_or(u32::MAX);
        known.origins.push(words);
        known.origin_of.insert(words, number);
        number
    }

    /// All origins so far, by number.
    pub(super) fn origins(&self) -> Vec<Origin> {
        let Ok(known) = self.0.lock() else { return Vec::new() };
        let text = |number: u32| known.words.get((number as usize).wrapping_sub(1)).cloned();
        known.origins.iter().map(|words| Origin::of(words.map(text))).collect()
    }
}

impl Origin {
    /// Of the texts of its columns, as [`kept`] has them.
    pub(crate) fn of(texts: [Option<String>; COLUMNS.len()]) -> Self {
        let [
            platform,
            scope,
            channel,
            source,
            medium,
            campaign,
            content,
            term,
            referrer,
            landing_url,
            click_param,
        ] = texts;
        Self {
            platform,
            scope: scope.as_deref().and_then(Scope::from_word),
            channel,
            source,
            medium,
            campaign,
            content,
            term,
            referrer,
            landing_url,
            click_param,
        }
    }

    fn texts(&self) -> [Option<String>; COLUMNS.len()] {
        let scope = self.scope.map(|scope| scope.to_string());
        [
            &self.platform,
            &scope,
            &self.channel,
            &self.source,
            &self.medium,
            &self.campaign,
            &self.content,
            &self.term,
            &self.referrer,
            &self.landing_url,
            &self.click_param,
        ]
        .map(Clone::clone)
    }
}

/// Origins on disk: each with the kinds of event that came from it.
#[derive(Serialize, Deserialize)]
struct Stored {
    words: [Option<String>; COLUMNS.len()],
    kinds: u64,
}

/// Name of the file in the folder of the last run.
const NAME: &str = "origins.json";

/// Writes all origins into the folder of a run.
pub(super) fn write(folder: &Path, origins: &[Origin], kinds: &[u64], disk: &Disk) -> Result<(), StoreError> {
    let stored: Vec<Stored> = origins
        .iter()
        .zip(kinds)
        .map(|(origin, kinds)| Stored {
            words: origin.texts(),
            kinds: *kinds,
        })
        .collect();
    let bytes = Bytes::from(serde_json::to_vec(&stored).map_err(StoreError::encode)?);
    let path = folder.join(NAME);
    disk.replace(&path, &[bytes]).map_err(StoreError::io("write", &path))
}

/// The origins of a journal: those of its last run, which hold all earlier ones.
pub(super) fn read(folder: &Path, manifest: &Manifest) -> Result<(Vec<Origin>, Vec<u64>), StoreError> {
    let Some(run) = manifest.runs.last() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let path = folder.join(run.number.to_string()).join(NAME);
    let bytes = fs::read(&path).map_err(StoreError::io("read", &path))?;
    let stored: Vec<Stored> =
        serde_json::from_slice(&bytes).map_err(|e| StoreError::damaged(path.display().to_string(), &e))?;
    let kinds = stored.iter().map(|one| one.kinds).collect();
    Ok((stored.into_iter().map(|one| Origin::of(one.words)).collect(), kinds))
}
