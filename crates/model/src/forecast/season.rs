//! Seasons are taken out by loess (STL, several of them by MSTL) and put back as they stood in their last cycle.
//!
//! Cleveland, Cleveland, McRae, Terpenning, Journal of Official Statistics 6 (1990); Bandara, Hyndman, Bergmeir,
//! International Journal of Operational Research 52 (2025).

use stlrs::{Mstl, Stl};

use super::ets::filled;

/// Cycles that a season must have been seen for.
const FEWEST_CYCLES: usize = 2;

/// A series without its seasons.
#[derive(Clone, Debug)]
pub(super) struct Adjusted {
    /// By step; missing stays missing.
    pub(super) values: Vec<f64>,
    /// What the seasons add to each of the next steps.
    pub(super) ahead: Vec<f64>,
}

/// Takes out the seasons of these lengths, those that are seen often enough. Nothing where none is.
pub(super) fn adjust(values: &[f64], seasons: &[usize], horizon: usize) -> Option<Adjusted> {
    let mut seen: Vec<usize> = seasons
        .iter()
        .copied()
        .filter(|length| *length > 1 && values.len() > FEWEST_CYCLES * length)
        .collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.is_empty() {
        return None;
    }
    let whole = bridged(values, seen[0]);
    let parts = parts(&whole, &seen)?;
    let mut adjusted = values.to_vec();
    let mut ahead = vec![0.0; horizon];
    for (part, length) in parts.iter().zip(&seen) {
        for (value, season) in adjusted.iter_mut().zip(part) {
            *value -= season;
        }
        let cycle = &part[part.len() - length..];
        for (step, sum) in ahead.iter_mut().enumerate() {
            *sum += cycle[step % length];
        }
    }
    Some(Adjusted {
        values: adjusted,
        ahead,
    })
}

fn parts(values: &[f64], seasons: &[usize]) -> Option<Vec<Vec<f64>>> {
    let mut stl = Stl::params();
    stl.seasonal_degree(0);
    if let [season] = seasons {
        let fitted = stl.seasonal_length(WINDOW).fit(values, *season).ok()?;
        return Some(vec![fitted.seasonal().to_vec()]);
    }
    let windows: Vec<usize> = seasons.iter().map(|_| WINDOW).collect();
    let fitted = Mstl::params()
        .stl_params(stl)
        .seasonal_lengths(&windows)
        .fit(values, seasons)
        .ok()?;
    Some(fitted.seasonal().to_vec())
}

/// Cycles that a season is smoothed over.
const WINDOW: usize = 15;

/// Gaps are bridged for loess: straight between the medians of their places in the season.
fn bridged(values: &[f64], period: usize) -> Vec<f64> {
    if !values.iter().any(|v| v.is_nan()) {
        return values.to_vec();
    }
    let medians: Vec<f64> = (0..period)
        .map(|place| median(values.iter().skip(place).step_by(period)))
        .collect();
    let level: Vec<f64> = values
        .iter()
        .enumerate()
        .map(|(t, v)| v - medians[t % period])
        .collect();
    filled(&level)
        .iter()
        .enumerate()
        .map(|(t, v)| v + medians[t % period])
        .collect()
}

fn median<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    let mut known: Vec<f64> = values.copied().filter(|v| !v.is_nan()).collect();
    known.sort_unstable_by(f64::total_cmp);
    known.get(known.len() / 2).copied().unwrap_or(0.0)
}
