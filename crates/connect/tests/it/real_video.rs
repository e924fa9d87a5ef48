//! Real exports of YouTube Studio, TikTok Studio and the TikTok Business Suite: rows, rejects, sums and totals.
//!
//! The expected numbers were computed from the raw files by Python, on another route than ours: `csv.reader` over the
//! decoded bytes, rows whose first cell is `Total` or begins with `Showing top` left out, `sum(Decimal(cell))` over the
//! cells that are neither blank nor `undefined`, `NAN` or `--`; hours times 3600, `H:MM:SS` as seconds.

use std::collections::BTreeMap;

use harpoon_connect::{Answers, Limits, QuestionKey, Registry, Verdict, origins, read, recognise};
use harpoon_core::Number;
use harpoon_core::batch::{Batch, Observations};
use harpoon_core::period::day_from_number;

use crate::real::native;

/// What a file must give.
struct Case {
    /// Below `native/`.
    file: &'static str,
    connector: &'static str,
    rows: u64,
    /// First and last day of the facts, where the file states days.
    days: Option<(&'static str, &'static str)>,
    /// (metric with facet, number of known values, their sum)
    sums: &'static [(&'static str, u64, &'static str)],
    /// (metric with facet, stated total, verdict on our sum)
    totals: &'static [(&'static str, &'static str, Verdict)],
    asks: &'static [QuestionKey],
}

const CASE: Case = Case {
    file: "",
    connector: "",
    rows: 0,
    days: None,
    sums: &[],
    totals: &[],
    asks: &[],
};

#[derive(Default)]
struct Got {
    sums: BTreeMap<String, (u64, Number)>,
    days: Option<(i32, i32)>,
    rejects: u64,
}

impl Got {
    fn take(&mut self, batch: &Batch) {
        self.rejects += batch.rejects.len() as u64;
        batch.observations.iter().for_each(|o| self.facts(o));
    }

    fn facts(&mut self, o: &Observations) {
        for day in o.start.iter().chain(&o.end).flatten() {
            let (first, last) = self.days.unwrap_or((*day, *day));
            self.days = Some((first.min(*day), last.max(*day)));
        }
        for figures in &o.figures {
            let m = &figures.measure;
            let dot = if m.facet.is_empty() { "" } else { "." };
            let sum = self
                .sums
                .entry(format!("{}{dot}{}", m.metric, m.facet))
                .or_insert((0, Number::ZERO));
            for value in figures.values.iter().flatten() {
                *sum = (sum.0 + 1, sum.1 + *value);
            }
        }
    }
}

#[track_caller]
fn check(case: &Case, answers: &Answers) {
    check_in("", case, answers);
}

/// The case's file stands below this folder of `native/`.
#[track_caller]
fn check_in(below: &str, case: &Case, answers: &Answers) {
    let Some(folder) = native().map(|native| native.join(below)) else {
        return;
    };
    let name = case.file;
    let mut got = Got::default();
    let mut rows = 0;
    let mut totals = Vec::new();
    for origin in origins(&folder.join(name), &Limits::default()).unwrap() {
        let plan = recognise(&origin, &Registry::native(), answers).unwrap_or_else(|e| panic!("{name}: {e}"));
        let ids: Vec<&str> = plan.tables.iter().filter_map(|t| t.connector).map(|c| c.id).collect();
        assert_eq!(ids, [case.connector], "{name}");
        let asked: Vec<QuestionKey> = plan.questions.iter().map(|q| q.key).collect();
        assert_eq!(asked, case.asks, "{name}");
        let mut sink = |batch: Batch| {
            got.take(&batch);
            Ok::<(), std::convert::Infallible>(())
        };
        let summary = read(&origin, &plan, answers, &mut sink).unwrap();
        rows += summary.rows;
        totals.extend(summary.checks);
    }
    assert_eq!((rows, got.rejects), (case.rows, 0), "{name}: rows and rejects");
    let days = got
        .days
        .map(|(first, last)| (day_from_number(first).to_string(), day_from_number(last).to_string()));
    assert_eq!(
        days.as_ref().map(|(a, b)| (a.as_str(), b.as_str())),
        case.days,
        "{name}: days"
    );
    for (metric, count, sum) in case.sums {
        let (values, total) = got.sums.get(*metric).unwrap_or_else(|| panic!("{name}: no {metric}"));
        assert_eq!((values, total.to_string().as_str()), (count, *sum), "{name}: {metric}");
    }
    for (metric, stated, verdict) in case.totals {
        let check = totals
            .iter()
            .find(|c| c.metric == *metric)
            .unwrap_or_else(|| panic!("{name}: no total of {metric}"));
        assert_eq!(
            (check.stated.to_string().as_str(), check.verdict),
            (*stated, *verdict),
            "{name}: total of {metric}"
        );
    }
}

