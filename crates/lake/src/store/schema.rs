//! Schemas of the tables, made from the one list [`harpoon_core::table::TABLES`]: for Delta, for Parquet, for queries.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use deltalake::kernel::{DataType as DeltaType, MetadataValue, PrimitiveType, StructField};
use harpoon_core::number::{DECIMALS, PRECISION};
use harpoon_core::table::{Column, Kind, Table};

/// Scale of the value columns.
const SCALE: i8 = DECIMALS.cast_signed();

/// Columns of the Delta table; meanings travel along as comments.
pub(super) fn delta(table: &Table) -> Vec<StructField> {
    table.columns.iter().map(delta_field).collect()
}

/// Schema of the Parquet files: plain types that every reader knows.
pub(super) fn parquet(table: &Table) -> SchemaRef {
    with_text(table, &DataType::Utf8)
}

/// Schema that queries see: texts as views, which group and compare fast.
pub(super) fn query(table: &Table) -> SchemaRef {
    with_text(table, &DataType::Utf8View)
}

/// Arrow type of a stored column.
pub(crate) fn arrow_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Whole => DataType::Int64,
        Kind::Number => DataType::Decimal128(PRECISION, SCALE),
        Kind::Day => DataType::Date32,
        Kind::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

fn with_text(table: &Table, text: &DataType) -> SchemaRef {
    let field = |column: &Column| {
        let kind = match column.kind {
            Kind::Text => text.clone(),
            other => arrow_type(other),
        };
        Field::new(column.name, kind, column.nullable)
    };
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}

fn delta_field(column: &Column) -> StructField {
    let kind = match column.kind {
        Kind::Text => DeltaType::STRING,
        Kind::Whole => DeltaType::LONG,
        Kind::Number => decimal(),
        Kind::Day => DeltaType::DATE,
        Kind::Instant => DeltaType::TIMESTAMP,
    };
    StructField::new(column.name, kind, column.nullable)
        .with_metadata([("comment", MetadataValue::String(column.meaning.to_owned()))])
}

fn decimal() -> DeltaType {
    PrimitiveType::decimal(PRECISION, DECIMALS).map_or(DeltaType::STRING, DeltaType::Primitive)
}
