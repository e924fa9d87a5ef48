//! Deeds of people, from the table `events`: how often, by how many, and for how much.
//!
//! Each event counts in its newest telling. A period without any is a known nought where it touches the days between the
//! first and the last event of an import that tells of the kind; elsewhere, and where no import tells of it, nothing is
//! known.

mod active;
mod book;
mod daily;
mod known;
mod statement;

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{Decimal128Type, Int64Type};
use harpoon_core::kpi::{Deed, Formula, Kpi, Leaf, Tally};
use harpoon_core::number::SCALE;
use harpoon_core::{Dim, Missing, Quantity, Scope};

use super::QueryError;
use super::cells::{self, Cell, Cells, Sum};
use super::collapse::{Group, Outcome, missing};
use super::evaluate::{Evaluation, Node};
use super::source::{choose, matches};

pub(crate) use active::{active, quantile};
pub(crate) use book::FEW_EVENTS;
pub use book::judge_sales;
use known::Known;
pub use known::{event_days, event_kinds};
use statement::Statement;

/// What is known of a deed by group.
pub(crate) async fn counted(evaluation: &mut Evaluation<'_>, kind: Deed, tally: Tally) -> Result<Node, QueryError> {
    let Some(known) = ready(evaluation, kind).await? else {
        return Ok(Node::Sums(Cells::new()));
    };
    if let Tally::Active { days } = tally {
        return active(evaluation, kind, days, &known).await;
    }
    let rows = rows(evaluation, kind, tally).await?;
    if tally == Tally::People {
        return Ok(Node::Done(people(evaluation, rows, &known)));
    }
    let mut cells: Cells<Sum> = rows
        .into_iter()
        .map(|row| (cell(row.group, row.currency), row.sum))
        .collect();
    let busy: BTreeSet<Vec<Option<String>>> = cells.keys().map(|cell| cell.group.clone()).collect();
    let quiet = known.quiet(&evaluation.selection, tally).into_iter();
    let quiet = quiet.map(|(group, currency)| cell(group, currency));
    let nought = Sum {
        total: 0,
        stated: 1,
        facts: 0,
    };
    cells.extend(
        quiet
            .filter(|cell| !busy.contains(&cell.group))
            .map(|cell| (cell, nought)),
    );
    if cells.is_empty() {
        evaluation.trace.lacks.insert(known.reason(&evaluation.selection));
    }
    Ok(Node::Sums(cells))
}

/// Whether events tell of own books for at least as many days of the period as figures do. What is left is noted.
pub(crate) async fn lead(evaluation: &mut Evaluation<'_>, kind: Deed, figures: &Leaf) -> Result<bool, QueryError> {
    let choices = choose(&evaluation.source.series, &evaluation.selection, &[vec![*figures]]);
    let stated = choices.iter().map(|c| c.covers.unwrap_or(1)).max().unwrap_or(0);
    let selection = evaluation.selection.clone();
    let told = if selection.dims().into_iter().all(statement::knows) {
        Known::of(evaluation, kind).await?.days(selection.period)
    } else {
        0
    };
    // Of days that neither tells, the figures say best which days they know.
    let has_series = evaluation.source.series.iter().any(|r| matches(figures, r.series));
    let events = told >= stated && (told > 0 || !has_series);
    if told > 0 && stated > 0 {
        let (left, days) = if events {
            (format!("figures `{}`", figures.metric), stated)
        } else {
            (format!("events `{kind}`"), told)
        };
        let left = format!("{left}, covering {days} days: they tell of the same");
        evaluation.trace.left.insert(left);
    }
    Ok(events)
}

/// Noughts of a counted numerator in groups that only the denominator has: it is known, and nothing happened there. Days
/// are left out, for not all of them need be known.
pub(crate) fn fill(kpi: &'static Kpi, by: &[Dim], num: &mut BTreeMap<Group, Outcome>, den: &BTreeMap<Group, Outcome>) {
    let counts = matches!(
        kpi.formula,
        Formula::Event {
            tally: Tally::Times | Tally::People,
            ..
        }
    );
    if !counts || by.iter().any(Dim::of_time) || !num.values().any(|outcome| outcome.value.is_some()) {
        return;
    }
    for group in den.keys().filter(|group| group.currency.is_empty()) {
        let nought = || Outcome::of(Quantity::Exact(0));
        num.entry(group.clone()).or_insert_with(nought);
    }
}

