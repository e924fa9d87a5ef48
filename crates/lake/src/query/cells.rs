//! [`Cells`]: what the statements return, keyed by group, platform, account, scope and currency.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, PrimitiveArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int64Type};
use datafusion::error::DataFusionError;
use harpoon_core::kpi::Leaf;
use harpoon_core::period::day_from_number;
use harpoon_core::{Dim, Number, Scope, Selection};
use jiff::ToSpan;
use jiff::civil::Date;

use super::QueryError;
use super::scan::Statement;
use super::source::takes_facet;

/// Where a figure belongs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Values of the asked dimensions; `None` where the figure holds for all of them.
    pub(crate) group: Vec<Option<String>>,
    /// Platform.
    pub(crate) platform: String,
    /// Account.
    pub(crate) account: String,
    /// Scope.
    pub(crate) scope: Scope,
    /// Currency of money, or empty.
    pub(crate) currency: String,
}

/// Figures by cell.
pub(crate) type Cells<T> = BTreeMap<Cell, T>;

/// A sum and what it was made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    /// The sum in millionths.
    pub(crate) total: i128,
    /// Facts with a value.
    pub(crate) stated: i64,
    /// Facts with and without a value.
    pub(crate) facts: i64,
}

impl Sum {
    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            stated: self.stated + other.stated,
            facts: self.facts + other.facts,
        }
    }
}

/// One figure of one entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The entity.
    pub(crate) entity: String,
    /// First day.
    pub(crate) start: Option<i32>,
    /// Last day.
    pub(crate) end: Option<i32>,
    /// The figure.
    pub(crate) value: Option<Number>,
}

/// Distinct people, as figures of single entities and days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct People {
    /// The figures.
    pub(crate) items: Vec<Item>,
    /// Followers of the account, where the estimate over several figures can rest on them.
    pub(crate) followers: Option<Number>,
}

/// A row of a statement before its leaf is known.
struct Row<T> {
    cell: Cell,
    metric: String,
    facet: String,
    /// Import, where totals and kinds are told apart by it; else empty.
    import: String,
    figure: T,
}

/// Sums of one leaf, from the batches of the statements.
pub(crate) fn sums(
    leaf: &Leaf,
    results: &[(Statement, Vec<RecordBatch>)],
    selection: &Selection,
) -> Result<Cells<Sum>, QueryError> {
    let mut by_import: Cells<BTreeMap<String, BTreeMap<String, Sum>>> = Cells::new();
    for (statement, batches) in results {
        for batch in batches {
            for row in rows(statement, batch, selection, sums_of)?
                .into_iter()
                .filter(|row| reads(leaf, row))
            {
                let facets = by_import.entry(row.cell).or_default().entry(row.import).or_default();
                let sum = facets.entry(row.facet).or_default();
                *sum = sum.plus(row.figure);
            }
        }
    }
    let add = |imports: BTreeMap<String, BTreeMap<String, Sum>>| {
        imports
            .values()
            .fold(Sum::default(), |sum, facets| sum.plus(total_or_parts(leaf, facets)))
    };
    Ok(by_import
        .into_iter()
        .map(|(cell, imports)| (cell, add(imports)))
        .collect())
}

fn reads<T>(leaf: &Leaf, row: &Row<T>) -> bool {
    row.metric == leaf.metric && takes_facet(leaf.facets, &row.facet) && leaf.scope.is_none_or(|s| s == row.cell.scope)
}

/// The stated total, else the sum of the kinds; never both.
fn total_or_parts(leaf: &Leaf, facets: &BTreeMap<String, Sum>) -> Sum {
    if let harpoon_core::kpi::Facets::Total { total, .. } = leaf.facets {
        let stated = total
            .iter()
            .filter_map(|facet| facets.get(*facet))
            .find(|sum| sum.stated > 0);
        if let Some(sum) = stated {
            return *sum;
        }
    }
    facets.values().fold(Sum::default(), |a, b| a.plus(*b))
}

/// Single values of one leaf.
pub(crate) fn items(
    leaf: &Leaf,
    results: &[(Statement, Vec<RecordBatch>)],
    selection: &Selection,
) -> Result<Cells<Vec<Item>>, QueryError> {
    let mut cells: Cells<BTreeMap<String, Vec<Item>>> = Cells::new();
    for (statement, batches) in results {
        for batch in batches {
            for row in rows(statement, batch, selection, items_of)?
                .into_iter()
                .filter(|row| reads(leaf, row))
            {
                cells
                    .entry(row.cell)
                    .or_default()
                    .entry(row.facet)
                    .or_default()
                    .push(row.figure);
            }
        }
    }
    Ok(cells
        .into_iter()
        .map(|(cell, facets)| (cell, first_facet(leaf, facets)))
        .collect())
}

/// People of different facets overlap: only the first total, or the only kind, can be used.
fn first_facet(leaf: &Leaf, mut facets: BTreeMap<String, Vec<Item>>) -> Vec<Item> {
    let total = match leaf.facets {
        harpoon_core::kpi::Facets::Total { total, .. } => total.iter().find(|t| facets.contains_key(**t)).copied(),
        harpoon_core::kpi::Facets::Only(only) => Some(only),
    };
    let mut items = match total {
        Some(facet) => facets.remove(facet).unwrap_or_default(),
        None => facets.into_values().next().unwrap_or_default(),
    };
    items.sort_by(|a, b| (a.start, a.end, &a.entity).cmp(&(b.start, b.end, &b.entity)));
    items
}

