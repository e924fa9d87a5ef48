//! Addresses as they come: without scheme, broken, huge, hostile. Read once from left to right, never refused.

/// Longest text that is kept of a value, in characters.
const LONGEST: usize = 500;
/// Longest host, in bytes: names in DNS end at 253.
pub(super) const LONGEST_HOST: usize = 260;
/// Longest parameter name that is looked at, in bytes.
const LONGEST_KEY: usize = 60;

/// The text without blanks around it and control characters in it, cut at 500 characters.
pub(super) fn clean(text: &str) -> String {
    let kept = text.trim().chars().take(LONGEST);
    let kept: String = kept.map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.trim().to_owned()
}

/// The host in lower case, without `www.`, port, user and the dot at its end; a bare word is taken for a host.
/// Names in other scripts stay as they are written.
pub fn host(address: &str) -> Option<String> {
    let address = beginning(address.trim_start()).trim_end();
    let rest = match address.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => address.strip_prefix("//").unwrap_or(address),
    };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    let host = match host.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => host,
    };
    let host = host.trim_end_matches('.');
    if host.len() > LONGEST_HOST || !host.chars().all(in_host) || !host.chars().any(char::is_alphanumeric) {
        return None;
    }
    let host = host.to_lowercase();
    Some(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host))
}

/// As much of an address as a scheme, user and host can take.
fn beginning(address: &str) -> &str {
    let most = address.floor_char_boundary(LONGEST_HOST * 4);
    address.get(..most).unwrap_or(address)
}

fn is_scheme(text: &str) -> bool {
    text.len() <= 30
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

fn in_host(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_')
}

/// Whether both hosts are of one site: the same, or one within the other.
pub fn same_site(one: &str, other: &str) -> bool {
    let within = |inner: &str, outer: &str| {
        let before = inner.strip_suffix(outer);
        outer.contains('.') && before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    one == other || within(one, other) || within(other, one)
}

/// The host, then what is left of it after each of its dots: `l.facebook.com`, `facebook.com`, `com`.
pub(super) fn suffixes(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, rest)| rest))
}

/// Parameters of the query and, as some sites do it, of the fragment: names in lower case, values as they stand.
pub fn parameters(address: &str) -> impl Iterator<Item = (String, &str)> {
    let (before, fragment) = address.split_once('#').unwrap_or((address, ""));
    let query = before.split_once('?').map_or("", |(_, query)| query);
    let fragment = fragment.split_once('?').map_or(fragment, |(_, query)| query);
    query.split('&').chain(fragment.split('&')).filter_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let key = (key.len() <= LONGEST_KEY).then(|| decoded(key).to_lowercase())?;
        // Links pasted from HTML keep the entity: `&amp;utm_medium=…`.
        let key = key.strip_prefix("amp;").map(str::to_owned).unwrap_or(key);
        Some((key, value))
    })
}

/// The address without its parameters.
pub fn without_parameters(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

/// The address with those parameters only that tell of a channel, click ids without their values: what many visits to one
/// page have in common. Rules say the same of it as of the whole.
pub fn telling(address: &str) -> String {
    let mut kept = without_parameters(address).to_owned();
    if kept.len() == address.len() {
        return kept;
    }
    let mut mark = '?';
    for (key, value) in parameters(address) {
        let tag = matches!(
            key.as_str(),
            "utm_source" | "utm_medium" | "utm_campaign" | "utm_content" | "utm_term"
        );
        let click = !value.is_empty() && super::click_id(&key).is_some();
        if tag || click {
            kept.push(mark);
            kept.push_str(&key);
            kept.push('=');
            kept.push_str(if tag { value } else { "1" });
            mark = '&';
        }
    }
    kept
}

/// The value with `%2F` and `+` undone. Broken escapes stay as they stand, what is no UTF-8 becomes `�`.
pub fn decoded(value: &str) -> String {
    // An escaped character takes at most 12 bytes.
    let mut bytes = value.bytes().take(LONGEST * 12).peekable();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => escape(&mut bytes, &mut out),
            byte => out.push(byte),
        }
    }
    clean(&String::from_utf8_lossy(&out))
}

/// The byte after `%`; the bytes themselves where they are no two hexadecimal digits.
fn escape(bytes: &mut std::iter::Peekable<impl Iterator<Item = u8>>, out: &mut Vec<u8>) {
    let digit = |byte: &u8| byte.is_ascii_hexdigit();
    let Some(high) = bytes.next_if(digit) else {
        out.push(b'%');
        return;
    };
    match bytes.next_if(digit) {
        Some(low) => out.push(nibble(high) << 4 | nibble(low)),
        None => out.extend([b'%', high]),
    }
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        digit => digit.to_ascii_lowercase() - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::{decoded, host, parameters, same_site};

    #[test]
    fn hosts_are_found() {
        let cases = [
            (
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example",
                Some("l.facebook.com"),
            ),
            ("http://WWW.Example.COM.:8080/x", Some("example.com")),
            ("//t.co/abc", Some("t.co")),
            ("lnkd.in/x?u=http://other.example", Some("lnkd.in")),
            ("android-app://com.linkedin.android/", Some("com.linkedin.android")),
            ("https://me:secret@pin.it", Some("pin.it")),
            ("https://müller.example/", Some("müller.example")),
            ("https://xn--mller-kva.example", Some("xn--mller-kva.example")),
            ("facebook", Some("facebook")),
            ("https:\\\\evil.example\\@facebook.com", None),
            ("about:blank", None),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("https://%66acebook.com", None),
            ("-", None),
            ("", None),
        ];
        for (address, expected) in cases {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn values_are_decoded() {
        let cases = [
            ("summer%20sale+now", "summer sale now"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%", "%"),
            ("%E5%A4%8F", "夏"),
            ("%E5%A4", "\u{fffd}"),
            ("a%00b%0ac", "a b c"),
            ("%2525", "%25"),
        ];
        for (value, expected) in cases {
            assert_eq!(decoded(value), expected, "{value}");
        }
        assert_eq!(decoded(&"é".repeat(9000)).chars().count(), 500);
    }

    #[test]
    fn parameters_are_listed() {
        let address = "x?UTM_Source=a&amp;utm_medium=b&bare&c=d=e&%75tm_campaign=f#/page?gclid=1";
        let found: Vec<String> = parameters(address).map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(
            found,
            ["utm_source=a", "utm_medium=b", "c=d=e", "utm_campaign=f", "gclid=1"]
        );
    }

    #[test]
    fn sites_hold_their_subdomains() {
        assert!(same_site("shop.example.com", "example.com"));
        assert!(same_site("example.com", "shop.example.com"));
        assert!(!same_site("ashop.com", "shop.com"));
        assert!(!same_site("example.com", "com"));
    }
}
