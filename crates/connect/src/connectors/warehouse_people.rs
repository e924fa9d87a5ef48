//! Warehouse tables about persons that tell nothing of the way to a deed: tickets, addresses, products, staff. They are
//! known for what they are and passed over. What is read of such systems stands in `warehouse_crm`.

use super::warehouse::columns;
use crate::connector::{BASE, Connector, Evidence, Quirk};
use crate::remark::Held;

const PEOPLE: Connector = Connector {
    found_at: "The warehouse schema of the shop, CRM or web analytics connector, saved as CSV",
    evidence: Evidence::Recorded,
    dialect: "warehouse/fivetran",
    ..BASE
};

/// Keys that only tables of a shop, a CRM or a help desk have.
pub(super) static CUSTOMERS: Connector = Connector {
    id: "warehouse_customers",
    title: "Shop, CRM and support in a warehouse",
    source: "seed tables of dbt_shopify, dbt_hubspot and dbt_salesforce",
    requires: &["x.key"],
    columns: columns!(&[(
        "customer_id|order_id|order_line_id|order_shipping_line_id|fulfillment_id|product_id|product_variant_id|\
         inventory_item_id|taxes_included|async_usage_count|tracked_editable_locked|requires_billing_write|\
         amount_set_pres_amount|amount_set_shop_money_amount|preview_image_width|media_id|merchant_id_sku|\
         contact_id|company_id|deal_id|ticket_id|engagement_id|owner_id|portal_id|is_deleted|first_name|last_name|\
         is_secondary_user|property_*|opportunity_id|lead_source|processing_status|ip_address|pipeline_id|team_id|\
         source_order_adjustment_id|handle|opt_in_level|checkout_id|collection_id|\
         is_fulfillment_service|localized_country_name|smtp_id|drop_reason|num_included|hubspot_object|\
         portal_subscription_status|case_access_for_account_owner|response|reply_to",
        "x.key",
    )]),
    quirks: &[Quirk::NotRead(Held::Objects)],
    ..PEOPLE
};

/// Tables of those systems whose header is too plain to tell (`id,name`): by the file's name.
pub(super) static CUSTOMERS_BY_NAME: Connector = Connector {
    id: "warehouse_customers_by_name",
    title: "Shop, CRM and support in a warehouse: small tables",
    source: CUSTOMERS.source,
    requires: &["x.key"],
    columns: columns!(&[("id", "x.key")]),
    quirks: &[
        Quirk::FileNamed(&["hubspot", "salesforce", "shopify"]),
        CUSTOMERS.quirks[0],
    ],
    ..PEOPLE
};

pub(super) static SOURCE_CATEGORIES: Connector = Connector {
    id: "ga4_source_categories",
    title: "Google Analytics 4: source categories",
    source: "Google's list for default channel groups, in dbt-ga4",
    requires: &["x.source", "x.source_category"],
    columns: columns!(&[("source", "x.source"), ("source_category", "x.source_category")]),
    quirks: &[Quirk::NotRead(Held::TrafficSources)],
    ..PEOPLE
};
