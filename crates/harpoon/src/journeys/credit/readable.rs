//! [`readable`]: from codes and floats of the models to names and exact parts of the book.

use harpoon_core::Number;
use harpoon_model::credit::{self, Findings, Quality, UNATTRIBUTED};

use super::{Book, NOBODY, Row, Worth};

/// The book of one currency; every model's credits sum to it.
pub(super) fn readable(
    currency: &str,
    worth: Worth,
    places: &[Vec<String>],
    findings: &Findings,
    quality: Vec<Quality>,
) -> Book {
    let totals = findings.totals;
    let total = match worth {
        Worth::Count => Number::from_micros(totals.conversions.saturating_mul(harpoon_core::number::SCALE)),
        Worth::Revenue => Number::from_micros(totals.value),
    };
    let mut rows = Vec::new();
    for model in &findings.models {
        let picked: Vec<(u32, credit::Amount, f64)> = model
            .rows
            .iter()
            .map(|row| match worth {
                Worth::Count => (row.channel, row.conversions, harpoon_core::number::SCALE as f64),
                Worth::Revenue => (row.channel, row.value, 1.0),
            })
            .collect();
        let exact: Vec<f64> = picked
            .iter()
            .map(|(_, estimate, scale)| estimate.credit * scale)
            .collect();
        let credits = rounded(&exact, total.micros());
        let mut of_model: Vec<Row> = picked
            .iter()
            .zip(credits)
            .map(|((channel, estimate, scale), micros)| {
                let end = |end: f64| end * scale / harpoon_core::number::SCALE as f64;
                Row {
                    model: model.model,
                    by: place(places, *channel),
                    credit: Number::from_micros(micros),
                    low: estimate.range.map(|(low, _)| end(low)),
                    high: estimate.range.map(|(_, high)| end(high)),
                    share: (total != Number::ZERO).then(|| micros as f64 / total.micros() as f64),
                }
            })
            .collect();
        of_model.sort_by(|a, b| b.credit.cmp(&a.credit).then_with(|| a.by.cmp(&b.by)));
        rows.extend(of_model);
    }
    Book {
        currency: (worth == Worth::Revenue).then(|| currency.to_owned()),
        total,
        deeds: totals.conversions.unsigned_abs(),
        unattributed: totals.unattributed.unsigned_abs(),
        rows,
        quality,
    }
}

fn place(places: &[Vec<String>], channel: u32) -> Vec<String> {
    if channel == UNATTRIBUTED {
        let dims = places.first().map_or(1, Vec::len);
        return vec![NOBODY.to_owned(); dims];
    }
    places.get(channel as usize).cloned().unwrap_or_default()
}

/// Whole millionths that sum to the book: each part rounded down, what is left to the largest remainders.
#[expect(
    clippy::cast_possible_truncation,
    reason = "sums of money and counts are far within 2^63"
)]
fn rounded(exact: &[f64], total: i64) -> Vec<i64> {
    let mut parts: Vec<i64> = exact.iter().map(|part| part.floor() as i64).collect();
    let mut left = total - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let remainder = |place: usize| exact[place] - exact[place].floor();
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    // Rounding leaves less than one a part; sums of floats a little more or less, which the first parts take.
    while left != 0 && !order.is_empty() {
        for &place in &order {
            if left == 0 {
                break;
            }
            parts[place] += left.signum();
            left -= left.signum();
        }
    }
    parts
}
