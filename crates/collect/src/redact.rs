//! What is taken out of an event before it is kept: secrets, addresses of the internet, and, of visitors who ask for it, whatever
//! would know them again on another day: names of browsers and of users, traits, addresses of e-mail, numbers of telephones, click
//! ids. All else stays to the byte.

mod names;
mod text;

use std::borrow::Cow;

use crate::decode::NESTED_EVENT;
use crate::in_base64;
use crate::json::{Edit, Entry, Json, Malformed, quote};
use crate::request::Protocol;

/// What stands in place of a secret.
const REDACTED: &str = "redacted";
/// JSON within strings of JSON that is looked through.
const WRAPPED: usize = 3;
/// Keys that hold an address of the internet.
const ADDRESSES: &[&str] = &[
    "ip",
    "ip_address",
    "ipaddress",
    "client_ip",
    "clientip",
    "remote_addr",
    "x-forwarded-for",
];
/// Keys of Snowplow's events that know a browser or user again.
const SNOWPLOW_NAMES: &[&str] = &["duid", "nuid", "tnuid", "uid", "sid", "vid", "fp"];
/// Schema of Snowplow's context that names a view of a page, and no more.
const WEB_PAGE: &str = "/web_page/";

/// What an event may keep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy<'a> {
    /// The protocol that the event is written in.
    pub(crate) protocol: Protocol,
    /// Whether the visitor asks that nothing knows them again.
    pub(crate) is_limited: bool,
    /// The name of the day, which takes the place of a lasting one.
    pub(crate) visitor: Option<&'a str>,
}

