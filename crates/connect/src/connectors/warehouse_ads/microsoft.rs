//! Microsoft Advertising: `*_performance_daily_report` and `*_history` tables.

use super::{AD_GROUP, ADS, CAMPAIGN, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const MICROSOFT: Connector = Connector {
    source: "seed tables of dbt_microsoft_ads; columns of the Reporting API, *PerformanceReport",
    platform: PlatformIs::Fixed("microsoft_ads"),
    ..ADS
};

/// Rows are split by every match type and network column at once. `conversions_qualified` is the fractional successor
/// of `conversions`: another facet, never added.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_microsoft_ads_report",
    title: "Microsoft Advertising in a warehouse: *_performance_daily_report",
    requires: &[
        "date",
        "spend",
        "impressions",
        "conversions.qualified",
        "dim.delivered_match_type",
    ],
    columns: columns!(
        SYNC,
        &[
            ("date", "date"),
            ("account_id", "account_id"),
            ("campaign_id", "campaign_id"),
            ("ad_group_id", "ad_group_id"),
            ("ad_id", "ad_id"),
            ("keyword_id", "dim.keyword"),
            ("search_query", "dim.search_term"),
            ("currency_code", "currency"),
            ("device_os", "dim.os"),
            ("device_type", "dim.device"),
            ("network", "dim.network"),
            ("language", "dim.language"),
            ("ad_distribution", "dim.ad_distribution"),
            ("bid_match_type", "dim.bid_match_type"),
            ("delivered_match_type", "dim.delivered_match_type"),
            ("top_vs_other", "dim.placement"),
            ("location_type", "dim.location_type"),
            ("location_id", "dim.location"),
            ("country", "dim.country"),
            ("state", "dim.state"),
            ("county", "dim.county"),
            ("city", "dim.city"),
            ("metro_area", "dim.metro_area"),
            ("postal_code", "dim.postal_code"),
            ("goal", "dim.goal"),
            ("budget_association_status", "dim.budget_association"),
            ("budget_name", "dim.budget"),
            ("impressions", "impressions"),
            ("clicks", "clicks.total"),
            ("spend", "spend"),
            ("conversions", "conversions.primary"),
            ("conversions_qualified", "conversions.qualified"),
            ("revenue", "conversion_value.primary"),
            ("all_conversions", "conversions.all"),
            ("all_conversions_qualified", "conversions.all_qualified"),
            ("all_revenue", "conversion_value.all"),
        ]
    ),
    ..MICROSOFT
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_microsoft_ads_accounts",
    title: "Microsoft Advertising in a warehouse: account_history",
    requires: &["account_id", "account_name", "x.zone", "currency"],
    columns: columns!(
        SYNC,
        &[
            ("id", "account_id"),
            ("name", "account_name"),
            ("currency_code", "currency"),
            // Microsoft's own word (`PacificTimeUSCanadaTijuana`), not an IANA zone.
            ("time_zone", "x.zone"),
            ("last_modified_time", "ignore"),
        ]
    ),
    ..MICROSOFT
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_microsoft_ads_campaigns",
    title: "Microsoft Advertising in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &[
        "campaign_id",
        "campaign_name",
        "account_id",
        "x.zone",
        "x.campaign_type",
    ],
    columns: columns!(
        SYNC,
        CAMPAIGN,
        &[
            ("type", "x.campaign_type"),
            ("time_zone", "x.zone"),
            ("status", "x.status"),
            // Daily or shared, not the flight's.
            ("budget", "x.budget"),
            ("budget_id", "ignore"),
            ("budget_type", "x.budget_type"),
            ("language", "x.language"),
            ("modified_time", "ignore"),
        ]
    ),
    ..MICROSOFT
};

pub(in crate::connectors) static AD_GROUPS: Connector = Connector {
    id: "warehouse_microsoft_ads_ad_groups",
    title: "Microsoft Advertising in a warehouse: ad_group_history",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "ad_group_name", "campaign_id", "x.starts", "x.modified"],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("modified_time", "x.modified"),
            ("start_date", "x.starts"),
            ("end_date", "x.ends"),
            ("status", "x.status"),
        ]
    ),
    ..MICROSOFT
};

pub(in crate::connectors) static ADS_HISTORY: Connector = Connector {
    id: "warehouse_microsoft_ads_ads",
    title: "Microsoft Advertising in a warehouse: ad_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_group_id", "landing_url", "ad_name"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ad_id"),
            ("title", "ad_name"),
            ("title_part_1", "x.title_1"),
            ("title_part_2", "x.title_2"),
            ("title_part_3", "x.title_3"),
            ("ad_group_id", "ad_group_id"),
            ("final_url", "landing_url"),
            ("type", "format"),
            ("status", "x.status"),
            ("domain", "ignore"),
            ("modified_time", "ignore"),
        ]
    ),
    ..MICROSOFT
};

pub(in crate::connectors) static KEYWORDS: Connector = Connector {
    id: "warehouse_microsoft_ads_keywords",
    title: "Microsoft Advertising in a warehouse: keyword_history",
    requires: &["ad_group_id", "x.keyword", "x.match_type", "x.modified"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ignore"),
            ("name", "x.keyword"),
            ("ad_group_id", "ad_group_id"),
            ("match_type", "x.match_type"),
            ("modified_time", "x.modified"),
            ("status", "ignore"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Keywords)],
    ..MICROSOFT
};
