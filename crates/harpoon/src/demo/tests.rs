//! The files are read back by a reader of the tests' own, and must hold what the truth says.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::{EntityKind, Number};
use jiff::civil::{Date, date};

use super::{Demo, Export, SEED, SumKey, make, write, zip};
use reading::{Row, month, newest, number, table, text, unzip, us_month};

mod journeys;
mod reading;

const END: Date = date(2026, 10, 31);

fn made() -> (BTreeMap<String, Vec<u8>>, Demo) {
    let (exports, demo) = make(SEED, END).unwrap();
    (by_path(exports), demo)
}

fn by_path(exports: Vec<Export>) -> BTreeMap<String, Vec<u8>> {
    exports.into_iter().map(|e| (e.path, e.bytes)).collect()
}

/// All tables below a folder whose name ends so, in order of path.
fn tables(files: &BTreeMap<String, Vec<u8>>, under: &str, ends: &str, first: &str) -> Vec<Row> {
    let chosen = files
        .iter()
        .filter(|(path, _)| path.starts_with(under) && path.ends_with(ends));
    chosen.flat_map(|(_, bytes)| table(bytes, first)).collect()
}

/// Checks that the figures, summed by month, are the truth's for this platform, level and metric.
fn agrees(
    demo: &Demo,
    platform: &str,
    entity: EntityKind,
    metric: &str,
    figures: impl Iterator<Item = (Date, Number)>,
) {
    let mut found: BTreeMap<Date, Number> = BTreeMap::new();
    for (month, value) in figures {
        let sum = found.entry(month).or_default();
        *sum = *sum + value;
    }
    let planted: BTreeMap<Date, Number> = demo
        .truth
        .sums
        .iter()
        .filter(|(key, _)| (key.platform.as_str(), key.entity, key.metric) == (platform, entity, metric))
        .map(|(key, sum)| (key.month, *sum))
        .collect();
    assert!(!planted.is_empty(), "no truth for {platform} {metric}");
    found.retain(|month, sum| *sum != Number::ZERO || planted.contains_key(month));
    assert_eq!(found, planted, "{platform} {metric}");
}

#[test]
fn same_seed_same_bytes() {
    assert_eq!(made(), made());
    let other = by_path(make(SEED + 1, END).unwrap().0);
    let (files, _) = made();
    assert_ne!(files["costs.csv"], other["costs.csv"]);
    assert_ne!(files["instagram/Reach.csv"], other["instagram/Reach.csv"]);
}

#[test]
fn the_span_is_thirteen_whole_months() {
    let check = |end: Date, from: Date, to: Date| {
        let (_, demo) = make(SEED, end).unwrap();
        assert_eq!((demo.from, demo.to), (from, to), "end {end}");
    };
    check(date(2026, 10, 31), date(2025, 10, 1), date(2026, 10, 31));
    check(date(2026, 11, 22), date(2025, 10, 1), date(2026, 10, 31));
    check(date(2024, 2, 29), date(2023, 2, 1), date(2024, 2, 29));
    check(date(2024, 2, 28), date(2023, 1, 1), date(2024, 1, 31));
}

#[test]
fn an_end_beyond_the_id_clocks_is_refused() {
    for end in [Date::MIN, date(2016, 12, 31), date(2061, 1, 1), Date::MAX] {
        assert_eq!(
            make(SEED, end).unwrap_err().kind(),
            std::io::ErrorKind::InvalidInput,
            "end {end}"
        );
    }
}

#[test]
fn the_folder_holds_what_is_listed() {
    let dir = tempfile::tempdir().unwrap();
    let demo = write(dir.path(), SEED, END).unwrap();
    for file in &demo.files {
        let size = std::fs::metadata(dir.path().join(&file.path)).unwrap().len();
        assert_eq!(size, file.bytes, "{}", file.path);
    }
    let bytes: u64 = demo.files.iter().map(|f| f.bytes).sum();
    assert!((45..=67).contains(&demo.files.len()), "{} files", demo.files.len());
    assert!(bytes < 10_000_000, "{bytes} bytes");
}

