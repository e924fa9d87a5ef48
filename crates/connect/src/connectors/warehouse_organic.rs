//! Organic activity of all platforms in warehouse shapes, one file a platform.

use harpoon_core::{Counter, EntityKind, Scope};

use super::warehouse::{Columns, SYNC, columns};
use crate::connector::{BASE, Connector, Evidence, PlatformIs, Quirk};

pub(super) mod facebook;
pub(super) mod instagram;
pub(super) mod linkedin;
pub(super) mod x;
pub(super) mod youtube;

/// What all warehouse tables of pages and channels have in common.
const ORGANIC: Connector = Connector {
    found_at: "The warehouse schema of the platform's connector, saved as CSV",
    evidence: Evidence::Recorded,
    dialect: "warehouse/fivetran",
    ..BASE
};
