//! [`Request`]: what came in, and [`Endpoint`]: which client protocol it speaks, by its path alone.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Method};
use serde::{Deserialize, Serialize};

/// A request as it arrived.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Method.
    pub method: &'a Method,
    /// Path, without the query.
    pub path: &'a str,
    /// What stands after the question mark, as it is written.
    pub query: Option<&'a str>,
    /// Headers.
    pub headers: &'a HeaderMap,
    /// Body, as it came. Of a body longer than [`LONGEST_BODY`](crate::LONGEST_BODY) one byte more is enough to tell.
    pub body: &'a [u8],
}

impl fmt::Debug for Request<'_> {
    /// Without what was sent, keys and addresses among it: messages end up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = Endpoint::of(self.path);
        let mut shown = f.debug_struct("Request");
        shown.field("method", self.method).field("endpoint", &endpoint);
        shown.field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

impl Request<'_> {
    /// A header as text; `None` where it is not sent or is no visible text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The first parameter of this name, decoded, if it says anything.
    pub(crate) fn parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut all = self.parameters();
        all.find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// The parameters, decoded.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        form_urlencoded::parse(self.query.unwrap_or_default().as_bytes())
    }

    /// The user name of `Authorization: Basic`: where clients put their write key.
    pub(crate) fn basic_user(&self) -> Option<String> {
        let (scheme, code) = self.header("authorization")?.split_once(' ')?;
        let decoded = scheme
            .eq_ignore_ascii_case("basic")
            .then(|| STANDARD.decode(code.trim()).ok())??;
        let text = String::from_utf8(decoded).ok()?;
        let user = text.split_once(':').map_or(text.as_str(), |(user, _)| user);
        (!user.is_empty()).then(|| user.to_owned())
    }

    /// Whether the visitor's browser asks not to be sold or shared (`Sec-GPC: 1`; W3C, Global Privacy Control).
    pub(crate) fn asks_privacy(&self) -> bool {
        self.header("sec-gpc") == Some("1")
    }
}

/// A protocol of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// Segment's HTTP API, which RudderStack's clients speak too.
    Segment,
    /// Snowplow's tracker protocol.
    Snowplow,
    /// Plausible's events API.
    Plausible,
    /// No client's: a short link of ours was asked for.
    Link,
}

impl Protocol {
    /// Every protocol.
    pub const ALL: [Self; 4] = [Self::Segment, Self::Snowplow, Self::Plausible, Self::Link];

    /// The spelling in records.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Segment => "segment",
            Self::Snowplow => "snowplow",
            Self::Plausible => "plausible",
            Self::Link => "link",
        }
    }

    /// The protocol of this spelling.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protocol| protocol.as_str() == word)
    }
}

/// A call of Segment's API: what one message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Who somebody is.
    Identify,
    /// Something that somebody did.
    Track,
    /// A page was seen.
    Page,
    /// A screen of an app was seen.
    Screen,
    /// Somebody belongs to a company.
    Group,
    /// Two names are one person.
    Alias,
}

impl Call {
    /// Every call.
    pub const ALL: [Self; 6] = [
        Self::Identify,
        Self::Track,
        Self::Page,
        Self::Screen,
        Self::Group,
        Self::Alias,
    ];

    /// The spelling in messages and paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Track => "track",
            Self::Page => "page",
            Self::Screen => "screen",
            Self::Group => "group",
            Self::Alias => "alias",
        }
    }

    /// The call of this spelling, in any letter case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|call| call.as_str().eq_ignore_ascii_case(word))
    }

    /// The call of a path's word: in full, or its first letter, as browsers shorten it.
    fn from_path(word: &str) -> Option<Self> {
        let is_it = |call: &Self| call.as_str() == word || word.len() == 1 && call.as_str().starts_with(word);
        Self::ALL.into_iter().find(is_it)
    }
}

/// What a path is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Endpoint<'a> {
    /// One message of Segment's API, of the call that the path names.
    Message(Call),
    /// Many messages of Segment's API.
    Batch,
    /// One message in the address of a picture: for pages without scripts, and mails.
    Pixel(Call),
    /// What a browser asks Segment before it sends: the write key.
    Settings(&'a str),
    /// What a browser asks RudderStack before it sends.
    SourceConfig,
    /// Many events of Snowplow.
    Tp2,
    /// One event of Snowplow in an address.
    I,
    /// One event of Plausible.
    Event,
}

impl fmt::Debug for Endpoint<'_> {
    /// Without the write key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(call) => write!(f, "Message({call:?})"),
            Self::Pixel(call) => write!(f, "Pixel({call:?})"),
            Self::Settings(_) => f.write_str("Settings(…)"),
            Self::Batch => f.write_str("Batch"),
            Self::SourceConfig => f.write_str("SourceConfig"),
            Self::Tp2 => f.write_str("Tp2"),
            Self::I => f.write_str("I"),
            Self::Event => f.write_str("Event"),
        }
    }
}

impl<'a> Endpoint<'a> {
    /// The endpoint of a path; `None` for paths that are not the collector's.
    pub fn of(path: &'a str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        match path {
            "/com.snowplowanalytics.snowplow/tp2" => return Some(Self::Tp2),
            "/i" => return Some(Self::I),
            "/api/event" => return Some(Self::Event),
            "/sourceConfig" => return Some(Self::SourceConfig),
            "/beacon/v1/batch" => return Some(Self::Batch),
            _ => {}
        }
        let path = path.strip_prefix("/v1/")?;
        if let Some(call) = path.strip_prefix("pixel/") {
            return Call::from_path(call).map(Self::Pixel);
        }
        if let Some(rest) = path.strip_prefix("projects/") {
            let key = rest.strip_suffix("/settings")?;
            return (!key.is_empty() && !key.contains('/')).then_some(Self::Settings(key));
        }
        match path {
            "batch" | "b" | "import" => Some(Self::Batch),
            word => Call::from_path(word).map(Self::Message),
        }
    }

    /// Methods that it answers, beside `OPTIONS`.
    pub const fn methods(self) -> &'static [Method] {
        match self {
            Self::Message(_) | Self::Batch | Self::Tp2 | Self::Event => &[Method::POST],
            Self::Pixel(_) | Self::Settings(_) | Self::SourceConfig | Self::I => &[Method::GET],
        }
    }
}