/// Tables of a period without a date: the period is asked for.
#[test]
fn youtube_tables_of_a_period() {
    use Verdict::{Differs, Equal, NotAdditive, Partial};
    let asks = &[QuestionKey::Period];
    let cases = [
        Case {
            file: "youtube_studio/CodingTrain__Happy-New-Year-2022/data/Table data.csv",
            connector: "youtube_breakdown",
            rows: 201,
            sums: &[
                ("content_views", 201, "14344009"),
                ("watch_time", 201, "3882975764.4"),
                ("avg_watch_time", 192, "50420"),
            ],
            // The countries listed lack 7.48 % of the views and 8.88 % of the hours.
            totals: &[
                ("content_views", "15503810", Partial),
                ("watch_time", "4261281719.76", Partial),
            ],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/billmengg__YTAnalytics/Cities.csv",
            connector: "youtube_breakdown",
            rows: 500,
            sums: &[("content_views", 500, "3323930"), ("watch_time", 500, "121890783.6")],
            totals: &[
                ("content_views", "12100212", Partial),
                ("avg_watch_time", "41", NotAdditive),
            ],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/billmengg__YTAnalytics/Traffic source.csv",
            connector: "youtube_breakdown",
            rows: 16,
            sums: &[
                ("content_views", 16, "12100212"),
                ("watch_time", 16, "497041567.92"),
                ("impressions.thumbnail", 5, "68113477"),
            ],
            totals: &[
                ("content_views", "12100212", Equal),
                ("watch_time", "497041567.56", Equal),
                ("impressions.thumbnail", "68113477", Equal),
            ],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/billmengg__YTAnalytics/Content.csv",
            connector: "youtube_content",
            rows: 238,
            sums: &[
                ("content_views", 237, "12099605"),
                ("watch_time", 237, "497055275.64"),
                ("net_follower_change", 237, "6211"),
                ("impressions.thumbnail", 238, "68107707"),
            ],
            totals: &[
                ("content_views", "12100212", Partial),
                ("net_follower_change", "7785", Partial),
                // YouTube's own: the listed hours exceed the total by 0.003 %.
                ("watch_time", "497041567.56", Differs),
            ],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/OisinQueva__YouTube_Channel_essay/Table data.csv",
            connector: "youtube_content",
            rows: 102,
            sums: &[
                ("content_views", 102, "97001"),
                ("reactions.like", 102, "3562"),
                ("followers_gained", 102, "228"),
                ("impressions.shorts_feed", 102, "253183"),
                ("watch_time", 102, "1352355.84"),
                ("reach.new_viewers", 0, "0"),
            ],
            totals: &[
                ("content_views", "97004", Partial),
                ("reactions.like", "3562", Equal),
                ("followers_gained", "265", Partial),
                ("reach.new_viewers", "0", NotAdditive),
            ],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/OisinQueva__YouTube_Channel_essay/Youtube_Table_Data.csv",
            connector: "youtube_content",
            rows: 100,
            sums: &[("content_views", 100, "96897"), ("impressions.thumbnail", 100, "17144")],
            totals: &[
                ("content_views", "97004", Partial),
                ("impressions.thumbnail", "17949", Partial),
            ],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/OisinQueva__YouTube_Channel_essay/Youtube_quantifed_data.csv",
            connector: "youtube_content_split",
            rows: 100,
            sums: &[("content_views", 100, "96897"), ("impressions.thumbnail", 100, "17144")],
            totals: &[("content_views", "97004", Partial)],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/rianaditama0__cobacoba/Table data.csv",
            connector: "youtube_content",
            rows: 154,
            sums: &[
                ("content_views", 154, "92015"),
                ("impressions.thumbnail", 154, "2134248"),
                ("watch_time", 154, "28779339.96"),
            ],
            totals: &[
                ("content_views", "92069", Partial),
                ("impressions.thumbnail", "2134728", Partial),
            ],
            asks,
            ..CASE
        },
        Case {
            file: "youtube_studio/prakashpathak111__yt-insights-pro/Table data.csv",
            connector: "youtube_content",
            rows: 498,
            sums: &[
                ("content_views", 498, "34680203"),
                ("watch_time", 498, "556173396.72"),
                ("net_follower_change", 498, "111769"),
                ("impressions.thumbnail", 498, "5567985"),
            ],
            totals: &[
                ("content_views", "34838847", Partial),
                ("impressions.thumbnail", "6257163", Partial),
                // Subscribers lost elsewhere make the total smaller than the listed videos.
                ("net_follower_change", "102851", Differs),
            ],
            asks,
            ..CASE
        },
    ];
    for case in &cases {
        check(case, &Answers::default());
    }
}

