//! Where the search for a model begins: season by averages over cycles, level and slope by a straight line over the first of
//! them (Hyndman et al. 2008, ch. 2.6).

use super::{Season, Shape, State, Trend};

/// Cycles that the averages are taken over.
const CYCLES: usize = 4;

/// A first state for these values (NaN is missing).
pub(super) fn start(shape: Shape, values: &[f64]) -> State {
    let length = shape.season.length();
    let filled = filled(values);
    let season = seasons(shape.season, &filled);
    let adjusted: Vec<f64> = filled
        .iter()
        .take((2 * length).max(10))
        .enumerate()
        .map(|(t, value)| match shape.season {
            Season::None => *value,
            Season::Additive(_) => value - season[t % length],
            Season::Multiplicative(_) => value / season[t % length],
        })
        .collect();
    let (level, slope) = match shape.trend {
        Trend::None => (mean(&adjusted), 0.0),
        Trend::Additive | Trend::Damped => line(&adjusted),
    };
    State { level, slope, season }
}

/// Missing values on the straight line between their neighbours.
pub(in crate::forecast) fn filled(values: &[f64]) -> Vec<f64> {
    let mut out = values.to_vec();
    let mut last: Option<usize> = None;
    for (at, value) in values.iter().enumerate() {
        if value.is_nan() {
            continue;
        }
        let from = last.map_or(0, |last| last + 1);
        let before = last.map_or(*value, |last| values[last]);
        let steps = (at + 1 - from) as f64;
        for (gap, cell) in out[from..at].iter_mut().enumerate() {
            *cell = before + (value - before) * (gap as f64 + 1.0) / steps;
        }
        last = Some(at);
    }
    if let Some(last) = last {
        let held = values[last];
        out[last + 1..].fill(held);
    }
    out
}

fn seasons(season: Season, values: &[f64]) -> Vec<f64> {
    let length = season.length();
    let multiplied = matches!(season, Season::Multiplicative(_));
    if season == Season::None {
        return vec![0.0];
    }
    let values = &values[..values.len().min(CYCLES * length)];
    let trend = centred(values, length);
    let mut sums = vec![(0.0, 0.0); length];
    for (t, (value, trend)) in values.iter().zip(&trend).enumerate() {
        if let Some(trend) = trend {
            let part = if multiplied { value / trend } else { value - trend };
            sums[t % length].0 += part;
            sums[t % length].1 += 1.0;
        }
    }
    let rest = if multiplied { 1.0 } else { 0.0 };
    let mut out: Vec<f64> = sums
        .iter()
        .map(|(sum, many)| if *many > 0.0 { sum / many } else { rest })
        .collect();
    let middle = mean(&out);
    for cell in &mut out {
        *cell = if multiplied {
            (*cell / middle).max(0.01)
        } else {
            *cell - middle
        };
    }
    out
}

/// Centred mean over one season; half weights at both ends where its length is even.
fn centred(values: &[f64], length: usize) -> Vec<Option<f64>> {
    let half = length / 2;
    (0..values.len())
        .map(|t| {
            let window = values.get(t.checked_sub(half)?..=t + half)?;
            let sum: f64 = window.iter().sum();
            let sum = if length.is_multiple_of(2) {
                sum - f64::midpoint(window[0], window[length])
            } else {
                sum
            };
            Some(sum / length as f64)
        })
        .collect()
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Level before the first value, and slope, of the straight line of least squares.
fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    if n < 2.0 {
        return (mean(values), 0.0);
    }
    let centre = f64::midpoint(n, 1.0);
    let middle = mean(values);
    let (mut above, mut below) = (0.0, 0.0);
    for (t, value) in values.iter().enumerate() {
        let x = t as f64 + 1.0 - centre;
        above += x * (value - middle);
        below += x * x;
    }
    let slope = above / below;
    (middle - slope * centre, slope)
}
