//! X (Twitter), organic: `organic_tweet_report`, `tweet` and `twitter_user_history` tables.

use super::{Counter, EntityKind, ORGANIC, PlatformIs, SYNC, Scope, columns};
use crate::connector::Connector;

const X: Connector = Connector {
    source: "twitter_organic seed tables of dbt_social_media_reporting, dbt_twitter",
    platform: PlatformIs::Fixed("x"),
    scope: Scope::Organic,
    ..ORGANIC
};

/// One row a post and day.
pub(in crate::connectors) static POST_DAYS: Connector = Connector {
    id: "warehouse_x_post_days",
    title: "X in a warehouse: organic_tweet_report",
    entity: EntityKind::Post,
    requires: &["post_id", "account_id", "date", "impressions", "engagements_total"],
    columns: columns!(
        SYNC,
        &[
            ("organic_tweet_id", "post_id"),
            ("account_id", "account_id"),
            ("date", "date"),
            ("placement", "dim.placement"),
            ("impressions", "impressions"),
            ("qualified_impressions", "impressions.viewable"),
            ("engagements", "engagements_total"),
            ("likes", "reactions.like"),
            ("retweets", "reposts"),
            ("replies", "comments.replies"),
            ("clicks", "clicks.total"),
            ("url_clicks", "clicks.link"),
            ("app_clicks", "clicks.app"),
            ("card_engagements", "clicks.card"),
            ("carousel_swipes", "clicks.carousel"),
            ("video_cta_clicks", "clicks.cta"),
            ("follows", "followers_gained.from_content"),
            ("unfollows", "followers_lost.from_content"),
            ("poll_card_vote", "engagements_other.poll_vote"),
            // What it counts is not documented.
            ("tweets_send", "ignore"),
            ("video_total_views", "video_views.x_view"),
            ("video_content_starts", "video_views.start"),
            ("video_3_s_100_pct_views", "video_views.3s_100pct_inview"),
            ("video_6_s_views", "video_views.6s"),
            ("video_15_s_views", "video_views.15s"),
            ("video_views_25", "video_quartile.25"),
            ("video_views_50", "video_quartile.50"),
            ("video_views_75", "video_quartile.75"),
            ("video_views_100", "video_quartile.100"),
        ]
    ),
    ..X
};

/// Public counters at the moment of the load: organic and promoted together.
pub(in crate::connectors) static POSTS: Connector = Connector {
    id: "warehouse_x_posts",
    title: "X in a warehouse: tweet",
    entity: EntityKind::Post,
    counter: Some(Counter::Lifetime),
    scope: Scope::Total,
    requires: &[
        "post_id",
        "account_id",
        "published_at",
        "text",
        "reactions.like",
        "reposts",
    ],
    columns: columns!(&[
        ("_fivetran_synced", "observed_at"),
        ("id", "post_id"),
        ("account_id", "account_id"),
        ("created_at", "published_at"),
        ("full_text|full_test", "text"),
        ("name", "x.name"),
        ("lang", "x.language"),
        ("tweet_type", "x.type"),
        ("favorite_count", "reactions.like"),
        ("retweet_count", "reposts"),
        ("card_uri", "ignore"),
        ("coordinates_*", "ignore"),
        ("geo_*", "ignore"),
        ("in_reply_to_*", "ignore"),
        ("favorited", "ignore"),
        ("followers", "ignore"),
        ("media_key", "ignore"),
        ("retweeted", "ignore"),
        ("source", "ignore"),
        ("truncated", "ignore"),
        ("user_id", "ignore"),
    ]),
    zone: Some("UTC"),
    ..X
};

/// Levels at the moment of the load.
pub(in crate::connectors) static USERS: Connector = Connector {
    id: "warehouse_x_users",
    title: "X in a warehouse: twitter_user_history",
    scope: Scope::Total,
    requires: &["account_id", "account_name", "date", "followers", "following"],
    columns: columns!(&[
        ("_fivetran_synced", "date"),
        ("id", "account_id"),
        ("name", "account_name"),
        ("screen_name", "ignore"),
        ("followers_count", "followers"),
        ("friends_count", "following"),
        ("statuses_count", "posts_count:level"),
        ("favourites_count", "ignore"),
        ("listed_count", "ignore"),
        ("profile_*", "ignore"),
        ("default_profile", "ignore"),
        ("default_profile_image", "ignore"),
        ("contributors_enabled", "ignore"),
        ("geo_enabled", "ignore"),
        ("is_translat*", "ignore"),
        ("created_at", "ignore"),
        ("utc_offset", "ignore"),
        ("time_zone", "ignore"),
    ]),
    ..X
};
