//! The track record: every promise up to a day judged, counted by month and agency, and what became of changes.

use harpoon_core::goal::history::Promise;
use harpoon_core::goal::{GoalId, History};
use harpoon_core::record::{
    Change, Flexibility, MonthScore, Outcome, Score, by_agency, by_month, changes, flexibility,
};

use super::book::{Book, FORCE};
use super::judge::View;
use crate::Error;
use crate::workspace::Workspace;

/// What was promised against what was delivered.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Every promise.
    pub outcomes: Vec<Outcome>,
    /// Every change.
    pub changes: Vec<Change>,
    /// By month in which the promises ended, and agency.
    pub months: Vec<MonthScore>,
    /// Over all months, by agency.
    pub agencies: Vec<(String, Score)>,
    /// How agencies deal with goals that they will not reach.
    pub flexibility: Vec<(String, Flexibility)>,
}

impl Workspace {
    /// The record up to a day.
    pub fn record(&self, book: &Book, view: View) -> Result<Record, Error> {
        let promises: Vec<Promise<'_>> = book
            .histories
            .iter()
            .flat_map(|history| history.promises(view.seen, FORCE))
            .collect();
        let agency_of = |id: &GoalId| {
            book.histories
                .iter()
                .find(|history| history.id() == id)
                .map(agency)
                .unwrap_or_default()
        };
        let outcomes: Vec<Outcome> = self
            .judge(&promises, view)?
            .into_iter()
            .map(|standing| Outcome {
                agency: agency_of(&standing.goal),
                period: standing.period,
                version: standing.version.number,
                direction: standing.goal().direction(),
                target: standing.goal().target(),
                first_target: standing.first_target,
                delivered: standing.value,
                status: standing.status,
                goal: standing.goal,
            })
            .collect();
        let histories = book.histories.iter();
        let changes: Vec<Change> = histories
            .flat_map(|history| changes(history, &agency(history), &outcomes, FORCE))
            .collect();
        Ok(Record {
            months: by_month(&outcomes),
            agencies: by_agency(&outcomes),
            flexibility: flexibility(&changes),
            outcomes,
            changes,
        })
    }
}

/// Name of the key that set the goal.
fn agency(history: &History) -> String {
    let by = &history.first().by;
    by.split_once('+').map_or(by.as_str(), |(name, _)| name).to_owned()
}
