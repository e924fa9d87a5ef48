//! Short links, from a click to KPIs and journeys: people count, robots and what is fetched ahead are kept and do not.

use std::fs;

use serde_json::json;

use super::collector::{CHROME, Collector, Told, asked, count, source};
use super::links::{RIGHT, SCHEME, with_settings};
use super::place::{Place, soon};

/// Where the link of the examples leads.
const TO: &str = "https://shop.example/offer?size=2&utm_source=linkedin&utm_medium=social&utm_campaign=spring&utm_content=linkedin-image-urn_7199";

/// A workspace with a link, and the link's path.
fn linked(more: &str) -> (Place, String) {
    let place = Place::new();
    with_settings(&place, &SCHEME.replacen("[links]\n", &format!("[links]\n{more}\n"), 1));
    let short = place.ok(RIGHT);
    let path = short.trim().strip_prefix("https://go.shop.example").unwrap().to_owned();
    (place, path)
}

fn follow(server: &Collector, method: &str, path: &str, headers: &str) -> Told {
    server.send(
        format!("{method} {path} HTTP/1.1\r\nHost: go.shop.example\r\nConnection: close\r\n{headers}\r\n").as_bytes(),
    )
}

/// A header of an answer.
fn header(told: &Told, name: &str) -> Option<String> {
    let mut lines = told.head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
}

/// The id of a click that the answer's cookie gives.
fn click_id(told: &Told) -> String {
    let cookie = header(told, "set-cookie").unwrap();
    let (id, _) = cookie.strip_prefix("hpclid=").unwrap().split_once(';').unwrap();
    id.to_owned()
}

/// The short link of a page.
fn made(place: &Place, page: &str, campaign: &str) -> String {
    let tags = ["--source", "linkedin", "--medium", "social", "--campaign", campaign];
    let short = place.ok(&[&["-q", "link", "new", page], &tags[..]].concat());
    short.trim().to_owned()
}

fn person() -> String {
    format!("User-Agent: {CHROME}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n")
}

#[test]
fn a_persons_click_is_led_on_counted_and_known_again() {
    let (place, path) = linked("");
    source(&place.root(), "shop", "k-shop", "");
    let server = Collector::of("collect", &place.root());
    let told = follow(
        &server,
        "GET",
        &format!("{path}?fbclid=F1&next=https://evil.example"),
        &person(),
    );
    assert_eq!(told.status, 302, "{told:?}");
    let cookie = header(&told, "set-cookie").unwrap();
    let id = click_id(&told);
    assert!(
        id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{cookie}"
    );
    for part in [
        "; httponly",
        "; samesite=lax",
        "; secure",
        "; path=/",
        "; max-age=7776000",
    ] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert_eq!(
        header(&told, "location").unwrap(),
        // The answer's head is read in lower case.
        format!("{TO}&fbclid=f1&hpclid={id}#top")
    );
    assert_eq!(header(&told, "cache-control").as_deref(), Some("no-store"));
    assert_eq!(
        header(&told, "referrer-policy").as_deref(),
        Some("strict-origin-when-cross-origin")
    );
    // The page that it led to, and what the same browser does on the site.
    let page = json!({
        "type": "page", "messageId": "m-1", "anonymousId": "a-1", "timestamp": "2026-11-22T12:00:00Z",
        "context": {"page": {"url": format!("{TO}&hpclid={id}#top")}},
    });
    assert_eq!(
        server.post("/v1/batch", "k-shop", &json!({"batch": [page]})).status,
        200
    );
    let clicks =
        "select source, medium, campaign, content, click_param, length(detail) from events where kind = 'click'";
    assert_eq!(
        asked(&place, clicks),
        [["linkedin", "social", "spring", "linkedin-image-urn_7199", "fbclid", "8"]]
    );
    // Click and browser are one person.
    let tie =
        format!("select count(*) from identities where '{{}}' in (one, other) and 'click:hpclid.{id}' in (one, other)");
    assert_eq!(count(&place, &tie.replace("{}", "anonymous:a-1")), 1);
    // Where the browser sends the cookie along, it is known again without the address.
    let body = json!({"writeKey": "k-shop", "type": "track", "event": "Order Completed", "messageId": "m-2", "anonymousId": "a-2",
                      "context": {"page": {"url": "https://shop.example/thanks"}}, "properties": {"order_id": "1"}})
    .to_string();
    let head = format!(
        "POST /v1/track HTTP/1.1\r\nHost: go.shop.example\r\nConnection: close\r\nUser-Agent: {CHROME}\r\nCookie: hpclid={id}\r\n"
    );
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(server.send(request.as_bytes()).status, 200);
    assert_eq!(count(&place, &tie.replace("{}", "anonymous:a-2")), 1);
    let order = "select click_param is null from events where kind = 'order'";
    assert_eq!(asked(&place, order), [["true"]], "no click led to the page itself");
    // Clicked again, both clicks are one person's.
    let again = follow(
        &server,
        "GET",
        &path,
        &format!("{}Cookie: a=b; hpclid={id}\r\n", person()),
    );
    let other = click_id(&again);
    assert_ne!(other, id);
    assert_eq!(count(&place, "select count(*) from events where kind = 'click'"), 2);
    assert_eq!(count(&place, &tie.replace("{}", &format!("click:hpclid.{other}"))), 1);
    let list = place.json(&["-q", "link", "list"]);
    assert_eq!(list[0]["clicks"], 2, "{list:?}");
    // The links that visitors came by: one page with the same tags, whatever ids of clicks stood beside them.
    let said = place.run(&["link", "audit", "--seen"]);
    assert!(
        said.code == 0 && said.err.contains("1 right, 0 wrong"),
        "{} {}",
        said.out,
        said.err
    );
}

