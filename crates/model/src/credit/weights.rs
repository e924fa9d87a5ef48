//! The weights of the touches within one journey: whole numbers, so that the ledger can split cents exactly.

use super::group::UNIT;
use super::model::Model;
use super::{CreditError, Effect, Milestones, Touch};

/// What models need to know beside the touches.
#[derive(Debug, Clone, Copy)]
pub struct Weighing<'a> {
    /// The code of direct visits, if there is one.
    pub direct: Option<u32>,
    /// After how many milliseconds a touch weighs half, for [`Model::TimeDecay`].
    pub half_life: i64,
    /// Removal effects, sorted by channel, for [`Model::PathMarkov`].
    pub effects: &'a [Effect],
}

/// Fractions become whole numbers by this factor.
const ONE: f64 = (1u64 << 52) as f64;

/// Up to so many touches are compared with each other; more are sorted.
const LONG: usize = 32;

/// Writes the weight of each touch to `out`; a touch's part is its weight divided by their sum. No touches, no weights.
///
/// # Errors
/// [`CreditError::NoTouchWeights`] for Markov chains, which credit channels over all journeys;
/// [`CreditError::Milestone`] for a place behind the last touch.
pub fn weigh(
    model: Model,
    touches: &[Touch],
    milestones: Milestones,
    with: &Weighing<'_>,
    out: &mut Vec<u64>,
) -> Result<(), CreditError> {
    milestones.check(touches.len())?;
    out.clear();
    out.resize(touches.len(), 0);
    if touches.is_empty() {
        return Ok(());
    }
    let Milestones {
        lead,
        opportunity,
        close,
    } = milestones;
    match model {
        Model::First => out[0] = 1,
        Model::Last => out[touches.len() - 1] = 1,
        Model::LastNonDirect => out[last_non_direct(touches, with.direct)] = 1,
        Model::Linear => out.fill(1),
        Model::Position => position(out),
        Model::TimeDecay => time_decay(touches, with.half_life, out),
        Model::UShape => milestone_shape(&[Some(0), lead], 40, 20, out),
        Model::WShape => milestone_shape(&[Some(0), lead, opportunity], 30, 10, out),
        Model::FullPath => milestone_shape(&[Some(0), lead, opportunity, close], 225, 100, out),
        Model::PathMarkov => by_effects(touches, with.effects, out),
        Model::Shapley => distinct(touches, out),
        Model::Markov1 | Model::Markov2 | Model::Markov3 => return Err(CreditError::NoTouchWeights { model }),
    }
    Ok(())
}

/// So many times the part of each weight in the sum of all, in [`UNIT`]s. The last takes what rounding left, so the parts are one whole.
/// The division is one of doubles: its error of 2^-52 is far below what credits are read to, and the same everywhere.
pub(crate) fn deal(weights: &[u64], many: [i128; 2], mut give: impl FnMut(usize, [i128; 2])) {
    let Some(last) = weights.iter().rposition(|weight| *weight > 0) else {
        return;
    };
    let scale = UNIT as f64 / weights.iter().map(|weight| *weight as f64).sum::<f64>();
    let mut left = UNIT;
    let (mut known, mut part, mut sums) = (0, 0, [0; 2]);
    for (place, weight) in weights.iter().enumerate().take(last) {
        if *weight > 0 {
            if *weight != known {
                known = *weight;
                part = i128::from(rounded_down(*weight as f64 * scale));
                sums = many.map(|many| many * part);
            }
            left -= part;
            give(place, sums);
        }
    }
    give(last, many.map(|many| many * left));
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of one, times 2^64, rounded down"
)]
fn rounded_down(part: f64) -> u64 {
    part as u64
}

/// Weights of a company's touches that give each person the same part, shared alike among that person's touches.
pub fn by_person(people: &[u64]) -> Vec<u64> {
    let touches_of = |person: &u64| people.iter().filter(|other| *other == person).count();
    people
        .iter()
        .map(|person| whole(1.0 / touches_of(person) as f64))
        .collect()
}

/// The touch that a model gives all to, if it is plain to see.
pub(crate) fn only(model: Model, touches: &[Touch], direct: Option<u32>) -> Option<usize> {
    match model {
        _ if touches.len() == 1 => Some(0),
        Model::First => Some(0),
        Model::Last => touches.len().checked_sub(1),
        Model::LastNonDirect if !touches.is_empty() => Some(last_non_direct(touches, direct)),
        _ => None,
    }
}

pub(crate) fn last_non_direct(touches: &[Touch], direct: Option<u32>) -> usize {
    touches
        .iter()
        .rposition(|touch| Some(touch.channel) != direct)
        .unwrap_or(touches.len() - 1)
}

/// 2/5, 1/5 over the middle, 2/5, times 5 (n - 2).
fn position(out: &mut [u64]) {
    out.fill(1);
    let last = out.len() - 1;
    if last > 1 {
        out[0] = 2 * (out.len() as u64 - 2);
        out[last] = out[0];
    }
}

/// The newest touch weighs one; only ages relative to it matter, for the parts are scaled to one.
fn time_decay(touches: &[Touch], half_life: i64, out: &mut [u64]) {
    let newest = touches.iter().map(|touch| touch.at).max().unwrap_or_default();
    for (touch, weight) in touches.iter().zip(out) {
        *weight = whole((-(newest.abs_diff(touch.at) as f64) / half_life.max(1) as f64).exp2());
    }
}

/// Each milestone weighs `role`, the other touches weigh `rest` together. A touch of two milestones holds both weights;
/// a milestone that was not given, or a missing rest, leaves its part to the others in proportion.
fn milestone_shape(roles: &[Option<usize>], role: u64, rest: u64, out: &mut [u64]) {
    for place in roles.iter().flatten() {
        out[*place] += role;
    }
    let others = out.iter().filter(|weight| **weight == 0).count() as u64;
    if others > 0 {
        for weight in out {
            *weight = if *weight == 0 { rest } else { *weight * others };
        }
    }
}

/// Alike among all touches where no effect is known.
fn by_effects(touches: &[Touch], effects: &[Effect], out: &mut [u64]) {
    for (touch, weight) in touches.iter().zip(out.iter_mut()) {
        let found = effects.binary_search_by_key(&touch.channel, |effect| effect.channel);
        *weight = found
            .ok()
            .and_then(|place| effects.get(place))
            .and_then(|effect| effect.conversions)
            .map_or(0, whole);
    }
    if out.iter().all(|weight| *weight == 0) {
        out.fill(1);
    }
}

/// One for the first touch of each channel.
fn distinct(touches: &[Touch], out: &mut [u64]) {
    if touches.len() > LONG {
        let mut sorted: Vec<(u32, usize)> = touches.iter().map(|touch| touch.channel).zip(0..).collect();
        sorted.sort_unstable();
        sorted.dedup_by_key(|(channel, _)| *channel);
        for (_, place) in sorted {
            out[place] = 1;
        }
        return;
    }
    for (place, touch) in touches.iter().enumerate() {
        out[place] = u64::from(touches[..place].iter().all(|before| before.channel != touch.channel));
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a part of one, times 2^52, is a small whole number"
)]
fn whole(part: f64) -> u64 {
    (part.clamp(0.0, 1.0) * ONE + 0.5) as u64
}
