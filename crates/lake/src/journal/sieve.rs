//! [`Sieve`]: lets most of what is not in a set fall through at the cost of one look; what stays must be looked up.

/// Bits a member, about: one in so many strangers stays.
const BITS: usize = 16;

/// A bit for each hash that was put in.
pub(super) struct Sieve {
    words: Vec<u64>,
    mask: u64,
}

impl Sieve {
    /// Of hashes whose upper bits are as good as random.
    pub(super) fn of(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let bits = (hashes.len().max(4) * BITS).next_power_of_two();
        let mut sieve = Self {
            words: vec![0; bits / 64],
            mask: bits as u64 - 1,
        };
        for hash in hashes {
            let (word, bit) = sieve.place(hash);
            if let Some(word) = sieve.words.get_mut(word) {
                *word |= bit;
            }
        }
        sieve
    }

    /// Whether the hash may have been put in.
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let at = (hash >> 24) & self.mask;
        (usize::try_from(at >> 6).unwrap_or(0), 1 << (at & 63))
    }
}

/// A hash of a key at an instant.
pub(super) fn moment(key: u64, at: i64) -> u64 {
    (key ^ at.cast_unsigned()).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::{Sieve, moment};

    #[test]
    fn members_stay_and_most_strangers_fall_through() {
        let member = |n: u64| moment(n.wrapping_mul(0x1234_5678_9abc_def1), 7);
        let sieve = Sieve::of((0..1000_u32).map(|n| member(u64::from(n))));
        assert!((0..1000).all(|n| sieve.may_hold(member(n))));
        let strangers = (1000..101_000).filter(|n| sieve.may_hold(member(*n))).count();
        // One in sixteen and a little.
        assert!(strangers < 10_000, "{strangers} of 100,000");
        assert!(!Sieve::of(std::iter::empty()).may_hold(5));
    }
}
