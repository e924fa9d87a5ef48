//! YouTube: `youtube_analytics` tables.

use super::{Counter, EntityKind, ORGANIC, PlatformIs, Quirk, SYNC, Scope, columns};
use crate::connector::Connector;

const YOUTUBE: Connector = Connector {
    source: "seed tables of dbt_youtube_analytics; YouTube Reporting API, channel_basic_a2",
    platform: PlatformIs::Fixed("youtube"),
    scope: Scope::Total,
    ..ORGANIC
};

/// One row a video, day, country and kind of viewer. Views are views, never clicks; likes are net of those withdrawn.
pub(in crate::connectors) static DAYS: Connector = Connector {
    id: "warehouse_youtube_days",
    title: "YouTube in a warehouse: channel_basic",
    requires: &["account_id", "post_id", "date", "content_views", "watch_time"],
    columns: columns!(
        SYNC,
        &[
            ("channel_id", "account_id"),
            ("video_id", "post_id"),
            ("date", "date"),
            ("country_code", "dim.country"),
            ("live_or_on_demand", "dim.live"),
            ("subscribed_status", "dim.subscribed"),
            ("views", "content_views"),
            ("engaged_views", "video_views.engaged"),
            ("red_views", "content_views.premium"),
            ("watch_time_minutes", "watch_time in minutes"),
            ("red_watch_time_minutes", "watch_time.premium in minutes"),
            ("average_view_duration_seconds", "avg_watch_time"),
            (
                "average_view_duration_percentage",
                "video_retention.avg_percentage in percent"
            ),
            ("likes", "reactions.like"),
            ("dislikes", "reactions.dislike"),
            ("comments", "comments"),
            ("shares", "shares"),
            ("subscribers_gained", "followers_gained"),
            ("subscribers_lost", "followers_lost"),
            ("videos_added_to_playlists", "saves.playlist"),
            ("videos_removed_from_playlists", "saves_removed.playlist"),
            ("card_impressions", "impressions.card"),
            ("card_clicks", "clicks.card"),
            ("card_click_rate", "derived"),
            ("card_teaser_impressions", "impressions.card_teaser"),
            ("card_teaser_clicks", "clicks.card_teaser"),
            ("card_teaser_click_rate", "derived"),
            ("annotation_clicks", "clicks.annotation"),
            ("annotation_impressions", "impressions.annotation"),
            ("annotation_click_through_rate", "derived"),
            ("annotation_clickable_impressions", "ignore"),
            ("annotation_closable_impressions", "ignore"),
            ("annotation_closes", "ignore"),
            ("annotation_close_rate", "derived"),
        ]
    ),
    quirks: &[Quirk::Keyless("(no video)")],
    ..YOUTUBE
};

pub(in crate::connectors) static VIEWERS: Connector = Connector {
    id: "warehouse_youtube_viewers",
    title: "YouTube in a warehouse: channel_demographics",
    requires: &[
        "account_id",
        "post_id",
        "date",
        "dim.age",
        "dim.gender",
        "audience_share",
    ],
    columns: columns!(
        SYNC,
        &[
            ("channel_id", "account_id"),
            ("video_id", "post_id"),
            ("date", "date"),
            ("age_group", "dim.age"),
            ("gender", "dim.gender"),
            ("country_code", "dim.country"),
            ("live_or_on_demand", "dim.live"),
            ("subscribed_status", "dim.subscribed"),
            ("views_percentage", "audience_share in percent"),
        ]
    ),
    ..YOUTUBE
};

/// Public counters at the moment of the load.
pub(in crate::connectors) static VIDEOS: Connector = Connector {
    id: "warehouse_youtube_videos",
    title: "YouTube in a warehouse: video",
    entity: EntityKind::Post,
    counter: Some(Counter::Lifetime),
    requires: &["post_id", "account_id", "published_at", "title", "content_views"],
    columns: columns!(&[
        ("_fivetran_synced", "observed_at"),
        ("id", "post_id"),
        ("snippet_channel_id", "account_id"),
        ("snippet_channel_title", "account_name"),
        ("snippet_published_at", "published_at"),
        ("snippet_title", "title"),
        ("snippet_description", "text"),
        ("content_details_duration", "duration"),
        ("statistics_view_count", "content_views"),
        ("statistics_like_count", "reactions.like"),
        ("statistics_dislike_count", "reactions.dislike"),
        ("statistics_comment_count", "comments"),
        // Always 0 since the feature went.
        ("statistics_favorite_count", "ignore"),
        ("snippet_category_id", "ignore"),
        ("player_embed_*", "ignore"),
        ("privacy_status", "x.privacy"),
    ]),
    zone: Some("UTC"),
    ..YOUTUBE
};
