//! The laws that every KPI obeys, ours and users' alike. Tests hold ours to them, the reader of `catalogue.toml` the
//! users'.

use crate::fact::{Counter, Unit};
use crate::kpi::{Additivity, Formula, Goal, Kpi, KpiUnit, Leaf, Per, Tally};
use crate::metric::metric;

/// A law that an entry breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// The id has the wrong letters.
    #[error("`{0}` is no id; use lower case letters, digits and `_`, a letter first, at most 64")]
    Id(String),
    /// Two entries have one id.
    #[error("the id `{0}` is taken; choose another")]
    Taken(String),
    /// Two entries have one title.
    #[error("the title `{title}` is that of `{other}` already; choose another")]
    SameTitle {
        /// The title.
        title: String,
        /// Who has it.
        other: String,
    },
    /// A text is empty.
    #[error("`{0}` is empty; write a sentence")]
    Empty(&'static str),
    /// The source names no year.
    #[error("the source names no year; say who defined it, and when, such as `Own definition (2026)`")]
    NoYear,
    /// There is no such metric.
    #[error("`{0}` is no canonical metric; see the list of metrics, or write `raw.<header>` for a column of your own")]
    NoMetric(String),
    /// The metric behaves in another way than the formula needs.
    #[error("{metric} is a {is} figure, and {formula} needs {needs}")]
    Counter {
        /// The metric.
        metric: String,
        /// How it behaves.
        is: Counter,
        /// Name of the formula.
        formula: &'static str,
        /// What it needs.
        needs: &'static str,
    },
    /// The unit does not follow from the formula.
    #[error("the unit is {given}, but the formula gives {}", words(.possible))]
    Unit {
        /// Unit of the entry.
        given: KpiUnit,
        /// Units that the formula can have.
        possible: Vec<KpiUnit>,
    },
    /// Inputs of unlike units cannot be added or divided.
    #[error("{} is in {} and {} in {}: they cannot be put together so", .0.0, .0.1, .1.0, .1.1)]
    Units((String, KpiUnit), (String, KpiUnit)),
    /// An input does not add.
    #[error("`{0}` does not add up, so it cannot be added to or taken off; divide it, or use its parts")]
    NotAdditive(String),
    /// An input is a property of one post.
    #[error("`{0}` belongs to one post and cannot be an input")]
    PerPost(String),
    /// There is no input.
    #[error("there is nothing to add")]
    NoInput,
    /// A number in the formula is out of its range.
    #[error("{0}")]
    Range(&'static str),
    /// The goal is refused without a reason.
    #[error("the goal is refused without a reason; say why")]
    NoReason,
    /// A measure of luck is offered as a target.
    #[error("an outlier score measures luck and may not be a goal; refuse it, with the reason")]
    LuckAsGoal,
}

fn words(units: &[KpiUnit]) -> String {
    let words: Vec<_> = units.iter().map(|u| u.as_str()).collect();
    words.join(" or ")
}

/// Every law that the entry breaks by itself.
pub fn breaches(kpi: &Kpi) -> Vec<Breach> {
    let mut found = Vec::new();
    texts(kpi, &mut found);
    goal(kpi, &mut found);
    if let Some(leaf) = kpi.formula.leaf() {
        found.extend(counter(&kpi.formula, &leaf));
    }
    inputs(&kpi.formula, &mut found);
    found.extend(range(&kpi.formula));
    // A unit says nothing as long as the inputs do not fit.
    if found.is_empty() {
        found.extend(unit(kpi));
    }
    found
}

/// What must not stand twice. What is not known yet is empty, and clashes with nothing.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    /// The id.
    pub id: &'a str,
    /// The titles, by language.
    pub titles: [&'a str; 3],
}

impl Name<'static> {
    /// The name of an entry.
    pub fn of(kpi: &Kpi) -> Self {
        Self {
            id: kpi.id,
            titles: [kpi.title.en, kpi.title.zh, kpi.title.fy],
        }
    }
}

