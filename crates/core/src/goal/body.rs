//! What the signed ledger holds of a goal: [`GoalBody`], [`RevisionBody`], [`ClosingBody`], one for each kind of entry.
//!
//! The seam: plain structs of texts, lists and whole numbers, with serde's derives. Whoever writes an entry turns one into the
//! ledger's JSON (`serde_json::to_value`), whoever reads one turns it back (`from_value`); nothing here knows of JSON. Values
//! with fractions and days are texts, so that canonical JSON has one spelling for each.
//!
//! Strict: every field is there, an empty one as null; an unknown one is refused; and what was read is written again and must
//! come out alike, so that one goal has one body.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Baseline, Direction, Every, Global, Goal, GoalId, Subject, Term, day, is_name, target};
use crate::{Filter, KpiUnit, Number, Period};

/// A field that may be null and must be there.
fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// Body of an entry of kind `goal`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalBody {
    /// Id of the goal.
    pub goal: String,
    /// Its name.
    pub name: String,
    /// Id of the KPI; null where it is on an index.
    #[serde(deserialize_with = "nullable")]
    pub kpi: Option<String>,
    /// The index; null where it is on a KPI.
    #[serde(deserialize_with = "nullable")]
    pub global: Option<String>,
    /// Unit of the KPI's value; null for an index.
    #[serde(deserialize_with = "nullable")]
    pub unit: Option<String>,
    /// Filters, sorted: `platform=facebook`.
    #[serde(rename = "where")]
    pub filters: Vec<String>,
    /// `at_least` or `at_most`.
    pub direction: String,
    /// The value.
    pub target: String,
    /// ISO 4217 code of a value in money.
    #[serde(deserialize_with = "nullable")]
    pub currency: Option<String>,
    /// The change that the target was written as: `0.2`.
    #[serde(deserialize_with = "nullable")]
    pub change: Option<String>,
    /// Value before.
    #[serde(deserialize_with = "nullable")]
    pub baseline: Option<BaselineBody>,
    /// `month`, `week`, `quarter`; null where there is a deadline.
    #[serde(deserialize_with = "nullable")]
    pub every: Option<String>,
    /// First day.
    pub from: String,
    /// Deadline.
    #[serde(deserialize_with = "nullable")]
    pub by: Option<String>,
}

/// A value before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineBody {
    /// Value.
    pub value: String,
    /// First day of its period.
    pub from: String,
    /// Last day.
    pub to: String,
}

/// Body of an entry of kind `revision`: what the goal is to be from now on. What it does not name stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionBody {
    /// Id of the goal.
    pub goal: String,
    /// Number of the version that this makes, from 2 on.
    pub version: u32,
    /// What is changed: `target`, `deadline`, `budget`, `mix`.
    pub option: String,
    /// The target from now on, changed or not.
    pub target: String,
    /// The deadline from now on, changed or not; null where there is none.
    #[serde(deserialize_with = "nullable")]
    pub by: Option<String>,
    /// First day that it holds for.
    pub from: String,
    /// Budget for each period or up to the deadline, where that is changed.
    #[serde(deserialize_with = "nullable")]
    pub budget: Option<BudgetBody>,
    /// Share of the money by filter, where that is changed.
    #[serde(deserialize_with = "nullable")]
    pub mix: Option<Vec<ShareBody>>,
    /// Why.
    pub why: String,
    /// Who of the other side agreed, as the author says; null where nobody has yet.
    #[serde(deserialize_with = "nullable")]
    pub agreed_by: Option<String>,
}

/// Money to be spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetBody {
    /// How much.
    pub amount: String,
    /// ISO 4217 code.
    pub currency: String,
}

/// A part of the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareBody {
    /// Where it goes: `platform=facebook`.
    #[serde(rename = "where")]
    pub filter: String,
    /// Which part, 0 to 1.
    pub share: String,
}

/// Body of an entry of kind `closing`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingBody {
    /// Id of the goal.
    pub goal: String,
    /// Last day that counts.
    pub on: String,
    /// Why.
    pub why: String,
}

/// Why a body is no goal, revision or closing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// A field is not as it should be.
    #[error("its field `{0}` is not as it should be")]
    Field(&'static str),
    /// The fields do not fit each other.
    #[error("its target {target} is not what a change of {change} makes of its baseline")]
    Change {
        /// The target.
        target: String,
        /// The change.
        change: String,
    },
    /// The same meaning in another spelling.
    #[error("it is spelled otherwise than we write it")]
    Spelling,
}

/// A text that is to be a value of this field.
pub(super) fn read<T>(text: &str, field: &'static str, of: impl Fn(&str) -> Option<T>) -> Result<T, BodyError> {
    of(text).ok_or(BodyError::Field(field))
}

pub(super) fn number(text: &str, field: &'static str) -> Result<Number, BodyError> {
    read(text, field, |text| text.parse().ok())
}

pub(super) fn currency(text: &str) -> Result<String, BodyError> {
    read(text, "currency", |text| {
        target::is_currency(text).then(|| text.to_owned())
    })
}

pub(super) fn filter(text: &str, field: &'static str) -> Result<Filter, BodyError> {
    read(text, field, |text| text.parse().ok())
}

pub(super) fn written(filter: &Filter) -> String {
    format!("{}={}", filter.dim, filter.value)
}

