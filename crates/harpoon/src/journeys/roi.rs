//! What came back for what was spent, with an interval, and the loss guard.
//!
//! Revenue is what a credit model deals out of the order book; cost is what the platforms charged and what people entered.
//! The interval holds both doubts: chance (the bootstrap of the model) and the choice of the model (the credits of the other
//! models that share a deed within its own journey).

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::event::EventKind;
use harpoon_core::kpi::CostBasis;
use harpoon_core::{Dim, Missing, Number, Period, Quantity, Reading, Scope, Selection};
use harpoon_lake::query::Measured;
use harpoon_model::credit::Model;
use harpoon_model::interval::Estimate;
use harpoon_model::roi::{Returns, Verdict, mer, returns};

use super::By;
use super::credit::{Answer, Book, NOBODY, Question, Row, Worth};
use crate::Error;
use crate::measure;
use crate::workspace::{Awareness, Workspace};

/// Models whose credits span the choice of a model.
pub(crate) const SPAN: &[Model] = &[
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
    pub missing: Option<Missing>,
}

/// All lines of returns.
#[derive(Clone, Debug)]
pub struct Returned {
    /// The lines.
    pub lines: Vec<Line>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// What to measure returns of.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Dimensions that cost and credit share: platform, campaign, scope. Empty for the whole effort.
    pub by: Vec<By>,
    /// Only these places; several values of one dimension are alternatives. Empty for all.
    pub only: Vec<(By, String)>,
    /// Media or full cost.
    pub basis: CostBasis,
    /// Rules, period, model (the first), interval.
    pub credit: Question,
}

/// What was spent, by place and currency.
pub(crate) type Costs = BTreeMap<(Vec<String>, String), Number>;

impl Workspace {
    /// Returns by line, the largest cost first.
    pub fn returns(&self, ask: &Ask) -> Result<Returned, Error> {
        let dims: Vec<Dim> = ask.by.iter().map(|by| shared(*by)).collect::<Result<_, _>>()?;
        let (costs, _) = self.costs(ask.basis, &dims, &Selection::over(ask.credit.period))?;
        let mut dealt = self.dealt(ask, &[ask.credit.period])?;
        let revenue = dealt
            .pop()
            .ok_or_else(|| Error::Bug("a period without credit".to_owned()))?;
        Ok(Returned {
            lines: self.lines(ask, &costs, &revenue),
            notes: revenue.notes,
        })
    }

    /// Lines of what was spent and dealt out, the largest cost first.
    pub(crate) fn lines(&self, ask: &Ask, costs: &Costs, revenue: &Revenue) -> Vec<Line> {
        let mut keys: BTreeSet<(Vec<String>, String)> = costs.keys().cloned().collect();
        keys.extend(revenue.lines.keys().cloned());
        if ask.by.is_empty() && revenue.valued {
            keys.extend(revenue.all.keys().map(|currency| (Vec::new(), currency.clone())));
        }
        let mut lines: Vec<Line> = keys
            .into_iter()
            .map(|key| self.line(ask, &key, costs.get(&key).copied(), revenue))
            .collect();
        lines.sort_by(|a, b| b.cost.cmp(&a.cost).then_with(|| a.by.cmp(&b.by)));
        lines
    }

    /// What was spent by these dimensions, within the period and filters of a selection; with how it was measured.
    pub(crate) fn costs(
        &self,
        basis: CostBasis,
        dims: &[Dim],
        within: &Selection,
    ) -> Result<(Costs, Vec<Measured>), Error> {
        let measured = self.measure(&measure::Question {
            kpis: vec![format!("cost_{basis}")],
            selection: Selection {
                by: dims.to_vec(),
                ..within.clone()
            },
            at: None,
        })?;
        let known = measured.iter().flat_map(|one| &one.readings).filter_map(|reading| {
            let by = reading.by.iter().map(|(_, value)| value.clone()).collect();
            Some(((by, reading.unit.clone()), exact(reading)?))
        });
        Ok((known.collect(), measured))
    }

    /// What the model deals out in each of the periods.
    pub(crate) fn dealt(&self, ask: &Ask, periods: &[Option<Period>]) -> Result<Vec<Revenue>, Error> {
        let model = ask.model();
        let mut models = SPAN.to_vec();
        models.extend((!models.contains(&model)).then_some(model));
        // Ads are told apart as they are bought, whatever else is asked for.
        let mut by = vec![By::Scope, By::Platform];
        for one in ask.by.iter().chain(ask.only.iter().map(|(by, _)| by)) {
            if !by.contains(one) {
                by.push(*one);
            }
        }
        let question = Question {
            models,
            by: by.clone(),
            worth: Worth::Revenue,
            ..ask.credit.clone()
        };
        let answers = self.credit_of(&question, periods)?;
        Ok(answers.iter().map(|answer| Revenue::of(answer, ask, &by)).collect())
    }