#[test]
fn youtube_by_day() {
    use Verdict::Equal;
    let year = Some(("2020-12-31", "2021-12-30"));
    let cases = [
        Case {
            file: "youtube_studio/CodingTrain__Happy-New-Year-2022/data/Totals.csv",
            connector: "youtube_totals",
            rows: 365,
            days: year,
            sums: &[("content_views", 365, "15503810")],
            ..CASE
        },
        // The same views by country: the countries listed lack those of the rest.
        Case {
            file: "youtube_studio/CodingTrain__Happy-New-Year-2022/data/Chart data.csv",
            connector: "youtube_breakdown",
            rows: 73_365,
            days: year,
            sums: &[("content_views", 73_365, "14344009")],
            ..CASE
        },
        Case {
            file: "youtube_studio/billmengg__YTAnalytics/Date.csv",
            connector: "youtube_days",
            rows: 450,
            days: Some(("2024-01-21", "2025-04-24")),
            sums: &[
                ("content_views", 450, "12100212"),
                ("watch_time", 450, "497041569.72"),
                ("monetisation_earnings", 214, "3211.098"),
            ],
            totals: &[
                ("content_views", "12100212", Equal),
                ("watch_time", "497041567.56", Equal),
                ("monetisation_earnings", "3211.1", Equal),
            ],
            ..CASE
        },
        Case {
            file: "youtube_studio/prakashpathak111__yt-insights-pro/Totals.csv",
            connector: "youtube_totals",
            rows: 1097,
            days: Some(("2023-06-24", "2026-06-24")),
            sums: &[("avg_watch_time", 1078, "31173")],
            ..CASE
        },
        Case {
            file: "youtube_studio/prakashpathak111__yt-insights-pro/Chart data.csv",
            connector: "youtube_content",
            rows: 5485,
            days: Some(("2023-06-24", "2026-06-24")),
            sums: &[("avg_watch_time", 5484, "157")],
            ..CASE
        },
    ];
    for case in &cases {
        check(case, &Answers::default());
    }
}

