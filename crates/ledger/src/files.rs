//! Files: the ledger in a workspace, private keys outside of it. All of the crate's reading and writing is here.
//!
//! An entry counts when the checkpoint over it is on disk. First the line is written and synced, then the checkpoint is
//! written beside the old one, synced, renamed, and the folder synced. A crash in between leaves a line or part of one
//! that no checkpoint covers; the next writer takes it off and says so. More than one such line is no crash, and is
//! refused.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::json;
use zeroize::Zeroizing;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::digest::hex;
use crate::entry::{Draft, Entry, EntryError, Kind, Salt};
use crate::key::{KeyError, Role, Signer, plain};
use crate::log::{Fault, Log};
use crate::merkle;
use crate::proof::Proof;
use crate::sealed::{self, Label, SealedError};
use crate::verify::{self, Files, Found, key_file};

/// Why a file of ledger or keys could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The operating system refused.
    #[error("cannot {what} `{}`", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// Its answer.
        source: io::Error,
    },
    /// The folder holds no ledger.
    #[error("`{}` holds no ledger: it begins with the first goal, `harpoon goal add`", .0.display())]
    NoLedger(PathBuf),
    /// A ledger is there already.
    #[error("`{}` holds a ledger already", .0.display())]
    Exists(PathBuf),
    /// The ledger is not as it was signed; nothing is added to it.
    #[error("the ledger is not as it was signed: {0}; it is neither shown nor added to. `harpoon verify` says more")]
    Broken(String),
    /// The checkpoint is not by the key that is to sign the next one.
    #[error("the checkpoint is not to be believed; nothing was added")]
    Checkpoint(#[from] CheckpointError),
    /// The entry does not belong there.
    #[error("the entry was not added: {0}")]
    Refused(Fault),
    /// The entry cannot be written.
    #[error("the entry cannot be written")]
    Entry(#[from] EntryError),
    /// The key is refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// There is no such key.
    #[error("there is no key `{0}`; `harpoon key list` shows those that are there")]
    NoKey(String),
    /// A key of this name is there.
    #[error("there is a key `{0}` already; its file is never overwritten")]
    KeyExists(String),
    /// The file of a private key cannot be used.
    #[error("key `{name}`: {source}")]
    Sealed {
        /// The key.
        name: String,
        /// Why.
        source: SealedError,
    },
    /// Others can read the private key.
    #[error("`{}` can be read by others; take that right away (chmod 600)", .0.display())]
    Exposed(PathBuf),
}

impl LedgerError {
    /// Whether another command would do, and no file has to be mended.
    pub const fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::NoLedger(_) | Self::Exists(_) | Self::Key(KeyError::Name(_)) | Self::NoKey(_) | Self::KeyExists(_)
        )
    }
}

fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> LedgerError {
    move |source| LedgerError::Io {
        what,
        path: path.to_owned(),
        source,
    }
}

/// The files of one ledger.
#[derive(Clone, Debug)]
pub struct LedgerFiles {
    folder: PathBuf,
}

/// The bytes of a ledger's files.
#[derive(Clone, Debug, Default)]
pub struct Bytes {
    /// `entries.jsonl`.
    pub entries: Vec<u8>,
    /// `checkpoint`.
    pub checkpoint: Vec<u8>,
    /// `keys/*.pub`, by name.
    pub keys: Vec<(String, Vec<u8>)>,
}

impl Bytes {
    /// As [`verify()`](crate::verify()) takes them.
    pub fn files(&self) -> Files<'_> {
        Files {
            entries: &self.entries,
            checkpoint: &self.checkpoint,
            keys: &self.keys,
        }
    }
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its place, from 0.
    pub index: u64,
    /// Bytes of an interrupted write that were taken off before.
    pub dropped: usize,
}

impl LedgerFiles {
    /// Those of the workspace in this folder.
    pub fn of_workspace(workspace: &Path) -> Self {
        Self::in_folder(&workspace.join("ledger"))
    }

