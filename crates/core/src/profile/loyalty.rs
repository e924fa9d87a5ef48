//! Loyalty: customers come back, are helped, and speak for the business.

use super::Who::{All, But, Only};
use super::{Business, Pick, SHOP, WITH_A_DOOR, context, headline, reason};
use crate::kpi::{audience, awareness, evaluation, interest, loyalty, money, purchase, web};

/// In reading order.
pub(super) static PICKS: &[Pick] = &[
    context(&awareness::REACH, All, reason::REACH),
    context(&awareness::MENTIONS, All, reason::MENTIONS),
    context(&interest::ENGAGEMENT_RATE_BY_FOLLOWERS, All, reason::ENGAGEMENT_RATE),
    context(&interest::SHARES, All, reason::SHARES),
    context(&interest::NEGATIVE_FEEDBACK, All, reason::NEGATIVE),
    context(&evaluation::ENQUIRIES, All, reason::ENQUIRIES),
    context(&web::SESSIONS_SOCIAL, But(&[Business::Shop]), reason::VISITS),
    context(&purchase::NEWSLETTER_SIGNUPS, All, reason::NEWSLETTER),
    context(&purchase::STORE_VISITS, WITH_A_DOOR, reason::STORE_VISITS),
    context(&purchase::COUPONS_REDEEMED, SHOP, reason::COUPONS),
    context(&purchase::ORDERS, All, reason::ORDERS),
    context(&money::COST_FULL, All, reason::COST),
    headline(&loyalty::REPEAT_PURCHASE_RATE, All, reason::REPEAT),
    headline(
        &loyalty::CUSTOMER_LIFETIME_VALUE,
        Only(&[Business::OnlineShop, Business::Saas]),
        reason::LIFETIME,
    ),
    headline(&loyalty::REVIEWS_FIVE_STAR, WITH_A_DOOR, reason::FIVE_STARS),
    headline(
        &loyalty::STARS_AVERAGE,
        Only(&[Business::OnlineShop, Business::Dealership, Business::Shop]),
        reason::STARS,
    ),
    headline(
        &loyalty::RESOLUTION_RATE,
        Only(&[Business::B2b, Business::Saas]),
        reason::RESOLUTION,
    ),
    headline(
        &loyalty::FIRST_RESPONSE_TIME,
        Only(&[Business::B2b, Business::Saas]),
        reason::RESPONSE,
    ),
    context(&loyalty::CUSTOMERS_REPEATING, All, reason::RETURNING),
    context(
        &loyalty::CUSTOMER_LIFETIME_VALUE,
        But(&[Business::OnlineShop, Business::Saas]),
        reason::LIFETIME,
    ),
    context(
        &loyalty::RESOLUTION_RATE,
        But(&[Business::B2b, Business::Saas]),
        reason::RESOLUTION,
    ),
    context(
        &loyalty::FIRST_RESPONSE_TIME,
        But(&[Business::B2b, Business::Saas]),
        reason::RESPONSE,
    ),
    context(&audience::ACTIVE_FOLLOWERS_30, All, reason::ACTIVE),
    context(&loyalty::REVIEWS, All, reason::REVIEWS),
    context(
        &loyalty::EVENT_ATTENDANCE,
        But(&[Business::OnlineShop]),
        reason::ATTENDANCE,
    ),
];
