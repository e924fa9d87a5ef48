//! LinkedIn Campaign Manager: `ad_analytics_by_*` and `*_history` tables.

use super::{ACCOUNT, ADS, CAMPAIGN, Connector, EntityKind, PlatformIs, Quirk, SYNC, columns};
use crate::remark::Held;

const LINKEDIN: Connector = Connector {
    source: "seed tables of dbt_linkedin; fields of adAnalytics",
    platform: PlatformIs::Fixed("linkedin"),
    ..ADS
};

/// A creative is LinkedIn's ad. Viral figures are earned by shares of the ad and are not in the paid ones. The cost in
/// dollars is the same money as the local cost, website conversions are post-click and post-view together.
pub(in crate::connectors) static REPORT: Connector = Connector {
    id: "warehouse_linkedin_ads_report",
    title: "LinkedIn ads in a warehouse: ad_analytics_by_campaign, ad_analytics_by_creative",
    requires: &[
        "campaign_id|ad_id",
        "date",
        "impressions",
        "spend",
        "clicks.total",
        "leads.lead_gen_form",
    ],
    columns: columns!(
        SYNC,
        &[
            ("campaign_id", "campaign_id"),
            ("creative_id", "ad_id"),
            ("day", "date"),
            ("impressions", "impressions"),
            ("card_impressions", "impressions.card"),
            ("approximate_unique_impressions|approximate_member_reach", "reach"),
            ("cost_in_local_currency", "spend"),
            ("cost_in_usd", "ignore"),
            ("conversion_value_in_local_currency", "conversion_value.all"),
            ("clicks", "clicks.total"),
            ("landing_page_clicks", "clicks.link"),
            ("company_page_clicks", "clicks.profile"),
            ("text_url_clicks", "clicks.text_url"),
            ("action_clicks", "clicks.cta"),
            ("card_clicks", "clicks.card"),
            ("ad_unit_clicks", "clicks.ad_unit"),
            ("likes", "reactions.like"),
            ("reactions", "reactions.total"),
            ("comment_likes", "reactions.on_comments"),
            ("comments", "comments"),
            ("shares", "shares.reposts"),
            ("follows", "followers_gained.from_ads"),
            ("other_engagements", "engagements_other"),
            ("total_engagements", "engagements_total"),
            ("opens", "opens.inmail"),
            ("sends", "sends.inmail"),
            ("one_click_lead_form_opens", "opens.lead_form"),
            ("one_click_leads", "leads.lead_gen_form"),
            ("lead_generation_mail_contact_info_shares", "leads.mail_contact_shared"),
            ("lead_generation_mail_interested_clicks", "clicks.mail_interested"),
            ("external_website_conversions", "conversions.website"),
            (
                "external_website_post_click_conversions",
                "conversions.website_post_click"
            ),
            (
                "external_website_post_view_conversions",
                "conversions.website_post_view"
            ),
            ("video_starts", "video_views.start"),
            ("video_views", "video_views.2s_50pct"),
            ("full_screen_plays", "video_views.fullscreen"),
            ("video_first_quartile_completions", "video_quartile.25"),
            ("video_midpoint_completions", "video_quartile.50"),
            ("video_third_quartile_completions", "video_quartile.75"),
            ("video_completions", "video_quartile.97"),
            ("viral_impressions", "impressions.viral@organic"),
            ("viral_card_impressions", "impressions.viral_card@organic"),
            ("viral_clicks", "clicks.viral_total@organic"),
            ("viral_landing_page_clicks", "clicks.viral_link@organic"),
            ("viral_company_page_clicks", "clicks.viral_profile@organic"),
            ("viral_card_clicks", "clicks.viral_card@organic"),
            ("viral_likes", "reactions.viral_like@organic"),
            ("viral_comment_likes", "reactions.viral_on_comments@organic"),
            ("viral_comments", "comments.viral@organic"),
            ("viral_shares", "shares.viral_reposts@organic"),
            ("viral_follows", "followers_gained.viral@organic"),
            ("viral_other_engagements", "engagements_other.viral@organic"),
            ("viral_total_engagements", "engagements_total.viral@organic"),
            ("viral_one_click_lead_form_opens", "opens.viral_lead_form@organic"),
            ("viral_one_click_leads", "leads.viral_lead_gen_form@organic"),
            (
                "viral_external_website_conversions",
                "conversions.viral_website@organic"
            ),
            (
                "viral_external_website_post_click_conversions",
                "conversions.viral_website_post_click@organic"
            ),
            (
                "viral_external_website_post_view_conversions",
                "conversions.viral_website_post_view@organic"
            ),
            ("viral_video_starts", "video_views.viral_start@organic"),
            ("viral_video_views", "video_views.viral_2s_50pct@organic"),
            ("viral_full_screen_plays", "video_views.viral_fullscreen@organic"),
            (
                "viral_video_first_quartile_completions",
                "video_quartile.viral_25@organic"
            ),
            ("viral_video_midpoint_completions", "video_quartile.viral_50@organic"),
            (
                "viral_video_third_quartile_completions",
                "video_quartile.viral_75@organic"
            ),
            ("viral_video_completions", "video_quartile.viral_97@organic"),
        ]
    ),
    ..LINKEDIN
};

