//! Awareness: to be seen and known. What is bought later shows only as context.

use super::Who::{All, Only};
use super::{Business, Pick, SHOP, WITH_A_DOOR, context, headline, reason};
use crate::kpi::{audience, awareness, evaluation, interest, loyalty, money, purchase, web};

/// In reading order.
pub(super) static PICKS: &[Pick] = &[
    headline(&awareness::REACH, All, reason::REACH),
    context(&awareness::IMPRESSIONS, All, reason::IMPRESSIONS),
    context(&awareness::FREQUENCY, All, reason::FREQUENCY),
    context(&awareness::SHARE_OF_VOICE, All, reason::SHARE_OF_VOICE),
    context(&awareness::MENTIONS, All, reason::MENTIONS),
    headline(&interest::SHARES, All, reason::SHARES),
    headline(&audience::NET_FOLLOWER_CHANGE, All, reason::FOLLOWER_CHANGE),
    context(&interest::ENGAGEMENT_RATE_BY_IMPRESSIONS, All, reason::ENGAGEMENT_RATE),
    context(&interest::NEGATIVE_FEEDBACK, All, reason::NEGATIVE),
    context(&evaluation::PROFILE_VIEWS, All, reason::PROFILE_VIEWS),
    context(&web::SESSIONS_SOCIAL, All, reason::VISITS),
    headline(&money::CPM, All, reason::CPM),
    context(&purchase::STORE_VISITS, WITH_A_DOOR, reason::STORE_VISITS),
    context(&purchase::COUPONS_REDEEMED, SHOP, reason::COUPONS),
    context(
        &purchase::LEADS_QUALIFIED,
        Only(&[Business::B2b]),
        reason::LEADS_QUALIFIED,
    ),
    context(&purchase::CUSTOMERS, All, reason::CUSTOMERS),
    context(&money::COST_FULL, All, reason::COST),
    context(&loyalty::STARS_AVERAGE, WITH_A_DOOR, reason::STARS),
    context(&audience::ACTIVE_FOLLOWERS_30, All, reason::ACTIVE),
];
