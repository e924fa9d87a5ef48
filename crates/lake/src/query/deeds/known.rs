//! [`Known`]: on which days the imports would tell of a deed, so that nought can be told from unknown.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::AsArray;
use arrow::datatypes::Date32Type;
use harpoon_core::event::EventKind;
use harpoon_core::kpi::{Deed, Derived, Tally};
use harpoon_core::missing::events_known;
use harpoon_core::period::day_from_number;
use harpoon_core::{Missing, Period, Selection};

use super::super::cells::{texts, time_bucket};
use super::super::evaluate::Evaluation;
use super::super::sales::kinds_of;
use super::super::source::ends;
use super::super::{QueryError, Source};
use super::of_time;

/// Days of a period up to which each day without a deed is a reading of its own.
const MOST_DAYS: i32 = 4000;

/// What imports tell of a deed.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    kind: Deed,
    /// What no import tells of though it is needed.
    lacking: Option<Deed>,
    /// First and last day of the events of each import that tells of it, merged.
    spans: Vec<(i32, i32)>,
    /// Currencies of its worth.
    currencies: BTreeSet<String>,
}

/// One kind of event in one import.
struct Told {
    import: String,
    kind: Option<EventKind>,
    currency: String,
    days: (i32, i32),
}

impl Known {
    /// Of all visible imports.
    pub(crate) async fn of(evaluation: &Evaluation<'_>, kind: Deed) -> Result<Self, QueryError> {
        let told = told(evaluation.source).await?;
        let kinds = kinds_of(evaluation.source.session, kind);
        let needed = match kind {
            Deed::Derived(Derived::LeadWon) => vec![EventKind::Lead, EventKind::QualifiedLead],
            _ => kinds.clone(),
        };
        let is_one = |kinds: &[EventKind], told: &Told| told.kind.is_some_and(|kind| kinds.contains(&kind));
        let mut spans: BTreeMap<&str, (i32, i32)> = BTreeMap::new();
        for one in &told {
            let span = spans.entry(&one.import).or_insert(one.days);
            *span = (span.0.min(one.days.0), span.1.max(one.days.1));
        }
        let telling: BTreeSet<&str> = told
            .iter()
            .filter(|one| is_one(&kinds, one))
            .map(|one| one.import.as_str())
            .collect();
        // Without leads nobody knows which customers were leads.
        let lacking = match needed.first() {
            _ if telling.is_empty() => Some(kind),
            Some(first) if !told.iter().any(|one| is_one(&needed, one)) => Some(Deed::Kind(*first)),
            _ => None,
        };
        let spans = telling.iter().filter_map(|import| spans.get(import).copied());
        Ok(Self {
            kind,
            lacking,
            spans: merged(spans.collect()),
            currencies: told
                .iter()
                .filter(|one| is_one(&kinds, one) && !one.currency.is_empty())
                .map(|one| one.currency.clone())
                .collect(),
        })
    }

    /// Which file would tell of what no import tells of, if there is such a thing.
    pub(crate) fn lacks(&self) -> Option<Missing> {
        let kind = self.lacking?.kinds().first().copied();
        kind.map(Missing::NotTold)
    }

    /// The last day known.
    pub(crate) fn last(&self) -> Option<i32> {
        self.spans.last().map(|(_, to)| *to)
    }

    /// How many days of the period are known.
    pub(crate) fn days(&self, period: Option<Period>) -> i32 {
        self.within(period).map(|(from, to)| to - from + 1).sum()
    }

    fn within(&self, period: Option<Period>) -> impl Iterator<Item = (i32, i32)> {
        let (first, last) = period.map_or((i32::MIN, i32::MAX), ends);
        self.spans
            .iter()
            .map(move |(from, to)| ((*from).max(first), (*to).min(last)))
            .filter(|(from, to)| from <= to)
    }

    /// Groups and currencies that are nought unless something happened: the whole, or each day, week or month that is
    /// known. What other values a dimension could have, nobody knows.
    pub(crate) fn quiet(&self, selection: &Selection, tally: Tally) -> Vec<(Vec<String>, String)> {
        if !selection.by.iter().all(of_time) || self.days(selection.period) > MOST_DAYS {
            return Vec::new();
        }
        let days = self.within(selection.period).flat_map(|(from, to)| from..=to);
        let group = |day| selection.by.iter().map(|dim| time_bucket(dim, Some(day))).collect();
        let groups: BTreeSet<Vec<String>> = days.map(group).collect();
        let plain = BTreeSet::from([String::new()]);
        let currencies = if tally == Tally::Value {
            &self.currencies
        } else {
            &plain
        };
        let each = |group: Vec<String>| currencies.iter().map(move |code| (group.clone(), code.clone()));
        groups.into_iter().flat_map(each).collect()
    }

    /// Why nothing is known of a selection.
    pub(crate) fn reason(&self, selection: &Selection) -> Missing {
        Missing::NoEvents {
            deed: self.kind.to_string(),
            period: selection.period.filter(|_| self.days(selection.period) == 0),
            known: self.known(),
        }
    }

    fn known(&self) -> Vec<Period> {
        let period = |(from, to): &(i32, i32)| Period {
            from: day_from_number(*from),
            to: day_from_number(*to),
        };
        self.spans.iter().map(period).collect()
    }

    /// In words, for receipts.
    pub(crate) fn describe(&self) -> String {
        events_known(self.kind.as_str(), &self.known())
    }
}

/// Spans that touch, in one.
fn merged(mut spans: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    spans.sort_unstable();
    let mut merged: Vec<(i32, i32)> = Vec::new();
    for (from, to) in spans {
        match merged.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// First and last day of all events; nothing without events.
pub async fn event_days(source: &Source<'_>) -> Result<Option<Period>, QueryError> {
    let days = told(source).await?.into_iter().map(|one| one.days);
    let ends = days.reduce(|(from, to), (first, last)| (from.min(first), to.max(last)));
    Ok(ends.map(|(from, to)| Period {
        from: day_from_number(from),
        to: day_from_number(to),
    }))
}

/// The kinds of event that any import tells of.
pub async fn event_kinds(source: &Source<'_>) -> Result<BTreeSet<EventKind>, QueryError> {
    Ok(told(source).await?.into_iter().filter_map(|one| one.kind).collect())
}

/// Kinds of event by import, worked out once for a version of the data.
async fn told(source: &Source<'_>) -> Result<Vec<Told>, QueryError> {
    let sql = "SELECT e.import_id, e.kind, coalesce(e.currency, '') AS currency, min(e.\"on\") AS first_day, \
               max(e.\"on\") AS last_day FROM events e JOIN import_order i ON e.import_id = i.import_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    let batches = source.collect(sql).await?;
    let mut all = Vec::new();
    for batch in &batches {
        let (imports, kinds, codes) = (
            texts(batch.column(0))?,
            texts(batch.column(1))?,
            texts(batch.column(2))?,
        );
        let day = |i: usize| {
            let column = batch.column(i).as_primitive_opt::<Date32Type>();
            column.ok_or(QueryError::Shape("day of events"))
        };
        let (first, last) = (day(3)?, day(4)?);
        all.extend((0..batch.num_rows()).map(|row| Told {
            import: imports.value(row).to_owned(),
            kind: EventKind::from_word(kinds.value(row)),
            currency: codes.value(row).to_owned(),
            days: (first.value(row), last.value(row)),
        }));
    }
    Ok(all)
}
