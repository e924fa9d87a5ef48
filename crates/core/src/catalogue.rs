//! [`CATALOGUE`]: every KPI in reading order.

use crate::kpi::Kpi;
use crate::kpi::awareness::{FREQUENCY, IMPRESSIONS, IMPRESSIONS_ORGANIC, IMPRESSIONS_PAID, REACH};
use crate::kpi::evaluation::{CLICKS, CLICKS_LINK, CTR};
use crate::kpi::interest::{
    COMMENTS, ENGAGEMENT_RATE_BY_IMPRESSIONS, ENGAGEMENT_RATE_BY_REACH, ENGAGEMENTS, QUOTES, REACTIONS, REPOSTS, SAVES,
    SHARES,
};
use crate::kpi::money::{COST_FULL, CPM, CPM_FULL, SPEND};

/// Every KPI of Harpoon itself, by stage.
pub static CATALOGUE: &[&Kpi] = &[
    &IMPRESSIONS,
    &IMPRESSIONS_ORGANIC,
    &IMPRESSIONS_PAID,
    &REACH,
    &FREQUENCY,
    &REACTIONS,
    &COMMENTS,
    &SHARES,
    &REPOSTS,
    &QUOTES,
    &SAVES,
    &ENGAGEMENTS,
    &ENGAGEMENT_RATE_BY_REACH,
    &ENGAGEMENT_RATE_BY_IMPRESSIONS,
    &CLICKS,
    &CLICKS_LINK,
    &CTR,
    &SPEND,
    &COST_FULL,
    &CPM,
    &CPM_FULL,
];

/// The KPI with this id.
pub fn kpi(id: &str) -> Option<&'static Kpi> {
    CATALOGUE.iter().copied().find(|k| k.id == id)
}
