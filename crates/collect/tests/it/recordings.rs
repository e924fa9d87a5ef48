//! The 206 requests that fifteen unmodified client libraries and a browser have sent, through answers of 200, 204, 302, 4xx, 5xx,
//! silence and broken connections. Counts were written down by hand; fields are held against the JSON that was recorded
//! beside them, read by `serde_json`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;

use base64::Engine as _;
use flate2::read::GzDecoder;
use harpoon_collect::{Decoded, Key, LineError, Protocol, Sent, Terms, decode, tell};
use harpoon_core::{AliasKind, EventKind};
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::made::{Made, at, received, recorded, shared};

/// Recordings by name. A letter is a request: `o` asks what may be sent, `-` is no protocol of ours, a digit is so many events.
/// Then how many events there are when each counts once: retried requests bring the same again. Events of Plausible have no
/// ids, so that each counts.
const RECORDINGS: &[(&str, &str, usize)] = &[
    ("corsbad-segment-browser", "ooo111ooooooooooooo1", 4),
    ("corsexp-segment-browser", "ooo1111111111", 4),
    ("ga4mp-9101", "-", 0),
    ("matomo-node-9101", "--", 0),
    ("mixpanel-python-9101", "-", 0),
    ("plausible-browser", "111", 3),
    ("plausible-browser-500x2", "111", 3),
    ("posthog-browser", "---", 0),
    ("posthog-browser-500x2", "-----", 0),
    ("posthog-node-9101", "-", 0),
    ("posthog-node-9102", "---", 0),
    ("posthog-node-9103", "---", 0),
    ("posthog-node-9106", "--", 0),
    ("posthog-python-9101", "-", 0),
    ("rudder-browser-beacon", "3", 3),
    ("rudder-browser-xhr", "o1o1o1", 3),
    ("rudder-node-9101", "12", 3),
    ("rudder-node-9102", "1112", 3),
    ("rudder-node-9103", "1112", 3),
    ("rudder-node-9106", "1", 1),
    ("rudder-python-9101", "3", 3),
    ("rudder-python-9102", "333", 3),
    ("rudder-python-9103", "333", 3),
    ("segment-browser", "o1oo111", 4),
    ("segment-browser-413", "oo1o111", 4),
    ("segment-browser-429x2", "ooo111o1o11", 4),
    ("segment-browser-500x2", "ooo111o1o11", 4),
    ("segment-browser-batching", "o31", 4),
    ("segment-browser-keepalive", "oo1o111", 4),
    ("segment-node-9101", "6", 6),
    ("segment-node-9102", "666", 6),
    ("segment-node-9103", "666", 6),
    ("segment-node-9104", "666", 6),
    ("segment-node-9105", "66", 6),
    ("segment-node-9106", "6", 6),
    ("segment-node-9107", "6", 6),
    ("segment-node-9108", "66", 6),
    ("segment-node-9109", "6-", 6),
    ("segment-node-9110", "6", 6),
    ("segment-node-9111", "6", 6),
    ("segment-node-9112", "666", 6),
    ("segment-python-9101", "5", 5),
    ("segment-python-9102", "555", 5),
    ("segment-python-9103", "555", 5),
    ("segment-python-9104", "555", 5),
    ("segment-python-9105", "55", 5),
    ("segment-python-9106", "5", 5),
    ("segment-python-9107", "5", 5),
    ("segment-python-9108", "55", 5),
    ("segment-python-9109", "5-", 5),
    ("segment-python-9111", "5", 5),
    ("segment-python-gzip", "5", 5),
    ("snowplow-browser-500x2", "o333", 3),
    ("snowplow-browser-anonymous", "o3", 3),
    ("snowplow-browser-beacon", "111", 3),
    ("snowplow-browser-get", "111", 3),
    ("snowplow-browser-post", "o3", 3),
    ("snowplow-node-9101-get", "111", 3),
    ("snowplow-node-9101-post", "3", 3),
    ("snowplow-node-9103-post", "3", 3),
    ("snowplow-python-9101", "3", 3),
    ("snowplow-python-9102", "333-", 3),
    ("snowplow-python-9103", "333", 3),
    ("umami-node-9101", "---", 0),
    ("umami-python-9101", "-", 0),
];

