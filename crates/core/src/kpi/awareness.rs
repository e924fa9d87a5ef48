//! Awareness: how often and by how many people the business was seen.

use super::Formula::{Ratio, Reported, Sum};
use super::{BASE, Better, Kpi, KpiUnit, Leaf, Per, titles};
use crate::fact::Scope;

/// Opportunities to be seen.
pub static IMPRESSIONS: Kpi = Kpi {
    id: "impressions",
    title: titles("Impressions", "曝光量", "Werjeften"),
    meaning: "How often posts and ads were put on a screen, organic and paid together.",
    proves_not: "That anybody looked. It counts opportunities to be seen, not success: one person can make up many, \
                 and a platform counts a post scrolled past in a blink.",
    formula: Sum(Leaf::total("impressions", IMPRESSION_PARTS_LEFT_OUT)),
    source: "IAB/MRC, Viewable Ad Impression Measurement Guidelines 2.0 (2015); each platform's own rule applies",
    ..BASE
};

/// Facets of impressions that are part of another count, or of another thing than content.
const IMPRESSION_PARTS_LEFT_OUT: &[&str] = &[
    "card",
    "earned",
    "followers_only",
    "gross",
    "posts_only",
    "search",
    "shorts_feed",
    "thumbnail",
    "top50_only",
    "viewable",
];

/// Impressions that nobody paid for.
pub static IMPRESSIONS_ORGANIC: Kpi = Kpi {
    id: "impressions_organic",
    title: titles("Organic impressions", "自然曝光量", "Organyske werjeften"),
    meaning: "Impressions of posts that were not paid for.",
    proves_not: "That the content alone did it: organic delivery rises while a boost runs, and platforms change how \
                 much they give away.",
    formula: Sum(Leaf::of("impressions").scoped(Scope::Organic)),
    source: "IAB/MRC, Viewable Ad Impression Measurement Guidelines 2.0 (2015)",
    ..BASE
};

/// Impressions of ads and boosted posts.
pub static IMPRESSIONS_PAID: Kpi = Kpi {
    id: "impressions_paid",
    title: titles("Paid impressions", "付费曝光量", "Betelle werjeften"),
    meaning: "Impressions of ads and of boosted posts.",
    proves_not: "That anybody was interested: it mostly shows how much was spent and at what price.",
    formula: Sum(Leaf::of("impressions").scoped(Scope::Paid)),
    source: "IAB/MRC, Viewable Ad Impression Measurement Guidelines 2.0 (2015)",
    ..BASE
};

/// Distinct accounts.
pub static REACH: Kpi = Kpi {
    id: "reach",
    title: titles("Reach", "触达人数", "Berik"),
    meaning: "How many different accounts saw it in the period. One account that sees five posts is five impressions \
              and a reach of one.",
    proves_not: "How many people were reached over several posts, days or platforms: that is never the sum, so then \
                 bounds and an estimate are given. An account is no person either; most platforms sample or model it.",
    formula: Reported(Leaf::of("reach")),
    unit: KpiUnit::People,
    source: "MRC, Cross-Media Audience Measurement Standards Phase I Video (2019): unduplicated audience",
    ..BASE
};

/// Impressions by reach.
pub static FREQUENCY: Kpi = Kpi {
    id: "frequency",
    title: titles("Frequency", "人均曝光频次", "Frekwinsje"),
    meaning: "How often each reached account saw it on average.",
    proves_not: "That everybody saw it so often: a mean hides a few who saw it far too often and many who saw it once.",
    formula: Ratio {
        num: &IMPRESSIONS,
        den: &REACH,
        per: Per::One,
    },
    unit: KpiUnit::Times,
    better: Better::Neither,
    source: "Naples, Effective Frequency (Association of National Advertisers, 1979)",
    ..BASE
};
