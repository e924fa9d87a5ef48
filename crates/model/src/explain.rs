//! Why a figure changed: the difference between two tellings of a KPI (two periods, or a target and a period), in parts that
//! add up to it exactly.
//!
//! | KPI | function | parts |
//! |---|---|---|
//! | a sum | [`additive`] | each segment's difference |
//! | a ratio of sums | [`ratio`] | each segment's own rate, and its share of the base (mix) |
//! | a sum that is count × value | [`volume`] | total count, rate and mix of each segment |
//! | a product of up to six factors | [`chains`] | each factor, by segment where given |
//! | a return on cost | [`returned`] | what came back, and what was spent |
//! | a count that comes through up to five others | [`steps`] | the first count, and the rate of each to the one before |
//!
//! Rates, mix and factors are split by Shapley's value (Shapley, Contributions to the Theory of Games II, 1953; Shorrocks,
//! Journal of Economic Inequality 11, 2013): the mean over every order in which the factors can change one after another, so
//! that no factor is favoured. Amounts are integers of 10⁻¹² ([`Fixed`]); parts are computed as floats, and what rounding
//! leaves (below 10⁻¹² of the parts) goes to the largest, so they add up as integers.
//!
//! Limits: it is arithmetic, not cause. A part says where the difference sits, not what made it.

use std::collections::BTreeSet;

pub use additive::additive;
pub use chain::{Chain, MOST_FACTORS, chains, steps};
pub use fixed::Fixed;
pub use harpoon_core::Language;
pub use ratio::{Fraction, ratio, volume};
pub use returned::returned;
pub use sentence::{Against, Story, sentences};
pub use target::{additive_to_target, ratio_to_target};

mod additive;
mod chain;
mod display;
mod fixed;
mod language;
mod ratio;
mod returned;
mod sentence;
mod target;

/// What is told of a segment in one of the two periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told<T> {
    /// This.
    Known(T),
    /// The segment did not exist: nothing, for certain.
    Absent,
    /// Nobody knows, for this reason. It is never taken for nothing.
    Missing(String),
}

/// A segment (platform, campaign, post) or factor, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<T> {
    /// Name, each at most once.
    pub name: String,
    /// The value of a dimension that the name was made from; `None` where no single value stands for it, as for a rest.
    pub value: Option<String>,
    /// In the earlier period, or as aimed at.
    pub from: Told<T>,
    /// In the period asked about.
    pub to: Told<T>,
}

/// What a part of the difference comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Factor {
    /// The segment's own difference.
    Own,
    /// The segment is new.
    New,
    /// The segment is gone.
    Gone,
    /// More or less in total, at the mean rate.
    Volume,
    /// The segment's own rate.
    Rate,
    /// The segment's share of the base.
    Mix,
    /// Something above the line with nothing below it: money spent in a segment without a lead.
    Unmatched,
    /// A factor of a product, by name.
    Step(String),
    /// What no segment holds.
    Rest,
}

/// One part of the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Segment; `None` for the whole.
    pub segment: Option<String>,
    /// The value of a dimension that the segment's name was made from, as its pair told it.
    pub value: Option<String>,
    /// What of it.
    pub factor: Factor,
    /// How much of the difference.
    pub amount: Fixed,
}

/// A segment that could not be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Segment.
    pub segment: String,
    /// Why.
    pub reason: String,
}

/// A difference and its parts. The parts sum to `to − from`, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Value before, or as aimed at, over the segments compared.
    pub from: Fixed,
    /// Value after.
    pub to: Fixed,
    /// Parts, in the order of the segments.
    pub parts: Vec<Part>,
    /// Segments that are in neither value, because one of theirs is missing.
    pub left_out: Vec<LeftOut>,
}

