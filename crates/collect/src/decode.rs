//! [`decode`]: from a request to the events in it, one by one and as they were written, or to the answer where there are none.
//!
//! Nothing is dropped. What is no JSON is refused; everything else is an [`Item`], or a [`Fault`] with its [`Reason`].

mod plausible;
mod segment;
mod snowplow;

use core::net::IpAddr;
use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;

use crate::answer::Answer;
use crate::body::{self, BodyError};
use crate::json::{Json, Malformed};
use crate::moment;
use crate::quarantine::Reason;
use crate::request::{Call, Endpoint, Protocol, Request};

/// Most events of one request. Segment takes 2,500 at most (500 KB of them).
pub const MOST_EVENTS: usize = 10_000;
/// Longest event, in bytes. Segment takes 32 KB.
pub const LONGEST_EVENT: usize = 256 << 10;
/// Longest id of a message, in bytes: as Segment has it.
pub const LONGEST_MESSAGE_ID: usize = 100;
/// Longest name of a person or company, in bytes; importers read no longer ones either.
pub const LONGEST_ID: usize = 1_000;
/// Objects and arrays in one another within an event.
pub const NESTED_EVENT: usize = 64;

/// What a client shows to be let in, and what tells the source that its events are of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credential {
    /// Write key of Segment's API, or the parameter `writeKey` of any path.
    WriteKey(String),
    /// `aid` of Snowplow, whose protocol has no keys.
    App(String),
    /// Domain of Plausible, whose protocol has none either.
    Site(String),
}

impl fmt::Debug for Credential {
    /// Without the key: messages end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WriteKey(_) => f.write_str("WriteKey(…)"),
            Self::App(app) => write!(f, "App({app})"),
            Self::Site(site) => write!(f, "Site({site})"),
        }
    }
}

/// What a request comes to.
#[derive(Clone)]
pub enum Decoded {
    /// There is nothing to keep.
    Answer(Answer),
    /// A browser asks for [`Answer::settings`] of this write key.
    Settings(String),
    /// A browser asks for [`Answer::source_config`] of this write key.
    SourceConfig(String),
    /// Events.
    Posted(Posted),
}

impl fmt::Debug for Decoded {
    /// Without keys, as everything here: messages end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(answer) => write!(f, "Answer({})", answer.status),
            Self::Settings(_) => f.write_str("Settings(…)"),
            Self::SourceConfig(_) => f.write_str("SourceConfig(…)"),
            Self::Posted(posted) => fmt::Debug::fmt(posted, f),
        }
    }
}

/// The events of a request.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The protocol.
    pub protocol: Protocol,
    /// What the request as a whole shows; events may show their own where it shows nothing.
    pub credential: Option<Credential>,
    /// Whether a picture is the answer.
    pub is_pixel: bool,
    /// Events, as far as they are events.
    pub items: Vec<Item>,
    /// What is put aside.
    pub faults: Vec<Fault>,
}

/// One event of a request.
#[derive(Clone, Default)]
pub struct Item {
    /// What it shows itself, where the request shows nothing.
    pub credential: Option<Credential>,
    /// The call that the path names; `None` where the event says it.
    pub call: Option<Call>,
    /// The client's id of the message: sent again, it is the same. `None` where the client gave none.
    pub id: Option<String>,
    /// When it happened by the client's clock.
    pub original: Option<Timestamp>,
    /// When it was sent by the client's clock.
    pub sent: Option<Timestamp>,
    /// The visitor's browser, where the event says it.
    pub agent: Option<String>,
    /// The visitor's address, where the event says it.
    pub address: Option<IpAddr>,
    /// Whether it was sent by a program and not by the visitor's own browser or app, as far as the event tells.
    pub by_program: bool,
    /// Whether it names a browser or device that lasts beyond the day.
    pub has_anonymous: bool,
    /// Whether it names a signed-in user.
    pub has_user: bool,
    /// Address of the page, where only the header `Referer` tells it.
    pub page: Option<String>,
    /// The client's word on consent, as JSON.
    pub consent: Option<String>,
    /// What all events of the batch share, as JSON.
    pub shared: Option<String>,
    /// The event as it was written; of an address, its parameters as a JSON object.
    pub body: String,
}

