//! Realistic targets for the next period: ambitious, likely and safe, from the KPI's own history, each with its chance; and
//! what history says of a target that stands already.

use harpoon_core::goal::{Direction, Goal, On, Subject, Term};
use harpoon_core::kpi::{Kpi, KpiUnit};
use harpoon_core::{Filter, Period};
use harpoon_model::forecast::{self, Setup};
use harpoon_model::pace::Aim;
use harpoon_model::target::{Judgement, Outlook};
use jiff::ToSpan;
use jiff::civil::Date;

use super::Book;
use super::add::Wanted;
use super::judge::View;
use super::pace::{ahead, differences, direction, is_counted, pace_aim, setup};
use super::series::{Daily, Lens, Month, Shape};
use crate::Error;
use crate::workspace::Workspace;

/// Chances of the three, and their names.
const CHANCES: [(&str, f64); 3] = [("safe", 0.8), ("likely", 0.5), ("ambitious", 0.2)];
/// Months that are shown and reckoned with.
const MONTHS: i64 = 24;

/// What a proposal is for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What it is on.
    pub on: Wanted<'a>,
    /// Which part of the data.
    pub filters: Vec<Filter>,
    /// The period that is next; the calendar month that begins next if left out.
    pub term: Option<Term>,
    /// Which way it is met, where the KPI does not say.
    pub direction: Option<Direction>,
}

/// A target that one could promise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offered {
    /// `safe`, `likely`, `ambitious`.
    pub name: &'static str,
    /// The target, in the unit of the KPI.
    pub target: f64,
    /// Chance that it is met.
    pub probability: f64,
}

/// Targets for a period.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Id of the KPI, or word of the index.
    pub on: String,
    /// Unit, or a currency code; `points` of an index.
    pub unit: String,
    /// Unit of the KPI.
    pub kind: Option<KpiUnit>,
    /// Which way it is met.
    pub direction: Direction,
    /// The period that they are for.
    pub period: Period,
    /// Three targets, the safest first.
    pub offers: Vec<Offered>,
    /// Earlier whole months, the last one last.
    pub history: Vec<(Date, Option<f64>)>,
    /// What the targets rest on, in words.
    pub basis: String,
    /// What history says of the goal's own target, where there is a goal.
    pub own: Option<(f64, Judgement)>,
}

impl Workspace {
    /// Proposes targets for a KPI or an index.
    pub fn propose(&self, asked: &Asked<'_>, view: View) -> Result<Proposal, Error> {
        let on = self.on(asked.on)?;
        let currency = match on {
            On::Kpi(kpi) if matches!(kpi.unit, KpiUnit::Money | KpiUnit::MoneyPerThousand) => {
                self.settings().currency.clone()
            }
            _ => None,
        };
        let period = match asked.term {
            Some(term) => next(term, view.seen)?,
            None => next(Term::every(harpoon_core::goal::Every::Month, view.seen), view.seen)?,
        };
        self.proposed(
            on,
            &asked.filters,
            currency.as_deref(),
            asked.direction,
            period,
            view,
            None,
        )
    }

    /// Proposes targets for the next period of a goal, and judges the one that it has.
    pub fn propose_for(&self, book: &Book, id: &str, view: View) -> Result<Proposal, Error> {
        let goal = &book.find(id)?.last().goal;
        let on = match goal.subject() {
            Subject::Kpi(id) => On::Kpi(self.kpi(id)?),
            Subject::Global(global) => On::Global(*global),
        };
        let period = next(goal.term(), view.seen)?;
        let direction = Some(goal.direction());
        self.proposed(on, goal.filters(), goal.currency(), direction, period, view, Some(goal))
    }

    #[expect(clippy::too_many_arguments, reason = "what a goal is made of, before there is one")]
    fn proposed(
        &self,
        on: On,
        filters: &[Filter],
        currency: Option<&str>,
        way: Option<Direction>,
        period: Period,
        view: View,
        goal: Option<&Goal>,
    ) -> Result<Proposal, Error> {
        let way = way.or_else(|| better(on)).unwrap_or(Direction::AtLeast);
        self.look(|lens| {
            let (outlook, history, basis) = match on {
                On::Kpi(kpi) => lens.outlook(kpi, filters, currency, period, view.seen)?,
                On::Global(global) => lens.outlook_of_index(global, goal, period, view.seen)?,
            };
            let (on, unit) = match on {
                On::Kpi(kpi) => (kpi.id.to_owned(), Some(kpi.unit)),
                On::Global(global) => (global.to_string(), None),
            };
            let outlook = outlook.map_err(|why| Error::Usage(format!("nothing can be proposed for `{on}`: {why}")))?;
            let offers = CHANCES.map(|(name, chance)| offered(&outlook, name, chance, way, unit));
            Ok(Proposal {
                unit: currency.map_or_else(
                    || unit.map_or_else(|| "points".to_owned(), |u| u.to_string()),
                    ToOwned::to_owned,
                ),
                kind: unit,
                direction: way,
                period,
                offers: offers.to_vec(),
                history,
                basis,
                own: goal.map(|goal| (goal.target().to_f64(), outlook.judge(pace_aim(goal), None))),
                on,
            })
        })
    }
}

fn better(on: On) -> Option<Direction> {
    use harpoon_core::kpi::Better;
    match on {
        On::Kpi(kpi) => match kpi.better {
            Better::Up => Some(Direction::AtLeast),
            Better::Down => Some(Direction::AtMost),
            Better::Neither => None,
        },
        On::Global(_) => Some(Direction::AtLeast),
    }
}

