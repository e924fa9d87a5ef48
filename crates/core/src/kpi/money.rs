//! Money: what the effort cost, what each step cost, and what came back. Media and full cost have different names.

use super::Formula::{Cost, Difference, Sum};
use super::awareness::{IMPRESSIONS, IMPRESSIONS_PAID};
use super::evaluation::{CLICKS_LINK, CLICKS_LINK_PAID, CLICKS_PAID};
use super::purchase::{CLAIMED_CONVERSIONS, CLAIMED_REVENUE, CUSTOMERS, LEADS, LEADS_PAID, REVENUE, REVENUE_SOCIAL};
use super::{BASE, Better, CostBasis, Kpi, KpiUnit, Leaf, Level, Stage, per_thousand, ratio, titles};

/// What things cost.
const MONEY: Kpi = Kpi {
    unit: KpiUnit::Money,
    stage: Stage::Purchase,
    better: Better::Down,
    ..BASE
};

/// What came back.
const RETURN: Kpi = Kpi {
    stage: Stage::Purchase,
    level: Level::Macro,
    ..BASE
};

const FARRIS: &str = "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 10";
const HOFFMAN_FODOR: &str =
    "Hoffman and Fodor, Can You Measure the ROI of Your Social Media Marketing?, MIT Sloan Management Review 52 (2010)";
const BLANCHARD: &str = "Blanchard, Social Media ROI, Que (2011)";
const BLAKE: &str =
    "Blake, Nosko and Tadelis, Consumer Heterogeneity and Paid Search Effectiveness, Econometrica 83 (2015)";
const BLENDED: &str = "Trade usage in online retail since about 2019, also called blended ROAS; no standard";

/// What the ad platforms charged.
pub static SPEND: Kpi = Kpi {
    id: "spend",
    title: titles("Ad spend", "广告花费", "Advertinsjekosten"),
    meaning: "What the ad platforms charged for media.",
    proves_not: "What social media cost: fees, labour, tools and content are not in it. Platforms correct it for days \
                 or weeks.",
    formula: Sum(Leaf::of("spend")),
    through: &[&IMPRESSIONS_PAID],
    better: Better::Neither,
    source: "Meta, Marketing API Insights: spend (2015)",
    ..MONEY
};

/// Media, whoever was paid.
pub static COST_MEDIA: Kpi = Kpi {
    id: "cost_media",
    title: titles("Media cost", "媒体成本", "Mediakosten"),
    meaning: "Ad spend, and media costs that no platform reports and that were entered by hand.",
    proves_not: "What social media cost: fees, labour, tools and content are not in it.",
    formula: Cost(CostBasis::Media),
    better: Better::Neither,
    source: FARRIS,
    ..MONEY
};

/// What was paid to others for their work.
pub static COST_FEES: Kpi = Kpi {
    id: "cost_fees",
    title: titles("Fees", "服务费", "Honoraria"),
    meaning: "Fees of agencies and freelancers as entered, spread evenly over the days that each serves.",
    proves_not: "That the work was paid when it was done: an invoice entered for one month belongs to that month.",
    formula: Cost(CostBasis::Fees),
    better: Better::Neither,
    source: BLANCHARD,
    ..MONEY
};

/// What own people's time cost.
pub static COST_LABOUR: Kpi = Kpi {
    id: "cost_labour",
    title: titles("Own people's time", "内部人力成本", "Eigen wurktiid"),
    meaning: "Own people's time in money as entered, spread evenly over the days that each entry serves.",
    proves_not: "That it is all of the time: what nobody wrote down is missing, and the rate an hour is the business's own.",
    formula: Cost(CostBasis::Labour),
    better: Better::Neither,
    source: BLANCHARD,
    ..MONEY
};

/// What software cost.
pub static COST_TOOLS: Kpi = Kpi {
    id: "cost_tools",
    title: titles("Tools", "工具费用", "Ark en software"),
    meaning: "Software and subscriptions as entered, spread evenly over the days that each serves.",
    proves_not: "That social media alone used them: whoever entered the cost decided which part of it belongs here.",
    formula: Cost(CostBasis::Tools),
    better: Better::Neither,
    source: BLANCHARD,
    ..MONEY
};

/// What making content cost.
pub static COST_CONTENT: Kpi = Kpi {
    id: "cost_content",
    title: titles("Making content", "内容制作费用", "Ynhâld meitsje"),
    meaning: "Photos, video and text that were made or bought, as entered, spread evenly over the days that each serves.",
    proves_not: "That the month's posts cost this: content is made before it is shown, and may be shown again.",
    formula: Cost(CostBasis::Content),
    better: Better::Neither,
    source: BLANCHARD,
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
    source: BLANCHARD,
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
    formula: per_thousand(&SPEND, &IMPRESSIONS_PAID),
    unit: KpiUnit::MoneyPerThousand,
    source: FARRIS,
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
    proves_not: "What a thousand more would cost: most of the cost does not grow with impressions.",
    formula: per_thousand(&COST_FULL, &IMPRESSIONS),
    unit: KpiUnit::MoneyPerThousand,
    source: FARRIS,
    ..MONEY
};

