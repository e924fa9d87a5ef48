//! [`Known`]: the imports that stand already and those ended in this run, found by id, by facts, or by what they speak of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use harpoon_core::series::{Series, Span};

use super::digest;
use super::import::ImportRow;
use super::snapshot::Snapshot;

/// Imports by id, each as it stands.
pub(super) struct Known {
    lines: BTreeMap<String, ImportRow>,
    /// Those that count, by digest of facts, connector, platform and account.
    facts: HashMap<u128, String>,
    /// Those that count, by what their series speak of.
    series: HashMap<u128, Vec<(Span, String)>>,
    seq: u64,
}

impl Known {
    /// From the imports of a snapshot.
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let mut known = Self {
            lines: BTreeMap::new(),
            facts: HashMap::new(),
            series: HashMap::new(),
            seq: snapshot.last_seq(),
        };
        snapshot.imports().iter().for_each(|line| known.add(line.clone()));
        known
    }

    /// Adds an import as it stands.
    pub(super) fn add(&mut self, line: ImportRow) {
        self.seq = self.seq.max(line.seq);
        if line.is_done() {
            self.facts.insert(facts_key(&line), line.import_id.clone());
            for series in &line.series {
                let of = self.series.entry(series_key(series)).or_default();
                of.push((series.span, line.import_id.clone()));
            }
        }
        self.lines.insert(line.import_id.clone(), line);
    }

    pub(super) fn get(&self, import_id: &str) -> Option<&ImportRow> {
        self.lines.get(import_id)
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &ImportRow> {
        self.lines.values()
    }

    /// Number of the next line of `imports`.
    pub(super) fn next_seq(&self) -> u64 {
        self.seq + 1
    }

    /// An import that counts and has the same facts from the same source.
    pub(super) fn same_facts(&self, line: &ImportRow) -> Option<&ImportRow> {
        let same = self.lines.get(self.facts.get(&facts_key(line))?);
        same.filter(|line| line.is_done())
    }

    /// Imports of other bytes that count and may speak of the same rows. Another reading of the same bytes stands on
    /// its own, so that the earlier one can be taken back.
    pub(super) fn overlapping(&self, line: &ImportRow) -> BTreeSet<&str> {
        let mut ids = BTreeSet::new();
        for one in &line.series {
            let others = self.series.get(&series_key(one)).into_iter().flatten();
            ids.extend(
                others
                    .filter(|(span, _)| span.overlaps(one.span))
                    .map(|(_, id)| id.as_str()),
            );
        }
        let counts = |other: &ImportRow| other.is_done() && other.sha256 != line.sha256;
        ids.retain(|id| self.lines.get(*id).is_some_and(counts));
        ids
    }
}

fn facts_key(line: &ImportRow) -> u128 {
    let source = [&line.platform, &line.account].map(|s| s.as_deref().unwrap_or_default());
    digest::words([line.digest.as_str(), &line.connector, source[0], source[1]])
}

/// All of a series that a fact's key has.
fn series_key(s: &Series) -> u128 {
    let words = [&s.platform, &s.account, &s.breakdown, &s.metric, &s.facet].map(String::as_str);
    let kinds = [s.entity_kind.as_str(), s.scope.as_str(), s.counter.as_str()];
    digest::words(words.into_iter().chain(kinds))
}
