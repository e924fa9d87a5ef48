//! Whether a text is JSON (RFC 8259), and where a value of a checked text ends.

use memchr::memchr2;

/// Objects and arrays that may stand in one another. Deeper texts are not looked through any further.
const NESTED: usize = 1_000;

/// Why a text cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Malformed {
    /// No JSON; the place is in bytes from 0.
    #[error("no JSON from byte {0} on")]
    Syntax(usize),
    /// Nested beyond [`NESTED`].
    #[error("objects and arrays stand in one another more than {NESTED} deep")]
    Nested,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// The first item, or the end of an empty array.
    Item,
    /// The first key, or the end of an empty object.
    FirstKey,
    Key,
    /// A comma or the end of what is open.
    After,
}

/// The one value of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    pub(super) start: usize,
    pub(super) end: usize,
    /// How many objects and arrays stand in one another at the deepest.
    pub(super) depth: usize,
}

/// The place and depth of the one value that a text holds.
pub(super) fn check(bytes: &[u8]) -> Result<Whole, Malformed> {
    let start = blanks(bytes, 0);
    let mut at = start;
    // Whether each of what is open is an object.
    let mut open: Vec<bool> = Vec::new();
    let mut next = Next::Value;
    let mut depth = 0;
    loop {
        at = blanks(bytes, at);
        let wrong = Malformed::Syntax(at);
        let byte = *bytes.get(at).ok_or(wrong)?;
        match (next, byte) {
            (Next::Item, b']') | (Next::FirstKey, b'}') => {
                open.pop();
                at += 1;
                next = Next::After;
            }
            (Next::Key | Next::FirstKey, b'"') => {
                at = blanks(bytes, string(bytes, at)?);
                if bytes.get(at) != Some(&b':') {
                    return Err(Malformed::Syntax(at));
                }
                at += 1;
                next = Next::Value;
            }
            (Next::Value | Next::Item, b'{' | b'[') => {
                if open.len() == NESTED {
                    return Err(Malformed::Nested);
                }
                open.push(byte == b'{');
                depth = depth.max(open.len());
                at += 1;
                next = if byte == b'{' { Next::FirstKey } else { Next::Item };
            }
            (Next::Value | Next::Item, _) => {
                at = plain(bytes, at)?;
                next = Next::After;
            }
            (Next::After, b',') => {
                at += 1;
                let in_object = *open.last().ok_or(wrong)?;
                next = if in_object { Next::Key } else { Next::Value };
            }
            (Next::After, b'}' | b']') => {
                if open.pop() != Some(byte == b'}') {
                    return Err(wrong);
                }
                at += 1;
            }
            _ => return Err(wrong),
        }
        if next == Next::After && open.is_empty() {
            let rest = blanks(bytes, at);
            return if rest == bytes.len() {
                Ok(Whole { start, end: at, depth })
            } else {
                Err(Malformed::Syntax(rest))
            };
        }
    }
}

fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The end of a string, number or word that begins here.
fn plain(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    let word = |word: &[u8]| {
        let end = at + word.len();
        (bytes.get(at..end) == Some(word))
            .then_some(end)
            .ok_or(Malformed::Syntax(at))
    };
    match bytes.get(at) {
        Some(b'"') => string(bytes, at),
        Some(b't') => word(b"true"),
        Some(b'f') => word(b"false"),
        Some(b'n') => word(b"null"),
        _ => number(bytes, at),
    }
}

/// The end of a string whose opening quote stands here.
fn string(bytes: &[u8], start: usize) -> Result<usize, Malformed> {
    let mut at = start + 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = escape(bytes, at)?,
            Some(0x20..) => at += 1,
            _ => return Err(Malformed::Syntax(at)),
        }
    }
}

fn escape(bytes: &[u8], at: usize) -> Result<usize, Malformed> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => {
            let digits = bytes.get(at + 2..at + 6);
            let is_code = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
            is_code.then_some(at + 6).ok_or(Malformed::Syntax(at))
        }
        _ => Err(Malformed::Syntax(at)),
    }
}

fn number(bytes: &[u8], start: usize) -> Result<usize, Malformed> {
    let digits = |from: usize| {
        let count = bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(from + count).ok_or(Malformed::Syntax(from))
    };
    let first = start + usize::from(bytes.get(start) == Some(&b'-'));
    let mut at = if bytes.get(first) == Some(&b'0') {
        first + 1
    } else {
        digits(first)?
    };
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let signed = matches!(bytes.get(at + 1), Some(b'+' | b'-'));
        at = digits(at + 1 + usize::from(signed))?;
    }
    Ok(at)
}

/// The end of a value of a checked text that begins here.
pub(super) fn skip(bytes: &[u8], start: usize) -> usize {
    match bytes.get(start) {
        Some(b'"') => after_string(bytes, start),
        Some(b'{' | b'[') => nested(bytes, start).0,
        _ => {
            let rest = bytes.iter().skip(start);
            let count = rest.take_while(|byte| !matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r'));
            start + count.count()
        }
    }
}

fn after_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    // Most of what is skipped are the letters of addresses and titles.
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// Where an object or array ends, and how deep it is.
fn nested(bytes: &[u8], start: usize) -> (usize, usize) {
    let (mut at, mut depth, mut deepest) = (start, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = after_string(bytes, at);
                continue;
            }
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return (at + 1, deepest);
                }
            }
            _ => {}
        }
        at += 1;
    }
    (bytes.len(), deepest)
}

/// The depth of a checked value.
pub(super) fn depth(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(b'{' | b'[') => nested(bytes, 0).1,
        _ => 0,
    }
}
