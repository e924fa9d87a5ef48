//! A chain taken apart state by state: one sparse factorisation gives all that is asked of N = (I-Q)^-1.
//!
//! Eliminating a state joins those before it to those behind it, which is what a journey sees that is not looked at while it
//! passes through. States with few neighbours go first (minimum degree: Tinney and Walker, Proceedings of the IEEE 55, 1967);
//! what is left when nearly all remaining states are neighbours is eliminated as a full matrix. A pivot is what leaves
//! the state, added up rather than subtracted from one (Grassmann, Taksar, Heyman, Operations Research 33, 1985), so nothing
//! cancels, however long journeys go in circles. Entries of N between neighbours come from the factors backwards (Takahashi,
//! Fagan, Chen, PICA 1973).

use std::collections::BTreeSet;

use super::flow::{Flow, Shape};

/// In which turn each state is eliminated, and which of its neighbours come later.
#[derive(Debug)]
pub(crate) struct Plan {
    /// By turn the states that are eliminated one by one.
    states: Vec<usize>,
    /// By turn the turns of the neighbours then left, ascending.
    later: Vec<Vec<usize>>,
    /// The turn of each state. States of the core have the turns after all others.
    turns: Vec<usize>,
    /// States eliminated as a full matrix.
    core: Vec<usize>,
    /// Multiplications of a factorisation.
    pub(crate) work: u64,
}

impl Plan {
    /// `None` if a factorisation would take more than `most` multiplications.
    pub(crate) fn new(shape: &Shape, most: u64) -> Option<Self> {
        let many = shape.states();
        let mut near = neighbours(shape);
        let mut queue: BTreeSet<(usize, usize)> = near.iter().map(Vec::len).zip(0..).collect();
        let mut plan = Self {
            states: Vec::new(),
            later: Vec::new(),
            turns: vec![0; many],
            core: Vec::new(),
            work: 0,
        };
        while let Some((degree, state)) = queue.first().copied() {
            if 4 * degree > 3 * queue.len() && degree > 8 {
                break;
            }
            queue.pop_first();
            plan.work += 1 + (degree * degree) as u64;
            // The neighbours of this state will all be neighbours of each other.
            if plan.work + (degree as u64).pow(3) / 3 > most {
                return None;
            }
            plan.turns[state] = plan.states.len();
            plan.states.push(state);
            let row = std::mem::take(&mut near[state]);
            for other in &row {
                queue.remove(&(near[*other].len(), *other));
                near[*other] = joined(&near[*other], &row, [state, *other]);
                queue.insert((near[*other].len(), *other));
            }
            plan.later.push(row);
        }
        plan.core = queue.into_iter().map(|(_, state)| state).collect();
        plan.core.sort_unstable();
        for (place, state) in plan.core.iter().enumerate() {
            plan.turns[*state] = plan.states.len() + place;
        }
        for row in &mut plan.later {
            for state in row.iter_mut() {
                *state = plan.turns[*state];
            }
            row.sort_unstable();
        }
        plan.work += (plan.core.len() as u64).pow(3) / 3;
        (plan.work <= most).then_some(plan)
    }
}

fn neighbours(shape: &Shape) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); shape.states()];
    for state in 0..shape.states() {
        for step in shape.row(state) {
            near[state].push(shape.to[step]);
            near[shape.to[step]].push(state);
        }
    }
    for row in &mut near {
        row.sort_unstable();
        row.dedup();
    }
    near
}

/// Two sorted lists in one, less two of their states.
fn joined(a: &[usize], b: &[usize], less: [usize; 2]) -> Vec<usize> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    while let Some(next) = match (a.peek(), b.peek()) {
        (Some(x), Some(y)) if x < y => a.next(),
        (Some(x), Some(y)) if x == y => {
            b.next();
            a.next()
        }
        (Some(_), None) => a.next(),
        _ => b.next(),
    } {
        if !less.contains(&next) {
            out.push(next);
        }
    }
    out
}

/// A factorised chain.
#[derive(Debug)]
pub(crate) struct Factor<'a> {
    plan: &'a Plan,
    /// By turn the moves to and from the later neighbours.
    rows: Vec<Vec<[f64; 2]>>,
    /// What leaves the state of each turn.
    leaves: Vec<f64>,
    core: Square,
}

impl<'a> Factor<'a> {
    pub(crate) fn new(plan: &'a Plan, shape: &Shape, flow: &Flow) -> Self {
        let single = plan.states.len();
        let mut factor = Self {
            plan,
            rows: plan.later.iter().map(|row| vec![[0.0; 2]; row.len()]).collect(),
            leaves: vec![0.0; shape.states()],
            core: Square::new(plan.core.len()),
        };
        let mut exits = vec![0.0; shape.states()];
        for state in 0..shape.states() {
            let from = plan.turns[state];
            exits[from] = flow.exits[state];
            for step in shape.row(state) {
                *factor.cell(from, plan.turns[shape.to[step]]) = flow.moves[step];
            }
        }
        for turn in 0..single {
            factor.eliminate(turn, &mut exits);
        }
        for place in 0..plan.core.len() {
            factor.leaves[single + place] = factor.core.eliminate(place, &mut exits[single..]);
        }
        factor
    }

