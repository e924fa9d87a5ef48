//! [`METRICS`]: the canonical metrics that platform columns are read into.
//!
//! A metric is what a platform says; a KPI is what the business asks. Names, units and behaviour follow the common
//! ground of the platforms' own documents; differences of definition (a "view" of three seconds or of one) are
//! facets, so that unlike things never add up.

use crate::fact::{Counter, Unit};

/// One canonical metric.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Metric {
    /// Id, as in tables and connectors.
    pub id: &'static str,
    /// What is counted, in one plain sentence.
    pub meaning: &'static str,
    /// What one unit is.
    pub unit: Unit,
    /// Behaviour over time where a connector says nothing else; a post's lifetime figures override `Delta`.
    pub counter: Counter,
}

const fn count(id: &'static str, meaning: &'static str) -> Metric {
    Metric {
        id,
        meaning,
        unit: Unit::Count,
        counter: Counter::Delta,
    }
}

const fn people(id: &'static str, meaning: &'static str) -> Metric {
    Metric {
        id,
        meaning,
        unit: Unit::People,
        counter: Counter::Unique,
    }
}

const fn money(id: &'static str, meaning: &'static str) -> Metric {
    Metric {
        id,
        meaning,
        unit: Unit::Money,
        counter: Counter::Delta,
    }
}

const fn rate(id: &'static str, unit: Unit, meaning: &'static str) -> Metric {
    Metric {
        id,
        meaning,
        unit,
        counter: Counter::Rate,
    }
}

/// Every canonical metric, by family in reading order.
pub static METRICS: &[Metric] = &[
    // Exposure
    count(
        "impressions",
        "Times a post or ad was put on a screen, by the platform's own rule.",
    ),
    count(
        "content_views",
        "Times content was displayed or started to play; what platforms call views.",
    ),
    count(
        "video_views",
        "Plays that passed the threshold named by the facet; thresholds never add up.",
    ),
    count(
        "video_quartile",
        "Plays that reached the percentage named by the facet.",
    ),
    Metric {
        id: "watch_time",
        meaning: "Time watched.",
        unit: Unit::Seconds,
        counter: Counter::Delta,
    },
    rate("avg_watch_time", Unit::Seconds, "The platform's own mean time watched."),
    people("reach", "Distinct accounts that saw it in exactly the stated period."),
    rate(
        "frequency",
        Unit::Count,
        "Impressions by reach, as the platform states it.",
    ),
    people("visitors", "Distinct visitors of a site."),
    people("engaged_people", "Distinct accounts that interacted."),
    rate(
        "video_retention",
        Unit::Fraction,
        "Share of a video watched, by the platform's own rule.",
    ),
    count(
        "story_navigation",
        "Taps forward, back and out of a story; the facet tells which.",
    ),
    // Engagement
    count(
        "engagements_total",
        "The platform's own composite of interactions; definitions differ.",
    ),
    count(
        "reactions",
        "Likes and other reactions; the facet is the kind, `total` is all kinds.",
    ),
    count("comments", "Comments and replies."),
    count("shares", "Shares, sends and forwards."),
    count("reposts", "Reposts, boosts and reblogs."),
    count("quotes", "Posts that quote the post."),
    count("saves", "Saves and bookmarks."),
    count("saves_removed", "Saves that were undone."),
    count("mentions", "Posts by others that name the brand."),
    count("negative_feedback", "Hides, reports and unlikes."),
    count(
        "interactions",
        "Google's interactions: clicks or views, by campaign type.",
    ),
    count("engagements_other", "Interactions that fit no other kind."),
    // Traffic
    count("clicks", "Clicks; the facet is the kind, `total` is all kinds."),
    count("profile_views", "Visits of the profile or page on the platform."),
    count("landing_page_views", "Times the page behind the link was loaded."),
    count("sessions", "Visits of a web site."),
    count("page_views", "Pages viewed on a web site."),
    count("events", "Events of a web analytics property."),
    count("sends", "Messages sent."),
    count("opens", "Messages or forms opened."),
    rate("avg_position", Unit::Count, "Mean rank in search results."),
    rate("avg_engagement_time", Unit::Seconds, "Mean engaged time per user."),
    rate(
        "impression_share",
        Unit::Fraction,
        "Impressions won of those that could be won; may be censored.",
    ),
    // Audience
    Metric {
        id: "followers",
        meaning: "Accounts that follow at the moment.",
        unit: Unit::People,
        counter: Counter::Level,
    },
    Metric {
        id: "following",
        meaning: "Accounts that are followed.",
        unit: Unit::People,
        counter: Counter::Level,
    },
    count("followers_gained", "New follows in the period."),
    count("followers_lost", "Follows ended in the period."),
    count("net_follower_change", "Follows gained less follows lost."),
    people("followers_online", "Followers active in the day or hour."),
    rate(
        "audience_share",
        Unit::Fraction,
        "Share of the audience in the group that the breakdown names.",
    ),
    count("posts_count", "Posts that exist."),
    count("posts_published", "Posts published in the period."),
    // Money and outcomes
    money("spend", "Money charged for media."),
    count(
        "conversions",
        "Outcomes that the platform claims; the facet is kind and window. A claim, not an order.",
    ),
    money("conversion_value", "Value of the outcomes that the platform claims."),
    count("leads", "Lead forms and sign-ups that the platform claims."),
    count(
        "results",
        "Outcomes of the campaign's own objective; the facet is the objective. Never added over objectives.",
    ),
    count("orders", "Orders in the shop's own books."),
    money(
        "revenue",
        "Revenue in the shop's own books; the facet tells gross, net, tax.",
    ),
    money("refunds", "Money paid back."),
    count("units_sold", "Items sold."),
    count("deals", "Opportunities in the CRM."),
    money("deal_value", "Amount of the opportunities."),
    money(
        "monetisation_earnings",
        "What the platform pays the creator; not revenue of the business.",
    ),
    count(
        "monetisation_ad_impressions",
        "Other advertisers' ads shown within the creator's content.",
    ),
    // Service, reviews, occasions
    count("issues_opened", "Support cases opened."),
    count("issues_resolved", "Support cases solved."),
    rate("first_response_time", Unit::Seconds, "Time to the first public reply."),
    count("reviews", "Reviews written; the facet is the number of stars, 1 to 5."),
    count(
        "event_registrations",
        "People registered for an occasion; the facet is the source.",
    ),
    count(
        "event_attendance",
        "People who came to an occasion; the facet is the source.",
    ),
    count("store_visits", "Visits of a shop with a door."),
    count("checkins", "Check-ins at a place."),
    // Ratios as platforms print them
    rate(
        "derived_rate",
        Unit::Fraction,
        "Any ratio in an export; a check of our own computation, nothing more.",
    ),
];

/// The metric with this id.
pub fn metric(id: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.id == id)
}
