//! [`Global`]: goals that no single figure tells, each on an index of stated proxies.
//!
//! The index is what the proxies have in common (`harpoon_model::brand`): 100 over the baseline, and 10 points are one standard
//! deviation of the common factor. The first proxy fixes its sign. A proxy that a workspace has no source for is named as
//! missing, and the others carry the index; fewer than two make none.
//!
//! Sources: Keller, Conceptualizing, Measuring, and Managing Customer-Based Brand Equity, Journal of Marketing 57 (1993), for
//! recognition; Suchman, Managing Legitimacy, Academy of Management Review 20 (1995), for legitimacy. The choice of proxies is
//! ours.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fact::words;
use crate::kpi::{Kpi, KpiUnit, Titles, audience, awareness, evaluation, loyalty, purchase, titles, web};
use crate::{Number, number};

/// Value of an index over its baseline.
pub const BASELINE: Number = Number::from_micros(100 * number::SCALE);
/// Target where none is given: half a standard deviation above the baseline. Our choice.
pub const DEFAULT_TARGET: &str = "105";
/// Fewer proxies with data than this make no index.
pub const FEWEST_PROXIES: usize = 2;

words! {
    /// A goal on an index.
    Global {
        /// People know that the business exists.
        Recognition = "recognition",
        /// People nearby know it, and come.
        Local = "local",
        /// People take it for a business that can be trusted.
        Legitimacy = "legitimacy",
    }
}

/// A figure that rises and falls with what is meant, among others.
#[derive(Clone, Copy, Debug)]
pub struct Proxy {
    /// Where its figures come from.
    pub source: ProxySource,
    /// Why it stands for the whole, in one line.
    pub why: Titles,
}

/// Where the figures of a proxy come from.
#[derive(Clone, Copy, Debug)]
pub enum ProxySource {
    /// A KPI of the catalogue.
    Kpi(&'static Kpi),
    /// A KPI of the workspace's own under this id: no export states it by itself.
    Own {
        /// Id in `catalogue.toml`.
        id: &'static str,
        /// Its title.
        title: Titles,
        /// Its formula there, as an example: the header is that of the workspace's own file.
        formula: &'static str,
        /// Its unit.
        unit: KpiUnit,
        /// Where the figures come from.
        how: &'static str,
    },
}

impl Proxy {
    /// Id of its KPI.
    pub const fn id(&self) -> &'static str {
        match self.source {
            ProxySource::Kpi(kpi) => kpi.id,
            ProxySource::Own { id, .. } => id,
        }
    }

    /// Its title.
    pub const fn title(&self) -> Titles {
        match self.source {
            ProxySource::Kpi(kpi) => kpi.title,
            ProxySource::Own { title, .. } => title,
        }
    }
}

impl Global {
    /// Its name.
    pub const fn title(self) -> Titles {
        match self {
            Self::Recognition => titles("Recognition", "知名度", "Bekendheid"),
            Self::Local => titles("Local presence", "本地影响力", "Oanwêzigens yn 'e streek"),
            Self::Legitimacy => titles("Legitimacy", "公信力", "Betrouberens"),
        }
    }

    /// The proxies of its index; the first one fixes the sign.
    pub const fn proxies(self) -> &'static [Proxy] {
        match self {
            Self::Recognition => RECOGNITION,
            Self::Local => LOCAL,
            Self::Legitimacy => LEGITIMACY,
        }
    }
}

const fn of(kpi: &'static Kpi, why: Titles) -> Proxy {
    Proxy {
        source: ProxySource::Kpi(kpi),
        why,
    }
}

const BRANDED_SEARCH: Proxy = Proxy {
    source: ProxySource::Own {
        id: "branded_search",
        title: titles("Branded search", "品牌词搜索", "Sykjen op namme"),
        formula: "sum(impressions.search)",
        unit: KpiUnit::Count,
        how: "import the performance of Search Console, exported with a filter on the queries that hold the name of the business",
    },
    why: titles(
        "People look for the business by its name.",
        "人们按名字搜索这家企业。",
        "Minsken sykje it bedriuw op namme.",
    ),
};

