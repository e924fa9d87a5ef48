//! The table of sales: every kind that closes business, judged once. In memory where there are few events; else in a file of
//! [`Kept`], in order of days, so that a question about a month reads a month.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use futures::StreamExt;
use harpoon_core::kpi::{Deed, Derived};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::super::sales::kinds_of;
use super::super::{QueryError, Source};
use super::statement;
use crate::kept::Kept;

/// Events up to which sales are judged once for a session; beyond, in a file, so that memory stays flat.
pub(crate) const FEW_EVENTS: usize = 1_000_000;
/// Bytes that judging may take before it goes to disk.
const ROOM: usize = 512 << 20;
/// Sales of a row group: the days of a month are in few of them.
const GROUP_ROWS: usize = 32 * 1024;

/// Makes the table of sales known to the session, filled where there are at most `few` events or where it can be kept. It
/// needs the table `people`.
pub async fn judge_sales(source: &Source<'_>, few: usize) -> Result<(), QueryError> {
    let session = source.session;
    let sql = statement::sales(&kinds_of(session, Deed::Derived(Derived::Sale)));
    let events = session.table("events").await?.count().await?;
    let kept = source.answers.and_then(super::super::Answers::kept);
    let table = match kept {
        _ if events <= few => session.sql(&sql).await?.cache().await?.into_view(),
        Some(kept) => in_file(session, kept, &sql).await?,
        None => session.sql(&sql).await?.into_view(),
    };
    session.deregister_table(statement::SALES)?;
    session.register_table(statement::SALES, table)?;
    Ok(())
}

async fn in_file(
    session: &SessionContext,
    kept: &Kept,
    sql: &str,
) -> Result<Arc<dyn datafusion::catalog::TableProvider>, QueryError> {
    let path = kept.path(&format!("{}\n{sql}", kept.stamp())).with_extension("parquet");
    if !path.exists() {
        let under_way = kept.under_way();
        let made = write(session, sql, &under_way).await;
        let made = made.and_then(|()| fs::rename(&under_way, &path).map_err(DataFusionError::from));
        if made.is_err() {
            let _ = fs::remove_file(&under_way);
        }
        made?;
    }
    let path = path.to_string_lossy();
    let table = session
        .read_parquet(path.as_ref(), ParquetReadOptions::default())
        .await?;
    Ok(table.into_view())
}

/// Writes what a statement gives, by day, in little memory.
async fn write(session: &SessionContext, sql: &str, path: &Path) -> Result<(), DataFusionError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let room = RuntimeEnvBuilder::new().with_memory_pool(Arc::new(FairSpillPool::new(ROOM)));
    let state = SessionStateBuilder::new_from_existing(session.state()).with_runtime_env(room.build_arc()?);
    let narrow = SessionContext::new_with_state(state.build());
    let mut rows = narrow
        .sql(&format!("{sql} ORDER BY \"on\""))
        .await?
        .execute_stream()
        .await?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP_ROWS));
    let out = BufWriter::new(File::create(path)?);
    let mut writer = ArrowWriter::try_new(out, rows.schema(), Some(properties.build()))?;
    while let Some(batch) = rows.next().await {
        writer.write(&batch?)?;
    }
    writer
        .into_inner()?
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?
        .sync_all()?;
    Ok(())
}
