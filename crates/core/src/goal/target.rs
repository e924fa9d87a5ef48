//! [`Target`]: what a goal wants, from the spellings that people use: `100`, `4.5`, `4.5%`, `€12.50`, `12.50 EUR`, `2h`, `+20%`.

use crate::kpi::{Formula, Kpi, KpiUnit};
use crate::{Number, number};

use super::Direction;

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// This value, in the unit of the KPI: a fraction for shares, seconds for times.
    Value {
        /// How much.
        number: Number,
        /// ISO 4217 code, for money.
        currency: Option<String>,
    },
    /// So much more or less than the baseline: 0.2 is a fifth more.
    Change(Number),
}

/// Why a text is no target.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// No spelling that we know.
    #[error("`{0}` is no target; write a value (100, 4.5, 4.5%, €12.50, 2h) or a change against the baseline (+20%)")]
    Spelling(String),
    /// A comma.
    #[error("`{0}`: a comma means thousands to some and decimals to others; write 1000 or 12.50")]
    Comma(String),
    /// A number with a plus.
    #[error(
        "`{0}` is neither a value nor a change; write {1} for the value to reach, or +20% for a fifth more than before"
    )]
    Plus(String, String),
    /// A percentage of something that is no share.
    #[error("`{given}`: the unit of the KPI is {unit} and not share; write +{given} for a change against the baseline")]
    Percent {
        /// What was given.
        given: String,
        /// Unit of the KPI.
        unit: &'static str,
    },
    /// A share above one.
    #[error(
        "`{0}` of a share could mean {0} % or {0} times the whole; write {0}% for the one, or e.g. 150% for the other"
    )]
    ShareAboveOne(String),
    /// Money without a currency.
    #[error("`{0}`: money has a currency; write {0} EUR, or set `currency` in harpoon.toml")]
    NoCurrency(String),
    /// A sign that several currencies have.
    #[error("`{sign}` can be {codes}; write the code, such as 12.50 {first}")]
    Currencies {
        /// The sign.
        sign: String,
        /// The codes.
        codes: String,
        /// One of them.
        first: &'static str,
    },
    /// A currency, time or factor at a KPI of another unit.
    #[error("`{given}`: the unit of the KPI is {unit}; write a plain number")]
    Unit {
        /// What was given.
        given: String,
        /// Unit of the KPI.
        unit: &'static str,
    },
    /// Part of a thing.
    #[error("`{0}`: things and people come whole; write a whole number")]
    Fraction(String),
    /// Below nought where that cannot be.
    #[error("`{0}`: the KPI cannot fall below nought")]
    Negative(String),
    /// At least nought, which is always met.
    #[error("`{0}`: it is met by doing nothing; write a value above nought")]
    Nothing(String),
    /// Not 1 to 5.
    #[error("`{0}`: stars go from 1 to 5")]
    Stars(String),
    /// All of it and more is to go.
    #[error("`{0}`: no more than the whole can go; write less than -100%")]
    MoreThanAll(String),
    /// Beyond what a number holds.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// Unit of what a goal is on: that of a KPI, or points of an index.
pub type GoalUnit = Option<KpiUnit>;

/// Word of a unit in messages.
pub(super) const fn unit_word(unit: GoalUnit) -> &'static str {
    match unit {
        Some(unit) => unit.as_str(),
        None => "points of an index",
    }
}

/// Signs of money and the currencies that have them.
const SIGNS: &[(&str, &[&str])] = &[
    ("€", &["EUR"]),
    ("£", &["GBP"]),
    ("$", &["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN"]),
    ("¥", &["CNY", "JPY"]),
    ("元", &["CNY"]),
    ("₹", &["INR"]),
    ("₩", &["KRW"]),
    ("zł", &["PLN"]),
    ("kr", &["DKK", "NOK", "SEK", "ISK"]),
];

