//! Snapchat ads: `*_hourly_report`, `*_geo_*_report` and `*_history` tables.

use super::{ACCOUNT, AD_GROUP, ADS, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const SNAPCHAT: Connector = Connector {
    source: "seed tables of dbt_snapchat_ads in dbt_ad_reporting; Snapchat Marketing API, stats",
    platform: PlatformIs::Fixed("snapchat"),
    ..ADS
};

/// Every level; the hours of a day add up. Spend and purchase value are in millionths, times in thousandths of a second.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_snapchat_ads_report",
    title: "Snapchat ads in a warehouse: ad, ad_squad and campaign hourly reports, campaign_geo reports",
    requires: &[
        "ad_id|ad_group_id|campaign_id",
        "date",
        "spend",
        "impressions",
        "clicks.link",
    ],
    columns: columns!(
        SYNC,
        &[
            ("ad_id", "ad_id"),
            ("ad_squad_id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("date", "date"),
            ("country", "dim.country"),
            ("region", "dim.region"),
            ("impressions", "impressions"),
            ("swipes", "clicks.link"),
            ("spend", "spend in micros"),
            ("video_views", "video_views.2s"),
            ("quartile_1", "video_quartile.25"),
            ("quartile_2", "video_quartile.50"),
            ("quartile_3", "video_quartile.75"),
            ("view_completion", "video_quartile.97"),
            ("screen_time_millis", "watch_time.screen in milliseconds"),
            ("view_time_millis", "watch_time in milliseconds"),
            ("shares", "shares"),
            ("saves", "saves"),
            ("story_opens", "opens.story"),
            ("story_completes", "video_quartile.story_100"),
            ("total_installs", "conversions.app_install"),
            ("android_installs", "conversions.app_install_android"),
            ("ios_installs", "conversions.app_install_ios"),
            ("attachment_quartile_1", "video_quartile.attachment_25"),
            ("attachment_quartile_2", "video_quartile.attachment_50"),
            ("attachment_quartile_3", "video_quartile.attachment_75"),
            ("attachment_view_completion", "video_quartile.attachment_97"),
            (
                "attachment_total_view_time_millis",
                "watch_time.attachment in milliseconds"
            ),
            ("attachment_avg_view_time_millis", "derived"),
            ("avg_screen_time_millis", "derived"),
            ("avg_view_time_millis", "derived"),
            ("swipe_up_percent", "derived"),
            ("conversion_purchases", "conversions.purchase"),
            ("conversion_purchases_value", "conversion_value.purchase in micros"),
            ("conversion_sign_ups", "conversions.sign_up"),
            ("conversion_add_billing", "conversions.add_payment_info"),
            ("conversion_add_cart", "conversions.add_to_cart"),
            ("conversion_app_opens", "conversions.app_open"),
            ("conversion_level_completes", "conversions.level_complete"),
            ("conversion_page_views", "conversions.page_view"),
            ("conversion_save", "conversions.save"),
            ("conversion_searches", "conversions.search"),
            ("conversion_start_checkout", "conversions.checkout"),
            ("conversion_view_content", "conversions.view_content"),
        ]
    ),
    // The country tables write a truth value in place of the count of complete views.
    quirks: &[Quirk::Unknown(&["true", "false"])],
    ..SNAPCHAT
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_snapchat_ads_accounts",
    title: "Snapchat ads in a warehouse: ad_account_history",
    requires: &["account_id", "account_name"],
    columns: columns!(SYNC, ACCOUNT, &[("timezone", "time_zone"),]),
    quirks: &[Quirk::FileNamed(&["snapchat", "ad_account_history"])],
    ..SNAPCHAT
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_snapchat_ads_campaigns",
    title: "Snapchat ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id"],
    columns: columns!(
        SYNC,
        &[
            ("id", "campaign_id"),
            ("name", "campaign_name"),
            ("ad_account_id", "account_id"),
        ]
    ),
    quirks: &[Quirk::FileNamed(&["campaign"])],
    ..SNAPCHAT
};

pub(in crate::connectors) static AD_SQUADS: Connector = Connector {
    id: "warehouse_snapchat_ads_ad_squads",
    title: "Snapchat ads in a warehouse: ad_squad_history",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "ad_group_name", "campaign_id"],
    columns: columns!(SYNC, AD_GROUP),
    quirks: &[Quirk::FileNamed(&["ad_squad"])],
    ..SNAPCHAT
};

pub(in crate::connectors) static ADS_HISTORY: Connector = Connector {
    id: "warehouse_snapchat_ads_ads",
    title: "Snapchat ads in a warehouse: ad_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_name", "ad_group_id", "x.creative"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ad_id"),
            ("name", "ad_name"),
            ("ad_squad_id", "ad_group_id"),
            ("creative_id", "x.creative"),
        ]
    ),
    ..SNAPCHAT
};

pub(in crate::connectors) static CREATIVES: Connector = Connector {
    id: "warehouse_snapchat_ads_creatives",
    title: "Snapchat ads in a warehouse: creative_history, creative_url_tag_history",
    requires: &["x.creative", "x.account|x.key", "x.page|x.value"],
    columns: columns!(
        SYNC,
        &[
            ("id|creative_id", "x.creative"),
            ("ad_account_id", "x.account"),
            ("name", "ignore"),
            ("web_view_url", "x.page"),
            ("key", "x.key"),
            ("value", "x.value"),
            ("updated_at", "ignore"),
        ]
    ),
    quirks: &[Quirk::FileNamed(&["creative"]), Quirk::NotRead(Held::Creatives)],
    ..SNAPCHAT
};
