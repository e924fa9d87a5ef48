//! The edges of a chain, numbered as they are met: observed ones only, so hundreds of campaigns stay small.
//!
//! A state of order k is the last k channels; a path shorter than k is one state of its own. An edge is written as one
//! number: its state and then the next channel (or how it ended), 32 bits each.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::group::Group;
use super::{Order, Tally, Touch};

/// The beginning of a path, before its first state.
pub(crate) const START: u32 = 1;
/// The path ended in a conversion.
pub(crate) const CONVERSION: u32 = 2;
/// The path ended without.
pub(crate) const NULL: u32 = 3;
/// Not an edge but the value of the conversions that ended in the state.
pub(crate) const VALUE: u32 = 4;
/// Channels are written as their code plus this, so that 0 is "nothing here".
pub(crate) const CHANNEL: u32 = 5;

/// Words below 2 to the power of this are looked up in plain rows.
const WIDEST: u32 = 6;
/// Rows begin with this width, and grow with the words that are met: the narrower, the more of them stay near the processor.
const NARROWEST: u32 = 4;
/// So many states have such rows: 8 MB at most.
const ROWS: usize = 16_384;
/// Where nothing was met yet.
const UNKNOWN: u32 = u32::MAX;
/// The state before the first touch.
const ROOT: u32 = 0;

/// The numbers of the edges of one chain, and where they lead.
#[derive(Debug, Clone)]
pub(crate) struct Edges {
    pub(crate) order: Order,
    slots: HashMap<u128, u32, BuildHasherDefault<Mix>>,
    /// The edge of each number.
    pub(crate) keys: Vec<u128>,
    /// States are numbered as journeys meet them. A path shorter than the order is a state like any other.
    states: HashMap<u128, u32, BuildHasherDefault<Mix>>,
    words: Vec<u128>,
    /// What a word means in a state: a row of small words for each of the first states, the others hashed.
    rows: Vec<Edge>,
    /// A row has 2 to the power of this words.
    width: u32,
    far: HashMap<u64, Edge, BuildHasherDefault<Mix>>,
    /// The edges of the path at hand: room that is used again.
    passed: Vec<u32>,
}

/// What a word means in a state.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// The number of the edge; none of a touch that only makes the state longer.
    slot: u32,
    /// Where it leads.
    state: u32,
}

const NEW: Edge = Edge {
    slot: UNKNOWN,
    state: UNKNOWN,
};

impl Edges {
    pub(crate) fn new(order: Order) -> Self {
        let mut edges = Self {
            order,
            slots: HashMap::default(),
            keys: Vec::new(),
            states: HashMap::default(),
            words: Vec::new(),
            rows: Vec::new(),
            width: NARROWEST,
            far: HashMap::default(),
            passed: Vec::new(),
        };
        edges.state_of(0);
        edges
    }

    /// The number of an edge; a new one gets the next.
    pub(crate) fn slot(&mut self, key: u128) -> usize {
        let next = u32::try_from(self.keys.len()).unwrap_or(UNKNOWN - 1);
        let slot = *self.slots.entry(key).or_insert(next);
        if slot == next {
            self.keys.push(key);
        }
        slot as usize
    }

    /// Adds what came of a path to the cells of its edges. An empty path has none.
    pub(crate) fn walk(&mut self, path: &[Touch], tally: Tally, group: &mut Group) {
        let both = signed(tally.conversions) + signed(tally.nulls);
        if both == 0 || path.is_empty() {
            return;
        }
        let (first, rest) = path.split_at(self.order.length().min(path.len()));
        let mut state = ROOT;
        for touch in first {
            state = self.follow(state, touch.channel + CHANNEL).state;
        }
        self.passed.clear();
        let start = self.follow(state, START).slot;
        self.passed.push(start);
        for touch in rest {
            let edge = self.follow(state, touch.channel + CHANNEL);
            self.passed.push(edge.slot);
            state = edge.state;
        }
        let ends = [
            (CONVERSION, signed(tally.conversions)),
            (NULL, signed(tally.nulls)),
            (VALUE, tally.value),
        ];
        for (end, many) in ends {
            if many == both {
                let end = self.follow(state, end).slot;
                self.passed.push(end);
            } else if many != 0 {
                group.add_cell(self.follow(state, end).slot as usize, many);
            }
        }
        if both == 1 {
            group.count(&self.passed);
        } else {
            self.passed.iter().for_each(|slot| group.add_cell(*slot as usize, both));
        }
    }

    #[inline]
    fn follow(&mut self, state: u32, word: u32) -> Edge {
        match self.place(state, word).and_then(|place| self.rows.get(place)) {
            Some(edge) if edge.state != UNKNOWN => *edge,
            _ => self.look_up(state, word),
        }
    }

    /// Where the row of a state holds a word, if rows are as wide.
    #[inline]
    fn place(&self, state: u32, word: u32) -> Option<usize> {
        (word >> self.width == 0).then_some((state as usize) << self.width | word as usize)
    }

