//! JSON with fields in the order of the contract and numbers exactly as they are.

use std::fmt::Write as _;

/// A value of a field.
pub(crate) enum Value {
    /// Nothing known.
    Null,
    /// A number in plain notation, printed as it stands.
    Number(String),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Fields in order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Text, or null.
    pub(crate) fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A number, or null.
    pub(crate) fn number(number: Option<impl ToString>) -> Self {
        number.map_or(Self::Null, |number| Self::Number(number.to_string()))
    }

    /// An object with these fields.
    pub(crate) fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => quote(text, out),
            Self::List(values) => {
                between(out, '[', ']', values, Value::write);
            }
            Self::Object(fields) => between(out, '{', '}', fields, |(name, value), out| {
                quote(name, out);
                out.push(':');
                value.write(out);
            }),
        }
    }
}

fn between<T>(out: &mut String, open: char, close: char, parts: &[T], write: impl Fn(&T, &mut String)) {
    out.push(open);
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write(part, out);
    }
    out.push(close);
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// An array, one element a line.
pub(crate) fn lines(values: &[Value]) -> String {
    let mut out = String::from("[");
    for (i, value) in values.iter().enumerate() {
        out.push_str(if i > 0 { ",\n " } else { "\n " });
        value.write(&mut out);
    }
    out.push_str(if values.is_empty() { "]" } else { "\n]" });
    out
}
