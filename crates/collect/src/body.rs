//! The body of a request as text, whatever its headers say: `posthog-js` packs without `Content-Encoding`, `rudder-sdk-node`
//! names packed JSON a form. What is packed shows by its first two bytes.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::bufread::MultiGzDecoder;

/// Longest body that is taken, in bytes.
pub const LONGEST_BODY: usize = 4 << 20;
/// Longest text that a packed body may hold, in bytes.
pub const LONGEST_TEXT: usize = 16 << 20;
/// How many times a text may be as long as its packed form.
pub const RATIO: usize = 100;
/// Below this length, in bytes, any ratio will do: a hundred like events pack well.
const ANY_RATIO: usize = 64 << 10;

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Why a body has no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Longer than [`LONGEST_BODY`].
    #[error("the body has more than {} MiB", LONGEST_BODY >> 20)]
    Long,
    /// Unpacks to more than [`LONGEST_TEXT`] or [`RATIO`] allow. Unpacking stopped there.
    #[error("the body unpacks to more than {} MiB, or more than {RATIO} times its length", LONGEST_TEXT >> 20)]
    Bomb,
    /// Packed, but broken.
    #[error("the packed body is broken")]
    Broken,
    /// No UTF-8.
    #[error("the body is no UTF-8 from byte {0} on")]
    Encoding(usize),
}

/// The text of a body. Never allocates more than the text may have.
pub(crate) fn text(body: &[u8]) -> Result<Cow<'_, str>, BodyError> {
    if body.len() > LONGEST_BODY {
        return Err(BodyError::Long);
    }
    if !body.starts_with(&GZIP) {
        let text = std::str::from_utf8(body).map_err(|error| BodyError::Encoding(error.valid_up_to()))?;
        return Ok(Cow::Borrowed(without_mark(text)));
    }
    let mut text =
        String::from_utf8(unpacked(body)?).map_err(|error| BodyError::Encoding(error.utf8_error().valid_up_to()))?;
    let mark = text.len() - without_mark(&text).len();
    text.drain(..mark);
    Ok(Cow::Owned(text))
}

/// Some libraries of .NET begin with a byte-order mark.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn unpacked(body: &[u8]) -> Result<Vec<u8>, BodyError> {
    let most = (body.len() * RATIO).clamp(ANY_RATIO, LONGEST_TEXT);
    let mut bytes = Vec::with_capacity((body.len() * 4).min(most));
    let mut reader = MultiGzDecoder::new(body).take(most as u64 + 1);
    reader.read_to_end(&mut bytes).map_err(|_| BodyError::Broken)?;
    if bytes.len() > most {
        return Err(BodyError::Bomb);
    }
    Ok(bytes)
}
