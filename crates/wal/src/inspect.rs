//! [`inspect`]: would a log open, and what would be in it? Nothing on disk is changed, so that a copy can be looked at, and a log
//! that a process has open.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::disk::{Appending, Disk, Reading};
use crate::lock;
use crate::recovery::{Damage, OpenError, Report, recover};

/// What a log would be if it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insight {
    /// Its id.
    pub id: u128,
    /// The offset after its last record.
    pub durable: u64,
    /// What recovery would find.
    pub report: Report,
}

/// Goes through recovery with the files of a log, by their names in its folder, and writes nothing. Of a log that is being
/// written, what is written meanwhile looks torn, or is not there.
pub fn inspect(files: BTreeMap<String, PathBuf>) -> Result<Insight, OpenError> {
    let files = files.into_iter().map(|(name, path)| (name, Held::File(path)));
    let looked = Looked(Mutex::new(files.collect()));
    let recovered = recover(&looked, 0, Damage::Refuse)?;
    Ok(Insight {
        id: recovered.mark.id,
        durable: recovered.segments.durable,
        report: recovered.report,
    })
}

/// A file as recovery sees it.
#[derive(Clone)]
enum Held {
    /// On disk, only read.
    File(PathBuf),
    /// What recovery would have written.
    Memory(Arc<Mutex<Vec<u8>>>),
}

/// Files on disk, under changes that stay in memory.
struct Looked(Mutex<BTreeMap<String, Held>>);

impl Looked {
    fn held(&self, name: &str) -> io::Result<Held> {
        lock(&self.0)
            .get(name)
            .cloned()
            .ok_or_else(|| ErrorKind::NotFound.into())
    }
}

impl Disk for Looked {
    fn create(&self, name: &str) -> io::Result<Box<dyn Appending>> {
        let bytes = Arc::new(Mutex::default());
        lock(&self.0).insert(name.to_owned(), Held::Memory(Arc::clone(&bytes)));
        Ok(Box::new(Noted(bytes)))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Reading>> {
        Ok(match self.held(name)? {
            Held::File(path) => Box::new(OnDisk(File::open(path)?)),
            Held::Memory(bytes) => Box::new(Noted(bytes)),
        })
    }

    fn length(&self, name: &str) -> io::Result<u64> {
        match self.held(name)? {
            Held::File(path) => Ok(path.metadata()?.len()),
            Held::Memory(bytes) => Ok(lock(&bytes).len() as u64),
        }
    }

    fn list(&self) -> io::Result<Vec<String>> {
        Ok(lock(&self.0).keys().cloned().collect())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let held = self.held(from)?;
        let mut files = lock(&self.0);
        files.remove(from);
        files.insert(to.to_owned(), held);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let removed = lock(&self.0).remove(name);
        removed.map(drop).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn sync_folder(&self) -> io::Result<()> {
        Ok(())
    }
}

struct OnDisk(File);

impl Reading for OnDisk {
    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize> {
        self.0.seek(SeekFrom::Start(position))?;
        self.0.read(into)
    }
}

struct Noted(Arc<Mutex<Vec<u8>>>);

impl Appending for Noted {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        lock(&self.0).extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Reading for Noted {
    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize> {
        let bytes = lock(&self.0);
        let rest = usize::try_from(position).ok().and_then(|from| bytes.get(from..));
        let mut rest = rest.unwrap_or_default();
        rest.read(into)
    }
}
