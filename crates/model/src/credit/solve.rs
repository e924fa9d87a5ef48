//! Two small linear solvers for I - Q, where Q is the chain among its states.

/// The inverse of an n × n matrix (rows one after the other) by Gauss-Jordan with partial pivoting.
/// A column without a pivot is left as it is; I - Q of observed paths has none, for every path ends.
pub(crate) fn inverse(mut matrix: Vec<f64>, n: usize) -> Vec<f64> {
    let mut out = vec![0.0; n * n];
    (0..n).for_each(|row| out[row * n + row] = 1.0);
    for column in 0..n {
        let best = (column..n).max_by(|a, b| matrix[a * n + column].abs().total_cmp(&matrix[b * n + column].abs()));
        let pivot = best.unwrap_or(column);
        if matrix[pivot * n + column] == 0.0 {
            continue;
        }
        swap_rows(&mut matrix, n, column, pivot);
        swap_rows(&mut out, n, column, pivot);
        let scale = 1.0 / matrix[column * n + column];
        matrix[column * n..][..n]
            .iter_mut()
            .chain(&mut out[column * n..][..n])
            .for_each(|cell| *cell *= scale);
        for row in (0..n).filter(|row| *row != column) {
            let factor = matrix[row * n + column];
            if factor != 0.0 {
                subtract(&mut matrix, n, row, column, factor);
                subtract(&mut out, n, row, column, factor);
            }
        }
    }
    out
}

fn swap_rows(matrix: &mut [f64], n: usize, a: usize, b: usize) {
    if a != b {
        let (low, high) = matrix.split_at_mut(a.max(b) * n);
        low[a.min(b) * n..][..n].swap_with_slice(&mut high[..n]);
    }
}

/// Row `row` less `factor` times row `other`.
fn subtract(matrix: &mut [f64], n: usize, row: usize, other: usize, factor: f64) {
    let (low, high) = matrix.split_at_mut(row.max(other) * n);
    let (low, high) = (&mut low[row.min(other) * n..][..n], &mut high[..n]);
    let (target, source) = if row < other { (low, high) } else { (high, low) };
    for (cell, by) in target.iter_mut().zip(source) {
        *cell -= factor * *by;
    }
}

/// A sparse Q: per row where it leads and with which probability, loops apart.
#[derive(Debug, Default)]
pub(crate) struct Sparse {
    /// Where each row begins in `to`; one more than there are rows.
    pub(crate) begins: Vec<usize>,
    pub(crate) to: Vec<(usize, f64)>,
    pub(crate) loops: Vec<f64>,
}

/// Steps of an iteration, at most; beyond it the chain is told not to have settled.
const WORK: usize = 2_000_000_000;
const SETTLED: f64 = 1e-15;

impl Sparse {
    /// x = Qx + r for two right sides at once, by Gauss-Seidel, where x is held at nought in the rows that are `gone`.
    /// `None` if it does not settle.
    pub(crate) fn solve(&self, right: &[[f64; 2]], gone: impl Fn(usize) -> bool) -> Option<Vec<[f64; 2]>> {
        let rows: Vec<usize> = (0..right.len()).filter(|row| !gone(*row)).collect();
        let mut x = vec![[0.0; 2]; right.len()];
        for _ in 0..(WORK / (self.to.len() + rows.len() + 1)).clamp(100, 1_000_000) {
            let moved = self.sweep(&rows, right, &mut x);
            let size = x.iter().fold([f64::MIN_POSITIVE; 2], |size, x| {
                [size[0].max(x[0].abs()), size[1].max(x[1].abs())]
            });
            if moved[0] <= SETTLED * size[0] && moved[1] <= SETTLED * size[1] {
                return Some(x);
            }
        }
        None
    }

    fn sweep(&self, rows: &[usize], right: &[[f64; 2]], x: &mut [[f64; 2]]) -> [f64; 2] {
        let mut moved = [0.0f64; 2];
        for row in rows.iter().rev() {
            let mut sum = right[*row];
            for (to, probability) in &self.to[self.begins[*row]..self.begins[row + 1]] {
                sum[0] += probability * x[*to][0];
                sum[1] += probability * x[*to][1];
            }
            let scale = 1.0 - self.loops[*row];
            for side in 0..2 {
                let next = sum[side] / scale;
                moved[side] = moved[side].max((next - x[*row][side]).abs());
                x[*row][side] = next;
            }
        }
        moved
    }
}
