//! Meta Business Suite: content exports of Facebook and Instagram, one row a post.
//!
//! Figures of Facebook hold ads and boosts (`total`); whether Instagram's do is not stated (`unknown`). `Publish time`
//! has no zone: it is Los Angeles time whatever the country of the account (294 of 295 real posts agree with the clock
//! in their id).

use harpoon_core::{Counter, EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

const PACIFIC: Option<&str> = Some("America/Los_Angeles");
const LIFETIME: Quirk = Quirk::LifetimeWords(&["Lifetime", "Gesamte Laufzeit"]);

/// Facebook posts. A video post is in here and in the export of videos, under two unrelated ids.
pub(super) static FACEBOOK_POSTS: Connector = Connector {
    id: "meta_facebook_posts",
    title: "Meta Business Suite: Facebook posts",
    found_at: "Meta Business Suite › Insights › Content › Export data › Facebook, Posts",
    source: "column lists of real exports of 2023–2026; recorded figures are those of metric_map.csv",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed("facebook"),
    dialect: "meta/mbs_content_csv",
    scope: Scope::Total,
    counter: Some(Counter::Lifetime),
    entity: EntityKind::Post,
    requires: &["post_id", "published_at", "permalink", "reactions.total"],
    columns: &[
        ("Post ID", "post_id"),
        ("Page ID", "account_id"),
        ("Page name", "account_name"),
        ("Title", "title"),
        ("Description", "text"),
        ("Duration (sec)", "duration"),
        ("Publish time", "published_at"),
        ("Caption type", "ignore"),
        ("Permalink", "permalink"),
        ("Is crosspost", "x.is_crosspost"),
        ("Is share", "x.is_share"),
        ("Post type", "format"),
        ("Languages", "x.languages"),
        ("Custom labels", "x.labels"),
        ("Funded content status", "ignore"),
        ("Data comment", "ignore"),
        ("Date", "date"),
        ("Impressions", "impressions"),
        // Some exports hold this header twice, the second column all zeros.
        ("Views", "content_views"),
        ("Views from Organic posts", "content_views@organic"),
        ("Views from Boosted posts", "content_views@paid"),
        ("Reach", "reach"),
        ("Reach from Organic posts", "reach@organic"),
        ("Reach from Boosted posts", "reach@paid"),
        ("Reactions, Comments and Shares", "engagements_total.rcs"),
        ("Reactions", "reactions.total"),
        ("Comments", "comments"),
        ("Shares", "shares"),
        ("Total clicks", "clicks.total"),
        ("Link Clicks", "clicks.link"),
        ("Other Clicks", "clicks.other"),
        ("Matched Audience Targeting Consumption (Photo Click)", "clicks.photo"),
        ("Matched Audience Targeting Consumption (Video Click)", "clicks.video"),
        ("3-second video views", "video_views.3s"),
        ("3-second video views from Organic posts", "video_views.3s@organic"),
        ("3-second video views from Boosted posts", "video_views.3s@paid"),
        ("1-minute video views", "video_views.60s"),
        ("3-second viewers", "reach.video_3s_viewers"),
        ("1-minute viewers", "reach.video_60s_viewers"),
        ("Seconds viewed", "watch_time"),
        ("Average Seconds viewed", "avg_watch_time"),
        ("Negative feedback from users", "negative_feedback"),
        ("Negative feedback from users: Hide all", "negative_feedback.hide_all"),
        ("Negative feedback from users: Hide", "negative_feedback.hide"),
        ("Unique negative feedback from users", "negative_feedback.unique:unique"),
        ("Estimated earnings (*)", "monetisation_earnings"),
        ("Ad CPM (*)", "derived"),
        ("Ad impressions", "monetisation_ad_impressions"),
    ],
    zone: PACIFIC,
    quirks: &[LIFETIME],
    ..BASE
};

/// Facebook videos and reels.
///
/// The retention curve (41 columns in scrambled order) is a ratio of its own kind, and the columns by country and by
/// age are the top of a list: parts of a figure that stands in `3-second video views`. None is asked for by a KPI.
pub(super) static FACEBOOK_VIDEOS: Connector = Connector {
    id: "meta_facebook_videos",
    title: "Meta Business Suite: Facebook videos",
    found_at: "Meta Business Suite › Insights › Content › Export data › Facebook, Videos",
    source: "a real export of 2025 (212 columns)",
    evidence: Evidence::Recorded,
    requires: &["post_id", "account_id", "published_at", "video_views.3s", "watch_time"],
    columns: &[
        ("Video asset ID", "post_id"),
        ("Universal video ID", "x.universal_video_id"),
        ("Page ID", "account_id"),
        ("Page name", "account_name"),
        ("Title", "title"),
        ("Description", "text"),
        ("Duration (sec)", "duration"),
        ("Publish time", "published_at"),
        ("Permalink", "permalink"),
        ("Custom labels", "x.labels"),
        ("Data comment", "ignore"),
        ("Date", "date"),
        ("Reach", "reach"),
        ("3-second video views", "video_views.3s"),
        ("1-minute video views", "video_views.60s"),
        ("3-second viewers", "reach.video_3s_viewers"),
        ("1-minute viewers", "reach.video_60s_viewers"),
        ("Seconds viewed", "watch_time"),
        ("Average Seconds viewed", "avg_watch_time"),
        ("Reactions, comments and shares", "engagements_total.rcs"),
        ("Reactions", "reactions.total"),
        ("Comments", "comments"),
        ("Shares", "shares"),
        ("Seconds viewed from Recommendations", "watch_time.recommended"),
        ("Seconds viewed from Followers", "watch_time.followers"),
        ("Seconds viewed from Shares", "watch_time.shared"),
        ("Seconds viewed from Boosted posts", "watch_time@paid"),
        ("Average Seconds viewed from *", "derived"),
        ("Percentage of *", "derived"),
        ("3-second video views by *", "ignore"),
        ("Estimated earnings (*)", "monetisation_earnings"),
        ("Ad CPM (*)", "derived"),
        ("Ad impressions", "monetisation_ad_impressions"),
    ],
    ..FACEBOOK_POSTS
};

/// Instagram posts, reels and carousels. Collaborations bring rows of other accounts, without a reach.
pub(super) static INSTAGRAM_POSTS: Connector = Connector {
    id: "meta_instagram_posts",
    title: "Meta Business Suite: Instagram posts and reels",
    found_at: "Meta Business Suite › Insights › Content › Export data › Instagram, Posts",
    source: "4 real exports, 2025–2026",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Fixed("instagram"),
    scope: Scope::Unknown,
    requires: &["post_id", "published_at", "permalink", "reactions.like"],
    columns: &[
        ("Post ID", "post_id"),
        ("Account ID", "account_id"),
        ("Account username", "x.account_username"),
        ("Account name", "account_name"),
        ("Description", "text"),
        ("Duration (sec)", "duration"),
        ("Publish time", "published_at"),
        ("Permalink", "permalink"),
        ("Post type", "format"),
        ("Data comment", "ignore"),
        ("Date", "date"),
        ("Impressions", "impressions"),
        ("Views", "content_views"),
        ("Reach", "reach"),
        ("Likes", "reactions.like"),
        ("Shares", "shares"),
        ("Follows", "followers_gained.from_content"),
        ("Comments", "comments"),
        ("Saves", "saves"),
    ],
    ..FACEBOOK_POSTS
};

/// Instagram stories: exported while they live and for the time that Meta keeps them.
pub(super) static INSTAGRAM_STORIES: Connector = Connector {
    id: "meta_instagram_stories",
    title: "Meta Business Suite: Instagram stories",
    found_at: "Meta Business Suite › Insights › Content › Export data › Instagram, Stories",
    source: "column lists in public importers; no real export at hand",
    evidence: Evidence::SpecOnly,
    requires: &[
        "post_id",
        "published_at",
        "permalink",
        "story_navigation.total|clicks.sticker|comments.story_replies",
    ],
    columns: &[
        ("Post ID", "post_id"),
        ("Account ID", "account_id"),
        ("Account username", "x.account_username"),
        ("Account name", "account_name"),
        ("Description", "text"),
        ("Duration (sec)", "duration"),
        ("Publish time", "published_at"),
        ("Permalink", "permalink"),
        ("Post type", "format"),
        ("Data comment", "ignore"),
        ("Date", "date"),
        ("Impressions", "impressions"),
        ("Views", "content_views"),
        ("Reach", "reach"),
        ("Likes", "reactions.like"),
        ("Shares", "shares"),
        ("Follows", "followers_gained.from_content"),
        ("Replies", "comments.story_replies"),
        ("Navigation", "story_navigation.total"),
        ("Sticker taps", "clicks.sticker"),
        ("Link clicks", "clicks.link"),
        ("Profile visits", "profile_views.from_content"),
    ],
    ..INSTAGRAM_POSTS
};
