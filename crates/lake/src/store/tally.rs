//! [`Tally`]: what an import adds up to while it streams by: its digest, its series, its counts.

use std::collections::{BTreeMap, HashMap};

use harpoon_core::batch::{Batch, Figures, Observations};
use harpoon_core::series::{Series, Span};
use harpoon_core::{Counter, Scope, Unit};

use super::digest::{self, FigureDigests};

/// Sums over all facts of an import, whatever their order.
#[derive(Default)]
pub(super) struct Tally {
    digest: u128,
    /// Fact rows, of all tables.
    pub(super) facts: u64,
    series: BTreeMap<Series, Extent>,
}

#[derive(Clone, Copy)]
struct Extent {
    from: i32,
    to: i32,
    rows: u64,
    nulls: u64,
}

/// What tells the series of a row apart within one column of figures.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Group {
    platform: u32,
    account: u32,
    currency: Option<u32>,
    scope: usize,
    facet: u32,
    /// The days of a block, which is its own series; else nothing.
    block: Option<(i32, i32)>,
    dated: bool,
}

/// The groups of a table's rows, and which of them each row is in: by runs of neighbours, with the place of their group.
#[derive(Default)]
struct Groups {
    all: Vec<(Group, Extent)>,
    runs: Vec<(usize, usize)>,
}

/// What decides the groups of a column of figures, unless it has facets by row.
#[derive(PartialEq, Eq, Hash)]
struct Manner {
    counter: Counter,
    scope: Scope,
    is_money: bool,
}

impl Tally {
    /// Adds the facts of one table.
    pub(super) fn observations(&mut self, observations: &Observations) {
        let subjects = digest::subjects(observations);
        let mut alike = HashMap::new();
        for figures in &observations.figures {
            let sum = FigureDigests::new(observations, figures).sum(&subjects);
            self.digest = self.digest.wrapping_add(sum);
            self.facts += subjects.len() as u64;
            if figures.facets.is_some() {
                self.figures(observations, figures, &Groups::new(observations, figures));
                continue;
            }
            let groups = alike
                .entry(manner(figures))
                .or_insert_with(|| Groups::new(observations, figures));
            self.figures(observations, figures, groups);
        }
    }

    /// Adds everything of a batch but its observations.
    pub(super) fn others(&mut self, batch: &Batch) {
        for post in &batch.posts {
            self.add(entity("post", &harpoon_core::Post { row: 0, ..post.clone() }));
        }
        for ad in &batch.ads {
            self.add(entity("ad", &harpoon_core::Ad { row: 0, ..ad.clone() }));
        }
        for campaign in &batch.campaigns {
            self.add(entity(
                "campaign",
                &harpoon_core::Campaign {
                    row: 0,
                    ..campaign.clone()
                },
            ));
        }
        for account in &batch.accounts {
            self.add(entity(
                "account",
                &harpoon_core::Account {
                    row: 0,
                    ..account.clone()
                },
            ));
        }
        for cost in &batch.costs {
            self.add(entity("cost", &harpoon_core::Cost { row: 0, ..cost.clone() }));
        }
        for voice in &batch.voices {
            self.add(entity(
                "voice",
                &harpoon_core::Voice {
                    row: 0,
                    ..voice.clone()
                },
            ));
        }
        for event in &batch.events {
            self.add(entity(
                "event",
                &harpoon_core::Event {
                    row: 0,
                    ..event.clone()
                },
            ));
        }
        for identity in &batch.identities {
            self.add(entity(
                "identity",
                &harpoon_core::Identity {
                    row: 0,
                    ..identity.clone()
                },
            ));
        }
        for reject in &batch.rejects {
            self.digest = self
                .digest
                .wrapping_add(entity("reject", &(&reject.raw, &reject.reason)));
        }
    }

    /// Digest of all facts.
    pub(super) fn digest(&self) -> String {
        digest::hex(self.digest)
    }

    /// The series, in order.
    pub(super) fn series(&self) -> Vec<Series> {
        self.series
            .iter()
            .map(|(series, extent)| finished(series, extent))
            .collect()
    }

    fn add(&mut self, fact: u128) {
        self.digest = self.digest.wrapping_add(fact);
        self.facts += 1;
    }

    fn figures(&mut self, observations: &Observations, figures: &Figures, groups: &Groups) {
        for (group, extent) in groups.extents(figures) {
            let series = series(observations, figures, group);
            let all = self.series.entry(series).or_insert(Extent {
                rows: 0,
                nulls: 0,
                ..extent
            });
            all.from = all.from.min(extent.from);
            all.to = all.to.max(extent.to);
            all.rows += extent.rows;
            all.nulls += extent.nulls;
        }
    }
}

