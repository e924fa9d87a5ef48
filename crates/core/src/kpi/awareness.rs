//! Awareness: how often, by how many people and beside whom the business was seen.

use super::Formula::{Add, Outlier, Posts, Reported, Sum};
use super::{BASE, Better, Goal, Kpi, KpiUnit, Leaf, Parts, ratio, titles};
use crate::fact::Scope;

const IAB_MRC: &str =
    "IAB/MRC, Viewable Ad Impression Measurement Guidelines 2.0 (2015); each platform's own rule applies";

/// What is shown, without parts of it and without what is no content (thumbnails, cards, search results). Some sources
/// state stories under a facet of their own; a post is never both.
const SHOWN: Parts = Parts::These(&["", "story"]);

/// Opportunities to be seen.
pub static IMPRESSIONS: Kpi = Kpi {
    id: "impressions",
    title: titles("Impressions", "曝光量", "Werjeften"),
    meaning: "How often posts and ads were put on a screen, organic and paid together.",
    proves_not: "That anybody looked. It counts opportunities to be seen, not success: one person can make up many, \
                 and platforms count a post scrolled past in a blink.",
    formula: Sum(Leaf::kinds("impressions", SHOWN)),
    source: IAB_MRC,
    ..BASE
};

/// Impressions that nobody paid for.
pub static IMPRESSIONS_ORGANIC: Kpi = Kpi {
    id: "impressions_organic",
    title: titles("Organic impressions", "自然曝光量", "Organyske werjeften"),
    meaning: "Impressions of posts that were not paid for.",
    proves_not: "That the content alone did it: organic delivery moves with a boost that runs beside it, and with how \
                 much the platform gives away that month.",
    formula: Sum(Leaf::kinds("impressions", SHOWN).scoped(Scope::Organic)),
    source: IAB_MRC,
    ..BASE
};

/// Impressions of ads and boosted posts.
pub static IMPRESSIONS_PAID: Kpi = Kpi {
    id: "impressions_paid",
    title: titles("Paid impressions", "付费曝光量", "Betelle werjeften"),
    meaning: "Impressions of ads and of boosted posts.",
    proves_not: "That anybody was interested: it mostly shows how much was spent and at what price.",
    formula: Sum(Leaf::kinds("impressions", SHOWN).scoped(Scope::Paid)),
    source: IAB_MRC,
    ..BASE
};

/// What platforms call views.
pub static VIEWS: Kpi = Kpi {
    id: "views",
    title: titles("Views", "浏览量", "Kearen besjoen"),
    meaning: "How often content was displayed or started to play: what Meta, TikTok, YouTube and Threads call views.",
    proves_not: "That it was watched: a start of no length and every replay count. It is no successor of impressions: \
                 where a platform changed over, the series breaks and must not be joined.",
    formula: Sum(Leaf::kinds("content_views", SHOWN)),
    source: "Meta, Views as the primary metric (2025); YouTube, Shorts views (2025)",
    ..BASE
};

/// Views that nobody paid for.
pub static VIEWS_ORGANIC: Kpi = Kpi {
    id: "views_organic",
    title: titles("Organic views", "自然浏览量", "Kearen besjoen (organysk)"),
    meaning: "Views of content that was not paid for.",
    proves_not: "How many people saw it, or for how long.",
    formula: Sum(Leaf::kinds("content_views", SHOWN).scoped(Scope::Organic)),
    source: "Meta, Views as the primary metric (2025)",
    ..BASE
};

/// Views of ads and boosts.
pub static VIEWS_PAID: Kpi = Kpi {
    id: "views_paid",
    title: titles("Paid views", "付费浏览量", "Kearen besjoen (betelle)"),
    meaning: "Views of ads and of boosted posts.",
    proves_not: "That the content is good: views are what the money bought.",
    formula: Sum(Leaf::kinds("content_views", SHOWN).scoped(Scope::Paid)),
    source: "Meta, Views as the primary metric (2025)",
    ..BASE
};

/// Distinct accounts.
pub static REACH: Kpi = Kpi {
    id: "reach",
    title: titles("Reach", "触达人数", "Berik"),
    meaning: "How many different accounts saw it in the period. One account that sees five posts is five impressions \
              and a reach of one.",
    proves_not: "How many people were reached over several posts, days or platforms: that is never the sum, so then \
                 bounds and an estimate are given. An account is not a person, and most platforms estimate the figure.",
    formula: Reported(Leaf::first("reach", &["", "story"])),
    unit: KpiUnit::People,
    source: "MRC, Social Media Measurement Guidelines 1.0 (2015): unduplicated audience",
    ..BASE
};

/// Impressions by reach.
pub static FREQUENCY: Kpi = Kpi {
    id: "frequency",
    title: titles("Frequency", "人均曝光频次", "Frekwinsje"),
    meaning: "How often each reached account saw it on average.",
    proves_not: "That everybody saw it so often: the mean hides a few who saw it far too often and the many who saw it \
                 once.",
    formula: ratio(&IMPRESSIONS, &REACH),
    unit: KpiUnit::Times,
    better: Better::Neither,
    source: "Naples, Effective Frequency, Association of National Advertisers (1979)",
    ..BASE
};

