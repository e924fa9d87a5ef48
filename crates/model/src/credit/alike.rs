//! Conversions that wait to be dealt out together.
//!
//! Most models ask little of a touch: how many there are and whether it is the first or the last, how many channels there
//! are, or whether it is the last that is no direct visit. So the conversions and values of one group of people are first
//! added up by that, in whole numbers, and then multiplied by the parts once. The sums are the same to the last bit, for a
//! part depends on nothing else.

use super::group::Group;
use super::weights::{self, Weighing, weigh};
use super::{CreditError, Journey, Milestones, Model, Touch, TouchKind};

/// Longer journeys are dealt out one by one.
const LONGEST: usize = 32;
/// With more channels the sums that wait would be too large to stay near the processor.
const CHANNELS: usize = 1024;

/// What decides a touch's part. The only touch of its journey has all, under every model.
const ALONE: usize = 0;
/// The last touch that is no direct visit.
const CHOSEN: usize = 1;
/// Its place in a journey of some length: first, between or last, where the close is unknown; and the same where it is the last touch.
const PLACED: usize = 2;
/// The first touch of a channel, in a journey of so many channels: the last such touch, or another.
const DISTINCT: usize = PLACED + 2 * LONGEST * 3;
const SLOTS: usize = DISTINCT + LONGEST * 2;

/// Sums that wait, of one group of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alike {
    /// By slot: the models that ask for it, as rows, and the part of a touch in each.
    parts: Vec<Vec<(usize, i128)>>,
    /// Rows of models that ask for more.
    left: Vec<usize>,
    all: Vec<usize>,
    /// Conversions and value, by channel (as numbered), then slot.
    cells: Vec<[i64; 2]>,
    /// Cells that hold something.
    held: Vec<usize>,
    /// Whose they are.
    group: usize,
    /// The channels of the journey at hand, each once.
    distinct: Vec<u32>,
}

impl Alike {
    pub(crate) fn new(within: &[Model]) -> Self {
        let rows = || within.iter().copied().enumerate();
        let slots = (0..SLOTS).map(|slot| {
            let part = |(row, model)| Some((row, part_of(model, slot)?));
            rows().filter_map(part).filter(|(_, part)| *part > 0).collect()
        });
        let waits = |model| (0..SLOTS).any(|slot| slot != ALONE && part_of(model, slot).is_some());
        Self {
            parts: slots.collect(),
            left: rows().filter(|(_, model)| !waits(*model)).map(|(row, _)| row).collect(),
            all: (0..within.len()).collect(),
            ..Self::default()
        }
    }

    /// Adds a journey whose touches have these channels, as numbered, to the sums of its group, as far as models ask for no
    /// more; gives the rows of those that do.
    pub(crate) fn add(&mut self, journey: &Journey<'_>, numbers: &[u32], direct: Option<u32>) -> &[usize] {
        let Milestones {
            lead,
            opportunity,
            close,
        } = journey.milestones;
        let last = numbers.len() - 1;
        let known = lead.is_none() && opportunity.is_none() && close.is_none_or(|close| close == last);
        if !known || last >= LONGEST || numbers.iter().any(|number| *number as usize >= CHANNELS) {
            return &self.all;
        }
        let sums = [journey.tally.conversions.cast_signed(), journey.tally.value];
        if last == 0 {
            self.count(numbers[0], ALONE, sums);
            return &[];
        }
        let chosen = weights::last_non_direct(journey.touches, direct);
        self.count(numbers[chosen], CHOSEN, sums);
        let placed = placed(numbers.len(), close.is_some());
        self.count(numbers[0], placed, sums);
        for number in &numbers[1..last] {
            self.count(*number, placed + 1, sums);
        }
        self.count(numbers[last], placed + 2, sums);
        if self.parts[DISTINCT].is_empty() {
            return &self.left;
        }
        let mut distinct = std::mem::take(&mut self.distinct);
        distinct.clear();
        for number in numbers {
            if !distinct.contains(number) {
                distinct.push(*number);
            }
        }
        let slot = DISTINCT + (distinct.len() - 1) * 2;
        for (place, number) in distinct.iter().enumerate() {
            self.count(*number, slot + usize::from(place + 1 == distinct.len()), sums);
        }
        self.distinct = distinct;
        &self.left
    }

