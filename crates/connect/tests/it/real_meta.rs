//! Real exports of Meta, X and LinkedIn, against sums taken by another route: Python's `csv`, `zipfile` and `decimal` over
//! the raw bytes, columns by header name, nothing of ours involved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use harpoon_connect::{Answers, Limits, Registry, Summary, Verdict, origins, read, recognise};
use harpoon_core::batch::Batch;

use crate::real::native;

/// What one file gave.
#[derive(Default)]
struct Import {
    connectors: Vec<&'static str>,
    /// Sum of the known values in millionths, by `metric.facet@scope`.
    sums: BTreeMap<String, i128>,
    /// Known values, likewise.
    known: BTreeMap<String, u64>,
    rejects: Vec<(u64, String)>,
    summary: Summary,
}

fn answers() -> Answers {
    Answers {
        platform: Some("instagram".into()),
        account: Some("own".into()),
        currency: Some("EUR".into()),
        ..Answers::default()
    }
}

fn import(path: &Path) -> Result<Import, String> {
    let mut import = Import::default();
    for origin in origins(path, &Limits::default()).map_err(|e| e.to_string())? {
        let plan = recognise(&origin, &Registry::native(), &answers()).map_err(|e| e.to_string())?;
        import
            .connectors
            .extend(plan.tables.iter().filter_map(|t| t.connector).map(|c| c.id));
        import.connectors.dedup();
        let mut sink = |batch: Batch| {
            add(&batch, &mut import);
            Ok::<(), std::convert::Infallible>(())
        };
        import.summary = read(&origin, &plan, &answers(), &mut sink).map_err(|e| e.to_string())?;
    }
    Ok(import)
}

fn add(batch: &Batch, import: &mut Import) {
    for figures in batch.observations.iter().flat_map(|o| &o.figures) {
        let m = &figures.measure;
        let facet = if m.facet.is_empty() {
            String::new()
        } else {
            format!(".{}", m.facet)
        };
        let key = format!("{}{facet}@{}", m.metric, m.scope);
        let known = figures.values.iter().flatten();
        *import.sums.entry(key.clone()).or_default() += known.clone().map(|v| i128::from(v.micros())).sum::<i128>();
        *import.known.entry(key).or_default() += known.count() as u64;
    }
    import
        .rejects
        .extend(batch.rejects.iter().map(|r| (r.row, r.reason.clone())));
}

