//! Stripe: the export of payments. A payment that came is an order, and what was given back of it a refund.

use crate::connector::{BASE, Connector, EventWord, Evidence, Quirk};
use harpoon_core::EventKind;

pub(super) static PAYMENTS: Connector = Connector {
    id: "stripe_payments",
    title: "Stripe: export of payments",
    found_at: "Dashboard › Transactions › Payments › Export; columns All, or Default with Amount Refunded",
    source: "Stripe documentation: Export reports; columns of unified payments",
    evidence: Evidence::SpecOnly,
    dialect: "stripe/payments_csv",
    requires: &[
        "deed",
        "event_at",
        "event_kind",
        "value.order",
        "value.refund",
        "currency",
    ],
    columns: &[
        ("id", "deed"),
        ("Created date (UTC)|Created (UTC)", "event_at"),
        ("Status", "event_kind"),
        ("Amount", "value.order"),
        ("Amount Refunded", "value.refund"),
        ("Refunded date (UTC)", "at.refund"),
        ("Currency", "currency"),
        ("Customer ID", "person.customer"),
        ("Customer Email", "person.email"),
        ("Customer Phone", "person.phone"),
        ("order_id (metadata)", "x.order"),
        ("utm_source (metadata)", "source"),
        ("utm_medium (metadata)", "medium"),
        ("utm_campaign (metadata)", "campaign_name"),
        (
            "Description|Seller Message|Converted Amount|Converted Amount Refunded|Converted Currency|Fee",
            "ignore",
        ),
        (
            "Taxes On Fee|Mode|Statement Descriptor|Customer Description|Captured|Card *|Invoice ID|Transfer",
            "ignore",
        ),
        (
            "Disputed Amount|Dispute *|Payment Source Type|Destination|Invoice Number|Checkout *|Decline Reason",
            "ignore",
        ),
    ],
    zone: Some("UTC"),
    quirks: &[
        Quirk::System("stripe"),
        Quirk::EventWords(&[
            ("Paid", EventWord::Is(EventKind::Order)),
            ("Succeeded", EventWord::Is(EventKind::Order)),
            ("Refunded", EventWord::Is(EventKind::Order)),
            ("Partially Refunded", EventWord::Is(EventKind::Order)),
            ("Partial Refund", EventWord::Is(EventKind::Order)),
            ("Disputed", EventWord::Is(EventKind::Order)),
            ("Failed", EventWord::Ignore),
            ("Blocked", EventWord::Ignore),
            ("Canceled", EventWord::Ignore),
            ("Incomplete", EventWord::Ignore),
            ("Expired", EventWord::Ignore),
            ("Uncaptured", EventWord::Ignore),
            ("Pending", EventWord::Ignore),
            ("Processing", EventWord::Ignore),
            ("Requires action", EventWord::Ignore),
            ("Requires payment method", EventWord::Ignore),
            ("Requires confirmation", EventWord::Ignore),
            ("Requires capture", EventWord::Ignore),
        ]),
    ],
    ..BASE
};
