//! Fixtures of the exports of Meta, X and LinkedIn.

use crate::check::check;

macro_rules! fixtures {
    ($($id:ident),+ $(,)?) => { $(#[test] fn $id() { check(stringify!($id)); })+ };
}

fixtures!(
    meta_ads_manager,
    meta_ads_manager_account,
    meta_ads_api,
    meta_facebook_posts,
    meta_facebook_videos,
    meta_instagram_posts,
    meta_instagram_stories,
    meta_metric_card,
    meta_audience,
    meta_audience_list,
    meta_audience_places,
    meta_audience_followers,
    meta_content_formats,
    facebook_insights_posts,
    x_tweet_activity,
    x_content,
    x_overview,
    x_ads,
    linkedin_page_content,
    linkedin_page_posts,
    linkedin_page_followers,
    linkedin_page_visitors,
    linkedin_person_discovery,
    linkedin_person_engagement,
    linkedin_person_top_posts,
    linkedin_person_followers,
    linkedin_person_demographics,
    linkedin_campaign_manager,
);
