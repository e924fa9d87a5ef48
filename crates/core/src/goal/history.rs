//! [`History`]: every version of a goal, from the entries of the ledger, and which of them counts when.
//!
//! The first version counts from the start. A later one counts once it is agreed, and only for periods that are not over by
//! then; those before keep the target that stood. No version is ever lost. What counts as agreed is the caller's choice
//! ([`Asked`]): where the client's key is known, nothing but its signature; where no client has a key, the author's word that
//! somebody agreed, which is shown as such. A word that was given before the client had a key ([`Told::word`]) keeps its
//! force: a key that comes later does not change what stood.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::body::{BodyError, ClosingBody, GoalBody, RevisionBody};
use super::{Closing, Goal, GoalId, Judged, Outside, Revision, Term};
use crate::fact::words;
use crate::kpi::{Titles, titles};
use crate::{Number, Period};

words! {
    /// Who signs; the ledger's roles.
    Party {
        /// Who works.
        Agency = "agency",
        /// Who pays.
        Client = "client",
    }
}

words! {
    /// What it takes for a change to count.
    Asked {
        /// The author's word that somebody agreed.
        Word = "word",
        /// The signatures of both.
        Signatures = "signatures",
    }
}

/// A signature under an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Whose.
    pub party: Party,
    /// Day of the entry that bears it.
    pub on: Date,
}

/// What an entry says of goals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A goal is set.
    Goal(GoalBody),
    /// A goal is to change.
    Revision(RevisionBody),
    /// A goal ends.
    Closing(ClosingBody),
}

/// One entry of the ledger, as its reader tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number.
    pub place: u64,
    /// Its day, where the business is.
    pub on: Date,
    /// Who wrote it.
    pub by: String,
    /// Signatures: its author's, and those of agreements that name it.
    pub signed: Vec<Signature>,
    /// Whether its author's word that somebody agreed counts: no client had a key yet when it was written.
    pub word: bool,
    /// What it says.
    pub said: Said,
}

/// Who stands behind a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// The first version: its author's promise.
    Set,
    /// A change that nobody has agreed to yet.
    Proposed,
    /// A change that somebody agreed to, as its author says.
    Stated(String),
    /// Both have signed; the later one on this day.
    Signed(Date),
}

impl Consent {
    /// As people read it.
    pub const fn title(&self) -> Titles {
        match self {
            Self::Set => titles("set", "已设定", "steld"),
            Self::Proposed => titles("proposed", "待同意", "foarsteld"),
            Self::Stated(_) => titles(
                "agreed, as its author says",
                "据提出方称已同意",
                "ôfpraat, neffens de skriuwer",
            ),
            Self::Signed(_) => titles("agreed and signed", "双方已签字", "ôfpraat en tekene"),
        }
    }
}

/// One version of a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// The goal as it is in this version.
    pub goal: Goal,
    /// Number of its entry.
    pub place: u64,
    /// Day of its entry.
    pub on: Date,
    /// Who wrote it.
    pub by: String,
    /// Who stands behind it.
    pub consent: Consent,
    /// What was changed and why; `None` for the first one.
    pub revision: Option<Revision>,
}

impl Version {
    /// Day from which it is agreed, if it is.
    pub fn agreed(&self, asked: Asked) -> Option<Date> {
        match self.consent {
            Consent::Set => Some(self.on),
            // Who signs the first version later confirms what stood already.
            Consent::Signed(_) if self.number == 1 => Some(self.on),
            Consent::Signed(on) => Some(on),
            Consent::Stated(_) if asked == Asked::Word => Some(self.on),
            Consent::Stated(_) | Consent::Proposed => None,
        }
    }

    /// First day that it is meant for.
    fn from(&self) -> Date {
        self.revision
            .as_ref()
            .map_or(self.goal.term().from(), |revision| revision.from)
    }

    /// Its first period; with a deadline, the only one.
    fn span(&self) -> Period {
        self.goal.term().first()
    }

    /// Whether it is promised for the period: meant for it, and agreed before it was over.
    fn holds(&self, period: Period, asked: Asked) -> bool {
        let agreed = self.agreed(asked);
        self.from() <= period.from && agreed.is_some_and(|day| day <= period.to)
    }
}

