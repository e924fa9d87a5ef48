//! [`read`]: the whole file as batches of facts, in constant memory.

use harpoon_core::batch::Batch;

use crate::grid::Grid;
use crate::origin::Origin;
use crate::plan::{Answers, Damage, Plan, Refusal, Summary};
use crate::record::Record;
use crate::walk::{Found, Setting, Walk};

/// Figures in a batch: as many as the lake encodes in one go, so that it need not put batches together.
const MOST_FIGURES: usize = 4 * 1024 * 1024;
/// Rows in a batch.
const MOST_ROWS: u64 = 512 * 1024;
/// Rows from which on a text is split ahead, on a thread of its own.
const LONG: u64 = 4_096;
/// Posts and voices in a batch.
const MOST_TEXTS: usize = 8_192;
/// What people did, and their names, in a batch.
const MOST_EVENTS: usize = 32 * 1024;
/// Rejects in a batch.
const MOST_REJECTS: usize = 1_024;

/// Why reading stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    /// The file could not be read to its end.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Whoever takes the batches did not take one.
    #[error("the facts were not taken")]
    Sink(#[source] E),
}

/// Reads the file and hands over its facts in batches of up to some hundred thousand rows.
///
/// Rows that cannot be read are handed over as rejects; the others are not held up. Memory does not grow with the
/// file, save for a digest for each distinct post or ad, and for spreadsheets, which are read whole.
pub fn read<E>(
    origin: &Origin,
    plan: &Plan,
    answers: &Answers,
    sink: &mut dyn FnMut(Batch) -> Result<(), E>,
) -> Result<Summary, ReadError<E>> {
    let file = origin.full_name();
    let setting = Setting {
        registry: &plan.registry,
        answers,
        file: &file,
        modified: origin.modified(),
    };
    let mut found = Found::default();
    let mut batch = Batch::default();
    for mut grid in Grid::open(origin)? {
        let mut walk = Walk::new(&setting, &grid);
        let mut record = Record::default();
        let mut rows = 0;
        while grid.next(&mut record)? {
            rows += 1;
            if rows == LONG {
                grid = grid.run_ahead();
            }
            walk.look(&record, &mut found, &mut batch)?;
            if is_full(&batch, walk.waiting()) {
                walk.drain(&mut batch);
                sink(std::mem::take(&mut batch)).map_err(ReadError::Sink)?;
            }
        }
        walk.finish(&mut found, &mut batch);
        found.remarks.extend(grid.remark());
        if !is_empty(&batch) {
            sink(std::mem::take(&mut batch)).map_err(ReadError::Sink)?;
        }
    }
    Ok(Summary {
        rows: found.rows,
        rejected: found.rejected,
        checks: found.checks,
        observed_on: found.newest.max(found.stated_end),
        remarks: found.remarks.into_iter().collect(),
    })
}

/// Whether a batch is handed over with the figures that wait.
fn is_full(batch: &Batch, waiting: usize) -> bool {
    waiting >= MOST_FIGURES
        || batch.rows >= MOST_ROWS
        || batch.rejects.len() >= MOST_REJECTS
        || batch.posts.len() + batch.voices.len() >= MOST_TEXTS
        || batch.events.len() + batch.identities.len() >= MOST_EVENTS
}

fn is_empty(batch: &Batch) -> bool {
    batch.rows == 0
        && batch.observations.is_empty()
        && batch.posts.is_empty()
        && batch.ads.is_empty()
        && batch.campaigns.is_empty()
        && batch.accounts.is_empty()
        && batch.costs.is_empty()
        && batch.voices.is_empty()
        && batch.events.is_empty()
        && batch.identities.is_empty()
        && batch.rejects.is_empty()
}

/// The row on this line as it came: for receipts. A fact knows its line and not its sheet, so where several sheets of a
/// workbook have the line, each is given under its name.
pub fn raw_row(origin: &Origin, row: u64) -> Result<String, Refusal> {
    let mut found = Vec::new();
    for mut grid in Grid::open(origin)? {
        let mut record = Record::default();
        while grid.next(&mut record)? && record.line <= row {
            if row < record.line + record.lines.max(1) && !record.is_blank() {
                found.push((grid.sheet().unwrap_or_default().to_owned(), record.raw()));
                break;
            }
        }
    }
    match found.as_slice() {
        [] => Err(Refusal::Damaged(Damage::NoLine(row))),
        [(_, raw)] => Ok(raw.clone()),
        several => Ok(several
            .iter()
            .map(|(sheet, raw)| format!("sheet {sheet}: {raw}"))
            .collect::<Vec<_>>()
            .join("\n")),
    }
}
