//! How each goal stands in a month: its value, where the period will land, and by which rule it is met or missed.

use harpoon_core::goal::history::Promise;
use harpoon_core::goal::status::{Standing as Rule, only_grows};
use harpoon_core::goal::{Goal, GoalId, History, Status, Subject, Version, Why};
use harpoon_core::kpi::Kpi;
use harpoon_core::{Missing, Period, Quantity, Reading, Selection};
use harpoon_model::pace::Landing;
use jiff::civil::Date;

use super::book::FORCE;
use super::index::ProxyShown;
use super::series::Lens;
use super::{Book, before};
use crate::Error;
use crate::workspace::Workspace;

/// From where one looks at goals.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Last day that is over.
    pub seen: Date,
    /// Whether data of later days are left out, as if it were the evening of that day.
    pub only_seen: bool,
}

impl View {
    /// From the day that it is: what is of today is not whole yet.
    pub fn on(today: Date) -> Self {
        Self {
            seen: before(today),
            only_seen: false,
        }
    }

    /// As it stood at the end of a day.
    pub const fn at_the_end_of(day: Date) -> Self {
        Self {
            seen: day,
            only_seen: true,
        }
    }
}

/// How a goal stands in one of its periods.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which goal.
    pub goal: GoalId,
    /// The version that counts in the period.
    pub version: Version,
    /// The period.
    pub period: Period,
    /// Whether it was promised before it was over; else it is shown for comparison.
    pub promised: bool,
    /// What the first version asked for.
    pub first_target: harpoon_core::Number,
    /// The value, so far where the period runs.
    pub value: Option<Quantity>,
    /// Ends of the value, where it is bounded or modelled.
    pub bounds: Option<(Quantity, Quantity)>,
    /// Why there is no value.
    pub missing: Option<Missing>,
    /// Receipt of the value.
    pub receipt: Option<String>,
    /// What a reader must know to use the value.
    pub note: Option<String>,
    /// Met, missed, on track, at risk, unknown.
    pub status: Status,
    /// By which rule.
    pub why: Why,
    /// Where more is to be said than the rule.
    pub because: Option<Missing>,
    /// Last day that the data know of, where it is not the period's last.
    pub until: Option<Date>,
    /// Where the running period lands.
    pub landing: Option<Landing>,
    /// Why there is none, where the period runs.
    pub no_landing: Option<Missing>,
    /// Of an index: what carries it.
    pub proxies: Vec<ProxyShown>,
}

impl Standing {
    /// The goal in the version that counts.
    pub const fn goal(&self) -> &Goal {
        &self.version.goal
    }

    /// Expected end by target; of a period that is over what came of it.
    pub fn pace(&self) -> Option<f64> {
        match (&self.landing, self.value) {
            (Some(landing), _) => landing.pace,
            (None, Some(value)) if self.is_decided() => {
                let target = self.goal().target().to_f64();
                (target != 0.0).then(|| value.to_f64() / target)
            }
            _ => None,
        }
    }

    /// Whether it is met or missed.
    pub const fn is_decided(&self) -> bool {
        matches!(self.status, Status::Met | Status::Missed)
    }
}

impl Workspace {
    /// How the goals stand in a calendar month: each in every period of its own that counts there.
    pub fn standings(&self, book: &Book, month: Period, view: View) -> Result<Vec<Standing>, Error> {
        self.judge(&promised(book, month), view)
    }

    /// Judges promises with one look at the data.
    pub(crate) fn judge(&self, promises: &[Promise<'_>], view: View) -> Result<Vec<Standing>, Error> {
        if promises.is_empty() {
            return Ok(Vec::new());
        }
        self.look(|lens| promises.iter().map(|promise| lens.judged(promise, view)).collect())
    }
}

/// What was promised for a calendar month.
pub(crate) fn promised(book: &Book, month: Period) -> Vec<Promise<'_>> {
    let all = book.histories.iter();
    all.filter_map(|history: &History| history.in_month(month, FORCE).ok())
        .flatten()
        .collect()
}

