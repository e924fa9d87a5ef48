//! Ads of all platforms in warehouse shapes, one file a platform.

use harpoon_core::{EntityKind, Scope};

use super::warehouse::{Columns, SYNC, columns};
use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

pub(super) mod amazon;
pub(super) mod apple;
pub(super) mod google;
pub(super) mod linkedin;
pub(super) mod meta;
pub(super) mod microsoft;
pub(super) mod pinterest;
pub(super) mod reddit;
pub(super) mod snapchat;
pub(super) mod tiktok;
pub(super) mod x;

/// What all warehouse tables of ads have in common.
const ADS: Connector = Connector {
    found_at: "The warehouse schema of the ads connector, saved as CSV",
    evidence: Evidence::Recorded,
    dialect: "warehouse/fivetran",
    scope: Scope::Paid,
    ..BASE
};

/// How entity tables begin.
const ACCOUNT: Columns = &[("id", "account_id"), ("name", "account_name"), ("currency", "currency")];
const CAMPAIGN: Columns = &[
    ("id", "campaign_id"),
    ("name", "campaign_name"),
    ("account_id", "account_id"),
];
const AD_GROUP: Columns = &[
    ("id", "ad_group_id"),
    ("name", "ad_group_name"),
    ("campaign_id", "campaign_id"),
];
const AD: Columns = &[("id", "ad_id"), ("name", "ad_name"), ("ad_group_id", "ad_group_id")];
