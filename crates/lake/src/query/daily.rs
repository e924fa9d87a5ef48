//! Sums by day, month by month: the rollup that questions over a period are answered from.
//!
//! ```text
//!  question ─▶ its statement over each whole month, by day ─▶ kept ─▶ the days and places asked for ─▶ the question's cells
//! ```
//! A month's answer is what the question's own statement gives with the days of that month for its period and the day among its
//! columns. Sums of days add up exactly to sums of periods, and which telling of a day counts is decided day by day, so the
//! cells are those that the statement itself would give. The answer of a month is kept under the imports that speak of it: an
//! import makes anew what it touches and nothing else, and what an older version of the data gave is still there.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Instant;

use arrow::array::{AsArray, BooleanArray, Date32Array, RecordBatch};
use arrow::compute::{cast, filter_record_batch};
use arrow::datatypes::{DataType, Date32Type};
use arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use harpoon_core::kpi::Leaf;
use harpoon_core::period::day_number;
use harpoon_core::{Dim, EntityKind, Period, Selection};
use jiff::ToSpan;

use super::cells::texts;
use super::evaluate::Evaluation;
use super::scan::{self, Shape, Statement};
use super::source::{Basis, Choice, Grain, Lie, choose, ends};
use super::{DEAR, QueryError, Source, same};

/// Months of a period up to which it is put together from them.
const MOST_MONTHS: usize = 120;

/// What the answer of a month depends on beside its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rests {
    /// Figures of its days: the imports that speak of them, in their order.
    OnDays,
    /// Everything.
    OnAll,
}

/// Rows of a statement's answer within a period, from answers of whole months. `statement` gives the SQL for a period;
/// `day` names its column of days, as dates or as text. `None` where no answers are kept, or the period is too long.
pub(crate) async fn within(
    source: &Source<'_>,
    period: Period,
    rests: Rests,
    day: &'static str,
    statement: impl Fn(Period) -> String + Send,
) -> Result<Option<Vec<RecordBatch>>, QueryError> {
    let Some(answers) = source.answers else {
        return Ok(None);
    };
    let Some(months) = months(period) else {
        return Ok(None);
    };
    let question = |month: &Period| format!("{}\n{}", basis(source, *month, rests), statement(*month));
    let mut known: Vec<Option<Vec<RecordBatch>>> = months.iter().map(|month| answers.get(&question(month))).collect();
    let mut next = 0;
    while let Some(first) = (next..months.len()).find(|at| known[*at].is_none()) {
        let last = (first..months.len()).take_while(|at| known[*at].is_none()).last();
        let last = last.unwrap_or(first);
        let run = Period {
            from: months[first].from,
            to: months[last].to,
        };
        let begun = Instant::now();
        let batches = source.run(&statement(run)).await?;
        let dear = begun.elapsed() >= DEAR;
        for at in first..=last {
            let own = of_days(&batches, day, ends_of(months[at]))?;
            answers.keep(&question(&months[at]), &own, dear);
            known[at] = Some(own);
        }
        next = last + 1;
    }
    let mut all = Vec::new();
    for (month, batches) in months.iter().zip(known) {
        let batches = batches.unwrap_or_default();
        let whole = period.from <= month.from && month.to <= period.to;
        all.extend(if whole {
            batches
        } else {
            of_days(&batches, day, ends_of(period))?
        });
    }
    Ok(Some(all))
}

/// The sums that a statement asks for, in its columns with the day beside them, from answers of whole months that questions
/// about other places of the same telling share. `None` where they do not add up from days, or hang on more than days.
pub(crate) async fn sums(
    evaluation: &Evaluation<'_>,
    grain: &Grain,
    choices: &[Choice],
    leaf: &Leaf,
    sides: &[Vec<Leaf>],
) -> Result<Option<(Statement, Vec<RecordBatch>)>, QueryError> {
    let selection = &evaluation.selection;
    let (Some(period), Lie::Days, Basis::Period) = (selection.period, grain.lie, grain.basis) else {
        return Ok(None);
    };
    let own: Vec<&Choice> = choices.iter().filter(|c| c.grain == *grain).collect();
    let source = evaluation.source;
    let broad = broad(source, selection, sides, &own);
    let broad: Vec<&Choice> = broad.iter().collect();
    let posts = |c: &&Choice| c.grain.entity_kind == EntityKind::Post && c.contested;
    if broad.iter().any(posts) || same::unnamed_repeat(&broad) || same::unnamed_repeat(&own) {
        return Ok(None);
    }
    let by_day = by_day(selection);
    let of = |period: Period| {
        let asked = Selection {
            period: Some(period),
            ..by_day.clone()
        };
        scan::statement(grain, &broad, &[*leaf], &asked, Shape::Sums)
    };
    let statement = of(period);
    let simple = |dim: &Dim| matches!(dim, Dim::Campaign | Dim::Format);
    if !statement.dims.iter().all(simple) {
        return Ok(None);
    }
    let rests = if statement.dims.is_empty() {
        Rests::OnDays
    } else {
        Rests::OnAll
    };
    let Some(batches) = within(source, period, rests, "day", |period| of(period).sql).await? else {
        return Ok(None);
    };
    let mut kept = Vec::new();
    for batch in &batches {
        let wanted = wanted(batch, &statement.dims, selection, &own)?;
        kept.push(filtered(batch, &wanted)?);
    }
    Ok(Some((statement, kept)))
}