/// A reason or name that somebody wrote: not empty, at most 2,000 signs.
pub(super) fn reason(text: &str, field: &'static str) -> Result<String, BodyError> {
    read(text, field, |text| is_reason(text).then(|| text.to_owned()))
}

pub(super) fn is_reason(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= 2000
}

impl From<&Goal> for GoalBody {
    fn from(goal: &Goal) -> Self {
        let (kpi, global) = match goal.subject() {
            Subject::Kpi(id) => (Some(id.clone()), None),
            Subject::Global(global) => (None, Some(global.to_string())),
        };
        let (every, from, by) = match goal.term() {
            Term::Every { every, from } => (Some(every.to_string()), from, None),
            Term::By { from, by } => (None, from, Some(by.to_string())),
        };
        Self {
            goal: goal.id().to_string(),
            name: goal.name().to_owned(),
            kpi,
            global,
            unit: goal.unit().map(|unit| unit.to_string()),
            filters: goal.filters().iter().map(written).collect(),
            direction: goal.direction().to_string(),
            target: goal.target().to_string(),
            currency: goal.currency().map(ToOwned::to_owned),
            change: goal.change().map(|change| change.to_string()),
            baseline: goal.baseline().map(|baseline| BaselineBody {
                value: baseline.value.to_string(),
                from: baseline.period.from.to_string(),
                to: baseline.period.to.to_string(),
            }),
            every,
            from: from.to_string(),
            by,
        }
    }
}

impl TryFrom<&GoalBody> for Goal {
    type Error = BodyError;

    fn try_from(body: &GoalBody) -> Result<Self, BodyError> {
        let unit = body.unit.as_deref().map(|unit| read(unit, "unit", KpiUnit::from_word));
        let currency = body.currency.as_deref().map(currency);
        let change = body.change.as_deref().map(|change| number(change, "change"));
        let filters = body.filters.iter().map(|text| filter(text, "where"));
        let name = read(&body.name, "name", |name| is_name(name).then(|| name.to_owned()));
        let goal = Self {
            id: read(&body.goal, "goal", GoalId::new)?,
            name: name?,
            subject: subject(body)?,
            unit: unit.transpose()?,
            filters: filters.collect::<Result<_, _>>()?,
            direction: read(&body.direction, "direction", Direction::from_word)?,
            target: number(&body.target, "target")?,
            currency: currency.transpose()?,
            change: change.transpose()?,
            baseline: body.baseline.as_ref().map(baseline).transpose()?,
            term: term(body)?,
        };
        consistent(&goal)?;
        if GoalBody::from(&goal) != *body {
            return Err(BodyError::Spelling);
        }
        Ok(goal)
    }
}

fn subject(body: &GoalBody) -> Result<Subject, BodyError> {
    match (&body.kpi, &body.global) {
        (Some(kpi), None) if crate::catalogue::law::is_id(kpi) => Ok(Subject::Kpi(kpi.clone())),
        (None, Some(global)) => read(global, "global", Global::from_word).map(Subject::Global),
        _ => Err(BodyError::Field("kpi")),
    }
}

fn baseline(body: &BaselineBody) -> Result<Baseline, BodyError> {
    let (from, to) = (read(&body.from, "baseline", day)?, read(&body.to, "baseline", day)?);
    Ok(Baseline {
        value: number(&body.value, "baseline")?,
        period: Period::new(from, to).map_err(|_| BodyError::Field("baseline"))?,
    })
}

fn term(body: &GoalBody) -> Result<Term, BodyError> {
    let from = read(&body.from, "from", day)?;
    match (&body.every, &body.by) {
        (Some(every), None) => Ok(Term::every(read(every, "every", Every::from_word)?, from)),
        (None, Some(by)) => Term::by(from, read(by, "by", day)?).map_err(|_| BodyError::Field("by")),
        _ => Err(BodyError::Field("every")),
    }
}

/// What holds between the fields of every goal that was set.
fn consistent(goal: &Goal) -> Result<(), BodyError> {
    let money = matches!(goal.unit, Some(KpiUnit::Money | KpiUnit::MoneyPerThousand));
    let global = matches!(goal.subject, Subject::Global(_));
    let twice = goal.filters.windows(2).any(|pair| pair.first() >= pair.last());
    let wrong = [
        (money != goal.currency.is_some(), "currency"),
        (global != goal.unit.is_none(), "unit"),
        (global && !goal.filters.is_empty(), "where"),
        (twice || goal.filters.iter().any(|f| f.dim.of_time()), "where"),
        (
            target::check(goal.target, goal.unit, true, goal.direction).is_err(),
            "target",
        ),
    ];
    if let Some((_, field)) = wrong.into_iter().find(|(wrong, _)| *wrong) {
        return Err(BodyError::Field(field));
    }
    let Some(change) = goal.change else { return Ok(()) };
    let base = match goal.baseline {
        Some(baseline) => baseline.value,
        None if global => super::global::BASELINE,
        None => return Err(BodyError::Field("baseline")),
    };
    let expected = target::changed(base, change, goal.unit, goal.direction);
    if expected == Ok(goal.target) {
        return Ok(());
    }
    Err(BodyError::Change {
        target: goal.target.to_string(),
        change: change.to_string(),
    })
}
