//! Ranges: a Poisson bootstrap of people.
//!
//! In each replicate every group of people counts as often as a Poisson number of mean 1 says, drawn by inverting the
//! distribution at hash(seed, group, replicate): the same data and seed give the same ranges however they were gathered.
//! Up to 256 people a group is one person. Beyond, it is a random 256th of them, which is the random-groups
//! method: all journeys of a person stay together, as they must, because journeys of one person are alike. Each replicate is
//! scaled to the number of groups observed, so a range covers what another sample of as many people would have given.
//!
//! Chen, Chao, Zhao (2012), "Poisson bootstrap"; Wolter (2007), Introduction to Variance Estimation, ch. 2.

use harpoon_core::scatter::scatter;

use crate::interval::{Confidence, quantile};

/// Fewer groups than this say nothing about their spread.
const FEWEST_GROUPS: usize = 10;

/// How ranges are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// Any number; the same seed gives the same ranges.
    pub seed: u64,
    /// How many replicates; 200 is enough for ranges of 90 %.
    pub replicates: usize,
    /// How often a range is to cover.
    pub confidence: Confidence,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self {
            seed: 1,
            replicates: 200,
            confidence: Confidence::NINETY,
        }
    }
}

/// How often each group counts. Column 0 is the data as they are.
#[derive(Debug)]
pub(crate) struct Draw {
    /// By column, then group.
    pub(crate) times: Vec<Vec<u8>>,
    /// What brings a column to the number of groups observed.
    pub(crate) scales: Vec<f64>,
    confidence: Confidence,
}

impl Draw {
    /// For groups named by the leading bits of their people's hashes.
    pub(crate) fn new(groups: &[u64], bits: u32, bootstrap: Option<&Bootstrap>) -> Self {
        let mut draw = Self {
            times: vec![vec![1; groups.len()]],
            scales: vec![1.0],
            confidence: Confidence::NINETY,
        };
        let Some(bootstrap) = bootstrap.filter(|_| groups.len() >= FEWEST_GROUPS) else {
            return draw;
        };
        draw.confidence = bootstrap.confidence;
        let steps = poisson();
        let root = scatter(scatter(bootstrap.seed) ^ u64::from(bits));
        for replicate in 0..bootstrap.replicates as u64 {
            let times: Vec<u8> = groups
                .iter()
                .map(|group| times(&steps, scatter(scatter(root ^ group).wrapping_add(replicate))))
                .collect();
            let sum: u64 = times.iter().map(|times| u64::from(*times)).sum();
            if sum > 0 {
                draw.scales.push(groups.len() as f64 / sum as f64);
                draw.times.push(times);
            }
        }
        draw
    }

    pub(crate) fn columns(&self) -> usize {
        self.scales.len()
    }

    /// The middle part of the replicates; column 0 is not one.
    pub(crate) fn range(&self, columns: &[f64]) -> Option<(f64, f64)> {
        let mut sorted: Vec<f64> = columns.get(1..).unwrap_or_default().to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let tail = self.confidence.tail();
        Some((quantile(&sorted, tail)?, quantile(&sorted, 1.0 - tail)?))
    }
}

/// The distribution of a Poisson number of mean 1, in units of 2^-64.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability times 2^64"
)]
fn poisson() -> [u64; 20] {
    let (mut part, mut sum) = ((-1.0f64).exp(), 0.0);
    std::array::from_fn(|many| {
        sum += part;
        part /= many as f64 + 1.0;
        (sum * 2f64.powi(64)) as u64
    })
}

fn times(steps: &[u64; 20], draw: u64) -> u8 {
    steps.iter().map(|step| u8::from(draw >= *step)).sum()
}
