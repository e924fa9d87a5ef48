//! [`Visits`]: records of the site, in time, made into visits. A visit begins with the first sign of somebody after thirty minutes
//! of rest, or with a page that a new campaign led to (Web Analytics Association, Web Analytics Definitions, 2008; the rule of
//! campaigns is Universal Analytics').
//!
//! Pages of a visit get what the visit began with, so that each says by itself whether social media led there. How long a page was
//! open is told by the client's signs of it, else by the next page; of the last page of a visit without signs nobody knows.

use std::collections::BTreeMap;

use harpoon_connect::click_in;
use harpoon_core::channel::address::{host, same_site, without_parameters};
use harpoon_core::{Event, EventKind};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::told::{Step, Told};

/// Rest after which a visit is over.
pub const REST: SignedDuration = SignedDuration::from_mins(30);
/// How far a page must have come into view to be read, in percent.
pub const READ: u8 = 75;
/// Pages of one visit that are remembered: a sign of an older one is of the last.
const MOST_PAGES: usize = 40;
/// Visits before the open one that are remembered, for records that come late.
const MOST_BEFORE: usize = 40;

/// Visits that are not over yet. What it holds can be kept and taken up again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Visits {
    open: BTreeMap<String, Visit>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Visit {
    began: Timestamp,
    last: Timestamp,
    /// The event that it began with.
    first: Event,
    pages: Vec<Page>,
    /// Visits of the same person before it, in no order.
    #[serde(default)]
    before: Vec<Span>,
}

/// When somebody was there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Span {
    began: Timestamp,
    last: Timestamp,
}

impl Span {
    /// Whether no rest parts it from an instant.
    fn reaches(&self, at: Timestamp) -> bool {
        self.began.duration_since(at) < REST && at.duration_since(self.last) < REST
    }
}

/// A page of a visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Page {
    /// The number of its view.
    view: String,
    system: String,
    /// What its events have in common.
    base: Event,
    /// The last sign of it, or the time that it was looked at by the client's count.
    until: Option<Timestamp>,
    is_read: bool,
    is_left: bool,
}

impl Visits {
    /// Takes what a record tells; gives its events with what the visit adds to them, and those that the visit tells by itself.
    /// Records of one person come in time; one that comes late is put down to the visit that it fits into, or begins one.
    pub fn take(&mut self, told: &Told, zone: &TimeZone) -> Vec<Event> {
        let Some(step) = &told.step else {
            return told.events.clone();
        };
        let mut events = Vec::new();
        let who = step.who.to_string();
        if let Some(visit) = self.open.get_mut(&who)
            && visit.is_long_before(step)
        {
            // Its visit is over: pages of it are told by themselves.
            events.extend((!step.is_ping && visit.is_none_before(step.at)).then(|| step.visit.clone()));
            events.extend(told.events.iter().cloned());
            return events;
        }
        let goes_on = self.open.get(&who).is_some_and(|visit| visit.goes_on(step));
        if !goes_on {
            if step.is_ping {
                return told.events.clone();
            }
            let over = self.open.remove(&who);
            events.extend(over.iter().flat_map(|visit| visit.end(zone)));
            events.push(step.visit.clone());
            self.open.insert(who.clone(), Visit::begin(step, over));
        }
        if let Some(visit) = self.open.get_mut(&who) {
            visit.add(step, told, zone, &mut events);
        }
        events
    }

    /// Ends the visits that have rested at this instant; gives what only their end tells.
    pub fn close(&mut self, now: Timestamp, zone: &TimeZone) -> Vec<Event> {
        let is_over = |visit: &Visit| now.duration_since(visit.last) >= REST;
        let over: Vec<String> = self
            .open
            .iter()
            .filter(|(_, v)| is_over(v))
            .map(|(who, _)| who.clone())
            .collect();
        let ended = over.iter().filter_map(|who| self.open.remove(who));
        ended.flat_map(|visit| visit.end(zone)).collect()
    }

