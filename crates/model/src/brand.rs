//! A global goal (recognition, presence, legitimacy) as one index: what its stated proxies have in common.
//!
//! z_it = λ_i f_t + e_it, f_t = φ f_{t−1} + η_t with variance 1, on standardised proxies: a dynamic factor model with one factor
//! (Stock and Watson, in The Oxford Handbook of Economic Forecasting, 2011). The likelihood is Kalman's, values may be missing,
//! the smoother is that of Rauch, Tung and Striebel (Durbin and Koopman, Time Series Analysis by State Space Methods, 2nd ed.
//! 2012, ch. 4). The sign is fixed so that the first named proxy (branded search) rises with the index.
//!
//! The index is 100 on the mean of the baseline, and 10 points are one standard deviation of the factor.
//!
//! Limits: it says that the proxies move together, not why. Parameters are taken as known in the interval. A trend in a proxy is
//! part of what is common.

use std::ops::Range;

use crate::interval::{Confidence, Estimate, normal_quantile};
use crate::optimise::minimise;
use crate::special::student_below;

/// Fewer steps than this say nothing about what moves together.
pub const FEWEST_STEPS: usize = 12;
/// Points of one standard deviation.
const POINTS: f64 = 10.0;
const BASELINE: f64 = 100.0;
/// With so many degrees of freedom Student's t is the normal to four digits.
const NORMAL: f64 = 1e4;

/// A stated proxy.
#[derive(Clone, Copy, Debug)]
pub struct Proxy<'a> {
    /// Name, as the goal states it.
    pub name: &'a str,
    /// By step, the same steps for all; `None` is missing.
    pub values: &'a [Option<f64>],
}

/// How a proxy hangs on the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Loading {
    /// The proxy's name.
    pub name: String,
    /// Standard deviations that the proxy moves by where the shock to the factor is one.
    pub loading: f64,
    /// Variance of what is the proxy's own, in its own standardised unit.
    pub noise: f64,
    /// Share of the proxy's variance that the index explains, 0 to 1.
    pub explained: f64,
    /// Values that were there.
    pub observed: usize,
}

/// The fitted index.
#[derive(Clone, Debug, PartialEq)]
pub struct Brand {
    /// One a proxy, in the order given.
    pub loadings: Vec<Loading>,
    /// What is left of the factor after a step, −1 to 1.
    pub persistence: f64,
    /// Logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Smoothed factor, in units of its shocks: what all steps say of each.
    pub factor: Vec<f64>,
    /// Filtered factor: what each step and those before say of it.
    pub filtered: Vec<f64>,
    /// Variance of the smoothed factor.
    pub variance: Vec<f64>,
}

/// Why there is no index.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BrandError {
    /// One proxy has nothing in common with another.
    #[error("an index needs at least 2 proxies; {0} given")]
    FewProxies(usize),
    /// Proxies of different length.
    #[error("proxy `{name}` has {got} steps, the first one {expected}")]
    Unequal {
        /// The proxy.
        name: String,
        /// Its steps.
        got: usize,
        /// Steps of the first.
        expected: usize,
    },
    /// Too few values.
    #[error("proxy `{name}` has {got} values; it needs {FEWEST_STEPS}")]
    TooShort {
        /// The proxy.
        name: String,
        /// Values that are there.
        got: usize,
    },
    /// NaN, infinite, or always the same.
    #[error("proxy `{name}` never varies, or holds what is no number; leave it out")]
    Flat {
        /// The proxy.
        name: String,
    },
    /// The baseline lies outside, or is empty.
    #[error("the baseline, steps {0:?}, does not lie within the {1} steps")]
    Baseline(Range<usize>, usize),
}

/// Parameters: loadings and noise by proxy, persistence.
#[derive(Clone, Debug)]
struct Parameters {
    loadings: Vec<f64>,
    noise: Vec<f64>,
    persistence: f64,
}

/// Fits the index.
pub fn fit(proxies: &[Proxy]) -> Result<Brand, BrandError> {
    let series = standardised(proxies)?;
    let beginning = beginning(&series);
    let found = minimise(&mut |x| -filter(&series, &read(x)).0, &beginning, 500);
    let mut parameters = read(&found.at);
    if parameters.loadings[0] < 0.0 {
        parameters.loadings.iter_mut().for_each(|loading| *loading = -*loading);
    }
    Ok(brand(proxies, &series, &parameters))
}

