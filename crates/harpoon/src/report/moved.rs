//! What moved most, and why.

use harpoon_core::kpi::Kpi;
use harpoon_core::{Language, NoParts};
use harpoon_model::explain;
use harpoon_report::view::{Amount, Figure, Movement, Part, Sentence, Text};

use super::figures::Figures;
use super::returned;
use crate::Error;
use crate::explain::{Explanation, Question};
use crate::measure::is_dealt_out;

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
            && a != b
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
    let MovedBy { why, parts } = if is_dealt_out(kpi) {
        returned::split(figures, kpi, &to, language)?
    } else {
        explained(figures, &question, &to)?
    };
    Ok(Movement {
        title: kpi.title.into(),
        better: kpi.better,
        from,
        to,
        why,
        parts,
    })
}

fn explained(figures: &Figures<'_>, question: &Question, to: &Figure) -> Result<MovedBy, Error> {
    let explained = match figures.workspace.explain(question) {
        Ok(all) => all.into_iter().next(),
        Err(Error::NotExplained { reason, .. }) => return Ok(MovedBy::nothing(reason)),
        Err(Error::Usage(why)) => return Ok(MovedBy::nothing(NoParts::Refused(why))),
        Err(other) => return Err(other),
    };
    let parts = explained.as_ref().map(|e| parts(e, to)).unwrap_or_default();
    let receipt = explained.as_ref().and_then(|e| e.receipts.first().cloned());
    let why = explained.map(|e| e.sentences).unwrap_or_default();
    Ok(MovedBy {
        why: why.into_iter().map(|text| told(text, receipt.clone())).collect(),
        parts,
    })
}

/// Why a figure moved.
pub(super) struct MovedBy {
    /// In sentences.
    pub(super) why: Vec<Sentence>,
    /// Parts of the difference.
    pub(super) parts: Vec<Part>,
}

impl MovedBy {
    /// No parts, for this reason.
    pub(super) fn nothing(reason: NoParts) -> Self {
        Self {
            why: vec![Text::from(reason).into()],
            parts: Vec::new(),
        }
    }
}

/// A sentence with the receipt of its numbers.
pub(super) fn told(text: String, receipt: Option<String>) -> Sentence {
    Sentence {
        text: Text::All(text),
        receipt,
    }
}

/// The largest parts; those of one segment together.
fn parts(explanation: &Explanation, to: &Figure) -> Vec<Part> {
    let mut sums: Vec<(String, f64)> = Vec::new();
    for part in &explanation.explained.parts {
        let segment = part.segment.clone().unwrap_or_else(|| factor(&part.factor));
        let name = explanation.names.get(&segment).cloned().unwrap_or(segment);
        match sums.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += part.amount.to_f64(),
            None => sums.push((name, part.amount.to_f64())),
        }
    }
    if sums.len() > PARTS {
        return Vec::new();
    }
    let figure = |amount: f64| Figure {
        receipt: explanation.receipts.first().cloned(),
        ..Figure::known(Amount::Ratio(amount), to.unit.clone(), "")
    };
    sums.into_iter()
        .map(|(name, amount)| Part {
            title: Text::All(name),
            amount: figure(amount),
        })
        .collect()
}

fn factor(factor: &explain::Factor) -> String {
    match factor {
        explain::Factor::Step(name) => name.clone(),
        other => format!("{other:?}").to_lowercase(),
    }
}