impl fmt::Debug for Item {
    /// Without the visitor and what they did.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Item");
        shown.field("credential", &self.credential).field("call", &self.call);
        shown.field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// What is put aside.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it shows itself, where the request shows nothing.
    pub credential: Option<Credential>,
    /// What is wrong.
    pub reason: Reason,
    /// How many events it is.
    pub events: u64,
    /// Whether it is one event, and not what stands around events, or something else.
    pub is_event: bool,
    /// The client's word on consent that stands around it, as JSON.
    pub consent: Option<String>,
    /// It as it was written, if that is JSON and not too long to be kept.
    pub body: Option<String>,
}

impl fmt::Debug for Fault {
    /// Without what was sent, of which a reason may hold a word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Fault");
        shown
            .field("credential", &self.credential)
            .field("code", &self.reason.code());
        shown.field("events", &self.events).finish_non_exhaustive()
    }
}

/// Understands a request. Never panics, whatever comes; memory is bounded by [`body::LONGEST_TEXT`].
pub fn decode(request: &Request<'_>) -> Decoded {
    let Some(endpoint) = Endpoint::of(request.path) else {
        return Decoded::Answer(Answer::no_such_path());
    };
    if *request.method == http::Method::OPTIONS {
        return Decoded::Answer(Answer::preflight());
    }
    if !endpoint.methods().contains(request.method) {
        return Decoded::Answer(Answer::wrong_method(endpoint));
    }
    let posted = match endpoint {
        Endpoint::Settings(key) => return Decoded::Settings(key.to_owned()),
        Endpoint::SourceConfig => return Decoded::SourceConfig(asked_key(request)),
        Endpoint::Pixel(call) => segment::pixel(request, call),
        Endpoint::I => Ok(snowplow::address(request)),
        Endpoint::Message(call) => read(request, Protocol::Segment, |body| segment::message(request, body, call)),
        Endpoint::Batch => read(request, Protocol::Segment, |body| segment::batch(request, body)),
        Endpoint::Tp2 => read(request, Protocol::Snowplow, |body| snowplow::posted(request, body)),
        Endpoint::Event => read(request, Protocol::Plausible, |body| plausible::event(request, body)),
    };
    posted.map_or_else(Decoded::Answer, Decoded::Posted)
}

/// The write key of a request for settings.
fn asked_key(request: &Request<'_>) -> String {
    let named = request.parameter("writeKey").map(Cow::into_owned);
    named.or_else(|| request.basic_user()).unwrap_or_default()
}

/// The JSON of a body.
#[derive(Clone, Copy, Debug)]
struct Body<'a> {
    json: Json<'a>,
    /// Whether an event in it may be nested too deep; few bodies are, so that not every event has to be looked through.
    is_deep: bool,
}

impl<'a> Body<'a> {
    fn read(text: &'a str) -> Result<Self, Malformed> {
        let (json, depth) = Json::parse_deep(text)?;
        let is_deep = depth > NESTED_EVENT;
        Ok(Self { json, is_deep })
    }
}

/// Reads a body as JSON. Errors: the answer to what is none.
fn read(request: &Request<'_>, protocol: Protocol, events: impl FnOnce(Body<'_>) -> Posted) -> Result<Posted, Answer> {
    let text = match body::text(request.body) {
        Ok(text) => text,
        Err(error @ (BodyError::Long | BodyError::Bomb)) => {
            let mut posted = Posted::new(protocol, request);
            posted.put_aside(Reason::Body(error), 1, None);
            return Ok(posted);
        }
        Err(error) => return Err(Answer::not_json(&error.to_string())),
    };
    match Body::read(&text) {
        Ok(body) => Ok(events(body)),
        Err(Malformed::Nested) => {
            let mut posted = Posted::new(protocol, request);
            posted.put_aside(Reason::Nested, 1, None);
            Ok(posted)
        }
        Err(error @ Malformed::Syntax(_)) => Err(Answer::not_json(&error.to_string())),
    }
}

