//! Addresses of pages, wherever in a text they stand: values of their parameters, and names and passwords before the host.

use std::ops::Range;

use super::REDACTED;
use super::secret::is_secret;
use crate::json::Edit;

/// Longest name of a parameter, in bytes.
const LONGEST_NAME: usize = 60;

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
        } else if is_limited && harpoon_core::channel::click_id(name).is_some() {
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

/// Names of parameters and the places of their values; also of addresses within parameters, where signs are escaped.
fn parameters(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let bytes = text.as_bytes();
    let marks = (0..bytes.len()).filter_map(|at| match bytes[at] {
        b'=' => Some((at, 1)),
        b'%' if is_escaped(bytes, at, *b"3D") => Some((at, 3)),
        _ => None,
    });
    marks.filter_map(move |(at, width)| {
        let start = name_before(bytes, at)?;
        let name = text.get(start..at)?;
        let from = at + width;
        let to = value_end(bytes, from, width > 1);
        Some((name, from..to))
    })
}

/// Where the name before a place begins, if something that parts parameters stands before it.
fn name_before(bytes: &[u8], at: usize) -> Option<usize> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'[' | b']');
    let before = bytes.get(..at)?;
    let length = before
        .iter()
        .rev()
        .take(LONGEST_NAME)
        .take_while(|byte| is_letter(byte))
        .count();
    let start = at - length;
    match bytes.get(start.checked_sub(1)?)? {
        b'?' | b'&' | b'#' | b';' => (length > 0).then_some(start),
        // The two digits of an escape look like letters of the name.
        b'%' if [b"3F", b"26", b"23", b"3B"]
            .iter()
            .any(|code| is_escaped(bytes, start - 1, **code)) =>
        {
            (length > 2).then_some(start + 2)
        }
        _ => None,
    }
}

fn value_end(bytes: &[u8], from: usize, is_wrapped: bool) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        let is_end = match byte {
            b'&' | b'#' | b'"' | b'\'' | b'<' | b'>' | b' ' | b'\n' => true,
            b'%' if is_wrapped => is_escaped(bytes, at, *b"26") || is_escaped(bytes, at, *b"23"),
            _ => false,
        };
        if is_end {
            break;
        }
        at += 1;
    }
    at
}

/// Whether an escape with these digits begins here.
fn is_escaped(bytes: &[u8], at: usize, digits: [u8; 2]) -> bool {
    bytes.get(at) == Some(&b'%')
        && bytes
            .get(at + 1..at + 3)
            .is_some_and(|found| found.eq_ignore_ascii_case(&digits))
}
