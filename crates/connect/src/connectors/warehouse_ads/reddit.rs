//! Reddit ads: `*_report`, `*_conversions` and entity tables.

use super::{AD, AD_GROUP, ADS, CAMPAIGN, Connector, EntityKind, PlatformIs, SYNC, columns};

const REDDIT: Connector = Connector {
    source: "seed tables of dbt_reddit_ads in dbt_ad_reporting; Reddit Ads API, reports",
    platform: PlatformIs::Fixed("reddit"),
    ..ADS
};

/// Every level. Spend, cpc and ecpm are in millionths.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_reddit_ads_report",
    title: "Reddit ads in a warehouse: account, campaign, ad_group, ad and campaign_country reports",
    requires: &[
        "account_id",
        "date",
        "impressions",
        "clicks.total",
        "spend",
        "derived|dim.country",
    ],
    columns: columns!(
        SYNC,
        &[
            ("account_id", "account_id"),
            ("campaign_id", "campaign_id"),
            ("ad_group_id", "ad_group_id"),
            ("ad_id", "ad_id"),
            ("date", "date"),
            ("country", "dim.country"),
            ("region", "dim.region"),
            ("gallery_item_id", "dim.gallery_item"),
            ("gallery_item_caption", "ignore"),
            ("priority", "ignore"),
            ("impressions", "impressions"),
            ("viewable_impressions", "impressions.viewable"),
            ("video_viewable_impressions", "impressions.video_viewable"),
            ("video_fully_viewable_impressions", "impressions.video_fully_viewable"),
            ("clicks", "clicks.total"),
            ("spend", "spend in micros"),
            ("comment_upvotes", "reactions.like"),
            ("comment_downvotes", "reactions.dislike"),
            ("comments_page_views", "engagements_other.comments_page_view"),
            ("viewer_comments", "comments"),
            ("video_started", "video_views.start"),
            ("video_plays_expanded", "video_views.expanded"),
            ("video_plays_with_sound", "video_views.sound_on"),
            ("video_watched_3_seconds", "video_views.3s"),
            ("video_watched_5_seconds", "video_views.5s"),
            ("video_watched_10_seconds", "video_views.10s"),
            ("video_watched_25_percent", "video_quartile.25"),
            ("video_watched_50_percent", "video_quartile.50"),
            ("video_watched_75_percent", "video_quartile.75"),
            ("video_watched_95_percent", "video_quartile.95"),
            ("video_watched_100_percent", "video_quartile.100"),
            ("app_install_metrics_install", "conversions.app_install"),
            ("app_install_metrics_app_launch", "conversions.app_launch"),
            ("app_install_metrics_purchase", "conversions.app_purchase"),
            ("app_install_metrics_sign_up", "conversions.app_sign_up"),
            ("app_install_metrics_*", "ignore"),
            ("legacy_click_conversions_attribution_window_*", "ignore"),
            ("legacy_view_conversions_attribution_window_*", "ignore"),
            ("conversion_roas", "derived"),
            ("cpc", "derived"),
            ("ctr", "derived"),
            ("ecpm", "derived"),
        ]
    ),
    ..REDDIT
};

/// One row an event: `event_name` is its kind, and `custom` holds the custom events again. A longer window holds the
/// shorter.
pub(in crate::connectors) static CONVERSIONS: Connector = Connector {
    id: "warehouse_reddit_ads_conversions",
    title: "Reddit ads in a warehouse: *_conversions",
    requires: &["account_id", "date", "dim.event", "conversions.by_event_click_28d"],
    columns: columns!(
        SYNC,
        &[
            ("account_id", "account_id"),
            ("campaign_id", "campaign_id"),
            ("ad_group_id", "ad_group_id"),
            ("ad_id", "ad_id"),
            ("date", "date"),
            ("country", "dim.country"),
            ("event_name", "dim.event"),
            (
                "click_through_conversion_attribution_window_day",
                "conversions.by_event_click_1d"
            ),
            (
                "click_through_conversion_attribution_window_week",
                "conversions.by_event_click_7d"
            ),
            (
                "click_through_conversion_attribution_window_month",
                "conversions.by_event_click_28d"
            ),
            (
                "view_through_conversion_attribution_window_day",
                "conversions.by_event_view_1d"
            ),
            (
                "view_through_conversion_attribution_window_week",
                "conversions.by_event_view_7d"
            ),
            (
                "view_through_conversion_attribution_window_month",
                "conversions.by_event_view_28d"
            ),
            ("total_items", "units_sold.claimed"),
            ("total_value", "conversion_value.by_event"),
            ("avg_value", "derived"),
        ]
    ),
    ..REDDIT
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_reddit_ads_accounts",
    title: "Reddit ads in a warehouse: account, business_account",
    requires: &["account_id", "currency", "x.attribution"],
    columns: columns!(
        SYNC,
        &[
            ("id", "account_id"),
            ("currency", "currency"),
            ("time_zone_id", "time_zone"),
            ("attribution_type", "x.attribution"),
            ("click_attribution_window", "ignore"),
            ("view_attribution_window", "ignore"),
            ("created_at", "ignore"),
            ("status", "ignore"),
        ]
    ),
    ..REDDIT
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_reddit_ads_campaigns",
    title: "Reddit ads in a warehouse: campaign",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "objective", "x.funding"],
    columns: columns!(
        SYNC,
        CAMPAIGN,
        &[
            ("objective", "objective"),
            ("funding_instrument_id", "x.funding"),
            ("configured_status", "x.status"),
            ("effective_status", "ignore"),
            ("is_processing", "ignore"),
        ]
    ),
    ..REDDIT
};

pub(in crate::connectors) static AD_GROUPS: Connector = Connector {
    id: "warehouse_reddit_ads_ad_groups",
    title: "Reddit ads in a warehouse: ad_group",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "ad_group_name", "campaign_id", "account_id", "x.goal"],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("account_id", "account_id"),
            ("goal_type", "x.goal"),
            ("goal_value", "ignore"),
            ("bid_strategy", "x.bid"),
            ("bid_value", "ignore"),
            ("optimization_strategy_type", "ignore"),
            ("expand_targeting", "ignore"),
            ("configured_status", "x.status"),
            ("effective_status", "ignore"),
            ("is_processing", "ignore"),
            ("start_time", "ignore"),
            ("end_time", "ignore"),
        ]
    ),
    ..REDDIT
};

pub(in crate::connectors) static ADS_TABLE: Connector = Connector {
    id: "warehouse_reddit_ads_ads",
    title: "Reddit ads in a warehouse: ad",
    entity: EntityKind::Ad,
    requires: &[
        "ad_id",
        "ad_name",
        "ad_group_id",
        "campaign_id",
        "landing_url",
        "post_id",
    ],
    columns: columns!(
        SYNC,
        AD,
        &[
            ("campaign_id", "campaign_id"),
            ("account_id", "account_id"),
            ("click_url", "landing_url"),
            ("post_id", "post_id"),
            ("post_url", "ignore"),
            ("configured_status", "x.status"),
            ("effective_status", "ignore"),
            ("is_processing", "ignore"),
            ("preview_expiry", "ignore"),
            ("preview_url", "ignore"),
            ("rejection_reason", "ignore"),
            ("search_term", "ignore"),
        ]
    ),
    ..REDDIT
};
