//! Where a goal will land while its period still runs: expected end, interval, chance to meet, what is needed each day.
//!
//! | goal on | function | the rest of the period |
//! |---|---|---|
//! | a count of which only the period's state is known | [`count`] | rate ~ Gamma, rest ~ negative binomial |
//! | any sum with a daily series | [`sum`] | drawn futures of the forecast |
//! | a ratio | [`ratio`] | futures of numerator and denominator drawn together, so that they belong together |
//!
//! Conjugacy of Gamma and Poisson: Gelman et al., Bayesian Data Analysis, 3rd ed. (2013), ch. 2.6. How well the chances hold
//! on real months stands in `docs/forecast.md`.

use std::ops::Range;

use crate::forecast::Forecast;
use crate::forecast::paths::estimate;
use crate::interval::{Confidence, Estimate, quantile};
use crate::special::{negative_binomial_at_least, negative_binomial_quantile};

/// Which way a goal is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// By the target or more: followers, revenue.
    AtLeast,
    /// By the target or less: cost of a lead, response time.
    AtMost,
}

/// What is aimed at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// The target, in the unit of the KPI.
    pub target: f64,
    /// Which way it is met.
    pub direction: Direction,
}

/// Where the period will end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Landing {
    /// Expected value at the end of the period, with its interval.
    pub expected: Estimate,
    /// The end that is as likely passed as not.
    pub median: f64,
    /// Chance that the goal is met, between 0 and 1.
    pub probability: f64,
    /// Expected end over target: 1 is on plan. `None` for a target of nought.
    pub pace: Option<f64>,
    /// What each unit of the rest (a day; for ratios the rest itself) must bring to end on the target, or may bring where the
    /// goal is a ceiling. 0 where the target is reached already; `None` where nothing is left of the period.
    pub needed: Option<f64>,
}

impl Landing {
    /// How far the expected end falls short of the goal, as a share of the target: 0.1 is a tenth short, below nought is better
    /// than asked. `None` for a target of nought.
    pub fn behind(&self, direction: Direction) -> Option<f64> {
        self.pace.map(|pace| match direction {
            Direction::AtLeast => 1.0 - pace,
            Direction::AtMost => pace - 1.0,
        })
    }
}

/// Why there is no landing.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PaceError {
    /// NaN, infinite, or below nought where that cannot be.
    #[error("{what} is {value}; it must be a number not below nought")]
    Amount {
        /// What was given.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// The period ends after the forecast.
    #[error("the period ends at step {end} of the forecast, which has {horizon}; forecast farther")]
    Horizon {
        /// One past the last step asked for.
        end: usize,
        /// Steps forecast.
        horizon: usize,
    },
    /// The denominator may well be nought.
    #[error("in {share:.0} % of the futures nothing stands below the line of the ratio")]
    NoBase {
        /// Percent of futures.
        share: f64,
    },
    /// The two sides of a ratio were not forecast together.
    #[error("numerator and denominator have {0} and {1} futures; forecast them together")]
    Unequal(usize, usize),
}

/// What is believed of a rate: Gamma with mean a ⁄ b, worth b units of day weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Shape: events believed to have been seen.
    pub a: f64,
    /// Rate: units of day weight they were seen in.
    pub b: f64,
    /// Variance over mean of what a day brings, given the rate; 1 is Poisson.
    pub dispersion: f64,
}

impl Rate {
    /// Nothing is known: half an event in a hundredth of a day.
    pub const UNKNOWN: Self = Self {
        a: 0.5,
        b: 0.01,
        dispersion: 1.0,
    };

