//! [`WriterLock`]: one writer a workspace. Readers never wait.

use std::fs::File;
use std::path::Path;

use super::error::StoreError;

/// Held while writing; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Waits for the lock.
    pub(crate) fn take(lake: &Path) -> Result<Self, StoreError> {
        let path = lake.join("_writer.lock");
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        let file = open.map_err(StoreError::io("open", &path))?;
        file.lock().map_err(StoreError::io("lock", &path))?;
        Ok(Self { _file: file })
    }
}
