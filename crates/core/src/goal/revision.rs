//! [`Revision`]: a change of a goal, with who, when and why; [`Closing`]: its end. The old target stays in the history.

use jiff::civil::Date;

use super::body::{BodyError, BudgetBody, ClosingBody, RevisionBody, ShareBody, is_reason, written};
use super::{Goal, GoalId, OptionKind, Target, TargetError, Term, body, day, target};
use crate::{Filter, Number, number};

/// Money to be spent, in each period or up to the deadline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Budget {
    /// How much.
    pub amount: Number,
    /// ISO 4217 code.
    pub currency: String,
}

/// What a goal is to be from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Revision {
    /// Which goal.
    pub goal: GoalId,
    /// Number of the version that this makes, from 2 on.
    pub version: u32,
    /// What is changed.
    pub option: OptionKind,
    /// The target, changed or not.
    pub target: Number,
    /// The deadline, changed or not.
    pub by: Option<Date>,
    /// First day that it holds for: periods that began before keep the old target.
    pub from: Date,
    /// Budget, where that is changed.
    pub budget: Option<Budget>,
    /// Which part of the money goes where, where that is changed; the parts sum to one.
    pub mix: Option<Vec<(Filter, Number)>>,
    /// Why.
    pub why: String,
    /// Who of the other side agreed, as the author says.
    pub agreed_by: Option<String>,
}

/// What somebody wants to change, before it is looked at. What is left out stays.
#[derive(Clone, Debug, Default)]
pub struct RevisionWish<'a> {
    /// The target as it was written: a value.
    pub target: Option<&'a str>,
    /// The deadline.
    pub by: Option<Date>,
    /// Budget.
    pub budget: Option<Budget>,
    /// Which part of the money goes where.
    pub mix: Option<Vec<(Filter, Number)>>,
    /// Why.
    pub why: &'a str,
    /// Who of the other side agreed.
    pub agreed_by: Option<&'a str>,
}

/// Why a wish is no revision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    /// The target cannot be read, or cannot be.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A change in per cent.
    #[error("`{0}`: write the new value itself; a change could be meant against the old target or the time before")]
    Relative(String),
    /// No reason.
    #[error("a change needs a reason, of at most 2,000 signs: it is what the client reads first")]
    NoReason,
    /// An empty name.
    #[error("the name of who agreed is empty or too long; leave it out until somebody has")]
    NoName,
    /// All stays as it is.
    #[error("nothing changes; give another target, deadline, budget or mix")]
    Nothing,
    /// The goal has none.
    #[error("the goal comes round every {0} and has no deadline; change its target, or close it")]
    NoDeadline(super::Every),
    /// Over before it begins.
    #[error("the deadline ({by}) lies before {today}, and what is over stays as it was; give a later one")]
    Past {
        /// The deadline, new or old.
        by: Date,
        /// The day of the change.
        today: Date,
    },
    /// No whole.
    #[error("the parts of the mix sum to {0}; they must sum to 1, each above nought")]
    Mix(Number),
    /// No amount.
    #[error("a budget is an amount above nought in a currency such as EUR")]
    Budget,
}

impl Revision {
    /// Turns a wish into the revision that makes version `version` of the goal as it stands. It holds from the period that runs
    /// on `today`: what is over stays judged by what was promised.
    ///
    /// Errors: every mistake of the wish.
    pub fn of(goal: &Goal, version: u32, wish: &RevisionWish<'_>, today: Date) -> Result<Self, Vec<RevisionError>> {
        let mut mistakes = reasons(wish);
        let target = new_target(goal, wish).map_err(|mistake| mistakes.push(mistake)).ok();
        let by = new_deadline(goal, wish, today)
            .map_err(|mistake| mistakes.push(mistake))
            .ok();
        mistakes.extend(money(wish));
        let (Some(target), Some(by), []) = (target, by, mistakes.as_slice()) else {
            return Err(mistakes);
        };
        let option = option(goal, target, by, wish).ok_or_else(|| vec![RevisionError::Nothing])?;
        Ok(Self {
            goal: goal.id().clone(),
            version,
            option,
            target,
            by,
            from: match goal.term() {
                Term::Every { every, from } => every.around(today).from.max(from),
                Term::By { from, .. } => from,
            },
            budget: wish.budget.clone(),
            mix: wish.mix.clone(),
            why: wish.why.trim().to_owned(),
            agreed_by: wish.agreed_by.map(|who| who.trim().to_owned()),
        })
    }

