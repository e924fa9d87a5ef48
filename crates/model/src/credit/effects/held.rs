//! Replicates of chains too large to be solved anew for each.
//!
//! What a replicate needs of a channel i is the chance to convert after a departure without coming back to i. It is taken as
//! the replicate's own chance to convert at all, times the part of these that do not come back, as in the data as they are,
//! where the part that does come back moves with how often conversions meet i. Departures, conversions and moves are the
//! replicate's own, and only the far part of the way is held: an error of the second order, which shrinks with the share that
//! a channel has in all touches, and there are many channels where this is used. A test compares the ranges with exact ones.

use super::super::chain::Chain;
use super::super::factor::Inverse;
use super::super::flow::{Flow, Shape};
use super::block::Block;
use super::{Losses, NEAR, gains};

/// How far a part may leave 0 to 1 by rounding.
const ROUNDING: f64 = 1e-6;

/// What is held.
#[derive(Debug)]
pub(crate) struct Held {
    /// Conversions and value that follow each state.
    pub(crate) gains: Vec<[f64; 2]>,
    /// How often conversions meet each channel, per journey.
    met: Vec<f64>,
    /// Where the parts of each state begin.
    begins: Vec<usize>,
    /// By state, its distinct channels and its moves: of the conversions and of the value that follow the move, the part that
    /// does not meet the channel again.
    away: Vec<[f64; 2]>,
}

impl Held {
    pub(crate) fn new(chain: &Chain, shape: &Shape, flow: &Flow, gains: Vec<[f64; 2]>) -> Self {
        let mut begins = vec![0];
        for state in 0..shape.states() {
            let parts = distinct(&chain.states[state]).count() * shape.row(state).len();
            begins.push(begins[state] + parts);
        }
        Self {
            met: met(chain, flow, &gains),
            away: vec![[0.0; 2]; begins[shape.states()]],
            begins,
            gains,
        }
    }

    /// Keeps what a block solved.
    pub(crate) fn keep_block(&mut self, chain: &Chain, shape: &Shape, block: &Block) {
        self.keep(chain, shape, |channel, _, to| block.without(to, channel));
    }

    /// Keeps what the inverse of a chain of order 1 says: from c, i is met with a chance of N_ci / N_ii.
    pub(crate) fn keep_inverse(&mut self, chain: &Chain, shape: &Shape, inverse: &Inverse<'_>) {
        let gains = self.gains.clone();
        self.keep(chain, shape, |_, state, to| {
            let back = inverse.of(to, state) / inverse.of(state, state);
            Some([0, 1].map(|side| gains[to][side] - back * gains[state][side]))
        });
    }

    fn keep(&mut self, chain: &Chain, shape: &Shape, without: impl Fn(usize, usize, usize) -> Option<[f64; 2]>) {
        for (state, channels) in chain.states.iter().enumerate() {
            let mut place = self.begins[state];
            for channel in distinct(channels) {
                for step in shape.row(state) {
                    let to = shape.to[step];
                    if let Some(without) = without(channel, state, to) {
                        self.away[place] = away(without, self.gains[to]);
                    }
                    place += 1;
                }
            }
        }
    }

    /// What is lost without each channel in a replicate. None if its chain does not settle.
    pub(crate) fn losses(&self, chain: &Chain, shape: &Shape, flow: &Flow) -> Option<Losses> {
        let gains = gains(shape, flow, self.gains.clone(), NEAR)?;
        let met = met(chain, flow, &gains);
        let mut losses = vec![[0.0; 2]; chain.channels.len()];
        for (state, channels) in chain.states.iter().enumerate() {
            let mut place = self.begins[state];
            for channel in distinct(channels) {
                let more = if self.met[channel] > 0.0 {
                    met[channel] / self.met[channel]
                } else {
                    1.0
                };
                let mut after = flow.ends[state];
                for step in shape.row(state) {
                    let gain = gains[shape.to[step]];
                    for side in 0..2 {
                        let away = self.away[place][side];
                        if away > 0.0 {
                            after[side] += flow.moves[step] * gain[side] * (1.0 - (1.0 - away) * more).clamp(0.0, 1.0);
                        }
                    }
                    place += 1;
                }
                (0..2).for_each(|side| losses[channel][side] += flow.visits[state] * after[side]);
            }
        }
        Some(losses)
    }
}

/// The channels of a state, each once.
fn distinct(channels: &[usize]) -> impl Iterator<Item = usize> {
    let repeats = |place: usize| channels[..place].contains(&channels[place]);
    channels
        .iter()
        .enumerate()
        .filter(move |(place, _)| !repeats(*place))
        .map(|(_, channel)| *channel)
}

