//! Telling anew: all records that the lake keeps, by today's rules for robots and today's settings, each import in the place of the one before.
//!
//! Which visit a page belongs to follows from all records before it. So everything is told from the first record on, in the order in
//! which it came and with the clock of then; an import that comes to the same facts and counts stays. The others are replaced one by
//! one, in commits of which each takes the old one back: killed at any moment, no event counts twice, and the next run does the
//! rest. Versions of the data from before hold what was told then.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use harpoon_collect::{Key, Visits};
use harpoon_lake::store::{Begun, ImportHead, ImportRow, Staging};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::facts::{Facts, Manner, Read};
use super::load::{VERSION, records, tail};
use super::{CONNECTOR, CollectError, Collector, Counts, FOLDER, Stretch, closing, counts, disk, held};
use crate::Error;
use crate::workspace::Workspace;

/// Name of the file with the version of the rules.
const RULES: &str = "rules";

/// What telling anew came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retold {
    /// Imports of collected events that count.
    pub imports: u64,
    /// Those whose facts or counts became others.
    pub changed: u64,
    /// What became of the events in these.
    pub before: Counts,
    /// The same by the rules of now.
    pub now: Counts,
}

/// What `answers` of a collected import say.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Answers {
    stretch: String,
    /// When it was told for the first time.
    told: Option<Timestamp>,
    /// When it was told anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retold: Option<Timestamp>,
    /// The rules by which it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rules: Option<String>,
}

/// One stretch as it was told at first, and all readings of it.
struct Telling {
    stretch: String,
    told: Timestamp,
    readings: Vec<ImportRow>,
}

impl Telling {
    /// The reading that counts; none where a person took it back.
    fn standing(&self) -> Option<&ImportRow> {
        self.readings.iter().rev().find(|import| import.is_done())
    }
}

impl Workspace {
    /// Tells all collected events anew. No other process may have the collector.
    pub fn retell(&self, now: Timestamp) -> Result<Retold, Error> {
        let is_collected = |import: &ImportRow| import.connector == CONNECTOR;
        if !self.lake().snapshot(None)?.imports().iter().any(is_collected) {
            return Ok(Retold::default());
        }
        let collector = Collector::open(self, now).map_err(|error| match error {
            Error::Collect(CollectError::Busy(_)) => {
                Error::Usage("a server collects for this workspace; end it, tell anew, and start it again".to_owned())
            }
            other => other,
        })?;
        collector.load(self, now)?;
        let retold = collector.retell(self, now)?;
        collector.close(self, now)?;
        Ok(retold)
    }

    /// Imports of collected events in which robots were told from people by other rules than those of now, and these rules.
    pub(crate) fn told_by_others(&self) -> Result<BTreeMap<String, u64>, Error> {
        let robots = Manner::of(self)?.robots;
        let judged = fs::read_to_string(self.root().join(FOLDER).join(RULES));
        let mut others = BTreeMap::new();
        if judged.is_ok_and(|judged| judged.trim() == robots.version()) {
            return Ok(others);
        }
        let snapshot = self.lake().snapshot(None)?;
        let imports = snapshot.imports().iter().filter(|import| import.is_done());
        for import in imports.filter(|import| import.connector == CONNECTOR) {
            let rules = counts::rules(import);
            if rules != robots.version() {
                *others.entry(rules).or_default() += 1;
            }
        }
        Ok(others)
    }
}

impl Collector {
    fn retell(&self, workspace: &Workspace, now: Timestamp) -> Result<Retold, Error> {
        let mut loading = held(&self.loading);
        let (lake, manner) = (workspace.lake(), Manner::of(workspace)?);
        let mut staging = lake.stage()?;
        let mark = Stretch::mark(staging.imports(), self.log.id());
        let (mut retold, mut visits, mut seen) = (Retold::default(), Visits::default(), HashSet::new());
        for telling in tellings(&staging) {
            let Some(first) = telling.readings.first() else {
                continue;
            };
            let lines = records(lake, &first.sha256)?;
            let is_new = |line: &Read| line.key().is_none_or(|Key(key)| seen.insert(key));
            let is_new: Vec<bool> = lines.iter().map(is_new).collect();
            // What was taken back is known all the same when it is sent again.
            let Some(standing) = telling.standing() else { continue };
            let mut facts = Facts::of(&lines, |place| is_new[place], &manner, &mut visits);
            facts.events(visits.close(telling.told, &manner.zone), 0);
            retold.imports += 1;
            replace(&mut staging, &telling, standing, facts, &manner, now, &mut retold)?;
        }
        // Before the commit: visits that go on do so as they were told here. If it does not come to be, the next run tells the same.
        closing::keep(&self.folder, mark, &visits)?;
        staging.commit()?;
        loading.visits = Some((mark, visits));
        let path = self.folder.join(RULES);
        disk::write(&path, manner.robots.version().as_bytes(), true).map_err(Error::io("write", &path))?;
        Ok(retold)
    }
}

/// All stretches that came in, in the order in which they did.
fn tellings(staging: &Staging) -> Vec<Telling> {
    let mut by_stretch: BTreeMap<(String, Timestamp), Vec<ImportRow>> = BTreeMap::new();
    for import in staging.imports().filter(|import| Stretch::of(import).is_some()) {
        let answers: Answers = serde_json::from_str(&import.answers).unwrap_or_default();
        let told = answers.told.unwrap_or(import.imported_at);
        let key = (import.file.clone(), told);
        by_stretch.entry(key).or_default().push(import.clone());
    }
    let mut tellings: Vec<Telling> = by_stretch
        .into_iter()
        .map(|((stretch, told), mut readings)| {
            readings.sort_by_key(|import| import.seq);
            Telling {
                stretch,
                told,
                readings,
            }
        })
        .collect();
    tellings.sort_by_key(|telling| telling.readings.first().map(|import| import.seq));
    tellings
}

/// Puts what is told now in the place of what was told, where it is not the same.
fn replace(
    staging: &mut Staging,
    telling: &Telling,
    standing: &ImportRow,
    facts: Facts,
    manner: &Manner,
    now: Timestamp,
    retold: &mut Retold,
) -> Result<(), Error> {
    let rules = manner.robots.version();
    let (sum, tail) = (facts.tally.sum(), tail(&facts, rules));
    let answers = Answers {
        stretch: telling.stretch.clone(),
        told: Some(telling.told),
        retold: Some(now),
        rules: Some(rules.to_owned()),
    };
    // Under the account of the one before the store takes the same facts for the same import, and nothing is written.
    let counts_same = counts::is_same(&standing.checks, &tail.checks);
    let account = if counts_same {
        standing.account.clone()
    } else {
        Some(format!("{} {now}", telling.stretch))
    };
    let head = ImportHead {
        file: telling.stretch.clone(),
        sha256: standing.sha256.clone(),
        bytes: standing.bytes,
        connector: CONNECTOR.to_owned(),
        connector_version: VERSION,
        platform: None,
        account,
        answers: serde_json::to_string(&answers).unwrap_or_default(),
        // Among other tellings of the same deed it stands where the one before stood.
        imported_at: standing.imported_at,
    };
    if matches!(staging.begin(head)?, Begun::Known(_)) {
        return Ok(());
    }
    staging.instead_of(&standing.import_id)?;
    staging.push(facts.batch)?;
    if !staging.end(tail)?.known {
        retold.changed += 1;
        retold.before += &counts::sum(standing);
        retold.now += &sum;
    }
    Ok(())
}
