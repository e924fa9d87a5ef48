//! The sums of all groups under each column of a draw: the data as they are, and the replicates.

use super::Credit;
use super::bootstrap::{Bootstrap, Draw};
use super::group::UNIT;
use super::mixes::{channel_of, touches_of};

/// By channel, then column.
pub(crate) type Table = Vec<Vec<f64>>;

/// The groups in the order of their names, and how often each counts.
pub(crate) struct Columns<'a> {
    credit: &'a Credit,
    /// Places of the groups.
    groups: Vec<usize>,
    pub(crate) draw: Draw,
}

impl<'a> Columns<'a> {
    pub(crate) fn new(credit: &'a Credit, bootstrap: Option<&Bootstrap>) -> Self {
        let groups = credit.sorted_groups();
        let names: Vec<u64> = groups.iter().map(|place| credit.prefixes[*place]).collect();
        Self {
            credit,
            groups,
            draw: Draw::new(&names, credit.bits, bootstrap),
        }
    }

    /// The cells of all edges in a column.
    pub(crate) fn cells(&self, column: usize) -> Vec<i64> {
        let mut times = vec![0; self.groups.len()];
        for (place, many) in self.groups.iter().zip(&self.draw.times[column]) {
            times[*place] = i64::from(*many);
        }
        self.credit.cells(|group| times[group])
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
        let values: Vec<f64> = self.groups.iter().map(|group| of(*group)).collect();
        let columns = self.draw.times.iter().zip(&self.draw.scales);
        columns
            .map(|(times, scale)| {
                scale
                    * times
                        .iter()
                        .zip(&values)
                        .map(|(times, value)| f64::from(*times) * value)
                        .sum::<f64>()
            })
            .collect()
    }

    /// Shares out the mixes of channels by the effects of each column, and adds conversions and value to the tables.
    /// `effects` and the tables have one row for each of `channels`.
    pub(crate) fn share_mixes(&self, channels: &[u32], effects: &Table, conversions: &mut Table, values: &mut Table) {
        let columns = self.draw.columns();
        let mut whole = vec![0.0; columns];
        for (name, group) in self.groups.iter().enumerate() {
            let times: Vec<f64> = (0..columns)
                .map(|column| f64::from(self.draw.times[column][name]) * self.draw.scales[column])
                .collect();
            for (mix, sums) in self.credit.groups[*group].mixes.sorted() {
                let parts = || {
                    mix.iter().filter_map(|part| {
                        Some((
                            channels.binary_search(&channel_of(*part)).ok()?,
                            touches_of(*part) as f64,
                        ))
                    })
                };
                whole.fill(0.0);
                for (row, many) in parts() {
                    whole
                        .iter_mut()
                        .zip(&effects[row])
                        .for_each(|(whole, effect)| *whole += many * effect);
                }
                whole
                    .iter_mut()
                    .zip(&times)
                    .for_each(|(whole, times)| *whole = if *whole > 0.0 { times / *whole } else { 0.0 });
                for (row, many) in parts() {
                    let [conversion, value] = sums.map(|sum| sum as f64 * many);
                    let credits = conversions[row]
                        .iter_mut()
                        .zip(&mut values[row])
                        .zip(&effects[row])
                        .zip(&whole);
                    for (((conversions, values), effect), whole) in credits {
                        *conversions += conversion * effect * whole;
                        *values += value * effect * whole;
                    }
                }
            }
        }
    }
}

impl Credit {
    /// The sum of the cells, each group counted as often as told.
    pub(crate) fn cells(&self, times: impl Fn(usize) -> i64) -> Vec<i64> {
        let mut sum = vec![0; self.edges.as_ref().map_or(0, |edges| edges.keys.len())];
        for (place, group) in self.groups.iter().enumerate() {
            let cells = sum.iter_mut().zip(&group.cells);
            match times(place) {
                0 => {}
                1 => cells.for_each(|(sum, cell)| *sum += cell),
                2 => cells.for_each(|(sum, cell)| *sum += cell << 1),
                times => cells.for_each(|(sum, cell)| *sum += times * cell),
            }
        }
        sum
    }

    pub(crate) fn sorted_groups(&self) -> Vec<usize> {
        let mut groups: Vec<usize> = (0..self.groups.len()).collect();
        groups.sort_unstable_by_key(|place| self.prefixes[*place]);
        groups
    }
}