/// What is known of the kind, with the tables that statements need; `None` with the reason noted.
async fn ready(evaluation: &mut Evaluation<'_>, kind: Deed) -> Result<Option<Known>, QueryError> {
    let dims = evaluation.selection.dims();
    if let Some(dim) = dims.into_iter().find(|dim| !statement::knows(dim)).cloned() {
        evaluation.trace.lacks.insert(Missing::EventsNotBy(dim));
        return Ok(None);
    }
    super::journal::ready(evaluation.source, harpoon_core::identity::SHARED_ABOVE).await?;
    let known = Known::of(evaluation, kind).await?;
    if let Some(reason) = known.lacks() {
        evaluation.trace.lacks.insert(reason);
        return Ok(None);
    }
    evaluation.trace.told.insert(known.describe());
    for note in statement::notes(&evaluation.selection) {
        evaluation.trace.notes.insert(note.to_owned());
    }
    Ok(Some(known))
}

/// One line of a statement's answer.
struct Row {
    group: Vec<String>,
    currency: String,
    sum: Sum,
    nameless: i64,
}

/// Runs the statement, and keeps it and that of the facts for the receipt.
async fn rows(evaluation: &mut Evaluation<'_>, kind: Deed, tally: Tally) -> Result<Vec<Row>, QueryError> {
    let kinds = super::sales::kinds_of(evaluation.source.session, kind);
    let statement = Statement::new(kind, &kinds, tally, &evaluation.selection);
    let rows = if let Some(rows) = daily::rows(evaluation, kind, &kinds, tally).await? {
        rows
    } else {
        let mut rows = Vec::new();
        for batch in &evaluation.source.collect(&statement.sums).await? {
            read(batch, evaluation.selection.by.len(), tally, &mut rows)?;
        }
        rows
    };
    evaluation.trace.statements.push(statement.sums);
    evaluation.trace.facts.push(statement.facts);
    let nameless: i64 = rows.iter().map(|row| row.nameless).sum();
    if nameless > 0 {
        let note = format!("{nameless} events name no person and are not counted");
        evaluation.trace.notes.insert(note);
    }
    Ok(rows)
}

fn read(batch: &RecordBatch, dims: usize, tally: Tally, rows: &mut Vec<Row>) -> Result<(), QueryError> {
    let groups = texts(batch, dims)?;
    let currency = cells::texts(batch.column_by_name("currency").ok_or(QueryError::Shape("currency"))?)?;
    let total = batch
        .column_by_name("total")
        .and_then(|c| c.as_primitive_opt::<Decimal128Type>())
        .ok_or(QueryError::Shape("total"))?;
    let number = |name: &'static str| {
        let column = batch.column_by_name(name);
        column
            .and_then(|c| c.as_primitive_opt::<Int64Type>())
            .ok_or(QueryError::Shape(name))
    };
    let (stated, facts, nameless) = (number("stated")?, number("facts")?, number("nameless")?);
    for row in 0..batch.num_rows() {
        let counted = i128::from(stated.value(row)) * i128::from(SCALE);
        rows.push(Row {
            group: groups.iter().map(|g| g.value(row).to_owned()).collect(),
            currency: currency.value(row).to_owned(),
            sum: Sum {
                total: match tally {
                    Tally::Value if total.is_null(row) => 0,
                    Tally::Value => total.value(row),
                    _ => counted,
                },
                stated: stated.value(row),
                facts: facts.value(row),
            },
            nameless: nameless.value(row),
        });
    }
    Ok(())
}

/// The columns `d0`, `d1`, ….
fn texts(batch: &RecordBatch, dims: usize) -> Result<Vec<StringArray>, QueryError> {
    let column = |i| batch.column_by_name(&format!("d{i}")).ok_or(QueryError::Shape("d"));
    (0..dims).map(|i| column(i).and_then(cells::texts)).collect()
}

/// Distinct people are exact here: they are counted anew for every group, and never added.
fn people(evaluation: &mut Evaluation<'_>, rows: Vec<Row>, known: &Known) -> BTreeMap<Group, Outcome> {
    let mut groups: BTreeMap<Group, Outcome> = BTreeMap::new();
    for row in rows {
        let outcome = if row.sum.stated > 0 {
            Outcome::of(Quantity::Exact(row.sum.total))
        } else {
            missing(Missing::Nameless(row.sum.facts))
        };
        groups.insert(group(row.group), outcome);
    }
    for (values, _) in known.quiet(&evaluation.selection, Tally::People) {
        let nought = || Outcome::of(Quantity::Exact(0));
        groups.entry(group(values)).or_insert_with(nought);
    }
    if groups.is_empty() {
        evaluation.trace.lacks.insert(known.reason(&evaluation.selection));
    }
    groups
}

fn group(values: Vec<String>) -> Group {
    Group {
        values,
        currency: String::new(),
    }
}

/// Platform, scope and campaign stand among the group's values where they are asked for.
fn cell(group: Vec<String>, currency: String) -> Cell {
    Cell {
        group: group.into_iter().map(Some).collect(),
        platform: String::new(),
        account: String::new(),
        scope: Scope::Unknown,
        currency,
    }
}

/// Whether the dimension is made from the day alone.
fn of_time(dim: &Dim) -> bool {
    dim.of_time() || *dim == Dim::Stage
}
