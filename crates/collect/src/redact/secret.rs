//! Names under which secrets are kept.

/// What the name of a secret ends with, without signs and in small letters.
const ENDS: &[&str] = &[
    "accesskey",
    "apikey",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "token",
    "tokenauth",
    "writekey",
];
/// Whole names of secrets.
const WHOLE: &[&str] = &[
    "auth",
    "authorization",
    "cardnumber",
    "cvc",
    "cvv",
    "jsessionid",
    "jwt",
    "otp",
    "phpsessid",
    "pwd",
    "sig",
    "signature",
    "xamzsignature",
];
/// Longest name that is looked at, in letters.
const LONGEST: usize = 48;

/// Whether what stands under this name is a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let mut plain = [0; LONGEST];
    let mut length = 0;
    for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
        let Some(place) = plain.get_mut(length) else {
            return false;
        };
        *place = byte.to_ascii_lowercase();
        length += 1;
    }
    let plain = plain.get(..length).unwrap_or_default();
    ENDS.iter().any(|end| plain.ends_with(end.as_bytes())) || WHOLE.iter().any(|whole| plain == whole.as_bytes())
}
