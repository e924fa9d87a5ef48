//! What makes no goal ([`Refusal`]), and what makes one that a client should think twice about ([`Caution`]).

use std::fmt;

use super::{Direction, Goal};
use crate::kpi::{Additivity, Formula, Goal as Fitness, Kpi, Titles, titles};

/// Why no goal may be set on a KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It measures luck; the text is the catalogue's.
    Luck(&'static str),
    /// Its entry in the catalogue says so.
    NotAnAim(&'static str),
    /// It belongs to one post.
    OnePost,
}

impl Refusal {
    /// One sentence for people.
    pub const fn sentence(self) -> Titles {
        match self {
            Self::Luck(_) => titles(
                "Going viral is mostly luck: it can be reported, not promised. Set a goal on reach, shares or engagement.",
                "爆红主要靠运气：可以报告，不能承诺。请改为以触达、分享或互动为目标。",
                "Oft wat firaal giet is foaral gelok: it kin melde wurde, net tasein. Nim berik, dielen of ynteraksje as doel.",
            ),
            Self::NotAnAim(_) => titles(
                "This figure is no aim: it helps to read others, and reaching it would prove nothing.",
                "这个数字不能作为目标：它只帮助理解其他指标，达到它也说明不了什么。",
                "Dit sifer is gjin doel: it helpt om oaren te lêzen, en it heljen bewiist neat.",
            ),
            Self::OnePost => titles(
                "This figure belongs to one post, and a goal is about a period.",
                "这个数字属于单条内容，而目标针对一段时间。",
                "Dit sifer heart by ien berjocht, en in doel giet oer in perioade.",
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Luck(reason) | Self::NotAnAim(reason) => write!(f, "no goal may be set on it: {reason}"),
            Self::OnePost => {
                f.write_str("no goal may be set on it: it belongs to one post, and a goal is about a period")
            }
        }
    }
}

/// Whether a goal may be set on it.
pub fn fit(kpi: &'static Kpi) -> Result<(), Refusal> {
    match (kpi.goal, &kpi.formula) {
        (Fitness::Refused(reason), Formula::Outlier(_)) => Err(Refusal::Luck(reason)),
        (Fitness::Refused(reason), _) => Err(Refusal::NotAnAim(reason)),
        (Fitness::Fit, _) if kpi.additivity() == Additivity::PerPost => Err(Refusal::OnePost),
        (Fitness::Fit, _) => Ok(()),
    }
}

/// What a client should know before agreeing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The platform counts it for itself, and a wider window meets it.
    Claim,
    /// The baseline meets it already.
    NotAboveBefore,
    /// It moves with the money spent, whatever the work is worth.
    Bought,
}

impl Caution {
    /// One sentence for people.
    pub const fn sentence(self) -> Titles {
        match self {
            Self::Claim => titles(
                "The platform counts this for itself: a wider window meets the goal. Hold it against the own books.",
                "这是平台自己的统计：放宽归因窗口就能达标。请与自己的账目核对。",
                "It platfoarm telt dit sels: in rommer finster hellet it doel. Lis it njonken de eigen boeken.",
            ),
            Self::NotAboveBefore => titles(
                "The time before met this target already: keeping it would do.",
                "之前的时期已经达到这个目标：维持原状即可达标。",
                "De tiid dêrfoar helle dit doel al: sa bliuwe is genôch.",
            ),
            Self::Bought => titles(
                "More money meets this goal, however good the work is. Set one on its price beside it.",
                "多花钱就能达标，与工作好坏无关。请同时为其成本设定目标。",
                "Mear jild hellet dit doel, hoe goed it wurk ek is. Set der ien op de priis njonken.",
            ),
        }
    }
}

/// What there is to think about; `kpi` is that of the goal, where it is on one.
pub fn cautions(goal: &Goal, kpi: Option<&'static Kpi>) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if let Some(kpi) = kpi {
        let parts = kpi.parts();
        let claim = parts.iter().any(|part| part.additivity() == Additivity::WithinPlatform);
        let paid = |part: &&Kpi| part.formula.leaf().and_then(|leaf| leaf.scope) == Some(crate::Scope::Paid);
        cautions.extend(claim.then_some(Caution::Claim));
        let bought = kpi.additivity() == Additivity::Additive && parts.iter().any(paid);
        cautions.extend((bought && goal.direction() == Direction::AtLeast).then_some(Caution::Bought));
    }
    let before = goal.baseline().map(|baseline| baseline.value);
    let met = before.is_some_and(|value| match goal.direction() {
        Direction::AtLeast => value >= goal.target(),
        Direction::AtMost => value <= goal.target(),
    });
    cautions.extend(met.then_some(Caution::NotAboveBefore));
    cautions
}
