//! [`Formula`]: the closed set of ways in which a KPI may be computed, and what follows from each.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Missing;
use crate::fact::{CostKind, Scope, words};
use crate::kpi::{Deed, Kpi};

/// Which facets of a metric a leaf takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facets {
    /// One facet.
    Only(&'static str),
    /// The total where the source states one, else the sum of the kinds; never both. Decided for each entity and day.
    Total {
        /// Facets that mean all kinds together, the first found counts.
        total: &'static [&'static str],
        /// Facets that make up the total.
        parts: Parts,
    },
}

impl Facets {
    /// Whether the facet is a total, and which of the alternatives it is: the lowest rank found is taken.
    pub fn rank(&self, facet: &str) -> Option<usize> {
        match self {
            Self::Only(only) => (*only == facet).then_some(0),
            Self::Total { total, .. } => total.iter().position(|t| *t == facet),
        }
    }

    /// Whether the facet is one of the kinds that are added where no total is stated.
    pub fn is_part(&self, facet: &str) -> bool {
        match self {
            Self::Only(_) => false,
            Self::Total { parts, .. } => self.rank(facet).is_none() && parts.hold(facet),
        }
    }
}

/// The kinds that make up a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parts {
    /// Exactly these.
    These(&'static [&'static str]),
    /// Any but these and the totals.
    AnyBut(&'static [&'static str]),
}

impl Parts {
    fn hold(&self, facet: &str) -> bool {
        match self {
            Self::These(these) => these.contains(&facet),
            Self::AnyBut(but) => !but.contains(&facet),
        }
    }
}

/// Figures of one canonical metric, read from the table `observations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leaf {
    /// Canonical metric; `raw.<header>` in KPIs of users.
    pub metric: &'static str,
    /// Which kinds of it.
    pub facets: Facets,
    /// Only paid or only organic; `None` is all: the total where stated, else organic and paid, else unknown.
    pub scope: Option<Scope>,
}

impl Leaf {
    /// The metric's figure without a facet, of every scope.
    pub const fn of(metric: &'static str) -> Self {
        Self::facet(metric, "")
    }

    /// One facet, of every scope.
    pub const fn facet(metric: &'static str, facet: &'static str) -> Self {
        Self {
            metric,
            facets: Facets::Only(facet),
            scope: None,
        }
    }

    /// All kinds but those named: the stated total, or the sum of kinds.
    pub const fn total(metric: &'static str, but: &'static [&'static str]) -> Self {
        Self {
            metric,
            facets: Facets::Total {
                total: &["total", ""],
                parts: Parts::AnyBut(but),
            },
            scope: None,
        }
    }

    /// The first of these facets that the source states; they name the same thing and never add up.
    pub const fn first(metric: &'static str, facets: &'static [&'static str]) -> Self {
        Self {
            metric,
            facets: Facets::Total {
                total: facets,
                parts: Parts::These(&[]),
            },
            scope: None,
        }
    }

    /// The sum of these kinds, each its own; a stated total is left out, unless it is named.
    pub const fn kinds(metric: &'static str, parts: Parts) -> Self {
        Self {
            metric,
            facets: Facets::Total { total: &[], parts },
            scope: None,
        }
    }

    /// The same of one scope.
    #[must_use]
    pub const fn scoped(self, scope: Scope) -> Self {
        Self {
            scope: Some(scope),
            ..self
        }
    }
}

/// For how many of the denominator a ratio is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// For one.
    One,
    /// For a thousand.
    Thousand,
}

impl Per {
    /// The factor of the ratio.
    pub const fn factor(self) -> u32 {
        match self {
            Self::One => 1,
            Self::Thousand => 1000,
        }
    }
}

/// What of an event counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tally {
    /// How often it happened.
    Times,
    /// How many people did it.
    People,
    /// The money of it.
    Value,
    /// How many people did it in the last days of the period.
    Active {
        /// So many days.
        days: u16,
    },
}

