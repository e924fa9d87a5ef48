//! What is kept of a group of people: plain sums.

use super::mixes::Mixes;

/// Credits are summed in units of 2^-64 of a conversion or minor unit: exact addition, so any order gives the same bits.
pub(crate) const UNIT: i128 = 1 << 64;

/// Sums over the journeys of one group of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    /// The cells of the edges of the highest chain.
    pub(crate) cells: Vec<i64>,
    /// Conversions and value by channel (as numbered) and model within the journey, in [`UNIT`]s.
    pub(crate) sums: Vec<[i128; 2]>,
    /// Conversions and value of journeys with touches.
    pub(crate) touched: [i64; 2],
    /// Conversions and value without any touch.
    pub(crate) alone: [i64; 2],
    /// For path-allocated Markov.
    pub(crate) mixes: Mixes,
}

impl Group {
    /// Adds another group with the same numbering. Gives how many mixes are new.
    pub(crate) fn absorb(&mut self, other: &Self) -> usize {
        add_cells(&mut self.cells, &other.cells);
        for (place, more) in other.sums.iter().enumerate() {
            self.add_sum(place, *more);
        }
        for side in 0..2 {
            self.touched[side] += other.touched[side];
            self.alone[side] += other.alone[side];
        }
        other
            .mixes
            .each()
            .filter(|(key, sums)| self.mixes.add(key, *sums))
            .count()
    }

    pub(crate) fn add_sum(&mut self, place: usize, [conversions, value]: [i128; 2]) {
        if self.sums.len() <= place {
            self.sums.resize(place + 1, [0; 2]);
        }
        self.sums[place][0] += conversions;
        self.sums[place][1] += value;
    }
}

fn add_cells(cells: &mut Vec<i64>, more: &[i64]) {
    if cells.len() < more.len() {
        cells.resize(more.len(), 0);
    }
    for (cell, more) in cells.iter_mut().zip(more) {
        *cell += more;
    }
}
