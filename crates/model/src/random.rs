//! Random numbers from a seed that is an argument: the same seed gives the same numbers on every machine.

use crate::interval::normal_quantile;
use crate::special::ln_gamma;

/// splitmix64 (Steele, Lea, Flood, OOPSLA 2014).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// Between 0 and 1, never either.
    pub(crate) fn share(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A whole number below `bound`, which is above nought.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let high = (u128::from(self.next()) * bound as u128) >> 64;
        usize::try_from(high).unwrap_or(0)
    }

    /// Standard normal.
    pub(crate) fn normal(&mut self) -> f64 {
        normal_quantile(self.share())
    }

    /// Gamma with mean `shape` (Marsaglia and Tsang, ACM Transactions on Mathematical Software 26, 2000).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = self.share().powf(1.0 / shape.max(1e-12));
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.share().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// Poisson: by inversion below 10, else by transformed rejection (Hörmann, Insurance: Mathematics and Economics 12, 1993).
    #[expect(clippy::many_single_char_names, reason = "the paper's letters")]
    pub(crate) fn poisson(&mut self, mean: f64) -> f64 {
        if mean < 10.0 {
            return self.poisson_small(mean);
        }
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.024_83 * b;
        let inverse_alpha = 1.123_9 + 1.132_8 / (b - 3.4);
        let v_r = 0.927_7 - 3.662_4 / (b - 2.0);
        loop {
            let u = self.share() - 0.5;
            let v = self.share();
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + mean + 0.43).floor();
            if us >= 0.07 && v <= v_r {
                return k;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            if (v * inverse_alpha / (a / (us * us) + b)).ln() <= k * mean.ln() - mean - ln_gamma(k + 1.0) {
                return k;
            }
        }
    }

    fn poisson_small(&mut self, mean: f64) -> f64 {
        let (mut left, mut chance, mut k) = (self.share(), (-mean).exp(), 0.0);
        while left > chance && k < 1000.0 {
            left -= chance;
            k += 1.0;
            chance *= mean / k;
        }
        k
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of 40,000 draws against those of the distribution, within five standard errors.
    fn check(mean: f64, variance: f64, mut draw: impl FnMut(&mut Random) -> f64) {
        let mut random = Random::new(3);
        let many = 40_000.0;
        let draws: Vec<f64> = (0..40_000).map(|_| draw(&mut random)).collect();
        let got = draws.iter().sum::<f64>() / many;
        let spread = draws.iter().map(|x| (x - got).powi(2)).sum::<f64>() / many;
        assert!((got - mean).abs() < 5.0 * (variance / many).sqrt(), "{got} {mean}");
        assert!((spread / variance - 1.0).abs() < 0.06, "{spread} {variance}");
    }

    #[test]
    fn moments() {
        check(0.5, 1.0 / 12.0, Random::share);
        check(0.0, 1.0, Random::normal);
        check(4.0, 4.0, |random| random.gamma(4.0));
        check(0.4, 0.4, |random| random.gamma(0.4));
        check(3.0, 3.0, |random| random.poisson(3.0));
        check(70.0, 70.0, |random| random.poisson(70.0));
        check(4.5, 8.25, |random| random.below(10) as f64);
    }
}
