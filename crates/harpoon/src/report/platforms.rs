//! Paid and organic by platform: day by day, side by side, and against what is usual.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::kpi::{Kpi, awareness, evaluation, interest, money};
use harpoon_core::{Dim, Period, Scope};
use harpoon_report::view::{Comparison, Figure, Industry, PlatformRow, Platforms, Series, Text, Unit};
use jiff::ToSpan;

use super::board::aim;
use super::figures::{Figures, Split};
use super::headlines::{by_day, is_sum};
use crate::Error;
use crate::goals::Book;
use crate::receipt::Question;

/// Columns of the table.
const COLUMNS: [&Kpi; 5] = [
    &awareness::IMPRESSIONS,
    &awareness::REACH,
    &interest::ENGAGEMENTS,
    &evaluation::CLICKS,
    &money::SPEND,
];
/// Lines of the chart.
const LINES: [&Kpi; 2] = [&awareness::IMPRESSIONS, &interest::ENGAGEMENTS];
/// What is held against the industry.
const COMPARED: [&Kpi; 2] = [&money::CPC, &money::CPL];
/// Months of the own past.
const PAST: i32 = 6;

/// Daily lines of paid and organic, with what happened.
pub(super) fn days(figures: &Figures<'_>) -> Result<Vec<Series>, Error> {
    days_of(figures, &LINES)
}

/// The same of any KPIs.
pub(super) fn days_of(figures: &Figures<'_>, kpis: &[&'static Kpi]) -> Result<Vec<Series>, Error> {
    let happened = figures.workspace.happened(figures.month, &figures.filters)?;
    let book = figures.workspace.book()?;
    let mut all = Vec::new();
    for kpi in kpis.iter().copied() {
        let split = figures.split(kpi, figures.month, &[Dim::Day, Dim::Scope])?;
        let before = figures.split_before(kpi, &[Dim::Day])?;
        let of = |scope: Scope| {
            let rows = split
                .iter()
                .filter(|s| s.by.get(1).map(String::as_str) == Some(scope.as_str()));
            by_day(figures.month, rows.map(dated))
        };
        let receipt = split.first().and_then(|s| s.figure.receipt.clone());
        if receipt.is_some() {
            all.push(Series {
                title: kpi.title.into(),
                unit: split
                    .first()
                    .map_or_else(|| Unit::of(kpi.unit, ""), |s| s.figure.unit.clone()),
                organic: of(Scope::Organic),
                paid: of(Scope::Paid),
                previous: figures
                    .before
                    .map_or_else(Vec::new, |days| by_day(days, before.iter().map(dated))),
                previous_receipt: before.first().and_then(|s| s.figure.receipt.clone()),
                goal: a_day(&book, figures, kpi),
                events: happened.clone(),
                receipt,
            });
        }
    }
    Ok(all)
}

/// What a day must bring on average, where a goal was agreed for just these days and this part of the data.
fn a_day(book: &Book, figures: &Figures<'_>, kpi: &'static Kpi) -> Option<f64> {
    let target = aim(book, figures, kpi).filter(|_| is_sum(kpi))?;
    Some(target.float()? / f64::from(figures.month.days()))
}

fn dated(split: &Split) -> (&str, &Figure) {
    (split.by.first().map_or("", String::as_str), &split.figure)
}

