//! Whose address counts behind proxies, and the name of the day that is made of it.

use std::net::IpAddr;

use harpoon_collect::client::{Forwarding, Range, client};
use harpoon_collect::visitor::{Salt, turn};
use jiff::civil::date;

use crate::made::{CHROME, Made, arrival, at};

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn ranges(texts: &[&str]) -> Vec<Range> {
    texts.iter().map(|text| text.parse().expect("a range")).collect()
}

#[test]
fn only_those_who_are_trusted_speak_for_others() {
    use Forwarding::{Forwarded, XForwardedFor};
    let trusted = ranges(&["10.0.0.0/8", "192.0.2.1", "fd00::/8"]);
    let check = |peer: &str, header: Forwarding, values: &[&str], want: &str| {
        let name = match header {
            XForwardedFor => "x-forwarded-for",
            Forwarded => "forwarded",
        };
        let made = values
            .iter()
            .fold(Made::get("/i"), |made, value| made.with(name, value));
        assert_eq!(
            client(ip(peer), &made.headers, header, &trusted),
            ip(want),
            "{peer} {values:?}"
        );
    };
    // Whoever is not trusted is whom we see, whatever they write.
    check("203.0.113.9", XForwardedFor, &["198.51.100.7"], "203.0.113.9");
    check("10.0.0.1", XForwardedFor, &["198.51.100.7"], "198.51.100.7");
    check("::ffff:10.0.0.1", XForwardedFor, &["198.51.100.7"], "198.51.100.7");
    check("10.0.0.1", XForwardedFor, &[], "10.0.0.1");
    // What stands left of the first that is not trusted may be invented.
    check(
        "10.0.0.1",
        XForwardedFor,
        &["127.0.0.1, 198.51.100.7, 10.9.9.9"],
        "198.51.100.7",
    );
    check(
        "10.0.0.1",
        XForwardedFor,
        &["1.1.1.1, 198.51.100.7", "192.0.2.1"],
        "198.51.100.7",
    );
    check("10.0.0.1", XForwardedFor, &["10.0.0.3, 10.0.0.2"], "10.0.0.3");
    check("10.0.0.1", XForwardedFor, &["198.51.100.7, unknown"], "10.0.0.1");
    check("10.0.0.1", XForwardedFor, &["198.51.100.7:4711"], "198.51.100.7");
    check("10.0.0.1", XForwardedFor, &["2001:db8::1"], "2001:db8::1");
    check("10.0.0.1", XForwardedFor, &["[2001:db8::1]:4711"], "2001:db8::1");
    check("fd00::5", XForwardedFor, &["::ffff:198.51.100.7"], "198.51.100.7");
    check(
        "10.0.0.1",
        XForwardedFor,
        &["198.51.100.7; DROP TABLE", "x"],
        "10.0.0.1",
    );
    check(
        "10.0.0.1",
        Forwarded,
        &["for=198.51.100.7;proto=https;by=203.0.113.43"],
        "198.51.100.7",
    );
    check(
        "10.0.0.1",
        Forwarded,
        &["proto=https;For=\"[2001:db8:cafe::17]:4711\""],
        "2001:db8:cafe::17",
    );
    check(
        "10.0.0.1",
        Forwarded,
        &["for=192.0.2.43, for=198.51.100.17, for=10.1.1.1"],
        "198.51.100.17",
    );
    check("10.0.0.1", Forwarded, &["for=_hidden, for=10.0.0.2"], "10.0.0.2");
    // The header that the proxy does not write is not looked at.
    let made = Made::get("/i")
        .with("forwarded", "for=1.1.1.1")
        .with("x-forwarded-for", "198.51.100.7");
    assert_eq!(
        client(ip("10.0.0.1"), &made.headers, XForwardedFor, &trusted),
        ip("198.51.100.7")
    );
}

#[test]
fn ranges_are_read() {
    let holds = |range: &str, address: &str| range.parse::<Range>().expect("a range").holds(ip(address));
    assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
    assert!(holds("0.0.0.0/0", "203.0.113.9") && !holds("0.0.0.0/0", "2001:db8::1"));
    assert!(holds("2001:db8::/33", "2001:db8:7fff::1") && !holds("2001:db8::/33", "2001:db8:8000::1"));
    // What is written as IPv6 for IPv4 is the same range.
    assert!(holds("::ffff:10.0.0.1", "10.0.0.1") && !holds("::ffff:10.0.0.1", "10.0.0.2"));
    assert!(holds("::ffff:10.0.0.0/104", "10.255.0.1") && !holds("::ffff:10.0.0.0/104", "11.0.0.1"));
    assert!(holds("::/0", "fd00::1") && holds("192.0.2.1", "::ffff:192.0.2.1"));
    for wrong in [
        "",
        "10.0.0.0/33",
        "10.0.0/8",
        "::/129",
        "10.0.0.0/-1",
        "a/8",
        "10.0.0.0/8/8",
    ] {
        assert!(wrong.parse::<Range>().is_err(), "{wrong}");
    }
}

