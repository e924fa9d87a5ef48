//! [`Pen`]: who signs an entry, and who keeps the ledger; entries that are written now, and entries for elsewhere.

use std::fs;
use std::path::Path;

use harpoon_ledger::key::KeyId;
use harpoon_ledger::{Draft, Entry, KeyFolder, Kind, LedgerError, LedgerFiles, Log, Role, Salt, Signer};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::Book;
use crate::Error;
use crate::workspace::Workspace;

/// Where the private keys are, and which one signs.
#[derive(Clone, Copy, Debug)]
pub struct Keys<'a> {
    /// Their folder.
    pub folder: &'a KeyFolder,
    /// Opens those that are closed.
    pub passphrase: Option<&'a str>,
    /// Name of the one that signs; found out where only one can be meant.
    pub name: Option<&'a str>,
}

/// An entry that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its number, from 1.
    pub number: u64,
    /// Whose key signed it.
    pub by: String,
    /// Whether the ledger began with it.
    pub began: bool,
}

/// The two keys of an entry: its author's, and the one that signs the ledger's head.
pub(crate) struct Pen {
    files: LedgerFiles,
    keeper: Signer,
    /// Where another key than the keeper's signs.
    author: Option<Signer>,
}

impl Pen {
    /// For the goals of a workspace. Where there is no ledger yet, the agency's key will begin one.
    pub(crate) fn of(workspace: &Workspace, book: &Book, keys: Keys<'_>) -> Result<Self, Error> {
        let files = workspace.ledger();
        let Some(log) = &book.log else {
            let name = match keys.name {
                Some(name) => name.to_owned(),
                None => only(keys, Role::Agency)?,
            };
            let keeper = keys.folder.open(&name, keys.passphrase)?;
            if keeper.role() != Role::Agency {
                return Err(Error::Usage(format!(
                    "`{name}` is a client's key, and the agency begins the ledger; make a key for it with `harpoon key new NAME`"
                )));
            }
            return Ok(Self {
                files,
                keeper,
                author: None,
            });
        };
        let kept = keeper(log, keys)?.ok_or_else(|| no_keeper(log, keys))?;
        let author = keys.name.filter(|name| *name != kept);
        let author = author.map(|name| keys.folder.open(name, keys.passphrase)).transpose()?;
        if let Some(author) = &author
            && log.key(author.verifier().id()).is_none()
        {
            let name = author.verifier().id().name();
            return Err(Error::Usage(format!(
                "the ledger does not know the key `{name}`; let it join with `harpoon ledger join --key {name}`"
            )));
        }
        Ok(Self {
            files,
            keeper: keys.folder.open(&kept, keys.passphrase)?,
            author,
        })
    }

    /// Signs and adds an entry; begins the ledger where there is none.
    pub(crate) fn write(&self, kind: Kind, body: &impl Serialize, now: Timestamp) -> Result<Written, Error> {
        let began = !self.files.exists();
        if began {
            self.files.create(&self.keeper, now)?;
        }
        let author = self.author.as_ref().unwrap_or(&self.keeper);
        let draft = draft(kind, body, now)?;
        let index = self.files.append(draft, author, &self.keeper)?.index;
        Ok(Written {
            number: index + 1,
            by: author.verifier().id().to_string(),
            began,
        })
    }
}

fn draft(kind: Kind, body: &impl Serialize, time: Timestamp) -> Result<Draft, Error> {
    let body = serde_json::to_value(body).map_err(|e| Error::Bug(e.to_string()))?;
    Ok(Draft { kind, time, body })
}

/// Name of the only key of this role.
fn only(keys: Keys<'_>, role: Role) -> Result<String, Error> {
    let mut names = of_role(keys, role)?;
    let (what, example) = match role {
        Role::Agency => ("agency", "harpoon key new NAME"),
        Role::Client => ("client", "harpoon key new NAME --role client"),
    };
    match (names.pop(), names.is_empty()) {
        (Some(name), true) => Ok(name),
        (Some(name), false) => {
            names.push(name);
            Err(Error::Usage(format!(
                "there are several keys of the {what}; say which one signs: --key {}",
                names.join(", --key ")
            )))
        }
        (None, _) => Err(Error::Usage(format!(
            "entries of the ledger are signed, and there is no key of the {what} in {}; make one with `{example}`",
            keys.folder.folder().display()
        ))),
    }
}

fn of_role(keys: Keys<'_>, role: Role) -> Result<Vec<String>, Error> {
    let listed = keys.folder.list()?.into_iter();
    let known = listed.filter_map(|(name, label)| Some((name, label.ok()?)));
    Ok(known
        .filter(|(_, label)| label.role == role)
        .map(|(name, _)| name)
        .collect())
}

/// Name of the key in the folder that keeps the ledger.
fn keeper(log: &Log, keys: Keys<'_>) -> Result<Option<String>, Error> {
    let first = log.keys().first().map(|known| &known.key);
    let listed = keys.folder.list()?.into_iter();
    let mut known = listed.filter_map(|(name, label)| Some((name, label.ok()?.key)));
    Ok(known.find(|(_, key)| Some(key) == first).map(|(name, _)| name))
}

