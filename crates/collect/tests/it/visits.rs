//! Visits, worked out by hand from the times of records.

use harpoon_collect::{Terms, Visits, tell};
use harpoon_core::{Event, EventKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::made::{Made, at};

/// A page that one browser sees at a minute of the day; `more` stands in its context of the page.
fn page(minute: u32, who: &str, url: &str, more: &str) -> Made {
    told("p", minute, who, url, "", more)
}

/// What one browser does on a page.
fn track(minute: u32, who: &str, url: &str, name: &str) -> Made {
    told("t", minute, who, url, name, "")
}

fn told(call: &str, minute: u32, who: &str, url: &str, name: &str, more: &str) -> Made {
    let body = format!(
        r#"{{"event":"{name}","messageId":"{who}-{minute}-{url}-{name}","anonymousId":"{who}","timestamp":"{}","context":{{"page":{{"url":"https://a.example{url}"{more}}}}}}}"#,
        time(minute)
    );
    Made::post(&format!("/v1/{call}"), body)
}

fn time(minute: u32) -> Timestamp {
    at(&format!("2026-11-22T{:02}:{:02}:00Z", minute / 60, minute % 60))
}

fn minute(at: Timestamp) -> i64 {
    (at.as_second() - time(0).as_second()) / 60
}

struct Run {
    visits: Visits,
    events: Vec<Event>,
}

impl Run {
    fn of(records: &[Made]) -> Self {
        let mut run = Self {
            visits: Visits::default(),
            events: Vec::new(),
        };
        for made in records {
            run.take(made);
        }
        run
    }

    fn take(&mut self, made: &Made) {
        // Received long after: the client's time stands, for it names no time of sending.
        let told = tell(&made.sent(), &Terms::default());
        self.events.extend(self.visits.take(&told, &TimeZone::UTC));
    }

    fn close(mut self) -> Vec<String> {
        self.events
            .extend(self.visits.close(at("2026-11-23T12:00:00Z"), &TimeZone::UTC));
        assert!(self.visits.is_empty());
        self.lines()
    }

    /// Each event as `minute kind source`.
    fn lines(&self) -> Vec<String> {
        let line = |event: &Event| {
            let source = event.source.as_deref().unwrap_or("-");
            format!("{} {} {source}", minute(event.at), event.kind)
        };
        self.events.iter().map(line).collect()
    }
}

#[test]
fn a_visit_ends_with_rest_and_begins_with_a_campaign() {
    let run = Run::of(&[
        page(0, "a", "/", ""),
        page(10, "a", "/p", ""),
        page(39, "a", "/q", ""),
        // Thirty minutes later.
        page(69, "a", "/r", ""),
        // A campaign in the middle, and the same again: the page was only loaded anew.
        page(70, "a", "/s?utm_source=ig", ""),
        page(71, "a", "/s?utm_source=ig", ""),
        page(72, "a", "/t", ""),
        page(73, "a", "/u?gclid=1", ""),
        page(74, "a", "/u?gclid=2", ""),
    ]);
    let visits: Vec<String> = run
        .lines()
        .into_iter()
        .filter(|line| line.contains(" visit "))
        .collect();
    assert_eq!(
        visits,
        ["0 visit -", "69 visit -", "70 visit ig", "73 visit -", "74 visit -"]
    );
}

#[test]
fn people_do_not_disturb_each_other() {
    let run = Run::of(&[
        page(0, "a", "/", ""),
        page(1, "b", "/", ""),
        page(29, "a", "/", ""),
        page(40, "b", "/", ""),
    ]);
    let visits = run.lines().into_iter().filter(|line| line.contains(" visit ")).count();
    assert_eq!((visits, run.visits.len()), (3, 2));
}

#[test]
fn pages_of_a_visit_say_where_it_came_from() {
    let elsewhere = r#","referrer":"https://l.instagram.com/""#;
    let run = Run::of(&[
        page(0, "a", "/?utm_source=ig&utm_medium=social", elsewhere),
        page(1, "a", "/p", r#","referrer":"https://a.example/""#),
        track(2, "a", "/p", "Product Viewed"),
        track(3, "a", "/p", "Order Completed"),
    ]);
    let want = [
        "0 visit ig",
        "0 page_view ig",
        "1 page_view ig",
        "2 product_view ig",
        // A deed is put down to its touches, not to what happened to stand in the address.
        "3 order -",
    ];
    assert_eq!(run.lines(), want);
    let second = &run.events[2];
    assert_eq!(second.medium.as_deref(), Some("social"));
    assert_eq!(second.referrer.as_deref(), Some("https://l.instagram.com/"));
    let before = second.extra.iter().find(|(name, _)| name == "page_before");
    assert_eq!(before.map(|(_, page)| page.as_str()), Some("https://a.example/"));
}

#[test]
fn time_on_page_is_told_by_the_next_page() {
    let lines = Run::of(&[page(0, "a", "/", ""), page(4, "a", "/p", ""), page(9, "a", "/q", "")]).close();
    let want = [
        "0 visit -",
        "0 page_view -",
        "4 page_view -",
        "9 page_view -",
        "4 page_leave -",
        "9 page_leave -",
    ];
    assert_eq!(lines, want, "of the last page nobody knows");
}

fn snowplow(minute: u32, kind: &str, view: &str, more: &str) -> Made {
    let milliseconds = time(minute).as_millisecond();
    let body = format!(
        r#"{{"data":[{{"e":"{kind}","eid":"{kind}-{view}-{minute}","aid":"shop","p":"web","duid":"d","dtm":"{milliseconds}","url":"https://a.example/{view}","co":"{{\"data\":[{{\"schema\":\"iglu:c/web_page/jsonschema/1\",\"data\":{{\"id\":\"{view}\"}}}}]}}"{more}}}]}}"#
    );
    Made::post("/com.snowplowanalytics.snowplow/tp2", body)
}

#[test]
fn pings_tell_how_long_and_how_far() {
    let mut run = Run::of(&[]);
    let depth = |may: u32| format!(r#","pp_may":"{may}","vp":"800x600","ds":"800x2000""#);
    run.take(&snowplow(0, "pv", "v1", ""));
    run.take(&snowplow(1, "pp", "v1", &depth(0)));
    // 850 and 600 of 2000 are 72 %; 900 and 600 are 75 %.
    run.take(&snowplow(2, "pp", "v1", &depth(850)));
    run.take(&snowplow(3, "pv", "v2", ""));
    run.take(&snowplow(4, "pp", "v1", &depth(900)));
    run.take(&snowplow(5, "pp", "v1", &depth(1400)));
    let deeds: Vec<(EventKind, Option<String>)> = run
        .events
        .iter()
        .map(|event| (event.kind, event.deed.clone()))
        .collect();
    assert_eq!(deeds[3], (EventKind::PageRead, Some("v1".to_owned())));
    let lines = run.close();
    let want = [
        "0 visit -",
        "0 page_view -",
        "3 page_view -",
        "4 page_read -",
        "5 page_leave -",
    ];
    assert_eq!(lines, want);
}

#[test]
fn a_ping_alone_begins_no_visit() {
    let mut run = Run::of(&[]);
    run.take(&snowplow(0, "pp", "v1", ""));
    assert!(run.events.is_empty() && run.visits.is_empty());
    run.take(&snowplow(1, "pv", "v1", ""));
    run.take(&snowplow(60, "pp", "v1", ""));
    let lines = run.close();
    assert_eq!(
        lines,
        ["1 visit -", "1 page_view -"],
        "after an hour of rest a ping tells nothing of the visit before"
    );
}

#[test]
fn what_the_client_says_of_its_pages_counts() {
    let lines = Run::of(&[
        page(0, "a", "/p?x=1", ""),
        track(2, "a", "/p?x=1", "Page Read"),
        track(3, "a", "/p?x=1", "Page Read"),
        track(5, "a", "/p?x=1", "Page Left"),
        page(6, "a", "/q", ""),
    ]);
    let ids: Vec<&str> = lines
        .events
        .iter()
        .filter(|event| event.kind == EventKind::PageRead)
        .map(|event| event.event_id.as_str())
        .collect();
    assert_eq!(ids[0], ids[1], "read twice it is read once");
    let view = lines.events[1].deed.clone();
    assert!(lines.events[2..5].iter().all(|event| event.deed == view));
    let want = [
        "0 visit -",
        "0 page_view -",
        "2 page_read -",
        "3 page_read -",
        "5 page_leave -",
        "6 page_view -",
    ];
    assert_eq!(lines.close(), want);
}

#[test]
fn records_that_come_late_find_their_visit() {
    let lines = Run::of(&[
        page(60, "a", "/p", ""),
        // Ten minutes before the visit was known to begin, and an hour before.
        page(50, "a", "/", ""),
        page(0, "a", "/x", ""),
    ])
    .lines();
    assert_eq!(
        lines,
        [
            "60 visit -",
            "60 page_view -",
            "50 page_view -",
            "0 visit -",
            "0 page_view -"
        ]
    );
}

/// A phone that was without a network tells of an afternoon at once: one visit for each rest, as if it had told in time.
#[test]
fn records_that_come_late_make_one_visit_for_each_rest() {
    let minutes = [0, 10, 35, 64, 100, 110, 200, 205];
    let visits = |order: &[u32]| {
        let records: Vec<_> = order.iter().map(|minute| page(*minute, "a", "/", "")).collect();
        let lines = Run::of(&records).lines();
        let mut visits: Vec<String> = lines.into_iter().filter(|line| line.contains(" visit ")).collect();
        visits.sort();
        visits
    };
    let in_time = visits(&minutes);
    assert_eq!(in_time, ["0 visit -", "100 visit -", "200 visit -"]);
    // The last is told first; then the others, in their order.
    assert_eq!(visits(&[200, 0, 10, 35, 64, 100, 110, 205]), in_time);
    // Of a visit that is over, told in between.
    assert_eq!(visits(&[0, 10, 35, 100, 200, 64, 110, 205]), in_time);
}

/// What is open can be written down and taken up again, to the same end.
#[test]
fn open_visits_are_kept_over_a_restart() {
    let records = [
        page(0, "a", "/?utm_source=ig", ""),
        page(4, "a", "/p", ""),
        page(9, "b", "/q", ""),
        page(20, "a", "/z", ""),
    ];
    let whole = Run::of(&records).close();
    let mut run = Run::of(&records[..2]);
    let kept = serde_json::to_string(&run.visits).expect("JSON");
    run.visits = serde_json::from_str(&kept).expect("visits");
    for made in &records[2..] {
        run.take(made);
    }
    assert_eq!(run.close(), whole);
}

#[test]
fn what_is_no_sign_on_the_site_is_no_visit() {
    let mut run = Run::of(&[]);
    let order =
        r#"{"event":"Order Completed","userId":"u","messageId":"m","context":{"page":{"url":"https://a.example/"}}}"#;
    run.take(
        &Made::post("/v1/t", order)
            .without("user-agent")
            .with("user-agent", "node"),
    );
    let mail = r#"{"event":"Email Opened","userId":"u","messageId":"m"}"#;
    run.take(&Made::post("/v1/t", mail));
    assert_eq!(run.lines(), ["720 order -"]);
    assert!(run.visits.is_empty());
}