impl Brand {
    /// The index by step with its interval: 100 on the mean of the baseline's steps.
    pub fn index(&self, baseline: Range<usize>, confidence: Confidence) -> Result<Vec<Estimate>, BrandError> {
        if baseline.is_empty() || baseline.end > self.factor.len() {
            return Err(BrandError::Baseline(baseline, self.factor.len()));
        }
        let many = baseline.len() as f64;
        let zero = self.factor[baseline].iter().sum::<f64>() / many;
        let points = POINTS * (1.0 - self.persistence * self.persistence).sqrt();
        let estimates = self.factor.iter().zip(&self.variance).map(|(factor, variance)| {
            let value = BASELINE + points * (factor - zero);
            let reach = confidence.z() * points * variance.sqrt();
            Estimate {
                value,
                low: value - reach,
                high: value + reach,
            }
        });
        Ok(estimates.collect())
    }
}

/// Where the index will be some steps after the last one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// Expected index with its interval.
    pub expected: Estimate,
    /// Standard deviation of what is not known of it.
    pub deviation: f64,
}

impl Ahead {
    /// The index that is passed from below with this chance: its quantile.
    pub fn at(&self, share: f64) -> f64 {
        self.expected.value + self.deviation * normal_quantile(share)
    }

    /// Chance that the index is at least so much, between 0 and 1.
    pub fn at_least(&self, target: f64) -> f64 {
        if self.deviation <= 0.0 {
            return f64::from(u8::from(self.expected.value >= target));
        }
        student_below((self.expected.value - target) / self.deviation, NORMAL)
    }
}

impl Brand {
    /// The index `steps` after the last one, 0 for the last itself: the factor falls back to its mean by its persistence, and
    /// what is not known of it grows: variance φ²ʰ V + (1 − φ²ʰ) ⁄ (1 − φ²).
    pub fn ahead(&self, steps: u32, baseline: Range<usize>, confidence: Confidence) -> Result<Ahead, BrandError> {
        let last = self.index(baseline.clone(), confidence)?.pop();
        let (Some(last), Some(factor), Some(variance)) = (last, self.factor.last(), self.variance.last()) else {
            return Err(BrandError::Baseline(baseline, self.factor.len()));
        };
        let phi = self.persistence * self.persistence;
        let left = phi.powf(f64::from(steps));
        let points = POINTS * (1.0 - phi).sqrt();
        let value = last.value - points * factor * (1.0 - self.persistence.powf(f64::from(steps)));
        let deviation = points * (left * variance + (1.0 - left) / (1.0 - phi)).sqrt();
        let reach = confidence.z() * deviation;
        Ok(Ahead {
            expected: Estimate {
                value,
                low: value - reach,
                high: value + reach,
            },
            deviation,
        })
    }
}

/// Mean 0 and variance 1 by proxy; NaN is missing.
fn standardised(proxies: &[Proxy]) -> Result<Vec<Vec<f64>>, BrandError> {
    if proxies.len() < 2 {
        return Err(BrandError::FewProxies(proxies.len()));
    }
    let expected = proxies[0].values.len();
    let one = |proxy: &Proxy| {
        let name = || proxy.name.to_owned();
        let known: Vec<f64> = proxy.values.iter().filter_map(|v| *v).collect();
        if proxy.values.len() != expected {
            let got = proxy.values.len();
            return Err(BrandError::Unequal {
                name: name(),
                got,
                expected,
            });
        }
        if known.len() < FEWEST_STEPS {
            return Err(BrandError::TooShort {
                name: name(),
                got: known.len(),
            });
        }
        let many = known.len() as f64;
        let mean = known.iter().sum::<f64>() / many;
        let deviation = (known.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (many - 1.0)).sqrt();
        if !deviation.is_finite() || deviation <= 1e-12 * mean.abs() {
            return Err(BrandError::Flat { name: name() });
        }
        Ok(proxy
            .values
            .iter()
            .map(|v| v.map_or(f64::NAN, |v| (v - mean) / deviation))
            .collect())
    };
    proxies.iter().map(one).collect()
}

