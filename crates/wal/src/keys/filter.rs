//! [`Filter`]: says of a key that a run surely lacks it, or that it may have it.
//!
//! A Bloom filter in lines of 512 bits. The upper half of a key chooses the line, so that the keys of a sorted run fill
//! line after line, and sorted questions walk through memory in one direction. The lower half chooses the bits in it.

use crate::bytes::size;

/// 512 bits.
pub(crate) const LINE: usize = 64;
/// Bits that a probe takes from the key: which of 512.
const PROBE: u32 = 9;
/// As many probes as the lower half of a key has bits for.
const MOST_PROBES: u32 = 7;

#[derive(Default)]
pub(crate) struct Filter {
    lines: Vec<[u8; LINE]>,
    probes: u32,
}

impl Filter {
    /// An empty filter for so many keys.
    pub(crate) fn new(keys: u64) -> Self {
        let bits = bits_a_key(keys);
        let lines = (keys as f64 * bits / 512.0).ceil().max(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and no more than bytes of memory"
        )]
        let (lines, probes) = (lines as usize, (bits * std::f64::consts::LN_2).round() as u32);
        Self {
            lines: vec![[0; LINE]; lines],
            probes: probes.clamp(1, MOST_PROBES),
        }
    }

    /// As it was stored; `None` when there is not one whole line.
    pub(crate) fn of(bytes: &[u8], probes: u32) -> Option<Self> {
        let (lines, rest) = bytes.as_chunks::<LINE>();
        (!lines.is_empty() && rest.is_empty() && (1..=MOST_PROBES).contains(&probes)).then(|| Self {
            lines: lines.to_vec(),
            probes,
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.lines.as_flattened()
    }

    pub(crate) const fn probes(&self) -> u32 {
        self.probes
    }

    pub(crate) fn put(&mut self, key: u128) {
        let probes = self.probes;
        if let Some(line) = self.line(key).and_then(|at| self.lines.get_mut(at)) {
            for bit in bits(key, probes) {
                line[bit / 8] |= 1 << (bit % 8);
            }
        }
    }

    /// False only for keys that were not put.
    pub(crate) fn may_have(&self, key: u128) -> bool {
        let line = self.line(key).and_then(|at| self.lines.get(at));
        line.is_none_or(|line| bits(key, self.probes).all(|bit| line[bit / 8] & (1 << (bit % 8)) != 0))
    }

    fn line(&self, key: u128) -> Option<usize> {
        usize::try_from(((key >> 64) * u128::from(size(self.lines.len()))) >> 64).ok()
    }
}

/// The bits of a key in its line.
fn bits(key: u128, probes: u32) -> impl Iterator<Item = usize> {
    (0..probes).map(move |probe| {
        let bits = (key >> (probe * PROBE)) & ((1 << PROBE) - 1);
        usize::try_from(bits).unwrap_or(0)
    })
}

/// Bits that a key of a run of this length gets. Short runs get more: each run is asked for every key, and a bit more for a
/// short one costs less memory.
fn bits_a_key(keys: u64) -> f64 {
    /// The length from which on there are least.
    const LONG: f64 = (1 << 26) as f64;
    const LEAST: f64 = 2.0;
    const MOST: f64 = 12.0;
    /// More for each halving.
    const MORE: f64 = 1.2;
    let halvings = (LONG / keys.max(1) as f64).log2();
    (LEAST + MORE * halvings).clamp(LEAST, MOST)
}
