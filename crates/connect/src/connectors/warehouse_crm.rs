//! Warehouse tables of CRMs and shops that tell what single people did: leads, deals, orders, refunds, and the names
//! that belong together. What else those systems hold stands in `warehouse_people`.

use crate::connector::{BASE, Connector, Evidence};

pub(super) mod hubspot;
pub(super) mod salesforce;
pub(super) mod shopify;

/// Warehouses keep instants in UTC.
const CRM: Connector = Connector {
    found_at: "The warehouse schema of the shop or CRM connector, saved as CSV",
    evidence: Evidence::Recorded,
    dialect: "warehouse/fivetran",
    zone: Some("UTC"),
    ..BASE
};