/// What entries break together: ids and titles that stand twice. Each with the index of the later entry.
pub fn clashes(names: &[Name<'_>]) -> Vec<(usize, Breach)> {
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        for before in names.iter().take(index) {
            found.extend(clash(name, before).map(|breach| (index, breach)));
        }
    }
    found
}

fn clash(name: &Name<'_>, before: &Name<'_>) -> Option<Breach> {
    if name.id == before.id && !name.id.is_empty() {
        return Some(Breach::Taken(name.id.to_owned()));
    }
    let mut pairs = name.titles.into_iter().zip(before.titles);
    let (title, _) = pairs.find(|(title, other)| title == other && !title.is_empty())?;
    Some(Breach::SameTitle {
        title: title.to_owned(),
        other: before.id.to_owned(),
    })
}

fn texts(kpi: &Kpi, found: &mut Vec<Breach>) {
    if !is_id(kpi.id) {
        found.push(Breach::Id(kpi.id.to_owned()));
    }
    let texts = [
        ("title.en", kpi.title.en),
        ("title.zh-CN", kpi.title.zh),
        ("title.fy", kpi.title.fy),
        ("meaning", kpi.meaning),
        ("proves_not", kpi.proves_not),
        ("source", kpi.source),
        ("since", kpi.since),
    ];
    let empty = texts.into_iter().filter(|(_, text)| text.trim().is_empty());
    found.extend(empty.map(|(name, _)| Breach::Empty(name)));
    if !kpi.source.trim().is_empty() && !names_a_year(kpi.source) {
        found.push(Breach::NoYear);
    }
}

/// Whether the text can be an id: `[a-z][a-z0-9_]*`, at most 64 letters.
pub fn is_id(text: &str) -> bool {
    let rest = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_';
    text.len() <= 64 && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && text.as_bytes().iter().all(rest)
}

fn names_a_year(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")))
}

fn goal(kpi: &Kpi, found: &mut Vec<Breach>) {
    match kpi.goal {
        Goal::Refused(reason) if reason.trim().is_empty() => found.push(Breach::NoReason),
        Goal::Fit if matches!(kpi.formula, Formula::Outlier(_)) => found.push(Breach::LuckAsGoal),
        Goal::Fit | Goal::Refused(_) => {}
    }
}

fn counter(formula: &Formula, leaf: &Leaf) -> Option<Breach> {
    if leaf.metric.starts_with("raw.") {
        return None;
    }
    let Some(metric) = metric(leaf.metric) else {
        return Some(Breach::NoMetric(leaf.metric.to_owned()));
    };
    let (counter, needs) = match formula {
        Formula::Latest(_) | Formula::Gain(_) => (Counter::Level, "a level"),
        Formula::Reported(_) => (Counter::Unique, "a count of different people"),
        _ => (Counter::Delta, "figures that add up"),
    };
    (metric.counter != counter).then(|| Breach::Counter {
        metric: leaf.metric.to_owned(),
        is: metric.counter,
        formula: formula.name(),
        needs,
    })
}

fn inputs(formula: &Formula, found: &mut Vec<Breach>) {
    let inputs = formula.inputs();
    let adds = matches!(
        formula,
        Formula::Add(_) | Formula::Weighted(_) | Formula::Difference(..) | Formula::Credited(_)
    );
    if adds && inputs.is_empty() {
        found.push(Breach::NoInput);
    }
    for input in &inputs {
        match input.additivity() {
            Additivity::PerPost => found.push(Breach::PerPost(input.id.to_owned())),
            Additivity::Recomputed | Additivity::ExactOnly if adds => {
                found.push(Breach::NotAdditive(input.id.to_owned()));
            }
            _ => {}
        }
    }
    if adds && let Some((first, rest)) = inputs.split_first() {
        let unlike = rest.iter().filter(|k| k.unit != first.unit);
        found.extend(unlike.map(|k| units(first, k)));
    }
    if let Formula::Ratio { num, den, per } = formula
        && ratio_units(num.unit, den.unit, *per).is_empty()
    {
        found.push(units(num, den));
    }
}