    /// The goal as it is from then on; `None` where the revision does not fit it.
    pub fn applied(&self, goal: &Goal) -> Option<Goal> {
        let term = match (goal.term(), self.by) {
            (every @ Term::Every { .. }, None) => every,
            (Term::By { from, .. }, Some(by)) => Term::by(from, by).ok()?,
            _ => return None,
        };
        let mut new = goal.clone();
        new.term = term;
        if self.target != goal.target() {
            target::check(self.target, goal.unit(), true, goal.direction()).ok()?;
            (new.target, new.change) = (self.target, None);
        }
        (self.goal == *goal.id()).then_some(new)
    }
}

fn reasons(wish: &RevisionWish<'_>) -> Vec<RevisionError> {
    let mut mistakes = Vec::new();
    mistakes.extend((!is_reason(wish.why)).then_some(RevisionError::NoReason));
    let named = wish.agreed_by.is_none_or(|who| super::is_name(who.trim()));
    mistakes.extend((!named).then_some(RevisionError::NoName));
    mistakes
}

fn new_target(goal: &Goal, wish: &RevisionWish<'_>) -> Result<Number, RevisionError> {
    let Some(text) = wish.target else {
        return Ok(goal.target());
    };
    match Target::read(text, goal.unit(), goal.currency())? {
        Target::Change(_) => Err(RevisionError::Relative(text.to_owned())),
        Target::Value { currency, .. } if currency.as_deref() != goal.currency() => {
            let unit = "the currency it was set in";
            let given = text.to_owned();
            Err(TargetError::Unit { given, unit }.into())
        }
        Target::Value { number, .. } => {
            target::check(number, goal.unit(), goal.target() < Number::ZERO, goal.direction())?;
            Ok(number)
        }
    }
}

fn new_deadline(goal: &Goal, wish: &RevisionWish<'_>, today: Date) -> Result<Option<Date>, RevisionError> {
    match (goal.term(), wish.by) {
        (Term::Every { .. }, None) => Ok(None),
        (Term::Every { every, .. }, Some(_)) => Err(RevisionError::NoDeadline(every)),
        (Term::By { by: old, .. }, new) => {
            let by = new.unwrap_or(old);
            let over = by < today;
            if over {
                Err(RevisionError::Past { by, today })
            } else {
                Ok(Some(by))
            }
        }
    }
}

fn money(wish: &RevisionWish<'_>) -> Vec<RevisionError> {
    let mut mistakes = Vec::new();
    let sound = |budget: &Budget| budget.amount > Number::ZERO && target::is_currency(&budget.currency);
    let budget = wish.budget.as_ref().is_none_or(sound);
    mistakes.extend((!budget).then_some(RevisionError::Budget));
    if let Some(mix) = &wish.mix
        && let Err(sum) = whole(mix)
    {
        mistakes.push(RevisionError::Mix(sum));
    }
    mistakes
}

/// Whether the parts make up one; else their sum.
fn whole(mix: &[(Filter, Number)]) -> Result<(), Number> {
    let bounded = |share: &Number| (1..=number::SCALE).contains(&share.micros());
    let sum = mix.iter().map(|(_, share)| i128::from(share.micros())).sum::<i128>();
    if sum == i128::from(number::SCALE) && mix.iter().all(|(_, share)| bounded(share)) {
        return Ok(());
    }
    Err(Number::from_micros(i64::try_from(sum).unwrap_or(i64::MAX)))
}

