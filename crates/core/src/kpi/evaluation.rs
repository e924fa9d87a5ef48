//! Evaluation: people look closer; they click, read and ask.

use super::Formula::{Ratio, Sum};
use super::awareness::IMPRESSIONS;
use super::{BASE, Kpi, KpiUnit, Leaf, Per, Stage, titles};

const EVALUATION: Kpi = Kpi {
    stage: Stage::Evaluation,
    ..BASE
};

/// Clicks of every kind.
pub static CLICKS: Kpi = Kpi {
    id: "clicks",
    title: titles("Clicks (all)", "点击量（全部）", "Kliks (alle)"),
    meaning: "Clicks of every kind on a post or ad: links, photos, text opened, the profile.",
    proves_not: "Visits: most clicks open a photo or more text and never leave the platform.",
    formula: Sum(Leaf::total("clicks", CLICKS_COUNTED_ELSEWHERE)),
    source: "IAB, Click Measurement Guidelines 1.0 (2009)",
    ..EVALUATION
};

/// Facets of clicks that repeat a click of another kind, or count people.
const CLICKS_COUNTED_ELSEWHERE: &[&str] = &[
    "link_earned",
    "outbound",
    "pin_click_earned",
    "pin_click_paid",
    "profile_actions",
    "unique_clickers",
];

/// Clicks on links.
pub static CLICKS_LINK: Kpi = Kpi {
    id: "clicks_link",
    title: titles("Link clicks", "链接点击量", "Kliks op keppelings"),
    meaning: "Clicks on the link of a post or ad.",
    proves_not: "That the page was loaded, let alone read: fingers slip, and slow pages are left before they open.",
    formula: Sum(Leaf::facet("clicks", "link")),
    source: "IAB, Click Measurement Guidelines 1.0 (2009); Meta, Link clicks (2015)",
    ..EVALUATION
};

/// Link clicks by impressions.
pub static CTR: Kpi = Kpi {
    id: "ctr",
    title: titles(
        "Click-through rate (links)",
        "点击率（链接）",
        "Trochklikpersintaazje (keppelings)",
    ),
    meaning: "Link clicks for each impression.",
    proves_not: "That visitors are worth having: a sensational line lifts it and brings people who leave at once.",
    formula: Ratio {
        num: &CLICKS_LINK,
        den: &IMPRESSIONS,
        per: Per::One,
    },
    unit: KpiUnit::Share,
    source: "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 10",
    ..EVALUATION
};