/// How often conversions meet each channel: by state whose last touch it is, departures times what follows.
fn met(chain: &Chain, flow: &Flow, gains: &[[f64; 2]]) -> Vec<f64> {
    let mut met = vec![0.0; chain.channels.len()];
    for (state, channels) in chain.states.iter().enumerate() {
        if let Some(last) = channels.last() {
            met[*last] += flow.visits[state] * gains[state][0];
        }
    }
    met
}

/// Where refunds make the part of the value meaningless, it is that of the conversions.
fn away(without: [f64; 2], with: [f64; 2]) -> [f64; 2] {
    let part =
        |side: usize| Some(without[side] / with[side]).filter(|part| (-ROUNDING..=1.0 + ROUNDING).contains(part));
    let conversions = part(0).unwrap_or_default();
    [conversions, part(1).unwrap_or(conversions)].map(|part| part.clamp(0.0, 1.0))
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may fail")]
mod tests {
    use super::super::Solver;
    use super::*;
    use crate::credit::columns::Columns;
    use crate::credit::{Bootstrap, Credit, Model, Order, Setup, Tally};
    use crate::random::Random;

    /// Journeys of so many people; a few channels have most of the touches, and each prefers some others.
    fn gathered(order: Order, people: u64, channels: usize) -> Credit {
        let model = [Model::Markov1, Model::Markov2, Model::Markov3][order.length() - 1];
        let mut credit = Credit::new(Setup::of(&[model]));
        let mut random = Random::new(11);
        for person in 0..people {
            let mut path = vec![random.below(channels) * random.below(channels) / channels];
            while random.share() < 0.75 && path.len() < 200 {
                let last = path[path.len() - 1];
                path.push(if random.share() < 0.5 {
                    (last * 7 + random.below(3)) % channels
                } else {
                    random.below(channels) * random.below(channels) / channels
                });
            }
            let chance = 0.05 + 0.2 * path[path.len() - 1] as f64 / channels as f64;
            let tally = if random.share() < chance {
                Tally::conversion(100 + i64::try_from(random.below(900)).expect("small"))
            } else {
                Tally::OPEN
            };
            let path: Vec<u32> = path
                .into_iter()
                .map(|channel| u32::try_from(channel).expect("few"))
                .collect();
            credit.push_path(person, &path, tally).expect("a path");
        }
        credit
    }

    /// Replicates with held chances against replicates solved anew: the largest difference of a channel's effects in parts of
    /// their spread, root mean square over the replicates, and the largest ratio of the spreads.
    fn check(order: Order, people: u64, channels: usize, [apart, spread]: [f64; 2]) {
        let credit = gathered(order, people, channels);
        let view = credit.view(order).expect("gathered");
        let chain = &view.chain;
        let columns = Columns::new(
            &credit,
            Some(&Bootstrap {
                replicates: 100,
                ..Bootstrap::default()
            }),
        );
        let cells = columns.cells(0..1).remove(0);
        let solvers = [0, u64::MAX].map(|quick| Solver::holding_above(quick, chain, &cells).expect("a chain"));
        assert!(matches!(solvers[0].again, super::super::Again::Held(_)));
        let replicates: Vec<[Losses; 2]> = (1..columns.draw.columns())
            .map(|column| {
                let cells = columns.cells(column..column + 1).remove(0);
                [0, 1].map(|way| {
                    let effects = solvers[way].again(&cells).expect("a chain").effects;
                    let of = |effect: &super::super::Effect| {
                        [effect.conversions, effect.value].map(Option::unwrap_or_default)
                    };
                    effects.iter().map(of).collect()
                })
            })
            .collect();
        let mut worst = [0.0f64, 1.0];
        for channel in 0..channels {
            for side in 0..2 {
                let of = |way: usize| replicates.iter().map(move |ways| ways[way][channel][side]);
                let deviation = |way: usize| {
                    let mean = of(way).sum::<f64>() / replicates.len() as f64;
                    (of(way).map(|x| (x - mean).powi(2)).sum::<f64>() / replicates.len() as f64).sqrt()
                };
                let gap =
                    (of(0).zip(of(1)).map(|(a, b)| (a - b).powi(2)).sum::<f64>() / replicates.len() as f64).sqrt();
                worst[0] = worst[0].max(gap / deviation(1));
                let ratio = deviation(0) / deviation(1);
                worst[1] = worst[1].max(ratio.max(1.0 / ratio));
            }
        }
        assert!(worst[0] < apart && worst[1] < spread, "{order:?}: {worst:?}");
    }

    #[test]
    fn held_chances_give_the_spread_of_exact_ones() {
        for (order, channels) in [
            (Order::One, 100),
            (Order::One, 25),
            (Order::Two, 20),
            (Order::Three, 12),
        ] {
            check(order, 2000, channels, [0.5, 1.1]);
        }
    }
}
