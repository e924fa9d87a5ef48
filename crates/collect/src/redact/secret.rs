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
/// Letters of a name that are looked at: the last ones, because a long name ends with what it is.
const LAST: usize = 48;

/// Whether what stands under this name is a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let mut letters = [0; LAST];
    let mut first = LAST;
    let from_the_end = name.bytes().rev().filter(u8::is_ascii_alphanumeric);
    for (place, byte) in (0..LAST).rev().zip(from_the_end) {
        letters[place] = byte.to_ascii_lowercase();
        first = place;
    }
    let plain = &letters[first..];
    ENDS.iter().any(|end| plain.ends_with(end.as_bytes())) || WHOLE.iter().any(|whole| plain == whole.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_of_secrets_are_known_by_their_end() {
        let long = |end: &str| format!("{}{end}", "of_the_shop_".repeat(9));
        for name in ["access_token", "X-Api-Key", "PASSWORD", "auth", "c_v_c", &long("token"), &long("-Secret")] {
            assert!(is_secret(name), "{name}");
        }
        // Of a whole name nothing may stand before it.
        for name in ["", "tokens", "key", "author", "design", &long("auth"), &long("sig"), &long("")] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
