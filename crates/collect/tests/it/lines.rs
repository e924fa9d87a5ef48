//! Records and what was put aside, written as lines and read back.

use harpoon_collect::{Call, Key, LineError, Protocol, Quarantined, Sent};
use serde_json::Value;

use crate::made::{Made, at};

fn full() -> Sent {
    Sent {
        workspace: "acme".into(),
        source: "shop \"1\"".into(),
        protocol: Protocol::Segment,
        call: Some(Call::Page),
        key: Key::of_id("acme", "shop", "m-1"),
        id: Some("m-1\t夏".into()),
        original: Some(at("2026-11-22T00:13:14.788Z")),
        sent: Some(at("2026-11-22T00:13:14.881Z")),
        received: at("2026-11-22T00:13:14.95Z"),
        agent: Some("Mozilla/5.0".into()),
        program: Some("node".into()),
        visitor: Some("00ff".into()),
        click: Some("00000000000000000000000000000001".into()),
        purpose: Some("prefetch".into()),
        gpc: true,
        limited: true,
        consent: Some(r#"{"categoryPreferences":{"Advertising":false}}"#.into()),
        page: Some("https://shop.example/".into()),
        shared: Some(r#"{"app":{"name":"x"}}"#.into()),
        body: r#"{ "event":"a\nb" }"#.into(),
    }
}

#[test]
fn a_line_is_one_line_of_json_and_holds_all() {
    let sent = full();
    let line = sent.to_line();
    assert_eq!(line.lines().count(), 1);
    let value: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(
        (&value["v"], &value["source"]),
        (&Value::from(1), &Value::from("shop \"1\""))
    );
    assert_eq!(value["body"]["event"], "a\nb");
    assert_eq!(Sent::from_line(&line), Ok(sent));
    let bare = Made::post("/v1/t", "{\r\n \"event\" : \"x\" ,\n\"userId\":\"u\"}").sent();
    let line = bare.to_line();
    assert_eq!(line.lines().count(), 1);
    let kept = Sent::from_line(&line).expect("a record");
    assert_eq!(kept.body, "{   \"event\" : \"x\" , \"userId\":\"u\"}");
    assert_eq!(
        Sent {
            body: bare.body.clone(),
            ..kept
        },
        bare
    );
}

#[test]
fn what_was_put_aside_is_read_back() {
    for body in [Some(r#"{"type":"x"}"#.to_owned()), None] {
        let aside = Quarantined {
            workspace: "acme".into(),
            source: "shop".into(),
            protocol: Protocol::Snowplow,
            received: at("2026-11-22T00:13:14Z"),
            code: "word".into(),
            reason: "`e` is `x`, which the protocol does not know".into(),
            events: 3,
            body,
        };
        assert_eq!(Quarantined::from_line(&aside.to_line()), Ok(aside));
    }
}

#[test]
fn damaged_lines_are_refused() {
    let line = full().to_line();
    for length in 0..line.len() {
        if let Some(part) = line.get(..length) {
            assert_eq!(Sent::from_line(part), Err(LineError::Syntax), "{length}");
        }
    }
    let other = line.replacen("\"v\":1", "\"v\":2", 1);
    assert_eq!(Sent::from_line(&other), Err(LineError::Version("2".into())));
    let without = line.replacen("\"key\"", "\"kee\"", 1);
    assert_eq!(Sent::from_line(&without), Err(LineError::Field("key")));
    assert_eq!(Sent::from_line("{}"), Err(LineError::Field("v")));
}

/// The key of a message does not depend on what else a retry changes; of two sources or workspaces it is never the same.
#[test]
fn keys_are_of_workspace_source_and_id() {
    let body = |sent: &str| format!(r#"{{"event":"x","userId":"u","messageId":"m-1","sentAt":"{sent}"}}"#);
    let first = Made::post("/v1/t", body("2026-11-22T00:00:01Z")).sent();
    let again = Made::post("/v1/t", body("2026-11-22T00:00:31Z")).sent();
    assert_eq!(first.key, again.key);
    // By hand, with Python: sha256 of the parts "id", workspace, source, id, each after its length in 8 bytes; the first 16 bytes.
    assert_eq!(first.key.to_string(), "55ccd47eb1de6cda17e3e07f963e2b7c");
    assert_ne!(Key::of_id("acme", "shop", "m-1"), Key::of_id("acme", "sho", "pm-1"));
    assert_ne!(Key::of_id("a", "shop", "m-1"), Key::of_id("acme", "shop", "m-1"));
    let mut arrival = crate::made::arrival();
    let nameless = Made::post(
        "/v1/batch",
        r#"{"batch":[{"type":"page","userId":"u"},{"type":"page","userId":"u"}]}"#,
    );
    let one = nameless.taken_by(&arrival).expect("taken in").sent;
    arrival.number += 1;
    let two = nameless.taken_by(&arrival).expect("taken in").sent;
    let keys: std::collections::BTreeSet<Key> = one.iter().chain(&two).map(|sent| sent.key).collect();
    assert_eq!(keys.len(), 4, "without an id nothing is the same");
    assert!(!one[0].counts_once());
}
