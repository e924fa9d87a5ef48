//! The raw bytes of every file, kept as they came under their SHA-256.
//!
//! Stored once whatever the file's name, compressed, and never changed: `raw/ab/abcd….zst`.

use std::cell::RefCell;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::Xxh3;

use super::Lake;
use super::compressing::{Compression, Expected, Seen, compress};
use super::error::StoreError;
use super::sha::{Digesting, hex, sha256_of};
use super::upkeep::UNUSED_KEPT;

/// Larger files are compressed on a thread of their own, from when so much of them was read.
const LARGE: u64 = 4 << 20;

/// A file whose bytes the workspace keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFile {
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
}

impl Lake {
    /// Keeps a file's bytes. `open` is called once to know them, and once more, maybe from another thread at the same
    /// time, to compress them. They are on disk for good before an import is committed.
    pub fn keep_raw<R: Read>(
        &self,
        open: impl Fn() -> io::Result<R> + Clone + Send + 'static,
    ) -> Result<RawFile, StoreError> {
        let folder = self.disk.drafts(&self.root.join("raw/incoming"));
        let mut early = None;
        let on_large = || early = Some(Compression::start(folder.clone(), open.clone()));
        let read = open().and_then(|from| known(from, on_large));
        let (sha256, seen) = read.map_err(StoreError::io("read", Path::new("the file")))?;
        let raw = RawFile {
            bytes: seen.bytes,
            sha256,
        };
        let path = self.raw_path(&raw.sha256);
        if self.is_kept_raw(&raw)? {
            return Ok(raw);
        }
        if let Some(compression) = early {
            self.compressing.add(Expected {
                compression,
                path,
                seen,
            });
            return Ok(raw);
        }
        open()
            .and_then(|from| compress(&folder, from, &AtomicBool::new(true)))
            .map_err(StoreError::io("keep the raw bytes in", &path))?
            .place(&self.disk, &path, &seen)?;
        Ok(raw)
    }

    /// Reads a kept file again, as it came.
    pub fn raw(&self, sha256: &str) -> Result<Box<dyn Read + Send>, StoreError> {
        let path = self.raw_path(sha256);
        let file = self.disk.open(&path).map_err(StoreError::io("open", &path))?;
        let reader = zstd::Decoder::new(file).map_err(StoreError::io("read", &path))?;
        Ok(Box::new(BufReader::new(reader)))
    }

    /// Puts what `write` makes of a kept file's bytes in their place, under the name that they have; it says whether anything became
    /// another. Gives the SHA-256 of what is there now.
    pub(super) fn replace_raw(
        &self,
        sha256: &str,
        write: impl Fn(&mut dyn BufRead, &mut dyn Write) -> io::Result<bool>,
    ) -> Result<String, StoreError> {
        let path = self.raw_path(sha256);
        let digest = RefCell::new(String::new());
        let written = self.disk.rewrite(&path, |from, to| {
            let mut to = Digesting::new(zstd::Encoder::new(to, 1)?);
            let is_other = write(&mut BufReader::new(zstd::Decoder::new(from)?), &mut to)?;
            let (to, now) = to.finish();
            to.finish()?;
            digest.replace(now);
            Ok(is_other)
        });
        written.map_err(StoreError::io("write", &path))?;
        Ok(digest.into_inner())
    }

    /// SHA-256 of what a kept file holds now.
    pub(super) fn raw_digest(&self, sha256: &str) -> Result<String, StoreError> {
        let digest = sha256_of(self.raw(sha256)?);
        digest
            .map(|(_, digest)| digest)
            .map_err(StoreError::io("read", &self.raw_path(sha256)))
    }

    /// Whether the bytes are kept.
    pub(super) fn has_raw(&self, sha256: &str) -> Result<bool, StoreError> {
        let path = self.raw_path(sha256);
        let modified = self.disk.modified(&path).map_err(StoreError::io("read", &path))?;
        Ok(modified.is_some())
    }

    /// Whether the bytes are kept and stay until an import that needs them is committed: in a bucket another node may be about to
    /// remove what nothing has needed for long. What an import has needed stays, and is never written again: people may have been taken
    /// out of it.
    fn is_kept_raw(&self, raw: &RawFile) -> Result<bool, StoreError> {
        let path = self.raw_path(&raw.sha256);
        let Some(at) = self.disk.modified(&path).map_err(StoreError::io("read", &path))? else {
            return Ok(false);
        };
        if self.disk.bucket().is_none() || at.elapsed().unwrap_or_default() < UNUSED_KEPT / 2 {
            return Ok(true);
        }
        let snapshot = self.snapshot_amid(None)?;
        Ok(snapshot.imports().iter().any(|import| import.sha256 == raw.sha256))
    }

    /// Kept files and what writing them left behind, with their SHA-256 as far as the name tells.
    pub(super) fn raw_files(&self) -> Result<Vec<(PathBuf, String)>, StoreError> {
        let folder = self.root.join("raw");
        if let Some(bucket) = self.disk.bucket() {
            let objects = bucket.list(&folder).map_err(StoreError::io("list", &folder))?;
            return Ok(objects.into_iter().map(|o| with_digest(o.path)).collect());
        }
        let list = || -> io::Result<Vec<(PathBuf, String)>> {
            let mut files = Vec::new();
            for folder in fs::read_dir(self.root.join("raw"))? {
                for file in fs::read_dir(folder?.path())? {
                    files.push(with_digest(file?.path()));
                }
            }
            Ok(files)
        };
        match list() {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            other => other.map_err(StoreError::io("list", &self.root.join("raw"))),
        }
    }

    pub(super) fn raw_path(&self, sha256: &str) -> PathBuf {
        let safe: String = sha256.chars().filter(char::is_ascii_hexdigit).collect();
        let start = safe.get(..2).unwrap_or("00");
        self.root.join("raw").join(start).join(format!("{safe}.zst"))
    }
}

/// With the SHA-256 that the name tells, if it tells one.
fn with_digest(path: PathBuf) -> (PathBuf, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let digest = name.strip_suffix(".zst").unwrap_or_default().to_owned();
    (path, digest)
}

/// Digests a file; `on_large` is called once, if it is large, as soon as that is known.
fn known(mut from: impl Read, on_large: impl FnOnce()) -> io::Result<(String, Seen)> {
    let (mut sha, mut quick, mut bytes) = (Sha256::new(), Xxh3::new(), 0);
    let mut on_large = Some(on_large);
    each_block(&mut from, |block| {
        sha.update(block);
        quick.update(block);
        bytes += block.len() as u64;
        if bytes > LARGE
            && let Some(begin) = on_large.take()
        {
            begin();
        }
        Ok(())
    })?;
    let digest = quick.digest128();
    Ok((hex(&sha.finalize()), Seen { digest, bytes }))
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