/// Spend for a paid link click.
pub static CPC: Kpi = Kpi {
    id: "cpc",
    title: titles(
        "Cost per link click (media)",
        "单次链接点击成本（媒体）",
        "Kosten de klik op in keppeling (media)",
    ),
    meaning: "Ad spend for each paid click on a link.",
    proves_not: "That the visits are worth it: cheap clicks are often accidents.",
    formula: ratio(&SPEND, &CLICKS_LINK_PAID),
    source: FARRIS,
    ..MONEY
};

/// Spend for a paid click of any kind.
pub static CPC_ALL: Kpi = Kpi {
    id: "cpc_all",
    title: titles(
        "Cost per click, all kinds (media)",
        "单次点击成本（全部点击，媒体）",
        "Kosten de klik, alle soarten (media)",
    ),
    meaning: "Ad spend for each paid click of any kind: what Google, Microsoft and Reddit call CPC.",
    proves_not: "The price of a visit: on social networks most clicks stay on the platform. Never compare it with `cpc`.",
    formula: ratio(&SPEND, &CLICKS_PAID),
    source: "Meta, Marketing API Insights: cpc, all clicks (2015)",
    ..MONEY
};

/// Full cost for a link click.
pub static CPC_FULL: Kpi = Kpi {
    id: "cpc_full",
    title: titles(
        "Cost per link click (full cost)",
        "单次链接点击成本（全部成本）",
        "Kosten de klik op in keppeling (folslein)",
    ),
    meaning: "Full cost for each click on a link, organic and paid together.",
    proves_not: "What one more click would cost.",
    formula: ratio(&COST_FULL, &CLICKS_LINK),
    source: FARRIS,
    ..MONEY
};

/// Spend for a paid lead.
pub static CPL: Kpi = Kpi {
    id: "cpl",
    title: titles(
        "Cost per lead (media)",
        "单条线索成本（媒体）",
        "Kosten de lead (media)",
    ),
    meaning: "Ad spend for each lead that the platforms claim for ads.",
    proves_not: "The price of a customer: cheap leads are often those that nobody can reach by telephone.",
    formula: ratio(&SPEND, &LEADS_PAID),
    level: Level::Macro,
    source: FARRIS,
    ..MONEY
};

/// Full cost for a lead.
pub static CPL_FULL: Kpi = Kpi {
    id: "cpl_full",
    title: titles(
        "Cost per lead (full cost)",
        "单条线索成本（全部成本）",
        "Kosten de lead (folslein)",
    ),
    meaning: "Full cost for each lead, organic and paid together.",
    proves_not: "The price of a customer, or of one more lead.",
    formula: ratio(&COST_FULL, &LEADS),
    level: Level::Macro,
    source: FARRIS,
    ..MONEY
};

/// Spend for a claimed conversion.
pub static COST_PER_CONVERSION: Kpi = Kpi {
    id: "cost_per_conversion",
    title: titles(
        "Cost per conversion (media)",
        "单次转化成本（媒体）",
        "Kosten de konversje (media)",
    ),
    meaning: "Ad spend for each outcome that the platform claims.",
    proves_not: "The price of a sale: the platform claims sales that would have come anyway, so the true price is \
                 higher. Retargeting looks cheapest of all for that reason.",
    formula: ratio(&SPEND, &CLAIMED_CONVERSIONS),
    source: BLAKE,
    ..MONEY
};

/// Full cost for a claimed conversion.
pub static COST_PER_CONVERSION_FULL: Kpi = Kpi {
    id: "cost_per_conversion_full",
    title: titles(
        "Cost per conversion (full cost)",
        "单次转化成本（全部成本）",
        "Kosten de konversje (folslein)",
    ),
    meaning: "Full cost for each outcome that the platform claims.",
    proves_not: "The price of a sale: claims are too many, and organic work is paid for here but claims nothing.",
    formula: ratio(&COST_FULL, &CLAIMED_CONVERSIONS),
    source: BLAKE,
    ..MONEY
};

/// Media cost for a new customer.
pub static CAC: Kpi = Kpi {
    id: "cac",
    title: titles(
        "Customer acquisition cost (media)",
        "获客成本（媒体）",
        "Kosten de nije klant (media)",
    ),
    meaning: "Media cost for each customer acquired, from whatever source.",
    proves_not: "What the next customer costs: that is more than the average, and many come without any ad.",
    formula: ratio(&COST_MEDIA, &CUSTOMERS),
    level: Level::Macro,
    source: "Gupta, Lehmann and Stuart, Valuing Customers, Journal of Marketing Research 41 (2004)",
    ..MONEY
};

/// Full cost for a new customer.
pub static CAC_FULL: Kpi = Kpi {
    id: "cac_full",
    title: titles(
        "Customer acquisition cost (full cost)",
        "获客成本（全部成本）",
        "Kosten de nije klant (folslein)",
    ),
    meaning: "Full cost for each customer acquired, from whatever source.",
    proves_not: "What the next customer costs. Part of the cost serves those who are customers already.",
    formula: ratio(&COST_FULL, &CUSTOMERS),
    level: Level::Macro,
    source: "Gupta, Lehmann and Stuart, Valuing Customers, Journal of Marketing Research 41 (2004)",
    ..MONEY
};

