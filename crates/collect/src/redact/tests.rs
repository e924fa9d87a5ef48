//! Each case was written by hand: what comes in, what may be kept.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::{Json, Policy, Protocol};

fn policy(protocol: Protocol, is_limited: bool) -> Policy<'static> {
    Policy {
        protocol,
        is_limited,
        visitor: Some("day-1"),
    }
}

#[track_caller]
fn check(protocol: Protocol, is_limited: bool, text: &str, want: &str) {
    let got = policy(protocol, is_limited).apply(Json::parse(text).unwrap());
    assert_eq!(got.as_deref().unwrap_or(text), want, "{text}");
    assert_eq!(got.is_none(), text == want, "{text}: copied without need");
}

#[test]
fn secrets_are_taken_out_wherever_they_stand() {
    let check = |text: &str, want: &str| check(Protocol::Segment, false, text, want);
    check(
        r#"{ "writeKey" : "WK1", "event":"a"}"#,
        r#"{ "writeKey" : "redacted", "event":"a"}"#,
    );
    check(
        r#"{"properties":{"access_token":"t","n":1,"deep":[{"Password":5}]}}"#,
        r#"{"properties":{"access_token":"redacted","n":1,"deep":[{"Password":"redacted"}]}}"#,
    );
    check(
        r#"{"url":"https://a.example/?x=1&token=s3cr3t&utm_source=b#sig=zz"}"#,
        r#"{"url":"https://a.example/?x=1&token=redacted&utm_source=b#sig=redacted"}"#,
    );
    check(
        r#"{"url":"https://ann:pw@a.example/p?q=1"}"#,
        r#"{"url":"https://redacted@a.example/p?q=1"}"#,
    );
    check(
        r#"{"url":"https://a.example/?mail=ann%40example.com&m=me@x.org"}"#,
        r#"{"url":"https://a.example/?mail=redacted&m=redacted"}"#,
    );
    // Written by Gson, which escapes these signs, and by PHP, which escapes slashes.
    check(
        r#"{"u":"https:\/\/a.example\/?a\u003d1\u0026api_key\u003ds\/3"}"#,
        r#"{"u":"https://a.example/?a=1&api_key=redacted"}"#,
    );
    // An address within an address.
    check(
        r#"{"u":"https://a.example/login?to=https%3A%2F%2Fb.example%3Ftoken%3Dabc%26x%3D1&y=2"}"#,
        r#"{"u":"https://a.example/login?to=https%3A%2F%2Fb.example%3Ftoken%3Dredacted%26x%3D1&y=2"}"#,
    );
    check(
        r#"{"co":"{\"data\":[{\"secret\":\"x\"}]}"}"#,
        r#"{"co":"{\"data\":[{\"secret\":\"redacted\"}]}"}"#,
    );
    check(
        r#"{"context":{"ip":"203.0.113.9","IP":""}}"#,
        r#"{"context":{"ip":null,"IP":null}}"#,
    );
    check(
        r#"{"headers":{"Authorization":["Bearer b1"],"X-Forwarded-For":["203.0.113.9",{"a":"198.51.100.1"}]}}"#,
        r#"{"headers":{"Authorization":["redacted"],"X-Forwarded-For":[null,{"a":null}]}}"#,
    );
    check(
        r#"{"password":["x",["y",{"z":1}]],"token":{"value":"t","is_new":true,"of":null},"n":1}"#,
        r#"{"password":["redacted",["redacted",{"z":"redacted"}]],"token":{"value":"redacted","is_new":"redacted","of":null},"n":1}"#,
    );
}

