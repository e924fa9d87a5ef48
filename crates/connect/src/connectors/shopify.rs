//! Shopify: the export of orders. An order of several lines stands on several rows: the first carries status, total and
//! dates, the others only repeat its name, address and time.

use crate::connector::{BASE, Connector, EventWord, Evidence, Quirk};
use harpoon_core::EventKind;

pub(super) const SYSTEM: Quirk = Quirk::System("shopify");

/// Payments that never came are no orders; rows without a status are further lines of the order above.
pub(super) const STATUS: Quirk = Quirk::EventWords(&[
    ("voided", EventWord::Ignore),
    ("expired", EventWord::Ignore),
    ("", EventWord::Ignore),
    ("*", EventWord::Is(EventKind::Order)),
]);

pub(super) static ORDERS: Connector = Connector {
    id: "shopify_orders",
    title: "Shopify: export of orders",
    found_at: "Admin › Orders › Export › Plain CSV file",
    source: "Shopify help: Exporting orders, columns of the CSV file",
    evidence: Evidence::SpecOnly,
    dialect: "shopify/orders_csv",
    requires: &["deed", "event_at", "event_kind", "value.order", "value.refund"],
    columns: &[
        ("Name", "deed"),
        ("Created at", "event_at"),
        ("Financial Status", "event_kind"),
        ("Total", "value.order"),
        ("Refunded Amount", "value.refund"),
        ("Currency", "currency"),
        ("Email", "person.email"),
        ("Phone", "person.phone"),
        ("Discount Code", "detail"),
        ("Source", "x.sales_channel"),
        ("Id", "x.shopify_id"),
        (
            "Paid at|Fulfilled at|Fulfillment Status|Cancelled at|Accepts Marketing|Subtotal|Shipping|Taxes",
            "ignore",
        ),
        (
            "Discount Amount|Shipping Method|Lineitem *|Billing *|Shipping *|Notes|Note Attributes",
            "ignore",
        ),
        (
            "Payment Method|Payment Reference|Vendor|Outstanding Balance|Employee|Location|Device ID|Tags",
            "ignore",
        ),
        (
            "Risk Level|Tax * Name|Tax * Value|Receipt Number|Duties|Payment ID|Payment Terms Name",
            "ignore",
        ),
        ("Next Payment Due At|Payment References", "ignore"),
    ],
    quirks: &[SYSTEM, STATUS],
    ..BASE
};
