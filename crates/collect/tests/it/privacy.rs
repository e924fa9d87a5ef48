//! What visitors ask for, and what is then kept.

use harpoon_collect::visitor::Salt;
use harpoon_collect::{Sent, Terms, tell};
use jiff::civil::date;

use crate::made::{Made, arrival};

const PAGE: &str = r#"{"type":"page","messageId":"m","anonymousId":"lasting-1","userId":"u-1","traits":{"email":"ann@example.com"},"context":{"traits":{"plan":"pro"},"page":{"url":"https://a.example/?gclid=G1&utm_source=ig","referrer":"https://b.example/?fbclid=F1"}CONSENT}}"#;

fn kept(made: &Made) -> Sent {
    let salt = Salt::new(date(2026, 11, 22), [7; 32]);
    let mut arrival = arrival();
    arrival.salt = Some(&salt);
    arrival.address = "203.0.113.9".parse().ok();
    made.taken_by(&arrival).expect("taken in").sent.remove(0)
}

fn page(consent: &str) -> Made {
    Made::post("/v1/p", PAGE.replace("CONSENT", consent))
}

#[track_caller]
fn assert_limited(sent: &Sent) {
    let line = sent.to_line();
    assert!(sent.limited);
    for gone in ["lasting-1", "u-1", "G1", "F1", "ann@", "pro\"", "203.0.113.9"] {
        assert!(!line.contains(gone), "{gone} in {line}");
    }
    let told = tell(sent, &Terms::default());
    let event = &told.events[0];
    assert_eq!(
        (event.source.as_deref(), event.click_param.as_deref()),
        (Some("ig"), None)
    );
    let day = sent.visitor.clone().expect("a name of the day");
    let person = event.person.as_ref().map(ToString::to_string);
    assert_eq!(person, Some(format!("anonymous:{day}")));
    assert_eq!(told.identities, [], "the name of the day is nobody's");
}

#[test]
fn gpc_keeps_nothing_that_lasts() {
    let sent = kept(&page("").with("sec-gpc", "1"));
    assert!(sent.gpc);
    assert_limited(&sent);
    let sent = kept(&page("").with("sec-gpc", "0"));
    assert!(!sent.gpc && !sent.limited && sent.visitor.is_none());
    let told = tell(&sent, &Terms::default());
    assert_eq!(told.events[0].click_param.as_deref(), Some("gclid"));
}