pub(in crate::connectors) static MONTHS_BY_PLACE: Connector = Connector {
    id: "warehouse_linkedin_ads_months",
    title: "LinkedIn ads in a warehouse: monthly_ad_analytics_by_member_country, _region",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "month", "spend", "impressions", "dim.country|dim.region"],
    columns: columns!(
        SYNC,
        &[
            ("campaign_id", "campaign_id"),
            ("month", "month"),
            ("member_country", "dim.country"),
            ("member_region", "dim.region"),
            ("impressions", "impressions"),
            ("clicks", "clicks.total"),
            ("cost_in_local_currency", "spend"),
            ("cost_in_usd", "ignore"),
            ("conversion_value_in_local_currency", "conversion_value.all"),
            (
                "external_website_post_click_conversions",
                "conversions.website_post_click"
            ),
            (
                "external_website_post_view_conversions",
                "conversions.website_post_view"
            ),
            ("one_click_leads", "leads.lead_gen_form"),
        ]
    ),
    ..LINKEDIN
};

pub(in crate::connectors) static ACCOUNTS: Connector = Connector {
    id: "warehouse_linkedin_ads_accounts",
    title: "LinkedIn ads in a warehouse: account_history",
    requires: &["account_id", "account_name", "currency", "x.version"],
    columns: columns!(
        SYNC,
        ACCOUNT,
        &[
            ("version_tag", "x.version"),
            ("created_time", "ignore"),
            ("last_modified_time", "ignore"),
        ]
    ),
    ..LINKEDIN
};

pub(in crate::connectors) static CAMPAIGNS: Connector = Connector {
    id: "warehouse_linkedin_ads_campaigns",
    title: "LinkedIn ads in a warehouse: campaign_history",
    entity: EntityKind::Campaign,
    requires: &["campaign_id", "campaign_name", "account_id", "x.campaign_group"],
    columns: columns!(
        SYNC,
        CAMPAIGN,
        &[
            ("campaign_group_id", "x.campaign_group"),
            ("version_tag", "ignore"),
            ("created_time", "ignore"),
            ("last_modified_time", "ignore"),
        ]
    ),
    ..LINKEDIN
};

pub(in crate::connectors) static CAMPAIGN_GROUPS: Connector = Connector {
    id: "warehouse_linkedin_ads_campaign_groups",
    title: "LinkedIn ads in a warehouse: campaign_group_history",
    requires: &["x.group", "x.group_name", "account_id", "x.modified", "x.created"],
    columns: columns!(
        SYNC,
        &[
            ("id", "x.group"),
            ("name", "x.group_name"),
            ("account_id", "account_id"),
            ("created_time", "x.created"),
            ("last_modified_time", "x.modified"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::CampaignGroups)],
    ..LINKEDIN
};

pub(in crate::connectors) static CREATIVES: Connector = Connector {
    id: "warehouse_linkedin_ads_ads",
    title: "LinkedIn ads in a warehouse: creative_history",
    entity: EntityKind::Ad,
    requires: &["ad_id", "campaign_id", "landing_url", "x.status"],
    columns: columns!(
        SYNC,
        &[
            ("id", "ad_id"),
            ("campaign_id", "campaign_id"),
            ("intended_status", "x.status"),
            ("click_uri", "landing_url"),
            ("text_ad_landing_page", "x.text_ad_page"),
            ("spotlight_landing_page", "x.spotlight_page"),
            ("created_time", "ignore"),
            ("last_modified_at", "ignore"),
        ]
    ),
    ..LINKEDIN
};

pub(in crate::connectors) static PLACES: Connector = Connector {
    id: "warehouse_linkedin_ads_places",
    title: "LinkedIn ads in a warehouse: geo",
    requires: &["x.id", "x.place"],
    columns: columns!(SYNC, &[("id", "x.id"), ("value", "x.place")]),
    quirks: &[Quirk::FileNamed(&["geo"]), Quirk::NotRead(Held::Places)],
    ..LINKEDIN
};
