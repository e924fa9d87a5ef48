//! One pass over journeys: sums that can be pushed to, merged and finished.
//!
//! Nothing of a journey is kept but sums by channel, by observed edge of the chains and by mix of channels of converting
//! journeys. All are sums of whole numbers, so order and partitioning cannot change them.
//!
//! **Groups of people.** Ranges need to know which journeys belong to one person. People are grouped by the leading bits of
//! a hash of their key: the most bits for which there are at most 256 groups and the sums fit in 320 MB (but never
//! under 6 bits). So up to 256 people are each a group of their own, and beyond that a group is a random 256th of
//! the people. Both limits can only be passed by more data, never by less, so the final number of bits depends on the
//! data alone and not on how it was partitioned.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use harpoon_core::scatter::scatter;

use super::alike::Alike;
use super::edges::{Edges, Mix};
use super::group::{Group, UNIT};
use super::journey::RESERVED;
use super::mixes;
use super::weights::{deal, only};
use super::{CreditError, Journey, Milestones, Model, Order, Tally, Touch, TouchKind, Weighing, weigh};

/// At most so many groups of people. Their sums stay in the processor's cache: 1,024 groups cost half as much time again,
/// and 200 replicates cannot tell the difference.
const GROUPS: usize = 256;
/// Under this number of bits (64 groups) groups are not joined further: ranges would mean little.
const FEWEST_BITS: u32 = 6;
/// Room for the sums, in words of eight bytes.
const ROOM: usize = 40 << 20;
/// Words that a mix takes, about.
const MIX_WORDS: usize = 12;

/// Which models to gather, and their parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setup {
    /// The models, each once.
    pub models: Vec<Model>,
    /// The code of direct visits, for [`Model::LastNonDirect`].
    pub direct: Option<u32>,
    /// After how many milliseconds a touch weighs half, for [`Model::TimeDecay`].
    pub half_life: i64,
    /// The chain whose removal effects [`Model::PathMarkov`] uses.
    pub path_order: Order,
}

impl Setup {
    /// These models with the usual parameters: no direct channel, seven days, order 1.
    pub fn of(models: &[Model]) -> Self {
        let mut models = models.to_vec();
        models.sort_unstable();
        models.dedup();
        Self {
            models,
            direct: None,
            half_life: 7 * 86_400_000,
            path_order: Order::One,
        }
    }

    /// The chains that the models need.
    pub(crate) fn orders(&self) -> Vec<Order> {
        let path = self.models.contains(&Model::PathMarkov).then_some(self.path_order);
        let mut orders: Vec<Order> = self
            .models
            .iter()
            .filter_map(|model| model.order())
            .chain(path)
            .collect();
        orders.sort_unstable();
        orders.dedup();
        orders
    }

    /// The models that share a conversion within its journey.
    pub(crate) fn within(&self) -> Vec<Model> {
        self.models
            .iter()
            .copied()
            .filter(|model| model.order().is_none())
            .collect()
    }
}

/// The state of an aggregate over journeys. See the [module](self) for what it keeps.
#[derive(Debug, Clone)]
pub struct Credit {
    pub(crate) setup: Setup,
    pub(crate) within: Vec<Model>,
    /// Of the highest chain: a path says in its edges what it does in the lower ones.
    pub(crate) edges: Option<Edges>,
    /// Channels by their number here, which is the order in which they were met and shows in no result.
    pub(crate) channels: Vec<u32>,
    numbers: HashMap<u32, u32, BuildHasherDefault<Mix>>,
    /// How many leading bits of a person's hash name the group.
    pub(crate) bits: u32,
    pub(crate) groups: Vec<Group>,
    /// The leading bits of each group.
    pub(crate) prefixes: Vec<u64>,
    places: HashMap<u64, u32, BuildHasherDefault<Mix>>,
    /// The group of the last journey: people of one group often follow each other.
    last: Option<(u64, usize)>,
    mixes: usize,
    /// Of the group at hand.
    alike: Alike,
    /// Counts and values so far: a bound of every sum.
    pub(crate) bulk: u64,
    scratch: Scratch,
}

