//! Meta Business Suite: `Audience.csv`, whom the followers are. Tables of one account, stacked, without a day.
//!
//! Two shapes. Since 2025: age by gender with a column a gender, and lists of cities and countries that only their title
//! names; neither says the platform. Until 2024: titles that say the platform, lists with a header, the number of
//! followers. The card of follows at the end is one of `meta_insights`.

use crate::connector::{Connector, Evidence, PlatformIs, Quirk};
use crate::connectors::meta_insights::METRIC_CARD;

const FOUND_AT: &str = "Meta Business Suite › Insights › Audience › Export";
const UNTIL_2024: &str = "public programs of 2024 that read such files, in English and Portuguese";

/// Of all followers, whatever brought them.
const SHARE: &str = "audience_share.followers@total in percent";

/// Shares by age and gender.
pub(super) static AGE_AND_GENDER: Connector = Connector {
    id: "meta_audience",
    version: 2,
    title: "Meta Business Suite: audience by age and gender",
    found_at: FOUND_AT,
    source: "2 real exports, 2025–2026; titles until 2024 after public programs that read them",
    evidence: Evidence::Recorded,
    platform: PlatformIs::Ask(&["facebook", "instagram"]),
    requires: &["dim.age", "value of gender=male", "value of gender=female"],
    columns: &[
        // The ages stand below an empty cell.
        ("", "dim.age"),
        ("Age", "dim.age"),
        ("Men", "value of gender=male"),
        ("Women", "value of gender=female"),
    ],
    quirks: &[Quirk::TitledFigure(&[
        ("Age & gender", "facebook", SHARE),
        ("Age & gender", "instagram", SHARE),
        ("Facebook followers by gender and age", "facebook", SHARE),
        ("Instagram followers by gender and age", "instagram", SHARE),
    ])],
    ..METRIC_CARD
};

/// Lists: a row of names, and below it a row of shares. Only the ten largest are listed; followers may be of several pages.
pub(super) static LIST: Connector = Connector {
    id: "meta_audience_list",
    version: 1,
    title: "Meta Business Suite: audience, top cities and countries",
    source: "2 real exports, 2025–2026",
    requires: &["value"],
    columns: &[("*", "value")],
    quirks: &[Quirk::TitledFigure(&[
        ("Top cities", "facebook", CITY),
        ("Top cities", "instagram", CITY),
        ("Top towns/cities", "facebook", CITY),
        ("Top towns/cities", "instagram", CITY),
        ("Top countries", "facebook", COUNTRY),
        ("Top countries", "instagram", COUNTRY),
        ("Top pages", "facebook", PAGE),
    ])],
    ..AGE_AND_GENDER
};

const CITY: &str = "audience_share.followers@total of city=* in percent";
const COUNTRY: &str = "audience_share.followers@total of country=* in percent";
const PAGE: &str = "audience_share.followers@total of page=* in percent";

/// Lists until 2024: a name and its share a row.
pub(super) static PLACES: Connector = Connector {
    id: "meta_audience_places",
    version: 1,
    title: "Meta Business Suite: audience by place, until 2024",
    source: UNTIL_2024,
    evidence: Evidence::SpecOnly,
    requires: &["dim.city|dim.country", "value"],
    columns: &[
        ("Top cities|Top towns/cities", "dim.city"),
        ("Top countries", "dim.country"),
        ("Value", "value"),
    ],
    quirks: &[Quirk::TitledFigure(&[
        ("Facebook followers by top cities", "facebook", SHARE),
        ("Facebook followers by top towns/cities", "facebook", SHARE),
        ("Facebook followers by top countries", "facebook", SHARE),
        ("Instagram followers by top cities", "instagram", SHARE),
        ("Instagram followers by top towns/cities", "instagram", SHARE),
        ("Instagram followers by top countries", "instagram", SHARE),
    ])],
    ..AGE_AND_GENDER
};

/// Number of followers, until 2024: one cell.
pub(super) static FOLLOWERS: Connector = Connector {
    id: "meta_audience_followers",
    version: 1,
    title: "Meta Business Suite: audience, number of followers, until 2024",
    source: UNTIL_2024,
    evidence: Evidence::SpecOnly,
    requires: &["value"],
    columns: &[("FB_PAGE,FOLLOW,UNIQUE_USERS|IG_ACCOUNT,FOLLOW,UNIQUE_USERS", "value")],
    quirks: &[Quirk::TitledFigure(&[
        ("Facebook followers", "facebook", "followers@total"),
        ("Instagram followers", "instagram", "followers@total"),
    ])],
    ..AGE_AND_GENDER
};
