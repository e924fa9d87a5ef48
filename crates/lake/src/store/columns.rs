//! Arrow columns of `observations`, made from figures. Texts are dictionaries here; files hold plain texts.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Decimal64Array, Decimal128Array, DictionaryArray, Int64Array, StringArray, UInt32Array,
    new_null_array,
};
use arrow::datatypes::{Field, Schema, UInt32Type};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use harpoon_core::batch::{Figures, Observations, Words};
use harpoon_core::number::{DECIMALS, PRECISION};
use harpoon_core::table::Column;
use harpoon_core::{Number, Scope, Unit};

use super::schema;

/// How a column of `observations` comes about, for one column of figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source<'a> {
    /// The same text in every row.
    Constant(&'a str),
    /// Null in every row.
    Nothing,
    /// The same array for all figures of the table that have one.
    Subject,
    /// An array of this column of figures alone.
    Figure,
}

/// Where the column's content comes from.
pub(super) fn source<'a>(column: &Column, o: &'a Observations, f: &'a Figures, import_id: &'a str) -> Source<'a> {
    match column.name {
        "platform" => repeated(&o.platform),
        "account" => repeated(&o.account),
        "entity_id" => repeated(&o.entity_id),
        "slice" => repeated(&o.slice),
        "period_start" | "period_end" | "row" => Source::Subject,
        "entity_kind" => Source::Constant(o.entity_kind.as_str()),
        "breakdown" => Source::Constant(&o.breakdown),
        "metric" => Source::Constant(&f.measure.metric),
        "facet" if f.facets.is_some() => Source::Figure,
        "facet" => Source::Constant(&f.measure.facet),
        "scope" if o.scope.is_some() => Source::Subject,
        "scope" => Source::Constant(f.measure.scope.as_str()),
        "counter" => Source::Constant(f.measure.counter.as_str()),
        "value" => Source::Figure,
        "currency" if f.measure.unit == Unit::Money => match repeated(&o.currency) {
            Source::Constant("") => Source::Nothing,
            known => known,
        },
        "import_id" => Source::Constant(import_id),
        _ => Source::Nothing,
    }
}

/// A column of words, which often is one word.
fn repeated(words: &Words) -> Source<'_> {
    match words.values() {
        [word] => Source::Constant(word),
        _ => Source::Subject,
    }
}

/// The column in full.
pub(super) fn fact(column: &Column, o: &Observations, f: &Figures, import_id: &str) -> Result<ArrayRef, ArrowError> {
    match source(column, o, f, import_id) {
        Source::Constant(word) => constant(word, o.len()),
        Source::Nothing => Ok(new_null_array(&schema::arrow_type(column.kind), o.len())),
        Source::Subject | Source::Figure => own(column.name, o, f),
    }
}

fn own(name: &str, o: &Observations, f: &Figures) -> Result<ArrayRef, ArrowError> {
    match (name, &f.facets, &o.scope) {
        ("platform", ..) => dictionary(&o.platform),
        ("account", ..) => dictionary(&o.account),
        ("entity_id", ..) => dictionary(&o.entity_id),
        ("slice", ..) => dictionary(&o.slice),
        ("currency", ..) => currency(&o.currency),
        ("period_start", ..) => Ok(Arc::new(Date32Array::from(o.start.clone()))),
        ("period_end", ..) => Ok(Arc::new(Date32Array::from(o.end.clone()))),
        ("row", ..) => Ok(Arc::new(
            o.row.iter().map(|&row| Some(row.cast_signed())).collect::<Int64Array>(),
        )),
        ("facet", Some(facets), _) => dictionary(facets),
        ("scope", _, Some(scopes)) => scope(scopes),
        _ => numbers(f.values.iter().copied()),
    }
}

/// Columns of another type than the table's (dictionaries for texts) as a batch.
pub(super) fn batch(columns: &[Column], arrays: Vec<ArrayRef>) -> Result<RecordBatch, ArrowError> {
    let fields: Vec<Field> = columns
        .iter()
        .zip(&arrays)
        .map(|(column, array)| Field::new(column.name, array.data_type().clone(), column.nullable))
        .collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}

/// The same text `rows` times. A second one, which no row has, gives an empty text a place in memory: the encoder compares it
/// row by row, and some processors are slow to find that nothing has to be read where nothing is.
pub(super) fn constant(word: &str, rows: usize) -> Result<ArrayRef, ArrowError> {
    keyed(UInt32Array::from(vec![0; rows]), vec![word, "-"])
}

fn dictionary(words: &Words) -> Result<ArrayRef, ArrowError> {
    let values = words.values().iter().map(String::as_str).collect();
    keyed(UInt32Array::from(words.keys().to_vec()), values)
}

/// An unknown currency is null, not a text without letters.
fn currency(words: &Words) -> Result<ArrayRef, ArrowError> {
    let values: Vec<&str> = words.values().iter().map(String::as_str).collect();
    let known = |&key: &u32| (!values[key as usize].is_empty()).then_some(key);
    keyed(words.keys().iter().map(known).collect(), values)
}

fn scope(scopes: &[Scope]) -> Result<ArrayRef, ArrowError> {
    let keys = scopes.iter().map(|&scope| scope as u32).collect::<Vec<_>>();
    keyed(keys.into(), Scope::ALL.iter().map(|scope| scope.as_str()).collect())
}

fn keyed(keys: UInt32Array, values: Vec<&str>) -> Result<ArrayRef, ArrowError> {
    let values = Arc::new(StringArray::from(values));
    Ok(Arc::new(DictionaryArray::<UInt32Type>::try_new(keys, values)?))
}

/// Values of a column of figures as they are stored: in 64 bits.
pub(super) fn values(values: &[Option<Number>]) -> Result<ArrayRef, ArrowError> {
    let micros: Decimal64Array = values.iter().map(|v| v.map(Number::micros)).collect();
    Ok(Arc::new(
        micros.with_precision_and_scale(PRECISION, DECIMALS.cast_signed())?,
    ))
}

/// Exact quantities.
pub(super) fn numbers(values: impl Iterator<Item = Option<Number>>) -> Result<ArrayRef, ArrowError> {
    let values: Decimal128Array = values.map(|v| v.map(|n| i128::from(n.micros()))).collect();
    Ok(Arc::new(
        values.with_precision_and_scale(PRECISION, DECIMALS.cast_signed())?,
    ))
}