#[test]
fn what_is_no_secret_stays_to_the_byte() {
    let check = |text: &str| check(Protocol::Segment, false, text, text);
    check(r#"{ "url" : "https:\/\/a.example\/?x=1&utm_source=b&fbclid=abc" , "n":1e3 }"#);
    check(r#"{"tokens":["a"],"token":{"a":null,"b":[]},"token2":null,"monkey":"x","design":"b=c"}"#);
    check(r#"{"text":"a=b & c @ d 100%","u":"https://a.example/@ann/?x=@ann","token":null}"#);
    check(r#"{"a":"{no json = 1}","anonymousId":"lasting","traits":{"a":1}}"#);
}

#[test]
fn base64_is_looked_into() {
    let pack = crate::in_base64::write;
    let inner = r#"{"data":{"data":{"api_key":"x","n":1}}}"#;
    let text = format!(r#"{{"e":"ue","ue_px":"{}"}}"#, pack(inner));
    let kept = policy(Protocol::Snowplow, false)
        .apply(Json::parse(&text).unwrap())
        .unwrap();
    let want = inner.replace(r#""x""#, r#""redacted""#);
    assert_eq!(kept, format!(r#"{{"e":"ue","ue_px":"{}"}}"#, pack(&want)));
    let harmless = format!(r#"{{"ue_px":"{}"}}"#, pack(r#"{"n":1}"#));
    assert_eq!(
        policy(Protocol::Snowplow, false).apply(Json::parse(&harmless).unwrap()),
        None
    );
}

/// What begins like JSON and is none is a text as any other.
#[test]
fn what_only_looks_like_json_is_cleaned_too() {
    let page = "https://a.example/?token=s3cr3t&x=1";
    let kept = "https://a.example/?token=redacted&x=1";
    for shape in [
        "{\"u\":\"PAGE\"",
        "[\"a\" PAGE",
        "{{\"PAGE",
        "[PAGE]",
        " {\"n\":1} PAGE",
        "PAGE",
    ] {
        let text = shape.replace("PAGE", page);
        let want = shape.replace("PAGE", kept);
        let event = |text: &str| format!(r#"{{"a":{}}}"#, crate::json::quote(text));
        check(Protocol::Segment, false, &event(&text), &event(want.trim()));
        for name in ["ue_px", "cx"] {
            let packed = |text: &str| format!(r#"{{"{name}":"{}"}}"#, crate::in_base64::write(text));
            check(Protocol::Snowplow, false, &packed(&text), &packed(want.trim()));
        }
    }
    let spaced = r#"{"a":"\n {\"token\":\"s3cr3t\"}"}"#;
    check(Protocol::Segment, false, spaced, r#"{"a":"{\"token\":\"redacted\"}"}"#);
    // No Base64, and no text.
    let plain = format!(r#"{{"ue_px":"{page}","cx":{{"token":"s3cr3t"}}}}"#);
    let want = format!(r#"{{"ue_px":"{kept}","cx":{{"token":"redacted"}}}}"#);
    check(Protocol::Snowplow, false, &plain, &want);
    let deep = format!("{}\"?token=s3cr3t\"{}", "[".repeat(2_000), "]".repeat(2_000));
    let event = format!(r#"{{"a":{}}}"#, crate::json::quote(&deep));
    check(Protocol::Segment, false, &event, r#"{"a":"redacted"}"#);
}

#[test]
fn who_asks_for_it_is_not_known_again() {
    check(
        Protocol::Segment,
        true,
        r#"{"anonymousId":"lasting","userId":"u-1","previousId":"p","groupId":7,"traits":{"email":"a@b.example"},"integrations":{"GA":{"clientId":"c"}},"context":{"traits":{"x":1},"device":{"id":"d"},"sessionId":7,"groupId":"g","externalIds":[{"id":"x"}],"page":{"url":"https://a.example/?gclid=g1&utm_source=x"}},"properties":{"gclid":"g1","sessionId":1,"traits":{"a":1},"order_id":"o","user_id":"u-1","Customer-Email":"a@b.example","phone":["+31"],"email":true}}"#,
        r#"{"anonymousId":"day-1","userId":null,"previousId":null,"groupId":null,"traits":{},"integrations":{},"context":{"traits":{},"device":{},"sessionId":null,"groupId":null,"externalIds":null,"page":{"url":"https://a.example/?gclid=&utm_source=x"}},"properties":{"gclid":null,"sessionId":1,"traits":{},"order_id":"o","user_id":null,"Customer-Email":null,"phone":null,"email":true}}"#,
    );
    let context = r#"{\"schema\":\"iglu:c/contexts/1\",\"data\":[{\"schema\":\"iglu:c/web_page/1\",\"data\":{\"id\":\"v1\"}},{\"schema\":\"iglu:c/client_session/1\",\"data\":{\"userId\":\"lasting\"}}]}"#;
    let kept =
        r#"{\"schema\":\"iglu:c/contexts/1\",\"data\":[{\"schema\":\"iglu:c/web_page/1\",\"data\":{\"id\":\"v1\"}}]}"#;
    check(
        Protocol::Snowplow,
        true,
        &format!(r#"{{"e":"pv","duid":"d","sid":"s","vid":"1","uid":"u","co":"{context}"}}"#),
        &format!(r#"{{"e":"pv","duid":null,"sid":null,"vid":null,"uid":null,"co":"{kept}"}}"#),
    );
    check(
        Protocol::Plausible,
        true,
        r#"{"n":"pageview","u":"https://a.example/?fbclid=abc","p":"{\"email\":\"a@b.example\",\"plan\":1}"}"#,
        r#"{"n":"pageview","u":"https://a.example/?fbclid=","p":"{\"email\":null,\"plan\":1}"}"#,
    );
}

/// The view of the page stays, without what may stand in it.
#[test]
fn what_stays_of_contexts_is_looked_through() {
    let contexts = |page: &str| {
        format!(
            r#"{{"schema":"iglu:c/contexts/1","data":[{{"schema":"iglu:c/web_page/1","data":{{"id":"v1",{page}}}}}]}}"#
        )
    };
    let said = contexts(r#""token":"s3cr3t","u":"https://a.example/?sig=s3cr3t&gclid=c1""#);
    let want = contexts(r#""token":"redacted","u":"https://a.example/?sig=redacted&gclid=""#);
    let pack = crate::in_base64::write;
    let event = |plain: &str| format!(r#"{{"co":{},"cx":"{}"}}"#, crate::json::quote(plain), pack(plain));
    check(Protocol::Snowplow, true, &event(&said), &event(&want));
    let deep = contexts(&format!(r#""a":{}{}"#, "[".repeat(900), "]".repeat(900)));
    let none = format!(r#"{{"co":"redacted","cx":"{}"}}"#, pack("redacted"));
    check(Protocol::Snowplow, true, &event(&deep), &none);
}

/// Strings of JSON in strings of JSON cannot be made so deep that looking through them has no end.
#[test]
fn what_is_wrapped_too_deep_is_not_kept() {
    let wrap = |text: &str| format!(r#"{{"a":{}}}"#, crate::json::quote(text));
    let deep = |levels: usize| format!("{}\"\"{}", "[".repeat(levels), "]".repeat(levels));
    let of = |text: &str| policy(Protocol::Segment, false).apply(Json::parse(text).unwrap());
    assert_eq!(of(&wrap(&deep(64))), None);
    assert_eq!(of(&wrap(&deep(65))).as_deref(), Some(r#"{"a":"redacted"}"#));
    let mut text = r#"{"token":"x"}"#.to_owned();
    for _ in 0..3 {
        text = wrap(&text);
    }
    assert!(!of(&text).unwrap().contains('x'), "three strings deep");
    assert_eq!(of(&wrap(&text)), None, "deeper than that nobody wraps");
}

/// Names of clicks are those of the list by which channels are told, in an address and beside it.
#[test]
fn no_click_is_known_again() {
    let list = harpoon_core::channel::click_ids();
    assert!(list.len() > 20);
    for click in list {
        let name = click.param;
        let text = format!(r#"{{"{name}":"c1","url":"https://a.example/?{name}=c1&x=1"}}"#);
        let want = format!(r#"{{"{name}":null,"url":"https://a.example/?{name}=&x=1"}}"#);
        for protocol in Protocol::ALL {
            check(protocol, true, &text, &want);
            check(protocol, false, &text, &text);
        }
    }
}
