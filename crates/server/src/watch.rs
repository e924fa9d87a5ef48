//! [`Watch`]: what a server tells its operator of itself: [`metrics`] at `/metrics`, [`log`] lines on standard error, [`traces`] to a
//! collector of OpenTelemetry.
//!
//! None of them says who asked, what for, or of which workspace: an address may hold a key, a name or an invitation. What is told of a
//! request is its class, and of a page which of the pages it is.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use harpoon::Error;
use harpoon::collecting::Loaded;
use sha2::{Digest as _, Sha256};

pub use log::LogFormat;
pub(crate) use metrics::{Class, Imported, METRICS};

pub(crate) mod log;
pub(crate) mod metrics;
mod traces;

use log::{Level, Log, Said};
use metrics::Metrics;
use traces::{Context, Span, Traces};

/// What a server tells of itself, and to whom. Secrets in it come from the environment alone.
#[derive(Clone, Default)]
pub struct Telling {
    /// What whoever asks for `/metrics` has to show; without it this machine alone may ask.
    pub token: Option<String>,
    /// How lines are written to standard error; none without it.
    pub log: Option<LogFormat>,
    /// Where traces go, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it; nowhere without it.
    pub traces: Option<String>,
    /// What is sent with them: names and values of headers.
    pub trace_headers: Vec<(String, String)>,
}

impl fmt::Debug for Telling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Telling(log: {:?}, traces: {}, …)", self.log, self.traces.is_some())
    }
}

/// Why the server cannot tell what it is asked to.
#[derive(Debug, thiserror::Error)]
pub enum TellingError {
    /// No address.
    #[error(
        "OTEL_EXPORTER_OTLP_ENDPOINT is no address that traces could be sent to by HTTP; write it as http://localhost:4318"
    )]
    Endpoint,
    /// No header.
    #[error("OTEL_EXPORTER_OTLP_HEADERS holds what is no header; write it as name=value,name=value")]
    Header,
    /// Too easy to guess.
    #[error("HARPOON_METRICS_TOKEN has fewer than {0} characters; `openssl rand -hex 24` makes one")]
    Token(usize),
}

/// Fewest characters of a token.
const SHORTEST: usize = 16;

/// What one server tells.
pub(crate) struct Watch {
    pub(crate) metrics: Metrics,
    log: Option<Log>,
    traces: Option<Traces>,
    /// Digest of the token.
    token: Option<[u8; 32]>,
    /// Numbers of requests: one that no other server has, and a count.
    seed: u64,
    next: AtomicU64,
}

/// A request that is being answered.
pub(crate) struct Asking {
    class: Class,
    page: Option<&'static str>,
    method: &'static str,
    number: String,
    begun: Instant,
    at: SystemTime,
    context: Option<Context>,
}

/// By which a request is known in logs, at proxies and here.
const ID: HeaderName = HeaderName::from_static("x-request-id");

impl Watch {
    pub(crate) fn new(telling: &Telling) -> Result<Self, TellingError> {
        let token = telling.token.as_deref();
        if token.is_some_and(|token| token.chars().count() < SHORTEST) {
            return Err(TellingError::Token(SHORTEST));
        }
        let traces = telling.traces.as_deref();
        Ok(Self {
            metrics: Metrics::new(),
            log: telling.log.map(Log::new),
            traces: traces
                .map(|endpoint| Traces::new(endpoint, &telling.trace_headers))
                .transpose()?,
            token: token.map(|token| Sha256::digest(token).into()),
            seed: RandomState::new().build_hasher().finish(),
            next: AtomicU64::new(0),
        })
    }

    /// Whether metrics are told to whoever asks so; `is_here`: they sit at this machine.
    pub(crate) fn tells(&self, headers: &HeaderMap, is_here: bool) -> bool {
        let Some(token) = &self.token else { return is_here };
        let shown = headers.get("authorization").and_then(|value| value.to_str().ok());
        let shown = shown.and_then(|shown| shown.strip_prefix("Bearer "));
        // Digests are compared: how far a guess is right shows in no time.
        shown.is_some_and(|shown| <[u8; 32]>::from(Sha256::digest(shown)) == *token)
    }

    /// A request came in.
    pub(crate) fn begin(&self, asked: &Parts, class: Class, page: Option<&'static str>) -> Asking {
        let is_told = self.log.is_some() || self.traces.is_some();
        Asking {
            class,
            page,
            method: method(asked),
            number: if is_told {
                self.number(&asked.headers)
            } else {
                String::new()
            },
            begun: Instant::now(),
            at: SystemTime::now(),
            context: self
                .traces
                .as_ref()
                .map(|_| Context::of(&asked.headers, self.random(), self.random())),
        }
    }

