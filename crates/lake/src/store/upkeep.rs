//! Taking an import back, and keeping the folders small: nothing here changes what a version of the data says.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use datafusion::logical_expr::{SortExpr, col};
use datafusion::prelude::SessionContext;
use deltalake::kernel::{EagerSnapshot, LogicalFileView, Remove};
use futures::StreamExt;
use harpoon_core::table::Table;

use super::commit::{self, carry_through};
use super::durable::Disk;
use super::error::StoreError;
use super::import::{ImportRow, Status};
use super::known::Known;
use super::lock::WriterLock;
use super::log::{Log, NewFile};
use super::parquet::{self, Growing};
use super::pending::Pending;
use super::scan::FileTable;
use super::{Lake, entities, schema};

/// Rows up to which a file is worth joining with others.
const SMALL: usize = 500_000;
/// Rows that are joined at a time; where a table has an order they are sorted in memory.
const AT_A_TIME: usize = 2_000_000;
/// Small files of a table from which on joining pays.
const MANY: usize = 4;
/// The same for `imports`.
const MANY_IMPORTS: usize = 32;
/// Small files of any table that imports which come by themselves may leave before they are joined.
const SCATTERED: usize = 64;

/// In a bucket what no log names is not removed before: nobody takes so long to write a file and name it, or to read one that was joined.
pub(super) const UNUSED_KEPT: Duration = Duration::from_hours(24);

/// For so long a query may still read files that were joined.
pub(super) const STILL_READ: Duration = Duration::from_hours(1);

/// What [`Lake::optimize`] did to one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Optimized {
    /// The table.
    pub table: &'static str,
    /// Files before.
    pub before: usize,
    /// Files after.
    pub after: usize,
}

impl Lake {
    /// Hides the facts of an import, and of those that left out rows because it held them, unless another reading of
    /// the same bytes still counts. Gives all that were hidden, in order: the first is the one asked for or an earlier
    /// one; import the raw bytes of the others again to have their rows in full.
    pub fn revert(&self, import_id: &str) -> Result<Vec<ImportRow>, StoreError> {
        self.mark(Status::Reverted, |write| {
            let mut ids = BTreeSet::new();
            let mut next = VecDeque::from([write.find(import_id)?]);
            while let Some(line) = next.pop_front() {
                if ids.insert(line.import_id.clone()) && !write.has_other_reading(line, &ids) {
                    next.extend(
                        write
                            .known
                            .lines()
                            .filter(|l| l.is_done() && l.bases.contains(&line.import_id)),
                    );
                }
            }
            Ok(ids)
        })
    }

    /// Lets the facts of a reverted import count again, and those of the imports that hold rows which it left out.
    pub fn restore(&self, import_id: &str) -> Result<Vec<ImportRow>, StoreError> {
        self.mark(Status::Done, |write| {
            let mut ids = BTreeSet::new();
            let mut next = VecDeque::from([write.find(import_id)?]);
            while let Some(line) = next.pop_front() {
                if ids.insert(line.import_id.clone()) {
                    next.extend(line.bases.iter().filter_map(|id| write.known.get(id)));
                }
            }
            Ok(ids)
        })
    }

    /// Makes the data say what it said at a version: takes back what came since, and lets count again what was taken back since.
    /// Nothing is lost, and every version stays; gives the new one.
    pub fn return_to(&self, version: u64) -> Result<u64, StoreError> {
        let then = self.snapshot(Some(version))?;
        let counted: BTreeSet<&str> = then
            .imports()
            .iter()
            .filter(|import| import.is_done())
            .map(|import| import.import_id.as_str())
            .collect();
        for (counts, status) in [(false, Status::Reverted), (true, Status::Done)] {
            // Begun anew, so that lines of both kinds are numbered in a row.
            self.mark(status, |write| {
                let differing = write
                    .known
                    .lines()
                    .filter(|line| counted.contains(line.import_id.as_str()) == counts && line.is_done() != counts);
                Ok(differing.map(|line| line.import_id.clone()).collect())
            })?;
        }
        Ok(self.snapshot(None)?.version())
    }