fn no_keeper(log: &Log, keys: Keys<'_>) -> Error {
    let id = log
        .keys()
        .first()
        .map(|known| known.key.id().to_string())
        .unwrap_or_default();
    Error::Usage(format!(
        "the ledger is kept with the key {id}, which is not in {}; write the entry with --out FILE, and let whoever has that \
         key take it in with `harpoon ledger add FILE`",
        keys.folder.folder().display()
    ))
}

/// What came of an entry that may be for elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    /// It stands in the ledger.
    Written(Written),
    /// It stands in a file, to be taken in by who keeps the ledger.
    Out,
}

impl Workspace {
    /// Lets a key join the ledger, so that its signatures count: an entry signed by that very key. With `out` the entry
    /// is written to a file instead, for a computer that does not hold the keeper's key.
    pub fn join(&self, keys: Keys<'_>, out: Option<&Path>, now: Timestamp) -> Result<Handed, Error> {
        let book = self.book()?;
        let log = book
            .log
            .as_ref()
            .ok_or_else(|| LedgerError::NoLedger(self.ledger().folder().to_owned()))?;
        let name = match keys.name {
            Some(name) => name.to_owned(),
            None => only(keys, Role::Client)?,
        };
        let signer = keys.folder.open(&name, keys.passphrase)?;
        let id = signer.verifier().id();
        if log.key(id).is_some() {
            return Err(Error::Usage(format!("the ledger knows the key {id} already")));
        }
        let body = json!({"role": signer.role().word(), "vkey": signer.verifier().to_string()});
        self.hand_in(log, keys, &signer, draft(Kind::Key, &body, now)?, out)
    }

    /// Signs an entry with this key and adds it, or writes it to a file.
    pub(crate) fn hand_in(
        &self,
        log: &Log,
        keys: Keys<'_>,
        signer: &Signer,
        draft: Draft,
        out: Option<&Path>,
    ) -> Result<Handed, Error> {
        let salt = Salt::fresh().map_err(LedgerError::from)?;
        let entry = Entry::sign(draft, log.origin(), salt, signer).map_err(LedgerError::from)?;
        if let Some(path) = out {
            fs::write(path, entry.line() + "\n").map_err(Error::io("write", path))?;
            return Ok(Handed::Out);
        }
        let kept = keeper(log, keys)?.ok_or_else(|| no_keeper(log, keys))?;
        let keeper = keys.folder.open(&kept, keys.passphrase)?;
        self.take_in(entry, &keeper).map(Handed::Written)
    }

    /// Adds an entry that was signed elsewhere, from its file.
    pub fn add_signed(&self, file: &Path, keys: Keys<'_>) -> Result<Written, Error> {
        let book = self.book()?;
        let log = book
            .log
            .as_ref()
            .ok_or_else(|| LedgerError::NoLedger(self.ledger().folder().to_owned()))?;
        let text = fs::read(file).map_err(Error::io("read", file))?;
        let line = text.strip_suffix(b"\n").unwrap_or(&text);
        let entry = Entry::read(line).map_err(LedgerError::from)?;
        let kept = keeper(log, keys)?.ok_or_else(|| no_keeper(log, keys))?;
        self.take_in(entry, &keys.folder.open(&kept, keys.passphrase)?)
    }

    fn take_in(&self, entry: Entry, keeper: &Signer) -> Result<Written, Error> {
        let by: &KeyId = entry.by();
        let by = by.to_string();
        let index = self.ledger().append_signed(entry, keeper)?.index;
        Ok(Written {
            number: index + 1,
            by,
            began: false,
        })
    }
}

/// The key that signs for a role that has not signed yet, among those that the ledger knows.
pub(crate) fn signer_for(log: &Log, keys: Keys<'_>, missing: &[Role]) -> Result<Signer, Error> {
    if let Some(name) = keys.name {
        return Ok(keys.folder.open(name, keys.passphrase)?);
    }
    let listed = keys.folder.list()?.into_iter();
    let known = listed.filter_map(|(name, label)| Some((name, label.ok()?)));
    let mut fit = known.filter(|(_, label)| {
        let introduced = log.key(label.key.id()).filter(|known| known.key == label.key);
        introduced.is_some_and(|known| missing.contains(&known.role))
    });
    match (fit.next(), fit.next()) {
        (Some((name, _)), None) => Ok(keys.folder.open(&name, keys.passphrase)?),
        (Some((one, _)), Some((other, _))) => Err(Error::Usage(format!(
            "several keys could sign; say which: --key {one}, --key {other}"
        ))),
        (None, _) => {
            let roles: Vec<&str> = missing.iter().map(|role| role.word()).collect();
            Err(Error::Usage(format!(
                "the signature of the {} is missing, and no such key that the ledger knows is in {}; let one join with \
                 `harpoon ledger join --key NAME`",
                roles.join(" and the "),
                keys.folder.folder().display()
            )))
        }
    }
}
