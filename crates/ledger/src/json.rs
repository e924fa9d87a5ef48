//! Canonical JSON after RFC 8785 (JCS), of a subset: one meaning, one spelling.
//!
//! Taken are objects, arrays, strings, booleans, null, and whole numbers from −(2⁵³−1) to 2⁵³−1. Other numbers are
//! written as strings by whoever makes a body, because a fraction has no spelling that all programs share. Keys are
//! sorted by UTF-16 code units, nothing stands between the signs, and only what must be escaped is.

use serde_json::Value;

/// Largest whole number that every reader of JSON keeps exact.
const LARGEST: u64 = (1 << 53) - 1;
/// Deepest nesting.
const DEEPEST: usize = 32;

/// Why a text or value is not canonical JSON of our subset.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// No JSON at all.
    #[error("it is not JSON")]
    Syntax(#[source] serde_json::Error),
    /// A number with a fraction, an exponent, or too large.
    #[error("the number {0} is not whole or above 2^53; such numbers are written as strings")]
    Number(String),
    /// Nested too deep.
    #[error("it is nested deeper than {DEEPEST} levels")]
    Deep,
    /// The same meaning in another spelling: spaces, order of keys, escapes, a key twice.
    #[error("it is spelled otherwise than canonical JSON (RFC 8785)")]
    Spelling,
}

/// The one spelling of a value.
pub fn canonical(value: &Value) -> Result<String, JsonError> {
    let mut text = String::new();
    write(value, 0, &mut text)?;
    Ok(text)
}

/// Reads what is spelled canonically, to the byte.
pub fn read(bytes: &[u8]) -> Result<Value, JsonError> {
    let value: Value = serde_json::from_slice(bytes).map_err(JsonError::Syntax)?;
    if canonical(&value)?.as_bytes() == bytes {
        Ok(value)
    } else {
        Err(JsonError::Spelling)
    }
}

fn write(value: &Value, depth: usize, out: &mut String) -> Result<(), JsonError> {
    if depth > DEEPEST {
        return Err(JsonError::Deep);
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::String(text) => quote(text, out),
        Value::Number(number) => match number.as_i64() {
            Some(whole) if whole.unsigned_abs() <= LARGEST => out.push_str(&whole.to_string()),
            _ => return Err(JsonError::Number(number.to_string())),
        },
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                comma(i, out);
                write(item, depth + 1, out)?;
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (i, (key, item)) in fields.into_iter().enumerate() {
                comma(i, out);
                quote(key, out);
                out.push(':');
                write(item, depth + 1, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn comma(place: usize, out: &mut String) {
    if place > 0 {
        out.push(',');
    }
}

/// RFC 8785, section 3.2.2.2.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
