//! [`Simulated`]: a disk in memory that knows what was synced, loses power, and fails when it is told to.
//!
//! It is worse than real ones. After a power loss each change of a name that was not synced is there or not, by itself.
//! Each stretch of bytes that was not synced is there, is gone, ends anywhere, or lacks any of its 512-byte sectors, which
//! then hold zeros or rubbish. After a failed sync the bytes can be read until the power is lost, and no later sync makes
//! them durable.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex};

use harpoon_wal::{Appending, Disk, Reading};

use crate::chance::Chance;

const SECTOR: usize = 512;

/// What an operation is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The power is lost before it is done: it fails, and all after it.
    Power,
    /// This operation fails.
    Once(ErrorKind),
    /// This operation and so many after it fail.
    Times(ErrorKind, u64),
}

/// A handle on the disk, all of which share it.
#[derive(Clone)]
pub(crate) struct Simulated(Arc<Mutex<State>>);

#[derive(Clone)]
struct State {
    files: Vec<File>,
    /// Names as the running system sees them.
    names: BTreeMap<String, usize>,
    /// Names as the platter has them.
    durable_names: BTreeMap<String, usize>,
    /// Changes of names that were not synced, in their order.
    changes: Vec<(String, Option<usize>)>,
    /// Changes whose sync failed, of names that were not changed and synced since.
    limbo: Vec<(String, Option<usize>)>,
    /// Operations until now, reading included.
    operations: u64,
    trouble: Option<(u64, Trouble)>,
    dead: bool,
    chance: Chance,
}

#[derive(Clone, Default)]
struct File {
    bytes: Vec<u8>,
    /// One after the other, all of the bytes.
    stretches: Vec<Stretch>,
}

#[derive(Clone, Copy)]
struct Stretch {
    /// The byte after it.
    end: usize,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Durable,
    /// Waits for a sync.
    Dirty,
    /// Its sync failed.
    Limbo,
}

impl Simulated {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            files: Vec::new(),
            names: BTreeMap::new(),
            durable_names: BTreeMap::new(),
            changes: Vec::new(),
            limbo: Vec::new(),
            operations: 0,
            trouble: None,
            dead: false,
            chance: Chance::new(seed),
        })))
    }

    /// From so many operations on, there is trouble.
    pub(crate) fn trouble_after(&self, operations: u64, trouble: Trouble) {
        let mut state = self.0.lock().unwrap();
        state.trouble = Some((state.operations + operations, trouble));
    }

    pub(crate) fn no_trouble(&self) {
        self.0.lock().unwrap().trouble = None;
    }

    /// Operations until now.
    pub(crate) fn operations(&self) -> u64 {
        self.0.lock().unwrap().operations
    }

    /// Whether the power is off.
    pub(crate) fn is_dead(&self) -> bool {
        self.0.lock().unwrap().dead
    }

    /// The disk after a power loss, by this seed. Handles on the old one are dead.
    pub(crate) fn power_loss(&self, seed: u64) -> Self {
        let mut old = self.0.lock().unwrap();
        let mut chance = Chance::new(seed);
        // Names first: of the changes of one name any number from the first on may have come through.
        let mut names = old.durable_names.clone();
        let mut changes = std::mem::take(&mut old.limbo);
        changes.append(&mut old.changes);
        while !changes.is_empty() {
            let name = changes[0].0.clone();
            let of_name: Vec<Option<usize>> = changes
                .iter()
                .filter(|(n, _)| *n == name)
                .map(|(_, file)| *file)
                .collect();
            changes.retain(|(n, _)| *n != name);
            let through = chance.below(of_name.len() + 1);
            match through.checked_sub(1).map(|at| of_name[at]) {
                None => {}
                Some(Some(file)) => {
                    names.insert(name, file);
                }
                Some(None) => {
                    names.remove(&name);
                }
            }
        }
        let mut files = Vec::new();
        let mut moved: BTreeMap<usize, usize> = BTreeMap::new();
        for file in names.values_mut() {
            let place = *moved.entry(*file).or_insert_with(|| {
                files.push(old.files[*file].after_power_loss(&mut chance));
                files.len() - 1
            });
            *file = place;
        }
        old.dead = true;
        Self(Arc::new(Mutex::new(State {
            files,
            durable_names: names.clone(),
            names,
            changes: Vec::new(),
            limbo: Vec::new(),
            operations: 0,
            trouble: None,
            dead: false,
            chance,
        })))
    }

    /// The disk as another process sees it when this one is killed: nothing is lost. Handles on the old one are dead.
    pub(crate) fn killed(&self) -> Self {
        let mut old = self.0.lock().unwrap();
        let mut state = old.clone();
        old.dead = true;
        state.dead = false;
        state.trouble = None;
        Self(Arc::new(Mutex::new(state)))
    }

    /// Names and bytes of all files, as the running system sees them.
    pub(crate) fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let state = self.0.lock().unwrap();
        let files = state.names.iter();
        files
            .map(|(name, file)| (name.clone(), state.files[*file].bytes.clone()))
            .collect()
    }

    /// Names of its segments.
    pub(crate) fn segments(&self) -> Vec<String> {
        self.contents().into_keys().filter(|name| is_segment(name)).collect()
    }

    /// A disk that holds these files, durably.
    pub(crate) fn holding(contents: &BTreeMap<String, Vec<u8>>) -> Self {
        let disk = Self::new(0);
        {
            let mut state = disk.0.lock().unwrap();
            for (name, bytes) in contents {
                let file = state.files.len();
                state.files.push(File::durable(bytes.clone()));
                state.names.insert(name.clone(), file);
            }
            state.durable_names = state.names.clone();
        }
        disk
    }
}

