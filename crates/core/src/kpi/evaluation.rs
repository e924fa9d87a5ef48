//! Evaluation on the platform: people look closer; they click, open the profile, ask.

use super::Formula::{Event, Sum, To};
use super::awareness::{IMPRESSIONS, IMPRESSIONS_PAID, VIEWS};
use super::{BASE, Deed, Destination, Kpi, KpiUnit, Leaf, Level, Parts, Stage, Tally, ratio, titles};
use crate::event::EventKind;
use crate::fact::Scope;

const EVALUATION: Kpi = Kpi {
    stage: Stage::Evaluation,
    ..BASE
};

const IAB_CLICK: &str = "IAB, Click Measurement Guidelines 1.0 (2009)";
const FARRIS: &str = "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 10: clickthrough rate";

/// Facets of clicks that repeat a click of another kind, count people, come from others' shares of an ad, or from
/// elsewhere than social media.
const CLICKS_COUNTED_ELSEWHERE: &[&str] = &[
    "ad_unit",
    "card_teaser",
    "expand_earned",
    "invalid",
    "link_earned",
    "outbound",
    "pin_click_earned",
    "pin_click_paid",
    "profile_actions",
    "search",
    "unique_clickers",
    "viral",
    "viral_card",
    "viral_link",
    "viral_profile",
    "viral_total",
];

/// The same, and the kinds that have a KPI of their own, and the totals.
const CLICKS_WITH_A_NAME: &[&str] = &[
    "",
    "ad_unit",
    "card_teaser",
    "destination",
    "expand",
    "expand_earned",
    "invalid",
    "link",
    "link_earned",
    "media",
    "outbound",
    "photo",
    "pin_click_earned",
    "pin_click_paid",
    "profile",
    "profile_actions",
    "search",
    "total",
    "unique_clickers",
    "viral",
    "viral_card",
    "viral_link",
    "viral_profile",
    "viral_total",
];

/// Clicks of every kind.
pub static CLICKS: Kpi = Kpi {
    id: "clicks",
    title: titles("Clicks (all)", "点击量（全部）", "Kliks (alle)"),
    meaning: "Clicks of every kind on a post or ad: links, photos, text opened, the profile.",
    proves_not: "Visits: most clicks open a photo or more text and never leave the platform.",
    formula: Sum(Leaf::total("clicks", CLICKS_COUNTED_ELSEWHERE)),
    through: &[&IMPRESSIONS],
    source: IAB_CLICK,
    ..EVALUATION
};

/// Clicks of every kind on ads.
pub static CLICKS_PAID: Kpi = Kpi {
    id: "clicks_paid",
    title: titles("Paid clicks (all)", "付费点击量（全部）", "Betelle kliks (alle)"),
    meaning: "Clicks of every kind on ads and boosted posts.",
    proves_not: "Visits; and some ad placements are clicked by accident more than by choice.",
    formula: Sum(Leaf::total("clicks", CLICKS_COUNTED_ELSEWHERE).scoped(Scope::Paid)),
    through: &[&IMPRESSIONS_PAID],
    source: IAB_CLICK,
    ..EVALUATION
};

/// Clicks on links.
pub static CLICKS_LINK: Kpi = Kpi {
    id: "clicks_link",
    title: titles("Link clicks", "链接点击量", "Kliks op keppelingen"),
    meaning: "Clicks on the link of a post or ad, to wherever it leads.",
    proves_not: "That the page was loaded, let alone read: fingers slip, and slow pages are left before they open.",
    formula: Sum(Leaf::first("clicks", &["link", "destination"])),
    through: &[&IMPRESSIONS],
    source: IAB_CLICK,
    ..EVALUATION
};

/// Clicks on links of ads.
pub static CLICKS_LINK_PAID: Kpi = Kpi {
    id: "clicks_link_paid",
    title: titles("Paid link clicks", "付费链接点击量", "Betelle kliks op keppelingen"),
    meaning: "Clicks on the links of ads and boosted posts.",
    proves_not: "That the page was loaded, let alone read.",
    formula: Sum(Leaf::first("clicks", &["link", "destination"]).scoped(Scope::Paid)),
    through: &[&IMPRESSIONS_PAID],
    source: IAB_CLICK,
    ..EVALUATION
};

/// Clicks that leave the platform.
pub static CLICKS_OUTBOUND: Kpi = Kpi {
    id: "clicks_outbound",
    title: titles("Outbound clicks", "站外点击量", "Kliks nei bûten"),
    meaning: "Link clicks that led away from the platform; a part of the link clicks.",
    proves_not: "That the page was loaded, let alone read.",
    formula: Sum(Leaf::facet("clicks", "outbound")),
    source: "Meta, Marketing API Insights: outbound_clicks (2017)",
    ..EVALUATION
};

