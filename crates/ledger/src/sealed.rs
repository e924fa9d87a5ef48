//! The file of a private key: readable text, the secret closed with a passphrase or, on request, open.
//!
//! ```text
//! harpoon-key@v1
//! role agency
//! public studio.example+c74f20a3+ARpc2Q…
//! secret argon2id 19456 2 1 SALT NONCE BOX      or      secret open SEED
//! ```
//!
//! The passphrase goes through Argon2id (RFC 9106) with the stated memory in KiB, passes and lanes; its 32 bytes are the
//! key of a ChaCha20-Poly1305 box (RFC 8439) over the seed, with the first three lines as associated data.

use argon2::{Config, Variant, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use zeroize::Zeroizing;

use crate::digest::{base64, unbase64};
use crate::key::{KeyError, Role, Signer, Verifier};

const HEAD: &str = "harpoon-key@v1";
/// Memory in KiB, passes, lanes: what OWASP's sheet on storing passwords (2023) asks of Argon2id at the least.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// A file may ask for no more memory than this, in KiB, and no more passes.
const DEAREST: (u32, u32, u32) = (1 << 20, 64, 16);

/// Why a private key cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedError {
    /// Not such a file.
    #[error("it is not the file of a private key")]
    Form,
    /// It is closed, and no passphrase was given.
    #[error("it is closed with a passphrase; give it in HARPOON_KEY_PASSPHRASE")]
    Closed,
    /// The passphrase does not open it, or the file was changed.
    #[error("the passphrase does not open it, or the file was changed")]
    Passphrase,
    /// The parts do not fit together.
    #[error("its public and its secret half do not belong together")]
    Halves,
    /// No key can be made of it.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What can be read without the passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Whose it is.
    pub role: Role,
    /// The public half.
    pub key: Verifier,
    /// Whether a passphrase is needed.
    pub closed: bool,
}

/// The text of the file.
pub fn seal(key: &Signer, passphrase: Option<&str>) -> Result<Zeroizing<String>, SealedError> {
    let open = format!("{HEAD}\nrole {}\npublic {}\n", key.role().word(), key.verifier());
    let secret = match passphrase {
        None => Zeroizing::new(format!(
            "open {}",
            Zeroizing::new(base64(key.seed().as_slice())).as_str()
        )),
        Some(passphrase) => Zeroizing::new(closed(&open, key, passphrase)?),
    };
    Ok(Zeroizing::new(format!("{open}secret {}\n", secret.as_str())))
}

fn closed(open: &str, key: &Signer, passphrase: &str) -> Result<String, SealedError> {
    let (mut salt, mut nonce) = ([0; 16], [0; 12]);
    getrandom::fill(&mut salt).map_err(|_| KeyError::Random)?;
    getrandom::fill(&mut nonce).map_err(|_| KeyError::Random)?;
    let seed = key.seed();
    let payload = Payload {
        msg: seed.as_slice(),
        aad: open.as_bytes(),
    };
    let cipher = cipher(passphrase, &salt, COST).ok_or(SealedError::Form)?;
    let sealed = cipher
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| SealedError::Form)?;
    let (memory, passes, lanes) = COST;
    let parts = [salt.as_slice(), &nonce, &sealed].map(base64).join(" ");
    Ok(format!("argon2id {memory} {passes} {lanes} {parts}"))
}

/// What the file says openly.
pub fn label(text: &str) -> Result<Label, SealedError> {
    let (open, secret) = parts(text)?;
    let mut lines = open.lines().skip(1);
    let role = lines
        .next()
        .and_then(|line| Role::from_word(line.strip_prefix("role ")?));
    let key = lines.next().and_then(|line| line.strip_prefix("public "));
    Ok(Label {
        role: role.ok_or(SealedError::Form)?,
        key: key.ok_or(SealedError::Form)?.parse()?,
        closed: !secret.starts_with("open "),
    })
}

/// Opens the file.
pub fn unseal(text: &str, passphrase: Option<&str>) -> Result<Signer, SealedError> {
    let (open, secret) = parts(text)?;
    let label = label(text)?;
    let seed = match secret.split_once(' ').ok_or(SealedError::Form)? {
        ("open", seed) => Zeroizing::new(unbase64(seed).ok_or(SealedError::Form)?),
        ("argon2id", rest) => opened(open, rest, passphrase.ok_or(SealedError::Closed)?)?,
        _ => return Err(SealedError::Form),
    };
    let seed = Zeroizing::new(<[u8; 32]>::try_from(seed.as_slice()).map_err(|_| SealedError::Form)?);
    let signer = Signer::from_seed(label.key.id().name(), label.role, &seed)?;
    if *signer.verifier() != label.key {
        return Err(SealedError::Halves);
    }
    Ok(signer)
}

fn opened(open: &str, rest: &str, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, SealedError> {
    let words: Vec<&str> = rest.split(' ').collect();
    let [memory, passes, lanes, salt, nonce, sealed] = words.as_slice() else {
        return Err(SealedError::Form);
    };
    let number = |word: &str, most: u32| word.parse().ok().filter(|n| *n <= most).ok_or(SealedError::Form);
    let cost = (
        number(memory, DEAREST.0)?,
        number(passes, DEAREST.1)?,
        number(lanes, DEAREST.2)?,
    );
    let salt = unbase64(salt).ok_or(SealedError::Form)?;
    let nonce: [u8; 12] = unbase64(nonce)
        .and_then(|n| n.try_into().ok())
        .ok_or(SealedError::Form)?;
    let sealed = unbase64(sealed).ok_or(SealedError::Form)?;
    let payload = Payload {
        msg: &sealed,
        aad: open.as_bytes(),
    };
    let cipher = cipher(passphrase, &salt, cost).ok_or(SealedError::Form)?;
    let seed = cipher
        .decrypt(&Nonce::from(nonce), payload)
        .map_err(|_| SealedError::Passphrase)?;
    Ok(Zeroizing::new(seed))
}

fn cipher(passphrase: &str, salt: &[u8], (memory, passes, lanes): (u32, u32, u32)) -> Option<ChaCha20Poly1305> {
    let config = Config {
        mem_cost: memory,
        time_cost: passes,
        lanes,
        variant: Variant::Argon2id,
        version: Version::Version13,
        hash_length: 32,
        ..Config::default()
    };
    let key = Zeroizing::new(argon2::hash_raw(passphrase.as_bytes(), salt, &config).ok()?);
    Some(ChaCha20Poly1305::new(Key::from_slice(&key)))
}

/// The open lines, and what follows `secret`.
fn parts(text: &str) -> Result<(&str, &str), SealedError> {
    let at = text.find("\nsecret ").ok_or(SealedError::Form)? + 1;
    let (open, secret) = text.split_at(at);
    let secret = secret.strip_prefix("secret ").and_then(|line| line.strip_suffix('\n'));
    match secret {
        Some(secret) if open.starts_with(HEAD) && !secret.contains('\n') => Ok((open, secret)),
        _ => Err(SealedError::Form),
    }
}
