//! How sure a sum of forecasts is, in closed form: the check on the drawn paths.

use super::Weights;

/// Variance of the sum of the next `horizon` steps under an additive model with errors of `variance`, season of `period` steps
/// (1: none): σ² Σ_{j=1..h} (1 + Σ_{k=1..h−j} c_k)² with c_k = α + β(φ + … + φᵏ) + γ where k is a multiple of the period
/// (Hyndman et al. 2008, ch. 6; Snyder, Koehler, Hyndman, Ord, European Journal of Operational Research 158, 2004).
pub fn lead_time_variance(weights: Weights, period: usize, horizon: usize, variance: f64) -> f64 {
    let (mut weight, mut squares) = (1.0, 0.0);
    // The last error of the horizon weighs 1; each earlier one weighs what its successors still carry of it.
    for carried in carried(weights, period).take(horizon) {
        squares += weight * weight;
        weight += carried;
    }
    variance * squares
}

/// What the value k = 1, 2, … steps later carries of an error.
pub(super) fn carried(weights: Weights, period: usize) -> impl Iterator<Item = f64> {
    (1usize..).scan((1.0, 0.0), move |(damping, sum), k| {
        *damping *= weights.phi;
        *sum += *damping;
        let seasonal = if period > 1 && k.is_multiple_of(period) {
            weights.gamma
        } else {
            0.0
        };
        Some(weights.alpha + weights.beta * *sum + seasonal)
    })
}
