//! The paid side of the truth: campaigns of Meta, Google and LinkedIn, day by day and ad by ad, in euro cents.

use jiff::civil::{Date, Weekday};

use super::chance::{Chance, whole};
use super::organic::{Account, BOOST_DAYS, Platform};
use super::span::{Span, black_friday, later, season};

/// Name of the campaign that loses money: about 0.45 euro of sales for each euro spent.
pub(super) const LOSS_CAMPAIGN: &str = "NL | Prospecting | Espresso machines";
/// Name of the Black Friday campaign.
pub(super) const SEASON_CAMPAIGN: &str = "NL | Black Friday | Gift boxes";
/// Name of the campaign that boosts a Facebook post.
pub(super) const BOOST_CAMPAIGN: &str = "Boosted post | Facebook";

/// Who sells the ads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Network {
    Meta,
    Google,
    LinkedIn,
}

/// When a campaign runs.
#[derive(Clone, Copy, Debug)]
enum Flight {
    Always,
    /// Month indices, first and last.
    Months(usize, usize),
    /// Ten days around each Black Friday.
    BlackFriday,
    /// The days after the boosted post.
    Boost,
}

/// One campaign as planned.
struct Plan {
    network: Network,
    name: &'static str,
    /// Campaign type or objective in the network's words.
    kind: &'static str,
    ads: &'static [&'static str],
    flight: Flight,
    /// Euros a day over all its ads.
    daily: f64,
    /// Euros per thousand impressions.
    cpm: f64,
    /// Link clicks by impressions.
    ctr: f64,
    /// Deeds (purchases, leads) by link clicks.
    rate: f64,
    /// Euros of a purchase; nought for leads.
    basket: f64,
}

const PLANS: [Plan; 9] = [
    Plan {
        network: Network::Meta,
        name: "NL | Prospecting | Coffee subscription",
        kind: "Sales",
        ads: &["Reel: first sip", "Carousel: 3 steps, no strings"],
        flight: Flight::Always,
        daily: 14.0,
        cpm: 6.8,
        ctr: 0.014,
        rate: 0.028,
        basket: 41.0,
    },
    Plan {
        network: Network::Meta,
        name: "NL | Retargeting | Cart",
        kind: "Sales",
        ads: &["Still thinking? \"10% off\""],
        flight: Flight::Always,
        daily: 6.0,
        cpm: 9.5,
        ctr: 0.021,
        rate: 0.055,
        basket: 43.0,
    },
    Plan {
        network: Network::Meta,
        name: LOSS_CAMPAIGN,
        kind: "Sales",
        ads: &["Machine A, photo", "Machine A, video"],
        flight: Flight::Months(4, 6),
        daily: 22.0,
        cpm: 8.2,
        ctr: 0.008,
        rate: 0.0048,
        basket: 96.0,
    },
    Plan {
        network: Network::Meta,
        name: SEASON_CAMPAIGN,
        kind: "Sales",
        ads: &["Gift box, red", "Gift box, blue"],
        flight: Flight::BlackFriday,
        daily: 60.0,
        cpm: 11.5,
        ctr: 0.022,
        rate: 0.046,
        basket: 46.0,
    },
    Plan {
        network: Network::Meta,
        name: BOOST_CAMPAIGN,
        kind: "Engagement",
        ads: &["Post of the month"],
        flight: Flight::Boost,
        daily: 8.0,
        cpm: 4.1,
        ctr: 0.006,
        rate: 0.0,
        basket: 0.0,
    },
    Plan {
        network: Network::Google,
        name: "Brand search",
        kind: "Search",
        ads: &["Brand"],
        flight: Flight::Always,
        daily: 4.0,
        cpm: 85.0,
        ctr: 0.24,
        rate: 0.082,
        basket: 44.0,
    },
    Plan {
        network: Network::Google,
        name: "Shopping, beans",
        kind: "Performance Max",
        ads: &["Feed"],
        flight: Flight::Always,
        daily: 11.0,
        cpm: 7.4,
        ctr: 0.017,
        rate: 0.034,
        basket: 39.0,
    },
    Plan {
        network: Network::LinkedIn,
        name: "Coffee at work, Friesland",
        kind: "Lead generation",
        ads: &["Sponsored content"],
        flight: Flight::Months(1, 12),
        daily: 12.0,
        cpm: 32.0,
        ctr: 0.0062,
        rate: 0.065,
        basket: 0.0,
    },
    Plan {
        network: Network::LinkedIn,
        name: "Office managers, \"free tasting\"",
        kind: "Lead generation",
        ads: &["Message"],
        flight: Flight::Months(5, 8),
        daily: 9.0,
        cpm: 41.0,
        ctr: 0.0075,
        rate: 0.08,
        basket: 0.0,
    },
];

