//! What is kept of a group of people: plain sums.

use std::borrow::Cow;

use super::mixes::Mixes;

/// Credits are summed in units of 2^-64 of a conversion or minor unit: exact addition, so any order gives the same bits.
pub(crate) const UNIT: i128 = 1 << 64;

/// Sums over the journeys of one group of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    pub(crate) cells: Vec<i64>,
    /// Cells that are to be counted up by one. Journeys come from all groups in turn, whose cells together are larger than the
    /// processor's cache; so each group counts many at a time.
    pub(crate) pending: Vec<u32>,
    /// Conversions and value by channel (as numbered) and model within the journey, in [`UNIT`]s.
    pub(crate) sums: Vec<[i128; 2]>,
    /// Conversions and value of journeys with touches.
    pub(crate) touched: [i64; 2],
    /// Conversions and value without any touch.
    pub(crate) alone: [i64; 2],
    /// For path-allocated Markov.
    pub(crate) mixes: Mixes,
}

/// So many counts wait: 8 KB a group.
const PENDING: usize = 2048;

impl Group {
    /// Counts edges of the highest chain up by one each.
    pub(crate) fn count(&mut self, slots: &[u32]) {
        self.pending.extend_from_slice(slots);
        if self.pending.len() >= PENDING {
            for slot in &self.pending {
                add_cell(&mut self.cells, *slot as usize, 1);
            }
            self.pending.clear();
        }
    }

    /// Adds to the cell of an edge.
    pub(crate) fn add_cell(&mut self, slot: usize, many: i64) {
        add_cell(&mut self.cells, slot, many);
    }

    /// The cells of the edges of the highest chain, as far as this group has any.
    pub(crate) fn cells(&self) -> Cow<'_, [i64]> {
        if self.pending.is_empty() {
            return Cow::Borrowed(&self.cells);
        }
        let mut cells = self.cells.clone();
        for slot in &self.pending {
            add_cell(&mut cells, *slot as usize, 1);
        }
        Cow::Owned(cells)
    }

    fn add_sums(&mut self, other: &Self) {
        self.make_room(other.sums.len());
        for (sums, more) in self.sums.iter_mut().zip(&other.sums) {
            (0..2).for_each(|side| sums[side] += more[side]);
        }
        for side in 0..2 {
            self.touched[side] += other.touched[side];
            self.alone[side] += other.alone[side];
        }
    }

    /// Takes over another group with the same numbering: what is moved is not copied. Gives how many mixes are new.
    pub(crate) fn take_in(&mut self, mut other: Self) -> usize {
        let known = self.mixes.len();
        if self.cells.len() < other.cells.len() {
            std::mem::swap(&mut self.cells, &mut other.cells);
        }
        add_cells(&mut self.cells, &other.cells);
        self.count(&other.pending);
        if self.sums.len() < other.sums.len() {
            std::mem::swap(&mut self.sums, &mut other.sums);
        }
        self.add_sums(&other);
        self.mixes.take_in(other.mixes);
        self.mixes.len() - known
    }

    /// At least so many sums.
    pub(crate) fn make_room(&mut self, many: usize) {
        if self.sums.len() < many {
            self.sums.resize(many, [0; 2]);
        }
    }
}

fn add_cell(cells: &mut Vec<i64>, slot: usize, many: i64) {
    if cells.len() <= slot {
        cells.resize(slot + 1, 0);
    }
    cells[slot] += many;
}

fn add_cells(cells: &mut Vec<i64>, more: &[i64]) {
    if cells.len() < more.len() {
        cells.resize(more.len(), 0);
    }
    for (cell, more) in cells.iter_mut().zip(more) {
        *cell += more;
    }
}
