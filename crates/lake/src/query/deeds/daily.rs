//! Deeds by day, from answers of whole months: the same rows as the statement over the period gives, for what adds up.

use std::collections::BTreeMap;

use harpoon_core::event::EventKind;
use harpoon_core::kpi::{Deed, Tally};
use harpoon_core::period::day_number;
use harpoon_core::{Dim, Period, Selection};

use super::super::QueryError;
use super::super::cells::{Sum, time_bucket};
use super::super::daily::{Rests, by_day, within};
use super::super::evaluate::Evaluation;
use super::statement::Statement;
use super::{Row, read};

/// The rows; `None` where they do not add up from days.
pub(super) async fn rows(
    evaluation: &Evaluation<'_>,
    kind: Deed,
    kinds: &[EventKind],
    tally: Tally,
) -> Result<Option<Vec<Row>>, QueryError> {
    let selection = &evaluation.selection;
    let adds = matches!(tally, Tally::Times | Tally::Value);
    let of_origin = |dim: &Dim| matches!(dim, Dim::Platform | Dim::Scope | Dim::Campaign);
    let simple = |dim: &Dim| of_origin(dim) || matches!(dim, Dim::Day | Dim::Week | Dim::Month | Dim::Stage);
    let is_simple = selection.by.iter().all(simple) && selection.filters.iter().all(|f| of_origin(&f.dim));
    let (Some(period), true) = (selection.period, adds && is_simple) else {
        return Ok(None);
    };
    let daily = by_day(selection);
    let statement = |period: Period| {
        let asked = Selection {
            period: Some(period),
            ..daily.clone()
        };
        Statement::new(kind, kinds, tally, &asked).sums
    };
    let Some(batches) = within(evaluation.source, period, Rests::OnAll, "d0", statement).await? else {
        return Ok(None);
    };
    let mut days = Vec::new();
    for batch in &batches {
        read(batch, daily.by.len(), tally, &mut days)?;
    }
    Ok(Some(together(days, &daily.by, selection)))
}

/// Days put together to the groups asked for.
fn together(days: Vec<Row>, dims: &[Dim], selection: &Selection) -> Vec<Row> {
    let mut groups: BTreeMap<(Vec<String>, String), (Sum, i64)> = BTreeMap::new();
    for row in days {
        let value = |dim: &Dim| {
            dims.iter()
                .position(|own| own == dim)
                .map_or("", |at| row.group[at].as_str())
        };
        let is_wanted = |dim: &Dim| {
            let mut asked = selection.filters.iter().filter(|f| f.dim == *dim).peekable();
            asked.peek().is_none() || asked.any(|f| f.value == value(dim))
        };
        if !dims.iter().all(is_wanted) {
            continue;
        }
        let day = Period::day(value(&Dim::Day)).ok().map(day_number);
        let bucket = |dim: &Dim| match dim {
            Dim::Day | Dim::Week | Dim::Month | Dim::Stage => time_bucket(dim, day),
            dim => value(dim).to_owned(),
        };
        let group = selection.by.iter().map(bucket).collect();
        let (sum, nameless) = groups.entry((group, row.currency)).or_default();
        *sum = sum.plus(row.sum);
        *nameless += row.nameless;
    }
    let row = |((group, currency), (sum, nameless))| Row {
        group,
        currency,
        sum,
        nameless,
    };
    groups.into_iter().map(row).collect()
}
