//! Interest: people react to what they saw.

use super::Formula::{Add, Sum};
use super::audience::FOLLOWERS;
use super::awareness::{IMPRESSIONS, REACH, VIEWS};
use super::{BASE, Better, Goal, Kpi, KpiUnit, Leaf, Parts, Stage, ratio, titles};

const INTEREST: Kpi = Kpi {
    stage: Stage::Interest,
    ..BASE
};

const PETERS: &str = "Peters et al., Social Media Metrics, Journal of Interactive Marketing 27 (2013)";

/// Facets that are no reactions to the post, or those to others' shares of an ad.
const REACTIONS_ELSEWHERE: &[&str] = &[
    "account_total",
    "dislike",
    "on_comments",
    "viral",
    "viral_like",
    "viral_on_comments",
];

/// Likes and other reactions.
pub static REACTIONS: Kpi = Kpi {
    id: "reactions",
    title: titles("Reactions", "点赞与表情回应", "Likes en oare reaksjes"),
    meaning: "Likes and all other one-tap reactions, love to angry; without dislikes and likes of comments.",
    proves_not: "Approval: angry and sad are reactions too, and a like costs nothing. A hidden like count is missing, \
                 not nought.",
    formula: Sum(Leaf::total("reactions", REACTIONS_ELSEWHERE)),
    source: "De Vries, Gensler and Leeflang, Popularity of Brand Posts, Journal of Interactive Marketing 26 (2012)",
    ..INTEREST
};

/// Comments and replies.
pub static COMMENTS: Kpi = Kpi {
    id: "comments",
    title: titles("Comments", "评论数", "Opmerkingen"),
    meaning: "Comments and public replies under posts and ads.",
    proves_not: "That people are pleased: a complaint counts as one, and so do the business's own replies.",
    formula: Sum(Leaf::total("comments", &["story_replies", "viral"])),
    source: "De Vries, Gensler and Leeflang, Popularity of Brand Posts, Journal of Interactive Marketing 26 (2012)",
    ..INTEREST
};

/// All kinds but those of others' shares of an ad: no source states a total beside them.
const SHARED: Parts = Parts::AnyBut(&["viral", "viral_reposts"]);

/// Shares, sends and forwards.
pub static SHARES: Kpi = Kpi {
    id: "shares",
    title: titles("Shares", "分享数", "Kearen dield"),
    meaning: "How often a post was shared, sent or forwarded; reposts and quotes stand apart where the platform counts \
              them apart.",
    proves_not: "Endorsement: people also share to mock, or in anger. Private shares are mostly not counted at all.",
    formula: Sum(Leaf::kinds("shares", SHARED)),
    source: "Berger and Milkman, What Makes Online Content Viral?, Journal of Marketing Research 49 (2012)",
    ..INTEREST
};

/// Reposts.
pub static REPOSTS: Kpi = Kpi {
    id: "reposts",
    title: titles("Reposts", "转发数", "Kearen trochpleatst"),
    meaning: "Reposts, boosts and reblogs to one's own followers, without words added.",
    proves_not: "That the post was read: most shared links are never opened by those who share them.",
    formula: Sum(Leaf::total("reposts", &[])),
    source: "Gabielkov et al., Social Clicks: What and Who Gets Read on Twitter?, ACM SIGMETRICS (2016)",
    ..INTEREST
};

/// Quote posts.
pub static QUOTES: Kpi = Kpi {
    id: "quotes",
    title: titles("Quotes", "引用转发数", "Kearen sitearre"),
    meaning: "Posts by others that quote a post and add words of their own.",
    proves_not: "Support: quoting is the usual form of public disagreement. Read what they say.",
    formula: Sum(Leaf::of("quotes")),
    source: "X, API v2 data dictionary: public_metrics.quote_count (2020)",
    ..INTEREST
};

/// Saves and bookmarks.
pub static SAVES: Kpi = Kpi {
    id: "saves",
    title: titles("Saves", "收藏数", "Kearen bewarre"),
    meaning: "How often a post was saved or bookmarked for later.",
    proves_not: "That anybody came back to it, or means to buy.",
    formula: Sum(Leaf::total("saves", &["earned"])),
    source: "Meta, Instagram Platform Insights: saved (2018)",
    ..INTEREST
};

