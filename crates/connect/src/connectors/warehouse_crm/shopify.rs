//! Shopify in a warehouse, in the older shape and in that of the GraphQL interface: orders, refunds, customers.
//!
//! Refunds are read once: from `transaction` in the older shape, whose `refund` has no amount, and from `refund` in the
//! newer. Instants and money are the shop's.

use harpoon_core::EventKind;

use super::CRM;
use crate::connector::{Connector, EventWord, Quirk};
use crate::connectors::shopify::{STATUS, SYSTEM};

const SHOPIFY: Connector = Connector {
    source: "seed tables of dbt_shopify",
    quirks: &[SYSTEM, STATUS],
    ..CRM
};

pub(in crate::connectors) static ORDERS: Connector = Connector {
    id: "warehouse_shopify_orders",
    title: "Shopify in a warehouse: order",
    requires: &["deed", "event_at", "event_kind", "value.order", "person.customer"],
    columns: &[
        ("id", "deed"),
        ("created_at", "event_at"),
        ("financial_status|display_financial_status", "event_kind"),
        ("total_price|total_price_set_shop_amount", "value.order"),
        ("currency|total_price_set_shop_currency_code", "currency"),
        ("customer_id", "person.customer"),
        ("email", "person.email"),
        ("landing_site_base_url", "landing_url"),
        ("referring_site", "referrer"),
        ("source_name", "x.sales_channel"),
        ("test|_fivetran_deleted", "void"),
        (
            "billing_address_*|shipping_address_*|subtotal_price*|total_*|taxes_included|location_id",
            "ignore",
        ),
        (
            "_fivetran_synced|processed_at|updated_at|closed_at|cancelled_at|cancel_reason|note|name|number",
            "ignore",
        ),
    ],
    ..SHOPIFY
};

pub(in crate::connectors) static TRANSACTIONS: Connector = Connector {
    id: "warehouse_shopify_transactions",
    title: "Shopify in a warehouse: transaction",
    requires: &["event_id", "deed", "event_at", "event_kind", "amount", "void"],
    columns: &[
        ("id", "event_id"),
        ("order_id", "deed"),
        ("processed_at", "event_at"),
        ("kind", "event_kind"),
        ("amount", "amount"),
        ("currency", "currency"),
        ("test|status", "void"),
        (
            "_fivetran_synced|created_at|refund_id|parent_id|gateway|receipt|payment_*|currency_exchange_*",
            "ignore",
        ),
    ],
    quirks: &[
        SYSTEM,
        Quirk::EventWords(&[("refund", EventWord::Is(EventKind::Refund)), ("*", EventWord::Ignore)]),
    ],
    ..SHOPIFY
};

pub(in crate::connectors) static REFUNDS: Connector = Connector {
    id: "warehouse_shopify_refunds",
    title: "Shopify in a warehouse: refund, with its amount",
    requires: &["event_id", "deed", "event_at", "amount"],
    columns: &[
        ("id", "event_id"),
        ("order_id", "deed"),
        ("created_at", "event_at"),
        ("total_refunded_set_shop_amount", "amount"),
        ("total_refunded_set_shop_currency_code", "currency"),
        (
            "_fivetran_synced|updated_at|note|return_id|staff_member_id|total_refunded_set_pres_*",
            "ignore",
        ),
    ],
    quirks: &[SYSTEM, Quirk::Event(EventKind::Refund)],
    ..SHOPIFY
};

/// Which names are one person.
pub(in crate::connectors) static CUSTOMERS: Connector = Connector {
    id: "warehouse_shopify_customers",
    title: "Shopify in a warehouse: customer",
    requires: &["person.customer", "person.email", "x.orders_count"],
    columns: &[
        ("id", "person.customer"),
        ("email", "person.email"),
        ("phone", "person.phone"),
        ("orders_count", "x.orders_count"),
        (
            "_fivetran_synced|first_name|last_name|state|total_spent|created_at|updated_at|note|currency",
            "ignore",
        ),
        (
            "accepts_marketing|tax_exempt|verified_email|default_address_id|email_marketing_*",
            "ignore",
        ),
    ],
    ..SHOPIFY
};
