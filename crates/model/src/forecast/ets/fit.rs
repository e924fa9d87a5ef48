//! The likeliest weights and first state, from several beginnings; the likeliest member of the family.

use super::recursion::{Walked, walk};
use super::start::{mean, start};
use super::{Effect, Ets, EtsError, LONGEST_SEASON, Season, Shape, State, Trend, Weights};
use crate::optimise::{Minimum, minimise};

/// Weights stay this far from their ends.
const EDGE: f64 = 1e-4;
const PHI: (f64, f64) = (0.8, 0.98);
/// Up to so many steps the first season is estimated too; in longer series it is forgotten before it matters.
const FIRST_SEASON_ESTIMATED: usize = 300;
/// Beginnings (α, β, γ, φ) of the search: the likelihood has more than one summit.
const BEGINNINGS: [[f64; 4]; 4] = [
    [0.3, 0.03, 0.1, 0.95],
    [0.7, 0.02, 0.01, 0.975],
    [0.05, 0.005, 0.05, 0.9],
    [0.9, 0.3, 0.05, 0.85],
];
/// Beginnings of the quick search over long series.
const QUICK: usize = 1;

/// The likeliest model of this shape; `values` by step, `None` where missing.
pub fn fit(values: &[Option<f64>], shape: Shape) -> Result<Ets, EtsError> {
    let values = checked(values)?;
    let beginnings = if values.len() > FIRST_SEASON_ESTIMATED {
        2
    } else {
        BEGINNINGS.len()
    };
    fit_plain(&values, shape, beginnings)
}

/// The best of the family by corrected AIC, with a season of `period` steps or none (1). Left out are models that can divide
/// by nought or explode: additive errors with a multiplicative season (Hyndman et al. 2008, ch. 4.3).
pub fn choose(values: &[Option<f64>], period: usize) -> Result<Ets, EtsError> {
    let values = checked(values)?;
    let positive = values.iter().all(|v| v.is_nan() || *v > 0.0);
    let mut seasons = vec![Season::None];
    if period > 1 && period <= LONGEST_SEASON && values.len() >= 2 * period {
        seasons.push(Season::Additive(period));
        seasons.extend(positive.then_some(Season::Multiplicative(period)));
    }
    let mut best: Result<Ets, EtsError> = Err(EtsError::NoVariation);
    for season in seasons {
        for trend in [Trend::None, Trend::Additive, Trend::Damped] {
            for error in [Effect::Additive, Effect::Multiplicative] {
                let multiplied = matches!(season, Season::Multiplicative(_));
                if (error == Effect::Additive && multiplied) || (error == Effect::Multiplicative && !positive) {
                    continue;
                }
                let shape = Shape { error, trend, season };
                best = better(best, fit_plain(&values, shape, BEGINNINGS.len()));
            }
        }
    }
    best
}

/// The one with the lower criterion; an error only where there is nothing else.
fn better(best: Result<Ets, EtsError>, next: Result<Ets, EtsError>) -> Result<Ets, EtsError> {
    match (best, next) {
        (Ok(best), Ok(next)) if next.aicc < best.aicc => Ok(next),
        (Ok(best), _) => Ok(best),
        (Err(_), next) => next,
    }
}

fn checked(values: &[Option<f64>]) -> Result<Vec<f64>, EtsError> {
    if let Some(at) = values.iter().position(|v| v.is_some_and(|v| !v.is_finite())) {
        return Err(EtsError::NotFinite(at));
    }
    Ok(values.iter().map(|v| v.unwrap_or(f64::NAN)).collect())
}

/// The likeliest additive model without a season, from one beginning: what a series is fitted with once its seasons are out.
pub(in crate::forecast) fn quick(values: &[f64], trend: Trend) -> Result<Ets, EtsError> {
    let shape = Shape {
        error: Effect::Additive,
        trend,
        season: Season::None,
    };
    fit_plain(values, shape, QUICK)
}

/// The same with an additive season.
pub(in crate::forecast) fn quick_seasonal(values: &[f64], trend: Trend, period: usize) -> Result<Ets, EtsError> {
    let shape = Shape {
        error: Effect::Additive,
        trend,
        season: Season::Additive(period),
    };
    fit_plain(values, shape, QUICK)
}

fn fit_plain(values: &[f64], shape: Shape, beginnings: usize) -> Result<Ets, EtsError> {
    let length = shape.season.length();
    if shape.season != Season::None && !(2..=LONGEST_SEASON).contains(&length) {
        return Err(EtsError::SeasonLength(length));
    }
    let got = values.iter().filter(|v| !v.is_nan()).count();
    let needed = (shape.parameters() + 1).max(if shape.season == Season::None { 0 } else { 2 * length });
    if got < needed {
        return Err(EtsError::TooShort { got, needed });
    }
    if shape.needs_positive()
        && let Some(at) = values.iter().position(|v| *v <= 0.0)
    {
        return Err(EtsError::NotPositive(at));
    }
    let search = Search::new(shape, values);
    let found = BEGINNINGS
        .iter()
        .take(beginnings)
        .map(|beginning| search.from(*beginning))
        .min_by(|a, b| a.value.total_cmp(&b.value));
    found
        .filter(|found| found.value < f64::MAX / 2.0)
        .and_then(|found| search.model(&found.at))
        .ok_or(EtsError::NoVariation)
}

