//! [`Standing::status`]: met, missed, on track, at risk or unknown. The rules, in their order:
//!
//! 1. Without a value nothing is known.
//! 2. A period that is over is met or missed by its value; a value that equals the target meets it. Values are compared at six
//!    decimals, as targets have them.
//! 3. A running period of a figure that only grows is decided as soon as it passes the target: met where at least so much was
//!    wanted, missed where at most.
//! 4. Otherwise the chance decides: [`ON_TRACK`] and more is on track, less is at risk; without a chance nothing is known.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Direction;
use crate::fact::words;
use crate::kpi::{Additivity, Formula, Kpi, Titles, titles};
use crate::{Number, Quantity, number};

/// The chance from which a goal is on track: as likely met as not.
pub const ON_TRACK: f64 = 0.5;
/// Up to this share behind the target is close, by the colours that people know: green within 5 %, amber to 20 %, red beyond.
pub const CLOSE: f64 = 0.05;
/// Up to this share behind the target is near.
pub const NEAR: f64 = 0.20;

words! {
    /// How a goal stands.
    Status {
        /// The target was reached.
        Met = "met",
        /// The period is over, or the ceiling passed, without it.
        Missed = "missed",
        /// The period runs, and the target is more likely met than not.
        OnTrack = "on_track",
        /// The period runs, and the target is more likely missed.
        AtRisk = "at_risk",
        /// Nobody can say.
        Unknown = "unknown",
    }
}

impl Status {
    /// As people read it.
    pub const fn title(self) -> Titles {
        match self {
            Self::Met => titles("met", "已达成", "helle"),
            Self::Missed => titles("missed", "未达成", "net helle"),
            Self::OnTrack => titles("on track", "进展顺利", "op skema"),
            Self::AtRisk => titles("at risk", "有风险", "yn gefaar"),
            Self::Unknown => titles("unknown", "未知", "ûnbekend"),
        }
    }
}

words! {
    /// How far a landing is from its target.
    Nearness {
        /// Reached, or within 5 %.
        Close = "close",
        /// 5 to 20 % behind.
        Near = "near",
        /// More than 20 % behind.
        Far = "far",
    }
}

impl Nearness {
    /// From how far the expected end falls short, as a share of the target: below nought is better than asked. `None` where
    /// that is no number.
    pub fn of(behind: f64) -> Option<Self> {
        match behind {
            b if b.is_nan() => None,
            b if b <= CLOSE => Some(Self::Close),
            b if b <= NEAR => Some(Self::Near),
            _ => Some(Self::Far),
        }
    }
}

/// Why a status is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The period is over.
    Over,
    /// The figure only grows, and has passed the target.
    Passed,
    /// By the chance.
    Chance,
    /// There is no value.
    NoValue,
    /// There is a value and no chance.
    NoChance,
}

impl Why {
    /// One sentence for people.
    pub const fn sentence(self) -> Titles {
        match self {
            Self::Over => titles("The period is over.", "该时期已结束。", "De perioade is foarby."),
            Self::Passed => titles(
                "The target is passed already, and the figure cannot fall.",
                "已超过目标值，且该数字不会下降。",
                "It doel is al foarby, en it sifer kin net sakje.",
            ),
            Self::Chance => titles(
                "The period runs; the chance to meet it decides.",
                "该时期尚未结束；由达成的可能性判定。",
                "De perioade rint noch; de kâns om it te heljen jout de trochslach.",
            ),
            Self::NoValue => titles(
                "There is no value for this period.",
                "这一时期没有数据。",
                "Foar dizze perioade is der gjin wearde.",
            ),
            Self::NoChance => titles(
                "The period runs, and too little is known for a forecast.",
                "该时期尚未结束，数据不足以预测。",
                "De perioade rint noch, en der is te min bekend foar in ferwachting.",
            ),
        }
    }
}

/// Where a goal stands in a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The value to reach, or not to pass.
    pub target: Number,
    /// Which way it is met.
    pub direction: Direction,
    /// Value so far; `None` is missing.
    pub value: Option<Quantity>,
    /// Whether the period is over.
    pub over: bool,
    /// Whether the value can only grow within the period ([`only_grows`]).
    pub only_grows: bool,
    /// Chance that the target is met at the end, between 0 and 1.
    pub probability: Option<f64>,
}

impl Standing {
    /// How it stands, and by which rule.
    pub fn status(&self) -> (Status, Why) {
        let Some(value) = self.value else {
            return (Status::Unknown, Why::NoValue);
        };
        let met = meets(value, self.target, self.direction);
        let decided = if met { Status::Met } else { Status::Missed };
        // A ceiling that holds so far is decided by nothing but the end; a floor that is not reached likewise.
        let passed = self.only_grows && met == (self.direction == Direction::AtLeast);
        match self.probability.filter(|p| (0.0..=1.0).contains(p)) {
            _ if self.over => (decided, Why::Over),
            _ if passed => (decided, Why::Passed),
            Some(chance) if chance >= ON_TRACK => (Status::OnTrack, Why::Chance),
            Some(_) => (Status::AtRisk, Why::Chance),
            None => (Status::Unknown, Why::NoChance),
        }
    }
}

/// Whether the value meets the target, compared at six decimals.
pub fn meets(value: Quantity, target: Number, direction: Direction) -> bool {
    let order = match value {
        Quantity::Exact(micros) => Some(micros.cmp(&i128::from(target.micros()))),
        Quantity::Ratio(value) => {
            let micros = (value * number::SCALE as f64).round();
            micros.partial_cmp(&(target.micros() as f64))
        }
    };
    order.is_some_and(|order| match direction {
        Direction::AtLeast => order.is_ge(),
        Direction::AtMost => order.is_le(),
    })
}

/// Whether the KPI's value only grows within a period: sums of what is counted, and no difference of such. Sales do not: an
/// order is sent back, a deal lost after all. Corrections that platforms make later are the exception.
pub fn only_grows(kpi: &'static Kpi) -> bool {
    let sinks = |part: &&Kpi| match part.formula {
        Formula::Gain(_) | Formula::Difference(..) => true,
        Formula::Event { kind, .. } | Formula::Book { kind, .. } => kind.is_sale(),
        _ => false,
    };
    let adds = matches!(kpi.additivity(), Additivity::Additive | Additivity::WithinPlatform);
    adds && !kpi.parts().iter().any(sinks)
}