/// A version in a period that it is judged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise<'a> {
    /// The version.
    pub version: &'a Version,
    /// The period.
    pub period: Period,
    /// Whether it was promised before the period was over; else it is for comparison and counts in no record.
    pub promised: bool,
    /// The target of the first version.
    pub first_target: Number,
}

/// All that was ever said of one goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    first: Version,
    later: Vec<Version>,
    closing: Option<Closing>,
}

/// An entry that is no part of any history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Number of the entry.
    pub place: u64,
    /// Why.
    pub why: HistoryError,
}

/// Why an entry is no part of a history.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// Its body says no goal, revision or closing.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// The id is taken.
    #[error("there is a goal `{0}` already; an entry cannot set it anew")]
    Taken(GoalId),
    /// There is no such goal.
    #[error("it speaks of `{0}`, which no entry before it sets")]
    NoGoal(GoalId),
    /// Not the next version.
    #[error("it would be version {got} of `{goal}`, and the next one is {next}")]
    Version {
        /// The goal.
        goal: GoalId,
        /// Number given.
        got: u32,
        /// The next.
        next: u32,
    },
    /// Deadline for a goal without, or none for a goal with one.
    #[error("it does not fit the goal `{0}`: its target or deadline is of another kind")]
    Misfit(GoalId),
    /// The goal has ended.
    #[error("the goal `{0}` was closed before")]
    Closed(GoalId),
}

/// Every goal in the order of their setting, and the entries that fit none.
pub fn replay(entries: &[Told]) -> (Vec<History>, Vec<Stray>) {
    let (mut histories, mut strays): (Vec<History>, Vec<Stray>) = (Vec::new(), Vec::new());
    let mut places = BTreeMap::new();
    for told in entries {
        if let Err(why) = take(told, &mut histories, &mut places) {
            let place = told.place;
            strays.push(Stray { place, why });
        }
    }
    (histories, strays)
}

fn take(told: &Told, histories: &mut Vec<History>, places: &mut BTreeMap<GoalId, usize>) -> Result<(), HistoryError> {
    match &told.said {
        Said::Goal(body) => {
            let goal = Goal::try_from(body)?;
            if places.contains_key(goal.id()) {
                return Err(HistoryError::Taken(goal.id().clone()));
            }
            places.insert(goal.id().clone(), histories.len());
            histories.push(History {
                first: version(told, 1, goal, None),
                later: Vec::new(),
                closing: None,
            });
            Ok(())
        }
        Said::Revision(body) => {
            let revision = Revision::try_from(body)?;
            let history = open(&revision.goal, histories, places)?;
            history.revise(told, revision)
        }
        Said::Closing(body) => {
            let closing = Closing::try_from(body)?;
            let history = open(&closing.goal, histories, places)?;
            history.closing = Some(closing);
            Ok(())
        }
    }
}

fn open<'a>(
    id: &GoalId,
    histories: &'a mut [History],
    places: &BTreeMap<GoalId, usize>,
) -> Result<&'a mut History, HistoryError> {
    let place = places.get(id).copied();
    let history = place.and_then(|place| histories.get_mut(place));
    let history = history.ok_or_else(|| HistoryError::NoGoal(id.clone()))?;
    if history.closing.is_some() {
        return Err(HistoryError::Closed(id.clone()));
    }
    Ok(history)
}

fn version(told: &Told, number: u32, goal: Goal, revision: Option<Revision>) -> Version {
    let day = |party: Party| {
        let signed = told.signed.iter().filter(|signature| signature.party == party);
        signed.map(|signature| signature.on).min()
    };
    let stated = revision.as_ref().and_then(|revision| revision.agreed_by.clone());
    let consent = match (day(Party::Agency), day(Party::Client), stated) {
        (Some(agency), Some(client), _) => Consent::Signed(agency.max(client)),
        _ if number == 1 => Consent::Set,
        (_, _, Some(who)) if told.word => Consent::Stated(who),
        _ => Consent::Proposed,
    };
    Version {
        number,
        goal,
        place: told.place,
        on: told.on,
        by: told.by.clone(),
        consent,
        revision,
    }
}

