//! [`Book`]: the links of a workspace, a line of JSON each, in `links/links.jsonl`.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::code::{code, is_code};
use super::{Link, Made};
use crate::Error;
use crate::collecting::disk;

/// The file, from the workspace's folder on.
pub const FILE: &str = "links/links.jsonl";
/// What stands for an address that named somebody who was erased; no host has such a name.
const ERASED: &str = "https://erased.invalid/";
/// Held by whoever changes the links.
const LOCK: &str = "links/lock";

/// All links that ever were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// In the order in which they were made.
    pub links: Vec<Link>,
}

impl Book {
    /// Reads the links of the workspace in this folder; every line that is none is told at once.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let file = root.join(FILE);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::io("read", &file)(error)),
        };
        let (mut book, mut mistakes) = (Self::default(), Vec::new());
        for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str::<Link>(line) {
                Ok(link) if is_code(&link.code) && is_web(&link.to) => book.links.push(link),
                Ok(link) => mistakes.push(format!(
                    "line {}: `{}` → `{}` is no link",
                    place + 1,
                    link.code,
                    link.to
                )),
                Err(error) => mistakes.push(format!("line {}: {error}", place + 1)),
            }
        }
        if mistakes.is_empty() {
            Ok(book)
        } else {
            let file = PathBuf::from(FILE);
            Err(Error::Mistakes { file, mistakes })
        }
    }

    /// Reads, changes and writes; one process at a time, and the disk has it when this returns.
    pub(super) fn change<T>(root: &Path, change: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        let (file, lock) = (root.join(FILE), root.join(LOCK));
        if let Some(folder) = lock.parent() {
            fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
        }
        let held = File::create(&lock).map_err(Error::io("make", &lock))?;
        held.lock().map_err(Error::io("lock", &lock))?;
        let before = Self::read(root)?;
        let mut book = before.clone();
        let outcome = change(&mut book)?;
        if book != before {
            let text = book.text()?;
            disk::write(&file, text.as_bytes(), false).map_err(Error::io("write", &file))?;
        }
        Ok(outcome)
    }

    /// Takes links of which a text says that they are gone out of the book; gives how many. Their codes stay, and lead nowhere. They
    /// are only counted without a time.
    pub(crate) fn erase(root: &Path, is_gone: impl Fn(&str) -> bool, now: Option<Timestamp>) -> Result<u64, Error> {
        let names = |link: &Link| serde_json::to_string(link).is_ok_and(|text| is_gone(&text));
        let Some(now) = now else {
            return Ok(Self::read(root)?.links.iter().filter(|link| names(link)).count() as u64);
        };
        Self::change(root, |book| {
            let mut gone = 0;
            for link in book.links.iter_mut().filter(|link| names(link)) {
                ERASED.clone_into(&mut link.to);
                link.post = None;
                link.removed.get_or_insert(now);
                gone += 1;
            }
            Ok(gone)
        })
    }

    /// Adds a link, unless it is there.
    pub(super) fn add(&mut self, to: String, post: Option<String>, now: Timestamp) -> Result<Made, Error> {
        let known = self.links.iter().find(|link| link.to == to && link.removed.is_none());
        if let Some(link) = known {
            let link = link.clone();
            return Ok(Made { link, is_new: false });
        }
        let mut fresh = code()?;
        while self.links.iter().any(|link| link.code == fresh) {
            fresh = code()?;
        }
        let link = Link {
            code: fresh,
            to,
            post,
            made: now,
            removed: None,
        };
        self.links.push(link.clone());
        Ok(Made { link, is_new: true })
    }

    fn text(&self) -> Result<String, Error> {
        let mut text = String::new();
        for link in &self.links {
            text += &serde_json::to_string(link).map_err(|error| Error::Bug(error.to_string()))?;
            text.push('\n');
        }
        Ok(text)
    }
}

/// Whether browsers go there: nothing else is ever redirected to, whoever wrote the file.
fn is_web(to: &str) -> bool {
    let is_http = to.starts_with("https://") || to.starts_with("http://");
    is_http && to.bytes().all(|byte| byte > b' ' && byte != 0x7f && byte != b'\\')
}
