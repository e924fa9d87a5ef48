//! Meta Business Suite: cards of the Insights pages, one figure a file; and the older Facebook Insights.

use harpoon_core::{Counter, EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};
use crate::remark::Held;

/// One card, one figure a day. Facebook and Instagram share some titles; then only a person knows.
///
/// Days print `T00:00:00`, and `T01:00:00` in the winter of the United States: only the date counts. Cards of Instagram
/// follows leave out the days without one.
pub(super) static METRIC_CARD: Connector = Connector {
    id: "meta_metric_card",
    title: "Meta Business Suite: metric card",
    found_at: "Meta Business Suite › Insights › Overview or Results › a card › Export",
    source: "23 real cards, 2025–2026",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Ask(&["facebook", "instagram"]),
    dialect: "meta/mbs_card_csv",
    scope: Scope::Unknown,
    counter: None,
    entity: EntityKind::Account,
    requires: &["date", "value"],
    columns: &[("Date", "date"), ("Primary", "value")],
    quirks: &[Quirk::TitledFigure(&[
        ("Facebook reach", "facebook", "reach@total"),
        ("Reach", "instagram", "reach"),
        ("Viewers", "facebook", "reach.viewers@total"),
        ("Views", "facebook", "content_views@total"),
        ("Views", "instagram", "content_views"),
        ("Content interactions", "facebook", "engagements_total@total"),
        ("Content interactions", "instagram", "engagements_total"),
        ("Facebook visits", "facebook", "profile_views@total"),
        ("Instagram profile visits", "instagram", "profile_views"),
        ("Facebook link clicks", "facebook", "clicks.link@total"),
        ("Instagram link clicks", "instagram", "clicks.link"),
        ("Facebook follows", "facebook", "followers_gained@total"),
        ("Follows", "facebook", "followers_gained@total"),
        ("Instagram follows", "instagram", "followers_gained"),
    ])],
    ..BASE
};

/// `Top content formats.csv`: three tables of one row, a column a format.
pub(super) static CONTENT_FORMATS: Connector = Connector {
    id: "meta_content_formats",
    title: "Meta Business Suite: top content formats",
    found_at: "Meta Business Suite › Insights › Content › Top content formats › Export",
    source: "a real export, 2025",
    evidence: Evidence::Recorded,
    requires: &["x.reels", "x.photos", "x.links"],
    columns: &[("Reels", "x.reels"), ("Photos", "x.photos"), ("Links", "x.links")],
    quirks: &[Quirk::NotRead(Held::Formats)],
    ..METRIC_CARD
};

/// Post export of the older Facebook Insights, closed in 2023. The line below the header describes each column.
pub(super) static FACEBOOK_INSIGHTS_POSTS: Connector = Connector {
    id: "facebook_insights_posts",
    title: "Facebook Insights: post data",
    found_at: "Facebook Page › Insights › Export data › Post data (until 2023)",
    source: "column lists of real exports of 2013–2021; names of figures as in UCI data set 368",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("facebook"),
    dialect: "meta/fb_insights",
    scope: Scope::Total,
    counter: Some(Counter::Lifetime),
    entity: EntityKind::Post,
    requires: &["post_id", "permalink", "published_at", "reach"],
    columns: &[
        ("Post ID", "post_id"),
        ("Permalink", "permalink"),
        ("Post Message", "text"),
        ("Type", "format"),
        ("Countries", "x.countries"),
        ("Languages", "x.languages"),
        ("Posted", "published_at"),
        ("Audience Targeting", "x.audience_targeting"),
        ("Lifetime Post Total Reach", "reach"),
        ("Lifetime Post organic reach", "reach@organic"),
        ("Lifetime Post Paid Reach", "reach@paid"),
        ("Lifetime Post Viral Reach", "reach.viral"),
        ("Lifetime Post Total Impressions", "impressions"),
        ("Lifetime Post Organic Impressions", "impressions@organic"),
        ("Lifetime Post Paid Impressions", "impressions@paid"),
        ("Lifetime Post Viral Impressions", "impressions.viral"),
        ("Lifetime Engaged Users", "engaged_people"),
        ("Lifetime Post Consumers", "engaged_people.clickers"),
        ("Lifetime Post Consumptions", "clicks.total"),
        ("Lifetime Negative feedback", "negative_feedback.unique:unique"),
        ("Lifetime Negative Feedback from Users", "negative_feedback"),
        (
            "Lifetime Post Impressions by people who have liked your Page",
            "impressions.followers_only",
        ),
        (
            "Lifetime Post reach by people who like your Page",
            "reach.followers_only",
        ),
        (
            "Lifetime Post Paid Impressions by people who have liked your Page",
            "impressions.followers_only@paid",
        ),
        (
            "Lifetime Paid reach of a post by people who like your Page",
            "reach.followers_only@paid",
        ),
        (
            "Lifetime People who have liked your Page and engaged with your post",
            "engaged_people.followers_only",
        ),
        (
            "Lifetime Post Stories by action type - comment|comment|comments",
            "comments",
        ),
        (
            "Lifetime Post Stories by action type - like|like|likes",
            "reactions.like",
        ),
        ("Lifetime Post Stories by action type - share|share|shares", "shares"),
        ("Total Interactions", "engagements_total.rcs"),
        // People who did so, not how often it was done.
        ("Lifetime Talking About This (Post) by action type - *", "ignore"),
        // Each of these headers stands twice, once for times and once for people; nothing tells which is which.
        ("Lifetime Organic watches at 95%", "ignore"),
        ("Lifetime Paid watches at 95%", "ignore"),
        ("Lifetime Organic Video Views", "ignore"),
        ("Lifetime Paid Video Views", "ignore"),
        ("Lifetime Average time video viewed", "derived"),
        ("Lifetime Video length", "ignore"),
    ],
    zone: Some("America/Los_Angeles"),
    quirks: &[Quirk::SecondHeader],
    ..BASE
};
