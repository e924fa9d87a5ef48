//! The mixes of channels in converting journeys: what path-allocated Markov needs, whatever the removal effects will be.
//!
//! Within a journey, a channel's part is its touches times its effect over the sum of the same: the order of the touches
//! does not matter, only how often each channel occurs. So the distinct mixes and their totals are kept, reduced by their
//! greatest common divisor, and the effects are put in at the end. That makes one pass exact.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::Touch;
use super::edges::Mix;

/// A mix: per channel its code and its number of touches, 32 bits each, sorted by channel.
pub(crate) type Key = Box<[u64]>;

/// Conversions and value of each mix of two or more channels.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mixes(HashMap<Key, [i64; 2], BuildHasherDefault<Mix>>);

impl Mixes {
    /// Adds to a mix; true if it is new.
    pub(crate) fn add(&mut self, key: &[u64], [conversions, value]: [i64; 2]) -> bool {
        if let Some(sums) = self.0.get_mut(key) {
            sums[0] += conversions;
            sums[1] += value;
            return false;
        }
        self.0.insert(key.into(), [conversions, value]);
        true
    }

    /// Takes over the mixes of another group.
    pub(crate) fn take_in(&mut self, mut other: Self) {
        if self.0.len() < other.0.len() {
            std::mem::swap(self, &mut other);
        }
        for (key, sums) in other.0 {
            let known = self.0.entry(key).or_default();
            (0..2).for_each(|side| known[side] += sums[side]);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All mixes in the order of their channels.
    pub(crate) fn sorted(&self) -> Vec<(&[u64], [i64; 2])> {
        let mut all: Vec<(&[u64], [i64; 2])> = self.0.iter().map(|(key, sums)| (&**key, *sums)).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all
    }

    /// All mixes, in no order: for sums only.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&[u64], [i64; 2])> {
        self.0.iter().map(|(key, sums)| (&**key, *sums))
    }
}

/// Writes the mix of a journey to `out`.
pub(crate) fn mix(touches: &[Touch], out: &mut Vec<u64>) {
    out.clear();
    out.extend(touches.iter().map(|touch| u64::from(touch.channel) << 32 | 1));
    out.sort_unstable();
    out.dedup_by(|next, kept| {
        let same = *next >> 32 == *kept >> 32;
        *kept += u64::from(same);
        same
    });
    let common = out.iter().fold(0, |common, part| divisor(touches_of(*part), common));
    if common > 1 {
        for part in out {
            *part = *part >> 32 << 32 | (touches_of(*part) / common);
        }
    }
}

/// The channel of a part of a mix.
pub(crate) fn channel_of(part: u64) -> u32 {
    u32::try_from(part >> 32).unwrap_or_default()
}

/// How often that channel occurs.
pub(crate) fn touches_of(part: u64) -> u64 {
    part & 0xffff_ffff
}

fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}