fn units(a: &Kpi, b: &Kpi) -> Breach {
    Breach::Units((a.id.to_owned(), a.unit), (b.id.to_owned(), b.unit))
}

fn range(formula: &Formula) -> Option<Breach> {
    let wrong = match formula {
        Formula::Reviews(Some(stars)) if !(1..=5).contains(stars) => "reviews have 1 to 5 stars",
        Formula::Quantile { percent, .. } if !(1..=99).contains(percent) => "a quantile lies between 1 and 99 percent",
        Formula::Event {
            tally: Tally::Active { days: 0 },
            ..
        } => "active people need at least one day",
        Formula::Book { tally, .. } if !matches!(tally, Tally::Times | Tally::Value) => {
            "figures of the books are times or value"
        }
        Formula::Weighted(terms) if terms.iter().any(|(weight, _)| *weight == 0) => {
            "a weight of 0 leaves the input out; remove it"
        }
        _ => return None,
    };
    Some(Breach::Range(wrong))
}

fn unit(kpi: &Kpi) -> Option<Breach> {
    let possible = possible_units(&kpi.formula);
    (!possible.is_empty() && !possible.contains(&kpi.unit)).then_some(Breach::Unit {
        given: kpi.unit,
        possible,
    })
}

/// The units that the formula can have; empty where it leaves that open.
fn possible_units(formula: &Formula) -> Vec<KpiUnit> {
    match formula {
        Formula::Sum(leaf) => metric_units(leaf),
        Formula::Latest(_) | Formula::Reported(_) => vec![KpiUnit::People],
        Formula::Gain(_) | Formula::Posts | Formula::Reviews(_) => vec![KpiUnit::Count],
        Formula::Outlier(_) => vec![KpiUnit::Score],
        Formula::Cost(_) => vec![KpiUnit::Money],
        Formula::Add(_) | Formula::Weighted(_) | Formula::Difference(..) | Formula::To(..) | Formula::Credited(_) => {
            formula.inputs().first().map(|k| k.unit).into_iter().collect()
        }
        Formula::Ratio { num, den, per } => ratio_units(num.unit, den.unit, *per).to_vec(),
        Formula::Change(_) => vec![KpiUnit::Share],
        Formula::Event { tally, .. } | Formula::Book { tally, .. } => vec![match tally {
            Tally::Times => KpiUnit::Count,
            Tally::People | Tally::Active { .. } => KpiUnit::People,
            Tally::Value => KpiUnit::Money,
        }],
        Formula::Quantile { .. } => vec![KpiUnit::Seconds],
        Formula::Modelled(_) => Vec::new(),
    }
}

/// A raw column has the unit that its owner gives it.
fn metric_units(leaf: &Leaf) -> Vec<KpiUnit> {
    let unit = metric(leaf.metric).map(|m| m.unit);
    unit.map(|unit| match unit {
        Unit::Count => KpiUnit::Count,
        Unit::People => KpiUnit::People,
        Unit::Money => KpiUnit::Money,
        Unit::Seconds => KpiUnit::Seconds,
        Unit::Fraction => KpiUnit::Share,
    })
    .into_iter()
    .collect()
}

/// What one unit by another can be; empty where it makes no sense.
fn ratio_units(num: KpiUnit, den: KpiUnit, per: Per) -> &'static [KpiUnit] {
    use KpiUnit::{Count, Money, MoneyPerThousand, People, Seconds, Share, Stars, Times};
    match (num, den, per) {
        (Money, Money, Per::One) => &[Times, Share],
        (Money, Count | People | Seconds, Per::One) => &[Money],
        (Money, Count | People, Per::Thousand) => &[MoneyPerThousand],
        (Count | People, Count | People, Per::One) => &[Share, Times, Stars],
        (Count | People, Count | People, Per::Thousand) => &[Count],
        (Seconds, Count | People, Per::One) => &[Seconds],
        (Seconds, Seconds, Per::One) => &[Share, Times],
        _ => &[],
    }
}
