//! JSON with fields in the order of the contract and numbers exactly as they are.

use std::fmt::Write as _;

use harpoon_core::Reading;

/// A value of a field.
pub enum Value {
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
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A number, or null.
    pub fn number(number: Option<impl ToString>) -> Self {
        number.map_or(Self::Null, |number| Self::Number(number.to_string()))
    }

    /// An object with these fields.
    pub fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
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
pub fn lines(values: &[Value]) -> String {
    let mut out = String::from("[");
    for (i, value) in values.iter().enumerate() {
        out.push_str(if i > 0 { ",\n " } else { "\n " });
        value.write(&mut out);
    }
    out.push_str(if values.is_empty() { "]" } else { "\n]" });
    out
}

/// Readings as the contract has them: `{"kpi","by":{…},"from","to","value","unit","low","high","missing","receipt","note"}`.
pub fn readings(readings: &[Reading]) -> String {
    lines(&readings.iter().map(reading).collect::<Vec<_>>())
}

fn reading(reading: &Reading) -> Value {
    let by = reading
        .by
        .iter()
        .map(|(dim, value)| (dim.to_string(), Value::Text(value.clone())));
    Value::object([
        ("kpi", Value::Text(reading.kpi.clone())),
        ("by", Value::Object(by.collect())),
        ("from", Value::text(reading.period.map(|p| p.from.to_string()))),
        ("to", Value::text(reading.period.map(|p| p.to.to_string()))),
        ("value", Value::number(reading.value)),
        ("unit", Value::Text(reading.unit.clone())),
        ("low", Value::number(reading.low)),
        ("high", Value::number(reading.high)),
        (
            "missing",
            Value::text(reading.missing.as_ref().map(ToString::to_string)),
        ),
        ("receipt", Value::Text(reading.receipt.clone())),
        ("note", Value::text(reading.note.clone())),
    ])
}
