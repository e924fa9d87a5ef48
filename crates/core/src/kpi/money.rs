//! Money: what the effort cost and what each step cost.

use super::Formula::{Cost, Ratio, Sum};
use super::awareness::{IMPRESSIONS, IMPRESSIONS_PAID};
use super::{BASE, Better, CostBasis, Kpi, KpiUnit, Leaf, Per, Stage, titles};

const MONEY: Kpi = Kpi {
    unit: KpiUnit::Money,
    stage: Stage::Purchase,
    better: Better::Down,
    ..BASE
};

/// What the ad platforms charged.
pub static SPEND: Kpi = Kpi {
    id: "spend",
    title: titles("Ad spend", "广告花费", "Advertinsjekosten"),
    meaning: "What the ad platforms charged for media.",
    proves_not: "What social media cost: fees, labour, tools and content are not in it.",
    formula: Sum(Leaf::of("spend")),
    better: Better::Neither,
    source: "Meta, Marketing API Insights: spend (2015)",
    ..MONEY
};

/// Everything that the effort cost.
pub static COST_FULL: Kpi = Kpi {
    id: "cost_full",
    title: titles("Full cost", "全部成本", "Folsleine kosten"),
    meaning: "Media, fees, labour, tools and content together.",
    proves_not: "That it is complete: it holds what was entered. Own time that nobody wrote down is missing.",
    formula: Cost(CostBasis::Full),
    better: Better::Neither,
    source: "Kotler and Keller, Marketing Management, 15th ed. (2016), ch. 19",
    ..MONEY
};

/// Spend for a thousand paid impressions.
pub static CPM: Kpi = Kpi {
    id: "cpm",
    title: titles(
        "Cost per thousand impressions (media)",
        "千次展示成本（媒体）",
        "Kosten de tûzen werjeften (media)",
    ),
    meaning: "Ad spend for a thousand paid impressions.",
    proves_not: "That cheap is good: the cheapest impressions go to people who never buy.",
    formula: Ratio {
        num: &SPEND,
        den: &IMPRESSIONS_PAID,
        per: Per::Thousand,
    },
    unit: KpiUnit::MoneyPerThousand,
    source: "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 9",
    ..MONEY
};

/// Full cost for a thousand impressions, organic ones included.
pub static CPM_FULL: Kpi = Kpi {
    id: "cpm_full",
    title: titles(
        "Cost per thousand impressions (full cost)",
        "千次展示成本（全部成本）",
        "Kosten de tûzen werjeften (folslein)",
    ),
    meaning: "Full cost for a thousand impressions, organic and paid together: fees and content pay for both.",
    proves_not: "What an extra thousand would cost: most of the cost does not grow with impressions.",
    formula: Ratio {
        num: &COST_FULL,
        den: &IMPRESSIONS,
        per: Per::Thousand,
    },
    unit: KpiUnit::MoneyPerThousand,
    source: "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 9, on the cost basis of Kotler and Keller (2016)",
    ..MONEY
};
