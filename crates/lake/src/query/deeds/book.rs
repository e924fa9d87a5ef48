//! The table of sales: every kind that closes business, judged once. In memory where there are few events; else in a file of
//! [`Kept`], in order of days, so that a question about a month reads a month.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use futures::StreamExt;
use harpoon_core::kpi::{Deed, Derived};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use url::Url;

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
    let table = session
        .read_parquet(address(&path)?, ParquetReadOptions::default())
        .await?;
    Ok(table.into_view())
}

/// An address, in which no character of a folder's name is a pattern.
fn address(path: &Path) -> Result<String, DataFusionError> {
    let address = Url::from_file_path(path).map_err(|()| DataFusionError::Execution("no absolute path".to_owned()))?;
    Ok(address.to_string())
}

/// Judges sales into a file, by day, in little memory: first every telling of the few events that some import calls a sale or
/// what takes one back goes to a file of its own, then they are judged with that file in the place of all events.
async fn write(session: &SessionContext, sql: &str, path: &Path) -> Result<(), DataFusionError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let few = path.with_extension("parquet");
    let done = async {
        to_file(session, &statement::tellings(), &few).await?;
        let narrow = narrow(session).await?;
        let file = narrow
            .read_parquet(address(&few)?, ParquetReadOptions::default())
            .await?;
        narrow.register_table("events", file.into_view())?;
        to_file(&narrow, &format!("{sql} ORDER BY \"on\""), path).await
    };
    let done = done.await;
    let _ = fs::remove_file(few);
    done
}

/// A session over who is who and the order of imports that goes to disk before it takes much memory.
async fn narrow(session: &SessionContext) -> Result<SessionContext, DataFusionError> {
    let room = RuntimeEnvBuilder::new().with_memory_pool(Arc::new(FairSpillPool::new(ROOM)));
    let mut config = SessionConfig::new().with_target_partitions(1);
    // Views would keep the pages alive that they were read from.
    config.options_mut().execution.parquet.schema_force_view_types = false;
    let narrow = SessionContext::new_with_config_rt(config, room.build_arc()?);
    for name in ["people", "import_order"] {
        narrow.register_table(name, session.table_provider(name).await?)?;
    }
    Ok(narrow)
}

async fn to_file(session: &SessionContext, sql: &str, path: &Path) -> Result<(), DataFusionError> {
    let mut rows = session.sql(sql).await?.execute_stream().await?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP_ROWS));
    let out = BufWriter::new(File::create(path)?);
    let mut writer = ArrowWriter::try_new(out, rows.schema(), Some(properties.build()))?;
    while let Some(batch) = rows.next().await {
        writer.write(&batch?)?;
    }
    let out = writer.into_inner()?.into_inner();
    out.map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(())
}
