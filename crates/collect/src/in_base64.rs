//! Base64 as clients write it: either alphabet, with or without padding.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::{self, Alphabet};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const IN_ADDRESSES: GeneralPurpose = lenient(&alphabet::URL_SAFE);
const PLAIN: GeneralPurpose = lenient(&alphabet::STANDARD);

const fn lenient(letters: &Alphabet) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(letters, config)
}

/// The text that is written so.
pub(crate) fn read(written: &str) -> Option<String> {
    // Where `+` was not escaped in an address, it arrives as a blank.
    let written: Cow<'_, str> = if written.contains(' ') {
        Cow::Owned(written.replace(' ', "+"))
    } else {
        Cow::Borrowed(written)
    };
    let engine = if written.contains(['-', '_']) {
        IN_ADDRESSES
    } else {
        PLAIN
    };
    String::from_utf8(engine.decode(written.as_bytes()).ok()?).ok()
}

/// A text, written for an address.
pub(crate) fn write(text: &str) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}