/// SHA-256 of `ann@example.com`, by `sha256sum`.
const ANN: &str = "email:71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476";

#[test]
fn every_recording_decodes_to_its_events() {
    let Some(folder) = shared("http") else { return };
    let known: usize = RECORDINGS.iter().map(|(_, letters, _)| letters.len()).sum();
    let there = fs::read_dir(&folder).expect("recordings").filter_map(Result::ok);
    let there = there
        .filter(|file| file.path().extension().is_some_and(|end| end == "http"))
        .count();
    assert_eq!((known, there), (206, 206));
    for (label, letters, once) in RECORDINGS {
        let mut keys: BTreeSet<Key> = BTreeSet::new();
        for (place, letter) in letters.chars().enumerate() {
            let name = format!("{label}.{:02}.http", place + 1);
            let made = recorded(&folder.join(&name));
            let sent = check_letter(&name, &made, letter, place);
            keys.extend(sent.iter().map(|sent| sent.key));
        }
        assert_eq!(keys.len(), *once, "{label}: events that count once");
    }
}

/// Checks the outcome of one recording; gives its events.
fn check_letter(name: &str, made: &Made, letter: char, place: usize) -> Vec<Sent> {
    let mut arrival = crate::made::arrival();
    arrival.number = place as u128;
    let taken = made.taken_by(&arrival);
    match (letter, taken) {
        ('o', Err(answer)) => assert_eq!(answer.status, StatusCode::NO_CONTENT, "{name}"),
        ('-', Err(answer)) => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}"),
        (digit, Ok(admitted)) => {
            let want = digit.to_digit(10).map(|digit| digit as usize);
            assert_eq!(Some(admitted.sent.len()), want, "{name}");
            assert_eq!(admitted.quarantined, [], "{name}");
            assert_eq!(admitted.answer.status, StatusCode::OK, "{name}");
            return admitted.sent;
        }
        (_, other) => panic!("{name}: {other:?}"),
    }
    Vec::new()
}

#[test]
fn fields_are_those_that_were_recorded() {
    let (Some(folder), Some(vectors)) = (shared("http"), shared("vectors")) else {
        return;
    };
    let mut events = 0;
    for (label, letters, _) in RECORDINGS {
        let lines = fs::read_to_string(vectors.join(format!("{label}.jsonl"))).expect("vectors");
        let lines: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(lines.len(), letters.len(), "{label}");
        for (place, (vector, letter)) in lines.iter().zip(letters.chars()).enumerate() {
            if !letter.is_ascii_digit() {
                continue;
            }
            let name = format!("{label}.{:02}.http", place + 1);
            let sent = recorded(&folder.join(&name)).taken().expect("taken in").sent;
            let recorded = recorded_events(vector);
            assert_eq!(sent.len(), recorded.len(), "{name}");
            for (sent, recorded) in sent.iter().zip(&recorded) {
                check_record(&name, sent, recorded);
                check_facts(&name, sent, recorded);
                events += 1;
            }
        }
    }
    // By the table above: the digits, added up.
    let digits = RECORDINGS.iter().flat_map(|(_, letters, _)| letters.chars());
    assert_eq!(events, digits.filter_map(|letter| letter.to_digit(10)).sum::<u32>());
}

/// An event as the recording has it, and what its batch said.
struct Recorded {
    event: Value,
    sent: Option<String>,
    agent: Option<String>,
}

