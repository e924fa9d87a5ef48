//! The steps of an erasure. Each does nothing where it is done already.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use arrow::array::BooleanArray;
use arrow::compute::filter_record_batch;
use arrow::record_batch::RecordBatch;
use deltalake::kernel::{EagerSnapshot, Remove};

use super::super::Lake;
use super::super::entities;
use super::super::error::StoreError;
use super::super::import::{ImportHead, ImportRow, ImportTail};
use super::super::log::Log;
use super::super::parquet::{self, Growing};
use super::super::read;
use super::super::staging::line;
use super::super::tally::Tally;
use super::super::upkeep::{UNUSED_KEPT, live, parquet_files};
use super::lines;
use super::names::Erased;
use super::plan::{Plan, each};
use super::statement::{CONNECTOR, name};
use super::write_kept;

/// Keeps people out from now on, and says from which day on everything is there.
pub(super) fn lists(lake: &Lake, plan: &Plan) -> Result<(), StoreError> {
    if !plan.wish.names.is_empty() {
        plan.wish.names.keep(lake)?;
    }
    if !plan.statement.kept_from.0.is_empty() {
        write_kept(lake, &plan.statement.kept_from)?;
    }
    Ok(())
}

/// Writes the files of tables anew that have rows to go, and forgets everything older.
pub(super) fn tables(lake: &Lake, plan: &Plan) -> Result<(), StoreError> {
    for log in lake.logs().values().filter(|log| log.table.name != "imports") {
        if plan.may_touch(log) {
            // Another node may join files meanwhile.
            while !rewrite(lake, plan, log)? {}
        }
        lake.run(log.forget())?;
        let live = live(&lake.run(log.state(None))?);
        for (path, name) in parquet_files(&lake.disk, &log.folder)? {
            if !live.contains(&name) && goes(lake, plan, log, &path)? {
                lake.disk.remove(&path).map_err(StoreError::io("remove", &path))?;
            }
        }
    }
    Ok(())
}

/// Whether a file that no log names goes. On a disk nobody else writes. In a bucket another node may be about to name it: there a young
/// one goes if it holds what has to go, and whoever wrote it finds the removal before it names it.
fn goes(lake: &Lake, plan: &Plan, log: &Log, path: &Path) -> Result<bool, StoreError> {
    if lake.disk.bucket().is_none() || is_unused(lake, path)? {
        return Ok(true);
    }
    let holds = |batch: &RecordBatch| -> Result<bool, StoreError> { Ok(plan.stays(log, batch)?.contains(&false)) };
    Ok(plan.may_touch(log) && read::any(&lake.disk, path, holds)?)
}

/// Whether a file of a bucket is so old that nobody is about to name it.
fn is_unused(lake: &Lake, path: &Path) -> Result<bool, StoreError> {
    let modified = lake.disk.modified(path).map_err(StoreError::io("read", path))?;
    Ok(modified.is_none_or(|at| at.elapsed().is_ok_and(|age| age > UNUSED_KEPT)))
}

/// `false` where another node changed the table meanwhile.
fn rewrite(lake: &Lake, plan: &Plan, log: &Log) -> Result<bool, StoreError> {
    let state = lake.run(log.state(None))?;
    let (mut old, mut new): (Vec<Remove>, Vec<_>) = (Vec::new(), Vec::new());
    for view in state.log_data().iter() {
        let mut goes = false;
        lake.run(each(log, &view, |batch| {
            goes |= plan.stays(log, &batch)?.contains(&false);
            Ok(())
        }))?;
        if !goes {
            continue;
        }
        old.push(view.remove_action(true));
        let (mut file, mut rows) = (Growing::new(log.table, &lake.disk, &log.folder, "erased")?, 0);
        lake.run(each(log, &view, |batch| {
            let stays = BooleanArray::from(plan.stays(log, &batch)?);
            let batch = filter_record_batch(&batch, &stays).map_err(StoreError::encode)?;
            rows += batch.num_rows();
            file.write_by_metric(&batch)
        }))?;
        let file = file.finish(&lake.disk)?;
        if rows > 0 {
            new.push(file);
        } else {
            parquet::discard(&lake.disk, &log.folder, &[file]);
        }
    }
    if old.is_empty() {
        return Ok(true);
    }
    match lake.run(log.erase(&state, old, &new)) {
        Err(error) if lake.disk.bucket().is_some() && error.is_conflict() => {
            parquet::discard(&lake.disk, &log.folder, &new);
            Ok(false)
        }
        other => other.map(|_| true),
    }
}

