//! Whether what was removed is nowhere any more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use arrow::record_batch::RecordBatch;
use jiff::Timestamp;

use super::super::Lake;
use super::super::commit;
use super::super::doctor::Finding;
use super::super::error::StoreError;
use super::super::log::Log;
use super::super::pending::Pending;
use super::super::read;
use super::super::upkeep::{STILL_READ, live, parquet_files};
use super::names::Erased;
use super::plan::{self, Found, Told, naming};
use super::statement::{Statement, name};
use super::{Wish, is_begun};

const ERASE: &str = "`harpoon person NAME --erase` takes it out; if it comes again, tell us";
const VACUUM: &str =
    "another node was writing then, and was killed: `harpoon optimize --vacuum 1` takes it out once it is an hour old";

impl Lake {
    /// What still names people who were erased, and what of the statements does not hold.
    pub fn erased_findings(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        let mut found = |what: String, fix: &str| findings.push(Finding::without_loss(what, fix));
        if self.is_in_bucket() {
            // What a note says of files tells of who is in them; one that came too late goes.
            commit::carry_through(self)?;
            self.mirror_erased()?;
        }
        let is_noted = |note: &(Option<u64>, Pending)| note.1.removal.is_some();
        if is_begun(&self.root) || Pending::all(self)?.iter().any(is_noted) {
            found("a removal was begun and is not over".to_owned(), ERASE);
        }
        let statements = Statement::all(&self.root)?;
        let mut previous = String::new();
        let mut now: BTreeMap<&str, &str> = BTreeMap::new();
        for statement in &statements {
            if statement.previous != previous {
                let number = statement.number;
                found(
                    format!("the statement of removal {number} does not follow the one before"),
                    ERASE,
                );
            }
            previous = statement.digest()?;
            now.extend(
                statement
                    .raw
                    .iter()
                    .map(|(sha256, redacted)| (sha256.as_str(), redacted.now.as_str())),
            );
        }
        for (sha256, is) in now {
            if self.has_raw(sha256)? && self.raw_digest(sha256)? != is {
                found(format!("raw/…/{sha256}.zst is not what the removal left"), ERASE);
            }
        }
        let names = Erased::read(&self.root)?;
        if !names.is_empty() {
            let wish = Wish {
                names,
                ..Wish::default()
            };
            let rows: usize = Told::of(self, &wish, &[])?.named.values().map(BTreeSet::len).sum();
            if rows > 0 {
                found(format!("{rows} rows of the tables name people who were erased"), ERASE);
            }
            for (_, sha256) in self.raw_files()? {
                if !matches!(
                    plan::found(self, &sha256, &BTreeSet::new(), &wish.names)?,
                    Found::Nothing
                ) {
                    found(format!("raw/…/{sha256}.zst names people who were erased"), ERASE);
                }
            }
        }
        if self.is_in_bucket() && !statements.is_empty() {
            for path in self.late(true)? {
                let path = path.strip_prefix(&self.root).unwrap_or(&path).display().to_string();
                found(format!("{path} is from before a removal, and no log names it"), VACUUM);
            }
            findings.extend(self.kept_by_bucket()?);
        }
        Ok(findings)
    }

    /// What nodes wrote to a bucket late, having begun before somebody was erased: files that no log names and that name them, and entries of logs
    /// that had been taken away. They are removed, unless one only `looks`: files once they are so old that nobody is about to name them;
    /// whoever is finds the removal before.
    pub(in super::super) fn late(&self, looks: bool) -> Result<Vec<PathBuf>, StoreError> {
        let mut late = Vec::new();
        let names = Erased::read(&self.root)?;
        for log in self.logs().values().filter(|log| log.table.name != "imports") {
            late.extend(log.blank_again(looks)?);
            if names.is_empty() {
                continue;
            }
            for path in self.unnamed(log)? {
                let holds = |batch: &RecordBatch| -> Result<bool, StoreError> {
                    Ok(naming(log, batch, &names)?.contains(&true))
                };
                if !read::any(&self.disk, &path, holds)? {
                    continue;
                }
                let modified = self.disk.modified(&path).map_err(StoreError::io("read", &path))?;
                let is_left = modified.is_some_and(|at| at.elapsed().is_ok_and(|age| age > STILL_READ));
                if !looks && is_left {
                    self.disk.remove(&path).map_err(StoreError::io("remove", &path))?;
                }
                if looks || is_left {
                    late.push(path);
                }
            }
        }
        Ok(late)
    }

    /// Files of a table that its log does not name.
    fn unnamed(&self, log: &Log) -> Result<Vec<PathBuf>, StoreError> {
        // Listed first: what is named meanwhile is no longer among them.
        let files = parquet_files(&self.disk, &log.folder)?;
        let live = live(&self.run(log.state(None))?);
        let unnamed = files.into_iter().filter(|(_, name)| !live.contains(name));
        Ok(unnamed.map(|(path, _)| path).collect())
    }

    /// What a bucket keeps of files from before the last removal, although they were replaced or removed.
    pub fn kept_by_bucket(&self) -> Result<Vec<Finding>, StoreError> {
        let (Some(bucket), number) = (self.disk.bucket(), Statement::count(&self.root)) else {
            return Ok(Vec::new());
        };
        let mut findings = Vec::new();
        let mut found = |what: String, fix: &str| findings.push(Finding::without_loss(what, fix));
        if number == 0 {
            return Ok(findings);
        }
        let folder = Erased::folder(&self.root);
        let path = folder.join(name(number));
        let stated = bucket.list(&folder).map_err(StoreError::io("list", &folder))?;
        let stated = stated.into_iter().find(|object| object.path == path);
        let Some(stated) = stated.and_then(|object| Timestamp::try_from(object.modified).ok()) else {
            found(format!("{} is gone from the bucket", path.display()), "bring it back");
            return Ok(findings);
        };
        match bucket.before(stated) {
            Ok(before) => {
                if before.versions > 0 {
                    let versions = before.versions;
                    found(
                        format!(
                            "the bucket keeps {versions} old versions of files from before removal {number}: what was removed is still in them"
                        ),
                        "have the bucket expire noncurrent versions (a lifecycle rule of the storage), or remove them with the tools of the \
                         storage; then `harpoon person --erased` looks again",
                    );
                }
                if before.uploads > 0 {
                    let uploads = before.uploads;
                    found(
                        format!(
                            "the bucket keeps {uploads} uploads that were begun before removal {number} and never completed"
                        ),
                        "have the bucket remove incomplete multipart uploads after a day (a lifecycle rule of the storage); then look again",
                    );
                }
            }
            // That nothing is kept cannot be told, so it is not.
            Err(error) => found(
                format!("whether the bucket keeps old versions is not known: {error}"),
                "mend that, then look again",
            ),
        }
        Ok(findings)
    }
}
