//! [`Kpi`]: one entry of the catalogue, and the closed set of formulas that it may have.
//!
//! A metric is what a platform says; a KPI is what a business asks. How a KPI may be rolled up is never written
//! down: it follows from its formula ([`Kpi::additivity`]), so that no entry can claim that reach adds up.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fact::words;

pub use deed::{Deed, Derived};
pub use formula::{Additivity, CostBasis, Destination, Facets, Formula, Leaf, Parts, Per, Tally};
pub(crate) use formula::{per_thousand, ratio};

pub mod audience;
pub mod awareness;
pub mod deed;
pub mod evaluation;
pub mod formula;
pub mod interest;
pub mod loyalty;
pub mod money;
pub mod notation;
pub mod purchase;
mod text;
pub mod video;
pub mod web;

/// One measure: what it is, how it is computed, and what it does not prove.
#[derive(Clone, Copy)]
pub struct Kpi {
    /// Id in commands, files and tables: lower case letters, digits and `_`.
    pub id: &'static str,
    /// Title in each language.
    pub title: Titles,
    /// What it counts, in plain words.
    pub meaning: &'static str,
    /// What a reader must not conclude from it.
    pub proves_not: &'static str,
    /// How it is computed.
    pub formula: Formula,
    /// Counts that it comes through, the first of the way first: a sale through impressions, clicks and visits. A difference
    /// of it is taken apart along these.
    pub through: &'static [&'static Kpi],
    /// What its value is.
    pub unit: KpiUnit,
    /// Which direction is good news.
    pub better: Better,
    /// Where in the funnel it stands.
    pub stage: Stage,
    /// Metric or business KPI.
    pub level: Level,
    /// Whether a goal may be set on it.
    pub goal: Goal,
    /// Where the definition comes from, with year.
    pub source: &'static str,
    /// First version of Harpoon that has it.
    pub since: &'static str,
}

/// A title in each language that Harpoon speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Titles {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
    /// West Frisian.
    pub fy: &'static str,
}

/// Shorthand of the entries.
pub(crate) const fn titles(en: &'static str, zh: &'static str, fy: &'static str) -> Titles {
    Titles { en, zh, fy }
}

words! {
    /// What the value of a KPI is.
    KpiUnit {
        /// Things or times.
        Count = "count",
        /// Distinct accounts.
        People = "people",
        /// Money in one currency.
        Money = "money",
        /// Money for a thousand of something.
        MoneyPerThousand = "money_per_1000",
        /// Seconds.
        Seconds = "seconds",
        /// A fraction of a whole or of a base: 0.05 is 5 %.
        Share = "share",
        /// A multiple: 2.5 is two and a half times.
        Times = "times",
        /// Stars, 1 to 5.
        Stars = "stars",
        /// Robust standard deviations.
        Score = "score",
    }
}

words! {
    /// Which direction is good news.
    Better {
        /// More is better.
        Up = "up",
        /// Less is better.
        Down = "down",
        /// Neither by itself: it depends on what comes of it.
        Neither = "neither",
    }
}

words! {
    /// Stages of the funnel, from first sight to loyalty.
    Stage {
        /// People see that the business exists.
        Awareness = "awareness",
        /// People react.
        Interest = "interest",
        /// People look closer: they click, read, ask.
        Evaluation = "evaluation",
        /// People buy, or do what stands for buying.
        Purchase = "purchase",
        /// People come back and speak for the business.
        Loyalty = "loyalty",
    }
}

words! {
    /// What a figure is for.
    Level {
        /// A micro action: a metric on the way to a business goal.
        Micro = "micro",
        /// A macro action: a KPI that serves a business goal itself.
        Macro = "macro",
    }
}

/// Whether a goal may be set on a KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// It may.
    Fit,
    /// It may not, for this reason.
    Refused(&'static str),
}

impl Kpi {
    /// How its figures may be put together.
    pub fn additivity(&self) -> Additivity {
        self.formula.additivity()
    }

    /// The KPI and everything that it is computed from, inputs first, each once.
    pub fn parts(&'static self) -> Vec<&'static Kpi> {
        let mut parts = Vec::new();
        collect(self, &mut parts);
        parts
    }

    /// All figures of `observations` that it reads, sorted, each once. Costs and posts stand apart.
    pub fn leaves(&'static self) -> Vec<Leaf> {
        let mut leaves: Vec<_> = self.parts().iter().filter_map(|k| k.formula.leaf()).collect();
        leaves.sort_unstable();
        leaves.dedup();
        leaves
    }

    /// Whether it reads what single people did, so that it must be known who is who.
    pub fn reads_events(&'static self) -> bool {
        self.parts().iter().any(|k| k.formula.reads_events())
    }
}

fn collect(kpi: &'static Kpi, into: &mut Vec<&'static Kpi>) {
    if into.iter().any(|k| k.id == kpi.id) {
        return;
    }
    for input in kpi.formula.inputs() {
        collect(input, into);
    }
    into.push(kpi);
}

impl fmt::Debug for Kpi {
    /// The id: formulas would print their inputs without end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kpi({})", self.id)
    }
}

/// What most entries have in common; the law tests find what was left empty.
pub(crate) const BASE: Kpi = Kpi {
    id: "",
    title: titles("", "", ""),
    meaning: "",
    proves_not: "",
    formula: Formula::Posts,
    through: &[],
    unit: KpiUnit::Count,
    better: Better::Up,
    stage: Stage::Awareness,
    level: Level::Micro,
    goal: Goal::Fit,
    source: "",
    since: "0.1.0",
};
