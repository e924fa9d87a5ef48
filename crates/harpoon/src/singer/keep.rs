//! [`Keep`]: what a workspace keeps of a tap.
//!
//! ```text
//! singer/NAME/state.json   where the tap goes on
//! singer/NAME/kept/        streams that nobody read, as they came
//! singer/NAME/incoming/    what came since the last commit; of no use once the run is over
//! ```

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::Error;
use crate::workspace::Workspace;

/// The folder of one tap, held by one run.
pub(super) struct Keep {
    folder: PathBuf,
    tap: String,
    _lock: File,
}

/// A name that may be one of a tap: it is the name of a folder too.
pub fn checked_name(name: &str) -> Result<(), Error> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.len() > 64 || !name.chars().all(is_plain) {
        return Err(Error::Usage(format!(
            "`{name}` is no name for a tap; write letters, digits, hyphens and underscores, such as facebook"
        )));
    }
    Ok(())
}

/// Where a tap goes on; `None` where it has not come to a state yet.
pub fn state(workspace: &Workspace, tap: &str) -> Result<Option<String>, Error> {
    checked_name(tap)?;
    let path = folder(workspace.root(), tap).join("state.json");
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.trim_end().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", &path)(error)),
    }
}

fn folder(root: &Path, tap: &str) -> PathBuf {
    root.join("singer").join(tap)
}

impl Keep {
    /// Opens the folder of a tap for one run. Another run of it at the same time is refused: their states would mix.
    pub(super) fn open(root: &Path, tap: &str) -> Result<Self, Error> {
        checked_name(tap)?;
        let folder = folder(root, tap);
        fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
        let path = folder.join("_run.lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(Error::io("open", &path))?;
        lock.try_lock().map_err(|_| {
            Error::Usage(format!(
                "the tap `{tap}` is being read already; wait for that run, or give this one another --tap"
            ))
        })?;
        Ok(Self {
            folder,
            tap: tap.to_owned(),
            _lock: lock,
        })
    }

    /// Everything that is kept of the tap.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where lines wait for their commit. The folder has the tap's name, which tells of its files what they are.
    pub(super) fn incoming(&self) -> PathBuf {
        self.folder.join("incoming").join(&self.tap)
    }

    /// Keeps the file of a stream that nobody read, on disk for good. Gives its new path.
    pub(super) fn keep(&self, file: &Path, now: Timestamp) -> Result<PathBuf, Error> {
        let kept = self.folder.join("kept");
        fs::create_dir_all(&kept).map_err(Error::io("make", &kept))?;
        sync_folder(&self.folder)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let at = now.strftime("%Y%m%dT%H%M%SZ");
        let names = (1_u32..).map(|number| match number {
            1 => format!("{name}-{at}.jsonl"),
            number => format!("{name}-{at}-{number}.jsonl"),
        });
        let path = names
            .map(|name| kept.join(name))
            .find(|path| !path.exists())
            .ok_or_else(|| Error::Bug("no name is free".to_owned()))?;
        let opened = File::open(file).and_then(|file| file.sync_all());
        opened.map_err(Error::io("sync", file))?;
        fs::rename(file, &path).map_err(Error::io("keep", &path))?;
        sync_folder(&kept)?;
        Ok(path)
    }

    /// Keeps the state, on disk for good, in place of the one before.
    pub(super) fn set_state(&self, state: &str) -> Result<(), Error> {
        let path = self.folder.join("state.json");
        replace(&path, format!("{state}\n").as_bytes())
    }
}

/// Writes a file in one step in place of what was there, on disk for good.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let fresh = path.with_extension("new");
    let mut file = File::create(&fresh).map_err(Error::io("make", &fresh))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(Error::io("write", &fresh))?;
    fs::rename(&fresh, path).map_err(Error::io("write", path))?;
    sync_folder(path.parent().unwrap_or(path))
}

fn sync_folder(folder: &Path) -> Result<(), Error> {
    // Only Unix can sync a folder; elsewhere the file system's own journal has to do.
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(Error::io("sync", folder))?;
    }
    Ok(())
}
