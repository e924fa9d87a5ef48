//! Removal effects: which part of a chain's conversions passes through a channel.
//!
//! In closed form, never simulated. A journey that meets channel i and converts was in a state with i for a last time, and
//! converted from there without coming back: RE_i is the sum over the states with i of departures times that chance, over all
//! conversions. At order 1 the chance is (Nr)_i / N_ii, which makes RE_i = (sN)_i (Nr)_i / (N_ii s'Nr) with N = (I-Q)^-1,
//! s the starts and r the conversions by state, and one factorisation serves all channels. At higher orders it takes
//! x = Qx + r with the states that contain i held at nought. Nothing is subtracted, so small effects are as exact as large
//! ones. For value, r_s is the value of the conversions that ended in s over what left s.
//!
//! **Replicates** of a bootstrap are solved in the same way as long as that is quick; see [`held`] for the others.

mod block;
mod held;

use super::chain::Chain;
use super::factor::{Factor, Inverse, Plan};
use super::flow::{Flow, Shape};
use super::settle::Lanes;
use super::{CreditError, Order};
use block::Block;
use held::Held;

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

/// Multiplications of one solution that are few enough to be repeated for each replicate.
const QUICK: u64 = 1_500_000;
/// The most that the only solution may take.
const MOST: u64 = 20_000_000_000;
/// Sweeps that an iteration takes, about.
const SWEEPS: u64 = 16;
/// What a multiplication of a factorisation costs, and of its inverse with it, in those of sweeps.
const SPARSE: u64 = 64;
/// How near to the solution an iteration comes, in parts of the largest number: for the data as they are, for a replicate.
const EXACT: f64 = 1e-14;
const NEAR: f64 = 1e-9;

/// Conversions and value lost without each channel, per journey.
type Losses = Vec<[f64; 2]>;

/// A chain that is solved for the data as they are, and then for replicates.
#[derive(Debug)]
pub(crate) struct Solver<'a> {
    chain: &'a Chain,
    shape: Shape,
    again: Again,
    /// The effects in the data as they are.
    pub(crate) first: ChainEffects,
}

/// How replicates are solved.
#[derive(Debug)]
enum Again {
    /// Factorised anew.
    Factor(Plan),
    /// Iterated from the solution of the data as they are.
    Iterate(Vec<Block>),
    /// With the chances of coming back held.
    Held(Held),
}

impl<'a> Solver<'a> {
    /// Solves the chain of the data as they are.
    pub(crate) fn new(chain: &'a Chain, cells: &[i64]) -> Result<Self, CreditError> {
        Self::holding_above(QUICK, chain, cells)
    }

    /// Replicates are solved anew if that takes no more than so many multiplications.
    fn holding_above(quick: u64, chain: &'a Chain, cells: &[i64]) -> Result<Self, CreditError> {
        let shape = Shape::new(chain);
        let flow = Flow::new(chain, &shape, cells);
        let (losses, again) = match order_one(quick, chain, &shape, &flow) {
            Some(solved) => solved,
            None => iterate(quick, chain, &shape, &flow).ok_or(CreditError::Unsettled { order: chain.order })?,
        };
        let first = effects(chain, &flow, &losses);
        Ok(Self {
            chain,
            shape,
            again,
            first,
        })
    }

    /// Solves a replicate.
    pub(crate) fn again(&self, cells: &[i64]) -> Result<ChainEffects, CreditError> {
        let flow = Flow::new(self.chain, &self.shape, cells);
        let losses = match &self.again {
            Again::Factor(plan) => Some(factorised(self.chain, plan, &self.shape, &flow)),
            Again::Iterate(blocks) => {
                let mut losses = vec![[0.0; 2]; self.chain.channels.len()];
                blocks
                    .iter()
                    .all(|block| {
                        let mut block = block.clone();
                        let solved = block.solve(self.chain, &self.shape, &flow, NEAR);
                        block.losses(&self.shape, &flow, &mut losses);
                        solved
                    })
                    .then_some(losses)
            }
            Again::Held(held) => held.losses(self.chain, &self.shape, &flow),
        };
        let losses = losses.ok_or(CreditError::Unsettled {
            order: self.chain.order,
        })?;
        Ok(effects(self.chain, &flow, &losses))
    }
}

