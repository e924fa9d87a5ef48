//! [`Facts`]: the files of `events` as they stand, read column by column with texts by their place in a dictionary.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, StringArray};
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use arrow::record_batch::RecordBatch;
use harpoon_core::table::{Kind, table};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::statistics::Statistics;

use crate::store::{StoreError, schema};

/// Rows read at once.
const BATCH: usize = 32 * 1024;
/// Columns of texts that are mostly all different.
const PLAIN: &[&str] = &["event_id", "person", "company", "deed", "extra"];

/// The files, each with its footer.
pub(super) struct Facts {
    files: Vec<(PathBuf, ArrowReaderMetadata)>,
}

/// A row group of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    file: usize,
    /// Its place among those of the file.
    at: usize,
    /// Rows in it.
    pub(super) rows: u64,
}

impl Facts {
    /// Opens the files.
    pub(super) fn open(paths: &[PathBuf]) -> Result<Self, StoreError> {
        let options = ArrowReaderOptions::new().with_schema(Arc::new(columns()));
        let opened = paths.iter().map(|path| {
            let file = File::open(path).map_err(StoreError::io("read", path))?;
            let metadata = ArrowReaderMetadata::load(&file, options.clone()).map_err(unreadable(path))?;
            Ok((path.clone(), metadata))
        });
        Ok(Self {
            files: opened.collect::<Result<_, StoreError>>()?,
        })
    }

    /// All row groups that may hold rows of the imports.
    pub(super) fn groups(&self, imports: &[&str]) -> Vec<Group> {
        let mut groups = Vec::new();
        for (file, (_, metadata)) in self.files.iter().enumerate() {
            let column = metadata
                .parquet_schema()
                .columns()
                .iter()
                .position(|c| c.name() == "import_id");
            for (group, about) in metadata.metadata().row_groups().iter().enumerate() {
                let statistics = column.and_then(|at| about.column(at).statistics());
                if statistics.is_none_or(|s| imports.iter().any(|id| may_hold(s, id))) {
                    let rows = u64::try_from(about.num_rows()).unwrap_or(0);
                    groups.push(Group { file, at: group, rows });
                }
            }
        }
        groups
    }

    /// The rows of a group, with these columns.
    pub(super) fn read(&self, group: Group, names: &[&str]) -> Result<Rows, StoreError> {
        let Some((path, metadata)) = self.files.get(group.file) else {
            return Err(StoreError::OutOfTurn);
        };
        let file = File::open(path).map_err(StoreError::io("read", path))?;
        let mask = ProjectionMask::columns(metadata.parquet_schema(), names.iter().copied());
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata.clone())
            .with_row_groups(vec![group.at])
            .with_projection(mask)
            .with_batch_size(BATCH)
            .build()
            .map_err(unreadable(path))?;
        Ok(Rows {
            reader,
            path: path.clone(),
        })
    }
}

/// Batches of rows.
pub(super) struct Rows {
    reader: ParquetRecordBatchReader,
    path: PathBuf,
}

impl Iterator for Rows {
    type Item = Result<RecordBatch, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.reader.next()?;
        Some(batch.map_err(|e| StoreError::damaged(self.path.display().to_string(), &e)))
    }
}

pub(super) fn unreadable(path: &Path) -> impl FnOnce(parquet::errors::ParquetError) -> StoreError {
    move |e| StoreError::damaged(path.display().to_string(), &e)
}

/// The columns of `events`, with most texts by their place in a dictionary.
fn columns() -> Schema {
    let by_place = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields = table("events")
        .map(|t| t.columns)
        .unwrap_or_default()
        .iter()
        .map(|column| {
            let kind = match column.kind {
                Kind::Text if !PLAIN.contains(&column.name) => by_place.clone(),
                kind => schema::arrow_type(kind),
            };
            Field::new(column.name, kind, column.nullable)
        });
    Schema::new(fields.collect::<Vec<_>>())
}

fn may_hold(statistics: &Statistics, id: &str) -> bool {
    let Statistics::ByteArray(bounds) = statistics else {
        return true;
    };
    let least = bounds.min_opt().is_none_or(|least| least.data() <= id.as_bytes());
    let most = bounds
        .max_opt()
        .is_none_or(|most| most.data() >= id.as_bytes() || id.as_bytes().starts_with(most.data()));
    least && most
}

/// A column of plain texts.
pub(super) fn texts<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a StringArray, StoreError> {
    let column = batch
        .column_by_name(name)
        .and_then(|column| column.as_string_opt::<i32>());
    column.ok_or_else(|| StoreError::damaged("events", name))
}

/// A column of texts by their place.
pub(super) fn places<'a>(
    batch: &'a RecordBatch,
    name: &'static str,
) -> Result<&'a DictionaryArray<Int32Type>, StoreError> {
    let column = batch
        .column_by_name(name)
        .and_then(|column| column.as_dictionary_opt::<Int32Type>());
    column.ok_or_else(|| StoreError::damaged("events", name))
}

/// What each text of a dictionary means here; worked out again only when another dictionary comes.
pub(super) struct Meanings<T> {
    of: Option<ArrayRef>,
    known: Vec<T>,
}

impl<T> Default for Meanings<T> {
    fn default() -> Self {
        Self {
            of: None,
            known: Vec::new(),
        }
    }
}

impl<T> Meanings<T> {
    /// The meanings of the column's dictionary.
    pub(super) fn of(&mut self, column: &DictionaryArray<Int32Type>, mean: impl FnMut(&str) -> T) -> &[T] {
        let values = column.values();
        if !self.of.as_ref().is_some_and(|known| same(known, values)) {
            self.known.clear();
            if let Some(texts) = values.as_string_opt::<i32>() {
                self.known.extend((0..texts.len()).map(|at| texts.value(at)).map(mean));
            }
            self.of = Some(Arc::clone(values));
        }
        &self.known
    }
}

/// Whether both are the same bytes in memory.
fn same(one: &ArrayRef, other: &ArrayRef) -> bool {
    one.len() == other.len() && one.to_data().ptr_eq(&other.to_data())
}
