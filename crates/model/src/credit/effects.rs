//! Removal effects: which part of a chain's conversions passes through a channel.
//!
//! In closed form, never simulated. Order 1 from one inverse: RE_i = (sN)_i (Nr)_i / (N_ii s'Nr) with N = (I-Q)^-1, s the
//! starts and r the conversions by state. Higher orders, and chains of very many channels, solve x = Qx + r once for each
//! channel with the states that contain it held at nought. For value, r_s is the value of the conversions that ended in s
//! over what left s.

use super::chain::{Chain, at};
use super::edges::{CONVERSION, NULL, VALUE};
use super::solve::{Sparse, inverse};
use super::{CreditError, Order};

/// More states than this are solved by iteration.
const DENSE: usize = 512;

/// The removal effects of a channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Its code.
    pub channel: u32,
    /// Part of the chain's conversions that pass through it, 0 to 1. None if there are no conversions.
    pub conversions: Option<f64>,
    /// The same of their value; with refunds it can leave 0 to 1. None if there is no value.
    pub value: Option<f64>,
}

/// A chain's removal effects.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainEffects {
    /// The order of the chain.
    pub order: Order,
    /// How many states it has, without beginning and ends.
    pub states: usize,
    /// The probability that the chain ends in a conversion: conversions over all journeys with a touch.
    pub p_conversion: f64,
    /// By channel, sorted.
    pub effects: Vec<Effect>,
}

impl Chain {
    /// The removal effects under the given counts.
    pub(crate) fn effects(&self, cells: &[i64]) -> Result<ChainEffects, CreditError> {
        let flow = Flow::new(self, cells);
        let (p_conversion, parts) = if self.order == Order::One && self.states.len() <= DENSE {
            flow.dense(self)
        } else {
            flow.sparse(self)?
        };
        let effect = |(channel, [conversions, value]): (&u32, &Parts)| Effect {
            channel: *channel,
            conversions: *conversions,
            value: *value,
        };
        let effects = self.channels.iter().zip(&parts).map(effect).collect();
        Ok(ChainEffects {
            order: self.order,
            states: self.states.len(),
            p_conversion,
            effects,
        })
    }
}

/// A channel's effects on conversions and value.
type Parts = [Option<f64>; 2];

/// A chain's probabilities.
struct Flow {
    starts: Vec<f64>,
    among: Sparse,
    /// Conversion and value by state.
    ends: Vec<[f64; 2]>,
}

impl Flow {
    fn new(chain: &Chain, cells: &[i64]) -> Self {
        let states = chain.states.len();
        let mut left = vec![0i64; states];
        for (slot, from, _) in &chain.steps {
            left[*from] += at(cells, *slot);
        }
        for (slot, from, _) in chain
            .ends
            .iter()
            .filter(|(_, _, end)| matches!(*end, CONVERSION | NULL))
        {
            left[*from] += at(cells, *slot);
        }
        let part = |count: i64, of: i64| if of > 0 { count as f64 / of as f64 } else { 0.0 };
        let begun: i64 = chain.starts.iter().map(|(slot, _)| at(cells, *slot)).sum();
        let mut starts = vec![0.0; states];
        for (slot, to) in &chain.starts {
            starts[*to] = part(at(cells, *slot), begun);
        }
        let mut ends = vec![[0.0; 2]; states];
        for (slot, from, end) in chain.ends.iter().filter(|(_, _, end)| *end != NULL) {
            ends[*from][usize::from(*end == VALUE)] = part(at(cells, *slot), left[*from]);
        }
        Self {
            starts,
            among: among(chain, |slot, from| part(at(cells, slot), left[from])),
            ends,
        }
    }

    /// One inverse for all channels of a chain of order 1, whose states are its channels.
    fn dense(&self, chain: &Chain) -> (f64, Vec<Parts>) {
        let n = chain.states.len();
        let inverse = inverse(self.left_over(n), n);
        let mut visits = vec![0.0; n];
        for (start, row) in self.starts.iter().zip(inverse.chunks(n.max(1))) {
            visits
                .iter_mut()
                .zip(row)
                .for_each(|(visit, cell)| *visit += start * cell);
        }
        let gains: Vec<[f64; 2]> = inverse.chunks(n.max(1)).map(|row| self.gain(row)).collect();
        let total = self.total(&gains);
        let part = |state: usize, side: usize| {
            ratio(
                visits[state] * gains[state][side],
                inverse[state * n + state] * total[side],
            )
        };
        let mut parts = vec![[None; 2]; n];
        for (state, channels) in chain.states.iter().enumerate() {
            parts[channels[0]] = [part(state, 0), part(state, 1)];
        }
        (total[0], parts)
    }

    /// I - Q, row by row.
    fn left_over(&self, n: usize) -> Vec<f64> {
        let mut matrix = vec![0.0; n * n];
        for row in 0..n {
            for (to, probability) in &self.among.to[self.among.begins[row]..self.among.begins[row + 1]] {
                matrix[row * n + to] = -probability;
            }
            matrix[row * n + row] = 1.0 - self.among.loops[row];
        }
        matrix
    }

    fn gain(&self, row: &[f64]) -> [f64; 2] {
        row.iter().zip(&self.ends).fold([0.0; 2], |sum, (cell, end)| {
            [sum[0] + cell * end[0], sum[1] + cell * end[1]]
        })
    }

    fn total(&self, gains: &[[f64; 2]]) -> [f64; 2] {
        self.starts.iter().zip(gains).fold([0.0; 2], |sum, (start, gain)| {
            [sum[0] + start * gain[0], sum[1] + start * gain[1]]
        })
    }

    /// One solution for each channel.
    fn sparse(&self, chain: &Chain) -> Result<(f64, Vec<Parts>), CreditError> {
        let unsettled = || CreditError::Unsettled { order: chain.order };
        let total = self.total(&self.among.solve(&self.ends, |_| false).ok_or_else(unsettled)?);
        let parts = (0..chain.channels.len()).map(|channel| {
            let gone = |state: usize| chain.states[state].contains(&channel);
            let rest = self.total(&self.among.solve(&self.ends, gone).ok_or_else(unsettled)?);
            Ok([0, 1].map(|side| ratio(total[side] - rest[side], total[side])))
        });
        Ok((total[0], parts.collect::<Result<_, _>>()?))
    }
}

fn among(chain: &Chain, probability: impl Fn(usize, usize) -> f64) -> Sparse {
    let mut sparse = Sparse {
        begins: vec![0],
        to: Vec::new(),
        loops: vec![0.0; chain.states.len()],
    };
    for (slot, from, to) in &chain.steps {
        sparse.begins.resize(from + 1, sparse.to.len());
        let probability = probability(*slot, *from);
        if from == to {
            sparse.loops[*from] = probability;
        } else if probability > 0.0 {
            sparse.to.push((*to, probability));
        }
    }
    sparse.begins.resize(chain.states.len() + 1, sparse.to.len());
    sparse
}

fn ratio(part: f64, of: f64) -> Option<f64> {
    (of != 0.0).then(|| part / of)
}
