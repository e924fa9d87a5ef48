//! [`Message`]: one line of a tap's output, or why it is none.

use std::borrow::Cow;
use std::fmt;

use super::json;

/// Longest record that is read, in bytes: as long as a row of any other file.
pub const LONGEST_RECORD: usize = 1 << 20;
/// Longest schema, in bytes.
const LONGEST_SCHEMA: usize = 1 << 20;
/// Properties of a stream's key.
const MOST_KEYS: usize = 100;

/// A message of a tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<'l> {
    /// What the records of a stream look like.
    Schema {
        /// The stream.
        stream: Cow<'l, str>,
        /// JSON Schema.
        schema: &'l str,
        /// Properties that tell a record from the others; none where every record is one of its own.
        keys: Vec<String>,
    },
    /// A record.
    Record {
        /// The stream.
        stream: Cow<'l, str>,
        /// A JSON object.
        record: &'l str,
    },
    /// Where the tap goes on next time, once everything before it is kept.
    State(&'l str),
    /// The tap has sent the whole table: records of older versions are gone at the source.
    ActivateVersion(Cow<'l, str>),
    /// The records stand in files elsewhere.
    Batch(Cow<'l, str>),
    /// Harpoon's own: the number that the line after it had in the tap's output, and its length where only its beginning was kept.
    At {
        /// Number, from 1.
        line: u64,
        /// Bytes, where the line was too long.
        cut: Option<u64>,
    },
    /// A type that no specification knows.
    Other(Cow<'l, str>),
}

impl<'l> Message<'l> {
    /// The stream that it speaks of.
    pub fn stream(&self) -> Option<&Cow<'l, str>> {
        match self {
            Self::Schema { stream, .. }
            | Self::Record { stream, .. }
            | Self::ActivateVersion(stream)
            | Self::Batch(stream) => Some(stream),
            Self::State(_) | Self::At { .. } | Self::Other(_) => None,
        }
    }
}

/// Why a line is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// No JSON; the column, from 1, where it breaks.
    NotJson(usize),
    /// JSON, but no object.
    NotAnObject,
    /// It does not say its type.
    NoType,
    /// It does not say its stream.
    NoStream,
    /// A record without a record.
    NoRecord,
    /// A schema without a schema.
    NoSchema,
    /// Key properties that are no list of names.
    NoKeys,
    /// A state without a value.
    NoValue,
    /// Half a letter in a text (a lone surrogate).
    HalfALetter,
    /// A record all of whose values are empty.
    Empty,
    /// So many bytes.
    Long(u64),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("the line is no UTF-8"),
            Self::NotJson(column) => write!(f, "the line is no JSON; it breaks at column {column}"),
            Self::NotAnObject => f.write_str("the line is no JSON object"),
            Self::NoType => f.write_str("the message does not say its type"),
            Self::NoStream => f.write_str("the message does not say its stream"),
            Self::NoRecord => f.write_str("the RECORD message has no record"),
            Self::NoSchema => f.write_str("the SCHEMA message has no schema"),
            Self::NoKeys => f.write_str("the key_properties of the SCHEMA message are no short list of names"),
            Self::NoValue => f.write_str("the STATE message has no value"),
            Self::HalfALetter => f.write_str("a text of the record holds half a letter (a lone surrogate)"),
            Self::Empty => f.write_str("every value of the record is empty"),
            Self::Long(bytes) => write!(
                f,
                "the line has {bytes} bytes, and no message of more than a mebibyte is read"
            ),
        }
    }
}

/// The type of Harpoon's own message.
const OWN: &str = "HARPOON_LINE";

/// Harpoon's own message, to stand before a line.
pub fn line_mark(line: u64, cut: Option<u64>) -> String {
    match cut {
        None => format!("{{\"type\":\"{OWN}\",\"line\":{line}}}"),
        Some(bytes) => format!("{{\"type\":\"{OWN}\",\"line\":{line},\"bytes\":{bytes}}}"),
    }
}

/// Reads a line. Members that no specification knows are passed over.
pub fn parse(line: &[u8]) -> Result<Message<'_>, Fault> {
    let text = std::str::from_utf8(line).map_err(|_| Fault::NotUtf8)?.trim_ascii();
    json::check(text).map_err(Fault::NotJson)?;
    if !json::is_object(text) {
        return Err(Fault::NotAnObject);
    }
    let parts = Parts::of(text);
    let kind = parts.kind.and_then(json::string).ok_or(Fault::NoType)?;
    let stream = || {
        let stream = parts.stream.and_then(json::string);
        stream.filter(|name| !name.is_empty()).ok_or(Fault::NoStream)
    };
    let object = |value: Option<&'_ str>| value.is_some_and(json::is_object);
    let bytes = text.len() as u64;
    match &*kind {
        "RECORD" if text.len() > LONGEST_RECORD => Err(Fault::Long(bytes)),
        "RECORD" => Ok(Message::Record {
            stream: stream()?,
            record: parts.record.filter(|_| object(parts.record)).ok_or(Fault::NoRecord)?,
        }),
        "SCHEMA" if text.len() > LONGEST_SCHEMA => Err(Fault::Long(bytes)),
        "SCHEMA" => Ok(Message::Schema {
            stream: stream()?,
            schema: parts.schema.filter(|_| object(parts.schema)).ok_or(Fault::NoSchema)?,
            keys: keys(parts.keys)?,
        }),
        "STATE" => parts.value.map(Message::State).ok_or(Fault::NoValue),
        "ACTIVATE_VERSION" => Ok(Message::ActivateVersion(stream()?)),
        "BATCH" => Ok(Message::Batch(stream()?)),
        OWN => Ok(Message::At {
            line: parts.line.and_then(|line| line.parse().ok()).ok_or(Fault::NoValue)?,
            cut: parts.bytes.and_then(|bytes| bytes.parse().ok()),
        }),
        _ => Ok(Message::Other(kind)),
    }
}

