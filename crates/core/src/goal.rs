//! [`Goal`]: what was promised: a KPI or an index, a target, and when it is judged.
//!
//! ```text
//! wish ──Goal::set──▶ Goal ──Term──▶ periods ──status──▶ met, missed, on track, at risk, unknown
//!                      │ ▲
//!              GoalBody▼ │body                       (entries of the signed ledger)
//!                     History: every version, which of them counts when
//! ```
//!
//! Two kinds: *concrete* goals on a KPI of the catalogue, and *global* ones (recognition, local presence, legitimacy) on an
//! index of stated proxies that is 100 over its baseline. Goals know nothing of the ledger: an entry's body is a plain struct
//! ([`body`]) that serde turns into whatever the ledger holds.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::fact::words;
use crate::kpi::{Better, Kpi, Titles, titles};
use crate::{Filter, Number, Period};

pub use global::{Global, Proxy, ProxySource};
pub use history::{Asked, Consent, History, Party, Version};
pub use option::{Need, OptionKind};
pub use refusal::{Caution, Refusal};
pub use revision::{Closing, Revision, RevisionError, RevisionWish};
pub use status::{Standing, Status, Why};
pub use target::{GoalUnit, Target, TargetError};
pub use term::{Elapsed, Every, Judged, Outside, Term, TermError};

pub mod body;
pub mod global;
pub mod history;
pub mod option;
pub mod refusal;
pub mod revision;
pub mod status;
pub mod target;
pub mod term;

words! {
    /// Which way a goal is met.
    Direction {
        /// By the target or more.
        AtLeast = "at_least",
        /// By the target or less.
        AtMost = "at_most",
    }
}

impl Direction {
    /// As people read it.
    pub const fn title(self) -> Titles {
        match self {
            Self::AtLeast => titles("at least", "至少", "op syn minst"),
            Self::AtMost => titles("at most", "至多", "op syn heechst"),
        }
    }

    const fn of(better: Better) -> Option<Self> {
        match better {
            Better::Up => Some(Self::AtLeast),
            Better::Down => Some(Self::AtMost),
            Better::Neither => None,
        }
    }
}

/// Name of a goal in commands, files and entries: `g1`, `new-friends`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoalId(String);

impl GoalId {
    /// Lower case letters, digits, `-` and `_`, a letter first, at most 64.
    pub fn new(text: &str) -> Option<Self> {
        let rest = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
        let fits = text.len() <= 64 && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(rest);
        fits.then(|| Self(text.to_owned()))
    }

    /// The first of `g1`, `g2`, … that is higher than all taken ones.
    pub fn next<'a>(taken: impl IntoIterator<Item = &'a Self>) -> Self {
        let number = |id: &Self| id.0.strip_prefix('g').and_then(|n| n.parse::<u32>().ok());
        let highest = taken.into_iter().filter_map(number).max().unwrap_or(0);
        Self(format!("g{}", highest.saturating_add(1)))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GoalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a goal is on. The id of a KPI, not its entry: a goal outlives a KPI of one's own that is taken out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A KPI, by id.
    Kpi(String),
    /// An index of proxies.
    Global(Global),
}

impl Subject {
    /// Its kind.
    pub const fn kind(&self) -> GoalKind {
        match self {
            Self::Kpi(_) => GoalKind::Concrete,
            Self::Global(_) => GoalKind::Global,
        }
    }
}

words! {
    /// The two kinds of goal; a workspace is asked for one of each.
    GoalKind {
        /// On a KPI.
        Concrete = "concrete",
        /// On an index.
        Global = "global",
    }
}

