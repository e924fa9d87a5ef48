//! [`Key`]: what makes a message the same when it is sent again.

use std::fmt;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// 128 bits of SHA-256 over workspace, source and the client's id of the message. Retried bodies differ (`sentAt`), so that a
/// digest of the body would tell nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u128);

impl Key {
    /// The key of a message that has an id of its client.
    pub fn of_id(workspace: &str, source: &str, id: &str) -> Self {
        Self::of(&[b"id", workspace.as_bytes(), source.as_bytes(), id.as_bytes()])
    }

    /// The key of a message without an id: by the request that brought it, so that it is nobody else's, but sent again it is
    /// another.
    pub(crate) fn of_request(workspace: &str, source: &str, request: u128, place: usize) -> Self {
        let (request, place) = (request.to_le_bytes(), (place as u64).to_le_bytes());
        Self::of(&[b"request", workspace.as_bytes(), source.as_bytes(), &request, &place])
    }

    /// A digest of words in their order.
    pub(crate) fn of_words(words: &[String]) -> Self {
        let words: Vec<&[u8]> = words.iter().map(String::as_bytes).collect();
        Self::of(&words)
    }

    fn of(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            // Lengths keep "ab" + "c" and "a" + "bc" apart.
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        let digest = digest.finalize();
        let first = digest.iter().take(16).fold(0, |key, byte| key << 8 | u128::from(*byte));
        Self(first)
    }

    /// Reads 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok().map(Self))?
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