impl Lens<'_> {
    fn judged(&self, promise: &Promise<'_>, view: View) -> Result<Standing, Error> {
        let goal = &promise.version.goal;
        let mut standing = blank(promise);
        if promise.period.from > view.seen {
            standing.missing = Some(Missing::NotBegun(promise.period.from));
            return Ok(standing);
        }
        match goal.subject() {
            Subject::Kpi(id) => match self.workspace.kpi(id) {
                Ok(kpi) if Some(kpi.unit) == goal.unit() => self.concrete(kpi, &mut standing, view)?,
                Ok(_) => standing.missing = Some(Missing::UnitChanged(id.clone())),
                Err(error) => standing.missing = Some(error.into()),
            },
            Subject::Global(global) => self.global(*global, &mut standing, view)?,
        }
        Ok(standing)
    }

    fn concrete(&self, kpi: &'static Kpi, standing: &mut Standing, view: View) -> Result<(), Error> {
        let goal = standing.version.goal.clone();
        let period = standing.period;
        self.value(kpi, standing, view)?;
        let ended = view.seen >= period.to;
        let covered = self.covered(kpi, goal.filters());
        let whole = ended && covered.is_some_and(|(_, until)| until >= period.to);
        let over = whole || self.runs(kpi, standing, view)?;
        let rule = Rule {
            target: goal.target(),
            direction: goal.direction(),
            value: standing.value,
            over,
            only_grows: only_grows(kpi),
            // A period that is over and not whole in the data is decided by no chance.
            probability: standing.landing.filter(|_| !ended).map(|landing| landing.probability),
        };
        (standing.status, standing.why) = rule.status();
        if let (Status::Unknown, Some(until), true) =
            (standing.status, standing.until, ended && standing.value.is_some())
        {
            standing.because = Some(Missing::DataEnd(until));
        }
        if standing.is_decided() {
            standing.landing = None;
            standing.no_landing = None;
        }
        Ok(())
    }

    /// Looks up to which day a period is known, and where it lands if that is not its end. Gives whether it is over.
    fn runs(&self, kpi: &'static Kpi, standing: &mut Standing, view: View) -> Result<bool, Error> {
        let (goal, period) = (standing.version.goal.clone(), standing.period);
        let known = self.known(kpi, goal.filters(), goal.currency(), view.seen)?;
        let complete = known.until.is_none_or(|until| until >= period.to);
        standing.until = known.until.filter(|_| !complete);
        if complete && view.seen >= period.to {
            return Ok(true);
        }
        let value = standing.value.map(Quantity::to_f64);
        match self.landing(&goal, kpi, period, &known, value)? {
            Ok(landing) => standing.landing = Some(landing),
            Err(why) => standing.no_landing = Some(why),
        }
        Ok(false)
    }

    /// Measures the value with its receipt.
    fn value(&self, kpi: &'static Kpi, standing: &mut Standing, view: View) -> Result<(), Error> {
        let goal = &standing.version.goal;
        let to = if view.only_seen {
            standing.period.to.min(view.seen)
        } else {
            standing.period.to
        };
        let readings = self.measured(
            kpi,
            &Selection {
                period: Some(Period { to, ..standing.period }),
                by: Vec::new(),
                filters: goal.filters().to_vec(),
            },
        )?;
        let own = |reading: &&Reading| {
            goal.currency()
                .is_none_or(|code| reading.unit == code || reading.value.is_none())
        };
        standing.receipt = readings.first().map(|reading| reading.receipt.clone());
        let Some(reading) = readings.iter().find(own) else {
            let units = readings.iter().map(|reading| reading.unit.clone());
            standing.missing = Some(Missing::OnlyIn(units.collect()));
            return Ok(());
        };
        standing.value = reading.value;
        standing.bounds = reading.low.zip(reading.high).filter(|(low, high)| low != high);
        standing.missing.clone_from(&reading.missing);
        standing.note.clone_from(&reading.note);
        Ok(())
    }
}

fn blank(promise: &Promise<'_>) -> Standing {
    Standing {
        goal: promise.version.goal.id().clone(),
        version: promise.version.clone(),
        period: promise.period,
        promised: promise.promised,
        first_target: promise.first_target,
        value: None,
        bounds: None,
        missing: None,
        receipt: None,
        note: None,
        status: Status::Unknown,
        why: Why::NoValue,
        because: None,
        until: None,
        landing: None,
        no_landing: None,
        proxies: Vec::new(),
    }
}