impl Groups {
    fn new(observations: &Observations, figures: &Figures) -> Self {
        let mut groups = Self::default();
        let mut places: HashMap<Group, usize> = HashMap::new();
        let mut row = 0;
        while row < observations.len() {
            let alike = 1 + alike_after(observations, figures, row);
            let (group, from, to) = group(observations, figures, row);
            let place = *places.entry(group).or_insert_with(|| groups.add(group, from, to));
            let (_, extent) = &mut groups.all[place];
            extent.from = extent.from.min(from);
            extent.to = extent.to.max(to);
            extent.rows += alike as u64;
            groups.runs.push((alike, place));
            row += alike;
        }
        groups
    }

    fn add(&mut self, group: Group, from: i32, to: i32) -> usize {
        let (rows, nulls) = (0, 0);
        self.all.push((group, Extent { from, to, rows, nulls }));
        self.all.len() - 1
    }

    /// The groups with the nulls of a column of figures.
    fn extents(&self, figures: &Figures) -> Vec<(Group, Extent)> {
        let mut extents = self.all.clone();
        let mut values = figures.values.as_slice();
        for &(rows, place) in &self.runs {
            let (run, rest) = values.split_at(rows);
            extents[place].1.nulls += run.iter().filter(|value| value.is_none()).count() as u64;
            values = rest;
        }
        extents
    }
}

fn manner(figures: &Figures) -> Manner {
    Manner {
        counter: figures.measure.counter,
        scope: figures.measure.scope,
        is_money: figures.measure.unit == Unit::Money,
    }
}

/// How many rows after this one have its days and words, and so its group.
fn alike_after(observations: &Observations, figures: &Figures, row: usize) -> usize {
    let o = observations;
    let facets = figures.facets.as_ref().map(harpoon_core::batch::Words::keys);
    let is_alike = |other: &usize| {
        let other = *other;
        o.start[other] == o.start[row]
            && o.end[other] == o.end[row]
            && o.platform.keys()[other] == o.platform.keys()[row]
            && o.account.keys()[other] == o.account.keys()[row]
            && o.currency.keys()[other] == o.currency.keys()[row]
            && o.scope.as_ref().is_none_or(|scopes| scopes[other] == scopes[row])
            && facets.is_none_or(|keys| keys[other] == keys[row])
    };
    (row + 1..o.len()).take_while(is_alike).count()
}

fn group(observations: &Observations, figures: &Figures, row: usize) -> (Group, i32, i32) {
    let o = observations;
    let span = Span::of_row(o.start[row], o.end[row], figures.measure.counter);
    let (from, to) = span.days().unwrap_or((0, 0));
    let group = Group {
        platform: o.platform.keys()[row],
        account: o.account.keys()[row],
        currency: (figures.measure.unit == Unit::Money).then(|| o.currency.keys()[row]),
        scope: o.scope.as_ref().map_or(figures.measure.scope, |s| s[row]) as usize,
        facet: figures.facets.as_ref().map_or(0, |f| f.keys()[row]),
        block: matches!(span, Span::Block { .. }).then_some((from, to)),
        dated: span != Span::Undated,
    };
    (group, from, to)
}

fn series(observations: &Observations, figures: &Figures, group: Group) -> Series {
    let o = observations;
    let measure = &figures.measure;
    let facet = match &figures.facets {
        Some(facets) => facets.values()[group.facet as usize].clone(),
        None => measure.facet.to_string(),
    };
    Series {
        platform: o.platform.values()[group.platform as usize].clone(),
        account: o.account.values()[group.account as usize].clone(),
        entity_kind: o.entity_kind,
        breakdown: o.breakdown.clone(),
        metric: measure.metric.to_string(),
        facet,
        scope: Scope::ALL[group.scope],
        counter: measure.counter,
        currency: group
            .currency
            .map_or_else(String::new, |c| o.currency.values()[c as usize].clone()),
        span: match group.block {
            Some((from, to)) => Span::Block { from, to },
            None if group.dated => Span::Days { from: 0, to: 0 },
            None => Span::Undated,
        },
        rows: 0,
        nulls: 0,
    }
}

fn finished(series: &Series, extent: &Extent) -> Series {
    let span = match series.span {
        Span::Days { .. } => Span::Days {
            from: extent.from,
            to: extent.to,
        },
        other => other,
    };
    Series {
        span,
        rows: extent.rows,
        nulls: extent.nulls,
        ..series.clone()
    }
}

fn entity(kind: &str, content: &impl serde::Serialize) -> u128 {
    // These types serialize into JSON without fail; an empty text would only make the digest coarser.
    let json = serde_json::to_string(content).unwrap_or_default();
    digest::words([kind, &json])
}
