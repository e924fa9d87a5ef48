//! People on the way from a post to an order or a deal: who visits, what makes them buy, who asks for coffee at work.
//!
//! The truth is additive: each visit by an effort causes an order, or an enquiry, with the effort's own probability and
//! independently of what went before. Who has decided may come back later by another way (mostly by searching for the
//! client's name), and that visit causes nothing. The site keeps a visit only if the page was looked at for a while:
//! about a quarter of the clicks.

use std::collections::BTreeMap;
use std::io;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::chance::{Chance, whole};
use super::organic::{Account, home};
use super::paid::{Campaign, happen};
use super::span::{Span, days_between, later, season};
use super::words::{FAMILIES, GIVEN};
use efforts::{BRAND, Clicks, DIRECT, EFFORTS, NEWSLETTER, RETARGETING, SEARCH, clicked};

pub(super) mod business;
pub(super) mod efforts;
pub(super) mod files;
pub(super) mod planted;

pub(super) use business::Contact;

/// Part of the clicks that becomes a visit which the site keeps.
pub(super) const KEPT: f64 = 0.25;
/// The tablet in the café on which guests subscribe to the newsletter.
pub(super) const KIOSK: &str = "kiosk-nieuwestad";
/// Part of the visits that a person makes who was there lately.
const AGAIN: f64 = 0.15;
/// Days after which a visitor is forgotten.
const MEMORY: i64 = 14;
/// Part of the decisions that are acted on in the same visit.
const AT_ONCE: f64 = 0.45;
/// Part of the later orders to which a search for the client's name leads.
const BY_BRAND: f64 = 0.6;
/// Part of the buyers whose browser the site knows by their e-mail address.
const KNOWN: f64 = 0.9;
/// Seconds of the day after which no ordinary visit falls.
const EVENING: usize = 73_800;

/// Everything that people did.
#[derive(Clone, Debug, Default)]
pub(super) struct Journeys {
    pub(super) people: Vec<Person>,
    /// What the site noted, in order of time.
    pub(super) rows: Vec<Row>,
    /// In order of time.
    pub(super) orders: Vec<Order>,
    /// Business contacts in the CRM, in order of time.
    pub(super) contacts: Vec<Contact>,
}

/// A visitor.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    /// Place of the effort by which they came first.
    pub(super) first: usize,
    last: Date,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Looking,
    /// Will order, whatever comes.
    Decided,
    Customer,
    Gone,
}

/// A line of the site's log.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) at: Timestamp,
    /// `visit`, `checkout`, `enquiry`, `sign_up`.
    pub(super) event: &'static str,
    /// Place of the person.
    pub(super) person: usize,
    /// On the tablet of the café.
    pub(super) is_kiosk: bool,
    /// The e-mail address was typed in.
    pub(super) is_named: bool,
    pub(super) effort: usize,
    pub(super) content: String,
    /// Click id, or blank.
    pub(super) click: String,
}

/// An order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) at: Timestamp,
    pub(super) person: usize,
    pub(super) cents: u64,
    pub(super) refund: u64,
    /// Place of the effort that caused it.
    pub(super) cause: usize,
    /// Place of the effort by which the last visit came.
    pub(super) last: usize,
    /// Lines of goods.
    pub(super) lines: usize,
}

impl Person {
    /// The address of the person at this place; every domain is of its own and under `.example`, so it can be nobody's.
    pub(super) fn email(&self, place: usize) -> String {
        format!("{}@{}{place}.example", self.given, self.family).to_lowercase()
    }
}

impl Journeys {
    /// The journeys of this seed.
    pub(super) fn new(seed: u64, span: &Span, accounts: &[Account], campaigns: &[Campaign]) -> io::Result<Self> {
        let mut walk = Walk {
            chance: Chance::new(seed, "journeys"),
            zone: home()?,
            out: Self::default(),
            active: Vec::new(),
            customers: Vec::new(),
            due: BTreeMap::new(),
        };
        for day in span.days() {
            walk.day(day, &clicked(accounts, campaigns, day));
        }
        let mut out = walk.out;
        out.rows.sort_by_key(|row| (row.at, row.person));
        out.orders.sort_by_key(|order| (order.at, order.person));
        out.contacts.sort_by_key(|contact| (contact.at, contact.person));
        business::follow(seed, span, &mut out.contacts);
        Ok(out)
    }
}

