//! Events: what one person did, or was shown, at an instant; and what ties the names of one person together.
//!
//! An event knows its person by an [`Alias`]: the name that its source has for them. Which aliases are one person is
//! never written into events; it follows from [`Identity`] rows, so that a join can be explained and taken back.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fact::words;
use crate::{Number, Scope};

words! {
    /// What happened.
    EventKind {
        /// An ad or post was shown to the person.
        Impression = "impression",
        /// The person liked, commented, shared or answered a post.
        Engagement = "engagement",
        /// The person clicked an ad, a post or a link.
        Click = "click",
        /// A visit to the site began.
        Visit = "visit",
        /// A page was seen.
        PageView = "page_view",
        /// A page of a product was seen.
        ProductView = "product_view",
        /// Most of a page came into view.
        PageRead = "page_read",
        /// A page was left; the same deed number as its view.
        PageLeave = "page_leave",
        /// A coupon was redeemed: the code stands for the effort that handed it out.
        Coupon = "coupon",
        /// The person said where they heard of the business.
        Survey = "survey",
        /// The person became known as a lead.
        Lead = "lead",
        /// The lead was found worth pursuing.
        QualifiedLead = "qualified_lead",
        /// A question was asked.
        Enquiry = "enquiry",
        /// A demonstration was asked for.
        DemoRequest = "demo_request",
        /// A trial began.
        Trial = "trial",
        /// An account was made.
        SignUp = "sign_up",
        /// A newsletter was subscribed to.
        Subscription = "subscription",
        /// Something was downloaded.
        Download = "download",
        /// A brochure or catalogue was asked for.
        BrochureRequest = "brochure_request",
        /// Something was put into the cart.
        AddToCart = "add_to_cart",
        /// The checkout began.
        Checkout = "checkout",
        /// A shop was visited.
        StoreVisit = "store_visit",
        /// A deal or opportunity was opened.
        Deal = "deal",
        /// A deal moved to another stage.
        Stage = "stage",
        /// A deal was won.
        DealWon = "deal_won",
        /// A deal was lost.
        DealLost = "deal_lost",
        /// Something was bought.
        Order = "order",
        /// Money of an order or deal was given back; the value is positive.
        Refund = "refund",
        /// A deed that its source names no further.
        Conversion = "conversion",
        /// A message or comment came in that needs an answer.
        Message = "message",
        /// It was answered; the same deed number as the message.
        Reply = "reply",
        /// A case was opened.
        IssueOpened = "issue_opened",
        /// The case was solved; the same deed number as its opening.
        IssueResolved = "issue_resolved",
    }
}

/// What an event is in a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It may have led to a deed.
    Touch,
    /// It may end a journey: credit is asked for it.
    Deed,
    /// It changes what is known of a deed.
    Change,
}

impl EventKind {
    /// What it is in a journey.
    pub const fn part(self) -> Part {
        match self {
            Self::Impression | Self::Engagement | Self::Click | Self::Visit | Self::Coupon => Part::Touch,
            Self::Refund
            | Self::Stage
            | Self::DealLost
            | Self::Survey
            | Self::PageView
            | Self::ProductView
            | Self::PageRead
            | Self::PageLeave
            | Self::Message
            | Self::Reply
            | Self::IssueOpened
            | Self::IssueResolved => Part::Change,
            _ => Part::Deed,
        }
    }

    /// Whether it closes business: what a book of orders holds.
    pub const fn is_sale(self) -> bool {
        matches!(self, Self::DealWon | Self::Order | Self::Conversion)
    }
}

words! {
    /// What kind of name an alias is.
    AliasKind {
        /// SHA-256 of an e-mail address, in lower case and without blanks, in hexadecimal.
        Email = "email",
        /// SHA-256 of a telephone number in international notation, in hexadecimal.
        Phone = "phone",
        /// Customer number of a shop, till or bookkeeping.
        Customer = "customer",
        /// Contact of a CRM.
        Contact = "contact",
        /// Lead of a CRM or form.
        Lead = "lead",
        /// Deal or opportunity: joins the people who took part.
        Deal = "deal",
        /// Signed-in user of a site.
        User = "user",
        /// Browser or device that nobody has signed in on.
        Anonymous = "anonymous",
        /// Click id of an ad platform.
        Click = "click",
        /// Company, by the CRM's id.
        Company = "company",
        /// Company, by its internet domain.
        Domain = "domain",
    }
}

impl AliasKind {
    /// Whether it names a company and not a person.
    pub const fn is_company(self) -> bool {
        matches!(self, Self::Company | Self::Domain)
    }
}

/// The name that one source has for a person or company; written `email:9f86d081…`, `customer:1042`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Alias {
    /// Kind.
    pub kind: AliasKind,
    /// The name itself.
    pub name: String,
}

impl Alias {
    /// An alias.
    pub fn new(kind: AliasKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
        }
    }

    /// Reads `kind:name`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once(':')?;
        (!name.is_empty()).then_some(())?;
        Some(Self::new(AliasKind::from_word(kind)?, name))
    }
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.name)
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// The source's id, or a digest of the row's content where it has none: the same event told twice counts once.
    pub event_id: String,
    /// When.
    pub at: Timestamp,
    /// Its day in the source's time zone.
    pub on: Date,
    /// What.
    pub kind: EventKind,
    /// Who did it; `None` where the source does not say.
    pub person: Option<Alias>,
    /// For which company, in business with businesses.
    pub company: Option<Alias>,
    /// Order, deal or lead that it belongs to, as its source numbers it.
    pub deed: Option<String>,
    /// Platform, where the source names one.
    pub platform: Option<String>,
    /// Whether it was paid for, where the source says.
    pub scope: Option<Scope>,
    /// Channel in the source's own words; wins over the rules.
    pub channel: Option<String>,
    /// `utm_source`, or the source's word for it.
    pub source: Option<String>,
    /// `utm_medium`.
    pub medium: Option<String>,
    /// `utm_campaign`, or the campaign's name.
    pub campaign: Option<String>,
    /// `utm_content`: ad or post.
    pub content: Option<String>,
    /// `utm_term`.
    pub term: Option<String>,
    /// Address of the page that led here.
    pub referrer: Option<String>,
    /// Address of the page that was reached.
    pub landing_url: Option<String>,
    /// Name of the click id's parameter, such as `gclid`.
    pub click_param: Option<String>,
    /// Money: worth of the deed, or given back by a refund.
    pub value: Option<Number>,
    /// ISO 4217 code of the value.
    pub currency: Option<String>,
    /// Stage of a deal, coupon code, answer of a survey, product.
    pub detail: Option<String>,
    /// Further mapped columns; read as `x.NAME`.
    pub extra: Vec<(String, String)>,
    /// Line in the raw file, from 1.
    pub row: u64,
}

/// Two names that one row of a source gives to the same person or company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// One name: the smaller.
    pub one: Alias,
    /// The other name.
    pub other: Alias,
    /// Whether it ties them, or takes an earlier tie back.
    pub joined: bool,
    /// Line in the raw file.
    pub row: u64,
}

impl Identity {
    /// Ties two names; `None` if they are the same.
    pub fn tie(a: Alias, b: Alias, row: u64) -> Option<Self> {
        let (one, other) = if a < b { (a, b) } else { (b, a) };
        (one != other).then_some(Self {
            one,
            other,
            joined: true,
            row,
        })
    }
}
