//! Fixtures of the connectors of YouTube, TikTok, Pinterest, Snapchat and Reddit.

use crate::check::check;

const CONNECTORS: &[&str] = &[
    "youtube_content",
    "youtube_content_split",
    "youtube_breakdown",
    "youtube_days",
    "youtube_totals",
    "tiktok_studio_overview",
    "tiktok_studio_content",
    "tiktok_studio_viewers",
    "tiktok_studio_followers",
    "tiktok_studio_follower_activity",
    "tiktok_studio_follower_shares",
    "tiktok_business_overview",
    "tiktok_business_videos",
    "tiktok_ads",
    "pinterest_days",
    "pinterest_boards",
    "pinterest_pins",
    "pinterest_ads",
    "snapchat_ads",
    "reddit_ads",
];

#[test]
fn each_fixture_gives_what_was_written_down() {
    for connector in CONNECTORS {
        check(connector);
    }
}