#[test]
fn files_open_as_the_platforms_write_them() {
    let (files, _) = made();
    let check = |path: &str, start: &[u8]| {
        let bytes = files.iter().find(|(p, _)| p.starts_with(path)).unwrap().1;
        assert!(
            bytes.starts_with(start),
            "{path}: {:?}",
            &bytes[..start.len().min(bytes.len())]
        );
    };
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    check(
        "facebook/Oct-01-2025_Dec-31-2025",
        b"\xef\xbb\xbf\"Post ID\",\"Page ID\",\"Page name\",Title,Description,",
    );
    check(
        "instagram/Oct-01-2025_Dec-31-2025",
        b"\xef\xbb\xbf\"Post ID\",\"Account ID\",\"Account username\",",
    );
    check(
        "facebook/Reach.csv",
        &utf16("\u{feff}sep=,\n\"Facebook reach\"\n\"Date\",\"Primary\"\n\"2025-10-01T00:00:00\",\""),
    );
    check(
        "meta-ads/",
        b"\xef\xbb\xbf\"Account name\",\"Campaign name\",Day,Ads,\"Ad ID\",\"Delivery status\",",
    );
    check(
        "google-ads/Campaign report.csv",
        b"Campaign report\n\"October 1, 2025 - December 31, 2025\"\nCampaign status,Campaign,Day,",
    );
    check(
        "google-ads/Campaign report (4).csv",
        &utf16("\u{feff}Campaign report\n1 October 2026 - 31 October 2026\nCampaign status\tCampaign\t"),
    );
    check("youtube/", b"PK\x03\x04");
    check(
        "tiktok/2026-01-02/Overview_2025-10-01_",
        b"\xef\xbb\xbf\"Date\",\"Video Views\",\"Profile Views\",\"Likes\",\"Comments\",\"Shares\"\n\"October 1\",\"",
    );
    check("linkedin/", &utf16("\u{feff}Campaign Performance Report (in UTC)\n"));
    check("x/", b"Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,");
    check("search-console/", b"PK\x03\x04");
    check("site/direct-sessions.csv", b"Date,Direct sessions\n2025-10-01,");
    check("costs.csv", b"kind,from,to,amount,currency,note\n");
}

#[test]
fn californian_winter_shows_in_facebook_cards() {
    let (files, _) = made();
    let card = text(&files["facebook/Reach.csv"]);
    // 2025-11-02 begins in daylight time and ends in winter time; 2026-03-08 the other way round.
    for line in [
        "\"2025-11-02T00:00:00\"",
        "\"2025-11-03T01:00:00\"",
        "\"2026-03-08T01:00:00\"",
        "\"2026-03-09T00:00:00\"",
    ] {
        assert!(card.contains(line), "{line}");
    }
}

#[test]
fn instagram_posts_hold_the_truth() {
    let (files, demo) = made();
    let rows: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.starts_with("instagram/") && path.contains("_18"))
        .flat_map(|(_, bytes)| table(bytes, "Post ID"))
        .collect();
    let posts = newest(rows, "Post ID", "Views");
    for (metric, column) in [
        ("content_views", "Views"),
        ("reactions.like", "Likes"),
        ("saves", "Saves"),
    ] {
        let figures = posts
            .values()
            .map(|row| (us_month(&row["Publish time"]), number(&row[column])));
        agrees(&demo, "instagram", EntityKind::Post, metric, figures);
    }
    let blank: BTreeSet<&String> = posts
        .iter()
        .filter(|(_, row)| row["Likes"].is_empty())
        .map(|(id, _)| id)
        .collect();
    assert_eq!(blank, demo.truth.hidden_likes.iter().collect(), "hidden likes");
    assert!(!blank.is_empty());
}

#[test]
fn facebook_counts_impressions_first_and_views_later() {
    let (files, demo) = made();
    let mut early = Vec::new();
    let mut late = Vec::new();
    for (_, bytes) in files
        .iter()
        .filter(|(path, _)| path.starts_with("facebook/") && path.contains("_10"))
    {
        let rows = table(bytes, "Post ID");
        if rows[0].contains_key("Impressions") {
            early.extend(rows);
        } else {
            late.extend(rows);
        }
    }
    for (metric, column, rows) in [("impressions", "Impressions", early), ("content_views", "Views", late)] {
        let posts = newest(rows, "Post ID", column);
        let figures = posts
            .values()
            .map(|row| (us_month(&row["Publish time"]), number(&row[column])));
        agrees(&demo, "facebook", EntityKind::Post, metric, figures);
    }
}