impl History {
    fn revise(&mut self, told: &Told, revision: Revision) -> Result<(), HistoryError> {
        let last = self.last();
        let next = last.number + 1;
        let goal = revision.goal.clone();
        if revision.version != next {
            let got = revision.version;
            return Err(HistoryError::Version { goal, got, next });
        }
        let revised = revision.applied(&last.goal).ok_or(HistoryError::Misfit(goal))?;
        self.later.push(version(told, next, revised, Some(revision)));
        Ok(())
    }

    /// Its id.
    pub const fn id(&self) -> &GoalId {
        self.first.goal.id()
    }

    /// Every version, agreed or not, the first one first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The first version: what was promised at the beginning.
    pub const fn first(&self) -> &Version {
        &self.first
    }

    /// The last version, agreed or not: the next revision builds on it.
    pub fn last(&self) -> &Version {
        self.later.last().unwrap_or(&self.first)
    }

    /// Its end, if it has one.
    pub const fn closing(&self) -> Option<&Closing> {
        self.closing.as_ref()
    }

    /// The version that counts at the end of the day: the last one that was agreed by then.
    pub fn at(&self, day: Date, asked: Asked) -> &Version {
        let agreed = |version: &&Version| version.agreed(asked).is_some_and(|on| on <= day);
        self.versions().rev().find(agreed).unwrap_or(&self.first)
    }

    /// What is judged in a calendar month, the last one last.
    pub fn in_month(&self, month: Period, asked: Asked) -> Result<Vec<Promise<'_>>, Outside> {
        if let Some(closing) = self.closing.as_ref().filter(|closing| closing.on < month.from) {
            return Err(Outside::Over(closing.on));
        }
        let agreed = |version: &&Version| version.agreed(asked).is_some_and(|on| on <= month.to);
        let deadline = self
            .versions()
            .rev()
            .filter(agreed)
            .find(|version| match version.goal.term() {
                Term::By { .. } => version.holds(version.span(), asked),
                Term::Every { .. } => false,
            });
        let judged = deadline.unwrap_or(&self.first).goal.term().in_month(month)?;
        let promise = |judged: Judged| match deadline {
            Some(version) => self.promise(version, judged.period, asked),
            None => self.comes_round(judged, asked),
        };
        Ok(judged.into_iter().map(promise).collect())
    }

    /// Every promise of a period that has begun by the day, in order. One with a deadline that was changed before it was over
    /// is none any more: its successor is.
    pub fn promises(&self, until: Date, asked: Asked) -> Vec<Promise<'_>> {
        let term = self.first.goal.term();
        let promises: Vec<Promise<'_>> = match term {
            Term::Every { .. } => {
                let judged = term.promised(until).into_iter();
                let judged = judged.map(|period| Judged { period, promised: true });
                judged.map(|judged| self.comes_round(judged, asked)).collect()
            }
            Term::By { .. } => self.deadlines(until, asked),
        };
        promises.into_iter().filter(|promise| promise.promised).collect()
    }

    /// The version that counts for a period of those that come round.
    fn comes_round(&self, judged: Judged, asked: Asked) -> Promise<'_> {
        let held = self
            .versions()
            .rev()
            .find(|version| version.holds(judged.period, asked));
        let promise = self.promise(held.unwrap_or(&self.first), judged.period, asked);
        Promise {
            promised: promise.promised && judged.promised,
            ..promise
        }
    }

    /// Deadlines that were left to run out, or run.
    fn deadlines(&self, until: Date, asked: Asked) -> Vec<Promise<'_>> {
        let changed_within = |version: &Version, period: Period| {
            let mut later = self.versions().filter(|later| later.number > version.number);
            later.any(|later| later.agreed(asked).is_some_and(|on| on <= period.to))
        };
        let promise = |version| {
            let period = Version::span(version);
            (period.from <= until && !changed_within(version, period)).then(|| self.promise(version, period, asked))
        };
        self.versions().filter_map(promise).collect()
    }

    fn promise<'a>(&'a self, version: &'a Version, period: Period, asked: Asked) -> Promise<'a> {
        let closed = self.closing.as_ref().is_some_and(|closing| closing.on < period.to);
        Promise {
            version,
            period,
            promised: version.holds(period, asked) && !closed,
            first_target: self.first.goal.target(),
        }
    }
}
