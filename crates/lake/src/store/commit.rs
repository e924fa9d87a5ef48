//! Committing to several tables as one: the note, then each table's log, `imports` last, then the note goes.

use super::Lake;
use super::erase;
use super::error::StoreError;
use super::pending::Pending;

/// Makes imports count whose files are complete and synced.
pub(super) fn publish(lake: &Lake, pending: &Pending) -> Result<(), StoreError> {
    // An earlier commit of this run may have failed half-way; its note must not be overwritten.
    carry_through(lake)?;
    pending.write(&lake.folder(), &lake.disk)?;
    carry(lake, pending, false)
}

/// Finishes the commit that a killed writer had noted. Refused while somebody is half erased.
pub(super) fn carry_through(lake: &Lake) -> Result<(), StoreError> {
    erase::refuse_begun(lake)?;
    carry_pending(lake)
}

/// The same, whatever else is under way.
pub(super) fn carry_pending(lake: &Lake) -> Result<(), StoreError> {
    match Pending::read(&lake.folder())? {
        Some(pending) => carry(lake, &pending, true),
        None => Ok(()),
    }
}

/// Commits every table of a noted commit, and strikes the note out. `again`: some tables may have theirs already.
fn carry(lake: &Lake, pending: &Pending, again: bool) -> Result<(), StoreError> {
    let last = |name: &&str| *name == "imports";
    let mut names: Vec<&'static str> = lake.logs().keys().copied().collect();
    names.sort_by_key(last);
    for name in names {
        let Some(files) = pending.files.get(name) else { continue };
        let log = lake.log(name)?;
        let state = lake.run(log.state(None))?;
        let first = pending.imports.first();
        let there = match first {
            Some(id) if again => lake.run(log.has(&state, id))?,
            _ => false,
        };
        if !there {
            lake.run(log.append(&state, files, &pending.imports))?;
        }
    }
    Pending::clear(&lake.folder(), &lake.disk)
}
