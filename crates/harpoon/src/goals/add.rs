//! Setting a goal: the wish in words, its baseline measured, and the entry that makes it a promise.

use harpoon_core::goal::body::GoalBody;
use harpoon_core::goal::refusal::{Caution, cautions};
use harpoon_core::goal::target::Target;
use harpoon_core::goal::{Baseline, Direction, Every, Global, Goal, GoalId, GoalKind, On, Term, Wish, global};
use harpoon_core::{Filter, Number, Period, Quantity, Selection};
use harpoon_ledger::Kind;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{Keys, Written, before, begun, deadline, pen::Pen};
use crate::Error;
use crate::measure::Question;
use crate::workspace::Workspace;

/// Months over which an index is 100: the year before the goal.
const INDEX_BASELINE: i64 = 12;

/// What a goal is to be on.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// A KPI, by id.
    Kpi(&'a str),
    /// An index, by word.
    Global(&'a str),
}

/// A goal in the words of whoever sets it.
#[derive(Clone, Debug)]
pub struct NewGoal<'a> {
    /// What it is on.
    pub on: Wanted<'a>,
    /// Its name.
    pub name: Option<&'a str>,
    /// Value or change: `100`, `4.5%`, `€12.50`, `+20%`.
    pub target: Option<&'a str>,
    /// `month`, `week`, `quarter`.
    pub every: Option<&'a str>,
    /// A day, or a month for its last one.
    pub by: Option<&'a str>,
    /// First day; the period that runs, or today, if left out.
    pub from: Option<&'a str>,
    /// Which part of the data.
    pub filters: Vec<Filter>,
    /// Which way it is met, where the KPI does not say.
    pub direction: Option<Direction>,
}

/// A goal that was set.
#[derive(Clone, Debug)]
pub struct Added {
    /// The goal.
    pub goal: Goal,
    /// Its entry.
    pub written: Written,
    /// What a client should know before agreeing.
    pub cautions: Vec<Caution>,
    /// Why there is no baseline, where there is none.
    pub no_baseline: Option<String>,
    /// Kinds of goal that the workspace has none of yet.
    pub lacking: Vec<GoalKind>,
}

impl Workspace {
    /// Sets a goal: measures its baseline, signs it, and adds it to the ledger, which begins with the first one.
    pub fn add_goal(&self, new: &NewGoal<'_>, keys: Keys<'_>, now: Timestamp) -> Result<Added, Error> {
        let today = self.day_of(now)?;
        let (on, term) = (self.on(new.on)?, term(new, today)?);
        let (baseline, no_baseline) = self.baseline(on, term, &new.filters, new.target)?;
        let book = self.book()?;
        let taken: Vec<&GoalId> = book.histories.iter().map(harpoon_core::goal::History::id).collect();
        let wish = Wish {
            id: GoalId::next(taken),
            name: new.name,
            on,
            filters: new.filters.clone(),
            target: new.target,
            direction: new.direction,
            baseline,
            currency: self.settings().currency.as_deref(),
            term,
        };
        let goal = Goal::set(&wish).map_err(|mistakes| Error::goal(&mistakes, no_baseline.as_deref()))?;
        let pen = Pen::of(self, &book, keys)?;
        let written = pen.write(Kind::Goal, &GoalBody::from(&goal), now)?;
        let kpi = match on {
            On::Kpi(kpi) => Some(kpi),
            On::Global(_) => None,
        };
        Ok(Added {
            cautions: cautions(&goal, kpi),
            lacking: GoalKind::lacking(book.open().chain([&goal])),
            goal,
            written,
            no_baseline,
        })
    }

    pub(crate) fn on(&self, wanted: Wanted<'_>) -> Result<On, Error> {
        match wanted {
            Wanted::Kpi(id) => Ok(On::Kpi(self.kpi(id)?)),
            Wanted::Global(word) => {
                let words: Vec<&str> = Global::ALL.iter().map(|global| global.as_str()).collect();
                let unknown = || Error::Usage(format!("`{word}` is no global goal; one of {}", words.join(", ")));
                Global::from_word(word).map(On::Global).ok_or_else(unknown)
            }
        }
    }