#[test]
fn salts_turn_every_day_and_go_after_two() {
    let days = [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)];
    let now = turn(&days, at("2026-11-22T00:00:00Z"));
    assert_eq!((now.today, now.is_new), (date(2026, 11, 22), false));
    assert_eq!(now.delete, [date(2026, 11, 20)]);
    let later = turn(&days, at("2026-11-22T23:59:59Z"));
    assert_eq!(later.delete, [date(2026, 11, 20)]);
    let next = turn(&days[1..], at("2026-11-23T00:00:00Z"));
    assert_eq!(
        (next.today, next.is_new, next.delete),
        (date(2026, 11, 23), true, vec![date(2026, 11, 21)])
    );
    // A clock that was a day ahead has made a salt of tomorrow.
    assert_eq!(turn(&days, at("2026-11-21T12:00:00Z")).delete, [date(2026, 11, 22)]);
    assert!(turn(&[], at("2026-11-21T12:00:00Z")).is_new);
}

#[test]
fn the_name_of_the_day() {
    let salt = Salt::new(date(2026, 11, 22), [7; 32]);
    let other = Salt::new(date(2026, 11, 23), [8; 32]);
    let name =
        |salt: &Salt, site: &str, address: &str, agent: &str| salt.visitor(site, ip(address), agent).expect("a name");
    let ann = name(&salt, "shop", "203.0.113.9", CHROME);
    // By hand, with Python: hmac.new(bytes([7]*32), parts, "sha256").hexdigest()[:32], each part after its length in 8 bytes.
    assert_eq!(ann, "576f09b2eaeb138381216d58499fc091");
    assert_eq!(ann, name(&salt, "shop", "::ffff:203.0.113.9", CHROME));
    for different in [
        name(&other, "shop", "203.0.113.9", CHROME),
        name(&salt, "blog", "203.0.113.9", CHROME),
        name(&salt, "shop", "203.0.113.8", CHROME),
        name(&salt, "shop", "203.0.113.9", "other"),
        name(&salt, "shop2", "3.0.113.9", CHROME),
    ] {
        assert_ne!(ann, different);
    }
    // The last 64 bits of an IPv6 address change by themselves.
    assert_eq!(
        name(&salt, "s", "2001:db8::1", ""),
        name(&salt, "s", "2001:db8::ffff:1", "")
    );
    assert_ne!(
        name(&salt, "s", "2001:db8::1", ""),
        name(&salt, "s", "2001:db8:0:1::1", "")
    );
    assert_eq!(format!("{salt:?}"), "Salt(2026-11-22)");
}

/// Who has a name of their own needs no other; servers do not lend theirs; trackers that ask for namelessness get it.
#[test]
fn who_gets_a_name_of_the_day() {
    let salt = Salt::new(date(2026, 11, 22), [7; 32]);
    let mut arrival = arrival();
    arrival.salt = Some(&salt);
    arrival.address = Some(ip("203.0.113.9"));
    let named = |made: &Made| made.taken_by(&arrival).expect("taken in").sent[0].visitor.is_some();
    let page = |ids: &str| Made::post("/v1/p", format!(r#"{{{ids}"context":{{}}}}"#));
    assert!(named(&page("")));
    assert!(!named(&page(r#""anonymousId":"a","#)) && !named(&page(r#""userId":"u","#)));
    let server = |made: Made| made.without("user-agent").with("user-agent", "python-requests/2.3");
    assert!(!named(&server(page(""))));
    let told = r#"{"context":{"ip":"198.51.100.7","userAgent":"Mozilla/5.0"}}"#;
    assert!(named(&server(Made::post("/v1/p", told))));
    let plausible = Made::post(
        "/api/event",
        r#"{"n":"pageview","u":"https://shop.example/","d":"shop.example"}"#,
    );
    assert!(named(&plausible));
    let snowplow = Made::get("/i?e=pv&eid=1&aid=shop&p=web");
    assert!(named(&snowplow) && !named(&snowplow.clone().with("sp-anonymous", "*")));
    let line = plausible.taken_by(&arrival).expect("taken in").sent[0].to_line();
    assert!(!line.contains("203.0.113.9"), "{line}");
}