    /// Forgets visits of which a text says that they are gone: who it is, or what it holds. Gives how many.
    pub fn forget(&mut self, is_gone: impl Fn(&str) -> bool) -> usize {
        let before = self.open.len();
        self.open.retain(|who, visit| {
            let events = std::iter::once(&visit.first).chain(visit.pages.iter().map(|page| &page.base));
            let mut people = events.filter_map(|event| event.person.as_ref());
            let holds = || serde_json::to_string(visit).is_ok_and(|text| is_gone(&text));
            !is_gone(who) && !people.any(|person| is_gone(&person.to_string())) && !holds()
        });
        before - self.open.len()
    }

    /// Visits that are not over.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}

impl Visit {
    fn begin(step: &Step, over: Option<Self>) -> Self {
        let mut visit = Self {
            began: step.at,
            last: step.at,
            first: step.visit.clone(),
            pages: Vec::new(),
            before: Vec::new(),
        };
        if let Some(Self {
            began, last, before, ..
        }) = over
        {
            visit.before = before;
            visit.remember(Span { began, last });
        }
        visit
    }

    fn is_long_before(&self, step: &Step) -> bool {
        self.began.duration_since(step.at) >= REST
    }

    /// Whether an instant is of no visit before this one, so that one began there, which is remembered.
    fn is_none_before(&mut self, at: Timestamp) -> bool {
        let reached = self.before.iter_mut().find(|span| span.reaches(at));
        if let Some(span) = reached {
            span.began = span.began.min(at);
            span.last = span.last.max(at);
            return false;
        }
        self.remember(Span { began: at, last: at });
        true
    }

    fn remember(&mut self, span: Span) {
        self.before.push(span);
        if self.before.len() > MOST_BEFORE {
            self.before.remove(0);
        }
    }

    /// Whether a step is of this visit: no rest before it, and no other campaign.
    fn goes_on(&self, step: &Step) -> bool {
        let has_rested = step.at.duration_since(self.last) >= REST;
        let campaign = campaign(&step.visit);
        let is_new = step.is_view && campaign.is_some() && campaign != self::campaign(&self.first);
        // A page told late is of the campaign that led to it, but begins no visit within another.
        let is_late = step.at < self.began;
        !has_rested && (!is_new || is_late)
    }

    fn add(&mut self, step: &Step, told: &Told, zone: &TimeZone, events: &mut Vec<Event>) {
        self.began = self.began.min(step.at);
        if !step.is_ping || step.looked.is_none() {
            self.last = self.last.max(step.at);
        }
        if step.is_view {
            events.extend(self.open_page(step).and_then(|gone| gone.leave(zone)));
        } else if let Some(page) = self.page(step) {
            events.extend(page.sign(step, zone));
        }
        for event in &told.events {
            let mut event = event.clone();
            self.of_page(&mut event, step);
            self.stamp(&mut event);
            events.push(event);
        }
    }

    /// Opens a page. The one before it is left by that, if nothing tells it better. Gives a page that is remembered no longer.
    fn open_page(&mut self, step: &Step) -> Option<Page> {
        if let Some(before) = self.pages.last_mut()
            && before.until.is_none()
            && step.at > before.base.at
        {
            before.until = Some(step.at);
        }
        let mut base = step.visit.clone();
        self.stamp(&mut base);
        self.pages.push(Page {
            view: step.view.clone().unwrap_or_default(),
            system: step.system.clone(),
            base,
            until: None,
            is_read: false,
            is_left: false,
        });
        (self.pages.len() > MOST_PAGES).then(|| self.pages.remove(0))
    }

    /// The page that a step is of: by the client's number of the view, else the last with this address.
    fn page(&mut self, step: &Step) -> Option<&mut Page> {
        let is_numbered = |page: &Page| step.view.as_deref() == Some(page.view.as_str());
        let address = step.page.as_deref().map(without_parameters);
        let is_here = |page: &Page| page.base.landing_url.as_deref().map(without_parameters) == address;
        let place = self.pages.iter().rposition(is_numbered);
        let place = place.or_else(|| self.pages.iter().rposition(is_here))?;
        self.pages.get_mut(place)
    }

