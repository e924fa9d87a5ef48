//! A week in short: the headlines against the week before, and what needs somebody's attention.

use harpoon_core::kpi::Better;
use harpoon_core::{Language, Period};
use harpoon_report::view::{Figure, Goal, GoalState, Loss, Source, Text};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::figures::Figures;
use super::{goals, headlines, method, money};
use crate::Error;
use crate::goals::View;
use crate::workspace::Workspace;

/// Days that the loss guard looks at: a week holds too few orders to tell a loss from chance.
const LOSS_DAYS: i32 = 28;

/// A week of the workspace.
#[derive(Clone, Debug, Serialize)]
pub struct Digest {
    /// The client, as it calls itself.
    pub client: String,
    /// Seven whole days.
    pub week: Period,
    /// The seven before.
    pub before: Period,
    /// What stands first in a report as well.
    pub lines: Vec<Line>,
    /// Goals that are at risk, were missed this month, or cannot be judged.
    pub goals: Vec<Goal>,
    /// Goals in all.
    pub goals_in_all: usize,
    /// What spends at a loss, over [`Self::loss_days`], and was not declared as spending on awareness.
    pub losses: Vec<Loss>,
    /// The four weeks that the loss guard looks at.
    pub loss_days: Period,
    /// Sources that do not cover the whole week.
    pub late: Vec<Source>,
    /// Whether both weeks hold the same days of every source; else a change may be a gap.
    pub are_alike: bool,
    /// Files with rows that could not be read, and these rows.
    pub aside: (usize, usize),
    /// Version of the data.
    pub data_version: String,
}

/// A KPI in both weeks.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its name.
    pub title: Text,
    /// Which way is good news.
    pub better: Better,
    /// This week.
    pub value: Figure,
    /// The week before.
    pub previous: Figure,
}

impl Workspace {
    /// The digest of seven whole days.
    pub fn digest(&self, week: Period, language: Language) -> Result<Digest, Error> {
        let held = self.held(None, Some(self.book()?.entries()))?;
        let before = Period::new(week.from.saturating_sub(7.days()), week.to.saturating_sub(7.days()))?;
        let figures = Figures {
            before: Some(before),
            ..Figures::new(&held, week)
        };
        let chosen = headlines::chosen(&figures, |_| true)?;
        let method = method::of(&held, week)?;
        let lines = chosen.into_iter().map(|one| Line {
            title: one.kpi.title.into(),
            better: one.kpi.better,
            value: one.value,
            previous: one.previous,
        });
        let month = Period {
            from: week.to.first_of_month(),
            to: week.to.last_of_month(),
        };
        let all = goals::of(&held, &held.book()?, month, View::at_the_end_of(week.to), language)?;
        let loss_days = Period::new(week.to.saturating_sub((LOSS_DAYS - 1).days()), week.to)?;
        let losses = money::earned(&Figures::new(&held, loss_days))?.losses;
        Ok(Digest {
            client: held.settings().name.clone(),
            week,
            before,
            are_alike: method::hold_the_same_days(&held, week, before)?,
            lines: lines.collect(),
            goals_in_all: all.len(),
            goals: all.into_iter().filter(|goal| needs_attention(goal.state)).collect(),
            losses: losses.into_iter().filter(|loss| !loss.declared).collect(),
            loss_days,
            late: method
                .sources
                .into_iter()
                .filter(|source| source.missing_days > 0)
                .collect(),
            aside: method::put_aside(&held)?,
            data_version: method.data_version,
        })
    }
}

impl Workspace {
    /// Version of the data now.
    pub fn version_now(&self) -> Result<String, Error> {
        Ok(self.data()?.version().to_string())
    }

    /// How the goals of the day's month stand by the day before, each with a name that stays the same: its id and its last day.
    pub fn goals_now(&self, today: Date, language: Language) -> Result<Vec<(String, Goal)>, Error> {
        let held = self.held(None, Some(self.book()?.entries()))?;
        let seen = today.saturating_sub(1.day());
        let month = Period {
            from: seen.first_of_month(),
            to: seen.last_of_month(),
        };
        let (book, view) = (held.book()?, View::at_the_end_of(seen));
        let names = held.standings(&book, month, view)?;
        let names = names
            .into_iter()
            .map(|standing| format!("{} {}", standing.goal, standing.period.to));
        Ok(names.zip(goals::of(&held, &book, month, view, language)?).collect())
    }
}

fn needs_attention(state: GoalState) -> bool {
    matches!(state, GoalState::AtRisk | GoalState::Missed | GoalState::Unknown)
}
