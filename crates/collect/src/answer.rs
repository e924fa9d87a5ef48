//! [`Answer`]: what a client is told, in the way that keeps unmodified clients whole.
//!
//! An answer is never a redirect: `analytics-node` and `segment-analytics-python` follow one with a `GET` without a body, get
//! 200 and lose the data. A 4xx is given where there is no other way: on 400, 401 and 413 `rudder-sdk-node` ends its process.

use std::borrow::Cow;
use std::time::Duration;

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL,
    CONTENT_TYPE, ORIGIN, RETRY_AFTER, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::json::quote;
use crate::request::Endpoint;

/// Headers that clients send from other sites. Without `x-retry-count` every retry of a browser fails.
const ALLOWED: &str = "authorization, content-type, x-retry-count, anonymousid, sentat, sp-anonymous";
/// How long a browser may remember that it may send, in seconds: as long as Chromium does at most.
const REMEMBERED: &str = "7200";
/// Longest wait that a client is asked for.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// A GIF of one pixel that cannot be seen.
const PIXEL: &[u8] = &[
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
    0x21, 0xf9, 0x04, 0x01, 0x00, 0x00, 0x00, 0x00, 0x2c, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x00, 0x02,
    0x02, 0x44, 0x01, 0x00, 0x3b,
];

/// What a client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers, without those of [`cors`].
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Body.
    pub body: Cow<'static, [u8]>,
}

impl Answer {
    fn new(status: StatusCode, kind: &'static str, body: impl Into<Cow<'static, [u8]>>) -> Self {
        Self {
            status,
            headers: vec![
                (CONTENT_TYPE, HeaderValue::from_static(kind)),
                (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ],
            body: body.into(),
        }
    }

    fn json(status: StatusCode, body: String) -> Self {
        Self::new(status, "application/json", body.into_bytes())
    }

    fn refusal(status: StatusCode, code: &str, message: &str) -> Self {
        let (code, message) = (quote(code), quote(message));
        Self::json(
            status,
            format!(r#"{{"success":false,"code":{code},"message":{message}}}"#),
        )
    }

    /// Everything is kept: events taken in, and events put aside with a reason. To be sent when they are on the disk.
    pub fn kept(accepted: usize, quarantined: u64) -> Self {
        let body = format!(r#"{{"success":true,"accepted":{accepted},"quarantined":{quarantined}}}"#);
        Self::json(StatusCode::OK, body)
    }

    /// The picture that pages without scripts and mails get, whatever becomes of what they say.
    pub fn pixel() -> Self {
        Self::new(StatusCode::OK, "image/gif", PIXEL)
    }

    /// The body is no JSON: sending it again is of no use.
    pub fn not_json(message: &str) -> Self {
        Self::refusal(StatusCode::BAD_REQUEST, "not_json", message)
    }

    /// Nobody has this write key.
    pub fn unknown_key() -> Self {
        let message = "the write key is unknown, or none was sent";
        Self::refusal(StatusCode::UNAUTHORIZED, "unknown_key", message)
    }

    /// The path is none of the collector's.
    pub fn no_such_path() -> Self {
        Self::refusal(StatusCode::NOT_FOUND, "no_such_path", "the collector has no such path")
    }

    /// The path has other methods.
    pub fn wrong_method(endpoint: Endpoint<'_>) -> Self {
        let mut answer = Self::refusal(
            StatusCode::METHOD_NOT_ALLOWED,
            "wrong_method",
            "this path takes another method",
        );
        let methods: Vec<&str> = endpoint.methods().iter().map(Method::as_str).collect();
        if let Ok(value) = HeaderValue::try_from(format!("{}, OPTIONS", methods.join(", "))) {
            answer.headers.push((ALLOW, value));
        }
        answer
    }

    /// What a browser may send from another site: see [`cors`], whose headers say it.
    pub fn preflight() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            headers: Vec::new(),
            body: Cow::Borrowed(&[]),
        }
    }

    /// Too much at once, or no room on the disk: come again after a while, of which no more than 300 seconds are asked.
    pub fn later(status: StatusCode, wait: Duration) -> Self {
        let mut answer = Self::refusal(status, "later", "not taken in; send it again later");
        let seconds = wait.min(LONGEST_WAIT).as_secs().max(1);
        answer.headers.push((RETRY_AFTER, HeaderValue::from(seconds)));
        answer
    }

    /// What Segment's browser library asks before it sends: nothing is sent anywhere but here. `host` is ours, with its port.
    pub fn settings(key: &str, host: &str) -> Self {
        let (key, api) = (quote(key), quote(&format!("{host}/v1")));
        let body = format!(
            r#"{{"integrations":{{"Segment.io":{{"apiKey":{key},"apiHost":{api},"unbundledIntegrations":[],"addBundledMetadata":true,"maybeBundledConfigIds":{{}},"versionSettings":{{"version":"4.4.7","componentTypes":["browser"]}}}}}},"plan":{{"track":{{"__default":{{"enabled":true,"integrations":{{}}}}}},"identify":{{"__default":{{"enabled":true}}}},"group":{{"__default":{{"enabled":true}}}}}},"edgeFunction":{{}},"analyticsNextEnabled":true,"middlewareSettings":{{}},"enabledMiddleware":{{}},"metrics":{{"sampleRate":0}},"legacyVideoPluginsEnabled":false,"remotePlugins":[]}}"#
        );
        Self::json(StatusCode::OK, body)
    }

    /// What RudderStack's browser library asks before it sends: a source without destinations.
    pub fn source_config(key: &str) -> Self {
        let key = quote(key);
        let body = format!(
            r#"{{"source":{{"id":"harpoon","name":"harpoon","writeKey":{key},"enabled":true,"workspaceId":"harpoon","config":{{"statsCollection":{{"errors":{{"enabled":false}},"metrics":{{"enabled":false}}}}}},"destinations":[],"connections":[],"dataplanes":{{}}}}}}"#
        );
        Self::json(StatusCode::OK, body)
    }
}

/// The sites whose pages may send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// All: a write key is public anyway, and nothing that is answered is secret.
    Any,
    /// These, written as browsers send them: `https://shop.example`.
    Only(Vec<String>),
}

impl Origins {
    fn allow(&self, origin: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Only(list) => list.iter().any(|known| known.eq_ignore_ascii_case(origin)),
        }
    }
}

/// Headers for a browser that sends from another site: of every answer, and of [`Answer::preflight`] with what may be sent.
/// Snowplow's tracker sends with credentials, for which a browser wants its own origin named.
pub fn cors(headers: &HeaderMap, method: &Method, origins: &Origins) -> Vec<(HeaderName, HeaderValue)> {
    let mut all = vec![(VARY, HeaderValue::from_static("Origin"))];
    let Some(origin) = headers.get(ORIGIN) else {
        return all;
    };
    if !origin.to_str().is_ok_and(|text| origins.allow(text)) {
        return all;
    }
    all.push((ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()));
    all.push((ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true")));
    all.push((ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After")));
    if *method == Method::OPTIONS {
        let methods = HeaderValue::from_static("GET, POST, OPTIONS");
        all.push((ACCESS_CONTROL_ALLOW_METHODS, methods));
        all.push((ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED)));
        all.push((ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(REMEMBERED)));
    }
    all
}
