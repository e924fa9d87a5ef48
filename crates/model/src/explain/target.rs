//! A target has no segments of its own: it is spread over those of a reference period, so that a miss can be explained like
//! any other difference.

use harpoon_core::Number;
use harpoon_core::kpi::Per;

use super::{ExplainError, Fraction, Pair, Told};

/// Pairs whose `from`, a reference period's, is scaled so that it sums to the target: each segment is asked for its share.
/// What is missing stays missing, and its share falls to the others.
pub fn additive_to_target(pairs: &[Pair<Number>], target: Number) -> Result<Vec<Pair<Number>>, ExplainError> {
    let reference: Vec<i64> = pairs.iter().map(|p| value(&p.from, |n| *n)).collect();
    let scaled = spread(&reference, i128::from(target.micros()))?;
    let scaled_pairs = pairs.iter().zip(scaled).map(|(pair, micros)| Pair {
        name: pair.name.clone(),
        value: pair.value.clone(),
        from: pair.from.with(|_| Number::from_micros(micros)),
        to: pair.to.clone(),
    });
    Ok(scaled_pairs.collect())
}

/// Pairs whose `from`, a reference period's, keeps its bases and has every rate scaled alike, so that the whole's rate is the
/// target (up to a millionth above the line).
pub fn ratio_to_target(
    pairs: &[Pair<Fraction>],
    target: Number,
    per: Per,
) -> Result<Vec<Pair<Fraction>>, ExplainError> {
    let above: Vec<i64> = pairs.iter().map(|p| value(&p.from, |f| f.above)).collect();
    let base: i128 = pairs.iter().map(|p| i128::from(value(&p.from, |f| f.base))).sum();
    let per_unit = i128::from(per.factor()) * i128::from(harpoon_core::number::SCALE);
    let wanted = base.checked_mul(i128::from(target.micros()));
    let wanted = wanted
        .and_then(|w| w.checked_div(per_unit))
        .ok_or(ExplainError::TooLarge)?;
    let scaled = spread(&above, wanted)?;
    let scaled_pairs = pairs.iter().zip(scaled).map(|(pair, micros)| Pair {
        name: pair.name.clone(),
        value: pair.value.clone(),
        from: pair.from.with(|f| Fraction {
            above: Number::from_micros(micros),
            base: f.base,
        }),
        to: pair.to.clone(),
    });
    Ok(scaled_pairs.collect())
}

fn value<T>(told: &Told<T>, of: impl Fn(&T) -> Number) -> i64 {
    match told {
        Told::Known(value) => of(value).micros(),
        Told::Absent | Told::Missing(_) => 0,
    }
}

impl<T> Told<T> {
    fn with(&self, change: impl Fn(&T) -> T) -> Self {
        match self {
            Self::Known(value) => Self::Known(change(value)),
            Self::Absent => Self::Absent,
            Self::Missing(reason) => Self::Missing(reason.clone()),
        }
    }
}

/// `total` in proportion to the weights, in whole units by largest remainder; among equals the earlier.
fn spread(weights: &[i64], total: i128) -> Result<Vec<i64>, ExplainError> {
    let sum: i128 = weights.iter().map(|&w| i128::from(w)).sum();
    if sum == 0 {
        return Err(ExplainError::NoReference);
    }
    let (size, signed) = (sum.abs(), total * sum.signum());
    let mut shares = Vec::with_capacity(weights.len());
    for &weight in weights {
        let exact = signed.checked_mul(i128::from(weight)).ok_or(ExplainError::TooLarge)?;
        shares.push((exact.div_euclid(size), exact.rem_euclid(size)));
    }
    let mut left = total - shares.iter().map(|s| s.0).sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(shares.get(i).map(|s| s.1)));
    for i in order {
        if let Some(share) = shares.get_mut(i).filter(|_| left > 0) {
            share.0 += 1;
            left -= 1;
        }
    }
    let narrow = |(units, _): (i128, i128)| i64::try_from(units).map_err(|_| ExplainError::TooLarge);
    shares.into_iter().map(narrow).collect()
}
