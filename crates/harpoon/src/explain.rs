//! Why a KPI differs from another period, or from a target: the difference in parts by platform, campaign, post or any
//! other dimension, which add up to it exactly, and the sentences that a client reads.
//!
//! ```text
//!  KPI ─▶ both periods: the whole, and each segment above and below the line ─▶ pairs ─▶ model::explain ─▶ sentences
//! ```
//! What no segment holds is a part of its own. A segment that nobody told of in one of the periods is left out on both
//! sides, and named with the reason: unknown is not nought.
//!
//! A count that comes through others (spend through impressions, orders through clicks and visits) is also taken apart along
//! them: so much from the first count, so much from each rate. With a base (`per`) each segment has its volume, rate and mix.

use std::collections::{BTreeMap, BTreeSet};

use harpoon_core::kpi::{Formula, Kpi, KpiUnit, Per, Titles};
use harpoon_core::{Dim, Filter, NoParts, Number, Period, Selection};
use harpoon_lake::query::figures;
use harpoon_model::explain::{
    Against, ExplainError, Explained, Fraction, Language, Pair, Story, Told, additive, additive_to_target, ratio,
    ratio_to_target, sentences, volume,
};

use crate::Error;
use crate::workspace::Workspace;
use pairs::{Compared, compare};
use side::Side;

mod pairs;
mod refusal;
mod side;
mod steps;
mod words;

pub(crate) use words::{no_parts, rest};

/// Most parts that sentences name.
const NAMED: usize = 4;

/// What to explain.
#[derive(Clone, Debug)]
pub struct Question {
    /// KPI id.
    pub kpi: String,
    /// The period asked about.
    pub period: Period,
    /// The period that it is compared with; `None` is the one before.
    pub reference: Option<Period>,
    /// A target in place of the reference's value; the reference then only gives each segment's share of it.
    pub target: Option<Number>,
    /// One decomposition each; none asks for the first of platform, campaign and post that splits it.
    pub by: Vec<Dim>,
    /// A count that the KPI is so much for each of (`impressions_paid` of spend): then the parts are the total's volume, and rate
    /// and mix of each segment.
    pub per: Option<String>,
    /// Counts that it comes through, in place of the catalogue's own and of segments.
    pub through: Vec<String>,
    /// Filters.
    pub filters: Vec<Filter>,
    /// Of the sentences.
    pub language: Language,
}

/// One difference, in parts.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// KPI id.
    pub kpi: String,
    /// Its title, in the language asked for.
    pub title: &'static str,
    /// The period asked about.
    pub period: Period,
    /// What it is compared with, or where the shares of the target come from.
    pub reference: Period,
    /// Whether it is compared with a target.
    pub target: bool,
    /// What the parts are; `None` where they are the steps that the KPI comes through.
    pub by: Option<Dim>,
    /// `count`, `share`, …, or a currency code for money.
    pub unit: String,
    /// Values, parts, and what was left out.
    pub explained: Explained,
    /// Names that a client knows, by segment or step: of platforms, of KPIs, and of the posts with the largest parts.
    pub names: BTreeMap<String, String>,
    /// What a client reads.
    pub sentences: Vec<String>,
    /// What a reader must know of the data: days not covered, sources that changed.
    pub notes: Vec<String>,
    /// Receipts of the period and of the reference.
    pub receipts: [String; 2],
}

impl Workspace {
    /// Explains a difference: one explanation for each dimension and currency.
    pub fn explain(&self, question: &Question) -> Result<Vec<Explanation>, Error> {
        let asked = Asked::new(self, question)?;
        if !question.through.is_empty() {
            return asked.through_these();
        }
        if question.by.is_empty() {
            let through = asked.through_its_own()?;
            return match asked.by_the_usual() {
                Err(Error::NotExplained { .. }) if !through.is_empty() => Ok(through),
                segments => Ok(segments?.into_iter().chain(through).collect()),
            };
        }
        let mut all = Vec::new();
        for dim in &question.by {
            let by = asked.both(Some(dim))?;
            let compared = asked.compared(&by);
            if most_segments(&compared) == 0 {
                return Err(not_explained(asked.kpi, NoParts::NotBy(dim.clone())));
            }
            all.extend(asked.told(&by, compared)?);
        }
        Ok(all)
    }
}

/// What is compared in each currency.
type ByCurrency = Vec<(String, Compared)>;

fn most_segments(compared: &[(String, Compared)]) -> usize {
    compared.iter().map(|(_, c)| c.segments).max().unwrap_or(0)
}

