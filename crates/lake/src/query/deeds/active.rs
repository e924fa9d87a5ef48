//! People active at the end of a period, and the time between two events.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Float64Type;
use harpoon_core::kpi::{Deed, Tally};
use harpoon_core::period::day_from_number;
use harpoon_core::{Missing, Period, Quantity};

use super::super::QueryError;
use super::super::cells::Cells;
use super::super::collapse::{Group, Outcome};
use super::super::evaluate::{Evaluation, Node};
use super::known::Known;
use super::statement;
use super::{group, people, ready, rows, texts};

/// Different people who did it in the last days of the period; without one, of the days that are known.
pub(crate) async fn active(
    evaluation: &mut Evaluation<'_>,
    kind: Deed,
    days: u16,
    known: &Known,
) -> Result<Node, QueryError> {
    if let Some(dim) = evaluation.selection.by.iter().find(|dim| dim.of_time()).cloned() {
        evaluation.trace.lacks.insert(Missing::ActiveNotBy(dim));
        return Ok(Node::Sums(Cells::new()));
    }
    let asked = evaluation.selection.period;
    let Some(to) = asked
        .map(|period| period.to)
        .or_else(|| known.last().map(day_from_number))
    else {
        return Ok(Node::Sums(Cells::new()));
    };
    let back = jiff::Span::new().days(i64::from(days.saturating_sub(1)));
    let from = to.saturating_sub(back);
    evaluation.selection.period = Some(Period { from, to });
    let rows = rows(evaluation, kind, Tally::People).await;
    let groups = rows.map(|rows| people(evaluation, rows, known));
    evaluation.selection.period = asked;
    evaluation.trace.notes.insert(format!("from {from} to {to}"));
    groups.map(Node::Done)
}

/// A quantile of the time from one event to the first of the other kind with the same deed number.
pub(crate) async fn quantile(
    evaluation: &mut Evaluation<'_>,
    (from, to): (Deed, Deed),
    percent: u8,
) -> Result<Node, QueryError> {
    let nothing = || Ok(Node::Sums(Cells::new()));
    if ready(evaluation, from).await?.is_none() {
        return nothing();
    }
    let Some(known) = ready(evaluation, to).await? else {
        return nothing();
    };
    let statement = statement::between(from, to, &evaluation.selection);
    let batches = evaluation.source.collect(&statement.sums).await?;
    evaluation.trace.statements.push(statement.sums);
    evaluation.trace.facts.push(statement.facts);
    let dims = evaluation.selection.by.len();
    let mut times: BTreeMap<Group, Vec<f64>> = BTreeMap::new();
    for batch in &batches {
        let groups = texts(batch, dims)?;
        let seconds = batch
            .column_by_name("seconds")
            .and_then(|c| c.as_primitive_opt::<Float64Type>())
            .ok_or(QueryError::Shape("seconds"))?;
        for row in (0..batch.num_rows()).filter(|row| seconds.is_valid(*row)) {
            let values = groups.iter().map(|g| g.value(row).to_owned()).collect();
            times.entry(group(values)).or_default().push(seconds.value(row));
        }
    }
    if times.is_empty() {
        evaluation.trace.lacks.insert(known.reason(&evaluation.selection));
    }
    let done = times
        .into_iter()
        .filter_map(|(group, times)| Some((group, Outcome::of(Quantity::Ratio(at(times, percent)?)))));
    Ok(Node::Done(done.collect()))
}

/// The quantile by linear interpolation between the two values next to it.
fn at(mut values: Vec<f64>, percent: u8) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let place = values.len().checked_sub(1)? * usize::from(percent.min(100));
    let (below, rest) = (place / 100, place % 100);
    let low = *values.get(below)?;
    let high = values.get(below + 1).copied().unwrap_or(low);
    let rest = u8::try_from(rest).map_or(0.0, f64::from);
    Some(low + (high - low) * rest / 100.0)
}
