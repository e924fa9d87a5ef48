//! Certificates that this machine is given: whether they can be read, count now and in a month, and belong to their keys.
//!
//! What counts is told by the parts that a certificate is made of (RFC 5280, 4.1); who signed it is not looked at: whoever connects does.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::{Finding, Severity};

/// A new one is due so long before the end.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);
const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// What a file of certificates is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// They are shown, all that are in it: the first that ends, ends it.
    Shown,
    /// What others show is held against them: one that counts is enough.
    Trusted,
}

/// What is wrong with certificates that something on this machine shows, and whether each of the keys is one of theirs. All are PEM files.
pub fn of_shown(certificates: &[PathBuf], keys: &[PathBuf], now: Timestamp) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut public = Vec::new();
    let mut are_read = true;
    for file in certificates {
        match read(file) {
            Ok(all) => {
                found.extend(counts(file, &all, Use::Shown, now));
                // The first is its owner's, the others are of authorities.
                public.extend(all.into_iter().take(1).map(|one| one.public));
            }
            Err(why) => {
                are_read = false;
                found.push(unread(file, &why));
            }
        }
    }
    for file in keys {
        match public_of(file) {
            Ok(key) if are_read && !public.contains(&key) => found.push(error(
                format!(
                    "the key `{}` is of another certificate than {}",
                    file.display(),
                    names(certificates)
                ),
                "put the two that were made together in their places",
            )),
            Ok(_) => {}
            Err(why) => found.push(error(
                format!("the key `{}` cannot be used: {why}", file.display()),
                "name a PEM file of an unencrypted private key that whoever runs this may read",
            )),
        }
    }
    found
}

/// What is wrong with a file of authorities, or of certificates that others show.
pub(super) fn of_trusted(file: &Path, now: Timestamp) -> Option<Finding> {
    match read(file) {
        Ok(all) => counts(file, &all, Use::Trusted, now),
        Err(why) => Some(unread(file, &why)),
    }
}

fn error(what: String, fix: &str) -> Finding {
    finding(Severity::Error, what, fix)
}

fn finding(severity: Severity, what: String, fix: &str) -> Finding {
    Finding {
        check: "certificates",
        severity,
        what,
        fix: fix.to_owned(),
    }
}

fn unread(file: &Path, why: &str) -> Finding {
    let what = format!("the certificate `{}` cannot be used: {why}", file.display());
    error(what, "name a PEM file of certificates that whoever runs this may read")
}

fn names(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().map(|file| format!("`{}`", file.display())).collect();
    names.join(", ")
}

/// Whether what is in a file counts now, and in a month.
fn counts(file: &Path, all: &[Certificate], is_for: Use, now: Timestamp) -> Option<Finding> {
    let name = file.display();
    let (begin, end) = match is_for {
        Use::Shown => (
            all.iter().map(|one| one.begin).max()?,
            all.iter().map(|one| one.end).min()?,
        ),
        Use::Trusted => (
            all.iter().map(|one| one.begin).min()?,
            all.iter().map(|one| one.end).max()?,
        ),
    };
    let fix = "put a new one in its place, and restart what shows or reads it";
    if now > end {
        return Some(error(format!("the certificate `{name}` ended at {end}"), fix));
    }
    if now < begin {
        let what = format!("the certificate `{name}` does not count before {begin}, and the clock says {now}");
        return Some(error(
            what,
            "set the clock of this machine, or wait with this certificate",
        ));
    }
    let left = end.duration_since(now);
    (left < SOON).then(|| {
        let what = format!(
            "the certificate `{name}` ends at {end}, in {} days",
            left.as_hours() / 24
        );
        finding(Severity::Warning, what, fix)
    })
}

/// What we read of a certificate.
#[derive(Debug)]
struct Certificate {
    begin: Timestamp,
    end: Timestamp,
    /// Its public key, with what kind of key it is (DER).
    public: Vec<u8>,
}

