//! From a deed back to the posts and ads before it: each touch with its part of the credit and the row it stands in.

use std::collections::BTreeSet;

use harpoon_core::period::day_from_number;
use harpoon_core::{Alias, Number, Period};
use harpoon_lake::query::journal::{Journey, Step};
use harpoon_model::credit::{Model, Setup, Weighing, ledger, weigh};

use super::credit::{Path, Question, Touches, milestones, millis};
use super::{Deed, Placed, deeds};
use crate::Error;
use crate::workspace::Workspace;

/// Which deeds are traced.
#[derive(Clone, Debug)]
pub enum Which {
    /// The one with this number.
    Id(String),
    /// So many of the largest.
    Top(usize),
    /// So many of the largest that a channel has a touch before.
    Through(String, usize),
}

/// One touch before a deed.
#[derive(Clone, Debug)]
pub struct Traced {
    /// The touch.
    pub step: Step,
    /// Its channel.
    pub placed: Placed,
    /// Its part, 0 to 1.
    pub weight: f64,
    /// Its part of the money.
    pub credit: Option<Number>,
    /// The file that it stands in.
    pub file: String,
    /// What its post or ad is called; `None` where its content is no number that a post or an ad has.
    pub called: Option<String>,
}

/// A deed with what led to it.
#[derive(Clone, Debug)]
pub struct Trail {
    /// The deed.
    pub deed: Deed,
    /// Whose.
    pub who: String,
    /// The event itself, with the file that it stands in.
    pub step: Step,
    /// The file.
    pub file: String,
    /// Touches in order of time; none if nothing is known to have led to it.
    pub touches: Vec<Traced>,
    /// Earlier events of the same person that are no touches: leads, stages, answers; each with its file.
    pub others: Vec<(Step, Placed, String)>,
}

/// A trail whose files are numbers yet. Those that something led to come first, then the largest.
struct Found {
    trail: Trail,
    order: (bool, std::cmp::Reverse<Number>, i64, String),
}

impl Traced {
    /// Number of its post or ad, or another word for it, as its tags say.
    pub fn content(&self) -> Option<&str> {
        self.placed.channel.content.as_deref()
    }
}

impl Workspace {
    /// Traces deeds; the first model of the question deals out the credit. A number that no deed has may be the name of a
    /// person: then their deeds are traced.
    pub fn trace(&self, which: &Which, question: &Question) -> Result<Vec<Trail>, Error> {
        let trails = self.trails(which, None, question)?;
        match (which, self.by_name(which)?) {
            (Which::Id(_), Some(person)) if trails.is_empty() => {
                self.trails(&Which::Top(usize::MAX), Some(&person), question)
            }
            _ => Ok(trails),
        }
    }

    /// The person whom a word names, with its kind (`lead:5420…`) or without.
    fn by_name(&self, which: &Which) -> Result<Option<Alias>, Error> {
        let Which::Id(word) = which else { return Ok(None) };
        if let Some(alias) = Alias::parse(word) {
            return Ok(Some(alias));
        }
        let word = word.replace('\'', "''");
        let names = self.sql(&format!(
            "SELECT person FROM events WHERE split_part(person, ':', 2) = '{word}' ORDER BY 1 LIMIT 1"
        ))?;
        Ok(names
            .rows
            .first()
            .and_then(|row| Alias::parse(row.first()?.as_deref()?)))
    }

