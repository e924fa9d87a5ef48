//! X (Twitter) ads: `*_report` and `*_history` tables.

use super::{AD_GROUP, ADS, CAMPAIGN, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const X: Connector = Connector {
    source: "seed tables of dbt_twitter; X Ads API, synchronous stats",
    platform: PlatformIs::Fixed("x"),
    ..ADS
};

/// Every level. The date is the instant at which the account's day begins, in UTC: its date part is the day for accounts
/// west of Greenwich. A cell without figure is an ad that was not served. A line item is an ad group.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_x_ads_report",
    title: "X ads in a warehouse: account, campaign, line_item, promoted_tweet and segment reports",
    requires: &[
        "account_id",
        "date",
        "dim.placement",
        "impressions",
        "spend|engagements_total",
    ],
    columns: columns!(
        SYNC,
        &[
            ("account_id", "account_id"),
            ("campaign_id", "campaign_id"),
            ("line_item_id", "ad_group_id"),
            ("promoted_tweet_id", "ad_id"),
            ("date", "date"),
            ("placement", "dim.placement"),
            ("segment", "dim.segment"),
            ("location_name", "dim.location"),
            ("location_type", "dim.location_type"),
            ("impressions", "impressions"),
            ("qualified_impressions", "impressions.viewable"),
            ("billed_charge_local_micro", "spend in micros"),
            ("billed_engagements", "engagements_total.billed"),
            ("engagements", "engagements_total"),
            ("media_engagements", "engagements_total.media"),
            ("media_views", "video_views.media"),
            ("clicks", "clicks.total"),
            ("url_clicks", "clicks.link"),
            ("app_clicks", "clicks.app"),
            ("card_engagements", "clicks.card"),
            ("carousel_swipes", "clicks.carousel"),
            ("video_cta_clicks", "clicks.cta"),
            ("likes", "reactions.like"),
            ("replies", "comments.replies"),
            ("retweets", "reposts"),
            ("follows", "followers_gained.from_ads"),
            ("unfollows", "followers_lost.from_ads"),
            // What it counts is not documented.
            ("tweets_send", "ignore"),
            ("poll_card_vote", "engagements_other.poll_vote"),
            ("video_total_views", "video_views.mrc_2s_50pct"),
            ("video_mrc_views", "video_views.mrc"),
            ("video_content_starts", "video_views.start"),
            ("video_3_s_100_pct_views", "video_views.3s_100pct_inview"),
            ("video_6_s_views", "video_views.6s"),
            ("video_15_s_views", "video_views.15s"),
            ("video_views_25", "video_quartile.25"),
            ("video_views_50", "video_quartile.50"),
            ("video_views_75", "video_quartile.75"),
            ("video_views_100", "video_quartile.100"),
            ("conversion_purchases_metric", "conversions.purchase"),
            (
                "conversion_purchases_sale_amount",
                "conversion_value.purchase in micros"
            ),
            ("conversion_sign_ups_metric", "conversions.sign_up"),
            ("conversion_site_visits_metric", "conversions.site_visit"),
            ("conversion_downloads_metric", "conversions.download"),
            ("conversion_custom_metric", "conversions.custom"),
            // The same conversions by attribution, by device and as app events; 200 columns.
            ("conversion_*", "ignore"),
            ("mobile_conversion_*", "ignore"),
            ("auto_created_conversion_*", "ignore"),
        ]
    ),
    ..X
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_x_ads_accounts",
    title: "X ads in a warehouse: account_history",
    requires: &["account_id", "account_name", "time_zone", "x.approval"],
    columns: columns!(
        SYNC,
        &[
            ("id", "account_id"),
            ("name", "account_name"),
            ("timezone", "time_zone"),
            ("timezone_switch_at", "ignore"),
            ("approval_status", "x.approval"),
            ("business_id", "ignore"),
            ("business_name", "ignore"),
            ("industry_type", "ignore"),
            ("salt", "ignore"),
            ("deleted", "ignore"),
            ("created_at", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..X
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_x_ads_campaigns",
    title: "X ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "currency", "x.funding"],
    columns: columns!(
        SYNC,
        CAMPAIGN,
        &[
            ("currency", "currency"),
            ("funding_instrument_id", "x.funding"),
            ("start_time", "starts_on"),
            ("end_time", "ends_on"),
            ("daily_budget_amount_local_micro", "ignore"),
            ("total_budget_amount_local_micro", "ignore"),
            ("duration_in_days", "ignore"),
            ("frequency_cap", "ignore"),
            ("servable", "ignore"),
            ("standard_delivery", "ignore"),
            ("entity_status", "x.status"),
            ("deleted", "ignore"),
            ("created_at", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..X
};

pub(in crate::connectors) static LINE_ITEMS: Connector = Connector {
    id: "warehouse_x_ads_line_items",
    title: "X ads in a warehouse: line_item_history",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "ad_group_name", "campaign_id", "x.product"],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("objective", "x.objective"),
            ("product_type", "x.product"),
            ("entity_status", "x.status"),
            ("charge_by", "x.charge_by"),
            ("currency", "ignore"),
            ("advertiser_domain", "ignore"),
            ("advertiser_user_id", "ignore"),
            ("automatically_select_bid", "ignore"),
            ("bid_amount_local_micro", "ignore"),
            ("bid_type", "ignore"),
            ("bid_unit", "ignore"),
            ("creative_source", "ignore"),
            ("deleted", "ignore"),
            ("optimization", "ignore"),
            ("primary_web_event_tag", "ignore"),
            ("target_cpa_local_micro", "ignore"),
            ("total_budget_amount_local_micro", "ignore"),
            ("start_time", "ignore"),
            ("end_time", "ignore"),
            ("created_at", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..X
};

pub(in crate::connectors) static PROMOTED_TWEETS: Connector = Connector {
    id: "warehouse_x_ads_ads",
    title: "X ads in a warehouse: promoted_tweet_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_group_id", "post_id", "x.approval"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ad_id"),
            ("line_item_id", "ad_group_id"),
            ("tweet_id", "post_id"),
            ("approval_status", "x.approval"),
            ("entity_status", "x.status"),
            ("deleted", "ignore"),
            ("created_at", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..X
};

pub(in crate::connectors) static TWEET_LINKS: Connector = Connector {
    id: "warehouse_x_ads_tweet_links",
    title: "X in a warehouse: tweet_url",
    requires: &["post_id", "x.expanded", "x.display"],
    columns: columns!(
        SYNC,
        &[
            ("tweet_id", "post_id"),
            ("expanded_url", "x.expanded"),
            ("display_url", "x.display"),
            ("index", "ignore"),
            ("indices", "ignore"),
            ("url", "ignore"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Links)],
    ..X
};
