//! Google, Microsoft Ads and warehouse shapes on fixtures of our own making.

use crate::check::check;

#[test]
fn google_and_microsoft() {
    ["ga4_cohorts", "ga4_report", "google_ads_report", "microsoft_ads_report"]
        .into_iter()
        .for_each(check);
    ["search_console_filters", "search_console_performance"]
        .into_iter()
        .for_each(check);
}

#[test]
fn warehouse_people() {
    [
        "ga4_source_categories",
        "warehouse_customers",
        "warehouse_customers_by_name",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_amazon() {
    [
        "warehouse_amazon_ads_accounts",
        "warehouse_amazon_ads_ad_groups",
        "warehouse_amazon_ads_ads",
        "warehouse_amazon_ads_campaigns",
        "warehouse_amazon_ads_keywords",
        "warehouse_amazon_ads_portfolios",
        "warehouse_amazon_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_apple() {
    [
        "warehouse_apple_search_ads_accounts",
        "warehouse_apple_search_ads_ad_groups",
        "warehouse_apple_search_ads_ads",
        "warehouse_apple_search_ads_campaign_report",
        "warehouse_apple_search_ads_campaigns",
        "warehouse_apple_search_ads_keyword_report",
        "warehouse_apple_search_ads_keywords",
        "warehouse_apple_search_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_facebook() {
    [
        "warehouse_facebook_page",
        "warehouse_facebook_page_days",
        "warehouse_facebook_post_lifetime",
        "warehouse_facebook_posts",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_google() {
    [
        "warehouse_google_ads_accounts",
        "warehouse_google_ads_ad_group_stats",
        "warehouse_google_ads_ad_groups",
        "warehouse_google_ads_ads",
        "warehouse_google_ads_campaign_stats",
        "warehouse_google_ads_campaigns",
        "warehouse_google_ads_keywords",
        "warehouse_google_ads_stats",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_instagram() {
    [
        "warehouse_instagram_media",
        "warehouse_instagram_media_lifetime",
        "warehouse_instagram_users",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_linkedin() {
    [
        "warehouse_linkedin_ads_accounts",
        "warehouse_linkedin_ads_ads",
        "warehouse_linkedin_ads_campaign_groups",
        "warehouse_linkedin_ads_campaigns",
        "warehouse_linkedin_ads_months",
        "warehouse_linkedin_ads_places",
        "warehouse_linkedin_ads_report",
        "warehouse_linkedin_links",
        "warehouse_linkedin_organizations",
        "warehouse_linkedin_post_content",
        "warehouse_linkedin_post_lifetime",
        "warehouse_linkedin_posts",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_meta() {
    [
        "warehouse_meta_ads_accounts",
        "warehouse_meta_ads_action_values",
        "warehouse_meta_ads_actions",
        "warehouse_meta_ads_ad_sets",
        "warehouse_meta_ads_ads",
        "warehouse_meta_ads_campaigns",
        "warehouse_meta_ads_creatives",
        "warehouse_meta_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_microsoft() {
    [
        "warehouse_microsoft_ads_accounts",
        "warehouse_microsoft_ads_ad_groups",
        "warehouse_microsoft_ads_ads",
        "warehouse_microsoft_ads_campaigns",
        "warehouse_microsoft_ads_keywords",
        "warehouse_microsoft_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_pinterest() {
    [
        "warehouse_pinterest_ads_accounts",
        "warehouse_pinterest_ads_ad_groups",
        "warehouse_pinterest_ads_ads",
        "warehouse_pinterest_ads_campaigns",
        "warehouse_pinterest_ads_keywords",
        "warehouse_pinterest_ads_places",
        "warehouse_pinterest_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_reddit() {
    [
        "warehouse_reddit_ads_accounts",
        "warehouse_reddit_ads_ad_groups",
        "warehouse_reddit_ads_ads",
        "warehouse_reddit_ads_campaigns",
        "warehouse_reddit_ads_conversions",
        "warehouse_reddit_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_snapchat() {
    [
        "warehouse_snapchat_ads_accounts",
        "warehouse_snapchat_ads_ad_squads",
        "warehouse_snapchat_ads_ads",
        "warehouse_snapchat_ads_campaigns",
        "warehouse_snapchat_ads_creatives",
        "warehouse_snapchat_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_tiktok() {
    [
        "warehouse_tiktok_ads_accounts",
        "warehouse_tiktok_ads_ad_groups",
        "warehouse_tiktok_ads_ads",
        "warehouse_tiktok_ads_campaigns",
        "warehouse_tiktok_ads_report",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_x() {
    [
        "warehouse_x_ads_accounts",
        "warehouse_x_ads_ads",
        "warehouse_x_ads_campaigns",
        "warehouse_x_ads_line_items",
        "warehouse_x_ads_report",
        "warehouse_x_ads_tweet_links",
        "warehouse_x_post_days",
        "warehouse_x_posts",
        "warehouse_x_users",
    ]
    .into_iter()
    .for_each(check);
}

#[test]
fn warehouse_youtube() {
    [
        "warehouse_youtube_days",
        "warehouse_youtube_videos",
        "warehouse_youtube_viewers",
    ]
    .into_iter()
    .for_each(check);
}
