//! [`chains`]: a product of factors, such as impressions × click rate × conversion rate × value, by segment.
//!
//! Each factor's part is its Shapley value, by enumeration: over every set S of the other factors that may have changed
//! before it, |S|!·(k − |S| − 1)! ⁄ k! times its difference times the others, those in S after and the rest before. Unlike the
//! logarithmic mean (LMDI) it holds where a factor is nought or changes its sign.

use harpoon_core::Number;

use super::{ExplainError, Explained, Factor, Fixed, Pair, Raw, Side, Told, closed};

/// Most factors of a product: 6 · 2⁵ products are computed.
pub const MOST_FACTORS: usize = 6;

/// One segment's product.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Segment; `None` for the whole.
    pub segment: Option<String>,
    /// Factors, in reading order. All absent on one side: the segment did not exist there.
    pub factors: Vec<Pair<f64>>,
}

/// The difference of a sum of products: each factor's part, by segment.
pub fn chains(chains: &[Chain]) -> Result<Explained, ExplainError> {
    let (mut from, mut to, mut parts) = (Fixed::ZERO, Fixed::ZERO, Vec::new());
    for chain in chains {
        let count = chain.factors.len();
        if count == 0 || count > MOST_FACTORS {
            return Err(ExplainError::Factors(count));
        }
        let before = side(chain, |p| &p.from)?;
        let after = side(chain, |p| &p.to)?;
        from = from + product(before.as_deref())?;
        to = to + product(after.as_deref())?;
        parts.extend(split(chain, before, after));
    }
    if chains.is_empty() {
        return Err(ExplainError::Nothing);
    }
    closed(from, to, parts, Vec::new())
}

/// The difference of a count that comes out of others, one after another: sales out of visits, visits out of clicks. The last
/// count is the product of the first and of the rate of each to the one before, and each factor has its part. A pair is named
/// for its factor: the first for the count, the others for their rates. The values are the last count's own, so the parts add up
/// to its difference exactly.
pub fn steps(counts: &[Pair<Number>]) -> Result<Explained, ExplainError> {
    if counts.is_empty() || counts.len() > MOST_FACTORS {
        return Err(ExplainError::Factors(counts.len()));
    }
    let before = counts
        .iter()
        .map(|p| number(p, &p.from))
        .collect::<Result<Vec<_>, _>>()?;
    let after = counts.iter().map(|p| number(p, &p.to)).collect::<Result<Vec<_>, _>>()?;
    let (old, new) = (rates(&before, Side::From)?, rates(&after, Side::To)?);
    let names = counts.iter().map(|p| Factor::Step(p.name.clone()));
    let parts = names.zip(shapley(&old, &new)).map(|(factor, amount)| Raw {
        segment: None,
        value: None,
        factor,
        amount,
    });
    let last = |side: &[Number]| Fixed::from_number(side.last().copied().unwrap_or(Number::ZERO));
    closed(last(&before), last(&after), parts.collect(), Vec::new())
}

fn number(pair: &Pair<Number>, told: &Told<Number>) -> Result<Number, ExplainError> {
    match told {
        Told::Known(number) => Ok(*number),
        Told::Absent => Ok(Number::ZERO),
        Told::Missing(reason) => Err(ExplainError::FactorMissing {
            name: pair.name.clone(),
            reason: reason.clone(),
        }),
    }
}

/// The first count, and each of the others for one of the count before it.
fn rates(counts: &[Number], side: Side) -> Result<Vec<f64>, ExplainError> {
    let first = counts.iter().take(1).map(|n| Ok(n.to_f64()));
    let others = counts
        .iter()
        .zip(counts.iter().skip(1))
        .map(|(base, count)| match base {
            &Number::ZERO => Err(ExplainError::NoBase(side)),
            base => Ok(count.to_f64() / base.to_f64()),
        });
    first.chain(others).collect()
}

/// The factors of one side; `None` where all are absent.
fn side(chain: &Chain, of: impl Fn(&Pair<f64>) -> &Told<f64>) -> Result<Option<Vec<f64>>, ExplainError> {
    if chain.factors.iter().all(|p| *of(p) == Told::Absent) {
        return Ok(None);
    }
    let value = |pair: &Pair<f64>| {
        let reason = match of(pair) {
            Told::Known(value) if value.is_finite() => return Ok(*value),
            Told::Known(_) => return Err(ExplainError::TooLarge),
            Told::Missing(reason) => reason.as_str(),
            Told::Absent => "it is absent where other factors are not",
        };
        Err(ExplainError::FactorMissing {
            name: pair.name.clone(),
            reason: reason.to_owned(),
        })
    };
    chain.factors.iter().map(value).collect::<Result<_, _>>().map(Some)
}

fn product(factors: Option<&[f64]>) -> Result<Fixed, ExplainError> {
    let value = factors.map_or(0.0, |f| f.iter().product());
    Fixed::from_f64(value).ok_or(ExplainError::TooLarge)
}

fn split(chain: &Chain, before: Option<Vec<f64>>, after: Option<Vec<f64>>) -> Vec<Raw> {
    let raw = |factor, amount| Raw {
        segment: chain.segment.clone(),
        value: None,
        factor,
        amount,
    };
    match (before, after) {
        (Some(before), Some(after)) => {
            let names = chain.factors.iter().map(|p| Factor::Step(p.name.clone()));
            names
                .zip(shapley(&before, &after))
                .map(|(f, amount)| raw(f, amount))
                .collect()
        }
        (None, Some(after)) => vec![raw(Factor::New, after.iter().product())],
        (Some(before), None) => vec![raw(Factor::Gone, -before.iter().product::<f64>())],
        (None, None) => Vec::new(),
    }
}

/// Each factor's Shapley value in the change of a product.
fn shapley(before: &[f64], after: &[f64]) -> Vec<f64> {
    let both: Vec<(f64, f64)> = before.iter().copied().zip(after.iter().copied()).collect();
    (0..both.len()).map(|i| shapley_of(i, &both)).collect()
}

fn shapley_of(i: usize, both: &[(f64, f64)]) -> f64 {
    let k = both.len();
    let mut sum = 0.0;
    for changed in (0_usize..1 << k).filter(|set| set & 1 << i == 0) {
        let size = changed.count_ones() as usize;
        let mut term = factorial(size) * factorial(k - size - 1) / factorial(k);
        for (j, (old, new)) in both.iter().enumerate() {
            term *= match (j == i, changed & 1 << j != 0) {
                (true, _) => new - old,
                (false, true) => *new,
                (false, false) => *old,
            };
        }
        sum += term;
    }
    sum
}

fn factorial(n: usize) -> f64 {
    (1..=n).map(|i| i as f64).product()
}