/// Whether any segment has a name.
fn names_any(compared: &[(String, Compared)]) -> bool {
    let mut pairs = compared.iter().flat_map(|(_, c)| &c.pairs);
    pairs.any(|pair| pair.value.is_some())
}

/// A question with what is measured for all its dimensions.
struct Asked<'a> {
    workspace: Workspace,
    question: &'a Question,
    kpi: &'static Kpi,
    /// What is measured for it: itself, or its rate by the base.
    measured: &'static Kpi,
    reference: Period,
    currencies: Vec<String>,
    whole: Both,
    platforms: Both,
}

impl<'a> Asked<'a> {
    fn new(workspace: &'a Workspace, question: &'a Question) -> Result<Self, Error> {
        let kpi = workspace.kpi(&question.kpi)?;
        if let Some(reason) = refusal::of(kpi, workspace.catalogue()) {
            return Err(not_explained(kpi, reason));
        }
        refusal::of_dims(kpi, &question.by).map_err(Error::Usage)?;
        refusal::of_ways(question).map_err(Error::Usage)?;
        let measured = match &question.per {
            Some(base) => refusal::rate(kpi, base, workspace.catalogue()).map_err(Error::Usage)?,
            None => kpi,
        };
        let reference = question.reference.unwrap_or_else(|| question.period.previous());
        let workspace = workspace.held(None, None)?;
        let both = |by| Both::measure(&workspace, measured, question, reference, by);
        let whole = both(None)?;
        Ok(Self {
            currencies: currencies(kpi, &whole, reference, question)?,
            platforms: both(Some(&Dim::Platform))?,
            whole,
            workspace,
            question,
            kpi,
            measured,
            reference,
        })
    }

    /// By the first of the usual dimensions that splits it; else the first by which it is told at all.
    fn by_the_usual(&self) -> Result<Vec<Explanation>, Error> {
        let mut first = None;
        for dim in refusal::usual_dims(self.kpi) {
            let by = self.both(Some(&dim))?;
            let compared = self.compared(&by);
            match most_segments(&compared) {
                1 if names_any(&compared) => first = first.or(Some((by, compared))),
                // All of it under no name, such as orders that are of no platform: a split into that says nothing.
                0 | 1 => {}
                _ => return self.told(&by, compared),
            }
        }
        let nothing = || not_explained(self.kpi, NoParts::NoPlatform);
        let (by, compared) = first.ok_or_else(nothing)?;
        self.told(&by, compared)
    }

    fn both(&self, by: Option<&Dim>) -> Result<Both, Error> {
        Both::measure(&self.workspace, self.measured, self.question, self.reference, by)
    }

    fn compared(&self, by: &Both) -> ByCurrency {
        let language = self.question.language;
        let one = |code: &String| (code.clone(), compare(&self.whole, &self.platforms, by, code, language));
        self.currencies.iter().map(one).collect()
    }

    fn told(&self, by: &Both, compared: ByCurrency) -> Result<Vec<Explanation>, Error> {
        let mut all = Vec::new();
        for (code, compared) in compared {
            let mut one = told(self.kpi, self.question, self.reference, &code, by, compared)?;
            one.names = words::names(&self.workspace, &one)?;
            self.say(&mut one, &code);
            all.push(one);
        }
        Ok(all)
    }

    /// The sentences, in the names that a client knows.
    fn say(&self, one: &mut Explanation, currency: &str) {
        let known = words::for_clients(&one.explained, &one.names);
        one.sentences = sentences(&known, &story(self.kpi, self.question, currency));
    }
}

/// The two periods measured by one dimension.
struct Both {
    by: Dim,
    to: Side,
    from: Side,
}

impl Both {
    /// Measures both periods, as a whole or by platform and a dimension, and notes the receipts.
    fn measure(
        workspace: &Workspace,
        kpi: &'static Kpi,
        question: &Question,
        reference: Period,
        by: Option<&Dim>,
    ) -> Result<Self, Error> {
        let mut dims: Vec<Dim> = by.map(|_| Dim::Platform).into_iter().collect();
        dims.extend(by.filter(|dim| **dim != Dim::Platform).cloned());
        let selection = |period| Selection {
            period: Some(period),
            by: dims.clone(),
            filters: question.filters.clone(),
        };
        let held = workspace.data()?;
        let (mut to, mut from) = workspace.lake().run(async {
            if kpi.reads_events() {
                workspace.know_people(&held).await?;
            }
            let source = held.source();
            let to = figures(&source, kpi, &selection(question.period)).await?;
            let from = figures(&source, kpi, &selection(reference)).await?;
            Ok::<_, Error>((to, from))
        })?;
        to.receipt = workspace.settled(kpi, to.receipt);
        from.receipt = workspace.settled(kpi, from.receipt);
        workspace.note(&to.receipt)?;
        workspace.note(&from.receipt)?;
        Ok(Self {
            by: by.cloned().unwrap_or(Dim::Platform),
            to: Side::new(to, question.period),
            from: Side::new(from, reference),
        })
    }
}

