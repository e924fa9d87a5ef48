//! Names under which secrets are kept, and names under which people are named.

/// Names that say the same, without signs and in small letters.
struct Names {
    /// What a name ends with.
    ends: &'static [&'static str],
    /// Whole names.
    whole: &'static [&'static str],
}

const SECRETS: Names = Names {
    ends: &[
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
    ],
    whole: &[
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
    ],
};
/// What knows a person again beyond the day, wherever it stands.
const PEOPLE: Names = Names {
    ends: &["email", "emailaddress", "phone", "phonenumber"],
    whole: &["anonymousid", "externalids", "groupid", "previousid", "userid"],
};
/// Letters of a name that are looked at: the last ones, because a long name ends with what it is.
const LAST: usize = 48;

/// Whether what stands under this name is a secret.
pub(super) fn is_secret(name: &str) -> bool {
    SECRETS.has(name)
}

/// Whether what stands under this name is somebody's name or address.
pub(super) fn is_of_somebody(name: &str) -> bool {
    PEOPLE.has(name)
}

impl Names {
    fn has(&self, name: &str) -> bool {
        let mut letters = [0; LAST];
        let mut first = LAST;
        let from_the_end = name.bytes().rev().filter(u8::is_ascii_alphanumeric);
        for (place, byte) in (0..LAST).rev().zip(from_the_end) {
            letters[place] = byte.to_ascii_lowercase();
            first = place;
        }
        let plain = &letters[first..];
        let ends_so = self.ends.iter().any(|end| plain.ends_with(end.as_bytes()));
        ends_so || self.whole.iter().any(|whole| plain == whole.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_of_secrets_are_known_by_their_end() {
        let long = |end: &str| format!("{}{end}", "of_the_shop_".repeat(9));
        for name in [
            "access_token",
            "X-Api-Key",
            "PASSWORD",
            "auth",
            "c_v_c",
            &long("token"),
            &long("-Secret"),
        ] {
            assert!(is_secret(name), "{name}");
        }
        // Of a whole name nothing may stand before it.
        for name in [
            "",
            "tokens",
            "key",
            "author",
            "design",
            &long("auth"),
            &long("sig"),
            &long(""),
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
