//! The table of sales: every kind that closes business, judged once. In memory where there are few events; else in a file of
//! [`Kept`], in order of days, so that a question about a month reads a month.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::error::DataFusionError;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use futures::StreamExt;
use harpoon_core::event::EventKind;
use harpoon_core::kpi::{Deed, Derived};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use url::Url;

use super::super::sales::kinds_of;
use super::super::{QueryError, Source};
use super::statement;
use crate::engine;
use crate::kept::Kept;
use crate::room;

/// Events up to which sales are judged anew for each session, such as that of a page: in some milliseconds. Beyond, in a file, once
/// for a version of the data; memory stays flat.
pub(crate) const FEW_EVENTS: usize = 5_000;
/// Bytes that judging may take before it goes to disk.
const ROOM: u64 = 512 << 20;
/// Sales that are judged at once: this takes some hundred megabytes.
const PART_ROWS: usize = 40_000;
/// How the file of sales ends.
const ENDING: &str = "parquet";
/// Sales of a row group: the days of a month are in few of them.
const GROUP_ROWS: usize = 32 * 1024;

/// Makes the table of sales known to the session, filled where there are at most `few` events or where it can be kept. It
/// needs the table `people`.
pub async fn judge_sales(source: &Source<'_>, few: usize) -> Result<(), QueryError> {
    let session = source.session;
    let book = kinds_of(session, Deed::Derived(Derived::Sale));
    let sql = statement::sales(&book);
    let events = engine::asked(session, || async { session.table("events").await?.count().await }).await?;
    let kept = source.answers.and_then(super::super::Answers::kept);
    let table = match kept {
        _ if events <= few => {
            let judged = engine::asked(session, || async { session.sql(&sql).await?.cache().await });
            judged.await?.into_view()
        }
        Some(kept) => match in_file(session, kept, &book).await {
            Ok(table) => table,
            // Where there is no room for the file, each statement judges anew.
            Err(_) => session.sql(&sql).await?.into_view(),
        },
        None => session.sql(&sql).await?.into_view(),
    };
    session.deregister_table(statement::SALES)?;
    session.register_table(statement::SALES, table)?;
    Ok(())
}

async fn in_file(
    session: &SessionContext,
    kept: &Kept,
    book: &[EventKind],
) -> Result<Arc<dyn TableProvider>, QueryError> {
    let question = format!("{}\n{}", kept.stamp(), statement::sales(book));
    let path = if let Some(path) = kept.file(&question, ENDING) {
        path
    } else {
        let room = kept.under_way();
        // A process of the same number may have left one.
        let _ = fs::remove_dir_all(&room);
        let made = judged(session, book, &room).await;
        let made = made.and_then(|file| Ok(kept.put_file(&question, ENDING, &file)?));
        let _ = fs::remove_dir_all(room);
        made?
    };
    let table = file(session, &path).await;
    if table.is_err() {
        // What cannot be read is judged anew.
        kept.drop_file(&question, ENDING);
    }
    Ok(table?)
}

/// A Parquet file, or a folder of them, as a table.
async fn file(session: &SessionContext, path: &Path) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let table = session.read_parquet(address(path)?, ParquetReadOptions::default());
    Ok(table.await?.into_view())
}

/// An address, in which no character of a folder's name is a pattern.
fn address(path: &Path) -> Result<String, DataFusionError> {
    let address = Url::from_file_path(path).map_err(|()| DataFusionError::Execution("no absolute path".to_owned()))?;
    // A folder is known by the stroke at its end.
    Ok(format!("{address}{}", if path.is_dir() { "/" } else { "" }))
}

/// Judges sales into a file of a new folder, by day, in little memory.
///
/// Every telling of the few events that some import calls a sale or what takes one back goes to a file; then the newest telling of
/// each. What becomes of a sale is decided among events of one number, so they are judged a part of the numbers at a time.
async fn judged(session: &SessionContext, book: &[EventKind], room: &Path) -> Result<PathBuf, DataFusionError> {
    let parts = room.join("judged");
    fs::create_dir_all(&parts)?;
    let (told, newest, last) = (
        room.join("told.parquet"),
        room.join("newest.parquet"),
        room.join("sales.parquet"),
    );
    let tellings = statement::tellings();
    engine::asked(session, || to_file(session, &tellings, &told)).await?;
    let narrow = narrow(session, room).await?;
    narrow.register_table("told", file(&narrow, &told).await?)?;
    to_file(&narrow, &statement::newest("told"), &newest).await?;
    narrow.register_table("newest", file(&narrow, &newest).await?)?;
    let many = narrow.table("newest").await?.count().await? / PART_ROWS + 1;
    for part in 0..many {
        let events = narrow.sql(&statement::part("newest", part, many)).await?;
        narrow.deregister_table("events")?;
        narrow.register_table("events", events.into_view())?;
        to_file(
            &narrow,
            &statement::judged_sales(),
            &parts.join(format!("{part}.parquet")),
        )
        .await?;
    }
    narrow.register_table("judged", file(&narrow, &parts).await?)?;
    let sales = statement::numbered(book, "judged");
    to_file(&narrow, &format!("{sales} ORDER BY \"on\""), &last).await?;
    Ok(last)
}

/// A session over who is who and the order of imports that goes to disk before it takes much memory.
async fn narrow(session: &SessionContext, folder: &Path) -> Result<SessionContext, DataFusionError> {
    let env = room::env(room::pool(ROOM), folder.to_owned())?;
    let mut config = SessionConfig::new().with_target_partitions(1);
    // Views would keep the pages alive that they were read from.
    config.options_mut().execution.parquet.schema_force_view_types = false;
    let narrow = SessionContext::new_with_config_rt(config, Arc::new(env));
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
    // Without our types of text in it, the file is read as plain texts: views would keep whole pages alive.
    let options = ArrowWriterOptions::new()
        .with_properties(properties.build())
        .with_skip_arrow_metadata(true);
    let mut writer = ArrowWriter::try_new_with_options(out, rows.schema(), options)?;
    while let Some(batch) = rows.next().await {
        writer.write(&batch?)?;
    }
    let out = writer.into_inner()?.into_inner();
    out.map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(())
}
