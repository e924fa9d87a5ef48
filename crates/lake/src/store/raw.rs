//! The raw bytes of every file, kept as they came under their SHA-256.
//!
//! Stored once whatever the file's name, compressed, and never changed: `raw/ab/abcd….zst`.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::Lake;
use super::durable::{Disk, make_folder};
use super::error::StoreError;

/// Larger files are compressed on a thread of their own while they are read.
const LARGE: u64 = 4 << 20;
const LEVEL: i32 = 1;

/// A file whose bytes the workspace keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFile {
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
}

/// Files that are still being compressed. A leaf lock: nothing else is taken while it is held.
#[derive(Default)]
pub(super) struct Compressing(Mutex<Vec<JoinHandle<Result<(), StoreError>>>>);

impl Compressing {
    fn add(&self, thread: JoinHandle<Result<(), StoreError>>) {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(thread);
    }

    /// Waits until every raw file is on disk; no import is committed before.
    pub(super) fn wait(&self) -> Result<(), StoreError> {
        let threads = std::mem::take(&mut *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        let broken = |_| StoreError::damaged("the compressing thread", "it broke off; this is a bug in Harpoon");
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(broken)?)
    }
}

/// What one reading of a file found; a second reading must find the same.
#[derive(PartialEq, Eq)]
struct Seen {
    digest: u128,
    bytes: u64,
}

impl Lake {
    /// Keeps a file's bytes. `open` is called once to know them, and once more, maybe from another thread, if they
    /// are new. They are on disk for good before an import is committed.
    pub fn keep_raw<R: Read>(&self, open: impl Fn() -> io::Result<R> + Send + 'static) -> Result<RawFile, StoreError> {
        let here = Path::new("the file");
        let (sha256, seen) = open().and_then(known).map_err(StoreError::io("read", here))?;
        let raw = RawFile {
            bytes: seen.bytes,
            sha256,
        };
        let path = self.raw_path(&raw.sha256);
        if path.is_file() {
            return Ok(raw);
        }
        let disk = self.disk.clone();
        let keep = move || match store(&disk, &path, &open, &seen) {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::damaged(
                "the file",
                "it changed while it was read; import it again",
            )),
            Err(source) => Err(StoreError::io("keep the raw bytes in", &path)(source)),
        };
        if raw.bytes > LARGE {
            self.compressing.add(std::thread::spawn(keep));
        } else {
            keep()?;
        }
        Ok(raw)
    }

    /// Reads a kept file again, as it came.
    pub fn raw(&self, sha256: &str) -> Result<Box<dyn Read + Send>, StoreError> {
        let path = self.raw_path(sha256);
        let file = File::open(&path).map_err(StoreError::io("open", &path))?;
        let reader = zstd::Decoder::new(file).map_err(StoreError::io("read", &path))?;
        Ok(Box::new(BufReader::new(reader)))
    }

    /// Whether the bytes are kept.
    pub(super) fn has_raw(&self, sha256: &str) -> bool {
        self.raw_path(sha256).is_file()
    }

    /// Kept files and what writing them left behind, with their SHA-256 as far as the name tells.
    pub(super) fn raw_files(&self) -> Result<Vec<(PathBuf, String)>, StoreError> {
        let list = || -> io::Result<Vec<(PathBuf, String)>> {
            let mut files = Vec::new();
            for folder in fs::read_dir(self.root.join("raw"))? {
                for file in fs::read_dir(folder?.path())? {
                    let path = file?.path();
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    let digest = name.strip_suffix(".zst").unwrap_or_default().to_owned();
                    files.push((path, digest));
                }
            }
            Ok(files)
        };
        match list() {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            other => other.map_err(StoreError::io("list", &self.root.join("raw"))),
        }
    }

    fn raw_path(&self, sha256: &str) -> PathBuf {
        let safe: String = sha256.chars().filter(char::is_ascii_hexdigit).collect();
        let start = safe.get(..2).unwrap_or("00");
        self.root.join("raw").join(start).join(format!("{safe}.zst"))
    }
}

fn known(mut from: impl Read) -> io::Result<(String, Seen)> {
    let (mut sha, mut quick, mut bytes) = (Sha256::new(), Xxh3::new(), 0);
    each_block(&mut from, |block| {
        sha.update(block);
        quick.update(block);
        bytes += block.len() as u64;
        Ok(())
    })?;
    let mut hex = String::new();
    for byte in sha.finalize() {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    let digest = quick.digest128();
    Ok((hex, Seen { digest, bytes }))
}

/// Compresses a file to its place. `false` if it is not what was seen before; then nothing is stored.
fn store<R: Read>(disk: &Disk, path: &Path, open: impl Fn() -> io::Result<R>, seen: &Seen) -> io::Result<bool> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("{}-{number}.tmp", std::process::id()));
    let same = compress(open()?, &temporary)? == *seen;
    if same {
        disk.rename(&temporary, path)?;
    } else {
        fs::remove_file(&temporary)?;
    }
    Ok(same)
}

fn compress(mut from: impl Read, to: &Path) -> io::Result<Seen> {
    let (mut quick, mut bytes) = (Xxh3::new(), 0);
    let mut out = zstd::Encoder::new(BufWriter::with_capacity(1 << 20, File::create(to)?), LEVEL)?;
    each_block(&mut from, |block| {
        quick.update(block);
        bytes += block.len() as u64;
        out.write_all(block)
    })?;
    out.finish()?.into_inner()?.sync_all()?;
    let digest = quick.digest128();
    Ok(Seen { digest, bytes })
}

fn each_block(from: &mut impl Read, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut block = vec![0; 1 << 18];
    loop {
        match from.read(&mut block)? {
            0 => return Ok(()),
            read => take(&block[..read])?,
        }
    }
}
