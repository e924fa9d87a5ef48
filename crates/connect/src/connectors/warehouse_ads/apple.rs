//! Apple Search Ads: reports and `*_history` tables.

use super::{ACCOUNT, AD, AD_GROUP, ADS, Columns, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const APPLE: Connector = Connector {
    source: "seed tables of dbt_apple_search_ads",
    platform: PlatformIs::Fixed("apple_search_ads"),
    ..ADS
};

/// `conversions` and `tap_installs` count installs, of which new downloads and redownloads are the parts.
const FIGURES: Columns = &[
    ("date", "date"),
    ("impressions", "impressions"),
    ("taps", "clicks.total"),
    ("local_spend_amount", "spend"),
    ("local_spend_currency", "currency"),
    ("conversions", "conversions.primary"),
    ("tap_installs", "conversions.install_tap"),
    ("tap_new_downloads", "conversions.new_download_tap"),
    ("tap_redownloads", "conversions.redownload_tap"),
    ("new_downloads", "conversions.new_download"),
    ("redownloads", "conversions.redownload"),
    ("lat_on_installs", "conversions.install_lat_on"),
    ("lat_off_installs", "conversions.install_lat_off"),
    ("avg_cpa_amount", "derived"),
    ("avg_cpa_currency", "ignore"),
    ("avg_cpt_amount", "derived"),
    ("avg_cpt_currency", "ignore"),
    ("conversion_rate", "derived"),
    ("tap_through_rate", "derived"),
];

/// Ad, ad group and search term level: each key has its own header.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_apple_search_ads_report",
    title: "Apple Search Ads in a warehouse: ad_report, ad_group_report, search_term_report",
    requires: &[
        "ad_group_id",
        "date",
        "spend",
        "clicks.total",
        "conversions.install_tap",
    ],
    columns: columns!(
        SYNC,
        FIGURES,
        &[
            ("campaign_id", "campaign_id"),
            ("ad_group_id", "ad_group_id"),
            ("ad_group_name", "ad_group_name"),
            ("ad_id", "ad_id"),
            ("keyword_id", "dim.keyword"),
            ("keyword", "ignore"),
            ("keyword_display_status", "ignore"),
            ("search_term_text", "dim.search_term"),
            ("search_term_source", "dim.search_term_source"),
            ("match_type", "dim.match_type"),
            ("ad_group_deleted", "ignore"),
            ("deleted", "ignore"),
            ("bid_amount_amount", "ignore"),
            ("bid_amount_currency", "ignore"),
        ]
    ),
    ..APPLE
};

/// The campaign's and the keyword's report have one header; the name of the file tells which it is.
pub(in crate::connectors) static CAMPAIGN_REPORT: Connector = Connector {
    id: "warehouse_apple_search_ads_campaign_report",
    title: "Apple Search Ads in a warehouse: campaign_report",
    entity: EntityKind::Campaign,
    requires: &[
        "campaign_id",
        "date",
        "spend",
        "clicks.total",
        "conversions.install_tap",
    ],
    columns: columns!(SYNC, FIGURES, &[("id", "campaign_id")]),
    quirks: &[Quirk::FileNamed(&["campaign_report"])],
    ..APPLE
};

pub(in crate::connectors) static KEYWORD_REPORT: Connector = Connector {
    id: "warehouse_apple_search_ads_keyword_report",
    title: "Apple Search Ads in a warehouse: keyword_report",
    requires: &[
        "dim.keyword",
        "date",
        "spend",
        "clicks.total",
        "conversions.install_tap",
    ],
    columns: columns!(SYNC, FIGURES, &[("id", "dim.keyword")]),
    quirks: &[Quirk::FileNamed(&["keyword_report"])],
    ..APPLE
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_apple_search_ads_accounts",
    title: "Apple Search Ads in a warehouse: organization",
    requires: &["account_id", "account_name", "currency", "x.payment"],
    columns: columns!(
        SYNC,
        ACCOUNT,
        &[
            ("time_zone", "time_zone"),
            ("payment_model", "x.payment"),
            ("role_names", "ignore"),
        ]
    ),
    ..APPLE
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_apple_search_ads_campaigns",
    title: "Apple Search Ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "x.app", "x.payment"],
    columns: columns!(
        SYNC,
        &[
            ("id", "campaign_id"),
            ("name", "campaign_name"),
            ("organization_id", "account_id"),
            ("adam_id", "x.app"),
            ("payment_model", "x.payment"),
            ("budget_amount", "budget"),
            ("budget_currency", "currency"),
            ("daily_budget_amount", "ignore"),
            ("daily_budget_currency", "ignore"),
            ("start_time", "starts_on"),
            ("end_time", "ends_on"),
            ("status", "x.status"),
            ("serving_status", "ignore"),
            ("serving_state_reasons", "ignore"),
            ("deleted", "ignore"),
            ("budget_orders", "ignore"),
            ("loc_invoice_detail_*", "ignore"),
            ("modification_time", "ignore"),
        ]
    ),
    ..APPLE
};

pub(in crate::connectors) static AD_GROUPS: Connector = Connector {
    id: "warehouse_apple_search_ads_ad_groups",
    title: "Apple Search Ads in a warehouse: ad_group_history",
    entity: EntityKind::AdGroup,
    requires: &[
        "ad_group_id",
        "ad_group_name",
        "campaign_id",
        "account_id",
        "x.storefronts",
    ],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("organization_id", "account_id"),
            ("storefronts", "x.storefronts"),
            ("automated_keywords_opt_in", "ignore"),
            ("cpa_goal_amount", "ignore"),
            ("cpa_goal_currency", "ignore"),
            ("default_cpc_bid_amount", "ignore"),
            ("default_cpc_bid_currency", "ignore"),
            ("deleted", "ignore"),
            ("start_time", "ignore"),
            ("end_time", "ignore"),
            ("serving_state_reasons", "ignore"),
            ("serving_status", "ignore"),
            ("status", "x.status"),
            ("modification_time", "ignore"),
        ]
    ),
    ..APPLE
};

pub(in crate::connectors) static ADS_HISTORY: Connector = Connector {
    id: "warehouse_apple_search_ads_ads",
    title: "Apple Search Ads in a warehouse: ad_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_name", "ad_group_id", "campaign_id", "account_id"],
    columns: columns!(
        SYNC,
        AD,
        &[
            ("campaign_id", "campaign_id"),
            ("org_id", "account_id"),
            ("creative_id", "x.creative"),
            ("creative_type", "format"),
            ("status", "x.status"),
            ("creation_time", "ignore"),
            ("modification_time", "ignore"),
        ]
    ),
    ..APPLE
};

pub(in crate::connectors) static KEYWORDS: Connector = Connector {
    id: "warehouse_apple_search_ads_keywords",
    title: "Apple Search Ads in a warehouse: keyword_history",
    requires: &["ad_group_id", "campaign_id", "x.keyword", "x.bid"],
    columns: columns!(
        SYNC,
        &[
            ("ad_group_id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("text", "x.keyword"),
            ("bid_amount", "x.bid"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Keywords)],
    ..APPLE
};
