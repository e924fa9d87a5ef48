//! Interest: people react to what they saw.

use super::Formula::{Add, Ratio, Sum};
use super::awareness::{IMPRESSIONS, REACH};
use super::{BASE, Kpi, KpiUnit, Leaf, Per, Stage, titles};

const INTEREST: Kpi = Kpi {
    stage: Stage::Interest,
    ..BASE
};

/// Likes and other reactions.
pub static REACTIONS: Kpi = Kpi {
    id: "reactions",
    title: titles("Reactions", "点赞与表情回应", "Reaksjes mei in tik"),
    meaning: "Likes and all other one-tap reactions, love to angry.",
    proves_not: "Approval: angry and sad are reactions too, and a like costs nothing. A hidden like count is missing, \
                 not nought.",
    formula: Sum(Leaf::total("reactions", &["account_total", "dislike", "on_comments"])),
    source: "Meta, Graph API reference: Post reactions (2016)",
    ..INTEREST
};

/// Comments and replies.
pub static COMMENTS: Kpi = Kpi {
    id: "comments",
    title: titles("Comments", "评论数", "Opmerkings"),
    meaning: "Comments and replies under posts and ads.",
    proves_not: "That people are pleased: a complaint counts as one, and so do the business's own replies.",
    formula: Sum(Leaf::of("comments")),
    source: "Peters et al., Social Media Metrics, Journal of Interactive Marketing 27 (2013)",
    ..INTEREST
};

/// Shares, sends and forwards.
pub static SHARES: Kpi = Kpi {
    id: "shares",
    title: titles("Shares", "分享数", "Dielde berjochten"),
    meaning: "How often a post was shared, sent or forwarded, without reposts where a platform counts them apart.",
    proves_not: "Endorsement: people also share to mock or in anger. Private shares are mostly not counted at all.",
    formula: Sum(Leaf::of("shares")),
    source: "Berger and Milkman, What Makes Online Content Viral?, Journal of Marketing Research 49 (2012)",
    ..INTEREST
};

/// Reposts.
pub static REPOSTS: Kpi = Kpi {
    id: "reposts",
    title: titles("Reposts", "转发数", "Trochpleatsingen"),
    meaning: "Reposts, boosts and reblogs to one's own followers, without added text.",
    proves_not: "That the post was read: most reposted links were never opened by those who passed them on.",
    formula: Sum(Leaf::of("reposts")),
    source: "Gabielkov et al., Social Clicks: What and Who Gets Read on Twitter?, ACM SIGMETRICS (2016)",
    ..INTEREST
};

/// Quote posts.
pub static QUOTES: Kpi = Kpi {
    id: "quotes",
    title: titles("Quotes", "引用转发数", "Sitaten"),
    meaning: "Posts by others that quote a post and add words of their own.",
    proves_not: "Support: a quote is the usual form of public disagreement. Read what they say.",
    formula: Sum(Leaf::of("quotes")),
    source: "X, API v2 reference: public_metrics.quote_count (2020)",
    ..INTEREST
};

/// Saves and bookmarks.
pub static SAVES: Kpi = Kpi {
    id: "saves",
    title: titles("Saves", "收藏数", "Bewarre berjochten"),
    meaning: "How often a post was saved or bookmarked for later.",
    proves_not: "That anybody came back to it, or means to buy.",
    formula: Sum(Leaf::total("saves", &[])),
    source: "Meta, Instagram Insights: saved (2018)",
    ..INTEREST
};

/// Our own composite.
pub static ENGAGEMENTS: Kpi = Kpi {
    id: "engagements",
    title: titles("Engagements", "互动量", "Ynteraksjes"),
    meaning: "Reactions, comments, shares, reposts, quotes and saves together; clicks are not in it. The same sum on \
              every platform, unlike the platforms' own composites.",
    proves_not: "Interest in buying. It weighs a like as much as a question, and an outcry as much as applause.",
    formula: Add(&[&REACTIONS, &COMMENTS, &SHARES, &REPOSTS, &QUOTES, &SAVES]),
    source: "Peters et al., Social Media Metrics, Journal of Interactive Marketing 27 (2013)",
    ..INTEREST
};

/// Engagements by reach.
pub static ENGAGEMENT_RATE_BY_REACH: Kpi = Kpi {
    id: "engagement_rate_by_reach",
    title: titles(
        "Engagement rate by reach",
        "互动率（按触达）",
        "Ynteraksjegraad nei berik",
    ),
    meaning: "Engagements for each account that was reached.",
    proves_not: "Which share of people engaged: one account may engage many times. Over several posts reach is known \
                 within bounds only, and so is this.",
    formula: Ratio {
        num: &ENGAGEMENTS,
        den: &REACH,
        per: Per::One,
    },
    unit: KpiUnit::Share,
    source: "Rival IQ and Hootsuite name the three bases; definition after Sehl, Hootsuite (2023)",
    ..INTEREST
};

/// Engagements by impressions.
pub static ENGAGEMENT_RATE_BY_IMPRESSIONS: Kpi = Kpi {
    id: "engagement_rate_by_impressions",
    title: titles(
        "Engagement rate by impressions",
        "互动率（按曝光）",
        "Ynteraksjegraad nei werjeften",
    ),
    meaning: "Engagements for each impression.",
    proves_not: "That a post is weak when it is low: whoever sees a post five times engages once. Not comparable with \
                 rates by reach or by followers.",
    formula: Ratio {
        num: &ENGAGEMENTS,
        den: &IMPRESSIONS,
        per: Per::One,
    },
    unit: KpiUnit::Share,
    source: "X Analytics: engagement rate (2014)",
    ..INTEREST
};
