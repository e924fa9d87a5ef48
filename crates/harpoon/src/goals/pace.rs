//! Where a goal will land while its period still runs, from the KPI's own days by the models of `harpoon_model::pace`.

use std::sync::Arc;

use harpoon_core::goal::{Direction, Goal};
use harpoon_core::kpi::{Kpi, KpiUnit};
use harpoon_core::period::day_number;
use harpoon_core::{Filter, Missing, Period};
use harpoon_model::forecast::{self, Forecast, Setup};
use harpoon_model::interval::{Confidence, Estimate};
use harpoon_model::pace::{self, Aim, Landing, Rate, SoFar, Span};
use jiff::civil::Date;

use super::series::{Daily, Lens, Shape};
use crate::Error;

/// The same data give the same futures.
const SEED: u64 = 1;
/// Farthest look ahead, in days: a year and a month.
const FARTHEST: usize = 400;
/// Periods before, from which the rate of a count is believed where no days are known.
const PERIODS_BEFORE: usize = 6;

/// Four times in five.
pub(crate) fn confidence() -> Confidence {
    Confidence::new(0.8).unwrap_or(Confidence::NINETY)
}

/// What is aimed at, as the models take it.
pub(crate) fn pace_aim(goal: &Goal) -> Aim {
    Aim {
        target: goal.target().to_f64(),
        direction: direction(goal.direction()),
    }
}

pub(crate) const fn direction(direction: Direction) -> pace::Direction {
    match direction {
        Direction::AtLeast => pace::Direction::AtLeast,
        Direction::AtMost => pace::Direction::AtMost,
    }
}

/// What is known of a KPI up to a day.
pub(crate) struct Known {
    pub(super) shape: Shape,
    /// Its days; for a gain those of its level. Or why there are none.
    pub(super) daily: Result<Daily, Missing>,
    /// Last day that is known, if that can be said.
    pub(super) until: Option<Date>,
}

impl Lens<'_> {
    /// What is known of the days of a KPI up to `seen`, looked at once.
    pub(super) fn known(
        &self,
        kpi: &'static Kpi,
        filters: &[Filter],
        currency: Option<&str>,
        seen: Date,
    ) -> Result<Arc<Known>, Error> {
        let question = format!("{} {filters:?} {currency:?} {seen}", kpi.id);
        let days = &self.held.days;
        days.get_or(question, || self.look_at(kpi, filters, currency, seen))
    }

    fn look_at(
        &self,
        kpi: &'static Kpi,
        filters: &[Filter],
        currency: Option<&str>,
        seen: Date,
    ) -> Result<Known, Error> {
        let shape = Shape::of(kpi, self.workspace.catalogue());
        let of_days = match shape {
            Shape::Gain(level) => level,
            Shape::Other => {
                let until = self.last_block(kpi, filters).map(|day| day.min(seen));
                return Ok(Known {
                    shape,
                    daily: Err(Missing::NotOfDays),
                    until,
                });
            }
            _ => kpi,
        };
        let daily = self.daily(of_days, filters, currency, seen)?;
        let until = match &daily {
            Ok(daily) => Some(daily.until),
            Err(_) => self.last_block(kpi, filters).map(|day| day.min(seen)),
        };
        Ok(Known { shape, daily, until })
    }

    /// Where the period lands that stands at `value`; or why nobody can say.
    pub(super) fn landing(
        &self,
        goal: &Goal,
        kpi: &'static Kpi,
        period: Period,
        known: &Known,
        value: Option<f64>,
    ) -> Result<Result<Landing, Missing>, Error> {
        let daily = match &known.daily {
            Ok(daily) => daily,
            Err(why) => return self.by_periods(goal, kpi, period, known, value, why),
        };
        let landed = match known.shape {
            Shape::Ratio(factor) => ratio(goal, daily, period, factor),
            Shape::Level => level(goal, daily, period, None),
            Shape::Gain(_) => level(goal, daily, period, Some(value.unwrap_or(0.0))),
            _ => sum(goal, daily, period, value),
        };
        match landed {
            Ok(landing) => Ok(Ok(landing)),
            Err(why) => self.by_periods(goal, kpi, period, known, value, &why),
        }
    }

    /// Of a count too short for a forecast: from the rate of the period itself and of those before it.
    fn by_periods(
        &self,
        goal: &Goal,
        kpi: &'static Kpi,
        period: Period,
        known: &Known,
        value: Option<f64>,
        why: &Missing,
    ) -> Result<Result<Landing, Missing>, Error> {
        let counts = matches!(kpi.unit, KpiUnit::Count | KpiUnit::People) && matches!(known.shape, Shape::Sum);
        let (true, Some(until)) = (counts, known.until) else {
            return Ok(Err(why.clone()));
        };
        let so_far = value.unwrap_or(0.0);
        let elapsed = elapsed(period, until);
        let months = months_before(period.from);
        let before: Vec<(f64, f64)> = match months {
            Some(months) => self.monthly(kpi, goal.filters(), goal.currency(), months)?,
            None => Vec::new(),
        }
        .into_iter()
        .filter_map(|(month, count, _)| Some((count?, f64::from(month.days_in_month()))))
        .collect();
        if before.is_empty() && elapsed == 0 {
            return Ok(Err(why.clone()));
        }
        let span = Span {
            elapsed: f64::from(elapsed),
            left: f64::from(period.days() - elapsed),
        };
        let rate = Rate::from_periods(&before).unwrap_or(Rate::UNKNOWN);
        Ok(pace::count(so_far, span, rate, pace_aim(goal), confidence()).map_err(Missing::from))
    }
}

