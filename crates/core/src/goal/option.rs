//! [`OptionKind`]: the ways to reconfigure a goal that was missed or will be, and what has to be known to compute each.
//!
//! The words and needs stand here; whoever has history and models computes the offers. An offer that lacks one of its needs is
//! shown with what is missing, never with a guess.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Goal, Term};
use crate::Scope;
use crate::fact::words;
use crate::kpi::{Formula, Kpi, Titles, titles};

words! {
    /// What is changed.
    OptionKind {
        /// Another target, in the same time.
        Target = "target",
        /// The same target, later.
        Deadline = "deadline",
        /// The same target, with more money.
        Budget = "budget",
        /// The same target and money, spent elsewhere.
        Mix = "mix",
    }
}

words! {
    /// What has to be known to compute an option.
    Need {
        /// Values of earlier periods: which targets were within reach (`harpoon_model::target`).
        History = "history",
        /// A forecast beyond the deadline: when the target will be reached (`harpoon_model::forecast`).
        Forecast = "forecast",
        /// Spending beside the values: what more money did.
        Spend = "spend",
        /// The KPI and the spending by platform or campaign: where money did most.
        Segments = "segments",
    }
}

impl OptionKind {
    /// Its name.
    pub const fn title(self) -> Titles {
        match self {
            Self::Target => titles("Another target", "调整目标值", "In oar doel"),
            Self::Deadline => titles("More time", "延长期限", "Mear tiid"),
            Self::Budget => titles("More budget", "增加预算", "Mear budzjet"),
            Self::Mix => titles("Another mix", "调整投放组合", "In oare mix"),
        }
    }

    /// What it does, and what history must say for it.
    pub const fn sentence(self) -> Titles {
        match self {
            Self::Target => titles(
                "Set a target that history has reached four times in five.",
                "设定一个历史上五次有四次能达到的目标值。",
                "Set in doel dat de skiednis fjouwer fan de fiif kear helle.",
            ),
            Self::Deadline => titles(
                "Keep the target, and move the deadline to when it will probably be reached.",
                "保持目标值，把期限移到预计能够达成的时间。",
                "Hâld it doel, en fersko de ein nei wannear't it nei alle gedachten helle wurdt.",
            ),
            Self::Budget => titles(
                "Keep target and deadline, and spend what history says is needed.",
                "保持目标值和期限，按历史数据增加所需的投入。",
                "Hâld doel en ein, en jou út wat neffens de skiednis nedich is.",
            ),
            Self::Mix => titles(
                "Keep target and budget, and move money to where it did most.",
                "保持目标值和预算，把资金转到效果最好的地方。",
                "Hâld doel en budzjet, en bring jild dêr't it it measte die.",
            ),
        }
    }

    /// What has to be known.
    pub const fn needs(self) -> &'static [Need] {
        match self {
            Self::Target => &[Need::History],
            Self::Deadline => &[Need::History, Need::Forecast],
            Self::Budget => &[Need::History, Need::Spend],
            Self::Mix => &[Need::Spend, Need::Segments],
        }
    }

    /// Needs that are not among the known ones.
    pub fn missing(self, known: &[Need]) -> Vec<Need> {
        self.needs()
            .iter()
            .copied()
            .filter(|need| !known.contains(need))
            .collect()
    }
}

/// The options that make sense for a goal, the least painful for the client first. `kpi` is that of the goal, where it is on
/// one.
pub fn options(goal: &Goal, kpi: Option<&'static Kpi>) -> Vec<OptionKind> {
    let once = matches!(goal.term(), Term::By { .. });
    let costs = kpi.is_some_and(is_cost);
    let fits = |kind: &OptionKind| match kind {
        // A cost does not get better by spending more, nor an index or a KPI of organic work by a budget for media.
        OptionKind::Budget => kpi.is_some_and(|kpi| !is_organic(kpi)) && !costs,
        OptionKind::Mix => kpi.is_some_and(|kpi| !is_organic(kpi)),
        OptionKind::Deadline => once,
        OptionKind::Target => true,
    };
    [
        OptionKind::Mix,
        OptionKind::Deadline,
        OptionKind::Budget,
        OptionKind::Target,
    ]
    .into_iter()
    .filter(fits)
    .collect()
}

/// Whether money spent is part of it.
fn is_cost(kpi: &'static Kpi) -> bool {
    let spent = |part: &&Kpi| {
        matches!(part.formula, Formula::Cost(_)) || part.formula.leaf().is_some_and(|leaf| leaf.metric == "spend")
    };
    kpi.parts().iter().any(spent)
}

/// Whether only unpaid activity counts.
fn is_organic(kpi: &'static Kpi) -> bool {
    let scopes: Vec<Option<Scope>> = kpi.leaves().iter().map(|leaf| leaf.scope).collect();
    !scopes.is_empty() && scopes.iter().all(|scope| *scope == Some(Scope::Organic))
}
