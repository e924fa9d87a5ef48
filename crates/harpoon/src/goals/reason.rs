//! Why a goal was missed, and what history says of the ways on: another target, more time, more money, another mix.
//!
//! An option that cannot be computed is told with what is missing, never with a guess. Prices are what each one cost so far:
//! they do not say that more money brings as much again.

use harpoon_core::goal::option::options;
use harpoon_core::goal::{Direction, Goal, Need, OptionKind, Status, Subject, Term};
use harpoon_core::kpi::{Formula, Kpi};
use harpoon_core::{Dim, Filter, Period, Quantity};
use harpoon_model::explain::Language;
use harpoon_model::forecast;
use harpoon_model::interval::quantile;
use harpoon_model::pace::Aim;
use jiff::ToSpan;
use jiff::civil::Date;

use super::index::last_over;
use super::judge::{Standing, View};
use super::pace::{differences, direction, is_counted, setup};
use super::series::{Lens, Shape};
use crate::Error;
use crate::explain::Question;
use crate::workspace::Workspace;

/// The chance that another target is to have.
const SAFE: f64 = 0.8;
/// Farthest deadline that is offered, in days.
const FARTHEST: usize = 365;
/// Months whose prices count.
const MONTHS: i64 = 6;
/// Fewer months than this tell no price.
const FEWEST_MONTHS: usize = 3;
/// Part of the money that another mix moves.
const MOVED: f64 = 0.2;

/// A way on.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What is changed.
    pub option: OptionKind,
    /// What to change it to, or what is missing to say so.
    pub offer: Result<Offer, Lacking>,
}

/// What has to be known and is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Which need.
    pub need: Need,
    /// In words.
    pub why: String,
}

/// What history says a change would do.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// A target with its chance to be met in the next period.
    Target {
        /// The target, in the unit of the KPI.
        target: f64,
        /// Chance that it is met.
        probability: f64,
    },
    /// The day by which the target is as likely met as not.
    Deadline {
        /// The day.
        by: Date,
    },
    /// Money for the period, at what each one cost.
    Budget {
        /// How much.
        amount: f64,
        /// At the price that a quarter of the months undercut, and at the one that a quarter exceed.
        between: (f64, f64),
        /// What was spent in the period; `None` is unknown.
        spent: Option<f64>,
        /// Currency code.
        currency: String,
        /// Months that the price is from.
        months: usize,
    },
    /// Money moved from where each one cost most to where it cost least.
    Mix {
        /// The dimension.
        dim: Dim,
        /// From where.
        from: String,
        /// To where.
        to: String,
        /// Part of all the money that is moved.
        share: f64,
        /// How many more that would have brought in the months looked at, at their prices.
        more: f64,
        /// How many there were.
        of: f64,
    },
}

impl Workspace {
    /// Why a missed goal was missed, in sentences for the client. Of others there is nothing to say.
    pub fn reasons(&self, standing: &Standing, language: Language) -> Result<Vec<String>, Error> {
        let goal = standing.goal();
        let (Status::Missed, Subject::Kpi(kpi)) = (standing.status, goal.subject()) else {
            return Ok(Vec::new());
        };
        if is_credited(self.kpi(kpi)?) {
            return Ok(vec![credited(language).to_owned()]);
        }
        let explained = self.explain(&Question {
            kpi: kpi.clone(),
            period: standing.period,
            reference: None,
            target: Some(goal.target()),
            by: Vec::new(),
            per: None,
            through: Vec::new(),
            filters: goal.filters().to_vec(),
            language,
        });
        match explained {
            Ok(explanations) => {
                let own = explanations
                    .into_iter()
                    .find(|one| goal.currency().is_none_or(|code| one.unit == code));
                Ok(own.map(|one| one.sentences).unwrap_or_default())
            }
            Err(Error::NotExplained { reason, .. }) => Ok(vec![crate::explain::no_parts(language, &reason)]),
            Err(error) => Err(error),
        }
    }

    /// The ways on for goals that were missed or probably will be, the least painful for the client first.
    pub fn ways(&self, standing: &Standing, view: View) -> Result<Vec<Way>, Error> {
        let goal = standing.goal();
        if !matches!(standing.status, Status::Missed | Status::AtRisk) {
            return Ok(Vec::new());
        }
        let Subject::Kpi(id) = goal.subject() else {
            return Ok(Vec::new());
        };
        let kpi = self.kpi(id)?;
        self.look(|lens| {
            let way = |option| {
                let offer = match option {
                    OptionKind::Target => lens.target(goal, kpi, standing.period, view)?,
                    OptionKind::Deadline => lens.deadline(goal, kpi, standing, view)?,
                    OptionKind::Budget => lens.budget(goal, kpi, standing.period, view)?,
                    OptionKind::Mix => lens.mix(goal, kpi, view)?,
                };
                Ok(Way { option, offer })
            };
            options(goal, Some(kpi)).into_iter().map(way).collect()
        })
    }
}

