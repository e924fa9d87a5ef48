//! The rule of clicks, on a table and on what Chromium really sends.

use std::fs;

use harpoon_collect::bot::BotClass;
use harpoon_collect::click::{Click, judge};
use http::Method;
use serde_json::Value;

use crate::made::{CHROME, Made, shared};

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
