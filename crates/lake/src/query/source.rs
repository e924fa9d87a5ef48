//! Which sources answer a question: exactly one grain an account, so that nothing is counted twice.
//!
//! The same activity reaches us many times: a page's daily card and its posts, a campaign export and an ad export, an
//! age breakdown and a region breakdown. A [`Grain`] is one such telling. For every platform, account and scope the
//! planner takes the one that covers most of the period, and on equal cover the coarsest. What it took and what it left
//! stands in the receipt.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::{Counter, Dim, EntityKind, Period, Scope, Selection, Series, Span};

/// One telling of the activity of one account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Grain {
    /// Whether rows are single days or blocks of days, or have no date.
    pub(crate) lie: Lie,
    /// What rows speak of.
    pub(crate) entity_kind: EntityKind,
    /// Breakdown of the rows.
    pub(crate) breakdown: String,
    /// Behaviour over time.
    pub(crate) counter: Counter,
}

/// How the rows of a grain lie in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lie {
    /// Single days.
    Days,
    /// Blocks of several days.
    Blocks,
    /// No date.
    Undated,
}

impl Lie {
    fn of(span: Span) -> Self {
        match span {
            Span::Days { .. } => Self::Days,
            Span::Block { .. } => Self::Blocks,
            Span::Undated => Self::Undated,
        }
    }
}

/// The place that a grain is chosen for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Platform.
    pub(crate) platform: String,
    /// Account.
    pub(crate) account: String,
    /// Scope.
    pub(crate) scope: Scope,
}

/// A place with the grain taken for it.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// Where.
    pub(crate) place: Place,
    /// What.
    pub(crate) grain: Grain,
    /// For blocks: those taken, which do not overlap.
    pub(crate) blocks: Vec<(i32, i32)>,
    /// Days of the period that it covers; `None` without dates.
    pub(crate) covers: Option<i32>,
    /// Imports that it comes from, by rank.
    pub(crate) imports: BTreeSet<u32>,
    /// Whether rows of several imports may speak of the same thing.
    pub(crate) contested: bool,
    /// Other grains that were there, in words.
    pub(crate) left: Vec<String>,
}

/// A series and the rank of its import (imports in the order in which later ones replace earlier ones).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked<'a> {
    /// The series.
    pub(crate) series: &'a Series,
    /// Rank of the import.
    pub(crate) rank: u32,
}

/// Chooses one grain for each place among the series that could answer.
///
/// `needs_all` lists groups of series tests that a grain has to meet together, so that both sides of a ratio come from
/// the same telling.
pub(crate) fn choose(series: &[Ranked<'_>], selection: &Selection, sides: &[&dyn Fn(&Series) -> bool]) -> Vec<Choice> {
    let mut places: BTreeMap<Place, BTreeMap<Grain, Vec<Ranked<'_>>>> = BTreeMap::new();
    for ranked in series.iter().filter(|r| can_answer(r.series, selection)) {
        let s = ranked.series;
        let place = Place { platform: s.platform.clone(), account: s.account.clone(), scope: s.scope };
        let grain = Grain {
            lie: Lie::of(s.span),
            entity_kind: s.entity_kind,
            breakdown: s.breakdown.clone(),
            counter: s.counter,
        };
        places.entry(place).or_default().entry(grain).or_default().push(*ranked);
    }
    let places = places.into_iter();
    places.filter_map(|(place, grains)| choose_one(place, grains, selection, sides)).collect()
}

/// Whether rows of the series can be split and filtered as asked.
fn can_answer(series: &Series, selection: &Selection) -> bool {
    let dims_fit = selection.dims().into_iter().all(|dim| has_dim(series, dim));
    let in_time = match (selection.period, series.span.days()) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(period), Some((from, to))) => {
            let (first, last) = ends(period);
            match series.span {
                Span::Block { .. } => first <= from && to <= last,
                _ => first <= to && from <= last,
            }
        }
    };
    let excluded = |dim: &Dim, word: &str| {
        let mut asked = selection.filters.iter().filter(|f| f.dim == *dim).peekable();
        asked.peek().is_some() && !asked.any(|f| f.value == word)
    };
    dims_fit
        && in_time
        && !excluded(&Dim::Platform, &series.platform)
        && !excluded(&Dim::Account, &series.account)
        && !excluded(&Dim::Scope, series.scope.as_str())
}

fn has_dim(series: &Series, dim: &Dim) -> bool {
    use EntityKind::{Ad, AdGroup, Campaign, Post};
    let kind = series.entity_kind;
    match dim {
        Dim::Platform | Dim::Account | Dim::Scope | Dim::Stage => true,
        Dim::Day | Dim::Week | Dim::Month => single_days_or_block_within(series.span, dim),
        Dim::Weekday => matches!(series.span, Span::Days { .. }) || kind == Post,
        Dim::Campaign => matches!(kind, Campaign | AdGroup | Ad | Post),
        Dim::AdGroup => matches!(kind, AdGroup | Ad),
        Dim::Ad => kind == Ad,
        Dim::Format => matches!(kind, Ad | Post),
        Dim::Post => kind == Post,
        Dim::Hour => kind == Post || has_breakdown(series, "hour"),
        Dim::Extra(name) => has_breakdown(series, name) || matches!(kind, Campaign | AdGroup | Ad | Post),
    }
}

