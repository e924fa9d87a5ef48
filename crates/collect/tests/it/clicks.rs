//! The rule of clicks, on a table and on what Chromium really sends.

use std::fs;

use harpoon_collect::bot::BotClass;
use harpoon_collect::click::{Click, Followed, Target, follow, judge};
use harpoon_collect::{Sent, Terms, tell};
use harpoon_core::EventKind;
use http::Method;
use serde_json::Value;

use crate::made::{CHROME, Made, arrival, shared};

#[test]
fn the_rule_of_clicks() {
    // Method, browser, headers, and what it is.
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);
    const NAVIGATE: &[(&str, &str)] = &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    let cases: &[Case<'_>] = &[
        ("GET", CHROME, NAVIGATE, "click"),
        // Older browsers, and addresses without TLS, send none of these headers.
        ("GET", CHROME, &[], "click"),
        ("HEAD", CHROME, NAVIGATE, "method"),
        ("POST", CHROME, NAVIGATE, "method"),
        (
            "GET",
            CHROME,
            &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")],
            "part",
        ),
        (
            "GET",
            CHROME,
            &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")],
            "part",
        ),
        (
            "GET",
            CHROME,
            &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "empty")],
            "part",
        ),
        (
            "GET",
            CHROME,
            &[("sec-fetch-mode", "cors"), ("sec-fetch-dest", "document")],
            "part",
        ),
        ("GET", CHROME, &[("sec-fetch-mode", "navigate")], "part"),
        ("GET", CHROME, &[("sec-fetch-dest", "document")], "part"),
        (
            "GET",
            CHROME,
            &[("sec-purpose", "prefetch"), NAVIGATE[0], NAVIGATE[1]],
            "ahead",
        ),
        ("GET", CHROME, &[("sec-purpose", "prefetch;prerender")], "ahead"),
        ("GET", CHROME, &[("sec-purpose", "something-new")], "ahead"),
        ("GET", CHROME, &[("purpose", "prefetch")], "ahead"),
        ("GET", CHROME, &[("x-moz", "prefetch")], "ahead"),
        ("GET", CHROME, &[("x-purpose", "preview")], "ahead"),
        ("GET", CHROME, &[("purpose", "shopping")], "click"),
        ("GET", "", &[], "unnamed"),
        ("GET", "facebookexternalhit/1.1", &[], "crawler"),
        ("GET", "WhatsApp/2.23.20.0", NAVIGATE, "crawler"),
        (
            "GET",
            "Mozilla/5.0 (compatible; ChatGPT-User/1.0)",
            NAVIGATE,
            "assistant",
        ),
    ];
    for (method, agent, headers, want) in cases {
        let method: Method = method.parse().expect("a method");
        let mut made = Made::new(method, "/r/abc", "");
        if !agent.is_empty() {
            made = made.with("user-agent", agent);
        }
        for (name, value) in *headers {
            made = made.with(name, value);
        }
        let click = judge(&made.method, &made.headers);
        assert_eq!(
            click.as_str(),
            *want,
            "{method_} {agent} {headers:?}",
            method_ = made.method
        );
        assert_eq!(click.counts(), *want == "click");
    }
}

/// Recorded with a Chromium without a screen, which is a crawler by its name: asked with that name and with a person's.
#[test]
fn what_chromium_sends() {
    let Some(path) = shared("vectors/shortlink-chromium.jsonl") else {
        return;
    };
    let lines = fs::read_to_string(path).expect("recordings");
    let mut counted = Vec::new();
    for line in lines.lines() {
        let vector: Value = serde_json::from_str(line).expect("JSON");
        if vector["url"] != "/r/abc" {
            continue;
        }
        let method: Method = vector["method"].as_str().unwrap_or_default().parse().expect("a method");
        let mut made = Made::new(method, "/r/abc", "");
        for pair in vector["rawHeaders"].as_array().expect("headers").chunks(2) {
            let (name, value) = (
                pair[0].as_str().unwrap_or_default(),
                pair[1].as_str().unwrap_or_default(),
            );
            made = made.with(name, value);
        }
        let headless = judge(&made.method, &made.headers);
        assert!(!headless.counts());
        let person = made.clone().without("user-agent").with("user-agent", CHROME);
        let click = judge(&person.method, &person.headers);
        let scenario = vector["scenario"].as_str().unwrap_or_default();
        counted.push(format!("{scenario} {} {}", made.method, click.as_str()));
        if click.counts() {
            assert!(matches!(headless, Click::Bot(verdict) if verdict.class == BotClass::Crawler));
        }
    }
    let want = [
        "plain GET click",
        "ping GET click",
        "noref GET click",
        "prefetch GET ahead",
        "img GET part",
        "iframe GET part",
        "fetch HEAD method",
        "fetch GET part",
    ];
    assert_eq!(counted, want);
}