    fn cell(&mut self, from: usize, to: usize) -> &mut f64 {
        let single = self.plan.states.len();
        let (low, high) = (from.min(to), from.max(to));
        if low >= single {
            return &mut self.core.0[from - single][to - single];
        }
        let place = self.plan.later[low].partition_point(|turn| *turn < high);
        &mut self.rows[low][place][usize::from(from == high)]
    }

    fn eliminate(&mut self, turn: usize, exits: &mut [f64]) {
        let row = std::mem::take(&mut self.rows[turn]);
        let later = &self.plan.later[turn];
        let leaves = positive(row.iter().map(|[out, _]| out).sum::<f64>() + exits[turn]);
        for (place, (p, [out, into])) in later.iter().zip(&row).enumerate() {
            exits[*p] += into / leaves * exits[turn];
            let (out, into) = (out / leaves, into / leaves);
            let rest = later[place + 1..].iter().zip(&row[place + 1..]);
            if let Some(core) = p.checked_sub(self.plan.states.len()) {
                for (q, [their_out, their_into]) in rest {
                    let q = q - self.plan.states.len();
                    self.core.0[core][q] += into * their_out;
                    self.core.0[q][core] += their_into * out;
                }
            } else {
                let mut places = Places::of(&self.plan.later[*p]);
                let target = &mut self.rows[*p];
                for (q, [their_out, their_into]) in rest {
                    let cell = &mut target[places.find(*q)];
                    cell[0] += into * their_out;
                    cell[1] += their_into * out;
                }
            }
        }
        self.leaves[turn] = leaves;
        self.rows[turn] = row;
    }

    /// x = Qx + r for two right sides.
    pub(crate) fn solve(&self, right: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let plan = self.plan;
        let single = plan.states.len();
        let mut x = vec![[0.0; 2]; right.len()];
        for (state, turn) in plan.turns.iter().enumerate() {
            x[*turn] = right[state];
        }
        let add = |x: &mut [[f64; 2]], to: usize, from: usize, by: f64| {
            let more = x[from].map(|value| value * by);
            (0..2).for_each(|side| x[to][side] += more[side]);
        };
        for turn in 0..single {
            for (later, [_, into]) in plan.later[turn].iter().zip(&self.rows[turn]) {
                add(&mut x, *later, turn, into / self.leaves[turn]);
            }
        }
        let core = plan.core.len();
        for place in 0..core {
            for p in place + 1..core {
                add(&mut x, single + p, single + place, self.core.0[p][place]);
            }
        }
        for place in (0..core).rev() {
            for p in place + 1..core {
                add(&mut x, single + place, single + p, self.core.0[place][p]);
            }
            x[single + place] = x[single + place].map(|value| value / self.leaves[single + place]);
        }
        for turn in (0..single).rev() {
            for (later, [out, _]) in plan.later[turn].iter().zip(&self.rows[turn]) {
                add(&mut x, turn, *later, *out);
            }
            x[turn] = x[turn].map(|value| value / self.leaves[turn]);
        }
        plan.turns.iter().map(|turn| x[*turn]).collect()
    }

    /// The entries of N for each state and between states that follow each other.
    pub(crate) fn inverse(&self) -> Inverse<'a> {
        let single = self.plan.states.len();
        let mut inverse = Inverse {
            plan: self.plan,
            rows: self.rows.iter().map(|row| vec![[0.0; 2]; row.len()]).collect(),
            own: vec![0.0; self.leaves.len()],
            core: self.core.inverse(&self.leaves[single..]),
        };
        for place in 0..self.plan.core.len() {
            inverse.own[single + place] = inverse.core.0[place][place];
        }
        for turn in (0..single).rev() {
            inverse.step(turn, &self.rows[turn], self.leaves[turn]);
        }
        inverse
    }
}

/// What N says of neighbours.
#[derive(Debug)]
pub(crate) struct Inverse<'a> {
    plan: &'a Plan,
    /// By turn N from it to the later neighbours, and back.
    rows: Vec<Vec<[f64; 2]>>,
    /// By turn N of a state to itself.
    own: Vec<f64>,
    core: Square,
}

