//! The series' own past as judge: forecasts from earlier origins against what came, for the weight of each member and for how
//! wide intervals have to be.

use super::member::Member;
use super::season::adjust;

/// Origins that are tried.
const ORIGINS: usize = 8;
/// Horizons of past that they are spread over.
const REACH: usize = 8;
/// What is believed of the width before any trial, and how many origins that is worth: errors of parameters and of the
/// choice of model make the next forecast somewhat worse than its errors so far say.
const BELIEVED: f64 = 1.15;
const WORTH: f64 = 4.0;
/// Bounds of the factor.
const FACTOR: (f64, f64) = (0.7, 3.0);

/// What trials found.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    /// Weight of each member; they add up to one.
    pub(super) weights: Vec<f64>,
    /// Factor on the departures of the paths.
    pub(super) factor: f64,
    /// How many trials the factor rests on, the belief among them: the tails of few are heavy.
    pub(super) freedom: f64,
}

/// Tries members on the past of `values`.
pub(super) fn trial(values: &[f64], seasons: &[usize], members: &[Member], horizon: usize) -> Trial {
    let origins = origins(values.len(), seasons, horizon);
    let mut misses = vec![0.0; members.len()];
    let mut past = Vec::new();
    for origin in origins {
        let adjusted = adjust(&values[..origin], seasons, horizon);
        let lines: Vec<Vec<f64>> = members
            .iter()
            .filter_map(|member| member.earlier(&values[..origin], adjusted.as_ref(), horizon))
            .collect();
        if lines.len() < members.len() {
            continue;
        }
        let actual = &values[origin..(origin + horizon).min(values.len())];
        for (miss, line) in misses.iter_mut().zip(&lines) {
            *miss += mean(actual, line, |actual, told| (actual - told).abs());
        }
        past.push((lines, actual));
    }
    let weights = weights(&misses, past.len());
    let spreads: Vec<Vec<f64>> = members.iter().map(|member| member.spread(horizon)).collect();
    let spread = mixed(&spreads, &weights);
    let squares: f64 = past
        .iter()
        .map(|(lines, actual)| {
            let line = mixed(lines, &weights);
            let standard: Vec<f64> = actual
                .iter()
                .zip(line.iter().zip(&spread))
                .map(|(a, (l, s))| (a - l) / s)
                .collect();
            mean(&standard, &standard, |z, _| z * z).min(FACTOR.1 * FACTOR.1 * 2.0)
        })
        .sum();
    let freedom = WORTH + past.len() as f64;
    let factor = ((WORTH * BELIEVED * BELIEVED + squares) / freedom).sqrt();
    Trial {
        weights,
        factor: factor.clamp(FACTOR.0, FACTOR.1),
        freedom,
    }
}

/// The last origins that leave enough before them and something after.
fn origins(steps: usize, seasons: &[usize], horizon: usize) -> Vec<usize> {
    let cycle = seasons
        .iter()
        .copied()
        .filter(|season| 2 * season < steps)
        .max()
        .unwrap_or(1);
    let fewest = (2 * cycle + 2).max(12).max(steps / 2);
    let last = steps.saturating_sub(horizon.min(steps / 4).max(1));
    if last <= fewest {
        return Vec::new();
    }
    let span = (last - fewest).min(REACH * horizon);
    let gap = (span / ORIGINS).max(1);
    (0..ORIGINS)
        .map(|back| last - back * gap)
        .filter(|origin| *origin >= fewest)
        .collect()
}

/// By the inverse square of the mean miss; equal where nothing could be tried.
fn weights(misses: &[f64], origins: usize) -> Vec<f64> {
    let many = misses.len() as f64;
    let overall = misses.iter().sum::<f64>() / many;
    if origins == 0 || overall <= 0.0 {
        return vec![1.0 / many; misses.len()];
    }
    let raw: Vec<f64> = misses
        .iter()
        .map(|miss| {
            let relative = miss / overall;
            1.0 / (relative * relative).max(1e-6)
        })
        .collect();
    let sum: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / sum).collect()
}

/// Weighted mean of lines.
pub(super) fn mixed(lines: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let horizon = lines.first().map_or(0, Vec::len);
    (0..horizon)
        .map(|step| {
            lines
                .iter()
                .zip(weights)
                .map(|(line, weight)| line[step] * weight)
                .sum()
        })
        .collect()
}

/// Mean over the steps that were observed.
fn mean(actual: &[f64], line: &[f64], miss: impl Fn(f64, f64) -> f64) -> f64 {
    let known = actual.iter().zip(line).filter(|(actual, _)| !actual.is_nan());
    let (sum, many) = known.fold((0.0, 0.0), |(sum, many), (actual, told)| {
        (sum + miss(*actual, *told), many + 1.0)
    });
    sum / f64::max(many, 1.0)
}