    /// From earlier periods (count, units of day weight), the last one last: their mean rate, worth what the spread between
    /// them leaves it worth. `None` without any.
    pub fn from_periods(periods: &[(f64, f64)]) -> Option<Self> {
        let (count, weight) = periods
            .iter()
            .fold((0.0, 0.0), |(c, w), (count, weight)| (c + count, w + weight));
        if weight <= 0.0 || !count.is_finite() {
            return None;
        }
        let mean = (count + 0.5) / weight;
        let each = weight / periods.len() as f64;
        let degrees = periods.len() as f64 - 1.0;
        // One more degree for a belief that a rate moves by a quarter from period to period.
        let spread = periods
            .iter()
            .map(|(c, w)| w / each * (c / w - mean).powi(2))
            .sum::<f64>();
        let variance = ((spread + (mean / 4.0).powi(2)) / (degrees + 1.0) - mean / each).max((mean / 20.0).powi(2));
        Some(Self {
            a: mean * mean / variance,
            b: mean / variance,
            dispersion: 1.0,
        })
    }
}

/// How much of a period is over and how much is left, in units of day weight (a plain day is 1; see [`day_weights`]).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Sum of the weights of the days that are over.
    pub elapsed: f64,
    /// Sum of the weights of the days left.
    pub left: f64,
}

/// Weights of the places of a season (days of the week: `period` 7) by what a daily history brought there, one on average,
/// shrunk to one where little was seen. The first value has place 0; missing days count for nothing.
pub fn day_weights(history: &[Option<f64>], period: usize) -> Vec<f64> {
    let values: Vec<f64> = history.iter().map(|v| v.unwrap_or(f64::NAN)).collect();
    crate::forecast::place_weights(&values, period.max(1))
}

/// Landing of a count that stands at `so_far`.
///
/// λ ~ Gamma(a + y, b + E) by unit weight, so the rest is negative binomial with r = a + y and p = (b + E) ⁄ (b + E + R). With a
/// dispersion above 1 each event tells as much less, and the rest scatters as much more.
pub fn count(so_far: f64, span: Span, rate: Rate, aim: Aim, confidence: Confidence) -> Result<Landing, PaceError> {
    let amounts = [
        ("the count so far", so_far),
        ("the elapsed weight", span.elapsed),
        ("the weight left", span.left),
        ("the rate's a", rate.a),
        ("the rate's b", rate.b),
        ("the target", aim.target),
    ];
    for (what, value) in amounts {
        if !value.is_finite() || value < 0.0 {
            return Err(PaceError::Amount { what, value });
        }
    }
    let dispersion = rate.dispersion.max(1.0);
    let shape = (rate.a + so_far / dispersion).max(1e-9);
    let worth = (rate.b + span.elapsed / dispersion).max(1e-9);
    let mean = shape / worth * span.left;
    if mean <= 0.0 {
        return Ok(settled(so_far, aim));
    }
    let variance = dispersion * mean + mean * span.left / worth;
    let (r, p) = (mean * mean / (variance - mean), mean / variance);
    let end = |share: f64| so_far + negative_binomial_quantile(share, r, p);
    let expected = Estimate {
        value: so_far + mean,
        low: end(confidence.tail()),
        high: end(1.0 - confidence.tail()),
    };
    let probability = match aim.direction {
        Direction::AtLeast => negative_binomial_at_least(aim.target - so_far, r, p),
        Direction::AtMost => 1.0 - negative_binomial_at_least((aim.target - so_far).floor() + 1.0, r, p),
    };
    Ok(Landing {
        expected,
        median: end(0.5),
        probability,
        pace: over(expected.value, aim.target),
        needed: Some(((aim.target - so_far) / span.left).max(0.0)),
    })
}

/// Landing of a sum that stands at `so_far`, where `steps` of the forecast are the rest of the period.
pub fn sum(
    so_far: f64,
    forecast: &Forecast,
    steps: Range<usize>,
    aim: Aim,
    confidence: Confidence,
) -> Result<Landing, PaceError> {
    if !so_far.is_finite() || !aim.target.is_finite() {
        let (what, value) = if so_far.is_finite() {
            ("the target", aim.target)
        } else {
            ("the sum so far", so_far)
        };
        return Err(PaceError::Amount { what, value });
    }
    if steps.is_empty() {
        return Ok(settled(so_far, aim));
    }
    let left = steps.len() as f64;
    let ends: Vec<f64> = totals(forecast, steps)?.iter().map(|rest| so_far + rest).collect();
    let needed = (aim.target - so_far) / left;
    landing(ends, aim, confidence, Some(needed.max(0.0)))
}

