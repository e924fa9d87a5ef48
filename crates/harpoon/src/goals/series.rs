//! The history of a KPI day by day, and up to which day its sources know it.
//!
//! Figures of platforms stand for a day or they do not: a day without one is unknown. Deeds, posts and reviews come when they
//! come: between the first and the last of them a day without is nought, and so are the days after the last one as long as
//! hearing nothing is as likely as not.

use std::collections::BTreeMap;

use harpoon_core::kpi::{Formula, Kpi};
use harpoon_core::period::{day_from_number, day_number};
use harpoon_core::{Additivity, Dim, Filter, Missing, Period, Reading, Selection, Series};
use harpoon_lake::query::{Figure, Figures, Source, figures};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Error;
use crate::held::Held;
use crate::measure::{Question, is_dealt_out, readings};
use crate::workspace::Workspace;

/// Days that are looked back: two years, so that a year's season is seen twice.
const LOOK_BACK: i32 = 730;
/// A silence less likely than this is taken for missing data.
const AS_LIKELY_AS_NOT: f64 = 0.5;

/// What a KPI is made of, for its history.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// It adds over days.
    Sum,
    /// One sum by another, times a factor.
    Ratio(f64),
    /// The last value counts.
    Level,
    /// How far a level, that of this KPI, moved.
    Gain(&'static Kpi),
    /// Days do not add up to it.
    Other,
}

impl Shape {
    pub(super) fn of(kpi: &'static Kpi, catalogue: &[&'static Kpi]) -> Self {
        let adds = |kpi: &Kpi| matches!(kpi.additivity(), Additivity::Additive | Additivity::WithinPlatform);
        let credited = kpi
            .parts()
            .iter()
            .any(|part| matches!(part.formula, Formula::Credited(_)));
        match kpi.formula {
            _ if credited => Self::Other,
            Formula::Latest(_) => Self::Level,
            Formula::Gain(leaf) => {
                let same =
                    |kpi: &&&'static Kpi| matches!(kpi.formula, Formula::Latest(level) if level.metric == leaf.metric);
                catalogue
                    .iter()
                    .find(same)
                    .map_or(Self::Other, |level| Self::Gain(level))
            }
            Formula::Ratio { num, den, per } if adds(num) && adds(den) => {
                let factor: u32 = per.factor();
                Self::Ratio(f64::from(factor))
            }
            _ if adds(kpi) && !kpi.parts().iter().any(|part| matches!(part.formula, Formula::Gain(_))) => Self::Sum,
            _ => Self::Other,
        }
    }
}

/// A KPI day by day.
#[derive(Clone, Debug)]
pub(super) struct Daily {
    /// First day.
    pub(super) first: Date,
    /// Above the line of a ratio; of other KPIs the value itself. `None` is unknown.
    pub(super) above: Vec<Option<f64>>,
    /// Below the line of a ratio.
    pub(super) below: Vec<Option<f64>>,
    /// Last day that is known.
    pub(super) until: Date,
}

impl Daily {
    /// The sum over days, those that are not known left out.
    pub(super) fn sum(&self, period: Period, values: &[Option<f64>]) -> f64 {
        let place = |day: Date| usize::try_from((day_number(day) - day_number(self.first)).max(0)).unwrap_or(0);
        let (from, to) = (place(period.from), place(period.to).min(values.len().saturating_sub(1)));
        if period.to < self.first || from >= values.len() {
            return 0.0;
        }
        values[from..=to].iter().flatten().sum()
    }
}

/// One session over the present data.
pub(super) struct Lens<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) held: &'a Held,
    source: Source<'a>,
}

impl Workspace {
    /// Looks at the present data with one session for all questions.
    pub(super) fn look<T>(&self, work: impl FnOnce(&Lens<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let workspace = self.held(None, None)?;
        let held = workspace.data()?;
        work(&Lens {
            workspace: &workspace,
            held: &held,
            source: held.source(),
        })
    }
}

impl Lens<'_> {
    /// The readings of a KPI with their receipt: as `Workspace::measure` gives them, in this session. What a credit model
    /// deals out is measured there.
    pub(super) fn measured(&self, kpi: &'static Kpi, selection: &Selection) -> Result<Vec<Reading>, Error> {
        if is_dealt_out(kpi) {
            let question = Question {
                kpis: vec![kpi.id.to_owned()],
                selection: selection.clone(),
                at: None,
            };
            let measured = self.workspace.measure(&question)?;
            return Ok(readings(measured));
        }
        let measured = self.workspace.lake().run(async {
            if kpi.reads_events() {
                self.workspace.know_people(self.held).await?;
            }
            self.workspace.measured(&self.source, kpi, selection).await
        })?;
        self.workspace.note(&measured.receipt)?;
        Ok(measured.readings)
    }