/// A search in free coordinates, all about one in size: weights by the logit of their place in their region, the first state
/// as a distance from where the averages put it.
struct Search<'a> {
    shape: Shape,
    values: &'a [f64],
    start: State,
    scale: f64,
    season_too: bool,
}

impl<'a> Search<'a> {
    fn new(shape: Shape, values: &'a [f64]) -> Self {
        let known: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        let middle = mean(&known);
        let variance = known.iter().map(|v| (v - middle).powi(2)).sum::<f64>() / known.len() as f64;
        Self {
            shape,
            values,
            start: start(shape, values),
            scale: variance.sqrt().max(1e-12),
            season_too: values.len() <= FIRST_SEASON_ESTIMATED,
        }
    }

    fn from(&self, beginning: [f64; 4]) -> Minimum {
        let mut x = vec![logit(beginning[0])];
        if self.shape.trend != Trend::None {
            x.push(logit(beginning[1] / beginning[0]));
        }
        if self.shape.season != Season::None {
            x.push(logit(beginning[2] / (1.0 - beginning[0])));
        }
        if self.shape.trend == Trend::Damped {
            x.push(logit((beginning[3] - PHI.0) / (PHI.1 - PHI.0)));
        }
        x.push(0.0);
        if self.shape.trend != Trend::None {
            x.push(0.0);
        }
        if self.shape.season != Season::None && self.season_too {
            x.extend(std::iter::repeat_n(0.0, self.shape.season.length() - 1));
        }
        let rounds = if self.season_too { 400 } else { 60 };
        let mut state = self.start.clone();
        minimise(&mut |x| self.cost(x, &mut state), &x, rounds)
    }

    /// Minus twice the log-likelihood.
    fn cost(&self, x: &[f64], state: &mut State) -> f64 {
        let weights = self.read(x, state);
        if matches!(self.shape.season, Season::Multiplicative(_)) && state.season.iter().any(|s| *s <= 0.0) {
            return f64::INFINITY;
        }
        walk(self.shape, weights, state, self.values, |_| ()).map_or(f64::INFINITY, deviance)
    }

    /// Weights and first state at `x`.
    fn read(&self, x: &[f64], state: &mut State) -> Weights {
        let mut x = x.iter();
        let mut next = || x.next().copied().unwrap_or(0.0);
        let between = |x: f64, low: f64, high: f64| low + (high - low) / (1.0 + (-x).exp());
        let alpha = between(next(), EDGE, 1.0 - EDGE);
        let trend = self.shape.trend != Trend::None;
        let seasonal = self.shape.season != Season::None;
        let weights = Weights {
            alpha,
            beta: if trend {
                between(next(), EDGE.min(alpha), alpha)
            } else {
                0.0
            },
            gamma: if seasonal {
                between(next(), EDGE.min(1.0 - alpha), 1.0 - alpha)
            } else {
                0.0
            },
            phi: if self.shape.trend == Trend::Damped {
                between(next(), PHI.0, PHI.1)
            } else {
                1.0
            },
        };
        state.level = self.start.level + 0.3 * self.scale * next();
        state.slope = if trend {
            self.start.slope + 0.03 * self.scale * next()
        } else {
            0.0
        };
        state.season.copy_from_slice(&self.start.season);
        if seasonal && self.season_too {
            let (step, whole) = match self.shape.season {
                Season::Multiplicative(length) => (0.1, length as f64),
                Season::Additive(_) | Season::None => (0.2 * self.scale, 0.0),
            };
            // The last cell follows from the others: the season neither lifts nor lowers the year.
            let last = state.season.len() - 1;
            for cell in &mut state.season[..last] {
                *cell += step * next();
            }
            state.season[last] = whole - state.season[..last].iter().sum::<f64>();
        }
        weights
    }

    fn model(&self, x: &[f64]) -> Option<Ets> {
        let mut start = self.start.clone();
        let weights = self.read(x, &mut start);
        let mut end = start.clone();
        let mut errors = Vec::with_capacity(self.values.len());
        let tell = |error: f64| errors.push((!error.is_nan()).then_some(error));
        let walked = walk(self.shape, weights, &mut end, self.values, tell)?;
        let (n, k) = (walked.observed as f64, self.shape.parameters() as f64);
        let size = self.values.iter().fold(0.0f64, |size, v| size.max(v.abs()));
        let flat = match self.shape.error {
            Effect::Additive => size.max(1e-300) * 1e-9,
            Effect::Multiplicative => 1e-9,
        };
        if (walked.squares / n).sqrt() < flat {
            return None;
        }
        let deviance = deviance(walked);
        let correction = if n > k + 1.0 {
            2.0 * k * (k + 1.0) / (n - k - 1.0)
        } else {
            f64::INFINITY
        };
        Some(Ets {
            shape: self.shape,
            weights,
            start,
            end,
            steps: self.values.len(),
            errors,
            variance: walked.squares / (n - k + 1.0).max(1.0),
            log_likelihood: -deviance / 2.0,
            aic: deviance + 2.0 * k,
            aicc: deviance + 2.0 * k + correction,
            bic: deviance + k * n.ln(),
        })
    }
}

fn deviance(walked: Walked) -> f64 {
    walked.observed as f64 * walked.squares.max(1e-300).ln() + 2.0 * walked.logs
}

fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}
