//! Segment's HTTP API, as its own clients and RudderStack's speak it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Body, Call, Credential, Item, Json, Malformed, Posted, Protocol, Reason, Request};
use super::{LONGEST_ID, LONGEST_MESSAGE_ID, MOST_EVENTS, NESTED_EVENT};
use super::{events_in, id, instant, once, said, short};
use crate::answer::Answer;
use crate::in_base64;

/// Longest sum of what the events of a batch share, kept with each, in bytes.
const LONGEST_SHARED: usize = 16 << 20;
/// What the events of a request have in common.
struct Around<'r> {
    /// The call that the path names.
    call: Option<Call>,
    /// When the batch was sent.
    sent: Option<jiff::Timestamp>,
    /// The batch's own `context`.
    shared: Option<&'r str>,
    /// The page, where only a header tells it.
    page: Option<&'r str>,
}

/// One message.
pub(super) fn message(request: &Request<'_>, body: Body<'_>, call: Call) -> Posted {
    let mut posted = Posted::new(Protocol::Segment, request);
    let around = Around {
        call: Some(call),
        sent: sent_header(request),
        shared: None,
        page: None,
    };
    posted.take(body, |json| item(json, &around));
    posted
}

/// What stands around the messages of a batch.
#[derive(Default)]
struct Envelope<'a> {
    batch: Option<Json<'a>>,
    context: Option<Json<'a>>,
    sent: Option<Json<'a>>,
    write_key: Option<Json<'a>>,
}

impl<'a> Envelope<'a> {
    /// Read in one go: a batch may be long. Errors: what counts stands twice.
    fn of(json: Json<'a>) -> Result<Self, Reason> {
        let mut envelope = Self::default();
        for entry in json.entries() {
            let (slot, name) = match entry.key().as_ref() {
                "batch" => (&mut envelope.batch, "batch"),
                "context" => (&mut envelope.context, "context"),
                "sentAt" => (&mut envelope.sent, "sentAt"),
                "writeKey" => (&mut envelope.write_key, "writeKey"),
                _ => continue,
            };
            once(slot, entry.value, name)?;
        }
        Ok(envelope)
    }
}

/// Many messages.
pub(super) fn batch(request: &Request<'_>, body: Body<'_>) -> Posted {
    let mut posted = Posted::new(Protocol::Segment, request);
    let envelope = match Envelope::of(body.json) {
        Ok(envelope) => envelope,
        Err(reason) => {
            posted.put_aside(reason, events_in(body.json, "batch"), Some(body.json));
            return posted;
        }
    };
    if posted.credential.is_none() {
        posted.credential = shown(envelope.write_key);
    }
    let Some(list) = envelope.batch.filter(|list| list.is_array()) else {
        posted.put_aside(Reason::NoList("batch"), 1, Some(body.json));
        return posted;
    };
    let shared = envelope.context.filter(|context| context.is_object());
    if let Some(shared) = shared {
        let events = list.items().take(MOST_EVENTS).count();
        let is_long = shared.as_written().len().saturating_mul(events) > LONGEST_SHARED;
        if is_long || body.is_deep && shared.depth() > NESTED_EVENT {
            posted.put_aside(Reason::Shared, events as u64, None);
            return posted;
        }
    }
    let around = Around {
        call: None,
        sent: instant(envelope.sent).or_else(|| sent_header(request)),
        shared: shared.map(Json::as_written),
        page: None,
    };
    posted.take_all(Body { json: list, ..body }, |json| item(json, &around));
    let consent = shared.and_then(|context| context.get("consent"));
    if let Some(consent) = consent.filter(|consent| consent.is_object()) {
        for fault in &mut posted.faults {
            fault.consent = Some(consent.as_written().to_owned());
        }
    }
    posted
}

/// RudderStack's browser library says in a header when it sends.
fn sent_header(request: &Request<'_>) -> Option<jiff::Timestamp> {
    request.header("sentat").and_then(crate::moment::read)
}

/// One message in an address: `data` is JSON in Base64, or every parameter is a value whose name is its way of keys with dots.
/// Errors: the answer, which is a picture even where nothing can be read.
pub(super) fn pixel(request: &Request<'_>, call: Call) -> Result<Posted, Answer> {
    let text = match request.parameter("data") {
        Some(data) => in_base64::read(&data).ok_or_else(Answer::pixel)?,
        None => dotted(request).to_string(),
    };
    let mut posted = Posted::new(Protocol::Segment, request);
    posted.is_pixel = true;
    let body = match Body::read(&text) {
        Ok(body) => body,
        Err(Malformed::Nested) => {
            posted.put_aside(Reason::Nested, 1, None);
            return Ok(posted);
        }
        Err(Malformed::Syntax(_)) => return Err(Answer::pixel()),
    };
    let around = Around {
        call: Some(call),
        sent: None,
        shared: None,
        page: request.header("referer"),
    };
    posted.take(body, |json| item(json, &around));
    Ok(posted)
}

