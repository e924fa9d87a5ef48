//! Drawn futures: one row a path, one column a step.

use std::ops::Range;

use crate::interval::{Confidence, Estimate, quantile};
use crate::random::Random;

/// Futures of one series.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paths {
    horizon: usize,
    /// Path after path.
    cells: Vec<f64>,
}

impl Paths {
    pub(super) fn new(horizon: usize, cells: Vec<f64>) -> Self {
        Self { horizon, cells }
    }

    pub(super) const fn horizon(&self) -> usize {
        self.horizon
    }

    /// Sum of each path over `steps`; `None` beyond the horizon.
    pub(super) fn sums(&self, steps: Range<usize>) -> Option<Vec<f64>> {
        if steps.start > steps.end || steps.end > self.horizon {
            return None;
        }
        let rows = self.cells.chunks_exact(self.horizon);
        Some(rows.map(|row| row[steps.clone()].iter().sum()).collect())
    }
}

/// Mean and quantile interval of draws.
pub(crate) fn estimate(draws: &[f64], confidence: Confidence) -> Option<Estimate> {
    let mut sorted = draws.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(Estimate {
        value: draws.iter().sum::<f64>() / draws.len() as f64,
        low: quantile(&sorted, confidence.tail())?,
        high: quantile(&sorted, 1.0 - confidence.tail())?,
    })
}

/// Where in the past the errors of a path are taken from: whole blocks, so that what hangs together stays together
/// (Künsch, Annals of Statistics 17, 1989), each begun at the same place of the season, so that a Sunday gets errors of Sundays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blocks {
    /// First step that may be drawn.
    pub(super) first: usize,
    /// One past the last.
    pub(super) end: usize,
    /// Steps of a block.
    pub(super) length: usize,
    /// Steps of the season that blocks keep to; 1 keeps to none.
    pub(super) period: usize,
}

impl Blocks {
    /// Steps of the past, one for each of the `horizon` steps after `end`.
    pub(super) fn draw(self, random: &mut Random, horizon: usize, out: &mut Vec<usize>) {
        out.clear();
        while out.len() < horizon {
            let begin = self.begin(random, self.end + out.len());
            let many = self.length.min(self.end - begin).min(horizon - out.len());
            out.extend(begin..begin + many);
        }
    }

    /// A step of the past in the same place of the season as `step`.
    fn begin(self, random: &mut Random, step: usize) -> usize {
        let places = (self.end - self.first) / self.period;
        if places < 2 {
            return self.first + random.below(self.end - self.first);
        }
        let back = 1 + random.below(places);
        // The last full season before `step` and before the end of what is known.
        let ahead = (step - self.end) % self.period;
        self.end + ahead - back * self.period
    }
}