impl GoalKind {
    /// What to ask for where there is none.
    pub const fn question(self) -> Titles {
        match self {
            Self::Concrete => titles(
                "There is no concrete goal yet: which figure is to be where, and when?",
                "还没有具体目标：哪个数字要在什么时候达到多少？",
                "Der is noch gjin konkreet doel: hokker sifer moat wannear wêr wêze?",
            ),
            Self::Global => titles(
                "There is no global goal yet: is it recognition, local presence or legitimacy that is to grow?",
                "还没有整体目标：要提升知名度、本地影响力还是公信力？",
                "Der is noch gjin algemien doel: moat de bekendheid, de oanwêzigens yn 'e streek of de betrouberens grutter wurde?",
            ),
        }
    }

    /// The kinds that none of the goals is of.
    pub fn lacking<'a>(goals: impl IntoIterator<Item = &'a Goal>) -> Vec<Self> {
        let there: Vec<Self> = goals.into_iter().map(|goal| goal.subject.kind()).collect();
        Self::ALL.iter().copied().filter(|kind| !there.contains(kind)).collect()
    }
}

/// Where a change is measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Baseline {
    /// Value of the KPI, in its unit.
    pub value: Number,
    /// Days that it is of.
    pub period: Period,
}

/// What was promised. Made by [`Goal::set`] or read from an entry; never half right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Goal {
    id: GoalId,
    name: String,
    subject: Subject,
    unit: GoalUnit,
    filters: Vec<Filter>,
    direction: Direction,
    target: Number,
    currency: Option<String>,
    change: Option<Number>,
    baseline: Option<Baseline>,
    term: Term,
}

/// What somebody wants to promise, before it is looked at.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// Its id, not taken yet.
    pub id: GoalId,
    /// Its name; the title of the KPI or index if left out.
    pub name: Option<&'a str>,
    /// What it is on.
    pub on: On,
    /// Which part of the data.
    pub filters: Vec<Filter>,
    /// The target as it was written; of an index, [`global::DEFAULT_TARGET`] if left out.
    pub target: Option<&'a str>,
    /// Which way it is met; follows from the KPI where that has a better direction.
    pub direction: Option<Direction>,
    /// Value before; asked for by a target such as `+20%`.
    pub baseline: Option<Baseline>,
    /// Currency of bare amounts of money.
    pub currency: Option<&'a str>,
    /// When it is judged.
    pub term: Term,
}

/// What a wish is on.
#[derive(Clone, Copy, Debug)]
pub enum On {
    /// A KPI.
    Kpi(&'static Kpi),
    /// An index.
    Global(Global),
}

impl On {
    const fn unit(self) -> GoalUnit {
        match self {
            Self::Kpi(kpi) => Some(kpi.unit),
            Self::Global(_) => None,
        }
    }

    const fn better(self) -> Better {
        match self {
            Self::Kpi(kpi) => kpi.better,
            Self::Global(_) => Better::Up,
        }
    }

    fn below_nought(self) -> bool {
        match self {
            Self::Kpi(kpi) => target::can_be_negative(kpi),
            Self::Global(_) => false,
        }
    }

    const fn title(self) -> Titles {
        match self {
            Self::Kpi(kpi) => kpi.title,
            Self::Global(global) => global.title(),
        }
    }
}

/// Why a wish is no goal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoalError {
    /// The KPI makes no goal.
    #[error("{kpi}: {why}")]
    Refused {
        /// Id of the KPI.
        kpi: String,
        /// Why.
        why: Refusal,
    },
    /// The target cannot be read, or cannot be.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// There is no target.
    #[error("a goal needs a target: a value (100, 4.5%, €12.50) or a change (+20%)")]
    NoTarget,
    /// The wrong way.
    #[error("{kpi} is better {}: {given} would reward the opposite", better(*.direction))]
    Against {
        /// What it is on.
        kpi: String,
        /// Its better direction.
        direction: Direction,
        /// What was asked for.
        given: String,
    },
    /// Neither way is better by itself.
    #[error(
        "{0} is neither better high nor low: say whether the target is to be reached or not to be passed (at_least, at_most)"
    )]
    NoDirection(String),
    /// A change without a baseline.
    #[error("{0} is a change, and nothing is known of the time before; write a value instead")]
    NoBaseline(String),
    /// A share of nothing.
    #[error("{0} of nothing is nothing: the baseline ({1}) is nought; write a value instead")]
    ZeroBaseline(String, Period),
    /// A share of a loss.
    #[error("{0} of a loss says nothing: the baseline is {1}; write a value instead")]
    NegativeBaseline(String, Number),
    /// An index has no parts.
    #[error("an index has no filters; set a goal on one of its proxies")]
    FilteredIndex,
    /// A filter that time decides.
    #[error("`{0}` is a matter of time, which the goal's term decides; leave it out")]
    TimeFilter(String),
    /// A name that is no name.
    #[error("the name is empty, longer than 120 signs, or holds line breaks or hidden signs; give a plain one")]
    Name,
    /// A filter twice.
    #[error("`{0}` is there twice")]
    Twice(String),
}

