//! Amounts as a reader of one language writes them, and parts rounded so that what is printed adds up.

use harpoon_core::KpiUnit;

use super::Fixed;
use super::language::Words;

/// Currencies without a minor unit in ISO 4217, sorted.
const WHOLE: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
];
/// Currencies with thousandths in ISO 4217, sorted.
const THOUSANDTHS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/// Most decimals printed.
const MOST_DECIMALS: u32 = 6;

/// How the amounts of one KPI are printed.
pub(super) struct Scale<'a> {
    pub(super) words: &'a Words,
    pub(super) unit: KpiUnit,
    pub(super) currency: &'a str,
    pub(super) decimals: u32,
}

impl<'a> Scale<'a> {
    /// The unit's usual decimals, and more where the difference would read as nought without being it.
    pub(super) fn of(words: &'a Words, unit: KpiUnit, currency: &'a str, from: Fixed, to: Fixed) -> Self {
        let (from, to) = (shown(unit, from), shown(unit, to));
        let mut decimals = usual_decimals(unit, currency, from, to);
        while from != to && from.rounded(decimals) == to.rounded(decimals) && decimals < MOST_DECIMALS {
            decimals += 1;
        }
        Self {
            words,
            unit,
            currency,
            decimals,
        }
    }

    /// In the printed unit: per cent for a share.
    pub(super) fn units(&self, amount: Fixed) -> i128 {
        shown(self.unit, amount).rounded(self.decimals)
    }

    /// A value with its unit: `28.79 EUR`, `2.5 %`.
    pub(super) fn value(&self, units: i128) -> String {
        let number = self.number(units);
        match self.unit {
            KpiUnit::Money | KpiUnit::MoneyPerThousand => format!("{number} {}", self.currency),
            KpiUnit::Share => format!("{number}{}", self.words.per_cent),
            KpiUnit::Seconds => format!("{number}{}", self.words.seconds),
            KpiUnit::Count | KpiUnit::People | KpiUnit::Times | KpiUnit::Stars | KpiUnit::Score => number,
        }
    }

    /// A difference with its unit, without a sign: `3.79 EUR`, `0.4 percentage points`.
    pub(super) fn size(&self, units: i128) -> String {
        if self.unit == KpiUnit::Share {
            return format!("{}{}", self.number(units.abs()), self.words.points);
        }
        self.value(units.abs())
    }

    /// A part with its sign and without unit: `+3.48`.
    pub(super) fn part(&self, units: i128) -> String {
        let sign = if units > 0 { "+" } else { "" };
        format!("{sign}{}", self.number(units))
    }

    fn number(&self, units: i128) -> String {
        number(self.words, units, self.decimals)
    }

    /// Parts in printed units that sum to `total`, by largest remainder; among equals the earlier.
    pub(super) fn parts(&self, parts: &[Fixed], total: i128) -> Vec<i128> {
        let floored = parts.iter().map(|&p| shown(self.unit, p).floored(self.decimals));
        let mut shares: Vec<(i128, i128)> = floored.collect();
        let mut left = total - shares.iter().map(|s| s.0).sum::<i128>();
        let mut order: Vec<usize> = (0..shares.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(shares.get(i).map(|s| s.1)));
        for i in order {
            if let Some(share) = shares.get_mut(i).filter(|_| left > 0) {
                share.0 += 1;
                left -= 1;
            }
        }
        shares.into_iter().map(|s| s.0).collect()
    }
}

fn shown(unit: KpiUnit, amount: Fixed) -> Fixed {
    if unit == KpiUnit::Share {
        amount.per_cent()
    } else {
        amount
    }
}

fn usual_decimals(unit: KpiUnit, currency: &str, from: Fixed, to: Fixed) -> u32 {
    let whole = |amount: Fixed| amount.floored(0).1 == 0;
    match unit {
        KpiUnit::Count | KpiUnit::People if whole(from) && whole(to) => 0,
        KpiUnit::Money | KpiUnit::MoneyPerThousand if WHOLE.binary_search(&currency).is_ok() => 0,
        KpiUnit::Money | KpiUnit::MoneyPerThousand if THOUSANDTHS.binary_search(&currency).is_ok() => 3,
        KpiUnit::Count | KpiUnit::People | KpiUnit::Share | KpiUnit::Seconds => 1,
        KpiUnit::Money | KpiUnit::MoneyPerThousand | KpiUnit::Times | KpiUnit::Stars | KpiUnit::Score => 2,
    }
}

/// The change as a share of what was before, in whole per cent, under ten with one decimal: `+31 %`, `−4.2 %`. `None` where
/// there was nothing, or less, and where it would read as nought.
pub(super) fn change(words: &Words, from: Fixed, to: Fixed) -> Option<String> {
    if from <= Fixed::ZERO {
        return None;
    }
    let per_cent = Fixed::from_f64((to - from).to_f64() / from.to_f64() * 100.0)?;
    let decimals = u32::from(per_cent.abs().rounded(1) < 100);
    let units = per_cent.rounded(decimals);
    if units == 0 {
        return None;
    }
    let sign = if units > 0 { "+" } else { "" };
    Some(format!("{sign}{}{}", number(words, units, decimals), words.per_cent))
}

/// Units of 10^−`decimals` with the language's signs, a true minus, and thousands apart.
fn number(words: &Words, units: i128, decimals: u32) -> String {
    let scale = 10_u128.pow(decimals);
    let (whole, part) = (units.unsigned_abs() / scale, units.unsigned_abs() % scale);
    let sign = if units < 0 { "−" } else { "" };
    let whole = grouped(whole, words.thousands);
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    let width = decimals as usize;
    format!("{sign}{whole}{}{part:0width$}", words.decimal)
}

fn grouped(whole: u128, sign: &str) -> String {
    let digits = whole.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push_str(sign);
        }
        text.push(digit);
    }
    text
}