impl Inverse<'_> {
    /// N of two states, of which one is the other or follows it.
    pub(crate) fn of(&self, from: usize, to: usize) -> f64 {
        self.at(self.plan.turns[from], self.plan.turns[to])
    }

    fn at(&self, from: usize, to: usize) -> f64 {
        let (low, high) = (from.min(to), from.max(to));
        if low == high {
            return self.own[low];
        }
        let single = self.plan.states.len();
        if low >= single {
            return self.core.0[from - single][to - single];
        }
        let place = self.plan.later[low].partition_point(|turn| *turn < high);
        self.rows[low]
            .get(place)
            .map_or(0.0, |cell| cell[usize::from(from == high)])
    }

    /// Z_tc = sum of u_a Z_ac, Z_ct = sum of Z_ca l_a over the later neighbours a, and Z_tt = 1/d + sum of u_a Z_at.
    fn step(&mut self, turn: usize, row: &[[f64; 2]], leaves: f64) {
        let later = &self.plan.later[turn];
        let single = self.plan.states.len();
        let mut found = vec![[0.0; 2]; row.len()];
        for (a, p) in later.iter().enumerate() {
            let [out, into] = row[a].map(|step| step / leaves);
            found[a][0] += out * self.own[*p];
            found[a][1] += into * self.own[*p];
            let mut add = |b: usize, [forth, back]: [f64; 2]| {
                let [their_out, their_into] = row[b].map(|step| step / leaves);
                found[b][0] += out * forth;
                found[b][1] += into * back;
                found[a][0] += their_out * back;
                found[a][1] += their_into * forth;
            };
            if *p >= single {
                for (b, q) in later.iter().enumerate().skip(a + 1) {
                    let (p, q) = (p - single, q - single);
                    add(b, [self.core.0[p][q], self.core.0[q][p]]);
                }
            } else {
                let mut places = Places::of(&self.plan.later[*p]);
                for (b, q) in later.iter().enumerate().skip(a + 1) {
                    add(b, self.rows[*p][places.find(*q)]);
                }
            }
        }
        let back = row.iter().zip(&found).map(|([out, _], [_, back])| out / leaves * back);
        self.own[turn] = 1.0 / leaves + back.sum::<f64>();
        self.rows[turn] = found;
    }
}

/// Looks up ascending turns in an ascending list.
struct Places<'a> {
    list: &'a [usize],
    at: usize,
}

impl<'a> Places<'a> {
    fn of(list: &'a [usize]) -> Self {
        Self { list, at: 0 }
    }

    fn find(&mut self, turn: usize) -> usize {
        while self.list[self.at] < turn {
            self.at += 1;
        }
        self.at
    }
}

/// A full matrix by rows.
#[derive(Debug)]
struct Square(Vec<Vec<f64>>);

impl Square {
    fn new(side: usize) -> Self {
        Self(vec![vec![0.0; side]; side])
    }

    /// Joins those before a state to those behind it; below it stays what each gave per departure. Gives what leaves it.
    fn eliminate(&mut self, place: usize, exits: &mut [f64]) -> f64 {
        let (done, rest) = self.0.split_at_mut(place + 1);
        let row = &done[place][place + 1..];
        let leaves = positive(row.iter().sum::<f64>() + exits[place]);
        for (p, other) in rest.iter_mut().enumerate() {
            other[place] /= leaves;
            let (into, other) = (other[place], &mut other[place + 1..]);
            if into != 0.0 {
                exits[place + 1 + p] += into * exits[place];
                other.iter_mut().zip(row).for_each(|(cell, by)| *cell += into * by);
            }
        }
        leaves
    }

    /// N from the factors, last row first.
    fn inverse(&self, leaves: &[f64]) -> Self {
        let side = leaves.len();
        let mut out = Self::new(side);
        for place in (0..side).rev() {
            let (above, below) = out.0.split_at_mut(place + 1);
            let row = &mut above[place];
            for (p, other) in below.iter_mut().enumerate() {
                let out = self.0[place][place + 1 + p] / leaves[place];
                if out != 0.0 {
                    let (cells, by) = (&mut row[place + 1..], &other[place + 1..]);
                    cells.iter_mut().zip(by).for_each(|(cell, by)| *cell += out * by);
                }
            }
            let into: Vec<f64> = (place + 1..side).map(|p| self.0[p][place]).collect();
            let mut own = 1.0 / leaves[place];
            for (p, other) in below.iter_mut().enumerate() {
                other[place] = dot(&other[place + 1..], &into);
                own += self.0[place][place + 1 + p] / leaves[place] * other[place];
            }
            row[place] = own;
        }
        out
    }
}

/// In four parts, so that it need not wait for each addition.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (fours, rest) = a.as_chunks::<4>();
    let (other, other_rest) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (a, b) in fours.iter().zip(other) {
        (0..4).for_each(|lane| sums[lane] += a[lane] * b[lane]);
    }
    let rest: f64 = rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}

/// A state that nobody left has nothing to divide.
fn positive(leaves: f64) -> f64 {
    if leaves > 0.0 { leaves } else { 1.0 }
}
