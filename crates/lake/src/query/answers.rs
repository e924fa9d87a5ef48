//! [`Answers`]: what statements gave, so that questions which share a figure share its statement. On disk as well, where the
//! data and settings that decide are told apart by [`Kept`].

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{ArrayRef, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;

use crate::kept::Kept;

/// Rows of an answer beyond which it is not kept: it costs more memory than running its statement again costs time.
const LARGEST: usize = 100_000;

/// Answers by statement, of one session over one version of the data: there the same statement gives the same answer.
#[derive(Debug, Default)]
pub struct Answers {
    /// A leaf lock: nothing is called while it is held.
    known: Mutex<Known>,
    kept: Option<Kept>,
    /// Whether all is kept on disk, not only what is dear.
    all: bool,
}

#[derive(Debug, Default)]
struct Known {
    batches: HashMap<String, Vec<RecordBatch>>,
    run: usize,
}

impl Answers {
    /// Answers that are kept on disk too.
    pub fn on_disk(kept: Kept) -> Self {
        Self {
            kept: Some(kept),
            ..Self::default()
        }
    }

    /// Keeps all on disk, however cheap; for tests.
    pub(crate) fn keep_all(&mut self) {
        self.all = true;
    }

    /// What is kept on disk.
    pub fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// Tells data and settings; empty where nothing outlives the session.
    pub(crate) fn stamp(&self) -> &str {
        self.kept.as_ref().map_or("", Kept::stamp)
    }

    /// How many statements were run.
    pub fn run(&self) -> usize {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).run
    }

    /// Notes that a statement is run.
    pub(crate) fn count(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).run += 1;
    }

    /// What a question gave, if it is known. The question names all that decides its answer.
    pub(crate) fn get(&self, question: &str) -> Option<Vec<RecordBatch>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(batches) = known.batches.get(question) {
            return Some(batches.clone());
        }
        drop(known);
        let batches = read(&self.kept.as_ref()?.get(question)?).ok()?;
        self.remember(question, &batches);
        Some(batches)
    }

    /// Keeps what a question gave, unless it is large; on disk only what is `dear` to work out.
    pub(crate) fn keep(&self, question: &str, batches: &[RecordBatch], dear: bool) {
        if batches.iter().map(RecordBatch::num_rows).sum::<usize>() > LARGEST {
            return;
        }
        self.remember(question, batches);
        if let Some(kept) = self.kept.as_ref().filter(|_| dear || self.all)
            && let Ok(bytes) = written(batches)
        {
            kept.put(question, &bytes);
        }
    }

    fn remember(&self, question: &str, batches: &[RecordBatch]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.batches.insert(question.to_owned(), batches.to_vec());
    }
}

/// The batches with texts of their own, not views of the larger pages that they were read from.
pub(crate) fn compact(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let plain = |column: &ArrayRef| match column.data_type() {
        DataType::Utf8View => cast(column, &DataType::Utf8),
        _ => Ok(Arc::clone(column)),
    };
    let columns = batch.columns().iter().map(plain).collect::<Result<Vec<_>, _>>()?;
    let schema = batch.schema();
    let fields = schema.fields().iter().zip(&columns);
    let fields: Vec<Field> = fields
        .map(|(field, column)| Field::new(field.name(), column.data_type().clone(), true))
        .collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

fn written(batches: &[RecordBatch]) -> Result<Vec<u8>, ArrowError> {
    let mut bytes = Vec::new();
    if let Some(first) = batches.first() {
        let mut writer = StreamWriter::try_new(&mut bytes, &first.schema())?;
        for batch in batches {
            writer.write(batch)?;
        }
        writer.finish()?;
    }
    Ok(bytes)
}

fn read(bytes: &[u8]) -> Result<Vec<RecordBatch>, ArrowError> {
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    StreamReader::try_new(Cursor::new(bytes), None)?.collect()
}
