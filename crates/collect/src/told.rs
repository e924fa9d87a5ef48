//! [`tell`]: what a record tells, in the words of Harpoon: events, who is who, and the steps of which visits are made.
//!
//! Nothing is guessed. Money without a currency is no value but a [`Lack`]; a name that no rule knows is an event of no kind, which
//! is counted and seen until somebody says what it is.

mod kinds;
mod link;
mod money;
mod people;
mod plausible;
mod said;
mod segment;
mod snowplow;

use harpoon_core::event::Part;
use harpoon_core::{Alias, Event, EventKind, Identity};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::bot::{self, Robots, Verdict};
use crate::json::Json;
use crate::moment;
use crate::request::Protocol;
use crate::sent::Sent;
pub use kinds::{Kinds, NameMistake};
pub use money::Lack;
use people::People;
use said::{Said, What};

/// How the records of a source are read.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Which names are which kind.
    pub kinds: Kinds,
    /// The system whose numbers of orders and people these are. Sources with one system tell of the same orders: what a browser, a
    /// server and the shop's own export (`shopify`) say of order 1001 counts once. Without it orders are those of the one shop that
    /// all sources of the workspace without a system tell of, and people have bare names.
    pub system: Option<String>,
    /// ISO 4217 code of money that names no currency, where the source has but one.
    pub currency: Option<String>,
    /// Time zone of the source's days.
    pub zone: TimeZone,
    /// Who is no person.
    pub robots: Robots,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            kinds: Kinds::default(),
            system: None,
            currency: None,
            zone: TimeZone::UTC,
            robots: Robots::default(),
        }
    }
}

/// What one record tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Events, with kinds of our own.
    pub events: Vec<Event>,
    /// Names that are one person's or company's.
    pub identities: Vec<Identity>,
    /// Name of an event that no rule gives a kind.
    pub unnamed: Option<String>,
    /// What could not be understood of its money.
    pub lacks: Vec<Lack>,
    /// Who stands behind it.
    pub verdict: Verdict,
    /// A step of a visit, where it is one.
    pub step: Option<Step>,
}

/// A sign of somebody on the site, of which visits are made.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Who; the name of browser, device or day, which is there before anybody signs in.
    pub who: Alias,
    /// First part of the ids of events: the system whose numbers they are.
    pub system: String,
    /// When, by a clock that can be trusted.
    pub at: Timestamp,
    /// Address of the page.
    pub page: Option<String>,
    /// The view of the page that it belongs to, where the client numbers views.
    pub view: Option<String>,
    /// How far down the page has been seen, in percent.
    pub depth: Option<u8>,
    /// How long the page has been looked at since the last sign, in milliseconds, where the client counts it.
    pub looked: Option<u64>,
    /// Whether a page was opened.
    pub is_view: bool,
    /// Whether it only says that a page is still there.
    pub is_ping: bool,
    /// What a visit is that begins here: not yet an event, and of no kind but `visit`.
    pub visit: Event,
}

/// Reads a record. A body that cannot be read tells nothing, which cannot happen to what [`admit`](crate::admit) has made.
pub fn tell(sent: &Sent, terms: &Terms) -> Told {
    let mut told = Told {
        events: Vec::new(),
        identities: Vec::new(),
        unnamed: None,
        lacks: Vec::new(),
        verdict: bot::classify_sent(sent),
        step: None,
    };
    let Ok(body) = Json::parse(&sent.body) else {
        return told;
    };
    if sent.protocol == Protocol::Link {
        told.verdict = link::verdict(sent, body);
    }
    told.verdict = terms.robots.judged(told.verdict, sent.agent.as_deref());
    let verdict = told.verdict;
    let mut said = match sent.protocol {
        Protocol::Segment => segment::said(sent, body),
        Protocol::Snowplow => snowplow::said(sent, body),
        Protocol::Plausible => plausible::said(sent, body),
        Protocol::Link => link::said(body),
    };
    let kind = match kind(&said.what, &terms.kinds) {
        Ok(kind) => kind,
        Err(name) => {
            told.unnamed = Some(name);
            None
        }
    };
    if kind.is_some_and(is_about_oneself) {
        said.email = said.email.or(said.filled_in.take());
    }
    let people = People::of(&said, sent, terms);
    told.identities = people.ties();
    let at = match said.true_time {
        Some(at) => at.min(sent.received),
        None => moment::corrected(sent.original, sent.sent, sent.received),
    };
    let telling = Telling {
        sent,
        terms,
        base: base(&said, sent, terms, &people, at, verdict),
        said,
        kind,
    };
    if let Some(kind) = kind {
        let event = telling.event(kind, &mut told.lacks);
        told.events.push(event);
    }
    // A click is none: the visit begins with the page that it leads to.
    if verdict.class.is_person() && sent.program.is_none() && sent.protocol != Protocol::Link {
        told.step = telling.step(&people);
    }
    told
}

/// The kind of what happened; `None` where it is no event of ours. Errors: a name that no rule gives a kind.
fn kind(what: &What, kinds: &Kinds) -> Result<Option<EventKind>, String> {
    match what {
        What::View => Ok(Some(EventKind::PageView)),
        What::Known(kind) => Ok(Some(*kind)),
        What::Named(names) => match kinds.of(names) {
            kinds::Found::Kind(kind) => Ok(Some(kind)),
            kinds::Found::Nothing => Ok(None),
            kinds::Found::Unknown => names.first().cloned().map_or(Ok(None), Err),
        },
        What::Alive | What::Nothing => Ok(None),
    }
}