    /// A client's own word that a page was read or left belongs to the page.
    fn of_page(&mut self, event: &mut Event, step: &Step) {
        let kind = event.kind;
        if !matches!(kind, EventKind::PageRead | EventKind::PageLeave) {
            return;
        }
        if let Some(page) = self.page(step) {
            event.deed = Some(page.view.clone());
            event.event_id = page.id(kind);
            page.is_read |= kind == EventKind::PageRead;
            page.is_left |= kind == EventKind::PageLeave;
        }
    }

    /// Tells of an event of a page where its visit came from, if it does not say so itself.
    fn stamp(&self, event: &mut Event) {
        let is_of_page = matches!(
            event.kind,
            EventKind::Visit
                | EventKind::PageView
                | EventKind::ProductView
                | EventKind::PageRead
                | EventKind::PageLeave
        );
        let says_itself = campaign(event).is_some() || is_from_elsewhere(event);
        if !is_of_page || says_itself {
            return;
        }
        let first = &self.first;
        event.source.clone_from(&first.source);
        event.medium.clone_from(&first.medium);
        event.campaign.clone_from(&first.campaign);
        event.content.clone_from(&first.content);
        event.term.clone_from(&first.term);
        event.click_param.clone_from(&first.click_param);
        let before = std::mem::replace(&mut event.referrer, first.referrer.clone());
        event
            .extra
            .extend(before.map(|before| ("page_before".to_owned(), before)));
    }

    /// What its end tells: when each page was left.
    fn end(&self, zone: &TimeZone) -> Vec<Event> {
        self.pages.iter().filter_map(|page| page.leave(zone)).collect()
    }
}

impl Page {
    fn id(&self, kind: EventKind) -> String {
        format!("{}:{kind}:{}", self.system, self.view)
    }

    fn event(&self, kind: EventKind, at: Timestamp, zone: &TimeZone) -> Event {
        Event {
            event_id: self.id(kind),
            kind,
            at,
            on: zone.to_datetime(at).date(),
            deed: Some(self.view.clone()),
            ..self.base.clone()
        }
    }

    /// Takes a sign that the page is there; tells if it has been read now.
    fn sign(&mut self, step: &Step, zone: &TimeZone) -> Option<Event> {
        let looked = step.looked.and_then(|looked| i64::try_from(looked).ok());
        let until = match looked {
            Some(looked) => {
                let from = self.until.unwrap_or(self.base.at);
                from.checked_add(SignedDuration::from_millis(looked)).unwrap_or(from)
            }
            None => step.at,
        };
        if step.is_ping {
            self.until = Some(self.until.map_or(until, |known| known.max(until)));
        }
        let reads = step.depth.is_some_and(|depth| depth >= READ) && !self.is_read;
        self.is_read |= reads;
        reads.then(|| self.event(EventKind::PageRead, step.at.max(self.base.at), zone))
    }

    fn leave(&self, zone: &TimeZone) -> Option<Event> {
        let until = self.until.filter(|until| *until > self.base.at && !self.is_left)?;
        Some(self.event(EventKind::PageLeave, until, zone))
    }
}

/// What tells one campaign from another: the tags, and the one click.
type Campaign<'a> = ([Option<&'a str>; 5], Option<(&'static str, &'a str)>);

fn campaign(event: &Event) -> Option<Campaign<'_>> {
    let tags = [
        event.source.as_deref(),
        event.medium.as_deref(),
        event.campaign.as_deref(),
        event.content.as_deref(),
        event.term.as_deref(),
    ];
    let click = event.landing_url.as_deref().and_then(click_in);
    (click.is_some() || tags.iter().any(Option::is_some)).then_some((tags, click))
}

/// Whether the page before was of another site.
fn is_from_elsewhere(event: &Event) -> bool {
    let before = event.referrer.as_deref().and_then(host);
    let here = event.landing_url.as_deref().and_then(host);
    before.is_some_and(|before| here.is_none_or(|here| !same_site(&before, &here)))
}
