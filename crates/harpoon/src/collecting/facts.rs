//! [`Facts`]: what the records of one stretch tell, as the lake takes it.

use std::collections::BTreeMap;

use harpoon_collect::bot::Robots;
use harpoon_collect::{Key, Quarantined, Sent, Terms, Told, Visits, tell};
use harpoon_core::batch::Batch;
use harpoon_core::{Event, Reject};
use harpoon_wal::Record;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::counts::Tally;
use crate::Error;
use crate::workspace::Workspace;

/// Names without a kind that are told.
const MOST_NAMES: usize = 12;
/// Letters of such a name that are told.
const LONGEST_NAME: usize = 60;
/// Source of lines that cannot be read.
const UNREAD: &str = "?";

/// A record as it is read back.
pub(super) enum Read {
    Sent(Box<Sent>),
    Aside(Quarantined),
    /// Of another version of this program, or damaged in a way that the log does not see.
    Not(String),
}

impl Read {
    pub(super) fn of(record: &Record) -> Self {
        let Ok(line) = std::str::from_utf8(&record.bytes) else {
            return Self::Not("the line is no text".to_owned());
        };
        Sent::from_line(line).map_or_else(
            |error| Quarantined::from_line(line).map_or_else(|_| Self::Not(error.to_string()), Self::Aside),
            |sent| Self::Sent(Box::new(sent)),
        )
    }

    /// What makes it the same when it is sent again.
    pub(super) fn key(&self) -> Option<Key> {
        match self {
            Self::Sent(sent) => Some(sent.key),
            Self::Aside(_) | Self::Not(_) => None,
        }
    }
}

/// How the sources of a workspace are read.
pub(super) struct Manner {
    sources: BTreeMap<String, Terms>,
    /// Of a source that is gone from the settings.
    usual: Terms,
    pub(super) robots: Robots,
    pub(super) zone: TimeZone,
}

impl Manner {
    pub(super) fn of(workspace: &Workspace) -> Result<Self, Error> {
        let (settings, zone) = (workspace.settings(), workspace.zone()?);
        let currency = settings.currency.as_deref();
        let robots = Robots::new(&settings.collect.robots);
        let sources = settings.collect.sources.iter();
        Ok(Self {
            sources: sources
                .map(|(name, source)| (name.clone(), source.terms(currency, &zone, &robots)))
                .collect(),
            usual: Terms {
                currency: settings.currency.clone(),
                zone: zone.clone(),
                robots: robots.clone(),
                ..Terms::default()
            },
            robots,
            zone,
        })
    }

    fn terms(&self, source: &str) -> &Terms {
        self.sources.get(source).unwrap_or(&self.usual)
    }
}

/// What an import of a stretch holds.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) batch: Batch,
    pub(super) tally: Tally,
    /// Lines that tell nothing new.
    pub(super) duplicates: u64,
    noticed: Noticed,
}

/// What people should know of the records.
#[derive(Default)]
struct Noticed {
    /// Events that would count again if they were sent again.
    without_id: u64,
    /// Names without a kind.
    unnamed: BTreeMap<String, u64>,
    /// Money that could not be understood, by the word for why: the first, and how many.
    lacks: BTreeMap<&'static str, (String, u64)>,
}

impl Facts {
    /// Tells the records that are new, in the order of their time, and what visits make of them. What robots did becomes no
    /// fact: no KPI may count it, and the records stay.
    pub(super) fn of(records: &[Read], is_new: impl Fn(usize) -> bool, manner: &Manner, visits: &mut Visits) -> Self {
        let mut facts = Self::default();
        facts.batch.rows = records.len() as u64;
        let mut told = Vec::new();
        for (place, record) in records.iter().enumerate() {
            let row = place as u64 + 1;
            match record {
                Read::Sent(sent) if is_new(place) => {
                    told.extend(facts.take_new(sent, manner).map(|(at, it)| (at, row, it)));
                }
                Read::Sent(sent) => facts.take_known(sent),
                Read::Aside(aside) => facts.put_aside(aside, row),
                Read::Not(reason) => facts.put_unread(reason, row),
            }
        }
        // Whoever was first in the log is first among those of one instant.
        told.sort_by_key(|(at, row, _)| (*at, *row));
        for (_, row, told) in told {
            let events = visits.take(&told, &manner.zone);
            facts.events(events, row);
            let identities = told.identities.into_iter();
            facts
                .batch
                .identities
                .extend(identities.map(|tie| harpoon_core::Identity { row, ..tie }));
        }
        facts
    }

