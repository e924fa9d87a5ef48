//! That whoever asks a workspace sees what came a moment ago: by loading, or by asking the process that collects to load.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::error::CollectError;
use super::{Collector, FOLDER, Loaded, SETTLED, WANTED, disk};
use crate::Error;
use crate::workspace::Workspace;

/// How long is waited for another process.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often is looked meanwhile.
const PACE: Duration = Duration::from_millis(10);

/// Whether a workspace has what came a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It has everything that clients were told is kept.
    Fresh,
    /// Another process is about to take in what waits, and has not answered in time.
    Late,
}

impl Workspace {
    /// Sees that everything is in that clients were told is kept. Costs nothing where nothing is collected or waits.
    pub fn freshen(&self, now: Timestamp) -> Result<Freshness, Error> {
        let folder = self.root().join(FOLDER);
        if !folder.join("log").is_dir() || folder.join(SETTLED).exists() {
            return Ok(Freshness::Fresh);
        }
        let begun = Instant::now();
        let mut wish: Option<Wish> = None;
        loop {
            if wish.as_ref().is_some_and(Wish::is_granted) {
                return Ok(Freshness::Fresh);
            }
            match Collector::open(self, now) {
                Ok(collector) => {
                    collector.close(self, now)?;
                    return Ok(Freshness::Fresh);
                }
                Err(Error::Collect(CollectError::Busy(_))) => {}
                Err(error) => return Err(error),
            }
            if wish.is_none() {
                wish = Some(Wish::make(&folder)?);
            }
            if begun.elapsed() >= PATIENCE {
                return Ok(Freshness::Late);
            }
            thread::sleep(PACE);
        }
    }
}

impl Collector {
    /// Whether another process asks that what waits is taken in; gives what to strike out afterwards.
    pub fn wishes(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let is_wish = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(WANTED)
        };
        entries.map(|entry| entry.path()).filter(is_wish).collect()
    }

    /// Strikes wishes out that were granted.
    pub fn grant(wishes: &[PathBuf]) {
        for wish in wishes {
            // One that stays costs a load too many.
            let _ = disk::remove(wish);
        }
    }

    /// Takes in what is left. Nothing may be handed in any more: where nothing waits and no visit is open, others are told
    /// that they need not look.
    pub fn close(&self, workspace: &Workspace, now: Timestamp) -> Result<Loaded, Error> {
        let loaded = self.load(workspace, now)?;
        Self::grant(&self.wishes());
        if loaded.open_visits == 0 && !self.has_waiting() {
            let path = self.folder.join(SETTLED);
            fs::write(&path, "").map_err(Error::io("write", &path))?;
        }
        Ok(loaded)
    }
}

/// A wish of this process; gone with it.
struct Wish(PathBuf);

impl Wish {
    fn make(folder: &Path) -> Result<Self, Error> {
        let number = super::random()?;
        let path = folder.join(format!("{WANTED}{number:032x}"));
        let made = OpenOptions::new().write(true).create_new(true).open(&path);
        made.map_err(Error::io("write", &path))?;
        Ok(Self(path))
    }

    fn is_granted(&self) -> bool {
        !self.0.exists()
    }
}

impl Drop for Wish {
    fn drop(&mut self) {
        let _ = disk::remove(&self.0);
    }
}
