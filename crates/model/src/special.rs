//! Special functions that the models share: gamma, beta and normal, by their textbook expansions.
//!
//! Relative errors are about 1e-13 over what the models ask; the tests compare with published tables.

/// Steps of a series or continued fraction, at most.
const STEPS: usize = 500;
const TINY: f64 = 1e-300;

/// ln Γ(x) for x > 0, by Lanczos' approximation with 15 terms (coefficients of Godfrey, 2001).
pub(crate) fn ln_gamma(x: f64) -> f64 {
    if x < 0.5 {
        let reflected = (std::f64::consts::PI * x).sin().abs();
        return (std::f64::consts::PI / reflected).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let sum = LANCZOS
        .iter()
        .skip(1)
        .zip(1u32..)
        .fold(LANCZOS[0], |sum, (c, k)| sum + c / (x + f64::from(k)));
    let base = x + 607.0 / 128.0 + 0.5;
    (x + 0.5) * base.ln() - base + (sum * (2.0 * std::f64::consts::PI).sqrt()).ln()
}

const LANCZOS: [f64; 15] = [
    0.999_999_999_999_997_1,
    57.156_235_665_862_92,
    -59.597_960_355_475_49,
    14.136_097_974_741_746,
    -0.491_913_816_097_620_2,
    0.339_946_499_848_118_9e-4,
    0.465_236_289_270_485_8e-4,
    -0.983_744_753_048_795_6e-4,
    0.158_088_703_224_912_5e-3,
    -0.210_264_441_724_104_88e-3,
    0.217_439_618_115_212_64e-3,
    -0.164_318_106_536_763_9e-3,
    0.844_182_239_838_527_5e-4,
    -0.261_908_384_015_814_1e-4,
    0.368_991_826_595_316_2e-5,
];

/// Share of a beta distribution with shapes `a` and `b` that lies below `x`: the regularised incomplete beta function, by
/// its continued fraction (Lentz's method).
pub(crate) fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

#[expect(clippy::many_single_char_names, reason = "the letters of the textbook")]
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let kept = |v: f64| if v.abs() < TINY { TINY } else { v };
    let (mut c, mut d) = (1.0, 1.0 / kept(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for step in 1..STEPS {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / kept(1.0 + even * d);
        c = kept(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / kept(1.0 + odd * d);
        c = kept(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// The x below which a share `p` of the beta distribution lies, by halving.
pub(crate) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if beta_below(middle, a, b) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Share of Student's t with `freedom` degrees that lies below `t`.
pub(crate) fn student_below(t: f64, freedom: f64) -> f64 {
    let tail = 0.5 * beta_below(freedom / (freedom + t * t), freedom / 2.0, 0.5);
    if t < 0.0 { tail } else { 1.0 - tail }
}

/// The t below which a share `p` of Student's t lies.
pub(crate) fn student_quantile(p: f64, freedom: f64) -> f64 {
    let outside = 2.0 * p.min(1.0 - p);
    let x = beta_quantile(outside, freedom / 2.0, 0.5);
    (freedom * (1.0 - x) / x).sqrt().copysign(p - 0.5)
}

/// Chance that a negative binomial number with shape `r` and chance `p` (mean r(1−p)/p) is at least `least`.
pub(crate) fn negative_binomial_at_least(least: f64, r: f64, p: f64) -> f64 {
    if least <= 0.0 {
        return 1.0;
    }
    beta_below(1.0 - p, least.ceil(), r)
}

/// The smallest number that a negative binomial one does not exceed with chance `share`.
pub(crate) fn negative_binomial_quantile(share: f64, r: f64, p: f64) -> f64 {
    let below = |k: f64| 1.0 - negative_binomial_at_least(k + 1.0, r, p);
    let mut high = (r * (1.0 - p) / p).max(1.0).ceil();
    while below(high) < share {
        high *= 2.0;
    }
    let mut low = -1.0;
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high).floor();
        if below(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unreadable_literal, reason = "figures as the tables print them")]
    #![expect(clippy::float_cmp, reason = "whole numbers")]
    use super::*;

    #[track_caller]
    fn close(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "{got} is not {expected}");
    }

    /// Γ(1/2) = √π, Γ(5) = 24, Γ(101) = 100!, whose logarithm is 363.73937555556349.
    #[test]
    fn gamma_by_its_known_values() {
        close(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln(), 1e-13);
        close(ln_gamma(5.0), 24f64.ln(), 1e-13);
        close(ln_gamma(101.0), 363.73937555556349, 1e-10);
        close(ln_gamma(0.1), 2.252712651734206, 1e-12);
    }

    /// Beta(1, 1) is uniform; Beta(2, 1) has x²; Beta(2, 3) at 0.5 is 11/16.
    #[test]
    fn beta_by_hand() {
        close(beta_below(0.3, 1.0, 1.0), 0.3, 1e-14);
        close(beta_below(0.3, 2.0, 1.0), 0.09, 1e-14);
        close(beta_below(0.5, 2.0, 3.0), 11.0 / 16.0, 1e-14);
        close(beta_quantile(11.0 / 16.0, 2.0, 3.0), 0.5, 1e-12);
    }

    /// Tables of Student's t: 97.5 % at 10 degrees 2.2281, at 1 degree 12.706; one degree is Cauchy, ¾ below 1.
    #[test]
    fn student_by_the_tables() {
        close(student_quantile(0.975, 10.0), 2.228139, 1e-6);
        close(student_quantile(0.025, 1.0), -12.706205, 1e-5);
        close(student_below(1.0, 1.0), 0.75, 1e-12);
    }

    /// With r = 1 it is geometric: P(N ≥ k) = (1 − p)^k.
    #[test]
    fn negative_binomial_by_hand() {
        close(negative_binomial_at_least(3.0, 1.0, 0.4), 0.216, 1e-13);
        close(negative_binomial_at_least(2.5, 1.0, 0.4), 0.216, 1e-13);
        assert!(negative_binomial_quantile(0.5, 1.0, 0.4) == 1.0, "0.4 at 0, 0.64 at 1");
        assert!(negative_binomial_quantile(0.3, 1.0, 0.4) == 0.0, "0.4 at 0");
    }
}
