//! [`CONNECTORS`]: every native export that Harpoon reads, one file a platform.
//!
//! To add one: a file beside these with a `static`, its line below, a fixture in `tests/fixtures`. Nothing else in the
//! tree names it.

use crate::connector::Connector;

mod pinterest;
mod reddit;
mod snapchat;
mod tiktok;
mod tiktok_ads;
mod x;
mod youtube;

/// Every connector, by platform.
pub static CONNECTORS: &[&Connector] = &[
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
    &x::TWEET_ACTIVITY,
    &youtube::CONTENT,
    &youtube::CONTENT_SPLIT,
    &youtube::BREAKDOWN,
    &youtube::DAYS,
    &youtube::TOTALS_BY_NAME,
];