/// Clicks that open the text.
pub static CLICKS_EXPAND: Kpi = Kpi {
    id: "clicks_expand",
    title: titles("Clicks to expand", "展开点击量", "Kliks om út te klappen"),
    meaning: "Clicks that opened the whole text or the details of a post.",
    proves_not: "That the text was read to its end.",
    formula: Sum(Leaf::facet("clicks", "expand")),
    source: "X, Post activity dashboard: detail expands (2014)",
    ..EVALUATION
};

/// Clicks that open a photo.
pub static CLICKS_PHOTO: Kpi = Kpi {
    id: "clicks_photo",
    title: titles("Clicks on photos", "图片点击量", "Kliks op foto's"),
    meaning: "Clicks that opened a photo or other picture of a post.",
    proves_not: "Interest in the offer: people open pictures to see what is in them.",
    formula: Sum(Leaf::kinds("clicks", Parts::These(&["media", "photo"]))),
    source: "Meta, Page Insights export: photo views by click (2012)",
    ..EVALUATION
};

/// Clicks that open the profile.
pub static CLICKS_PROFILE: Kpi = Kpi {
    id: "clicks_profile",
    title: titles("Clicks on the profile", "主页点击量", "Kliks op it profyl"),
    meaning: "Clicks on the name or picture of the account in a post or ad.",
    proves_not: "Sympathy: people also look up who annoyed them.",
    formula: Sum(Leaf::facet("clicks", "profile")),
    source: "X, Post activity dashboard: profile clicks (2014)",
    ..EVALUATION
};

/// Every other click.
pub static CLICKS_OTHER: Kpi = Kpi {
    id: "clicks_other",
    title: titles("Other clicks", "其他点击量", "Oare kliks"),
    meaning: "Clicks of kinds without a KPI of their own: hashtags, the post's own address, buttons, telephone, maps.",
    proves_not: "Anything by itself: it is a mixed bag, and another one on each platform.",
    formula: Sum(Leaf::kinds("clicks", Parts::AnyBut(CLICKS_WITH_A_NAME))),
    source: "Meta, Page Insights: other clicks (2012)",
    ..EVALUATION
};

/// Link clicks by impressions.
pub static CTR: Kpi = Kpi {
    id: "ctr",
    title: titles(
        "Click-through rate (links)",
        "点击率（链接）",
        "Trochklikpersintaazje (keppelingen)",
    ),
    meaning: "Link clicks for each impression.",
    proves_not: "That visitors are worth having: a sensational line lifts it and brings people who leave at once.",
    formula: ratio(&CLICKS_LINK, &IMPRESSIONS),
    unit: KpiUnit::Share,
    source: FARRIS,
    ..EVALUATION
};

/// Clicks of every kind by impressions.
pub static CTR_ALL: Kpi = Kpi {
    id: "ctr_all",
    title: titles(
        "Click-through rate (all clicks)",
        "点击率（全部点击）",
        "Trochklikpersintaazje (alle kliks)",
    ),
    meaning: "Clicks of every kind for each impression.",
    proves_not: "Traffic: a photo that people enlarge lifts it without a single visit. Never compare it with `ctr`.",
    formula: ratio(&CLICKS, &IMPRESSIONS),
    unit: KpiUnit::Share,
    source: "Meta, Marketing API Insights: ctr, all clicks (2015)",
    ..EVALUATION
};

/// Link clicks by views.
pub static CTR_BY_VIEWS: Kpi = Kpi {
    id: "ctr_by_views",
    title: titles(
        "Click-through rate by views",
        "点击率（按浏览）",
        "Trochklikpersintaazje nei kearen besjoen",
    ),
    meaning: "Link clicks for each view, for platforms that state views and no impressions.",
    proves_not: "Anything beside a rate by impressions: a view is counted by another rule on each platform.",
    formula: ratio(&CLICKS_LINK, &VIEWS),
    unit: KpiUnit::Share,
    source: "Meta, Views as the primary metric (2025)",
    ..EVALUATION
};

/// CTR of what leads to product pages.
pub static CTR_PRODUCT: Kpi = Kpi {
    id: "ctr_product",
    title: titles(
        "Click-through rate to product pages",
        "点击率（商品页）",
        "Trochklikpersintaazje nei produktsiden",
    ),
    meaning: "Link clicks for each impression of the posts and ads that lead to a product page.",
    proves_not: "That the product sells: it shows that the post made people curious about it.",
    formula: To(&CTR, Destination::Product),
    unit: KpiUnit::Share,
    source: FARRIS,
    ..EVALUATION
};