    #[cold]
    fn look_up(&mut self, state: u32, word: u32) -> Edge {
        while word >> self.width != 0 && word >> WIDEST == 0 {
            self.widen();
        }
        let place = self.place(state, word).filter(|place| *place < self.rows.len());
        let name = u64::from(state) << 32 | u64::from(word);
        if place.is_none()
            && let Some(edge) = self.far.get(&name)
        {
            return *edge;
        }
        let edge = self.meet(state, word);
        match place {
            Some(place) => self.rows[place] = edge,
            None => drop(self.far.insert(name, edge)),
        }
        edge
    }

    /// Makes rows twice as wide.
    fn widen(&mut self) {
        let narrow = std::mem::take(&mut self.rows);
        self.rows = vec![NEW; 2 * narrow.len()];
        let (from, to) = (1 << self.width, 2 << self.width);
        for (row, known) in self.rows.chunks_mut(to).zip(narrow.chunks(from)) {
            row[..from].copy_from_slice(known);
        }
        self.width += 1;
    }

    /// A word that was not met in a state before.
    fn meet(&mut self, state: u32, word: u32) -> Edge {
        let words = self.words[state as usize];
        let length = length_of(words);
        let key = then(words, word);
        let (key, to) = match word {
            START => (u128::from(START) << (32 * length) | words, words),
            CONVERSION | NULL | VALUE => (key, words),
            _ if length < self.order.length() => {
                let state = self.state_of(key);
                return Edge { slot: UNKNOWN, state };
            }
            _ => (key, key & last(self.order.length())),
        };
        Edge {
            slot: u32::try_from(self.slot(key)).unwrap_or(UNKNOWN),
            state: self.state_of(to),
        }
    }

    fn state_of(&mut self, words: u128) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(UNKNOWN - 1);
        let state = *self.states.entry(words).or_insert(next);
        if state == next {
            self.words.push(words);
            if self.words.len() <= ROWS {
                self.rows.resize(self.words.len() << self.width, NEW);
            }
        }
        state
    }
}

/// The edges that a chain of a lower order takes with an edge of this one: a path counts once in each.
pub(crate) fn lower(key: u128, from: Order, to: Order) -> Vec<u128> {
    let length = to.length();
    if to == from {
        return vec![key];
    }
    let (_, state, word) = read(key);
    if word != START {
        let words = length_of(key).min(length + 1);
        return vec![key & last(words)];
    }
    let first = state.iter().take(length).fold(0, |words, word| then(words, *word));
    let mut edges = vec![u128::from(START) << (32 * state.len().min(length)) | first];
    for step in state.windows(length + 1) {
        edges.push(step.iter().fold(0, |words, word| then(words, *word)));
    }
    edges
}

/// How many words there are.
fn length_of(words: u128) -> usize {
    words.checked_ilog2().map_or(0, |bit| bit as usize / 32 + 1)
}

/// The last words of an edge.
fn last(words: usize) -> u128 {
    u128::MAX
        .checked_shr(128 - 32 * u32::try_from(words).unwrap_or(4))
        .unwrap_or(0)
}

fn then(state: u128, word: u32) -> u128 {
    state << 32 | u128::from(word)
}

/// Counts are checked to stay below 2^57 before they get here.
fn signed(many: u64) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX >> 1)
}

/// An edge read back: the words of its state (none for the beginning), then where it leads.
pub(crate) fn read(key: u128) -> (Vec<u32>, Vec<u32>, u32) {
    let words: Vec<u32> = (0..4)
        .rev()
        .map(|place| word(key, place))
        .filter(|word| *word != 0)
        .collect();
    if let Some((&START, state)) = words.split_first() {
        return (Vec::new(), state.to_vec(), START);
    }
    let (last, state) = words
        .split_last()
        .map_or((NULL, [].as_slice()), |(last, state)| (*last, state));
    let shifted = state.iter().skip(1).copied().chain([last]).collect();
    (state.to_vec(), shifted, last)
}

/// Whether this is an edge that [`Edges::walk`] could have written.
pub(crate) fn is_edge(key: u128, order: Order) -> bool {
    let (from, to, last) = read(key);
    let state = if last >= CHANNEL || last == START { &to } else { &from };
    let whole =
        |state: &[u32]| (1..=order.length()).contains(&state.len()) && state.iter().all(|word| *word >= CHANNEL);
    whole(state) && (last < CHANNEL || (whole(&from) && from.len() == order.length())) && last != 0
}

fn word(key: u128, place: u32) -> u32 {
    u32::try_from(key >> (32 * place) & 0xffff_ffff).unwrap_or_default()
}

/// A quick hash for our own numbers (multiply and rotate, as in rustc's). Never iterated over, so order does not matter.
#[derive(Default)]
pub(crate) struct Mix(u64);

impl Mix {
    fn take(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.take(u64::from_le_bytes(word));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.take(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.take(word);
    }

    fn write_usize(&mut self, word: usize) {
        self.take(word as u64);
    }

    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    fn write_u128(&mut self, word: u128) {
        self.take(word as u64);
        self.take((word >> 64) as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}
