//! A global goal: the index of its proxies, month by month, by the one-factor model of `harpoon_model::brand`.
//!
//! The index of a period is that of its last whole month, fitted on the months up to it and no later ones, so that what was
//! judged does not move when the next month comes in. A proxy without data, or with too little, is named with the reason.

use std::sync::Arc;

use harpoon_core::goal::global::{FEWEST_PROXIES, Global, Proxy, ProxySource};
use harpoon_core::goal::status::Standing as Rule;
use harpoon_core::goal::{Every, Goal, Term};
use harpoon_core::kpi::{Formula, Kpi, Titles};
use harpoon_core::{Dim, Missing, Period, Quantity};
use harpoon_model::brand::{self, Ahead, Brand};
use harpoon_model::interval::Estimate;
use harpoon_model::pace::Landing;
use harpoon_model::target::Outlook;
use jiff::ToSpan;
use jiff::civil::Date;

use super::before;
use super::judge::{Standing, View};
use super::pace::confidence;
use super::series::{Lens, Shape};
use crate::Error;

/// Months that are looked back.
const LOOK_BACK: i64 = 60;

/// What carries an index, or does not.
#[derive(Clone, Debug, PartialEq)]
pub struct ProxyShown {
    /// Id of its KPI.
    pub kpi: &'static str,
    /// Its title.
    pub title: Titles,
    /// Why it stands for the whole.
    pub why: Titles,
    /// Standard deviations that it moves by where the common factor's shock is one; `None` where it carries nothing.
    pub loading: Option<f64>,
    /// Share of its variance that the index explains.
    pub explained: Option<f64>,
    /// Months with a value.
    pub observed: usize,
    /// Why it carries nothing.
    pub missing: Option<String>,
    /// Receipt of its months.
    pub receipt: Option<String>,
}

/// An index up to a month.
pub(crate) struct Index {
    pub(super) proxies: Vec<ProxyShown>,
    /// The fit and the month of its last step, or why there is none.
    pub(super) fitted: Result<Fitted, Missing>,
}

/// A fitted index.
pub(super) struct Fitted {
    brand: Brand,
    baseline: std::ops::Range<usize>,
    /// First day of the last month.
    pub(super) last: Date,
}

impl Fitted {
    /// The index of the last month.
    pub(super) fn value(&self) -> Result<Estimate, Missing> {
        self.ahead(self.last).map(|ahead| ahead.expected)
    }

    /// The index by month.
    fn history(&self) -> Vec<(Date, Option<f64>)> {
        let index = self
            .brand
            .index(self.baseline.clone(), confidence())
            .unwrap_or_default();
        let back = |step: usize| i64::try_from(index.len() - 1 - step).unwrap_or(0);
        let month = |step: usize| self.last.saturating_sub(back(step).months());
        (0..)
            .zip(&index)
            .map(|(step, index)| (month(step), Some(index.value)))
            .collect()
    }

    /// The index of a month, the last one or a later one.
    pub(super) fn ahead(&self, month: Date) -> Result<Ahead, Missing> {
        let steps = u32::try_from(months_between(self.last, month)).unwrap_or(0);
        Ok(self.brand.ahead(steps, self.baseline.clone(), confidence())?)
    }
}

fn months_between(from: Date, to: Date) -> i32 {
    let count = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    count(to) - count(from)
}

/// One proxy by month.
struct Values {
    values: Vec<Option<f64>>,
    receipt: String,
}

/// What an index will probably be, or why that is not known; its months; what it rests on.
type OutlookOfIndex = (Result<Outlook, String>, Vec<(Date, Option<f64>)>, String);

