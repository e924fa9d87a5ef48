//! [`Deed`]: what a formula over events counts: a kind of event as its source tells it, or what follows from several.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::event::EventKind;
use crate::fact::words;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Events of one kind. A lead, order or other deed that several events tell of counts once, at the first of them.
    Kind(EventKind),
    /// What follows from the events of a person or of an order.
    Derived(Derived),
}

words! {
    /// What no source tells by itself.
    Derived {
        /// An order, a deal won and not lost later, or an unnamed deed; its worth is net of refunds, at the day of the sale.
        Sale = "sale",
        /// The first sale that the data has of a person, or of the company that they act for.
        FirstOrder = "first_order",
        /// A sale to a person or company that bought before.
        RepeatOrder = "repeat_order",
        /// The first sale to a person who is known as a lead.
        LeadWon = "lead_won",
        /// A visit that came from social media by the rules of channels.
        VisitSocial = "visit_social",
        /// A page seen, where the event itself says that social media led there.
        PageViewSocial = "page_view_social",
        /// A product page seen, likewise.
        ProductViewSocial = "product_view_social",
        /// A page read, likewise.
        PageReadSocial = "page_read_social",
    }
}

/// Every kind of sale.
const SALES: &[EventKind] = &[EventKind::Order, EventKind::DealWon, EventKind::Conversion];

impl Deed {
    /// Every word, in reading order.
    pub fn all() -> impl Iterator<Item = Self> {
        let kinds = EventKind::ALL.iter().map(|kind| Self::Kind(*kind));
        kinds.chain(Derived::ALL.iter().map(|derived| Self::Derived(*derived)))
    }

    /// The spelling in formulas.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.as_str(),
            Self::Derived(derived) => derived.as_str(),
        }
    }

    /// The kinds of event that are counted: where the data has none of them, nothing is known.
    pub fn kinds(self) -> Vec<EventKind> {
        match self {
            Self::Kind(kind) => vec![kind],
            Self::Derived(derived) => derived.kinds().to_vec(),
        }
    }

    /// Whether what is counted are sales: the state of an order or deal decides, and a company is one customer.
    pub const fn is_sale(self) -> bool {
        use Derived::{FirstOrder, LeadWon, RepeatOrder, Sale};
        matches!(self, Self::Derived(Sale | FirstOrder | RepeatOrder | LeadWon))
    }

    /// Whether only what came from social media counts.
    pub const fn is_social(self) -> bool {
        use Derived::{PageReadSocial, PageViewSocial, ProductViewSocial, VisitSocial};
        matches!(
            self,
            Self::Derived(VisitSocial | PageViewSocial | ProductViewSocial | PageReadSocial)
        )
    }

    /// Whether it is counted person by person, so that events without a person are left out.
    pub const fn needs_person(self) -> bool {
        use Derived::{FirstOrder, LeadWon, RepeatOrder};
        matches!(self, Self::Derived(FirstOrder | RepeatOrder | LeadWon))
    }

    /// Which file would tell of it.
    pub fn told_by(self) -> &'static str {
        match self.kinds().first() {
            Some(EventKind::Click) => "no source: no tracked link was clicked yet, and no file names clicks one by one",
            Some(EventKind::Engagement) => "not measurable: no source names the accounts that interacted",
            Some(EventKind::Order | EventKind::Refund) => {
                "no source: import the orders of the shop (Shopify, or a file with a map), or the deals of the CRM"
            }
            Some(EventKind::Lead | EventKind::QualifiedLead) => {
                "no source: import the contacts or leads of the CRM (HubSpot, Salesforce, or a file with a map)"
            }
            Some(EventKind::Deal | EventKind::Stage | EventKind::DealWon | EventKind::DealLost) => {
                "no source: import the deals of the CRM (HubSpot, Salesforce, or a file with a map)"
            }
            Some(EventKind::Message | EventKind::Reply | EventKind::IssueOpened | EventKind::IssueResolved) => {
                "no source: import the cases or messages of the help desk, a row for each, with a map"
            }
            Some(EventKind::Coupon) => "no source: import the coupons that were redeemed, a row for each, with a map",
            Some(EventKind::StoreVisit) => "no source: import the visits of the shop, a row for each, with a map",
            _ => {
                "no source: import a file with a map that tells of it row by row, such as forms or the web site's events"
            }
        }
    }
}

impl Derived {
    const fn kinds(self) -> &'static [EventKind] {
        match self {
            Self::Sale | Self::FirstOrder | Self::RepeatOrder | Self::LeadWon => SALES,
            Self::VisitSocial => &[EventKind::Visit],
            Self::PageViewSocial => &[EventKind::PageView],
            Self::ProductViewSocial => &[EventKind::ProductView],
            Self::PageReadSocial => &[EventKind::PageRead],
        }
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