    /// What the KPI was just before, or the year over which an index is 100; or why it is not known.
    fn baseline(
        &self,
        on: On,
        term: Term,
        filters: &[Filter],
        target: Option<&str>,
    ) -> Result<(Option<Baseline>, Option<String>), Error> {
        let period = term.baseline();
        let kpi = match on {
            On::Kpi(kpi) => kpi,
            On::Global(_) => return Ok((Some(index_baseline(term)), None)),
        };
        if filters.iter().any(|filter| filter.dim.of_time()) {
            return Ok((None, None));
        }
        let covered = self.look(|lens| Ok(lens.covered(kpi, filters)))?;
        if let Some((first, last)) = covered.filter(|(first, last)| *first > period.from || *last < period.to) {
            let why = format!("the data hold {first} to {last}, and the time before is {period}");
            return Ok((None, Some(why)));
        }
        let measured = self.measure(&Question {
            kpis: vec![kpi.id.to_owned()],
            selection: Selection {
                period: Some(period),
                by: Vec::new(),
                filters: filters.to_vec(),
            },
            at: None,
        })?;
        let readings = measured.into_iter().flat_map(|one| one.readings).collect::<Vec<_>>();
        let code = currency(on, target, self.settings().currency.as_deref());
        let known = readings.iter().filter(|reading| reading.value.is_some());
        let own = known
            .clone()
            .find(|reading| code.as_ref().is_none_or(|code| reading.unit == *code));
        if let Some(value) = own.and_then(|reading| reading.value).and_then(number_of) {
            return Ok((Some(Baseline { value, period }), None));
        }
        let units: Vec<&str> = known.map(|reading| reading.unit.as_str()).collect();
        let why = match units.as_slice() {
            [] => readings
                .iter()
                .find_map(|reading| Some(reading.missing.as_ref()?.to_string())),
            units => Some(format!("it is known in {} only", units.join(", "))),
        };
        Ok((
            None,
            Some(why.unwrap_or_else(|| format!("it is not known for {period}"))),
        ))
    }
}

/// A quantity at six decimals; `None` where it is too large.
pub(crate) fn number_of(quantity: Quantity) -> Option<Number> {
    let number = match quantity {
        Quantity::Exact(micros) => Number::from_micros(i64::try_from(micros).ok()?),
        Quantity::Ratio(value) => Number::nearest(value)?,
    };
    number.scaled(1, 1).ok()
}

/// The currency that a target in money is in; `None` for other units, and where the text is no target.
fn currency(on: On, target: Option<&str>, usual: Option<&str>) -> Option<String> {
    use harpoon_core::KpiUnit::{Money, MoneyPerThousand};
    let On::Kpi(kpi) = on else { return None };
    if !matches!(kpi.unit, Money | MoneyPerThousand) {
        return None;
    }
    match Target::read(target?, Some(kpi.unit), usual) {
        Ok(Target::Value { currency, .. }) => currency,
        _ => usual.map(ToOwned::to_owned),
    }
}

/// The year before the goal, over which its index is 100.
fn index_baseline(term: Term) -> Baseline {
    let to = before(term.first().from.first_of_month());
    let from = to.first_of_month().saturating_sub((INDEX_BASELINE - 1).months());
    Baseline {
        value: global::BASELINE,
        period: Period { from, to },
    }
}

/// When it is judged; an index comes round every month if nothing is said.
fn term(new: &NewGoal<'_>, today: Date) -> Result<Term, Error> {
    let from = new.from.map(Period::day).transpose()?;
    let every = match (new.every, new.by, new.on) {
        (Some(word), None, _) => Some(Every::from_word(word).ok_or_else(|| {
            let words: Vec<&str> = Every::ALL.iter().map(|every| every.as_str()).collect();
            Error::Usage(format!("`{word}` is no period; one of {}", words.join(", ")))
        })?),
        (None, None, Wanted::Global(_)) => Some(Every::Month),
        (None, None, Wanted::Kpi(_)) => {
            let ask = "say when the goal is judged: --every month, week or quarter, or --by a day";
            return Err(Error::Usage(ask.to_owned()));
        }
        (_, Some(_), _) => None,
    };
    if let Some(every) = every {
        return Ok(Term::every(every, from.unwrap_or_else(|| begun(every, today))));
    }
    let by = deadline(new.by.unwrap_or_default())?;
    Term::by(from.unwrap_or(today), by).map_err(|e| Error::Usage(format!("{e}, or an earlier --from")))
}
