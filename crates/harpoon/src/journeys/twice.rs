//! One sale told by two systems: the shop's order and the CRM's won deal of the same person. Both stand in the book, until
//! somebody says which of them is the book.

use std::collections::BTreeMap;

use harpoon_core::Number;

use super::Deed;

/// Days that may lie between the two tellings of a sale.
const DAYS: i32 = 30;

/// Pairs of sales of one person that look like one: of different kinds, in one currency, with the same number or the same
/// value, at most [`DAYS`] apart. Each sale is in one pair at most; the same number goes first, then the nearest day.
pub(super) fn pairs(deeds: &[Deed]) -> Vec<(&Deed, &Deed)> {
    let sales: Vec<&Deed> = deeds.iter().filter(|deed| deed.kind.is_sale()).collect();
    let mut near: Vec<(bool, i32, usize, usize)> = Vec::new();
    for (i, one) in sales.iter().enumerate() {
        for (j, other) in sales.iter().enumerate().skip(i + 1) {
            let apart = other.day.saturating_sub(one.day).saturating_abs();
            if apart > DAYS {
                // Deeds stand in order of time.
                break;
            }
            if alike(one, other) {
                near.push((one.id != other.id, apart, i, j));
            }
        }
    }
    near.sort_unstable();
    let mut taken = vec![false; sales.len()];
    let mut pairs = Vec::new();
    for (.., i, j) in near {
        if let (Some(one), Some(other)) = (sales.get(i), sales.get(j))
            && !taken[i]
            && !taken[j]
        {
            (taken[i], taken[j]) = (true, true);
            pairs.push((*one, *other));
        }
    }
    pairs
}

fn alike(one: &Deed, other: &Deed) -> bool {
    let same_value = one.value.is_some_and(|value| value > Number::ZERO) && one.value == other.value;
    one.kind != other.kind && one.currency == other.currency && (one.id == other.id || same_value)
}

/// Sales that are in the book twice.
#[derive(Default)]
pub(super) struct Twice {
    sales: u64,
    worth: BTreeMap<String, Number>,
}

impl Twice {
    /// Counts one of a pair.
    pub(super) fn add(&mut self, one: &Deed) {
        self.sales += 1;
        let sum = self.worth.entry(one.currency.clone()).or_insert(Number::ZERO);
        *sum = *sum + one.value.unwrap_or(Number::ZERO);
    }

    /// Adds what other journeys hold.
    pub(super) fn merge(&mut self, other: Self) {
        self.sales += other.sales;
        for (currency, worth) in other.worth {
            let sum = self.worth.entry(currency).or_insert(Number::ZERO);
            *sum = *sum + worth;
        }
    }

    /// Sales, and their worth by currency.
    pub(super) fn sums(&self) -> (u64, impl Iterator<Item = (&String, &Number)>) {
        (self.sales, self.worth.iter())
    }

    /// From those back.
    pub(super) fn from_sums(sales: u64, worth: impl Iterator<Item = (String, Number)>) -> Self {
        Self {
            sales,
            worth: worth.collect(),
        }
    }

    /// What a reader must know, and how it is settled.
    pub(super) fn note(&self) -> Option<String> {
        let worth = self.worth.iter().filter(|(_, sum)| **sum != Number::ZERO);
        let worth: Vec<String> = worth
            .map(|(code, sum)| format!("{sum} {code}").trim_end().to_owned())
            .collect();
        let worth = if worth.is_empty() {
            String::new()
        } else {
            format!(", worth {},", worth.join(" and "))
        };
        let sales = match self.sales {
            0 => return None,
            1 => format!("1 sale{worth} looks told twice"),
            more => format!("{more} sales{worth} look told twice"),
        };
        Some(format!(
            "{sales}, by the shop and by the CRM (an order and a won deal of one person, of the same number or value, within \
             {DAYS} days), and both tellings count: say which is the book with `--on order` or `--on deal_won`, or for good with \
             `[journeys] sales = [\"order\"]` in harpoon.toml"
        ))
    }
}

#[cfg(test)]
mod tests {
    use harpoon_core::event::EventKind::{self, Conversion, DealWon, Order};

    use super::*;

    fn deed(id: &str, kind: EventKind, day: i32, value: Option<i64>, currency: &str) -> Deed {
        Deed {
            id: id.to_owned(),
            kind,
            step: 0,
            at: i64::from(day) * 86_400_000_000,
            day,
            value: value.map(|v| Number::from_micros(v * harpoon_core::number::SCALE)),
            currency: currency.to_owned(),
        }
    }

    #[test]
    fn pairs_by_hand() {
        let check = |deeds: &[Deed], want: &[(&str, &str)]| {
            let got: Vec<(&str, &str)> = pairs(deeds)
                .iter()
                .map(|(a, b)| (a.id.as_str(), b.id.as_str()))
                .collect();
            assert_eq!(got, want);
        };
        let order = |id, day, value| deed(id, Order, day, Some(value), "EUR");
        let won = |id, day, value| deed(id, DealWon, day, Some(value), "EUR");
        check(&[order("o1", 1, 100), won("d1", 31, 100)], &[("o1", "d1")]);
        // Too far apart, another value, another currency, the same kind, no value at all.
        check(&[order("o1", 1, 100), won("d1", 32, 100)], &[]);
        check(&[order("o1", 1, 100), won("d1", 1, 101)], &[]);
        check(&[order("o1", 1, 100), deed("d1", DealWon, 1, Some(100), "USD")], &[]);
        check(&[order("o1", 1, 100), order("o2", 1, 100)], &[]);
        check(
            &[deed("o1", Order, 1, None, "EUR"), deed("d1", DealWon, 1, None, "EUR")],
            &[],
        );
        check(&[order("o1", 1, 0), won("d1", 1, 0)], &[]);
        // One number is one sale, whatever the values (one with tax, one without).
        check(&[order("7", 1, 121), won("7", 2, 100)], &[("7", "7")]);
        // One deal is told twice at most, by the nearer order.
        check(
            &[order("o1", 1, 50), won("d1", 4, 50), order("o2", 5, 50)],
            &[("d1", "o2")],
        );
        // The number goes before the day.
        check(
            &[order("d1", 1, 50), order("o2", 4, 50), won("d1", 4, 50)],
            &[("d1", "d1")],
        );
        check(
            &[deed("c1", Conversion, 1, Some(5), "EUR"), order("o1", 1, 5)],
            &[("c1", "o1")],
        );
    }
}
