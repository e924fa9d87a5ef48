//! A removal in a bucket. Nobody is locked out there: it takes the next version of the data like a commit, by a note under the version's
//! name (`commit.rs`). As long as the note stands nothing else can become that version, so what is found stays as it was found; and
//! whoever comes carries the note through, at the same time as others.
//!
//! The first who found what goes puts that beside the note, before anything does. Every step does nothing where it is done, and
//! puts nothing in place of what it has not seen: who is slow, or was taken for dead, harms nobody.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::Lake;
use super::super::bucket::is_trouble;
use super::super::commit;
use super::super::error::StoreError;
use super::super::pending::Pending;
use super::plan::Plan;
use super::statement::Statement;
use super::{Erased, Wish, apply};

/// For so long others let whoever began a removal do it alone. Nothing depends on it but who does the work.
const ALONE: Duration = Duration::from_secs(5);
const PACE: Duration = Duration::from_millis(200);
/// How often a step is tried that others got in the way of.
const TRIES: u32 = 5;

/// What a note of a commit tells of a removal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Removal {
    wish: Wish,
    at: Timestamp,
    /// What goes beside the lake, on the node that began it.
    others: BTreeMap<String, u64>,
    again: Vec<String>,
}

/// Takes the turn of the next version and carries the removal out; gives what was stated, if anything had to go.
pub(super) fn take(lake: &Lake, plan: &Plan) -> Result<Option<Statement>, StoreError> {
    let stated = &plan.statement;
    let pending = Pending {
        removal: Some(Removal {
            wish: plan.wish.clone(),
            at: stated.at,
            others: stated.others.clone(),
            again: stated.again.clone(),
        }),
        ..Pending::default()
    };
    loop {
        commit::carry_through(lake)?;
        let version = lake.run(lake.log("imports")?.state(None))?.version();
        lake.mirror_erased()?;
        if !plan.wish.names.fits(&Erased::read(lake.root())?) {
            return Err(StoreError::ErasedAtOnce);
        }
        if commit::publish(lake, &pending, version)? {
            lake.mirror_erased()?;
            let stated = Statement::all(lake.root())?;
            return Ok(stated.into_iter().find(|stated| stated.version == version + 1));
        }
    }
}

/// Waits a while for whoever began the removal that becomes this version.
pub(in super::super) fn waited(lake: &Lake, version: u64) -> Result<(), StoreError> {
    let begun = Instant::now();
    while begun.elapsed() < ALONE && lake.log("imports")?.is_last(version - 1)? {
        thread::sleep(PACE);
    }
    Ok(())
}

/// Does what a note says, up to the version that it makes. Others who do it too may take away what is being looked at; it is looked at
/// again then.
pub(in super::super) fn carry(lake: &Lake, version: u64, note: &Pending, removal: &Removal) -> Result<(), StoreError> {
    let mut tries = 0;
    loop {
        match steps(lake, version, note, removal) {
            Err(error) if tries < TRIES && !is_trouble(&error) => {
                if !lake.log("imports")?.is_last(version - 1)? {
                    return Ok(());
                }
                tries += 1;
                thread::sleep(PACE);
            }
            other => return other,
        }
    }
}

fn steps(lake: &Lake, version: u64, note: &Pending, removal: &Removal) -> Result<(), StoreError> {
    lake.mirror_erased()?;
    let path = found(lake, note);
    let Some(mut plan) = plan(lake, version, removal, &path)? else {
        return Ok(());
    };
    let log = lake.log("imports")?;
    let state = lake.run(log.state(None))?;
    if state.version() + 1 == version {
        if plan.is_empty() && plan.wish.names.is_empty() && removal.again.is_empty() {
            // Another node removed it first. The turn is taken, so a version has to come of it.
            lake.run(log.next(&state, &[], &[], &note.marks()))?;
        } else {
            apply::lists(lake, &plan)?;
            apply::tables(lake, &plan)?;
            apply::raw(lake, &mut plan)?;
            apply::state(lake, &plan, &state, &note.marks())?;
        }
    }
    lake.disk.remove(&path).map_err(StoreError::io("remove", &path))
}

/// Where what goes is noted. It names nobody in plain.
fn found(lake: &Lake, note: &Pending) -> PathBuf {
    lake.folder().join(format!("_removal/{}.json", note.token))
}

/// What goes: as the first found it, or found now. Nothing where the removal is over.
fn plan(lake: &Lake, version: u64, removal: &Removal, path: &Path) -> Result<Option<Plan>, StoreError> {
    let read = || -> Result<Option<Plan>, StoreError> {
        match lake.disk.read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|e| StoreError::damaged(path.display().to_string(), &e)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(StoreError::io("read", path)(e)),
        }
    };
    if let Some(plan) = read()? {
        return Ok(Some(plan));
    }
    let made = Plan::make(lake, removal.wish.clone(), removal.at);
    if let Some(plan) = read()? {
        return Ok(Some(plan));
    }
    if !lake.log("imports")?.is_last(version - 1)? {
        return Ok(None);
    }
    let mut plan = made?;
    plan.statement.others.clone_from(&removal.others);
    plan.statement.again.clone_from(&removal.again);
    let bytes = serde_json::to_vec(&plan).map_err(StoreError::encode)?;
    let put: io::Result<()> = lake.disk.create(path, &[bytes.into()]);
    match put {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(read()?.or(Some(plan))),
        other => other.map(|()| Some(plan)).map_err(StoreError::io("write", path)),
    }
}
