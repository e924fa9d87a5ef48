//! [`Number`]: an exact quantity with six decimals, the value type of every fact.
//!
//! Money must not drift and counts must not lose their last digit, so facts never hold a float. Six decimals
//! hold every currency's minor unit, the micro-units of ad APIs, and durations in microseconds.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::num::NonZeroI64;
use std::ops::{Add, Neg, Sub};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Millionths in one.
pub const SCALE: i64 = 1_000_000;
/// Decimal digits after the point.
pub const DECIMALS: u8 = 6;
/// Largest count of digits a stored value may have; `decimal(18,6)` in the lake.
pub const PRECISION: u8 = 18;

/// An exact quantity in millionths, between ±999,999,999,999.999999.
///
/// Kept as millionths with the sign bit turned over: the one pattern that is never needed is nought, so an unknown quantity
/// (`Option<Number>`) takes no more room than a known one. Columns of them are most of what an import moves.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(NonZeroI64);

/// Why a text is no [`Number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not digits with at most one point and an optional sign.
    #[error("not a number")]
    NotANumber,
    /// Beyond what `decimal(18,6)` can hold.
    #[error("larger than 999,999,999,999")]
    TooLarge,
}

/// Millionths beyond which a float has no units any more.
const FLOATS: f64 = 9e17;

impl Number {
    /// Nought.
    pub const ZERO: Self = Self::from_micros(0);
    const LIMIT: i64 = 10_i64.pow(PRECISION as u32) - 1;

    /// A whole number.
    #[inline]
    pub fn from_int(n: i64) -> Result<Self, NumberError> {
        n.checked_mul(SCALE)
            .and_then(Self::from_micros_checked)
            .ok_or(NumberError::TooLarge)
    }

    /// From millionths, without a check of the range: for values that the lake already holds. `i64::MIN`, which no range
    /// holds, becomes its neighbour.
    #[inline]
    pub const fn from_micros(micros: i64) -> Self {
        match NonZeroI64::new(micros ^ i64::MIN) {
            Some(turned) => Self(turned),
            None => Self::from_micros(i64::MIN + 1),
        }
    }

    #[inline]
    fn from_micros_checked(micros: i64) -> Option<Self> {
        (micros.unsigned_abs() <= Self::LIMIT.unsigned_abs()).then_some(Self::from_micros(micros))
    }

    /// The quantity in millionths.
    #[inline]
    pub const fn micros(self) -> i64 {
        self.0.get() ^ i64::MIN
    }

    /// The number nearest to a float; `None` beyond the limit up to which floats have units, and for what is no number.
    pub fn nearest(value: f64) -> Option<Self> {
        let micros = (value * SCALE as f64).round();
        #[expect(clippy::cast_possible_truncation, reason = "it is within the limit")]
        (micros.abs() < FLOATS).then_some(Self::from_micros(micros as i64))
    }

    /// The nearest float.
    pub fn to_f64(self) -> f64 {
        self.micros() as f64 / SCALE as f64
    }

    /// The quantity times `factor / divisor`, rounded half away from zero; for units (hours to seconds, micros to money).
    pub fn scaled(self, factor: i64, divisor: i64) -> Result<Self, NumberError> {
        let product = i128::from(self.micros()) * i128::from(factor);
        let divisor = i128::from(divisor);
        let half = (divisor / 2) * product.signum();
        i64::try_from((product + half) / divisor)
            .ok()
            .and_then(Self::from_micros_checked)
            .ok_or(NumberError::TooLarge)
    }
}

impl Default for Number {
    fn default() -> Self {
        Self::ZERO
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.micros().cmp(&other.micros())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl FromStr for Number {
    type Err = NumberError;

    /// Reads plain notation: optional sign, digits, optional point and digits. Digits after the sixth are rounded half up.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let mut micros: i64 = 0;
        let mut decimals: Option<u8> = None;
        let mut seen = false;
        let mut round_up = false;
        for &b in digits {
            match b {
                b'0'..=b'9' => {
                    seen = true;
                    let digit = i64::from(b - b'0');
                    match decimals {
                        Some(DECIMALS) => {
                            round_up = digit >= 5;
                            decimals = Some(DECIMALS + 1);
                        }
                        Some(n) if n > DECIMALS => {}
                        _ => {
                            micros = micros
                                .checked_mul(10)
                                .and_then(|m| m.checked_add(digit))
                                .ok_or(NumberError::TooLarge)?;
                            decimals = decimals.map(|n| n + 1);
                        }
                    }
                }
                b'.' if decimals.is_none() => decimals = Some(0),
                _ => return Err(NumberError::NotANumber),
            }
        }
        if !seen {
            return Err(NumberError::NotANumber);
        }
        let missing = u32::from(DECIMALS.saturating_sub(decimals.unwrap_or(0)));
        let micros = micros
            .checked_mul(10_i64.pow(missing))
            .and_then(|m| m.checked_add(i64::from(round_up)))
            .ok_or(NumberError::TooLarge)?;
        Self::from_micros_checked(if negative { -micros } else { micros }).ok_or(NumberError::TooLarge)
    }
}

impl fmt::Display for Number {
    /// Plain notation without trailing zeros: `12`, `-0.5`, `1234.56`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.micros().unsigned_abs() / SCALE.unsigned_abs();
        let part = self.micros().unsigned_abs() % SCALE.unsigned_abs();
        let sign = if self.micros() < 0 { "-" } else { "" };
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{part:06}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Add for Number {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_micros(self.micros() + other.micros())
    }
}

impl Sub for Number {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::from_micros(self.micros() - other.micros())
    }
}

impl Neg for Number {
    type Output = Self;
    fn neg(self) -> Self {
        Self::from_micros(-self.micros())
    }
}

impl Sum for Number {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Number {
    /// As text, so that no reader turns it into a float by accident.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