/// The choices of the same telling for all places, whatever places are filtered; the question's own where they are not among
/// them.
fn broad(source: &Source<'_>, selection: &Selection, sides: &[Vec<Leaf>], own: &[&Choice]) -> Vec<Choice> {
    let asked = Selection {
        period: selection.period,
        by: selection.dims().into_iter().cloned().collect(),
        filters: Vec::new(),
    };
    let grain = own.first().map(|c| &c.grain);
    let all = choose(&source.series, &asked, sides).into_iter();
    let all: Vec<Choice> = all.filter(|c| Some(&c.grain) == grain).collect();
    let among = |one: &&Choice| all.iter().any(|c| c.place == one.place);
    if own.iter().all(among) {
        all
    } else {
        own.iter().copied().cloned().collect()
    }
}

/// The selection by day and by whatever it asks or filters by, unfiltered.
pub(crate) fn by_day(selection: &Selection) -> Selection {
    let dims = selection.dims().into_iter();
    let dims = dims.filter(|dim| !matches!(dim, Dim::Day | Dim::Week | Dim::Month | Dim::Stage));
    Selection {
        period: selection.period,
        by: std::iter::once(Dim::Day).chain(dims.cloned()).collect(),
        filters: Vec::new(),
    }
}

/// Which rows are of the places and values asked for.
fn wanted(
    batch: &RecordBatch,
    dims: &[Dim],
    selection: &Selection,
    own: &[&Choice],
) -> Result<BooleanArray, QueryError> {
    let column = |name: &'static str| texts(batch.column_by_name(name).ok_or(QueryError::Shape(name))?);
    let (platform, account, scope) = (column("platform")?, column("account")?, column("scope")?);
    let mut filters = Vec::new();
    for (at, dim) in dims.iter().enumerate() {
        let values: Vec<&str> = selection
            .filters
            .iter()
            .filter(|f| f.dim == *dim)
            .map(|f| f.value.as_str())
            .collect();
        if !values.is_empty() {
            let column = batch.column_by_name(&format!("d{at}")).ok_or(QueryError::Shape("d"))?;
            filters.push((texts(column)?, values));
        }
    }
    let is_wanted = |row: usize| {
        let of_place = |c: &&Choice| {
            c.place.platform == platform.value(row)
                && c.place.account == account.value(row)
                && c.place.scope.as_str() == scope.value(row)
        };
        own.iter().any(of_place)
            && filters
                .iter()
                .all(|(column, values)| values.contains(&column.value(row)))
    };
    Ok((0..batch.num_rows()).map(|row| Some(is_wanted(row))).collect())
}

/// What the answer of a month depends on, in words.
fn basis(source: &Source<'_>, month: Period, rests: Rests) -> String {
    let stamp = source.answers.map_or("", super::Answers::stamp);
    if rests == Rests::OnAll || stamp.is_empty() {
        return stamp.to_owned();
    }
    let (first, last) = ends(month);
    let speaks = |days: Option<(i32, i32)>| days.is_some_and(|(from, to)| from <= last && first <= to);
    let speaking = source.series.iter().filter(|r| speaks(r.series.span.days()));
    let imports: BTreeMap<u32, &str> = speaking.map(|r| (r.rank, r.import)).collect();
    imports.into_values().collect::<Vec<_>>().join(" ")
}

/// Whole calendar months that hold the period.
fn months(period: Period) -> Option<Vec<Period>> {
    let next = |month: &Period| {
        let from = month.to.checked_add(1.day()).ok()?;
        Some(Period {
            from,
            to: from.last_of_month(),
        })
    };
    let first = Period {
        from: period.from.first_of_month(),
        to: period.from.last_of_month(),
    };
    let all = std::iter::successors(Some(first), next).take_while(|month| month.from <= period.to);
    let all: Vec<Period> = all.take(MOST_MONTHS + 1).collect();
    (all.len() <= MOST_MONTHS).then_some(all)
}

fn ends_of(period: Period) -> RangeInclusive<i32> {
    day_number(period.from)..=day_number(period.to)
}

/// The rows of some days.
fn of_days(
    batches: &[RecordBatch],
    day: &'static str,
    days: RangeInclusive<i32>,
) -> Result<Vec<RecordBatch>, QueryError> {
    let mut all = Vec::new();
    for batch in batches {
        let column = batch.column_by_name(day).ok_or(QueryError::Shape(day))?;
        let column = cast(column, &DataType::Date32).map_err(failed)?;
        let column: &Date32Array = column.as_primitive::<Date32Type>();
        let wanted = column
            .iter()
            .map(|day| Some(day.is_some_and(|day| days.contains(&day))));
        let rows = filtered(batch, &wanted.collect())?;
        if rows.num_rows() > 0 {
            all.push(rows);
        }
    }
    Ok(all)
}

fn filtered(batch: &RecordBatch, wanted: &BooleanArray) -> Result<RecordBatch, QueryError> {
    filter_record_batch(batch, wanted).map_err(failed)
}

fn failed(error: ArrowError) -> QueryError {
    DataFusionError::ArrowError(Box::new(error), None).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_hold_the_period() {
        let check = |from: &str, to: &str, want: &[&str]| {
            let day = |text: &str| Period::day(text).unwrap_or_default();
            let period = Period {
                from: day(from),
                to: day(to),
            };
            let all = months(period).unwrap_or_default();
            let got: Vec<String> = all.iter().map(|m| format!("{} {}", m.from, m.to)).collect();
            assert_eq!(got, want, "{from} to {to}");
        };
        check("2024-02-29", "2024-02-29", &["2024-02-01 2024-02-29"]);
        check(
            "2025-12-31",
            "2026-01-01",
            &["2025-12-01 2025-12-31", "2026-01-01 2026-01-31"],
        );
        check("0001-01-01", "2026-01-01", &[]);
    }
}
