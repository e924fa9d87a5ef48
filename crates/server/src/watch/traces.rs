//! [`Traces`]: spans, sent to a collector of OpenTelemetry by OTLP over HTTP, in its JSON encoding.
//!
//! Written by hand: the encoding of the few fields that are used is a page, and the crates of OpenTelemetry are dozens that would have to
//! be built first (docs/decisions/011-operations.md).

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use reqwest::header::{HeaderMap as Headers, HeaderName, HeaderValue};
use reqwest::{Client, Url};
use serde_json::{Value, json};

use super::TellingError;
use super::metrics::Metrics;

/// How often they are sent.
const PACE: Duration = Duration::from_secs(5);
/// How long sending may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Spans that wait at most; more are lost, and counted.
const MOST: usize = 4_096;

/// Which trace a span is of, and which span it is.
pub(super) struct Context {
    trace: String,
    span: String,
    parent: Option<String>,
}

impl Context {
    /// Within the trace that a request is of (W3C Trace Context), or in one of its own.
    pub(super) fn of(headers: &HeaderMap, random: u64, span: u64) -> Self {
        let given = headers.get("traceparent").and_then(|value| value.to_str().ok());
        let parts: Vec<&str> = given.into_iter().flat_map(|given| given.split('-')).collect();
        let is_hex = |text: &str, length: usize| {
            text.len() == length
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
                && text.bytes().any(|byte| byte != b'0')
        };
        let span = format!("{span:016x}");
        match parts.as_slice() {
            [version, trace, parent, ..] if *version != "ff" && is_hex(trace, 32) && is_hex(parent, 16) => Self {
                trace: (*trace).to_owned(),
                span,
                parent: Some((*parent).to_owned()),
            },
            _ => Self {
                trace: format!("{random:016x}{span}"),
                span,
                parent: None,
            },
        }
    }

    /// Id of the trace.
    pub(super) fn trace(&self) -> &str {
        &self.trace
    }
}

/// Something that was done.
pub(super) struct Span {
    pub(super) context: Context,
    pub(super) name: String,
    /// Whether somebody asked for it.
    pub(super) is_server: bool,
    pub(super) begun: SystemTime,
    pub(super) took: Duration,
    pub(super) texts: Vec<(&'static str, String)>,
    pub(super) numbers: Vec<(&'static str, i64)>,
    pub(super) has_failed: bool,
}

/// Spans on their way.
pub(super) struct Traces {
    client: Client,
    to: Url,
    /// A leaf lock.
    waiting: Mutex<Vec<Span>>,
    lost: std::sync::atomic::AtomicU64,
}

impl Traces {
    pub(super) fn new(endpoint: &str, headers: &[(String, String)]) -> Result<Self, TellingError> {
        let to = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
        let to = Url::parse(&to).map_err(|_| TellingError::Endpoint)?;
        if !["http", "https"].contains(&to.scheme()) || to.host_str().is_none() {
            return Err(TellingError::Endpoint);
        }
        let mut all = Headers::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| TellingError::Header)?;
            let mut value = HeaderValue::from_str(value).map_err(|_| TellingError::Header)?;
            value.set_sensitive(true);
            all.insert(name, value);
        }
        all.insert("content-type", HeaderValue::from_static("application/json"));
        let client = Client::builder().timeout(PATIENCE).default_headers(all).build();
        Ok(Self {
            client: client.map_err(|_| TellingError::Endpoint)?,
            to,
            waiting: Mutex::default(),
            lost: std::sync::atomic::AtomicU64::new(0),
        })
    }

    pub(super) fn add(&self, span: Span) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST {
            waiting.push(span);
        } else {
            self.lost.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }

    pub(super) async fn forever(&self, metrics: &Metrics) {
        let mut pace = tokio::time::interval(PACE);
        pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            self.send(metrics).await;
        }
    }

    /// Sends what waits, once: what the collector does not take is lost, and counted.
    pub(super) async fn send(&self, metrics: &Metrics) {
        let spans = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let mut lost = self.lost.swap(0, std::sync::atomic::Ordering::Relaxed);
        if !spans.is_empty() {
            let sent = self
                .client
                .post(self.to.clone())
                .body(written(&spans).to_string())
                .send()
                .await;
            let is_taken = sent.is_ok_and(|answer| answer.status().is_success());
            let all = spans.len() as u64;
            metrics.traced(if is_taken { all } else { 0 });
            lost += if is_taken { 0 } else { all };
        }
        metrics.untraced(lost);
    }
}

/// A request of OTLP 1.x, `ExportTraceServiceRequest` in JSON: ids in hexadecimal, 64-bit numbers as text.
fn written(spans: &[Span]) -> Value {
    json!({"resourceSpans": [{
        "resource": {"attributes": [
            text("service.name", "harpoon"),
            text("service.version", env!("CARGO_PKG_VERSION")),
        ]},
        "scopeSpans": [{
            "scope": {"name": "harpoon"},
            "spans": spans.iter().map(one).collect::<Vec<_>>(),
        }],
    }]})
}

fn one(span: &Span) -> Value {
    let begun = span.begun.duration_since(UNIX_EPOCH).unwrap_or_default();
    let texts = span.texts.iter().map(|(name, value)| text(name, value));
    let numbers = span.numbers.iter();
    let numbers = numbers.map(|(name, value)| json!({"key": name, "value": {"intValue": value.to_string()}}));
    let mut told = json!({
        "traceId": span.context.trace,
        "spanId": span.context.span,
        "name": span.name,
        // SPAN_KIND_INTERNAL is 1, SPAN_KIND_SERVER 2; STATUS_CODE_ERROR is 2.
        "kind": if span.is_server { 2 } else { 1 },
        "startTimeUnixNano": begun.as_nanos().to_string(),
        "endTimeUnixNano": (begun + span.took).as_nanos().to_string(),
        "attributes": texts.chain(numbers).collect::<Vec<_>>(),
        "status": if span.has_failed { json!({"code": 2}) } else { json!({}) },
    });
    if let Some(parent) = &span.context.parent {
        told["parentSpanId"] = Value::from(parent.as_str());
    }
    told
}

fn text(name: &str, value: &str) -> Value {
    json!({"key": name, "value": {"stringValue": value}})
}