#[test]
fn x_posts_hold_the_truth() {
    let (files, demo) = made();
    let posts = newest(tables(&files, "x/", ".csv", "Post id"), "Post id", "Impressions");
    let at = |row: &Row| {
        let id: i64 = row["Post id"].parse().unwrap();
        let at = jiff::Timestamp::from_millisecond((id >> 22) + 1_288_834_974_657).unwrap();
        at.to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month()
    };
    for (metric, column) in [
        ("impressions", "Impressions"),
        ("clicks.link", "URL Clicks"),
        ("engagements_total", "Engagements"),
    ] {
        let figures = posts.values().map(|row| (at(row), number(&row[column])));
        agrees(&demo, "x", EntityKind::Post, metric, figures);
    }
    // The id's clock and the printed day agree.
    for row in posts.values() {
        let id: i64 = row["Post id"].parse().unwrap();
        let at = jiff::Timestamp::from_millisecond((id >> 22) + 1_288_834_974_657).unwrap();
        let day = at
            .to_zoned(jiff::tz::TimeZone::UTC)
            .strftime("%a, %b %-d, %Y")
            .to_string();
        assert_eq!(day, row["Date"]);
    }
}

#[test]
fn meta_ads_hold_the_truth_and_their_own_totals() {
    let (files, demo) = made();
    let mut rows = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("meta-ads/")) {
        let all = table(bytes, "Account name");
        let (total, listed) = all.split_first().unwrap();
        assert_eq!(
            (total["Account name"].as_str(), total["Campaign name"].as_str()),
            ("", "")
        );
        for column in [
            "Impressions",
            "Link clicks",
            "Amount spent (EUR)",
            "Purchases conversion value",
        ] {
            let sum: Number = listed.iter().map(|row| number(&row[column])).sum();
            assert_eq!(sum, number(&total[column]), "{path} {column}");
        }
        rows.extend(listed.to_vec());
    }
    for (metric, column) in [
        ("spend", "Amount spent (EUR)"),
        ("impressions", "Impressions"),
        ("clicks.link", "Link clicks"),
        ("clicks.total", "Clicks (all)"),
        ("conversions.purchase", "Purchases"),
        ("conversion_value.purchase", "Purchases conversion value"),
    ] {
        let figures = rows.iter().map(|row| (month(&row["Day"]), number(&row[column])));
        agrees(&demo, "meta", EntityKind::Ad, metric, figures);
    }
    let loss = &demo.truth.loss;
    let ours = || rows.iter().filter(|row| row["Campaign name"] == loss.name);
    assert_eq!(
        ours().map(|row| number(&row["Amount spent (EUR)"])).sum::<Number>(),
        loss.spend
    );
    assert!(loss.value < loss.spend, "{} < {}", loss.value, loss.spend);
}

#[test]
fn google_ads_hold_the_truth_beside_their_totals() {
    let (files, demo) = made();
    let mut rows = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("google-ads/")) {
        let (totals, listed): (Vec<_>, Vec<_>) = table(bytes, "Campaign status")
            .into_iter()
            .partition(|row| row["Campaign status"].starts_with("Total:"));
        assert_eq!(totals.len(), 4, "{path}");
        let sum: Number = listed.iter().map(|row| number(&row["Cost"])).sum();
        assert_eq!(number(&totals[0]["Cost"]), sum, "{path}");
        rows.extend(listed);
    }
    for (metric, column) in [
        ("spend", "Cost"),
        ("impressions", "Impr."),
        ("clicks.total", "Clicks"),
        ("conversion_value.primary", "Conv. value"),
    ] {
        let figures = rows.iter().map(|row| (month(&row["Day"]), number(&row[column])));
        agrees(&demo, "google_ads", EntityKind::Campaign, metric, figures);
    }
}

#[test]
fn linkedin_holds_the_truth() {
    let (files, demo) = made();
    let rows = tables(&files, "linkedin/", ".csv", "Start Date (in UTC)");
    for (metric, column) in [
        ("spend", "Total Spent"),
        ("impressions", "Impressions"),
        ("leads.lead_gen_form", "Leads"),
    ] {
        let figures = rows
            .iter()
            .map(|row| (us_month(&row["Start Date (in UTC)"]), number(&row[column])));
        agrees(&demo, "linkedin", EntityKind::Campaign, metric, figures);
    }
}

#[test]
fn crc_of_the_standard_check_text() {
    assert_eq!(zip::crc32(b"123456789"), 0xcbf4_3926);
}

#[test]
fn youtube_totals_hold_the_truth_and_exceed_the_listed_videos() {
    let (files, demo) = made();
    let archive = files.iter().find(|(path, _)| path.starts_with("youtube/")).unwrap().1;
    let inside = unzip(archive);
    assert_eq!(
        inside.keys().collect::<Vec<_>>(),
        ["Chart data.csv", "Table data.csv", "Totals.csv"]
    );
    let days = table(&inside["Totals.csv"], "Date");
    let figures = days.iter().map(|row| (month(&row["Date"]), number(&row["Views"])));
    agrees(&demo, "youtube", EntityKind::Account, "content_views", figures);
    let videos = table(&inside["Table data.csv"], "Content");
    let listed: Number = videos[1..].iter().map(|row| number(&row["Views"])).sum();
    let total = number(&videos[0]["Views"]);
    let charted: Number = table(&inside["Chart data.csv"], "Date")
        .iter()
        .map(|row| number(&row["Views"]))
        .sum();
    assert_eq!(total, days.iter().map(|row| number(&row["Views"])).sum());
    assert_eq!(listed, charted);
    assert!(listed < total, "{listed} < {total}");
}