#[test]
fn robots_and_what_nobody_opened_are_led_on_and_do_not_count() {
    let (place, path) = linked("");
    let server = Collector::of("serve", &place.root());
    let agent = |agent: &str| format!("User-Agent: {agent}\r\n");
    let cases = [
        (
            "GET",
            agent("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"),
        ),
        (
            "GET",
            agent("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"),
        ),
        ("GET", agent("curl/8.5.0")),
        ("GET", String::new()),
        ("HEAD", agent(CHROME)),
        ("GET", format!("{}Purpose: prefetch\r\n", agent(CHROME))),
        ("GET", format!("{}Sec-Purpose: prefetch;prerender\r\n", agent(CHROME))),
        (
            "GET",
            format!("{}Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n", agent(CHROME)),
        ),
    ];
    for (method, headers) in &cases {
        let told = follow(&server, method, &path, headers);
        assert_eq!(
            (told.status, header(&told, "set-cookie")),
            (302, None),
            "{headers}: {told:?}"
        );
        assert_eq!(header(&told, "location").unwrap(), format!("{TO}#top"));
    }
    // An old browser says nothing of what it fetches for.
    assert_eq!(follow(&server, "GET", &path, &agent(CHROME)).status, 302);
    assert_eq!(count(&place, "select count(*) from events"), 1);
    let sources = place.json(&["-q", "source", "list"]);
    let clicks = sources.iter().find(|source| source["source"] == "short links").unwrap();
    assert_eq!(
        (clicks["accepted"].as_u64(), clicks["robots"].as_u64()),
        (Some(9), Some(8)),
        "{clicks}"
    );
    assert_eq!(place.json(&["-q", "link", "list"])[0]["clicks"], 1);
}

#[test]
fn who_asks_not_to_be_known_again_is_counted_and_no_more() {
    for (more, header_of) in [("", "Sec-GPC: 1\r\n"), ("click_ids = false", "")] {
        let (place, path) = linked(more);
        let server = Collector::of("collect", &place.root());
        let told = follow(&server, "GET", &path, &format!("{}{header_of}", person()));
        assert_eq!((told.status, header(&told, "set-cookie")), (302, None), "{told:?}");
        assert_eq!(header(&told, "location").unwrap(), format!("{TO}#top"));
        assert_eq!(count(&place, "select count(*) from events where kind = 'click'"), 1);
        assert_eq!(count(&place, "select count(*) from identities"), 0);
        let raw = asked(&place, "select person from events");
        assert!(raw[0][0].starts_with("anonymous:"), "{raw:?}");
    }
}

