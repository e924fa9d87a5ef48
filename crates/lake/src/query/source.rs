//! Which sources answer a question: exactly one grain an account, so that nothing is counted twice.
//!
//! The same activity reaches us many times: a page's daily card and its posts, a campaign export and an ad export, an
//! age breakdown and a region breakdown. A [`Grain`] is one such telling. For every platform, account and scope the
//! planner takes the one that covers most of the period, and on equal cover the coarsest. What it took and what it left
//! stands in the receipt.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::kpi::{Facets, Leaf, Parts};
use harpoon_core::{Counter, Dim, EntityKind, Period, Scope, Selection, Series, Span, metric};

/// One telling of the activity of one account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Grain {
    /// Whether rows are single days or blocks of days, or have no date.
    pub(crate) lie: Lie,
    /// What rows speak of.
    pub(crate) entity_kind: EntityKind,
    /// Breakdown of the rows.
    pub(crate) breakdown: String,
    /// What the figures count since.
    pub(crate) basis: Basis,
}

/// What the figures of a grain count since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Basis {
    /// The row's own days.
    Period,
    /// Publication of the post.
    Lifetime,
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "four things that may be so, each by itself"
)]
pub(crate) struct Choice {
    /// Where.
    pub(crate) place: Place,
    /// What.
    pub(crate) grain: Grain,
    /// For blocks: those taken, which do not overlap.
    pub(crate) blocks: Vec<(i32, i32)>,
    /// Metrics and facets that it states.
    pub(crate) facets: BTreeSet<(String, String)>,
    /// Days of the period that it covers; `None` without dates.
    pub(crate) covers: Option<i32>,
    /// Whether rows of several imports may speak of the same thing.
    pub(crate) contested: bool,
    /// Whether some of its posts stand under two ids.
    pub(crate) twins: bool,
    /// Currency codes of the figures.
    pub(crate) currencies: BTreeSet<String>,
    /// Whether no other place has rows of this grain, so that the place need not be asked for.
    pub(crate) alone: bool,
    /// Whether all rows of this kind are single days, so that this need not be asked for.
    pub(crate) single: bool,
    /// Other grains that were there, in words.
    pub(crate) left: Vec<String>,
}

/// A series and the rank of its import (imports in the order in which later ones replace earlier ones).
#[derive(Clone, Copy, Debug)]
pub struct Ranked<'a> {
    /// The series.
    pub series: &'a Series,
    /// Rank of the import: later tellings have higher ranks.
    pub rank: u32,
    /// Id of the import.
    pub import: &'a str,
}

