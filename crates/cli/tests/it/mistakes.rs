//! Mistakes that tools which unite platforms are known for, and that we do not make.

use super::contract::{ADS, with_ads};
use super::place::Place;

/// The first row is the total of all videos, listed or not.
const VIDEOS: &str = "Content,Video title,Video publish time,Duration,Average view duration,Likes,Views,Watch time (hours),Impressions,Impressions click-through rate (%)\n\
Total,,,,0:01:06,214,5210,96.6,41000,4.1\n\
Zq3xT7aLm0k,\"Oak table, start to finish\",\"Mar 2, 2026\",754,0:01:22,140,3120,71.25,28500,5.2\n\
Total2Wood0,Total makeover of a bench,\"Feb 10, 2026\",1203,0:04:05,10,187,12.73,9400,1.9\n";

const POSTS: &str = "\u{feff}\"Post ID\",\"Account ID\",\"Account username\",\"Account name\",Description,\"Duration (sec)\",\"Publish time\",Permalink,\"Post type\",\"Data comment\",Date,Views,Reach,Likes,Shares,Follows,Comments,Saves\n\
18100000000000011,17841400000000001,bakkerijzilt,\"Bakkerij Zilt\",\"Vers brood\",0,\"10/31/2025 02:50\",https://www.instagram.com/p/DQeaaaaaaaa/,\"IG carousel\",,Lifetime,834,143,12,0,0,0,0\n\
18100000000000012,17841400000000001,bakkerijzilt,\"Bakkerij Zilt\",\"Nieuw: roggebrood\",0,\"11/02/2025 04:10\",https://www.instagram.com/p/DQjbbbbbbbb/,\"IG image\",,Lifetime,420,260,31,2,1,3,4\n";

const CARD: &str = "sep=,\n\"Views\"\n\"Date\",\"Primary\"\n\"2025-10-31T00:00:00\",\"900\"\n\"2025-11-01T00:00:00\",\"300\"\n\
\"2025-11-02T00:00:00\",\"250\"\n\"2025-11-03T00:00:00\",\"80\"\n\"2025-11-04T00:00:00\",\"70\"\n";

#[test]
fn views_of_videos_are_not_clicks() {
    let place = Place::new();
    let videos = place.file("Table data.csv", VIDEOS);
    let report = place.json(&[
        "import",
        "--no-input",
        "--account",
        "zilt",
        "--period",
        "2026-01-01..2026-03-31",
        &videos,
    ]);
    assert_eq!(report[0]["connector"], "youtube_content", "{report:?}");
    let got = place.kpis(&["views", "clicks", "clicks_link", "--all"]);
    // The listed videos, not the total row, and not both.
    assert_eq!(
        got,
        [
            "views : 3307 count",
            "clicks : missing count",
            "clicks_link : missing count"
        ]
    );
}

#[test]
fn an_empty_sum_is_missing() {
    let place = Place::new();
    let blank = ADS
        .replace("\"Clicks (all)\"", "Purchases")
        .replace(",95,", ",,")
        .replace(",50,", ",,")
        .replace(",35,", ",,")
        .replace(",10,", ",,");
    let ads = place.file("Zilt-Ads-Mar-1-2026-Mar-2-2026.csv", &blank);
    place.import(&[&ads]);
    let readings = place.json(&[
        "kpi",
        "claimed_purchases",
        "leads",
        "cost_per_conversion",
        "revenue",
        "--all",
    ]);
    for reading in readings {
        assert!(reading["value"].is_null(), "{reading}");
        assert!(
            reading["missing"].as_str().is_some_and(|why| !why.is_empty()),
            "{reading}"
        );
    }
}

/// The page's daily card and its posts tell of the same views: whichever way the files name the account.
#[test]
fn instagram_is_counted_once() {
    for account in [&[][..], &["--account", "17841400000000001"][..]] {
        let place = Place::new();
        let (posts, card) = (place.file("posts.csv", POSTS), place.file("Views.csv", CARD));
        place.import(&[&posts]);
        place.json(&[&["import", "--yes", "--platform", "instagram", &card], account].concat());
        // The card covers five days, the posts two.
        assert_eq!(
            place.kpis(&["views", "--where", "platform=instagram", "--all"]),
            ["views : 1600 count"],
            "{account:?}"
        );
        assert_eq!(place.kpis(&["views", "--by", "post", "--all"]).len(), 2);
    }
}

#[test]
fn currencies_never_add() {
    let place = with_ads();
    let dollars = ADS
        .replace("(EUR)", "(USD)")
        .replace("1001", "2001")
        .replace("1002", "2002");
    let file = place.file("Zilt-US-Ads-Mar-1-2026-Mar-2-2026.csv", &dollars);
    place.json(&["import", "--yes", "--account", "zilt us", &file]);
    let mut got = place.kpis(&["spend", "--all"]);
    got.sort();
    assert_eq!(got, ["spend : 43.3 EUR", "spend : 43.3 USD"]);
}
