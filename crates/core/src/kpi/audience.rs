//! Audience: who follows, who came, who left, who is active.

use super::Formula::{Change, Difference, Event, Gain, Latest, Sum};
use super::{BASE, Better, Deed, Kpi, KpiUnit, Leaf, Stage, Tally, titles};
use crate::event::EventKind;

const AUDIENCE: Kpi = Kpi {
    stage: Stage::Interest,
    ..BASE
};

const HOFFMAN_FODOR: &str =
    "Hoffman and Fodor, Can You Measure the ROI of Your Social Media Marketing?, MIT Sloan Management Review 52 (2010)";

/// Stock of followers.
pub static FOLLOWERS: Kpi = Kpi {
    id: "followers",
    title: titles("Followers", "粉丝数", "Folgers"),
    meaning: "Accounts that follow at the end of the period. Over several accounts the same people may stand twice.",
    proves_not: "That they see the posts, or that they buy: most posts reach a few percent of the followers, and \
                 followers can be bought.",
    formula: Latest(Leaf::of("followers")),
    unit: KpiUnit::People,
    source: "John et al., Does \"Liking\" Lead to Loving?, Journal of Marketing Research 54 (2017)",
    ..AUDIENCE
};

/// New follows.
pub static FOLLOWERS_GAINED: Kpi = Kpi {
    id: "followers_gained",
    title: titles("Followers gained", "新增粉丝", "Nije folgers"),
    meaning: "New follows in the period. \"A hundred new friends a month\" is a goal on this.",
    proves_not: "Growth: those who left in the same time are not taken off. A giveaway brings people who leave after it.",
    formula: Sum(Leaf::first("followers_gained", &["total", ""])),
    source: HOFFMAN_FODOR,
    ..AUDIENCE
};

/// Follows ended.
pub static FOLLOWERS_LOST: Kpi = Kpi {
    id: "followers_lost",
    title: titles("Followers lost", "取关人数", "Ferlerne folgers"),
    meaning: "Follows that ended in the period.",
    proves_not: "Displeasure: platforms also remove fake and closed accounts, often many in one day.",
    formula: Sum(Leaf::of("followers_lost")),
    better: Better::Down,
    source: HOFFMAN_FODOR,
    ..AUDIENCE
};

/// Gained less lost.
pub static FOLLOWERS_NET: Kpi = Kpi {
    id: "followers_net",
    title: titles(
        "Net followers (gained less lost)",
        "净增粉丝（新增减流失）",
        "Netto folgers (nij min ferlern)",
    ),
    meaning: "Follows gained less follows lost, where a platform states both.",
    proves_not: "Reach to come, or sales. It can differ from the change of the stock, since platforms clean up without \
                 counting it.",
    formula: Difference(&FOLLOWERS_GAINED, &FOLLOWERS_LOST),
    source: HOFFMAN_FODOR,
    ..AUDIENCE
};

/// Change of the stock.
pub static NET_FOLLOWER_CHANGE: Kpi = Kpi {
    id: "net_follower_change",
    title: titles("Change in followers", "粉丝净变化", "Feroaring yn folgers"),
    meaning: "Followers at the end of the period less followers before it; from the stock, not from the platform's own \
              column of differences.",
    proves_not: "Why they came or went: one viral post, an ad campaign and a clean-up look alike.",
    formula: Gain(Leaf::of("followers")),
    source: HOFFMAN_FODOR,
    ..AUDIENCE
};

/// Growth of the stock against the period before.
pub static FOLLOWER_GROWTH_RATE: Kpi = Kpi {
    id: "follower_growth_rate",
    title: titles("Follower growth rate", "粉丝增长率", "Groei fan folgers"),
    meaning: "By what fraction followers at the end of the period exceed those at the end of the period before.",
    proves_not: "Momentum: small accounts grow fast by few follows. Compare accounts of like size only.",
    formula: Change(&FOLLOWERS),
    unit: KpiUnit::Share,
    source: "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 4: year-on-year growth",
    ..AUDIENCE
};

/// Followers who did something within a week.
pub static ACTIVE_FOLLOWERS_7: Kpi = Kpi {
    id: "active_followers_7",
    title: titles(
        "Active followers (7 days)",
        "活跃粉丝（7天）",
        "Aktive folgers (7 dagen)",
    ),
    meaning: "Accounts that interacted in the last seven days of the period.",
    proves_not: "The silent audience: nine of ten people read and never react.",
    formula: Event {
        kind: Deed::Kind(EventKind::Engagement),
        tally: Tally::Active { days: 7 },
    },
    unit: KpiUnit::People,
    stage: Stage::Loyalty,
    source: "Nielsen, The 90-9-1 Rule for Participation Inequality (2006); weekly active users, trade usage since about 2009",
    ..AUDIENCE
};

/// Followers who did something within a month.
pub static ACTIVE_FOLLOWERS_30: Kpi = Kpi {
    id: "active_followers_30",
    title: titles(
        "Active followers (30 days)",
        "活跃粉丝（30天）",
        "Aktive folgers (30 dagen)",
    ),
    meaning: "Accounts that interacted in the last thirty days of the period.",
    proves_not: "The silent audience: nine of ten people read and never react.",
    formula: Event {
        kind: Deed::Kind(EventKind::Engagement),
        tally: Tally::Active { days: 30 },
    },
    unit: KpiUnit::People,
    stage: Stage::Loyalty,
    source: "Nielsen, The 90-9-1 Rule for Participation Inequality (2006); monthly active users, trade usage since about 2009",
    ..AUDIENCE
};
