//! Google Ads: `*_stats` and `*_history` tables.

use super::{AD, AD_GROUP, ADS, Columns, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const GOOGLE: Connector = Connector {
    source: "seed tables of dbt_google_ads; fields of the Google Ads API, metrics.*",
    platform: PlatformIs::Fixed("google_ads"),
    ..ADS
};

/// Figures are by interaction date. `all_conversions` contains `conversions`; view-through is in neither.
const STATS: Columns = &[
    ("customer_id", "account_id"),
    ("date", "date"),
    ("impressions", "impressions"),
    ("clicks", "clicks.total"),
    ("cost_micros", "spend in micros"),
    ("interactions", "interactions"),
    ("conversions", "conversions.primary"),
    ("conversions_value", "conversion_value.primary"),
    ("all_conversions", "conversions.all"),
    ("all_conversions_value", "conversion_value.all"),
    ("view_through_conversions", "conversions.view_through"),
    ("video_views", "video_views.trueview_30s"),
    ("active_view_impressions", "impressions.viewable"),
    ("active_view_measurable_impressions", "impressions.measurable"),
    ("active_view_measurable_cost_micros", "ignore"),
    ("active_view_measurability", "derived"),
    ("active_view_viewability", "derived"),
    ("interaction_event_types", "ignore"),
    ("ad_network_type", "dim.network"),
    ("device", "dim.device"),
];

/// Account, ad, keyword and search term level: each key has its own header.
pub(in crate::connectors) static STATS_BY_KEY: Connector = Connector {
    id: "warehouse_google_ads_stats",
    title: "Google Ads in a warehouse: account_stats, ad_stats, keyword_stats, search_term_keyword_stats",
    requires: &["account_id", "date", "spend", "impressions"],
    columns: columns!(
        SYNC,
        STATS,
        &[
            ("campaign_id", "campaign_id"),
            ("campaign_base_campaign", "ignore"),
            ("ad_group_id", "ad_group_id"),
            ("ad_group", "ignore"),
            ("ad_group_base_ad_group", "ignore"),
            ("ad_id", "ad_id"),
            ("ad_group_criterion_criterion_id", "dim.keyword"),
            ("keyword_ad_group_criterion", "dim.criterion"),
            ("search_term", "dim.search_term"),
            ("search_term_match_type", "dim.match_type"),
            ("info_text", "ignore"),
            ("status", "ignore"),
        ]
    ),
    ..GOOGLE
};

pub(in crate::connectors) static CAMPAIGN_STATS: Connector = Connector {
    id: "warehouse_google_ads_campaign_stats",
    title: "Google Ads in a warehouse: campaign_stats",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "account_id", "date", "spend", "x.base_campaign"],
    columns: columns!(
        SYNC,
        STATS,
        &[("id", "campaign_id"), ("base_campaign", "x.base_campaign")]
    ),
    ..GOOGLE
};

pub(in crate::connectors) static AD_GROUP_STATS: Connector = Connector {
    id: "warehouse_google_ads_ad_group_stats",
    title: "Google Ads in a warehouse: ad_group_stats",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "campaign_id", "account_id", "date", "spend"],
    columns: columns!(
        SYNC,
        STATS,
        &[
            ("id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("base_ad_group", "ignore"),
            ("campaign_base_campaign", "ignore"),
        ]
    ),
    ..GOOGLE
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_google_ads_accounts",
    title: "Google Ads in a warehouse: account_history",
    requires: &["account_id", "currency", "x.auto_tagging"],
    columns: columns!(
        SYNC,
        &[
            ("id", "account_id"),
            ("descriptive_name", "account_name"),
            ("currency_code", "currency"),
            ("time_zone", "time_zone"),
            ("auto_tagging_enabled", "x.auto_tagging"),
            ("updated_at", "ignore"),
            ("final_url_suffix", "ignore"),
            ("hidden", "ignore"),
            ("manager", "ignore"),
            ("manager_customer_id", "ignore"),
            ("optimization_score", "ignore"),
            ("pay_per_conversion_eligibility_failure_reasons", "ignore"),
            ("test_account", "ignore"),
            ("tracking_url_template", "ignore"),
        ]
    ),
    ..GOOGLE
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_google_ads_campaigns",
    title: "Google Ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "x.campaign_type"],
    columns: columns!(
        SYNC,
        &[
            ("id", "campaign_id"),
            ("name", "campaign_name"),
            ("customer_id", "account_id"),
            ("advertising_channel_type", "x.campaign_type"),
            ("advertising_channel_subtype", "x.campaign_subtype"),
            ("start_date", "starts_on"),
            ("end_date", "ends_on"),
            ("serving_status", "ignore"),
            ("status", "x.status"),
            ("tracking_url_template", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..GOOGLE
};

pub(in crate::connectors) static AD_GROUPS: Connector = Connector {
    id: "warehouse_google_ads_ad_groups",
    title: "Google Ads in a warehouse: ad_group_history",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "ad_group_name", "campaign_id", "campaign_name"],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("campaign_name", "campaign_name"),
            ("type", "x.ad_group_type"),
            ("status", "x.status"),
            ("updated_at", "ignore"),
        ]
    ),
    ..GOOGLE
};

pub(in crate::connectors) static ADS_HISTORY: Connector = Connector {
    id: "warehouse_google_ads_ads",
    title: "Google Ads in a warehouse: ad_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_group_id", "x.final_urls"],
    columns: columns!(
        SYNC,
        AD,
        &[
            // A list in brackets, so not an address.
            ("final_urls", "x.final_urls"),
            ("type", "format"),
            ("status", "x.status"),
            ("display_url", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..GOOGLE
};

pub(in crate::connectors) static KEYWORDS: Connector = Connector {
    id: "warehouse_google_ads_keywords",
    title: "Google Ads in a warehouse: ad_group_criterion_history",
    requires: &["x.keyword", "x.match_type", "ad_group_id", "x.base_campaign"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ignore"),
            ("ad_group_id", "ad_group_id"),
            ("base_campaign_id", "x.base_campaign"),
            ("keyword_text", "x.keyword"),
            ("keyword_match_type", "x.match_type"),
            ("type", "ignore"),
            ("status", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Keywords)],
    ..GOOGLE
};
