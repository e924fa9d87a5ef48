//! The few numbers that stand on the first page.

use harpoon_core::kpi::{Additivity, Formula, Kpi, Stage, awareness, evaluation, interest, money};
use harpoon_core::profile::{Business, Objective, Profile, ProfileChoice, profile};
use harpoon_core::{Dim, Period};
use harpoon_report::view::{Figure, Headline, Text, Unit};
use jiff::ToSpan;

use super::figures::Figures;
use crate::Error;
use crate::workspace::Workspace;

/// Most of them.
const MOST: usize = 7;
/// How many stand there where nobody chose what matters, as far as the data tell so many.
const UNCHOSEN: usize = 5;
/// What stands in for figures that nobody chose and that cannot be told: what was seen and done.
const INSTEAD: [&Kpi; 6] = [
    &awareness::IMPRESSIONS,
    &interest::ENGAGEMENTS,
    &evaluation::CLICKS,
    &money::CPC,
    &money::SPEND,
    &awareness::REACH,
];
/// Days before the month that tell what is usual.
const USUAL: i32 = 90;

/// A headline KPI as it was measured.
pub(super) struct Measured {
    pub(super) kpi: &'static Kpi,
    pub(super) value: Figure,
    pub(super) previous: Figure,
}

/// The profile of a workspace; that of a shop which wants sales where nobody chose one.
pub(super) fn profile_of(workspace: &Workspace) -> Profile {
    let usual = || profile(Objective::Sales, Business::OnlineShop);
    workspace.settings().profile.map_or_else(usual, ProfileChoice::profile)
}

/// What stands first wherever the workspace is summed up, on paper, on screen and in the weekly digest: the headline KPIs of its
/// profile that are of a stage asked for, in order.
pub(super) fn chosen(figures: &Figures<'_>, is_of: impl Fn(Stage) -> bool) -> Result<Vec<Measured>, Error> {
    let profile = profile_of(figures.workspace);
    let usual = profile.headlines().map(|line| line.kpi);
    let measure = |kpis| measured(figures, kpis);
    match figures.workspace.settings().profile {
        Some(_) => measure(usual.filter(|kpi| is_of(kpi.stage)).take(MOST).collect()),
        None => unchosen(usual, is_of, measure),
    }
}

fn measured(figures: &Figures<'_>, kpis: Vec<&'static Kpi>) -> Result<Vec<Measured>, Error> {
    let now = figures.whole(&kpis, figures.month)?;
    let before = figures.whole_before(&kpis)?;
    let all = kpis.into_iter().zip(now).zip(before);
    let one = |((kpi, value), previous)| Measured { kpi, value, previous };
    Ok(all.map(one).collect())
}

