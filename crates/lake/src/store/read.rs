//! Reading `imports` back into [`ImportRow`]s: file by file, without the engine, whose mere beginning costs more than reading them.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use jiff::Timestamp;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::de::DeserializeOwned;

use super::durable::Disk;
use super::error::StoreError;
use super::import::{ImportRow, Status};
use super::scan::FileTable;

/// Every line of the table, by `seq`.
pub(super) fn imports(table: &FileTable) -> Result<Vec<ImportRow>, StoreError> {
    let mut lines = Vec::new();
    for path in table.paths() {
        for batch in batches(table.disk(), &path)? {
            let columns = Columns::of(&batch)?;
            for row in 0..batch.num_rows() {
                lines.push(line(&columns, row)?);
            }
        }
    }
    lines.sort_by_key(|line| line.seq);
    Ok(lines)
}

/// Whether any rows of a file are such; some of them at a time are in memory. A file that is gone has none.
pub(super) fn any(
    disk: &Disk,
    path: &Path,
    is_such: impl Fn(&RecordBatch) -> Result<bool, StoreError>,
) -> Result<bool, StoreError> {
    let file = match disk.open(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
        file => file.map_err(StoreError::io("read", path))?,
    };
    let damaged = |why: &dyn std::fmt::Display| StoreError::damaged(path.display().to_string(), &why.to_string());
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(ParquetRecordBatchReaderBuilder::build);
    for batch in reader.map_err(|error| damaged(&error))? {
        if is_such(&batch.map_err(|error| damaged(&error))?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All rows of a file.
fn batches(disk: &Disk, path: &Path) -> Result<Vec<RecordBatch>, StoreError> {
    let file = disk.open(path).map_err(StoreError::io("read", path))?;
    let damaged = |why: &dyn std::fmt::Display| StoreError::damaged(path.display().to_string(), &why.to_string());
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(ParquetRecordBatchReaderBuilder::build);
    let reader = reader.map_err(|error| damaged(&error))?;
    reader.collect::<Result<_, _>>().map_err(|error| damaged(&error))
}

fn line(columns: &Columns, row: usize) -> Result<ImportRow, StoreError> {
    let text = |name| columns.text(name, row);
    let count = |name| columns.count(name, row);
    let status = text("status")?;
    Ok(ImportRow {
        import_id: text("import_id")?,
        seq: count("seq")?,
        status: Status::from_word(&status)
            .ok_or_else(|| StoreError::damaged("imports", &format!("`{status}` is no status")))?,
        file: text("file")?,
        sha256: text("sha256")?,
        bytes: count("bytes")?,
        connector: text("connector")?,
        connector_version: u32::try_from(count("connector_version")?)
            .map_err(|e| StoreError::damaged("imports", &e))?,
        platform: columns.maybe("platform", row),
        account: columns.maybe("account", row),
        accepted: count("accepted")?,
        duplicate: count("duplicate")?,
        quarantined: count("quarantined")?,
        facts: count("facts")?,
        digest: text("digest")?,
        observed_at: columns.instant("observed_at", row)?,
        imported_at: columns
            .instant("imported_at", row)?
            .ok_or_else(|| StoreError::damaged("imports", "no `imported_at`"))?,
        answers: text("answers")?,
        checks: text("checks")?,
        series: columns.json("series", row)?,
        remarks: text("remarks")?,
        bases: columns.json("bases", row)?,
    })
}

/// Columns of a batch by name, as the types that are read here.
pub(super) struct Columns(HashMap<String, ArrayRef>);

impl Columns {
    pub(super) fn of(batch: &RecordBatch) -> Result<Self, StoreError> {
        let instant = super::schema::arrow_type(harpoon_core::table::Kind::Instant);
        let schema = batch.schema();
        let named = schema.fields().iter().zip(batch.columns());
        let read = named.map(|(field, column)| {
            let kind = match field.data_type() {
                kind if kind.is_integer() => DataType::Int64,
                DataType::Timestamp(..) => instant.clone(),
                _ => DataType::Utf8,
            };
            let column = cast(column, &kind).map_err(|e| StoreError::damaged("imports", &e))?;
            Ok((field.name().clone(), column))
        });
        read.collect::<Result<_, StoreError>>().map(Self)
    }

    /// A column, if it is there and such a one.
    fn get(&self, name: &str, is_such: impl Fn(&DataType) -> bool) -> Option<&ArrayRef> {
        self.0.get(name).filter(|column| is_such(column.data_type()))
    }

    /// A text; nothing where there is none, or where the file is older than the column.
    pub(super) fn maybe(&self, name: &str, row: usize) -> Option<String> {
        let column = self.get(name, |kind| *kind == DataType::Utf8)?.as_string::<i32>();
        column.is_valid(row).then(|| column.value(row).to_owned())
    }

    pub(super) fn text(&self, name: &str, row: usize) -> Result<String, StoreError> {
        self.maybe(name, row)
            .ok_or_else(|| StoreError::damaged("imports", &format!("no `{name}`")))
    }

    /// A whole number; nothing where there is none.
    pub(super) fn maybe_count(&self, name: &str, row: usize) -> Option<i64> {
        let column = self
            .get(name, |kind| *kind == DataType::Int64)?
            .as_primitive::<Int64Type>();
        column.is_valid(row).then(|| column.value(row))
    }

    pub(super) fn count(&self, name: &str, row: usize) -> Result<u64, StoreError> {
        let column = self.get(name, |kind| *kind == DataType::Int64);
        let column = column.ok_or_else(|| StoreError::damaged("imports", &format!("no column `{name}`")))?;
        u64::try_from(column.as_primitive::<Int64Type>().value(row)).map_err(|e| StoreError::damaged("imports", &e))
    }

    pub(super) fn instant(&self, name: &str, row: usize) -> Result<Option<Timestamp>, StoreError> {
        let Some(column) = self.get(name, |kind| matches!(kind, DataType::Timestamp(..))) else {
            return Ok(None);
        };
        let micros = column.as_primitive::<TimestampMicrosecondType>();
        let instant = micros
            .is_valid(row)
            .then(|| Timestamp::from_microsecond(micros.value(row)));
        instant.transpose().map_err(|e| StoreError::damaged("imports", &e))
    }

    fn json<T: DeserializeOwned>(&self, name: &str, row: usize) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(name, row)?).map_err(|e| StoreError::damaged(format!("imports.{name}"), &e))
    }
}
