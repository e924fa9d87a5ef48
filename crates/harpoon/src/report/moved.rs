//! What moved most, and why.

use harpoon_core::kpi::Kpi;
use harpoon_core::{Language, NoParts};
use harpoon_model::explain;
use harpoon_report::view::{Amount, Figure, Movement, Part, Sentence, Text, Unit};

use super::figures::Figures;
use super::returned;
use crate::Error;
use crate::explain::{Explanation, Question};
use crate::measure::is_dealt_out;
use crate::receipt;

/// Movements that are told.
const MOST: usize = 3;
/// Parts of a movement that are told.
const PARTS: usize = 6;

/// What changed most in proportion, each with its reason where the data tell one. `known`: KPIs with their
/// figures before and now.
pub(super) fn of<'f>(
    figures: &Figures<'_>,
    known: impl Iterator<Item = (&'static Kpi, &'f Figure, &'f Figure)>,
    language: Language,
) -> Result<Vec<Movement>, Error> {
    let mut moved: Vec<(f64, &'static Kpi, Figure, Figure)> = Vec::new();
    for (kpi, from, to) in known {
        let is_told = moved.iter().any(|(_, told, ..)| told.id == kpi.id);
        if let (Some(a), Some(b), false) = (from.float(), to.float(), is_told)
            && a.total_cmp(&b).is_ne()
        {
            moved.push(((b - a).abs() / a.abs().max(b.abs()), kpi, from.clone(), to.clone()));
        }
    }
    moved.sort_by(|a, b| b.0.total_cmp(&a.0));
    let told = moved.into_iter().take(MOST);
    told.map(|(_, kpi, from, to)| movement(figures, kpi, from, to, language))
        .collect()
}

fn movement(
    figures: &Figures<'_>,
    kpi: &'static Kpi,
    from: Figure,
    to: Figure,
    language: Language,
) -> Result<Movement, Error> {
    let told = difference(figures, kpi, language)?;
    Ok(Movement {
        title: kpi.title.into(),
        better: kpi.better,
        from,
        to,
        why: told.why,
        parts: told.parts,
    })
}

/// Why a KPI moved.
pub(super) struct Difference {
    /// In sentences.
    pub(super) why: Vec<Sentence>,
    /// In parts that add up.
    pub(super) parts: Vec<Part>,
}

impl Difference {
    /// No parts, for this reason.
    pub(super) fn nothing(reason: NoParts) -> Self {
        Self {
            why: vec![Text::from(reason).into()],
            parts: Vec::new(),
        }
    }
}

/// Why a KPI differs from the month before; one sentence on why it has no parts where the data do not tell.
pub(super) fn difference(figures: &Figures<'_>, kpi: &'static Kpi, language: Language) -> Result<Difference, Error> {
    if is_dealt_out(kpi) {
        returned::split(figures, kpi, language)
    } else {
        explained(figures, kpi, language)
    }
}

/// The receipt of a difference.
pub(super) fn receipt_of(figures: &Figures<'_>, kpi: &'static Kpi, language: Language) -> Result<String, Error> {
    figures.workspace.ask(receipt::Question::Difference {
        kpi: kpi.id.to_owned(),
        period: figures.month,
        language,
    })
}

fn explained(figures: &Figures<'_>, kpi: &'static Kpi, language: Language) -> Result<Difference, Error> {
    let question = Question {
        kpi: kpi.id.to_owned(),
        period: figures.month,
        reference: None,
        target: None,
        by: Vec::new(),
        per: None,
        through: Vec::new(),
        filters: Vec::new(),
        language,
    };
    let explained = match figures.workspace.explain(&question) {
        Ok(all) => all.into_iter().next(),
        Err(Error::NotExplained { reason, .. }) => return Ok(Difference::nothing(reason)),
        Err(Error::Usage(why)) => return Ok(Difference::nothing(NoParts::Refused(why))),
        Err(other) => return Err(other),
    };
    // Where all that moved was left out, what is left did not change and says nothing.
    let moved = |e: &Explanation| e.explained.difference() != explain::Fixed::ZERO;
    let Some(explained) = explained.filter(moved) else {
        return Ok(Difference::nothing(NoParts::NoPlatform));
    };
    let receipt = receipt_of(figures, kpi, language)?;
    Ok(Difference {
        parts: parts(&explained, &unit(kpi, &explained), &receipt),
        why: explained
            .sentences
            .into_iter()
            .map(|text| Text::All(text).by(&receipt))
            .collect(),
    })
}

/// Unit of the parts: a difference in money has the currency of what it is explained in.
fn unit(kpi: &Kpi, explained: &Explanation) -> Unit {
    Unit::of(kpi.unit, &explained.unit)
}

/// Parts of one segment together.
struct Sum {
    segment: String,
    value: Option<String>,
    amount: f64,
}

/// The largest parts; those of one segment together.
fn parts(explanation: &Explanation, unit: &Unit, receipt: &str) -> Vec<Part> {
    // What was left out stands in no part, so the parts would not add up to the values above them.
    if !explanation.explained.left_out.is_empty() {
        return Vec::new();
    }
    // A filter may ask for what parts are of, where the parts are of a dimension.
    let dim = explanation.by.as_ref().map(ToString::to_string);
    let mut sums: Vec<Sum> = Vec::new();
    for part in &explanation.explained.parts {
        let segment = part.segment.clone().unwrap_or_else(|| factor(&part.factor));
        let amount = part.amount.to_f64();
        match sums.iter_mut().find(|sum| sum.segment == segment) {
            Some(sum) => sum.amount += amount,
            None => sums.push(Sum {
                segment,
                value: part.value.clone(),
                amount,
            }),
        }
    }
    if sums.len() > PARTS {
        return Vec::new();
    }
    let figure = |amount: f64| Figure::known(Amount::Ratio(amount), unit.clone(), receipt);
    sums.into_iter()
        .map(|sum| Part {
            title: Text::All(explanation.names.get(&sum.segment).cloned().unwrap_or(sum.segment)),
            amount: figure(sum.amount),
            of: dim.clone().zip(sum.value),
        })
        .collect()
}

fn factor(factor: &explain::Factor) -> String {
    match factor {
        explain::Factor::Step(name) => name.clone(),
        other => format!("{other:?}").to_lowercase(),
    }
}
