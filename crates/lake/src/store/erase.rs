//! [`Erasing`]: taking a person out of everything that the lake keeps, so that no file says their names any more.
//!
//! ```text
//! erased/
//!   names.json      digests of the names, by which they are kept out when they come again
//!   0001.json …     what each erasure did, without saying whom
//!   _pending.json   an erasure that is under way: which names, which lines; no name in plain
//! ```
//! The plan is noted before the first step, and each step does nothing where it is done already. So whoever finds the
//! note carries it through; until then nothing is written to the lake.

mod apply;
mod lines;
mod names;
mod plan;
mod statement;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

pub use lines::{named as named_lines, without as without_lines};
pub use names::Erased;
pub use plan::Plan;
pub use statement::{Redacted, Statement};

use super::Lake;
use super::commit;
use super::doctor::Finding;
use super::error::StoreError;
use super::lock::WriterLock;

/// An erasure, with the lake to itself.
pub struct Erasing<'a> {
    lake: &'a Lake,
    plan: Plan,
    _lock: WriterLock,
}

impl Lake {
    /// Sees what would go if somebody with these names, of a list with its salt, were erased. Nothing is written.
    pub fn erase(&self, names: Erased, now: Timestamp) -> Result<Erasing<'_>, StoreError> {
        let lock = WriterLock::take(&self.folder())?;
        commit::carry_through(self)?;
        Ok(Erasing {
            lake: self,
            plan: Plan::make(self, names, now)?,
            _lock: lock,
        })
    }

    /// An erasure that was killed before its end.
    pub fn begun_erasing(&self) -> Result<Option<Erasing<'_>>, StoreError> {
        if !is_begun(&self.root) {
            return Ok(None);
        }
        let lock = WriterLock::take(&self.folder())?;
        // Another process may have carried it through meanwhile.
        let Some(plan) = Plan::read(&self.root)? else {
            return Ok(None);
        };
        commit::carry_pending(self)?;
        Ok(Some(Erasing {
            lake: self,
            plan,
            _lock: lock,
        }))
    }
}

impl Erasing<'_> {
    /// What it does.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Does it. `elsewhere` takes the names out of what is not the lake's, and says of each file how many lines went; it is
    /// called again where an earlier run was killed.
    pub fn carry_out<E: From<StoreError>>(
        mut self,
        elsewhere: impl FnOnce(&Erased) -> Result<Vec<(String, u64)>, E>,
    ) -> Result<Statement, E> {
        self.plan.write(self.lake)?;
        let mut all = Erased::read(&self.lake.root)?;
        if !all.has_salt() {
            all = self.plan.names.clone();
        }
        all.join(&self.plan.names);
        all.write(&self.lake.root, &self.lake.disk)?;
        apply::tables(self.lake, &self.plan)?;
        apply::raw(self.lake, &mut self.plan)?;
        self.plan.statement.others.extend(elsewhere(&self.plan.names)?);
        remove_folder(&self.lake.derived())?;
        apply::state(self.lake, &self.plan)?;
        Plan::clear(self.lake)?;
        Ok(self.plan.statement)
    }
}

impl Lake {
    /// Takes the lines out of a kept file that are told, or that name somebody of the list.
    pub(super) fn redact_raw(&self, sha256: &str, told: &BTreeSet<u64>, names: &Erased) -> Result<(), StoreError> {
        match plan::found(self, sha256, told, names)? {
            Some(lines) => apply::redact(self, sha256, lines.as_ref()).map(|_| ()),
            None => Ok(()),
        }
    }

    /// What still names people who were erased, and what of the statements does not hold.
    pub(super) fn erased_findings(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        let mut found = |what: String| {
            findings.push(Finding {
                what,
                fix: "`harpoon person erase` with their name takes it out; if it comes again, tell us".to_owned(),
            });
        };
        if is_begun(&self.root) {
            found("somebody is half erased".to_owned());
        }
        let statements = Statement::all(&self.root)?;
        let mut previous = String::new();
        let mut now: BTreeMap<&str, &str> = BTreeMap::new();
        for statement in &statements {
            if statement.previous != previous {
                found(format!(
                    "the statement of erasure {} does not follow the one before",
                    statement.number
                ));
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
            if self.has_raw(sha256) && plan::digest(self, sha256)? != is {
                found(format!("raw/…/{sha256}.zst is not what the erasure left"));
            }
        }
        let names = Erased::read(&self.root)?;
        if !names.is_empty() {
            let rows: usize = plan::told(self, &names)?.values().map(BTreeSet::len).sum();
            if rows > 0 {
                found(format!("{rows} rows of the tables name people who were erased"));
            }
            for (_, sha256) in self.raw_files()? {
                if plan::found(self, &sha256, &BTreeSet::new(), &names)?.is_some() {
                    found(format!("raw/…/{sha256}.zst names people who were erased"));
                }
            }
        }
        Ok(findings)
    }
}

/// Refuses to write while somebody is half erased.
pub(super) fn refuse_begun(lake: &Lake) -> Result<(), StoreError> {
    if is_begun(&lake.root) {
        return Err(StoreError::Erasing);
    }
    Ok(())
}

fn is_begun(root: &Path) -> bool {
    note(root).is_file()
}

fn note(root: &Path) -> PathBuf {
    Erased::folder(root).join("_pending.json")
}

fn remove_folder(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(StoreError::io("remove", path)(e)),
        _ => Ok(()),
    }
}