    /// Appends a line with another status for each import that is chosen and does not have it already; chosen anew where another node
    /// came before.
    fn mark(
        &self,
        status: Status,
        choose: impl Fn(&Write<'_>) -> Result<BTreeSet<String>, StoreError>,
    ) -> Result<Vec<ImportRow>, StoreError> {
        loop {
            let write = Write::begin(self)?;
            if let Some(lines) = write.mark(&choose(&write)?, status)? {
                return Ok(lines);
            }
        }
    }

    /// Joins small files into larger ones, sorted so that queries skip more. The data stays the same, and so do old
    /// versions.
    pub fn optimize(&self) -> Result<Vec<Optimized>, StoreError> {
        let _write = Write::begin(self)?;
        let mut done = Vec::new();
        for log in self.logs().values() {
            // Joining lines of `imports` makes a version of the data without news: not for a few of them.
            let many = if log.table.name == "imports" {
                MANY_IMPORTS
            } else {
                MANY
            };
            done.push(self.run(self.join_small(log, many))?);
        }
        Ok(done)
    }

    /// The same where so many small imports came that reading suffers: each leaves a file in every table that it has rows of. Between two
    /// joins there are a few dozen of them, however many imports a day has. Files that were joined are removed an hour later.
    pub fn gather_up(&self) -> Result<Vec<Optimized>, StoreError> {
        let mut done = Vec::new();
        {
            let _write = Write::begin(self)?;
            for log in self.logs().values() {
                done.push(self.run(self.join_small(log, SCATTERED))?);
            }
        }
        done.retain(|table| table.after < table.before);
        if !done.is_empty() {
            self.vacuum(STILL_READ)?;
        }
        Ok(done)
    }

    /// Removes files older than `age` that nothing names: Parquet that kills left behind or [`Lake::optimize`] has
    /// replaced, and raw bytes of files that brought nothing new. A query that began less than `age` ago may still read them. Gives their number.
    pub fn vacuum(&self, age: Duration) -> Result<u64, StoreError> {
        let write = Write::begin(self)?;
        // What another node writes is not named before it is complete.
        let age = if self.disk.bucket().is_some() {
            age.max(UNUSED_KEPT)
        } else {
            age
        };
        let before = SystemTime::now().checked_sub(age).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut unused = Vec::new();
        for log in self.logs().values().filter(|log| log.table.name != "imports") {
            let live = live(&self.run(log.state(None))?);
            let files = parquet_files(&self.disk, &log.folder)?.into_iter();
            unused.extend(files.filter(|(_, name)| !live.contains(name)).map(|(path, _)| path));
        }
        let kept: BTreeSet<&str> = write.known.lines().map(|line| line.sha256.as_str()).collect();
        let raw = self.raw_files()?.into_iter();
        unused.extend(
            raw.filter(|(_, sha256)| !kept.contains(sha256.as_str()))
                .map(|(path, _)| path),
        );
        let mut taken = 0;
        if self.is_in_bucket() {
            // What nobody may keep does not wait until it is old.
            taken += self.late(false)?.len() as u64;
        }
        for path in unused {
            // Looked at last of all: it may just have been kept once more.
            let modified = self.disk.modified(&path).map_err(StoreError::io("read", &path))?;
            if modified.is_some_and(|at| at <= before) {
                self.disk.remove(&path).map_err(StoreError::io("remove", &path))?;
                taken += 1;
            }
        }
        Ok(taken)
    }

    async fn join_small(&self, log: &Log, many: usize) -> Result<Optimized, StoreError> {
        let mut state = log.state(None).await?;
        let before = state.log_data().num_files();
        loop {
            let small = small_files(&state);
            if small.len() < many {
                let after = state.log_data().num_files();
                return Ok(Optimized {
                    table: log.table.name,
                    before,
                    after,
                });
            }
            let new = self.joined(log, &small).await?;
            if !self.put_in_place(log, &state, &small, new).await? {
                // Another node joins them, or adds to them: whoever comes next finds what is left.
                let after = log.state(None).await?.log_data().num_files();
                return Ok(Optimized {
                    table: log.table.name,
                    before,
                    after: after.min(before),
                });
            }
            state = log.state(None).await?;
        }
    }

    /// `false` where another node came before.
    async fn put_in_place(
        &self,
        log: &Log,
        state: &EagerSnapshot,
        small: &[LogicalFileView],
        new: NewFile,
    ) -> Result<bool, StoreError> {
        if self.disk.bucket().is_some() && log.table.name == "imports" {
            // A version of `imports` is a version of the data, however little it says.
            let pending = Pending {
                files: BTreeMap::from([("imports".to_owned(), vec![new])]),
                gone: small.iter().map(|view| view.path().into_owned()).collect(),
                ..Pending::default()
            };
            let (lake, version) = (self.clone(), state.version());
            let published = tokio::task::spawn_blocking(move || commit::publish(&lake, &pending, version)).await;
            return published.map_err(|_| StoreError::OutOfTurn)?;
        }
        if self.disk.bucket().is_none() {
            // Whoever asked before reads them for a while yet: `vacuum` counts from now on.
            for view in small {
                let path = log.folder.join(&*view.path());
                let now = |file: File| file.set_modified(SystemTime::now());
                let touched = File::options().append(true).open(&path).and_then(now);
                touched.map_err(StoreError::io("write", &path))?;
            }
        }
        let old: Vec<Remove> = small.iter().map(|view| view.remove_action(false)).collect();
        let mut state = state.clone();
        loop {
            match log.rewrite(&state, old.clone(), std::slice::from_ref(&new)).await {
                Err(error) if self.disk.bucket().is_some() && error.is_conflict() => state = log.state(None).await?,
                other => return other.map(|_| true),
            }
            // Imports that came meanwhile are no hindrance; what another node joined is not joined twice.
            let live = live(&state);
            if live.contains(&new.name) {
                return Ok(true);
            }
            if !small.iter().all(|view| live.contains(&*view.path())) {
                parquet::discard(&self.disk, &log.folder, &[new]);
                return Ok(false);
            }
        }
    }

    async fn joined(&self, log: &Log, small: &[LogicalFileView]) -> Result<NewFile, StoreError> {
        let order = order(log.table);
        let mut config = super::snapshot::config();
        if order.is_empty() {
            // A file after the other.
            config = config.with_target_partitions(1);
        }
        let context = SessionContext::new_with_config_rt(config, self.env());
        let mut plan = context.read_table(Arc::new(FileTable::of(log, small, schema::parquet(log.table))?))?;
        if !order.is_empty() {
            plan = plan.sort(order)?;
        }
        let mut rows = plan.execute_stream().await?;
        let mut file = Growing::new(log.table, &self.disk, &log.folder, "joined")?;
        while let Some(batch) = rows.next().await {
            file.write_by_metric(&batch?)?;
        }
        file.finish(&self.disk)
    }
}

/// How the rows of joined files are ordered, so that queries skip those of other metrics, accounts and things. What people do belongs
/// to no account: it is read together, and stays in the order in which it came. There is no end of it, and sorting it would take
/// all of it into memory.
fn order(table: &Table) -> Vec<SortExpr> {
    let has = |name: &str| table.columns.iter().any(|column| column.name == name);
    if !has("account") {
        return Vec::new();
    }
    let order = [
        "metric",
        "facet",
        "platform",
        "account",
        "published_on",
        "period_start",
        "entity_id",
    ];
    let columns = order.into_iter().filter(|name| has(name));
    columns.map(|name| col(name).sort(true, true)).collect()
}

/// A short spell of writing under the lock.
struct Write<'a> {
    lake: &'a Lake,
    known: Known,
    /// The version that it knows.
    version: u64,
    _lock: WriterLock,
}

