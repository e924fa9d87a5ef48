//! Reddit Ads Manager.

use harpoon_core::Scope;

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

/// Report export, also as sent by mail on a schedule. Ids carry a leading `'` against spreadsheets.
pub(super) static ADS: Connector = Connector {
    id: "reddit_ads",
    title: "Reddit Ads Manager: report",
    found_at: "ads.reddit.com › Reporting › Export",
    source: "Ads API v3 report fields; column names from a public description of the scheduled export (2026)",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("reddit"),
    dialect: "reddit/ads_manager_csv",
    scope: Scope::Paid,
    requires: &["campaign_name|campaign_id", "spend", "impressions", "clicks.total"],
    columns: &[
        ("Account ID", "account_id"),
        ("Account Name", "account_name"),
        ("Campaign ID", "campaign_id"),
        ("Campaign Name", "campaign_name"),
        ("Objective", "objective"),
        ("Ad Group ID|AD_GROUP Id", "ad_group_id"),
        ("Ad Group Name", "ad_group_name"),
        ("Ad ID", "ad_id"),
        ("Ad Name", "ad_name"),
        ("Date", "date"),
        ("Currency", "currency"),
        ("Community", "dim.community"),
        ("Country", "dim.country"),
        ("Amount Spent (*)|Spend", "spend"),
        ("Impressions", "impressions"),
        ("Viewable Impressions", "impressions.viewable"),
        ("Reach", "reach"),
        ("Frequency", "frequency"),
        ("Clicks", "clicks.total"),
        ("Video Starts", "video_views.start"),
        ("Video Views", "video_views.2s"),
        ("3 Second Video Views", "video_views.3s"),
        ("Watches at 25%", "video_quartile.25"),
        ("Watches at 50%", "video_quartile.50"),
        ("Watches at 75%", "video_quartile.75"),
        ("Watches at 95%", "video_quartile.95"),
        ("Watches at 100%", "video_quartile.100"),
        ("Upvotes", "reactions.like"),
        ("Downvotes", "reactions.dislike"),
        ("Comments", "comments"),
        ("Total Results", "results"),
        ("Result Type", "result_kind"),
        ("eCPM (*)", "derived"),
        ("CPC (*)", "derived"),
        ("CPV (*)", "derived"),
        ("CTR", "derived"),
        ("Cost Per Result (*)", "derived"),
    ],
    quirks: &[Quirk::TotalIsEmpty],
    ..BASE
};
