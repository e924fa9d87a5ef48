//! Why a KPI has no value.

use std::collections::BTreeSet;

use harpoon_core::kpi::{Formula, Kpi, Leaf};
use harpoon_core::period::day_from_number;
use harpoon_core::{Dim, Missing, Period, Selection};

use super::Term;
use super::evaluate::sides_of;
use super::source::{Ranked, can_answer, ends, matches};

/// The reason, when no source can answer. Of a formula of which one input is known, the other is the reason.
pub(crate) fn reason(series: &[Ranked<'_>], kpi: &'static Kpi, selection: &Selection, terms: &[Term]) -> Missing {
    let inputs = kpi.formula.inputs();
    let is_known = |input: &&'static Kpi| terms.iter().any(|term| term.kpi == input.id && term.value.is_some());
    if inputs.iter().any(is_known)
        && let Some(lacking) = inputs.iter().find(|input| !is_known(input))
    {
        return reason(series, lacking, selection, &[]);
    }
    if let Some(reason) = kpi.formula.no_source() {
        return reason;
    }
    match kpi.formula {
        Formula::Posts => return Missing::NoPost,
        Formula::Reviews(_) => return Missing::NoReview,
        _ => {}
    }
    let unstated: Vec<String> = kpi
        .leaves()
        .iter()
        .filter(|leaf| !series.iter().any(|r| matches(leaf, r.series)))
        .map(|leaf| leaf.metric.to_owned())
        .collect();
    if !unstated.is_empty() && unstated.len() == kpi.leaves().len() {
        return Missing::NoImport(unstated);
    }
    if let Some(period) = selection.period
        && !dated_within(series, kpi, period)
    {
        let known = known_days(series, kpi);
        return Missing::NoData { period, known };
    }
    let dims: Vec<Dim> = selection
        .dims()
        .into_iter()
        .filter(|d| **d != Dim::Stage)
        .cloned()
        .collect();
    let metrics = |side: &Vec<Leaf>| -> Vec<String> {
        let metrics: BTreeSet<&str> = side.iter().map(|leaf| leaf.metric).collect();
        metrics.into_iter().map(str::to_owned).collect()
    };
    let unable: Vec<Vec<String>> = sides_of(kpi)
        .iter()
        .filter(|side| !answered(series, side, selection))
        .map(metrics)
        .collect();
    if dims.is_empty() {
        Missing::NotTogether
    } else if unable.is_empty() {
        Missing::NotTogetherBy(dims)
    } else {
        Missing::NotStatedBy { sides: unable, dims }
    }
}

/// Whether some source states one of the leaves as asked.
fn answered(series: &[Ranked<'_>], side: &[Leaf], selection: &Selection) -> bool {
    let states = |r: &Ranked<'_>| side.iter().any(|leaf| matches(leaf, r.series)) && can_answer(r.series, selection);
    series.iter().any(states)
}

fn of_kpi<'a>(series: &'a [Ranked<'_>], kpi: &'static Kpi) -> impl Iterator<Item = (i32, i32)> + 'a {
    let leaves = kpi.leaves();
    series
        .iter()
        .filter(move |r| leaves.iter().any(|leaf| matches(leaf, r.series)))
        .filter_map(|r| r.series.span.days())
}

fn dated_within(series: &[Ranked<'_>], kpi: &'static Kpi, period: Period) -> bool {
    let (first, last) = ends(period);
    of_kpi(series, kpi).any(|(from, to)| first <= to && from <= last)
}

/// First to last day of its figures; `None` where they have no date.
fn known_days(series: &[Ranked<'_>], kpi: &'static Kpi) -> Option<Period> {
    let first = of_kpi(series, kpi).map(|(from, _)| from).min()?;
    let last = of_kpi(series, kpi).map(|(_, to)| to).max()?;
    Some(Period {
        from: day_from_number(first),
        to: day_from_number(last),
    })
}
