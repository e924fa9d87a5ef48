//! [`Goal`]: what was promised, what came of it, and every change on the way.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Figure, Sentence, Text};

/// A goal and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// What is aimed at.
    pub title: Text,
    /// Concrete or global.
    pub kind: GoalKind,
    /// Whether less is better: a cost, a time to reply.
    pub ceiling: bool,
    /// The target in force.
    pub target: Figure,
    /// What was reached.
    pub value: Figure,
    /// Last day of the goal's period.
    pub by: Date,
    /// How it stands.
    pub state: GoalState,
    /// Where it will land, with its interval; missing once the period is over.
    pub forecast: Figure,
    /// Chance to meet it.
    pub probability: Figure,
    /// Why it was missed, in sentences.
    pub why: Vec<Sentence>,
    /// What is proposed.
    pub proposal: Option<Sentence>,
    /// Every change of the target, oldest first. Old targets stay visible for good.
    pub revisions: Vec<Revision>,
}

/// Kinds of goals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalKind {
    /// A KPI with a target.
    Concrete,
    /// An index of proxies: recognition, local presence, legitimacy.
    Global,
}

/// How a goal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalState {
    /// Its period is over and the target reached.
    Met,
    /// Its period is over and the target not reached.
    Missed,
    /// Likely to be met.
    OnTrack,
    /// Less likely than not.
    AtRisk,
    /// Its period has not begun.
    Upcoming,
    /// Nobody knows: no source.
    Unknown,
}

/// An agreed change of a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// Day.
    pub on: Date,
    /// Target before.
    pub from: Figure,
    /// Target after.
    pub to: Figure,
    /// Who agreed, from outside.
    pub by: String,
    /// Why, from outside.
    pub why: String,
}
