//! What stands around and within the digits: signs, currencies, percent signs, grouping, abbreviations, exponents.

use super::DecimalMark;
use crate::cell::{currency, trimmed};

/// A number's text without what stands around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dressed<'a> {
    /// Digits, marks, and perhaps an abbreviation or exponent.
    pub body: &'a str,
    /// Minus sign or parentheses.
    pub negative: bool,
    /// Percent sign.
    pub percent: bool,
}

/// Takes off one sign, one pair of parentheses, one percent sign and one currency, in any order.
pub(super) fn undressed(text: &str) -> Dressed<'_> {
    let mut dressed = Dressed {
        body: trimmed(text),
        negative: false,
        percent: false,
    };
    let (mut signed, mut priced) = (false, false);
    loop {
        let body = dressed.body;
        if let Some((rest, negative)) = without_sign(body).filter(|_| !signed) {
            (dressed.body, dressed.negative, signed) = (rest, negative, true);
        } else if let Some(rest) = without_percent(body).filter(|_| !dressed.percent) {
            (dressed.body, dressed.percent) = (rest, true);
        } else if let Some(rest) = without_currency(body).filter(|_| !priced) {
            (dressed.body, priced) = (rest, true);
        } else {
            return dressed;
        }
        dressed.body = trimmed(dressed.body);
    }
}

fn without_sign(body: &str) -> Option<(&str, bool)> {
    let in_parentheses = || body.strip_prefix('(')?.strip_suffix(')');
    let minus = body.strip_prefix(['-', '−', '–']).or_else(in_parentheses);
    minus
        .map(|rest| (rest, true))
        .or_else(|| body.strip_prefix('+').map(|rest| (rest, false)))
}

fn without_percent(body: &str) -> Option<&str> {
    const SIGNS: [char; 3] = ['%', '％', '٪'];
    body.strip_suffix(SIGNS).or_else(|| body.strip_prefix(SIGNS))
}

fn without_currency(body: &str) -> Option<&str> {
    if body.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let sign = |(sign, _): &(&str, _)| body.strip_prefix(*sign).or_else(|| body.strip_suffix(*sign));
    currency::SIGNS.iter().find_map(sign).or_else(|| without_code(body))
}

fn without_code(body: &str) -> Option<&str> {
    let is_code = |code: &str| currency::CODES.binary_search(&code).is_ok();
    let leading = body
        .split_at_checked(3)
        .filter(|(code, _)| is_code(code))
        .map(|(_, rest)| rest);
    let trailing = || {
        let at = body.len().checked_sub(3)?;
        body.split_at_checked(at)
            .filter(|(_, code)| is_code(code))
            .map(|(rest, _)| rest)
    };
    leading.or_else(trailing)
}

/// The digits of a number: `mantissa × 10^exponent`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scanned {
    /// All digits as one whole number.
    pub mantissa: i128,
    /// Power of ten.
    pub exponent: i32,
    /// Whether the source abbreviated it (`1.2K`).
    pub rounded: bool,
}

/// Why a body is no number of the column's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// No digits, or something else beside them.
    NotANumber,
    /// Marks stand where this decimal mark does not allow them.
    Grouping,
    /// More digits than any figure has.
    TooLarge,
}

/// Whether a character groups digits, whatever the decimal mark.
pub(super) const fn is_grouping(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

/// Reads digits, grouping, fraction, then an exponent or abbreviation.
pub(super) fn scan(body: &str, mark: DecimalMark) -> Result<Scanned, Fault> {
    let mut digits = Digits::default();
    let mut groups = Groups::default();
    let mut end = body.len();
    for (at, c) in body.char_indices() {
        if let Some(digit) = c.to_digit(10) {
            digits.push(digit)?;
            groups.digit();
        } else if c == mark.as_char() && !digits.in_fraction {
            digits.in_fraction = true;
            groups.close()?;
        } else if c == mark.grouping() || c == mark.as_char() || (is_grouping(c) && digit_follows(&body[at..])) {
            groups.mark(c, digits.in_fraction)?;
        } else {
            end = at;
            break;
        }
    }
    if !digits.in_fraction {
        groups.close()?;
    }
    if digits.count == 0 {
        return Err(Fault::NotANumber);
    }
    let (power, rounded) = suffix(body[end..].trim()).ok_or(Fault::NotANumber)?;
    Ok(Scanned {
        mantissa: digits.mantissa,
        exponent: power - digits.decimals,
        rounded,
    })
}

fn digit_follows(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
}

#[derive(Default)]
struct Digits {
    mantissa: i128,
    count: u32,
    decimals: i32,
    in_fraction: bool,
}

impl Digits {
    /// More digits than this are no figure; the mantissa and its unit factor stay within 128 bits.
    const MOST: u32 = 30;

    fn push(&mut self, digit: u32) -> Result<(), Fault> {
        if self.count >= Self::MOST {
            return Err(Fault::TooLarge);
        }
        self.mantissa = self.mantissa * 10 + i128::from(digit);
        self.count += 1;
        self.decimals += i32::from(self.in_fraction);
        Ok(())
    }
}

/// Checks that marks group digits by three, or by two and three at the end (`1,23,456`).
#[derive(Default)]
struct Groups {
    mark: Option<char>,
    length: u8,
}

impl Groups {
    fn digit(&mut self) {
        self.length = self.length.saturating_add(1);
    }

    fn mark(&mut self, c: char, in_fraction: bool) -> Result<(), Fault> {
        let first = self.mark.is_none();
        let length_fits = if first {
            (1..=3).contains(&self.length)
        } else {
            (2..=3).contains(&self.length)
        };
        if in_fraction || !length_fits || self.mark.is_some_and(|mark| mark != c) {
            return Err(Fault::Grouping);
        }
        self.mark = Some(c);
        self.length = 0;
        Ok(())
    }

    fn close(&self) -> Result<(), Fault> {
        if self.mark.is_some() && self.length != 3 {
            return Err(Fault::Grouping);
        }
        Ok(())
    }
}

/// Abbreviations and their power of ten, in lower case.
const ABBREVIATIONS: &[(&str, i32)] = &[
    ("k", 3),
    ("tsd", 3),
    ("tsd.", 3),
    ("mil", 3),
    ("тыс.", 3),
    ("千", 3),
    ("万", 4),
    ("萬", 4),
    ("lakh", 5),
    ("m", 6),
    ("mi", 6),
    ("mio", 6),
    ("mio.", 6),
    ("mln", 6),
    ("млн", 6),
    ("crore", 7),
    ("亿", 8),
    ("億", 8),
    ("b", 9),
    ("bn", 9),
    ("mrd", 9),
    ("mrd.", 9),
];

/// Power of ten of what follows the digits, and whether it abbreviates.
fn suffix(rest: &str) -> Option<(i32, bool)> {
    if rest.is_empty() {
        return Some((0, false));
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let short = exponent.len() <= 4;
        return short
            .then(|| exponent.parse().ok())
            .flatten()
            .map(|power| (power, false));
    }
    let known = ABBREVIATIONS.iter().find(|(word, _)| rest.eq_ignore_ascii_case(word));
    known.map(|(_, power)| (*power, true))
}