/// Whether a file of this name is a segment.
pub(crate) fn is_segment(name: &str) -> bool {
    name.strip_suffix(".wal").is_some()
}

impl File {
    fn durable(bytes: Vec<u8>) -> Self {
        let all = Stretch {
            end: bytes.len(),
            fate: Fate::Durable,
        };
        Self {
            stretches: vec![all],
            bytes,
        }
    }

    fn append(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.stretches.push(Stretch {
            end: self.bytes.len(),
            fate: Fate::Dirty,
        });
    }

    fn sync(&mut self, well: bool) {
        let fate = if well { Fate::Durable } else { Fate::Limbo };
        for stretch in self.stretches.iter_mut().filter(|stretch| stretch.fate == Fate::Dirty) {
            stretch.fate = fate;
        }
        if self.stretches.iter().all(|stretch| stretch.fate == Fate::Durable) {
            self.stretches.drain(..self.stretches.len().saturating_sub(1));
        }
    }

    fn after_power_loss(&self, chance: &mut Chance) -> Self {
        let mut bytes = self.bytes.clone();
        let (mut from, mut length) = (0, 0);
        for stretch in &self.stretches {
            if stretch.fate == Fate::Durable {
                length = stretch.end;
            } else {
                length = torn(&mut bytes, from, stretch.end, chance).unwrap_or(length);
            }
            from = stretch.end;
        }
        bytes.truncate(length);
        Self::durable(bytes)
    }
}

/// Tears a stretch. Gives how long the file is by it, if anything of it is there.
fn torn(bytes: &mut [u8], from: usize, to: usize, chance: &mut Chance) -> Option<usize> {
    match chance.below(4) {
        0 => Some(to),
        1 => {
            bytes[from..to].fill(0);
            None
        }
        2 => {
            let end = from + chance.below(to - from + 1);
            bytes[end..to].fill(0);
            (end > from).then_some(end)
        }
        _ => {
            let mut at = from;
            while at < to {
                let next = ((at / SECTOR + 1) * SECTOR).min(to);
                match chance.below(6) {
                    0 | 1 => bytes[at..next].fill(0),
                    2 => bytes[at..next]
                        .iter_mut()
                        .for_each(|byte| *byte ^= chance.next().to_le_bytes()[0]),
                    _ => {}
                }
                at = next;
            }
            Some(to)
        }
    }
}

