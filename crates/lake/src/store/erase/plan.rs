//! [`Plan`]: what goes when somebody is erased, found before anything is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use arrow::record_batch::RecordBatch;
use datafusion::prelude::SessionContext;
use deltalake::kernel::LogicalFileView;
use futures::StreamExt;
use harpoon_core::table::Kind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::Lake;
use super::super::error::StoreError;
use super::super::log::Log;
use super::super::scan::FileTable;
use super::super::schema;
use super::lines;
use super::names::{Erased, hex};
use super::note;
use super::statement::{Redacted, Statement};

/// Tables whose texts may name somebody. Of the others those rows go whose line does.
const NAMING: &[&str] = &["events", "identities", "quarantine", "voices"];

/// An erasure before its first step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// The names, by their digests.
    pub(super) names: Erased,
    /// Lines to go from raw files; none for those that go whole.
    pub(super) raw: BTreeMap<String, Option<BTreeSet<u64>>>,
    /// Lines by import whose facts go.
    pub(super) rows: BTreeMap<String, BTreeSet<u64>>,
    /// What will be stated.
    pub(super) statement: Statement,
}

impl Plan {
    /// What will be stated; the other files are not among it yet.
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The lines of raw files that go, by digest; none for a file that goes whole.
    pub const fn raw(&self) -> &BTreeMap<String, Option<BTreeSet<u64>>> {
        &self.raw
    }

    /// Whether the lake has nothing to erase.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty() && self.statement.tables.values().all(|[_, out]| *out == 0)
    }

    pub(super) fn make(lake: &Lake, names: Erased, now: Timestamp) -> Result<Self, StoreError> {
        let snapshot = lake.snapshot(None)?;
        let mut by_raw: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for import in snapshot.imports() {
            by_raw.entry(&import.sha256).or_default().push(&import.import_id);
        }
        let told = told(lake, &names)?;
        let mut raw = BTreeMap::new();
        let mut rows: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        for (sha256, imports) in by_raw {
            let told: BTreeSet<u64> = imports
                .iter()
                .filter_map(|id| told.get(*id))
                .flatten()
                .copied()
                .collect();
            let Some(found) = found(lake, sha256, &told, &names)? else {
                continue;
            };
            for id in imports {
                rows.insert(id.to_owned(), found.clone().unwrap_or_default());
            }
            raw.insert(sha256.to_owned(), found);
        }
        let before = Statement::all(&lake.root)?;
        let mut plan = Self {
            names,
            raw,
            rows,
            statement: Statement {
                number: before.len() as u64 + 1,
                at: now,
                names: Vec::new(),
                version: snapshot.version() + 1,
                tables: BTreeMap::new(),
                raw: BTreeMap::new(),
                others: BTreeMap::new(),
                previous: before.last().map(Statement::digest).transpose()?.unwrap_or_default(),
            },
        };
        plan.statement.names = plan.names.digests();
        plan.statement.raw = plan
            .raw
            .iter()
            .map(|(sha256, lines)| {
                let lines = lines.as_ref().map(|lines| lines.len() as u64);
                (
                    sha256.clone(),
                    Redacted {
                        lines,
                        now: String::new(),
                    },
                )
            })
            .collect();
        for log in lake.logs().values().filter(|log| log.table.name != "imports") {
            plan.statement
                .tables
                .insert(log.table.name.to_owned(), plan.count(lake, log)?);
        }
        Ok(plan)
    }

    /// Rows of a table, and those that go.
    fn count(&self, lake: &Lake, log: &Log) -> Result<[u64; 2], StoreError> {
        let state = lake.run(log.state(None))?;
        let mut sums = [0, 0];
        for view in state.log_data().iter() {
            if !self.may_touch(log) {
                sums[0] += view.num_records().unwrap_or(0) as u64;
                continue;
            }
            lake.run(each(log, &view, |batch| {
                let stays = self.stays(log, &batch)?;
                sums[0] += stays.len() as u64;
                sums[1] += stays.iter().filter(|stays| !**stays).count() as u64;
                Ok(())
            }))?;
        }
        Ok(sums)
    }

    /// Whether rows of the table may have to go.
    pub(super) fn may_touch(&self, log: &Log) -> bool {
        NAMING.contains(&log.table.name) || self.rows.values().any(|rows| !rows.is_empty())
    }

    /// For each row whether it stays.
    pub(super) fn stays(&self, log: &Log, batch: &RecordBatch) -> Result<Vec<bool>, StoreError> {
        let mut goes = if NAMING.contains(&log.table.name) {
            naming(log, batch, &self.names)?
        } else {
            vec![false; batch.num_rows()]
        };
        for (at, (import, row)) in places(batch)?.into_iter().enumerate() {
            goes[at] |= row != 0 && self.rows.get(&import).is_some_and(|rows| rows.contains(&row));
        }
        Ok(goes.into_iter().map(|goes| !goes).collect())
    }

    pub(super) fn read(root: &Path) -> Result<Option<Self>, StoreError> {
        let path = note(root);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|e| StoreError::damaged(path.display().to_string(), &e)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io("read", &path)(e)),
        }
    }

    pub(super) fn write(&self, lake: &Lake) -> Result<(), StoreError> {
        let path = note(&lake.root);
        let bytes = serde_json::to_vec(self).map_err(StoreError::encode)?;
        lake.disk
            .replace(&path, &[bytes.into()])
            .map_err(StoreError::io("write", &path))
    }

    pub(super) fn clear(lake: &Lake) -> Result<(), StoreError> {
        let path = note(&lake.root);
        lake.disk.remove(&path).map_err(StoreError::io("remove", &path))
    }
}

