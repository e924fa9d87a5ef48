//! [`Real`]: a folder of the operating system.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{Appending, Disk, Reading};

/// Held as long as the folder is in use; it holds nothing.
const LOCK: &str = "lock";

/// A folder of the operating system, of this process alone.
#[derive(Debug)]
pub struct Real {
    folder: PathBuf,
    /// Two writers would overwrite each other's promises. The system lets go of the lock when the process ends.
    _lock: File,
}

impl Real {
    /// Opens a folder, which is made if need be. [`ErrorKind::ResourceBusy`] when a process has it open.
    pub fn open(folder: &Path) -> io::Result<Self> {
        make_folder(folder)?;
        // Whoever made a folder that is there may have been killed before its name was on disk.
        sync_folder(parent(folder))?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                folder: folder.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(ErrorKind::ResourceBusy.into()),
            Err(TryLockError::Error(e)) => Err(e),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Disk for Real {
    fn create(&self, name: &str) -> io::Result<Box<dyn Appending>> {
        let path = self.path(name);
        // Never truncated: bytes of another file under this name could come back after a power loss.
        match fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        let file = OpenOptions::new().append(true).create_new(true).open(path)?;
        Ok(Box::new(Appended(file)))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Reading>> {
        let file = File::open(self.path(name))?;
        Ok(Box::new(Opened { file, position: 0 }))
    }

    fn length(&self, name: &str) -> io::Result<u64> {
        Ok(fs::metadata(self.path(name))?.len())
    }

    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().into_string()
                && name != LOCK
                && entry.file_type()?.is_file()
            {
                names.push(name);
            }
        }
        Ok(names)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path(from), self.path(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path(name))
    }

    fn sync_folder(&self) -> io::Result<()> {
        sync_folder(&self.folder)
    }
}

struct Appended(File);

impl Appending for Appended {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

struct Opened {
    file: File,
    /// Where the system reads next: no seek is needed to read on.
    position: u64,
}

impl Reading for Opened {
    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize> {
        if self.position != position {
            self.position = self.file.seek(SeekFrom::Start(position))?;
        }
        let read = self.file.read(into)?;
        self.position += read as u64;
        Ok(read)
    }
}

/// Makes a folder and its parents, whose names are on disk when this returns; its own is not.
fn make_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = parent(path);
    make_folder(above)?;
    match sync_folder(parent(above)) {
        // What may not be read there was made by somebody else.
        Err(e) if e.kind() != ErrorKind::PermissionDenied => return Err(e),
        _ => {}
    }
    match fs::create_dir(path) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(e),
        _ => Ok(()),
    }
}

fn parent(path: &Path) -> &Path {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

/// Folders can be synced on Unix only; elsewhere the system keeps names by itself.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}
