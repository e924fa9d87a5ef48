//! Sales: to sell, at a cost that pays. Own books go before the platforms' claims.

use super::Who::{All, But, Only};
use super::{Business, ONLINE_SHOP, Pick, SHOP, WITH_A_DOOR, WITH_LEADS, context, headline, reason};
use crate::kpi::{awareness, evaluation, interest, loyalty, money, purchase, web};

/// In reading order.
pub(super) static PICKS: &[Pick] = &[
    context(&awareness::REACH, All, reason::REACH),
    context(&awareness::IMPRESSIONS, All, reason::IMPRESSIONS),
    context(&interest::ENGAGEMENTS, All, reason::ENGAGEMENTS),
    context(&interest::SAVES, All, reason::SAVES),
    headline(&evaluation::DEMO_REQUESTS, Only(&[Business::B2b]), reason::DEMOS),
    headline(&evaluation::TRIALS, Only(&[Business::Saas]), reason::TRIALS),
    context(&evaluation::CTR, All, reason::CTR),
    context(&web::LANDING_RATE, All, reason::LANDING_RATE),
    context(&web::SESSIONS_SOCIAL, All, reason::VISITS),
    context(&web::READ_DEPTH, All, reason::READ_DEPTH),
    context(&web::PRODUCT_VIEWS, ONLINE_SHOP, reason::PRODUCT_VIEWS),
    context(
        &evaluation::ENQUIRIES,
        Only(&[Business::B2b, Business::Dealership, Business::Shop]),
        reason::ENQUIRIES,
    ),
    headline(&purchase::CONVERSION_RATE, ONLINE_SHOP, reason::CONVERSION),
    headline(&purchase::STORE_VISITS, WITH_A_DOOR, reason::STORE_VISITS),
    headline(&purchase::COUPONS_REDEEMED, SHOP, reason::COUPONS),
    headline(&purchase::STORE_CONVERSION_RATE, SHOP, reason::STORE_CONVERSION),
    headline(&purchase::PIPELINE_VALUE, Only(&[Business::B2b]), reason::PIPELINE),
    headline(&purchase::LEAD_CONVERSION_RATE, WITH_LEADS, reason::LEAD_RATE),
    headline(&purchase::REVENUE_SOCIAL, ONLINE_SHOP, reason::REVENUE_SOCIAL),
    headline(&money::CAC_FULL, All, reason::CPA),
    headline(&money::ROI, All, reason::ROI),
    context(&purchase::LEADS_QUALIFIED, WITH_LEADS, reason::LEADS_QUALIFIED),
    context(&purchase::CARTS, ONLINE_SHOP, reason::CARTS),
    context(&purchase::CHECKOUTS, ONLINE_SHOP, reason::CHECKOUTS),
    context(&purchase::ORDERS, All, reason::ORDERS),
    context(&purchase::CUSTOMERS, All, reason::CUSTOMERS),
    context(
        &purchase::REVENUE_SOCIAL,
        But(&[Business::OnlineShop]),
        reason::REVENUE_SOCIAL,
    ),
    context(&purchase::REVENUE, All, reason::REVENUE),
    context(&money::COST_FULL, All, reason::COST),
    context(&money::MER_FULL, All, reason::MER),
    context(&money::ROAS, All, reason::ROAS),
    context(&purchase::CLAIMED_PURCHASES, All, reason::CLAIMS),
    context(&money::COST_PER_CONVERSION, All, reason::CPA_PLATFORM),
    context(&loyalty::REPEAT_PURCHASE_RATE, All, reason::REPEAT),
    context(&loyalty::STARS_AVERAGE, WITH_A_DOOR, reason::STARS),
];
