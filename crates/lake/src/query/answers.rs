//! [`Answers`]: what statements gave, so that questions which share a figure share its statement.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use arrow::array::RecordBatch;

/// Rows of an answer beyond which it is not kept: it costs more memory than running its statement again costs time.
const LARGEST: usize = 100_000;

/// Answers by statement, of one session over one version of the data: there the same statement gives the same answer.
#[derive(Debug, Default)]
pub struct Answers {
    /// A leaf lock: nothing is called while it is held.
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    batches: HashMap<String, Vec<RecordBatch>>,
    run: usize,
}

impl Answers {
    /// How many statements were run.
    pub fn run(&self) -> usize {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).run
    }

    /// What a statement gave.
    pub(crate) fn get(&self, sql: &str) -> Option<Vec<RecordBatch>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.batches.get(sql).cloned()
    }

    /// Keeps what a statement gave, unless it is large.
    pub(crate) fn keep(&self, sql: &str, batches: &[RecordBatch]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.run += 1;
        if batches.iter().map(RecordBatch::num_rows).sum::<usize>() <= LARGEST {
            known.batches.insert(sql.to_owned(), batches.to_vec());
        }
    }
}
