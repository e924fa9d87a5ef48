//! [`Vault`]: secrets that have to be used again, and so cannot be kept as digests; closed with a key that is not in the memory.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::StateError;

/// File of the key beside the memory, where the environment gives none.
const KEY: &str = "server.key";
/// By which another key is known for another.
const CHECK: &str = "server.key.check";
/// How a webhook's signing secret begins (Standard Webhooks).
const SIGNS: &str = "whsec_";
const NONCE: usize = 24;

/// Seals and opens secrets.
pub struct Vault([u8; 32]);

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// With the key that is told (Base64 of 32 bytes), or the one of the file in `folder`, made if there is none.
    pub fn open(folder: &Path, told: Option<&str>) -> Result<Self, StateError> {
        let check = folder.join(CHECK);
        let known = fs::read_to_string(&check).unwrap_or_default();
        let vault = if known.is_empty() || told.is_some() || folder.join(KEY).exists() {
            Self::with(folder, told)?
        } else {
            return Err(refused(
                "secrets were closed with another key: set HARPOON_SERVER_KEY, as where they were made".to_owned(),
            ));
        };
        if known.is_empty() {
            let cannot = |error| refused(format!("cannot write {}: {error}", check.display()));
            fs::write(&check, vault.token(CHECK)?).map_err(cannot)?;
        } else if !vault.is_token(CHECK, known.trim()) {
            return Err(refused(
                "HARPOON_SERVER_KEY or server.key is not the key that secrets were closed with".to_owned(),
            ));
        }
        Ok(vault)
    }

    fn with(folder: &Path, told: Option<&str>) -> Result<Self, StateError> {
        if let Some(told) = told {
            return key(told).ok_or_else(|| refused("the key for secrets is not Base64 of 32 bytes".to_owned()));
        }
        let file = folder.join(KEY);
        match Self::make(&file) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::read(&file),
            made => made.map_err(|error| refused(format!("cannot write {}: {error}", file.display()))),
        }
    }

    /// With the file that is there. Another server may have just made it, and be writing still.
    fn read(file: &Path) -> Result<Self, StateError> {
        is_ours_alone(file)?;
        for _ in 0..40 {
            let text = fs::read_to_string(file);
            let text = text.map_err(|error| refused(format!("cannot read {}: {error}", file.display())))?;
            if let Some(vault) = key(text.trim()) {
                return Ok(vault);
            }
            thread::sleep(Duration::from_millis(25));
        }
        Err(refused(format!("{} holds no key of 32 bytes", file.display())))
    }

    fn make(file: &Path) -> io::Result<Self> {
        let made = random::<32>().map_err(io::Error::other)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut fresh = options.open(file)?;
        fresh.write_all(STANDARD.encode(made).as_bytes())?;
        fresh.sync_all()?;
        Ok(Self(made))
    }

    /// Closes a secret; `place` is what it belongs to, without which it does not open.
    pub fn seal(&self, secret: &str, place: &str) -> Result<Vec<u8>, StateError> {
        let nonce = random::<NONCE>()?;
        let sealed = self.cipher()?.encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: secret.as_bytes(),
                aad: place.as_bytes(),
            },
        );
        let sealed = sealed.map_err(|_| StateError::Secret("it could not be sealed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed.
    pub fn unseal(&self, sealed: &[u8], place: &str) -> Result<String, StateError> {
        let lost = || refused("a secret was sealed with another key: give the webhook a new one".to_owned());
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(lost)?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        let opened = self
            .cipher()?
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| lost())?;
        String::from_utf8(opened).map_err(|_| lost())
    }

    /// Characters by which a link of ours is known to be ours; nobody else can make them.
    pub fn token(&self, about: &str) -> Result<String, StateError> {
        let mut code = self.code("token")?;
        code.update(about.as_bytes());
        let code = code.finalize().into_bytes();
        Ok(URL_SAFE_NO_PAD.encode(code.get(..18).unwrap_or_default()))
    }

    /// Whether [`Self::token`] gave these characters; takes as long for wrong ones.
    pub fn is_token(&self, about: &str, told: &str) -> bool {
        let told = URL_SAFE_NO_PAD.decode(told).unwrap_or_default();
        let code = self.code("token").map(|code| code.chain_update(about.as_bytes()));
        told.len() == 18 && code.is_ok_and(|code| code.verify_truncated_left(&told).is_ok())
    }

    fn cipher(&self) -> Result<XChaCha20Poly1305, StateError> {
        let key = self.code("seal")?.finalize().into_bytes();
        XChaCha20Poly1305::new_from_slice(&key).map_err(|_| StateError::Secret("no key".to_owned()))
    }

    /// Each use has a key of its own, drawn from the one that is kept.
    fn code(&self, use_: &str) -> Result<Hmac<Sha256>, StateError> {
        hmac(&hmac(&self.0)?.chain_update(use_.as_bytes()).finalize().into_bytes())
    }
}

/// A new secret for signing webhooks.
pub fn signing_secret() -> Result<String, StateError> {
    Ok(format!("{SIGNS}{}", STANDARD.encode(random::<32>()?)))
}

/// The signature of a webhook, by version 1 of Standard Webhooks: HMAC-SHA256 over id, Unix time and body.
pub fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Result<String, StateError> {
    let key = secret.strip_prefix(SIGNS).and_then(|key| STANDARD.decode(key).ok());
    let key = key.ok_or_else(|| refused("this is no secret for signing webhooks".to_owned()))?;
    let code = hmac(&key)?.chain_update(format!("{id}.{seconds}.{body}"));
    Ok(format!("v1,{}", STANDARD.encode(code.finalize().into_bytes())))
}

fn hmac(key: &[u8]) -> Result<Hmac<Sha256>, StateError> {
    hmac::KeyInit::new_from_slice(key).map_err(|_| StateError::Secret("no key".to_owned()))
}

fn random<const N: usize>() -> Result<[u8; N], StateError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StateError::Secret(error.to_string()))?;
    Ok(bytes)
}

fn key(text: &str) -> Option<Vault> {
    STANDARD.decode(text).ok()?.try_into().ok().map(Vault)
}

fn refused(why: String) -> StateError {
    StateError::Refused(why)
}

#[cfg(unix)]
fn is_ours_alone(file: &Path) -> Result<(), StateError> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(file).map_or(0, |known| known.permissions().mode());
    let of_others = mode & 0o077;
    if of_others == 0 {
        return Ok(());
    }
    Err(refused(format!("others may read {}: chmod 600 it", file.display())))
}

#[cfg(not(unix))]
fn is_ours_alone(_file: &Path) -> Result<(), StateError> {
    Ok(())
}
