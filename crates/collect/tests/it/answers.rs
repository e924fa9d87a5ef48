//! What clients are told: what keeps unmodified clients whole, header by header.

use std::time::Duration;

use harpoon_collect::{Answer, Call, Decoded, Endpoint, LONGEST_BODY, Origins, cors, decode};
use http::{Method, StatusCode};
use serde_json::Value;

use crate::made::Made;

const EVENT: &str = r#"{"type":"track","event":"x","userId":"u","messageId":"m"}"#;

fn body(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[test]
fn every_path_of_the_protocols() {
    let calls = [
        ("track", "t", Call::Track),
        ("page", "p", Call::Page),
        ("identify", "i", Call::Identify),
        ("screen", "s", Call::Screen),
        ("group", "g", Call::Group),
        ("alias", "a", Call::Alias),
    ];
    for (long, short, call) in calls {
        for path in [format!("/v1/{long}"), format!("/v1/{short}"), format!("/v1/{long}/")] {
            assert_eq!(Endpoint::of(&path), Some(Endpoint::Message(call)), "{path}");
        }
        assert_eq!(Endpoint::of(&format!("/v1/pixel/{long}")), Some(Endpoint::Pixel(call)));
    }
    for path in ["/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch"] {
        assert_eq!(Endpoint::of(path), Some(Endpoint::Batch), "{path}");
    }
    assert_eq!(Endpoint::of("/v1/projects/WK/settings"), Some(Endpoint::Settings("WK")));
    assert_eq!(Endpoint::of("/com.snowplowanalytics.snowplow/tp2"), Some(Endpoint::Tp2));
    assert_eq!(Endpoint::of("/i"), Some(Endpoint::I));
    assert_eq!(Endpoint::of("/api/event"), Some(Endpoint::Event));
    for path in [
        "",
        "/",
        "/v1",
        "/v1/",
        "/v1/x",
        "/v1/tr",
        "/v2/track",
        "/v1/projects//settings",
        "/v1/projects/a/b/settings",
        "/e/",
    ] {
        assert_eq!(Endpoint::of(path), None, "{path}");
    }
}

#[test]
fn what_is_kept_is_counted_in_the_answer() {
    let answer = Made::post(
        "/v1/batch",
        format!(r#"{{"batch":[{EVENT},{EVENT},7,{{"type":"x"}}]}}"#),
    )
    .taken()
    .expect("taken in")
    .answer;
    assert_eq!(answer.status, StatusCode::OK);
    let want = br#"{"success":true,"accepted":2,"quarantined":2}"#;
    assert_eq!(answer.body.as_ref(), want);
    let empty = Made::post("/v1/batch", r#"{"batch":[]}"#)
        .taken()
        .expect("taken in")
        .answer;
    assert_eq!(empty.body.as_ref(), br#"{"success":true,"accepted":0,"quarantined":0}"#);
}

/// 400 for what is no JSON, 401 for a key that nobody has, and no other 4xx for what a client can send to a path of its own.
#[test]
fn refusals_are_few() {
    let status = |made: &Made| {
        made.taken()
            .map_or_else(|answer| answer.status, |taken| taken.answer.status)
            .as_u16()
    };
    let post = |body: &str| Made::post("/v1/t", body);
    for no_json in ["", "{", "a=b", "\u{0}", "[1,]", "{\"a\":1}{"] {
        assert_eq!(status(&post(no_json)), 400, "{no_json}");
    }
    assert_eq!(status(&Made::post("/v1/t", vec![0xff, 0xfe])), 400);
    assert_eq!(status(&Made::post("/v1/t", vec![0x1f, 0x8b, 8, 0])), 400);
    for json in ["[]", "7", "\"x\"", "null", "{}", "[[]]", r#"{"batch":7}"#] {
        assert_eq!(status(&post(json)), 200, "{json}");
        assert_eq!(status(&Made::post("/v1/batch", json)), 200, "{json}");
        assert_eq!(status(&post(json).without("authorization")), 401, "{json}");
    }
    assert_eq!(status(&Made::post("/v1/t", vec![b' '; LONGEST_BODY + 1])), 200);
    let other = post(EVENT)
        .without("authorization")
        .with("authorization", "Basic bm9ib2R5Og==");
    assert_eq!(status(&other), 401);
    let get = Made::get("/v1/batch").taken().expect_err("refused");
    assert_eq!(get.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(
        get.headers
            .iter()
            .any(|(name, value)| name == "allow" && value == "POST, OPTIONS")
    );
    assert_eq!(status(&Made::post("/nothing", EVENT)), 404);
}

#[test]
fn keys_are_found_wherever_clients_put_them() {
    let accepted = |made: &Made| made.taken().map_or(0, |taken| taken.sent.len());
    let bare = |address: &str, body: &str| Made::post(address, body).without("authorization");
    let keyed = EVENT.replace('{', r#"{"writeKey":"WK","#);
    assert_eq!(accepted(&bare("/v1/t", EVENT)), 0);
    assert_eq!(accepted(&bare("/v1/t", EVENT).with("authorization", "basic V0s6")), 1);
    assert_eq!(accepted(&bare("/v1/t?writeKey=WK", EVENT)), 1);
    assert_eq!(accepted(&bare("/v1/t", &keyed)), 1);
    assert_eq!(
        accepted(&bare("/v1/batch", &format!(r#"{{"writeKey":"WK","batch":[{EVENT}]}}"#))),
        1
    );
    assert_eq!(
        accepted(&bare("/v1/batch", &format!(r#"{{"batch":[{keyed},{keyed}]}}"#))),
        2
    );
    // One event of a stranger among others is put aside; the others are not lost for it.
    let stranger = keyed.replace("WK", "NOBODY");
    let mixed = bare("/v1/batch", &format!(r#"{{"batch":[{stranger},{keyed}]}}"#))
        .taken()
        .expect("taken in");
    assert_eq!((mixed.sent.len(), mixed.quarantined.len()), (1, 1));
    assert_eq!(mixed.quarantined[0].code, "unknown_key");
    assert!(!format!("{mixed:?}").contains("NOBODY"), "a key is kept");
    // Nor is what a stranger sends, event or not, or what shows nothing at all.
    let others = [
        stranger.clone(),
        r#"{"writeKey":"NOBODY","type":"wave","userId":"stranger"}"#.to_owned(),
        r#"{"type":"track","userId":"stranger"}"#.to_owned(),
        r#"{"type":"page","userId":"stranger"}"#.to_owned(),
    ];
    let mixed = bare("/v1/batch", &format!(r#"{{"batch":[{},{keyed}]}}"#, others.join(",")));
    let mixed = mixed.taken().expect("taken in");
    let codes: Vec<&str> = mixed.quarantined.iter().map(|aside| aside.code.as_str()).collect();
    assert_eq!((mixed.sent.len(), codes.len()), (1, 4), "{codes:?}");
    assert!(mixed.quarantined.iter().all(|aside| aside.body.is_none()), "{mixed:?}");
    // An event that is none is put aside where its key belongs; without a known key nothing is kept.
    let faulty = r#"{"type":"track","writeKey":"WK","userId":"u"}"#;
    for (address, body) in [
        ("/v1/t", faulty.to_owned()),
        ("/v1/batch", format!(r#"{{"batch":[{faulty}]}}"#)),
        (
            "/com.snowplowanalytics.snowplow/tp2",
            r#"{"data":[{"aid":"shop","e":"x"}]}"#.to_owned(),
        ),
        ("/api/event", r#"{"d":"shop.example"}"#.to_owned()),
        ("/api/event", r#"{"domain":"shop.example"}"#.to_owned()),
        ("/api/event", r#"{"d":" Shop.Example "}"#.to_owned()),
    ] {
        let taken = bare(address, &body).taken().expect("put aside");
        assert_eq!((taken.sent.len(), taken.quarantined.len()), (0, 1), "{address}");
        let stranger = body
            .replace("WK", "NOBODY")
            .replace("shop", "nobody")
            .replace("Shop", "nobody");
        let refused = bare(address, &stranger).taken().expect_err("refused");
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{address}");
    }
    // Of several sites each is asked for by itself, whether or not the event is one.
    let sites = |name: &str| format!(r#"{{"d":"other.example,shop.example"{name}}}"#);
    for (name, accepted) in [(r#","n":"pageview""#, 1), ("", 0)] {
        let taken = bare("/api/event", &sites(name)).taken().expect("put aside");
        assert_eq!(
            (taken.sent.len(), taken.quarantined.len()),
            (accepted, 2 - accepted),
            "{name}"
        );
    }
    // What the request as a whole shows wins over what its events show.
    assert_eq!(accepted(&Made::post("/v1/t", stranger.as_str())), 1);
}

/// Whatever is printed for somebody who looks for a fault shows no key, no address and nothing of what was sent.
#[test]
fn nothing_that_is_printed_tells_what_was_sent() {
    let event = r#"{"writeKey":"S3CR3T","type":"KIND","userId":"S3CR3T","context":{"ip":"203.0.113.9"}}"#;
    let body = format!(
        r#"{{"batch":[{},{}]}}"#,
        event.replace("KIND", "page"),
        event.replace("KIND", "S3CR3T")
    );
    let mut arrival = crate::made::arrival();
    arrival.address = "203.0.113.9".parse().ok();
    for made in [
        Made::new(Method::POST, "/v1/batch?writeKey=S3CR3T", body.as_str()).with("authorization", "Basic UzNDUjNU"),
        Made::new(Method::POST, "/v1/batch", body.as_str()),
        Made::get("/v1/projects/S3CR3T/settings"),
        Made::get("/sourceConfig?writeKey=S3CR3T"),
        Made::new(
            Method::POST,
            "/api/event",
            r#"{"u":"https://a.example/S3CR3T","d":"shop.example"}"#,
        ),
    ] {
        let request = made.request();
        let printed = format!(
            "{request:?} {:?} {:?} {arrival:?}",
            Endpoint::of(request.path),
            decode(&request)
        );
        for hidden in ["S3CR3T", "UzNDUjNU", "203.0.113.9"] {
            assert!(!printed.contains(hidden), "{printed}");
        }
    }
}

#[test]
fn pixels_always_answer_with_a_picture() {
    use base64::Engine as _;
    let pack = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let data = r#"{"writeKey":"WK","userId":"u","event":"Email Opened","properties":{"subject":"ÿ?~"}}"#;
    let padded = base64::engine::general_purpose::STANDARD.encode(data);
    let in_query = form_urlencoded::byte_serialize(padded.as_bytes()).collect::<String>();
    let plain = "userId=u&event=Email+Opened&properties.subject=a&properties.deep.er=b&writeKey=WK";
    for (query, events) in [
        (format!("data={}", pack(data)), 1),
        (format!("data={in_query}"), 1),
        (format!("data={padded}"), 1),
        (plain.to_owned(), 1),
        ("data=!!!".to_owned(), 0),
        (format!("data={}", pack("no JSON")), 0),
        (format!("data={}", pack("7")), 0),
        (String::new(), 0),
        (format!("data={}", pack(&data.replace("WK", "NOBODY"))), 0),
    ] {
        let made = Made::get(&format!("/v1/pixel/track?{query}")).with("referer", "https://shop.example/p?token=s");
        let taken = made.taken();
        let answer = taken.as_ref().map_or_else(Clone::clone, |taken| taken.answer.clone());
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        assert!(answer.body.starts_with(b"GIF89a\x01\x00\x01\x00"), "{query}");
        assert!(
            answer
                .headers
                .iter()
                .any(|(name, value)| name == "content-type" && value == "image/gif")
        );
        let sent = taken.map(|taken| taken.sent).unwrap_or_default();
        assert_eq!(sent.len(), events, "{query}");
        for sent in sent {
            assert_eq!(sent.page.as_deref(), Some("https://shop.example/p?token=redacted"));
            assert!(!sent.counts_once(), "an image has no id");
        }
    }
    let made = Made::get(&format!("/v1/pixel/track?{plain}")).sent();
    let want =
        r#"{"event":"Email Opened","properties":{"deep":{"er":"b"},"subject":"a"},"userId":"u","writeKey":"redacted"}"#;
    assert_eq!(made.body, want);
}

#[test]
fn browsers_are_told_what_they_may_send() {
    let ask = Made::new(Method::OPTIONS, "/v1/t", "").with("origin", "https://shop.example");
    let Decoded::Answer(answer) = decode(&ask.request()) else {
        panic!("an answer");
    };
    assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0));
    let header = |made: &Made, origins: &Origins, name: &str| {
        let all = cors(&made.headers, &made.method, origins);
        let found = all.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.to_str().unwrap_or_default().to_owned())
    };
    let any = Origins::Any;
    let allowed = header(&ask, &any, "access-control-allow-headers").unwrap_or_default();
    for name in [
        "authorization",
        "content-type",
        "x-retry-count",
        "anonymousid",
        "sentat",
        "sp-anonymous",
    ] {
        assert!(allowed.split(", ").any(|known| known == name), "{name}");
    }
    assert_eq!(header(&ask, &any, "access-control-max-age").as_deref(), Some("7200"));
    assert_eq!(
        header(&ask, &any, "access-control-allow-origin").as_deref(),
        Some("https://shop.example")
    );
    let post = Made::post("/v1/t", EVENT).with("origin", "https://shop.example");
    assert_eq!(
        header(&post, &any, "access-control-expose-headers").as_deref(),
        Some("Retry-After")
    );
    assert_eq!(
        header(&post, &any, "access-control-allow-credentials").as_deref(),
        Some("true")
    );
    assert_eq!(header(&post, &any, "access-control-allow-headers"), None);
    assert_eq!(header(&post, &any, "vary").as_deref(), Some("Origin"));
    let only = Origins::Only(vec!["https://shop.example".to_owned()]);
    assert!(header(&post, &only, "access-control-allow-origin").is_some());
    let other = Made::post("/v1/t", EVENT).with("origin", "https://evil.example");
    assert_eq!(header(&other, &only, "access-control-allow-origin"), None);
    assert_eq!(
        header(&Made::post("/v1/t", EVENT), &any, "access-control-allow-origin"),
        None
    );
}

#[test]
fn what_browsers_ask_first() {
    let Decoded::Settings(key) = decode(&Made::get("/v1/projects/W%22K/settings").request()) else {
        panic!("settings");
    };
    let settings = body(&Answer::settings(&key, "collect.example:8080"));
    let segment = &settings["integrations"]["Segment.io"];
    assert_eq!(
        (&segment["apiKey"], &segment["apiHost"]),
        (&Value::from("W%22K"), &Value::from("collect.example:8080/v1"))
    );
    assert_eq!(settings["metrics"]["sampleRate"], 0, "nothing is sent to anybody else");
    let quoted = body(&Answer::settings("a\"b", "h"));
    assert_eq!(quoted["integrations"]["Segment.io"]["apiKey"], "a\"b");
    let Decoded::SourceConfig(key) = decode(&Made::get("/sourceConfig/?p=npm&v=3&writeKey=WK").request()) else {
        panic!("a configuration");
    };
    let source = &body(&Answer::source_config(&key))["source"];
    assert_eq!(
        (&source["writeKey"], &source["enabled"]),
        (&Value::from("WK"), &Value::from(true))
    );
    assert_eq!(source["destinations"], Value::Array(Vec::new()));
}

/// Clients wait as long as they are told, up to 300 seconds; longer ones they take for a mistake.
#[test]
fn nobody_is_asked_to_wait_long() {
    for (wait, want) in [
        (Duration::ZERO, "1"),
        (Duration::from_secs(2), "2"),
        (Duration::from_hours(9), "300"),
    ] {
        let answer = Answer::later(StatusCode::TOO_MANY_REQUESTS, wait);
        let told = answer.headers.iter().find(|(name, _)| name == "retry-after");
        assert_eq!(told.map(|(_, value)| value.to_str().unwrap_or_default()), Some(want));
    }
}
