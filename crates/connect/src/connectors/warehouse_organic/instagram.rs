//! Instagram Business: `instagram_business` tables.

use super::{Counter, EntityKind, ORGANIC, PlatformIs, SYNC, Scope, columns};
use crate::connector::Connector;

const INSTAGRAM: Connector = Connector {
    source: "seed tables of dbt_instagram_business; Graph API, media and user insights",
    platform: PlatformIs::Fixed("instagram"),
    scope: Scope::Organic,
    ..ORGANIC
};

/// The columns `video_photo_*` hold the figures of carousels and reels too; `carousel_album_*` and `reel_*` repeat them
/// and are read past. Story figures are of stories alone. Adding the kinds counts a post twice.
pub(in crate::connectors) static MEDIA_LIFETIME: Connector = Connector {
    id: "warehouse_instagram_media_lifetime",
    title: "Instagram in a warehouse: media_insights",
    entity: EntityKind::Post,
    counter: Some(Counter::Lifetime),
    requires: &["post_id", "observed_at", "content_views", "reach", "reactions.like"],
    columns: columns!(&[
        ("_fivetran_id", "ignore"),
        ("_fivetran_synced", "observed_at"),
        ("source_relation", "ignore"),
        ("id", "post_id"),
        ("like_count", "reactions.like"),
        ("comment_count", "comments"),
        ("video_photo_views", "content_views"),
        ("video_photo_impressions", "impressions"),
        ("video_photo_reach", "reach"),
        ("video_photo_saved", "saves"),
        ("video_photo_shares", "shares"),
        ("video_photo_engagement", "engagements_total"),
        ("video_views", "video_views.3s"),
        ("story_views", "content_views.story"),
        ("story_impressions", "impressions.story"),
        ("story_reach", "reach.story"),
        ("story_shares", "shares.story"),
        ("story_replies", "comments.story_replies"),
        ("story_exits", "story_navigation.exits"),
        ("story_taps_forward", "story_navigation.forward"),
        ("story_taps_back", "story_navigation.back"),
        // Plays without replays, an older definition than views.
        ("reel_plays", "content_views.plays"),
        ("carousel_album_video_views", "video_views.carousel"),
        ("carousel_album_*", "ignore"),
        ("reel_*", "ignore"),
    ]),
    ..INSTAGRAM
};

pub(in crate::connectors) static MEDIA: Connector = Connector {
    id: "warehouse_instagram_media",
    title: "Instagram in a warehouse: media_history",
    entity: EntityKind::Post,
    requires: &["post_id", "published_at", "format", "permalink", "x.shortcode"],
    columns: columns!(
        SYNC,
        &[
            ("id", "post_id"),
            ("ig_id", "x.ig_id"),
            ("user_id", "account_id"),
            ("username", "account_name"),
            ("caption", "text"),
            ("created_time", "published_at"),
            ("media_type", "format"),
            ("permalink", "permalink"),
            ("shortcode", "x.shortcode"),
            ("is_story", "x.story"),
            ("is_comment_enabled", "ignore"),
            ("carousel_album_id", "x.carousel"),
            ("media_url", "ignore"),
            ("thumbnail_url", "ignore"),
        ]
    ),
    zone: Some("UTC"),
    ..INSTAGRAM
};

/// Levels at the moment of the load.
pub(in crate::connectors) static USERS: Connector = Connector {
    id: "warehouse_instagram_users",
    title: "Instagram in a warehouse: user_history",
    requires: &["account_id", "account_name", "date", "followers", "posts_count:level"],
    columns: columns!(&[
        ("_fivetran_id", "ignore"),
        ("_fivetran_synced", "date"),
        ("id", "account_id"),
        ("name", "account_name"),
        ("ig_id", "ignore"),
        ("username", "ignore"),
        ("website", "ignore"),
        ("followers_count", "followers"),
        ("follows_count", "following"),
        ("media_count", "posts_count:level"),
    ]),
    scope: Scope::Total,
    ..INSTAGRAM
};