/// Parameters such as `properties.email` as an object in an object.
fn dotted(request: &Request<'_>) -> Value {
    /// Names within names.
    const DEEPEST: usize = 8;
    let mut root = Map::new();
    for (name, value) in request.parameters() {
        let way: Vec<&str> = name.split('.').collect();
        let Some((last, before)) = way.split_last().filter(|_| way.len() <= DEEPEST) else {
            continue;
        };
        let mut at = Some(&mut root);
        for key in before {
            let inner = at.map(|map| map.entry(*key).or_insert_with(|| Value::Object(Map::new())));
            at = inner.and_then(Value::as_object_mut);
        }
        if let Some(map) = at {
            map.entry(*last).or_insert_with(|| Value::String(value.into_owned()));
        }
    }
    Value::Object(root)
}

/// Values of a message that decide whether it is one.
#[derive(Default)]
struct Keys<'a> {
    call: Option<Json<'a>>,
    event: Option<Json<'a>>,
    id: Option<Json<'a>>,
    user: Option<Json<'a>>,
    anonymous: Option<Json<'a>>,
    previous: Option<Json<'a>>,
    group: Option<Json<'a>>,
    original: Option<Json<'a>>,
    timestamp: Option<Json<'a>>,
    sent: Option<Json<'a>>,
    write_key: Option<Json<'a>>,
    context: Option<Json<'a>>,
}

impl<'a> Keys<'a> {
    fn of(json: Json<'a>) -> Result<Self, Reason> {
        let mut keys = Self::default();
        for entry in json.entries() {
            let key = entry.key();
            let (slot, name) = match key.as_ref() {
                "type" => (&mut keys.call, "type"),
                "event" => (&mut keys.event, "event"),
                "messageId" => (&mut keys.id, "messageId"),
                "userId" => (&mut keys.user, "userId"),
                "anonymousId" => (&mut keys.anonymous, "anonymousId"),
                "previousId" => (&mut keys.previous, "previousId"),
                "groupId" => (&mut keys.group, "groupId"),
                "originalTimestamp" => (&mut keys.original, "originalTimestamp"),
                "timestamp" => (&mut keys.timestamp, "timestamp"),
                "sentAt" => (&mut keys.sent, "sentAt"),
                "writeKey" => (&mut keys.write_key, "writeKey"),
                "context" => (&mut keys.context, "context"),
                _ => continue,
            };
            once(slot, entry.value, name)?;
        }
        Ok(keys)
    }

    /// What a call must say. Errors: it does not.
    fn check(&self, call: Call, names: &Names) -> Result<(), Reason> {
        match call {
            Call::Track if said(self.event).is_none() => Err(Reason::Missing("event")),
            Call::Group if names.group.is_none() => Err(Reason::Missing("groupId")),
            Call::Alias if names.previous.is_none() => Err(Reason::Missing("previousId")),
            Call::Alias if names.user.is_none() => Err(Reason::Missing("userId")),
            Call::Identify if names.user.is_none() && names.anonymous.is_none() => Err(Reason::Missing("userId")),
            _ => Ok(()),
        }
    }
}

/// Names of whom a message is about.
struct Names {
    user: Option<String>,
    anonymous: Option<String>,
    previous: Option<String>,
    group: Option<String>,
}

fn item(json: Json<'_>, around: &Around<'_>) -> Result<Item, Reason> {
    let keys = Keys::of(json)?;
    let call = match (around.call, keys.call.and_then(Json::string)) {
        (Some(call), _) => call,
        (None, Some(word)) => Call::from_word(&word).ok_or_else(|| Reason::Word {
            key: "type",
            word: short(&word),
        })?,
        (None, None) => return Err(Reason::Missing("type")),
    };
    let names = Names {
        user: id(keys.user, "userId", LONGEST_ID)?,
        anonymous: id(keys.anonymous, "anonymousId", LONGEST_ID)?,
        previous: id(keys.previous, "previousId", LONGEST_ID)?,
        group: id(keys.group, "groupId", LONGEST_ID)?,
    };
    keys.check(call, &names)?;
    let mut item = Item {
        call: around.call,
        id: id(keys.id, "messageId", LONGEST_MESSAGE_ID)?,
        original: instant(keys.original).or_else(|| instant(keys.timestamp)),
        sent: instant(keys.sent).or(around.sent),
        has_anonymous: names.anonymous.is_some(),
        has_user: names.user.is_some(),
        page: around.page.map(str::to_owned),
        shared: around.shared.map(str::to_owned),
        body: json.as_written().to_owned(),
        ..Item::default()
    };
    let shared = around.shared.map(Json::known);
    for context in [shared, keys.context].into_iter().flatten() {
        of_context(&mut item, context);
    }
    Ok(item)
}

/// The credential in `writeKey`, of a message or of a batch.
pub(super) fn shown(key: Option<Json<'_>>) -> Option<Credential> {
    said(key).map(|key| Credential::WriteKey(key.into_owned()))
}

/// What the context tells of the visitor's browser. Libraries of servers give the visitor's address and agent there, or nothing.
fn of_context(item: &mut Item, context: Json<'_>) {
    for entry in context.entries() {
        if entry.is("userAgent") {
            item.agent = entry
                .value
                .string()
                .map(Cow::into_owned)
                .filter(|text| !text.is_empty());
        } else if entry.is("consent") && entry.value.is_object() {
            item.consent = Some(entry.value.as_written().to_owned());
        } else if entry.is("ip") {
            item.address = entry.value.string().and_then(|text| text.trim().parse().ok());
        }
    }
}