#[test]
fn tiktok_days_hold_the_truth() {
    let (files, demo) = made();
    let mut days = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.contains("/Overview_")) {
        // The year that the file lacks: its folder is the day of the download.
        let taken: Date = path["tiktok/".len()..].split('/').next().unwrap().parse().unwrap();
        for row in table(bytes, "Date") {
            let text = format!("{} {}", row["Date"], taken.year());
            let mut day = Date::strptime("%B %d %Y", &text).unwrap();
            if day > taken {
                day = Date::strptime("%B %d %Y", format!("{} {}", row["Date"], taken.year() - 1)).unwrap();
            }
            days.push((day.first_of_month(), number(&row["Video Views"])));
        }
    }
    agrees(&demo, "tiktok", EntityKind::Account, "content_views", days.into_iter());
    let content: Vec<_> = files.iter().filter(|(path, _)| path.contains("/Content_")).collect();
    assert_eq!(content.len(), 5);
    for (path, bytes) in content {
        let rows = table(bytes, "Time");
        assert!((1..=15).contains(&rows.len()), "{path}: {} videos", rows.len());
    }
}

#[test]
fn costs_hold_the_truth_and_two_bad_rows() {
    let (files, demo) = made();
    let bytes = &files["costs.csv"];
    let (file, lines) = &demo.truth.bad_rows;
    assert_eq!(file, "costs.csv");
    let bad: Vec<String> = lines
        .iter()
        .map(|line| {
            text(bytes)
                .lines()
                .nth(usize::try_from(*line).unwrap() - 1)
                .unwrap()
                .to_owned()
        })
        .collect();
    assert!(bad[0].contains("twelve hundred"), "{}", bad[0]);
    assert!(bad[1].contains("2026-02-31"), "{}", bad[1]);
    let good: Vec<_> = table(bytes, "kind")
        .into_iter()
        .filter(|row| row["amount"] != "twelve hundred" && !row["from"].ends_with("-02-31"))
        .collect();
    for kind in ["fees", "labour", "tools", "content", "media"] {
        let rows = good.iter().filter(|row| row["kind"] == kind);
        let figures = rows.map(|row| (month(&row["from"]), number(&row["amount"])));
        agrees(&demo, "costs", EntityKind::Account, kind, figures);
    }
}

#[test]
fn reviews_events_and_sessions_hold_the_truth() {
    let (files, demo) = made();
    let reviews = table(&files["reviews.csv"], "Review id");
    let stars = reviews.iter().map(|row| (month(&row["Date"]), number(&row["Stars"])));
    agrees(&demo, "reviews", EntityKind::Place, "stars", stars);
    let events = table(&files["events.csv"], "Event");
    let sessions = table(&files["site/direct-sessions.csv"], "Date");
    let visits = sessions
        .iter()
        .map(|row| (month(&row["Date"]), number(&row["Direct sessions"])));
    agrees(&demo, "web", EntityKind::Account, "sessions.direct", visits);
    for (metric, column) in [("event_registrations", "Registered"), ("event_attendance", "Attended")] {
        let figures = events.iter().map(|row| (month(&row["Date"]), number(&row[column])));
        agrees(&demo, "events", EntityKind::Event, metric, figures);
    }
}

#[test]
fn a_later_export_is_riper_and_a_twin_is_the_same() {
    let (files, demo) = made();
    let (one, two) = &demo.truth.twins;
    assert_ne!(one, two);
    assert_eq!(files[one], files[two]);
    let views = |start: &str| -> BTreeMap<String, Number> {
        let bytes = files.iter().find(|(path, _)| path.starts_with(start)).unwrap().1;
        table(bytes, "Post ID")
            .into_iter()
            .map(|row| (row["Post ID"].clone(), number(&row["Views"])))
            .collect()
    };
    let last = files.keys().rfind(|path| path.starts_with("instagram/")).unwrap();
    assert!(
        last.starts_with("instagram/re-export/"),
        "{last} comes after the re-export"
    );
    let first = views("instagram/Jul-01-2026_Sep-30-2026");
    let again = views("instagram/re-export/Jul-01-2026_Oct-31-2026");
    assert!(first.iter().all(|(id, n)| again[id] >= *n));
    assert!(first.iter().any(|(id, n)| again[id] > *n));
}