/// Paid and organic side by side.
pub(super) fn table(figures: &Figures<'_>) -> Result<Option<Platforms>, Error> {
    let mut cells: BTreeMap<(String, Scope), Vec<Option<Figure>>> = BTreeMap::new();
    for (column, kpi) in COLUMNS.into_iter().enumerate() {
        for split in figures.split(kpi, figures.month, &[Dim::Platform, Dim::Scope])? {
            let [platform, scope] = split.by.as_slice() else {
                continue;
            };
            let scope = Scope::from_word(scope).unwrap_or(Scope::Unknown);
            let row = cells
                .entry((platform.clone(), scope))
                .or_insert_with(|| vec![None; COLUMNS.len()]);
            if let Some(cell) = row.get_mut(column) {
                *cell = Some(split.figure);
            }
        }
    }
    let missing = |kpi: &Kpi| Figure::missing(not_stated(), Unit::of(kpi.unit, ""));
    let rows = cells.into_iter().map(|((platform, scope), row)| PlatformRow {
        platform,
        scope,
        values: row
            .into_iter()
            .zip(COLUMNS)
            .map(|(cell, kpi)| cell.unwrap_or_else(|| missing(kpi)))
            .collect(),
    });
    let rows: Vec<PlatformRow> = rows
        .filter(|row| row.values.iter().any(|v| v.float().is_some()))
        .collect();
    Ok((!rows.is_empty()).then(|| Platforms {
        columns: COLUMNS.iter().map(|kpi| kpi.title.into()).collect(),
        rows,
    }))
}

pub(super) fn not_stated() -> Text {
    Text::each(
        "the platform does not state it",
        "平台未提供",
        "it platfoarm jout it net op",
    )
}

/// Own rates against the own past and the industry.
pub(super) fn usual(figures: &Figures<'_>) -> Result<Vec<Comparison>, Error> {
    let mut all = Vec::new();
    for kpi in COMPARED {
        let past = past(figures, kpi)?;
        for split in figures.split(kpi, figures.month, &[Dim::Platform])? {
            let (Some(platform), Some(_)) = (split.by.first(), split.figure.float()) else {
                continue;
            };
            let industry = figures.workspace.industry(kpi, Some(platform), &split.figure.unit)?;
            all.push(Comparison {
                title: kpi.title.into(),
                platform: platform.clone(),
                better: kpi.better,
                past: past.get(platform).cloned().unwrap_or_else(|| no_past(&split.figure)),
                industry: industry.unwrap_or_else(|| Industry::Missing(not_stated())),
                own: split.figure,
            });
        }
    }
    Ok(all)
}

fn no_past(own: &Figure) -> Figure {
    let why = Text::each(
        "nothing before this month",
        "本月之前没有数据",
        "neat fan foar dizze moanne",
    );
    Figure::missing(why, own.unit.clone())
}

/// The months of the own past, as one period.
pub(super) fn months_before(month: Period) -> Result<Period, Error> {
    let to = month.from.saturating_sub(1.day());
    Ok(Period::new(month.from.saturating_sub(PAST.months()), to)?)
}

/// By platform, the months before together, between the least and the greatest of them.
pub(super) fn past(figures: &Figures<'_>, kpi: &'static Kpi) -> Result<BTreeMap<String, Figure>, Error> {
    let span = months_before(figures.month)?;
    let receipt = figures.workspace.ask(Question::Past {
        kpi: kpi.id.to_owned(),
        month: figures.month,
    })?;
    let mut ends: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for split in figures.split(kpi, span, &[Dim::Platform, Dim::Month])? {
        if let (Some(platform), Some(value)) = (split.by.first(), split.figure.float()) {
            ends.entry(platform.clone()).or_default().push(value);
        }
    }
    let mut past = BTreeMap::new();
    for split in figures.split(kpi, span, &[Dim::Platform])? {
        let Some(platform) = split.by.first() else { continue };
        let months = ends.get(platform).map_or(&[][..], Vec::as_slice);
        let figure = match (
            months.iter().copied().reduce(f64::min),
            months.iter().copied().reduce(f64::max),
        ) {
            (Some(low), Some(high)) if split.figure.float().is_some() => Figure {
                receipt: Some(receipt.clone()),
                ..split.figure.between(low, high)
            },
            _ => split.figure,
        };
        past.insert(platform.clone(), figure);
    }
    Ok(past)
}

/// Platforms that have any figure in a list of splits.
pub(super) fn named<'s>(splits: impl IntoIterator<Item = &'s Split>) -> BTreeSet<String> {
    splits.into_iter().filter_map(|s| s.by.first().cloned()).collect()
}
