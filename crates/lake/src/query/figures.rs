//! [`figures`]: what readings are made of before anything is divided, for whoever takes a difference apart.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::kpi::Kpi;
use harpoon_core::{Missing, Quantity, Selection};

use super::collapse::{Group, Outcome, below_of, currencies, never_added};
use super::evaluate::{Evaluation, is_money};
use super::receipt::Receipt;
use super::source::{Basis, Choice, describe_rows};
use super::{QueryError, Source, terms, why_missing};

/// The figures of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Values of the asked dimensions, in their order.
    pub values: Vec<String>,
    /// Currency, where the KPI's value is money; empty for a base without any money above it.
    pub currency: String,
    /// The sum in millionths, or why there is none; of a ratio, what stands above the line.
    pub above: Result<i128, Missing>,
    /// What stands below the line of a ratio.
    pub below: Option<Result<i128, Missing>>,
}

/// What the figures of one place were read from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Telling {
    /// Platform.
    pub platform: String,
    /// In words, as in receipts.
    pub rows: String,
    /// Days of the period that it covers; `None` without dates.
    pub days: Option<i32>,
    /// Whether the figures count since publication, so that a post counts in the period in which it was published.
    pub lifetime: bool,
}

/// Figures of one KPI for one selection.
#[derive(Clone, Debug)]
pub struct Figures {
    /// By group, sorted.
    pub figures: Vec<Figure>,
    /// Why there are none, where there are none.
    pub missing: Option<Missing>,
    /// What they were read from.
    pub tellings: BTreeSet<Telling>,
    /// The same receipt as [`super::measure`] gives.
    pub receipt: Receipt,
}

/// The figures behind the readings of a KPI: both sides of a ratio from the same telling and the same cells, as
/// [`super::measure`] divides them.
pub async fn figures(source: &Source<'_>, kpi: &'static Kpi, selection: &Selection) -> Result<Figures, QueryError> {
    let mut evaluation = Evaluation::new(source, selection);
    if let Some(removed) = source.kept_from.missing(kpi, selection) {
        return Ok(Figures {
            figures: Vec::new(),
            missing: Some(removed),
            tellings: BTreeSet::new(),
            receipt: Receipt::new(kpi, selection, source.version, evaluation.trace, Vec::new()),
        });
    }
    let (above, below) = evaluation.sides(kpi).await?;
    let figures: Vec<Figure> = match &below {
        Some(below) => paired(&above, below, is_money(kpi.unit)),
        None => above.iter().map(single).collect(),
    };
    let tellings = evaluation.trace.choices.iter().map(telling).collect();
    let terms = terms(source, kpi, selection).await?;
    Ok(Figures {
        missing: figures
            .is_empty()
            .then(|| evaluation.trace.lacking())
            .map(|told| told.unwrap_or_else(|| why_missing::reason(&source.series, kpi, selection, &terms))),
        figures,
        tellings,
        receipt: Receipt::new(kpi, selection, source.version, evaluation.trace, terms),
    })
}

fn telling(choice: &Choice) -> Telling {
    Telling {
        platform: choice.place.platform.clone(),
        rows: describe_rows(choice),
        days: choice.covers,
        lifetime: choice.grain.basis == Basis::Lifetime,
    }
}

fn single((group, outcome): (&Group, &Outcome)) -> Figure {
    Figure {
        values: group.values.clone(),
        currency: group.currency.clone(),
        above: sum(outcome),
        below: None,
    }
}

/// Each numerator with its denominator. What stands on one side only has nothing on the other: both sides were cut to what
/// both state, and costs and posts, which are not cut, count in the whole without a counterpart.
fn paired(num: &BTreeMap<Group, Outcome>, den: &BTreeMap<Group, Outcome>, keeps_currency: bool) -> Vec<Figure> {
    let several = || Err(Missing::SeveralCurrencies);
    let mut figures: Vec<Figure> = Vec::new();
    for (group, above) in num {
        let several_codes = currencies(num, den, group) > 1;
        let mixed = !keeps_currency && several_codes;
        let below = match below_of(den, group) {
            _ if mixed => several(),
            Some(_) if several_codes && !den.contains_key(group) => Err(never_added(num, group)),
            Some(below) => sum(below),
            None if den.keys().any(|g| g.values == group.values) => several(),
            None => Ok(0),
        };
        let currency = if keeps_currency { group.currency.as_str() } else { "" };
        let figure = Figure {
            values: group.values.clone(),
            currency: currency.to_owned(),
            above: if mixed { several() } else { sum(above) },
            below: Some(below),
        };
        if figures.last() != Some(&figure) {
            figures.push(figure);
        }
    }
    let bases = den.iter().filter(|(g, _)| !num.keys().any(|n| n.values == g.values));
    figures.extend(bases.map(|(group, below)| Figure {
        values: group.values.clone(),
        currency: String::new(),
        above: Ok(0),
        below: Some(sum(below)),
    }));
    figures.sort_by(|a, b| (&a.values, &a.currency).cmp(&(&b.values, &b.currency)));
    figures
}

fn sum(outcome: &Outcome) -> Result<i128, Missing> {
    match outcome.value {
        Some(Quantity::Exact(micros)) => Ok(micros),
        Some(Quantity::Ratio(_)) => Err(Missing::Estimate),
        None => Err(outcome.missing.clone().unwrap_or(Missing::NotStated)),
    }
}