    /// Those in this very folder.
    pub fn in_folder(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self { folder }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether a ledger is there.
    pub fn exists(&self) -> bool {
        self.folder.join("checkpoint").is_file()
    }

    /// Makes a ledger, with one entry that introduces the key which signs its heads from now on.
    pub fn create(&self, keeper: &Signer, time: Timestamp) -> Result<Appended, LedgerError> {
        let keys = self.folder.join("keys");
        fs::create_dir_all(&keys).map_err(io("make", &keys))?;
        let _lock = self.lock()?;
        if self.exists() {
            return Err(LedgerError::Exists(self.folder.clone()));
        }
        let mut id = [0; 8];
        getrandom::fill(&mut id).map_err(|_| KeyError::Random)?;
        let origin = format!("{}/{}", keeper.verifier().id().name(), hex(&id));
        let left = read_or_nothing(&self.folder.join("entries.jsonl"))?;
        one_line_at_most(&left)?;
        self.cut(0)?;
        let entry = introduce(&origin, keeper, time)?;
        let index = self.add(&mut Log::new(&origin), 0, entry, keeper)?;
        if let Some(workspace) = self.folder.parent() {
            sync_folder(workspace)?;
        }
        Ok(Appended {
            index,
            dropped: left.len(),
        })
    }

    /// Signs a draft with the author's key and adds it; the keeper's key signs the new head.
    pub fn append(&self, draft: Draft, author: &Signer, keeper: &Signer) -> Result<Appended, LedgerError> {
        self.append_with(keeper, |origin| Ok(Entry::sign(draft, origin, Salt::fresh()?, author)?))
    }

    /// Adds an entry that was signed elsewhere, as a client does on a machine of their own.
    pub fn append_signed(&self, entry: Entry, keeper: &Signer) -> Result<Appended, LedgerError> {
        self.append_with(keeper, |_| Ok(entry))
    }

    /// Introduces another key; it signs its own introduction.
    pub fn introduce(&self, key: &Signer, time: Timestamp, keeper: &Signer) -> Result<Appended, LedgerError> {
        self.append_with(keeper, |origin| introduce(origin, key, time))
    }

    fn append_with(
        &self,
        keeper: &Signer,
        make: impl FnOnce(&str) -> Result<Entry, LedgerError>,
    ) -> Result<Appended, LedgerError> {
        if !self.exists() {
            return Err(LedgerError::NoLedger(self.folder.clone()));
        }
        let _lock = self.lock()?;
        let bytes = self.read()?;
        let head = Checkpoint::open(&bytes.checkpoint, &[keeper.verifier().clone()])?.checkpoint;
        let (lines, tail) = verify::split(&bytes.entries, Some(head.size));
        one_line_at_most(tail)?;
        let mut log = read_log(&head, &lines)?;
        let entry = make(&head.origin)?;
        let dropped = tail.len();
        let signed = bytes.entries.len() - dropped;
        if dropped > 0 {
            self.cut(signed as u64)?;
        }
        let index = self.add(&mut log, signed as u64, entry, keeper)?;
        Ok(Appended { index, dropped })
    }

    /// Writes line, then checkpoint, then the public keys that have no file yet.
    fn add(&self, log: &mut Log, at: u64, entry: Entry, keeper: &Signer) -> Result<u64, LedgerError> {
        let line = entry.line() + "\n";
        let index = log.push(entry).map_err(LedgerError::Refused)?;
        let path = self.folder.join("entries.jsonl");
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&path)
            .map_err(io("open", &path))?;
        let length = file.metadata().map_err(io("read", &path))?.len();
        if length != at {
            return Err(LedgerError::Broken("its file changes while we write".to_owned()));
        }
        file.write_all(line.as_bytes()).map_err(io("write", &path))?;
        file.sync_all().map_err(io("sync", &path))?;
        replace(&self.folder.join("checkpoint"), log.head().sign(keeper).as_bytes())?;
        for known in log.keys() {
            let path = self.folder.join("keys").join(key_file(known.key.id()));
            if !path.exists() {
                replace(&path, format!("{}\n", known.key).as_bytes())?;
            }
        }
        Ok(index)
    }

    /// Cuts the entries to this length, and syncs that.
    fn cut(&self, length: u64) -> Result<(), LedgerError> {
        let path = self.folder.join("entries.jsonl");
        let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        let file = open.map_err(io("open", &path))?;
        file.set_len(length).map_err(io("cut", &path))?;
        file.sync_all().map_err(io("sync", &path))
    }

