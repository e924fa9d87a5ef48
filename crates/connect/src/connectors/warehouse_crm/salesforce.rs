//! Salesforce in a warehouse: `lead`, `contact`, `opportunity`, `opportunity_history`.

use harpoon_core::EventKind;

use super::CRM;
use crate::connector::{Connector, Quirk};

const SALESFORCE: Connector = Connector {
    source: "seed tables of dbt_salesforce",
    quirks: &[SYSTEM],
    ..CRM
};
const SYSTEM: Quirk = Quirk::System("salesforce");

/// A lead is found worth pursuing on the day of its conversion into a contact.
pub(in crate::connectors) static LEADS: Connector = Connector {
    id: "warehouse_salesforce_leads",
    title: "Salesforce in a warehouse: lead",
    requires: &["person.lead", "at.lead", "x.is_converted"],
    columns: &[
        ("id", "person.lead"),
        ("created_date", "at.lead"),
        ("converted_date", "at.qualified_lead"),
        ("email", "person.email"),
        ("phone|mobile_phone", "person.phone"),
        ("converted_contact_id", "person.contact"),
        ("converted_opportunity_id", "person.deal"),
        ("converted_account_id", "company.id"),
        ("website", "company.domain"),
        ("lead_source", "channel"),
        ("utm_source_c", "source"),
        ("utm_medium_c", "medium"),
        ("utm_campaign_c", "campaign_name"),
        ("utm_content_c", "content"),
        ("utm_term_c", "term"),
        ("gclid_c", "person.click.gclid"),
        ("pi_first_touch_url_c", "landing_url"),
        ("is_deleted", "void"),
        ("is_converted", "x.is_converted"),
        (
            "_fivetran_synced|owner_id|company|first_name|last_name|name|status|is_unread_by_owner|state|city",
            "ignore",
        ),
    ],
    ..SALESFORCE
};

/// `contact` and its history: which names are one person.
pub(in crate::connectors) static CONTACTS: Connector = Connector {
    id: "warehouse_salesforce_contacts",
    title: "Salesforce in a warehouse: contact",
    requires: &["person.contact", "person.email", "company.id", "x.mailing_country"],
    columns: &[
        ("id", "person.contact"),
        ("email", "person.email"),
        ("phone|mobile_phone", "person.phone"),
        ("account_id", "company.id"),
        ("gclid_c", "person.click.gclid"),
        ("is_deleted", "void"),
        ("mailing_country", "x.mailing_country"),
        (
            "_fivetran_*|first_name|last_name|name|owner_id|lead_source|reports_to_id|individual_id",
            "ignore",
        ),
    ],
    ..SALESFORCE
};

pub(in crate::connectors) static OPPORTUNITIES: Connector = Connector {
    id: "warehouse_salesforce_opportunities",
    title: "Salesforce in a warehouse: opportunity",
    requires: &["deed", "at.deal", "event_at", "is.deal_won"],
    columns: &[
        ("id", "deed"),
        ("created_date", "at.deal"),
        ("close_date", "event_at"),
        ("is_won", "is.deal_won"),
        ("is_closed", "is.deal_lost"),
        ("amount", "amount"),
        ("currency_iso_code", "currency"),
        ("account_id", "company.id"),
        ("contact_id", "person.contact"),
        ("lead_source", "channel"),
        ("campaign_id", "x.campaign_id"),
        ("stage_name", "x.stage"),
        ("is_deleted", "void"),
        (
            "_fivetran_synced|name|owner_id|type|probability|expected_revenue|fiscal*|forecast_*|has_*",
            "ignore",
        ),
    ],
    ..SALESFORCE
};

/// Every version of an opportunity, with the stage in which it then was.
pub(in crate::connectors) static OPPORTUNITY_HISTORY: Connector = Connector {
    id: "warehouse_salesforce_opportunity_history",
    title: "Salesforce in a warehouse: opportunity_history",
    requires: &["deed", "event_at", "detail", "x.version_end"],
    columns: &[
        ("id", "deed"),
        ("_fivetran_start", "event_at"),
        ("_fivetran_end", "x.version_end"),
        ("stage_name", "detail"),
        ("amount", "amount"),
        ("currency_iso_code", "currency"),
        ("account_id", "company.id"),
        ("contact_id", "person.contact"),
        ("lead_source", "channel"),
        ("campaign_id", "x.campaign_id"),
        ("is_deleted", "void"),
        ("created_date|close_date|is_won|is_closed|_fivetran_active", "ignore"),
        (
            "_fivetran_synced|name|owner_id|type|probability|expected_revenue|fiscal*|forecast_*|has_*",
            "ignore",
        ),
    ],
    quirks: &[SYSTEM, Quirk::Event(EventKind::Stage)],
    ..SALESFORCE
};
