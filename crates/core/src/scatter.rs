//! [`scatter`]: numbers spread evenly, so that their leading bits deal them into groups of one size.
//!
//! The journal is sorted by scattered keys of people, and credit sums people by the leading bits of the same: people of one
//! group follow each other, and their sums stay in the processor's cache.

/// Mixes a number so that every bit of it moves the leading bits (finaliser of splitmix64; Steele, Lea, Flood, OOPSLA 2014). No two
/// numbers become one.
#[inline]
pub const fn scatter(key: u64) -> u64 {
    let key = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let key = (key ^ key >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ key >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ key >> 31
}

/// The number that became this one.
#[inline]
pub const fn unscatter(key: u64) -> u64 {
    // Each step backwards: shifts are undone by shifting on, products by the inverse modulo 2^64.
    let key = (key ^ key >> 31 ^ key >> 62).wrapping_mul(0x3196_42b2_d24d_8ec3);
    let key = (key ^ key >> 27 ^ key >> 54).wrapping_mul(0x96de_1b17_3f11_9089);
    (key ^ key >> 30 ^ key >> 60).wrapping_sub(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_published() {
        // The first two numbers of splitmix64 with seed 0.
        assert_eq!(scatter(0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(scatter(0x9e37_79b9_7f4a_7c15), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn comes_back() {
        let mut key = 1;
        for _ in 0..10_000 {
            assert_eq!(unscatter(scatter(key)), key);
            key = scatter(key);
        }
        assert_eq!(unscatter(scatter(u64::MAX)), u64::MAX);
    }
}
