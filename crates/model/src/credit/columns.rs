//! The sums of all groups under each column of a draw: the data as they are, and the replicates.

use std::borrow::Cow;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::ops::Range;

use super::Credit;
use super::bootstrap::{Bootstrap, Draw};
use super::cores::in_parts;
use super::edges::Mix;
use super::group::UNIT;
use super::mixes::{channel_of, touches_of};

/// By channel, then column.
pub(crate) type Table = Vec<Vec<f64>>;

/// The groups in the order of their names, and how often each counts.
pub(crate) struct Columns<'a> {
    credit: &'a Credit,
    /// Places of the groups.
    groups: Vec<usize>,
    /// How often each counts, by column.
    times: Vec<Vec<f64>>,
    /// The cells of each.
    cells: Vec<Cow<'a, [i64]>>,
    pub(crate) draw: Draw,
}

/// A mix of one group.
#[derive(Clone, Copy)]
struct Mixed<'a> {
    hash: u64,
    /// The group, as a place among the names of all.
    name: usize,
    key: &'a [u64],
    /// Conversions and value.
    sums: [i64; 2],
}

/// Columns whose cells are summed at once, so that those of the groups are read fewer times.
pub(crate) const BATCH: usize = 8;
/// Mixes are dealt with in so many parts by their hashes, so that cores can share them, and the sums are added in the same order
/// however many cores there are.
const PARTS: usize = 16;
/// Cells that are summed at once: those of a batch stay near the processor.
const TILE: usize = 512;

impl<'a> Columns<'a> {
    pub(crate) fn new(credit: &'a Credit, bootstrap: Option<&Bootstrap>) -> Self {
        let groups = credit.sorted_groups();
        let names: Vec<u64> = groups.iter().map(|place| credit.prefixes[*place]).collect();
        let draw = Draw::new(&names, credit.bits, bootstrap);
        let times_of = |name: usize| draw.times.iter().map(|times| f64::from(times[name])).collect();
        Self {
            credit,
            times: (0..groups.len()).map(times_of).collect(),
            cells: groups.iter().map(|place| credit.groups[*place].cells()).collect(),
            groups,
            draw,
        }
    }

    /// The cells of all edges in some columns.
    pub(crate) fn cells(&self, columns: Range<usize>) -> Vec<Vec<i64>> {
        let edges = self.credit.edges.as_ref().map_or(0, |edges| edges.keys.len());
        let mut sums = vec![vec![0; edges]; columns.len()];
        for begin in (0..edges).step_by(TILE) {
            for (name, cells) in self.cells.iter().enumerate() {
                let cells = cells.get(begin..(begin + TILE).min(cells.len())).unwrap_or_default();
                for (sum, column) in sums.iter_mut().zip(columns.clone()) {
                    add_times(&mut sum[begin..], cells, self.draw.times[column][name]);
                }
            }
        }
        sums
    }

    /// Conversions and value without a touch, by column.
    pub(crate) fn alone(&self) -> [Vec<f64>; 2] {
        [0, 1].map(|side| self.sum(|group| self.credit.groups[group].alone[side] as f64))
    }

    /// Conversions and value of one channel (by its number) in one model.
    pub(crate) fn within(&self, channel: usize, row: usize) -> [Vec<f64>; 2] {
        let place = channel * self.credit.within.len() + row;
        let get = |group: usize| self.credit.groups[group].sums.get(place).copied().unwrap_or_default();
        [0, 1].map(|side| {
            let mut columns = self.sum(|group| get(group)[side] as f64 / UNIT as f64);
            let exact: i128 = self.groups.iter().map(|group| get(*group)[side]).sum();
            columns[0] = exact as f64 / UNIT as f64;
            columns
        })
    }

