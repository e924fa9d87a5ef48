//! [`Gathering`]: what of a workspace is copied, in which order, and when it is one moment.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use harpoon_lake::store::{Lake, Listed, Statement};
use harpoon_ledger::LedgerFiles;
use harpoon_state::{ELSEWHERE, Home, State, StateError};
use jiff::Timestamp;
use tokio::runtime::Builder;

use super::depot::{Depot, Kept};
use super::error::BackupError;
use super::manifest::{ALONE, FORMAT, Filed, Manifest, Member};
use super::{ERASED, MEMORY, NOTE};
use crate::collecting::{FOLDER as COLLECTOR, WANTED};
use crate::workspace::settings;
use crate::{Error, here};

/// How often something is tried that others change meanwhile.
const TRIES: usize = 5;
/// Folders of a workspace that are copied by themselves, or made anew.
const APART: &[&str] = &["collector", "derived", "lake", "ledger", "raw"];

/// Who may read a file that comes from a bucket, as Unix has it.
const PRIVATE: u32 = 0o600;

/// A backup that is being made.
pub(super) struct Gathering<'a> {
    depot: &'a mut Depot,
    root: &'a Path,
    /// Files of the backup before, by path.
    earlier: HashMap<&'a str, &'a Filed>,
    files: BTreeMap<String, Filed>,
    fresh: HashSet<String>,
    fresh_bytes: u64,
    remarks: Vec<String>,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(depot: &'a mut Depot, root: &'a Path, earlier: Option<&'a Manifest>) -> Self {
        let earlier = earlier.into_iter().flat_map(|manifest| &manifest.files);
        Self {
            depot,
            root,
            earlier: earlier.map(|file| (file.path.as_str(), file)).collect(),
            files: BTreeMap::new(),
            fresh: HashSet::new(),
            fresh_bytes: 0,
            remarks: Vec::new(),
        }
    }

    /// Digests of what no backup had before, and how many bytes that is.
    pub(super) fn fresh(self) -> (HashSet<String>, u64) {
        (self.fresh, self.fresh_bytes)
    }

    /// Copies everything.
    pub(super) fn all(&mut self, names: &[String], now: Timestamp) -> Result<Manifest, Error> {
        self.memory()?;
        let mut workspaces = Vec::new();
        for name in names {
            let mut member = Member {
                name: name.clone(),
                version: 0,
            };
            let base = member.base();
            self.small(&base, Path::new(""))?;
            self.ledger(&base)?;
            member.version = self.data(&base)?;
            workspaces.push(member);
        }
        Ok(Manifest {
            format: FORMAT,
            made_at: now,
            made_by: env!("CARGO_PKG_VERSION").to_owned(),
            workspaces,
            remarks: std::mem::take(&mut self.remarks),
            files: std::mem::take(&mut self.files).into_values().collect(),
        })
    }

    /// The server's memory at one moment: a copy that SQLite makes, or all that its Postgres holds, as the same file. The key that
    /// opens secrets in it stays where it is.
    fn memory(&mut self) -> Result<(), Error> {
        let path = self.root.join(MEMORY);
        let refused = |error: StateError| Error::Usage(format!("{}: {error}", path.display()));
        let home = if self.root.join(ELSEWHERE).exists() {
            Home::of(self.root, here::state_address()?.as_ref()).map_err(refused)?
        } else {
            Home::File(path.clone())
        };
        if home.is_there() {
            let copy = self.depot.scratch();
            let runtime = Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(Error::io("start a thread for", &path))?;
            runtime.block_on(State::copy(&home, &copy)).map_err(refused)?;
            let about = fs::metadata(&copy).map_err(Error::io("read", &copy))?;
            let bytes = File::open(&copy).and_then(|copy| self.depot.keep(copy));
            let kept = bytes.map_err(Error::io("copy", &path))?;
            fs::remove_file(&copy).map_err(Error::io("remove", &copy))?;
            // As the file is, which may be readable by its owner alone.
            let about = fs::metadata(&path).unwrap_or(about);
            self.note(MEMORY.to_owned(), &about, kept);
        }
        self.passing("server.key.check")?;
        Ok(())
    }

    /// Files that people and programs write: settings, maps, links, receipts, reports, where accounts and taps stand.
    fn small(&mut self, base: &str, folder: &Path) -> Result<(), Error> {
        let here = self.root.join(base).join(folder);
        let mut names = Vec::new();
        for entry in fs::read_dir(&here).map_err(Error::io("list", &here))? {
            let entry = entry.map_err(Error::io("list", &here))?;
            match entry.file_name().into_string() {
                Ok(name) => names.push((name, entry)),
                Err(name) => self.remarks.push(format!(
                    "`{}` in `{}` has a name that is no text, and is left out",
                    name.to_string_lossy(),
                    here.display()
                )),
            }
        }
        names.sort_by(|a, b| a.0.cmp(&b.0));
        let is_top = folder.as_os_str().is_empty();
        for (name, entry) in names {
            let path = folder.join(&name);
            let kind = entry.file_type().map_err(Error::io("read", &here))?;
            if kind.is_dir() {
                // An upload that has not arrived is no upload.
                if !(is_top && APART.contains(&name.as_str()) || name.strip_suffix(".part").is_some()) {
                    self.small(base, &path)?;
                }
            } else if !(is_top && is_the_servers(&name) || is_under_way(&name)) {
                self.passing(&format!("{base}{}", slashed(&path)))?;
            }
        }
        Ok(())
    }

    /// The ledger, while nobody adds to it.
    fn ledger(&mut self, base: &str) -> Result<(), Error> {
        let files = LedgerFiles::in_folder(&self.root.join(base).join("ledger"));
        if !files.exists() {
            return Ok(());
        }
        files.still(|| self.small(base, Path::new("ledger")))?
    }

    /// The data at one version, with what the collector has and the lake has not; gives the version. They may lie in a bucket.
    fn data(&mut self, base: &str) -> Result<u64, Error> {
        let root = self.root.join(base);
        let lake = match settings(&root)?.storage {
            Some(bucket) => Lake::create_in(&root, &bucket)?,
            None => Lake::open(&root)?,
        };
        for _ in 0..TRIES {
            // Nobody imports meanwhile, so that the lake's mark of the log stays where it is.
            let (still, copied) = lake.still(|still| {
                let copied = self.collector(base).and_then(|()| {
                    let mut passing = still.passing.iter();
                    passing.try_for_each(|path| self.passing(&format!("{base}{}", slashed(path))).map(drop))
                });
                (still.clone(), copied)
            })?;
            copied?;
            let mut has_all = true;
            let stated = Statement::all(&root)?.len();
            let listed = lake.listed()?;
            for path in &still.lasting {
                has_all &= match &listed {
                    Some(listed) => self.listed(base, &lake, path, listed)?,
                    None => self.lasting(&format!("{base}{}", slashed(path)))?,
                };
            }
            if let Some(listed) = &listed {
                for path in &still.maybe {
                    self.listed(base, &lake, path, listed)?;
                }
                // Another node may have taken somebody out meanwhile; what states it is brought over with the data.
                lake.snapshot(None)?;
                has_all &= Statement::all(&root)?.len() == stated;
                if has_all && root.join(ERASED).is_dir() {
                    self.small(base, Path::new(ERASED))?;
                }
            }
            if has_all {
                let gone = still.without_raw.iter();
                self.remarks
                    .extend(gone.map(|file| format!("the raw bytes of `{file}` ({base}raw) were gone before")));
                return Ok(still.version);
            }
            // Files were joined and removed meanwhile: the lake of a moment later has the same facts in others.
            let data = [
                format!("{base}lake/"),
                format!("{base}raw/"),
                format!("{base}{COLLECTOR}/"),
            ];
            self.files
                .retain(|path, _| !data.iter().any(|start| path.starts_with(start)));
        }
        Err(BackupError::Restless(root).into())
    }

    /// The collector's log, and the visits that are not over. A log that is written to is copied as far as it goes: all that anybody
    /// was told is kept is in files before it is told. The mark of the cut comes last: it is on disk before segments go.
    fn collector(&mut self, base: &str) -> Result<(), Error> {
        let folder = self.root.join(base).join(COLLECTOR);
        let log = folder.join("log");
        if !log.is_dir() {
            return Ok(());
        }
        let listed = |folder: &Path| -> Result<Vec<String>, Error> {
            let entries = fs::read_dir(folder).map_err(Error::io("list", folder))?;
            let mut names: Vec<String> = entries
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .collect();
            names.sort();
            Ok(names)
        };
        for name in listed(&folder)?.iter().filter(|name| name.starts_with("visits-")) {
            if !is_under_way(name) {
                self.passing(&format!("{base}{COLLECTOR}/{name}"))?;
            }
        }
        for name in listed(&log)?.iter().filter(|name| name.strip_suffix(".wal").is_some()) {
            self.growing(&format!("{base}{COLLECTOR}/log/{name}"))?;
        }
        self.passing(&format!("{base}{COLLECTOR}/log/log.mark"))?;
        Ok(())
    }

    /// Copies a file that is never changed, unless the backup before has it; gives whether it is there.
    fn lasting(&mut self, path: &str) -> Result<bool, Error> {
        let from = self.root.join(path);
        let Some(about) = there(fs::metadata(&from), &from)? else {
            return Ok(false);
        };
        let modified = modified(&about);
        if self.takes_over(path, about.len(), modified) {
            return Ok(true);
        }
        let Some(kept) = there(File::open(&from).and_then(|file| self.depot.keep(file)), &from)? else {
            return Ok(false);
        };
        self.file(path.to_owned(), kept, modified, mode(&about));
        Ok(true)
    }

    /// The same of a file of a bucket.
    fn listed(&mut self, base: &str, lake: &Lake, within: &Path, listed: &Listed) -> Result<bool, Error> {
        let path = format!("{base}{}", slashed(within));
        let Some((bytes, at)) = listed.get(within) else {
            return Ok(false);
        };
        let modified = nanoseconds(*at);
        if self.takes_over(&path, *bytes, modified) {
            return Ok(true);
        }
        let read = lake.opened(within, *bytes).and_then(|file| self.depot.keep(file));
        let kept = match read {
            // It was written anew since it was listed.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            read => there(read, within)?,
        };
        let Some(kept) = kept else { return Ok(false) };
        self.file(path, kept, modified, PRIVATE);
        Ok(true)
    }

    /// Takes over a file that the backup before has.
    fn takes_over(&mut self, path: &str, bytes: u64, modified: Option<u64>) -> bool {
        let is_it = |known: &&&Filed| known.bytes == bytes && known.modified == modified && modified.is_some();
        let Some(known) = self.earlier.get(path).filter(is_it) else {
            return false;
        };
        let has = self.depot.has(&known.sha256, known.bytes);
        if has {
            self.files.insert(path.to_owned(), (*known).clone());
        }
        has
    }

    /// Copies a file that others may replace or write anew, if it is there: the bytes of one moment. One that is written all the
    /// time, such as the pages of an account that is asked now, is as a loss of power would leave it.
    fn passing(&mut self, path: &str) -> Result<bool, Error> {
        let from = self.root.join(path);
        for _ in 0..TRIES {
            let Some(before) = there(fs::metadata(&from), &from)? else {
                return Ok(false);
            };
            if !self.growing(path)? {
                return Ok(false);
            }
            let copied = self.files.get(path).map(|filed| filed.bytes);
            let after = there(fs::metadata(&from), &from)?;
            let is_same = |after: Metadata| modified(&before) == modified(&after) && Some(after.len()) == copied;
            if after.is_some_and(is_same) {
                break;
            }
        }
        Ok(self.files.contains_key(path))
    }

    /// Copies a file that is only added to, as far as it goes.
    fn growing(&mut self, path: &str) -> Result<bool, Error> {
        let from = self.root.join(path);
        let Some(about) = there(fs::metadata(&from), &from)? else {
            return Ok(false);
        };
        let Some(kept) = there(File::open(&from).and_then(|file| self.depot.keep(file)), &from)? else {
            return Ok(false);
        };
        self.note(path.to_owned(), &about, kept);
        Ok(true)
    }

    fn note(&mut self, path: String, about: &Metadata, kept: Kept) {
        self.file(path, kept, None, mode(about));
    }

    fn file(&mut self, path: String, kept: Kept, modified: Option<u64>, mode: u32) {
        if kept.is_new && self.fresh.insert(kept.sha256.clone()) {
            self.fresh_bytes += kept.bytes;
        }
        let filed = Filed {
            path: path.clone(),
            bytes: kept.bytes,
            sha256: kept.sha256,
            modified,
            mode,
        };
        self.files.insert(path, filed);
    }
}

/// Files at the top that are the server's, or ours.
fn is_the_servers(name: &str) -> bool {
    name.starts_with(MEMORY) || name.starts_with("server.key") || name == NOTE
}

/// Locks, wishes, and what is being written under another name.
fn is_under_way(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    name == "lock" || matches!(ending, Some("lock" | "new")) || name.starts_with(WANTED)
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// What there is; nothing where it was taken away.
fn there<T>(found: std::io::Result<T>, path: &Path) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("copy", path)(error)),
    }
}

fn modified(about: &Metadata) -> Option<u64> {
    nanoseconds(about.modified().ok()?)
}

fn nanoseconds(at: SystemTime) -> Option<u64> {
    let since = at.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

#[cfg(unix)]
fn mode(about: &Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777
}

#[cfg(not(unix))]
const fn mode(_: &Metadata) -> u32 {
    0o644
}

/// Where a workspace of a backup lies below a folder.
pub(super) fn below(folder: &Path, member: &Member) -> PathBuf {
    if member.name == ALONE {
        folder.to_owned()
    } else {
        folder.join(&member.name)
    }
}
