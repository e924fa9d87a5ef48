//! HubSpot in a warehouse: `contact`, `deal`, `deal_stage`, `deal_contact`, `contact_merge_audit`.

use harpoon_core::EventKind;

use super::CRM;
use crate::connector::{Connector, Quirk};
use crate::connectors::hubspot::STAGES;

const HUBSPOT: Connector = Connector {
    source: "seed tables of dbt_hubspot",
    quirks: &[SYSTEM],
    ..CRM
};
const SYSTEM: Quirk = Quirk::System("hubspot");

pub(in crate::connectors) static CONTACTS: Connector = Connector {
    id: "warehouse_hubspot_contacts",
    title: "HubSpot in a warehouse: contact",
    requires: &["person.contact", "person.email", "at.lead"],
    columns: &[
        ("id", "person.contact"),
        ("property_email", "person.email"),
        ("property_phone|property_mobilephone", "person.phone"),
        // The first that is filled: a contact of no known lifecycle became known when it was made.
        ("property_hs_lifecyclestage_lead_date", "at.lead"),
        ("property_createdate", "at.lead"),
        (
            "property_hs_lifecyclestage_marketingqualifiedlead_date",
            "at.qualified_lead",
        ),
        (
            "property_hs_lifecyclestage_salesqualifiedlead_date",
            "at.qualified_lead",
        ),
        ("property_hs_merged_object_ids", "person.contact"),
        ("property_associatedcompanyid", "company.id"),
        ("property_hs_analytics_source", "channel"),
        ("property_hs_analytics_source_data_1", "source"),
        ("property_hs_analytics_source_data_2", "campaign_name"),
        ("property_hs_analytics_first_url", "landing_url"),
        ("property_hs_analytics_first_referrer", "referrer"),
        ("property_hs_google_click_id", "person.click.gclid"),
        ("property_hs_facebook_click_id", "person.click.fbclid"),
        ("_fivetran_deleted|is_deleted", "void"),
        ("_fivetran_synced|property_*", "ignore"),
    ],
    ..HUBSPOT
};

pub(in crate::connectors) static DEALS: Connector = Connector {
    id: "warehouse_hubspot_deals",
    title: "HubSpot in a warehouse: deal",
    requires: &["deed", "at.deal", "event_at", "event_kind"],
    columns: &[
        ("deal_id", "deed"),
        ("property_createdate", "at.deal"),
        ("property_closedate", "event_at"),
        ("deal_pipeline_stage_id", "event_kind"),
        ("property_hs_is_closed_won", "is.deal_won"),
        ("property_hs_is_closed_lost", "is.deal_lost"),
        ("property_amount", "amount"),
        ("property_deal_currency_code", "currency"),
        ("property_hs_analytics_source", "channel"),
        ("property_hs_analytics_source_data_1", "source"),
        ("property_hs_analytics_source_data_2", "campaign_name"),
        ("property_closed_lost_reason", "x.lost_reason"),
        ("_fivetran_deleted|is_deleted", "void"),
        (
            "_fivetran_synced|deal_pipeline_id|owner_id|portal_id|property_*",
            "ignore",
        ),
    ],
    quirks: &[SYSTEM, STAGES],
    ..HUBSPOT
};

/// The stage by its id; which stages are closed stands in `deal_pipeline_stage`, and a deal's closing in `deal`.
pub(in crate::connectors) static DEAL_STAGES: Connector = Connector {
    id: "warehouse_hubspot_deal_stages",
    title: "HubSpot in a warehouse: deal_stage",
    requires: &["deed", "event_at", "detail"],
    columns: &[
        ("deal_id", "deed"),
        ("date_entered", "event_at"),
        ("value", "detail"),
        (
            "_fivetran_start|_fivetran_end|_fivetran_active|_fivetran_synced|source|source_id",
            "ignore",
        ),
    ],
    quirks: &[SYSTEM, Quirk::Event(EventKind::Stage)],
    ..HUBSPOT
};

pub(in crate::connectors) static DEAL_CONTACTS: Connector = Connector {
    id: "warehouse_hubspot_deal_contacts",
    title: "HubSpot in a warehouse: deal_contact",
    requires: &["person.contact", "person.deal"],
    columns: &[
        ("contact_id", "person.contact"),
        ("deal_id", "person.deal"),
        ("_fivetran_synced|type_id|category", "ignore"),
    ],
    ..HUBSPOT
};

pub(in crate::connectors) static CONTACT_MERGES: Connector = Connector {
    id: "warehouse_hubspot_contact_merges",
    title: "HubSpot in a warehouse: contact_merge_audit",
    requires: &["person.contact", "x.moved"],
    columns: &[
        ("canonical_vid", "person.contact"),
        ("vid_to_merge", "person.contact"),
        ("num_properties_moved", "x.moved"),
        (
            "_fivetran_synced|contact_id|entity_id|first_name|last_name|timestamp|user_id",
            "ignore",
        ),
    ],
    ..HUBSPOT
};
