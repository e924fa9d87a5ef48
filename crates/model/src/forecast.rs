//! Forecasts of a daily series (or one by any other step): what comes, how sure that is, and what the rest of a period sums to.
//!
//! | series | model |
//! |---|---|
//! | small counts | a wandering Poisson rate with days of the week |
//! | all else | seasons out by loess, the rest by exponential smoothing; beside it exponential smoothing with its own season |
//!
//! Values above nought are modelled by their logarithms, such that reach nought by roots. Futures are drawn by bootstrap of
//! whole blocks of past errors; every interval, sum and probability is counted from them. How wide they are is
//! tried on the series' own past.
//!
//! Nothing here knows a calendar: holidays and campaigns that are planned do not show. Figures of accuracy and
//! coverage on real series stand in `docs/forecast.md`.

use std::ops::Range;

use crate::interval::{Confidence, Estimate};
use crate::random::Random;
use count::Counts;
use member::{Member, members};
use paths::{Blocks, Paths};
use scale::Scale;
use season::adjust;
use trial::{Trial, mixed, trial};

pub mod ets;

mod count;
mod member;
pub(crate) mod paths;
mod scale;
mod season;
mod trial;

/// Fewer observed steps say nothing about the next.
pub const FEWEST: usize = 10;
/// Only so many last steps are looked at: what is older misleads as often as it helps.
pub const LONGEST: usize = 1500;
/// Whole numbers up to this mean are counts.
const SMALL: f64 = 30.0;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup<'a> {
    /// Steps to forecast.
    pub horizon: usize,
    /// Lengths of the seasons in steps: 7 for days of the week. Those not seen twice are left out.
    pub seasons: &'a [usize],
    /// Futures to draw; 2000 gives probabilities to a percentage point.
    pub paths: usize,
    /// The same seed gives the same futures.
    pub seed: u64,
}

impl Setup<'_> {
    /// For days with a weekly season, 2000 futures.
    pub const fn daily(horizon: usize, seed: u64) -> Self {
        Self {
            horizon,
            seasons: &[7],
            paths: 2000,
            seed,
        }
    }
}

/// How a forecast was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Wandering Poisson rate.
    Counts,
    /// Smoothing of logarithms.
    Logarithms,
    /// Smoothing of square roots.
    Roots,
    /// Smoothing of the values themselves.
    Values,
}

impl Method {
    /// Id in tables and files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Logarithms => "logarithms",
            Self::Roots => "roots",
            Self::Values => "values",
        }
    }
}

/// What comes.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// How it was made.
    pub method: Method,
    /// Central line: as likely to be passed as not, step by step. It does not add up; sums come from [`Forecast::total`].
    pub middle: Vec<f64>,
    paths: Paths,
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ForecastError {
    /// Too little is known.
    #[error("{got} observed steps are too few for a forecast; it needs {needed}")]
    TooShort {
        /// Observed steps.
        got: usize,
        /// Steps needed.
        needed: usize,
    },
    /// More is missing than known.
    #[error("{missing} of {steps} steps are missing; a forecast needs at least half of them")]
    Gaps {
        /// Missing steps between the first and the last observed.
        missing: usize,
        /// Steps between them.
        steps: usize,
    },
    /// NaN or infinite.
    #[error("step {0} is no finite number; leave out what is missing")]
    NotFinite(usize),
    /// The same value all along, which is no small count.
    #[error("all values are {0}; what never varied tells nothing of how far it may")]
    Constant(f64),
    /// Nothing to forecast, or too few futures to count.
    #[error("a forecast needs a horizon of at least 1 step and 100 paths")]
    Setup,
    /// Series that are forecast together are of the same days.
    #[error("series forecast together have as many steps; here one has {0}, another {1}")]
    Unequal(usize, usize),
}

/// Forecasts a series; `None` is a step of which nothing is known, which is not nought.
pub fn forecast(values: &[Option<f64>], setup: &Setup) -> Result<Forecast, ForecastError> {
    let values = checked(values, setup)?;
    if is_count(&values) {
        return Ok(counts(&values, setup));
    }
    smoothed(&values, setup)
}

/// Forecasts series of the same days so that their futures belong together: path by path the errors of the same past days
/// are drawn, so that what rose together rises together. Days missing in one are left out of all.
pub fn together(series: &[&[Option<f64>]], setup: &Setup) -> Result<Vec<Forecast>, ForecastError> {
    let Some(first) = series.first() else {
        return Ok(Vec::new());
    };
    if let Some(other) = series.iter().find(|s| s.len() != first.len()) {
        return Err(ForecastError::Unequal(first.len(), other.len()));
    }
    let whole: Vec<bool> = (0..first.len())
        .map(|t| series.iter().all(|s| s[t].is_some()))
        .collect();
    let shared = |s: &&[Option<f64>]| -> Vec<Option<f64>> {
        s.iter()
            .zip(&whole)
            .map(|(value, whole)| value.filter(|_| *whole))
            .collect()
    };
    series
        .iter()
        .map(|s| smoothed(&checked(&shared(s), setup)?, setup))
        .collect()
}

impl Forecast {
    /// Steps forecast.
    pub const fn horizon(&self) -> usize {
        self.paths.horizon()
    }

    /// A step ahead, 0 the first: mean and interval. `None` beyond the horizon.
    pub fn step(&self, step: usize, confidence: Confidence) -> Option<Estimate> {
        self.total(step..step + 1, confidence)
    }

    /// Sum over steps ahead: mean and interval. `None` beyond the horizon.
    pub fn total(&self, steps: Range<usize>, confidence: Confidence) -> Option<Estimate> {
        paths::estimate(&self.totals(steps)?, confidence)
    }