impl Lens<'_> {
    /// Judges a goal on an index in a period.
    pub(super) fn global(&self, global: Global, standing: &mut Standing, view: View) -> Result<(), Error> {
        let period = standing.period;
        let goal = standing.version.goal.clone();
        if matches!(goal.term(), Term::Every { every: Every::Week, .. }) {
            standing.missing = Some(Missing::IndexByMonth);
            return Ok(());
        }
        let Some(wanted) = last_whole_month(period) else {
            standing.missing = Some(Missing::NoWholeMonth(period));
            return Ok(());
        };
        let over_by = period.to.min(view.seen);
        let index = self.index(global, goal.baseline().map(|baseline| baseline.period), over_by)?;
        standing.proxies.clone_from(&index.proxies);
        let fitted = match &index.fitted {
            Ok(fitted) => fitted,
            Err(why) => {
                standing.missing = Some(why.clone());
                return Ok(());
            }
        };
        let over = view.seen >= period.to && fitted.last >= wanted;
        let landing = fitted.ahead(wanted);
        if fitted.last >= period.from {
            match fitted.value() {
                Ok(index) => {
                    standing.value = Some(Quantity::Ratio(index.value));
                    standing.bounds = Some((Quantity::Ratio(index.low), Quantity::Ratio(index.high)));
                }
                Err(why) => standing.missing = Some(why),
            }
        } else {
            let last = fitted.last;
            standing.missing = Some(Missing::NotWholeYet { period, last });
        }
        if !over {
            let target = goal.target().to_f64();
            match landing {
                Ok(ahead) => standing.landing = Some(landed(&ahead, target)),
                Err(why) => standing.no_landing = Some(why),
            }
        }
        let rule = Rule {
            target: goal.target(),
            direction: goal.direction(),
            value: standing.value,
            over,
            only_grows: false,
            probability: standing.landing.map(|landing| landing.probability),
        };
        (standing.status, standing.why) = rule.status();
        Ok(())
    }

    /// The index of the months that are over on a day, 100 over the baseline.
    pub(super) fn index(&self, global: Global, baseline: Option<Period>, on: Date) -> Result<Arc<Index>, Error> {
        let last = last_over(on);
        let question = format!("{global} {baseline:?} {last}");
        self.held
            .indexes
            .get_or(question, || self.index_of(global, baseline, last))
    }

    fn index_of(&self, global: Global, baseline: Option<Period>, last: Date) -> Result<Index, Error> {
        let months = Period {
            from: last.saturating_sub(LOOK_BACK.months()),
            to: last.last_of_month(),
        };
        let mut proxies = Vec::new();
        let mut values = Vec::new();
        for proxy in global.proxies() {
            let told = self.by_month(proxy, months)?;
            let shown = shown(proxy, &told);
            if let (Ok(told), None) = (told, &shown.missing) {
                values.push((proxies.len(), told.values));
            }
            proxies.push(shown);
        }
        let fitted = fit(&mut proxies, values, months, baseline);
        Ok(Index { proxies, fitted })
    }

    fn by_month(&self, proxy: &Proxy, months: Period) -> Result<Result<Values, String>, Error> {
        let Ok(kpi) = self.workspace.kpi(proxy.id()) else {
            return Ok(Err(no_such(proxy)));
        };
        let shape = Shape::of(kpi, self.workspace.catalogue());
        let of_months = if let Shape::Gain(level) = shape { level } else { kpi };
        let told = self.figures(of_months, &[], months, Dim::Month)?;
        if let Some(why) = told.missing {
            return Ok(Err(why.to_string()));
        }
        let receipt = self.workspace.settled(of_months, told.receipt.clone());
        self.workspace.note(&receipt)?;
        let whole_until = self.last_block(of_months, &[]);
        let mut values: Vec<Option<f64>> = Self::months(&told.figures, None, months)
            .into_iter()
            .map(|(month, above, below)| {
                let whole = whole_until.is_none_or(|until| until >= month.last_of_month());
                value(of_months, above, below).filter(|_| whole)
            })
            .collect();
        if matches!(shape, Shape::Gain(_)) {
            let moved = values
                .windows(2)
                .map(|pair| Some(pair.get(1).copied()?? - pair.first().copied()??));
            values = std::iter::once(None).chain(moved).collect();
        }
        let receipt = receipt.id;
        Ok(Ok(Values { values, receipt }))
    }
}

/// Why a KPI of one's own is not there, and what would make it.
fn no_such(proxy: &Proxy) -> String {
    match proxy.source {
        ProxySource::Kpi(kpi) => format!("there is no KPI `{}`", kpi.id),
        ProxySource::Own {
            id, formula, unit, how, ..
        } => format!(
            "{how}, and write it into catalogue.toml as `{id}` with the formula `{formula}` and the unit {unit}"
        ),
    }
}

/// The value of a KPI from its sides.
pub(super) fn value(kpi: &Kpi, above: Option<f64>, below: Option<f64>) -> Option<f64> {
    match (kpi.formula, below) {
        (Formula::Ratio { per, .. }, Some(below)) if below != 0.0 => Some(above? / below * f64::from(per.factor())),
        (Formula::Ratio { .. }, _) => None,
        _ => above,
    }
}

fn shown(proxy: &Proxy, told: &Result<Values, String>) -> ProxyShown {
    let (observed, receipt, missing) = match told {
        Ok(told) => {
            let observed = told.values.iter().flatten().count();
            let few = observed < brand::FEWEST_STEPS;
            let why = few.then(|| format!("{observed} whole months are known; it takes {}", brand::FEWEST_STEPS));
            (observed, Some(told.receipt.clone()), why)
        }
        Err(why) => (0, None, Some(why.clone())),
    };
    ProxyShown {
        kpi: proxy.id(),
        title: proxy.title(),
        why: proxy.why,
        loading: None,
        explained: None,
        observed,
        missing,
        receipt,
    }
}