/// A chain of order 1, whose states are its channels, from one factorisation if it does not fill up.
fn order_one(quick: u64, chain: &Chain, shape: &Shape, flow: &Flow) -> Option<(Losses, Again)> {
    if chain.order != Order::One {
        return None;
    }
    let plan = Plan::new(shape, (sweep(chain, shape) * SWEEPS / SPARSE).clamp(QUICK, MOST))?;
    let factor = Factor::new(&plan, shape, flow);
    let (gains, inverse) = (factor.solve(&flow.ends), factor.inverse());
    let losses = departures(chain, flow, &gains, &inverse);
    if plan.work <= quick {
        return Some((losses, Again::Factor(plan)));
    }
    let mut held = Held::new(chain, shape, flow, gains);
    held.keep_inverse(chain, shape, &inverse);
    Some((losses, Again::Held(held)))
}

fn factorised(chain: &Chain, plan: &Plan, shape: &Shape, flow: &Flow) -> Losses {
    let factor = Factor::new(plan, shape, flow);
    departures(chain, flow, &factor.solve(&flow.ends), &factor.inverse())
}

/// Of each channel, departures times (Nr)_i / N_ii.
fn departures(chain: &Chain, flow: &Flow, gains: &[[f64; 2]], inverse: &Inverse<'_>) -> Losses {
    let mut losses = vec![[0.0; 2]; chain.channels.len()];
    for (state, channels) in chain.states.iter().enumerate() {
        let times = flow.visits[state] / inverse.of(state, state);
        losses[channels[0]] = gains[state].map(|gain| gain * times);
    }
    losses
}

/// A chain of any order by iteration, a block of channels at a time.
fn iterate(quick: u64, chain: &Chain, shape: &Shape, flow: &Flow) -> Option<(Losses, Again)> {
    let gains = gains(shape, flow, vec![[0.0; 2]; shape.states()], EXACT)?;
    let mut losses = vec![[0.0; 2]; chain.channels.len()];
    let quick = sweep(chain, shape) <= quick;
    let (mut blocks, mut held) = (Vec::new(), Held::new(chain, shape, flow, gains));
    for mut block in Block::all(chain, flow) {
        block.begin(&held.gains);
        if !block.solve(chain, shape, flow, EXACT) {
            return None;
        }
        block.losses(shape, flow, &mut losses);
        if quick {
            blocks.push(block);
        } else {
            held.keep_block(chain, shape, &block);
        }
    }
    let again = if quick {
        Again::Iterate(blocks)
    } else {
        Again::Held(held)
    };
    Some((losses, again))
}

/// Conversions and value that follow a state, all channels there: x = Qx + r from a first guess.
fn gains(shape: &Shape, flow: &Flow, mut x: Vec<[f64; 2]>, near: f64) -> Option<Vec<[f64; 2]>> {
    let lanes = Lanes {
        sides: [0, 1],
        gone: &[],
    };
    if lanes.settle(shape, flow, &mut x, near) {
        return Some(x);
    }
    let plan = Plan::new(shape, MOST)?;
    Some(Factor::new(&plan, shape, flow).solve(&flow.ends))
}

/// Multiplications of a sweep for all channels.
fn sweep(chain: &Chain, shape: &Shape) -> u64 {
    (shape.to.len() + shape.states()) as u64 * chain.channels.len() as u64
}

fn effects(chain: &Chain, flow: &Flow, losses: &[[f64; 2]]) -> ChainEffects {
    let part = |loss: f64, of: f64| (of != 0.0).then(|| loss / of);
    let effect = |(channel, [conversions, value]): (&u32, &[f64; 2])| Effect {
        channel: *channel,
        conversions: part(*conversions, flow.totals[0]),
        value: part(*value, flow.totals[1]),
    };
    ChainEffects {
        order: chain.order,
        states: chain.states.len(),
        p_conversion: flow.totals[0],
        effects: chain.channels.iter().zip(losses).map(effect).collect(),
    }
}
