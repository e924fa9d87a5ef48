//! Moving a lake to a bucket and back: everything is copied and read again before anybody is told that it lies elsewhere.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Lake;
use super::bucket::{Bucket, BucketSettings};
use super::commit;
use super::durable::{Disk, make_folder};
use super::error::StoreError;
use super::lock::WriterLock;
use super::pending::Pending;
use super::sha::sha256_of;
use super::still::Still;

/// What was moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// The version of the data, the same as before.
    pub version: u64,
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Lake {
    /// Copies a lake of this disk to a bucket that has nothing under its prefix, reads every file there again, and has `switch` say that
    /// it lies there from now on. Nobody writes meanwhile; nobody else may have it open.
    pub fn move_to<E: From<StoreError>>(
        &self,
        settings: &BucketSettings,
        switch: impl FnOnce() -> Result<(), E>,
    ) -> Result<Moved, E> {
        let bucket = Bucket::new(self.root(), settings)?;
        bucket.is_careful()?;
        if !bucket
            .is_empty()
            .map_err(StoreError::io("list the storage of", self.root()))?
        {
            return Err(StoreError::Occupied(bucket.url().to_string()).into());
        }
        self.still(|still| {
            let mut moved = Moved {
                version: still.version,
                ..Moved::default()
            };
            for path in still.files().chain(removals(self.root())?) {
                moved.add(sent(&bucket, self.root(), &path)?);
            }
            same(&Self::at(self.root(), Disk::with(bucket.clone()))?, still)?;
            switch()?;
            Ok(moved)
        })?
    }

    /// Opens the lake of a bucket to bring it home, which may have begun before.
    pub fn to_bring_home(root: &Path, settings: &BucketSettings) -> Result<Self, StoreError> {
        let lake = Self::in_bucket(root, settings)?;
        if lake.missing()?.is_empty() {
            return Ok(lake);
        }
        Err(StoreError::NotAWorkspace(root.to_owned()))
    }

    /// Brings the lake of a bucket to this disk. First of all nobody may write to the bucket any more, on whichever node; what was left
    /// half done there is carried through. `switch` says that it lies here from now on.
    pub fn bring_home<E: From<StoreError>>(&self, switch: impl FnOnce() -> Result<(), E>) -> Result<Moved, E> {
        let bucket = self.disk.bucket().ok_or(StoreError::OutOfTurn)?;
        let _lock = WriterLock::take(&self.folder())?;
        self.close()?;
        self.mirror_erased()?;
        let still = self.files()?;
        self.remove_here()?;
        let mut moved = Moved {
            version: still.version,
            ..Moved::default()
        };
        for path in still.files() {
            moved.add(fetched(bucket, self.root(), &path)?);
        }
        same(&Self::at(self.root(), Disk::default())?, &still)?;
        switch()?;
        Ok(moved)
    }

    /// Sees to it that no version follows in the bucket.
    fn close(&self) -> Result<(), StoreError> {
        let closing = Pending {
            is_closed: true,
            ..Pending::default()
        };
        loop {
            match commit::carry_through(self) {
                Err(StoreError::Closed(_)) => return Ok(()),
                other => other?,
            }
            let version = self.snapshot(None)?.version();
            match commit::publish(self, &closing, version) {
                Err(StoreError::Closed(_)) => return Ok(()),
                other => drop(other?),
            }
        }
    }

    /// Removes tables and files as they came from this disk, where they lie in a bucket.
    pub fn remove_here(&self) -> Result<(), StoreError> {
        let tables = self.logs().values().map(|log| log.folder.clone());
        for folder in tables.chain([self.root().join("raw")]) {
            match fs::remove_dir_all(&folder) {
                Err(e) if e.kind() != ErrorKind::NotFound => return Err(StoreError::io("remove", &folder)(e)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes everything of the workspace from the bucket; gives the number of files.
    pub fn remove_there(&self) -> Result<u64, StoreError> {
        let bucket = self.disk.bucket().ok_or(StoreError::OutOfTurn)?;
        bucket
            .remove_all()
            .map_err(StoreError::io("remove the storage of", self.root()))
    }
}

impl Moved {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

/// Statements of removals and what keeps people out, from the workspace's folder on.
fn removals(root: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let folder = root.join("erased");
    let found = Disk::default().list(&folder).map_err(StoreError::io("list", &folder))?;
    let mut within: Vec<PathBuf> = found
        .iter()
        .filter_map(|path| path.strip_prefix(root).ok().map(Path::to_owned))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    within.sort();
    Ok(within)
}

/// Sends a file and reads it again; gives its bytes.
fn sent(bucket: &Bucket, root: &Path, within: &Path) -> Result<u64, StoreError> {
    let path = root.join(within);
    let there = || -> io::Result<(u64, bool)> {
        let key = bucket.key(&path).ok_or(ErrorKind::InvalidInput)?;
        bucket.send(File::open(&path)?, key.clone())?;
        let (bytes, here) = sha256_of(File::open(&path)?)?;
        Ok((bytes, here == sha256_of(bucket.fetch_unnamed(key)?)?.1))
    };
    match there().map_err(StoreError::io("send", &path))? {
        (bytes, true) => Ok(bytes),
        (_, false) => Err(StoreError::damaged(
            path.display().to_string(),
            "the storage gives back other bytes",
        )),
    }
}

/// Fetches a file, makes it last, and reads it again; gives its bytes.
fn fetched(bucket: &Bucket, root: &Path, within: &Path) -> Result<u64, StoreError> {
    let path = root.join(within);
    let here = || -> io::Result<(u64, u64)> {
        let key = bucket.key(&path).ok_or(ErrorKind::InvalidInput)?;
        path.parent().map_or(Ok(()), make_folder)?;
        let fresh = path.with_extension("fetched");
        let open = File::options()
            .create(true)
            .truncate(true)
            .read(true)
            .write(true)
            .open(&fresh)?;
        let file = bucket.fetch(key.clone(), open)?;
        file.sync_all()?;
        Disk::default().rename(&fresh, &path)?;
        Ok((fs::metadata(&path)?.len(), bucket.about(key)?.size))
    };
    match here().map_err(StoreError::io("fetch", &path))? {
        (bytes, there) if bytes == there => Ok(bytes),
        _ => Err(StoreError::damaged(
            path.display().to_string(),
            "it came in another length than the storage has it",
        )),
    }
}

/// Fails where a lake is not what was copied.
fn same(copy: &Lake, still: &Still) -> Result<(), StoreError> {
    let snapshot = copy.snapshot(None)?;
    if snapshot.version() != still.version || snapshot.imports() != still.imports {
        return Err(StoreError::damaged(
            "the copy",
            "it has other imports than what was copied",
        ));
    }
    let lost = copy.doctor()?.into_iter().find(|finding| finding.is_loss);
    match lost.filter(|_| still.without_raw.is_empty()) {
        Some(finding) => Err(StoreError::damaged("the copy", &finding.what)),
        None => Ok(()),
    }
}
