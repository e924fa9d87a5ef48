//! [`CONNECTORS`]: every native export that Harpoon reads, one file a platform.
//!
//! To add one: a file beside these with a `static`, its line below, a fixture in `tests/fixtures`. Nothing else in the
//! tree names it.

use crate::connector::Connector;

mod linkedin;
mod linkedin_ads;
mod meta_ads;
mod meta_insights;
mod meta_organic;
mod pinterest;
mod reddit;
mod snapchat;
mod tiktok;
mod tiktok_ads;
mod x;
mod youtube;

/// Every connector, by platform.
pub static CONNECTORS: &[&Connector] = &[
    &meta_ads::ADS_MANAGER,
    &meta_ads::ADS_MANAGER_ACCOUNT,
    &meta_ads::ADS_API,
    &meta_organic::FACEBOOK_POSTS,
    &meta_organic::FACEBOOK_VIDEOS,
    &meta_organic::INSTAGRAM_POSTS,
    &meta_organic::INSTAGRAM_STORIES,
    &meta_insights::METRIC_CARD,
    &meta_insights::AUDIENCE,
    &meta_insights::CONTENT_FORMATS,
    &meta_insights::FACEBOOK_INSIGHTS_POSTS,
    &x::TWEET_ACTIVITY,
    &x::CONTENT,
    &x::OVERVIEW,
    &x::ADS,
    &linkedin::PAGE_CONTENT,
    &linkedin::PAGE_POSTS,
    &linkedin::PAGE_FOLLOWERS,
    &linkedin::PAGE_VISITORS,
    &linkedin::PERSON_DISCOVERY,
    &linkedin::PERSON_ENGAGEMENT,
    &linkedin::PERSON_TOP_POSTS,
    &linkedin::PERSON_FOLLOWERS,
    &linkedin::PERSON_DEMOGRAPHICS,
    &linkedin_ads::PERFORMANCE,
    &pinterest::DAYS,
    &pinterest::BOARDS,
    &pinterest::PINS,
    &pinterest::ADS,
    &reddit::ADS,
    &snapchat::ADS,
    &tiktok::OVERVIEW,
    &tiktok::CONTENT,
    &tiktok::VIEWERS,
    &tiktok::FOLLOWER_HISTORY,
    &tiktok::FOLLOWER_ACTIVITY,
    &tiktok::FOLLOWER_SHARES,
    &tiktok::BUSINESS_OVERVIEW,
    &tiktok::BUSINESS_VIDEOS,
    &tiktok_ads::ADS_MANAGER,
    &youtube::CONTENT,
    &youtube::CONTENT_SPLIT,
    &youtube::BREAKDOWN,
    &youtube::DAYS,
    &youtube::TOTALS_BY_NAME,
];