/// Where the short link of the examples leads.
const TO: &str = "https://shop.example/p?a=1&utm_source=linkedin&utm_medium=social#top";

fn followed(made: &Made, knows: bool) -> Followed {
    let target = Target {
        workspace: "acme",
        code: "abcdefgh",
        to: TO,
        knows,
    };
    follow(&target, &made.request(), &arrival())
}

#[test]
fn a_click_leads_where_the_link_leads_and_no_parameter_leads_elsewhere() {
    let asked = "/l/abcdefgh?fbclid=F1&utm_source=x&a=2&next=https://evil.example&gclid=a%0d%0ab&gclid=a'b";
    let click = followed(&Made::get(asked), true);
    let id = click.click.expect("an id");
    // Ids of clicks of platforms are led on, once each and as they were written; nothing else is.
    assert_eq!(
        click.location,
        format!(
            "https://shop.example/p?a=1&utm_source=linkedin&utm_medium=social&fbclid=F1&gclid=a%0d%0ab&hpclid={id}#top"
        )
    );
    let told = tell(&click.sent, &Terms::default());
    let [event] = told.events.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(event.kind, EventKind::Click);
    assert_eq!(
        (event.source.as_deref(), event.detail.as_deref()),
        (Some("linkedin"), Some("abcdefgh"))
    );
    assert_eq!(told.step, None, "a click is no step of a visit");
    assert_eq!(Sent::from_line(&click.sent.to_line()).as_ref(), Ok(&click.sent));
}

#[test]
fn a_click_is_judged_anew_from_what_is_kept_of_it() {
    let page = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    let image = [("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")];
    let with =
        |made: Made, headers: &[(&str, &str)]| headers.iter().fold(made, |made, (name, value)| made.with(name, value));
    let get = || Made::get("/l/abcdefgh");
    let cases = [
        (with(get(), &page), BotClass::Person),
        (get(), BotClass::Person),
        (with(get(), &image), BotClass::Prefetch),
        (with(get(), &[("sec-purpose", "prefetch")]), BotClass::Prefetch),
        (with(get(), &[("x-moz", "prefetch")]), BotClass::Prefetch),
        (with(get(), &[("purpose", "shopping")]), BotClass::Person),
        (with(get(), &[("sec-purpose", "")]), BotClass::Prefetch),
        (
            with(get(), &[("sec-fetch-mode", ""), ("sec-fetch-dest", "")]),
            BotClass::Prefetch,
        ),
        (get().without("user-agent"), BotClass::Unnamed),
        (
            get().without("user-agent").with("user-agent", "WhatsApp/2.23.20.0"),
            BotClass::Crawler,
        ),
        (
            Made::new(Method::HEAD, "/l/abcdefgh", "").with("user-agent", CHROME),
            BotClass::Crawler,
        ),
    ];
    for (made, want) in cases {
        let click = followed(&made, true);
        assert_eq!(tell(&click.sent, &Terms::default()).verdict.class, want, "{made:?}");
        assert_eq!(click.click.is_some(), want == BotClass::Person, "{made:?}");
    }
}

#[test]
fn nothing_knows_again_who_asks_that_nothing_does() {
    let made = Made::get("/l/abcdefgh?fbclid=F1")
        .with("sec-gpc", "1")
        .with("cookie", "hpclid=00000000000000000000000000000001")
        .with("referer", "https://l.facebook.com/?fbclid=F1&token=s3cr3t");
    let click = followed(&made, true);
    assert_eq!((click.click, click.location.as_str()), (None, TO));
    for part in ["F1", "s3cr3t", "0000000000000001\""] {
        assert!(!click.sent.body.contains(part), "{part}: {}", click.sent.body);
    }
    // The same where the workspace gives no ids; what a platform has numbered is the platform's then.
    let click = followed(&Made::get("/l/abcdefgh"), false);
    assert_eq!((click.click, click.location.as_str()), (None, TO));
}
