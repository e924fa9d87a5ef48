//! Channels that are removed side by side: the chain without each of them is one lane of an iteration.

use super::super::chain::Chain;
use super::super::factor::{Factor, Plan};
use super::super::flow::{Flow, Shape};
use super::super::settle::Lanes;
use super::{Losses, MOST};

/// Right sides that are solved at once.
const LANES: usize = 16;

/// A lane a channel; two where conversions have a value.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    first: usize,
    channels: usize,
    sides: [usize; LANES],
    /// By state the lanes whose channel it contains.
    gone: Vec<u16>,
    /// By state and lane, what follows a state that does not meet the lane's channel.
    x: Vec<[f64; LANES]>,
}

impl Block {
    /// All channels of a chain.
    pub(crate) fn all<'a>(chain: &'a Chain, flow: &Flow) -> impl Iterator<Item = Self> + use<'a> {
        let channels = if flow.has_value() { LANES / 2 } else { LANES };
        (0..chain.channels.len())
            .step_by(channels)
            .map(move |first| Self::new(chain, first, channels))
    }

    fn new(chain: &Chain, first: usize, channels: usize) -> Self {
        let mut gone = vec![0u16; chain.states.len()];
        for (gone, state) in gone.iter_mut().zip(&chain.states) {
            for channel in state
                .iter()
                .filter(|channel| (first..first + channels).contains(channel))
            {
                for lane in (channel - first..LANES).step_by(channels) {
                    *gone |= 1 << lane;
                }
            }
        }
        Self {
            first,
            channels,
            sides: std::array::from_fn(|lane| lane / channels),
            x: vec![[0.0; LANES]; gone.len()],
            gone,
        }
    }

    /// Sets out from the solution with all channels.
    pub(crate) fn begin(&mut self, gains: &[[f64; 2]]) {
        for ((x, gain), gone) in self.x.iter_mut().zip(gains).zip(&self.gone) {
            for (lane, x) in x.iter_mut().enumerate() {
                *x = if gone >> lane & 1 == 1 {
                    0.0
                } else {
                    gain[self.sides[lane]]
                };
            }
        }
    }

    /// Solves all lanes: by iteration, and where journeys circle so long that it does not settle, by a factorisation each.
    pub(crate) fn solve(&mut self, chain: &Chain, shape: &Shape, flow: &Flow, near: f64) -> bool {
        let lanes = Lanes {
            sides: self.sides,
            gone: &self.gone,
        };
        if lanes.settle(shape, flow, &mut self.x, near) {
            return true;
        }
        let Some(plan) = Plan::new(shape, MOST / chain.channels.len() as u64) else {
            return false;
        };
        for channel in self.first..(self.first + self.channels).min(chain.channels.len()) {
            let gone: Vec<bool> = chain.states.iter().map(|state| state.contains(&channel)).collect();
            let rest = flow.without(shape, &gone);
            let found = Factor::new(&plan, shape, &rest).solve(&rest.ends);
            for lane in (channel - self.first..LANES).step_by(self.channels) {
                let side = self.sides[lane];
                self.x
                    .iter_mut()
                    .zip(&found)
                    .for_each(|(x, found)| x[lane] = found[side]);
            }
        }
        true
    }

    /// Writes what is lost without each channel.
    pub(crate) fn losses(&self, shape: &Shape, flow: &Flow, out: &mut Losses) {
        for (state, gone) in self.gone.iter().enumerate().filter(|(_, gone)| **gone != 0) {
            for lane in (0..LANES).filter(|lane| gone >> lane & 1 == 1) {
                let side = self.sides[lane];
                let on: f64 = shape
                    .row(state)
                    .map(|step| flow.moves[step] * self.x[shape.to[step]][lane])
                    .sum();
                let channel = self.first + lane % self.channels;
                out[channel][side] += flow.visits[state] * (flow.ends[state][side] + on);
            }
        }
    }

    /// Conversions and value that follow a state without meeting a channel of this block; none for other channels.
    pub(crate) fn without(&self, state: usize, channel: usize) -> Option<[f64; 2]> {
        let lane = channel.checked_sub(self.first).filter(|lane| *lane < self.channels)?;
        let x = &self.x[state];
        Some([x[lane], x.get(lane + self.channels).copied().unwrap_or_default()])
    }
}
