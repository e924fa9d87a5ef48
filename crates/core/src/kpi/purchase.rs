//! Purchase: leads, orders and what else stands for buying. Own books and platforms' claims have different names.

use super::Formula::{Book, Credited, Event, Sum};
use super::awareness::{IMPRESSIONS, IMPRESSIONS_PAID};
use super::evaluation::{CLICKS_LINK, CLICKS_LINK_PAID};
use super::web::SESSIONS;
use super::{BASE, Deed, Derived, Facets, Kpi, KpiUnit, Leaf, Level, Parts, Stage, Tally, ratio, titles};
use crate::event::EventKind;
use crate::fact::Scope;

const PURCHASE: Kpi = Kpi {
    stage: Stage::Purchase,
    level: Level::Macro,
    ..BASE
};

/// Some platforms state all leads, some only by form.
const LEAD_FORMS: Facets = Facets::Total {
    total: &["total", "", "all"],
    parts: Parts::These(&["lead_gen_form", "on_meta", "profile_form", "website"]),
};

/// Purchases by the widest count that a platform states.
const PURCHASES: &[&str] = &[
    "purchase",
    "purchase_omni",
    "purchase_website",
    "purchase_30d",
    "purchase_7d",
];

/// A platform's main conversions by whatever name it gives them; purchases where it names no others. Kinds overlap (a
/// purchase was a cart before), so only one is ever taken; clicked and viewed ones alone make up a whole.
const CLAIMS: Facets = Facets::Total {
    total: &[
        "",
        "total",
        "primary",
        "optimised_event",
        "website",
        "all",
        "purchase",
        "purchase_omni",
        "purchase_website",
        "purchase_30d",
        "purchase_7d",
    ],
    parts: Parts::These(&["website_post_click", "website_post_view"]),
};

/// The money of the same.
const CLAIMED_MONEY: &[&str] = &[
    "",
    "total",
    "primary",
    "purchase",
    "purchase_omni",
    "purchase_website",
    "purchase_30d",
    "purchase_7d",
    "all",
];

const GORDON: &str =
    "Gordon et al., A Comparison of Approaches to Advertising Measurement, Marketing Science 38 (2019)";
const FUNNEL: &str = "D'Haen and Van den Poel, Model-supported Business-to-business Prospect Prediction, Industrial Marketing Management 42 (2013)";
const GA4: &str = "Google Analytics 4, Recommended events (2020)";
const KOTLER: &str = "Kotler and Keller, Marketing Management, 15th ed. (2016)";

/// Outcomes that platforms claim for ads.
pub static CLAIMED_CONVERSIONS: Kpi = Kpi {
    id: "claimed_conversions",
    title: titles(
        "Conversions claimed by the platform",
        "平台归因转化数",
        "Konversjes dy't it platfoarm opeasket",
    ),
    meaning: "Outcomes that the ad platform claims for its ads, in its own windows: its main conversions, or purchases \
              where it names those only.",
    proves_not: "That the ads caused them, or that so many orders exist. Each platform claims the same sale, so claims \
                 never add up over platforms; a claim also changes for weeks afterwards.",
    formula: Sum(Leaf {
        metric: "conversions",
        facets: CLAIMS,
        scope: Some(Scope::Paid),
    }),
    through: &[&IMPRESSIONS_PAID, &CLICKS_LINK_PAID],
    level: Level::Micro,
    source: GORDON,
    ..PURCHASE
};

/// Purchases that platforms claim for ads.
pub static CLAIMED_PURCHASES: Kpi = Kpi {
    id: "claimed_purchases",
    title: titles(
        "Purchases claimed by the platform",
        "平台归因购买数",
        "Oankeapen dy't it platfoarm opeasket",
    ),
    meaning: "Purchases that the ad platform claims for its ads, in its own windows.",
    proves_not: "That the ads caused them. Each platform claims the same sale, so claims never add up over platforms.",
    formula: Sum(Leaf::first("conversions", PURCHASES).scoped(Scope::Paid)),
    level: Level::Micro,
    source: GORDON,
    ..PURCHASE
};

/// Money that platforms claim for ads.
pub static CLAIMED_REVENUE: Kpi = Kpi {
    id: "claimed_revenue",
    title: titles(
        "Revenue claimed by the platform",
        "平台归因收入",
        "Omset dy't it platfoarm opeasket",
    ),
    meaning: "Value of the outcomes that the ad platform claims for its ads, in its own windows.",
    proves_not: "Income. It holds sales that would have come anyway, returns that came back, and sales that another \
                 platform claims too; claims never add up over platforms.",
    formula: Sum(Leaf::first("conversion_value", CLAIMED_MONEY).scoped(Scope::Paid)),
    through: &[&IMPRESSIONS_PAID, &CLICKS_LINK_PAID, &CLAIMED_CONVERSIONS],
    unit: KpiUnit::Money,
    level: Level::Micro,
    source: GORDON,
    ..PURCHASE
};

