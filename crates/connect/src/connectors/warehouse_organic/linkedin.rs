//! LinkedIn company pages: `linkedin_pages` tables.

use super::{Columns, Counter, EntityKind, ORGANIC, PlatformIs, Quirk, SYNC, Scope, columns};
use crate::connector::Connector;
use crate::remark::Held;

const LINKEDIN: Connector = Connector {
    source: "linkedin_pages seed tables of dbt_social_media_reporting; organizationalEntityShareStatistics",
    platform: PlatformIs::Fixed("linkedin"),
    scope: Scope::Organic,
    ..ORGANIC
};

/// Standing counts at the moment of the load. `like_count` is of all reactions, whatever its name.
pub(in crate::connectors) static POST_LIFETIME: Connector = Connector {
    id: "warehouse_linkedin_post_lifetime",
    title: "LinkedIn pages in a warehouse: share_statistic",
    entity: EntityKind::Post,
    counter: Some(Counter::Lifetime),
    requires: &[
        "post_id",
        "account_id",
        "impressions",
        "clicks.total",
        "reactions.total",
    ],
    columns: columns!(&[
        ("_fivetran_id", "ignore"),
        ("_fivetran_synced", "observed_at"),
        ("_organization_entity_urn", "account_id"),
        ("_share_entity_urn", "post_id"),
        ("impression_count", "impressions"),
        ("unique_impressions_count", "reach"),
        ("click_count", "clicks.total"),
        ("like_count", "reactions.total"),
        ("comment_count", "comments"),
        ("share_count", "shares.reposts"),
        ("engagement", "derived"),
    ]),
    ..LINKEDIN
};

const POST: Columns = &[
    ("id", "post_id"),
    ("author", "account_id"),
    ("commentary", "text"),
    ("first_published_at", "published_at"),
    ("lifecycle_state", "x.state"),
    ("visibility", "x.visibility"),
    ("container_entity", "ignore"),
    ("created_actor", "ignore"),
    ("created_time", "ignore"),
    ("distribution_external_distribution_channels", "ignore"),
    ("distribution_feed_distribution", "ignore"),
    ("last_modified_actor", "ignore"),
    ("last_modified_time", "ignore"),
    ("response_context_parent", "ignore"),
    ("response_context_root", "ignore"),
];

pub(in crate::connectors) static POSTS: Connector = Connector {
    id: "warehouse_linkedin_posts",
    title: "LinkedIn pages in a warehouse: share_history, ugc_post_history",
    entity: EntityKind::Post,
    requires: &["post_id", "account_id", "text", "published_at", "x.state"],
    columns: columns!(SYNC, POST),
    zone: Some("UTC"),
    ..LINKEDIN
};

pub(in crate::connectors) static POST_CONTENT: Connector = Connector {
    id: "warehouse_linkedin_post_content",
    title: "LinkedIn pages in a warehouse: share_content, post_content",
    entity: EntityKind::Post,
    requires: &["post_id", "format", "title", "landing_url", "x.poll"],
    columns: columns!(
        SYNC,
        &[
            ("share_id|post_id|ugc_post_id", "post_id"),
            ("type", "format"),
            ("article_title", "title"),
            ("article_source", "landing_url"),
            ("article_description", "x.description"),
            ("article_thumbnail", "ignore"),
            ("article_thumbnail_alt_text", "ignore"),
            ("carousel_id", "ignore"),
            ("media_alt_text", "ignore"),
            ("media_id", "ignore"),
            ("media_title", "ignore"),
            ("multi_image_alt_text", "ignore"),
            ("poll_question", "x.poll"),
            ("poll_settings_*", "ignore"),
            ("poll_unique_voters_count", "ignore"),
        ]
    ),
    ..LINKEDIN
};

pub(in crate::connectors) static ORGANIZATIONS: Connector = Connector {
    id: "warehouse_linkedin_organizations",
    title: "LinkedIn pages in a warehouse: organization",
    requires: &["account_id", "account_name", "x.vanity_name", "x.organization_type"],
    columns: columns!(
        SYNC,
        &[
            ("id", "account_id"),
            ("localized_name", "account_name"),
            ("vanity_name", "x.vanity_name"),
            ("organization_type", "x.organization_type"),
            ("founded_on_*", "ignore"),
            ("*_crop_info_*", "ignore"),
            ("version_tag", "ignore"),
            ("parent_relationship_*", "ignore"),
            ("school_attributes_*", "ignore"),
            ("staff_count_range", "ignore"),
        ]
    ),
    ..LINKEDIN
};

pub(in crate::connectors) static LINKS: Connector = Connector {
    id: "warehouse_linkedin_links",
    title: "LinkedIn pages in a warehouse: organization_share, organization_ugc_post, *_share_statistic links",
    requires: &["x.organization|x.statistic", "x.share|x.ugc_post"],
    columns: columns!(
        SYNC,
        &[
            ("organization_id|organiation_id", "x.organization"),
            ("share_statistic_id", "x.statistic"),
            ("share_id", "x.share"),
            ("ugc_post_id", "x.ugc_post"),
        ]
    ),
    quirks: &[Quirk::NotRead(Held::Ids)],
    ..LINKEDIN
};