fn column<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a ArrayRef, QueryError> {
    batch.column_by_name(name).ok_or(QueryError::Shape(name))
}

fn primitive<'a, T: ArrowPrimitiveType>(
    batch: &'a RecordBatch,
    name: &'static str,
) -> Result<&'a PrimitiveArray<T>, QueryError> {
    column(batch, name)?
        .as_primitive_opt::<T>()
        .ok_or(QueryError::Shape(name))
}

/// Text columns by name, cast once a batch.
fn named(batch: &RecordBatch, name: &'static str) -> Result<StringArray, QueryError> {
    texts(column(batch, name)?)
}

/// Any text column as plain strings.
pub(crate) fn texts(column: &ArrayRef) -> Result<StringArray, QueryError> {
    let plain = cast(column, &DataType::Utf8).map_err(|e| DataFusionError::ArrowError(Box::new(e), None))?;
    Ok(plain.as_string::<i32>().clone())
}

fn sums_of(batch: &RecordBatch) -> Result<Vec<Sum>, QueryError> {
    let total = primitive::<Decimal128Type>(batch, "total")?;
    let stated = primitive::<Int64Type>(batch, "stated")?;
    let facts = primitive::<Int64Type>(batch, "facts")?;
    let sum = |row| Sum {
        total: if total.is_null(row) { 0 } else { total.value(row) },
        stated: stated.value(row),
        facts: facts.value(row),
    };
    Ok((0..batch.num_rows()).map(sum).collect())
}

fn items_of(batch: &RecordBatch) -> Result<Vec<Item>, QueryError> {
    let entity = named(batch, "entity_id")?;
    let start = primitive::<Date32Type>(batch, "period_start")?;
    let end = primitive::<Date32Type>(batch, "period_end")?;
    let value = primitive::<Decimal128Type>(batch, "value")?;
    let item = |row| Item {
        entity: entity.value(row).to_owned(),
        start: (!start.is_null(row)).then(|| start.value(row)),
        end: (!end.is_null(row)).then(|| end.value(row)),
        value: (!value.is_null(row))
            .then(|| value.value(row))
            .and_then(|v| i64::try_from(v).ok())
            .map(Number::from_micros),
    };
    Ok((0..batch.num_rows()).map(item).collect())
}

fn rows<T>(
    statement: &Statement,
    batch: &RecordBatch,
    selection: &Selection,
    figures: impl Fn(&RecordBatch) -> Result<Vec<T>, QueryError>,
) -> Result<Vec<Row<T>>, QueryError> {
    let [platform, account, scope, metric, facet, currency] =
        ["platform", "account", "scope", "metric", "facet", "currency"].map(|name| named(batch, name));
    let (platform, account, scope, metric, facet, currency) = (platform?, account?, scope?, metric?, facet?, currency?);
    let columns: Vec<StringArray> = (0..statement.dims.len())
        .map(|i| {
            batch
                .column_by_name(&format!("d{i}"))
                .ok_or(QueryError::Shape("d"))
                .and_then(texts)
        })
        .collect::<Result<_, _>>()?;
    let imports = batch.column_by_name("import").map(texts).transpose()?;
    let days = batch
        .column_by_name("day")
        .and_then(|c| c.as_primitive_opt::<Date32Type>());
    let mut out = Vec::with_capacity(batch.num_rows());
    for (row, figure) in figures(batch)?.into_iter().enumerate() {
        let day = days.filter(|d| !d.is_null(row)).map(|d| d.value(row));
        let group = selection.by.iter().map(|dim| {
            let own = statement
                .dims
                .iter()
                .position(|d| d == dim)
                .map(|i| columns[i].value(row).to_owned());
            Some(match dim {
                Dim::Platform => platform.value(row).to_owned(),
                Dim::Account => account.value(row).to_owned(),
                Dim::Scope => scope.value(row).to_owned(),
                _ => own.unwrap_or_else(|| time_bucket(dim, day)),
            })
        });
        out.push(Row {
            cell: Cell {
                group: group.collect(),
                platform: platform.value(row).to_owned(),
                account: account.value(row).to_owned(),
                scope: Scope::from_word(scope.value(row)).unwrap_or(Scope::Unknown),
                currency: currency.value(row).to_owned(),
            },
            metric: metric.value(row).to_owned(),
            facet: facet.value(row).to_owned(),
            import: imports.as_ref().map_or_else(String::new, |i| i.value(row).to_owned()),
            figure,
        });
    }
    Ok(out)
}

/// The day, its Monday, its month or its weekday, as text; empty without a day.
pub(crate) fn time_bucket(dim: &Dim, day: Option<i32>) -> String {
    let Some(date) = day.map(day_from_number) else {
        return String::new();
    };
    match dim {
        Dim::Day => date.to_string(),
        Dim::Week => monday(date).to_string(),
        Dim::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Dim::Weekday => date.weekday().to_monday_one_offset().to_string(),
        _ => String::new(),
    }
}

fn monday(date: Date) -> Date {
    let since = i32::from(date.weekday().to_monday_zero_offset());
    date.saturating_sub(since.days())
}
