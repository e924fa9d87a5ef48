//! Microsoft Advertising: reports and table downloads. From documents; no real file was at hand.

use harpoon_core::{EntityKind, Scope};

use crate::connector::{BASE, Connector, PlatformIs, Quirk};

const MICROSOFT: Connector = Connector {
    platform: PlatformIs::Fixed("microsoft_ads"),
    dialect: "microsoft_ads/report_csv",
    scope: Scope::Paid,
    entity: EntityKind::Account,
    ..BASE
};

/// A scheduled or API report: lines with its name, range and zone, the table, a line of copyright.
/// `ConversionsQualified` is the fractional successor of `Conversions`: another facet, never added.
pub(super) static REPORT: Connector = Connector {
    id: "microsoft_ads_report",
    title: "Microsoft Advertising: performance report",
    found_at: "ads.microsoft.com › Reports › Default or custom reports › Download › CSV",
    source: "learn.microsoft.com/advertising: Reporting API, *PerformanceReportColumn and report attributes",
    requires: &[
        "account_name|account_id|campaign_name|campaign_id|ad_group_name|ad_id",
        "impressions",
        "clicks.total",
        "spend",
        "date|month|week|x.campaign_status|x.account_number|account_id|campaign_id|currency",
    ],
    columns: &[
        ("TimePeriod|Gregorian date|Date", "date"),
        ("Month", "month"),
        ("Week", "week"),
        ("HourOfDay|Hour of day", "hour"),
        ("AccountName|Account name", "account_name"),
        ("AccountId|Account ID", "account_id"),
        ("AccountNumber|Account number", "x.account_number"),
        ("CampaignName|Campaign name", "campaign_name"),
        ("CampaignId|Campaign ID", "campaign_id"),
        ("CampaignStatus|Campaign status", "x.campaign_status"),
        ("CampaignType|Campaign type", "x.campaign_type"),
        ("AdGroupName|Ad group", "ad_group_name"),
        ("AdGroupId|Ad group ID", "ad_group_id"),
        ("AdId|Ad ID", "ad_id"),
        ("AdTitle|Ad title", "ad_name"),
        ("FinalUrl|Final URL", "landing_url"),
        ("CurrencyCode|Currency code", "currency"),
        ("DeviceType|Device type", "dim.device"),
        ("DeviceOS|Device OS", "dim.os"),
        ("Network", "dim.network"),
        ("TopVsOther|Top vs. other", "dim.placement"),
        ("AdDistribution|Ad distribution", "dim.ad_distribution"),
        ("BidMatchType|Bid match type", "dim.bid_match_type"),
        ("DeliveredMatchType|Delivered match type", "dim.delivered_match_type"),
        ("Language", "dim.language"),
        ("Country|Country/region", "dim.country"),
        ("Keyword", "dim.keyword"),
        ("SearchQuery|Search query|Search term", "dim.search_term"),
        ("Impressions|Impr.", "impressions"),
        ("Clicks", "clicks.total"),
        ("Spend", "spend"),
        ("Conversions|Conv.", "conversions.primary"),
        ("ConversionsQualified|Conversions qualified", "conversions.qualified"),
        ("Revenue", "conversion_value.primary"),
        ("AllConversions|All conversions|All conv.", "conversions.all"),
        ("AllConversionsQualified", "conversions.all_qualified"),
        ("AllRevenue|All revenue", "conversion_value.all"),
        (
            "ViewThroughConversions|View-through conversions",
            "conversions.view_through",
        ),
        ("CTR", "derived"),
        ("AverageCpc|Avg. CPC", "derived"),
        ("AverageCpm|Avg. CPM", "derived"),
        ("ConversionRate|Conversion rate|Conv. rate", "derived"),
        ("CostPerConversion|CPA", "derived"),
        ("ReturnOnAdSpend|Return on ad spend", "derived"),
        ("AveragePosition|Avg. position", "derived"),
        ("ImpressionSharePercent|Impression share", "impression_share in percent"),
    ],
    quirks: &[
        Quirk::Preamble(&[("Report Time:", "period")]),
        Quirk::TotalLabel(&["Total", "Overall total"]),
        Quirk::Footnote(&["©"]),
    ],
    ..MICROSOFT
};