#[test]
fn the_viral_post_is_thirty_medians() {
    let (files, demo) = made();
    let viral = demo.truth.viral.unwrap();
    let rows: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.starts_with("instagram/") && path.contains("_18"))
        .flat_map(|(_, bytes)| table(bytes, "Post ID"))
        .collect();
    let posts = newest(rows, "Post ID", "Reach");
    let mut reaches: Vec<Number> = posts.values().map(|row| number(&row["Reach"])).collect();
    reaches.sort();
    let medians = number(&posts[&viral.post_id]["Reach"]).to_f64() / reaches[reaches.len() / 2].to_f64();
    assert!((28.0..32.0).contains(&medians), "{medians}");
}

#[test]
fn planted_effects_can_be_found_again() {
    let (files, demo) = made();
    let rows: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.starts_with("instagram/") && path.contains("_18"))
        .flat_map(|(_, bytes)| table(bytes, "Post ID"))
        .collect();
    let median = |kind: &str| {
        let posts = newest(rows.clone(), "Post ID", "Reach");
        let mut reaches: Vec<f64> = posts
            .values()
            .filter(|row| row["Post type"] == kind)
            .map(|row| number(&row["Reach"]).to_f64())
            .collect();
        reaches.sort_by(f64::total_cmp);
        reaches[reaches.len() / 2]
    };
    let factor = median("IG reel") / median("IG image");
    assert!((1.7..2.6).contains(&factor), "reels {factor}");
    let followers = &demo.truth.followers["instagram"];
    let (first, last) = (followers[0].1 as f64, followers[12].1 as f64);
    assert!(last / first > 1.2, "{first} to {last}");
}

#[test]
fn sums_cover_every_month_where_something_ran() {
    let (_, demo) = made();
    let months = |platform: &str, metric: &str| {
        let mine = |key: &&SumKey| key.platform == platform && key.metric == metric;
        demo.truth
            .sums
            .keys()
            .filter(mine)
            .map(|key| key.month)
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert_eq!(months("meta", "spend"), 13);
    assert_eq!(months("google_ads", "spend"), 13);
    assert_eq!(months("linkedin", "spend"), 12);
    assert_eq!(months("facebook", "impressions"), 6);
    assert_eq!(months("facebook", "content_views"), 7);
    assert_eq!(months("instagram", "content_views"), 13);
}

#[test]
fn no_seed_and_no_season_breaks_it() {
    let step = if std::env::var_os("HARPOON_LONG").is_some() {
        1
    } else {
        5
    };
    for seed in (0..24).step_by(step) {
        let end = date(
            2017 + i16::try_from(seed).unwrap(),
            1 + i8::try_from(seed % 12).unwrap(),
            28,
        );
        let (exports, demo) = make(seed, end).unwrap();
        let truth = &demo.truth;
        assert_eq!(exports.len(), 67, "seed {seed}");
        assert!(truth.viral.is_some() && truth.boosted.is_some(), "seed {seed}");
        assert!(truth.loss.value < truth.loss.spend, "seed {seed}: {:?}", truth.loss);
        assert!(
            truth.season.value > truth.season.spend,
            "seed {seed}: {:?}",
            truth.season
        );
        assert!(!truth.hidden_likes.is_empty(), "seed {seed}");
    }
}

/// The table of `docs/demo.md`: sums over the whole span.
fn documented(demo: &Demo) -> Vec<String> {
    let mut sums: BTreeMap<(&str, EntityKind, &str), Number> = BTreeMap::new();
    for (key, value) in &demo.truth.sums {
        let sum = sums.entry((&key.platform, key.entity, key.metric)).or_default();
        *sum = *sum + *value;
    }
    let line = |(key, sum): (&(&str, EntityKind, &str), &Number)| {
        let (platform, entity, metric) = key;
        format!("| {platform} | {entity} | `{metric}` | {sum} |")
    };
    sums.iter().map(line).collect()
}

#[test]
fn the_page_states_the_sums() {
    let (_, demo) = made();
    let page = include_str!("../../../../docs/demo.md");
    let missing: Vec<String> = documented(&demo)
        .into_iter()
        .filter(|line| !page.contains(line))
        .collect();
    assert!(missing.is_empty(), "docs/demo.md lacks:\n{}", missing.join("\n"));
}