    /// The bytes of all its files, for [`verify()`](crate::verify()).
    pub fn read(&self) -> Result<Bytes, LedgerError> {
        if !self.exists() {
            return Err(LedgerError::NoLedger(self.folder.clone()));
        }
        let folder = self.folder.join("keys");
        let mut keys = Vec::new();
        for path in files_with(&folder, "pub")? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            keys.push((name.unwrap_or_default(), read(&path)?));
        }
        Ok(Bytes {
            entries: read(&self.folder.join("entries.jsonl"))?,
            checkpoint: read(&self.folder.join("checkpoint"))?,
            keys,
        })
    }

    /// Its entries, compared with the root of the checkpoint, signatures unchecked: what a command needs that shows or
    /// uses them. Who wants proof calls [`verify()`](crate::verify()).
    pub fn log(&self) -> Result<Log, LedgerError> {
        let bytes = self.read()?;
        let head = Checkpoint::unchecked(&bytes.checkpoint)?;
        let (lines, _) = verify::split(&bytes.entries, Some(head.size));
        read_log(&head, &lines)
    }

    /// Its entries, with every line, signature and the root checked by the keys that the ledger itself introduces: what a
    /// command needs that counts on who has signed. Whether these are the right keys only [`verify()`](crate::verify()) can
    /// tell, from keys that came another way. What an interrupted write left behind is passed over, as by writers.
    pub fn sound(&self) -> Result<Log, LedgerError> {
        let bytes = self.read()?;
        let head = Checkpoint::unchecked(&bytes.checkpoint)?;
        let (lines, tail) = verify::split(&bytes.entries, Some(head.size));
        one_line_at_most(tail)?;
        let log = read_log(&head, &lines)?;
        let keeper = log.keys().first().map(|first| first.key.clone());
        let keeper =
            keeper.ok_or_else(|| LedgerError::Broken("no entry introduces the key that keeps it".to_owned()))?;
        let verdict = verify::verify(bytes.files(), &[keeper], &[]);
        let torn = |found: &Found| matches!(found, Found::Tail { .. });
        match verdict.findings.iter().find(|finding| !torn(&finding.found)) {
            None => Ok(log),
            Some(finding) => {
                let line = finding.line.map(|line| format!(", line {line}")).unwrap_or_default();
                Err(LedgerError::Broken(format!(
                    "`{}`{line}: {}",
                    finding.file, finding.found
                )))
            }
        }
    }

    /// Proof that the entry at this place, from 0, stands under the newest checkpoint. `None` where there is none.
    pub fn proof(&self, index: u64) -> Result<Option<Proof>, LedgerError> {
        let bytes = self.read()?;
        let head = Checkpoint::unchecked(&bytes.checkpoint)?;
        let (lines, _) = verify::split(&bytes.entries, Some(head.size));
        let log = read_log(&head, &lines)?;
        let checkpoint = String::from_utf8_lossy(&bytes.checkpoint);
        Ok(log.proof_for(index, &checkpoint))
    }

    /// Held while writing; the system lets go of it when the process ends, however it ends.
    /// Looks at its files while nobody adds to them.
    pub fn still<T>(&self, look: impl FnOnce() -> T) -> Result<T, LedgerError> {
        let _lock = self.lock()?;
        Ok(look())
    }

    fn lock(&self) -> Result<File, LedgerError> {
        let path = self.folder.join("lock");
        let open = File::options().create(true).truncate(false).write(true).open(&path);
        let file = open.map_err(io("open", &path))?;
        file.lock().map_err(io("lock", &path))?;
        Ok(file)
    }
}

/// Entries of these lines; their root must be that of the head.
fn read_log(head: &Checkpoint, lines: &[&[u8]]) -> Result<Log, LedgerError> {
    let broken = |why: String| LedgerError::Broken(why);
    if (lines.len() as u64) < head.size {
        return Err(broken(format!(
            "{} of {} entries are gone",
            head.size - lines.len() as u64,
            head.size
        )));
    }
    let mut log = Log::new(&head.origin);
    for (number, line) in (1..).zip(lines) {
        log.add(Entry::read(line).map_err(|e| broken(format!("line {number}: {e}")))?);
    }
    if merkle::root(log.leaves()) != head.root {
        return Err(broken("the root of its entries is another".to_owned()));
    }
    Ok(log)
}

fn introduce(origin: &str, key: &Signer, time: Timestamp) -> Result<Entry, LedgerError> {
    let draft = Draft {
        kind: Kind::Key,
        time,
        body: json!({"role": key.role().word(), "vkey": key.verifier().to_string()}),
    };
    Ok(Entry::sign(draft, origin, Salt::fresh()?, key)?)
}

/// What a crash can leave behind the signed entries; more was put there by other means.
fn one_line_at_most(tail: &[u8]) -> Result<(), LedgerError> {
    let body = tail.strip_suffix(b"\n").unwrap_or(tail);
    if body.contains(&b'\n') {
        let lines = body.split(|b| *b == b'\n').count();
        let why = format!("{lines} lines follow what the checkpoint covers; is `checkpoint` an old copy?");
        return Err(LedgerError::Broken(why));
    }
    Ok(())
}

