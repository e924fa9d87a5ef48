//! The track record: what was promised against what was delivered, by month and agency, and what became of changes.
//!
//! Pure counting over what was judged ([`Outcome`]) and what was changed ([`Change`]); nothing is weighed or graded. A promise
//! that is running or unknown is counted as such, never as kept or broken. Beside the share that was kept stands the share that
//! would have been kept by the first targets, so that lowering a target does not polish the record.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::goal::status::meets;
use crate::goal::{Asked, Direction, GoalId, History, OptionKind, Status, Term, Version};
use crate::{Number, Period, Quantity};

/// How one promise ended, or stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which goal.
    pub goal: GoalId,
    /// Who promised.
    pub agency: String,
    /// Its days; it belongs to the month in which they end.
    pub period: Period,
    /// Version of the goal that counted.
    pub version: u32,
    /// Which way it is met.
    pub direction: Direction,
    /// What was promised.
    pub target: Number,
    /// What the first version promised.
    pub first_target: Number,
    /// What came; `None` is missing.
    pub delivered: Option<Quantity>,
    /// How it ended, or stands.
    pub status: Status,
}

impl Outcome {
    /// Delivered by promised: 1 is exactly what was promised, more is better either way. `None` where that is no number: a value
    /// that is missing, or a target or ceiling of nought.
    pub fn attained(&self) -> Option<f64> {
        let (target, value) = (self.target.to_f64(), self.delivered?.to_f64());
        let (above, below) = match self.direction {
            Direction::AtLeast => (value, target),
            Direction::AtMost => (target, value),
        };
        (below > 0.0 && above.is_finite()).then(|| above / below)
    }

    const fn is_decided(&self) -> bool {
        matches!(self.status, Status::Met | Status::Missed)
    }

    /// Whether the first target would have been met as well.
    fn meets_first(&self) -> bool {
        self.delivered
            .is_some_and(|value| meets(value, self.first_target, self.direction))
    }
}

/// Promises counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Kept.
    pub met: usize,
    /// Broken.
    pub missed: usize,
    /// Not over yet.
    pub running: usize,
    /// Nobody can say.
    pub unknown: usize,
    /// Of those kept or broken: as many as meet their first target.
    pub met_first: usize,
    /// Median of delivered by promised among those kept or broken; `None` where there is no number.
    pub attained: Option<f64>,
}

impl Score {
    /// Of outcomes.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut score = Self::default();
        let mut attained = Vec::new();
        for outcome in outcomes {
            match outcome.status {
                Status::Met => score.met += 1,
                Status::Missed => score.missed += 1,
                Status::OnTrack | Status::AtRisk => score.running += 1,
                Status::Unknown => score.unknown += 1,
            }
            if outcome.is_decided() {
                score.met_first += usize::from(outcome.meets_first());
                attained.extend(outcome.attained());
            }
        }
        score.attained = median(attained);
        score
    }

    /// All promises.
    pub const fn promised(&self) -> usize {
        self.decided() + self.running + self.unknown
    }

    /// Those kept or broken.
    pub const fn decided(&self) -> usize {
        self.met + self.missed
    }

    /// Share kept of those kept or broken; `None` where there are none.
    pub fn kept(&self) -> Option<f64> {
        (self.decided() > 0).then(|| self.met as f64 / self.decided() as f64)
    }

    /// The same by the first targets.
    pub fn kept_first(&self) -> Option<f64> {
        (self.decided() > 0).then(|| self.met_first as f64 / self.decided() as f64)
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values
        .get(middle.wrapping_sub(1))
        .map(|lower| f64::midpoint(*lower, upper))
}

/// The promises of one month and agency.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthScore {
    /// The month in which they ended.
    pub month: Period,
    /// Who promised.
    pub agency: String,
    /// Counted.
    pub score: Score,
}

/// By month, and within it by agency.
pub fn by_month(outcomes: &[Outcome]) -> Vec<MonthScore> {
    let mut groups: BTreeMap<(Date, &str), Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        let key = (outcome.period.to.first_of_month(), outcome.agency.as_str());
        groups.entry(key).or_default().push(outcome);
    }
    let scores = groups.into_iter().map(|((from, agency), outcomes)| MonthScore {
        month: Period {
            from,
            to: from.last_of_month(),
        },
        agency: agency.to_owned(),
        score: Score::of(outcomes),
    });
    scores.collect()
}

/// Over all months, by agency.
pub fn by_agency(outcomes: &[Outcome]) -> Vec<(String, Score)> {
    let mut groups: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        groups.entry(&outcome.agency).or_default().push(outcome);
    }
    let scores = groups.into_iter();
    scores
        .map(|(agency, outcomes)| (agency.to_owned(), Score::of(outcomes)))
        .collect()
}