/// Days without a year: the answer is the year of the newest day.
#[test]
fn tiktok_studio() {
    let answers = Answers {
        year: Some(2026),
        ..Answers::default()
    };
    let cases = [
        Case {
            file: "tiktok_studio/sobatti-polines__sobatti/data/tiktok/Overview.csv",
            connector: "tiktok_studio_overview",
            rows: 119,
            days: Some(("2026-03-02", "2026-06-28")),
            sums: &[
                ("content_views", 119, "9326"),
                ("profile_views", 119, "356"),
                ("reactions.like", 119, "385"),
                ("comments", 119, "20"),
                ("shares", 119, "19"),
            ],
            ..CASE
        },
        // A full year over New Year: June 30 is of 2025, June 29 of 2026.
        Case {
            file: "tiktok_studio/sobatti-polines__sobatti/data/tiktok/Followers_sobat.ti/FollowerHistory.csv",
            connector: "tiktok_studio_followers",
            rows: 365,
            days: Some(("2025-06-30", "2026-06-29")),
            sums: &[("followers", 88, "3620")],
            ..CASE
        },
        // 277 days are `undefined`; the zeros beside them are unknown too.
        Case {
            file: "tiktok_studio/sobatti-polines__sobatti/data/tiktok/Viewers.csv",
            connector: "tiktok_studio_viewers",
            rows: 365,
            days: Some(("2025-06-30", "2026-06-29")),
            sums: &[
                ("reach.viewers", 88, "7410"),
                ("reach.new_viewers", 88, "6032"),
                ("reach.returning_viewers", 88, "1378"),
            ],
            ..CASE
        },
        Case {
            file: "tiktok_studio/sobatti-polines__sobatti/data/tiktok/Content.csv",
            connector: "tiktok_studio_content",
            rows: 5,
            days: Some(("2026-04-02", "2026-06-13")),
            sums: &[
                ("content_views", 5, "9071"),
                ("reactions.like", 5, "369"),
                ("comments", 5, "20"),
                ("shares", 5, "16"),
            ],
            ..CASE
        },
        Case {
            file: "tiktok_studio/francovelardez44__tiktok-retention-analysis/Overview.csv",
            connector: "tiktok_studio_overview",
            rows: 7,
            days: Some(("2026-03-08", "2026-03-14")),
            sums: &[("content_views", 7, "9")],
            ..CASE
        },
    ];
    let overview = Case {
        connector: "tiktok_studio_overview",
        rows: 7,
        ..CASE
    };
    // One week as a table and as a workbook; another, downloaded twice, each time as an archive and as its table.
    let of_april_12 = ["Overview.csv", "Overview.xlsx"].map(|file| Case {
        file,
        days: Some(("2026-04-12", "2026-04-18")),
        sums: &[
            ("content_views", 7, "7919"),
            ("profile_views", 7, "35"),
            ("reactions.like", 7, "51"),
            ("comments", 7, "2"),
            ("shares", 7, "3"),
        ],
        ..overview
    });
    let of_april_16 = [
        "scripts/temp_1777023477442.zip",
        "scripts/temp_1777023550195.zip",
        "scripts/temp_data_1777023477746.csv",
        "scripts/temp_data_1777023550490.csv",
    ]
    .map(|file| Case {
        file,
        days: Some(("2026-04-16", "2026-04-22")),
        sums: &[("content_views", 7, "1"), ("profile_views", 7, "5")],
        ..overview
    });
    for case in &cases {
        check(case, &answers);
    }
    for case in of_april_12.iter().chain(&of_april_16) {
        check_in("tiktok_studio/BossZY27__tiktok-analytics", case, &answers);
    }
}

#[test]
fn tiktok_business_suite() {
    let quarter = Some(("2025-10-31", "2025-12-31"));
    let cases = [
        Case {
            file: "tiktok_studio/vsbperoto__vintage-analytics-dashboard/TIKTOK_RAW.csv",
            connector: "tiktok_business_overview",
            rows: 62,
            days: quarter,
            sums: &[
                ("content_views", 62, "521491"),
                ("reach", 61, "505414"),
                ("reactions.like", 62, "7178"),
                ("clicks.call", 62, "0"),
                ("net_follower_change", 62, "402"),
                ("followers_gained", 62, "409"),
                ("followers_lost", 62, "7"),
            ],
            ..CASE
        },
        Case {
            file: "tiktok_studio/vsbperoto__vintage-analytics-dashboard/TIKTOK_AUDIENCE_RAW.csv",
            connector: "tiktok_business_overview",
            rows: 62,
            days: quarter,
            sums: &[
                ("followers_gained", 62, "409"),
                ("followers", 0, "0"),
                ("reach", 61, "505414"),
                ("engaged_people", 61, "13643"),
            ],
            ..CASE
        },
        Case {
            file: "tiktok_studio/vsbperoto__vintage-analytics-dashboard/TIKTOK_VIDEO_RAW.csv",
            connector: "tiktok_business_videos",
            rows: 51,
            days: quarter,
            sums: &[
                ("content_views", 51, "538938"),
                ("reactions.like", 51, "7481"),
                ("comments", 51, "135"),
                ("shares", 51, "1985"),
                ("saves", 51, "570"),
            ],
            ..CASE
        },
    ];
    for case in &cases {
        check(case, &Answers::default());
    }
}

/// Headers without rows are refused as such.
#[test]
fn tiktok_files_without_rows() {
    let Some(folder) = native() else {
        return;
    };
    let folder = folder.join("tiktok_studio/sobatti-polines__sobatti/data/tiktok/Followers_sobat.ti");
    for name in [
        "FollowerActivity.csv",
        "FollowerGender.csv",
        "FollowerTopTerritories.csv",
    ] {
        for origin in origins(&folder.join(name), &Limits::default()).unwrap() {
            let refusal = recognise(&origin, &Registry::native(), &Answers::default()).unwrap_err();
            assert_eq!(refusal, harpoon_connect::Refusal::NoRows, "{name}");
        }
    }
}
