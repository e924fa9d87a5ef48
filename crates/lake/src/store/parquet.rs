//! Parquet files: how columns are encoded, which statistics they carry, and syncing them before a log names them.

use std::fs::File;
use std::io::{BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use arrow::array::AsArray;
use arrow::record_batch::RecordBatch;
use harpoon_core::period::day_from_number;
use harpoon_core::table::{Kind, Table};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::statistics::Statistics;
use serde_json::{Map, Value, json};

use super::durable::{Disk, make_folder};
use super::error::StoreError;
use super::log::NewFile;
use super::schema;

/// Rows of a row group at most.
const GROUP_ROWS: usize = 1 << 20;
/// Bytes of a row group that is in memory while a file grows, at most.
const GROUP_BYTES: usize = 32 << 20;
/// Rows of a row group at least, before the next metric begins its own.
const METRIC_ROWS: usize = 16 * 1024;

/// How the columns of a table are stored, with so many rows in a row group at most.
pub(super) fn properties(table: &Table, group_rows: Option<usize>) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by("harpoon".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_data_page_row_count_limit(GROUP_ROWS / 8)
        .set_max_row_group_row_count(group_rows);
    for column in table.columns {
        if column.name == "row" {
            properties = properties
                .set_column_dictionary_enabled(column.name.into(), false)
                .set_column_encoding(column.name.into(), Encoding::DELTA_BINARY_PACKED);
        }
        if !has_statistics(column.name, column.kind) {
            properties = properties.set_column_statistics_enabled(column.name.into(), EnabledStatistics::None);
        }
    }
    properties.build()
}

/// The same, with a column of whole numbers packed as differences.
pub(super) fn packed(properties: &WriterProperties, column: &str) -> WriterProperties {
    let builder = properties.clone().into_builder();
    builder
        .set_column_dictionary_enabled(column.into(), false)
        .set_column_encoding(column.into(), Encoding::DELTA_BINARY_PACKED)
        .build()
}

/// The same, without statistics.
pub(super) fn unstated(properties: &WriterProperties) -> WriterProperties {
    let builder = properties.clone().into_builder();
    builder.set_statistics_enabled(EnabledStatistics::None).build()
}

/// Options for a writer of the table: readers see plain texts, whatever the arrays were.
fn options(table: &Table) -> ArrowWriterOptions {
    let properties = properties(table, Some(GROUP_ROWS)).into_builder();
    ArrowWriterOptions::new()
        .with_properties(properties.set_max_row_group_bytes(Some(GROUP_BYTES)).build())
        .with_skip_arrow_metadata(true)
}

/// Whether statistics of the column can rule out a row group.
pub(super) fn has_statistics(name: &str, kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Day) && !matches!(name, "slice" | "text" | "extra" | "raw" | "series")
}

/// A file that is being written in a table's folder.
pub(super) struct Target {
    pub(super) file: File,
    path: PathBuf,
    name: String,
}

/// Ends of names that are tried: on a disk the first that is free, in a bucket one that nobody gives again.
fn endings(disk: &Disk) -> Box<dyn Iterator<Item = String>> {
    if disk.bucket().is_some() {
        Box::new(std::iter::repeat_with(super::bucket::token))
    } else {
        Box::new((0_u32..).map(|number| number.to_string()))
    }
}

impl Target {
    /// A file with a name that nobody has: the stem and a number.
    pub(super) fn new(disk: &Disk, folder: &Path, stem: &str) -> Result<Self, StoreError> {
        make_folder(&disk.drafts(folder)).map_err(StoreError::io("make folder", folder))?;
        for ending in endings(disk) {
            let name = format!("{stem}-{ending}.parquet");
            let path = folder.join(&name);
            // Read again where it has to be sent.
            let created = File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .open(disk.draft(&path));
            match created {
                Ok(file) => return Ok(Self { file, path, name }),
                Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
                Err(e) => return Err(StoreError::io("write", &path)(e)),
            }
        }
        Err(StoreError::damaged(
            folder.display().to_string(),
            "no file name is free",
        ))
    }

    /// Syncs the complete file.
    pub(super) fn finish(self, table: &Table, disk: &Disk, metadata: &ParquetMetaData) -> Result<NewFile, StoreError> {
        let about = self.file.metadata().map_err(StoreError::io("read", &self.path))?;
        disk.sync(&self.file, &self.path)
            .map_err(StoreError::io("keep", &self.path))?;
        let modified = about
            .modified()
            .ok()
            .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        Ok(NewFile {
            name: self.name,
            bytes: about.len(),
            rows: u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(0),
            stats: statistics(table, metadata),
            modified: modified.and_then(|t| i64::try_from(t.as_millis()).ok()).unwrap_or(0),
        })
    }
}