/// Lines by import from which facts come that name somebody.
pub(super) fn told(lake: &Lake, names: &Erased) -> Result<BTreeMap<String, BTreeSet<u64>>, StoreError> {
    let mut told: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for table in NAMING {
        let log = lake.log(table)?;
        let state = lake.run(log.state(None))?;
        for view in state.log_data().iter() {
            lake.run(each(log, &view, |batch| {
                let naming = naming(log, &batch, names)?;
                for ((import, row), _) in places(&batch)?.into_iter().zip(naming).filter(|(_, is)| *is) {
                    told.entry(import).or_default().insert(row);
                }
                Ok(())
            }))?;
        }
    }
    Ok(told)
}

/// What goes from a raw file: lines, or all of it; nothing where it names nobody.
pub(super) fn found(
    lake: &Lake,
    sha256: &str,
    told: &BTreeSet<u64>,
    names: &Erased,
) -> Result<Option<Option<BTreeSet<u64>>>, StoreError> {
    if !lake.has_raw(sha256) {
        return Ok(None);
    }
    let bytes = whole(lake, sha256)?;
    let lined = std::str::from_utf8(&bytes).ok().filter(|text| !text.contains('\0'));
    let Some(text) = lined else {
        // A sheet or an archive has no lines that could be taken out.
        return Ok((!told.is_empty()).then_some(None));
    };
    let lines = lines::named(text, told, |line| names.is_named_in(line));
    Ok((!lines.is_empty()).then_some(Some(lines)))
}

/// SHA-256 of what a raw file holds now.
pub(super) fn digest(lake: &Lake, sha256: &str) -> Result<String, StoreError> {
    Ok(hex(&whole(lake, sha256)?))
}

/// A raw file in memory.
pub(super) fn whole(lake: &Lake, sha256: &str) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let read = lake.raw(sha256)?.read_to_end(&mut bytes);
    read.map_err(StoreError::io("read the raw bytes in", &lake.root))?;
    Ok(bytes)
}

/// Rows of a file, some at a time.
pub(super) async fn each(
    log: &Log,
    view: &LogicalFileView,
    mut take: impl FnMut(RecordBatch) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let context = SessionContext::new_with_config(super::super::snapshot::config().with_target_partitions(1));
    let table = FileTable::of(log, std::slice::from_ref(view), schema::parquet(log.table))?;
    let mut rows = context.read_table(std::sync::Arc::new(table))?.execute_stream().await?;
    while let Some(batch) = rows.next().await {
        take(batch?)?;
    }
    Ok(())
}

/// For each row whether one of its texts names somebody.
fn naming(log: &Log, batch: &RecordBatch, names: &Erased) -> Result<Vec<bool>, StoreError> {
    let mut naming = vec![false; batch.num_rows()];
    let texts = log
        .table
        .columns
        .iter()
        .filter(|c| c.kind == Kind::Text && c.name != "import_id");
    for column in texts {
        let Some(array) = batch.column_by_name(column.name) else {
            continue;
        };
        let array = cast(array, &DataType::Utf8).map_err(StoreError::encode)?;
        let array = array.as_string::<i32>();
        for (at, is) in naming.iter_mut().enumerate() {
            *is = *is || array.is_valid(at) && names.is_named_in(array.value(at));
        }
    }
    Ok(naming)
}

/// Import and line of each row.
fn places(batch: &RecordBatch) -> Result<Vec<(String, u64)>, StoreError> {
    let column = |name: &str, kind: &DataType| {
        let missing = || StoreError::damaged("a table", &format!("no column `{name}`"));
        let column = batch.column_by_name(name).ok_or_else(missing)?;
        cast(column, kind).map_err(StoreError::encode)
    };
    let (imports, rows) = (column("import_id", &DataType::Utf8)?, column("row", &DataType::Int64)?);
    let (imports, rows) = (imports.as_string::<i32>(), rows.as_primitive::<Int64Type>());
    let place = |at| (imports.value(at).to_owned(), u64::try_from(rows.value(at)).unwrap_or(0));
    Ok((0..batch.num_rows()).map(place).collect())
}
