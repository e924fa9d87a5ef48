//! What the escapes of a JSON string stand for.

use std::borrow::Cow;

/// The text that is written so. Half of a pair of surrogates, which is no letter, becomes `�`.
pub(super) fn unescape(written: &str) -> Cow<'_, str> {
    let Some(first) = written.find('\\') else {
        return Cow::Borrowed(written);
    };
    let (plain, mut rest) = written.split_at(first);
    let mut text = String::with_capacity(written.len());
    text.push_str(plain);
    while let Some(escape) = rest.find('\\') {
        text.push_str(rest.get(..escape).unwrap_or_default());
        rest = rest.get(escape + 1..).unwrap_or_default();
        rest = one(rest, &mut text);
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Reads one escape whose backslash is left out; gives what comes after it.
fn one<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let mut letters = rest.chars();
    match letters.next() {
        Some('b') => text.push('\u{8}'),
        Some('f') => text.push('\u{c}'),
        Some('n') => text.push('\n'),
        Some('r') => text.push('\r'),
        Some('t') => text.push('\t'),
        Some('u') => return code(letters.as_str(), text),
        Some(letter) => text.push(letter),
        None => {}
    }
    letters.as_str()
}

fn code<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let (unit, after) = unit(rest);
    let low = after.strip_prefix("\\u").map(self::unit);
    let pair = low.and_then(|(low, after)| Some((joined(unit?, low?)?, after)));
    if let Some((letter, after)) = pair {
        text.push(letter);
        return after;
    }
    text.push(unit.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
    after
}

/// Four hexadecimal digits.
fn unit(rest: &str) -> (Option<u32>, &str) {
    let digits = rest.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    (digits, rest.get(4..).unwrap_or_default())
}

/// The letter of two surrogates.
fn joined(high: u32, low: u32) -> Option<char> {
    let is_pair = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
    is_pair
        .then(|| char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)))
        .flatten()
}
