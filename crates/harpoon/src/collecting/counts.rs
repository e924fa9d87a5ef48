//! [`Counts`]: what became of what came, by source and minute: accepted = loaded + quarantined + duplicate, always.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use harpoon_collect::bot::BotClass;
use harpoon_lake::store::ImportRow;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::CONNECTOR;
use crate::Error;
use crate::workspace::Workspace;

/// What became of the events of a source within a minute, or longer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Events that a client was told are kept, each time it was told so.
    pub accepted: u64,
    /// Those that the lake has taken in, robots' among them.
    pub loaded: u64,
    /// Those that were put aside with a reason.
    pub quarantined: u64,
    /// Those that were sent again and known.
    pub duplicate: u64,
    /// Of those loaded, what robots did, by their class. It is kept and is no fact.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub robots: BTreeMap<BotClass, u64>,
}

impl Counts {
    /// What robots of any class did.
    pub fn all_robots(&self) -> u64 {
        self.robots.values().sum()
    }
}

impl AddAssign<&Self> for Counts {
    fn add_assign(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.loaded += other.loaded;
        self.quarantined += other.quarantined;
        self.duplicate += other.duplicate;
        for (class, robots) in &other.robots {
            *self.robots.entry(*class).or_default() += robots;
        }
    }
}

/// A line of [`Minutes`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Minute {
    source: String,
    /// Its beginning, by the instant of arrival.
    #[serde(rename = "minute")]
    begins: Timestamp,
    #[serde(flatten)]
    counts: Counts,
}

/// The counts of one import, as `checks` keeps them.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Minutes {
    /// Version of the rules that told robots from people.
    rules: String,
    minutes: Vec<Minute>,
}

/// The version of the rules that told robots from people in an import.
pub(super) fn rules(import: &ImportRow) -> String {
    serde_json::from_str::<Minutes>(&import.checks)
        .unwrap_or_default()
        .rules
}

/// All that an import counts.
pub(super) fn sum(import: &ImportRow) -> Counts {
    let minutes = serde_json::from_str::<Minutes>(&import.checks)
        .unwrap_or_default()
        .minutes;
    let mut sum = Counts::default();
    for minute in &minutes {
        sum += &minute.counts;
    }
    sum
}

/// Whether two imports count the same, whichever rules came to it.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|checks| serde_json::from_str::<Minutes>(checks).unwrap_or_default().minutes);
    one == other
}

/// Counts by source and minute while an import is made.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<(String, Timestamp), Counts>);

impl Tally {
    /// The counts of a source at an instant.
    pub(super) fn of(&mut self, source: &str, received: Timestamp) -> &mut Counts {
        let minute = minute(received);
        self.0.entry((source.to_owned(), minute)).or_default()
    }

    /// All of them.
    pub(super) fn sum(&self) -> Counts {
        let mut sum = Counts::default();
        self.0.values().for_each(|counts| sum += counts);
        sum
    }

    /// As `checks` keeps them, with the version of the rules that told robots from people.
    pub(super) fn to_checks(&self, rules: &str) -> String {
        let minutes = self.0.iter().map(|((source, minute), counts)| Minute {
            source: source.clone(),
            begins: *minute,
            counts: counts.clone(),
        });
        let minutes = Minutes {
            rules: rules.to_owned(),
            minutes: minutes.collect(),
        };
        serde_json::to_string(&minutes).unwrap_or_default()
    }
}

fn minute(at: Timestamp) -> Timestamp {
    let second = at.as_second();
    Timestamp::from_second(second - second.rem_euclid(60)).unwrap_or(at)
}

/// What a source has sent lately.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// Its name.
    pub source: String,
    /// Of the last 24 hours.
    pub day: Counts,
    /// The minute in which the last came, whenever that was.
    pub last: Option<Timestamp>,
}

impl Workspace {
    /// What each source has sent, by name: those of the settings, and those whose events are there. Imports that were taken
    /// back do not count.
    pub fn collected(&self, now: Timestamp) -> Result<Vec<SourceCounts>, Error> {
        let mut sources: BTreeMap<String, SourceCounts> = BTreeMap::new();
        for name in self.settings().collect.sources.keys() {
            sources.entry(name.clone()).or_default();
        }
        let begin = now - SignedDuration::from_hours(24);
        let snapshot = self.lake().snapshot(None)?;
        let imports = snapshot.imports().iter();
        for import in imports.filter(|import| import.is_done() && import.connector == CONNECTOR) {
            let checks: Minutes = serde_json::from_str(&import.checks).unwrap_or_default();
            for line in checks.minutes {
                let source = sources.entry(line.source).or_default();
                source.last = source.last.max(Some(line.begins));
                if line.begins >= begin {
                    source.day += &line.counts;
                }
            }
        }
        let named = sources
            .into_iter()
            .map(|(source, counts)| SourceCounts { source, ..counts });
        Ok(named.collect())
    }
}
