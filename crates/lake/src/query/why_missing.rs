//! Why a KPI has no value, in words that say what to do.

use std::collections::BTreeSet;

use harpoon_core::kpi::{Formula, Kpi, Leaf};
use harpoon_core::{Dim, Period, Selection};

use super::evaluate::sides_of;
use super::source::{Ranked, can_answer, ends, matches};

/// The reason, when no source can answer.
pub(crate) fn reason(series: &[Ranked<'_>], kpi: &'static Kpi, selection: &Selection) -> String {
    if let Some(reason) = kpi.formula.no_source() {
        return reason.to_owned();
    }
    match kpi.formula {
        Formula::Posts => return "no source: no post was published in this selection".to_owned(),
        Formula::Reviews(_) => return "no source: no review was written in this selection".to_owned(),
        _ => {}
    }
    let unstated: Vec<&str> = kpi
        .leaves()
        .iter()
        .filter(|leaf| !series.iter().any(|r| matches(leaf, r.series)))
        .map(|leaf| leaf.metric)
        .collect();
    if !unstated.is_empty() && unstated.len() == kpi.leaves().len() {
        return format!("no source: no import states {}", unstated.join(", "));
    }
    if let Some(period) = selection.period
        && !dated_within(series, kpi, period)
    {
        return format!("no data for {period}: {}", known_days(series, kpi));
    }
    let dims: Vec<String> = selection
        .dims()
        .into_iter()
        .filter(|d| **d != Dim::Stage)
        .map(Dim::to_string)
        .collect();
    let unable: Vec<String> = sides_of(kpi)
        .iter()
        .filter(|side| !answered(series, side, selection))
        .map(|side| side.iter().map(|leaf| leaf.metric).collect::<BTreeSet<_>>())
        .map(|metrics| metrics.into_iter().collect::<Vec<_>>().join(" or "))
        .collect();
    if dims.is_empty() {
        "no source states all that the formula needs for one account".to_owned()
    } else if unable.is_empty() {
        format!("no source states all that the formula needs by {}", dims.join(", "))
    } else {
        format!("no source states {} by {}", unable.join(", nor "), dims.join(", "))
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

fn known_days(series: &[Ranked<'_>], kpi: &'static Kpi) -> String {
    use harpoon_core::period::day_from_number;
    let first = of_kpi(series, kpi).map(|(from, _)| from).min();
    let last = of_kpi(series, kpi).map(|(_, to)| to).max();
    match (first, last) {
        (Some(first), Some(last)) => format!(
            "it is known from {} to {}",
            day_from_number(first),
            day_from_number(last)
        ),
        _ => "its figures have no date; use --all".to_owned(),
    }
}
