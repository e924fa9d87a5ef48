//! Google Search Console: the performance export, a ZIP or folder of files that show the same clicks in different ways.
//!
//! `Chart.csv` is the truth by day. Queries, pages, countries and devices are the sums of the whole range, whose days no
//! file states: they are asked for. Rare queries are hidden, so queries and pages add up to less than the chart.

use harpoon_core::{EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};
use crate::remark::Held;

/// Chart, Queries, Pages, Countries, Devices and Search appearance: one header but for its first cell.
pub(super) static PERFORMANCE: Connector = Connector {
    id: "search_console_performance",
    title: "Search Console: Performance on Search",
    found_at: "search.google.com/search-console › Performance › Search results › Export",
    source: "2 real exports, 2026",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Fixed("google_search"),
    dialect: "google_search_console/performance_csv",
    scope: Scope::Organic,
    entity: EntityKind::Account,
    requires: &[
        "date|dim.query|dim.page|dim.country|dim.device|dim.search_appearance",
        "clicks.search",
        "impressions.search",
        "avg_position",
    ],
    columns: &[
        ("Date", "date"),
        ("Top queries|Query", "dim.query"),
        ("Top pages|Page", "dim.page"),
        ("Country", "dim.country"),
        ("Device", "dim.device"),
        ("Search Appearance", "dim.search_appearance"),
        ("Clicks", "clicks.search"),
        ("Impressions", "impressions.search"),
        ("CTR", "derived"),
        ("Position", "avg_position"),
    ],
    quirks: &[Quirk::NameSays("{account}-Performance-on-Search-{exported}")],
    ..BASE
};

/// `Filters.csv`: which search type and range the export was made with, in words.
pub(super) static FILTERS: Connector = Connector {
    id: "search_console_filters",
    title: "Search Console: filters of an export",
    found_at: PERFORMANCE.found_at,
    source: PERFORMANCE.source,
    evidence: Evidence::Recorded,
    platform: PERFORMANCE.platform,
    dialect: PERFORMANCE.dialect,
    requires: &["x.filter", "x.value"],
    columns: &[("Filter", "x.filter"), ("Value", "x.value")],
    quirks: &[Quirk::FileNamed(&["filters"]), Quirk::NotRead(Held::Making)],
    ..BASE
};
