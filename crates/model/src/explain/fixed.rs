//! [`Fixed`]: an amount in integers of 10⁻¹², wide enough for money and fine enough for rates.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use harpoon_core::Number;

/// An amount in units of 10⁻¹², up to ±10¹⁸ where it comes of a float. Sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed(i128);

/// Units in one.
const UNITS: i128 = 1_000_000_000_000;
/// Decimal digits after the point.
const DECIMALS: u32 = 12;
/// Far enough from the end of `i128` that a million such amounts can be added.
const LIMIT: i128 = UNITS * 10_i128.pow(18);

impl Fixed {
    /// Nought.
    pub const ZERO: Self = Self(0);

    /// The same quantity.
    pub fn from_number(number: Number) -> Self {
        Self(i128::from(number.micros()) * (UNITS / i128::from(harpoon_core::number::SCALE)))
    }

    /// The nearest amount; `None` of what is no number or beyond 10¹⁸.
    pub fn from_f64(value: f64) -> Option<Self> {
        let units = (value * UNITS as f64).round();
        #[expect(clippy::cast_possible_truncation, reason = "held below the limit")]
        (units.abs() < LIMIT as f64).then_some(Self(units as i128))
    }

    /// `above ⁄ below`, rounded half away from nought; `None` where it is too large or `below` is not positive.
    pub(crate) fn quotient(above: i128, below: i128) -> Option<Self> {
        if below <= 0 {
            return None;
        }
        let scaled = above.checked_mul(UNITS)?;
        let units = scaled.checked_add(below / 2 * scaled.signum())? / below;
        (units.abs() < LIMIT).then_some(Self(units))
    }

    /// Units of 10⁻¹².
    pub const fn units(self) -> i128 {
        self.0
    }

    /// The nearest float.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / UNITS as f64
    }

    /// Without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// In units of 10^−`decimals`, rounded half away from nought.
    pub(crate) fn rounded(self, decimals: u32) -> i128 {
        let unit = unit(decimals);
        (self.0 + unit / 2 * self.0.signum()) / unit
    }

    /// In units of 10^−`decimals`, rounded down, and what is left above that.
    pub(crate) fn floored(self, decimals: u32) -> (i128, i128) {
        let unit = unit(decimals);
        (self.0.div_euclid(unit), self.0.rem_euclid(unit))
    }

    /// A hundredfold: a share as per cent.
    pub(crate) const fn per_cent(self) -> Self {
        Self(self.0 * 100)
    }
}

/// Units in 10^−`decimals`.
const fn unit(decimals: u32) -> i128 {
    10_i128.pow(DECIMALS.saturating_sub(decimals))
}

impl fmt::Display for Fixed {
    /// Every digit in plain notation, a valid JSON number: `12`, `-0.000000000001`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (
            self.0.unsigned_abs() / UNITS.unsigned_abs(),
            self.0.unsigned_abs() % UNITS.unsigned_abs(),
        );
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{part:012}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Add for Fixed {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Fixed {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Fixed {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}
