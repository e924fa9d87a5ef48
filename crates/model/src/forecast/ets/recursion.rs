//! One step after the other: what is expected, what came, how the state follows.

use super::{Effect, Season, Shape, State, Trend, Weights};

/// What a walk over the values leaves for the likelihood.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Walked {
    pub(super) squares: f64,
    /// Sum of the logarithms of what was expected, where errors are relative.
    pub(super) logs: f64,
    pub(super) observed: usize,
}

/// Level and slope carried one step on: what is expected without the season, and the slope.
fn carried(trend: Trend, phi: f64, state: &State) -> (f64, f64) {
    match trend {
        Trend::None => (state.level, 0.0),
        Trend::Additive => (state.level + state.slope, state.slope),
        Trend::Damped => (state.level + phi * state.slope, phi * state.slope),
    }
}

fn expected(season: Season, base: f64, cell: f64) -> f64 {
    match season {
        Season::None => base,
        Season::Additive(_) => base + cell,
        Season::Multiplicative(_) => base * cell,
    }
}

/// Follows a value. `place` is its place in the season.
fn follow(shape: Shape, weights: Weights, state: &mut State, place: usize, (base, slope): (f64, f64), value: f64) {
    let cell = state.season[place];
    let (adjusted, seasonal) = match shape.season {
        Season::None => (value, 0.0),
        Season::Additive(_) => (value - cell, value - base),
        Season::Multiplicative(_) => (value / cell, value / if base.abs() < 1e-300 { 1e-300 } else { base }),
    };
    state.level = base + weights.alpha * (adjusted - base);
    state.slope = slope + weights.beta * (adjusted - base);
    if shape.season != Season::None {
        state.season[place] = cell + weights.gamma * (seasonal - cell);
    }
}

/// Walks over values (NaN is missing) from `state`, which is left where the walk ends, and tells each error. `None` where a
/// relative model comes to nought or below.
pub(super) fn walk(
    shape: Shape,
    weights: Weights,
    state: &mut State,
    values: &[f64],
    mut tell: impl FnMut(f64),
) -> Option<Walked> {
    let length = shape.season.length();
    let mut walked = Walked::default();
    let mut place = 0;
    // Logarithms are gathered as a product: one logarithm for many steps.
    let mut product = 1.0f64;
    for &value in values {
        let ahead = carried(shape.trend, weights.phi, state);
        let told = expected(shape.season, ahead.0, state.season[place]);
        if value.is_nan() {
            (state.level, state.slope) = ahead;
            tell(f64::NAN);
        } else {
            let error = match shape.error {
                Effect::Additive => value - told,
                Effect::Multiplicative => {
                    if told <= 0.0 {
                        return None;
                    }
                    product *= told;
                    if !(1e-200..1e200).contains(&product) {
                        walked.logs += product.ln();
                        product = 1.0;
                    }
                    (value - told) / told
                }
            };
            walked.squares += error * error;
            walked.observed += 1;
            tell(error);
            follow(shape, weights, state, place, ahead, value);
        }
        place += 1;
        if place == length {
            place = 0;
        }
    }
    walked.logs += product.ln();
    Some(walked)
}

/// What follows from `state` after `steps` steps under these errors.
pub(super) fn simulate(
    shape: Shape,
    weights: Weights,
    state: &mut State,
    steps: usize,
    errors: &[f64],
    out: &mut Vec<f64>,
) {
    let length = shape.season.length();
    for (ahead, error) in errors.iter().enumerate() {
        let place = (steps + ahead) % length;
        let base = carried(shape.trend, weights.phi, state);
        let told = expected(shape.season, base.0, state.season[place]);
        let value = match shape.error {
            Effect::Additive => told + error,
            Effect::Multiplicative => told * (1.0 + error),
        };
        follow(shape, weights, state, place, base, value);
        out.push(value);
    }
}