    fn sum(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.draw.columns()];
        for (group, times) in self.groups.iter().zip(&self.times) {
            let value = of(*group);
            if value != 0.0 {
                add_product(&mut sums, times, value);
            }
        }
        let scaled = sums.iter().zip(&self.draw.scales);
        scaled.map(|(sum, scale)| sum * scale).collect()
    }

    /// Shares out the mixes of channels by the effects of each column, and adds conversions and value to the tables.
    /// `effects` and the tables have one row for each of `channels`.
    pub(crate) fn share_mixes(&self, channels: &[u32], effects: &Table, conversions: &mut Table, values: &mut Table) {
        let mixed = self.mixes();
        let parts = in_parts(PARTS, |some| {
            let parts = some.map(|part| self.parts_of(&sorted(&mixed, part), channels, effects));
            parts.collect::<Vec<_>>()
        });
        for parts in parts.iter().flatten() {
            for (table, parts) in [&mut *conversions, &mut *values].into_iter().zip(parts) {
                for ((row, parts), effects) in table.iter_mut().zip(parts).zip(effects) {
                    let cells = row.iter_mut().zip(parts).zip(effects).zip(&self.draw.scales);
                    cells.for_each(|(((cell, part), effect), scale)| *cell += part * effect * scale);
                }
            }
        }
    }

    /// The mixes of all groups, each part of the hashes by itself, as the cores found them.
    fn mixes(&self) -> Vec<Vec<Vec<Mixed<'_>>>> {
        let hasher = BuildHasherDefault::<Mix>::default();
        in_parts(self.groups.len(), |names| {
            let mut parts = vec![Vec::new(); PARTS];
            for name in names {
                for (key, sums) in self.credit.groups[self.groups[name]].mixes.each() {
                    let hash = hasher.hash_one(key);
                    let mixed = Mixed { hash, name, key, sums };
                    parts[(hash >> 32) as usize % PARTS].push(mixed);
                }
            }
            parts
        })
    }

    /// What of the mixes falls to each channel in some columns, over its effect: a channel's part is its touches times its
    /// effect over the whole of its mix, and the effect comes last.
    fn parts_of(&self, mixed: &[Mixed<'_>], channels: &[u32], effects: &Table) -> [Table; 2] {
        let columns = self.draw.columns();
        let mut whole = vec![0.0; columns];
        let mut brought = [(); 2].map(|()| vec![0.0; columns]);
        let mut parts = [(); 2].map(|()| vec![vec![0.0; columns]; channels.len()]);
        let mut mix = Vec::new();
        for same in mixed.chunk_by(|a, b| a.key == b.key) {
            let Some(first) = same.first() else { continue };
            mix.clear();
            mix.extend(first.key.iter().filter_map(|part| {
                let row = channels.binary_search(&channel_of(*part)).ok()?;
                Some((row, touches_of(*part) as f64))
            }));
            whole.fill(0.0);
            for (row, many) in &mix {
                add_product(&mut whole, &effects[*row], *many);
            }
            // Whole numbers: however they are added, their sum is the same.
            for brought in &mut brought {
                brought.fill(0.0);
            }
            for Mixed { name, sums, .. } in same {
                for (brought, sum) in brought.iter_mut().zip(sums).filter(|(_, sum)| **sum != 0) {
                    add_product(brought, &self.times[*name], *sum as f64);
                }
            }
            for whole in &mut whole {
                *whole = if *whole > 0.0 { 1.0 / *whole } else { 0.0 };
            }
            for (parts, brought) in parts.iter_mut().zip(&mut brought) {
                brought
                    .iter_mut()
                    .zip(&whole)
                    .for_each(|(brought, over)| *brought *= over);
                for (row, many) in &mix {
                    add_product(&mut parts[*row], brought, *many);
                }
            }
        }
        parts
    }
}

/// A part of the mixes, the same together: sorted, so that they are met in one order wherever they were gathered.
fn sorted<'a>(mixed: &[Vec<Vec<Mixed<'a>>>], part: usize) -> Vec<Mixed<'a>> {
    let mut all: Vec<Mixed<'a>> = mixed.iter().flat_map(|parts| parts[part].iter().copied()).collect();
    all.sort_unstable_by_key(|mixed| mixed.hash);
    for alike in all.chunk_by_mut(|a, b| a.hash == b.hash) {
        let first = alike.first().map(|mixed| mixed.key);
        if alike.iter().any(|mixed| Some(mixed.key) != first) {
            alike.sort_by_key(|mixed| mixed.key);
        }
    }
    all
}

fn add_product(sums: &mut [f64], factors: &[f64], by: f64) {
    for (sum, factor) in sums.iter_mut().zip(factors) {
        *sum += factor * by;
    }
}

impl Credit {
    /// The sum of the cells, each group counted as often as told.
    pub(crate) fn cells(&self, times: impl Fn(usize) -> u8) -> Vec<i64> {
        let mut sum = vec![0; self.edges.as_ref().map_or(0, |edges| edges.keys.len())];
        for (place, group) in self.groups.iter().enumerate() {
            add_times(&mut sum, &group.cells(), times(place));
        }
        sum
    }

    pub(crate) fn sorted_groups(&self) -> Vec<usize> {
        let mut groups: Vec<usize> = (0..self.groups.len()).collect();
        groups.sort_unstable_by_key(|place| self.prefixes[*place]);
        groups
    }
}

fn add_times(sum: &mut [i64], cells: &[i64], times: u8) {
    let cells = sum.iter_mut().zip(cells);
    match times {
        0 => {}
        1 => cells.for_each(|(sum, cell)| *sum += cell),
        2 => cells.for_each(|(sum, cell)| *sum += cell << 1),
        times => cells.for_each(|(sum, cell)| *sum += i64::from(times) * cell),
    }
}
