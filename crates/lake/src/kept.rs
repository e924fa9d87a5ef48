//! [`Kept`]: what was worked out of the facts, on disk, so that it is not worked out again.
//!
//! A file is named by a digest of the whole question: the statement, the imports that it depends on, the settings, and the program
//! that worked it out, which may be mended. So nothing in it ever has to be changed or taken back: after an import the questions that it touches have other names.
//! Every file says by a digest that it is whole. `derived/kept` is never the only copy and may be deleted at any time.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

/// Grows with every change of what the files mean.
const FORMAT: &str = "1";
/// Bytes in all, beyond which the oldest files go.
const MOST: u64 = 1 << 30;
/// How names of what is being written begin.
const UNDER_WAY: &str = "under-way-";
/// Bytes of a file that are digested at a time.
const BLOCK: usize = 1 << 18;
/// Bytes of a digest.
const DIGEST: usize = 32;

/// What is kept for one version of the data under one set of settings.
#[derive(Clone, Debug)]
pub struct Kept {
    folder: PathBuf,
    /// The program that works it out.
    program: String,
    stamp: String,
}

impl Kept {
    /// Kept in a folder; `stamp` tells the data and the settings. Nothing is kept where nobody can tell which program runs.
    pub(crate) fn new(folder: PathBuf, stamp: &str) -> Option<Self> {
        Some(Self::by(program()?, folder, stamp))
    }

    fn by(program: &str, folder: PathBuf, stamp: &str) -> Self {
        Self {
            folder,
            program: program.to_owned(),
            stamp: named(program, stamp),
        }
    }

    /// Tells data and settings.
    pub(crate) fn stamp(&self) -> &str {
        &self.stamp
    }

    /// Where the answer to a question lies, whether it is there or not.
    pub(crate) fn path(&self, question: &str) -> PathBuf {
        self.folder.join(named(&self.program, question))
    }

    /// The answer to a question about data and settings as they are; nothing if it is not there, or damaged.
    pub fn answer(&self, question: &str) -> Option<Vec<u8>> {
        self.get(&format!("{}\n{question}", self.stamp))
    }

    /// Keeps the answer to such a question.
    pub fn keep_answer(&self, question: &str, bytes: &[u8]) {
        self.put(&format!("{}\n{question}", self.stamp), bytes);
    }

    /// The answer to a question that names all that it depends on.
    pub(crate) fn get(&self, question: &str) -> Option<Vec<u8>> {
        let path = self.path(question);
        let mut bytes = fs::read(&path).ok()?;
        let said = bytes.split_off(bytes.len().checked_sub(DIGEST)?);
        if said == digest(&path, &bytes) {
            return Some(bytes);
        }
        // What is damaged is made anew.
        let _ = fs::remove_file(&path);
        None
    }

    /// Keeps it. What cannot be written is worked out again the next time.
    pub(crate) fn put(&self, question: &str, bytes: &[u8]) {
        let path = self.path(question);
        let whole = [bytes, &digest(&path, bytes)].concat();
        let _ = fs::create_dir_all(&self.folder);
        let under_way = self.under_way();
        if fs::write(&under_way, whole)
            .and_then(|()| fs::rename(&under_way, &path))
            .is_err()
        {
            let _ = fs::remove_file(&under_way);
        }
    }

    /// A file that others read piece by piece, so that its digest lies in a file of its own beside it; nothing if it is not there, or
    /// damaged.
    pub(crate) fn file(&self, question: &str, ending: &str) -> Option<PathBuf> {
        let path = self.path(question).with_extension(ending);
        if is_whole(&path) {
            return Some(path);
        }
        // What is damaged is made anew.
        self.drop_file(question, ending);
        None
    }

    /// Keeps a file that was written under another name; where it lies now.
    pub(crate) fn put_file(&self, question: &str, ending: &str, written: &Path) -> io::Result<PathBuf> {
        let path = self.path(question).with_extension(ending);
        // The digest first: a file without one counts as damaged. Of two that write at once one may leave its digest beside the
        // other's file; then it counts as damaged too, and is made anew.
        let digest = digest_of_file(&path, written)?;
        let under_way = self.under_way();
        fs::write(&under_way, digest)?;
        fs::rename(&under_way, beside(&path))?;
        fs::rename(written, &path)?;
        Ok(path)
    }

