//! What came back for what was spent, with an interval, and the loss guard.
//!
//! Revenue is what a credit model deals out of the order book; cost is what the platforms charged and what people entered.
//! The interval holds both doubts: chance (the bootstrap of the model) and the choice of the model (the credits of the other
//! models that share a deed within its own journey).

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::kpi::CostBasis;
use harpoon_core::{Dim, Number, Period, Quantity, Reading, Scope, Selection};
use harpoon_model::credit::Model;
use harpoon_model::interval::Estimate;
use harpoon_model::roi::{Returns, Verdict, mer, returns};

use super::By;
use super::credit::{Book, NOBODY, Question, Row, Worth};
use crate::Error;
use crate::measure;
use crate::workspace::{Awareness, Workspace};

/// Models whose credits span the choice of a model.
const SPAN: &[Model] = &[
    Model::First,
    Model::Last,
    Model::Linear,
    Model::Position,
    Model::TimeDecay,
    Model::PathMarkov,
    Model::Shapley,
];

/// One line of returns.
#[derive(Clone, Debug)]
pub struct Line {
    /// Values of the dimensions.
    pub by: Vec<String>,
    /// Currency of cost and revenue.
    pub currency: String,
    /// What was spent; `None` where nobody says.
    pub cost: Option<Number>,
    /// Revenue credited; `None` where no deed has a value.
    pub revenue: Option<Estimate>,
    /// The return; `None` where cost or revenue is not known.
    pub returns: Option<Returns>,
    /// What the interval says.
    pub verdict: Option<Verdict>,
    /// Of the whole effort: all revenue for each unit of cost.
    pub mer: Option<f64>,
    /// Why there is no return.
    pub missing: Option<String>,
}

/// What to measure returns of.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Dimensions that cost and credit share: platform, campaign, scope. Empty for the whole effort.
    pub by: Vec<By>,
    /// Media or full cost.
    pub basis: CostBasis,
    /// Rules, period, model (the first), interval.
    pub credit: Question,
}

impl Workspace {
    /// Returns by line, the largest cost first.
    pub fn returns(&self, ask: &Ask) -> Result<Vec<Line>, Error> {
        let mut dims = Vec::new();
        for by in &ask.by {
            dims.push(match by {
                By::Platform => Dim::Platform,
                By::Campaign => Dim::Campaign,
                By::Scope => Dim::Scope,
                other => {
                    return Err(Error::Usage(format!(
                        "costs are not known by {}; returns are told apart by platform, campaign, scope",
                        other.word()
                    )));
                }
            });
        }
        let costs = self.cost_by(ask.basis, &dims, ask.credit.period)?;
        let revenue = self.revenue_by(ask)?;
        let mut keys: BTreeSet<(Vec<String>, String)> = costs.keys().cloned().collect();
        keys.extend(revenue.lines.keys().cloned());
        let mut lines: Vec<Line> = keys
            .into_iter()
            .map(|key| self.line(ask, &key, costs.get(&key).copied(), &revenue))
            .collect();
        lines.sort_by(|a, b| b.cost.cmp(&a.cost).then_with(|| a.by.cmp(&b.by)));
        Ok(lines)
    }

    fn cost_by(
        &self,
        basis: CostBasis,
        dims: &[Dim],
        period: Option<Period>,
    ) -> Result<BTreeMap<(Vec<String>, String), Number>, Error> {
        let kpi = match basis {
            CostBasis::Media => "cost_media",
            CostBasis::Full => "cost_full",
        };
        let measured = self.measure(&measure::Question {
            kpis: vec![kpi.to_owned()],
            selection: Selection {
                period,
                by: dims.to_vec(),
                ..Selection::default()
            },
            at: None,
        })?;
        let known = measure::readings(measured).into_iter().filter_map(|reading| {
            let cost = exact(&reading)?;
            let by = reading.by.iter().map(|(_, value)| value.clone()).collect();
            Some(((by, reading.unit.clone()), cost))
        });
        Ok(known.collect())
    }

    fn revenue_by(&self, ask: &Ask) -> Result<Revenue, Error> {
        let model = ask.credit.models.first().copied().unwrap_or(Model::PathMarkov);
        let mut models = SPAN.to_vec();
        models.extend((!models.contains(&model)).then_some(model));
        // Ads are told apart as they are bought, whatever else is asked for.
        let mut by = vec![By::Scope, By::Platform];
        by.extend(ask.by.iter().filter(|by| !matches!(by, By::Scope | By::Platform)));
        let answer = self.credit(&Question {
            models,
            by: by.clone(),
            worth: Worth::Revenue,
            ..ask.credit.clone()
        })?;
        let mut revenue = Revenue {
            lines: BTreeMap::new(),
            all: BTreeMap::new(),
            valued: false,
        };
        for book in &answer.books {
            let currency = book.currency.clone().unwrap_or_default();
            revenue.valued |= book.total != Number::ZERO;
            revenue.all.insert(currency.clone(), book.total);
            let mut sums: BTreeMap<Vec<String>, BTreeMap<Model, Sum>> = BTreeMap::new();
            for row in book
                .rows
                .iter()
                .filter(|row| row.by.first().is_some_and(|v| v != NOBODY))
            {
                if let Some(key) = key_of(row, &by, &ask.by) {
                    sums.entry(key).or_default().entry(row.model).or_default().add(row);
                }
            }
            for (key, of_models) in sums {
                if let Some(estimate) = estimate(&of_models, model, book) {
                    revenue.lines.insert((key, currency.clone()), estimate);
                }
            }
        }
        Ok(revenue)
    }