/// Leads by the platforms' forms and pixels.
pub static LEADS: Kpi = Kpi {
    id: "leads",
    title: titles("Leads", "线索数", "Leads"),
    meaning: "Lead forms and sign-ups as the platforms count them.",
    proves_not: "That somebody wants to buy: forms filled in by mistake, twice or by robots count. Two platforms may \
                 claim the same lead.",
    formula: Sum(Leaf {
        facets: LEAD_FORMS,
        ..Leaf::of("leads")
    }),
    through: &[&IMPRESSIONS, &CLICKS_LINK],
    source: "Kotler and Keller, Marketing Management, 15th ed. (2016), ch. 22",
    ..PURCHASE
};

/// Leads from ads.
pub static LEADS_PAID: Kpi = Kpi {
    id: "leads_paid",
    title: titles("Paid leads", "付费线索数", "Betelle leads"),
    meaning: "Lead forms and sign-ups that the platforms claim for ads.",
    proves_not: "That the ads caused them, or that somebody wants to buy.",
    formula: Sum(Leaf {
        scope: Some(Scope::Paid),
        facets: LEAD_FORMS,
        ..Leaf::of("leads")
    }),
    through: &[&IMPRESSIONS_PAID, &CLICKS_LINK_PAID],
    source: "Kotler and Keller, Marketing Management, 15th ed. (2016), ch. 22",
    ..PURCHASE
};

/// Leads in the business's own list.
pub static LEADS_RECORDED: Kpi = Kpi {
    id: "leads_recorded",
    title: titles("Leads in own books", "自有登记线索数", "Leads yn eigen boeken"),
    meaning: "Leads in the business's own list or CRM, each with a time and a person.",
    proves_not: "Where they came from; credit models deal with that, each in its own way.",
    formula: Event {
        kind: Deed::Kind(EventKind::Lead),
        tally: Tally::Times,
    },
    through: &[&IMPRESSIONS, &CLICKS_LINK, &SESSIONS],
    source: FUNNEL,
    ..PURCHASE
};

/// Leads worth a call.
pub static LEADS_QUALIFIED: Kpi = Kpi {
    id: "leads_qualified",
    title: titles("Qualified leads", "合格线索数", "Kwalifisearre leads"),
    meaning: "Leads that the business itself judged to be worth pursuing.",
    proves_not: "More demand when it rises: who qualifies, and how strictly, changes it at once.",
    formula: Event {
        kind: Deed::Kind(EventKind::QualifiedLead),
        tally: Tally::Times,
    },
    source: FUNNEL,
    ..PURCHASE
};

/// Leads that became customers.
pub static LEADS_WON: Kpi = Kpi {
    id: "leads_won",
    title: titles("Leads won", "成交线索数", "Wûne leads"),
    meaning: "People known as leads who became customers, counted at their first sale.",
    proves_not: "That this period's leads are good: those won now came in earlier.",
    formula: Event {
        kind: Deed::Derived(Derived::LeadWon),
        tally: Tally::Times,
    },
    through: &[&LEADS_RECORDED],
    source: FUNNEL,
    ..PURCHASE
};

/// Leads won by leads.
pub static LEAD_CONVERSION_RATE: Kpi = Kpi {
    id: "lead_conversion_rate",
    title: titles("Lead conversion rate", "线索转化率", "Konversjepersintaazje fan leads"),
    meaning: "Leads won in the period for each lead that came in.",
    proves_not: "What becomes of the leads of this period: those won now came in earlier, so a month with many new \
                 leads looks bad and the next one good.",
    formula: ratio(&LEADS_WON, &LEADS_RECORDED),
    unit: KpiUnit::Share,
    source: FUNNEL,
    ..PURCHASE
};

/// Worth of the deals opened.
pub static PIPELINE_VALUE: Kpi = Kpi {
    id: "pipeline_value",
    title: titles("Pipeline opened", "新增商机金额", "Iepene saken yn jild"),
    meaning: "Worth of the deals that were opened in the period, as the CRM stated it at their opening.",
    proves_not: "Sales to come: most deals are lost, and sellers value them as they hope. Deals without an amount are \
                 not in it.",
    formula: Event {
        kind: Deed::Kind(EventKind::Deal),
        tally: Tally::Value,
    },
    through: &[&LEADS_QUALIFIED],
    unit: KpiUnit::Money,
    source: "Järvinen and Taiminen, Harnessing Marketing Automation for B2B Content Marketing, Industrial Marketing Management 54 (2016)",
    ..PURCHASE
};