/// Whether a credit model deals it out.
fn is_credited(kpi: &'static Kpi) -> bool {
    let credited = |part: &&Kpi| matches!(part.formula, Formula::Credited(_));
    kpi.parts().iter().any(credited)
}

/// Why such a figure is not taken apart here.
const fn credited(language: Language) -> &'static str {
    match language {
        Language::En => "A credit model deals it out; `harpoon roi` shows what each platform and campaign brought.",
        Language::ZhCn => "该数字由归因模型分配；`harpoon roi` 按平台和活动列出各自的贡献。",
        Language::Fy => "In model ferdielt it; `harpoon roi` lit sjen wat elk platfoarm en elke kampanje brocht.",
    }
}

type Offered = Result<Result<Offer, Lacking>, Error>;

#[expect(clippy::unnecessary_wraps, reason = "what ways that cannot be offered return")]
fn lacking(need: Need, why: impl Into<String>) -> Offered {
    let why = why.into();
    Ok(Err(Lacking { need, why }))
}

impl Lens<'_> {
    /// A target for the next period of the same length.
    fn target(&self, goal: &Goal, kpi: &'static Kpi, period: Period, view: View) -> Offered {
        let seen = view.seen.min(period.to);
        let next = match goal.term() {
            Term::Every { every, .. } => every.around(period.to.saturating_add(1.day())),
            Term::By { .. } => Period {
                from: period.to.saturating_add(1.day()),
                to: period.to.saturating_add(period.days().days()),
            },
        };
        let (outlook, _, _) = self.outlook(kpi, goal.filters(), goal.currency(), next, seen)?;
        let outlook = match outlook {
            Ok(outlook) => outlook,
            Err(why) => return lacking(Need::History, why),
        };
        let way = direction(goal.direction());
        let exact = outlook.at(SAFE, way);
        let target = match goal.direction() {
            _ if !is_counted(goal.unit()) => exact,
            Direction::AtLeast => exact.floor(),
            Direction::AtMost => exact.ceil(),
        };
        let probability = outlook.probability(Aim { target, direction: way });
        Ok(Ok(Offer::Target { target, probability }))
    }

    /// The first day by which half of the futures have reached the target.
    fn deadline(&self, goal: &Goal, kpi: &'static Kpi, standing: &Standing, view: View) -> Offered {
        if goal.direction() == Direction::AtMost {
            return lacking(Need::Forecast, "more time helps no ceiling");
        }
        let seen = view.seen.min(standing.period.to);
        let known = self.known(kpi, goal.filters(), goal.currency(), seen)?;
        let daily = match &known.daily {
            Ok(daily) => daily,
            Err(why) => return lacking(Need::Forecast, why.to_string()),
        };
        let so_far = match known.shape {
            Shape::Sum | Shape::Gain(_) => standing.value.map(Quantity::to_f64),
            Shape::Level => daily.above.iter().flatten().next_back().copied(),
            _ => None,
        };
        let Some(so_far) = so_far else {
            return lacking(Need::Forecast, "it is no sum that grows with time");
        };
        let values = match known.shape {
            Shape::Sum => daily.above.clone(),
            _ => differences(&daily.above),
        };
        let forecast = match forecast::forecast(&values, &setup(FARTHEST)) {
            Ok(forecast) => forecast,
            Err(why) => return lacking(Need::Forecast, why.to_string()),
        };
        let reached = |days: usize| {
            let mut ends = forecast.totals(0..days).unwrap_or_default();
            ends.sort_unstable_by(f64::total_cmp);
            quantile(&ends, 0.5).is_some_and(|end| so_far + end >= goal.target().to_f64())
        };
        if !reached(FARTHEST) {
            return lacking(
                Need::Forecast,
                format!("it is not reached within a year of {}", daily.until),
            );
        }
        let (mut low, mut high) = (0, FARTHEST);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if reached(middle) { high = middle } else { low = middle }
        }
        let by = daily.until.saturating_add(i64::try_from(high).unwrap_or(0).days());
        Ok(Ok(Offer::Deadline { by }))
    }

    /// What the target costs at the price of the last months.
    fn budget(&self, goal: &Goal, kpi: &'static Kpi, period: Period, view: View) -> Offered {
        let Some(spend) = self.spend(kpi) else {
            return lacking(Need::Spend, "it does not add up, so none of it has a price");
        };
        let until = last_over(view.seen.min(period.to));
        let months = Period {
            from: until.saturating_sub((MONTHS - 1).months()),
            to: until.last_of_month(),
        };
        let currency = match self.currency_of(spend, goal.filters(), months)? {
            Ok(currency) => currency,
            Err(why) => return lacking(Need::Spend, why),
        };
        let values = self.monthly(kpi, goal.filters(), goal.currency(), months)?;
        let costs = self.monthly(spend, goal.filters(), Some(&currency), months)?;
        let price = |((_, value, _), (_, cost, _)): (&super::series::Month, &super::series::Month)| {
            let (value, cost) = ((*value)?, (*cost)?);
            (value > 0.0 && cost > 0.0).then(|| cost / value)
        };
        let mut prices: Vec<f64> = values.iter().zip(&costs).filter_map(price).collect();
        if prices.len() < FEWEST_MONTHS {
            let why = format!(
                "spending and figures are known together for {} months; it takes {FEWEST_MONTHS}",
                prices.len()
            );
            return lacking(Need::Spend, why);
        }
        prices.sort_unstable_by(f64::total_cmp);
        let target = goal.target().to_f64();
        let at = |share: f64| quantile(&prices, share).map_or(f64::NAN, |price| price * target);
        let paid = self.figures(spend, goal.filters(), period, Dim::Platform)?;
        let paid = paid.figures.iter().filter(|figure| figure.currency == currency);
        let paid: Vec<f64> = paid
            .filter_map(|figure| figure.above.as_ref().ok())
            .map(|micros| *micros as f64 / 1e6)
            .collect();
        Ok(Ok(Offer::Budget {
            amount: at(0.5),
            between: (at(0.25), at(0.75)),
            spent: (!paid.is_empty()).then(|| paid.iter().sum()),
            currency,
            months: prices.len(),
        }))
    }

    /// Money moved from the dearest to the cheapest place of the last months.
    fn mix(&self, goal: &Goal, kpi: &'static Kpi, view: View) -> Offered {
        let Some(spend) = self.spend(kpi) else {
            return lacking(Need::Segments, "it does not add up, so no part of it has a price");
        };
        let until = last_over(view.seen);
        let months = Period {
            from: until.saturating_sub((MONTHS - 1).months()),
            to: until.last_of_month(),
        };
        let currency = match self.currency_of(spend, goal.filters(), months)? {
            Ok(currency) => currency,
            Err(why) => return lacking(Need::Spend, why),
        };
        let one_platform = goal.filters().iter().any(|filter| filter.dim == Dim::Platform);
        let dim = if one_platform { Dim::Campaign } else { Dim::Platform };
        let values = self.by(kpi, goal.filters(), goal.currency(), months, &dim)?;
        let costs = self.by(spend, goal.filters(), Some(&currency), months, &dim)?;
        let mut places: Vec<(&String, f64, f64)> = costs
            .iter()
            .filter_map(|(place, cost)| {
                let value = values.iter().find(|(known, _)| known == place)?.1;
                (*cost > 0.0 && value > 0.0).then_some((place, *cost, value))
            })
            .collect();
        places.sort_by(|a, b| (a.1 / a.2).total_cmp(&(b.1 / b.2)));
        let ([cheap, .., dear], true) = (places.as_slice(), places.len() > 1) else {
            return lacking(
                Need::Segments,
                format!("spending and figures are known together for fewer than two by {dim}"),
            );
        };
        let all: f64 = places.iter().map(|(_, cost, _)| cost).sum();
        // No more than the dearest place has.
        let moved = (MOVED * all).min(dear.1);
        Ok(Ok(Offer::Mix {
            dim,
            from: dear.0.clone(),
            to: cheap.0.clone(),
            share: moved / all,
            more: moved * (cheap.2 / cheap.1 - dear.2 / dear.1),
            of: places.iter().map(|(_, _, value)| value).sum(),
        }))
    }

    /// The KPI of money spent on ads, where the figure adds up and so has a price.
    fn spend(&self, kpi: &'static Kpi) -> Option<&'static Kpi> {
        let adds = matches!(Shape::of(kpi, self.workspace.catalogue()), Shape::Sum);
        self.workspace.kpi("spend").ok().filter(|_| adds)
    }

    /// The one currency that was spent in.
    fn currency_of(
        &self,
        spend: &'static Kpi,
        filters: &[Filter],
        months: Period,
    ) -> Result<Result<String, String>, Error> {
        let told = self.figures(spend, filters, months, Dim::Month)?;
        let mut codes: Vec<&String> = told
            .figures
            .iter()
            .map(|figure| &figure.currency)
            .filter(|c| !c.is_empty())
            .collect();
        codes.sort();
        codes.dedup();
        Ok(match codes.as_slice() {
            [code] => Ok((*code).clone()),
            [] => Err(told
                .missing
                .map_or_else(|| format!("no spending is known for {months}"), |why| why.to_string())),
            _ => Err("money was spent in several currencies".to_owned()),
        })
    }

    fn by(
        &self,
        kpi: &'static Kpi,
        filters: &[Filter],
        currency: Option<&str>,
        months: Period,
        dim: &Dim,
    ) -> Result<Vec<(String, f64)>, Error> {
        let told = self.figures(kpi, filters, months, dim.clone())?;
        let own = told
            .figures
            .iter()
            .filter(|figure| currency.is_none_or(|code| figure.currency == code));
        let known = own.filter_map(|figure| {
            let place = figure.values.first().filter(|place| !place.is_empty())?;
            let micros = figure.above.as_ref().ok()?;
            Some((place.clone(), *micros as f64 / 1e6))
        });
        Ok(known.collect())
    }
}
