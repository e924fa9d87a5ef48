//! Facebook Pages: `facebook_pages` tables.
//!
//! Times are in milliseconds. Organic and paid impressions are scopes of the total; viral ones are those that a friend's
//! action brought, a part again. Fans are people who like the page, which is not following it.

use super::{Counter, EntityKind, ORGANIC, PlatformIs, Quirk, SYNC, Scope, columns};
use crate::connector::Connector;

const FACEBOOK: Connector = Connector {
    source: "seed tables of dbt_facebook_pages; Graph API, page and post insights",
    platform: PlatformIs::Fixed("facebook"),
    scope: Scope::Total,
    ..ORGANIC
};

pub(in crate::connectors) static PAGE_DAYS: Connector = Connector {
    id: "warehouse_facebook_page_days",
    title: "Facebook Pages in a warehouse: daily_page_metrics_total",
    requires: &["account_id", "date", "impressions", "followers_gained.page_likes"],
    columns: columns!(
        SYNC,
        &[
            ("page_id", "account_id"),
            ("date", "date"),
            ("page_media_view", "content_views"),
            ("page_impressions", "impressions"),
            ("page_impressions_organic", "impressions@organic"),
            ("page_impressions_paid", "impressions@paid"),
            ("page_impressions_viral", "impressions.viral"),
            ("page_impressions_nonviral", "impressions.nonviral"),
            ("page_posts_impressions", "impressions.posts_only"),
            ("page_posts_impressions_organic", "impressions.posts_only@organic"),
            ("page_posts_impressions_paid", "impressions.posts_only@paid"),
            ("page_posts_impressions_viral", "impressions.posts_only_viral"),
            ("page_posts_impressions_nonviral", "impressions.posts_only_nonviral"),
            ("page_impressions_unique", "reach"),
            ("page_total_media_view_unique", "reach.viewers"),
            ("page_post_engagements", "engagements_total"),
            ("page_total_actions", "clicks.page_cta"),
            ("page_views_total", "profile_views"),
            ("page_fans", "followers.page_likes"),
            ("page_fan_adds", "followers_gained.page_likes"),
            ("page_fan_removes", "followers_lost.page_likes"),
            ("page_follows", "followers"),
            ("page_daily_follows", "followers_gained"),
            ("page_daily_follows_unique", "followers_gained.unique:unique"),
            ("page_daily_unfollows_unique", "followers_lost.unique:unique"),
            ("page_fans_online_per_day", "followers_online"),
            ("page_negative_feedback", "negative_feedback"),
            ("page_places_checkin_total", "checkins"),
            ("page_actions_post_reactions_total", "reactions.total"),
            ("page_actions_post_reactions_like_total", "reactions.like"),
            ("page_actions_post_reactions_love_total", "reactions.love"),
            ("page_actions_post_reactions_wow_total", "reactions.wow"),
            ("page_actions_post_reactions_haha_total", "reactions.haha"),
            ("page_actions_post_reactions_sorry_total", "reactions.sad"),
            ("page_actions_post_reactions_anger_total", "reactions.angry"),
            ("page_video_views", "video_views.3s"),
            ("page_video_views_organic", "video_views.3s@organic"),
            ("page_video_views_paid", "video_views.3s@paid"),
            ("page_video_views_autoplayed", "video_views.3s_autoplay"),
            ("page_video_views_click_to_play", "video_views.3s_click"),
            ("page_video_repeat_views", "video_views.repeat"),
            ("page_video_views_10_s", "video_views.10s"),
            ("page_video_views_10_s_organic", "video_views.10s@organic"),
            ("page_video_views_10_s_paid", "video_views.10s@paid"),
            ("page_video_views_10_s_autoplayed", "video_views.10s_autoplay"),
            ("page_video_views_10_s_click_to_play", "video_views.10s_click"),
            ("page_video_views_10_s_repeat", "video_views.10s_repeat"),
            ("page_video_complete_views_30_s", "video_views.30s_or_complete"),
            (
                "page_video_complete_views_30_s_organic",
                "video_views.30s_or_complete@organic"
            ),
            (
                "page_video_complete_views_30_s_paid",
                "video_views.30s_or_complete@paid"
            ),
            (
                "page_video_complete_views_30_s_autoplayed",
                "video_views.30s_or_complete_autoplay"
            ),
            (
                "page_video_complete_views_30_s_click_to_play",
                "video_views.30s_or_complete_click"
            ),
            (
                "page_video_complete_views_30_s_repeat_views",
                "video_views.30s_or_complete_repeat"
            ),
            ("page_video_view_time", "watch_time in milliseconds"),
        ]
    ),
    ..FACEBOOK
};

