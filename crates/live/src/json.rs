//! Reading answers whose shape is the network's affair: what is there is read, what is not is unknown.

use jiff::Timestamp;
use serde_json::Value;

use crate::network::{Text, Told, Unreadable};

/// The whole body.
pub(crate) fn body(text: &str) -> Result<Value, Unreadable> {
    serde_json::from_str(text).map_err(|error| Unreadable(error.to_string()))
}

/// A list that must be there.
pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> Result<&'a [Value], Unreadable> {
    let found = value.pointer(pointer).and_then(Value::as_array);
    found.map(Vec::as_slice).ok_or_else(|| {
        let name = if pointer.is_empty() { "list" } else { pointer };
        Unreadable(format!("there is no {name} in it"))
    })
}

/// A text that is not empty.
pub(crate) fn text(value: &Value, pointer: &str) -> Option<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A text that must be there.
pub(crate) fn must(value: &Value, pointer: &str) -> Result<String, Unreadable> {
    text(value, pointer).ok_or_else(|| Unreadable(format!("there is no {pointer} in it")))
}

/// A count; negative ones, of which there are none, are not known.
pub(crate) fn count(value: &Value, pointer: &str) -> Option<i64> {
    value
        .pointer(pointer)
        .and_then(Value::as_i64)
        .filter(|count| *count >= 0)
}

/// An instant.
pub(crate) fn instant(value: &Value, pointer: &str) -> Option<Timestamp> {
    value.pointer(pointer).and_then(Value::as_str)?.parse().ok()
}

/// Adds what an item tells, or the item as it came with what is wrong with it.
pub(crate) fn add(told: &mut Told, item: &Value, read: Result<Option<Text>, Unreadable>) {
    match read {
        Ok(text) => told.texts.extend(text),
        Err(Unreadable(why)) => told.rejects.push((why, item.to_string())),
    }
}

/// Widens the page's span in time.
pub(crate) fn widen(told: &mut Told, at: Option<Timestamp>) {
    if let Some(at) = at {
        let (latest, earliest) = told.span.unwrap_or((at, at));
        told.span = Some((latest.max(at), earliest.min(at)));
    }
}
