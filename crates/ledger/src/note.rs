//! Signed notes (<https://c2sp.org/signed-note>): a text, an empty line, and lines of signatures.

use std::collections::BTreeSet;

use crate::digest::{base64, unbase64};
use crate::key::{KeyId, Signer, Verifier};

/// Most signatures that are read.
const MOST: usize = 64;
/// Begins a line of signature.
const DASH: &str = "— ";

/// Why a note is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not of the form of a signed note.
    #[error("it is no signed note: {0}")]
    Form(&'static str),
    /// A key that we know stands there, but has not signed this text.
    #[error("the signature of {0} is not over this text: the note was changed")]
    Bad(KeyId),
    /// None of the keys that we know has signed.
    #[error("none of the keys given has signed it; signed by {}", names(.0))]
    Unsigned(Vec<KeyId>),
}

/// A note that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its text, with the last line break.
    pub text: String,
    /// Keys whose signature holds.
    pub signed: Vec<KeyId>,
    /// Signatures by keys that are not known here: nothing is known of them.
    pub unchecked: Vec<KeyId>,
}

/// Text with one signature. The text ends with a line break.
pub fn sign(text: &str, key: &Signer) -> String {
    format!(
        "{text}\n{}",
        signature_line(key.verifier().id(), &key.sign(text.as_bytes()))
    )
}

/// The line of a signature.
pub fn signature_line(id: &KeyId, signature: &[u8; 64]) -> String {
    let bytes = [id.bytes().as_slice(), signature].concat();
    format!("{DASH}{} {}\n", id.name(), base64(&bytes))
}

/// Checks a note: at least one of the keys has signed it, and none of them badly. Others are named, not judged.
pub fn open(note: &[u8], keys: &[Verifier]) -> Result<Opened, NoteError> {
    let (text, signatures) = parts(note)?;
    let (mut signed, mut unchecked, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (id, signature) in signatures {
        if !seen.insert(id.clone()) {
            return Err(NoteError::Form("it is signed twice by one key"));
        }
        match (keys.iter().find(|key| *key.id() == id), signature.try_into()) {
            (Some(key), Ok(signature)) if key.signed(text.as_bytes(), &signature) => signed.push(id),
            (Some(_), _) => return Err(NoteError::Bad(id)),
            (None, _) => unchecked.push(id),
        }
    }
    if signed.is_empty() {
        return Err(NoteError::Unsigned(unchecked));
    }
    Ok(Opened {
        text: text.to_owned(),
        signed,
        unchecked,
    })
}

/// A line of signature: whose it is said to be, and its bytes.
type Line = (KeyId, Vec<u8>);

/// Text of a note, unchecked, and its signatures.
pub(crate) fn parts(note: &[u8]) -> Result<(&str, Vec<Line>), NoteError> {
    let note = str::from_utf8(note).map_err(|_| NoteError::Form("it is not UTF-8"))?;
    if note.chars().any(|c| c < ' ' && c != '\n') {
        return Err(NoteError::Form("it holds control characters"));
    }
    let gap = note
        .rfind("\n\n")
        .ok_or(NoteError::Form("no empty line parts text and signatures"))?;
    let (text, lines) = (&note[..=gap], &note[gap + 2..]);
    let lines = lines
        .strip_suffix('\n')
        .ok_or(NoteError::Form("its last line does not end"))?;
    let signatures: Vec<_> = lines
        .split('\n')
        .map(signature)
        .collect::<Option<_>>()
        .ok_or(NoteError::Form("a line of signature is not `— NAME SIGNATURE`"))?;
    if signatures.len() > MOST {
        return Err(NoteError::Form("it has too many signatures"));
    }
    Ok((text, signatures))
}

fn signature(line: &str) -> Option<(KeyId, Vec<u8>)> {
    let (name, coded) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = unbase64(coded)?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    (!signature.is_empty()).then_some(())?;
    Some((KeyId::new(name, *id).ok()?, signature.to_vec()))
}

fn names(keys: &[KeyId]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
