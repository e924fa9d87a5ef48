//! [`profile`]: which KPIs matter for a business, by what it wants and how it earns its money.
//!
//! An objective picks the KPIs, their order, and which of them is a headline; the business model takes out what does not
//! exist there (a shop with a door has no carts) and brings what does (store visits, coupons). Each pick says why in one
//! line. A KPI stands under the funnel stage that its entry in the catalogue names.
//!
//! ```toml
//! [profile]                 # in `harpoon.toml`
//! objective = "sales"       # awareness, engagement, leads, sales, loyalty
//! business = "shop"         # online_shop, b2b, saas, dealership, shop
//! ```
//!
//! Source of the objectives: Barger and Labrecque, Social Media Metrics, International Journal of Integrated Marketing
//! Communications 5 (2013). Which KPI is a headline is our judgement.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::catalogue::closest;
use crate::fact::words;
use crate::kpi::awareness::IMPRESSIONS;
use crate::kpi::loyalty::CUSTOMERS_REPEATING;
use crate::kpi::{Kpi, Stage, Titles, evaluation, interest, purchase, titles, web};

mod awareness;
mod engagement;
mod leads;
mod loyalty;
mod reason;
mod sales;

words! {
    /// What the effort is for.
    Objective {
        /// To be seen and known.
        Awareness = "awareness",
        /// To be answered: people react and talk.
        Engagement = "engagement",
        /// To learn of people who may buy.
        Leads = "leads",
        /// To sell.
        Sales = "sales",
        /// To keep customers, and have them speak for the business.
        Loyalty = "loyalty",
    }
}

words! {
    /// How the business earns its money.
    Business {
        /// Sells to consumers on its own site.
        OnlineShop = "online_shop",
        /// Sells to businesses, by people who talk to people.
        B2b = "b2b",
        /// Sells software by subscription.
        Saas = "saas",
        /// Sells few dear things after a visit: cars, kitchens, houses.
        Dealership = "dealership",
        /// Sells or serves where people come in through a door.
        Shop = "shop",
    }
}

words! {
    /// How large a KPI is shown.
    Role {
        /// It says whether the objective is reached.
        Headline = "headline",
        /// It explains the headlines and is no aim of its own here.
        Context = "context",
    }
}

impl Objective {
    /// Its name.
    pub const fn title(self) -> Titles {
        match self {
            Self::Awareness => titles("Awareness", "品牌认知", "Bekendheid"),
            Self::Engagement => titles("Engagement", "互动", "Belutsenens"),
            Self::Leads => titles("Leads", "获取线索", "Leads"),
            Self::Sales => titles("Sales", "销售", "Ferkeap"),
            Self::Loyalty => titles("Loyalty", "忠诚度", "Trou fan klanten"),
        }
    }
}

impl Business {
    /// Its name.
    pub const fn title(self) -> Titles {
        match self {
            Self::OnlineShop => titles("Online shop", "网店", "Webwinkel"),
            Self::B2b => titles("Business to business", "企业对企业", "Saaklike ferkeap (B2B)"),
            Self::Saas => titles("Software by subscription", "订阅制软件", "Software op abonnemint"),
            Self::Dealership => titles("Dealership", "经销商", "Dealer"),
            Self::Shop => titles("Shop with a door", "实体店", "Winkel mei in doar"),
        }
    }
}

impl Business {
    /// One count for each stage, in the order of the stages: the funnel that is drawn of this business. Counts and people stand
    /// beside each other, so a step may be wider than the one before it.
    pub const fn funnel(self) -> [&'static Kpi; 5] {
        let (evaluation, purchase) = match self {
            Self::OnlineShop => (&web::SESSIONS_SOCIAL, &purchase::ORDERS),
            Self::B2b => (&evaluation::DEMO_REQUESTS, &purchase::ORDERS),
            Self::Saas => (&evaluation::TRIALS, &purchase::CUSTOMERS),
            Self::Dealership => (&evaluation::ENQUIRIES, &purchase::ORDERS),
            Self::Shop => (&evaluation::PROFILE_VIEWS, &purchase::STORE_VISITS),
        };
        [
            &IMPRESSIONS,
            &interest::ENGAGEMENTS,
            evaluation,
            purchase,
            &CUSTOMERS_REPEATING,
        ]
    }
}

/// Other spellings in use, each with its word.
const SPELLINGS: &[(&str, Business)] = &[
    ("dtc", Business::OnlineShop),
    ("ecommerce", Business::OnlineShop),
    ("e_commerce", Business::OnlineShop),
    ("app", Business::Saas),
    ("brick_and_mortar", Business::Shop),
    ("store", Business::Shop),
    ("local_service", Business::Shop),
];

/// Why a word names no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no {what}; one of {known}{}", meant(*.closest))]
pub struct ProfileError {
    /// The word.
    pub given: String,
    /// What it was to be: `objective` or `business`.
    pub what: &'static str,
    /// The words that are.
    pub known: String,
    /// One that is spelt alike.
    pub closest: Option<&'static str>,
}

