//! The steps of an erasure. Each does nothing where it is done already.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use arrow::array::BooleanArray;
use arrow::compute::filter_record_batch;
use deltalake::kernel::Remove;

use super::super::Lake;
use super::super::entities;
use super::super::error::StoreError;
use super::super::import::{ImportHead, ImportRow, ImportTail};
use super::super::log::Log;
use super::super::parquet::{self, Growing};
use super::super::staging::line;
use super::super::tally::Tally;
use super::super::upkeep::{live, parquet_files};
use super::lines;
use super::names::Erased;
use super::plan::{Plan, each};
use super::statement::{CONNECTOR, name};

/// Writes the files of tables anew that have rows to go, and forgets everything older.
pub(super) fn tables(lake: &Lake, plan: &Plan) -> Result<(), StoreError> {
    for log in lake.logs().values().filter(|log| log.table.name != "imports") {
        if plan.may_touch(log) {
            rewrite(lake, plan, log)?;
        }
        lake.run(log.forget())?;
        let live = live(&lake.run(log.state(None))?);
        for (path, name) in parquet_files(&lake.disk, &log.folder)? {
            if !live.contains(&name) {
                lake.disk.remove(&path).map_err(StoreError::io("remove", &path))?;
            }
        }
    }
    Ok(())
}

fn rewrite(lake: &Lake, plan: &Plan, log: &Log) -> Result<(), StoreError> {
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
        }
    }
    if !old.is_empty() {
        lake.run(log.erase(&state, old, &new))?;
    }
    Ok(())
}

/// Writes raw files anew without the lines that go, and removes those that no import needs.
pub(super) fn raw(lake: &Lake, plan: &mut Plan) -> Result<(), StoreError> {
    for (sha256, lines) in &plan.raw {
        let now = redact(lake, sha256, lines.as_ref())?;
        if let Some(redacted) = plan.statement.raw.get_mut(sha256) {
            redacted.now = now;
        }
    }
    let snapshot = lake.snapshot(None)?;
    let is_kept = |sha256: &str| snapshot.imports().iter().any(|import| import.sha256 == sha256);
    for (path, sha256) in lake.raw_files()? {
        if !is_kept(&sha256) && is_over(&path, plan)? {
            lake.disk.remove(&path).map_err(StoreError::io("remove", &path))?;
        }
    }
    Ok(())
}

/// Whether a file that no import needs goes: for a person always, by age where it is older than anything is kept. Another import
/// may be under way to it.
fn is_over(path: &Path, plan: &Plan) -> Result<bool, StoreError> {
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
    lake.replace_raw(sha256, |to| match lines {
        Some(lines) => lines::without(BufReader::new(lake.raw(sha256).map_err(io::Error::other)?), lines, to),
        None => Ok(()),
    })
}

/// Keeps the statement, and makes it a version of the data: figures before it and after it are told apart.
pub(super) fn state(lake: &Lake, plan: &Plan) -> Result<(), StoreError> {
    let snapshot = lake.snapshot(None)?;
    if snapshot.version() >= plan.statement.version {
        return Ok(());
    }
    let text = plan.statement.text()?;
    let path: PathBuf = Erased::folder(&lake.root).join(name(plan.statement.number));
    let there = fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes());
    if !there {
        lake.disk
            .replace(&path, &[text.clone().into()])
            .map_err(StoreError::io("write", &path))?;
    }
    let bytes = text.into_bytes();
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
    let state = lake.run(log.state(None))?;
    lake.run(log.append(&state, &[file], &[]))?;
    Ok(())
}
