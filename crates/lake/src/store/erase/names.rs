//! [`Erased`]: the names of people who were erased, as salted digests: enough to know one that comes again, too little to read.
//!
//! The salt lies beside them, so a customer number of four digits could be found by trying. The list is there to keep
//! people out, not to hide them from whoever has the disk; a name that cannot be tried does not follow from it.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use harpoon_core::batch::Batch;
use harpoon_core::event::{Alias, AliasKind};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::Lake;
use super::super::error::StoreError;
use super::super::sha;
use super::merge;

/// Letters from which on a name is looked for in free text. A shorter one, such as a customer number, is many other things.
const TELLING: usize = 8;
/// The same where all of them are digits: days, instants and amounts are shorter.
const TELLING_DIGITS: usize = 15;
/// Bytes of a name at most; what is longer is none.
const LONGEST: usize = 512;
/// Letters of a SHA-256 in hexadecimal.
const DIGEST: usize = 64;

/// Names that may not be in the workspace any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    salt: String,
    names: BTreeSet<String>,
}

impl Erased {
    /// An empty list with a salt of its own.
    pub fn new(salt: String) -> Self {
        Self {
            salt,
            names: BTreeSet::new(),
        }
    }

    pub(super) fn folder(root: &Path) -> PathBuf {
        root.join("erased")
    }

    fn path(root: &Path) -> PathBuf {
        Self::folder(root).join("names.json")
    }

