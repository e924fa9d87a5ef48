//! Keys: Ed25519 pairs with a name and a part to play, and the text form in which public keys are passed around.
//!
//! A public key is written as a C2SP verifier key: `NAME+ID+KEY`, where the id is the beginning of a hash over name,
//! type and key (<https://c2sp.org/signed-note>), and `KEY` is the Base64 of the type byte 1 and the 32 bytes of the key.

use std::fmt::{self, Debug, Display, Formatter};
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use crate::digest::{Digest, base64, hex, unbase64, unhex};

/// Type byte of Ed25519 in signed notes.
const ED25519: u8 = 1;
/// Longest name of a key.
const LONGEST: usize = 100;

/// Whose key it is: both must sign for a change to count as agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who does the marketing, keeps the ledger and signs its head.
    Agency,
    /// Who pays for it.
    Client,
}

impl Role {
    /// As it is written.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Client => "client",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Agency, Self::Client]
            .into_iter()
            .find(|role| role.word() == word)
    }
}

/// Why a key, or its text, is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name that the format forbids.
    #[error("`{0}` cannot be the name of a key: up to {LONGEST} letters, digits, `.`, `-` and `_`")]
    Name(String),
    /// Not of the form `NAME+ID+KEY`.
    #[error("it is no public key of the form NAME+ID+KEY")]
    Form,
    /// A key that is not Ed25519.
    #[error("it is a key of another kind than Ed25519")]
    Type,
    /// The id is not that of this name and key: a slip in copying.
    #[error("its id is {stated}, but name and key have the id {real}; was it copied whole?")]
    Id {
        /// As written.
        stated: String,
        /// As computed.
        real: String,
    },
    /// Bytes that are no usable point of the curve.
    #[error("it is no usable point of the curve")]
    Point,
    /// The operating system gave no random bytes.
    #[error("the system gives no random numbers")]
    Random,
}

/// What tells keys apart: the name, and 32 bits over name and key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId {
    name: String,
    id: [u8; 4],
}

impl KeyId {
    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) const fn bytes(&self) -> &[u8; 4] {
        &self.id
    }

    pub(crate) fn new(name: &str, id: [u8; 4]) -> Result<Self, KeyError> {
        check_name(name)?;
        Ok(Self {
            name: name.to_owned(),
            id,
        })
    }
}

impl Display for KeyId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}", self.name, hex(&self.id))
    }
}

impl Debug for KeyId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl FromStr for KeyId {
    type Err = KeyError;

    /// From `NAME+ID`.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id) = text.split_once('+').ok_or(KeyError::Form)?;
        Self::new(name, unhex(id).ok_or(KeyError::Form)?)
    }
}

/// A public key: checks signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier {
    id: KeyId,
    key: VerifyingKey,
}

impl Verifier {
    fn new(name: &str, key: VerifyingKey) -> Result<Self, KeyError> {
        // A point of small order would make one signature good for many texts.
        if key.is_weak() {
            return Err(KeyError::Point);
        }
        let hash = Digest::of_parts(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()]);
        let [a, b, c, d, ..] = *hash.bytes();
        Ok(Self {
            id: KeyId::new(name, [a, b, c, d])?,
            key,
        })
    }

    /// Name and id.
    pub const fn id(&self) -> &KeyId {
        &self.id
    }

    /// Whether the signature is this key's over this text. Strict: one text has one good signature of a signing.
    pub fn signed(&self, text: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(text, &Signature::from_bytes(signature)).is_ok()
    }
}

impl Display for Verifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut typed = vec![ED25519];
        typed.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{}", self.id, base64(&typed))
    }
}

impl Debug for Verifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl FromStr for Verifier {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Form);
        };
        check_name(name)?;
        let typed = unbase64(key).ok_or(KeyError::Form)?;
        let (kind, key) = typed.split_first().ok_or(KeyError::Form)?;
        if *kind != ED25519 {
            return Err(KeyError::Type);
        }
        let key: [u8; 32] = key.try_into().map_err(|_| KeyError::Form)?;
        let verifier = Self::new(name, VerifyingKey::from_bytes(&key).map_err(|_| KeyError::Point)?)?;
        let real = hex(verifier.id.bytes());
        if real != id {
            let stated = id.to_owned();
            return Err(KeyError::Id { stated, real });
        }
        Ok(verifier)
    }
}

/// A key pair: signs. The secret is wiped from memory when it goes out of use, and is never shown.
pub struct Signer {
    role: Role,
    verifier: Verifier,
    key: SigningKey,
}

impl Signer {
    /// A new pair. The name becomes part of file names, so it holds letters, digits, `.`, `-` and `_` only.
    pub fn generate(name: &str, role: Role) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice()).map_err(|_| KeyError::Random)?;
        Self::from_seed(name, role, &seed)
    }

    /// The pair that belongs to these 32 secret bytes (RFC 8032).
    pub fn from_seed(name: &str, role: Role, seed: &[u8; 32]) -> Result<Self, KeyError> {
        if !plain(name) {
            return Err(KeyError::Name(name.to_owned()));
        }
        let key = SigningKey::from_bytes(seed);
        Ok(Self {
            role,
            verifier: Verifier::new(name, key.verifying_key())?,
            key,
        })
    }

    /// Whose it is.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The public half.
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Signs.
    pub fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.key.sign(text).to_bytes()
    }

    /// The secret bytes, for the key folder alone.
    pub(crate) fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }
}

impl Debug for Signer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({} {})", self.role.word(), self.verifier)
    }
}

/// Whether a name can be part of a file's name everywhere.
pub(crate) fn plain(name: &str) -> bool {
    check_name(name).is_ok()
        && !name.starts_with('.')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

fn check_name(name: &str) -> Result<(), KeyError> {
    let bad = |c: char| c == '+' || c.is_whitespace() || c.is_control();
    if name.is_empty() || name.len() > LONGEST || name.contains(bad) {
        return Err(KeyError::Name(name.to_owned()));
    }
    Ok(())
}
