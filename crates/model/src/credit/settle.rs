//! x = Qx + r by iteration, for several right sides at once, each with other states held at nought.
//!
//! Where a chain has so many states joined so closely that a factorisation would fill up, sweeping over the observed moves costs
//! less. A lane is one right side; lanes lie side by side, so a move is read once for all of them. After each sweep a lane is
//! scaled to a law that its solution obeys: what converts without meeting a state held at nought, and what converts after a last
//! departure from one, are together all that converts. That takes the slowest part of the error away, so it needs a third
//! of the sweeps, and a sixth where journeys are long.

use super::flow::{Flow, Shape};

/// Sweeps, at most.
const SWEEPS: usize = 2000;
/// Steps of this size are rounding.
const ROUNDING: f64 = 4e-16;

/// No sweep is taken to bring a lane nearer than to this part of its distance.
const FASTEST: f64 = 0.1;

/// Which of the two right sides (conversions, value) each lane has, and in which lanes each state is held at nought.
pub(crate) struct Lanes<'a, const L: usize> {
    pub(crate) sides: [usize; L],
    /// Bits by state; none for nowhere.
    pub(crate) gone: &'a [u16],
}

/// Of a sweep: how far each lane moved, how large it is, and what converts without and after a state held at nought.
struct Swept<const L: usize> {
    moved: [f64; L],
    size: [f64; L],
    converts: [f64; L],
}

impl<const L: usize> Lanes<'_, L> {
    /// Sweeps until every lane is within `near` of its solution, in parts of the lane's largest number. False if that does
    /// not happen.
    pub(crate) fn settle(&self, shape: &Shape, flow: &Flow, x: &mut [[f64; L]], near: f64) -> bool {
        let held = self.held(flow);
        let plain = self.sides.map(|side| flow.ends.iter().all(|end| end[side] >= 0.0));
        let mut before = f64::INFINITY;
        for _ in 0..SWEEPS {
            let swept = self.sweep(shape, flow, x);
            let mut scale = [1.0; L];
            let mut moved = 0.0f64;
            for lane in 0..L {
                let (due, found) = (
                    flow.totals[self.sides[lane]] - held[lane],
                    swept.converts[lane] - held[lane],
                );
                if plain[lane] && due > 0.0 && found > 0.0 {
                    scale[lane] = due / found;
                }
                moved = moved
                    .max(swept.moved[lane] / swept.size[lane])
                    .max((scale[lane] - 1.0).abs());
            }
            for x in x.iter_mut() {
                (0..L).for_each(|lane| x[lane] *= scale[lane]);
            }
            // What is left to go, if each sweep goes as far as this one did compared with the last.
            let pace = (moved / before).max(FASTEST);
            if moved <= ROUNDING || (before.is_finite() && pace < 1.0 && moved * pace / (1.0 - pace) <= near) {
                return true;
            }
            before = moved;
        }
        false
    }

    /// What converts at once in the states held at nought.
    fn held(&self, flow: &Flow) -> [f64; L] {
        let mut held = [0.0; L];
        for (state, gone) in self.gone.iter().enumerate().filter(|(_, gone)| **gone != 0) {
            for lane in (0..L).filter(|lane| gone >> lane & 1 == 1) {
                held[lane] += flow.visits[state] * flow.ends[state][self.sides[lane]];
            }
        }
        held
    }

    /// One sweep, last state first.
    fn sweep(&self, shape: &Shape, flow: &Flow, x: &mut [[f64; L]]) -> Swept<L> {
        let mut swept = Swept {
            moved: [0.0; L],
            size: [f64::MIN_POSITIVE; L],
            converts: [0.0; L],
        };
        for state in (0..x.len()).rev() {
            let mut sum = self.sides.map(|side| flow.ends[state][side]);
            for step in shape.row(state) {
                let (chance, to) = (flow.moves[step], &x[shape.to[step]]);
                for lane in 0..L {
                    sum[lane] += chance * to[lane];
                }
            }
            let start = flow.starts[state];
            let gone = self.gone.get(state).copied().unwrap_or_default();
            if gone == 0 {
                (0..L).for_each(|lane| swept.converts[lane] += start * sum[lane]);
            } else {
                for (lane, sum) in sum.iter_mut().enumerate() {
                    if gone >> lane & 1 == 1 {
                        swept.converts[lane] += flow.visits[state] * *sum;
                        *sum = 0.0;
                    } else {
                        swept.converts[lane] += start * *sum;
                    }
                }
            }
            let own = &mut x[state];
            for lane in 0..L {
                swept.moved[lane] = swept.moved[lane].max((sum[lane] - own[lane]).abs());
                swept.size[lane] = swept.size[lane].max(sum[lane].abs());
            }
            *own = sum;
        }
        swept
    }
}
