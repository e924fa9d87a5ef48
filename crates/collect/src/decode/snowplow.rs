//! Snowplow's tracker protocol: `tp2`, many events in a body, and `/i`, one in an address.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Body, Credential, Item, Json, LONGEST_ID, LONGEST_MESSAGE_ID, Posted, Protocol, Reason, Request};
use super::{events_in, id, instant, once, said, short};

/// Kinds of event that the protocol has: page view, ping, structured, self-describing, transaction and its items, advertisement.
const KINDS: &[&str] = &["pv", "pp", "se", "ue", "tr", "ti", "ad"];
/// Platforms whose events are sent by the visitor's own device.
const OF_VISITORS: &[&str] = &["web", "mob", "app", "tv", "cnsl", "iot", "hmd"];

/// The events of a body.
pub(super) fn posted(request: &Request<'_>, body: Body<'_>) -> Posted {
    let mut posted = Posted::new(Protocol::Snowplow, request);
    match list(body.json) {
        Ok(json) => posted.take_all(Body { json, ..body }, |json| item(json, None)),
        Err(reason) => posted.put_aside(reason, events_in(body.json, "data"), Some(body.json)),
    }
    posted
}

/// The list of events. Errors: it is missing or no list, or stands twice.
fn list(json: Json<'_>) -> Result<Json<'_>, Reason> {
    let mut list = None;
    for entry in json.entries().filter(|entry| entry.is("data")) {
        once(&mut list, entry.value, "data")?;
    }
    list.filter(|list| list.is_array()).ok_or(Reason::NoList("data"))
}

/// The event of an address.
pub(super) fn address(request: &Request<'_>) -> Posted {
    let mut posted = Posted::new(Protocol::Snowplow, request);
    posted.is_pixel = true;
    let mut map = Map::new();
    for (name, value) in request.parameters().filter(|(name, _)| name != "writeKey") {
        map.entry(name.into_owned())
            .or_insert_with(|| Value::String(value.into_owned()));
    }
    let text = Value::Object(map).to_string();
    if let Ok(body) = Body::read(&text) {
        posted.take(body, |json| item(json, request.header("referer")));
    }
    posted
}

/// Values of an event that decide whether it is one.
#[derive(Default)]
struct Keys<'a> {
    kind: Option<Json<'a>>,
    id: Option<Json<'a>>,
    app: Option<Json<'a>>,
    platform: Option<Json<'a>>,
    device: Option<Json<'a>>,
    user: Option<Json<'a>>,
    created: Option<Json<'a>>,
    sent: Option<Json<'a>>,
    agent: Option<Json<'a>>,
    address: Option<Json<'a>>,
    url: Option<Json<'a>>,
}

impl<'a> Keys<'a> {
    fn of(json: Json<'a>) -> Result<Self, Reason> {
        let mut keys = Self::default();
        for entry in json.entries() {
            let key = entry.key();
            let (slot, name) = match key.as_ref() {
                "e" => (&mut keys.kind, "e"),
                "eid" => (&mut keys.id, "eid"),
                "aid" => (&mut keys.app, "aid"),
                "p" => (&mut keys.platform, "p"),
                "duid" => (&mut keys.device, "duid"),
                "uid" => (&mut keys.user, "uid"),
                "dtm" => (&mut keys.created, "dtm"),
                "stm" => (&mut keys.sent, "stm"),
                "ua" => (&mut keys.agent, "ua"),
                "ip" => (&mut keys.address, "ip"),
                "url" => (&mut keys.url, "url"),
                _ => continue,
            };
            once(slot, entry.value, name)?;
        }
        Ok(keys)
    }
}

/// The credential of an event: the application that it names.
pub(super) fn shown(json: Json<'_>) -> Option<Credential> {
    said(json.get("aid")).map(|app| Credential::App(app.into_owned()))
}

fn item(json: Json<'_>, page: Option<&str>) -> Result<Item, Reason> {
    let keys = Keys::of(json)?;
    let kind = said(keys.kind).ok_or(Reason::Missing("e"))?;
    if !KINDS.contains(&kind.as_ref()) {
        return Err(Reason::Word {
            key: "e",
            word: short(&kind),
        });
    }
    let by_visitor = said(keys.platform).is_none_or(|platform| OF_VISITORS.contains(&platform.as_ref()));
    id(keys.app, "aid", LONGEST_ID)?;
    Ok(Item {
        id: id(keys.id, "eid", LONGEST_MESSAGE_ID)?,
        original: instant(keys.created),
        sent: instant(keys.sent),
        agent: said(keys.agent).map(Cow::into_owned),
        address: said(keys.address).and_then(|text| text.trim().parse().ok()),
        by_program: !by_visitor,
        has_anonymous: id(keys.device, "duid", LONGEST_ID)?.is_some(),
        has_user: id(keys.user, "uid", LONGEST_ID)?.is_some(),
        page: page.filter(|_| said(keys.url).is_none()).map(str::to_owned),
        body: json.as_written().to_owned(),
        ..Item::default()
    })
}
