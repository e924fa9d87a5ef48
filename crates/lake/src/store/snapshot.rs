//! [`Snapshot`]: the facts that count at one version of the data, as tables for queries.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::catalog::default_table_source::provider_as_source;
use datafusion::datasource::ViewTable;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::logical_expr::{LogicalPlanBuilder, col, lit};
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::future::try_join_all;
use harpoon_core::KeptFrom;

use super::Lake;
use super::durable::Disk;
use super::erase::{self, Statement};
use super::error::StoreError;
use super::import::{ImportRow, Status};
use super::pending::Pending;
use super::read;
use super::scan::FileTable;
use crate::engine::{self, Engine};

/// Memory of a query from elsewhere, in bytes.
const LITTLE: usize = 256 << 20;
/// Rows that it handles at a time: the engine does not count the memory of the batch at hand.
const FEW: usize = 1_024;

/// The data at one version: what counts does not change while it is read.
#[derive(Debug)]
pub struct Snapshot {
    version: u64,
    imports: Vec<ImportRow>,
    last_seq: u64,
    tables: BTreeMap<&'static str, Arc<dyn TableProvider>>,
    env: Arc<RuntimeEnv>,
    engine: Arc<dyn Engine>,
    /// Files of `events`.
    event_files: Vec<PathBuf>,
    disk: Disk,
    derived: PathBuf,
    is_latest: bool,
    /// How many removals are stated up to the latest version.
    removals: u64,
    kept_from: KeptFrom,
}

impl Snapshot {
    /// Reads the logs: imports first, then facts, then what is under way, then whether imports came meanwhile. In this order no
    /// import can slip in whose facts are seen but whose state is not, nor one that counts and whose facts are not seen.
    ///
    /// While something is removed from a bucket, or where it was between two looks, it fails with [`StoreError::Erasing`], but `amid` it.
    pub(super) async fn load(lake: &Lake, at: Option<u64>, amid: bool) -> Result<Self, StoreError> {
        // Before the facts: what is about to go is not counted any more.
        let kept_from = erase::read_kept(lake.root())?;
        let log = lake.log("imports")?;
        let known = log.state(None).await?;
        let mut files = BTreeMap::new();
        let facts = lake.logs().values().filter(|log| log.table.name != "imports");
        let listed =
            try_join_all(facts.map(async |log| FileTable::new(log, &log.state(None).await?).map(|table| (log, table))));
        files.extend(listed.await?.into_iter().map(|(log, table)| (log.table.name, table)));
        let pending = Pending::all(lake)?;
        let comes = |version: Option<u64>| version.is_some_and(|version| version > known.version());
        let removes = |(version, note): &(Option<u64>, Pending)| note.removal.is_some() && comes(*version);
        if !amid && pending.iter().any(removes) {
            return Err(StoreError::Erasing);
        }
        let latest = if log.is_last(known.version())? {
            known.clone()
        } else {
            log.state(None).await?
        };
        if let Some(asked) = at.filter(|&asked| asked > latest.version()) {
            return Err(StoreError::NoSuchVersion {
                asked,
                latest: latest.version(),
            });
        }
        if let Some(asked) = at.filter(|&asked| asked < latest.version())
            && let Some(erasure) = Statement::after(lake.root(), asked)?
        {
            return Err(StoreError::Erased {
                asked,
                at: erasure.at,
                since: erasure.version,
            });
        }
        if at.is_some_and(|asked| asked > known.version()) {
            // It came while we looked: not all of its facts may have been seen.
            return Box::pin(Self::load(lake, at, amid)).await;
        }
        let seen = known.version();
        let state = match at {
            Some(asked) if asked < latest.version() => log.state(Some(asked)).await?,
            _ => known,
        };
        let lines = read::imports(&FileTable::new(log, &state)?)?;
        let mut ids: BTreeSet<String> = pending.into_iter().flat_map(|(_, note)| note.imports).collect();
        let count = |lines: &[ImportRow]| lines.iter().filter(|line| Statement::is_of(line)).count() as u64;
        let mut removals = count(&lines);
        if state.version() < latest.version() {
            let later = read::imports(&FileTable::new(log, &latest)?)?;
            if lake.is_in_bucket() && state.version() == seen && removals < count(&later) {
                // Some of the facts were seen before, some after.
                return Err(StoreError::Erasing);
            }
            removals = count(&later);
            ids.extend(later.into_iter().map(|line| line.import_id));
        }
        let last_seq = lines.last().map_or(0, |line| line.seq);
        let imports = as_they_stand(lines);
        ids.extend(imports.iter().map(|i| i.import_id.clone()));
        let visible = imports.iter().filter(|i| i.status == Status::Done);
        visible.for_each(|i| {
            ids.remove(&i.import_id);
        });

        let event_files = files.get("events").map(FileTable::paths).unwrap_or_default();
        let mut tables: BTreeMap<&'static str, Arc<dyn TableProvider>> = BTreeMap::new();
        for (name, table) in files {
            tables.insert(name, without(Arc::new(table), &ids)?);
        }
        tables.insert("imports", Arc::new(FileTable::new(log, &state)?));
        Ok(Self {
            version: state.version(),
            imports,
            last_seq,
            tables,
            env: lake.env(),
            engine: lake.engine(),
            event_files,
            disk: lake.disk.clone(),
            derived: lake.derived().join("journal"),
            is_latest: state.version() == latest.version(),
            removals,
            kept_from,
        })
    }