impl Posted {
    /// Nothing yet; with what the request shows.
    fn new(protocol: Protocol, request: &Request<'_>) -> Self {
        let key = request
            .basic_user()
            .or_else(|| request.parameter("writeKey").map(Cow::into_owned));
        Self {
            protocol,
            credential: key.map(Credential::WriteKey),
            is_pixel: false,
            items: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Puts aside what stands around events, or what there is of it.
    fn put_aside(&mut self, reason: Reason, events: u64, body: Option<Json<'_>>) {
        self.faults.push(Fault {
            credential: body.and_then(|json| self.shown_by(json)),
            reason,
            events,
            is_event: false,
            consent: None,
            body: body.and_then(kept),
        });
    }

    /// What an event shows itself, whether or not it is one; not looked for where the request shows something.
    fn shown_by(&self, json: Json<'_>) -> Option<Credential> {
        if self.credential.is_some() {
            return None;
        }
        match self.protocol {
            Protocol::Segment => segment::shown(json.get("writeKey")),
            Protocol::Snowplow => snowplow::shown(json),
            Protocol::Plausible => plausible::shown(json).into_iter().next(),
            Protocol::Link => None,
        }
    }

    /// Takes the items of a list, each by itself.
    fn take_all(&mut self, list: Body<'_>, mut item: impl FnMut(Json<'_>) -> Result<Item, Reason>) {
        let mut left_out = 0;
        for json in list.json.items() {
            if self.items.len() + self.faults.len() >= MOST_EVENTS {
                left_out += 1;
            } else {
                self.take(Body { json, ..list }, &mut item);
            }
        }
        if left_out > 0 {
            self.put_aside(Reason::Many, left_out, None);
        }
    }

    /// Takes one event, with what it shows.
    fn take(&mut self, event: Body<'_>, item: impl FnOnce(Json<'_>) -> Result<Item, Reason>) {
        self.take_of(self.shown_by(event.json), event, item);
    }

    fn take_of(
        &mut self,
        credential: Option<Credential>,
        event: Body<'_>,
        item: impl FnOnce(Json<'_>) -> Result<Item, Reason>,
    ) {
        let Body { json, is_deep } = event;
        let fits = if json.as_written().len() > LONGEST_EVENT {
            Err(Reason::Long)
        } else if is_deep && json.depth() > NESTED_EVENT {
            Err(Reason::Nested)
        } else if !json.is_object() {
            Err(Reason::NoObject)
        } else {
            Ok(())
        };
        match fits.and_then(|()| item(json)) {
            Ok(item) => self.items.push(Item { credential, ..item }),
            Err(reason) => self.faults.push(Fault {
                credential,
                reason,
                events: 1,
                is_event: json.is_object(),
                consent: None,
                body: kept(json),
            }),
        }
    }
}

/// What is put aside as it is written, unless it is too long, or too deep: it is looked through for secrets first, level by level.
fn kept(json: Json<'_>) -> Option<String> {
    let text = json.as_written();
    (text.len() <= LONGEST_EVENT && json.depth() <= NESTED_EVENT).then(|| text.to_owned())
}

/// An id as it is written, unless it is null or blank. Errors: no text, too long, control characters.
fn id(json: Option<Json<'_>>, key: &'static str, longest: usize) -> Result<Option<String>, Reason> {
    let Some(json) = json.filter(|json| !json.is_null()) else {
        return Ok(None);
    };
    let text = json.scalar().ok_or(Reason::NoText(key))?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    if text.len() > longest {
        return Err(Reason::LongId(key));
    }
    if text.chars().any(char::is_control) {
        return Err(Reason::Control(key));
    }
    Ok(Some(text.into_owned()))
}

/// A value that says something.
fn said(json: Option<Json<'_>>) -> Option<Cow<'_, str>> {
    json?.scalar().filter(|text| !text.trim().is_empty())
}

/// An instant, where there is one that can be read.
fn instant(json: Option<Json<'_>>) -> Option<Timestamp> {
    moment::read(&json?.scalar()?)
}

/// Puts a value into its slot. Errors: the slot is taken.
fn once<'a>(slot: &mut Option<Json<'a>>, value: Json<'a>, key: &'static str) -> Result<(), Reason> {
    match slot.replace(value) {
        Some(_) => Err(Reason::Twice(key)),
        None => Ok(()),
    }
}

/// How many events stand in all lists of this key: as many as nobody can choose between.
fn events_in(json: Json<'_>, key: &str) -> u64 {
    let lists = json.entries().filter(|entry| entry.is(key));
    let events = lists.flat_map(|entry| entry.value.items()).count();
    events.max(1) as u64
}

/// As much of a text as fits in a message.
fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