/// What is changed; where several things are, the one that binds most: target, deadline, budget, mix.
fn option(goal: &Goal, target: Number, by: Option<Date>, wish: &RevisionWish<'_>) -> Option<OptionKind> {
    let old = match goal.term() {
        Term::By { by, .. } => Some(by),
        Term::Every { .. } => None,
    };
    [
        (target != goal.target(), OptionKind::Target),
        (by != old, OptionKind::Deadline),
        (wish.budget.is_some(), OptionKind::Budget),
        (wish.mix.is_some(), OptionKind::Mix),
    ]
    .into_iter()
    .find_map(|(changed, option)| changed.then_some(option))
}

impl From<&Revision> for RevisionBody {
    fn from(revision: &Revision) -> Self {
        let share = |(filter, share): &(Filter, Number)| ShareBody {
            filter: written(filter),
            share: share.to_string(),
        };
        Self {
            goal: revision.goal.to_string(),
            version: revision.version,
            option: revision.option.to_string(),
            target: revision.target.to_string(),
            by: revision.by.map(|by| by.to_string()),
            from: revision.from.to_string(),
            budget: revision.budget.as_ref().map(|budget| BudgetBody {
                amount: budget.amount.to_string(),
                currency: budget.currency.clone(),
            }),
            mix: revision.mix.as_ref().map(|mix| mix.iter().map(share).collect()),
            why: revision.why.clone(),
            agreed_by: revision.agreed_by.clone(),
        }
    }
}

impl TryFrom<&RevisionBody> for Revision {
    type Error = BodyError;

    fn try_from(told: &RevisionBody) -> Result<Self, BodyError> {
        let budget = told.budget.as_ref().map(|told| {
            Ok(Budget {
                amount: body::number(&told.amount, "budget")?,
                currency: body::currency(&told.currency)?,
            })
        });
        let share = |told: &ShareBody| Ok((body::filter(&told.filter, "mix")?, body::number(&told.share, "mix")?));
        let mix = told
            .mix
            .as_ref()
            .map(|mix| mix.iter().map(share).collect::<Result<Vec<_>, _>>());
        let name = |who: &String| body::read(who, "agreed_by", |who| super::is_name(who).then(|| who.to_owned()));
        let revision = Self {
            goal: body::read(&told.goal, "goal", GoalId::new)?,
            version: told.version,
            option: body::read(&told.option, "option", OptionKind::from_word)?,
            target: body::number(&told.target, "target")?,
            by: told.by.as_deref().map(|by| body::read(by, "by", day)).transpose()?,
            from: body::read(&told.from, "from", day)?,
            budget: budget.transpose()?,
            mix: mix.transpose()?,
            why: body::reason(&told.why, "why")?,
            agreed_by: told.agreed_by.as_ref().map(name).transpose()?,
        };
        let sound = |budget: &Budget| budget.amount > Number::ZERO;
        let wrong = [
            (revision.version < 2, "version"),
            (!revision.budget.as_ref().is_none_or(sound), "budget"),
            (revision.mix.as_ref().is_some_and(|mix| whole(mix).is_err()), "mix"),
        ];
        if let Some((_, field)) = wrong.into_iter().find(|(wrong, _)| *wrong) {
            return Err(BodyError::Field(field));
        }
        if RevisionBody::from(&revision) != *told {
            return Err(BodyError::Spelling);
        }
        Ok(revision)
    }
}

/// The end of a goal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Closing {
    /// Which goal.
    pub goal: GoalId,
    /// Last day that counts: a period that ends later is not judged.
    pub on: Date,
    /// Why.
    pub why: String,
}

impl From<&Closing> for ClosingBody {
    fn from(closing: &Closing) -> Self {
        Self {
            goal: closing.goal.to_string(),
            on: closing.on.to_string(),
            why: closing.why.clone(),
        }
    }
}

impl TryFrom<&ClosingBody> for Closing {
    type Error = BodyError;

    fn try_from(told: &ClosingBody) -> Result<Self, BodyError> {
        Ok(Self {
            goal: body::read(&told.goal, "goal", GoalId::new)?,
            on: body::read(&told.on, "on", day)?,
            why: body::reason(&told.why, "why")?,
        })
    }
}
