//! [`combined`]: how many different people several figures of reach stand for, as bounds and an estimate.
//!
//! Reach counts different people, and the same person may stand in every item. What is certain is little: at least as
//! many people as the largest item, at most the sum. An estimate needs an assumption, and carries its name.
//!
//! The bounds hold for *disjoint items*: different posts, days, accounts or platforms. They fail for breakdowns of one
//! item (age, region): platforms drop people there, and sums of 0.68 to 1.54 times the total were measured in real
//! exports. Never hand over breakdown rows.

use std::fmt;

use crate::Number;
use crate::number::SCALE;

/// Number of people in the audience that the items were drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who could be reached, as the platform or a census states: no reach is larger.
    Everybody(Number),
    /// Followers. Others may be reached too, so it serves the estimate and bounds nothing.
    Followers(Number),
}

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// Nothing: the platform stated the figure for exactly this.
    Stated,
    /// Each item reaches people independently of the others, within an audience of this size: N·(1 − Π(1 − rᵢ/N)).
    /// Sainsbury's formula, in Caffyn and Sagovsky, Journal of Advertising Research 3 (1963).
    Independent(Number),
    /// The audience is unknown; each pair of items shares half of the smaller one: A² ⁄ (A + 1.125·D), A the sum of
    /// reaches, D the sum of shared parts. Agostini's formula, Journal of Advertising Research 1 (1961); the half is
    /// our convention, the middle between nobody and everybody.
    HalfShared,
}

/// Different people reached by several items together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// At least so many.
    pub low: Number,
    /// At most so many.
    pub high: Number,
    /// About so many, in whole people, between the bounds.
    pub estimate: Number,
    /// What the estimate rests on.
    pub assumption: Assumption,
}

/// Agostini's constant.
const AGOSTINI: f64 = 1.125;

/// Bounds and estimate over disjoint items; `None` where there is none. Negative figures are no reach and are left out.
///
/// `stated` is the platform's own figure for the whole: where it exists it is exact, whatever the items say.
pub fn combined(items: &[Number], audience: Option<Audience>, stated: Option<Number>) -> Option<Reach> {
    if let Some(stated) = stated {
        return Some(exact(stated));
    }
    let mut items: Vec<i64> = items.iter().map(|n| n.micros()).filter(|&n| n >= 0).collect();
    items.sort_unstable_by(|a, b| b.cmp(a));
    let (&largest, rest) = items.split_first()?;
    if rest.is_empty() {
        return Some(exact(Number::from_micros(largest)));
    }
    let sum = items.iter().fold(0_i64, |sum, &n| sum.saturating_add(n));
    let high = match audience {
        Some(Audience::Everybody(all)) if all.micros() >= largest => sum.min(all.micros()),
        _ => sum,
    };
    let (estimate, assumption) = estimate(&items, audience);
    Some(Reach {
        low: Number::from_micros(largest),
        high: Number::from_micros(high),
        estimate: whole(estimate, largest, high),
        assumption,
    })
}

fn exact(value: Number) -> Reach {
    Reach {
        low: value,
        high: value,
        estimate: value,
        assumption: Assumption::Stated,
    }
}

/// `items` in falling order. An audience smaller than the largest item cannot be the one they were drawn from.
fn estimate(items: &[i64], audience: Option<Audience>) -> (f64, Assumption) {
    let largest = items.first().copied().unwrap_or(0);
    match audience {
        Some(Audience::Everybody(n) | Audience::Followers(n)) if n.micros() > 0 && n.micros() >= largest => {
            (independent(items, n.to_f64()), Assumption::Independent(n))
        }
        _ => (half_shared(items), Assumption::HalfShared),
    }
}

fn people(micros: i64) -> f64 {
    Number::from_micros(micros).to_f64()
}

fn independent(items: &[i64], audience: f64) -> f64 {
    let missed: f64 = items.iter().map(|&r| 1.0 - people(r) / audience).product();
    audience * (1.0 - missed)
}

fn half_shared(items: &[i64]) -> f64 {
    let sum: f64 = items.iter().map(|&r| people(r)).sum();
    if sum <= 0.0 {
        return 0.0;
    }
    // In falling order, each item is the smaller one in its pairs with all before it.
    let shared: f64 = items
        .iter()
        .enumerate()
        .map(|(before, &r)| before as f64 * people(r) / 2.0)
        .sum();
    sum * sum / (sum + AGOSTINI * shared)
}

/// Rounded to whole people, within the bounds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the estimate lies between two numbers, and is clamped to them"
)]
fn whole(estimate: f64, low: i64, high: i64) -> Number {
    let micros = (estimate.round() as i64).saturating_mul(SCALE);
    Number::from_micros(micros.clamp(low, high.max(low)))
}

impl fmt::Display for Assumption {
    /// As a note beside the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stated => f.write_str("as the platform states it"),
            Self::Independent(n) => write!(
                f,
                "estimated as if each item reached people independently within an audience of {n} (Sainsbury)"
            ),
            Self::HalfShared => f.write_str(
                "estimated as if each two items shared half of the smaller one (Agostini 1961); the audience is unknown",
            ),
        }
    }
}
