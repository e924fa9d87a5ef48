//! [`Chance`]: the demo's own source of randomness, the same on every machine.
//!
//! xoshiro256++ seeded through splitmix64 (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
//! ACM TOMS 2021; reference code in the public domain at prng.di.unimi.it). Only `+ - * /` are applied to floats:
//! these are exact by IEEE 754, while `exp` and `ln` differ between system libraries in the last digit.

/// A stream of pseudorandom numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    state: [u64; 4],
}

impl Chance {
    /// The stream of this seed and purpose. Streams of different purposes do not disturb each other, so a further
    /// post on one platform leaves the ads as they were.
    pub(super) fn new(seed: u64, purpose: &str) -> Self {
        let mut x = purpose.bytes().fold(seed, |x, b| splitmix(x ^ u64::from(b)).1);
        let state = std::array::from_fn(|_| {
            let (next, out) = splitmix(x);
            x = next;
            out
        });
        Self { state }
    }

    /// 64 random bits.
    pub(super) fn bits(&mut self) -> u64 {
        let s = &mut self.state;
        let out = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        out
    }

    /// Uniform in [0, 1).
    pub(super) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform whole number below `n`. The bias of the remainder is below 1e-15 for our small `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.bits() % n.max(1) as u64).unwrap_or(0)
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of the two neighbouring whole numbers, so that small rates survive in the mean.
    pub(super) fn rounded(&mut self, x: f64) -> u64 {
        whole(x + self.unit() - 0.5)
    }

    /// A factor around 1, log-normal in shape: the exponential of a sum of twelve uniforms.
    pub(super) fn around(&mut self, sigma: f64) -> f64 {
        let normal = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
        exp(normal * sigma)
    }
}

fn splitmix(x: u64) -> (u64, u64) {
    let next = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = next;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (next, z ^ (z >> 31))
}

/// e to the power `x` as (1 + x/1024)^1024: within 1 % for |x| < 4, and the same bits everywhere.
pub(super) fn exp(x: f64) -> f64 {
    (0..10).fold((1.0 + x / 1024.0).max(0.0), |y, _| y * y)
}

/// The nearest whole number, at least nought.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of the demo stay far below 2^53"
)]
pub(super) fn whole(x: f64) -> u64 {
    (x + 0.5).max(0.0) as u64
}