/// Newsletter subscriptions.
pub static NEWSLETTER_SIGNUPS: Kpi = Kpi {
    id: "newsletter_signups",
    title: titles("Newsletter sign-ups", "订阅数", "Oanmeldingen foar de nijsbrief"),
    meaning: "New subscriptions to the newsletter.",
    proves_not: "Readers: many sign up for a discount and never open a letter.",
    formula: Event {
        kind: Deed::Kind(EventKind::Subscription),
        tally: Tally::Times,
    },
    source: GA4,
    ..PURCHASE
};

/// Downloads.
pub static DOWNLOADS: Kpi = Kpi {
    id: "downloads",
    title: titles("Downloads", "下载数", "Downloads"),
    meaning: "Files of the business that were downloaded, such as price lists and white papers.",
    proves_not: "That they were opened, or that the address given is real.",
    formula: Event {
        kind: Deed::Kind(EventKind::Download),
        tally: Tally::Times,
    },
    source: "Google Analytics 4, Enhanced measurement: file_download (2020)",
    ..PURCHASE
};

/// Brochures asked for.
pub static BROCHURE_REQUESTS: Kpi = Kpi {
    id: "brochure_requests",
    title: titles("Brochure requests", "宣传册索取数", "Oanfrege brosjueres"),
    meaning: "Brochures and catalogues asked for.",
    proves_not: "The wish to buy: collectors and competitors ask too.",
    formula: Event {
        kind: Deed::Kind(EventKind::BrochureRequest),
        tally: Tally::Times,
    },
    source: "Kotler and Keller, Marketing Management, 15th ed. (2016), ch. 22: direct response",
    ..PURCHASE
};

/// Carts.
pub static CARTS: Kpi = Kpi {
    id: "carts",
    title: titles("Adds to cart", "加购数", "Yn it winkelkarke lein"),
    meaning: "How often something was put into the shopping cart.",
    proves_not: "The wish to buy now: many use the cart as a list of wishes, and most carts are left.",
    formula: Event {
        kind: Deed::Kind(EventKind::AddToCart),
        tally: Tally::Times,
    },
    level: Level::Micro,
    source: "Kukar-Kinney and Close, The Determinants of Consumers' Online Shopping Cart Abandonment, Journal of the Academy of Marketing Science 38 (2010)",
    ..PURCHASE
};

/// Checkouts begun.
pub static CHECKOUTS: Kpi = Kpi {
    id: "checkouts",
    title: titles("Checkouts begun", "发起结账数", "Ôfrekkenjen begûn"),
    meaning: "How often somebody began to pay for a cart.",
    proves_not: "Orders: shipping costs shown late end many of them.",
    formula: Event {
        kind: Deed::Kind(EventKind::Checkout),
        tally: Tally::Times,
    },
    level: Level::Micro,
    source: GA4,
    ..PURCHASE
};

/// Visits of a shop with a door.
pub static STORE_VISITS: Kpi = Kpi {
    id: "store_visits",
    title: titles("Store visits", "到店人次", "Winkelbesiken"),
    meaning: "Visits of the physical shop, counted at the door or estimated by a platform.",
    proves_not: "That social media brought them. Platforms extrapolate from the few who share their location.",
    formula: Book {
        kind: Deed::Kind(EventKind::StoreVisit),
        tally: Tally::Times,
        figures: Leaf::total("store_visits", &[]),
    },
    source: "Google Ads, About store visit conversions (2014)",
    ..PURCHASE
};

/// Coupons handed in.
pub static COUPONS_REDEEMED: Kpi = Kpi {
    id: "coupons_redeemed",
    title: titles("Coupons redeemed", "优惠券核销数", "Kûpons ynlevere"),
    meaning: "Coupons and codes of posts and ads that were handed in at the till or typed in at the checkout.",
    proves_not: "Extra sales: regulars use coupons too, and codes travel to people who never saw the post.",
    formula: Event {
        kind: Deed::Kind(EventKind::Coupon),
        tally: Tally::Times,
    },
    source: "Neslin, A Market Response Model for Coupon Promotions, Marketing Science 9 (1990)",
    ..PURCHASE
};