    /// The figures of a KPI by day or month, and the receipt that they have.
    pub(super) fn figures(
        &self,
        kpi: &'static Kpi,
        filters: &[Filter],
        period: Period,
        by: Dim,
    ) -> Result<Figures, Error> {
        let selection = Selection {
            period: Some(period),
            by: vec![by],
            filters: filters.to_vec(),
        };
        self.workspace.lake().run(async {
            if kpi.reads_events() {
                self.workspace.know_people(self.held).await?;
            }
            Ok(figures(&self.source, kpi, &selection).await?)
        })
    }

    /// The days up to `seen`, as far back as helps; or why there are none.
    pub(super) fn daily(
        &self,
        kpi: &'static Kpi,
        filters: &[Filter],
        currency: Option<&str>,
        seen: Date,
    ) -> Result<Result<Daily, Missing>, Error> {
        let period = Period {
            from: seen.saturating_sub(LOOK_BACK.days()),
            to: seen,
        };
        let told = self.figures(kpi, filters, period, Dim::Day)?;
        if let Some(why) = told.missing {
            return Ok(Err(why));
        }
        // What no figures of platforms tell is told by events, posts, reviews or costs.
        let told_by_figures = told.tellings.iter().any(|telling| !telling.lifetime);
        let happens = !told_by_figures || comes_as_it_comes(kpi);
        let days = days(&told.figures, currency);
        let (Some(first), Some(last)) = (days.keys().next().copied(), days.keys().next_back().copied()) else {
            return Ok(Err(Missing::NoDay(seen)));
        };
        let until = if happens {
            heard_until(&days, seen)
        } else {
            day_from_number(last)
        };
        let all = first..=day_number(until);
        let one = |side: fn(&Sides) -> Option<f64>| -> Vec<Option<f64>> {
            let quiet = || happens.then_some(0.0);
            all.clone().map(|day| days.get(&day).map_or_else(quiet, side)).collect()
        };
        Ok(Ok(Daily {
            first: day_from_number(first),
            above: one(|(above, _)| *above),
            below: one(|(_, below)| *below),
            until,
        }))
    }

    /// First and last day of which the imports say that they hold figures of it, without a look at any of them. `None` where
    /// it is made of things that happen.
    pub(super) fn covered(&self, kpi: &'static Kpi, filters: &[Filter]) -> Option<(Date, Date)> {
        if kpi.parts().iter().any(|part| happens(part)) {
            return None;
        }
        match kpi.formula {
            Formula::Ratio { num, den, .. } => {
                let (above, below) = (self.covered(num, filters)?, self.covered(den, filters)?);
                Some((above.0.max(below.0), above.1.min(below.1)))
            }
            _ => self.span(kpi, filters),
        }
    }

    /// First and last day of figures, be they of days, or of blocks such as weeks and months.
    pub(super) fn span(&self, kpi: &'static Kpi, filters: &[Filter]) -> Option<(Date, Date)> {
        let leaves = kpi.leaves();
        let spans = self.source.series.iter().map(|ranked| ranked.series).filter(|series| {
            let stated = leaves.iter().any(|leaf| leaf.metric == series.metric);
            stated && is_of(series, filters)
        });
        let days = spans.filter_map(|series| series.span.days());
        let (from, to) = days.reduce(|(from, to), (first, last)| (from.min(first), to.max(last)))?;
        Some((day_from_number(from), day_from_number(to)))
    }

    /// The last day of figures.
    pub(super) fn last_block(&self, kpi: &'static Kpi, filters: &[Filter]) -> Option<Date> {
        self.span(kpi, filters).map(|(_, to)| to)
    }

    /// Values of whole months up to the one before `until` ends, the last one last, as the KPI is measured.
    pub(super) fn monthly(
        &self,
        kpi: &'static Kpi,
        filters: &[Filter],
        currency: Option<&str>,
        months: Period,
    ) -> Result<Vec<Month>, Error> {
        let told = self.figures(kpi, filters, months, Dim::Month)?;
        Ok(Self::months(&told.figures, currency, months))
    }

    /// Figures by month, in the order of the months; `None` is unknown.
    pub(super) fn months(figures: &[Figure], currency: Option<&str>, months: Period) -> Vec<Month> {
        let mut known: BTreeMap<&str, (Option<f64>, Option<f64>)> = BTreeMap::new();
        for figure in figures.iter().filter(|figure| is_in(figure, currency)) {
            let month = figure.values.first().map_or("", String::as_str);
            known.entry(month).or_insert_with(|| sides(figure));
        }
        let next = |month: &Date| Some(month.saturating_add(1.month()));
        let all = std::iter::successors(Some(months.from.first_of_month()), next);
        all.take_while(|month| *month <= months.to)
            .map(|month| {
                let label = format!("{:04}-{:02}", month.year(), month.month());
                let (above, below) = known.get(label.as_str()).copied().unwrap_or_default();
                (month, above, below)
            })
            .collect()
    }
}

