//! Engagement: people react and talk, and are answered.

use super::Who::{All, But};
use super::{Business, ONLINE_SHOP, Pick, SHOP, WITH_A_DOOR, WITH_LEADS, context, headline, reason};
use crate::kpi::{audience, awareness, evaluation, interest, loyalty, money, purchase};

/// In reading order.
pub(super) static PICKS: &[Pick] = &[
    context(&awareness::REACH, All, reason::REACH),
    context(&awareness::IMPRESSIONS, All, reason::IMPRESSIONS),
    context(&awareness::MENTIONS, All, reason::MENTIONS),
    headline(&interest::ENGAGEMENT_RATE_BY_IMPRESSIONS, All, reason::ENGAGEMENT_RATE),
    headline(&interest::COMMENTS, All, reason::COMMENTS),
    headline(&interest::SHARES, All, reason::SHARES),
    context(&interest::ENGAGEMENTS, All, reason::ENGAGEMENTS),
    context(&interest::SAVES, All, reason::SAVES),
    context(&interest::REACTIONS, All, reason::REACTIONS),
    context(&audience::NET_FOLLOWER_CHANGE, All, reason::FOLLOWER_CHANGE),
    context(&interest::NEGATIVE_FEEDBACK, All, reason::NEGATIVE),
    context(&evaluation::CLICKS_LINK, All, reason::LINK_CLICKS),
    context(&evaluation::CTR, All, reason::CTR),
    context(&evaluation::PROFILE_VIEWS, All, reason::PROFILE_VIEWS),
    context(&evaluation::ENQUIRIES, All, reason::ENQUIRIES),
    context(&purchase::LEADS_RECORDED, WITH_LEADS, reason::LEADS_BOOKS),
    context(&purchase::STORE_VISITS, WITH_A_DOOR, reason::STORE_VISITS),
    context(&purchase::COUPONS_REDEEMED, SHOP, reason::COUPONS),
    context(&purchase::ORDERS, ONLINE_SHOP, reason::ORDERS),
    context(&money::COST_FULL, All, reason::COST),
    headline(&audience::ACTIVE_FOLLOWERS_30, All, reason::ACTIVE),
    context(&loyalty::FIRST_RESPONSE_TIME, All, reason::RESPONSE),
    context(
        &loyalty::EVENT_ATTENDANCE,
        But(&[Business::OnlineShop]),
        reason::ATTENDANCE,
    ),
];