    fn line(&self, ask: &Ask, key: &(Vec<String>, String), cost: Option<Number>, all: &Revenue) -> Line {
        let (by, currency) = key;
        let revenue = all.lines.get(key).copied().filter(|_| all.valued).or_else(|| {
            // A known cost in the currency of the book, without a deed credited: nothing came back, for certain.
            let whole = ask.by.is_empty();
            ((cost.is_some() || whole) && all.all.contains_key(currency) && all.valued).then(|| Estimate::exact(0.0))
        });
        let nameless = by.iter().zip(&ask.by).find(|(value, _)| value.is_empty());
        let returned = match (cost, revenue) {
            (Some(_), _) if nameless.is_some() => {
                Err(Missing::CostNames(nameless.map_or("", |(_, by)| by.word()).to_owned()))
            }
            (_, None) if all.valued => Err(Missing::OtherCurrency(all.all.keys().cloned().collect())),
            (_, None) => Err(Missing::NoWorth),
            (None, _) => Err(Missing::NoCost),
            (Some(cost), Some(revenue)) => returns(revenue, cost, ask.basis).map_err(Missing::from),
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

/// Values of the dimensions, and the currency.
type Of = (Vec<String>, String);

/// Revenue credited.
pub(crate) struct Revenue {
    lines: BTreeMap<Of, Estimate>,
    /// What each model credits to the same.
    by_model: BTreeMap<Of, Vec<(Model, f64)>>,
    /// The whole book by currency.
    pub(crate) all: BTreeMap<String, Number>,
    /// Deeds in it.
    pub(crate) deeds: u64,
    /// Kinds of deed in it.
    pub(crate) on: Vec<EventKind>,
    /// What a reader must know.
    pub(crate) notes: Vec<String>,
    valued: bool,
}

impl Revenue {
    fn of(answer: &Answer, ask: &Ask, by: &[By]) -> Self {
        let mut revenue = Self {
            lines: BTreeMap::new(),
            by_model: BTreeMap::new(),
            all: BTreeMap::new(),
            deeds: 0,
            on: answer.on.clone(),
            notes: answer.notes.clone(),
            valued: false,
        };
        for book in &answer.books {
            revenue.take(book, ask, by);
        }
        revenue
    }

    fn take(&mut self, book: &Book, ask: &Ask, by: &[By]) {
        let currency = book.currency.clone().unwrap_or_default();
        self.valued |= book.total != Number::ZERO;
        self.deeds += book.deeds;
        self.all.insert(currency.clone(), book.total);
        let mut sums: BTreeMap<Vec<String>, BTreeMap<Model, Sum>> = BTreeMap::new();
        let somebody = |row: &&Row| row.by.first().is_some_and(|v| v != NOBODY);
        for row in book.rows.iter().filter(somebody) {
            if let Some(key) = key_of(row, by, ask) {
                sums.entry(key).or_default().entry(row.model).or_default().add(row);
            }
        }
        for (key, of_models) in sums {
            if let Some(estimate) = estimate(&of_models, ask.model(), book) {
                let credits = of_models.iter().map(|(model, sum)| (*model, sum.credit));
                self.by_model.insert((key.clone(), currency.clone()), credits.collect());
                self.lines.insert((key, currency.clone()), estimate);
            }
        }
    }

    /// What each model credits to the whole, by currency.
    pub(crate) fn spread(&self) -> impl Iterator<Item = (&str, &[(Model, f64)])> {
        let whole = self.by_model.iter().filter(|((by, _), _)| by.is_empty());
        whole.map(|((_, currency), credits)| (currency.as_str(), credits.as_slice()))
    }
}

impl Ask {
    /// The model that deals out.
    pub(crate) fn model(&self) -> Model {
        self.credit.models.first().copied().unwrap_or(Model::PathMarkov)
    }
}

/// The dimension by which costs are known as well.
pub(crate) fn shared(by: By) -> Result<Dim, Error> {
    match by {
        By::Platform => Ok(Dim::Platform),
        By::Campaign => Ok(Dim::Campaign),
        By::Scope => Ok(Dim::Scope),
        other => Err(Error::Usage(format!(
            "costs are not known by {}; returns are told apart by platform, campaign, scope",
            other.word()
        ))),
    }
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
fn key_of(row: &Row, by: &[By], ask: &Ask) -> Option<Vec<String>> {
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
    let value = |by: By| if by == By::Platform { Some(platform) } else { at(by) };
    let wanted = |by: By| {
        let mut values = ask.only.iter().filter(|(only, _)| *only == by).peekable();
        values.peek().is_none() || values.any(|(_, wanted)| Some(wanted.as_str()) == value(by))
    };
    if !ask.only.iter().all(|(by, _)| wanted(*by)) {
        return None;
    }
    ask.by.iter().map(|by| value(*by).map(str::to_owned)).collect()
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
