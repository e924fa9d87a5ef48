//! Requests that tests make, and recordings that they read.

use std::fs;
use std::path::PathBuf;

use harpoon_collect::{
    Admitted, Answer, Arrival, Credential, Decoded, Request, Sent, Source, Terms, Told, admit, decode, tell,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;

/// A browser of a person.
pub(crate) const CHROME: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/// A request that owns what it says.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Made {
    /// A request to a path, which may have a query.
    pub(crate) fn new(method: Method, address: &str, body: impl Into<Vec<u8>>) -> Self {
        let (path, query) = address
            .split_once('?')
            .map_or((address, None), |(path, query)| (path, Some(query)));
        Self {
            method,
            path: path.to_owned(),
            query: query.map(str::to_owned),
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    /// What a browser posts with the key `WK`.
    pub(crate) fn post(address: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::new(Method::POST, address, body)
            .with("authorization", "Basic V0s6")
            .with("user-agent", CHROME)
    }

    pub(crate) fn get(address: &str) -> Self {
        Self::new(Method::GET, address, "").with("user-agent", CHROME)
    }

    /// The same with a header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
        self.headers
            .append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        self
    }

    /// The same without a header.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request {
            method: &self.method,
            path: &self.path,
            query: self.query.as_deref(),
            headers: &self.headers,
            body: &self.body,
        }
    }

    /// Decoded and taken in, by a house that knows the keys of [`source_of`].
    pub(crate) fn taken(&self) -> Result<Admitted, Answer> {
        self.taken_by(&arrival())
    }

    pub(crate) fn taken_by(&self, arrival: &Arrival<'_>) -> Result<Admitted, Answer> {
        let shop = Source::new("acme", "shop");
        match decode(&self.request()) {
            Decoded::Posted(posted) => admit(posted, &self.request(), arrival, |key| is_known(key).then_some(&shop)),
            Decoded::Answer(answer) => Err(answer),
            Decoded::Settings(key) => Err(Answer::settings(&key, "harpoon.example")),
            Decoded::SourceConfig(key) => Err(Answer::source_config(&key)),
        }
    }

    /// The one event of the request.
    pub(crate) fn sent(&self) -> Sent {
        let mut admitted = self.taken().expect("taken in");
        assert_eq!(
            (admitted.sent.len(), admitted.quarantined.len()),
            (1, 0),
            "{admitted:?}"
        );
        admitted.sent.remove(0)
    }

    /// What the one event of the request tells.
    pub(crate) fn told(&self) -> Told {
        tell(&self.sent(), &Terms::default())
    }
}

/// Keys that somebody has.
pub(crate) fn is_known(key: &Credential) -> bool {
    match key {
        Credential::WriteKey(key) => key == "WK" || key == "WK_test_123",
        Credential::App(app) => app == "shop",
        Credential::Site(site) => site == "shop.example",
    }
}

/// An instant of the recordings.
pub(crate) fn received() -> Timestamp {
    at("2026-11-22T12:00:00Z")
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// An arrival of which nothing is known but when.
pub(crate) fn arrival() -> Arrival<'static> {
    Arrival {
        received: received(),
        number: 7,
        address: None,
        salt: None,
    }
}

/// A file or folder of the shared data; `None`, and a line that says so, where there is none.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let data = std::env::var("HARPOON_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    let path = PathBuf::from(data).join("collector").join(name);
    if !path.exists() {
        eprintln!("SKIPPED: no {}", path.display());
        return None;
    }
    Some(path)
}

/// A recorded request, to the byte.
pub(crate) fn recorded(path: &std::path::Path) -> Made {
    let bytes = fs::read(path).expect("a recording");
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("an end of headers");
    let head = std::str::from_utf8(&bytes[..end]).expect("headers in ASCII");
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let method: Method = first.next().unwrap_or_default().parse().expect("a method");
    let mut made = Made::new(method, first.next().unwrap_or_default(), &bytes[end + 4..]);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        made = made.with(name, value);
    }
    made
}
