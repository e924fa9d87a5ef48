//! LinkedIn: analytics of Pages (`.xls` workbooks) and of a person's own posts (`.xlsx`).

use harpoon_core::{Counter, EntityKind, Scope};

use crate::cell::DayOrder;
use crate::connector::{BASE, Connector, Evidence, IdClock, PlatformIs, Quirk};
use crate::remark::Held;

const ID_IN_LINK: Quirk = Quirk::IdInPermalink(&["urn:li:activity:", "urn:li:share:", "urn:li:ugcPost:"]);

/// Daily figures of a Page: sheet `Metrics`, until 2022 `Update metrics (aggregated)`.
pub(super) static PAGE_CONTENT: Connector = Connector {
    id: "linkedin_page_content",
    title: "LinkedIn Page: content metrics",
    found_at: "LinkedIn Page › Analytics › Content › Export › sheet Metrics",
    source: "column lists of real workbooks of 2022–2026 in public importers",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("linkedin"),
    dialect: "linkedin/page_xls",
    scope: Scope::Total,
    entity: EntityKind::Account,
    requires: &[
        "date",
        "impressions@organic",
        "impressions@total",
        "reactions.total@total",
    ],
    columns: &[
        ("Date", "date"),
        ("Impressions (organic)", "impressions@organic"),
        ("Impressions (sponsored)", "impressions@paid"),
        ("Impressions (total)", "impressions@total"),
        ("Unique impressions (organic)", "reach@organic"),
        ("Clicks (organic)", "clicks.total@organic"),
        ("Clicks (sponsored)", "clicks.total@paid"),
        ("Clicks (total)", "clicks.total@total"),
        ("Reactions (organic)", "reactions.total@organic"),
        ("Reactions (sponsored)", "reactions.total@paid"),
        ("Reactions (total)", "reactions.total@total"),
        ("Comments (organic)", "comments@organic"),
        ("Comments (sponsored)", "comments@paid"),
        ("Comments (total)", "comments@total"),
        ("Reposts (organic)|Shares (organic)", "shares.reposts@organic"),
        ("Reposts (sponsored)|Shares (sponsored)", "shares.reposts@paid"),
        ("Reposts (total)|Shares (total)", "shares.reposts@total"),
        ("Engagement rate (*)", "derived"),
    ],
    quirks: &[Quirk::DayOrder(DayOrder::MonthFirst)],
    ..BASE
};

/// Posts of a Page: sheet `All posts`, until 2022 `Update engagement`. A boosted post has a row of its own for each
/// campaign.
pub(super) static PAGE_POSTS: Connector = Connector {
    id: "linkedin_page_posts",
    title: "LinkedIn Page: all posts",
    found_at: "LinkedIn Page › Analytics › Content › Export › sheet All posts",
    counter: Some(Counter::Lifetime),
    entity: EntityKind::Post,
    requires: &["permalink", "scope", "published_at", "impressions", "reactions.total"],
    columns: &[
        ("Post title|Update title", "text"),
        ("Post link|Update link", "permalink"),
        ("Post type|Update type", "scope"),
        ("Campaign name", "campaign_name"),
        ("Posted by", "x.posted_by"),
        ("Created date", "published_at"),
        ("Campaign start date", "ignore"),
        ("Campaign end date", "ignore"),
        ("Audience", "x.audience"),
        ("Impressions", "impressions"),
        (
            "Views (excluding offsite video views)|Video views",
            "video_views.linkedin_3s_or_2s",
        ),
        ("Offsite views", "video_views.offsite"),
        ("Clicks", "clicks.total"),
        ("Click through rate (CTR)", "derived"),
        ("Likes", "reactions.total"),
        ("Comments", "comments"),
        ("Reposts|Shares", "shares.reposts"),
        ("Follows", "followers_gained.from_content"),
        ("Engagement rate", "derived"),
        ("Content Type", "format"),
    ],
    quirks: &[
        Quirk::DayOrder(DayOrder::MonthFirst),
        Quirk::ScopeWords(&[("Organic", Scope::Organic), ("Sponsored", Scope::Paid)]),
        ID_IN_LINK,
        Quirk::IdClock(IdClock::LinkedIn),
    ],
    ..PAGE_CONTENT
};

/// New followers of a Page by day. `Total followers` is here what all kinds gained, not a level.
pub(super) static PAGE_FOLLOWERS: Connector = Connector {
    id: "linkedin_page_followers",
    title: "LinkedIn Page: new followers",
    found_at: "LinkedIn Page › Analytics › Followers › Export › sheet New followers",
    requires: &[
        "date",
        "followers_gained@organic",
        "followers_gained@paid",
        "followers_gained.total@total",
    ],
    columns: &[
        ("Date", "date"),
        ("Sponsored followers", "followers_gained@paid"),
        ("Organic followers", "followers_gained@organic"),
        ("Auto-invited followers", "followers_gained.auto_invited"),
        ("Total followers", "followers_gained.total@total"),
    ],
    ..PAGE_CONTENT
};