impl Lens<'_> {
    /// What an index will probably be at the end of a period: normal draws at even chances.
    pub(super) fn outlook_of_index(
        &self,
        global: Global,
        goal: Option<&Goal>,
        period: Period,
        seen: Date,
    ) -> Result<OutlookOfIndex, Error> {
        let baseline = goal.and_then(Goal::baseline).map(|baseline| baseline.period);
        let index = self.index(global, baseline, seen)?;
        let carried = index.proxies.iter().filter(|proxy| proxy.loading.is_some()).count();
        let basis = format!("{carried} of {} proxies", index.proxies.len());
        let fitted = match &index.fitted {
            Ok(fitted) => fitted,
            Err(why) => return Ok((Err(why.to_string()), Vec::new(), basis)),
        };
        let month = last_whole_month(period).unwrap_or(period.to.first_of_month());
        let ahead = fitted.ahead(month);
        let draws = ahead.map(|ahead| {
            let share = |draw: u32| (f64::from(draw) + 0.5) / f64::from(DRAWS);
            (0..DRAWS).map(|draw| ahead.at(share(draw))).collect::<Vec<f64>>()
        });
        let months = fitted.history();
        let known: Vec<Option<f64>> = months.iter().map(|(_, value)| *value).collect();
        let outlook = draws.map_err(|why| why.to_string());
        let outlook = outlook.and_then(|draws| Outlook::of_draws(draws, &known).map_err(|e| e.to_string()));
        Ok((outlook, months, basis))
    }
}

/// Draws that stand for a normal distribution.
const DRAWS: u32 = 1000;

/// Fits the index over the proxies that are known, and says of each how it hangs on it.
fn fit(
    proxies: &mut [ProxyShown],
    mut known: Vec<(usize, Vec<Option<f64>>)>,
    months: Period,
    baseline: Option<Period>,
) -> Result<Fitted, Missing> {
    known.retain(|(place, values)| {
        let varies = varies(values);
        if let (false, Some(shown)) = (varies, proxies.get_mut(*place)) {
            shown.missing = Some("it never varies".to_owned());
        }
        varies
    });
    if known.len() < FEWEST_PROXIES {
        return Err(Missing::FewProxies {
            needed: FEWEST_PROXIES,
            known: known.len(),
        });
    }
    let first = known
        .iter()
        .filter_map(|(_, values)| values.iter().position(Option::is_some))
        .min();
    let first = first.unwrap_or(0);
    let last = known
        .iter()
        .filter_map(|(_, values)| values.iter().rposition(Option::is_some))
        .max();
    let end = last.map_or(first, |last| last + 1);
    let names: Vec<String> = known
        .iter()
        .map(|(place, _)| proxies.get(*place).map_or("", |p| p.kpi).to_owned())
        .collect();
    let series: Vec<brand::Proxy<'_>> = known
        .iter()
        .zip(&names)
        .map(|((_, values), name)| brand::Proxy {
            name,
            values: &values[first..end],
        })
        .collect();
    let brand = brand::fit(&series)?;
    for ((place, _), loading) in known.iter().zip(&brand.loadings) {
        if let Some(shown) = proxies.get_mut(*place) {
            shown.loading = Some(loading.loading);
            shown.explained = Some(loading.explained);
        }
    }
    let month = |step: usize| months.from.saturating_add(i64::try_from(step).unwrap_or(0).months());
    let of_baseline = |step: &usize| baseline.is_none_or(|period| period.contains(month(*step).last_of_month()));
    let steps: Vec<usize> = (first..end).filter(of_baseline).map(|step| step - first).collect();
    let (Some(from), Some(to)) = (steps.first(), steps.last()) else {
        return Err(Missing::NoBaseline);
    };
    Ok(Fitted {
        brand,
        baseline: *from..to + 1,
        last: month(end - 1),
    })
}

fn varies(values: &[Option<f64>]) -> bool {
    let mut known = values.iter().flatten();
    let first = known.next();
    known.any(|value| Some(value) != first)
}

fn landed(ahead: &Ahead, target: f64) -> Landing {
    Landing {
        expected: ahead.expected,
        median: ahead.expected.value,
        probability: ahead.at_least(target),
        pace: (target != 0.0).then(|| ahead.expected.value / target),
        needed: None,
    }
}

/// First day of the last month that is over at the end of the day.
pub(super) fn last_over(day: Date) -> Date {
    if day == day.last_of_month() {
        day.first_of_month()
    } else {
        before(day.first_of_month()).first_of_month()
    }
}

/// First day of the last whole month in the period.
fn last_whole_month(period: Period) -> Option<Date> {
    let month = last_over(period.to);
    (month >= period.from).then_some(month)
}