/// One file: connectors that read it, rows, rejects, and sums in decimal.
#[track_caller]
fn check(file: &str, connectors: &[&str], rows: u64, rejected: u64, sums: &[(&str, &str)]) {
    let Some(folder) = native() else {
        return;
    };
    let got = import(&folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    assert_eq!(got.connectors, connectors, "{file}");
    assert_eq!(
        (got.summary.rows, got.summary.rejected),
        (rows, rejected),
        "{file}: {:?}",
        got.rejects
    );
    for (measure, sum) in sums {
        let stated = got
            .sums
            .get(*measure)
            .copied()
            .unwrap_or_else(|| panic!("{file}: no {measure}: {:?}", got.sums));
        assert_eq!(stated, micros(sum), "{file}: {measure}");
    }
}

/// A decimal in millionths.
fn micros(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    whole.parse::<i128>().unwrap() * 1_000_000 + format!("{part:0<6}").parse::<i128>().unwrap()
}

/// A file that is not read, and a word of the reason.
#[track_caller]
fn refused(file: &str, why: &str) {
    let Some(folder) = native() else {
        return;
    };
    let got = import(&folder.join(file))
        .err()
        .unwrap_or_else(|| panic!("{file} was read"));
    assert!(got.contains(why), "{file}: {got}");
}

fn under(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    for path in all {
        if path.is_dir() {
            under(&path, out);
        } else if path.extension().is_some_and(|e| e == "csv") {
            out.push(path);
        }
    }
}

const STUDIO: &str =
    "meta_ads_manager/Briyanes__meta-ads-report-generator/test-data/bulan lalu/rmoda-studio-bsd-bulan-lalu";
const KETAN: &str =
    "meta_ads_manager/Briyanes__meta-ads-report-generator/test-data/cpas-last-month/tape-ketan-181-bulan-lalu";

/// Rows whose first column is filled; `Impressions`, `Amount spent (IDR)`, `Link clicks`.
#[test]
fn ads_manager() {
    check(
        &format!("{STUDIO}-ad-creative.csv"),
        &["meta_ads_manager"],
        90,
        0,
        &[("impressions@paid", "1281040"), ("spend@paid", "16417248")],
    );
    check(
        &format!("{STUDIO}-age-gender.csv"),
        &["meta_ads_manager_account"],
        21,
        0,
        &[("impressions@paid", "1281040"), ("spend@paid", "16417248")],
    );
    check(
        &format!("{KETAN}-age-gender.csv"),
        &["meta_ads_manager"],
        968,
        0,
        &[("impressions@paid", "179335"), ("spend@paid", "1744800")],
    );
}

/// Over all files at once: 33 with rows, 3 without; 11 totals, in the first row, each equal to the sum of its rows.
#[test]
fn every_total_of_ads_manager_is_the_sum_of_its_rows() {
    let Some(folder) = native() else {
        return;
    };
    let mut all = Vec::new();
    under(&folder.join("meta_ads_manager"), &mut all);
    let (mut read, mut empty, mut totals, mut rows) = (0, 0, 0, 0);
    let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
    for path in &all {
        let got = match import(path) {
            Ok(got) => got,
            Err(why) => {
                assert_eq!(why, "no rows", "{}", path.display());
                empty += 1;
                continue;
            }
        };
        read += 1;
        rows += got.summary.rows;
        assert_eq!(got.summary.rejected, 0, "{}", path.display());
        for measure in ["impressions@paid", "spend@paid"] {
            *sums.entry(measure).or_default() += got.sums[measure];
        }
        let of = |metric: &str| {
            got.summary
                .checks
                .iter()
                .filter(|c| c.metric == metric)
                .collect::<Vec<_>>()
        };
        assert!(
            of("impressions")
                .iter()
                .chain(&of("spend"))
                .all(|c| c.verdict == Verdict::Equal),
            "{}",
            path.display()
        );
        assert!(
            of("reach")
                .iter()
                .all(|c| c.verdict == Verdict::NotAdditive && c.added.is_none())
        );
        let differing: Vec<_> = got
            .summary
            .checks
            .iter()
            .filter(|c| c.verdict == Verdict::Differs)
            .collect();
        assert!(differing.is_empty(), "{}: {differing:?}", path.display());
        totals += of("impressions").len();
    }
    assert_eq!((read, empty, totals, rows), (33, 3, 11, 3473));
    assert_eq!(sums["impressions@paid"], micros("11555248"));
    assert_eq!(sums["spend@paid"], micros("151387555"));
}

/// `impressions`, `spend`, `clicks`, `link_clicks`, `purchase`, `conversion_value`.
#[test]
fn ads_api() {
    check(
        "meta_ads_api/geovanyrdz__Facebook-Ads-analysis/data/facebook_ads_data.csv",
        &["meta_ads_api"],
        123,
        0,
        &[
            ("impressions@paid", "27615"),
            ("spend@paid", "1053.209999"),
            ("clicks.total@paid", "972"),
            ("clicks.link@paid", "410"),
            ("conversions.purchase@paid", "11"),
            ("conversion_value.purchase@paid", "6435"),
        ],
    );
}

const MBS: &str = "meta_business_suite";

/// `Views`, `Likes`, `Reach`, `Saves`. In the third file, whose lines a spreadsheet has quoted, Python unquotes line by
/// line first; its rejected row has no id, as Meta says itself: "An error occurred while computing metadata".
#[test]
fn instagram_posts() {
    check(
        &format!("{MBS}/DanDirector__fts-video-site/May-25-2026_Jun-21-2026_1493633672508178.csv"),
        &["meta_instagram_posts"],
        21,
        0,
        &[
            ("content_views@unknown", "541645"),
            ("reactions.like@unknown", "31172"),
            ("reach@unknown", "408151"),
            ("saves@unknown", "3255"),
        ],
    );
    check(
        &format!("{MBS}/sobatti-polines__sobatti/data/instagram/Mar-01-2026_Jun-29-2026_1804378027238054.csv"),
        &["meta_instagram_posts"],
        12,
        0,
        &[("content_views@unknown", "13971"), ("reactions.like@unknown", "298")],
    );
    check(
        &format!("{MBS}/vsbperoto__vintage-analytics-dashboard/INSTAGRAM_RAW.csv"),
        &["meta_instagram_posts"],
        58,
        1,
        &[
            ("content_views@unknown", "527856"),
            ("reactions.like@unknown", "4535"),
            ("shares@unknown", "1188"),
        ],
    );
}

/// `3-second video views`, `Seconds viewed`, `Reactions`, after unquoting line by line.
#[test]
fn facebook_videos() {
    check(
        &format!("{MBS}/vsbperoto__vintage-analytics-dashboard/Oct-31-2025_Dec-30-2025_1664278361210560.csv"),
        &["meta_facebook_videos"],
        45,
        0,
        &[
            ("video_views.3s@total", "246383"),
            ("watch_time@total", "3975239.372"),
            ("reactions.total@total", "3524"),
            ("comments@total", "48"),
        ],
    );
}

/// Rows and sum of `Primary`, by card.
#[test]
fn metric_cards() {
    let dan = format!("{MBS}/DanDirector__fts-video-site");
    let sobat = format!("{MBS}/sobatti-polines__sobatti/data/instagram");
    let vintage = format!("{MBS}/vsbperoto__vintage-analytics-dashboard");
    let cards: &[(&str, &str, u64, &str, &str)] = &[
        (&dan, "Follows", 20, "followers_gained@unknown", "2736"),
        (&dan, "Interactions", 28, "engagements_total@unknown", "53288"),
        (&dan, "Link clicks", 28, "clicks.link@unknown", "9838"),
        (&dan, "Reach", 28, "reach@unknown", "808076"),
        (&dan, "Views", 28, "content_views@unknown", "1117725"),
        (&dan, "Visits", 28, "profile_views@unknown", "7724"),
        (&sobat, "Interactions", 121, "engagements_total@unknown", "492"),
        (&sobat, "Link clicks", 121, "clicks.link@unknown", "4"),
        (&sobat, "Reach", 121, "reach@unknown", "7935"),
        (&sobat, "Views", 121, "content_views@unknown", "16078"),
        (&sobat, "Visits", 121, "profile_views@unknown", "912"),
        (&vintage, "IG VIEWS", 62, "content_views@unknown", "496243"),
        (&vintage, "IG_FOLLOWS", 40, "followers_gained@unknown", "146"),
        (&vintage, "IG_INTERACTIONS", 62, "engagements_total@unknown", "7642"),
        (&vintage, "IG_LINK_CLICKS", 62, "clicks.link@unknown", "49"),
        (&vintage, "IG_REACH", 62, "reach@unknown", "273471"),
        (&vintage, "IG_VISITS", 62, "profile_views@unknown", "1887"),
        (&vintage, "Follows", 62, "followers_gained@total", "401"),
        (&vintage, "Link clicks", 62, "clicks.link@total", "980"),
        (&vintage, "Viewers", 62, "reach.viewers@total", "429319"),
        (&vintage, "Visits", 62, "profile_views@total", "12871"),
    ];
    for (folder, card, rows, measure, sum) in cards {
        check(
            &format!("{folder}/{card}.csv"),
            &["meta_metric_card"],
            *rows,
            0,
            &[(*measure, *sum)],
        );
    }
}

/// Of both platforms; the answers say Instagram.
#[test]
fn a_title_of_both_platforms_is_asked_for() {
    let Some(folder) = native() else {
        return;
    };
    let file = folder
        .join(MBS)
        .join("vsbperoto__vintage-analytics-dashboard/Views.csv");
    let origin = origins(&file, &Limits::default()).unwrap().remove(0);
    let plan = recognise(&origin, &Registry::native(), &Answers::default()).unwrap();
    let [question] = plan.questions.as_slice() else {
        panic!("{:?}", plan.questions);
    };
    assert_eq!(question.choices, ["facebook", "instagram"]);
}

/// Cells, the unreadable ones, and sums of the percentages, by table. In the second file a spreadsheet program has made
/// days of 13 of 42 shares; its card of follows has 62 days.
#[test]
fn audience() {
    check(
        &format!("{MBS}/DanDirector__fts-video-site/Audience.csv"),
        &["meta_audience_list", "meta_audience", "meta_audience_list"],
        32,
        0,
        &[("audience_share.followers@total", "1.743")],
    );
    check(
        &format!("{MBS}/vsbperoto__vintage-analytics-dashboard/Audience.csv"),
        &[
            "meta_audience",
            "meta_audience_list",
            "meta_metric_card",
            "meta_audience_list",
        ],
        42 + 62,
        13,
        &[
            ("followers_gained@total", "401"),
            ("audience_share.followers@total", "3.6138"),
        ],
    );
    check(
        &format!("{MBS}/vsbperoto__vintage-analytics-dashboard/Top content formats.csv"),
        &["meta_content_formats"],
        0,
        0,
        &[],
    );
}

/// Reports that a person wrote repeat what the cards say; the monthly table of rOpenSci is its own; the research set has
/// neither ids nor days. For these there are maps.
#[test]
fn what_no_platform_exports_is_refused() {
    let vintage = format!("{MBS}/vsbperoto__vintage-analytics-dashboard");
    refused(
        &format!("{vintage}/Facebook_Restaurant_Vintage_Full_Report.csv"),
        "not recognised",
    );
    refused(&format!("{vintage}/Facebook_Vintage_Analiz.csv"), "not recognised");
    refused(
        "x_analytics/ropensci-org__ropensci-tweets/twitter_metrics_monthly_rOpenSci.csv",
        "not recognised",
    );
    refused(
        "facebook_insights_uci/jorgeenri__basededatos_FBmetricas/dataset_Facebook.csv",
        "nearest is `facebook_insights_posts`, which also needs post_id",
    );
}

/// All files together: `impressions`, `engagements`, `url clicks`, `likes`, `retweets`. None was ever promoted.
#[test]
fn tweets() {
    let Some(folder) = native() else {
        return;
    };
    let mut all = Vec::new();
    under(&folder.join("x_analytics"), &mut all);
    all.retain(|path| path.to_string_lossy().contains("tweet_activity_metrics"));
    assert_eq!(all.len(), 34);
    let (mut rows, mut rejected) = (0, 0);
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    let mut promoted = 0;
    for path in &all {
        let got = import(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(got.connectors, ["x_tweet_activity"]);
        rows += got.summary.rows;
        rejected += got.summary.rejected;
        promoted += got
            .known
            .iter()
            .filter(|(key, _)| key.ends_with("@paid"))
            .map(|(_, n)| n)
            .sum::<u64>();
        got.sums
            .into_iter()
            .for_each(|(key, sum)| *sums.entry(key).or_default() += sum);
    }
    assert_eq!((rows, rejected, promoted), (967, 0, 0));
    for (measure, sum) in [
        ("impressions@organic", "5647274"),
        ("engagements_total@organic", "86465"),
        ("clicks.link@organic", "26374"),
        ("reactions.like@organic", "12818"),
        ("reposts.incl_quotes_unknown@organic", "6537"),
    ] {
        assert_eq!(sums[measure], micros(sum), "{measure}");
    }
}

/// Sums of the columns of each sheet. Impressions: 70,416 by day and again as the figure of the period, so twice that.
/// 365 days + 45 + 45 posts + 365 days + 2 figures are 822 rows; Excel users' copies lack the first sheet.
#[test]
fn linkedin_person() {
    let folder = "linkedin_personal/Arpita-deb__LinkedIn-Analytics/Datasets/LinkedIn_Contents(2023-08-07 - 2024-08-05)";
    check(
        &format!("{folder} Original.xlsx"),
        &[
            "linkedin_person_discovery",
            "linkedin_person_engagement",
            "linkedin_person_top_posts",
            "linkedin_person_followers",
            "linkedin_person_demographics",
        ],
        822,
        0,
        &[
            ("impressions@organic", "140832"),
            ("reach@organic", "28517"),
            ("engagements_total@organic", "1255"),
            ("engagements_total.top50_only@organic", "1225"),
            ("impressions.top50_only@organic", "65587"),
            ("followers_gained@organic", "969"),
            ("followers@organic", "782"),
        ],
    );
    check(
        &format!("{folder} WorkingFile.xlsx"),
        &[
            "linkedin_person_engagement",
            "linkedin_person_top_posts",
            "linkedin_person_followers",
            "linkedin_person_demographics",
        ],
        828,
        0,
        &[
            ("impressions@organic", "71068"),
            ("engagements_total@organic", "1270"),
            ("engagements_total.top50_only@organic", "1238"),
            ("impressions.top50_only@organic", "66404"),
            ("followers_gained@organic", "975"),
        ],
    );
}