    /// The same sum in each drawn future, in the order of the paths. `None` beyond the horizon.
    pub fn totals(&self, steps: Range<usize>) -> Option<Vec<f64>> {
        self.paths.sums(steps)
    }
}

/// The last steps from the first observed one on, NaN where missing.
fn checked(values: &[Option<f64>], setup: &Setup) -> Result<Vec<f64>, ForecastError> {
    if setup.horizon == 0 || setup.paths < 100 {
        return Err(ForecastError::Setup);
    }
    if let Some(at) = values.iter().position(|v| v.is_some_and(|v| !v.is_finite())) {
        return Err(ForecastError::NotFinite(at));
    }
    let recent = &values[values.len().saturating_sub(LONGEST)..];
    let first = recent.iter().position(Option::is_some).unwrap_or(recent.len());
    let kept: Vec<f64> = recent[first..].iter().map(|v| v.unwrap_or(f64::NAN)).collect();
    let missing = kept.iter().filter(|v| v.is_nan()).count();
    let got = kept.len() - missing;
    if got < FEWEST {
        return Err(ForecastError::TooShort { got, needed: FEWEST });
    }
    if missing > got {
        return Err(ForecastError::Gaps {
            missing,
            steps: kept.len(),
        });
    }
    Ok(kept)
}

fn is_count(values: &[f64]) -> bool {
    let mut known = values.iter().filter(|v| !v.is_nan());
    let whole = known.clone().all(|v| *v >= 0.0 && v.fract() == 0.0);
    let (sum, many) = known.by_ref().fold((0.0, 0.0), |(sum, many), v| (sum + v, many + 1.0));
    whole && sum <= SMALL * many
}

fn counts(values: &[f64], setup: &Setup) -> Forecast {
    let period = setup
        .seasons
        .iter()
        .copied()
        .find(|p| values.len() >= 2 * p)
        .unwrap_or(1);
    let model = Counts::fit(values, period);
    let mut random = Random::new(setup.seed);
    let mut cells = Vec::with_capacity(setup.paths * setup.horizon);
    for _ in 0..setup.paths {
        model.draw(&mut random, setup.horizon, &mut cells);
    }
    Forecast {
        method: Method::Counts,
        middle: model.ahead(setup.horizon),
        paths: Paths::new(setup.horizon, cells),
    }
}

fn smoothed(values: &[f64], setup: &Setup) -> Result<Forecast, ForecastError> {
    let known = values.iter().copied().filter(|v| !v.is_nan());
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    if high <= low {
        return Err(ForecastError::Constant(low));
    }
    let scale = Scale::of(values);
    let scaled: Vec<f64> = values.iter().map(|v| scale.there(*v)).collect();
    let adjusted = adjust(&scaled, setup.seasons, setup.horizon);
    let members = members(&scaled, adjusted.as_ref(), setup.seasons, setup.horizon);
    if members.is_empty() {
        return Err(ForecastError::Constant(low));
    }
    let trial = trial(&scaled, setup.seasons, &members, setup.horizon);
    let lines: Vec<Vec<f64>> = members.iter().map(|member| member.middle.clone()).collect();
    let middle = mixed(&lines, &trial.weights);
    let paths = drawn(&members, &trial, &middle, scale, setup);
    Ok(Forecast {
        method: match scale {
            Scale::Log => Method::Logarithms,
            Scale::Root => Method::Roots,
            Scale::Plain => Method::Values,
        },
        middle: middle.iter().map(|v| scale.back(*v)).collect(),
        paths,
    })
}

/// Futures around the middle line: members take turns by their weight, and each path is as much wider or narrower as the
/// trials leave it open.
fn drawn(members: &[Member], trial: &Trial, middle: &[f64], scale: Scale, setup: &Setup) -> Paths {
    let mut random = Random::new(setup.seed);
    let blocks = blocks(members[0].errors.len(), setup.seasons);
    let mut cells = Vec::with_capacity(setup.paths * setup.horizon);
    let (mut days, mut errors, mut departures) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..setup.paths {
        let member = &members[pick(&trial.weights, random.share())];
        let wide = trial.factor * (trial.freedom / (2.0 * random.gamma(trial.freedom / 2.0))).sqrt();
        blocks.draw(&mut random, setup.horizon, &mut days);
        errors.clear();
        errors.extend(days.iter().map(|day| member.errors[*day]));
        member.departures(&errors, &mut departures);
        cells.extend(
            departures
                .iter()
                .zip(middle)
                .map(|(far, middle)| scale.back(middle + wide * far)),
        );
    }
    Paths::new(setup.horizon, cells)
}

fn blocks(steps: usize, seasons: &[usize]) -> Blocks {
    let period = seasons.iter().copied().find(|p| steps >= 4 * p).unwrap_or(1);
    Blocks {
        // The first errors are those of a state that is not yet found.
        first: if steps > 6 * period.max(4) { period.max(3) } else { 0 },
        end: steps,
        length: period.max(7).min(steps / 3),
        period,
    }
}

/// The place in which `share` of the weights ends.
fn pick(weights: &[f64], share: f64) -> usize {
    let mut sum = 0.0;
    let place = weights.iter().position(|weight| {
        sum += weight;
        share < sum
    });
    place.unwrap_or(weights.len() - 1)
}

/// Weights of the places of a season, one on average.
pub(crate) fn place_weights(values: &[f64], period: usize) -> Vec<f64> {
    count::weights(values, period)
}
