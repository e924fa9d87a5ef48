//! [`additive`]: a sum that changed is its segments' changes.

use harpoon_core::Number;

use super::{ExplainError, Explained, Factor, Fixed, Known, Pair, Part, known};

/// The difference of a sum over segments, each segment's own. Exact.
///
/// `totals` are the sum's own values before and after where they are told apart from the segments (YouTube's total exceeds its
/// rows): what the segments do not hold, those left out included, is the part [`Factor::Rest`].
pub fn additive(pairs: &[Pair<Number>], totals: Option<(Number, Number)>) -> Result<Explained, ExplainError> {
    let (known, left_out) = known(pairs)?;
    let mut parts: Vec<Part> = known.iter().map(part).collect();
    let (from, to) = match totals {
        Some((from, to)) => (Fixed::from_number(from), Fixed::from_number(to)),
        None => (sum(known.iter().map(|k| k.from)), sum(known.iter().map(|k| k.to))),
    };
    let rest = to - from - parts.iter().map(|p| p.amount).sum();
    if rest != Fixed::ZERO {
        parts.push(Part {
            segment: None,
            value: None,
            factor: Factor::Rest,
            amount: rest,
        });
    }
    Ok(Explained {
        from,
        to,
        parts,
        left_out,
    })
}

fn part(known: &Known<'_, Number>) -> Part {
    Part {
        segment: Some(known.name.to_owned()),
        value: known.value.cloned(),
        factor: match (known.from, known.to) {
            (None, _) => Factor::New,
            (_, None) => Factor::Gone,
            _ => Factor::Own,
        },
        amount: sum([known.to].into_iter()) - sum([known.from].into_iter()),
    }
}

fn sum<'a>(values: impl Iterator<Item = Option<&'a Number>>) -> Fixed {
    values.flatten().map(|&n| Fixed::from_number(n)).sum()
}