/// Removes files that no log names.
pub(super) fn discard(disk: &Disk, folder: &Path, files: &[NewFile]) {
    for file in files {
        // What stays behind is invisible, and `vacuum` takes it.
        let _ = disk.remove(&folder.join(&file.name));
    }
}

/// Writes record batches as one file.
pub(super) fn write(
    table: &'static Table,
    folder: &Path,
    stem: &str,
    disk: &Disk,
    batches: impl IntoIterator<Item = Result<RecordBatch, StoreError>>,
) -> Result<NewFile, StoreError> {
    let mut file = Growing::new(table, disk, folder, stem)?;
    for batch in batches {
        file.write(&batch?)?;
    }
    file.finish(disk)
}

/// A file that grows by record batches.
pub(super) struct Growing {
    table: &'static Table,
    target: Target,
    writer: ArrowWriter<BufWriter<File>>,
    metric: String,
}

impl Growing {
    pub(super) fn new(table: &'static Table, disk: &Disk, folder: &Path, stem: &str) -> Result<Self, StoreError> {
        let target = Target::new(disk, folder, stem)?;
        let out = target.file.try_clone().map_err(StoreError::encode)?;
        let writer = ArrowWriter::try_new_with_options(BufWriter::new(out), schema::parquet(table), options(table));
        Ok(Self {
            table,
            target,
            writer: writer.map_err(StoreError::encode)?,
            metric: String::new(),
        })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.writer.write(batch).map_err(StoreError::encode)
    }

    /// The rows to come are of this metric. Enough rows of others become a row group of their own, so that a query
    /// for one metric reads little else.
    pub(super) fn begin_metric(&mut self, metric: &str) -> Result<(), StoreError> {
        if self.metric != metric {
            metric.clone_into(&mut self.metric);
            if self.writer.in_progress_rows() >= METRIC_ROWS {
                self.writer.flush().map_err(StoreError::encode)?;
            }
        }
        Ok(())
    }

    /// Rows sorted by metric, if the table has metrics.
    pub(super) fn write_by_metric(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        let Some(metrics) = batch.column_by_name("metric").and_then(|c| c.as_string_opt::<i32>()) else {
            return self.write(batch);
        };
        let mut from = 0;
        while from < batch.num_rows() {
            let metric = metrics.value(from);
            let rows = (from..batch.num_rows())
                .take_while(|&row| metrics.value(row) == metric)
                .count();
            self.begin_metric(metric)?;
            self.write(&batch.slice(from, rows))?;
            from += rows;
        }
        Ok(())
    }

    /// Syncs the complete file.
    pub(super) fn finish(self, disk: &Disk) -> Result<NewFile, StoreError> {
        let metadata = self.writer.close().map_err(StoreError::encode)?;
        self.target.finish(self.table, disk, &metadata)
    }
}

/// Delta's statistics of a file, from Parquet's.
fn statistics(table: &Table, metadata: &ParquetMetaData) -> String {
    let (mut least, mut most, mut nulls) = (Map::new(), Map::new(), Map::new());
    for (index, column) in table.columns.iter().enumerate() {
        if !has_statistics(column.name, column.kind) {
            continue;
        }
        let groups: Option<Vec<_>> = metadata
            .row_groups()
            .iter()
            .map(|group| group.column(index).statistics())
            .collect();
        let Some(groups) = groups else { continue };
        let count: u64 = groups.iter().filter_map(|s| s.null_count_opt()).sum();
        nulls.insert(column.name.to_owned(), count.into());
        if let Some(bound) = groups.iter().filter_map(|s| bound(s, true)).min() {
            least.insert(column.name.to_owned(), spelled(bound));
        }
        if let Some(bound) = groups.iter().filter_map(|s| bound(s, false)).max() {
            most.insert(column.name.to_owned(), spelled(bound));
        }
    }
    let rows = metadata.file_metadata().num_rows();
    json!({ "numRecords": rows, "minValues": least, "maxValues": most, "nullCount": nulls }).to_string()
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    Day(i32),
    Text(String),
}

fn bound(statistics: &Statistics, least: bool) -> Option<Bound> {
    match statistics {
        Statistics::Int32(s) => (if least { s.min_opt() } else { s.max_opt() }).map(|day| Bound::Day(*day)),
        Statistics::ByteArray(s) => {
            let text = if least { s.min_opt() } else { s.max_opt() };
            text.and_then(|t| t.as_utf8().ok()).map(|t| Bound::Text(t.to_owned()))
        }
        _ => None,
    }
}

fn spelled(bound: Bound) -> Value {
    match bound {
        Bound::Day(day) => day_from_number(day).to_string().into(),
        Bound::Text(text) => text.into(),
    }
}