/// The same where nobody chose a profile: what cannot be told makes room for what can. Where nothing can, they stay, each with
/// its reason.
fn unchosen(
    usual: impl Iterator<Item = &'static Kpi>,
    is_of: impl Fn(Stage) -> bool,
    measure: impl Fn(Vec<&'static Kpi>) -> Result<Vec<Measured>, Error>,
) -> Result<Vec<Measured>, Error> {
    let is_known = |one: &Measured| one.value.float().is_some();
    let usual = usual.filter(|kpi| is_of(kpi.stage)).take(MOST).collect();
    let (mut known, unknown): (Vec<Measured>, Vec<Measured>) = measure(usual)?.into_iter().partition(is_known);
    if unknown.is_empty() && !known.is_empty() {
        return Ok(known);
    }
    let others = INSTEAD
        .into_iter()
        .filter(|kpi| is_of(kpi.stage) && known.iter().all(|one| one.kpi.id != kpi.id))
        .collect();
    let room = UNCHOSEN.saturating_sub(known.len());
    known.extend(measure(others)?.into_iter().filter(is_known).take(room));
    Ok(if known.is_empty() { unknown } else { known })
}

/// As they stand on the first page.
pub(super) fn of(figures: &Figures<'_>, measured: Vec<Measured>) -> Result<Vec<Headline>, Error> {
    let rates: Vec<&'static Kpi> = measured.iter().map(|one| one.kpi).filter(|kpi| !is_sum(kpi)).collect();
    let mut usual = figures.whole(&rates, trailing(figures.month)?)?.into_iter();
    let headline = |one: Measured| {
        let is_known = one.value.float().is_some();
        Ok(Headline {
            kpi: one.kpi.id.to_owned(),
            title: one.kpi.title.into(),
            better: one.kpi.better,
            value: one.value,
            previous: one.previous,
            usual: if is_sum(one.kpi) { None } else { usual.next() }.unwrap_or_else(not_a_month),
            // A line of days would say what the figure does not.
            days: if is_known { days(figures, one.kpi)? } else { Vec::new() },
        })
    };
    measured.into_iter().map(headline).collect()
}

/// The days before the month by which it is judged.
fn trailing(month: Period) -> Result<Period, Error> {
    let to = month.from.saturating_sub(1.day());
    Ok(Period::new(to.saturating_sub((USUAL - 1).days()), to)?)
}

pub(super) fn is_sum(kpi: &Kpi) -> bool {
    matches!(kpi.additivity(), Additivity::Additive | Additivity::WithinPlatform)
}

/// A sum over ninety days is of another length than the month.
fn not_a_month() -> Figure {
    Figure::missing(Text::All(String::new()), Unit::Count)
}

/// Day by day, where days add up to the month.
fn days(figures: &Figures<'_>, kpi: &'static Kpi) -> Result<Vec<Option<f64>>, Error> {
    if !is_sum(kpi) || matches!(kpi.formula, Formula::Credited(_)) {
        return Ok(Vec::new());
    }
    let split = figures.split(kpi, figures.month, &[Dim::Day])?;
    Ok(by_day(
        figures.month,
        split
            .iter()
            .map(|s| (s.by.first().map_or("", String::as_str), &s.figure)),
    ))
}

/// One value for each day of the period; days that are not known are gaps.
pub(super) fn by_day<'a>(period: Period, split: impl Iterator<Item = (&'a str, &'a Figure)>) -> Vec<Option<f64>> {
    let mut days = vec![None; usize::try_from(period.days()).unwrap_or(0)];
    for (day, figure) in split {
        let Ok(day) = Period::day(day) else { continue };
        let place = usize::try_from((day - period.from).get_days()).ok();
        if let Some(slot) = place.and_then(|place| days.get_mut(place)) {
            *slot = figure.float();
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use harpoon_core::kpi::purchase;
    use harpoon_report::view::Amount;

    use super::*;

    /// Ids of what is chosen where these of the KPIs are known.
    fn chosen_of(usual: &[&'static Kpi], known: &[&'static Kpi], stage: Option<Stage>) -> Vec<&'static str> {
        let figure = |kpi: &Kpi| {
            if known.iter().any(|one| one.id == kpi.id) {
                Figure::known(Amount::Ratio(1.0), Unit::Count, "receipt")
            } else {
                not_a_month()
            }
        };
        let one = |kpi: &'static Kpi| Measured {
            kpi,
            value: figure(kpi),
            previous: not_a_month(),
        };
        let measure = |kpis: Vec<&'static Kpi>| Ok(kpis.into_iter().map(one).collect());
        let is_of = |of: Stage| stage.is_none_or(|stage| stage == of);
        let chosen = unchosen(usual.iter().copied(), is_of, measure).unwrap_or_default();
        chosen.into_iter().map(|one| one.kpi.id).collect()
    }

    #[test]
    fn a_stage_is_asked_for_before_the_few_are_chosen() {
        let usual = [&purchase::ORDERS, &purchase::REVENUE];
        // All six are known, and of a stage the first five would leave one out.
        let all = chosen_of(&usual, &INSTEAD, None);
        assert_eq!(all, ["impressions", "engagements", "clicks", "cpc", "spend"]);
        let seen = chosen_of(&usual, &INSTEAD, Some(Stage::Awareness));
        assert_eq!(seen, ["impressions", "reach"]);
        assert_eq!(chosen_of(&usual, &INSTEAD, Some(Stage::Purchase)), ["cpc", "spend"]);
        assert_eq!(
            chosen_of(&usual, &[], Some(Stage::Purchase)),
            ["orders", "revenue"],
            "each with its reason"
        );
        let known = [&purchase::ORDERS, &awareness::IMPRESSIONS];
        assert_eq!(chosen_of(&usual, &known, None), ["orders", "impressions"]);
        assert_eq!(chosen_of(&usual, &known, Some(Stage::Purchase)), ["orders"]);
        assert_eq!(chosen_of(&usual, &usual, None), ["orders", "revenue"]);
    }
}