/// The days as they pass.
struct Walk {
    chance: Chance,
    zone: TimeZone,
    out: Journeys,
    /// Who was there lately and has not bought.
    active: Vec<usize>,
    customers: Vec<usize>,
    /// Person and cause of the orders to come.
    due: BTreeMap<Date, Vec<(usize, usize)>>,
}

impl Walk {
    fn day(&mut self, day: Date, pool: &[Clicks]) {
        let people = &self.out.people;
        self.active.retain(|place| {
            let person = &people[*place];
            let is_open = matches!(person.state, State::Looking | State::Decided);
            is_open && days_between(person.last, day) <= MEMORY
        });
        let mut brand = Vec::new();
        for clicks in pool {
            let kept = happen(&mut self.chance, clicks.count, KEPT);
            if clicks.effort == BRAND {
                brand.extend((0..kept).map(|_| clicks.content.clone()));
            } else {
                (0..kept).for_each(|_| self.clicked(clicks, day));
            }
            (0..clicks.forms).for_each(|_| self.form(clicks, day));
        }
        self.own_demand(day);
        if matches!(day.day(), 1 | 15) {
            self.newsletter(day);
        }
        self.close(day, &mut brand);
        for content in &brand {
            self.look_up(content, day);
        }
        if self.chance.unit() < 0.2 {
            self.kiosk(day);
        }
    }

    /// Somebody comes by an ad or post; ads that follow visitors reach visitors only.
    fn clicked(&mut self, clicks: &Clicks, day: Date) {
        let follows = clicks.effort == RETARGETING;
        let person = if follows || self.chance.unit() < AGAIN {
            self.returning()
        } else {
            None
        };
        if follows && person.is_none() {
            return;
        }
        let person = person.unwrap_or_else(|| self.newcomer(clicks.effort, day));
        let second = self.daytime();
        self.visit(person, clicks.effort, &clicks.content, day, second);
    }

    fn returning(&mut self) -> Option<usize> {
        (!self.active.is_empty()).then(|| *self.chance.pick(&self.active))
    }

    fn newcomer(&mut self, effort: usize, day: Date) -> usize {
        let place = self.out.people.len();
        self.out.people.push(Person {
            given: GIVEN[self.chance.below(GIVEN.len())],
            family: FAMILIES[self.chance.below(FAMILIES.len())],
            first: effort,
            last: day,
            state: State::Looking,
        });
        self.active.push(place);
        place
    }

    fn daytime(&mut self) -> usize {
        25_200 + self.chance.below(EVENING - 27_000)
    }