/// A row is what a post had collected up to its date; the latest row counts.
pub(in crate::connectors) static POST_LIFETIME: Connector = Connector {
    id: "warehouse_facebook_post_lifetime",
    title: "Facebook Pages in a warehouse: lifetime_post_metrics_total",
    entity: EntityKind::Post,
    counter: Some(Counter::Lifetime),
    requires: &["post_id", "impressions", "clicks.total", "impressions.followers_only"],
    columns: columns!(
        SYNC,
        &[
            ("post_id", "post_id"),
            ("date", "observed_at"),
            ("post_media_view", "content_views"),
            ("post_impressions", "impressions"),
            ("post_impressions_organic", "impressions@organic"),
            ("post_impressions_paid", "impressions@paid"),
            ("post_impressions_viral", "impressions.viral"),
            ("post_impressions_nonviral", "impressions.nonviral"),
            ("post_impressions_fan", "impressions.followers_only"),
            ("post_impressions_unique", "reach"),
            ("post_total_media_view_unique", "reach.viewers"),
            ("post_engaged_users", "engaged_people"),
            ("post_engaged_fan", "engaged_people.followers_only"),
            // Any click on the post, expanding a text too; link clicks are another figure.
            ("post_clicks", "clicks.total"),
            ("post_negative_feedback", "negative_feedback"),
            ("post_reactions_like_total", "reactions.like"),
            ("post_reactions_love_total", "reactions.love"),
            ("post_reactions_wow_total", "reactions.wow"),
            ("post_reactions_haha_total", "reactions.haha"),
            ("post_reactions_sorry_total", "reactions.sad"),
            ("post_reactions_anger_total", "reactions.angry"),
            ("post_video_views", "video_views.3s"),
            ("post_video_views_organic", "video_views.3s@organic"),
            ("post_video_views_paid", "video_views.3s@paid"),
            ("post_video_views_autoplayed", "video_views.3s_autoplay"),
            ("post_video_views_clicked_to_play", "video_views.3s_click"),
            ("post_video_views_sound_on", "video_views.3s_sound_on"),
            ("post_video_views_10_s", "video_views.10s"),
            ("post_video_views_10_s_organic", "video_views.10s@organic"),
            ("post_video_views_10_s_paid", "video_views.10s@paid"),
            ("post_video_views_10_s_autoplayed", "video_views.10s_autoplay"),
            ("post_video_views_10_s_clicked_to_play", "video_views.10s_click"),
            ("post_video_views_10_s_sound_on", "video_views.10s_sound_on"),
            ("post_video_views_15_s", "video_views.15s"),
            ("post_video_complete_views_organic", "video_views.95pct@organic"),
            ("post_video_complete_views_paid", "video_views.95pct@paid"),
            (
                "post_video_complete_views_30_s_organic",
                "video_views.30s_or_complete@organic"
            ),
            (
                "post_video_complete_views_30_s_paid",
                "video_views.30s_or_complete@paid"
            ),
            (
                "post_video_complete_views_30_s_autoplayed",
                "video_views.30s_or_complete_autoplay"
            ),
            (
                "post_video_complete_views_30_s_clicked_to_play",
                "video_views.30s_or_complete_click"
            ),
            ("post_video_view_time", "watch_time in milliseconds"),
            ("post_video_view_time_organic", "watch_time@organic in milliseconds"),
            ("post_video_avg_time_watched", "avg_watch_time in milliseconds"),
            // In milliseconds, so not the length in seconds that a post has.
            ("post_video_length", "x.video_length_ms"),
        ]
    ),
    ..FACEBOOK
};

pub(in crate::connectors) static POSTS: Connector = Connector {
    id: "warehouse_facebook_posts",
    title: "Facebook Pages in a warehouse: post_history",
    entity: EntityKind::Post,
    counter: Some(Counter::Lifetime),
    requires: &["post_id", "published_at", "text", "account_id", "x.promotable"],
    columns: columns!(
        SYNC,
        &[
            ("id", "post_id"),
            ("page_id", "account_id"),
            ("created_time", "published_at"),
            ("message", "text"),
            ("status_type", "format"),
            ("promotable_id", "x.promotable"),
            ("share_count", "shares"),
            ("parent_id", "ignore"),
            ("allowed_advertising_objects", "ignore"),
            ("is_eligible_for_promotion", "ignore"),
            ("is_hidden", "ignore"),
            ("is_instagram_eligible", "ignore"),
            ("is_published", "ignore"),
            ("privacy_*", "ignore"),
            ("updated_time", "ignore"),
        ]
    ),
    ..FACEBOOK
};

pub(in crate::connectors) static PAGE: Connector = Connector {
    id: "warehouse_facebook_page",
    title: "Facebook Pages in a warehouse: page",
    requires: &["account_id", "account_name", "x.category", "x.username"],
    columns: columns!(
        SYNC,
        &[
            ("id", "account_id"),
            ("name", "account_name"),
            ("username", "x.username"),
            ("category", "x.category"),
            ("website", "x.website"),
            // Standing figures without a day.
            ("app_id", "ignore"),
            ("checkins", "ignore"),
            ("fan_count", "ignore"),
            ("new_like_count", "ignore"),
            ("overall_star_rating", "ignore"),
            ("rating_count", "ignore"),
            ("talking_about_count", "ignore"),
            ("were_here_count", "ignore"),
            ("phone", "ignore"),
            ("whatsapp_number", "ignore"),
            ("store_number", "ignore"),
        ]
    ),
    quirks: &[Quirk::FileNamed(&["page"])],
    ..FACEBOOK
};