#[test]
fn what_a_link_leads_to_is_shown_and_nobody_is_led_elsewhere() {
    let place = Place::new();
    let short = place.ok(&[
        "-q",
        "link",
        "new",
        "https://shop.example/?q=<script>\"'",
        "--source",
        "linkedin",
        "--medium",
        "social",
        "--campaign",
        "a",
    ]);
    let path = short.trim().to_owned();
    let server = Collector::of("serve", &place.root());
    let shown = follow(&server, "GET", &format!("{path}+"), &person());
    assert_eq!((shown.status, header(&shown, "set-cookie")), (200, None));
    assert!(
        shown.body.contains("This link leads to:") && !shown.body.contains("<script>"),
        "{}",
        shown.body
    );
    assert!(
        shown.body.contains("https://shop.example/?q=&lt;script&gt;&quot;"),
        "{}",
        shown.body
    );
    let policy = header(&shown, "content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    let chinese = follow(&server, "GET", &format!("{path}%2B"), "Accept-Language: zh-CN\r\n");
    assert!(chinese.body.contains("此链接指向"), "{}", chinese.body);
    // Nothing else leads anywhere.
    for (path, status) in [
        ("/l/AAAAAAAA", 404),
        ("/l/AAAAAAAA+", 404),
        ("/l/https://evil.example/", 404),
        ("/l/", 404),
    ] {
        let told = follow(&server, "GET", path, "Host: localhost\r\n");
        assert!(
            [status, 400, 421].contains(&told.status) && header(&told, "location").is_none(),
            "{path}: {told:?}"
        );
    }
    assert_eq!(follow(&server, "POST", &path, &person()).status, 405);
    // Letters of any script are led to as browsers write them.
    let summer = made(&place, "https://shop.example/夏", "a");
    let led = soon(|| header(&follow(&server, "GET", &summer, "User-Agent: curl/8\r\n"), "location")).unwrap();
    assert_eq!(
        led,
        "https://shop.example/%e5%a4%8f?utm_source=linkedin&utm_medium=social&utm_campaign=a"
    );
    // Removed, it is gone within a second, for any that follow.
    place.ok(&["-q", "link", "remove", &path]);
    let is_gone = || (follow(&server, "GET", &path, &person()).status == 410).then_some(());
    soon(is_gone).unwrap();
    assert_eq!(follow(&server, "GET", &format!("{path}+"), &person()).status, 410);
}

#[test]
fn a_link_of_one_workspace_is_of_no_other() {
    let clients = tempfile::tempdir().unwrap();
    let (one, other) = (
        Place::in_folder(clients.path(), "one"),
        Place::in_folder(clients.path(), "other"),
    );
    let page = "https://shop.example/";
    let server = Collector::of("collect", clients.path());
    // Made while it serves.
    let (first, second) = (made(&one, page, "a"), made(&other, page, "b"));
    soon(|| (follow(&server, "HEAD", &second, &person()).status == 302).then_some(())).unwrap();
    for _ in 0..3 {
        assert_eq!(follow(&server, "GET", &first, &person()).status, 302);
    }
    assert_eq!(count(&one, "select count(*) from events where kind = 'click'"), 3);
    assert_eq!(count(&other, "select count(*) from events"), 0);
    // A copied folder has the same codes, which are nobody's then.
    let file = "links/links.jsonl";
    fs::copy(one.root().join(file), other.root().join(file)).unwrap();
    soon(|| (follow(&server, "GET", &first, &person()).status == 404).then_some(())).unwrap();
}

#[test]
fn links_are_made_and_looked_over_in_the_browser() {
    let (place, _) = linked("");
    let server = Collector::of("serve", &place.root());
    let page = server.get("/links?lang=en");
    assert!(
        page.status == 200 && page.body.contains("https://go.shop.example/l/"),
        "{}",
        page.body
    );
    assert!(page.body.contains("<option value=\"paid_social\">"), "{}", page.body);
    let fill = |to: &str, form: &str| {
        let head = format!(
            "POST {to} HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
        );
        server.send(format!("{head}Content-Length: {}\r\n\r\n{form}", form.len()).as_bytes())
    };
    let form = "url=https%3A%2F%2Fshop.example%2Fb&utm_source=fb&utm_medium=social&utm_campaign=Spring&post=1&field-format=reel";
    let refused = fill("/links/new", form);
    for part in [
        "utm_source may not be “fb”. It should be “facebook”.",
        "utm_campaign is spelt “Spring”. It should be “spring”.",
        "Right would be: utm_source=facebook utm_medium=social utm_campaign=spring utm_content=facebook-reel-1",
        "value=\"https://shop.example/b\"",
    ] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    assert_eq!(place.json(&["-q", "link", "list"]).len(), 1);
    let made = fill(
        "/links/new",
        &form.replace("=fb", "=facebook").replace("Spring", "spring"),
    );
    assert!(
        made.body.contains("The link is made: https://go.shop.example/l/"),
        "{}",
        made.body
    );
    let all = place.json(&["-q", "link", "list"]);
    assert_eq!(all[1]["content"], "facebook-reel-1");
    let code = all[1]["code"].as_str().unwrap();
    fill("/links/remove", &format!("code={code}"));
    assert_eq!(place.json(&["-q", "link", "list"]).len(), 1);
    // From another site nothing is made.
    let strange = format!(
        "POST /links/new HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    assert_eq!(server.send(strange.as_bytes()).status, 403);
}