impl Policy<'_> {
    /// The event without what may not be kept; `None` if all may.
    pub(crate) fn apply(&self, event: Json<'_>) -> Option<String> {
        self.changed(event, Place::Top, WRAPPED)
    }

    /// The `context` that a batch shares, likewise.
    pub(crate) fn shared(&self, context: Json<'_>) -> Option<String> {
        self.changed(context, Place::Context, WRAPPED)
    }

    /// An address of a page, likewise.
    pub(crate) fn address(&self, text: &str) -> String {
        text::clean(text, self.is_limited).unwrap_or_else(|| text.to_owned())
    }

    /// What a string holds, which may be JSON. What is nested deeper than an event may be is not looked through, and so not kept.
    fn within(&self, text: &str, wrapped: usize) -> Option<String> {
        match Json::parse_deep(text) {
            Ok((json, depth)) if depth <= NESTED_EVENT => self.changed(json, Place::Top, wrapped),
            Ok(_) | Err(Malformed::Nested) => Some(REDACTED.to_owned()),
            Err(Malformed::Syntax(_)) => text::clean(text, self.is_limited),
        }
    }

    /// The value must be its whole text.
    fn changed(&self, json: Json<'_>, place: Place, wrapped: usize) -> Option<String> {
        let mut edit = Edit::new(json.text());
        self.value(json, place, wrapped, &mut edit);
        edit.finish()
    }

    fn value(&self, json: Json<'_>, place: Place, wrapped: usize, edit: &mut Edit<'_>) {
        if json.is_object() {
            for entry in json.entries() {
                self.entry(&entry, place, wrapped, edit);
            }
        } else if json.is_array() {
            for item in json.items() {
                self.value(item, Place::Inner, wrapped, edit);
            }
        } else if let Some(said) = json.string()
            && let Some(clean) = self.string(&said, wrapped)
        {
            edit.put(json.place(), &quote(&clean));
        }
    }

    fn entry(&self, entry: &Entry<'_>, place: Place, wrapped: usize, edit: &mut Edit<'_>) {
        let (key, value) = (entry.key(), entry.value);
        if names::is_secret(&key) {
            exchange(value, &quote(REDACTED), edit);
        } else if ADDRESSES.iter().any(|name| name.eq_ignore_ascii_case(&key)) {
            exchange(value, "null", edit);
        } else if let Some(other) = self.limited(place, &key, value, wrapped) {
            edit.put(value.place(), &other);
        } else if self.protocol == Protocol::Snowplow && matches!(key.as_ref(), "ue_px" | "cx") {
            self.packed(value, wrapped, edit);
        } else {
            self.value(value, place.under(&key), wrapped, edit);
        }
    }

    /// A string: addresses in it, or JSON that it holds.
    fn string(&self, said: &str, wrapped: usize) -> Option<String> {
        let trimmed = said.trim();
        if trimmed.starts_with(['{', '[']) && wrapped > 0 && said.contains('"') {
            return self.within(trimmed, wrapped - 1);
        }
        text::clean(said, self.is_limited)
    }

    /// JSON in Base64, or what stands there instead.
    fn packed(&self, value: Json<'_>, wrapped: usize, edit: &mut Edit<'_>) {
        let Some(text) = value.string().and_then(|said| in_base64::read(&said)) else {
            return self.value(value, Place::Inner, wrapped, edit);
        };
        if let Some(clean) = self.string(&text, wrapped) {
            edit.put(value.place(), &quote(&in_base64::write(&clean)));
        }
    }

    /// What takes the place of a value that would know the visitor again.
    fn limited(&self, place: Place, key: &str, value: Json<'_>, wrapped: usize) -> Option<Cow<'static, str>> {
        if !self.is_limited || value.is_null() {
            return None;
        }
        let visitor = || {
            self.visitor
                .map_or(Cow::Borrowed("null"), |name| Cow::Owned(quote(name)))
        };
        let nothing = Some(Cow::Borrowed("null"));
        match (self.protocol, place, key) {
            (Protocol::Segment, Place::Top, "anonymousId") => Some(visitor()),
            (Protocol::Segment, Place::Context, "sessionId") => nothing,
            (Protocol::Segment, _, "traits")
            | (Protocol::Segment, Place::Top, "integrations")
            | (Protocol::Segment, Place::Context, "device") => Some(Cow::Borrowed("{}")),
            (Protocol::Snowplow, Place::Top, "co" | "cx") => Some(self.only_page(key, value, wrapped)),
            (Protocol::Snowplow, Place::Top, key) if SNOWPLOW_NAMES.contains(&key) => nothing,
            (_, _, key) if is_click(key) || names::is_of_somebody(key) && !is_yes_or_no(value) => nothing,
            _ => None,
        }
    }

    /// Snowplow's contexts without all but the view of the page: sessions and devices are named in the others.
    fn only_page(&self, key: &str, value: Json<'_>, wrapped: usize) -> Cow<'static, str> {
        let said = value.string().unwrap_or_default();
        let contexts = if key == "cx" {
            in_base64::read(&said).unwrap_or_default()
        } else {
            said.into_owned()
        };
        let (Ok(json), Some(wrapped)) = (Json::parse(&contexts), wrapped.checked_sub(1)) else {
            return Cow::Borrowed("null");
        };
        let is_page = |context: &Json<'_>| {
            let schema = context.get("schema").and_then(Json::string);
            schema.is_some_and(|schema| schema.contains(WEB_PAGE))
        };
        let data = json.get("data").into_iter().flat_map(Json::items);
        let kept: Vec<&str> = data.filter(is_page).map(Json::as_written).collect();
        let schema = json.get("schema").map_or("null", Json::as_written);
        let kept = format!(r#"{{"schema":{schema},"data":[{}]}}"#, kept.join(","));
        let kept = self.within(&kept, wrapped).unwrap_or(kept);
        Cow::Owned(quote(&if key == "cx" { in_base64::write(&kept) } else { kept }))
    }
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the event itself.
    Top,
    /// In its `context`.
    Context,
    /// Further in.
    Inner,
}

impl Place {
    fn under(self, key: &str) -> Self {
        match self {
            Self::Top if key == "context" => Self::Context,
            _ => Self::Inner,
        }
    }
}

/// Puts another in place of each plain value, however deep it stands. A null says nothing and stays.
fn exchange(json: Json<'_>, other: &str, edit: &mut Edit<'_>) {
    if json.is_object() {
        json.entries().for_each(|entry| exchange(entry.value, other, edit));
    } else if json.is_array() {
        json.items().for_each(|item| exchange(item, other, edit));
    } else if !json.is_null() {
        edit.put(json.place(), other);
    }
}

/// Such a value names nobody: consent to `email` is none that tells an address.
fn is_yes_or_no(json: Json<'_>) -> bool {
    matches!(json.as_written(), "true" | "false")
}

/// Whether a click is numbered under this name: of a parameter, or of a value that clients copy from one.
fn is_click(name: &str) -> bool {
    harpoon_core::channel::click_id(name).is_some() || name.eq_ignore_ascii_case(crate::click::PARAMETER)
}

#[cfg(test)]
mod tests;
