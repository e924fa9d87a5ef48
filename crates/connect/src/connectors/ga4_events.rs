//! Google Analytics 4: events of single visitors, from the BigQuery export flattened to a table, and from a warehouse.
//! Reports of the interface are aggregates: see `ga4`.

use crate::connector::{BASE, Connector, EventWord, Evidence, Quirk};
use harpoon_core::EventKind;

/// Events that say something of the way to a deed. All others (scrolls, clicks out of the site) are read past.
const KINDS: Quirk = Quirk::EventWords(&[
    ("session_start", EventWord::Is(EventKind::Visit)),
    ("page_view", EventWord::Is(EventKind::PageView)),
    ("screen_view", EventWord::Is(EventKind::PageView)),
    ("view_item", EventWord::Is(EventKind::ProductView)),
    ("add_to_cart", EventWord::Is(EventKind::AddToCart)),
    ("begin_checkout", EventWord::Is(EventKind::Checkout)),
    ("purchase", EventWord::Is(EventKind::Order)),
    ("in_app_purchase", EventWord::Is(EventKind::Order)),
    ("ecommerce_purchase", EventWord::Is(EventKind::Order)),
    ("refund", EventWord::Is(EventKind::Refund)),
    ("generate_lead", EventWord::Is(EventKind::Lead)),
    ("qualify_lead", EventWord::Is(EventKind::QualifiedLead)),
    ("close_convert_lead", EventWord::Is(EventKind::DealWon)),
    ("close_unconvert_lead", EventWord::Is(EventKind::DealLost)),
    ("sign_up", EventWord::Is(EventKind::SignUp)),
    ("file_download", EventWord::Is(EventKind::Download)),
    ("*", EventWord::Ignore),
]);

const GA4: Connector = Connector {
    dialect: "ga4/bigquery",
    zone: Some("UTC"),
    quirks: &[Quirk::System("ga4"), KINDS],
    ..BASE
};

/// Instants in microseconds. Columns of money name their currency.
pub(super) static BIGQUERY: Connector = Connector {
    id: "ga4_events",
    title: "Google Analytics 4: events exported to BigQuery",
    found_at: "BigQuery › analytics_… › events_… , the columns below selected under these names and saved as CSV",
    source: "Google Analytics help: BigQuery Export schema",
    evidence: Evidence::SpecOnly,
    requires: &["event_at", "event_kind", "person.anonymous"],
    columns: &[
        ("event_timestamp", "event_at"),
        ("event_name", "event_kind"),
        ("user_pseudo_id", "person.anonymous"),
        ("user_id", "person.user"),
        (
            "collected_traffic_source.manual_source|collected_traffic_source_manual_source|source",
            "source",
        ),
        (
            "collected_traffic_source.manual_medium|collected_traffic_source_manual_medium|medium",
            "medium",
        ),
        (
            "collected_traffic_source.manual_campaign_name|collected_traffic_source_manual_campaign_name|campaign",
            "campaign_name",
        ),
        (
            "collected_traffic_source.manual_content|collected_traffic_source_manual_content|content",
            "content",
        ),
        (
            "collected_traffic_source.manual_term|collected_traffic_source_manual_term|term",
            "term",
        ),
        (
            "collected_traffic_source.gclid|collected_traffic_source_gclid|gclid",
            "person.click.gclid",
        ),
        ("page_location", "landing_url"),
        ("page_referrer", "referrer"),
        (
            "ecommerce.transaction_id|ecommerce_transaction_id|transaction_id",
            "deed",
        ),
        (
            "ecommerce.purchase_revenue_in_*|ecommerce_purchase_revenue_in_*",
            "value.order",
        ),
        (
            "ecommerce.refund_value_in_*|ecommerce_refund_value_in_*",
            "value.refund",
        ),
        (
            "event_date|platform|device_category|geo_country|ga_session_id",
            "ignore",
        ),
    ],
    ..GA4
};

pub(super) static WAREHOUSE: Connector = Connector {
    id: "warehouse_ga4_events",
    title: "Google Analytics 4 in a warehouse: event",
    found_at: "The warehouse schema of the web analytics connector, saved as CSV",
    source: "seed table of dbt_ga4_export",
    evidence: Evidence::Recorded,
    requires: &["event_at", "event_kind", "person.anonymous", "x.bundle"],
    columns: &[
        ("timestamp", "event_at"),
        ("name", "event_kind"),
        ("user_pseudo_id", "person.anonymous"),
        ("user_id", "person.user"),
        ("bundle_sequence_id", "x.bundle"),
        ("param_source", "source"),
        ("param_medium", "medium"),
        ("param_campaign", "campaign_name"),
        ("param_gclid", "person.click.gclid"),
        ("param_page_location", "landing_url"),
        ("param_page_referrer", "referrer"),
        ("ecommerce_transaction_id", "deed"),
        ("ecommerce_purchase_revenue_in_*", "value.order"),
        ("ecommerce_refund_value_in_*", "value.refund"),
        (
            "user_first_touch_timestamp|date|value_in_usd|_fivetran_id|_fivetran_synced",
            "ignore",
        ),
        (
            "traffic_source_*|device_*|geo_*|platform|stream_id|is_intraday|batch_event_index",
            "ignore",
        ),
        (
            "param_ga_*|param_engage*|param_session*|param_percent*|param_video*|event_dimensions_*",
            "ignore",
        ),
        ("collected_traffic_source_*|ecommerce_total_item_quantity", "ignore"),
    ],
    ..GA4
};