const fn better(direction: Direction) -> &'static str {
    match direction {
        Direction::AtLeast => "high",
        Direction::AtMost => "low",
    }
}

/// Longest name, in characters.
const LONGEST_NAME: usize = 120;

impl Goal {
    /// Turns a wish into a goal.
    ///
    /// Errors: every mistake of it.
    pub fn set(wish: &Wish<'_>) -> Result<Self, Vec<GoalError>> {
        let mut mistakes = Vec::new();
        if let On::Kpi(kpi) = wish.on
            && let Err(why) = refusal::fit(kpi)
        {
            let kpi = kpi.id.to_owned();
            return Err(vec![GoalError::Refused { kpi, why }]);
        }
        let name = wish.name.unwrap_or(wish.on.title().en).trim().to_owned();
        mistakes.extend((!is_name(&name)).then_some(GoalError::Name));
        mistakes.extend(filter_mistakes(wish.on, &wish.filters));
        let aim = aim(wish).map_err(|mistake| mistakes.push(mistake)).ok();
        let (Some(aim), []) = (aim, mistakes.as_slice()) else {
            return Err(mistakes);
        };
        let mut filters = wish.filters.clone();
        filters.sort();
        Ok(Self {
            id: wish.id.clone(),
            name,
            subject: match wish.on {
                On::Kpi(kpi) => Subject::Kpi(kpi.id.to_owned()),
                On::Global(global) => Subject::Global(global),
            },
            unit: wish.on.unit(),
            filters,
            direction: aim.direction,
            target: aim.target,
            currency: aim.currency,
            change: aim.change,
            baseline: wish.baseline,
            term: wish.term,
        })
    }

