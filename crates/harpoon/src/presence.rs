//! [`Presence`]: that this process has a workspace open. While somebody is erased no other has: what it knows of them it could write
//! again.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::Error;

/// How long others are waited for: a command ends within that, a server does not.
const PATIENCE: Duration = Duration::from_secs(10);
const PACE: Duration = Duration::from_millis(50);

/// A lock on `lake/_open.lock`, shared with whoever else has the workspace open.
pub(crate) struct Presence {
    path: PathBuf,
    /// None where nothing can be written, so that nobody can be erased either.
    file: Option<File>,
}

impl Presence {
    /// Enters a workspace; waits while somebody is erased in it.
    pub(crate) fn enter(root: &Path) -> Result<Self, Error> {
        let path = root.join("lake/_open.lock");
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            Ok(file) => Some(file),
            Err(e) if matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => None,
            Err(e) => return Err(Error::io("open", &path)(e)),
        };
        let presence = Self { path, file };
        presence.share()?;
        Ok(presence)
    }

    /// Waits until no other process has the workspace open, and keeps them out.
    pub(crate) fn alone(&self) -> Result<Alone<'_>, Error> {
        let Some(file) = &self.file else {
            return Ok(Alone(self));
        };
        file.unlock().map_err(Error::io("unlock", &self.path))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Alone(self)),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => thread::sleep(PACE),
                Err(TryLockError::WouldBlock) => {
                    self.share()?;
                    return Err(Error::Usage(
                        "a server, a collector or another command has this workspace open: stop it, or wait for its end, and \
                         try again"
                            .to_owned(),
                    ));
                }
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", &self.path)(error)),
            }
        }
    }

    fn share(&self) -> Result<(), Error> {
        let shared = self.file.as_ref().map_or(Ok(()), File::lock_shared);
        shared.map_err(Error::io("lock", &self.path))
    }
}

/// As long as it lives no other process has the workspace open.
pub(crate) struct Alone<'a>(&'a Presence);

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        let file = self.0.file.as_ref();
        // Whoever opens it next finds it as it is now; where this fails the process ends with it.
        drop(file.map(File::unlock));
        drop(self.0.share());
    }
}