/// New customers.
pub static CUSTOMERS: Kpi = Kpi {
    id: "customers",
    title: titles("Customers acquired", "新增客户数", "Nije klanten"),
    meaning: "People or companies whose first sale that the data has lies in the period.",
    proves_not: "That they stay, or that social media won them. Who bought before the data begins seems new. Someone who buys under a second address counts twice.",
    formula: Event {
        kind: Deed::Derived(Derived::FirstOrder),
        tally: Tally::Times,
    },
    source: "Gupta, Lehmann and Stuart, Valuing Customers, Journal of Marketing Research 41 (2004)",
    ..PURCHASE
};

/// Orders in the shop's own books.
pub static ORDERS: Kpi = Kpi {
    id: "orders",
    title: titles("Orders", "订单数", "Bestellingen"),
    meaning: "Sales in the business's own books, from every source: orders, and deals won that were not lost later.",
    proves_not: "The effect of social media: it is all orders. Some are cancelled or sent back later.",
    formula: Book {
        kind: Deed::Derived(Derived::Sale),
        tally: Tally::Times,
        figures: Leaf::of("orders"),
    },
    through: &[&IMPRESSIONS, &CLICKS_LINK, &SESSIONS],
    source: KOTLER,
    ..PURCHASE
};

/// Orders by visits.
pub static CONVERSION_RATE: Kpi = Kpi {
    id: "conversion_rate",
    title: titles(
        "Conversion rate (orders by visits)",
        "转化率（订单/访问）",
        "Konversjepersintaazje (bestellingen nei besiken)",
    ),
    meaning: "Orders for each visit of the web site, from every source.",
    proves_not: "That the site got better: a campaign that brings many strangers lowers it, and a quiet month of \
                 regulars lifts it. Sales at a till have no visit and lift it too.",
    formula: ratio(&ORDERS, &SESSIONS),
    unit: KpiUnit::Share,
    source: "Moe and Fader, Dynamic Conversion Behavior at E-Commerce Sites, Management Science 50 (2004)",
    ..PURCHASE
};

/// Sales by visits of the shop.
pub static STORE_CONVERSION_RATE: Kpi = Kpi {
    id: "store_conversion_rate",
    title: titles(
        "Store conversion rate (orders by store visits)",
        "门店转化率（订单/到店）",
        "Konversjepersintaazje fan de winkel (bestellingen nei winkelbesiken)",
    ),
    meaning: "Orders for each visit of the physical shop.",
    proves_not: "Good staff or good goods: a wet Saturday fills the shop with people who buy nothing. Orders of a web \
                 shop beside it lift it without a visit.",
    formula: ratio(&ORDERS, &STORE_VISITS),
    unit: KpiUnit::Share,
    source: "Perdikaki, Kesavan and Swaminathan, Effect of Traffic on Sales and Conversion Rates of Retail Stores, Manufacturing and Service Operations Management 14 (2012)",
    ..PURCHASE
};

/// Revenue in the shop's own books.
pub static REVENUE: Kpi = Kpi {
    id: "revenue",
    title: titles("Revenue", "营业收入", "Omset"),
    meaning: "Revenue in the business's own books, from every source: net of refunds where refunds are told, else as \
              booked. A refund is taken off at the day of its order.",
    proves_not: "Profit, nor the effect of social media: goods cost money, and most sales have other reasons.",
    formula: Book {
        kind: Deed::Derived(Derived::Sale),
        tally: Tally::Value,
        figures: Leaf::first(
            "revenue",
            &[
                "net_of_refunds",
                "net",
                "",
                "total",
                "order_subtotal_after_discounts",
                "gross",
                "order_total_incl_tax_shipping",
            ],
        ),
    },
    through: &[&IMPRESSIONS, &CLICKS_LINK, &SESSIONS, &ORDERS],
    unit: KpiUnit::Money,
    source: KOTLER,
    ..PURCHASE
};

/// The part of revenue that a credit model deals out to social media.
pub static REVENUE_SOCIAL: Kpi = Kpi {
    id: "revenue_social",
    title: titles(
        "Revenue credited to social media",
        "社交媒体归因收入",
        "Omset taskreaun oan sosjale media",
    ),
    meaning: "The part of the order book that the chosen credit model deals out to social media.",
    proves_not: "That these sales would not have come without it: a credit model shares out, it does not test. Only an \
                 experiment shows the difference.",
    formula: Credited(&REVENUE),
    unit: KpiUnit::Money,
    source: "Shao and Li, Data-driven Multi-touch Attribution Models, ACM SIGKDD (2011)",
    ..PURCHASE
};