/// The months before the period's first one.
fn months_before(from: Date) -> Option<Period> {
    let to = super::before(from.first_of_month());
    let back = i64::try_from(PERIODS_BEFORE).ok()? - 1;
    let from = to.first_of_month().saturating_sub(jiff::Span::new().months(back));
    Period::new(from, to).ok()
}

/// Days of the period up to `until`.
fn elapsed(period: Period, until: Date) -> i32 {
    (day_number(until) - day_number(period.from) + 1).clamp(0, period.days())
}

/// Steps ahead of the last known day that lie in the period, and how many there are up to its end.
pub(super) fn ahead(daily: &Daily, period: Period) -> Result<(std::ops::Range<usize>, usize), Missing> {
    let step = |day: Date| usize::try_from((day_number(day) - day_number(daily.until)).max(0)).unwrap_or(0);
    let end = step(period.to);
    if end > FARTHEST {
        return Err(Missing::TooFar {
            end: period.to,
            until: daily.until,
        });
    }
    let first = step(period.from).saturating_sub(1);
    Ok((first.min(end)..end, end))
}

pub(super) fn setup(horizon: usize) -> Setup<'static> {
    Setup::daily(horizon.max(1), SEED)
}

fn sum(goal: &Goal, daily: &Daily, period: Period, value: Option<f64>) -> Result<Landing, Missing> {
    let (steps, horizon) = ahead(daily, period)?;
    let so_far = value.unwrap_or_else(|| daily.sum(period, &daily.above));
    let forecast = forecast::forecast(&daily.above, &setup(horizon))?;
    Ok(pace::sum(so_far, &forecast, steps, pace_aim(goal), confidence())?)
}

/// A level moves by its days' differences. `gained` is how far it has moved in the period, where that is what counts.
fn level(goal: &Goal, daily: &Daily, period: Period, gained: Option<f64>) -> Result<Landing, Missing> {
    let (steps, horizon) = ahead(daily, period)?;
    let last = daily.above.iter().flatten().next_back().copied();
    let last = last.ok_or(Missing::NoLevel)?;
    let forecast = forecast::forecast(&differences(&daily.above), &setup(horizon))?;
    // What lies before the period moves the level, and not the gain.
    let (so_far, steps) = match gained {
        Some(gained) => (gained, steps),
        None => (last, 0..horizon),
    };
    Ok(pace::sum(so_far, &forecast, steps, pace_aim(goal), confidence())?)
}

pub(super) fn differences(levels: &[Option<f64>]) -> Vec<Option<f64>> {
    let pairs = levels.iter().zip(levels.iter().skip(1));
    pairs.map(|(before, after)| Some((*after)? - (*before)?)).collect()
}

/// Both sides are forecast together. What is so many for a thousand is reckoned for one.
fn ratio(goal: &Goal, daily: &Daily, period: Period, factor: f64) -> Result<Landing, Missing> {
    let (steps, horizon) = ahead(daily, period)?;
    let so_far = SoFar {
        above: daily.sum(period, &daily.above),
        below: daily.sum(period, &daily.below),
    };
    let both = forecast::together(&[&daily.above, &daily.below], &setup(horizon))?;
    let two = |_| Missing::Failed("two series make a ratio".to_owned());
    let [above, below]: [Forecast; 2] = both.try_into().map_err(two)?;
    let for_one = Aim {
        target: pace_aim(goal).target / factor,
        ..pace_aim(goal)
    };
    let landing = pace::ratio(so_far, (&above, &below), steps, for_one, confidence())?;
    Ok(Landing {
        expected: Estimate {
            value: landing.expected.value * factor,
            low: landing.expected.low * factor,
            high: landing.expected.high * factor,
        },
        median: landing.median * factor,
        needed: landing.needed.map(|needed| needed * factor),
        ..landing
    })
}

/// Whether things or people are counted, which come whole.
pub(crate) fn is_counted(unit: Option<KpiUnit>) -> bool {
    matches!(unit, Some(KpiUnit::Count | KpiUnit::People))
}
