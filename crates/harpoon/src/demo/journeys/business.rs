//! [`Contact`]: businesses that asked for coffee at work, and the deals that came of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::chance::{Chance, whole};
use super::super::span::{Span, later};

/// A contact in the CRM.
#[derive(Clone, Debug)]
pub(in super::super) struct Contact {
    /// Place of the person.
    pub(in super::super) person: usize,
    /// Place of the effort that caused the enquiry.
    pub(in super::super) cause: usize,
    pub(in super::super) at: Timestamp,
    /// By a form on the platform, and not by the one of the site.
    pub(in super::super) is_form: bool,
    /// Day on which it was found worth pursuing.
    pub(in super::super) qualified: Option<Date>,
    pub(in super::super) deal: Option<Deal>,
}

/// A contract for coffee at work.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Deal {
    pub(in super::super) made: Date,
    /// Day of closing; within the span it is closed.
    pub(in super::super) closes: Date,
    pub(in super::super) is_won: bool,
    pub(in super::super) cents: u64,
}

impl Contact {
    pub(super) fn of(person: usize, cause: usize, at: Timestamp, is_form: bool) -> Self {
        Self {
            person,
            cause,
            at,
            is_form,
            qualified: None,
            deal: None,
        }
    }
}

/// Part of the contacts that become deals, and part of the deals that are won: by the site's form, by the platform's.
pub(in super::super) const DEALS: [(f64, f64); 2] = [(0.6, 0.5), (0.35, 0.25)];

/// What becomes of the contacts.
pub(super) fn follow(seed: u64, span: &Span, contacts: &mut [Contact]) {
    let mut chance = Chance::new(seed, "deals");
    let days = |from: i64, more: usize, chance: &mut Chance| from + i64::try_from(chance.below(more)).unwrap_or(0);
    for contact in contacts {
        let (deals, won) = DEALS[usize::from(contact.is_form)];
        let asked = contact.at.to_zoned(jiff::tz::TimeZone::UTC).date();
        let qualified = later(asked, days(1, 5, &mut chance));
        let made = later(qualified, days(1, 4, &mut chance));
        let deal = Deal {
            made,
            closes: later(made, days(8, 22, &mut chance)),
            is_won: chance.unit() < won,
            cents: 1_000 * whole(70.0 * chance.around(0.35)),
        };
        let becomes = chance.unit() < deals;
        contact.qualified = (becomes && qualified <= span.last()).then_some(qualified);
        contact.deal = (becomes && made <= span.last()).then_some(deal);
    }
}
