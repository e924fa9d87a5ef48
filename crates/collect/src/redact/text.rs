//! Addresses of pages, wherever in a text they stand: values of their parameters, and names and passwords before the host.

use std::ops::Range;

use super::names::is_secret;
use super::{REDACTED, is_click};
use crate::json::Edit;

/// The text without secrets, and, if the visitor asks for it, without click ids; `None` if there are none.
pub(super) fn clean(text: &str, is_limited: bool) -> Option<String> {
    if !text.bytes().any(|byte| matches!(byte, b'=' | b'%' | b'@')) {
        return None;
    }
    let mut exchanges = Vec::new();
    exchanges.extend(users(text).map(|place| (place, REDACTED)));
    for (name, value) in parameters(text) {
        let written = text.get(value.clone()).unwrap_or_default();
        if written.is_empty() {
            continue;
        }
        if is_secret(name) || is_person(written) {
            exchanges.push((value, REDACTED));
        } else if is_limited && is_click(name) {
            exchanges.push((value, ""));
        }
    }
    exchanges.sort_by_key(|(place, _)| place.start);
    let mut edit = Edit::new(text);
    let mut upto = 0;
    for (place, other) in exchanges {
        if place.start >= upto {
            upto = place.end;
            edit.put(place, other);
        }
    }
    edit.finish()
}

/// Whether a value is somebody's address of e-mail.
fn is_person(value: &str) -> bool {
    let at = value.find('@').or_else(|| value.find("%40"));
    at.is_some_and(|at| at > 0 && value.get(at..).is_some_and(|rest| rest.contains('.')))
}

/// What stands between `://` and `@`.
fn users(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("://").filter_map(|(at, mark)| {
        let start = at + mark.len();
        let rest = text.get(start..)?;
        let host = rest.split(['/', '?', '#', ' ', '"']).next()?;
        let user = host.rfind('@').filter(|length| *length > 0)?;
        Some(start..start + user)
    })
}

/// Names of parameters and the places of their values; also of addresses within parameters, where signs are escaped. From the
/// last on, so that a value ends at the latest where the next parameter begins: no part of a text is looked through more than
/// once as it stands, and once as what an address within it says.
fn parameters(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let bytes = text.as_bytes();
    // Where the next parameter begins whose sign is plain, and the next whatever its sign.
    let (mut next_plain, mut next) = (bytes.len(), bytes.len());
    (0..bytes.len()).rev().filter_map(move |at| {
        let width = match bytes[at] {
            b'=' => 1,
            b'%' if is_escaped(bytes, at, *b"3D") => 3,
            _ => return None,
        };
        let Found { mark, name } = name_before(bytes, at)?;
        let is_wrapped = width > 1;
        let from = at + width;
        let most = if is_wrapped { next } else { next_plain };
        let value = from..value_end(bytes, from, most, is_wrapped);
        next = mark;
        if !is_wrapped {
            next_plain = mark;
        }
        Some((text.get(name..at)?, value))
    })
}

/// The beginning of a parameter.
struct Found {
    /// Where the sign before its name stands.
    mark: usize,
    /// Where its name begins.
    name: usize,
}

/// Where the name before a place begins, if something that parts parameters stands before it.
fn name_before(bytes: &[u8], at: usize) -> Option<Found> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']');
    let before = bytes.get(..at)?;
    // No letter is a sign, so that none is looked at for two names.
    let length = before.iter().rev().take_while(|byte| is_letter(byte)).count();
    let start = at - length;
    let mark = start.checked_sub(1)?;
    match bytes.get(mark)? {
        b'?' | b'&' | b'#' | b';' => (length > 0).then_some(Found { mark, name: start }),
        // The two digits of an escape look like letters of the name.
        b'%' if [b"3F", b"26", b"23", b"3B"]
            .iter()
            .any(|code| is_escaped(bytes, mark, **code)) =>
        {
            (length > 2).then_some(Found { mark, name: start + 2 })
        }
        _ => None,
    }
}

/// Where a value ends: at a sign that none can hold, and no later than `most`.
fn value_end(bytes: &[u8], from: usize, most: usize, is_wrapped: bool) -> usize {
    let is_end = |at: &usize| match bytes[*at] {
        b'&' | b'#' | b'"' | b'\'' | b'<' | b'>' | b' ' | b'\n' => true,
        b'%' if is_wrapped => is_escaped(bytes, *at, *b"26") || is_escaped(bytes, *at, *b"23"),
        _ => false,
    };
    (from..most).find(is_end).unwrap_or(most.max(from))
}

/// Whether an escape with these digits begins here.
fn is_escaped(bytes: &[u8], at: usize, digits: [u8; 2]) -> bool {
    bytes.get(at) == Some(&b'%')
        && bytes
            .get(at + 1..at + 3)
            .is_some_and(|found| found.eq_ignore_ascii_case(&digits))
}

#[cfg(test)]
mod tests {
    use super::{clean, parameters};

    /// Letters of values that are looked through, which is what cleaning a text costs beyond one walk over it.
    fn work(text: &str) -> usize {
        parameters(text).map(|(_, value)| value.len()).sum()
    }

    /// A write key is public: whoever sends texts such as these must not cost more than they send.
    #[test]
    fn no_text_costs_more_than_its_length() {
        let long = format!(";{}=", "x".repeat(70));
        let parts = [
            ";a=", "?a=", "&a=", "#a=", ";a=a", "?token=", ";a=@", "=", ";", "x", "%3Ba=", "%3Fa=", "%26a=", "%23a=",
            "%3Ba%3D", "%3Fa%3D", "%26a%3D", ";a%3D", ";%3Da=", ";a=%3D", "%3D", "%3B", &long,
        ];
        for one in &parts {
            for other in &parts {
                let text = format!("{one}{other}").repeat(300);
                let (work, length) = (work(&text), text.len());
                assert!(work <= 2 * length, "{one}{other}: {work} for {length}");
            }
        }
    }

    #[test]
    fn a_value_ends_where_the_next_parameter_begins() {
        let cases = [
            (
                "https://a.example/?token=abc;x=1",
                "https://a.example/?token=redacted;x=1",
            ),
            (
                "?u=https://b.example/?token=abc&y=2",
                "?u=https://b.example/?token=redacted&y=2",
            ),
            (
                "?u=b%3Ftoken%3Dabc%3Bx%3D1%26y=2",
                "?u=b%3Ftoken%3Dredacted%3Bx%3D1%26y=2",
            ),
            // A sign that begins no parameter is part of the secret.
            ("?token=ab;cd?ef%3Bgh&x=1", "?token=redacted&x=1"),
            ("?x=%3Ftoken%3Dab%3Bcd%3Fef&y=1", "?x=%3Ftoken%3Dredacted&y=1"),
            ("?token=YWJj==&x=1", "?token=redacted&x=1"),
        ];
        for (text, want) in cases {
            assert_eq!(clean(text, false).as_deref(), Some(want), "{text}");
        }
    }
}