#[derive(Debug, Clone, Default)]
struct Scratch {
    weights: Vec<u64>,
    numbers: Vec<u32>,
    mix: Vec<u64>,
    touches: Vec<Touch>,
}

impl Credit {
    /// An empty state.
    pub fn new(setup: Setup) -> Self {
        let within = setup.within();
        Self {
            alike: Alike::new(&within),
            within,
            edges: setup.orders().last().copied().map(Edges::new),
            setup,
            channels: Vec::new(),
            numbers: HashMap::default(),
            bits: u64::BITS,
            groups: Vec::new(),
            prefixes: Vec::new(),
            places: HashMap::default(),
            last: None,
            mixes: 0,
            bulk: 0,
            scratch: Scratch::default(),
        }
    }

    /// The settings it was made with.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Adds a journey. A conversion without touches goes to [`UNATTRIBUTED`](super::UNATTRIBUTED); an open journey
    /// without touches says nothing and is left out.
    ///
    /// # Errors
    /// [`CreditError::ReservedChannel`], [`CreditError::Milestone`], [`CreditError::ValueWithoutConversion`],
    /// [`CreditError::TooLarge`]; the state is as it was before.
    pub fn push(&mut self, journey: &Journey<'_>) -> Result<(), CreditError> {
        self.bulk = self.check(journey)?;
        if journey.touches.is_empty() && journey.tally.conversions == 0 {
            return Ok(());
        }
        let place = self.group_of(scatter(journey.person));
        let group = &mut self.groups[place];
        let book = if journey.touches.is_empty() {
            &mut group.alone
        } else {
            &mut group.touched
        };
        book[0] += journey.tally.conversions.cast_signed();
        book[1] += journey.tally.value;
        if let Some(edges) = &mut self.edges {
            edges.walk(journey.touches, journey.tally, group);
        }
        if journey.tally.conversions > 0 && !journey.touches.is_empty() {
            self.share(place, journey)?;
        }
        self.join_groups();
        Ok(())
    }

    /// Adds all journeys with the same path at once, as files of paths state them. `person` is a key of the row if
    /// nothing better is known; ranges then take each row for one person.
    ///
    /// # Errors
    /// As [`push`](Self::push), and [`CreditError::NeedsTimes`] if the setup has a model that weighs by time.
    pub fn push_path(&mut self, person: u64, path: &[u32], tally: Tally) -> Result<(), CreditError> {
        if self.within.contains(&Model::TimeDecay) {
            return Err(CreditError::NeedsTimes {
                model: Model::TimeDecay,
            });
        }
        let mut touches = std::mem::take(&mut self.scratch.touches);
        touches.clear();
        touches.extend(path.iter().map(|channel| Touch {
            channel: *channel,
            at: 0,
            kind: TouchKind::Other,
        }));
        let pushed = self.push(&Journey {
            person,
            touches: &touches,
            milestones: Milestones::default(),
            tally,
        });
        self.scratch.touches = touches;
        pushed
    }

    /// Adds the journeys of another state.
    ///
    /// # Errors
    /// [`CreditError::OtherSetup`], [`CreditError::TooLarge`]; the state is as it was before.
    pub fn merge(&mut self, mut other: Self) -> Result<(), CreditError> {
        if self.setup != other.setup {
            return Err(CreditError::OtherSetup);
        }
        self.deal_out();
        other.deal_out();
        self.bulk = within_bounds(u128::from(self.bulk) + u128::from(other.bulk))?;
        self.join_to(self.bits.min(other.bits));
        let edges: Vec<usize> = match (&mut self.edges, &other.edges) {
            (Some(own), Some(their)) => their.keys.iter().map(|key| own.slot(*key)).collect(),
            _ => Vec::new(),
        };
        let channels: Vec<usize> = other
            .channels
            .iter()
            .map(|channel| self.number_of(*channel) as usize)
            .collect();
        let dropped = other.bits - self.bits;
        for (prefix, group) in other.prefixes.into_iter().zip(other.groups) {
            let place = self.place_of(prefix >> dropped);
            let group = renumbered(group, &edges, &channels, self.within.len());
            self.mixes += self.groups[place].take_in(group);
        }
        self.join_groups();
        Ok(())
    }

