//! [`Entry`]: one thing that somebody said, signed, with a body that can be withheld without breaking the proof.
//!
//! What is signed, and what the tree holds, is the *statement*: canonical JSON of who says what kind of thing when in
//! which ledger, and the digest of the body. The digest is a SHA-256 over 32 random bytes, the salt, and the body, so
//! that nobody can guess a withheld body by trying.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::digest::{Digest, base64, hex, unbase64, unhex};
use crate::json::{self, JsonError};
use crate::key::{KeyError, KeyId, Signer, Verifier};
use crate::merkle;

/// First line of the text that is signed: no checkpoint begins with it, so that no signature can be used twice.
const PURPOSE: &str = "harpoon-ledger-entry@v1";
/// Longest line.
const LONGEST: usize = 1 << 20;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A key is introduced. Body: `role`, `vkey`. Signed by that very key.
    Key,
    /// A goal is set.
    Goal,
    /// A goal is to change.
    Revision,
    /// Somebody agrees to another entry. Body: `entry`, its leaf in hex.
    Agreement,
    /// A goal ends.
    Closing,
    /// The state of the data.
    DataVersion,
    /// A report was issued. Body: `sha256` of the file, in hex.
    Report,
    /// A report was issued anew. Body: `sha256`, and `restates`, the digest of the earlier file.
    Restatement,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Key,
        Self::Goal,
        Self::Revision,
        Self::Agreement,
        Self::Closing,
        Self::DataVersion,
        Self::Report,
        Self::Restatement,
    ];

    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Goal => "goal",
            Self::Revision => "revision",
            Self::Agreement => "agreement",
            Self::Closing => "closing",
            Self::DataVersion => "data_version",
            Self::Report => "report",
            Self::Restatement => "restatement",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// 32 random bytes that go before a body when it is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// Fresh ones.
    pub fn fresh() -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| KeyError::Random)?;
        Ok(Self(bytes))
    }

    /// These.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// What an entry says, open or withheld.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// There to be read.
    Open {
        /// Goes before it when it is hashed.
        salt: Salt,
        /// An object of canonical JSON.
        value: Value,
    },
    /// Taken out; the proof still holds.
    Withheld {
        /// Digest over salt and body.
        digest: Digest,
    },
}

/// What is to be said, before it is signed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it is about.
    pub kind: Kind,
    /// When, as the author says. Written in whole seconds.
    pub time: Timestamp,
    /// An object; numbers in it are whole, others are strings.
    pub body: Value,
}

/// One signed thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    kind: Kind,
    time: Timestamp,
    by: KeyId,
    ledger: String,
    body: Body,
    signature: [u8; 64],
    statement: String,
    leaf: Digest,
}

/// Why a line is no entry.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// Not canonical JSON of our subset.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Too long.
    #[error("it is longer than a mebibyte")]
    Long,
    /// A field is missing, too much, or not as it should be.
    #[error("its field `{0}` is missing, too much, or not as it should be")]
    Field(&'static str),
}

impl Entry {
    /// Signs a draft for the ledger of this name.
    pub fn sign(draft: Draft, ledger: &str, salt: Salt, key: &Signer) -> Result<Self, EntryError> {
        let seconds = Timestamp::from_second(draft.time.as_second()).map_err(|_| EntryError::Field("time"))?;
        let body = Body::Open {
            salt,
            value: draft.body,
        };
        let by = key.verifier().id().clone();
        let mut entry = Self::new(draft.kind, seconds, by, ledger.to_owned(), body, [0; 64])?;
        entry.signature = key.sign(entry.signed_text().as_bytes());
        if entry.line().len() > LONGEST {
            return Err(EntryError::Long);
        }
        Ok(entry)
    }

    fn new(
        kind: Kind,
        time: Timestamp,
        by: KeyId,
        ledger: String,
        body: Body,
        signature: [u8; 64],
    ) -> Result<Self, EntryError> {
        let digest = match &body {
            Body::Withheld { digest } => *digest,
            Body::Open { salt, value } if value.is_object() => {
                Digest::of_parts(&[&salt.0, json::canonical(value)?.as_bytes()])
            }
            Body::Open { .. } => return Err(EntryError::Field("body")),
        };
        let statement = json::canonical(&Value::Object(Map::from_iter([
            ("by".to_owned(), by.to_string().into()),
            ("digest".to_owned(), digest.to_string().into()),
            ("kind".to_owned(), kind.word().into()),
            ("ledger".to_owned(), ledger.as_str().into()),
            ("time".to_owned(), time.to_string().into()),
        ])))?;
        let leaf = merkle::leaf(statement.as_bytes());
        Ok(Self {
            kind,
            time,
            by,
            ledger,
            body,
            signature,
            statement,
            leaf,
        })
    }