/// The target with about this chance: of things that are counted the whole that is no harder.
fn offered(outlook: &Outlook, name: &'static str, chance: f64, way: Direction, unit: Option<KpiUnit>) -> Offered {
    let way_of_models = direction(way);
    let exact = outlook.at(chance, way_of_models);
    let target = match way {
        _ if !is_counted(unit) => exact,
        Direction::AtLeast => exact.floor(),
        Direction::AtMost => exact.ceil(),
    };
    let aim = Aim {
        target,
        direction: way_of_models,
    };
    Offered {
        name,
        target,
        probability: outlook.probability(aim),
    }
}

/// The first period of the term that begins after the day; of a deadline, what is left up to it.
fn next(term: Term, seen: Date) -> Result<Period, Error> {
    let tomorrow = seen.saturating_add(1.day());
    match term {
        Term::By { from, by } => Period::new(from.max(tomorrow).min(by), by).map_err(Error::from),
        Term::Every { every, .. } => {
            let around = every.around(tomorrow);
            Ok(if around.from == tomorrow {
                around
            } else {
                every.around(around.to.saturating_add(1.day()))
            })
        }
    }
}

type Looked = (Result<Outlook, String>, Vec<(Date, Option<f64>)>, String);

impl Lens<'_> {
    /// What the period will probably bring: by the forecast of the days, else from whole months.
    pub(super) fn outlook(
        &self,
        kpi: &'static Kpi,
        filters: &[Filter],
        currency: Option<&str>,
        period: Period,
        seen: Date,
    ) -> Result<Looked, Error> {
        let known = self.known(kpi, filters, currency, seen)?;
        let until = known.until.unwrap_or(seen);
        let last = super::index::last_over(until);
        let months = Period {
            from: last.saturating_sub((MONTHS - 1).months()),
            to: last.last_of_month(),
        };
        let sides = self.monthly(kpi, filters, currency, months)?;
        let history: Vec<(Date, Option<f64>)> = sides
            .iter()
            .map(|(month, above, below)| (*month, super::index::value(kpi, *above, *below)))
            .collect();
        let first = history
            .iter()
            .position(|(_, value)| value.is_some())
            .unwrap_or(history.len());
        let history = history.get(first..).unwrap_or_default().to_vec();
        let values: Vec<Option<f64>> = history.iter().map(|(_, value)| *value).collect();
        if let Ok(daily) = &known.daily
            && let Ok(draws) = draws(daily, known.shape, period)
        {
            let outlook = Outlook::of_draws(draws, &comparable(&values, period)).map_err(|e| e.to_string());
            let basis = format!(
                "a forecast of {} days up to {}",
                daily.above.iter().flatten().count(),
                daily.until
            );
            return Ok((outlook, history, basis));
        }
        let months = history.iter().filter(|(_, value)| value.is_some()).count();
        if let (0, Err(why)) = (months, &known.daily) {
            return Ok((Err(why.to_string()), history, String::new()));
        }
        let basis = format!("{months} whole months up to {}", last.strftime("%Y-%m"));
        if !is_month(period) {
            let why = "only whole months are known, and they say nothing of another length of time".to_owned();
            return Ok((Err(why), history, basis));
        }
        Ok((of_months(kpi, known.shape, &sides, &values), history, basis))
    }
}

fn is_month(period: Period) -> bool {
    period.from.day() == 1 && period.to == period.from.last_of_month()
}

/// Months are held against a target for a month only.
fn comparable(values: &[Option<f64>], period: Period) -> Vec<Option<f64>> {
    if is_month(period) { values.to_vec() } else { Vec::new() }
}

fn of_months(kpi: &Kpi, shape: Shape, sides: &[Month], values: &[Option<f64>]) -> Result<Outlook, String> {
    if let (KpiUnit::Share, Shape::Ratio(_)) = (kpi.unit, shape) {
        let pairs: Vec<(f64, f64)> = sides
            .iter()
            .filter_map(|(_, above, below)| Some(((*above)?, (*below)?)))
            .collect();
        let recent: Vec<f64> = pairs.iter().rev().take(3).map(|(_, trials)| *trials).collect();
        let trials = recent.iter().sum::<f64>() / recent.len().max(1) as f64;
        return Outlook::shares(&pairs, trials, None).map_err(|e| e.to_string());
    }
    Outlook::amounts(values, None).map_err(|e| e.to_string())
}

/// Drawn ends of the period.
fn draws(daily: &Daily, shape: Shape, period: Period) -> Result<Vec<f64>, String> {
    let (steps, horizon) = ahead(daily, period).map_err(|why| why.to_string())?;
    let setup: Setup<'_> = setup(horizon);
    let futures = |values: &[Option<f64>], steps: std::ops::Range<usize>| -> Result<Vec<f64>, String> {
        let forecast = forecast::forecast(values, &setup).map_err(|e| e.to_string())?;
        forecast
            .totals(steps)
            .ok_or_else(|| "the period ends beyond the forecast".to_owned())
    };
    match shape {
        Shape::Ratio(factor) => {
            let both = forecast::together(&[&daily.above, &daily.below], &setup).map_err(|e| e.to_string())?;
            let sums = |place: usize| {
                both.get(place)
                    .and_then(|forecast| forecast.totals(steps.clone()))
                    .unwrap_or_default()
            };
            let (above, below) = (sums(0), sums(1));
            let ratio = |(above, below): (&f64, &f64)| (*below > 0.0).then(|| above / below * factor);
            Ok(above.iter().zip(&below).filter_map(ratio).collect())
        }
        Shape::Level => {
            let last = daily.above.iter().flatten().next_back().copied().unwrap_or(0.0);
            let moved = futures(&differences(&daily.above), 0..horizon)?;
            Ok(moved.into_iter().map(|moved| last + moved).collect())
        }
        Shape::Gain(_) => futures(&differences(&daily.above), steps),
        _ => futures(&daily.above, steps),
    }
}
