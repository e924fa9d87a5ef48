//! Backups: a workspace, or a folder of them, as it stood at one moment, made while others read, import, serve and collect.
//!
//! ```text
//! harpoon-backups   says that this folder holds backups
//! backups/ID.json   one backup: its files, each with its SHA-256; the ID ends with the digest of this list
//! files/ab/abcd…    the bytes of files, under their SHA-256, each once for all backups
//! lock              held while somebody makes or takes away
//! ```
//!
//! A file gets its name when its bytes are on disk, and a list when all its files are: killed at any moment, what was there
//! before is as good as it was. What a backup does not hold: what is made anew (`derived/`, the keys of events), the salts of names
//! of the day, and private keys.
//!
//! Whatever speaks of something else is copied before it: the server's memory before the ledger, receipts and the states of accounts
//! before the data. So nothing in a backup speaks of what is not in it.

mod check;
mod depot;
mod error;
mod gather;
mod manifest;
mod restore;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use error::BackupError;
pub use manifest::{Filed, Manifest, Member};
pub use restore::{Restored, Wish, restore};

use crate::Error;
use crate::collecting::disk;
use depot::Depot;
use gather::Gathering;

/// File of a folder that was backed up, which says when and where to.
pub const NOTE: &str = "backup.json";
/// What makes a folder a workspace.
const SETTINGS: &str = "harpoon.toml";
/// Folder of a workspace that states who was erased.
const ERASED: &str = "erased";
/// File of the server's memory; in a backup also of one that is in a Postgres.
const MEMORY: &str = harpoon_state::FILE;

/// One backup that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its id.
    pub id: String,
    /// What is in it.
    pub manifest: Manifest,
    /// Files whose bytes no backup had before.
    pub new_files: u64,
    /// Their bytes.
    pub new_bytes: u64,
    /// Older backups that were taken away.
    pub taken_away: Vec<String>,
}

/// What [`NOTE`] holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Id of the newest backup.
    pub id: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The folder of backups.
    pub to: PathBuf,
}

impl Note {
    /// What is noted in a folder; nothing where it was never backed up.
    pub fn of(root: &Path) -> Result<Option<Self>, Error> {
        let path = root.join(NOTE);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|error| Error::Mistakes {
                    file: path,
                    mistakes: vec![error.to_string()],
                }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", &path)(error)),
        }
    }
}

/// Makes a backup of the workspace at `root`, or of the folder of workspaces, in the folder `to`, and checks it. With `keep`, only
/// so many of the newest stay.
pub fn back_up(root: &Path, to: &Path, keep: Option<usize>, now: Timestamp) -> Result<Made, Error> {
    let root = fs::canonicalize(root).map_err(|_| Error::NoWorkspace(root.to_owned()))?;
    let members = members(&root)?;
    let place = std::path::absolute(to).map_err(Error::io("find", to))?;
    if place.starts_with(&root) {
        return Err(BackupError::Inside(place).into());
    }
    let mut depot = Depot::open_or_make(&place)?;
    let earlier = depot.newest()?;
    let mut gathering = Gathering::new(&mut depot, &root, earlier.as_ref());
    let manifest = gathering.all(&members, now)?;
    let (fresh, new_bytes) = gathering.fresh();
    depot.settle()?;
    check::whole(&depot, &manifest, Some(&fresh))?;
    let id = depot.add(&manifest)?;
    let taken_away = match keep {
        Some(keep) => depot.thin(keep)?,
        None => Vec::new(),
    };
    let note = Note {
        id: id.clone(),
        made_at: manifest.made_at,
        to: place,
    };
    let text = serde_json::to_vec_pretty(&note).map_err(|error| Error::Bug(error.to_string()))?;
    let path = root.join(NOTE);
    disk::write(&path, &text, false).map_err(Error::io("write", &path))?;
    Ok(Made {
        id,
        manifest,
        new_files: fresh.len() as u64,
        new_bytes,
        taken_away,
    })
}

/// The backups in a folder, oldest first.
pub fn list(folder: &Path) -> Result<Vec<(String, Manifest)>, Error> {
    let depot = Depot::open(folder)?;
    depot
        .ids()?
        .into_iter()
        .map(|id| Ok((id.clone(), depot.read(&id)?)))
        .collect()
}

/// Reads every file of every backup, or of one of them, and compares it with its digest; then opens what it holds. Gives what was
/// looked at.
pub fn verify(folder: &Path, only: Option<&str>) -> Result<Vec<(String, Manifest)>, Error> {
    let depot = Depot::open_alone(folder)?;
    let ids = match only {
        Some(start) => vec![depot.find(Some(start))?],
        None => depot.ids()?,
    };
    let mut looked = Vec::new();
    let mut known = HashSet::new();
    let mut damage = Vec::new();
    for id in ids {
        let manifest = depot.read(&id)?;
        match check::digests(&depot, &manifest, &mut known).and_then(|()| check::whole(&depot, &manifest, None)) {
            Ok(()) => looked.push((id, manifest)),
            Err(Error::Backup(BackupError::Damaged(more))) => {
                damage.extend(more.into_iter().map(|what| format!("{id}: {what}")));
            }
            Err(error) => return Err(error),
        }
    }
    if damage.is_empty() {
        Ok(looked)
    } else {
        Err(BackupError::Damaged(damage).into())
    }
}

/// The workspaces of a folder by name; `.` for the folder itself.
fn members(root: &Path) -> Result<Vec<String>, Error> {
    if root.join(SETTINGS).exists() {
        return Ok(vec![manifest::ALONE.to_owned()]);
    }
    let entries = fs::read_dir(root)
        .map_err(Error::io("list", root))?
        .filter_map(Result::ok);
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join(SETTINGS).exists())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(Error::NoWorkspace(root.to_owned()));
    }
    Ok(names)
}
