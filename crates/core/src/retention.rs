//! [`Aged`]: what goes when it is old, if a workspace says so; [`KeptFrom`]: from which day on it is still there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::{EventKind, Part};
use crate::fact::words;
use crate::kpi::{Deed, Formula, Kpi};
use crate::{Missing, Selection};

words! {
    /// Facts that age together.
    Aged {
        /// What somebody was shown, clicked and looked at: touches, visits and pages.
        Visits = "visits",
        /// What somebody did: orders, leads, sign-ups, deals, messages, and what became of them.
        Deeds = "deeds",
        /// Reviews, replies, quotes and mentions.
        Voices = "voices",
        /// Figures that platforms state of accounts, campaigns, ads and posts; what these are called stays.
        Figures = "figures",
    }
}

impl Aged {
    /// What an event is of.
    pub const fn of(kind: EventKind) -> Self {
        match (kind, kind.part()) {
            (EventKind::PageView | EventKind::ProductView | EventKind::PageRead | EventKind::PageLeave, _)
            | (_, Part::Touch) => Self::Visits,
            _ => Self::Deeds,
        }
    }
}

/// The first day that is kept of what goes when it is old.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptFrom(pub BTreeMap<Aged, Date>);

impl KeptFrom {
    /// Why a KPI cannot be told for a selection: facts that it stands on are gone, so that whatever is left would be too little.
    /// Without a period it is told of what is there.
    pub fn missing(&self, kpi: &'static Kpi, selection: &Selection) -> Option<Missing> {
        if self.0.is_empty() {
            return None;
        }
        self.lacking(&stands_on(kpi), selection)
    }

    /// The same of credit, which takes the touches and the deeds.
    pub fn credit(&self, selection: &Selection) -> Option<Missing> {
        self.lacking(&BTreeSet::from([Aged::Visits, Aged::Deeds]), selection)
    }

    fn lacking(&self, stands_on: &BTreeSet<Aged>, selection: &Selection) -> Option<Missing> {
        let period = selection.period?;
        let gone = self.0.iter().filter(|(_, from)| period.from < **from);
        let (what, from) = gone
            .filter(|(what, _)| stands_on.contains(what))
            .max_by_key(|(_, from)| **from)?;
        Some(Missing::Removed {
            period,
            what: *what,
            before: *from,
        })
    }

    /// Of these alone.
    #[must_use]
    pub fn only<T>(&self, these: &BTreeMap<Aged, T>) -> Self {
        let of = self.0.iter().filter(|(what, _)| these.contains_key(what));
        Self(of.map(|(what, from)| (*what, *from)).collect())
    }

    /// The later day of each.
    #[must_use]
    pub fn later(mut self, other: &Self) -> Self {
        for (what, from) in &other.0 {
            let known = self.0.entry(*what).or_insert(*from);
            *known = (*known).max(*from);
        }
        self
    }
}

/// What a KPI is computed from.
fn stands_on(kpi: &'static Kpi) -> BTreeSet<Aged> {
    let deeds = |deed: Deed| deed.kinds().into_iter().map(Aged::of);
    let mut on = BTreeSet::new();
    for part in kpi.parts() {
        match part.formula {
            Formula::Event { kind, .. } | Formula::Book { kind, .. } => on.extend(deeds(kind)),
            Formula::Quantile { from, to, .. } => on.extend(deeds(from).chain(deeds(to))),
            Formula::Credited(_) => on.extend([Aged::Visits, Aged::Deeds]),
            Formula::Reviews(_) => drop(on.insert(Aged::Voices)),
            _ => {}
        }
        if part.formula.leaf().is_some() {
            on.insert(Aged::Figures);
        }
    }
    on
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{Period, kpi};

    #[test]
    fn a_kpi_lacks_what_it_stands_on_and_nothing_else() {
        let kept = KeptFrom(BTreeMap::from([(Aged::Visits, date(2026, 3, 1))]));
        let of = |month: &str| Selection {
            period: Some(Period::month(month).unwrap()),
            ..Selection::default()
        };
        let lacks = |id: &str, month: &str| kept.missing(kpi(id).unwrap(), &of(month)).is_some();
        assert!(lacks("sessions_social", "2026-02"));
        assert!(!lacks("sessions_social", "2026-03"));
        assert!(!lacks("impressions", "2026-02"));
        assert!(
            kept.missing(kpi("sessions_social").unwrap(), &Selection::default())
                .is_none()
        );
    }

    #[test]
    fn every_event_ages_with_what_it_is_of() {
        let visits: Vec<&str> = EventKind::ALL
            .iter()
            .filter(|kind| Aged::of(**kind) == Aged::Visits)
            .map(|kind| kind.as_str())
            .collect();
        assert_eq!(
            visits,
            [
                "impression",
                "engagement",
                "click",
                "visit",
                "page_view",
                "product_view",
                "page_read",
                "page_leave",
                "coupon"
            ]
        );
    }
}
