//! Numbers in cells: the value of a cell, by the decimal mark that its column was found to have.
//!
//! Plain digits take a short path without a look at anything else, since that is nearly every cell of nearly every
//! file. All arithmetic is exact: a mantissa, a power of ten, and a whole factor for the unit.

mod dress;
mod survey;

use harpoon_core::Number;
use harpoon_core::number::PRECISION;

use super::{Cell, CellError, is_unknown, trimmed};
use crate::field::Given;
use dress::{Fault, Scanned, undressed};
pub use survey::NumberSurvey;

/// The mark between the whole and the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecimalMark {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

impl DecimalMark {
    /// From the word of maps and of `--decimal`: `point` or `comma`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "point" => Some(Self::Point),
            "comma" => Some(Self::Comma),
            _ => None,
        }
    }

    /// `point` or `comma`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }

    /// The mark itself.
    pub const fn as_char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// The mark that groups thousands where this one is the decimal mark.
    const fn grouping(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }
}

/// Reads the cells of one column.
#[derive(Clone, Copy, Debug)]
pub struct NumberReader<'a> {
    /// The column's decimal mark.
    pub mark: DecimalMark,
    /// Unit of the cells.
    pub given: Given,
    /// Words for "unknown" beside the usual ones.
    pub unknown: &'a [&'a str],
}

impl NumberReader<'_> {
    /// The value of a cell, in the metric's own unit. A percent sign always makes a fraction.
    ///
    /// Errors: not a number, a number of another format than the column's, or one beyond `decimal(18,6)`.
    pub fn read(&self, cell: &str) -> Result<Cell<Number>, CellError> {
        match plain_micros(cell.as_bytes(), self.mark) {
            Some(micros) if !self.unknown.contains(&cell) => self.read_plain(cell, Number::from_micros(micros)),
            _ => self.read_dressed(cell),
        }
    }

    fn read_plain(&self, cell: &str, number: Number) -> Result<Cell<Number>, CellError> {
        let (factor, shift) = match self.unit(false) {
            (1, 0) => return Ok(Cell::Value(number)),
            unit => unit,
        };
        let divisor = 10_i64.pow(shift.unsigned_abs());
        number
            .scaled(factor, divisor)
            .map(Cell::Value)
            .map_err(|_| too_large(cell))
    }

    fn read_dressed(&self, cell: &str) -> Result<Cell<Number>, CellError> {
        let text = trimmed(trimmed(cell).trim_matches('"'));
        if is_unknown(text, self.unknown) {
            return Ok(Cell::Unknown);
        }
        if text.starts_with(['<', '>', '≤', '≥']) && text.contains(|c: char| c.is_ascii_digit()) {
            return Ok(Cell::Censored);
        }
        if text.contains(':') {
            return self.read_clock(cell, text);
        }
        let dressed = undressed(text);
        let scanned = dress::scan(dressed.body, self.mark).map_err(|fault| self.explain(cell, fault))?;
        let micros = self
            .in_own_unit(scanned, dressed.percent)
            .ok_or_else(|| too_large(cell))?;
        let number = Number::from_micros(if dressed.negative { -micros } else { micros });
        Ok(if scanned.rounded {
            Cell::Rounded(number)
        } else {
            Cell::Value(number)
        })
    }

    fn in_own_unit(&self, scanned: Scanned, percent: bool) -> Option<i64> {
        let (factor, shift) = self.unit(percent);
        micros(scanned.mantissa.checked_mul(factor.into())?, scanned.exponent + shift)
    }

    /// Factor and power of ten, never above nought, from the cell's unit to the metric's own.
    const fn unit(&self, percent: bool) -> (i64, i32) {
        match self.given {
            Given::AsIs | Given::Clock if percent => (1, -2),
            Given::AsIs | Given::Clock => (1, 0),
            Given::Percent | Given::Cents => (1, -2),
            Given::Hours => (3600, 0),
            Given::Minutes => (60, 0),
            Given::Milliseconds => (1, -3),
            Given::Micros => (1, -6),
        }
    }

    fn read_clock(&self, cell: &str, text: &str) -> Result<Cell<Number>, CellError> {
        if self.given != Given::Clock {
            let hint = "if it is a time such as 1:02:03, map the column with ` in clock`";
            return Err(CellError::new(cell, "is not a number", Some(hint)));
        }
        let not_a_clock = || CellError::new(cell, "is not a length of time such as 1:02:03 or 2:03", None);
        let micros = clock_micros(text).ok_or_else(not_a_clock)?;
        Ok(Cell::Value(Number::from_micros(micros)))
    }

    fn explain(&self, cell: &str, fault: Fault) -> CellError {
        match fault {
            Fault::NotANumber => {
                let hint = "a spreadsheet program may have made a day of the figure; download the export again";
                CellError::new(cell, "is not a number", is_like_a_day(cell).then_some(hint))
            }
            Fault::TooLarge => too_large(cell),
            Fault::Grouping => {
                let hint = format!(
                    "the column is read with `{}` as decimal mark; correct the cell, or say `decimal` in a map",
                    self.mark.as_char()
                );
                CellError::new(cell, "is a number of another format than its column", Some(&hint))
            }
        }
    }
}