/// A record on its way to facts.
struct Telling<'a> {
    sent: &'a Sent,
    terms: &'a Terms,
    said: Said,
    /// What it is, where that is known.
    kind: Option<EventKind>,
    /// What all its events share.
    base: Event,
}

impl Telling<'_> {
    fn event(&self, kind: EventKind, lacks: &mut Vec<Lack>) -> Event {
        let mut event = Event {
            kind,
            deed: self.deed(kind),
            detail: self.said.detail.clone(),
            ..self.base.clone()
        };
        if kind.part() == Part::Deed || kind == EventKind::Refund {
            let worth = money::worth(&self.said, kind, self.terms.currency.as_deref());
            match worth {
                Ok(Some((value, currency))) => (event.value, event.currency) = (Some(value), Some(currency)),
                Ok(None) => {}
                Err(lack) => {
                    event.extra.extend(lack.as_extra());
                    lacks.push(lack);
                }
            }
        }
        let system = self.terms.system.as_deref().unwrap_or(OWN);
        let once = event.deed.as_ref().filter(|_| happens_once(kind));
        event.event_id = match once {
            Some(deed) => format!("{system}:{kind}:{deed}"),
            None => format!("{system}:{kind}:{}", self.sent.key),
        };
        event
    }

    /// The number of what it belongs to: of an order its number, of a view of a page the client's number of it, or the message
    /// that told of it.
    fn deed(&self, kind: EventKind) -> Option<String> {
        match kind {
            EventKind::PageView => Some(self.view_number()),
            EventKind::PageLeave | EventKind::PageRead => self.said.view.clone(),
            // Many things go into one cart, and many pages of products are seen on the way to one order.
            EventKind::AddToCart | EventKind::ProductView | EventKind::Coupon => None,
            _ => self.said.deed.clone(),
        }
    }

    fn view_number(&self) -> String {
        let told = self.said.view.clone();
        told.unwrap_or_else(|| self.sent.key.to_string())
    }

    fn step(&self, people: &People) -> Option<Step> {
        let who = people.browser()?.clone();
        let is_view = self.kind == Some(EventKind::PageView);
        // What happens elsewhere than on a page, such as a mail that is opened, is no visit.
        self.said.url.as_ref()?;
        let system = self.terms.system.as_deref().unwrap_or(OWN);
        Some(Step {
            who,
            system: system.to_owned(),
            at: self.base.at,
            page: self.said.url.clone(),
            view: is_view.then(|| self.view_number()).or_else(|| self.said.view.clone()),
            depth: self.said.depth,
            looked: self.said.looked,
            is_view,
            is_ping: self.said.what == What::Alive,
            visit: Event {
                kind: EventKind::Visit,
                event_id: format!("{system}:visit:{}", self.sent.key),
                extra: self
                    .base
                    .extra
                    .iter()
                    .filter(|(name, _)| name == SOURCE)
                    .cloned()
                    .collect(),
                ..self.base.clone()
            },
        })
    }
}

/// The system of orders that no other system numbers.
const OWN: &str = "collect";
/// Further column with the name of the source.
const SOURCE: &str = "collected_from";

/// What all events of a record share.
fn base(said: &Said, sent: &Sent, terms: &Terms, people: &People, at: Timestamp, verdict: Verdict) -> Event {
    let mut extra = vec![(SOURCE.to_owned(), sent.source.clone())];
    let mut more = |name: &str, value: Option<&str>| {
        extra.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    };
    more("event", said.name.as_deref());
    more("title", said.title.as_deref());
    more(
        "told_at",
        sent.original
            .filter(|original| *original != at)
            .map(|at| at.to_string())
            .as_deref(),
    );
    // Sent again, it would count again: whoever counts can leave it out.
    more("counts_once", (!sent.counts_once()).then_some("no"));
    more(
        "bot_class",
        (!verdict.class.is_person()).then_some(verdict.class.as_str()),
    );
    more("bot_reason", (!verdict.class.is_person()).then_some(verdict.reason));
    more(
        "bot_rules",
        (!verdict.class.is_person()).then_some(terms.robots.version()),
    );
    let [source, medium, campaign, content, term] = said.campaign.clone();
    Event {
        event_id: String::new(),
        at,
        on: terms.zone.to_datetime(at).date(),
        kind: EventKind::Visit,
        person: people.strongest().cloned(),
        company: people.company().cloned(),
        deed: None,
        platform: None,
        scope: None,
        channel: None,
        source,
        medium,
        campaign,
        content,
        term,
        referrer: said.referrer.clone(),
        landing_url: said.url.clone(),
        click_param: people.click_param().map(str::to_owned),
        value: None,
        currency: None,
        detail: None,
        extra,
        row: 0,
    }
}

/// Whether one number of an order, deal or lead has it but once; as importers have it.
const fn happens_once(kind: EventKind) -> bool {
    matches!(kind.part(), Part::Deed) || matches!(kind, EventKind::DealLost)
}

/// Whether people fill such a thing in about themselves. Of an invitation, a message or a gift the address is another's.
const fn is_about_oneself(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Survey
            | EventKind::Lead
            | EventKind::Enquiry
            | EventKind::DemoRequest
            | EventKind::Trial
            | EventKind::SignUp
            | EventKind::Subscription
            | EventKind::Download
            | EventKind::BrochureRequest
    )
}
