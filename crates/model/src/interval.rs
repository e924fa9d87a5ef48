//! Intervals: how sure a number is. [`Confidence`], [`Estimate`], Wilson's interval of a share, quantiles of replicates.

use std::ops::Range;

/// The share of intervals that are meant to cover the truth, between 0.5 and 0.9999.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// 90 %: what Harpoon prints unless asked for another.
    pub const NINETY: Self = Self(0.9);
    /// 95 %: what most papers print.
    pub const NINETY_FIVE: Self = Self(0.95);
    const ALLOWED: Range<f64> = 0.5..0.9999;

    /// A level as a share (0.9, not 90); `None` outside 0.5 to 0.9999.
    pub fn new(level: f64) -> Option<Self> {
        Self::ALLOWED.contains(&level).then_some(Self(level))
    }

    /// The level as a share.
    pub const fn level(self) -> f64 {
        self.0
    }

    /// Number of standard errors to either side: 1.6449 at 90 %.
    pub fn z(self) -> f64 {
        normal_quantile(f64::midpoint(1.0, self.0))
    }

    /// What lies outside on either side: 0.05 at 90 %.
    pub(crate) fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }
}

/// A value with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Why no interval can be given.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum IntervalError {
    /// A tail would hold less than one replicate.
    #[error("{got} replicates are too few for an interval; draw at least {needed}")]
    TooFewReplicates {
        /// Replicates given.
        got: usize,
        /// Replicates that the level needs.
        needed: usize,
    },
    /// NaN or infinite.
    #[error("replicate {0} is no finite number; this is a mistake in the model that drew it")]
    NotFinite(usize),
    /// The ends are the wrong way round or not numbers.
    #[error("the interval from {low} to {high} is none")]
    Reversed {
        /// Lower end given.
        low: f64,
        /// Upper end given.
        high: f64,
    },
}

impl Estimate {
    /// A value that is known: an exact sum. Never for the output of a model, which has an interval.
    pub const fn exact(value: f64) -> Self {
        Self {
            value,
            low: value,
            high: value,
        }
    }

    /// A value with ends that were computed elsewhere; the value may lie outside (bootstrap intervals of skewed sums do).
    pub fn new(value: f64, low: f64, high: f64) -> Result<Self, IntervalError> {
        if value.is_finite() && low.is_finite() && high.is_finite() && low <= high {
            return Ok(Self { value, low, high });
        }
        Err(IntervalError::Reversed { low, high })
    }

    /// A value with the percentile interval of its bootstrap replicates (Efron 1979; Efron and Tibshirani, An Introduction
    /// to the Bootstrap, 1993, ch. 13). It does not correct bias. Each tail must hold a replicate: 20 at 90 %.
    pub fn from_replicates(value: f64, replicates: &[f64], confidence: Confidence) -> Result<Self, IntervalError> {
        // The nudge keeps 1 ⁄ (1 − 0.95) at 20, although the float lies a hair above.
        let needed = (1.0 / confidence.tail() - 1e-9).ceil();
        if (replicates.len() as f64) < needed {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 20,000")]
            let needed = needed as usize;
            return Err(IntervalError::TooFewReplicates {
                got: replicates.len(),
                needed,
            });
        }
        if let Some(at) = replicates.iter().position(|r| !r.is_finite()) {
            return Err(IntervalError::NotFinite(at));
        }
        let mut sorted = replicates.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (low, high) = (
            quantile(&sorted, confidence.tail()),
            quantile(&sorted, 1.0 - confidence.tail()),
        );
        Self::new(value, low.unwrap_or(value), high.unwrap_or(value))
    }

    /// The estimate under a rising straight line `slope · x + shift`: ends stay ends.
    pub(crate) fn rising(self, slope: f64, shift: f64) -> Self {
        Self {
            value: self.value * slope + shift,
            low: self.low * slope + shift,
            high: self.high * slope + shift,
        }
    }
}

/// Share of `trials` that are `hits`, with Wilson's score interval (Wilson, Journal of the American Statistical Association
/// 22, 1927): sound at 0, at 1 and for few trials, where the textbook interval is not. `None` without trials or with more
/// hits than trials.
pub fn wilson(hits: u64, trials: u64, confidence: Confidence) -> Option<Estimate> {
    if trials == 0 || hits > trials {
        return None;
    }
    let (n, p, z) = (trials as f64, hits as f64 / trials as f64, confidence.z());
    let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let centre = p + z * z / (2.0 * n);
    let scale = 1.0 + z * z / n;
    Some(Estimate {
        value: p,
        low: if hits == 0 { 0.0 } else { (centre - spread) / scale },
        high: if hits == trials { 1.0 } else { (centre + spread) / scale },
    })
}

/// Quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, The American Statistician 50, 1996);
/// `None` of nothing. `share` is held within 0 and 1.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and a length"
    )]
    let below = place.floor() as usize;
    let (low, high) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    Some(low + (high - low) * (place - below as f64))
}

/// The x below which a standard normal falls with probability `p`, for `p` in 1e-10 to 1 − 1e-10: algorithm AS 241, PPND16
/// (Wichura, Applied Statistics 37, 1988), without its branch for farther tails.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(&CENTRE_ABOVE, r) / polynomial(&CENTRE_BELOW, r);
    }
    let r = (-p.min(1.0 - p).ln()).sqrt() - 1.6;
    (polynomial(&TAIL_ABOVE, r) / polynomial(&TAIL_BELOW, r)).copysign(q)
}

/// Value of a polynomial, constant term first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

const CENTRE_ABOVE: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_BELOW: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const TAIL_ABOVE: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    0.000_774_545_014_278_341_4,
];
const TAIL_BELOW: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    0.000_547_593_808_499_534_5,
    1.050_750_071_644_416_9e-9,
];
