//! Small counts (leads, reviews, orders a day): a Poisson number whose rate wanders, with days of the week.
//!
//! Rate ~ Gamma(a, b) in units of day weight; each step a and b are discounted by ω, then what came and its day weight are
//! added, so the forecast is negative binomial (Harvey and Fernandes, Journal of Business and Economic Statistics 7, 1989;
//! West and Harrison, Bayesian Forecasting and Dynamic Models, 2nd ed. 1997, ch. 14). ω is the likeliest of a few. Where days
//! scatter more than Poisson's, a factor of dispersion scales what each tells (quasi-likelihood, McCullagh and Nelder 1989, ch. 9).
//!
//! A missing day adds nothing and is no nought. Limits: no trend beyond the wandering of the rate, one season.

use crate::random::Random;
use crate::special::ln_gamma;

/// Discounts that are tried.
const DISCOUNTS: [f64; 8] = [0.8, 0.9, 0.94, 0.97, 0.98, 0.99, 0.995, 0.999];
/// Days of average weight that a place of the season is shrunk by.
const SHRINK: f64 = 4.0;
/// What is believed before the first day: half an event in a day of average weight, worth half a day.
const FIRST: (f64, f64) = (0.5, 0.5);

/// A fitted model of counts.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    /// Weight of each place of the season; one on average.
    weights: Vec<f64>,
    discount: f64,
    /// Variance over mean, given the rate.
    dispersion: f64,
    a: f64,
    b: f64,
    steps: usize,
}

impl Counts {
    /// Fits counts (NaN is missing) with a season of `period` steps, 1 for none.
    pub(super) fn fit(values: &[f64], period: usize) -> Self {
        let mut model = Self {
            weights: weights(values, period),
            discount: 1.0,
            dispersion: 1.0,
            a: FIRST.0,
            b: FIRST.1,
            steps: values.len(),
        };
        for _ in 0..3 {
            let likeliest = DISCOUNTS.into_iter().map(|discount| {
                let tried = Self {
                    discount,
                    ..model.clone()
                };
                (tried.clone().walk(values).0, discount)
            });
            let best = likeliest.max_by(|a, b| a.0.total_cmp(&b.0));
            model.discount = best.map_or(0.99, |(_, discount)| discount);
            let (_, excess) = model.clone().walk(values);
            model.dispersion = (model.dispersion * excess).clamp(1.0, 50.0);
        }
        model.walk(values);
        model
    }

    /// Passes over the values; what it leaves is the log-likelihood and the scatter against what was expected.
    fn walk(&mut self, values: &[f64]) -> (f64, f64) {
        let (mut likelihood, mut scatter, mut many) = (0.0, 0.0, 0.0);
        for (step, value) in values.iter().enumerate() {
            self.fade();
            if value.is_nan() {
                continue;
            }
            let weight = self.weights[step % self.weights.len()];
            let mean = self.a / self.b * weight;
            let variance = self.dispersion * mean + mean * weight / self.b;
            likelihood += told(*value, mean, variance);
            scatter += (value - mean).powi(2) / variance.max(1e-12);
            many += 1.0;
            self.learn(*value, weight);
        }
        (likelihood, scatter / f64::max(many, 1.0))
    }

    /// A day makes what is known a little older, but never less than the first belief: after many noughts a little is still
    /// held possible.
    fn fade(&mut self) {
        if self.b > FIRST.1 {
            self.a = (self.a * self.discount).max(FIRST.0);
            self.b *= self.discount;
        }
    }

    fn learn(&mut self, value: f64, weight: f64) {
        self.a += value / self.dispersion;
        self.b += weight / self.dispersion;
    }

    /// Expected counts of the next steps.
    pub(super) fn ahead(&self, horizon: usize) -> Vec<f64> {
        let rate = self.a / self.b;
        (0..horizon)
            .map(|step| rate * self.weights[(self.steps + step) % self.weights.len()])
            .collect()
    }

    /// One future: each day's count is drawn, then learnt from, which is how the rate's wandering comes in.
    pub(super) fn draw(&self, random: &mut Random, horizon: usize, out: &mut Vec<f64>) {
        let mut future = self.clone();
        for step in 0..horizon {
            future.fade();
            let weight = self.weights[(self.steps + step) % self.weights.len()];
            let mean = random.gamma(future.a) / future.b * weight;
            let value = scattered(random, mean, self.dispersion);
            out.push(value);
            future.learn(value, weight);
        }
    }
}

/// A count with this mean, and variance `dispersion` times as large.
fn scattered(random: &mut Random, mean: f64, dispersion: f64) -> f64 {
    let excess = dispersion - 1.0;
    if excess < 0.01 || mean <= 0.0 {
        return random.poisson(mean);
    }
    let rate = random.gamma(mean / excess) * excess;
    random.poisson(rate)
}

/// Log-likelihood of a negative binomial by mean and variance.
fn told(value: f64, mean: f64, variance: f64) -> f64 {
    let p = (mean / variance).min(1.0 - 1e-9);
    let r = mean * p / (1.0 - p);
    ln_gamma(value + r) - ln_gamma(r) - ln_gamma(value + 1.0) + r * p.ln() + value * (-p).ln_1p()
}

/// Weight of each place of the season, shrunk to one.
pub(super) fn weights(values: &[f64], period: usize) -> Vec<f64> {
    let known = |place: usize| values.iter().skip(place).step_by(period).filter(|v| !v.is_nan());
    let (sum, many) = (0..period)
        .flat_map(known)
        .fold((0.0, 0.0), |(sum, many), v| (sum + v, many + 1.0));
    if sum <= 0.0 || period < 2 {
        return vec![1.0; period.max(1)];
    }
    let daily = sum / many;
    let mut weights: Vec<f64> = (0..period)
        .map(|place| {
            let (sum, many) = known(place).fold((0.0, 0.0), |(sum, many), v| (sum + v, many + 1.0));
            // In events: SHRINK events' worth of belief that this day is like the others.
            (sum + SHRINK) / (many * daily + SHRINK)
        })
        .collect();
    let mean = weights.iter().sum::<f64>() / period as f64;
    for weight in &mut weights {
        *weight /= mean;
    }
    weights
}