    fn instant(&self, day: Date, second: usize) -> Timestamp {
        let since = jiff::SignedDuration::from_secs(i64::try_from(second).unwrap_or(0));
        let local = day.to_datetime(Time::midnight()).saturating_add(since);
        // No visit falls into the hour in which clocks change.
        self.zone.to_timestamp(local).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// A visit, and what it causes.
    fn visit(&mut self, person: usize, effort: usize, content: &str, day: Date, second: usize) {
        let way = &EFFORTS[effort];
        let click = if way.click.is_empty() {
            String::new()
        } else {
            format!("{}{:016x}", &way.click[..2], self.chance.bits())
        };
        self.note("visit", person, effort, day, second);
        if let Some(row) = self.out.rows.last_mut() {
            (row.content, row.click) = (content.to_owned(), click);
        }
        self.out.people[person].last = day;
        if self.out.people[person].state != State::Looking {
            return;
        }
        if self.chance.unit() < way.effect * season(day) {
            self.decide(person, effort, day, second);
        } else if self.chance.unit() < way.enquiry {
            self.note("enquiry", person, DIRECT, day, second + 240);
            let at = self.instant(day, second + 240);
            self.out.contacts.push(Contact::of(person, effort, at, false));
            self.out.people[person].state = State::Gone;
        }
    }

    /// A line of the log; whatever is no visit names the person.
    fn note(&mut self, event: &'static str, person: usize, effort: usize, day: Date, second: usize) {
        self.out.rows.push(Row {
            at: self.instant(day, second),
            event,
            person,
            is_kiosk: false,
            is_named: event != "visit",
            effort,
            content: String::new(),
            click: String::new(),
        });
    }

    fn decide(&mut self, person: usize, cause: usize, day: Date, second: usize) {
        self.out.people[person].state = State::Decided;
        if self.chance.unit() < AT_ONCE {
            return self.order(person, cause, cause, day, second);
        }
        let on = later(day, 1 + i64::try_from(self.chance.below(6)).unwrap_or(0));
        self.due.entry(on).or_default().push((person, cause));
    }

    fn order(&mut self, person: usize, cause: usize, last: usize, day: Date, second: usize) {
        let second = second + 300 + self.chance.below(1_500);
        let cents = whole(EFFORTS[cause].basket * 100.0 * self.chance.around(0.3));
        let refund = match self.chance.below(50) {
            0 => cents,
            1 => cents / 2,
            _ => 0,
        };
        self.out.orders.push(Order {
            at: self.instant(day, second),
            person,
            cents,
            refund,
            cause,
            last,
            lines: if self.chance.below(6) == 0 { 2 } else { 1 },
        });
        if self.chance.unit() < KNOWN {
            self.note("checkout", person, DIRECT, day, second - 60);
        }
        self.out.people[person].state = State::Customer;
        self.out.people[person].last = day;
        if !self.customers.contains(&person) {
            self.customers.push(person);
        }
    }

    /// Those who decided some days ago come back in the evening and order.
    fn close(&mut self, day: Date, brand: &mut Vec<String>) {
        for (person, cause) in self.due.remove(&day).unwrap_or_default() {
            let draw = self.chance.unit();
            let searched = if draw < BY_BRAND { brand.pop() } else { None };
            let last = match &searched {
                Some(_) => BRAND,
                None if draw < 0.85 => DIRECT,
                None => SEARCH,
            };
            let second = EVENING + 1_800 + self.chance.below(3_600);
            self.visit(person, last, &searched.unwrap_or_default(), day, second);
            self.order(person, cause, last, day, second);
        }
    }

    /// A search for the client's name by somebody who wants the opening hours, and nothing more.
    fn look_up(&mut self, content: &str, day: Date) {
        let known = self.returning().filter(|_| self.chance.unit() < 0.5);
        let looking = known.filter(|place| self.out.people[*place].state == State::Looking);
        let person = looking.unwrap_or_else(|| self.newcomer(BRAND, day));
        let second = EVENING + 1_800 + self.chance.below(3_600);
        self.out.people[person].state = State::Gone;
        self.visit(person, BRAND, content, day, second);
    }

    /// People who come of themselves.
    fn own_demand(&mut self, day: Date) {
        for (effort, mean) in [(SEARCH, 1.2), (DIRECT, 1.5)] {
            let mood = self.chance.around(0.3);
            for _ in 0..self.chance.rounded(mean * mood) {
                let person = self.newcomer(effort, day);
                let second = self.daytime();
                self.visit(person, effort, "", day, second);
            }
        }
    }

    /// Customers who were not there for six weeks.
    fn newsletter(&mut self, day: Date) {
        for person in self.customers.clone() {
            let known = &self.out.people[person];
            let is_due = known.state == State::Customer && days_between(known.last, day) > 45;
            if !is_due || self.chance.unit() >= 0.08 {
                continue;
            }
            self.out.people[person].state = State::Looking;
            let second = self.daytime();
            self.visit(person, NEWSLETTER, &day.to_string(), day, second);
            let state = &mut self.out.people[person].state;
            *state = if *state == State::Looking {
                State::Customer
            } else {
                *state
            };
        }
    }

    /// A customer in the café subscribes on the tablet that all use.
    fn kiosk(&mut self, day: Date) {
        if self.customers.is_empty() {
            return;
        }
        let person = *self.chance.pick(&self.customers);
        let second = self.daytime();
        for (event, after) in [("visit", 0), ("sign_up", 90)] {
            self.note(event, person, DIRECT, day, second + after);
            if let Some(row) = self.out.rows.last_mut() {
                row.is_kiosk = true;
            }
        }
    }

    /// A form filled in on the platform: the site sees nothing of it.
    fn form(&mut self, clicks: &Clicks, day: Date) {
        let person = self.newcomer(clicks.effort, day);
        self.out.people[person].state = State::Gone;
        let second = self.daytime();
        let at = self.instant(day, second);
        self.out.contacts.push(Contact::of(person, clicks.effort, at, true));
    }
}
