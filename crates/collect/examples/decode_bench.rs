//! How long a request takes: from bytes to the lines that are kept, and from lines to facts.
//!
//! `cargo run --release -p harpoon-collect --example decode_bench` prints microseconds of processor time, the least of nine rounds,
//! for requests of 1, 6 and 100 events. A prototype that only parsed took 9, 18 and 171; a durable event may take 25 altogether.

#![expect(clippy::print_stdout, reason = "a bench prints")]

use std::hint::black_box;
use std::time::Instant;

use harpoon_collect::bot::classify;
use harpoon_collect::{Arrival, Decoded, Request, Sent, Source, Terms, admit, decode, tell};
use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;

const AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const CONTEXT: &str = r#"{"page":{"path":"/p","referrer":"","search":"?utm_source=linkedin&utm_medium=social&fbclid=abc123","title":"A page","url":"https://shop.example/p?utm_source=linkedin&utm_medium=social&fbclid=abc123"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36","locale":"en-US","library":{"name":"analytics.js","version":"npm:next-1.84.3"},"campaign":{"source":"linkedin","medium":"social"},"timezone":"UTC"}"#;

fn main() {
    println!("events  bytes  decode  to lines  to facts  (µs of processor time a request)");
    for (path, body, events) in [
        ("/v1/p", one(), 1),
        ("/v1/batch", batch(6), 6),
        ("/v1/batch", batch(100), 100),
    ] {
        measure(path, body.as_bytes(), events);
    }
    let judged = least(20_000, || _ = black_box(classify(black_box(Some(AGENT)), None)));
    println!("one browser's name judged: {judged:.2} µs");
}

/// One page as a browser sends it.
fn one() -> String {
    format!(
        r#"{{"timestamp":"2026-11-22T00:13:14.788Z","integrations":{{"Segment.io":true}},"type":"page","properties":{{"path":"/p","title":"A page","url":"https://shop.example/p?utm_source=linkedin"}},"name":"Pricing","context":{CONTEXT},"messageId":"ajs-next-1795306394788-077c8919-5748-4599-b540-402e55c37b1b","anonymousId":"7c891957-4805-4975-8040-2e55c37b1b47","writeKey":"WK","userId":"u-1","sentAt":"2026-11-22T00:13:14.881Z"}}"#
    )
}

/// Orders as a server sends them.
fn batch(events: usize) -> String {
    let event = |number: usize| {
        format!(
            r#"{{"timestamp":"2026-11-20T10:00:00.000Z","integrations":{{}},"event":"Order Completed","type":"track","properties":{{"order_id":"o-{number}","revenue":129.5,"currency":"EUR"}},"context":{{"campaign":{{"source":"linkedin","medium":"social","name":"q4"}},"library":{{"name":"@segment/analytics-node","version":"3.1.0"}}}},"userId":"u-{number}","messageId":"node-next-1795305903216-89d30981-0144-4687-b3d4-{number:012}","_metadata":{{"nodeVersion":"v20.20.2","jsRuntime":"node"}}}}"#
        )
    };
    let all: Vec<String> = (0..events).map(event).collect();
    format!(
        r#"{{"batch":[{}],"writeKey":"WK","sentAt":"2026-11-22T00:05:03.286Z"}}"#,
        all.join(",")
    )
}

fn measure(path: &str, body: &[u8], events: usize) {
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_static("Basic V0s6"));
    headers.insert("user-agent", HeaderValue::from_static(AGENT));
    let request = Request {
        method: &Method::POST,
        path,
        query: None,
        headers: &headers,
        body,
    };
    let source = Source::new("acme", "shop");
    let arrival = Arrival {
        received: Timestamp::UNIX_EPOCH,
        number: 1,
        address: None,
        salt: None,
    };
    let lines = || -> Vec<String> {
        let Decoded::Posted(posted) = decode(black_box(&request)) else {
            return Vec::new();
        };
        let admitted = admit(posted, &request, &arrival, |_| Some(&source));
        let sent = admitted.map(|admitted| admitted.sent).unwrap_or_default();
        sent.iter().map(Sent::to_line).collect()
    };
    let kept = lines();
    assert_eq!(kept.len(), events);
    let terms = Terms::default();
    let facts = || {
        let sent = kept.iter().filter_map(|line| Sent::from_line(line).ok());
        sent.map(|sent| tell(&sent, &terms).events.len()).sum::<usize>()
    };
    let rounds = 40_000 / events;
    let decoding = least(rounds, || _ = black_box(decode(black_box(&request))));
    let keeping = least(rounds, || _ = black_box(lines()));
    let telling = least(rounds, || _ = black_box(facts()));
    println!(
        "{events:>6} {:>6} {decoding:>7.1} {keeping:>9.1} {telling:>9.1}",
        body.len()
    );
}

/// Microseconds of one go, in the best of nine rounds.
fn least(rounds: usize, mut go: impl FnMut()) -> f64 {
    let round = |go: &mut dyn FnMut()| {
        let start = spent();
        for _ in 0..rounds {
            go();
        }
        (spent() - start) / rounds as f64
    };
    (0..9).map(|_| round(&mut go)).fold(f64::INFINITY, f64::min)
}

/// Microseconds that this thread has had a processor; where nobody tells, those that have gone by.
fn spent() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse::<f64>().ok());
    nanoseconds.map_or_else(
        || START.with(|start| start.elapsed().as_secs_f64() * 1e6),
        |ns| ns / 1e3,
    )
}

thread_local! {
    static START: Instant = Instant::now();
}