/// Free coordinates: loadings, logarithm of noise, inverse hyperbolic tangent of persistence.
fn read(x: &[f64]) -> Parameters {
    let many = x.len() / 2;
    Parameters {
        loadings: x[..many].to_vec(),
        // A proxy that is the factor itself would be infinitely likely.
        noise: x[many..2 * many].iter().map(|v| v.exp().max(1e-4)).collect(),
        persistence: 0.9999 * x[2 * many].tanh(),
    }
}

/// Loadings by correlation with the first proxy, a persistence of 0.76.
fn beginning(series: &[Vec<f64>]) -> Vec<f64> {
    let with_first = |other: &Vec<f64>| {
        let both = series[0].iter().zip(other).filter(|(a, b)| !a.is_nan() && !b.is_nan());
        let (sum, many) = both.fold((0.0, 0.0), |(sum, many), (a, b)| (sum + a * b, many + 1.0));
        (sum / f64::max(many, 1.0)).clamp(-0.8, 0.8)
    };
    let mut x: Vec<f64> = series.iter().map(|s| 0.5 * with_first(s)).collect();
    x.extend(series.iter().map(|_| 0.5f64.ln()));
    x.push(1.0);
    x
}

/// What the filter leaves of each step.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Factor before the step's values were seen: mean and variance.
    before: (f64, f64),
    /// After.
    after: (f64, f64),
}

/// Log-likelihood and the filter's steps. Values of a step are taken one after the other, which is the same as all at once
/// because their noise is independent.
fn filter(series: &[Vec<f64>], parameters: &Parameters) -> (f64, Vec<Step>) {
    let phi = parameters.persistence;
    let (mut mean, mut variance) = (0.0, 1.0 / (1.0 - phi * phi));
    let mut likelihood = 0.0;
    let mut steps = Vec::with_capacity(series[0].len());
    for t in 0..series[0].len() {
        let before = (mean, variance);
        for ((values, loading), noise) in series.iter().zip(&parameters.loadings).zip(&parameters.noise) {
            let value = values[t];
            if value.is_nan() {
                continue;
            }
            let error = value - loading * mean;
            let spread = loading * loading * variance + noise;
            likelihood -= 0.5 * ((2.0 * std::f64::consts::PI * spread).ln() + error * error / spread);
            let gain = variance * loading / spread;
            mean += gain * error;
            variance -= gain * loading * variance;
        }
        steps.push(Step {
            before,
            after: (mean, variance),
        });
        (mean, variance) = (phi * mean, phi * phi * variance + 1.0);
    }
    (likelihood, steps)
}

/// Mean and variance of the factor given all steps, backwards.
fn smooth(steps: &[Step], phi: f64) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = steps.iter().map(|step| step.after).collect();
    for t in (0..steps.len().saturating_sub(1)).rev() {
        let (mean, variance) = steps[t].after;
        let (told, spread) = steps[t + 1].before;
        let gain = phi * variance / spread;
        let (later, certain) = out[t + 1];
        out[t] = (
            mean + gain * (later - told),
            variance + gain * gain * (certain - spread),
        );
    }
    out
}

fn brand(proxies: &[Proxy], series: &[Vec<f64>], parameters: &Parameters) -> Brand {
    let (log_likelihood, steps) = filter(series, parameters);
    let smoothed = smooth(&steps, parameters.persistence);
    let common = 1.0 / (1.0 - parameters.persistence * parameters.persistence);
    let loading = |place: usize| {
        let (loading, noise) = (parameters.loadings[place], parameters.noise[place]);
        let shared = loading * loading * common;
        Loading {
            name: proxies[place].name.to_owned(),
            loading,
            noise,
            explained: shared / (shared + noise),
            observed: proxies[place].values.iter().flatten().count(),
        }
    };
    Brand {
        loadings: (0..proxies.len()).map(loading).collect(),
        persistence: parameters.persistence,
        log_likelihood,
        factor: smoothed.iter().map(|(mean, _)| *mean).collect(),
        filtered: steps.iter().map(|step| step.after.0).collect(),
        variance: smoothed.iter().map(|(_, variance)| *variance).collect(),
    }
}
