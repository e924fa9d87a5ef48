//! Queries in SQL by people: read-only, with a plain table as answer.

use std::path::Path;
use std::time::Duration;

use arrow::array::{Array, RecordBatch, StringArray};
use arrow::datatypes::DataType;
use datafusion::dataframe::{DataFrame, DataFrameWriteOptions};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;
use futures::StreamExt as _;

use super::QueryError;
use super::cells::texts;
use crate::engine::{self, Away};

mod permitted;

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
    let batches = engine::collect(session, frame)
        .await
        .map_err(|why| match Away::of(&why) {
            Some(Away(words)) => QueryError::Away(words.clone()),
            None => QueryError::Refused(why.strip_backtrace()),
        })?;
    let mut grid = Grid {
        columns,
        rows: Vec::new(),
    };
    for batch in &batches {
        append(batch, &mut grid)?;
    }
    Ok(grid)
}

/// How far a query may go that comes from elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Rows that are told.
    pub rows: usize,
    /// Characters that are told.
    pub characters: usize,
    /// How long it may take.
    pub time: Duration,
}

/// Longest statement from elsewhere, in bytes.
const LONGEST: usize = 20_000;

/// Answers a query from elsewhere as far as it may go; tells whether anything was cut off.
pub async fn bounded(session: &SessionContext, sql: &str, bounds: Bounds) -> Result<(Grid, bool), QueryError> {
    if sql.len() > LONGEST {
        let words = format!("the statement has {} bytes; at most {LONGEST} are read", sql.len());
        return Err(QueryError::Refused(words));
    }
    if let Some(words) = permitted::too_deep(sql) {
        return Err(QueryError::Refused(words));
    }
    only_reads(session, sql)?;
    let late = |_| {
        let words = format!(
            "it took more than {} seconds; ask for less of it",
            bounds.time.as_secs()
        );
        QueryError::Refused(words)
    };
    tokio::time::timeout(bounds.time, some(session, sql, bounds))
        .await
        .map_err(late)?
}

/// Refuses everything that is not one SELECT of what may stand in one from elsewhere.
fn only_reads(session: &SessionContext, sql: &str) -> Result<(), QueryError> {
    let state = session.state();
    let dialect = state.config().options().sql_parser.dialect;
    let statement = state
        .sql_to_statement(sql, &dialect)
        .map_err(|e| QueryError::Refused(e.strip_backtrace()))?;
    permitted::wrong(&statement).map_or(Ok(()), |wrong| Err(QueryError::Refused(wrong)))
}

/// The first rows of an answer, and whether there are more.
async fn some(session: &SessionContext, sql: &str, bounds: Bounds) -> Result<(Grid, bool), QueryError> {
    let refused = |e: DataFusionError| {
        QueryError::Refused(match e.find_root() {
            DataFusionError::ResourcesExhausted(_) => {
                "it needs more memory than a query may have; ask for less of it".to_owned()
            }
            _ => e.strip_backtrace(),
        })
    };
    let frame = plan(session, sql).await?;
    let fields = frame.schema().fields().iter();
    let columns = fields.map(|f| (f.name().clone(), f.data_type().is_numeric())).collect();
    let mut grid = Grid {
        columns,
        rows: Vec::new(),
    };
    let frame = frame.limit(0, Some(bounds.rows.saturating_add(1))).map_err(refused)?;
    let mut batches = frame.execute_stream().await.map_err(refused)?;
    let mut characters = 0;
    while let Some(batch) = batches.next().await {
        let known = grid.rows.len();
        append(&batch.map_err(refused)?, &mut grid)?;
        for (at, row) in grid.rows.iter().enumerate().skip(known) {
            characters += row.iter().flatten().map(String::len).sum::<usize>();
            if at >= bounds.rows || characters > bounds.characters {
                grid.rows.truncate(at);
                return Ok((grid, true));
            }
        }
    }
    Ok((grid, false))
}

/// Writes the answer of a query to one Parquet file.
pub async fn to_parquet(session: &SessionContext, sql: &str, file: &Path) -> Result<(), QueryError> {
    let frame = plan(session, sql).await?;
    let file = file.to_string_lossy();
    let options = || DataFrameWriteOptions::new().with_single_file_output(true);
    engine::asked(session, || frame.clone().write_parquet(&file, options(), None)).await?;
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
