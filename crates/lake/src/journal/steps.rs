//! The files of a run: steps sorted by key, instant and event id; and beside them who each key is. A range of keys is a
//! row group or several of its own, so that ranges are read and written by themselves.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Int32Array, Int64Array, StringBuilder, TimestampMicrosecondArray, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use super::manifest::PartOf;
use super::spill::Record;
use crate::store::StoreError;
use crate::store::durable::Disk;

/// Rows handed to the encoder at once.
const BATCH: usize = 64 * 1024;

/// Columns of the steps.
pub(super) const STEPS: [&str; 12] = [
    "key", "at", "day", "kind", "origin", "deed", "value", "currency", "detail", "import", "row", "event_id",
];

pub(super) fn steps_schema() -> SchemaRef {
    let kind = |name: &str| match name {
        "key" => DataType::UInt64,
        "at" => DataType::Timestamp(TimeUnit::Microsecond, None),
        "day" => DataType::Date32,
        "kind" | "origin" | "import" => DataType::Int32,
        "value" | "row" => DataType::Int64,
        _ => DataType::Utf8,
    };
    let may = |name: &str| matches!(name, "deed" | "value" | "currency" | "detail");
    let fields = STEPS.iter().map(|name| Field::new(*name, kind(name), may(name)));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

pub(super) fn people_schema() -> SchemaRef {
    let fields = vec![
        Field::new("key", DataType::UInt64, false),
        Field::new("who", DataType::Utf8, false),
    ];
    Arc::new(Schema::new(fields))
}

/// What is read for credit is not compressed: unpacking costs more than reading. The rest is.
fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by("harpoon".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_data_page_row_count_limit(BATCH)
        .set_max_row_group_row_count(Some(1 << 20))
        .set_column_statistics_enabled("key".into(), EnabledStatistics::Chunk);
    for name in ["key", "at", "day", "kind", "origin"] {
        properties = properties.set_column_compression(name.into(), Compression::UNCOMPRESSED);
    }
    for name in ["at", "event_id", "deed", "value", "who"] {
        properties = properties.set_column_dictionary_enabled(name.into(), false);
    }
    properties
        .set_column_dictionary_enabled("row".into(), false)
        .set_column_encoding("row".into(), Encoding::DELTA_BINARY_PACKED)
        .build()
}

struct Out {
    path: PathBuf,
    file: File,
    writer: ArrowWriter<BufWriter<File>>,
}

impl Out {
    fn new(path: PathBuf, schema: SchemaRef) -> Result<Self, StoreError> {
        let file = File::create(&path).map_err(StoreError::io("write", &path))?;
        let out = BufWriter::with_capacity(1 << 20, file.try_clone().map_err(StoreError::io("write", &path))?);
        let options = ArrowWriterOptions::new().with_properties(properties());
        let writer = ArrowWriter::try_new_with_options(out, schema, options).map_err(StoreError::encode)?;
        Ok(Self { path, file, writer })
    }

    fn groups(&self) -> u32 {
        u32::try_from(self.writer.flushed_row_groups().len()).unwrap_or(u32::MAX)
    }

    fn finish(self, disk: &Disk) -> Result<(), StoreError> {
        self.writer.close().map_err(StoreError::encode)?;
        disk.sync(&self.file, &self.path)
            .map_err(StoreError::io("sync", &self.path))
    }
}

/// A pair of files that grows range by range.
pub(super) struct Writer {
    number: u32,
    steps: Out,
    people: Out,
    rows: Columns,
    names: (Vec<u64>, StringBuilder),
    parts: Vec<PartOf>,
    written: u64,
}

/// Names of a pair of files.
pub(super) fn names(folder: &Path, number: u32) -> [PathBuf; 2] {
    [
        folder.join(format!("steps-{number}.parquet")),
        folder.join(format!("people-{number}.parquet")),
    ]
}

impl Writer {
    pub(super) fn new(folder: &Path, number: u32) -> Result<Self, StoreError> {
        let [steps, people] = names(folder, number);
        Ok(Self {
            number,
            steps: Out::new(steps, steps_schema())?,
            people: Out::new(people, people_schema())?,
            rows: Columns::default(),
            names: (Vec::new(), StringBuilder::new()),
            parts: Vec::new(),
            written: 0,
        })
    }

    /// Adds a row; they come in order.
    pub(super) fn row(&mut self, record: &Record<'_>, origin: u32) -> Result<(), StoreError> {
        self.rows.push(record, origin);
        self.written += 1;
        if self.rows.key.len() >= BATCH {
            self.write_rows()?;
        }
        Ok(())
    }

    /// Says who a key is; they come in order.
    pub(super) fn name(&mut self, key: u64, who: &str) {
        self.names.0.push(key);
        self.names.1.append_value(who);
    }

    /// Makes an end of a range.
    pub(super) fn range(&mut self, range: u32) -> Result<(), StoreError> {
        let before = (self.steps.groups(), self.people.groups());
        self.write_rows()?;
        let keys: ArrayRef = Arc::new(UInt64Array::from(std::mem::take(&mut self.names.0)));
        if !keys.is_empty() {
            let batch = RecordBatch::try_new(people_schema(), vec![keys, Arc::new(self.names.1.finish())]);
            self.people
                .writer
                .write(&batch.map_err(StoreError::encode)?)
                .map_err(StoreError::encode)?;
        }
        self.steps.writer.flush().map_err(StoreError::encode)?;
        self.people.writer.flush().map_err(StoreError::encode)?;
        let part = PartOf {
            range,
            file: self.number,
            steps: (before.0, self.steps.groups() - before.0),
            people: (before.1, self.people.groups() - before.1),
        };
        if part.steps.1 > 0 {
            self.parts.push(part);
        }
        Ok(())
    }

    fn write_rows(&mut self) -> Result<(), StoreError> {
        if self.rows.key.is_empty() {
            return Ok(());
        }
        let batch = self.rows.finish().map_err(StoreError::encode)?;
        self.steps.writer.write(&batch).map_err(StoreError::encode)
    }

    /// Syncs both files; gives where the ranges lie, and the rows.
    pub(super) fn finish(self, disk: &Disk) -> Result<(Vec<PartOf>, u64), StoreError> {
        self.steps.finish(disk)?;
        self.people.finish(disk)?;
        Ok((self.parts, self.written))
    }
}

#[derive(Default)]
struct Columns {
    key: Vec<u64>,
    at: Vec<i64>,
    day: Vec<i32>,
    kind: Vec<i32>,
    origin: Vec<i32>,
    deed: StringBuilder,
    value: Vec<Option<i64>>,
    currency: StringBuilder,
    detail: StringBuilder,
    import: Vec<i32>,
    row: Vec<i64>,
    event_id: StringBuilder,
}

impl Columns {
    fn push(&mut self, record: &Record<'_>, origin: u32) {
        self.key.push(record.key);
        self.at.push(record.at);
        self.day.push(record.day);
        self.kind.push(i32::from(record.kind));
        self.origin.push(origin.cast_signed());
        self.deed.append_option(record.deed);
        self.value.push(record.value);
        self.currency.append_option(record.currency);
        self.detail.append_option(record.detail);
        self.import.push(record.import.cast_signed());
        self.row.push(record.row.cast_signed());
        self.event_id.append_value(record.event_id);
    }

    /// The rows so far, in the order of [`STEPS`].
    fn finish(&mut self) -> Result<RecordBatch, arrow::error::ArrowError> {
        let take = std::mem::take::<Vec<i32>>;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(UInt64Array::from(std::mem::take(&mut self.key))),
            Arc::new(TimestampMicrosecondArray::from(std::mem::take(&mut self.at))),
            Arc::new(Date32Array::from(take(&mut self.day))),
            Arc::new(Int32Array::from(take(&mut self.kind))),
            Arc::new(Int32Array::from(take(&mut self.origin))),
            Arc::new(self.deed.finish()),
            Arc::new(Int64Array::from(std::mem::take(&mut self.value))),
            Arc::new(self.currency.finish()),
            Arc::new(self.detail.finish()),
            Arc::new(Int32Array::from(take(&mut self.import))),
            Arc::new(Int64Array::from(std::mem::take(&mut self.row))),
            Arc::new(self.event_id.finish()),
        ];
        RecordBatch::try_new(steps_schema(), columns)
    }
}
