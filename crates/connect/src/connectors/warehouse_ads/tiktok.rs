//! TikTok ads: `*_report_hourly`, `*_country_report` and `*_history` tables.

use super::{ACCOUNT, ADS, Connector, EntityKind, PlatformIs, SYNC, columns};

const TIKTOK: Connector = Connector {
    source: "seed tables of dbt_tiktok_ads; TikTok Marketing API, report/integrated",
    platform: PlatformIs::Fixed("tiktok"),
    ..ADS
};

/// Every level; the hours of a day add up. Not so the people of an hour: its reach is not the reach of any day, and is
/// left out. `conversion` counts by the ad's own time, `real_time_conversion` by the conversion's: never added.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_tiktok_ads_report",
    title: "TikTok ads in a warehouse: ad, adgroup and campaign report_hourly, campaign_country_report",
    requires: &[
        "ad_id|ad_group_id|campaign_id",
        "date",
        "spend",
        "impressions",
        "clicks.destination",
    ],
    columns: columns!(
        SYNC,
        &[
            ("ad_id", "ad_id"),
            ("adgroup_id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("stat_time_hour", "date"),
            ("stat_time_day", "date"),
            ("country_code", "dim.country"),
            ("impressions", "impressions"),
            ("clicks", "clicks.destination"),
            ("spend", "spend"),
            ("reach", "ignore"),
            ("conversion", "conversions.optimised_event"),
            ("real_time_conversion", "conversions.optimised_event_realtime"),
            ("result", "results.objective"),
            ("real_time_result", "results.objective_realtime"),
            ("secondary_goal_result", "results.secondary_goal"),
            ("likes", "reactions.like"),
            ("comments", "comments"),
            ("shares", "shares"),
            ("follows", "followers_gained.from_ads"),
            ("profile_visits", "profile_views.from_ads"),
            ("video_play_actions", "video_views.start"),
            ("video_watched_2_s", "video_views.2s"),
            ("video_watched_6_s", "video_views.6s"),
            ("video_views_p_25", "video_quartile.25"),
            ("video_views_p_50", "video_quartile.50"),
            ("video_views_p_75", "video_quartile.75"),
            ("video_views_p_100", "video_quartile.100"),
            ("total_purchase_value", "conversion_value.purchase"),
            ("total_sales_lead_value", "conversion_value.lead"),
            ("average_video_play", "derived"),
            ("average_video_play_per_user", "derived"),
            ("conversion_rate", "derived"),
            ("cost_per_1000_reached", "derived"),
            ("cost_per_conversion", "derived"),
            ("cost_per_result", "derived"),
            ("cost_per_secondary_goal_result", "derived"),
            ("cpc", "derived"),
            ("cpm", "derived"),
            ("ctr", "derived"),
            ("profile_visits_rate", "derived"),
            ("real_time_conversion_rate", "derived"),
            ("real_time_cost_per_conversion", "derived"),
            ("real_time_cost_per_result", "derived"),
            ("real_time_result_rate", "derived"),
            ("result_rate", "derived"),
            ("secondary_goal_result_rate", "derived"),
        ]
    ),
    ..TIKTOK
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_tiktok_ads_accounts",
    title: "TikTok ads in a warehouse: advertiser",
    requires: &["account_id", "account_name", "currency", "x.role", "x.industry"],
    columns: columns!(
        SYNC,
        ACCOUNT,
        &[
            // `Etc/GMT+5`: five hours behind, as IANA has it.
            ("timezone", "time_zone"),
            ("role", "x.role"),
            ("industry", "x.industry"),
            ("balance", "ignore"),
            ("license_no", "ignore"),
            ("promotion_area", "ignore"),
            ("telephone_number", "ignore"),
            ("cellphone_number", "ignore"),
            ("email", "ignore"),
            ("address", "ignore"),
            ("contacter", "ignore"),
            ("company", "ignore"),
            ("country", "x.country"),
            ("description", "ignore"),
            ("language", "ignore"),
            ("license_url", "ignore"),
            ("rejected_reason", "ignore"),
            ("status", "ignore"),
            ("create_time", "ignore"),
        ]
    ),
    ..TIKTOK
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_tiktok_ads_campaigns",
    title: "TikTok ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &[
        "campaign_id",
        "campaign_name",
        "account_id",
        "objective",
        "x.budget_mode",
    ],
    columns: columns!(
        SYNC,
        &[
            ("campaign_id", "campaign_id"),
            ("campaign_name", "campaign_name"),
            ("advertiser_id", "account_id"),
            ("objective_type", "objective"),
            ("campaign_type", "x.campaign_type"),
            // A day's or the flight's, as `budget_mode` says.
            ("budget", "x.budget"),
            ("budget_mode", "x.budget_mode"),
            ("operation_status", "x.status"),
            ("is_new_structure", "ignore"),
            ("split_test_variable", "ignore"),
            ("create_time", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..TIKTOK
};

pub(in crate::connectors) static AD_GROUPS: Connector = Connector {
    id: "warehouse_tiktok_ads_ad_groups",
    title: "TikTok ads in a warehouse: adgroup_history",
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
        &[
            ("adgroup_id", "ad_group_id"),
            ("adgroup_name", "ad_group_name"),
            ("campaign_id", "campaign_id"),
            ("advertiser_id", "account_id"),
            ("placement_type", "x.placement"),
            ("optimization_goal", "x.goal"),
            ("budget", "x.budget"),
            ("budget_mode", "x.budget_mode"),
            ("operation_status", "x.status"),
            ("landing_page_url", "landing_url"),
            ("bid_price", "ignore"),
            ("conversion_bid_price", "ignore"),
            ("deep_cpa_bid", "ignore"),
            ("app_id", "ignore"),
            ("pixel_id", "ignore"),
            ("category", "ignore"),
            ("is_comment_disable", "ignore"),
            ("skip_learning_phase", "ignore"),
            ("frequency", "ignore"),
            ("frequency_schedule", "ignore"),
            ("cpv_video_duration", "ignore"),
            ("action_days", "ignore"),
            ("min_android_version", "ignore"),
            ("min_ios_version", "ignore"),
            ("create_time", "ignore"),
            ("updated_at", "ignore"),
            ("schedule_start_time", "ignore"),
            ("schedule_end_time", "ignore"),
        ]
    ),
    ..TIKTOK
};

pub(in crate::connectors) static ADS_HISTORY: Connector = Connector {
    id: "warehouse_tiktok_ads_ads",
    title: "TikTok ads in a warehouse: ad_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_name", "ad_group_id", "campaign_id", "account_id"],
    columns: columns!(
        SYNC,
        &[
            ("ad_id", "ad_id"),
            ("ad_name", "ad_name"),
            ("adgroup_id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("advertiser_id", "account_id"),
            ("ad_text", "x.text"),
            ("call_to_action", "x.call_to_action"),
            ("landing_page_url", "landing_url"),
            ("operation_status", "x.status"),
            ("secondary_status", "ignore"),
            ("video_id", "ignore"),
            ("create_time", "ignore"),
            ("updated_at", "ignore"),
        ]
    ),
    ..TIKTOK
};
