//! What it earned, what platforms claim of it, and what it cost.

use harpoon_core::CostKind;
use serde::{Deserialize, Serialize};

use super::{Figure, Text};

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Earned {
    /// How orders were credited: name of the model.
    pub model: Option<Text>,
    /// How sure the intervals are: 0.9 is nine in ten.
    pub confidence: Option<f64>,
    /// Of the whole effort, on media cost and on full cost.
    pub whole: Vec<Return>,
    /// All revenue of the business for each unit spent: the one figure that no platform can inflate.
    pub mer: Option<Figure>,
    /// By platform, in the order to print.
    pub platforms: Vec<ReturnOn>,
    /// Spending at a loss, or declared beforehand as spent on awareness.
    pub losses: Vec<Loss>,
}

/// Return of the whole effort on one basis of cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Return {
    /// Full cost (media, fees, labour, tools, content) or media alone.
    pub full_cost: bool,
    /// What was spent.
    pub cost: Figure,
    /// Revenue credited to it.
    pub revenue: Figure,
    /// Net for each unit of cost.
    pub roi: Figure,
    /// What the interval says.
    pub verdict: Verdict,
}

/// What an interval of return says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All of it above nought.
    Profit,
    /// Nought lies within.
    Unclear,
    /// All of it below nought.
    Loss,
    /// The same, declared beforehand as spending on awareness.
    DeclaredAwareness,
    /// Not known: no cost, or no revenue.
    Unknown,
}

/// Return on one platform's media cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnOn {
    /// Platform id.
    pub platform: String,
    /// What was spent.
    pub cost: Figure,
    /// Revenue credited to it.
    pub revenue: Figure,
    /// Net for each unit of cost.
    pub roi: Figure,
    /// What the interval says.
    pub verdict: Verdict,
}

/// Spending whose whole interval of return lies below nought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// Campaign or platform, from outside.
    pub name: String,
    /// What did not come back.
    pub lost: Figure,
    /// Declared beforehand as spending on awareness.
    pub declared: bool,
}

/// What platforms claim against what the order book holds. Claims are never added up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    /// Orders or deals in the book.
    pub book: Figure,
    /// By platform.
    pub rows: Vec<Claim>,
    /// Credited to what is no platform: search, direct, e-mail.
    pub elsewhere: Figure,
    /// In the book without any touch.
    pub unattributed: Figure,
    /// At least so many orders are claimed more than once.
    pub twice: Figure,
}

/// A platform's claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Platform id.
    pub platform: String,
    /// What it claims.
    pub claimed: Figure,
    /// Orders that have a touch of it within its own window.
    pub verifiable: Figure,
    /// What the model credits.
    pub credited: Figure,
}

/// What was spent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// By kind.
    pub lines: Vec<CostLine>,
    /// Sums, one for each currency.
    pub totals: Vec<CostTotal>,
}

/// A kind of cost in one currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostLine {
    /// Its kind.
    pub kind: CostKind,
    /// What was spent.
    pub amount: Figure,
    /// The month before.
    pub previous: Figure,
}

/// All costs of one currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostTotal {
    /// What was spent.
    pub amount: Figure,
    /// The month before.
    pub previous: Figure,
}
