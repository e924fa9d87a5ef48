//! The edges of a chain, numbered as they are met: observed ones only, so hundreds of campaigns stay small.
//!
//! A state of order k is the last k channels; a path shorter than k is one state of its own. An edge is written as one
//! number: its state and then the next channel (or how it ended), 32 bits each.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

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

/// Words below this have their edges of order 1 in a plain table.
const TABLE: usize = 64;
const UNKNOWN: u32 = u32::MAX;

/// The numbers of the edges of one chain.
#[derive(Debug, Clone)]
pub(crate) struct Edges {
    pub(crate) order: Order,
    slots: HashMap<u128, u32, BuildHasherDefault<Mix>>,
    table: Vec<u32>,
    /// The edge of each number.
    pub(crate) keys: Vec<u128>,
}

impl Edges {
    pub(crate) fn new(order: Order) -> Self {
        let table = if order == Order::One {
            vec![UNKNOWN; TABLE * TABLE]
        } else {
            Vec::new()
        };
        Self {
            order,
            slots: HashMap::default(),
            table,
            keys: Vec::new(),
        }
    }

    /// The number of an edge; a new one gets the next.
    pub(crate) fn slot(&mut self, key: u128) -> usize {
        let Some(place) = self.table_place(key) else {
            return self.slot_of_many(key);
        };
        if self.table[place] == UNKNOWN {
            self.table[place] = self.next(key);
        }
        self.table[place] as usize
    }

    fn slot_of_many(&mut self, key: u128) -> usize {
        if let Some(slot) = self.slots.get(&key) {
            return *slot as usize;
        }
        let slot = self.next(key);
        self.slots.insert(key, slot);
        slot as usize
    }

    fn next(&mut self, key: u128) -> u32 {
        self.keys.push(key);
        u32::try_from(self.keys.len() - 1).unwrap_or(UNKNOWN - 1)
    }

    fn table_place(&self, key: u128) -> Option<usize> {
        if self.table.is_empty() || key >> 38 != 0 {
            return None;
        }
        let (from, to) = (
            (key >> 32) as usize,
            usize::try_from(key & 0xffff_ffff).unwrap_or(usize::MAX),
        );
        (to < TABLE).then_some(from * TABLE + to)
    }

    /// Adds what came of a path to the cells of its edges. An empty path has none.
    pub(crate) fn walk(&mut self, path: &[Touch], tally: Tally, cells: &mut Vec<i64>) {
        let both = signed(tally.conversions) + signed(tally.nulls);
        if both == 0 || path.is_empty() {
            return;
        }
        let length = self.order.length();
        let (first, rest) = path.split_at(length.min(path.len()));
        let mut state = first
            .iter()
            .fold(0, |state, touch| then(state, touch.channel + CHANNEL));
        let start = u128::from(START) << (32 * first.len()) | state;
        self.add(cells, start, both);
        let mask = (1u128 << (32 * length)) - 1;
        for touch in rest {
            let edge = then(state, touch.channel + CHANNEL);
            self.add(cells, edge, both);
            state = edge & mask;
        }
        let ends = [
            (CONVERSION, signed(tally.conversions)),
            (NULL, signed(tally.nulls)),
            (VALUE, tally.value),
        ];
        for (end, many) in ends {
            if many != 0 {
                self.add(cells, then(state, end), many);
            }
        }
    }

    fn add(&mut self, cells: &mut Vec<i64>, key: u128, many: i64) {
        let slot = self.slot(key);
        if cells.len() <= slot {
            cells.resize(slot + 1, 0);
        }
        cells[slot] += many;
    }
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
