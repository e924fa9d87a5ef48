//! [`TapSettings`]: `[taps.NAME]` of `harpoon.toml`.

use std::path::PathBuf;

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How a tap is run. Paths are from the workspace's folder on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TapSettings {
    /// The program: a name on the path, or a path.
    pub command: String,
    /// Its arguments; those that follow from the other settings come after them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
    /// File with its settings and secrets, given as `--config`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<PathBuf>,
    /// File that names the streams to read, given as `--catalog`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<PathBuf>,
    /// Names of the environment variables that it gets beside `PATH`; their values never stand here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment: Vec<String>,
    /// How often it runs by itself: `30m`, `6h`, `1d`; only when asked if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
    /// After which time a run is given up.
    #[serde(default = "usual_timeout")]
    pub timeout: Every,
    /// How often a run is tried.
    #[serde(default = "usual_tries")]
    pub tries: u32,
    /// A map for a stream that nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<PathBuf>,
    /// Platform of rows that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// Account of rows that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Currency of money that does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Time zone of times that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Order of dates such as 03/04/2026: `dmy` or `mdy`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_order: Option<String>,
}

const fn usual_timeout() -> Every {
    Every(SignedDuration::from_hours(6))
}

const fn usual_tries() -> u32 {
    3
}

/// A span of time as people write it: `30s`, `30m`, `6h`, `1d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Every(pub SignedDuration);

impl Every {
    /// From its words. `None` for what is no span, and for one of nothing.
    pub fn from_words(words: &str) -> Option<Self> {
        let words = words.trim();
        let unit = words.chars().last()?;
        let number: i64 = words.strip_suffix(unit)?.trim().parse().ok()?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return None,
        };
        let whole = number
            .checked_mul(seconds)
            .filter(|whole| (1..=366 * 86_400).contains(whole))?;
        Some(Self(SignedDuration::from_secs(whole)))
    }
}

impl std::fmt::Display for Every {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0.as_secs();
        let units = [(86_400, 'd'), (3_600, 'h'), (60, 'm')];
        let found = units.iter().find(|(size, _)| seconds % size == 0);
        let (size, unit) = found.copied().unwrap_or((1, 's'));
        write!(f, "{}{unit}", seconds / size)
    }
}

impl<'de> Deserialize<'de> for Every {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let words = String::deserialize(from)?;
        Self::from_words(&words)
            .ok_or_else(|| serde::de::Error::custom(format!("`{words}` is no span of time; write 30m, 6h or 1d")))
    }
}

impl Serialize for Every {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_they_are_written() {
        for (words, seconds) in [("45s", 45), ("30m", 1_800), ("6h", 21_600), (" 1d ", 86_400)] {
            let every = Every::from_words(words).unwrap();
            assert_eq!(
                (every.0.as_secs(), every.to_string()),
                (seconds, words.trim().to_owned())
            );
        }
        for words in ["", "h", "0h", "-1h", "6", "6w", "6é", "99999999999999999999d", "400d"] {
            assert_eq!(Every::from_words(words), None, "{words}");
        }
    }
}
