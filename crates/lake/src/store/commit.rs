//! Committing to several tables as one: the note, then each table's log, `imports` last, then the note goes.
//!
//! On a disk the writer's lock keeps others out. In a bucket nobody is kept out: a commit is decided by what stands at one version
//! of `imports`, and can only become the next one. Its note takes that version by its name; whoever comes second finds the
//! name taken, carries the first one's commit through, and decides anew. A note that was left, by a kill or because its
//! writer is slow, is carried through by the next writer, however many do so at once: tables know the transaction, `imports`
//! the version.

use super::Lake;
use super::bucket;
use super::erase;
use super::error::StoreError;
use super::log::Log;
use super::pending::Pending;

/// Makes imports count whose files are complete and synced, and that were decided by a version of `imports`. `false` where another
/// node made the next version first: nothing of them counts then, nor ever will.
pub(super) fn publish(lake: &Lake, pending: &Pending, decided_at: u64) -> Result<bool, StoreError> {
    // An earlier commit of this run may have failed half-way; its note must not be overwritten.
    carry_through(lake)?;
    if lake.disk.bucket().is_none() {
        pending.write(lake, None)?;
        return carry(lake, pending, false).map(|()| true);
    }
    claim(lake, pending, decided_at)
}

/// Finishes the commits that killed writers had noted. Refused while somebody is half erased.
pub(super) fn carry_through(lake: &Lake) -> Result<(), StoreError> {
    erase::refuse_begun(lake)?;
    carry_pending(lake)
}

/// The same, whatever else is under way.
pub(super) fn carry_pending(lake: &Lake) -> Result<(), StoreError> {
    for (version, pending) in Pending::all(lake)? {
        match version {
            Some(version) => {
                if pending.removal.is_some() {
                    erase::waited(lake, version)?;
                }
                settle(lake, version, &pending)?;
            }
            None => carry(lake, &pending, true)?,
        }
    }
    Ok(())
}

/// Commits every table of a noted commit, and strikes the note out. `again`: some tables may have theirs already.
fn carry(lake: &Lake, pending: &Pending, again: bool) -> Result<(), StoreError> {
    facts(lake, pending, again)?;
    table(lake, lake.log("imports")?, pending, again)?;
    Pending::clear(lake, None)
}

/// Commits the tables of facts.
fn facts(lake: &Lake, pending: &Pending, again: bool) -> Result<(), StoreError> {
    let mut logs = lake.logs().values().filter(|log| log.table.name != "imports");
    logs.try_for_each(|log| table(lake, log, pending, again))
}

/// Commits one table. The state that tells that it was not committed yet is the one that the commit follows, so that nobody else's can
/// come between.
fn table(lake: &Lake, log: &Log, pending: &Pending, again: bool) -> Result<(), StoreError> {
    let Some(files) = pending.files.get(log.table.name) else {
        return Ok(());
    };
    loop {
        let state = lake.run(log.state(None))?;
        if again
            && let Some(first) = pending.imports.first()
            && lake.run(log.has(&state, first))?
        {
            return Ok(());
        }
        match lake.run(log.append(&state, files, &pending.imports)) {
            // Somebody else carries it through at the same time.
            Err(error) if again && error.is_conflict() => {}
            other => return other.map(drop),
        }
    }
}

/// Takes the version after the one that a commit was decided by, and carries it through.
fn claim(lake: &Lake, pending: &Pending, decided_at: u64) -> Result<bool, StoreError> {
    let version = decided_at + 1;
    let pending = Pending {
        token: bucket::token(),
        ..pending.clone()
    };
    let is_ours = pending.write(lake, Some(version))?;
    let log = lake.log("imports")?;
    let state = lake.run(log.state(None))?;
    // A note is carried through by whoever finds it, maybe before its writer looks again, and its name is free afterwards.
    let is_done = lake.run(log.has(&state, &pending.token))?;
    if is_ours && (is_done || state.version() > decided_at) {
        Pending::clear(lake, Some(version))?;
    }
    if is_done || !is_ours || state.version() > decided_at {
        return Ok(is_done);
    }
    settle(lake, version, &pending)?;
    Ok(true)
}

/// Carries a note of a bucket through, or strikes it out where its version is there already. Nothing is asked of who wrote it:
/// where `imports` is still at the version before after the note was seen, it was so when the note was written.
fn settle(lake: &Lake, version: u64, pending: &Pending) -> Result<(), StoreError> {
    let log = lake.log("imports")?;
    loop {
        let state = lake.run(log.state(None))?;
        if state.version() >= version {
            return Pending::clear(lake, Some(version));
        }
        if state.version() + 1 < version {
            let why = format!(
                "a commit is noted for version {version}, and the data is at {}",
                state.version()
            );
            return Err(StoreError::damaged("lake/_pending", &why));
        }
        if pending.is_closed {
            let url = lake.disk.bucket().map(|bucket| bucket.url().to_string());
            return Err(StoreError::Closed(url.unwrap_or_default()));
        }
        if let Some(removal) = &pending.removal {
            erase::carry(lake, version, pending, removal)?;
            continue;
        }
        facts(lake, pending, true)?;
        let files = pending.files.get("imports").map_or(&[][..], Vec::as_slice);
        // Where it is not ours it is the same, made by another.
        lake.run(log.next(&state, &pending.gone, files, &pending.marks()))?;
    }
}
