//! What nobody should send: each is put aside with a reason or refused clearly, in bounded memory, and nothing ever panics.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use harpoon_collect::{
    Admitted, LONGEST_BODY, LONGEST_TEXT, LineError, MOST_EVENTS, Quarantined, Sent, Terms, Visits, tell,
};
use http::StatusCode;
use jiff::tz::TimeZone;

use crate::made::{Made, at, received};

/// Pseudo-random numbers (xorshift), the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap_or_default()
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.roll(all.len())]
    }
}

fn packed(text: &[u8]) -> Vec<u8> {
    packed_by(text, Compression::fast())
}

fn packed_by(text: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(text).expect("packed");
    encoder.finish().expect("packed")
}

fn taken(made: &Made) -> Admitted {
    made.taken().expect("taken in")
}

/// Everything that can be done with what was taken in, is done.
fn go_on(taken: &Admitted) {
    let mut visits = Visits::default();
    let lines = taken.sent.iter().map(Sent::to_line);
    for line in lines.chain(taken.quarantined.iter().map(Quarantined::to_line)) {
        assert!(!line.contains("S3CR3T"), "a secret is kept: {line}");
    }
    for sent in &taken.sent {
        assert_eq!(Sent::from_line(&sent.to_line()), Ok::<_, LineError>(one_line(sent)));
        let told = tell(sent, &Terms::default());
        assert!(
            told.events
                .iter()
                .all(|event| event.at <= received() && !event.event_id.is_empty())
        );
        let events = visits.take(&told, &TimeZone::UTC);
        assert!(events.len() >= told.events.len());
    }
    visits.close(at("2027-01-01T00:00:00Z"), &TimeZone::UTC);
    for aside in &taken.quarantined {
        assert!(!aside.reason.is_empty() && aside.events > 0);
        let read = Quarantined::from_line(&aside.to_line()).expect("read back");
        assert_eq!((read.reason, read.events), (aside.reason.clone(), aside.events));
    }
}

/// The record as its line has it: line breaks between values are blanks.
fn one_line(sent: &Sent) -> Sent {
    let plain = |text: &String| text.replace(['\n', '\r'], " ");
    Sent {
        body: plain(&sent.body),
        shared: sent.shared.as_ref().map(plain),
        consent: sent.consent.as_ref().map(plain),
        ..sent.clone()
    }
}

#[test]
fn bombs_do_not_go_off() {
    // Of one piece, and of many: each unpacks to 64 MiB.
    let zeros = packed(&vec![b' '; 64 << 20]);
    let pieces = packed(&vec![b' '; 1 << 20]).repeat(64);
    for bomb in [zeros, pieces] {
        assert!(bomb.len() < 1 << 20);
        let taken = taken(&Made::post("/v1/batch", bomb));
        assert_eq!(taken.answer.status, StatusCode::OK);
        assert_eq!(taken.quarantined[0].code, "body");
        assert_eq!(
            taken.quarantined[0].reason,
            "the body unpacks to more than 16 MiB, or more than 100 times its length"
        );
        assert_eq!(taken.quarantined[0].body, None);
    }
}

/// Says to this test program that it is the child of a test, which takes nothing in but bombs.
const CHILD: &str = "HARPOON_COLLECT_CHILD";
/// What the child may have at most, in KiB, with all that the program needs itself. Each bomb is many times as large.
const BOUND: usize = 128 << 10;

#[test]
fn bombs_take_no_memory() {
    if peak().is_none() {
        eprintln!("SKIPPED: nobody tells here how much memory a process had");
        return;
    }
    let program = std::env::current_exe().expect("this program");
    let child = std::process::Command::new(program)
        .args(["--exact", "hostile::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .expect("a child");
    let said = String::from_utf8_lossy(&child.stdout);
    let peak = said
        .lines()
        .find_map(|line| line.strip_prefix("peak ")?.parse::<usize>().ok());
    assert!(
        child.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&child.stderr)
    );
    let peak = peak.expect("the child says what it had");
    assert!((1..BOUND).contains(&peak), "{peak} KiB");
}

/// The child: a process of its own, so that nothing else is counted. As a test by itself it has nothing to do.
#[test]
fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let bombs = [
        // 2 GiB of blanks in 2 MB, and 1 GiB of brackets.
        packed_by(&vec![b' '; 1 << 20], Compression::best()).repeat(2_048),
        packed_by(&vec![b'['; 1 << 20], Compression::best()).repeat(1_024),
        // As much as is unpacked at all, as deep as it can be.
        packed(&[b'['; 1 << 10]).repeat(LONGEST_TEXT >> 10),
        vec![b'['; LONGEST_BODY],
        [&b"{\"batch\":["[..], &b"0,".repeat(LONGEST_BODY / 2 - 10), b"0]}"].concat(),
        vec![b' '; LONGEST_BODY + 1],
    ];
    for bomb in bombs {
        let taken = taken(&Made::post("/v1/batch", bomb));
        assert!(taken.sent.is_empty() && taken.answer.status == StatusCode::OK);
    }
    // On a line of its own: the test program itself writes, too.
    writeln!(std::io::stdout(), "\npeak {}", peak().unwrap_or(0)).expect("said");
}