    /// The version of the data: the version of the `imports` table.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// All imports in order, each as it stands; those that do not count included.
    pub fn imports(&self) -> &[ImportRow] {
        &self.imports
    }

    /// Number of the last line of `imports`.
    pub(super) fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// How many removals are stated up to the latest version.
    pub(super) fn removals(&self) -> u64 {
        self.removals
    }

    /// Where its questions run.
    pub fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    /// Files of `events` on this machine, whichever imports they hold. Of a bucket they are copies beside the journal, which reads a
    /// file many times: those that are there already are not fetched again, and those that no longer count go.
    pub(crate) fn event_files(&self) -> Result<Vec<PathBuf>, StoreError> {
        if self.disk.bucket().is_none() {
            return Ok(self.event_files.clone());
        }
        let folder = self.derived.with_file_name("events");
        let copy = |path: &PathBuf| {
            let copy = folder.join(path.file_name().unwrap_or_default());
            if copy.is_file() {
                return Ok(copy);
            }
            self.disk.copy(path, &copy).map_err(StoreError::io("fetch", path))?;
            Ok(copy)
        };
        let copies: Vec<PathBuf> = self.event_files.iter().map(copy).collect::<Result<_, StoreError>>()?;
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "parquet") && !copies.contains(&path) {
                // Whoever reads it still has it open, or fetches it again.
                let _ = std::fs::remove_file(path);
            }
        }
        Ok(copies)
    }

    /// Folder of the journal.
    pub(crate) fn derived(&self) -> &Path {
        &self.derived
    }

    /// From which day on nothing was removed because it was old.
    pub fn kept_from(&self) -> &KeptFrom {
        &self.kept_from
    }

    /// Whether no later version was there when it was read.
    pub(crate) fn is_latest(&self) -> bool {
        self.is_latest
    }

    /// A table with the facts that count.
    pub fn table(&self, name: &str) -> Option<Arc<dyn TableProvider>> {
        self.tables.get(name).cloned()
    }

    /// A session over the tables under their names. It has no other tables and cannot write these.
    pub fn context(&self) -> Result<SessionContext, StoreError> {
        self.with_tables(engine::session(&self.engine, config(), Arc::clone(&self.env))?)
    }

    /// The same with little memory, few rows at a time, and no place on the disk.
    pub(crate) fn bounded_context(&self) -> Result<SessionContext, StoreError> {
        let env = RuntimeEnvBuilder::from_runtime_env(&self.env)
            .with_memory_limit(LITTLE, 1.0)
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled));
        let mut config = config().with_batch_size(FEW);
        // A query that reads its own answer could double a text as often as it likes.
        config.options_mut().execution.enable_recursive_ctes = false;
        // What is bounded runs where the bounds are.
        self.with_tables(SessionContext::new_with_config_rt(config, Arc::new(env.build()?)))
    }

    fn with_tables(&self, context: SessionContext) -> Result<SessionContext, StoreError> {
        for (name, table) in &self.tables {
            context.register_table(*name, Arc::clone(table))?;
        }
        Ok(context)
    }
}

/// Settings of every session: all cores, and no trust in sizes of small scans.
pub(super) fn config() -> SessionConfig {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut config = SessionConfig::new().with_target_partitions(cores);
    // What each sort sets aside for the day on which it goes to disk: ten times as much, as usual, and fifty people who look at pages of a
    // few rows on a small server would have all of its memory set aside.
    config.options_mut().execution.sort_spill_reservation_bytes = 1 << 20;
    config
}

/// Each import once, with the number of its first line and the state of its last.
fn as_they_stand(lines: Vec<ImportRow>) -> Vec<ImportRow> {
    let mut imports: BTreeMap<String, ImportRow> = BTreeMap::new();
    for line in lines {
        match imports.get_mut(&line.import_id) {
            Some(import) => {
                import.status = line.status;
                // Less than it was where rows that were put aside were erased.
                import.quarantined = line.quarantined;
            }
            None => drop(imports.insert(line.import_id.clone(), line)),
        }
    }
    let mut imports: Vec<ImportRow> = imports.into_values().collect();
    imports.sort_by_key(|import| import.seq);
    imports
}

/// A table less the facts of some imports; the table itself where there are none.
fn without(table: Arc<dyn TableProvider>, hidden: &BTreeSet<String>) -> Result<Arc<dyn TableProvider>, StoreError> {
    if hidden.is_empty() {
        return Ok(table);
    }
    let ids = hidden.iter().map(|id| lit(id.as_str())).collect();
    let plan = LogicalPlanBuilder::scan("facts", provider_as_source(table), None)?
        .filter(col("import_id").in_list(ids, true))?
        .build()?;
    Ok(Arc::new(ViewTable::new(plan, None)))
}
