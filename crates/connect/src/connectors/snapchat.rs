//! Snapchat Ads Manager.

use harpoon_core::Scope;

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

/// Table export, at any level, by day, week or for the period between `Start Time` and `End Time`.
///
/// A swipe up is the click; the column was renamed from `Swipe Ups` to `Clicks`. The money is the ad account's.
pub(super) static ADS: Connector = Connector {
    id: "snapchat_ads",
    title: "Snapchat Ads Manager: table export",
    found_at: "ads.snapchat.com › Manage Ads › Export",
    source: "Marketing API stats fields; column names from public programs that read the export (2026)",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("snapchat"),
    dialect: "snapchat/ads_manager_csv",
    scope: Scope::Paid,
    requires: &[
        "campaign_name|campaign_id|ad_group_name|ad_name|ad_id",
        "spend",
        "impressions",
        "clicks.link",
    ],
    columns: &[
        ("Ad Account ID", "account_id"),
        ("Ad Account Name", "account_name"),
        ("Currency", "currency"),
        ("Campaign ID", "campaign_id"),
        ("Campaign Name", "campaign_name"),
        ("Ad Set ID|Ad Squad ID", "ad_group_id"),
        ("Ad Set Name|Ad Squad Name", "ad_group_name"),
        ("Ad ID", "ad_id"),
        ("Ad Name", "ad_name"),
        ("Date", "date"),
        ("Week", "week"),
        ("Start Time", "period_start"),
        ("End Time", "period_end"),
        ("Amount Spent|Spend", "spend"),
        ("Paid Impressions", "impressions"),
        ("Paid Reach", "reach"),
        ("Paid Frequency", "frequency"),
        ("Clicks|Swipe Ups", "clicks.link"),
        ("Landing Page Views", "landing_page_views"),
        ("2 Second Video Views", "video_views.2s"),
        ("15 Second Video Views", "video_views.15s"),
        ("Video Views At 25%", "video_quartile.25"),
        ("Video Views At 50%", "video_quartile.50"),
        ("Video Views At 75%", "video_quartile.75"),
        ("Completions", "video_quartile.97"),
        ("Shares", "shares"),
        ("Saves", "saves"),
        ("Leads", "leads"),
        ("Purchases", "conversions.purchase"),
        ("Purchases Value", "conversion_value.purchase"),
        ("Adds To Cart", "conversions.add_to_cart"),
        ("Sign Ups", "conversions.sign_up"),
        ("App Installs", "conversions.app_install"),
        ("Paid eCPM", "derived"),
        ("eCPM", "derived"),
        ("eCPSU", "derived"),
        ("eCPC", "derived"),
        ("Swipe Up Rate", "derived"),
        ("Click Rate", "derived"),
    ],
    quirks: &[Quirk::TotalIsEmpty],
    ..BASE
};
