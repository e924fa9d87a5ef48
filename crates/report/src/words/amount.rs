//! Amounts as each language writes them: 18,640.50 · 18,640.50 · 18.640,50; money with its code behind, so that no reader
//! takes one dollar for another, and no line breaks between a number and its unit.

use harpoon_core::number::SCALE;

use super::{Language, Words};
use crate::benchmark::Benchmark;
use crate::document::{Exact, Line, Printed, Span};
use crate::view::{Amount, Figure, Unit, Value};

/// Currencies without a minor unit in ISO 4217.
const WHOLE: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
];
/// Currencies with thousandths in ISO 4217.
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/// From here on a count or a sum of money is told without decimals in sentences and on cards.
const LARGE: f64 = 1000.0;

/// How many decimals amounts of a unit get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// As many as a reader takes in at a glance: large sums of money lose their cents.
    Glance,
    /// Always the unit's own: for columns that add up.
    Full,
}

/// Decimals that all of `amounts` share, so that they stand under each other.
pub fn decimals(unit: &Unit, amounts: impl IntoIterator<Item = f64>, detail: Detail) -> usize {
    let mut largest = 0.0_f64;
    let mut whole = true;
    for amount in amounts {
        largest = largest.max(amount.abs());
        whole &= amount.fract() == 0.0;
    }
    match unit {
        Unit::Count | Unit::People => usize::from(!whole && largest < 100.0),
        Unit::Money(code) if WHOLE.contains(&code.as_str()) => 0,
        Unit::Money(_) if detail == Detail::Glance && largest >= LARGE => 0,
        Unit::Money(code) if THOUSANDTHS.contains(&code.as_str()) => 3,
        Unit::Times | Unit::Score if largest >= 10.0 => 1,
        Unit::Money(_) | Unit::Times | Unit::Score => 2,
        Unit::Share | Unit::Points if largest >= 0.1 => usize::from(largest < 1.0 && detail == Detail::Full),
        Unit::Share | Unit::Points if largest >= 0.01 && detail == Detail::Glance => 1,
        Unit::Share | Unit::Points if largest >= 0.001 || largest == 0.0 => 2,
        Unit::Share | Unit::Points => 3,
        Unit::Stars => 1,
        Unit::Seconds => usize::from(largest < 10.0 && !whole),
    }
}

/// The value of a figure with all its digits.
fn exact(figure: &Figure) -> Option<Exact> {
    let value = match &figure.value {
        Value::Known(Amount::Exact(number)) => number.to_string(),
        Value::Known(Amount::Ratio(ratio)) if ratio.is_finite() => ratio.to_string(),
        Value::Known(Amount::Ratio(_)) | Value::Missing(_) => return None,
    };
    Some(Exact {
        value,
        unit: figure.unit.clone(),
    })
}