    fn check(&self, journey: &Journey<'_>) -> Result<u64, CreditError> {
        let Tally {
            conversions,
            value,
            nulls,
        } = journey.tally;
        if let Some(touch) = journey.touches.iter().find(|touch| touch.channel >= RESERVED) {
            return Err(CreditError::ReservedChannel { channel: touch.channel });
        }
        if conversions == 0 && value != 0 {
            return Err(CreditError::ValueWithoutConversion { value });
        }
        journey.milestones.check(journey.touches.len())?;
        let edges = (u128::from(conversions) + u128::from(nulls)).saturating_mul(journey.touches.len() as u128 + 1);
        within_bounds(
            edges
                .saturating_add(u128::from(value.unsigned_abs()))
                .saturating_add(u128::from(self.bulk)),
        )
    }

    /// The credits of a converting journey, model by model.
    fn share(&mut self, place: usize, journey: &Journey<'_>) -> Result<(), CreditError> {
        let Scratch {
            mut weights,
            mut numbers,
            mut mix,
            touches,
        } = std::mem::take(&mut self.scratch);
        numbers.clear();
        numbers.extend(journey.touches.iter().map(|touch| self.number_of(touch.channel)));
        let many = [i128::from(journey.tally.conversions), i128::from(journey.tally.value)];
        let with = Weighing {
            direct: self.setup.direct,
            half_life: self.setup.half_life,
            effects: &[],
        };
        if self.alike.group().is_some_and(|group| group != place) {
            self.deal_out();
        }
        self.alike.begin(place);
        let rows = self.within.len();
        let group = &mut self.groups[place];
        group.make_room(self.channels.len() * rows);
        for row in self.alike.add(journey, &numbers, self.setup.direct).iter().copied() {
            let model = &self.within[row];
            if *model == Model::PathMarkov && journey.touches.len() > 1 {
                mixes::mix(journey.touches, &mut mix);
                if mix.len() > 1 {
                    let sums = [journey.tally.conversions.cast_signed(), journey.tally.value];
                    self.mixes += usize::from(group.mixes.add(&mix, sums));
                    continue;
                }
            }
            let mut give = |touch: usize, [conversions, value]: [i128; 2]| {
                let sums = &mut group.sums[numbers[touch] as usize * rows + row];
                sums[0] += conversions;
                sums[1] += value;
            };
            if let Some(touch) = only(*model, journey.touches, self.setup.direct) {
                give(touch, many.map(|many| many * UNIT));
                continue;
            }
            weigh(*model, journey.touches, journey.milestones, &with, &mut weights)?;
            deal(&weights, many, give);
        }
        self.scratch = Scratch {
            weights,
            numbers,
            mix,
            touches,
        };
        Ok(())
    }

    /// Deals out the conversions that wait.
    fn deal_out(&mut self) {
        if let Some(place) = self.alike.group() {
            self.alike.deal_out(self.within.len(), &mut self.groups[place]);
        }
    }

