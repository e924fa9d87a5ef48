//! Verdicts on isbot's own lists of browsers and crawlers, and by hand.

use harpoon_collect::bot::{BotClass, RULES, Robots, classify, classify_sent, pattern};
use harpoon_collect::{Terms, tell};

use crate::made::{CHROME, Made};

/// Names in a list of isbot's (`tests/fixtures/isbot`, Unlicense): `  - name`, between quotes where YAML wants it.
fn listed(text: &str) -> Vec<&str> {
    let names = text.lines().filter_map(|line| line.strip_prefix("  - "));
    let bare = |name| {
        str::strip_prefix(name, '"')
            .and_then(|name| name.strip_suffix('"'))
            .unwrap_or(name)
    };
    names.map(bare).collect()
}

#[test]
fn every_browser_is_one_and_every_crawler_too() {
    let browsers = listed(include_str!("../fixtures/isbot/browsers.yml"));
    let crawlers = listed(include_str!("../fixtures/isbot/crawlers.yml"));
    assert_eq!((browsers.len(), crawlers.len()), (555, 626));
    let caught: Vec<_> = browsers
        .iter()
        .filter_map(|name| Some((name, pattern(name)?)))
        .collect();
    assert!(caught.is_empty(), "browsers taken for crawlers: {caught:?}");
    // Each for the reason that isbot has, by a reading of its patterns in JavaScript (`first.mjs` beside the lists).
    let patterns: Vec<String> = serde_json::from_str(include_str!("../../data/isbot/patterns.json")).expect("a list");
    let first = include_str!("../fixtures/isbot/first.txt").lines();
    let first: Vec<&str> = first
        .map(|place| patterns[place.parse::<usize>().expect("a place")].as_str())
        .collect();
    assert_eq!(first.len(), crawlers.len());
    let others = crawlers
        .iter()
        .zip(first)
        .map(|(name, first)| (name, pattern(name), Some(first)));
    let others: Vec<_> = others.filter(|(_, ours, theirs)| ours != theirs).collect();
    assert!(others.is_empty(), "crawlers judged otherwise: {others:?}");
}

#[test]
fn a_robot_of_ones_own_is_known_by_its_name_and_the_rules_are_others() {
    let plain = Robots::default();
    let own = Robots::new(&["ShopWatch".to_owned()]);
    assert_eq!(plain.version(), RULES);
    assert!(
        own.version().starts_with(RULES) && own.version() != RULES,
        "{}",
        own.version()
    );
    assert_eq!(
        own.version(),
        Robots::new(&["shopwatch".to_owned(), "SHOPWATCH".to_owned()]).version()
    );
    assert_ne!(own.version(), Robots::new(&["shopwatcher".to_owned()]).version());
    let watch = CHROME.replace("Chrome/", "shopWATCH/3 Chrome/");
    let body = r#"{"event":"Order Completed","messageId":"m","anonymousId":"a","properties":{"order_id":"1"}}"#;
    let class = |agent: &str, robots: &Robots| {
        let sent = Made::post("/v1/t", body)
            .without("user-agent")
            .with("user-agent", agent)
            .sent();
        let terms = Terms {
            robots: robots.clone(),
            ..Terms::default()
        };
        tell(&sent, &terms).verdict.class
    };
    assert_eq!(class(&watch, &plain), BotClass::Person);
    assert_eq!(class(&watch, &own), BotClass::Crawler);
    assert_eq!(class(CHROME, &own), BotClass::Person);
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
