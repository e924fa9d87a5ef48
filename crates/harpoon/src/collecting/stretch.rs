//! [`Stretch`]: which records of which log an import holds; its file name says it.

use std::fmt;

use harpoon_lake::store::ImportRow;

/// Connector of imports of collected events.
pub const CONNECTOR: &str = "collector";

/// Records of a log from one offset up to before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Id of the log.
    pub(super) log: u128,
    /// First offset.
    pub(super) from: u64,
    /// The offset after the last.
    pub(super) to: u64,
}

impl Stretch {
    /// The stretch that an import holds, if it is one of collected events.
    pub(super) fn of(import: &ImportRow) -> Option<Self> {
        if import.connector != CONNECTOR {
            return None;
        }
        let rest = import.file.strip_prefix("collector/")?.strip_suffix(".jsonl")?;
        let (log, offsets) = rest.split_once('/')?;
        let (from, to) = offsets.split_once('-')?;
        Some(Self {
            log: u128::from_str_radix(log, 16).ok()?,
            from: from.parse().ok()?,
            to: to.parse().ok()?,
        })
    }

    /// How far the lake has the records of a log; imports that were taken back included, whose events do not come again.
    pub(super) fn mark<'a>(imports: impl Iterator<Item = &'a ImportRow>, log: u128) -> u64 {
        let own = imports.filter_map(Self::of).filter(|stretch| stretch.log == log);
        own.map(|stretch| stretch.to).max().unwrap_or(0)
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "collector/{:032x}/{}-{}.jsonl", self.log, self.from, self.to)
    }
}