/// Why a difference cannot be explained.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExplainError {
    /// No segment is known on both sides.
    #[error("nothing to compare: no segment is known on both sides")]
    Nothing,
    /// Two entries of one name.
    #[error("`{0}` is there twice; add its rows up first")]
    Repeated(String),
    /// The ratio does not exist on one side.
    #[error("there is no rate {0}: its base is nought; ask for a period in which there was some")]
    NoBase(Side),
    /// A base below zero.
    #[error("the base of `{0}` is negative; a rate needs a count of nought or more")]
    NegativeBase(String),
    /// A factor of a product that is not known.
    #[error("`{name}` is not known: {reason}; without it the product is not known either")]
    FactorMissing {
        /// Factor.
        name: String,
        /// Why.
        reason: String,
    },
    /// Chains of other lengths or more than six factors.
    #[error("{0} factors; a product has one to six")]
    Factors(usize),
    /// A target cannot be spread over a reference of nothing.
    #[error("the reference period is nought, so the target cannot be spread over its segments")]
    NoReference,
    /// Beyond what the arithmetic holds, or no number.
    #[error("a value is no number or too large to compare")]
    TooLarge,
}

/// One of the two sides compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before.
    From,
    /// After.
    To,
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::From => "before",
            Self::To => "after",
        })
    }
}

impl Explained {
    /// The difference.
    pub fn difference(&self) -> Fixed {
        self.to - self.from
    }

    /// Parts that are not nought, largest amount first; among equals the earlier.
    pub fn ranked(&self) -> Vec<&Part> {
        let mut parts: Vec<&Part> = self.parts.iter().filter(|p| p.amount != Fixed::ZERO).collect();
        parts.sort_by_key(|p| std::cmp::Reverse(p.amount.abs()));
        parts
    }
}

/// A part before it is rounded.
struct Raw {
    segment: Option<String>,
    value: Option<String>,
    factor: Factor,
    amount: f64,
}

/// Rounds parts so that they sum to the difference: what rounding leaves goes to the largest.
fn closed(from: Fixed, to: Fixed, raw: Vec<Raw>, left_out: Vec<LeftOut>) -> Result<Explained, ExplainError> {
    let mut parts = Vec::with_capacity(raw.len());
    for part in raw {
        parts.push(Part {
            segment: part.segment,
            value: part.value,
            factor: part.factor,
            amount: Fixed::from_f64(part.amount).ok_or(ExplainError::TooLarge)?,
        });
    }
    let left = to - from - parts.iter().map(|p| p.amount).sum();
    if let Some(largest) = parts.iter_mut().max_by_key(|p| p.amount.abs()) {
        largest.amount = largest.amount + left;
    }
    Ok(Explained {
        from,
        to,
        parts,
        left_out,
    })
}

/// A segment with what is known of it on each side; `None` is nothing for certain.
struct Known<'a, T> {
    name: &'a str,
    value: Option<&'a String>,
    from: Option<&'a T>,
    to: Option<&'a T>,
}

/// Segments known on both sides, and those left out. Segments that were never there are passed over.
fn known<T>(pairs: &[Pair<T>]) -> Result<(Vec<Known<'_, T>>, Vec<LeftOut>), ExplainError> {
    let mut seen = BTreeSet::new();
    let (mut known, mut left_out) = (Vec::new(), Vec::new());
    for pair in pairs {
        if !seen.insert(pair.name.as_str()) {
            return Err(ExplainError::Repeated(pair.name.clone()));
        }
        match (pair.from.side(), pair.to.side()) {
            (Ok(None), Ok(None)) => {}
            (Ok(from), Ok(to)) => known.push(Known {
                name: &pair.name,
                value: pair.value.as_ref(),
                from,
                to,
            }),
            (Err(reason), _) | (_, Err(reason)) => left_out.push(LeftOut {
                segment: pair.name.clone(),
                reason: reason.to_owned(),
            }),
        }
    }
    if known.is_empty() {
        return Err(ExplainError::Nothing);
    }
    Ok((known, left_out))
}

impl<T> Told<T> {
    fn side(&self) -> Result<Option<&T>, &str> {
        match self {
            Self::Known(value) => Ok(Some(value)),
            Self::Absent => Ok(None),
            Self::Missing(reason) => Err(reason),
        }
    }
}