    /// Reads a line, without its line break. Whoever signed it is not looked at yet.
    pub fn read(line: &[u8]) -> Result<Self, EntryError> {
        if line.len() > LONGEST {
            return Err(EntryError::Long);
        }
        let Value::Object(mut fields) = json::read(line)? else {
            return Err(EntryError::Field("body"));
        };
        let mut text = |name: &'static str| match fields.remove(name) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(EntryError::Field(name)),
        };
        let kind = Kind::from_word(&text("kind")?).ok_or(EntryError::Field("kind"))?;
        let time = instant(&text("time")?).ok_or(EntryError::Field("time"))?;
        let by = text("by")?.parse().map_err(|_| EntryError::Field("by"))?;
        let ledger = text("ledger")?;
        let signature = unbase64(&text("signature")?)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(EntryError::Field("signature"))?;
        let body = match (text("digest"), text("salt")) {
            (Ok(digest), Err(_)) => Body::Withheld {
                digest: Digest::from_hex(&digest).ok_or(EntryError::Field("digest"))?,
            },
            (Err(_), Ok(salt)) => Body::Open {
                salt: Salt(unhex(&salt).ok_or(EntryError::Field("salt"))?),
                value: fields.remove("body").ok_or(EntryError::Field("body"))?,
            },
            _ => return Err(EntryError::Field("salt")),
        };
        if !fields.is_empty() {
            return Err(EntryError::Field("another"));
        }
        Self::new(kind, time, by, ledger, body, signature)
    }

    /// Its line, without the line break.
    pub fn line(&self) -> String {
        let text = |name: &str, text: String| (name.to_owned(), Value::String(text));
        let mut fields = Map::from_iter([
            text("by", self.by.to_string()),
            text("kind", self.kind.word().to_owned()),
            text("ledger", self.ledger.clone()),
            text("signature", base64(&self.signature)),
            text("time", self.time.to_string()),
        ]);
        match &self.body {
            Body::Open { salt, value } => {
                fields.insert("body".to_owned(), value.clone());
                fields.extend([text("salt", hex(&salt.0))]);
            }
            Body::Withheld { digest } => fields.extend([text("digest", digest.to_string())]),
        }
        // What was read or signed is canonical; nothing else becomes an entry.
        json::canonical(&Value::Object(fields)).unwrap_or_default()
    }

    /// The same entry without its body.
    #[must_use]
    pub fn withheld(mut self) -> Self {
        if let Body::Open { salt, value } = &self.body
            && let Ok(text) = json::canonical(value)
        {
            let digest = Digest::of_parts(&[&salt.0, text.as_bytes()]);
            self.body = Body::Withheld { digest };
        }
        self
    }

    /// Whether this key, which must be the one it names, has signed it.
    pub fn signed_by(&self, key: &Verifier) -> bool {
        *key.id() == self.by && key.signed(self.signed_text().as_bytes(), &self.signature)
    }

    /// The text under the signature: the text of a signed note.
    pub fn signed_text(&self) -> String {
        format!("{PURPOSE}\n{}\n", self.statement)
    }

    /// What it is about.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// When, as the author says.
    pub const fn time(&self) -> Timestamp {
        self.time
    }

    /// Whose key signed it.
    pub const fn by(&self) -> &KeyId {
        &self.by
    }

    /// Name of the ledger it is for.
    pub fn ledger(&self) -> &str {
        &self.ledger
    }

    /// What it says.
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// A field of its body that is text; `None` where there is none, or the body is withheld.
    pub fn text(&self, field: &str) -> Option<&str> {
        match &self.body {
            Body::Open { value, .. } => value.get(field)?.as_str(),
            Body::Withheld { .. } => None,
        }
    }

    /// What the tree holds of it, and by which others name it.
    pub const fn leaf(&self) -> Digest {
        self.leaf
    }
}

/// An instant in whole seconds of UTC: `2026-11-29T03:00:00Z`, and no other spelling.
fn instant(text: &str) -> Option<Timestamp> {
    let time: Timestamp = text.parse().ok()?;
    (time.subsec_nanosecond() == 0 && time.to_string() == text).then_some(time)
}
