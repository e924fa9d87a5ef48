//! [`Secret`], what opens a door and is told once; [`Password`], as it is kept.

use std::fmt;

use argon2::{Config, ThreadMode, Variant, Version};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::StateError;

/// Random characters that open a door: of a session, an invitation, a key. Only its digest is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one of 256 random bits after `prefix`, by which leaked keys are found in other people's files.
    pub(crate) fn new(prefix: &str) -> Result<Self, StateError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| StateError::Secret(error.to_string()))?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The characters, to be told once.
    pub fn told(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn digest(&self) -> String {
        digest(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is kept of the characters of a secret. They are random, so that a plain digest cannot be guessed back.
pub(crate) fn digest(told: &str) -> String {
    Sha256::digest(told).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A password as it is kept: argon2id with 19 MiB and two passes (OWASP Password Storage Cheat Sheet).
#[derive(Clone)]
pub struct Password(pub(crate) String);

impl Password {
    /// Shortest password (NIST SP 800-63B-4 §3.1.1.2 asks for 15 where it stands alone; shorter is guessed too soon).
    pub const SHORTEST: usize = 15;
    const LONGEST: usize = 1024;

    /// Digests a password. Takes some tens of milliseconds of a core, on purpose.
    pub fn new(told: &str) -> Result<Self, StateError> {
        let length = told.chars().count();
        if length < Self::SHORTEST {
            return Err(StateError::Refused(format!(
                "the password has {length} characters; {} or more are needed, and a few words do",
                Self::SHORTEST
            )));
        }
        if told.len() > Self::LONGEST {
            return Err(StateError::Refused(format!(
                "the password has more than {} bytes",
                Self::LONGEST
            )));
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|error| StateError::Secret(error.to_string()))?;
        let kept = argon2::hash_encoded(told.as_bytes(), &salt, &Self::config());
        kept.map(Self).map_err(|error| StateError::Secret(error.to_string()))
    }

    /// Whether `told` is this password; takes as long as [`Self::new`].
    pub fn is(&self, told: &str) -> bool {
        told.len() <= Self::LONGEST && argon2::verify_encoded(&self.0, told.as_bytes()).unwrap_or(false)
    }

    fn config() -> Config<'static> {
        Config {
            variant: Variant::Argon2id,
            version: Version::Version13,
            mem_cost: 19 * 1024,
            time_cost: 2,
            lanes: 1,
            thread_mode: ThreadMode::Sequential,
            ..Config::default()
        }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}
