//! KPIs of a workspace's own, from the text of its `catalogue.toml`: the same fields and the same laws as ours.
//!
//! ```toml
//! [[kpi]]
//! id = "saves_per_thousand"
//! title = { en = "Saves per thousand", zh-CN = "千次曝光收藏数", fy = "Bewarre op 'e tûzen" }   # or one text for all
//! meaning = "Saves for a thousand impressions."
//! proves_not = "That anybody came back to what they saved."
//! formula = "1000 * saves / impressions"   # notation: `harpoon_core::kpi::notation`
//! unit = "count"
//! better = "up"
//! stage = "interest"
//! level = "micro"
//! source = "Own definition (2026)"
//! # goal = "why no goal may be set on it"   # true if left out
//! # since = "2026-01"                       # free
//! ```

mod draft;
mod order;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::catalogue::law::{Breach, Name, breaches, clashes};
use crate::catalogue::{CATALOGUE, closest, kpi};
use crate::kpi::notation::{FormulaProblem, Input, parse};
use crate::kpi::{Better, Formula, Kpi, KpiUnit, Level, Stage, Titles};
use draft::{At, Draft, Title};

/// Largest text that is read.
const MOST_BYTES: usize = 512 * 1024;
/// Most KPIs of a workspace's own.
const MOST_KPIS: usize = 500;
/// Most steps that a formula may unfold into: shared inputs multiply.
const MOST_STEPS: usize = 1000;

/// One mistake in a `catalogue.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong, and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML.
    #[error("this is no TOML: {0}")]
    Syntax(String),
    /// Beyond the limits.
    #[error("{0}")]
    TooMuch(String),
    /// A key that means nothing here.
    #[error("`{key}` means nothing here; known are {known}")]
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that do.
        known: String,
    },
    /// A field is not there.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A value of another type.
    #[error("`{key}` must be {expected}")]
    Type {
        /// The key.
        key: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A word outside of its set.
    #[error("`{given}` is no {key}; one of {words}")]
    Word {
        /// The key.
        key: &'static str,
        /// The word.
        given: String,
        /// The set.
        words: String,
    },
    /// The formula cannot be read.
    #[error("{0}")]
    Formula(FormulaProblem),
    /// An input does not exist.
    #[error("there is no KPI `{name}`{}", did_you_mean(.closest.as_deref()))]
    UnknownInput {
        /// The name.
        name: String,
        /// One that is spelt alike.
        closest: Option<String>,
    },
    /// KPIs that are computed from each other.
    #[error("computed from itself: {0}")]
    Cycle(String),
    /// A law is broken.
    #[error("{0}")]
    Law(Breach),
}

fn did_you_mean(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |id| format!("; did you mean `{id}`?"))
}

/// Every mistake of a `catalogue.toml`, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.problem)
    }
}

impl fmt::Display for Mistakes {
    /// A line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Mistakes {}

/// Mistakes while they are found, by byte offset.
#[derive(Debug, Default)]
pub(crate) struct Found(pub(crate) Vec<(usize, Problem)>);

impl Found {
    pub(crate) fn add(&mut self, at: usize, problem: Problem) {
        self.0.push((at, problem));
    }

    pub(crate) fn into_mistakes(mut self, text: &str) -> Mistakes {
        self.0.sort_by_key(|(at, _)| *at);
        let mistakes = self.0.into_iter().map(|(at, problem)| {
            let before = text.get(..at).unwrap_or(text);
            let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
            Mistake {
                line: before.matches('\n').count() + 1,
                column: before.get(line_start..).unwrap_or("").chars().count() + 1,
                problem,
            }
        });
        Mistakes(mistakes.collect())
    }
}

/// Texts read so far, so that each is kept in memory once. A leaf lock: nothing else is locked under it.
static KEPT: Mutex<BTreeMap<String, Vec<&'static Kpi>>> = Mutex::new(BTreeMap::new());

/// The KPIs of the text, in its order. They are kept for the life of the process, once for each distinct text.
///
/// Errors: every mistake of the text, in order.
pub fn read(text: &str) -> Result<Vec<&'static Kpi>, Mistakes> {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
    if let Some(kpis) = kept {
        return Ok(kpis);
    }
    let kpis = fresh(text)?;
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(all.entry(text.to_owned()).or_insert(kpis).clone())
}

fn fresh(text: &str) -> Result<Vec<&'static Kpi>, Mistakes> {
    let mut found = Found::default();
    let drafts = draft::drafts(text, &mut found);
    let kpis = build(&drafts, &mut found);
    if found.0.is_empty() {
        return Ok(kpis);
    }
    Err(found.into_mistakes(text))
}

/// The drafts as entries, in the order of the text. Entries with mistakes are left out, and said.
fn build(drafts: &[Draft], found: &mut Found) -> Vec<&'static Kpi> {
    let mut built: Vec<Option<&'static Kpi>> = vec![None; drafts.len()];
    for index in order::inputs_first(drafts, found) {
        let entry = drafts.get(index).and_then(|draft| entry(draft, drafts, &built, found));
        if let Some(slot) = built.get_mut(index) {
            *slot = entry;
        }
    }
    tell_clashes(drafts, found);
    built.into_iter().flatten().collect()
}