/// One campaign as it ran.
#[derive(Clone, Debug)]
pub(super) struct Campaign {
    pub(super) network: Network,
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    /// Planned euros a day.
    pub(super) daily_cents: u64,
    pub(super) ads: Vec<Ad>,
}

/// One ad.
#[derive(Clone, Debug)]
pub(super) struct Ad {
    pub(super) id: String,
    pub(super) name: &'static str,
    /// Days on which it ran, in order.
    pub(super) days: Vec<AdDay>,
}

/// What an ad did on a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct AdDay {
    pub(super) date: Date,
    pub(super) cents: u64,
    pub(super) impressions: u64,
    pub(super) reach: u64,
    /// Link clicks.
    pub(super) links: u64,
    /// All clicks.
    pub(super) clicks: u64,
    /// Landing page views.
    pub(super) landings: u64,
    pub(super) carts: u64,
    /// Purchases, or leads on LinkedIn.
    pub(super) deeds: u64,
    /// Worth of the purchases.
    pub(super) value_cents: u64,
    /// Reactions, comments, shares and clicks together.
    pub(super) engagements: u64,
}

/// Every campaign.
pub(super) fn campaigns(seed: u64, span: &Span, accounts: &[Account]) -> Vec<Campaign> {
    let boost = boosted_on(accounts);
    PLANS
        .iter()
        .map(|plan| {
            let mut chance = Chance::new(seed, plan.name);
            let id = campaign_id(&mut chance, plan.network);
            let days: Vec<Date> = span.days().filter(|day| runs(plan.flight, span, boost, *day)).collect();
            let ads = plan.ads.iter().map(|name| ad(&mut chance, plan, name, &days)).collect();
            Campaign {
                network: plan.network,
                id,
                name: plan.name,
                kind: plan.kind,
                daily_cents: whole(plan.daily * 100.0),
                ads,
            }
        })
        .collect()
}

/// Day of publication of the boosted post.
fn boosted_on(accounts: &[Account]) -> Option<Date> {
    accounts
        .iter()
        .filter(|a| a.platform == Platform::Facebook)
        .flat_map(|a| &a.posts)
        .find(|p| p.paid_reach > 0)
        .map(|p| p.local.date())
}

fn campaign_id(chance: &mut Chance, network: Network) -> String {
    match network {
        Network::Meta | Network::Google => meta_id(chance),
        Network::LinkedIn => (380_000_000 + chance.bits() % 90_000_000).to_string(),
    }
}

fn meta_id(chance: &mut Chance) -> String {
    (120_240_000_000_000_000 + chance.bits() % 9_000_000_000_000).to_string()
}

fn runs(flight: Flight, span: &Span, boost: Option<Date>, day: Date) -> bool {
    match flight {
        Flight::Always => true,
        Flight::Months(first, last) => (first..=last).contains(&span.month_of(day)),
        Flight::BlackFriday => {
            let friday = black_friday(day.year());
            (later(friday, -6)..=later(friday, 3)).contains(&day)
        }
        Flight::Boost => boost.is_some_and(|post| (later(post, 1)..=later(post, BOOST_DAYS)).contains(&day)),
    }
}

fn ad(chance: &mut Chance, plan: &Plan, name: &'static str, days: &[Date]) -> Ad {
    let share = 1.0 / plan.ads.len() as f64;
    let skill = chance.around(0.12);
    Ad {
        id: meta_id(chance),
        name,
        days: days
            .iter()
            .map(|day| ad_day(chance, plan, share, skill, *day))
            .collect(),
    }
}

fn ad_day(chance: &mut Chance, plan: &Plan, share: f64, skill: f64, date: Date) -> AdDay {
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mood = if weekend { 0.93 } else { 1.0 };
    let cents = whole(plan.daily * 100.0 * share * mood * chance.around(0.08));
    let impressions = whole(cents as f64 * 10.0 / plan.cpm / season(date).max(1.0) * chance.around(0.1));
    let links = whole(impressions as f64 * plan.ctr * skill * chance.around(0.12)).min(impressions);
    let deeds = happen(chance, links, plan.rate * season(date));
    AdDay {
        date,
        cents,
        impressions,
        reach: whole(impressions as f64 / 1.18),
        links,
        clicks: links + whole(impressions as f64 * 0.004 * chance.around(0.2)),
        landings: links * 86 / 100,
        carts: deeds * 2 + links / 40,
        deeds,
        value_cents: (0..deeds)
            .map(|_| whole(plan.basket * 100.0 * chance.around(0.3)))
            .sum(),
        engagements: links + whole(impressions as f64 * 0.02 * chance.around(0.2)),
    }
}

/// How many of `tries` succeed.
pub(super) fn happen(chance: &mut Chance, tries: u64, probability: f64) -> u64 {
    (0..tries).filter(|_| chance.unit() < probability).count() as u64
}