    /// Takes away a file that cannot be read.
    pub(crate) fn drop_file(&self, question: &str, ending: &str) {
        let path = self.path(question).with_extension(ending);
        let _ = fs::remove_file(&path);
        let _ = fs::remove_file(beside(&path));
    }

    /// A name in the folder that nobody else writes to.
    pub(crate) fn under_way(&self) -> PathBuf {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        self.folder.join(format!("{UNDER_WAY}{}-{number}", std::process::id()))
    }

    /// Whether at least half of what may be kept is free.
    pub fn has_room(&self) -> bool {
        let files = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let bytes: u64 = files
            .filter_map(|file| file.metadata().ok())
            .map(|about| about.len())
            .sum();
        bytes < MOST / 2
    }

    /// Removes the oldest files beyond what may be kept.
    pub fn sweep(&self) {
        sweep(&self.folder, MOST);
    }
}

fn sweep(folder: &Path, most: u64) {
    forget_broken_off(folder);
    let mut files: Vec<(SystemTime, u64, PathBuf)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            Some((about.modified().ok()?, about.len(), entry.path()))
        })
        .collect();
    files.sort_by(|a, b| b.cmp(a));
    let mut room = most;
    for (_, bytes, path) in files {
        match room.checked_sub(bytes) {
            Some(left) => room = left,
            None => drop(fs::remove_file(path)),
        }
    }
}

/// Takes away what whoever was ended left half done, a day later.
fn forget_broken_off(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let is_one = entry.file_name().to_string_lossy().starts_with(UNDER_WAY);
        let written = entry.metadata().and_then(|about| about.modified());
        let is_old = written.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > Duration::from_hours(24)));
        if is_one && is_old {
            let path = entry.path();
            let _ = if path.is_dir() {
                fs::remove_dir_all(path)
            } else {
                fs::remove_file(path)
            };
        }
    }
}

/// The program that runs.
fn program() -> Option<&'static str> {
    static PROGRAM: LazyLock<Option<String>> = LazyLock::new(|| mark(&std::env::current_exe().ok()?));
    PROGRAM.as_deref()
}

/// A program by size and time of its file: a mended one works everything out anew. Nothing where the file is not there, as after an
/// upgrade while it runs: two programs that nobody can tell apart must not read each other's answers.
fn mark(file: &Path) -> Option<String> {
    let about = fs::metadata(file).ok()?;
    let (size, time) = (about.len(), about.modified().ok()?);
    Some(format!("{} {size} {time:?}", env!("CARGO_PKG_VERSION")))
}

/// A name from all that decides.
fn named(program: &str, question: &str) -> String {
    let mut digest = Sha256::new();
    for part in [FORMAT, program, question] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Of the content together with the name, so that no file passes for another.
fn digest(path: &Path, bytes: &[u8]) -> [u8; DIGEST] {
    let mut digest = Sha256::new();
    digest.update(path.file_name().unwrap_or_default().as_encoded_bytes());
    digest.update(bytes);
    digest.finalize().into()
}

/// The same of a file that lies elsewhere still, in little memory.
fn digest_of_file(path: &Path, file: &Path) -> io::Result<[u8; DIGEST]> {
    let mut digest = Sha256::new();
    digest.update(path.file_name().unwrap_or_default().as_encoded_bytes());
    let mut file = File::open(file)?;
    let mut block = vec![0; BLOCK];
    loop {
        let got = file.read(&mut block)?;
        if got == 0 {
            break;
        }
        digest.update(block.get(..got).unwrap_or_default());
    }
    Ok(digest.finalize().into())
}

/// Where the digest of a file lies that others read piece by piece.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".sha256");
    PathBuf::from(name)
}

