//! [`Spans`]: a selection cut into months, weeks or days, for what has to be worked out anew for each.

use harpoon_core::period::day_number;
use harpoon_core::{Dim, Missing, Period, Selection};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Error;
use crate::workspace::Workspace;

/// Most spans of one question: two years of days.
const MOST: usize = 800;

/// The days of a selection, whole or cut.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    dim: Option<Dim>,
    cut: Vec<(String, Option<Period>)>,
}

/// Whether days can be cut by it.
pub(super) const fn is_one(dim: &Dim) -> bool {
    matches!(dim, Dim::Month | Dim::Week | Dim::Day)
}

impl Spans {
    /// The dimension that cuts.
    pub(super) fn dim(&self) -> Option<&Dim> {
        self.dim.as_ref()
    }

    /// What readings call each; empty for the whole.
    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        self.cut.iter().map(|(label, _)| label.as_str())
    }

    /// Days of each.
    pub(super) fn periods(&self) -> Vec<Option<Period>> {
        self.cut.iter().map(|(_, period)| *period).collect()
    }
}

impl Workspace {
    /// The spans of a selection, or why it has none.
    pub(super) fn spans(&self, selection: &Selection) -> Result<Result<Spans, Missing>, Error> {
        let mut dims = selection.by.iter().filter(|dim| is_one(dim));
        let dim = dims.next().cloned();
        if dims.next().is_some() {
            return Ok(Err(Missing::CreditByOne));
        }
        let of_time = |filter: &&harpoon_core::Filter| is_one(&filter.dim);
        if let Some(other) = selection
            .filters
            .iter()
            .filter(of_time)
            .find(|f| Some(&f.dim) != dim.as_ref())
        {
            return Ok(Err(Missing::CreditOfDays(other.clone())));
        }
        let Some(dim) = dim else {
            let cut = vec![(String::new(), selection.period)];
            return Ok(Ok(Spans { dim: None, cut }));
        };
        let Some(days) = selection
            .period
            .map_or_else(|| self.days_told(), |period| Ok(Some(period)))?
        else {
            return Ok(Err(Missing::NoDeedNoCost));
        };
        let mut cut = cut(days, &dim);
        let filters: Vec<&String> = selection.filters.iter().filter(of_time).map(|f| &f.value).collect();
        cut.retain(|(label, _)| filters.is_empty() || filters.contains(&label));
        if cut.len() > MOST {
            return Ok(Err(Missing::CreditTooOften(cut.len())));
        }
        Ok(Ok(Spans { dim: Some(dim), cut }))
    }

    /// First to last day that events or costs speak of.
    fn days_told(&self) -> Result<Option<Period>, Error> {
        let grid = self.sql(
            "SELECT min(first), max(last) FROM (SELECT min(\"on\") AS first, max(\"on\") AS last FROM events \
             UNION ALL SELECT min(\"from\"), max(\"to\") FROM costs \
             UNION ALL SELECT min(period_start), max(period_end) FROM observations WHERE metric = 'spend' AND counter = 'delta')",
        )?;
        let day = |place: usize| grid.rows.first()?.get(place)?.as_deref()?.parse::<Date>().ok();
        Ok(day(0).zip(day(1)).and_then(|(from, to)| Period::new(from, to).ok()))
    }
}

/// Every span of the days that touches them, cut to them.
fn cut(days: Period, dim: &Dim) -> Vec<(String, Option<Period>)> {
    let mut all = Vec::new();
    let mut from = days.from;
    while from <= days.to && all.len() <= MOST {
        let monday = from.saturating_sub(i32::from(from.weekday().to_monday_zero_offset()).days());
        let (label, last) = match dim {
            Dim::Month => (format!("{:04}-{:02}", from.year(), from.month()), from.last_of_month()),
            Dim::Week => (monday.to_string(), monday.saturating_add(6.days())),
            _ => (from.to_string(), from),
        };
        let to = last.min(days.to);
        all.push((label, Period::new(from, to).ok()));
        if day_number(to) == day_number(Date::MAX) {
            break;
        }
        from = to.saturating_add(1.day());
    }
    all
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::*;

    #[test]
    fn spans_cover_the_days_once() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let days = Period::new(day("2026-01-30"), day("2026-03-01")).unwrap();
        let shown = |dim: &Dim| -> Vec<String> {
            cut(days, dim)
                .into_iter()
                .map(|(label, period)| format!("{label}: {}", period.unwrap()))
                .collect()
        };
        assert_eq!(
            shown(&Dim::Month),
            [
                "2026-01: 2026-01-30 to 2026-01-31",
                "2026-02: 2026-02-01 to 2026-02-28",
                "2026-03: 2026-03-01"
            ]
        );
        // 30 January 2026 is a Friday, 1 March a Sunday.
        assert_eq!(
            shown(&Dim::Week)[..2],
            [
                "2026-01-26: 2026-01-30 to 2026-02-01",
                "2026-02-02: 2026-02-02 to 2026-02-08"
            ]
        );
        assert_eq!(shown(&Dim::Week).len(), 5);
        assert_eq!(cut(days, &Dim::Day).len(), 31);
    }
}
