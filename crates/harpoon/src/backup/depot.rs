//! [`Depot`]: the folder of backups.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::error::BackupError;
use super::manifest::{FORMAT, Manifest, hex};
use crate::Error;
use crate::collecting::disk;

/// Says that the folder is one of backups.
const MARK: &str = "harpoon-backups";
const TOLD: &str = "Backups of Harpoon: `harpoon backup --list` shows them, `harpoon restore` brings one back.\n";
/// Files that are written before they are synced together: one sync after another costs as many turns of a disk.
const TOGETHER: usize = 256;
/// Where bytes come in.
const INCOMING: &str = "incoming";

/// What any format of a list has.
#[derive(serde::Deserialize)]
struct Head {
    format: u32,
}

/// A folder of backups.
pub(super) struct Depot {
    folder: PathBuf,
    /// Held by whoever adds.
    _lock: Option<File>,
    /// Bytes that are written and have no name yet: where they are, and their digest.
    waiting: Vec<(PathBuf, String)>,
    /// Digests of `waiting`.
    awaited: HashSet<String>,
    next: u64,
}

/// Bytes that the depot has.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) sha256: String,
    pub(super) bytes: u64,
    /// Whether it did not have them before.
    pub(super) is_new: bool,
}

impl Depot {
    /// The folder, to read.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        if !folder.join(MARK).is_file() {
            return Err(BackupError::None(folder.to_owned()).into());
        }
        Ok(Self::at(folder, None))
    }

    /// The folder, for one who puts something together in it.
    pub(super) fn open_alone(folder: &Path) -> Result<Self, Error> {
        Self::open(folder)?;
        Self::open_or_make(folder)
    }

    /// The folder, to add to; made if it is not there.
    pub(super) fn open_or_make(folder: &Path) -> Result<Self, Error> {
        let io = |what| Error::io(what, folder);
        private(folder).map_err(io("make"))?;
        let is_empty = fs::read_dir(folder).map_err(io("list"))?.next().is_none();
        if !is_empty && !folder.join(MARK).is_file() {
            return Err(BackupError::Foreign(folder.to_owned()).into());
        }
        if is_empty {
            disk::write(&folder.join(MARK), TOLD.as_bytes(), false).map_err(io("write in"))?;
        }
        let path = folder.join("lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(Error::io("open", &path))?;
        // One at a time; whoever comes second waits.
        lock.lock().map_err(Error::io("lock", &path))?;
        let depot = Self::at(folder, Some(lock));
        for part in ["backups", "files", INCOMING] {
            private(&folder.join(part)).map_err(io("make"))?;
        }
        // What a killed one left.
        let incoming = folder.join(INCOMING);
        for entry in fs::read_dir(&incoming).map_err(Error::io("list", &incoming))? {
            let path = entry.map_err(Error::io("list", &incoming))?.path();
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                disk::remove(&path)
            };
            removed.map_err(Error::io("remove", &path))?;
        }
        disk::sync(folder).map_err(io("sync"))?;
        Ok(depot)
    }

    fn at(folder: &Path, lock: Option<File>) -> Self {
        Self {
            folder: folder.to_owned(),
            _lock: lock,
            waiting: Vec::new(),
            awaited: HashSet::new(),
            next: 0,
        }
    }

    /// A path for something that is not kept: it is gone when the next backup begins.
    pub(super) fn scratch(&mut self) -> PathBuf {
        self.next += 1;
        self.folder.join(INCOMING).join(self.next.to_string())
    }

    /// Where something is put together to be looked at; whoever looks removes it.
    pub(super) fn bench(&self) -> PathBuf {
        self.folder.join(INCOMING).join("looked-at")
    }

    /// Where bytes are.
    pub(super) fn path(&self, sha256: &str) -> PathBuf {
        let start = sha256.get(..2).unwrap_or("00");
        self.folder.join("files").join(start).join(sha256)
    }

    /// Whether it has so many bytes under this digest.
    pub(super) fn has(&self, sha256: &str, bytes: u64) -> bool {
        self.awaited.contains(sha256) || fs::metadata(self.path(sha256)).is_ok_and(|about| about.len() == bytes)
    }

    /// Takes bytes in, as many as come.
    pub(super) fn keep(&mut self, mut from: impl Read) -> io::Result<Kept> {
        let path = self.scratch();
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        let (mut digest, mut bytes, mut block) = (Sha256::new(), 0, vec![0; 1 << 18]);
        loop {
            let read = match from.read(&mut block) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            digest.update(&block[..read]);
            file.write_all(&block[..read])?;
            bytes += read as u64;
        }
        let sha256 = hex(&digest.finalize());
        let is_new = !self.has(&sha256, bytes);
        if is_new {
            self.awaited.insert(sha256.clone());
            self.waiting.push((path, sha256.clone()));
            if self.waiting.len() >= TOGETHER {
                self.place()?;
            }
        } else {
            disk::remove(&path)?;
        }
        Ok(Kept { sha256, bytes, is_new })
    }

    /// Gives all that was taken in its name, on disk for good.
    pub(super) fn settle(&mut self) -> Result<(), Error> {
        self.place().map_err(Error::io("write in", &self.folder))
    }

    fn place(&mut self) -> io::Result<()> {
        for (path, _) in &self.waiting {
            File::open(path)?.sync_all()?;
        }
        let mut folders = HashSet::new();
        for (path, sha256) in std::mem::take(&mut self.waiting) {
            let place = self.path(&sha256);
            if let Some(folder) = place.parent() {
                if !folder.is_dir() {
                    private(folder)?;
                    folders.insert(self.folder.join("files"));
                }
                folders.insert(folder.to_owned());
            }
            fs::rename(&path, &place)?;
        }
        folders.iter().try_for_each(|folder| disk::sync(folder))?;
        self.awaited.clear();
        Ok(())
    }

    /// Adds a backup whose files are all there; gives its id.
    pub(super) fn add(&self, manifest: &Manifest) -> Result<String, Error> {
        let (id, bytes) = manifest.written().map_err(|error| Error::Bug(error.to_string()))?;
        let path = self.list_of(&id);
        disk::write(&path, &bytes, true).map_err(Error::io("write", &path))?;
        Ok(id)
    }

    /// Ids of all backups, oldest first.
    pub(super) fn ids(&self) -> Result<Vec<String>, Error> {
        let folder = self.folder.join("backups");
        let mut ids = Vec::new();
        for entry in fs::read_dir(&folder).map_err(Error::io("list", &folder))? {
            let name = entry.map_err(Error::io("list", &folder))?.file_name();
            ids.extend(name.to_string_lossy().strip_suffix(".json").map(str::to_owned));
        }
        ids.sort();
        Ok(ids)
    }

    /// The backup whose id begins so, or the newest.
    pub(super) fn find(&self, start: Option<&str>) -> Result<String, Error> {
        let mut ids = self.ids()?;
        let Some(start) = start else {
            return ids.pop().ok_or_else(|| BackupError::None(self.folder.clone()).into());
        };
        ids.retain(|id| id.starts_with(start));
        match ids.as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(BackupError::Unknown(start.to_owned()).into()),
        }
    }

    /// A backup's list, which must be the one that its id stands for.
    pub(super) fn read(&self, id: &str) -> Result<Manifest, Error> {
        let path = self.list_of(id);
        let damaged = |why: &str| BackupError::Damaged(vec![format!("`{}` {why}", path.display())]);
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        if !Manifest::is_id_of(id, &bytes) {
            return Err(damaged("is not what was written").into());
        }
        match serde_json::from_slice::<Head>(&bytes) {
            Ok(head) if head.format > FORMAT => Err(BackupError::Newer {
                id: id.to_owned(),
                found: head.format,
            }
            .into()),
            _ => serde_json::from_slice(&bytes).map_err(|error| damaged(&error.to_string()).into()),
        }
    }

    /// The newest backup whose list can be read.
    pub(super) fn newest(&self) -> Result<Option<Manifest>, Error> {
        Ok(self.ids()?.iter().rev().find_map(|id| self.read(id).ok()))
    }

    /// Takes all but so many of the newest away, at least one of which stays, and the bytes that none of these needs.
    pub(super) fn thin(&self, keep: usize) -> Result<Vec<String>, Error> {
        let mut over = self.ids()?;
        let stay = over.split_off(over.len().saturating_sub(keep.max(1)));
        if over.is_empty() {
            return Ok(over);
        }
        // What stays must be readable before anything goes by it.
        let stay = stay.iter().map(|id| self.read(id)).collect::<Result<Vec<_>, _>>()?;
        let needed: HashSet<&str> = stay
            .iter()
            .flat_map(|manifest| manifest.files.iter().map(|file| file.sha256.as_str()))
            .collect();
        let remove = |path: &Path| disk::remove(path).map_err(Error::io("remove", path));
        for id in &over {
            remove(&self.list_of(id))?;
        }
        let lists = self.folder.join("backups");
        disk::sync(&lists).map_err(Error::io("sync", &lists))?;
        let files = self.folder.join("files");
        let listed = |folder: &Path| -> Result<Vec<PathBuf>, Error> {
            let entries = fs::read_dir(folder).map_err(Error::io("list", folder))?;
            Ok(entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
        };
        for folder in listed(&files)? {
            for file in listed(&folder)? {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if !needed.contains(name.as_str()) {
                    remove(&file)?;
                }
            }
        }
        Ok(over)
    }

    fn list_of(&self, id: &str) -> PathBuf {
        self.folder.join("backups").join(format!("{id}.json"))
    }
}

/// Makes a folder, and those above it, that its owner alone may look into: a backup holds all that its workspaces hold.
pub(super) fn private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