/// Writes a file so that it is there whole, old or new, whenever the power goes.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    let new = path.with_extension("new");
    let mut file = File::create(&new).map_err(io("make", &new))?;
    file.write_all(bytes).map_err(io("write", &new))?;
    file.sync_all().map_err(io("sync", &new))?;
    fs::rename(&new, path).map_err(io("rename", &new))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// A new name in a folder lasts once the folder is synced. Windows has no such call, and needs none.
fn sync_folder(folder: &Path) -> Result<(), LedgerError> {
    if cfg!(unix) {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let open = File::open(folder).and_then(|file| file.sync_all());
        open.map_err(io("sync", folder))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, LedgerError> {
    fs::read(path).map_err(io("read", path))
}

fn read_or_nothing(path: &Path) -> Result<Vec<u8>, LedgerError> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(io("read", path)),
    }
}

/// Files of this extension, in order of their names; none where there is no folder.
fn files_with(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, LedgerError> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).map_err(io("list", folder))? {
        let path = entry.map_err(io("list", folder))?.path();
        if path.extension().is_some_and(|known| known == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A key of a folder: its name, and its label or why its file is none.
pub type Listed = (String, Result<Label, SealedError>);

/// Where private keys are kept: a folder of the person, never of the workspace, which is handed over whole.
#[derive(Clone, Debug)]
pub struct KeyFolder {
    folder: PathBuf,
}

impl KeyFolder {
    /// This folder.
    pub fn new(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self { folder }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, name: &str) -> Result<PathBuf, LedgerError> {
        if !plain(name) {
            return Err(KeyError::Name(name.to_owned()).into());
        }
        Ok(self.folder.join(format!("{name}.key")))
    }

    /// Makes a pair and keeps it, closed with the passphrase if there is one. Only the owner may read the file.
    pub fn create(&self, name: &str, role: Role, passphrase: Option<&str>) -> Result<Signer, LedgerError> {
        let path = self.path(name)?;
        if path.exists() {
            return Err(LedgerError::KeyExists(name.to_owned()));
        }
        make_private_folder(&self.folder).map_err(io("make", &self.folder))?;
        let signer = Signer::generate(name, role)?;
        let text = sealed::seal(&signer, passphrase).map_err(|source| LedgerError::Sealed {
            name: name.to_owned(),
            source,
        })?;
        let mut file = make_private_file(&path).map_err(io("make", &path))?;
        file.write_all(text.as_bytes()).map_err(io("write", &path))?;
        file.sync_all().map_err(io("sync", &path))?;
        sync_folder(&self.folder)?;
        Ok(signer)
    }

    /// What is kept, without opening anything: name and label, or why a file is none.
    pub fn list(&self) -> Result<Vec<Listed>, LedgerError> {
        let mut keys = Vec::new();
        for path in files_with(&self.folder, "key")? {
            let name = path
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            keys.push((name, sealed::label(&read_text(&path)?)));
        }
        Ok(keys)
    }

    /// What the file of a key says openly.
    pub fn label(&self, name: &str) -> Result<Label, LedgerError> {
        sealed::label(&self.text(name)?).map_err(|source| LedgerError::Sealed {
            name: name.to_owned(),
            source,
        })
    }

    /// Opens a key.
    pub fn open(&self, name: &str, passphrase: Option<&str>) -> Result<Signer, LedgerError> {
        let text = self.text(name)?;
        let path = self.path(name)?;
        if exposed(&path).map_err(io("read", &path))? {
            return Err(LedgerError::Exposed(path));
        }
        sealed::unseal(&text, passphrase).map_err(|source| LedgerError::Sealed {
            name: name.to_owned(),
            source,
        })
    }

    fn text(&self, name: &str) -> Result<Zeroizing<String>, LedgerError> {
        let path = self.path(name)?;
        if !path.is_file() {
            return Err(LedgerError::NoKey(name.to_owned()));
        }
        read_text(&path)
    }
}

fn read_text(path: &Path) -> Result<Zeroizing<String>, LedgerError> {
    fs::read_to_string(path).map(Zeroizing::new).map_err(io("read", path))
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn make_private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn make_private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn exposed(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn exposed(_: &Path) -> io::Result<bool> {
    Ok(false)
}