/// What both sides of a ratio stand at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SoFar {
    /// Above the line.
    pub above: f64,
    /// Below the line.
    pub below: f64,
}

/// Landing of a ratio, where `above` and `below` were forecast by [`crate::forecast::together`] and `steps` of them are the
/// rest of the period. `needed` is the ratio that the rest must have.
pub fn ratio(
    so_far: SoFar,
    (above, below): (&Forecast, &Forecast),
    steps: Range<usize>,
    aim: Aim,
    confidence: Confidence,
) -> Result<Landing, PaceError> {
    for (what, value) in [
        ("what stands above the line", so_far.above),
        ("what stands below the line", so_far.below),
    ] {
        if !value.is_finite() || value < 0.0 {
            return Err(PaceError::Amount { what, value });
        }
    }
    if steps.is_empty() && so_far.below > 0.0 {
        return Ok(settled(so_far.above / so_far.below, aim));
    }
    let (above, below) = (totals(above, steps.clone())?, totals(below, steps)?);
    if above.len() != below.len() {
        return Err(PaceError::Unequal(above.len(), below.len()));
    }
    let futures = below.len() as f64;
    let ends: Vec<f64> = above
        .iter()
        .zip(&below)
        .filter(|(_, below)| so_far.below + **below > 0.0)
        .map(|(above, below)| (so_far.above + above) / (so_far.below + below))
        .collect();
    let without = 1.0 - ends.len() as f64 / futures.max(1.0);
    if without > 0.05 || ends.is_empty() {
        return Err(PaceError::NoBase { share: without * 100.0 });
    }
    let base = below.iter().sum::<f64>() / futures;
    let needed = (aim.target * (so_far.below + base) - so_far.above) / base;
    landing(ends, aim, confidence, (base > 0.0).then(|| needed.max(0.0)))
}

fn totals(forecast: &Forecast, steps: Range<usize>) -> Result<Vec<f64>, PaceError> {
    let horizon = forecast.horizon();
    let end = steps.end;
    forecast.totals(steps).ok_or(PaceError::Horizon { end, horizon })
}

/// From drawn ends. A chance is never told as 0 or 1: there were only so many draws.
fn landing(mut ends: Vec<f64>, aim: Aim, confidence: Confidence, needed: Option<f64>) -> Result<Landing, PaceError> {
    let nothing = PaceError::NoBase { share: 100.0 };
    let hits = ends.iter().filter(|end| meets(**end, aim)).count() as f64;
    let expected = estimate(&ends, confidence).ok_or(nothing)?;
    ends.sort_unstable_by(f64::total_cmp);
    Ok(Landing {
        expected,
        median: quantile(&ends, 0.5).ok_or(nothing)?,
        probability: (hits + 0.5) / (ends.len() as f64 + 1.0),
        pace: over(expected.value, aim.target),
        needed,
    })
}

fn meets(end: f64, aim: Aim) -> bool {
    match aim.direction {
        Direction::AtLeast => end >= aim.target,
        Direction::AtMost => end <= aim.target,
    }
}

/// The period is over: what stands, stands.
fn settled(value: f64, aim: Aim) -> Landing {
    Landing {
        expected: Estimate::exact(value),
        median: value,
        probability: f64::from(u8::from(meets(value, aim))),
        pace: over(value, aim.target),
        needed: None,
    }
}

fn over(value: f64, target: f64) -> Option<f64> {
    (target != 0.0).then(|| value / target)
}