/// CTR of what leads to landing pages.
pub static CTR_LANDING_PAGE: Kpi = Kpi {
    id: "ctr_landing_page",
    title: titles(
        "Click-through rate to landing pages",
        "点击率（落地页）",
        "Trochklikpersintaazje nei lâningssiden",
    ),
    meaning: "Link clicks for each impression of the posts and ads that lead to a landing page.",
    proves_not: "That the page keeps what the post promised: see what visitors did there.",
    formula: To(&CTR, Destination::LandingPage),
    unit: KpiUnit::Share,
    source: FARRIS,
    ..EVALUATION
};

/// CTR of what leads to articles.
pub static CTR_BLOG: Kpi = Kpi {
    id: "ctr_blog",
    title: titles(
        "Click-through rate to articles",
        "点击率（博客文章）",
        "Trochklikpersintaazje nei artikels",
    ),
    meaning: "Link clicks for each impression of the posts and ads that lead to an article.",
    proves_not: "That the article was read, or that readers are buyers.",
    formula: To(&CTR, Destination::Blog),
    unit: KpiUnit::Share,
    source: FARRIS,
    ..EVALUATION
};

/// Visits of the profile.
pub static PROFILE_VIEWS: Kpi = Kpi {
    id: "profile_views",
    title: titles("Profile views", "主页访问量", "Profylbesiken"),
    meaning: "Visits of the account's own page on the platform.",
    proves_not: "How many people came: one visitor may come ten times, the staff among them.",
    formula: Sum(Leaf::first("profile_views", &["total", "", "page"])),
    source: "Meta, Instagram Platform Insights: profile_views (2016)",
    ..EVALUATION
};

/// Clicks of people on links that tell of each click.
pub static CLICKS_TRACKED: Kpi = Kpi {
    id: "clicks_tracked",
    title: titles(
        "Clicks on tracked links",
        "追踪链接点击量",
        "Kliks op folge keppelingen",
    ),
    meaning: "Clicks of people on links that tell of each click by itself: the workspace's short links, and files that name \
              clicks one by one. What robots and previews fetched is no click.",
    proves_not: "Visits: the page behind the link may not have loaded. A robot that passes itself off as a browser counts as a \
                 person.",
    formula: Event {
        kind: Deed::Kind(EventKind::Click),
        tally: Tally::Times,
    },
    source: IAB_CLICK,
    ..EVALUATION
};

/// Questions about the offer.
pub static ENQUIRIES: Kpi = Kpi {
    id: "enquiries",
    title: titles("Enquiries", "咨询量", "Oanfragen om ynformaasje"),
    meaning: "Questions about the offer by form, message, comment or telephone, where they are recorded.",
    proves_not: "Leads: some ask about opening hours. Calls that nobody wrote down are missing.",
    formula: Event {
        kind: Deed::Kind(EventKind::Enquiry),
        tally: Tally::Times,
    },
    level: Level::Macro,
    source: "Kotler and Keller, Marketing Management, 15th ed. (2016), ch. 22: leads and enquiries",
    ..EVALUATION
};

/// Requests for a demonstration.
pub static DEMO_REQUESTS: Kpi = Kpi {
    id: "demo_requests",
    title: titles("Demo requests", "演示申请数", "Oanfragen foar in demonstraasje"),
    meaning: "Requests to be shown the product.",
    proves_not: "That the demonstration took place, or that the one who asked may decide.",
    formula: Event {
        kind: Deed::Kind(EventKind::DemoRequest),
        tally: Tally::Times,
    },
    level: Level::Macro,
    source: "Järvinen and Taiminen, Harnessing Marketing Automation for B2B Content Marketing, Industrial Marketing Management 54 (2016)",
    ..EVALUATION
};

/// Trials begun.
pub static TRIALS: Kpi = Kpi {
    id: "trials",
    title: titles("Trials", "试用数", "Proefperioaden"),
    meaning: "Free trials begun.",
    proves_not: "Use: many trials are never opened a second time, and few are paid for.",
    formula: Event {
        kind: Deed::Kind(EventKind::Trial),
        tally: Tally::Times,
    },
    level: Level::Macro,
    source: "Yoganarasimhan, Barzegary and Pani, Design and Evaluation of Optimal Free Trials, Management Science 69 (2023)",
    ..EVALUATION
};
