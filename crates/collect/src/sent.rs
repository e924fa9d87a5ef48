//! [`Sent`]: the record of one event as it is kept, and [`Quarantined`]: of what was put aside. Each is one line of JSON.
//!
//! ```json
//! {"v":1,"workspace":"acme","source":"shop","protocol":"segment","key":"9f86d081884c7d659a2feaa0c55ad015","id":"ajs-next-17…",
//!  "original":"2026-11-22T00:13:14.788Z","sent":"2026-11-22T00:13:14.881Z","received":"2026-11-22T00:13:14.95Z",
//!  "agent":"Mozilla/5.0 …","body":{"type":"page", … }}
//! ```
//!
//! | field | holds |
//! |---|---|
//! | `v` | version of this shape; what it does not know it refuses |
//! | `workspace`, `source` | whose it is, and the name of the source that its write key belongs to, never the key |
//! | `protocol` | `segment`, `snowplow`, `plausible` |
//! | `call` | what the path said of a single message: `track`, `page`, … |
//! | `key` | 32 hexadecimal digits: the same if the message is sent again; see `id` |
//! | `id` | the client's id of the message; without it the key is that of this one delivery, and sent again it counts again |
//! | `original`, `sent`, `received` | instants: of the deed and of sending by the client's clock, of arrival by ours |
//! | `agent` | the visitor's browser |
//! | `program` | the program that sent it, where that is not the visitor's browser |
//! | `visitor` | cookieless name, where the event has no lasting one |
//! | `click` | id of the click on a short link of this server that led the browser to the site |
//! | `purpose` | what the request said it was for: `prefetch` |
//! | `gpc` | true where `Sec-GPC: 1` was sent |
//! | `limited` | true where all that would know the visitor again was taken out, for `gpc` or for refused consent |
//! | `consent` | of the client's word on consent the categories, as they were sent |
//! | `page` | address of the page, where only the header `Referer` told it |
//! | `shared` | what the batch said of all its events |
//! | `body` | the event as it was written, save secrets (`"redacted"`) and addresses of the internet (`null`) |
//!
//! What is not known is left out.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::json::{Json, push_quoted};
use crate::key::Key;
use crate::request::{Call, Protocol};

/// Version of the lines that are written.
pub const VERSION: u32 = 1;

/// One event as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Workspace that it belongs to.
    pub workspace: String,
    /// Name of the source.
    pub source: String,
    /// Protocol that the body is written in.
    pub protocol: Protocol,
    /// The call that the path named.
    pub call: Option<Call>,
    /// What makes it the same when it is sent again.
    pub key: Key,
    /// The client's id of it. `None`: it cannot be told from itself sent again.
    pub id: Option<String>,
    /// When it happened, by the client's clock.
    pub original: Option<Timestamp>,
    /// When it was sent, by the client's clock.
    pub sent: Option<Timestamp>,
    /// When it arrived, by ours.
    pub received: Timestamp,
    /// The visitor's browser.
    pub agent: Option<String>,
    /// The program that sent it, where that is not the visitor's browser.
    pub program: Option<String>,
    /// Cookieless name of the visitor, where the event has no lasting one.
    pub visitor: Option<String>,
    /// Id of the click on a short link of this server that led the browser to the site, by its cookie.
    pub click: Option<String>,
    /// What the request said it was for, such as `prefetch`.
    pub purpose: Option<String>,
    /// Whether `Sec-GPC: 1` was sent.
    pub gpc: bool,
    /// Whether what would know the visitor again was taken out.
    pub limited: bool,
    /// Of the client's word on consent what decides, as JSON: `{"categoryPreferences":{…}}`.
    pub consent: Option<String>,
    /// Address of the page, where only a header told it.
    pub page: Option<String>,
    /// What the batch said of all its events, as JSON.
    pub shared: Option<String>,
    /// The event as it was written, without secrets.
    pub body: String,
}

/// What was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Workspace that it belongs to.
    pub workspace: String,
    /// Name of the source.
    pub source: String,
    /// Protocol that it came in.
    pub protocol: Protocol,
    /// When it arrived.
    pub received: Timestamp,
    /// Word for the reason: see [`Reason::code`](crate::Reason::code).
    pub code: String,
    /// The reason in English.
    pub reason: String,
    /// How many events it is.
    pub events: u64,
    /// It as it was written, without secrets; `None` where it was too long or no JSON by itself.
    pub body: Option<String>,
}

/// Why a line cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// No JSON: the line is damaged.
    #[error("the line is no JSON")]
    Syntax,
    /// Written by a version that this one does not know.
    #[error("the line has version {0}; this program knows {VERSION}")]
    Version(String),
    /// A field is missing or holds something else.
    #[error("the line has no `{0}` that can be read")]
    Field(&'static str),
}

impl Sent {
    /// Whether it is told from itself when it is sent again.
    pub const fn counts_once(&self) -> bool {
        self.id.is_some()
    }