/// The members that messages have, found in one pass.
#[derive(Default)]
struct Parts<'l> {
    kind: Option<&'l str>,
    stream: Option<&'l str>,
    record: Option<&'l str>,
    schema: Option<&'l str>,
    keys: Option<&'l str>,
    value: Option<&'l str>,
    line: Option<&'l str>,
    bytes: Option<&'l str>,
}

impl<'l> Parts<'l> {
    fn of(text: &'l str) -> Self {
        let mut parts = Self::default();
        for (name, value) in json::members(text) {
            let part = match name {
                "\"type\"" => &mut parts.kind,
                "\"stream\"" => &mut parts.stream,
                "\"record\"" => &mut parts.record,
                "\"schema\"" => &mut parts.schema,
                "\"key_properties\"" => &mut parts.keys,
                "\"value\"" => &mut parts.value,
                "\"line\"" => &mut parts.line,
                "\"bytes\"" => &mut parts.bytes,
                _ => continue,
            };
            *part = Some(value);
        }
        parts
    }
}

/// Names in a list; none where there is no list.
fn keys(value: Option<&str>) -> Result<Vec<String>, Fault> {
    let Some(list) = value.filter(|value| *value != "null") else {
        return Ok(Vec::new());
    };
    let names: Option<Vec<String>> = json::items(list)
        .map(|item| json::string(item).map(Cow::into_owned))
        .collect();
    names
        .filter(|names| list.starts_with('[') && names.len() <= MOST_KEYS)
        .ok_or(Fault::NoKeys)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_whatever_the_order_of_their_members() {
        let record = br#"{"record": {"id": 1}, "time_extracted": "2026-01-01T00:00:00Z", "stream": "a", "type": "RECORD", "version": 1}"#;
        let expected = Message::Record {
            stream: "a".into(),
            record: "{\"id\": 1}",
        };
        assert_eq!(parse(record), Ok(expected));
        let schema = br#"{"type":"SCHEMA","stream":"a","schema":{"properties":{}},"key_properties":["id","day"],"bookmark_properties":null}"#;
        let keys = match parse(schema) {
            Ok(Message::Schema { keys, .. }) => keys,
            other => panic!("{other:?}"),
        };
        assert_eq!(keys, ["id", "day"]);
        assert_eq!(
            parse(br#"{"type":"STATE","value":{"a":[1]}}"#),
            Ok(Message::State("{\"a\":[1]}"))
        );
        assert_eq!(parse(br#"{"type":"LOG","value":1}"#), Ok(Message::Other("LOG".into())));
        let batch = br#"{"type":"BATCH","stream":"a","manifest":["file:///a.gz"],"encoding":{}}"#;
        assert_eq!(parse(batch), Ok(Message::Batch("a".into())));
        let version = br#"{"type":"ACTIVATE_VERSION","stream":"a","version":1}"#;
        assert_eq!(parse(version), Ok(Message::ActivateVersion("a".into())));
    }

    #[test]
    fn every_damage_has_its_reason() {
        let long = format!(
            "{{\"type\":\"RECORD\",\"stream\":\"a\",\"record\":{{\"x\":\"{}\"}}}}",
            "y".repeat(LONGEST_RECORD)
        );
        let cases: &[(&[u8], Fault)] = &[
            (b"\xff\xfe", Fault::NotUtf8),
            (b"INFO starting", Fault::NotJson(1)),
            (
                br#"{"type":"RECORD","stream":"a","record":{"x":NaN}}"#,
                Fault::NotJson(45),
            ),
            (br#"{"type":"RECORD","stream":"a","record":{"#, Fault::NotJson(40)),
            (b"[1]", Fault::NotAnObject),
            (b"{}", Fault::NoType),
            (br#"{"type":1}"#, Fault::NoType),
            (br#"{"type":"RECORD","record":{}}"#, Fault::NoStream),
            (br#"{"type":"RECORD","stream":"","record":{}}"#, Fault::NoStream),
            (br#"{"type":"RECORD","stream":"a","record":[1]}"#, Fault::NoRecord),
            (
                br#"{"type":"SCHEMA","stream":"a","key_properties":[]}"#,
                Fault::NoSchema,
            ),
            (
                br#"{"type":"SCHEMA","stream":"a","schema":{},"key_properties":"id"}"#,
                Fault::NoKeys,
            ),
            (
                br#"{"type":"SCHEMA","stream":"a","schema":{},"key_properties":[["id"]]}"#,
                Fault::NoKeys,
            ),
            (br#"{"type":"STATE"}"#, Fault::NoValue),
            (long.as_bytes(), Fault::Long(long.len() as u64)),
        ];
        for (line, fault) in cases {
            let shown = String::from_utf8_lossy(line.get(..line.len().min(80)).unwrap());
            assert_eq!(parse(line), Err(*fault), "{shown}");
        }
    }

    #[test]
    fn the_mark_reads_back() {
        for cut in [None, Some(9)] {
            assert_eq!(parse(line_mark(7, cut).as_bytes()), Ok(Message::At { line: 7, cut }));
        }
    }
}
