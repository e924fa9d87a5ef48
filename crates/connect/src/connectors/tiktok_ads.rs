//! TikTok Ads Manager: campaigns, ad groups and ads, by day or for a period.

use harpoon_core::Scope;

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

/// Report export (CSV or XLSX), at any level. The money is the ad account's; a `Currency` column may say which.
///
/// The grand total is a row `Total of N results`. Rates are left to us: the export writes a cost of 0.00 per click where
/// there was no click. Real-time conversions run on another clock than conversions: two kinds, never added.
pub(super) static ADS_MANAGER: Connector = Connector {
    id: "tiktok_ads",
    title: "TikTok Ads Manager: report",
    found_at: "ads.tiktok.com › Reporting › Custom reports › Export",
    source: "Marketing API v1.3, basic data metrics (names in Ads Manager)",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("tiktok"),
    dialect: "tiktok/ads_manager_csv",
    scope: Scope::Paid,
    requires: &[
        "campaign_name|ad_group_name|ad_name|ad_id",
        "spend",
        "impressions",
        "clicks.destination|video_views.start",
    ],
    columns: &[
        // What and when
        ("Account ID", "account_id"),
        ("Account name", "account_name"),
        ("Campaign ID", "campaign_id"),
        ("Campaign name", "campaign_name"),
        ("Advertising objective", "objective"),
        ("Ad group ID", "ad_group_id"),
        ("Ad group name", "ad_group_name"),
        ("Ad ID", "ad_id"),
        ("Ad name", "ad_name"),
        ("By Day|Date", "date"),
        ("Currency", "currency"),
        ("Time zone", "time_zone"),
        ("Age", "dim.age"),
        ("Gender", "dim.gender"),
        ("Country/Region", "dim.country"),
        ("Placement", "dim.placement"),
        // Delivery
        ("Cost|Spend", "spend"),
        ("Impressions", "impressions"),
        ("Gross impressions", "impressions.gross"),
        ("Reach", "reach"),
        ("Frequency", "frequency"),
        ("Clicks (destination)", "clicks.destination"),
        ("Clicks (all)", "clicks.total"),
        ("Landing page views (website)", "landing_page_views"),
        // Video
        ("Video views", "video_views.start"),
        ("2-second video views", "video_views.2s"),
        ("6-second video views", "video_views.6s"),
        ("6-second focused views", "video_views.6s_focused"),
        ("15-second focused views", "video_views.15s_focused"),
        ("Video views at 25%", "video_quartile.25"),
        ("Video views at 50%", "video_quartile.50"),
        ("Video views at 75%", "video_quartile.75"),
        ("Video views at 100%", "video_quartile.100"),
        ("Average play time per video view", "avg_watch_time"),
        ("Average play time per user", "avg_watch_time.per_person"),
        // On the platform
        ("Paid likes", "reactions.like"),
        ("Paid comments", "comments"),
        ("Paid shares", "shares"),
        ("Paid follows|Paid followers", "followers_gained.from_ads"),
        ("Paid profile visits", "profile_views.from_ads"),
        // Outcomes that the platform claims
        ("Conversions", "conversions.optimised_event"),
        ("Real-time conversions", "conversions.optimised_event_realtime"),
        ("Conversions (SKAN)", "conversions.skan"),
        ("Results", "results"),
        ("Result type", "result_kind"),
        ("Purchases (website)", "conversions.purchase_website"),
        ("Purchase value (website)", "conversion_value.purchase"),
        ("Adds to cart (website)", "conversions.add_to_cart_website"),
        ("Checkouts initiated (website)", "conversions.checkout_website"),
        ("Form submissions", "leads"),
        // Ratios
        ("CPC (destination)", "derived"),
        ("CPC (all)", "derived"),
        ("CPM", "derived"),
        ("CTR (destination)", "derived"),
        ("CTR (all)", "derived"),
        ("Cost per 1,000 people reached", "derived"),
        ("Cost per conversion", "derived"),
        ("Cost per conversion (SKAN)", "derived"),
        ("Real-time cost per conversion", "derived"),
        ("Conversion rate (CVR)", "derived"),
        ("Conversion rate (CVR, clicks)", "derived"),
        ("Cost per result", "derived"),
        ("Result rate", "derived"),
    ],
    quirks: &[Quirk::TotalLabel(&["Total of"]), Quirk::TotalIsEmpty],
    ..BASE
};
