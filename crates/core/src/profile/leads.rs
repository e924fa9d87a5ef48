//! Leads: to learn of people who may buy. What counts as one differs most between businesses.

use super::Who::{All, But, Only};
use super::{Business, ONLINE_SHOP, Pick, SHOP, WITH_A_DOOR, context, headline, reason};
use crate::kpi::{awareness, evaluation, interest, loyalty, money, purchase, web};

/// In reading order.
pub(super) static PICKS: &[Pick] = &[
    context(&awareness::REACH, All, reason::REACH),
    context(&awareness::IMPRESSIONS_PAID, All, reason::IMPRESSIONS),
    context(&interest::ENGAGEMENTS, All, reason::ENGAGEMENTS),
    context(&interest::SAVES, All, reason::SAVES),
    headline(&evaluation::DEMO_REQUESTS, Only(&[Business::B2b]), reason::DEMOS),
    headline(&evaluation::TRIALS, Only(&[Business::Saas]), reason::TRIALS),
    headline(&evaluation::ENQUIRIES, SHOP, reason::ENQUIRIES),
    context(&evaluation::ENQUIRIES, But(&[Business::Shop]), reason::ENQUIRIES),
    context(&evaluation::DEMO_REQUESTS, Only(&[Business::Saas]), reason::DEMOS),
    context(&evaluation::CTR, All, reason::CTR),
    context(&web::LANDING_RATE, All, reason::LANDING_RATE),
    context(&web::SESSIONS_SOCIAL, All, reason::VISITS),
    headline(
        &purchase::LEADS_QUALIFIED,
        Only(&[Business::B2b, Business::Saas]),
        reason::LEADS_QUALIFIED,
    ),
    headline(&purchase::PIPELINE_VALUE, Only(&[Business::B2b]), reason::PIPELINE),
    headline(
        &purchase::LEADS_RECORDED,
        Only(&[Business::OnlineShop, Business::Dealership]),
        reason::LEADS_BOOKS,
    ),
    headline(&purchase::STORE_VISITS, WITH_A_DOOR, reason::STORE_VISITS),
    headline(&purchase::COUPONS_REDEEMED, SHOP, reason::COUPONS),
    headline(&purchase::NEWSLETTER_SIGNUPS, ONLINE_SHOP, reason::NEWSLETTER),
    headline(
        &purchase::LEAD_CONVERSION_RATE,
        Only(&[Business::OnlineShop, Business::Saas, Business::Dealership]),
        reason::LEAD_RATE,
    ),
    headline(&money::CPL_FULL, All, reason::CPL),
    context(
        &purchase::LEAD_CONVERSION_RATE,
        Only(&[Business::B2b]),
        reason::LEAD_RATE,
    ),
    context(
        &purchase::LEADS_QUALIFIED,
        Only(&[Business::Dealership]),
        reason::LEADS_QUALIFIED,
    ),
    context(
        &purchase::LEADS_RECORDED,
        Only(&[Business::B2b, Business::Saas, Business::Shop]),
        reason::LEADS_BOOKS,
    ),
    context(&purchase::LEADS, All, reason::LEADS_PLATFORM),
    context(&purchase::LEADS_WON, All, reason::LEADS_WON),
    context(
        &purchase::NEWSLETTER_SIGNUPS,
        But(&[Business::OnlineShop]),
        reason::NEWSLETTER,
    ),
    context(
        &purchase::DOWNLOADS,
        Only(&[Business::B2b, Business::Saas]),
        reason::DOWNLOADS,
    ),
    context(
        &purchase::PIPELINE_VALUE,
        Only(&[Business::Dealership]),
        reason::PIPELINE,
    ),
    context(&money::COST_FULL, All, reason::COST),
    context(&loyalty::FIRST_RESPONSE_TIME, All, reason::RESPONSE),
];
