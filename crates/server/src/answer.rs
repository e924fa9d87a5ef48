//! [`Answer`]: what a page is sent as: bytes, plain and compressed, with a digest by which a browser sees that it has them.

use std::io::Write as _;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

/// What pages may load: nothing but this server's style and script, what that script asks this server, and pictures that they
/// hold themselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";
/// A report brings its own policy in its head; it is kept from reaching anything of the dashboard.
const PAPER: &str = "sandbox allow-popups; frame-ancestors 'none'";
/// A picture from outside: nothing in it runs or is fetched, also where somebody opens it by itself.
const PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'";
/// Smallest answer that is worth compressing.
const SMALL: usize = 512;

/// What is in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A page of the dashboard.
    Page,
    /// A report.
    Paper,
    /// A report as pages.
    Pdf,
    /// Data for programs.
    Json,
    /// A table.
    Csv,
    /// A table as a workbook.
    Workbook,
    /// Words of a report, or a proof: never shown as a page.
    Text,
    /// A logo, by what its bytes say.
    Png,
    /// Likewise.
    Jpeg,
    /// Likewise; a picture that may hold a script, which is kept from running.
    Svg,
    /// Events for a page that watches.
    Events,
    /// The style sheet.
    Style,
    /// The script.
    Script,
}

impl Kind {
    const fn media(self) -> &'static str {
        match self {
            Self::Page | Self::Paper => "text/html; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain; charset=utf-8",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
            Self::Events => "text/event-stream",
            Self::Style => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
        }
    }
}

/// An answer, ready to be sent any number of times.
pub(crate) struct Answer {
    status: StatusCode,
    kind: Kind,
    plain: Vec<u8>,
    gzipped: Option<Vec<u8>>,
    etag: String,
    /// What else is said of it.
    more: Vec<(HeaderName, HeaderValue)>,
    /// Whether it is made anew each time: it follows from more than the workspace and the address.
    fleeting: bool,
}

impl Answer {
    /// An answer of this kind.
    pub(crate) fn new(status: StatusCode, kind: Kind, plain: Vec<u8>) -> Self {
        let digest = Sha256::digest(&plain);
        let etag: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Self {
            status,
            kind,
            gzipped: (plain.len() > SMALL).then(|| gzip(&plain)).flatten(),
            plain,
            etag: format!("\"{etag}\""),
            more: Vec::new(),
            fleeting: false,
        }
    }

    /// Says more of it. What cannot stand in a header is left out.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        self.more
            .extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
        self
    }

    /// The same, never kept: neither here nor by a browser.
    pub(crate) const fn fleeting(mut self) -> Self {
        self.fleeting = true;
        self
    }

    /// Whether it may be kept.
    pub(crate) const fn is_kept(&self) -> bool {
        !self.fleeting
    }

    /// Why there is no answer, where it is told to people; of a page its status.
    pub(crate) fn error(&self) -> Option<(StatusCode, String)> {
        let refused = self.status.is_client_error() || self.status.is_server_error();
        let words = match self.kind {
            Kind::Json => return None,
            Kind::Text => String::from_utf8_lossy(&self.plain).trim_end().to_owned(),
            _ => self.status.canonical_reason().unwrap_or("refused").to_lowercase(),
        };
        refused.then_some((self.status, words))
    }

    /// The same told as JSON.
    pub(crate) fn instead(&self, status: StatusCode, json: String) -> Self {
        Self {
            more: self.more.clone(),
            fleeting: true,
            ..Self::new(status, Kind::Json, json.into_bytes())
        }
    }

    /// Sends the browser to another page of this server.
    pub(crate) fn go(to: &str) -> Self {
        Self::words(StatusCode::SEE_OTHER, "")
            .with(header::LOCATION, to)
            .fleeting()
    }

    /// A few words, where no page can be made.
    pub(crate) fn words(status: StatusCode, words: &str) -> Self {
        Self::new(status, Kind::Text, words.as_bytes().to_vec())
    }

    /// The page could not be made for a reason of ours.
    pub(crate) fn broken() -> Self {
        Self::words(
            StatusCode::INTERNAL_SERVER_ERROR,
            "bug: this page broke; please report it\n",
        )
    }

    /// As it is sent; nothing but the word that it is the same where the browser has it.
    pub(crate) fn response(&self, has: Option<&HeaderValue>, gzip: bool) -> Response {
        let mut response = Response::builder()
            .header(header::CONTENT_TYPE, self.kind.media())
            .header(header::ETAG, &self.etag)
            .header(
                header::CACHE_CONTROL,
                if self.fleeting { "no-store" } else { "private, no-cache" },
            )
            .header(header::VARY, "accept-encoding, accept-language")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .header(header::REFERRER_POLICY, "same-origin")
            .header("cross-origin-opener-policy", "same-origin")
            .header("cross-origin-resource-policy", "same-origin")
            .header(
                header::CONTENT_SECURITY_POLICY,
                match self.kind {
                    Kind::Paper => PAPER,
                    Kind::Png | Kind::Jpeg | Kind::Svg => PICTURE,
                    _ => POLICY,
                },
            );
        for (name, value) in &self.more {
            response = response.header(name, value);
        }
        let same = self.status == StatusCode::OK && has.is_some_and(|has| has.as_bytes() == self.etag.as_bytes());
        let (status, body) = match (&self.gzipped, same) {
            (_, true) => (StatusCode::NOT_MODIFIED, Body::empty()),
            (Some(gzipped), false) if gzip => {
                response = response.header(header::CONTENT_ENCODING, "gzip");
                (self.status, Body::from(gzipped.clone()))
            }
            _ => (self.status, Body::from(self.plain.clone())),
        };
        response.status(status).body(body).unwrap_or_default()
    }
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok()
}