const DIRECT_VISITS: Proxy = Proxy {
    source: ProxySource::Own {
        id: "direct_visits",
        title: titles("Direct visits", "直接访问", "Direkte besiken"),
        formula: "sum(sessions.direct)",
        unit: KpiUnit::Count,
        how: "import a table of the web analytics by day, `Date,Direct sessions`",
    },
    why: titles(
        "People type the address from memory.",
        "人们凭记忆输入网址。",
        "Minsken tikke it adres út de holle.",
    ),
};

const LOCAL_REACH: Proxy = Proxy {
    source: ProxySource::Own {
        id: "local_reach",
        title: titles("Local reach", "本地触达", "Berik yn 'e streek"),
        formula: "reported(raw.local_reach)",
        unit: KpiUnit::People,
        how: "import the reach of the town or region by month, as the platform states it, with a map",
    },
    why: titles(
        "How many people of the region the posts come before.",
        "本地区有多少人看到内容。",
        "Hoefolle minsken út de streek de berjochten sjen kinne.",
    ),
};

static RECOGNITION: &[Proxy] = &[
    BRANDED_SEARCH,
    DIRECT_VISITS,
    of(
        &awareness::SHARE_OF_VOICE,
        titles(
            "How much of the talk is about the business.",
            "话题中有多少是关于这家企业的。",
            "Hoefolle fan it petear oer it bedriuw giet.",
        ),
    ),
    of(
        &awareness::MENTIONS,
        titles(
            "Others name it by themselves.",
            "别人主动提到它。",
            "Oaren neame it út harsels.",
        ),
    ),
    of(
        &audience::NET_FOLLOWER_CHANGE,
        titles("More people follow it.", "更多的人关注它。", "Mear minsken folgje it."),
    ),
];

static LOCAL: &[Proxy] = &[
    LOCAL_REACH,
    of(
        &purchase::STORE_VISITS,
        titles("People come in.", "人们进店。", "Minsken komme binnen."),
    ),
    of(
        &loyalty::REVIEWS,
        titles(
            "People of the place write about it.",
            "当地人写评价。",
            "Minsken út 'e streek skriuwe deroer.",
        ),
    ),
    of(
        &loyalty::EVENT_ATTENDANCE,
        titles(
            "People of the place come to its events.",
            "当地人参加它的活动。",
            "Minsken út 'e streek komme nei de eveneminten.",
        ),
    ),
    of(
        &evaluation::PROFILE_VIEWS,
        titles(
            "People look up where it is and when it is open.",
            "人们查看地址和营业时间。",
            "Minsken sykje op wêr't it is en wannear't it iepen is.",
        ),
    ),
];

static LEGITIMACY: &[Proxy] = &[
    of(
        &loyalty::STARS_AVERAGE,
        titles("Customers rate it well.", "客户评分高。", "Klanten wurdearje it goed."),
    ),
    of(
        &loyalty::REVIEWS_FIVE_STAR,
        titles(
            "Customers speak for it in public.",
            "客户公开推荐它。",
            "Klanten sprekke der iepenlik foar.",
        ),
    ),
    of(
        &loyalty::RESOLUTION_RATE,
        titles("Complaints are put right.", "投诉得到解决。", "Klachten wurde oplost."),
    ),
    BRANDED_SEARCH,
    of(
        &web::SESSIONS,
        titles(
            "People visit its site.",
            "人们访问它的网站。",
            "Minsken besykje de side.",
        ),
    ),
    of(
        &awareness::TAGS,
        titles(
            "Others show that they are with it.",
            "别人愿意标记它。",
            "Oaren litte sjen dat se derby wiene.",
        ),
    ),
];
