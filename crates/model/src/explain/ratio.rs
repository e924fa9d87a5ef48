//! [`ratio`] and [`volume`]: rate and mix of each segment, and the total's size.
//!
//! With wᵢ the segment's share of the base, rᵢ its rate and R the whole's, the two factors' Shapley values are
//! rateᵢ = Δrᵢ·(wᵢ⁰ + wᵢ¹)⁄2 and mixᵢ = Δwᵢ·((rᵢ⁰ + rᵢ¹)⁄2 − (R⁰ + R¹)⁄2). The second is taken against the mean rate, which
//! changes no sum (shares sum to one) and makes it say what it should: a segment that grows and is dearer than the mean makes
//! the whole dearer. A segment with a base on one side only has no rate on the other, so all of it is mix.

use harpoon_core::Number;
use harpoon_core::kpi::Per;

use super::{ExplainError, Explained, Factor, Fixed, Known, Pair, Raw, Side, closed, known};

/// What is above and below the line: spend and leads, revenue and orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    /// Above the line.
    pub above: Number,
    /// Below it: the base, not negative.
    pub base: Number,
}

/// Sums over the segments of one side, in millionths.
struct Whole {
    above: i128,
    base: i128,
}

/// The difference of a ratio of sums: rate and mix by segment.
pub fn ratio(pairs: &[Pair<Fraction>], per: Per) -> Result<Explained, ExplainError> {
    let (known, left_out) = known(pairs)?;
    let (from, to) = (whole(&known, Side::From)?, whole(&known, Side::To)?);
    let mut raw = rates_and_mix(&known, &from, &to);
    for part in &mut raw {
        part.amount *= f64::from(per.factor());
    }
    let value = |whole: &Whole| {
        let above = whole.above.checked_mul(i128::from(per.factor()))?;
        Fixed::quotient(above, whole.base)
    };
    let (from, to) = (value(&from), value(&to));
    closed(
        from.ok_or(ExplainError::TooLarge)?,
        to.ok_or(ExplainError::TooLarge)?,
        raw,
        left_out,
    )
}

/// The difference of a sum that is base × rate (revenue = orders × value of an order): what comes of the base's total size,
/// (N¹ − N⁰)·(R⁰ + R¹)⁄2, then rate and mix of each segment, times the mean base.
pub fn volume(pairs: &[Pair<Fraction>]) -> Result<Explained, ExplainError> {
    let (known, left_out) = known(pairs)?;
    let (from, to) = (whole(&known, Side::From)?, whole(&known, Side::To)?);
    let (base_from, base_to) = (micros(from.base), micros(to.base));
    let mut raw = vec![Raw {
        segment: None,
        value: None,
        factor: Factor::Volume,
        amount: (base_to - base_from) * f64::midpoint(from.rate(), to.rate()),
    }];
    raw.extend(rates_and_mix(&known, &from, &to).into_iter().map(|part| Raw {
        amount: part.amount * f64::midpoint(base_from, base_to),
        ..part
    }));
    let value = |whole: &Whole| Fixed::quotient(whole.above, i128::from(harpoon_core::number::SCALE));
    let (from, to) = (value(&from), value(&to));
    closed(
        from.ok_or(ExplainError::TooLarge)?,
        to.ok_or(ExplainError::TooLarge)?,
        raw,
        left_out,
    )
}

impl Whole {
    fn rate(&self) -> f64 {
        self.above as f64 / self.base as f64
    }
}

fn micros(sum: i128) -> f64 {
    sum as f64 / harpoon_core::number::SCALE as f64
}

fn whole(known: &[Known<'_, Fraction>], side: Side) -> Result<Whole, ExplainError> {
    let mut whole = Whole { above: 0, base: 0 };
    for segment in known {
        let Some(fraction) = segment.on(side) else { continue };
        if fraction.base < Number::ZERO {
            return Err(ExplainError::NegativeBase(segment.name.to_owned()));
        }
        whole.above += i128::from(fraction.above.micros());
        whole.base += i128::from(fraction.base.micros());
    }
    if whole.base == 0 {
        return Err(ExplainError::NoBase(side));
    }
    Ok(whole)
}

impl Known<'_, Fraction> {
    fn on(&self, side: Side) -> Option<Fraction> {
        match side {
            Side::From => self.from.copied(),
            Side::To => self.to.copied(),
        }
    }
}

/// One side of a segment.
struct Told {
    /// Share of the base.
    share: f64,
    /// Own rate, where it has a base.
    rate: Option<f64>,
    /// What is above the line without a base, for each unit of the whole's base.
    unmatched: f64,
}

fn told(fraction: Option<Fraction>, whole: &Whole) -> Told {
    let (above, base) = fraction.map_or((0.0, 0.0), |f| (f.above.micros() as f64, f.base.micros() as f64));
    Told {
        share: base / whole.base as f64,
        rate: (base > 0.0).then(|| above / base),
        unmatched: if base > 0.0 { 0.0 } else { above / whole.base as f64 },
    }
}

fn rates_and_mix(known: &[Known<'_, Fraction>], from: &Whole, to: &Whole) -> Vec<Raw> {
    let mean = f64::midpoint(from.rate(), to.rate());
    let mut parts = Vec::new();
    for segment in known {
        let (before, after) = (told(segment.from.copied(), from), told(segment.to.copied(), to));
        let mut push = |factor, amount| {
            parts.push(Raw {
                segment: Some(segment.name.to_owned()),
                value: segment.value.cloned(),
                factor,
                amount,
            });
        };
        match (before.rate, after.rate) {
            (Some(old), Some(new)) => {
                push(Factor::Rate, (new - old) * f64::midpoint(before.share, after.share));
                let own = f64::midpoint(old, new);
                push(Factor::Mix, (after.share - before.share) * (own - mean));
            }
            (None, Some(new)) => push(Factor::New, after.share * (new - mean)),
            (Some(old), None) => push(Factor::Gone, -before.share * (old - mean)),
            (None, None) => {}
        }
        let unmatched = after.unmatched - before.unmatched;
        if unmatched != 0.0 {
            push(Factor::Unmatched, unmatched);
        }
    }
    parts
}