/// Our own composite.
pub static ENGAGEMENTS: Kpi = Kpi {
    id: "engagements",
    title: titles("Engagements", "互动量", "Ynteraksjes"),
    meaning: "Reactions, comments, shares, reposts, quotes and saves together, without clicks. The same sum on every \
              platform, unlike the platforms' own composites; kinds that a platform does not have are left out.",
    proves_not: "Interest in buying. It weighs a like as much as a question, and an outcry as much as applause.",
    formula: Add(&[&REACTIONS, &COMMENTS, &SHARES, &REPOSTS, &QUOTES, &SAVES]),
    through: &[&IMPRESSIONS],
    source: PETERS,
    ..INTEREST
};

/// The platform's composite.
pub static ENGAGEMENTS_TOTAL: Kpi = Kpi {
    id: "engagements_total",
    title: titles(
        "Engagements as the platform counts",
        "互动量（平台口径）",
        "Ynteraksjes neffens it platfoarm",
    ),
    meaning: "The platform's own composite of interactions, with whatever it puts in: clicks, plays, follows.",
    proves_not: "Anything beside another platform's: no two put the same things in. Compare `engagements` instead.",
    formula: Sum(Leaf::of("engagements_total")),
    through: &[&IMPRESSIONS],
    goal: Goal::Refused("each platform puts other things in, and changes what. Set a goal on engagements instead"),
    source: "MRC, Social Media Measurement Guidelines 1.0 (2015): engagement metrics must be disclosed in parts",
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
    formula: ratio(&ENGAGEMENTS, &REACH),
    unit: KpiUnit::Share,
    source: "Hootsuite, How to Calculate Engagement Rate: ERR (2023)",
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
    proves_not: "That a post is weak when it is low: who sees a post five times engages once. Not comparable with \
                 rates by reach or by followers.",
    formula: ratio(&ENGAGEMENTS, &IMPRESSIONS),
    unit: KpiUnit::Share,
    source: "Hootsuite, How to Calculate Engagement Rate: ER impressions (2023)",
    ..INTEREST
};

/// Engagements by followers.
pub static ENGAGEMENT_RATE_BY_FOLLOWERS: Kpi = Kpi {
    id: "engagement_rate_by_followers",
    title: titles(
        "Engagement rate by followers",
        "互动率（按粉丝）",
        "Ynteraksjegraad nei folgers",
    ),
    meaning: "Engagements in the period for each follower at its end.",
    proves_not: "How followers behave: people who do not follow engage as well, and a boost lifts it. It grows with \
                 the number of posts and with the length of the period.",
    formula: ratio(&ENGAGEMENTS, &FOLLOWERS),
    unit: KpiUnit::Share,
    source: "Rival IQ, Social Media Industry Benchmark Report (2025)",
    ..INTEREST
};

/// Engagements by views.
pub static ENGAGEMENT_RATE_BY_VIEWS: Kpi = Kpi {
    id: "engagement_rate_by_views",
    title: titles(
        "Engagement rate by views",
        "互动率（按浏览）",
        "Ynteraksjegraad nei kearen besjoen",
    ),
    meaning: "Engagements for each view, for platforms that state views and no impressions.",
    proves_not: "Anything beside a rate by impressions: a view is counted by another rule on each platform.",
    formula: ratio(&ENGAGEMENTS, &VIEWS),
    unit: KpiUnit::Share,
    source: "Hootsuite, How to Calculate Engagement Rate: ER views (2023)",
    ..INTEREST
};

/// Hides, reports and unlikes.
pub static NEGATIVE_FEEDBACK: Kpi = Kpi {
    id: "negative_feedback",
    title: titles("Negative feedback", "负面反馈", "Negative reaksjes"),
    meaning: "How often people hid or reported a post or turned away from the page because of it.",
    proves_not: "That nobody minds when it is low: most people who dislike a post just scroll on.",
    formula: Sum(Leaf::of("negative_feedback")),
    better: Better::Down,
    source: "Meta, Graph API Page Insights: post_negative_feedback (2012)",
    ..INTEREST
};