impl Words {
    /// A whole number with its thousands apart.
    pub fn whole(&self, number: u128) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push_str(self.signs().0);
            }
            text.push(digit);
        }
        text
    }

    /// Signs between thousands and before decimals.
    const fn signs(&self) -> (&'static str, &'static str) {
        match self.language {
            Language::En | Language::ZhCn => (",", "."),
            Language::Fy => (".", ","),
        }
    }

    /// An amount without its unit; a share in per cent. Exact amounts are rounded half away from nought.
    pub fn number(&self, amount: Amount, unit: &Unit, decimals: usize) -> String {
        let hundred = if matches!(unit, Unit::Share | Unit::Points) {
            100
        } else {
            1
        };
        let plain = match amount {
            Amount::Exact(number) => rounded(i128::from(number.micros()) * hundred, decimals),
            Amount::Ratio(value) => format!("{:.decimals$}", value * hundred as f64),
        };
        let (negative, plain) = plain
            .strip_prefix('-')
            .map_or((false, plain.as_str()), |rest| (true, rest));
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let nought = plain.bytes().all(|b| b == b'0' || b == b'.');
        let sign = if negative && !nought { "−" } else { "" };
        let grouped = whole.parse().map_or_else(|_| whole.to_owned(), |w| self.whole(w));
        if part.is_empty() {
            return format!("{sign}{grouped}");
        }
        format!("{sign}{grouped}{}{part}", self.signs().1)
    }

    /// An amount with its unit.
    pub fn amount(&self, amount: Amount, unit: &Unit, decimals: usize) -> String {
        if *unit == Unit::Seconds {
            return self.duration(amount.to_f64());
        }
        self.with_unit(&self.number(amount, unit, decimals), unit)
    }

    /// A number, or two with a word between them, with its unit behind.
    fn with_unit(&self, number: &str, unit: &Unit) -> String {
        let spaced = |word: &str| format!("{number}\u{a0}{word}");
        match unit {
            Unit::Money(code) => spaced(&crate::outside::clean(code, 8)),
            Unit::Share if self.language == Language::ZhCn => format!("{number}%"),
            Unit::Share => spaced("%"),
            Unit::Points if self.language == Language::ZhCn => format!("{number}{}", self.text("unit-points")),
            Unit::Points => spaced(&self.text("unit-points")),
            Unit::Times => format!("{number}×"),
            Unit::Stars => format!("{number}\u{a0}★"),
            Unit::Count | Unit::People | Unit::Score | Unit::Seconds => number.to_owned(),
        }
    }

    /// A duration in its two largest units.
    fn duration(&self, seconds: f64) -> String {
        let sign = if seconds < 0.0 { "−" } else { "" };
        let whole = seconds.abs().round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "rounded, not negative; too large saturates"
        )]
        let total = whole as u64;
        let (first, second) = match total {
            0..60 => ((total, "unit-seconds"), (0, "")),
            60..3600 => ((total / 60, "unit-minutes"), (total % 60, "unit-seconds")),
            3600..172_800 => ((total / 3600, "unit-hours"), (total % 3600 / 60, "unit-minutes")),
            _ => ((total / 86_400, "unit-days"), (total % 86_400 / 3600, "unit-hours")),
        };
        let gap = if self.language == Language::ZhCn { "" } else { "\u{a0}" };
        let part = |(n, unit): (u64, &str)| format!("{}{gap}{}", self.whole(u128::from(n)), self.text(unit));
        let rest = if second.0 > 0 {
            format!("{gap}{}", part(second))
        } else {
            String::new()
        };
        format!("{sign}{}{rest}", part(first))
    }

    /// A public figure of the industry with its unit.
    pub fn benchmark(&self, benchmark: &Benchmark) -> String {
        let places = decimals(&benchmark.unit, [benchmark.value.to_f64()], Detail::Full);
        self.amount(Amount::Exact(benchmark.value), &benchmark.unit, places)
    }

    /// A figure at a glance, its interval behind it.
    pub fn figure(&self, figure: &Figure) -> Span {
        let decimals = decimals(&figure.unit, parts(figure), Detail::Glance);
        self.printed(figure, decimals, true)
    }

    /// A figure without its interval.
    pub fn value(&self, figure: &Figure) -> Span {
        self.printed(figure, decimals(&figure.unit, figure.float(), Detail::Glance), false)
    }

    /// A figure with this many decimals.
    pub fn printed(&self, figure: &Figure, decimals: usize, interval: bool) -> Span {
        let (text, missing) = match &figure.value {
            Value::Known(amount) if amount.to_f64().is_finite() => (self.amount(*amount, &figure.unit, decimals), None),
            Value::Known(_) => (DASH.to_owned(), Some(self.text("missing-no-number"))),
            Value::Missing(reason) => (DASH.to_owned(), Some(self.said(reason).plain().to_owned())),
        };
        let interval = interval.then(|| self.interval(figure, decimals)).flatten();
        Span::Figure(Printed {
            text,
            interval,
            missing,
            receipt: figure.receipt.as_deref().map(crate::outside::code),
            exact: exact(figure),
        })
    }

    /// `1,200 to 1,400`, where there is an interval with two ends.
    pub fn interval(&self, figure: &Figure, decimals: usize) -> Option<String> {
        let (low, high) = (figure.low?, figure.high?);
        figure.float()?;
        if (high - low).abs() <= f64::EPSILON * high.abs() {
            return None;
        }
        let end = |value: f64| self.number(Amount::Ratio(value), &figure.unit, decimals);
        let (low, high) = match figure.unit {
            Unit::Seconds => (self.duration(low), self.duration(high)),
            _ => (end(low), self.with_unit(&end(high), &figure.unit)),
        };
        let line = self.line("interval", &[("low", low.into()), ("high", high.into())]);
        Some(crate::document::plain(&line))
    }

    /// The change from `from` to `to`: in per cent of what was before, for shares in points. Nothing where it would mislead:
    /// one of them missing, nothing before, or less.
    pub fn change(&self, from: &Figure, to: &Figure) -> Option<String> {
        let (before, now) = (from.float()?, to.float()?);
        if from.unit != to.unit {
            return None;
        }
        let (difference, unit) = if from.unit == Unit::Share {
            (now - before, Unit::Points)
        } else if before > 0.0 {
            (now / before - 1.0, Unit::Share)
        } else {
            return None;
        };
        let decimals = if unit == Unit::Share {
            usize::from(difference.abs() < 0.0995)
        } else {
            decimals(&unit, [difference], Detail::Full)
        };
        let text = self.amount(Amount::Ratio(difference), &unit, decimals);
        let nought = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
        let sign = if difference > 0.0 && !nought { "+" } else { "" };
        Some(format!("{sign}{text}"))
    }

    /// A value at a scale: money that is whole has no cents.
    pub fn tick(&self, value: f64, unit: &Unit) -> String {
        let whole = matches!(unit, Unit::Money(_)) && value.fract() == 0.0;
        let places = if whole {
            0
        } else {
            decimals(unit, [value], Detail::Glance)
        };
        self.amount(Amount::Ratio(value), unit, places)
    }

    /// An amount with its sign, for parts of a difference.
    pub fn signed(&self, figure: &Figure, decimals: usize) -> Span {
        let span = self.printed(figure, decimals, false);
        match span {
            Span::Figure(mut printed) if figure.float().is_some_and(|v| v > 0.0) => {
                printed.text.insert(0, '+');
                Span::Figure(printed)
            }
            other => other,
        }
    }

    /// A figure with the change from an earlier one behind it.
    pub fn figure_and_change(&self, from: &Figure, to: &Figure) -> Line {
        let change = self.change(from, to).unwrap_or_default();
        self.line(
            "figure-and-change",
            &[("figure", self.value(to).into()), ("change", change.into())],
        )
    }
}

/// What stands in place of a number that nobody knows.
pub const DASH: &str = "–";

fn parts(figure: &Figure) -> impl Iterator<Item = f64> {
    [figure.float(), figure.low, figure.high].into_iter().flatten()
}

/// Millionths in plain notation, rounded half away from nought.
fn rounded(micros: i128, decimals: usize) -> String {
    let decimals = decimals.min(6);
    let unit = 10_u128.pow(6 - u32::try_from(decimals).unwrap_or(6));
    let units = (micros.unsigned_abs() + unit / 2) / unit;
    let sign = if micros < 0 { "-" } else { "" };
    let scale = u128::from(SCALE.unsigned_abs()) / unit;
    let (whole, part) = (units / scale, units % scale);
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{part:0decimals$}")
}