/// The currencies of the whole, or one empty code. The whole must be known in both periods.
fn currencies(kpi: &Kpi, whole: &Both, reference: Period, question: &Question) -> Result<Vec<String>, Error> {
    for (side, period) in [(&whole.to, question.period), (&whole.from, reference)] {
        if let Some(why) = side.unknown() {
            return Err(not_explained(kpi, NoParts::NotKnown { period, why }));
        }
    }
    let known: BTreeSet<String> = whole.to.currencies().chain(whole.from.currencies()).collect();
    if known.len() > 1 && question.target.is_some() {
        let codes = known.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Error::Usage(format!(
            "a target is in one currency, and `{}` is in {codes}; keep one with --where account=…",
            kpi.id
        )));
    }
    if known.is_empty() {
        return Ok(vec![String::new()]);
    }
    Ok(known.into_iter().collect())
}

fn told(
    kpi: &'static Kpi,
    question: &Question,
    reference: Period,
    currency: &str,
    both: &Both,
    compared: Compared,
) -> Result<Explanation, Error> {
    let by = &both.by;
    let parts = if question.per.is_some() {
        volume(&compared.pairs)
    } else {
        explained(kpi, by, question.target, compared.pairs)
    };
    let explained = parts.map_err(|error| not_explained(kpi, refusal::of_parts(by, &error)))?;
    let money = matches!(kpi.unit, KpiUnit::Money | KpiUnit::MoneyPerThousand) && !currency.is_empty();
    Ok(Explanation {
        kpi: kpi.id.to_owned(),
        title: title(kpi.title, question.language),
        period: question.period,
        reference,
        target: question.target.is_some(),
        by: Some(by.clone()),
        unit: if money {
            currency.to_owned()
        } else {
            kpi.unit.to_string()
        },
        names: BTreeMap::new(),
        sentences: Vec::new(),
        explained,
        notes: compared.notes,
        receipts: [both.to.receipt.clone(), both.from.receipt.clone()],
    })
}

fn story<'a>(kpi: &Kpi, question: &Question, currency: &'a str) -> Story<'a> {
    Story {
        language: question.language,
        title: title(kpi.title, question.language),
        unit: kpi.unit,
        currency,
        against: if question.target.is_some() {
            Against::Target
        } else {
            Against::Period
        },
        most: NAMED,
    }
}

fn explained(
    kpi: &Kpi,
    by: &Dim,
    target: Option<Number>,
    pairs: Vec<Pair<Fraction>>,
) -> Result<Explained, ExplainError> {
    if let Formula::Ratio { per, .. } = kpi.formula {
        return ratio_explained(&pairs, target, per);
    }
    let pairs: Vec<Pair<Number>> = pairs.into_iter().map(|pair| above(pair, by)).collect();
    match target {
        None => additive(&pairs, None),
        Some(target) => additive(&additive_to_target(&pairs, target)?, None),
    }
}

fn ratio_explained(pairs: &[Pair<Fraction>], target: Option<Number>, per: Per) -> Result<Explained, ExplainError> {
    match target {
        None => ratio(pairs, per),
        Some(target) => ratio(&ratio_to_target(pairs, target, per)?, per),
    }
}

/// What stands above the line. A post of one period is neither new nor gone in the other: it is just not of it.
fn above(pair: Pair<Fraction>, by: &Dim) -> Pair<Number> {
    let number = |told| match told {
        Told::Known(Fraction { above, .. }) => Told::Known(above),
        Told::Absent if *by == Dim::Post => Told::Known(Number::ZERO),
        Told::Absent => Told::Absent,
        Told::Missing(reason) => Told::Missing(reason),
    };
    Pair {
        name: pair.name,
        value: pair.value,
        from: number(pair.from),
        to: number(pair.to),
    }
}

const fn title(titles: Titles, language: Language) -> &'static str {
    match language {
        Language::En => titles.en,
        Language::ZhCn => titles.zh,
        Language::Fy => titles.fy,
    }
}

fn not_explained(kpi: &Kpi, reason: NoParts) -> Error {
    Error::NotExplained {
        kpi: kpi.id.to_owned(),
        reason,
    }
}