/// Whether a series is of the platforms and accounts that the filters keep.
fn is_of(series: &Series, filters: &[Filter]) -> bool {
    let kept = |dim: &Dim, value: &str| {
        let mut of_dim = filters.iter().filter(|filter| filter.dim == *dim).peekable();
        of_dim.peek().is_none() || of_dim.any(|filter| filter.value == value)
    };
    kept(&Dim::Platform, &series.platform) && kept(&Dim::Account, &series.account)
}

/// First day of a month, and what stands above and below the line.
pub(super) type Month = (Date, Option<f64>, Option<f64>);

/// Whether it is made of things that happen, so that a day without one is no gap.
const fn happens(part: &Kpi) -> bool {
    matches!(
        part.formula,
        Formula::Posts | Formula::Reviews(_) | Formula::Event { .. } | Formula::Book { .. } | Formula::Cost(_)
    )
}

/// Whether its days are those of things that happen; of a ratio, on both sides.
fn comes_as_it_comes(kpi: &'static Kpi) -> bool {
    let comes = |kpi: &'static Kpi| {
        let mut parts = kpi.parts().into_iter();
        parts.any(|part| happens(part) && !matches!(part.formula, Formula::Book { .. }))
    };
    match kpi.formula {
        Formula::Ratio { num, den, .. } => comes(num) && comes(den),
        _ => comes(kpi),
    }
}

type Days = BTreeMap<i32, Sides>;
/// What stands above and below the line of a ratio.
type Sides = (Option<f64>, Option<f64>);

fn days(figures: &[Figure], currency: Option<&str>) -> Days {
    let mut days = Days::new();
    for figure in figures.iter().filter(|figure| is_in(figure, currency)) {
        let day = figure.values.first().and_then(|day| day.parse::<Date>().ok());
        if let Some(day) = day {
            days.entry(day_number(day)).or_insert_with(|| sides(figure));
        }
    }
    days.retain(|_, (above, below)| above.is_some() || below.is_some());
    days
}

fn is_in(figure: &Figure, currency: Option<&str>) -> bool {
    figure.currency.is_empty() || currency.is_none_or(|code| code == figure.currency)
}

fn sides(figure: &Figure) -> (Option<f64>, Option<f64>) {
    let number = |micros: i128| micros as f64 / harpoon_core::number::SCALE as f64;
    let above = figure.above.as_ref().ok().map(|micros| number(*micros));
    let below = figure.below.as_ref().and_then(|below| below.as_ref().ok());
    (above, below.map(|micros| number(*micros)))
}

/// Up to which day things that happen are known: as many days after the last one as it may well be quiet at the pace before,
/// by e^(−rate·days).
fn heard_until(days: &Days, seen: Date) -> Date {
    let (first, last) = (days.keys().next(), days.keys().next_back());
    let (Some(first), Some(last)) = (first.copied(), last.copied()) else {
        return seen;
    };
    let busy = days
        .values()
        .filter(|(above, _)| above.is_some_and(|v| v != 0.0))
        .count();
    let rate = busy as f64 / f64::from(last - first + 1);
    let silent = (day_number(seen) - last).max(0);
    let quiet = (1..=silent).take_while(|days| (-rate * f64::from(*days)).exp() >= AS_LIKELY_AS_NOT);
    day_from_number(last + quiet.last().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Things that happen every other day are known a day longer, rare ones for weeks, daily ones not at all.
    #[test]
    fn silence_counts_as_long_as_it_is_as_likely_as_not() {
        let check = |every: usize, seen: Date, want: Date| {
            let first = day_number(date(2026, 9, 1));
            let last = day_number(date(2026, 9, 30));
            let days: Days = (first..=last)
                .rev()
                .step_by(every)
                .map(|day| (day, (Some(1.0), None)))
                .collect();
            assert_eq!(heard_until(&days, seen), want, "every {every} days");
        };
        let november = date(2026, 11, 28);
        check(1, november, date(2026, 9, 30));
        // Fifteen in 29 days: e^(−0.52) is 0.60, e^(−1.03) is 0.36.
        check(2, november, date(2026, 10, 1));
        // Three in 21 days: ln 2 ⁄ (1⁄7) is 4.9.
        check(10, november, date(2026, 10, 4));
        check(10, date(2026, 10, 2), date(2026, 10, 2));
        check(10, date(2026, 9, 30), date(2026, 9, 30));
    }
}
