//! HubSpot: the exports of contacts and deals.
//!
//! Columns are those that a person chose for the export; what must be among them is named in `found_at`. The day of
//! closing of an open deal is a hope: only a closed stage makes it an event.

use crate::connector::{BASE, Connector, EventWord, Evidence, Quirk};
use harpoon_core::EventKind;

const HUBSPOT: Connector = Connector {
    source: "HubSpot knowledge base: Export your records; default properties of contacts and deals",
    evidence: Evidence::SpecOnly,
    dialect: "hubspot/export",
    quirks: &[SYSTEM],
    ..BASE
};

const SYSTEM: Quirk = Quirk::System("hubspot");

/// Stages of HubSpot's own pipeline, by label and by id. Others are open, or are told by `Is Closed Won`.
pub(super) const STAGES: Quirk = Quirk::EventWords(&[
    ("Closed won", EventWord::Is(EventKind::DealWon)),
    ("closedwon", EventWord::Is(EventKind::DealWon)),
    ("Closed won (Sales Pipeline)", EventWord::Is(EventKind::DealWon)),
    ("Closed lost", EventWord::Is(EventKind::DealLost)),
    ("closedlost", EventWord::Is(EventKind::DealLost)),
    ("Closed lost (Sales Pipeline)", EventWord::Is(EventKind::DealLost)),
    ("", EventWord::Ignore),
    ("*", EventWord::Ignore),
]);

pub(super) static CONTACTS: Connector = Connector {
    id: "hubspot_contacts",
    title: "HubSpot: export of contacts",
    found_at: "CRM › Contacts › Export; with the columns Record ID, Email, Create Date and the Became a … Date of each lifecycle stage",
    requires: &["person.contact", "person.email", "at.lead"],
    columns: &[
        ("Record ID|Record ID - Contact|Contact ID", "person.contact"),
        ("Email", "person.email"),
        ("Phone Number|Mobile Phone Number", "person.phone"),
        // The first that is filled: a contact of no known lifecycle became known when it was made.
        (
            "Became a Lead Date|Date entered 'Lead (Lifecycle Stage Pipeline)'",
            "at.lead",
        ),
        ("Create Date|Created Date", "at.lead"),
        (
            "Became a Marketing Qualified Lead Date|Date entered 'Marketing Qualified Lead (Lifecycle Stage Pipeline)'",
            "at.qualified_lead",
        ),
        (
            "Became a Sales Qualified Lead Date|Date entered 'Sales Qualified Lead (Lifecycle Stage Pipeline)'",
            "at.qualified_lead",
        ),
        (
            "Primary Associated Company ID|Associated Company IDs|Associated Company ID",
            "company.id",
        ),
        ("Website URL|Company Domain Name", "company.domain"),
        ("Merged Contact IDs|Merged object IDs", "person.contact"),
        (
            "Original Traffic Source|Original Source|Original Source Type",
            "channel",
        ),
        (
            "Original Traffic Source Drill-Down 1|Original Source Drill-Down 1",
            "source",
        ),
        (
            "Original Traffic Source Drill-Down 2|Original Source Drill-Down 2",
            "campaign_name",
        ),
        ("First Page Seen", "landing_url"),
        ("First Referring Site", "referrer"),
        ("Google ad click id", "person.click.gclid"),
        ("Facebook click id", "person.click.fbclid"),
        ("First Conversion", "detail"),
        ("Lifecycle Stage", "x.lifecycle_stage"),
        ("Lead Status", "x.lead_status"),
        (
            "First Name|Last Name|Contact owner|Last Activity Date|Marketing contact status",
            "ignore",
        ),
    ],
    ..HUBSPOT
};

pub(super) static DEALS: Connector = Connector {
    id: "hubspot_deals",
    title: "HubSpot: export of deals",
    found_at: "CRM › Deals › Export; with the columns Record ID, Deal Stage, Create Date, Close Date, Amount and Currency. \
               With the columns Date entered \"…\" each change of stage is read too",
    requires: &["deed", "event_kind", "at.deal", "event_at"],
    columns: &[
        ("Record ID|Record ID - Deal|Deal ID", "deed"),
        ("Create Date|Created Date", "at.deal"),
        ("Close Date", "event_at"),
        ("Deal Stage", "event_kind"),
        ("Is Closed Won", "is.deal_won"),
        ("Is closed lost", "is.deal_lost"),
        ("Date entered *", "at.stage"),
        ("Amount", "amount"),
        ("Currency", "currency"),
        ("Associated Contact IDs", "person.contact"),
        ("Primary Associated Company ID|Associated Company IDs", "company.id"),
        (
            "Original Traffic Source|Original Source|Original Source Type",
            "channel",
        ),
        (
            "Original Traffic Source Drill-Down 1|Original Source Drill-Down 1",
            "source",
        ),
        (
            "Original Traffic Source Drill-Down 2|Original Source Drill-Down 2",
            "campaign_name",
        ),
        ("Pipeline", "x.pipeline"),
        ("Closed Lost Reason", "x.lost_reason"),
        ("Deal Type", "x.deal_type"),
        ("Deal Name|Deal owner|Associated Contact|Associated Company", "ignore"),
        ("Amount in company currency|Forecast amount|Weighted amount", "ignore"),
    ],
    quirks: &[SYSTEM, STAGES],
    ..HUBSPOT
};
