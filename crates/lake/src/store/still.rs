//! [`Lake::still`]: which files are the lake, looked at while nobody writes: what a copy of it needs.

use std::path::{Path, PathBuf};

use super::Lake;
use super::commit::carry_through;
use super::error::StoreError;
use super::import::ImportRow;
use super::lock::WriterLock;
use super::upkeep::{live, parquet_files};

/// The files of a lake at one version, from the workspace's folder on. Whoever has them has every version of the data: versions
/// go by imports, and facts that were ever imported stand in the files that count now.
#[derive(Clone, Debug)]
pub struct Still {
    /// The version of the data.
    pub version: u64,
    /// All imports, each as it stands.
    pub imports: Vec<ImportRow>,
    /// Files that never change: facts, commits, raw bytes. Compaction may replace some, and vacuum remove these, as soon as
    /// others may write again.
    pub lasting: Vec<PathBuf>,
    /// Files that the next commit may replace.
    pub passing: Vec<PathBuf>,
    /// Names of imported files whose raw bytes are gone.
    pub without_raw: Vec<String>,
}

impl Still {
    /// All of them.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.lasting.iter().chain(&self.passing).cloned()
    }
}

impl Lake {
    /// Waits until nobody writes, finishes what a killed writer left, and lets `look` see which files there are; nobody writes
    /// until it is done.
    pub fn still<T>(&self, look: impl FnOnce(&Still) -> T) -> Result<T, StoreError> {
        let _lock = WriterLock::take(&self.folder())?;
        carry_through(self)?;
        self.files().map(|still| look(&still))
    }

    /// Which files there are; for who knows that nobody writes.
    pub(super) fn files(&self) -> Result<Still, StoreError> {
        let snapshot = self.snapshot(None)?;
        let mut still = Still {
            version: snapshot.version(),
            imports: snapshot.imports().to_vec(),
            lasting: Vec::new(),
            passing: Vec::new(),
            without_raw: Vec::new(),
        };
        for log in self.logs().values() {
            let folder = Path::new("lake").join(log.table.name);
            // Old versions of the data are read from old files of `imports`, which are all kept.
            if log.table.name == "imports" {
                let files = parquet_files(&self.disk, &log.folder)?;
                still.lasting.extend(files.into_values().map(|name| folder.join(name)));
            } else {
                let live = live(&self.run(log.state(None))?);
                still.lasting.extend(live.into_iter().map(|name| folder.join(name)));
            }
            let commits = log.folder.join("_delta_log");
            for found in self.disk.list(&commits).map_err(StoreError::io("list", &commits))? {
                let name = found.file_name().unwrap_or_default().to_owned();
                let path = folder.join("_delta_log").join(&name);
                match name.to_string_lossy().as_ref() {
                    "_last_checkpoint" => still.passing.push(path),
                    // What is being written under another name counts for nothing.
                    name if [".json", ".parquet"].iter().any(|end| name.ends_with(end)) => still.lasting.push(path),
                    _ => {}
                }
            }
        }
        for import in &still.imports {
            if self.has_raw(&import.sha256)? {
                let raw = self.raw_path(&import.sha256);
                still.lasting.extend(raw.strip_prefix(self.root()).map(Path::to_owned));
            } else {
                still.without_raw.push(import.file.clone());
            }
        }
        still.lasting.sort();
        still.lasting.dedup();
        Ok(still)
    }
}
