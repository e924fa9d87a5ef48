//! [`Compressing`]: raw files on their way to their places, on threads of their own.
//!
//! A large file begins to be compressed while it is still being digested: its name is its digest, so it gets its name
//! last. Until then it stands in `raw/incoming/`, where `vacuum` finds what a crash leaves behind.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use xxhash_rust::xxh3::Xxh3;
use zstd::zstd_safe::CParameter;

use super::durable::{Disk, make_folder};
use super::error::StoreError;

const LEVEL: i32 = 1;
/// Places (as a power of two) of the table in which the compressor looks for what was there before: this much stays in a
/// core's nearest cache, and twice as much compresses hardly better.
const TABLE: u32 = 13;
/// Bytes that are compressed at a time, each piece a frame of its own: zstd is faster over a piece that it sees whole than
/// over a stream whose beginning it has to move.
const PIECE: usize = 4 << 20;

/// Files that are still being compressed. A leaf lock: nothing else is taken while it is held.
#[derive(Default)]
pub(super) struct Compressing(Mutex<Vec<Expected>>);

/// A file under compression, where it goes, and what it must turn out to be.
pub(super) struct Expected {
    pub(super) compression: Compression,
    pub(super) path: PathBuf,
    pub(super) seen: Seen,
}

impl Compressing {
    pub(super) fn add(&self, expected: Expected) {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(expected);
    }

    /// Waits until every raw file is on disk; no import is committed before.
    pub(super) fn wait(&self, disk: &Disk) -> Result<(), StoreError> {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        all.into_iter()
            .try_for_each(|one| one.compression.finish()?.place(disk, &one.path, &one.seen))
    }
}

/// What one reading of a file found; a second reading must find the same.
#[derive(PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) digest: u128,
    pub(super) bytes: u64,
}

/// A file that is being compressed on a thread. Dropped, it is given up.
pub(super) struct Compression {
    thread: Option<JoinHandle<io::Result<Compressed>>>,
    is_wanted: Arc<AtomicBool>,
}

impl Compression {
    pub(super) fn start<R: Read>(folder: PathBuf, open: impl Fn() -> io::Result<R> + Send + 'static) -> Self {
        let is_wanted = Arc::new(AtomicBool::new(true));
        let wanted = Arc::clone(&is_wanted);
        let thread = std::thread::spawn(move || compress(&folder, open()?, &wanted));
        Self {
            thread: Some(thread),
            is_wanted,
        }
    }

    fn finish(mut self) -> Result<Compressed, StoreError> {
        let broken = || StoreError::damaged("the compressing thread", "it broke off; this is a bug in Harpoon");
        let thread = self.thread.take().ok_or_else(broken)?;
        let compressed = thread.join().map_err(|_| broken())?;
        compressed.map_err(StoreError::io("keep the raw bytes of", Path::new("the file")))
    }
}

impl Drop for Compression {
    fn drop(&mut self) {
        self.is_wanted.store(false, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // Nobody wants the file, so nobody wants to know what became of it; `vacuum` takes what stays behind.
            let _ = thread.join();
        }
    }
}

/// A complete, synced file that does not have its name yet.
pub(super) struct Compressed {
    temporary: PathBuf,
    seen: Seen,
}

impl Compressed {
    /// Gives it its name, if it is what was seen before.
    pub(super) fn place(self, disk: &Disk, path: &Path, seen: &Seen) -> Result<(), StoreError> {
        let keep = StoreError::io("keep the raw bytes in", path);
        if self.seen != *seen {
            fs::remove_file(&self.temporary).map_err(keep)?;
            return Err(StoreError::damaged(
                "the file",
                "it changed while it was read; import it again",
            ));
        }
        disk.draft(path)
            .parent()
            .map_or(Ok(()), make_folder)
            .and_then(|()| disk.rename(&self.temporary, path))
            .map_err(keep)
    }
}

/// Compresses a file into the folder of those that have no name yet, as long as it is wanted.
pub(super) fn compress(folder: &Path, mut from: impl Read, is_wanted: &AtomicBool) -> io::Result<Compressed> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    make_folder(folder)?;
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!("{}-{number}.tmp", std::process::id()));
    let written = compress_to(File::create(&temporary)?, &mut from, is_wanted);
    if written.is_err() {
        // The error of writing says more than one of removing would.
        let _ = fs::remove_file(&temporary);
    }
    Ok(Compressed {
        seen: written?,
        temporary,
    })
}

fn compress_to(mut file: File, from: &mut impl Read, is_wanted: &AtomicBool) -> io::Result<Seen> {
    let (mut quick, mut bytes) = (Xxh3::new(), 0);
    let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
    compressor.set_parameter(CParameter::HashLog(TABLE))?;
    let (mut piece, mut frame) = (
        Vec::with_capacity(PIECE),
        Vec::with_capacity(zstd::zstd_safe::compress_bound(PIECE)),
    );
    loop {
        piece.clear();
        let read = from.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
        // An empty file is one empty frame.
        if read == 0 && bytes > 0 {
            break;
        }
        if !is_wanted.load(Ordering::Relaxed) {
            return Err(io::Error::other("the file is known already"));
        }
        quick.update(&piece);
        bytes += read as u64;
        frame.clear();
        compressor.compress_to_buffer(&piece, &mut frame)?;
        file.write_all(&frame)?;
        if read < PIECE {
            break;
        }
    }
    file.sync_all()?;
    let digest = quick.digest128();
    Ok(Seen { digest, bytes })
}
