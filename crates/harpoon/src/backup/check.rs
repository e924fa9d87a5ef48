//! Whether a backup, or what was brought back, is whole: digests, and each part opened as it will be.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use harpoon_lake::store::{Lake, sha256_of};
use harpoon_ledger::LedgerFiles;
use harpoon_state::State;
use tokio::runtime::Builder;

use super::MEMORY;
use super::depot::{Depot, private};
use super::error::BackupError;
use super::gather::below;
use super::manifest::{Manifest, Member};
use crate::{Error, collecting};

/// Reads every file of a backup that is not known to be sound, and compares it with its digest.
pub(super) fn digests(depot: &Depot, manifest: &Manifest, known: &mut HashSet<String>) -> Result<(), Error> {
    let mut damage = Vec::new();
    for file in &manifest.files {
        if known.contains(&file.sha256) {
            continue;
        }
        let path = depot.path(&file.sha256);
        match digest(&path) {
            Ok(found) if found == file.sha256 => drop(known.insert(found)),
            Ok(_) => damage.push(format!("{}: `{}` is not what was written", file.path, path.display())),
            Err(error) => damage.push(format!("{}: `{}`: {error}", file.path, path.display())),
        }
    }
    told(damage)
}

/// Whether all files are there, those of `fresh` with the bytes that were meant; and whether each part of the backup opens.
pub(super) fn whole(depot: &Depot, manifest: &Manifest, fresh: Option<&HashSet<String>>) -> Result<(), Error> {
    let mut damage = Vec::new();
    for file in &manifest.files {
        let path = depot.path(&file.sha256);
        if !file.stays_below() {
            damage.push(format!("`{}` leads out of the folder", file.path));
        } else if !depot.has(&file.sha256, file.bytes) {
            damage.push(format!("{}: `{}` is gone, or was cut", file.path, path.display()));
        } else if fresh.is_some_and(|fresh| fresh.contains(&file.sha256))
            && !digest(&path).is_ok_and(|found| found == file.sha256)
        {
            damage.push(format!("{}: the disk gives other bytes than it was given", file.path));
        }
    }
    told(damage)?;
    let bench = depot.bench();
    let laid = laid_out(depot, manifest, &bench);
    let sound = laid.map_err(Error::io("lay out a backup in", &bench)).and_then(|()| {
        let damage = damage_of(&bench, &manifest.workspaces)?;
        told(damage)
    });
    // What stays is taken away by the next backup.
    let _ = fs::remove_dir_all(&bench);
    sound
}

/// Puts what is opened in its place, under the bytes that the depot has.
fn laid_out(depot: &Depot, manifest: &Manifest, bench: &Path) -> io::Result<()> {
    private(bench)?;
    for file in &manifest.files {
        let opened = ["lake/", "raw/", "ledger/", "collector/log/", MEMORY];
        let inner = manifest
            .workspaces
            .iter()
            .find_map(|member| file.path.strip_prefix(member.base().as_str()))
            .unwrap_or(&file.path);
        if opened.iter().any(|start| inner.starts_with(start)) {
            let place = bench.join(&file.path);
            if let Some(folder) = place.parent() {
                private(folder)?;
            }
            let bytes = depot.path(&file.sha256);
            // Nothing that is done there writes to a file that it finds.
            if fs::hard_link(&bytes, &place).is_err() {
                fs::copy(&bytes, &place)?;
            }
        }
    }
    Ok(())
}

/// What is wrong with workspaces that were backed up, or brought back, in a folder.
pub(super) fn damage_of(root: &Path, members: &[Member]) -> Result<Vec<String>, Error> {
    let mut damage = Vec::new();
    for member in members {
        let folder = below(root, member);
        let name = &member.name;
        if let Err(error) = looked_at(&folder, member, &mut damage) {
            damage.push(format!("{name}: {error}"));
        }
        let ledger = LedgerFiles::of_workspace(&folder);
        if ledger.exists()
            && let Err(error) = ledger.sound()
        {
            damage.push(format!("{name}: {error}"));
        }
    }
    let memory = root.join(MEMORY);
    if memory.is_file() {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(Error::io("start a thread for", &memory))?;
        if let Err(error) = runtime.block_on(State::check(&memory)) {
            damage.push(error.to_string());
        }
    }
    Ok(damage)
}

/// Opens the data, and goes through the collector's log as it would be opened.
fn looked_at(folder: &Path, member: &Member, damage: &mut Vec<String>) -> Result<(), Error> {
    let lake = Lake::open(folder)?;
    let still = lake.still(Clone::clone)?;
    if still.version != member.version {
        damage.push(format!(
            "{}: the data has version {} and should have {}",
            member.name, still.version, member.version
        ));
    }
    let lost = still.lasting.iter().filter(|path| !folder.join(path).is_file());
    damage.extend(lost.map(|path| format!("{}: `{}` is not in it", member.name, path.display())));
    collecting::inspect(folder, &still.imports).map(drop)
}

fn digest(path: &Path) -> io::Result<String> {
    Ok(sha256_of(File::open(path)?)?.1)
}

pub(super) fn told(damage: Vec<String>) -> Result<(), Error> {
    if damage.is_empty() {
        Ok(())
    } else {
        Err(BackupError::Damaged(damage).into())
    }
}