/// Whether a file is the one that its digest speaks of. It is read for that once a process, as long as its size and time stay.
fn is_whole(path: &Path) -> bool {
    /// Files that were read, with size and time. A leaf lock.
    static SEEN: Mutex<BTreeMap<PathBuf, (u64, SystemTime)>> = Mutex::new(BTreeMap::new());
    let Ok(about) = fs::metadata(path) else { return false };
    let Ok(time) = about.modified() else { return false };
    let mark = (about.len(), time);
    let seen = || SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen().get(path) == Some(&mark) {
        return true;
    }
    let Ok(said) = fs::read(beside(path)) else { return false };
    let is_whole = digest_of_file(path, path).is_ok_and(|digest| digest == said[..]);
    if is_whole {
        seen().insert(path.to_owned(), mark);
    }
    is_whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
    fn programs_keep_apart_and_one_that_is_not_known_keeps_nothing() {
        let home = std::env::temp_dir().join(format!("harpoon-kept-program-{}", std::process::id()));
        fs::create_dir_all(&home).unwrap();
        let file = home.join("harpoon");
        assert_eq!(mark(&file), None, "it is gone from under whoever runs it");
        fs::write(&file, b"one").unwrap();
        let before = mark(&file).unwrap();
        assert_eq!(mark(&file).as_ref(), Some(&before));
        fs::write(&file, b"mended").unwrap();
        let mended = mark(&file).unwrap();
        let (before, mended) = (
            Kept::by(&before, home.clone(), "1"),
            Kept::by(&mended, home.clone(), "1"),
        );
        before.put("a", b"wrong");
        assert_eq!(mended.get("a"), None);
        assert_ne!(mended.stamp(), before.stamp());
        let _ = fs::remove_dir_all(home);
    }

    #[test]
    #[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
    fn a_file_that_others_read_is_whole_or_not_there() {
        let home = std::env::temp_dir().join(format!("harpoon-kept-file-{}", std::process::id()));
        let kept = Kept::by("program", home.clone(), "version 1");
        fs::create_dir_all(&home).unwrap();
        let put = |bytes: &[u8]| {
            let written = kept.under_way();
            fs::write(&written, bytes).unwrap();
            kept.put_file("sales", "parquet", &written).unwrap()
        };
        assert_eq!(kept.file("sales", "parquet"), None, "it was not put there");
        let path = put(b"one");
        assert_eq!(kept.file("sales", "parquet").as_ref(), Some(&path));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        // A turned byte; a file cut off; one under the name of another; one without its digest.
        for damage in 0..4 {
            let path = put(b"one");
            match damage {
                0 => {
                    fs::write(&path, b"onf").unwrap();
                    // Clocks of disks are coarse, and what has the size and time of what was seen is taken for it.
                    let later = SystemTime::now() + Duration::from_secs(2);
                    File::options()
                        .write(true)
                        .open(&path)
                        .unwrap()
                        .set_modified(later)
                        .unwrap();
                }
                1 => fs::write(&path, b"on").unwrap(),
                2 => {
                    let other = kept.path("others").with_extension("parquet");
                    fs::copy(&path, &other).unwrap();
                    fs::copy(beside(&path), beside(&other)).unwrap();
                    assert_eq!(kept.file("others", "parquet"), None);
                    continue;
                }
                _ => {
                    // As a process that looks for the first time finds it.
                    fs::write(&path, b"four").unwrap();
                    fs::remove_file(beside(&path)).unwrap();
                }
            }
            assert_eq!(kept.file("sales", "parquet"), None, "{damage}");
            assert!(!path.exists(), "and it is made anew");
        }
        let _ = fs::remove_dir_all(home);
    }

    #[test]
    fn what_is_damaged_or_of_another_question_is_not_there() {
        let home = std::env::temp_dir().join(format!("harpoon-kept-{}", std::process::id()));
        let kept = Kept::by("program", home.clone(), "version 1");
        kept.put("a", b"one");
        assert_eq!(kept.get("a").as_deref(), Some(b"one".as_slice()));
        assert_eq!(kept.get("b"), None);
        let _ = fs::copy(kept.path("a"), kept.path("b"));
        assert_eq!(kept.get("b"), None, "a file under the name of another");
        let mut bytes = fs::read(kept.path("a")).unwrap_or_default();
        bytes[0] ^= 1;
        let _ = fs::write(kept.path("a"), bytes);
        assert_eq!(kept.get("a"), None, "a turned bit");
        kept.keep_answer("a", b"one");
        assert_eq!(kept.answer("a").as_deref(), Some(b"one".as_slice()));
        let other = Kept::by("program", home.clone(), "version 2");
        assert_eq!(other.answer("a"), None, "of other data");
        kept.put("new", &[0; 100]);
        sweep(&home, 150);
        assert!(kept.get("new").is_some() && kept.answer("a").is_none(), "the oldest go");
        let _ = fs::remove_dir_all(home);
    }
}