    /// The line that keeps it, without a line break.
    pub fn to_line(&self) -> String {
        let mut line = Line::new(&self.workspace, &self.source, self.protocol, self.body.len());
        line.text("call", self.call.map(Call::as_str));
        line.text("key", Some(&self.key.to_string()));
        line.text("id", self.id.as_deref());
        line.instant("original", self.original);
        line.instant("sent", self.sent);
        line.instant("received", Some(self.received));
        line.text("agent", self.agent.as_deref());
        line.text("program", self.program.as_deref());
        line.text("visitor", self.visitor.as_deref());
        line.text("click", self.click.as_deref());
        line.text("purpose", self.purpose.as_deref());
        line.yes("gpc", self.gpc);
        line.yes("limited", self.limited);
        line.json("consent", self.consent.as_deref());
        line.text("page", self.page.as_deref());
        line.json("shared", self.shared.as_deref());
        line.json("body", Some(&self.body));
        line.finish()
    }

    /// Reads a line back.
    pub fn from_line(line: &str) -> Result<Self, LineError> {
        let fields = Fields::of(line)?;
        Ok(Self {
            workspace: fields.need("workspace")?,
            source: fields.need("source")?,
            protocol: fields.protocol()?,
            call: fields.text("call").and_then(|word| Call::from_word(&word)),
            key: Key::parse(&fields.need("key")?).ok_or(LineError::Field("key"))?,
            id: fields.text("id"),
            original: fields.instant("original"),
            sent: fields.instant("sent"),
            received: fields.instant("received").ok_or(LineError::Field("received"))?,
            agent: fields.text("agent"),
            program: fields.text("program"),
            visitor: fields.text("visitor"),
            click: fields.text("click"),
            purpose: fields.text("purpose"),
            gpc: fields.json("gpc").is_some(),
            limited: fields.json("limited").is_some(),
            consent: fields.json("consent"),
            page: fields.text("page"),
            shared: fields.json("shared"),
            body: fields.json("body").ok_or(LineError::Field("body"))?,
        })
    }
}

impl Quarantined {
    /// The line that keeps it, without a line break. It has a `reason`, which no line of an event has.
    pub fn to_line(&self) -> String {
        let length = self.body.as_ref().map_or(0, String::len);
        let mut line = Line::new(&self.workspace, &self.source, self.protocol, length);
        line.instant("received", Some(self.received));
        line.text("code", Some(&self.code));
        line.text("reason", Some(&self.reason));
        line.json("events", Some(&self.events.to_string()));
        line.json("body", self.body.as_deref());
        line.finish()
    }

    /// Reads a line back.
    pub fn from_line(line: &str) -> Result<Self, LineError> {
        let fields = Fields::of(line)?;
        let events = fields.json("events").and_then(|text| text.parse().ok());
        Ok(Self {
            workspace: fields.need("workspace")?,
            source: fields.need("source")?,
            protocol: fields.protocol()?,
            received: fields.instant("received").ok_or(LineError::Field("received"))?,
            code: fields.need("code")?,
            reason: fields.need("reason")?,
            events: events.ok_or(LineError::Field("events"))?,
            body: fields.json("body"),
        })
    }
}

/// A line in the making.
struct Line(String);

impl Line {
    fn new(workspace: &str, source: &str, protocol: Protocol, length: usize) -> Self {
        let mut line = Self(String::with_capacity(length + 512));
        let _ = write!(line.0, "{{\"v\":{VERSION}");
        line.text("workspace", Some(workspace));
        line.text("source", Some(source));
        line.text("protocol", Some(protocol.as_str()));
        line
    }

    fn key(&mut self, key: &str) {
        self.0.push_str(",\"");
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.key(key);
            push_quoted(&mut self.0, value);
        }
    }

    fn instant(&mut self, key: &str, value: Option<Timestamp>) {
        if let Some(value) = value {
            self.key(key);
            let _ = write!(self.0, "\"{value}\"");
        }
    }

    fn yes(&mut self, key: &str, value: bool) {
        if value {
            self.json(key, Some("true"));
        }
    }

    /// JSON as it is written. In JSON a line break stands between values only: a blank says the same.
    fn json(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.key(key);
            if value.contains(['\n', '\r']) {
                self.0.push_str(&value.replace(['\n', '\r'], " "));
            } else {
                self.0.push_str(value);
            }
        }
    }

    fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// The fields of a line.
struct Fields<'a>(Vec<(std::borrow::Cow<'a, str>, Json<'a>)>);

impl<'a> Fields<'a> {
    fn of(line: &'a str) -> Result<Self, LineError> {
        let json = Json::parse(line).map_err(|_| LineError::Syntax)?;
        let fields = Self(json.entries().map(|entry| (entry.key(), entry.value)).collect());
        match fields.json("v") {
            Some(version) if version == VERSION.to_string() => Ok(fields),
            Some(version) => Err(LineError::Version(version)),
            None => Err(LineError::Field("v")),
        }
    }

    fn value(&self, key: &str) -> Option<Json<'a>> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| *value)
    }

    fn json(&self, key: &str) -> Option<String> {
        self.value(key).map(|value| value.as_written().to_owned())
    }

    fn text(&self, key: &str) -> Option<String> {
        self.value(key)?.string().map(std::borrow::Cow::into_owned)
    }

    fn need(&self, key: &'static str) -> Result<String, LineError> {
        self.text(key).ok_or(LineError::Field(key))
    }

    fn instant(&self, key: &str) -> Option<Timestamp> {
        self.text(key)?.parse().ok()
    }

    fn protocol(&self) -> Result<Protocol, LineError> {
        Protocol::from_word(&self.need("protocol")?).ok_or(LineError::Field("protocol"))
    }
}
