//! Going through JSON that is known to be valid, without copying it: numbers stay as they are written, so that no figure
//! becomes a float, and lists stay JSON.

use std::borrow::Cow;

use serde::de::IgnoredAny;

/// Why a text is no JSON: the reader's word, without the place.
pub(super) fn check(text: &str) -> Result<(), usize> {
    serde_json::from_str::<IgnoredAny>(text)
        .map(|_| ())
        .map_err(|error| error.column())
}

/// Members of an object as they are written: name with its quotes, and value. Nothing for what is no object.
pub(super) fn members(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut parts = Parts::of(text, b'{');
    std::iter::from_fn(move || {
        let name = parts.next()?;
        let value = parts.next()?;
        Some((name, value))
    })
}

/// Items of a list as they are written. Nothing for what is no list.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    Parts::of(text, b'[')
}

/// A string without quotes and escapes; `None` for other values, and for half a letter (a lone surrogate).
pub(super) fn string(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str(value).ok().map(Cow::Owned);
    }
    Some(Cow::Borrowed(inner))
}

/// Whether it is an object.
pub(super) fn is_object(value: &str) -> bool {
    value.starts_with('{')
}

/// Values of an object or a list, one after the other; of an object, names are values too.
struct Parts<'t> {
    rest: &'t str,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str, opens: u8) -> Self {
        let text = text.trim_ascii();
        let inner = if text.as_bytes().first() == Some(&opens) {
            text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
        } else {
            ""
        };
        Self { rest: inner }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let between = |c: char| c.is_ascii_whitespace() || c == ',' || c == ':';
        let rest = self.rest.trim_start_matches(between);
        let end = end_of_value(rest.as_bytes());
        if end == 0 {
            return None;
        }
        let (value, rest) = rest.split_at_checked(end)?;
        self.rest = rest;
        Some(value)
    }
}

/// Bytes of the value that begins here; none at the end.
fn end_of_value(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b',' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

/// Place behind the string that begins at `from`.
fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_as_they_are_written() {
        let text = r#" { "a" : 1.50 , "b\"}":"x,{", "c":{"d":[1,{"e":"]"}]},"f":[],"g":null , "h":-1e-05} "#;
        let all: Vec<(&str, &str)> = members(text).collect();
        assert_eq!(
            all,
            [
                ("\"a\"", "1.50"),
                (r#""b\"}""#, r#""x,{""#),
                ("\"c\"", r#"{"d":[1,{"e":"]"}]}"#),
                ("\"f\"", "[]"),
                ("\"g\"", "null"),
                ("\"h\"", "-1e-05"),
            ]
        );
        assert_eq!(
            items("[1, \"a,b\" ,[2,3], {}]").collect::<Vec<_>>(),
            ["1", "\"a,b\"", "[2,3]", "{}"]
        );
        assert_eq!(members("{}").count() + members("[1]").count() + items("[ ]").count(), 0);
    }

    #[test]
    fn strings_lose_quotes_and_escapes() {
        assert_eq!(string(r#""a\u00e9\n""#).as_deref(), Some("aé\n"));
        assert_eq!(string("1"), None);
        assert_eq!(string(r#""\ud800""#), None);
    }
}
