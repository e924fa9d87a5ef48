//! Evaluation on the own site: who came from social media, and whether they read.

use super::Formula::{Event, Quantile, Reported, Sum};
use super::evaluation::CLICKS_LINK;
use super::{BASE, Deed, Derived, Kpi, KpiUnit, Leaf, Stage, Tally, ratio, titles};
use crate::event::EventKind;

const WEB: Kpi = Kpi {
    stage: Stage::Evaluation,
    ..BASE
};

const WAA: &str = "Web Analytics Association, Web Analytics Definitions (2008)";

/// Visits of the site from anywhere.
pub static SESSIONS: Kpi = Kpi {
    id: "sessions",
    title: titles(
        "Visits (all sources)",
        "网站访问量（全部来源）",
        "Besiken oan de side (alle boarnen)",
    ),
    meaning: "Visits of the web site from every source, as its web analytics counts them.",
    proves_not: "The effect of social media: most visits come from elsewhere. Visitors who refuse cookies may be \
                 missing or counted anew each time.",
    formula: Sum(Leaf::of("sessions")),
    source: WAA,
    ..WEB
};

/// Visits from social media.
pub static SESSIONS_SOCIAL: Kpi = Kpi {
    id: "sessions_social",
    title: titles(
        "Visits from social media",
        "社交媒体带来的访问量",
        "Besiken fia sosjale media",
    ),
    meaning: "Visits of the web site that began with a click on social media.",
    proves_not: "All that social media sent: links passed on in private messages arrive without a sender and count as \
                 direct visits.",
    formula: Event {
        kind: Deed::Derived(Derived::VisitSocial),
        tally: Tally::Times,
    },
    source: WAA,
    ..WEB
};

/// Distinct visitors.
pub static VISITORS: Kpi = Kpi {
    id: "visitors",
    title: titles("Visitors", "网站访客数", "Besikers"),
    meaning: "Different visitors of a web site, or of a page on a platform, in exactly the period; by platform.",
    proves_not: "Different people: one person with a telephone and a computer is two visitors. Weeks do not add up to a \
                 month.",
    formula: Reported(Leaf::first("visitors", &["total", ""])),
    unit: KpiUnit::People,
    source: WAA,
    ..WEB
};

/// Pages viewed.
pub static PAGE_VIEWS: Kpi = Kpi {
    id: "page_views",
    title: titles("Page views", "页面浏览量", "Siden besjoen"),
    meaning: "Pages of the web site that were viewed, from every source.",
    proves_not: "Interest: people who do not find what they look for view the most pages.",
    formula: Sum(Leaf::of("page_views")),
    source: WAA,
    ..WEB
};

/// Pages viewed in visits from social media.
pub static PAGE_VIEWS_SOCIAL: Kpi = Kpi {
    id: "page_views_social",
    title: titles(
        "Page views from social media",
        "社交媒体带来的页面浏览量",
        "Siden besjoen fia sosjale media",
    ),
    meaning: "Pages viewed in visits that began on social media.",
    proves_not: "Interest: people who do not find what they look for view the most pages.",
    formula: Event {
        kind: Deed::Derived(Derived::PageViewSocial),
        tally: Tally::Times,
    },
    source: WAA,
    ..WEB
};

/// Product pages viewed.
pub static PRODUCT_VIEWS: Kpi = Kpi {
    id: "product_views",
    title: titles("Product page views", "商品页浏览量", "Produktsiden besjoen"),
    meaning: "Views of product pages in visits that began on social media.",
    proves_not: "The wish to buy: people look at what they will never buy.",
    formula: Event {
        kind: Deed::Derived(Derived::ProductViewSocial),
        tally: Tally::Times,
    },
    source: "Google Analytics 4, Recommended events: view_item (2020)",
    ..WEB
};

/// Usual time on a page.
pub static TIME_ON_PAGE: Kpi = Kpi {
    id: "time_on_page",
    title: titles(
        "Time on page (median)",
        "页面停留时长（中位数）",
        "Tiid op 'e side (mediaan)",
    ),
    meaning: "Median time between the opening of a page and leaving it, in visits from social media.",
    proves_not: "Reading: an open tab counts while its owner makes coffee.",
    formula: Quantile {
        from: Deed::Derived(Derived::PageViewSocial),
        to: Deed::Kind(EventKind::PageLeave),
        percent: 50,
    },
    unit: KpiUnit::Seconds,
    source: "Liu, White and Dumais, Understanding Web Browsing Behaviors through Weibull Analysis of Dwell Time, ACM SIGIR (2010)",
    ..WEB
};

/// Pages read to three quarters.
pub static READS: Kpi = Kpi {
    id: "reads",
    title: titles("Pages read", "有效阅读量", "Siden lêzen"),
    meaning: "Page views from social media in which at least three quarters of the text came into view.",
    proves_not: "That it was understood, or read at all: some scroll down to the comments.",
    formula: Event {
        kind: Deed::Derived(Derived::PageReadSocial),
        tally: Tally::Times,
    },
    source: "Haile, What You Think You Know About the Web Is Wrong, TIME (2014)",
    ..WEB
};

/// Share of pages read.
pub static READ_DEPTH: Kpi = Kpi {
    id: "read_depth",
    title: titles("Read depth", "阅读深度", "Lêsdjipte"),
    meaning: "Share of page views from social media that came to three quarters of the text or more.",
    proves_not: "A good text: short ones are nearly always read to the end.",
    formula: ratio(&READS, &PAGE_VIEWS_SOCIAL),
    unit: KpiUnit::Share,
    source: "Haile, What You Think You Know About the Web Is Wrong, TIME (2014)",
    ..WEB
};

/// Pages behind links that did load.
pub static LANDING_PAGE_VIEWS: Kpi = Kpi {
    id: "landing_page_views",
    title: titles("Landing page views", "落地页浏览量", "Lâningssiden laden"),
    meaning: "Times that the page behind the link was loaded, as the ad platform's pixel saw it.",
    proves_not: "Reading: the page was loaded, no more. Visitors who block the pixel are missing.",
    formula: Sum(Leaf::of("landing_page_views")),
    source: "Meta, Landing page views (2017)",
    ..WEB
};

/// Landing page views by link clicks.
pub static LANDING_RATE: Kpi = Kpi {
    id: "landing_rate",
    title: titles("Landing rate", "落地页到达率", "Oankomstpersintaazje"),
    meaning: "Landing page views for each link click: how many clicks arrive.",
    proves_not: "Whose fault the loss is: slow pages, slipped fingers and blocked pixels look alike.",
    formula: ratio(&LANDING_PAGE_VIEWS, &CLICKS_LINK),
    unit: KpiUnit::Share,
    source: "Meta, Landing page views (2017)",
    ..WEB
};