/// A block fits a month if it lies within one; it fits no day.
fn single_days_or_block_within(span: Span, dim: &Dim) -> bool {
    use harpoon_core::period::day_from_number;
    match (span, dim) {
        (Span::Days { .. }, _) => true,
        (Span::Undated, _) | (_, Dim::Day) => false,
        (Span::Block { from, to }, Dim::Month) => {
            let (from, to) = (day_from_number(from), day_from_number(to));
            (from.year(), from.month()) == (to.year(), to.month())
        }
        (Span::Block { from, to }, _) => to - from < 7 && (from + 3).div_euclid(7) == (to + 3).div_euclid(7),
    }
}

pub(crate) fn has_breakdown(series: &Series, name: &str) -> bool {
    series.breakdown.split(',').any(|dim| dim == name)
}

fn choose_one(
    place: Place,
    grains: BTreeMap<Grain, Vec<Ranked<'_>>>,
    selection: &Selection,
    sides: &[&dyn Fn(&Series) -> bool],
) -> Option<Choice> {
    let complete = |series: &[Ranked<'_>]| sides.iter().all(|side| series.iter().any(|r| side(r.series)));
    let mut candidates: Vec<Choice> = grains
        .into_iter()
        .filter(|(_, series)| complete(series))
        .map(|(grain, series)| candidate(&place, grain, &series, selection))
        .collect();
    candidates.sort_by_key(|c| preference(c, selection));
    let mut candidates = candidates.into_iter();
    let mut best = candidates.next()?;
    best.left = candidates.map(|c| describe(&c)).collect();
    Some(best)
}

/// Smaller is better: breakdowns only where asked for, then the larger cover, then the coarser entity, then days
/// before blocks.
fn preference(choice: &Choice, selection: &Selection) -> (usize, std::cmp::Reverse<i32>, EntityKind, Lie, Grain) {
    let unasked = choice.grain.breakdown.split(',').filter(|name| !name.is_empty()).filter(|name| !asked(selection, name));
    (
        unasked.count(),
        std::cmp::Reverse(choice.covers.unwrap_or(0)),
        choice.grain.entity_kind,
        choice.grain.lie,
        choice.grain.clone(),
    )
}

fn asked(selection: &Selection, name: &str) -> bool {
    selection.needs(&Dim::Extra(name.to_owned())) || (name == "hour" && selection.needs(&Dim::Hour))
}

fn candidate(place: &Place, grain: Grain, series: &[Ranked<'_>], selection: &Selection) -> Choice {
    let blocks = if grain.lie == Lie::Blocks { tile(series) } else { Vec::new() };
    let kept: Vec<Ranked<'_>> = series
        .iter()
        .copied()
        .filter(|r| grain.lie != Lie::Blocks || r.series.span.days().is_some_and(|days| blocks.contains(&days)))
        .collect();
    Choice {
        place: place.clone(),
        covers: cover(&kept, selection.period),
        imports: kept.iter().map(|r| r.rank).collect(),
        contested: contested(&kept),
        grain,
        blocks,
        left: Vec::new(),
    }
}

/// Blocks that do not overlap, preferring the longest; among equals the earliest.
fn tile(series: &[Ranked<'_>]) -> Vec<(i32, i32)> {
    let mut all: Vec<(i32, i32)> = series.iter().filter_map(|r| r.series.span.days()).collect();
    all.sort_by_key(|(from, to)| (from - to, *from));
    all.dedup();
    let mut taken: Vec<(i32, i32)> = Vec::new();
    for (from, to) in all {
        if taken.iter().all(|(a, b)| to < *a || *b < from) {
            taken.push((from, to));
        }
    }
    taken.sort_unstable();
    taken
}

/// Number of days of the period on which some series lies.
fn cover(series: &[Ranked<'_>], period: Option<Period>) -> Option<i32> {
    let (first, last) = period.map_or((i32::MIN, i32::MAX), ends);
    let mut spans: Vec<(i32, i32)> = series
        .iter()
        .filter_map(|r| r.series.span.days())
        .map(|(from, to)| (from.max(first), to.min(last)))
        .filter(|(from, to)| from <= to)
        .collect();
    spans.sort_unstable();
    let mut covered = 0;
    let mut reached = i32::MIN;
    for (from, to) in &spans {
        let from = (*from).max(reached.saturating_add(1));
        covered += (to - from + 1).max(0);
        reached = reached.max(*to);
    }
    (!spans.is_empty()).then_some(covered)
}

/// Whether two imports speak of the same measure on the same days.
fn contested(series: &[Ranked<'_>]) -> bool {
    series.iter().enumerate().any(|(i, one)| {
        series[i + 1..].iter().any(|two| {
            one.rank != two.rank
                && one.series.metric == two.series.metric
                && one.series.facet == two.series.facet
                && one.series.span.overlaps(two.series.span)
        })
    })
}

/// A grain in words, for receipts.
pub(crate) fn describe(choice: &Choice) -> String {
    let Choice { grain, place, covers, .. } = choice;
    let rows = match (grain.lie, grain.counter) {
        (_, Counter::Lifetime) => "since publication",
        (Lie::Days, _) => "by day",
        (Lie::Blocks, _) => "by block of days",
        (Lie::Undated, _) => "without date",
    };
    let mut text = format!("{} {} figures {rows}, {}", place.platform, grain.entity_kind, place.scope);
    if !place.account.is_empty() {
        text.push_str(&format!(", account {}", place.account));
    }
    if !grain.breakdown.is_empty() {
        text.push_str(&format!(", split by {}", grain.breakdown));
    }
    if let Some(days) = covers {
        text.push_str(&format!(", covering {days} days"));
    }
    text
}

/// First and last day as numbers.
pub(crate) fn ends(period: Period) -> (i32, i32) {
    (harpoon_core::period::day_number(period.from), harpoon_core::period::day_number(period.to))
}