/// Suffixes of times, and how many seconds each is.
const TIMES: &[(&str, i64)] = &[("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

impl Target {
    /// Reads a target for a value of this unit. Bare money is in `currency`, which also decides what `$` or `¥` means.
    pub fn read(text: &str, unit: GoalUnit, currency: Option<&str>) -> Result<Self, TargetError> {
        let plain = plain(text);
        let given = || text.trim().to_owned();
        if let Some(percent) = plain.strip_suffix('%') {
            return of_percent(percent.trim_end(), &given(), unit);
        }
        let (digits, currency) = match unit {
            Some(KpiUnit::Money | KpiUnit::MoneyPerThousand) => {
                let (digits, code) = money(&plain, currency)?;
                (digits, Some(code.ok_or_else(|| TargetError::NoCurrency(given()))?))
            }
            _ if SIGNS.iter().any(|(sign, _)| plain.contains(sign)) => {
                let unit = unit_word(unit);
                return Err(TargetError::Unit { given: given(), unit });
            }
            _ => (plain.as_str(), None),
        };
        if let Some(rest) = digits.strip_prefix('+') {
            return Err(TargetError::Plus(given(), rest.to_owned()));
        }
        let number = match unit {
            Some(KpiUnit::Seconds) => seconds(digits, &given())?,
            Some(KpiUnit::Times) => decimal(digits.trim_end_matches(['x', '×']).trim_end(), &given())?,
            _ => decimal(digits, &given())?,
        };
        if unit == Some(KpiUnit::Share) && number.micros() > number::SCALE {
            return Err(TargetError::ShareAboveOne(given()));
        }
        Ok(Self::Value { number, currency })
    }
}

/// In plain signs: full-width ones of Chinese keyboards, a true minus and hard spaces become those of ASCII.
fn plain(text: &str) -> String {
    let sign = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '−' => '-',
        '\u{a0}' | '\u{202f}' | '\u{3000}' => ' ',
        c => c,
    };
    text.trim().chars().map(sign).collect()
}

fn of_percent(percent: &str, given: &str, unit: GoalUnit) -> Result<Target, TargetError> {
    let fraction = decimal(percent.trim_start_matches('+').trim_start(), given)?;
    let fraction = fraction
        .scaled(1, 100)
        .map_err(|_| TargetError::TooLarge(given.to_owned()))?;
    if percent.starts_with(['+', '-']) {
        if fraction.micros() <= -number::SCALE {
            return Err(TargetError::MoreThanAll(given.to_owned()));
        }
        return Ok(Target::Change(fraction));
    }
    if unit != Some(KpiUnit::Share) {
        let (given, unit) = (given.to_owned(), unit_word(unit));
        return Err(TargetError::Percent { given, unit });
    }
    Ok(Target::Value {
        number: fraction,
        currency: None,
    })
}

/// The digits of an amount, and its currency: by sign or code before or after, else the one that is usual here.
fn money<'a>(text: &'a str, usual: Option<&str>) -> Result<(&'a str, Option<String>), TargetError> {
    for (sign, codes) in SIGNS {
        if let Some(digits) = beside(text, sign) {
            let known = usual.filter(|usual| codes.contains(usual));
            let only = if let [only] = codes { Some(*only) } else { None };
            let code = known.or(only).ok_or_else(|| TargetError::Currencies {
                sign: (*sign).to_owned(),
                codes: codes.join(", "),
                first: codes.first().copied().unwrap_or("EUR"),
            })?;
            return Ok((digits, Some(code.to_owned())));
        }
    }
    let letters = |c: char| c.is_ascii_alphabetic();
    for word in [text.trim_start_matches(letters), text.trim_end_matches(letters)] {
        let code = text.replacen(word, "", 1);
        if code.len() == 3 && !word.is_empty() {
            return Ok((word.trim(), Some(code.to_ascii_uppercase())));
        }
    }
    Ok((text, usual.filter(|usual| is_currency(usual)).map(ToOwned::to_owned)))
}

/// Whether it can be a code of ISO 4217.
pub(super) fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn beside<'a>(text: &'a str, sign: &str) -> Option<&'a str> {
    let digits = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign))?;
    Some(digits.trim())
}

fn seconds(text: &str, given: &str) -> Result<Number, TargetError> {
    let unit = TIMES
        .iter()
        .find_map(|(suffix, seconds)| Some((text.strip_suffix(suffix)?, *seconds)));
    let (digits, seconds) = unit.unwrap_or((text, 1));
    decimal(digits.trim_end(), given)?
        .scaled(seconds, 1)
        .map_err(|_| TargetError::TooLarge(given.to_owned()))
}

fn decimal(text: &str, given: &str) -> Result<Number, TargetError> {
    if text.contains(',')
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'-'))
    {
        return Err(TargetError::Comma(given.to_owned()));
    }
    text.parse().map_err(|error| match error {
        number::NumberError::NotANumber => TargetError::Spelling(given.to_owned()),
        number::NumberError::TooLarge => TargetError::TooLarge(given.to_owned()),
    })
}

/// Whether the KPI can fall below nought: a difference, a change, or what is made of one.
pub(super) fn can_be_negative(kpi: &'static Kpi) -> bool {
    kpi.parts().iter().any(|part| {
        matches!(
            part.formula,
            Formula::Gain(_) | Formula::Difference(..) | Formula::Change(_) | Formula::Outlier(_)
        )
    })
}

/// Holds a value against its unit. Points of an index have no bounds.
pub(super) fn check(
    number: Number,
    unit: GoalUnit,
    below_nought: bool,
    direction: Direction,
) -> Result<(), TargetError> {
    let text = number.to_string();
    match unit {
        _ if number < Number::ZERO && !below_nought => Err(TargetError::Negative(text)),
        _ if number == Number::ZERO && !below_nought && direction == Direction::AtLeast => {
            Err(TargetError::Nothing(text))
        }
        Some(KpiUnit::Count | KpiUnit::People) if number.micros() % number::SCALE != 0 => {
            Err(TargetError::Fraction(text))
        }
        Some(KpiUnit::Stars) if !(number::SCALE..=5 * number::SCALE).contains(&number.micros()) => {
            Err(TargetError::Stars(text))
        }
        _ => Ok(()),
    }
}

/// The baseline changed by so much. Where things are counted it is rounded to the whole that keeps the promise: up where at
/// least so many are wanted, down where at most.
pub(super) fn changed(
    baseline: Number,
    change: Number,
    unit: GoalUnit,
    direction: Direction,
) -> Result<Number, TargetError> {
    let scale = i128::from(number::SCALE);
    let product = i128::from(baseline.micros()) * (scale + i128::from(change.micros()));
    let (micros, rest) = (product.div_euclid(scale), product.rem_euclid(scale));
    let micros = match unit {
        Some(KpiUnit::Count | KpiUnit::People) => {
            let whole = product.div_euclid(scale * scale);
            let up = direction == Direction::AtLeast && product.rem_euclid(scale * scale) != 0;
            (whole + i128::from(up)) * scale
        }
        _ => micros + i128::from(rest * 2 >= scale),
    };
    let too_large = || TargetError::TooLarge(format!("{change} of {baseline}"));
    let micros = i64::try_from(micros).map_err(|_| too_large())?;
    // Scaled by one: the check of the range.
    Number::from_micros(micros).scaled(1, 1).map_err(|_| too_large())
}