    /// Its id.
    pub const fn id(&self) -> &GoalId {
        &self.id
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is on.
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Unit of its target; `None` for points of an index.
    pub const fn unit(&self) -> GoalUnit {
        self.unit
    }

    /// Which part of the data, sorted.
    pub fn filters(&self) -> &[Filter] {
        &self.filters
    }

    /// Which way it is met.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// The value to reach, or not to pass.
    pub const fn target(&self) -> Number {
        self.target
    }

    /// ISO 4217 code of a target in money.
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// The change against the baseline, where the target was written as one.
    pub const fn change(&self) -> Option<Number> {
        self.change
    }

    /// Value before, where it is known.
    pub const fn baseline(&self) -> Option<Baseline> {
        self.baseline
    }

    /// When it is judged.
    pub const fn term(&self) -> Term {
        self.term
    }
}

/// Target and direction of a wish.
struct Aim {
    direction: Direction,
    target: Number,
    currency: Option<String>,
    change: Option<Number>,
}

fn aim(wish: &Wish<'_>) -> Result<Aim, GoalError> {
    let default = match wish.on {
        On::Global(_) => Some(global::DEFAULT_TARGET),
        On::Kpi(_) => None,
    };
    let text = wish.target.or(default).ok_or(GoalError::NoTarget)?;
    let target = Target::read(text, wish.on.unit(), wish.currency)?;
    let direction = direction(wish, &target, text)?;
    match target {
        Target::Value { number, currency } => {
            target::check(number, wish.on.unit(), wish.on.below_nought(), direction)?;
            Ok(Aim {
                direction,
                target: number,
                currency,
                change: None,
            })
        }
        Target::Change(change) => Ok(Aim {
            direction,
            target: resolved(wish, change, direction, text)?,
            currency: in_money(wish).then(|| wish.currency.map(ToOwned::to_owned)).flatten(),
            change: Some(change),
        }),
    }
}

fn in_money(wish: &Wish<'_>) -> bool {
    use crate::KpiUnit::{Money, MoneyPerThousand};
    matches!(wish.on.unit(), Some(Money | MoneyPerThousand))
}

/// The value that a change comes to.
fn resolved(wish: &Wish<'_>, change: Number, direction: Direction, text: &str) -> Result<Number, GoalError> {
    let baseline = match (wish.on, wish.baseline) {
        (On::Global(_), None) => global::BASELINE,
        (_, Some(baseline)) if baseline.value == Number::ZERO => {
            return Err(GoalError::ZeroBaseline(text.to_owned(), baseline.period));
        }
        (_, Some(baseline)) if baseline.value < Number::ZERO => {
            return Err(GoalError::NegativeBaseline(text.to_owned(), baseline.value));
        }
        (_, Some(baseline)) => baseline.value,
        (On::Kpi(_), None) => return Err(GoalError::NoBaseline(text.to_owned())),
    };
    if in_money(wish) && !wish.currency.is_some_and(target::is_currency) {
        return Err(TargetError::NoCurrency(text.to_owned()).into());
    }
    let target = target::changed(baseline, change, wish.on.unit(), direction)?;
    target::check(target, wish.on.unit(), wish.on.below_nought(), direction)?;
    Ok(target)
}

/// From the KPI; where neither way is better, from what was said, or from the sign of the change.
fn direction(wish: &Wish<'_>, target: &Target, text: &str) -> Result<Direction, GoalError> {
    let by_change = match target {
        Target::Change(change) if *change < Number::ZERO => Some(Direction::AtMost),
        Target::Change(change) if *change > Number::ZERO => Some(Direction::AtLeast),
        _ => None,
    };
    let kpi = || wish.on.title().en.to_owned();
    let own = Direction::of(wish.on.better());
    let direction = own
        .or(wish.direction)
        .or(by_change)
        .ok_or_else(|| GoalError::NoDirection(kpi()))?;
    let against = |given: String| GoalError::Against {
        kpi: kpi(),
        direction,
        given,
    };
    match (wish.direction, by_change) {
        (Some(given), _) if given != direction => Err(against(given.title().en.to_owned())),
        (_, Some(sign)) if sign != direction => Err(against(text.to_owned())),
        _ => Ok(direction),
    }
}

fn filter_mistakes(on: On, filters: &[Filter]) -> Vec<GoalError> {
    let written = |filter: &Filter| format!("{}={}", filter.dim, filter.value);
    let mut mistakes = Vec::new();
    if matches!(on, On::Global(_)) && !filters.is_empty() {
        mistakes.push(GoalError::FilteredIndex);
    }
    for (index, filter) in filters.iter().enumerate() {
        if filter.dim.of_time() {
            mistakes.push(GoalError::TimeFilter(written(filter)));
        }
        if filters.iter().take(index).any(|before| before == filter) {
            mistakes.push(GoalError::Twice(written(filter)));
        }
    }
    mistakes
}

/// One line that can be printed: no control signs, no marks that turn the reading direction.
fn is_name(text: &str) -> bool {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !text.is_empty() && text.trim() == text && text.chars().count() <= LONGEST_NAME && !text.contains(hidden)
}

/// The day as entries write it.
fn day(text: &str) -> Option<Date> {
    let day = Period::day(text).ok()?;
    (day.to_string() == text).then_some(day)
}
