//! What cannot be taken apart, with the reason and what to ask instead.

use harpoon_core::kpi::{Additivity, Formula, Kpi, KpiUnit};
use harpoon_core::{Dim, NoParts};

use harpoon_model::explain::{ExplainError, Side};

use super::Question;

/// Why a KPI's difference has no parts; `None` where it has.
pub(super) fn of(kpi: &'static Kpi, catalogue: &[&'static Kpi]) -> Option<NoParts> {
    match (kpi.additivity(), kpi.formula) {
        (additivity, _) if adds(additivity) => None,
        (Additivity::PerPost, _) => Some(NoParts::PerPost),
        (Additivity::ExactOnly, _) => Some(NoParts::People(kpi.id.to_owned())),
        (_, Formula::Ratio { num, den, .. }) => of_ratio(num, den, catalogue),
        (_, Formula::Change(of)) => Some(NoParts::Change(of.id.to_owned())),
        _ => Some(NoParts::NoSum),
    }
}

fn of_ratio(num: &'static Kpi, den: &'static Kpi, catalogue: &[&'static Kpi]) -> Option<NoParts> {
    let side = [num, den].into_iter().find(|side| !adds(side.additivity()))?;
    let others = catalogue.iter().filter(|k| instead(k, num)).map(|k| k.id.to_owned());
    let mut others: Vec<String> = others.take(3).collect();
    if others.is_empty() {
        others.push(num.id.to_owned());
    }
    Some(NoParts::OfNoSum {
        side: side.id.to_owned(),
        people: side.additivity() == Additivity::ExactOnly,
        instead: others,
    })
}

/// Whether it is a ratio with the same above the line that can be taken apart.
fn instead(kpi: &Kpi, num: &Kpi) -> bool {
    match kpi.formula {
        Formula::Ratio { num: above, den, .. } => {
            above.id == num.id && adds(above.additivity()) && den.additivity() == Additivity::Additive
        }
        _ => false,
    }
}

/// Claims of platforms add within each; that they are of one platform is seen where they are measured.
pub(super) const fn adds(additivity: Additivity) -> bool {
    matches!(
        additivity,
        Additivity::Additive | Additivity::WithinPlatform | Additivity::LastValue
    )
}

/// Why the parts by a dimension cannot be had.
pub(super) fn of_parts(by: &Dim, error: &ExplainError) -> NoParts {
    match error {
        ExplainError::Nothing => NoParts::Nothing(by.clone()),
        ExplainError::NoBase(side) => NoParts::NoBase {
            by: by.clone(),
            before: *side == Side::From,
        },
        ExplainError::NoReference => NoParts::NoReference(by.clone()),
        other => NoParts::Refused(format!("by {by}: {other}")),
    }
}

/// Dimensions that a KPI cannot be explained by; all of them at once.
pub(super) fn of_dims(kpi: &'static Kpi, dims: &[Dim]) -> Result<(), String> {
    let mistakes: Vec<String> = dims.iter().filter_map(|dim| of_dim(kpi, dim)).collect();
    if mistakes.is_empty() {
        return Ok(());
    }
    Err(mistakes.join("; "))
}

fn of_dim(kpi: &'static Kpi, dim: &Dim) -> Option<String> {
    match dim {
        Dim::Day | Dim::Week | Dim::Month => Some(format!(
            "no {dim} lies in both periods, so nothing can be explained by it; `harpoon kpi {} --by {dim}` shows the course",
            kpi.id
        )),
        Dim::Stage => Some(format!("a KPI has one stage; `{}` cannot be explained by it", kpi.id)),
        dim if has_levels(kpi) && !usual_dims(kpi).contains(dim) => Some(format!(
            "`{}` rests on a level of accounts; explain it by platform or account, not by {dim}",
            kpi.id
        )),
        _ => None,
    }
}

/// The dimensions tried in order where none is asked for.
pub(super) fn usual_dims(kpi: &'static Kpi) -> Vec<Dim> {
    if has_levels(kpi) {
        return vec![Dim::Platform, Dim::Account];
    }
    vec![Dim::Platform, Dim::Campaign, Dim::Post]
}

fn has_levels(kpi: &'static Kpi) -> bool {
    kpi.parts()
        .iter()
        .any(|k| matches!(k.formula, Formula::Latest(_) | Formula::Gain(_)))
}

/// Ways of taking apart that do not go together.
pub(super) fn of_ways(question: &Question) -> Result<(), String> {
    let through = !question.through.is_empty();
    if through && (question.per.is_some() || !question.by.is_empty()) {
        return Err("--through takes the whole apart along its steps: leave out --by and --per".to_owned());
    }
    if question.target.is_some() && (through || question.per.is_some()) {
        return Err("a target has no steps and no base of its own: leave out --through and --per".to_owned());
    }
    Ok(())
}

/// The rate by which a count is so much for each of a base: spend for each impression.
pub(super) fn rate(kpi: &'static Kpi, base: &str, catalogue: &[&'static Kpi]) -> Result<&'static Kpi, String> {
    let of_base = |rate: &&&'static Kpi| match rate.formula {
        Formula::Ratio { num, den, .. } => {
            num.id == kpi.id && same_kind(kpi, rate) && of_ratio(num, den, catalogue).is_none()
        }
        _ => false,
    };
    let rates: Vec<&'static Kpi> = catalogue.iter().filter(of_base).copied().collect();
    let den = |rate: &&'static Kpi| match rate.formula {
        Formula::Ratio { den, .. } => den.id,
        _ => "",
    };
    if let Some(rate) = rates.iter().find(|rate| den(rate) == base) {
        return Ok(rate);
    }
    let known: Vec<String> = rates
        .iter()
        .map(|rate| format!("{} ({})", den(rate), rate.id))
        .collect();
    if known.is_empty() {
        return Err(format!("no KPI is {} for each of something; leave out --per", kpi.id));
    }
    Err(format!(
        "no KPI is {} for each of `{base}`; one of {}",
        kpi.id,
        known.join(", ")
    ))
}

/// Money by a count is money, a count by a count is none: the rate of money by money says no currency.
fn same_kind(kpi: &Kpi, rate: &Kpi) -> bool {
    let money = |kpi: &Kpi| matches!(kpi.unit, KpiUnit::Money | KpiUnit::MoneyPerThousand);
    money(kpi) == money(rate)
}
