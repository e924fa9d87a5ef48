//! Verdicts on isbot's own lists of browsers and crawlers, and by hand.

use std::fs;

use harpoon_collect::bot::{BotClass, classify, classify_sent, pattern};

use crate::made::{CHROME, Made, shared};

/// Names in a list of isbot's: `  - name`, between quotes where YAML wants it.
fn listed(file: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(shared(&format!("ref/{file}"))?).expect("a list");
    let names = text.lines().filter_map(|line| line.strip_prefix("  - "));
    let bare = |name: &str| {
        let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        quoted.unwrap_or(name).to_owned()
    };
    Some(names.map(bare).collect())
}

#[test]
fn every_browser_is_one_and_every_crawler_too() {
    let (Some(browsers), Some(crawlers)) = (
        listed("isbot-fixtures-browsers.yml"),
        listed("isbot-fixtures-crawlers.yml"),
    ) else {
        return;
    };
    assert_eq!((browsers.len(), crawlers.len()), (555, 626));
    let caught: Vec<_> = browsers
        .iter()
        .filter_map(|name| Some((name, pattern(name)?)))
        .collect();
    assert!(caught.is_empty(), "browsers taken for crawlers: {caught:?}");
    let missed: Vec<_> = crawlers.iter().filter(|name| pattern(name).is_none()).collect();
    assert!(missed.is_empty(), "crawlers taken for browsers: {missed:?}");
}

#[test]
fn what_stands_around_a_word_decides() {
    // Each of the six patterns that look around, with a name on either side of it.
    let cases = [
        ("Mozilla/5.0 (X) newssapphire", false),
        ("Mozilla/5.0 (X) gnews reader9", false),
        ("Mozilla/5.0 (X) news reader9", true),
        ("Mozilla/5.0 (X) channel/google x", false),
        ("Mozilla/5.0 (X) google pixel x", false),
        ("Mozilla/5.0 (X) googlewv x", false),
        ("Mozilla/5.0 (X) google/google x", false),
        ("Mozilla/5.0 (X) google x", true),
        ("Mozilla/5.0 (Linux) cubot x", false),
        ("Mozilla/5.0 (Linux) abot x", true),
        ("Mozilla/5.0 (X) camscanner9", false),
        ("Mozilla/5.0 (X) myscanner9", true),
        ("Mozilla/5.0 (X) libhttp9", false),
        ("Mozilla/5.0 (X) myhttp9", true),
        ("Mozilla/5.0 (java; U) x", false),
        ("Mozilla/5.0 (javax) x", true),
    ];
    for (name, is_bot) in cases {
        assert_eq!(pattern(name).is_some(), is_bot, "{name}: {:?}", pattern(name));
    }
}

#[test]
fn verdicts_have_a_reason() {
    let check = |agent: Option<&str>, purpose: Option<&str>, class: BotClass, reason: &str| {
        let verdict = classify(agent, purpose);
        assert_eq!((verdict.class, verdict.reason), (class, reason), "{agent:?}");
    };
    let headless = CHROME.replace("Chrome/", "HeadlessChrome/");
    check(Some(CHROME), None, BotClass::Person, "");
    check(
        Some(CHROME),
        Some("prefetch;prerender"),
        BotClass::Prefetch,
        "Sec-Purpose",
    );
    check(Some(&headless), None, BotClass::Crawler, "headless");
    check(Some("python-requests/2.3 (x); y"), None, BotClass::Crawler, "^python");
    check(None, None, BotClass::Unnamed, "no User-Agent");
    check(Some("  "), None, BotClass::Unnamed, "no User-Agent");
    let assistant =
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)";
    check(Some(assistant), None, BotClass::Assistant, "chatgpt-user");
    // Names beyond all measure are looked at as far as a thousand letters.
    check(
        Some(&format!("{CHROME}{}", " x".repeat(500_000))),
        None,
        BotClass::Person,
        "",
    );
}

/// What a server sends is no visit of a crawler, though its library is called `node`; whom it names as visitor is looked at.
#[test]
fn servers_are_no_bots_but_send_for_visitors() {
    let event = |context: &str| format!(r#"{{"event":"Order Completed","userId":"u","context":{context}}}"#);
    let judged = |agent: &str, context: &str| {
        let made = Made::post("/v1/t", event(context))
            .without("user-agent")
            .with("user-agent", agent);
        let sent = made.sent();
        (classify_sent(&sent).class, sent.program.is_some())
    };
    assert_eq!(judged("node", "{}"), (BotClass::Person, true));
    assert_eq!(
        judged("node", r#"{"userAgent":"Googlebot/2.1"}"#),
        (BotClass::Crawler, true)
    );
    assert_eq!(judged(CHROME, "{}"), (BotClass::Person, false));
    assert_eq!(
        judged(CHROME, r#"{"userAgent":"Googlebot/2.1"}"#),
        (BotClass::Crawler, false)
    );
    let crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    assert_eq!(judged(crawler, "{}"), (BotClass::Crawler, false));
}

#[test]
fn nothing_is_dropped_for_being_a_bot() {
    let made = Made::post(
        "/v1/p",
        r#"{"anonymousId":"a","messageId":"m","context":{"page":{"url":"https://a.example/"}}}"#,
    )
    .without("user-agent")
    .with("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1)");
    let told = made.told();
    assert_eq!(told.events.len(), 1);
    let extra: Vec<_> = told.events[0]
        .extra
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert!(extra.contains(&("bot_class", "crawler")), "{extra:?}");
    assert!(extra.contains(&("bot_rules", harpoon_collect::bot::RULES)), "{extra:?}");
    assert_eq!(told.step, None, "a crawler makes no visit");
}
