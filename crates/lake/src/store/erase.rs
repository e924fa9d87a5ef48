//! [`Erasing`]: taking out of everything that the lake keeps what names a person, or what is too old, so that no file says it any
//! more.
//!
//! ```text
//! erased/
//!   names.json      digests of the names of people who were erased, by which they are kept out when they come again
//!   kept.json       the first day that is kept of what was removed because it was old
//!   0001.json …     what each removal did, without saying whom
//!   _pending.json   a removal that is under way: which names, which lines; no name in plain
//! ```
//! The plan is noted before the first step, and each step does nothing where it is done already. So whoever finds the
//! note carries it through; until then nothing is written to the lake.

mod apply;
mod lines;
mod names;
mod plan;
mod proof;
mod statement;
mod turn;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use harpoon_core::KeptFrom;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use lines::{named as named_lines, without as without_lines};
pub use names::Erased;
pub use plan::Plan;
pub use statement::{Redacted, Statement};
pub(super) use turn::{Removal, carry, waited};

use super::Lake;
use super::commit;
use super::durable::Disk;
use super::error::StoreError;
use super::lock::WriterLock;
use plan::Found;

/// For so long a question may still be at work that was asked before this node heard of a removal.
const AFTERWARDS: Duration = Duration::from_mins(10);

/// What is to go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Whoever has one of these names, of a list with its salt.
    pub names: Erased,
    /// Whatever is older.
    pub limits: Limits,
}

/// How old things may be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Files as they came, and rows put aside, go where they came before this.
    pub raw_before: Option<Timestamp>,
    /// Facts from before these days go.
    pub kept_from: KeptFrom,
}

impl Limits {
    /// Whether nothing is ever too old.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// The earliest of all.
    fn oldest(&self) -> Option<Timestamp> {
        let days = self.kept_from.0.values().copied();
        let begins = days.filter_map(|day| day.to_zoned(TimeZone::UTC).ok().map(|begin| begin.timestamp()));
        begins.chain(self.raw_before).min()
    }
}

/// A removal, with the lake to itself.
pub struct Erasing<'a> {
    lake: &'a Lake,
    plan: Plan,
    _lock: WriterLock,
}

impl Lake {
    /// Sees what would go. Nothing is written.
    pub fn erase(&self, wish: Wish, now: Timestamp) -> Result<Erasing<'_>, StoreError> {
        let lock = WriterLock::take(&self.folder())?;
        commit::carry_through(self)?;
        self.mirror_erased()?;
        Ok(Erasing {
            lake: self,
            plan: Plan::make(self, wish, now)?,
            _lock: lock,
        })
    }

    /// A removal that was killed before its end.
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

    /// Brings over what the bucket says of removals, so that it holds here too: what comes in is held against it, and what this node
    /// worked out of facts that are gone goes.
    pub(super) fn mirror_erased(&self) -> Result<(), StoreError> {
        let Some(bucket) = self.disk.bucket() else {
            return Ok(());
        };
        let folder = Erased::folder(&self.root);
        self.forget_derived_again()?;
        let mut is_new = false;
        for object in bucket.list(&folder).map_err(StoreError::io("list", &folder))? {
            let path = &object.path;
            let is_statement = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(|c: char| c.is_ascii_digit()));
            if is_statement && fs::metadata(path).is_ok_and(|about| about.len() == object.bytes) {
                continue;
            }
            let bytes = self.disk.read(path).map_err(StoreError::io("read", path))?;
            if fs::read(path).is_ok_and(|there| there == bytes) {
                continue;
            }
            if !is_new {
                // First, so that a kill leaves nothing that is taken for fresh.
                fs::write(self.forgotten(), "").map_err(StoreError::io("write", &self.forgotten()))?;
                self.forget_derived()?;
                is_new = true;
            }
            Disk::default()
                .replace(path, &[bytes])
                .map_err(StoreError::io("write", path))?;
        }
        Ok(())
    }

    /// Whoever was at work on this node when it heard of a removal may have written down afterwards what it knew from before: that goes too, a
    /// while later.
    fn forget_derived_again(&self) -> Result<(), StoreError> {
        let path = self.forgotten();
        let at = fs::metadata(&path).and_then(|about| about.modified());
        if at.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > AFTERWARDS)) {
            self.forget_derived()?;
            Disk::default().remove(&path).map_err(StoreError::io("remove", &path))?;
        }
        Ok(())
    }

    /// Says when this node threw away what it had worked out.
    fn forgotten(&self) -> PathBuf {
        self.folder().join("_forgotten")
    }

    /// Removes everything that is derived from facts and made anew when it is asked for.
    pub fn forget_derived(&self) -> Result<(), StoreError> {
        let path = self.derived();
        match fs::remove_dir_all(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(StoreError::io("remove", &path)(e)),
            _ => Ok(()),
        }
    }
}