/// Which way a change moved the goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Less is asked, or later.
    Easier,
    /// More is asked, or sooner.
    Harder,
    /// The same is asked, with other means.
    Same,
}

/// One change of a goal, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which goal.
    pub goal: GoalId,
    /// Who promised.
    pub agency: String,
    /// Version that it made.
    pub version: u32,
    /// What was changed.
    pub option: OptionKind,
    /// Which way.
    pub moved: Move,
    /// Day from which it was agreed; `None` is a proposal.
    pub agreed: Option<Date>,
    /// Whether the promise that was decided last before it had been broken.
    pub after_miss: bool,
    /// How the first promise ended that was decided under it; `None` where none was yet, or another change came first.
    pub then: Option<Status>,
}

/// The changes of a goal in their order. `outcomes` may hold those of other goals too.
pub fn changes(history: &History, agency: &str, outcomes: &[Outcome], asked: Asked) -> Vec<Change> {
    let mut own: Vec<&Outcome> = outcomes
        .iter()
        .filter(|o| o.goal == *history.id() && o.is_decided())
        .collect();
    own.sort_by_key(|outcome| outcome.period.to);
    let pairs = history.versions().zip(history.versions().skip(1));
    let change = |(before, version): (&Version, &Version)| {
        let agreed = version.agreed(asked);
        let day = agreed.unwrap_or(version.on);
        let last = own
            .iter()
            .rev()
            .find(|o| o.period.to < day && o.version < version.number);
        let then = own.iter().find(|o| o.version == version.number);
        Some(Change {
            goal: history.id().clone(),
            agency: agency.to_owned(),
            version: version.number,
            option: version.revision.as_ref()?.option,
            moved: moved(before, version),
            agreed,
            after_miss: last.is_some_and(|outcome| outcome.status == Status::Missed),
            then: then.map(|outcome| outcome.status),
        })
    };
    pairs.filter_map(change).collect()
}

/// By the target; where that stays, by the deadline.
fn moved(before: &Version, after: &Version) -> Move {
    let target = after.goal.target().cmp(&before.goal.target());
    let harder = match after.goal.direction() {
        Direction::AtLeast => target,
        Direction::AtMost => target.reverse(),
    };
    let sooner = deadline(before).cmp(&deadline(after));
    match harder.then(sooner) {
        std::cmp::Ordering::Less => Move::Easier,
        std::cmp::Ordering::Greater => Move::Harder,
        std::cmp::Ordering::Equal => Move::Same,
    }
}

const fn deadline(version: &Version) -> Option<Date> {
    match version.goal.term() {
        Term::By { by, .. } => Some(by),
        Term::Every { .. } => None,
    }
}

/// How an agency deals with goals that it will not reach: it changes them in agreement, and then reaches them, or it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flexibility {
    /// Goals that were changed at least once, in agreement.
    pub goals: usize,
    /// Changes that were agreed.
    pub agreed: usize,
    /// Changes that were proposed and not agreed.
    pub proposed: usize,
    /// Of the agreed: those that ask for less, or later.
    pub easier: usize,
    /// Of the agreed: those that came after a broken promise.
    pub after_miss: usize,
    /// Of the agreed: those whose first promise was kept.
    pub then_met: usize,
    /// Of the agreed: those whose first promise was broken as well.
    pub then_missed: usize,
}

impl Flexibility {
    /// Of changes.
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut flexibility = Self::default();
        let mut goals = Vec::new();
        for change in changes {
            if change.agreed.is_none() {
                flexibility.proposed += 1;
                continue;
            }
            goals.push(&change.goal);
            flexibility.agreed += 1;
            flexibility.easier += usize::from(change.moved == Move::Easier);
            flexibility.after_miss += usize::from(change.after_miss);
            flexibility.then_met += usize::from(change.then == Some(Status::Met));
            flexibility.then_missed += usize::from(change.then == Some(Status::Missed));
        }
        goals.sort_unstable();
        goals.dedup();
        flexibility.goals = goals.len();
        flexibility
    }

    /// Share of the agreed changes whose first promise was kept, of those decided; `None` where there are none.
    pub fn then_kept(&self) -> Option<f64> {
        let decided = self.then_met + self.then_missed;
        (decided > 0).then(|| self.then_met as f64 / decided as f64)
    }
}

/// By agency.
pub fn flexibility(changes: &[Change]) -> Vec<(String, Flexibility)> {
    let mut groups: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        groups.entry(&change.agency).or_default().push(change);
    }
    let scores = groups.into_iter();
    scores
        .map(|(agency, changes)| (agency.to_owned(), Flexibility::of(changes)))
        .collect()
}
