//! Facebook and Instagram ads of Meta: `facebook_ads` tables.

use super::{ACCOUNT, AD_GROUP, ADS, CAMPAIGN, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const META: Connector = Connector {
    source: "seed tables of dbt_facebook_ads; fields of the Marketing API, act_x/insights",
    platform: PlatformIs::Fixed("meta"),
    ..ADS
};

/// `basic_ad`, and `demographics_country`, `demographics_region`, which repeat it by place and name no ad.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_meta_ads_report",
    title: "Meta ads in a warehouse: basic_ad, demographics_country, demographics_region",
    requires: &["account_id", "date", "impressions", "clicks.link", "spend"],
    columns: columns!(
        SYNC,
        &[
            ("account_id", "account_id"),
            ("ad_id", "ad_id"),
            ("date", "date"),
            ("country", "dim.country"),
            ("region", "dim.region"),
            ("impressions", "impressions"),
            ("clicks", "clicks.total"),
            ("inline_link_clicks", "clicks.link"),
            ("spend", "spend"),
            ("reach", "reach"),
            ("frequency", "frequency"),
        ]
    ),
    ..META
};

/// Words of `action_type`. Supersets and parts have facets of their own, so that they never add up:
/// `lead` holds website and on-Meta leads, `omni_purchase` every kind of purchase.
const ACTIONS: &[(&str, &str)] = &[
    ("video_view", "video_views.3s"),
    ("link_click", "clicks.link"),
    ("outbound_click", "clicks.outbound"),
    ("landing_page_view", "landing_page_views"),
    ("post_engagement", "engagements_total"),
    ("page_engagement", "engagements_total.page"),
    ("post_reaction", "reactions.total"),
    ("comment", "comments"),
    ("post", "shares"),
    ("onsite_conversion.post_save", "saves"),
    ("like", "followers_gained.page_likes"),
    ("lead", "leads.all"),
    ("offsite_conversion.fb_pixel_lead", "leads.website"),
    ("onsite_conversion.lead_grouped", "leads.on_meta"),
    ("purchase", "conversions.purchase"),
    ("omni_purchase", "conversions.purchase_omni"),
    ("offsite_conversion.fb_pixel_purchase", "conversions.purchase_website"),
    ("onsite_conversion.purchase", "conversions.purchase_on_meta"),
    ("add_to_cart", "conversions.add_to_cart"),
    (
        "offsite_conversion.fb_pixel_add_to_cart",
        "conversions.add_to_cart_website",
    ),
    ("onsite_web_add_to_cart", "conversions.add_to_cart_onsite"),
    ("initiate_checkout", "conversions.checkout"),
    (
        "offsite_conversion.fb_pixel_initiate_checkout",
        "conversions.checkout_website",
    ),
    ("omni_initiated_checkout", "conversions.checkout_omni"),
    ("onsite_web_initiate_checkout", "conversions.checkout_onsite"),
    ("complete_registration", "conversions.registration"),
    ("view_content", "conversions.view_content"),
    (
        "offsite_conversion.fb_pixel_view_content",
        "conversions.view_content_website",
    ),
    ("onsite_web_app_view_content", "conversions.view_content_onsite"),
    (
        "onsite_conversion.messaging_conversation_started_7d",
        "conversions.conversation_started",
    ),
];

/// `value` is under the account's own attribution setting; the window columns repeat it.
pub(in crate::connectors) static ACTIONS_REPORT: Connector = Connector {
    id: "warehouse_meta_ads_actions",
    title: "Meta ads in a warehouse: basic_ad_actions, demographics_*_actions",
    requires: &["metric_name", "value", "date", "account_id|ad_id"],
    columns: columns!(
        SYNC,
        &[
            ("account_id", "account_id"),
            ("ad_id", "ad_id"),
            ("date", "date"),
            ("action_type", "metric_name"),
            ("value", "value"),
            ("index", "ignore"),
            ("inline", "ignore"),
            ("_1_d_view", "ignore"),
            ("_7_d_view", "ignore"),
            ("_1_d_click", "ignore"),
            ("_7_d_click", "ignore"),
        ]
    ),
    quirks: &[Quirk::MetricWords(ACTIONS)],
    ..META
};