/// All certificates of a file, at least one.
fn read(file: &Path) -> Result<Vec<Certificate>, String> {
    let pem = fs::read(file).map_err(|why| why.to_string())?;
    let all: Result<Vec<CertificateDer<'_>>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let all = all.map_err(|_| "it is damaged".to_owned())?;
    if all.is_empty() {
        return Err("there is no certificate in it; it holds them in the PEM format".to_owned());
    }
    let all: Option<Vec<Certificate>> = all.iter().map(|der| certificate(der)).collect();
    all.ok_or_else(|| "a certificate in it is damaged".to_owned())
}

/// The public key that belongs to the private one of a file.
fn public_of(file: &Path) -> Result<Vec<u8>, String> {
    let pem = fs::read(file).map_err(|why| why.to_string())?;
    let unknown = || "there is no RSA, ECDSA or Ed25519 key in it that is not closed by a password".to_owned();
    let key = PrivateKeyDer::from_pem_slice(&pem).map_err(|_| unknown())?;
    let key = any_supported_type(&key).map_err(|_| unknown())?;
    key.public_key().map(|public| public.to_vec()).ok_or_else(unknown)
}

/// An element of DER: what it is, what is in it, and all of it.
struct Element<'a> {
    tag: u8,
    inside: &'a [u8],
    whole: &'a [u8],
}

/// The first element of these bytes, which are what follows it afterwards. None where they are no DER.
fn next<'a>(bytes: &mut &'a [u8]) -> Option<Element<'a>> {
    let (&tag, rest) = bytes.split_first()?;
    let (&short, mut rest) = rest.split_first()?;
    let mut length = usize::from(short);
    if short >= 0x80 {
        let (long, after) = rest.split_at_checked(usize::from(short & 0x7f))?;
        // Four bytes are four gigabytes.
        let is_length = (1..=4).contains(&long.len());
        length = is_length.then(|| long.iter().fold(0, |sum, &byte| (sum << 8) | usize::from(byte)))?;
        rest = after;
    }
    let (inside, after) = rest.split_at_checked(length)?;
    let whole = bytes.get(..bytes.len() - after.len())?;
    *bytes = after;
    Some(Element { tag, inside, whole })
}

/// What is told from the head of a certificate on: version, number, algorithm, who signed it, its times, whose it is, its key.
fn certificate(mut der: &[u8]) -> Option<Certificate> {
    let mut parts = next(&mut der).filter(|all| all.tag == SEQUENCE)?.inside;
    let mut head = next(&mut parts).filter(|head| head.tag == SEQUENCE)?.inside;
    let first = next(&mut head)?;
    if first.tag == 0xa0 {
        next(&mut head)?;
    }
    let _algorithm = next(&mut head)?;
    let _issuer = next(&mut head)?;
    let mut times = next(&mut head).filter(|times| times.tag == SEQUENCE)?.inside;
    let _subject = next(&mut head)?;
    let public = next(&mut head)?.whole.to_vec();
    let begin = time(&next(&mut times)?)?;
    let end = time(&next(&mut times)?)?;
    Some(Certificate { begin, end, public })
}

/// A moment, always in UTC and to the second: `YYMMDDHHMMSSZ` of the years 1950 to 2049, or with all four digits of the year.
fn time(element: &Element<'_>) -> Option<Timestamp> {
    let text = std::str::from_utf8(element.inside).ok()?;
    let text = match element.tag {
        GENERALIZED_TIME => text.to_owned(),
        UTC_TIME if text.get(..2)? < "50" => format!("20{text}"),
        UTC_TIME => format!("19{text}"),
        _ => return None,
    };
    let moment = DateTime::strptime("%Y%m%d%H%M%SZ", &text).ok()?;
    // The end of the year 9999 stands for no end, and is a little beyond what is a moment here.
    let zoned = TimeZone::UTC.to_timestamp(moment);
    Some(zoned.unwrap_or(Timestamp::MAX))
}

#[cfg(test)]
mod tests;
