//! Queries in SQL by people: read-only, with a plain table as answer.

use std::path::Path;

use arrow::array::{Array, RecordBatch, StringArray};
use arrow::datatypes::DataType;
use datafusion::dataframe::{DataFrame, DataFrameWriteOptions};
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;

use super::QueryError;
use super::cells::texts;

/// An answer as text, for printing and export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Name of each column, and whether it holds numbers.
    pub columns: Vec<(String, bool)>,
    /// Rows; `None` is null.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Plans a statement; anything that is not a query is refused.
async fn plan(session: &SessionContext, sql: &str) -> Result<DataFrame, QueryError> {
    let options = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    session
        .sql_with_options(sql, options)
        .await
        .map_err(|e| QueryError::Refused(e.strip_backtrace()))
}

/// Answers a query.
pub async fn answer(session: &SessionContext, sql: &str) -> Result<Grid, QueryError> {
    let frame = plan(session, sql).await?;
    let fields = frame.schema().fields().iter();
    let columns = fields.map(|f| (f.name().clone(), f.data_type().is_numeric())).collect();
    let batches = frame
        .collect()
        .await
        .map_err(|e| QueryError::Refused(e.strip_backtrace()))?;
    let mut grid = Grid {
        columns,
        rows: Vec::new(),
    };
    for batch in &batches {
        append(batch, &mut grid)?;
    }
    Ok(grid)
}

/// Writes the answer of a query to one Parquet file.
pub async fn to_parquet(session: &SessionContext, sql: &str, file: &Path) -> Result<(), QueryError> {
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    plan(session, sql)
        .await?
        .write_parquet(&file.to_string_lossy(), options, None)
        .await?;
    Ok(())
}

fn append(batch: &RecordBatch, grid: &mut Grid) -> Result<(), QueryError> {
    let columns: Vec<(StringArray, bool)> = batch
        .columns()
        .iter()
        .map(|column| Ok((texts(column)?, matches!(column.data_type(), DataType::Decimal128(..)))))
        .collect::<Result<_, QueryError>>()?;
    for row in 0..batch.num_rows() {
        let cells = columns.iter().map(|(column, decimal)| {
            (!column.is_null(row)).then(|| {
                if *decimal {
                    shortened(column.value(row))
                } else {
                    column.value(row).to_owned()
                }
            })
        });
        grid.rows.push(cells.collect());
    }
    Ok(())
}

/// A decimal without its trailing zeros.
fn shortened(text: &str) -> String {
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text.to_owned(),
    }
}
