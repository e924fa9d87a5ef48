//! [`FactFile`]: a Parquet file of observations, written from pieces of some hundred thousand subjects.
//!
//! Each column of figures becomes a row group of its own, so that a row group holds one metric. The subjects' columns
//! are the same in all of them: they are encoded once and their bytes repeated. What is constant over a whole row
//! group is encoded once a file. Values that hardly repeat are packed as differences: a dictionary of them costs a
//! search a value and saves little.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::properties::WriterPropertiesPtr;
use ::parquet::file::statistics::Statistics;
use ::parquet::file::writer::SerializedFileWriter;
use arrow::array::ArrayRef;
use arrow::error::ArrowError;
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
/// Rows that are encoded at a time: what the encoder notes of each stays in the core's cache. Pages begin where they would
/// if all rows came at once.
const STRETCH: usize = 32 * 1024;

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
    /// Encoded constants.
    constants: HashMap<Content, Encoded>,
}

/// What an encoded column holds: those of equal content have equal bytes. `index` is the column's in the table.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Content {
    /// The same word in so many rows; no word for nulls.
    Constant {
        index: usize,
        word: Option<String>,
        rows: usize,
    },
    /// What the subjects of the piece have in this column.
    Subject { index: usize },
    /// What the column of figures at this place has in it.
    Figure { index: usize, at: usize },
}

impl Content {
    fn constant(index: usize, word: Option<&str>, rows: usize) -> Self {
        let word = word.map(str::to_owned);
        Self::Constant { index, word, rows }
    }

    const fn index(&self) -> usize {
        match self {
            Self::Constant { index, .. } | Self::Subject { index } | Self::Figure { index, .. } => *index,
        }
    }
}

/// One encoded column of one row group.
#[derive(Clone)]
struct Encoded {
    bytes: Bytes,
    about: ColumnChunkMetaData,
    rows: u64,
}

impl FactFile {
    pub(super) fn new(table: &'static Table, disk: &Disk, folder: &Path, stem: &str) -> Result<Self, StoreError> {
        let schema = schema::parquet(table);
        let properties = Arc::new(parquet::properties(table, None));
        let packed = Arc::new(parquet::packed(&properties, "value"));
        let unstated = Arc::new(parquet::unstated(&properties));
        let target = Target::new(disk, folder, stem)?;
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

    /// Writes a row group for each column of figures, encoded on so many cores.
    pub(super) fn write(&mut self, o: &Observations, import_id: &str, cores: usize) -> Result<(), StoreError> {
        let groups: Vec<Vec<Content>> = o
            .figures
            .iter()
            .enumerate()
            .map(|(at, f)| self.contents(o, at, f, import_id))
            .collect();
        let mut encoded = self
            .encode_all(o, &groups, import_id, cores)
            .map_err(StoreError::encode)?;
        for group in &groups {
            let columns = group
                .iter()
                .filter_map(|content| self.constants.get(content).or_else(|| encoded.get(content)));
            let columns = columns.cloned().collect();
            self.row_group(columns).map_err(StoreError::encode)?;
        }
        encoded.retain(|content, _| matches!(content, Content::Constant { .. }));
        self.constants.extend(encoded);
        Ok(())
    }

    /// Syncs the complete file.
    pub(super) fn finish(self, disk: &Disk) -> Result<NewFile, StoreError> {
        let metadata = self.writer.close().map_err(StoreError::encode)?;
        self.target.finish(self.table, disk, &metadata)
    }

    /// What the columns of one column of figures hold.
    fn contents(&self, o: &Observations, at: usize, f: &Figures, import_id: &str) -> Vec<Content> {
        let column = |(index, column)| match columns::source(column, o, f, import_id) {
            Source::Constant(word) => Content::constant(index, Some(word), o.len()),
            Source::Nothing => Content::constant(index, None, o.len()),
            Source::Subject => Content::Subject { index },
            Source::Figure => Content::Figure { index, at },
        };
        self.table.columns.iter().enumerate().map(column).collect()
    }

    /// Encodes what is not known yet, each content once.
    fn encode_all(
        &self,
        o: &Observations,
        groups: &[Vec<Content>],
        import_id: &str,
        cores: usize,
    ) -> Result<HashMap<Content, Encoded>, ParquetError> {
        let mut seen = HashSet::new();
        let mut tasks: Vec<(&Content, &Figures)> = Vec::new();
        for (group, figures) in groups.iter().zip(&o.figures) {
            let fresh = group
                .iter()
                .filter(|content| !self.constants.contains_key(*content) && seen.insert(*content));
            tasks.extend(fresh.map(|content| (content, figures)));
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some((content, figures)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push(((*content).clone(), self.encode(content.index(), o, figures, import_id)?));
            }
            Ok::<_, ParquetError>(done)
        };
        let cores = cores.min(tasks.len());
        let done: Vec<Result<Vec<_>, ParquetError>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
            let broken = |_| Err(ParquetError::General("an encoding thread broke off".to_owned()));
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(broken))
                .collect()
        });
        let mut all = HashMap::new();
        for part in done {
            all.extend(part?);
        }
        Ok(all)
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
    fn properties_of(&self, values: &[Option<Number>]) -> &WriterPropertiesPtr {
        let sample = values.get(..SAMPLE).unwrap_or(values);
        let distinct: BTreeSet<&Option<Number>> = sample.iter().collect();
        if distinct.len() > sample.len() / 2 {
            &self.packed
        } else {
            &self.properties
        }
    }

    /// Encodes one column on its own, in memory.
    fn encode(&self, index: usize, o: &Observations, f: &Figures, import_id: &str) -> Result<Encoded, ParquetError> {
        let column = &self.table.columns[index];
        let content = match column.name {
            "value" => Rows::Values(&f.values),
            _ => Rows::Array(columns::fact(column, o, f, import_id)?),
        };
        let is_stated = parquet::has_statistics(column.name, column.kind);
        let statistics = content.words().filter(|_| is_stated);
        let properties = match &content {
            _ if statistics.is_some() => &self.unstated,
            Rows::Values(values) => self.properties_of(values),
            Rows::Array(_) => &self.properties,
        };
        let batch = |from, rows| columns::batch(std::slice::from_ref(column), vec![content.array(from, rows)?]);
        let mut bytes = Vec::new();
        let schema = batch(0, 0)?.schema();
        let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties.as_ref().clone()))?;
        for from in (0..o.len()).step_by(STRETCH) {
            writer.write(&batch(from, STRETCH.min(o.len() - from))?)?;
        }
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
            rows: o.len() as u64,
        })
    }
}

/// A column of a piece on its way into arrays.
enum Rows<'a> {
    Values(&'a [Option<Number>]),
    Array(ArrayRef),
}

impl Rows<'_> {
    /// So many rows from this one on. Values become arrays only here, a stretch at a time.
    fn array(&self, from: usize, rows: usize) -> Result<ArrayRef, ArrowError> {
        match self {
            Self::Values(values) => columns::values(&values[from..from + rows]),
            Self::Array(array) => Ok(array.slice(from, rows)),
        }
    }

    /// Statistics of words.
    fn words(&self) -> Option<Statistics> {
        match self {
            Self::Values(_) => None,
            Self::Array(array) => extremes::of_words(array),
        }
    }
}