    fn trails(&self, which: &Which, person: Option<&Alias>, question: &Question) -> Result<Vec<Trail>, Error> {
        let model = question.models.first().copied().unwrap_or(Model::PathMarkov);
        let (gathered, mut codes) = self.gather(question)?;
        let effects = if model == Model::PathMarkov {
            gathered.effects()?
        } else {
            Vec::new()
        };
        let setup = Setup::of(&[model]);
        let with = Weighing {
            direct: setup.direct,
            half_life: setup.half_life,
            effects: &effects,
        };
        codes.again();
        let (mut found, mut path): (Vec<Found>, Path) = (Vec::new(), Path::default());
        let walked = self.walk(question.who, person, |placed, _, journey| {
            let deeds = deeds(journey, gathered.kinds());
            for (place, deed) in deeds.iter().enumerate() {
                let is_within = |period: Period| period.contains(day_from_number(deed.day));
                if matches!(which, Which::Id(id) if *id != deed.id) || !question.period.is_none_or(is_within) {
                    continue;
                }
                let previous = place.checked_sub(1).and_then(|p| deeds.get(p)).map(|d| millis(d.at));
                let touches = Touches::of(journey, &mut codes, placed, &question.by);
                touches.before(gathered.rules(), millis(deed.at), previous, &mut path);
                let milestones = milestones(journey, &path.touches, deed);
                let mut weights = Vec::new();
                if weigh(model, &path.touches, milestones, &with, &mut weights).is_err() {
                    continue;
                }
                let steps: Vec<usize> = path
                    .places
                    .iter()
                    .filter_map(|&p| touches.steps.get(p).copied())
                    .collect();
                if matches!(which, Which::Through(channel, _) if !touched(journey, placed, &steps, channel)) {
                    continue;
                }
                found.extend(trail(journey, placed, deed, &steps, &weights));
                keep(&mut found, which);
            }
        })?;
        let file = |import: u32| walked.files.get(import as usize).cloned().unwrap_or_default();
        found.sort_by(|a, b| a.order.cmp(&b.order));
        if let Which::Top(most) | Which::Through(_, most) = which {
            found.truncate(*most);
        }
        let contents = found.iter().flat_map(|found| &found.trail.touches);
        let contents: BTreeSet<&str> = contents.filter_map(Traced::content).collect();
        let called = self.called(contents)?;
        Ok(found
            .into_iter()
            .map(|Found { mut trail, .. }| {
                trail.file = file(trail.step.import);
                for touch in &mut trail.touches {
                    touch.file = file(touch.step.import);
                    touch.called = touch.content().and_then(|id| called.get(id)).cloned();
                }
                trail
                    .others
                    .iter_mut()
                    .for_each(|(step, _, name)| *name = file(step.import));
                trail
            })
            .collect())
    }
}

/// Only the largest are kept while walking.
fn keep(found: &mut Vec<Found>, which: &Which) {
    if let Which::Top(most) | Which::Through(_, most) = which
        && found.len() > most.saturating_mul(2).max(16)
    {
        found.sort_by(|a, b| a.order.cmp(&b.order));
        found.truncate(*most);
    }
}

/// Whether one of the touches is of the channel.
fn touched(journey: &Journey, placed: &[Placed], steps: &[usize], channel: &str) -> bool {
    let of = |&place: &usize| {
        let step = journey.steps.get(place)?;
        Some(placed.get(step.origin as usize)?.channel_of(step.kind))
    };
    steps.iter().filter_map(of).any(|known| known == channel)
}

fn trail(journey: &Journey, placed: &[Placed], deed: &Deed, steps: &[usize], weights: &[u64]) -> Option<Found> {
    let total: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    let money = deed.value.map(|value| split(value, weights));
    let placed_of = |step: &Step| placed.get(step.origin as usize).cloned();
    let touches = steps.iter().enumerate().filter_map(|(at, &place)| {
        let step = journey.steps.get(place)?;
        Some(Traced {
            placed: placed_of(step)?,
            weight: *weights.get(at)? as f64 / total.max(1) as f64,
            credit: money.as_ref().and_then(|money| money.get(at).copied()),
            step: step.clone(),
            file: String::new(),
            called: None,
        })
    });
    let before = journey.steps.get(..deed.step).unwrap_or_default().iter();
    let others = before
        .filter(|s| !placed.get(s.origin as usize).is_some_and(|p| p.is_touch(s.kind)))
        .filter_map(|step| Some((step.clone(), placed_of(step)?, String::new())));
    Some(Found {
        order: (
            steps.is_empty(),
            std::cmp::Reverse(deed.value.unwrap_or(Number::ZERO)),
            deed.at,
            deed.id.clone(),
        ),
        trail: Trail {
            deed: deed.clone(),
            who: journey.who.clone(),
            step: journey.steps.get(deed.step)?.clone(),
            file: String::new(),
            touches: touches.collect(),
            others: others.collect(),
        },
    })
}

/// Money is split to the cent, or to the millionth where it has parts of a cent.
fn split(value: Number, weights: &[u64]) -> Vec<Number> {
    const CENT: i64 = 10_000;
    let unit = if value.micros() % CENT == 0 { CENT } else { 1 };
    let parts = ledger::split(value.micros() / unit, weights);
    parts.into_iter().map(|part| Number::from_micros(part * unit)).collect()
}