    fn line(&self, ask: &Ask, key: &(Vec<String>, String), cost: Option<Number>, all: &Revenue) -> Line {
        let (by, currency) = key;
        let revenue = all.lines.get(key).copied().filter(|_| all.valued).or_else(|| {
            // A known cost in the currency of the book, without a deed credited: nothing came back, for certain.
            (cost.is_some() && all.all.contains_key(currency) && all.valued).then(|| Estimate::exact(0.0))
        });
        let nameless = by.iter().zip(&ask.by).find(|(value, _)| value.is_empty());
        let returned = match (cost, revenue) {
            (Some(_), _) if nameless.is_some() => Err(format!(
                "this cost names no {}: nothing can be credited to it",
                nameless.map_or("", |(_, by)| by.word())
            )),
            (None, _) => Err("no cost: import the ad spend, or note it with `harpoon cost add`".to_owned()),
            (_, None) if all.valued => {
                let held: Vec<&str> = all.all.keys().map(String::as_str).collect();
                Err(format!(
                    "the book is in {}: money of two currencies is not compared",
                    held.join(", ")
                ))
            }
            (_, None) => Err("no deed has a value: import orders or won deals with their money".to_owned()),
            (Some(cost), Some(revenue)) => returns(revenue, cost, ask.basis).map_err(|why| why.to_string()),
        };
        let declared = self
            .settings()
            .awareness
            .iter()
            .any(|a| covers(a, &ask.by, by, returned.as_ref().ok()));
        let whole = ask.by.is_empty().then(|| all.all.get(currency).zip(cost)).flatten();
        Line {
            by: by.clone(),
            currency: currency.clone(),
            cost,
            revenue: revenue.filter(|_| nameless.is_none()),
            verdict: returned.as_ref().ok().map(|r| r.verdict(declared)),
            mer: whole.and_then(|(all, cost)| mer(*all, cost).ok()),
            missing: returned.as_ref().err().cloned(),
            returns: returned.ok(),
        }
    }
}

/// Revenue credited.
struct Revenue {
    lines: BTreeMap<(Vec<String>, String), Estimate>,
    /// The whole book by currency.
    all: BTreeMap<String, Number>,
    valued: bool,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    credit: f64,
    low: f64,
    high: f64,
}

impl Sum {
    /// Ends of parts that are added are added: too wide rather than too narrow, since parts do not err alike.
    fn add(&mut self, row: &Row) {
        let credit = row.credit.to_f64();
        self.credit += credit;
        self.low += row.low.unwrap_or(credit);
        self.high += row.high.unwrap_or(credit);
    }
}

fn exact(reading: &Reading) -> Option<Number> {
    match reading.value? {
        Quantity::Exact(micros) => i64::try_from(micros).ok().map(Number::from_micros),
        Quantity::Ratio(_) => None,
    }
}

/// The line that a credited place belongs to. Without a dimension only what the effort reaches counts: what is paid for, and
/// social and video networks; a search nobody paid for or a newsletter is no return on it.
fn key_of(row: &Row, by: &[By], asked: &[By]) -> Option<Vec<String>> {
    let at = |wanted: By| {
        by.iter()
            .position(|b| *b == wanted)
            .and_then(|i| row.by.get(i))
            .map(String::as_str)
    };
    let (scope, platform) = (at(By::Scope)?, at(By::Platform)?);
    let paid = scope == Scope::Paid.as_str();
    if !paid && !harpoon_core::channel::is_social(platform) {
        return None;
    }
    let platform = if paid {
        harpoon_core::channel::bought_with(platform)
    } else {
        platform
    };
    asked
        .iter()
        .map(|by| match by {
            By::Platform => Some(platform.to_owned()),
            other => at(*other).map(str::to_owned),
        })
        .collect()
}

/// The model's credit; its interval widened to what the other models say.
fn estimate(of_models: &BTreeMap<Model, Sum>, model: Model, book: &Book) -> Option<Estimate> {
    let own = of_models.get(&model)?;
    let others = SPAN.iter().filter(|m| book.rows.iter().any(|row| row.model == **m));
    let credits = others.map(|m| of_models.get(m).map_or(0.0, |sum| sum.credit));
    let (low, high) = credits.fold((own.low, own.high), |(low, high), c| (low.min(c), high.max(c)));
    Estimate::new(own.credit, low.min(own.credit), high.max(own.credit)).ok()
}

/// Whether a declaration speaks of this line, and allows this much.
fn covers(declared: &Awareness, asked: &[By], by: &[String], returned: Option<&Returns>) -> bool {
    let at = |wanted: By| asked.iter().position(|b| *b == wanted).and_then(|i| by.get(i));
    let fits = |word: &Option<String>, dim: By| word.as_ref().is_none_or(|word| at(dim) == Some(word));
    let within = match (declared.amount, returned) {
        (Some(amount), Some(returned)) => -returned.net.value <= amount.to_f64(),
        _ => true,
    };
    fits(&declared.platform, By::Platform) && fits(&declared.campaign, By::Campaign) && within
}