/// Posts that went out.
pub static POSTS_PUBLISHED: Kpi = Kpi {
    id: "posts_published",
    title: titles("Posts published", "发布数", "Pleatste berjochten"),
    meaning: "How many posts, videos, stories and pins were published in the period.",
    proves_not: "Effort well spent: it measures what the agency did, not what came of it. Posts that no export lists \
                 are not counted.",
    formula: Posts,
    better: Better::Neither,
    source: "Hoffman and Fodor, Can You Measure the ROI of Your Social Media Marketing?, MIT Sloan Management Review 52 (2010)",
    ..BASE
};

/// Others naming the brand.
pub static MENTIONS: Kpi = Kpi {
    id: "mentions",
    title: titles("Mentions", "提及量", "Fermeldingen"),
    meaning: "Posts by others that name the brand.",
    proves_not: "A good name: complaints are mentions. Only what the source searched is counted, and mostly only \
                 mentions with a handle.",
    formula: Sum(Leaf::total("mentions", &["competitor", "in_comments", "tag"])),
    source: "Social Media Measurement Standards Conclave, Complete Standards (2013)",
    ..BASE
};

/// Tags of the account.
pub static TAGS: Kpi = Kpi {
    id: "tags",
    title: titles("Tags", "标记量", "Markearringen"),
    meaning: "Posts, photos and videos of others in which the account was tagged.",
    proves_not: "That a customer meant it: giveaways that ask for a tag, and spam, count like praise.",
    formula: Sum(Leaf::facet("mentions", "tag")),
    source: "Meta, Instagram Platform: tagged media (2018)",
    ..BASE
};

/// Others naming the competitors.
pub static MENTIONS_COMPETITORS: Kpi = Kpi {
    id: "mentions_competitors",
    title: titles("Mentions of competitors", "竞品提及量", "Fermeldingen fan konkurrinten"),
    meaning: "Posts that name one of the competitors that the workspace follows.",
    proves_not: "How large the competition is: it depends on which names were put on the list.",
    formula: Sum(Leaf::facet("mentions", "competitor")),
    better: Better::Neither,
    goal: Goal::Refused("it is what others bring about. Set a goal on share_of_voice or mentions instead"),
    source: "Social Media Measurement Standards Conclave, Complete Standards (2013)",
    ..BASE
};

/// Own mentions, and those of competitors with them.
pub static MENTIONS_MARKET: Kpi = Kpi {
    id: "mentions_market",
    title: titles("Mentions of the market", "行业提及总量", "Fermeldingen yn 'e merk"),
    meaning: "Mentions of the brand and of its competitors together.",
    proves_not: "That people talk about the trade as such: it holds the names on the list only.",
    formula: Add(&[&MENTIONS, &MENTIONS_COMPETITORS]),
    better: Better::Neither,
    goal: Goal::Refused("most of it is what others bring about. Set a goal on share_of_voice or mentions instead"),
    source: "Barger and Labrecque, Social Media Metrics, International Journal of Integrated Marketing Communications 5 (2013)",
    ..BASE
};

/// Own share of all mentions.
pub static SHARE_OF_VOICE: Kpi = Kpi {
    id: "share_of_voice",
    title: titles("Share of voice", "声量份额", "Oandiel yn it petear"),
    meaning: "Mentions of the brand as a share of the mentions of the brand and its competitors.",
    proves_not: "Share of the market, nor liking: a scandal gives the largest share of all. It changes with the list of \
                 competitors.",
    formula: ratio(&MENTIONS, &MENTIONS_MARKET),
    unit: KpiUnit::Share,
    source: "Barger and Labrecque, Social Media Metrics, International Journal of Integrated Marketing Communications 5 (2013)",
    ..BASE
};

const LUCK: Goal = Goal::Refused(
    "virality is mostly luck: the same content spreads in one world and not in the next (Salganik, Dodds and Watts, \
     Science 311, 2006). Set a goal on reach, shares or engagement instead",
);

/// How far a post's impressions stand above the account's own.
pub static VIRALITY: Kpi = Kpi {
    id: "virality",
    title: titles("Virality (impressions)", "传播异常度（曝光）", "Viraliteit (werjeften)"),
    meaning: "How far a post's impressions stand above what the account's posts usually get, in robust standard \
              deviations of the logarithm.",
    proves_not: "Skill. It is luck for the most part and cannot be repeated at will; a boost lifts it too.",
    formula: Outlier(Leaf::kinds("impressions", SHOWN)),
    unit: KpiUnit::Score,
    better: Better::Neither,
    goal: LUCK,
    source: "Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC (1993): modified z-score",
    ..BASE
};

/// The same by views, where a platform states no impressions.
pub static VIRALITY_VIEWS: Kpi = Kpi {
    id: "virality_views",
    title: titles("Virality (views)", "传播异常度（浏览）", "Viraliteit (besjoen)"),
    meaning: "How far a post's views stand above what the account's posts usually get, in robust standard deviations \
              of the logarithm.",
    proves_not: "Skill. It is luck for the most part and cannot be repeated at will; a boost lifts it too.",
    formula: Outlier(Leaf::kinds("content_views", SHOWN)),
    unit: KpiUnit::Score,
    better: Better::Neither,
    goal: LUCK,
    source: "Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC (1993): modified z-score",
    ..BASE
};