/// The most memory that this process has had, in KiB; `None` where nobody tells.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

#[test]
fn what_packs_well_but_honestly_is_taken() {
    let event = r#"{"type":"track","event":"x","userId":"u"},"#.repeat(1_500);
    let text = format!(r#"{{"batch":[{}]}}"#, event.trim_end_matches(','));
    let body = packed_by(text.as_bytes(), Compression::best());
    assert!(body.len() * 100 < event.len(), "packs to less than a hundredth");
    let made = Made::post("/v1/batch", body);
    let outcome = taken(&made);
    // 63,000 letters are below the 64 KiB up to which any ratio will do.
    assert_eq!((outcome.sent.len(), outcome.quarantined.len()), (1_500, 0));
}

#[test]
fn lengths_are_bounded() {
    let reason = |body: Vec<u8>| {
        let taken = taken(&Made::post("/v1/batch", body));
        let asides: Vec<String> = taken
            .quarantined
            .iter()
            .map(|aside| format!("{} {}", aside.code, aside.events))
            .collect();
        (taken.sent.len(), asides)
    };
    let one = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(reason(vec![b'['; LONGEST_BODY + 1]), (0, one(vec!["body 1"])));
    assert_eq!(reason("[".repeat(2_000_000).into_bytes()), (0, one(vec!["nested 1"])));
    let event = |inner: &str| {
        format!(r#"{{"batch":[{{"type":"track","event":"x","userId":"u","properties":{inner}}}]}}"#).into_bytes()
    };
    let nest = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert_eq!(reason(event(&nest(63))), (1, vec![]));
    assert_eq!(reason(event(&nest(64))), (0, one(vec!["nested 1"])));
    assert_eq!(
        reason(event(&format!("\"{}\"", "x".repeat(256 << 10)))),
        (0, one(vec!["long 1"]))
    );
    let many = |count: usize| format!(r#"{{"batch":[{}]}}"#, vec![r#"{"type":"page"}"#; count].join(",")).into_bytes();
    assert_eq!(reason(many(MOST_EVENTS)), (MOST_EVENTS, vec![]));
    assert_eq!(reason(many(MOST_EVENTS + 5)), (MOST_EVENTS, one(vec!["many 5"])));
    let shared = format!(
        r#"{{"context":{{"a":"{}"}},"batch":[{}]}}"#,
        "x".repeat(20_000),
        vec!["{}"; 1_000].join(",")
    );
    assert_eq!(reason(shared.into_bytes()), (0, one(vec!["shared 1000"])));
    let large = packed(&[&b"["[..], &vec![b'7'; LONGEST_TEXT]].concat());
    assert_eq!(reason(large), (0, one(vec!["body 1"])));
}

#[test]
fn each_fault_has_its_reason() {
    let reason = |address: &str, body: &str| {
        let taken = taken(&Made::post(address, body));
        assert_eq!(taken.sent.len(), 0, "{body}");
        assert_eq!(taken.quarantined.len(), 1, "{body}");
        taken.quarantined[0].reason.clone()
    };
    let batch = |event: &str| reason("/v1/batch", &format!(r#"{{"batch":[{event}]}}"#));
    let long = "x".repeat(101);
    let longer = "x".repeat(1_001);
    let cases = [
        (batch("[]"), "an event is an object, and this is none"),
        (batch("{}"), "`type` is missing"),
        (
            batch(r#"{"type":"wave"}"#),
            "`type` is `wave`, which the protocol does not know",
        ),
        (batch(r#"{"type":["track"],"event":"x"}"#), "`type` is missing"),
        (batch(r#"{"type":"track","userId":"u"}"#), "`event` is missing"),
        (
            batch(r#"{"type":"track","event":"","userId":"u"}"#),
            "`event` is missing",
        ),
        (
            batch(r#"{"type":"track","event":{},"userId":"u"}"#),
            "`event` is missing",
        ),
        (batch(r#"{"type":"identify","traits":{}}"#), "`userId` is missing"),
        (batch(r#"{"type":"group","userId":"u"}"#), "`groupId` is missing"),
        (batch(r#"{"type":"alias","userId":"u"}"#), "`previousId` is missing"),
        (batch(r#"{"type":"page","userId":{"a":1}}"#), "`userId` is no text"),
        (batch(r#"{"type":"page","userId":[1]}"#), "`userId` is no text"),
        (
            batch(r#"{"type":"page","userId":"a\u0000b"}"#),
            "`userId` has control characters in it",
        ),
        (
            batch(r#"{"type":"page","messageId":"a\nb"}"#),
            "`messageId` has control characters in it",
        ),
        (
            batch(&format!(r#"{{"type":"page","messageId":"{long}"}}"#)),
            "`messageId` is longer than 100 bytes",
        ),
        (
            batch(&format!(r#"{{"type":"page","anonymousId":"{longer}"}}"#)),
            "`anonymousId` is longer than 1000 bytes",
        ),
        (
            batch(r#"{"type":"page","messageId":"a","messageId":"b"}"#),
            "`messageId` stands twice",
        ),
        (batch(r#"{"type":"page","type":"track"}"#), "`type` stands twice"),
        (reason("/v1/batch", r#"{"batch":{}}"#), "`batch` is no list of events"),
        (
            reason("/v1/batch", r#"{"batch":[{"type":"page"}],"context":{},"context":{}}"#),
            "`context` stands twice",
        ),
        (reason("/v1/t", "[1,2]"), "an event is an object, and this is none"),
        (
            reason("/com.snowplowanalytics.snowplow/tp2", "{}"),
            "`data` is no list of events",
        ),
        (
            reason("/com.snowplowanalytics.snowplow/tp2", r#"{"data":[{"eid":"1"}]}"#),
            "`e` is missing",
        ),
        (
            reason("/com.snowplowanalytics.snowplow/tp2", r#"{"data":[{"e":"xx"}]}"#),
            "`e` is `xx`, which the protocol does not know",
        ),
        (
            reason(
                "/com.snowplowanalytics.snowplow/tp2",
                &format!(r#"{{"data":[{{"e":"pv","eid":"{long}"}}]}}"#),
            ),
            "`eid` is longer than 100 bytes",
        ),
        (reason("/api/event", r#"{"d":"shop.example"}"#), "`name` is missing"),
    ];
    for (got, want) in cases {
        assert_eq!(got, want);
    }
}

/// Of two lists nobody can say which counts, and none is lost without a word.
#[test]
fn two_lists_of_events_are_put_aside_together() {
    for (address, body) in [
        ("/v1/batch", r#"{"batch":[EVENT],"batch":[EVENT,EVENT]}"#),
        (
            "/v1/batch",
            r#"{"writeKey":"WK","\u0062atch":[EVENT],"batch":[EVENT,EVENT]}"#,
        ),
        (
            "/com.snowplowanalytics.snowplow/tp2",
            r#"{"data":[EVENT,EVENT],"data":[EVENT]}"#,
        ),
    ] {
        let body = body.replace("EVENT", r#"{"type":"page","e":"pv"}"#);
        let taken = taken(&Made::post(address, body.as_str()));
        let [aside] = taken.quarantined.as_slice() else {
            panic!("{taken:?}");
        };
        assert_eq!(
            (taken.sent.len(), aside.code.as_str(), aside.events),
            (0, "twice", 3),
            "{body}"
        );
        let bare = Made::post(address, body.as_str()).without("authorization").taken();
        assert_eq!(bare.is_ok(), body.contains("writeKey"), "{body}");
    }
}

/// A picture is asked for by whoever wrote the mail: what it says is put aside like all else.
#[test]
fn what_a_picture_says_too_deep_is_put_aside() {
    use base64::Engine as _;
    let deep = format!("{}{}", "[".repeat(3_000), "]".repeat(3_000));
    let data = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(deep);
    let taken = taken(&Made::get(&format!("/v1/pixel/track?writeKey=WK&data={data}")));
    assert_eq!((taken.sent.len(), taken.quarantined[0].code.as_str()), (0, "nested"));
    assert_eq!(taken.answer, harpoon_collect::Answer::pixel());
}

/// What is odd but can be meant is taken in.
#[test]
fn oddities_are_no_faults() {
    let sent = |body: &str| Made::post("/v1/t", body).sent();
    assert_eq!(
        sent(r#"{"event":"x","userId":12345678901234567890,"messageId":7}"#)
            .id
            .as_deref(),
        Some("7")
    );
    let blank = sent(r#"{"event":"x","userId":"","anonymousId":null,"messageId":"  "}"#);
    assert!(!blank.counts_once());
    assert_eq!(sent(r#"{"event":"x","timestamp":"soon","sentAt":{}}"#).original, None);
    let odd = sent(r#"{"event":"x","context":[],"properties":"y","traits":7}"#);
    assert!(odd.agent.is_some());
    let marked = "\u{feff}{\"event\":\"x\"}";
    assert_eq!(sent(marked).body, "{\"event\":\"x\"}");
    assert_eq!(
        Made::post("/v1/t", packed(marked.as_bytes())).sent().body,
        "{\"event\":\"x\"}"
    );
    assert_eq!(
        sent(r#"{"event":"\ud800","type":"page"}"#)
            .call
            .map(harpoon_collect::Call::as_str),
        Some("track")
    );
}

/// Bodies that are JSON, with every known key holding what it should not: each event is accepted or put aside, and counted.
#[test]
fn a_thousand_poisoned_events_are_each_accounted_for() {
    const KEYS: &[&str] = &[
        "type",
        "event",
        "messageId",
        "userId",
        "anonymousId",
        "previousId",
        "groupId",
        "timestamp",
        "originalTimestamp",
        "sentAt",
        "writeKey",
        "context",
        "properties",
        "traits",
        "integrations",
        "name",
        "e",
        "eid",
        "aid",
        "p",
        "duid",
        "uid",
        "dtm",
        "stm",
        "ttm",
        "ua",
        "ip",
        "url",
        "refr",
        "co",
        "cx",
        "ue_pr",
        "ue_px",
        "se_ca",
        "tr_tt",
        "vp",
        "ds",
        "pp_may",
        "n",
        "d",
        "u",
        "r",
        "$",
        "m",
        "sd",
    ];
    const VALUES: &[&str] = &[
        "null",
        "true",
        "-1",
        "1e999",
        "123456789012345678901234567890",
        "0.0000001",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\\ud800\"",
        "\"夏\"",
        "[]",
        "{}",
        "[[[[]]]]",
        "[{\"a\":[1]}]",
        "{\"userAgent\":7,\"ip\":[],\"page\":\"x\",\"campaign\":[]}",
        "{\"page\":{\"url\":\"::::?=&&=%zz%\"}}",
        "{\"page\":{\"url\":\"https://a@b:c@d/?token\"}}",
        "\"-999999999999999\"",
        "\"9999-99-99T99:99:99Z\"",
        "\"2026-02-30\"",
        "\"0x0x0\"",
        "\"{\\\"a\\\":\"",
        "\"{{{{\"",
        "\"e30\"",
        "\"====\"",
        "{\"revenue\":{},\"currency\":[],\"order_id\":{}}",
        "{\"revenue\":\"1e9999\",\"currency\":\"€\"}",
        "\"track\"",
        "\"page\"",
        "\"pv\"",
        "\"ue\"",
        "{\"email\":\"@\",\"phone\":\"+\"}",
        "{\"email\":\"a@b@c\"}",
        "{\"consent\":{\"categoryPreferences\":7}}",
        "{\"consent\":7}",
        "{\"traits\":[]}",
        "\"<script>alert(1)</script>\"",
        "\"=1+1\"",
        "\"../../etc\"",
    ];
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let gpc = [Some("1"), None];
    for round in 0..1_000 {
        let mut fields: Vec<String> = (0..dice.roll(12))
            .map(|_| format!("\"{}\":{}", dice.pick(KEYS), dice.pick(VALUES)))
            .collect();
        let secret = dice.pick(&[
            r#""token":"S3CR3T""#,
            r#""token":[{"a":"S3CR3T"}]"#,
            r#""u":"{?token=S3CR3T\"""#,
        ]);
        fields.push(secret.to_owned());
        let event = format!("{{{}}}", fields.join(","));
        let address = dice.pick(&[
            "/v1/batch",
            "/v1/t",
            "/v1/i",
            "/v1/p",
            "/v1/g",
            "/v1/a",
            "/com.snowplowanalytics.snowplow/tp2",
            "/api/event",
        ]);
        let body = match address {
            "/v1/batch" => format!("{{\"batch\":[{event}],\"context\":{}}}", dice.pick(VALUES)),
            "/com.snowplowanalytics.snowplow/tp2" => format!("{{\"data\":[{event}]}}"),
            _ => event,
        };
        let mut made = Made::post(address, body.as_bytes());
        if let Some(gpc) = gpc[dice.roll(2)] {
            made = made.with("sec-gpc", gpc);
        }
        let taken = taken(&made);
        let asides: u64 = taken.quarantined.iter().map(|aside| aside.events).sum();
        assert_eq!(taken.sent.len() as u64 + asides, 1, "{round}: {body}");
        go_on(&taken);
    }
}

/// Bytes turned, cut and doubled: an answer every time, and no panic.
#[test]
fn damaged_bodies_get_an_answer() {
    let bodies: &[(&str, &str)] = &[
        (
            "/v1/batch",
            r#"{"batch":[{"type":"track","event":"Order Completed","userId":"u","messageId":"m","timestamp":"2026-11-22T00:00:00Z","properties":{"revenue":1.5,"currency":"EUR"},"context":{"page":{"url":"https://a.example/?token=x&fbclid=y"}}}],"sentAt":"2026-11-22T00:00:01Z"}"#,
        ),
        (
            "/v1/p",
            r#"{"anonymousId":"a","context":{"page":{"url":"https://a.example/\u00e4?utm_source=x"},"userAgent":"Mozilla/5.0"}}"#,
        ),
        (
            "/com.snowplowanalytics.snowplow/tp2",
            r#"{"data":[{"e":"ue","eid":"1","ue_px":"eyJzY2hlbWEiOiJpZ2x1OmEiLCJkYXRhIjp7InNjaGVtYSI6ImlnbHU6Yi9vcmRlci94LzEiLCJkYXRhIjp7InRva2VuIjoxfX19","co":"{\"data\":[{\"schema\":\"/web_page/\",\"data\":{\"id\":\"v\"}}]}"}]}"#,
        ),
        (
            "/api/event",
            r#"{"n":"pageview","u":"https://a.example","d":"shop.example","p":"{\"a\":1}"}"#,
        ),
    ];
    let mut dice = Dice(0xdead_beef_cafe_f00d);
    let mut statuses = std::collections::BTreeMap::new();
    for _ in 0..6_000 {
        let (address, body) = bodies[dice.roll(bodies.len())];
        let mut bytes = body.as_bytes().to_vec();
        for _ in 0..=dice.roll(3) {
            let place = dice.roll(bytes.len());
            match dice.roll(5) {
                0 => bytes.truncate(place.max(1)),
                1 => bytes[place] = u8::try_from(dice.roll(256)).unwrap_or_default(),
                2 => bytes[place] ^= 1 << dice.roll(8),
                3 => bytes.extend_from_within(place..),
                _ => bytes[place] = b"{}\"\\,\x00\xff"[dice.roll(7)],
            }
        }
        if dice.roll(4) == 0 {
            bytes = packed(&bytes);
            if dice.roll(2) == 0 {
                let place = dice.roll(bytes.len());
                bytes[place] ^= 1 << dice.roll(8);
            }
        }
        match Made::post(address, bytes).taken() {
            Ok(taken) => {
                go_on(&taken);
                *statuses.entry(200).or_insert(0) += 1;
            }
            Err(answer) => *statuses.entry(answer.status.as_u16()).or_insert(0) += 1,
        }
    }
    assert_eq!(statuses.keys().copied().collect::<Vec<_>>(), [200, 400], "{statuses:?}");
}

/// Addresses of any kind, for the protocols that speak in them.
#[test]
fn damaged_addresses_get_an_answer() {
    let mut dice = Dice(0x1234_5678_9abc_def1);
    let parts: &[&str] = &[
        "data=",
        "e=pv",
        "&",
        "eid=1",
        "%",
        "%00",
        "%ff%fe",
        "=",
        "aid=shop",
        "writeKey=WK",
        "properties.a.b",
        "..",
        "+",
        "?",
        "url=https%3A%2F%2Fa",
        "ue_px=",
        "e30=",
        "context.page.url",
        "e=",
        "夏",
        "a[b]=c",
    ];
    for _ in 0..4_000 {
        let path = dice.pick(&["/i", "/v1/pixel/track", "/v1/pixel/page", "/v1/pixel/alias"]);
        let query: String = (0..dice.roll(12)).map(|_| dice.pick(parts)).collect();
        let made = Made::get(&format!("{path}?{query}"));
        match made.taken() {
            Ok(taken) => go_on(&taken),
            Err(answer) => assert_eq!(answer.status, StatusCode::OK, "{query}"),
        }
    }
}