impl<'a> Write<'a> {
    fn begin(lake: &'a Lake) -> Result<Self, StoreError> {
        let lock = WriterLock::take(&lake.folder())?;
        carry_through(lake)?;
        let snapshot = lake.snapshot(None)?;
        Ok(Self {
            lake,
            known: Known::new(&snapshot),
            version: snapshot.version(),
            _lock: lock,
        })
    }

    /// By its id, or the beginning of it if only one begins so.
    fn find(&self, import_id: &str) -> Result<&ImportRow, StoreError> {
        let mut found = self.known.lines().filter(|line| line.import_id.starts_with(import_id));
        match (found.next(), found.next()) {
            (Some(line), None) if !import_id.is_empty() => Ok(line),
            _ => Err(StoreError::NoSuchImport(import_id.to_owned())),
        }
    }

    /// Whether the same bytes count under another reading.
    fn has_other_reading(&self, line: &ImportRow, less: &BTreeSet<String>) -> bool {
        let mut others = self.known.lines().filter(|l| l.is_done() && l.sha256 == line.sha256);
        others.any(|l| !less.contains(&l.import_id))
    }

    /// Appends a line with another status for each import that does not have it already; none where another node came before.
    fn mark(&self, ids: &BTreeSet<String>, status: Status) -> Result<Option<Vec<ImportRow>>, StoreError> {
        let lines = ids
            .iter()
            .filter_map(|id| self.known.get(id))
            .filter(|line| line.status != status);
        let mut lines: Vec<ImportRow> = lines.cloned().collect();
        lines.sort_by_key(|line| line.seq);
        for line in &mut lines {
            line.status = status;
        }
        if lines.is_empty() {
            return Ok(Some(lines));
        }
        let mut events = lines.clone();
        events
            .iter_mut()
            .zip(self.known.next_seq()..)
            .for_each(|(line, seq)| line.seq = seq);
        let log = self.lake.log("imports")?;
        let batch = entities::imports(log.table, &events).map_err(StoreError::encode)?;
        let file = parquet::write(log.table, &log.folder, status.as_str(), &self.lake.disk, [Ok(batch)])?;
        if self.lake.disk.bucket().is_some() {
            let pending = Pending {
                files: BTreeMap::from([("imports".to_owned(), vec![file])]),
                ..Pending::default()
            };
            return Ok(commit::publish(self.lake, &pending, self.version)?.then_some(lines));
        }
        let state = self.lake.run(log.state(None))?;
        self.lake.run(log.append(&state, &[file], &[]))?;
        Ok(Some(lines))
    }
}

/// Small live files, smallest first, as many as are joined at a time.
fn small_files(state: &EagerSnapshot) -> Vec<LogicalFileView> {
    let rows = |view: &LogicalFileView| view.num_records().unwrap_or(usize::MAX);
    let mut small: Vec<LogicalFileView> = state.log_data().iter().filter(|view| rows(view) < SMALL).collect();
    small.sort_by_key(|view| (rows(view), view.path().into_owned()));
    let mut sum = 0;
    small.retain(|view| {
        sum += rows(view);
        sum <= AT_A_TIME
    });
    small
}

/// Names of the files that count.
pub(super) fn live(state: &EagerSnapshot) -> BTreeSet<String> {
    state.log_data().iter().map(|view| view.path().into_owned()).collect()
}

/// Parquet files in a table's folder.
pub(super) fn parquet_files(disk: &Disk, folder: &Path) -> Result<BTreeMap<PathBuf, String>, StoreError> {
    let found = disk.list(folder).map_err(StoreError::io("list", folder))?;
    let named = found.into_iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?.to_owned();
        path.extension().is_some_and(|e| e == "parquet").then_some((path, name))
    });
    Ok(named.collect())
}
