//! Pinterest ads: `*_report` and `*_history` tables.

use super::{ACCOUNT, AD, AD_GROUP, ADS, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const PINTEREST: Connector = Connector {
    source: "seed tables of dbt_pinterest in dbt_ad_reporting; Pinterest API v5, ad analytics",
    platform: PlatformIs::Fixed("pinterest"),
    ..ADS
};

/// Every level. `_1` is paid, `_2` earned by people who saved the ad: two activities, not two parts of one. Micros are
/// of the account's currency, whatever the header says of dollars.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_pinterest_ads_report",
    title: "Pinterest ads in a warehouse: advertiser, campaign, ad_group, pin_promotion and keyword reports",
    requires: &[
        "date",
        "account_id",
        "spend",
        "impressions",
        "impressions.earned@organic",
    ],
    columns: columns!(
        SYNC,
        &[
            ("advertiser_id|ad_account_id", "account_id"),
            ("campaign_id", "campaign_id"),
            ("campaign_name", "campaign_name"),
            ("campaign_status", "ignore"),
            ("ad_group_id", "ad_group_id"),
            ("ad_group_name", "ad_group_name"),
            ("ad_group_status", "ignore"),
            ("pin_promotion_id|ad_id", "ad_id"),
            ("keyword_id", "dim.keyword"),
            ("targeting_type", "dim.targeting_type"),
            ("targeting_value", "dim.targeting"),
            ("date", "date"),
            ("impression_1", "impressions"),
            ("impression_2", "impressions.earned@organic"),
            ("clickthrough_1", "clicks.expand"),
            ("clickthrough_2", "clicks.expand_earned@organic"),
            ("outbound_click_1", "clicks.link"),
            ("outbound_click_2", "clicks.link_earned@organic"),
            ("spend_in_micro_dollar", "spend in micros"),
            ("total_conversions", "conversions.all"),
            ("total_conversions_quantity", "units_sold.claimed"),
            (
                "total_conversions_value_in_micro_dollar",
                "conversion_value.all in micros"
            ),
            ("total_view_checkout", "conversions.view_checkout"),
        ]
    ),
    ..PINTEREST
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_pinterest_ads_accounts",
    title: "Pinterest ads in a warehouse: advertiser_history",
    requires: &["account_id", "account_name", "currency", "x.billing"],
    columns: columns!(
        SYNC,
        ACCOUNT,
        &[
            ("billing_type", "x.billing"),
            ("billing_profile_status", "ignore"),
            ("country", "x.country"),
            ("merchant_id", "ignore"),
            ("owner_user_id", "ignore"),
            ("owner_username", "ignore"),
            ("permissions", "ignore"),
            ("status", "ignore"),
            ("created_time", "ignore"),
            ("updated_time", "ignore"),
        ]
    ),
    ..PINTEREST
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_pinterest_ads_campaigns",
    title: "Pinterest ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "x.automated"],
    columns: columns!(
        SYNC,
        &[
            ("id", "campaign_id"),
            ("name", "campaign_name"),
            ("advertiser_id|ad_account_id", "account_id"),
            ("is_automated_campaign", "x.automated"),
            ("status", "x.status"),
            ("default_ad_group_budget_in_micro_currency", "ignore"),
            ("is_campaign_budget_optimization", "ignore"),
            ("is_flexible_daily_budgets", "ignore"),
            ("created_time", "ignore"),
        ]
    ),
    ..PINTEREST
};

pub(in crate::connectors) static AD_GROUPS: Connector = Connector {
    id: "warehouse_pinterest_ads_ad_groups",
    title: "Pinterest ads in a warehouse: ad_group_history",
    entity: EntityKind::AdGroup,
    requires: &[
        "ad_group_id",
        "ad_group_name",
        "campaign_id",
        "account_id",
        "x.placement",
    ],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("ad_account_id|advertiser_id", "account_id"),
            ("placement_group", "x.placement"),
            ("pacing_delivery_type", "ignore"),
            ("summary_status", "ignore"),
            ("status", "x.status"),
            ("start_time", "ignore"),
            ("end_time", "ignore"),
            ("created_time", "ignore"),
        ]
    ),
    ..PINTEREST
};

pub(in crate::connectors) static PINS: Connector = Connector {
    id: "warehouse_pinterest_ads_ads",
    title: "Pinterest ads in a warehouse: pin_promotion_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_name", "ad_group_id", "post_id", "landing_url"],
    columns: columns!(
        SYNC,
        AD,
        &[
            ("ad_account_id|advertiser_id", "account_id"),
            ("pin_id", "post_id"),
            ("destination_url", "landing_url"),
            ("creative_type", "format"),
            ("status", "x.status"),
            ("created_time", "ignore"),
        ]
    ),
    ..PINTEREST
};

pub(in crate::connectors) static KEYWORDS: Connector = Connector {
    id: "warehouse_pinterest_ads_keywords",
    title: "Pinterest ads in a warehouse: keyword_history",
    requires: &["x.keyword", "x.match_type", "x.parent", "ad_group_id"],
    columns: columns!(
        SYNC,
        &[
            ("value", "x.keyword"),
            ("match_type", "x.match_type"),
            ("parent_type", "x.parent"),
            ("ad_group_id", "ad_group_id"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Keywords)],
    ..PINTEREST
};

pub(in crate::connectors) static PLACES: Connector = Connector {
    id: "warehouse_pinterest_ads_places",
    title: "Pinterest ads in a warehouse: targeting_geo, targeting_geo_region",
    requires: &["x.country", "x.country_name|x.region_name"],
    columns: columns!(
        SYNC,
        &[
            ("country_id", "x.country"),
            ("country_name", "x.country_name"),
            ("region_id", "x.region"),
            ("region_name", "x.region_name"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Places)],
    ..PINTEREST
};