    /// Adds events that come from a line; 0 for those that only the end of a visit tells.
    pub(super) fn events(&mut self, events: Vec<Event>, row: u64) {
        let events = events.into_iter();
        self.batch.events.extend(events.map(|event| Event { row, ..event }));
    }

    /// What a person should know, in sentences.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let sum = self.tally.sum();
        if sum.all_robots() > 0 {
            let classes = sum.robots.iter().map(|(class, count)| format!("{count} {class}"));
            let classes: Vec<String> = classes.collect();
            remarks.push(format!("robots: {}; kept, and no facts", classes.join(", ")));
        }
        let Noticed {
            without_id,
            unnamed,
            lacks,
        } = &self.noticed;
        if *without_id > 0 {
            remarks.push(format!(
                "{without_id} events came without an id of their client: if they were sent again, they count again"
            ));
        }
        let mut names: Vec<(&String, &u64)> = unnamed.iter().collect();
        names.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
        if !names.is_empty() {
            let listed = names.iter().take(MOST_NAMES);
            let listed: Vec<String> = listed.map(|(name, count)| format!("`{name}` {count}")).collect();
            remarks.push(format!(
                "names that are no kind of event yet: {}; say what they are in [collect.sources.NAME.kinds]",
                listed.join(", ")
            ));
        }
        let lacks = lacks.values();
        remarks.extend(lacks.map(|(first, count)| format!("{first} ({})", events(*count))));
        remarks
    }

    /// Counts a new record; gives what it tells and when that was, unless it is a robot's.
    fn take_new(&mut self, sent: &Sent, manner: &Manner) -> Option<(Timestamp, Told)> {
        let told = tell(sent, manner.terms(&sent.source));
        let counts = self.tally.of(&sent.source, sent.received);
        counts.accepted += 1;
        counts.loaded += 1;
        if !told.verdict.class.is_person() {
            *counts.robots.entry(told.verdict.class).or_default() += 1;
            return None;
        }
        self.noticed.without_id += u64::from(!sent.counts_once());
        if let Some(name) = &told.unnamed {
            let name: String = name.chars().take(LONGEST_NAME).collect();
            *self.noticed.unnamed.entry(name).or_default() += 1;
        }
        for lack in &told.lacks {
            let first = || (lack.to_string(), 0);
            self.noticed.lacks.entry(lack.code()).or_insert_with(first).1 += 1;
        }
        let step = told.step.as_ref().map(|step| step.at);
        let at = step.or_else(|| told.events.first().map(|event| event.at));
        Some((at.unwrap_or(sent.received), told))
    }

    fn take_known(&mut self, sent: &Sent) {
        let counts = self.tally.of(&sent.source, sent.received);
        counts.accepted += 1;
        counts.duplicate += 1;
        self.duplicates += 1;
    }

    fn put_aside(&mut self, aside: &Quarantined, row: u64) {
        let counts = self.tally.of(&aside.source, aside.received);
        counts.accepted += aside.events;
        counts.quarantined += aside.events;
        self.batch.rejects.push(Reject {
            row,
            column: None,
            reason: aside.reason.clone(),
            hint: Some(format!(
                "source `{}`, {} of {}",
                aside.source,
                events(aside.events),
                aside.protocol.as_str()
            )),
            raw: aside.body.clone().unwrap_or_default(),
        });
    }

    fn put_unread(&mut self, reason: &str, row: u64) {
        let counts = self.tally.of(UNREAD, Timestamp::UNIX_EPOCH);
        counts.accepted += 1;
        counts.quarantined += 1;
        self.batch.rejects.push(Reject {
            row,
            column: None,
            reason: reason.to_owned(),
            hint: Some("a later version of this program wrote it: use that one".to_owned()),
            raw: String::new(),
        });
    }
}

fn events(count: u64) -> String {
    if count == 1 {
        "1 event".to_owned()
    } else {
        format!("{count} events")
    }
}