/// Credited revenue less full cost.
pub static NET_RETURN: Kpi = Kpi {
    id: "net_return",
    title: titles(
        "Net return (full cost)",
        "净回报（全部成本）",
        "Netto opbringst (folslein)",
    ),
    meaning: "Revenue credited to social media less its full cost.",
    proves_not: "Profit: the cost of the goods sold is not taken off, unless revenue was entered as margin.",
    formula: Difference(&REVENUE_SOCIAL, &COST_FULL),
    unit: KpiUnit::Money,
    source: HOFFMAN_FODOR,
    ..RETURN
};

/// Credited revenue less media cost.
pub static NET_RETURN_MEDIA: Kpi = Kpi {
    id: "net_return_media",
    title: titles("Net return (media)", "净回报（媒体）", "Netto opbringst (media)"),
    meaning: "Revenue credited to social media less its media cost.",
    proves_not: "Profit: the cost of the goods, of fees, labour, tools and content is not taken off.",
    formula: Difference(&REVENUE_SOCIAL, &COST_MEDIA),
    unit: KpiUnit::Money,
    source: HOFFMAN_FODOR,
    ..RETURN
};

/// Return on investment.
pub static ROI: Kpi = Kpi {
    id: "roi",
    title: titles(
        "Return on investment (full cost)",
        "投资回报率（全部成本）",
        "Rendemint op 'e ynvestearring (folslein)",
    ),
    meaning: "Net return for each unit of full cost: 0.5 means that half as much again came back, below 0 is a loss.",
    proves_not: "That social media caused it, and not to the second decimal: read the interval. Awareness pays back \
                 later or elsewhere, and shows here as a loss.",
    formula: ratio(&NET_RETURN, &COST_FULL),
    unit: KpiUnit::Share,
    source: "Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 10; Lewis and Rao, The Unfavorable Economics of Measuring the Returns to Advertising, Quarterly Journal of Economics 130 (2015)",
    ..RETURN
};

/// Return on media.
pub static ROI_MEDIA: Kpi = Kpi {
    id: "roi_media",
    title: titles(
        "Return on investment (media)",
        "投资回报率（媒体）",
        "Rendemint op 'e ynvestearring (media)",
    ),
    meaning: "Net return for each unit of media cost.",
    proves_not: "That the effort pays: fees, labour, tools and content are left out, so it always flatters.",
    formula: ratio(&NET_RETURN_MEDIA, &COST_MEDIA),
    unit: KpiUnit::Share,
    source: FARRIS,
    ..RETURN
};

/// Credited revenue by media cost.
pub static ROAS: Kpi = Kpi {
    id: "roas",
    title: titles("Return on ad spend", "广告支出回报率", "Opbringst op advertinsjekosten"),
    meaning: "Revenue credited to social media for each unit of media cost: ad spend, and media entered by hand.",
    proves_not: "Profit: at a margin of a quarter, a return of four times only breaks even. A small budget on people \
                 who would have bought anyway has the best of all.",
    formula: ratio(&REVENUE_SOCIAL, &COST_MEDIA),
    unit: KpiUnit::Times,
    source: FARRIS,
    ..RETURN
};

/// Claimed revenue by spend.
pub static CLAIMED_ROAS: Kpi = Kpi {
    id: "claimed_roas",
    title: titles(
        "Return on ad spend claimed by the platform",
        "平台归因广告支出回报率",
        "Opbringst op advertinsjekosten neffens it platfoarm",
    ),
    meaning: "Revenue that the platform claims for each unit of ad spend.",
    proves_not: "That the money came back: the platform marks its own work, and the same sale is claimed elsewhere.",
    formula: ratio(&CLAIMED_REVENUE, &SPEND),
    unit: KpiUnit::Times,
    level: Level::Micro,
    source: "Meta, Marketing API Insights: purchase_roas (2018)",
    ..RETURN
};

/// All revenue by media cost.
pub static MER: Kpi = Kpi {
    id: "mer",
    title: titles(
        "Marketing efficiency ratio (media)",
        "营销效率比（媒体）",
        "Omset tsjin mediakosten",
    ),
    meaning: "All revenue of the business for each unit of media cost.",
    proves_not: "That marketing brought the revenue: regulars and passers-by are in it. It is useful as a course over \
                 time, not as a return.",
    formula: ratio(&REVENUE, &COST_MEDIA),
    unit: KpiUnit::Times,
    source: BLENDED,
    ..RETURN
};

/// All revenue by full cost.
pub static MER_FULL: Kpi = Kpi {
    id: "mer_full",
    title: titles(
        "Marketing efficiency ratio (full cost)",
        "营销效率比（全部成本）",
        "Omset tsjin folsleine kosten",
    ),
    meaning: "All revenue of the business for each unit of full cost.",
    proves_not: "That marketing brought the revenue: regulars and passers-by are in it.",
    formula: ratio(&REVENUE, &COST_FULL),
    unit: KpiUnit::Times,
    source: BLENDED,
    ..RETURN
};