/// How a KPI is computed. Closed: the engine evaluates exactly these.
#[derive(Clone, Copy, Debug)]
pub enum Formula {
    /// Additive figures: deltas in the period, or the latest lifetime figure of each post published in it.
    Sum(Leaf),
    /// A level: the last value in the period of each account; added over accounts with a warning that people overlap.
    Latest(Leaf),
    /// A level at the end of the period less the level before it.
    Gain(Leaf),
    /// Unique people: the platform's figure for exactly this period and entity, else bounds and an estimate.
    Reported(Leaf),
    /// How far one post stands above its account's own distribution.
    Outlier(Leaf),
    /// Number of posts published in the period, from the table `posts`.
    Posts,
    /// Number of reviews written in the period with so many stars, or with any, from the table `voices`.
    Reviews(Option<u8>),
    /// Money spent on the effort: the table `costs`, and where the basis holds media the ad platforms' spend.
    Cost(CostBasis),
    /// The sum of the inputs that a source states; those that none does are left out, and named beside the reading.
    Add(&'static [&'static Kpi]),
    /// The sum of each input times its weight.
    Weighted(&'static [(u32, &'static Kpi)]),
    /// The first less the second.
    Difference(&'static Kpi, &'static Kpi),
    /// Sum by sum, recomputed for every selection; missing where the denominator is nought.
    Ratio {
        /// What is divided.
        num: &'static Kpi,
        /// By what.
        den: &'static Kpi,
        /// For one, or for a thousand.
        per: Per,
    },
    /// By what fraction it differs from the period of the same length before.
    Change(&'static Kpi),
    /// The KPI over posts and ads that lead to this kind of page.
    To(&'static Kpi, Destination),
    /// Deeds of people, from the table `events`.
    Event {
        /// What is counted.
        kind: Deed,
        /// What of it counts.
        tally: Tally,
    },
    /// Own books: deeds one by one where the events cover at least as many days of the period as the figures do, else
    /// the figures. Both tell of the same, so they are never added.
    Book {
        /// What is counted.
        kind: Deed,
        /// What of it counts.
        tally: Tally,
        /// The figures of `observations`.
        figures: Leaf,
    },
    /// A quantile of the time between two events of one deed number, such as a complaint and its first reply; it belongs
    /// to the day on which the time ended.
    Quantile {
        /// Where the time begins.
        from: Deed,
        /// Where it ends.
        to: Deed,
        /// Share of the cases below, in percent: 50 is the median.
        percent: u8,
    },
    /// A figure of the order book as a credit model deals it out to social media.
    Credited(&'static Kpi),
    /// The result of a statistical model of this name.
    Modelled(&'static str),
}

/// How figures of a KPI may be put together. Money adds only within one currency, whatever stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Additivity {
    /// Adds over days, posts, accounts and platforms.
    Additive,
    /// A platform's claim: adds over days and entities of one platform, never over platforms.
    WithinPlatform,
    /// Last value over time; over accounts a sum in which people may stand twice.
    LastValue,
    /// Never adds: computed anew from its parts for every selection.
    Recomputed,
    /// Never adds: exists for exactly what the platform stated, otherwise as bounds and estimate.
    ExactOnly,
    /// A property of one post; of several there is only the list.
    PerPost,
}

/// Metrics that a platform claims for itself: two platforms claim the same sale.
const CLAIMS: &[&str] = &["conversions", "conversion_value", "leads", "results"];

/// Shorthand of the entries: one by the other.
pub(crate) const fn ratio(num: &'static Kpi, den: &'static Kpi) -> Formula {
    Formula::Ratio {
        num,
        den,
        per: Per::One,
    }
}

/// Shorthand of the entries: one for a thousand of the other.
pub(crate) const fn per_thousand(num: &'static Kpi, den: &'static Kpi) -> Formula {
    Formula::Ratio {
        num,
        den,
        per: Per::Thousand,
    }
}

impl Leaf {
    fn additivity(&self) -> Additivity {
        if CLAIMS.contains(&self.metric) {
            Additivity::WithinPlatform
        } else {
            Additivity::Additive
        }
    }
}

impl Formula {
    /// Its name in the notation of formulas, and in messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sum(_) => "sum",
            Self::Latest(_) => "latest",
            Self::Gain(_) => "gain",
            Self::Reported(_) => "reported",
            Self::Outlier(_) => "outlier",
            Self::Posts => "posts",
            Self::Reviews(_) => "reviews",
            Self::Cost(_) => "cost",
            Self::Add(_) => "addition",
            Self::Weighted(_) => "weighted addition",
            Self::Difference(..) => "difference",
            Self::Ratio { .. } => "ratio",
            Self::Change(_) => "change",
            Self::To(..) => "to",
            Self::Event { .. } => "event",
            Self::Book { .. } => "book",
            Self::Quantile { .. } => "quantile",
            Self::Credited(_) => "credited",
            Self::Modelled(_) => "modelled",
        }
    }

    /// How figures may be put together; follows from the formula alone.
    pub fn additivity(&self) -> Additivity {
        match self {
            Self::Sum(leaf) | Self::Gain(leaf) => leaf.additivity(),
            Self::Latest(_) => Additivity::LastValue,
            Self::Reported(_) => Additivity::ExactOnly,
            Self::Outlier(_) => Additivity::PerPost,
            Self::Posts | Self::Reviews(_) | Self::Cost(_) | Self::Credited(_) => Additivity::Additive,
            Self::Event { tally, .. } | Self::Book { tally, .. } => match tally {
                Tally::Times | Tally::Value => Additivity::Additive,
                Tally::People | Tally::Active { .. } => Additivity::ExactOnly,
            },
            Self::Add(_) | Self::Weighted(_) | Self::Difference(..) | Self::To(..) => self.weakest(),
            Self::Ratio { .. } | Self::Change(_) | Self::Quantile { .. } | Self::Modelled(_) => Additivity::Recomputed,
        }
    }

    /// Of everything that is added into it. Each input once: a user's formulas may share inputs many times over.
    fn weakest(&self) -> Additivity {
        let mut weakest = Additivity::Additive;
        let mut seen: Vec<&'static str> = Vec::new();
        let mut left = self.inputs();
        while let Some(input) = left.pop() {
            if seen.contains(&input.id) {
                continue;
            }
            seen.push(input.id);
            match input.formula {
                Self::Add(_) | Self::Weighted(_) | Self::Difference(..) | Self::To(..) => {
                    left.extend(input.formula.inputs());
                }
                formula => weakest = weakest.max(formula.additivity()),
            }
        }
        weakest
    }

    /// The KPIs that it is computed from, in order.
    pub fn inputs(&self) -> Vec<&'static Kpi> {
        match *self {
            Self::Add(inputs) => inputs.to_vec(),
            Self::Weighted(terms) => terms.iter().map(|&(_, kpi)| kpi).collect(),
            Self::Difference(a, b) => vec![a, b],
            Self::Ratio { num, den, .. } => vec![num, den],
            Self::Change(kpi) | Self::To(kpi, _) | Self::Credited(kpi) => vec![kpi],
            Self::Sum(_)
            | Self::Latest(_)
            | Self::Gain(_)
            | Self::Reported(_)
            | Self::Outlier(_)
            | Self::Posts
            | Self::Reviews(_)
            | Self::Cost(_)
            | Self::Event { .. }
            | Self::Book { .. }
            | Self::Quantile { .. }
            | Self::Modelled(_) => Vec::new(),
        }
    }

    /// The figures that it reads itself, if it is a leaf over `observations`.
    pub fn leaf(&self) -> Option<Leaf> {
        match *self {
            Self::Sum(leaf) | Self::Latest(leaf) | Self::Gain(leaf) | Self::Reported(leaf) | Self::Outlier(leaf) => {
                Some(leaf)
            }
            Self::Book { figures, .. } => Some(figures),
            _ => None,
        }
    }

    /// Whether it reads the table `events` itself.
    pub const fn reads_events(&self) -> bool {
        matches!(self, Self::Event { .. } | Self::Book { .. } | Self::Quantile { .. })
    }

    /// Why no fact that exists today can answer it or one of its inputs; `None` where facts can.
    pub fn no_source(&self) -> Option<Missing> {
        let inputs = self.inputs();
        self.lacks()
            .or_else(|| inputs.iter().flat_map(|k| k.parts()).find_map(|k| k.formula.lacks()))
    }

    const fn lacks(&self) -> Option<Missing> {
        match self {
            Self::To(..) => Some(Missing::NoDestination),
            Self::Credited(_) => Some(Missing::DealtOut),
            Self::Modelled(_) => Some(Missing::NotFitted),
            _ => None,
        }
    }
}

words! {
    /// Which costs count.
    CostBasis {
        /// What the ad platforms charged, and media costs entered by hand.
        Media = "media",
        /// Agency and freelance fees that were entered.
        Fees = "fees",
        /// Own people's time that was entered.
        Labour = "labour",
        /// Software that was entered.
        Tools = "tools",
        /// Making content, as entered.
        Content = "content",
        /// Media, fees, labour, tools and content.
        Full = "full",
    }
}

impl CostBasis {
    /// The kinds of entered cost that count.
    pub const fn kinds(self) -> &'static [CostKind] {
        match self {
            Self::Media => &[CostKind::Media],
            Self::Fees => &[CostKind::Fees],
            Self::Labour => &[CostKind::Labour],
            Self::Tools => &[CostKind::Tools],
            Self::Content => &[CostKind::Content],
            Self::Full => CostKind::ALL,
        }
    }

    /// Whether the platforms' own spend counts beside what was entered.
    pub const fn holds_spend(self) -> bool {
        matches!(self, Self::Media | Self::Full)
    }
}

words! {
    /// What stands behind the link of a post or ad.
    Destination {
        /// A product page.
        Product = "product",
        /// A landing page.
        LandingPage = "landing_page",
        /// An article.
        Blog = "blog",
    }
}
