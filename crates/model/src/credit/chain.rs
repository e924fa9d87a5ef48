//! A Markov chain read from the edges that were observed: which states there are and how they are joined.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;

use super::edges::{CHANNEL, CONVERSION, Edges, Mix, NULL, START, VALUE, lower, read};
use super::{Credit, CreditError, Order};

/// The shape of a chain. Counts come apart, by the number of each edge, because replicates share the shape.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) order: Order,
    /// Channel codes, sorted.
    pub(crate) channels: Vec<u32>,
    /// Per state its channels, as places in `channels`; sorted by code.
    pub(crate) states: Vec<Vec<usize>>,
    /// Number of the edge, state it leads to.
    pub(crate) starts: Vec<(usize, usize)>,
    /// Number of the edge, state it leaves, state it leads to; sorted by the latter two.
    pub(crate) steps: Vec<(usize, usize, usize)>,
    /// Number of the edge, state, and what ends there: conversion, null or the value of conversions.
    pub(crate) ends: Vec<(usize, usize, u32)>,
}

impl Chain {
    pub(crate) fn new(order: Order, edges: &[u128]) -> Self {
        let read: Vec<(Vec<u32>, Vec<u32>, u32)> = edges.iter().map(|key| read(*key)).collect();
        let ends = |word: u32| matches!(word, CONVERSION | NULL | VALUE);
        let mut states: BTreeMap<&[u32], usize> = BTreeMap::new();
        for (from, to, last) in &read {
            let state = if ends(*last) { from } else { to };
            states.insert(state, 0);
        }
        states
            .values_mut()
            .enumerate()
            .for_each(|(place, state)| *state = place);
        let mut channels: Vec<u32> = states.keys().flat_map(|state| state.iter().copied()).collect();
        channels.sort_unstable();
        channels.dedup();
        let place = |word: &u32| channels.binary_search(word).unwrap_or_default();
        let mut chain = Self {
            order,
            states: states.keys().map(|state| state.iter().map(place).collect()).collect(),
            starts: Vec::new(),
            steps: Vec::new(),
            ends: Vec::new(),
            channels: channels.iter().map(|word| word - CHANNEL).collect(),
        };
        let state = |words: &[u32]| states.get(words).copied().unwrap_or_default();
        for (slot, (from, to, last)) in read.iter().enumerate() {
            match *last {
                START => chain.starts.push((slot, state(to))),
                end if ends(end) => chain.ends.push((slot, state(from), end)),
                _ => chain.steps.push((slot, state(from), state(to))),
            }
        }
        chain.sort();
        chain
    }

    /// The order in which doubles are added must not depend on the order in which edges were met.
    fn sort(&mut self) {
        self.starts.sort_unstable_by_key(|(_, state)| *state);
        self.steps.sort_unstable_by_key(|(_, from, to)| (*from, *to));
        self.ends.sort_unstable_by_key(|(_, state, end)| (*state, *end));
    }

    /// Conversions and value that end in the chain.
    pub(crate) fn totals(&self, cells: &[i64]) -> [i64; 2] {
        [CONVERSION, VALUE].map(|kind| {
            self.ends
                .iter()
                .filter(|(_, _, end)| *end == kind)
                .map(|(slot, ..)| at(cells, *slot))
                .sum()
        })
    }
}

/// A chain of one order, read from the edges that were gathered for the highest.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) chain: Chain,
    /// Edges that were gathered, and edges of this chain that are taken with them; none if they are the same.
    parts: Option<Vec<(usize, usize)>>,
    many: usize,
}

impl View {
    fn new(order: Order, edges: &Edges) -> Self {
        if order == edges.order {
            return Self {
                chain: Chain::new(order, &edges.keys),
                parts: None,
                many: edges.keys.len(),
            };
        }
        let mut numbers: HashMap<u128, usize, BuildHasherDefault<Mix>> = HashMap::default();
        let (mut keys, mut parts) = (Vec::new(), Vec::new());
        for (slot, key) in edges.keys.iter().enumerate() {
            for key in lower(*key, edges.order, order) {
                let number = *numbers.entry(key).or_insert(keys.len());
                if number == keys.len() {
                    keys.push(key);
                }
                parts.push((slot, number));
            }
        }
        Self {
            chain: Chain::new(order, &keys),
            parts: Some(parts),
            many: keys.len(),
        }
    }

    /// The cells of this chain's edges.
    pub(crate) fn cells<'a>(&self, gathered: &'a [i64]) -> Cow<'a, [i64]> {
        let Some(parts) = &self.parts else {
            return Cow::Borrowed(gathered);
        };
        let mut cells = vec![0; self.many];
        for (slot, number) in parts {
            cells[*number] += at(gathered, *slot);
        }
        Cow::Owned(cells)
    }
}

/// A cell that was never written is nought.
pub(crate) fn at(cells: &[i64], slot: usize) -> i64 {
    cells.get(slot).copied().unwrap_or_default()
}

/// A place in a chain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Before the first touch.
    Start,
    /// The last touches, oldest first; as many as the order, or the whole path if it is shorter.
    State(Vec<u32>),
    /// The end, with a conversion.
    Conversion,
    /// The end, without.
    Null,
}

/// An observed edge of a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// Where it leaves.
    pub from: Step,
    /// Where it leads.
    pub to: Step,
    /// How often it was taken.
    pub count: i64,
    /// Its part of all that left.
    pub probability: f64,
}

impl Credit {
    /// The observed transitions of a chain, sorted. A state followed by itself is no move and is left out, as it changes
    /// neither where journeys end nor what they pass through.
    ///
    /// # Errors
    /// [`CreditError::NotGathered`] if no model of the setup needs this chain.
    pub fn transitions(&self, order: Order) -> Result<Vec<Transition>, CreditError> {
        let view = self.view(order)?;
        let (chain, gathered) = (&view.chain, self.cells(|_| 1));
        let cells = view.cells(&gathered);
        let state =
            |state: usize| Step::State(chain.states[state].iter().map(|place| chain.channels[*place]).collect());
        let starts = chain
            .starts
            .iter()
            .map(|(slot, to)| (Step::Start, state(*to), at(&cells, *slot)));
        let moves = chain.steps.iter().filter(|(_, from, to)| from != to);
        let steps = moves.map(|(slot, from, to)| (state(*from), state(*to), at(&cells, *slot)));
        let ends = chain
            .ends
            .iter()
            .filter(|(_, _, end)| *end != VALUE)
            .map(|(slot, from, end)| {
                let end = if *end == CONVERSION {
                    Step::Conversion
                } else {
                    Step::Null
                };
                (state(*from), end, at(&cells, *slot))
            });
        let all: Vec<(Step, Step, i64)> = starts.chain(steps).chain(ends).collect();
        let mut left: BTreeMap<Step, i64> = BTreeMap::new();
        for (from, _, count) in &all {
            *left.entry(from.clone()).or_default() += count;
        }
        let mut all: Vec<Transition> = all
            .into_iter()
            .map(|(from, to, count)| Transition {
                probability: count as f64 / left[&from] as f64,
                from,
                to,
                count,
            })
            .collect();
        all.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
        Ok(all)
    }

    /// A chain that a model of the setup needs.
    pub(crate) fn view(&self, order: Order) -> Result<View, CreditError> {
        let edges = self.edges.as_ref().filter(|_| self.setup.orders().contains(&order));
        edges
            .map(|edges| View::new(order, edges))
            .ok_or(CreditError::NotGathered { order })
    }
}
