//! [`Keys`]: the keys of all events that ever came, exactly, so that what is sent again counts once.
//!
//! Runs of sorted keys, of which each file is written once and never changed; a manifest says which of them count. To look
//! a key up, the filter of each run says "surely not" or "perhaps", and perhaps costs reading one block of 4 KiB. Adding
//! writes a new run; [`Keys::merge`] puts runs together, so that each is at least twice as long as all that are newer.
//! Every block, filter and head carries a checksum, and what does not check is an error, never "new".
//!
//! Sketch at 100 million keys: 1.6 GB on disk; in memory 2 to 12 bits a key for filters, fewer the longer the run, and 8
//! bytes a block for fences, which is 30 to 40 MB in all; 0.4 to 0.7 blocks are read for a new key, and one or little more
//! for a known one. While runs are merged, filter and fences of the new one come on top, and it costs reading and writing
//! all of their keys: seconds for a hundred million.
//!
//! Keys are taken to be hashes. Others are found as surely, only more slowly.

mod filter;
mod manifest;
mod merge;
mod run;

use std::ops::Range;
use std::{fmt, io};

use crate::bytes::size;
use crate::disk::{self, Disk, UNFINISHED};
use manifest::Manifest;
use merge::Merged;
use run::Run;

/// Why keys could not be looked up or added.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The operating system refused. Nothing was added or removed; try again when its cause is gone.
    #[error("cannot {what} `{file}` of the keys")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        file: String,
        /// Its answer.
        source: io::Error,
    },
    /// Bytes are not what was written. Bring the folder back from a backup, or make it anew from the events of the lake.
    #[error(
        "`{file}` of the keys is damaged from byte {at} on; bring the folder back, or make it anew from the events"
    )]
    Damaged {
        /// The file.
        file: String,
        /// The first byte of the part that does not check.
        at: u64,
    },
    /// A later version of this program wrote the file: use that one.
    #[error("`{file}` has version {version} of the format, which this program is too old to read")]
    Newer {
        /// The file.
        file: String,
        /// Its version.
        version: u32,
    },
    /// There are runs, and nothing says which of them count: bring the manifest back.
    #[error("the manifest of the keys is missing")]
    NoManifest,
    /// A mark lower than the one that is there: a mistake of the program.
    #[error("the mark of the keys is {mark} and cannot go back to {given}")]
    Backwards {
        /// The mark that is there.
        mark: u64,
        /// The one that was given.
        given: u64,
    },
}

fn io(what: &'static str, file: &str) -> impl FnOnce(io::Error) -> KeysError {
    move |source| KeysError::Io {
        what,
        file: file.to_owned(),
        source,
    }
}

/// A set of 128-bit keys on disk.
pub struct Keys {
    disk: Box<dyn Disk>,
    manifest: Manifest,
    /// As in the manifest, from the oldest on.
    runs: Vec<Run>,
    /// Files that count no more and are still there.
    leaving: Vec<String>,
    /// Runs of manifests whose writing failed: one may be on disk all the same, until the next is.
    doubtful: Vec<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys")
            .field("mark", &self.mark())
            .field("stored", &self.stored())
            .finish_non_exhaustive()
    }
}

impl Keys {
    /// Opens the keys of a folder, or begins a set. `log` is the id of the log whose offsets the marks are: for another
    /// log than before, the keys stay and the mark is 0.
    pub fn open(disk: impl Disk + 'static, log: u128) -> Result<Self, KeysError> {
        let names = disk.list().map_err(io("list", "the folder"))?;
        let runs = names.iter().filter(|name| name.ends_with(run::ENDING));
        let mut manifest = match Manifest::read(&disk)? {
            Some(manifest) => manifest,
            None if runs.clone().next().is_some() => return Err(KeysError::NoManifest),
            None => Manifest::default(),
        };
        if manifest.log != log {
            manifest.log = log;
            manifest.mark = 0;
        }
        let opened = manifest.runs.iter().map(|listed| Run::open(&disk, *listed));
        let opened = opened.collect::<Result<Vec<_>, _>>()?;
        // What was read may be in memory only, after a sync that failed in a process that is gone.
        manifest.write(&disk)?;
        let counts = |name: &str| manifest.runs.iter().any(|listed| listed.name() == name);
        let unfinished = names.iter().filter(|name| name.ends_with(UNFINISHED));
        for name in runs.filter(|name| !counts(name)).chain(unfinished) {
            disk::remove(&disk, name).map_err(io("remove", name))?;
        }
        Ok(Self {
            disk: Box::new(disk),
            manifest,
            runs: opened,
            leaving: Vec::new(),
            doubtful: Vec::new(),
        })
    }

    /// The offset up to which the keys of the log's records are in; 0 before the first.
    pub fn mark(&self) -> u64 {
        self.manifest.mark
    }

    /// Keys on disk. One that was added again and not merged yet counts twice.
    pub fn stored(&self) -> u64 {
        self.manifest.runs.iter().map(|run| run.keys).sum()
    }

    /// Runs, each of which is asked for a key.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// Bytes of memory that filters and fences take.
    pub fn memory(&self) -> usize {
        self.runs.iter().map(Run::memory).sum()
    }

