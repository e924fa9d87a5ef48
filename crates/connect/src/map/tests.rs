//! Maps that are right, and maps that are wrong in every way at once.

use harpoon_core::{EntityKind, Scope};

use super::*;
use crate::connector::{PlatformIs, Quirk};

const POSTS: &str = r#"
id = "posts"
title = "Posts of a page"
platform = "facebook"
entity = "post"
counter = "lifetime"
zone = "Europe/Amsterdam"
currency = "eur"
unknown = ["?"]
rows_are_numbered = true

[columns]
"Impressions" = "impressions"
"Minutes|Minutes watched" = "watch_time in minutes"
Paid = "scope"
Remarks = "ignore"

[optional]
Category = "x.Category"

[scope_words]
1 = "paid"
0 = "organic"
"#;

fn map(text: &str) -> &'static Connector {
    read_map(text).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

#[test]
fn a_map_is_a_connector() {
    let map = map(POSTS);
    assert_eq!((map.id, map.title), ("posts", "Posts of a page"));
    assert_eq!(map.platform, PlatformIs::Fixed("facebook"));
    assert_eq!(
        (map.entity, map.scope, map.zone),
        (EntityKind::Post, Scope::Unknown, Some("Europe/Amsterdam"))
    );
    assert_eq!(map.requires, ["impressions", "watch_time", "scope"]);
    assert_eq!(map.columns.len(), 5);
    let quirks = [
        Quirk::Currency("EUR"),
        Quirk::Unknown(&["?"]),
        Quirk::ScopeWords(&[("1", Scope::Paid), ("0", Scope::Organic)]),
        Quirk::RowNumberIsKey,
    ];
    for quirk in quirks {
        assert!(map.quirks.contains(&quirk), "{quirk:?}");
    }
}

#[test]
fn the_platform_may_stand_in_a_column() {
    let map = map(
        "id = \"r\"\nplatform = { column = \"Source\", words = { \"Google Maps\" = \"google\" } }\n[columns]\nStars = \"stars\"\n",
    );
    assert_eq!(map.platform, PlatformIs::Column(&[("google maps", "google")]));
    assert_eq!(map.columns, [("Source", "platform"), ("Stars", "stars")]);
}

#[test]
fn the_same_map_is_kept_once_and_a_changed_one_has_another_version() {
    assert!(std::ptr::eq(map(POSTS), map(POSTS)));
    let commented = format!("# a remark\n{POSTS}");
    assert_eq!(map(POSTS).version, map(&commented).version);
    let changed = POSTS.replace("\"impressions\"", "\"content_views\"");
    assert_ne!(map(POSTS).version, map(&changed).version);
}