fn meant(closest: Option<&'static str>) -> String {
    closest.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}

impl Objective {
    /// Reads the word of a file or command line; capitals, blanks and hyphens do not matter.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let word = plain(text);
        Self::from_word(&word).ok_or_else(|| unknown(text, "objective", Self::ALL.iter().map(|o| o.as_str())))
    }
}

impl Business {
    /// Reads the word of a file or command line; capitals, blanks and hyphens do not matter.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let word = plain(text);
        let spelt = || SPELLINGS.iter().find(|(spelling, _)| *spelling == word).map(|s| s.1);
        Self::from_word(&word)
            .or_else(spelt)
            .ok_or_else(|| unknown(text, "business", Self::ALL.iter().map(|b| b.as_str())))
    }
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

fn unknown(given: &str, what: &'static str, words: impl Iterator<Item = &'static str> + Clone) -> ProfileError {
    ProfileError {
        given: given.to_owned(),
        what,
        known: words.clone().collect::<Vec<_>>().join(", "),
        closest: closest(&plain(given), words),
    }
}

/// One KPI of an objective, and whom it is for.
#[derive(Clone, Copy, Debug)]
struct Pick {
    kpi: &'static Kpi,
    role: Role,
    who: Who,
    why: Titles,
}

/// The businesses that a pick is for.
#[derive(Clone, Copy, Debug)]
enum Who {
    All,
    Only(&'static [Business]),
    But(&'static [Business]),
}

/// Businesses that people come to.
const WITH_A_DOOR: Who = Who::Only(&[Business::Shop, Business::Dealership]);
/// Businesses that talk before they sell.
const WITH_LEADS: Who = Who::Only(&[Business::B2b, Business::Saas, Business::Dealership]);
/// A shop with a door.
const SHOP: Who = Who::Only(&[Business::Shop]);
/// A shop on the web.
const ONLINE_SHOP: Who = Who::Only(&[Business::OnlineShop]);

impl Who {
    fn has(self, business: Business) -> bool {
        match self {
            Self::All => true,
            Self::Only(these) => these.contains(&business),
            Self::But(these) => !these.contains(&business),
        }
    }
}

const fn headline(kpi: &'static Kpi, who: Who, why: Titles) -> Pick {
    let role = Role::Headline;
    Pick { kpi, role, who, why }
}

const fn context(kpi: &'static Kpi, who: Who, why: Titles) -> Pick {
    let role = Role::Context;
    Pick { kpi, role, who, why }
}

/// One KPI of a profile.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The KPI.
    pub kpi: &'static Kpi,
    /// How large it is shown.
    pub role: Role,
    /// Why it is here, in one line.
    pub why: Titles,
}

/// The KPIs of one funnel stage, the most telling first.
#[derive(Clone, Debug)]
pub struct Group {
    /// The stage.
    pub stage: Stage,
    /// Its KPIs: headlines first, each once.
    pub lines: Vec<Line>,
}

/// The KPIs that matter, by stage.
#[derive(Clone, Debug)]
pub struct Profile {
    /// What the effort is for.
    pub objective: Objective,
    /// How the business earns its money.
    pub business: Business,
    /// Every stage of the funnel, in its order.
    pub groups: Vec<Group>,
}

impl Profile {
    /// Every line, stage by stage.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.groups.iter().flat_map(|group| &group.lines)
    }

    /// The headlines, stage by stage.
    pub fn headlines(&self) -> impl Iterator<Item = &Line> {
        self.lines().filter(|line| line.role == Role::Headline)
    }
}

/// `[profile]` of `harpoon.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileChoice {
    /// What the effort is for.
    pub objective: Objective,
    /// How the business earns its money.
    pub business: Business,
}

impl ProfileChoice {
    /// What it picks.
    pub fn profile(self) -> Profile {
        profile(self.objective, self.business)
    }
}

/// The KPIs that matter for this objective in this business.
pub fn profile(objective: Objective, business: Business) -> Profile {
    let picks = match objective {
        Objective::Awareness => awareness::PICKS,
        Objective::Engagement => engagement::PICKS,
        Objective::Leads => leads::PICKS,
        Objective::Sales => sales::PICKS,
        Objective::Loyalty => loyalty::PICKS,
    };
    let groups = Stage::ALL.iter().map(|stage| Group {
        stage: *stage,
        lines: lines(picks, *stage, business),
    });
    Profile {
        objective,
        business,
        groups: groups.collect(),
    }
}

fn lines(picks: &[Pick], stage: Stage, business: Business) -> Vec<Line> {
    let here = picks.iter().filter(|p| p.kpi.stage == stage && p.who.has(business));
    let mut lines: Vec<Line> = here
        .map(|p| Line {
            kpi: p.kpi,
            role: p.role,
            why: p.why,
        })
        .collect();
    lines.sort_by_key(|line| line.role);
    lines
}