/// The same words as money.
pub(in crate::connectors) static ACTION_VALUES: Connector = Connector {
    id: "warehouse_meta_ads_action_values",
    title: "Meta ads in a warehouse: basic_ad_action_values",
    requires: ACTIONS_REPORT.requires,
    columns: ACTIONS_REPORT.columns,
    quirks: &[
        Quirk::FileNamed(&["action_values"]),
        Quirk::MetricWords(&[
            ("lead", "conversion_value.lead"),
            ("offsite_conversion.fb_pixel_lead", "conversion_value.lead_website"),
            ("onsite_conversion.lead_grouped", "conversion_value.lead_on_meta"),
            ("purchase", "conversion_value.purchase"),
            ("omni_purchase", "conversion_value.purchase_omni"),
            (
                "offsite_conversion.fb_pixel_purchase",
                "conversion_value.purchase_website",
            ),
            ("onsite_conversion.purchase", "conversion_value.purchase_on_meta"),
            ("add_to_cart", "conversion_value.add_to_cart"),
            (
                "offsite_conversion.fb_pixel_add_to_cart",
                "conversion_value.add_to_cart_website",
            ),
            ("onsite_web_add_to_cart", "conversion_value.add_to_cart_onsite"),
            ("initiate_checkout", "conversion_value.checkout"),
            (
                "offsite_conversion.fb_pixel_initiate_checkout",
                "conversion_value.checkout_website",
            ),
            ("omni_initiated_checkout", "conversion_value.checkout_omni"),
            ("onsite_web_initiate_checkout", "conversion_value.checkout_onsite"),
            ("view_content", "conversion_value.view_content"),
            (
                "offsite_conversion.fb_pixel_view_content",
                "conversion_value.view_content_website",
            ),
            ("onsite_web_app_view_content", "conversion_value.view_content_onsite"),
        ]),
    ],
    ..META
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_meta_ads_accounts",
    title: "Meta ads in a warehouse: account_history",
    requires: &["account_id", "account_name"],
    columns: columns!(SYNC, ACCOUNT, &[("timezone_name", "time_zone"),]),
    quirks: &[Quirk::FileNamed(&["facebook"])],
    ..META
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_meta_ads_campaigns",
    title: "Meta ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "x.updated"],
    columns: columns!(
        SYNC,
        CAMPAIGN,
        &[
            ("objective", "objective"),
            ("start_time", "starts_on"),
            ("stop_time", "ends_on"),
            ("status", "x.status"),
            ("updated_time", "x.updated"),
        ]
    ),
    ..META
};

pub(in crate::connectors) static AD_SETS: Connector = Connector {
    id: "warehouse_meta_ads_ad_sets",
    title: "Meta ads in a warehouse: ad_set_history",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "ad_group_name", "campaign_id", "account_id", "x.updated"],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("account_id", "account_id"),
            ("status", "x.status"),
            ("updated_time", "x.updated"),
        ]
    ),
    ..META
};

pub(in crate::connectors) static ADS_HISTORY: Connector = Connector {
    id: "warehouse_meta_ads_ads",
    title: "Meta ads in a warehouse: ad_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_name", "ad_group_id", "campaign_id", "account_id"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ad_id"),
            ("name", "ad_name"),
            ("ad_set_id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("account_id", "account_id"),
            ("creative_id", "x.creative"),
            ("status", "x.status"),
            ("updated_time", "x.updated"),
        ]
    ),
    ..META
};

pub(in crate::connectors) static CREATIVES: Connector = Connector {
    id: "warehouse_meta_ads_creatives",
    title: "Meta ads in a warehouse: creative_history",
    requires: &["x.creative", "x.page_link", "x.link_urls"],
    columns: columns!(
        SYNC,
        &[
            ("id", "x.creative"),
            ("page_link", "x.page_link"),
            ("asset_feed_spec_link_urls", "x.link_urls"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Creatives)],
    ..META
};