    /// The state with nothing that waits.
    pub(crate) fn dealt_out(&self) -> Cow<'_, Self> {
        let mut dealt = Cow::Borrowed(self);
        if self.alike.group().is_some() {
            dealt.to_mut().deal_out();
        }
        dealt
    }

    pub(crate) fn number_of(&mut self, channel: u32) -> u32 {
        let next = u32::try_from(self.channels.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(channel).or_insert(next);
        if number == next {
            self.channels.push(channel);
        }
        number
    }

    fn group_of(&mut self, hash: u64) -> usize {
        let place = self.place_of(hash >> (u64::BITS - self.bits));
        if self.groups.len() <= GROUPS {
            return place;
        }
        self.join_groups();
        self.place_of(hash >> (u64::BITS - self.bits))
    }

    fn place_of(&mut self, prefix: u64) -> usize {
        match self.last {
            Some((last, place)) if last == prefix => place,
            _ => {
                let place = self.find_place(prefix);
                self.last = Some((prefix, place));
                place
            }
        }
    }

    fn find_place(&mut self, prefix: u64) -> usize {
        if let Some(place) = self.places.get(&prefix) {
            return *place as usize;
        }
        let place = self.groups.len();
        self.places.insert(prefix, u32::try_from(place).unwrap_or(u32::MAX));
        self.prefixes.push(prefix);
        self.groups.push(Group::default());
        place
    }

    /// Adds a group as it was read.
    pub(crate) fn put(&mut self, prefix: u64, group: Group) {
        let place = self.place_of(prefix);
        self.mixes += self.groups[place].take_in(group);
    }

    /// Whether no sum can be larger than what was counted in: always so unless the state was read from bytes that lie.
    pub(crate) fn is_bounded(&self) -> bool {
        let bulk = u128::from(self.bulk);
        let sizes = |sums: &[i64]| sums.iter().map(|sum| u128::from(sum.unsigned_abs())).sum::<u128>();
        let all = |size: &dyn Fn(&Group) -> u128| self.groups.iter().map(size).sum::<u128>() <= 2 * bulk;
        within_bounds(bulk).is_ok()
            && all(&|group| sizes(&group.cells()))
            && all(&|group| sizes(&group.touched) + sizes(&group.alone))
            && all(&|group| group.mixes.each().map(|(_, sums)| sizes(&sums)).sum())
            && all(&|group| {
                group
                    .sums
                    .iter()
                    .flatten()
                    .map(|sum| sum.unsigned_abs() >> 64)
                    .sum::<u128>()
                    / (self.within.len() as u128).max(1)
            })
    }

    fn words(&self) -> usize {
        let edges = self.edges.as_ref().map_or(0, |edges| edges.keys.len());
        self.groups.len() * (edges + 4 * self.channels.len() * self.within.len()) + self.mixes * MIX_WORDS
    }

    /// Joins groups until both limits hold.
    fn join_groups(&mut self) {
        if self.groups.len() > GROUPS {
            let bits = (FEWEST_BITS..self.bits)
                .rev()
                .find(|bits| self.groups_at(*bits) <= GROUPS);
            self.join_to(bits.unwrap_or(FEWEST_BITS));
        }
        while self.words() > ROOM && self.bits > FEWEST_BITS {
            self.join_to(self.bits - 1);
        }
    }

    fn groups_at(&self, bits: u32) -> usize {
        let mut prefixes: Vec<u64> = self
            .prefixes
            .iter()
            .map(|prefix| prefix >> (self.bits - bits))
            .collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        prefixes.len()
    }

    fn join_to(&mut self, bits: u32) {
        if bits == self.bits {
            return;
        }
        self.deal_out();
        let groups = std::mem::take(&mut self.groups);
        let prefixes = std::mem::take(&mut self.prefixes);
        let dropped = self.bits - bits;
        self.places.clear();
        self.last = None;
        self.mixes = 0;
        self.bits = bits;
        for (prefix, group) in prefixes.into_iter().zip(groups) {
            let place = self.place_of(prefix >> dropped);
            self.mixes += self.groups[place].take_in(group);
        }
    }
}

/// A replicate counts a group up to 20 times, so sums stay below 2^62.
fn within_bounds(bulk: u128) -> Result<u64, CreditError> {
    u64::try_from(bulk)
        .ok()
        .filter(|bulk| *bulk < 1 << 57)
        .ok_or(CreditError::TooLarge)
}

/// A group under other numbers. In mixes channels have their codes.
fn renumbered(mut group: Group, edges: &[usize], channels: &[usize], models: usize) -> Group {
    let mut out = Group {
        touched: group.touched,
        alone: group.alone,
        mixes: std::mem::take(&mut group.mixes),
        ..Group::default()
    };
    for (cell, slot) in group.cells().iter().zip(edges).filter(|(cell, _)| **cell != 0) {
        out.add_cell(*slot, *cell);
    }
    for (place, sums) in group.sums.iter().enumerate().filter(|(_, sums)| **sums != [0; 2]) {
        let place = channels[place / models] * models + place % models;
        out.make_room(place + 1);
        out.sums[place] = *sums;
    }
    out
}