/// Views and visitors of a Page by tab and device. The totals are the sums of the tabs.
pub(super) static PAGE_VISITORS: Connector = Connector {
    id: "linkedin_page_visitors",
    title: "LinkedIn Page: visitors",
    found_at: "LinkedIn Page › Analytics › Visitors › Export › sheet Visitor metrics",
    requires: &["date", "profile_views.page", "visitors"],
    columns: &[
        ("Date", "date"),
        ("Overview page views (desktop)", "profile_views.page_overview_desktop"),
        ("Overview page views (mobile)", "profile_views.page_overview_mobile"),
        ("Overview page views (total)", "profile_views.page_overview"),
        ("Overview unique visitors (desktop)", "visitors.overview_desktop"),
        ("Overview unique visitors (mobile)", "visitors.overview_mobile"),
        ("Overview unique visitors (total)", "visitors.overview"),
        ("Life page views (desktop)", "profile_views.page_life_desktop"),
        ("Life page views (mobile)", "profile_views.page_life_mobile"),
        ("Life page views (total)", "profile_views.page_life"),
        ("Life unique visitors (desktop)", "visitors.life_desktop"),
        ("Life unique visitors (mobile)", "visitors.life_mobile"),
        ("Life unique visitors (total)", "visitors.life"),
        ("Jobs page views (desktop)", "profile_views.page_jobs_desktop"),
        ("Jobs page views (mobile)", "profile_views.page_jobs_mobile"),
        ("Jobs page views (total)", "profile_views.page_jobs"),
        ("Jobs unique visitors (desktop)", "visitors.jobs_desktop"),
        ("Jobs unique visitors (mobile)", "visitors.jobs_mobile"),
        ("Jobs unique visitors (total)", "visitors.jobs"),
        ("Total page views (desktop)", "profile_views.page_desktop"),
        ("Total page views (mobile)", "profile_views.page_mobile"),
        ("Total page views (total)", "profile_views.page"),
        ("Total unique visitors (desktop)", "visitors.desktop"),
        ("Total unique visitors (mobile)", "visitors.mobile"),
        ("Total unique visitors (total)", "visitors"),
    ],
    ..PAGE_CONTENT
};

/// A person's export: the two figures of the whole period, which stands in the header.
pub(super) static PERSON_DISCOVERY: Connector = Connector {
    id: "linkedin_person_discovery",
    title: "LinkedIn personal analytics: discovery",
    found_at: "LinkedIn › Analytics & tools › Post impressions › Export › sheet DISCOVERY",
    source: "a real export of 2023–2024 and its working copy",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Fixed("linkedin"),
    dialect: "linkedin/person_xlsx",
    scope: Scope::Organic,
    entity: EntityKind::Account,
    requires: &["metric_name", "value"],
    columns: &[("Overall Performance", "metric_name"), ("*/*/* - */*/*", "value")],
    quirks: &[
        Quirk::Sheet("DISCOVERY"),
        Quirk::PeriodInHeader,
        Quirk::DayOrder(DayOrder::MonthFirst),
        Quirk::MetricWords(&[
            ("Impressions", "impressions"),
            ("Unique views", "reach"),
            ("Members reached", "reach"),
        ]),
    ],
    ..BASE
};

/// … one row a day, in no order.
pub(super) static PERSON_ENGAGEMENT: Connector = Connector {
    id: "linkedin_person_engagement",
    title: "LinkedIn personal analytics: engagement",
    found_at: "LinkedIn › Analytics & tools › Post impressions › Export › sheet ENGAGEMENT",
    requires: &["date", "impressions", "engagements_total"],
    columns: &[
        ("Date", "date"),
        ("Impressions", "impressions"),
        ("Engagements", "engagements_total"),
    ],
    quirks: &[Quirk::Sheet("ENGAGEMENT"), Quirk::DayOrder(DayOrder::MonthFirst)],
    ..PERSON_DISCOVERY
};

/// … two tables side by side, each the 50 best by its own figure. The facet keeps them from being added up as if they
/// were all posts.
pub(super) static PERSON_TOP_POSTS: Connector = Connector {
    id: "linkedin_person_top_posts",
    title: "LinkedIn personal analytics: top posts",
    found_at: "LinkedIn › Analytics & tools › Post impressions › Export › sheet TOP POSTS",
    counter: Some(Counter::Lifetime),
    entity: EntityKind::Post,
    requires: &[
        "permalink",
        "published_at",
        "impressions.top50_only|engagements_total.top50_only",
    ],
    columns: &[
        ("Post URL", "permalink"),
        ("Post publish date", "published_at"),
        ("Impressions", "impressions.top50_only"),
        ("Engagements", "engagements_total.top50_only"),
    ],
    quirks: &[
        Quirk::Sheet("TOP POSTS"),
        Quirk::DayOrder(DayOrder::MonthFirst),
        ID_IN_LINK,
        Quirk::IdClock(IdClock::LinkedIn),
    ],
    ..PERSON_DISCOVERY
};

/// … followers gained by day, below the level at the end.
pub(super) static PERSON_FOLLOWERS: Connector = Connector {
    id: "linkedin_person_followers",
    title: "LinkedIn personal analytics: followers",
    found_at: "LinkedIn › Analytics & tools › Post impressions › Export › sheet FOLLOWERS",
    requires: &["date", "followers_gained"],
    columns: &[("Date", "date"), ("New followers", "followers_gained")],
    quirks: &[
        Quirk::Sheet("FOLLOWERS"),
        Quirk::DayOrder(DayOrder::MonthFirst),
        Quirk::StatedFigure(&[("Total followers on ", "followers")]),
    ],
    ..PERSON_DISCOVERY
};

/// … shares of the audience by job, place and employer.
pub(super) static PERSON_DEMOGRAPHICS: Connector = Connector {
    id: "linkedin_person_demographics",
    title: "LinkedIn personal analytics: demographics",
    found_at: "LinkedIn › Analytics & tools › Post impressions › Export › sheet DEMOGRAPHICS",
    requires: &["x.group", "x.value", "derived"],
    columns: &[
        ("Top Demographics", "x.group"),
        ("Value", "x.value"),
        ("Percentage", "derived"),
    ],
    quirks: &[Quirk::NotRead(Held::Audience)],
    ..PERSON_DISCOVERY
};