/// `3.Apr`, which was 3.4; in any language, and in any misreading of its letters.
fn is_like_a_day(cell: &str) -> bool {
    let day = trimmed(cell).trim_start_matches(|c: char| c.is_ascii_digit());
    let month = day.trim_start_matches(['.', '-', '/', ' ']);
    let is_cut = |rest: &str, whole: &str| rest.len() < whole.len();
    is_cut(day, trimmed(cell)) && is_cut(month, day) && month.chars().next().is_some_and(char::is_alphabetic)
}

fn too_large(cell: &str) -> CellError {
    let hint = "figures hold up to twelve digits before the decimal mark; map an id as an id, or as `ignore`";
    CellError::new(cell, "is larger than 999,999,999,999", Some(hint))
}

/// Millionths of a cell that is digits alone, with at most one decimal point where that is the mark.
fn plain_micros(cell: &[u8], mark: DecimalMark) -> Option<i64> {
    /// Digits of the longest plain cell; the value cannot overflow.
    const LONGEST: usize = 13;
    const POWERS: [i64; 7] = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    if cell.is_empty() || cell.len() > LONGEST {
        return None;
    }
    let mut value: i64 = 0;
    let mut point = None;
    for (place, &byte) in cell.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            value = value * 10 + i64::from(digit);
        } else if byte == b'.' && point.is_none() && mark == DecimalMark::Point && place > 0 {
            point = Some(place);
        } else {
            return None;
        }
    }
    let decimals = point.map_or(0, |place| cell.len() - place - 1);
    let micros = value.checked_mul(*POWERS.get(decimals)?)?;
    (micros < 10_i64.pow(u32::from(PRECISION))).then_some(micros)
}

/// `mantissa × 10^exponent` in millionths, rounded half away from zero; `None` beyond `decimal(18,6)`.
fn micros(mantissa: i128, exponent: i32) -> Option<i64> {
    let exponent = exponent + 6;
    let power = 10_i128.checked_pow(exponent.unsigned_abs());
    let value = match (exponent >= 0, power) {
        _ if mantissa == 0 => 0,
        (true, power) => mantissa.checked_mul(power?)?,
        (false, Some(power)) => (mantissa + power / 2) / power,
        (false, None) => 0,
    };
    (value < 10_i128.pow(u32::from(PRECISION)))
        .then(|| i64::try_from(value).ok())
        .flatten()
}

/// Millionths of a second of `1:02:03`, `2:03` or `0:45.5`.
fn clock_micros(text: &str) -> Option<i64> {
    let mut parts = text.rsplit(':');
    let seconds = parts.next()?;
    let (seconds, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
    let minutes = digits(parts.next()?, 5)?;
    let hours = parts.next().map_or(Some(0), |hours| digits(hours, 6))?;
    if parts.next().is_some() || seconds.len() > 2 {
        return None;
    }
    let whole = hours * 3600 + minutes * 60 + digits(seconds, 2)?;
    let decimals = i32::try_from(fraction.len()).ok()?;
    let fraction = micros(i128::from(digits(fraction, 9)?), -decimals)?;
    micros(i128::from(whole), 0)?.checked_add(fraction)
}

/// A short run of digits.
fn digits(text: &str, longest: usize) -> Option<i64> {
    let fits = !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests;
