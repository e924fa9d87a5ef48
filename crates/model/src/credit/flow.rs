//! A chain's moves as sparse rows, and their probabilities under one column of counts.
//!
//! A state that follows itself is no move: dropping it changes no removal effect, and what is left needs no subtraction.

use super::chain::{Chain, at};
use super::edges::{CONVERSION, NULL, VALUE};

/// Which states follow which. Replicates share it.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Where the moves of each state begin; one more than there are states.
    begins: Vec<usize>,
    /// Where each move leads.
    pub(crate) to: Vec<usize>,
    /// The cell that counts each move.
    cells: Vec<usize>,
}

impl Shape {
    pub(crate) fn new(chain: &Chain) -> Self {
        let mut shape = Self {
            begins: vec![0],
            to: Vec::new(),
            cells: Vec::new(),
        };
        for (cell, from, to) in chain.steps.iter().filter(|(_, from, to)| from != to) {
            shape.begins.resize(from + 1, shape.to.len());
            shape.to.push(*to);
            shape.cells.push(*cell);
        }
        shape.begins.resize(chain.states.len() + 1, shape.to.len());
        shape
    }

    pub(crate) fn states(&self) -> usize {
        self.begins.len() - 1
    }

    /// The moves of a state.
    pub(crate) fn row(&self, state: usize) -> std::ops::Range<usize> {
        self.begins[state]..self.begins[state + 1]
    }
}

/// What happens in a chain, on average.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    /// The chance of each move, once its state is left.
    pub(crate) moves: Vec<f64>,
    /// Conversions and value per departure, by state.
    pub(crate) ends: Vec<[f64; 2]>,
    /// The chance that a departure ends the journey.
    pub(crate) exits: Vec<f64>,
    /// The part of journeys that begin in each state.
    pub(crate) starts: Vec<f64>,
    /// Departures per journey. Paths go in and out of states, so the counts solve v = s + vQ as they are.
    pub(crate) visits: Vec<f64>,
    /// Conversions and value per journey: s′Nr, by the same argument.
    pub(crate) totals: [f64; 2],
}

impl Flow {
    pub(crate) fn new(chain: &Chain, shape: &Shape, cells: &[i64]) -> Self {
        let states = shape.states();
        let mut left = vec![0i64; states];
        for (state, left) in left.iter_mut().enumerate() {
            *left = shape.row(state).map(|step| at(cells, shape.cells[step])).sum();
        }
        let mut ended = vec![[0i64; 2]; states];
        let mut exits = vec![0i64; states];
        for (cell, state, end) in &chain.ends {
            let many = at(cells, *cell);
            match *end {
                VALUE => ended[*state][1] += many,
                CONVERSION => ended[*state][0] += many,
                _ => {}
            }
            if matches!(*end, CONVERSION | NULL) {
                exits[*state] += many;
            }
        }
        left.iter_mut().zip(&exits).for_each(|(left, exits)| *left += exits);
        let begun: i64 = chain.starts.iter().map(|(cell, _)| at(cells, *cell)).sum();
        let mut flow = Self {
            moves: Vec::with_capacity(shape.to.len()),
            ends: Vec::with_capacity(states),
            exits: Vec::with_capacity(states),
            visits: Vec::with_capacity(states),
            starts: vec![0.0; states],
            totals: chain.totals(cells).map(|total| part(total, begun)),
        };
        for (cell, state) in &chain.starts {
            flow.starts[*state] = part(at(cells, *cell), begun);
        }
        for state in 0..states {
            let of = left[state];
            let moves = shape.row(state).map(|step| part(at(cells, shape.cells[step]), of));
            flow.moves.extend(moves);
            flow.ends.push(ended[state].map(|many| part(many, of)));
            flow.exits.push(part(exits[state], of));
            flow.visits.push(part(of, begun));
        }
        flow
    }

    /// The same without the states that are `gone`: whoever would go there leaves.
    pub(crate) fn without(&self, shape: &Shape, gone: &[bool]) -> Self {
        let mut rest = self.clone();
        for state in 0..shape.states() {
            for step in shape.row(state).filter(|step| gone[state] || gone[shape.to[*step]]) {
                rest.exits[state] += rest.moves[step];
                rest.moves[step] = 0.0;
            }
            if gone[state] {
                rest.ends[state] = [0.0; 2];
            }
        }
        rest
    }

    /// Whether any conversion has a value.
    pub(crate) fn has_value(&self) -> bool {
        self.ends.iter().any(|end| end[1] != 0.0)
    }
}

fn part(many: i64, of: i64) -> f64 {
    if of > 0 { many as f64 / of as f64 } else { 0.0 }
}