    /// It is answered; what is long is still being sent.
    pub(crate) fn end(&self, asking: Asking, response: &mut Response) {
        let took = asking.begun.elapsed();
        let status = response.status().as_u16();
        self.metrics.answered(asking.class, status, took);
        if let Some(log) = &self.log {
            let level = if status >= 500 { Level::Warn } else { Level::Info };
            let mut said = vec![
                ("request", Said::Text(&asking.number)),
                ("class", Said::Text(asking.class.word())),
                ("method", Said::Text(asking.method)),
                ("status", Said::Count(status.into())),
                ("ms", Said::Number(took.as_secs_f64() * 1e3)),
            ];
            said.extend(asking.page.map(|page| ("page", Said::Text(page))));
            if let Some(context) = &asking.context {
                said.push(("trace", Said::Text(context.trace())));
            }
            log.line(level, "answered", &said);
        }
        if let (Some(traces), Some(context)) = (&self.traces, asking.context) {
            let mut texts = vec![("harpoon.class", asking.class.word().to_owned())];
            texts.push(("http.request.method", asking.method.to_owned()));
            texts.push(("harpoon.request", asking.number.clone()));
            texts.extend(asking.page.map(|page| ("http.route", page.to_owned())));
            traces.add(Span {
                context,
                name: format!("{} {}", asking.method, asking.page.unwrap_or(asking.class.word())),
                is_server: true,
                begun: asking.at,
                took,
                texts,
                numbers: vec![("http.response.status_code", status.into())],
                has_failed: status >= 500,
            });
        }
        if let Ok(number) = HeaderValue::from_str(&asking.number)
            && !asking.number.is_empty()
        {
            response.headers_mut().insert(ID, number);
        }
    }

    /// What a collector had was taken into the lake, or was not.
    pub(crate) fn loaded(&self, loaded: &Result<Loaded, Error>, took: Duration) {
        self.metrics.loaded(loaded.as_ref().ok(), took);
        let counts = loaded.as_ref().ok().map(|loaded| &loaded.counts);
        let numbers = counts.map(|counts| {
            [
                ("accepted", counts.accepted),
                ("loaded", counts.loaded),
                ("quarantined", counts.quarantined),
                ("duplicate", counts.duplicate),
            ]
        });
        let numbers = numbers.into_iter().flatten();
        let is_news = loaded.as_ref().map_or(true, |loaded| !loaded.imports.is_empty());
        if let Some(log) = self.log.as_ref().filter(|_| is_news) {
            let mut said = vec![("ms", Said::Number(took.as_secs_f64() * 1e3))];
            said.extend(numbers.clone().map(|(name, count)| (name, Said::Count(count))));
            let why = loaded.as_ref().err().map(ToString::to_string);
            if let Some(why) = &why {
                said.push(("why", Said::Text(why)));
            }
            log.line(if why.is_some() { Level::Error } else { Level::Info }, "loaded", &said);
        }
        if let Some(traces) = self.traces.as_ref().filter(|_| is_news) {
            traces.add(Span {
                context: Context::of(&HeaderMap::new(), self.random(), self.random()),
                name: "load".to_owned(),
                is_server: false,
                begun: SystemTime::now().checked_sub(took).unwrap_or(SystemTime::UNIX_EPOCH),
                took,
                texts: Vec::new(),
                numbers: numbers
                    .map(|(name, count)| (name, i64::try_from(count).unwrap_or(i64::MAX)))
                    .collect(),
                has_failed: loaded.is_err(),
            });
        }
    }

    /// The server began, or is about to end.
    pub(crate) fn life(&self, what: &str) {
        if let Some(log) = &self.log {
            log.line(Level::Info, what, &[("version", Said::Text(env!("CARGO_PKG_VERSION")))]);
        }
    }

    /// Sends traces until the process ends.
    pub(crate) async fn forever(&self) {
        if let Some(traces) = &self.traces {
            traces.forever(&self.metrics).await;
        }
    }

    /// Sends what is left of them.
    pub(crate) async fn finish(&self) {
        if let Some(traces) = &self.traces {
            traces.send(&self.metrics).await;
        }
    }

    /// The number that a proxy gave the request, if it is one; else a new one.
    fn number(&self, headers: &HeaderMap) -> String {
        let given = headers.get(ID).and_then(|value| value.to_str().ok());
        let is_one = |text: &&str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            (8..=64).contains(&text.len()) && text.bytes().all(plain)
        };
        given
            .filter(is_one)
            .map_or_else(|| format!("{:016x}", self.random()), str::to_owned)
    }

    /// A number that no other call gets (Steele et al. 2014, SplitMix64); it is no secret.
    fn random(&self) -> u64 {
        let count = self.next.fetch_add(1, Ordering::Relaxed);
        let mut mixed = self.seed.wrapping_add(count.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// The method, of those that mean something here: anything else is whatever somebody sent.
fn method(asked: &Parts) -> &'static str {
    ["GET", "HEAD", "POST", "OPTIONS"]
        .into_iter()
        .find(|known| asked.method.as_str() == *known)
        .unwrap_or("_OTHER")
}
