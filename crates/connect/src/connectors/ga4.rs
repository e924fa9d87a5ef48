//! Google Analytics 4: the CSV of a report, with comment lines (`# Start date: 20260301`) and tables one below the other.
//!
//! Days are counted from the start (`0000`, `0001`). Each table shows the same visits in another way: users by day, by
//! country, by channel. Headers are in the language of the interface; those of Indonesian are from a real file.

use harpoon_core::{EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};
use crate::remark::Held;

const GA4: Connector = Connector {
    found_at: "analytics.google.com › Reports › a report › Share this report › Download file › CSV",
    source: "1 real report overview (Indonesian, 2026); English headers after a public program that reads real files",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Fixed("web"),
    dialect: "ga4/ui_report_csv",
    scope: Scope::Total,
    entity: EntityKind::Account,
    ..BASE
};

/// Tables of a report overview and of detail reports. Users are people: they never add up over days or channels, save
/// new users, who are new but once.
pub(super) static REPORT: Connector = Connector {
    id: "ga4_report",
    title: "Google Analytics 4: report download",
    requires: &[
        "date|dim.session_channel_group|dim.first_user_channel_group|dim.source|dim.medium|dim.campaign|dim.page|dim.event|dim.country|dim.country_code|dim.city|dim.device|dim.item|dim.client",
        "visitors|visitors.new:delta|visitors.total|visitors.rolling_30_days|sessions|page_views|events|conversions.key_event|revenue|units_sold|avg_engagement_time|derived",
    ],
    columns: &[
        ("Nth day|Hari ke-n", "date"),
        ("Date", "date"),
        (
            "Session primary channel group (Default Channel Group)|Grup saluran utama sesi (Grup Saluran Default)",
            "dim.session_channel_group",
        ),
        (
            "First user primary channel group (Default Channel Group)|Grup saluran utama pengguna pertama (Grup Saluran Default)",
            "dim.first_user_channel_group",
        ),
        ("Session manual source|Session source", "dim.source"),
        ("Session medium", "dim.medium"),
        ("Session source / medium", "dim.source_medium"),
        ("Session Google Ads campaign|Session campaign", "dim.campaign"),
        (
            "Page title and screen class|Page title and screen name|Judul halaman dan jenis layar",
            "dim.page",
        ),
        ("Page path and screen class", "dim.page_path"),
        ("Landing page", "dim.landing_page"),
        ("Event name|Nama peristiwa", "dim.event"),
        ("Country|Negara", "dim.country"),
        ("Country ID|ID Negara", "dim.country_code"),
        ("City|Kota", "dim.city"),
        ("Device category", "dim.device"),
        ("Item name|Nama item", "dim.item"),
        ("Platform", "dim.client"),
        ("Active users|Pengguna aktif", "visitors"),
        ("Total users", "visitors.total"),
        ("New users|Pengguna baru", "visitors.new:delta"),
        ("Returning users", "visitors.returning"),
        ("30 days|30 hari", "visitors.rolling_30_days"),
        ("7 days|7 hari", "visitors.rolling_7_days"),
        ("1 day|1 hari", "visitors.rolling_1_day"),
        ("Sessions|Sesi", "sessions"),
        ("Engaged sessions", "sessions.engaged"),
        ("Views|Tampilan", "page_views"),
        ("Event count|Jumlah peristiwa", "events"),
        ("Key events|Peristiwa utama", "conversions.key_event"),
        ("Conversions", "conversions.key_event_before_2024"),
        ("Total revenue|Pendapatan total", "revenue"),
        ("Items purchased|Item yang dibeli", "units_sold"),
        (
            "Average engagement time per active user|Average engagement time|Waktu engagement rata-rata per pengguna aktif",
            "avg_engagement_time",
        ),
        ("Average engagement time per session", "avg_engagement_time.per_session"),
        ("Engagement rate", "derived"),
        ("Bounce rate", "derived"),
        ("Session key event rate", "derived"),
        ("User key event rate", "derived"),
        ("Events per session", "derived"),
        ("Event count per active user|Event count per user", "derived"),
        ("Views per active user|Views per user", "derived"),
        ("Engaged sessions per active user|Engaged sessions per user", "derived"),
        ("Average 120d value|Nilai rata-rata 120 hari", "derived"),
    ],
    quirks: &[
        Quirk::NthDayFrom(&["Start date:", "Tanggal mulai:"]),
        Quirk::Preamble(&[
            ("Property:", "account_name"),
            ("Properti:", "account_name"),
            ("Start date:", "period_start"),
            ("Tanggal mulai:", "period_start"),
            ("End date:", "period_end"),
            ("Tanggal akhir:", "period_end"),
        ]),
        Quirk::TotalIsEmpty,
    ],
    ..GA4
};

/// Share of a week's new users who came back, by weeks since. `-1` is a week that has not been yet.
pub(super) static COHORTS: Connector = Connector {
    id: "ga4_cohorts",
    title: "Google Analytics 4: user activity by cohort",
    requires: &["x.cohort", "x.week_0", "x.week_1"],
    columns: &[
        ("Date|Tanggal", "x.cohort"),
        ("Week 0|Minggu ke-0", "x.week_0"),
        ("Week 1|Minggu ke-1", "x.week_1"),
        ("Week *|Minggu ke-*", "ignore"),
    ],
    quirks: &[Quirk::NotRead(Held::Cohorts)],
    ..GA4
};