#[test]
fn all_mistakes_are_told_at_once_with_their_place() {
    let text = r#"id = "Not An Id"
platform = "facebook"
zone = "Europe/Nowhere"
currency = "EURO"
scope = "both"
colour = "red"
rows_are_numbered = "yes"

[columns]
Impressions = "impresions"
Reach = "reach:sometimes"
Time = "watch_time in days"
A = "clicks"
B = "clicks"
a = "shares"
C = 5
D = "x."
"#;
    let mistakes = read_map(text).err().unwrap_or_default();
    let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    let expected = [
        (1, "is no id"),
        (3, "is no time zone"),
        (4, "is no currency"),
        (5, "is none of organic, paid, total, unknown"),
        (6, "`colour` is no key"),
        (7, "must be true or false"),
        (10, "did you mean `impressions`?"),
        (11, "is no counter"),
        (12, "is no unit"),
        (14, "`clicks` is given that meaning in line 13 already"),
        (15, "`a` is mapped in line 13 already"),
        (16, "must be a text in quotes"),
        (17, "lacks a name"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for ((line, part), mistake) in expected.iter().zip(&mistakes) {
        assert!(mistake.line == *line && mistake.what.contains(part), "{mistake}");
    }
}

#[test]
fn maps_that_say_too_little() {
    for (text, part) in [
        ("", "`id` is missing"),
        ("id = \"a\"", "no columns"),
        ("id = \"a\"\n[columns]\nA = \"clicks\"", "`platform` is missing"),
        (
            "id = \"a\"\nplatform = \"b\"\nrows_are_numbered = true\n[columns]\nA = \"clicks\"",
            "needs `entity`",
        ),
        (
            "id = \"a\"\nplatform = \"b\"\n[scope_words]\n1 = \"paid\"\n[columns]\nA = \"clicks\"",
            "needs a column",
        ),
        ("id = \"a", "string"),
        ("id = \"x_tweet_activity\"\n", "own connectors"),
    ] {
        let mistakes = read_map(text).err().unwrap_or_default();
        let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
        assert!(first.contains(part), "{text:?}: {first}");
    }
    assert_eq!(
        map("id = \"costs\"\n[columns]\nSum = \"amount\"").platform,
        PlatformIs::Fixed("")
    );
}

#[test]
fn fit_names_what_is_missing_and_what_is_left() {
    let header = ["impressions ", "Minutes watched", "Likes", ""].map(str::to_owned);
    let fit = fit(map(POSTS), &header);
    assert_eq!(fit.missing, ["Paid"]);
    assert_eq!(fit.unmapped, ["Likes"]);
}

#[test]
fn the_ready_maps_read() {
    for text in [
        include_str!("../../../../examples/maps/uci-facebook.toml"),
        include_str!("../../../../examples/maps/reviews.toml"),
        include_str!("../../../../examples/maps/events.toml"),
        include_str!("../../../../examples/maps/costs.toml"),
        include_str!("../../../../examples/maps/generic-ads.toml"),
        include_str!("../../../../examples/maps/leads.toml"),
        include_str!("../../../../examples/maps/deals.toml"),
        include_str!("../../../../examples/maps/orders.toml"),
        include_str!("../../../../examples/maps/touches.toml"),
        include_str!("../../../../examples/maps/coupons.toml"),
        include_str!("../../../../examples/maps/store-visits.toml"),
        include_str!("../../../../examples/maps/point-of-sale.toml"),
        include_str!("../../../../examples/maps/survey.toml"),
        include_str!("../../../../examples/maps/journeys.toml"),
        include_str!("../../../../examples/maps/olist-leads.toml"),
        include_str!("../../../../examples/maps/olist-deals.toml"),
    ] {
        assert_eq!(read_map(text).err(), None);
    }
}

/// A table as a person might keep it, and the lines that its proposal must hold.
#[test]
fn a_proposal_says_what_it_can() {
    let table = "Date;Campaign;Impressions;Amount spent (EUR);Mood;Remarks;Watch time\n\
                 03/04/2026;Spring;1.200;12,50;good;a long remark;1:02\n\
                 04/04/2026;Spring;980;9,75;good;another remark;2:10\n\
                 05/04/2026;Spring;1.010;8,25;bad;\"quoted\" and # hashed;0:40\n";
    let mut lines = table
        .lines()
        .map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let text = propose_map(&header, &lines.collect::<Vec<_>>());
    for expected in [
        "platform = \"\"",
        "currency = \"EUR\"",
        "day_order = \"dmy\"",
        "\"Date\" = \"date\"",
        "\"Campaign\" = \"campaign_name\"",
        "\"Impressions\" = \"impressions\"",
        "\"Amount spent (EUR)\" = \"spend\"",
        "# \"Mood\" = \"ignore\"",
        "# \"Remarks\" = \"ignore\"",
    ] {
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
    let mistakes = read_map(&text).err().unwrap_or_default();
    assert!(
        matches!(mistakes.as_slice(), [only] if only.what.contains("is no platform")),
        "{mistakes:?}"
    );
    assert_eq!(
        read_map(&text.replace("platform = \"\"", "platform = \"tv\"")).err(),
        None
    );
}

#[test]
fn mistakes_in_maps_of_events() {
    for (text, part) in [
        ("id = \"a\"\n[columns]\nA = \"event_at\"", "`event_at` needs a kind"),
        (
            "id = \"a\"\nevent = \"sale\"\n[columns]\nA = \"event_at\"",
            "is none of impression",
        ),
        (
            "id = \"a\"\n[columns]\nA = \"at.sale\"",
            "`sale` is no kind of event; one of impression",
        ),
        (
            "id = \"a\"\n[columns]\nA = \"at.order\"\nB = \"person.mail\"",
            "`person.mail` is no name; one of person.email",
        ),
        (
            "id = \"a\"\n[columns]\nA = \"at.order\"\nB = \"at.order\"",
            "given that meaning in line 3",
        ),
        (
            "id = \"a\"\n[columns]\nA = \"at.order\"\nB = \"value.order in euros\"",
            "`euros` is no unit",
        ),
        (
            "id = \"a\"\nplatform = \"b\"\n[columns]\nA = \"clicks\"\nB = \"deed\"",
            "`deed` is of events",
        ),
        (
            "id = \"a\"\nevent = \"order\"\nkinds = { x = \"order\" }\n[columns]\nA = \"event_at\"",
            "`kinds` needs a column",
        ),
        (
            "id = \"a\"\n[columns]\nA = \"event_at\"\nB = \"event_kind\"\n[kinds]\nx = \"buy\"",
            "`buy` is none of",
        ),
        (
            "id = \"a\"\nsystem = \"Our CRM\"\n[columns]\nA = \"at.lead\"",
            "is no system",
        ),
        (
            "id = \"a\"\ncalling_code = \"NL\"\n[columns]\nA = \"at.lead\"",
            "is no calling code",
        ),
    ] {
        let mistakes = read_map(text).err().unwrap_or_default();
        assert!(
            matches!(mistakes.as_slice(), [only] if only.what.contains(part)),
            "{part}: {mistakes:?}"
        );
    }
}

/// A list of orders: whose they are and when is seen, what a row tells of is asked for.
#[test]
fn a_proposal_for_what_people_did() {
    let table = "Order ID;Customer email;Created at;Total;Status;Remarks\n\
                 1001;ann@example.com;2026-10-01 09:30;49,90;paid;a long remark\n\
                 1002;bob@example.com;2026-10-02 10:00;20,00;open;another remark\n\
                 1003;bob@example.com;2026-10-02 11:00;20,00;paid;a third one\n";
    let mut lines = table
        .lines()
        .map(|line| line.split(';').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let text = propose_map(&header, &lines.collect::<Vec<_>>());
    for expected in [
        "\"Order ID\" = \"deed\"",
        "\"Customer email\" = \"person.email\"",
        "\"Created at\" = \"event_at\"",
        "\"Total\" = \"amount\"",
        "\"Status\" = \"event_kind\"",
        "# \"Remarks\" = \"ignore\"",
        "# currency = ",
        "# zone = ",
        "\"open\" = \"\"",
        "\"paid\" = \"\"",
    ] {
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
    let mistakes = read_map(&text).err().unwrap_or_default();
    assert_eq!(mistakes.len(), 2, "{mistakes:?}");
    let filled = text
        .replace("\"paid\" = \"\"", "\"paid\" = \"order\"")
        .replace("\"open\" = \"\"", "\"open\" = \"ignore\"");
    assert_eq!(read_map(&filled).err(), None);
}

#[test]
fn a_proposal_survives_any_header() {
    let header = ["", "\"", "a\nb", "a\\", "=cmd()", "Reach", "Reach", "reach ", "💥", "*"].map(str::to_owned);
    let rows = [vec!["1".to_owned(); 3], vec!["\u{0}\n]".to_owned(); 12], vec![]];
    let text = propose_map(&header, &rows);
    let mistakes = read_map(&text).err().unwrap_or_default();
    assert!(
        mistakes
            .iter()
            .all(|m| m.what.contains("platform") || m.what.contains("no columns")),
        "{mistakes:?}\n{text}"
    );
    assert!(!propose_map(&[], &[]).is_empty());
}