/// Chooses one grain for each place among the series that could answer.
///
/// `sides` are groups of leaves of which the grain must state at least one each, so that both sides of a ratio come
/// from the same telling.
pub(crate) fn choose(series: &[Ranked<'_>], selection: &Selection, sides: &[Vec<Leaf>]) -> Vec<Choice> {
    let wanted = |s: &Series| sides.iter().flatten().any(|leaf| matches(leaf, s));
    // Statements ask for metric and facet; of scopes they know by the place alone.
    let of_leaf = |s: &Series| {
        let mut leaves = sides.iter().flatten();
        leaves.any(|leaf| leaf.metric == s.metric && takes_facet(leaf.facets, &s.facet))
    };
    let able = series
        .iter()
        .filter(|r| wanted(r.series) && can_answer(r.series, selection));
    let mut places: BTreeMap<Place, Vec<Ranked<'_>>> = BTreeMap::new();
    for ranked in able {
        places.entry(place_of(ranked.series)).or_default().push(*ranked);
    }
    let places = places.into_iter();
    let mut choices: Vec<Choice> = places
        .filter_map(|(place, series)| choose_one(&place, &by_grain(&series), selection, sides))
        .collect();
    settle_unnamed(&mut choices);
    let elsewhere: BTreeSet<(EntityKind, &str, Place)> = series
        .iter()
        .map(|r| r.series)
        .filter(|s| of_leaf(s))
        .map(|s| (s.entity_kind, s.breakdown.as_str(), place_of(s)))
        .filter(|(kind, breakdown, place)| {
            !choices
                .iter()
                .any(|c| c.place == *place && c.grain.entity_kind == *kind && c.grain.breakdown == *breakdown)
        })
        .collect();
    for choice in &mut choices {
        let grain = &choice.grain;
        choice.alone = !elsewhere
            .iter()
            .any(|(kind, split, _)| *kind == grain.entity_kind && *split == grain.breakdown);
        choice.single = !series
            .iter()
            .map(|r| r.series)
            .filter(|s| s.entity_kind == grain.entity_kind && s.breakdown == grain.breakdown && of_leaf(s))
            .any(|s| Lie::of(s.span) != Lie::Days);
    }
    choices
}

/// A file that names no account may repeat, in another grain, what a file with the account says: a page's daily card
/// beside its posts. Of the two the one that covers more days is kept; the other stands among those left.
fn settle_unnamed(choices: &mut Vec<Choice>) {
    let repeats = |unnamed: &Choice, named: &Choice| {
        unnamed.place.account.is_empty()
            && !named.place.account.is_empty()
            && unnamed.place.platform == named.place.platform
            && unnamed.place.scope == named.place.scope
            && unnamed.grain.entity_kind != named.grain.entity_kind
    };
    let unnamed: Vec<Choice> = choices
        .iter()
        .filter(|c| choices.iter().any(|n| repeats(c, n)))
        .cloned()
        .collect();
    for one in unnamed {
        let named = choices.iter().filter(|n| repeats(&one, n));
        let covered = named.filter_map(|n| n.covers).max().unwrap_or(0);
        let keep_unnamed = one.covers.unwrap_or(0) > covered;
        let (kept, left): (Vec<Choice>, Vec<Choice>) = choices.drain(..).partition(|c| {
            if c.place == one.place {
                keep_unnamed
            } else {
                !keep_unnamed || !repeats(&one, c)
            }
        });
        *choices = kept;
        if let Some(first) = choices.iter_mut().find(|c| c.place.platform == one.place.platform) {
            first.left.extend(
                left.iter()
                    .map(|c| format!("{} (may be the same account; give --account on import)", describe(c))),
            );
        }
    }
}

fn place_of(series: &Series) -> Place {
    Place {
        platform: series.platform.clone(),
        account: series.account.clone(),
        scope: series.scope,
    }
}

/// Whether the leaf reads figures of this series.
pub(crate) fn matches(leaf: &Leaf, series: &Series) -> bool {
    leaf.metric == series.metric
        && leaf.scope.is_none_or(|scope| scope == series.scope)
        && takes_facet(leaf.facets, &series.facet)
}

/// Whether the facet is the total or one of the parts.
pub(crate) fn takes_facet(facets: Facets, facet: &str) -> bool {
    match facets {
        Facets::Only(only) => only == facet,
        Facets::Total { total, parts } => {
            total.contains(&facet)
                || match parts {
                    Parts::These(these) => these.contains(&facet),
                    Parts::AnyBut(but) => !but.contains(&facet),
                }
        }
    }
}

/// Unique people of a post count since its publication, those of a day for the day: they join either basis.
fn by_grain<'a>(series: &[Ranked<'a>]) -> BTreeMap<Grain, Vec<Ranked<'a>>> {
    let bases: &[Basis] = &[Basis::Period, Basis::Lifetime];
    let basis_of = |s: &Series| match s.counter {
        Counter::Lifetime => Some(Basis::Lifetime),
        Counter::Delta | Counter::Level => Some(Basis::Period),
        Counter::Unique | Counter::Rate => None,
    };
    let grain = |s: &Series, basis: Basis| Grain {
        lie: Lie::of(s.span),
        entity_kind: s.entity_kind,
        breakdown: s.breakdown.clone(),
        basis,
    };
    let mut grains: BTreeMap<Grain, Vec<Ranked<'a>>> = BTreeMap::new();
    for ranked in series {
        if let Some(basis) = basis_of(ranked.series) {
            grains.entry(grain(ranked.series, basis)).or_default().push(*ranked);
        }
    }
    for ranked in series.iter().filter(|r| basis_of(r.series).is_none()) {
        let homes: Vec<Grain> = bases
            .iter()
            .map(|b| grain(ranked.series, *b))
            .filter(|g| grains.contains_key(g))
            .collect();
        let homes = if homes.is_empty() {
            vec![grain(ranked.series, Basis::Period)]
        } else {
            homes
        };
        for home in homes {
            grains.entry(home).or_default().push(*ranked);
        }
    }
    grains
}

