//! Minimum of a smooth function of a few numbers: BFGS (Nocedal and Wright, Numerical Optimization, 2nd ed. 2006, ch. 6) with
//! differences for a gradient. It ends where no step makes progress, so a function that is flat or bounded there is no trouble.

/// Where a search ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Minimum {
    pub(crate) at: Vec<f64>,
    pub(crate) value: f64,
}

/// Relative progress below this, twice, ends the search.
const PROGRESS: f64 = 1e-10;
/// Step of the differences, relative: about the cube root of a float's precision.
const STEP: f64 = 6e-6;
const HALVINGS: usize = 30;

/// Goes down from `start`, at most `rounds` times. Where `f` is not finite, it is taken for infinitely high.
pub(crate) fn minimise(f: &mut dyn FnMut(&[f64]) -> f64, start: &[f64], rounds: usize) -> Minimum {
    let n = start.len();
    let mut high = |x: &[f64]| Some(f(x)).filter(|v| v.is_finite()).unwrap_or(f64::MAX);
    let mut here = Minimum {
        at: start.to_vec(),
        value: high(start),
    };
    let mut inverse = identity(n);
    let mut gradient = slope(&mut high, &here.at);
    let mut idle = 0;
    for _ in 0..rounds {
        let mut way = times(&inverse, &gradient);
        if dot(&way, &gradient) >= 0.0 {
            inverse = identity(n);
            way = gradient.iter().map(|g| -g).collect();
        }
        let Some(next) = step(&mut high, &here, &way, dot(&way, &gradient)) else {
            if idle > 0 {
                break;
            }
            // A worn-out curvature can point nowhere: once more from the slope alone.
            idle += 1;
            inverse = identity(n);
            continue;
        };
        idle = if here.value - next.value <= PROGRESS * (1.0 + here.value.abs()) {
            idle + 1
        } else {
            0
        };
        let turned = slope(&mut high, &next.at);
        let moved: Vec<f64> = next.at.iter().zip(&here.at).map(|(a, b)| a - b).collect();
        let bent: Vec<f64> = turned.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        update(&mut inverse, &moved, &bent);
        (here, gradient) = (next, turned);
        if idle > 1 {
            break;
        }
    }
    here
}

fn identity(n: usize) -> Vec<Vec<f64>> {
    (0..n)
        .map(|row| (0..n).map(|column| f64::from(u8::from(row == column))).collect())
        .collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The way down: minus the inverse curvature times the slope.
fn times(inverse: &[Vec<f64>], gradient: &[f64]) -> Vec<f64> {
    inverse.iter().map(|row| -dot(row, gradient)).collect()
}

fn slope(f: &mut dyn FnMut(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let mut x = at.to_vec();
    let mut out = Vec::with_capacity(at.len());
    for place in 0..at.len() {
        let width = STEP * (1.0 + at[place].abs());
        x[place] = at[place] + width;
        let above = f(&x);
        x[place] = at[place] - width;
        let below = f(&x);
        x[place] = at[place];
        let sloping = (above - below) / (2.0 * width);
        out.push(if sloping.is_finite() && sloping.abs() < 1e100 {
            sloping
        } else {
            0.0
        });
    }
    out
}

/// The first of ever shorter steps that goes down enough (Armijo), or nothing.
fn step(f: &mut dyn FnMut(&[f64]) -> f64, here: &Minimum, way: &[f64], falls: f64) -> Option<Minimum> {
    let long = way.iter().fold(0.0f64, |long, w| long.max(w.abs()));
    // No coordinate moves by more than 2 at once: they are scaled to about one.
    let mut length = if long > 2.0 { 2.0 / long } else { 1.0 };
    for _ in 0..HALVINGS {
        let at: Vec<f64> = here.at.iter().zip(way).map(|(x, w)| x + length * w).collect();
        let value = f(&at);
        if value <= here.value + 1e-4 * length * falls && value < here.value {
            return Some(Minimum { at, value });
        }
        length *= 0.4;
    }
    None
}

fn update(inverse: &mut [Vec<f64>], moved: &[f64], bent: &[f64]) {
    let along = dot(moved, bent);
    if along <= 1e-12 * dot(moved, moved).sqrt() * dot(bent, bent).sqrt() {
        return;
    }
    let carried: Vec<f64> = inverse.iter().map(|row| dot(row, bent)).collect();
    let scale = (1.0 + dot(bent, &carried) / along) / along;
    for (row, cells) in inverse.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            *cell += scale * moved[row] * moved[column]
                - (carried[row] * moved[column] + moved[row] * carried[column]) / along;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock's valley (1960): the minimum is 0 at (1, 1).
    #[test]
    fn a_curved_valley() {
        let mut valley = |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2);
        let got = minimise(&mut valley, &[-1.2, 1.0], 200);
        assert!(got.value < 1e-10, "{got:?}");
        assert!((got.at[0] - 1.0).abs() < 1e-4 && (got.at[1] - 1.0).abs() < 1e-4);
    }

    /// Undefined left of nought: x − ln x is least at 1.
    #[test]
    fn an_edge() {
        let got = minimise(&mut |x: &[f64]| x[0] - x[0].ln(), &[3.0], 100);
        assert!((got.at[0] - 1.0).abs() < 1e-5, "{got:?}");
    }
}
