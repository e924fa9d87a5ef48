//! Formulas in words, for receipts and reference pages: `clicks_link ÷ impressions`.

use std::fmt;

use super::{Facets, Formula, Leaf, Per, Tally};

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sum(leaf) => write!(f, "sum of {leaf}"),
            Self::Latest(leaf) => write!(f, "last value of {leaf}"),
            Self::Gain(leaf) => write!(f, "last value of {leaf} less the value before the period"),
            Self::Reported(leaf) => write!(f, "{leaf} as stated for exactly this, else bounds and estimate"),
            Self::Outlier(leaf) => write!(f, "robust score of {leaf} within the account's own posts"),
            Self::Posts => f.write_str("number of posts published"),
            Self::Reviews(None) => f.write_str("number of reviews"),
            Self::Reviews(Some(stars)) => write!(f, "number of reviews with {stars} stars"),
            Self::Cost(basis) if basis.holds_spend() => write!(f, "ad spend and entered costs, {basis} basis"),
            Self::Cost(basis) => write!(f, "entered costs of the kind {basis}"),
            Self::Add(inputs) => f.write_str(&inputs.iter().map(|k| k.id).collect::<Vec<_>>().join(" + ")),
            Self::Weighted(terms) => f.write_str(
                &terms
                    .iter()
                    .map(|(weight, k)| format!("{weight} × {}", k.id))
                    .collect::<Vec<_>>()
                    .join(" + "),
            ),
            Self::Difference(a, b) => write!(f, "{} − {}", a.id, b.id),
            Self::Ratio {
                num,
                den,
                per: Per::One,
            } => write!(f, "{} ÷ {}", num.id, den.id),
            Self::Ratio { num, den, per } => write!(f, "{} ÷ {} × {}", num.id, den.id, per.factor()),
            Self::Change(of) => write!(f, "({} − {} of the period before) ÷ that", of.id, of.id),
            Self::To(of, destination) => write!(f, "{} over links to a {destination} page", of.id),
            Self::Event { kind, tally } => write!(f, "{} of events `{kind}`", tally.words()),
            Self::Book { kind, tally, figures } => {
                write!(
                    f,
                    "{} of events `{kind}`, or the figures {figures} where they cover more",
                    tally.words()
                )
            }
            Self::Quantile { from, to, percent } => {
                write!(f, "{percent} % quantile of the time from `{from}` to `{to}`")
            }
            Self::Credited(of) => write!(f, "{} credited to social media", of.id),
            Self::Modelled(model) => write!(f, "result of the {model} model"),
        }
    }
}

impl Tally {
    const fn words(self) -> &'static str {
        match self {
            Self::Times => "number",
            Self::People => "people",
            Self::Value => "money",
            Self::Active { .. } => "people within the last days",
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.metric)?;
        match self.facets {
            Facets::Only("") => {}
            Facets::Only(facet) => write!(f, ".{facet}")?,
            Facets::Total { .. } => f.write_str(" (the total, else all kinds)")?,
        }
        self.scope.map_or(Ok(()), |scope| write!(f, ", {scope}"))
    }
}