/// Whether rows of the series can be split and filtered as asked.
pub(crate) fn can_answer(series: &Series, selection: &Selection) -> bool {
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
    place: &Place,
    grains: &BTreeMap<Grain, Vec<Ranked<'_>>>,
    selection: &Selection,
    sides: &[Vec<Leaf>],
) -> Option<Choice> {
    let states =
        |side: &[Leaf], series: &[Ranked<'_>]| series.iter().any(|r| side.iter().any(|leaf| matches(leaf, r.series)));
    let mut candidates: Vec<Choice> = grains
        .iter()
        .filter(|(_, series)| sides.iter().all(|side| states(side, series)))
        .map(|(grain, series)| candidate(place, grain, series, selection))
        .collect();
    candidates.sort_by_key(|c| (!stated_whole(c, selection, sides), preference(c, selection)));
    let mut candidates = candidates.into_iter();
    let mut best = candidates.next()?;
    best.left = candidates.map(|c| describe(&c)).collect();
    Some(best)
}

/// Whether the platform itself states the number of people for exactly the period: better than any sum of days.
fn stated_whole(choice: &Choice, selection: &Selection, sides: &[Vec<Leaf>]) -> bool {
    let people = sides
        .iter()
        .flatten()
        .all(|leaf| metric(leaf.metric).is_some_and(|m| m.counter == Counter::Unique));
    let whole = match choice.blocks.as_slice() {
        [block] => selection.period.is_none_or(|period| ends(period) == *block),
        _ => false,
    };
    people && whole && choice.grain.breakdown.is_empty()
}

/// Smaller is better: breakdowns that were asked for, and no others; then the larger cover, then the coarser entity, then
/// days before blocks.
fn preference(choice: &Choice, selection: &Selection) -> (Reverse<usize>, usize, Reverse<i32>, EntityKind, Lie, Grain) {
    let names = || choice.grain.breakdown.split(',').filter(|name| !name.is_empty());
    let wanted = names().filter(|name| asked(selection, name)).count();
    (
        Reverse(wanted),
        names().count() - wanted,
        Reverse(choice.covers.unwrap_or(0)),
        choice.grain.entity_kind,
        choice.grain.lie,
        choice.grain.clone(),
    )
}

fn asked(selection: &Selection, name: &str) -> bool {
    selection.needs(&Dim::Extra(name.to_owned())) || (name == "hour" && selection.needs(&Dim::Hour))
}

fn candidate(place: &Place, grain: &Grain, series: &[Ranked<'_>], selection: &Selection) -> Choice {
    let blocks = if grain.lie == Lie::Blocks {
        tile(series)
    } else {
        Vec::new()
    };
    let kept: Vec<Ranked<'_>> = series
        .iter()
        .copied()
        .filter(|r| grain.lie != Lie::Blocks || r.series.span.days().is_some_and(|days| blocks.contains(&days)))
        .collect();
    Choice {
        place: place.clone(),
        covers: cover(&kept, selection.period),
        contested: contested(&kept),
        twins: false,
        facets: kept
            .iter()
            .map(|r| (r.series.metric.clone(), r.series.facet.clone()))
            .collect(),
        currencies: kept
            .iter()
            .map(|r| r.series.currency.clone())
            .filter(|c| !c.is_empty())
            .collect(),
        grain: grain.clone(),
        alone: false,
        single: false,
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
    let mut spans: Vec<_> = series
        .iter()
        .map(|r| {
            (
                (&r.series.metric, &r.series.facet),
                r.series.span.days().unwrap_or((0, 0)),
                r.rank,
            )
        })
        .collect();
    spans.sort_unstable();
    spans.chunk_by(|a, b| a.0 == b.0).any(|of_one_measure| {
        let mut reached: Option<(i32, u32)> = None;
        of_one_measure.iter().any(|(_, (from, to), rank)| {
            let clash = reached.is_some_and(|(last, by)| *from <= last && *rank != by);
            if reached.is_none_or(|(last, _)| *to > last) {
                reached = Some((*to, *rank));
            }
            clash
        })
    })
}

/// A grain in words, for receipts.
pub(crate) fn describe(choice: &Choice) -> String {
    let rows = describe_rows(choice);
    choice
        .covers
        .map_or_else(|| rows.clone(), |days| format!("{rows}, covering {days} days"))
}

/// The same without the days that it covers.
pub(crate) fn describe_rows(choice: &Choice) -> String {
    let Choice { grain, place, .. } = choice;
    let rows = match (grain.lie, grain.basis) {
        (_, Basis::Lifetime) => "since publication",
        (Lie::Days, _) => "by day",
        (Lie::Blocks, _) => "by block of days",
        (Lie::Undated, _) => "without date",
    };
    let mut text = format!(
        "{} {} figures {rows}, {}",
        place.platform, grain.entity_kind, place.scope
    );
    if !place.account.is_empty() {
        text.push_str(&format!(", account {}", place.account));
    }
    if !grain.breakdown.is_empty() {
        text.push_str(&format!(", split by {}", grain.breakdown));
    }
    text
}

/// First and last day as numbers.
pub(crate) fn ends(period: Period) -> (i32, i32) {
    (
        harpoon_core::period::day_number(period.from),
        harpoon_core::period::day_number(period.to),
    )
}
