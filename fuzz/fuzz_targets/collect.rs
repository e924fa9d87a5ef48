//! Requests of clients: decoded, taken in, written as lines, read back, told. The first byte chooses path and headers, the rest is
//! the body or the query. A secret is planted in every object of it, and must stand in no line.
#![no_main]

use harpoon_collect::{Arrival, Decoded, Request, Sent, Source, Terms, Visits, admit, decode, tell};
use http::{HeaderMap, HeaderValue, Method};
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

const PATHS: &[&str] = &[
    "/v1/batch",
    "/v1/t",
    "/v1/i",
    "/v1/p",
    "/v1/g",
    "/v1/a",
    "/com.snowplowanalytics.snowplow/tp2",
    "/api/event",
    "/i",
    "/v1/pixel/track",
];

const SECRET: &str = "S3CR3T";

/// The text with a secret at the beginning of every object.
fn planted(text: &str) -> String {
    let mut planted = String::with_capacity(2 * text.len());
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (place, letter) in text.char_indices() {
        planted.push(letter);
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_quoted,
            '"' => is_quoted = !is_quoted,
            '{' if !is_quoted => {
                let is_empty = text[place + 1..].trim_start().starts_with('}');
                let comma = if is_empty { "" } else { "," };
                planted.push_str(&format!(r#""token":"{SECRET}"{comma}"#));
            }
            _ => {}
        }
    }
    planted
}

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, body)) = bytes.split_first() else { return };
    if body.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()) {
        return;
    }
    let path = PATHS[usize::from(choice & 0x3f) % PATHS.len()];
    let by_address = path == "/i" || path.starts_with("/v1/pixel");
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static("Basic V0s6"));
    if choice & 0x80 != 0 {
        headers.insert("sec-gpc", HeaderValue::from_static("1"));
    }
    let text = std::str::from_utf8(body).ok();
    let query = text.filter(|_| by_address).map(|query| format!("token={SECRET}&{query}"));
    let body = match text {
        _ if by_address => Vec::new(),
        Some(text) => planted(text).into_bytes(),
        None => body.to_vec(),
    };
    let request = Request {
        method: if by_address { &Method::GET } else { &Method::POST },
        path,
        query: query.as_deref(),
        headers: &headers,
        body: &body,
    };
    let Decoded::Posted(posted) = decode(&request) else { return };
    let events = posted.items.len() as u64 + posted.faults.iter().map(|fault| fault.events).sum::<u64>();
    let source = Source::new("acme", "shop");
    let arrival = Arrival {
        received: "2026-11-22T12:00:00Z".parse().expect("an instant"),
        number: 1,
        address: None,
        salt: None,
    };
    let admitted = admit(posted, &request, &arrival, |_| Some(&source)).expect("the key is known");
    let asides: u64 = admitted.quarantined.iter().map(|aside| aside.events).sum();
    assert_eq!(admitted.sent.len() as u64 + asides, events, "an event is lost");
    for aside in &admitted.quarantined {
        assert!(!aside.to_line().contains(SECRET), "a secret is put aside");
    }
    let mut visits = Visits::default();
    for sent in &admitted.sent {
        let line = sent.to_line();
        assert!(!line.contains('\n'), "a line is one line");
        assert!(!line.contains(SECRET), "a secret is kept");
        let read = Sent::from_line(&line).expect("read back");
        assert_eq!(read.to_line(), line, "two spellings of one record");
        let told = tell(&read, &Terms::default());
        assert!(told.events.iter().all(|event| event.at <= arrival.received), "told before it happened");
        visits.take(&told, &TimeZone::UTC);
    }
});