/// Writes raw files anew without the lines that go, and removes those that no import needs.
pub(super) fn raw(lake: &Lake, plan: &mut Plan) -> Result<(), StoreError> {
    for (sha256, lines) in &plan.raw {
        let now = redact(lake, sha256, lines.as_ref())?;
        if let Some(redacted) = plan.statement.raw.get_mut(sha256) {
            redacted.now = now;
        }
    }
    let snapshot = lake.snapshot_amid(None)?;
    let is_kept = |sha256: &str| snapshot.imports().iter().any(|import| import.sha256 == sha256);
    for (path, sha256) in lake.raw_files()? {
        if is_kept(&sha256) {
            continue;
        }
        if is_over(lake, &path, plan)? {
            lake.disk.remove(&path).map_err(StoreError::io("remove", &path))?;
        } else if lake.disk.bucket().is_some() {
            lake.redact_raw(&sha256, &BTreeSet::new(), &plan.wish.names)?;
        }
    }
    Ok(())
}

/// Whether a file that no import needs goes: for a person always, by age where it is older than anything is kept. Another import
/// may be under way to it. In a bucket that may be another node's: there it goes if it is old, and else loses what names somebody.
fn is_over(lake: &Lake, path: &Path, plan: &Plan) -> Result<bool, StoreError> {
    if lake.disk.bucket().is_some() {
        return is_unused(lake, path);
    }
    if !plan.wish.names.is_empty() {
        return Ok(true);
    }
    let Some(oldest) = plan.wish.limits.oldest() else {
        return Ok(false);
    };
    let about = fs::metadata(path).map_err(StoreError::io("read", path))?;
    Ok(about.modified().is_ok_and(|at| at < SystemTime::from(oldest)))
}

/// Writes a raw file anew without lines, or, where it has none, without anything. Gives the digest of what is left.
pub(super) fn redact(lake: &Lake, sha256: &str, lines: Option<&BTreeSet<u64>>) -> Result<String, StoreError> {
    lake.replace_raw(sha256, |from, to| match lines {
        Some(lines) => lines::without(from, lines, to),
        None => Ok(from.read(&mut [0])? > 0),
    })
}

/// Keeps the statement, and makes it a version of the data: figures before it and after it are told apart. In a bucket it becomes the
/// version after this state of `imports`, with the marks of its note.
pub(super) fn state(lake: &Lake, plan: &Plan, state: &EagerSnapshot, marks: &[String]) -> Result<(), StoreError> {
    let snapshot = lake.snapshot_amid(None)?;
    if snapshot.version() >= plan.statement.version {
        return Ok(());
    }
    let bytes = stated(lake, plan)?;
    let raw = lake.keep_raw({
        let bytes = bytes.clone();
        move || Ok(std::io::Cursor::new(bytes.clone()))
    })?;
    let head = ImportHead {
        file: format!("erasure {}", name(plan.statement.number)),
        sha256: raw.sha256,
        bytes: raw.bytes,
        connector: CONNECTOR.to_owned(),
        connector_version: 1,
        platform: None,
        account: Some(plan.statement.at.to_string()),
        answers: "{}".to_owned(),
        imported_at: plan.statement.at,
    };
    let nothing = || "[]".to_owned();
    let tail = ImportTail {
        checks: nothing(),
        remarks: nothing(),
        ..ImportTail::default()
    };
    let own = ImportRow {
        seq: snapshot.last_seq() + 1,
        ..line(head.id(0), head, tail, &Tally::default())
    };
    let mut lines = vec![own];
    for import in snapshot.imports() {
        let Some(fewer) = plan.fewer_aside.get(&import.import_id) else {
            continue;
        };
        lines.push(ImportRow {
            seq: snapshot.last_seq() + 1 + lines.len() as u64,
            quarantined: import.quarantined.saturating_sub(*fewer),
            ..import.clone()
        });
    }
    let log = lake.log("imports")?;
    let batch = entities::imports(log.table, &lines).map_err(StoreError::encode)?;
    let file = parquet::write(log.table, &log.folder, "erasure", &lake.disk, [Ok(batch)])?;
    if lake.disk.bucket().is_none() {
        return lake.run(log.append(state, &[file], &[])).map(drop);
    }
    if !lake.run(log.next(state, &[], std::slice::from_ref(&file), marks))? {
        parquet::discard(&lake.disk, &log.folder, &[file]);
    }
    Ok(())
}

/// The text of the statement, kept. Of several nodes that carry a removal through, what the first stated holds.
fn stated(lake: &Lake, plan: &Plan) -> Result<Vec<u8>, StoreError> {
    let text = plan.statement.text()?.into_bytes();
    let path = Erased::folder(&lake.root).join(name(plan.statement.number));
    if lake.disk.bucket().is_none() {
        if !fs::read(&path).is_ok_and(|there| there == text) {
            lake.disk
                .replace(&path, &[text.clone().into()])
                .map_err(StoreError::io("write", &path))?;
        }
        return Ok(text);
    }
    match lake.disk.create(&path, &[text.clone().into()]) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            let there = lake.disk.read(&path).map_err(StoreError::io("read", &path))?;
            Ok(there.to_vec())
        }
        other => other.map(|()| text).map_err(StoreError::io("write", &path)),
    }
}
