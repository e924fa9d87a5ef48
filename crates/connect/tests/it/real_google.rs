//! Google's exports and all warehouse tables, read where they are at hand.
//!
//! The sums were computed from the raw files by a Python script of a few lines (`csv.DictReader`, `decimal.Decimal`;
//! rows of Google Ads that begin with `Total` left out, micros divided by 1,000,000, milliseconds by 1,000), never by
//! this crate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use harpoon_connect::{Answers, Limits, Origin, Registry, origins, read, recognise};
use harpoon_core::batch::Batch;

/// One table of a file: connector, data rows, and sums by `metric.facet@scope/breakdown`.
struct Case(&'static str, &'static str, u64, &'static [(&'static str, &'static str)]);

const GOOGLE: &[Case] = &[
    // All four blocks of totals would make 184,672 impressions.
    Case(
        "native/google_ads/VishalMotling__campaign-performance-analyzer/Campaign report.csv",
        "google_ads_report",
        2,
        &[
            ("impressions@paid", "46168"),
            ("spend@paid", "2565.93"),
            ("conversions.primary@paid", "15"),
        ],
    ),
    // UTF-16, tabs.
    Case(
        "native/google_ads/DanielTheC__internal-lnking-tool/Campaign report.csv",
        "google_ads_report",
        1,
        &[
            ("impressions@paid", "9380"),
            ("clicks.total@paid", "264"),
            ("spend@paid", "365.22"),
        ],
    ),
    Case(
        "native/google_ads/1123alberto__Clinic_Marketing_Agency/Campaign report.csv",
        "google_ads_report",
        3,
        &[("impressions@paid", "0"), ("spend@paid", "0")],
    ),
    // The days and the countries add up to the same; the queries to less, for the rare ones are hidden.
    Case(
        "native/google_search_console/1123alberto__Clinic_Marketing_Agency/dentplant.gr-Performance-on-Search-2026-06-03.zip",
        "search_console_performance",
        156,
        &[
            ("clicks.search@organic", "27"),
            ("impressions.search@organic", "832"),
            ("clicks.search@organic/country", "27"),
            ("impressions.search@organic/device", "832"),
            ("impressions.search@organic/query", "285"),
            ("impressions.search@organic/page", "1320"),
        ],
    ),
    Case(
        "native/ga4/sobatti-polines__sobatti/data/web/Ringkasan_laporan.csv",
        "ga4_report",
        632,
        &[
            ("visitors.new@total", "539"),
            ("visitors.new@total/first_user_channel_group", "539"),
            ("sessions@total/session_channel_group", "544"),
            ("page_views@total/page", "546"),
            ("events@total/event", "1978"),
        ],
    ),
];

const ADS: &[Case] = &[
    Case(
        "fivetran/dbt_google_ads/account_stats_data.csv",
        "warehouse_google_ads_stats",
        19,
        &[
            ("spend@paid/device,network", "1632.333323"),
            ("impressions@paid/device,network", "1050214"),
        ],
    ),
    Case(
        "fivetran/dbt_google_ads/campaign_stats_data.csv",
        "warehouse_google_ads_campaign_stats",
        16,
        &[("clicks.total@paid/device,network", "280")],
    ),
    Case(
        "fivetran/dbt_google_ads/ad_group_stats_data.csv",
        "warehouse_google_ads_ad_group_stats",
        15,
        &[("spend@paid/device,network", "3156.84")],
    ),
    Case(
        "fivetran/dbt_facebook_ads/facebook_ads_basic_ad_data.csv",
        "warehouse_meta_ads_report",
        10,
        &[("spend@paid", "643.63")],
    ),
    Case(
        "fivetran/dbt_facebook_ads/facebook_ads_demographics_country_data.csv",
        "warehouse_meta_ads_report",
        10,
        &[("impressions@paid/country", "15800")],
    ),
    Case(
        "fivetran/dbt_facebook_ads/facebook_ads_basic_ad_actions_data.csv",
        "warehouse_meta_ads_actions",
        10,
        &[("leads.website@paid", "19"), ("leads.all@paid", "3")],
    ),
    Case(
        "fivetran/dbt_ad_reporting/facebook_ads_basic_ad_action_values_data.csv",
        "warehouse_meta_ads_action_values",
        82,
        &[("conversion_value.purchase_website@paid", "30612.55")],
    ),
    Case(
        "fivetran/dbt_microsoft_ads/microsoft_ads_campaign_performance_daily_report_data.csv",
        "warehouse_microsoft_ads_report",
        2630,
        &[
            (
                "spend@paid/ad_distribution,bid_match_type,budget,budget_association,delivered_match_type,device,network,os,placement",
                "946.34",
            ),
            (
                "impressions@paid/ad_distribution,bid_match_type,budget,budget_association,delivered_match_type,device,network,os,placement",
                "7569",
            ),
        ],
    ),
    Case(
        "fivetran/dbt_amazon_ads/targeting_keyword_report_data.csv",
        "warehouse_amazon_ads_report",
        10,
        &[("spend@paid/keyword,match_type,targeting", "2036.17")],
    ),
    Case(
        "fivetran/dbt_apple_search_ads/campaign_report_data.csv",
        "warehouse_apple_search_ads_campaign_report",
        12,
        &[("spend@paid", "100")],
    ),
    Case(
        "fivetran/dbt_apple_search_ads/keyword_report_data.csv",
        "warehouse_apple_search_ads_keyword_report",
        99,
        &[("clicks.total@paid/keyword", "63")],
    ),
    Case(
        "fivetran/dbt_apple_search_ads/search_term_report_data.csv",
        "warehouse_apple_search_ads_report",
        150,
        &[("spend@paid/keyword,match_type,search_term,search_term_source", "100")],
    ),
    Case(
        "fivetran/dbt_linkedin/linkedin_ad_analytics_by_campaign_data.csv",
        "warehouse_linkedin_ads_report",
        20,
        &[("clicks.total@paid", "919")],
    ),
    Case(
        "fivetran/dbt_linkedin/linkedin_monthly_ad_analytics_by_member_country_data.csv",
        "warehouse_linkedin_ads_months",
        10,
        &[("spend@paid/country", "1843")],
    ),
    Case(
        "fivetran/dbt_ad_reporting/pinterest_campaign_report_data.csv",
        "warehouse_pinterest_ads_report",
        5,
        &[("spend@paid", "12.375"), ("impressions@paid", "82500")],
    ),
    Case(
        "fivetran/dbt_ad_reporting/reddit_ads_campaign_report_data.csv",
        "warehouse_reddit_ads_report",
        79,
        &[("spend@paid/gallery_item,region", "12970.777467")],
    ),
    Case(
        "fivetran/dbt_ad_reporting/reddit_ads_campaign_conversions.csv",
        "warehouse_reddit_ads_conversions",
        8,
        &[("conversion_value.by_event@paid/event", "852")],
    ),
    Case(
        "fivetran/dbt_ad_reporting/snapchat_ad_hourly_report_data.csv",
        "warehouse_snapchat_ads_report",
        1212,
        &[("spend@paid", "2513.448305")],
    ),
    Case(
        "fivetran/dbt_ad_reporting/snapchat_campaign_hourly_report_data.csv",
        "warehouse_snapchat_ads_report",
        10,
        &[("watch_time.screen@paid", "3746.935")],
    ),
    Case(
        "fivetran/dbt_tiktok_ads/tiktok_campaign_report_hourly_data.csv",
        "warehouse_tiktok_ads_report",
        4,
        &[("spend@paid", "444.792")],
    ),
    Case(
        "fivetran/dbt_twitter/twitter_promoted_tweet_report_data.csv",
        "warehouse_x_ads_report",
        101,
        &[("spend@paid/placement", "1390.824997")],
    ),
    Case(
        "fivetran/dbt_twitter/twitter_line_item_report_data.csv",
        "warehouse_x_ads_report",
        4,
        &[("impressions@paid/placement", "53520")],
    ),
];

const ORGANIC: &[Case] = &[
    Case(
        "fivetran/dbt_facebook_pages/facebook_pages_daily_page_metrics_total_data.csv",
        "warehouse_facebook_page_days",
        6,
        &[("watch_time@total", "11456.404")],
    ),
    Case(
        "fivetran/dbt_facebook_pages/facebook_pages_lifetime_post_metrics_total_data.csv",
        "warehouse_facebook_post_lifetime",
        25,
        &[("reactions.like@total", "250")],
    ),
    Case(
        "fivetran/dbt_instagram_business/instagram_business_media_insights_data.csv",
        "warehouse_instagram_media_lifetime",
        5,
        &[("content_views@organic", "371")],
    ),
    Case(
        "fivetran/dbt_social_media_reporting/linkedin_pages_share_statistic_data.csv",
        "warehouse_linkedin_post_lifetime",
        100,
        &[("impressions@organic", "281")],
    ),
    Case(
        "fivetran/dbt_social_media_reporting/organic_tweet_report.csv",
        "warehouse_x_post_days",
        100,
        &[("impressions@organic/placement", "0")],
    ),
    // Two of the rows are of the channel outside its videos; with them six people subscribed. Views are no clicks.
    Case(
        "fivetran/dbt_youtube_analytics/youtube_channel_basic_data.csv",
        "warehouse_youtube_days",
        1000,
        &[
            ("content_views@total/country,live,subscribed", "1843"),
            ("followers_gained@total/country,live,subscribed", "6"),
        ],
    ),
    Case(
        "fivetran/dbt_youtube_analytics/youtube_video_data.csv",
        "warehouse_youtube_videos",
        3,
        &[("content_views@total", "2384")],
    ),
];

/// Folder of platform data, or `None` with a word about it.
fn platforms() -> Option<PathBuf> {
    let data = std::env::var("HARPOON_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    let folder = Path::new(&data).join("platforms");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no real exports at {}", folder.display());
    None
}

fn answers() -> Answers {
    Answers {
        currency: Some("EUR".into()),
        period: Some(("2026-03-01".parse().unwrap(), "2026-05-31".parse().unwrap())),
        ..Answers::default()
    }
}

/// What came of one file.
#[derive(Default)]
struct Outcome {
    connectors: Vec<&'static str>,
    skipped: Vec<String>,
    refused: Vec<String>,
    rows: u64,
    rejects: Vec<String>,
    sums: BTreeMap<String, i64>,
}

fn read_all(path: &Path, registry: &Registry) -> Outcome {
    let mut outcome = Outcome::default();
    match origins(path, &Limits::default()) {
        Ok(all) => all.iter().for_each(|origin| outcome.add(origin, registry)),
        Err(why) => outcome.refused.push(why.to_string()),
    }
    outcome
}

impl Outcome {
    fn add(&mut self, origin: &Origin, registry: &Registry) {
        let plan = match recognise(origin, registry, &answers()) {
            Ok(plan) => plan,
            Err(why) => return self.refused.push(format!("{}: {why}", origin.name())),
        };
        self.connectors
            .extend(plan.tables.iter().filter_map(|t| t.connector).map(|c| c.id));
        self.skipped.extend(
            plan.tables
                .iter()
                .filter_map(|t| t.skipped.as_ref().map(ToString::to_string)),
        );
        let mut sink = |batch: Batch| {
            self.take(&batch);
            Ok::<(), std::convert::Infallible>(())
        };
        self.rows += read(origin, &plan, &answers(), &mut sink).unwrap().rows;
    }

    fn take(&mut self, batch: &Batch) {
        self.rejects
            .extend(batch.rejects.iter().map(|r| format!("line {}: {}", r.row, r.reason)));
        for table in &batch.observations {
            for figures in &table.figures {
                let m = &figures.measure;
                let dot = if m.facet.is_empty() { "" } else { "." };
                let slash = if table.breakdown.is_empty() { "" } else { "/" };
                let key = format!("{}{dot}{}@{}{slash}{}", m.metric, m.facet, m.scope, table.breakdown);
                let micros = figures.values.iter().flatten().map(|v| v.micros()).sum::<i64>();
                *self.sums.entry(key).or_default() += micros;
            }
        }
    }
}

#[track_caller]
fn check(cases: &[Case]) {
    let Some(folder) = platforms() else {
        return;
    };
    let registry = Registry::native();
    let mut mistakes = Vec::new();
    for Case(file, connector, rows, sums) in cases {
        let got = read_all(&folder.join(file), &registry);
        if !got.connectors.contains(connector) || got.rows != *rows || !got.rejects.is_empty() {
            mistakes.push(format!(
                "{file}: {:?}, {} rows, {:?}",
                got.connectors, got.rows, got.rejects
            ));
        }
        for (key, wanted) in *sums {
            let sum = got
                .sums
                .get(*key)
                .map(|micros| harpoon_core::Number::from_micros(*micros).to_string());
            if sum.as_deref() != Some(*wanted) {
                mistakes.push(format!(
                    "{file}: {key} is {sum:?}, should be {wanted}; there are {:?}",
                    got.sums.keys()
                ));
            }
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn google_adds_up() {
    check(GOOGLE);
}

#[test]
fn warehouse_ads_add_up() {
    check(ADS);
}

#[test]
fn warehouse_pages_add_up() {
    check(ORGANIC);
}

/// A range without rows is not an error of the reader: such files say so.
#[test]
fn exports_without_rows_are_refused_as_such() {
    let Some(folder) = platforms() else {
        return;
    };
    let registry = Registry::native();
    for file in [
        "native/google_ads/SpiritS0uL__wai-video-standards-and-benefits/Campaign report.csv",
        "native/google_search_console/1123alberto__Clinic_Marketing_Agency/dentplant.gr-Performance-on-Search-2026-06-03/Search appearance.csv",
    ] {
        let got = read_all(&folder.join(file), &registry);
        assert!(
            got.refused.len() == 1 && got.refused[0].ends_with("no rows"),
            "{file}: {:?}",
            got.refused
        );
    }
}

/// Every table of the warehouse packages: read without a wrong reject, or passed over for what it is.
#[test]
fn every_warehouse_table_is_known() {
    let Some(folder) = platforms() else {
        return;
    };
    let registry = Registry::native();
    let mut mistakes = Vec::new();
    let (mut people, mut read) = (0, 0);
    for path in tables(&folder.join("fivetran")) {
        let got = read_all(&path, &registry);
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        let of_people = ["dbt_hubspot", "dbt_salesforce", "dbt_shopify"]
            .iter()
            .any(|p| name.contains(p));
        let told = got
            .skipped
            .iter()
            .any(|why| why.starts_with("of shops, CRMs and help desks only"));
        people += u64::from(told);
        let systems = ["warehouse_hubspot_", "warehouse_salesforce_", "warehouse_shopify_"];
        let is_read = got
            .connectors
            .iter()
            .any(|id| systems.iter().any(|system| id.starts_with(system)));
        read += u64::from(is_read);
        // `CAN` stands in the seed for Canada's dollar, whose code is CAD.
        let rejects: Vec<_> = got
            .rejects
            .iter()
            .filter(|r| !r.contains("`CAN` is no currency code"))
            .collect();
        if !got.refused.is_empty() || !rejects.is_empty() || of_people != (told || is_read) {
            mistakes.push(format!("{name}: {:?} {:?} {rejects:?}", got.connectors, got.refused));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    assert_eq!((people, read), (156, 16), "tables of customers");
}

fn tables(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            all.extend(tables(&path));
        } else if path.extension().is_some_and(|ext| ext == "csv") {
            all.push(path);
        }
    }
    all
}