    /// Adds to a cell, if any model asks for it.
    #[inline]
    fn count(&mut self, number: u32, slot: usize, sums: [i64; 2]) {
        if self.parts[slot].is_empty() {
            return;
        }
        let place = number as usize * SLOTS + slot;
        if self.cells.len() <= place {
            self.cells.resize((number as usize + 1) * SLOTS, [0; 2]);
        }
        let cell = &mut self.cells[place];
        // A conversion at least was added to what is held.
        if cell[0] == 0 {
            self.held.push(place);
        }
        cell[0] += sums[0];
        cell[1] += sums[1];
    }

    /// Whose sums wait; none where nothing does.
    pub(crate) fn group(&self) -> Option<usize> {
        (!self.held.is_empty()).then_some(self.group)
    }

    /// From here on the sums are this group's.
    pub(crate) fn begin(&mut self, group: usize) {
        self.group = group;
    }

    /// Deals out what waits to its group, which has so many rows by channel.
    pub(crate) fn deal_out(&mut self, rows: usize, group: &mut Group) {
        for place in self.held.drain(..) {
            let (number, slot) = (place / SLOTS, place % SLOTS);
            let cell = std::mem::take(&mut self.cells[place]).map(i128::from);
            group.make_room((number + 1) * rows);
            for (row, part) in &self.parts[slot] {
                let sums = &mut group.sums[number * rows + row];
                sums[0] += cell[0] * part;
                sums[1] += cell[1] * part;
            }
        }
    }
}

/// The first slot of journeys of a length.
fn placed(length: usize, closed: bool) -> usize {
    PLACED + (usize::from(closed) * LONGEST + length - 1) * 3
}

/// The part that a model gives a touch in such a slot: as the model itself weighs a journey made for it. None where the model asks
/// for something else.
fn part_of(model: Model, slot: usize) -> Option<i128> {
    let asked = match model {
        _ if slot == ALONE => return Some(super::group::UNIT),
        Model::LastNonDirect => CHOSEN..PLACED,
        Model::Shapley => DISTINCT..SLOTS,
        Model::TimeDecay | Model::PathMarkov | Model::Markov1 | Model::Markov2 | Model::Markov3 => return None,
        _ => PLACED..DISTINCT,
    };
    let slot = asked.contains(&slot).then(|| slot - asked.start)?;
    let (length, place, close) = match model {
        Model::LastNonDirect => return Some(super::group::UNIT),
        Model::Shapley => {
            let length = slot / 2 + 1;
            (length, if slot % 2 == 1 { length - 1 } else { 0 }, None)
        }
        _ => {
            let (closed, length) = (slot / 3 / LONGEST == 1, slot / 3 % LONGEST + 1);
            let place = [0, 1, length - 1][slot % 3];
            (length, place, closed.then_some(length - 1))
        }
    };
    let touches: Vec<Touch> = (0..length)
        .filter_map(|channel| u32::try_from(channel).ok())
        .map(|channel| Touch {
            at: 0,
            channel,
            kind: TouchKind::Other,
        })
        .collect();
    parts(model, &touches, close).ok()?.get(place).copied()
}

/// The parts of all touches of a journey.
fn parts(model: Model, touches: &[Touch], close: Option<usize>) -> Result<Vec<i128>, CreditError> {
    let with = Weighing {
        direct: None,
        half_life: 1,
        effects: &[],
    };
    let milestones = Milestones {
        close,
        ..Milestones::default()
    };
    let mut weights = Vec::new();
    weigh(model, touches, milestones, &with, &mut weights)?;
    let mut parts = vec![0; touches.len()];
    weights::deal(&weights, [1, 0], |touch, [part, _]| parts[touch] += part);
    Ok(parts)
}