fn recorded_events(vector: &Value) -> Vec<Recorded> {
    let headers = vector["rawHeaders"].as_array().expect("headers");
    let header = |name: &str| {
        let mut pairs = headers.chunks(2);
        let pair = pairs.find(|pair| pair[0].as_str().is_some_and(|key| key.eq_ignore_ascii_case(name)));
        pair.and_then(|pair| pair[1].as_str()).map(str::to_owned)
    };
    let url = vector["url"].as_str().expect("an address");
    let body = if vector["method"] == "GET" {
        let (_, query) = url.split_once('?').expect("a query");
        let pairs = form_urlencoded::parse(query.as_bytes());
        Value::Object(
            pairs
                .map(|(key, value)| (key.into_owned(), Value::from(value.into_owned())))
                .collect::<Map<_, _>>(),
        )
    } else {
        serde_json::from_str(&text_of(vector)).expect("JSON")
    };
    let list = body.get("batch").or_else(|| body.get("data")).and_then(Value::as_array);
    let events = list.cloned().unwrap_or_else(|| vec![body.clone()]);
    let told = |event: &Value| {
        event
            .get("sentAt")
            .or_else(|| body.get("sentAt"))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    events
        .into_iter()
        .map(|event| Recorded {
            sent: told(&event),
            agent: header("user-agent"),
            event,
        })
        .collect()
}

fn text_of(vector: &Value) -> String {
    let Some(packed) = vector["body_base64"]
        .as_str()
        .filter(|_| vector["body_is_gzip"] == true)
    else {
        return vector["body_text"].as_str().unwrap_or_default().to_owned();
    };
    let packed = base64::engine::general_purpose::STANDARD
        .decode(packed)
        .expect("Base64");
    let mut text = String::new();
    GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .expect("gzip");
    text
}

/// The record keeps what was sent, save secrets and addresses.
fn check_record(name: &str, sent: &Sent, recorded: &Recorded) {
    let event = &recorded.event;
    let text = |key: &str| event.get(key).and_then(Value::as_str);
    let kept: Value = serde_json::from_str(&sent.body).expect("JSON");
    let mut want = event.clone();
    if let Some(key) = want.get_mut("writeKey") {
        *key = json!("redacted");
    }
    if let Some(ip) = want.pointer_mut("/context/ip") {
        *ip = Value::Null;
    }
    assert_eq!(kept, want, "{name}");
    assert!(!sent.to_line().contains("WK_test_123"), "{name}: a write key is kept");
    assert!(!sent.to_line().contains("203.0.113.9"), "{name}: an address is kept");
    assert_eq!(
        Sent::from_line(&sent.to_line()),
        Ok::<_, LineError>(sent.clone()),
        "{name}"
    );
    assert_eq!((sent.workspace.as_str(), sent.source.as_str()), ("acme", "shop"));
    match sent.protocol {
        Protocol::Link => panic!("{name}: no client asks for short links"),
        Protocol::Segment => {
            assert_eq!(sent.id.as_deref(), text("messageId"), "{name}");
            let original = text("originalTimestamp").or_else(|| text("timestamp"));
            assert_eq!(sent.original, original.map(at), "{name}");
            assert_eq!(sent.sent, recorded.sent.as_deref().map(at), "{name}");
            let agent = event.pointer("/context/userAgent").and_then(Value::as_str);
            assert_eq!(sent.agent.as_deref(), agent, "{name}");
            let is_browser = name.contains("browser");
            assert_eq!(sent.program, recorded.agent.clone().filter(|_| !is_browser), "{name}");
        }
        Protocol::Snowplow => {
            assert_eq!(sent.id.as_deref(), text("eid"), "{name}");
            let milliseconds = |key: &str| text(key).and_then(|text| text.parse::<i64>().ok());
            assert_eq!(
                sent.original.map(jiff::Timestamp::as_millisecond),
                milliseconds("dtm"),
                "{name}"
            );
            assert_eq!(
                sent.sent.map(jiff::Timestamp::as_millisecond),
                milliseconds("stm"),
                "{name}"
            );
        }
        Protocol::Plausible => {
            assert_eq!((&sent.id, sent.original, sent.sent), (&None, None, None), "{name}");
            assert_eq!(sent.agent, recorded.agent, "{name}");
        }
    }
}

/// The facts say what was sent.
fn check_facts(name: &str, sent: &Sent, recorded: &Recorded) {
    let event = &recorded.event;
    let told = tell(sent, &Terms::default());
    let kinds: Vec<EventKind> = told.events.iter().map(|event| event.kind).collect();
    let text = |way: &str| {
        event
            .pointer(way)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let word = text("/event").or_else(|| text("/n")).or_else(|| text("/e"));
    let call = text("/type");
    let want: &[EventKind] = match (call.or(word), word) {
        (Some("page" | "screen" | "pv" | "pageview"), _) => &[EventKind::PageView],
        (Some("track" | "Purchase"), Some("Order Completed" | "Purchase")) | (Some("ue"), _) => &[EventKind::Order],
        _ => &[],
    };
    assert_eq!(kinds, want, "{name}: {event}");
    let unnamed = match (call.or(word), word) {
        (Some("track"), Some("leaving")) => Some("leaving"),
        (Some("se"), _) => Some("shop add"),
        _ => None,
    };
    assert_eq!(told.unnamed.as_deref(), unnamed, "{name}");
    let people: BTreeMap<AliasKind, String> = told
        .identities
        .iter()
        .flat_map(|tie| [&tie.one, &tie.other])
        .chain(told.events.iter().filter_map(|event| event.person.as_ref()))
        .map(|alias| (alias.kind, alias.to_string()))
        .collect();
    if let Some(email) = text("/traits/email").or_else(|| text("/context/traits/email")) {
        assert_eq!(email.to_lowercase(), "ann@example.com");
        assert_eq!(people.get(&AliasKind::Email).map(String::as_str), Some(ANN), "{name}");
    }
    let tied = !told.identities.is_empty() || !told.events.is_empty();
    for (kind, ways) in [
        (AliasKind::User, ["/userId", "/uid"]),
        (AliasKind::Anonymous, ["/anonymousId", "/duid"]),
    ] {
        let named = ways
            .iter()
            .find_map(|way| text(way))
            .map(|name| format!("{kind}:{name}"));
        if let Some(named) = named.filter(|_| tied) {
            assert_eq!(people.get(&kind), Some(&named), "{name}: {event}");
        }
    }
    for fact in &told.events {
        check_event(name, fact, event);
    }
}

fn check_event(name: &str, fact: &harpoon_core::Event, event: &Value) {
    let pointer = |ways: &[&str]| {
        ways.iter()
            .find_map(|way| event.pointer(way).and_then(Value::as_str))
            .map(str::to_owned)
    };
    let url = pointer(&["/properties/url", "/context/page/url", "/url", "/u"]);
    assert_eq!(fact.landing_url, url, "{name}");
    let says_linkedin = url.as_deref().is_some_and(|url| url.contains("utm_source=linkedin"))
        || event.pointer("/context/campaign/source") == Some(&json!("linkedin"));
    let says_x = url.as_deref().is_some_and(|url| url.contains("utm_source=x"));
    let source = if says_linkedin {
        Some("linkedin")
    } else {
        says_x.then_some("x")
    };
    assert_eq!(fact.source.as_deref(), source, "{name}");
    let clicked = url.as_deref().is_some_and(|url| url.contains("fbclid=abc123"));
    assert_eq!(fact.click_param.as_deref(), clicked.then_some("fbclid"), "{name}");
    let referrer = pointer(&["/properties/referrer", "/context/page/referrer", "/refr"]);
    assert_eq!(
        fact.referrer,
        referrer.filter(|text| !text.is_empty() && text != "$direct"),
        "{name}"
    );
    assert!(fact.at <= received(), "{name}");
    if fact.kind == EventKind::Order {
        let is_plausible = event.get("n").is_some();
        assert_eq!(fact.deed.as_deref(), (!is_plausible).then_some("o-77"), "{name}");
        let has_amount = is_plausible || !name.starts_with("rudder-browser");
        let in_euro = is_plausible || event.pointer("/properties/currency") == Some(&json!("EUR"));
        let value = in_euro.then(|| ("129.5".to_owned(), "EUR".to_owned()));
        let told = fact.value.map(|value| value.to_string()).zip(fact.currency.clone());
        assert_eq!(told, value, "{name}");
        let extra = fact
            .extra
            .iter()
            .find(|(key, _)| key == "amount_sent")
            .map(|(_, amount)| amount.as_str());
        assert_eq!(extra, (has_amount && !in_euro).then_some("129.5"), "{name}");
    }
}

#[test]
fn unknown_keys_are_refused_and_nothing_is_kept() {
    let Some(folder) = shared("http") else { return };
    for name in [
        "segment-node-9101.01.http",
        "snowplow-browser-post.02.http",
        "plausible-browser.01.http",
    ] {
        let made = recorded(&folder.join(name));
        let Decoded::Posted(posted) = decode(&made.request()) else {
            panic!("{name}");
        };
        let refused = harpoon_collect::admit(posted, &made.request(), &crate::made::arrival(), |_| None);
        assert_eq!(refused.expect_err("refused").status, StatusCode::UNAUTHORIZED, "{name}");
    }
}
