//! TikTok: organic figures from TikTok Studio and from the Business Suite.
//!
//! Studio's days have no year and follow the language of the interface (`June 30`, `8 de marzo`). Exports are in UTF-8
//! with BOM, all cells quoted; each comes as a ZIP of its own, and `Viewers` also as a workbook of text cells.

use harpoon_core::{Counter, EntityKind, Scope};

use crate::connector::{BASE, Connector, Evidence, IdClock, PlatformIs, Quirk};

const STUDIO: Connector = Connector {
    found_at: "tiktok.com/tiktokstudio › Analytics › Download data",
    source: "real exports of 4 accounts in English and Spanish, 2026",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Fixed("tiktok"),
    dialect: "tiktok/studio_csv",
    scope: Scope::Organic,
    ..BASE
};

const BUSINESS: Connector = Connector {
    found_at: "tiktok.com/business-suite › Analytics › Export data",
    source: "real exports of one account, 2025",
    dialect: "tiktok/business_suite_csv",
    ..STUDIO
};

/// What TikTok writes for a figure that it does not have.
const UNKNOWN: Quirk = Quirk::Unknown(&["undefined", "NAN", "--"]);
/// Neither export has a column of ids; the address of a video or a carousel holds it.
const ID_IN_LINK: Quirk = Quirk::IdInPermalink(&["/video/", "/photo/"]);

/// `Overview.csv`: the account by day. Days before the account existed are 0.
pub(super) static OVERVIEW: Connector = Connector {
    id: "tiktok_studio_overview",
    title: "TikTok Studio: Overview",
    requires: &["date", "content_views", "profile_views"],
    columns: &[
        ("Date", "date"),
        ("Video Views", "content_views"),
        ("Profile Views", "profile_views"),
        ("Likes", "reactions.like"),
        ("Comments", "comments"),
        ("Shares", "shares"),
    ],
    quirks: &[
        Quirk::DatesWithoutYear,
        UNKNOWN,
        Quirk::NameSays("Overview_{from}_{*}_{account}"),
    ],
    ..STUDIO
};

/// `Content.csv`: the recent videos, counts since publication on the day in `Time`.
///
/// `Post time` is passed over: it lacks the year, and the id tells the instant to the second.
pub(super) static CONTENT: Connector = Connector {
    id: "tiktok_studio_content",
    title: "TikTok Studio: Content",
    counter: Some(Counter::Lifetime),
    entity: EntityKind::Post,
    requires: &["permalink", "observed_at", "content_views"],
    columns: &[
        ("Time", "observed_at"),
        ("Video title", "text"),
        ("Video link", "permalink"),
        ("Post time", "ignore"),
        ("Total likes", "reactions.like"),
        ("Total comments", "comments"),
        ("Total shares", "shares"),
        ("Total views", "content_views"),
    ],
    quirks: &[
        Quirk::DatesWithoutYear,
        UNKNOWN,
        ID_IN_LINK,
        Quirk::IdClock(IdClock::TikTok),
        Quirk::NameSays("Content_{account}"),
    ],
    ..STUDIO
};

/// `Viewers.csv` or `Viewers.xlsx`: people by day. Where the total is `undefined`, the zeros beside it are not zeros.
pub(super) static VIEWERS: Connector = Connector {
    id: "tiktok_studio_viewers",
    title: "TikTok Studio: Viewers",
    requires: &["date", "reach.viewers", "reach.new_viewers"],
    columns: &[
        ("Date", "date"),
        ("Total Viewers", "reach.viewers"),
        ("New Viewers", "reach.new_viewers"),
        ("Returning Viewers", "reach.returning_viewers"),
    ],
    quirks: &[
        Quirk::DatesWithoutYear,
        UNKNOWN,
        Quirk::FalseZeros("reach.new_viewers"),
        Quirk::FalseZeros("reach.returning_viewers"),
        Quirk::NameSays("Viewers_{account}"),
    ],
    ..STUDIO
};

