//! Pinterest: the overview of Pinterest Analytics and the reports of Ads Manager.

use harpoon_core::{EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

/// `Pinterest Analytics overview <from>-<to>.csv` stacks three tables: one chosen figure by day, the top boards, the
/// top pins. Each has a title line above and a note below. Organic and promoted pins are counted together.
const OVERVIEW: Connector = Connector {
    found_at: "analytics.pinterest.com › Overview › Export",
    source: "public programs that read the export (2026); figures after Pinterest's API description v5",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("pinterest"),
    dialect: "pinterest/overview_csv",
    scope: Scope::Total,
    ..BASE
};

const NAMED: Quirk = Quirk::FileNamed(&["pinterest"]);
const PERIOD: Quirk = Quirk::Preamble(&[("", "period")]);
const NOTES: Quirk = Quirk::Footnote(&["Top boards table", "Top pins table", "Data starting"]);

/// The chosen figure by day, of the whole account.
pub(super) static DAYS: Connector = Connector {
    id: "pinterest_days",
    title: "Pinterest Analytics: overview by day",
    requires: &[
        "date",
        "impressions|engagements_total|clicks.expand|clicks.link|saves|reach|engaged_people",
    ],
    columns: &[
        ("Date", "date"),
        ("Impressions", "impressions"),
        ("Engagements|Engagement", "engagements_total"),
        ("Pin clicks", "clicks.expand"),
        ("Outbound clicks", "clicks.link"),
        ("Saves", "saves"),
        ("Total audience", "reach"),
        ("Engaged audience", "engaged_people"),
    ],
    quirks: &[NAMED, PERIOD, NOTES],
    ..OVERVIEW
};

/// The boards with most activity, for the period.
pub(super) static BOARDS: Connector = Connector {
    id: "pinterest_boards",
    title: "Pinterest Analytics: top boards",
    requires: &["dim.board", "impressions", "engagements_total"],
    columns: &[
        ("Pinterest Link", "dim.board"),
        ("Impressions", "impressions"),
        ("Engagement|Engagements", "engagements_total"),
        ("Pin clicks", "clicks.expand"),
        ("Outbound clicks", "clicks.link"),
        ("Saves", "saves"),
    ],
    quirks: &[PERIOD, NOTES],
    ..OVERVIEW
};

/// The pins with most activity, for the period.
pub(super) static PINS: Connector = Connector {
    id: "pinterest_pins",
    title: "Pinterest Analytics: top pins",
    entity: EntityKind::Post,
    requires: &[
        "permalink",
        "format",
        "impressions|engagements_total|clicks.expand|clicks.link|saves",
    ],
    columns: &[
        ("Pinterest Link", "permalink"),
        ("Content Type", "format"),
        ("Source", "x.source"),
        ("Format", "x.format"),
        ("Impressions", "impressions"),
        ("Engagement", "engagements_total"),
        ("Pin clicks", "clicks.expand"),
        ("Outbound clicks", "clicks.link"),
        ("Saves", "saves"),
    ],
    quirks: &[PERIOD, NOTES, Quirk::IdInPermalink(&["/pin/"])],
    ..OVERVIEW
};

/// Report of Ads Manager, at any level.
///
/// `Impressions` and `Pin clicks` without a word before them are paid and earned together (earned: seen after somebody
/// saved the ad to a board), so they are `total`; `Paid …` and `Earned …` columns say it themselves.
pub(super) static ADS: Connector = Connector {
    id: "pinterest_ads",
    title: "Pinterest Ads Manager: report",
    found_at: "ads.pinterest.com › Reporting › Custom reports › Export",
    source: "Pinterest API v5, delivery metrics (display names)",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("pinterest"),
    dialect: "pinterest/ads_manager_csv",
    scope: Scope::Paid,
    requires: &[
        "campaign_id|campaign_name|ad_group_id|ad_id",
        "spend",
        "impressions",
        "clicks.expand|clicks.link|saves",
    ],
    columns: &[
        ("Date", "date"),
        ("Ad account ID", "account_id"),
        ("Ad account name", "account_name"),
        ("Ad account currency|Currency", "currency"),
        ("Campaign ID", "campaign_id"),
        ("Campaign name", "campaign_name"),
        ("Campaign objective", "objective"),
        ("Ad group ID", "ad_group_id"),
        ("Ad group name", "ad_group_name"),
        ("Ad ID", "ad_id"),
        ("Ad name", "ad_name"),
        ("Organic pin ID", "post_id"),
        ("Spend in account currency|Spend", "spend"),
        ("Impressions", "impressions@total"),
        ("Paid impressions", "impressions"),
        ("Earned impressions", "impressions.earned@organic"),
        ("Gross impressions", "impressions.gross"),
        ("Reach", "reach"),
        ("Frequency", "frequency"),
        ("Pin clicks", "clicks.expand@total"),
        ("Paid Pin clicks", "clicks.expand"),
        ("Earned Pin clicks", "clicks.pin_click_earned@organic"),
        ("Outbound clicks", "clicks.link@total"),
        ("Paid outbound clicks", "clicks.link"),
        ("Earned outbound clicks", "clicks.link_earned@organic"),
        ("Saves", "saves@total"),
        ("Paid saves", "saves"),
        ("Earned saves", "saves.earned@organic"),
        ("Engagements", "engagements_total@total"),
        ("Paid engagements", "engagements_total"),
        ("Earned engagements", "engagements_total.earned@organic"),
        ("Video views", "video_views.mrc_2s_50pct@total"),
        ("Total 3-Second Video Views", "video_views.3s@total"),
        ("Total video starts", "video_views.start@total"),
        ("Total video played at 25%", "video_quartile.25@total"),
        ("Total video played at 50%", "video_quartile.50@total"),
        ("Total video played at 75%", "video_quartile.75@total"),
        ("Total video played at 95%", "video_quartile.95@total"),
        ("Total video played at 100%", "video_quartile.100@total"),
        ("Average Watch Time In Seconds", "avg_watch_time@total"),
        ("Conversions", "conversions.all"),
        ("Conversions (Checkout)", "conversions.purchase"),
        ("Order value (Checkout)", "conversion_value.purchase"),
        ("Conversions (Signup)", "conversions.sign_up"),
        ("Conversions (Page visit)", "conversions.page_visit"),
        ("Conversions (Custom)", "conversions.custom"),
        ("Conversions (Lead)", "leads"),
        ("CPM", "derived"),
        ("CPC", "derived"),
        ("CPE", "derived"),
        ("CPV", "derived"),
        ("CTR", "derived"),
        ("Paid CTR", "derived"),
        ("Earned CTR", "derived"),
        ("Engagement rate", "derived"),
        ("Total save rate", "derived"),
        ("Paid save rate", "derived"),
        ("ROAS (Checkout)", "derived"),
        ("CPA (*)", "derived"),
    ],
    quirks: &[Quirk::TotalIsEmpty],
    ..BASE
};