    /// The list of a workspace; an empty one without a salt where nobody was erased.
    pub fn read(root: &Path) -> Result<Self, StoreError> {
        let path = Self::path(root);
        match fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_err(|e| StoreError::damaged(path.display().to_string(), &e))
            }
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(StoreError::io("read", &path)(e)),
        }
    }

    /// Adds them to the list of a workspace, whose salt is that of the first who was erased.
    pub(super) fn keep(&self, lake: &Lake) -> Result<(), StoreError> {
        merge(lake, &Self::path(lake.root()), |there: Option<Self>| {
            let mut all = there.filter(Self::has_salt).unwrap_or_else(|| self.clone());
            all.join(self);
            all
        })
    }

    /// Whether nobody was erased.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a list was begun: it has a salt.
    pub fn has_salt(&self) -> bool {
        !self.salt.is_empty()
    }

    /// Whether it can be joined with what a workspace has: digests under another salt find nobody.
    pub(super) fn fits(&self, all: &Self) -> bool {
        !self.has_salt() || !all.has_salt() || self.salt == all.salt
    }

    /// A list of nobody with the same salt.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self::new(self.salt.clone())
    }

    /// Adds a name.
    pub fn add(&mut self, name: &Alias) {
        self.names.insert(self.digest(&name.to_string()));
        if is_telling(&name.name) {
            self.names.insert(self.digest(&word(&name.name)));
        }
    }

    /// Adds what another list of the same salt has.
    pub(super) fn join(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
    }

    /// The digests.
    pub(super) fn digests(&self) -> Vec<String> {
        self.names.iter().cloned().collect()
    }

    /// A name's digest under the salt.
    pub fn digest(&self, name: &str) -> String {
        hex(&format!("{}|{name}", self.salt))
    }

    /// Whether it is one of them.
    pub fn has(&self, name: &Alias) -> bool {
        !self.is_empty() && self.has_text(&name.to_string())
    }

    fn has_text(&self, text: &str) -> bool {
        self.names.contains(&self.digest(text))
    }

    /// Whether a text names one of them: by an e-mail address, by its digest, or by a name that is long enough to be no
    /// accident.
    pub fn is_named_in(&self, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let is_named = |text: &str| text.split(is_between).any(|part| self.is_named_by(part));
        // An address in the address of a page.
        text.len() <= LONGEST && self.has_text(text)
            || is_named(text)
            || text.contains("%40") && is_named(&text.replace("%40", "@"))
    }

    fn is_named_by(&self, part: &str) -> bool {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        if !(5..=LONGEST).contains(&part.len()) {
            return false;
        }
        let plain = part.to_lowercase();
        let last = plain.rsplit([':', '/']).next().unwrap_or_default();
        if last.contains('@') && self.has_text(&hashed(AliasKind::Email, &hex(last))) {
            return true;
        }
        if plain.len() == DIGEST && plain.bytes().all(|b| b.is_ascii_hexdigit()) {
            let kinds = [AliasKind::Email, AliasKind::Phone];
            return kinds.iter().any(|kind| self.has_text(&hashed(*kind, &plain))) || self.has_text(&word(&plain));
        }
        // `kind:name` as tables write it, and names joined by what is part of others.
        let has_parts = plain.contains([':', '@', '/']);
        let whole = has_parts.then_some(plain.as_str());
        plain
            .split([':', '@', '/'])
            .chain(whole)
            .any(|part| is_telling(part) && self.has_text(&word(part)))
            || part.contains(':') && self.has_text(part)
    }

    /// Takes out of a batch what rows tell that name one of them. Gives those rows, and how many of them were put aside.
    pub(crate) fn strike(&self, batch: &mut Batch) -> (BTreeSet<u64>, u64) {
        let mut rows = BTreeSet::new();
        if self.is_empty() {
            return (rows, 0);
        }
        let mut known: HashMap<Alias, bool> = HashMap::new();
        let mut has = |name: &Alias| match known.get(name) {
            Some(is) => *is,
            None => *known.entry(name.clone()).or_insert(self.has(name)),
        };
        let mut is_told = |is: bool, row: u64| {
            if is {
                rows.insert(row);
            }
            !is
        };
        batch.events.retain(|event| {
            let texts = [
                &event.landing_url,
                &event.referrer,
                &event.detail,
                &event.content,
                &event.deed,
            ];
            let mut texts = texts
                .into_iter()
                .flatten()
                .chain(event.extra.iter().map(|(_, text)| text));
            let is = event.person.as_ref().is_some_and(&mut has) || texts.any(|text| self.is_named_in(text));
            is_told(is, event.row)
        });
        batch
            .identities
            .retain(|tie| is_told(has(&tie.one) || has(&tie.other), tie.row));
        let texts = |texts: [Option<&str>; 2]| texts.into_iter().flatten().any(|text| self.is_named_in(text));
        let before = batch.rejects.len();
        batch
            .rejects
            .retain(|reject| is_told(texts([Some(&reject.raw), Some(&reject.reason)]), reject.row));
        let aside = (before - batch.rejects.len()) as u64;
        batch
            .voices
            .retain(|voice| is_told(texts([voice.text.as_deref(), voice.reply.as_deref()]), voice.row));
        // Row 0 is that of what no line tells by itself, such as the end of a visit.
        rows.remove(&0);
        batch.events.retain(|event| !rows.contains(&event.row));
        batch.identities.retain(|tie| !rows.contains(&tie.row));
        batch.voices.retain(|voice| !rows.contains(&voice.row));
        batch.costs.retain(|cost| !rows.contains(&cost.row));
        (rows, aside)
    }
}

/// Whether a name is found in free text by itself: no word and no number of everyday use looks like it.
fn is_telling(name: &str) -> bool {
    let letters = name.chars().count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    digits > 0 && letters >= if digits == letters { TELLING_DIGITS } else { TELLING }
}

/// What parts words of a text; what may stand in an address or a number does not.
fn is_between(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '-' | '+' | ':' | '/' | '\''))
}

fn word(text: &str) -> String {
    format!("word:{}", text.to_lowercase())
}

fn hashed(kind: AliasKind, digest: &str) -> String {
    format!("{kind}:{digest}")
}

/// SHA-256 in hexadecimal.
pub(super) fn hex(text: &(impl AsRef<[u8]> + ?Sized)) -> String {
    sha::hex(&Sha256::digest(text.as_ref()))
}