/// `FollowerHistory.csv`: followers at the end of each day.
///
/// The column of differences is passed over: some accounts saw it a day late, and it is 0 where the level is
/// `undefined`. The change follows from the levels.
pub(super) static FOLLOWER_HISTORY: Connector = Connector {
    id: "tiktok_studio_followers",
    title: "TikTok Studio: Follower history",
    requires: &["date", "followers", "ignore"],
    columns: &[
        ("Date", "date"),
        ("Followers", "followers"),
        ("Difference in followers from previous day", "ignore"),
    ],
    quirks: &[Quirk::DatesWithoutYear, UNKNOWN, Quirk::NameSays("Followers_{account}")],
    ..STUDIO
};

/// `FollowerActivity.csv`: followers online by hour, of the last seven days only.
pub(super) static FOLLOWER_ACTIVITY: Connector = Connector {
    id: "tiktok_studio_follower_activity",
    title: "TikTok Studio: Follower activity",
    source: "real headers without rows, 2026; rows after a public description",
    requires: &["date", "hour", "followers_online.hourly"],
    columns: &[
        ("Date", "date"),
        ("Hour", "hour"),
        ("Active followers", "followers_online.hourly"),
    ],
    quirks: &[Quirk::DatesWithoutYear, UNKNOWN, Quirk::NameSays("Followers_{account}")],
    ..STUDIO
};

/// `FollowerGender.csv` and `FollowerTopTerritories.csv`: shares of the followers, without a date.
pub(super) static FOLLOWER_SHARES: Connector = Connector {
    id: "tiktok_studio_follower_shares",
    title: "TikTok Studio: Follower gender, Top territories",
    source: "real headers without rows, 2026; rows after a public description (`Female`, `61%`)",
    requires: &["dim.gender|dim.country", "audience_share.followers"],
    columns: &[
        ("Gender", "dim.gender"),
        ("Top territories", "dim.country"),
        ("Distribution", "audience_share.followers in percent"),
    ],
    quirks: &[UNKNOWN, Quirk::NameSays("Followers_{account}")],
    ..STUDIO
};

/// Overview and Audience of the Business Suite: the account by day, with years.
pub(super) static BUSINESS_OVERVIEW: Connector = Connector {
    id: "tiktok_business_overview",
    title: "TikTok Business Suite: Overview, Audience",
    requires: &[
        "date",
        "followers_gained",
        "reach|engaged_people",
        "content_views|followers",
    ],
    columns: &[
        ("Date", "date"),
        ("Video views", "content_views"),
        ("Reached audience", "reach"),
        ("Engaged audience", "engaged_people"),
        ("Profile views", "profile_views"),
        ("Likes", "reactions.like"),
        ("Shares", "shares"),
        ("Comments", "comments"),
        ("Phone number clicks", "clicks.call"),
        ("Leads submission", "leads.profile_form"),
        // Known from the Business API's words only:
        ("Website clicks", "clicks.bio_link"),
        ("Email clicks", "clicks.email"),
        ("Address clicks", "clicks.directions"),
        ("App download link clicks", "clicks.app"),
        ("Net growth", "net_follower_change"),
        ("New followers", "followers_gained"),
        ("Lost followers", "followers_lost"),
        ("Total followers", "followers"),
    ],
    quirks: &[UNKNOWN],
    ..BUSINESS
};

/// Videos of the Business Suite: counts since publication. `Post time` is UTC (51 of 51 within seconds of the id).
pub(super) static BUSINESS_VIDEOS: Connector = Connector {
    id: "tiktok_business_videos",
    title: "TikTok Business Suite: Videos",
    counter: Some(Counter::Lifetime),
    entity: EntityKind::Post,
    requires: &["permalink", "published_at", "content_views"],
    columns: &[
        ("Video title", "text"),
        ("Video link", "permalink"),
        ("Post time", "published_at"),
        ("Video views", "content_views"),
        ("Likes", "reactions.like"),
        ("Comments", "comments"),
        ("Shares", "shares"),
        ("Add to Favorites", "saves"),
    ],
    zone: Some("UTC"),
    quirks: &[UNKNOWN, ID_IN_LINK, Quirk::IdClock(IdClock::TikTok)],
    ..BUSINESS
};