    /// Says for each key whether it is new: not in the set, and not before it in the list.
    pub fn which_are_new(&mut self, keys: &[u128]) -> Result<Vec<bool>, KeysError> {
        let mut new = vec![false; keys.len()];
        let mut order: Vec<(u128, usize)> = keys.iter().copied().zip(0..).collect();
        order.sort_unstable();
        // Of equal ones the first in the list, which comes first in the order too.
        order.dedup_by_key(|(key, _)| *key);
        for run in self.runs.iter_mut().rev() {
            run.leave_unknown(&mut order)?;
        }
        for (_, place) in order {
            new[place] = true;
        }
        Ok(new)
    }

    /// Adds keys; with them, those of all records below the mark are in. Durable when it returns well. Keys that are in
    /// already do no harm.
    pub fn add(&mut self, keys: &[u128], mark: u64) -> Result<(), KeysError> {
        if mark < self.manifest.mark {
            return Err(KeysError::Backwards {
                mark: self.manifest.mark,
                given: mark,
            });
        }
        let end = self.end();
        if keys.is_empty() {
            return self.commit(mark, end, None);
        }
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let number = self.manifest.take_number();
        let most = size(sorted.len());
        let run = run::write(self.disk.as_ref(), number, most, sorted.into_iter().map(Ok));
        let run = self.written(number, run)?;
        self.commit(mark, end, run)
    }

    /// Puts runs together if it is time. Gives whether it did; there may be more to do. To be called after adding, when
    /// it may take long: runs that pile up make looking up slow.
    pub fn merge(&mut self) -> Result<bool, KeysError> {
        let mut from = self.runs.len();
        let mut newer = 0;
        for (at, run) in self.manifest.runs.iter().enumerate().rev() {
            if newer > 0 && run.keys >= 2 * newer {
                break;
            }
            newer += run.keys;
            from = at;
        }
        if self.runs.len() - from < 2 {
            return Ok(false);
        }
        let range = from..self.runs.len();
        self.rewrite(range, &[])?;
        Ok(true)
    }

    fn end(&self) -> Range<usize> {
        self.runs.len()..self.runs.len()
    }

    /// Takes keys out, so that no file holds them any more, runs included that an error left behind. Gives how many were in. Each run that has one of them is
    /// written anew.
    pub fn remove(&mut self, keys: &[u128]) -> Result<u64, KeysError> {
        let mut sorted = keys.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let mut removed: Vec<u128> = Vec::new();
        // From the newest on: one that is left without a key goes, and moves none that is to come.
        for at in (0..self.runs.len()).rev() {
            let mut unknown: Vec<(u128, usize)> = sorted.iter().copied().zip(0..).collect();
            self.runs[at].leave_unknown(&mut unknown)?;
            if unknown.len() < sorted.len() {
                self.rewrite(at..at + 1, &sorted)?;
                removed.extend(
                    sorted
                        .iter()
                        .filter(|key| unknown.binary_search_by_key(*key, |(key, _)| *key).is_err()),
                );
            }
        }
        if !self.doubtful.is_empty() {
            self.commit(self.mark(), self.end(), None)?;
        }
        self.sweep()?;
        self.disk.sync_folder().map_err(io("sync", "the folder"))?;
        removed.sort_unstable();
        removed.dedup();
        Ok(size(removed.len()))
    }

    /// Writes runs into one, without the keys of a sorted list.
    fn rewrite(&mut self, range: Range<usize>, without: &[u128]) -> Result<(), KeysError> {
        let number = self.manifest.take_number();
        let most = self.manifest.runs[range.clone()].iter().map(|run| run.keys).sum();
        let all = Merged::new(&mut self.runs[range.clone()])?;
        let stay = all.filter(|key| !matches!(key, Ok(key) if without.binary_search(key).is_ok()));
        let run = run::write(self.disk.as_ref(), number, most, stay);
        let run = self.written(number, run)?;
        self.commit(self.mark(), range, run)
    }

    /// What came of writing a run. Where it is none no manifest names it, and what there is of its file goes.
    fn written(&mut self, number: u64, run: Result<Option<Run>, KeysError>) -> Result<Option<Run>, KeysError> {
        if !matches!(run, Ok(Some(_))) {
            self.leaving.push(run::name(number));
            let _ = self.sweep();
        }
        run
    }

    /// Puts a run, or none, in place of some, on disk and then in memory.
    fn commit(&mut self, mark: u64, range: Range<usize>, new: Option<Run>) -> Result<(), KeysError> {
        let mut manifest = self.manifest.clone();
        manifest.mark = mark;
        let old = manifest.runs.splice(range.clone(), new.iter().map(|run| run.listed));
        let old: Vec<String> = old.map(|listed| listed.name()).collect();
        if let Err(error) = manifest.write(self.disk.as_ref()) {
            // It may be on disk nevertheless. So the run stays, and its number is not used again.
            self.doubtful.extend(new.map(|run| run.listed.name()));
            return Err(error);
        }
        self.manifest = manifest;
        self.runs.splice(range, new);
        self.leaving.extend(old);
        self.leaving.append(&mut self.doubtful);
        // What stays takes place and does no harm; it is tried again.
        let _ = self.sweep();
        Ok(())
    }

    /// Removes the files that count no more.
    fn sweep(&mut self) -> Result<(), KeysError> {
        while let Some(name) = self.leaving.last() {
            disk::remove(self.disk.as_ref(), name).map_err(io("remove", name))?;
            self.leaving.pop();
        }
        Ok(())
    }
}
