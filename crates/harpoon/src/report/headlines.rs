//! The few numbers that stand on the first page.

use harpoon_core::kpi::{Additivity, Formula, Kpi, awareness, evaluation, interest, money};
use harpoon_core::profile::Profile;
use harpoon_core::{Dim, Period};
use harpoon_report::view::{Figure, Headline, Text, Unit};
use jiff::ToSpan;

use super::figures::Figures;
use crate::Error;

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
    usual: Figure,
}

/// The headline KPIs of a profile, in order.
fn kpis(profile: &Profile) -> Vec<&'static Kpi> {
    profile.headlines().map(|line| line.kpi).take(MOST).collect()
}

/// The headline KPIs of a profile in the month, in the month before, and over the days before.
pub(super) fn measured(figures: &Figures<'_>, profile: &Profile) -> Result<Vec<Measured>, Error> {
    of_kpis(figures, kpis(profile))
}

fn of_kpis(figures: &Figures<'_>, kpis: Vec<&'static Kpi>) -> Result<Vec<Measured>, Error> {
    let month = figures.month;
    let now = figures.whole(&kpis, month)?;
    let before = figures.whole_before(&kpis)?;
    let rates: Vec<&'static Kpi> = kpis.iter().copied().filter(|kpi| !is_sum(kpi)).collect();
    let mut usual = figures.whole(&rates, trailing(month)?)?.into_iter();
    let all = kpis.into_iter().zip(now).zip(before);
    let one = |((kpi, value), previous): ((&'static Kpi, Figure), Figure)| Measured {
        kpi,
        value,
        previous,
        usual: if is_sum(kpi) { None } else { usual.next() }.unwrap_or_else(not_a_month),
    };
    Ok(all.map(one).collect())
}

/// The same where nobody chose a profile: what cannot be told makes room for what can. Where nothing can, they stay, each with
/// its reason.
pub(super) fn unchosen(figures: &Figures<'_>, usual: &Profile) -> Result<Vec<Measured>, Error> {
    let is_known = |one: &Measured| one.value.float().is_some();
    let (mut known, unknown): (Vec<Measured>, Vec<Measured>) =
        measured(figures, usual)?.into_iter().partition(is_known);
    if unknown.is_empty() {
        return Ok(known);
    }
    let others = INSTEAD
        .into_iter()
        .filter(|kpi| known.iter().all(|one| one.kpi.id != kpi.id))
        .collect();
    let room = UNCHOSEN.saturating_sub(known.len());
    known.extend(of_kpis(figures, others)?.into_iter().filter(is_known).take(room));
    Ok(if known.is_empty() { unknown } else { known })
}

/// As they stand on the first page.
pub(super) fn of(figures: &Figures<'_>, measured: Vec<Measured>) -> Result<Vec<Headline>, Error> {
    let headline = |one: Measured| {
        let is_known = one.value.float().is_some();
        Ok(Headline {
            kpi: one.kpi.id.to_owned(),
            title: one.kpi.title.into(),
            better: one.kpi.better,
            value: one.value,
            previous: one.previous,
            usual: one.usual,
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
