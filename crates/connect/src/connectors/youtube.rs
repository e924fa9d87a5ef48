//! YouTube: exports of YouTube Studio's advanced mode.
//!
//! A person picks a dimension, a period and columns; the ZIP then holds `Table data.csv` (one row an entity, sums of the
//! period), `Chart data.csv` (one chosen figure a day, top entities only) and `Totals.csv` (that figure a day, of the
//! whole channel). All speak of the same activity. Every file uses the same words, so the connectors share one list of
//! columns. Views are views, not clicks; they hold advertised views too, hence scope `total`.

use harpoon_core::{EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

/// Words of the advanced mode, for whatever dimension and figures were picked.
const COLUMNS: &[(&str, &str)] = &[
    // Dimensions and what comes along with them.
    ("Date", "date"),
    ("Content", "post_id"),
    ("Video title", "title"),
    ("Video publish time", "published_at"),
    ("Duration", "duration"),
    ("Geography", "dim.country"),
    ("Cities", "ignore"),
    ("City name", "dim.city"),
    ("Traffic source", "dim.traffic_source"),
    // From here to the figures: seen in documents only.
    ("Content type", "dim.content_type"),
    ("Device type", "dim.device"),
    ("Operating system", "dim.operating_system"),
    ("Viewer age", "dim.age"),
    ("Viewer gender", "dim.gender"),
    ("Subscription status", "dim.subscription"),
    ("New and returning viewers", "dim.new_or_returning"),
    ("YouTube product", "dim.product"),
    ("Playback location", "dim.playback_location"),
    // Exposure. From 2025-03-31 a Short's view is any start or replay; engaged views keep the older meaning.
    ("Views", "content_views"),
    ("Engaged views", "video_views.engaged"),
    ("YouTube Premium views", "content_views.premium"),
    ("Watch time (hours)", "watch_time in hours"),
    ("YouTube Premium watch time (hours)", "watch_time.premium in hours"),
    ("Average view duration", "avg_watch_time in clock"),
    (
        "Average percentage viewed (%)",
        "video_retention.avg_percentage in percent",
    ),
    ("Stayed to watch (%)", "video_retention.stayed in percent"),
    (
        "Viewed (vs. swiped away) (%)",
        "video_retention.shorts_viewed in percent",
    ),
    ("Impressions", "impressions.thumbnail"),
    ("Impressions click-through rate (%)", "derived"),
    ("Shown in feed", "impressions.shorts_feed"),
    ("Views (%)", "audience_share.views in percent"),
    ("Watch time (hours) (%)", "audience_share.watch_time in percent"),
    // People
    ("Unique viewers", "reach.viewers"),
    ("New viewers", "reach.new_viewers"),
    ("Returning viewers", "reach.returning_viewers"),
    ("Casual viewers", "reach.casual_viewers"),
    ("Regular viewers", "reach.regular_viewers"),
    ("Subscribers", "net_follower_change"),
    ("Subscribers gained", "followers_gained"),
    ("Subscribers lost", "followers_lost"),
    // Engagement
    ("Likes", "reactions.like"),
    ("Dislikes", "reactions.dislike"),
    ("Likes (vs. dislikes) (%)", "derived"),
    ("Comments added", "comments"),
    ("Shares", "shares"),
    ("Card clicks", "clicks.card"),
    ("Card impressions", "impressions.card"),
    // What YouTube pays the channel; no revenue of the business.
    (
        "Estimated revenue (*)|Your estimated revenue (*)",
        "monetisation_earnings",
    ),
    ("RPM (*)", "derived"),
    ("CPM (*)", "derived"),
];

/// One of the figures that a person can pick.
const ANY_FIGURE: &str = "content_views|video_views.engaged|watch_time|avg_watch_time|video_retention.avg_percentage\
    |impressions.thumbnail|impressions.shorts_feed|reach.viewers|net_follower_change|followers_gained|followers_lost\
    |reactions.like|comments|shares|monetisation_earnings";

/// A figure that only YouTube words so, and `Date` alone with it is enough.
const OWN_FIGURE: &str = "watch_time|avg_watch_time|video_views.engaged|video_retention.avg_percentage\
    |impressions.shorts_feed|net_follower_change";

const SOURCE: &str = "real exports of 5 channels, 2021–2026";
const FOUND_AT: &str = "studio.youtube.com › Analytics › Advanced mode › Export current view › .csv";

/// The period stands in the ZIP's name: `Content 2024-01-01_2024-12-31 Channel.zip`.
const ZIP_NAME: Quirk = Quirk::NameSays("{*} {from}_{to} {account}");
/// The first row sums more than the listed rows: 500 rows at most are listed, and deleted videos count (0–15.6 %).
const TOTALS: [Quirk; 2] = [Quirk::TotalLabel(&["Total", "Gesamt"]), Quirk::TotalMayExceed];

const STUDIO: Connector = Connector {
    found_at: FOUND_AT,
    source: SOURCE,
    evidence: Evidence::Recorded,
    platform: PlatformIs::Fixed("youtube"),
    dialect: "youtube/studio_csv",
    scope: Scope::Total,
    columns: COLUMNS,
    zone: Some("America/Los_Angeles"),
    ..BASE
};

/// `Table data.csv` and `Chart data.csv` of the dimension Content: videos, by period or by day.
pub(super) static CONTENT: Connector = Connector {
    id: "youtube_content",
    title: "YouTube Studio: advanced mode, Content",
    entity: EntityKind::Post,
    requires: &["post_id", "title", ANY_FIGURE],
    quirks: &[TOTALS[0], TOTALS[1], ZIP_NAME],
    ..STUDIO
};

/// The same table after somebody split the publish time into a date and a clock.
pub(super) static CONTENT_SPLIT: Connector = Connector {
    id: "youtube_content_split",
    title: "YouTube Studio: advanced mode, Content, with publish date and hour in two columns",
    source: "one real file, edited by hand, 2024",
    entity: EntityKind::Post,
    requires: &["post_id", "title", "published_at", "published_hour", "content_views"],
    columns: &[
        ("Content", "post_id"),
        ("Video title", "title"),
        ("Video publish time", "published_hour"),
        ("Video publish date", "published_at"),
        ("New viewers", "reach.new_viewers"),
        ("Subscribers gained", "followers_gained"),
        ("Shown in feed", "impressions.shorts_feed"),
        (
            "Viewed (vs. swiped away) (%)",
            "video_retention.shorts_viewed in percent",
        ),
        (
            "Average percentage viewed (%)",
            "video_retention.avg_percentage in percent",
        ),
        ("Views", "content_views"),
        ("Watch time (hours)", "watch_time in hours"),
        ("Subscribers", "net_follower_change"),
        ("Impressions", "impressions.thumbnail"),
        ("Impressions click-through rate (%)", "derived"),
    ],
    quirks: &[TOTALS[0], TOTALS[1], ZIP_NAME],
    ..STUDIO
};

/// `Table data.csv` and `Chart data.csv` of any other dimension: the channel, split by country, city, traffic source, ….
pub(super) static BREAKDOWN: Connector = Connector {
    id: "youtube_breakdown",
    title: "YouTube Studio: advanced mode, Geography, Cities, Traffic source and other breakdowns",
    requires: &[
        "dim.country|dim.city|dim.traffic_source|dim.content_type|dim.device|dim.operating_system|dim.age|dim.gender\
         |dim.subscription|dim.new_or_returning|dim.product|dim.playback_location",
        "content_views|watch_time|avg_watch_time|audience_share.views|audience_share.watch_time|impressions.thumbnail",
    ],
    quirks: &[TOTALS[0], TOTALS[1], Quirk::Footnote(&["Showing top"]), ZIP_NAME],
    ..STUDIO
};

/// `Table data.csv` of the dimension Date, and `Totals.csv` of a figure whose name is YouTube's own.
pub(super) static DAYS: Connector = Connector {
    id: "youtube_days",
    title: "YouTube Studio: advanced mode, Date, and Totals",
    requires: &["date", OWN_FIGURE],
    quirks: &[TOTALS[0], TOTALS[1], ZIP_NAME],
    ..STUDIO
};

/// `Totals.csv` of a figure that any platform could have named so (`Date,Views`): only the file's name tells.
pub(super) static TOTALS_BY_NAME: Connector = Connector {
    id: "youtube_totals",
    title: "YouTube Studio: advanced mode, Totals",
    requires: &["date", ANY_FIGURE],
    quirks: &[Quirk::FileNamed(&["totals", "gesamtwerte", "totales"]), ZIP_NAME],
    ..STUDIO
};