impl Erasing<'_> {
    /// What it does.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whose names it is about.
    pub const fn names(&self) -> &Erased {
        &self.plan.wish.names
    }

    /// Adds what else will go, which is not the lake's: files, and how many lines of each.
    #[must_use]
    pub fn with_others(mut self, others: impl IntoIterator<Item = (String, u64)>) -> Self {
        self.plan.statement.others.extend(others);
        self
    }

    /// Adds the digests of the statements that it carries out once more.
    #[must_use]
    pub fn again(mut self, statements: Vec<String>) -> Self {
        self.plan.statement.again = statements;
        self
    }

    /// Does it. `elsewhere` takes the names out of what is not the lake's; it is called again where an earlier run was killed. Gives
    /// nothing where another node has removed it all meanwhile.
    pub fn carry_out<E: From<StoreError>>(
        mut self,
        elsewhere: impl FnOnce(&Erased) -> Result<(), E>,
    ) -> Result<Option<Statement>, E> {
        if self.lake.disk.bucket().is_some() {
            let stated = turn::take(self.lake, &self.plan)?;
            elsewhere(&self.plan.wish.names)?;
            self.lake.forget_derived()?;
            return Ok(stated);
        }
        self.plan.write(self.lake)?;
        apply::lists(self.lake, &self.plan)?;
        apply::tables(self.lake, &self.plan)?;
        apply::raw(self.lake, &mut self.plan)?;
        elsewhere(&self.plan.wish.names)?;
        self.lake.forget_derived()?;
        let state = self.lake.run(self.lake.log("imports")?.state(None))?;
        apply::state(self.lake, &self.plan, &state, &[])?;
        Plan::clear(self.lake)?;
        Ok(Some(self.plan.statement))
    }
}

impl Lake {
    /// Takes the lines out of a kept file that are told, or that name somebody of the list.
    pub(super) fn redact_raw(&self, sha256: &str, told: &BTreeSet<u64>, names: &Erased) -> Result<(), StoreError> {
        match plan::found(self, sha256, told, names)? {
            Found::Nothing => Ok(()),
            Found::Lines(lines) => apply::redact(self, sha256, Some(&lines)).map(drop),
            Found::All => apply::redact(self, sha256, None).map(drop),
        }
    }
}

/// From which day on everything is still there.
pub(super) fn read_kept(root: &Path) -> Result<KeptFrom, StoreError> {
    let path = kept(root);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|e| StoreError::damaged(path.display().to_string(), &e)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(KeptFrom::default()),
        Err(e) => Err(StoreError::io("read", &path)(e)),
    }
}

/// Keeps in mind from which day on, beside what other removals said.
fn write_kept(lake: &Lake, from: &KeptFrom) -> Result<(), StoreError> {
    merge(lake, &kept(&lake.root), |there: Option<KeptFrom>| {
        there.unwrap_or_default().later(from)
    })
}

/// Puts in place of a small file what is made of what it says. Nothing is written where that is the same.
fn merge<T: Serialize + DeserializeOwned>(
    lake: &Lake,
    path: &Path,
    with: impl Fn(Option<T>) -> T,
) -> Result<(), StoreError> {
    let merged = lake.disk.update(path, |there| {
        let before = there
            .as_deref()
            .map(|bytes| serde_json::from_slice(bytes))
            .transpose()?;
        let bytes = serde_json::to_vec(&with(before))?;
        Ok(there.is_none_or(|there| *there != *bytes).then_some(bytes))
    });
    merged.map_err(StoreError::io("write", path))
}

fn kept(root: &Path) -> PathBuf {
    Erased::folder(root).join("kept.json")
}

/// Refuses to write while a removal is half done.
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