/// The entry, if it has no mistake. One with a missing field is looked at as far as it goes, so that all is told at once.
fn entry(draft: &Draft, drafts: &[Draft], built: &[Option<&'static Kpi>], found: &mut Found) -> Option<&'static Kpi> {
    let formula = formula(draft, drafts, built, found);
    let entry = filled(draft, formula.unwrap_or(Formula::Posts));
    let mut sound = draft.is_complete() && formula.is_some();
    for breach in breaches(&entry) {
        let known = match field(&breach) {
            "formula" => formula.is_some(),
            "unit" => formula.is_some() && draft.unit.is_some(),
            _ => true,
        };
        if known {
            sound = false;
            found.add(draft.at_field(field(&breach)), Problem::Law(breach));
        }
    }
    if !sound {
        return None;
    }
    let entry: &'static Kpi = Box::leak(Box::new(entry));
    if order::steps(entry) > MOST_STEPS {
        let problem = Problem::TooMuch(format!("unfolds into more than {MOST_STEPS} steps; share fewer inputs"));
        found.add(draft.at_field("formula"), problem);
        return None;
    }
    Some(entry)
}

/// The formula, if it can be read; else its mistake is told.
fn formula(draft: &Draft, drafts: &[Draft], built: &[Option<&'static Kpi>], found: &mut Found) -> Option<Formula> {
    let own = |id: &str| drafts.iter().position(|d| d.id.as_ref().is_some_and(|d| d.value == id));
    let input = |id: &str| match (kpi(id), own(id)) {
        (Some(kpi), _) => Input::Known(kpi),
        (None, Some(index)) => built.get(index).copied().flatten().map_or(Input::Broken, Input::Known),
        (None, None) => Input::Unknown,
    };
    let text = draft.formula.as_ref()?;
    let error = match parse(&text.value, &input) {
        Ok(formula) => return Some(formula),
        Err(error) => error,
    };
    if let Some(problem) = problem(error.problem, drafts) {
        found.add(text.at_inside(error.at), problem);
    }
    None
}

/// The entry with lawful stand-ins for what is missing.
fn filled(draft: &Draft, formula: Formula) -> Kpi {
    let text = |field: &Option<At<String>>| field.as_ref().map_or(STAND_IN, |text| keep(&text.value));
    let title = |language: fn(&Title) -> &str| draft.title.as_ref().map_or(STAND_IN, |title| keep(language(title)));
    Kpi {
        id: draft.id.as_ref().map_or("unnamed", |id| keep(&id.value)),
        title: Titles {
            en: title(|t| &t.en),
            zh: title(|t| &t.zh),
            fy: title(|t| &t.fy),
        },
        meaning: text(&draft.meaning),
        proves_not: text(&draft.proves_not),
        formula,
        through: &[],
        unit: draft.unit.unwrap_or(KpiUnit::Count),
        better: draft.better.unwrap_or(Better::Neither),
        stage: draft.stage.unwrap_or(Stage::Awareness),
        level: draft.level.unwrap_or(Level::Micro),
        goal: draft.goal(keep),
        source: text(&draft.source),
        since: draft.since.as_ref().map_or("own", |since| keep(&since.value)),
    }
}

/// Breaks no law.
const STAND_IN: &str = "missing (2026)";

fn keep(text: &str) -> &'static str {
    Box::leak(text.into())
}

/// `None` where the mistake is told at another entry.
fn problem(problem: FormulaProblem, drafts: &[Draft]) -> Option<Problem> {
    match problem {
        FormulaProblem::BrokenInput(_) => None,
        FormulaProblem::UnknownInput(name) => {
            let own = drafts.iter().filter_map(|d| d.id.as_ref()).map(|id| id.value.as_str());
            let ids = CATALOGUE.iter().map(|k| k.id).chain(own);
            let closest = closest(&name, ids).map(ToOwned::to_owned);
            Some(Problem::UnknownInput { name, closest })
        }
        other => Some(Problem::Formula(other)),
    }
}

/// The field that a broken law is told at.
fn field(breach: &Breach) -> &'static str {
    match breach {
        Breach::Id(_) | Breach::Taken(_) => "id",
        Breach::SameTitle { .. } => "title",
        Breach::Empty(name) => name.split('.').next().unwrap_or("id"),
        Breach::NoYear => "source",
        Breach::NoReason | Breach::LuckAsGoal => "goal",
        Breach::Unit { .. } => "unit",
        Breach::NoMetric(_)
        | Breach::Counter { .. }
        | Breach::Units(..)
        | Breach::NotAdditive(_)
        | Breach::PerPost(_)
        | Breach::NoInput
        | Breach::Range(_) => "formula",
    }
}

/// Ids and titles that stand twice, here or in our own catalogue.
fn tell_clashes(drafts: &[Draft], found: &mut Found) {
    let mut names: Vec<Name<'_>> = CATALOGUE.iter().map(|k| Name::of(k)).collect();
    names.extend(drafts.iter().map(Draft::name));
    for (index, breach) in clashes(&names) {
        if let Some(draft) = index.checked_sub(CATALOGUE.len()).and_then(|i| drafts.get(i)) {
            found.add(draft.at_field(field(&breach)), Problem::Law(breach));
        }
    }
}
