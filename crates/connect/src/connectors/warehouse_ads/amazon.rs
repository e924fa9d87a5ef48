//! Amazon Ads: reports and `*_history` tables.

use super::{AD_GROUP, ADS, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const AMAZON: Connector = Connector {
    source: "seed tables of dbt_amazon_ads; Amazon Ads reporting, version 3",
    platform: PlatformIs::Fixed("amazon_ads"),
    ..ADS
};

/// Every level: the finest key that a table has is its entity.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_amazon_ads_report",
    title: "Amazon Ads in a warehouse: campaign_level_report, ad_group_level_report, advertised_product_report, keyword reports",
    requires: &[
        "campaign_id|ad_group_id",
        "date",
        "spend",
        "impressions",
        "x.bidding|x.budget_type",
    ],
    columns: columns!(
        SYNC,
        &[
            ("campaign_id", "campaign_id"),
            ("ad_group_id", "ad_group_id"),
            ("ad_id", "ad_id"),
            ("date", "date"),
            ("keyword_id", "dim.keyword"),
            ("search_term", "dim.search_term"),
            ("targeting", "dim.targeting"),
            ("match_type", "dim.match_type"),
            ("keyword_type", "ignore"),
            ("ad_keyword_status", "ignore"),
            ("keyword_bid", "ignore"),
            ("advertised_asin", "x.asin"),
            ("advertised_sku", "x.sku"),
            ("campaign_budget_currency_code", "currency"),
            ("campaign_budget_amount", "ignore"),
            ("campaign_budget_type", "x.budget_type"),
            ("campaign_bidding_strategy", "x.bidding"),
            ("campaign_applicable_budget_rule_id", "ignore"),
            ("campaign_applicable_budget_rule_name", "ignore"),
            ("campaign_rule_based_budget_amount", "ignore"),
            ("impressions", "impressions"),
            ("clicks", "clicks.total"),
            ("cost", "spend"),
            ("purchases_7_d", "conversions.purchase_7d"),
            ("purchases_30_d", "conversions.purchase_30d"),
            ("sales_7_d", "conversion_value.purchase_7d"),
            ("sales_30_d", "conversion_value.purchase_30d"),
        ]
    ),
    ..AMAZON
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_amazon_ads_accounts",
    title: "Amazon Ads in a warehouse: profile",
    requires: &["account_id", "account_name", "currency", "x.marketplace"],
    columns: columns!(
        SYNC,
        &[
            ("id", "account_id"),
            ("account_name", "account_name"),
            ("account_id", "x.entity"),
            ("account_marketplace_string_id", "x.marketplace"),
            ("account_sub_type", "ignore"),
            ("account_type", "ignore"),
            ("account_valid_payment_method", "ignore"),
            ("country_code", "ignore"),
            ("currency_code", "currency"),
            ("daily_budget", "ignore"),
            ("timezone", "time_zone"),
        ]
    ),
    ..AMAZON
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_amazon_ads_campaigns",
    title: "Amazon Ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "x.bidding", "x.portfolio"],
    columns: columns!(
        SYNC,
        &[
            ("id", "campaign_id"),
            ("name", "campaign_name"),
            ("profile_id", "account_id"),
            ("portfolio_id", "x.portfolio"),
            ("bidding_strategy", "x.bidding"),
            // Daily, not the flight's.
            ("budget", "x.budget"),
            ("budget_type", "x.budget_type"),
            ("effective_budget", "ignore"),
            ("start_date", "starts_on"),
            ("end_date", "ends_on"),
            ("serving_status", "ignore"),
            ("state", "x.status"),
            ("targeting_type", "x.targeting"),
            ("creation_date", "ignore"),
            ("last_updated_date", "ignore"),
        ]
    ),
    ..AMAZON
};

pub(in crate::connectors) static AD_GROUPS: Connector = Connector {
    id: "warehouse_amazon_ads_ad_groups",
    title: "Amazon Ads in a warehouse: ad_group_history",
    entity: EntityKind::AdGroup,
    requires: &["ad_group_id", "ad_group_name", "campaign_id", "x.bid"],
    columns: columns!(
        SYNC,
        AD_GROUP,
        &[
            ("default_bid", "x.bid"),
            ("serving_status", "ignore"),
            ("state", "x.status"),
            ("creation_date", "ignore"),
            ("last_updated_date", "ignore"),
        ]
    ),
    ..AMAZON
};

pub(in crate::connectors) static PRODUCT_ADS: Connector = Connector {
    id: "warehouse_amazon_ads_ads",
    title: "Amazon Ads in a warehouse: product_ad_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "ad_group_id", "campaign_id", "x.asin"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ad_id"),
            ("ad_group_id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("asin", "x.asin"),
            ("sku", "x.sku"),
            ("serving_status", "ignore"),
            ("state", "x.status"),
            ("creation_date", "ignore"),
            ("last_updated_date", "ignore"),
        ]
    ),
    ..AMAZON
};

pub(in crate::connectors) static KEYWORDS: Connector = Connector {
    id: "warehouse_amazon_ads_keywords",
    title: "Amazon Ads in a warehouse: keyword_history",
    requires: &["ad_group_id", "campaign_id", "x.keyword", "x.native_keyword"],
    columns: columns!(
        SYNC,
        &[
            ("ad_group_id", "ad_group_id"),
            ("campaign_id", "campaign_id"),
            ("keyword_text", "x.keyword"),
            ("native_language_keyword", "x.native_keyword"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Keywords)],
    ..AMAZON
};

pub(in crate::connectors) static PORTFOLIOS: Connector = Connector {
    id: "warehouse_amazon_ads_portfolios",
    title: "Amazon Ads in a warehouse: portfolio_history",
    requires: &["x.portfolio", "account_id", "x.budget_policy"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ignore"),
            ("name", "x.portfolio"),
            ("profile_id", "account_id"),
            ("budget_policy", "x.budget_policy"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Portfolios)],
    ..AMAZON
};
