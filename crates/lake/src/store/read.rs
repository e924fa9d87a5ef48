//! Reading `imports` back into [`ImportRow`]s.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use datafusion::prelude::SessionContext;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::import::{ImportRow, Status};
use super::scan::FileTable;

/// Every line of the table, by `seq`.
pub(super) async fn imports(table: FileTable) -> Result<Vec<ImportRow>, StoreError> {
    let batches = SessionContext::new().read_table(Arc::new(table))?.collect().await?;
    let mut lines = Vec::new();
    for batch in &batches {
        let columns = Columns(batch);
        for row in 0..batch.num_rows() {
            lines.push(line(&columns, row)?);
        }
    }
    lines.sort_by_key(|line| line.seq);
    Ok(lines)
}

/// Ids of all imports that the table ever had.
pub(super) async fn import_ids(table: FileTable) -> Result<Vec<String>, StoreError> {
    let context = SessionContext::new();
    let batches = context
        .read_table(Arc::new(table))?
        .select_columns(&["import_id"])?
        .collect()
        .await?;
    let mut ids = Vec::new();
    for batch in &batches {
        let columns = Columns(batch);
        for row in 0..batch.num_rows() {
            ids.push(columns.text("import_id", row)?);
        }
    }
    Ok(ids)
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
        platform: columns.maybe("platform", row)?,
        account: columns.maybe("account", row)?,
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

struct Columns<'a>(&'a RecordBatch);

impl Columns<'_> {
    fn of(&self, name: &str, kind: &DataType) -> Result<ArrayRef, StoreError> {
        let missing = || StoreError::damaged("imports", &format!("no column `{name}`"));
        let column = self.0.column_by_name(name).ok_or_else(missing)?;
        cast(column, kind).map_err(|e| StoreError::damaged("imports", &e))
    }

    fn maybe(&self, name: &str, row: usize) -> Result<Option<String>, StoreError> {
        let column = self.of(name, &DataType::Utf8)?;
        let texts = column.as_string::<i32>();
        Ok(texts.is_valid(row).then(|| texts.value(row).to_owned()))
    }

    fn text(&self, name: &str, row: usize) -> Result<String, StoreError> {
        let text = self.maybe(name, row)?;
        text.ok_or_else(|| StoreError::damaged("imports", &format!("no `{name}`")))
    }

    fn count(&self, name: &str, row: usize) -> Result<u64, StoreError> {
        let column = self.of(name, &DataType::Int64)?;
        u64::try_from(column.as_primitive::<Int64Type>().value(row)).map_err(|e| StoreError::damaged("imports", &e))
    }

    fn instant(&self, name: &str, row: usize) -> Result<Option<Timestamp>, StoreError> {
        let column = self.of(name, &super::schema::arrow_type(harpoon_core::table::Kind::Instant))?;
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