impl State {
    /// Begins an operation: what becomes of it.
    fn operation(&mut self) -> io::Result<()> {
        let dead = || io::Error::other("the power is off");
        if self.dead {
            return Err(dead());
        }
        let number = self.operations;
        self.operations += 1;
        match self.trouble {
            Some((from, Trouble::Power)) if number >= from => {
                self.dead = true;
                Err(dead())
            }
            Some((from, Trouble::Once(kind))) if number == from => Err(kind.into()),
            Some((from, Trouble::Times(kind, times))) if number >= from && number - from <= times => Err(kind.into()),
            _ => Ok(()),
        }
    }

    fn file(&self, name: &str) -> io::Result<usize> {
        self.names.get(name).copied().ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn change(&mut self, name: &str, file: Option<usize>) {
        match file {
            Some(file) => self.names.insert(name.to_owned(), file),
            None => self.names.remove(name),
        };
        self.changes.push((name.to_owned(), file));
    }
}

impl Disk for Simulated {
    fn create(&self, name: &str) -> io::Result<Box<dyn Appending>> {
        let mut state = self.0.lock().unwrap();
        state.operation()?;
        let file = state.files.len();
        state.files.push(File::default());
        state.change(name, Some(file));
        Ok(Box::new(Handle {
            disk: self.clone(),
            file,
        }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Reading>> {
        let mut state = self.0.lock().unwrap();
        state.operation()?;
        let file = state.file(name)?;
        Ok(Box::new(Handle {
            disk: self.clone(),
            file,
        }))
    }

    fn length(&self, name: &str) -> io::Result<u64> {
        let mut state = self.0.lock().unwrap();
        state.operation()?;
        let file = state.file(name)?;
        Ok(state.files[file].bytes.len() as u64)
    }

    fn list(&self) -> io::Result<Vec<String>> {
        let mut state = self.0.lock().unwrap();
        state.operation()?;
        Ok(state.names.keys().cloned().collect())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.operation()?;
        let file = state.file(from)?;
        state.change(to, Some(file));
        state.change(from, None);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        state.operation()?;
        state.file(name)?;
        state.change(name, None);
        Ok(())
    }

    fn sync_folder(&self) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        if let Err(error) = state.operation() {
            // What it was to make durable never will be, unless the name is changed again.
            if !state.dead {
                let mut changes = std::mem::take(&mut state.changes);
                state.limbo.append(&mut changes);
            }
            return Err(error);
        }
        for (name, file) in std::mem::take(&mut state.changes) {
            state.limbo.retain(|(limbo, _)| *limbo != name);
            match file {
                Some(file) => state.durable_names.insert(name, file),
                None => state.durable_names.remove(&name),
            };
        }
        Ok(())
    }
}

struct Handle {
    disk: Simulated,
    file: usize,
}

impl Appending for Handle {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        let dead = state.dead;
        let done = state.operation();
        // What fails may have come some way, and so may what the power loss catches.
        let written = match &done {
            Ok(()) => bytes.len(),
            Err(_) => state.chance.below(bytes.len() + 1),
        };
        if !dead {
            state.files[self.file].append(&bytes[..written]);
        }
        done
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.0.lock().unwrap();
        let done = state.operation();
        if !state.dead {
            state.files[self.file].sync(done.is_ok());
        }
        done
    }
}

impl Reading for Handle {
    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut state = self.disk.0.lock().unwrap();
        state.operation()?;
        let bytes = &state.files[self.file].bytes;
        let from = usize::try_from(position).unwrap().min(bytes.len());
        let read = into.len().min(bytes.len() - from);
        into[..read].copy_from_slice(&bytes[from..from + read]);
        Ok(read)
    }
}