#[test]
fn refused_consent_is_honoured_and_its_categories_are_kept() {
    let consent = |preferences: &str| format!(r#","consent":{{"categoryPreferences":{{{preferences}}}}}"#);
    let refused = kept(&page(&consent(r#""Advertising":false,"Functional":true"#)));
    assert_limited(&refused);
    assert!(!refused.gpc);
    let word = r#"{"categoryPreferences":{"Advertising":false,"Functional":true}}"#;
    assert_eq!(refused.consent.as_deref(), Some(word));
    let given = kept(&page(&consent(r#""Advertising":true,"Functional":false"#)));
    assert!(!given.limited && given.body.contains("lasting-1"));
    assert_limited(&kept(&page(&consent(r#""aNaLyTiCs":false"#))));
    // What stands beside the categories decides nothing, and may be anything.
    let more = r#","consent":{"token":"s3cr3t","ip":"203.0.113.9","userId":"u-9","categoryPreferences":{"Analytics":false,"email":false,"u":"?sig=s3cr3t"}}"#;
    let sent = kept(&page(more));
    let word = r#"{"categoryPreferences":{"Analytics":false,"email":false,"u":"?sig=redacted"}}"#;
    assert_eq!(sent.consent.as_deref(), Some(word));
    for gone in ["s3cr3t", "u-9"] {
        assert!(!sent.to_line().contains(gone), "{gone}");
    }
    for none in [
        r#","consent":{"userId":"u-9"}"#,
        r#","consent":{"categoryPreferences":"u-9"}"#,
    ] {
        assert_eq!(kept(&page(none)).consent, None);
    }
}

/// What was put aside can be tried again, unless its visitor asked for privacy.
#[test]
fn what_is_put_aside_is_kept_as_the_visitor_wishes() {
    let line = |consent: &str, gpc: &str| {
        let body = PAGE
            .replace("CONSENT", consent)
            .replace("\"page\",\"messageId", "\"wave\",\"messageId");
        let made = Made::post("/v1/batch", format!(r#"{{"batch":[{body}]}}"#)).with("sec-gpc", gpc);
        made.taken().expect("taken in").quarantined[0].to_line()
    };
    assert!(line("", "0").contains("lasting-1"));
    let refused = r#","consent":{"categoryPreferences":{"Analytics":false}}"#;
    for line in [line("", "1"), line(refused, "0")] {
        for gone in ["lasting-1", "G1", "ann@"] {
            assert!(!line.contains(gone), "{gone} in {line}");
        }
        assert!(line.contains("wave"));
    }
}

/// Nothing that a visitor who asks for privacy sends ties the name of the day to who they are.
#[test]
fn the_name_of_the_day_is_tied_to_nobody() {
    let calls = [
        (
            "/v1/i",
            r#"{"userId":"u-1","anonymousId":"a-1","traits":{"email":"ann@example.com","phone":"+31612345678"}}"#,
        ),
        ("/v1/a", r#"{"userId":"u-1","previousId":"a-1"}"#),
        (
            "/v1/g",
            r#"{"userId":"u-1","groupId":"globex","traits":{"website":"globex.example"}}"#,
        ),
        (
            "/v1/t",
            r#"{"event":"Signed Up","userId":"u-1","anonymousId":"a-1","context":{"groupId":"globex"},"properties":{"email":"ann@example.com"}}"#,
        ),
        (
            "/com.snowplowanalytics.snowplow/tp2",
            r#"{"data":[{"e":"pv","p":"web","aid":"shop","eid":"1","uid":"u-1","duid":"a-1","url":"https://a.example/"}]}"#,
        ),
        (
            "/api/event",
            r#"{"n":"Signup","u":"https://a.example/","d":"shop.example","p":"{\"email\":\"ann@example.com\"}"}"#,
        ),
    ];
    for (address, body) in calls {
        let sent = kept(&Made::post(address, body).with("sec-gpc", "1"));
        let line = sent.to_line();
        for gone in ["u-1", "a-1", "ann@", "+31", "globex"] {
            assert!(!line.contains(gone), "{gone} in {line}");
        }
        let told = tell(&sent, &Terms::default());
        assert_eq!(told.identities, [], "{body}");
        let day = sent.visitor.as_deref().map(|day| format!("anonymous:{day}"));
        for event in &told.events {
            assert_eq!(event.person.as_ref().map(ToString::to_string), day, "{body}");
            assert_eq!(event.company, None, "{body}");
        }
    }
}

/// Nor is what is no event, or what refuses for all events of its batch.
#[test]
fn what_is_put_aside_whole_is_kept_as_the_visitor_wishes() {
    let no = r#""context":{"consent":{"categoryPreferences":{"Analytics":false}}}"#;
    let yes = no.replace("false", "true");
    let event = |context: &str| format!(r#"{{"type":"wave","anonymousId":"lasting-1"{context}}}"#);
    let bare = event("");
    let own = |word: &str| event(&format!(",{word}"));
    let aside = |address: &str, body: &str, gpc: &str| {
        let made = Made::post(address, body).with("sec-gpc", gpc);
        let taken = made.taken().expect("taken in");
        assert_eq!((taken.sent.len(), taken.quarantined.len()), (0, 1), "{body}");
        taken.quarantined[0].clone()
    };
    // A list is no event, and a batch whose events are no list is none either.
    for (body, asks) in [
        (format!("[{}]", own(no)), "0"),
        (format!(r#"{{"batch":{bare},{no}}}"#), "0"),
        (format!(r#"{{"batch":{{"a":{}}}}}"#, own(no)), "0"),
        (format!("[{bare}]"), "1"),
        (format!(r#"{{"batch":{bare}}}"#), "1"),
    ] {
        assert_eq!(aside("/v1/batch", &body, asks).body, None, "{body}");
        let allowed = body.replace("false", "true");
        let line = aside("/v1/batch", &allowed, "0").to_line();
        assert!(line.contains("lasting-1"), "{line}");
    }
    for body in [
        format!(r#"{{"batch":[{bare}],{no}}}"#),
        format!(r#"{{"batch":[{}],{yes}}}"#, own(no)),
    ] {
        let line = aside("/v1/batch", &body, "0").to_line();
        assert!(!line.contains("lasting-1"), "{line}");
    }
    assert!(
        aside("/v1/batch", &format!(r#"{{"batch":[{bare}],{yes}}}"#), "0")
            .to_line()
            .contains("lasting-1")
    );
    let line = aside(
        "/com.snowplowanalytics.snowplow/tp2",
        r#"{"data":{"e":"pv","duid":"lasting-1"}}"#,
        "1",
    )
    .to_line();
    assert!(!line.contains("lasting-1"), "{line}");
}
