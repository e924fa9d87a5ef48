//! [`PlantedJourneys`]: what truly caused orders and deals, summed from the model and never from the files.

use harpoon_core::Number;
use serde::Serialize;

use super::super::World;
use super::super::paid::Network;
use super::efforts::{BRAND, EFFORTS};
use super::files::{BAD_ORDER_FILE, BAD_ORDER_LINE, TWICE, closed};
use super::{Journeys, KIOSK};

/// What one effort truly did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlantedDriver {
    /// `utm_campaign`; blank for visits that nothing tags.
    pub campaign: String,
    /// `utm_source`, or blank.
    pub source: String,
    /// `utm_medium`, or blank.
    pub medium: String,
    /// Page before, which tells unpaid searches from direct visits.
    pub referrer: String,
    /// Probability that one visit causes an order in an ordinary week; the season's factor comes on top.
    pub effect: f64,
    /// Visits in the site's log.
    pub visits: u64,
    /// Orders that it caused.
    pub orders: u64,
    /// Euros of them, refunds taken off.
    pub value: Number,
    /// Orders before which it was the last visit.
    pub last: u64,
    /// Contacts that it caused.
    pub contacts: u64,
    /// Deals won with them.
    pub won: u64,
}

/// What is planted in the journeys.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlantedJourneys {
    /// Every effort.
    pub drivers: Vec<PlantedDriver>,
    /// The campaign that is only ever last and causes nothing.
    pub last_only: String,
    /// Different orders in the files.
    pub orders: u64,
    /// Their euros.
    pub order_value: Number,
    /// Euros given back.
    pub refunded: Number,
    /// Orders of the month that stands in both files, and those that the second file holds twice.
    pub told_twice: u64,
    /// Contacts in the CRM.
    pub contacts: u64,
    /// Deals won, lost and open at the end.
    pub deals: (u64, u64, u64),
    /// Euros of the deals won.
    pub deal_value: Number,
    /// Purchases that Meta claims.
    pub meta_claims: u64,
    /// Orders that ads on Meta caused.
    pub meta_caused: u64,
    /// The visitor that is a tablet, used by many.
    pub kiosk: String,
    /// File and line of the order that cannot be read.
    pub bad_row: (String, u64),
}

impl PlantedJourneys {
    /// Purchases that Meta claims, for each one that its ads caused.
    pub fn over_claim(&self) -> f64 {
        self.meta_claims as f64 / self.meta_caused.max(1) as f64
    }
}

/// The truth of this world.
pub(in super::super) fn planted(world: &World) -> PlantedJourneys {
    let journeys = &world.journeys;
    let drivers: Vec<PlantedDriver> = (0..EFFORTS.len()).map(|effort| driver(world, effort)).collect();
    let is_meta = |campaign: &str| {
        world
            .campaigns
            .iter()
            .any(|c| c.network == Network::Meta && c.name == campaign)
    };
    let ads = world.campaigns.iter().filter(|c| c.network == Network::Meta);
    let endings: Vec<_> = journeys.contacts.iter().map(|c| closed(c, world.span.last())).collect();
    let deals = journeys.contacts.iter().filter(|c| c.deal.is_some()).count();
    let count = |ending| endings.iter().filter(|e| **e == ending).count() as u64;
    let (won, lost) = (count(Some(true)), count(Some(false)));
    PlantedJourneys {
        meta_claims: ads
            .flat_map(|c| &c.ads)
            .flat_map(|ad| &ad.days)
            .map(|day| day.deeds)
            .sum(),
        meta_caused: drivers.iter().filter(|d| is_meta(&d.campaign)).map(|d| d.orders).sum(),
        drivers,
        last_only: EFFORTS[BRAND].campaign.to_owned(),
        orders: journeys.orders.len() as u64,
        order_value: euros(journeys.orders.iter().map(|o| o.cents).sum()),
        refunded: euros(journeys.orders.iter().map(|o| o.refund).sum()),
        told_twice: told_twice(world),
        contacts: journeys.contacts.len() as u64,
        deals: (won, lost, deals as u64 - won - lost),
        deal_value: euros(deal_cents(journeys, world)),
        kiosk: KIOSK.to_owned(),
        bad_row: (BAD_ORDER_FILE.to_owned(), BAD_ORDER_LINE),
    }
}

fn driver(world: &World, effort: usize) -> PlantedDriver {
    let (way, journeys) = (&EFFORTS[effort], &world.journeys);
    let caused = || journeys.orders.iter().filter(move |order| order.cause == effort);
    let contacts = || journeys.contacts.iter().filter(move |contact| contact.cause == effort);
    let won = contacts().filter(|contact| closed(contact, world.span.last()) == Some(true));
    let visits = journeys
        .rows
        .iter()
        .filter(|row| row.event == "visit" && row.effort == effort);
    PlantedDriver {
        campaign: way.campaign.to_owned(),
        source: way.source.to_owned(),
        medium: way.medium.to_owned(),
        referrer: way.referrer.to_owned(),
        effect: way.effect,
        visits: visits.count() as u64,
        orders: caused().count() as u64,
        value: euros(caused().map(|order| order.cents - order.refund).sum()),
        last: journeys.orders.iter().filter(|order| order.last == effort).count() as u64,
        contacts: contacts().count() as u64,
        won: won.count() as u64,
    }
}

fn told_twice(world: &World) -> u64 {
    let [early, late] = world.journeys.windows(&world.span, &world.zone);
    (early.iter().filter(|at| late.contains(at)).count() + TWICE.min(late.len())) as u64
}

fn deal_cents(journeys: &Journeys, world: &World) -> u64 {
    let won = journeys
        .contacts
        .iter()
        .filter(|c| closed(c, world.span.last()) == Some(true));
    won.filter_map(|contact| contact.deal).map(|deal| deal.cents).sum()
}

fn euros(cents: u64) -> Number {
    Number::from_micros(cents.cast_signed() * 10_000)
}
