//! X (Twitter): analytics of posts and accounts, and ads.

use harpoon_core::{Counter, EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, IdClock, PlatformIs, Quirk};

/// `tweet_activity_metrics_<account>_<from>_<to>_<lang>.csv`, offered by analytics.twitter.com from 2014 to 2024.
pub(super) static TWEET_ACTIVITY: Connector = Connector {
    id: "x_tweet_activity",
    title: "X Analytics: Tweet activity",
    found_at: "analytics.twitter.com › Tweets › Export data › By Tweet (until 2024)",
    source: "36 real exports, 2016–2021 (rOpenSci)",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Fixed("x"),
    dialect: "x/tweet_activity",
    scope: Scope::Organic,
    counter: Some(Counter::Lifetime),
    entity: EntityKind::Post,
    requires: &["post_id", "impressions", "permalink"],
    columns: &[
        ("Tweet id", "post_id"),
        ("Tweet permalink", "permalink"),
        ("Tweet text", "text"),
        ("time", "published_at"),
        ("impressions", "impressions"),
        ("engagement rate", "derived"),
        ("promoted impressions", "impressions@paid"),
        // … the helper of this platform completes the list
    ],
    zone: Some("UTC"),
    quirks: &[Quirk::Unknown(&["-"]), Quirk::IdClock(IdClock::X)],
    ..BASE
};
