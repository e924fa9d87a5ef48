//! [`FactFile`]: a Parquet file of observations, written from pieces of some hundred thousand subjects.
//!
//! Each column of figures becomes a row group of its own, so that a row group holds one metric. The subjects' columns
//! are the same in all of them: they are encoded once and their bytes repeated. What is constant over a whole row
//! group is encoded once a file. Values that hardly repeat are packed as differences: a dictionary of them costs a
//! search a value and saves little.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use ::parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::properties::WriterPropertiesPtr;
use ::parquet::file::writer::SerializedFileWriter;
use arrow::array::ArrayRef;
use bytes::Bytes;
use harpoon_core::Number;
use harpoon_core::batch::{Figures, Observations};
use harpoon_core::table::Table;

use super::columns::{self, Source};
use super::durable::Disk;
use super::error::StoreError;
use super::extremes;
use super::log::NewFile;
use super::parquet::{self, Target};
use super::schema;

/// Bytes after which a file is full.
const FULL: usize = 256 << 20;
/// Values that are looked at to tell whether they repeat.
const SAMPLE: usize = 4_096;

/// A file under way.
pub(super) struct FactFile {
    table: &'static Table,
    properties: WriterPropertiesPtr,
    /// For values that hardly repeat.
    packed: WriterPropertiesPtr,
    /// For columns whose statistics are known beforehand.
    unstated: WriterPropertiesPtr,
    target: Target,
    writer: SerializedFileWriter<BufWriter<File>>,
    /// Encoded constants by column, word and rows; no word for nulls.
    constants: HashMap<(usize, Option<String>, usize), Encoded>,
}

/// One encoded column of one row group.
#[derive(Clone)]
struct Encoded {
    bytes: Bytes,
    about: ColumnChunkMetaData,
    rows: u64,
}

impl FactFile {
    pub(super) fn new(table: &'static Table, folder: &Path, stem: &str) -> Result<Self, StoreError> {
        let schema = schema::parquet(table);
        let properties = Arc::new(parquet::properties(table, None));
        let packed = Arc::new(parquet::packed(&properties, "value"));
        let unstated = Arc::new(parquet::unstated(&properties));
        let target = Target::new(folder, stem)?;
        let out = target.file.try_clone().map_err(StoreError::encode)?;
        let tree = ArrowSchemaConverter::new()
            .convert(&schema)
            .map_err(StoreError::encode)?;
        let out = BufWriter::with_capacity(1 << 20, out);
        let writer = SerializedFileWriter::new(out, tree.root_schema_ptr(), Arc::clone(&properties));
        Ok(Self {
            table,
            properties,
            packed,
            unstated,
            target,
            writer: writer.map_err(StoreError::encode)?,
            constants: HashMap::new(),
        })
    }

    /// Whether the next piece should go to another file.
    pub(super) fn is_full(&self) -> bool {
        self.writer.bytes_written() >= FULL
    }

    /// Writes a row group for each column of figures.
    pub(super) fn write(&mut self, o: &Observations, import_id: &str) -> Result<(), StoreError> {
        let mut subjects = HashMap::new();
        for figures in &o.figures {
            self.figures(o, figures, import_id, &mut subjects)
                .map_err(StoreError::encode)?;
        }
        Ok(())
    }

    /// Syncs the complete file.
    pub(super) fn finish(self, disk: &Disk) -> Result<NewFile, StoreError> {
        let metadata = self.writer.close().map_err(StoreError::encode)?;
        self.target.finish(self.table, disk, &metadata)
    }

    fn figures(
        &mut self,
        o: &Observations,
        f: &Figures,
        import_id: &str,
        subjects: &mut HashMap<usize, Encoded>,
    ) -> Result<(), ParquetError> {
        let mut columns = Vec::with_capacity(self.table.columns.len());
        for (index, column) in self.table.columns.iter().enumerate() {
            let source = columns::source(column, o, f, import_id);
            let known = match source {
                Source::Constant(word) => self.constants.get(&(index, Some(word.to_owned()), o.len())),
                Source::Nothing => self.constants.get(&(index, None, o.len())),
                Source::Subject => subjects.get(&index),
                Source::Figure => None,
            };
            if let Some(known) = known {
                columns.push(known.clone());
                continue;
            }
            let encoded = match column.name {
                "value" => self.encode(index, columns::values(f)?, self.properties_of(f))?,
                _ => self.encode(index, columns::fact(column, o, f, import_id)?, &self.properties)?,
            };
            match source {
                Source::Constant(word) => {
                    self.constants
                        .insert((index, Some(word.to_owned()), o.len()), encoded.clone());
                }
                Source::Nothing => drop(self.constants.insert((index, None, o.len()), encoded.clone())),
                Source::Subject => drop(subjects.insert(index, encoded.clone())),
                Source::Figure => {}
            }
            columns.push(encoded);
        }
        self.row_group(columns)
    }

    fn row_group(&mut self, columns: Vec<Encoded>) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in columns {
            let close = ColumnCloseResult {
                bytes_written: u64::try_from(column.about.compressed_size()).unwrap_or(0),
                rows_written: column.rows,
                metadata: column.about,
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            group.append_column(&column.bytes, close)?;
        }
        group.close()?;
        Ok(())
    }

    /// How the values of a column of figures are stored.
    fn properties_of(&self, f: &Figures) -> &WriterPropertiesPtr {
        let sample = f.values.get(..SAMPLE).unwrap_or(&f.values);
        let distinct: BTreeSet<&Option<Number>> = sample.iter().collect();
        if distinct.len() > sample.len() / 2 {
            &self.packed
        } else {
            &self.properties
        }
    }

    /// Encodes one column on its own, in memory.
    fn encode(&self, index: usize, array: ArrayRef, properties: &WriterPropertiesPtr) -> Result<Encoded, ParquetError> {
        let rows = array.len() as u64;
        let column = self.table.columns.get(index..=index).unwrap_or_default();
        let is_stated = column.iter().any(|c| parquet::has_statistics(c.name, c.kind));
        let statistics = extremes::of_words(&array).filter(|_| is_stated);
        let properties = if statistics.is_some() {
            &self.unstated
        } else {
            properties
        };
        let batch = columns::batch(column, vec![array])?;
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties.as_ref().clone()))?;
        writer.write(&batch)?;
        let metadata = writer.close()?;
        let about = metadata
            .row_groups()
            .first()
            .and_then(|group| group.columns().first())
            .cloned();
        let about = about.ok_or_else(|| ParquetError::General("a column without rows".to_owned()))?;
        let about = match statistics {
            Some(known) => about.into_builder().set_statistics(known).build()?,
            None => about,
        };
        Ok(Encoded {
            bytes: bytes.into(),
            about,
            rows,
        })
    }
}
