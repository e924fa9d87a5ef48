//! [`HeldImport`]: a small import that waits in memory, to be written together with others as one file a table.

use std::collections::BTreeSet;

use arrow::array::{ArrayRef, UInt32Array};
use arrow::compute::take;
use arrow::record_batch::RecordBatch;
use harpoon_core::batch::{Batch, Figures, Observations};
use harpoon_core::table::Table;

use super::Lake;
use super::columns;
use super::entities::{self, Others};
use super::erase::Erased;
use super::error::StoreError;
use super::import::ImportRow;
use super::log::NewFile;
use super::parquet::{self, Growing};
use super::pending::Pending;
use super::tally::Tally;

/// An import with all its rows.
pub(super) struct HeldImport {
    /// How many figures would take as much memory.
    pub(super) weight: usize,
    /// The line before anything was left out.
    pub(super) whole: ImportRow,
    pub(super) line: ImportRow,
    /// The import that it stands in place of.
    pub(super) instead: Option<String>,
    pub(super) facts: Vec<HeldFacts>,
    pub(super) others: Vec<Batch>,
    /// Lines that were left out because they name people who were erased.
    pub(super) erased: u64,
}

impl HeldImport {
    /// Leaves out whoever was erased on another node while it waited, and takes them out of its raw bytes.
    pub(super) fn strike(&mut self, lake: &Lake, erased: &Erased) -> Result<(), StoreError> {
        let (mut struck, mut aside) = (BTreeSet::new(), 0);
        for batch in &mut self.others {
            let (rows, put_aside) = erased.strike(batch);
            struck.extend(rows);
            aside += put_aside;
        }
        lake.redact_raw(&self.whole.sha256, &struck, erased)?;
        let mut tally = Tally::default();
        self.facts
            .iter()
            .for_each(|held| tally.observations(&held.observations));
        self.others.iter().for_each(|batch| tally.others(batch));
        let rows = struck.len() as u64;
        let whole = &mut self.whole;
        whole.accepted = whole.accepted.saturating_sub(rows.saturating_sub(aside));
        whole.quarantined = whole.quarantined.saturating_sub(aside);
        whole.facts = tally.facts;
        whole.digest = tally.digest();
        whole.series = tally.series();
        self.erased += rows;
        Ok(())
    }
}

/// Figures of one table.
pub(super) struct HeldFacts {
    pub(super) observations: Observations,
    /// Rows to write, for each column of figures; `None` for all.
    pub(super) kept: Vec<Option<Vec<u32>>>,
}

impl HeldFacts {
    /// Writes every row.
    pub(super) fn keep_all(&mut self) {
        self.kept = vec![None; self.observations.figures.len()];
    }
}

/// One column of figures of one import.
struct Strip<'a> {
    import_id: &'a str,
    observations: &'a Observations,
    figures: &'a Figures,
    kept: Option<&'a [u32]>,
}

/// Writes the files of all imports together, and the lines of those that they stand in place of. They are complete and synced, and no
/// log names them yet.
pub(super) fn write(lake: &Lake, imports: &[HeldImport], taken_back: &[ImportRow]) -> Result<Pending, StoreError> {
    let mut pending = Pending {
        imports: imports.iter().map(|i| i.line.import_id.clone()).collect(),
        ..Pending::default()
    };
    for log in lake.logs().values() {
        let file = match log.table.name {
            "observations" => facts(lake, log.table, imports)?,
            "imports" => lines(lake, log.table, imports, taken_back)?,
            _ => others(lake, log.table, imports)?,
        };
        if let Some(file) = file {
            pending.files.entry(log.table.name.to_owned()).or_default().push(file);
        }
    }
    Ok(pending)
}

/// The lines of `imports`.
fn lines(
    lake: &Lake,
    table: &'static Table,
    imports: &[HeldImport],
    taken_back: &[ImportRow],
) -> Result<Option<NewFile>, StoreError> {
    let new = imports.iter().map(|i| &i.line);
    let lines: Vec<ImportRow> = new.chain(taken_back).cloned().collect();
    let batch = entities::imports(table, &lines).map_err(StoreError::encode)?;
    write_batches(lake, table, &stem(imports), vec![batch])
}

fn others(lake: &Lake, table: &'static Table, imports: &[HeldImport]) -> Result<Option<NewFile>, StoreError> {
    let mut batches = Vec::new();
    for import in imports {
        for batch in &import.others {
            let rows = Others {
                import_id: &import.line.import_id,
                file: &import.line.file,
                batch,
            };
            batches.extend(rows.rows(table).map_err(StoreError::encode)?);
        }
    }
    write_batches(lake, table, &stem(imports), batches)
}

fn write_batches(
    lake: &Lake,
    table: &'static Table,
    stem: &str,
    batches: Vec<RecordBatch>,
) -> Result<Option<NewFile>, StoreError> {
    if batches.is_empty() {
        return Ok(None);
    }
    let folder = &lake.log(table.name)?.folder;
    parquet::write(table, folder, stem, &lake.disk, batches.into_iter().map(Ok)).map(Some)
}

/// Facts sorted by measure, so that a query for one metric reads little else.
fn facts(lake: &Lake, table: &'static Table, imports: &[HeldImport]) -> Result<Option<NewFile>, StoreError> {
    let mut strips = strips(imports);
    if strips.is_empty() {
        return Ok(None);
    }
    strips.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut file = Growing::new(table, &lake.disk, &lake.log(table.name)?.folder, &stem(imports))?;
    for strip in &strips {
        file.begin_metric(&strip.figures.measure.metric)?;
        file.write(&strip.rows(table)?)?;
    }
    file.finish(&lake.disk).map(Some)
}

fn strips(imports: &[HeldImport]) -> Vec<Strip<'_>> {
    let mut strips = Vec::new();
    for import in imports {
        for held in &import.facts {
            for (figures, kept) in held.observations.figures.iter().zip(&held.kept) {
                if kept.as_ref().is_some_and(Vec::is_empty) {
                    continue;
                }
                strips.push(Strip {
                    import_id: &import.line.import_id,
                    observations: &held.observations,
                    figures,
                    kept: kept.as_deref(),
                });
            }
        }
    }
    strips
}

fn order<'a>(strip: &Strip<'a>) -> (&'a str, &'a str, &'a str, Option<&'a String>) {
    let measure = &strip.figures.measure;
    let platform = strip.observations.platform.values().first();
    (&measure.metric, &measure.facet, measure.scope.as_str(), platform)
}

impl Strip<'_> {
    fn rows(&self, table: &Table) -> Result<RecordBatch, StoreError> {
        let kept = self.kept.map(|rows| UInt32Array::from(rows.to_vec()));
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for column in table.columns {
            let all = columns::fact(column, self.observations, self.figures, self.import_id);
            let array = match (all.map_err(StoreError::encode)?, &kept) {
                (all, None) => all,
                (all, Some(rows)) => take(&all, rows, None).map_err(StoreError::encode)?,
            };
            arrays.push(array);
        }
        columns::batch(table.columns, arrays).map_err(StoreError::encode)
    }
}

/// Start of the file names: the first import of the group.
fn stem(imports: &[HeldImport]) -> String {
    let id = imports.first().map_or("", |i| i.line.import_id.as_str());
    format!("part-{}", id.get(..16).unwrap_or(id))
}
